"""Points at an event and the standings of a series: who has what, who can win, and why."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.category import Assignment, categories_of, series_categories
from trailsdesk.domain.event import Event, Race, RaceId
from trailsdesk.domain.people import Gender, Runner, RunnerId
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
    runs_of,
)

if TYPE_CHECKING:
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
    by_code: dict[str, list[tuple[Event, Race]]] = defaultdict(list)
    for event in season.events_in_order():
        for race in season.races_of(event.id):
            by_code[race.code].append((event, race))
    groups: list[StandingGroup] = []
    for held in by_code.values():
        rounds = [
            _round(season, rules, rules.points, event, race, results.get(race.id), assigned)
            for event, race in held
        ]
        groups.extend(_groups(season, rules, rules.standings, rounds, assigned))
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one runner has from one event."""

    status: ResultStatus | None
    rank: int | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class _Round:
    """One event's race of the series: outcomes by runner; ``held`` once somebody has started."""

    event: Event
    race: Race
    held: bool
    outcomes: Mapping[RunnerId, _Outcome]

    def is_to_come(self, runner_id: RunnerId) -> bool:
        outcome = self.outcomes.get(runner_id)
        if outcome is None:
            return not self.held
        return outcome.status is ResultStatus.PENDING

    def has_finished(self, runner_id: RunnerId) -> bool:
        outcome = self.outcomes.get(runner_id)
        return outcome is not None and outcome.status is ResultStatus.OK


_ABSENT = _Outcome(None, None, _NO_POINTS)


def _round(
    season: SeasonData,
    rules: RuleSet,
    scheme: PointsScheme,
    event: Event,
    race: Race,
    results: RaceResults | None,
    assigned: Mapping[RunnerId, Assignment],
) -> _Round:
    best: dict[RunnerId, Result] = {}
    for result in results.results if results else ():
        runner_id = season.entries[result.entry_id].runner_id
        other = best.get(runner_id)
        if other is None or _goodness(result) < _goodness(other):
            best[runner_id] = result
    ranks = _positions(best, scheme, rules.timing.tie, assigned)
    table: dict[int, Decimal] = {
        rank: points_for(rank, scheme) for rank in set(ranks.values()) if rank is not None
    }
    outcomes: dict[RunnerId, _Outcome] = {}
    for runner_id, result in best.items():
        rank = ranks.get(runner_id)
        points = table[rank] if rank is not None else _NO_POINTS
        if result.status in _UNFINISHED:
            points = scheme.unfinished_points
        outcomes[runner_id] = _Outcome(result.status, rank, points)
    held = any(result.status in _STARTED for result in best.values())
    return _Round(event, race, held, outcomes)


def _goodness(result: Result) -> tuple[bool, bool, float, int]:
    rank = math.inf if result.rank is None else result.rank
    finished = result.status is ResultStatus.OK
    return (not finished, result.status is not ResultStatus.PENDING, rank, result.entry_id)


def _positions(
    best: Mapping[RunnerId, Result],
    scheme: PointsScheme,
    tie: TieRule,
    assigned: Mapping[RunnerId, Assignment],
) -> dict[RunnerId, int | None]:
    """The position that earns points, for everybody who finished."""
    finished = {
        runner_id: result
        for runner_id, result in best.items()
        if result.status is ResultStatus.OK and result.rank is not None
    }
    if scheme.scope is RankScope.OVERALL:
        return {runner_id: result.rank for runner_id, result in finished.items()}
    if scheme.scope is RankScope.GENDER:
        return {runner_id: result.rank_gender for runner_id, result in finished.items()}
    if scheme.category_of_rank is CategoryOfRank.EVENT:
        return {runner_id: result.rank_category for runner_id, result in finished.items()}
    return _ranked_again(finished, tie, assigned)


