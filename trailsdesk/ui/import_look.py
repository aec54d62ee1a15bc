"""What a timing file is, in a few sentences, and what a person may say before it is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.i18n import _, plural
from trailsdesk.services.import_view import IGNORE, TimeKind
from trailsdesk.services.time_import import TimePlan
from trailsdesk.services.time_words import effect_words, offset_words, parse_offset
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.form_values import FieldError, date_text, parse_date
from trailsdesk.ui.widgets import FlowRow, Notice, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from trailsdesk.domain.event import Race, TimingPoint
    from trailsdesk.services.time_reading import FilePlace
    from trailsdesk.ui.import_outcome import ImportOptions, ImportOutcome

_PLACES_SHOWN = 40


class TimesLook(QWidget):
    """Sentences above, choices below; ``changed`` asks for the plan to be made anew."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: date | None = None
        self._offset = Duration(0)
        self._leads: bool | None = None
        self._kind: str | None = None
        self._places: dict[str, str] = {}
        self._place_names: tuple[str, ...] = ()
        self._points: tuple[tuple[str, str], ...] = ()
        self.title = PlainLabel("", "strong", elide=True)
        self.facts = PlainLabel("", "secondary", wrap=True)
        self.notice = Notice("", "warn")
        self.point_choice = CalmCombo(_("Timing point"))
        self.race_choice = CalmCombo(_("Bibs are those of"))
        self.race_choice.setMinimumContentsLength(13)
        self.time_choice = CalmCombo(
            _("Times are"),
            [
                (TimeKind.CLOCK.value, _("times of day")),
                (TimeKind.ELAPSED.value, _("times since the gun")),
            ],
        )
        self.time_choice.setMinimumContentsLength(12)
        self.role_choice = CalmCombo(
            _("This source"), [(True, _("leads")), (False, _("only fills gaps"))]
        )
        self.role_choice.setMinimumContentsLength(11)
        self.list_race_choice = CalmCombo(_("Race of the list"))
        self.repeated_choice = CalmCombo(
            _("The hour the clocks showed twice"),
            [
                (None, _("by the order of the lines")),
                (RepeatedHour.FIRST.value, _("the first time round")),
                (RepeatedHour.SECOND.value, _("the second time round")),
            ],
        )
        self.repeated_choice.setMinimumContentsLength(17)
        self.day_edit = QLineEdit()
        self.day_edit.setPlaceholderText(_("2026-05-24"))
        self.day_edit.setAccessibleName(_("Day of times without a date"))
        self.offset_edit = QLineEdit()
        self.offset_edit.setPlaceholderText(_("-3.5, 1:00:00"))
        self.offset_edit.setAccessibleName(
            _("Clock correction in seconds or h:mm:ss, positive when the clock was behind")
        )
        self.offset_edit.setToolTip(self.offset_edit.accessibleName())
        self.make_points = QCheckBox(_("Make the places checkpoints of the race"))
        self.make_points.setAccessibleName(self.make_points.text())
        self.places = FlowRow()
        self._place_combos: dict[str, CalmCombo] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(1.5))
        for widget in (self.title, self.facts, self.notice):
            column.addWidget(widget)
        row = FlowRow()
        self._pairs: dict[QWidget, QWidget] = {}
        for words, control in (
            (_("Point"), self.point_choice),
            (_("Bibs of"), self.race_choice),
            (_("Times are"), self.time_choice),
            (_("Race of the list"), self.list_race_choice),
            (_("Day"), self.day_edit),
            (_("Clock"), self.offset_edit),
            (_("Hour shown twice"), self.repeated_choice),
            (_("Source"), self.role_choice),
        ):
            self._pairs[control] = _pair(words, control)
            row.add(self._pairs[control])
        column.addWidget(row)
        column.addWidget(self.places)
        column.addWidget(self.make_points)
        self._hide_parts()
        self._fit()
        style.watcher().changed.connect(self._fit)

    def _fit(self) -> None:
        self.day_edit.setFixedWidth(style.unit(26))
        self.offset_edit.setFixedWidth(style.unit(28))

    def _connect(self) -> None:
        for combo in (
            self.point_choice, self.race_choice, self.list_race_choice, self.repeated_choice,
        ):  # fmt: skip
            combo.activated.connect(lambda _at: self.changed.emit())
        self.time_choice.activated.connect(self._kind_chosen)
        self.role_choice.activated.connect(self._role_chosen)
        self.make_points.toggled.connect(lambda _on: self.changed.emit())
        self.day_edit.editingFinished.connect(self._day_typed)
        self.offset_edit.editingFinished.connect(self._offset_typed)

    # -- a new file -----------------------------------------------------------------------------

    def begin(
        self, races: Sequence[Race], current: RaceId | None, points: Sequence[TimingPoint]
    ) -> None:
        """Forget what was said of the file before; offer the races and points of the event."""
        self._day = self._leads = None
        self._offset = Duration(0)
        self._places = {}
        blocked = self.make_points.blockSignals(True)
        self.make_points.setChecked(False)
        self.make_points.blockSignals(blocked)
        self.day_edit.clear()
        self.offset_edit.clear()
        for edit in (self.day_edit, self.offset_edit):
            style.set_style_property(edit, "invalid", False)
        choices: list[tuple[object, str]] = [(None, _("all races of the event"))]
        self.race_choice.offer([*choices, *((race.id, race.label) for race in races)], current)
        named = {START: _("the start"), FINISH: _("the finish")}
        along = {point.code: point.label for point in points if point.code not in named}
        self._points = tuple({FINISH: named[FINISH], START: named[START], **along}.items())
        self.point_choice.offer(self._points)
        self.list_race_choice.offer(())
        self.repeated_choice.choose(None)
        self._kind = None

    def options(self, base: ImportOptions) -> ImportOptions:
        """``base`` with all that was chosen here."""
        race = self.race_choice.currentData()
        return replace(
            base,
            race_id=None if race is None else RaceId(race),
            point=str(self.point_choice.currentData()),
            time_kind=self._kind,
            day=self._day,
            offset_ms=self._offset,
            leads=self._leads,
            places=dict(self._places),
            make_points=self.make_points.isChecked(),
            list_race=self.list_race_choice.currentData(),
            repeated=self.repeated_choice.currentData(),
        )

    # -- showing --------------------------------------------------------------------------------

    def show_outcome(self, outcome: ImportOutcome | None) -> None:
        """What the plan says; a list of chips has sentences and no choices."""
        facts = () if outcome is None else outcome.facts
        self.setVisible(bool(facts))
        if outcome is None or not facts:
            return
        self.title.setText(facts[0])
        self.facts.setText(" ".join(facts[1:]))
        self.facts.setVisible(len(facts) > 1)
        plan = outcome.plan
        for pair in self._pairs.values():
            pair.setVisible(isinstance(plan, TimePlan))
        self._hide_parts()
        if isinstance(plan, TimePlan):
            self._show_plan(plan)

    def _hide_parts(self) -> None:
        for part in (self.places, self.make_points, self.notice):
            part.hide()

    def _show_plan(self, plan: TimePlan) -> None:
        self.time_choice.choose(plan.kind.value)
        self._pairs[self.time_choice].setVisible(plan.mapped is not None)
        self._pairs[self.list_race_choice].setVisible(bool(plan.list_races))
        if plan.list_races:
            numbers = [(number, str(number)) for number in plan.list_races]
            self.list_race_choice.offer(numbers, self.list_race_choice.currentData())
        self._pairs[self.day_edit].setVisible(plan.days is not None or self._day is not None)
        asked = plan.in_repeated_hour or self.repeated_choice.currentData() is not None
        self._pairs[self.repeated_choice].setVisible(asked)
        clock = plan.kind is TimeKind.CLOCK
        self._pairs[self.offset_edit].setVisible(clock)
        if plan.days is not None and not self.day_edit.hasFocus():
            self.day_edit.setText(date_text(self._day or plan.days[0]))
        if not self.offset_edit.hasFocus():
            self.offset_edit.setText(offset_words(self._offset))
        self.role_choice.choose(not plan.fills_gaps)
        self._show_effect(plan)
        self._show_places(plan.places)
        if plan.points:
            words = plural(
                "Make {count} place a checkpoint of the race",
                "Make {count} places checkpoints of the race",
                len(plan.points),
            )
            self.make_points.setText(words)
        self.make_points.setVisible(bool(plan.points))

    def _show_effect(self, plan: TimePlan) -> None:
        effect = plan.effect
        words = effect_words(effect)
        if effect.moves:
            words += " " + (
                _("It only fills gaps: nothing of that happens unless you let it lead.")
                if plan.fills_gaps
                else _("You let it lead: they change when you take it.")
            )
        quiet = not effect.moves or plan.fills_gaps
        self.notice.set_notice(words, "muted" if quiet and not effect.moves else "warn")
        self.notice.setVisible(bool(words))

    def _show_places(self, places: Sequence[FilePlace]) -> None:
        shown = places[:_PLACES_SHOWN]
        self.places.setVisible(bool(shown))
        names = tuple(place.name for place in shown)
        if names != self._place_names:
            self._rebuild_places(shown)
            self._place_names = names
        for place in shown:
            self._place_combos[place.name].choose(place.point)

    def _rebuild_places(self, places: Sequence[FilePlace]) -> None:
        self.places.clear()
        self._place_combos = {}
        before: QWidget = self.role_choice
        for place in places:
            known = dict(self._points)
            own = {} if place.point in (*known, IGNORE) else {place.point: _("a point of its own")}
            choices = [*own.items(), *known.items(), (IGNORE, _("left out"))]
            reads = plural("{count} read", "{count} reads", place.reads)
            combo = CalmCombo(_("{place} ({reads}) is").format(place=place.name, reads=reads))
            combo.setMinimumContentsLength(14)
            combo.offer(choices)
            combo.activated.connect(
                lambda _at, name=place.name, combo=combo: self._place_chosen(
                    name, str(combo.currentData())
                )
            )
            self.places.add(_pair(place.name, combo))
            self._place_combos[place.name] = combo
            QWidget.setTabOrder(before, combo)
            before = combo

    def place_combo(self, name: str) -> CalmCombo:
        """The choice of a place of the file."""
        return self._place_combos[name]

    # -- choosing -------------------------------------------------------------------------------

    def _place_chosen(self, name: str, point: str) -> None:
        self._places[name] = point
        self.changed.emit()

    def _kind_chosen(self, _at: int) -> None:
        self._kind = str(self.time_choice.currentData())
        self.changed.emit()

    def _role_chosen(self, _at: int) -> None:
        self._leads = bool(self.role_choice.currentData())
        self.changed.emit()

    def _day_typed(self) -> None:
        try:
            day = parse_date(self.day_edit.text())
        except FieldError as error:
            style.set_style_property(self.day_edit, "invalid", True)
            self.day_edit.setToolTip(str(error))
            return
        style.set_style_property(self.day_edit, "invalid", False)
        self.day_edit.setToolTip("")
        if day != self._day and self.day_edit.isModified():
            self._day = day
            self.changed.emit()
        self.day_edit.setModified(False)

    def _offset_typed(self) -> None:
        text = self.offset_edit.text().strip()
        offset = parse_offset(text) if text else Duration(0)
        style.set_style_property(self.offset_edit, "invalid", offset is None)
        if offset is not None and offset != self._offset:
            self._offset = offset
            self.changed.emit()

    @property
    def wrong(self) -> QLineEdit | None:
        """A field whose text makes no sense, None when all do."""
        for edit in (self.day_edit, self.offset_edit):
            if edit.property("invalid"):
                return edit
        return None


def _pair(words: str, control: QWidget) -> QWidget:
    """A control with its words before it, kept together where the row breaks."""
    label = PlainLabel(words, "secondary")
    label.setBuddy(control)
    pair = QWidget()
    across = QHBoxLayout(pair)
    across.setContentsMargins(0, 0, style.unit(2), 0)
    across.setSpacing(style.unit(2))
    across.addWidget(label)
    across.addWidget(control)
    return pair
