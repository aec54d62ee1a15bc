"""The window: menus, the first page or an open season, and how files come and go."""

from __future__ import annotations

import getpass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from trailsdesk.i18n import _, message
from trailsdesk.services import history, rehearsal
from trailsdesk.ui import finder, window_actions
from trailsdesk.ui.actions import ActionSet
from trailsdesk.ui.asking import ask_file, ask_folder
from trailsdesk.ui.busy_page import BusyPage
from trailsdesk.ui.jobs import JobQueue
from trailsdesk.ui.rehearsal_band import RehearsalBand
from trailsdesk.ui.room_for_keys import RoomForKeys
from trailsdesk.ui.season_desk import JournalState, SeasonDesk
from trailsdesk.ui.season_files import SUFFIX
from trailsdesk.ui.settings import (
    ACTOR,
    LAST_FOLDER,
    RECENT_FILES,
)
from trailsdesk.ui.tidying import Tidying
from trailsdesk.ui.undo_keys import UndoKeys
from trailsdesk.ui.window_acts import WindowActs

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.season import Season
    from trailsdesk.ui.errors import BugReporter
    from trailsdesk.ui.season_files import NewSeason, SeasonFiles
    from trailsdesk.ui.settings import Settings
    from trailsdesk.ui.start_page import StartPage


_WORDS_IN_MENU = 60