def _ranked_again(
    finished: Mapping[RunnerId, Result],
    tie: TieRule,
    assigned: Mapping[RunnerId, Assignment],
) -> dict[RunnerId, int | None]:
    """Positions inside each series category; equal official times are equal overall ranks."""
    members: dict[str, list[tuple[int, RunnerId]]] = defaultdict(list)
    for runner_id, result in finished.items():
        found = assigned.get(runner_id)
        if found is not None and found.code and result.rank is not None:
            members[found.code].append((result.rank, runner_id))
    positions: dict[RunnerId, int | None] = {}
    for finishers in members.values():
        finishers.sort()
        position = 1
        for run in runs_of(finishers, lambda finisher: finisher[0]):
            positions.update((runner_id, position) for _rank, runner_id in run)
            position += len(run) if tie is TieRule.SAME_RANK_SKIP else 1
    return positions


def _groups(
    season: SeasonData,
    rules: RuleSet,
    rule: StandingsRule,
    rounds: Sequence[_Round],
    assigned: Mapping[RunnerId, Assignment],
) -> Iterable[StandingGroup]:
    members: dict[str, set[RunnerId]] = defaultdict(set)
    for one in rounds:
        for runner_id, outcome in one.outcomes.items():
            found = assigned.get(runner_id)
            if outcome.status in _STARTED and found is not None and found.code:
                members[found.code].add(runner_id)
    known = {info.code: info for info in categories_of(rules.categories)}
    others = sorted(code for code in members if code not in known)
    for code in [*known, *others]:
        if not members.get(code):
            continue
        runners = [season.runners[runner_id] for runner_id in sorted(members[code])]
        info = known.get(code)
        yield StandingGroup(
            race_code=rounds[0].race.code,
            race_label=rounds[0].race.label,
            gender=info.gender if info else None,
            category=code,
            label=info.label if info else code,
            event_codes=tuple(one.event.code for one in rounds),
            standings=_standings(runners, rule, rounds),
        )


@dataclass(frozen=True, slots=True)
class _Member:
    """A runner of a group before ranking."""

    runner: Runner
    candidate: Candidate
    outcomes: tuple[_Outcome, ...]
    finished: int
    can_be: bool
    eligible: bool
    reason: Note | None


def _standings(
    runners: Iterable[Runner], rule: StandingsRule, rounds: Sequence[_Round]
) -> tuple[Standing, ...]:
    members = [_member(runner, rule, rounds) for runner in runners]
    possible = [member.candidate for member in members if member.can_be]
    eligible = [member.candidate for member in members if member.eligible]
    so_far = {placing.id: placing for placing in rank_standings(possible, rule)}
    final = so_far
    if len(eligible) < len(possible):
        final = {placing.id: placing for placing in rank_standings(eligible, rule)}
    standings = [_standing(member, rule, rounds, final, so_far) for member in members]
    return tuple(sorted(standings, key=_print_order))


def _member(runner: Runner, rule: StandingsRule, rounds: Sequence[_Round]) -> _Member:
    outcomes = tuple(one.outcomes.get(runner.id, _ABSENT) for one in rounds)
    finished = sum(outcome.status is ResultStatus.OK for outcome in outcomes)
    required = min(rule.must_finish, len(rounds))
    reason: Note | None = None
    can_be = finished >= required
    if not can_be:
        to_come = [one for one in rounds if one.is_to_come(runner.id)]
        can_be = finished + len(to_come) >= required
        missed = [
            one
            for one in rounds
            if not one.has_finished(runner.id) and not one.is_to_come(runner.id)
        ]
        named = to_come if can_be else missed
        reason = Note(
            code="standing.to-come" if can_be else "standing.not-eligible",
            params={
                "finished": finished,
                "required": required,
                "events": ", ".join(one.event.name for one in named),
            },
        )
    return _Member(
        runner=runner,
        candidate=Candidate(
            id=runner.id,
            points=tuple(outcome.points for outcome in outcomes),
            ranks=tuple(outcome.rank for outcome in outcomes),
            name=f"{runner.given_name} {runner.family_name}".strip(),
        ),
        outcomes=outcomes,
        finished=finished,
        can_be=can_be,
        eligible=reason is None,
        reason=reason,
    )


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
            Score(
                event_code=one.event.code,
                race_id=one.race.id,
                points=outcome.points,
                counted=is_counted,
                rank=outcome.rank,
                status=outcome.status,
            )
            for one, outcome, is_counted in zip(rounds, member.outcomes, counted, strict=True)
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
