"""The field of one round of a series: places among the scheme's scope, and groups of runners."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import compress, count, islice
from operator import lt
from typing import TYPE_CHECKING, Any, NamedTuple

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.point_formula import (
    FieldGroup,
    Performance,
    plain_points,
)
from trailsdesk.domain.point_rules import (
    CategoryOfRank,
    EqualPlaces,
    PointsScheme,
    RankScope,
    RoundFacts,
)
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import Result, ResultStatus
from trailsdesk.domain.round_scheme import RoundScheme
from trailsdesk.domain.rules import TieRule

if TYPE_CHECKING:
    from trailsdesk.domain.results import RaceResults
    from trailsdesk.domain.round_score import Score
    from trailsdesk.domain.season import SeasonData

STARTED = frozenset({ResultStatus.OK, ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME})
_NO_POINTS = Decimal(0)

Outside = Mapping[EntryId, Mapping[str, Decimal]]
"""Scores given elsewhere for an entry, by system."""


class _Ordered(NamedTuple):
    """Runners by what orders them, ``keys``, the smallest first."""

    keys: Sequence[object]
    runners: Sequence[RunnerId]
    has_equals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrants:
    """Who runs in the series, as points look at them.

    ``stands_for`` maps each runner's record to the one that stands for all of that runner,
    ``runners`` that one to the person, ``codes`` to the series category. ``event_codes`` are the
    categories at the events by entry, needed only where points go by them. ``ranked_as`` says
    among which gender another one is ranked.
    """

    runners: Mapping[RunnerId, Runner]
    codes: Mapping[RunnerId, str]
    stands_for: Mapping[RunnerId, RunnerId] = field(default_factory=dict)
    event_codes: Mapping[EntryId, str] = field(default_factory=dict)
    outside: Outside = field(default_factory=dict)
    ranked_as: Mapping[Gender, Gender] = field(default_factory=dict)

    def gender_of(self, runner: Runner) -> Gender | None:
        """The gender among whom a runner is ranked."""
        gender = runner.gender
        return None if gender is None else self.ranked_as.get(gender, gender)


def outside_by_entry(season: SeasonData) -> Outside:
    """The scores given elsewhere for the season's own entries; of two of a system the later."""
    found: dict[EntryId, dict[str, Decimal]] = defaultdict(dict)
    for _id, score in sorted(season.scores.items()):
        value = score_value(score.value)
        if score.entry_id is not None and value is not None:
            found[score.entry_id][score.system] = value
    return found


