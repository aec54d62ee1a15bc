"""RuleSet: everything one preset says, as values; ``formats.presets`` reads it from TOML.

Every rule carries its ``Source``: where it stands, and the rule in our own words.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from trailsdesk.domain.chrono import Duration, Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule stands. ``says`` is it in our own words, ``grade`` how sure we are."""

    title: str = ""
    article: str = ""
    url: str = ""
    checked: date | None = None
    says: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRule:
    """A race of an event as the preset lists it; unknown figures are None."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    distance_m: float | None = None
    ascent_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRule:
    """An event as the preset lists it. ``entries_close`` is local, to the minute."""

    code: str
    name: str
    venue: str = ""
    date: date
    zone: str
    races: tuple[RaceRule, ...]
    entries_close: datetime | None = None
    source: Source = field(default_factory=Source)


class AgeReference(enum.StrEnum):
    """The day on which a runner's age is taken."""

    RACE_DAY = "race-day"
    LAST_EVENT = "last-event"
    FIRST_EVENT = "first-event"
    DECEMBER_31 = "december-31"
    FIXED_DATE = "fixed-date"


class LeapDayRule(enum.StrEnum):
    """When somebody born on 29 February turns a year older in a common year."""

    MARCH_1 = "march-1"
    FEBRUARY_28 = "february-28"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryBand:
    """Ages ``from_age`` to ``to_age``, both included; ``to_age`` None has no upper end."""

    code: str
    label: str
    from_age: int
    to_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScheme:
    """How runners fall into categories at an event and for the series.

    With ``by_gender`` a category is gender and band (``F-OPEN``); ``gender_labels`` words them.
    """

    bands: tuple[CategoryBand, ...]
    by_gender: bool = True
    event_age: AgeReference = AgeReference.RACE_DAY
    series_age: AgeReference = AgeReference.RACE_DAY
    fixed_date: date | None = None
    leap_day: LeapDayRule = LeapDayRule.MARCH_1
    gender_labels: Mapping[str, str] = field(default_factory=dict)
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimit:
    """Who may enter which races: runners aged ``from_age``..``to_age`` only the ``races`` named.

    An age that no limit covers is refused. ``needs_adult`` asks for a supervising adult.
    """

    from_age: int
    to_age: int | None
    races: tuple[str, ...]
    needs_adult: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """An age group for the price list; age taken on the event's day."""

    id: str
    label: str
    from_age: int = 0
    to_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTier:
    """A window of the price list for one event: up to and including ``until``, a local day.

    ``prices`` maps race code to fare id to the amount in minor units.
    """

    id: str
    label: str
    event: str
    until: date
    prices: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEntryRule:
    """Entering all events at once: ``percent_off`` the price of the day, to ``closes`` (local)."""

    percent_off: Decimal
    closes: datetime | None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBand:
    """A share by days before the event, from ``min_days`` (included) up to the next band."""

    min_days: int
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRule:
    """A change of an entry: its fee and how many days before the event it must be made."""

    fee_minor: int
    min_days: int
    source: Source = field(default_factory=Source)


class LateEntries(enum.StrEnum):
    """An entry after the closing: refused, or taken at the last published price."""

    REFUSED = "refused"
    LAST_PRICE = "last-price"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSchedule:
    """The price list and what may be given back."""

    currency: str
    fares: tuple[Fare, ...] = ()
    tiers: tuple[FeeTier, ...] = ()
    series_entry: SeriesEntryRule | None = None
    refunds: tuple[DayBand, ...] = ()
    cancellation_credit: tuple[DayBand, ...] = ()
    distance_transfer: TransferRule | None = None
    other_change: TransferRule | None = None
    late_entries: LateEntries = LateEntries.REFUSED
    source: Source = field(default_factory=Source)
    refund_source: Source = field(default_factory=Source)
    cancellation_source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalRule:
    """Finisher medals: orders close ``closes_days_before``; prices None where not published."""

    closes_days_before: int
    price_minor: int | None = None
    postage_minor: int | None = None
    source: Source = field(default_factory=Source)


class OfficialTime(enum.StrEnum):
    """Which time ranks: from the gun, or from the runner's own start read."""

    GUN = "gun"
    NET = "net"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRule:
    """Before the start: whether everybody's mandatory gear is looked at when they check in."""

    gear_check: bool = False
    source: Source = field(default_factory=Source)


class TieRule(enum.StrEnum):
    """Equal official times: 1, 2, 2, 4 or 1, 2, 2, 3."""

    SAME_RANK_SKIP = "same-rank-skip"
    SAME_RANK_DENSE = "same-rank-dense"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingRule:
    """How reads become an official time. ``unit_ms`` is what the time is rounded to."""

    official_time: OfficialTime = OfficialTime.GUN
    rounding: Rounding = Rounding.CHOP
    unit_ms: Duration = Duration(1000)
    duplicate_gap_ms: Duration = Duration(30_000)
    tie: TieRule = TieRule.SAME_RANK_SKIP
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsBand:
    """The points of ranks ``from_rank`` to ``to_rank`` (None: everyone beyond)."""

    from_rank: int
    to_rank: int | None
    points: Decimal


class RankScope(enum.StrEnum):
    """Among whom the position that earns points is taken."""

    OVERALL = "overall"
    GENDER = "gender"
    CATEGORY = "category"


class CategoryOfRank(enum.StrEnum):
    """Which category counts when points are by category: the event's or the series' one."""

    SERIES = "series"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsScheme:
    """Position to points at one event."""

    bands: tuple[PointsBand, ...]
    scope: RankScope = RankScope.CATEGORY
    category_of_rank: CategoryOfRank = CategoryOfRank.SERIES
    unfinished_points: Decimal = Decimal(0)
    source: Source = field(default_factory=Source)


class TieBreak(enum.StrEnum):
    """One step of the ordered chain that separates equal totals."""

    BEST_POSITION = "best-position"
    COUNTBACK = "countback"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsRule:
    """How event points make a series total.

    ``must_finish`` is how many events must be finished in one and the same race to be eligible.
    ``position_over`` says whether tie-breaks look at all results or only the counted ones.
    """

    count_best: int
    of: int
    must_finish: int = 0
    tie_breaks: tuple[TieBreak, ...] = ()
    position_over_counted_only: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsRule:
    """Prizes: places per distance, gender and category; ties at the cut are all listed."""

    category_depth: int = 3
    overall_depth: int = 0
    series_depth: int = 3
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to an open question of the rules."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What the source leaves open: the question, the answers offered, the one that stands."""

    id: str
    question: str
    choices: tuple[Choice, ...]
    default: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One preset with its options answered."""

    id: str
    version: str
    name: str
    season: str
    events: tuple[EventRule, ...]
    categories: CategoryScheme
    age_limits: tuple[AgeLimit, ...] = ()
    fees: FeeSchedule | None = None
    medals: MedalRule | None = None
    start: StartRule = field(default_factory=StartRule)
    timing: TimingRule = field(default_factory=TimingRule)
    points: PointsScheme | None = None
    standings: StandingsRule | None = None
    awards: AwardsRule = field(default_factory=AwardsRule)
    options: tuple[Option, ...] = ()
    source: Source = field(default_factory=Source)

    def event(self, code: str) -> EventRule | None:
        """The event of that short name, or None."""
        return next((event for event in self.events if event.code == code), None)
