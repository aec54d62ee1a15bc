"""No-shows: who never started, looked at first, then marked DNS in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services import no_shows
from trailsdesk.services.no_shows import NoShow, NoShowPlan, NoShowsBy
from trailsdesk.ui import style
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.start_field import ListField, show_columns
from trailsdesk.ui.start_lines import no_show_columns
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, PlainLabel, PrimaryButton, SegmentBar

if TYPE_CHECKING:
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.start import StartView
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.start_lines import StartPage

_NAMED = 12
"""So many bibs of one kind are named; of more the count is told."""


class NoShowsTab(QWidget):
    """What says who did not start, the preview, and the button."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._view: StartView | None = None
        self._plan: NoShowPlan | None = None
        self._asked = 0
        self._chosen = False
        self._choosing = False
        self.by = SegmentBar(
            (
                (NoShowsBy.CHECK_IN.value, _("Not checked in")),
                (NoShowsBy.ABSENT.value, _("Did not start")),
                (NoShowsBy.STARTED.value, _("Did start")),
            ),
            _("What says who did not start"),
            wraps=True,
        )
        self.about = PlainLabel("", "secondary", wrap=True)
        self.list = ListField(_("Bibs of the list"), _("12, 14, 20-25: typed, scanned, pasted"))
        self.list_label = PlainLabel(_("Bibs of the list"), "secondary")
        self.races = PlainLabel("", "strong", wrap=True)
        self.remarks = PlainLabel("", "", wrap=True, tone="warn")
        self.confirm = QCheckBox("")
        self.confirm.setAccessibleName(_("More than half of the field really did not start"))
        self.mark_button = PrimaryButton(_("Mark them DNS"), self.mark, key="Ctrl Enter")
        self.message = SaidLine()
        self.model: RowTableModel[NoShow] = RowTableModel(
            no_show_columns(), lambda each: each.entry_id
        )
        self.table = RowTableView(
            self.model, _("Who would be marked DNS"), empty_text=_("Nobody would be marked DNS.")
        )
        self.model.setParent(self.table)
        self._build()
        self.by.changed.connect(self._by_changed)
        self.list.textChanged.connect(self._ask)
        self.list.confirmed.connect(self.mark)
        self.confirm.toggled.connect(self._show_button)

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        self.left = ScrollCard()
        self.left.setAccessibleName(_("No-shows"))
        column = self.left.column
        self.list_label.setBuddy(self.list)
        for widget in (self.by, self.about, self.list_label, self.list, self.races, self.remarks,
                       self.confirm):  # fmt: skip
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.mark_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addStretch(1)
        right = QVBoxLayout()
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        card.body.addWidget(self.table)
        right.addWidget(card, 1)
        across.addWidget(self.left, 1)
        across.addLayout(right, 1)
        self.confirm.hide()
        self.list.setEnabled(self._may_change)

    @property
    def main_field(self) -> QWidget:
        """Where the keys belong."""
        if self._source is NoShowsBy.CHECK_IN:
            return self.mark_button if self.mark_button.isEnabled() else self.by.button(
                self.by.current)  # fmt: skip
        return self.list

    @property
    def _source(self) -> NoShowsBy:
        return NoShowsBy(self.by.current)

    # -- showing --------------------------------------------------------------------------------

    def show_page(self, page: StartPage) -> None:
        """Plan anew for the start as it is now; the list typed stays."""
        view = self._view = page.view
        used = any(each.used for each in view.here)
        button = self.by.button(NoShowsBy.CHECK_IN.value)
        button.setEnabled(used)
        button.setToolTip("" if used else _("Nobody has been checked in."))
        if not used and self._source is NoShowsBy.CHECK_IN:
            self._choose(NoShowsBy.ABSENT)
        elif used and not self._chosen and not self.list.toPlainText().strip():
            self._choose(NoShowsBy.CHECK_IN)
        show_columns(self.table, race=len(view.races) > 1)
        self._show_source()
        self._ask()

    def _choose(self, by: NoShowsBy) -> None:
        """What fits the start as it is, until a person has chosen."""
        self._choosing = True
        self.by.set_current(by.value)
        self._choosing = False

    def _by_changed(self, _key: str) -> None:
        self._chosen = self._chosen or not self._choosing
        self._show_source()
        self.confirm.setChecked(False)
        self._ask()

    def _show_source(self) -> None:
        by_list = self._source is not NoShowsBy.CHECK_IN
        self.list.setVisible(by_list)
        self.list_label.setVisible(by_list)
        self.about.setText(
            {
                NoShowsBy.CHECK_IN: _(
                    "Everybody entered, not checked in and not read anywhere, of the waves that"
                    " were started."
                ),
                NoShowsBy.ABSENT: _(
                    "The bibs of the list, unless they were read somewhere or their wave was not"
                    " started."
                ),
                NoShowsBy.STARTED: _(
                    "Everybody who is not on the list and was not read anywhere, of the waves that"
                    " were started."
                ),
            }[self._source]
        )

    def _ask(self, *_signal: object) -> None:
        """Who would be marked, off this thread."""
        view, season = self._view, self._context.season
        if view is None:
            return
        self._asked += 1
        asked, by, text, races = self._asked, self._source, self.list.toPlainText(), view.races

        def work() -> tuple[int, NoShowPlan]:
            return asked, no_shows.plan_no_shows(season, races, by, text)

        self._context.compute(work, self._plan_came)

    def _plan_came(self, answer: tuple[int, NoShowPlan]) -> None:
        if answer[0] != self._asked:
            return
        plan = self._plan = answer[1]
        self.model.set_rows(plan.marked)
        self.races.setText("\n".join(race_words(plan)))
        self.races.setVisible(bool(plan.races))
        remarks = remark_words(plan)
        self.remarks.setText(" ".join(remarks))
        self.remarks.setVisible(bool(remarks))
        over = plan.over_half
        if not over:
            self.confirm.setChecked(False)
        self.confirm.setVisible(bool(over))
        if over:
            named = ", ".join(
                _("{count} of {field} in {race}").format(
                    count=race.marked, field=race.entered, race=race.label
                )
                for race in over
            )
            words = _("More than half of the field: {races}. They really did not start.")
            self.confirm.setText(words.format(races=named).replace("&", "&&"))
        self._show_button()

    def _show_button(self, *_signal: object) -> None:
        plan = self._plan
        count = 0 if plan is None else len(plan.marked)
        self.mark_button.setText(
            plural("Mark {count} runner DNS", "Mark {count} runners DNS", count)
        )
        unconfirmed = plan is not None and bool(plan.over_half) and not self.confirm.isChecked()
        self.mark_button.setEnabled(self._may_change and count > 0 and not unconfirmed)
        why = _("Confirm above that more than half did not start.") if unconfirmed else ""
        self.mark_button.setToolTip(why)

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    # -- acting ---------------------------------------------------------------------------------

    def mark(self) -> None:
        """Mark them DNS, as one act."""
        plan, season, actor = self._plan, self._context.season, self._context.actor()
        if plan is None or not self._may_change:
            return
        if not plan.marked:
            self.say(_("Nobody would be marked DNS."), "muted")
            return
        confirmed = self.confirm.isChecked()
        reason = {
            NoShowsBy.CHECK_IN: _("not checked in"),
            NoShowsBy.ABSENT: _("on the list of those who did not start"),
            NoShowsBy.STARTED: _("not on the list of those who started"),
        }[plan.by]

        def done(count: int) -> None:
            words = plural("{count} runner is DNS.", "{count} runners are DNS.", count)
            self.list.clear()
            self.confirm.setChecked(False)
            self.say(words + " " + _("Ctrl+Z takes all of them back."))

        def failed(error: KnownError) -> None:
            self.say(message(error), "warn")

        self._context.change(
            lambda: no_shows.mark_no_shows(
                season, plan, actor, reason=reason, confirmed=confirmed
            ),
            _("Mark no-shows DNS"),
            done,
            failed,
        )


