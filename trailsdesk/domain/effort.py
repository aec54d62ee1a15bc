"""Km-effort, aid-station penalty, points and classes of a course, each with its arithmetic.

km-effort = kilometres + metres of climb / 100; descent does not count. All figures are exact
decimals: nothing is rounded before a band is looked up, unless the organiser asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeVar

from trailsdesk.domain.problems import Note, Problem, Severity
from trailsdesk.domain.rule_source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsLevel:
    """From so many km-effort on, so many points; ``category`` XXS to XXL, empty before 2018."""

    points: int
    category: str
    from_km_effort: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTable:
    """Km-effort to points, in force from a day on; levels rise."""

    edition: str
    since: date
    levels: tuple[PointsLevel, ...]
    source: Source = field(default_factory=Source)

    def level(self, km_effort: Decimal) -> PointsLevel:
        """The level of a km-effort; its lower bound belongs to it."""
        return max(
            (each for each in self.levels if each.from_km_effort <= km_effort),
            key=lambda each: each.from_km_effort,
            default=self.levels[0],
        )

    def above(self, level: PointsLevel) -> PointsLevel | None:
        """The next level, None at the top."""
        higher = [each for each in self.levels if each.from_km_effort > level.from_km_effort]
        return min(higher, key=lambda each: each.from_km_effort, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyBand:
    """Aid stations at least ``from_interval`` km-effort apart cost ``minus`` km-effort."""

    from_interval: Decimal
    minus: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyTable:
    """Average interval between aid stations to km-effort taken off, in force from a day on."""

    edition: str
    since: date
    bands: tuple[PenaltyBand, ...]
    source: Source = field(default_factory=Source)

    def minus(self, interval: Decimal) -> Decimal:
        """What an average interval costs; each band holds its lower bound."""
        held = [band for band in self.bands if band.from_interval <= interval]
        return max(held, key=lambda band: band.from_interval).minus


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBorder:
    """The upper end of a class, left out (``below``) or held (``up_to``); the top has neither."""

    label: str
    below: Decimal | None = None
    up_to: Decimal | None = None

    def holds(self, km_effort: Decimal) -> bool:
        """Whether the class reaches that far up."""
        if self.below is not None:
            return km_effort < self.below
        return self.up_to is None or km_effort <= self.up_to


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortRules:
    """What turns a measured course into points: dated tables, newest first."""

    id: str
    points: tuple[PointsTable, ...]
    penalties: tuple[PenaltyTable, ...]
    classes: tuple[ClassBorder, ...]
    minimum_km_effort: Decimal
    drawn_percent: Decimal
    source: Source = field(default_factory=Source)
    classes_source: Source = field(default_factory=Source)

    def points_on(self, day: date | None) -> PointsTable:
        """The table in force on a day; today's for None, the oldest for a day before all."""
        return _in_force(self.points, day)

    def penalties_on(self, day: date | None) -> PenaltyTable:
        """As ``points_on``, of the penalties."""
        return _in_force(self.penalties, day)

    def class_of(self, km_effort: Decimal) -> str:
        """The class a km-effort falls in (20K, 50K, 100K, 100M)."""
        return class_of(self.classes, km_effort)


_Table = TypeVar("_Table", PointsTable, PenaltyTable)


