"""Taking an entry list or a timing file: file, columns, check, take. A page, never a dialog."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.problems import KnownError
from trailsdesk.domain.timing import BatchId, BatchKind
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.chips import ChipPlan
from trailsdesk.services.import_view import (
    ImportKind,
    Recognised,
    guess,
    missing_field,
    needs_file,
)
from trailsdesk.services.layouts import Purpose
from trailsdesk.services.sources import open_entry_list, text_source
from trailsdesk.services.time_import import TimePlan, is_timing, not_timing
from trailsdesk.ui import style
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.import_columns_step import ColumnsStep
from trailsdesk.ui.import_file import read_file
from trailsdesk.ui.import_file_step import FileStep
from trailsdesk.ui.import_layouts import LayoutBar
from trailsdesk.ui.import_outcome import parts_of
from trailsdesk.ui.import_plans import plan_import, take_import, take_words
from trailsdesk.ui.import_preview_step import PreviewStep
from trailsdesk.ui.letting_go import let_go
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.widgets import Button, Notice, PageHeader, PrimaryButton, SegmentBar

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.services.entry_doubts import Decision
    from trailsdesk.services.import_view import Book, Mapped
    from trailsdesk.services.ports import Changes
    from trailsdesk.services.sources import Source
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.import_file import FileAtHand
    from trailsdesk.ui.import_outcome import ImportLine, ImportOutcome
    from trailsdesk.ui.jobs import JobHandle, Progress
    from trailsdesk.ui.row_model import PreparedRows

STEPS = ("file", "columns", "check")
_PLANNED_FROM = frozenset(
    {
        "chip", "contact", "entry", "event", "question", "question_answer", "race", "read",
        "read_batch", "runner", "runner_verdict", "series", "timing_point", "wave",
    }
)  # fmt: skip
"""The stored kinds a plan depends on."""
_KEYED = frozenset({"read", "read_batch", "read_ruling"})
_REPLAN_MS = 800
"""Changes that follow one another are taken into account together."""


class ImportWizard(Page):
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
    guns_found = Signal(str, object)
    """A file with starting shots in it was taken: its name, and their instants."""

    def __init__(
        self,
        context: PanelContext,
        kind: Literal["entries", "times"] = "entries",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = ImportKind(kind)
        self._work: FileAtHand | None = None
        self._decisions: dict[int, Decision] = {}
        self._mapped: Mapped | None = None
        self._outcome: ImportOutcome | None = None
        self._job: JobHandle | None = None
        self._asked = 0
        self._to_look_at = False
        self._taking = False
        self._chips_wanted = False
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
            _("CSV, Excel, JSON, IOF XML, a copied table, or lines of text with one runner each."
              " Nothing is taken before you have seen it.")
            if entries
            else _("Logs of timing systems, tables, IOF XML, JSON, and lists of chips. What a file"
                   " is, is told from its content; nothing is taken before you have seen it."),
            _("Entry lists (*.csv *.tsv *.txt *.xlsx *.xlsm *.json *.md *.xml)")
            if entries
            else _("Timing files (*.csv *.tsv *.txt *.log *.xlsx *.json *.xml *.rtf *.ppl)"),
        )  # fmt: skip
        folder = context.settings.folder / "layouts"
        self.layout_bar = LayoutBar(Purpose(self._kind.value), folder, context.notify)
        self.columns_step = ColumnsStep(self._kind, self.layout_bar)
        self.preview = PreviewStep(self._kind, context.settings)
        self.pages = QStackedWidget()
        self.trouble = Notice("", "bad", closable=True)
        self.busy = Notice("", "muted", (_("Cancel"), self.cancel))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REPLAN_MS)
        self._later.timeout.connect(self._plan)
        self._build()
        self._connect()

    # -- doors ----------------------------------------------------------------------------------

    def start(self, *, chips: bool = False) -> None:
        """Begin with asking for a file; ``chips``: for one that says which bib wears which."""
        self._chips_wanted = chips
        self._stop_job()
        self._forget()
        self.trouble.hide()
        self.header.set_title(self._title)
        self.file_step.show_book(None, None, 0)
        self._go("file")
        self.file_step.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_file(self, path: Path) -> None:
        """Read a file and go on as far as it is clear."""
        self._read(path, None, None)

    def open_text(self, text: str) -> None:
        """Read a table or lines of text that were copied, and go on as far as it is clear."""
        if not text.strip():
            self._context.notify(_("There is no text on the clipboard."), "warn")
            return
        try:
            source = text_source(_("pasted text"), text)
        except KnownError as error:
            self._failed(error)
            return
        self._read(None, None, source)

    def cancel(self) -> None:
        """Stop what is being worked out; everything stays as it was."""
        self._stop_job()
        self._go(self._step_reached())

    def leave(self) -> None:
        """Leave without taking anything."""
        if self._taking:
            return
        self._stop_job()
        self._forget()
        self._chips_wanted = False
        self.preview.show_outcome(None)
        self.closed.emit()

    def _forget(self) -> None:
        """Let go of the file at hand: of a large one where nobody waits for it."""
        if self._outcome is not None:
            let_go(self._outcome.lines, *parts_of(self._outcome.plan))
        if self._work is not None and self._work.table is not None:
            let_go(self._work.table.rows)
        self._work = self._mapped = self._outcome = None
        self._decisions = {}
        self._to_look_at = False

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
        self.file_step.pasted.connect(self.open_text)
        self.layout_bar.chosen.connect(self._layout_chosen)
        self.columns_step.questions_asked.connect(self._keep_questions)
        self.preview.decided.connect(self._decide)
        self.file_step.encoding_chosen.connect(self._encoding_chosen)
        self.file_step.table_chosen.connect(self._table_chosen)
        self.columns_step.field_chosen.connect(self._field_chosen)
        self.columns_step.options_changed.connect(self._options_changed)
        self.preview.asked.connect(self._plan)
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

    def _read(self, path: Path | None, encoding: str | None, source: Source | None) -> None:
        self._stop_job()
        self.trouble.hide()
        asked, kind, chips = self._asked, self._kind, self._chips_wanted
        season, event_id = self._context.season, self._context.scope.event_id

        def people(read: Source, letters: str | None) -> Book:
            return open_entry_list(season, event_id, read, letters)

        def work(progress: Progress) -> tuple[int, FileAtHand, bool]:
            read = read_file(kind, path, encoding, source, progress, people, chips=chips)
            return asked, read, encoding is None

        name = path.name if path is not None else source.name if source is not None else ""
        self._begin(_("Reading {name}").format(name=name))
        self._job = self._context.jobs.compute(
            work, self._was_read, self._failed, title=self._title, cancelled=self._not_busy
        )

    def _was_read(self, answer: tuple[int, FileAtHand, bool]) -> None:
        asked, work, first = answer
        if asked != self._asked:
            return
        self._not_busy()
        if not first and self._work is not None and work.book is not None:
            work.at = min(self._work.at, len(work.book.tables) - 1)
        self._work = work
        self._outcome = None
        self._decisions = {}
        self.layout_bar.begin()
        self.header.set_title(self._title)
        event = self._context.season.data.events[self._context.scope.event_id]
        self.header.set_subtitle(
            _("{file} · for {event}, {day}").format(
                file=work.source.name, event=event.name, day=day_words(event.date)
            )
        )
        if work.path is not None:
            self.file_step.remember(work.path)
        self._offer_scope()
        clear = work.table is not None and first and work.clear
        self._map(to_columns=clear)
        self._go("columns" if clear else "file")
        if work.table is None:
            self._plan()

    def _offer_scope(self) -> None:
        scope, data = self._context.scope, self._context.season.data
        races = data.races_of(scope.event_id)
        self.columns_step.offer_races(races, scope.race_id)
        wanted = [race.id for race in races if scope.race_id in (None, race.id)]
        points = [point for race_id in wanted for point in data.points_of(race_id)]
        self.preview.look.begin(races, scope.race_id, points)

    def _map(self, *, to_columns: bool = False) -> None:
        """Show what the columns are taken for, and the file itself when its step is shown."""
        work = self._work
        if work is None:
            return
        table = work.table
        if table is None or work.book is None:
            self._mapped, self._to_look_at = None, False
            self.file_step.show_log(work.source, work.in_words(), work.first_lines())
            return
        self._mapped = guess(self._kind, table, work.overrides, self.layout_bar.layouts)
        self.columns_step.show_columns(table, self._mapped)
        if work.seen is not None and not is_timing(work.seen):
            refusal = not_timing(work.seen, work.source.name)
            self.columns_step.notice.set_notice(message(refusal), "bad")
            self.columns_step.notice.show()
        self._to_look_at = True
        if self.step == "file" and not to_columns:
            self._show_file()

    def _show_file(self) -> None:
        """The rows of the file, unless they are shown already."""
        if self._to_look_at and self._work is not None:
            self._to_look_at = False
            self.file_step.show_book(self._work.source, self._work.book, self._work.at)

    def _encoding_chosen(self, encoding: str) -> None:
        if self._work is not None:
            self._read(self._work.path, encoding, self._work.source)

    def _table_chosen(self, at: int) -> None:
        if self._work is not None:
            self._work.at = at
            self._work.overrides = {}
            self._outcome = None
            self._decisions = {}
            self._map()
            self._show_next()

    def _options_changed(self) -> None:
        self._outcome = None
        if self._mapped is not None:
            self.columns_step.say(self._mapped)
        self._show_next()

    def _field_chosen(self, header: str, field: str) -> None:
        if self._work is not None:
            self._work.give(header, field)
            self._columns_changed()

    def _layout_chosen(self) -> None:
        """Another layout: what was chosen column by column is forgotten."""
        if self._work is not None:
            self._work.overrides = {}
            self._columns_changed()

    def _keep_questions(self) -> None:
        if self._work is not None and self._mapped is not None:
            self._work.ask_the_rest(self._mapped)
            self._columns_changed()

    def _columns_changed(self) -> None:
        work = self._work
        if work is None or work.table is None:
            return
        self._mapped = guess(self._kind, work.table, work.overrides, self.layout_bar.layouts)
        self.columns_step.show_columns(work.table, self._mapped)
        self._outcome = None
        self._show_next()

    def _decide(self, answers: dict[int, Decision]) -> None:
        """Answers to doubtful rows: what they change is worked out a moment later."""
        self._decisions |= answers
        self._later.start()

    # -- planning -------------------------------------------------------------------------------

    def _plan(self) -> None:
        work, mapped = self._work, self._mapped
        if work is None or (work.table is not None and mapped is None):
            return
        self._stop_job()
        self._later.stop()
        asked, kind, season = self._asked, self._kind, self._context.season
        source, content, overrides = work.source, work.content, dict(work.overrides)
        told = work.told
        options = replace(
            self.columns_step.options(self._context.scope.event_id),
            layouts=self.layout_bar.layouts,
            decisions=dict(self._decisions),
        )
        if kind is ImportKind.TIMES:
            options = self.preview.look.options(options)
        prepare = self.preview.preparer(chips=isinstance(content, Recognised))

        def plan(progress: Progress) -> tuple[int, ImportOutcome, PreparedRows[ImportLine]]:
            found = plan_import(kind, season, source, content, overrides, options, progress, told)
            return asked, found, prepare(found.lines)

        self._begin(_("Comparing {name} with the season").format(name=source.name))
        from_file = mapped is not None and needs_file(kind, mapped.mapping)
        door = self._context.read if from_file else self._context.compute
        self._job = door(
            plan, self._was_planned, self._failed, title=self._title, cancelled=self._not_busy
        )

    def _was_planned(self, answer: tuple[int, ImportOutcome, PreparedRows[ImportLine]]) -> None:
        asked, outcome, rows = answer
        if asked != self._asked:
            return
        self._not_busy()
        if self._outcome is not None:
            let_go(self._outcome.lines, *parts_of(self._outcome.plan))
        self._outcome = outcome
        chips = isinstance(outcome.plan, ChipPlan)
        self.header.set_title(_("Import chips") if chips else self._title)
        self.preview.show_outcome(outcome, rows)
        if self.step == "check":
            self._show_next()
        else:
            self._go("check")
            self.preview.show_first_doubt()

    def _season_changed(self, changes: Changes, _initiator: object) -> None:
        """A plan made on older data is made again, so that what is shown is what happens."""
        shown = self.step == "check" and not self._taking and self._work is not None
        if shown and not _PLANNED_FROM.isdisjoint(changes.kinds) and not self._keyed(changes):
            self._later.start()

    def _keyed(self, changes: Changes) -> bool:
        """Whether somebody only keyed times: a large file is not compared anew at every key."""
        batches = self._context.season.data.batches
        touched = [batches.get(BatchId(each)) for each in changes.kinds.get("read_batch", ())]
        files = any(each is not None and each.kind is BatchKind.FILE for each in touched)
        return changes.kinds.keys() <= _KEYED and not files

    # -- taking ---------------------------------------------------------------------------------

    def take(self) -> None:
        """Take the file as one operation."""
        outcome, season = self._outcome, self._context.season
        if outcome is None or not outcome.takes or self._taking or season.file.read_only:
            return
        wrong = self.preview.look.wrong
        if wrong is not None:
            self._context.notify(_("A field has no such value; mend it first."), "warn")
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._later.isActive():
            self._plan()  # the season has just changed: what is shown is no longer what happens
            return
        self._taking = True
        timed = isinstance(outcome.plan, TimePlan)
        self._begin(_("Taking the file"), may_cancel=timed)
        actor = self._context.actor()
        self._job = self._context.jobs.write(
            lambda progress: take_import(season, outcome, actor, progress),
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
        plan = None if self._outcome is None else self._outcome.plan
        if isinstance(plan, TimePlan) and plan.guns and self._work is not None:
            self.guns_found.emit(self._work.source.name, plan.guns)
        self.leave()

    # -- steps ----------------------------------------------------------------------------------

    def next(self) -> None:
        """Go one step on: choose a file at first, take it at last."""
        if self._work is None:
            self.file_step.choose()
            return
        if not self.next_button.isEnabled():
            return
        if self.step == "check":
            self.take()
        elif self.step == "file" and self._work.table is not None:
            self._go("columns")
        else:
            self._plan()

    def back(self) -> None:
        """Go one step back."""
        steps = self._steps()
        at = steps.index(self.step)
        if at and not self._taking:
            self._stop_job()
            self._go(steps[at - 1])

    def _steps(self) -> tuple[str, ...]:
        """The steps of this file: what has no columns has no step for them."""
        columned = self._work is None or self._work.table is not None
        return STEPS if columned else ("file", "check")

    def _step_asked(self, step: str) -> None:
        if step == self.step:
            return
        if self._work is None or self._taking:
            self.steps.set_current(self.step)
        elif step == "check" and self._outcome is None:
            self.steps.set_current(self.step)
            if self.step == self._steps()[-2] and self.next_button.isEnabled():
                self._plan()
        else:
            self._go(step)

    def _step_reached(self) -> str:
        return "file" if self._work is None else self.step

    def _go(self, step: str) -> None:
        self.pages.setCurrentIndex(STEPS.index(step))
        self.steps.set_current(step)
        if step == "file":
            self._show_file()
        work = self._work is not None
        self.steps.button("columns").setEnabled(work and "columns" in self._steps())
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
        table = None if work is None else work.table
        if step == "columns" and table is not None and mapped is not None:
            words = plural("Check {count} row", "Check {count} rows", len(table.rows))
            ready = not missing_field(self._kind, mapped.mapping)
        elif step == "check":
            takes = 0 if outcome is None else outcome.takes
            words = take_words(self._kind, outcome)
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

    def focus_filter(self) -> None:
        """For the panel's Ctrl+F: the cursor goes into the filter of the last step."""
        if self.step == "check":
            self.preview.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        if self.preview.search.hasFocus() and self.preview.search.text():
            self.preview.search.clear()
        elif self.step != "columns" or not self.layout_bar.escape():
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
        self._later.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.busy.hide()

    def _failed(self, error: KnownError) -> None:
        self._taking = False
        self._not_busy()
        self.trouble.set_notice(message(error), "bad")
        self.trouble.show()
