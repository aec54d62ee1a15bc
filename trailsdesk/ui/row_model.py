"""Tables over immutable rows: text and sort keys are made once, then only looked up.

A repaint asks a model about seven things for every visible cell, so :meth:`RowTableModel.data`
does nothing but look up: every text is computed when a row arrives, every sort key when its column
is first sorted. Rows are sorted and filtered as Python lists, never through a proxy model.
"""

from __future__ import annotations

import sys
from itertools import compress, count
from operator import is_, is_not
from typing import TYPE_CHECKING, Any, Final, Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont

from trailsdesk.ui import style
from trailsdesk.ui.letting_go import let_go
from trailsdesk.ui.row_records import (
    Alignment,
    Column,
    Order,
    PreparedRows,
    Record,
    Row,
    arranged,
    fold,
    prepared,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from trailsdesk.ui.style import Tone

__all__ = ["Column", "PreparedRows", "RowTableModel", "fold", "plain_tip"]

AnyIndex = QModelIndex | QPersistentModelIndex

# Compared as plain integers: comparing enum members costs three times the paint of a frame.
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
DECORATION: Final = int(Qt.ItemDataRole.DecorationRole)
EDIT: Final = int(Qt.ItemDataRole.EditRole)
TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
FONT: Final = int(Qt.ItemDataRole.FontRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
BACKGROUND: Final = int(Qt.ItemDataRole.BackgroundRole)
FOREGROUND: Final = int(Qt.ItemDataRole.ForegroundRole)
ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
ROW_ID: Final = int(Qt.ItemDataRole.UserRole) + 1
TONE: Final = int(Qt.ItemDataRole.UserRole) + 2

_TEXT_ROLES: Final = (DISPLAY, EDIT)
_TITLE_ROLES: Final = (DISPLAY, ACCESSIBLE)
_SPOKEN_ROLES: Final = (TOOLTIP, ACCESSIBLE, DECORATION)
_ROOT: Final = QModelIndex()
_ALIGN: Final[dict[Alignment, int]] = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter),
}
# Asked for with every painted cell, like the roles; combining flags is slow, so it is done once.
_READABLE: Final = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_CHANGEABLE: Final = _READABLE | Qt.ItemFlag.ItemIsEditable
_RANGES_BEFORE_RESET: Final = 48
"""More separate runs of new or gone rows than this are cheaper to show as one reset."""


