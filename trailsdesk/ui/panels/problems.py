"""Problems: one list for all that is not clean, worst first, each with what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.problems import Place, Severity
from trailsdesk.i18n import _, plural
from trailsdesk.services.fixes import fixes_for
from trailsdesk.services.problems import BEFORE_THE_GUN, concerns
from trailsdesk.services.touched import touched
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.fix_bar import FixBar
from trailsdesk.ui.panel_table import PANELS
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.problem_lines import (
    SEVERITIES,
    ProblemLine,
    problem_columns,
    problem_lines,
)
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, EmptyState, PageHeader, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.services.fixes import Fix
    from trailsdesk.services.touched import TouchedRow
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

SPECS = (
    ActionSpec(
        id="problems.filter",
        text=lambda: _("Filter the problems"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="problems",
        help=lambda: _("The table shows what contains every word typed"),
    ),
    ActionSpec(
        id="problems.mend",
        text=lambda: _("Mend the chosen problem"),
        handler="focus_fix",
        shortcut="Ctrl+E",
        icon="edit",
        panel="problems",
        enabled_when="may_change",
        help=lambda: _("Go to the field or button that mends it"),
        menu="problems",
    ),
    ActionSpec(
        id="problems.go",
        text=lambda: _("Go to where the problem is"),
        handler="go_there",
        shortcut="Ctrl+Return",
        icon="link",
        panel="problems",
        help=lambda: _("Show the entry, time or race it speaks of"),
        menu="problems",
    ),
    ActionSpec(
        id="problems.rows",
        text=lambda: _("Go to the rows it touches"),
        handler="focus_rows",
        shortcut="Ctrl+L",
        icon="table",
        panel="problems",
        help=lambda: _("The list beside the problem: Enter goes to a row, Esc comes back"),
        menu="problems",
    ),
)


_LOW = 110
"""Grid steps of height below which the list is short, so that the fixes stay in sight."""
_ABOUT_ALL = ("season", "history", "problems")
"""Panels that are about everything; there is no need to choose them."""


class ProblemsPanel(Panel):
    """The list, its filters, and below it the chosen problem in full with its fixes."""

    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter, Ctrl+E", _("go to what mends the chosen problem; Esc comes back")),
        ("Ctrl+Enter", _("go to where the problem is")),
        ("Ctrl+L", _("the rows it touches: Enter goes there, Esc comes back")),
        ("Ctrl+F", _("filter; Esc empties the filter")),
        ("Ctrl+C", _("copy the chosen rows for a spreadsheet")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Problems"))
        self._may_change = not context.season.file.read_only
        self._lines: tuple[ProblemLine, ...] = ()
        self._asked = 0
        self._to_be_seen = False
        self._at = 0
        data = context.season.data
        held = {data.races[entry.race_id].event_id for entry in data.entries.values()}
        self.model: RowTableModel[ProblemLine] = RowTableModel(
            problem_columns(several_events=len(held) > 1), lambda line: line.key
        )
        self.table = RowTableView(
            self.model, _("Problems"), state_key="problems", states=context.settings
        )
        self.model.setParent(self.table)
        self.bar = FixBar(may_change=self._may_change)
        self._build()
        self.start_at(self.table)
        self.action_set = ActionSet(SPECS, self, self)
        self.action_set.update_enabled({"may_change"} if self._may_change else ())

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Problems"))
        column.addWidget(self.header)
        self.filters = QWidget()
        row = QHBoxLayout(self.filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the problems"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        self.shown_label = PlainLabel("", "secondary")
        self.about_choice = CalmCombo(_("What it is about"))
        self.about_choice.setMinimumContentsLength(12)
        self.event_choice = CalmCombo(_("Event"))
        self.event_choice.setMinimumContentsLength(12)
        for widget in (
            self.search, self.chips, self.shown_label, self.about_choice, self.event_choice
        ):  # fmt: skip
            row.addWidget(widget, 1 if widget is self.chips else 0)
        column.addWidget(self.filters)
        self.content = QWidget()
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.unit(3))
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        card.body.addWidget(self.table)
        inside.addWidget(card, 1)
        inside.addWidget(self.bar)
        self.empty = EmptyState(
            _("Nothing to mend"),
            _("What is not clean about entries, times and results is gathered here."),
            icon="ok",
        )
        self.empty.hide()
        column.addWidget(self.content, 1)
        column.addWidget(self.empty, 1)
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.about_choice.currentIndexChanged.connect(self._choice_changed)
        self.event_choice.currentIndexChanged.connect(self._choice_changed)
        self.model.counts_changed.connect(self._show_counts)
        self.table.current_id_changed.connect(self._chosen)
        self.table.row_activated.connect(lambda _row_id: self.focus_fix())
        self.table.verticalScrollBar().rangeChanged.connect(self._room_changed)
        self.bar.asked.connect(self._mend)
        self.bar.place_asked.connect(self.go_there)
        self.bar.left.connect(self._back_to_table)
        self.bar.rows.chosen.connect(self._row_chosen)
        self.bar.rows.place_asked.connect(self.context.go_to)
        self.bar.rows.left.connect(self._back_to_table)
        style.watcher().changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The filter gives way where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low = self.height() < style.unit(_LOW)
        self.table.setMinimumHeight(style.unit(16 if low else 32))
        self.bar.rows.set_most(3 if self.height() < style.unit(170) else 6)
        self.search.setFixedWidth(min(style.unit(75), max(style.unit(40), self.width() * 3 // 10)))

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], tuple[ProblemLine, ...]]:
        season = self.context.season
        return lambda: problem_lines(season)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        # The view moves its cursor by itself when a row goes, so both are noted beforehand.
        before, at = self.table.current_id(), self._at
        self._lines = loaded
        self._offer_events()
        self._offer_panels()
        self._show_chips()
        self._filter(self.chips.current)
        self.model.set_rows(loaded)
        self.filters.setVisible(bool(loaded))
        self.content.setVisible(bool(loaded))
        self.empty.setVisible(not loaded)
        self._show_counts()
        if before is None or self.model.position_of(before) < 0:
            self._choose_at(at)
        self._chosen(self.table.current_id())

    def _choose_at(self, position: int) -> None:
        """The row where the mended one was, so that one after the other can be mended."""
        last = self.model.shown_count - 1
        if last >= 0:
            self.table.select_id(self.model.id_at(min(max(0, position), last)))

    def _offer_events(self) -> None:
        events = self.context.season.data.events_in_order()
        counts: dict[int | None, int] = {}
        for line in self._lines:
            counts[line.event_id] = counts.get(line.event_id, 0) + 1
        chosen = self.event_choice.currentData()
        choices: list[tuple[object, str]] = [(None, _("All events"))]
        choices += [
            (event.id, f"{event.name} ({counts[event.id]})" if event.id in counts else event.name)
            for event in events
        ]
        self.event_choice.offer(choices, chosen)
        self.event_choice.setVisible(len(events) > 1)

    def _offer_panels(self) -> None:
        """What the problems are about, panel by panel, as far as there are any."""
        found: list[tuple[object, str]] = [("", _("Everything"))]
        before = self._about(BEFORE_THE_GUN)
        if before:
            words = _("Before the gun ({count})").format(count=before)
            found.append((BEFORE_THE_GUN, words))
        for panel in PANELS:
            count = 0 if panel.key in _ABOUT_ALL else self._about(panel.key)
            if count:
                found.append((panel.key, f"{panel.title} ({count})"))
        chosen = self.about_choice.currentData()
        if chosen and chosen not in [key for key, _words in found]:
            # What somebody is mending stays chosen when its last problem has gone.
            found.append((chosen, self._about_words(chosen)))
        self.about_choice.offer(found, chosen)

    def _about(self, key: str) -> int:
        return sum(concerns(line.problem, key) for line in self._of_event())

    def _about_words(self, key: str) -> str:
        titles = {panel.key: panel.title for panel in PANELS}
        return _("Before the gun") if key == BEFORE_THE_GUN else titles.get(key, key)

    def show_about(self, key: str) -> None:
        """Show only what concerns a panel, or ``BEFORE_THE_GUN``, at the event in scope."""
        self.search.clear()
        key = "" if key in _ABOUT_ALL else key
        scope = self.context.scope
        self.event_choice.choose(scope.event_id)
        if self.about_choice.findData(key) < 0:
            self.about_choice.addItem(self._about_words(key), key)
        self.about_choice.choose(key)
        self._choice_changed(0)
        self.chips.choose("all")

    def before_the_gun(self) -> None:
        """Show the odd data that is best mended before the start."""
        self.show_about(BEFORE_THE_GUN)

    def _of_event(self) -> list[ProblemLine]:
        wanted = self.event_choice.currentData()
        return [line for line in self._lines if wanted in (None, line.event_id)]

    def _in_choice(self) -> list[ProblemLine]:
        about = self.about_choice.currentData() or ""
        return [line for line in self._of_event() if not about or concerns(line.problem, about)]

    def _show_chips(self) -> None:
        lines = self._in_choice()
        chips: list[tuple[str, str, Tone]] = [
            ("all", _("All {count}").format(count=len(lines)), "good")
        ]
        words = {
            Severity.ERROR: ("{count} error", "{count} errors"),
            Severity.WARNING: ("{count} to look at", "{count} to look at"),
            Severity.INFO: ("{count} only told", "{count} only told"),
        }
        for severity, (one, many) in words.items():
            count = sum(line.severity is severity for line in lines)
            if count:
                tone = SEVERITIES[severity][1]
                chips.append((severity.value, plural(one, many, count), tone))
        self.chips.set_chips(chips)

    def _choice_changed(self, _index: int) -> None:
        self._offer_panels()
        self._show_chips()
        self._filter(self.chips.current)

    def _filter(self, key: str) -> None:
        wanted = self.event_choice.currentData()
        about = self.about_choice.currentData() or ""

        def passes(line: ProblemLine) -> bool:
            here = wanted in (None, line.event_id) and key in ("all", "", line.severity.value)
            return here and (not about or concerns(line.problem, about))

        everything = wanted is None and not about and key in ("all", "")
        self.model.set_predicate(None if everything else passes)
        if self.table.current_id() is None:
            self._choose_at(0)

    def _show_counts(self, *_counts: object) -> None:
        shown, total = self.model.shown_count, self.model.total_count
        text = _("{shown} of {total} shown").format(shown=shown, total=total)
        self.shown_label.setText("" if shown == total else text)
        self.header.set_subtitle(
            plural("{count} open", "{count} open", total) if total else _("all clean")
        )

    # -- the chosen one -------------------------------------------------------------------------

    def _line(self) -> ProblemLine | None:
        row_id = self.table.current_id()
        return None if row_id is None else self.model.row_of(row_id)

    def _chosen(self, row_id: Hashable | None) -> None:
        self._asked += 1
        line = None if row_id is None else self.model.row_of(row_id)
        if line is None:
            self.bar.show_line(None, ())
            return
        self._at = max(0, self.model.position_of(row_id))
        asked, season, actor = self._asked, self.context.season, self.context.actor()
        problem = line.problem
        self.context.compute(
            lambda: (asked, line, fixes_for(season, problem, actor), touched(season, problem)),
            self._show_line,
            owner=self,
        )

    def _show_line(
        self, answer: tuple[int, ProblemLine, tuple[Fix, ...], tuple[TouchedRow, ...]]
    ) -> None:
        asked, line, fixes, rows = answer
        if asked == self._asked:
            self.bar.show_line(line, fixes, rows)
            self._to_be_seen = True
            QTimer.singleShot(0, self.table, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        self.table.scrollTo(self.table.currentIndex())

    def _room_changed(self, *_range: int) -> None:
        """The bar below takes the room it needs; the row it speaks of stays to be seen."""
        if self._to_be_seen:
            self._to_be_seen = False
            self._keep_in_sight()

    def _row_chosen(self, place: Place | None) -> None:
        """One of the rows: what mends it alone; let go again, what mends them all."""
        line = self._line()
        if line is None:
            return
        self._asked += 1
        asked, season, actor = self._asked, self.context.season, self.context.actor()
        one = None if place is None or place.entry_id is None else EntryId(place.entry_id)
        self.context.compute(
            lambda: (asked, fixes_for(season, line.problem, actor, one)),
            self._show_fixes,
            owner=self,
        )

    def _show_fixes(self, answer: tuple[int, tuple[Fix, ...]]) -> None:
        asked, fixes = answer
        if asked == self._asked:
            self.bar.show_fixes(fixes)

    def _mend(self, act: Callable[[], object], said: str) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        words = said or _("Mended. Ctrl+Z takes it back.")
        self.context.change(
            act, _("Mend a problem"), lambda _value: self.context.notify(words, "good")
        )

    def focus_fix(self) -> None:
        """Go to what mends the chosen problem; where one act does not, go to its place."""
        line = self._line()
        if line is not None and not self.bar.focus_fix():
            self.go_there()

    def go_there(self) -> None:
        """Show the entry, time or race the chosen problem speaks of."""
        line, row = self._line(), self.bar.rows.current()
        if isinstance(row, Place):
            self.context.go_to(row)
        elif line is not None and line.problem.place is not None:
            self.context.go_to(line.problem.place)

    def focus_rows(self) -> None:
        """Go to the list of what the chosen problem touches."""
        self.bar.rows.focus_rows()

    def _back_to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
