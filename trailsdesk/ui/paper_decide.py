"""Deciding the differences of two keyings: one key each, then one change of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.paper_cells import PaperTimes, read_time, written_bib
from trailsdesk.domain.second_keying import (
    Choice,
    Decision,
    Difference,
    DifferenceKind,
    KeyedLine,
    corrections,
)
from trailsdesk.i18n import _, plural
from trailsdesk.services.paper_desk import place_time
from trailsdesk.services.second_keying import apply_decisions, decided
from trailsdesk.ui import style
from trailsdesk.ui.paper_differences import DifferenceTable, difference_rows
from trailsdesk.ui.paper_field import PaperField
from trailsdesk.ui.paper_words import clock_words, elapsed_words, read_back
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.widgets import Button, Card, KeyHint, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.paper_desk import PaperDay
    from trailsdesk.services.second_keying import SecondKeying
    from trailsdesk.ui.context import PanelContext


class DecidePage(Card):
    """The differences, the two fields for what neither keyed, and "Apply"."""

    left = Signal()
    finished = Signal(str)
    """The corrections are in the file; what is to be said of it."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(padding=0)
        self.setAccessibleName(_("Differences of the two keyings"))
        self._context = context
        self._keying: SecondKeying | None = None
        self._scope: tuple[EventId, RaceId | None] | None = None
        self._day: PaperDay | None = None
        self._typing_at = -1
        self._decisions: dict[int, Decision] = {}
        self._remembered: dict[tuple[Difference, str], Decision] = {}
        self._writing = False
        self.summary = PlainLabel("", "heading", elide=True)
        self.table = DifferenceTable()
        self.message = SaidLine()
        self.bib = PaperField(_("Bib as it stands on the sheet"))
        self.time = PaperField(_("Time as it stands on the sheet"))
        self.read_back = PlainLabel("", "title")
        self.typing = QWidget()
        self.apply_button = PrimaryButton("", self.apply, key="Ctrl Enter")
        self.back_button = Button(_("Back to the keying"), self.left.emit, key="Esc")
        self._build()
        self._connect()

    def _build(self) -> None:
        edge, air = style.unit(3), style.unit(2)
        self.body.setSpacing(0)
        heading = QHBoxLayout()
        heading.setContentsMargins(edge, air, edge, air)
        heading.setSpacing(style.unit(4))
        heading.addWidget(self.summary, 1)
        for keys, words in (
            (("1",), _("first is right")),
            (("2",), _("second is right")),
            (("Enter",), _("type it")),
            (("Alt+1", "Alt+2"), _("all from here on")),
        ):
            heading.addWidget(KeyHint(keys, words))
        row = QHBoxLayout(self.typing)
        row.setContentsMargins(edge, air, edge, 0)
        for words, field in ((_("On the sheet: bib"), self.bib), (_("time"), self.time)):
            label = PlainLabel(words, "secondary")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
        row.addWidget(self.read_back, 1)
        self.typing.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(edge, air, edge, air)
        foot.setSpacing(style.unit(2))
        foot.addWidget(self.message, 1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.apply_button)
        self.body.addLayout(heading)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.typing)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self.table.chosen.connect(self.choose)
        self.table.typing_asked.connect(self.type_line)
        self.table.save_asked.connect(self.apply)
        self.table.left.connect(self.left)
        self.bib.entered.connect(lambda: self._focus(self.time))
        self.time.entered.connect(self._typed)
        self.time.textChanged.connect(self._show_read_back)
        for field in (self.bib, self.time):
            field.acted.connect(self._act)

    def begin(
        self, keying: SecondKeying, scope: tuple[EventId, RaceId | None], day: PaperDay
    ) -> None:
        """Show these differences; what was decided of the same ones before still holds."""
        self._keying, self._scope, self._day = keying, scope, day
        self._decisions = {}
        for at, each in enumerate(keying.comparison.differences):
            kept = self._remembered.get(self._memory(each))
            if kept is not None:
                self._decisions[at] = kept
            elif _changes_nothing(keying, each):
                self._decisions[at] = Decision(choice=Choice.FIRST)
        self.typing.hide()
        self._say("")
        self._show()
        self._to_undecided(-1)

    def hear(self) -> None:
        """Bring the keys to the differences."""
        target = self.bib if self.typing.isVisible() else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _memory(self, difference: Difference) -> tuple[Difference, str]:
        """A difference with what both keyed there: after a mended keying it is another one."""
        keying = self._keying
        if keying is None:
            return (difference, "")
        lines = [keying.first[at] for at in difference.first]
        lines += [keying.second[at] for at in difference.second]
        return (difference, repr([line.key for line in lines]))

    # -- showing --------------------------------------------------------------------------------

    def _show(self) -> None:
        keying, day = self._keying, self._day
        if keying is None or day is None:
            return
        self.table.model_rows.set_rows(difference_rows(keying, self._decisions, day))
        found = keying.comparison
        lines = plural("{count} line", "{count} lines", found.lines)
        agree = plural("{count} agrees", "{count} agree", found.agree)
        differ = plural("{count} difference", "{count} differences", len(found.differences))
        open_ones = len(found.differences) - len(self._decisions)
        waiting = plural("{count} to decide", "{count} to decide", open_ones)
        parts = [lines, agree, differ, waiting if open_ones else _("all decided")]
        self.summary.setText(", ".join(parts))
        self.summary.set_tone("warn" if open_ones else None)
        wanted = len(decided(keying, self._decisions))
        words = plural("Apply {count} correction", "Apply {count} corrections", wanted)
        if not wanted:
            words = _("Apply") if open_ones else _("Leave all as it is")
        self.apply_button.setText(words)
        self.apply_button.setAccessibleName(self.apply_button.text())

    def _say(self, text: str, tone: str = "good") -> None:
        self.message.say(text, tone)

    def _to_undecided(self, after: int) -> None:
        """To the next difference nobody has decided yet."""
        keying = self._keying
        count = 0 if keying is None else len(keying.comparison.differences)
        order = [*range(after + 1, count), *range(max(0, after + 1))]
        wanted = next((at for at in order if at not in self._decisions), None)
        if wanted is not None:
            self.table.select_id(wanted)
        elif count and self.table.at < 0:
            self.table.select_id(0)

    # -- deciding -------------------------------------------------------------------------------

    def choose(self, at: int, choice: Choice | None, below: bool) -> None:
        """Decide one difference, or it and all below; None takes a decision back."""
        keying = self._keying
        if keying is None or at < 0 or self._writing:
            return
        last = len(keying.comparison.differences) if below else at + 1
        for each in range(at, last):
            self._decide(each, None if choice is None else Decision(choice=choice))
        self._say("")
        self._show()
        if choice is not None:
            self._to_undecided(last - 1)

    def _decide(self, at: int, decision: Decision | None) -> None:
        keying = self._keying
        if keying is None:
            return
        memory = self._memory(keying.comparison.differences[at])
        if decision is None:
            self._decisions.pop(at, None)
            self._remembered.pop(memory, None)
        else:
            self._decisions[at] = self._remembered[memory] = decision

    def type_line(self, at: int) -> None:
        """Ask for what stands on the sheet where neither keying is right."""
        keying, day = self._keying, self._day
        if keying is None or day is None or at < 0:
            return
        each = keying.comparison.differences[at]
        if each.kind is DifferenceKind.ORDER:
            self._say(_("This is about the order of lines: 1 or 2 decides it."), "warn")
            return
        self._typing_at = at
        line = keying.second[each.second[0]] if each.second else keying.first[each.first[0]]
        self.bib.setText(line.bib)
        self.time.setText(_time_text(line, keying.kind, day))
        self.typing.show()
        self._focus(self.bib)

    def _typed(self) -> None:
        keying, day, at = self._keying, self._day, self._typing_at
        if keying is None or day is None or at < 0:
            return
        line = _line(self.bib.text(), self.time.text(), keying.kind, day)
        if line is None:
            style.set_style_property(self.time, "invalid", True)
            self._say(_("That is no time; nothing was decided."), "warn")
            return
        self._decide(at, Decision(choice=Choice.TYPED, line=line))
        self._close_typing()
        self._show()
        self._to_undecided(at)

    def _close_typing(self) -> None:
        self._typing_at = -1
        self.typing.hide()
        self._say("")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, what: str) -> None:
        if what == "escape":
            self._close_typing()

    def _focus(self, field: PaperField) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _show_read_back(self, *_signal: object) -> None:
        style.set_style_property(self.time, "invalid", False)
        if self._keying is not None:
            back = read_back(self.time.text(), self._keying.kind, self._day)
            self.read_back.setText(back.text)
            self.read_back.set_tone(back.tone)

    # -- applying -------------------------------------------------------------------------------

    def apply(self) -> None:
        """Correct the first keying as decided, as one change; every difference has to be."""
        keying, scope = self._keying, self._scope
        if keying is None or scope is None or self._writing:
            return
        waiting = len(keying.comparison.differences) - len(self._decisions)
        if waiting:
            self._to_undecided(-1)
            self.hear()
            words = plural(
                "{count} difference is not decided yet: 1, 2, or Enter to type.",
                "{count} differences are not decided yet: 1, 2, or Enter to type.",
                waiting,
            )
            self._say(words, "warn")
            return
        season, actor, decisions = self._context.season, self._context.actor(), self._decisions
        self._writing = True
        self._context.jobs.write(
            lambda: apply_decisions(season, *scope, keying, decisions, actor),
            lambda count: self._applied(keying, count),
            title=_("Correct a sheet"),
            owner=self,
            always=self._ended,
        )

    def _applied(self, keying: SecondKeying, count: int) -> None:
        found = keying.comparison
        self._remembered.clear()
        words = ", ".join(
            (
                plural("{count} line", "{count} lines", found.lines),
                plural("{count} agrees", "{count} agree", found.agree),
                plural("{count} decided", "{count} decided", len(found.differences)),
                plural("{count} corrected", "{count} corrected", count),
            )
        )
        self.finished.emit(f"{words}. " + (_("Ctrl+Z takes it back.") if count else ""))

    def _ended(self) -> None:
        self._writing = False


def _changes_nothing(keying: SecondKeying, difference: Difference) -> bool:
    """Whether neither decision would change a result: the same line in another place."""
    second = Decision(choice=Choice.SECOND)
    return not corrections(difference, second, keying.first, keying.second)


def _time_text(line: KeyedLine, kind: PaperTimes, day: PaperDay) -> str:
    if line.status is not None:
        return line.status.value
    if line.time_ms is None:
        return ""
    if kind is PaperTimes.CLOCK:
        return clock_words(Instant(line.time_ms), day)
    return elapsed_words(line.time_ms)


def _line(bib: str, time: str, kind: PaperTimes, day: PaperDay) -> KeyedLine | None:
    """What was typed as a line; None when the time cannot be read."""
    found = read_time(time, kind, day.gun_day)
    if found is None:
        return None
    time_ms: int | None = found.elapsed_ms
    if found.clock is not None:
        time_ms = place_time(found, day)
    return KeyedLine(bib=written_bib(bib), time_ms=time_ms, status=found.status)
