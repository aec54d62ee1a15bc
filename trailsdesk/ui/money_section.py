"""The money of one entry in its drawer: lines with their reasons, balance, what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.ledger import LedgerLine, LineItem, LineKind
from trailsdesk.domain.problems import Note
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.till import method_words
from trailsdesk.ui import style
from trailsdesk.ui.entry_words import money_words
from trailsdesk.ui.widgets import Button, Divider, FlowRow, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.money_view import MoneyLine, MoneyView

ITEM_WORDS: Final = {
    LineItem.ENTRY: _("Entry"),
    LineItem.MEDAL: _("Finisher medal"),
    LineItem.POSTAGE: _("Postage"),
    LineItem.EXTRA: _("Extra"),
    LineItem.TRANSFER: _("Change of distance"),
    LineItem.CHANGE: _("Other change"),
    LineItem.OTHER: _("Other"),
}
"""What each item is called."""
_SHORT_REASONS: Final = {
    "fee.rule-discount": "fee.line-discount",
    "fee.rule-series": "fee.line-series",
}
"""The sentence a discount was booked with, and the few words of a quote for the same."""


def line_words(line: LedgerLine) -> str:
    """What a line is, in a few words; ``why`` has the sentence."""
    item = line.item_code if line.item is LineItem.EXTRA else ITEM_WORDS[line.item]
    if line.kind is LineKind.CHARGE:
        tier = line.why.params.get("tier") if line.item is LineItem.ENTRY else None
        return _("{item}, {tier}").format(item=item, tier=tier) if tier else item
    if line.kind is LineKind.DISCOUNT:
        short = _SHORT_REASONS.get(line.why.code)
        if short is not None:
            return message(Note(code=short, params=line.why.params))
        return _("{item}, discount").format(item=item)
    if line.kind is LineKind.CREDIT:
        return _("{item}, credit").format(item=item)
    how = method_words(line.method) if line.method is not None else ""
    words = _("Paid") if line.kind is LineKind.PAYMENT else _("Paid back")
    return f"{words}, {how}" if how else words


def line_about(line: LedgerLine, zone: str) -> str:
    """When and by whom, for the second line."""
    pieces = [day_words(local_date(line.at_ms, zone)), line.actor, line.note]
    return " \N{MIDDLE DOT} ".join(piece for piece in pieces if piece)


class MoneySection(QWidget):
    """Lines, balance and the buttons; it only asks (``asked`` carries the act's key)."""

    asked = Signal(str)

    def __init__(self, *, read_only: bool) -> None:
        super().__init__()
        self._read_only = read_only
        self.setAccessibleName(_("Money"))
        self.lines: list[tuple[str, str, bool]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(1.5))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(style.unit(1))
        column.addLayout(self._rows)
        self.why = PlainLabel("", "secondary", wrap=True)
        self.refund_label = PlainLabel("", "secondary", wrap=True)
        self.pay_button = self._button(_("Take payment…"), "pay")
        self.give_up_button = self._button(_("Withdraw and refund…"), "give-up")
        self.move_button = self._button(_("Another distance…"), "move")
        self.change_button = self._button(_("Other change…"), "change")
        self.back_button = self._button(_("Pay back…"), "pay-back")
        self.use_button = self._button(_("Use the credit…"), "use-credit")
        self.counter_button = self._button(_("Take a line back…"), "counter")
        self._buttons = (
            self.pay_button, self.give_up_button, self.move_button, self.change_button,
            self.back_button, self.use_button, self.counter_button,
        )  # fmt: skip
        column.addWidget(FlowRow(self._buttons))
        column.addWidget(self.why)
        column.addWidget(self.refund_label)

    def _button(self, words: str, act: str) -> Button:
        button = Button(words, lambda: self.asked.emit(act))
        button.setEnabled(not self._read_only)
        return button

    def fill(self, view: MoneyView | None, zone: str) -> None:
        """Show an entry's money; nothing of it without a price list."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        for button in self._buttons:
            button.hide()
        self.refund_label.hide()
        self.why.setVisible(view is not None)
        if view is None:
            return
        for each in view.lines:
            self._add_line(each, view, zone)
        if view.listed_paid_minor is not None:
            words = _("Paid, as the entry list says")
            self._add(words, money_words(-view.listed_paid_minor, view.currency), "", "")
        balance = money_words(view.account.balance_minor, view.currency)
        title = _("Credit") if view.account.balance_minor < 0 else _("Balance")
        if view.account.balance_minor < 0:
            balance = money_words(view.account.credit_minor, view.currency)
        self._add(title, balance, "", message(view.why), strong=True)
        self.why.setText(message(view.why))
        self._fill_refund(view)
        self._show_buttons(view)

    def focus_first(self) -> None:
        """Put the cursor on the first button that is offered."""
        first = next((each for each in self._buttons if not each.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self, view: MoneyView) -> None:
        stands = view.account.stands
        self.pay_button.setVisible(view.takes_money)
        self.give_up_button.setVisible(not view.given_up)
        self.give_up_button.setText(_("Withdraw and refund…") if stands else _("Refund…"))
        self.move_button.setVisible(bool(view.races))
        self.change_button.setVisible(stands)
        self.back_button.setVisible(view.back_minor > 0)
        self.use_button.setVisible(view.account.credit_minor > 0 and bool(view.others))
        self.counter_button.setVisible(bool(view.can_be_taken_back))

    def _fill_refund(self, view: MoneyView) -> None:
        refund = view.refund
        if refund is None:
            return
        words = _("Nothing is given back if withdrawn today.")
        if refund.amount_minor:
            words = _("Back if withdrawn today: {why}").format(why=message(refund.explanation))
        self.refund_label.setText(words)
        self.refund_label.show()

    def _add_line(self, each: MoneyLine, view: MoneyView, zone: str) -> None:
        words = line_words(each.line)
        about = line_about(each.line, zone)
        if not each.booked:
            about = _("by the rules; not charged yet")
        elif each.gone:
            words = _("{words} (taken back)").format(words=words)
        elif each.line.counters is not None:
            words = _("{words}, taken back").format(words=words)
        amount = money_words(each.line.amount_minor, view.currency)
        self._add(words, amount, about, message(each.line.why))

    def _add(self, words: str, amount: str, about: str, why: str, *, strong: bool = False) -> None:
        self.lines.append((words, amount, strong))
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        kind = "strong" if strong else ""
        row.addWidget(PlainLabel(words, kind, elide=True), 1)
        number = PlainLabel(amount, kind)
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(number)
        column.addLayout(row)
        if about:
            column.addWidget(PlainLabel(about, "secondary", elide=True))
        line.setAccessibleName(f"{words}: {amount}")
        line.setAccessibleDescription(" ".join(filter(None, (about, why))))
        line.setToolTip(why)
        self._rows.addWidget(line)
        self._rows.addWidget(Divider())
