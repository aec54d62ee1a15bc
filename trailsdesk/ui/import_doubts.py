"""A row of an entry list beside the record it may be about: a key for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.entry_doubts import Choice, Decision, entered_where
from trailsdesk.ui import style
from trailsdesk.ui.entry_words import DASH, gender_words
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.widgets import Button, FlowRow, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.domain.people import Runner
    from trailsdesk.services.entry_doubts import Candidate, Doubt
    from trailsdesk.services.import_view import EntryDraft
    from trailsdesk.services.season import Season

ANSWER_KEYS = {"1": Choice.SAME, "2": Choice.OTHER, "3": Choice.LEAVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateWords:
    """A record on file beside the row, field by field: title, in the list, on file."""

    runner_id: RunnerId
    name: str
    why: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtWords:
    """Whom a row may be about, in words, and what was decided."""

    candidates: tuple[CandidateWords, ...]
    decision: Decision | None = None
    left_out: bool = False


def doubt_words(season: Season, draft: EntryDraft, race: str, doubt: Doubt) -> DoubtWords:
    """A doubt as it is shown side by side."""
    return DoubtWords(
        candidates=tuple(
            CandidateWords(
                runner_id=each.runner.id,
                name=full_name(each.runner),
                why=message(each.why),
                fields=_fields(season, draft, race, each),
            )
            for each in doubt.candidates
        ),
        decision=doubt.decision,
        left_out=doubt.left_out,
    )


def _fields(
    season: Season, draft: EntryDraft, race: str, candidate: Candidate
) -> tuple[tuple[str, str, str], ...]:
    runner = candidate.runner
    entered = "\n".join(entered_where(season, runner)) or DASH
    told = ", ".join(part for part in (race, draft.bib and _bib_words(draft.bib)) if part)
    pairs = (
        (_("Family name"), draft.family_name or DASH, runner.family_name or DASH),
        (_("Given name"), draft.given_name or DASH, runner.given_name or DASH),
        (_("Born"), _born(draft), _born(runner)),
        (_("Gender"), _gender(draft), _gender(runner)),
        (_("Nation"), draft.nation or DASH, runner.nation or DASH),
        (_("Club"), draft.club or DASH, runner.club or DASH),
        (_("City"), draft.city or DASH, runner.city or DASH),
        (_("Entered in"), told or DASH, entered),
    )
    return tuple(each for each in pairs if each[1:] != (DASH, DASH))


def _bib_words(bib: str) -> str:
    return _("bib\N{NO-BREAK SPACE}{bib}").format(bib=bib)


def _born(person: Runner | EntryDraft) -> str:
    return day_words(person.birth_date) if person.birth_date else DASH


def _gender(person: Runner | EntryDraft) -> str:
    return DASH if person.gender is None else gender_words(person.gender)


class DoubtCard(ScrollCard):
    """The row and the record side by side; ``decided`` tells the answer.

    Several records may fit a row: another one can be shown, and the answer is about the one shown.
    """

    decided = Signal(int, object)
    """Number of the row, and the ``Decision``."""
    all_decided = Signal(object)
    """A ``Choice`` for every row that is still open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Side by side"))
        self._row = 0
        self._words: DoubtWords | None = None
        self._at = 0
        self.why = PlainLabel("", wrap=True)
        self.said = PlainLabel("", "secondary", wrap=True)
        self.same_button = Button(_("The same person"), lambda: self.decide(Choice.SAME), key="1")
        self.other_button = Button(_("Somebody else"), lambda: self.decide(Choice.OTHER), key="2")
        self.leave_button = Button(_("Leave out"), lambda: self.decide(Choice.LEAVE), key="3")
        self.next_button = Button(_("Another record"), self.show_next, kind="quiet")
        self.all_same_button = Button(
            _("All open rows: the same person"),
            lambda: self.all_decided.emit(Choice.SAME),
            kind="quiet",
        )
        self.all_other_button = Button(
            _("All open rows: somebody else"),
            lambda: self.all_decided.emit(Choice.OTHER),
            kind="quiet",
        )
        self.cells: list[tuple[PlainLabel, PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout()
        self._build()

    def _build(self) -> None:
        self.column.addWidget(PlainLabel(_("Is it the same person?"), "heading"))
        self.column.addWidget(self.why)
        answers = FlowRow()
        for button in (self.same_button, self.other_button, self.leave_button):
            answers.add(button)
        self.column.addWidget(answers)
        self.column.addWidget(self.said)
        self._grid.setHorizontalSpacing(style.unit(4))
        self._grid.setVerticalSpacing(style.unit(2))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        for at, title in enumerate((_("In the list"), _("On file")), start=1):
            self._grid.addWidget(PlainLabel(title, "secondary"), 0, at)
        self.column.addLayout(self._grid)
        self.column.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        bulk = QVBoxLayout()
        bulk.setSpacing(0)
        for button in (self.all_same_button, self.all_other_button):
            bulk.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(bulk)

    def show_doubt(self, row: int, words: DoubtWords | None, still_open: int) -> None:
        """Show a row's doubt; ``still_open`` rows have no answer yet."""
        if words is None:
            self._words = None
            self.hide()
            return
        same = self._row == row and self._words is not None
        self._row, self._words = row, words
        wanted = None if words.decision is None else words.decision.runner_id
        ids = [each.runner_id for each in words.candidates]
        self._at = ids.index(wanted) if wanted in ids else min(self._at, len(ids) - 1) * same
        self._fill()
        many = still_open > 1
        for button, text in (
            (self.all_same_button, plural("All {count} open rows: the same person",
                                          "All {count} open rows: the same person", still_open)),
            (self.all_other_button, plural("All {count} open rows: somebody else",
                                           "All {count} open rows: somebody else", still_open)),
        ):  # fmt: skip
            button.setText(text)
            button.setAccessibleName(text)
            button.setVisible(many)
        self.show()

    def decide(self, choice: Choice) -> None:
        """Answer for the row shown, about the record shown."""
        if self._words is not None:
            shown = self._words.candidates[self._at]
            self.decided.emit(self._row, Decision(choice=choice, runner_id=shown.runner_id))

    def show_next(self) -> None:
        """Show the next of several records that fit the row."""
        if self._words is not None:
            self._at = (self._at + 1) % len(self._words.candidates)
            self._fill()

    def _fill(self) -> None:
        words = self._words
        assert words is not None  # noqa: S101  only called with a doubt
        shown = words.candidates[self._at]
        self.why.setText(shown.why)
        many = len(words.candidates) > 1
        text = _("Another record ({at} of {count})").format(
            at=self._at + 1, count=len(words.candidates)
        )
        self.next_button.setText(text)
        self.next_button.setAccessibleName(text)
        self.next_button.setVisible(many)
        self.said.setText(_answer_words(words))
        while len(self.cells) < len(shown.fields):
            at = len(self.cells) + 1
            cells = (PlainLabel("", "secondary"), PlainLabel("", wrap=True),
                     PlainLabel("", wrap=True))  # fmt: skip
            for place, label in enumerate(cells):
                self._grid.addWidget(label, at, place, Qt.AlignmentFlag.AlignTop)
            self.cells.append(cells)
        for at, labels in enumerate(self.cells):
            for label in labels:
                label.setVisible(at < len(shown.fields))
        for labels, (title, told, known) in zip(self.cells, shown.fields, strict=False):
            differs = told != known and title != _("Entered in")
            labels[0].setText(f"{title} ≠" if differs else title)
            name = _("{field} differs").format(field=title) if differs else ""
            labels[0].setAccessibleName(name)
            for label, value in zip(labels[1:], (told, known), strict=True):
                label.setText(value)
                style.set_style_property(label, "type", "strong" if differs else "")


def _answer_words(words: DoubtWords) -> str:
    if words.decision is None and words.left_out:
        return _("Undecided, the row is left out.")
    if words.decision is None:
        return _("Undecided, the row is taken as a runner of its own.")
    return {
        Choice.SAME: _("Decided: the same person."),
        Choice.OTHER: _("Decided: somebody else."),
        Choice.LEAVE: _("Decided: left out."),
    }[words.decision.choice]
