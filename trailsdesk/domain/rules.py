"""RuleSet: everything one preset says, as values; ``formats.presets`` reads it from TOML.

Every rule carries its ``Source``: where it stands, and the rule in our own words.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from trailsdesk.domain.calendar_rules import Calendar, EventRule, LengthRule
from trailsdesk.domain.category_rules import AgeLimit, CategoryScheme
from trailsdesk.domain.chrono import Duration, Rounding
from trailsdesk.domain.federation_rules import FederationRules
from trailsdesk.domain.final_rules import FinalsRules
from trailsdesk.domain.point_rules import PointsScheme
from trailsdesk.domain.qualification_rules import QualificationRule
from trailsdesk.domain.rule_source import Source
from trailsdesk.domain.standing_rules import StandingsRule, TeamRule


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
    teams: TeamRule | None = None
    awards: AwardsRule = field(default_factory=AwardsRule)
    qualification: tuple[QualificationRule, ...] = ()
    calendar: Calendar | None = None
    lengths: tuple[LengthRule, ...] = ()
    finals: FinalsRules | None = None
    federation: FederationRules | None = None
    options: tuple[Option, ...] = ()
    source: Source = field(default_factory=Source)

    def event(self, code: str) -> EventRule | None:
        """The event of that short name, the calendar's included, or None."""
        own = next((event for event in self.events if event.code == code), None)
        return self.calendar.event(code) if own is None and self.calendar is not None else own
