"""The table every panel uses, on top of a ``RowTableModel``: its rows, keys and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLine,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.chip_delegate import ChipDelegate
from trailsdesk.ui.row_model import BACKGROUND, DISPLAY, RowTableModel
from trailsdesk.ui.table_columns import ColumnTable
from trailsdesk.ui.table_copy import as_tsv

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent

    from trailsdesk.ui.table_columns import ColumnStates


class RowTableView(ColumnTable):
    """A table with fixed row height, its own column chooser, copying and type-to-find.

    Args:
        model: the rows.
        name: accessible name of the table, in the user's language ("Entries").
        state_key: where the column state is kept; ``""`` keeps nothing.
        states: the keeper of column states, usually the settings.
        empty_text: what the empty table says.
    """

    row_activated = Signal(object)
    """The id of a row that was double-clicked or confirmed with Enter."""
    selected_ids_changed = Signal(object)
    """Tuple of the ids of the selected rows, in screen order."""
    current_id_changed = Signal(object)
    """Id of the row with the cursor, or ``None``."""

    def __init__(
        self,
        model: RowTableModel[Any],
        name: str,
        *,
        state_key: str = "",
        states: ColumnStates | None = None,
        empty_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, state_key, states, parent)
        self._empty_text = empty_text
        self._kept: tuple[set[Hashable], Hashable | None, int] = (set(), None, 0)
        self._typed = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(900)
        self._typing.timeout.connect(self._forget_typed)
        self.setAccessibleName(name)
        self._set_behaviour()
        self.setModel(model)
        # The titles show no selection, and Qt would ask every row about it for each of them.
        titles = self.horizontalHeader()
        titles.setSelectionModel(QItemSelectionModel(model, titles))
        chips = ChipDelegate(self)
        for at, column in enumerate(model.columns):
            if column.chip:
                self.setItemDelegateForColumn(at, chips)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        model.counts_changed.connect(self._size_columns)
        self.selectionModel().selectionChanged.connect(self._tell_selected)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.activated.connect(self._tell_activated)
        self._begin_columns()

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        header.setAccessibleName(_("Column titles"))
        header.sectionResized.connect(self._column_resized)
        header.sectionMoved.connect(self._columns_touched)
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(self._columns_touched)

    # -- rows by id -----------------------------------------------------------------------------

    @property
    def row_model(self) -> RowTableModel[Any]:
        """The model, typed."""
        return self._rows

    def selected_ids(self) -> tuple[Hashable, ...]:
        """Ids of the selected rows, top to bottom."""
        return tuple(self._rows.id_at(row) for row in self._selected_positions())

    def selected_rows(self) -> tuple[Any, ...]:
        """The selected rows, top to bottom."""
        return tuple(self._rows.row_at(row) for row in self._selected_positions())

    def _selected_positions(self) -> list[int]:
        # By ranges, not by cells: selecting all of a large table must stay immediate.
        parts: Any = self.selectionModel().selection()
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def current_id(self) -> Hashable | None:
        """Id of the row with the cursor."""
        index = self.currentIndex()
        return self._rows.id_at(index.row()) if index.isValid() else None

    def select_id(self, row_id: Hashable) -> bool:
        """Put the cursor on a row and show it; false when it is not shown."""
        position = self._rows.position_of(row_id)
        if position < 0:
            return False
        column = max(0, self.currentIndex().column(), self._first_visible_column())
        index = self._rows.index(position, column)
        self._select_only(index)
        self.scrollTo(index)
        return True

    def _select_only(self, index: QModelIndex) -> None:
        # Through the selection model: the view's own methods look at the keys held down, and a
        # Ctrl still held from a shortcut would take the row out of the selection again.
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def select_ids(self, row_ids: Iterable[Hashable]) -> None:
        """Select exactly these rows, as far as they are shown."""
        last = self._rows.columnCount() - 1
        selection = QItemSelection()
        shown = sorted(at for at in map(self._rows.position_of, row_ids) if at >= 0)
        for top, bottom in _runs(shown):
            selection.select(self._rows.index(top, 0), self._rows.index(bottom, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _before_reset(self) -> None:
        self._kept = (
            set(self.selected_ids()),
            self.current_id(),
            self.verticalScrollBar().value(),
        )
        self._quiet = True

    def _after_reset(self) -> None:
        wanted, current, scrolled = self._kept
        self._quiet = False
        at = self._rows.position_of(current) if current is not None else -1
        if at >= 0:
            index = self._rows.index(at, max(0, self._first_visible_column()))
            self.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.NoUpdate
            )
        if wanted:
            self.select_ids(wanted)
            if set(self.selected_ids()) != wanted:
                self._tell_selected()
        self.verticalScrollBar().setValue(scrolled)
        if current is not None and at < 0:
            self.current_id_changed.emit(None)
        self._size_columns()

    def _tell_selected(self, *_signal: object) -> None:
        if not self._quiet:
            self.selected_ids_changed.emit(self.selected_ids())

    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._quiet:
            row_id = self._rows.id_at(current.row()) if current.isValid() else None
            self.current_id_changed.emit(row_id)

    def _tell_activated(self, index: QModelIndex) -> None:
        if not self._rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.row_activated.emit(self._rows.id_at(index.row()))

    # -- keys -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, Home and End over rows, type-to-find; everything else as in any table."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and plain:
            last = self._rows.shown_count - 1
            self._go_to_row(0 if event.key() == Qt.Key.Key_Home else last, event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            if self.currentIndex().isValid():
                self.row_activated.emit(self.current_id())
        elif plain and event.text().strip() and event.text().isprintable():
            self._find(event.text())
        elif plain and event.text() == " " and self._typed:
            self._find(" ")
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Type-to-find is ours: Qt's own search walks one column only."""
        self._find(search)

    def _go_to_row(self, row: int, event: QKeyEvent) -> None:
        if row < 0:
            return
        column = max(0, self.currentIndex().column())
        flag = QItemSelectionModel.SelectionFlag
        how = flag.ClearAndSelect | flag.Rows
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start = max(0, self.currentIndex().row())
            last = self._rows.columnCount() - 1
            top, bottom = min(start, row), max(start, row)
            span = QItemSelection(self._rows.index(top, 0), self._rows.index(bottom, last))
            self.selectionModel().select(span, flag.ClearAndSelect | flag.Rows)
            how = flag.NoUpdate
        index = self._rows.index(row, column)
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)

    def _find(self, letters: str) -> None:
        """Jump to the next row with a cell that begins with what was typed."""
        self._typed += letters
        self._typing.start()
        position = self._rows.find_from(self._typed, max(0, self.currentIndex().row()))
        if position >= 0:
            self.select_id(self._rows.id_at(position))

    def _forget_typed(self) -> None:
        self._typed = ""

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, see :meth:`selection_as_tsv`."""
        text = self.selection_as_tsv()
        if text:
            QGuiApplication.clipboard().setText(text)

    def selection_as_tsv(self) -> str:
        """Selected rows with a title line, tab separated, columns as shown on the screen.

        A text that a spreadsheet would run as a formula gets an apostrophe in front; figures
        (``-3``, ``+4:12``) of number columns stay as they are.
        """
        header = self.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        visible = [at for at in order if not self.isColumnHidden(at)]
        rows = self._selected_positions()
        if not rows:
            return ""
        return as_tsv(
            [self._rows.columns[at] for at in visible],
            [[str(self._rows.index(row, at).data(DISPLAY)) for at in visible] for row in rows],
        )

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, then hairlines between rows or the words of an empty table."""
        roles = style.look().roles
        # Grounds of whole rows go under the cells: the style sheet leaves cells unfilled.
        painter = QPainter(self.viewport())
        self._paint_grounds(painter)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._rows.shown_count:
            self._paint_lines(painter, roles.line)
        elif self._empty_text or self._rows.total_count:
            filtered = _("Nothing matches the filter.")
            painter.setPen(QColor(roles.secondary))
            painter.setFont(style.look().font())
            room = self.viewport().rect().adjusted(style.unit(6), 0, -style.unit(6), 0)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, flags, filtered if self._rows.total_count else self._empty_text)
        painter.end()

    def _paint_grounds(self, painter: QPainter) -> None:
        height = self.verticalHeader().defaultSectionSize()
        first = self.rowAt(0)
        if first < 0 or not self._rows.has_row_tones:
            return
        width = self.viewport().width()
        last = min(self._rows.shown_count, first + self.viewport().height() // height + 2)
        for row in range(first, last):
            ground = self._rows.index(row, 0).data(BACKGROUND)
            if ground is not None:
                painter.fillRect(0, self.rowViewportPosition(row), width, height, ground)

    def _paint_lines(self, painter: QPainter, colour: str) -> None:
        height = self.verticalHeader().defaultSectionSize()
        top = self.rowViewportPosition(max(0, self.rowAt(0)))
        bottom = min(
            self.viewport().height(), self.rowViewportPosition(self._rows.shown_count - 1) + height
        )
        width = self.viewport().width()
        painter.setPen(QPen(QColor(colour), 1))
        painter.drawLines([QLine(0, y, width, y) for y in range(top + height - 1, bottom, height)])

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the letters when the interface is scaled."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Put the cursor on the row under the mouse before a panel opens its menu."""
        index = self.indexAt(event.pos())
        if index.isValid() and not self.selectionModel().isSelected(index):
            self._select_only(index)
        super().contextMenuEvent(event)


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of neighbours, positions in order: few ranges are quick to select."""
    top = bottom = -1
    for at in positions:
        if at > bottom + 1 and bottom >= 0:
            yield top, bottom
        if at > bottom + 1 or bottom < 0:
            top = at
        bottom = at
    if bottom >= 0:
        yield top, bottom
