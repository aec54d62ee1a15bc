"""What an entry costs on a given day, with its lines, its reason and what to look at.

All days are the event's own local days. A closing time names its last minute: 23:59 stays open to
23:59:59.999. Amounts are minor units of the schedule's currency and rounded half up, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.domain.age_days import age_of, ages_text
from trailsdesk.domain.age_limits import adult_needed, entry_allowed
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import Event
from trailsdesk.domain.money import format_minor, percent_of
from trailsdesk.domain.problems import Note
from trailsdesk.domain.rules import (
    Fare,
    FeeSchedule,
    FeeTier,
    LateEntries,
    RuleSet,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = Decimal(0)
_MINUTE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One line of a quote: its words, its amount (a discount is negative) and its rule."""

    label: Note
    amount_minor: int
    rule: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeQuote:
    """What one entry costs.

    ``open`` False means the entry may not be made; ``reason`` says why, ``lines`` is empty and
    ``total_minor`` None. A season without a price list gives an open quote without a total.
    ``tier`` and ``fare`` are ids of the price list. ``notes`` are things a person has to see to:
    no birth date, a supervising adult, a late entry.
    """

    currency: str
    total_minor: int | None
    open: bool
    reason: Note | None = None
    lines: tuple[FeeLine, ...] = ()
    explanation: Note
    notes: tuple[Note, ...] = ()
    tier: str = ""
    fare: str = ""
    event: str = ""
    race: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesQuote:
    """What all events of the season cost together; ``total_minor`` is the sum of the quotes.

    One refused event refuses the whole; ``reason`` is the first refusal.
    """

    currency: str
    total_minor: int | None
    open: bool
    reason: Note | None = None
    quotes: tuple[FeeQuote, ...] = ()
    explanation: Note


