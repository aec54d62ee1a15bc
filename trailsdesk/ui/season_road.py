"""The road page of the season: what is done, what is next, what is late, for one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.road import EventSummary, Step, StepState
from trailsdesk.ui import icons, style
from trailsdesk.ui.widgets import Button, Card, Chip, Divider, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.ui.style import Tone

TITLES = {
    "entries": _("Entries"),
    "bibs": _("Bibs"),
    "medals": _("Medals"),
    "closing": _("Closing of entries"),
    "guns": _("Start"),
    "times": _("Times"),
    "problems": _("Problems"),
    "prizes": _("Prizegiving"),
    "published": _("Official results"),
    "till": _("Till"),
    "points": _("Points"),
    "due": _("Results to send"),
}
_ACTS = {
    "entries": _("Entries"),
    "bibs": _("Give bibs"),
    "medals": _("Medal list"),
    "closing": _("Entries"),
    "guns": _("Start"),
    "times": _("Times"),
    "problems": _("Problems"),
    "prizes": _("Sheets"),
    "published": _("Results"),
    "till": _("Entries"),
    "points": _("Points"),
    "due": _("Results"),
}
_LOOKS: dict[StepState, tuple[str, str, Tone]] = {
    StepState.DONE: ("done", _("done"), "good"),
    StepState.NEXT: ("play", _("next"), "good"),
    StepState.LATE: ("warning", _("needs you"), "warn"),
    StepState.OPEN: ("clock", _("to come"), "muted"),
    StepState.NONE: ("clock", _("open"), "muted"),
}


class StepRow(QWidget):
    """One step: icon and word for how it stands, what is so far, and the way there."""

    asked = Signal(object)
    """The ``Step`` whose button was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._step: Step | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.unit(1.5), 0, style.unit(1.5))
        row.setSpacing(style.unit(4))
        self._picture = PlainLabel()
        self._title = PlainLabel("", "strong")
        self._text = PlainLabel("", "secondary", wrap=True)
        self._chip = Chip("")
        self.button = Button("", self._press)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        row.addWidget(self._picture)
        row.addLayout(lines, 1)
        row.addWidget(self._chip)
        row.addWidget(self.button)
        self._fit()
        style.watcher().changed.connect(self._fit)

    def show_step(self, step: Step, *, first: bool) -> None:
        """Show how a step stands; ``first`` is the one thing to do now."""
        self._step = step
        _icon, words, tone = _LOOKS[step.state]
        title, text = TITLES[step.key], message(step.note)
        self._title.setText(title)
        self._text.setText(text)
        self._chip.setText(words)
        self._chip.set_tone(tone)
        import_first = step.key == "entries" and step.state is not StepState.DONE
        act = _("Import a list…") if import_first else _ACTS[step.key]
        self.button.setText(act)
        self.button.setAccessibleName(f"{title}: {act}")
        style.set_style_property(self.button, "kind", "primary" if first else "plain")
        self.setAccessibleName(f"{title}, {words}: {text}")
        self._fit()

    def _press(self) -> None:
        if self._step is not None:
            self.asked.emit(self._step)

    def _fit(self) -> None:
        self._chip.setMinimumWidth(style.unit(18))
        self._chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        wide = max(style.unit(32), self.button.sizeHint().width())
        self.button.setMinimumWidth(wide)
        self._draw()

    def _draw(self) -> None:
        if self._step is None:
            return
        name, _words, tone = _LOOKS[self._step.state]
        ink = style.look().roles.ink(tone)
        self._picture.setPixmap(icons.pixmap(name, style.unit(5), ink, self.devicePixelRatioF()))


class EventRow(QWidget):
    """An event of the season at a glance; its button makes it the one shown everywhere."""

    chosen = Signal(object)
    """The id of the event."""

    def __init__(self) -> None:
        super().__init__()
        self._summary: EventSummary | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, style.unit(1.5), 0, style.unit(1.5))
        grid.setHorizontalSpacing(style.unit(2))
        grid.setVerticalSpacing(0)
        self._name = PlainLabel("", "strong", elide=True)
        self._text = PlainLabel("", "secondary", elide=True)
        self._chip = Chip("")
        self.button = Button(_("Show"), self._press, kind="quiet")
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._text, 1, 0)
        grid.addWidget(self._chip, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.button, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)

    def show_summary(self, summary: EventSummary, *, here: bool) -> None:
        """Show an event; ``here`` is the one chosen above."""
        self._summary = summary
        event = summary.event
        self._name.setText(event.name)
        counts = _("{entered} entered, {finished} in")
        pieces = [
            day_words(event.date, year=False, long=True),
            counts.format(entered=summary.entered, finished=summary.finished),
        ]
        self._text.setText(" · ".join(pieces))
        words, tone = _event_state(summary)
        self._chip.setText(words)
        self._chip.set_tone(tone)
        self.button.setVisible(not here)
        style.set_style_property(self._name, "tone", "good" if here else "")
        self.button.setAccessibleName(_("Show {event}").format(event=event.name))

    def _press(self) -> None:
        if self._summary is not None:
            self.chosen.emit(self._summary.event.id)


def _event_state(summary: EventSummary) -> tuple[str, Tone]:
    if summary.event.cancelled:
        return _("called off"), "muted"
    if summary.finished:
        return _("results"), "good"
    if summary.past and summary.entered:
        return _("no times"), "warn"
    return (_("entries"), "muted") if summary.entered else (_("empty"), "muted")


class RoadPage(QWidget):
    """Left the steps of the event chosen, right all events of the season."""

    step_asked = Signal(object)
    event_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self._steps_card = Card(" ")
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        self._wait = PlainLabel(_("Reading the season"), "secondary")
        self._steps_card.body.addWidget(self._wait)
        self._steps_card.body.addLayout(self._steps)
        self._steps_card.body.addStretch(1)
        row.addWidget(self._steps_card, 5)
        self._events_card = Card(_("Events of the season"))
        self._events = QVBoxLayout()
        self._events.setSpacing(0)
        self._events_card.body.addLayout(self._events)
        self._events_card.body.addStretch(1)
        row.addWidget(self._events_card, 3)
        self.step_rows: list[StepRow] = []
        self.event_rows: list[EventRow] = []

    def set_title(self, title: str) -> None:
        """The event whose road it is."""
        self._steps_card.title_label.setText(title)
        self._steps_card.setAccessibleName(title)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """The steps of one event; rows stay, so that the focus does too."""
        self._wait.hide()
        urgent = [s for s in steps if s.state in {StepState.NEXT, StepState.LATE}]
        while len(self.step_rows) < len(steps):
            made = StepRow()
            made.asked.connect(self.step_asked.emit)
            if self.step_rows:
                self._steps.addWidget(Divider())
            self._steps.addWidget(made)
            self.step_rows.append(made)
        for at, each in enumerate(self.step_rows):
            each.setVisible(at < len(steps))
            if at < len(steps):
                each.show_step(steps[at], first=bool(urgent) and steps[at] is urgent[0])

    def show_events(self, events: Sequence[EventSummary], here: int) -> None:
        """All events at a glance."""
        while len(self.event_rows) < len(events):
            made = EventRow()
            made.chosen.connect(self.event_chosen.emit)
            if self.event_rows:
                self._events.addWidget(Divider())
            self._events.addWidget(made)
            self.event_rows.append(made)
        for at, each in enumerate(self.event_rows):
            each.setVisible(at < len(events))
            if at < len(events):
                each.show_summary(events[at], here=events[at].event.id == here)
