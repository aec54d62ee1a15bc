"""Course: a GPX file of a race measured, drawn, evaluated, and its places put on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.course_desk import (
    CourseDesk,
    MeasuredCourse,
    course_desk,
    measure_kept,
    what_if,
)
from trailsdesk.services.courses import (
    attach_course,
    edit_course,
    measure_file,
    remove_course,
)
from trailsdesk.services.event_setup import edit_race
from trailsdesk.services.sources import Source, read_source
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet
from trailsdesk.ui.asking import ask_file
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.course_actions import HELP, SPECS
from trailsdesk.ui.course_cards import FiguresCard
from trailsdesk.ui.course_compare import ComparePage
from trailsdesk.ui.course_details import DetailsCard
from trailsdesk.ui.course_map import CourseMap
from trailsdesk.ui.course_saver import CourseSaver
from trailsdesk.ui.course_words import described, parse_official
from trailsdesk.ui.course_worth import WorthCard
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.panels.panel import NARROW_PANEL, Panel
from trailsdesk.ui.profile_view import ProfileView
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.widgets import Button, Card, EmptyState, FlowRow, Notice, PageHeader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import KnownError, Note
    from trailsdesk.services.course_desk import Station, TrackKey
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.jobs import Progress

_KNOWN = 12
"""So many measured tracks are remembered: one is some megabytes."""
_BY_SHARE = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
"""What a card holds does not move its neighbours."""


class CoursePanel(Panel):
    """Map and figures above, the profile below with its details beside it."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"event", "race", "race_course", "read", "timing_point", "wave"}
    )
    help_text: ClassVar[tuple[tuple[str, str], ...]] = HELP

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Course"))
        self._read_only = context.season.file.read_only
        self._desk: CourseDesk | None = None
        self._race_id: RaceId | None = None
        self._known: dict[TrackKey, MeasuredCourse | Note] = {}
        self._reading: TrackKey | None = None
        self.header = PageHeader(_("Course"))
        self.race = CalmCombo(_("Race"))
        self.map = CourseMap()
        self.profile = ProfileView(read_only=self._read_only)
        self.figures = FiguresCard(read_only=self._read_only)
        self.worth = WorthCard(read_only=self._read_only)
        self.details = DetailsCard(context)
        self.saver = CourseSaver(context, self)
        self._comparison: ComparePage | None = None
        self.pages = PageStack()
        self.all_pages = PageStack()
        self.failed = Notice("", "bad", closable=True)
        self.empty = EmptyState(
            _("No course yet"),
            _(
                "Drop a GPX file here, or choose one. It is measured at once: distance, climb,"
                " km-effort and points, each with its arithmetic."
            ),
            (_("Choose a GPX file…"), self.choose_file),
            icon="course",
        )
        self.waiting = EmptyState(_("Reading the track…"), icon="course")
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)
        self._enable()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.open_button = Button(_("GPX file…"), self.choose_file, icon="import", key="Ctrl I")
        self.picture_button = Button(_("Picture"), self.save_picture, icon="save", key="Ctrl S")
        self.sheet_button = Button(_("Course sheet"), self.save_sheet, icon="print", key="Ctrl P")
        self.compare_button = Button(_("Compare"), self.show_comparison, key="Alt C")
        buttons = (self.open_button, self.compare_button, self.picture_button, self.sheet_button)
        self.buttons = FlowRow((self.race, *buttons))
        self.header.add_action(self.buttons)
        if self._read_only:
            for control in (self.open_button, self.empty.button):
                if control is not None:
                    control.setEnabled(False)
                    control.setToolTip(_("The file is open for reading only."))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.header)
        column.addWidget(self.failed)
        self.failed.hide()
        self.content = self._build_content()
        for each in (self.empty, self.waiting, self.content):
            self.pages.addWidget(each)
        column.addWidget(self.pages, 1)
        self.all_pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.all_pages)

    def _build_content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.map_card = Card(padding=1)
        self.map_card.body.addWidget(self.map)
        top = QHBoxLayout()
        top.setSpacing(style.unit(3))
        for widget in (self.map_card, self.figures, self.worth):
            widget.setSizePolicy(_BY_SHARE)
            top.addWidget(widget, 1)
        profile_card = Card(padding=1)
        profile_card.body.addWidget(self.profile)
        low = QHBoxLayout()
        low.setSpacing(style.unit(3))
        profile_card.setSizePolicy(_BY_SHARE)
        self.details.setSizePolicy(_BY_SHARE)
        low.addWidget(profile_card, 2)
        low.addWidget(self.details, 1)
        column.addLayout(top, 11)
        column.addLayout(low, 12)
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons take a second line, but only where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < style.unit(NARROW_PANEL)
        self.buttons.setMinimumWidth(0 if narrow else self.buttons.sizeHint().width())

    def _connect(self) -> None:
        self.race.activated.connect(lambda _at: self.show_race(self.race.currentData()))
        self.map.pointed.connect(self.profile.set_cursor_at)
        self.profile.pointed.connect(self.map.set_cursor_at)
        self.profile.window_changed.connect(self.map.set_window)
        self.profile.moved.connect(self._moved)
        self.profile.chosen.connect(self._station_chosen)
        self.profile.place_asked.connect(self.details.stations.place_at)
        self.details.stations.shown.connect(self._show_place)
        self.details.climbs.row_activated.connect(self._show_climb)
        self.details.track.track_chosen.connect(self.choose_track)
        self.details.part_chosen.connect(self.choose_track)
        self.figures.official_typed.connect(self._official)
        self.worth.changed.connect(self._what_if)
        self.worth.keep_asked.connect(self._keep)
        style.watcher().changed.connect(self._fit)
        FileDrop(self).dropped.connect(self.open_file)

    @property
    def comparison(self) -> ComparePage:
        """The page of several courses, made when it is first asked for."""
        if self._comparison is None:
            self._comparison = ComparePage(self.context)
            self._comparison.closed.connect(self.leave_comparison)
            self.all_pages.addWidget(self._comparison)
        return self._comparison

    @property
    def _compares(self) -> bool:
        return self._comparison is not None and (
            self.all_pages.currentWidget() is self._comparison
        )

    # -- loading --------------------------------------------------------------------------------

    def show_race(self, race_id: RaceId | None) -> None:
        """Show the course of another race of the event."""
        self._race_id = race_id
        self.reload()

    def loader(self) -> Callable[[], CourseDesk]:
        season, scope, known = self.context.season, self.context.scope, dict(self._known)
        event_id = scope.event_id
        race_id = scope.race_id if scope.race_id is not None else self._race_id
        return lambda: course_desk(season, event_id, race_id, known)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        desk: CourseDesk = loaded
        self._desk = desk
        self.race.offer([(race.id, race.label) for race in desk.races], desk.race.id)
        self.race.setVisible(self.context.scope.race_id is None and len(desk.races) > 1)
        self._fit()
        if desk.waits_for is not None:
            self._read(desk)
            self.pages.setCurrentWidget(self.waiting)
        elif desk.course is None:
            self.profile.show_course(None)
            self.map.show_drawing(None)
            self.pages.setCurrentWidget(self.empty)
            if self.empty.button is not None:
                self.start_at(self.empty.button)
        else:
            self._show_course(desk)
        if desk.unreadable is not None:
            self._tell(message(desk.unreadable))
        self._show_header(desk)
        self._enable()

    def _show_header(self, desk: CourseDesk) -> None:
        course, stored = desk.course, desk.stored
        words = "" if stored is None else stored.name
        if course is not None:
            count = plural("{count} point", "{count} points", len(course.track.latitudes))
            words = f"{words} · {count}"
        self.header.set_subtitle(words)

    def _show_course(self, desk: CourseDesk) -> None:
        value, words = desk.value, described(desk)
        if value is None:
            return
        self.map.show_drawing(desk.drawing, words)
        self.profile.show_course(desk.drawing, desk.stations, words)
        self.figures.show_desk(desk)
        self.details.show_desk(desk)
        if self.worth.show_stored(value):
            self._what_if()
        else:
            self.worth.show_value(value)
        self.pages.setCurrentWidget(self.content)
        self.start_at(self.profile)

    def _enable(self) -> None:
        conditions = set() if self._read_only else {"may_change"}
        has_course = self._desk is not None and self._desk.course is not None
        if has_course:
            conditions.add("course")
            if not self._read_only:
                conditions.add("may_change_course")
        self.action_set.update_enabled(conditions)
        for button in (self.compare_button, self.picture_button, self.sheet_button):
            button.setEnabled(has_course)

    def _read(self, desk: CourseDesk) -> None:
        """Fetch the kept file on the database thread, measure it elsewhere, show it then."""
        season, stored, key = self.context.season, desk.stored, desk.waits_for
        if stored is None or key is None or key == self._reading:
            return
        self._reading = key
        name = stored.name

        def measured(found: MeasuredCourse | Note) -> None:
            self._remember(key, found)
            self._reading = None
            self.reload()

        def fetched(data: bytes | None) -> None:
            self.context.compute(
                lambda: measure_kept(name, data, key),
                measured,
                title=_("Measure the course"),
                owner=self,
            )

        def refused(error: KnownError) -> None:
            self._reading = None
            self._tell(message(error))

        self.context.read(lambda: season.file.kept_file(key[0]), fetched, refused, owner=self)

    def _remember(self, key: TrackKey, found: MeasuredCourse | Note) -> None:
        while len(self._known) >= _KNOWN:
            self._known.pop(next(iter(self._known)))
        self._known[key] = found

    # -- the file -------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a GPX file; on the comparison, for one to look at."""
        if self._compares:
            self.comparison.choose_file()
            return
        if self._read_only:
            return
        folder = self.context.settings.get(LAST_FOLDER)
        filters = [_("GPX (*.gpx)"), _("All files (*)")]
        ask_file(self, _("Course"), folder, filters, self.open_file)

    def open_file(self, path: Path) -> None:
        """Measure a file and make it the course of the race; a bad one changes nothing."""
        desk, season = self._desk, self.context.season
        if desk is None:
            return
        if self._read_only:
            self._tell(_("The file is open for reading only."))
            return
        race_id = desk.race.id
        self.failed.hide()
        self.context.settings.set(LAST_FOLDER, str(path.parent))

        def work(progress: Progress) -> tuple[Source, MeasuredCourse]:
            progress.report(0, 0, path.name)
            source = read_source(path)
            progress.check()
            measured = measure_file(source)
            progress.check()
            return source, measured

        def done(answer: tuple[Source, MeasuredCourse]) -> None:
            source, measured = answer
            self._remember((source.sha256, None), measured)
            words = _("{file} is the course of the race now. Ctrl+Z takes it back.")
            self.context.change(
                lambda: attach_course(season, race_id, source),
                _("Keep the course"),
                lambda _kept: self.context.notify(words.format(file=source.name), "good"),
            )

        def refused(error: KnownError) -> None:
            self._tell(message(error))

        self.context.compute(work, done, refused, title=_("Measure the course"), owner=self)

    def _tell(self, words: str) -> None:
        self.failed.set_notice(words, "bad")
        self.failed.show()

    def choose_track(self, number: int | None) -> None:
        """Another line of the file is the course."""
        season, desk = self.context.season, self._desk
        if desk is not None and desk.stored is not None:
            race_id = desk.race.id
            self.context.change(
                lambda: edit_course(season, race_id, track=number), _("Choose a track")
            )

    def remove_track(self) -> None:
        """Take the track off the race; undo brings it back."""
        season, desk = self.context.season, self._desk
        if desk is None or desk.stored is None or self._read_only:
            return
        race_id = desk.race.id
        words = _("The track is taken off the race. Ctrl+Z brings it back.")
        self.context.change(
            lambda: remove_course(season, race_id),
            _("Take the track off"),
            lambda _nothing: self.context.notify(words, "good"),
        )

    # -- figures --------------------------------------------------------------------------------

    def _official(self, km: str, ascent: str) -> None:
        season, desk = self.context.season, self._desk
        if desk is None or self._read_only:
            return
        distance_m, km_wrong = parse_official(km, 1000)
        ascent_m, ascent_wrong = parse_official(ascent, 1)
        self.figures.mark_wrong(km=km_wrong, ascent=ascent_wrong)
        if km_wrong or ascent_wrong:
            words = _("Type a figure as published, as 19.1 km or 702 m; leave it empty for none.")
            self.context.notify(words, "warn")
            return
        race_id = desk.race.id
        self.context.change(
            lambda: edit_race(season, race_id, distance_m=distance_m, ascent_m=ascent_m),
            _("Official figures"),
        )

    def _what_if(self) -> None:
        desk = self._desk
        if desk is None:
            return
        asked = self.worth.asked
        value = what_if(
            self.context.season,
            desk,
            aid_stations=asked.stations,
            loops=asked.loops,
            drawn=asked.drawn,
            round_first=self.worth.rounded.isChecked(),
            loop_penalty=asked.loop_penalty,
            stage_adjustment=asked.adjustment,
        )
        if value is not None:
            self.worth.show_value(value)
            self.details.show_value(value)

    def _keep(self) -> None:
        season, desk = self.context.season, self._desk
        if desk is None or self._read_only:
            return
        race_id = desk.race.id
        asked = self.worth.asked
        self.context.change(
            lambda: edit_course(
                season,
                race_id,
                loops=asked.loops,
                drawn=asked.drawn,
                loop_penalty=asked.loop_penalty,
                stage_adjustment=asked.adjustment,
            ),
            _("Keep the evaluation"),
        )

    # -- places and climbs ----------------------------------------------------------------------

    def _moved(self, station: Station, to_m: float) -> None:
        self.details.stations.move_to(station.line.point, to_m)

    def _station_chosen(self, station: Station) -> None:
        self.details.bar.set_current("places")
        self.details.stations.choose(station)

    def _show_place(self, along_m: float) -> None:
        self.profile.set_cursor_at(along_m)

    def _show_climb(self, from_m: object) -> None:
        climb = self.details.climb_model.row_of(from_m)
        if climb is not None:
            self.profile.show_stretch(climb.from_m, climb.to_m)

    def take_waypoints(self) -> None:
        """The waypoints of the file become aid stations."""
        self.details.bar.set_current("places")
        self.details.stations.take_waypoints()

    def turn_kind(self) -> None:
        """The place chosen becomes a checkpoint, or an aid station again."""
        self.details.stations.turn_kind()

    def focus_profile(self) -> None:
        """The keyboard moves the mark on the profile."""
        if self.pages.currentWidget() is self.content:
            self.profile.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- files out ------------------------------------------------------------------------------

    def save_picture(self) -> None:
        """Map and profile as PNG or SVG; of the comparison, the profiles compared."""
        if self._compares:
            self.comparison.ask_picture()
        else:
            self.saver.ask_picture(self._desk)

    def save_sheet(self) -> None:
        """The course sheet as PDF."""
        self.saver.ask_sheet(self._desk)

    def save_gpx(self) -> None:
        """The track with its places."""
        self.saver.ask_gpx(self._desk)

    def show_comparison(self) -> None:
        """The courses of the season over one another."""
        if self._desk is not None and self._desk.course is not None:
            self.all_pages.setCurrentWidget(self.comparison)
            self.comparison.open_with(self._desk.race.id)

    def leave_comparison(self) -> None:
        """Back to the course."""
        self.all_pages.setCurrentIndex(0)
        self.focus_profile()
