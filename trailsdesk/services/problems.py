"""One list for all that is not clean: gathered from every part, worst first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.category import entry_allowed
from trailsdesk.domain.entry import Entry, EntryStatus
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import age_on, full_name
from trailsdesk.domain.problems import Place, Problem, Severity
from trailsdesk.domain.rules import LeapDayRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trailsdesk.services.season import Season

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def problems(season: Season, event_id: EventId | None = None) -> tuple[Problem, ...]:
    """Every problem of the season or of one event, errors first; each has its place.

    A problem goes away when its cause is mended; nothing here is stored.
    """
    data = season.data
    inputs = (season.categories(), data.events, data.races, data.runners, data.entries)
    entries = season.keep("problems-entries", inputs, lambda: tuple(_of_entries(season)))
    timing = tuple(p for race_id in data.races for p in season.results(race_id).problems)
    reads = tuple(p for event in data.events for p in season.event_reads(event).problems)
    found = tuple(_located(season, problem) for problem in (*entries, *reads, *timing))
    if event_id is not None:
        found = tuple(p for p in found if _event_of(p) in (None, event_id))
    return tuple(sorted(found, key=lambda p: _ORDER[p.severity]))


def _located(season: Season, problem: Problem) -> Problem:
    """The problem with its event filled in where only the race was named."""
    place = problem.place
    if place is None or place.race_id is None or place.event_id is not None:
        return problem
    event_id = season.data.races[RaceId(place.race_id)].event_id
    return replace(problem, place=replace(place, event_id=event_id))


def _event_of(problem: Problem) -> EventId | None:
    place = problem.place
    return None if place is None or place.event_id is None else EventId(place.event_id)


def _of_entries(season: Season) -> Iterator[Problem]:
    by_bib: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    by_runner: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    categories = season.categories()
    data = season.data
    for entry in data.entries.values():
        if entry.status is EntryStatus.WITHDRAWN:
            continue
        event_id = data.races[entry.race_id].event_id
        if entry.bib:
            by_bib[event_id, bib_key(entry.bib)].append(entry)
        by_runner[event_id, entry.runner_id].append(entry)
        unplaced = categories[entry.id].problem
        if unplaced is not None:
            yield unplaced
        yield from _of_age(season, entry)
    yield from _twice(season, by_bib.values(), "entry.bib-twice", Severity.ERROR)
    yield from _twice(season, by_runner.values(), "entry.runner-twice", Severity.WARNING)


def _twice(
    season: Season, groups: Iterable[list[Entry]], code: str, severity: Severity
) -> Iterator[Problem]:
    for entries in groups:
        if len(entries) > 1:
            first = entries[0]
            yield Problem(
                severity=severity,
                code=code,
                params={"bib": first.bib, "names": ", ".join(_name(season, e) for e in entries)},
                place=entry_place(season, first),
            )


def _of_age(season: Season, entry: Entry) -> Iterator[Problem]:
    data, rules = season.data, season.rules
    race = data.races[entry.race_id]
    born = data.runners[entry.runner_id].birth_date
    if born is None or not rules.age_limits:
        return
    march = rules.categories.leap_day is LeapDayRule.MARCH_1
    age = age_on(born, data.events[race.event_id].date, march)
    refusal = entry_allowed(age, race.code, rules)
    if refusal is not None:
        yield Problem(
            severity=Severity.ERROR,
            code=refusal.code,
            params={**refusal.params, "bib": entry.bib, "name": _name(season, entry)},
            place=entry_place(season, entry),
        )


def entry_place(season: Season, entry: Entry) -> Place:
    """Where an entry sits, for "go there"."""
    return Place(
        event_id=season.data.races[entry.race_id].event_id,
        race_id=entry.race_id,
        entry_id=entry.id,
        runner_id=entry.runner_id,
    )


def _name(season: Season, entry: Entry) -> str:
    runner = season.data.runners[entry.runner_id]
    return full_name(runner)
