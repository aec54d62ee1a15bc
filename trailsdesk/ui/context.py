"""What a panel is given: the open season, the scope chosen above, and ways to act and to speak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, Unpack

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from trailsdesk.domain.problems import KnownError, Place
from trailsdesk.i18n import _, message
from trailsdesk.services.season import Season
from trailsdesk.ui.bus import ChangeBus
from trailsdesk.ui.jobs import JobHandle, JobOptions, JobQueue, Work
from trailsdesk.ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import Event, EventId, Race, RaceId

Value = TypeVar("Value")


class Scope(QObject):
    """The event and race the panels work on; ``race_id`` None means all races of the event."""

    changed = Signal()

    def __init__(self, season: Season, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._season = season
        events = season.data.events_in_order()
        self.event_id: EventId = events[0].id
        self.race_id: RaceId | None = None

    def set(self, event_id: EventId, race_id: RaceId | None) -> None:
        """Choose; a race of another event is let go."""
        if race_id is not None and self._season.data.races[race_id].event_id != event_id:
            race_id = None
        if (event_id, race_id) != (self.event_id, self.race_id):
            self.event_id, self.race_id = event_id, race_id
            self.changed.emit()

    @property
    def current_event(self) -> Event:
        """The event chosen."""
        return self._season.data.events[self.event_id]

    @property
    def current_race(self) -> Race | None:
        """The race chosen, None for all of the event."""
        return None if self.race_id is None else self._season.data.races[self.race_id]

    @property
    def race_ids(self) -> tuple[RaceId, ...]:
        """The races in scope, in the preset's order."""
        if self.race_id is not None:
            return (self.race_id,)
        return tuple(race.id for race in self._season.data.races_of(self.event_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelContext:
    """Handed to every panel.

    ``notify`` shows a non-modal line (text, tone); ``go_to`` shows a place in its panel;
    ``show_panel`` opens a panel by its key; ``actor`` is who sits here.
    """

    season: Season
    scope: Scope
    jobs: JobQueue
    bus: ChangeBus
    settings: Settings
    notify: Callable[[str, str], None]
    go_to: Callable[[Place], None]
    show_panel: Callable[[str], object]
    actor: Callable[[], str]

    def change(
        self,
        act: Callable[[], Value],
        title: str,
        done: Callable[[Value], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
    ) -> None:
        """Change the season on the database thread; every panel hears of it through the bus.

        A refusal is told in a line, not in a dialog, unless ``failed`` is given.
        """
        self.jobs.write(act, done, failed or self._tell, title=title, urgent=True)

    def compute(
        self,
        work: Work[Value],
        done: Callable[[Value], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        **options: Unpack[JobOptions],
    ) -> JobHandle:
        """Work from what is in memory, on the season as it stands when the work begins."""
        steady = self.season.steadily(work)
        return self.jobs.compute(steady, done, failed, **options)

    def read(
        self,
        work: Work[Value],
        done: Callable[[Value], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        **options: Unpack[JobOptions],
    ) -> JobHandle:
        """The same for work that asks the file too; it takes its turn on the database thread."""
        steady = self.season.steadily(work)
        return self.jobs.read(steady, done, failed, **options)

    def open_file(self, path: Path) -> bool:
        """Show a file with the program the system has for it; False, and told, without one."""
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        if not opened:
            words = _("Nothing on this computer opens “{name}”. The file lies in {folder}.")
            self.notify(words.format(name=path.name, folder=path.parent), "warn")
        return opened

    def _tell(self, error: KnownError) -> None:
        self.notify(message(error), "bad")
