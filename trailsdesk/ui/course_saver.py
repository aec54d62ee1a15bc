"""Writing a course to files: asks where, works off the user-interface thread, says what it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.course_export import save_course, save_course_sheet, sheet_with_track
from trailsdesk.ui.asking import show_beside
from trailsdesk.ui.settings import LAST_FOLDER, PAPER

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.services.course_desk import CourseDesk
    from trailsdesk.services.printing import SheetRequest
    from trailsdesk.ui.context import PanelContext


class CourseSaver(QObject):
    """Pictures, the course sheet and GPX files of the course shown."""

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._over = parent
        self._dialog: QFileDialog | None = None

    def ask_picture(self, desk: CourseDesk | None) -> None:
        """Ask for the name of a picture."""
        if desk is not None and desk.course is not None:
            filters = _("PNG picture (*.png);;SVG drawing (*.svg)")
            self._ask(desk, ".png", filters, lambda path: self.save(desk, path))

    def ask_gpx(self, desk: CourseDesk | None) -> None:
        """Ask for the name of a GPX file."""
        if desk is not None and desk.course is not None:
            self._ask(desk, ".gpx", _("GPX (*.gpx)"), lambda path: self.save(desk, path))

    def ask_sheet(self, desk: CourseDesk | None) -> None:
        """Ask for the name of a PDF file."""
        if desk is not None and desk.course is not None:
            self._ask(desk, ".pdf", _("PDF (*.pdf)"), lambda path: self.save_sheet(desk, path))

    def _ask(
        self, desk: CourseDesk, suffix: str, filters: str, go: Callable[[Path], None]
    ) -> None:
        folder = self._context.settings.get(LAST_FOLDER)
        dialog = QFileDialog(self._over, _("Save the course"), folder, filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix[1:])
        dialog.selectFile(f"{desk.race.code}{suffix}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen(name: str) -> None:
            self._context.settings.set(LAST_FOLDER, str(Path(name).parent))
            go(Path(name))

        def switched(words: str) -> None:
            dialog.setDefaultSuffix(words.rpartition("*.")[2].rstrip(")"))

        dialog.filterSelected.connect(switched)
        dialog.fileSelected.connect(chosen)
        self._dialog = dialog
        show_beside(dialog, self._over)

    def save(self, desk: CourseDesk, path: Path) -> None:
        """Write a picture or a GPX file, as the suffix says."""
        self._context.compute(
            lambda: save_course(desk, path), self._done, title=_("Save the course"), owner=self
        )

    def save_sheet(self, desk: CourseDesk, path: Path) -> None:
        """Write the course sheet; its track is read from the file first."""
        season, race_id = self._context.season, desk.race.id
        paper = self._context.settings.get(PAPER)

        def made(request: SheetRequest) -> None:
            self._context.compute(
                lambda: save_course_sheet(season, request, path),
                self._done,
                title=_("Save the course sheet"),
                owner=self,
            )

        self._context.read(lambda: sheet_with_track(season, race_id, paper), made, owner=self)

    def _done(self, path: Path) -> None:
        self._context.notify(_("{file} is saved.").format(file=path.name), "good")
