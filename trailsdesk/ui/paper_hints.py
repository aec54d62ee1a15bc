"""Keys and what they do, as many lines as there is room for: the fields go before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.ui import style
from trailsdesk.ui.widgets import KeyHint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

Hint = tuple[tuple[str, ...], str]
"""Keys, and what they do."""


class KeyHints(QWidget):
    """Lines at the foot of a card; where the card is low the last ones are left out whole."""

    def __init__(self, hints: Sequence[Hint], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = [KeyHint(keys, words, self) for keys, words in hints]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        style.watcher().changed.connect(self._place)

    def sizeHint(self) -> QSize:
        """No height of its own: they take what the layout has left over."""
        return QSize(max((line.sizeHint().width() for line in self._lines), default=0), 0)

    def minimumSizeHint(self) -> QSize:
        """They may all go."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _pitch(self) -> int:
        tallest = max((line.sizeHint().height() for line in self._lines), default=0)
        return tallest + style.unit(1.5)

    def _place(self) -> None:
        pitch = max(1, self._pitch())
        shown = min(len(self._lines), self.height() // pitch)
        top = self.height() - shown * pitch
        for at, line in enumerate(self._lines):
            line.setVisible(at < shown)
            line.setGeometry(0, top + at * pitch, self.width(), pitch)
