"""Places in the final: per race and rule who has one, whom it goes to next, and what they said."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.qualification import SlotReply
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.qualification import answer, pass_on_overdue, take_answer_back
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.final_lines import (
    FinalLine,
    RuleLine,
    final_columns,
    reply_words,
    rule_columns,
    status_chips,
    status_words,
)
from trailsdesk.ui.final_more_time import MoreTime
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import (
    Button,
    Callout,
    Card,
    EmptyState,
    Notice,
    PlainLabel,
    SearchField,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.final_lines import ListKey, PlacesList, PlacesView
    from trailsdesk.ui.row_model import PreparedRows


class FinalPage(Page):
    """Rules at the left, runners at the right, the reason and the answer below."""

    said = Signal(str)
    season_asked = Signal()

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Places in the final"))
        self.context = context
        self._may_change = not context.season.file.read_only
        self._view: PlacesView | None = None
        self._shown: PlacesList | None = None
        self._line: FinalLine | None = None
        self._fitted: ListKey | None = None
        self._asked = 0
        self._settling = False
        self.table: RowTableView | None = None
        self.rules_model: RowTableModel[RuleLine] = RowTableModel(
            rule_columns(), lambda line: line.key
        )
        self.rules = RowTableView(self.rules_model, _("Races and their ways to a final"))
        self.rules_model.setParent(self.rules)
        self.overdue = Notice("", "warn", (_("Let them go on"), self.pass_on))
        self.what = PlainLabel("", "strong", wrap=True)
        self.why = PlainLabel("", wrap=True)
        self.due = PlainLabel("", "secondary", wrap=True)
        self.note = QLineEdit()
        self.accept_button = Button(_("Accepted"), lambda: self.reply(SlotReply.ACCEPTED), key="1")
        self.decline_button = Button(
            _("Declined"), lambda: self.reply(SlotReply.DECLINED), key="2"
        )
        self.back_button = Button(_("Take back"), self.take_back, kind="quiet", key="3")
        self.more_time = MoreTime(context)
        self._build()
        self._keys()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        self._left = Card(padding=0)
        self.rules.setProperty("bare", True)
        header = self.rules.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._left.body.addWidget(self.rules)
        across.addWidget(self._left)
        across.addWidget(self._build_right(), 1)
        column.addWidget(self.content, 1)
        self.empty = EmptyState(
            _("No places to give yet"),
            _("Who earns a place in a final follows from the results of the race chosen above."),
            (_("Go to Results"), lambda: self.context.show_panel("results")),
            icon="medal",
        )
        self.empty.hide()
        column.addWidget(self.empty, 1)
        self.search.textChanged.connect(self._filter_text)
        self.chips.chosen.connect(self._filter)
        self.rules.current_id_changed.connect(lambda _row: self._show_list())
        style.watcher().changed.connect(self._fit)

    def _build_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the runners"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        column.addLayout(row)
        self.notes = Callout("warn")
        self.notes_label = PlainLabel("", wrap=True)
        self.notes.body.addWidget(self.notes_label)
        column.addWidget(self.notes)
        self.overdue.hide()
        column.addWidget(self.overdue)
        self.shares = PlainLabel("", "secondary", elide=True)
        column.addWidget(self.shares)
        self.table_card = Card(padding=0)
        column.addWidget(self.table_card, 1)
        self.callout = Callout("muted")
        for label in (self.what, self.why, self.due):
            self.callout.body.addWidget(label)
        self.answers = QWidget()
        line = QHBoxLayout(self.answers)
        line.setContentsMargins(0, style.unit(1), 0, 0)
        line.setSpacing(style.unit(2))
        self.note.setPlaceholderText(_("Note, for instance: by mail"))
        self.note.setAccessibleName(_("Note to the answer"))
        self.note.setMaxLength(200)
        line.addWidget(self.note, 1)
        for button in (self.accept_button, self.decline_button, self.back_button):
            line.addWidget(button)
        self.callout.body.addWidget(self.answers)
        self.callout.body.addWidget(self.more_time)
        column.addWidget(self.callout)
        return right

    def _keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("1", lambda: self.reply(SlotReply.ACCEPTED)),
            ("2", lambda: self.reply(SlotReply.DECLINED)),
            ("3", self.take_back),
            ("4", self.more_time.toggle),
        )
        for key, act in acts:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: act())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rules give way where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        share = self.width() * 28 // 100
        self._left.setFixedWidth(min(style.unit(90), max(style.unit(62), share)))
        self.search.setFixedWidth(min(style.unit(55), max(style.unit(36), self.width() // 5)))

    # -- showing --------------------------------------------------------------------------------

    def show_view(self, view: PlacesView) -> None:
        """The rules of the races in scope; what was chosen stays chosen where it can."""
        self._view = view
        self.content.setVisible(bool(view.lists))
        self.empty.setVisible(not view.lists)
        if not view.lead:
            self.empty.title_label.setText(_("These rules lead to no final"))
        self._settling = True  # the list is shown once, below
        self.rules_model.set_rows([each.line for each in view.lists])
        if self.rules.current_id() is None and view.lists:
            self.rules.select_id(view.lists[0].line.key)
        self._settling = False
        if not view.lists:
            self._shown = self._line = None
            self._asked += 1  # rows still being made are wanted no longer
            self.said.emit("")
        self._show_list()

    @property
    def runner_id(self) -> RunnerId | None:
        """The runner the cursor is on."""
        return None if self._line is None else self._line.runner_id

    @property
    def line(self) -> FinalLine | None:
        """The row the cursor is on."""
        return self._line

    def _show_list(self) -> None:
        if self._settling:
            return
        view, key = self._view, self.rules.current_id()
        shown = None
        if view is not None:
            shown = next((each for each in view.lists if each.line.key == key), None)
        if shown is None:
            return
        self._shown = shown
        self.notes_label.setText(" ".join(shown.notes))
        self.notes.setVisible(bool(shown.notes))
        self.shares.setText(shown.shares or shown.says)
        self.shares.setVisible(bool(shown.shares or shown.says))
        self.answers.setVisible(shown.answered)
        self._say_overdue(shown)
        have = plural("{count} has a place", "{count} have a place", shown.line.have)
        self.said.emit(f"{shown.line.race} · {shown.line.rule} · {have}")
        table = self._table_for(shown)
        self._asked += 1
        asked, prepare = self._asked, table.row_model.preparer()

        def show(rows: PreparedRows[FinalLine]) -> None:
            # A later choice must not be covered by an earlier one that took longer.
            if asked == self._asked:
                self._show_rows(table, rows, shown)

        self.context.compute(lambda: prepare(shown.lines()), show, owner=self)

    def _say_overdue(self, shown: PlacesList) -> None:
        self.overdue.setVisible(bool(shown.overdue))
        words = plural(
            "{count} answer is overdue. The place goes on only when you say so.",
            "{count} answers are overdue. The places go on only when you say so.",
            shown.overdue,
        )
        self.overdue.set_notice(words, "warn")
        if self.overdue.button is not None:
            self.overdue.button.setEnabled(self._may_change)

    def _show_rows(
        self, table: RowTableView, rows: PreparedRows[FinalLine], shown: PlacesList
    ) -> None:
        table.row_model.set_prepared(rows)
        if shown.line.key != self._fitted:
            self._fitted = shown.line.key
            table.fit_columns()
        self.chips.set_chips(status_chips(shown))
        self._filter(self.chips.current)
        if table.current_id() is None and table.row_model.shown_count:
            table.select_id(table.row_model.id_at(0))
        self._explain()

    def _table_for(self, shown: PlacesList) -> RowTableView:
        """The table with the columns this rule needs."""
        columns = final_columns(shown)
        if self.table is not None:
            if [c.key for c in self.table.row_model.columns] == [c.key for c in columns]:
                return self.table
            self.table.hide()
            self.table.deleteLater()
        model: RowTableModel[FinalLine] = RowTableModel(columns, lambda line: line.entry_id)
        model.set_filter_text(self.search.text())
        table = self.table = RowTableView(
            model, _("Runners and their places"), empty_text=_("Nobody here stands so.")
        )
        model.setParent(table)
        table.setProperty("bare", True)
        self.table_card.body.addWidget(table)
        table.show()  # at once, so that it can take the focus
        table.current_id_changed.connect(lambda _row: self._explain())
        table.row_activated.connect(lambda _row: self.season_asked.emit())
        self._fitted = None
        order = (
            self.rules, self.search, table, self.note, self.accept_button, self.decline_button,
            self.back_button, self.more_time.button,
        )  # fmt: skip
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)
        return table

    def _explain(self) -> None:
        """How the runner the cursor is on stands, and what can be answered."""
        row_id = None if self.table is None else self.table.current_id()
        line: FinalLine | None = None
        if self.table is not None and row_id is not None:
            line = self.table.row_model.row_of(row_id)
        if line is None or self._line is None or line.entry_id != self._line.entry_id:
            self.note.clear()
        self._line = line
        self.more_time.show_line(line, None if self._shown is None else self._shown.extended_year)
        may = line is not None and self._may_change
        self.accept_button.setEnabled(may and line is not None and line.may_accept)
        self.decline_button.setEnabled(may and line is not None and line.may_decline)
        self.back_button.setEnabled(may and line is not None and line.reply is not None)
        self.note.setEnabled(may)
        for button in (self.accept_button, self.decline_button, self.back_button):
            button.setToolTip("" if self._may_change else _("The file is open for reading only."))
        if line is None:
            self.callout.set_tone("muted")
            self.what.setText(_("Choose a runner to see why."))
            self.why.setText("")
            self.due.hide()
            return
        self.callout.set_tone("warn" if line.overdue else "good" if line.may_accept else "muted")
        self.what.setText(f"#{line.bib} {line.name}: {status_words(line)}")
        told = message(line.why)
        if line.estimate:
            told += " " + _("The rule rests on an estimate.")
        self.why.setText(told)
        answered = reply_words(line)
        self.due.setText(_("Answer: {answer}").format(answer=answered))
        self.due.setVisible(bool(answered))

    # -- filtering ------------------------------------------------------------------------------

    def _filter_text(self, text: str) -> None:
        if self.table is not None:
            self.table.row_model.set_filter_text(text)

    def _filter(self, key: str) -> None:
        if self.table is None:
            return
        keep: Callable[[FinalLine], bool] | None = None
        if key == "overdue":
            keep = _is_overdue
        elif key and key != "all":
            keep = _Stands(key)
        self.table.row_model.set_predicate(keep)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- answering ------------------------------------------------------------------------------

    def reply(self, reply: SlotReply) -> None:
        """Note what the runner the cursor is on has said."""
        line, shown, season = self._line, self._shown, self.context.season
        if line is None or shown is None or not (shown.answered and self._may_change):
            return
        rule, actor, note = shown.line.key[1], self.context.actor(), self.note.text()
        self.context.change(
            lambda: answer(season, line.entry_id, rule, reply, actor, note),
            _("Note the answer to a place"),
        )

    def take_back(self) -> None:
        """Strike what the runner has said."""
        line, shown, season = self._line, self._shown, self.context.season
        if line is None or shown is None or line.reply is None or not self._may_change:
            return
        rule = shown.line.key[1]
        self.context.change(
            lambda: take_answer_back(season, line.entry_id, rule), _("Take an answer back")
        )

    def pass_on(self) -> None:
        """Let every place whose answer is overdue go to the next runner, as one change."""
        shown, season, actor = self._shown, self.context.season, self.context.actor()
        if shown is None or not self._may_change:
            return
        race_id, rule = shown.line.key
        self.context.change(
            lambda: pass_on_overdue(season, race_id, rule, actor), _("Let overdue places go on")
        )


def _is_overdue(line: FinalLine) -> bool:
    return line.overdue


class _Stands:
    """Whether a row has a status."""

    def __init__(self, status: str) -> None:
        self._status = status

    def __call__(self, line: FinalLine) -> bool:
        return line.status.value == self._status
