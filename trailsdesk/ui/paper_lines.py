"""Keying from paper line by line: bib and time, shown back before they count, saved at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.paper_cells import PaperTime, PaperTimes, read_time, written_bib
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.timing import BatchKind
from trailsdesk.i18n import _
from trailsdesk.services.finish_desk import suggest_for
from trailsdesk.services.paper_desk import place_time
from trailsdesk.ui import style
from trailsdesk.ui.bib_box import RULING_KEYS
from trailsdesk.ui.last_in import LastIn
from trailsdesk.ui.paper_field import PaperField
from trailsdesk.ui.paper_hints import KeyHints
from trailsdesk.ui.paper_words import clock_words, elapsed_words, read_back
from trailsdesk.ui.runner_card import CardWords, RunnerCard, runner_words, unknown_words
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.settings import PAPER_TIMES
from trailsdesk.ui.widgets import Card, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.finish_desk import LineRunner, LineView
    from trailsdesk.services.paper_desk import PaperDay
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.finish_rows import RowKey, ShownRow
    from trailsdesk.ui.line_book import LineBook

_PAPER: Final = frozenset({BatchKind.PAPER})
_RULINGS: Final = {ResultStatus.DNF: RulingKind.DNF, ResultStatus.DNS: RulingKind.DNS}


class PaperLinesPage(QWidget):
    """The segment "Line by line"."""

    def __init__(self, context: PanelContext, book: LineBook) -> None:
        super().__init__()
        self._book = book
        self._day: PaperDay | None = None
        self._mending: RowKey | None = None
        self.kind = PaperTimes(context.settings.get(PAPER_TIMES))
        self.bib = PaperField(_("Bib"))
        self.time = PaperField(_("Time"))
        self.setFocusProxy(self.bib)
        self.time_label = PlainLabel("", "secondary")
        self.read_back = PlainLabel("", "figure")
        self.advice = PlainLabel("", "secondary", wrap=True)
        self.card = RunnerCard()
        self.message = SaidLine()
        self.last_in = LastIn(_("Keyed from paper"), _("Nothing keyed from paper yet."))
        self._build()
        self._connect()
        self.set_kind(self.kind)

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        left = Card(padding=5)
        left.setAccessibleName(_("From paper"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(4))
        grid.setVerticalSpacing(style.unit(1.5))
        for column, (field, label) in enumerate(
            ((self.bib, PlainLabel(_("Bib"), "secondary")), (self.time, self.time_label))
        ):
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
        hints = (
            (("Enter",), _("to the time, then saved and on to the next line")),
            (("/", "*"), _("in place of a time: DNF, DNS")),
            (("↑", "Del"), _("choose a line to mend its bib, strike it out")),
        )
        left.body.addWidget(KeyHints(hints), 1)
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
        self.last_in.pointed.connect(self.hear)
        self.last_in.mend_asked.connect(self._mend)
        self.last_in.typed.connect(self._take_letter)
        self._book.said.connect(self.say)

    # -- showing --------------------------------------------------------------------------------

    def set_kind(self, kind: PaperTimes) -> None:
        """What the times on the sheet are."""
        self.kind = kind
        words = _("Time of day") if kind is PaperTimes.CLOCK else _("Time since the gun")
        self.time_label.setText(words)
        self.time.setAccessibleName(words)
        self._show_time()

    def set_view(self, _view: LineView, day: PaperDay) -> None:
        """The season as it is now."""
        self._day = day
        self.refresh()
        self._show_time()

    def set_may_change(self, may: bool) -> None:
        """Whether the file takes anything."""
        for field in (self.bib, self.time):
            field.setEnabled(may)

    def hear(self) -> None:
        """Bring the keys to the first field."""
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.message.say(text, tone)

    def _read(self) -> PaperTime | None:
        """The time typed."""
        return self._time_of(self.time.text())

    def _time_of(self, text: str) -> PaperTime | None:
        day = self._day
        return read_time(text, self.kind, None if day is None else day.gun_day)

    def take_line(self, typed: str, text: str) -> str:
        """Save a bib and its time that were typed elsewhere, as if they had been typed here.

        Returns:
            The time as it was understood, in words; empty, and nothing saved, when it is none.
        """
        found = self._time_of(text)
        placed = None if found is None else self._placed(found)
        if placed is None:
            return ""
        words, elapsed_ms, instant_ms = placed
        self._book.take_paper(
            written_bib(typed), f"{typed} {text}", elapsed_ms=elapsed_ms, instant_ms=instant_ms
        )
        return words

    def _placed(self, found: PaperTime) -> tuple[str, Duration | None, Instant | None] | None:
        """A time in words and what it is, since the gun or an instant; None when neither."""
        if found.elapsed_ms is not None:
            return elapsed_words(found.elapsed_ms), found.elapsed_ms, None
        instant = None if self._day is None else place_time(found, self._day)
        if instant is None or self._day is None:
            return None
        return clock_words(instant, self._day), None, instant

    def _show_time(self, *_signal: object) -> None:
        back = read_back(self.time.text(), self.kind, self._day)
        self.read_back.setText(back.text)
        self.read_back.set_tone(back.tone)
        self.advice.setText(back.advice)
        self.advice.set_tone("warn" if back.tone == "warn" else "muted")
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
        elif not written_bib(bib):
            words = _("The time is kept; its bib can be given later.")
            title = _("Somebody unknown")
            self.card.show_words(CardWords(title=title, detail=words, tone="warn"))
        elif len(found := view.find(bib)) == 1:
            self.card.show_words(self._runner_words(view, found[0]))
        else:
            self.card.show_words(unknown_words(view, bib, suggest_for(view, bib)))

    def _runner_words(self, view: LineView, runner: LineRunner) -> CardWords:
        """With the places of the time typed; without any while there is none."""
        found, moment = self._read(), None
        if found is not None and found.elapsed_ms is not None:
            moment = Instant((runner.gun_ms or 0) + found.elapsed_ms)
        elif found is not None and self._day is not None:
            moment = place_time(found, self._day)
        shown = runner_words(view, runner, moment or Instant(runner.gun_ms or 0))
        return shown if moment is not None or shown.remark else replace(shown, figures=())

    # -- keys -----------------------------------------------------------------------------------

    def _bib_entered(self) -> None:
        bib = self.bib.text().strip()
        if self._mending is not None:
            self._mended(bib)
        elif len(bib) > 1 and bib[-1] in RULING_KEYS:
            self._rule(bib[:-1].strip(), RULING_KEYS[bib[-1]])
        elif self._whole_line(bib):
            self._time_entered()
        elif bib:
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)
            self.time.selectAll()
        else:
            self.say(_("Type the bib first; ? for somebody unknown."), "muted")

    def _whole_line(self, typed: str) -> bool:
        """Whether bib and time were typed together; then each stands in its own field."""
        bib, _gap, time = typed.partition(" ")
        worn = self._book.view is not None and bool(self._book.view.find(typed))
        if worn or not time.strip() or self._time_of(time) is None:
            return False
        self.bib.setText(bib)
        self.time.setText(time.strip())
        return True

    def _time_entered(self) -> None:
        text, typed = self.time.text().strip(), self.bib.text().strip()
        found, bib = self._read(), written_bib(typed)
        if not text:
            self.say(_("Type the time first. An empty one is not taken."), "warn")
        elif found is None:
            style.set_style_property(self.time, "invalid", True)
            words = _("“{text}” is not a time; nothing was saved.")
            if self.kind is PaperTimes.CLOCK:
                words = _("“{text}” is not a time of day; nothing was saved.")
            self.say(words.format(text=text), "warn")
        elif found.status is not None:
            self._rule(bib, _RULINGS[found.status])
        elif (placed := self._placed(found)) is not None:
            words, elapsed_ms, instant_ms = placed
            self._save(bib, words, f"{typed} {text}", elapsed_ms=elapsed_ms, instant_ms=instant_ms)

    def _save(
        self,
        bib: str,
        shown: str,
        typed: str,
        *,
        elapsed_ms: Duration | None = None,
        instant_ms: Instant | None = None,
    ) -> None:
        self._next()
        words = _("Saved: {bib} at {time}.") if bib else _("Saved: a time without a bib, {time}.")
        self.say(words.format(bib=bib, time=shown))
        self._book.take_paper(bib, typed, elapsed_ms=elapsed_ms, instant_ms=instant_ms)

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
        self.hear()

    def _take_letter(self, letter: str) -> None:
        self.hear()
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
        self.hear()
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
        self.hear()
