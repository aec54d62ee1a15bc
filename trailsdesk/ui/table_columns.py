"""The columns of a table: as wide as they need, chosen, moved and remembered between sessions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.column_fit import fitted, grown, measure_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.column_fit import ColumnWish
    from trailsdesk.ui.row_model import RowTableModel


class ColumnStates(Protocol):
    """Where widths, order and visibility of columns are kept between sessions."""

    def column_state(self, key: str) -> dict[str, Any] | None:
        """What was kept under ``key``."""

    def set_column_state(self, key: str, state: dict[str, Any]) -> None:
        """Keep ``state`` under ``key``."""


class ColumnTable(QTableView):
    """What is seen of the columns; ``RowTableView`` gives the rows their keys.

    Widths are measured from the rows and shared out where there is little room; those a person
    gave by hand stand.
    """

    def __init__(
        self,
        model: RowTableModel[Any],
        state_key: str,
        states: ColumnStates | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._state_key = state_key
        self._states = states
        self._wishes: dict[int, ColumnWish] = {}
        self._by_hand = False
        self._fitted_elsewhere = False
        self._gave_way: set[int] = set()
        self._asked_for: set[int] = set()
        self._away: set[int] = set()
        self._scale = style.look().scale
        self._quiet = False
        self._fitting = False

    def _begin_columns(self) -> None:
        """Once the model is set: the widths and the order kept from last time."""
        style.watcher().changed.connect(self._rescale)
        self._hint_columns()
        self._restore_columns()
        self._fit_rows()
        self._size_columns()

    def _hint_columns(self) -> None:
        self._hint_widths()
        for at, column in enumerate(self._rows.columns):
            self.setColumnHidden(at, column.hidden)

    def _hint_widths(self) -> None:
        metrics = QFontMetrics(style.look().font())
        for at, column in enumerate(self._rows.columns):
            width = metrics.averageCharWidth() * column.width_hint + style.unit(6)
            self.setColumnWidth(at, width)

    def _size_columns(self, *_signal: object) -> None:
        """Measured from the first rows; columns only ever widen for what comes later."""
        if self._fitted_elsewhere or self._rows.filter_text or not self._rows.shown_count:
            return
        before, self._wishes = self._wishes, grown(self._wishes, measure_columns(self._rows))
        if self._by_hand or self._wishes == before:
            return
        self._fitting = True
        for at, wish in self._wishes.items():
            self.setColumnWidth(at, wish.wanted)
        self._fitting = False
        self._fit_to_room()

    def _fit_to_room(self) -> None:
        """All columns in sight where that is possible; the user's own widths stand."""
        if not self._wishes or self._by_hand or self._fitting or not self.isVisible():
            return
        here = {
            at: replace(wish, gives_way=0) if at in self._asked_for else wish
            for at, wish in self._wishes.items()
            if not self.isColumnHidden(at) or at in self._gave_way
        }
        header = self.horizontalHeader()
        own = header.ResizeMode.Stretch
        last = self._rows.columns[self._last_visible_column()]
        stretched = [at for at in here if header.sectionResizeMode(at) == own]
        room = self.viewport().width()
        for at in stretched:  # it takes what is left, and leaves the others most of theirs
            most = max(here[at].least, min(here[at].wanted, room // 3))
            here[at] = replace(here[at], wanted=most, usual=min(here[at].usual, most))
        fill = not stretched and last.alignment == "right"
        widths = fitted(here, room, fill=fill)
        self._fitting = True
        self._gave_way = set(here) - set(widths)
        for at in here:
            self.setColumnHidden(at, at in self._gave_way)
        for at, width in widths.items():
            if header.sectionResizeMode(at) != own:
                self.setColumnWidth(at, width)
        self._fitting = False

    def fix_widths(self, widths: Mapping[str, int]) -> None:
        """Widths by column key from an owner who fits them; the table leaves them alone."""
        self._fitted_elsewhere = True
        self._fitting = True
        for at, column in enumerate(self._rows.columns):
            if column.key in widths:
                self.setColumnWidth(at, widths[column.key])
        self._fitting = False

    def _column_resized(self, at: int, old: int, new: int) -> None:
        """A width the user gave stands; hiding and the stretch of the last column are not one."""
        if self._fitting or self._quiet or not self.isVisible() or not old or not new:
            return
        header = self.horizontalHeader()
        stretched = header.stretchLastSection() and at == self._last_visible_column()
        if stretched or header.sectionResizeMode(at) != header.ResizeMode.Interactive:
            return
        self._by_hand = True
        self._columns_touched()

    def showEvent(self, event: QShowEvent) -> None:
        """The width of the window is known now."""
        super().showEvent(event)
        self._fit_to_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_to_room()

    def _rescale(self) -> None:
        """Rows and columns follow the letters."""
        before, self._scale = self._scale, style.look().scale
        self._fit_rows()
        if self._fitted_elsewhere or before == self._scale:
            return
        if self._by_hand:
            self._fitting = True
            for at in range(self._rows.columnCount()):
                self.setColumnWidth(at, round(self.columnWidth(at) * self._scale / before))
            self._fitting = False
        elif self._wishes:
            self._wishes = {}
            self._size_columns()
        else:
            self._hint_widths()

    def _choose_columns(self, place: QPoint) -> None:
        menu = self.column_menu()
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def column_menu(self) -> QMenu:
        """A menu with a tick for each column; the last visible one cannot be taken away."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self._rows.columnCount() - self.horizontalHeader().hiddenSectionCount()
        for at, column in enumerate(self._rows.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.setEnabled(self.isColumnHidden(at) or shown > 1)
            action.toggled.connect(partial(self.show_column, at))
        menu.addSeparator()
        menu.addAction(_("Fit widths to content")).triggered.connect(self.fit_columns)
        menu.addAction(_("Sort as entered")).triggered.connect(self.clear_sorting)
        return menu

    def show_column(self, at: int, shown: bool) -> None:
        """Show or hide a column and remember it."""
        (self._asked_for.add if shown else self._asked_for.discard)(at)
        self._gave_way.discard(at)
        self.setColumnHidden(at, not shown)
        self._fit_to_room()
        self._columns_touched()

    def offer_column(self, at: int, offered: bool) -> None:
        """Take a column away while it would say nothing, or have it back where there is room."""
        if offered is (at not in self._away):
            return
        (self._away.discard if offered else self._away.add)(at)
        self._gave_way.discard(at)
        self.setColumnHidden(at, not offered)
        self._fit_to_room()

    def fit_columns(self) -> None:
        """Measure the columns again; widths given by hand are forgotten."""
        self._by_hand = False
        self._wishes = {}
        self._size_columns()
        self._columns_touched()

    def clear_sorting(self) -> None:
        """Back to the order the rows came in."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _columns_touched(self, *_signal: object) -> None:
        if self._states is None or not self._state_key or self._quiet or not self.isVisible():
            return
        header = self.horizontalHeader()
        columns = self._rows.columns
        sorted_at = header.sortIndicatorSection()
        state = {
            "order": [columns[header.logicalIndex(at)].key for at in range(len(columns))],
            "hidden": [
                c.key
                for at, c in enumerate(columns)
                if self.isColumnHidden(at) and at not in self._gave_way
            ],
            "asked_for": [columns[at].key for at in sorted(self._asked_for)],
            "widths": {
                c.key: round(self.columnWidth(at) / style.look().scale)
                for at, c in enumerate(columns)
                if self._by_hand and not self.isColumnHidden(at)
            },
            "sorted": columns[sorted_at].key if 0 <= sorted_at < len(columns) else "",
            "descending": header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        }
        self._states.set_column_state(self._state_key, state)

    def _restore_columns(self) -> None:
        state = self._states.column_state(self._state_key) if self._states else None
        if not state or not self._state_key:
            return
        header = self.horizontalHeader()
        place = {column.key: at for at, column in enumerate(self._rows.columns)}
        order = [place[key] for key in state.get("order", []) if key in place]
        for visual, logical in enumerate(order):
            header.moveSection(header.visualIndex(logical), visual)
        hidden = {key for key in state.get("hidden", []) if key in place}
        if len(hidden) < len(place):
            for key, at in place.items():
                self.setColumnHidden(at, key in hidden)
        for key, width in state.get("widths", {}).items():
            if key in place and isinstance(width, int) and width > 0:
                self.setColumnWidth(place[key], round(width * style.look().scale))
                self._by_hand = True
        self._asked_for = {place[key] for key in state.get("asked_for", []) if key in place}
        sorted_by = place.get(state.get("sorted", ""), -1)
        falling = Qt.SortOrder.DescendingOrder
        order_now = falling if state.get("descending") else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(sorted_by, order_now)

    def _first_visible_column(self) -> int:
        header = self.horizontalHeader()
        for visual in range(header.count()):
            logical = header.logicalIndex(visual)
            if not self.isColumnHidden(logical):
                return logical
        return -1

    def _last_visible_column(self) -> int:
        header = self.horizontalHeader()
        order = (header.logicalIndex(visual) for visual in reversed(range(header.count())))
        return next((at for at in order if not self.isColumnHidden(at)), -1)

    def _fit_rows(self) -> None:
        """28 px at normal size: the letters and 3 px of air on both sides."""
        look = style.look()
        height = max(look.unit(7), QFontMetrics(look.font()).height() + look.unit(2))
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.setIconSize(QSize(look.unit(4), look.unit(4)))
        self.viewport().update()
