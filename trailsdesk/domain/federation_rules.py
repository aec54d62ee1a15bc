"""What a federation asks of a race and of its organiser, as one preset says it."""

from __future__ import annotations

import enum
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


class FileField(enum.StrEnum):
    """What a column of a federation's results file holds."""

    RANKING = "ranking"
    TIME = "time"
    FAMILY_NAME = "family-name"
    GIVEN_NAME = "given-name"
    GENDER = "gender"
    BIRTH_DATE = "birth-date"
    NATION = "nation"
    BIB = "bib"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileColumn:
    """A column: its heading to the letter, and headings of older pages that mean the same."""

    field: FileField
    heading: str
    required: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFileRule:
    """How the federation ``to`` wants a race's results in a workbook.

    ``unfinished`` stands for the place of who did not finish. ``men`` and ``women`` are all the
    gender column may say. A race of loops is split into ``most_files`` files at most.
    """

    to: str
    columns: tuple[FileColumn, ...]
    unfinished: str = "DNF"
    men: str = "M"
    women: str = "F"
    most_files: int = 7
    source: Source = field(default_factory=Source)

    def heading(self, wanted: FileField) -> str:
        """The heading of a column; empty when the file has none for it."""
        return next((column.heading for column in self.columns if column.field is wanted), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FederationRules:
    """Everything a federation asks; a part no rule speaks of is None."""

    effort: EffortUse | None = None
    league: LeagueRule | None = None
    membership: MembershipFeeRule | None = None
    checklist: ChecklistRule | None = None
    results_due: ResultsDue | None = None
    result_file: ResultFileRule | None = None
    source: Source = field(default_factory=Source)
