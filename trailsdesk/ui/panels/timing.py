"""Timing: where the times came from, what became of each, and what people decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.timing import BatchKind, ChipId, ReadFate, ReadId
from trailsdesk.i18n import _
from trailsdesk.services import chips as chip_service
from trailsdesk.services import timing
from trailsdesk.services.raceday import races_to_run, set_wave_guns
from trailsdesk.services.source_roles import role_effect, set_role
from trailsdesk.services.start_effect import gun_effect
from trailsdesk.services.time_words import parse_offset
from trailsdesk.services.timing_desk import newest_file
from trailsdesk.services.waves import wave_name
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.chip_page import ChipPage
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.gun_offer import GunOffer
from trailsdesk.ui.import_wizard import ImportWizard
from trailsdesk.ui.panels.panel import NARROW_PANEL, Panel
from trailsdesk.ui.read_drawer import ReadDrawer
from trailsdesk.ui.role_bar import RoleBar
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.source_card import SourceCard
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.timing_load import FATE_GROUPS, Loaded, counts_words, fate_chips, load
from trailsdesk.ui.timing_words import read_columns, source_name
from trailsdesk.ui.widgets import Button, Card, EmptyState, PageHeader, SearchField, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import WaveId
    from trailsdesk.domain.problems import Place
    from trailsdesk.services.source_roles import RoleEffect
    from trailsdesk.services.timing_desk import ReadLine, SourceLine
    from trailsdesk.ui.context import PanelContext

SPECS = (
    ActionSpec(
        id="timing.import",
        text=lambda: _("Import times…"),
        handler="import_times",
        shortcut="Ctrl+I",
        icon="import",
        panel="timing",
        enabled_when="may_change",
        help=lambda: _("Take a timing file; nothing is taken before you have seen it"),
    ),
    ActionSpec(
        id="timing.filter",
        text=lambda: _("Filter the times"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="timing",
        help=lambda: _("The table shows what contains every word typed"),
    ),
    ActionSpec(
        id="timing.retract",
        text=lambda: _("Take the source out, or back in"),
        handler="toggle_source",
        shortcut="Ctrl+D",
        panel="timing",
        enabled_when="may_change",
    ),
    ActionSpec(
        id="timing.role",
        text=lambda: _("Let the source lead, or only fill gaps"),
        handler="ask_role",
        shortcut="Ctrl+R",
        panel="timing",
        enabled_when="may_change",
        help=lambda: _("What it would change is shown first"),
    ),
    ActionSpec(
        id="timing.times",
        text=lambda: _("Times and their sources"),
        handler="show_times",
        shortcut="Alt+T",
        panel="timing",
    ),
    ActionSpec(
        id="timing.chips",
        text=lambda: _("Chips and their bibs"),
        handler="show_chips",
        shortcut="Alt+C",
        panel="timing",
    ),
)


class TimingPanel(Panel):
    """Sources above, the reads of the chosen one below, one read in the drawer."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Ctrl+I", _("import a timing file or a list of chips; a file can be dropped here too")),
        ("Ctrl+F", _("filter the times or chips; Esc empties the filter")),
        ("Ctrl+D", _("take the chosen source out of the results, or back in")),
        ("Ctrl+R", _("let the chosen source lead or only fill gaps; the effect is shown first")),
        ("Alt+T / Alt+C", _("the times / the chips")),
        ("Enter", _("on a source: to its times; on a time or a chip: to its bib")),
        ("Del", _("on a chip: forget which bib wears it")),
        ("Tab", _("from the sources to the times to the drawer")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Timing"))
        self._may_change = not context.season.file.read_only
        self._zone = "UTC"
        self._chosen = ""
        self._wanted: ReadId | None = None
        self.source_card = SourceCard(
            context.settings, self._event_zone, may_change=self._may_change
        )
        self.sources, self.source_table = self.source_card.model, self.source_card.table
        self.offset = self.source_card.offset
        self.reads: RowTableModel[ReadLine] = RowTableModel(
            read_columns(self._event_zone), lambda line: line.read_id
        )
        self.read_table = RowTableView(
            self.reads,
            _("Times"),
            state_key="timing-reads",
            states=context.settings,
            empty_text=_("No times in this source."),
        )
        self.reads.setParent(self.read_table)
        self.drawer = ReadDrawer(read_only=not self._may_change)
        self.role_bar = RoleBar(context.settings)
        self.gun_offer = GunOffer()
        self.chip_page = ChipPage(context.settings, read_only=not self._may_change)
        self.wizard = ImportWizard(context, "times")
        self.pages = QStackedWidget()
        self.views = QStackedWidget()
        self.list_page = QWidget()
        self.segments = SegmentBar(
            (("times", _("Times")), ("chips", _("Chips"))), _("What is shown")
        )
        self.empty = EmptyState(
            _("No times yet"),
            _("Drop a timing file here, or key times at the line. A file may be taken again"
              " later: only what is new in it is added."),
            (_("Import a file…"), self.import_times),
            icon="timing",
            second_action=(_("To the finish line"), lambda: context.show_panel("finish")),
        )  # fmt: skip
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)
        self.action_set.update_enabled({"may_change"} if self._may_change else ())

    def _event_zone(self) -> str:
        return self._zone

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.pages.addWidget(self.list_page)
        self.pages.addWidget(self.wizard)
        column.addWidget(self.pages)
        inside = QVBoxLayout(self.list_page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.unit(3))
        self.header = PageHeader(_("Timing"))
        self.import_button = Button(_("Import…"), self.import_times, key="Ctrl I")
        self.header.add_action(self.segments)
        self.header.add_action(self.import_button)
        inside.addWidget(self.header)
        inside.addWidget(self.gun_offer)
        inside.addWidget(self.views, 1)
        times = QWidget()
        self.views.addWidget(times)
        self.views.addWidget(self.chip_page)
        stack = QVBoxLayout(times)
        stack.setContentsMargins(0, 0, 0, 0)
        self.content = QWidget()
        below = QVBoxLayout(self.content)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(style.unit(3))
        below.addWidget(self.source_card, 2)
        below.addWidget(self.role_bar)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_reads(), 1)
        across.addWidget(self.drawer)
        below.addLayout(across, 5)
        stack.addWidget(self.content, 1)
        stack.addWidget(self.empty, 1)
        self.empty.hide()
        if not self._may_change:
            self.import_button.setEnabled(False)
            self.import_button.setToolTip(_("The file is open for reading only."))

    def _build_reads(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the times"), key="Ctrl F")
        self.search.setFixedWidth(style.unit(55))
        self.chips = FilterChips(_("Show"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        column.addLayout(row)
        card = Card(padding=0)
        self.read_table.setProperty("bare", True)
        card.body.addWidget(self.read_table)
        column.addWidget(card, 1)
        return box

    def _connect(self) -> None:
        self.search.textChanged.connect(self.reads.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.source_table.selected_ids_changed.connect(self._source_chosen)
        self.source_table.row_activated.connect(
            lambda _key: self.read_table.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.read_table.selected_ids_changed.connect(self._read_chosen)
        self.read_table.row_activated.connect(
            lambda _key: self.drawer.bib.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.source_card.clock_asked.connect(self.correct_clock)
        self.source_card.role_asked.connect(self.ask_role)
        self.source_card.retract_asked.connect(self.toggle_source)
        self.role_bar.agreed.connect(self._change_role)
        self.role_bar.left.connect(self._back_to_sources)
        self.drawer.bib_asked.connect(self._give_bib)
        self.drawer.ignore_asked.connect(self._ignore)
        self.drawer.govern_asked.connect(self._govern)
        self.drawer.withdraw_asked.connect(self._withdraw)
        self.chip_page.give_asked.connect(self._give_chip)
        self.chip_page.remove_asked.connect(self._remove_chips)
        self.chip_page.import_asked.connect(self.import_chips)
        self.gun_offer.effect_asked.connect(self._gun_effect)
        self.gun_offer.set_asked.connect(self._set_gun)
        self.segments.changed.connect(self._segment_chosen)
        self.wizard.taken.connect(self._to_taken)
        self.wizard.closed.connect(self.show_list)
        self.wizard.guns_found.connect(self.offer_gun)
        FileDrop(self).dropped.connect(self.open_file)
        style.watcher().changed.connect(self._fit)
        self.start_at(self.source_table)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], Loaded]:
        season, scope, chosen = self.context.season, self.context.scope, self._chosen
        event_id, race_id, wanted = scope.event_id, scope.race_id, self._wanted
        # The words of the rows are made where they are gathered, and ask for the zone.
        self._zone = season.data.events[event_id].zone
        ready = (self.reads.preparer(), self.chip_page.model.preparer())
        return lambda: load(season, event_id, race_id, chosen, wanted, ready)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        if not self._stale:  # else another source is asked for by now, and comes next
            self._chosen = loaded.chosen
        self.source_table.blockSignals(True)  # nobody chooses while the rows come and go
        self.sources.set_rows(loaded.sources)
        self.reads.set_prepared(loaded.reads)
        self.source_table.select_id(loaded.chosen)
        self.source_table.blockSignals(False)
        self.header.set_subtitle(counts_words(loaded))
        self.chips.set_chips(fate_chips(loaded.counts))
        self.source_card.show_source(self.source)
        self.chip_page.show_lines(loaded.chips, loaded.chip_rows)
        any_here = bool(loaded.sources)
        self.empty.setVisible(not any_here)
        self.content.setVisible(any_here)
        self.import_button.setVisible(any_here)
        if self.segments.current == "chips":
            self.start_at(self.chip_page.table if loaded.chips else self.chip_page.chip)
        else:
            self.start_at((None if any_here else self.empty.button) or self.source_table)
        if self.empty.button is not None:
            self.empty.button.setEnabled(self._may_change)
        if self._wanted is not None and self.read_table.select_id(self._wanted):
            self._wanted = None
            self.read_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_chosen(self.read_table.selected_ids())

    def _filter(self, key: str) -> None:
        fates = FATE_GROUPS.get(key)
        self.reads.set_predicate(None if fates is None else lambda line: line.fate in fates)

    @property
    def source(self) -> SourceLine | None:
        """The source chosen."""
        return self.sources.row_of(self._chosen)

    def _source_chosen(self, keys: tuple[Hashable, ...]) -> None:
        if keys and str(keys[0]) != self._chosen:
            self._chosen = str(keys[0])
            self.role_bar.hide()
            self.reload()

    def _read_chosen(self, _ids: tuple[Hashable, ...]) -> None:
        rows = self.read_table.selected_rows()
        self.drawer.show_read(rows[0] if len(rows) == 1 else None, self._zone)
        self._fit_drawer()

    # -- pages ----------------------------------------------------------------------------------

    def show_list(self) -> None:
        """Back to the tables."""
        self.pages.setCurrentWidget(self.list_page)
        self.focus_when_loaded()
        self.reload()
        target: QWidget = self.import_button if self.content.isHidden() else self.source_table
        if self.segments.current == "chips":
            target = self.chip_page.table
        if not self.gun_offer.isHidden():
            target = self.gun_offer.start_choice
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_taken(self, _words: str) -> None:
        """The file just taken is the one to look at, whatever was keyed at the line meanwhile."""
        taken = newest_file(self.context.season, self.context.scope.event_id)
        if taken and self.segments.current == "times":
            self._chosen = taken

    def show_times(self) -> None:
        """The times and their sources."""
        self.segments.set_current("times")

    def show_chips(self) -> None:
        """The chips and their bibs."""
        self.segments.set_current("chips")

    def _segment_chosen(self, key: str) -> None:
        chips = key == "chips"
        self.views.setCurrentIndex(int(chips))
        page = self.chip_page
        first: QWidget = self.source_table
        if chips:
            first = page.chip if page.card.isHidden() else page.table
        elif self.content.isHidden() and self.empty.button is not None:
            first = self.empty.button
        self.start_at(first)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def import_times(self) -> None:
        """Open the import wizard."""
        if self._may_change:
            self.pages.setCurrentWidget(self.wizard)
            self.wizard.start()

    def import_chips(self) -> None:
        """Open the import wizard for a list of chips."""
        if self._may_change:
            self.show_chips()
            self.pages.setCurrentWidget(self.wizard)
            self.wizard.start(chips=True)

    def open_file(self, path: Path) -> None:
        """Open the import wizard with a file."""
        if self._may_change:
            self.pages.setCurrentWidget(self.wizard)
            self.wizard.open_file(path)
        else:
            self.context.notify(_("The file is open for reading only."), "warn")

    def focus_filter(self) -> None:
        """Put the cursor into the filter of what is shown."""
        if self.pages.currentWidget() is self.wizard:
            self.wizard.focus_filter()
            return
        search = self.chip_page.search if self.segments.current == "chips" else self.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    def go_to(self, place: Place) -> None:
        """Show a read with its source; its event is in scope already."""
        self.pages.setCurrentWidget(self.list_page)
        self.show_times()
        self.search.clear()
        self.chips.choose("all")
        if place.read_id is not None:
            self._wanted = ReadId(place.read_id)
        self.reload()

    # -- changes --------------------------------------------------------------------------------

    def toggle_source(self) -> None:
        """Take the chosen file out of the results, or back in; its reads stay in the file."""
        line, season = self.source, self.context.season
        if line is None or line.kind is not BatchKind.FILE or not self._may_change:
            return
        batch_id, retracted = line.batch_ids[0], not line.retracted
        words = (
            _("{name} is out of the results. Its times are kept; Ctrl+Z or Take back in.")
            if retracted
            else _("{name} is back in the results.")
        )
        self.context.change(
            lambda: timing.retract_batch(season, batch_id, retracted=retracted),
            _("Take a source out or in"),
            lambda _none: self.context.notify(words.format(name=source_name(line)), "good"),
        )

    def correct_clock(self) -> None:
        """Add what is typed to every time of day of the source; empty takes it away."""
        line, season, text = self.source, self.context.season, self.offset.text().strip()
        offset = parse_offset(text) if text else parse_offset("0")
        style.set_style_property(self.offset, "invalid", offset is None)
        if offset is None or line is None:
            words = _("“{text}” is no correction. Write seconds, or h:mm:ss, with + or -.")
            self.context.notify(words.format(text=text), "warn")
            return
        batch_ids = line.batch_ids
        if self._may_change and batch_ids:
            self.context.change(
                lambda: timing.set_offsets(season, batch_ids, offset), _("Correct a clock")
            )

    def ask_role(self) -> None:
        """Show what it would do if the chosen source led instead of filling gaps, or reversed."""
        line, season = self.source, self.context.season
        if line is None or line.retracted or not self._may_change or not line.batch_ids:
            return
        wanted, batch_ids = not line.fills_gaps, line.batch_ids

        def shown(effect: RoleEffect) -> None:
            if self.source is not None and self.source.key == line.key:
                self.role_bar.show_effect(line, effect)

        self.context.compute(
            lambda: role_effect(season, batch_ids, fills_gaps=wanted), shown, owner=self
        )

    def _change_role(self) -> None:
        line, season = self.source, self.context.season
        if line is None or not self._may_change:
            return
        wanted, batch_ids = not line.fills_gaps, line.batch_ids
        words = _("{name} only fills gaps now.") if wanted else _("{name} leads now.")
        self.role_bar.hide()
        self._back_to_sources()
        self.context.change(
            lambda: set_role(season, batch_ids, fills_gaps=wanted),
            _("Let a source lead or fill gaps"),
            lambda _none: self.context.notify(words.format(name=source_name(line)), "good"),
        )

    def _back_to_sources(self) -> None:
        self.source_table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- guns in files --------------------------------------------------------------------------

    def offer_gun(self, name: str, guns: Sequence[Instant]) -> None:
        """A file with starting shots was taken: offer them; nothing is set by itself."""
        data, event_id = self.context.season.data, self.context.scope.event_id
        races = races_to_run(data, event_id)
        waves = [wave for race in races for wave in data.start_groups_of(race.id)]
        waiting = [wave.id for wave in waves if wave.gun_ms is None]
        starts: list[tuple[tuple[WaveId, ...], str]] = []
        if len(waiting) > 1:
            starts.append((tuple(waiting), _("all starts without a gun")))
        starts += [((wave.id,), wave_name(data, wave)) for wave in waves]
        if len(waves) > 1 and len(waiting) != len(waves):
            starts.append((tuple(wave.id for wave in waves), _("all starts")))
        if starts and self._may_change:
            self.gun_offer.offer(name, guns, starts, data.events[event_id].zone)

    def _gun_effect(self) -> None:
        season, wave_ids, gun_ms = (
            self.context.season, self.gun_offer.wave_ids, self.gun_offer.gun_ms,
        )  # fmt: skip
        self.context.compute(
            lambda: gun_effect(season, wave_ids, gun_ms), self.gun_offer.show_effect, owner=self
        )

    def _set_gun(self) -> None:
        season, wave_ids, gun_ms = (
            self.context.season, self.gun_offer.wave_ids, self.gun_offer.gun_ms,
        )  # fmt: skip
        words = _("The gun of {start} is set. Ctrl+Z takes it back.")
        start = self.gun_offer.start_choice.currentText()
        self.gun_offer.hide()
        self._back_to_sources()
        self.context.change(
            lambda: set_wave_guns(season, wave_ids, gun_ms),
            _("Set a gun"),
            lambda _count: self.context.notify(words.format(start=start), "good"),
        )

    # -- chips ----------------------------------------------------------------------------------

    def _give_chip(self, chip: str, bib: str) -> None:
        season, event_id = self.context.season, self.context.scope.event_id
        self.context.change(
            lambda: chip_service.give_chip(season, event_id, chip, bib), _("Give a chip")
        )

    def _remove_chips(self, chip_ids: Sequence[ChipId]) -> None:
        season = self.context.season
        self.context.change(
            lambda: chip_service.remove_chips(season, chip_ids), _("Forget a chip")
        )

    # -- times ----------------------------------------------------------------------------------

    def _give_bib(self, bib: str) -> None:
        season, line = self.context.season, self.drawer.line
        if line is not None and line.fate is ReadFate.UNKNOWN_CHIP:
            self._give_chip(line.chip, bib)
        elif line is not None:
            read_id = line.read_id
            self.context.change(lambda: timing.assign_bib(season, read_id, bib), _("Give a bib"))

    def _ignore(self, reason: str) -> None:
        season, line = self.context.season, self.drawer.line
        if line is None:
            return
        if not reason:
            self.context.notify(_("Type the reason first; it stands in the history."), "warn")
            self.drawer.because.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        read_id = line.read_id
        self.context.change(
            lambda: timing.ignore_read(season, read_id, reason), _("Leave a time out")
        )

    def _govern(self) -> None:
        season, line = self.context.season, self.drawer.line
        if line is not None:
            read_id = line.read_id
            title = _("Choose the time that counts")
            self.context.change(lambda: timing.govern_read(season, read_id), title)

    def _withdraw(self) -> None:
        season, line = self.context.season, self.drawer.line
        if line is not None and line.rulings:
            ruling_id = line.rulings[-1].id
            title = _("Withdraw a decision")
            self.context.change(lambda: timing.withdraw_ruling(season, ruling_id), title)

    # -- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawer takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(style.unit(55), round(self.width() * 0.38))
        self.drawer.setFixedWidth(min(style.unit(80), room))
        self._fit_drawer()

    def _fit_drawer(self) -> None:
        """Where the window is narrow the table has all of it until a time is chosen."""
        narrow = self.width() < style.unit(NARROW_PANEL)
        self.drawer.setVisible(not narrow or self.drawer.line is not None)
