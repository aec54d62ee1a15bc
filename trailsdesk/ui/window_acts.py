"""What the menus of the window do, apart from opening and closing seasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from trailsdesk import __version__
from trailsdesk.i18n import _, message, where
from trailsdesk.services import copies, rehearsal
from trailsdesk.ui import finder, icons, style, window_actions
from trailsdesk.ui.asking import ask_folder, ask_new_file, show_beside
from trailsdesk.ui.keys_dialog import KeysDialog
from trailsdesk.ui.season_files import SUFFIX
from trailsdesk.ui.settings import ACTOR, COPY_FOLDER, SCALE, THEME

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.problems import Problem
    from trailsdesk.ui.board import PublicBoard
    from trailsdesk.ui.finder import Command
    from trailsdesk.ui.keys_dialog import KeyLines
    from trailsdesk.ui.main_window import MainWindow
    from trailsdesk.ui.settings import Settings


class WindowActs(QObject):
    """The handlers that :mod:`trailsdesk.ui.window_actions` names."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._themes = QActionGroup(self)
        self._board: PublicBoard | None = None

    # -- the season -----------------------------------------------------------------------------

    def new_season(self) -> None:
        """The form for a new season."""
        self._window.new_season()

    def ask_open(self) -> None:
        """Choose a season's file and open it."""
        self._window.ask_open()

    def close_season(self) -> None:
        """Back to the first page."""
        self._window.close_season()

    def close(self) -> None:
        """Leave."""
        self._window.close()

    def save_copy(self) -> None:
        """A copy of the season under a name of the user's choice."""
        desk = self._window.desk
        if desk is None:
            return
        season = desk.season
        start = season.file.path.with_name(f"{season.file.path.stem} (copy){SUFFIX}")
        kinds = _("Seasons (*{suffix})").format(suffix=SUFFIX)

        def chosen(target: Path) -> None:
            words = _("A copy lies in {file}.").format(file=target)
            self._window.jobs.write(
                lambda: copies.save_copy(season, target),
                lambda _none: desk.notify(words, "good"),
                self._window.tell,
                title=_("Save a copy"),
                owner=desk,
            )

        # Over the desk, not the window: another season's file must not be copied to that place.
        ask_new_file(desk, _("Save a copy"), start, (kinds,), chosen)

    def choose_copy_folder(self) -> None:
        """Where the second safety copies go."""
        settings = self._window.settings
        ask_folder(
            self._window,
            _("A stick or folder for second copies"),
            settings.get(COPY_FOLDER),
            lambda folder: settings.set(COPY_FOLDER, str(folder)),
        )

    def check_file(self) -> None:
        """Look through the whole file and say what was found."""
        desk = self._window.desk
        if desk is not None:
            self._window.jobs.read(
                desk.season.file.check, self._checked, title=_("Checking the file"), owner=desk
            )

    def _checked(self, found: tuple[Problem, ...]) -> None:
        desk = self._window.desk
        if desk is None:
            return
        if not found:
            desk.notify(_("The file is sound."), "good")
            return
        for problem in found[:3]:
            words = ": ".join(filter(None, (where(problem), message(problem))))
            desk.add_notice(words, "bad")

    def undo(self) -> None:
        """Take back the last change of the season."""
        if self._window.desk is not None:
            self._window.desk.undo()

    def redo(self) -> None:
        """Do the last undone change again."""
        if self._window.desk is not None:
            self._window.desk.redo()

    def problems_here(self) -> None:
        """Show the problems that concern the panel on the screen."""
        if self._window.desk is not None:
            self._window.desk.problems_here()

    # -- the public board and rehearsals --------------------------------------------------------

    @property
    def board(self) -> PublicBoard | None:
        """The public board while it is open."""
        board = self._board
        return board if board is not None and shiboken6.isValid(board) else None

    def toggle_board(self) -> None:
        """Open the public board, or close it; the keys stay where they are."""
        if self.board is not None:
            self.close_board()
        elif self._window.desk is not None:
            from trailsdesk.ui.board import PublicBoard

            self._board = PublicBoard(self._window.desk.context)
            self._board.show()

    def close_board(self) -> None:
        """Close it, if it is open."""
        if self.board is not None:
            self.board.close()
        self._board = None

    def board_to_next_screen(self) -> None:
        """Open it if need be, and let it fill the next screen."""
        if self.board is None:
            self.toggle_board()
        if self.board is not None:
            self.board.next_screen()

    def board_to_next_theme(self) -> None:
        """Other colours for it."""
        if self.board is not None:
            self.board.next_theme()

    def rehearse(self) -> None:
        """Make a copy of the season and open it for a rehearsal."""
        desk = self._window.desk
        if desk is None:
            return
        season, event_id, race_id = desk.season, desk.scope.event_id, desk.scope.race_id
        self._window.jobs.write(
            lambda: rehearsal.make_copy(season, event_id),
            lambda copy: self._window.open_rehearsal(copy, event_id, race_id),
            self._window.tell,
            title=_("Making a copy to rehearse on"),
            owner=desk,
        )

    # -- the person -----------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Who sits here, for the history."""
        title, question = _("Your name"), _("History says who did what. Your name:")
        settings = self._window.settings
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        dialog.setTextValue(self._window.actor())
        dialog.textValueSelected.connect(lambda name: settings.set(ACTOR, name.strip()))
        show_beside(dialog, self._window)

    def about(self) -> None:
        """Version and licence, as a line."""
        words = _("trailsdesk {version}, free software under the MIT licence.")
        self._window.say(words.format(version=__version__))

    def show_keys(self) -> None:
        """The keys of the panel on the screen."""
        title = "trailsdesk"
        lines: KeyLines = ()
        desk = self._window.desk
        if desk is not None:
            key = desk.shell.current_panel
            title = desk.shell.panel_title(key)
            lines = getattr(desk.shell.panel(key), "help_text", ())
        KeysDialog(self._window, title, lines).show()

    # -- look -----------------------------------------------------------------------------------

    def theme_menu(self) -> QMenu:
        """The themes, the one in force ticked."""
        menu = QMenu(_("&Theme"), self._window)
        for name, words in window_actions.THEME_WORDS:
            action = QAction(words, self._themes, checkable=True)
            action.setData(name)
            action.setChecked(self._window.settings.get(THEME) == name)
            menu.addAction(action)
        self._themes.triggered.connect(lambda action: self.set_theme(str(action.data())))
        return menu

    def set_theme(self, name: str) -> None:
        """Another theme, kept for the next time."""
        self._window.settings.set(THEME, name)
        for action in self._themes.actions():
            action.setChecked(action.data() == name)
        self._dress()

    def larger(self) -> None:
        """One step larger."""
        self._scale(style.look().scale + style.SCALE_STEP)

    def smaller(self) -> None:
        """One step smaller."""
        self._scale(style.look().scale - style.SCALE_STEP)

    def normal_size(self) -> None:
        """The normal size."""
        self._scale(1.0)

    def full_screen(self) -> None:
        """The whole screen, and back."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _scale(self, scale: float) -> None:
        held = min(style.SCALE_MAXIMUM, max(style.SCALE_MINIMUM, round(scale, 2)))
        self._window.settings.set(SCALE, held)
        self._dress()

    def _dress(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, self._window.settings)

    # -- finding --------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """Everything in the menus that can be done now, for the find box."""
        known = {spec.id: spec.icon for spec in window_actions.SPECS}
        found = [
            finder.action_command(action, known[key] or "settings")
            for key, action in self._window.menu_actions.actions.items()
            if action.isEnabled()
        ]
        for action in self._themes.actions():
            command = finder.action_command(action, "settings")
            words = _("Theme: {name}").format(name=command.title)
            found.append(
                finder.Command(title=words, subtitle="", icon="settings", run=command.run)
            )
        return found


def dress(app: QApplication, settings: Settings) -> None:
    """The theme and scale a person chose."""
    theme: style.ThemeName = "system"
    for name in style.THEME_NAMES:
        if name == settings.get(THEME):
            theme = name
    style.apply(app, theme, settings.get(SCALE))
    if app.windowIcon().isNull():
        app.setWindowIcon(icons.icon("logo", ink="accent"))
