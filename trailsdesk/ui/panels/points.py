"""Points: the series standings by distance and category, every number explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.problems import Place
from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.standing_lines import (
    GroupKey,
    GroupLine,
    PointsView,
    StandingLine,
    group_columns,
    points_view,
    runners_words,
    standing_columns,
    standing_lines,
    sum_words,
)
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import (
    Callout,
    Card,
    Chip,
    EmptyState,
    PageHeader,
    PlainLabel,
    SearchField,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.points import StandingGroup
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

SPECS = (
    ActionSpec(
        id="points.filter",
        text=lambda: _("Filter the standings"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="points",
        help=lambda: _("The tables show what contains every word typed"),
    ),
    ActionSpec(
        id="points.entry",
        text=lambda: _("Open the runner's entry"),
        handler="open_entry",
        shortcut="Ctrl+Return",
        icon="entries",
        panel="points",
        help=lambda: _("The entry in the latest event of this distance"),
        menu="points",
    ),
)
_LOW_ROWS = 8
"""At most so many of those not eligible are seen without scrolling."""


class PointsPanel(Panel):
    """Categories at the left; at the right who is placed, who is not eligible, and why."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Arrow keys", _("at the left: choose a category; at the right: a runner")),
        ("Ctrl+F", _("filter the runners; Esc empties the filter")),
        ("Ctrl+Enter", _("open the chosen runner's entry")),
        ("Ctrl+C", _("copy the chosen rows for a spreadsheet")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Points"))
        self._view: PointsView | None = None
        self._columns_for: tuple[object, ...] = ()
        self._chosen: StandingLine | None = None
        self._shown_key: GroupKey | None = None
        self._scope_race: str | None = None
        self.placed: RowTableView | None = None
        self.others: RowTableView | None = None
        self.groups_model: RowTableModel[GroupLine] = RowTableModel(
            group_columns(), lambda line: line.key
        )
        self.groups = RowTableView(self.groups_model, _("Categories of the series"))
        self.groups_model.setParent(self.groups)
        self._build()
        self.start_at(self.groups)
        self.action_set = ActionSet(SPECS, self, self)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Points"))
        self.so_far_chip = Chip("", "warn")
        self.so_far_chip.hide()
        self.header.add_chip(self.so_far_chip)
        column.addWidget(self.header)
        self.filters = QWidget()
        row = QHBoxLayout(self.filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the standings"), key="Ctrl F")
        self.chips = FilterChips(_("Distance"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        column.addWidget(self.filters)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        self._left = Card(padding=0)
        self.groups.setProperty("bare", True)
        header = self.groups.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._left.body.addWidget(self.groups)
        across.addWidget(self._left)
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
        self.chips.chosen.connect(self._race_chosen)
        self.groups.current_id_changed.connect(self._group_chosen)
        style.watcher().changed.connect(self._fit)

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
        self.reasons = Callout("muted")
        self.sum_label = PlainLabel("", "strong", wrap=True)
        self.why_label = PlainLabel("", wrap=True)
        self.eligible_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.sum_label, self.why_label, self.eligible_label):
            self.reasons.body.addWidget(label)
        column.addWidget(self.reasons)
        return right

    def _label_edges(self) -> tuple[int, int, int, int]:
        return style.unit(3), style.unit(2), style.unit(3), 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list of categories gives way where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.search.setFixedWidth(min(style.unit(75), max(style.unit(40), self.width() * 3 // 10)))
        share = self.width() * 21 // 100
        self._left.setFixedWidth(min(style.unit(80), max(style.unit(62), share)))
        others = self.others
        if others is not None:
            high = others.verticalHeader().defaultSectionSize()
            room = max(2, (self.height() - style.unit(80)) // (2 * high))
            rows = min(_LOW_ROWS, room, max(1, others.row_model.total_count))
            head = others.horizontalHeader().sizeHint().height()
            others.setFixedHeight(rows * high + head + style.unit(2))

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], PointsView]:
        season = self.context.season
        return lambda: points_view(season)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        self._view = loaded
        here = bool(loaded.groups)
        self.content.setVisible(here)
        self.filters.setVisible(here)
        self.empty.setVisible(not here)
        if loaded.refused:
            self.empty.title_label.setText(_("No series points"))
            self.empty.text_label.setText(loaded.refused)
        race = self.context.scope.current_race
        races = dict.fromkeys((line.key[0], line.race) for line in loaded.groups)
        tone: Tone = "good"
        self.chips.set_chips([(code, label, tone) for code, label in races])
        code = race.code if race is not None else None
        if code != self._scope_race and code is not None:
            self.chips.choose(code)
        self._scope_race = code
        self._show_groups()

    def _show_groups(self) -> None:
        view, race = self._view, self.chips.current
        if view is None:
            return
        self.groups_model.set_rows([line for line in view.groups if line.key[0] == race])
        if self.groups.current_id() is None and self.groups_model.shown_count:
            self.groups.select_id(self.groups_model.id_at(0))
        self._show_group()

    def _race_chosen(self, _race: str) -> None:
        self._show_groups()

    def _group_chosen(self, _row_id: Hashable | None) -> None:
        self._show_group()

    @property
    def group_key(self) -> GroupKey | None:
        """The group shown: distance and category."""
        current = self.groups.current_id()
        if not isinstance(current, tuple):
            return None
        return str(current[0]), str(current[1])

    def _show_group(self) -> None:
        view, key = self._view, self.group_key
        group = view.of_group.get(key) if view is not None and key is not None else None
        if view is None or group is None:
            return
        self._make_tables(group, view)
        lines = standing_lines(group)
        placed = [line for line in lines if line.place is not None]
        others = [line for line in lines if line.place is None]
        if self.placed is None or self.others is None:
            return
        self.placed.row_model.set_rows(placed)
        self.others.row_model.set_rows(others)
        if key != self._shown_key:
            self._shown_key = key
            self.placed.fit_columns()
            self.others.fit_columns()
        self.others_card.setVisible(bool(others))
        words = plural("{count} not eligible", "{count} not eligible", len(others))
        self.others_label.setText(words)
        self._say_so_far(group, view, placed)
        self._fit()
        chosen = self._chosen.runner_id if self._chosen is not None else None
        if not (self.placed.select_id(chosen) or self.others.select_id(chosen)):
            first = placed or others
            table = self.placed if placed else self.others
            if first:
                table.select_id(first[0].runner_id)
        self._explain(self._current())

    def _say_so_far(
        self, group: StandingGroup, view: PointsView, placed: list[StandingLine]
    ) -> None:
        """Plainly whether these places can still change, and by what."""
        to_come = view.to_come.get(group.race_code, ())
        held = len(group.event_codes) - len(to_come)
        self.header.set_subtitle(
            _("{race}, {category} · {runners} · after {held} of {count} events").format(
                race=group.race_label,
                category=group.label,
                runners=runners_words(len(group.standings)),
                held=held,
                count=len(group.event_codes),
            )
        )
        self.so_far_chip.setVisible(bool(to_come))
        self.so_far_chip.setText(_("places so far"))
        said = ""
        if to_come:
            said = _("Places so far: still to come {events}.").format(events=", ".join(to_come))
            if not any(line.final for line in placed):
                said += " " + _("Nobody has finished as many events as the series asks for yet.")
        elif not placed:
            said = _("Nobody is eligible in this category.")
        self.placed_label.setText(said)
        self.placed_label.setVisible(bool(said))

    # -- tables ---------------------------------------------------------------------------------

    def _make_tables(self, group: StandingGroup, view: PointsView) -> None:
        """The events are columns: other events, other tables."""
        wanted = (group.event_codes, tuple(view.event_names.items()))
        if wanted == self._columns_for and self.placed is not None:
            return
        self._columns_for = wanted
        for old in (self.placed, self.others):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.placed = self._make_table(group, view, eligible=True)
        self.placed_card.body.addWidget(self.placed, 1)
        self.others = self._make_table(group, view, eligible=False)
        self.others_card.body.addWidget(self.others)
        QWidget.setTabOrder(self.groups, self.placed)
        QWidget.setTabOrder(self.placed, self.others)

    def _make_table(
        self, group: StandingGroup, view: PointsView, *, eligible: bool
    ) -> RowTableView:
        model: RowTableModel[StandingLine] = RowTableModel(
            standing_columns(group, view, eligible=eligible), lambda line: line.runner_id
        )
        model.set_filter_text(self.search.text())
        table = RowTableView(
            model,
            _("Standings") if eligible else _("Not eligible"),
            empty_text=_("Nobody is eligible in this category."),
        )
        model.setParent(table)
        table.setProperty("bare", True)
        if eligible:
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            table.setMinimumHeight(style.unit(24))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(len(model.columns) - 1, QHeaderView.ResizeMode.Stretch)
        table.current_id_changed.connect(
            lambda row_id: self._runner_chosen(row_id, eligible=eligible)
        )
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

    def _current(self) -> StandingLine | None:
        for table in (self.placed, self.others):
            row_id = table.current_id() if table is not None else None
            if table is not None and row_id is not None:
                found: StandingLine | None = table.row_model.row_of(row_id)
                return found
        return None

    def _explain(self, line: StandingLine | None) -> None:
        """One runner's total, dropped events and tie, in words."""
        self._chosen = line
        self.why_label.setVisible(line is not None)
        self.eligible_label.setVisible(line is not None and bool(line.reason))
        if line is None:
            self.reasons.set_tone("muted")
            self.sum_label.setText(_("Choose a runner to see how the total came about."))
            return
        self.reasons.set_tone("good" if line.eligible else "muted")
        self.sum_label.setText(sum_words(line))
        self.why_label.setText(line.explanation)
        start = _("Not eligible: {why}") if line.place is None else _("Not eligible yet: {why}")
        self.eligible_label.setText(start.format(why=line.reason))

    # -- keys -----------------------------------------------------------------------------------

    def _filter_runners(self, text: str) -> None:
        for table in (self.placed, self.others):
            if table is not None:
                table.row_model.set_filter_text(text)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_entry(self) -> None:
        """Show the chosen runner's entry in the latest event of the distance."""
        line, key = self._chosen, self.group_key
        if line is None or key is None:
            return
        data = self.context.season.data
        found = [
            entry
            for entry in data.entries.values()
            if entry.runner_id == line.runner_id and data.races[entry.race_id].code == key[0]
        ]
        if found:
            latest = max(found, key=lambda e: data.events[data.races[e.race_id].event_id].date)
            event_id = data.races[latest.race_id].event_id
            self.context.go_to(
                Place(
                    event_id=event_id,
                    race_id=latest.race_id,
                    entry_id=latest.id,
                    runner_id=latest.runner_id,
                )
            )
