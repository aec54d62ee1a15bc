"""Beside the profile: places, climbs, the quality of the track, how the course is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.problems import Severity
from trailsdesk.i18n import _, message
from trailsdesk.services.course_desk import Climb, Elevation
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.course_formats import FormatsPage
from trailsdesk.ui.course_stations import StationPage
from trailsdesk.ui.course_words import climb_columns, share_words
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, Notice, PlainLabel, SegmentBar

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from trailsdesk.services.course_desk import CourseDesk, CourseValue
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone


class ShareBars(QWidget):
    """How much of the course lies in each band of gradient: words, a bar, a figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Gradients"))
        style.watcher().changed.connect(self.updateGeometry)

    def show_shares(self, shares: tuple[tuple[str, int], ...]) -> None:
        """Words and percent, steepest downhill first."""
        self._shares = shares
        said = ", ".join(f"{words}: {percent} %" for words, percent in shares)
        self.setAccessibleDescription(said)
        self.setVisible(bool(shares))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        return QFontMetrics(style.look().font("small")).height() + style.unit(1)

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        return QSize(style.unit(40), self._row() * len(self._shares))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One row a band."""
        painter, roles = QPainter(self), style.look().roles
        painter.setFont(style.look().font("small"))
        metrics = painter.fontMetrics()
        words_wide = max((metrics.horizontalAdvance(w) for w, _p in self._shares), default=0)
        left = words_wide + style.unit(2)
        most = max((percent for _w, percent in self._shares), default=1) or 1
        figure = metrics.horizontalAdvance("100 %") + style.unit(1)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, (words, percent) in enumerate(self._shares):
            top, tall = at * self._row(), self._row()
            painter.setPen(QColor(roles.secondary))
            painter.drawText(0, top, words_wide, tall, middle | Qt.AlignmentFlag.AlignRight, words)
            wide = round((self.width() - left - figure) * percent / most)
            gap = style.unit(0.75)
            painter.fillRect(left, top + gap, wide, tall - 2 * gap, QColor(roles.accent))
            painter.setPen(QColor(roles.text))
            painter.drawText(
                left + wide + style.unit(1), top, figure, tall, middle, f"{percent} %"
            )


class TrackPage(QWidget):
    """Which line of the file, what is wrong with it, how steep it is."""

    track_chosen = Signal(object)
    """Number of a line of the file, ``None`` for all of it."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        area = ScrollColumn()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.track_label = PlainLabel(_("Track of the file"), "secondary")
        self.track = CalmCombo(_("Track of the file"))
        self.track.setEnabled(not read_only)
        if read_only:
            self.track.setToolTip(_("The file is open for reading only."))
        self.good = PlainLabel(_("Nothing is wrong with the track."), "", tone="good")
        self._notes = QVBoxLayout()
        self._notes.setSpacing(style.unit(1))
        self.bars = ShareBars()
        self.bars_title = PlainLabel(_("Gradients, share of the distance"), "strong")
        for widget in (self.track_label, self.track, self.good):
            area.column.addWidget(widget)
        area.column.addLayout(self._notes)
        area.column.addWidget(self.bars_title)
        area.column.addWidget(self.bars)
        area.column.addStretch(1)
        self.track.activated.connect(lambda _at: self.track_chosen.emit(self.track.currentData()))

    def show_desk(self, desk: CourseDesk) -> None:
        """Show the track of a race."""
        course, stored = desk.course, desk.stored
        if course is None or stored is None:
            return
        several = len(course.lines) > 1
        apart = stored.track is None and course.number is not None
        first = _("not chosen: the longest") if apart else _("all of them, one after the other")
        choices: list[tuple[object, str]] = [(None, first)]
        for number, name in enumerate(course.lines, 1):
            choices.append((number, f"{number} · {name or _('without a name')}"))
        self.track.offer(choices, stored.track)
        self.track_label.setVisible(several)
        self.track.setVisible(several)
        self._show_problems(desk)
        shares = share_words(course.profile)
        self.bars.show_shares(shares)
        self.bars_title.setVisible(bool(shares))

    def _show_problems(self, desk: CourseDesk) -> None:
        while (item := self._notes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        told = [
            problem
            for problem in (desk.value.problems if desk.value is not None else ())
            if not problem.code.startswith("effort.")
        ]
        for problem in told:
            tone: Tone = "muted" if problem.severity is Severity.INFO else "warn"
            self._notes.addWidget(Notice(message(problem), tone))
        self.good.setVisible(not told)

    def problem_words(self) -> list[str]:
        """What is said of the track."""
        found = []
        for at in range(self._notes.count()):
            item = self._notes.itemAt(at)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Notice):
                found.append(widget.label.text())
        return found


class DetailsCard(Card):
    """Pages of which one is shown; the bar above chooses."""

    part_chosen = Signal(int)
    """A stage of the file is to be the course of the race: the number of its line."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(padding=3, parent=parent)
        read_only = context.season.file.read_only
        self.setAccessibleName(_("Details of the course"))
        self.bar = SegmentBar(
            [
                ("places", _("Places")),
                ("climbs", _("Climbs")),
                ("track", _("Track")),
                ("formats", _("Formats")),
            ],
            _("Details of the course"),
        )
        self.stations = StationPage(context)
        self.track = TrackPage(read_only=read_only)
        self.climb_model: RowTableModel[Climb] = RowTableModel(
            climb_columns(), lambda climb: climb.from_m
        )
        self.climbs = RowTableView(
            self.climb_model,
            _("Climbs"),
            state_key="course-climbs",
            states=context.settings,
            empty_text=_("No climb of 50 m or more."),
        )
        self.climb_model.setParent(self.climbs)
        self._context = context
        self._desk: CourseDesk | None = None
        self._asked: CourseValue | None = None
        self._formats: FormatsPage | None = None
        self._pages: dict[str, QWidget] = {
            "places": self.stations,
            "climbs": self.climbs,
            "track": self.track,
        }
        self.pages = PageStack()
        for page in self._pages.values():
            self.pages.addWidget(page)
        self.climbs.setProperty("bare", True)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.pages, 1)
        self.bar.changed.connect(self._chosen)

    def hasHeightForWidth(self) -> bool:
        """Words that break into lines on one page do not move the cards above."""
        return False

    @property
    def formats(self) -> FormatsPage:
        """How the course is run; made when it is first asked for."""
        if self._formats is None:
            self._formats = FormatsPage(self._context)
            self._formats.part_chosen.connect(self.part_chosen)
            self.pages.addWidget(self._formats)
            if self._desk is not None:
                self._formats.show_desk(self._desk)
            if self._asked is not None:
                self._formats.show_value(self._asked)
        return self._formats

    def _chosen(self, key: str) -> None:
        page = self.formats if key == "formats" else self._pages[key]
        self.pages.setCurrentWidget(page)

    def show_desk(self, desk: CourseDesk) -> None:
        """Show a measured course."""
        course = desk.course
        if course is None or desk.value is None:
            return
        self.stations.show_desk(desk)
        self.track.show_desk(desk)
        known = course.profile.elevation is not Elevation.MISSING
        self.climb_model.set_rows(course.profile.climbs if known else ())
        self._desk, self._asked = desk, None
        if self._formats is not None:
            self._formats.show_desk(desk)

    def show_value(self, value: CourseValue) -> None:
        """Show what a what-if makes of it."""
        self._asked = value
        if self._formats is not None:
            self._formats.show_value(value)
