"""Results: live places, why each is what it is, and the decisions that bear on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.problems import Place
from trailsdesk.domain.ranking import PRINT_ORDER
from trailsdesk.domain.results import AdjustmentId
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import results
from trailsdesk.services.award_problems import awards_told
from trailsdesk.services.publishing import publish_all
from trailsdesk.services.results_desk import (
    GunLine,
    RankedBy,
    ResultDetail,
    ResultLine,
    gun_lines,
    result_detail,
    result_lines,
)
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.award_page import AwardPage
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.gun_bar import GunBar
from trailsdesk.ui.panels.panel import NARROW_PANEL, Panel
from trailsdesk.ui.publish_bar import PublishBar, PublishLine, chip_words, publish_lines
from trailsdesk.ui.result_drawer import ResultDrawer
from trailsdesk.ui.result_words import count_words, result_columns, status_words
from trailsdesk.ui.row_model import PreparedRows, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    PageHeader,
    SearchField,
    SegmentBar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.chrono import Duration
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.publication import Publication, PublishedAs
    from trailsdesk.domain.results import ResultStatus, RulingKind
    from trailsdesk.services.season import Season
    from trailsdesk.services.told import Told
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

SPECS = (
    ActionSpec(
        id="results.filter",
        text=lambda: _("Filter the results"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="results",
        help=lambda: _("The table shows what contains every word typed"),
    ),
    ActionSpec(
        id="results.decide",
        text=lambda: _("Decide on the runner"),
        handler="focus_reason",
        shortcut="Ctrl+E",
        icon="edit",
        panel="results",
        help=lambda: _("Type the reason, then Tab to the decision"),
    ),
    ActionSpec(
        id="results.publish",
        text=lambda: _("Publish the results…"),
        handler="publish",
        shortcut="Ctrl+Shift+U",
        panel="results",
        help=lambda: _("Freeze them as the next version, provisional or official"),
    ),
    ActionSpec(
        id="results.sheets",
        text=lambda: _("To the sheets"),
        handler="show_sheets",
        shortcut="Ctrl+P",
        icon="print",
        panel="results",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    lines: tuple[ResultLine, ...]
    rows: PreparedRows[ResultLine]
    guns: tuple[GunLine, ...]
    zone: str
    unit_ms: int
    many_races: bool
    published: tuple[PublishLine, ...]


class ResultsPanel(Panel):
    """The results of the scope as a table, a drawer with the reasons, and the guns."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Alt+1", _("the places; Alt+2: the awards")),
        ("A, H, Del", _("on the awards: announced, handed out, announcement taken back")),
        ("Ctrl+F", _("filter; Esc empties the filter")),
        ("Ctrl+E", _("decide on the runner under the cursor: reason first")),
        ("Ctrl+Shift+U", _("publish as the next version, provisional or official")),
        ("Ctrl+P", _("to the sheets")),
        ("Enter", _("on a runner: to the reason")),
        ("Ctrl+C", _("copy the chosen rows for a spreadsheet")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Results"))
        self._may_change = not context.season.file.read_only
        self._unit_ms = 1000
        self._asked = 0
        self._any_here = False
        self._wanted: EntryId | None = None
        self._predicates: dict[str, Callable[[ResultLine], bool]] = {}
        self.model: RowTableModel[ResultLine] = RowTableModel(
            result_columns(self._unit),
            lambda line: line.row.entry_id,
            row_tone=lambda line: "muted" if line.row.result.rank is None else None,
        )
        self.table = RowTableView(
            self.model,
            _("Results"),
            state_key="results",
            states=context.settings,
            empty_text=_("Nobody is entered in this race."),
        )
        self.model.setParent(self.table)
        self.drawer = ResultDrawer(read_only=not self._may_change)
        self.guns = GunBar(context)
        self.header = PageHeader(_("Results"))
        self.segments = SegmentBar(
            (
                (RankedBy.OVERALL.value, _("Overall")),
                (RankedBy.GENDER.value, _("By gender")),
                (RankedBy.CATEGORY.value, _("By category")),
            ),
            _("Among whom places are counted"),
        )
        self.empty = EmptyState(
            _("No results yet"),
            _("Results appear by themselves from the entries and the times."),
            (_("To the entries"), lambda: context.show_panel("entries")),
            icon="results",
        )
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)

    def _unit(self) -> int:
        return self._unit_ms

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.standing_chip = Chip("", "warn")
        self.header.add_chip(self.standing_chip)
        self.publish_button = Button(_("Publish…"), self.publish)
        self.publish_button.setEnabled(self._may_change)
        self.sheets_button = Button(_("Sheets"), self.show_sheets, icon="print")
        self.pages = SegmentBar(
            (("places", _("Places")), ("awards", _("Awards"))), _("Pages of the results")
        )
        for action in (self.pages, self.publish_button, self.sheets_button):
            self.header.add_action(action)
        column.addWidget(self.header)
        self.publish_bar = PublishBar()
        self.publish_bar.hide()
        column.addWidget(self.publish_bar)
        self.filters = QWidget()
        row = QHBoxLayout(self.filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the results"), key="Ctrl F")
        self.search.setFixedWidth(style.unit(55))
        self.chips = FilterChips(_("Show"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        row.addWidget(self.segments)
        column.addWidget(self.filters)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        left = QVBoxLayout()
        left.setSpacing(style.unit(3))
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        left.addWidget(card, 1)
        left.addWidget(self.guns)
        across.addLayout(left, 1)
        # They scroll themselves: what they would like must not make the panel scroll.
        for area in (self.table, self.drawer):
            area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        across.addWidget(self.drawer)
        column.addWidget(self.content, 1)
        self.awards = AwardPage(self.context)
        self.awards.hide()
        column.addWidget(self.awards, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(lambda key: self.model.set_predicate(self._predicates.get(key)))
        self.segments.changed.connect(lambda _key: self.reload())
        self.pages.changed.connect(self._turn_to)
        for at, key in enumerate(("places", "awards"), 1):
            switch = QShortcut(QKeySequence(f"Alt+{at}"), self)
            switch.activated.connect(lambda key=key: self.show_page(key))
        self.awards.sheet_asked.connect(self._show_sheet)
        self.table.selected_ids_changed.connect(self._chosen)
        self.table.row_activated.connect(lambda _key: self.focus_reason())
        self.drawer.ruling_asked.connect(self._rule)
        self.drawer.penalty_asked.connect(self._penalise)
        self.drawer.withdraw_asked.connect(self._withdraw)
        self.drawer.read_asked.connect(self._show_read)
        self.drawer.complained.connect(lambda text: self.context.notify(text, "warn"))
        self.publish_bar.asked.connect(self._publish)
        self.publish_bar.closed.connect(self.focus_table)
        self.guns.said.connect(lambda text: self.context.notify(text, "good"))
        self.guns.left.connect(self.focus_table)
        style.watcher().changed.connect(self._fit)
        self.start_at(self.table)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Loaded]:
        season, scope = self.context.season, self.context.scope
        event_id, race_id = scope.event_id, scope.race_id
        by = RankedBy(self.segments.current)
        prepare = self.model.preparer()
        return lambda: _load(season, event_id, race_id, by, prepare)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        self._unit_ms = loaded.unit_ms
        at = [column.key for column in self.model.columns].index("race")
        if self.table.isColumnHidden(at) is loaded.many_races:
            self.table.show_column(at, loaded.many_races)
        self.model.set_prepared(loaded.rows)
        self._show_chips(loaded.lines)
        self.guns.show_guns(loaded.guns, loaded.zone)
        any_here = bool(loaded.lines)
        for widget in (self.sheets_button, self.standing_chip, self.publish_button):
            widget.setVisible(any_here)
        words, tone, why = chip_words(loaded.published)
        self.standing_chip.setText(words)
        self.standing_chip.setToolTip(why)
        style.set_style_property(self.standing_chip, "tone", tone)
        self.publish_bar.fill(loaded.published)
        self._any_here = any_here
        self._turn()
        ranked = sum(line.row.result.rank is not None for line in loaded.lines)
        words = plural("{count} ranked", "{count} ranked", ranked)
        self.header.set_subtitle(words if any_here else "")
        if self._wanted is not None:
            if self.table.select_id(self._wanted):
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._wanted = None
        self._chosen(self.table.selected_ids())

    def _show_chips(self, lines: tuple[ResultLine, ...]) -> None:
        counts: dict[ResultStatus, int] = {}
        for line in lines:
            status = line.row.result.status
            counts[status] = counts.get(status, 0) + 1
        chips: list[tuple[str, str, Tone]] = [("all", _("All"), "good")]
        self._predicates = {}
        for status in PRINT_ORDER:
            if counts.get(status):
                self._predicates[status.value] = (
                    lambda line, status=status: line.row.result.status is status  # type: ignore[misc]
                )
                words = count_words(status, counts[status])
                chips.append((status.value, words, status_words(status)[1]))
        self.chips.set_chips(chips)
        self.model.set_predicate(self._predicates.get(self.chips.current))

    # -- drawer ---------------------------------------------------------------------------------

    def _chosen(self, ids: tuple[Hashable, ...]) -> None:
        self._asked += 1
        if len(ids) != 1:
            self.drawer.show_detail(None, self._unit_ms)
            self._fit_drawer()
            return
        asked, season, entry_id = self._asked, self.context.season, EntryId(int(str(ids[0])))
        self.context.compute(lambda: (asked, result_detail(season, entry_id)), self._show_detail)

    def _show_detail(self, answer: tuple[int, ResultDetail | None]) -> None:
        asked, detail = answer
        if asked == self._asked:
            self.drawer.show_detail(detail, self._unit_ms)
            self._fit_drawer()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.pages.set_current("places")
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_reason(self) -> None:
        """To the line where a decision begins."""
        if self.drawer.detail is not None and self.content.isVisible():
            self.drawer.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_page(self, key: str) -> None:
        """``places`` or ``awards``."""
        self.pages.set_current(key)

    def _turn_to(self, key: str) -> None:
        # Asked before the page is hidden: Qt would hand its focus to whatever comes next.
        by_click = self.pages.button(key).hasFocus()
        self._turn()
        if not by_click and self.isVisible() and self.first_control is not None:
            self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        """Show the page chosen; without anybody entered there is only what to do next."""
        awards = self.pages.current == "awards"
        self.pages.setVisible(self._any_here)
        for widget in (self.filters, self.content):
            widget.setVisible(self._any_here and not awards)
        self.awards.setVisible(self._any_here and awards)
        self.empty.setVisible(not self._any_here)
        self.start_at(self.awards.table if awards else self.table)

    def _show_sheet(self, kind: str) -> None:
        show = getattr(self.context.show_panel("sheets"), "show_kind", None)
        if callable(show):
            show(kind)

    def focus_table(self) -> None:
        """Back to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def publish(self) -> None:
        """Show what is published, and offer the next version."""
        if self.publish_button.isEnabled() and self.publish_button.isVisible():
            self.publish_bar.open_bar()

    def show_sheets(self) -> None:
        """To the sheets."""
        self.context.show_panel("sheets")

    def go_to(self, place: Place) -> None:
        """Show a runner's result; its event and race are in scope already."""
        if place.entry_id is not None:
            self.pages.set_current("places")
            self._wanted = EntryId(place.entry_id)
            self.search.clear()
            self.chips.choose("all")
            self.reload()

    # -- changes --------------------------------------------------------------------------------

    def _rule(self, kind: RulingKind, reason: str) -> None:
        season, detail, actor = self.context.season, self.drawer.detail, self.context.actor()
        if detail is not None and self._may_change:
            entry_id = detail.row.entry_id
            self.context.change(
                lambda: results.rule_on(season, entry_id, kind, reason, actor),
                _("Decide on a runner"),
                lambda _ruling: self._say_awards(entry_id),
            )

    def _say_awards(self, entry_id: EntryId) -> None:
        """Say at once what was announced of this runner and no longer holds."""
        season = self.context.season

        def show(told: tuple[Told, ...]) -> None:
            words = [message(each.problem) for each in told if entry_id in each.entry_ids]
            if words:
                words.append(_("Ctrl+Z takes the decision back."))
                self.context.notify(" ".join(words), "bad")

        self.context.compute(lambda: awards_told(season), show, owner=self)

    def _penalise(self, delta_ms: Duration, reason: str) -> None:
        season, detail, actor = self.context.season, self.drawer.detail, self.context.actor()
        if detail is not None and self._may_change:
            entry_id = detail.row.entry_id
            self.context.change(
                lambda: results.adjust_time(season, entry_id, delta_ms, reason, actor),
                _("Change a time"),
                lambda _adjustment: self._say_awards(entry_id),
            )

    def _withdraw(self, adjustment: int) -> None:
        season, adjustment_id = self.context.season, AdjustmentId(adjustment)
        if self._may_change:
            self.context.change(
                lambda: results.withdraw_adjustment(season, adjustment_id),
                _("Take a change of a time back"),
            )

    def _publish(self, published_as: PublishedAs, note: str) -> None:
        season, scope, actor = self.context.season, self.context.scope, self.context.actor()
        races = race_ids(season, scope.event_id, scope.race_id)

        def said(made: tuple[Publication, ...]) -> None:
            words = plural("{count} race published.", "{count} races published.", len(made))
            self.context.notify(words, "good")
            self.publish_bar.note.clear()
            self.publish_bar.close_bar()

        self.context.change(
            lambda: publish_all(season, races, published_as, actor, note),
            _("Publish the results"),
            said,
        )

    def _show_read(self, read_id: int) -> None:
        scope = self.context.scope
        place = Place(event_id=scope.event_id, race_id=scope.race_id, read_id=read_id)
        self.context.go_to(place)

    # -- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawer takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(style.unit(55), round(self.width() * 0.36))
        self.drawer.setFixedWidth(min(style.unit(82), room))
        self._fit_drawer()

    def _fit_drawer(self) -> None:
        """Where the window is narrow the table has all of it until a runner is chosen."""
        narrow = self.width() < style.unit(NARROW_PANEL)
        self.drawer.setVisible(not narrow or self.drawer.detail is not None)


def _load(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    by: RankedBy,
    prepare: Callable[[Iterable[ResultLine]], PreparedRows[ResultLine]],
) -> _Loaded:
    data = season.data
    lines = result_lines(season, event_id, race_id, by)
    return _Loaded(
        lines=lines,
        rows=prepare(lines),
        guns=gun_lines(season, event_id, race_id),
        zone=data.events[event_id].zone,
        unit_ms=season.rules.timing.unit_ms,
        many_races=race_id is None and len(data.races_of(event_id)) > 1,
        published=publish_lines(season, race_ids(season, event_id, race_id)),
    )


def race_ids(season: Season, event_id: EventId, race_id: RaceId | None) -> tuple[RaceId, ...]:
    """The race in scope, else all of the event."""
    if race_id is not None:
        return (race_id,)
    return tuple(race.id for race in season.data.races_of(event_id))
