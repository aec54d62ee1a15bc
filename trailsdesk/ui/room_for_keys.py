"""Every key pressed makes room for itself: computations in the background stand still a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from trailsdesk.ui.jobs import JobQueue

_KEY = QEvent.Type.KeyPress


class RoomForKeys(QObject):
    """Watches the one control that has the focus."""

    def __init__(self, app: QApplication, jobs: JobQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        app.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hear the key; it goes on to whom it is for."""
        if event.type() == _KEY:
            self._jobs.make_room()
        return False
