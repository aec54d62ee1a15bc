"""Taking a payment: bib, Enter, the amount is proposed, a letter for the method, Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.bibs import bib_key, suggest_known
from trailsdesk.domain.money import format_minor, parse_amount
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import _, message
from trailsdesk.services.ledger import book_payment, book_refund_payment
from trailsdesk.services.till import method_words
from trailsdesk.ui import style
from trailsdesk.ui.runner_card import CardWords, RunnerCard
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.start_field import StartField
from trailsdesk.ui.till_lines import METHOD_KEYS, PayLine, TillPageView, method_choices, pay_card
from trailsdesk.ui.widgets import KeyHint, PlainLabel, SegmentBar

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext


class AmountField(StartField):
    """The amount; a letter chooses how it is paid instead of being typed."""

    method_chosen = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        method = METHOD_KEYS.get(event.text().upper()) if event.text() else None
        if method is None:
            super().keyPressEvent(event)
        else:
            self.method_chosen.emit(method.value)


class PayBox(QWidget):
    """Bib, card, amount and method. ``left`` is Esc in the empty field of the bib."""

    left = Signal()
    stepped = Signal(int)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._view: TillPageView | None = None
        self._chosen: PayLine | None = None
        self.box = StartField(_("Bib"))
        self.card = RunnerCard()
        self.amount = AmountField(_("Amount"))
        self.methods = SegmentBar(method_choices(), _("Method"), wraps=True)
        self.message = SaidLine()
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        self.amount_label = PlainLabel(_("Amount"), "secondary")
        for label, field in (
            (PlainLabel(_("Bib"), "secondary"), self.box),
            (self.amount_label, self.amount),
        ):
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            if field is self.box:
                column.addWidget(self.card)
        column.addWidget(self.methods)
        column.addWidget(self.message)
        for keys, words in (
            (("Enter",), _("the amount, and once more to book it")),
            (("C", "K", "B", "V"), _("in the amount: the method")),
            (("Ctrl+Z",), _("takes the last payment back")),
        ):
            column.addWidget(KeyHint(keys, words))

    def _connect(self) -> None:
        self.box.textChanged.connect(self._typed)
        self.box.entered.connect(lambda _instant: self._to_amount())
        self.box.stepped.connect(self.stepped.emit)
        self.box.escaped.connect(self.left.emit)
        self.amount.entered.connect(lambda _instant: self.book())
        self.amount.escaped.connect(self.box.hear)
        self.amount.method_chosen.connect(self.methods.set_current)

    # -- showing --------------------------------------------------------------------------------

    def show_view(self, view: TillPageView) -> None:
        """Show the entries as they stand now; what is typed stays."""
        self._view = view
        if self._chosen is not None:
            # By entry, not by bib: somebody without one is paid for too.
            known = (*view.lines, *(line for same in view.by_bib.values() for line in same))
            wanted = self._chosen.entry_id
            self._chosen = next((each for each in known if each.entry_id == wanted), None)
        self._show_target()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    def choose(self, line: PayLine) -> None:
        """Somebody of the list pays: the amount is asked for next."""
        self.box.setText(line.bib)
        self._chosen = line
        self._show_target()
        self._to_amount()

    def _typed(self, _text: str) -> None:
        self._chosen = None
        self.say("")
        self._show_target()

    def line(self) -> PayLine | None:
        """Who pays: chosen in the list, or the one who wears the bib typed."""
        text = self.box.text().strip().lstrip("#")
        if self._chosen is not None or self._view is None or not text:
            return self._chosen
        found = self._view.by_bib.get(bib_key(text), ())
        standing = [each for each in found if not each.withdrawn] or list(found)
        return standing[0] if len(standing) == 1 else None

    def _show_target(self) -> None:
        line, view = self.line(), self._view
        self.card.show_words(self._resting() if line is None else pay_card(line))
        owed = 0 if line is None else line.owed_minor or line.back_minor
        back = line is not None and not line.owed_minor and bool(line.back_minor)
        words = _("Amount to pay back") if back else _("Amount")
        self.amount_label.setText(words)
        self.amount.setAccessibleName(words)
        text = "" if not owed or view is None else format_minor(owed, view.currency)
        if not self.amount.hasFocus() or not self.amount.isModified():
            self.amount.setText(text)
        may = self._may_change and view is not None and view.is_open
        for widget in (self.box, self.amount, self.methods):
            widget.setEnabled(may)

    def _resting(self) -> CardWords:
        view, text = self._view, self.box.text().strip().lstrip("#")
        if view is None or not text:
            detail = _("Type the bib of who pays, then Enter.")
            return CardWords(title=_("Ready"), detail=detail, tone="muted")
        if len(view.by_bib.get(bib_key(text), ())) > 1:
            title = _("Bib {bib} is worn twice").format(bib=text)
            detail = _("Choose in the list of who owes.")
            return CardWords(title=title, detail=detail, tone="warn")
        near = suggest_known(text, {key: same[0].bib for key, same in view.by_bib.items()})
        remark = _("Bibs that look like it: {bibs}").format(bibs=", ".join(near)) if near else ""
        title = _("No such bib: {bib}").format(bib=text)
        return CardWords(title=title, remark=remark, tone="bad")

    # -- acting ---------------------------------------------------------------------------------

    def _to_amount(self) -> None:
        line = self.line()
        if line is None:
            words = self._resting()
            self.say(words.remark or words.detail or words.title, "warn")
            self.box.hear()
            return
        if not (line.owed_minor or line.back_minor):
            self.say(_("{who} owes nothing.").format(who=_who(line)), "muted")
            self.box.hear()
            return
        self.amount.setModified(False)
        self._show_target()
        self.amount.hear()

    def book(self) -> None:
        """Take the amount by the method chosen, through the till shown."""
        line, view = self.line(), self._view
        if line is None or view is None or view.till is None or not self._may_change:
            return
        minor = self._amount(view.currency)
        if minor is None:
            return
        back = not line.owed_minor
        season, till_id, actor = self._context.season, view.till.id, self._context.actor()
        method = PayMethod(self.methods.current)
        said = _booked_words(line, minor, method, back=back)

        def done(_lines: object) -> None:
            self._chosen = None
            self.box.clear()
            self.methods.set_current(PayMethod.CASH.value)
            self.say(said + " " + _("Ctrl+Z takes it back."))
            self.box.hear()

        def failed(error: KnownError) -> None:
            self.say(message(error), "bad")
            self.amount.hear()

        take = book_refund_payment if back else book_payment
        self._context.change(
            lambda: take(season, [line.entry_id], minor, method, till_id=till_id, actor=actor),
            _("Pay back") if back else _("Take a payment"),
            done,
            failed,
        )

    def _amount(self, currency: str) -> int | None:
        """What is typed in minor units; says so where it cannot be read."""
        minor = parse_amount(self.amount.text(), currency)
        if minor is not None and minor > 0:
            return minor
        words = _("“{text}” is no amount in {currency}.")
        self.say(words.format(text=self.amount.text(), currency=currency), "warn")
        self.amount.hear()
        return None


def _booked_words(line: PayLine, minor: int, method: PayMethod, *, back: bool) -> str:
    words = _("{amount} {currency} from {who}, {method}.")
    if back:
        words = _("{amount} {currency} paid back to {who}, {method}.")
    return words.format(
        amount=format_minor(minor, line.currency),
        currency=line.currency,
        who=_who(line),
        method=method_words(method),
    )


def _who(line: PayLine) -> str:
    return f"#{line.bib} {line.name}" if line.bib else line.name
