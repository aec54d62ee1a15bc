"""The pages of the entries: the list, the import, the form, and those made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from trailsdesk.i18n import _
from trailsdesk.ui.entry_form import EntryDesk
from trailsdesk.ui.import_wizard import ImportWizard
from trailsdesk.ui.medal_page import MedalPage
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.question_page import QuestionPage
from trailsdesk.ui.till_page import TillPage

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from trailsdesk.ui.context import PanelContext

Page = TypeVar("Page", TillPage, MedalPage, QuestionPage)


class EntryPages(PageStack):
    """One page at a time; Esc on any of them leads back to the list."""

    left = Signal()
    """Back to the list."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
        self.list_page = QWidget()
        self.wizard = ImportWizard(context, "entries")
        self.desk = EntryDesk(context)
        for page in (self.list_page, self.wizard, self.desk):
            self.addWidget(page)
        for page in (self.wizard, self.desk):
            page.closed.connect(self.left)
        self._till: TillPage | None = None
        self._medals: MedalPage | None = None
        self._questions: QuestionPage | None = None

    def show_till(self) -> None:
        """Payments by bib, who owes, cash-up."""
        if self._till is None:
            self._till = self._add(TillPage(self._context))
        self._begin(self._till)

    def show_medals(self) -> None:
        """Orders, hand-out and post."""
        if self._medals is None:
            self._medals = self._add(MedalPage(self._context))
        self._begin(self._medals)

    def show_questions(self) -> None:
        """The organiser's own questions."""
        if self._questions is None:
            self._questions = self._add(QuestionPage(self._context))
        self._begin(self._questions)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no field of the page wanted for itself."""
        own = self.currentWidget() in (self._till, self._medals, self._questions)
        if own and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def unsaved(self) -> str:
        """What stands on a page and is not in the file, in words."""
        if self.desk.has_unsaved:
            return _("An entry is typed but not saved.")
        found = [page.unsaved() for page in (self._medals, self._questions) if page is not None]
        return next(filter(None, found), "")

    def _add(self, page: Page) -> Page:
        self.addWidget(page)
        page.closed.connect(self.left)
        return page

    def _begin(self, page: TillPage | MedalPage | QuestionPage) -> None:
        self.setCurrentWidget(page)
        page.begin()
