"""Timing: where the times came from, what became of each, and what people decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.timing import BatchKind, ReadFate, ReadId
from trailsdesk.i18n import _, plural
from trailsdesk.services import timing
from trailsdesk.services.finish_desk import UNSOLVED
from trailsdesk.services.timing_desk import ReadLine, SourceLine, read_lines, source_lines
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.import_wizard import ImportWizard
from trailsdesk.ui.panels.panel import NARROW_PANEL, Panel
from trailsdesk.ui.read_drawer import ReadDrawer
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.timing_words import (
    offset_words,
    parse_offset,
    read_columns,
    source_columns,
    source_name,
)
from trailsdesk.ui.widgets import Button, Card, EmptyState, PageHeader, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.problems import Place
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    sources: tuple[SourceLine, ...]
    zone: str
    chosen: str
    reads: tuple[ReadLine, ...]


class TimingPanel(Panel):
    """Sources above, the reads of the chosen one below, one read in the drawer."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Ctrl+I", _("import a timing file; a file can be dropped here too")),
        ("Ctrl+F", _("filter the times; Esc empties the filter")),
        ("Ctrl+D", _("take the chosen source out of the results, or back in")),
        ("Enter", _("on a source: to its times; on a time: to its bib")),
        ("Tab", _("from the sources to the times to the drawer")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Timing"))
        self._may_change = not context.season.file.read_only
        self._zone = "UTC"
        self._chosen = ""
        self._wanted: ReadId | None = None
        self._predicates: dict[str, Callable[[ReadLine], bool]] = {}
        self.sources: RowTableModel[SourceLine] = RowTableModel(
            source_columns(self._event_zone),
            lambda line: line.key,
            row_tone=lambda line: "muted" if line.retracted else None,
        )
        self.source_table = RowTableView(
            self.sources, _("Sources"), state_key="timing-sources", states=context.settings
        )
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
        self.sources.setParent(self.source_table)
        self.reads.setParent(self.read_table)
        self.drawer = ReadDrawer(read_only=not self._may_change)
        self.wizard = ImportWizard(context, "times")
        self.pages = QStackedWidget()
        self.list_page = QWidget()
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
        self.header.add_action(self.import_button)
        inside.addWidget(self.header)
        self.content = QWidget()
        below = QVBoxLayout(self.content)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(style.unit(3))
        below.addWidget(self._build_sources(), 2)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_reads(), 1)
        across.addWidget(self.drawer)
        below.addLayout(across, 5)
        inside.addWidget(self.content, 1)
        inside.addWidget(self.empty, 1)
        self.empty.hide()
        if not self._may_change:
            for control in (self.import_button, self.retract_button, self.offset,
                            self.offset_button):  # fmt: skip
                control.setEnabled(False)
                control.setToolTip(_("The file is open for reading only."))

    def _build_sources(self) -> Card:
        card = Card(padding=0)
        card.setAccessibleName(_("Sources"))
        self.source_table.setProperty("bare", True)
        card.body.addWidget(self.source_table, 1)
        bar = QHBoxLayout()
        bar.setContentsMargins(style.unit(3), 0, style.unit(3), style.unit(2))
        bar.setSpacing(style.unit(2))
        self.source_label = PlainLabel("", "secondary", elide=True)
        self.offset = QLineEdit()
        self.offset.setPlaceholderText(_("+12, -3.5, 1:00:00"))
        self.offset.setAccessibleName(_("Clock correction in seconds or h:mm:ss"))
        self.offset.setFixedWidth(style.unit(34))
        self.offset_button = Button(_("Correct clock"), self.correct_clock)
        self.retract_button = Button(_("Take out"), self.toggle_source)
        bar.addWidget(self.source_label, 1)
        for control in (self.offset, self.offset_button, self.retract_button):
            bar.addWidget(control)
        card.body.addLayout(bar)
        return card

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
        self.chips.chosen.connect(lambda key: self.reads.set_predicate(self._predicates.get(key)))
        self.source_table.selected_ids_changed.connect(self._source_chosen)
        self.source_table.row_activated.connect(
            lambda _key: self.read_table.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.read_table.selected_ids_changed.connect(self._read_chosen)
        self.read_table.row_activated.connect(
            lambda _key: self.drawer.bib.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.offset.returnPressed.connect(self.correct_clock)
        self.drawer.bib_asked.connect(self._give_bib)
        self.drawer.ignore_asked.connect(self._ignore)
        self.drawer.govern_asked.connect(self._govern)
        self.drawer.withdraw_asked.connect(self._withdraw)
        self.wizard.closed.connect(self.show_list)
        FileDrop(self).dropped.connect(self.open_file)
        style.watcher().changed.connect(self._fit)
        self.start_at(self.source_table)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Loaded]:
        season, scope, chosen = self.context.season, self.context.scope, self._chosen
        event_id, race_id, wanted = scope.event_id, scope.race_id, self._wanted
        return lambda: _load(season, event_id, race_id, chosen, wanted)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        self._zone = loaded.zone
        self._chosen = loaded.chosen
        self.sources.set_rows(loaded.sources)
        self.reads.set_rows(loaded.reads)
        self.source_table.blockSignals(True)
        self.source_table.select_id(loaded.chosen)
        self.source_table.blockSignals(False)
        self._show_counts(loaded)
        self._show_chips(loaded.reads)
        self._show_source()
        any_here = bool(loaded.sources)
        self.empty.setVisible(not any_here)
        self.content.setVisible(any_here)
        self.import_button.setVisible(any_here)
        first = None if any_here else self.empty.button
        self.start_at(first or self.source_table)
        if self.empty.button is not None:
            self.empty.button.setEnabled(self._may_change)
        if self._wanted is not None and self.read_table.select_id(self._wanted):
            self._wanted = None
            self.read_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_chosen(self.read_table.selected_ids())

    def _show_counts(self, loaded: _Loaded) -> None:
        reads = sum(line.reads for line in loaded.sources if not line.retracted)
        unsolved = sum(line.unsolved for line in loaded.sources)
        words = [
            plural("{count} time", "{count} times", reads),
            plural("{count} source", "{count} sources", len(loaded.sources)),
        ]
        if unsolved:
            words.append(plural("{count} unsolved", "{count} unsolved", unsolved))
        self.header.set_subtitle(" · ".join(words) if loaded.sources else "")

    def _show_chips(self, reads: tuple[ReadLine, ...]) -> None:
        kinds: tuple[tuple[str, frozenset[ReadFate], str, Tone], ...] = (
            ("unsolved", UNSOLVED, _("{count} unsolved"), "warn"),
            ("used", frozenset({ReadFate.GOVERNS}), _("{count} finishes"), "good"),
            (
                "repeated",
                frozenset({ReadFate.REPEAT, ReadFate.BEFORE_GUN}),
                _("{count} repeated"),
                "muted",
            ),
            ("ignored", frozenset({ReadFate.IGNORED}), _("{count} left out"), "muted"),
        )
        chips: list[tuple[str, str, Tone]] = [("all", _("All"), "good")]
        self._predicates = {}
        for key, fates, words, tone in kinds:
            count = sum(line.fate in fates for line in reads)
            if count:
                self._predicates[key] = lambda line, fates=fates: line.fate in fates  # type: ignore[misc]
                chips.append((key, words.format(count=count), tone))
        self.chips.set_chips(chips)
        self.reads.set_predicate(self._predicates.get(self.chips.current))

    def _show_source(self) -> None:
        line = self.source
        self.source_label.setText(_source_hint(line))
        is_file = line is not None and line.kind is BatchKind.FILE
        self.retract_button.setText(
            _("Take back in") if line and line.retracted else _("Take out")
        )
        self.retract_button.setAccessibleName(self.retract_button.text())
        if not self._may_change:
            return
        self.retract_button.setEnabled(is_file)
        self.retract_button.setToolTip(
            "" if is_file else _("Leave single times out instead, or undo them one by one.")
        )
        for control in (self.offset, self.offset_button):
            control.setEnabled(line is not None and line.kind is not BatchKind.PAPER)
        if line is not None and not self.offset.hasFocus():
            self.offset.setText(offset_words(line.offset_ms))

    @property
    def source(self) -> SourceLine | None:
        """The source chosen."""
        return self.sources.row_of(self._chosen)

    def _source_chosen(self, keys: tuple[Hashable, ...]) -> None:
        if keys and str(keys[0]) != self._chosen:
            self._chosen = str(keys[0])
            self.reload()

    def _read_chosen(self, _ids: tuple[Hashable, ...]) -> None:
        rows = self.read_table.selected_rows()
        self.drawer.show_read(rows[0] if len(rows) == 1 else None, self._zone)
        self._fit_drawer()

    # -- pages ----------------------------------------------------------------------------------

    def show_list(self) -> None:
        """Back to the tables."""
        self.pages.setCurrentWidget(self.list_page)
        self._chosen = ""
        self.focus_when_loaded()
        self.reload()
        target = self.import_button if self.content.isHidden() else self.source_table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def import_times(self) -> None:
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

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the times."""
        if self.pages.currentWidget() is self.list_page:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def go_to(self, place: Place) -> None:
        """Show a read with its source; its event is in scope already."""
        self.pages.setCurrentWidget(self.list_page)
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

    def _give_bib(self, bib: str) -> None:
        season, line = self.context.season, self.drawer.line
        if line is not None:
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


def _source_hint(line: SourceLine | None) -> str:
    if line is None:
        return _("Choose a source.")
    if line.retracted:
        return _("Out of the results; every time of it is kept.")
    if line.kind is BatchKind.FILE:
        return _("The same file again adds nothing; an overlapping one only what is new.")
    return _("What was keyed is never changed; decisions about it can be withdrawn.")


def _load(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    chosen: str,
    wanted: ReadId | None,
) -> _Loaded:
    sources = source_lines(season, event_id, race_id)
    if wanted is not None and wanted in season.data.reads:
        batch_id = season.data.reads[wanted].batch_id
        chosen = next((line.key for line in sources if batch_id in line.batch_ids), chosen)
    if not any(line.key == chosen for line in sources):
        chosen = sources[0].key if sources else ""
    batch_ids = next((line.batch_ids for line in sources if line.key == chosen), ())
    return _Loaded(
        sources=sources,
        zone=season.data.events[event_id].zone,
        chosen=chosen,
        reads=read_lines(season, event_id, batch_ids),
    )
