"""How the elevation profile is painted: where what is on the widget, and the pieces of it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from trailsdesk.i18n import _
from trailsdesk.services.course_desk import Station
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import paint_line, paint_sign, small_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trailsdesk.domain.course_drawing import CourseDrawing
    from trailsdesk.ui.course_ink import Run

_EVEN_M: Final = 100.0
"""A flat course fills no more than this: its noise is no mountain."""
_SHELVES: Final = 4
_LONGEST: Final = 24
_DASHED: Final = Qt.PenStyle.DashLine


@dataclass(frozen=True, slots=True)
class ProfileRoom:
    """The part of the widget heights are drawn in, and what it stands for."""

    box: QRectF
    from_m: float
    to_m: float
    low_m: float
    high_m: float

    @classmethod
    def of(
        cls,
        width: int,
        height: int,
        window: tuple[float, float],
        drawing: CourseDrawing | None,
        stations: Sequence[Station] = (),
    ) -> ProfileRoom:
        """The room on a widget of that size, for that stretch, below the names of the places."""
        line = QFontMetricsF(small_font()).height()
        most = min(_SHELVES, max(1, int(height * 0.4 / (2 * line))))
        left, foot = style.unit(11), line + style.unit(2)
        wide = max(width - left - style.unit(3), 10)
        across = cls(QRectF(left, 0, wide, 10), window[0], window[1], 0.0, 1.0)
        used = [1 + (label.shelf or 0) for label in labels_of(stations, across, most)]
        top = line * 2 * max(used, default=0) + style.unit(2)
        box = QRectF(left, top, wide, max(height - top - foot, 10))
        known = [h for h in drawing.heights_m if h is not None] if drawing is not None else []
        low, high = (min(known), max(known)) if known else (0.0, 0.0)
        reach = max(high - low, _EVEN_M)
        return cls(box, window[0], window[1], low - 0.06 * reach, low + 1.04 * reach)

    def x(self, along_m: float) -> float:
        """Pixels from the left."""
        share = (along_m - self.from_m) / max(self.to_m - self.from_m, 1.0)
        return self.box.left() + share * self.box.width()

    def y(self, height_m: float) -> float:
        """Pixels from the top."""
        share = (height_m - self.low_m) / (self.high_m - self.low_m)
        return self.box.bottom() - share * self.box.height()

    def along(self, x: float) -> float:
        """Metres along the course of a place on the widget."""
        share = (x - self.box.left()) / self.box.width()
        return self.from_m + min(max(share, 0.0), 1.0) * (self.to_m - self.from_m)


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a place: on which shelf above the profile, None where no shelf is free."""

    station: Station
    along_m: float
    shelf: int | None
    left: float
    lines: tuple[str, str]


def labels_of(
    stations: Sequence[Station],
    room: ProfileRoom,
    shelves: int,
    moved: tuple[Station, float] | None = None,
) -> list[Label]:
    """Words for the places in sight, each on the first shelf that is free.

    Args:
        moved: a station that is being dragged, and where it is now.
    """
    metrics = QFontMetricsF(small_font(bold=True))
    free = [room.box.left() - style.unit(2)] * max(shelves, 1)
    found = []
    for number, station in enumerate(stations, 1):
        along = station.along_m
        if moved is not None and station is moved[0]:
            along = moved[1]
        if not room.from_m <= along <= room.to_m:
            continue
        lines = _words(number, station, along)
        wide = max(map(metrics.horizontalAdvance, lines)) + style.unit(2)
        left = min(room.x(along) + style.unit(1), room.box.right() + style.unit(2) - wide)
        shelf = next((at for at, edge in enumerate(free) if edge <= left), None)
        if shelf is not None:
            free[shelf] = left + wide
        found.append(Label(station, along, shelf, left, lines))
    return found


