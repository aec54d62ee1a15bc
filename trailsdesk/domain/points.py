"""Points at an event and the standings of a series: who has what, who can win, and why."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.category import Assignment, categories_of, series_categories
from trailsdesk.domain.event import Event, Race, RaceId
from trailsdesk.domain.people import Gender, Runner, RunnerId, full_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import RaceResults, Result, ResultStatus
from trailsdesk.domain.rules import (
    CategoryOfRank,
    PointsScheme,
    RankScope,
    RuleSet,
    StandingsRule,
    TieRule,
)
from trailsdesk.domain.series_ranking import (
    Candidate,
    Placing,
    counted_scores,
    explain_total,
    plain_points,
    rank_standings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.season import SeasonData

__all__ = [
    "Candidate",
    "Placing",
    "Score",
    "Standing",
    "StandingGroup",
    "compute_standings",
    "counted_scores",
    "plain_points",
    "points_for",
    "rank_standings",
]

_STARTED = frozenset({ResultStatus.OK, ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME})
_UNFINISHED = frozenset({ResultStatus.DNF, ResultStatus.OVER_TIME})
_NO_POINTS = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A runner's outcome at one event of the series.

    ``rank`` is the position that earned the points, None without a finish; ``status`` is None when
    the runner has no result there. ``counted`` says whether the points are part of the total.
    """

    event_code: str
    race_id: RaceId
    points: Decimal
    counted: bool
    rank: int | None
    status: ResultStatus | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A runner's place in one series group.

    ``rank`` is None unless ``eligible``; ``rank_so_far`` ranks everybody who is or can still
    become eligible. ``shared`` tells that somebody else holds the same rank, or the same rank so
    far. ``reason`` says why a runner is not eligible (yet). ``scores`` has one item per event that
    holds the race, in the events' order.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingGroup:
    """The standings of one distance and series category, in print order.

    Eligible runners come first, then those who can still become so, then the rest. ``label`` words
    the category, ``race_label`` the distance; ``gender`` is None when categories do not part
    genders. ``event_codes`` heads the columns of ``Standing.scores``.
    """

    race_code: str
    race_label: str
    gender: Gender | None
    category: str
    label: str
    event_codes: tuple[str, ...]
    standings: tuple[Standing, ...]


def points_for(rank: int, scheme: PointsScheme) -> Decimal:
    """The points of a position.

    Raises:
        ValueError: a position below 1, or one the table does not cover (the preset reader refuses
            such tables).

    Source:
        preset ``points.bands``.
    """
    for band in scheme.bands:
        if band.from_rank <= rank and (band.to_rank is None or rank <= band.to_rank):
            return band.points
    raise ValueError(f"no points for position {rank}")


def compute_standings(
    season: SeasonData,
    rules: RuleSet,
    results: Mapping[RaceId, RaceResults],
    categories: Mapping[RunnerId, Assignment] | None = None,
) -> tuple[StandingGroup, ...]:
    """The series standings of every distance and series category.

    A runner stands in the group of each race code in which they started at least once. Runners
    without a series category are in no group; ``category.series_categories`` tells why. With
    ``CategoryOfRank.SERIES`` positions are taken anew inside the series group; with ``EVENT`` the
    position earned in the event's own category is kept. An event is to come for a runner while
    nobody has started in its race, or while the runner's own result is pending. No more finishes
    are asked for than there are events that hold the race. Of two results of one runner in one
    race the better counts.

    Args:
        results: the results of each race that has any.
        categories: ``series_categories(season, rules)``, when the caller has it already.

    Returns:
        Groups by distance, then in the printing order of categories; none without points rules.
    """
    if rules.points is None or rules.standings is None:
        return ()
    assigned = series_categories(season, rules) if categories is None else categories
    codes = {runner_id: found.code for runner_id, found in assigned.items() if found.code}
    by_code: dict[str, list[tuple[Event, Race]]] = defaultdict(list)
    for event in season.events_in_order():
        for race in season.races_of(event.id):
            by_code[race.code].append((event, race))
    groups: list[StandingGroup] = []
    for held in by_code.values():
        rounds = [
            _round(season, rules, rules.points, event, race, results.get(race.id), codes)
            for event, race in held
        ]
        groups.extend(_groups(season, rules, rules.standings, rounds, codes))
    return tuple(groups)


