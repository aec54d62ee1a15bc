"""Where words of a figure stand so that none covers another. Plain geometry, in points.

On a profile words stand on shelves above the course; each has a line down to its place. Words
never lie over another place's line: a place further left gets a higher shelf. On a map words go to
the side of their spot that is free.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["MapWords", "Shelved", "on_shelves"]

_GAP = 4.0
_CELL = 5.0
# Beside a spot, then above and below it, then further out where a short line leads to the words.
_SIDES = ((1, 0.55), (-1, 0.55), (1, -0.55), (-1, -0.55), (0, 1), (0, -1), (1, 0), (-1, 0))
_RINGS = (5.0, 17.0, 29.0, 41.0, 53.0, 68.0, 84.0, 100.0)


@dataclass(frozen=True, slots=True)
class Shelved:
    """On which shelf words stand (None: no room) and where they begin."""

    shelf: int | None
    left: float


def on_shelves(
    places: Sequence[tuple[float, float]], shelves: int, room: float
) -> tuple[Shelved, ...]:
    """Shelves for words, given where each belongs and how wide it is; shelf 0 is the lowest.

    Args:
        places: from left to right.
        room: the width there is; words that would reach beyond it begin further left.
    """
    found: list[Shelved] = [Shelved(None, at) for at, _wide in places]
    for number in range(len(places) - 1, -1, -1):
        at, wide = places[number]
        for left in (min(at, room - wide), at - wide):
            shelf = _shelf(places, found, number, left, shelves) if left >= 0 else None
            if shelf is not None:
                found[number] = Shelved(shelf, left)
                break
    return tuple(found)


def _shelf(
    places: Sequence[tuple[float, float]],
    found: Sequence[Shelved],
    number: int,
    left: float,
    shelves: int,
) -> int | None:
    """The lowest shelf on which words from ``left`` on cross neither words nor lines."""
    at, wide = places[number]
    right = left + wide + _GAP
    lowest, highest, taken = 0, shelves - 1, set()
    if left < at:
        # Words that had to move lie over the lines of places before them: leave these room.
        lowest = min(highest, sum(left - _GAP < x < at for x, _w in places[:number]))
    for other in range(number + 1, len(places)):
        held, (place, width) = found[other], places[other]
        if held.shelf is None:
            continue
        ends = held.left + width + _GAP
        if held.left - _GAP < right and left < ends:
            taken.add(held.shelf)
        if left - _GAP < place < right:
            lowest = max(lowest, held.shelf + 1)
        if held.left - _GAP < at < ends and held.left < place:
            highest = min(highest, held.shelf - 1)
    return next((each for each in range(lowest, highest + 1) if each not in taken), None)


@dataclass(slots=True)
class MapWords:
    """Finds free sides on a map of ``width`` by ``height`` whose cells are taken one by one."""

    width: float
    height: float
    _line: set[tuple[int, int]] = field(default_factory=set)
    _words: set[tuple[int, int]] = field(default_factory=set)

    def draw(self, points: Iterable[tuple[float, float]]) -> None:
        """The course runs over these points: words may cover it where nothing else is free."""
        self._line.update((int(x / _CELL), int(y / _CELL)) for x, y in points)

    def keep(self, left: float, low: float, right: float, high: float) -> None:
        """Nothing may cover this rectangle."""
        self._words.update(_cells(left, low, right, high))

    def place(
        self, x: float, y: float, wide: float, tall: float, clear: float = 0.0
    ) -> tuple[float, float, bool]:
        """The lower left corner for words at a spot, and whether a line should lead there.

        Args:
            clear: the spot itself reaches so far.
        """
        best: tuple[float, float, float, bool] | None = None
        for ring, out in enumerate(clear + each for each in _RINGS):
            for rank, (right, up) in enumerate(_SIDES):
                left = x + right * out - (0 if right > 0 else wide if right < 0 else wide / 2)
                low = y + up * out - tall / 2 + (up * tall / 2 if not right else 0)
                cost = self._cost(left, low, wide, tall) + rank * 0.1 + ring * 2.5
                if best is None or cost < best[0]:
                    best = (cost, left, low, ring > 0)
        assert best is not None  # noqa: S101  there is always a first side
        _cost, left, low, far = best
        self.keep(left, low, left + wide, low + tall)
        return left, low, far

    def _cost(self, left: float, low: float, wide: float, tall: float) -> float:
        cells = _cells(left, low, left + wide, low + tall)
        covered = sum(20.0 * (cell in self._words) + (cell in self._line) for cell in cells)
        outside = left < 0 or low < 0 or left + wide > self.width or low + tall > self.height
        return covered + 1000.0 * outside


def _cells(left: float, low: float, right: float, high: float) -> list[tuple[int, int]]:
    columns = range(int(left / _CELL), int(right / _CELL) + 1)
    rows = range(int(low / _CELL), int(high / _CELL) + 1)
    return [(column, row) for column in columns for row in rows]
