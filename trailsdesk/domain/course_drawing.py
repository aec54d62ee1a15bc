"""A course ready to be drawn: the line on the ground, its heights, and the places along it."""

from __future__ import annotations

import enum
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

AT_THE_END_M = 150.0
"""A place this near the start or finish is the start or finish."""


class MarkKind(enum.StrEnum):
    """What a place along the course is."""

    START = "start"
    FINISH = "finish"
    CHECKPOINT = "checkpoint"
    AID = "aid"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseMark:
    """A place ``along_m`` from the start; ``cutoff`` is the time as it is shown, empty if none."""

    label: str
    along_m: float
    kind: MarkKind
    cutoff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseClimb:
    """A climb from one distance to another; ``gradient`` is rise over run."""

    from_m: float
    to_m: float
    gain_m: float
    gradient: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDrawing:
    """Points of a course in equal steps: metres along it, east and north of its middle, heights.

    ``heights_m`` is None where the file has none. ``breaks`` are the indices at which a part
    begins that does not follow the one before.
    """

    name: str
    along_m: tuple[float, ...]
    east_m: tuple[float, ...]
    north_m: tuple[float, ...]
    heights_m: tuple[float | None, ...]
    breaks: tuple[int, ...] = ()
    climbs: tuple[CourseClimb, ...] = ()
    marks: tuple[CourseMark, ...] = ()

    @property
    def length_m(self) -> float:
        """The distance from start to finish."""
        return self.along_m[-1] if self.along_m else 0.0

    @property
    def places(self) -> tuple[CourseMark, ...]:
        """The places that are counted, in order: those at the start or finish are part of it."""
        return tuple(mark for mark in self.marks if not self._is_end(mark))

    @property
    def start(self) -> CourseMark:
        """The start, with the name of a place that is there."""
        return self._end(MarkKind.START, 0.0)

    @property
    def finish(self) -> CourseMark:
        """The finish, with the name and cut-off of a place that is there."""
        return self._end(MarkKind.FINISH, self.length_m)

    @property
    def _near_m(self) -> float:
        return min(AT_THE_END_M, self.length_m / 20)

    def _is_end(self, mark: CourseMark) -> bool:
        if mark.kind in (MarkKind.START, MarkKind.FINISH):
            return True
        return not self._near_m < mark.along_m < self.length_m - self._near_m

    def _end(self, kind: MarkKind, along_m: float) -> CourseMark:
        ends = [mark for mark in self.marks if self._is_end(mark)]
        there = [mark for mark in ends if abs(mark.along_m - along_m) <= self._near_m]
        label = next((mark.label for mark in there if mark.label), "")
        cutoff = next((mark.cutoff for mark in there if mark.cutoff), "")
        return CourseMark(label=label, along_m=along_m, kind=kind, cutoff=cutoff)

    def index_at(self, along_m: float) -> int:
        """The point nearest to a distance along the course."""
        at = bisect_left(self.along_m, along_m)
        if at == 0 or at == len(self.along_m):
            return max(0, min(at, len(self.along_m) - 1))
        before, after = self.along_m[at - 1], self.along_m[at]
        return at - 1 if along_m - before <= after - along_m else at

    def gradient_at(self, index: int) -> float | None:
        """Rise over run around a point, over some hundred metres; None without heights."""
        part = bisect_right(self.breaks, index)
        begin = self.breaks[part - 1] if part else 0
        end = self.breaks[part] if part < len(self.breaks) else len(self.along_m)
        first, last = max(begin, index - 2), min(end - 1, index + 2)
        low, high = self.heights_m[first], self.heights_m[last]
        run = self.along_m[last] - self.along_m[first]
        return None if low is None or high is None or run <= 0 else (high - low) / run
