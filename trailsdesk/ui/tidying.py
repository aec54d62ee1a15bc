"""Collecting garbage in quiet moments, so that it is not collected in busy ones."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from trailsdesk.ui.jobs import JobQueue

_LOOK_EVERY_MS = 20_000
_QUIET_S = 10.0
_AFTER_CLOSING_MS = 500


class Tidying(QObject):
    """Looks now and then whether nobody types and nothing runs, and tidies up what is new."""

    def __init__(self, jobs: JobQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Tidy up if this is a quiet moment."""
        if not self._jobs.running() and self._jobs.quiet_s >= _QUIET_S:
            gc.collect(1)

    def season_closed(self) -> None:
        """A whole season has gone: look through everything once."""
        QTimer.singleShot(_AFTER_CLOSING_MS, self, gc.collect)
