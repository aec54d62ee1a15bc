"""The map of a course on the screen: the line with places, scale and north; the mouse marks it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.domain.course_drawing import MarkKind
from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import paint_line, paint_sign, runs_of, small_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from trailsdesk.domain.course_drawing import CourseDrawing
    from trailsdesk.ui.course_ink import Run

_SCALES_M: Final = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_NEAR: Final = 10
"""Grid steps around the line in which the mouse is on it."""


class CourseMap(QWidget):
    """North is up. What the keyboard marks on the profile is marked here as well."""

    pointed = Signal(object)
    """Metres along the course under the mouse, ``None`` when it leaves the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(style.unit(45), style.unit(40)))
        self.setAccessibleName(_("Map of the course"))
        self._drawing: CourseDrawing | None = None
        self._runs: tuple[Run, ...] = ()
        self._cursor: float | None = None
        self._window: tuple[float, float] | None = None
        style.watcher().changed.connect(self.update)

    def show_drawing(self, drawing: CourseDrawing | None, words: str = "") -> None:
        """Show a course; ``words`` describe it to who cannot see it."""
        self._drawing = drawing
        self._runs = runs_of(drawing) if drawing is not None else ()
        self.setAccessibleDescription(words)
        self.update()

    def set_cursor_at(self, along_m: float | None) -> None:
        """Mark a place, none with ``None``."""
        if along_m != self._cursor:
            self._cursor = along_m
            self.update()

    def set_window(self, window: tuple[float, float] | None) -> None:
        """Only the stretch between these metres stands out; all with ``None``."""
        if window != self._window:
            self._window = window
            self.update()

    def spot(self, along_m: float) -> QPointF:
        """Where on the widget a place of the course is."""
        drawing = self._drawing
        if drawing is None:
            return QPointF()
        return self._places(drawing)[drawing.index_at(along_m)]

    # -- painting -------------------------------------------------------------------------------

    def _scale(self, drawing: CourseDrawing) -> float:
        """Pixels a metre."""
        edge = style.unit(6)
        wide = max(drawing.east_m) - min(drawing.east_m)
        tall = max(drawing.north_m) - min(drawing.north_m)
        return min(
            max(self.width() - 2 * edge, 10) / max(wide, 20.0),
            max(self.height() - 2 * edge - style.unit(4), 10) / max(tall, 20.0),
        )

    def _places(self, drawing: CourseDrawing) -> list[QPointF]:
        scale = self._scale(drawing)
        east = (max(drawing.east_m) + min(drawing.east_m)) / 2
        north = (max(drawing.north_m) + min(drawing.north_m)) / 2
        middle_x, middle_y = self.width() / 2, (self.height() - style.unit(4)) / 2
        return [
            QPointF(middle_x + (e - east) * scale, middle_y - (n - north) * scale)
            for e, n in zip(drawing.east_m, drawing.north_m, strict=True)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it all: some thousand points take a few milliseconds."""
        drawing = self._drawing
        if drawing is None or not drawing.along_m:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places(drawing)
        inside = [run for run in self._runs if self._shows(drawing, run)]
        if len(inside) < len(self._runs):
            paint_line(painter, self._runs, places.__getitem__, faint=True)
        paint_line(painter, inside, places.__getitem__)
        self._paint_spots(painter, drawing, places)
        self._paint_scale(painter, self._scale(drawing))
        self._paint_north(painter)
        if self._cursor is not None:
            here = places[drawing.index_at(self._cursor)]
            painter.setPen(QPen(QColor(style.look().roles.surface), style.unit(0.5)))
            painter.setBrush(QColor(style.look().roles.focus))
            painter.drawEllipse(here, style.unit(1.6), style.unit(1.6))

    def _shows(self, drawing: CourseDrawing, run: Run) -> bool:
        window = self._window
        if window is None:
            return True
        return drawing.along_m[run.last] > window[0] and drawing.along_m[run.first] < window[1]

    def _paint_spots(
        self, painter: QPainter, drawing: CourseDrawing, places: Sequence[QPointF]
    ) -> None:
        size = style.unit(1.4)
        spots = [places[drawing.index_at(mark.along_m)] for mark in drawing.marks]
        taken = [QRectF(s.x() - size, s.y() - size, 2 * size, 2 * size) for s in spots]
        numbered = [(mark, str(at)) for at, mark in enumerate(drawing.places, 1)]
        start, finish = places[0], places[-1]
        together = math.hypot(start.x() - finish.x(), start.y() - finish.y()) < style.unit(4)
        ends = [(drawing.start, _("start, finish") if together else _("start"))]
        if not together:
            ends.append((drawing.finish, _("finish")))
        for mark, words in [*ends, *numbered]:
            here = places[drawing.index_at(mark.along_m)]
            paint_sign(painter, MarkKind(mark.kind), here)
            self._paint_words(painter, here, words, taken)

    def _paint_words(
        self, painter: QPainter, here: QPointF, words: str, taken: list[QRectF]
    ) -> None:
        """Words beside a place, at the first of four sides that is free; else not at all."""
        roles, gap = style.look().roles, style.unit(2)
        painter.setFont(small_font(bold=True))
        metrics = QFontMetricsF(painter.font())
        wide, tall = metrics.horizontalAdvance(words) + 2, metrics.height()
        corners = (
            (here.x() + gap, here.y() - tall / 2),
            (here.x() - gap - wide, here.y() - tall / 2),
            (here.x() - wide / 2, here.y() - gap - tall),
            (here.x() - wide / 2, here.y() + gap),
        )
        room = QRectF(self.rect())
        for left, top in corners:
            box = QRectF(left, top, wide, tall)
            if room.contains(box) and not any(box.intersects(other) for other in taken):
                ground = QColor(roles.surface)
                ground.setAlpha(200)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                painter.drawRoundedRect(box, 2, 2)
                painter.setPen(QColor(roles.text))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
                taken.append(box)
                return

    def _paint_scale(self, painter: QPainter, scale: float) -> None:
        roles = style.look().roles
        aim = max(self.width() / 4, 1) / scale
        length = max((each for each in _SCALES_M if each <= aim), default=_SCALES_M[0])
        words = f"{length // 1000} km" if length >= 1000 else f"{length} m"
        low = self.height() - style.unit(1)
        left = style.unit(1)
        painter.setPen(QPen(QColor(roles.text), style.unit(0.4)))
        painter.drawLine(QPointF(left, low), QPointF(left + length * scale, low))
        painter.setFont(small_font())
        painter.setPen(QColor(roles.secondary))
        painter.drawText(QPointF(left, low - style.unit(1)), words)

    def _paint_north(self, painter: QPainter) -> None:
        roles = style.look().roles
        x, top, size = self.width() - style.unit(4), style.unit(4), style.unit(1.2)
        painter.setFont(small_font(bold=True))
        painter.setPen(QColor(roles.text))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(_("N"))
        painter.drawText(QPointF(x - wide / 2, top + style.unit(5)), _("N"))
        painter.setBrush(QColor(roles.text))
        tip = [QPointF(x, top - 2 * size), QPointF(x - size, top), QPointF(x + size, top)]
        painter.drawPolygon(QPolygonF(tip))

    # -- the mouse ------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Near the line the place is told; away from it nothing is."""
        drawing = self._drawing
        if drawing is None or not drawing.along_m:
            return
        here = event.position()
        places = self._places(drawing)
        at = min(
            range(len(places)),
            key=lambda i: (places[i].x() - here.x()) ** 2 + (places[i].y() - here.y()) ** 2,
        )
        away = math.hypot(places[at].x() - here.x(), places[at].y() - here.y())
        self.pointed.emit(drawing.along_m[at] if away < style.unit(_NEAR) else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone, and so is its mark."""
        super().leaveEvent(event)
        self.pointed.emit(None)
