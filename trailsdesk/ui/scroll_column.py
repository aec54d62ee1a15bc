"""A column that scrolls where it does not fit, on the ground of the card it lies in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from trailsdesk.ui import style


def scrolling(page: QWidget) -> QScrollArea:
    """A page too large for a small screen at a large scale scrolls; the window stays."""
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.viewport().setAutoFillBackground(False)
    frame.setWidget(page)
    page.setAutoFillBackground(False)
    return frame


class ScrollColumn(QScrollArea):
    """``column`` takes the widgets. It never scrolls sideways and takes no focus of its own.

    Args:
        padding: grid steps between edge and content.
    """

    def __init__(self, padding: float = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self.column = QVBoxLayout(inside)
        edge = style.unit(padding)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(style.unit(2))
        self.setWidget(inside)
        self.setMinimumHeight(style.unit(10))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the control that got the focus, by whatever key.

        Not while a mouse button is down: a half visible button would slip from under the pointer
        before it is let go, and the click would be lost.
        """
        inside, clicked = self.widget(), QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and inside is not None and inside.isAncestorOf(now) and not clicked:
            self.ensureWidgetVisible(now)
