"""Files for other programs, and pages for the web: chosen, saved, and told how it went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.exports import (
    EXPORTS,
    ExportKind,
    ExportRequest,
    Reach,
    contacts_for,
    export_named,
    save_export,
)
from trailsdesk.services.printing import race_name
from trailsdesk.services.site import site_folder, write_site
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_folder, ask_new_file
from trailsdesk.ui.export_options import ExportOptions
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.sheet_cards import CardColumn
from trailsdesk.ui.widgets import Notice

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.problems import KnownError, Problem
    from trailsdesk.ui.context import PanelContext

_FILTERS = {
    ".csv": _("CSV table (*.csv)"),
    ".xlsx": _("Spreadsheet (*.xlsx)"),
    ".json": _("JSON (*.json)"),
    ".xml": _("IOF XML (*.xml)"),
    ".txt": _("Text with tabs (*.txt)"),
}


class ExportPage(QWidget):
    """Cards of what there is, options beside them, and a line that says what was written."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Files for other programs"))
        self.context = context
        self._saved: Path | None = None
        self._under_way = False
        self.cards = CardColumn([(kind.id, kind.title) for kind in EXPORTS], _("Kind of file"))
        self.cards.set_lines({kind.id: kind.about for kind in EXPORTS})
        self.options = ExportOptions()
        self.done_notice = Notice("", "good", (_("Open"), self.open_saved), closable=True)
        self.done_notice.hide()
        self.told_notice = Notice("", "warn", closable=True)
        self.told_notice.hide()
        self._build()
        self.cards.chosen.connect(self._show_kind)
        self.options.event_chosen.connect(self._offer_races)
        self.options.save_asked.connect(self.ask_where)
        context.scope.changed.connect(self.follow_scope)
        self.follow_scope()

    def _build(self) -> None:
        listed = QScrollArea()
        listed.setWidget(self.cards)
        listed.setWidgetResizable(True)
        listed.setFrameShape(QScrollArea.Shape.NoFrame)
        listed.setAccessibleName(_("Kinds of files"))
        row = QHBoxLayout()
        row.setSpacing(style.unit(4))
        row.addWidget(listed, 3)
        row.addWidget(self.options, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.done_notice)
        column.addWidget(self.told_notice)
        column.addLayout(row, 1)
        QWidget.setTabOrder(self.cards, self.options)

    @property
    def kind(self) -> ExportKind:
        """The kind of file chosen."""
        return export_named(self.cards.current)

    def showEvent(self, event: QShowEvent) -> None:
        """Events and races may have other names by now."""
        super().showEvent(event)
        self.follow_scope()

    def follow_scope(self) -> None:
        """Start from the event and race chosen above; a whole season is a choice of its own."""
        self._offer(self.context.scope.event_id)

    def _show_kind(self, _key: str) -> None:
        self._offer(self.options.event_choice.currentData() or self.context.scope.event_id)

    def _offer(self, event_id: EventId | None) -> None:
        kind = self.kind
        events = self.context.season.data.events_in_order()
        choices: list[tuple[object, str]] = [(event.id, event.name) for event in events]
        if kind.reach is Reach.SEASON:
            choices.insert(0, (None, _("The whole season")))
        self.options.offer_events(choices, None if kind.folder else event_id)
        self._offer_races(self.options.event_choice.currentData())
        self.options.show_kind(kind)

    def _offer_races(self, event_id: EventId | None) -> None:
        season, scope = self.context.season, self.context.scope
        choices: list[tuple[object, str]] = []
        if event_id is not None:
            races = season.data.races_of(event_id)
            choices = [(race.id, race_name(season, race.id)) for race in races]
        if self.kind.reach is not Reach.RACE:
            choices.insert(0, (None, _("All races")))
        self.options.offer_races(choices, scope.race_id)

    # -- saving ---------------------------------------------------------------------------------

    def suggested_name(self) -> str:
        """A file name that says what of which race it holds."""
        kind, request = self.kind, self.options.request()
        data = self.context.season.data
        event = None if request.event_id is None else data.events[request.event_id]
        race = None if request.race_id is None else data.races[request.race_id]
        parts = (
            "" if event is None else event.code,
            "" if race is None else race.code,
            request.what.value if kind.of_rows else kind.id,
        )
        return "-".join(filter(None, parts)) + kind.suffix

    def ask_where(self) -> None:
        """Ask for a file or a folder, beside the window."""
        if self._under_way:
            self.context.notify(_("One moment: the file before is still being made."), "muted")
            return
        self._quiet()
        folder = self.context.settings.get(LAST_FOLDER)
        if self.kind.folder:
            ask_folder(self, _("Save the results site into a folder"), folder, self.save_to)
            return
        start = Path(folder) / self.suggested_name()
        filters = [_FILTERS[self.kind.suffix]]
        ask_new_file(self, _("Save: {kind}").format(kind=self.kind.title), start, filters,
                     self.save_to)  # fmt: skip

    def save_to(self, path: Path) -> None:
        """Write what is chosen, as the season is now; the line at the finish does not wait."""
        kind, request = self.kind, self.options.request()
        self.context.settings.set(LAST_FOLDER, str(path if kind.folder else path.parent))
        self._under_way = True
        if not self.options.wants_contacts:
            self._write(kind, request, path)
            return
        season = self.context.season

        def fetched(asked: ExportRequest) -> None:
            self._write(kind, asked, path)

        self.context.read(
            lambda: replace(request, contacts=contacts_for(season, request)),
            fetched,
            self._failed,
            owner=self,
        )

    def _write(self, kind: ExportKind, request: ExportRequest, path: Path) -> None:
        season = self.context.season

        def work() -> tuple[Path, int, tuple[Problem, ...]]:
            if kind.folder:
                folder = site_folder(path)
                return folder, write_site(season, folder, request.event_id), ()
            return path, 0, save_export(season, kind, request, path)

        title = _("Save: {kind}").format(kind=kind.title)
        self.context.compute(work, self._written, self._failed, title=title, owner=self)

    def _written(self, answer: tuple[Path, int, tuple[Problem, ...]]) -> None:
        path, pages, problems = answer
        self._under_way = False
        self._quiet()
        self._saved = path / "index.html" if pages else path
        words = _("Saved as “{name}”.").format(name=path.name)
        if pages:
            words = plural("{count} page is in", "{count} pages are in", pages)
            words = f"{words} “{path.name}”."
        self.done_notice.set_notice(words, "good")
        self.done_notice.show()
        if problems:
            self.told_notice.set_notice("\n".join(map(message, problems)), "warn")
            self.told_notice.show()

    def _failed(self, error: KnownError) -> None:
        self._under_way = False
        self._quiet()
        self.told_notice.set_notice(message(error), "bad")
        self.told_notice.show()

    def _quiet(self) -> None:
        self.done_notice.hide()
        self.told_notice.hide()

    def open_saved(self) -> bool:
        """Show what was just saved with the program the system has for it."""
        return self._saved is not None and self.context.open_file(self._saved)
