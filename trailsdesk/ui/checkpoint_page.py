"""The checkpoints of a race: a list and a form; tables and last year's list bring many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import PointId, RaceCourse, RaceId
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import checkpoints
from trailsdesk.services.checkpoint_import import (
    CheckpointPlan,
    commit_checkpoints,
    plan_checkpoints,
)
from trailsdesk.services.checkpoints import CheckpointLine
from trailsdesk.services.course_desk import end_of_track, kept_length, key_of
from trailsdesk.services.raceday import gun_of, parse_gun, races_to_run
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.checkpoint_form import CheckpointForm, Surroundings, day_and_clock
from trailsdesk.ui.checkpoint_import import CheckpointImportPage
from trailsdesk.ui.checkpoint_words import checkpoint_columns, removed_words
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.page_stack import Page, PageStack
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, EmptyState, PageHeader, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from trailsdesk.domain.event import Race, TimingPoint
    from trailsdesk.services.course_desk import TrackKey
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    races: tuple[tuple[RaceId, str], ...]
    race_id: RaceId
    lines: tuple[CheckpointLine, ...]
    around: Surroundings
    gun_ms: Instant | None
    copy_from: str
    unmeasured: RaceCourse | None
    """The track of the race while nobody knows how long it is."""


class CheckpointPage(Page):
    """Opened from the panel On course; Esc leads back."""

    closed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Checkpoints"))
        self.context = context
        self._may_change = not context.season.file.read_only
        self._race_id: RaceId | None = None
        self._loaded: _Loaded | None = None
        self._wanted: PointId | None = None
        self._path: Path | None = None
        self._starts: dict[RaceId, str] = {}
        self._lengths: dict[TrackKey, float | None] = {}
        self._zone = "UTC"
        self.header = PageHeader(_("Checkpoints"))
        self.race = CalmCombo(_("Race"))
        self.start = QLineEdit()
        self.start.setAccessibleName(_("Planned start, for cut-offs typed as times of day"))
        self.start.setPlaceholderText(_("planned start, as 07:00"))
        self.start_label = PlainLabel("", "secondary")
        self.model: RowTableModel[CheckpointLine] = RowTableModel(
            checkpoint_columns(lambda: self._zone), lambda line: line.point.id
        )
        self.table = RowTableView(
            self.model, _("Checkpoints"), state_key="checkpoints", states=context.settings
        )
        self.model.setParent(self.table)
        self.form = CheckpointForm(read_only=not self._may_change)
        self.preview = CheckpointImportPage(context.settings)
        self.pages = PageStack()
        self.empty = EmptyState(
            _("No checkpoints yet"),
            _(
                "Type the first one in the form, or take a table with names, kilometres and"
                " cut-offs. Calls over the radio name a checkpoint by its code."
            ),
            (_("Import a table…"), self.import_table),
            icon="on_course",
        )
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.import_button = Button(_("Import…"), self.import_table, key="Ctrl I")
        self.copy_button = Button(_("As before"), self.copy_from_before, icon="copy")
        self.done_button = Button(_("Back to the list"), self.closed.emit, key="Esc")
        for widget in (self.race, self.copy_button, self.import_button, self.done_button):
            self.header.add_action(widget)
        self.pages.addWidget(self._build_list())
        self.pages.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        for control in (self.import_button, self.copy_button, *self._row_buttons):
            control.setEnabled(self._may_change)
            if not self._may_change:
                control.setToolTip(_("The file is open for reading only."))

    def _build_list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.header)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.start.setFixedWidth(style.unit(50))
        row.addWidget(self.start_label)
        row.addWidget(self.start)
        row.addStretch(1)
        column.addLayout(row)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        self.card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.empty, 1)
        self.card.body.addLayout(self._build_row_buttons())
        across.addWidget(self.card, 3)
        self.form_card = Card(padding=0)
        area = ScrollColumn(4)
        area.column.addWidget(self.form)
        self.form_card.body.addWidget(area)
        across.addWidget(self.form_card, 2)
        column.addLayout(across, 1)
        return page

    def _build_row_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        edge = style.unit(2)
        row.setContentsMargins(edge, 0, edge, edge)
        row.setSpacing(style.unit(2))
        self.up_button = Button(_("Earlier"), lambda: self.move_by(-1), icon="up", key="Alt ↑")
        self.down_button = Button(_("Later"), lambda: self.move_by(1), icon="down", key="Alt ↓")
        self.remove_button = Button(_("Remove"), self.remove, icon="delete", key="Del")
        self._row_buttons = (self.up_button, self.down_button, self.remove_button)
        for button in self._row_buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.race.activated.connect(lambda _at: self.show_race(self.race.currentData()))
        self.start.editingFinished.connect(self._start_typed)
        self.table.selected_ids_changed.connect(self._chosen)
        self.table.row_activated.connect(lambda _id: self.form.form.control("label").setFocus())
        self.form.save_asked.connect(self._save)
        self.preview.taken.connect(self._take_table)
        self.preview.left.connect(self._leave_table)
        self.preview.cutoffs_chosen.connect(self._read_table)
        FileDrop(self).dropped.connect(self.open_table)

    # -- loading --------------------------------------------------------------------------------

    def show_race(self, race_id: RaceId | None) -> None:
        """Show the checkpoints of a race; None for the first that is held."""
        changed = race_id != self._race_id
        self._race_id = race_id
        if changed:
            self.form.start_new()
        self.refresh()

    def refresh(self) -> None:
        """Fetch anew and show."""
        season, scope = self.context.season, self.context.scope
        event_id, race_id, starts = scope.event_id, self._race_id, dict(self._starts)
        lengths = dict(self._lengths)

        def work() -> _Loaded:
            races = races_to_run(season.data, event_id)
            chosen = next((race for race in races if race.id == race_id), races[0])
            return _load(season, races, chosen, starts.get(chosen.id, ""), lengths)

        self.context.compute(work, self._show, owner=self)

    def _measure(self, stored: RaceCourse) -> None:
        """Fetch a kept track on the database thread, measure it elsewhere, show the list anew."""
        season, name, key = self.context.season, stored.name, key_of(stored)
        # Until it is known the official distance counts alone; and it is asked for once.
        self._lengths[key] = None

        def measured(length_m: float | None) -> None:
            self._lengths[key] = length_m
            if length_m is not None:
                self.refresh()

        def fetched(data: bytes | None) -> None:
            self.context.compute(
                lambda: kept_length(name, data, key),
                measured,
                title=_("Measure the course"),
                owner=self,
            )

        self.context.read(lambda: season.file.kept_file(key[0]), fetched, owner=self)

    def _show(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self._race_id = loaded.race_id
        self._zone = loaded.around.event.zone
        self.race.offer(loaded.races, loaded.race_id)
        self.race.setVisible(len(loaded.races) > 1)
        self.header.set_subtitle(
            plural("{count} checkpoint", "{count} checkpoints", len(loaded.lines))
        )
        self._show_start(loaded)
        self.model.set_rows(loaded.lines)
        any_here = bool(loaded.lines)
        self.table.setVisible(any_here)
        self.empty.setVisible(not any_here)
        for button in self._row_buttons:
            button.setVisible(any_here)
        self.copy_button.setVisible(bool(loaded.copy_from))
        words = _("As at {event}").format(event=loaded.copy_from)
        self.copy_button.setText(words)
        self.copy_button.setAccessibleName(words)
        self.form.show_around(loaded.around)
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        if loaded.unmeasured is not None:
            self._measure(loaded.unmeasured)

    def _show_start(self, loaded: _Loaded) -> None:
        """What cut-offs count from: the gun, or the start somebody plans."""
        if loaded.gun_ms is not None:
            words = _("Cut-offs count from the gun at {time}.")
            time = day_and_clock(loaded.gun_ms, self._zone)
            self.start_label.setText(words.format(time=time))
        else:
            self.start_label.setText(_("Cut-offs count from"))
        self.start.setVisible(loaded.gun_ms is None)
        if not self.start.hasFocus():
            self.start.setText(self._starts.get(loaded.race_id, ""))

    def _start_typed(self) -> None:
        loaded = self._loaded
        if loaded is None:
            return
        text = self.start.text().strip()
        try:
            if text:
                parse_gun(loaded.around.event, text)
        except KnownError as error:
            style.set_style_property(self.start, "invalid", True)
            self.context.notify(message(error), "warn")
            return
        style.set_style_property(self.start, "invalid", False)
        if self._starts.get(loaded.race_id, "") != text:
            self._starts[loaded.race_id] = text
            self.refresh()

    def _chosen(self, _ids: object) -> None:
        rows = self.table.selected_rows()
        if len(rows) == 1 and rows[0].point.id != self.form.point_id:
            self.form.edit(rows[0].point)

    # -- changing -------------------------------------------------------------------------------

    def _save(self, point: TimingPoint) -> None:
        season, fresh, loaded = self.context.season, not point.id, self._loaded
        track_m = None if loaded is None else loaded.around.track_m

        def done(saved: TimingPoint) -> None:
            self._wanted = None if fresh else saved.id
            words = _("{label} is saved. Ctrl+Z takes it back.").format(label=saved.label)
            self.context.notify(words, "good")
            if fresh:
                self.form.start_new()
            else:
                self.form.edit(saved)

        self.context.change(
            lambda: checkpoints.save_point(season, point, track_m=track_m),
            _("Save a checkpoint"),
            done,
        )

    def new_checkpoint(self) -> None:
        """Empty the form for a new one."""
        if self._may_change and self.pages.currentIndex() == 0:
            self.table.clearSelection()
            self.form.start_new()

    def _current(self) -> TimingPoint | None:
        rows = self.table.selected_rows()
        return rows[0].point if len(rows) == 1 else None

    def move_by(self, by: int) -> None:
        """Move the checkpoint chosen along the order."""
        season, point = self.context.season, self._current()
        shown = self.isVisible() and self.pages.currentIndex() == 0
        if point is not None and self._may_change and shown:
            self._wanted = point.id
            self.context.change(
                lambda: checkpoints.move_point(season, point.id, by), _("Move a checkpoint")
            )

    def remove(self) -> None:
        """Take the checkpoint chosen away; undo brings it back."""
        season, point = self.context.season, self._current()
        if point is None or not self._may_change:
            return

        def done(reads: int) -> None:
            self.context.notify(removed_words(point, reads), "warn" if reads else "good")
            self.form.start_new()

        self.context.change(
            lambda: checkpoints.remove_point(season, point.id), _("Remove a checkpoint"), done
        )

    def copy_from_before(self) -> None:
        """Take over the checkpoints of the event before."""
        season, loaded = self.context.season, self._loaded
        if loaded is None or not self._may_change:
            return
        race_id = loaded.race_id

        def done(count: int) -> None:
            words = plural("{count} checkpoint taken over.", "{count} checkpoints taken over.",
                           count)  # fmt: skip
            self.context.notify(words, "good")

        self.context.change(
            lambda: checkpoints.copy_points(season, race_id), _("Copy checkpoints"), done
        )

    # -- tables ---------------------------------------------------------------------------------

    def import_table(self) -> None:
        """Ask for a table of checkpoints."""
        if not self._may_change:
            return
        folder = self.context.settings.get(LAST_FOLDER)
        filters = (_("Tables (*.csv *.tsv *.txt *.xlsx)"), _("All files (*)"))
        ask_file(self, _("Table of checkpoints"), folder, filters, self.open_table)

    def open_table(self, path: Path) -> None:
        """Look at a table; nothing is taken before somebody says so."""
        if self._may_change:
            self._path = path
            self.context.settings.set(LAST_FOLDER, str(path.parent))
            self._read_table(None)

    def _read_table(self, cutoffs: str | None) -> None:
        season, loaded, path = self.context.season, self._loaded, self._path
        if loaded is None or path is None:
            return
        race_id, start_ms = loaded.race_id, loaded.around.start_ms

        def work() -> CheckpointPlan:
            source = read_source(path)
            table = pick_table(open_book(source), None)
            return plan_checkpoints(
                season, race_id, table, source.name, start_ms=start_ms, cutoffs=cutoffs
            )

        def done(plan: CheckpointPlan) -> None:
            self.preview.show_plan(plan, self._zone, cutoffs)
            self.pages.setCurrentWidget(self.preview)
            self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: KnownError) -> None:
            self.context.notify(message(error), "bad")

        self.context.compute(work, done, failed, owner=self)

    def _take_table(self) -> None:
        season, plan = self.context.season, self.preview.plan
        if plan is None or not plan.changes:
            return

        def done(count: int) -> None:
            words = plural("The race has {count} checkpoint now.",
                           "The race has {count} checkpoints now.", count)  # fmt: skip
            self.context.notify(words + " " + _("Ctrl+Z takes it back."), "good")
            self._leave_table()

        self.context.change(
            lambda: commit_checkpoints(season, plan), _("Import checkpoints"), done
        )

    def _leave_table(self) -> None:
        self._path = None
        self.pages.setCurrentIndex(0)
        self.form.start_new()
        target = self.table if self.model.total_count else self.form
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keys -----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Esc: out of the table looked at, else back to the panel."""
        if self.pages.currentWidget() is self.preview:
            self._leave_table()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes, Ctrl+Enter takes a table; Esc leads back."""
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Delete and self.table.hasFocus():
            self.remove()
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and modifiers & Qt.KeyboardModifier.ControlModifier
            and self.pages.currentWidget() is self.preview
        ):
            self._take_table()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self.form_card.setFixedWidth(min(style.unit(95), round(self.width() * 0.4)))


def _load(
    season: Season,
    races: Sequence[Race],
    race: Race,
    start: str,
    lengths: Mapping[TrackKey, float | None],
) -> _Loaded:
    data = season.data
    event = data.events[race.event_id]
    gun = gun_of(season, race.id)
    start_ms = gun
    if start_ms is None and start:
        start_ms = parse_gun(event, start)
    other = checkpoints.race_to_copy(season, race.id)
    stored = data.courses.get(race.id)
    length_m = None if stored is None else lengths.get(key_of(stored))
    track_m = None if stored is None or length_m is None else end_of_track(stored, length_m)
    return _Loaded(
        races=tuple((each.id, each.label) for each in races),
        race_id=race.id,
        lines=checkpoints.checkpoint_lines(season, race.id, start_ms, track_m=track_m),
        around=Surroundings(
            event=event,
            race=race,
            own=checkpoints.checkpoints_of(season, race.id),
            reads=checkpoints.reads_at_points(season, race.id),
            start_ms=start_ms,
            track_m=track_m,
        ),
        gun_ms=gun,
        copy_from=data.events[other.event_id].name if other is not None else "",
        unmeasured=None if stored is None or key_of(stored) in lengths else stored,
    )
