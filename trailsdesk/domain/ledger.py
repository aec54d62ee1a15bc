"""The ledger of an entry: what was charged, taken off, paid, given back and credited.

A line is never edited, only countered by another one. Amounts are minor units of the season's
currency and signed from the runner's side: above zero the runner owes more, below zero less. The
sum of all lines is what is still to be paid; below zero it is the runner's credit.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod, TillId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


ItemKey = tuple[LineItem, str]
"""An item of the ledger; the second part names the extra and is empty for everything else."""

_CHARGING = frozenset({LineKind.CHARGE, LineKind.DISCOUNT, LineKind.CREDIT})
_OF_MEDAL = frozenset({LineItem.MEDAL, LineItem.POSTAGE})
_COVERED_IN_ORDER = (
    LineItem.ENTRY,
    LineItem.MEDAL,
    LineItem.POSTAGE,
    LineItem.EXTRA,
    LineItem.TRANSFER,
    LineItem.CHANGE,
    LineItem.OTHER,
)
"""What a payment covers first: the entry itself, then what came with it, then the rest."""


class ChargeBasis(enum.StrEnum):
    """What the charge of an account rests on."""

    BOOKED = "BOOKED"
    """Lines of the ledger."""
    EXPECTED = "EXPECTED"
    """Nothing was charged yet: what the rules ask stands for it."""
    UNKNOWN = "UNKNOWN"
    """Nothing was charged and no price is known: what was paid stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How an entry stands with money, minor units; all sums but the balance are as people say.

    ``expected_minor`` is what the rules ask today, None without a price. ``charged_minor`` is
    charges less discounts, ``credited_minor`` what was let off without money, ``paid_minor`` what
    came in, to the entry service too, ``refunded_minor`` what went back. ``balance_minor`` is
    still to pay; below zero it is the runner's credit. ``stands`` False owes nothing: withdrawn.
    """

    expected_minor: int | None
    charged_minor: int
    credited_minor: int
    paid_minor: int
    refunded_minor: int
    balance_minor: int
    basis: ChargeBasis
    stands: bool = True

    @property
    def owed_minor(self) -> int:
        """What is still to be asked for; never below zero."""
        return max(0, self.balance_minor) if self.stands else 0

    @property
    def credit_minor(self) -> int:
        """What lies here for the runner; never below zero."""
        return max(0, -self.balance_minor)


def account(
    lines: Sequence[LedgerLine],
    listed_paid_minor: int | None,
    expected_minor: int | None,
    *,
    stands: bool = True,
) -> Account:
    """Add up the lines of one entry.

    Args:
        listed_paid_minor: what the entry service's list says was paid to it.
        expected_minor: what the rules ask; the charge as long as nothing is booked.
        stands: False for an entry that was withdrawn.
    """
    sums = dict.fromkeys(LineKind, 0)
    for line in lines:
        sums[line.kind] += line.amount_minor
    paid = (listed_paid_minor or 0) - sums[LineKind.PAYMENT]
    credited, refunded = -sums[LineKind.CREDIT], sums[LineKind.REFUND]
    charged = sums[LineKind.CHARGE] + sums[LineKind.DISCOUNT]
    basis = ChargeBasis.BOOKED
    if not is_charged(lines):
        basis = ChargeBasis.UNKNOWN if expected_minor is None else ChargeBasis.EXPECTED
        kept = credited + paid - refunded
        charged = max(0, kept) if expected_minor is None or not stands else expected_minor
    return Account(
        expected_minor=expected_minor,
        charged_minor=charged,
        credited_minor=credited,
        paid_minor=paid,
        refunded_minor=refunded,
        balance_minor=charged - credited - paid + refunded,
        basis=basis,
        stands=stands,
    )


def is_charged(lines: Iterable[LedgerLine]) -> bool:
    """Whether anything was charged; a charge taken back again is one too."""
    return any(line.kind is LineKind.CHARGE for line in lines)


def item_key(item: LineItem, item_code: str) -> ItemKey:
    """What a line is about; only extras are told apart by their code."""
    return (item, item_code if item is LineItem.EXTRA else "")


def charged_by_item(lines: Iterable[LedgerLine]) -> dict[ItemKey, int]:
    """Charges, discounts and credits by item."""
    found: dict[ItemKey, int] = {}
    for line in lines:
        if line.kind in _CHARGING:
            key = item_key(line.item, line.item_code)
            found[key] = found.get(key, 0) + line.amount_minor
    return found


def paid_by_item(lines: Sequence[LedgerLine], listed_paid_minor: int | None) -> dict[ItemKey, int]:
    """What of the money that is here went for what; adds up to no more than was paid.

    The entry is covered first, then medal, postage, extras, fees. What a list says was paid above
    all that is taken as paid for the entry: the service's prices may be others than ours. Credit
    for a medal given up is the runner's, and no part of it.
    """
    listed = listed_paid_minor or 0
    money = {LineKind.PAYMENT, LineKind.REFUND}
    left = max(0, listed - sum(line.amount_minor for line in lines if line.kind in money))
    charged = charged_by_item(lines)
    paid: dict[ItemKey, int] = {}
    for key in sorted(charged, key=lambda key: (_COVERED_IN_ORDER.index(key[0]), key[1])):
        covered = min(left, max(0, charged[key]))
        if covered:
            paid[key] = covered
            left -= covered
    above = min(left - _credit_for_medal(lines), listed)
    if above > 0:
        entry = (LineItem.ENTRY, "")
        paid[entry] = paid.get(entry, 0) + above
    return paid


def _credit_for_medal(lines: Iterable[LedgerLine]) -> int:
    """What was credited for a medal and has not been paid out."""
    credit = 0
    for line in lines:
        given_up = line.kind is LineKind.CREDIT and line.item in _OF_MEDAL
        if given_up or line.kind is LineKind.REFUND:
            credit -= line.amount_minor
    return max(0, credit)


def spread(amount_minor: int, owed_minor: Sequence[int]) -> tuple[int, ...]:
    """One payment for several: each gets what it owes, in order, until the money is used up.

    Raises:
        ValueError: more than all owe together, or less than nothing.
    """
    if not 0 <= amount_minor <= sum(owed_minor):
        raise ValueError(amount_minor)
    shares = []
    for owed in owed_minor:
        share = min(amount_minor, owed)
        shares.append(share)
        amount_minor -= share
    return tuple(shares)


def countered(lines: Iterable[LedgerLine]) -> frozenset[LineId]:
    """The lines that another one takes back."""
    return frozenset(line.counters for line in lines if line.counters is not None)


def lasting(lines: Sequence[LedgerLine]) -> tuple[LedgerLine, ...]:
    """The lines neither taken back nor taking back."""
    gone = countered(lines)
    return tuple(line for line in lines if line.counters is None and line.id not in gone)
