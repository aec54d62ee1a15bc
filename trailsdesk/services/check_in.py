"""Check-in before the start: who is here, with their gear seen and the adult the rules ask for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import age_of
from trailsdesk.domain.age_limits import adult_needed
from trailsdesk.domain.bibs import bib_key, suggest_bibs
from trailsdesk.domain.entry import CheckIn, Entry, EntryId, EntryStatus
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.services.bibs import entry_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """How many of a race's field are checked in; ``used`` while anybody is."""

    race_id: RaceId
    label: str
    entered: int
    here: int
    gear_open: int

    @property
    def missing(self) -> int:
        """Who is not here yet."""
        return self.entered - self.here

    @property
    def used(self) -> bool:
        """Whether check-in is held for the race at all."""
        return self.here > 0


def counts_here(season: Season, race_ids: Iterable[RaceId]) -> tuple[Here, ...]:
    """Here and missing, race by race; withdrawn entries are in neither."""
    data = season.data

    def count() -> dict[RaceId, list[int]]:
        found: dict[RaceId, list[int]] = {race_id: [0, 0, 0] for race_id in data.races}
        for entry in data.entries.values():
            if entry.status is EntryStatus.ENTERED:
                seen = data.check_ins.get(entry.id)
                line = found[entry.race_id]
                line[0] += 1
                line[1] += seen is not None
                line[2] += seen is not None and not seen.gear_checked
        return found

    found = season.keep("here", (data.entries, data.races, data.check_ins), count)
    asked = season.rules.start.gear_check
    return tuple(
        Here(
            race_id=race_id,
            label=data.races[race_id].label,
            entered=found[race_id][0],
            here=found[race_id][1],
            gear_open=found[race_id][2] if asked else 0,
        )
        for race_id in race_ids
    )


def adult_note(season: Season, entry: Entry) -> Note | None:
    """Why a supervising adult has to be named (``entry.needs-adult``); None when nobody has to.

    The age is that on the event's day; without a birth date nothing can be asked.
    """
    data, rules = season.data, season.rules
    born = data.runners[entry.runner_id].birth_date
    if born is None:
        return None
    event = data.events[data.races[entry.race_id].event_id]
    return adult_needed(age_of(born, event.date, rules.categories), event.code, rules)


def asks_for_adults(season: Season) -> bool:
    """Whether the rules ask for a supervising adult at any age."""
    return any(limit.needs_adult for limit in season.rules.age_limits)


def find_bib(
    season: Season, event_id: EventId, bib: str, race_id: RaceId | None = None
) -> EntryId:
    """The one standing entry of an event, or of one race, that wears a bib.

    Raises:
        Refused: ``start.bib-missing``, ``start.no-such-bib`` with bibs that look like it,
            ``start.bib-shared``, ``start.entry-withdrawn``.
    """
    if not bib.strip():
        raise Refused("start.bib-missing")
    data = season.data
    races = {race.id for race in data.races_of(event_id) if race_id in (None, race.id)}
    known = [e for e in data.entries.values() if e.bib and e.race_id in races]
    wearing = [entry for entry in known if bib_key(entry.bib) == bib_key(bib)]
    standing = [entry for entry in wearing if entry.status is EntryStatus.ENTERED]
    if len(standing) == 1:
        return standing[0].id
    if standing:
        labels = ", ".join(data.races[entry.race_id].label for entry in standing)
        raise Refused("start.bib-shared", bib=bib, races=labels)
    if wearing:
        raise Refused("start.entry-withdrawn", bib=bib)
    near = ", ".join(suggest_bibs(bib, (entry.bib for entry in known)))
    raise Refused("start.no-such-bib", bib=bib.strip(), suggestions=near)


def check_in(
    season: Season, entry_id: EntryId, actor: str, *, adult: str = "", gear: bool = False
) -> CheckIn:
    """The runner is here. Again for one who is: what is new is added, the time stays.

    Args:
        adult: who supervises a young runner; kept when given, asked for when the rules do.
        gear: whether the gear was seen; of no meaning where the rules do not ask for it.

    Raises:
        Refused: ``start.adult-missing``, ``start.entry-withdrawn``, ``desk.entry-gone``.
    """
    entry = entry_named(season, entry_id)
    if entry.status is EntryStatus.WITHDRAWN:
        raise Refused("start.entry-withdrawn", bib=entry.bib or _NOBODY)
    before = season.data.check_ins.get(entry_id)
    adult = adult.strip() or (before.adult if before else "")
    why = adult_note(season, entry)
    if why is not None and not adult:
        raise Refused("start.adult-missing", bib=entry.bib or _NOBODY, **why.params)
    seen: bool | None = None
    if season.rules.start.gear_check:
        seen = gear or bool(before and before.gear_checked)
    if before is None:
        wanted = CheckIn(
            entry_id=entry_id,
            at_ms=season.clock.now_ms(),
            gear_checked=seen,
            adult=adult,
            actor=actor,
        )
    else:
        wanted = dataclasses.replace(before, gear_checked=seen, adult=adult)
    if wanted != before:
        with season.change("start.check-in", bib=entry.bib or _NOBODY) as writer:
            writer.put(wanted)
    return wanted


def take_back(season: Season, entry_ids: Iterable[EntryId]) -> int:
    """They are not here after all; returns how many were checked in."""
    here = season.data.check_ins
    found = [here[entry_id] for entry_id in entry_ids if entry_id in here]
    if found:
        with season.change("start.check-out", count=len(found)) as writer:
            for each in found:
                writer.delete(each)
    return len(found)


_NOBODY = "\N{EN DASH}"
"""Stands where a bib would, for a runner without one."""
