"""The places of a race on its track: a list edited in place; every change one operation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.services import checkpoints
from trailsdesk.services.course_desk import place_station, take_proposals, track_end
from trailsdesk.ui import style
from trailsdesk.ui.checkpoint_words import removed_words
from trailsdesk.ui.course_words import station_columns
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, FlowRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.domain.event import PointId, TimingPoint
    from trailsdesk.services.checkpoints import CheckpointLine
    from trailsdesk.services.course_desk import CourseDesk, Station
    from trailsdesk.ui.context import PanelContext


class StationPage(QWidget):
    """Aid stations and checkpoints; also does what the profile asks for."""

    shown = Signal(float)
    """A place was chosen to be shown: metres along the track."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._desk: CourseDesk | None = None
        self._wanted: PointId | None = None
        self.model: RowTableModel[CheckpointLine] = RowTableModel(
            station_columns(self._setter), lambda line: line.point.id
        )
        self.table = RowTableView(
            self.model,
            _("Places of the course"),
            state_key="course-places",
            states=context.settings,
            empty_text=_("No places yet: double-click the profile, or press N there."),
        )
        self.model.setParent(self.table)
        self.table.setProperty("bare", True)
        self.take_button = Button("", self.take_waypoints, icon="add", key="Alt W")
        self.kind_button = Button(_("Aid or checkpoint"), self.turn_kind, key="Alt K")
        self.remove_button = Button(_("Remove"), self.remove, icon="delete", key="Del")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.table, 1)
        column.addWidget(FlowRow([self.take_button, self.kind_button, self.remove_button]))
        self.table.row_activated.connect(self._activated)
        self.table.selected_ids_changed.connect(lambda _ids: self._enable())
        self._enable()

    def show_desk(self, desk: CourseDesk) -> None:
        """Show the places of a race, those without a kilometre last."""
        self._desk = desk
        lines = sorted(
            [*(station.line for station in desk.stations), *desk.unplaced],
            key=lambda line: line.number,
        )
        self.model.set_rows(lines)
        count = len(desk.proposals)
        words = plural("Take {count} waypoint", "Take {count} waypoints", count)
        self.take_button.setText(words)
        self.take_button.setAccessibleName(words)
        self.take_button.setVisible(bool(count))
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        self._enable()

    def _enable(self) -> None:
        one = len(self.table.selected_ids()) == 1
        for button in (self.kind_button, self.remove_button):
            button.setEnabled(self._may_change and one)
        self.take_button.setEnabled(self._may_change)
        for button in (self.take_button, self.kind_button, self.remove_button):
            button.setToolTip("" if self._may_change else _("The file is open for reading only."))

    def _current(self) -> TimingPoint | None:
        rows = self.table.selected_rows()
        return rows[0].point if len(rows) == 1 else None

    def choose(self, station: Station) -> None:
        """Put the cursor on a place."""
        self.table.select_id(station.line.point.id)

    def _activated(self, point_id: object) -> None:
        desk = self._desk
        for station in desk.stations if desk is not None else ():
            if station.line.point.id == point_id:
                self.shown.emit(station.along_m)

    # -- changing -------------------------------------------------------------------------------

    def _setter(self, key: str) -> Callable[[CheckpointLine, str], None] | None:
        if not self._may_change:
            return None
        return {"label": self._name, "km": self._move, "cutoff": self._close}[key]

    def _save(self, point: TimingPoint) -> None:
        season, desk = self._context.season, self._desk
        track_m = None if desk is None else track_end(desk)
        self._wanted = point.id
        self._context.change(
            lambda: checkpoints.save_point(season, point, track_m=track_m), _("Change a place")
        )

    def _name(self, line: CheckpointLine, text: str) -> None:
        self._save(replace(line.point, label=text))

    def _move(self, line: CheckpointLine, text: str) -> None:
        plain = text.casefold().replace("km", "").replace(",", ".").strip()
        try:
            metres = float(plain) * 1000
        except ValueError:
            metres = -1.0
        if not 0 <= metres < 5_000_000:
            self._context.notify(_("Type kilometres from the start, as 12.5."), "warn")
            return
        self.move_to(line.point, metres)

    def _close(self, line: CheckpointLine, text: str) -> None:
        cutoff = checkpoints.parse_since(text) if text.strip() else None
        if cutoff is None and text.strip():
            words = _("Type hours and minutes since the gun, as 4:30.")
            self._context.notify(words, "warn")
            return
        self._save(replace(line.point, cutoff_ms=cutoff))

    def move_to(self, point: TimingPoint, metres: float) -> None:
        """Put a place at another distance from the start."""
        if self._may_change:
            self._save(replace(point, distance_m=round(metres, 1)))

    def place_at(self, along_m: float) -> None:
        """A new aid station there, its name ready to be typed over."""
        season, desk = self._context.season, self._desk
        if desk is None or not self._may_change:
            return
        race_id, track_m = desk.race.id, track_end(desk)
        name = _("Aid station {number}").format(number=self.model.total_count + 1)

        def done(point: TimingPoint) -> None:
            self._wanted = point.id
            if self.table.select_id(point.id):
                self._wanted = None
            words = _("{label} stands at km {km}. F2 in the list names it, Ctrl+Z takes it back.")
            km = f"{along_m / 1000:.1f}"
            self._context.notify(words.format(label=point.label, km=km), "good")

        self._context.change(
            lambda: place_station(season, race_id, name, along_m, track_m=track_m),
            _("Place a station"),
            done,
        )

    def take_waypoints(self) -> None:
        """The waypoints of the file become aid stations."""
        season, desk = self._context.season, self._desk
        if desk is None or not desk.proposals or not self._may_change:
            return

        def done(count: int) -> None:
            words = plural("{count} aid station placed.", "{count} aid stations placed.", count)
            self._context.notify(f"{words} {_('Ctrl+Z takes it back.')}", "good")

        self._context.change(lambda: take_proposals(season, desk), _("Take the waypoints"), done)

    def turn_kind(self) -> None:
        """An aid station becomes a checkpoint where everybody is asked after, or back."""
        point = self._current()
        if point is not None and self._may_change:
            self._save(replace(point, aid=not point.aid, optional=not point.aid))

    def remove(self) -> None:
        """Take the place chosen away."""
        season, point = self._context.season, self._current()
        if point is None or not self._may_change:
            return

        def done(reads: int) -> None:
            self._context.notify(removed_words(point, reads), "warn" if reads else "good")

        self._context.change(
            lambda: checkpoints.remove_point(season, point.id), _("Remove a place"), done
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove()
        else:
            super().keyPressEvent(event)
