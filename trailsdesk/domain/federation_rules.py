"""What a federation asks of a race and of its organiser, as one preset says it."""

from __future__ import annotations

from dataclasses import dataclass, field

from trailsdesk.domain.rule_source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortUse:
    """Which tables of ``resources/difficulty`` give points, and if km-effort is rounded first."""

    tables: str = "itra"
    round_first: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueRule:
    """A national league: the sum of a runner's best scores in one country in a calendar year."""

    label: str
    system: str
    count_best: int
    at_least: int
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeBand:
    """A base up to and with ``up_to_minor`` costs ``fee_minor``; None has no upper end."""

    up_to_minor: int | None
    fee_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipFeeRule:
    """The yearly fee of an organiser by what all entries of the year bring in."""

    label: str
    currency: str
    bands: tuple[FeeBand, ...]
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceKind:
    """A kind of race and what the federation gives it; ``accepted`` False refuses it."""

    id: str
    label: str
    accepted: bool = True
    points: bool = True
    score: bool = True
    league: bool = True
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRule:
    """What a race must be to be taken.

    ``least_natural`` and ``most_paved`` are shares of the course in per cent; 0 and 100 ask for
    nothing. A race below ``least_km_effort`` is taken only within an event of several races,
    and then without points and score.
    """

    least_km_effort: int
    least_natural: int = 0
    most_paved: int = 100
    kinds: tuple[RaceKind, ...] = ()
    source: Source = field(default_factory=Source)

    def kind(self, kind_id: str) -> RaceKind | None:
        """The kind of that id, or None."""
        return next((kind for kind in self.kinds if kind.id == kind_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsDue:
    """The federation ``to`` wants a race's results within so many days of the event."""

    to: str
    days: int
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FederationRules:
    """Everything a federation asks; a part no rule speaks of is None."""

    effort: EffortUse | None = None
    league: LeagueRule | None = None
    membership: MembershipFeeRule | None = None
    checklist: ChecklistRule | None = None
    results_due: ResultsDue | None = None
    source: Source = field(default_factory=Source)
