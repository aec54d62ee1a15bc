"""Entries: the table, its filters, the drawer, taking lists, and the entry desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, Race, RaceId, Wave
from trailsdesk.domain.pace import paced
from trailsdesk.i18n import _, plural
from trailsdesk.services.entry_bulk import BulkField, BulkPlan, plan_bulk
from trailsdesk.services.entry_desk import EntryDetail, entry_detail, guarded_of
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet
from trailsdesk.ui.entry_actions import SPECS
from trailsdesk.ui.entry_acts import EntryActs
from trailsdesk.ui.entry_drawer import EntryDrawer
from trailsdesk.ui.entry_guarded import reaches_guarded
from trailsdesk.ui.entry_lines import EntryLine, entry_columns, entry_lines, has_medal
from trailsdesk.ui.entry_pages import EntryPages
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.panels.panel import NARROW_PANEL, Panel
from trailsdesk.ui.row_model import PreparedRows, RowTableModel
from trailsdesk.ui.start_field import table_key
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import (
    Button,
    Card,
    ChipButton,
    EmptyState,
    PageHeader,
    PlainLabel,
    SearchField,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.problems import Place
    from trailsdesk.services.ports import Changes
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

_PREDICATES: dict[str, Callable[[EntryLine], bool]] = {
    "unpaid": lambda line: line.unpaid,
    "birth": lambda line: line.no_birth_date,
    "bib": lambda line: line.no_bib,
    "waiver": lambda line: line.no_waiver,
    "medal": has_medal,
    "withdrawn": lambda line: line.withdrawn,
}
"""The groups the entries can be filtered by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    rows: PreparedRows[EntryLine]
    counts: Mapping[str, int]
    standing: int
    races: tuple[Race, ...]
    waves: tuple[Wave, ...]
    currency: str
    capacity: int | None
    any_here: bool


