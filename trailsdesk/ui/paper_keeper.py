"""Keeps what was typed from paper and not saved yet on the disk, while it is being typed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from trailsdesk.domain.paper import PaperLists
from trailsdesk.domain.paper_cells import PaperTimes
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import message
from trailsdesk.services.paper_drafts import draft_path, keep_drafts, load_drafts
from trailsdesk.ui.settings import PAPER_TIMES

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.ui.context import PanelContext


class DraftKeeper(QObject):
    """The drafts of one season: read once, written after every edit."""

    failed = Signal(str)
    """Why the disk did not take them; they are still on the screen."""

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path = draft_path(context.settings.folder, context.season.file.path)
        self._drafts = load_drafts(self._path)
        self._newest = 0

    def name(self, purpose: str, event_id: EventId, race_id: RaceId | None) -> str:
        """What the lists of a purpose are kept under, for a race or all of an event."""
        data = self._context.season.data
        race = "*" if race_id is None else data.races[race_id].code
        return f"{data.events[event_id].code}/{race}/{purpose}"

    def lists(self, name: str) -> PaperLists:
        """What was kept, or empty lists for the kind of times chosen last."""
        kept = self._drafts.get(name)
        if kept is not None and not kept.is_empty:
            return kept
        return PaperLists(kind=PaperTimes(self._context.settings.get(PAPER_TIMES)))

    def keep(self, name: str, lists: PaperLists) -> None:
        """Remember the lists and bring them to the disk."""
        before = self._drafts.get(name, PaperLists())
        self._drafts[name] = lists
        if before == lists or (before.is_empty and lists.is_empty):
            return
        self._newest += 1
        number, path, drafts = self._newest, self._path, dict(self._drafts)

        def write() -> None:
            if number == self._newest:  # what is newer waits behind this one already
                keep_drafts(path, drafts)

        try:
            # With the writes of the file: they go first, and a window that closes waits for them.
            self._context.jobs.write(write, None, self._refused, owner=self)
        except RuntimeError:  # the queue is closed: this is the last that was typed
            with suppress(KnownError):
                write()

    def _refused(self, error: KnownError) -> None:
        self.failed.emit(message(error))
