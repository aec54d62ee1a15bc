"""Series totals and places on plain figures: best results, factor, rank, what decided a tie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress, starmap

from trailsdesk.domain.many import many_of
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.point_rules import RoundFacts, RoundFilter
from trailsdesk.domain.problems import Note
from trailsdesk.domain.selection import RoundQuota, Selection
from trailsdesk.domain.standing_rules import (
    Direction,
    ParticipationStep,
    Quota,
    Ranking,
    StandingsRule,
    TieBreak,
)
from trailsdesk.domain.tie_breaks import Border, Cluster, Tally, border_text, clusters_of

_NAMES_SHOWN = 3
_ZERO = Decimal(0)
_EXPLAIN = "standing.explain"
_TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One runner's series on plain figures: points and position per event, in the events' order.

    A position is None where the runner did not finish. ``name`` is used in explanations and to
    order runners who share a rank. ``outside`` is the best score given elsewhere.
    """

    id: int
    points: tuple[Decimal, ...]
    ranks: tuple[int | None, ...]
    name: str = ""
    outside: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """A candidate's place: total, which events counted, rank, and the step that decided a tie.

    ``decided_by`` is None when the total alone decides or nothing parts the runners. ``factor``
    is what the sum was multiplied by, None when by nothing.
    """

    id: int
    total: Decimal
    counted: tuple[bool, ...]
    rank: int
    shared: bool
    decided_by: TieBreak | None
    explanation: Note
    factor: Decimal | None = None


def counted_scores(points: Sequence[Decimal], count_best: int) -> tuple[bool, ...]:
    """Which events make the total: the best ones; of equal points the earlier event counts.

    An event without points is never marked as counted: it adds nothing.
    """
    selection = Selection(count_best=count_best)
    return selection.choose(points, [bool(each) for each in points])


def rule_of_ranking(rule: StandingsRule, ranking: Ranking, held: int) -> StandingsRule:
    """The standings rule as it holds for one ranking when ``held`` rounds take place.

    No more results are asked for than there are rounds.
    """
    after_cancelling = next((each for each in rule.when_held if each.held == held), None)
    if after_cancelling is not None:
        rule = replace(
            rule,
            count_best=after_cancelling.count_best,
            at_least=after_cancelling.at_least,
            must_finish=after_cancelling.must_finish,
        )
    count = rule.count_best if ranking.count_best is None else ranking.count_best
    least = rule.at_least if ranking.at_least is None else ranking.at_least
    return replace(
        rule,
        count_best=count,
        at_least=min(least, held),
        must_finish=min(rule.must_finish, held),
    )


def quotas_of(
    rule: StandingsRule, rounds: Sequence[RoundFacts], category: str = ""
) -> tuple[RoundQuota, ...]:
    """The quotas of a rule over these rounds; an event that must be included is one of its own.

    No quota asks for more rounds than there are.
    """
    quotas = [
        *rule.quotas,
        *(
            Quota(label=code, where=RoundFilter(events=(code,)), at_least=1)
            for code in rule.must_include
        ),
    ]
    found: list[RoundQuota] = []
    for quota in quotas:
        if quota.categories and category not in quota.categories:
            continue
        inside = frozenset(at for at, one in enumerate(rounds) if quota.where.covers(one))
        least = min(quota.at_least, len(inside))
        if not inside or (not least and quota.at_most is None):
            continue
        label = quota.label
        if quota.where.events == (label,):
            label = next((one.name for one in rounds if one.event == label), "") or label
        found.append(RoundQuota(label=label, rounds=inside, at_least=least, at_most=quota.at_most))
    return tuple(found)


class TallyMaker:
    """Makes totals by one rule over the same rounds."""

    def __init__(
        self, rule: StandingsRule, rounds: Sequence[RoundFacts] = (), category: str = ""
    ) -> None:
        self.rule = rule
        self.quotas = quotas_of(rule, rounds, category)
        self._selection = Selection(
            count_best=rule.count_best,
            low_wins=rule.direction is Direction.LOW,
            quotas=self.quotas,
        )
        self._bonuses = [
            (frozenset(at for at, one in enumerate(rounds) if one.event in bonus.events), bonus)
            for bonus in rule.bonuses
            if {*bonus.events} <= {one.event for one in rounds}
        ]

    def finish(self, tally: Tally) -> Tally:
        """Choose what counts and work out the total."""
        points, ranks = tally.points, tally.ranks
        scoring: Sequence[int] = range(len(ranks))
        if None in ranks:
            scoring = [at for at in scoring if ranks[at] is not None or points[at]]
        tally.scoring = len(scoring)
        tally.chosen = chosen = self._selection.chosen(points, scoring)
        tally.sum = tally.total = sum([points[at] for at in chosen], _ZERO)
        if self.rule.participation:
            step = participation_step(self.rule.participation, tally.scoring)
            if step is not None:
                tally.factor = step.factor
                tally.total = tally.sum * step.factor
        for rounds, bonus in self._bonuses:
            if all(ranks[at] is not None for at in rounds):
                tally.bonus += bonus.points
                tally.total += bonus.points
        return tally


def participation_step(
    steps: Sequence[ParticipationStep], results: int
) -> ParticipationStep | None:
    """The step for so many scoring results; the last goes on, none below the first."""
    return next((step for step in reversed(steps) if step.results <= results), None)


