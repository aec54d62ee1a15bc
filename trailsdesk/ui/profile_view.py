"""The elevation profile on the screen: climbs, places, cut-offs; read out, zoomed, places moved.

Painted with Qt itself, so that every mouse move and key is answered at once; pictures and paper
are drawn by the documents. Mouse: hover reads out, wheel zooms, a place is dragged, a double click
sets one. Keys: arrows step, plus and minus zoom, 0 shows all, N sets a place at the mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import runs_of
from trailsdesk.ui.profile_paint import ProfilePaint, ProfileRoom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from trailsdesk.domain.course_drawing import CourseDrawing
    from trailsdesk.services.course_desk import Station
    from trailsdesk.ui.course_ink import Run

STEP_M = 100.0
LONG_STEP_M = 1000.0
_ZOOM = 1.5
_LEAST_M = 500.0
"""Closer than this there is nothing more to see: heights are taken every ten metres."""


class ProfileView(QWidget):
    """Heights over kilometres, with a mark that mouse and keys move."""

    pointed = Signal(object)
    """Metres along the course that are marked, ``None`` when nothing is."""
    window_changed = Signal(object)
    """The metres shown, as a pair; ``None`` for all."""
    moved = Signal(object, float)
    """A station was dragged: it, and where to."""
    chosen = Signal(object)
    """A station was clicked."""
    place_asked = Signal(float)
    """A new station is wanted there."""

    def __init__(self, *, read_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(style.unit(60), style.unit(35)))
        self.setAccessibleName(_("Elevation profile"))
        self._drawing: CourseDrawing | None = None
        self._runs: tuple[Run, ...] = ()
        self._stations: tuple[Station, ...] = ()
        self._cursor: float | None = None
        self._window: tuple[float, float] | None = None
        self._picked: Station | None = None
        self._dragged: float | None = None
        self._grip: tuple[float, float] | None = None
        self._room: ProfileRoom | None = None
        self._picture: QPixmap | None = None
        style.watcher().changed.connect(self._forget)

    # -- what is shown --------------------------------------------------------------------------

    def show_course(
        self, drawing: CourseDrawing | None, stations: Sequence[Station] = (), words: str = ""
    ) -> None:
        """Show a course; another one is shown whole, the same one stays as it was zoomed."""
        before = self._drawing
        if drawing is None or before is None or drawing.along_m != before.along_m:
            self._set_window(None)
            self.set_cursor_at(None)
        self._drawing = drawing
        self._runs = runs_of(drawing) if drawing is not None else ()
        self._stations = tuple(stations)
        self._picked = self._dragged = None
        self.setAccessibleDescription(words)
        self._forget()

    @property
    def cursor_m(self) -> float | None:
        """Where the mark is, in metres along the course."""
        return self._cursor

    @property
    def window_m(self) -> tuple[float, float]:
        """The metres shown, from and to."""
        return self._window or (0.0, max(self._length, 1.0))

    @property
    def _length(self) -> float:
        return self._drawing.length_m if self._drawing is not None else 0.0

    def set_cursor_at(self, along_m: float | None) -> None:
        """Mark a place; a zoomed profile follows it."""
        if along_m is not None:
            along_m = min(max(along_m, 0.0), self._length)
        if along_m == self._cursor:
            return
        self._cursor = along_m
        if along_m is not None and self._window is not None:
            low, high = self._window
            if not low <= along_m <= high:
                self._set_window(self._around(along_m, high - low))
        self.pointed.emit(along_m)
        self.update()

    def _set_window(self, window: tuple[float, float] | None) -> None:
        if window is not None and window[1] - window[0] >= self._length:
            window = None
        if window != self._window:
            self._window = window
            self._forget()
            self.window_changed.emit(window)

    def _around(self, middle: float, wide: float) -> tuple[float, float]:
        low = min(max(middle - wide / 2, 0.0), max(self._length - wide, 0.0))
        return low, low + wide

    def zoom(self, factor: float, around_m: float | None = None) -> None:
        """Show ``factor`` times as much, the place ``around_m`` staying where it is."""
        low, high = self.window_m
        if around_m is None:
            around_m = self._cursor if self._cursor is not None else (low + high) / 2
        wide = max((high - low) * factor, min(_LEAST_M, self._length))
        if wide >= self._length:
            self._set_window(None)
            return
        share = (around_m - low) / max(high - low, 1.0)
        start = min(max(around_m - share * wide, 0.0), self._length - wide)
        self._set_window((start, start + wide))

    def show_stretch(self, from_m: float, to_m: float) -> None:
        """Zoom to a stretch with some room at both sides, and mark its start."""
        wide = max((to_m - from_m) * 1.3, _LEAST_M)
        if wide >= self._length:
            self._set_window(None)
        else:
            self._set_window(self._around((from_m + to_m) / 2, wide))
        self.set_cursor_at(from_m)

    def show_all(self) -> None:
        """The whole course."""
        self._set_window(None)

    def room(self) -> ProfileRoom:
        """Where on the widget what is."""
        if self._room is None:
            self._room = ProfileRoom.of(
                self.width(), self.height(), self.window_m, self._drawing, self._stations
            )
        return self._room

    def _forget(self) -> None:
        """What is painted is out of date."""
        self._picture = self._room = None
        self.update()

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture as it was drawn, and the mark over it."""
        if self._drawing is None or not self._drawing.along_m:
            return
        if self._picture is None:
            self._picture = self._drawn(self._drawing)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        paint = ProfilePaint(painter, self.room(), self._drawing, self._runs)
        if self._cursor is not None:
            paint.cursor(self._cursor)
        if self.hasFocus():
            paint.focus(self.rect())

    def _drawn(self, drawing: CourseDrawing) -> QPixmap:
        """All but the mark, kept until something else is to be seen."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = ProfilePaint(painter, self.room(), drawing, self._runs)
        paint.ground()
        paint.climbs()
        paint.stations(self._stations, self._picked, self._dragged)
        paint.line()
        paint.ends()
        painter.end()
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything stands elsewhere."""
        super().resizeEvent(event)
        self._forget()

    # -- the mouse ------------------------------------------------------------------------------

    def _station_at(self, where: QPointF) -> Station | None:
        room = self.room()
        near = [
            (abs(room.x(each.along_m) - where.x()), at) for at, each in enumerate(self._stations)
        ]
        away, at = min(near, default=(1e9, 0))
        return self._stations[at] if away <= style.unit(2) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out; move what is held."""
        if self._drawing is None:
            return
        here = self.room().along(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton and self._grip is not None:
            self._drag(here, event.position().x())
            return
        over = self._station_at(event.position())
        held = over is not None and not self._read_only
        shape = Qt.CursorShape.SizeHorCursor if held else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.set_cursor_at(here)

    def _drag(self, here: float, x: float) -> None:
        grip = self._grip
        if grip is None:
            return
        if self._picked is not None and not self._read_only:
            if self._dragged is not None or abs(x - grip[1]) > style.unit(1):
                self._dragged = min(max(here, 0.0), self._length)
                self.set_cursor_at(self._dragged)
                self._picture = None
                self.update()
        elif self._window is not None:
            low, high = self._window
            start = min(max(low + grip[0] - here, 0.0), self._length - (high - low))
            self._set_window((start, start + high - low))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a station, or of the profile itself."""
        if self._drawing is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._picked = self._station_at(event.position())
        self._grip = (self.room().along(event.position().x()), event.position().x())
        if self._picked is not None:
            self.chosen.emit(self._picked)
        self._forget()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go: a station dragged asks to be moved."""
        station, to = self._picked, self._dragged
        self._grip = self._dragged = None
        self._forget()
        if station is not None and to is not None:
            self.moved.emit(station, to)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A new station there."""
        if self._drawing is None or self._read_only:
            return
        if self._station_at(event.position()) is None:
            self.place_asked.emit(self.room().along(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse."""
        turned = event.angleDelta().y()
        if self._drawing is None or not turned:
            event.ignore()
            return
        self.zoom(_ZOOM ** (-turned / 120), self.room().along(event.position().x()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone, and so is its mark; one set by keys stays."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.set_cursor_at(None)

    # -- keys -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the text of the module."""
        if self._drawing is None or not self._act(event):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if not plain:
            return False
        here = self._cursor if self._cursor is not None else self.window_m[0]
        step = LONG_STEP_M if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_M
        to = {
            Qt.Key.Key_Left: here - step,
            Qt.Key.Key_Right: here + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._length,
        }
        if key in to:
            self.set_cursor_at(to[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1 / _ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(_ZOOM)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_N and not self._read_only:
            self.place_asked.emit(here)
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the keyboard there is always a mark to move."""
        super().focusInEvent(event)
        if self._cursor is None and self._drawing is not None:
            self.set_cursor_at(self.window_m[0])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()
