"""Starting the clock: the waves that have no gun yet, and one button that wants to be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.hold_button import HoldButton
from trailsdesk.ui.widgets import Callout, ChipButton, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import WaveId
    from trailsdesk.services.finish_desk import LineRace
    from trailsdesk.ui.race_clock import RaceClock


class StartStrip(Callout):
    """Waves without a gun; those ticked start together at the moment the hold began."""

    start_asked = Signal(object, object)
    """The wave ids and the instant."""
    done = Signal()
    """A hold ended, one way or the other; the keys may go back to the bib box."""

    def __init__(self, clock: RaceClock, parent: QWidget | None = None) -> None:
        super().__init__("warn", parent)
        self.setAccessibleName(_("Start"))
        self._clock = clock
        self._pressed_ms: Instant | None = None
        self._enabled = True
        self._chips: dict[WaveId, ChipButton] = {}
        self.words = PlainLabel("", "strong", wrap=True)
        self._choices = FlowRow()
        self.button = HoldButton(_("Hold to start the clock"), key="F8")
        self.button.pressed_now.connect(self._note)
        self.button.held.connect(self._start)
        self.button.let_go.connect(self._let_go)
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        row.addWidget(self._choices, 1)
        row.addWidget(self.button)
        self.body.addWidget(self.words)
        self.body.addLayout(row)

    def show_races(self, races: Sequence[LineRace], *, enabled: bool) -> None:
        """Offer the waves without a gun, the next of each race ticked; else show nothing."""
        waiting = {wave_id: name for race in races for wave_id, name in race.waiting}
        first = {race.waiting[0][0] for race in races if race.waiting}
        if list(waiting) != list(self._chips):
            self._choices.clear()
            self._chips = {}
            for wave_id, name in waiting.items():
                chip = ChipButton(name, checkable=True)
                chip.setChecked(wave_id in first)
                chip.toggled.connect(self._show_words)
                chip.clicked.connect(lambda _on=False: self.done.emit())
                self._chips[wave_id] = chip
                self._choices.add(chip)
                chip.show()
        self._choices.setVisible(len(waiting) > 1)
        self.setVisible(bool(waiting))
        self._enabled = enabled
        self._show_words()

    def chosen(self) -> tuple[WaveId, ...]:
        """The waves that would start."""
        return tuple(wave_id for wave_id, chip in self._chips.items() if chip.isChecked())

    def _show_words(self, *_signal: object) -> None:
        names = ", ".join(chip.text().replace("&&", "&") for chip in self._chips.values())
        if len(self._chips) == 1:
            self.words.setText(_("{race} has not been started.").format(race=names))
        else:
            self.words.setText(_("Not started yet. Those marked start together:"))
        self.button.setEnabled(self._enabled and bool(self.chosen()))
        self.button.setToolTip(
            _("The gun is the moment you press; hold for a second to mean it. Ctrl+Z undoes it.")
        )

    def _note(self) -> None:
        self._pressed_ms = self._clock.pressed_ms(self.button.stamp)

    def _start(self) -> None:
        if self._pressed_ms is not None and self.chosen():
            self.start_asked.emit(self.chosen(), self._pressed_ms)
        self._pressed_ms = None
        self.done.emit()

    def _let_go(self) -> None:
        self._pressed_ms = None
        self.words.setText(_("Held too short: nothing was started."))
        self.done.emit()
