"""What was measured of a course as a card, the official figures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.course_desk import Elevation
from trailsdesk.ui import style
from trailsdesk.ui.course_words import (
    km_words,
    method_words,
    metre_words,
    percent_words,
)
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Card, Figure, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.course_desk import CourseDesk, Profile

READ_ONLY = _("The file is open for reading only.")


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


def scrolled_card(title: str) -> tuple[Card, ScrollColumn]:
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
        self.card, area = scrolled_card(_("Measured"))
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
                field.setToolTip(READ_ONLY)
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
