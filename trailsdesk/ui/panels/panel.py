"""What every panel shares: it loads off the user-interface thread and reloads when told to."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from trailsdesk.services.ports import Changes
    from trailsdesk.ui.context import PanelContext


class Panel(QWidget):
    """A page of the window.

    ``kinds`` are the stored kinds it shows (table names; empty means any): a change of others
    leaves it alone. A hidden panel only remembers that it is out of date. Of several reloads asked
    for while one is under way, one more is run.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()

    reads_file: ClassVar[bool] = False
    """Whether the loader asks the file itself: it then runs on the database thread."""

    loaded = Signal()
    """What it shows is up to date."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self._loading = False
        context.bus.changed.connect(self._changed)
        context.scope.changed.connect(self.reload)

    @abstractmethod
    def loader(self) -> Callable[[], Any]:
        """A plain function that fetches what the panel shows, for the scope as it is now.

        It runs on a worker thread and must touch no widget.
        """

    @abstractmethod
    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        """Put what ``loader``'s function fetched on the screen."""

    def reload(self) -> None:
        """Fetch anew and show, now if visible, else at the next show."""
        if self._loading or not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._loading = True
        jobs = self.context.jobs
        run = jobs.read if self.reads_file else jobs.compute
        run(self.loader(), self.show_loaded, owner=self, always=self._loaded)

    def _loaded(self) -> None:
        self._loading = False
        if self._stale:
            self.reload()
        else:
            self.loaded.emit()

    def _changed(self, changes: Changes, _initiator: object) -> None:
        if not self.kinds or not self.kinds.isdisjoint(changes.kinds):
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while hidden."""
        super().showEvent(event)
        if self._stale:
            self.reload()
