"""Awards: how far each is, who has a place and why, what was announced and handed out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.awards import announce, hand_out, take_back, take_prize_back
from trailsdesk.ui import style
from trailsdesk.ui.award_lines import (
    AwardLine,
    AwardsView,
    WinnerLine,
    award_columns,
    awards_view,
    first_to_look_at,
    line_tone,
    line_words,
    summary_words,
    winner_columns,
)
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import (
    Button,
    Callout,
    Card,
    EmptyState,
    FlowRow,
    PlainLabel,
    PrimaryButton,
    SegmentBar,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.ui.context import PanelContext

_LEAST_ROWS = 4
"""So many places are seen at once however little room there is; the rest of it scrolls."""
_LOOK_AGAIN_MS = 15_000
"""The clock alone settles awards: so often somebody who only looks is told."""


class AwardPage(Page):
    """Awards at the left, the places of the chosen one at the right, and what is noted about it.

    It loads by itself while it is shown: after every change, and because the clock runs.
    """

    sheet_asked = Signal(str)
    """A kind of sheet is wanted."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Awards"))
        self.context = context
        self._may_change = not context.season.file.read_only
        self._view: AwardsView | None = None
        self._line: AwardLine | None = None
        self._asked = 0
        self.model: RowTableModel[AwardLine] = RowTableModel(
            award_columns(),
            lambda line: line.key,
            row_tone=lambda line: "bad" if line.changed else None,
        )
        self.table = RowTableView(
            self.model, _("Awards and how far they are"), state_key="results.awards",
            states=context.settings, empty_text=_("The rules give no awards here."),
        )  # fmt: skip
        self.model.setParent(self.table)
        self.winners_model: RowTableModel[WinnerLine] = RowTableModel(
            winner_columns(),
            lambda line: line.entry_id,
            row_tone=lambda line: "muted" if line.handed and line.handed_for is None else None,
        )
        self.winners = RowTableView(
            self.winners_model, _("Places of the award"), state_key="results.winners",
            states=context.settings, empty_text=_("Nobody has a place yet."),
        )  # fmt: skip
        self.winners_model.setParent(self.winners)
        self.said = SaidLine()
        self.of_what = SegmentBar(
            (("event", _("This event")), ("series", _("The series"))), _("Awards of what")
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._make_buttons()
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.order_button = Button(
            _("Running order"), lambda: self.sheet_asked.emit(self._sheet()), icon="print"
        )
        self.announce_button = PrimaryButton(_("Announced"), self.announce, key="A")
        self.hand_button = Button(_("Handed out"), self.hand_out, key="H")
        self.back_button = Button(_("Take back"), self.take_back, kind="quiet", key="Del")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        head = QHBoxLayout()
        head.setSpacing(style.unit(3))
        head.addWidget(self.said, 1)
        head.addWidget(self.of_what)
        head.addWidget(self.order_button)
        column.addLayout(head)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        self._left = Card(padding=0)
        self.table.setProperty("bare", True)
        self._left.body.addWidget(self.table)
        across.addWidget(self._left, 1)
        across.addWidget(self._build_right(), 1)
        column.addWidget(self.content, 1)
        self.empty = EmptyState(
            _("No awards yet"),
            _("Who is honoured follows from the results and from the plan in the rules."),
            (_("To the rules"), self._show_rules),
            icon="medal",
        )
        self.empty.hide()
        column.addWidget(self.empty, 1)
        order = (
            self.of_what, self.order_button, self.table, self.winners, self.announce_button,
            self.hand_button, self.back_button,
        )  # fmt: skip
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _build_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        area = ScrollColumn()
        # It scrolls itself: what it would like must not make the panel scroll.
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.callout = Callout("muted")
        self.what = PlainLabel("", "strong", wrap=True)
        self.reason = PlainLabel("", wrap=True)
        for label in (self.what, self.reason):
            self.callout.body.addWidget(label)
        area.column.addWidget(self.callout)
        card = Card(padding=0)
        self.winners.setProperty("bare", True)
        card.body.addWidget(self.winners)
        area.column.addWidget(card, 1)
        self.why = PlainLabel("", wrap=True)
        self.notes = PlainLabel("", "secondary", wrap=True)
        area.column.addWidget(self.why)
        area.column.addWidget(self.notes)
        column.addWidget(area, 1)
        column.addWidget(FlowRow([self.announce_button, self.hand_button, self.back_button]))
        return right

    def _connect(self) -> None:
        self.table.current_id_changed.connect(lambda _row: self._show_award())
        self.table.row_activated.connect(lambda _row: self._to_winners())
        self.winners.current_id_changed.connect(lambda _row: self._enable())
        self.of_what.changed.connect(lambda _key: self.reload())
        self.context.bus.changed.connect(lambda _changes, _initiator: self.reload())
        self.context.scope.changed.connect(self.reload)
        self._timer.timeout.connect(self.reload)
        style.watcher().changed.connect(self._fit)
        self._fit()
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("A", self.announce), ("H", self.hand_out), ("Del", self.take_back),
        )  # fmt: skip
        for key, act in acts:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _fit(self) -> None:
        self._left.setMinimumWidth(style.unit(56))
        self._left.setMaximumWidth(style.unit(120))
        rows = _LEAST_ROWS * self.winners.verticalHeader().defaultSectionSize()
        head = self.winners.horizontalHeader().sizeHint().height()
        self.winners.setMinimumHeight(rows + head + style.unit(2))

    # -- loading --------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch anew, and look at the clock from now on."""
        super().showEvent(event)
        self._timer.start()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is fetched."""
        super().hideEvent(event)
        self._timer.stop()

    def reload(self) -> None:
        """Fetch the awards in scope, if they are being looked at."""
        if not self.isVisible():
            return
        self._asked += 1
        asked, season, scope = self._asked, self.context.season, self.context.scope
        event_id, race_id = scope.event_id, scope.race_id
        of_series = self.of_what.current == "series"

        def show(view: AwardsView) -> None:
            # A later fetch must not be covered by an earlier one that took longer.
            if asked == self._asked:
                self.show_view(view)

        self.context.compute(
            lambda: awards_view(season, event_id, race_id, of_series=of_series), show, owner=self
        )

    def show_view(self, view: AwardsView) -> None:
        """The awards as they are; what was chosen stays chosen where it can."""
        self._view = view
        here = bool(view.lines)
        self.of_what.setVisible(view.series_offered)
        self.content.setVisible(here)
        self.order_button.setEnabled(here)
        of_series = view.event_id is None
        self.order_button.setText(_("Series awards") if of_series else _("Running order"))
        self.empty.setVisible(not here)
        self.said.say(summary_words(view) if here else "")
        self.said.set_tone("bad" if any(line.changed for line in view.lines) else None)
        at = [column.key for column in self.model.columns].index("race")
        self.table.show_column(at, len({line.race for line in view.lines}) > 1)
        self.model.set_rows(view.lines)
        if self.table.current_id() is None and here:
            self.table.select_id(first_to_look_at(view))
        self._show_award()

    @property
    def line(self) -> AwardLine | None:
        """The award the cursor is on."""
        return self._line

    @property
    def winner(self) -> WinnerLine | None:
        """The place the cursor is on."""
        row_id = self.winners.current_id()
        return None if row_id is None else self.winners_model.row_of(row_id)

    def _show_award(self) -> None:
        row_id = self.table.current_id()
        line = None if row_id is None else self.model.row_of(row_id)
        other = line is None or self._line is None or line.key != self._line.key
        self._line = line
        self.winners_model.set_rows(() if line is None else line.winners)
        if line is None:
            self._enable()
            return
        if other:
            self.winners.fit_columns()
        if self.winners.current_id() is None and line.winners:
            self.winners.select_id(line.winners[0].entry_id)
        self.callout.set_tone(line_tone(line))
        name = ", ".join(filter(None, (line.label, line.race)))
        self.what.setText(f"{name}: {line_words(line)}")
        self.reason.setText(line.told or line.reason)
        self.notes.setText(line.notes)
        self.notes.setVisible(bool(line.notes))
        self._enable()

    def _enable(self) -> None:
        """What can be noted now; a button that cannot be pressed says why."""
        line, winner = self._line, self.winner
        self.why.setText("" if winner is None else f"#{winner.bib} {winner.name}: {winner.why}")
        self.why.setVisible(winner is not None)
        no_award = "" if line is not None else _("Choose an award first.")
        self._set(self.announce_button, no_award or _not_to_announce(line))
        self.announce_button.setText(_announce_words(line))
        no_prize = "" if winner is not None and winner.has_prize else _("Choose a prize first.")
        self._set(self.hand_button, no_award or no_prize)
        self.hand_button.setText(_hand_words(winner))
        self._set(self.back_button, no_award or _not_to_take_back(line))

    def _set(self, button: Button, why_not: str) -> None:
        if not self._may_change:
            why_not = _("The file is open for reading only.")
        button.setEnabled(not why_not)
        button.setToolTip(why_not)

    # -- what is noted --------------------------------------------------------------------------

    def announce(self) -> None:
        """Note that the award was announced with the names shown."""
        line, view, season = self._line, self._view, self.context.season
        if line is None or view is None or not self.announce_button.isEnabled():
            return
        event_id, key, actor = view.event_id, line.key, self.context.actor()
        self.context.change(
            lambda: announce(season, event_id, key, actor), _("Note an award as announced")
        )

    def hand_out(self) -> None:
        """Note that the runner the cursor is on has the prize, the right one, or has it not."""
        line, view, winner = self._line, self._view, self.winner
        if line is None or view is None or winner is None or not self.hand_button.isEnabled():
            return
        season, event_id, key = self.context.season, view.event_id, line.key
        entry_id, actor = winner.entry_id, self.context.actor()
        if winner.handed and winner.handed_for is None:
            self.context.change(
                lambda: take_prize_back(season, event_id, key, entry_id),
                _("Note a prize as not handed out"),
            )
            return
        self.context.change(
            lambda: hand_out(season, event_id, key, entry_id, actor),
            _("Note a prize as handed out"),
            lambda _mark: self._next_winner(entry_id),
        )

    def take_back(self) -> None:
        """Take the announcement back."""
        line, view, season = self._line, self._view, self.context.season
        if line is None or view is None or not self.back_button.isEnabled():
            return
        event_id, key = view.event_id, line.key
        self.context.change(
            lambda: take_back(season, event_id, key), _("Take an announcement back")
        )

    def _next_winner(self, done: EntryId) -> None:
        """The next prize down the list that somebody is still to get.

        Never back up: what the page shows may still be from before the last ones got theirs.
        """
        winners = [] if self._line is None else list(self._line.winners)
        at = next((w.order for w in winners if w.entry_id == done), len(winners))
        following = next((w for w in winners if w.order > at and not w.handed), None)
        if following is not None:
            self.winners.select_id(following.entry_id)

    # -- elsewhere ------------------------------------------------------------------------------

    def _to_winners(self) -> None:
        self.winners.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sheet(self) -> str:
        of_series = self._view is not None and self._view.event_id is None
        return "series-awards" if of_series else "running-order"

    def _show_rules(self) -> None:
        show = getattr(self.context.show_panel("season"), "show_page", None)
        if callable(show):
            show("rules")


def _hand_words(winner: WinnerLine | None) -> str:
    if winner is None or not winner.handed:
        return _("Handed out")
    return _("Not handed out") if winner.handed_for is None else _("Has the right prize")


def _announce_words(line: AwardLine | None) -> str:
    """What is noted, said plainly where it is early or a second time."""
    if line is not None and line.announced and line.changed:
        return _("Announced again")
    if line is not None and not line.settled and not line.announced:
        return _("Announced, though provisional")
    return _("Announced")


def _not_to_announce(line: AwardLine | None) -> str:
    if line is None or not line.winners:
        return _("Nobody has a place in it yet.")
    return _("It was announced as it is.") if line.announced and not line.changed else ""


def _not_to_take_back(line: AwardLine | None) -> str:
    if line is None or not line.announced:
        return _("It was not announced.")
    return _("A prize of it is handed out.") if line.any_handed else ""
