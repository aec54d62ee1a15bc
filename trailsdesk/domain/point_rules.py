"""Rules of points: what a place, a time or a score given elsewhere earns in one round.

A formula makes points from one thing a runner did. A scheme says which formula holds where, among
whom places are taken, and what is added, multiplied and rounded, in this order: formula and what
is added (``plus``); rounding, where it comes first; factors; bonuses less what a small field
costs; never below ``least``; rounding otherwise.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from trailsdesk.domain.rule_source import Source


class RankScope(enum.StrEnum):
    """Among whom the position that earns points is taken."""

    OVERALL = "overall"
    GENDER = "gender"
    CATEGORY = "category"
    CLUB = "club"


class CategoryOfRank(enum.StrEnum):
    """Which category counts when points are by category: the event's or the series' one."""

    SERIES = "series"
    EVENT = "event"


class RoundMode(enum.StrEnum):
    """What happens to the decimals of a figure."""

    EXACT = "exact"
    HALF_UP = "half-up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRounding:
    """Rounding to ``places`` decimals, once: before the factors, or at the end."""

    mode: RoundMode = RoundMode.EXACT
    places: int = 0
    before_factor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFilter:
    """Which rounds of the series something is about; an empty list asks for nothing.

    ``tiers`` and ``hosts`` are those of the event, ``races`` codes of distances. A race is from
    ``from_m`` (included) to ``to_m`` (left out) metres; a race of unknown length is not.
    """

    events: tuple[str, ...] = ()
    races: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    from_m: float | None = None
    to_m: float | None = None

    def covers(self, one: RoundFacts) -> bool:
        """Whether all that is asked holds for a round."""
        if self.from_m is not None and (one.distance_m is None or one.distance_m < self.from_m):
            return False
        if self.to_m is not None and (one.distance_m is None or one.distance_m >= self.to_m):
            return False
        asked = (
            (self.events, one.event),
            (self.races, one.race),
            (self.tiers, one.tier),
            (self.hosts, one.host),
        )
        return all(not wanted or found in wanted for wanted, found in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """What rules may ask of one round: an event's race."""

    event: str = ""
    race: str = ""
    tier: str = ""
    host: str = ""
    distance_m: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsBand:
    """The points of ranks ``from_rank`` to ``to_rank`` (None: everyone beyond).

    Within the band each place has ``step`` less than the one before. With ``outside`` the points
    are the score that system gave, and ``points`` is not used.
    """

    from_rank: int
    to_rank: int | None
    points: Decimal
    step: Decimal = Decimal(0)
    outside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePoints:
    """A table of places."""

    bands: tuple[PointsBand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearPoints:
    """``first`` for the winner and ``step`` less for each place, never below ``least``.

    A step below zero makes points rise from place to place, for series in which few win. Beyond
    ``places`` (None: never) the ``least`` is earned.
    """

    first: Decimal
    step: Decimal
    least: Decimal | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadPoints:
    """Evenly from ``first`` for the winner to ``last`` for the last finisher.

    With ``places`` evenly over so many places, and ``last`` for everyone beyond.
    """

    first: Decimal
    last: Decimal
    places: int | None = None


class ShareOf(enum.StrEnum):
    """Whose number a share is taken of."""

    STARTERS = "starters"
    FINISHERS = "finishers"


class ShareKind(enum.StrEnum):
    """Which share: of those not ahead, the runner among them; or of those behind alone."""

    NOT_AHEAD = "not-ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePoints:
    """A share of ``full``: (n + 1 - place) / n, or of those behind (n - place) / n."""

    full: Decimal = Decimal(100)
    of: ShareOf = ShareOf.FINISHERS
    kind: ShareKind = ShareKind.NOT_AHEAD


class Reference(enum.StrEnum):
    """Whose figure the others are held against: the best of the group, or its middle."""

    WINNER = "winner"
    MEDIAN = "median"


class Curve(enum.StrEnum):
    """How points fall with the ratio r of reference and own time."""

    LINEAR = "linear"
    POWER = "power"
    LOG = "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioPoints:
    """``full`` times the ratio of the reference's time and the runner's own.

    Linear: full x r; power: full x r ** weight; log: full x (1 - weight x ln(1/r)), never below 0.
    ``among`` says whose reference is taken (None: the scheme's own scope). With ``system`` the
    ratio is of scores given elsewhere, the runner's against the reference's.
    """

    full: Decimal
    curve: Curve = Curve.LINEAR
    weight: Decimal = Decimal(1)
    reference: Reference = Reference.WINNER
    among: RankScope | None = None
    system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPoints:
    """``full`` for the reference's time, changed by the gap to it.

    With ``zero_at`` z: full x (z - own / reference) / (z - 1), so that z times the reference earns
    nothing. Otherwise ``each`` points for every ``step_ms`` behind are taken off, and added for
    every step before; with ``standard_m`` the gap is first scaled to that distance. Nobody falls
    below zero unless ``below_zero``.
    """

    full: Decimal
    zero_at: Decimal | None = None
    step_ms: int = 1000
    each: Decimal = Decimal(1)
    standard_m: float | None = None
    reference: Reference = Reference.WINNER
    among: RankScope | None = None
    below_zero: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePoints:
    """The score that ``system`` gave for the runner's entry; no points without one."""

    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceStep:
    """``each`` points for every unit of length up to ``to`` units (None: without end)."""

    to: Decimal | None
    each: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DistancePoints:
    """Points for the length of the race, in units of ``unit_m`` metres, rounded to whole ones."""

    steps: tuple[DistanceStep, ...]
    unit_m: Decimal = Decimal(1000)
    mode: RoundMode = RoundMode.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatenPoints:
    """``each`` points for every finisher of the same group (club) placed behind."""

    each: Decimal = Decimal(1)
    among: RankScope = RankScope.CLUB


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPoints:
    """The same points for every finisher."""

    points: Decimal


Formula = (
    TablePoints
    | LinearPoints
    | SpreadPoints
    | SharePoints
    | RatioPoints
    | GapPoints
    | OutsidePoints
    | DistancePoints
    | BeatenPoints
    | FixedPoints
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaVariant:
    """Another formula for some rounds, categories or scopes (empty: all).

    ``estimate`` marks figures of our own.
    """

    formula: Formula
    where: RoundFilter = field(default_factory=RoundFilter)
    categories: tuple[str, ...] = ()
    scopes: tuple[RankScope, ...] = ()
    plus: tuple[Formula, ...] = ()
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What the points of some rounds are multiplied by, and what is added to them after that."""

    where: RoundFilter = field(default_factory=RoundFilter)
    factor: Fraction = Fraction(1)
    bonus: Decimal = Decimal(0)
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallField:
    """What is taken off where fewer than ``below`` of the group finished.

    ``deduct`` once, and ``each_missing`` for every finisher short of ``below``.
    """

    below: int
    among: RankScope = RankScope.GENDER
    deduct: Decimal = Decimal(0)
    each_missing: Decimal = Decimal(0)


class EqualPlaces(enum.StrEnum):
    """Points of runners who share a place.

    The same for all; the average of the places they take up; or as they crossed the line, by the
    time not yet rounded.
    """

    SAME = "same"
    AVERAGE = "average"
    ORDER = "order"


class HelperPoints(enum.StrEnum):
    """What an entry ruled not competing earns (a marshal): nothing, or the runner's average."""

    NONE = "none"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsScheme:
    """What one round earns. See this module for the order in which the parts are applied.

    The first variant that covers a round, a category and the scope stands in place of ``formula``
    and ``plus``. ``ranked_by`` names a system whose scores, the higher the better, give the places
    instead of the time. ``estimate`` marks figures that are our own and not published.
    """

    formula: Formula
    plus: tuple[Formula, ...] = ()
    variants: tuple[FormulaVariant, ...] = ()
    scope: RankScope = RankScope.CATEGORY
    category_of_rank: CategoryOfRank = CategoryOfRank.SERIES
    ranked_by: str = ""
    factors: tuple[Factor, ...] = ()
    small_field: SmallField | None = None
    equal_places: EqualPlaces = EqualPlaces.SAME
    rounding: PointsRounding = field(default_factory=PointsRounding)
    least: Decimal | None = None
    unfinished_points: Decimal = Decimal(0)
    helpers: HelperPoints = HelperPoints.NONE
    estimate: bool = False
    source: Source = field(default_factory=Source)
