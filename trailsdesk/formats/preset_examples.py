"""The worked examples of a preset: what goes in, what must come out, and what came out instead.

An ``.expect.toml`` holds lists of examples: ``category``, ``entry``, ``fee``, ``series_fee``,
``points``, ``standing``, ``tie``, ``refund``, ``credit``, ``transfer`` and ``change``. Every
example may name the ``options`` it is meant for and says its ``rule`` in words.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.domain.category import (
    adult_needed,
    age_of,
    age_reference_day,
    assign_category,
    entry_allowed,
)
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
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.domain.points import plain_points, points_for
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.series_ranking import Candidate, rank_standings
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


def _event(example: Table, rules: RuleSet) -> Event:
    code = example.text("event")
    rule = rules.event(code)
    if rule is None:
        example.fault("preset.unknown-event", "event", found=code)
        rule = rules.events[0]
    return Event(code=rule.code, name=rule.name, date=rule.date, zone=rule.zone)


def _instant(example: Table, zone: str) -> Instant:
    """The local time an example names; a date alone stands for noon."""
    value = example.day_or_time("on")
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, 12)  # noqa: DTZ001  zoned just below
    local = value.replace(tzinfo=ZoneInfo(zone))
    return Instant((local - _EPOCH) // timedelta(milliseconds=1))


def _category(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` a category code, or "none"; ``series`` asks for the season's category."""
    runner = Runner(
        family_name="Example",
        gender=example.choice("gender", Gender.X) if example.has("gender") else None,
        birth_date=example.maybe_day("born"),
    )
    scheme = rules.categories
    days = [event.date for event in rules.events]
    if example.flag("series", default=False):
        day = age_reference_day(scheme.series_age, max(days), days, scheme.fixed_date)
    else:
        event_day = _event(example, rules).date
        day = age_reference_day(scheme.event_age, event_day, days, scheme.fixed_date)
    found = assign_category(runner, day, scheme)
    wanted = example.text("expect")
    age = example.maybe_whole("age")
    code = found.code or _NONE
    return (wanted, code) if age is None else (f"{wanted}, {age}", f"{code}, {found.age}")


def _entry(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` "allowed", "with-adult" or "refused"."""
    event = _event(example, rules)
    age = age_of(example.day("born"), event.date, rules.categories)
    refused = entry_allowed(age, example.text("race"), rules)
    with_adult = adult_needed(age, rules) is not None
    found = _REFUSED if refused else "with-adult" if with_adult else "allowed"
    return example.text("expect"), found


def _fee(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` an amount, or "refused"."""
    event = _event(example, rules)
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


def _points(example: Table, rules: RuleSet) -> tuple[str, str]:
    rank = example.whole("rank", low=1)
    return example.text("expect"), _points_text(rank, rules) if rules.points else _NONE


def _standing(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Places at the events in order, 0 for not finished; ``expect`` the total."""
    ranks = _ranks(example)
    wanted = example.text("expect")
    is_eligible = example.flag("eligible", default=True)
    if rules.standings is None:
        return wanted, _NONE
    (placing,) = rank_standings([_candidate(1, "", ranks, rules)], rules.standings)
    finished = sum(rank is not None for rank in ranks)
    can_win = finished >= rules.standings.must_finish
    return (
        _eligible_text(wanted, is_eligible),
        _eligible_text(plain_points(placing.total), can_win),
    )


def _tie(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``runners`` with their places at the events; ``expect`` their series ranks in that order."""
    runners = example.tables("runners", required=True)
    candidates = [
        _candidate(number, runner.text("name"), _ranks(runner), rules)
        for number, runner in enumerate(runners)
    ]
    wanted = ", ".join(str(rank) for rank in example.wholes("expect"))
    if rules.standings is None:
        return wanted, _NONE
    ranks = {placing.id: placing.rank for placing in rank_standings(candidates, rules.standings)}
    return wanted, ", ".join(str(ranks[candidate.id]) for candidate in candidates)


def _refund(example: Table, rules: RuleSet) -> tuple[str, str]:
    found = refund_percent(rules, example.whole("days"))
    return example.text("expect"), plain_points(found)


def _credit(example: Table, rules: RuleSet) -> tuple[str, str]:
    found = cancellation_credit_percent(rules, example.whole("days"))
    return example.text("expect"), plain_points(found)


def _transfer(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Moving to ``race`` after having ``paid``; ``expect`` what is due, or "refused"."""
    event = _event(example, rules)
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
    event = _event(example, rules)
    currency = rules.fees.currency if rules.fees else "EUR"
    quote = change_quote(rules, event, _instant(example, event.zone))
    return example.text("expect"), _amount(quote.total_minor, currency)


def _amount(minor: int | None, currency: str) -> str:
    return _REFUSED if minor is None else format_minor(minor, currency)


def _eligible_text(total: str, is_eligible: bool) -> str:
    return f"{total}, {'eligible' if is_eligible else 'not eligible'}"


def _points_text(rank: int, rules: RuleSet) -> str:
    return _NONE if rules.points is None else plain_points(points_for(rank, rules.points))


def _ranks(table: Table) -> tuple[int | None, ...]:
    return tuple(rank or None for rank in table.wholes("ranks"))


def _candidate(number: int, name: str, ranks: tuple[int | None, ...], rules: RuleSet) -> Candidate:
    scheme = rules.points
    points = tuple(
        Decimal(0) if rank is None or scheme is None else points_for(rank, scheme)
        for rank in ranks
    )
    return Candidate(id=number, name=name, points=points, ranks=ranks)


_KINDS: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "category": _category,
    "entry": _entry,
    "fee": _fee,
    "series_fee": _series_fee,
    "points": _points,
    "standing": _standing,
    "tie": _tie,
    "refund": _refund,
    "credit": _credit,
    "transfer": _transfer,
    "change": _change,
}