@dataclass(slots=True)
class _Round:
    """One event's race of the series, ``held`` once somebody has started.

    ``scores`` holds everybody's outcome, not yet counted. Runners with the same outcome share one
    value, and ``counted`` keeps its counted twin: the groups of a race have many places in common.
    """

    event: Event
    race: Race
    held: bool
    scores: dict[RunnerId, Score]
    absent: Score
    counted: dict[int, Score]

    def score_of(self, runner_id: RunnerId) -> Score:
        return self.scores.get(runner_id, self.absent)

    def is_to_come(self, score: Score) -> bool:
        if score.status is None:
            return not self.held
        return score.status is ResultStatus.PENDING

    def as_counted(self, score: Score) -> Score:
        twin = self.counted.get(id(score))
        if twin is None:
            twin = self.counted[id(score)] = replace(score, counted=True)
        return twin


def _round(
    season: SeasonData,
    rules: RuleSet,
    scheme: PointsScheme,
    event: Event,
    race: Race,
    results: RaceResults | None,
    codes: Mapping[RunnerId, str],
) -> _Round:
    best: dict[RunnerId, Result] = {}
    for result in results.results if results else ():
        runner_id = season.entries[result.entry_id].runner_id
        other = best.get(runner_id)
        if other is None or _goodness(result) < _goodness(other):
            best[runner_id] = result

    def score(rank: int | None, status: ResultStatus | None) -> Score:
        points = _NO_POINTS
        if rank is not None:
            points = points_for(rank, scheme)
        elif status in _UNFINISHED:
            points = scheme.unfinished_points
        return Score(
            event_code=event.code,
            race_id=race.id,
            points=points,
            counted=False,
            rank=rank,
            status=status,
        )

    ranks = _positions(best, scheme, rules.timing.tie, codes)
    by_rank = {rank: score(rank, ResultStatus.OK) for rank in set(ranks.values())}
    by_status = {status: score(None, status) for status in ResultStatus}
    scores = {runner_id: by_rank[rank] for runner_id, rank in ranks.items()}
    if len(scores) < len(best):
        for runner_id, result in best.items():
            if runner_id not in scores:
                scores[runner_id] = by_status[result.status]
    held = any(result.status in _STARTED for result in best.values())
    return _Round(event, race, held, scores, score(None, None), {})


def _goodness(result: Result) -> tuple[bool, bool, float, int]:
    rank = math.inf if result.rank is None else result.rank
    finished = result.status is ResultStatus.OK
    return (not finished, result.status is not ResultStatus.PENDING, rank, result.entry_id)


def _positions(
    best: Mapping[RunnerId, Result],
    scheme: PointsScheme,
    tie: TieRule,
    codes: Mapping[RunnerId, str],
) -> dict[RunnerId, int]:
    """The position that earns points, for everybody who finished and has one."""
    if scheme.scope is RankScope.CATEGORY and scheme.category_of_rank is CategoryOfRank.SERIES:
        return _ranked_again(best, tie, codes)
    positions: dict[RunnerId, int] = {}
    for runner_id, result in best.items():
        rank = result.rank_category
        if scheme.scope is RankScope.OVERALL:
            rank = result.rank
        elif scheme.scope is RankScope.GENDER:
            rank = result.rank_gender
        if rank is not None and result.status is ResultStatus.OK:
            positions[runner_id] = rank
    return positions


def _ranked_again(
    best: Mapping[RunnerId, Result], tie: TieRule, codes: Mapping[RunnerId, str]
) -> dict[RunnerId, int]:
    """Positions inside each series category; equal official times are equal overall ranks."""
    members: dict[str, list[tuple[int, RunnerId]]] = defaultdict(list)
    for runner_id, result in best.items():
        rank, code = result.rank, codes.get(runner_id)
        if code is not None and rank is not None and result.status is ResultStatus.OK:
            members[code].append((rank, runner_id))
    positions: dict[RunnerId, int] = {}
    for finishers in members.values():
        finishers.sort()
        position, last = 0, None
        for count, (rank, runner_id) in enumerate(finishers, start=1):
            if rank != last:
                position = count if tie is TieRule.SAME_RANK_SKIP else position + 1
                last = rank
            positions[runner_id] = position
    return positions


def _groups(
    season: SeasonData,
    rules: RuleSet,
    rule: StandingsRule,
    rounds: Sequence[_Round],
    codes: Mapping[RunnerId, str],
) -> Iterable[StandingGroup]:
    members: dict[str, list[Runner]] = defaultdict(list)
    for runner_id in sorted(set().union(*[one.scores for one in rounds])):
        code = codes.get(runner_id)
        if code is not None:
            members[code].append(season.runners[runner_id])
    known = {info.code: info for info in categories_of(rules.categories)}
    others = sorted(code for code in members if code not in known)
    for code in [*known, *others]:
        standings = _standings(members.get(code, ()), rule, rounds)
        if not standings:
            continue
        info = known.get(code)
        yield StandingGroup(
            race_code=rounds[0].race.code,
            race_label=rounds[0].race.label,
            gender=info.gender if info else None,
            category=code,
            label=info.label if info else code,
            event_codes=tuple(one.event.code for one in rounds),
            standings=standings,
        )


