"""On course: who is out there, calls over the radio, and whether all are accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.entry import EntryId
from trailsdesk.i18n import _
from trailsdesk.services.on_course import CourseView, course_detail
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.checkpoint_page import CheckpointPage
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.on_course_actions import HELP, SPECS
from trailsdesk.ui.on_course_acts import RunnerActs
from trailsdesk.ui.on_course_box import RadioCard
from trailsdesk.ui.on_course_calls import CallTaker
from trailsdesk.ui.on_course_counts import CountsCard
from trailsdesk.ui.on_course_drawer import CourseDrawer
from trailsdesk.ui.on_course_load import LoadedCourse, load_course
from trailsdesk.ui.on_course_words import (
    BACK,
    FILTERS,
    LEFT,
    WAITING,
    CourseLine,
    CourseState,
    PlaceFilter,
    course_columns,
    place_tests,
)
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.panels.panel import NARROW_PANEL, Panel
from trailsdesk.ui.race_clock import shared_clock
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, EmptyState, PageHeader, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from trailsdesk.domain.problems import Place
    from trailsdesk.services.on_course import CourseDetail
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

_TICK_MS = 10_000
"""How often minutes are looked at: what is late, what closes soon."""

_TIGHT = 190
"""Grid steps of width below which the counts are one line."""
_LOW = 120
"""Grid steps of height below which the radio says only what it must."""


class OnCoursePanel(Panel):
    """The radio above, the list below, one runner in the drawer; the checkpoints behind Alt+C.

    Args:
        steady: the counter the race clock runs on; the system's own when not given.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = HELP

    def __init__(
        self,
        context: PanelContext,
        parent: QWidget | None = None,
        *,
        steady: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("On course"))
        self._may_change = not context.season.file.read_only
        self._view: CourseView | None = None
        self._minute = 0
        self._asked = 0
        self._wanted: EntryId | None = None
        self._place: PlaceFilter | None = None
        self._shows_others = False
        self.clock = shared_clock(context, steady)
        self.model: RowTableModel[CourseLine] = RowTableModel(
            course_columns(), lambda line: line.row.entry_id
        )
        self.table = RowTableView(
            self.model,
            _("Runners out there"),
            state_key="on-course",
            states=context.settings,
            empty_text=_("Nobody is out there."),
        )
        self.model.setParent(self.table)
        self.radio = RadioCard(self.clock, read_only=not self._may_change)
        self.counts = CountsCard()
        self.drawer = CourseDrawer(read_only=not self._may_change)
        self.calls = CallTaker(context, self.radio, self)
        self.acts = RunnerActs(context, self.drawer, self)
        self.checkpoints = CheckpointPage(context)
        self.pages = PageStack()
        self.header = PageHeader(_("On course"))
        self.empty = EmptyState(
            _("Nobody to look after yet"),
            _(
                "Once runners are entered and a race has started, everybody who is not in stands"
                " here: last seen where, expected when."
            ),
            (_("Checkpoints…"), self.show_checkpoints),
            icon="on_course",
            second_action=(_("To the entries"), lambda: context.show_panel("entries")),
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)
        self.action_set.update_enabled({"may_change"} if self._may_change else ())

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list_page = QWidget()
        self.pages.addWidget(self.list_page)
        self.pages.addWidget(self.checkpoints)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        column = QVBoxLayout(self.list_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        for button in (
            Button(_("Checkpoints"), self.show_checkpoints, icon="on_course", key="Alt C"),
            Button(_("Sweep list"), self.show_sweep_list, icon="print", key="Ctrl P"),
        ):
            self.header.add_action(button)
        column.addWidget(self.header)
        self.content = QWidget()
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.unit(3))
        self.top = QWidget()
        top = QHBoxLayout(self.top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(style.unit(3))
        top.addWidget(self.radio, 3)
        top.addWidget(self.counts, 2)
        self.top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside.addWidget(self.top)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        left = QVBoxLayout()
        left.setSpacing(style.unit(2))
        left.addWidget(self._build_filters())
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        left.addWidget(card, 1)
        across.addLayout(left, 1)
        across.addWidget(self.drawer)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        card.setMinimumHeight(style.unit(16))
        inside.addLayout(across, 1)
        column.addWidget(self.content, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def _build_filters(self) -> QWidget:
        filters = QWidget()
        row = QHBoxLayout(filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the runners"), key="Ctrl F")
        self.places = CalmCombo(_("Which place"), ((None, _("Everywhere")),))
        self.chips = FilterChips(_("Show"), self.places)
        row.addWidget(self.search)
        row.addWidget(self.places)
        row.addWidget(self.chips, 1)
        return filters

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._chip_chosen)
        self.places.activated.connect(self._place_chosen)
        self.table.selected_ids_changed.connect(self._chosen)
        self.table.row_activated.connect(lambda _key: self.focus_stop())
        self.radio.looked_up.connect(self._look_up)
        self.radio.stepped.connect(self._step)
        self.acts.done.connect(self.radio.box.hear)
        self.checkpoints.closed.connect(self.show_list)
        self._timer.timeout.connect(self.tick)
        style.watcher().changed.connect(self._fit)
        self.start_at(self.radio.box)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], LoadedCourse]:
        season, scope, now_ms = self.context.season, self.context.scope, self.clock.now_ms()
        event_id, race_id, prepare = scope.event_id, scope.race_id, self.model.preparer()
        states = BACK if self.chips.current == "back" else LEFT | WAITING
        return lambda: load_course(season, event_id, race_id, now_ms, states, prepare)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        view: CourseView = loaded.view
        self._view, self._minute = view, loaded.minute
        total = view.tally
        any_here = bool(total.entries)
        self.content.setVisible(any_here)
        self.empty.setVisible(not any_here)
        self._show_race_column(len(view.races) > 1)
        self.model.set_prepared(loaded.lines)
        self.radio.show_book(loaded.book)
        self.counts.show_counts(view.races, total, loaded.counts[CourseState.OVERDUE])
        self._show_chips(loaded.counts)
        self._show_places(loaded.places)
        self._filter()
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._chosen(self.table.selected_ids())
        if self.pages.currentWidget() is self.checkpoints:
            self.checkpoints.refresh()

    def _show_race_column(self, shown: bool) -> None:
        at = [column.key for column in self.model.columns].index("race")
        if self.table.isColumnHidden(at) is shown:
            self.table.show_column(at, shown)

    def _show_chips(self, counts: Mapping[CourseState, int]) -> None:
        chips: list[tuple[str, str, Tone]] = []
        for key, states, words, tone in FILTERS:
            count = sum(counts[state] for state in states)
            if count or key == "left":
                chips.append((key, words.format(count=count), tone))
        self.chips.set_chips(chips)

    def _show_places(self, choices: Sequence[tuple[PlaceFilter | None, str]]) -> None:
        if self._place not in [value for value, _words in choices]:
            self._place = None
        self.places.offer(choices, self._place)
        self.places.setVisible(len(choices) > 1)

    def _place_chosen(self, _at: int) -> None:
        self._place = self.places.currentData()
        self._filter()

    def _chip_chosen(self, key: str) -> None:
        """Those who are out of the race stand on a list of their own."""
        others = key == "back"
        if others is not self._shows_others:
            self._shows_others = others
            self.reload()
        self._filter()

    def _filter(self) -> None:
        """Rows of the chip chosen, at the place chosen."""
        view, wanted, key = self._view, self._place, self.chips.current
        states = next((states for own, states, _w, _t in FILTERS if own == key), LEFT)
        if view is None:
            return
        fits = place_tests(view)
        if wanted is None:
            self.model.set_predicate(lambda line: line.state in states)
        else:
            place = wanted
            self.model.set_predicate(lambda line: line.state in states and fits(place, line))
        # Columns are fitted to rows: without any there is nothing to scroll to.
        bar = Qt.ScrollBarPolicy
        policy = bar.ScrollBarAsNeeded if self.model.shown_count else bar.ScrollBarAlwaysOff
        self.table.setHorizontalScrollBarPolicy(policy)

    def tick(self) -> None:
        """A minute may have passed: what is late and what closes soon is told anew."""
        self.radio.tick()
        if self.clock.now_ms() // 60_000 != self._minute:
            self.reload()

    # -- the list -------------------------------------------------------------------------------

    def _chosen(self, ids: tuple[Hashable, ...]) -> None:
        self._asked += 1
        line = self.model.row_of(ids[0]) if len(ids) == 1 else None
        self.drawer.show_line(line)
        self._fit_drawer()
        if line is None:
            return
        asked, season, entry_id = self._asked, self.context.season, line.row.entry_id
        self.context.compute(lambda: (asked, course_detail(season, entry_id)), self._show_detail)

    def _show_detail(self, answer: tuple[int, CourseDetail | None]) -> None:
        asked, detail = answer
        if asked == self._asked:
            self.drawer.show_detail(detail)

    def _look_up(self, entry_id: EntryId | None) -> None:
        """The runner a call speaks of stands in the drawer while it is typed."""
        if entry_id is not None and self.model.position_of(entry_id) >= 0:
            self.table.select_id(entry_id)

    def _step(self, by: int) -> None:
        """Up and Down from the box go through the list; the keys stay in the box."""
        count = self.model.shown_count
        if not count:
            return
        ids = self.table.selected_ids()
        at = self.model.position_of(ids[0]) if len(ids) == 1 else -1
        to = at + by if at >= 0 else (0 if by > 0 else count - 1)
        self.table.select_id(self.model.id_at(max(0, min(count - 1, to))))

    def next_needed(self) -> None:
        """Choose the next row that needs a person, from the one chosen on and round."""
        needs = {CourseState.AT_ODDS, CourseState.OVERDUE, CourseState.MISSED}
        rows = self.model.shown_rows()
        ids = self.table.selected_ids()
        at = self.model.position_of(ids[0]) if len(ids) == 1 else -1
        for step in range(1, len(rows) + 1):
            line = rows[(at + step) % len(rows)]
            if line.state in needs:
                self.table.select_id(line.row.entry_id)
                return
        self.context.notify(_("Nobody is overdue or past a cut-off."), "good")

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        if self._shows_list():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def focus_station(self) -> None:
        """To the choice of the station."""
        if self._shows_list():
            self.radio.station.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.radio.station.showPopup()

    def focus_stop(self) -> None:
        """To the withdrawal of the runner chosen."""
        if self._shows_list():
            self.drawer.focus_stop()

    def _shows_list(self) -> bool:
        return self.pages.currentWidget() is self.list_page and not self.content.isHidden()

    # -- the radio ------------------------------------------------------------------------------

    def unsaved(self) -> str:
        """A call that is typed and not taken."""
        text = self.calls.unsaved
        return _("the call “{text}”").format(text=text) if text else ""

    # -- one runner -----------------------------------------------------------------------------

    def seen_back(self) -> None:
        """The runner chosen was seen back; one still out there is withdrawn with it."""
        if self._shows_list():
            self.acts.seen_back()

    def toggle_contact(self) -> None:
        """Fetch and show the protected lines of the runner chosen, or take them away."""
        if self._shows_list():
            self.acts.toggle_contact()

    # -- pages ----------------------------------------------------------------------------------

    def show_checkpoints(self) -> None:
        """The checkpoints of the race in scope."""
        self.pages.setCurrentWidget(self.checkpoints)
        self.checkpoints.show_race(self.context.scope.race_id)
        self.checkpoints.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_checkpoint(self) -> None:
        """Type a new checkpoint."""
        self.show_checkpoints()
        self.checkpoints.new_checkpoint()

    def import_checkpoints(self) -> None:
        """Take a table of checkpoints."""
        self.show_checkpoints()
        self.checkpoints.import_table()

    def move_earlier(self) -> None:
        """The checkpoint chosen goes one place towards the start."""
        self.checkpoints.move_by(-1)

    def move_later(self) -> None:
        """The checkpoint chosen goes one place towards the finish."""
        self.checkpoints.move_by(1)

    def show_list(self) -> None:
        """Back to the list."""
        self.pages.setCurrentWidget(self.list_page)
        self.reload()
        self.radio.box.hear()

    def show_sweep_list(self) -> None:
        """The sweep list, one key away from being printed."""
        panel = self.context.show_panel("sheets")
        show = getattr(panel, "sweep_list", None)
        if callable(show):
            show()

    def go_to(self, place: Place) -> None:
        """Show a runner; the event and race are in scope already."""
        if place.entry_id is not None:
            self._wanted = EntryId(place.entry_id)
            self.search.clear()
            self.show_list()

    # -- keys and size --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the box from wherever the keys are."""
        if event.key() == Qt.Key.Key_Escape and self._shows_list():
            self.drawer.hide_contact()
            self.radio.box.hear()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Minutes are watched while somebody looks."""
        super().showEvent(event)
        self._timer.start()
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: protected lines go from the screen."""
        super().hideEvent(event)
        self._timer.stop()
        self.drawer.hide_contact()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawer takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(style.unit(55), round(self.width() * 0.34))
        self.drawer.setFixedWidth(min(style.unit(82), room))
        self.radio.hints.setVisible(self.height() >= style.unit(170))
        narrow = self.width() < style.unit(NARROW_PANEL)
        self.radio.set_narrow(narrow)
        around = self.parentWidget()
        seen = min(self.height(), around.height()) if around is not None else self.height()
        self.radio.set_low(seen < style.unit(_LOW))
        self.counts.set_narrow(narrow, tight=self.width() < style.unit(_TIGHT))
        self.search.setFixedWidth(style.unit(28 if narrow else 40))
        self.places.setFixedWidth(style.unit(30 if narrow else 46))
        self._fit_drawer()

    def _fit_drawer(self) -> None:
        """Where the window is narrow the table has all of it until a runner is chosen."""
        narrow = self.width() < style.unit(NARROW_PANEL)
        self.drawer.setVisible(not narrow or not self.drawer.is_empty)