class ProfilePaint:
    """Paints one profile; every piece with its own call, in the order they lie on one another."""

    def __init__(
        self, painter: QPainter, room: ProfileRoom, drawing: CourseDrawing, runs: Sequence[Run]
    ) -> None:
        self._painter = painter
        self._room = room
        self._drawing = drawing
        self._runs = runs
        self._known = any(height is not None for height in drawing.heights_m)
        self._placed: list[QPointF] = []

    def _place(self, at: int) -> QPointF:
        return self._points()[at]

    def _points(self) -> list[QPointF]:
        """The whole course on the widget, worked out once for ground, climbs and line."""
        if not self._placed:
            room, drawing = self._room, self._drawing
            box, foot = room.box, room.box.bottom()
            across = box.width() / max(room.to_m - room.from_m, 1.0)
            left = box.left() - room.from_m * across
            up = box.height() / (room.high_m - room.low_m)
            ground = foot + room.low_m * up
            # Without a height the line runs along the foot.
            self._placed = [
                QPointF(left + along * across, foot if height is None else ground - height * up)
                for along, height in zip(drawing.along_m, drawing.heights_m, strict=True)
            ]
        return self._placed

    def _parts(self) -> Iterator[tuple[int, int]]:
        yield from pairwise((0, *self._drawing.breaks, len(self._drawing.along_m)))

    def ground(self) -> None:
        """Hairlines with their metres and kilometres, and the ground under the line."""
        painter, room, roles = self._painter, self._room, style.look().roles
        painter.setFont(small_font())
        metrics = QFontMetricsF(painter.font())
        for height in _ticks(room.low_m, room.high_m, room.box.height() / style.unit(10)):
            y = room.y(height)
            if not self._known or y < room.box.top():
                continue
            painter.setPen(QPen(QColor(roles.line), 1))
            painter.drawLine(QPointF(room.box.left(), y), QPointF(room.box.right(), y))
            words = _("{metres} m").format(metres=round(height))
            wide = metrics.horizontalAdvance(words)
            painter.setPen(QColor(roles.secondary))
            left = room.box.left() - wide - style.unit(1.5)
            painter.drawText(QPointF(left, y + metrics.ascent() / 2 - 1), words)
        for along in _ticks(room.from_m, room.to_m, room.box.width() / style.unit(22)):
            x = room.x(along)
            painter.setPen(QPen(QColor(roles.line), 1))
            bottom = room.box.bottom()
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + style.unit(1)))
            words = _("{km} km").format(km=f"{along / 1000:g}")
            wide = metrics.horizontalAdvance(words)
            left = min(max(x - wide / 2, room.box.left()), room.box.right() - wide)
            painter.setPen(QColor(roles.secondary))
            painter.drawText(QPointF(left, bottom + style.unit(1) + metrics.ascent()), words)
        if self._known:
            self._fill(QColor(roles.soft), self._room.from_m, self._room.to_m)
        else:
            painter.setPen(QColor(roles.secondary))
            words = _("The file has no heights.")
            painter.drawText(room.box, Qt.AlignmentFlag.AlignCenter, words)

    def _fill(self, colour: QColor, from_m: float, to_m: float) -> None:
        """The ground under a stretch of the course."""
        painter, room, along = self._painter, self._room, self._drawing.along_m
        left, right = room.x(from_m), room.x(to_m)
        painter.save()
        stretch = QRectF(left, room.box.top(), right - left, room.box.height())
        painter.setClipRect(stretch.intersected(room.box))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        low, high = bisect_left(along, from_m) - 1, bisect_right(along, to_m) + 1
        for first, last in self._parts():
            points = self._points()[max(first, low) : min(last, high)]
            if points:
                foot = room.box.bottom()
                ends = [QPointF(points[-1].x(), foot), QPointF(points[0].x(), foot)]
                painter.drawPolygon(QPolygonF([*points, *ends]))
        painter.restore()

    def climbs(self) -> None:
        """Each climb stands out, with its gain where there is room for the words."""
        painter, room, roles = self._painter, self._room, style.look().roles
        painter.setFont(small_font(bold=True))
        metrics = QFontMetricsF(painter.font())
        for climb in self._drawing.climbs:
            shade = QColor(roles.warn)
            shade.setAlpha(45)
            self._fill(shade, climb.from_m, climb.to_m)
            left = max(room.x(climb.from_m), room.box.left())
            right = min(room.x(climb.to_m), room.box.right())
            words = _("+{metres} m").format(metres=round(climb.gain_m))
            if right - left > metrics.horizontalAdvance(words) + style.unit(1):
                painter.setPen(QColor(roles.text))
                foot = room.box.bottom() - style.unit(1)
                middle = (left + right - metrics.horizontalAdvance(words)) / 2
                painter.drawText(QPointF(middle, foot), words)

    def line(self) -> None:
        """The line itself, wider where it is steeper."""
        box = self._room.box
        self._painter.save()
        self._painter.setClipRect(box.adjusted(0, -style.unit(2), 0, style.unit(1)))
        paint_line(self._painter, self._seen(), self._points())
        self._painter.restore()

    def _seen(self) -> list[Run]:
        along, room = self._drawing.along_m, self._room
        return [
            run
            for run in self._runs
            if along[run.last] >= room.from_m and along[run.first] <= room.to_m
        ]

    def ends(self) -> None:
        """Start and finish."""
        for mark in (self._drawing.start, self._drawing.finish):
            if self._room.from_m <= mark.along_m <= self._room.to_m:
                here = self._place(self._drawing.index_at(mark.along_m))
                paint_sign(self._painter, mark.kind, here)

    def stations(
        self, stations: Sequence[Station], picked: Station | None, dragged: float | None
    ) -> None:
        """Places: a dashed line, a sign on the course, words on a shelf above."""
        tall = QFontMetricsF(small_font(bold=True)).height() * 2
        shelves = int((self._room.box.top() - style.unit(2)) / tall + 0.5)
        moved = None if picked is None or dragged is None else (picked, dragged)
        labels = labels_of(stations, self._room, shelves, moved)
        for label in labels:
            self._station_line(label, label.station is picked)
        for label in labels:
            if label.shelf is not None:
                self._station_words(label, label.shelf)

    def _shelf_top(self, shelf: int) -> float:
        return style.unit(1) + shelf * QFontMetricsF(small_font(bold=True)).height() * 2

    def _station_line(self, label: Label, picked: bool) -> None:
        painter, room, roles = self._painter, self._room, style.look().roles
        x = room.x(label.along_m)
        top = room.box.top() if label.shelf is None else self._shelf_top(label.shelf)
        ink = QColor(roles.focus if picked else roles.secondary)
        painter.setPen(QPen(ink, style.unit(0.5) if picked else 1, _DASHED))
        painter.drawLine(QPointF(x, top), QPointF(x, room.box.bottom()))
        place = self._place(self._drawing.index_at(label.along_m))
        paint_sign(painter, label.station.mark.kind, QPointF(x, place.y()))

    def _station_words(self, label: Label, shelf: int) -> None:
        """On the ground of the card: lines of other places pass behind."""
        painter, roles = self._painter, style.look().roles
        metrics = QFontMetricsF(small_font(bold=True))
        top = self._shelf_top(shelf)
        for at, (words, bold) in enumerate(zip(label.lines, (True, False), strict=True)):
            painter.setFont(small_font(bold=bold))
            wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
            low = top + at * metrics.height()
            painter.fillRect(
                QRectF(label.left, low, wide, metrics.height()), QColor(roles.surface)
            )
            painter.setPen(QColor(roles.text if bold else roles.secondary))
            painter.drawText(QPointF(label.left, low + metrics.ascent()), words)

    def cursor(self, along_m: float) -> None:
        """The mark with what is there: kilometre, height, gradient."""
        painter, room, roles = self._painter, self._room, style.look().roles
        x = room.x(along_m)
        if not room.box.left() - 1 <= x <= room.box.right() + 1:
            return
        height = self._drawing.heights_m[self._drawing.index_at(along_m)]
        y = room.box.bottom() if height is None else room.y(height)
        painter.setPen(QPen(QColor(roles.focus), style.unit(0.4)))
        painter.drawLine(QPointF(x, room.box.top()), QPointF(x, room.box.bottom()))
        painter.setPen(QPen(QColor(roles.surface), style.unit(0.4)))
        painter.setBrush(QColor(roles.focus))
        painter.drawEllipse(QPointF(x, y), style.unit(1.2), style.unit(1.2))
        self._read_out(x, read_out(self._drawing, along_m))

    def _read_out(self, x: float, words: str) -> None:
        painter, room, roles = self._painter, self._room, style.look().roles
        painter.setFont(small_font(bold=True))
        metrics = QFontMetricsF(painter.font())
        wide, tall = metrics.horizontalAdvance(words) + style.unit(4), metrics.height() * 1.6
        left = x + style.unit(2)
        if left + wide > room.box.right():
            left = x - style.unit(2) - wide
        box = QRectF(left, room.box.top() + style.unit(1), wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles.text))
        painter.drawRoundedRect(box, style.unit(1), style.unit(1))
        painter.setPen(QColor(roles.surface))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def focus(self, whole: QRect) -> None:
        """The ring of the keyboard."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(style.look().roles.focus), style.unit(0.5)))
        edge = style.unit(0.5)
        corner = style.unit(1.5)
        self._painter.drawRoundedRect(whole.adjusted(edge, edge, -edge, -edge), corner, corner)


def read_out(drawing: CourseDrawing, along_m: float) -> str:
    """What is at a place: ``10.1 km · 512 m · +14 %``."""
    at = drawing.index_at(along_m)
    words = [_("{km} km").format(km=f"{along_m / 1000:.1f}")]
    height, gradient = drawing.heights_m[at], drawing.gradient_at(at)
    if height is not None:
        words.append(_("{metres} m").format(metres=round(height)))
    if gradient is not None:
        words.append(_("{percent} %").format(percent=f"{round(gradient * 100):+d}"))
    return " · ".join(words)


def _words(number: int, station: Station, along: float) -> tuple[str, str]:
    name = station.mark.label
    if len(name) > _LONGEST:
        name = name[: _LONGEST - 1].rstrip() + "…"
    under = _("{km} km").format(km=f"{along / 1000:.1f}")
    if station.mark.cutoff:
        under = f"{under} · {station.mark.cutoff}"
    return f"{number} {name}".rstrip(), under


def _ticks(low: float, high: float, most: float) -> Iterator[float]:
    """Round numbers between two figures, at most so many."""
    rough = max((high - low) / max(most, 1.0), 1e-6)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    at = math.ceil(low / step)
    while at * step <= high:
        yield at * step
        at += 1
