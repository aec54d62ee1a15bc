"""What is given back and what a change costs, worked out from the money that came in.

Shares go by whole local days before the event, both ends included. Nothing here is booked: these
are the calculations a person sees before.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.fee_lines import plain_number
from trailsdesk.domain.fee_quote import days_before
from trailsdesk.domain.fee_rules import MedalRefund
from trailsdesk.domain.fees import cancellation_credit_percent, refund_percent
from trailsdesk.domain.ledger import LineItem, LineKind, lasting
from trailsdesk.domain.money import format_minor, percent_of
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.ledger import Account, ItemKey, LedgerLine
    from trailsdesk.domain.rules import RuleSet

_NOTHING = Decimal(0)
_ENTRY: ItemKey = (LineItem.ENTRY, "")
_BY_RULE, _BY_DECISION = "fee.explain-refund", "fee.explain-refund-own"
REFUNDED = frozenset({_BY_RULE, _BY_DECISION})
"""Why of the credits that give back a share of what was paid."""
CALLED_OFF = "fee.explain-credit"
"""Why of the credit for an event called off: for another entry, never paid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackPart:
    """What comes back of one item: a share of what was paid for it."""

    item: LineItem
    item_code: str
    base_minor: int
    amount_minor: int
    why: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class BackQuote:
    """A refund, or a credit for an event called off.

    ``base_minor`` is what was paid for what the share holds for, ``kept_minor`` what was paid
    besides. ``parts`` add up to ``amount_minor``, never above ``base_minor``.
    """

    percent: Decimal
    base_minor: int
    amount_minor: int
    kept_minor: int
    parts: tuple[BackPart, ...]
    explanation: Note


def refund_quote(
    rules: RuleSet,
    event: Event,
    paid: Mapping[ItemKey, int],
    on: Instant,
    *,
    percent: Decimal | None = None,
) -> BackQuote:
    """What a runner who gives up an entry at ``on`` gets back of what was ``paid``.

    The share holds for the entry, for extras that say so, and for the medal while its orders are
    open, if the rules give anything back for it.

    Args:
        paid: what was paid for what, as ``ledger.paid_by_item`` tells.
        percent: an organiser's own decision instead of the rule; it covers the entry alone.

    Source:
        preset ``fees.refund``, ``fees.extra`` and ``medals``.
    """
    days = days_before(event, on)
    if percent is not None:
        covered = {key: minor for key, minor in paid.items() if key == _ENTRY}
        return _back(rules, paid, covered, days, percent, _BY_DECISION)
    if rules.fees is None or not rules.fees.refunds:
        return _back(rules, paid, {}, days, _NOTHING, "fee.explain-refund-none")
    covered = {key: minor for key, minor in paid.items() if _is_covered(rules, key, days)}
    return _back(rules, paid, covered, days, refund_percent(rules, days), _BY_RULE)


def medal_refund_quote(
    rules: RuleSet, event: Event, paid: Mapping[ItemKey, int], on: Instant
) -> BackQuote:
    """What a runner who gives up the medal alone gets back; nothing once orders have closed."""
    days = days_before(event, on)
    medal = {LineItem.MEDAL, LineItem.POSTAGE}
    paid = {key: minor for key, minor in paid.items() if key[0] in medal}
    covered = {key: minor for key, minor in paid.items() if _is_covered(rules, key, days)}
    if paid and not covered:
        return _back(rules, paid, {}, days, _NOTHING, "fee.explain-medal-kept")
    percent = refund_percent(rules, days)
    return _back(rules, paid, covered, days, percent, "fee.explain-medal-refund")


def credit_quote(
    rules: RuleSet, event: Event, paid: Mapping[ItemKey, int], on: Instant
) -> BackQuote:
    """The credit for what was paid for the entry itself when the event is called off at ``on``.

    Source:
        preset ``fees.cancellation_credit``.
    """
    days = days_before(event, on)
    covered = {key: minor for key, minor in paid.items() if key == _ENTRY}
    percent = cancellation_credit_percent(rules, days)
    return _back(rules, paid, covered, days, percent, CALLED_OFF)


def payable_minor(account: Account, lines: Sequence[LedgerLine]) -> int:
    """The credit that may be paid out: what came in at most, and none for an event called off."""
    credits = [line for line in lasting(lines) if line.kind is LineKind.CREDIT]
    given = sum(-line.amount_minor for line in credits if line.why.code == CALLED_OFF)
    used = sum(
        line.amount_minor
        for line in credits
        if line.other_entry_id is not None and line.amount_minor > 0
    )
    free = account.credit_minor - max(0, given - used)
    return max(0, min(free, account.paid_minor - account.refunded_minor))


def _is_covered(rules: RuleSet, key: ItemKey, days: int) -> bool:
    item, code = key
    if item is LineItem.EXTRA:
        extra = rules.fees.extra_of(code) if rules.fees else None
        return extra is not None and extra.refundable
    if item in {LineItem.MEDAL, LineItem.POSTAGE}:
        rule = rules.medals
        if rule is None or rule.refund is not MedalRefund.AS_ENTRY:
            return False
        return rule.orders_open(days)
    return item is LineItem.ENTRY


def _back(
    rules: RuleSet,
    paid: Mapping[ItemKey, int],
    covered: Mapping[ItemKey, int],
    days: int,
    percent: Decimal,
    code: str,
) -> BackQuote:
    currency = rules.fees.currency if rules.fees else ""
    base = sum(covered.values())
    amount = percent_of(base, percent)
    kept = sum(paid.values()) - base
    params: dict[str, str | int] = {
        "days": days,
        "percent": plain_number(percent),
        "paid": format_minor(base, currency),
        "amount": format_minor(amount, currency),
        "currency": currency,
    }
    if kept:
        params["kept"] = format_minor(kept, currency)
    why = Note(code=code, params=params)
    return BackQuote(
        percent=percent,
        base_minor=base,
        amount_minor=amount,
        kept_minor=kept,
        parts=tuple(_parts(covered, percent, amount, why)),
        explanation=why,
    )


def _parts(
    covered: Mapping[ItemKey, int], percent: Decimal, amount_minor: int, why: Note
) -> Iterator[BackPart]:
    """The parts by item; the last takes what rounding of the sum left, so that no cent is lost."""
    keys = list(covered)
    left = amount_minor
    for key in keys:
        share = left if key == keys[-1] else min(left, percent_of(covered[key], percent))
        left -= share
        yield BackPart(
            item=key[0], item_code=key[1], base_minor=covered[key], amount_minor=share, why=why
        )
