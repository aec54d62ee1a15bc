"""The public board: a window to look at, on a second screen or turned round on the table.

It takes no key and no focus: whoever keys at the line goes on keying, whatever happens to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.board import BoardView, board_view
from trailsdesk.ui import style
from trailsdesk.ui.board_paint import BoardPainter, Places, turning_pages
from trailsdesk.ui.line_words import count_words
from trailsdesk.ui.race_clock import shared_clock
from trailsdesk.ui.settings import BOARD_THEME

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QHideEvent, QPaintEvent, QResizeEvent, QShowEvent

    from trailsdesk.ui.board_pages import BoardPage
    from trailsdesk.ui.context import PanelContext

TURN_MS: Final = 10_000
"""How long a list of the right half stands."""
SETTLE_MS: Final = 400
"""Changes that come one upon the other are shown together."""
_THEME_WORDS: Final = {"dark": _("Dark"), "light": _("Light"), "sunlight": _("Sunlight")}


class PublicBoard(QWidget):
    """Race clock, the last ones in, the leaders, who is due next; for everybody to see."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Public board"))
        self._context = context
        self._clock = shared_clock(context)
        self._view: BoardView | None = None
        self._ground: QPixmap | None = None
        self._page = 0
        self._second = -1
        self._loading = self._stale = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.reload)
        self._turner = QTimer(self)
        self._turner.setInterval(TURN_MS)
        self._turner.timeout.connect(self.turn)
        context.bus.changed.connect(self._changed)
        context.scope.changed.connect(self._settle.start)
        self._clock.ticked.connect(self._tick)
        style.watcher().changed.connect(self._repaint)
        self.resize(1280, 720)
        self._name()

    # -- what it shows --------------------------------------------------------------------------

    @property
    def view(self) -> BoardView | None:
        """What is shown; None before the first look."""
        return self._view

    @property
    def theme(self) -> str:
        """Its own colours, whatever those of the program are."""
        return self._context.settings.get(BOARD_THEME)

    def pages(self) -> tuple[BoardPage, ...]:
        """The lists of the right half, in turn."""
        return turning_pages(self._view, Places(self.width(), self.height()))

    @property
    def page(self) -> BoardPage | None:
        """The list that stands in the right half now."""
        pages = self.pages()
        return pages[self._page % len(pages)] if pages else None

    def reload(self) -> None:
        """Work it out anew, off the thread that takes keys; never twice at once."""
        if self._loading or not self.isVisible():
            self._stale = True
            return
        self._loading, self._stale = True, False
        season, event_id = self._context.season, self._context.scope.event_id
        self._context.compute(
            lambda: board_view(season, event_id), self._show, owner=self, always=self._loaded
        )

    def _show(self, view: BoardView) -> None:
        self._view = view
        self._name()
        self._repaint()

    def _loaded(self) -> None:
        self._loading = False
        if self._stale:
            self.reload()

    def _changed(self, *_changes: object) -> None:
        self._stale = True
        if self.isVisible():
            self._settle.start()

    def turn(self) -> None:
        """The next list of the right half."""
        self._page += 1
        self._repaint()

    def _name(self) -> None:
        view = self._view
        title = _("Public board")
        if view is not None:
            title = f"{title} – {view.event_name}"
            counts = ", ".join(f"{count} {words}" for count, words in count_words(view.counts))
            self.setAccessibleDescription(counts)
            if view.is_rehearsal:
                title = _("REHEARSAL – {title}").format(title=title)
        self.setWindowTitle(title)

    # -- how it looks ---------------------------------------------------------------------------

    def set_theme(self, name: str) -> None:
        """Other colours, kept for the next time."""
        self._context.settings.set(BOARD_THEME, name)
        self._repaint()

    def next_theme(self) -> None:
        """The next of its three sets of colours."""
        names = list(_THEME_WORDS)
        self.set_theme(names[(names.index(self.theme) + 1) % len(names)])

    def next_screen(self) -> None:
        """To the next screen, filling it; with a single screen it only fills or leaves it."""
        screens = QGuiApplication.screens()
        here = screens.index(self.screen()) if self.screen() in screens else 0
        there = screens[(here + 1) % len(screens)]
        if len(screens) == 1 and self.isFullScreen():
            self.showNormal()
            return
        self.showNormal()
        self.setGeometry(there.geometry())
        self.showFullScreen()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For a mouse: everything the keys of the program do."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Colours, screen, and away."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words in _THEME_WORDS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == self.theme)
            action.triggered.connect(lambda _on=False, chosen=name: self.set_theme(chosen))
        menu.addSeparator()
        menu.addAction(_("To the next screen"), self.next_screen)
        menu.addAction(_("Close the board"), self.close)
        return menu

    def sizeHint(self) -> QSize:
        return QSize(1280, 720)

    def paintEvent(self, _event: QPaintEvent) -> None:
        places = Places(self.width(), self.height())
        roles = style.PALETTES[self.theme]
        painter = QPainter(self)
        if self._ground is None:
            self._ground = QPixmap(self.size() * self.devicePixelRatioF())
            self._ground.setDevicePixelRatio(self.devicePixelRatioF())
            ground = QPainter(self._ground)
            BoardPainter(ground, places, roles).ground(self._view, self.page)
            ground.end()
        painter.drawPixmap(0, 0, self._ground)
        if self._view is not None:
            BoardPainter(painter, places, roles).clocks(self._view, self._clock.now_ms())

    def _repaint(self) -> None:
        self._ground = None
        self.update()

    def _tick(self) -> None:
        """The digits once a second; nothing else is painted anew."""
        second = self._clock.now_ms() // 1000
        if second != self._second and self.isVisible():
            self._second = second
            places = Places(self.width(), self.height())
            self.update(places.clocks().united(places.head()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Some window systems make a new window the active one whatever was asked for.
        before = QApplication.activeWindow()
        if before is not None and before is not self:
            QTimer.singleShot(0, before, before.activateWindow)
        self._clock.run(True, self)
        self._turner.start()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.run(False, self)
        self._turner.stop()
