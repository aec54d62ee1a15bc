"""Team standings: in each round the best members of a club make its points, rounds a total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.category import GENDER_ORDER
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.point_formula import plain_points, rounded
from trailsdesk.domain.problems import Note
from trailsdesk.domain.round_field import STARTED, club_key
from trailsdesk.domain.round_scheme import all_factors
from trailsdesk.domain.round_score import with_factor
from trailsdesk.domain.selection import Selection
from trailsdesk.domain.series_rounds import SeriesRounds
from trailsdesk.domain.standing_rules import Combine, Direction, Over, Ranking, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from trailsdesk.domain.category import Assignment
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.results import RaceResults
    from trailsdesk.domain.round_score import Score
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.series_rounds import SeriesRound

_ZERO = Decimal(0)
_TeamKey = tuple[Gender | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A scorer of a team in one round; ``term`` words the points with their factor."""

    runner_id: RunnerId
    points: Decimal
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamScore:
    """A team's points at one event; ``scored`` is False where too few finished.

    ``members`` are those whose points count, best first; ``participants`` how many started.
    """

    event_code: str
    points: Decimal
    scored: bool
    counted: bool
    members: tuple[TeamMember, ...]
    participants: int
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamStanding:
    """A club's place. Equal totals share a rank, and the next one is skipped."""

    club: str
    total: Decimal
    rank: int
    shared: bool
    scores: tuple[TeamScore, ...]
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamGroup:
    """The teams of one list; ``gender`` is None when men and women score together."""

    label: str
    gender: Gender | None
    event_codes: tuple[str, ...]
    standings: tuple[TeamStanding, ...]


def compute_teams(
    season: SeasonData,
    rules: RuleSet,
    results: Mapping[RaceId, RaceResults],
    categories: Mapping[RunnerId, Assignment] | None = None,
    same: Mapping[RunnerId, RunnerId] | None = None,
) -> tuple[TeamGroup, ...]:
    """The team standings; none without a team rule. See ``standing_rules.TeamRule``.

    Members score with the points they earned in the round, whatever the distance. A runner without
    a club is in no team. A team is placed once it has scored anywhere.
    """
    rule = rules.teams
    if rules.points is None or rule is None:
        return ()
    series = SeriesRounds(season, rules, rules.points, results, categories, same)
    ranking = Ranking(id="teams", over=Over.ALL, scope=rule.scope, where=rule.where)
    units = series.units(ranking)
    if not units:
        return ()
    desk = _TeamDesk(rule, series, units[0].rounds)
    genders = GENDER_ORDER if rule.by_gender else (None,)
    labels = rules.categories.gender_labels
    groups = [
        TeamGroup(
            label=", ".join(
                filter(None, (rule.label, "" if gender is None else labels.get(gender.value, "")))
            ),
            gender=gender,
            event_codes=tuple(one.event.code for one in units[0].rounds),
            standings=desk.standings(gender),
        )
        for gender in genders
    ]
    return tuple(group for group in groups if group.standings)


