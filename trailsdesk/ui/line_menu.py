"""What the page for the line offers besides its keys, behind one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy

from trailsdesk.i18n import _
from trailsdesk.ui.settings import ENTER_ON_EMPTY_IS_TIME, SOUNDS
from trailsdesk.ui.widgets import Button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.settings import Setting, Settings


class LineMenu(Button):
    """Opens the menu; when that closes the keys may go back to the bib box (``done``)."""

    asked = Signal(str)
    """The id of an action of the window."""
    strip_asked = Signal()
    done = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(_("More"), icon="settings", parent=parent)
        self._settings = settings
        self.setAccessibleName(_("More for the line: board, key strip, rehearsal, sounds"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        menu = QMenu(self)
        menu.addAction(_("Public board") + "\tCtrl+Shift+B", lambda: self.asked.emit("view.board"))
        menu.addAction(_("Print the keys of the line"), self.strip_asked.emit)
        menu.addAction(_("Rehearse…"), lambda: self.asked.emit("help.rehearse"))
        menu.addSeparator()
        for setting in (SOUNDS, ENTER_ON_EMPTY_IS_TIME):
            self._add_choice(menu, setting)
        menu.aboutToHide.connect(self.done, Qt.ConnectionType.QueuedConnection)
        self.setMenu(menu)

    def _add_choice(self, menu: QMenu, setting: Setting[bool]) -> None:
        action = menu.addAction(setting.label())
        action.setCheckable(True)
        action.setChecked(self._settings.get(setting))
        action.setToolTip(setting.help())
        action.toggled.connect(lambda chosen: self._settings.set(setting, chosen))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
