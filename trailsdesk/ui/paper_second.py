"""The same sheet keyed by a second person who does not see the first lines; then what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_clock
from trailsdesk.domain.paper import PaperLists
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.second_keying import (
    PaperLine,
    PaperSheet,
    SecondKeying,
    compare_keyings,
    paper_lines,
    paper_sheets,
)
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.paper_decide import DecidePage
from trailsdesk.ui.paper_grid import PaperGrid
from trailsdesk.ui.widgets import FlowRow, NumberBox, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.paper_cells import PaperTimes
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.finish_desk import LineView
    from trailsdesk.services.paper_desk import PaperDay
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.paper_hints import Hint
    from trailsdesk.ui.paper_keeper import DraftKeeper

_MOST_LINES = 99_999


class SecondKeyingPage(QWidget):
    """The segment "Second keying": which sheet, the blind keying, the differences."""

    count_changed = Signal(int)
    """Rows keyed and not compared yet."""

    def __init__(self, context: PanelContext, keeper: DraftKeeper) -> None:
        super().__init__()
        self._context = context
        self._keeper = keeper
        self._scope: tuple[EventId, RaceId | None] | None = None
        self._day: PaperDay | None = None
        self._lines: tuple[PaperLine, ...] = ()
        self._sheets: tuple[PaperSheet, ...] = ()
        self._may_change = True
        self.grid = PaperGrid(_("Second keying"), _hints(), across=True, blind=True)
        self.decide = DecidePage(context)
        self.sheet = CalmCombo(_("Sheet that was keyed first"))
        self.first = NumberBox(1, _MOST_LINES, _("First line of the sheet"), 1)
        self.last = NumberBox(1, _MOST_LINES, _("Last line of the sheet"), 1)
        self.about = PlainLabel("", "secondary")
        self.compare_button = PrimaryButton("", self.compare, key="Ctrl Enter")
        self.grid.foot.add(self.compare_button)
        self.pages = QStackedWidget()
        self.setFocusProxy(self.grid.bib)
        self._build()
        self._connect()
        self._show_numbers()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        self.sheet.setMinimumContentsLength(24)
        self.choice = FlowRow()
        for words, widget in (
            (_("Sheet"), self.sheet),
            (_("starts at line"), self.first),
            (_("ends at line"), self.last),
        ):
            self.choice.add(_labelled(words, widget))
        self.choice.add(self.about)
        column.addWidget(self.choice)
        self.pages.addWidget(self.grid)
        self.pages.addWidget(self.decide)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.grid.changed.connect(self._changed)
        self.grid.typing.connect(lambda: self._keep(self.grid.pending))
        self.grid.save_asked.connect(self.compare)
        self.sheet.currentIndexChanged.connect(self._sheet_chosen)
        self.first.valueChanged.connect(self._show_numbers)
        self.last.valueChanged.connect(self._show_numbers)
        self.decide.left.connect(self.back_to_keying)
        self.decide.finished.connect(self._finished)

    # -- showing --------------------------------------------------------------------------------

    def set_view(self, view: LineView, day: PaperDay) -> None:
        """The season as it is now; another race has sheets and a keying of its own."""
        scope = (view.event_id, view.race_id)
        self._day = day
        if scope != self._scope:
            self.grid.commit()
            self._scope = scope
            self._lines, self._sheets = (), ()
            self.grid.set_view(view, day)
            self.grid.begin(self._keeper.lists(self._keeper.name("second", *scope)))
            self.pages.setCurrentWidget(self.grid)
            self.choice.setEnabled(True)
        self.grid.set_view(view, day)
        season, (event_id, race_id) = self._context.season, scope

        def find() -> tuple[tuple[PaperLine, ...], tuple[PaperSheet, ...]]:
            lines = paper_lines(season, event_id, race_id)
            return lines, paper_sheets(season, lines)

        self._context.compute(find, lambda found: self._found(scope, *found), owner=self)

    def _found(
        self,
        scope: tuple[EventId, RaceId | None],
        lines: tuple[PaperLine, ...],
        sheets: tuple[PaperSheet, ...],
    ) -> None:
        if scope != self._scope or (lines, sheets) == (self._lines, self._sheets):
            return
        newest = sheets[-1] if sheets else None
        known = self._sheets[-1] if self._sheets else None
        self._lines, self._sheets = lines, sheets
        at = self.sheet.currentData()
        fresh = newest != known or not isinstance(at, int)
        self.sheet.offer(
            [(number, self._words(sheet)) for number, sheet in enumerate(sheets)],
            len(sheets) - 1 if fresh else at,
        )
        if fresh and self.grid.editor.lists.is_empty:
            self._sheet_chosen()
        self._show_numbers()

    def _words(self, sheet: PaperSheet) -> str:
        zone = self._context.scope.current_event.zone
        time = format_clock(sheet.made_ms, zone, seconds=False)
        words = _("Lines {first}–{last}, one by one, {time}")
        if sheet.together:
            words = _("Lines {first}–{last}, two lists, {time}")
        return words.format(first=sheet.first, last=sheet.last, time=time)

    def _sheet_chosen(self, *_signal: object) -> None:
        at = self.sheet.currentData()
        if isinstance(at, int) and at < len(self._sheets):
            sheet = self._sheets[at]
            self.first.setValue(sheet.first)
            self.last.setValue(sheet.last)
            if self.grid.editor.lists.is_empty:
                self.grid.set_kind(sheet.kind)
        self._show_numbers()

    def _show_numbers(self, *_signal: object) -> None:
        held = self.last.value() - self.first.value() + 1
        keyed = self.grid.editor.lists.rows
        words = _("Nothing was keyed from paper in this race yet.")
        if self._lines:
            words = _("No line has such a number.")
            if 1 <= self.first.value() <= self.last.value() <= len(self._lines):
                words = plural("{count} line keyed first", "{count} lines keyed first", held)
                bib = self._lines[self.first.value() - 1].bib or "?"
                words += " · " + _("begins with bib {bib}").format(bib=bib)
        self.about.setText(words)
        button = plural("Compare {count} line", "Compare {count} lines", keyed)
        self.compare_button.setText(button if keyed else _("Compare"))
        self.compare_button.setAccessibleName(self.compare_button.text())
        self.compare_button.setEnabled(bool(self._lines) and keyed > 0)

    def set_may_change(self, may: bool) -> None:
        """Whether the file takes anything."""
        self._may_change = may
        self.grid.row_card.set_enabled(may)

    def set_kind(self, kind: PaperTimes) -> None:
        """What the times on the sheet are."""
        self.grid.set_kind(kind)

    def hear(self) -> None:
        """Bring the keys to where they belong."""
        if self.pages.currentWidget() is self.grid:
            self.grid.hear()
        else:
            self.decide.hear()

    def _changed(self) -> None:
        self._keep(self.grid.editor.lists)
        self._show_numbers()
        self.count_changed.emit(self.grid.editor.lists.rows)

    def _keep(self, lists: PaperLists) -> None:
        """On the disk as well."""
        if self._scope is not None:
            self._keeper.keep(self._keeper.name("second", *self._scope), lists)

    # -- comparing ------------------------------------------------------------------------------

    def compare(self) -> None:
        """Show where the second keying differs from the first."""
        lists = self.grid.lists
        if self._scope is None or self._day is None or not self._may_change:
            return
        if lists.is_empty or not self._lines:
            self.grid.say(_("There is nothing to compare yet."), "warn")
            return
        without = next(
            (each.row for each in self.grid.seen.rows
             if each.row.time is None and not each.row.is_empty), None
        )  # fmt: skip
        if without is not None:
            self.grid.go(without.number - 1)
            words = _("Row {row} has no time that can be read. Write it as on the sheet, or take"
                      " the row out: a line without a time is not compared.")  # fmt: skip
            self.grid.say(words.format(row=without.number), "warn")
            self.grid.hear()
            return
        season, (event_id, race_id) = self._context.season, self._scope
        numbers = (self.first.value(), self.last.value())
        self._context.compute(
            lambda: compare_keyings(season, event_id, race_id, numbers, lists),
            self._compared,
            self._refused,
            title=_("Compare two keyings"),
            owner=self,
        )

    def _compared(self, keying: SecondKeying) -> None:
        found = keying.comparison
        if not keying.first:
            self.grid.say(_("No line was keyed first between these numbers."), "warn")
            return
        if not found.differences:
            words = plural(
                "{count} line, and both keyings agree.",
                "{count} lines, and both keyings agree.",
                found.agree,
            )
            self._finished(words)
            return
        if self._scope is not None and self._day is not None:
            self.decide.begin(keying, self._scope, self._day)
            self.choice.setEnabled(False)
            self.pages.setCurrentWidget(self.decide)
            self.decide.hear()

    def back_to_keying(self) -> None:
        """To the second keying, to mend it; what was decided is remembered."""
        self.choice.setEnabled(True)
        self.pages.setCurrentWidget(self.grid)
        self.grid.hear()

    def _finished(self, words: str) -> None:
        """The sheet is done: the next one begins with empty lists."""
        self.grid.begin(PaperLists(kind=self.grid.kind))
        self._sheet_chosen()
        self.back_to_keying()
        self.grid.say(words)

    def _refused(self, error: KnownError) -> None:
        self.grid.say(message(error), "bad")


def _labelled(words: str, widget: QWidget) -> QWidget:
    """A control with its words before it, never torn apart."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.unit(2))
    label = PlainLabel(words, "secondary")
    label.setBuddy(widget)
    row.addWidget(label)
    row.addWidget(widget)
    return pair


def _hints() -> Sequence[Hint]:
    return (
        (("Enter",), _("from the bib to its time, then the next row")),
        (("?",), _("a bib nobody can read")),
        (("Ins", "Del"), _("empty cell here, cell out: the list shifts")),
        (("Ctrl+Z", "F4"), _("take an edit back, to what cannot be read")),
        (("Ctrl+Enter",), _("compare with the first keying")),
    )
