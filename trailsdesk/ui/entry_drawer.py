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
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.entry_bulk import ManyEntries
from trailsdesk.ui.entry_words import (
    gender_words,
    medal_choices,
    paid_words,
)
from trailsdesk.ui.money_page import MoneyPage
from trailsdesk.ui.money_section import MoneySection
from trailsdesk.ui.question_fields import answer_words
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

    from trailsdesk.domain.event import Race, Wave
    from trailsdesk.services.entry_desk import EntryDetail, Guarded
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.entry_lines import EntryLine


class EntryDrawer(QWidget):
    """Shows one entry, many chosen entries, or what to do while none is chosen.

    It only asks; the panel acts. ``asked`` carries what is wanted: ``edit``, ``withdraw``,
    ``reinstate``, ``contact``, ``clear``, ``odd`` (what is best mended before the gun),
    ``questions``; ``medal_asked`` a choice. What is done with money is asked and worked out on a
    page of its own, ``money``.
    """

    asked = Signal(str)
    medal_asked = Signal(str)

    def __init__(
        self, context: PanelContext, *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Details"))
        self._read_only = read_only
        self.detail: EntryDetail | None = None
        self.one = _OneEntry(self, read_only=read_only)
        self.many = ManyEntries(self, read_only=read_only)
        self.money = MoneyPage(context)
        self.money.closed.connect(self._close_money)
        self._none = self._nothing_chosen()
        self._pages = QStackedWidget()
        for page in (self._none, self.one, self.many, self.money):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing may be changed."""
        return self._read_only

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
        if self._pages.currentWidget() is self.money and self.money.entry_id == (
            detail.row.entry.id
        ):
            self.money.refresh(detail)
        else:
            self._pages.setCurrentWidget(self.one)

    def show_act(self, key: str) -> None:
        """Ask what an act with the money of the entry shown needs."""
        if self.detail is not None and not self._read_only:
            self._pages.setCurrentWidget(self.money)
            self.money.open(key, self.detail)

    def _close_money(self) -> None:
        if self._pages.currentWidget() is self.money:
            self._pages.setCurrentWidget(self.one)
            self.one.focus_money()

    def show_many(
        self,
        lines: Sequence[EntryLine],
        races: Sequence[Race],
        waves: Sequence[Wave],
        currency: str,
    ) -> None:
        """Several entries, to change them at once."""
        self.detail = None
        self.many.fill(lines, races, waves, currency)
        self._pages.setCurrentWidget(self.many)

    def show_guarded(self, guarded: Guarded) -> None:
        """The protected lines of the entry shown, if it is still the one."""
        if self.detail is not None and self.detail.row.entry.id == guarded.entry_id:
            self.one.show_guarded(guarded)

    def _nothing_chosen(self) -> QWidget:
        card = Card()
        card.body.addStretch(1)
        for text, kind in (
            (_("No entry chosen"), "heading"),
            (
                _(
                    "Choose a runner to see category, fee and medal with their reasons. Choose"
                    " several with Shift or Ctrl to change them at once."
                ),
                "secondary",
            ),
        ):
            label = PlainLabel(text, kind, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(label)
        self.odd_button = Button(
            _("Odd data before the gun"), lambda: self.asked.emit("odd"), icon="start"
        )
        self.questions_button = Button(
            _("Questions of your own"), lambda: self.asked.emit("questions"), kind="quiet"
        )
        for button in (self.odd_button, self.questions_button):
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addStretch(2)
        return card


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
        self.hide_guarded()

    def _build_head(self) -> None:
        self.name_label = PlainLabel("", "title", wrap=True)
        # A name written from right to left still stands at the left of its card.
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        self.name_label.setAlignment(left | Qt.AlignmentFlag.AlignVCenter)
        self._column.addWidget(self.name_label)
        self.about_label = PlainLabel("", "secondary", wrap=True)
        self._column.addWidget(self.about_label)
        self.state_chip, self.waiver_chip = Chip(""), Chip("")
        self._column.addWidget(FlowRow([self.state_chip, self.waiver_chip]))

    def _build_money(self) -> None:
        self._column.addWidget(PlainLabel(_("Money"), "strong"))
        self.money = MoneySection(read_only=self._drawer.is_read_only)
        self.money.asked.connect(self._drawer.show_act)
        self._column.addWidget(self.money)

    def _build_rest(self, *, read_only: bool) -> None:
        ask = self._drawer.asked.emit
        self.edit_button = Button(_("Edit…"), lambda: ask("edit"), icon="edit")
        self.withdraw_button = Button(_("Withdraw"), self._withdraw)
        self.withdraw_button.setToolTip(_("Moves no money; above, a refund is worked out first."))
        row = FlowRow([self.edit_button, self.withdraw_button])
        self._column.addWidget(row)
        for button in (self.edit_button, self.withdraw_button):
            button.setEnabled(not read_only)
        self._may_change = not read_only
        self.medal_choice = CalmCombo(_("Medal"), medal_choices())
        self.medal_choice.setEnabled(not read_only)
        self.medal_choice.activated.connect(
            lambda _at: self._drawer.medal_asked.emit(self.medal_choice.currentData())
        )
        self._column.addWidget(self.medal_choice)
        self.note_label = PlainLabel("", wrap=True)
        self.answers_label = PlainLabel("", wrap=True)
        self.fee_why = PlainLabel("", "secondary", wrap=True)
        self.elsewhere_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.note_label, self.answers_label, self.fee_why, self.elsewhere_label):
            self._column.addWidget(label)

    def _build_contact(self) -> None:
        """At the foot, outside what scrolls: in an emergency nobody should look for it."""
        self.body.addWidget(Divider())
        foot = QVBoxLayout()
        edge = style.unit(4)
        foot.setContentsMargins(edge, 0, edge, style.unit(2))
        foot.setSpacing(style.unit(1))
        row = QHBoxLayout()
        self.guarded_label = PlainLabel("", "secondary", elide=True)
        row.addWidget(self.guarded_label, 1)
        self.contact_button = Button(
            _("Show"), lambda: self._drawer.asked.emit("contact"), kind="quiet", icon="phone"
        )
        self.contact_button.setAccessibleName(
            _("Show emergency contact, medical notes and protected answers")
        )
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
        self._fill_money(detail, currency)
        self.withdraw_button.setText(_("Let stand again") if withdrawn else _("Withdraw"))
        self.withdraw_button.setAccessibleName(self.withdraw_button.text())
        self.waiver_chip.setVisible(detail.signed is not None)
        self.waiver_chip.setText(_("waiver signed") if detail.signed else _("no waiver"))
        style.set_style_property(self.waiver_chip, "tone", "good" if detail.signed else "warn")
        self.show_medal()
        _say(self.answers_label, "\n".join(map(answer_words, detail.answers)))
        more = plural("{count} answer", "{count} answers", detail.guarded)
        guarded = _("Emergency contact, medical notes")
        self.guarded_label.setText(f"{guarded}, {more}" if detail.guarded else guarded)
        _say(self.note_label, _("Note: {text}").format(text=entry.note) if entry.note else "")
        places = ", ".join(f"{event} ({race})" for event, race in detail.elsewhere)
        _say(
            self.elsewhere_label,
            _("Also entered: {places}.").format(places=places) if places else "",
        )
        if not keep_contact:
            self.hide_guarded()

    def show_medal(self) -> None:
        """The order as it stands, whatever was chosen meanwhile."""
        if self._drawer.detail is not None:
            self.medal_choice.choose(self._drawer.detail.row.entry.medal.value)

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

    def _fill_money(self, detail: EntryDetail, currency: str) -> None:
        words, tone = paid_words(detail.row.account, currency)
        self.state_chip.setText(words)
        style.set_style_property(self.state_chip, "tone", tone)
        self.money.fill(detail.money, detail.event.zone)
        self.fee_why.setText(_fee_reason(detail))

    def focus_money(self) -> None:
        """Put the cursor on the first thing that may be done with the money."""
        self.money.focus_first()

    def _withdraw(self) -> None:
        detail = self._drawer.detail
        if detail is not None:
            withdrawn = detail.row.entry.status is EntryStatus.WITHDRAWN
            self._drawer.asked.emit("reinstate" if withdrawn else "withdraw")

    def hide_guarded(self) -> None:
        """Hide what is protected until it is asked for again."""
        _say(self.contact_label, "")
        self.contact_button.setVisible(True)

    def show_guarded(self, guarded: Guarded) -> None:
        contact = guarded.contact
        lines = [
            (
                _("Emergency"),
                " · ".join(filter(None, (contact.emergency_name, contact.emergency_phone))),
            ),
            (_("Phone"), contact.phone),
            (_("E-mail"), contact.email),
            (_("Medical"), contact.medical),
            (_("Address"), ", ".join(contact.address.splitlines())),
            (_("Waiver signed by"), guarded.signed_by),
        ]
        said = [f"{title}: {value}" for title, value in lines if value]
        said += [answer_words(each) for each in guarded.answers if each.value]
        text = "\n".join(said)
        _say(self.contact_label, text or _("No contact is on file."))
        self.contact_button.setVisible(False)


def _fee_reason(detail: EntryDetail) -> str:
    quote = detail.row.quote
    if quote is not None:
        return message(quote.explanation)
    if detail.row.entry.entered_ms is None:
        return _("The day of entering is not known, so no fee can be worked out.")
    return _("This season has no price list.")


def _say(label: PlainLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
