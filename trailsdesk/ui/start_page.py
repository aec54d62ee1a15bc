"""The first page: a new season, an existing one, or a made-up one to look around in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import icons, style
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.scroll_column import scrolling
from trailsdesk.ui.season_form import SeasonForm
from trailsdesk.ui.settings import RECENT_FILES
from trailsdesk.ui.widgets import Button, Card, Notice, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from trailsdesk.ui.settings import Settings
    from trailsdesk.ui.style import Tone
    from trailsdesk.ui.widgets import Run

_RECENT_SHOWN = 5


class StartPage(QWidget):
    """What a person sees who never saw the program, and the way back for everybody else."""

    open_asked = Signal()
    demo_asked = Signal()
    back_asked = Signal()
    file_chosen = Signal(str)
    """Path of a recent or dropped season."""
    season_wanted = Signal(object)
    """A ``NewSeason`` to be made."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._can_go_back = False
        self.setAccessibleName(_("First page"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self.welcome = QWidget()
        self._build_welcome()
        self._stack.addWidget(scrolling(self.welcome))
        self.form = SeasonForm(settings)
        self.form.accepted.connect(self.season_wanted.emit)
        self.form.left.connect(self._form_left)
        self._stack.addWidget(scrolling(self.form))
        column.addWidget(self._stack)
        FileDrop(self).dropped.connect(lambda path: self.file_chosen.emit(str(path)))

    def refresh(self) -> None:
        """The recent seasons as they are now; the welcome in front."""
        _empty(self._recent)
        files = [Path(each) for each in self._settings.get(RECENT_FILES)]
        self._recent_card.setVisible(bool(files))
        for path in files[:_RECENT_SHOWN]:
            self._recent.addWidget(self._recent_row(path))
        self._stack.setCurrentIndex(0)
        first = self.recent_buttons[0] if files else self.new_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str, tone: Tone = "bad") -> None:
        """A line above everything; empty takes it away."""
        self._notice.set_notice(text, tone)
        self._notice.setVisible(bool(text))

    def show_form(self, *, can_go_back: bool = False) -> None:
        """The form for a new season. ``can_go_back``: leaving it leads to the open season."""
        self._can_go_back = can_go_back
        self._stack.setCurrentIndex(1)
        self.form.begin()  # when it is shown: a hidden card takes no focus

    @property
    def recent_buttons(self) -> list[Button]:
        """The buttons of the recent seasons, the last one first."""
        found = self._recent_card.findChildren(Button)
        return [button for button in found if button.property("recent")]

    def _form_left(self) -> None:
        self._stack.setCurrentIndex(0)
        self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._can_go_back:
            self._can_go_back = False
            self.back_asked.emit()

    # -- building -------------------------------------------------------------------------------

    def _build_welcome(self) -> None:
        outer = QHBoxLayout(self.welcome)
        edge = style.unit(6)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(style.unit(250))
        outer.addWidget(middle, 100)
        outer.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(5))
        column.addStretch(1)
        column.addLayout(self._heading())
        self._notice = Notice("", "bad")
        self._notice.hide()
        column.addWidget(self._notice)
        column.addLayout(self._ways())
        self._recent_card = Card(_("Seasons opened before"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._recent_card.body.addLayout(self._recent)
        self._recent_card.hide()
        column.addWidget(self._recent_card)
        column.addStretch(2)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.unit(4))
        self._mark = PlainLabel()
        row.addWidget(self._mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel("trailsdesk", "figure"))
        text = _("Entries, timing, results, points and prizes of a trail series, in one file.")
        words.addWidget(PlainLabel(text, "secondary", wrap=True))
        row.addLayout(words, 1)
        self._draw()
        style.watcher().changed.connect(self._draw)
        return row

    def _draw(self) -> None:
        ink = style.look().roles.accent
        drawing = icons.pixmap("logo", style.unit(13), ink, self.devicePixelRatioF())
        self._mark.setPixmap(drawing)

    def _ways(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(style.unit(4))
        self.new_button = PrimaryButton(_("New season"), self.show_form, icon="new")
        self.open_button = Button(_("Open…"), self.open_asked.emit, icon="open")
        self.demo_button = Button(_("Look around"), self.demo_asked.emit, icon="play")
        ways = (
            (
                _("Start a season"),
                _("Choose the rules, give it a name, then import your entry list."),
                self.new_button,
            ),
            (
                _("Open a season"),
                _("A season is one file. It can also be dropped on this page."),
                self.open_button,
            ),
            (
                _("See a made-up season"),
                _("Four events and three hundred invented runners, played through."),
                self.demo_button,
            ),
        )
        for at, (title, text, button) in enumerate(ways):
            card = Card(title, padding=5)
            card.body.addWidget(PlainLabel(text, "secondary", wrap=True))
            card.body.addStretch(1)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(card, 0, at)
            grid.setColumnStretch(at, 1)
        return grid

    def _recent_row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(style.unit(3))
        open_it: Run = lambda: self.file_chosen.emit(str(path))  # noqa: E731  typed for the button
        button = Button(path.stem.replace("&", "&&"), open_it, kind="quiet", icon="season")
        button.setProperty("recent", True)
        button.setAccessibleName(_("Open {name}").format(name=path.name))
        line.addWidget(button)
        line.addWidget(PlainLabel(str(path.parent), "secondary", elide=True), 1)
        return row


def _empty(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