class MainWindow(QMainWindow):
    """One window, one season at a time.

    Args:
        files: how seasons are opened and made.
        jobs: the threads; made here unless given.
    """

    season_opened = Signal()

    def __init__(
        self,
        files: SeasonFiles,
        settings: Settings,
        *,
        jobs: JobQueue | None = None,
        reporter: BugReporter | None = None,
    ) -> None:
        super().__init__()
        self.files = files
        self.settings = settings
        self.jobs = jobs or JobQueue(
            self, report_bug=reporter.report if reporter else None, known_error=self.tell
        )
        self.desk: SeasonDesk | None = None
        self._start: StartPage | None = None
        self._warned = ""
        self._busy = BusyPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._busy)
        self.setCentralWidget(self._stack)
        self._tidying = Tidying(self.jobs, self)
        self.acts = WindowActs(self)
        self.menu_actions = ActionSet(window_actions.SPECS, self.acts, self)
        self._build_menus()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._undo_keys = UndoKeys(app, self)
            self._room_for_keys = RoomForKeys(app, self.jobs, self)
        self.resize(1280, 720)
        if not self.restoreGeometry(settings.window_geometry()):
            self._fit_to_screen()
        self._show_title()
        self._enable()

    # -- building -------------------------------------------------------------------------------

    def _build_menus(self) -> None:
        for key, title in window_actions.MENUS:
            menu = self.menuBar().addMenu(title)
            for action in self.menu_actions.in_menu(key):
                if action.objectName() in {"app.close", "app.your_name", "view.full_screen"}:
                    menu.addSeparator()
                menu.addAction(action)
            if key == "view":
                menu.addMenu(self.acts.theme_menu())
        redo = [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]
        self.menu_actions["app.redo"].setShortcuts(redo)
        self.menu_actions["view.larger"].setShortcuts(
            [QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")]
        )

    def _fit_to_screen(self) -> None:
        room = self.screen().availableGeometry().size()
        self.resize(self.size().boundedTo(room))

    # -- pages ----------------------------------------------------------------------------------

    @property
    def start_page(self) -> StartPage:
        """The first page; made when first wanted."""
        if self._start is None:
            from trailsdesk.ui.start_page import StartPage

            self._start = StartPage(self.settings)
            self._start.open_asked.connect(self.ask_open)
            self._start.file_chosen.connect(lambda path: self.open_file(Path(path)))
            self._start.season_wanted.connect(self.make_season)
            self._start.demo_asked.connect(self.ask_demo)
            self._stack.addWidget(self._start)
        return self._start

    def show_start(self, text: str = "") -> None:
        """The first page, with a line about what went wrong."""
        self.start_page.refresh()
        self.start_page.say(text)
        self._stack.setCurrentWidget(self.start_page)
        self._show_title()

    def _show_busy(self, words: str) -> None:
        if self.desk is None:
            self._busy.say(words)
            self._stack.setCurrentWidget(self._busy)

    def _show_title(self) -> None:
        if self.desk is None:
            self.setWindowTitle("trailsdesk")
            return
        season = self.desk.season
        title = f"{season.file.path.name} – {season.data.series.name}"
        if rehearsal.is_copy(season.file.path):
            title = _("REHEARSAL – {title}").format(title=title)
        self.setWindowTitle(title)

    # -- files ----------------------------------------------------------------------------------

    def actor(self) -> str:
        """Who sits here: the name given, else the computer's."""
        given = self.settings.get(ACTOR)
        if given:
            return given
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return ""

    def open_file(self, path: Path, *, take_over: bool = False) -> None:
        """Open a season off this thread; the one open now is put away when that worked."""
        path = path.absolute()
        if self.desk is not None and self.desk.season.file.path == path and not take_over:
            self.desk.notify(_("“{name}” is open already.").format(name=path.name), "muted")
            return
        if self._must_stay():
            return
        self._show_busy(_("Opening {name}").format(name=path.name))
        files, actor = self.files, self.actor()

        def failed(error: KnownError) -> None:
            if error.note.code == "file.missing":
                self.settings.forget_recent_file(str(path))
            self._not_opened(error)

        self.jobs.write(
            lambda: files.open(path, actor, take_over),
            self._opened,
            failed,
            title=_("Opening {name}").format(name=path.name),
        )

    def make_season(self, wanted: NewSeason) -> None:
        """Make a season's file and open it."""
        if self._must_stay():
            return
        self._show_busy(_("Making {name}").format(name=wanted.path.name))
        files, actor = self.files, self.actor()
        self.jobs.write(lambda: files.new(wanted, actor), self._opened, self._not_opened)

    def play_demo(self, folder: Path) -> None:
        """Play the made-up season in a folder and open it."""
        self._show_busy(_("Playing a made-up season through"))
        self.jobs.write(lambda: self.files.demo(folder), self.open_file, self._not_opened)

    def _not_opened(self, error: KnownError) -> None:
        if self.desk is None:
            self.show_start(message(error))
        else:
            self.desk.notify(message(error), "bad")

    def _opened(self, season: Season) -> None:
        old = self.desk
        path = season.file.path
        if not rehearsal.is_copy(path):
            self.settings.add_recent_file(str(path))
            self.settings.set(LAST_FOLDER, str(path.parent))
        others = [(each, Path(each).stem) for each in self.settings.get(RECENT_FILES)]
        desk = SeasonDesk(season, self.jobs, self.settings, self.actor, others=others)
        desk.journal_changed.connect(self._journal_changed)
        desk.other_season.connect(lambda other: self.open_file(Path(other)))
        desk.bus.changed.connect(self._show_title_again)
        desk.shell.find_box.add_provider(finder.command_hits(self.acts.commands))
        self.desk = desk
        self._stack.addWidget(desk)
        self._stack.setCurrentWidget(desk)
        self._show_title()
        self._enable()
        if old is not None and rehearsal.is_copy(old.season.file.path):
            desk.scope.set(old.scope.event_id, old.scope.race_id)  # a copy's ids are the season's
            desk.start("finish")
        else:
            desk.start()
        if old is not None:
            self._put_away(old)
        self._say_read_only(desk)
        self._say_rehearsal(desk)
        self.season_opened.emit()

    def open_rehearsal(self, copy: Path, event_id: EventId, race_id: RaceId | None) -> None:
        """Open a copy made to rehearse on in place of the season, with everybody out there."""
        if self._must_stay():
            return
        files, actor = self.files, self.actor()

        def work() -> Season:
            season = files.open(copy, actor, False)
            try:
                rehearsal.prepare(season, event_id, race_id)
            except BaseException:
                season.file.close()
                raise
            return season

        def done(season: Season) -> None:
            self._opened(season)
            if self.desk is not None:
                self.desk.scope.set(event_id, race_id)
                self.desk.show_panel("finish")

        self.jobs.write(work, done, self._not_opened, title=_("Rehearsal"))

    def _say_rehearsal(self, desk: SeasonDesk) -> None:
        path = desk.season.file.path
        if rehearsal.is_copy(path):
            original = rehearsal.original_of(path)
            band = RehearsalBand(original.name if original else _("the season"))
            band.ended.connect(self.end_rehearsal)
            desk.shell.notices.addWidget(band)

    def end_rehearsal(self) -> None:
        """Back to the season the copy was made from; the copy is thrown away."""
        if self.desk is None:
            return
        original = rehearsal.original_of(self.desk.season.file.path)
        if original is not None:
            self.open_file(original)
        else:
            self.close_season()

    def _say_read_only(self, desk: SeasonDesk) -> None:
        reason = desk.season.file.read_only_reason
        if reason is None:
            return
        take_over = None
        if reason.code == "file.read-only-held":
            path = desk.season.file.path

            def again() -> None:
                self.open_file(path, take_over=True)

            take_over = (_("Nobody has it: open for work"), again)
        desk.add_notice(message(reason), "warn", take_over)

    def _show_title_again(self, *_changes: object) -> None:
        self._show_title()

    def close_season(self) -> None:
        """Back to the first page; everything is in the file already."""
        if self._must_stay():
            return
        desk, self.desk = self.desk, None
        if desk is not None:
            self._put_away(desk)
        self._enable()
        self.show_start()

    def _put_away(self, desk: SeasonDesk, *, leaving: bool = False) -> None:
        """A last copy, then let go of the file; after everything that still waits for it.

        Writes go before waiting reads: only ``leaving`` the program, which drops those, closes the
        file by a write.
        """
        desk.stop()
        desk.copy_if_changed("close")
        self.acts.close_board()
        close = self.jobs.write if leaving else self.jobs.read
        close(desk.season.file.close)
        path = desk.season.file.path
        again = self.desk is not None and self.desk.season.file.path == path
        if rehearsal.is_copy(path) and not again:
            close(partial(rehearsal.discard, path))
        self._stack.removeWidget(desk)
        desk.deleteLater()
        self._tidying.season_closed()

    def _must_stay(self) -> bool:
        """Whether something is not in the file; said once, then the season may be left."""
        panel, words = ("", "") if self.desk is None else self.desk.unsaved()
        if self.desk is None or words in {"", self._warned}:
            self._warned = ""
            return False
        self._warned = words
        self._stack.setCurrentWidget(self.desk)
        self.desk.show_panel(panel)
        advice = _("Save it or write it down; the same again leaves without it.")
        self.desk.notify(f"{words} {advice}", "warn")
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what was asked for, copy, close; what is not in the file is said first."""
        if self._must_stay():
            event.ignore()
            return
        desk, self.desk = self.desk, None
        if desk is not None:
            self._put_away(desk, leaving=True)
        self.settings.set_window_geometry(self.saveGeometry())
        self.settings.save()
        self.jobs.shutdown()
        event.accept()

    # -- asked by menus -------------------------------------------------------------------------

    def new_season(self) -> None:
        """The form for a new season; the open one is put away only when the new one is there."""
        self.start_page.refresh()
        self.start_page.show_form(can_go_back=self.desk is not None)
        self._stack.setCurrentWidget(self.start_page)
        self.start_page.back_asked.connect(self._back, Qt.ConnectionType.UniqueConnection)

    def _back(self) -> None:
        if self.desk is not None:
            self._stack.setCurrentWidget(self.desk)

    def ask_open(self) -> None:
        """Choose a season's file and open it."""
        folder = self.settings.get(LAST_FOLDER)
        kinds = _("Seasons (*{suffix})").format(suffix=SUFFIX), _("All files (*)")
        ask_file(self, _("Open a season"), folder, kinds, self.open_file)

    def ask_demo(self) -> None:
        """Choose a folder for the made-up season."""
        folder = self.settings.get(LAST_FOLDER)
        ask_folder(self, _("A folder for the made-up season"), folder, self.play_demo)

    # -- state ----------------------------------------------------------------------------------

    def _journal_changed(self, state: JournalState) -> None:
        if self._warned and self.desk is not None and not self.desk.unsaved()[1]:
            self._warned = ""
            self.desk.hush()
        pairs = (
            ("app.undo", _("&Undo"), _("&Undo: {what}"), state.undo),
            ("app.redo", _("&Redo"), _("&Redo: {what}"), state.redo),
        )
        for key, plain, full, what in pairs:
            words = plain
            if what is not None:
                said = history.in_words(what.name, what.params)
                cut = said if len(said) <= _WORDS_IN_MENU else f"{said[:_WORDS_IN_MENU]}…"
                words = full.format(what=cut.replace("&", "&&"))
            self.menu_actions[key].setText(words)
        self._enable(state)

    def _enable(self, state: JournalState | None = None) -> None:
        true_now: list[str] = []
        if self.desk is not None:
            true_now.append(window_actions.SEASON)
            if not self.desk.season.file.read_only and state is not None:
                true_now += [window_actions.UNDO] if state.undo else []
                true_now += [window_actions.REDO] if state.redo else []
        self.menu_actions.update_enabled(true_now)

    def say(self, text: str) -> None:
        """A calm line, on whatever page is shown."""
        if self.desk is not None:
            self.desk.notify(text, "muted")
        else:
            self.start_page.say(text, "muted")

    def tell(self, error: KnownError) -> None:
        """What did not work, on whatever page is shown."""
        if self.desk is not None:
            self.desk.notify(message(error), "bad")
        else:
            self.show_start(message(error))
