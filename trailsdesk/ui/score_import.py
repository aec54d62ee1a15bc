"""A list of scores before it is taken: what each row becomes, and what is odd about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural, where
from trailsdesk.services.outside_scores import ScoreFate, ScorePlan, ScoreRow
from trailsdesk.ui import style
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.score_lines import plan_columns, plan_words
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PageHeader, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from trailsdesk.domain.problems import Problem


class ScoreImportPage(Page):
    """The rows as a table, what was left out and why, and two buttons."""

    taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("List of scores"))
        self.plan: ScorePlan | None = None
        self.header = PageHeader(_("Scores from a list"))
        self.take_button = PrimaryButton(_("Take them"), self.taken.emit, key="Ctrl Enter")
        self.leave_button = Button(_("Leave it"), self.left.emit, key="Esc")
        self.words = PlainLabel("", "secondary", wrap=True)
        self.model: RowTableModel[ScoreRow] = RowTableModel(
            plan_columns(), lambda row: (row.row, row.name, row.value)
        )
        self.table = RowTableView(self.model, _("What the rows become"))
        self.model.setParent(self.table)
        self.problems: RowTableModel[tuple[int, Problem]] = RowTableModel(
            _problem_columns(), lambda found: found[0]
        )
        self.problem_table = RowTableView(
            self.problems,
            _("What is odd about the list"),
            empty_text=_("Nothing is odd about this list."),
        )
        self.problems.setParent(self.problem_table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        for widget in (self.leave_button, self.take_button):
            self.header.add_action(widget)
        column.addWidget(self.header)
        column.addWidget(self.words)
        for table, share in ((self.table, 5), (self.problem_table, 3)):
            card = Card(padding=0)
            table.setProperty("bare", True)
            card.body.addWidget(table)
            column.addWidget(card, share)

    def show_plan(self, plan: ScorePlan, odd: tuple[Problem, ...]) -> None:
        """What taking the list would do; ``odd`` is what was found while reading the file."""
        self.plan = plan
        self.header.set_subtitle(plan.name)
        self.words.setText(plan_words(plan))
        self.model.set_rows(plan.rows)
        self.problems.set_rows(tuple(enumerate((*odd, *plan.problems))))
        count = plan.count(ScoreFate.NEW) + plan.count(ScoreFate.CHANGED)
        self.take_button.setText(plural("Take {count} score", "Take {count} scores", count))
        self.take_button.setEnabled(bool(count))
        tip = "" if count else _("There is nothing new in this list.")
        self.take_button.setToolTip(tip)


def _problem_columns() -> tuple[Column[tuple[int, Problem]], ...]:
    return (
        Column(
            key="where",
            title=_("Where"),
            text=lambda found: where(found[1]),
            sort_key=lambda found: found[0],
            width_hint=18,
        ),
        Column(
            key="what",
            title=_("What"),
            text=lambda found: message(found[1]),
            tooltip=lambda found: message(found[1]),
            tone=lambda _found: "warn",
            width_hint=70,
        ),
    )
