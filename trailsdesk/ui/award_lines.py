"""Rows of the page of awards: each award with its state, and who has a place in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.award_states import AwardStanding, AwardState
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.award_problems import awards_told
from trailsdesk.services.award_words import (
    award_label,
    notes_in_words,
    state_words,
    why,
    winner_name,
)
from trailsdesk.services.awards import award_view
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from trailsdesk.domain.awards import Prize
    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone

_TONES: Final[dict[AwardState, Tone]] = {
    AwardState.PROVISIONAL: "warn",
    AwardState.SETTLED: "good",
    AwardState.ANNOUNCED: "good",
    AwardState.HANDED_OUT: "muted",
}
_ICONS: Final = {
    AwardState.PROVISIONAL: "clock",
    AwardState.SETTLED: "ok",
    AwardState.ANNOUNCED: "done",
    AwardState.HANDED_OUT: "medal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerLine:
    """A place of an award. ``entry_id`` is whom the prize is noted for.

    ``handed_for``: the prize in hand is that of another place.
    """

    entry_id: EntryId
    order: int
    place: str
    bib: str
    name: str
    prize: str
    why: str
    has_prize: bool
    handed: bool
    handed_for: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLine:
    """An award; ``order`` is its place in the chain.

    ``changed``: other names were announced or given; ``told`` says which. ``any_handed``: a prize
    of it is gone, be it to somebody without a place now.
    """

    key: str
    order: int
    label: str
    race: str
    state: AwardState
    settled: bool
    announced: bool
    changed: bool
    out: int
    reason: str
    told: str
    notes: str
    any_handed: bool
    winners: tuple[WinnerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsView:
    """Everything the page shows, of an event or of the series."""

    lines: tuple[AwardLine, ...]
    event_id: EventId | None
    series_offered: bool


def awards_view(
    season: Season, event_id: EventId, race_id: RaceId | None, *, of_series: bool
) -> AwardsView:
    """The awards in scope with their states as they are this moment."""
    rules = season.rules
    offered = rules.standings is not None and rules.points is not None
    offered = offered and rules.awards.series_depth > 0
    shown = None if of_series and offered else event_id
    found = award_view(season, shown, None if shown is None else race_id)
    told: dict[str, list[str]] = defaultdict(list)
    for each in awards_told(season):
        place = each.problem.place
        if place is not None and place.event_id == shown:
            told[str(each.problem.params["key"])].append(message(each.problem))
    return AwardsView(
        lines=tuple(
            _line(order, award, " ".join(told[award.group.key]))
            for order, award in enumerate(found)
        ),
        event_id=shown,
        series_offered=offered,
    )


def _line(order: int, award: AwardStanding, told: str) -> AwardLine:
    group = award.group
    notes = [*map(message, group.warnings), *notes_in_words(group.notes)]
    return AwardLine(
        key=group.key,
        order=order,
        label=award_label(group),
        race=group.race_label,
        state=award.state,
        settled=award.settled,
        announced=award.announced is not None,
        changed=award.is_changed,
        out=award.out,
        reason=message(award.reason),
        told=told,
        notes="\n".join(notes),
        any_handed=bool(award.handed),
        winners=tuple(
            WinnerLine(
                entry_id=prize.row.entry_id,
                order=at,
                place=f"={prize.place}" if prize.shared else str(prize.place),
                bib="" if prize.team else prize.row.bib,
                name=winner_name(prize),
                prize=prize.gift if prize.prize_place is not None else _("name only"),
                why=why(prize),
                has_prize=prize.prize_place is not None,
                handed=bool(award.handed.intersection(prize.entry_ids)),
                handed_for=_handed_for(award, prize),
            )
            for at, prize in enumerate(group.prizes)
        ),
    )


def _handed_for(award: AwardStanding, prize: Prize) -> int | None:
    """The place whose prize is in these hands, where it is not their own."""
    found = (award.misplaced[entry] for entry in prize.entry_ids if entry in award.misplaced)
    return next((handed for handed, _own in found), None)


def summary_words(view: AwardsView) -> str:
    """``settled 3 of 12 · announced 1 · 5 still out could change one``."""
    counts = Counter(line.state for line in view.lines)
    settled = sum(line.settled for line in view.lines)
    pieces = [_("settled {count} of {total}").format(count=settled, total=len(view.lines))]
    announced = sum(line.announced for line in view.lines)
    if announced:
        pieces.append(_("announced {count}").format(count=announced))
    if counts[AwardState.HANDED_OUT]:
        pieces.append(_("handed out {count}").format(count=counts[AwardState.HANDED_OUT]))
    changed = sum(line.changed for line in view.lines)
    if changed:
        pieces.append(plural("{count} changed since", "{count} changed since", changed))
    several = len({line.race for line in view.lines}) > 1
    waiting = [
        f"{line.label}, {line.race} ({line.out})" if several else f"{line.label} ({line.out})"
        for line in view.lines
        if line.out
    ]
    if waiting:
        shown = ", ".join(waiting[:2]) + (" …" if len(waiting) > 2 else "")
        pieces.append(_("still out: {awards}").format(awards=shown))
    return " \N{MIDDLE DOT} ".join(pieces)


def first_to_look_at(view: AwardsView) -> str:
    """The award somebody would look at first: told wrongly, then ready to be announced."""
    waits = (
        [line for line in view.lines if line.changed]
        or [line for line in view.lines if line.settled and line.winners and not line.announced]
        or [line for line in view.lines if line.winners]
    )
    return (waits or list(view.lines))[0].key


def line_words(line: AwardLine) -> str:
    """How far an award is; that other names were announced goes before all."""
    return _("changed since") if line.changed else state_words(line.state)


def line_tone(line: AwardLine) -> Tone:
    """The tone of a line; the words say the same."""
    return "bad" if line.changed else _TONES[line.state]


def award_columns() -> tuple[Column[AwardLine], ...]:
    """The award, its race, and how far it is."""
    return (
        Column(
            key="award",
            title=_("Award"),
            text=lambda line: line.label,
            sort_key=lambda line: line.order,
            width_hint=20,
        ),
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.race or DASH,
            sort_key=lambda line: (line.race, line.order),
            width_hint=8,
        ),
        Column(
            key="state",
            title=_("State"),
            text=line_words,
            tooltip=lambda line: line.reason,
            sort_key=lambda line: (not line.changed, list(AwardState).index(line.state)),
            icon=lambda line: "warning" if line.changed else _ICONS[line.state],
            tone=line_tone,
            width_hint=14,
        ),
        Column(
            key="out",
            title=_("Still out"),
            text=lambda line: str(line.out) if line.out else "",
            sort_key=lambda line: line.out,
            alignment="right",
            width_hint=7,
            gives_way=1,
            title_tooltip=_("Who could still change it"),
        ),
    )


def _handed_words(line: WinnerLine) -> str:
    if line.handed_for is not None:
        return _("that of place {place}").format(place=line.handed_for)
    return _("yes") if line.handed else ""


def _handed_tone(line: WinnerLine) -> Tone | None:
    if line.handed_for is not None:
        return "bad"
    return "good" if line.handed else None


def winner_columns() -> tuple[Column[WinnerLine], ...]:
    """Place, runner, prize, whether it is gone, and why."""
    return (
        Column(
            key="place",
            title=_("Place"),
            text=lambda line: line.place,
            sort_key=lambda line: line.order,
            alignment="right",
            width_hint=5,
        ),
        Column(
            key="bib", title=_("Bib"), text=lambda line: line.bib, alignment="right", width_hint=5
        ),
        Column(key="name", title=_("Name"), text=lambda line: line.name, bold=True, width_hint=18),
        Column(
            key="prize",
            title=_("Prize"),
            text=lambda line: line.prize,
            width_hint=12,
            gives_way=1,
        ),
        Column(
            key="handed",
            title=_("Handed out"),
            text=_handed_words,
            icon=lambda line: "ticked" if line.handed and line.handed_for is None else None,
            tone=_handed_tone,
            width_hint=9,
        ),
        Column(
            key="why",
            title=_("Why"),
            text=lambda line: line.why,
            tooltip=lambda line: line.why,
            width_hint=16,
            gives_way=2,
        ),
    )
