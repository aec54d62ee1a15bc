"""How the map of a course is painted: its line, places with their words, scale, north and key."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from trailsdesk.domain.course_drawing import MarkKind
from trailsdesk.i18n import _
from trailsdesk.services.course_desk import STEEP, MapWords
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import (
    STEEP_WIDTHS,
    paint_line,
    paint_sign,
    small_font,
    steep_colour,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.course_drawing import CourseDrawing, CourseMark
    from trailsdesk.ui.course_ink import Run

_SCALES_M: Final = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_NAMES_FROM: Final = 2.0
"""Zoomed so far, places have their names beside their numbers."""
_LONGEST: Final = 24


class MapPaint:
    """Paints one map; every piece with its own call, in the order they lie on one another."""

    def __init__(
        self,
        painter: QPainter,
        size: QSize,
        drawing: CourseDrawing,
        runs: Sequence[Run],
        places: Sequence[QPointF],
        *,
        zoom: float = 1.0,
    ) -> None:
        self._painter = painter
        self._wide, self._tall = size.width(), size.height()
        self._room = QRectF(0, 0, size.width(), size.height())
        self._drawing = drawing
        self._runs = runs
        self._places = places
        self._zoom = zoom
        self._key = self._key_box()

    def line(self, window: tuple[float, float] | None) -> None:
        """The course; what lies outside the stretch ``window`` is faint."""
        seen = [run for run in self._runs if self._in_sight(run)]
        inside = [run for run in seen if self._shows(window, run)]
        if len(inside) < len(seen):
            paint_line(self._painter, seen, self._places, faint=True)
        paint_line(self._painter, inside, self._places)

    def _shows(self, window: tuple[float, float] | None, run: Run) -> bool:
        along = self._drawing.along_m
        return window is None or (along[run.last] > window[0] and along[run.first] < window[1])

    def _in_sight(self, run: Run) -> bool:
        if self._zoom <= 1:
            return True
        held = self._places[run.first : run.last + 1]
        xs, ys = [p.x() for p in held], [p.y() for p in held]
        return (
            max(xs) > -9
            and min(xs) < self._wide + 9
            and max(ys) > -9
            and min(ys) < (self._tall + 9)
        )

    # -- places ---------------------------------------------------------------------------------

    def spots(self) -> None:
        """Signs of start, finish and places; their words at a free side, no two over another."""
        painter = self._painter
        painter.setFont(small_font(bold=True))
        metrics, size = QFontMetricsF(painter.font()), style.unit(1.4)
        words = MapWords(self._wide, self._tall)
        words.draw(self._seen_points())
        for box in (self._key, self._scale_box(), self._north_box()):
            words.keep(box.left(), box.top(), box.right(), box.bottom())
        named = [
            (mark, text, self._places[self._drawing.index_at(mark.along_m)])
            for mark, text in self._named()
        ]
        seen = [each for each in named if self._room.contains(each[2])]
        for _mark, _text, here in seen:
            words.keep(here.x() - size, here.y() - size, here.x() + size, here.y() + size)
        found = []
        for mark, text, here in seen:
            wide, tall = metrics.horizontalAdvance(text) + 4, metrics.height()
            left, top, far = words.place(here.x(), here.y(), wide, tall, size + 1)
            found.append((mark, text, here, QRectF(left, top, wide, tall), far))
        for _mark, _text, here, box, far in found:
            if far:
                self._leader(here, box)
        for mark, text, here, box, _far in found:
            paint_sign(painter, MarkKind(mark.kind), here)
            self._words(box, text)

    def _seen_points(self) -> list[tuple[float, float]]:
        where = [(place.x(), place.y()) for place in self._places]
        return [(x, y) for x, y in where if 0 <= x <= self._wide and 0 <= y <= self._tall]

    def _named(self) -> list[tuple[CourseMark, str]]:
        drawing = self._drawing
        start, finish = self._places[0], self._places[-1]
        together = math.hypot(start.x() - finish.x(), start.y() - finish.y()) < style.unit(4)
        named = [(drawing.start, _("start, finish") if together else _("start"))]
        if not together:
            named.append((drawing.finish, _("finish")))
        for number, mark in enumerate(drawing.places, 1):
            label = mark.label if self._zoom >= _NAMES_FROM else ""
            if len(label) > _LONGEST:
                label = label[: _LONGEST - 1].rstrip() + "…"
            named.append((mark, f"{number} {label}".rstrip()))
        return named

    def _leader(self, here: QPointF, box: QRectF) -> None:
        """A line from the place to words that found no room beside it."""
        self._painter.setPen(QPen(QColor(style.look().roles.secondary), 1))
        x = min(max(here.x(), box.left()), box.right())
        y = min(max(here.y(), box.top()), box.bottom())
        self._painter.drawLine(here, QPointF(x, y))

    def _words(self, box: QRectF, text: str) -> None:
        painter, roles = self._painter, style.look().roles
        self._ground(box)
        painter.setFont(small_font(bold=True))
        painter.setPen(QColor(roles.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _ground(self, box: QRectF) -> None:
        ground = QColor(style.look().roles.surface)
        ground.setAlpha(205)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(box, 2, 2)

    # -- scale, north and key -------------------------------------------------------------------

    def _scale_box(self) -> QRectF:
        tall = style.unit(3) + QFontMetricsF(small_font()).height()
        return QRectF(0, self._tall - tall, self._wide / 4 + style.unit(2), tall)

    def scale(self, scale: float) -> None:
        """A bar of a round length; ``scale`` is pixels a metre."""
        painter, roles = self._painter, style.look().roles
        aim = max(self._wide / 4, 1) / scale
        length = max((each for each in _SCALES_M if each <= aim), default=_SCALES_M[0])
        words = f"{length // 1000} km" if length >= 1000 else f"{length} m"
        low, left, tick = self._tall - style.unit(1), style.unit(1), style.unit(1)
        right = left + length * scale
        painter.setPen(QPen(QColor(roles.text), style.unit(0.4)))
        corners = ((left, low - tick), (left, low), (right, low), (right, low - tick))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.setFont(small_font())
        painter.setPen(QColor(roles.secondary))
        painter.drawText(QPointF(left + style.unit(1), low - style.unit(1)), words)

    def _north_box(self) -> QRectF:
        return QRectF(self._wide - style.unit(7), 0, style.unit(7), style.unit(11))

    def north(self) -> None:
        """North is up."""
        painter, roles = self._painter, style.look().roles
        x, top, size = self._wide - style.unit(4), style.unit(4), style.unit(1.2)
        painter.setFont(small_font(bold=True))
        painter.setPen(QColor(roles.text))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(_("N"))
        painter.drawText(QPointF(x - wide / 2, top + style.unit(5)), _("N"))
        painter.setBrush(QColor(roles.text))
        tip = [QPointF(x, top - 2 * size), QPointF(x - size, top), QPointF(x + size, top)]
        painter.drawPolygon(QPolygonF(tip))

    def _key_words(self) -> tuple[str, ...]:
        low, steep, very = (round(border * 100) for border in STEEP)
        return (
            _("below {percent} %").format(percent=low),
            _("{low} to {high} %").format(low=low, high=steep),
            _("{low} to {high} %").format(low=steep, high=very),
            _("over {percent} %").format(percent=very),
        )

    def _key_box(self) -> QRectF:
        """In the corner with the least of the course: the lower right or the upper left one."""
        if all(height is None for height in self._drawing.heights_m):
            return QRectF()
        metrics, gap = QFontMetricsF(small_font()), style.unit(1)
        wide = max(map(metrics.horizontalAdvance, self._key_words())) + style.unit(6) + 2 * gap
        tall = 4 * metrics.height() + 2 * gap
        corners = (
            QRectF(self._wide - wide - gap, self._tall - tall - gap, wide, tall),
            QRectF(gap, gap, wide, tall),
        )
        return min(corners, key=lambda box: sum(box.contains(p) for p in self._places))

    def key(self) -> None:
        """What the four kinds of line say, each as wide as on the map and in words."""
        if self._key.isEmpty():
            return
        painter, roles, gap = self._painter, style.look().roles, style.unit(1)
        self._ground(self._key)
        painter.setFont(small_font())
        metrics = QFontMetricsF(painter.font())
        for at, words in enumerate(self._key_words()):
            top = self._key.top() + gap + at * metrics.height()
            middle, left = top + metrics.height() / 2, self._key.left() + gap
            painter.setPen(QPen(steep_colour(at), STEEP_WIDTHS[at] * style.look().scale))
            painter.drawLine(QPointF(left, middle), QPointF(left + style.unit(5), middle))
            painter.setPen(QColor(roles.secondary))
            painter.drawText(QPointF(left + style.unit(6), top + metrics.ascent()), words)
