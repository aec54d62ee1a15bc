"""The standings of a series: who has what in every ranking, who can win, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING

from trailsdesk.domain.eligibility import Requirements
from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import breathe, paced
from trailsdesk.domain.people import Gender, RunnerId, full_name
from trailsdesk.domain.point_formula import band_of, plain_points, rounded
from trailsdesk.domain.point_rules import HelperPoints, PointsScheme, TablePoints
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import RaceResults, ResultStatus
from trailsdesk.domain.round_field import STARTED
from trailsdesk.domain.round_score import Score
from trailsdesk.domain.series_groups import GroupKeys
from trailsdesk.domain.series_ranking import (
    Candidate,
    Placing,
    TallyMaker,
    Tie,
    counted_scores,
    explanations,
    participation_step,
    rank_standings,
    rule_of_ranking,
    ties_of,
)
from trailsdesk.domain.series_rounds import SeriesRounds, Unit
from trailsdesk.domain.standing_rules import Direction, Over, Ranking, StandingsRule
from trailsdesk.domain.tie_breaks import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.category import Assignment
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.season import SeasonData

__all__ = [
    "Candidate",
    "Placing",
    "Score",
    "Standing",
    "StandingGroup",
    "compute_standings",
    "counted_scores",
    "explain_score",
    "plain_points",
    "points_for",
    "rank_standings",
]

_NO_POINTS = Decimal(0)

_Placed = tuple[Tally, Tie]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A runner's place in one series group.

    ``rank`` is None unless ``eligible``; ``rank_so_far`` ranks everybody who is or can still
    become eligible. ``shared`` tells that somebody else holds the same rank, or the same rank so
    far. ``reason`` says why a runner is not eligible (yet). ``scores`` has one item per event that
    holds the race, in the events' order. ``total`` is the ``sum`` of what counted, times
    ``factor`` (None: not multiplied) and with bonuses. ``estimate`` marks a total with figures of
    our own.
    """

    runner_id: RunnerId
    family_name: str
    given_name: str
    nation: str
    club: str
    total: Decimal
    rank: int | None
    shared: bool
    eligible: bool
    reason: Note | None
    rank_so_far: int | None
    scores: tuple[Score, ...]
    explanation: Note
    sum: Decimal = _NO_POINTS
    factor: Decimal | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingGroup:
    """The standings of one distance and series category, in print order.

    Eligible runners come first, then those who can still become so, then the rest. ``label`` words
    the category, ``race_label`` the distance; ``gender`` is None when categories do not part
    genders. ``event_codes`` heads the columns of ``Standing.scores``.

    ``ranking`` is the id of the ranking, empty where the rules have only the one by category; in
    others ``category`` is the code of the group (``NZL``, ``F``, empty for one list of all), and
    ``race_code`` is empty where all distances run together. ``estimate`` marks points of our own.
    """

    race_code: str
    race_label: str
    gender: Gender | None
    category: str
    label: str
    event_codes: tuple[str, ...]
    standings: tuple[Standing, ...]
    ranking: str = ""
    ranking_label: str = ""
    estimate: bool = False


def points_for(rank: int, scheme: PointsScheme) -> Decimal:
    """The points of a position by a table.

    Raises:
        ValueError: a position below 1, or one the table does not cover (the preset reader refuses
            such tables).
        TypeError: the scheme is no table of places.

    Source:
        preset ``points.bands``.
    """
    if not isinstance(scheme.formula, TablePoints):
        raise TypeError("only a table gives points for a place alone")
    band = band_of(scheme.formula.bands, rank)
    return band.points - band.step * (rank - band.from_rank)


def explain_score(standing: Standing, score: Score) -> Note | None:
    """How one score of a runner came about; None where there is nothing to explain."""
    if score.made_by is None or score.status is None:
        return None
    return score.made_by.explain(standing.runner_id, score)


