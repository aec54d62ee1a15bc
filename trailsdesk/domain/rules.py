"""RuleSet: everything one preset says, as values; ``formats.presets`` reads it from TOML.

Every rule carries its ``Source``: where it stands, and the rule in our own words.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from trailsdesk.domain.award_rules import AwardsRule
from trailsdesk.domain.calendar_rules import Calendar, EventRule, LengthRule
from trailsdesk.domain.category_rules import AgeLimit, CategoryScheme
from trailsdesk.domain.chrono import Duration, Rounding
from trailsdesk.domain.federation_rules import FederationRules
from trailsdesk.domain.fee_rules import FeeSchedule, MedalRule
from trailsdesk.domain.final_rules import FinalsRules
from trailsdesk.domain.point_rules import PointsScheme
from trailsdesk.domain.qualification_rules import QualificationRule
from trailsdesk.domain.rule_source import Source
from trailsdesk.domain.standing_rules import StandingsRule, TeamRule


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
