"""The worked examples of a preset: what goes in, what must come out, and what came out instead.

An ``.expect.toml`` holds lists of examples: ``category``, ``entry``, ``age``, ``fee``,
``series_fee``, ``points``, ``standing``, ``tie``, ``refund``, ``credit``, ``transfer`` and
``change``. Every example may name the ``options`` it is meant for and says its ``rule`` in words.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import Event
from trailsdesk.domain.fees import (
    cancellation_credit_percent,
    change_quote,
    quote_fee,
    quote_series,
    refund_percent,
    transfer_quote,
)
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.example_categories import CATEGORY_EXAMPLES
from trailsdesk.formats.example_event import example_event
from trailsdesk.formats.example_federation import FEDERATION_EXAMPLES
from trailsdesk.formats.example_points import POINT_EXAMPLES
from trailsdesk.formats.example_qualification import QUALIFICATION_EXAMPLES
from trailsdesk.formats.example_scores import SCORE_EXAMPLES
from trailsdesk.formats.preset_table import Faults, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.rules import RuleSet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REFUSED = "refused"
_NONE = "none"


def failed_examples(
    document: Mapping[str, object],
    rules_for: Callable[[Mapping[str, str]], RuleSet],
    faults: Faults,
) -> list[Problem]:
    """Run all examples; one ``preset.example-failed`` for each that comes out otherwise.

    Args:
        rules_for: gives the rules under the answers an example names.
        faults: takes what is wrong with the examples themselves.
    """
    table = Table(document, "", faults)
    table.code("preset")
    known: dict[tuple[tuple[str, str], ...], RuleSet] = {}
    failed: list[Problem] = []
    for kind, outcome in _KINDS.items():
        for example in table.tables(kind):
            rule = example.text("rule")
            options = _options(example)
            key = tuple(sorted(options.items()))
            if key not in known:
                known[key] = rules_for(options)
            before = len(faults)
            wanted, found = outcome(example, known[key])
            if len(faults) == before and wanted != found:
                params = {"path": example.path, "rule": rule, "expected": wanted, "found": found}
                failed.append(
                    Problem(severity=Severity.ERROR, code="preset.example-failed", params=params)
                )
    table.close()
    return failed


def _options(example: Table) -> dict[str, str]:
    table = example.table("options")
    return {name: table.text(name) for name in table.names()} if table else {}


def _instant(example: Table, zone: str) -> Instant:
    """The local time an example names; a date alone stands for noon."""
    value = example.day_or_time("on")
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, 12)  # noqa: DTZ001  zoned just below
    local = value.replace(tzinfo=ZoneInfo(zone))
    return Instant((local - _EPOCH) // timedelta(milliseconds=1))


def _fee(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` an amount, or "refused"."""
    event = example_event(example, rules)
    quote = quote_fee(
        rules,
        event,
        example.text("race"),
        example.maybe_day("born"),
        _instant(example, event.zone),
        series=example.flag("series", default=False),
    )
    return example.text("expect"), _amount(quote.total_minor, quote.currency)


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
    found = refund_percent(rules, example.whole("days"))
    return example.text("expect"), plain_points(found)


def _credit(example: Table, rules: RuleSet) -> tuple[str, str]:
    found = cancellation_credit_percent(rules, example.whole("days"))
    return example.text("expect"), plain_points(found)


def _transfer(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Moving to ``race`` after having ``paid``; ``expect`` what is due, or "refused"."""
    event = example_event(example, rules)
    currency = rules.fees.currency if rules.fees else "EUR"
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
    event = example_event(example, rules)
    currency = rules.fees.currency if rules.fees else "EUR"
    quote = change_quote(rules, event, _instant(example, event.zone))
    return example.text("expect"), _amount(quote.total_minor, currency)


def _amount(minor: int | None, currency: str) -> str:
    return _REFUSED if minor is None else format_minor(minor, currency)


_KINDS: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    **CATEGORY_EXAMPLES,
    **QUALIFICATION_EXAMPLES,
    **SCORE_EXAMPLES,
    **FEDERATION_EXAMPLES,
    **POINT_EXAMPLES,
    "fee": _fee,
    "series_fee": _series_fee,
    "refund": _refund,
    "credit": _credit,
    "transfer": _transfer,
    "change": _change,
}