@dataclass(slots=True)
class Tie:
    """The rank that ``start`` to ``end`` of a cluster share, and what parts them from the next."""

    cluster: Cluster
    leaf: int
    start: int
    end: int
    rank: int

    @property
    def shared(self) -> bool:
        """Whether more than one holds the rank."""
        return self.end - self.start > 1

    @property
    def rival(self) -> Tally | None:
        """Whom a step parted them from: the next below, or for the last the next above."""
        members = self.cluster.members
        if self.end < len(members):
            return members[self.end]
        return members[self.start - 1] if self.start > 0 else None

    @property
    def border(self) -> Border:
        """What parted them from the rival."""
        return self.cluster.borders[self.leaf if self.end < len(self.cluster.members) else -1]

    @property
    def decided_by(self) -> TieBreak | None:
        """The step that decided, None where the total alone did or nothing could."""
        if self.shared or len(self.cluster.members) == 1:
            return None
        return self.border.step

    @property
    def code(self) -> str:
        """The message that explains the place."""
        if self.shared:
            return "standing.explain-shared"
        decided = self.decided_by
        return _EXPLAIN if decided is None else f"standing.explain-{decided.value}"

    def params(self, tally: Tally) -> dict[str, str | int]:
        """The parameters of that message for one of them."""
        params = _sum_params(tally)
        rival = self.rival
        if self.shared:
            params["others"] = self._others(tally)
        elif rival is not None:
            border = self.border
            is_above = self.end < len(self.cluster.members)
            mine, theirs = border.above, border.below
            if not is_above:
                mine, theirs = theirs, mine
            params |= {
                "others": self._others(tally),
                "mine": border_text(border, mine),
                "theirs": border_text(border, theirs),
                "rival": rival.name or str(rival.id),
            }
        return params

    def _others(self, tally: Tally) -> str:
        """A few names of those with that total, or of those who share the rank."""
        members = self.cluster.members
        first, last = (self.start, self.end) if self.shared else (0, len(members))
        near = members[first : min(last, first + _NAMES_SHOWN + 1)]
        names = [other.name or str(other.id) for other in near if other is not tally]
        more = last - first - 1 - len(names[:_NAMES_SHOWN])
        shown = ", ".join(names[:_NAMES_SHOWN])
        return f"{shown} (+{more})" if more > 0 else shown


class PlaceParams(Mapping[str, "str | int"]):
    """The parameters of the explanation of a place, worked out when somebody reads them.

    A long list of standings has many explanations, of which few are looked at.
    """

    __slots__ = ("_made", "_tally", "_tie")

    def __init__(self, tally: Tally, tie: Tie | None) -> None:
        self._tally, self._tie = tally, tie
        self._made: dict[str, str | int] | None = None

    def __getitem__(self, key: str) -> str | int:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, str | int]:
        if self._made is None:
            tie, tally = self._tie, self._tally
            self._made = _sum_params(tally) if tie is None else tie.params(tally)
        return self._made


def ties_of(tallies: Iterable[Tally], rule: StandingsRule) -> Iterator[tuple[Tally, Tie]]:
    """Everybody in the order of rank, each with the rank and what parts it from the next.

    Equal after every step share the rank, and the next rank is skipped. The order of the input
    does not matter: runners who share a rank follow each other by name, then by id.
    """
    before = 0
    for cluster in clusters_of(tallies, rule):
        start = 0
        for number, sharing in enumerate(cluster.leaves):
            end = start + sharing
            tie = Tie(cluster, number, start, end, before + start + 1)
            for tally in cluster.members[start:end]:
                yield tally, tie
            start = end
        before += start


def rank_standings(
    candidates: Iterable[Candidate], rule: StandingsRule, rounds: Sequence[RoundFacts] = ()
) -> tuple[Placing, ...]:
    """Rank candidates by total, then by the tie-breaks in their order.

    Args:
        rounds: what quotas and bonuses look at, in the order of the candidates' points; without
            them there are none.

    Source:
        preset ``standings``.
    """
    maker = TallyMaker(rule, rounds)
    places = list(ties_of([_tally(candidate, maker) for candidate in candidates], rule))
    return tuple(
        Placing(
            id=tally.id,
            total=tally.total,
            counted=tally.counted,
            rank=tie.rank,
            shared=tie.shared,
            decided_by=tie.decided_by,
            explanation=explanation,
            factor=tally.factor,
        )
        for (tally, tie), explanation in zip(places, explanations(places), strict=True)
    )


def explanations(places: Sequence[tuple[Tally, Tie | None]]) -> list[Note]:
    """How everybody's place came about; without one, the total with the sum behind it."""
    return many_of(
        Note,
        len(places),
        code=[_EXPLAIN if tie is None else tie.code for _tally, tie in places],
        params=starmap(PlaceParams, places),
    )


def _tally(candidate: Candidate, maker: TallyMaker) -> Tally:
    return maker.finish(
        Tally(
            candidate.id,
            candidate.name,
            candidate.points,
            candidate.ranks,
            outside=candidate.outside,
        )
    )


def _sum_params(tally: Tally) -> dict[str, str | int]:
    dropped = [
        plain_points(points)
        for points, is_counted in zip(tally.points, tally.counted, strict=True)
        if not is_counted and points
    ]
    return {
        "total": plain_points(tally.total),
        "sum": _sum_text(tally),
        "dropped": ", ".join(dropped),
    }


def _sum_text(tally: Tally) -> str:
    """``100 + 95``; ``(100 + 95) x 1.25 + 500`` with a factor and a bonus."""
    if tally.scores:
        terms = [score.term for score in compress(tally.scores, tally.counted)]
    else:
        terms = [plain_points(points) for points in compress(tally.points, tally.counted)]
    text = " + ".join(terms) or "0"
    if tally.factor is not None:
        inner = f"({text})" if len(terms) > 1 else text
        text = f"{inner} {_TIMES} {plain_points(tally.factor)}"
    return f"{text} + {plain_points(tally.bonus)}" if tally.bonus else text
