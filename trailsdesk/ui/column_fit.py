"""How wide the columns of a table are: all that matters in sight, without a scroll bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QFontMetrics

from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.ui.row_model import RowTableModel

ROWS_MEASURED = 200
"""Columns are measured from at most this many rows; measuring all rows takes seconds."""
_LONGEST_MEASURED = 24
"""Of a column's texts only those with the most letters can be the widest."""
_LEAST_LETTERS = (8, 24)
"""A text column that gives room to others keeps six tenths of its hint, within these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWish:
    """What one column asks for, in pixels.

    Attributes:
        wanted: all its texts in full.
        usual: its texts in full, but for unusually long ones.
        least: what it can do with; texts and titles are cut, figures never are.
        gives_way: where the usual is too much for the room columns with a higher number go first,
            down to 2; 1 goes only where even the least is too much, 0 stays.
        grows: whether it takes of the room that is left over.
    """

    wanted: int
    usual: int
    least: int
    gives_way: int = 0
    grows: bool = False


def measure_columns(model: RowTableModel[Any]) -> dict[int, ColumnWish]:
    """The wishes of all columns, from the rows shown first."""
    look = style.look()
    plain = QFontMetrics(look.font())
    bold = QFontMetrics(look.font(bold=True))
    small = QFontMetrics(look.font("small", bold=True))
    wishes = {}
    for at, column in enumerate(model.columns):
        metrics = small if column.chip else bold if column.bold else plain
        texts = sorted(model.first_texts(at, ROWS_MEASURED), key=len)[-_LONGEST_MEASURED:]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        title = bold.horizontalAdvance(column.title) + look.unit(3)
        extra = look.unit(6.5) + (look.unit(6) if column.icon is not None else 0)
        extra += look.unit(2) if column.chip else 0
        letter = plain.averageCharWidth()
        wanted = min(max(widest, title), letter * max(40, column.width_hint)) + extra
        fixed = column.is_number or column.chip or column.alignment == "right"
        usual = least = wanted - look.unit(1)
        if fixed and column.title_tooltip:  # the words of the title are known elsewhere too
            least = min(least, max(widest, min(title, letter * _LEAST_LETTERS[0])) + extra)
        if not fixed:
            low, high = _LEAST_LETTERS
            letters = letter * min(max(low, column.width_hint * 6 // 10), high)
            least = min(wanted, max(title, letters) + extra)
            usual = min(wanted, max(title, letter * column.width_hint) + extra)
        wishes[at] = ColumnWish(
            wanted=wanted,
            usual=usual,
            least=least,
            gives_way=column.gives_way,
            grows=not fixed,
        )
    return wishes


def grown(
    before: Mapping[int, ColumnWish], now: Mapping[int, ColumnWish]
) -> dict[int, ColumnWish]:
    """The larger wishes of both: columns widen for longer texts and do not jump back."""
    return {
        at: replace(
            wish,
            wanted=max(wish.wanted, before[at].wanted),
            usual=max(wish.usual, before[at].usual),
            least=max(wish.least, before[at].least),
        )
        if at in before
        else wish
        for at, wish in now.items()
    }


def fitted(wishes: Mapping[int, ColumnWish], room: int, *, fill: bool) -> dict[int, int]:
    """Widths by column; a column that is missing gave way.

    Args:
        wishes: of the columns that should be shown.
        room: pixels there are.
        fill: share what is left over among the columns that grow.
    """
    kept = dict(wishes)
    leaving = sorted((at for at in kept if kept[at].gives_way), key=lambda at: kept[at].gives_way)
    while leaving:
        by_need = kept[leaving[-1]].gives_way == 1
        if sum(wish.least if by_need else wish.usual for wish in kept.values()) <= room:
            break
        del kept[leaving.pop()]
    widths = {at: wish.wanted for at, wish in kept.items()}
    over = sum(widths.values()) - room
    if over > 0:
        level = _level(kept, room)
        widths = {at: max(w.least, min(w.wanted, level)) for at, w in kept.items()}
    elif fill:
        growing = {at: wish.wanted for at, wish in kept.items() if wish.grows}
        total = sum(growing.values())
        for at, wanted in growing.items():
            widths[at] += -over * wanted // total
    return widths


def _level(wishes: Mapping[int, ColumnWish], room: int) -> int:
    """The width no column goes beyond, so that all fit: the widest give first."""
    low, high = 0, max((wish.wanted for wish in wishes.values()), default=0)
    while low < high:
        level = (low + high + 1) // 2
        if sum(max(w.least, min(w.wanted, level)) for w in wishes.values()) <= room:
            low = level
        else:
            high = level - 1
    return low
