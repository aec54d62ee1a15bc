"""The organiser's own questions: added, worded, put in order, protected, merged, dropped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout

from trailsdesk.domain.questions import Question, QuestionId, QuestionKind
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import questions as desk
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.forms import Form, FormField
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.start_field import table_key
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, FlowRow, PageHeader, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question as the table shows it; ``answered`` counts the entries."""

    question: Question
    place: int
    answered: int


class QuestionPage(Panel):
    """The questions at the left, the one chosen, or a new one, in a form at the right."""

    kinds: ClassVar[frozenset[str]] = frozenset({"question", "question_answer"})
    closed = Signal()
    """Back to the entries."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.setAccessibleName(_("Questions"))
        self._may_change = not context.season.file.read_only
        self._typed = False
        self._wanted: QuestionId | None = None
        self.model: RowTableModel[QuestionLine] = RowTableModel(
            _columns(), lambda line: line.question.id
        )
        self.table = RowTableView(
            self.model,
            _("Questions in the order they are asked"),
            state_key="questions",
            states=context.settings,
            empty_text=_("No question yet. Type the first one at the right."),
        )
        self.model.setParent(self.table)
        self.form = Form(_fields())
        self.said = SaidLine()
        self._build()
        self._connect()
        self.start_at(self.form.control("label"))
        self._show_question()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(
            _("Questions"), _("Asked with every entry, kept with what a list brings")
        )
        self.new_button = Button(_("New question"), self.begin_new, key="Ctrl N")
        self.back_button = Button(_("Back"), self._leave, kind="quiet", key="Esc")
        for button in (self.new_button, self.back_button):
            self.header.add_action(button)
        column.addWidget(self.header)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        card.body.addWidget(self.table)
        across.addWidget(card, 3)
        across.addWidget(self._build_right(), 2)
        column.addLayout(across, 1)

    def _build_right(self) -> ScrollCard:
        right = ScrollCard()
        right.setAccessibleName(_("The question"))
        self.title = PlainLabel("", "heading", wrap=True)
        self.save_button = PrimaryButton(_("Save"), self.save, key="Ctrl Enter")
        self.earlier_button = Button(_("Earlier"), lambda: self._move(-1), icon="up")
        self.later_button = Button(_("Later"), lambda: self._move(1), icon="down")
        self.delete_button = Button(_("Drop"), self.drop, kind="quiet", icon="delete")
        self.merge_choice = CalmCombo(_("The question that asks the same"))
        self.merge_choice.setMinimumContentsLength(16)
        self.merge_button = Button(_("Put together"), self.merge)
        self.merge_label = PlainLabel(_("Asks the same as"), "secondary")
        self.merge_label.setBuddy(self.merge_choice)
        self.form.setProperty("ground", "none")
        for widget in (
            self.title, self.form, FlowRow([self.save_button]), self.said,
            FlowRow([self.earlier_button, self.later_button, self.delete_button]),
            self.merge_label, FlowRow([self.merge_choice, self.merge_button]),
        ):  # fmt: skip
            right.column.addWidget(widget)
        right.column.addStretch(1)
        return right

    def _connect(self) -> None:
        self.table.current_id_changed.connect(lambda _row: self._row_chosen())
        self.table.row_activated.connect(lambda _row: self._to_form())
        self.form.changed.connect(self._edited)
        self.form.accepted.connect(lambda _values: self._save())
        for keys, act in (
            ("Esc", self._leave), ("Ctrl+Return", self.save), ("Ctrl+N", self.begin_new),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            table_key(self.table, keys, partial(self._move, step))
        table_key(self.table, "Del", self.drop)
        for field in self.form.fields:
            self.form.control(field.key).setEnabled(self._may_change)
        self.new_button.setEnabled(self._may_change)

    # -- loading --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the questions as they stand, and bring the keys to the form."""
        self.reload()
        self._to_form()

    def loader(self) -> Callable[[], tuple[QuestionLine, ...]]:
        season = self.context.season
        return lambda: _lines(desk.questions_in_order(season), desk.answered_counts(season))

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        lines: tuple[QuestionLine, ...] = loaded
        self.model.set_rows(lines)
        if self._wanted is not None:
            self.table.select_id(self._wanted)
            self._wanted = None
        if not self._typed:
            self._show_question()
        self._enable()

    def unsaved(self) -> str:
        """A question worded and not saved."""
        return _("A question is typed but not saved.") if self._typed else ""

    # -- which question -------------------------------------------------------------------------

    def _line(self) -> QuestionLine | None:
        row_id = self.table.current_id()
        return None if row_id is None else self.model.row_of(row_id)

    def _row_chosen(self) -> None:
        if self._typed:
            self._say(_("What was typed before was not saved."), "warn")
        self._show_question()

    def _show_question(self) -> None:
        line = self._line()
        self._typed = False
        if line is None:
            self.title.setText(_("A new question"))
            self.form.reset()
        else:
            question = line.question
            self.title.setText(question.label)
            self.form.set_values(
                {
                    "label": question.label,
                    "kind": question.kind.value,
                    "choices": "\n".join(question.choices),
                    "protected": question.protected,
                }
            )
        self._enable()

    def _enable(self) -> None:
        line, may = self._line(), self._may_change
        choice = self.form.value("kind") == QuestionKind.CHOICE.value
        self.form.set_shown("choices", choice)
        rows = self.model.total_count
        self.save_button.setEnabled(may)
        for button, able in (
            (self.earlier_button, line is not None and line.place > 1),
            (self.later_button, line is not None and line.place < rows),
            (self.delete_button, line is not None),
            (self.merge_button, line is not None and rows > 1),
        ):
            button.setEnabled(may and able)
        others = [
            (each.question.id, each.question.label)
            for each in self.model.rows()
            if line is not None and each.question.id != line.question.id
        ]
        self.merge_choice.offer(others, self.merge_choice.currentData())
        for widget in (self.merge_label, self.merge_choice, self.merge_button):
            widget.setVisible(bool(others))

    def _edited(self, key: str) -> None:
        self._typed = True
        if key == "kind":
            self._enable()

    def begin_new(self) -> None:
        """Word a new question."""
        if self._may_change:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.model.index(-1, -1))
            self._show_question()
            self._to_form()

    def _to_form(self) -> None:
        self.form.control("label").setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        """A question half typed asks for a second Esc."""
        if self._typed:
            self._typed = False
            self._say(
                _("This question is not saved. Ctrl+Enter saves it, Esc again leaves it."), "warn"
            )
            return
        self._say("")
        self.closed.emit()

    # -- acting ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Check the form and keep the question."""
        if self._may_change:
            self.form.accept()

    def _save(self) -> None:
        season, values, line = self.context.season, self.form.values(), self._line()
        label, kind = str(values["label"]), QuestionKind(str(values["kind"]))
        choices = str(values["choices"] or "").splitlines()
        protected = bool(values["protected"])

        def act() -> Question:
            if line is None:
                return desk.add_question(season, label, kind, choices=choices, protected=protected)
            return desk.edit_question(
                season,
                line.question.id,
                label=label,
                kind=kind,
                choices=choices,
                protected=protected,
            )

        def done(question: Question) -> None:
            self._typed = False
            self._say(_("“{question}” is saved.").format(question=question.label))
            if line is None:
                self.begin_new()
            else:
                self._wanted = question.id
                self.reload()

        self.context.change(act, _("Save a question"), done, self._refused)

    def _move(self, step: int) -> None:
        line, season = self._line(), self.context.season
        if line is not None and self._may_change:
            self._wanted = line.question.id
            self.context.change(
                lambda: desk.move_question(season, line.question.id, step),
                _("Order of questions"),
                None,
                self._refused,
            )

    def drop(self) -> None:
        """Drop the question chosen with its answers; Ctrl+Z brings them back."""
        line, season = self._line(), self.context.season
        if line is None or not self._may_change:
            return

        def done(count: int) -> None:
            answers = plural("{count} answer", "{count} answers", count)
            words = _("“{question}” is gone with {answers}. Ctrl+Z brings it back.")
            self._say(words.format(question=line.question.label, answers=answers))

        self._typed = False
        self.context.change(
            lambda: desk.delete_question(season, line.question.id),
            _("Drop a question"),
            done,
            self._refused,
        )

    def merge(self) -> None:
        """Move the answers to the question that asks the same, and drop this one."""
        line, season, into = self._line(), self.context.season, self.merge_choice.currentData()
        if line is None or into is None or not self._may_change:
            return

        def done(dropped: int) -> None:
            said = _("The two questions are one now. Ctrl+Z takes them apart.")
            if dropped:
                words = plural(
                    "{count} entry had answered both: the other answer stayed.",
                    "{count} entries had answered both: the other answer stayed.",
                    dropped,
                )
                said = f"{said} {words}"
            self._say(said)

        self._typed = False
        self._wanted = QuestionId(into)
        self.context.change(
            lambda: desk.merge_questions(season, line.question.id, QuestionId(into)),
            _("Put questions together"),
            done,
            self._refused,
        )

    def _refused(self, error: KnownError) -> None:
        self._say(message(error), "warn")

    def _say(self, text: str, tone: str = "good") -> None:
        self.said.say(text, tone)


