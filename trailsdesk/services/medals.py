"""Finisher medals on the day: to whom they are due, who has theirs, and what is left over."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.entry import EntryId, MedalGiven, MedalOrder
from trailsdesk.domain.event import Event
from trailsdesk.domain.medals import (
    NO_SPARE,
    MedalCounts,
    MedalRow,
    last_order_day,
    left_over_note,
    medal_counts,
    medal_rows,
    production_note,
)
from trailsdesk.domain.people import Contact
from trailsdesk.domain.problems import Note, Problem, Refused, Severity
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.told import Told, by_bib, called, entry_place

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season

_NOBODY = "\N{EN DASH}"
"""Stands where a bib would, for a runner without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Until when medals are ordered: ``last_day`` is the last one; ``note`` says it."""

    last_day: date
    open: bool
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceMedals:
    """How the medals of one race stand."""

    race_code: str
    race_label: str
    counts: MedalCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalView:
    """The medals of an event or a race: whose they are, how they stand, in figures and words."""

    event: Event
    rows: tuple[MedalRow, ...]
    counts: MedalCounts
    races: tuple[RaceMedals, ...]
    closing: Closing | None
    production: Note
    left_over: Note


def due_medals(
    season: Season, event_id: EventId, race_id: RaceId | None = None
) -> tuple[MedalRow, ...]:
    """Everybody at the event, or in one of its races, to whom an ordered medal is due."""
    data = season.data
    races = data.races_of(event_id)
    results_of = {race.id: season.results(race.id) for race in races}
    inputs = (
        data.entries, data.runners, data.races, data.medals_given, data.ledger,
        *results_of.values(),
    )  # fmt: skip
    rows = season.keep(
        ("medals", event_id), inputs, lambda: medal_rows(data, event_id, results_of)
    )
    if race_id is None:
        return rows
    return tuple(row for row in rows if data.entries[row.entry_id].race_id == race_id)


def medal_view(season: Season, event_id: EventId, race_id: RaceId | None = None) -> MedalView:
    """The medals of an event, or of one of its races, as they stand now."""
    rows = due_medals(season, event_id, race_id)
    rule = season.rules.medals
    spare_percent = NO_SPARE if rule is None else rule.spare_percent
    counts = medal_counts(rows, spare_percent)
    return MedalView(
        event=season.data.events[event_id],
        rows=rows,
        counts=counts,
        races=tuple(
            RaceMedals(
                race_code=race.code,
                race_label=race.label,
                counts=medal_counts([row for row in rows if row.race_code == race.code]),
            )
            for race in season.data.races_of(event_id)
            if race_id in (None, race.id)
        ),
        closing=closing_of(season, event_id),
        production=production_note(counts, spare_percent),
        left_over=left_over_note(counts),
    )


def closing_of(season: Season, event_id: EventId) -> Closing | None:
    """Until when medals are ordered for an event, seen from now; None without such a rule."""
    rule, event = season.rules.medals, season.data.events[event_id]
    if rule is None:
        return None
    last = last_order_day(event, rule)
    left = (last - local_date(season.clock.now_ms(), event.zone)).days
    params: dict[str, str | int] = {
        "day": last.isoformat(),
        "days": left,
        "before": rule.closes_days_before,
        "event": event.name,
    }
    code = "medal.orders-open" if left >= 0 else "medal.orders-closed"
    return Closing(last_day=last, open=left >= 0, note=Note(code=code, params=params))


def find_medal(
    season: Season, event_id: EventId, bib: str, race_id: RaceId | None = None
) -> EntryId:
    """The one entry with a medal due that wears a bib, withdrawn ones included.

    Raises:
        Refused: ``medal.not-ordered``, ``medal.not-due`` for a withdrawn entry, or as
            ``check_in.find_bib``.
    """
    entry_id = find_entry(season, event_id, bib, race_id)
    if season.data.entries[entry_id].medal is MedalOrder.NONE:
        raise Refused("medal.not-ordered", bib=bib.strip())
    return entry_id


def find_entry(
    season: Season, event_id: EventId, bib: str, race_id: RaceId | None = None
) -> EntryId:
    """The one entry that wears a bib: one with a medal due, else any that stands.

    Raises:
        Refused: ``medal.not-due`` for a withdrawn entry, or as ``check_in.find_bib``.
    """
    wearing = [
        row for row in due_medals(season, event_id, race_id) if bib_key(row.bib) == bib_key(bib)
    ]
    if bib.strip() and len(wearing) == 1:
        return wearing[0].entry_id
    try:
        return find_bib(season, event_id, bib, race_id)
    except Refused as error:
        if error.note.code == "start.entry-withdrawn":
            raise Refused("medal.not-due", bib=bib.strip()) from error
        raise


def give_medal(
    season: Season, entry_id: EntryId, actor: str, *, posted: bool = False
) -> MedalGiven:
    """The medal leaves the box: it is handed over, or posted.

    Who ordered it by post may be handed it all the same; only who did can have it posted.

    Raises:
        Refused: ``medal.not-ordered``, ``medal.not-due``, ``medal.given-already`` with when and
            by whom, ``medal.not-by-post``, ``desk.entry-gone``.
    """
    entry = entry_named(season, entry_id)
    bib = entry.bib or _NOBODY
    if entry.medal is MedalOrder.NONE:
        raise Refused("medal.not-ordered", bib=bib)
    before = season.data.medals_given.get(entry_id)
    if before is not None:
        raise given_already(season, entry_id)
    event_id = season.data.races[entry.race_id].event_id
    if all(row.entry_id != entry_id for row in due_medals(season, event_id)):
        raise Refused("medal.not-due", bib=bib)
    if posted and entry.medal is not MedalOrder.POST:
        raise Refused("medal.not-by-post", bib=bib)
    given = MedalGiven(entry_id=entry_id, at_ms=season.clock.now_ms(), posted=posted, actor=actor)
    name = "medal.post" if posted else "medal.give"
    with season.change(name, bib=bib) as writer:
        writer.put(given)
    return given


def given_already(season: Season, entry_id: EntryId) -> Refused:
    """The refusal that says when a medal left the box, and by whom it was handed out."""
    given = season.data.medals_given[entry_id]
    entry = season.data.entries[entry_id]
    event = season.data.events[season.data.races[entry.race_id].event_id]
    day = local_date(given.at_ms, event.zone)
    code = "medal.posted-already" if given.posted else "medal.given-already"
    return Refused(
        code,
        bib=entry.bib or _NOBODY,
        time=format_clock(given.at_ms, event.zone, seconds=False),
        day="" if day == event.date else day.isoformat(),
        by=given.actor,
    )


def take_medal_back(season: Season, entry_id: EntryId) -> None:
    """The medal is in the box again: it was ticked by mistake, or came back by post.

    Raises:
        Refused: ``medal.not-given``.
    """
    entry = entry_named(season, entry_id)
    given = season.data.medals_given.get(entry_id)
    if given is None:
        raise Refused("medal.not-given", bib=entry.bib or _NOBODY)
    with season.change("medal.take-back", bib=entry.bib or _NOBODY) as writer:
        writer.delete(given)


# Posted medals need an address


def addresses_told(
    season: Season, event_id: EventId, race_id: RaceId | None = None
) -> tuple[Told, ...]:
    """Whose medal is to be posted while nobody knows where to; on the database thread.

    Addresses are protected and lie in the file only: that is why this is asked for where medals
    are seen to, and not among all problems.
    """
    waiting = [
        row
        for row in due_medals(season, event_id, race_id)
        if row.order is MedalOrder.POST and row.given is None
    ]
    known = season.file.contacts({row.runner_id for row in waiting})
    without = [
        row.entry_id
        for row in waiting
        if not (row.runner_id in known and known[row.runner_id].address.strip())
    ]
    if not without:
        return ()
    ordered = by_bib(season, without)
    problem = Problem(
        severity=Severity.WARNING,
        code="medal.no-address",
        params={"count": len(ordered), "bibs": called(season, ordered)},
        place=entry_place(season, season.data.entries[ordered[0]]),
    )
    return (Told(problem=problem, entry_ids=ordered),)


def set_address(season: Season, entry_id: EntryId, address: str) -> None:
    """Write where a runner's post goes; the rest of the contact stays.

    Raises:
        Refused: ``medal.address-blank``, ``desk.entry-gone``.
    """
    entry = entry_named(season, entry_id)
    lines = [line.strip() for line in address.splitlines()]
    wanted = "\n".join(line for line in lines if line)
    if not wanted:
        raise Refused("medal.address-blank")
    known = season.file.contacts([entry.runner_id])
    contact = known.get(entry.runner_id, Contact(runner_id=entry.runner_id))
    if contact.address == wanted:
        return
    with season.change("medal.address", bib=entry.bib or _NOBODY) as writer:
        writer.put(dataclasses.replace(contact, address=wanted))
