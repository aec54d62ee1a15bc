"""Series totals and tie-breaks on plain figures: best results, rank, and the step that decided."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from typing import TypeVar

from trailsdesk.domain.problems import Note
from trailsdesk.domain.rules import StandingsRule, TieBreak

_Item = TypeVar("_Item")
_NAMES_SHOWN = 3
_NONE_TEXT = "\N{EN DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One runner's series on plain figures: points and position per event, in the events' order.

    A position is None where the runner did not finish. ``name`` is used in explanations and to
    order runners who share a rank.
    """

    id: int
    points: tuple[Decimal, ...]
    ranks: tuple[int | None, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """A candidate's place: total, which events counted, rank, and the step that decided a tie.

    ``decided_by`` is None when the total alone decides or nothing parts the runners.
    """

    id: int
    total: Decimal
    counted: tuple[bool, ...]
    rank: int
    shared: bool
    decided_by: TieBreak | None
    explanation: Note


def counted_scores(points: Sequence[Decimal], count_best: int) -> tuple[bool, ...]:
    """Which events make the total: the best ones; of equal points the earlier event counts.

    An event without points is never marked as counted: it adds nothing.
    """
    best = sorted(range(len(points)), key=points.__getitem__, reverse=True)[:count_best]
    return tuple([index in best and bool(points[index]) for index in range(len(points))])


def rank_standings(candidates: Iterable[Candidate], rule: StandingsRule) -> tuple[Placing, ...]:
    """Rank candidates by total, then by the tie-breaks in their order.

    Equal after every step share the rank, and the next rank is skipped. The order of the input
    does not matter: runners who share a rank follow each other by name, then by id.

    Source:
        preset ``standings``.
    """
    tallies = [_tally(candidate, rule) for candidate in candidates]
    tallies.sort(key=lambda tally: (-tally.total, tally.keys, tally.name, tally.id))
    placings: list[Placing] = []
    for cluster in runs_of(tallies, lambda tally: tally.total):
        start = 0
        rank_before = len(placings)
        for run in runs_of(cluster, lambda tally: tally.keys):
            tie = _Tie(cluster, start, start + len(run))
            placings.extend(_placing(tally, rank_before + start + 1, tie, rule) for tally in run)
            start = tie.end
    return tuple(placings)


def explain_total(candidate: Candidate, rule: StandingsRule) -> tuple[Decimal, Note]:
    """The total of a runner who is not ranked, with the sum behind it."""
    tally = _tally(candidate, rule)
    return tally.total, Note(code="standing.explain", params=_sum_params(tally))


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


@lru_cache(maxsize=4096)
def plain_points(points: Decimal) -> str:
    """Points as people write them: ``285``, ``93.33``."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class _Tally:
    id: int
    name: str
    points: tuple[Decimal, ...]
    counted: tuple[bool, ...]
    total: Decimal
    keys: tuple[tuple[float, ...], ...]


@dataclass(slots=True)
class _Tie:
    """Runners with one total, best first; ``start`` to ``end`` are those no step parts."""

    cluster: Sequence[_Tally]
    start: int
    end: int

    def rival(self) -> _Tally | None:
        """Whom a step parted them from: the next below, or for the last the next above."""
        if self.end < len(self.cluster):
            return self.cluster[self.end]
        return self.cluster[self.start - 1] if self.start > 0 else None

    def others(self, tally: _Tally, *, sharing: bool) -> str:
        """A few names of those with that total, or of those who share the rank."""
        first, last = (self.start, self.end) if sharing else (0, len(self.cluster))
        near = self.cluster[first : min(last, first + _NAMES_SHOWN + 1)]
        names = [other.name or str(other.id) for other in near if other is not tally]
        more = last - first - 1 - len(names[:_NAMES_SHOWN])
        shown = ", ".join(names[:_NAMES_SHOWN])
        return f"{shown} (+{more})" if more > 0 else shown


def _tally(candidate: Candidate, rule: StandingsRule) -> _Tally:
    counted = counted_scores(candidate.points, rule.count_best)
    looked_at = (
        tuple(compress(candidate.ranks, counted))
        if rule.position_over_counted_only
        else candidate.ranks
    )
    positions = sorted(rank for rank in looked_at if rank is not None)
    return _Tally(
        id=candidate.id,
        name=candidate.name,
        points=candidate.points,
        counted=counted,
        total=sum(compress(candidate.points, counted), Decimal(0)),
        keys=tuple(_tie_key(step, positions, len(candidate.ranks)) for step in rule.tie_breaks),
    )


def _tie_key(step: TieBreak, positions: Sequence[int], length: int) -> tuple[float, ...]:
    """Smaller is better. Countback compares the best, then the second best position, and so on."""
    if step is TieBreak.BEST_POSITION:
        return (positions[0] if positions else math.inf,)
    return (*positions, *[math.inf] * (length - len(positions)))


def _placing(tally: _Tally, rank: int, tie: _Tie, rule: StandingsRule) -> Placing:
    params = _sum_params(tally)
    code, decided = "standing.explain", None
    is_shared = tie.end - tie.start > 1
    if is_shared:
        code = "standing.explain-shared"
        params["others"] = tie.others(tally, sharing=True)
    else:
        rival = tie.rival()
        if rival is not None:
            decided, mine, theirs = _difference(tally, rival, rule.tie_breaks)
            code = f"standing.explain-{decided.value}"
            params |= {
                "others": tie.others(tally, sharing=False),
                "mine": mine,
                "theirs": theirs,
                "rival": rival.name or str(rival.id),
            }
    return Placing(
        id=tally.id,
        total=tally.total,
        counted=tally.counted,
        rank=rank,
        shared=is_shared,
        decided_by=decided,
        explanation=Note(code=code, params=params),
    )


def _difference(
    tally: _Tally, rival: _Tally, steps: Sequence[TieBreak]
) -> tuple[TieBreak, str, str]:
    """The first step in which two runners differ, and what each had there."""
    for step, mine, theirs in zip(steps, tally.keys, rival.keys, strict=True):
        if mine != theirs:
            return step, _positions_text(mine), _positions_text(theirs)
    raise ValueError("runners that differ in no step share a rank")


def _positions_text(positions: Iterable[float]) -> str:
    known = [str(int(position)) for position in positions if position != math.inf]
    return ", ".join(known) or _NONE_TEXT


def _sum_params(tally: _Tally) -> dict[str, str | int]:
    counted = [plain_points(points) for points in compress(tally.points, tally.counted)]
    dropped = [
        plain_points(points)
        for points, is_counted in zip(tally.points, tally.counted, strict=True)
        if not is_counted and points
    ]
    return {
        "total": plain_points(tally.total),
        "sum": " + ".join(counted) or "0",
        "dropped": ", ".join(dropped),
    }
