"""Changing a medal order: of one entry or of a whole series; late only when said again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.entry import EntryId, MedalOrder
from trailsdesk.i18n import _, message
from trailsdesk.services.medal_orders import OrdersTaken, order_medals, order_series
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.entry_words import medal_choices
from trailsdesk.ui.widgets import Button

if TYPE_CHECKING:
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext

_CLOSED = frozenset({"medal.closed", "medal.closed-kept"})


class OrderBox(QWidget):
    """The order of the runner shown."""

    said = Signal(str, str)
    """What became of it, and its tone."""
    late = Signal(str)
    """Orders have closed, in words; empty when that is settled."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._entry_id: EntryId | None = None
        self.choice = CalmCombo(_("Medal order"), medal_choices())
        self.choice.setMinimumContentsLength(16)
        self.button = Button(_("Change the order"), self.change)
        self.series = QCheckBox(_("Every event of the series entry"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        row.addWidget(self.choice)
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.series)
        self.choice.setEnabled(self._may_change)

    def show_entry(self, entry_id: EntryId | None) -> None:
        """Whose order it is; an order chosen and not yet taken stays for the same one."""
        entry = None if entry_id is None else self._context.season.data.entries.get(entry_id)
        if entry is not None and entry_id != self._entry_id:
            self.choice.choose(entry.medal.value)
        self._entry_id = entry_id
        self.button.setEnabled(self._may_change and entry is not None)
        self.series.setVisible(entry is not None and entry.series_entry)

    def change(self) -> None:
        """Take the order chosen."""
        self._order(although_closed=False)

    def change_late(self) -> None:
        """Take it although orders have closed."""
        self._order(although_closed=True)

    def _order(self, *, although_closed: bool) -> None:
        entry_id, season, actor = (
            self._entry_id,
            self._context.season,
            self._context.actor(),
        )
        if entry_id is None or not self._may_change:
            return
        wanted = MedalOrder(self.choice.currentData())
        whole = self.series.isChecked() and not self.series.isHidden()

        def act() -> OrdersTaken:
            if whole:
                return order_series(
                    season, entry_id, wanted, actor, although_closed=although_closed
                )
            return order_medals(season, [entry_id], wanted, actor, although_closed=although_closed)

        def done(taken: OrdersTaken) -> None:
            self.late.emit("")
            self.said.emit(" ".join(message(note) for note in taken.notes), "good")

        def failed(error: KnownError) -> None:
            if error.note.code in _CLOSED:
                self.late.emit(message(error))
            else:
                self.said.emit(message(error), "warn")

        self._context.change(act, _("Change a medal order"), done, failed)
