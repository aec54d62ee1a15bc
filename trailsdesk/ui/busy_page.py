"""What stands in the window while a season is being opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from trailsdesk.ui import style
from trailsdesk.ui.widgets import PlainLabel


class BusyPage(QWidget):
    """A few words and a bar."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(style.unit(3))
        column.addStretch(2)
        self.label = PlainLabel("", "title")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.label)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(style.unit(60))
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, words: str) -> None:
        """What is going on."""
        self.label.setText(words)
        self.setAccessibleName(words)
        self._bar.setAccessibleName(words)
