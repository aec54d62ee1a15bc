"""A button that wants to be held: the start of a race is too large a thing for a touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter

from trailsdesk.ui import style
from trailsdesk.ui.widgets import PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

HOLD_MS: Final = 800
_STEP_MS: Final = 40
_FLUTTER_MS: Final = 60
"""A held key repeats; some systems tell that as a release with a press right after it."""


class HoldButton(PrimaryButton):
    """Held for 0.8 s with the mouse, Space or Enter it fires; let go before, nothing happens.

    ``pressed_now`` comes with the first touch, so that the moment can be noted: what is started
    started then, not when the hold was long enough. ``held`` follows when it was. ``stamp`` is the
    window system's time of that touch, for ``RaceClock.pressed_ms``; 0 where it is not known.
    """

    pressed_now = Signal()
    held = Signal()
    let_go = Signal()

    def __init__(self, text: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, key=key, parent=parent)
        self.stamp = 0
        self._fired = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._step)
        self._flutter = QTimer(self)
        self._flutter.setSingleShot(True)
        self._flutter.setInterval(_FLUTTER_MS)
        self._flutter.timeout.connect(self._let_loose)

    @property
    def holding(self) -> bool:
        """Whether it is held at this moment."""
        return self._timer.isActive()

    def begin(self, stamp: int = 0) -> None:
        """The hold begins (also for a key the panel takes, with the time of its event)."""
        if self.goes_on():
            return
        self._flutter.stop()
        if self.isEnabled() and not self.holding:
            self.stamp = stamp
            self.pressed_now.emit()
            self._since.start()
            self._timer.start()
            self.update()

    def goes_on(self) -> bool:
        """Whether a press is the flutter of the hold that has fired: it starts nothing more."""
        same = self._fired and self._flutter.isActive()
        if same:
            self._flutter.stop()
        else:
            self._fired = False
        return same

    def end(self) -> None:
        """The hold ends; too early, nothing was started."""
        if self.holding:
            self._timer.stop()
            self.update()
            self.let_go.emit()

    def release_key(self) -> None:
        """A key was let go: the hold ends unless the key is down again at once."""
        if self.holding or self._fired:
            self._flutter.start()

    def _let_loose(self) -> None:
        self._fired = False
        self.end()

    def _step(self) -> None:
        if self._since.elapsed() >= HOLD_MS and not self._flutter.isActive():
            self._timer.stop()
            self._fired = True
            self.held.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.begin(event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.begin(event.timestamp())
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.release_key()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.holding:
            painter = QPainter(self)
            done = min(1.0, self._since.elapsed() / HOLD_MS)
            edge = style.unit(2)
            painter.fillRect(
                edge,
                self.height() - style.unit(1.5),
                round((self.width() - 2 * edge) * done),
                max(2, style.unit(0.75)),
                QColor(style.look().roles.on_accent),
            )
