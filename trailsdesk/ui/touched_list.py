"""The rows a problem touches, beside it: who and which times; Enter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.services.touched import TouchedRow


class _Table(RowTableView):
    """Enter goes to a row; Escape lets it go."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the problems."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class TouchedList(QWidget):
    """Of one row nothing is shown: the problem itself has said it."""

    chosen = Signal(object)
    """The place of the row with the cursor, ``None`` when it is let go."""
    place_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What the problem touches"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(1))
        self._most = 5
        self.count_label = PlainLabel("", "secondary")
        column.addWidget(self.count_label)
        self.model: RowTableModel[TouchedRow] = RowTableModel(_columns(), lambda row: row.place)
        self.table = _Table(self.model, _("What the problem touches"))
        self.model.setParent(self.table)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addWidget(self.table)
        column.addStretch(1)
        self.table.current_id_changed.connect(self.chosen.emit)
        self.table.row_activated.connect(self.place_asked.emit)
        self.table.left.connect(self._leave)
        style.watcher().changed.connect(self._fit)
        self.hide()

    def show_rows(self, rows: Sequence[TouchedRow]) -> None:
        """Show these; the cursor stays where it was if that row is still there."""
        self.model.set_rows(tuple(rows))
        words = plural("It touches {count} row:", "It touches {count} rows:", len(rows))
        self.count_label.setText(words)
        self.setVisible(len(rows) > 1)
        self._fit()

    def set_most(self, rows: int) -> None:
        """So many are seen at once; a longer list is scrolled."""
        if rows != self._most:
            self._most = rows
            self._fit()

    def current(self) -> Hashable | None:
        """The place of the row with the cursor while the list is shown."""
        return self.table.current_id() if self.isVisible() else None

    def focus_rows(self) -> bool:
        """Go to the first row; false when there is no list."""
        if not self.isVisible() or not self.model.shown_count:
            return False
        if self.table.current_id() is None:
            self.table.select_id(self.model.id_at(0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _leave(self) -> None:
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self.left.emit()

    def _fit(self) -> None:
        shown = min(self._most, max(2, self.model.shown_count))
        row = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + row * shown + style.unit(1))


def _columns() -> Sequence[Column[TouchedRow]]:
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda row: row.bib,
            sort_key=lambda row: bib_sort_key(row.bib),
            alignment="right",
            width_hint=6,
        ),
        Column(key="name", title=_("Name"), text=lambda row: row.name, width_hint=18),
        Column(key="race", title=_("Race"), text=lambda row: row.race, width_hint=10, gives_way=1),
        Column(
            key="what",
            title=_("What there is to see"),
            text=lambda row: row.what,
            tooltip=lambda row: row.what,
            width_hint=22,
        ),
    )
