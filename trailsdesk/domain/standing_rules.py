"""Rules of standings: which results make a total, who is placed, what parts equals; and teams."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from decimal import Decimal

from trailsdesk.domain.point_rules import Factor, PointsRounding, RankScope, RoundFilter
from trailsdesk.domain.rule_source import Source


class Direction(enum.StrEnum):
    """Whether many points win or few."""

    HIGH = "high"
    LOW = "low"


class TieBreak(enum.StrEnum):
    """One step of the ordered chain that separates equal totals.

    Best single position; positions one after another; meetings won less meetings lost against
    those still level; the total of all results; the position at the latest round; the best score
    given elsewhere; one more result counted, and again; or nothing any more.
    """

    BEST_POSITION = "best-position"
    COUNTBACK = "countback"
    HEAD_TO_HEAD = "head-to-head"
    TOTAL_OF_ALL = "total-of-all"
    LATEST = "latest"
    OUTSIDE_SCORE = "outside-score"
    ONE_MORE = "one-more"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class TieScore:
    """The scores ``TieBreak.OUTSIDE_SCORE`` looks at; the best one of each runner."""

    system: str
    direction: Direction = Direction.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many of the counted results must, and how many may, be of some rounds.

    ``categories`` names the categories it holds for (empty: all).
    """

    label: str
    where: RoundFilter = field(default_factory=RoundFilter)
    categories: tuple[str, ...] = ()
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRule:
    """Other numbers when, after a cancellation, only ``held`` rounds are left."""

    held: int
    count_best: int
    at_least: int = 0
    must_finish: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationStep:
    """The factor of the sum for so many scoring results; the last step goes on for more.

    ``grade`` says how sure the figure is, ``estimate`` that it is not published.
    """

    results: int
    factor: Decimal
    grade: str = ""
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBonus:
    """Points on top of the total for who finished every one of ``events``."""

    label: str
    events: tuple[str, ...]
    points: Decimal


class Over(enum.StrEnum):
    """What one ranking takes together: one distance over the season, or all distances."""

    RACE = "race"
    ALL = "all"


class Part(enum.StrEnum):
    """What parts a ranking into groups."""

    CATEGORY = "category"
    GENDER = "gender"
    NATION = "nation"
    REGION = "region"
    CLUB = "club"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region by the nations represented (ISO 3166-1 alpha-3)."""

    code: str
    label: str
    nations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """Runners placed so far up in another ranking take no place in this one."""

    ranking: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One list of the series.

    ``parted_by`` empty is one list for all. ``scope`` None takes places for points as the scheme
    says; ``count_best`` and ``at_least`` None as the standings say. ``where`` leaves out rounds,
    ``categories`` (empty: all) categories.
    """

    id: str
    label: str = ""
    over: Over = Over.RACE
    parted_by: tuple[Part, ...] = (Part.CATEGORY,)
    scope: RankScope | None = None
    where: RoundFilter = field(default_factory=RoundFilter)
    categories: tuple[str, ...] = ()
    count_best: int | None = None
    at_least: int | None = None
    leave_out: LeaveOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsRule:
    """How event points make a series total.

    The best ``count_best`` results count (0: all). To be placed, ``must_finish`` events must be
    finished in one and the same race, ``at_least`` results scored, every quota met and every event
    of ``must_include`` counted. The sum is multiplied by ``participation``, then bonuses are
    added.
    ``position_over_counted_only`` says whether tie-breaks look at all results or only the counted
    ones. Without ``rankings`` there is one: each distance by category.
    """

    count_best: int
    of: int
    direction: Direction = Direction.HIGH
    must_finish: int = 0
    at_least: int = 0
    quotas: tuple[Quota, ...] = ()
    must_include: tuple[str, ...] = ()
    when_held: tuple[HeldRule, ...] = ()
    participation: tuple[ParticipationStep, ...] = ()
    bonuses: tuple[SeriesBonus, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    regions: tuple[Region, ...] = ()
    tie_breaks: tuple[TieBreak, ...] = ()
    tie_score: TieScore | None = None
    position_over_counted_only: bool = False
    source: Source = field(default_factory=Source)


class Combine(enum.StrEnum):
    """How the points of its members make a team's."""

    SUM = "sum"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRule:
    """Clubs as teams.

    In each round the ``best`` members (0: all) make the team's points, by sum or average, with
    ``per_participant`` on top for every member who started. A team of fewer than ``at_least``
    finishers scores nothing there. ``factors`` weigh the members' points by round. The
    ``count_best`` rounds (0: all) make the total.
    """

    label: str = ""
    best: int = 0
    at_least: int = 1
    combine: Combine = Combine.SUM
    per_participant: Decimal = Decimal(0)
    factors: tuple[Factor, ...] = ()
    count_best: int = 0
    direction: Direction = Direction.HIGH
    by_gender: bool = False
    scope: RankScope | None = None
    where: RoundFilter = field(default_factory=RoundFilter)
    rounding: PointsRounding = field(default_factory=PointsRounding)
    source: Source = field(default_factory=Source)
