"""What is not clean about the evidence: entries, reads and results, gathered and kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.journeys import is_settled, looked_at
from trailsdesk.domain.pace import paced, paced_sorted
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.services.cancel_event import cancelled_told
from trailsdesk.services.entry_problems import entries_told
from trailsdesk.services.one_runner import runners_told
from trailsdesk.services.race_lengths import lengths_told
from trailsdesk.services.race_problems import race_told
from trailsdesk.services.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_DOUBTS = frozenset({
    "read.backup-differs", "read.before-gun", "read.repeated", "result.after-cut-off",
    "result.finish-unlike", "result.leg-too-fast", "result.leg-unlike", "result.not-checked-in",
    "result.out-of-order", "result.point-missing", "result.ruled-but-seen",
    "result.start-missing", "result.status-and-time", "result.too-fast", "result.too-late",
    "result.two-statuses", "result.withdrawn-but-seen",
})  # fmt: skip
_CHANGES_STANDINGS = frozenset({"runner.contradicted", "runner.doubtful"})
_CHANGES_NO_RESULT = _CHANGES_STANDINGS | {
    "entry.bib-outside", "entry.charge-differs", "entry.no-bib", "entry.no-waiver",
    "entry.paid-above", "entry.unpaid",
}  # fmt: skip


def evidence_told(season: Season) -> tuple[Told, ...]:
    """Every problem of entries, reads and results, errors first; each has its place."""
    data = season.data
    parts = (
        entries_told(season),
        runners_told(season),
        cancelled_told(season),
        lengths_told(season),
        *(_reads_told(season, event) for event in data.events),
        *(_results_told(season, race_id) for race_id in data.races),
    )
    inputs = (*parts, data.races, data.events)
    return season.keep("problems", inputs, lambda: _sorted(season, parts))


def changes_results(problem: Problem) -> bool:
    """Whether mending it could change a list of results or prizes; what only tells does not."""
    return problem.severity is not Severity.INFO and problem.code not in _CHANGES_NO_RESULT


def changes_standings(problem: Problem) -> bool:
    """Whether mending it could change the series standings."""
    return changes_results(problem) or problem.code in _CHANGES_STANDINGS


def doubts_about(season: Season, race_id: RaceId) -> Mapping[EntryId, tuple[Problem, ...]]:
    """What is open about the times of each runner of a race, for those of whom anything is.

    That is what could take a place away: questions about the race itself, times that are
    repeated later or contradicted, and decisions that what was seen speaks against.
    """
    data = season.data
    event_id = data.races[race_id].event_id
    inputs = (_results_told(season, race_id), _reads_told(season, event_id), data.entries)

    def gather() -> dict[EntryId, tuple[Problem, ...]]:
        found: dict[EntryId, list[Problem]] = defaultdict(list)
        for told in (*_results_told(season, race_id), *_reads_told(season, event_id)):
            place = told.problem.place
            named = EntryId(place.entry_id) if place is not None and place.entry_id else None
            if told.problem.code in _DOUBTS and changes_results(told.problem):
                for entry_id in told.entry_ids or ((named,) if named is not None else ()):
                    found[entry_id].append(told.problem)
        return {entry_id: tuple(each) for entry_id, each in found.items()}

    return season.keep(("doubts", race_id), inputs, gather)


def _sorted(season: Season, parts: Iterable[tuple[Told, ...]]) -> tuple[Told, ...]:
    located = [_located(season, told) for part in parts for told in paced(part)]
    cancelled = {event.id for event in season.data.events.values() if event.cancelled}
    if cancelled:
        located = [told for told in located if not _is_idle(told.problem, cancelled)]
    return tuple(paced_sorted(located, lambda told: _ORDER[told.problem.severity]))


def _is_idle(problem: Problem, cancelled: Set[EventId]) -> bool:
    """Whether it is about a cancelled event, where nothing is left to mend."""
    event_id = None if problem.place is None else problem.place.event_id
    return event_id in cancelled and problem.code != "event.cancelled"


def _reads_told(season: Season, event_id: EventId) -> tuple[Told, ...]:
    reads = season.event_reads(event_id)
    return season.keep(
        ("problems-reads", event_id),
        (reads,),
        lambda: tuple(Told(problem=problem) for problem in paced(reads.problems)),
    )


def _results_told(season: Season, race_id: RaceId) -> tuple[Told, ...]:
    """Those of the results and of the race; what somebody has looked at is not told again."""
    results, race = season.results(race_id), race_told(season, race_id)

    def is_looked_at(problem: Problem, looked: Mapping[EntryId, Instant]) -> bool:
        seen = season.event_reads(season.data.races[race_id].event_id).entries
        entry_id = problem.place.entry_id if problem.place is not None else None
        reads = None if entry_id is None else seen.get(EntryId(entry_id))
        return reads is not None and is_settled(reads, looked)

    def gather() -> tuple[Told, ...]:
        looked = looked_at(season.data.rulings.values())
        # Who was not read at the start is told by name then, and not as a number beside it.
        by_name = any(told.problem.code == "result.start-missing" for told in race)
        plain = (
            Told(problem=problem)
            for problem in results.problems
            if not (by_name and problem.code == "result.no-start-read")
            and not (problem.code == "result.too-fast" and is_looked_at(problem, looked))
        )
        return (*plain, *race)

    return season.keep(("problems-results", race_id), (results, race), gather)


def _located(season: Season, told: Told) -> Told:
    """The problem with its event filled in where only the race was named."""
    place = told.problem.place
    if place is None or place.race_id is None or place.event_id is not None:
        return told
    event_id = season.data.races[RaceId(place.race_id)].event_id
    where = replace(place, event_id=event_id)
    return replace(told, problem=replace(told.problem, place=where))
