"""What an entry costs on a given day, with its lines, its reason and what to look at.

All days are the event's own local days. A closing time names its last minute: 23:59 stays open to
23:59:59.999. Amounts are minor units of the schedule's currency and rounded half up, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import age_of
from trailsdesk.domain.age_limits import adult_needed, entry_allowed
from trailsdesk.domain.chrono import (
    HOUR_MS,
    Duration,
    Instant,
    local_date,
    local_datetime,
    local_instant,
)
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.event import Event
from trailsdesk.domain.fee_lines import (
    Affiliation,
    FeeLine,
    Fitting,
    Wish,
    discount_lines,
    extra_lines,
    lines_in_words,
    medal_lines,
    plain_number,
    price_line,
    series_line,
)
from trailsdesk.domain.fee_rules import Fare, FeeSchedule, FeeTier, LateEntries
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note
from trailsdesk.domain.rules import RuleSet

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOON = Duration(12 * HOUR_MS)
_MINUTE = "%Y-%m-%d %H:%M"


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


def instant_of_day(day: date, zone: str) -> Instant:
    """The instant that stands for a day when a list gives no time: local noon.

    Every price limit runs by whole local days, so any hour of the day gives the same price; noon
    exists exactly once on every day, clock changes included.
    """
    return local_instant(day, _NOON, zone).instant_ms


def days_before(event: Event, on: Instant) -> int:
    """Whole calendar days from the local day of ``on`` to the event; 0 on the day itself."""
    return (event.date - local_date(on, event.zone)).days


def quote_fee(
    rules: RuleSet,
    event: Event,
    race_code: str,
    birth_date: date | None,
    on: Instant,
    *,
    series: bool = False,
    wish: Wish = Wish(),  # noqa: B008  an immutable value
    affiliation: Affiliation = Affiliation(),  # noqa: B008  an immutable value
) -> FeeQuote:
    """Quote one entry at one instant, with what is bought with it.

    The age group of the price list and the age limits go by the age on the event's day. Without a
    birth date the adult price stands, the age limits are not checked, and a note says both.

    Args:
        on: when the entry is or was made; ``instant_of_day`` for a date alone.
        series: part of entering all events at once; the discount is a line of its own.
        wish: extras and medal bought with it.
        affiliation: what discounts for clubs, nations and cities go by.

    Raises:
        Refused: ``fee.no-extra``, the rules sell no such thing.

    Source:
        preset ``fees``, ``age_limit`` and the events' ``entries_close``.
    """
    age = None if birth_date is None else age_of(birth_date, event.date, rules.categories)
    local = local_datetime(on, event.zone)
    asked = _Asked(rules, event, race_code, age, local, series, wish, affiliation)
    refused = _refusal(asked)
    if refused is not None:
        return _refused(asked, refused)
    schedule = rules.fees
    notes = (*_age_notes(asked), *_medal_notes(asked))
    if schedule is None or not (schedule.tiers or schedule.day_prices):
        return FeeQuote(
            currency=schedule.currency if schedule else "",
            total_minor=None,
            open=True,
            explanation=Note(code="fee.explain-no-price-list", params={"event": event.name}),
            notes=notes,
            event=event.code,
            race=race_code,
        )
    tier = _tier_on(asked, schedule)
    fare = _fare_for(schedule, age)
    price = None if tier is None or fare is None else tier.prices.get(race_code, {}).get(fare.id)
    if tier is None or fare is None or price is None:
        race = race_words(rules, event.code, race_code)
        words = {"event": event.name, "race": race, "day": local.date().isoformat()}
        return _refused(asked, Note(code="fee.no-price", params=words))
    if asked.is_late:
        notes += (_late_note(asked, schedule, tier),)
    lines = _lines(asked, schedule, price_line(tier, fare, price))
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a quote is asked for: race, age on the event's day, local time of the entry."""

    rules: RuleSet
    event: Event
    race_code: str
    age: int | None
    local: datetime
    series: bool
    wish: Wish
    affiliation: Affiliation

    @property
    def closing(self) -> datetime | None:
        rule = self.rules.event(self.event.code)
        return None if rule is None else rule.entries_close

    @property
    def is_late(self) -> bool:
        return _is_past(self.local, self.closing)


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
    more = lines[2:] if asked.series and schedule.series_entry is not None else lines[1:]
    if more:
        words["sum"] = lines_in_words(lines, currency)
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


def _late_note(asked: _Asked, schedule: FeeSchedule, tier: FeeTier) -> Note:
    of_the_day = schedule.late_entries is LateEntries.DAY_PRICE
    params: dict[str, str | int] = {"event": asked.event.name, "tier": tier.label}
    return Note(code="fee.day-entry" if of_the_day else "fee.late-entry", params=params)


def _medal_notes(asked: _Asked) -> tuple[Note, ...]:
    rule = asked.rules.medals
    if asked.wish.medal is MedalOrder.NONE or rule is None:
        return ()
    days = (asked.event.date - asked.local.date()).days
    params: dict[str, str | int] = {
        "event": asked.event.name, "days": days, "last": rule.closes_days_before,
    }  # fmt: skip
    notes = () if rule.orders_open(days) else (Note(code="fee.medal-closed", params=params),)
    posted = asked.wish.medal is MedalOrder.POST
    if rule.price_minor is None or (posted and rule.postage_minor is None):
        return (*notes, Note(code="fee.medal-no-price", params=params))
    return notes


def _tier_on(asked: _Asked, schedule: FeeSchedule) -> FeeTier | None:
    """The running price step; after the closing the last one, or the list of the day."""
    code, day = asked.event.code, asked.local.date()
    tiers = sorted((tier for tier in schedule.tiers if tier.event == code), key=lambda t: t.until)
    running = next((tier for tier in tiers if day <= tier.until), None)
    if schedule.late_entries is LateEntries.DAY_PRICE and (asked.is_late or running is None):
        listed = schedule.day_price(code)
        if listed is None:
            return None
        return FeeTier(
            id="day", label=listed.label, event=code, until=asked.event.date, prices=listed.prices
        )
    return tiers[-1] if running is None and asked.is_late and tiers else running


def _lines(asked: _Asked, schedule: FeeSchedule, price: FeeLine) -> tuple[FeeLine, ...]:
    lines = [price]
    if asked.series and schedule.series_entry is not None:
        lines.append(series_line(schedule.series_entry.percent_off, price.amount_minor))
    fitting = Fitting(
        age=asked.age,
        race_code=asked.race_code,
        day=asked.local.date(),
        series=asked.series,
        affiliation=asked.affiliation,
    )
    lines += discount_lines(schedule, sum(line.amount_minor for line in lines), fitting)
    lines += extra_lines(schedule, asked.wish.extras, asked.race_code)
    lines += medal_lines(asked.rules.medals, asked.wish.medal)
    return tuple(lines)


def _fare_for(schedule: FeeSchedule, age: int | None) -> Fare | None:
    if age is None:
        return max(schedule.fares, key=lambda fare: fare.from_age, default=None)
    for fare in schedule.fares:
        if fare.from_age <= age and (fare.to_age is None or age <= fare.to_age):
            return fare
    return None


def race_words(rules: RuleSet, event_code: str, race_code: str) -> str:
    """The label of a race; its code when the rules do not know it."""
    event = rules.event(event_code)
    races = event.races if event else ()
    return next((race.label for race in races if race.code == race_code), race_code)
