"""A runner's season on one page: races, what counted, where it leads, what the next would add."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.people import Runner
from trailsdesk.domain.point_formula import FieldGroup, Performance, goes_by_numbers
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.round_scheme import RoundScheme
from trailsdesk.domain.series_ranking import TallyMaker, rule_of_ranking
from trailsdesk.domain.standing_rules import Over, Ranking
from trailsdesk.domain.tie_breaks import Tally

if TYPE_CHECKING:
    from trailsdesk.domain.point_rules import PointsScheme, RoundFacts
    from trailsdesk.domain.points import Standing
    from trailsdesk.domain.standing_rules import StandingsRule

_FIELD = 100
"""Finishers of a race nobody has run yet, where points depend on how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRun:
    """One race the runner entered. ``points`` is None where the race is no round of the series."""

    event: str
    day: date
    race: str
    bib: str
    category: str
    status: ResultStatus
    time_ms: Duration | None = None
    place: int | None = None
    place_gender: int | None = None
    place_category: int | None = None
    points: Decimal | None = None
    counted: bool = False
    how: Note | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRank:
    """Where the runner stands in one list of the series, among ``of`` runners."""

    ranking: str
    group: str
    race: str
    rank: int | None
    shared: bool
    of: int
    total: Decimal
    explanation: Note
    reason: Note | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRace:
    """What one more finish in a race would add to the first total: last of the field, or first."""

    race: str
    least: Decimal
    most: Decimal
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonPlace:
    """A place in a final the runner has, had or may ask for."""

    event: str
    race: str
    rule: str
    status: Qualifying
    reason: Note
    answer_by: date | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerSeason:
    """Everything of one runner in the season; ``category`` words the series category."""

    runner: Runner
    category: str
    runs: tuple[SeasonRun, ...] = ()
    ranks: tuple[SeasonRank, ...] = ()
    next_races: tuple[NextRace, ...] = ()
    places: tuple[SeasonPlace, ...] = ()

    @property
    def estimate(self) -> bool:
        """Whether any figure on the page rests on a guess."""
        return (
            any(run.estimate for run in self.runs)
            or any(rank.estimate for rank in self.ranks)
            or any(race.estimate for race in self.next_races)
            or any(place.estimate for place in self.places)
        )


def points_between(scheme: PointsScheme, facts: RoundFacts) -> tuple[Decimal, Decimal] | None:
    """The fewest and the most points a finisher of such a round can earn.

    None where more than the place decides. Where the number of finishers does, a field of a
    hundred is taken.
    """
    round_scheme = RoundScheme(scheme, facts)
    variant = round_scheme.variants[round_scheme.variant("")]
    if not all(map(goes_by_numbers, (variant.formula, *variant.plus))):
        return None
    field = FieldGroup(starters=_FIELD, finishers=_FIELD)
    number = round_scheme.variant("")
    ends = [
        round_scheme.earn(
            number,
            Performance(place=place, distance_m=facts.distance_m, groups=lambda _scope: field),
        ).points
        for place in (1, _FIELD)
    ]
    return min(ends), max(ends)


def next_race(
    standing: Standing,
    rule: StandingsRule,
    ranking: Ranking,
    scheme: PointsScheme,
    facts: RoundFacts,
    label: str,
) -> NextRace | None:
    """What one more round would add to a runner's total by the rules as they are.

    None where that cannot be told from the place alone.
    """
    between = points_between(scheme, facts)
    if between is None:
        return None
    rounds = len(standing.scores) + 1
    maker = TallyMaker(rule_of_ranking(replace(rule, quotas=(), must_include=()), ranking, rounds))
    points = [score.points for score in standing.scores]
    ranks = [score.rank for score in standing.scores]
    totals = [
        maker.finish(Tally(1, "", [*points, more], [*ranks, rank])).total - standing.total
        for more, rank in zip(between, (_FIELD, 1), strict=True)
    ]
    step_is_guess = any(step.estimate for step in rule.participation)
    return NextRace(
        race=label,
        least=min(totals),
        most=max(totals),
        estimate=step_is_guess or scheme.estimate or _guessed(scheme, facts),
    )


def _guessed(scheme: PointsScheme, facts: RoundFacts) -> bool:
    round_scheme = RoundScheme(scheme, facts)
    return round_scheme.variants[round_scheme.variant("")].estimate


def is_of_race(ranking: Ranking, group_race: str, race: str) -> bool:
    """Whether a round of ``race`` would count in a list of a ranking."""
    return ranking.over is Over.ALL or group_race == race