def race_words(plan: NoShowPlan) -> list[str]:
    """Race by race how many would be marked, or why none."""
    lines = []
    for race in plan.races:
        if race.not_started:
            words = _("{race}: not started, nobody is marked")
        elif race.unused:
            words = _("{race}: nobody is checked in, so nobody is marked")
        else:
            words = _("{race}: {count} of {field}")
        lines.append(words.format(race=race.label, count=race.marked, field=race.entered))
    return lines


def remark_words(plan: NoShowPlan) -> list[str]:
    """What of the list was left alone, and why."""
    return [
        words.format(bibs=_named(bibs))
        for bibs, words in (
            (plan.unknown, _("Nobody here wears {bibs}.")),
            (plan.seen, _("Left alone, seen or decided already: {bibs}.")),
            (plan.waiting, _("Left alone, their wave was not started: {bibs}.")),
            (
                plan.here,
                _(
                    "Left alone, checked in: {bibs}. Name them under “Did not start”"
                    " if they did not."
                ),
            ),
        )
        if bibs
    ]


def _named(bibs: tuple[str, ...]) -> str:
    more = len(bibs) - _NAMED
    named = ", ".join(bibs[:_NAMED])
    return _("{bibs} and {count} more").format(bibs=named, count=more) if more > 0 else named