def score_value(text: str) -> Decimal | None:
    """The number of a stored score, None where it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


class RoundField:
    """One race of the series: who takes which place, among whom, and what a place is worth.

    It holds no scores: those know it, to explain themselves, and nothing may go in a circle.
    """

    def __init__(
        self,
        season: SeasonData,
        scheme: PointsScheme,
        facts: RoundFacts,
        results: RaceResults | None,
        entrants: Entrants,
        tie: TieRule,
        scope: RankScope,
    ) -> None:
        self.facts = facts
        self.scheme = scheme
        self.scope = scope
        self.entrants = entrants
        self.own = RoundScheme(scheme, facts, scope)
        self.best = _best_results(season, results, entrants.stands_for)
        self._groups: dict[RankScope, dict[object, FieldGroup]] = {}
        self._ranks: dict[RankScope, dict[object, list[int]]] = {}
        self.places = self._places(tie)
        self._tied = (
            Counter((self._key(self.scope, who), place) for who, place in self.places.items())
            if scheme.equal_places is EqualPlaces.AVERAGE
            else None
        )

    def explain(self, runner_id: RunnerId, score: Score) -> Note:
        """How the points of a score came about, with every figure that went in."""
        points = plain_points(score.points)
        if score.rank is None:
            return Note(code="score.explain-none", params={"points": points})
        tied = self.tied_with(runner_id, score.rank)
        one = self.performance(runner_id, score.rank)
        small = self.small_field(runner_id)
        text = self.own.text(self.variant(runner_id), one, tied, small)
        params: dict[str, str | int] = {
            "points": points,
            "place": score.rank,
            "shared": tied if tied > 1 else "",
            "sum": text,
        }
        return Note(code="score.explain" if text else "score.explain-unknown", params=params)

    def _places(self, tie: TieRule) -> dict[RunnerId, int]:
        """The position that earns points, for everybody who finished and has one."""
        scheme, best = self.scheme, self.best
        by_series = scheme.category_of_rank is CategoryOfRank.SERIES
        if scheme.ranked_by:
            return self._placed_anew(self._by_score(scheme.ranked_by), tie)
        in_order = scheme.equal_places is EqualPlaces.ORDER
        if in_order or self.scope is RankScope.CLUB:
            return self._placed_anew(self._by_time(exact=in_order), tie)
        if self.scope is RankScope.CATEGORY and by_series:
            return self._placed_anew(self._by_time(exact=False), tie)
        places: dict[RunnerId, int] = {}
        for runner_id, result in best.items():
            rank = result.rank_category
            if self.scope is RankScope.OVERALL:
                rank = result.rank
            elif self.scope is RankScope.GENDER:
                rank = result.rank_gender
            if rank is not None and result.status is ResultStatus.OK:
                places[runner_id] = rank
        return places

    def _by_time(self, *, exact: bool) -> _Ordered:
        """Finishers by overall rank; equal official times are equal overall ranks."""
        ranks = [one.rank for one in self.best.values()]
        runners, found = list(self.best), list(self.best.values())
        if None in ranks:
            has_rank = [rank is not None for rank in ranks]
            runners, found = list(compress(runners, has_rank)), list(compress(found, has_rank))
            ranks = list(compress(ranks, has_rank))
        if exact:
            return _ordered([(one.rank, one.finish_ms or 0) for one in found], runners)
        return _ordered(ranks, runners)

    def _by_score(self, system: str) -> _Ordered:
        """Finishers by a score given elsewhere, the highest first; those without take no place."""
        keys: list[Decimal] = []
        runners: list[RunnerId] = []
        for runner_id, result in self.best.items():
            score = self.entrants.outside.get(result.entry_id, {}).get(system)
            if score is not None and result.status is ResultStatus.OK:
                keys.append(-score)
                runners.append(runner_id)
        return _ordered(keys, runners)

    def _placed_anew(self, ordered: _Ordered, tie: TieRule) -> dict[RunnerId, int]:
        """Positions inside each group of the scope; those in no group take none."""
        by_series = self.scheme.category_of_rank is CategoryOfRank.SERIES
        group_of: Callable[[RunnerId], object] = partial(self._key, self.scope)
        if self.scope is RankScope.CATEGORY and by_series:
            group_of = self.entrants.codes.get
        groups = list(map(group_of, paced(ordered.runners)))
        if ordered.has_equals:
            found = _places_with_equals(ordered.keys, groups, tie)
        else:
            counters: Mapping[object, Iterator[int]] = defaultdict(partial(count, 1))
            found = map(next, map(counters.__getitem__, groups))
        places = dict(zip(ordered.runners, found, strict=True))
        if None in set(groups):
            in_any = [group is not None for group in groups]
            return dict(compress(places.items(), in_any))
        return places

    def _key(self, scope: RankScope | None, runner_id: RunnerId) -> object:
        """The group of a runner in a scope, None when in none."""
        scope = scope or self.scope
        if scope is RankScope.OVERALL:
            return ""
        if scope is RankScope.CATEGORY:
            if self.scheme.category_of_rank is CategoryOfRank.SERIES:
                return self.entrants.codes.get(runner_id)
            result = self.best.get(runner_id)
            return None if result is None else self.entrants.event_codes.get(result.entry_id)
        runner = self.entrants.runners[runner_id]
        if scope is RankScope.GENDER:
            return self.entrants.gender_of(runner)
        return club_key(runner.club) or None

    def group(self, runner_id: RunnerId, scope: RankScope | None = None) -> FieldGroup:
        """The runners among whom somebody is looked at in a scope (None: the scheme's)."""
        scope = scope or self.scope
        groups = self._groups.get(scope)
        if groups is None:
            groups = self._groups[scope] = self._all_groups(scope)
        return groups.get(self._key(scope, runner_id)) or FieldGroup()

    def _all_groups(self, scope: RankScope) -> dict[object, FieldGroup]:
        starters: Counter[object] = Counter()
        times: dict[object, list[int]] = defaultdict(list)
        scores: dict[object, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
        for runner_id, result in self.best.items():
            key = self._key(scope, runner_id)
            if key is None or result.status not in STARTED:
                continue
            starters[key] += 1
            if result.status is ResultStatus.OK and result.time_ms is not None:
                times[key].append(result.time_ms)
                for system, value in self.entrants.outside.get(result.entry_id, {}).items():
                    scores[key][system].append(value)
        return {
            key: FieldGroup(
                starters=count,
                finishers=len(times[key]),
                times_ms=sorted(times[key]),
                scores={
                    system: sorted(values, reverse=True) for system, values in scores[key].items()
                },
            )
            for key, count in starters.items()
        }

    def _beaten(self, runner_id: RunnerId, scope: RankScope) -> int:
        """Finishers of the same group who are placed behind."""
        ranks = self._ranks.get(scope)
        if ranks is None:
            ranks = self._ranks[scope] = defaultdict(list)
            for each, result in self.best.items():
                key = self._key(scope, each)
                if key is not None and result.rank is not None:
                    ranks[key].append(result.rank)
            for found in ranks.values():
                found.sort()
        own = ranks.get(self._key(scope, runner_id), [])
        rank = self.best[runner_id].rank
        return 0 if rank is None else len(own) - bisect_right(own, rank)

    def performance(self, runner_id: RunnerId, place: int) -> Performance:
        """A finisher as formulas see one."""
        result = self.best[runner_id]
        return Performance(
            place=place,
            time_ms=result.time_ms,
            outside=self.entrants.outside.get(result.entry_id, {}),
            distance_m=self.facts.distance_m,
            groups=partial(self.group, runner_id),
            beaten=partial(self._beaten, runner_id),
        )

    def variant(self, runner_id: RunnerId) -> int:
        """Which variant of the scheme holds for a runner."""
        return self.own.variant(self.entrants.codes.get(runner_id, ""))

    def tied_with(self, runner_id: RunnerId, place: int) -> int:
        """How many share the place, where that changes the points."""
        if self._tied is None:
            return 1
        return self._tied[(self._key(self.scope, runner_id), place)] or 1

    def small_field(self, runner_id: RunnerId) -> Decimal:
        """What a small field costs a runner."""
        rule = self.scheme.small_field
        if rule is None:
            return _NO_POINTS
        return self.own.small_field(self.group(runner_id, rule.among).finishers)


def club_key(club: str) -> str:
    """A club's name as it is compared: without case and doubled spaces."""
    return " ".join(club.casefold().split())


def _ordered(keys: Sequence[Any], runners: Sequence[RunnerId]) -> _Ordered:
    """Keys in rising order with their runners; results mostly are in that order already."""
    if _all_rise(keys):
        return _Ordered(keys, runners, has_equals=False)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    keys = [keys[at] for at in order]
    return _Ordered(keys, [runners[at] for at in order], has_equals=not _all_rise(keys))


def _all_rise(keys: Sequence[Any]) -> bool:
    return all(map(lt, keys, islice(keys, 1, None)))


def _places_with_equals(
    keys: Sequence[object], groups: Sequence[object], tie: TieRule
) -> Iterable[int]:
    """Positions inside each group, of rising keys: equal ones share a place."""
    skip = tie is TieRule.SAME_RANK_SKIP
    counts: dict[object, int] = defaultdict(int)
    lasts: dict[object, tuple[object, int]] = {}
    for key, group in paced(zip(keys, groups, strict=True)):
        place = counts[group] = counts[group] + 1
        before, at = lasts.get(group, (None, 0))
        if before == key:
            place = at
        elif not skip:
            place = at + 1
        lasts[group] = (key, place)
        yield place


def _best_results(
    season: SeasonData, results: RaceResults | None, stands_for: Mapping[RunnerId, RunnerId]
) -> dict[RunnerId, Result]:
    """One result for each runner: of two in one race the better."""
    entries, found = season.entries, results.results if results else ()
    runners = [entries[result.entry_id].runner_id for result in paced(found)]
    if stands_for:
        runners = [stands_for.get(runner_id, runner_id) for runner_id in runners]
    best = dict(zip(runners, found, strict=True))
    if len(best) < len(found):
        for runner_id, result in zip(runners, found, strict=True):
            if _goodness(result) < _goodness(best[runner_id]):
                best[runner_id] = result
    return best


def _goodness(result: Result) -> tuple[bool, bool, float, int]:
    rank = math.inf if result.rank is None else result.rank
    finished = result.status is ResultStatus.OK
    return (not finished, result.status is not ResultStatus.PENDING, rank, result.entry_id)
