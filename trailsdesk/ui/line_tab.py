"""Keying at the line: what each key means, in which mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.i18n import _, plural
from trailsdesk.ui import line_words
from trailsdesk.ui.line_page import LinePage
from trailsdesk.ui.line_words import bibs_of
from trailsdesk.ui.settings import ENTER_ON_EMPTY_IS_TIME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.results import RulingKind
    from trailsdesk.services.finish_desk import LineRunner
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.finish_rows import RowKey
    from trailsdesk.ui.line_book import LineBook
    from trailsdesk.ui.race_clock import RaceClock


class LineTab(LinePage):
    """The tab "Line". It decides what a key means; the book does it."""

    def __init__(
        self,
        context: PanelContext,
        book: LineBook,
        clock: RaceClock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(book, clock, parent)
        self._context = context
        self.paper_typed: Callable[[str, str], str] = lambda _bib, _time: ""
        """Saves a bib and time from paper; says how it was understood, or nothing."""
        self._typed_before = ""
        self._held: list[tuple[Sequence[str], Instant]] = []
        """Bibs entered to fill a blank when there was none, each with its moment."""
        self.box.continues = self._is_begun
        self._connect()

    def _connect(self) -> None:
        box = self.box
        box.entered.connect(self._entered)
        box.somebody.connect(self._somebody)
        box.ruled.connect(self._ruled)
        box.withdrew.connect(self._withdrew)
        box.struck.connect(self._strike)
        box.governed.connect(self._govern)
        box.stepped.connect(self._step)
        box.swapped.connect(self._swap)
        box.paged.connect(self.last_in.leaf)
        box.picked.connect(self._pick)
        box.choosing.connect(self.card.mark)
        box.bib_begun.connect(self._mend_by)
        box.fill_asked.connect(self.toggle_fill)
        box.next_asked.connect(self.next_needed)
        box.group_asked.connect(self.toggle_group)
        box.escaped.connect(self._escape)
        box.textChanged.connect(self._typed)
        box.listening.connect(self._show_mode)
        self.card.picked.connect(self._pick)
        self.last_in.pointed.connect(self._pointed)
        self.last_in.mend_asked.connect(self._mend)
        self.last_in.fill_asked.connect(self.toggle_fill)
        self.last_in.next_asked.connect(self.next_needed)
        self.last_in.typed.connect(self.take_letter)
        self.start.done.connect(self.box.hear)
        self._book.changed.connect(self.refresh)
        self._book.said.connect(self.say)
        self._clock.ticked.connect(self._tick)

    # -- keys -----------------------------------------------------------------------------------

    def take_letter(self, letter: str) -> None:
        """A letter typed elsewhere on the page belongs to the box."""
        if not self._book.may_change:
            return
        self.box.hear()
        self.box.insert(letter)

    def _is_begun(self, text: str) -> bool:
        """Whether a known bib begins with a text, as ``12-`` begins ``12-1``."""
        begun = text.rpartition(",")[2].strip().casefold()
        runners = self._book.view.runners if self._book.view is not None else {}
        return any(key.startswith(begun) for key in runners)

    def _entered(self, text: str, instant: Instant) -> None:
        bibs, line = bibs_of(text), line_words.paper_line(self.box.typed)
        if line is not None and self.box.mode in ("now", "fill") and self._from_paper(*line):
            return
        if self.box.mode == "pick":
            self._mend_by(text)
            self.box.selectAll()
        elif self.box.mode == "mend":
            self._mended(bibs)
        elif self.box.mode == "fill":
            self._fill(bibs, instant)
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

    def _from_paper(self, bib: str, time: str) -> bool:
        """A bib with its time belongs under "From paper": it is kept there, and said so."""
        view, blank = self._book.view, " " in self.box.typed
        worn = view is not None and bool(view.find(time))  # ``12.1`` may be a bib
        shown = "" if worn or not self._book.may_change else self.paper_typed(bib, time)
        if not shown:
            return False
        self.box.clear()
        words = _("Kept from paper: {bib}, {time}; Ctrl+Z takes it back. Alt+P for more of it.")
        said = words.format(bib=bib, time=shown)
        if blank:
            said += " " + _("Space took a time: F4, then Del, if nobody crossed.")
        self.say(said, "warn")
        return True

    def _somebody(self, instant: Instant) -> None:
        """Space: the time is taken whatever is typed; what is typed stays."""
        if self._mending is None:
            self.last_in.point_at_nothing()
        self.say("")
        self._book.take(("",), instant)
        self._to_top()

    def _to_top(self) -> None:
        """The time just taken must be seen, whatever was filtered for."""
        self.last_in.show_all()
        if self._mending is None:
            self.last_in.table.scrollToTop()

    def toggle_fill(self) -> None:
        """F3: between taking times and filling the oldest blank."""
        if not self._book.may_change:
            return
        if self.box.mode == "fill":
            held = self._held[:]
            self._leave_mode()
            for bibs, instant in held:
                self._take(bibs, instant)
        else:
            self._leave_mode()
            self.box.set_mode("fill")
            self._show_mode()
            if not self._blanks():
                self.say(_("No time waits for a bib."), "muted")
        self._show_card()
        self.box.hear()

    def _fill(self, bibs: Sequence[str], instant: Instant) -> None:
        blanks = self._blanks()
        if not bibs:
            return
        if not blanks:
            self._held.append((bibs, instant))
            self.box.clear()
            held = ", ".join(bib for each, _moment in self._held for bib in each)
            words = _(
                "No time waits for a bib. F3 goes back to taking times and takes {bibs} as of the"
                " moment of Enter; Esc lets go of that."
            )
            self.say(words.format(bibs=held), "warn")
            return
        pairs = list(zip(blanks, bibs, strict=False))
        self.box.setText(",".join(bibs[len(pairs) :]))
        self._book.fill([row.key for row, _bib in pairs], [bib for _row, bib in pairs])

    def _ruled(self, text: str, kind: RulingKind) -> None:
        runners = self._runners_of(text, kind.value, "/" if kind.value == "DNF" else "*")
        for runner in runners:
            self._book.rule(runner, kind)

    def _withdrew(self, text: str, instant: Instant) -> None:
        for runner in self._runners_of(text, _("withdrawn"), "-"):
            self._book.withdraw(runner, instant)

    def _runners_of(self, text: str, status: str, key: str) -> Sequence[LineRunner]:
        """Who is meant by a key after a bib; nobody, and a line that says why, when not clear."""
        view, bibs = self._book.view, bibs_of(text)
        if view is None or not self._book.may_change:
            return ()
        if not bibs:
            words = _("Type the bib first, then {key} for {status}.")
            self.say(words.format(key=key, status=status), "muted")
            return ()
        runners = [found[0] for bib in bibs if len(found := view.find(bib)) == 1]
        if len(runners) != len(bibs):
            words = _("No single runner wears {bib}: nobody was marked {status}.")
            self.say(words.format(bib=text, status=status), "warn")
            return ()
        self._leave_mode()
        self.box.clear()
        return runners

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
        row = self._target() or self.last_in.newest
        if self.box.text().strip() and self.box.mode in ("now", "fill"):
            self.box.setText(words.picks[number - 1][0])
        elif row is not None and self._book.may_change and number <= line_words.picks_of(row):
            self._leave_mode()
            self._book.give_runner(row.key, row.suggestions[number - 1], row.bib)
        self.box.hear()

    # -- mending --------------------------------------------------------------------------------

    def next_needed(self) -> None:
        """F4: the newest row that waits for a person, then the one before it, and round."""
        waiting = [row for row in self._book.rows() if row.needs_you]
        if not waiting or not self._book.may_change:
            self._leave_mode()
            self.say(_("Nothing here needs you."), "muted")
            self.box.hear()
            return
        keys = [row.key for row in waiting]
        now = self._mending
        at = keys.index(now) + 1 if now is not None and now in keys else 0
        key = keys[at % len(keys)]
        if self.last_in.model.position_of(key) < 0:
            self.last_in.show_all()
        self._mend(key)
        told = plural("{count} row needs you.", "{count} rows need you.", len(keys))
        self.say(told if len(keys) == 1 else f"{told} {_('F4 goes to the next.')}", "muted")

    def toggle_group(self) -> None:
        """F6: only the times of one runner, so that a repeat stands beside the time it repeats."""
        if self.last_in.group:
            self.last_in.show_all()
        else:
            row = self._target() or self.last_in.newest
            if row is None or not row.bib:
                self.say(_("↑ chooses a row with a bib; F6 then shows all its times."), "muted")
            else:
                self.last_in.show_group(row)
        self.box.hear()

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
        if self._mending is None:
            self._typed_before = self.box.text()
        self._mending = key
        most = line_words.picks_of(row)
        self.box.set_mode("pick" if most else "mend", most)
        self.box.setText(row.bib)
        self.box.selectAll()
        self.last_in.point_at(key)
        self._show_mode()
        self._show_card()
        self.box.hear()

    def _mend_by(self, text: str) -> None:
        """From choosing to typing the bib of the same row."""
        self.box.set_mode("mend")
        self.box.setText(text)
        self._show_mode()
        self._show_card()

    def _mended(self, bibs: Sequence[str]) -> None:
        """The first bib is the row's; others crossed with it and get its time as well."""
        row, key = self._target(), self._mending
        if len(bibs) > 1 and (row is None or row.instant_ms is None or row.state == "failed"):
            self.say(_("Here one time takes one bib: type a single one."), "warn")
            return
        self._leave_mode()
        if row is None or key is None:
            return
        if row.state == "failed":
            self._book.try_again()
            return
        if bibs and bibs[0] != row.bib:
            self._book.give_bib(key, bibs[0], row.bib)
        if len(bibs) > 1 and row.instant_ms is not None:
            self._book.take(bibs[1:], row.instant_ms)

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
        """Back to taking times; what was typed before a row was mended stands in the box again."""
        if self._mending is not None:
            self._mending = None
            self.box.setText(self._typed_before)
            self._typed_before = ""
        self._held.clear()
        self.box.set_mode("now")
        self.last_in.point_at_nothing()
        self._show_mode()
        self._show_card()

    def _escape(self) -> None:
        if self.box.text() and self._mending is None:
            self.box.clear()
        elif self.box.mode == "now" and self.last_in.group:
            self.last_in.show_all()
        else:
            self._leave_mode()
        self.say("")

    def _typed(self, _text: str) -> None:
        if self.box.mode == "now" and self.box.text() and self.last_in.current is not None:
            self.last_in.point_at_nothing()
        self._show_card()

    def _pointed(self) -> None:
        if self._mending is not None:
            row = self.last_in.current
            if row is not None:
                self._mend(row.key)
        self._show_card()
        self.box.hear()
