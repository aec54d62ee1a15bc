"""The command ``awards``: who gets which award and why, and what was said at the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services.award_words import notes_in_words, state_words, why
from trailsdesk.services.awards import (
    announce,
    award_view,
    hand_out,
    take_back,
    take_prize_back,
    the_award,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.award_states import AwardStanding
    from trailsdesk.domain.awards import Prize
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season


def show_awards(options: Namespace) -> None:
    """All awards of an event or of the series, after noting what was asked for."""
    acts = (options.announce, options.hand_out, options.take_back)
    with opened(options.file, reading=not any(acts)) as season:
        event_id = race_id = None
        if options.event is not None:
            event_id, race_id = scope(season, options)
        _note(season, event_id, options)
        awards = award_view(season, event_id, race_id)
        if event_id is None and options.race is not None:
            awards = tuple(each for each in awards if each.group.race_code == options.race)
    if options.json:
        output.print_json(
            {
                "awards": [row for award in awards for row in _rows(award)],
                "groups": [_group(award) for award in awards],
            }
        )
        return
    for award in awards:
        _show(award)


def _note(season: Season, event_id: EventId | None, options: Namespace) -> None:
    """Announce, hand out or take back, as far as one of them is asked for."""
    if options.announce:
        announce(season, event_id, options.announce, actor())
    elif options.hand_out:
        entry_id = _whose(season, event_id, options.hand_out, options.bib)
        hand_out(season, event_id, options.hand_out, entry_id, actor())
    elif options.take_back and options.bib is None:
        take_back(season, event_id, options.take_back)
    elif options.take_back:
        entry_id = _whose(season, event_id, options.take_back, options.bib)
        take_prize_back(season, event_id, options.take_back, entry_id)


def _whose(season: Season, event_id: EventId | None, key: str, bib: str | None) -> EntryId:
    """The entry with that bib among those who have, or had, a prize of an award."""
    award = the_award(season, event_id, key)
    entries = season.data.entries
    mine = {entry: None for prize in award.group.prizes for entry in prize.entry_ids}
    for entry_id in (*mine, *award.handed):
        if bib is not None and entries[entry_id].bib == bib.strip():
            return entry_id
    known = ", ".join(entries[entry].bib for entry in mine) or "\N{EM DASH}"
    label = award.group.label or key
    if bib is None:
        raise Refused("award.handed-nobody", award=label, known=known)
    raise Refused("award.unknown-bib", bib=(bib or "")[:40], award=label, known=known)


def _rows(award: AwardStanding) -> list[output.Json]:
    group = award.group
    return [
        {
            "award": group.key,
            "label": group.label,
            "race": group.race_code or None,
            "place": prize.place,
            "shared": prize.shared,
            "runner": _runner(prize),
            "team": prize.team or None,
            "members": [row.bib for row in prize.members],
            "state": award.state.value,
            "settled": award.settled,
            "why": why(prize),
            "prize": prize.gift or None,
            "prize_place": prize.prize_place,
            "sponsor": group.sponsor or None,
            "handed_out": bool(award.handed.intersection(prize.entry_ids)),
            "time_ms": prize.value_ms if prize.total is None else None,
            "points": None if prize.total is None else output.number(prize.total),
        }
        for prize in group.prizes
    ]


def _runner(prize: Prize) -> output.Json | None:
    if prize.team:
        return None
    row = prize.row
    return {
        "bib": row.bib,
        "name": full_name(row),
        "category": row.category_label or None,
        "category_code": row.category or None,
        "club": row.club,
        "spoken": prize.spoken or None,
    }


def _group(award: AwardStanding) -> output.Json:
    group = award.group
    return {
        "award": group.key,
        "label": group.label,
        "race": group.race_code or None,
        "scope": group.scope.value,
        "places": group.depth,
        "finishers": group.finishers,
        "state": award.state.value,
        "settled": award.settled,
        "reason": message(award.reason),
        "out": award.out,
        "changed": award.is_changed,
        "notes": notes_in_words(group.notes),
        "warnings": [message(note) for note in group.warnings],
    }


def _show(award: AwardStanding) -> None:
    group = award.group
    head = ", ".join(filter(None, (group.label, group.race_label)))
    output.print_lines(
        ["", f"{head} [{group.key}]: {state_words(award.state)}. {message(award.reason)}"]
    )
    if award.is_changed:
        output.print_lines([_("It was announced or handed out otherwise: see problems.")])
    output.print_table(
        ("place", "bib", "name", "prize", "why"),
        [
            (
                f"={prize.place}" if prize.shared else prize.place,
                "" if prize.team else prize.row.bib,
                prize.team or full_name(prize.row),
                prize.gift,
                why(prize),
            )
            for prize in group.prizes
        ],
    )
    output.print_lines([*notes_in_words(group.notes), *map(message, group.warnings)])
