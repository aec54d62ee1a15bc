"""Times of the hour that clocks show twice in autumn, against those the season has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import HOUR_MS
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.timing import chip_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.timing import BatchId, Read, ReadBatch
    from trailsdesk.formats.timing import ReadDraft
    from trailsdesk.services.season import Season

Scope = tuple["EventId", "RaceId | None"]
REPEATED_HOUR = frozenset({"times.repeated-first", "times.repeated-second", "times.repeated-told"})
"""What is told of a file with times in such an hour."""
_SAME_WALL_TIME_MS = 2 * HOUR_MS
"""Clocks are put back by an hour or less; a read put on another day lies further off."""


def held_as_second(
    season: Season,
    scope: Scope,
    drafts: Sequence[ReadDraft],
    other: Mapping[tuple[int, str], Instant],
) -> bool:
    """Whether the same reads are in the season as of the second time round, and none as the first.

    A longer download of a log must mean by 2:30 what the shorter one was decided to mean.

    Args:
        other: by row and point, the second instant of those nothing tells of.
    """
    batches = _live(season, scope)
    unsure = [draft for draft in drafts if (draft.row, draft.point) in other]
    if not batches or not unsure:
        return False
    held = {
        _whose(batches[read.batch_id].point, read.bib, read.chip, read.instant_ms)
        for read in paced(season.data.reads.values())
        if read.batch_id in batches and read.instant_ms is not None
    }
    first = second = False
    for draft in unsure:
        later = other[draft.row, draft.point]
        first = first or _whose(draft.point, draft.bib, draft.chip, draft.instant_ms) in held
        second = second or _whose(draft.point, draft.bib, draft.chip, later) in held
    return second and not first


def other_reading_stands(
    season: Season, scope: Scope, point: str, sha256: str, name: str, reads: Sequence[Read]
) -> Iterator[Problem]:
    """What is said of the repeated hour now does not change the reads that are in already."""
    batches = _live(season, scope)
    same = {key for key, b in batches.items() if b.sha256 == sha256 and b.point == point}
    if not same:
        return
    stands = {
        (read.line, read.bib, read.chip): read.instant_ms
        for read in paced(season.data.reads.values())
        if read.batch_id in same and read.instant_ms is not None
    }
    count = 0
    for read in reads:
        held = stands.get((read.line, read.bib, read.chip))
        if held is not None and read.instant_ms is not None:
            count += 0 < abs(held - read.instant_ms) <= _SAME_WALL_TIME_MS
    if count:
        yield Problem(
            code="times.repeated-stands",
            severity=Severity.WARNING,
            file=name,
            params={"name": name, "count": count},
        )


def _whose(point: str, bib: str, chip: str, instant_ms: int | None) -> tuple[object, ...]:
    return point, bib_key(bib), chip and chip_key(chip), instant_ms


def _live(season: Season, scope: Scope) -> dict[BatchId, ReadBatch]:
    """What is counted of the same event and race."""
    return {
        batch.id: batch
        for batch in season.data.batches.values()
        if (batch.event_id, batch.race_id) == scope and not batch.retracted
    }
