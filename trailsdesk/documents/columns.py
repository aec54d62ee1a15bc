"""Column widths: every table with the same columns gets the same ones, whatever its rows hold."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import CellKind, SheetColumn, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.documents.fonts import Typesetter
    from trailsdesk.documents.style import TypeScale

__all__ = ["ColumnPlan", "plan_columns"]

_GUTTER_EMS = 1.1
_SIGNATURE_WIDTH = 110.0
# One long name must not starve the other columns: beyond this share of the page it wraps.
_TEXT_SHARE = 0.45
_FIGURE_SHARE = 0.3
# From this many rows on, a cell much wider than nearly all others wraps and sets no width.
_MANY_ROWS = 20
_USUAL = 0.95
_UNUSUAL = 1.35
# A crowded table is set a little smaller before it wraps, and much smaller only when not even that
# makes room.
_READABLE_FACTOR = 0.87
_SMALLEST_FACTOR = 0.62
_SHRINK_STEP = 0.94
_NARROW_EMS = 5.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """Where the columns stand: left edges, widths, and the factor all type is made smaller by.

    ``hang`` is the width of a closing bracket where a figure column has any: it stands outside, so
    that the digits of "(72)" and "85" line up.
    """

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    hang: tuple[float, ...]
    factor: float


def plan_columns(
    columns: Sequence[SheetColumn],
    tables: Sequence[Table],
    setter: Typesetter,
    scale: TypeScale,
    available: float,
) -> ColumnPlan:
    """Decide the widths for all tables with these columns.

    Text that does not fit wraps; when figures alone are too wide for the page, all type of the
    table is made smaller, and last of all single cells.
    """
    contents = [_content(index, column, tables, setter) for index, column in enumerate(columns)]
    titles = [_title_width(column, setter) for column in columns]
    factor = 1.0
    while True:
        size, title_size = scale.body * factor / 1000, scale.column_title * factor / 1000
        gutter = scale.body * factor * _GUTTER_EMS
        room = available - gutter * (len(columns) - 1)
        natural, least = [], []
        for column, content, title in zip(columns, contents, titles, strict=True):
            wanted, minimum = _wanted(column, content * size, title * title_size, room, size)
            natural.append(wanted)
            least.append(minimum)
        crowded = sum(natural) > room and factor > _READABLE_FACTOR
        if factor <= _SMALLEST_FACTOR or (not crowded and sum(least) <= room):
            break
        factor *= _SHRINK_STEP
    widths = _fit(columns, natural, least, room)
    lefts, x = [], 0.0
    for width in widths:
        lefts.append(x)
        x += width + gutter
    bracket = setter.width(")") * size
    hang = [bracket if _has_brackets(i, c, tables) else 0.0 for i, c in enumerate(columns)]
    return ColumnPlan(lefts=tuple(lefts), widths=tuple(widths), hang=tuple(hang), factor=factor)


def _content(
    index: int, column: SheetColumn, tables: Sequence[Table], setter: Typesetter
) -> float:
    """The width the column's cells ask for, in thousandths of the type size."""
    counted = Counter(
        (row[index].text, row[index].strong) for table in tables for row in table.rows
    )
    if column.kind is not CellKind.TEXT or counted.total() < _MANY_ROWS:
        return max((setter.width(text, bold=strong) for text, strong in counted), default=0.0)
    widths = sorted(
        (setter.width(text, bold=strong), rows) for (text, strong), rows in counted.items()
    )
    passed = list(accumulate(rows for _width, rows in widths))
    usual = widths[bisect_left(passed, counted.total() * _USUAL)][0]
    return max(width for width, _rows in widths if width <= usual * _UNUSUAL)


def _title_width(column: SheetColumn, setter: Typesetter) -> float:
    """The width of the title's longest word: titles wrap at blanks."""
    words = column.title.split()
    return max((setter.width(word, bold=True) for word in words), default=0.0)


def _wanted(
    column: SheetColumn, content: float, title: float, room: float, em: float
) -> tuple[float, float]:
    """The width a column would like, and the least it can do with."""
    if column.kind is CellKind.SIGNATURE:
        return max(_SIGNATURE_WIDTH, title), max(_SIGNATURE_WIDTH * 0.6, title)
    natural = max(content, title) + 0.01
    if column.kind is CellKind.TEXT:
        natural = max(min(natural, room * _TEXT_SHARE), title)
        return natural, min(natural, max(title, _NARROW_EMS * em * 1000))
    natural = max(min(natural, room * _FIGURE_SHARE), title)
    return natural, natural


def _fit(
    columns: Sequence[SheetColumn], natural: list[float], least: list[float], room: float
) -> list[float]:
    """Share what is left by weight, or take what is missing from those that can give."""
    spare = room - sum(natural)
    if spare >= 0:
        weights = sum(column.weight for column in columns)
        if not weights:
            return natural
        return [
            width + spare * column.weight / weights
            for width, column in zip(natural, columns, strict=True)
        ]
    if sum(least) <= room:
        return _level(natural, least, room)
    squeeze = room / sum(least)
    return [low * squeeze for low in least]


def _level(natural: list[float], least: list[float], room: float) -> list[float]:
    """Narrow the widest first: a long club name costs the club column and not the names."""
    low, high = 0.0, max(natural)
    for _step in range(40):
        level = (low + high) / 2
        widths = [max(min(w, level), floor) for w, floor in zip(natural, least, strict=True)]
        if sum(widths) > room:
            high = level
        else:
            low = level
    return [max(min(w, low), floor) for w, floor in zip(natural, least, strict=True)]


def _has_brackets(index: int, column: SheetColumn, tables: Sequence[Table]) -> bool:
    if column.kind is not CellKind.NUMBER:
        return False
    return any(row[index].text.endswith(")") for table in tables for row in table.rows)
