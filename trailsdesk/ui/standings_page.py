"""The standings: rankings and their lists at the left, who is placed and who is not beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.standing_columns import (
    EVENT,
    group_columns,
)
from trailsdesk.ui.standing_reasons import StandingReasons
from trailsdesk.ui.standing_rows import (
    PreparedList,
    list_words,
    preparing,
    so_far_words,
    standing_table,
)
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, EmptyState, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.standing_lines import (
        GroupKey,
        GroupLine,
        PointsView,
        SeriesList,
        StandingLine,
    )
    from trailsdesk.ui.style import Tone

_LOW_ROWS = 8
"""At most so many of those not eligible are seen without scrolling."""


class StandingsPage(Page):
    """Every list of the series, every number explained."""

    said = Signal(str, bool, bool)
    """What is shown in a line; whether places can still change; whether figures are estimates."""
    season_asked = Signal()
    """Enter on a runner: the runner's season is wanted."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Standings"))
        self.context = context
        self._view: PointsView | None = None
        self._columns_for: tuple[object, ...] = ()
        self._chosen: StandingLine | None = None
        self._shown: SeriesList | None = None
        self._shown_key: GroupKey | None = None
        self._scope_race: str | None = None
        self._asked = 0
        self._settling = 0
        self._made_of: tuple[object, ...] = ()
        self.placed: RowTableView | None = None
        self.others: RowTableView | None = None
        self.groups_model: RowTableModel[GroupLine] = RowTableModel(
            group_columns(), lambda line: line.key
        )
        self.groups = RowTableView(self.groups_model, _("Lists of the series"))
        self.groups_model.setParent(self.groups)
        self.ranking = CalmCombo(_("Ranking"))
        self._build()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.filters = QWidget()
        row = QHBoxLayout(self.filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the standings"), key="Ctrl F")
        self.chips = FilterChips(_("Distance"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        row.addStretch()
        column.addWidget(self.filters)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_left())
        across.addWidget(self._build_right(), 1)
        column.addWidget(self.content, 1)
        self.empty = EmptyState(
            _("No points yet"),
            _("Standings follow from the results as soon as somebody has finished."),
            (_("Go to Results"), lambda: self.context.show_panel("results")),
            icon="points",
        )
        self.empty.hide()
        column.addWidget(self.empty, 1)
        self.search.textChanged.connect(self._filter_runners)
        self.chips.chosen.connect(lambda _race: self._settle(self._show_lists))
        self.ranking.activated.connect(lambda _at: self._settle(self._show_ranking))
        self.groups.current_id_changed.connect(lambda _row_id: self._show_list())
        style.watcher().changed.connect(self._fit)
        QWidget.setTabOrder(self.search, self.ranking)
        QWidget.setTabOrder(self.ranking, self.groups)

    def _build_left(self) -> QWidget:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.ranking)
        card = Card(padding=0)
        self.groups.setProperty("bare", True)
        header = self.groups.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        card.body.addWidget(self.groups)
        column.addWidget(card, 1)
        return self._left

    def _build_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.placed_card = Card(padding=0)
        self.placed_label = PlainLabel("", "secondary", wrap=True)
        self.placed_label.setContentsMargins(*self._label_edges())
        self.placed_card.body.addWidget(self.placed_label)
        column.addWidget(self.placed_card, 1)
        self.others_card = Card(padding=0)
        self.others_label = PlainLabel("", "strong")
        self.others_label.setContentsMargins(*self._label_edges())
        self.others_card.body.addWidget(self.others_label)
        column.addWidget(self.others_card)
        self.reasons = StandingReasons()
        column.addWidget(self.reasons)
        return right

    def _label_edges(self) -> tuple[int, int, int, int]:
        return style.unit(3), style.unit(2), style.unit(3), 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list of lists gives way where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.search.setFixedWidth(min(style.unit(75), max(style.unit(40), self.width() * 3 // 10)))
        share = self.width() * 21 // 100
        self._left.setFixedWidth(min(style.unit(80), max(style.unit(62), share)))
        others = self.others
        if others is not None:
            high = others.verticalHeader().defaultSectionSize()
            room = max(2, (self.height() - style.unit(72)) // (3 * high))
            rows = min(_LOW_ROWS, room, max(1, others.row_model.total_count))
            head = others.horizontalHeader().sizeHint().height()
            others.setFixedHeight(rows * high + head + style.unit(2))

    # -- showing --------------------------------------------------------------------------------

    def show_view(self, view: PointsView) -> None:
        """All lists as they are now; what was chosen stays chosen where it can."""
        self._view = view
        here = bool(view.lists)
        self.content.setVisible(here)
        self.filters.setVisible(here)
        self.empty.setVisible(not here)
        if not here:
            self._chosen = self._shown = None
            self._asked += 1  # rows still being made are wanted no longer
            self._made_of = ()
            self.said.emit("", False, False)
        if view.refused:
            self.empty.title_label.setText(_("No series points"))
            self.empty.text_label.setText(view.refused)
        self._settle(self._show_rankings)

    def _settle(self, choose: Callable[[], object]) -> None:
        """What leads to a list is set first, whatever that sets off; the list is shown once."""
        self._settling += 1
        try:
            choose()
        finally:
            self._settling -= 1
        self._show_list()

    def _show_rankings(self) -> None:
        rankings = {} if self._view is None else self._view.rankings
        self.ranking.offer(tuple(rankings.items()), self.ranking.currentData())
        self.ranking.setVisible(len(rankings) > 1)
        self._show_distances()

    def _show_ranking(self) -> None:
        """Another ranking: its first list."""
        self._show_distances()
        if self.groups_model.shown_count:
            self.groups.select_id(self.groups_model.id_at(0))

    def _show_distances(self) -> None:
        view = self._view
        if view is None:
            return
        wanted = self.ranking.currentData()
        lines = [each.line for each in view.lists if each.line.key[0] == wanted]
        races = dict.fromkeys((line.key[1], line.race) for line in lines)
        tone: Tone = "good"
        # The key of a chip must say something: a list over all distances has no code.
        self.chips.set_chips([(_chip(code), label, tone) for code, label in races])
        self.chips.setVisible(len(races) > 1)
        race = self.context.scope.current_race
        code = race.code if race is not None else None
        if code != self._scope_race and code is not None:
            self.chips.choose(_chip(code))
        self._scope_race = code
        self._show_lists()

    def _show_lists(self) -> None:
        view, wanted = self._view, self.ranking.currentData()
        if view is None:
            return
        self.groups_model.set_rows(
            [
                each.line
                for each in view.lists
                if each.line.key[0] == wanted and _chip(each.line.key[1]) == self.chips.current
            ]
        )
        if self.groups.current_id() is None and self.groups_model.shown_count:
            self.groups.select_id(self.groups_model.id_at(0))

    @property
    def group_key(self) -> GroupKey | None:
        """The list shown: ranking, distance and group."""
        current = self.groups.current_id()
        if not isinstance(current, tuple):
            return None
        return str(current[0]), str(current[1]), str(current[2])

    def _show_list(self) -> None:
        """Show the list the cursor is on; its rows are made off this thread."""
        if self._settling:
            return
        view, key = self._view, self.group_key
        shown = None
        if view is not None:
            shown = next((each for each in view.lists if each.line.key == key), None)
        if view is None or shown is None:
            return
        self._shown = shown
        self._make_tables(shown, view)
        if self.placed is None or self.others is None:
            return
        tables = self.placed, self.others
        made_of = shown.source, tables, view.to_come, shown.line
        # Equal lists of very many runners would take longer to compare than to show.
        if self._made_of and made_of[0] is self._made_of[0] and made_of[1:] == self._made_of[1:]:
            return
        self._asked += 1
        asked = self._asked
        work = preparing(shown, self.placed.row_model, self.others.row_model)

        def show(made: PreparedList) -> None:
            # A later choice must not be covered by an earlier one that took longer.
            if asked == self._asked and tables == (self.placed, self.others):
                self._made_of = made_of
                self._show_rows(made, shown, view)

        self.context.compute(work, show, owner=self)

    def _show_rows(self, made: PreparedList, shown: SeriesList, view: PointsView) -> None:
        if self.placed is None or self.others is None:
            return
        self.placed.row_model.set_prepared(made.placed)
        self.others.row_model.set_prepared(made.others)
        if shown.line.key != self._shown_key:
            self._shown_key = shown.line.key
            self.placed.fit_columns()
            self.others.fit_columns()
        self.others_card.setVisible(bool(made.others_count))
        words = plural("{count} not eligible", "{count} not eligible", made.others_count)
        self.others_label.setText(words)
        self._say_so_far(shown, view, made)
        self._fit()
        chosen = self._chosen.row_id if self._chosen is not None else None
        if not (self.placed.select_id(chosen) or self.others.select_id(chosen)):
            table = self.placed if made.placed_count else self.others
            if table.row_model.shown_count:
                table.select_id(table.row_model.id_at(0))
        self._explain(self._current())

    def _say_so_far(self, shown: SeriesList, view: PointsView, made: PreparedList) -> None:
        """Plainly whether these places can still change, and by what."""
        words, to_come = list_words(shown, view)
        self.said.emit(words, bool(to_come), shown.estimate)
        said = so_far_words(to_come, made)
        self.placed_label.setText(said)
        self.placed_label.setVisible(bool(said))

    # -- tables ---------------------------------------------------------------------------------

    def _make_tables(self, shown: SeriesList, view: PointsView) -> None:
        """The events are columns: other events, other tables."""
        wanted = (shown.event_codes, shown.teams, shown.sums, tuple(view.event_names.items()))
        if wanted == self._columns_for and self.placed is not None:
            return
        self._columns_for = wanted
        for old in (self.placed, self.others):
            if old is not None:
                old.hide()
                old.deleteLater()
        self._shown_key = None
        self.placed = self._make_table(shown, view, eligible=True)
        self.placed_card.body.addWidget(self.placed, 1)
        self.others = self._make_table(shown, view, eligible=False)
        self.others_card.body.addWidget(self.others)
        self.others_card.hide()
        QWidget.setTabOrder(self.groups, self.placed)
        QWidget.setTabOrder(self.placed, self.others)

    def _make_table(self, shown: SeriesList, view: PointsView, *, eligible: bool) -> RowTableView:
        table = standing_table(shown, view, eligible=eligible)
        table.row_model.set_filter_text(self.search.text())
        table.current_id_changed.connect(
            lambda row_id: self._runner_chosen(row_id, eligible=eligible)
        )
        table.selectionModel().currentColumnChanged.connect(self._column_chosen)
        table.row_activated.connect(lambda _row_id: self.season_asked.emit())
        return table

    def _runner_chosen(self, row_id: Hashable | None, *, eligible: bool) -> None:
        table, other = self.placed, self.others
        if not eligible:
            table, other = other, table
        if table is None or other is None or row_id is None:
            return
        line = table.row_model.row_of(row_id)
        if line is not None:
            other.clearSelection()
            other.setCurrentIndex(other.rootIndex())
            self._explain(line)

    def _column_chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._explain_score(self._chosen)

    def _table_with_cursor(self) -> RowTableView | None:
        for table in (self.placed, self.others):
            if table is not None and table.current_id() is not None:
                return table
        return None

    def _current(self) -> StandingLine | None:
        table = self._table_with_cursor()
        row_id = table.current_id() if table is not None else None
        if table is None or row_id is None:
            return None
        found: StandingLine | None = table.row_model.row_of(row_id)
        return found

    def _explain(self, line: StandingLine | None) -> None:
        """One runner's total, dropped events and tie, in words."""
        self._chosen = line
        self.reasons.show_line(line)
        self._explain_score(line)

    def _explain_score(self, line: StandingLine | None) -> None:
        """How the score the cursor is on came about."""
        table, told = self._table_with_cursor(), ""
        if table is not None and line is not None and table.currentIndex().isValid():
            column = table.row_model.columns[table.currentIndex().column()]
            if column.key.startswith(EVENT) and column.tooltip is not None:
                told = column.tooltip(line)
        self.reasons.show_score(told)

    # -- asking ---------------------------------------------------------------------------------

    @property
    def runner_id(self) -> RunnerId | None:
        """The runner the cursor is on; None for a club and for nobody."""
        return None if self._chosen is None else self._chosen.runner_id

    @property
    def race_code(self) -> str:
        """The distance of the list shown; empty for all of them."""
        key = self.group_key
        return "" if key is None else key[1]

    def _filter_runners(self, text: str) -> None:
        for table in (self.placed, self.others):
            if table is not None:
                table.row_model.set_filter_text(text)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


def _chip(code: str) -> str:
    return code or "*"
