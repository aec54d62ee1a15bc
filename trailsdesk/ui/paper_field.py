"""The fields that paper is keyed into; keys that write nothing are handed on as what they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from trailsdesk.domain.paper import MOST_CHARACTERS, PaperSide
from trailsdesk.ui.bib_box import SUGGESTIONS

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.paper_editor import PaperEditor

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_PLAIN: Final = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Escape: "escape",
}
_CELL_PLAIN: Final = {
    Qt.Key.Key_PageUp: "sheet up",
    Qt.Key.Key_PageDown: "sheet down",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_F4: "next misfit",
}
_CELL_CONTROL: Final = {
    Qt.Key.Key_Up: "swap up",
    Qt.Key.Key_Down: "swap down",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_I: "insert",
    Qt.Key.Key_Return: "save",
    Qt.Key.Key_Enter: "save",
}
_CELL_ALT: Final = {Qt.Key.Key_Up: "bibs up", Qt.Key.Key_Down: "bibs down"}


class PaperField(QLineEdit):
    """A large field; keys that are no letters are handed on as ``acted``."""

    entered = Signal()
    acted = Signal(str)
    """``up``, ``down``, ``strike``, ``escape``, ``pick 1`` to ``pick 5``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("field", "large")
        self.setMaxLength(MOST_CHARACTERS)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if any(event.matches(keys) for keys in undo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        act = self.act_of(event)
        if act:
            self.acted.emit(act)
        elif event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.modifiers() & _ALT and 1 <= number <= SUGGESTIONS:
            self.acted.emit(f"pick {number}")
        else:
            super().keyPressEvent(event)

    def act_of(self, event: QKeyEvent) -> str:
        """What a key asks for; empty where it only writes."""
        if event.key() == Qt.Key.Key_Delete and not self.text():
            return "strike"
        return _PLAIN.get(Qt.Key(event.key()), "")


class CellField(PaperField):
    """A cell of two lists. Undo is that of the lists as long as they have anything to take back.

    ``acted`` also says ``swap up``/``down``, ``bibs up``/``down``, ``insert``, ``delete``, ``sheet
    up``/``down``, ``first``, ``last``, ``next misfit``, ``save``, ``undo`` and ``redo``.
    """

    arrived = Signal(object)
    """The ``PaperSide`` of the field the keys go to now."""
    left = Signal(object)
    pasted = Signal(str)
    """Several lines, or cells of several columns."""

    def __init__(self, name: str, side: PaperSide, editor: PaperEditor) -> None:
        super().__init__(name)
        self.side = side
        self._editor = editor

    # What the window's undo keys ask before they take a change of the season back.

    def isUndoAvailable(self) -> bool:
        return self._editor.keeps_undo

    def isRedoAvailable(self) -> bool:
        return self._editor.keeps_redo

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._own_step(event):
                event.accept()
                return True
            # Keys that mean something else elsewhere on the page: here they are the lists' own.
            if self.act_of(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._own_step(event)
        if step:
            self.acted.emit(step)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def act_of(self, event: QKeyEvent) -> str:
        key = Qt.Key(event.key())
        if event.modifiers() & _CONTROL and key in _CELL_CONTROL:
            return "" if event.isAutoRepeat() and key in _ENTER else _CELL_CONTROL[key]
        if event.modifiers() & _ALT and key in _CELL_ALT:
            return _CELL_ALT[key]
        if key == Qt.Key.Key_Delete and (not self.text() or self.isReadOnly()):
            return "delete"
        return _CELL_PLAIN.get(key) or _PLAIN.get(key, "")

    def _own_step(self, event: QKeyEvent) -> str:
        """``undo`` or ``redo`` where that is one of the lists; empty for the season's."""
        word = _undo_word(event)
        if word == "undo":
            return word if self._editor.keeps_undo else ""
        return word if word and self._editor.keeps_redo else ""

    def _paste(self) -> None:
        """Several lines go into the list, not into one cell."""
        text = QGuiApplication.clipboard().text()
        if any(mark in text.strip(" \r\n") for mark in ("\n", "\t", ";")):
            self.pasted.emit(text)
        elif not self.isReadOnly():
            self.insert(text.strip())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, whose paste is ours."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self._paste)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.arrived.emit(self.side)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(self.side)


def _undo_word(event: QKeyEvent) -> str:
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    redo = event.matches(QKeySequence.StandardKey.Redo)
    y_key = event.key() == Qt.Key.Key_Y and bool(event.modifiers() & _CONTROL)
    z_key = event.key() == Qt.Key.Key_Z and event.modifiers() == (
        _CONTROL | Qt.KeyboardModifier.ShiftModifier
    )
    return "redo" if redo or y_key or z_key else ""
