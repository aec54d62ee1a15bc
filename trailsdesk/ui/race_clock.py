"""The clock of the line: it runs on, whatever happens to the clock of the computer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from trailsdesk.services.ports import Clock

JUMP_MS: Final = 500
"""A step of the computer's clock by more than this is told."""
LONGEST_WAIT_MS: Final = 5_000
"""A key that seems to have waited longer did not: sleep has set the counters apart."""
TICK_MS: Final = 100


def steady_ms() -> Callable[[], int]:
    """A counter of milliseconds that no change of the computer's clock touches.

    Where the system offers one that also counts while a closed laptop sleeps, it is that one:
    ``QElapsedTimer`` stands still then on Linux.
    """
    identity = getattr(time, "CLOCK_BOOTTIME", None)
    if identity is not None and hasattr(time, "clock_gettime_ns"):
        return lambda: time.clock_gettime_ns(identity) // 1_000_000
    timer = QElapsedTimer()
    timer.start()
    return timer.elapsed


class RaceClock(QObject):
    """Instants of the finish line: the wall clock as it was at the anchor, plus what has passed.

    Args:
        wall: the computer's clock.
        steady: milliseconds that only go forward; see :func:`steady_ms`.
    """

    ticked = Signal()
    jumped = Signal(int)
    """By how many milliseconds the computer's clock is ahead of this one, after a step; 0 when
    both agree again."""

    def __init__(
        self,
        wall: Clock,
        steady: Callable[[], int] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._steady = steady or steady_ms()
        self._anchor = self._seen = self._stepped = 0
        self._stamp = 0
        self._nearest: int | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.follow()

    def now_ms(self) -> Instant:
        """The instant now. Nothing is read but the steady counter."""
        return Instant(self._steady() + self._anchor)

    def pressed_ms(self, stamp_ms: int) -> Instant:
        """The instant a key was pressed, though the window came to it only now.

        ``stamp_ms`` is the window system's time of the key event, on a counter of its own: the
        smallest distance between the two counters seen so far is that of a key handled at once,
        and what is beyond it is the wait. 0 is a system without such times.
        """
        now = self._steady()
        return Instant(now - self._waited(stamp_ms, now) + self._anchor)

    def _waited(self, stamp_ms: int, now: int) -> int:
        if stamp_ms <= self._stamp:
            return 0
        self._stamp = stamp_ms
        distance = now - stamp_ms
        if self._nearest is None or not 0 <= distance - self._nearest <= LONGEST_WAIT_MS:
            self._nearest = distance
        return distance - self._nearest

    def follow(self) -> None:
        """Take over the computer's clock as it is now; earlier times stay as they were taken."""
        self._anchor = self._seen = self._wall.now_ms() - self._steady()
        self._stepped = 0
        self.jumped.emit(0)

    @property
    def ahead_ms(self) -> int:
        """By how much the computer's clock has stepped ahead of this one, 0 when it has not."""
        return self._stepped if abs(self._stepped) > JUMP_MS else 0

    def run(self, running: bool) -> None:
        """Tick, or rest while nobody looks; the time goes on either way."""
        if running and not self._timer.isActive():
            self._timer.start()
            self.tick()
        elif not running:
            self._timer.stop()

    def tick(self) -> None:
        """Look at the computer's clock, then tell those who show the time."""
        offset = self._wall.now_ms() - self._steady()
        step, self._seen = offset - self._seen, offset
        # Two clocks drift apart by parts of a second in a day; only a step is somebody's doing.
        if abs(step) > JUMP_MS:
            self._stepped += step
            self.jumped.emit(self.ahead_ms)
        self.ticked.emit()


class ClockFace(QWidget):
    """The race clock in large digits; it paints itself, so that a tick moves nothing else.

    Shows ``1:42:17`` with small tenths, ``-0:00:10`` before the gun, or the words given instead.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since_ms: int | None = None
        self._words = "0:00:00"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        style.watcher().changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What the clock shows, tenths left out."""
        return self._words

    def show_time(self, since_ms: int) -> None:
        """Milliseconds since the gun."""
        words = format_elapsed(since_ms)
        wider = len(words) != len(self._words) or self._since_ms is None
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
        self._since_ms = since_ms
        if wider:
            self.updateGeometry()
        self.update()

    def show_words(self, words: str) -> None:
        """Words in place of a time, in the colour of something at rest."""
        if words != self._words or self._since_ms is not None:
            self._words, self._since_ms = words, None
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        large, small = self._fonts()
        width = QFontMetrics(large).horizontalAdvance(self._words)
        if self._since_ms is not None:
            width += QFontMetrics(small).horizontalAdvance(".0")
        return QSize(width + style.unit(2), QFontMetrics(large).ascent() + style.unit(3))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = style.look().roles
        large, small = self._fonts()
        painter = QPainter(self)
        painter.setFont(large)
        painter.setPen(QColor(roles.text if self._since_ms is not None else roles.secondary))
        base = QFontMetrics(large).ascent() - style.unit(0.5)
        painter.drawText(0, base, self._words)
        if self._since_ms is not None:
            left = QFontMetrics(large).horizontalAdvance(self._words)
            painter.setFont(small)
            painter.setPen(QColor(roles.secondary))
            painter.drawText(left, base, f".{abs(self._since_ms) // 100 % 10}")

    def _fonts(self) -> tuple[QFont, QFont]:
        look = style.look()
        large, small = look.font("clock"), look.font("figure")
        large.setWeight(QFont.Weight.Light)
        small.setWeight(QFont.Weight.Light)
        return large, small

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
