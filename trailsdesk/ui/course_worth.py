"""The difficulty of a course as a card: points, their arithmetic, and what would change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QWidget,
)

from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services.courses import MOST_LOOPS, typed_effort
from trailsdesk.ui import style
from trailsdesk.ui.course_cards import READ_ONLY, scrolled_card
from trailsdesk.ui.course_words import next_words
from trailsdesk.ui.widgets import Button, Chip, Figure, FlowRow, NumberBox, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from trailsdesk.services.course_desk import CourseValue

_MOST_STATIONS = 200
_SLIDER_STATIONS, _SLIDER_LOOPS = 30, 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the boxes say; the last two are km-effort as plain decimal numbers."""

    stations: int
    loops: int
    drawn: bool
    loop_penalty: str
    adjustment: str


class _Slider(QSlider):
    """A slider beside a number box: each follows the other. The wheel moves it only in focus."""

    def __init__(self, box: NumberBox, reach: int, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._reach = reach
        self.setRange(box.minimum(), reach)
        self.setPageStep(max(1, reach // 6))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(box.setValue)
        box.valueChanged.connect(self.follow)

    def follow(self, value: int) -> None:
        """Stand where the box does; a number beyond the end moves the end."""
        blocked = self.blockSignals(True)
        self.setMaximum(max(self._reach, value))
        self.setValue(value)
        self.blockSignals(blocked)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A card scrolled under the mouse must not move it on the way."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class WorthCard(QWidget):
    """Km-effort, points and class with their arithmetic; what other stations would make of it."""

    changed = Signal()
    """A box of the what-if was changed."""
    keep_asked = Signal()
    """Loops, the way of drawing and what the federation decides are to be kept."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._stored: Asked | None = None
        self._typed = {"penalty": "0", "adjustment": "0"}
        self.card, area = scrolled_card(_("Difficulty"))
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
        area.column.addWidget(self.next)
        area.column.addLayout(self._build_sliders())
        area.column.addWidget(self.explanation)
        area.column.addWidget(self.zone)
        area.column.addLayout(self._build_decided())
        area.column.addWidget(self._build_checks())
        area.column.addStretch(1)

    # -- building -------------------------------------------------------------------------------

    def _build_sliders(self) -> QGridLayout:
        self.stations = NumberBox(0, _MOST_STATIONS, _("What if: aid stations"))
        self.loops = NumberBox(1, MOST_LOOPS, _("What if: loops"))
        self.stations_slider = _Slider(
            self.stations, _SLIDER_STATIONS, _("What if: aid stations, slider")
        )
        self.loops_slider = _Slider(self.loops, _SLIDER_LOOPS, _("What if: loops, slider"))
        every = _("Every passing of a station counts; those at start and finish do not.")
        track = _("The track is one loop, run so many times.")
        rows = (
            (_("Aid stations"), self.stations, self.stations_slider, every),
            (_("Loops"), self.loops, self.loops_slider, track),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(2))
        grid.setVerticalSpacing(style.unit(1))
        for at, (words, box, slider, tip) in enumerate(rows):
            label = PlainLabel(words, "secondary")
            label.setBuddy(box)
            box.setFixedWidth(style.unit(18))
            box.setToolTip(tip)
            slider.setToolTip(tip)
            box.valueChanged.connect(lambda _value: self._told())
            for column, widget in enumerate((label, slider, box)):
                grid.addWidget(widget, at, column)
        grid.setColumnStretch(1, 1)
        return grid

    def _build_decided(self) -> QGridLayout:
        self.penalty = self._decided(_("Loops: minus km-effort, as the federation decides"))
        self.adjustment = self._decided(
            _("Other stages: plus km-effort, as the federation decides")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(2))
        grid.setVerticalSpacing(0)
        pairs = ((_("For loops, minus"), self.penalty), (_("For stages, plus"), self.adjustment))
        for at, (words, field) in enumerate(pairs):
            label = PlainLabel(words, "secondary")
            label.setBuddy(field)
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at)
        return grid

    def _decided(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.setPlaceholderText(_("km-effort"))
        field.setMaxLength(8)
        field.textEdited.connect(lambda _text: self._take_decided())
        return field

    def _build_checks(self) -> QWidget:
        self.drawn = QCheckBox(_("Drawn on a map: 90 %"))
        self.rounded = QCheckBox(_("Round first"))
        self.rounded.setToolTip(
            _("Round to whole km-effort before the class is looked up. Ask the federation.")
        )
        self.keep = Button(_("Keep"), self.keep_asked.emit, icon="save")
        self.back = Button(_("As stored"), self.reset, kind="quiet")
        for check in (self.drawn, self.rounded):
            check.toggled.connect(lambda _on: self._told())
        return FlowRow([self.drawn, self.rounded, self.keep, self.back])

    # -- what is asked --------------------------------------------------------------------------

    def _take_decided(self) -> None:
        """Take over what makes sense; mark what does not and go on with the figure before."""
        for key, field in (("penalty", self.penalty), ("adjustment", self.adjustment)):
            try:
                self._typed[key] = typed_effort(field.text())
                wrong = ""
            except Refused as error:
                wrong = message(error)
            style.set_style_property(field, "invalid", bool(wrong))
            field.setToolTip(wrong or field.accessibleName())
        self._told()

    def _told(self) -> None:
        self._show_difference()
        self.changed.emit()

    def _show_difference(self) -> None:
        stored, now = self._stored, self.asked
        differs = stored is not None and now != stored
        kept = stored is not None and _kept(now) != _kept(stored)
        self.chip.setVisible(differs or self.rounded.isChecked())
        self.chip.setText(_("what if: not stored"))
        self.back.setVisible(differs)
        self.keep.setVisible(kept)
        self.keep.setEnabled(not self._read_only)
        words = _("Keep all but the stations with the race. Stations are kept by placing them.")
        self.keep.setToolTip(READ_ONLY if self._read_only else words)

    @property
    def asked(self) -> Asked:
        """What the boxes say; a field that makes no sense counts as it last did."""
        return Asked(
            self.stations.value(),
            self.loops.value(),
            self.drawn.isChecked(),
            self._typed["penalty"],
            self._typed["adjustment"],
        )

    def reset(self) -> None:
        """The boxes say again what is stored."""
        stored = self._stored
        if stored is not None:
            self._fill(stored)
            self._told()

    def _fill(self, stored: Asked) -> None:
        pairs = (
            (self.stations, self.stations_slider, stored.stations),
            (self.loops, self.loops_slider, stored.loops),
        )
        for box, slider, value in pairs:
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
            slider.follow(value)
        self.drawn.blockSignals(True)
        self.drawn.setChecked(stored.drawn)
        self.drawn.blockSignals(False)
        self._typed = {"penalty": stored.loop_penalty, "adjustment": stored.adjustment}
        for field, text in (
            (self.penalty, stored.loop_penalty),
            (self.adjustment, stored.adjustment),
        ):
            field.setText("" if text == "0" else text)
            style.set_style_property(field, "invalid", False)
            field.setToolTip(field.accessibleName())

    # -- what is shown --------------------------------------------------------------------------

    def show_stored(self, value: CourseValue) -> bool:
        """Take over what is stored where it has changed; whether a what-if still differs."""
        wishes = value.wishes
        stored = Asked(
            wishes.aid_stations,
            wishes.loops,
            wishes.drawn,
            f"{wishes.loop_penalty:f}",
            f"{wishes.stage_adjustment:f}",
        )
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


def _kept(asked: Asked) -> tuple[object, ...]:
    """All that is kept with the race: stations are its places."""
    return asked.loops, asked.drawn, asked.loop_penalty, asked.adjustment
