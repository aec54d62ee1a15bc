"""A table of checkpoints before it is taken: what each row becomes, and what is odd about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant, format_clock
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.i18n import _, message, where
from trailsdesk.services.checkpoint_import import CheckpointPlan, PlannedPoint, RowFate
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.checkpoint_form import day_and_clock, since_words
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PageHeader, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.ui.settings import Settings
    from trailsdesk.ui.style import Tone

_FATES: dict[RowFate, tuple[str, Tone]] = {
    RowFate.NEW: (_("new"), "good"),
    RowFate.CHANGED: (_("changed"), "warn"),
    RowFate.SAME: (_("unchanged"), "muted"),
    RowFate.START: (_("the start"), "muted"),
    RowFate.FINISH: (_("the finish"), "muted"),
    RowFate.REMOVED: (_("removed: not in the table"), "warn"),
    RowFate.KEPT: (_("kept: times were taken there"), "warn"),
}


class CheckpointImportPage(Page):
    """The plan as a table, its problems, and the choice what plain times mean."""

    taken = Signal()
    left = Signal()
    cutoffs_chosen = Signal(object)
    """``elapsed``, ``clock``, or ``None`` for what the table looks like."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Table of checkpoints"))
        self.plan: CheckpointPlan | None = None
        self._zone = "UTC"
        self._start_ms: Instant | None = None
        self.header = PageHeader(_("Checkpoints from a table"))
        self.cutoffs = CalmCombo(
            _("What the cut-offs of the table are"),
            (
                (None, _("Cut-offs: as they look")),
                ("elapsed", _("Cut-offs since the start")),
                ("clock", _("Cut-offs at times of day")),
            ),
        )
        self.take_button = PrimaryButton(_("Take it"), self.taken.emit, key="Ctrl Enter")
        self.leave_button = Button(_("Leave it"), self.left.emit, key="Esc")
        self.model: RowTableModel[PlannedPoint] = RowTableModel(
            _columns(self._closes), lambda row: (row.row or 0, row.fate.value, row.label)
        )
        self.table = RowTableView(
            self.model, _("What the rows become"), state_key="checkpoint-plan", states=settings
        )
        self.model.setParent(self.table)
        self.problems: RowTableModel[tuple[int, Problem]] = RowTableModel(
            _problem_columns(), lambda found: found[0]
        )
        self.problem_table = RowTableView(
            self.problems,
            _("What is odd about the table"),
            empty_text=_("Nothing is odd about this table."),
        )
        self.problems.setParent(self.problem_table)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        for widget in (self.cutoffs, self.leave_button, self.take_button):
            self.header.add_action(widget)
        column.addWidget(self.header)
        self.words = PlainLabel("", "secondary", wrap=True)
        column.addWidget(self.words)
        for table, share in ((self.table, 5), (self.problem_table, 3)):
            card = Card(padding=0)
            table.setProperty("bare", True)
            card.body.addWidget(table)
            column.addWidget(card, share)
        self.cutoffs.setMinimumContentsLength(18)
        self.cutoffs.activated.connect(
            lambda _at: self.cutoffs_chosen.emit(self.cutoffs.currentData())
        )

    def show_plan(self, plan: CheckpointPlan, zone: str, chosen: str | None) -> None:
        """What taking the table would do."""
        self.plan = plan
        self._zone, self._start_ms = zone, plan.start_ms
        self.cutoffs.choose(chosen)
        self.header.set_subtitle(plan.name)
        self.model.set_rows(())
        self.model.set_rows(plan.rows)
        self.problems.set_rows(tuple(enumerate(plan.problems)))
        self.words.setText(_plan_words(plan, zone))
        self.take_button.setEnabled(plan.changes)
        tip = "" if plan.changes else _("The race has all of it already.")
        self.take_button.setToolTip(tip)

    def _closes(self, row: PlannedPoint) -> str:
        """The cut-off as a moment."""
        point = row.point
        if point is None or point.cutoff_ms is None or self._start_ms is None:
            return ""
        return format_clock(Instant(self._start_ms + point.cutoff_ms), self._zone, seconds=False)


def _plan_words(plan: CheckpointPlan, zone: str) -> str:
    counts = [
        f"{plan.count(fate)} {_FATES[fate][0]}"
        for fate in (RowFate.NEW, RowFate.CHANGED, RowFate.SAME, RowFate.REMOVED, RowFate.KEPT)
        if plan.count(fate)
    ]
    words = " · ".join(counts)
    if plan.start_ms is not None:
        start = _("Times of day count from {time}.")
        start = start.format(time=day_and_clock(plan.start_ms, zone))
        words = f"{words}. {start}"
    return words


def _columns(closes: Callable[[PlannedPoint], str]) -> Sequence[Column[PlannedPoint]]:
    def length(row: PlannedPoint, field: str) -> float | None:
        value: float | None = getattr(row.point, field) if row.point is not None else None
        return value

    return (
        Column(
            key="row",
            title=_("Row"),
            text=lambda row: "" if row.row is None else str(row.row),
            sort_key=lambda row: row.row,
            alignment="right",
        ),
        Column(
            key="code",
            title=_("Code"),
            text=lambda row: row.point.code if row.point is not None else "",
        ),
        Column(key="label", title=_("Checkpoint"), text=lambda row: row.label, width_hint=18),
        Column(
            key="km",
            title=_("Km"),
            text=lambda row: _shown(length(row, "distance_m"), 1000),
            alignment="right",
        ),
        Column(
            key="climb",
            title=_("Climb"),
            text=lambda row: _shown(length(row, "ascent_m"), 1),
            alignment="right",
        ),
        Column(
            key="since",
            title=_("Cut-off"),
            text=lambda row: since_words(row.point.cutoff_ms) if row.point is not None else "",
            alignment="right",
        ),
        Column(key="at", title=_("Closes"), text=closes, alignment="right"),
        Column(
            key="fate",
            title=_("Becomes"),
            text=lambda row: _FATES[row.fate][0],
            tone=lambda row: _FATES[row.fate][1],
            chip=True,
            width_hint=14,
        ),
    )


def _shown(value: float | None, unit: int) -> str:
    return "" if value is None else f"{value / unit:g}"


def _problem_columns() -> Sequence[Column[tuple[int, Problem]]]:
    def tone(found: tuple[int, Problem]) -> Tone:
        return "muted" if found[1].severity is Severity.INFO else "warn"

    return (
        Column(
            key="where",
            title=_("Where"),
            text=lambda found: where(replace(found[1], file=None)) or _("the table"),
            width_hint=16,
        ),
        Column(
            key="what",
            title=_("What"),
            text=lambda found: message(found[1]),
            tooltip=lambda found: message(found[1]),
            tone=tone,
            width_hint=90,
        ),
    )
