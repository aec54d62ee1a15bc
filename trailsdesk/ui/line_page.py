"""The page of the line as it looks: the race clock, the one box, the card, the last ones in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _
from trailsdesk.services.finish_desk import suggest_for
from trailsdesk.ui import line_words, style
from trailsdesk.ui.bib_box import BibBox
from trailsdesk.ui.last_in import LastIn
from trailsdesk.ui.line_hints import CountsRow, line_hints
from trailsdesk.ui.line_words import EARLIEST_MS, LONGEST_MS, bibs_of
from trailsdesk.ui.race_clock import ClockFace
from trailsdesk.ui.runner_card import RunnerCard, runner_words, several_words, unknown_words
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.start_strip import StartStrip
from trailsdesk.ui.widgets import Card, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.ui.finish_rows import RowKey, ShownRow
    from trailsdesk.ui.line_book import LineBook
    from trailsdesk.ui.race_clock import RaceClock
    from trailsdesk.ui.runner_card import CardWords

_DIGITS, _DIGITS_LOW = 0.12, 0.105
"""Share of the tab's height that the digits of the clock, and those of the box, may take."""
_LOW = 125
"""Grid steps of height below which only what nobody can do without is said."""


class LinePage(QWidget):
    """What is seen of the line; ``LineTab`` gives the keys their meaning."""

    def __init__(
        self,
        book: LineBook,
        clock: RaceClock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._clock = clock
        self._mending: RowKey | None = None
        self._second = -1
        self._foot_allowed = True
        self._low = False
        self.box = BibBox(clock, _("Bib"))
        self.setFocusProxy(self.box)
        self.mode_label = PlainLabel(_("Bib"), "secondary", elide=True)
        self.face = ClockFace()
        self.clock_words = PlainLabel("", "secondary")
        self.card = RunnerCard()
        self.start = StartStrip(clock)
        self.message = SaidLine()
        self.counts = CountsRow()
        self.last_in = LastIn(
            _("Last in"),
            _("Nobody is in yet. Type a bib and press Enter as the runner crosses."),
        )
        self._build()
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
        self.hints = line_hints()
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
        below = QVBoxLayout()
        below.setSpacing(style.unit(1.5))
        below.addWidget(self.foot)
        below.addWidget(self.counts)
        left.body.addLayout(below)
        across.addWidget(left, 1)
        across.addWidget(self.last_in, 1)

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
        self.counts.show_counts(line_words.count_words(view.counts))
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
        self.last_in.set_narrow(narrow)

    def set_room(self, height: int) -> None:
        """How high the tab may be: the digits are as large as leaves room for the card."""
        low = height < style.unit(_LOW)
        least = style.look().type_px("figure")
        digits = max(least, round(height * (_DIGITS_LOW if low else _DIGITS)))
        self.face.limit(digits)
        self.box.limit(digits)
        self.counts.setVisible(not low)  # they stand in the status bar as well
        self._low = low
        self._show_foot()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did; nothing while another tab is on the screen."""
        if not self.isVisible():
            return
        self.message.say(text, tone)
        self._show_foot()

    def _tick(self) -> None:
        """Ten times a second the digits; the words once a second."""
        if not self.isVisible():
            return
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
            self.clock_words.setText(line_words.clock_words(view, now))
            self.last_in.show_rate(now)
            if self.box.text() and self.box.mode == "now":
                self._show_card()

    def _show_mode(self, *_signal: object) -> None:
        text = _("Bib")
        if not self.box.hasFocus() and self.box.isEnabled() and self.isVisible():
            text = line_words.deaf_words(window_active=self.window().isActiveWindow())
        elif self.box.mode == "fill":
            text = line_words.fill_words(self._blanks())
        elif self.box.mode == "mend":
            text = line_words.mend_words(self._target())
        elif self.box.mode == "pick":
            row = self._target()
            text = line_words.pick_words(row, line_words.picks_of(row))
        calm = text == _("Bib")
        self.mode_label.setText(text)
        self.mode_label.set_tone(None if calm else "warn")
        self.box.setAccessibleDescription("" if calm else text)

    def _show_card(self) -> None:
        view, text = self._book.view, self.box.text().strip()
        if view is None:
            return
        self.card.name_keys(bare=self.box.mode == "pick")
        bibs = bibs_of(text)
        pointed = self._target() or self.last_in.newest
        choosing = self.box.mode == "pick"
        resting = line_words.resting_words(view, pointed, choosing=choosing)
        if not text or choosing:
            self._show_words(resting)
            return
        if len(bibs) > 1:
            self._show_words(several_words(view, bibs))
            return
        bib = bibs[0] if bibs else text
        found = view.find(bib)
        row = self._target() if self.box.mode == "mend" else None
        if row is not None and row.bib == bib:
            self._show_words(resting)
        elif len(found) == 1:
            self._show_words(runner_words(view, found[0], self._moment()))
        else:
            self._show_words(unknown_words(view, bib, suggest_for(view, bib)))

    def _show_words(self, words: CardWords) -> None:
        self.card.show_words(words)
        self._show_foot()

    def allow_foot(self, allowed: bool) -> None:
        """Whether there is room below for what is said every day."""
        self._foot_allowed = allowed
        self._show_foot()

    def _show_foot(self) -> None:
        """Runners to choose from and what was just done take its room."""
        words = self.card.words
        crowded = (words is not None and bool(words.picks)) or bool(self.message.text())
        self.foot.setVisible(self._foot_allowed and not crowded and not self._low)

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

    def _target(self) -> ShownRow | None:
        """The row that Del, = and Alt act on: the one being mended, else the one pointed at."""
        if self._mending is not None:
            return self.last_in.row(self._mending)
        return self.last_in.current
