"""What one formula earns one finisher, and the same as a sum that can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import Any

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.point_rules import (
    BeatenPoints,
    Curve,
    DistancePoints,
    FixedPoints,
    Formula,
    GapPoints,
    LinearPoints,
    OutsidePoints,
    PointsBand,
    PointsRounding,
    RankScope,
    RatioPoints,
    Reference,
    RoundMode,
    ShareKind,
    ShareOf,
    SharePoints,
    SpreadPoints,
    TablePoints,
)

_ZERO = Decimal(0)
_SHOWN = Decimal("0.0001")
_EXACT = 12
_TIMES, _MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"


@dataclass(kw_only=True)
class FieldGroup:
    """The runners of a race among whom a finisher is looked at.

    ``times_ms`` of the finishers, best first; ``scores`` of each system, best first.
    """

    starters: int = 0
    finishers: int = 0
    times_ms: Sequence[int] = ()
    scores: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)

    @cached_property
    def median_ms(self) -> Decimal:
        """The middle time; of an even number the mean of the two in the middle."""
        return _middle([Decimal(time) for time in self.times_ms])

    def time_of(self, reference: Reference) -> Decimal | None:
        """The reference's time, None when nobody finished."""
        if not self.times_ms:
            return None
        return Decimal(self.times_ms[0]) if reference is Reference.WINNER else self.median_ms

    def score_of(self, reference: Reference, system: str) -> Decimal | None:
        """The reference's score, None when nobody has one."""
        scores = self.scores.get(system, ())
        if not scores:
            return None
        return scores[0] if reference is Reference.WINNER else _middle(scores)


@dataclass(slots=True, kw_only=True)
class Performance:
    """A finisher as formulas see one.

    ``place`` is among the scheme's own scope; ``groups`` gives the group of any scope and
    ``beaten`` how many finishers of it are placed behind. ``outside`` are scores by system.
    """

    place: int
    time_ms: int | None = None
    outside: Mapping[str, Decimal] = field(default_factory=dict)
    distance_m: float | None = None
    groups: Callable[[RankScope | None], FieldGroup] = field(default=lambda _scope: FieldGroup())
    beaten: Callable[[RankScope], int] = field(default=lambda _scope: 0)


def earned(formula: Formula, one: Performance) -> Decimal | None:
    """The points of one formula, not rounded; None where what it needs is not known."""
    found = _EARNED[type(formula)](formula, one)
    return None if found is None else found[0]


def worked(formula: Formula, one: Performance) -> str:
    """The points of one formula as a sum with its inputs: ``100 x 13 / 39``."""
    found = _EARNED[type(formula)](formula, one)
    return "" if found is None else found[1]()


def goes_by_place(formula: Formula) -> bool:
    """Whether place and length of the race alone make the points."""
    if isinstance(formula, TablePoints):
        return not any(band.outside for band in formula.bands)
    return isinstance(formula, LinearPoints | FixedPoints | DistancePoints)


def goes_by_numbers(formula: Formula) -> bool:
    """Whether place and number of runners alone make the points."""
    return isinstance(formula, SpreadPoints | SharePoints) or goes_by_place(formula)


def rounded(points: Decimal, rule: PointsRounding) -> Decimal:
    """``points`` by the rule; down is towards zero.

    Exact keeps twelve decimals: equal sums must come out equal in whatever order they are added.
    """
    if rule.mode is RoundMode.EXACT:
        return points if _is_short(points) else points.quantize(_unit(_EXACT), ROUND_HALF_UP)
    how = ROUND_DOWN if rule.mode is RoundMode.DOWN else ROUND_HALF_UP
    return points.quantize(_unit(rule.places), how)


def _is_short(points: Decimal) -> bool:
    exponent = points.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_EXACT


@lru_cache(maxsize=16)
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


@lru_cache(maxsize=4096)
def plain_points(points: Decimal) -> str:
    """Points as people write them: ``285``, ``93.33``; of long decimals the first four."""
    exponent = points.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        points = points.quantize(_SHOWN, ROUND_HALF_UP)
    text = f"{points:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


_Worked = tuple[Decimal, Callable[[], str]]


def _table(formula: TablePoints, one: Performance) -> _Worked | None:
    band = band_of(formula.bands, one.place)
    if band.outside:
        score = one.outside.get(band.outside)
        return None if score is None else (score, lambda: plain_points(score))
    points = band.points
    if band.step:
        points -= band.step * (one.place - band.from_rank)
    return points, lambda: plain_points(points)


def band_of(bands: Sequence[PointsBand], place: int) -> PointsBand:
    """The row of a table that holds a place.

    Raises:
        ValueError: a place below 1, or one the table does not cover (the preset reader refuses
            such tables).
    """
    for band in bands:
        if band.from_rank <= place and (band.to_rank is None or place <= band.to_rank):
            return band
    raise ValueError(f"no points for position {place}")


def _linear(formula: LinearPoints, one: Performance) -> _Worked:
    points = formula.first - formula.step * (one.place - 1)
    if formula.places is not None and one.place > formula.places:
        points = formula.least or _ZERO
    elif formula.least is not None:
        points = max(points, formula.least)
    return points, lambda: plain_points(points)


def _spread(formula: SpreadPoints, one: Performance) -> _Worked:
    count = formula.places or one.groups(None).finishers
    if one.place >= count:
        points = formula.first if one.place == 1 else formula.last
        return points, lambda: plain_points(points)
    fall = formula.first - formula.last
    first = plain_points(formula.first)
    return (
        formula.first - fall * (one.place - 1) / (count - 1),
        lambda: f"{first} {_MINUS} {plain_points(fall)} {_TIMES} {one.place - 1}/{count - 1}",
    )


