"""The rounds of a series: every race of every event that counts, with the points of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from trailsdesk.domain.category import (
    Assignment,
    assign_categories,
    ranked_gender,
    series_categories,
)
from trailsdesk.domain.one_runner import runner_of_all, same_runner
from trailsdesk.domain.people import Gender
from trailsdesk.domain.point_formula import goes_by_place
from trailsdesk.domain.point_rules import (
    CategoryOfRank,
    Formula,
    PointsScheme,
    RankScope,
    RoundFacts,
)
from trailsdesk.domain.results import RaceResults, ResultStatus
from trailsdesk.domain.round_field import Entrants, RoundField, outside_by_entry, score_value
from trailsdesk.domain.round_points import RoundPoints
from trailsdesk.domain.round_score import Outcomes, Score
from trailsdesk.domain.standing_rules import Direction, Over

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event, Race, RaceId
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.standing_rules import Ranking


class SeriesRound(Protocol):
    """A column of the standings."""

    @property
    def event(self) -> Event:
        """The event it is held at."""

    @property
    def facts(self) -> RoundFacts:
        """What rules may ask of it."""

    @property
    def scores(self) -> Mapping[RunnerId, Score]:
        """Everybody's outcome, not yet counted."""

    @property
    def absent(self) -> Score:
        """The outcome of somebody who was not there."""

    def is_to_come(self, score: Score) -> bool:
        """Whether the round is still before the runner."""

    def as_counted(self, score: Score) -> Score:
        """The same outcome as part of a total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Rounds that one list takes together, of one distance or of all (``race_code`` empty)."""

    race_code: str
    race_label: str
    rounds: Sequence[SeriesRound]


class SeriesRounds:
    """Rounds by what a ranking asks for; each is worked out once."""

    def __init__(
        self,
        season: SeasonData,
        rules: RuleSet,
        scheme: PointsScheme,
        results: Mapping[RaceId, RaceResults],
        categories: Mapping[RunnerId, Assignment] | None = None,
        same: Mapping[RunnerId, RunnerId] | None = None,
    ) -> None:
        self.season, self.rules, self.scheme = season, rules, scheme
        self._results = results
        same = same_runner(season) if same is None else same
        if categories is None:
            categories = series_categories(season, rules, same)
        self.entrants = Entrants(
            runners={**season.runners, **runner_of_all(season, same)},
            codes={who: found.code for who, found in categories.items() if found.code},
            stands_for={who: one for who, one in same.items() if who != one},
            event_codes=self._event_codes(),
            outside=outside_by_entry(season) if season.scores else {},
            ranked_as={
                gender: ranked_gender(gender, rules.categories) or gender for gender in Gender
            },
        )
        self.race_codes = {race.id: race.code for race in season.races.values()}
        self._facts_of: dict[RaceId, RoundFacts] = {}
        self._low_wins = rules.standings is not None and rules.standings.direction is Direction.LOW
        self._known: dict[tuple[RaceId, RankScope], RoundPoints] = {}
        self._events = [event for event in season.events_in_order() if not event.cancelled]

    def units(self, ranking: Ranking) -> list[Unit]:
        """What a ranking takes together, without rounds it leaves out."""
        scope = ranking.scope or self.scheme.scope
        by_code: dict[str, list[RoundPoints]] = defaultdict(list)
        by_event: dict[str, list[RoundPoints]] = defaultdict(list)
        for event in self._events:
            races = self.season.races_of(event.id)
            for race in races:
                if ranking.where.covers(self._facts(event, race)):
                    one = self.round(event, race, scope)
                    by_code[race.code].append(one)
                    by_event[event.code].append(one)
        if ranking.over is Over.ALL:
            rounds = [
                rounds[0] if len(rounds) == 1 else EventRound(rounds, low_wins=self._low_wins)
                for rounds in by_event.values()
            ]
            return [Unit(race_code="", race_label="", rounds=rounds)] if rounds else []
        return [
            Unit(race_code=code, race_label=rounds[0].race.label, rounds=rounds)
            for code, rounds in by_code.items()
        ]

    def round(self, event: Event, race: Race, scope: RankScope) -> RoundPoints:
        """One race as a round, its places taken in a scope."""
        found = self._known.get((race.id, scope))
        if found is None:
            field = RoundField(
                self.season,
                self.scheme,
                self._facts(event, race),
                self._results.get(race.id),
                self.entrants,
                self.rules.timing.tie,
                scope,
            )
            found = self._known[(race.id, scope)] = RoundPoints(event, race, field)
        return found

    def best_outside(self, system: str, *, low: bool) -> dict[RunnerId, Decimal]:
        """The best score each runner was given by a system, wherever it was earned."""
        best: dict[RunnerId, Decimal] = {}
        for score in self.season.scores.values():
            value = score_value(score.value)
            if score.system != system or value is None:
                continue
            runner_id = self.entrants.stands_for.get(score.runner_id, score.runner_id)
            other = best.get(runner_id)
            if other is None or (value < other if low else value > other):
                best[runner_id] = value
        return best

    def facts_of(self, race_id: RaceId) -> RoundFacts | None:
        """What rules may ask of a race of the series, None of one that is in no round."""
        return self._facts_of.get(race_id)

    def _facts(self, event: Event, race: Race) -> RoundFacts:
        rule = self.rules.event(event.code)
        found = self._facts_of[race.id] = RoundFacts(
            event=event.code,
            race=race.code,
            tier=rule.tier if rule else "",
            host=rule.host if rule else "",
            distance_m=race.distance_m,
            name=event.name,
        )
        return found

    def _event_codes(self) -> dict[EntryId, str]:
        """The categories at the events, where points go by them and need more than the place."""
        scheme = self.scheme
        if scheme.category_of_rank is CategoryOfRank.SERIES or all_by_table(scheme):
            return {}
        given = assign_categories(self.season, self.rules)
        return {entry_id: found.code for entry_id, found in given.items() if found.code}


class EventRound(Outcomes):
    """Several races of one event as one round: of two results of a runner the better counts."""

    def __init__(self, rounds: Sequence[RoundPoints], *, low_wins: bool) -> None:
        self.event = rounds[0].event
        self.facts = replace(rounds[0].facts, race="", distance_m=None)
        scores: dict[RunnerId, Score] = {}
        for one in rounds:
            for runner_id, score in one.scores.items():
                other = scores.get(runner_id)
                if other is None or _better(score, other, low_wins=low_wins):
                    scores[runner_id] = score
        super().__init__(scores, rounds[0].absent, held=any(one.held for one in rounds))


def all_formulas(scheme: PointsScheme) -> Iterable[Formula]:
    """Every formula of a scheme."""
    yield scheme.formula
    yield from scheme.plus
    for variant in scheme.variants:
        yield variant.formula
        yield from variant.plus


def all_by_table(scheme: PointsScheme) -> bool:
    """Whether only the places matter that results already have."""
    return (
        all(map(goes_by_place, all_formulas(scheme)))
        and scheme.small_field is None
        and not scheme.ranked_by
    )


def _better(score: Score, other: Score, *, low_wins: bool) -> bool:
    if score.scores is not other.scores:
        return score.scores
    if score.points != other.points:
        return score.points < other.points if low_wins else score.points > other.points
    return (score.status is ResultStatus.OK) > (other.status is ResultStatus.OK)