@dataclass(slots=True)
class _Member:
    """A runner of a group before ranking; ``can_be`` eligible still, or already without reason."""

    runner: Runner
    candidate: Candidate
    scores: tuple[Score, ...]
    can_be: bool
    reason: Note | None

    @property
    def eligible(self) -> bool:
        return self.reason is None

    @property
    def has_started(self) -> bool:
        return any(score.status in _STARTED for score in self.scores)


def _standings(
    runners: Iterable[Runner], rule: StandingsRule, rounds: Sequence[_Round]
) -> tuple[Standing, ...]:
    everybody = (_member(runner, rule, rounds) for runner in runners)
    members = [member for member in everybody if member.has_started]
    possible = [member.candidate for member in members if member.can_be]
    eligible = [member.candidate for member in members if member.eligible]
    so_far = {placing.id: placing for placing in rank_standings(possible, rule)}
    final = so_far
    if len(eligible) < len(possible):
        final = {placing.id: placing for placing in rank_standings(eligible, rule)}
    standings = [_standing(member, rule, rounds, final, so_far) for member in members]
    return tuple(sorted(standings, key=_print_order))


def _member(runner: Runner, rule: StandingsRule, rounds: Sequence[_Round]) -> _Member:
    scores = tuple([one.score_of(runner.id) for one in rounds])
    statuses = [score.status for score in scores]
    finished = statuses.count(ResultStatus.OK)
    required = min(rule.must_finish, len(rounds))
    can_be, reason = True, None
    if finished < required:
        can_be, reason = _hindrance(scores, finished, required, rounds)
    candidate = Candidate(
        id=runner.id,
        points=tuple([score.points for score in scores]),
        ranks=tuple([score.rank for score in scores]),
        name=full_name(runner),
    )
    return _Member(runner, candidate, scores, can_be, reason)


def _hindrance(
    scores: Sequence[Score], finished: int, required: int, rounds: Sequence[_Round]
) -> tuple[bool, Note]:
    """Whether the runner can still become eligible, and what is missing."""
    to_come: list[str] = []
    missed: list[str] = []
    for one, score in zip(rounds, scores, strict=True):
        if one.is_to_come(score):
            to_come.append(one.event.name)
        elif score.status is not ResultStatus.OK:
            missed.append(one.event.name)
    can_be = finished + len(to_come) >= required
    note = Note(
        code="standing.to-come" if can_be else "standing.not-eligible",
        params={
            "finished": finished,
            "required": required,
            "events": ", ".join(to_come if can_be else missed),
        },
    )
    return can_be, note


def _standing(
    member: _Member,
    rule: StandingsRule,
    rounds: Sequence[_Round],
    final: Mapping[int, Placing],
    so_far: Mapping[int, Placing],
) -> Standing:
    runner = member.runner
    ahead = so_far.get(runner.id)
    placing = final.get(runner.id) if member.eligible else ahead
    if placing is None:
        counted = counted_scores(member.candidate.points, rule.count_best)
        total, explanation = explain_total(member.candidate, rule)
    else:
        counted, total, explanation = placing.counted, placing.total, placing.explanation
    return Standing(
        runner_id=runner.id,
        family_name=runner.family_name,
        given_name=runner.given_name,
        nation=runner.nation,
        club=runner.club,
        total=total,
        rank=placing.rank if placing is not None and member.eligible else None,
        shared=placing is not None and placing.shared,
        eligible=member.eligible,
        reason=member.reason,
        rank_so_far=None if ahead is None else ahead.rank,
        scores=tuple(
            [
                one.as_counted(score) if is_counted else score
                for one, score, is_counted in zip(rounds, member.scores, counted, strict=True)
            ]
        ),
        explanation=explanation,
    )


def _print_order(standing: Standing) -> tuple[float, float, Decimal, str, str, int]:
    return (
        math.inf if standing.rank is None else standing.rank,
        math.inf if standing.rank_so_far is None else standing.rank_so_far,
        -standing.total,
        standing.family_name.casefold(),
        standing.given_name.casefold(),
        standing.runner_id,
    )
