"""Sheets to choose from: a column of cards, one of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.ui import style
from trailsdesk.ui.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QFocusEvent


class CardButton(QAbstractButton):
    """A title over a line of where it stands; a bar at the side marks the chosen one."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = ""
        self.setText(title)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_line("")
        style.watcher().changed.connect(self.updateGeometry)

    @property
    def line(self) -> str:
        """The line under the title."""
        return self._line

    def set_line(self, line: str) -> None:
        """Say where it stands."""
        self._line = line
        self.setAccessibleName(f"{self.text()}: {line}" if line else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines and some air."""
        look = style.look()
        high = QFontMetrics(look.font(bold=True)).height() + QFontMetrics(look.font()).height()
        return QSize(look.unit(60), high + look.unit(5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card as all others, painted: a button cannot hold two kinds of letters."""
        look = style.look()
        roles = look.roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = roles.focus if self.hasFocus() else roles.accent if self.isChecked() else roles.line
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(QColor(edge), width))
        hovered = self.underMouse() and not self.isChecked()
        painter.setBrush(QColor(roles.hover if hovered else roles.surface))
        area = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(area, look.unit(2), look.unit(2))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.accent))
            left = self.width() - look.unit(1) - width if mirrored else width
            bar = QRectF(left, look.unit(1.5), look.unit(1), self.height() - look.unit(3))
            painter.drawRoundedRect(bar, look.unit(0.5), look.unit(0.5))
        side = look.unit(3.5)
        room = self.rect().adjusted(side, look.unit(2), -side, -look.unit(2))
        title_font, line_font = look.font(bold=True), look.font()
        title = QRect(room.left(), room.top(), room.width(), QFontMetrics(title_font).height())
        under = QRect(
            room.left(),
            room.bottom() - QFontMetrics(line_font).height() + 1,
            room.width(),
            QFontMetrics(line_font).height(),
        )
        for area_of, font, colour, text in (
            (title, title_font, roles.text, self.text()),
            (under, line_font, roles.secondary, self._line),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elide = Qt.TextElideMode.ElideRight
            shown = QFontMetrics(font).elidedText(text, elide, area_of.width())
            at = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            painter.drawText(area_of, int(at | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class CardColumn(QWidget):
    """Cards of which one is chosen; the arrow keys move the choice, Tab passes by the others.

    Args:
        headings: words that stand above a card, by its key.
    """

    chosen = Signal(str)

    def __init__(
        self,
        cards: Sequence[tuple[str, str]],
        name: str,
        headings: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._cards: dict[str, CardButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(1.5))
        for key, title in cards:
            if headings and key in headings:
                column.addWidget(PlainLabel(headings[key], "secondary"))
            card = CardButton(title)
            self._cards[key] = card
            self._group.addButton(card)
            column.addWidget(card)
        column.addStretch(1)
        if cards:
            self._cards[cards[0][0]].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def current(self) -> str:
        """Key of the card chosen."""
        return next((key for key, card in self._cards.items() if card.isChecked()), "")

    def card(self, key: str) -> CardButton:
        """The card of a key."""
        return self._cards[key]

    def choose(self, key: str) -> None:
        """Choose as a click does; unknown keys are ignored."""
        if key in self._cards:
            self._cards[key].setChecked(True)

    def set_lines(self, lines: dict[str, str]) -> None:
        """Say where each stands."""
        for key, card in self._cards.items():
            card.set_line(lines.get(key, card.line))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus belongs to the chosen card."""
        super().focusInEvent(event)
        if self.current:
            self._cards[self.current].setFocus(event.reason())

    def _toggled(self, _card: QAbstractButton, checked: bool) -> None:
        if checked:
            self.chosen.emit(self.current)
