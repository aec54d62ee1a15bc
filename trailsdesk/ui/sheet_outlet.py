"""What becomes of the sheet shown: it goes to a printer or into a file, one after the other."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.printed import Numbered, note
from trailsdesk.services.printing import save_sheet
from trailsdesk.services.sheet_preview import SheetChoice, for_paper, preview, preview_numbered
from trailsdesk.ui.asking import ask_new_file, show_beside
from trailsdesk.ui.page_view import PageView
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.sheet_painter import prepare_paper, print_pages
from trailsdesk.ui.widgets import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from trailsdesk.domain.printed import PrintedSheet
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.jobs import Progress

_FILTERS = {".pdf": _("PDF (*.pdf)"), ".xlsx": _("Spreadsheet (*.xlsx)")}


class SheetOutlet(Panel):
    """Prints and saves what ``SheetsPanel`` chooses and shows, and says how it went."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._saved: Path | None = None
        self._under_way = False
        self.pages = PageView()
        self.done_notice = Notice("", "good", (_("Open"), self.open_saved), closable=True)
        self.done_notice.hide()
        self.failed_notice = Notice("", "bad", (_("Save as PDF"), self.save_pdf), closable=True)
        self.failed_notice.hide()

    @abstractmethod
    def choice(self) -> SheetChoice:
        """What is chosen on the panel, for the scope as it is now."""

    @abstractmethod
    def choice_to_make(self) -> SheetChoice:
        """The choice with what a finished sheet needs besides, such as the tracks it draws."""

    # -- printing -------------------------------------------------------------------------------

    def printer_names(self) -> list[str]:
        """The printers this computer knows."""
        return list(QPrinterInfo.availablePrinterNames())

    def print_sheet(self) -> None:
        """Ask the system which printer, then print; without a printer say so and offer a PDF."""
        made = self.pages.preview
        if made is None:
            return
        self._quiet()
        if not self.printer_names():
            self.failed_notice.set_notice(
                _(
                    "No printer is set up on this computer. Save the sheet as PDF and print it"
                    " where there is one."
                ),
                "warn",
            )
            self.failed_notice.show()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(made.sheet.title)
        prepare_paper(printer, made)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, made.page_count)
        dialog.accepted.connect(lambda: self.print_to(printer))
        show_beside(dialog, self)

    def print_to(self, printer: QPrinter) -> None:
        """Print the sheet as the season is now; the line at the finish does not wait for it."""
        if self._must_wait():
            return
        self._for_paper(lambda choice: self._print(choice, printer))

    def _print(self, choice: SheetChoice, printer: QPrinter) -> None:
        season, actor = self.context.season, self.context.actor()

        def work(progress: Progress) -> tuple[int, Numbered]:
            made, counted = preview_numbered(season, choice, actor)
            return print_pages(made, printer, progress), counted

        title = _("Print: {sheet}").format(sheet=choice.kind.title)
        self._under_way = True
        self.context.compute(
            work, self._printed, self._failed, title=title, owner=self, always=self._ready_again
        )

    def _for_paper(self, go: Callable[[SheetChoice], object]) -> None:
        """What is chosen; a protected sheet gets its contacts on the database thread first."""
        season, choice = self.context.season, self.choice_to_make()
        if not choice.kind.protected:
            go(choice)
            return

        def failed(error: KnownError) -> None:
            self._ready_again()
            self._failed(error)

        self._under_way = True
        self.context.read(lambda: for_paper(season, choice), go, failed, owner=self)

    def _must_wait(self) -> bool:
        """One sheet after the other: each is noted with its number before the next gets one."""
        if self._under_way:
            self.context.notify(_("One moment: the sheet before is still being made."), "muted")
        return self._under_way

    def _ready_again(self) -> None:
        self._under_way = False

    def _printed(self, answer: tuple[int, Numbered]) -> None:
        pages, counted = answer
        words = plural("{count} page sent to the printer.", "{count} pages sent to the printer.",
                       pages)  # fmt: skip
        self._note(counted, pages, words, None)

    def _note(self, counted: Numbered, pages: int, words: str, path: Path | None) -> None:
        """Keep what went to paper, and say which number it has."""
        if counted.record is None:
            self._say_done(words, path)
            return
        season = self.context.season

        def noted(record: PrintedSheet | None) -> None:
            number = 0 if record is None else record.id
            which = _("It is sheet {number}.").format(number=number)
            self._say_done(f"{words} {which}", path)

        self.context.change(lambda: note(season, counted, pages), _("Note the sheet"), noted)

    # -- saving ---------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Ask where, then write a PDF."""
        self._ask_path(".pdf")

    def save_xlsx(self) -> None:
        """Ask where, then write a spreadsheet."""
        self._ask_path(".xlsx")

    def suggested_name(self, suffix: str) -> str:
        """A file name that says which sheet of what it is."""
        scope, kind = self.context.scope, self.choice().kind
        race = scope.current_race
        parts = [
            scope.current_event.code if kind.needs_event else "",
            race.code if race is not None else "",
            kind.id,
        ]
        return "-".join(part for part in parts if part) + suffix

    def _ask_path(self, suffix: str) -> None:
        if self.pages.preview is None:
            return
        self._quiet()
        folder = Path(self.context.settings.get(LAST_FOLDER))
        start = folder / self.suggested_name(suffix)
        filters = [words for each, words in _FILTERS.items() if each == suffix]
        filters += [words for each, words in _FILTERS.items() if each != suffix]
        ask_new_file(self, _("Save the sheet"), start, filters, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the sheet as the season is now; the suffix says as what."""
        if self._must_wait():
            return
        self.context.settings.set(LAST_FOLDER, str(path.parent))
        self._for_paper(lambda choice: self._save(choice, path))

    def _save(self, choice: SheetChoice, path: Path) -> None:
        season, actor = self.context.season, self.context.actor()

        def work() -> tuple[Path, int, Numbered | None]:
            if path.suffix.casefold() != ".pdf":  # no paper, and so no number
                save_sheet(preview(season, choice).sheet, path)
                return path, 0, None
            made, counted = preview_numbered(season, choice, actor)
            save_sheet(made.sheet, path)
            return path, made.page_count, counted

        title = _("Save: {sheet}").format(sheet=choice.kind.title)
        self._under_way = True
        self.context.compute(
            work, self._written, self._failed, title=title, owner=self, always=self._ready_again
        )

    def _written(self, answer: tuple[Path, int, Numbered | None]) -> None:
        path, pages, counted = answer
        words = _("Saved as “{name}”.").format(name=path.name)
        if counted is None:
            self._say_done(words, path)
        else:
            self._note(counted, pages, words, path)

    def _say_done(self, words: str, path: Path | None) -> None:
        self._quiet()
        self._saved = path
        self.done_notice.set_notice(words, "good")
        if self.done_notice.button is not None:
            self.done_notice.button.setVisible(path is not None)
        self.done_notice.show()

    def _failed(self, error: KnownError) -> None:
        self._quiet()
        self.failed_notice.set_notice(message(error), "bad")
        self.failed_notice.show()

    def _quiet(self) -> None:
        self.done_notice.hide()
        self.failed_notice.hide()

    def open_saved(self) -> bool:
        """Show the file just saved with the program the system has for it."""
        return self._saved is not None and self.context.open_file(self._saved)
