"""The gun: which waves start is seen before; a key held starts them at the press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed
from trailsdesk.i18n import _, message
from trailsdesk.services import raceday
from trailsdesk.services.results_desk import GunLine
from trailsdesk.ui import style
from trailsdesk.ui.gun_bar import GunBar
from trailsdesk.ui.hold_button import HoldButton
from trailsdesk.ui.race_clock import ClockFace
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.start_late import LateStarters
from trailsdesk.ui.widgets import Button, Card, ChipButton, Divider, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from trailsdesk.domain.event import WaveId
    from trailsdesk.services.start import StartView
    from trailsdesk.services.waves import WaveLine
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.race_clock import RaceClock
    from trailsdesk.ui.start_lines import StartPage

_LONGEST_MS: Final = 100 * 3_600_000
"""A gun longer ago than this belongs to a race that is over."""
_EARLIEST_MS: Final = -24 * 3_600_000


class WaveRow(QWidget):
    """One wave: whether it starts with the key, its field, its clock, and a button of its own."""

    def __init__(self, line: WaveLine, clock: RaceClock) -> None:
        super().__init__()
        self.line = line
        self.setAccessibleName(line.name)
        self.chip = ChipButton(line.name, checkable=True)
        self.field_label = PlainLabel("", "secondary", elide=True)
        self.state = PlainLabel("", "strong")
        self.elapsed = PlainLabel("", "secondary")
        self.hold = HoldButton(_("Hold to start"))
        self.hold.setAccessibleName(_("Hold to start {wave}").format(wave=line.name))
        self.correct = Button(_("Correct…"))
        self.correct.setAccessibleName(_("Correct the start of {wave}").format(wave=line.name))
        self._clock = clock
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.unit(1), 0, style.unit(1))
        row.setSpacing(style.unit(3))
        when = QVBoxLayout()
        when.setSpacing(0)
        for label in (self.state, self.elapsed):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            when.addWidget(label)
        row.addWidget(self.chip)
        row.addWidget(self.field_label, 1)
        row.addLayout(when)
        row.addWidget(self.hold)
        row.addWidget(self.correct)

    @property
    def waiting(self) -> bool:
        """Whether it was not started yet."""
        return self.line.gun_ms is None

    def show_line(self, line: WaveLine, zone: str, *, may_change: bool) -> None:
        """The wave as it is now."""
        self.line = line
        self.chip.set_text(line.name, "good")
        self.chip.setEnabled(self.waiting and may_change)
        self.chip.setToolTip("" if self.waiting else _("Started already: it starts no more."))
        if not self.waiting:
            self.chip.setChecked(False)
        words = _("{count} entered").format(count=line.entered)
        if line.here:
            words += " · " + _("{count} here").format(count=line.here)
        self.field_label.setText(words)
        self.hold.setVisible(self.waiting)
        self.hold.setEnabled(may_change)
        self.correct.setVisible(not self.waiting)
        self.tick(zone)

    def tick(self, zone: str) -> None:
        """The clock of the wave goes on."""
        gun = self.line.gun_ms
        self.elapsed.setVisible(gun is not None)
        if gun is None:
            self.state.setText(_("not started"))
            self.state.set_tone("warn")
            return
        since = self._clock.now_ms() - gun
        self.state.setText(_("gun {time}").format(time=format_clock(gun, zone)))
        self.state.set_tone("good")
        near = _EARLIEST_MS < since < _LONGEST_MS
        self.elapsed.setText(format_elapsed(since) if near else "–:––:––")


class GunTab(QWidget):
    """Waves with their clocks and buttons; late starters; a start corrected afterwards."""

    def __init__(
        self, context: PanelContext, clock: RaceClock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._clock = clock
        self._may_change = not context.season.file.read_only
        self._view: StartView | None = None
        self._rows: dict[WaveId, WaveRow] = {}
        self._pressed: tuple[tuple[WaveId, ...], Instant] | None = None
        self._second = -1
        self.face = ClockFace()
        self.clock_words = PlainLabel("", "secondary")
        self.list = ScrollColumn()
        self.hold = HoldButton(_("Hold to start"), key="F8")
        self.message = SaidLine()
        self.guns = GunBar(context)
        self.late = LateStarters(context, clock)
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        left = QVBoxLayout()
        left.setSpacing(style.unit(3))
        card = Card(padding=4)
        card.setAccessibleName(_("The gun"))
        top = QHBoxLayout()
        top.addWidget(self.face)
        top.addStretch(1)
        self.clock_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self.clock_words)
        card.body.addLayout(top)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(Divider())
        self.hold.setProperty("large", True)
        card.body.addWidget(self.hold)
        card.body.addWidget(self.message)
        left.addWidget(card, 1)
        across.addLayout(left, 3)
        self.right = right = ScrollColumn()
        right.column.setSpacing(style.unit(3))
        right.column.addWidget(self.late, 1)
        correct = Card(_("Correct a start"), padding=3.5)
        correct.body.addWidget(self.guns)
        right.column.addWidget(correct)
        across.addWidget(right, 2)

    def _connect(self) -> None:
        self.hold.pressed_now.connect(lambda: self._note(self.chosen(), self.hold.stamp))
        self.hold.held.connect(self._start)
        self.hold.let_go.connect(self._let_go)
        self.guns.said.connect(self.say)
        self.guns.told.connect(self._see_effect)
        self._clock.ticked.connect(self._tick)

    def _see_effect(self) -> None:
        """What a corrected start would move must be seen before Enter, on a small screen too."""
        bar = self.guns
        below = bar.moves if bar.moves.isVisible() else bar.effect
        QTimer.singleShot(0, self.right, lambda: self.right.ensureWidgetVisible(below))

    @property
    def main_field(self) -> QWidget:
        """Where the keys belong: the button while a wave waits, then the late starters."""
        return self.hold if self.hold.isEnabled() else self.late.field

    # -- showing --------------------------------------------------------------------------------

    def show_page(self, page: StartPage) -> None:
        """The waves as they are now; which are marked stays."""
        view = self._view = page.view
        held_keys = self.hold.hasFocus()
        if [line.wave_id for line in view.waves] != list(self._rows):
            self._rebuild(view.waves)
        for line in view.waves:
            self._rows[line.wave_id].show_line(line, view.zone, may_change=self._may_change)
        if not self.chosen():
            self._mark_next()
        self.late.show_view(view)
        lines = [
            GunLine(
                wave_id=line.wave_id, race_id=line.race_id, label=line.name, gun_ms=line.gun_ms
            )
            for line in view.waves
        ]
        self.guns.show_guns(lines, view.zone)
        self._show_hold()
        if held_keys and not self.hold.isEnabled():
            # Qt would hand them on to the next field, where a start is corrected.
            self.late.field.hear()
        self._second = -1
        self._tick()

    def _rebuild(self, lines: Sequence[WaveLine]) -> None:
        column = self.list.column
        while column.count():
            item = column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        before: QWidget | None = None
        for line in lines:
            row = WaveRow(line, self._clock)
            row.chip.toggled.connect(self._show_hold)
            row.hold.pressed_now.connect(
                lambda row=row: self._note((row.line.wave_id,), row.hold.stamp)
            )
            row.hold.held.connect(self._start)
            row.hold.let_go.connect(self._let_go)
            row.correct.clicked.connect(lambda _on=False, row=row: self.correct(row.line.wave_id))
            column.addWidget(row)
            for control in (row.chip, row.hold, row.correct):
                if before is not None:
                    QWidget.setTabOrder(before, control)
                before = control
            self._rows[line.wave_id] = row
        column.addStretch(1)
        if before is not None:
            QWidget.setTabOrder(before, self.hold)

    def _mark_next(self) -> None:
        """The first wave that waits starts with the key, unless somebody marks others."""
        waiting = [row for row in self._rows.values() if row.waiting]
        if waiting and self._may_change:
            waiting[0].chip.setChecked(True)

    def chosen(self) -> tuple[WaveId, ...]:
        """The waves that start together with the key."""
        return tuple(
            wave_id for wave_id, row in self._rows.items() if row.chip.isChecked() and row.waiting
        )

    def choose_only(self, wave_id: WaveId) -> bool:
        """Mark one wave and no other; false while it is not shown."""
        if wave_id not in self._rows:
            return False
        for each, row in self._rows.items():
            row.chip.setChecked(each == wave_id and row.waiting)
        self._show_hold()
        self.hold.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_hold(self, *_signal: object) -> None:
        names = [self._rows[wave_id].line.name for wave_id in self.chosen()]
        waiting = [row for row in self._rows.values() if row.waiting]
        self.hold.setEnabled(self._may_change and bool(names))
        if names:
            text = _("Hold to start {waves}").format(waves=" + ".join(names))
        elif waiting:
            text = _("Mark the waves that start")
        else:
            text = _("Every wave is started")
        self.hold.setText(text.replace("&", "&&"))
        self.hold.setAccessibleName(text)
        self.hold.setToolTip(
            _("The gun is the moment you press; hold for a second to mean it. Ctrl+Z undoes it.")
        )

    def _tick(self) -> None:
        """Ten times a second the digits, once a second the words."""
        view, now = self._view, self._clock.now_ms()
        if view is None or not self.isVisible():
            return
        guns = [line.gun_ms for line in view.waves if line.gun_ms is not None]
        since = now - min(guns) if guns else None
        if since is not None and _EARLIEST_MS < since < _LONGEST_MS:
            self.face.show_time(since)
        else:
            self.face.show_words("0:00:00" if since is None else "–:––:––")
        if now // 1000 != self._second:
            self._second = now // 1000
            for row in self._rows.values():
                row.tick(view.zone)
            self.clock_words.setText(
                _("time of day") + "\n" + format_clock(Instant(now), view.zone)
            )

    def showEvent(self, event: QShowEvent) -> None:
        """The clocks at once, not with the next tick."""
        super().showEvent(event)
        self._second = -1
        self._tick()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    # -- starting -------------------------------------------------------------------------------

    def begin(self, stamp: int) -> None:
        """F8 goes down; when nothing waits it is said how a start is corrected."""
        if self.hold.goes_on():
            return
        if not self._may_change:
            self.say(_("The file is open for reading only."), "warn")
        elif self.chosen():
            self.hold.begin(stamp)
        elif any(row.waiting for row in self._rows.values()):
            self.say(_("No wave is marked: choose which start, then hold F8."), "warn")
        else:
            self.say(_("Every wave is started already, and no gun was touched. To correct one,"
                       " type its time under “Correct a start”."), "warn")  # fmt: skip

    def _note(self, wave_ids: tuple[WaveId, ...], stamp: int) -> None:
        self._pressed = (wave_ids, self._clock.pressed_ms(stamp))
        self.say(_("Hold on…"), "muted")

    def _let_go(self) -> None:
        self._pressed = None
        self.say(_("Held too short: nothing was started."), "warn")

    def _start(self) -> None:
        pressed, season, view = self._pressed, self._context.season, self._view
        self._pressed = None
        if pressed is None or view is None or not pressed[0]:
            return
        wave_ids, instant = pressed
        time = format_clock(instant, view.zone)
        names = ", ".join(self._rows[each].line.name for each in wave_ids if each in self._rows)

        notes = raceday.gun_notes(self._context.scope.current_event, instant)

        def done(count: int) -> None:
            words = _("{waves}: started at {time}. Ctrl+Z takes it back.")
            if not count:
                words = _("{waves} had been started already; its gun was not touched.")
            text = words.format(waves=names, time=time)
            odd = [message(note) for note in notes] if count else []
            self.say(" ".join((text, *odd)), "good" if count and not odd else "warn")

        if not isinstance(self.window().focusWidget(), QLineEdit):
            # A button that goes hands the keys on, and that would be to the gun just taken.
            self.late.field.setFocus(Qt.FocusReason.OtherFocusReason)
        for wave_id in wave_ids:
            if wave_id in self._rows:
                self._rows[wave_id].chip.setChecked(False)
        self._context.change(
            lambda: raceday.start_waves(season, wave_ids, instant), _("The gun"), done
        )

    # -- correcting -----------------------------------------------------------------------------

    def correct(self, wave_id: WaveId) -> None:
        """Put the cursor into the gun of a wave."""
        field = self.guns.fields.get(wave_id)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
            self.say(_("Type the right time; what would move is said before Enter sets it."),
                     "muted")  # fmt: skip
