"""Spot prizes on the stage: draw, read out, pass over, hand over; the list of prizes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.i18n import _, message, plural
from trailsdesk.services import spot_draw
from trailsdesk.services.spot_draw import DrawView, PrizeRow
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.draw_form import DrawForm, prizes_in
from trailsdesk.ui.draw_lines import prize_columns, prize_words
from trailsdesk.ui.draw_stage import DrawStage, StageWords
from trailsdesk.ui.page_stack import Page, PageStack
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.sheet_pages import SidePage
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, EmptyState, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.domain.spot_draw import DrawId, SpotDraw, SpotPrizeId
    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    views: tuple[DrawView, ...]


class DrawPage(SidePage):
    """The stage at the right takes the keys; prizes and draws are looked after at the left."""

    sheet_kind = "spot-prizes"

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Spot prizes"))
        self.context = context
        self._may_change = not context.season.file.read_only
        self._views: tuple[DrawView, ...] = ()
        self._draw_id: DrawId | None = None
        self._prize_id: SpotPrizeId | None = None
        self._busy = False
        self.stage = DrawStage()
        self.draws = CalmCombo(_("Draw"))
        self.model: RowTableModel[PrizeRow] = RowTableModel(
            prize_columns(), lambda row: row.prize.id
        )
        self.table = RowTableView(
            self.model,
            _("Prizes"),
            state_key="draw.prizes",
            states=context.settings,
            empty_text=_("No prize yet: type one below."),
        )
        self.model.setParent(self.table)
        self.form = DrawForm()
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.pages = PageStack()
        outer.addWidget(self.pages)
        self.empty = EmptyState(
            _("No draw yet"),
            _("A draw is sealed by its seed before anybody knows who lies in the pot."),
            (_("New draw…"), self.new_draw) if self._may_change else None,
            icon="medal",
        )
        self._main = Page()
        across = QHBoxLayout(self._main)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(4))
        across.addWidget(self._build_list(), 5)
        across.addWidget(self._build_stage(), 6)
        for page in (self.empty, self._main, self.form):
            self.pages.addWidget(page)

    def _build_list(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.new_button = Button(_("New draw…"), self.new_draw)
        self.away_button = Button(_("Remove"), self.remove_draw, kind="quiet")
        self.away_button.setToolTip(_("A draw of which nothing is drawn can be removed."))
        row.addWidget(self.draws, 1)
        row.addWidget(self.new_button)
        row.addWidget(self.away_button)
        column.addLayout(row)
        self.seal_label = PlainLabel("", "secondary", wrap=True)
        column.addWidget(self.seal_label)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.prize_edit = QLineEdit()
        self.prize_edit.setMaxLength(300)
        self.prize_edit.setPlaceholderText(_("Another prize | its sponsor"))
        self.prize_edit.setAccessibleName(_("Another prize, behind a bar its sponsor"))
        self.add_button = Button(_("Add"), self.add_prize)
        self.remove_button = Button(_("Remove"), self.remove_prize, kind="quiet", key="Del")
        row.addWidget(self.prize_edit, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        column.addLayout(row)
        return left

    def _build_stage(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.stage, 1)
        self.why_label = PlainLabel("", "small", wrap=True)
        self.again = QCheckBox(_("Who has won may win again"))
        column.addWidget(self.why_label)
        column.addWidget(self.again)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.draw_button = PrimaryButton(_("Draw"), self.draw_next, key="Space")
        self.pass_button = Button(_("Not here"), self.pass_over, key="N")
        self.pass_button.setToolTip(_("Pass the winner over and draw again from the same pot"))
        self.hand_button = Button(_("Handed out"), self.hand_out, key="H")
        self.all_button = Button(_("Draw all"), self.draw_all, kind="quiet")
        for button in (self.draw_button, self.pass_button, self.hand_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.all_button)
        column.addLayout(row)
        return right

    def _connect(self) -> None:
        self.stage.draw_asked.connect(self.draw_next)
        self.stage.pass_asked.connect(self.pass_over)
        self.stage.hand_asked.connect(self.hand_out)
        self.draws.currentIndexChanged.connect(lambda _at: self._choose(self.draws.currentData()))
        self.table.selected_ids_changed.connect(self._row_chosen)
        self.prize_edit.returnPressed.connect(self.add_prize)
        self.form.sealed.connect(self._seal)
        self.form.left.connect(self._leave_form)
        gone = QShortcut(QKeySequence("Del"), self.table)
        gone.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        gone.activated.connect(self.remove_prize)

    @property
    def first_control(self) -> QWidget:
        """The stage: Space draws at once; without a draw, the button that makes one."""
        if self.pages.currentWidget() is self.form:
            return self.form.form
        if self.pages.currentWidget() is self.empty and self.empty.button is not None:
            return self.empty.button
        return self.stage

    # -- showing --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], Any]:
        season, event_id = self.context.season, self.context.scope.event_id

        def load() -> _Loaded:
            found = spot_draw.draws_of(season, event_id)
            return _Loaded(views=tuple(spot_draw.draw_view(season, each.id) for each in found))

        return load

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each page knows its own kind
        self._views = loaded.views
        ids = [view.draw.id for view in self._views]
        if self._draw_id not in ids:
            self._draw_id = ids[-1] if ids else None
        self.draws.offer(
            [(view.draw.id, _draw_words(view)) for view in self._views], self._draw_id
        )
        before, now = self.pages.currentWidget(), self._main if self._views else self.empty
        if before not in (self.form, now):
            # Asked before: Qt would focus the first control, where Space does not draw.
            focused = QApplication.focusWidget()
            inside = focused is not None and self.isAncestorOf(focused)
            self.pages.setCurrentWidget(now)
            if inside:
                self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    @property
    def view(self) -> DrawView | None:
        """The draw shown."""
        return next((each for each in self._views if each.draw.id == self._draw_id), None)

    @property
    def row(self) -> PrizeRow | None:
        """The prize on the stage."""
        rows = () if self.view is None else self.view.rows
        return next((each for each in rows if each.prize.id == self._prize_id), None)

    def _choose(self, draw_id: DrawId) -> None:
        self._draw_id, self._prize_id = draw_id, None
        self._show()

    def _row_chosen(self, ids: object) -> None:
        chosen = self.table.selected_rows()
        if len(chosen) == 1 and chosen[0].prize.id != self._prize_id:
            self._prize_id = chosen[0].prize.id
            self._show_stage()
        self._enable()

    def _show(self) -> None:
        view = self.view
        if view is None:
            return
        if self.row is None:
            last = view.last_row
            self._prize_id = None if last is None else last.prize.id
        self.model.set_rows(view.rows)
        self.seal_label.setText(_seal_words(view))
        self._show_stage()
        self._enable()

    def _show_stage(self) -> None:
        view, row = self.view, self.row
        if view is not None:
            self.stage.show_words(_stage_words(view, row))
        self.why_label.setText(message(row.why) if row is not None and row.why else "")
        handed = row is not None and row.prize.handed_ms is not None
        self.hand_button.setText(_("Not handed out") if handed else _("Handed out"))

    def _enable(self) -> None:
        view, row = self.view, self.row
        waits = view is not None and view.next_row is not None
        won = row is not None and row.winner is not None
        handed = row is not None and row.prize.handed_ms is not None
        none_drawn = view is not None and view.last_row is None
        chosen = self.table.selected_rows()
        for button, ready in (
            (self.draw_button, waits),
            (self.all_button, waits),
            (self.pass_button, won and not handed),
            (self.hand_button, won),
            (self.away_button, none_drawn),
            (self.remove_button, any(not each.drawn for each in chosen)),
            (self.add_button, view is not None),
            (self.new_button, True),
            (self.prize_edit, view is not None),
        ):
            button.setEnabled(ready and self._may_change)

    # -- drawing --------------------------------------------------------------------------------

    def draw_next(self) -> None:
        """Draw the next prize; its winner stands on the stage at once."""
        draw_id = self._draw_id
        if draw_id is None or not self.draw_button.isEnabled():
            return
        season, again = self.context.season, self.again.isChecked()
        self._change(
            lambda: spot_draw.draw_next(season, draw_id, again=again), _("Draw a spot prize")
        )

    def pass_over(self) -> None:
        """The winner on the stage is not here."""
        row = self.row
        if row is None or not self.pass_button.isEnabled():
            return
        season, prize_id = self.context.season, row.prize.id
        again = self.again.isChecked()
        self._change(
            lambda: spot_draw.pass_over(season, prize_id, again=again), _("Pass a winner over")
        )

    def hand_out(self) -> None:
        """The prize on the stage is in its winner's hands, or is not after all."""
        row = self.row
        if row is None or not self.hand_button.isEnabled():
            return
        season, prize_id = self.context.season, row.prize.id
        handed = row.prize.handed_ms is None
        self._change(
            lambda: spot_draw.hand_out(season, prize_id, handed=handed),
            _("Hand out a spot prize"),
        )

    def draw_all(self) -> None:
        """Draw all that is left."""
        draw_id = self._draw_id
        if draw_id is None or not self.all_button.isEnabled():
            return
        season, again = self.context.season, self.again.isChecked()
        self._change(
            lambda: spot_draw.draw_all(season, draw_id, again=again), _("Draw all spot prizes")
        )

    def _change(self, act: Callable[[], object], title: str) -> None:
        """One press, one drawing: a second one waits until the first is seen."""
        if self._busy:
            return
        self._busy = True

        def done(made: object) -> None:
            self._busy = False
            if isinstance(made, PrizeRow):
                self._prize_id = made.prize.id
                self._show_stage()
                self._enable()
            self.stage.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: KnownError) -> None:
            self._busy = False
            self.context.notify(message(error), "bad")

        self.context.change(act, title, done, failed)

    # -- prizes and draws -----------------------------------------------------------------------

    def add_prize(self) -> None:
        """Put what is typed at the end of the list."""
        draw_id, prizes = self._draw_id, prizes_in(self.prize_edit.text())
        if draw_id is None or not prizes or not self._may_change:
            return
        season = self.context.season
        self.prize_edit.clear()
        self.context.change(
            lambda: spot_draw.add_prizes(season, draw_id, prizes), _("Add a spot prize")
        )

    def remove_prize(self) -> None:
        """Take the chosen prizes off the list; drawn ones stay."""
        season = self.context.season
        for row in self.table.selected_rows() if self._may_change else ():
            if not row.drawn:
                prize_id = row.prize.id
                self.context.change(
                    partial(spot_draw.remove_prize, season, prize_id), _("Remove a spot prize")
                )

    def remove_draw(self) -> None:
        """Take the draw away; only one of which nothing is drawn."""
        draw_id = self._draw_id
        if draw_id is not None and self.away_button.isEnabled():
            season = self.context.season
            self.context.change(lambda: spot_draw.remove_draw(season, draw_id), _("Remove a draw"))

    def new_draw(self) -> None:
        """Say what a new draw is to be."""
        if self._may_change:
            self.pages.setCurrentWidget(self.form)
            self.form.begin()

    def _leave_form(self) -> None:
        self.pages.setCurrentWidget(self._main if self._views else self.empty)
        target = self.stage if self._views else self.empty.button
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _seal(self, values: Mapping[str, Any]) -> None:
        season, scope, actor = self.context.season, self.context.scope, self.context.actor()
        event_id, race_id = scope.event_id, scope.race_id

        def act() -> SpotDraw:
            bibs = [bib for bib in values["bibs"] if bib]
            plan = spot_draw.planned(
                season,
                event_id,
                values["pool"],
                seed=values["seed"],
                race_id=race_id,
                title=values["title"],
                names=values["names"],
                excluded=spot_draw.excluded_by_bib(season, event_id, bibs),
                actor=actor,
            )
            return spot_draw.keep_draw(season, plan, values["prizes"])

        def done(made: SpotDraw) -> None:
            self._draw_id, self._prize_id = made.id, None
            self._leave_form()
            self.draws.choose(made.id)
            self._show()

        self.context.change(
            act, _("Seal a draw"), done, lambda error: self.form.tell(message(error))
        )


def _draw_words(view: DrawView) -> str:
    return view.draw.title or _("Spot prizes {number}").format(number=view.draw.id)


def _seal_words(view: DrawView) -> str:
    tickets = plural("{count} ticket in the pot", "{count} tickets in the pot", len(view.pot))
    return _("Seed {seed} · {tickets}").format(seed=view.draw.seed, tickets=tickets)


def _stage_words(view: DrawView, row: PrizeRow | None) -> StageWords:
    """The winner, or what comes next."""
    if row is None or not row.drawn:
        row = row or view.next_row
        if row is None:
            return StageWords(name=_("No prize on the list"))
        return StageWords(above=_("Next: Space draws"), name=prize_words(row))
    above = _("Prize {number}: {prize}").format(number=row.prize.ordinal, prize=prize_words(row))
    if row.winner is None:
        return StageWords(above=above, name=_("Nobody is left"))
    return StageWords(
        above=above,
        bib=row.winner.bib,
        name=row.winner.name,
        below=_("handed out") if row.prize.handed_ms is not None else row.winner.race,
    )
