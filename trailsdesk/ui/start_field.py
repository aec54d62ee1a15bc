"""Fields of the start: Enter acts at once, Ctrl+Z takes back the last act, not a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.race_clock import RaceClock
    from trailsdesk.ui.table_view import RowTableView

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD_BACK: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


def leaves_undo(event: QEvent) -> bool:
    """Whether the event is the window's Ctrl+Z, which a field must not keep for its letters."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return any(event.matches(keys) for keys in _HELD_BACK)


class StartField(QLineEdit):
    """One large line. Keys that are no letters of a name or bib are handed on.

    Args:
        clock: notes the instant of Enter, before anything else is done.
        large: letters read from an arm's length.
    """

    entered = Signal(object)
    """The instant of Enter where there is a clock, else None. A held key enters once."""
    confirmed = Signal()
    """Ctrl+Enter."""
    stepped = Signal(int)
    """1 with Down, -1 with Up."""
    escaped = Signal()
    """Esc in the empty field; in a filled one it empties it."""
    ticked = Signal()
    """The key + of the number pad or elsewhere."""

    def __init__(
        self,
        name: str,
        clock: RaceClock | None = None,
        *,
        large: bool = True,
        plus: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._plus = plus
        self.setAccessibleName(name)
        self.setMaxLength(120)
        if large:
            self.setProperty("field", "large")

    def hear(self) -> None:
        """Bring the keys here, what stands in it chosen, so that typing replaces it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def mark(self, wrong: bool) -> None:
        """A red edge while what stands in it cannot be taken."""
        style.set_style_property(self, "invalid", wrong)

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        instant = None if self._clock is None else self._clock.pressed_ms(event.timestamp())
        key = event.key()
        if key in _ENTER:
            if not event.isAutoRepeat():
                if event.modifiers() & _CTRL:
                    self.confirmed.emit()
                else:
                    self.entered.emit(instant)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escaped.emit()
        elif self._plus and event.text() == "+":
            if not event.isAutoRepeat():
                self.ticked.emit()
        else:
            super().keyPressEvent(event)


def table_key(table: RowTableView, keys: str, run: Callable[[], object]) -> None:
    """A key that acts while the table has the focus, and nowhere else."""
    shortcut = QShortcut(QKeySequence(keys), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(run)


def enter_table(table: RowTableView, step: int) -> None:
    """Down goes into the list below a field, to its first row; Up to its last."""
    model = table.row_model
    if model.shown_count:
        table.select_id(model.id_at(0 if step > 0 else model.shown_count - 1))
        table.setFocus(Qt.FocusReason.OtherFocusReason)


def show_columns(table: RowTableView, **shown: bool) -> None:
    """Offer columns by key, or take away those that would say nothing now."""
    for at, column in enumerate(table.row_model.columns):
        if column.key in shown:
            table.offer_column(at, shown[column.key])


class ListField(QPlainTextEdit):
    """Several lines for a list of bibs, typed or pasted. Tab leaves it, Ctrl+Enter confirms."""

    confirmed = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setMinimumHeight(style.unit(22))

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & _CTRL:
            if not event.isAutoRepeat():
                self.confirmed.emit()
            return
        super().keyPressEvent(event)
