"""Events the rules or their calendar know and the season does not hold yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from trailsdesk.i18n import _, plural
from trailsdesk.ui.season_calendar import CalendarLine, CalendarList
from trailsdesk.ui.widgets import Button, Card, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class AddEvents(Card):
    """Stands in the place of the table of races; Ctrl+Enter adds what is ticked, Esc leaves."""

    add_asked = Signal(object)
    """Tuple of the short names of the events to hold."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Add events"), padding=3)
        self._writable = True
        self.back_button = Button(_("Back"), self.left.emit, key="Esc")
        self.add_button = PrimaryButton(_("Add"), self.add, key="Ctrl Enter")
        self.heading.addWidget(self.back_button)
        self.heading.addWidget(self.add_button)
        self.list = CalendarList(
            _("None ticked yet. Days, places and races come along; change them afterwards.")
        )
        self.body.addWidget(self.list, 1)
        self.list.ticks_changed.connect(self._say)
        self.list.accepted.connect(self.add)
        self._say()

    def begin(self) -> None:
        """Nothing ticked, the cursor on the first event."""
        self.list.clear()
        self.list.focus_events()

    def show_events(self, lines: Sequence[CalendarLine]) -> None:
        """What can be added now; ticks stay."""
        self.list.show_calendar(lines)

    def set_writable(self, writable: bool, reason: str = "") -> None:
        """Without permission to write the button says why it does nothing."""
        self._writable = writable
        self.add_button.setToolTip(reason)
        self._say()

    def add(self) -> None:
        """Ask for the ticked events to be held."""
        ticked = self.list.ticked
        if ticked and self._writable:
            self.list.clear()
            self.add_asked.emit(ticked)
            self.left.emit()

    def _say(self) -> None:
        count = len(self.list.ticked)
        self.add_button.setEnabled(bool(count) and self._writable)
        words = plural("Add {count} event", "Add {count} events", count) if count else _("Add")
        self.add_button.setText(words)
        self.add_button.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Ctrl+Enter adds."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.add()
        else:
            super().keyPressEvent(event)