def compute_standings(
    season: SeasonData,
    rules: RuleSet,
    results: Mapping[RaceId, RaceResults],
    categories: Mapping[RunnerId, Assignment] | None = None,
    same: Mapping[RunnerId, RunnerId] | None = None,
) -> tuple[StandingGroup, ...]:
    """The series standings of every ranking, distance and group.

    A runner stands in the group of each race code in which they started at least once. Runners
    without a series category are in no group; ``category.series_categories`` tells why. With
    ``CategoryOfRank.SERIES`` positions are taken anew inside the series group; with ``EVENT`` the
    position earned in the event's own category is kept. An event is to come for a runner while
    nobody has started in its race, or while the runner's own result is pending; a cancelled event
    is no round. No more finishes are asked for than there are events that hold the race. Of two
    results of one runner in one race, and of two races of one event where all distances run
    together, the better counts.

    Args:
        results: the results of each race that has any.
        categories: ``series_categories(season, rules)``, when the caller has it already.
        same: ``same_runner(season)``, when the caller has it already.

    Returns:
        Groups by ranking and distance, then in printing order; none without points rules.
    """
    if rules.points is None or rules.standings is None:
        return ()
    series = SeriesRounds(season, rules, rules.points, results, categories, same)
    rule = rules.standings
    placed: dict[str, dict[RunnerId, int]] = {}
    groups: list[StandingGroup] = []
    for ranking in rule.rankings or (Ranking(id=""),):
        own = list(_ranking_groups(series, rules, rule, ranking, placed))
        placed[ranking.id] = {
            standing.runner_id: rank
            for group in own
            for standing in group.standings
            if (rank := standing.rank or standing.rank_so_far) is not None
        }
        groups += own
    return tuple(groups)


def _ranking_groups(
    series: SeriesRounds,
    rules: RuleSet,
    rule: StandingsRule,
    ranking: Ranking,
    placed: Mapping[str, Mapping[RunnerId, int]],
) -> Iterable[StandingGroup]:
    keys = GroupKeys(ranking, rule, rules.categories, series.entrants)
    leave_out = ranking.leave_out
    ahead = {} if leave_out is None else placed.get(leave_out.ranking, {})
    for unit in series.units(ranking):
        own = rule_of_ranking(rule, ranking, len(unit.rounds))
        runners = sorted(set().union(*[one.scores for one in unit.rounds]))
        for group in keys.groups(runners):
            desk = _GroupDesk(series, own, ranking, unit, group.category)
            if leave_out is not None:
                desk.left_out = {
                    who: place
                    for who in group.members
                    if (place := ahead.get(who, math.inf)) <= leave_out.places
                }
            standings = desk.standings(group.members)
            if standings:
                yield StandingGroup(
                    race_code=unit.race_code,
                    race_label=unit.race_label,
                    gender=group.gender,
                    category=group.code,
                    label=group.label,
                    event_codes=tuple(one.event.code for one in unit.rounds),
                    standings=standings,
                    ranking=ranking.id,
                    ranking_label=ranking.label,
                    estimate=any(each.estimate for each in standings),
                )


