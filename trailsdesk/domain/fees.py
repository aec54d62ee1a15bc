"""What an entry costs, which share is given back and what a change costs: the whole price list.

Quotes are made in ``fee_quote`` and offered here too; sums given back in ``change_quotes``. Days
are whole calendar days between the event's local day and its date; amounts are minor units,
rounded half up, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.fee_lines import Affiliation, FeeLine, Wish
from trailsdesk.domain.fee_quote import (
    FeeQuote,
    days_before,
    instant_of_day,
    quote_fee,
    race_words,
)
from trailsdesk.domain.fee_series import SeriesQuote, quote_series
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.fee_rules import DayBand, TransferRule
    from trailsdesk.domain.rules import RuleSet

__all__ = [
    "Affiliation",
    "FeeLine",
    "FeeQuote",
    "SeriesQuote",
    "TransferQuote",
    "Wish",
    "cancellation_credit_percent",
    "change_quote",
    "days_before",
    "instant_of_day",
    "quote_fee",
    "quote_series",
    "refund_percent",
    "transfer_quote",
]

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferQuote:
    """What a change costs: the fee and, for another distance, the price difference, if dearer.

    ``credit_minor`` is what was paid for the former entry, ``lost_minor`` what of it a cheaper new
    entry leaves over and nobody gives back.
    """

    open: bool
    total_minor: int | None
    admin_minor: int | None = None
    credit_minor: int = 0
    new_price_minor: int | None = None
    lost_minor: int = 0
    reason: Note | None = None
    lines: tuple[FeeLine, ...] = ()
    explanation: Note


def refund_percent(rules: RuleSet, days: int) -> Decimal:
    """The share given back to a runner who cancels ``days`` whole days before the event."""
    return _band_percent(rules.fees.refunds if rules.fees else (), days)


def cancellation_credit_percent(rules: RuleSet, days: int) -> Decimal:
    """The share credited when the organiser calls the event off ``days`` days before it."""
    return _band_percent(rules.fees.cancellation_credit if rules.fees else (), days)


def transfer_quote(
    rules: RuleSet,
    event: Event,
    race_code: str,
    birth_date: date | None,
    paid_minor: int,
    on: Instant,
    *,
    affiliation: Affiliation = Affiliation(),  # noqa: B008  an immutable value
) -> TransferQuote:
    """What moving an entry to another distance of the same event costs.

    The fee, then the new entry at the price of the day less what was paid; a cheaper new entry
    gives nothing back. Refused too late, without such a rule, or when the new entry is refused.

    Args:
        paid_minor: what was paid for the entry itself, medal and extras left out.
    """
    rule = rules.fees.distance_transfer if rules.fees else None
    refused = _change_refusal(rule, event, on)
    if refused is not None or rule is None or rules.fees is None:
        return _no_transfer(refused or Note(code="fee.no-transfer"), paid_minor)
    new = quote_fee(rules, event, race_code, birth_date, on, affiliation=affiliation)
    if not new.open or new.total_minor is None:
        return _no_transfer(new.reason or new.explanation, paid_minor)
    currency = rules.fees.currency
    difference = max(0, new.total_minor - paid_minor)
    params: dict[str, str | int] = {
        "fee": format_minor(rule.fee_minor, currency),
        "new": format_minor(new.total_minor, currency),
        "paid": format_minor(paid_minor, currency),
        "difference": format_minor(difference, currency),
        "total": format_minor(rule.fee_minor + difference, currency),
        "currency": currency,
        "race": race_words(rules, event.code, race_code),
    }
    lost = max(0, paid_minor - new.total_minor)
    code = "fee.explain-transfer-cheaper" if lost else "fee.explain-transfer"
    explanation = Note(code=code, params=params)
    lines = (
        FeeLine(
            label=Note(code="fee.line-transfer"), amount_minor=rule.fee_minor, rule=explanation
        ),
        FeeLine(
            label=Note(code="fee.line-difference", params=params),
            amount_minor=difference,
            rule=explanation,
        ),
    )
    return TransferQuote(
        open=True,
        total_minor=rule.fee_minor + difference,
        admin_minor=rule.fee_minor,
        credit_minor=paid_minor,
        new_price_minor=new.total_minor,
        lost_minor=lost,
        lines=lines,
        explanation=explanation,
    )


def change_quote(rules: RuleSet, event: Event, on: Instant) -> TransferQuote:
    """What any other change of an entry costs (a name put right, another team)."""
    rule = rules.fees.other_change if rules.fees else None
    refused = _change_refusal(rule, event, on)
    if refused is not None or rule is None or rules.fees is None:
        return _no_transfer(refused or Note(code="fee.no-transfer"))
    params: dict[str, str | int] = {
        "fee": format_minor(rule.fee_minor, rules.fees.currency),
        "currency": rules.fees.currency,
        "days": days_before(event, on),
        "last": rule.min_days,
    }
    explanation = Note(code="fee.explain-change", params=params)
    line = FeeLine(
        label=Note(code="fee.line-change"), amount_minor=rule.fee_minor, rule=explanation
    )
    return TransferQuote(
        open=True,
        total_minor=rule.fee_minor,
        admin_minor=rule.fee_minor,
        lines=(line,),
        explanation=explanation,
    )


def _band_percent(bands: Sequence[DayBand], days: int) -> Decimal:
    """The band with the most days that are still reached; nothing below the last band."""
    reached = [band for band in bands if band.min_days <= days]
    return max(reached, key=lambda band: band.min_days).percent if reached else _NOTHING


def _change_refusal(rule: TransferRule | None, event: Event, on: Instant) -> Note | None:
    if rule is None:
        return Note(code="fee.no-transfer")
    days = days_before(event, on)
    if days >= rule.min_days:
        return None
    params: dict[str, str | int] = {"days": days, "last": rule.min_days, "event": event.name}
    return Note(code="fee.change-too-late", params=params)


def _no_transfer(reason: Note, credit_minor: int = 0) -> TransferQuote:
    return TransferQuote(
        open=False,
        total_minor=None,
        credit_minor=credit_minor,
        reason=reason,
        explanation=reason,
    )
