"""The figures of a course as cards: what was measured, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from trailsdesk.i18n import _, message
from trailsdesk.services.course_desk import Elevation
from trailsdesk.services.courses import MOST_LOOPS
from trailsdesk.ui import style
from trailsdesk.ui.course_words import (
    km_words,
    method_words,
    metre_words,
    next_words,
    percent_words,
)
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Card, Chip, Figure, FlowRow, NumberBox, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.course_desk import CourseDesk, CourseValue, Profile

_MOST_STATIONS = 200
_READ_ONLY = _("The file is open for reading only.")


class _Told(QWidget):
    """A caption, a figure, and small words under it."""

    def __init__(self, caption: str, kind: str = "title") -> None:
        super().__init__()
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.figure = Figure("", caption, kind=kind, caption_above=True)
        self.words = PlainLabel("", "secondary", wrap=True)
        column.addWidget(self.figure, 0, 0)
        column.addWidget(self.words, 1, 0)
        column.setRowStretch(2, 1)

    def tell(self, value: str, words: str = "") -> None:
        """Show a value with what there is to say of it."""
        self.figure.set_value(value)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.figure.setAccessibleDescription(words)


def _in_card(title: str) -> tuple[Card, ScrollColumn]:
    """A card whose content scrolls where a large scale leaves too little room."""
    card = Card(title, padding=3)
    area = ScrollColumn()
    card.body.addWidget(area, 1)
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return card, area


class FiguresCard(QWidget):
    """Distance, climb, descent, heights; the official figures beside them."""

    official_typed = Signal(str, str)
    """Kilometres and metres of climb as typed."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card, area = _in_card(_("Measured"))
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        self.distance = _Told(_("Distance"))
        self.climb = _Told(_("Climb"))
        self.descent = _Told(_("Descent"))
        self.heights = _Told(_("Altitude"), "strong")
        self.longest = _Told(_("Longest climb"), "strong")
        self.steepest = _Told(_("Steepest 100 m"), "strong")
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(2))
        grid.setVerticalSpacing(style.unit(2))
        told = (self.distance, self.climb, self.descent, self.heights, self.longest, self.steepest)
        for at, each in enumerate(told):
            grid.addWidget(each, at // 3, at % 3)
        for at in range(3):
            grid.setColumnStretch(at, 1)
        self.method = PlainLabel("", "secondary", wrap=True)
        self.km = self._field(_("Official distance in km"), _("as published"))
        self.ascent = self._field(_("Official climb in m"), _("as published"))
        area.column.addLayout(grid)
        form = QGridLayout()
        form.setHorizontalSpacing(style.unit(2))
        form.setVerticalSpacing(0)
        form.addWidget(PlainLabel(_("Official km"), "secondary"), 0, 0)
        form.addWidget(PlainLabel(_("Official climb, m"), "secondary"), 0, 1)
        form.addWidget(self.km, 1, 0)
        form.addWidget(self.ascent, 1, 1)
        area.column.addLayout(form)
        area.column.addWidget(self.method)
        area.column.addStretch(1)
        for field in (self.km, self.ascent):
            field.setReadOnly(read_only)
            if read_only:
                field.setToolTip(_READ_ONLY)
            field.editingFinished.connect(self._typed)

    def _field(self, name: str, placeholder: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(placeholder)
        field.setMaxLength(12)
        return field

    def _typed(self) -> None:
        if self.km.isModified() or self.ascent.isModified():
            self.km.setModified(False)
            self.ascent.setModified(False)
            self.official_typed.emit(self.km.text(), self.ascent.text())

    def mark_wrong(self, *, km: bool, ascent: bool) -> None:
        """Say which of the two makes no sense."""
        style.set_style_property(self.km, "invalid", km)
        style.set_style_property(self.ascent, "invalid", ascent)

    def show_desk(self, desk: CourseDesk) -> None:
        """Show a measured course."""
        course, race = desk.course, desk.race
        if course is None:
            return
        profile = course.profile
        self.distance.tell(km_words(course.track.length_m))
        self._show_heights(profile)
        self.method.setText(method_words(profile))
        self.mark_wrong(km=False, ascent=False)
        if not self.km.hasFocus():
            self.km.setText("" if race.distance_m is None else f"{race.distance_m / 1000:g}")
        if not self.ascent.hasFocus():
            self.ascent.setText("" if race.ascent_m is None else f"{race.ascent_m:g}")

    def _show_heights(self, profile: Profile) -> None:
        if profile.elevation is Elevation.MISSING:
            for each in (self.climb, self.descent, self.heights, self.longest, self.steepest):
                each.tell("—")
            self.climb.tell("—", _("no heights in the file"))
            return
        between = _("{low} to {high}")
        self.climb.tell(
            metre_words(profile.ascent_m),
            between.format(low=round(profile.low_ascent_m), high=round(profile.high_ascent_m)),
        )
        self.descent.tell(metre_words(profile.descent_m))
        self.heights.tell(
            _("{low} to {high} m").format(
                low=round(profile.lowest_m), high=round(profile.highest_m)
            )
        )
        longest = max(profile.climbs, key=lambda climb: climb.gain_m, default=None)
        steepest = max((climb.steepest for climb in profile.climbs), default=None)
        self.longest.tell(
            _("none")
            if longest is None
            else f"{km_words(longest.length_m)}, {metre_words(longest.gain_m)}"
        )
        self.steepest.tell(_("none") if steepest is None else percent_words(steepest))


class WorthCard(QWidget):
    """Km-effort, points and class with their arithmetic; what other stations would make of it."""

    changed = Signal()
    """A box of the what-if was changed."""
    keep_asked = Signal()
    """Loops and the way of drawing are to be kept."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._stored: tuple[int, int, bool] | None = None
        self.card, area = _in_card(_("Difficulty"))
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        self.chip = Chip("", "warn")
        self.card.heading.addWidget(self.chip)
        self.chip.hide()
        self.effort = Figure("", _("km-effort"), kind="title")
        self.points = Figure("", _("points"), kind="title")
        self.utmb = Figure("", _("UTMB class (estimate)"), kind="title")
        row = QHBoxLayout()
        row.setSpacing(style.unit(4))
        for figure in (self.effort, self.points, self.utmb):
            row.addWidget(figure)
        row.addStretch(1)
        self.explanation = PlainLabel("", wrap=True)
        self.next = PlainLabel("", "strong", wrap=True)
        self.zone = PlainLabel("", "", wrap=True, tone="warn")
        area.column.addLayout(row)
        area.column.addWidget(self.explanation)
        area.column.addWidget(self.next)
        area.column.addWidget(self.zone)
        area.column.addWidget(self._build_boxes())
        area.column.addStretch(1)

    def _build_boxes(self) -> QWidget:
        self.stations = NumberBox(0, _MOST_STATIONS, _("What if: aid stations"))
        self.loops = NumberBox(1, MOST_LOOPS, _("What if: loops"))
        self.drawn = QCheckBox(_("Drawn on a map: 90 %"))
        self.rounded = QCheckBox(_("Round first"))
        self.rounded.setToolTip(
            _("Round to whole km-effort before the class is looked up. Ask the federation.")
        )
        self.keep = Button(_("Keep"), self.keep_asked.emit, icon="save")
        self.back = Button(_("As stored"), self.reset, kind="quiet")
        pairs = ((_("Aid stations"), self.stations), (_("Loops"), self.loops))
        boxes = FlowRow()
        for words, box in pairs:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            box.setFixedWidth(style.unit(18))
            label = PlainLabel(words, "secondary")
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
            boxes.add(pair)
            box.valueChanged.connect(lambda _value: self._told())
        for check in (self.drawn, self.rounded):
            boxes.add(check)
            check.toggled.connect(lambda _on: self._told())
        boxes.add(self.keep)
        boxes.add(self.back)
        return boxes

    def _told(self) -> None:
        self._show_difference()
        self.changed.emit()

    def _show_difference(self) -> None:
        stored = self._stored
        now = self.asked
        differs = stored is not None and now != stored
        kept = stored is not None and now[1:] != stored[1:]
        self.chip.setVisible(differs or self.rounded.isChecked())
        self.chip.setText(_("what if: not stored"))
        self.back.setVisible(differs)
        self.keep.setVisible(kept)
        self.keep.setEnabled(not self._read_only)
        words = _("Keep loops and drawing with the race. Stations are kept by placing them.")
        self.keep.setToolTip(_READ_ONLY if self._read_only else words)

    @property
    def asked(self) -> tuple[int, int, bool]:
        """Stations, loops and drawn, as the boxes say."""
        return self.stations.value(), self.loops.value(), self.drawn.isChecked()

    def reset(self) -> None:
        """The boxes say again what is stored."""
        stored = self._stored
        if stored is not None:
            self._fill(stored)
            self._told()

    def _fill(self, stored: tuple[int, int, bool]) -> None:
        for box, value in ((self.stations, stored[0]), (self.loops, stored[1])):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.drawn.blockSignals(True)
        self.drawn.setChecked(stored[2])
        self.drawn.blockSignals(False)

    def show_stored(self, value: CourseValue) -> bool:
        """Take over what is stored where it has changed; whether a what-if still differs."""
        wishes = value.wishes
        stored = (wishes.aid_stations, wishes.loops, wishes.drawn)
        if stored != self._stored:
            self._stored = stored
            self._fill(stored)
        self._show_difference()
        return self.asked != stored or self.rounded.isChecked()

    def show_value(self, value: CourseValue) -> None:
        """Show the worth of a course."""
        found = value.evaluation
        self.next.setText(next_words(value))
        self.next.setVisible(found is not None)
        warnings = [
            message(problem) for problem in value.problems if problem.code.startswith("effort.")
        ]
        self.zone.setText(" ".join(warnings))
        self.zone.setVisible(bool(warnings))
        if found is None:
            for figure in (self.effort, self.points, self.utmb):
                figure.set_value("—")
            self.explanation.setText(
                _("Not known without the climb. Type the official climb, and it is worked out.")
            )
            return
        self.effort.set_value(f"{found.net:.1f}")
        self.effort.setToolTip(_("After penalties; before them {effort}.").format(
            effort=f"{found.km_effort:.1f}"
        ))  # fmt: skip
        category = _("points, {category}").format(category=found.category)
        self.points.set_value(str(found.points), category if found.category else _("points"))
        self.utmb.set_value(found.utmb_class)
        self.explanation.setText(message(found.explanation))
