"""Playing made-up finishers on the page for the line of a copy; the crew keys what it sees."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QStackedWidget, QWidget

from trailsdesk.domain.rehearsal import Crossing, Score, score
from trailsdesk.i18n import _
from trailsdesk.services import rehearsal
from trailsdesk.services.rehearsal import Flow, Wish
from trailsdesk.ui import style
from trailsdesk.ui.rehearsal_words import advice_words, figures_of, peak_words, score_words
from trailsdesk.ui.widgets import (
    Button,
    Card,
    Figure,
    FlowRow,
    NumberBox,
    PlainLabel,
    PrimaryButton,
    SegmentBar,
)

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.rehearsal import Expected, Planned
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.race_clock import RaceClock

STEP_MS: Final = 40
GRACE_MS: Final = 15_000
"""After the last one the crew has so long to catch up."""
SHOWN_MS: Final = 6_000
"""A bib stands so long: a runner who is through is gone."""
SHOWN_MOST: Final = 6
_FIGURES: Final = 6

Phase = Literal["ready", "running", "told"]


class RehearsalBar(Card):
    """Three faces: what to play, who crosses now, and what the crew managed."""

    released = Signal()
    """A button was used: the keys may go back to the bib box."""

    def __init__(
        self, context: PanelContext, clock: RaceClock, parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=3)
        self.setParent(parent)
        self.setAccessibleName(_("Rehearsal"))
        self._context = context
        self._clock = clock
        self._plan: tuple[Planned, ...] = ()
        self._next = 0
        self._begin: Instant | None = None
        self._crossings: list[Crossing] = []
        self._expected: Expected | None = None
        self._score: Score | None = None
        self.phase: Phase = "ready"
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self.step)
        self.faces = QStackedWidget()
        self.body.addWidget(self.faces)
        self._build_ready()
        self._build_running()
        self._build_told()

    # -- building -------------------------------------------------------------------------------

    def _build_ready(self) -> None:
        face = QWidget()
        row = _row(face)
        self.rate = NumberBox(2, 60, _("Finishers a minute"), 10)
        self.minutes = NumberBox(1, 30, _("Minutes"), 3)
        flows = (
            (Flow.BUNCHED.value, _("In groups")),
            (Flow.EVEN.value, _("One by one")),
            (Flow.RISING.value, _("More and more")),
        )
        self.flow = SegmentBar(flows, _("How they come"))
        self.beep = QCheckBox(_("Beep"))
        self.beep.setAccessibleName(_("Beep for each"))
        self.beep.setChecked(True)
        self.start_button = PrimaryButton(_("Play finishers"), self.start, key="F9")
        numbers = QWidget()
        pair = _row(numbers)
        pair.addWidget(self.rate)
        pair.addWidget(PlainLabel(_("a minute for"), "secondary"))
        pair.addWidget(self.minutes)
        pair.addWidget(PlainLabel(_("minutes"), "secondary"))
        row.addWidget(FlowRow((numbers, self.flow, self.beep)), 1)
        row.addWidget(self.start_button, 0, Qt.AlignmentFlag.AlignTop)
        self.faces.addWidget(face)

    def _build_running(self) -> None:
        face = QWidget()
        row = _row(face)
        self.now_label = PlainLabel(_("CROSSING"), "secondary")
        row.addWidget(self.now_label)
        self.bibs = [PlainLabel("", "figure") for _at in range(SHOWN_MOST)]
        for label in self.bibs:
            row.addWidget(label)
            row.addSpacing(style.unit(3))
        row.addStretch(1)
        self.progress = PlainLabel("", "secondary")
        self.progress.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.progress)
        self.stop_button = Button(_("Stop"), self.stop, key="F9")
        row.addWidget(self.stop_button)
        self.faces.addWidget(face)

    def _build_told(self) -> None:
        face = QWidget()
        row = _row(face)
        self.figures = [Figure("", "", kind="title") for _at in range(_FIGURES)]
        for figure in self.figures:
            row.addWidget(figure)
            row.addSpacing(style.unit(2))
        row.addStretch(1)
        self.copy_button = Button(_("Copy"), self.copy_report, icon="copy")
        self.again_button = PrimaryButton(_("Again"), self.make_ready, key="F9")
        row.addWidget(self.copy_button)
        row.addWidget(self.again_button)
        self.faces.addWidget(face)
        self.told = PlainLabel("", wrap=True)
        self.advice = PlainLabel("", "strong", wrap=True)
        self.peak_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.told, self.advice, self.peak_label):
            self.body.addWidget(label)
        self._set_phase("ready")

    # -- what is expected -----------------------------------------------------------------------

    def reload(self) -> None:
        """Work out the peak for the scope as it is now."""
        season, scope = self._context.season, self._context.scope
        event_id, race_id = scope.event_id, scope.race_id
        self._context.compute(
            lambda: rehearsal.expected(season, event_id, race_id), self._show_expected, owner=self
        )

    def _show_expected(self, found: Expected) -> None:
        self._expected = found
        self.peak_label.setText(peak_words(found))

    # -- playing --------------------------------------------------------------------------------

    def press(self) -> None:
        """F9: what the button on the face shown does."""
        {"ready": self.start, "running": self.stop, "told": self.make_ready}[self.phase]()

    def start(self) -> None:
        """Draw a field by lot and let it come in."""
        scope = self._context.scope
        wish = Wish(
            event_id=scope.event_id,
            race_id=scope.race_id,
            per_minute=self.rate.value(),
            minutes=self.minutes.value(),
            flow=Flow(self.flow.current),
        )
        season, seed = self._context.season, time.time_ns()
        self._context.compute(lambda: rehearsal.plan(season, wish, seed), self.play, owner=self)
        self.released.emit()

    def play(self, plan: tuple[Planned, ...]) -> None:
        """Let these come in, beginning in a moment."""
        if not plan:
            words = _("Everybody with a bib is in already: end the rehearsal and begin a new one.")
            self._context.notify(words, "warn")
            return
        self._plan, self._next = plan, 0
        self._crossings = []
        self._begin = self._clock.now_ms()
        self._set_phase("running")
        self._timer.start()
        self.step()

    def step(self) -> None:
        """Show who crosses by now; when all are through and the grace is over, tell."""
        if self._begin is None:
            return
        now = self._clock.now_ms()
        gone = now - self._begin
        while self._next < len(self._plan) and self._plan[self._next].after_ms <= gone:
            self._crossings.append(Crossing(bib=self._plan[self._next].bib, at_ms=now))
            self._next += 1
            if self.beep.isChecked():
                QApplication.beep()
        self._show_crossings(now)
        if self._next == len(self._plan) and gone > self._plan[-1].after_ms + GRACE_MS:
            self.stop()

    def _show_crossings(self, now: Instant) -> None:
        """The newest at the left; those just through in grey, then gone."""
        fresh = [each for each in reversed(self._crossings) if now - each.at_ms < SHOWN_MS]
        for at, label in enumerate(self.bibs):
            shown = fresh[at] if at < len(fresh) else None
            label.setText("" if shown is None else shown.bib)
            label.set_tone(None if shown is not None and now - shown.at_ms < 2_000 else "muted")
        self.setAccessibleDescription(", ".join(each.bib for each in fresh))
        left = len(self._plan) - self._next
        words = _("{done} of {count} through").format(done=self._next, count=len(self._plan))
        if not left:
            words += "\n" + _("finish keying, or stop")
        self.progress.setText(words)

    def stop(self) -> None:
        """Enough: compare what was shown with what the file holds now."""
        if self.phase != "running" or self._begin is None:
            return
        self._timer.stop()
        season, event_id, begin = self._context.season, self._context.scope.event_id, self._begin
        crossings = tuple(self._crossings)

        def work() -> Score:
            return score(crossings, rehearsal.keyed_since(season, event_id, begin))

        # By way of the thread of the file: a time that is on its way into it counts too.
        self._context.read(work, self._tell, owner=self)
        self.released.emit()

    def _tell(self, result: Score) -> None:
        self._score = result
        self._set_phase("told")
        for figure, (value, caption) in zip(self.figures, figures_of(result), strict=True):
            figure.set_value(value, caption)
        self.told.setText(score_words(result))
        if self._expected is not None:
            words, tone = advice_words(result, self._expected)
            self.advice.setText(words)
            self.advice.set_tone(tone)

    def make_ready(self) -> None:
        """Back to what is to be played."""
        self._set_phase("ready")
        self.reload()
        self.released.emit()

    def _set_phase(self, phase: Phase) -> None:
        self.phase = phase
        self.faces.setCurrentIndex(("ready", "running", "told").index(phase))
        self.peak_label.setVisible(phase != "running")
        for label in (self.told, self.advice):
            label.setVisible(phase == "told")

    # -- telling --------------------------------------------------------------------------------

    @property
    def result(self) -> Score | None:
        """The last score."""
        return self._score

    @property
    def report(self) -> str:
        """All of it as text."""
        if self._score is None:
            return ""
        counts = ", ".join(f"{value} {caption}" for value, caption in figures_of(self._score))
        lines = (self.told.text(), counts, self.peak_label.text(), self.advice.text())
        return "\n".join(line for line in lines if line)

    def copy_report(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)
        self._context.notify(_("The report of the rehearsal is on the clipboard."), "good")
        self.released.emit()


def _row(face: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(face)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.unit(2))
    return row
