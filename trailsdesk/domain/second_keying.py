"""One sheet keyed twice, the second time blind: where the two keyings differ, and what follows."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedLine:
    """A line as one person keyed it; ``time_ms`` on one scale for both keyings."""

    bib: str = ""
    time_ms: int | None = None
    status: ResultStatus | None = None

    @property
    def key(self) -> tuple[str, object]:
        """What two keyings have to agree in."""
        return (bib_key(self.bib) if self.bib else "", self.time_key)

    @property
    def time_key(self) -> object:
        """The time, or the word in its place."""
        return self.time_ms if self.status is None else self.status


class DifferenceKind(enum.StrEnum):
    """How the second keying differs from the first."""

    MISSING = "missing"
    EXTRA = "extra"
    BIB = "bib"
    TIME = "time"
    BOTH = "both"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where the keyings do not agree.

    ``first`` and ``second`` are positions in the two keyings, from 0. A line only the first has
    is ``MISSING``, one only the second has ``EXTRA`` (``after`` is then the position in the first
    it follows, -1 at the top). Otherwise both have as many, paired in their order; ``ORDER`` is
    one or several lines that hold the same in another order.
    """

    kind: DifferenceKind
    first: tuple[int, ...] = ()
    second: tuple[int, ...] = ()
    after: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The differences in the order of the sheet; ``lines`` of the first, of which ``agree``."""

    lines: int
    agree: int
    differences: tuple[Difference, ...] = ()


_GAP: Final = 6
_BIB_OR_TIME: Final = 4
_BOTH: Final = 10
"""Less than two gaps: lines that differ in bib and time at one place are still one line."""

Step = tuple[int, int]
"""Positions of a pair; -1 where one of the keyings has no line."""


def compare(first: Sequence[KeyedLine], second: Sequence[KeyedLine]) -> Comparison:
    """Where two keyings of one sheet differ, with the fewest differences that explain it.

    A line left out shifts nothing: what follows is found again. One line missing is exactly one
    difference, and a list compared with itself has none.
    """
    steps = _align(first, second)
    found: list[Difference] = []
    agree, last = 0, -1
    for at, other in steps:
        if at < 0:
            found.append(Difference(kind=DifferenceKind.EXTRA, second=(other,), after=last))
            continue
        last = at
        if other < 0:
            found.append(Difference(kind=DifferenceKind.MISSING, first=(at,), after=at - 1))
        elif first[at].key == second[other].key:
            agree += 1
        else:
            kind = _kind(first[at], second[other])
            found.append(Difference(kind=kind, first=(at,), second=(other,), after=at - 1))
    merged = _moved(_swapped(found, first, second), first, second)
    return Comparison(lines=len(first), agree=agree, differences=tuple(merged))


def _kind(mine: KeyedLine, theirs: KeyedLine) -> DifferenceKind:
    if mine.time_key == theirs.time_key:
        return DifferenceKind.BIB
    return DifferenceKind.TIME if mine.key[0] == theirs.key[0] else DifferenceKind.BOTH


def _cost(mine: tuple[str, object], theirs: tuple[str, object]) -> int:
    if mine == theirs:
        return 0
    return _BIB_OR_TIME if mine[0] == theirs[0] or mine[1] == theirs[1] else _BOTH


def _align(first: Sequence[KeyedLine], second: Sequence[KeyedLine]) -> list[Step]:
    """The cheapest way from one keying to the other, line by line."""
    mine, theirs = [line.key for line in first], [line.key for line in second]
    head = 0
    while head < min(len(mine), len(theirs)) and mine[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(mine), len(theirs)) - head and mine[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    inner = _align_inner(mine[head : len(mine) - tail], theirs[head : len(theirs) - tail])
    steps = [(at, at) for at in range(head)]
    steps += [(a + head if a >= 0 else -1, b + head if b >= 0 else -1) for a, b in inner]
    ends = zip(
        range(len(mine) - tail, len(mine)),
        range(len(theirs) - tail, len(theirs)),
        strict=True,
    )
    return [*steps, *ends]


def _align_inner(
    mine: Sequence[tuple[str, object]], theirs: Sequence[tuple[str, object]]
) -> list[Step]:
    """Within a band around the diagonal that is widened until the cheapest way lies inside it."""
    band = abs(len(mine) - len(theirs)) + 8
    while True:
        cost, steps = _within_band(mine, theirs, band)
        # A way that leaves the band has more lines without a partner than the band is wide.
        if cost <= (band + 1) * _GAP or band >= max(len(mine), len(theirs)):
            return steps
        band *= 3


def _within_band(
    mine: Sequence[tuple[str, object]], theirs: Sequence[tuple[str, object]], band: int
) -> tuple[int, list[Step]]:
    """The cheapest alignment whose positions never differ by more than ``band``, and its cost."""
    width = 2 * band + 1
    never = 1 << 60
    costs = [never] * width
    ways = [bytearray(width) for _row in range(len(mine) + 1)]
    for at in range(len(mine) + 1):
        row, way = [never] * width, ways[at]
        low, high = max(0, at - band), min(len(theirs), at + band)
        for other in range(low, high + 1):
            here = other - at + band
            best, how = (0, 0) if at == other == 0 else (never, 0)
            if at and other:
                best, how = costs[here] + _cost(mine[at - 1], theirs[other - 1]), _PAIR
            if at and here + 1 < width and costs[here + 1] + _GAP < best:
                best, how = costs[here + 1] + _GAP, _ONLY_MINE
            if other and here and row[here - 1] + _GAP < best:
                best, how = row[here - 1] + _GAP, _ONLY_THEIRS
            row[here], way[here] = best, how
        costs = row
    return costs[len(theirs) - len(mine) + band], _walk_back(ways, len(mine), len(theirs), band)


_PAIR, _ONLY_MINE, _ONLY_THEIRS = 1, 2, 3


def _walk_back(ways: Sequence[bytearray], at: int, other: int, band: int) -> list[Step]:
    steps: list[Step] = []
    while at or other:
        how = ways[at][other - at + band]
        if how == _ONLY_THEIRS:
            other -= 1
            steps.append((-1, other))
        elif how == _ONLY_MINE:
            at -= 1
            steps.append((at, -1))
        else:
            at, other = at - 1, other - 1
            steps.append((at, other))
    steps.reverse()
    return steps


def _swapped(
    found: Sequence[Difference], first: Sequence[KeyedLine], second: Sequence[KeyedLine]
) -> list[Difference]:
    """Bibs of two neighbouring lines that stand the other way round are one difference."""
    made: list[Difference] = []
    for each in found:
        before = made[-1] if made else None
        if (
            before is not None
            and before.kind is each.kind is DifferenceKind.BIB
            and before.first[0] + 1 == each.first[0]
            and before.second[0] + 1 == each.second[0]
            and first[before.first[0]].key[0] == second[each.second[0]].key[0]
            and first[each.first[0]].key[0] == second[before.second[0]].key[0]
        ):
            made[-1] = Difference(
                kind=DifferenceKind.ORDER,
                first=before.first + each.first,
                second=before.second + each.second,
                after=before.after,
            )
        else:
            made.append(each)
    return made


def _moved(
    found: Sequence[Difference], first: Sequence[KeyedLine], second: Sequence[KeyedLine]
) -> list[Difference]:
    """A line missing at one place that stands unchanged at another has only changed its place."""
    waiting: dict[tuple[str, object], list[int]] = {}
    made: list[Difference | None] = []
    for each in found:
        made.append(each)
        if each.kind not in (DifferenceKind.MISSING, DifferenceKind.EXTRA):
            continue
        mine = each.kind is DifferenceKind.MISSING
        key = first[each.first[0]].key if mine else second[each.second[0]].key
        others = waiting.setdefault(key, [])
        partner = next((at for at in others if made[at] and _pairs(made[at], each)), None)
        if partner is None:
            others.append(len(made) - 1)
            continue
        others.remove(partner)
        other = made[partner]
        assert other is not None  # noqa: S101  partners still waiting have not been merged
        missing, extra = (each, other) if mine else (other, each)
        made[partner] = Difference(
            kind=DifferenceKind.ORDER,
            first=missing.first,
            second=extra.second,
            after=missing.after,
        )
        made[-1] = None
    return [each for each in made if each is not None]


def _pairs(one: Difference | None, other: Difference) -> bool:
    return one is not None and {one.kind, other.kind} == {
        DifferenceKind.MISSING,
        DifferenceKind.EXTRA,
    }


# ------------------------------------------------------------------ decisions


class Choice(enum.StrEnum):
    """Who is right about one difference; ``TYPED`` is neither."""

    FIRST = "first"
    SECOND = "second"
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided; ``line`` is what stands on the sheet where neither had it."""

    choice: Choice
    line: KeyedLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change of the first keying: position ``at`` becomes ``line``.

    ``at`` None is a new line that follows position ``after``; ``line`` None takes the line out.
    """

    at: int | None = None
    after: int = -1
    line: KeyedLine | None = None


def corrections(
    difference: Difference,
    decision: Decision,
    first: Sequence[KeyedLine],
    second: Sequence[KeyedLine],
) -> tuple[Correction, ...]:
    """What a decision changes in the first keying; nothing where the first was right."""
    if decision.choice is Choice.FIRST:
        return ()
    lines: tuple[KeyedLine | None, ...]
    if decision.choice is Choice.TYPED:
        lines = (decision.line,)
    else:
        lines = tuple(second[other] for other in difference.second) or (None,)
    if difference.kind is DifferenceKind.EXTRA:
        return tuple(Correction(after=difference.after, line=line) for line in lines if line)
    return tuple(
        Correction(at=at, after=at - 1, line=line)
        for at, line in zip(difference.first, lines, strict=False)
        if line is None or line.key != first[at].key
    )
