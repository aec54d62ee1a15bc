"""The course of a race and how each runner went along it, for the questions of ``plausible``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.doubts import CoursePoint, CoursePoints, Journey
from trailsdesk.domain.pace import paced
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.timing import FINISH, OUT, START

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId, TimingPoint
    from trailsdesk.domain.results import RaceResults, Ruling
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.splits import Split
    from trailsdesk.domain.timing import EntryReads

Known = dict["EntryId", tuple["EntryReads", bool, Journey]]
"""Journeys by entry, each with what it was made from."""

IN_THE_RACE = (ResultStatus.OK, ResultStatus.OVER_TIME, ResultStatus.PENDING)
"""Of whom it matters whether what was seen can be true."""


def course_points_of(season: SeasonData, race_id: RaceId) -> CoursePoints:
    """Start, timing points in their order, finish."""
    race = season.races[race_id]
    points = [
        _point(each) for each in season.points_of(race_id) if each.code not in (START, FINISH)
    ]
    start = CoursePoint(code=START, distance_m=0, ascent_m=0)
    finish = CoursePoint(code=FINISH, distance_m=race.distance_m, ascent_m=race.ascent_m)
    return CoursePoints(points=(start, *points, finish), time_limit_ms=race.time_limit_ms)


def _point(point: TimingPoint) -> CoursePoint:
    return CoursePoint(
        code=point.code,
        label=point.label,
        distance_m=point.distance_m,
        ascent_m=point.ascent_m,
        cutoff_ms=point.cutoff_ms,
        optional=point.optional,
    )


def looked_at(rulings: Iterable[Ruling]) -> dict[EntryId, Instant]:
    """Of whom a person said last that they count, and when.

    What is known by then has been looked at; what comes in later is asked about again.
    """
    latest: dict[EntryId, Ruling] = {}
    for ruling in sorted(rulings, key=lambda each: (each.made_ms, each.id)):
        latest[ruling.entry_id] = ruling
    return {
        entry_id: ruling.made_ms
        for entry_id, ruling in latest.items()
        if ruling.kind is RulingKind.REINSTATE
    }


def is_settled(reads: EntryReads, looked: Mapping[EntryId, Instant]) -> bool:
    """Whether a person has looked at all there is to see of an entry, see ``looked_at``."""
    return reads.entry_id in looked and _newest(reads) <= looked[reads.entry_id]


def journeys_of(
    course: CoursePoints,
    results: RaceResults,
    seen: Mapping[EntryId, EntryReads],
    splits: Mapping[EntryId, Sequence[Split]],
    looked: Mapping[EntryId, Instant],
    first_gun: Instant | None = None,
    known: Known | None = None,
) -> tuple[Journey, ...]:
    """How the runners of a race went, as far as they were seen, in the order of ``results``.

    Args:
        known: what was found the last time; a runner of whom nothing new was seen is taken from
            there. It holds for one course and one first gun.
        looked: when a person last said of an entry that it counts, see ``looked_at``.
        first_gun: the race's, which cut-offs are counted from.
    """
    at = {point.code: position for position, point in enumerate(course.points)}
    known = {} if known is None else known
    journeys = []
    for result in paced(results.results):
        entry_id = result.entry_id
        reads = seen.get(entry_id)
        if reads is None:
            continue
        asked = result.status in IN_THE_RACE and not is_settled(reads, looked)
        before = known.get(entry_id)
        if before is None or before[0] is not reads or before[1] is not asked:
            was, left = _seen(reads, splits.get(entry_id, ()), at, course.last)
            gun = reads.gun_ms
            behind = 0 if gun is None or first_gun is None else gun - first_gun
            journey = Journey(
                entry_id=entry_id, seen=was, left=left, behind_ms=behind, asked=asked
            )
            before = known[entry_id] = (reads, asked, journey)
        if before[2].seen:
            journeys.append(before[2])
    return tuple(journeys)


def _seen(
    reads: EntryReads, splits: Sequence[Split], at: Mapping[str, int], last: int
) -> tuple[dict[int, int | None], dict[int, int | None]]:
    was: dict[int, int | None] = {}
    left: dict[int, int | None] = {}
    if reads.starts:
        # Whoever stands on the mat before the gun starts with it.
        since = reads.starts[0].since(reads.gun_ms)
        was[0] = None if since is None else max(0, since)
    for split in splits:
        position = at.get(split.point.code)
        if position is None:
            continue
        out = None
        if split.out_ms is not None and reads.gun_ms is not None:
            out = split.out_ms - reads.gun_ms
            left[position] = out
        was[position] = out if split.since_ms is None else split.since_ms
    if reads.finish is not None:
        was[last] = reads.finish.since(reads.gun_ms)
    return was, left


def _newest(reads: EntryReads) -> int:
    """When the latest evidence came in."""
    made = [each.made_ms for each in (*reads.starts, *reads.passings)]
    if reads.finish is not None:
        made.append(reads.finish.made_ms)
    return max(made, default=0)


def unknown_points(
    season: SeasonData, race_id: RaceId, entries: Iterable[EntryReads]
) -> dict[str, list[EntryReads]]:
    """Codes at which runners of a race were read and that are no points of it, with who was."""
    known = {START, FINISH, *(point.code for point in season.points_of(race_id))}
    found: dict[str, list[EntryReads]] = {}
    for reads in entries:
        for code in dict.fromkeys(each.point.removesuffix(OUT) for each in reads.passings):
            if code not in known:
                found.setdefault(code, []).append(reads)
    return found
