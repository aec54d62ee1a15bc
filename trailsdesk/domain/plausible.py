"""Whether what was seen of a runner can be true; questions for a person, never decisions.

A wrong bib, a car, another race on the same mat: each leaves a time that no runner makes. The
results stand as they are, and what is asked here is told beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from statistics import median
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.doubts import LIMITS, CoursePoints, Doubt, Journey, Leg, Limits, Question
from trailsdesk.domain.pace import paced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.entry import EntryId

_HOUR_MS = 3_600_000
# A robust spread below these would make an even field ask about its ordinary differences.
_LEAST_OWN_SPREAD = 0.05
_LEAST_FIELD_SPREAD = 0.08
_TO_SIGMA = 1.4826
_SAMPLE = 500


def implausible(
    course: CoursePoints, journeys: Sequence[Journey], limits: Limits = LIMITS
) -> tuple[Doubt, ...]:
    """All questions about a race's runners, in the order of ``journeys``.

    A leg is asked about once: too fast for anybody goes before unlike the field.
    """
    return _Race(course, journeys, limits).ask()


@dataclass(slots=True)
class _Field:
    """The times of all over one leg, as logarithms; ``usual_ms`` is the middle as a time."""

    middle: float
    spread: float
    own_spread: float
    count: int
    usual_ms: float


class _Race:
    """One pass over a race; holds what the field did."""

    def __init__(self, course: CoursePoints, journeys: Sequence[Journey], limits: Limits) -> None:
        self.course = course
        self.journeys = journeys
        self.limits = limits
        self.fields = self._fields()
        self.bounds = self._bounds()
        self.starts_read = _starts_were_read(journeys)
        self.late = self._late_finishes()

    def ask(self) -> tuple[Doubt, ...]:
        doubts: list[Doubt] = []
        cut_offs = any(point.cutoff_ms is not None for point in self.course.points)
        for journey in paced(self.journeys):
            if not journey.asked:
                continue
            # Nearly everybody went everywhere at an even pace: that is seen without any more ado.
            was_read = 0 in journey.seen
            whole = len(journey.seen) - was_read == journey.furthest
            unread = self.starts_read and not was_read
            if cut_offs or not whole or unread or journey.entry_id in self.late:
                doubts += self._of_points(journey)
            if not self._is_even(journey.legs) or journey.left:
                doubts += self._of_legs(journey)
        return tuple(doubts)

    # -- the field ------------------------------------------------------------------------------

    def _fields(self) -> dict[Leg, _Field]:
        times: dict[Leg, list[int]] = {}
        for journey in self.journeys:
            for leg, took in journey.legs.items():
                if took > 0:
                    times.setdefault(leg, []).append(took)
        fields = {}
        for leg, found in times.items():
            if len(found) >= self.limits.field_least:
                usual = median(found)
                some = found[:: max(1, len(found) // _SAMPLE)]
                spread = _TO_SIGMA * median(abs(log(took / usual)) for took in some)
                wide = max(spread, _LEAST_FIELD_SPREAD)
                fields[leg] = _Field(log(usual), wide, 0.0, len(found), usual)
        self._own_spreads(fields)
        return fields

    def _bounds(self) -> dict[Leg, tuple[int, float]]:
        """For every leg anybody went: its least time with what is unsure, and its usual time."""
        legs = {leg for journey in self.journeys for leg in journey.legs}
        bounds = {}
        for leg in legs:
            field = self.fields.get(leg)
            least = max(0, self._least(leg) - self.limits.unsure_ms)
            bounds[leg] = (least, 0.0 if field is None else field.usual_ms)
        return bounds

    def _own_spreads(self, fields: Mapping[Leg, _Field]) -> None:
        """How far runners stray from their own pace on each leg; some hundred tell enough."""
        strays: dict[Leg, list[float]] = {}
        step = max(1, len(self.journeys) // _SAMPLE)
        for journey in self.journeys[::step]:
            for leg, stray in self._strays(_paces(journey.legs, fields)).items():
                strays.setdefault(leg, []).append(abs(stray))
        for leg, field in fields.items():
            found = strays.get(leg, [])
            known = len(found) >= self.limits.field_least
            spread = _TO_SIGMA * median(found) if known else field.spread
            field.own_spread = max(spread, _LEAST_OWN_SPREAD)

    def _strays(self, paces: Mapping[Leg, float]) -> dict[Leg, float]:
        """Each leg against the middle of the own other legs; empty with too few of them."""
        if len(paces) <= self.limits.own_legs:
            return {}
        ordered = sorted((pace, leg) for leg, pace in paces.items())
        values = [pace for pace, _leg in ordered]
        return {
            leg: pace - _median_without(values, position)
            for position, (pace, leg) in enumerate(ordered)
        }

    # -- legs -----------------------------------------------------------------------------------

    def _of_legs(self, journey: Journey) -> Iterable[Doubt]:
        fast = set()
        for leg, took in journey.legs.items():
            if took < 0:
                yield self._leg(Question.OUT_OF_ORDER, journey, leg, took)
            elif took - _stay(journey, leg[0]) < self.bounds[leg][0]:
                fast.add(leg)
                yield self._leg(Question.LEG_TOO_FAST, journey, leg, took, self._least(leg))
        paces = _paces(journey.legs, self.fields)
        strays = self._strays(paces)
        alone = len(paces) <= self.limits.own_legs
        for leg, pace in paces.items():
            stray = pace if alone else strays.get(leg, 0.0)
            if leg not in fast and self._is_unlike(leg, stray, alone=alone):
                yield self._unlike(Question.LEG_UNLIKE, journey, leg, stray)
            elif journey.entry_id not in self.late and self._drags(leg, stray, journey.legs[leg]):
                yield self._unlike(Question.FINISH_UNLIKE, journey, leg, stray)

    def _least(self, leg: Leg) -> int:
        """The least time of a leg, 0 where nobody can tell; the whole race is asked elsewhere."""
        first, last = (self.course.points[at] for at in leg)
        if leg == (0, self.course.last) or first.distance_m is None or last.distance_m is None:
            return 0
        climb = 0.0
        if first.ascent_m is not None and last.ascent_m is not None:
            climb = last.ascent_m - first.ascent_m
        return round(
            max(
                (last.distance_m - first.distance_m) * self.limits.fastest_ms_per_m,
                climb * self.limits.climb_ms_per_m,
            )
        )

    def _is_even(self, legs: Mapping[Leg, int]) -> bool:
        """Whether every leg is in order, possible, and near the own pace on the others."""
        low = high = 0.0
        count = 0
        for leg, took in legs.items():
            least, usual = self.bounds[leg]
            if took < least or took < 0:
                return False
            if usual and took:
                ratio = took / usual
                low = ratio if not count or ratio < low else low
                high = ratio if ratio > high else high
                count += 1
        if count <= self.limits.own_legs:
            return not count
        return high <= low * self.limits.own_ratio

    def _is_unlike(self, leg: Leg, stray: float, *, alone: bool) -> bool:
        field, limits = self.fields[leg], self.limits
        if alone:
            return stray < -max(limits.field_spreads * field.spread, log(limits.field_ratio))
        return stray < -max(limits.own_spreads * field.own_spread, log(limits.own_ratio))

    def _drags(self, leg: Leg, stray: float, took: int) -> bool:
        """Whether the last leg is out of all proportion to the own pace."""
        into_finish = leg[1] == self.course.last and took >= self.limits.late_leg_ms
        return into_finish and stray > log(self.limits.late_leg_ratio)

    def _unlike(self, question: Question, journey: Journey, leg: Leg, stray: float) -> Doubt:
        took = journey.legs[leg]
        usual = round(exp(log(took) - stray))
        return self._leg(question, journey, leg, took, usual, self.fields[leg].count)

    def _leg(
        self,
        question: Question,
        journey: Journey,
        leg: Leg,
        took: int,
        usual: int | None = None,
        among: int = 0,
    ) -> Doubt:
        return Doubt(
            question=question,
            entry_id=journey.entry_id,
            first=self.course.points[leg[0]].code,
            last=self.course.points[leg[1]].code,
            took_ms=Duration(took),
            usual_ms=None if usual is None else Duration(usual),
            among=among,
        )

    # -- points ---------------------------------------------------------------------------------

    def _of_points(self, journey: Journey) -> Iterable[Doubt]:
        furthest = journey.furthest
        finish = self.course.last
        if self.starts_read and furthest == finish and 0 not in journey.seen:
            yield self._point(Question.START_MISSING, journey, 0)
        for at in range(1, finish):
            point = self.course.points[at]
            if at not in journey.seen:
                if at < furthest and not point.optional:
                    yield self._point(Question.POINT_MISSING, journey, at)
            elif point.cutoff_ms is not None:
                yield from self._cut_off(journey, at, point.cutoff_ms)
        if journey.entry_id in self.late:
            took, usual, among = self.late[journey.entry_id]
            yield self._leg(Question.TOO_LATE, journey, (0, finish), took, usual, among)

    def _cut_off(self, journey: Journey, at: int, cutoff_ms: int) -> Iterable[Doubt]:
        left = journey.left.get(at)
        since = journey.seen[at] if left is None else left
        if since is not None and since + journey.behind_ms > cutoff_ms:
            took = since + journey.behind_ms
            yield self._leg(Question.AFTER_CUT_OFF, journey, (at, at), took, cutoff_ms)

    def _point(self, question: Question, journey: Journey, at: int) -> Doubt:
        code = self.course.points[at].code
        return Doubt(question=question, entry_id=journey.entry_id, first=code, last=code)

    # -- finishes -------------------------------------------------------------------------------

    def _late_finishes(self) -> dict[EntryId, tuple[int, int, int]]:
        """Finishes behind everything: the time, what it is held against, and how many made that.

        The first that applies: the time limit, the slowest pace there is, the field.
        """
        finish = self.course.last
        times = {
            journey.entry_id: took
            for journey in self.journeys
            if journey.asked and (took := journey.seen.get(finish)) is not None and took > 0
        }
        limit = self._latest()
        if limit is not None:
            return {
                entry_id: (took, limit[1], 0)
                for entry_id, took in times.items()
                if took > limit[0]
            }
        return self._behind_the_field(times)

    def _latest(self) -> tuple[float, int] | None:
        """From when on a finish is too late by a limit, and the limit; None without one."""
        limit = self.course.time_limit_ms
        if limit is None:
            return None
        return limit + max(self.limits.over_limit * limit, _HOUR_MS), limit

    def _behind_the_field(
        self, times: Mapping[EntryId, int]
    ) -> dict[EntryId, tuple[int, int, int]]:
        found: dict[EntryId, tuple[int, int, int]] = {}
        distance_m = self.course.points[-1].distance_m
        slowest = None if distance_m is None else distance_m * self.limits.slowest_ms_per_m
        latest: float | None = None
        middle = 0.0
        if len(times) >= self.limits.field_least:
            middle, spread = _middle_and_spread([log(took) for took in times.values()])
            wide = self.limits.late_spreads * max(spread, _LEAST_FIELD_SPREAD)
            latest = exp(middle + max(wide, log(self.limits.late_ratio)))
        for entry_id, took in times.items():
            if latest is not None and took > latest:
                found[entry_id] = (took, round(exp(middle)), len(times))
            elif latest is None and (usual := self._among_few(times, entry_id)) is not None:
                found[entry_id] = (took, usual, len(times) - 1)
            elif slowest is not None and took > slowest:
                found[entry_id] = (took, round(slowest), 0)
        return found

    def _among_few(self, times: Mapping[EntryId, int], entry_id: EntryId) -> int | None:
        others = [took for other, took in times.items() if other != entry_id]
        if len(others) < 2:
            return None
        usual = median(others)
        return round(usual) if times[entry_id] > self.limits.few_ratio * usual else None


def _stay(journey: Journey, at: int) -> int:
    """How long the runner stayed at a point, as far as that is known."""
    came, left = journey.seen.get(at), journey.left.get(at)
    return max(0, left - came) if came is not None and left is not None else 0


def _paces(legs: Mapping[Leg, int], fields: Mapping[Leg, _Field]) -> dict[Leg, float]:
    """Each leg against the middle of the field, as a logarithm."""
    return {
        leg: log(took) - field.middle
        for leg, took in legs.items()
        if took > 0 and (field := fields.get(leg)) is not None
    }


def _starts_were_read(journeys: Sequence[Journey]) -> bool:
    """Whether there was a mat at the start: at least half of the finishers were read there."""
    came = [journey for journey in journeys if len(journey.seen) > (0 in journey.seen)]
    read = sum(0 in journey.seen for journey in came)
    return read * 2 >= len(came) and read > 0


def _middle_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """Median, and median absolute deviation scaled to a standard deviation: outliers move none."""
    middle = median(values)
    return middle, _TO_SIGMA * median(abs(value - middle) for value in values)


def _median_without(ordered: Sequence[float], position: int) -> float:
    """The median of sorted values, one of them left out."""
    left = len(ordered) - 1
    half = left // 2

    def value(at: int) -> float:
        return ordered[at if at < position else at + 1]

    return value(half) if left % 2 else (value(half - 1) + value(half)) / 2
