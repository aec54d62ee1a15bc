"""Whether an event is held: calling it off with a reason, and holding it after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.cancel_event import REASON_MAX
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.domain.event import Event, EventId


class EventStanding(QWidget):
    """A line under the event's form; nothing is asked, undo takes it back."""

    cancel_asked = Signal(str)
    """Why the event is not held."""
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[EventId, bool] | None = None
        self._writable = True
        self.said = PlainLabel("", wrap=True, tone="warn")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why it is not held"))
        self.reason.setAccessibleName(_("Why the event is not held"))
        self.reason.setMaxLength(REASON_MAX)
        self.button = Button(_("Call it off"), self._press)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        row.addWidget(self.reason, 1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.reason.returnPressed.connect(self._press)
        self.reason.textEdited.connect(lambda _text: self._mark(missing=False))

    def show_event(self, event: Event, why: str = "") -> None:
        """How an event stands; what is being typed about the same one is left alone.

        Args:
            why: the reason it was called off, empty where it is not known.
        """
        if (event.id, event.cancelled) != self._shown:
            self.reason.clear()
            self._mark(missing=False)
        self._shown = (event.id, event.cancelled)
        self.reason.setVisible(not event.cancelled)
        self.button.setText(_("Hold it after all") if event.cancelled else _("Call it off"))
        off = _("Called off: {why}.").format(why=why.rstrip(".")) if why else _("Called off.")
        self.said.setText(f"{off} {_('No round of the series; all of it is kept.')}")
        self.said.setVisible(event.cancelled)

    def set_writable(self, writable: bool, reason: str = "") -> None:
        """Without permission to write the button says why it does nothing."""
        self._writable = writable
        self.reason.setEnabled(writable)
        self.button.setEnabled(writable)
        self.button.setToolTip(reason)

    def _press(self) -> None:
        if not self._writable:
            return
        if self._shown is not None and self._shown[1]:
            self.restore_asked.emit()
            return
        reason = self.reason.text().strip()
        self._mark(missing=not reason)
        if reason:
            self.reason.clear()
            self.cancel_asked.emit(reason)
        else:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, *, missing: bool) -> None:
        style.set_style_property(self.reason, "invalid", missing)
