"""The one field of the line: digits, and keys that act at once; nothing here asks back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from trailsdesk.domain.results import RulingKind
from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from PySide6.QtGui import QFocusEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.ui.race_clock import RaceClock

Mode = Literal["now", "fill", "mend", "pick"]

SUGGESTIONS: Final = 5
RULING_KEYS: Final = {"/": RulingKind.DNF, "*": RulingKind.DNS}
WITHDRAWN_KEY: Final = "-"
PICK_MS: Final = 600
"""A digit that chooses waits so long for a second one: two of them are the beginning of a bib."""
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_KEYS: Final = (Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F6)
_HELD_BACK: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class BibBox(QLineEdit):
    """Takes bibs at the line. Every key that takes a time notes the time before anything else.

    A key that repeats while it is held takes no second time. Undo and redo are those of the
    season, not of the letters typed. While a suggestion is to be chosen (mode ``pick``) a digit
    alone chooses; digits typed one after the other are a bib there too.
    """

    entered = Signal(str, object)
    """What was typed, and the instant of Enter."""
    somebody = Signal(object)
    """The instant of Space: somebody crossed, the bib follows."""
    ruled = Signal(str, object)
    """What was typed, and the ``RulingKind`` of the key."""
    withdrew = Signal(str, object)
    """What was typed, and the instant of the minus key: given up, and here."""
    struck = Signal()
    governed = Signal()
    stepped = Signal(int)
    """1 towards older rows (Up), -1 towards newer ones (Down)."""
    swapped = Signal(int)
    """1: with the older neighbour (Ctrl+Up), -1: with the newer one (Ctrl+Down)."""
    paged = Signal(int)
    picked = Signal(int)
    """Number of a suggestion, from 1 (Alt+1, in the mode ``pick`` also 1)."""
    choosing = Signal(int)
    """A digit that will choose if no other follows; 0 when it does not after all."""
    bib_begun = Signal(str)
    """In the mode ``pick`` the beginning of a bib was typed instead of a choice."""
    fill_asked = Signal()
    next_asked = Signal()
    """F4: to the next row that needs a person."""
    group_asked = Signal()
    """F6: only the times of one runner, and back."""
    escaped = Signal()
    listening = Signal(bool)
    """Whether keys arrive here."""

    def __init__(self, clock: RaceClock, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._mode: Mode = "now"
        self._dressed = ""
        self._most_px = 1_000
        self._choice = 0
        self._gap = 0
        self._most = SUGGESTIONS
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PICK_MS)
        self._wait.timeout.connect(self._choose)
        self.continues: Callable[[str], bool] = lambda _text: False
        """Whether a known bib begins with a text; a key that is part of it then does nothing."""
        self.setAccessibleName(name)
        self.setProperty("field", "bib")
        self.setMaxLength(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textChanged.connect(self._dress)
        self.textChanged.connect(self._close_gap)
        style.watcher().changed.connect(self._dress)
        self._dress()

    @property
    def typed(self) -> str:
        """The text with a gap where Space was pressed: ``120 1:42:17`` of a sheet of paper."""
        text, gap = self.text(), self._gap
        return f"{text[:gap]} {text[gap:]}" if gap else text

    def _close_gap(self, text: str) -> None:
        if len(text) < self._gap:
            self._gap = 0

    @property
    def mode(self) -> Mode:
        """What Enter does: take a time now, fill the oldest blank, mend a row, or choose."""
        return self._mode

    def set_mode(self, mode: Mode, most: int = SUGGESTIONS) -> None:
        """Change it, and the colour of the box with it.

        Args:
            most: how many suggestions there are to choose from in the mode ``pick``.
        """
        if self._choice:
            self._let_go()
        self._mode, self._most = mode, most
        self._dress()

    def limit(self, pixels: int) -> None:
        """Letters of no more than so many pixels: there is no room for larger ones."""
        if pixels != self._most_px:
            self._most_px = pixels
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
            if event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        instant = self._clock.pressed_ms(event.timestamp())
        key, held = event.key(), event.isAutoRepeat()
        if key in _ENTER:
            if not held:
                self._enter(instant)
        elif key == Qt.Key.Key_Space:
            if not held:
                self.somebody.emit(instant)
                self._gap = self.cursorPosition()
        elif self._is(event, WITHDRAWN_KEY):
            self._once(held, lambda: self.withdrew.emit(self.text().strip(), instant))
        elif not (self._choose_by(event, held=held) or self._act(event, held=held)):
            super().keyPressEvent(event)

    def _enter(self, instant: Instant) -> None:
        """A digit that waits to choose is sure now; otherwise what is typed counts."""
        if self._choice:
            self._choose()
        else:
            self.entered.emit(self.text().strip(), instant)

    def _is(self, event: QKeyEvent, keys: Container[str]) -> bool:
        """Whether a key acts at once; not where a known bib goes on with it."""
        text = event.text()
        if not text or text not in keys or event.modifiers() & _CONTROL:
            return False
        return not self.continues(self.text().strip() + text)

    def _choose_by(self, event: QKeyEvent, *, held: bool) -> bool:
        """In the mode ``pick``: a digit alone chooses, several letters are a bib."""
        text = event.text()
        letter = text.isalnum() or text == "?"
        if self._mode != "pick" or not letter or event.modifiers() & (_CONTROL | _ALT):
            return False
        if held:
            return True
        if self._choice:
            first = str(self._choice)
            self._let_go()
            self.bib_begun.emit(first + text)
        elif text.isdecimal() and 1 <= int(text) <= self._most:
            self._choice = int(text)
            self._wait.start()
            self.choosing.emit(self._choice)
        else:
            self.bib_begun.emit(text)
        return True

    def _choose(self) -> None:
        number = self._choice
        self._let_go()
        self.picked.emit(number)

    def _let_go(self) -> None:
        self._wait.stop()
        self._choice = 0
        self.choosing.emit(0)

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
        elif key in _OWN_KEYS:
            self._ask(Qt.Key(key))
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Delete and (self._mode == "mend" or not self.text()):
            self._once(held, self.struck.emit)
        elif self._is(event, RULING_KEYS):
            kind = RULING_KEYS[event.text()]
            self._once(held, lambda: self.ruled.emit(self.text().strip(), kind))
        elif event.text() == "=" and not control:
            self._once(held, self.governed.emit)
        else:
            return False
        return True

    def _ask(self, key: Qt.Key) -> None:
        signals = {Qt.Key.Key_F3: self.fill_asked, Qt.Key.Key_F4: self.next_asked}
        signals.get(key, self.group_asked).emit()

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
        self._dress()
        self.listening.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._dress()
        self.listening.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self, *_signal: object) -> None:
        """The colour of the mode; smaller letters for a long list of bibs."""
        look = style.look()
        roles = look.roles
        large = look.font("clock", bold=True)
        large.setPixelSize(min(large.pixelSize(), self._most_px))
        room = self.width() - look.unit(13)
        wide = QFontMetrics(large).horizontalAdvance(self.text()) > room > 0
        size = min(look.type_px("figure" if wide else "clock"), large.pixelSize())
        height = QFontMetrics(large).height()
        sheet = f"QLineEdit {{ font-size: {size}px; min-height: {height}px; }}"
        deaf = not self.hasFocus() and self.isEnabled() and self.isVisible()
        if deaf or self._mode != "now":
            edge = "dashed" if deaf else "solid"
            ground = roles.window if deaf else roles.warn_ground
            sheet += (
                f"QLineEdit {{ background: {ground}; color: {roles.warn};"
                f" border: 3px {edge} {roles.warn}; }}"
            )
        if sheet != self._dressed:
            self._dressed = sheet
            self.setStyleSheet(sheet)
