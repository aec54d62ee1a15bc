"""What an entry costs, what is given back and what a change costs: the whole price list.

Quotes are made in ``fee_quote`` and offered here too. Days are whole calendar days between the
event's local day and its date; amounts are minor units, rounded half up, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.fee_quote import (
    FeeLine,
    FeeQuote,
    SeriesQuote,
    days_before,
    instant_of_day,
    local_day,
    plain_number,
    quote_fee,
    quote_series,
    race_words,
)
from trailsdesk.domain.money import format_minor, percent_of
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.rules import DayBand, RuleSet, TransferRule

__all__ = [
    "FeeLine",
    "FeeQuote",
    "SeriesQuote",
    "ShareQuote",
    "TransferQuote",
    "cancellation_credit",
    "cancellation_credit_percent",
    "change_quote",
    "days_before",
    "instant_of_day",
    "local_day",
    "quote_fee",
    "quote_series",
    "refund",
    "refund_percent",
    "transfer_quote",
]

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareQuote:
    """A share of what was paid: a refund or a credit."""

    percent: Decimal
    amount_minor: int
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferQuote:
    """What a change costs: the fee and, for another distance, the price difference, if dearer."""

    open: bool
    total_minor: int | None
    reason: Note | None = None
    lines: tuple[FeeLine, ...] = ()
    explanation: Note


def refund_percent(rules: RuleSet, days: int) -> Decimal:
    """The share given back to a runner who cancels ``days`` whole days before the event."""
    return _band_percent(rules.fees.refunds if rules.fees else (), days)


def cancellation_credit_percent(rules: RuleSet, days: int) -> Decimal:
    """The share credited when the organiser calls the event off ``days`` days before it."""
    return _band_percent(rules.fees.cancellation_credit if rules.fees else (), days)


def refund(rules: RuleSet, paid_minor: int, days: int) -> ShareQuote:
    """What a runner who cancels ``days`` days before the event gets back of ``paid_minor``."""
    return _share(rules, paid_minor, days, refund_percent(rules, days), "fee.explain-refund")


def cancellation_credit(rules: RuleSet, paid_minor: int, days: int) -> ShareQuote:
    """The credit for ``paid_minor`` when the organiser calls off ``days`` days before."""
    percent = cancellation_credit_percent(rules, days)
    return _share(rules, paid_minor, days, percent, "fee.explain-credit")


def transfer_quote(
    rules: RuleSet,
    event: Event,
    race_code: str,
    birth_date: date | None,
    paid_minor: int,
    on: Instant,
) -> TransferQuote:
    """What moving an entry to another distance of the same event costs.

    The fee, then the new entry at the price of the day less what was paid; a cheaper new entry
    gives nothing back. Refused too late, without such a rule, or when the new entry is refused.
    """
    rule = rules.fees.distance_transfer if rules.fees else None
    refused = _change_refusal(rule, event, on)
    if refused is not None or rule is None or rules.fees is None:
        return _no_transfer(refused or Note(code="fee.no-transfer"))
    new = quote_fee(rules, event, race_code, birth_date, on)
    if not new.open or new.total_minor is None:
        return _no_transfer(new.reason or new.explanation)
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
    explanation = Note(code="fee.explain-transfer", params=params)
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
        open=True, total_minor=rule.fee_minor + difference, lines=lines, explanation=explanation
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
        open=True, total_minor=rule.fee_minor, lines=(line,), explanation=explanation
    )


def _band_percent(bands: Sequence[DayBand], days: int) -> Decimal:
    """The band with the most days that are still reached; nothing below the last band."""
    reached = [band for band in bands if band.min_days <= days]
    return max(reached, key=lambda band: band.min_days).percent if reached else _NOTHING


def _share(rules: RuleSet, paid_minor: int, days: int, percent: Decimal, code: str) -> ShareQuote:
    currency = rules.fees.currency if rules.fees else ""
    amount = percent_of(paid_minor, percent)
    params: dict[str, str | int] = {
        "days": days,
        "percent": plain_number(percent),
        "paid": format_minor(paid_minor, currency),
        "amount": format_minor(amount, currency),
        "currency": currency,
    }
    return ShareQuote(
        percent=percent, amount_minor=amount, explanation=Note(code=code, params=params)
    )


def _change_refusal(rule: TransferRule | None, event: Event, on: Instant) -> Note | None:
    if rule is None:
        return Note(code="fee.no-transfer")
    days = days_before(event, on)
    if days >= rule.min_days:
        return None
    params: dict[str, str | int] = {"days": days, "last": rule.min_days, "event": event.name}
    return Note(code="fee.change-too-late", params=params)


def _no_transfer(reason: Note) -> TransferQuote:
    return TransferQuote(open=False, total_minor=None, reason=reason, explanation=reason)
