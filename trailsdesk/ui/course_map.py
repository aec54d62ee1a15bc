"""The map of a course on the screen: the line with places, scale, key and north.

Mouse: hover marks the course, the wheel zooms around the pointer, a zoomed map is dragged. Keys:
plus and minus zoom around the mark, arrows move the map, 0 shows all of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import runs_of
from trailsdesk.ui.map_paint import MapPaint

if TYPE_CHECKING:
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
    from trailsdesk.ui.course_ink import Run

_NEAR: Final = 10
"""Grid steps around the line in which the mouse is on it."""
_ZOOM: Final = 1.5
_MOST_ZOOM: Final = 60.0
_STEP: Final = 0.15
"""So much of the map an arrow key moves it."""


class CourseMap(QWidget):
    """North is up. What is marked here is marked on the profile, and the other way round."""

    pointed = Signal(object)
    """Metres along the course under the mouse, ``None`` when it leaves the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(style.unit(45), style.unit(40)))
        self.setAccessibleName(_("Map of the course"))
        self._drawing: CourseDrawing | None = None
        self._runs: tuple[Run, ...] = ()
        self._cursor: float | None = None
        self._window: tuple[float, float] | None = None
        self._zoom = 1.0
        self._middle: tuple[float, float] | None = None
        self._grip: QPointF | None = None
        self._telling = False
        self._spots: list[QPointF] = []
        self._picture: QPixmap | None = None
        style.watcher().changed.connect(self._forget)

    # -- what is shown --------------------------------------------------------------------------

    def show_drawing(self, drawing: CourseDrawing | None, words: str = "") -> None:
        """Show a course; ``words`` describe it. Another one is shown whole."""
        before = self._drawing
        if drawing is None or before is None or drawing.along_m != before.along_m:
            self._zoom, self._middle = 1.0, None
        if drawing is None or before is None or drawing.heights_m != before.heights_m:
            self._runs = runs_of(drawing) if drawing is not None else ()
        self._drawing = drawing
        self.setAccessibleDescription(words)
        self._forget()

    def set_cursor_at(self, along_m: float | None) -> None:
        """Mark a place, none with ``None``; a zoomed map follows it."""
        if along_m == self._cursor:
            return
        self._cursor = along_m
        # A mark set by the mouse here is in sight, and the map must not move away from it.
        if along_m is not None and self._zoom > 1 and not self._telling:
            here = self.spot(along_m)
            if not self.rect().adjusted(8, 8, -8, -8).contains(here.toPoint()):
                self._move_by(QPointF(self.rect().center()) - here)
        self.update()

    def set_window(self, window: tuple[float, float] | None) -> None:
        """Only the stretch between these metres stands out; all with ``None``."""
        if window != self._window:
            self._window = window
            self._picture = None
            self.update()

    def spot(self, along_m: float) -> QPointF:
        """Where on the widget a place of the course is."""
        drawing = self._drawing
        if drawing is None:
            return QPointF()
        return self._places(drawing)[drawing.index_at(along_m)]

    @property
    def zoom(self) -> float:
        """How much larger than the whole course."""
        return self._zoom

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Show it ``factor`` times larger, the point ``around`` staying where it is."""
        drawing = self._drawing
        wanted = min(max(self._zoom * factor, 1.0), _MOST_ZOOM)
        if drawing is None or wanted == self._zoom:
            return
        if around is None:
            here = None if self._cursor is None else self.spot(self._cursor)
            seen = here is not None and self.rect().contains(here.toPoint())
            around = here if here is not None and seen else QPointF(*self._centre())
        east, north = self._ground(around)
        self._zoom = wanted
        scale, (x, y) = self._scale(drawing), self._centre()
        self._middle = (east - (around.x() - x) / scale, north + (around.y() - y) / scale)
        self._stay(drawing)

    def show_all(self) -> None:
        """The whole course."""
        self._zoom, self._middle = 1.0, None
        self._forget()

    def _forget(self) -> None:
        self._picture = None
        self._spots = []
        self.update()

    # -- where what is --------------------------------------------------------------------------

    def _centre(self) -> tuple[float, float]:
        """The middle of the part the course is fitted into: the scale stands below it."""
        return self.width() / 2, (self.height() - style.unit(4)) / 2

    def _scale(self, drawing: CourseDrawing) -> float:
        """Pixels a metre."""
        edge = style.unit(6)
        wide = max(drawing.east_m) - min(drawing.east_m)
        tall = max(drawing.north_m) - min(drawing.north_m)
        return self._zoom * min(
            max(self.width() - 2 * edge, 10) / max(wide, 20.0),
            max(self.height() - 2 * edge - style.unit(4), 10) / max(tall, 20.0),
        )

    def _middle_of(self, drawing: CourseDrawing) -> tuple[float, float]:
        if self._middle is not None:
            return self._middle
        return (
            (max(drawing.east_m) + min(drawing.east_m)) / 2,
            (max(drawing.north_m) + min(drawing.north_m)) / 2,
        )

    def _ground(self, where: QPointF) -> tuple[float, float]:
        """Metres east and north of a point of the widget."""
        drawing = self._drawing
        if drawing is None:
            return 0.0, 0.0
        scale, (x, y) = self._scale(drawing), self._centre()
        east, north = self._middle_of(drawing)
        return east + (where.x() - x) / scale, north - (where.y() - y) / scale

    def _places(self, drawing: CourseDrawing) -> list[QPointF]:
        if not self._spots:
            scale, (x, y) = self._scale(drawing), self._centre()
            east, north = self._middle_of(drawing)
            self._spots = [
                QPointF(x + (e - east) * scale, y - (n - north) * scale)
                for e, n in zip(drawing.east_m, drawing.north_m, strict=True)
            ]
        return self._spots

    def _move_by(self, pixels: QPointF) -> None:
        """Move the map under the window; the course never leaves it."""
        drawing = self._drawing
        if drawing is None or self._zoom <= 1:
            return
        scale = self._scale(drawing)
        east, north = self._middle_of(drawing)
        self._middle = (east - pixels.x() / scale, north + pixels.y() / scale)
        self._stay(drawing)

    def _stay(self, drawing: CourseDrawing) -> None:
        if self._zoom <= 1:
            self._middle = None
        elif self._middle is not None:
            east, north = self._middle
            self._middle = (
                min(max(east, min(drawing.east_m)), max(drawing.east_m)),
                min(max(north, min(drawing.north_m)), max(drawing.north_m)),
            )
        self._forget()

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture as it was drawn, and the mark over it."""
        drawing = self._drawing
        if drawing is None or not drawing.along_m:
            return
        if self._picture is None:
            self._picture = self._drawn(drawing)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        roles = style.look().roles
        if self._cursor is not None:
            painter.setPen(QPen(QColor(roles.surface), style.unit(0.5)))
            painter.setBrush(QColor(roles.focus))
            painter.drawEllipse(self.spot(self._cursor), style.unit(1.6), style.unit(1.6))
        if self.hasFocus():
            edge, corner = style.unit(0.5), style.unit(1.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(roles.focus), style.unit(0.5)))
            ring = self.rect().adjusted(edge, edge, -edge, -edge)
            painter.drawRoundedRect(ring, corner, corner)

    def _drawn(self, drawing: CourseDrawing) -> QPixmap:
        """All but the mark, kept until something else is to be seen."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places(drawing)
        paint = MapPaint(painter, self.size(), drawing, self._runs, places, zoom=self._zoom)
        paint.line(self._window)
        paint.spots()
        paint.scale(self._scale(drawing))
        paint.north()
        paint.key()
        painter.end()
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything stands elsewhere."""
        super().resizeEvent(event)
        self._forget()

    # -- the mouse ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a zoomed map."""
        if self._drawing is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._zoom > 1:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self.unsetCursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; else near the line the place is told, away from it nothing is."""
        drawing = self._drawing
        if drawing is None or not drawing.along_m:
            return
        here = event.position()
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved, self._grip = here - self._grip, here
            self._move_by(moved)
            return
        places = self._places(drawing)
        at = min(
            range(len(places)),
            key=lambda i: (places[i].x() - here.x()) ** 2 + (places[i].y() - here.y()) ** 2,
        )
        away = math.hypot(places[at].x() - here.x(), places[at].y() - here.y())
        self._telling = True
        self.pointed.emit(drawing.along_m[at] if away < style.unit(_NEAR) else None)
        self._telling = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        turned = event.angleDelta().y()
        if self._drawing is None or not turned:
            event.ignore()
            return
        self.zoom_by(_ZOOM ** (turned / 120), event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone, and so is its mark."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    # -- keys -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the text of the module."""
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if self._drawing is None or event.modifiers() & control or not self._act(event.key()):
            super().keyPressEvent(event)

    def _act(self, key: int) -> bool:
        across, down = self.width() * _STEP, self.height() * _STEP
        moves = {
            Qt.Key.Key_Left: QPointF(across, 0),
            Qt.Key.Key_Right: QPointF(-across, 0),
            Qt.Key.Key_Up: QPointF(0, down),
            Qt.Key.Key_Down: QPointF(0, -down),
        }
        move = moves.get(Qt.Key(key))
        if move is not None:
            self._move_by(move)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _ZOOM)
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()
