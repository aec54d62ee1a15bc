"""The clock of the line: it runs on, whatever happens to the clock of the computer."""

from __future__ import annotations

import sys
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
    from trailsdesk.ui.context import PanelContext

JUMP_MS: Final = 500
"""A step of the computer's clock by more than this is told."""
LONGEST_WAIT_MS: Final = 5_000
"""A key that seems to have waited longer did not, unless this program is known to have stood still
for so long: something has set the counters apart."""
OF_LATE_MS: Final = 300_000
"""Two counters of a computer may drift apart by a second in some hours: only keys of the last
minutes tell how far apart they are."""
STALL_MS: Final = 300
"""A tick this much late says that the program stood still."""
DRAIN_MS: Final = 10_000
"""So long after it stood still keys may come that were pressed while it did."""
SLEEP_MS: Final = 50
"""A sleep shorter than this is the two counters being read one after the other."""
TICK_MS: Final = 100
RESTING_MS: Final = 1_000
"""While nobody looks at the clock it only watches that of the computer."""


def steady_ms() -> Callable[[], int]:
    """A counter of milliseconds that no change of the computer's clock touches.

    It also counts while a closed laptop sleeps, where the system offers such a one.
    """
    through_sleep = "CLOCK_MONOTONIC_RAW" if sys.platform == "darwin" else "CLOCK_BOOTTIME"
    counter = _counter(through_sleep)
    if counter is not None:
        return counter
    timer = QElapsedTimer()
    timer.start()
    return timer.elapsed


def slept_ms() -> Callable[[], int]:
    """How long the computer has slept so far; 0 where the system does not say."""
    names = ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
    if sys.platform == "darwin":
        names = ("CLOCK_MONOTONIC_RAW", "CLOCK_UPTIME_RAW")
    through_sleep, awake = (_counter(name) for name in names)
    if through_sleep is None or awake is None:
        return lambda: 0
    return lambda: through_sleep() - awake()


def _counter(name: str) -> Callable[[], int] | None:
    """A counter of the system, in milliseconds; None where it has none of that name."""
    identity: int | None = getattr(time, name, None)
    if identity is None or not hasattr(time, "clock_gettime_ns"):
        return None
    return lambda: time.clock_gettime_ns(identity) // 1_000_000


def shared_clock(context: PanelContext, steady: Callable[[], int] | None = None) -> RaceClock:
    """The one race clock of an open season, made when first asked for.

    A gun and a finish taken on two clocks would differ by what the computer's clock was moved
    between their anchors: everything that takes an instant for the season takes it here.

    Args:
        steady: the counter a new one runs on; see :class:`RaceClock`.
    """
    for found in context.bus.children():
        if isinstance(found, RaceClock):
            return found
    wall = context.season.clock
    # A clock that stands still for a picture brings a counter that does so too.
    return RaceClock(wall, steady or getattr(wall, "steady_ms", None), context.bus)


class _Distance:
    """How far apart two counters are: the smallest distance seen of late."""

    def __init__(self) -> None:
        self._begun = 0
        self._now: int | None = None
        self._before: int | None = None

    def take(self, distance: int, at: int) -> None:
        """A distance seen at that moment of the steady counter."""
        if at - self._begun >= OF_LATE_MS:
            self._before = self._now if at - self._begun < 2 * OF_LATE_MS else None
            self._now, self._begun = None, at
        self._now = distance if self._now is None else min(self._now, distance)

    def nearest(self) -> int | None:
        """The smallest of late; None before the first."""
        return min((d for d in (self._before, self._now) if d is not None), default=None)

    def forget(self) -> None:
        """What was seen so far says nothing any more."""
        self._now = self._before = None


