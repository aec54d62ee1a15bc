"""The drawer beside the entries table: one entry with its reasons, or many to change at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.people import full_name
from trailsdesk.i18n import _, day_words, message
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.entry_bulk import ManyEntries
from trailsdesk.ui.entry_words import (
    gender_words,
    medal_choices,
    money_words,
    paid_words,
)
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import (
    Button,
    Callout,
    Card,
    Chip,
    Divider,
    FlowRow,
    PlainLabel,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import Race
    from trailsdesk.domain.fees import ShareQuote
    from trailsdesk.domain.people import Contact
    from trailsdesk.services.entry_desk import EntryDetail
    from trailsdesk.ui.entry_lines import EntryLine


class EntryDrawer(QWidget):
    """Shows one entry, many chosen entries, or what to do while none is chosen.

    It only asks; the panel acts. ``asked`` carries what is wanted: ``edit``, ``withdraw``,
    ``reinstate``, ``paid``, ``contact``, ``clear``; ``medal_asked`` and ``race_asked`` a choice.
    """

    asked = Signal(str)
    medal_asked = Signal(str)
    race_asked = Signal(int)

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Details"))
        self._read_only = read_only
        self.detail: EntryDetail | None = None
        self.one = _OneEntry(self, read_only=read_only)
        self.many = ManyEntries(self, read_only=read_only)
        self._none = _nothing_chosen()
        self._pages = QStackedWidget()
        for page in (self._none, self.one, self.many):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is shown."""
        return self._pages.currentWidget() is self._none

    def show_none(self) -> None:
        """Nothing is chosen."""
        self.detail = None
        self._pages.setCurrentWidget(self._none)

    def show_one(self, detail: EntryDetail, currency: str) -> None:
        """One entry with its reasons."""
        same = self.detail is not None and self.detail.row.entry.id == detail.row.entry.id
        self.detail = detail
        self.one.fill(detail, currency, keep_contact=same)
        self._pages.setCurrentWidget(self.one)

    def show_many(self, lines: Sequence[EntryLine], races: Sequence[Race], currency: str) -> None:
        """Several entries, to change them at once."""
        self.detail = None
        self.many.fill(lines, races, currency)
        self._pages.setCurrentWidget(self.many)

    def show_contact(self, contact: Contact) -> None:
        """The protected lines of the entry shown, if it is still the one."""
        if self.detail is not None and self.detail.row.runner.id == contact.runner_id:
            self.one.show_contact(contact)


