"""The command ``draw``: spot prizes drawn from a seed, the same for whoever draws them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.spot_draw import DrawId, DrawPool, SpotDraw, SpotPrize
from trailsdesk.i18n import _
from trailsdesk.services import spot_draw

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from trailsdesk.services.season import Season
    from trailsdesk.services.spot_draw import DrawView, PrizeRow, Ticket


def draw_prizes(options: Namespace) -> None:
    """``draw``: who wins; only ``--book`` keeps anything."""
    prizes = _prizes(options)
    names = () if options.names is None else _names(options.names)
    with opened(options.file, reading=not options.book) as season:
        plan = _plan(season, options, names)
        if options.book:
            kept = spot_draw.keep_draw(season, plan, prizes)
            pot = spot_draw.draw_view(season, kept.id).pot
            spot_draw.draw_all(season, kept.id, again=options.again)
            view = spot_draw.draw_view(season, kept.id)
        else:
            view, pot = _calculated(season, plan, prizes, again=options.again)
    _show(options, view, pot)


def _plan(season: Season, options: Namespace, names: tuple[str, ...]) -> SpotDraw:
    event_id, race_id = scope(season, options)
    return spot_draw.planned(
        season,
        event_id,
        DrawPool(options.pool.upper()),
        seed=spot_draw.chance_seed() if options.seed is None else options.seed,
        race_id=race_id,
        title=options.title,
        names=names,
        excluded=_excluded(season, options),
        actor=actor(),
    )


def _excluded(season: Season, options: Namespace) -> tuple[str, ...]:
    """Bibs become tickets; volunteers are left out by name."""
    if options.pool.upper() == DrawPool.VOLUNTEERS:
        return tuple(options.exclude)
    return spot_draw.excluded_by_bib(season, season.event(options.event).id, options.exclude)


def _calculated(
    season: Season, plan: SpotDraw, prizes: list[tuple[str, str]], *, again: bool
) -> tuple[DrawView, tuple[Ticket, ...]]:
    waiting = [
        SpotPrize(draw_id=DrawId(0), ordinal=at, prize=prize, sponsor=sponsor)
        for at, (prize, sponsor) in enumerate(prizes, start=1)
    ]
    pot = spot_draw.view_of(season, plan, waiting).pot
    if not pot:
        raise Refused("draw.empty-pot")
    drawn = spot_draw.drawn_all(season, plan, waiting, again=again)
    return spot_draw.view_of(season, plan, drawn), pot


def _prizes(options: Namespace) -> list[tuple[str, str]]:
    named = []
    for text in options.prize:
        prize, _bar, sponsor = text.partition("|")
        if not prize.strip():
            raise Refused("draw.bad-prize", text=text)
        named.append((prize.strip(), sponsor.strip()))
    count = max(len(named), 1 if options.prizes is None else options.prizes)
    if not 1 <= count <= spot_draw.MOST_PRIZES:
        raise Refused("draw.too-many-prizes", count=spot_draw.MOST_PRIZES)
    further = range(len(named) + 1, count + 1)
    numbered = (_("Prize {number}").format(number=at) for at in further)
    return [*named, *((words, "") for words in numbered)]


def _names(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("draw.no-names", name=path.name) from error


def _show(options: Namespace, view: DrawView, pot: tuple[Ticket, ...]) -> None:
    if options.json:
        output.print_json(
            {
                "seed": view.draw.seed,
                "pool": view.draw.pool.value.lower(),
                "tickets": [
                    {"ticket": each.number, "bib": each.bib, "name": each.name} for each in pot
                ],
                "winners": [_winner_json(row) for row in view.rows],
            }
        )
        return
    words = _("Seed {seed}, {count} tickets.").format(seed=view.draw.seed, count=len(pot))
    output.print_lines([words])
    output.print_table(
        ("no", "prize", "sponsor", "bib", "name", "why"),
        [
            (
                row.prize.ordinal,
                row.prize.prize,
                row.prize.sponsor,
                row.winner.bib if row.winner else "",
                row.winner.name if row.winner else _("nobody was left"),
                output.in_words(row.why),
            )
            for row in view.rows
        ],
    )


def _winner_json(row: PrizeRow) -> output.Json:
    winner = row.winner
    return {
        "number": row.prize.ordinal,
        "prize": row.prize.prize,
        "sponsor": row.prize.sponsor,
        "bib": None if winner is None else winner.bib,
        "name": None if winner is None else winner.name,
        "ticket": None if winner is None else winner.number,
        "of": len(row.prize.among),
        "why": output.in_words(row.why),
    }
