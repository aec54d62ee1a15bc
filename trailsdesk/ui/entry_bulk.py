"""Several entries chosen in the table: what can be done to all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.entry_words import medal_choices, money_words
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Card, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import Race
    from trailsdesk.ui.entry_drawer import EntryDrawer
    from trailsdesk.ui.entry_lines import EntryLine


class ManyEntries(Card):
    """What can be done to all chosen entries, each as one step of History."""

    def __init__(self, drawer: EntryDrawer, *, read_only: bool) -> None:
        super().__init__(padding=0)
        area = ScrollColumn(4)
        self.body.addWidget(area)
        column = area.column
        self._read_only = read_only
        self.count_label = PlainLabel("", "title", wrap=True)
        self.sum_label = PlainLabel("", "secondary", wrap=True)
        column.addWidget(self.count_label)
        column.addWidget(self.sum_label)
        self.medal_choice = CalmCombo(_("Medal for all"), medal_choices())
        self.race_choice = CalmCombo(_("Race for all"))
        self.medal_button = Button(
            _("Set medal"), lambda: drawer.medal_asked.emit(self.medal_choice.currentData())
        )
        self.race_button = Button(
            _("Move to race"), lambda: drawer.race_asked.emit(self.race_choice.currentData())
        )
        for choice, button in (
            (self.medal_choice, self.medal_button),
            (self.race_choice, self.race_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(style.unit(2))
            row.addWidget(choice, 1)
            row.addWidget(button)
            column.addLayout(row)
        self.withdraw_button = Button(_("Withdraw all"), lambda: drawer.asked.emit("withdraw"))
        self.stand_button = Button(_("Let all stand"), lambda: drawer.asked.emit("reinstate"))
        self.clear_button = Button(
            _("Choose none"), lambda: drawer.asked.emit("clear"), kind="quiet"
        )
        column.addWidget(FlowRow([self.withdraw_button, self.stand_button]))
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        hint = _("Each of these is one step of History: Ctrl+Z takes it back for all of them.")
        column.addWidget(PlainLabel(hint, "secondary", wrap=True))
        column.addStretch(1)
        for control in (
            self.medal_choice,
            self.race_choice,
            self.medal_button,
            self.race_button,
            self.withdraw_button,
            self.stand_button,
        ):
            control.setEnabled(not read_only)

    def fill(self, lines: Sequence[EntryLine], races: Sequence[Race], currency: str) -> None:
        """Show how many are chosen, their sums, and the races they may be moved to."""
        self.count_label.setText(plural("{count} entry", "{count} entries", len(lines)))
        owed = sum(line.owes_minor for line in lines if line.unpaid)
        fees = sum(line.fee_minor or 0 for line in lines if not line.withdrawn)
        text = _("Fees {fees} {currency}, still owed {owed} {currency}.")
        self.sum_label.setText(
            text.format(
                fees=money_words(fees, currency),
                owed=money_words(owed, currency),
                currency=currency,
            )
        )
        self.sum_label.setVisible(bool(currency))
        keep = self.race_choice.currentData()
        self.race_choice.offer([(race.id, race.label) for race in races], keep)
        self.race_button.setEnabled(bool(races) and not self._read_only)
        self.race_button.setToolTip("" if races else _("The chosen entries are of other events."))
        self.withdraw_button.setVisible(any(not line.withdrawn for line in lines))
        self.stand_button.setVisible(any(line.withdrawn for line in lines))
