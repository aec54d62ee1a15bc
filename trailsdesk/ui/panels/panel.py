"""What every panel shares: it loads off the user-interface thread and reloads when told to."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.ui.palette_box import focus_of
from trailsdesk.ui.widgets import ChipButton, PageHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from trailsdesk.services.ports import Changes
    from trailsdesk.ui.context import PanelContext

NARROW_PANEL = 230
"""Grid steps of width below which a drawer with nothing in it makes room for its table."""


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
    problems_asked = Signal()
    """Somebody wants to see the problems that concern what it shows."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self._loading = False
        self._focus_due = False
        self._first: QWidget | None = None
        self._problem_chip: ChipButton | None = None
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

    def unsaved(self) -> str:
        """What stands here and is not in the file, in words; empty when there is nothing."""
        return ""

    def show_problem_count(self, count: int) -> None:
        """Say in the header how many problems concern what it shows; 0 says nothing."""
        if self._problem_chip is None:
            header = getattr(self, "header", None)
            if not isinstance(header, PageHeader) or not count:
                return
            self._problem_chip = ChipButton("", "warn", self.problems_asked.emit)
            self._problem_chip.setToolTip(_("See and mend them (Ctrl+Shift+P)"))
            header.add_chip(self._problem_chip)
        self._problem_chip.set_text(plural("{count} problem here", "{count} problems here", count))
        self._problem_chip.setVisible(bool(count))

    def show_odd_data(self) -> None:
        """Show among the problems what is best mended before the gun."""
        before = getattr(self.context.show_panel("problems"), "before_the_gun", None)
        if callable(before):
            before()

    def reload(self) -> None:
        """Fetch anew and show, now if visible, else at the next show."""
        if self._loading or not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._loading = True
        run = self.context.read if self.reads_file else self.context.compute
        run(self.loader(), self._show, owner=self, always=self._loaded)

    def start_at(self, control: QWidget) -> None:
        """Say which control gets the focus when the panel is shown.

        This is not Qt's focus proxy: with one, Tab leaves out whatever stands before it.
        """
        self._first = control

    @property
    def first_control(self) -> QWidget | None:
        """The control of :meth:`start_at`."""
        return self._first

    def focus_when_loaded(self) -> None:
        """The focus goes into the panel once it shows what is there, after another page."""
        self._focus_due = True

    def _show(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        """Show it; a focus whose control has just gone stays in the panel."""
        due = self._focus_due or self._has_focus()
        self._focus_due = False
        self.show_loaded(loaded)
        target = self._first
        if due and target is not None and not self._has_focus():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_focus(self) -> bool:
        now = focus_of(self.window())
        return now is not None and now.isVisible() and self.isAncestorOf(now)

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
