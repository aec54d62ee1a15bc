"""Keying at the line: the race clock, the one box, the card, and the last ones in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _, plural
from trailsdesk.services.finish_desk import suggest_for
from trailsdesk.ui import style
from trailsdesk.ui.bib_box import BibBox
from trailsdesk.ui.last_in import LastIn
from trailsdesk.ui.race_clock import ClockFace
from trailsdesk.ui.runner_card import (
    CardWords,
    RunnerCard,
    arrived_words,
    runner_words,
    several_words,
    unknown_words,
)
from trailsdesk.ui.settings import ENTER_ON_EMPTY_IS_TIME
from trailsdesk.ui.start_strip import StartStrip
from trailsdesk.ui.widgets import Card, KeyHint, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.results import RulingKind
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.finish_rows import RowKey, ShownRow
    from trailsdesk.ui.line_book import LineBook
    from trailsdesk.ui.race_clock import RaceClock

LONGEST_MS = 100 * 3_600_000
"""A gun longer ago than this belongs to a race that is over."""
EARLIEST_MS = -24 * 3_600_000
"""A gun further ahead than this is not today's: no count-down."""


class LineTab(QWidget):
    """The tab "Line". It decides what a key means; the book does it."""

    said = Signal(str, str)

    def __init__(
        self,
        context: PanelContext,
        book: LineBook,
        clock: RaceClock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._book = book
        self._clock = clock
        self._mending: RowKey | None = None
        self._second = -1
        self.box = BibBox(clock, _("Bib"))
        self.setFocusProxy(self.box)
        self.mode_label = PlainLabel(_("Bib"), "secondary", elide=True)
        self.face = ClockFace()
        self.clock_words = PlainLabel("", "secondary")
        self.card = RunnerCard()
        self.start = StartStrip(clock)
        self.message = PlainLabel("", "strong", wrap=True)
        self.last_in = LastIn(
            _("Last in"),
            _("Nobody is in yet. Type a bib and press Enter as the runner crosses."),
        )
        self._build()
        self._connect()
        self._show_mode()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        left = Card(padding=5)
        left.setAccessibleName(_("Line"))
        top = QHBoxLayout()
        top.addWidget(self.face)
        top.addStretch(1)
        self.clock_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self.clock_words, 0, Qt.AlignmentFlag.AlignVCenter)
        left.body.addLayout(top)
        left.body.addWidget(self.start)
        left.body.addWidget(self.mode_label)
        row = QHBoxLayout()
        row.setSpacing(style.unit(5))
        row.addWidget(self.box, 1)
        self.hints = _hints()
        row.addWidget(self.hints, 1)
        left.body.addLayout(row)
        left.body.addSpacing(style.unit(2))
        left.body.addWidget(self.card)
        left.body.addWidget(self.message)
        left.body.addStretch(1)
        foot = _(
            "Nothing here asks a question. Unknown and repeated bibs keep their time and wait"
            " under Problems."
        )
        self.foot = PlainLabel(foot, "secondary", wrap=True)
        left.body.addWidget(self.foot)
        across.addWidget(left, 1)
        across.addWidget(self.last_in, 1)

    def _connect(self) -> None:
        box = self.box
        box.entered.connect(self._entered)
        box.somebody.connect(self._somebody)
        box.ruled.connect(self._ruled)
        box.struck.connect(self._strike)
        box.governed.connect(self._govern)
        box.stepped.connect(self._step)
        box.swapped.connect(self._swap)
        box.paged.connect(self.last_in.leaf)
        box.picked.connect(self._pick)
        box.fill_asked.connect(self.toggle_fill)
        box.escaped.connect(self._escape)
        box.textChanged.connect(self._typed)
        box.listening.connect(self._show_mode)
        self.card.picked.connect(self._pick)
        self.last_in.pointed.connect(self._pointed)
        self.last_in.mend_asked.connect(self._mend)
        self.last_in.fill_asked.connect(self.toggle_fill)
        self.last_in.typed.connect(self.take_letter)
        self.start.done.connect(self.box.hear)
        self._book.changed.connect(self.refresh)
        self._book.said.connect(self.say)
        self._clock.ticked.connect(self._tick)

    # -- showing --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the book as it is now."""
        pointed = self.last_in.current
        view = self._book.view
        self.last_in.show_rows(self._book.rows())
        if view is None:
            return
        self.last_in.show_race_column(len(view.races) > 1)
        self.start.show_races(view.races, enabled=self._book.may_change)
        if self._mending is not None:
            self._mending = self._book.current_key(self._mending)
        if pointed is not None and self.last_in.current is None:
            self.last_in.point_at(self._book.current_key(pointed.key))
        self._second = -1
        self._show_mode()
        self._show_card()
        self._tick()

    def set_narrow(self, narrow: bool) -> None:
        """Where letters are large on a small screen the box and the digits go before the rest."""
        self.hints.setVisible(not narrow)
        self.clock_words.setVisible(not narrow)
        self.last_in.rate_label.setMaximumWidth(0 if narrow else 16_777_215)

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did; nothing while another tab is on the screen."""
        if not self.isVisible():
            return
        self.message.setText(text)
        self.message.set_tone("warn" if tone == "warn" else "bad" if tone == "bad" else None)

    def _tick(self) -> None:
        """Ten times a second the digits; the words once a second."""
        view, now = self._book.view, self._clock.now_ms()
        gun = view.gun_ms if view is not None else None
        if gun is None:
            self.face.show_words("0:00:00")
        elif EARLIEST_MS < now - gun < LONGEST_MS:
            self.face.show_time(now - gun)
        else:
            self.face.show_words("–:––:––")
        if now // 1000 != self._second and view is not None:
            self._second = now // 1000
            self.clock_words.setText(self._clock_words(now))
            self.last_in.show_rate(now)
            if self.box.text() and self.box.mode == "now":
                self._show_card()

    def _clock_words(self, now: int) -> str:
        """What the clock counts from; in scopes of several guns the other clocks."""
        view = self._book.view
        if view is None or view.gun_ms is None:
            return _("not started")
        if not EARLIEST_MS < now - view.gun_ms < LONGEST_MS:
            return _("the gun is not today’s")
        if view.one_gun is not None:
            return _("clock steady") + "\n" + _("anchored at the gun")
        lines = [
            f"{race.label}  {format_elapsed(now - race.gun_ms)}"
            for race in view.races
            if race.gun_ms is not None
        ]
        return "\n".join(lines[:4])

    def _show_mode(self, *_signal: object) -> None:
        mode, view = self.box.mode, self._book.view
        tone = None
        if not self.box.hasFocus() and self.box.isEnabled() and self.isVisible():
            text, tone = _("Bib · the keys go elsewhere now: press Esc or click the box"), "warn"
        elif mode == "fill":
            blanks = self._blanks()
            waiting = plural("{count} waiting", "{count} waiting", len(blanks))
            text = _("No blank is left. F3 goes back to taking times.")
            if blanks:
                text = _("FILLING the oldest blank, {time} · {waiting} · F3 ends")
                text = text.format(time=blanks[0].time, waiting=waiting)
            tone = "warn"
        elif mode == "mend":
            row = self.last_in.row(self._mending) if self._mending is not None else None
            where = "" if row is None or row.number is None else f" {row.number}"
            text = _("MENDING row{where}, {time} · Enter gives the bib · Esc leaves")
            text = text.format(where=where, time=row.time if row else "")
            tone = "warn"
        else:
            text = _("Bib")
        self.mode_label.setText(text)
        self.mode_label.set_tone("warn" if tone else None)
        self.box.setAccessibleDescription("" if view is None or text == _("Bib") else text)

    def _show_card(self) -> None:
        view, text = self._book.view, self.box.text().strip()
        if view is None:
            return
        if not text:
            self.card.show_words(self._resting_words())
            return
        bibs = _bibs(text)
        if len(bibs) > 1:
            self.card.show_words(several_words(view, bibs))
            return
        bib = bibs[0] if bibs else text
        found = view.find(bib)
        row = self._target() if self.box.mode == "mend" else None
        if row is not None and row.bib == bib:
            self.card.show_words(self._resting_words())
        elif len(found) == 1:
            self.card.show_words(runner_words(view, found[0], self._moment()))
        else:
            self.card.show_words(unknown_words(view, bib, suggest_for(view, bib)))

    def _resting_words(self) -> CardWords:
        """The empty box: the row pointed at, else the last one in."""
        view = self._book.view
        row = self._target() or self.last_in.newest
        if row is None or view is None:
            return CardWords(
                title=_("Ready"),
                detail=_("Type a bib, press Enter as the runner crosses. Space when you cannot"
                         " read it: the time is kept, the bib follows."),
                tone="muted",
            )  # fmt: skip
        if row.fate is ReadFate.UNKNOWN_BIB and row.row is not None:
            words = unknown_words(view, row.bib, row.row.suggestions)
            detail = _("Crossed: {time}").format(time=row.time)
            return CardWords(
                title=words.title,
                detail=detail,
                remark=_("Alt and the number give the time to:") if words.picks else "",
                tone="bad",
                picks=words.picks,
            )
        if row.fate is ReadFate.NO_BIB:
            detail = _("{time} waits for its bib. F3 fills the oldest blank.")
            return CardWords(
                title=_("Somebody is in"), detail=detail.format(time=row.time), tone="warn"
            )
        found = view.find(row.bib) or view.find_elsewhere(row.bib)
        if len(found) == 1 and row.tone is None:
            return arrived_words(view, found[0])
        remark = ""
        if row.fate in (ReadFate.REPEAT, ReadFate.WRONG_RACE):
            remark = _("= makes this time count. Del strikes it out.")
        title = _("Bib {bib}").format(bib=row.bib) if row.bib else _("Blank")
        return CardWords(title=title, detail=f"{row.time} · {row.runner}", remark=remark,
                         tone=row.tone or "muted")  # fmt: skip

    def _moment(self) -> Instant:
        """The moment the card reckons with: now, or that of the row being filled or mended."""
        row = None
        if self.box.mode == "fill":
            row = next(iter(self._blanks()), None)
        elif self.box.mode == "mend" and self._mending is not None:
            row = self.last_in.row(self._mending)
        if row is not None and row.instant_ms is not None:
            return row.instant_ms
        return self._clock.now_ms()

    def _blanks(self) -> list[ShownRow]:
        """Rows that wait for a bib, oldest first."""
        rows = [row for row in self._book.rows() if row.fate is ReadFate.NO_BIB]
        return sorted(rows, key=lambda row: row.instant_ms or 0)

    # -- keys -----------------------------------------------------------------------------------

    def take_letter(self, letter: str) -> None:
        """A letter typed elsewhere on the page belongs to the box."""
        if not self._book.may_change:
            return
        self.box.hear()
        self.box.insert(letter)

    def _entered(self, text: str, instant: Instant) -> None:
        bibs = _bibs(text)
        if self.box.mode == "mend":
            self._mended(bibs)
        elif self.box.mode == "fill":
            self._fill(bibs)
        elif bibs:
            self._take(bibs, instant)
        elif self._context.settings.get(ENTER_ON_EMPTY_IS_TIME):
            self._somebody(instant)
        else:
            self.say(_("Enter takes a bib. For a time without one press Space."), "muted")

    def _take(self, bibs: Sequence[str], instant: Instant) -> None:
        self.box.clear()
        self.last_in.point_at_nothing()
        self.say("")
        self._book.take(bibs, instant)
        self._to_top()

    def _somebody(self, instant: Instant) -> None:
        """Space: the time is taken whatever is typed; what is typed stays."""
        self.last_in.point_at_nothing()
        self.say("")
        self._book.take(("",), instant)
        self._to_top()

    def _to_top(self) -> None:
        if self.box.mode != "mend":
            self.last_in.table.scrollToTop()

    def toggle_fill(self) -> None:
        """F3: between taking times and filling the oldest blank."""
        if not self._book.may_change:
            return
        if self.box.mode == "fill":
            self._leave_mode()
        else:
            self._leave_mode()
            self.box.set_mode("fill")
            self._show_mode()
            if not self._blanks():
                self.say(_("No time waits for a bib."), "muted")
        self._show_card()
        self.box.hear()

    def _fill(self, bibs: Sequence[str]) -> None:
        blanks = self._blanks()
        if not bibs:
            return
        if not blanks:
            self.say(_("No time waits for a bib. F3 goes back to taking times."), "warn")
            return
        pairs = list(zip(blanks, bibs, strict=False))
        self.box.setText(",".join(bibs[len(pairs) :]))
        self._book.fill([row.key for row, _bib in pairs], [bib for _row, bib in pairs])

    def _ruled(self, text: str, kind: RulingKind) -> None:
        view, bibs = self._book.view, _bibs(text)
        if view is None or not self._book.may_change:
            return
        if not bibs:
            words = _("Type the bib first, then {key} for {status}.")
            key = "/" if kind.value == "DNF" else "*"
            self.say(words.format(key=key, status=kind.value), "muted")
            return
        runners = [found[0] for bib in bibs if len(found := view.find(bib)) == 1]
        if len(runners) != len(bibs):
            words = _("No single runner wears {bib}: nobody was marked {status}.")
            self.say(words.format(bib=text, status=kind.value), "warn")
            return
        self._leave_mode()
        self.box.clear()
        for runner in runners:
            self._book.rule(runner, kind)

    def _target(self) -> ShownRow | None:
        """The row that Del, = and Alt act on: the one being mended, else the one pointed at."""
        if self._mending is not None:
            return self.last_in.row(self._mending)
        return self.last_in.current

    def _strike(self) -> None:
        row = self._target()
        if row is None:
            self.say(_("↑ chooses the last row; Del then strikes it out."), "muted")
        elif row.state == "failed":
            self.say(_("This time is not in the file yet. Try again first."), "warn")
        elif self._book.may_change:
            self._leave_mode()
            self._book.strike(row)

    def _govern(self) -> None:
        row = self._target() or self.last_in.newest
        if row is None or not self._book.may_change:
            return
        if self._target() is None and self.box.text():
            self.say(_("↑ chooses a row first; = then makes its time count."), "muted")
            return
        self._leave_mode()
        self._book.govern(row)

    def _pick(self, number: int) -> None:
        """A suggestion: into the box while a bib is typed there, else onto the row."""
        view, words = self._book.view, self.card.words
        if view is None or words is None or not 1 <= number <= len(words.picks):
            self.box.hear()
            return
        bib = words.picks[number - 1][0]
        row = self._target() or self.last_in.newest
        if self.box.text().strip() and self.box.mode != "mend":
            self.box.setText(bib)
        elif row is not None and self._book.may_change:
            self._leave_mode()
            self._book.give_bib(row.key, bib, row.bib)
        self.box.hear()

    # -- mending --------------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        row = self.last_in.neighbour(self._mending, step)
        if row is not None:
            self._mend(row.key)
        elif step < 0:
            self._leave_mode()

    def _mend(self, key: RowKey) -> None:
        row = self.last_in.row(key)
        if row is None or not self._book.may_change:
            return
        self._mending = key
        self.box.set_mode("mend")
        self.box.setText(row.bib)
        self.box.selectAll()
        self.last_in.point_at(key)
        self._show_mode()
        self._show_card()
        self.box.hear()

    def _mended(self, bibs: Sequence[str]) -> None:
        row, key = self._target(), self._mending
        if len(bibs) > 1:
            self.say(_("One time, one bib: type a single one."), "warn")
            return
        self._leave_mode()
        if row is not None and key is not None and bibs and bibs[0] != row.bib:
            if row.state == "failed":
                self.say(_("This time is not in the file yet. Try again first."), "warn")
                return
            self._book.give_bib(key, bibs[0], row.bib)

    def _swap(self, step: int) -> None:
        """Ctrl+Up, Ctrl+Down: the bib of the row with that of its neighbour."""
        row = self._target() or self.last_in.newest
        if row is None or not self._book.may_change:
            return
        other = self.last_in.neighbour(row.key, step)
        if other is not None:
            self._leave_mode()
            self._book.swap(row, other)

    def _leave_mode(self) -> None:
        """Back to taking times; a box that was filled for mending is emptied."""
        self._mending = None
        if self.box.mode == "mend":
            self.box.clear()
        self.box.set_mode("now")
        self.last_in.point_at_nothing()
        self._show_mode()
        self._show_card()

    def _escape(self) -> None:
        if self.box.text() and self.box.mode != "mend":
            self.box.clear()
        else:
            self._leave_mode()
        self.say("")

    def _typed(self, _text: str) -> None:
        if self.box.mode == "now" and self.box.text() and self.last_in.current is not None:
            self.last_in.point_at_nothing()
        self._show_card()

    def _pointed(self) -> None:
        if self.box.mode == "mend":
            row = self.last_in.current
            if row is not None:
                self._mend(row.key)
        self._show_card()
        self.box.hear()


def _bibs(text: str) -> list[str]:
    """The bibs of ``118, 121,130``."""
    return [bib.strip() for bib in text.split(",") if bib.strip()]


def _hints() -> QWidget:
    hints = QWidget()
    column = QVBoxLayout(hints)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(style.unit(1.5))
    grid = QGridLayout()
    grid.setSpacing(style.unit(1.5))
    for row, (keys, words) in enumerate(
        (
            (("Enter",), _("in now")),
            (("Space",), _("somebody in, bib later")),
            (("F3",), _("fill the oldest blank")),
        )
    ):
        grid.addWidget(KeyHint(keys, words), row, 0, 1, 2)
    grid.addWidget(KeyHint(("/",), _("DNF")), 3, 0)
    grid.addWidget(KeyHint(("↑",), _("mend last")), 3, 1)
    column.addStretch(1)
    column.addLayout(grid)
    column.addStretch(1)
    return hints
