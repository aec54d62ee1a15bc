"""Where everything meets: window or command line."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.collector import suit_bulk_work
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from trailsdesk.services.season import Season
    from trailsdesk.ui.errors import BugReporter
    from trailsdesk.ui.main_window import MainWindow
    from trailsdesk.ui.season_files import NewSeason, SeasonFiles
    from trailsdesk.ui.settings import Settings

WRONG_USAGE = 2
_LOG_BYTES = 256 * 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code.

    A command or an option goes to the command line; a file, or nothing, opens the window.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    from trailsdesk import cli
    from trailsdesk.cli.arguments import command_names

    first = arguments[0] if arguments else ""
    if first == "demo" and not {"--headless", "-h", "--help"} & set(arguments):
        return _demo(arguments)
    if first in command_names() or first.startswith("-"):
        return cli.main(arguments)
    if len(arguments) > 1 or _is_mistyped(first):
        return cli.main(arguments)  # says how it is used
    if not has_display():
        print(_("There is no screen to open a window on. See trailsdesk --help."), file=sys.stderr)
        return 1
    return run_window(Path(first) if first else None)


def _is_mistyped(word: str) -> bool:
    """Whether a word is meant as a command: it names no file and does not look like one."""
    return bool(word) and not Path(word).suffix and not Path(word).exists()


def _demo(arguments: Sequence[str]) -> int:
    from trailsdesk import cli
    from trailsdesk.cli.arguments import parser

    if not has_display():
        print(_("There is no screen: going on as --headless."), file=sys.stderr)
        return cli.main([*arguments, "--headless"])
    try:
        folder = parser().parse_args(arguments).folder
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_USAGE
    return run_window(demo=folder)


def has_display() -> bool:
    """Whether a window can be shown; on Linux by what the desktop sets."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def run_window(path: Path | None = None, demo: Path | None = None) -> int:
    """Show the window, with a file, a made-up season or the first page; the exit code."""
    files = season_files()  # before Qt: its import hook slows every import after it
    app = application()
    suit_bulk_work()
    from trailsdesk.ui.errors import BugReporter
    from trailsdesk.ui.settings import Settings

    keep_a_log()
    reporter = BugReporter(app)
    reporter.install()
    window = _window(app, files, Settings(), reporter)
    reporter.window = window
    window.show()
    if demo is not None:
        window.play_demo(demo)
    elif path is not None:
        window.open_file(path)
    else:
        window.show_start()
    try:
        return int(app.exec())
    finally:
        reporter.uninstall()


def start_and_paint(path: str) -> None:
    """Open the window on a file, wait until its first panel is painted, and leave."""
    files = season_files()
    app = application()
    suit_bulk_work()
    from trailsdesk.ui.settings import Settings

    window = _window(app, files, Settings(), None)
    window.show()
    window.season_opened.connect(lambda: _leave_when_loaded(app, window))
    window.open_file(Path(path))
    app.exec()
    window.grab()
    window.close()


def _leave_when_loaded(app: QApplication, window: MainWindow) -> None:
    from trailsdesk.ui.panels.panel import Panel

    shell = window.desk.shell if window.desk is not None else None
    panel = shell.panel(shell.current_panel) if shell is not None else None
    if isinstance(panel, Panel):
        panel.loaded.connect(lambda: app.exit(0))  # quit would close the window first
    else:
        app.exit(0)


def _window(
    app: QApplication, files: SeasonFiles, settings: Settings, reporter: BugReporter | None
) -> MainWindow:
    from trailsdesk.ui.main_window import MainWindow
    from trailsdesk.ui.window_acts import dress

    dress(app, settings)
    return MainWindow(files, settings, reporter=reporter)


def application() -> QApplication:
    """The one application object, named."""
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    # Work on other threads must let a key press through at once, not after the usual 5 ms turns:
    # what a key brings asks for the interpreter a hundred times over.
    sys.setswitchinterval(0.0001)
    app.setApplicationName("trailsdesk")
    app.setDesktopFileName("trailsdesk")
    return app


def season_files() -> SeasonFiles:
    """The store behind the window's doors."""
    from trailsdesk.services.clock import SystemClock
    from trailsdesk.services.season import Season
    from trailsdesk.services.sheet_art import load_art
    from trailsdesk.store.files import Store
    from trailsdesk.ui.season_files import SeasonFiles

    clock = SystemClock()

    def open_season(path: Path, actor: str, take_over: bool) -> Season:
        season = Season(Store().open(path, actor, clock, take_over=take_over), clock)
        load_art(season)
        return season

    return SeasonFiles(open=open_season, new=_new_season, demo=_play_demo)


def _new_season(wanted: NewSeason, actor: str) -> Season:
    from trailsdesk.services import event_setup
    from trailsdesk.services.clock import SystemClock
    from trailsdesk.store.files import Store

    season = event_setup.new_season(
        Store(), wanted.path, wanted.preset_id, actor, SystemClock(), wanted.events
    )
    try:
        event_setup.rename_series(season, wanted.name)
        events = season.data.events_in_order()
        if len(events) == 1 and (wanted.day is not None or wanted.zone is not None):
            # The season is this event: it takes the season's name.
            event_setup.edit_event(
                season, events[0].id, name=wanted.name or None, day=wanted.day, zone=wanted.zone
            )
    except BaseException:
        season.file.close()
        raise
    return season


def _play_demo(folder: Path) -> Path:
    from trailsdesk import demo

    made = folder / demo.FILE_NAME
    return made if made.is_file() else demo.play(folder)


def keep_a_log() -> None:
    """Write what happens to a small file of the user's own: codes and places, never people."""
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.StandardLocation.GenericStateLocation
    folder = Path(QStandardPaths.writableLocation(place)) / "trailsdesk"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "trailsdesk.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return  # a program without a log still runs a race
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("trailsdesk")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
