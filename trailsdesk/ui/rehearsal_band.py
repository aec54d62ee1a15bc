"""The striped band that says on every page that this is a rehearsal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from trailsdesk.ui.style import Roles

_BELOW = 2
"""Grid steps between the band and the page."""


def paint_stripes(painter: QPainter, place: QRect, roles: Roles) -> None:
    """Slanted stripes in the colours of something that needs a look."""
    painter.save()
    painter.setClipRect(place)
    painter.fillRect(place, QColor(roles.warn_ground))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    ink = QColor(roles.warn)
    ink.setAlpha(60)
    painter.setBrush(ink)
    wide, high = max(8, place.height() // 2), place.height()
    left = place.left() - high
    while left < place.right():
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left, place.bottom() + 1),
                    QPointF(left + high, place.top()),
                    QPointF(left + high + wide, place.top()),
                    QPointF(left + wide, place.bottom() + 1),
                ]
            )
        )
        left += 2 * wide
    painter.restore()


class RehearsalBand(QWidget):
    """Above every panel of a copy: what it is, and the way out."""

    ended = Signal()

    def __init__(self, original: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = _("REHEARSAL on a copy: nothing done here touches “{name}”.").format(name=original)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.label = PlainLabel(words, "strong", elide=True)
        self.button = Button(_("End the rehearsal"), self.ended.emit)
        row = QHBoxLayout(self)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self._dress()
        style.watcher().changed.connect(self._dress)

    def _dress(self) -> None:
        edge = style.unit(1.5)
        row = self.layout()
        if row is not None:
            row.setContentsMargins(style.unit(3), edge, style.unit(2), edge + style.unit(_BELOW))
        self.label.setStyleSheet(
            f"QLabel {{ color: {style.look().roles.text}; background: transparent; }}"
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.rect().adjusted(0, 0, 0, -style.unit(_BELOW))
        paint_stripes(painter, place, style.look().roles)
