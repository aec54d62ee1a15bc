"""Taking an entry list or a timing file: file, columns, check, take. A page, never a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.import_view import (
    Book,
    ImportKind,
    doubtful,
    guess,
    missing_field,
    needs_file,
)
from trailsdesk.services.sources import Source, open_book, read_source
from trailsdesk.ui import style
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.import_columns_step import ColumnsStep
from trailsdesk.ui.import_file_step import FileStep
from trailsdesk.ui.import_plans import ImportOutcome, plan_import, take_import
from trailsdesk.ui.import_preview_step import PreviewStep
from trailsdesk.ui.widgets import Button, Notice, PageHeader, PrimaryButton, SegmentBar

if TYPE_CHECKING:
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.import_view import Mapped, Table
    from trailsdesk.services.ports import Changes
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.jobs import JobHandle, Progress

STEPS = ("file", "columns", "check")
_PLANNED_FROM = frozenset(
    {"contact", "entry", "event", "race", "read", "read_batch", "runner", "series", "wave"}
)
"""The stored kinds a plan depends on."""


@dataclass(slots=True)
class _Work:
    """The file at hand."""

    path: Path
    source: Source
    book: Book
    at: int
    overrides: dict[str, str]

    @property
    def table(self) -> Table:
        return self.book.tables[self.at]


class ImportWizard(QWidget):
    """Shown instead of a panel's content: ``wizard.start()`` or ``wizard.open_file(path)``.

    Reading and planning happen off the user-interface thread; until the last button is pressed
    nothing is changed, and leaving at any step leaves everything as it was.

    Args:
        kind: ``entries`` or ``times``.
    """

    closed = Signal()
    """The user is done or has left; the panel shows its own content again."""
    taken = Signal(str)
    """What was taken, in words; ``closed`` follows."""

    def __init__(
        self,
        context: PanelContext,
        kind: Literal["entries", "times"] = "entries",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = ImportKind(kind)
        self._work: _Work | None = None
        self._mapped: Mapped | None = None
        self._outcome: ImportOutcome | None = None
        self._job: JobHandle | None = None
        self._asked = 0
        self._taking = False
        entries = self._kind is ImportKind.ENTRIES
        self._title = _("Import entries") if entries else _("Import times")
        self.header = PageHeader(self._title)
        self.steps = SegmentBar(
            (("file", _("1 File")), ("columns", _("2 Columns")), ("check", _("3 Check"))),
            _("Steps of the import"),
        )
        self.file_step = FileStep(
            context.settings,
            _("Drop an entry list here") if entries else _("Drop a timing file here"),
        )
        self.columns_step = ColumnsStep(self._kind)
        self.preview = PreviewStep(self._kind, context.settings)
        self.pages = QStackedWidget()
        self.trouble = Notice("", "bad", closable=True)
        self.busy = Notice("", "muted", (_("Cancel"), self.cancel))
        self._build()
        self._connect()

    # -- doors ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin with asking for a file."""
        self._stop_job()
        self._work = self._mapped = self._outcome = None
        self.trouble.hide()
        self.file_step.show_book(None, None, 0)
        self._go("file")
        self.file_step.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_file(self, path: Path) -> None:
        """Read a file and go on as far as it is clear."""
        self._read(path, None, None)

    def cancel(self) -> None:
        """Stop what is being worked out; everything stays as it was."""
        self._stop_job()
        self._go(self._step_reached())

    def leave(self) -> None:
        """Leave without taking anything."""
        if self._taking:
            return
        self._stop_job()
        self._work = self._mapped = self._outcome = None
        self.preview.show_outcome(None)
        self.closed.emit()

    @property
    def step(self) -> str:
        """The step on the screen: ``file``, ``columns`` or ``check``."""
        return STEPS[self.pages.currentIndex()]

    @property
    def outcome(self) -> ImportOutcome | None:
        """The plan shown in the last step."""
        return self._outcome

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header.add_action(self.steps)
        column.addWidget(self.header)
        column.addWidget(self.trouble)
        column.addWidget(self.busy)
        self.trouble.hide()
        self.busy.hide()
        for page in (self.file_step, self.columns_step, self.preview):
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.setSpacing(style.unit(3))
        self.leave_button = Button(_("Leave"), self.leave, key="Esc")
        self.back_button = Button(_("Back"), self.back)
        self.next_button = PrimaryButton(_("Next"), self.next, key="Ctrl Enter")
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.steps.changed.connect(self._step_asked)
        self.file_step.picked.connect(self.open_file)
        self.file_step.encoding_chosen.connect(self._encoding_chosen)
        self.file_step.table_chosen.connect(self._table_chosen)
        self.columns_step.field_chosen.connect(self._field_chosen)
        self.columns_step.options_changed.connect(self._options_changed)
        self.preview.time_kind_chosen.connect(self._time_kind_chosen)
        self._context.bus.changed.connect(self._season_changed)
        FileDrop(self).dropped.connect(self.open_file)
        for keys, act in (
            ("Esc", self._escape),
            ("Ctrl+Return", self.next),
            ("Alt+Left", self.back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- reading --------------------------------------------------------------------------------

    def _read(self, path: Path, encoding: str | None, source: Source | None) -> None:
        self._stop_job()
        self.trouble.hide()
        asked = self._asked

        def work(progress: Progress) -> tuple[int, Path, Source, Book, bool]:
            progress.report(0, 0, path.name)
            read = source or read_source(path)
            progress.check()
            book = open_book(read, encoding)
            progress.check()
            return asked, path, read, book, encoding is None

        self._begin(_("Reading {name}").format(name=path.name))
        self._job = self._context.jobs.compute(
            work, self._was_read, self._failed, title=self._title, cancelled=self._not_busy
        )

    def _was_read(self, answer: tuple[int, Path, Source, Book, bool]) -> None:
        asked, path, source, book, first = answer
        if asked != self._asked:
            return
        self._not_busy()
        at = max(range(len(book.tables)), key=lambda number: len(book.tables[number].rows))
        if not first and self._work is not None:
            at = min(self._work.at, len(book.tables) - 1)
        self._work = _Work(path=path, source=source, book=book, at=at, overrides={})
        self._outcome = None
        event = self._context.season.data.events[self._context.scope.event_id]
        self.header.set_subtitle(
            _("{file} · for {event}, {day}").format(
                file=source.name, event=event.name, day=day_words(event.date)
            )
        )
        self.file_step.remember(path)
        self._map()
        clear = first and not doubtful(book) and len(book.tables) == 1
        self._go("columns" if clear else "file")

    def _map(self) -> None:
        work = self._work
        if work is None:
            return
        self._mapped = guess(self._kind, work.table, work.overrides)
        scope = self._context.scope
        races = self._context.season.data.races_of(scope.event_id)
        self.columns_step.offer_races(races, scope.race_id)
        self.columns_step.show_columns(work.table, self._mapped)
        self.file_step.show_book(work.source, work.book, work.at)

    def _encoding_chosen(self, encoding: str) -> None:
        if self._work is not None:
            self._read(self._work.path, encoding, self._work.source)

    def _table_chosen(self, at: int) -> None:
        if self._work is not None:
            self._work.at = at
            self._work.overrides = {}
            self._outcome = None
            self._map()
            self._show_next()

    def _options_changed(self) -> None:
        self._outcome = None
        if self._mapped is not None:
            self.columns_step.say(self._mapped)
        self._show_next()

    def _time_kind_chosen(self, kind: str) -> None:
        self.columns_step.time_choice.choose(kind)
        self._plan()

    def _field_chosen(self, header: str, field: str) -> None:
        work = self._work
        if work is None:
            return
        # The last choice holds: another column that was given this field by hand lets it go.
        for other, given in list(work.overrides.items()):
            if given == field and field != "-":
                del work.overrides[other]
        work.overrides.pop(header, None)
        work.overrides[header] = field
        self._mapped = guess(self._kind, work.table, work.overrides)
        self.columns_step.show_columns(work.table, self._mapped)
        self._outcome = None
        self._show_next()

    # -- planning -------------------------------------------------------------------------------

    def _plan(self) -> None:
        work, mapped = self._work, self._mapped
        if work is None or mapped is None:
            return
        self._stop_job()
        asked, kind, season = self._asked, self._kind, self._context.season
        source, table, overrides = work.source, work.table, dict(work.overrides)
        options = self.columns_step.options(self._context.scope.event_id)

        def plan(progress: Progress) -> tuple[int, ImportOutcome]:
            return asked, plan_import(kind, season, source, table, overrides, options, progress)

        self._begin(_("Comparing {name} with the season").format(name=source.name))
        door = self._context.read if needs_file(kind, mapped.mapping) else self._context.compute
        self._job = door(
            plan, self._was_planned, self._failed, title=self._title, cancelled=self._not_busy
        )

    def _was_planned(self, answer: tuple[int, ImportOutcome]) -> None:
        asked, outcome = answer
        if asked != self._asked:
            return
        self._not_busy()
        self._outcome = outcome
        self.preview.show_outcome(outcome)
        self._go("check")

    def _season_changed(self, changes: Changes, _initiator: object) -> None:
        """A plan made on older data is made again, so that what is shown is what happens."""
        shown = self.step == "check" and not self._taking and self._work is not None
        if shown and not _PLANNED_FROM.isdisjoint(changes.kinds):
            self._plan()

    # -- taking ---------------------------------------------------------------------------------

    def take(self) -> None:
        """Take the file as one operation."""
        outcome, season = self._outcome, self._context.season
        if outcome is None or not outcome.takes or self._taking or season.file.read_only:
            return
        self._taking = True
        self._begin(_("Taking the file"), may_cancel=False)
        actor = self._context.actor()
        self._context.jobs.write(
            lambda: take_import(season, outcome, actor),
            self._was_taken,
            self._failed,
            title=self._title,
            always=self._took,
        )

    def _took(self) -> None:
        self._taking = False
        self._not_busy()

    def _was_taken(self, words: str) -> None:
        self._took()
        self._context.notify(_("{words} Ctrl+Z takes it back.").format(words=words), "good")
        self.taken.emit(words)
        self.leave()

    # -- steps ----------------------------------------------------------------------------------

    def next(self) -> None:
        """Go one step on: choose a file at first, take it at last."""
        if self._work is None:
            self.file_step.choose()
            return
        if not self.next_button.isEnabled():
            return
        if self.step == "file":
            self._go("columns")
        elif self.step == "columns":
            self._plan()
        else:
            self.take()

    def back(self) -> None:
        """Go one step back."""
        at = STEPS.index(self.step)
        if at and not self._taking:
            self._stop_job()
            self._go(STEPS[at - 1])

    def _step_asked(self, step: str) -> None:
        if step == self.step:
            return
        if self._work is None or self._taking:
            self.steps.set_current(self.step)
        elif step == "check" and self._outcome is None:
            self.steps.set_current(self.step)
            if self.step == "columns" and self.next_button.isEnabled():
                self._plan()
        else:
            self._go(step)

    def _step_reached(self) -> str:
        return "file" if self._work is None else self.step

    def _go(self, step: str) -> None:
        self.pages.setCurrentIndex(STEPS.index(step))
        self.steps.set_current(step)
        work = self._work is not None
        self.steps.button("columns").setEnabled(work)
        self.steps.button("check").setEnabled(work)
        if not work:
            self.header.set_subtitle("")
        self._show_next()
        if step == "check":
            self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif work:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_next(self) -> None:
        """The words of the one button that goes on, and whether it may."""
        work, mapped, outcome = self._work, self._mapped, self._outcome
        step, tip, ready = self.step, "", work is not None
        words = _("Next")
        if step == "columns" and work is not None and mapped is not None:
            words = plural("Check {count} row", "Check {count} rows", len(work.table.rows))
            ready = not missing_field(self._kind, mapped.mapping)
        elif step == "check":
            takes = 0 if outcome is None else outcome.takes
            words = self._take_words(takes)
            ready = takes > 0
            tip = "" if ready else _("Every row is either known already or refused.")
            if self._context.season.file.read_only:
                ready, tip = False, _("The file is open for reading only.")
        self.next_button.setText(words)
        self.next_button.setAccessibleName(words)
        self.next_button.setEnabled(ready and not self._taking)
        self.next_button.setToolTip(tip)
        self.next_button.setVisible(step != "file" or work is not None)
        self.back_button.setVisible(step != "file")

    def _take_words(self, takes: int) -> str:
        if not takes:
            return _("Nothing to take")
        if self._kind is ImportKind.ENTRIES:
            return plural("Take {count} entry", "Take {count} entries", takes)
        return plural("Take {count} time", "Take {count} times", takes)

    def focus_filter(self) -> None:
        """For the panel's Ctrl+F: the cursor goes into the filter of the last step."""
        if self.step == "check":
            self.preview.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        if self.preview.search.hasFocus() and self.preview.search.text():
            self.preview.search.clear()
        else:
            self.leave()

    # -- work under way -------------------------------------------------------------------------

    def _begin(self, words: str, *, may_cancel: bool = True) -> None:
        self.busy.set_notice(words, "muted")
        if self.busy.button is not None:
            self.busy.button.setVisible(may_cancel)
        self.busy.show()
        self.next_button.setEnabled(False)

    def _not_busy(self) -> None:
        self._job = None
        self.busy.hide()
        self._show_next()

    def _stop_job(self) -> None:
        """Cancel what runs; an answer that is on its way already is not listened to."""
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.busy.hide()

    def _failed(self, error: KnownError) -> None:
        self._taking = False
        self._not_busy()
        self.trouble.set_notice(message(error), "bad")
        self.trouble.show()