class RowTableModel(QAbstractTableModel, Generic[Row]):
    """A table of frozen rows that are replaced, never changed.

    Args:
        columns: what is shown.
        row_id: names a row for good; selection and refresh go by it. Must be unique.
        row_tone: colours a whole row (``warn`` for a finisher without a bib).
    """

    counts_changed = Signal(int, int)
    """``(shown, total)`` after every change of rows or filter."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        row_id: Callable[[Row], Hashable],
        *,
        row_tone: Callable[[Row], Tone | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._row_id = row_id
        self._row_tone = row_tone
        self._order = Order()
        self._rows: PreparedRows[Row] = PreparedRows([], self._order, self._columns)
        self._shown: list[Record[Row]] = []
        self._positions: dict[Hashable, int] | None = None
        self._filter_text = ""
        self._flags = tuple(
            _CHANGEABLE if c.editable and c.setter is not None else _READABLE
            for c in self._columns
        )
        self._alignments = tuple(_ALIGN[column.alignment] for column in self._columns)
        self._column_count = len(self._columns)
        self._brushes: dict[str, QBrush] = {}
        self._bold = QFont()
        self._restyle()
        style.watcher().changed.connect(self._restyle)

    # -- what Qt asks ---------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Rows that pass the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Columns, hidden ones included."""
        return 0 if parent.isValid() else self._column_count

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:  # noqa: ANN401 - Qt's signature
        """One look-up; roles this table does not use answer at once."""
        if role in _TEXT_ROLES:
            return self._shown[index.row()].texts[index.column()]
        if role == ALIGNMENT:
            return self._alignments[index.column()]
        if role == FOREGROUND:
            record = self._shown[index.row()]
            tone = record.tones[index.column()] or record.row_tone
            return None if tone is None else self._brushes["ink-" + tone]
        if role == BACKGROUND:
            tone = self._shown[index.row()].row_tone
            return None if tone is None or tone == "muted" else self._brushes["ground-" + tone]
        if role == FONT:
            return self._bold if self._columns[index.column()].bold else None
        if role == TONE:
            return self._shown[index.row()].tones[index.column()]
        if role == ROW_ID:
            return self._shown[index.row()].row_id
        if role in _SPOKEN_ROLES:
            return self._spoken(index, role)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:  # noqa: ANN401 - Qt's signature
        """Column titles; rows have no titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self._column_count:
            return None
        if role in _TITLE_ROLES:
            return self._columns[section].title
        if role == ALIGNMENT:
            return self._alignments[section]
        if role == TOOLTIP:
            return self._columns[section].title_tooltip or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Selectable everywhere, editable where a setter waits."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return self._flags[index.column()]

    def setData(self, index: AnyIndex, value: Any, role: int = EDIT) -> bool:  # noqa: ANN401 - Qt's signature
        """Hand a typed text to the column's setter; the row stays until it is replaced."""
        if role != EDIT or not index.isValid():
            return False
        column = self._columns[index.column()]
        record = self._shown[index.row()]
        if not column.editable or column.setter is None:
            return False
        text = str(value)
        if text == record.texts[index.column()]:
            return False
        column.setter(record.row, text)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; ``-1`` gives back the order the rows came in. Empty keys go last."""
        descending = order == Qt.SortOrder.DescendingOrder
        self._order = self._order._replace(column=column, descending=descending)
        self._reorder(self._arranged())

    def _spoken(self, index: AnyIndex, role: int) -> Any:  # noqa: ANN401 - Qt's signature
        column = self._columns[index.column()]
        record = self._shown[index.row()]
        if role == DECORATION:
            name = column.icon(record.row) if column.icon is not None else None
            if not name:
                return None
            from trailsdesk.ui.icons import icon

            return icon(name, tone=record.tones[index.column()])
        if role == TOOLTIP:
            return plain_tip(column.tooltip(record.row)) or None if column.tooltip else None
        if column.accessible is not None:
            return column.accessible(record.row)
        return f"{column.title}: {record.texts[index.column()]}"

    # -- rows -----------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns, in model order."""
        return self._columns

    @property
    def has_row_tones(self) -> bool:
        """Whether whole rows may be coloured."""
        return self._row_tone is not None

    @property
    def shown_count(self) -> int:
        """How many rows pass the filter."""
        return len(self._shown)

    @property
    def total_count(self) -> int:
        """How many rows there are."""
        return len(self._rows.records)

    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order they were given."""
        return tuple([record.row for record in self._rows.records])

    def shown_rows(self) -> tuple[Row, ...]:
        """The rows that pass the filter, as sorted on the screen."""
        return tuple([record.row for record in self._shown])

    def row_at(self, position: int) -> Row:
        """The row shown at ``position``; ``IndexError`` beyond the end."""
        return self._shown[position].row

    def id_at(self, position: int) -> Hashable:
        """The id of the row shown at ``position``."""
        return self._shown[position].row_id

    def first_texts(self, at: int, count: int) -> set[str]:
        """What a column shows in the first ``count`` rows."""
        return {record.texts[at] for record in self._shown[:count]}

    def position_of(self, row_id: Hashable) -> int:
        """Where a row is shown; ``-1`` when it is filtered out or unknown."""
        if self._positions is None and self._shown is self._rows.shown and self._order.is_plain:
            self._positions = self._rows.at
        if self._positions is None:
            self._positions = {record.row_id: at for at, record in enumerate(self._shown)}
        return self._positions.get(row_id, -1)

    def row_of(self, row_id: Hashable) -> Row | None:
        """A row by id, shown or not."""
        record = self._rows.record_of(row_id)
        return None if record is None else record.row

    def find_from(self, typed: str, start: int) -> int:
        """The next shown row with a cell beginning with ``typed``, from ``start`` and round.

        ``-1`` when there is none. Compared without accents and case.
        """
        wanted = fold(typed)
        count = len(self._shown)
        for step in range(count):
            at = (start + step) % count
            lines = self._shown[at].folded
            if lines.startswith(wanted) or "\n" + wanted in lines:
                return at
        return -1

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Replace all rows.

        Rows equal to what was there keep their prepared texts. Few differences become removals,
        moves, insertions and changed ranges, so that selection and scroll place stay; many become
        one reset (the view of ``trailsdesk.ui.table_view`` restores the selection by id).

        Raises:
            ValueError: two rows have one id (a caller's bug).
        """
        self.set_prepared(self.preparer()(rows))

    def preparer(self) -> Callable[[Iterable[Row]], PreparedRows[Row]]:
        """A function that makes rows ready for ``set_prepared``; it may run on any thread.

        For very many rows: what they say is then worked out where nobody waits for it. Rows equal
        to those of now keep what was prepared for them. It raises what ``set_rows`` raises.
        """
        columns, row_id, row_tone, before, order = (
            self._columns, self._row_id, self._row_tone, self._rows, self._order,
        )  # fmt: skip

        def prepare(rows: Iterable[Row]) -> PreparedRows[Row]:
            return prepared(rows, before, columns, row_id, row_tone, order)

        return prepare

    def set_prepared(self, rows: PreparedRows[Row]) -> None:
        """Replace all rows by rows made ready by this model's ``preparer``."""
        gone, self._rows = self._rows, rows
        self._show(rows.shown if rows.order == self._order else self._arranged())
        if gone.records[:1] != rows.records[:1]:
            let_go(gone.records)  # where some were added, most of them stay

    def update_rows(self, rows: Iterable[Row]) -> None:
        """Replace the rows with these ids and append the ids not known yet."""
        fresh = {self._row_id(row): row for row in rows}
        merged = [fresh.pop(record.row_id, record.row) for record in self._rows.records]
        self.set_rows([*merged, *fresh.values()])

    def remove_ids(self, row_ids: Iterable[Hashable]) -> None:
        """Take rows away by id; unknown ids are ignored."""
        gone = set(row_ids)
        self.set_rows([r.row for r in self._rows.records if r.row_id not in gone])

    # -- filter ---------------------------------------------------------------------------------

    @property
    def filter_text(self) -> str:
        """The text typed into the filter."""
        return self._filter_text

    def set_filter_text(self, text: str) -> None:
        """Show rows that contain every word of ``text`` somewhere, accents and case aside."""
        self._filter_text = text
        words = tuple(fold(text).split())
        if words != self._order.words:
            self._order = self._order._replace(words=words)
            self._show(self._arranged())

    def set_predicate(self, predicate: Callable[[Row], bool] | None) -> None:
        """Show only rows for which ``predicate`` is true, on top of the filter text."""
        if predicate is None and self._order.predicate is None:
            return
        self._order = self._order._replace(predicate=predicate)
        self._show(self._arranged())

    def _arranged(self) -> list[Record[Row]]:
        """All rows filtered, then sorted."""
        return arranged(self._rows.records, self._order, self._columns)

    # -- telling the view -----------------------------------------------------------------------

    def _take(self, shown: list[Record[Row]]) -> None:
        self._shown = shown
        self._positions = None

    def _show(self, target: list[Record[Row]]) -> None:
        """Bring the view from what it shows to ``target`` with the least disturbance."""
        if not self._shown or not target:
            self._show_only(target)
        else:
            head = _alike(self._shown, target)
            tail = _alike(self._shown[head:][::-1], target[head:][::-1])
            whole = head + tail == len(self._shown) == len(target)
            if whole or self._show_middle(target, head, tail):
                self._show_changed(target)
        self.counts_changed.emit(len(self._shown), self.total_count)

    def _show_only(self, target: list[Record[Row]]) -> None:
        """Show rows where there were none, or none where there were some."""
        if target:
            self.beginInsertRows(_ROOT, 0, len(target) - 1)
            self._take(target)
            self.endInsertRows()
        elif self._shown:
            self._show_anew(target)

    def _show_anew(self, target: list[Record[Row]]) -> None:
        self.beginResetModel()
        self._take(target)
        self.endResetModel()

    def _show_changed(self, target: list[Record[Row]]) -> None:
        """The same rows stand already; tell which of them say something else now."""
        changed = list(compress(count(), map(is_not, target, self._shown)))
        self._take(target)
        for first, last in _runs(changed):
            corner = self.index(last, self._column_count - 1)
            self.dataChanged.emit(self.index(first, 0), corner)

    def _show_middle(self, target: list[Record[Row]], head: int, tail: int) -> bool:
        """Remove, move and insert rows until ``target``'s ids stand; ``head`` and ``tail`` do.

        False when all was shown anew instead, because little or nothing stays.
        """
        last_shown, last_target = len(self._shown) - tail, len(target) - tail
        wanted = {record.row_id for record in target[head:last_target]}
        had = {record.row_id for record in self._shown[head:last_shown]}
        most, shown = _RANGES_BEFORE_RESET, self._shown
        gone = _runs(
            (at for at in range(head, last_shown) if shown[at].row_id not in wanted), most
        )
        new = _runs((at for at in range(head, last_target) if target[at].row_id not in had), most)
        nothing_stays = head + tail == 0 and not had & wanted
        if len(gone) + len(new) > _RANGES_BEFORE_RESET or nothing_stays:
            self._show_anew(target)
            return False
        for first, last in reversed(gone):
            self.beginRemoveRows(_ROOT, first, last)
            self._take(self._shown[:first] + self._shown[last + 1 :])
            self.endRemoveRows()
        if had & wanted:
            by_id = {record.row_id: record for record in self._shown}
            self._reorder([by_id[r.row_id] for r in target if r.row_id in by_id])
        for first, last in new:
            self.beginInsertRows(_ROOT, first, last)
            self._take(self._shown[:first] + target[first : last + 1] + self._shown[first:])
            self.endInsertRows()
        return True

    def _reorder(self, target: list[Record[Row]]) -> None:
        """Show the same rows in another order; selections follow their rows."""
        if len(target) == len(self._shown) and all(map(is_, target, self._shown)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._shown[index.row()].row_id, index.column()) for index in before]
        self._take(target)
        after = [self.index(self.position_of(row_id), column) for row_id, column in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _restyle(self) -> None:
        look = style.look()
        tones: tuple[Tone, ...] = ("good", "warn", "bad", "muted")
        for tone in tones:
            self._brushes["ink-" + tone] = QBrush(QColor(look.roles.ink(tone)))
            self._brushes["ground-" + tone] = QBrush(QColor(look.roles.ground(tone)))
        self._bold = look.font("body", bold=True)


def _alike(old: Sequence[Record[Row]], new: Sequence[Record[Row]]) -> int:
    """How many rows both begin with, by id."""
    others = compress(count(), map(is_not, old, new))
    unlike = (at for at in others if old[at].row_id != new[at].row_id)
    return next(unlike, min(len(old), len(new)))


def _runs(positions: Iterable[int], most: int = sys.maxsize) -> list[tuple[int, int]]:
    """Ascending positions as closed ranges: ``1 2 3 7`` gives ``(1, 3) (7, 7)``.

    Beyond ``most`` ranges the rest is not looked at: one too many is told, and that is enough.
    """
    runs: list[tuple[int, int]] = []
    first = last = -2
    for position in positions:
        if position != last + 1:
            if last >= 0:
                runs.append((first, last))
                if len(runs) > most:
                    return runs
            first = position
        last = position
    return [*runs, (first, last)] if last >= 0 else runs


def plain_tip(text: str) -> str:
    """A tooltip Qt cannot mistake for markup: names and notes come from files of other people."""
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<p style='white-space:pre-wrap'>" + escaped + "</p>"