def kind_words(kind: QuestionKind) -> str:
    """What an answer is, in words."""
    return {
        QuestionKind.TEXT: _("text"),
        QuestionKind.NUMBER: _("number"),
        QuestionKind.YES_NO: _("yes or no"),
        QuestionKind.CHOICE: _("one of several"),
        QuestionKind.DAY: _("day"),
    }[kind]


def _fields() -> list[FormField]:
    return [
        FormField(
            key="label",
            label=_("Question"),
            required=True,
            max_length=120,
            placeholder=_("as it is asked, for instance: T-shirt size"),
        ),
        FormField(
            key="kind",
            label=_("The answer is"),
            kind="choice",
            choices=[(kind.value, kind_words(kind)) for kind in QuestionKind],
        ),
        FormField(
            key="choices",
            label=_("Choices, one in a line"),
            kind="lines",
            help=_("A choice that somebody has answered stays."),
        ),
        FormField(
            key="protected",
            label=_("Protected: shown only when asked for, not exported"),
            kind="check",
        ),
    ]


def _lines(
    questions: tuple[Question, ...], answered: Mapping[QuestionId, int]
) -> tuple[QuestionLine, ...]:
    return tuple(
        QuestionLine(question=each, place=place, answered=answered[each.id])
        for place, each in enumerate(questions, 1)
    )


def _columns() -> tuple[Column[QuestionLine], ...]:
    return (
        Column(
            key="place",
            title=_("Place"),
            text=lambda line: str(line.place),
            sort_key=lambda line: line.place,
            alignment="right",
            width_hint=5,
        ),
        Column(
            key="label",
            title=_("Question"),
            text=lambda line: line.question.label,
            tooltip=lambda line: line.question.label,
            width_hint=26,
        ),
        Column(
            key="kind",
            title=_("Answer"),
            text=lambda line: kind_words(line.question.kind),
            tooltip=lambda line: ", ".join(line.question.choices),
            width_hint=12,
        ),
        Column(
            key="protected",
            title=_("Protected"),
            text=lambda line: _("protected") if line.question.protected else "",
            width_hint=10,
        ),
        Column(
            key="answered",
            title=_("Answered"),
            text=lambda line: str(line.answered),
            sort_key=lambda line: line.answered,
            alignment="right",
            width_hint=8,
        ),
    )
