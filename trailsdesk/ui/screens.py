"""Pictures of every panel of a season, for the manual and to look at: the same every time."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from trailsdesk.domain.chrono import Instant
from trailsdesk.services import printing
from trailsdesk.services.season import Season
from trailsdesk.services.sheet_art import load_art
from trailsdesk.ui import style
from trailsdesk.ui.jobs import InlineJobQueue
from trailsdesk.ui.panels.entries import EntriesPanel
from trailsdesk.ui.panels.finish import FinishPanel
from trailsdesk.ui.panels.results import ResultsPanel
from trailsdesk.ui.panels.sheets import SheetsPanel
from trailsdesk.ui.season_desk import SeasonDesk
from trailsdesk.ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from trailsdesk.domain.event import Event
    from trailsdesk.ui.style import ThemeName

SIZES = ((1280, 720), (1920, 1080))
PAGES = (
    "results-awards",
    "entries-till",
    "entries-medals",
    "sheets-certificates",
    "sheets-draw",
    "sheets-files",
    "sheets-itra",
)
"""Pages beside those a panel opens with: the panel's key and the page's."""
THEMES: tuple[ThemeName, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScene:
    """A race that is on: a season played so far, one of its races by code, and the bib typed."""

    season: Season
    race: str
    bib: str


_CHOSEN = 7
"""The row whose drawer is shown."""
_ROUNDS = 8
"""Layouts settle in a few turns of the event loop; a picture waits for that, not for time."""


def draw_panels(
    season: Season,
    folder: Path,
    *,
    sizes: Sequence[tuple[int, int]] = SIZES,
    themes: Sequence[ThemeName] = THEMES,
    panels: Sequence[str] = (),
    line: LineScene | None = None,
) -> tuple[Path, ...]:
    """Draw panels and their ``PAGES``, ``<panel>-<theme>-<width>x<height>.png``; files made.

    The first event is chosen and no clock of the computer is looked at: give a season whose own
    clock stands still to get the same pictures every time. ``line`` is what the Finish panel and
    the till show instead, if anything.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["trailsdesk"])
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    jobs = InlineJobQueue()
    settings = Settings(str(folder / ".pictures.ini"))
    before = style.look()
    blinking = app.cursorFlashTime()
    app.setCursorFlashTime(0)  # a cursor that blinks would differ from picture to picture
    talk = qInstallMessageHandler(_calm)
    try:
        for theme in themes:
            style.apply(app, theme, 1.0)
            for size in sizes:
                # A fresh desk each time: nothing chosen in one picture is seen in the next.
                desk = _desk(season, jobs, settings, size)
                for key in panels or (*desk.shell.panel_keys, *PAGES):
                    place = folder / f"{key}-{theme}-{size[0]}x{size[1]}.png"
                    if key == "finish" and line is not None:
                        _draw_line(line, _desk(line.season, jobs, settings, size), place)
                    elif key == "entries-till" and line is not None:
                        _draw_apart(_desk(line.season, jobs, settings, size), key, place)
                    else:
                        _draw(desk, key, place)
                    made.append(place)
                _let_go(desk)
    finally:
        qInstallMessageHandler(talk)
        app.setCursorFlashTime(blinking)
        style.apply(app, before.theme, before.scale)
        jobs.shutdown()
        (folder / ".pictures.ini").unlink(missing_ok=True)
    return tuple(made)


def _desk(
    season: Season, jobs: InlineJobQueue, settings: Settings, size: tuple[int, int]
) -> SeasonDesk:
    desk = SeasonDesk(season, jobs, settings, lambda: "demo")
    desk.scope.set(season.data.events_in_order()[0].id, None)
    desk.resize(*size)
    return desk


def _draw_line(line: LineScene, desk: SeasonDesk, place: Path) -> None:
    """The Finish panel with a race on and a bib typed."""
    event = line.season.data.events_in_order()[0]
    races = line.season.data.races_of(event.id)
    desk.scope.set(event.id, next(r.id for r in races if r.code == line.race))
    _show(desk, "finish")
    panel = desk.shell.panel("finish")
    if isinstance(panel, FinishPanel):
        panel.line.box.setText(line.bib)
        _settle()
    desk.grab().save(str(place))
    _let_go(desk)


def _draw_apart(desk: SeasonDesk, name: str, place: Path) -> None:
    """A picture on a desk of its own."""
    _draw(desk, name, place)
    _let_go(desk)


def _calm(kind: QtMsgType, _context: object, text: str) -> None:
    """Say what Qt says, but for what it says of every window drawn without a screen."""
    if "propagateSizeHints" not in text:
        print(f"{kind.name}: {text}", file=sys.stderr)


def _draw(desk: SeasonDesk, name: str, place: Path) -> None:
    key, _dash, page = name.partition("-") if name in PAGES else (name, "", "")
    _show(desk, key)
    panel = desk.shell.panel(key)
    if page:
        _turn(panel, page)
    elif isinstance(panel, (EntriesPanel, ResultsPanel)) and panel.model.shown_count > _CHOSEN:
        panel.table.select_id(panel.model.id_at(_CHOSEN))
        _settle()
    desk.grab().save(str(place))


def _turn(panel: QWidget | None, page: str) -> None:
    """Turn a panel to one of its pages."""
    if isinstance(panel, EntriesPanel):
        {"till": panel.show_till, "medals": panel.show_medals}[page]()
    elif isinstance(panel, (ResultsPanel, SheetsPanel)):
        panel.show_page(page)
    _settle()


def _show(desk: SeasonDesk, key: str) -> None:
    if not desk.isVisible():
        desk.show()
        desk.start(key)
        desk.stop()
        desk.look_around()
    desk.activateWindow()
    desk.show_panel(key)
    _settle()


def _settle() -> None:
    for _round in range(_ROUNDS):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def _let_go(desk: SeasonDesk) -> None:
    desk.hide()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def write_sheets(season: Season, folder: Path) -> tuple[Path, ...]:
    """Every sheet of the first event and the series' own ones, as PDF and as XLSX."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    event = season.data.events_in_order()[0]
    load_art(season)
    for kind in _kinds(season):
        sheet = printing.build_sheet(season, kind, event.id if kind.needs_event else None)
        for suffix in (".pdf", ".xlsx"):
            place = folder / f"{_sheet_name(kind, event)}{suffix}"
            printing.save_sheet(sheet, place)
            made.append(place)
    return tuple(made)


def _kinds(season: Season) -> Iterable[printing.PrintKind]:
    points = season.rules.points is not None and season.rules.standings is not None
    return (kind for kind in printing.KINDS if kind.id != "standings" or points)


def _sheet_name(kind: printing.PrintKind, event: Event) -> str:
    return f"{kind.id}-{event.code}" if kind.needs_event else kind.id


class StillClock:
    """A clock that stands at one moment."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> Instant:
        """Always the same."""
        return Instant(self._now_ms)

    def steady_ms(self) -> int:
        """What the race clock counts on: nothing passes."""
        return 0