class _GroupDesk:
    """Ranks the runners of one list."""

    def __init__(
        self,
        series: SeriesRounds,
        rule: StandingsRule,
        ranking: Ranking,
        unit: Unit,
        category: str,
    ) -> None:
        self._series = series
        self._rule = rule
        self._rounds = unit.rounds
        self._maker = TallyMaker(rule, [one.facts for one in unit.rounds], category)
        self._needs = Requirements(
            rule,
            unit.rounds,
            self._maker.quotas,
            series.race_codes,
            over_all=ranking.over is Over.ALL,
        )
        scheme = series.scheme
        self._guessed = scheme.estimate or any(each.estimate for each in scheme.variants)
        tie = rule.tie_score
        low = tie is not None and tie.direction is Direction.LOW
        self._outside = series.best_outside(tie.system, low=low) if tie is not None else {}
        self.left_out: Mapping[RunnerId, float] = {}
        self._reasons: dict[int, Note] = {}
        self._out: set[int] = set()

    def standings(self, runners: Sequence[RunnerId]) -> tuple[Standing, ...]:
        """Everybody who started, in print order."""
        possible = tallies = list(paced(self._tallies(runners)))
        if self._out:
            possible = [tally for tally in tallies if tally.id not in self._out]
        breathe()
        so_far = final = list(paced(self._in_order(possible)))
        if len(self._out) < len(self._reasons):
            eligible = [tally for tally in possible if tally.id not in self._reasons]
            final = list(paced(self._in_order(eligible)))
        return tuple(self._rows([*final, *self._not_ranked(so_far, tallies)], so_far))

    def _tallies(self, runners: Sequence[RunnerId]) -> Iterable[Tally]:
        """Everybody who started, with the total; the figures are gathered column by column."""
        columns = [list(map(one.scores.get, runners, repeat(one.absent))) for one in self._rounds]
        rows = list(zip(*columns, strict=True))
        scheme = self._series.scheme
        if scheme.helpers is HelperPoints.AVERAGE:
            rows = [_helped(scores, scheme) for scores in rows]
            columns = list(map(list, zip(*rows, strict=True)))
        ranks = zip(*[[score.rank for score in column] for column in columns], strict=True)
        points = zip(*[[score.points for score in column] for column in columns], strict=True)
        everybody = self._series.entrants.runners
        for runner_id, scores, own_points, own_ranks in zip(
            runners, rows, points, ranks, strict=True
        ):
            if any(own_ranks) or any([score.status in STARTED for score in scores]):
                tally = Tally(runner_id, full_name(everybody[runner_id]), own_points, own_ranks)
                tally.scores = scores
                yield self._judged(self._maker.finish(tally))

    def _judged(self, tally: Tally) -> Tally:
        """Whoever is not eligible is noted with the reason, and whether that can still change."""
        if self._outside:
            tally.outside = self._outside.get(RunnerId(tally.id))
        can_be, reason = self._missing(tally)
        if reason is not None:
            self._reasons[tally.id] = reason
            if not can_be:
                self._out.add(tally.id)
        return tally

    def _missing(self, tally: Tally) -> tuple[bool, Note | None]:
        """Whether the runner is or can still become eligible, and what is missing for it."""
        place = self.left_out.get(RunnerId(tally.id)) if self.left_out else None
        if place is not None:
            return False, Note(code="standing.left-out", params={"place": int(place)})
        return self._needs.missing(tally)

    def _in_order(self, tallies: Iterable[Tally]) -> Iterable[_Placed]:
        """Best first; those who share a rank by family name."""
        sharing: list[_Placed] = []
        for placed in ties_of(tallies, self._rule):
            tie = placed[1]
            if not tie.shared:
                yield placed
                continue
            sharing.append(placed)
            if len(sharing) == tie.end - tie.start:
                yield from sorted(sharing, key=lambda each: self._by_name(each[0]))
                sharing = []

    def _not_ranked(
        self, so_far: Iterable[_Placed], tallies: Iterable[Tally]
    ) -> Iterable[tuple[Tally, Tie | None]]:
        """Who can still become eligible, then the others by their total."""
        yield from [each for each in so_far if each[0].id in self._reasons]
        low_wins = self._rule.direction is Direction.LOW
        yield from sorted(
            [(tally, None) for tally in tallies if tally.id in self._out],
            key=lambda each: (
                each[0].total if low_wins else -each[0].total,
                *self._by_name(each[0]),
            ),
        )

    def _by_name(self, tally: Tally) -> tuple[str, str, int]:
        runner = self._series.entrants.runners[RunnerId(tally.id)]
        return runner.family_name.casefold(), runner.given_name.casefold(), runner.id

    def _rows(
        self, order: Sequence[tuple[Tally, Tie | None]], so_far: Iterable[_Placed]
    ) -> list[Standing]:
        """The rows, made column by column."""
        reasons, everybody = self._reasons, self._series.entrants.runners
        tallies = [tally for tally, _tie in order]
        ids = [RunnerId(tally.id) for tally in tallies]
        people = [everybody[runner_id] for runner_id in ids]
        ranks_so_far = {tally.id: tie.rank for tally, tie in so_far}
        return many_of(
            Standing,
            len(order),
            runner_id=ids,
            family_name=[one.family_name for one in people],
            given_name=[one.given_name for one in people],
            nation=[one.nation for one in people],
            club=[one.club for one in people],
            total=[tally.total for tally in tallies],
            rank=[
                tie.rank if tie is not None and tally.id not in reasons else None
                for tally, tie in order
            ],
            shared=[tie is not None and tie.shared for _tally, tie in order],
            eligible=[runner_id not in reasons for runner_id in ids],
            reason=map(reasons.get, ids),
            rank_so_far=map(ranks_so_far.get, ids),
            scores=self._counted(tallies),
            explanation=explanations(order),
            sum=[tally.sum for tally in tallies],
            factor=[tally.factor for tally in tallies],
            estimate=[self._is_estimate(tally) for tally in tallies],
        )

    def _counted(self, tallies: Iterable[Tally]) -> Iterable[tuple[Score, ...]]:
        """Everybody's outcomes, those that count marked."""
        counted = [one.as_counted for one in self._rounds]
        for tally in tallies:
            scores = list(tally.scores)
            for at in tally.chosen:
                scores[at] = counted[at](scores[at])
            tally.scores = tuple(scores)
            yield tally.scores

    def _is_estimate(self, tally: Tally) -> bool:
        if self._guessed and any([score.estimate for score in tally.scores]):
            return True
        if not self._rule.participation:
            return False
        step = participation_step(self._rule.participation, tally.scoring)
        return step is not None and step.estimate


def _helped(scores: Sequence[Score], scheme: PointsScheme) -> tuple[Score, ...]:
    """Who helped instead of running gets the average of the runner's own results."""
    own = [score.points for score in scores if score.scores]
    if not own:
        return tuple(scores)
    average = rounded(sum(own, _NO_POINTS) / len(own), scheme.rounding)
    return tuple(
        replace(score, points=average) if score.status is ResultStatus.NOT_COMPETING else score
        for score in scores
    )