class _OneEntry(Card):
    def __init__(self, drawer: EntryDrawer, *, read_only: bool) -> None:
        super().__init__(padding=0)
        self._drawer = drawer
        area = ScrollColumn(4)
        self._column = area.column
        self.body.addWidget(area, 1)
        self._build_head()
        self.reasons = Callout()
        self.category_label = PlainLabel("", "strong", wrap=True)
        self.category_why = PlainLabel("", wrap=True)
        self.series_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.category_label, self.category_why, self.series_label):
            self.reasons.body.addWidget(label)
        self._column.addWidget(self.reasons)
        self._build_money()
        self._build_rest(read_only=read_only)
        self._column.addStretch(1)
        self._build_contact()
        self._hide_contact()

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.name_label = PlainLabel("", "title", wrap=True)
        # A name written from right to left still stands at the left of its card.
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        self.name_label.setAlignment(left | Qt.AlignmentFlag.AlignVCenter)
        self.state_chip = Chip("")
        row.addWidget(self.name_label, 1)
        row.addWidget(self.state_chip, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)
        self.about_label = PlainLabel("", "secondary", wrap=True)
        self._column.addWidget(self.about_label)

    def _build_money(self) -> None:
        self._column.addWidget(PlainLabel(_("Money"), "strong"))
        self.ledger = _Ledger()
        self._column.addWidget(self.ledger)

    def _build_rest(self, *, read_only: bool) -> None:
        ask = self._drawer.asked.emit
        self.edit_button = Button(_("Edit…"), lambda: ask("edit"), icon="edit")
        self.paid_button = Button(_("Mark paid"), lambda: ask("paid"))
        self.withdraw_button = Button(_("Withdraw"), self._withdraw)
        row = FlowRow([self.edit_button, self.paid_button, self.withdraw_button])
        self._column.addWidget(row)
        for button in (self.edit_button, self.paid_button, self.withdraw_button):
            button.setEnabled(not read_only)
        self._may_change = not read_only
        self.medal_choice = CalmCombo(_("Medal"), medal_choices())
        self.medal_choice.setEnabled(not read_only)
        self.medal_choice.activated.connect(
            lambda _at: self._drawer.medal_asked.emit(self.medal_choice.currentData())
        )
        self._column.addWidget(self.medal_choice)
        self.note_label = PlainLabel("", wrap=True)
        self.fee_why = PlainLabel("", "secondary", wrap=True)
        self.refund_label = PlainLabel("", "secondary", wrap=True)
        self.elsewhere_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.note_label, self.fee_why, self.refund_label, self.elsewhere_label):
            self._column.addWidget(label)

    def _build_contact(self) -> None:
        """At the foot, outside what scrolls: in an emergency nobody should look for it."""
        self.body.addWidget(Divider())
        foot = QVBoxLayout()
        edge = style.unit(4)
        foot.setContentsMargins(edge, 0, edge, style.unit(2))
        foot.setSpacing(style.unit(1))
        row = QHBoxLayout()
        row.addWidget(
            PlainLabel(_("Emergency contact, medical notes"), "secondary", elide=True), 1
        )
        self.contact_button = Button(
            _("Show"), lambda: self._drawer.asked.emit("contact"), kind="quiet", icon="phone"
        )
        self.contact_button.setAccessibleName(_("Show emergency contact and medical notes"))
        row.addWidget(self.contact_button)
        foot.addLayout(row)
        self.contact_label = PlainLabel("", wrap=True)
        foot.addWidget(self.contact_label)
        self.body.addLayout(foot)

    def fill(self, detail: EntryDetail, currency: str, *, keep_contact: bool) -> None:
        row = detail.row
        entry, runner = row.entry, row.runner
        withdrawn = entry.status is EntryStatus.WITHDRAWN
        self.name_label.setText(full_name(runner))
        self.setAccessibleName(full_name(runner))
        born = day_words(runner.birth_date) if runner.birth_date else _("birth date unknown")
        about = [f"#{entry.bib}" if entry.bib else _("no bib"), row.race_label]
        about += [
            gender_words(runner.gender),
            _("born {day}").format(day=born) if runner.birth_date else born,
        ]
        about += [text for text in (runner.club, runner.city, runner.nation) if text]
        self.about_label.setText(" · ".join(about))
        self._fill_reasons(detail)
        self._fill_money(detail, currency, withdrawn=withdrawn)
        self.withdraw_button.setText(_("Let stand again") if withdrawn else _("Withdraw"))
        self.withdraw_button.setAccessibleName(self.withdraw_button.text())
        self.medal_choice.choose(entry.medal.value)
        _say(self.note_label, _("Note: {text}").format(text=entry.note) if entry.note else "")
        places = ", ".join(f"{event} ({race})" for event, race in detail.elsewhere)
        _say(
            self.elsewhere_label,
            _("Also entered: {places}.").format(places=places) if places else "",
        )
        if not keep_contact:
            self._hide_contact()

    def _fill_reasons(self, detail: EntryDetail) -> None:
        category = detail.row.category
        unplaced = category.problem is not None
        self.reasons.set_tone("warn" if unplaced else "good")
        self.category_label.setText(category.label or _("No category yet"))
        self.category_why.setText(message(category.explanation))
        series = detail.series
        same = series.code == category.code
        words = _("The same for the series: {why}") if same else _("For the series: {why}")
        text = words.format(why=message(series.explanation))
        _say(self.series_label, "" if unplaced and series.problem is not None else text)

    def _fill_money(self, detail: EntryDetail, currency: str, *, withdrawn: bool) -> None:
        entry, quote = detail.row.entry, detail.row.quote
        total = quote.total_minor if quote is not None else None
        words, tone = paid_words(total, entry.paid_minor, currency, withdrawn=withdrawn)
        self.state_chip.setText(words)
        style.set_style_property(self.state_chip, "tone", tone)
        lines = [
            (message(line.label), money_words(line.amount_minor, currency), False)
            for line in (quote.lines if quote is not None else ())
        ]
        if entry.paid_minor is not None:
            lines.append((_("Paid"), money_words(-entry.paid_minor, currency), False))
        if total is not None:
            balance = total - (entry.paid_minor or 0)
            lines.append((_("Balance"), money_words(balance, currency), True))
        self.ledger.fill(lines)
        self.fee_why.setText(_fee_reason(detail))
        refund = detail.refund if not withdrawn else None
        _say(self.refund_label, _refund_words(refund))
        owes = total is not None and total > (entry.paid_minor or 0) and not withdrawn
        self.paid_button.setVisible(owes)
        if total is not None and owes:
            amount = money_words(total - (entry.paid_minor or 0), currency)
            self.paid_button.setText(_("Mark {amount} paid").format(amount=amount))
            self.paid_button.setAccessibleName(self.paid_button.text())

    def _withdraw(self) -> None:
        detail = self._drawer.detail
        if detail is not None:
            withdrawn = detail.row.entry.status is EntryStatus.WITHDRAWN
            self._drawer.asked.emit("reinstate" if withdrawn else "withdraw")

    def _hide_contact(self) -> None:
        _say(self.contact_label, "")
        self.contact_button.setVisible(True)

    def show_contact(self, contact: Contact) -> None:
        lines = [
            (
                _("Emergency"),
                " · ".join(filter(None, (contact.emergency_name, contact.emergency_phone))),
            ),
            (_("Phone"), contact.phone),
            (_("E-mail"), contact.email),
            (_("Medical"), contact.medical),
        ]
        text = "\n".join(f"{title}: {value}" for title, value in lines if value)
        _say(self.contact_label, text or _("No contact is on file."))
        self.contact_button.setVisible(False)


