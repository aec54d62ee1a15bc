"""The sheets and the pages beside them: which is shown, what it loads, what its keys do."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from trailsdesk.i18n import _
from trailsdesk.services.sheet_art import art_missing, load_art
from trailsdesk.ui.page_stack import Page, PageStack
from trailsdesk.ui.sheet_outlet import SheetOutlet
from trailsdesk.ui.sheet_pages import SHEETS, SidePage, make_page, page_titles
from trailsdesk.ui.widgets import SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True)
class _OfPage:
    """What a page beside the sheets has fetched."""

    key: str
    value: object


class SheetSwitch(SheetOutlet):
    """``switch`` chooses the page, ``stack`` shows it; ``sheets_page`` takes the sheets."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._made: dict[str, QWidget] = {}
        self.switch = SegmentBar(page_titles(), _("Pages of the sheets"))
        self.stack = PageStack()
        self.sheets_page = Page()
        self.stack.addWidget(self.sheets_page)
        self.switch.changed.connect(self._turn_to)
        for at, (key, _words) in enumerate(page_titles(), 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{at}"), self)
            shortcut.activated.connect(lambda key=key: self.show_page(key))

    @abstractmethod
    def show_to_print(self, kind: str) -> None:
        """Show a kind of sheet, one key away from being printed."""

    @abstractmethod
    def turned(self) -> QWidget:
        """Another page is shown; returns what has the focus first while the sheets are."""

    @property
    def on_sheets(self) -> bool:
        """Whether the sheets are shown."""
        return self.switch.current == SHEETS

    @property
    def side_page(self) -> QWidget | None:
        """The page shown beside the sheets; None while the sheets are."""
        key = self.switch.current
        if key == SHEETS:
            return None
        if key not in self._made:
            page = self._made[key] = make_page(key, self.context)
            self.stack.addWidget(page)
        return self._made[key]

    def show_page(self, key: str) -> None:
        """Turn to the sheets or a page beside them; a page there is not is ignored."""
        self.switch.set_current(key)

    def _turn_to(self, key: str) -> None:
        by_click = self.switch.button(key).hasFocus()
        page = self.side_page
        self.stack.setCurrentWidget(page or self.sheets_page)
        of_sheets = self.turned()
        first: QWidget = getattr(page, "first_control", None) or page or of_sheets
        self.start_at(first)
        self._quiet()
        if not by_click and self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    # -- loading --------------------------------------------------------------------------------

    def side_loader(self) -> Callable[[], Any] | None:
        """What fetches for the page beside the sheets; None while the sheets are shown."""
        self._read_art()
        page, key = self.side_page, self.switch.current
        if page is None:
            return None
        load = page.loader() if isinstance(page, SidePage) else lambda: None
        return lambda: _OfPage(key, load())

    def show_side(self, loaded: object) -> bool:
        """Whether it was fetched for a page beside the sheets, which then shows it."""
        if not isinstance(loaded, _OfPage):
            return False
        page = self._made[loaded.key]
        if isinstance(page, SidePage):
            page.show_loaded(loaded.value)
        return True

    def _read_art(self) -> None:
        """Logo and ground of certificates are read once, on the thread the file belongs to."""
        season = self.context.season
        if art_missing(season):
            self.context.read(lambda: load_art(season), self._art_read, owner=self)

    def _art_read(self, found: bool) -> None:
        if found:
            self.reload()

    # -- keys -----------------------------------------------------------------------------------

    def print_sheet(self) -> None:
        """Print the sheet shown; a page beside the sheets shows its sheet first."""
        if self._back_on_sheets():
            super().print_sheet()

    def save_pdf(self) -> None:
        """Write the sheet shown as PDF; a page beside the sheets shows its sheet first."""
        if self._back_on_sheets():
            super().save_pdf()

    def save_xlsx(self) -> None:
        """The same as a spreadsheet."""
        if self._back_on_sheets():
            super().save_xlsx()

    def _back_on_sheets(self) -> bool:
        """Whether the sheets are shown; turns to the sheet of the page that is."""
        page = self.side_page
        if isinstance(page, SidePage) and page.sheet_kind:
            self.show_to_print(page.sheet_kind)
        return page is None

    def unsaved(self) -> str:
        """What is changed on a page beside the sheets and not kept."""
        told = (getattr(page, "unsaved", str)() for page in self._made.values())
        return "; ".join(words for words in told if words)