def _share(formula: SharePoints, one: Performance) -> _Worked:
    group = one.groups(None)
    count = group.starters if formula.of is ShareOf.STARTERS else group.finishers
    share = count - one.place + (1 if formula.kind is ShareKind.NOT_AHEAD else 0)
    return (
        formula.full * share / count,
        lambda: f"{plain_points(formula.full)} {_TIMES} {share}/{count}",
    )


def _ratio(formula: RatioPoints, one: Performance) -> _Worked | None:
    group = one.groups(formula.among)
    words: Callable[[Decimal], str] = _time
    if formula.system:
        over = one.outside.get(formula.system)
        under = group.score_of(formula.reference, formula.system)
        words = plain_points
    else:
        over = group.time_of(formula.reference)
        under = None if one.time_ms is None else Decimal(one.time_ms)
    if not over or not under:
        return None
    full, weight = formula.full, formula.weight
    if formula.curve is Curve.LINEAR:
        return (
            full * over / under,
            lambda: f"{plain_points(full)} {_TIMES} {words(over)}/{words(under)}",
        )
    if formula.curve is Curve.POWER:
        return (
            full * (over / under) ** weight,
            lambda: (
                f"{plain_points(full)} {_TIMES} ({words(over)}/{words(under)})"
                f"^{plain_points(weight)}"
            ),
        )
    return (
        max(_ZERO, full * (1 - weight * (under / over).ln())),
        lambda: (
            f"{plain_points(full)} {_TIMES} (1 {_MINUS} {plain_points(weight)} {_TIMES}"
            f" ln({words(under)}/{words(over)}))"
        ),
    )


def _gap(formula: GapPoints, one: Performance) -> _Worked | None:
    reference = one.groups(formula.among).time_of(formula.reference)
    if not reference or one.time_ms is None:
        return None
    own = Decimal(one.time_ms)
    if formula.zero_at is not None:
        zero_at = formula.zero_at
        points = formula.full * (zero_at - own / reference) / (zero_at - 1)
        text = lambda: _zero_at_text(formula.full, zero_at, own, reference)  # noqa: E731
    else:
        taken = _by_steps(formula, own - reference, one.distance_m)
        if taken is None:
            return None
        points = formula.full - taken
        text = lambda: _by_steps_text(formula, own - reference, one.distance_m)  # noqa: E731
    return points if formula.below_zero else max(_ZERO, points), text


def _zero_at_text(full: Decimal, zero_at: Decimal, own: Decimal, reference: Decimal) -> str:
    ratio = f"{_time(own)}/{_time(reference)}"
    inner = f"({plain_points(zero_at)} {_MINUS} {ratio}) / {plain_points(zero_at - 1)}"
    return f"{plain_points(full)} {_TIMES} {inner}"


def _by_steps(formula: GapPoints, behind: Decimal, distance_m: float | None) -> Decimal | None:
    """What the gap takes off; None where the length of the race is needed and not known."""
    taken = behind / formula.step_ms * formula.each
    if formula.standard_m is None:
        return taken
    if not distance_m:
        return None
    return taken * Decimal(str(formula.standard_m)) / Decimal(str(distance_m))


def _by_steps_text(formula: GapPoints, behind: Decimal, distance_m: float | None) -> str:
    sign = _MINUS if behind >= 0 else "+"
    gap = f"{_time(abs(behind))}/{_time(Decimal(formula.step_ms))}"
    text = f"{plain_points(formula.full)} {sign} {plain_points(formula.each)} {_TIMES} {gap}"
    if formula.standard_m is None or distance_m is None:
        return text
    standard, length = Decimal(str(formula.standard_m)), Decimal(str(distance_m))
    return f"{text} {_TIMES} {plain_points(standard)} m/{plain_points(length)} m"


def _outside(formula: OutsidePoints, one: Performance) -> _Worked | None:
    score = one.outside.get(formula.system)
    return None if score is None else (score, lambda: plain_points(score))


def _distance(formula: DistancePoints, one: Performance) -> _Worked | None:
    if one.distance_m is None:
        return None
    length = Decimal(str(one.distance_m)) / formula.unit_m
    points, before = _ZERO, _ZERO
    terms: list[str] = []
    for step in formula.steps:
        part = (length if step.to is None else min(length, step.to)) - before
        if part <= 0:
            break
        points += part * step.each
        terms.append(f"{plain_points(part)} {_TIMES} {plain_points(step.each)}")
        before += part
    points = rounded(points, PointsRounding(mode=formula.mode))
    return points, lambda: " + ".join(terms)


def _beaten(formula: BeatenPoints, one: Performance) -> _Worked:
    count = one.beaten(formula.among)
    return formula.each * count, lambda: f"{count} {_TIMES} {plain_points(formula.each)}"


def _fixed(formula: FixedPoints, _one: Performance) -> _Worked:
    return formula.points, lambda: plain_points(formula.points)


_EARNED: Mapping[type, Callable[[Any, Performance], _Worked | None]] = {
    TablePoints: _table,
    LinearPoints: _linear,
    SpreadPoints: _spread,
    SharePoints: _share,
    RatioPoints: _ratio,
    GapPoints: _gap,
    OutsidePoints: _outside,
    DistancePoints: _distance,
    BeatenPoints: _beaten,
    FixedPoints: _fixed,
}


def _middle(values: Sequence[Decimal]) -> Decimal:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _time(ms: Decimal) -> str:
    return format_elapsed(int(ms))