def local_day(instant: Instant, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return _local(instant, zone).date()


def instant_of_day(day: date, zone: str) -> Instant:
    """The instant that stands for a day when a list gives no time: local noon.

    Every price limit runs by whole local days, so any hour of the day gives the same price; noon
    exists exactly once on every day, clock changes included.
    """
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone))
    return Instant((noon - _EPOCH) // timedelta(milliseconds=1))


def days_before(event: Event, on: Instant) -> int:
    """Whole calendar days from the local day of ``on`` to the event; 0 on the day itself."""
    return (event.date - local_day(on, event.zone)).days


def quote_fee(
    rules: RuleSet,
    event: Event,
    race_code: str,
    birth_date: date | None,
    on: Instant,
    *,
    series: bool = False,
) -> FeeQuote:
    """Quote one entry at one instant.

    The age group of the price list and the age limits go by the age on the event's day. Without a
    birth date the adult price stands, the age limits are not checked, and a note says both.

    Args:
        on: when the entry is or was made; ``instant_of_day`` for a date alone.
        series: part of entering all events at once; the discount is a line of its own.

    Source:
        preset ``fees``, ``age_limit`` and the events' ``entries_close``.
    """
    age = None if birth_date is None else age_of(birth_date, event.date, rules.categories)
    local = _local(on, event.zone)
    asked = _Asked(rules, event, race_code, age, local, series)
    refused = _refusal(asked)
    if refused is not None:
        return _refused(asked, refused)
    schedule = rules.fees
    notes = _age_notes(asked)
    if schedule is None or not schedule.tiers:
        return FeeQuote(
            currency=schedule.currency if schedule else "",
            total_minor=None,
            open=True,
            explanation=Note(code="fee.explain-no-price-list", params={"event": event.name}),
            notes=notes,
            event=event.code,
            race=race_code,
        )
    tier = _tier_on(schedule, event.code, local.date(), take_last=asked.is_late)
    fare = _fare_for(schedule, age)
    price = None if tier is None or fare is None else tier.prices.get(race_code, {}).get(fare.id)
    if tier is None or fare is None or price is None:
        race = race_words(rules, event.code, race_code)
        words = {"event": event.name, "race": race, "day": local.date().isoformat()}
        return _refused(asked, Note(code="fee.no-price", params=words))
    if asked.is_late:
        notes += (Note(code="fee.late-entry", params={"event": event.name, "tier": tier.label}),)
    lines = _lines(schedule, tier, fare, price, series=series)
    return FeeQuote(
        currency=schedule.currency,
        total_minor=sum(line.amount_minor for line in lines),
        open=True,
        lines=lines,
        explanation=_explained(asked, schedule, tier, fare, lines),
        notes=notes,
        tier=tier.id,
        fare=fare.id,
        event=event.code,
        race=race_code,
    )


def quote_series(
    rules: RuleSet,
    events: Sequence[Event],
    race_codes: str | Mapping[str, str],
    birth_date: date | None,
    on: Instant,
) -> SeriesQuote:
    """Quote entering all ``events`` at once.

    Args:
        race_codes: one race code for all events, or event code to race code.
    """
    quotes = tuple(
        quote_fee(
            rules,
            event,
            race_codes if isinstance(race_codes, str) else race_codes[event.code],
            birth_date,
            on,
            series=True,
        )
        for event in events
    )
    currency = rules.fees.currency if rules.fees else ""
    refused = next((quote for quote in quotes if not quote.open), None)
    if refused is not None:
        return SeriesQuote(
            currency=currency,
            total_minor=None,
            open=False,
            reason=refused.reason,
            quotes=quotes,
            explanation=refused.explanation,
        )
    amounts = [quote.total_minor for quote in quotes if quote.total_minor is not None]
    if len(amounts) < len(quotes) or not amounts:
        note = Note(code="fee.explain-no-price-list", params={"event": rules.name})
        return SeriesQuote(
            currency=currency, total_minor=None, open=True, quotes=quotes, explanation=note
        )
    total = sum(amounts)
    params: dict[str, str | int] = {
        "total": format_minor(total, currency),
        "currency": currency,
        "count": len(quotes),
        "sum": " + ".join(format_minor(amount, currency) for amount in amounts),
    }
    return SeriesQuote(
        currency=currency,
        total_minor=total,
        open=True,
        quotes=quotes,
        explanation=Note(code="fee.explain-series-sum", params=params),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a quote is asked for: race, age on the event's day, local time of the entry."""

    rules: RuleSet
    event: Event
    race_code: str
    age: int | None
    local: datetime
    series: bool

    @property
    def closing(self) -> datetime | None:
        rule = self.rules.event(self.event.code)
        return None if rule is None else rule.entries_close

    @property
    def is_late(self) -> bool:
        return _is_past(self.local, self.closing)


def _local(instant: Instant, zone: str) -> datetime:
    return (_EPOCH + timedelta(milliseconds=instant)).astimezone(ZoneInfo(zone))


def _is_past(local: datetime, closing: datetime | None) -> bool:
    """True from the minute after the closing minute on; both are wall-clock times of one zone."""
    if closing is None:
        return False
    return local.replace(tzinfo=None) >= closing + timedelta(minutes=1)


def _refusal(asked: _Asked) -> Note | None:
    """Why the entry may not be made at all, before any price is looked up."""
    if asked.age is not None:
        refused = entry_allowed(asked.age, asked.race_code, asked.event.code, asked.rules)
        if refused is not None:
            return refused
    schedule = asked.rules.fees
    if asked.is_late and (schedule is None or schedule.late_entries is LateEntries.REFUSED):
        return _closed_note(asked)
    if asked.series and schedule is not None and schedule.tiers:
        return _series_refusal(schedule, asked.local)
    return None


def _age_notes(asked: _Asked) -> tuple[Note, ...]:
    rules = asked.rules
    if asked.age is None:
        asks = bool(rules.age_limits) or (rules.fees is not None and len(rules.fees.fares) > 1)
        name = asked.event.name
        return (Note(code="fee.no-birth-date", params={"event": name}),) if asks else ()
    adult = adult_needed(asked.age, asked.event.code, rules)
    return () if adult is None else (adult,)


def _refused(asked: _Asked, reason: Note) -> FeeQuote:
    return FeeQuote(
        currency=asked.rules.fees.currency if asked.rules.fees else "",
        total_minor=None,
        open=False,
        reason=reason,
        explanation=reason,
        event=asked.event.code,
        race=asked.race_code,
    )


def _explained(
    asked: _Asked, schedule: FeeSchedule, tier: FeeTier, fare: Fare, lines: Sequence[FeeLine]
) -> Note:
    currency = schedule.currency
    code = "fee.explain-no-age" if asked.age is None else "fee.explain"
    words: dict[str, str | int] = {
        "total": format_minor(sum(line.amount_minor for line in lines), currency),
        "currency": currency,
        "event": asked.event.name,
        "race": race_words(asked.rules, asked.event.code, asked.race_code),
        "tier": tier.label,
        "until": tier.until.isoformat(),
        "fare": fare.label,
        "entered": asked.local.date().isoformat(),
        "price": format_minor(lines[0].amount_minor, currency),
    }
    if asked.age is not None:
        words |= {"age": asked.age, "day": asked.event.date.isoformat()}
    if asked.series and schedule.series_entry is not None:
        code += "-series"
        words["percent"] = plain_number(schedule.series_entry.percent_off)
    return Note(code=code, params=words)


def _closed_note(asked: _Asked) -> Note:
    closing = asked.closing
    params: dict[str, str | int] = {
        "event": asked.event.name,
        "closed": closing.strftime(_MINUTE) if closing else "",
        "entered": asked.local.strftime(_MINUTE),
    }
    return Note(code="fee.closed", params=params)


def _series_refusal(schedule: FeeSchedule, local: datetime) -> Note | None:
    rule = schedule.series_entry
    if rule is None:
        return Note(code="fee.no-series-entry")
    if not _is_past(local, rule.closes):
        return None
    params: dict[str, str | int] = {
        "closed": rule.closes.strftime(_MINUTE) if rule.closes else "",
        "entered": local.strftime(_MINUTE),
    }
    return Note(code="fee.series-closed", params=params)


def _tier_on(
    schedule: FeeSchedule, event_code: str, day: date, *, take_last: bool
) -> FeeTier | None:
    tiers = sorted(
        (tier for tier in schedule.tiers if tier.event == event_code), key=lambda t: t.until
    )
    running = next((tier for tier in tiers if day <= tier.until), None)
    return tiers[-1] if running is None and take_last and tiers else running


def _fare_for(schedule: FeeSchedule, age: int | None) -> Fare | None:
    if age is None:
        return max(schedule.fares, key=lambda fare: fare.from_age, default=None)
    for fare in schedule.fares:
        if fare.from_age <= age and (fare.to_age is None or age <= fare.to_age):
            return fare
    return None


def _lines(
    schedule: FeeSchedule, tier: FeeTier, fare: Fare, price: int, *, series: bool
) -> tuple[FeeLine, ...]:
    words: dict[str, str | int] = {
        "tier": tier.label,
        "until": tier.until.isoformat(),
        "fare": fare.label,
        "ages": ages_text(fare.from_age, fare.to_age),
    }
    line = FeeLine(
        label=Note(code="fee.line-price", params=words),
        amount_minor=price,
        rule=Note(code="fee.rule-price", params=words),
    )
    if not series or schedule.series_entry is None:
        return (line,)
    percent = schedule.series_entry.percent_off
    off: dict[str, str | int] = {"percent": plain_number(percent)}
    discount = FeeLine(
        label=Note(code="fee.line-series", params=off),
        amount_minor=-percent_of(price, percent),
        rule=Note(code="fee.rule-series", params=off),
    )
    return (line, discount)


def race_words(rules: RuleSet, event_code: str, race_code: str) -> str:
    """The label of a race; its code when the rules do not know it."""
    event = rules.event(event_code)
    races = event.races if event else ()
    return next((race.label for race in races if race.code == race_code), race_code)


def plain_number(number: Decimal) -> str:
    """A number as people write it: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
