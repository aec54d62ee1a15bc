"""The ordered chain of steps that parts runners with equal totals, and what each step saw."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress
from typing import NamedTuple, TypeVar

from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.round_score import Score
from trailsdesk.domain.standing_rules import Direction, StandingsRule, TieBreak

_Item = TypeVar("_Item")
_Key = tuple[float | Decimal, ...]
_NONE_TEXT = "\N{EN DASH}"
_ZERO = Decimal(0)


@dataclass(slots=True)
class Tally:
    """One runner's series on plain figures: per round in their order, and what was made of them.

    ``ranks`` are None without a finish. ``total`` is the ``sum`` of the ``chosen`` results (out of
    ``scoring``), times ``factor`` (None: not multiplied), plus ``bonus``. ``scores`` word
    the terms where points alone do not. ``outside`` is the best score given elsewhere,
    None when there is none.
    """

    id: int
    name: str
    points: Sequence[Decimal]
    ranks: Sequence[int | None]
    chosen: Sequence[int] = ()
    sum: Decimal = _ZERO
    factor: Decimal | None = None
    bonus: Decimal = _ZERO
    total: Decimal = _ZERO
    scoring: int = 0
    scores: Sequence[Score] = ()
    outside: Decimal | None = None

    @property
    def counted(self) -> tuple[bool, ...]:
        """For each round whether it counts."""
        return tuple([at in self.chosen for at in range(len(self.points))])


class Border(NamedTuple):
    """What parted two neighbours with equal totals: the step and what each side had there."""

    step: TieBreak
    above: _Key
    below: _Key


@dataclass(slots=True)
class Cluster:
    """Runners with one total, best first: so many as each of ``leaves`` says share a rank.

    ``borders`` part a leaf from the next.
    """

    members: list[Tally]
    leaves: list[int]
    borders: list[Border] = field(default_factory=list)


def clusters_of(tallies: Iterable[Tally], rule: StandingsRule) -> list[Cluster]:
    """Best total first; each cluster taken apart by the rule's steps.

    Where few points win, who has fewer results counted stands behind who has more.
    """
    low_wins = rule.direction is Direction.LOW
    level: dict[_Key, list[Tally]] = defaultdict(list)
    for tally in tallies:
        level[(-len(tally.chosen), tally.total) if low_wins else (tally.total,)].append(tally)
    return [
        _taken_apart(level[key], rule, rule.tie_breaks)
        for key in sorted(level, reverse=not low_wins)
    ]


def border_text(border: Border, key: _Key) -> str:
    """What one side had, as far as needed to see the difference."""
    if border.step in (TieBreak.BEST_POSITION, TieBreak.COUNTBACK):
        known = [str(int(place)) for place in key if place != math.inf]
        return ", ".join(known) or _NONE_TEXT
    if border.step in (TieBreak.LATEST, TieBreak.ONE_MORE):
        at = next(
            at
            for at, pair in enumerate(zip(border.above, border.below, strict=True))
            if pair[0] != pair[1]
        )
        value = key[at]
        if value == math.inf:
            return _NONE_TEXT
        if border.step is TieBreak.LATEST:
            return str(int(value))
        return plain_points(abs(Decimal(value)))
    value = key[0]
    if abs(value) == math.inf:
        return _NONE_TEXT
    if border.step is TieBreak.HEAD_TO_HEAD:
        return f"{-int(value):+d}"
    return plain_points(abs(Decimal(value)))


def _taken_apart(cluster: list[Tally], rule: StandingsRule, steps: Sequence[TieBreak]) -> Cluster:
    if len(cluster) == 1 or not steps or steps[0] is TieBreak.SHARE:
        if len(cluster) > 1:
            cluster.sort(key=lambda tally: (tally.name, tally.id))
        return Cluster(members=cluster, leaves=[len(cluster)])
    step, rest = steps[0], steps[1:]
    keys = _KEYS[step](cluster, rule)
    if all(key == keys[0] for key in keys):
        return _taken_apart(cluster, rule, rest)
    # Most steps look at one figure: plain numbers are sorted much faster than tuples of one.
    figures = [key[0] for key in keys] if len(keys[0]) == 1 else keys
    order = sorted(range(len(cluster)), key=figures.__getitem__)
    found = Cluster(members=[], leaves=[])
    last: _Key | None = None
    for group in runs_of(order, keys.__getitem__):
        key = keys[group[0]]
        if last is not None:
            found.borders.append(Border(step, last, key))
        last = key
        if len(group) == 1:
            found.members.append(cluster[group[0]])
            found.leaves.append(1)
            continue
        part = _taken_apart([cluster[index] for index in group], rule, rest)
        found.members += part.members
        found.leaves += part.leaves
        found.borders += part.borders
    return found


def runs_of(items: Iterable[_Item], key: Callable[[_Item], object]) -> list[list[_Item]]:
    """Neighbours with the same key, together, in their order."""
    runs: list[list[_Item]] = []
    last: object = None
    for item in items:
        value = key(item)
        if runs and value == last:
            runs[-1].append(item)
        else:
            runs.append([item])
            last = value
    return runs


def _positions(tally: Tally, rule: StandingsRule) -> list[int]:
    ranks = tally.ranks
    if rule.position_over_counted_only:
        ranks = tuple(compress(ranks, tally.counted))
    return sorted(rank for rank in ranks if rank is not None)


def _best_position(cluster: Sequence[Tally], rule: StandingsRule) -> list[_Key]:
    found: list[_Key] = []
    for tally in cluster:
        ranks: Iterable[int | None] = tally.ranks
        if rule.position_over_counted_only:
            ranks = compress(ranks, tally.counted)
        found.append((min(filter(None, ranks), default=math.inf),))
    return found


def _countback(cluster: Sequence[Tally], rule: StandingsRule) -> list[_Key]:
    found: list[_Key] = []
    for tally in cluster:
        positions = _positions(tally, rule)
        missing = len(tally.ranks) - len(positions)
        found.append((*positions, *[math.inf] * missing))
    return found


def _head_to_head(cluster: Sequence[Tally], _rule: StandingsRule) -> list[_Key]:
    """Meetings won less meetings lost against those still level, over all rounds."""
    won = [0] * len(cluster)
    for at in range(len(cluster[0].ranks)):
        met = [(tally.ranks[at], index) for index, tally in enumerate(cluster)]
        ranks = sorted(rank for rank, _index in met if rank is not None)
        for rank, index in met:
            if rank is not None:
                behind = len(ranks) - bisect_right(ranks, rank)
                won[index] += behind - bisect_left(ranks, rank)
    return [(-each,) for each in won]


def _total_of_all(cluster: Sequence[Tally], rule: StandingsRule) -> list[_Key]:
    return [(_signed(sum(tally.points, _ZERO), rule),) for tally in cluster]


def _latest(cluster: Sequence[Tally], _rule: StandingsRule) -> list[_Key]:
    return [
        tuple(math.inf if rank is None else rank for rank in reversed(tally.ranks))
        for tally in cluster
    ]


def _outside_score(cluster: Sequence[Tally], rule: StandingsRule) -> list[_Key]:
    low = rule.tie_score is not None and rule.tie_score.direction is Direction.LOW
    return [
        (math.inf if tally.outside is None else tally.outside if low else -tally.outside,)
        for tally in cluster
    ]


def _one_more(cluster: Sequence[Tally], rule: StandingsRule) -> list[_Key]:
    """The results not counted, best first: the next one is added, then the one after, and so on.

    Where few points win, a result that is not there is worse than any.
    """
    low_wins = rule.direction is Direction.LOW
    found: list[_Key] = []
    for tally in cluster:
        more = sorted(
            _signed(points, rule)
            for points, rank, counted in zip(tally.points, tally.ranks, tally.counted, strict=True)
            if not counted and (rank is not None or points)
        )
        missing = len(tally.points) - len(more)
        nothing = Decimal("Infinity") if low_wins else _ZERO
        found.append((*more, *[nothing] * missing))
    return found


def _signed(points: Decimal, rule: StandingsRule) -> Decimal:
    """Points such that smaller is better."""
    return points if rule.direction is Direction.LOW else -points


_KEYS: Mapping[TieBreak, Callable[[Sequence[Tally], StandingsRule], list[_Key]]] = {
    TieBreak.BEST_POSITION: _best_position,
    TieBreak.COUNTBACK: _countback,
    TieBreak.HEAD_TO_HEAD: _head_to_head,
    TieBreak.TOTAL_OF_ALL: _total_of_all,
    TieBreak.LATEST: _latest,
    TieBreak.OUTSIDE_SCORE: _outside_score,
    TieBreak.ONE_MORE: _one_more,
}
