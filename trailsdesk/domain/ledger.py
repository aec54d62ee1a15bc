"""The ledger of an entry: what was charged, taken off, paid, given back and credited.

A line is never edited, only countered by another one. Amounts are minor units of the season's
currency and signed from the runner's side: above zero the runner owes more, below zero less. The
sum of all lines is what is still to be paid; below zero it is the runner's credit.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod, TillId

LineId = NewType("LineId", int)


class LineKind(enum.StrEnum):
    """What a line does to what is owed."""

    CHARGE = "CHARGE"
    DISCOUNT = "DISCOUNT"
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    """Money that went back to the runner; above zero, like the payment taken back."""
    CREDIT = "CREDIT"
    """Owed less without money: by a refund rule, for a cancelled event, for a former distance.
    Above zero where a credit was used up for another entry."""


class LineItem(enum.StrEnum):
    """What a line is about."""

    ENTRY = "ENTRY"
    MEDAL = "MEDAL"
    POSTAGE = "POSTAGE"
    EXTRA = "EXTRA"
    TRANSFER = "TRANSFER"
    CHANGE = "CHANGE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line; ``why`` is the rule that made it, with its inputs.

    ``item_code`` names the extra of an ``EXTRA`` line. ``method`` is how money moved, None where
    none did. ``till_id`` is the till it went through. ``counters`` is the line this one takes
    back, ``other_entry_id`` where a credit came from or went to. ``note`` is what a person wrote.
    """

    id: LineId = LineId(0)
    entry_id: EntryId
    kind: LineKind
    item: LineItem
    item_code: str = ""
    amount_minor: int
    at_ms: Instant
    actor: str = ""
    why: Note
    method: PayMethod | None = None
    till_id: TillId | None = None
    counters: LineId | None = None
    other_entry_id: EntryId | None = None
    note: str = ""
