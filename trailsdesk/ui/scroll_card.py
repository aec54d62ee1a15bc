"""A card whose content scrolls where the window is low: nothing in it is ever out of reach."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from trailsdesk.ui import style
from trailsdesk.ui.widgets import Card


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
        self._area.viewport().installEventFilter(self)
        self.body.addWidget(self._area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content is never wider than what is seen of it, whenever that gets its width."""
        inside = self._area.widget()
        if event.type() == QEvent.Type.Resize and inside is not None:
            inside.setMaximumWidth(max(1, self._area.viewport().width()))
        return super().eventFilter(watched, event)
