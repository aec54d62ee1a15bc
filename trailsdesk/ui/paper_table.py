"""The table of two lists: a frame round the cell the keys go to, a line under every sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from trailsdesk.domain.paper import ROWS_A_SHEET, PaperSide
from trailsdesk.ui import style
from trailsdesk.ui.paper_words import GridRow, grid_columns
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

_KEYS = {"time": PaperSide.TIME, "bib": PaperSide.BIB}


class _CursorDelegate(QStyledItemDelegate):
    """Draws a frame round the one cell the keys go to."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.row = 0
        self.column = -1

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if (index.row(), index.column()) != (self.row, self.column):
            return
        # The bindings do not declare the fields of style options.
        fields: Any = option
        painter.save()
        painter.setPen(QPen(QColor(style.look().roles.focus), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(fields.rect.adjusted(1, 1, -1, -2))
        painter.restore()


class PaperTable(RowTableView):
    """Rows in the order of the sheet, never sorted. The keys stay in the fields beside it."""

    pointed = Signal(int, object)
    """Row from 0 and ``PaperSide`` of a cell clicked; None beside both lists."""
    typed = Signal(str)
    """A letter typed while the table has the keys."""

    def __init__(self, name: str, empty: str, *, bib_first: bool) -> None:
        model: RowTableModel[GridRow] = RowTableModel(
            grid_columns(bib_first=bib_first),
            lambda row: row.number,
            row_tone=lambda row: row.tone,
        )
        super().__init__(model, name, empty_text=empty)
        model.setParent(self)
        self.model_rows = model
        self._cursor = _CursorDelegate(self)
        self._columns = {column.key: at for at, column in enumerate(model.columns)}
        for key in _KEYS:
            self.setItemDelegateForColumn(self._columns[key], self._cursor)
        self.setProperty("bare", True)
        self.setSortingEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.clicked.connect(self._clicked)
        style.watcher().changed.connect(self.fit)
        self.fit()  # before there are rows: the widths are ours from the first one on

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """Show these rows."""
        self.model_rows.set_rows(rows)
        self.fit()

    def point(self, row: int, side: PaperSide, *, top: bool = False) -> None:
        """Put the frame round a cell and bring it into sight; ``top`` as the first row seen."""
        key = next(key for key, each in _KEYS.items() if each is side)
        self._cursor.row, self._cursor.column = row, self._columns[key]
        self.select_id(row + 1)
        if top:
            index = self.model_rows.index(row, self._cursor.column)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        self.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        key = self.model_rows.columns[index.column()].key
        self.pointed.emit(index.row(), _KEYS.get(key))

    def fit(self) -> None:
        """Figures get what they need; runner and remark share the rest."""
        metrics = QFontMetrics(style.look().font())
        bold = QFontMetrics(style.look().font(bold=True))
        pad = style.unit(5.5)
        rows = self.model_rows.rows()
        # The longest texts stand for all: letters differ, figures of one length do not.
        times = {row.time[:16] for row in rows if len(row.time) > len("8:88:88")} | {"8:88:88.8"}
        bibs = {row.bib[:12] for row in rows if len(row.bib) > len("8888")} | {"88888"}
        widths = {
            "number": metrics.horizontalAdvance("8888") + pad,
            "time": max(map(metrics.horizontalAdvance, times)) + pad,
            "bib": max(map(bold.horizontalAdvance, bibs)) + pad,
        }
        room = max(style.unit(20), self.viewport().width() - sum(widths.values()))
        remarks = {row.remark for row in rows}
        wanted = max((style.unit(34), *(metrics.horizontalAdvance(r) + pad for r in remarks)))
        widths["remark"] = min(wanted, room * 11 // 20)
        widths["runner"] = room - widths["remark"]
        self.fix_widths(widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to the field; Escape and Enter bring the keys back to it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        plain = event.text().isprintable() and event.text().strip() and not control
        if plain:
            self.typed.emit(event.text())
        elif event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pointed.emit(max(0, self.currentIndex().row()), None)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.ignore()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A stronger line where the next sheet of paper begins."""
        super().paintEvent(event)
        height = self.verticalHeader().defaultSectionSize()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(style.look().roles.secondary), 2))
        last = self.model_rows.shown_count
        for row in range(ROWS_A_SHEET, last, ROWS_A_SHEET):
            y = self.rowViewportPosition(row)
            if -height < y < self.viewport().height():
                painter.drawLine(0, y, self.viewport().width(), y)
        painter.end()
