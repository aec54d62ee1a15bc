"""How a course is run: loops of a backyard, stages of a stage race, legs of a relay."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.backyard import BackyardResults, split_file
from trailsdesk.services.course_parts import (
    CoursePart,
    HowRun,
    parts_at,
    parts_of_kept,
    stage_race_value,
    valued,
)
from trailsdesk.services.courses import backyard_levels
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file, ask_folder
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.course_desk import CourseDesk, CourseValue
    from trailsdesk.ui.context import PanelContext

_MOST_STATIONS = 200


class FormatsPage(QWidget):
    """Nothing here is stored but the stage chosen as the course: it is one more look at it."""

    part_chosen = Signal(int)
    """A line of the race's file is to be its course: its number."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._desk: CourseDesk | None = None
        self._value: CourseValue | None = None
        self._own: tuple[CoursePart, ...] = ()
        self._own_of = ""
        self._files: list[CoursePart] = []
        self._aid: dict[str, int] = {}
        self.how = CalmCombo(
            _("How the course is run"),
            [
                (HowRun.BACKYARD, _("Backyard")),
                (HowRun.STAGES, _("Stage race")),
                (HowRun.RELAY, _("Relay")),
            ],
        )
        self.words = PlainLabel("", "secondary", wrap=True)
        self.loop_model: RowTableModel[tuple[int, int]] = RowTableModel(
            _loop_columns(), lambda pair: pair[0]
        )
        self.loops = RowTableView(
            self.loop_model,
            _("Loops of a backyard"),
            empty_text=_("Not known without the climb."),
        )
        self.loop_model.setParent(self.loops)
        self.part_model: RowTableModel[CoursePart] = RowTableModel(
            _part_columns(self._set_stations), lambda part: part.key
        )
        self.parts = RowTableView(
            self.part_model,
            _("Stages or legs"),
            state_key="course-parts",
            states=context.settings,
            empty_text=_("No stages yet: add their GPX files."),
        )
        self.part_model.setParent(self.parts)
        self._build()

    def _build(self) -> None:
        self.tables = PageStack()
        for table in (self.loops, self.parts):
            table.setProperty("bare", True)
            self.tables.addWidget(table)
        self.add_button = Button(_("Add GPX…"), self.choose_file, icon="add")
        self.add_button.setToolTip(_("A stage or leg in a file of its own: looked at, not kept."))
        self.split_button = Button(_("Result files…"), self.choose_results, icon="save")
        self.split_button.setToolTip(
            _("A list with the time at the end of each loop becomes a file for each class.")
        )
        self.take_button = Button(_("Make it the course"), self.take_chosen, key="Enter")
        self.out_button = Button(_("Take out"), self.take_out, icon="remove", key="Del")
        self.buttons = FlowRow([self.take_button, self.out_button])
        self.tables.setMinimumHeight(style.unit(36))
        first = QHBoxLayout()
        first.setSpacing(style.unit(2))
        first.addWidget(self.how, 1)
        first.addWidget(self.split_button)
        first.addWidget(self.add_button)
        area = ScrollColumn()
        area.column.addLayout(first)
        area.column.addWidget(self.tables, 1)
        area.column.addWidget(self.words)
        area.column.addWidget(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.how.activated.connect(lambda _at: self._turned())
        self.parts.row_activated.connect(lambda _key: self.take_chosen())
        self.parts.selected_ids_changed.connect(lambda _ids: self._enable())
        self._turned()

    # -- what is shown --------------------------------------------------------------------------

    @property
    def how_run(self) -> HowRun:
        """What is looked at."""
        return HowRun(self.how.currentData())

    def show_desk(self, desk: CourseDesk) -> None:
        """Show another course, or the same with other places."""
        self._desk = desk
        self._value = desk.value
        self._fetch()
        self._show()

    def show_value(self, value: CourseValue) -> None:
        """Show what a what-if makes of it."""
        self._value = value
        self._show()

    def _turned(self) -> None:
        loops = self.how_run is HowRun.BACKYARD
        self.tables.setCurrentWidget(self.loops if loops else self.parts)
        self.add_button.setVisible(not loops)
        self.split_button.setVisible(loops)
        self._fetch()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """The lines of a file are measured when somebody looks at them."""
        super().showEvent(event)
        self._fetch()

    def _fetch(self) -> None:
        desk, season = self._desk, self._context.season
        stored = None if desk is None else desk.stored
        if stored is None or self.how_run is HowRun.BACKYARD or not self.isVisible():
            return
        if stored.sha256 == self._own_of:
            return
        self._own, self._own_of = (), stored.sha256
        name, sha256 = stored.name, stored.sha256

        def measured(found: tuple[CoursePart, ...]) -> None:
            if self._own_of == sha256:
                self._own = found
                self._show()

        def fetched(data: bytes | None) -> None:
            self._context.compute(
                lambda: parts_of_kept(name, data, sha256),
                measured,
                self._refused,
                title=_("Measure the stages"),
                owner=self,
            )

        self._context.read(
            lambda: season.file.kept_file(sha256), fetched, self._refused, owner=self
        )

    def _refused(self, error: KnownError) -> None:
        self._context.notify(message(error), "bad")

    def _show(self) -> None:
        value = self._value
        if value is None:
            return
        if self.how_run is HowRun.BACKYARD:
            levels = backyard_levels(value)
            self.loop_model.set_rows(levels)
            self.split_button.setEnabled(bool(levels))
            self.words.setText(_("A backyard on this track: so many loops for so many points."))
            self._enable()
            return
        rows = valued(
            [self._with_stations(part, value) for part in (*self._own, *self._files)], value.wishes
        )
        self.part_model.set_rows(rows)
        self.words.setText(self._said(rows, value))
        self._enable()

    def _with_stations(self, part: CoursePart, value: CourseValue) -> CoursePart:
        """As typed here; the places of the race stand on the line that is its course."""
        course = value.course
        own = part.number is not None and (
            part.number == course.number or (course.number is None and len(course.lines) == 1)
        )
        stations = self._aid.get(part.key, value.wishes.aid_stations if own else 0)
        return dataclasses.replace(part, aid_stations=stations)

    def _said(self, rows: Sequence[CoursePart], value: CourseValue) -> str:
        dark = [part.label for part in rows if part.value.evaluation is None]
        words = [_("Each leg has points of its own; legs are never added up.")]
        if self.how_run is HowRun.STAGES:
            found = stage_race_value(rows, value.wishes.stage_adjustment)
            words = [_("Stages are never added up: the longest counts.")]
            if found is not None and found[1].evaluation is not None:
                longest, evaluation = _("Longest: {stage}."), found[1].evaluation
                words = [longest.format(stage=found[0].label), message(evaluation.explanation)]
        if dark:
            without = _("Climb not known, left aside: {stages}.")
            words.append(without.format(stages=", ".join(dark)))
        if len(rows) == 1:
            words.append(_("The file has one line: add the others."))
        return " ".join(words)

    def _enable(self) -> None:
        chosen = self.parts.selected_rows()
        own = len(chosen) == 1 and chosen[0].number is not None
        parts = self.how_run is not HowRun.BACKYARD
        self.take_button.setEnabled(self._may_change and own and len(self._own) > 1)
        self.take_button.setVisible(parts and len(self._own) > 1)
        self.out_button.setEnabled(any(part.number is None for part in chosen))
        self.out_button.setVisible(parts and bool(self._files))
        self.buttons.setVisible(parts and (len(self._own) > 1 or bool(self._files)))
        read_only = "" if self._may_change else _("The file is open for reading only.")
        self.take_button.setToolTip(
            read_only or _("For a stage race: its map, places and sheet are then this stage's.")
        )

    # -- changing -------------------------------------------------------------------------------

    def _set_stations(self, part: CoursePart, text: str) -> None:
        plain = text.strip() or "0"
        if not plain.isdecimal() or int(plain) > _MOST_STATIONS:
            self._context.notify(_("Type how many aid stations there are, as 3."), "warn")
            return
        self._aid[part.key] = int(plain)
        self._show()

    def choose_file(self) -> None:
        """Ask for the GPX file of one more stage or leg."""
        folder = self._context.settings.get(LAST_FOLDER)
        filters = [_("GPX (*.gpx)"), _("All files (*)")]
        ask_file(self, _("Stage or leg"), folder, filters, self.add_file)

    def add_file(self, path: Path) -> None:
        """Look at the lines of one more file; the same file is not taken twice."""
        self._context.settings.set(LAST_FOLDER, str(path.parent))

        def done(found: tuple[CoursePart, ...]) -> None:
            known = {part.key for part in (*self._own, *self._files)}
            fresh = [part for part in found if part.key not in known]
            self._files += fresh
            if not fresh:
                words = _("{file} is among them already.").format(file=path.name)
                self._context.notify(words, "warn")
            self._show()

        self._context.compute(
            lambda: parts_at(path),
            done,
            self._refused,
            title=_("Measure the stages"),
            owner=self,
        )

    def choose_results(self) -> None:
        """Ask for the results of a backyard, then for the folder of its files."""
        folder = self._context.settings.get(LAST_FOLDER)
        filters = [_("Tables (*.csv *.xlsx *.txt *.tsv)"), _("All files (*)")]

        def chosen(results: Path) -> None:
            ask_folder(
                self,
                _("Folder for the result files"),
                str(results.parent),
                lambda into: self.split(results, into),
            )

        ask_file(self, _("Results with a time for each loop"), folder, filters, chosen)

    def split(self, results: Path, into: Path) -> None:
        """Write one file for each number of points; what could not be read is told."""
        value = self._value
        if value is None:
            return
        levels = backyard_levels(value)
        self._context.settings.set(LAST_FOLDER, str(results.parent))

        def done(found: BackyardResults) -> None:
            count = len(found.files)
            words = [
                plural("{count} result file written.", "{count} result files written.", count)
            ]
            if found.unranked:
                left = plural("{count} runner did not finish.",
                              "{count} runners did not finish.", found.unranked)  # fmt: skip
                words.append(left)
            if found.problems:
                first = found.problems[0]
                row = _("Row {row}: {words}").format(row=first.row, words=message(first))
                words.append(row)
                more = len(found.problems) - 1
                if more:
                    words.append(plural("{count} more.", "{count} more.", more))
            self._context.notify(" ".join(words), "warn" if found.problems else "good")

        self._context.compute(
            lambda: split_file(results, into, levels),
            done,
            self._refused,
            title=_("Split the results"),
            owner=self,
        )

    def take_out(self) -> None:
        """Files that were added here are left out again."""
        gone = {part.key for part in self.parts.selected_rows() if part.number is None}
        self._files = [part for part in self._files if part.key not in gone]
        self._show()

    def take_chosen(self) -> None:
        """The stage chosen becomes the course of the race."""
        chosen = self.parts.selected_rows()
        if self._may_change and len(chosen) == 1 and chosen[0].number is not None:
            self.part_chosen.emit(chosen[0].number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes out."""
        if event.key() == Qt.Key.Key_Delete:
            self.take_out()
        else:
            super().keyPressEvent(event)


def _loop_columns() -> tuple[Column[tuple[int, int]], ...]:
    return (
        Column(
            key="points",
            title=_("Points"),
            text=lambda pair: plural("{count} point", "{count} points", pair[0]),
            sort_key=lambda pair: pair[0],
        ),
        Column(
            key="loops",
            title=_("Loops"),
            text=lambda pair: str(pair[1]),
            sort_key=lambda pair: pair[1],
            alignment="right",
        ),
    )


def _part_columns(
    set_stations: Callable[[CoursePart, str], None],
) -> tuple[Column[CoursePart], ...]:
    def figure(
        key: str,
        title: str,
        wide: int,
        number: Callable[[CoursePart], float | None],
        digits: int = 1,
        gives_way: int = 0,
    ) -> Column[CoursePart]:
        def text(part: CoursePart) -> str:
            found = number(part)
            return "—" if found is None else f"{found:.{digits}f}"

        return Column(
            key=key,
            title=title,
            text=text,
            sort_key=number,
            alignment="right",
            width_hint=wide,
            gives_way=gives_way,
        )

    return (
        Column(key="label", title=_("Name"), text=lambda part: part.label, width_hint=9),
        figure("km", _("Km"), 4, lambda part: part.course.track.length_m / 1000, 1, 1),
        figure("climb", _("Climb"), 5, _climb, 0, 2),
        Column(
            key="aid",
            title=_("Aid"),
            text=lambda part: str(part.aid_stations),
            sort_key=lambda part: part.aid_stations,
            alignment="right",
            width_hint=3,
            editable=True,
            setter=set_stations,
            title_tooltip=_("Aid stations; F2 types another number"),
        ),
        figure("effort", _("Effort"), 5, _effort),
        figure("points", _("Points"), 4, _points, 0),
    )


def _climb(part: CoursePart) -> float | None:
    figures = part.value.figures
    return None if figures is None else float(figures.ascent_m)


def _effort(part: CoursePart) -> float | None:
    found = part.value.evaluation
    return None if found is None else float(found.net)


def _points(part: CoursePart) -> float | None:
    found = part.value.evaluation
    return None if found is None else found.points