def _in_force(tables: Sequence[_Table], day: date | None) -> _Table:
    newest = sorted(tables, key=lambda table: table.since, reverse=True)
    return next((t for t in newest if day is None or t.since <= day), newest[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFigures:
    """What is evaluated: a course, or one loop of it that is run ``loops`` times.

    ``aid_stations`` counts those on the whole course, every passing of one, start and finish left
    out. ``loop_penalty`` and ``stage_adjustment`` are km-effort that the federation decides.
    ``drawn``: the track was drawn on a map. ``round_first`` rounds to whole km-effort before the
    bands are looked up. ``day`` is the race's, None for the tables in force today.
    """

    distance_m: Decimal
    ascent_m: Decimal
    aid_stations: int = 0
    loops: int = 1
    loop_penalty: Decimal = Decimal(0)
    stage_adjustment: Decimal = Decimal(0)
    drawn: bool = False
    round_first: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The conclusion on a course: km-effort before and after what is taken off, points, class.

    ``average_interval`` is in km-effort, None without aid stations. ``to_next`` is how much more
    net km-effort gives the next level, None at the top. ``enough`` is how much more the course
    itself needs: the same, and what the penalties would have taken below 0. ``explanation`` is
    the arithmetic.
    """

    km_effort: Decimal
    average_interval: Decimal | None
    penalty: Decimal
    net: Decimal
    points: int
    category: str
    to_next: Decimal | None
    enough: Decimal | None
    next_points: int | None
    utmb_class: str
    explanation: Note
    problems: tuple[Problem, ...] = ()


def class_of(borders: Iterable[ClassBorder], km_effort: Decimal) -> str:
    """The first class, shortest first, that reaches that far up; the top one has no end."""
    return next(border.label for border in borders if border.holds(km_effort))


def km_effort(distance_m: Decimal, ascent_m: Decimal) -> Decimal:
    """Kilometres and hundreds of metres of climb, added up exactly."""
    return distance_m / _THOUSAND + ascent_m / _HUNDRED


def evaluate(figures: CourseFigures, rules: EffortRules) -> Evaluation:
    """Points and classes of a course.

    The penalty comes off before the bands; the total never falls below 0. Without aid stations
    there is no penalty: the rule is about too many of them.

    Problems: ``effort.rounding-decides`` (warning) when rounding first would change the points,
    ``effort.too-small`` (warning) below the least a race may have.
    Source: ITRA, organisers' FAQ; see the tables.
    """
    gross = figures.loops * km_effort(figures.distance_m, figures.ascent_m)
    if figures.drawn:
        gross = gross * rules.drawn_percent / _HUNDRED
    interval = gross / figures.aid_stations if figures.aid_stations else None
    penalty = Decimal(0)
    if interval is not None:
        penalty = rules.penalties_on(figures.day).minus(interval)
    left = gross - penalty - figures.loop_penalty + figures.stage_adjustment
    net = max(Decimal(0), left)
    table = rules.points_on(figures.day)
    banded = _whole(net) if figures.round_first else net
    level = table.level(banded)
    above = table.above(level)
    goal = None if above is None else above.from_km_effort
    if goal is not None and figures.round_first:
        goal -= _HALF
    enough = None if goal is None else goal - left
    return Evaluation(
        km_effort=gross,
        average_interval=interval,
        penalty=penalty,
        net=net,
        points=level.points,
        category=level.category,
        to_next=None if goal is None else goal - net,
        enough=enough,
        next_points=None if above is None else above.points,
        utmb_class=rules.class_of(gross),
        explanation=_explained(
            figures, rules, gross, interval, penalty, net, level, enough, above
        ),
        problems=tuple(_problems(rules, gross, net, table)),
    )


def _problems(
    rules: EffortRules, gross: Decimal, net: Decimal, table: PointsTable
) -> Iterable[Problem]:
    plain, rounded = table.level(net), table.level(_whole(net))
    if plain != rounded:
        yield Problem(
            severity=Severity.WARNING,
            code="effort.rounding-decides",
            params={
                "net": plain_number(net),
                "exact": plain.points,
                "rounded": rounded.points,
            },
        )
    if gross < rules.minimum_km_effort:
        yield Problem(
            severity=Severity.WARNING,
            code="effort.too-small",
            params={"effort": plain_number(gross), "least": plain_number(rules.minimum_km_effort)},
        )


def _explained(
    figures: CourseFigures,
    rules: EffortRules,
    gross: Decimal,
    interval: Decimal | None,
    penalty: Decimal,
    net: Decimal,
    level: PointsLevel,
    enough: Decimal | None,
    above: PointsLevel | None,
) -> Note:
    off, more = figures.loop_penalty, figures.stage_adjustment
    params: dict[str, str | int] = {
        "km": plain_number(figures.distance_m / _THOUSAND),
        "ascent": plain_number(figures.ascent_m),
        "loops": str(figures.loops) if figures.loops > 1 else "",
        "drawn": plain_number(rules.drawn_percent) if figures.drawn else "",
        "effort": plain_number(gross),
        "stations": str(figures.aid_stations) if figures.aid_stations else "",
        # Cut, not rounded: so does the federation's own example (9.1667 is printed as 9.16).
        "interval": "" if interval is None else str(_cut(interval)),
        "penalty": plain_number(penalty),
        "loop_penalty": plain_number(off) if off else "",
        "adjustment": plain_number(more) if more else "",
        "net": plain_number(net),
        "one": "1" if level.points == 1 else "",
        "many": "" if level.points == 1 else str(level.points),
        "category": level.category,
        "more": "" if enough is None else str(_up(enough)),
        "next": "" if above is None else str(above.points),
    }
    return Note(code="effort.explain", params=params)


def stage_race(stages: Sequence[CourseFigures], rules: EffortRules) -> Evaluation:
    """A stage race: its longest stage, with the adjustment typed there; never the sum."""
    return evaluate(stages[longest_stage(stages, rules)], rules)


def longest_stage(stages: Sequence[CourseFigures], rules: EffortRules) -> int:
    """Which stage counts for all: the one with the most km-effort after its own penalty."""
    found = [evaluate(stage, rules).net for stage in stages]
    return found.index(max(found))


def backyard_loops(
    loop_distance_m: Decimal, loop_ascent_m: Decimal, table: PointsTable
) -> tuple[tuple[int, int], ...]:
    """How many loops give each number of points: pairs of points and loops, by plain multiplying.

    One loop is always run, so 0 points stand at 1 loop; a level that one more loop jumps over is
    left to the level above it.
    """
    effort = km_effort(loop_distance_m, loop_ascent_m)
    if effort <= 0:
        return ()
    found: dict[int, int] = {}
    for level in table.levels:
        loops = max(1, int((level.from_km_effort / effort).to_integral_value(ROUND_CEILING)))
        if table.level(loops * effort) == level:
            found[level.points] = loops
    return tuple(sorted(found.items()))


def backyard_file(registered: Iterable[int], completed: int) -> int | None:
    """In which result file a runner stands: the highest registered loop count completed.

    The time there is the one at the end of that loop. None is a DNF: fewer than the lowest.
    """
    return max((loops for loops in registered if loops <= completed), default=None)


def plain_number(value: Decimal) -> str:
    """A figure as people write it: no needless zeros, at most two decimals, half rounded up."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _cut(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_DOWN)


def _up(value: Decimal) -> Decimal:
    """One decimal upwards: what is said to be enough must be enough."""
    return value.quantize(Decimal("0.1"), ROUND_CEILING)
