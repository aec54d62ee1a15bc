"""The standings of a series: who has what in every ranking, who can win, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING

from trailsdesk.domain.eligibility import Requirements
from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import breathe, paced
from trailsdesk.domain.people import Gender, Runner, RunnerId, full_name
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
    explain_sum,
    participation_step,
    rank_standings,
    rule_of_ranking,
    ties_of,
)
from trailsdesk.domain.series_rounds import SeriesRounds, Unit
from trailsdesk.domain.standing_rules import Direction, Over, Ranking, StandingsRule
from trailsdesk.domain.tie_breaks import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


@dataclass(slots=True)
class _Member:
    """A runner of a group before ranking; ``can_be`` eligible still, or already without reason."""

    runner: Runner
    tally: Tally
    scores: Sequence[Score]
    can_be: bool
    reason: Note | None


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
        self._worded = bool(scheme.factors or scheme.small_field)
        tie = rule.tie_score
        low = tie is not None and tie.direction is Direction.LOW
        self._outside = series.best_outside(tie.system, low=low) if tie is not None else {}
        self.left_out: Mapping[RunnerId, float] = {}

    def standings(self, runners: Sequence[RunnerId]) -> tuple[Standing, ...]:
        """Everybody who started, in print order."""
        members: dict[int, _Member] = {
            each.runner.id: each for each in paced(self._members(runners))
        }
        possible = [each.tally for each in members.values() if each.can_be]
        eligible = [each.tally for each in members.values() if each.can_be and each.reason is None]
        breathe()
        so_far = _in_order(ties_of(possible, self._rule), members)
        final = so_far
        if len(eligible) < len(possible):
            final = _in_order(ties_of(eligible, self._rule), members)
        out = [each for each in members.values() if not each.can_be]
        low_wins = self._rule.direction is Direction.LOW
        out.sort(
            key=lambda each: (each.tally.total if low_wins else -each.tally.total, *_by_name(each))
        )
        order = [
            *[members[runner_id] for runner_id in final],
            *[members[runner_id] for runner_id in so_far if runner_id not in final],
            *out,
        ]
        return tuple(self._rows(order, final, so_far))

    def _members(self, runners: Sequence[RunnerId]) -> Iterable[_Member]:
        """Everybody who started, with the total; the figures are gathered column by column."""
        columns = [list(map(one.scores.get, runners, repeat(one.absent))) for one in self._rounds]
        everybody = self._series.entrants.runners
        scheme = self._series.scheme
        for runner_id, scores in zip(runners, zip(*columns, strict=True), strict=True):
            ranks = [score.rank for score in scores]
            if not any(ranks) and not any([score.status in STARTED for score in scores]):
                continue
            runner = everybody[runner_id]
            if scheme.helpers is HelperPoints.AVERAGE:
                scores = _helped(scores, scheme)
            points = [score.points for score in scores]
            tally = Tally(runner_id, full_name(runner), points, ranks)
            yield self._member(runner, self._maker.finish(tally), scores)

    def _member(self, runner: Runner, tally: Tally, scores: Sequence[Score]) -> _Member:
        if self._worded:
            tally.scores = scores
        if self._outside:
            tally.outside = self._outside.get(runner.id)
        place = self.left_out.get(runner.id) if self.left_out else None
        if place is not None:
            reason = Note(code="standing.left-out", params={"place": int(place)})
            return _Member(runner, tally, scores, False, reason)
        can_be, missing = self._needs.missing(scores, tally)
        return _Member(runner, tally, scores, can_be, missing)

    def _rows(
        self,
        order: Sequence[_Member],
        final: Mapping[int, Tie],
        so_far: Mapping[int, Tie],
    ) -> list[Standing]:
        """The rows, made column by column."""
        ties = [(final if each.reason is None else so_far).get(each.runner.id) for each in order]
        ahead = [so_far.get(each.runner.id) for each in order]
        people = [each.runner for each in order]
        tallies = [each.tally for each in order]
        return many_of(
            Standing,
            len(order),
            runner_id=[one.id for one in people],
            family_name=[one.family_name for one in people],
            given_name=[one.given_name for one in people],
            nation=[one.nation for one in people],
            club=[one.club for one in people],
            total=[tally.total for tally in tallies],
            rank=[
                tie.rank if tie is not None and each.reason is None else None
                for each, tie in zip(order, ties, strict=True)
            ],
            shared=[tie is not None and tie.shared for tie in ties],
            eligible=[each.reason is None for each in order],
            reason=[each.reason for each in order],
            rank_so_far=[None if tie is None else tie.rank for tie in ahead],
            scores=[self._counted(each) for each in order],
            explanation=[
                explain_sum(tally) if tie is None else tie.note(tally)
                for tie, tally in zip(ties, tallies, strict=True)
            ],
            sum=[tally.sum for tally in tallies],
            factor=[tally.factor for tally in tallies],
            estimate=[self._is_estimate(each) for each in order],
        )

    def _counted(self, member: _Member) -> tuple[Score, ...]:
        scores = list(member.scores)
        for at in member.tally.chosen:
            scores[at] = self._rounds[at].as_counted(scores[at])
        return tuple(scores)

    def _is_estimate(self, member: _Member) -> bool:
        if self._guessed and any([score.estimate for score in member.scores]):
            return True
        if not self._rule.participation:
            return False
        step = participation_step(self._rule.participation, member.tally.scoring)
        return step is not None and step.estimate


def _in_order(ties: Iterable[tuple[Tally, Tie]], members: Mapping[int, _Member]) -> dict[int, Tie]:
    """Runner to rank, best first; those who share a rank by family name."""
    found: dict[int, Tie] = {}
    sharing: list[tuple[Tally, Tie]] = []
    for tally, tie in paced(ties):
        if not tie.shared:
            found[tally.id] = tie
            continue
        sharing.append((tally, tie))
        if len(sharing) == tie.end - tie.start:
            sharing.sort(key=lambda each: _by_name(members[each[0].id]))
            found.update((each.id, own) for each, own in sharing)
            sharing = []
    return found


def _by_name(member: _Member) -> tuple[str, str, int]:
    runner = member.runner
    return runner.family_name.casefold(), runner.given_name.casefold(), runner.id


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
