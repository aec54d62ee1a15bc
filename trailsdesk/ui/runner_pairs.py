"""One runner or two: records that may be the same person side by side, a key for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender, RunnerId, VerdictId, full_name
from trailsdesk.domain.problems import Place
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.one_runner import (
    Record,
    RunnerPair,
    answer,
    runner_pairs,
    withdraw_answer,
)
from trailsdesk.ui import style
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column, RowTableModel, fold
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, EmptyState, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Hashable

    from trailsdesk.domain.people import Runner
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """Two records with what is told of each, field by field: title, first, second."""

    first_id: RunnerId
    second_id: RunnerId
    first: str
    second: str
    by_surname: str
    state: str
    why: str
    fields: tuple[tuple[str, str, str], ...]
    entries: tuple[EntryId | None, EntryId | None]
    verdict_id: VerdictId | None = None
    same: bool | None = None

    @property
    def row_id(self) -> tuple[RunnerId, RunnerId]:
        """What tells it from all others."""
        return self.first_id, self.second_id

    @property
    def open(self) -> bool:
        """Whether nobody has answered."""
        return self.same is None


def pair_lines(season: Season) -> tuple[PairLine, ...]:
    """The open pairs first, then those that were answered."""
    return tuple(_line(pair) for pair in runner_pairs(season))


def _line(pair: RunnerPair) -> PairLine:
    one, other = pair.first.runner, pair.second.runner
    verdict = pair.verdict
    state = _("to be answered")
    if verdict is not None:
        state = _("one runner") if verdict.same else _("two runners")
    return PairLine(
        first_id=one.id,
        second_id=other.id,
        first=full_name(one),
        second=full_name(other),
        by_surname=fold(f"{one.family_name} {one.given_name}"),
        state=state,
        why=message(pair.why),
        fields=_fields(pair.first, pair.second),
        entries=(_entry_of(pair.first), _entry_of(pair.second)),
        verdict_id=None if verdict is None else verdict.id,
        same=None if verdict is None else verdict.same,
    )


def _entry_of(record: Record) -> EntryId | None:
    return record.entry_ids[0] if record.entry_ids else None


def _fields(first: Record, second: Record) -> tuple[tuple[str, str, str], ...]:
    a, b = first.runner, second.runner
    return (
        (_("Family name"), a.family_name or DASH, b.family_name or DASH),
        (_("Given name"), a.given_name or DASH, b.given_name or DASH),
        (_("Born"), _born(a), _born(b)),
        (_("Gender"), _gender_words(a.gender), _gender_words(b.gender)),
        (_("Nation"), a.nation or DASH, b.nation or DASH),
        (_("Club"), a.club or DASH, b.club or DASH),
        (_("City"), a.city or DASH, b.city or DASH),
        (_("Entered in"), "\n".join(first.entries) or DASH, "\n".join(second.entries) or DASH),
    )


def _born(runner: Runner) -> str:
    return day_words(runner.birth_date) if runner.birth_date else DASH


def _gender_words(gender: Gender | None) -> str:
    if gender is None:
        return DASH
    return {Gender.F: _("woman"), Gender.M: _("man"), Gender.X: _("neither")}[gender]


def _answered(line: PairLine, *, same: bool) -> str:
    words = _("{first} and {second}: one runner.") if same else _("{first} and {second}: two.")
    return words.format(first=line.first, second=line.second)


_ENTRY_KEYS = ("Ctrl+Enter", "Ctrl+Shift+Enter")
_ENTRY_ROW = 20
"""The row of the buttons, below all fields."""


class PairPage(QWidget):
    """The list of pairs at the left, the two records side by side, and the answers."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("One runner or two"))
        self._context = context
        self._may_change = not context.season.file.read_only
        self._line: PairLine | None = None
        self._wanted: RunnerId | None = None
        self.model: RowTableModel[PairLine] = RowTableModel(
            _columns(),
            lambda line: line.row_id,
            row_tone=lambda line: "warn" if line.open else None,
        )
        self.table = RowTableView(
            self.model,
            _("Records that may be one runner"),
            state_key="categories.pairs",
            states=context.settings,
        )
        self.model.setParent(self.table)
        self.why = PlainLabel("", wrap=True)
        self.grid = QGridLayout()
        self.cells: list[tuple[PlainLabel, PlainLabel, PlainLabel]] = []
        self.same_button = Button(_("One runner"), lambda: self._answer(same=True), key="1")
        self.two_button = Button(_("Two runners"), lambda: self._answer(same=False), key="2")
        self.later_button = Button(_("Later"), self.later, key="3", kind="quiet")
        self.back_button = Button(_("Take the answer back"), self.withdraw, kind="quiet")
        self.entry_buttons = (
            Button(_("Open the entry"), lambda: self.open_entry(0), kind="quiet"),
            Button(_("Open the entry"), lambda: self.open_entry(1), kind="quiet"),
        )
        self.said = PlainLabel("", "secondary", wrap=True)
        self.empty = EmptyState(
            _("Nobody is in doubt"),
            _(
                "Records of different events that look like one runner are shown here side by"
                " side. Same name and birth date need no answer."
            ),
            icon="categories",
        )
        self._build()
        for key, same in (("1", True), ("2", False)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda same=same: self._answer(same=same))
        for key, act in (("3", self.later), ("Ctrl+Shift+Return", lambda: self.open_entry(1))):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.said)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        listed = Card(padding=0)
        self.table.setProperty("bare", True)
        listed.body.addWidget(self.table)
        across.addWidget(listed, 1)
        self.card = Card(_("Side by side"))
        self.card.body.addWidget(self.why)
        self.card.body.addLayout(self._answers())
        self.card.body.addSpacing(style.unit(2))
        self.grid.setHorizontalSpacing(style.unit(4))
        self.grid.setVerticalSpacing(style.unit(2))
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(2, 1)
        self.card.body.addLayout(self.grid)
        for at, button in enumerate(self.entry_buttons):
            words = (
                _("Open the second record's entry") if at else _("Open the first record's entry")
            )
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({_ENTRY_KEYS[at]})")
            self.grid.addWidget(button, _ENTRY_ROW, at + 1, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addStretch(1)
        across.addWidget(self.card, 1)
        column.addWidget(self.content, 1)
        column.addWidget(self.empty, 1)
        self.table.current_id_changed.connect(self._show)
        self.table.row_activated.connect(lambda _row: self.same_button.setFocus())
        self._show(None)

    def _answers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        for button in (self.same_button, self.two_button, self.later_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back_button)
        return row

    def show_lines(self, lines: tuple[PairLine, ...]) -> None:
        """The pairs as they stand; after an answer the cursor goes to the next open one."""
        before = self._line
        self.model.set_rows(lines)
        for part in (self.said, self.content):
            part.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._say(lines)
        still = before is not None and any(
            line.row_id == before.row_id and line.open == before.open for line in lines
        )
        of_wanted = [line for line in lines if self._wanted in line.row_id]
        self._wanted = None
        if of_wanted or (lines and not still):
            self.table.select_id((of_wanted or lines)[0].row_id)
        self._show(self.table.current_id())

    def want(self, runner_id: RunnerId) -> None:
        """Choose the pair of a record once the pairs are shown; the open one of several."""
        self._wanted = runner_id

    def _show(self, row_id: Hashable | None) -> None:
        line = None if row_id is None else self.model.row_of(row_id)
        self._line = line
        for button in (self.same_button, self.two_button):
            button.setEnabled(line is not None and self._may_change)
            button.setToolTip("" if self._may_change else _("The file is open for reading only."))
        self.later_button.setVisible(line is not None and line.open)
        entries = (None, None) if line is None else line.entries
        for button, entry_id in zip(self.entry_buttons, entries, strict=True):
            button.setVisible(entry_id is not None)
        self.back_button.setVisible(line is not None and not line.open)
        self.back_button.setEnabled(self._may_change)
        self.why.setText("" if line is None else line.why)
        self._fill(() if line is None else line.fields)

    def _fill(self, fields: tuple[tuple[str, str, str], ...]) -> None:
        while len(self.cells) < len(fields):
            at = len(self.cells)
            cells = (
                PlainLabel("", "secondary"),
                PlainLabel("", wrap=True),
                PlainLabel("", wrap=True),
            )
            for place, label in enumerate(cells):
                self.grid.addWidget(label, at, place, Qt.AlignmentFlag.AlignTop)
            self.cells.append(cells)
        for cells, (title, first, second) in zip(self.cells, fields, strict=False):
            differs = first != second and title != _("Entered in")
            cells[0].setText(f"{title} ≠" if differs else title)
            cells[0].setAccessibleName(_("{field} differs").format(field=title) if differs else "")
            for label, words in zip(cells[1:], (first, second), strict=True):
                label.setText(words)
                style.set_style_property(label, "type", "strong" if differs else "")

    def _say(self, lines: tuple[PairLine, ...]) -> None:
        waiting = sum(line.open for line in lines)
        told = len(lines) - waiting
        asked = plural("{count} pair to be answered", "{count} pairs to be answered", waiting)
        known = plural("{count} answered", "{count} answered", told)
        self.said.setText(
            f"{asked}, {known}. "
            + _("Until it is answered, each record counts for itself. Undo takes an answer back.")
        )

    def later(self) -> None:
        """Leave the pair open and go to the next open one, from the last to the first."""
        rows = self.model.shown_rows()
        current = self.table.current_id()
        at = self.model.position_of(current) if current is not None else -1
        follow = (*rows[at + 1 :], *rows[: at + 1])
        found = next((line for line in follow if line.open), None)
        if found is not None:
            self.table.select_id(found.row_id)

    def open_entry(self, which: int) -> None:
        """Show the first entry of one of the two records in the entries panel; 0 or 1."""
        entry_id = None if self._line is None else self._line.entries[which]
        data = self._context.season.data
        entry = None if entry_id is None else data.entries.get(entry_id)
        if entry is not None:
            event_id = data.races[entry.race_id].event_id
            self._context.go_to(
                Place(
                    event_id=event_id,
                    race_id=entry.race_id,
                    entry_id=entry.id,
                    runner_id=entry.runner_id,
                )
            )

    def _answer(self, *, same: bool) -> None:
        line = self._line
        if line is not None and self._may_change and line.same is not same:
            season = self._context.season
            self._context.change(
                lambda: answer(season, line.first_id, line.second_id, same=same),
                _("One runner or two"),
                lambda _none: self._context.notify(_answered(line, same=same), "good"),
            )

    def withdraw(self) -> None:
        """Take the answer about the chosen pair back."""
        verdict_id = None if self._line is None else self._line.verdict_id
        if verdict_id is not None and self._may_change:
            season = self._context.season
            self._context.change(
                lambda: withdraw_answer(season, verdict_id), _("Take an answer back")
            )


def _columns() -> tuple[Column[PairLine], ...]:
    return (
        Column(
            key="first",
            title=_("Runner"),
            text=lambda line: line.first,
            sort_key=lambda line: line.by_surname,
            tooltip=lambda line: line.first,
            width_hint=18,
        ),
        Column(
            key="second",
            title=_("May be"),
            text=lambda line: line.second,
            tooltip=lambda line: line.second,
            width_hint=18,
        ),
        Column(
            key="state",
            title=_("Answer"),
            text=lambda line: line.state,
            icon=lambda line: "warning" if line.open else None,
            tone=lambda line: "warn" if line.open else None,
            width_hint=14,
        ),
    )