class EntriesPanel(Panel):
    """The table of entries with its drawer; import and entry desk take its place while in use."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "category_override",
            "entry",
            "event",
            "ledger_line",
            "question",
            "question_answer",
            "race",
            "runner",
            "series",
            "waiver",
        }
    )
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Ctrl+N", _("late entry")),
        ("Ctrl+I", _("import an entry list; a file can be dropped here too")),
        ("Ctrl+V", _("in the table: import the table or the lines that were copied")),
        ("Ctrl+T", _("the till: payments, who owes, cash-up")),
        ("Ctrl+M", _("medals: hand-out, post, orders")),
        ("Alt+Q", _("questions of your own")),
        ("Alt+O", _("odd data, best mended before the gun")),
        ("Ctrl+F", _("filter; Esc empties the filter")),
        ("Enter", _("open the entry under the cursor")),
        ("F2", _("edit bib, nation or club in place")),
        ("Ctrl+E", _("edit person and entry")),
        ("Ctrl+D", _("withdraw the chosen entries")),
        ("Shift, Ctrl+A", _("choose several, to change them at once")),
        ("Ctrl+C", _("copy the chosen rows for a spreadsheet")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Entries"))
        self._may_change = not context.season.file.read_only
        self._wanted: EntryId | None = None
        self._detail_asked = 0
        self._now_chosen: tuple[EntryId, ...] = ()
        self._filling = False
        self._loaded_now: _Loaded | None = None
        self.acts = EntryActs(context)
        self.model = self._make_model()
        self.table = RowTableView(
            self.model,
            _("Entries"),
            state_key="entries",
            states=context.settings,
            empty_text=_("No entries in this race yet."),
        )
        self.model.setParent(self.table)
        self.drawer = EntryDrawer(context, read_only=not self._may_change)
        self.pages = EntryPages(context)
        self.list_page = self.pages.list_page
        self.wizard = self.pages.wizard
        self.desk = self.pages.desk
        self.empty = EmptyState(
            _("No entries yet"),
            _("Import the list of your entry service, or type the first one."),
            (_("Import a list…"), self.import_entries),
            icon="entries",
            second_action=(_("Type an entry"), self.new_entry),
        )
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)
        self.action_set.update_enabled({"may_change"} if self._may_change else ())

    # -- building -------------------------------------------------------------------------------

    def _make_model(self) -> RowTableModel[EntryLine]:
        setters: tuple[Callable[[EntryLine, str], None] | None, ...] = (None, None, None)
        if self._may_change:
            setters = (self.acts.set_bib, self.acts.set_club, self.acts.set_nation)
        return RowTableModel(
            entry_columns(*setters),
            lambda line: line.entry_id,
            row_tone=lambda line: "muted" if line.withdrawn else None,
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        inside = QVBoxLayout(self.list_page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.unit(3))
        self.header = PageHeader(_("Entries"))
        self.import_button = Button(_("Import…"), self.import_entries)
        self.late_button = Button(_("Late entry"), self.new_entry, key="Ctrl N")
        for words, show, icon in (
            (_("Till"), self.pages.show_till, "money"),
            (_("Medals"), self.pages.show_medals, "medal"),
        ):
            self.header.add_action(Button(words, show, kind="quiet", icon=icon))
        for button in (self.import_button, self.late_button):
            self.header.add_action(button)
            button.setEnabled(self._may_change)
            if not self._may_change:
                button.setToolTip(_("The file is open for reading only."))
        inside.addWidget(self.header)
        self.filters = QWidget()
        row = QHBoxLayout(self.filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the entries"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        self.wide_chip = ChipButton(_("All events"), "muted", checkable=True)
        self.shown_label = PlainLabel("", "secondary")
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        row.addWidget(self.shown_label)
        row.addWidget(self.wide_chip)
        QWidget.setTabOrder(self.search, self.wide_chip)
        inside.addWidget(self.filters)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        across.addWidget(card, 1)
        across.addWidget(self.drawer)
        self.content = QWidget()
        self.content.setLayout(across)
        across.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.content, 1)
        inside.addWidget(self.empty, 1)
        self.empty.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.wide_chip.toggled.connect(self._widen)
        self.model.counts_changed.connect(self._show_counts)
        self.table.row_activated.connect(self._activated)
        self.table.selected_ids_changed.connect(self._chosen)
        self.drawer.asked.connect(self._asked)
        self.drawer.many.previewed.connect(self._preview_bulk)
        self.drawer.many.applied.connect(self.acts.apply_bulk)
        self.drawer.medal_asked.connect(self._set_medal)
        self.pages.left.connect(self.show_list)
        table_key(self.table, "Ctrl+V", self.paste)
        self.desk.saved.connect(self._was_saved)
        FileDrop(self).dropped.connect(self.open_file)
        style.watcher().changed.connect(self._fit)
        self.context.bus.changed.connect(self._guarded_changed)

    def _guarded_changed(self, changes: Changes, _initiator: object) -> None:
        """What the drawer shows of it may no longer be so, or be gone for good."""
        if reaches_guarded(changes):
            self.drawer.one.hide_guarded()

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Loaded]:
        season, scope = self.context.season, self.context.scope
        event_id, race_id = scope.event_id, scope.race_id
        wide = self.wide_chip.isChecked()
        prepare = self.model.preparer()
        return lambda: _load(season, event_id, race_id, prepare, wide=wide)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        self._loaded_now = loaded
        # Of many chosen the drawer is filled once, below, and not again for each signal.
        self._filling = True
        self.model.set_prepared(loaded.rows)
        self._filling = False
        self._show_chips(loaded.counts)
        self._show_counts()
        self.empty.setVisible(not loaded.any_here)
        self.start_at(self.table if loaded.any_here else self.empty.button or self.table)
        self.content.setVisible(loaded.any_here)
        self.filters.setVisible(loaded.any_here)
        for button in (self.import_button, self.late_button):
            button.setVisible(loaded.any_here)
        if self.empty.button is not None:
            self.empty.button.setEnabled(self._may_change)
        if self._wanted is not None:
            self._select(self._wanted)
            self._wanted = None
        self._chosen(self.table.selected_ids())

    def _show_chips(self, counts: Mapping[str, int]) -> None:
        words: dict[str, tuple[str, Tone]] = {
            "unpaid": (_("{count} unpaid"), "warn"),
            "birth": (_("{count} without birth date"), "warn"),
            "bib": (_("{count} without bib"), "warn"),
            "waiver": (_("{count} without waiver"), "warn"),
            "medal": (_("{count} with medal"), "good"),
            "withdrawn": (_("{count} withdrawn"), "muted"),
        }
        chips: list[tuple[str, str, Tone]] = [("all", _("All"), "good")]
        chips += [
            (key, text.format(count=counts[key]), tone)
            for key, (text, tone) in words.items()
            if counts[key]
        ]
        self.chips.set_chips(chips)
        many = len(self.context.season.data.events) > 1
        self.wide_chip.setVisible(many)

    def _filter(self, key: str) -> None:
        self.model.set_predicate(_PREDICATES.get(key))

    def _widen(self, wide: bool) -> None:
        at = [column.key for column in self.model.columns].index("event")
        self.table.show_column(at, wide)
        self.reload()

    def _show_counts(self, *_counts: object) -> None:
        shown, total = self.model.shown_count, self.model.total_count
        text = _("{shown} of {total} shown").format(shown=shown, total=total)
        self.shown_label.setText("" if shown == total else text)
        loaded = self._loaded_now
        if loaded is None:
            return
        standing = loaded.standing
        if loaded.capacity is None:
            words = plural("{count} entry", "{count} entries", standing)
        else:
            left = plural("{count} place left", "{count} places left",
                          max(0, loaded.capacity - standing))  # fmt: skip
            words = _("{count} of {capacity}").format(count=standing, capacity=loaded.capacity)
            words = f"{words} · {left}"
        self.header.set_subtitle(words if loaded.any_here else "")

    # -- pages ----------------------------------------------------------------------------------

    def show_list(self) -> None:
        """Back to the table."""
        self.pages.setCurrentWidget(self.list_page)
        self.focus_when_loaded()
        self.reload()
        target = self.table if not self.content.isHidden() else self.import_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_till(self) -> None:
        """Open the till: payments by bib, who owes, cash-up."""
        self.pages.show_till()

    def show_medals(self) -> None:
        """Open the medals: orders, hand-out and post."""
        self.pages.show_medals()

    def show_questions(self) -> None:
        """Open the organiser's own questions."""
        self.pages.show_questions()

    def new_entry(self) -> None:
        """Open the entry desk for a new entry."""
        if self._may_change:
            self.pages.setCurrentWidget(self.desk)
            self.desk.open_new()

    def import_entries(self) -> None:
        """Open the import wizard."""
        if self._may_change:
            self.pages.setCurrentWidget(self.wizard)
            self.wizard.start()

    def open_file(self, path: Path) -> None:
        """Open the import wizard with a file."""
        if self._may_change:
            self.pages.setCurrentWidget(self.wizard)
            self.wizard.open_file(path)
        else:
            self.context.notify(_("The file is open for reading only."), "warn")

    def paste(self) -> None:
        """Open the import wizard with the table or the lines that were copied."""
        text = QGuiApplication.clipboard().text()
        if self._may_change and text.strip():
            self.pages.setCurrentWidget(self.wizard)
            self.wizard.start()
            self.wizard.open_text(text)
        elif self._may_change:
            self.context.notify(_("There is no text on the clipboard."), "warn")
        else:
            self.context.notify(_("The file is open for reading only."), "warn")

    def edit_current(self) -> None:
        """Open the entry under the cursor in the form."""
        current = self.table.current_id()
        if self._may_change and isinstance(current, int):
            self.pages.setCurrentWidget(self.desk)
            self.desk.open_entry(EntryId(current))

    def unsaved(self) -> str:
        """What is typed on one of the pages and not saved."""
        return self.pages.unsaved()

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the page on the screen."""
        if self.pages.currentWidget() is self.wizard:
            self.wizard.focus_filter()
        elif self.pages.currentWidget() is self.list_page:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def go_to(self, place: Place) -> None:
        """Show an entry; its event and race are in scope already."""
        if place.entry_id is None:
            return
        self._wanted = EntryId(place.entry_id)
        self.search.clear()
        self.chips.choose("all")
        self.show_list()

    def _select(self, entry_id: EntryId) -> None:
        if self.table.select_id(entry_id) and self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _activated(self, _row_id: Hashable) -> None:
        self.edit_current()

    def _was_saved(self, entry_id: EntryId) -> None:
        self._wanted = entry_id
        self.reload()

    # -- drawer ---------------------------------------------------------------------------------

    def _chosen(self, ids: tuple[Any, ...]) -> None:
        if self._filling:
            return
        loaded, self._now_chosen = self._loaded_now, ids
        self._detail_asked += 1
        if loaded is None or not ids:
            self.drawer.show_none()
            self._fit_drawer()
        elif len(ids) > 1:
            lines = self.table.selected_rows()
            here = {race.id for race in loaded.races}
            same_event = all(line.race_id in here for line in lines)
            races = loaded.races if same_event else ()
            waves = loaded.waves if same_event else ()
            self.drawer.show_many(lines, races, waves, loaded.currency)
            self._fit_drawer()
        else:
            asked, season = self._detail_asked, self.context.season
            entry_id = EntryId(ids[0])
            self.context.compute(
                lambda: (asked, entry_detail(season, entry_id)), self._show_detail
            )

    def _show_detail(self, answer: tuple[int, EntryDetail | None]) -> None:
        asked, detail = answer
        loaded = self._loaded_now
        if asked != self._detail_asked or loaded is None:
            return
        if detail is None:
            self.drawer.show_none()
        else:
            self.drawer.show_one(detail, loaded.currency)
        self._fit_drawer()

    def _asked(self, what: str) -> None:
        detail = self.drawer.detail
        if what == "edit":
            self.edit_current()
        elif what == "withdraw":
            self.withdraw_chosen()
        elif what == "reinstate":
            self._withdraw(withdrawn=False)
        elif what == "clear":
            self.table.clearSelection()
        elif what == "odd":
            self.show_odd_data()
        elif what == "questions":
            self.show_questions()
        elif what == "contact" and detail is not None:
            season, entry_id = self.context.season, detail.row.entry.id
            self.context.read(lambda: guarded_of(season, entry_id), self.drawer.show_guarded)

    # -- changes --------------------------------------------------------------------------------

    def _ids(self) -> tuple[EntryId, ...]:
        return self._now_chosen

    def withdraw_chosen(self) -> None:
        """Withdraw the chosen entries; they stay in the file."""
        self._withdraw(withdrawn=True)

    def _withdraw(self, *, withdrawn: bool) -> None:
        ids = self._ids()
        if ids and self._may_change:
            self.acts.withdraw(ids, withdrawn=withdrawn)

    def _set_medal(self, medal: str) -> None:
        ids = self._ids()
        if ids and self._may_change:
            self.acts.order_medal(ids, medal, self.drawer.one.show_medal)

    def _preview_bulk(self, field: BulkField, value: str) -> None:
        self._detail_asked += 1
        asked, season, ids = self._detail_asked, self.context.season, self._ids()
        self.context.compute(
            lambda: (asked, plan_bulk(season, ids, field, value)), self._show_bulk
        )

    def _show_bulk(self, answer: tuple[int, BulkPlan]) -> None:
        asked, plan = answer
        if asked == self._detail_asked:
            self.drawer.many.show_plan(plan)

    # -- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawer takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.search.setFixedWidth(min(style.unit(75), round(self.width() * 0.3)))
        room = round(self.width() * 0.4)
        self.drawer.setFixedWidth(min(style.unit(81), room))
        self._fit_drawer()

    def _fit_drawer(self) -> None:
        """Where the window is narrow the table has all of it until somebody is chosen."""
        narrow = self.width() < style.unit(NARROW_PANEL)
        self.drawer.setVisible(not narrow or not self.drawer.is_empty)


def _load(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    prepare: Callable[[Iterable[EntryLine]], PreparedRows[EntryLine]],
    *,
    wide: bool,
) -> _Loaded:
    data = season.data
    lines = entry_lines(season, None if wide else event_id, None if wide else race_id)
    races = data.races_of(event_id)
    here = [race for race in races if race_id in (None, race.id)]
    capacities = [race.capacity for race in here if race.capacity is not None]
    fees = season.rules.fees
    full = len(capacities) == len(here) and not wide
    ids = {race.id for race in races}
    return _Loaded(
        rows=prepare(lines),
        counts={key: sum(map(fits, paced(lines))) for key, fits in _PREDICATES.items()},
        standing=sum(not line.withdrawn for line in paced(lines)),
        races=races,
        waves=tuple(wave for race in here for wave in data.start_groups_of(race.id)),
        currency=fees.currency if fees else "",
        capacity=sum(capacities) if full else None,
        any_here=bool(lines) or any(e.race_id in ids for e in data.entries.values()),
    )
