"""Keying from paper: a bib and its time, shown back before it counts; a line is saved at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from trailsdesk.domain.chrono import Duration, Instant, forgiving_elapsed, format_elapsed
from trailsdesk.domain.results import RulingKind
from trailsdesk.domain.timing import BatchKind
from trailsdesk.i18n import _
from trailsdesk.services.finish_desk import suggest_for
from trailsdesk.ui import style
from trailsdesk.ui.bib_box import RULING_KEYS, SUGGESTIONS
from trailsdesk.ui.last_in import LastIn
from trailsdesk.ui.line_book import paper_words
from trailsdesk.ui.runner_card import CardWords, RunnerCard, runner_words, unknown_words
from trailsdesk.ui.widgets import Card, KeyHint, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.finish_desk import LineRunner, LineView
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.finish_rows import RowKey, ShownRow
    from trailsdesk.ui.line_book import LineBook

_STATUS_WORDS: Final = {"dnf": RulingKind.DNF, "dns": RulingKind.DNS}
_PAPER: Final = frozenset({BatchKind.PAPER})


class PaperField(QLineEdit):
    """A large field; keys that are no letters are handed on as ``acted``."""

    entered = Signal()
    acted = Signal(str)
    """``up``, ``down``, ``strike``, ``escape``, ``pick 1`` to ``pick 5``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("field", "large")
        self.setMaxLength(30)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if any(event.matches(keys) for keys in undo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        acts = {
            Qt.Key.Key_Up: "up",
            Qt.Key.Key_Down: "down",
            Qt.Key.Key_Escape: "escape",
        }
        number = key - Qt.Key.Key_0
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key in acts:
            self.acted.emit(acts[Qt.Key(key)])
        elif key == Qt.Key.Key_Delete and not self.text():
            self.acted.emit("strike")
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and 1 <= number <= SUGGESTIONS:
            self.acted.emit(f"pick {number}")
        else:
            super().keyPressEvent(event)


class PaperTab(QWidget):
    """The tab "From paper"."""

    def __init__(
        self, context: PanelContext, book: LineBook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._mending: RowKey | None = None
        self.bib = PaperField(_("Bib"))
        self.time = PaperField(_("Time since the gun"))
        self.setFocusProxy(self.bib)
        self.read_back = PlainLabel("", "figure")
        self.advice = PlainLabel("", "secondary", wrap=True)
        self.card = RunnerCard()
        self.message = PlainLabel("", "strong", wrap=True)
        self.last_in = LastIn(
            _("Keyed from paper"),
            _("Nothing keyed from paper yet."),
        )
        self._build()
        self._connect()
        self._show_time()

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        left = Card(padding=5)
        left.setAccessibleName(_("From paper"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(4))
        grid.setVerticalSpacing(style.unit(1.5))
        for column, (field, words) in enumerate(
            ((self.bib, _("Bib")), (self.time, _("Time since the gun")))
        ):
            label = PlainLabel(words, "secondary")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        left.body.addLayout(grid)
        left.body.addWidget(self.read_back)
        left.body.addWidget(self.advice)
        left.body.addSpacing(style.unit(2))
        left.body.addWidget(self.card)
        left.body.addWidget(self.message)
        left.body.addStretch(1)
        for keys, words in (
            (("Enter",), _("to the time, then saved and on to the next line")),
            (("/", "*"), _("in place of a time: DNF, DNS")),
            (("↑", "Del"), _("choose a line to mend its bib, strike it out")),
        ):
            left.body.addWidget(KeyHint(keys, words))
        across.addWidget(left, 1)
        across.addWidget(self.last_in, 1)

    def _connect(self) -> None:
        self.bib.entered.connect(self._bib_entered)
        self.time.entered.connect(self._time_entered)
        self.bib.textChanged.connect(self._show_card)
        self.time.textChanged.connect(self._show_time)
        for field in (self.bib, self.time):
            field.acted.connect(self._act)
        self.card.picked.connect(self._pick)
        self.last_in.pointed.connect(self._pointed)
        self.last_in.mend_asked.connect(self._mend)
        self.last_in.typed.connect(self._take_letter)
        self._book.changed.connect(self.refresh)
        self._book.said.connect(self.say)

    # -- showing --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the book as it is now; the line keyed last comes first, whatever its time."""
        rows = self._book.rows(_PAPER)
        fresh = [row for row in rows if row.row is None]
        saved = sorted(
            (row for row in rows if row.row is not None),
            key=lambda row: row.row.read_id if row.row is not None else 0,
            reverse=True,
        )
        self.last_in.show_rows([*fresh, *saved])
        if self._mending is not None:
            self._mending = self._book.current_key(self._mending)
        self._show_card()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did; nothing while another tab is on the screen."""
        if not self.isVisible():
            return
        self.message.setText(text)
        self.message.set_tone("warn" if tone == "warn" else "bad" if tone == "bad" else None)

    def _show_time(self, *_signal: object) -> None:
        text = self.time.text().strip()
        elapsed, kind = forgiving_elapsed(text), _status(text)
        wrong = bool(text) and elapsed is None and kind is None
        self.read_back.setText("= –:––:––")
        self.read_back.set_tone("muted")
        if elapsed is not None:
            self.read_back.setText(f"= {paper_words(elapsed)}")
            self.read_back.set_tone(None)
        elif kind is not None:
            self.read_back.setText(f"= {kind.value}")
            self.read_back.set_tone("warn")
        advice = _(
            "1:42:17, 14217 and 102.17 are all read as 1:42:17 and shown here before Enter."
        )
        if wrong:
            advice = _("Not a time yet. Write it like 1:42:17, 14217 or 102.17.")
        elif elapsed is not None and elapsed >= 24 * 3_600_000:
            advice = _("That is more than a day. Is it right?")
        self.advice.setText(advice)
        self.advice.set_tone("warn" if wrong else "muted")
        style.set_style_property(self.time, "invalid", False)
        self._show_card()

    def _show_card(self, *_signal: object) -> None:
        view, bib = self._book.view, self.bib.text().strip()
        if view is None:
            return
        if self._mending is not None:
            row = self.last_in.row(self._mending)
            words = _("Enter gives the line its bib; its time stays. Esc leaves.")
            title = _("Mending {time}").format(time=row.time if row else "")
            self.card.show_words(CardWords(title=title, detail=words, tone="warn"))
        elif not bib:
            words = _("Type the bib, Enter, the time as it stands on the sheet, Enter.")
            self.card.show_words(CardWords(title=_("Ready"), detail=words, tone="muted"))
        elif len(found := view.find(bib)) == 1:
            self.card.show_words(self._runner_words(view, found[0]))
        else:
            self.card.show_words(unknown_words(view, bib, suggest_for(view, bib)))

    def _runner_words(self, view: LineView, runner: LineRunner) -> CardWords:
        """With the places of the time typed; without any while there is none."""
        elapsed, gun = forgiving_elapsed(self.time.text()), runner.gun_ms
        shown = runner_words(view, runner, Instant((gun or 0) + (elapsed or 0)))
        if elapsed is None and not shown.remark:
            return replace(shown, figures=())
        return shown

    # -- keys -----------------------------------------------------------------------------------

    def _bib_entered(self) -> None:
        bib = self.bib.text().strip()
        if self._mending is not None:
            self._mended(bib)
        elif bib and bib[-1] in RULING_KEYS:
            self._rule(bib[:-1].strip(), RULING_KEYS[bib[-1]])
        elif bib:
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)
            self.time.selectAll()
        else:
            self.say(_("Type the bib first."), "muted")

    def _time_entered(self) -> None:
        text, bib = self.time.text().strip(), self.bib.text().strip()
        elapsed, kind = forgiving_elapsed(text), _status(text)
        if kind is not None:
            self._rule(bib, kind)
        elif elapsed is None:
            style.set_style_property(self.time, "invalid", True)
            self.say(_("“{text}” is not a time; nothing was saved.").format(text=text), "warn")
        else:
            self._save(bib, elapsed, text)

    def _save(self, bib: str, elapsed: Duration, text: str) -> None:
        self._next()
        words = _("Saved: {bib} at {time}.") if bib else _("Saved: a time without a bib, {time}.")
        self.say(words.format(bib=bib, time=paper_words(elapsed)))
        self._book.take_paper(bib, elapsed, f"{bib} {text}")

    def _rule(self, bib: str, kind: RulingKind) -> None:
        view = self._book.view
        found = view.find(bib) if view is not None and bib else ()
        if len(found) != 1:
            words = _("No single runner wears {bib}: nobody was marked {status}.")
            self.say(words.format(bib=bib or "–", status=kind.value), "warn")
            return
        self._next()
        self._book.rule(found[0], kind)

    def _next(self) -> None:
        """Empty fields, the cursor in the first."""
        self._mending = None
        self.bib.clear()
        self.time.clear()
        self.last_in.point_at_nothing()
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_letter(self, letter: str) -> None:
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bib.insert(letter)

    def _act(self, what: str) -> None:
        if what in {"up", "down"}:
            step = 1 if what == "up" else -1
            row = self.last_in.neighbour(self._mending, step)
            if row is not None:
                self._mend(row.key)
            elif step < 0:
                self._next()
        elif what == "escape":
            self._next()
            self.say("")
        elif what == "strike":
            self._strike()
        else:
            self._pick(int(what.removeprefix("pick ")))

    def _mend(self, key: RowKey) -> None:
        row = self.last_in.row(key)
        if row is None or not self._book.may_change:
            return
        self._mending = key
        self.time.clear()
        self.bib.setText(row.bib)
        self.bib.selectAll()
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)
        self.last_in.point_at(key)
        self._show_card()

    def _mended(self, bib: str) -> None:
        row, key = self._target(), self._mending
        self._next()
        if row is not None and key is not None and bib and bib != row.bib:
            self._book.give_bib(key, bib, row.bib)

    def _target(self) -> ShownRow | None:
        if self._mending is not None:
            return self.last_in.row(self._mending)
        return self.last_in.current

    def _strike(self) -> None:
        row = self._target()
        if row is None:
            self.say(_("↑ chooses the last line; Del then strikes it out."), "muted")
        elif self._book.may_change and row.state != "failed":
            self._next()
            self._book.strike(row)

    def _pick(self, number: int) -> None:
        words = self.card.words
        if words is not None and 1 <= number <= len(words.picks):
            self.bib.setText(words.picks[number - 1][0])
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pointed(self) -> None:
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)


def _status(text: str) -> RulingKind | None:
    """The decision that a word in place of a time means."""
    return RULING_KEYS.get(text) or _STATUS_WORDS.get(text.casefold())


def span_words(ms: int) -> str:
    """A span of a clock in words: ``3.2 s``, ``1:00:00``."""
    if abs(ms) < 60_000:
        return _("{seconds} s").format(seconds=f"{abs(ms) / 1000:.1f}")
    return format_elapsed(abs(ms))
