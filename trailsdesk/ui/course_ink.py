"""How a course is painted on the screen: colours of steepness by theme, runs of one steepness."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from trailsdesk.domain.course_drawing import MarkKind
from trailsdesk.services.course_desk import STEEP
from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.course_drawing import CourseDrawing

STEEP_COLOURS: Final[dict[str, tuple[str, str, str, str]]] = {
    "light": ("#5F7A8C", "#A87200", "#CF4A17", "#8E1212"),
    "dark": ("#8AA5B5", "#F2C14E", "#FF8A4C", "#FF5C7A"),
    "sunlight": ("#3C4A52", "#7A5200", "#A83A00", "#6E0000"),
}
"""Flat or downhill, uphill, steep, very steep; also told by width."""
STEEP_WIDTHS: Final = (1.5, 2.3, 3.2, 4.2)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring points of one steepness: first index, last index, which of the four."""

    first: int
    last: int
    steep: int


def runs_of(drawing: CourseDrawing) -> tuple[Run, ...]:
    """The course cut where its steepness changes and where a part ends."""
    found: list[Run] = []
    for first, last in pairwise((0, *drawing.breaks, len(drawing.along_m))):
        for at in range(first, last - 1):
            gradient = drawing.gradient_at(at)
            steep = 0 if gradient is None else sum(gradient >= border for border in STEEP)
            before = found[-1] if found else None
            if before is not None and before.last == at and before.steep == steep:
                found[-1] = Run(before.first, at + 1, steep)
            else:
                found.append(Run(at, at + 1, steep))
    return tuple(found)


def steep_colour(steep: int) -> QColor:
    """The colour of a steepness in the present theme."""
    return QColor(STEEP_COLOURS.get(style.look().shown, STEEP_COLOURS["light"])[steep])


def paint_line(
    painter: QPainter, runs: Sequence[Run], places: Sequence[QPointF], *, faint: bool = False
) -> None:
    """The line of a course, wider and in another colour where it is steeper.

    Args:
        places: where each point of the course is on the widget.
    """
    scale = style.look().scale
    pens = []
    for steep, width in enumerate(STEEP_WIDTHS):
        colour = steep_colour(steep)
        if faint:
            colour.setAlpha(70)
        pen = QPen(colour, width * scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pens.append(pen)
    # Steep stretches lie on top, and the pen is changed four times.
    for steep, pen in enumerate(pens):
        painter.setPen(pen)
        for run in runs:
            if run.steep == steep:
                painter.drawPolyline(places[run.first : run.last + 1])


def paint_sign(painter: QPainter, kind: MarkKind, where: QPointF) -> None:
    """A triangle at the start, a square at the finish, a disc for aid, a ring for a checkpoint."""
    roles = style.look().roles
    size = style.unit(1.4)
    ink = QColor(roles.text if kind is MarkKind.CHECKPOINT else roles.accent)
    painter.setPen(QPen(QColor(roles.surface), style.unit(0.4)))
    painter.setBrush(ink)
    if kind is MarkKind.START:
        corners = [QPointF(-size, -size), QPointF(size, 0), QPointF(-size, size)]
        painter.drawPolygon(QPolygonF([where + corner for corner in corners]))
    elif kind is MarkKind.FINISH:
        painter.drawRect(round(where.x() - size), round(where.y() - size), 2 * size, 2 * size)
    elif kind is MarkKind.AID:
        painter.drawEllipse(where, size, size)
    else:
        painter.setBrush(QColor(roles.surface))
        painter.setPen(QPen(ink, style.unit(0.5)))
        painter.drawEllipse(where, size * 0.8, size * 0.8)


def small_font(*, bold: bool = False) -> QFont:
    """The letters on a drawing."""
    return style.look().font("small", bold=bold)
