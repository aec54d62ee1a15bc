"""Cashing up: what should be there, what was counted, the difference with its explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from trailsdesk.domain.cash_up import (
    count_cash,
    denominations,
    difference_note,
    with_count,
)
from trailsdesk.domain.money import format_minor, parse_amount
from trailsdesk.domain.till import PayMethod, TillId
from trailsdesk.i18n import _, message
from trailsdesk.services import till as desk
from trailsdesk.ui import style
from trailsdesk.ui.entry_words import money_words
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.widgets import Button, NumberBox, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.cash_up import CashUp
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.till_lines import TillPageView

_PIECES_ACROSS = 5
_MOST_PIECES = 9999


class CountCard(ScrollCard):
    """Method by method what should be there and what is; cash by notes and coins too."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Cash-up"))
        self._context = context
        self._may_change = not context.season.file.read_only
        self._view: TillPageView | None = None
        self._currency = ""
        self.fields: dict[PayMethod, QLineEdit] = {}
        self.pieces: dict[int, NumberBox] = {}
        self._told: dict[PayMethod, PlainLabel] = {}
        self._shown: tuple[PayMethod, ...] = ()
        self.state = PlainLabel("", "strong", wrap=True)
        self.message = SaidLine()
        self.note = QLineEdit()
        self.close_button = PrimaryButton(_("Close the till"), self.close_it)
        self.reason = QLineEdit()
        self.reopen_button = Button(_("Open again"), self.reopen)
        self.moved = QLineEdit()
        self.why = QLineEdit()
        self.in_button = Button(_("Put in"), lambda: self.move_cash(1))
        self.out_button = Button(_("Take out"), lambda: self.move_cash(-1))
        self._build()

    def _build(self) -> None:
        for field, words in (
            (self.note, _("What is known of a difference")),
            (self.reason, _("Why the till is opened again")),
            (self.moved, _("Cash put in or taken out")),
            (self.why, _("Why")),
        ):
            field.setAccessibleName(words)
            field.setPlaceholderText(words)
            field.setMaxLength(200)
        self.note.returnPressed.connect(self.close_it)
        self.reason.returnPressed.connect(self.reopen)
        self.column.addWidget(self.state)
        self._methods = QWidget()
        self._grid = QGridLayout(self._methods)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.unit(3))
        self._grid.setColumnStretch(3, 1)
        self.column.addWidget(self._methods)
        self.pieces_label = PlainLabel(_("Cash by notes and coins"), "secondary")
        self.column.addWidget(self.pieces_label)
        self._pieces = QWidget()
        self._piece_grid = QGridLayout(self._pieces)
        self._piece_grid.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._pieces)
        self._closing = _row(self.note, self.close_button)
        self._reopening = _row(self.reason, self.reopen_button)
        self._moving = _row(self.moved, self.why, self.in_button, self.out_button)
        for part in (self._closing, self._reopening):
            self.column.addWidget(part)
        self.column.addWidget(self.message)
        self.column.addStretch(1)
        self.column.addWidget(self._moving)

    # -- showing --------------------------------------------------------------------------------

    def show_view(self, view: TillPageView) -> None:
        """Show the till as it is now; what is typed stays."""
        self._view = view
        found = view.found
        for part in (self._methods, self._closing, self._reopening, self._moving, self._pieces):
            part.setVisible(False)
        self.pieces_label.hide()
        if found is None:
            self.state.setText(_("No till was opened yet."))
            return
        if view.currency != self._currency:
            self._make_pieces(view.currency)
        is_open = view.is_open
        self._make_methods(found)
        self._methods.show()
        for part in (self._closing, self._moving):
            part.setVisible(is_open)
        self._reopening.setVisible(not is_open)
        for part in (self._pieces, self.pieces_label):
            part.setVisible(is_open and bool(self.pieces))
        words = _("{till}, opened {time} with {amount} {currency}.").format(
            till=found.till.name,
            time=view.opened,
            amount=money_words(found.till.float_minor, view.currency),
            currency=view.currency,
        )
        if not is_open:
            words += " " + _("Closed {time}: it takes nothing more.").format(time=view.closed)
        words = "\n".join(filter(None, (words, found.till.note, view.outside)))
        self.state.setText(words)
        for control in (self.close_button, self.reopen_button, self.in_button, self.out_button):
            control.setEnabled(self._may_change)
        self._compare()

    def _make_methods(self, found: CashUp) -> None:
        """A line for every method that was used; made anew only when others are."""
        methods = tuple(each.method for each in found.methods)
        if methods != self._shown:
            self._shown = methods
            _empty(self._grid)
            kept = {method: field.text() for method, field in self.fields.items()}
            self.fields, self._told = {}, {}
            for at, title in enumerate((_("Method"), _("Should be there"), _("Counted"))):
                self._grid.addWidget(PlainLabel(title, "secondary"), 0, at)
            for row, method in enumerate(methods, 1):
                self._add_method(row, method, kept.get(method, ""))
        for row, each in enumerate(found.methods, 1):
            expected = self._grid.itemAtPosition(row, 1)
            label = None if expected is None else expected.widget()
            if isinstance(label, PlainLabel):
                label.setText(money_words(each.expected_minor, self._currency))
            field = self.fields[each.method]
            field.setReadOnly(found.till.closed_ms is not None)
            if each.counted_minor is not None:
                field.setText(format_minor(each.counted_minor, self._currency))

    def _add_method(self, row: int, method: PayMethod, text: str) -> None:
        name = desk.method_words(method)
        label = PlainLabel(name[:1].upper() + name[1:], "strong")
        field = QLineEdit(text)
        field.setAccessibleName(_("{method} counted").format(method=name))
        field.setFixedWidth(style.unit(28))
        label.setBuddy(field)
        field.textChanged.connect(lambda _text: self._compare())
        field.returnPressed.connect(lambda: self._after(field))
        told = PlainLabel("", "", wrap=True)
        self.fields[method], self._told[method] = field, told
        widgets = (label, PlainLabel("", "strong"), field, told)
        for at, widget in enumerate(widgets):
            self._grid.addWidget(widget, row, at)

    def _make_pieces(self, currency: str) -> None:
        self._currency = currency
        _empty(self._piece_grid)
        self.pieces = {}
        for at, minor in enumerate(denominations(currency)):
            worth = format_minor(minor, currency)
            words = worth.removesuffix(".00")
            box = NumberBox(0, _MOST_PIECES, _("Pieces of {worth}").format(worth=words), 0)
            box.valueChanged.connect(lambda _number: self._from_pieces())
            label = PlainLabel(words, "secondary")
            label.setBuddy(box)
            row, column = divmod(at, _PIECES_ACROSS)
            self._piece_grid.addWidget(label, row * 2, column)
            self._piece_grid.addWidget(box, row * 2 + 1, column)
            self.pieces[minor] = box

    def _from_pieces(self) -> None:
        total = count_cash({minor: box.value() for minor, box in self.pieces.items()})
        self.fields[PayMethod.CASH].setText(format_minor(total, self._currency))

    def counted(self) -> dict[PayMethod, int]:
        """What is typed, as far as it can be read."""
        read = {
            method: parse_amount(field.text(), self._currency)
            for method, field in self.fields.items()
        }
        return {method: minor for method, minor in read.items() if minor is not None}

    def _compare(self) -> None:
        """The difference of every method that has a count."""
        view = self._view
        if view is None or view.found is None:
            return
        found = with_count(view.found, self.counted()) if view.is_open else view.found
        for each in found.methods:
            told = self._told.get(each.method)
            if told is None:
                continue
            note = difference_note(each, self._currency)
            told.setText("" if note is None else message(note))
            told.set_tone(None if not each.difference_minor else "warn")

    # -- acting ---------------------------------------------------------------------------------

    def close_it(self) -> None:
        """Close the till with what is counted; a difference needs a word."""
        view, counted, note = self._view, self.counted(), self.note.text()
        season, actor = self._context.season, self._context.actor()
        if view is None or view.till is None:
            return
        wrong = [
            field
            for method, field in self.fields.items()
            if field.text().strip() and method not in counted
        ]
        if wrong:
            self._bad_amount(wrong[0])
            return
        till_id = view.till.id

        def done(found: CashUp) -> None:
            self.note.clear()
            for box in self.pieces.values():
                box.blockSignals(True)
                box.setValue(0)
                box.blockSignals(False)
            words = (
                _("Closed, and it balances. Its sheet is under Sheets: Cash-up.")
                if found.balances
                else _("Closed with a difference; it stands on its sheet, under Sheets: Cash-up.")
            )
            self.message.say(words, "good" if found.balances else "warn")

        def failed(error: KnownError) -> None:
            self.message.say(message(error), "warn")
            explain = error.note.code == "till.difference-unexplained"
            (self.note if explain else next(iter(self.fields.values()))).setFocus()

        self._context.change(
            lambda: desk.close_till(season, till_id, counted, actor, note=note),
            _("Close the till"),
            done,
            failed,
        )

    def _after(self, field: QLineEdit) -> None:
        """Enter goes on to the next count, from the last one to the word about a difference."""
        fields = [*self.fields.values(), self.note]
        following = fields[fields.index(field) + 1]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        following.selectAll()

    def _bad_amount(self, field: QLineEdit) -> None:
        words = _("“{text}” is no amount in {currency}.")
        self.message.say(words.format(text=field.text(), currency=self._currency), "warn")
        field.setFocus()

    def reopen(self) -> None:
        """Let the till take money again, with the reason typed."""
        reason, season, actor = self.reason.text(), self._context.season, self._context.actor()

        def act(till_id: TillId) -> object:
            return desk.reopen_till(season, till_id, reason, actor)

        self._act(act, _("Open a till again"), _("The till takes money again."), self.reason)

    def move_cash(self, sign: int) -> None:
        """Put the amount typed in, or take it out."""
        minor = parse_amount(self.moved.text(), self._currency)
        if minor is None or minor <= 0:
            self._bad_amount(self.moved)
            return
        why, season, actor = self.why.text(), self._context.season, self._context.actor()

        def act(till_id: TillId) -> object:
            return desk.move_cash(season, till_id, sign * minor, why, actor)

        amount = f"{format_minor(minor, self._currency)} {self._currency}"
        words = _("{amount} put in.") if sign > 0 else _("{amount} taken out.")
        self._act(act, _("Move cash"), words.format(amount=amount), self.moved, self.why)

    def _act(
        self, act: Callable[[TillId], object], title: str, said: str, *fields: QLineEdit
    ) -> None:
        view = self._view
        if view is None or view.till is None:
            return
        till_id = view.till.id

        def done(_made: object) -> None:
            for field in fields:
                field.clear()
            self.message.say(said)

        def failed(error: KnownError) -> None:
            self.message.say(message(error), "warn")
            fields[-1].setFocus()

        self._context.change(lambda: act(till_id), title, done, failed)


def _row(*widgets: QWidget) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.unit(2))
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    return part


def _empty(grid: QGridLayout) -> None:
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
