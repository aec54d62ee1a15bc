"""The fields of a line of the ledger as the history shows them."""

from __future__ import annotations

import json

from trailsdesk.domain.ledger import LineItem, LineKind
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import _, message
from trailsdesk.services.till import method_words
from trailsdesk.ui.entry_words import money_words
from trailsdesk.ui.money_section import ITEM_WORDS

_KINDS = {
    LineKind.CHARGE: _("charge"),
    LineKind.DISCOUNT: _("discount"),
    LineKind.PAYMENT: _("payment"),
    LineKind.REFUND: _("paid back"),
    LineKind.CREDIT: _("credit"),
}


def ledger_value_words(field: str, text: str, currency: str) -> str | None:
    """A stored value of a line in words; None for a field that is told like any other."""
    try:
        if field == "amount_minor":
            return money_words(int(text), currency)
        if field == "kind":
            return _KINDS[LineKind(text)]
        if field == "item":
            return ITEM_WORDS[LineItem(text)]
        if field == "method":
            return method_words(PayMethod(text))
        if field == "why":
            code, params = json.loads(text)
            return message(Note(code=code, params=params))
    except (ValueError, TypeError):
        return text
    return None
