"""The whole window on real files, with every job done at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from tests.ui.season_fixture import StandingClock
from trailsdesk.services import event_setup
from trailsdesk.services.season import Season
from trailsdesk.store import Store
from trailsdesk.ui.jobs import InlineJobQueue
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.season_files import NewSeason, SeasonFiles
from trailsdesk.ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def files_of(clock: StandingClock) -> SeasonFiles:
    """The real store with a clock that stands still."""

    def open_season(path: Path, actor: str, take_over: bool) -> Season:
        return Season(Store().open(path, actor, clock, take_over=take_over), clock)

    def new(wanted: NewSeason, actor: str) -> Season:
        season = event_setup.new_season(
            Store(), wanted.path, wanted.preset_id, actor, clock, wanted.events
        )
        event_setup.rename_series(season, wanted.name)
        return season

    def demo(folder: Path) -> Path:
        path = folder / "demo.trailsdesk"
        event_setup.new_season(Store(), path, "canterbury-winter-2026", "demo", clock).file.close()
        return path

    return SeasonFiles(open=open_season, new=new, demo=demo)


@contextmanager
def open_window(folder: Path, clock: StandingClock | None = None) -> Iterator[MainWindow]:
    """A window on its first page; closed at the end as a person closes it."""
    settings = Settings(str(folder / "window.ini"))
    window = MainWindow(files_of(clock or StandingClock()), settings, jobs=InlineJobQueue())
    window.resize(1280, 720)
    window.show()
    window.show_start()
    try:
        yield window
    finally:
        window.close() or window.close()  # the first may say that something is not saved
        window.deleteLater()
        QCoreApplication.processEvents()