class RaceClock(QObject):
    """Instants of the finish line: the wall clock as it was at the anchor, plus what has passed.

    Args:
        wall: the computer's clock.
        steady: milliseconds that only go forward; see :func:`steady_ms`.
        slept: milliseconds slept so far; see :func:`slept_ms`.
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
        *,
        slept: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._steady = steady or steady_ms()
        self._slept = slept or slept_ms()
        self._anchor = self._seen = self._stepped = 0
        self._stamp = 0
        self._distance = _Distance()
        self._alive = self._stall_begin = self._stall_end = self._steady()
        self._asleep = self._slept()
        self._watched_by: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self.follow()

    def now_ms(self) -> Instant:
        """The instant now. Nothing is read but the steady counter."""
        return Instant(self._steady() + self._anchor)

    def pressed_ms(self, stamp_ms: int) -> Instant:
        """The instant a key was pressed, though the window came to it only now.

        ``stamp_ms`` is the window system's time of the key event, on a counter of its own: the
        smallest distance between the two counters seen of late is that of a key handled at once,
        and what is beyond it is the wait. 0 is a system without such times.
        """
        now = self._steady()
        return Instant(now - self._waited(stamp_ms, now) + self._anchor)

    def _waited(self, stamp_ms: int, now: int) -> int:
        if stamp_ms <= self._stamp:
            return 0
        self._stamp = stamp_ms
        asleep = self._slept()
        if abs(asleep - self._asleep) > SLEEP_MS:
            # The window system's counter stood still meanwhile: the distance is another now.
            self._distance.forget()
        self._asleep = asleep
        distance, nearest = now - stamp_ms, self._distance.nearest()
        waited = 0 if nearest is None else max(0, distance - nearest)
        if waited > self._believed(now):
            self._distance.forget()
            waited = 0
        self._distance.take(distance, now)
        return waited

    def _believed(self, now: int) -> int:
        """How long a key may have waited: as long as this program is known to have stood still."""
        if not self._timer.isActive():
            return LONGEST_WAIT_MS
        stood = now - self._alive
        if now - self._stall_end < DRAIN_MS:
            stood = now - self._stall_begin
        return max(LONGEST_WAIT_MS, stood + STALL_MS)

    def _note_stall(self, now: int) -> None:
        """One long gap between two ticks, or several one upon the other, are one stall."""
        if now - self._alive > self._timer.interval() + STALL_MS:
            if now - self._stall_end > DRAIN_MS:
                self._stall_begin = self._alive
            self._stall_end = now
        self._alive = now

    def follow(self) -> None:
        """Take over the computer's clock as it is now; earlier times stay as they were taken."""
        self._anchor = self._seen = self._wall.now_ms() - self._steady()
        self._stepped = 0
        self.jumped.emit(0)

    @property
    def ahead_ms(self) -> int:
        """By how much the computer's clock has stepped ahead of this one, 0 when it has not."""
        return self._stepped if abs(self._stepped) > JUMP_MS else 0

    def run(self, running: bool, who: object = None) -> None:
        """Tick ten times a second while anybody looks; once a second after that.

        Args:
            who: whoever begins or ends to look.
        """
        if running:
            self._watched_by.add(id(who))
        else:
            self._watched_by.discard(id(who))
        wanted = TICK_MS if self._watched_by else RESTING_MS
        if self._timer.interval() != wanted or not self._timer.isActive():
            self._timer.start(wanted)
        if running:
            self.tick()

    def tick(self) -> None:
        """Look at the computer's clock, then tell those who show the time."""
        now = self._steady()
        self._note_stall(now)
        offset = self._wall.now_ms() - now
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
        self._most_px = 1_000
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        style.watcher().changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What the clock shows, tenths left out."""
        return self._words

    def limit(self, pixels: int) -> None:
        """Digits of no more than so many pixels: there is no room for larger ones."""
        if pixels != self._most_px:
            self._most_px = pixels
            self._restyle()

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
        large.setPixelSize(min(large.pixelSize(), self._most_px))
        small.setPixelSize(min(small.pixelSize(), self._most_px // 2))
        large.setWeight(QFont.Weight.Light)
        small.setWeight(QFont.Weight.Light)
        return large, small

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
