"""A card whose content scrolls where the window is low: nothing in it is ever out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from trailsdesk.ui import style
from trailsdesk.ui.widgets import Card

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class ScrollCard(Card):
    """A drawer; ``column`` takes the widgets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self.column = QVBoxLayout(inside)
        edge = style.unit(4)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(style.unit(2))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(inside)
        self.body.addWidget(self._area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self._area.widget()
        if inside is not None:
            inside.setMaximumWidth(max(1, self._area.viewport().width()))
