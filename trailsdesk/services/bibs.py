"""Bibs given out: ranges of the races, the next free one, many at once, two swapped."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import (
    ParsedRanges,
    bib_key,
    free_bibs,
    in_ranges,
    parse_ranges,
    range_size,
    ranges_text,
    shared_bibs,
)
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import BibRange, EventId, RaceId
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.problems import Note, Refused, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePreview:
    """Ranges of a race, as they stand or as typed and not yet saved.

    ``size`` bibs are in them, ``free`` of these nobody has. ``unread`` are the pieces of the text
    that are no bibs; ``notes`` tell what somebody should know, nothing of it hinders saving.
    """

    race_id: RaceId
    label: str
    text: str
    ranges: tuple[BibRange, ...]
    size: int
    free: int
    unread: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


_NAMED = 5
"""So many bibs are named; of more the count is enough."""


class BibOrder(enum.StrEnum):
    """In which order free bibs go to those without one."""

    NAME = "name"
    ENTERED = "entered"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class BibPlan:
    """Free bibs for everybody without one, before anybody has said yes.

    ``short`` counts by race those for whom no bib is left. ``basis`` is what it was planned from.
    """

    bibs: Mapping[EntryId, str]
    short: Mapping[RaceId, int]
    basis: tuple[object, ...] = ()


# Ranges


def range_preview(season: Season, race_id: RaceId, text: str | None = None) -> RangePreview:
    """The ranges of a race; those of ``text`` when it is given. Changes nothing."""
    data = season.data
    if text is not None:
        return _preview(season, race_id, parse_ranges(text, race_id), text)
    standing = ParsedRanges(ranges=data.bib_ranges_of(race_id))
    return season.keep(
        ("ranges", race_id),
        (data.entries, data.races, data.bib_ranges),
        lambda: _preview(season, race_id, standing, ranges_text(standing.ranges)),
    )


def _preview(season: Season, race_id: RaceId, found: ParsedRanges, text: str) -> RangePreview:
    race, ranges = season.data.races[race_id], found.ranges
    taken = taken_bibs(season, race.event_id)
    worn = sum(in_ranges(key, ranges) for key in taken) if ranges else 0
    size = range_size(ranges)
    return RangePreview(
        race_id=race_id,
        label=race.label,
        text=text,
        ranges=ranges,
        size=size,
        free=size - worn,
        unread=found.unread,
        notes=tuple(_range_notes(season, race_id, ranges)),
    )


def _range_notes(season: Season, race_id: RaceId, ranges: tuple[BibRange, ...]) -> Iterator[Note]:
    data = season.data
    for other in data.races_of(data.races[race_id].event_id):
        shared = shared_bibs(ranges, data.bib_ranges_of(other.id)) if other.id != race_id else ()
        if shared:
            params = {"bibs": ranges_text(shared), "race": other.label}
            yield Note(code="bibs.ranges-overlap", params=params)
    outside = [
        entry.bib
        for entry in data.entries.values()
        if entry.race_id == race_id
        and entry.bib
        and entry.status is EntryStatus.ENTERED
        and ranges
        and not in_ranges(entry.bib, ranges)
    ]
    if outside:
        first = ", ".join((*outside[:_NAMED], *(["…"] if len(outside) > _NAMED else [])))
        yield Note(code="bibs.worn-outside", params={"count": len(outside), "bibs": first})


def set_ranges(season: Season, race_id: RaceId, text: str) -> RangePreview:
    """Write the ranges of a race as one operation; an empty text takes them away.

    Raises:
        Refused: ``bibs.unreadable``, a piece of the text is no bib or range; nothing is saved.
    """
    found = range_preview(season, race_id, text)
    if found.unread:
        raise Refused("bibs.unreadable", text=", ".join(found.unread))
    data = season.data
    before = data.bib_ranges_of(race_id)
    if [_bare(each) for each in before] == [_bare(each) for each in found.ranges]:
        return range_preview(season, race_id)
    race = data.races[race_id]
    words = ranges_text(found.ranges) or "\N{EN DASH}"
    with season.change("bibs.ranges", race=race.label, bibs=words) as writer:
        for each in before:
            writer.delete(each)
        writer.put_many(found.ranges)
    return range_preview(season, race_id)


def _bare(each: BibRange) -> tuple[str, int, int]:
    return each.prefix, each.first, each.last


# Who has what


def worn_bibs(season: Season, event_id: EventId) -> Mapping[str, list[Entry]]:
    """Who wears what at an event, withdrawn entries left out, by ``bib_key``."""
    return _bibs(season, event_id)[0]


def taken_bibs(season: Season, event_id: EventId) -> frozenset[str]:
    """Every bib given out at an event, also to those who have withdrawn, by ``bib_key``."""
    return _bibs(season, event_id)[1]


def _bibs(season: Season, event_id: EventId) -> tuple[Mapping[str, list[Entry]], frozenset[str]]:
    def collect() -> tuple[dict[str, list[Entry]], frozenset[str]]:
        races = {race.id for race in data.races_of(event_id)}
        given = [e for e in data.entries.values() if e.bib and e.race_id in races]
        worn: dict[str, list[Entry]] = {}
        for entry in given:
            if entry.status is EntryStatus.ENTERED:
                worn.setdefault(bib_key(entry.bib), []).append(entry)
        return worn, frozenset(bib_key(entry.bib) for entry in given)

    data = season.data
    return season.keep(("bibs", event_id), (data.entries, data.races), collect)


def next_free_bib(season: Season, race_id: RaceId) -> str:
    """The bib to give out next in a race; empty when none is left or its range is not known.

    It is the first of the race's ranges that nobody of the event has or had. A race without
    ranges goes on after the highest number worn in it; where it has none and others of the event
    do, nobody can tell.
    """
    return next(_supply(season, race_id), "")


def _supply(season: Season, race_id: RaceId) -> Iterator[str]:
    """The free bibs of a race in the order they are given out."""
    data = season.data
    taken = taken_bibs(season, data.races[race_id].event_id)
    ranges = data.bib_ranges_of(race_id)
    if ranges:
        return free_bibs(ranges, taken)
    numbers = [
        int(entry.bib)
        for entry in data.entries.values()
        if entry.race_id == race_id and entry.bib.isdecimal()
    ]
    if not numbers and taken:
        return iter(())
    others = [
        each
        for race in data.races_of(data.races[race_id].event_id)
        for each in data.bib_ranges_of(race.id)
    ]
    higher = map(str, count(max(numbers, default=0) + 1))
    return (bib for bib in higher if bib not in taken and not in_ranges(bib, others))


def bib_notes(season: Season, entry: Entry) -> tuple[tuple[Severity, Note], ...]:
    """What to say beside a bib before it is given; none of it hinders giving it.

    ``desk.bib-taken`` (somebody of the event wears it), ``bibs.other-race`` (it lies in the range
    of another race), ``bibs.outside`` (in no range of the race that has some).
    """
    if not entry.bib:
        return ()
    data = season.data
    race = data.races[entry.race_id]
    found: list[tuple[Severity, Note]] = []
    holders = [
        full_name(data.runners[other.runner_id])
        + ("" if other.race_id == race.id else f" ({data.races[other.race_id].label})")
        for other in worn_bibs(season, race.event_id).get(bib_key(entry.bib), ())
        if other.id != entry.id
    ]
    if holders:
        params = {"bib": entry.bib, "holder": ", ".join(holders)}
        found.append((Severity.ERROR, Note(code="desk.bib-taken", params=params)))
    outside = outside_note(season, entry)
    if outside is not None:
        found.append((Severity.WARNING, outside))
    return tuple(found)


def outside_note(season: Season, entry: Entry) -> Note | None:
    """Why a bib does not belong to the entry's race, by the ranges; None when it does.

    A race without ranges takes every bib that is in no other race's.
    """
    data = season.data
    race = data.races[entry.race_id]
    own = data.bib_ranges_of(race.id)
    if not entry.bib or in_ranges(entry.bib, own):
        return None
    for other in data.races_of(race.event_id):
        if other.id != race.id and in_ranges(entry.bib, data.bib_ranges_of(other.id)):
            params = {"bib": entry.bib, "race": race.label, "other": other.label}
            return Note(code="bibs.other-race", params=params)
    if not own:
        return None
    params = {"bib": entry.bib, "race": race.label, "bibs": ranges_text(own)}
    return Note(code="bibs.outside", params=params)


# Giving


def entry_named(season: Season, entry_id: EntryId) -> Entry:
    """The entry of an id; ``Refused`` (desk.entry-gone) when it is no longer there."""
    entry = season.data.entries.get(entry_id)
    if entry is None:
        raise Refused("desk.entry-gone")
    return entry


def give_bib(season: Season, entry_id: EntryId, bib: str) -> tuple[str, ...]:
    """Give a bib; returns the names of others who wear it too, so that it can be said."""
    entry = entry_named(season, entry_id)
    bib = bib.strip()
    if bib != entry.bib:
        with season.change("entry.edit", bib=bib or entry.bib) as writer:
            writer.put(dataclasses.replace(entry, bib=bib))
    event_id = season.data.races[entry.race_id].event_id
    others = worn_bibs(season, event_id).get(bib_key(bib), ()) if bib else ()
    return tuple(
        full_name(season.data.runners[other.runner_id]) for other in others if other.id != entry_id
    )


def swap_bibs(season: Season, first_id: EntryId, second_id: EntryId) -> None:
    """Two runners exchange their bibs, in one act; one of them may have had none."""
    first, second = entry_named(season, first_id), entry_named(season, second_id)
    if first.bib == second.bib:
        return
    none = "\N{EN DASH}"
    with season.change("bibs.swap", first=first.bib or none, second=second.bib or none) as writer:
        writer.put_many(
            [
                dataclasses.replace(first, bib=second.bib),
                dataclasses.replace(second, bib=first.bib),
            ]
        )


def plan_bibs(season: Season, race_ids: Iterable[RaceId], order: BibOrder) -> BibPlan:
    """Free bibs for everybody of these races without one; changes nothing."""
    bibs: dict[EntryId, str] = {}
    short: dict[RaceId, int] = {}
    given: set[str] = set()
    for race_id in race_ids:
        bare = sorted(_without(season, race_id), key=_SortKey(season, order))
        fresh = (bib for bib in _supply(season, race_id) if bib_key(bib) not in given)
        found = dict(zip((entry.id for entry in bare), fresh, strict=False))
        given |= {bib_key(bib) for bib in found.values()}
        bibs |= found
        if len(found) < len(bare):
            short[race_id] = len(bare) - len(found)
    return BibPlan(bibs=bibs, short=short, basis=_basis(season))


def _without(season: Season, race_id: RaceId) -> list[Entry]:
    return [
        entry
        for entry in season.data.entries.values()
        if entry.race_id == race_id and not entry.bib and entry.status is EntryStatus.ENTERED
    ]


class _SortKey:
    """Entries in the order asked for; equal ones by name, then as they were entered."""

    def __init__(self, season: Season, order: BibOrder) -> None:
        self._order = order
        self._runners = season.data.runners
        self._categories = season.categories()
        codes = season.category_order() if order is BibOrder.CATEGORY else ()
        self._places = {code: at for at, (code, _label) in enumerate(codes)}

    def __call__(self, entry: Entry) -> tuple[object, ...]:
        runner = self._runners[entry.runner_id]
        name = fold_name(runner.family_name), fold_name(runner.given_name)
        if self._order is BibOrder.ENTERED:
            return (entry.entered_ms is None, entry.entered_ms or 0, *name, entry.id)
        if self._order is BibOrder.CATEGORY:
            place = self._places.get(self._categories[entry.id].code, len(self._places))
            return (place, *name, entry.id)
        return (*name, entry.id)


def give_bibs(season: Season, plan: BibPlan) -> int:
    """Give out what was planned as one operation; returns how many got a bib.

    Raises:
        Refused: ``bibs.plan-stale``, bibs or entries were changed since the plan was made.
    """
    now = _basis(season)
    if any(each is not then for each, then in zip(now, plan.basis, strict=True)):
        raise Refused("bibs.plan-stale")
    entries = season.data.entries
    changed = [
        dataclasses.replace(entries[entry_id], bib=bib) for entry_id, bib in plan.bibs.items()
    ]
    if changed:
        with season.change("bibs.give", count=len(changed)) as writer:
            writer.put_many(changed)
    return len(changed)


def _basis(season: Season) -> tuple[object, ...]:
    data = season.data
    return (data.entries, data.races, data.bib_ranges, data.runners)
