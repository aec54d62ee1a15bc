"""The one field of the line: digits, and keys that act at once; nothing here asks back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from trailsdesk.domain.results import RulingKind
from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.race_clock import RaceClock

Mode = Literal["now", "fill", "mend"]

SUGGESTIONS: Final = 5
RULING_KEYS: Final = {"/": RulingKind.DNF, "*": RulingKind.DNS}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD_BACK: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class BibBox(QLineEdit):
    """Takes bibs at the line. Every key that takes a time notes the time before anything else.

    A key that repeats while it is held takes no second time. Undo and redo are those of the
    season, not of the letters typed.
    """

    entered = Signal(str, object)
    """What was typed, and the instant of Enter."""
    somebody = Signal(object)
    """The instant of Space: somebody crossed, the bib follows."""
    ruled = Signal(str, object)
    """What was typed, and the ``RulingKind`` of the key."""
    struck = Signal()
    governed = Signal()
    stepped = Signal(int)
    """1 towards older rows (Up), -1 towards newer ones (Down)."""
    swapped = Signal(int)
    """1: with the older neighbour (Ctrl+Up), -1: with the newer one (Ctrl+Down)."""
    paged = Signal(int)
    picked = Signal(int)
    """Number of a suggestion, from 1 (Alt+1)."""
    fill_asked = Signal()
    escaped = Signal()
    listening = Signal(bool)
    """Whether keys arrive here."""

    def __init__(self, clock: RaceClock, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._mode: Mode = "now"
        self._dressed = ""
        self.setAccessibleName(name)
        self.setProperty("field", "bib")
        self.setMaxLength(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textChanged.connect(self._dress)
        style.watcher().changed.connect(self._dress)
        self._dress()

    @property
    def mode(self) -> Mode:
        """What Enter does: take a time now, fill the oldest blank, or mend a row."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Change it, and the colour of the box with it."""
        self._mode = mode
        self._dress()

    def hear(self) -> None:
        """Bring the keys here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keys -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # The field would keep Ctrl+Z for its letters; here it takes back what was keyed.
            if any(event.matches(keys) for keys in _HELD_BACK):
                event.ignore()
                return False
            if event.key() == Qt.Key.Key_F3:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        instant = self._clock.pressed_ms(event.timestamp())
        key, held = event.key(), event.isAutoRepeat()
        if key in _ENTER:
            if not held:
                self.entered.emit(self.text().strip(), instant)
        elif key == Qt.Key.Key_Space:
            if not held:
                self.somebody.emit(instant)
        elif not self._act(event, held=held):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, *, held: bool) -> bool:
        """Keys that are no letters of a bib; true when it was one."""
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return self._pick(key - Qt.Key.Key_0)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        pages = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
        if key in steps:
            (self.swapped if control else self.stepped).emit(steps[Qt.Key(key)])
        elif key in pages:
            self.paged.emit(pages[Qt.Key(key)])
        elif key == Qt.Key.Key_F3:
            self.fill_asked.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Delete and (self._mode == "mend" or not self.text()):
            self._once(held, self.struck.emit)
        elif event.text() in RULING_KEYS and not control:
            kind = RULING_KEYS[event.text()]
            self._once(held, lambda: self.ruled.emit(self.text().strip(), kind))
        elif event.text() == "=" and not control:
            self._once(held, self.governed.emit)
        else:
            return False
        return True

    def _pick(self, number: int) -> bool:
        if 1 <= number <= SUGGESTIONS:
            self.picked.emit(number)
        return 1 <= number <= SUGGESTIONS

    @staticmethod
    def _once(held: bool, run: Callable[[], object]) -> None:
        if not held:
            run()

    # -- looks ----------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.listening.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.listening.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self, *_signal: object) -> None:
        """The colour of the mode; smaller letters for a long list of bibs."""
        look = style.look()
        roles = look.roles
        large = look.font("clock", bold=True)
        room = self.width() - look.unit(13)
        wide = QFontMetrics(large).horizontalAdvance(self.text()) > room > 0
        size = look.type_px("figure" if wide else "clock")
        height = QFontMetrics(large).height()
        sheet = f"QLineEdit {{ font-size: {size}px; min-height: {height}px; }}"
        if self._mode != "now":
            sheet += (
                f"QLineEdit {{ background: {roles.warn_ground}; color: {roles.warn};"
                f" border: 3px solid {roles.warn}; }}"
            )
        if sheet != self._dressed:
            self._dressed = sheet
            self.setStyleSheet(sheet)
