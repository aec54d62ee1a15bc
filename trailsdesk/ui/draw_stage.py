"""The winner of a spot prize, as large as the room allows: read from the back of the crowd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPaintEvent

_LEAST = 0.2
"""No line is set smaller than this share of its largest size; then it ends in an ellipsis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWords:
    """What stands on the stage: small, huge, large, small; any of them may be empty."""

    above: str = ""
    bib: str = ""
    name: str = ""
    below: str = ""

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        return ". ".join(part for part in (self.above, self.bib, self.name, self.below) if part)


class DrawStage(QWidget):
    """A surface that takes the keys of the draw while it has the focus."""

    draw_asked = Signal()
    pass_asked = Signal()
    hand_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = StageWords()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(
            _("Space draws the next prize, N passes the winner over, H notes it handed out")
        )
        self.show_words(StageWords())
        style.watcher().changed.connect(self.update)

    @property
    def words(self) -> StageWords:
        """What stands there."""
        return self._words

    def show_words(self, words: StageWords) -> None:
        """Put a winner, or what is to be done next, on the stage."""
        self._words = words
        self.setAccessibleName(words.spoken or _("Stage"))
        self.update()

    def sizeHint(self) -> QSize:
        """As large as can be; this is where it begins."""
        return QSize(style.unit(100), style.unit(60))

    def minimumSizeHint(self) -> QSize:
        """Still readable across a table."""
        return QSize(style.unit(60), style.unit(34))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space draws; N and H are about the winner shown."""
        asked = {
            Qt.Key.Key_Space: self.draw_asked,
            Qt.Key.Key_N: self.pass_asked,
            Qt.Key.Key_H: self.hand_asked,
        }.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if asked is None or not plain or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        asked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are heard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they are not."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Four lines in the middle, each as large as its share of the height and the width."""
        look = style.look()
        roles = look.roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(roles.surface))
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(roles.focus if focused else roles.line), 2 if focused else 1))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), look.unit(2), look.unit(2)
        )
        edge = float(look.unit(5))
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        lines = [
            (self._words.above, 0.13, roles.secondary, False),
            (self._words.bib, 0.32, roles.accent, True),
            (self._words.name, 0.34, roles.text, True),
            (self._words.below, 0.12, roles.secondary, False),
        ]
        shown = [line for line in lines if line[0]]
        top = room.top() + (room.height() - sum(line[1] for line in shown) * room.height()) / 2
        for text, share, colour, bold in shown:
            high = share * room.height()
            area = QRectF(room.left(), top, room.width(), high)
            self._draw_line(painter, area, text, colour, look.font(bold=bold))
            top += high
        painter.end()

    @staticmethod
    def _draw_line(painter: QPainter, area: QRectF, text: str, colour: str, font: QFont) -> None:
        largest = max(8, int(area.height() * 0.72))
        font.setPixelSize(largest)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        if wide > area.width():
            font.setPixelSize(max(int(largest * _LEAST), int(largest * area.width() / wide), 8))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), shown)
