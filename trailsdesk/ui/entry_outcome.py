"""What saving an entry form would make: category, fee, people on file, the line to read back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.people import full_name
from trailsdesk.i18n import _, day_words, message
from trailsdesk.ui.entry_words import DASH, gender_words, medal_words, money_words
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Callout, Card, Figure, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.people import Runner
    from trailsdesk.services.entry_desk import EntryPreview, KnownPerson

_SAVED_SHOWN = 2


class EntryOutcome(Card):
    """The card beside the form; everything in it follows what is typed."""

    chosen = Signal(object)
    """The ``KnownPerson`` the user says it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What this makes"), parent=parent)
        area = ScrollColumn()
        column = area.column
        self.body.addWidget(area, 1)
        self.category_box = Callout()
        self.category_label = PlainLabel("", "heading", wrap=True)
        self.category_why = PlainLabel("", wrap=True)
        self.series_why = PlainLabel("", "secondary", wrap=True)
        for label in (self.category_label, self.category_why, self.series_why):
            self.category_box.body.addWidget(label)
        column.addWidget(self.category_box)
        self.fee = Figure("", _("to pay"))
        self.fee_why = PlainLabel("", "secondary", wrap=True)
        column.addWidget(self.fee)
        self.through = PlainLabel("", wrap=True)
        self.through.setVisible(False)
        column.addWidget(self.through)
        column.addWidget(self.fee_why)
        self._people = QVBoxLayout()
        column.addLayout(self._people)
        self.saved_label = PlainLabel("", "secondary", wrap=True)
        self.saved_label.setVisible(False)
        column.addWidget(self.saved_label)
        column.addStretch(1)
        self.read_back = PlainLabel("", "strong", wrap=True)
        self.read_back_box = Callout("muted")
        self.read_back_box.body.addWidget(PlainLabel(_("Read back"), "small"))
        self.read_back_box.body.addWidget(self.read_back)
        self.body.addWidget(self.read_back_box)
        self._saved: list[str] = []

    def show_preview(
        self,
        preview: EntryPreview,
        runner: Runner,
        entry: Entry,
        race_label: str,
        pays_minor: int | None,
        through: str = "",
    ) -> None:
        """Show what saving would make of this runner and entry.

        Args:
            pays_minor: what is paid now for a new entry; None for one there is.
            through: how it is paid and which till it goes through, in words.
        """
        self.through.setText(through)
        self.through.setVisible(bool(through))
        category, series, quote = preview.category, preview.series, preview.quote
        empty = not runner.family_name and not runner.given_name
        unplaced = category.problem is not None
        self.category_box.set_tone("muted" if empty else "warn" if unplaced else "good")
        self.category_label.setText(category.label or _("No category yet"))
        missing = {
            "category.no-birth-date": _("Type the birth date to see the category."),
            "category.no-gender": _("Choose the gender to see the category."),
        }
        why = missing.get(category.explanation.code) or message(category.explanation)
        self.category_why.setText(_("It needs gender and birth date.") if empty else why)
        same = series.code == category.code
        words = _("For the series: {why}").format(why=message(series.explanation))
        self.series_why.setText(words)
        self.series_why.setVisible(not same and not unplaced)
        self._show_fee(preview, pays_minor)
        self._show_people(() if runner.id else preview.known)
        parts = [f"#{entry.bib}" if entry.bib else _("no bib"), full_name(runner) or "…"]
        parts += [
            gender_words(runner.gender),
            _("born {day}").format(day=day_words(runner.birth_date))
            if runner.birth_date
            else _("birth date unknown"),
        ]
        parts += [
            race_label,
            category.label,
            runner.club,
            medal_words(entry.medal) and _("medal {how}").format(how=medal_words(entry.medal)),
        ]
        fee = quote.total_minor
        if fee is not None:
            parts.append(f"{money_words(fee, quote.currency)} {quote.currency}")
        self.read_back.setText(" · ".join(part for part in parts if part))

    def _show_fee(self, preview: EntryPreview, pays_minor: int | None) -> None:
        quote = preview.quote
        total = preview.due_minor
        if total is None:
            refused = quote.reason is not None
            self.fee.set_value(DASH, _("no fee: refused by the rules") if refused else _("no fee"))
        else:
            owes = total - (pays_minor or 0)
            settled = bool(pays_minor) and owes == 0
            amount = money_words(total if settled else abs(owes), quote.currency)
            open_words = _("still to pay") if pays_minor else _("to pay")
            open_words = _("fee") if pays_minor is None else open_words
            caption = _("paid") if settled else _("paid too much") if owes < 0 else open_words
            self.fee.set_value(amount, f"{quote.currency} {caption}")
        self.fee_why.setText(message(quote.explanation))
        self.fee_why.set_tone("warn" if quote.reason is not None else None)

    def _show_people(self, known: tuple[KnownPerson, ...]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for person in known:
            box = Callout("good" if person.sure else "warn")
            box.body.addWidget(PlainLabel(message(person.why), wrap=True))
            words = _("Take what is on file") if person.sure else _("It is this person")
            button = Button(words, partial(self.chosen.emit, person))
            button.setAccessibleDescription(full_name(person.runner))
            box.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._people.addWidget(box)

    def add_saved(self) -> None:
        """Remember the line read back as saved."""
        self._saved = [self.read_back.text(), *self._saved][:_SAVED_SHOWN]
        lines = "\n".join(self._saved)
        text = _("Saved (Ctrl+Z takes the last one back):\n{lines}").format(lines=lines)
        self.saved_label.setText(text)
        self.saved_label.setVisible(True)
