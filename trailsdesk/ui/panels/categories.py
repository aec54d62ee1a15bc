"""Categories: the scheme, who falls where, who could not be placed, decisions with a reason."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import Place
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.categories import (
    choose_division,
    choose_divisions,
    override_category,
)
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet
from trailsdesk.ui.category_actions import HELP, SPECS, runner_menu
from trailsdesk.ui.category_decision import CategoryDecision
from trailsdesk.ui.category_lines import (
    BandLine,
    CategoryView,
    PlacedLine,
    band_columns,
    category_view,
    placed_columns,
)
from trailsdesk.ui.category_merges import MergeLine, MergePage, merge_lines
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.page_stack import Page, PageStack
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import PreparedRows, RowTableModel
from trailsdesk.ui.runner_pairs import PairLine, PairPage, pair_lines
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import (
    Card,
    EmptyState,
    Notice,
    PageHeader,
    PlainLabel,
    SearchField,
    SegmentBar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QContextMenuEvent, QResizeEvent

    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

_PAGES = ("placed", "merges", "pairs")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What the page shown needs; the others wait until they are turned to."""

    placed: CategoryView | None = None
    rows: PreparedRows[PlacedLine] | None = None
    merges: tuple[MergeLine, ...] | None = None
    merge_below: int = 0
    pairs: tuple[PairLine, ...] | None = None