class _TeamDesk:
    """The clubs' points in every round."""

    def __init__(
        self, rule: TeamRule, series: SeriesRounds, rounds: Sequence[SeriesRound]
    ) -> None:
        self._rule = rule
        self._series = series
        self._rounds = rounds
        self._low_wins = rule.direction is Direction.LOW
        self._clubs: dict[str, str] = {}
        self._by_round = [self._members(one) for one in rounds]

    def standings(self, gender: Gender | None) -> tuple[TeamStanding, ...]:
        """The teams of one list, best first."""
        keys = sorted({key for found in self._by_round for key in found if key[0] is gender})
        rows = [self._row(key) for key in keys]
        rows = [row for row in rows if any(score.scored for score in row[1])]
        rows.sort(key=lambda row: (self._order(row), row[0].casefold()))
        found: list[TeamStanding] = []
        orders = [self._order(row) for row in rows]
        for (club, scores, total), own in zip(rows, orders, strict=True):
            found.append(
                TeamStanding(
                    club=club,
                    total=total,
                    rank=1 + orders.index(own),
                    shared=orders.count(own) > 1,
                    scores=scores,
                    explanation=_explained(scores, total),
                )
            )
        return tuple(found)

    def _order(self, row: tuple[str, tuple[TeamScore, ...], Decimal]) -> tuple[int, Decimal]:
        """Smaller is better; where few points win, more rounds scored go before fewer."""
        _club, scores, total = row
        if not self._low_wins:
            return 0, -total
        return -sum(score.counted for score in scores), total

    def _members(self, one: SeriesRound) -> dict[_TeamKey, list[tuple[RunnerId, Score]]]:
        found: dict[_TeamKey, list[tuple[RunnerId, Score]]] = defaultdict(list)
        entrants = self._series.entrants
        for runner_id, score in one.scores.items():
            runner = entrants.runners[runner_id]
            key = club_key(runner.club)
            if not key or score.status not in STARTED:
                continue
            name = " ".join(runner.club.split())
            self._clubs[key] = min(self._clubs.get(key, name), name)
            found[(entrants.gender_of(runner) if self._rule.by_gender else None, key)].append(
                (runner_id, score)
            )
        return found

    def _row(self, key: _TeamKey) -> tuple[str, tuple[TeamScore, ...], Decimal]:
        rule = self._rule
        scores = [
            self._score(one, found.get(key, ()))
            for one, found in zip(self._rounds, self._by_round, strict=True)
        ]
        selection = Selection(count_best=rule.count_best, low_wins=self._low_wins)
        counted = selection.choose(
            [score.points for score in scores], [score.scored for score in scores]
        )
        own = tuple(
            _as_counted(score) if is_counted else score
            for score, is_counted in zip(scores, counted, strict=True)
        )
        total = sum((score.points for score in own if score.counted), _ZERO)
        return self._clubs[key[1]], own, total

    def _score(self, one: SeriesRound, members: Iterable[tuple[RunnerId, Score]]) -> TeamScore:
        rule = self._rule
        everybody = list(members)
        scorers = [
            self._member(one, runner_id, score) for runner_id, score in everybody if score.scores
        ]
        scorers.sort(
            key=lambda each: (each.points if self._low_wins else -each.points, each.runner_id)
        )
        chosen = tuple(scorers[: rule.best or None])
        scored = len(scorers) >= rule.at_least
        extra = rule.per_participant * len(everybody)
        points = _ZERO
        if scored:
            points = sum((each.points for each in chosen), _ZERO)
            if rule.combine is Combine.AVERAGE:
                points /= len(chosen)
            points = rounded(points + extra, rule.rounding)
        text = _sum_text([each.term for each in chosen], rule.combine, extra)
        params = {"points": plain_points(points), "sum": text}
        return TeamScore(
            event_code=one.event.code,
            points=points,
            scored=scored,
            counted=False,
            members=chosen,
            participants=len(everybody),
            explanation=Note(code="team.score", params=params)
            if scored
            else Note(
                code="team.too-few",
                params={"finished": len(scorers), "required": rule.at_least},
            ),
        )

    def _member(self, one: SeriesRound, runner_id: RunnerId, score: Score) -> TeamMember:
        factor, bonus = self._factor_of(one, score)
        points = score.points * factor.numerator / factor.denominator + bonus
        term = with_factor(plain_points(score.points), factor, bonus)
        return TeamMember(
            runner_id=runner_id,
            points=points,
            term=f"({term})" if " " in term else term,
        )

    def _factor_of(self, one: SeriesRound, score: Score) -> tuple[Fraction, Decimal]:
        facts = self._series.facts_of(score.race_id) or one.facts
        return all_factors(each for each in self._rule.factors if each.where.covers(facts))


def _as_counted(score: TeamScore) -> TeamScore:
    return replace(score, counted=True)


def _sum_text(terms: Sequence[str], combine: Combine, extra: Decimal) -> str:
    """``50 + 48 + 3``; an average as ``(50 + 48) / 2``."""
    text = " + ".join(terms) or "0"
    if combine is Combine.AVERAGE and len(terms) > 1:
        text = f"({text}) / {len(terms)}"
    return f"{text} + {plain_points(extra)}" if extra else text


def _explained(scores: Sequence[TeamScore], total: Decimal) -> Note:
    counted = [plain_points(score.points) for score in scores if score.counted]
    dropped = [
        plain_points(score.points) for score in scores if score.scored and not score.counted
    ]
    return Note(
        code="standing.explain",
        params={
            "total": plain_points(total),
            "sum": " + ".join(counted) or "0",
            "dropped": ", ".join(dropped),
        },
    )
