"""A line that says what just happened, over the foot of the page, and goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from trailsdesk.ui import style
from trailsdesk.ui.widgets import Notice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.style import Tone

_SHOWN_MS: dict[Tone, int] = {"good": 6000, "muted": 6000, "warn": 15_000}
"""How long a line stays; what went wrong stays until it is closed or replaced."""


class Toast(Notice):
    """Lies over the page, so that nothing under it moves; never takes the focus."""

    def __init__(self, over: QWidget) -> None:
        super().__init__("", "muted", closable=True, parent=over)
        self._over = over
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        row = self.layout()
        if row is not None:
            row.setAlignment(self._picture, Qt.AlignmentFlag.AlignVCenter)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, tone: Tone) -> None:
        """Show a line in place of the one before."""
        self._timer.stop()
        self.set_notice(text, tone)
        self._place()
        self.show()
        self.raise_()
        stays = _SHOWN_MS.get(tone)
        if stays is not None:
            self._timer.start(stays)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._over.width() - style.unit(8)
        words = self.label.fontMetrics().horizontalAdvance(self.label.text())
        width = min(words + style.unit(28), style.unit(180), room)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        foot = style.unit(7 + 3)  # stays clear of the status bar
        left = (self._over.width() - width) // 2
        self.setGeometry(left, self._over.height() - height - foot, width, height)
