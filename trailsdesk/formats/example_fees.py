"""Worked examples of prices, refunds, credits and changes of an entry.

Amounts and shares are written as text; "refused" stands for what the rules do not allow. A date
alone stands for noon.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.change_quotes import credit_quote, medal_refund_quote, refund_quote
from trailsdesk.domain.chrono import Duration, Instant, local_instant
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.event import Event
from trailsdesk.domain.fees import (
    Affiliation,
    Wish,
    cancellation_credit_percent,
    change_quote,
    instant_of_day,
    quote_fee,
    quote_series,
    refund_percent,
    transfer_quote,
)
from trailsdesk.domain.ledger import LineItem
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.example_event import example_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.ledger import ItemKey
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_REFUSED = "refused"


def _instant(example: Table, zone: str) -> Instant:
    """The local time an example names; a date alone stands for noon."""
    value = example.day_or_time("on")
    if not isinstance(value, datetime):
        return instant_of_day(value, zone)
    since_midnight = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    time_of_day_ms = Duration(since_midnight // timedelta(milliseconds=1))
    return local_instant(value.date(), time_of_day_ms, zone).instant_ms


def _fee(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` an amount, or "refused"; for a member of a ``club``, from a ``nation``, ``city``.

    ``extras`` names what is bought with it.
    """
    event = example_event(example, rules)
    race, born = example.text("race"), example.maybe_day("born")
    on, series = _instant(example, event.zone), example.flag("series", default=False)
    wish = Wish(extras=example.texts("extras"), medal=example.choice("medal", MedalOrder.NONE))
    affiliation = Affiliation(
        club=example.text("club", ""),
        nation=example.text("nation", ""),
        city=example.text("city", ""),
    )
    total: int | None
    try:
        total = quote_fee(
            rules, event, race, born, on, series=series, wish=wish, affiliation=affiliation
        ).total_minor
    except Refused:
        total = None
    return example.text("expect"), _amount(total, _currency(rules))


def _series_fee(example: Table, rules: RuleSet) -> tuple[str, str]:
    """All events at once; ``expect`` an amount, or "refused"."""
    events = [
        Event(code=rule.code, name=rule.name, date=rule.date, zone=rule.zone)
        for rule in rules.events
    ]
    on = _instant(example, events[0].zone)
    born: date | None = example.maybe_day("born")
    quote = quote_series(rules, events, example.text("race"), born, on)
    return example.text("expect"), _amount(quote.total_minor, quote.currency)


def _refund(example: Table, rules: RuleSet) -> tuple[str, str]:
    """The share ``days`` before the event."""
    found = refund_percent(rules, example.whole("days"))
    return example.text("expect"), plain_points(found)


def _refund_of(example: Table, rules: RuleSet) -> tuple[str, str]:
    """What comes back of what was ``paid`` for the entry and for the ``medal``, on a day."""
    event = example_event(example, rules)
    quote = refund_quote(rules, event, _paid(example, rules), _instant(example, event.zone))
    return example.text("expect"), format_minor(quote.amount_minor, _currency(rules))


def _medal_refund(example: Table, rules: RuleSet) -> tuple[str, str]:
    """What comes back of what was paid for the ``medal`` when it alone is given up."""
    event = example_event(example, rules)
    quote = medal_refund_quote(rules, event, _paid(example, rules), _instant(example, event.zone))
    return example.text("expect"), format_minor(quote.amount_minor, _currency(rules))


def _credit(example: Table, rules: RuleSet) -> tuple[str, str]:
    """The share when an event is called off ``days`` before it."""
    found = cancellation_credit_percent(rules, example.whole("days"))
    return example.text("expect"), plain_points(found)


def _credit_of(example: Table, rules: RuleSet) -> tuple[str, str]:
    """The credit for what was ``paid`` when the event is called off on a day."""
    event = example_event(example, rules)
    quote = credit_quote(rules, event, _paid(example, rules), _instant(example, event.zone))
    return example.text("expect"), format_minor(quote.amount_minor, _currency(rules))


def _transfer(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Moving to ``race`` after having ``paid``; ``expect`` what is due, or "refused"."""
    event = example_event(example, rules)
    currency = _currency(rules)
    quote = transfer_quote(
        rules,
        event,
        example.text("race"),
        example.maybe_day("born"),
        example.amount("paid", currency),
        _instant(example, event.zone),
    )
    return example.text("expect"), _amount(quote.total_minor, currency)


def _change(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Any other change; ``expect`` its fee, or "refused"."""
    event = example_event(example, rules)
    quote = change_quote(rules, event, _instant(example, event.zone))
    return example.text("expect"), _amount(quote.total_minor, _currency(rules))


def _paid(example: Table, rules: RuleSet) -> dict[ItemKey, int]:
    currency = _currency(rules)
    found: dict[ItemKey, int] = {}
    for name, item in (("paid", LineItem.ENTRY), ("medal", LineItem.MEDAL)):
        minor = example.maybe_amount(name, currency)
        if minor:
            found[(item, "")] = minor
    return found


def _currency(rules: RuleSet) -> str:
    return rules.fees.currency if rules.fees else "EUR"


def _amount(minor: int | None, currency: str) -> str:
    return _REFUSED if minor is None else format_minor(minor, currency)


FEE_EXAMPLES: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "fee": _fee,
    "series_fee": _series_fee,
    "refund": _refund,
    "refund_of": _refund_of,
    "medal_refund": _medal_refund,
    "credit": _credit,
    "credit_of": _credit_of,
    "transfer": _transfer,
    "change": _change,
}