class CategoriesPanel(Panel):
    """The scheme as a table at the left, the runners at the right, reasons and decisions below."""

    kinds: ClassVar[frozenset[str]] = frozenset({
        "category_merge", "category_override", "entry", "event", "race", "ruling", "runner",
        "runner_verdict", "series",
    })  # fmt: skip
    help_text: ClassVar[tuple[tuple[str, str], ...]] = HELP

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Categories"))
        self._may_change = not context.season.file.read_only
        self._view: CategoryView | None = None
        self._codes: frozenset[str] = frozenset()
        self._codes_words = ""
        self._wanted: Hashable | None = None
        self.scheme: RowTableView | None = None
        self._merges: MergePage | None = None
        self._pairs: PairPage | None = None
        self.runners_model: RowTableModel[PlacedLine] = RowTableModel(
            placed_columns(),
            lambda line: line.entry_id,
            row_tone=lambda line: "warn" if line.unplaced else None,
        )
        self.runners = RowTableView(
            self.runners_model,
            _("Runners and their categories"),
            state_key="categories",
            states=context.settings,
            empty_text=_("Nobody is in this category."),
        )
        self.runners_model.setParent(self.runners)
        self.decision = CategoryDecision(may_change=self._may_change)
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)
        self.action_set.update_enabled({"may_change"} if self._may_change else ())

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Categories"))
        self.pages = SegmentBar(
            (
                ("placed", _("Runners")),
                ("merges", _("Small ones")),
                ("pairs", _("One runner or two")),
            ),
            _("Pages of the categories"),
        )
        self.header.add_action(self.pages)
        column.addWidget(self.header)
        self._stack = PageStack()
        column.addWidget(self._stack, 1)
        page = Page()
        self._stack.addWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.notice = Notice("", "warn", (_("Show them"), self.show_unplaced))
        self.notice.hide()
        column.addWidget(self.notice)
        self.empty = EmptyState(
            _("Nobody to place yet"),
            _("Categories follow from birth date and gender as soon as there are entries."),
            (_("Go to Entries"), lambda: self.context.show_panel("entries")),
            icon="categories",
        )
        self.empty.hide()
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_left())
        across.addWidget(self._build_right(), 1)
        column.addWidget(self.content, 1)
        column.addWidget(self.empty, 1)

    def _build_left(self) -> QWidget:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self._scheme_card = Card(padding=0)
        column.addWidget(self._scheme_card, 3)
        days = Card(_("On which day ages are taken"))
        area = ScrollColumn()
        words = area.column
        self.event_day_label = PlainLabel("", wrap=True)
        self.series_day_label = PlainLabel("", wrap=True)
        self.source_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.event_day_label, self.series_day_label, self.source_label):
            words.addWidget(label)
        words.addStretch(1)
        days.body.addWidget(area, 1)
        column.addWidget(days, 1)
        return self._left

    def _build_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the runners"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        column.addLayout(row)
        card = Card(padding=0)
        self.runners.setProperty("bare", True)
        card.body.addWidget(self.runners)
        column.addWidget(card, 1)
        column.addWidget(self.decision)
        return right

    def _connect(self) -> None:
        self.search.textChanged.connect(self.runners_model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.runners.current_id_changed.connect(self._show_runner)
        self.runners.row_activated.connect(lambda _row_id: self.focus_decision())
        self.decision.decided.connect(self._decide)
        self.decision.withdrawn.connect(self._withdraw_decision)
        self.decision.division_chosen.connect(self._choose_division)
        self.pages.changed.connect(self._turn_to)
        for at, key in enumerate(_PAGES, 1):
            switch = QShortcut(QKeySequence(f"Alt+{at}"), self)
            switch.activated.connect(lambda key=key: self.pages.set_current(key))
        self.decision.entry_button.clicked.connect(lambda _on=False: self.open_entry())
        style.watcher().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._left.setFixedWidth(min(style.unit(116), round(self.width() * 0.42)))
        self.search.setFixedWidth(min(style.unit(55), round(self.width() * 0.22)))
        self.runners.setMinimumHeight(style.unit(16))
        self._fit_scheme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scheme takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit_scheme(self) -> None:
        """The scheme is as high as its lines, as far as there is room."""
        scheme = self.scheme
        if scheme is not None:
            lines = scheme.row_model.total_count * scheme.verticalHeader().defaultSectionSize()
            height = lines + scheme.horizontalHeader().sizeHint().height() + style.unit(5)
            scheme.setMinimumHeight(min(height, style.unit(36)))
            self._scheme_card.setMaximumHeight(height + style.unit(1))

    # -- loading --------------------------------------------------------------------------------

    @property
    def merges(self) -> MergePage:
        """The page of small categories; made when first wanted."""
        if self._merges is None:
            self._merges = MergePage(self.context)
            self._stack.addWidget(self._merges)
        return self._merges

    @property
    def pairs(self) -> PairPage:
        """The page of records that may be one runner; made when first wanted."""
        if self._pairs is None:
            self._pairs = PairPage(self.context)
            self._stack.addWidget(self._pairs)
        return self._pairs

    def _turn_to(self, key: str) -> None:
        """Show a page; it is filled as soon as what it shows is counted."""
        if key == "merges":
            self._stack.setCurrentWidget(self.merges)
        elif key == "pairs":
            self._stack.setCurrentWidget(self.pairs)
        else:
            self._stack.setCurrentIndex(0)
        self.reload()

    def loader(self) -> Callable[[], _Loaded]:
        season, scope = self.context.season, self.context.scope
        event_id, race_ids = scope.event_id, scope.race_ids
        page = self.pages.current
        if page == "merges":
            return lambda: _Loaded(
                merges=merge_lines(season, race_ids),
                merge_below=season.rules.categories.merge_below,
            )
        if page == "pairs":
            return lambda: _Loaded(pairs=pair_lines(season))
        prepare = self.runners_model.preparer()

        def load() -> _Loaded:
            view = category_view(season, event_id, race_ids)
            return _Loaded(placed=view, rows=prepare(view.lines))

        return load

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        """The page that was asked for; a page turned meanwhile asks anew."""
        if loaded.rows is not None:
            self._show_placed(loaded.placed, loaded.rows)
        if loaded.merges is not None:
            self.merges.show_lines(loaded.merges, loaded.merge_below)
            empty = None if loaded.merges else self.merges.empty.button
            self.start_at(empty or self.merges.table)
        if loaded.pairs is not None:
            self.pairs.show_lines(loaded.pairs)
            self.start_at(self.pairs.table)

    def _show_placed(self, view: CategoryView, rows: PreparedRows[PlacedLine]) -> None:
        genders_changed = self._view is None or self._view.genders != view.genders
        self._view = view
        if genders_changed:
            self._make_scheme(view)
        if self.scheme is not None:
            self.scheme.row_model.set_rows(view.bands)
            self._fit_scheme()
        self.runners_model.set_prepared(rows)
        self.decision.offer(view.order, view.divisions)
        self.content.setVisible(bool(view.lines))
        self.empty.setVisible(not view.lines)
        self.start_at(self.runners if view.lines else self.empty.button or self.runners)
        entries = plural("{count} entry", "{count} entries", len(view.lines))
        self.header.set_subtitle(entries if view.lines else "")
        self._show_days(view)
        self._show_unplaced(view)
        self._show_chips()
        if self._wanted is not None:
            self.chips.choose("all")
            self.runners.select_id(self._wanted)
            self._wanted = None
        self._show_runner(self.runners.current_id())

    def _make_scheme(self, view: CategoryView) -> None:
        if self.scheme is not None:
            self.scheme.hide()
            self.scheme.deleteLater()
        model = RowTableModel(band_columns(view.genders), lambda line: line.code)
        self.scheme = RowTableView(model, _("The scheme: categories and how many run in each"))
        model.setParent(self.scheme)
        self.scheme.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.scheme.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.scheme.setProperty("bare", True)
        self.scheme.setSortingEnabled(False)
        self.scheme.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scheme.selectionModel().currentChanged.connect(self._cell_chosen)
        self.scheme.clicked.connect(lambda index: self._cell_chosen(index, QModelIndex()))
        self._scheme_card.body.addWidget(self.scheme)
        order = (self.scheme, self.search, self.runners, *self.decision.controls())
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _show_days(self, view: CategoryView) -> None:
        event = self.context.season.data.events[self.context.scope.event_id]
        self.event_day_label.setText(
            _("At {event}: the age on {day}.").format(
                event=event.name, day=day_words(view.event_day)
            )
        )
        self.series_day_label.setText(
            _("For the series: the age on {day}.").format(day=day_words(view.series_day))
        )
        self.source_label.setText(view.source)

    def _show_unplaced(self, view: CategoryView) -> None:
        unplaced = view.unplaced
        self.notice.setVisible(bool(unplaced))
        if not unplaced:
            return
        reasons: dict[str, int] = {}
        for line in unplaced:
            reasons[line.why.code] = reasons.get(line.why.code, 0) + 1
        told = ", ".join(f"{count} {_reason_words(code)}" for code, count in reasons.items())
        start = plural(
            "{count} entry has no category", "{count} entries have no category", len(unplaced)
        )
        self.notice.set_notice(f"{start}: {told}.", "warn")

    def _show_chips(self) -> None:
        view = self._view
        if view is None:
            return
        chips: list[tuple[str, str, Tone]] = [("all", _("All"), "good")]
        if self._codes:
            count = sum(line.code in self._codes for line in view.lines)
            chips.append(("cell", f"{self._codes_words} {count}", "good"))
        if view.unplaced:
            words = _("{count} not placed").format(count=len(view.unplaced))
            chips.append(("unplaced", words, "warn"))
        if view.decided:
            words = _("{count} by decision").format(count=view.decided)
            chips.append(("decided", words, "muted"))
        self.chips.set_chips(chips)
        self._filter(self.chips.current)

    def _filter(self, key: str) -> None:
        codes = self._codes
        predicates: dict[str, Callable[[PlacedLine], bool]] = {
            "cell": lambda line: line.code in codes,
            "unplaced": lambda line: line.unplaced,
            "decided": lambda line: line.decided,
        }
        self.runners_model.set_predicate(predicates.get(key))

    def _cell_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self.scheme is None or not index.isValid() or self._view is None:
            return
        # Qt puts the cursor on the first cell when the table gets the focus; nobody chose that.
        if not self.scheme.selectionModel().isSelected(index):
            return
        line: BandLine = self.scheme.row_model.row_at(index.row())
        at = index.column() - 1
        if 0 <= at < len(line.codes) and self._view.genders:
            self._codes = frozenset(line.codes[at])
            self._codes_words = f"{line.label} {self._view.genders[at]}"
        else:
            self._codes = line.all_codes
            self._codes_words = line.label
        self._show_chips()
        self.chips.choose("cell")

    # -- runner and decision --------------------------------------------------------------------

    def _line(self) -> PlacedLine | None:
        current = self.runners.current_id()
        return None if current is None else self.runners_model.row_of(current)

    def _show_runner(self, row_id: Hashable | None) -> None:
        self.decision.show_line(None if row_id is None else self.runners_model.row_of(row_id))

    def show_small(self) -> None:
        """Turn to the small categories."""
        self.pages.set_current("merges")

    def show_pairs(self) -> None:
        """Turn to the records that may be one runner."""
        self.pages.set_current("pairs")

    def show_unplaced(self) -> None:
        """List those without a category, the cursor on the first."""
        self.pages.set_current("placed")
        self.search.clear()
        self.chips.choose("unplaced")
        if self.runners_model.shown_count:
            self.runners.select_id(self.runners_model.id_at(0))
        self.runners.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.pages.set_current("placed")
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_decision(self) -> None:
        """Go to the line where a decision is made."""
        if self.pages.current == "merges":
            self.merges.focus_decision()
        elif self.pages.current == "placed" and self._line() is not None and self._may_change:
            self.decision.category.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_division(self) -> None:
        """Open the list of divisions of the chosen runner."""
        if self.pages.current == "placed" and self._line() is not None and self._may_change:
            self.decision.focus_division()

    def withdraw(self) -> None:
        """Take back what was decided of the chosen runner, category or pair."""
        if self.pages.current == "merges":
            self.merges.unmerge()
        elif self.pages.current == "pairs":
            self.pairs.withdraw()
        else:
            self._withdraw_decision()

    def open_entry(self) -> None:
        """Show the entry of the runner, or of the first of two records, in the entries panel."""
        if self.pages.current == "pairs":
            self.pairs.open_entry(0)
            return
        line = self._line() if self.pages.current == "placed" else None
        if line is not None:
            self.context.go_to(
                Place(
                    event_id=self.context.scope.event_id,
                    race_id=line.race_id,
                    entry_id=line.entry_id,
                    runner_id=line.runner_id,
                )
            )

    def go_to(self, place: Place) -> None:
        """Show an entry, its event and race in scope already; or the pair a record is of."""
        if place.entry_id is None and place.runner_id is not None:
            self.pairs.want(RunnerId(place.runner_id))
            self.pages.set_current("pairs")
            self.reload()
        if place.entry_id is not None:
            self._wanted = place.entry_id
            self.pages.set_current("placed")
            self.search.clear()
            self.reload()

    def _decide(self, category: str, reason: str) -> None:
        line, season = self._line(), self.context.season
        if line is not None and self._may_change:
            self.context.change(
                lambda: override_category(season, line.entry_id, category, reason),
                _("Place a runner by decision"),
            )

    def menu(self) -> QMenu:
        """What can be done with the chosen runners."""
        chosen = self.runners.selected_rows()
        divisions = self._view.divisions if self._view is not None and self._may_change else ()
        actions = (act for act in self.action_set.in_menu("categories") if act.isEnabled())
        return runner_menu(self, actions, divisions, chosen, self._choose_divisions)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the chosen runners, by the mouse and by the menu key."""
        table = self.runners
        inside = table.rect().contains(table.mapFromGlobal(event.globalPos()))
        if table.isVisible() and inside and table.selected_rows():
            self.menu().popup(event.globalPos())
        else:
            super().contextMenuEvent(event)

    def _choose_divisions(self, division: str) -> None:
        season = self.context.season
        chosen = tuple(line.entry_id for line in self.runners.selected_rows())
        if len(chosen) == 1:
            self._choose_division(division)
        elif chosen and self._may_change:
            self.context.change(
                lambda: choose_divisions(season, chosen, division), _("Choose a division")
            )

    def _choose_division(self, division: str) -> None:
        line, season = self._line(), self.context.season
        if line is not None and self._may_change:
            self.context.change(
                lambda: choose_division(season, line.entry_id, division),
                _("Choose a division"),
            )

    def _withdraw_decision(self) -> None:
        line, season = self._line(), self.context.season
        if line is not None and line.decided and self._may_change:
            self.context.change(
                lambda: override_category(season, line.entry_id, "", ""),
                _("Withdraw a decision"),
            )


def _reason_words(code: str) -> str:
    known = {
        "category.no-birth-date": _("without birth date"),
        "category.no-gender": _("without gender"),
        "category.age-outside": _("of an age no category takes"),
        "category.division-unknown": _("in a division the rules do not have"),
    }
    return known.get(code, _("for another reason"))