class _Ledger(QWidget):
    """Words at the left, amounts at the right, hairlines between."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Money"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.unit(1.5))
        self.lines: list[tuple[str, str, bool]] = []

    def fill(self, lines: list[tuple[str, str, bool]]) -> None:
        """Lines of words, amount, and whether the line stands out."""
        if lines == self.lines:
            return
        self.lines = lines
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for words, amount, strong in lines:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            kind = "strong" if strong else ""
            row.addWidget(PlainLabel(words, kind, elide=True), 1)
            row.addWidget(PlainLabel(amount, kind))
            line.setAccessibleName(f"{words}: {amount}")
            self._column.addWidget(line)
            self._column.addWidget(Divider())
        self.setVisible(bool(lines))


def _refund_words(refund: ShareQuote | None) -> str:
    if refund is None:
        return ""
    if not refund.amount_minor:
        return _("Nothing is given back if withdrawn today.")
    return _("Back if withdrawn today: {why}").format(why=message(refund.explanation))


def _fee_reason(detail: EntryDetail) -> str:
    quote = detail.row.quote
    if quote is not None:
        return message(quote.explanation)
    if detail.row.entry.entered_ms is None:
        return _("The day of entering is not known, so no fee can be worked out.")
    return _("This season has no price list.")


def _nothing_chosen() -> QWidget:
    card = Card()
    card.body.addStretch(1)
    for text, kind in (
        (_("No entry chosen"), "heading"),
        (
            _(
                "Choose a runner to see category, fee and medal with their reasons. Choose several"
                " with Shift or Ctrl to change them at once."
            ),
            "secondary",
        ),
    ):
        label = PlainLabel(text, kind, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(label)
    card.body.addStretch(2)
    return card


def _say(label: PlainLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
