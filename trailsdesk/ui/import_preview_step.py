"""Third step of an import: row by row, what is new, changed, the same or refused, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.problems import Severity
from trailsdesk.i18n import _, plural
from trailsdesk.services.chips import ChipPlan
from trailsdesk.services.entry_doubts import Decision
from trailsdesk.services.entry_plan import EntryPlan
from trailsdesk.services.import_view import ImportKind
from trailsdesk.services.time_import import TimePlan
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.import_doubts import ANSWER_KEYS, DoubtCard
from trailsdesk.ui.import_look import TimesLook
from trailsdesk.ui.import_outcome import FATE_TONES, FATES, ImportLine, fate_words
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.time_moves import moves_table
from trailsdesk.ui.widgets import Callout, Card, Notice, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from trailsdesk.services.entry_doubts import Choice
    from trailsdesk.ui.import_outcome import Fate, ImportOutcome
    from trailsdesk.ui.row_model import PreparedRows
    from trailsdesk.ui.settings import Settings
    from trailsdesk.ui.style import Tone

_NOTES_SHOWN = 3


class PreviewStep(QWidget):
    """The table of what would happen; chips count and filter.

    Of a timing file it says what it is, and what was guessed can be put right here, where a wrong
    guess shows. ``asked`` asks for the plan to be made anew. A doubtful row of an entry list is
    shown beside the record it may be about; ``decided`` tells the answer.
    """

    asked = Signal()
    decided = Signal(object)
    """Answers by the number of the row."""

    def __init__(
        self, kind: ImportKind, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tables = QStackedWidget()
        self._rows = self._table(_columns(kind), f"import-{kind.value}", settings)
        self._chip_rows = self._table(_chip_columns(), "import-chips", settings)
        self.table = self._rows
        self.search = SearchField(_("Type to filter"), _("Filter the rows"), key="Ctrl F")
        self.search.textChanged.connect(lambda text: self._model.set_filter_text(text))
        self.search.setMaximumWidth(style.unit(75))
        self.chips = FilterChips(_("Show"), self.search)
        self.chips.chosen.connect(self._filter)
        self.look = TimesLook()
        self.look.changed.connect(self.asked)
        self.time_choice = self.look.time_choice
        self.look.hide()
        self.moves, self.moves_table = moves_table(settings, _("What would change"))
        self.tables.addWidget(self.moves_table)
        self.notice = Notice("", "warn")
        self.notice.hide()
        self.words = PlainLabel("", wrap=True)
        self.words_box = Callout("muted")
        self.words_box.body.addWidget(self.words)
        self.doubt = DoubtCard()
        self.doubt.hide()
        self.doubt.decided.connect(self._decide)
        self.doubt.all_decided.connect(self._decide_all)
        self._still_open: tuple[int, ...] = ()
        self._build()

    @property
    def _model(self) -> RowTableModel[ImportLine]:
        return self.table.row_model

    def _table(
        self, columns: tuple[Column[ImportLine], ...], state_key: str, settings: Settings
    ) -> RowTableView:
        model = RowTableModel(columns, lambda line: line.key, row_tone=_row_tone)
        view = RowTableView(
            model,
            _("What taking the file would do"),
            state_key=state_key,
            states=settings,
            empty_text=_("The file has no rows."),
        )
        model.setParent(view)
        view.setProperty("bare", True)
        view.current_id_changed.connect(self._show_words)
        self.tables.addWidget(view)
        return view

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.look)
        column.addWidget(self.notice)
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        row.addWidget(self.search, 1)
        row.addWidget(self.chips, 2)
        column.addLayout(row)
        card = Card(padding=0)
        card.body.addWidget(self.tables)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        across.addWidget(card, 3)
        across.addWidget(self.doubt, 2)
        column.addLayout(across, 1)
        for keys, choice in ANSWER_KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), self.tables)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda choice=choice: self.doubt.decide(choice))
        column.addWidget(self.words_box)
        self.words_box.hide()

    def preparer(
        self, *, chips: bool
    ) -> Callable[[Iterable[ImportLine]], PreparedRows[ImportLine]]:
        """Makes lines ready to be shown, on whatever thread; ``chips``: of a list of chips."""
        table = self._chip_rows if chips else self._rows
        return table.row_model.preparer()

    def show_outcome(
        self, outcome: ImportOutcome | None, rows: PreparedRows[ImportLine] | None = None
    ) -> None:
        """Show a plan with its lines made ready by ``preparer``; ``None`` empties the table."""
        chip_list = outcome is not None and isinstance(outcome.plan, ChipPlan)
        self.table = self._chip_rows if chip_list else self._rows
        self._model.set_filter_text(self.search.text())
        if rows is not None:
            self._model.set_prepared(rows)
        else:
            self._model.set_rows(() if outcome is None else outcome.lines)
        self._still_open = () if outcome is None else outcome.undecided
        self.look.show_outcome(outcome)
        self.moves.set_rows(() if outcome is None else outcome.moves)
        if outcome is None:
            self.notice.hide()
            self.words_box.hide()
            self.doubt.hide()
            return
        total = len(outcome.lines)
        chips: list[tuple[str, str, Tone]] = [
            ("all", _("All {count}").format(count=total), "muted")
        ]
        chips += [
            (fate, f"{count} {self._fate_words(fate, outcome)}", FATE_TONES[fate])
            for fate in FATES
            if (count := outcome.count(fate))
        ]
        if outcome.with_problems:
            words = _("{count} with something to look at").format(count=outcome.with_problems)
            chips.append(("problems", words, "warn"))
        if outcome.moves:
            words = plural("{count} would change", "{count} would change", len(outcome.moves))
            chips.append(("moves", words, "warn"))
        if outcome.decided:
            words = plural("{count} decided", "{count} decided", outcome.decided)
            chips.append(("decided", words, "muted"))
        self.chips.set_chips(chips)
        self._filter(self.chips.current)
        self._show_notes(outcome)
        self._show_words(self.table.current_id())

    @staticmethod
    def _fate_words(fate: Fate, outcome: ImportOutcome) -> str:
        timed = not isinstance(outcome.plan, EntryPlan)
        if timed and fate == "same":
            return _("held already")
        return _("not understood") if timed and fate == "refused" else fate_words(fate)

    def _show_notes(self, outcome: ImportOutcome) -> None:
        texts = [text for _severity, text in outcome.notes[:_NOTES_SHOWN]]
        plan = outcome.plan
        guessed = isinstance(plan, TimePlan) and plan.guessed
        if guessed:
            words = self.time_choice.currentText()
            texts.insert(
                0, _("Taken as {kind}: put it right below if they are not.").format(kind=words)
            )
        waiting = len(self._still_open)
        if waiting:
            words = plural(
                "{count} row may be about somebody on file: press 1 for the same person, 2 for"
                " somebody else, 3 to leave it out.",
                "{count} rows may be about somebody on file: press 1 for the same person, 2 for"
                " somebody else, 3 to leave it out.",
                waiting,
            )
            texts.insert(0, words)
        more = len(outcome.notes) - _NOTES_SHOWN
        if more > 0:
            texts.append(_("And {count} more.").format(count=more))
        worst = any(severity is not Severity.INFO for severity, _text in outcome.notes)
        tone: Tone = "warn" if worst or guessed or waiting else "muted"
        self.notice.set_notice("\n".join(texts), tone)
        self.notice.setVisible(bool(texts))

    def _filter(self, key: str) -> None:
        moves = key == "moves"
        self.tables.setCurrentWidget(self.moves_table if moves else self.table)
        self.words_box.setVisible(not moves and bool(self.words.text()))
        if moves:
            return
        predicates: dict[str, Callable[[ImportLine], bool]] = {
            "problems": lambda line: bool(line.problems),
            "decided": lambda line: line.doubt is not None and not line.undecided,
        }
        if key in FATES:
            self._model.set_predicate(lambda line: line.fate == key)
        else:
            self._model.set_predicate(predicates.get(key))

    def _show_words(self, row_id: Hashable | None) -> None:
        line = None if row_id is None else self._model.row_of(row_id)
        self.doubt.show_doubt(
            0 if line is None else line.row,
            None if line is None else line.doubt,
            len(self._still_open),
        )
        # What is asked beside the table is not told once more below it.
        texts = [] if line is None or line.undecided else [line.changes, line.problems]
        text = "\n".join(text for text in texts if text)
        self.words_box.setVisible(line is not None and bool(text))
        self.words.clear()
        if line is not None and text:
            title = _("Row {row}: {words}").format(row=line.row, words=text)
            self.words.setText(title)
            self.words_box.set_tone("warn" if line.problems else "muted")

    # -- doubtful rows --------------------------------------------------------------------------

    def show_first_doubt(self) -> None:
        """Put the cursor on the first row that waits for an answer."""
        if self._still_open:
            self.table.select_id(self._still_open[0])

    def _decide(self, row: int, decision: Decision) -> None:
        """Tell the answer and go on to the next row that waits for one."""
        waiting = [each for each in self._still_open if each != row]
        follow = [each for each in waiting if each > row] or waiting
        self._still_open = tuple(waiting)
        self.decided.emit({row: decision})
        if follow:
            self.table.select_id(follow[0])

    def _decide_all(self, choice: Choice) -> None:
        answers = dict.fromkeys(self._still_open, Decision(choice=choice))
        self._still_open = ()
        self.decided.emit(answers)


def _chip_columns() -> tuple[Column[ImportLine], ...]:
    """Those of a list of chips: what is a time in the others is the chip here."""
    by_key = {column.key: column for column in _columns(ImportKind.TIMES)}
    chip = replace(
        by_key["detail"], title=_("Chip"), alignment="left", number=False, width_hint=18
    )
    first = [by_key["row"], by_key["fate"], chip]
    return (*first, *(by_key[key] for key in ("bib", "name", "changes", "problems")))


def _columns(kind: ImportKind) -> tuple[Column[ImportLine], ...]:
    entries = kind is ImportKind.ENTRIES
    return (
        Column(
            key="row",
            title=_("Row"),
            text=lambda line: str(line.row),
            sort_key=lambda line: line.row,
            alignment="right",
            width_hint=5,
            searched=False,
        ),
        Column(
            key="fate",
            title=_("What"),
            text=lambda line: fate_words(line.fate) if entries or line.fate != "same"
            else _("held already"),
            sort_key=lambda line: FATES.index(line.fate),
            tone=lambda line: FATE_TONES[line.fate],
            chip=True,
            width_hint=9,
        ),
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: bib_sort_key(line.bib) if line.bib else None,
            alignment="right",
            width_hint=5,
        ),
        Column(key="name", title=_("Runner"), text=lambda line: line.name, width_hint=20),
        Column(key="race", title=_("Race"), text=lambda line: line.race, width_hint=10),
        Column(
            key="detail",
            title=_("Born") if entries else _("Time"),
            text=lambda line: line.detail,
            alignment="left" if entries else "right",
            number=not entries,
            width_hint=11,
        ),
        Column(
            key="changes",
            title=_("Differences") if entries else _("Remark"),
            text=lambda line: line.changes,
            tooltip=lambda line: line.changes,
            width_hint=24,
        ),
        Column(
            key="problems",
            title=_("To look at"),
            text=lambda line: line.problems,
            tooltip=lambda line: line.problems,
            tone=_tone,
            width_hint=40,
        ),
    )  # fmt: skip


def _row_tone(line: ImportLine) -> Tone | None:
    return "bad" if line.fate == "refused" else None


def _tone(line: ImportLine) -> Tone | None:
    if line.worst is Severity.ERROR:
        return "bad"
    return "warn" if line.worst is Severity.WARNING else None
