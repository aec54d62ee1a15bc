"""Where two keyings of a sheet differ: a row for each place, decided by one key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.paper_cells import PaperTimes
from trailsdesk.domain.second_keying import (
    Choice,
    Decision,
    Difference,
    DifferenceKind,
    KeyedLine,
)
from trailsdesk.i18n import _
from trailsdesk.ui.paper_words import clock_words, elapsed_words
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.style import Tone
from trailsdesk.ui.table_view import RowTableView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.services.paper_desk import PaperDay
    from trailsdesk.services.second_keying import SecondKeying

_CHOICES: Final = {Qt.Key.Key_1: Choice.FIRST, Qt.Key.Key_2: Choice.SECOND}


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One difference in words; ``at`` is its position among all."""

    at: int
    lines: str
    what: str
    first: str
    second: str
    decided: str
    tone: Tone | None


class DifferenceTable(RowTableView):
    """Takes 1, 2, Enter and Delete; Alt with 1 or 2 decides this one and all below."""

    chosen = Signal(int, object, bool)
    """Position of a difference, the ``Choice`` (None takes it back), and whether for all below."""
    typing_asked = Signal(object)
    """Position of a difference."""
    save_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        model: RowTableModel[DifferenceRow] = RowTableModel(
            _columns(), lambda row: row.at, row_tone=lambda row: row.tone
        )
        super().__init__(model, _("Differences of the two keyings"))
        model.setParent(self)
        self.model_rows = model
        self.setProperty("bare", True)
        self.setSortingEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.row_activated.connect(self.typing_asked)

    @property
    def at(self) -> int:
        """Position of the difference pointed at; -1 for none."""
        current = self.current_id()
        return current if isinstance(current, int) else -1

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if Qt.Key(event.key()) in _CHOICES and (alone or alt):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide, ask to type, save, or go back to the second keying."""
        key, at = Qt.Key(event.key()), self.at
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _CHOICES and not control:
            below = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.chosen.emit(at, _CHOICES[key], below)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.chosen.emit(at, None, False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self.save_asked.emit()
            else:
                self.typing_asked.emit(at)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def difference_rows(
    keying: SecondKeying, decisions: Mapping[int, Decision], day: PaperDay
) -> list[DifferenceRow]:
    """All differences in words, with what was decided."""
    rows = []
    for at, each in enumerate(keying.comparison.differences):
        decision = decisions.get(at)
        first = [keying.first[position] for position in each.first]
        second = [keying.second[position] for position in each.second]
        rows.append(
            DifferenceRow(
                at=at,
                lines=_where(keying, each),
                what=_what(each),
                first=_lines(first, keying.kind, day),
                second=_lines(second, keying.kind, day),
                decided=_decided(each, decision, keying.kind, day),
                tone="warn" if decision is None else None,
            )
        )
    return rows


def _where(keying: SecondKeying, difference: Difference) -> str:
    numbers = [keying.lines[at].number for at in difference.first]
    if not numbers:
        if difference.after < 0:
            return _("at the top")
        return _("after {line}").format(line=keying.lines[difference.after].number)
    return "–".join(map(str, sorted({min(numbers), max(numbers)})))


def _what(difference: Difference) -> str:
    if difference.kind is DifferenceKind.ORDER and len(difference.first) == 1:
        return _("the same line in another place")
    return {
        DifferenceKind.MISSING: _("line only in the first"),
        DifferenceKind.EXTRA: _("line only in the second"),
        DifferenceKind.BIB: _("another bib"),
        DifferenceKind.TIME: _("another time"),
        DifferenceKind.BOTH: _("another bib and time"),
        DifferenceKind.ORDER: _("bibs the other way round"),
    }[difference.kind]


def line_words(line: KeyedLine, kind: PaperTimes, day: PaperDay) -> str:
    """A line as one would read it out: bib and time."""
    bib = line.bib or "?"
    if line.status is not None:
        return f"{bib}  {line.status.value}"
    if line.time_ms is None:
        return _("{bib}  no time").format(bib=bib)
    if kind is PaperTimes.CLOCK:
        return f"{bib}  {clock_words(Instant(line.time_ms), day)}"
    return f"{bib}  {elapsed_words(line.time_ms)}"


def _lines(lines: Sequence[KeyedLine], kind: PaperTimes, day: PaperDay) -> str:
    return " · ".join(line_words(line, kind, day) for line in lines) or "–"


def _decided(
    difference: Difference, decision: Decision | None, kind: PaperTimes, day: PaperDay
) -> str:
    if decision is None:
        return _("1 or 2?")
    if decision.choice is Choice.TYPED and decision.line is not None:
        return line_words(decision.line, kind, day)
    if decision.choice is Choice.FIRST:
        return _("the first is right")
    if difference.kind is DifferenceKind.MISSING:
        return _("the second: strike the line out")
    return _("the second is right")


def _columns() -> list[Column[DifferenceRow]]:
    return [
        Column[DifferenceRow](
            key="lines", title=_("Line"), text=lambda r: r.lines, width_hint=9, alignment="right"
        ),
        Column[DifferenceRow](
            key="what", title=_("Difference"), text=lambda r: r.what, width_hint=24
        ),
        Column[DifferenceRow](
            key="first", title=_("1  first keying"), text=lambda r: r.first, width_hint=22
        ),
        Column[DifferenceRow](
            key="second", title=_("2  second keying"), text=lambda r: r.second, width_hint=22
        ),
        Column[DifferenceRow](
            key="decided",
            title=_("Decided"),
            text=lambda r: r.decided,
            width_hint=22,
            bold=True,
            accessible=lambda r: ", ".join((r.lines, r.what, r.first, r.second, r.decided)),
        ),
    ]
