"""The box for calls over the radio: what is typed is shown back before Enter takes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from trailsdesk.domain.problems import Severity
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.call_back import say_back
from trailsdesk.services.radio import MOST_PICKS, read_call
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Button, Callout, Card, FlowRow, KeyHint, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.radio import Call, CallNote, RadioBook
    from trailsdesk.ui.race_clock import RaceClock
    from trailsdesk.ui.style import Tone

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD_BACK: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_NUMBER: Final = re.compile(r"[\d?]+")
_MOST_NOTES: Final = 2
_TONES: Final[dict[Severity, Tone]] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "warn",
    Severity.INFO: "muted",
}


class CallBox(QLineEdit):
    """One line. With a station chosen ``+`` takes bibs in at once and ``-`` out.

    Undo and redo are those of the season, not of the letters typed.
    """

    entered = Signal(object)
    """The instant of Enter."""
    signed = Signal(str, object)
    """``in`` or ``out``, and the instant of the key."""
    stepped = Signal(int)
    """1 for the next row of the list (Down), -1 for the one before (Up)."""
    picked = Signal(int)
    escaped = Signal()

    def __init__(self, clock: RaceClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.station = ""
        self.knows_bib: Callable[[str], bool] = lambda _word: False
        self.setAccessibleName(_("Call over the radio"))
        self.setMaxLength(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        style.watcher().changed.connect(self._dress)
        self._dress()

    def hear(self) -> None:
        """Bring the keys here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and any(map(event.matches, _HELD_BACK)):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        instant = self._clock.pressed_ms(event.timestamp())
        key, held = event.key(), event.isAutoRepeat()
        if key in _ENTER:
            if not held:
                self.entered.emit(instant)
        elif not self._act(event, instant, held=held):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, instant: Instant, *, held: bool) -> bool:
        """Keys that are no letters of a call; true when it was one."""
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            number = key - Qt.Key.Key_0
            if 1 <= number <= MOST_PICKS:
                self.picked.emit(number)
                return True
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text() in ("+", "-") and self._signs(event.text()):
            if not held:
                self.signed.emit("in" if event.text() == "+" else "out", instant)
        elif event.text() == "/" and self.station and self._has_only_bibs():
            self.insert(" dnf ")
        else:
            return False
        return True

    def _signs(self, sign: str) -> bool:
        """A sign stands for a word where only bibs are typed; a year is none of them."""
        if not self.station or not self._has_only_bibs():
            return False
        return sign == "+" or not re.fullmatch(r"\s*(19|20)\d\d\s*", self.text())

    def _has_only_bibs(self) -> bool:
        words = re.split(r"[\s,]+", self.text().strip(" ,"))
        return all(_NUMBER.fullmatch(word) or self.knows_bib(word) for word in words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Nothing typed is marked: the next letter would take it away."""
        super().focusInEvent(event)
        self.deselect()

    def _dress(self) -> None:
        look = style.look()
        height = look.unit(10)
        self.setStyleSheet(
            f"QLineEdit {{ font-size: {look.type_px('title')}px; min-height: {height}px; }}"
        )


class RadioCard(Card):
    """The box, the station, and what the line means. It only asks; the panel acts."""

    taken = Signal(object, object)
    """A ``Call`` to be taken, and the instant of the key."""
    looked_up = Signal(object)
    """Entry id of the one runner a line speaks of, ``None`` for none or several."""
    stepped = Signal(int)

    def __init__(
        self, clock: RaceClock, *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=3, parent=parent)
        self.setAccessibleName(_("Radio"))
        self._clock = clock
        self._book: RadioBook | None = None
        self.call: Call | None = None
        self._picks: tuple[tuple[str, str], ...] = ()
        self._last: tuple[str, Tone] = ("", "muted")
        self._low = False
        self.box = CallBox(clock)
        self.setFocusProxy(self.box)
        self.station = CalmCombo(_("Station the calls come from"), ((None, _("No station")),))
        self.answer = Callout("muted")
        self.words = PlainLabel("", "strong", wrap=True)
        self.remark = PlainLabel("", "", wrap=True)
        self.buttons = [
            Button("", lambda n=number: self._pick(n), key=f"Alt {number}")  # type: ignore[misc]
            for number in range(1, MOST_PICKS + 1)
        ]
        self.picks = FlowRow(self.buttons)
        self._build()
        self._connect()
        self.box.setEnabled(not read_only)
        if read_only:
            self.box.setToolTip(_("The file is open for reading only."))
        self._show()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(style.unit(2))
        top.addWidget(self.box, 1)
        self.station.setMinimumContentsLength(12)
        top.addWidget(self.station)
        self.body.addLayout(top)
        for widget in (self.words, self.remark, self.picks):
            self.answer.body.addWidget(widget)
        self.answer.body.addStretch(1)
        self.body.addWidget(self.answer)
        self.body.addStretch(1)
        self.hints = QWidget()
        row = QHBoxLayout(self.hints)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(4))
        self.sign_hint = KeyHint(("+", "-"), _("bibs in, out at the station"))
        for hint in (
            KeyHint(("Enter",), _("take it")),
            KeyHint(("Esc",), _("empty the box")),
            KeyHint(("F2",), _("station")),
            self.sign_hint,
        ):
            row.addWidget(hint)
        row.addStretch(1)
        self.body.addWidget(self.hints)

    def _connect(self) -> None:
        self.box.textChanged.connect(self._show)
        self.box.entered.connect(self._entered)
        self.box.signed.connect(self._signed)
        self.box.picked.connect(self._pick)
        self.box.escaped.connect(self._escape)
        self.box.stepped.connect(self.stepped)
        self.station.activated.connect(self._station_chosen)
        style.watcher().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Room for two lines, so that nothing jumps while somebody types."""
        lines = QFontMetrics(style.look().font(bold=True)).height() * 2
        self.answer.setMinimumHeight(lines + style.unit(8))

    # -- showing --------------------------------------------------------------------------------

    @property
    def book(self) -> RadioBook | None:
        """What lines are understood by."""
        return self._book

    def show_book(self, book: RadioBook) -> None:
        """What lines are understood by from now on; the station stays where it can."""
        self._book = book
        self.box.knows_bib = lambda word: bool(book.find(word))
        before = self.station.currentData()
        spots = [(spot.code, f"{spot.label} ({spot.code})") for spot in book.spots[2:]]
        spots += [(spot.code, spot.label) for spot in book.spots[:2]]
        self.station.offer([(None, _("No station")), *spots], before)
        self._follow_station()
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room the choice of the station gives way first."""
        self.station.setMinimumContentsLength(7 if narrow else 12)

    def set_low(self, low: bool) -> None:
        """Where the window is low the examples give way to the list below."""
        if low != self._low:
            self._low = low
            self._show()

    def _station_chosen(self, _at: int) -> None:
        self._follow_station()
        self._show()
        self.box.hear()

    def _follow_station(self) -> None:
        self.box.station = self.station.currentData() or ""
        example = _("214 · 214 1132 · 214 out") if self.box.station else _("214 cp2 1132")
        self.box.setPlaceholderText(example)
        self.sign_hint.setVisible(bool(self.box.station))

    def tick(self) -> None:
        """How long ago a time was changes by itself."""
        if self.box.text().strip():
            self._show()

    def said(self, text: str, tone: Tone = "good") -> None:
        """What became of the last line; shown while the box is empty."""
        self._last = (text, tone)
        self._show()

    def _show(self, *_signal: object) -> None:
        book = self._book
        call = None
        if book is not None:
            call = read_call(book, self.box.text(), self._clock.now_ms(), self.box.station)
        self.call = call
        if call is None or book is None:
            self._show_resting()
            return
        self.words.setText(say_back(book, call, self._clock.now_ms()))
        self.words.setVisible(bool(self.words.text()))
        self._show_notes(call.notes)
        known = [each.runner.entry_id for each in call.called if each.runner is not None]
        self.looked_up.emit(known[0] if len(known) == 1 else None)

    def _show_resting(self) -> None:
        text, tone = self._last
        self.words.setText(text or _("Type a call: bib, place, time. Without a time it is now."))
        self.words.setVisible(True)
        more = _(
            "214,215 cp2 out · 214 dnf cp2 knee / car. A bib nobody wears is kept all the same."
        )
        self.remark.setText("" if text else more)
        self.remark.setVisible(not text and not self._low)
        self.answer.set_tone(tone if text else "muted")
        self._offer(())
        self._describe()

    def _show_notes(self, notes: Sequence[CallNote]) -> None:
        worst = min((list(Severity).index(note.severity) for note in notes), default=None)
        tone: Tone = "good" if worst is None else _TONES[list(Severity)[worst]]
        self.answer.set_tone(tone)
        order = list(Severity)
        said = sorted(notes, key=lambda note: order.index(note.severity))
        words = [message(note.note) for note in said[:_MOST_NOTES]]
        more = len(said) - _MOST_NOTES
        if more > 0:
            words.append(plural("And {count} remark more.", "And {count} remarks more.", more))
        self.remark.setText("\n".join(words))
        self.remark.setVisible(bool(notes))
        self._offer(tuple((note.instead_of, pick) for note in notes for pick in note.picks))
        self._describe()

    def _offer(self, picks: tuple[tuple[str, str], ...]) -> None:
        self._picks = picks[:MOST_PICKS]
        for number, button in enumerate(self.buttons):
            shown = number < len(self._picks)
            button.setVisible(shown)
            if shown:
                button.setText(self._picks[number][1])
                words = _("Take {pick} instead").format(pick=self._picks[number][1])
                button.setAccessibleName(words)
        self.picks.setVisible(bool(self._picks))

    def _describe(self) -> None:
        said = " ".join(filter(None, (self.words.text(), self.remark.text())))
        self.box.setAccessibleDescription(said)

    # -- acting ---------------------------------------------------------------------------------

    def _entered(self, instant: Instant) -> None:
        call = self.call
        if call is None:
            return
        if call.ready:
            self._last = ("", "muted")
            self.taken.emit(call, instant)

    def _signed(self, verb: str, instant: Instant) -> None:
        """``+`` and ``-`` behind bibs: in and out at the station, now."""
        book = self._book
        if book is None:
            return
        text = f"{self.box.text().strip(' ,')} {verb}"
        call = read_call(book, text, self._clock.now_ms(), self.box.station)
        if call is not None and call.ready:
            self.taken.emit(call, instant)
        else:
            self.box.setText(text)

    def _pick(self, number: int) -> None:
        """Put a suggestion in the place of the word it is for."""
        if not 1 <= number <= len(self._picks):
            return
        old, new = self._picks[number - 1]
        pattern = rf"(?<![\w?]){re.escape(old)}(?![\w?])"
        text = re.sub(pattern, lambda _found: new, self.box.text(), count=1)
        self.box.setText(text)
        self.box.hear()

    def _escape(self) -> None:
        self._last = ("", "muted")
        self.box.clear()
        self._show()

    def give_back(self, text: str) -> bool:
        """Put a line that was not taken back; False when something else is typed by now."""
        if self.box.text().strip():
            return False
        self.box.setText(text)
        return True
