"""What a preset says about reaching a final: classes of races, places, scores, indexes, the draw.

The rules that give places in a race are in ``RuleSet.qualification``; what stands around them is
one ``FinalsRules``. A threshold that nobody has published is simply not in its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from trailsdesk.domain.effort import ClassBorder
from trailsdesk.domain.people import Gender
from trailsdesk.domain.rule_source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRules:
    """Classes of races by km-effort, shortest first, and the final each leads to.

    ``finals`` maps a class to the name of its final; a class that leads to none is not in it.
    ``guessed`` are the classes whose upper border is not published but an estimate.
    """

    borders: tuple[ClassBorder, ...] = ()
    finals: Mapping[str, str] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)

    @property
    def estimate(self) -> bool:
        """Whether any border is an estimate."""
        return bool(self.guessed)

    def is_estimate(self, label: str) -> bool:
        """Whether a border of the class, upper or lower, is an estimate."""
        labels = self.labels
        at = labels.index(label) if label in labels else 0
        return label in self.guessed or (at > 0 and labels[at - 1] in self.guessed)

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes, shortest first."""
        return tuple(border.label for border in self.borders)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRule:
    """What the season's events count as; ``words`` are the tiers there are, id to label."""

    current: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """The least score by class and gender; what is not in it is not published."""

    least: Mapping[str, Mapping[Gender, Decimal]] = field(default_factory=dict)

    def of(self, race_class: str, gender: Gender | None) -> Decimal | None:
        """The least score, or None where none is known."""
        return None if gender is None else self.least.get(race_class, {}).get(gender)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfYear:
    """A day that comes every year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """That day of a year; 29 February is 1 March in a common year."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassChangeRule:
    """A qualified runner may ask for another class: so many ``steps`` up or down.

    ``never`` are classes whose results can never lead to another one.
    """

    steps: int = 1
    never: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRule:
    """An injured runner may qualify until a day in the finals' own year.

    Asked for by ``apply_by`` of the year before; for runners who within ``within_years`` years
    before asking had at least the score of the table. Such a result counts for that final only.
    """

    system: str
    table: ScoreTable
    within_years: int
    apply_by: DayOfYear
    until: DayOfYear
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferralRule:
    """A runner hurt after registering for a final may move the priority ``years`` on."""

    years: int = 1
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRule:
    """How an index is estimated from the best scores; the owner's own weights are not public.

    The index is the highest of the weighted means over the best 1, 2, … scores. ``weights`` go
    with the best, second best, … score; ``few`` is what a mean over 1, 2, … scores is multiplied
    with. Scores of the last ``used_months`` months take part, if one of them is at most
    ``needed_months`` old; older than ``old_months`` they count times ``old_factor``.
    """

    system: str
    index_system: str
    weights: tuple[Decimal, ...]
    few: tuple[Decimal, ...]
    used_months: int
    needed_months: int
    old_months: int
    old_factor: Decimal
    estimate: bool = True
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRule:
    """A right that a high index, or a high place in a final, gives.

    ``general`` is the least general index by gender, ``table`` the least index of a class;
    ``top_places`` are places in a final that do as well (0: none). ``ask_by`` is the last day to
    ask, ``days_before`` how many days before an event; None where there is no such limit.
    """

    id: str
    label: str
    general: Mapping[Gender, Decimal] = field(default_factory=dict)
    table: ScoreTable = field(default_factory=ScoreTable)
    top_places: int = 0
    ask_by: date | None = None
    days_before: int | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRule:
    """Tickets for the draw: what a finish is worth by class and tier, and who may take part.

    All tickets are good as long as one is at most ``valid_months`` old; those earned after
    ``counted_until`` wait for the next draw. ``opens`` maps a class to the classes in one of which
    an index is needed. ``tickets_label`` is what the series calls them.
    """

    tickets_label: str
    tickets: Mapping[str, Mapping[str, int]]
    valid_months: int
    counted_until: DayOfYear
    opens: Mapping[str, tuple[str, ...]]
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalsRules:
    """Everything around qualifying for the finals; a part no rule speaks of is None or empty.

    A result counts for the finals ``years_later`` years after the race's.
    """

    name: str
    years_later: int = 1
    classes: ClassRules = field(default_factory=ClassRules)
    tier: TierRule = field(default_factory=TierRule)
    change: ClassChangeRule | None = None
    extension: ExtensionRule | None = None
    deferral: DeferralRule | None = None
    index: IndexRule | None = None
    levels: tuple[LevelRule, ...] = ()
    draw: DrawRule | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class PodiumRule:
    """The first of each gender in a race have a place: so many by the event's tier.

    Of several races of one class at an event only one gives places: ``qualifying`` names it by its
    code (for every event of the season). Empty while the organiser has not said which.
    """

    id: str
    label: str
    places: Mapping[str, int]
    genders: tuple[Gender, ...] = (Gender.F, Gender.M)
    qualifying: tuple[str, ...] = ()
    one_race_per_class: bool = True
    estimate: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """Who reaches a score in one race has a place; ``table`` is empty while none is published."""

    id: str
    label: str
    system: str
    table: ScoreTable = field(default_factory=ScoreTable)
    estimate: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeGroupPlacesRule:
    """A number of places per gender and race, shared out over the age groups.

    The first ``first_overall`` and the first of every group are always in; the others go to the
    groups by their share of the gender's runners (those who started, with ``of_starters``; else
    those who finished), largest remainder. Only at events of the ``tiers`` named.
    """

    id: str
    label: str
    places: int
    first_overall: int
    tiers: tuple[str, ...]
    genders: tuple[Gender, ...] = (Gender.F, Gender.M)
    of_starters: bool = False
    estimate: bool = False
    source: Source = field(default_factory=Source)
