"""Who stands in a federation's results file of a race: as a whole, by loops, by stages, or a leg.

A race in loops has a read at the end of each loop: at timing points of its own, one for each loop
in the order of the course, or again and again at the finish. A race in stages is several races of
the season, and a runner's time the sum. A leg of a relay is a race of its own; its runners' times
run from when they took over.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, round_duration
from trailsdesk.domain.itra_file import FileFault, FileRunner, by_loops, ranked, total_of_stages
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.services.results import result_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.federation_rules import ResultFileRule
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.season import Season

Faults = tuple[FileFault, ...]


def runners_of(season: Season, race_id: RaceId) -> tuple[FileRunner, ...]:
    """Everybody of a race with the official result, in print order."""
    return tuple(_runner(season, row) for row in result_rows(season, race_id))


def _runner(season: Season, row: ResultRow) -> FileRunner:
    person = season.data.runners[row.runner_id]
    return FileRunner(
        entry_id=row.entry_id,
        bib=row.bib,
        status=row.result.status,
        rank=row.result.rank,
        time_ms=row.result.time_ms,
        family_name=row.family_name,
        given_name=row.given_name,
        latin_family=person.latin_family,
        latin_given=person.latin_given,
        gender=row.gender,
        birth_date=row.birth_date,
        nation=row.nation,
        city=person.city,
    )


# Loops


def runners_by_loops(
    season: Season, race_id: RaceId, registered: Sequence[int], rule: ResultFileRule
) -> tuple[Mapping[int, tuple[FileRunner, ...]], Faults]:
    """Who stands in the file of which loop count, and whose loops have a hole.

    Raises:
        Refused: ``itra.too-many-loops``, ``itra.no-loops``.
    """
    counts = sorted(set(registered))
    if not counts or counts[0] < 1 or len(counts) > rule.most_files:
        raise Refused("itra.too-many-loops", limit=rule.most_files, to=rule.to)
    timed, faults = [], []
    for one in runners_of(season, race_id):
        times, is_whole = _loop_times(season, race_id, one.entry_id)
        timed.append((one, times))
        if not is_whole:
            faults.append(_hole(one, len(times)))
    if not any(times for _one, times in timed):
        raise Refused("itra.no-loops")
    return by_loops(timed, counts, season.rules.timing.tie), tuple(faults)


def _hole(one: FileRunner, loops: int) -> FileFault:
    name = f"{one.given_name} {one.family_name}".strip()
    return FileFault(
        row=None,
        said=Note(
            code="itra.loop-missing",
            params={"name": name, "bib": one.bib, "loops": loops, "missing": loops + 1},
        ),
        fix=Note(code="itra.loop-missing-fix"),
        entry_id=one.entry_id,
    )


def _loop_times(
    season: Season, race_id: RaceId, entry_id: EntryId
) -> tuple[tuple[Duration, ...], bool]:
    """The times at the end of loop 1, 2, … up to the first that is missing; whether none is."""
    points = [p.code for p in season.data.points_of(race_id) if p.code not in (START, FINISH)]
    found = _at_points(season, race_id, entry_id, points) if points else ()
    if not points:
        found = _at_finish(season, race_id, entry_id)
    times: list[Duration] = []
    for since in found:
        if since is None or since <= (times[-1] if times else 0):
            break
        times.append(since)
    is_whole = all(since is None for since in found[len(times) :])
    adjusted = _adjusted(season, entry_id)
    timing = season.rules.timing
    return tuple(
        round_duration(time + adjusted, timing.unit_ms, timing.rounding) for time in times
    ), is_whole


def _adjusted(season: Season, entry_id: EntryId) -> int:
    """Penalties and credits, which count at the end of every loop."""
    found = season.data.adjustments.values()
    return sum(each.delta_ms for each in found if each.entry_id == entry_id)


def _at_points(
    season: Season, race_id: RaceId, entry_id: EntryId, points: Sequence[str]
) -> tuple[Duration | None, ...]:
    """A point for each loop; for who passed them all the finish ends one loop more."""
    splits = season.splits(race_id).get(entry_id, ())
    since = {split.point.code: split.since_ms for split in splits}
    found = tuple(since.get(code) for code in points)
    result = season.result_of(entry_id)
    if result is None or None in found:
        return found
    return (*found, result.gun_time_ms)


def _at_finish(season: Season, race_id: RaceId, entry_id: EntryId) -> tuple[Duration | None, ...]:
    """Every time over the line; reads soon after another are the same passing."""
    event_id = season.data.races[race_id].event_id
    seen = season.event_reads(event_id).entries.get(entry_id)
    if seen is None or seen.finish is None:
        return ()
    reads = (each.since(seen.gun_ms) for each in (seen.finish, *seen.repeats))
    since = sorted(each for each in reads if each is not None)
    gap_ms = season.rules.timing.duplicate_gap_ms
    apart = [later for before, later in pairwise(since) if later - before > gap_ms]
    return tuple(Duration(each) for each in (*since[:1], *apart))


# Stages


def stages_named(season: Season, event_id: EventId, text: str) -> tuple[RaceId, ...]:
    """The races of ``R, R`` (of that event) or ``E/R``, as somebody typed them.

    Raises:
        Refused: ``season.no-event``, ``season.no-race``.
    """
    found = []
    for word in filter(None, (word.strip() for word in text.split(","))):
        code, slash, race = word.rpartition("/")
        event = season.event(code) if slash else season.data.events[event_id]
        found.append(season.race(event, race).id)
    return tuple(found)


def runners_over_stages(season: Season, stages: Sequence[RaceId]) -> tuple[FileRunner, ...]:
    """Everybody of any stage with the total over all, ranked by it."""
    same = season.one_runner().same
    by_stage: list[dict[RunnerId, FileRunner]] = []
    for race_id in stages:
        entries = season.data.entries
        by_stage.append(
            {same[entries[one.entry_id].runner_id]: one for one in runners_of(season, race_id)}
        )
    people = dict.fromkeys(runner for stage in by_stage for runner in stage)
    totals = (total_of_stages([stage.get(runner) for stage in by_stage]) for runner in people)
    return ranked([one for one in totals if one is not None], season.rules.timing.tie)


# A leg of a relay


def runners_of_leg(season: Season, race_id: RaceId) -> tuple[tuple[FileRunner, ...], Faults]:
    """Everybody of a leg with the time since they took over, and who was not seen doing so.

    The first leg has no read at the start for anybody: its times run from the gun.
    """
    rows = result_rows(season, race_id)
    timing = season.rules.timing
    from_gun = all(row.result.net_time_ms is None for row in rows)
    found, faults = [], []
    for row in rows:
        one = _runner(season, row)
        time_ms = row.result.gun_time_ms if from_gun else row.result.net_time_ms
        if one.status is ResultStatus.OK and time_ms is None:
            faults.append(_not_taken_over(one))
            one = replace(one, status=ResultStatus.NOT_COMPETING)
        if one.status is ResultStatus.OK and time_ms is not None:
            whole = time_ms + _adjusted(season, one.entry_id)
            own = round_duration(whole, timing.unit_ms, timing.rounding)
            one = replace(one, time_ms=own, rank=None)
        found.append(one)
    return ranked(found, timing.tie), tuple(faults)


def _not_taken_over(one: FileRunner) -> FileFault:
    name = f"{one.given_name} {one.family_name}".strip()
    return FileFault(
        row=None,
        said=Note(code="itra.no-start", params={"name": name, "bib": one.bib}),
        fix=Note(code="itra.no-start-fix"),
        entry_id=one.entry_id,
    )
