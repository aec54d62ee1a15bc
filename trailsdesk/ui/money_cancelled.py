"""The credits of an event that was called off: worked out under its form, then booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.money import format_minor
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.money_credits import (
    book_cancellation,
    called_off_ms,
    cancel_credit,
)
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.domain.event import Event, EventId
    from trailsdesk.services.money_credits import CancelCredit
    from trailsdesk.ui.context import PanelContext


class CancelCredits(QWidget):
    """A sentence with the calculation and the button that books it; hidden while an event is held.

    The shares go by the day the event was called off, which stands in the history.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
        self._event: Event | None = None
        self._found: CancelCredit | None = None
        self.said = PlainLabel("", "secondary", wrap=True)
        self.button = Button(_("Book the credits"), self.book)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.said)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_event(self, event: Event) -> None:
        """Work out what calling this event off credits."""
        self._event = event
        season = self._context.season
        fees = season.rules.fees
        if not event.cancelled or fees is None or not fees.cancellation_credit:
            self._found = None
            self.hide()
            return

        def work() -> tuple[EventId, CancelCredit | None]:
            on = called_off_ms(season, event.id)
            found = None if on is None else cancel_credit(season, event.id, on)
            return (event.id, found)

        self._context.read(work, self._came, owner=self)

    def _came(self, answer: tuple[EventId, CancelCredit | None]) -> None:
        event_id, found = answer
        if self._event is None or self._event.id != event_id:
            return
        self._found = found
        self.setVisible(found is not None)
        if found is None:
            return
        self.said.setText(self._words(found, self._event))
        may_change = not self._context.season.file.read_only
        self.button.setVisible(bool(found.entries))
        self.button.setEnabled(may_change)

    def _words(self, found: CancelCredit, event: Event) -> str:
        fees = self._context.season.rules.fees
        currency = fees.currency if fees is not None else ""
        pieces = []
        if found.entries:
            words = _(
                "Called off on {day}: {percent} % of what was paid is credit, {amount} {currency}"
                " for {who}."
            )
            pieces.append(
                words.format(
                    day=day_words(local_date(found.on, event.zone)),
                    percent=f"{found.entries[0].back.percent:f}",
                    who=plural("{count} entry", "{count} entries", len(found.entries)),
                    amount=format_minor(found.total_minor, currency),
                    currency=currency,
                )
            )
        if found.done:
            pieces.append(
                plural(
                    "{count} entry has its credit.",
                    "{count} entries have their credit.",
                    found.done,
                )
            )
        return " ".join(pieces) or _("Nobody was entered, so there is nothing to credit.")

    def book(self) -> None:
        """Book the calculation that is shown."""
        season, found, actor = self._context.season, self._found, self._context.actor()
        if found is not None and found.entries:
            self._context.change(
                lambda: book_cancellation(season, found, actor),
                _("Credit an event called off"),
                lambda _lines: self._again(),
            )

    def _again(self) -> None:
        if self._event is not None:
            self.show_event(self._event)
