"""The price list and what may be given back, as values; amounts are minor units."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from trailsdesk.domain.rule_source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """An age group for the price list; age taken on the event's day."""

    id: str
    label: str
    from_age: int = 0
    to_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTier:
    """A window of the price list for one event: up to and including ``until``, a local day.

    ``prices`` maps race code to fare id to the amount in minor units.
    """

    id: str
    label: str
    event: str
    until: date
    prices: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPrice:
    """The price list after the closing and on the day; ``event`` empty holds for all others."""

    label: str
    prices: Mapping[str, Mapping[str, int]]
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEntryRule:
    """Entering all events at once: ``percent_off`` the price of the day, to ``closes`` (local)."""

    percent_off: Decimal
    closes: datetime | None
    source: Source = field(default_factory=Source)


class DiscountCombination(enum.StrEnum):
    """Several discounts fit: the best one alone, or each of the rest after the one before."""

    BEST_ONLY = "best-only"
    ALL_IN_ORDER = "all-in-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Something off the price of an entry for those whom all its conditions fit.

    Exactly one of ``percent`` and ``amount_minor`` is given. Ages are those on the event's day,
    ``age_below`` is not included. An empty list of clubs, nations, cities or races asks nothing;
    names are compared without case. ``club_member`` asks for any club. ``series`` True is for
    series entries only, False for single ones only. ``entered_before`` is not included, a local
    day of the event.
    """

    id: str
    label: str
    percent: Decimal | None = None
    amount_minor: int | None = None
    age_from: int | None = None
    age_below: int | None = None
    club_member: bool = False
    clubs: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    races: tuple[str, ...] = ()
    series: bool | None = None
    entered_before: date | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Something sold with an entry (a shirt, a bus seat).

    ``prices`` holds the races that pay another amount. ``refundable`` says whether the share by
    days before the event holds for it too.
    """

    id: str
    label: str
    amount_minor: int
    prices: Mapping[str, int] = field(default_factory=dict)
    refundable: bool = False
    source: Source = field(default_factory=Source)

    def price_of(self, race_code: str) -> int:
        """What it costs with an entry in that race."""
        return self.prices.get(race_code, self.amount_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBand:
    """A share by days before the event, from ``min_days`` (included) up to the next band."""

    min_days: int
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRule:
    """A change of an entry: its fee and how many days before the event it must be made."""

    fee_minor: int
    min_days: int
    source: Source = field(default_factory=Source)


class LateEntries(enum.StrEnum):
    """An entry after the closing: refused, at the last published price, or by its own list."""

    REFUSED = "refused"
    LAST_PRICE = "last-price"
    DAY_PRICE = "day-price"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSchedule:
    """The price list and what may be given back.

    ``refunds`` and ``cancellation_credit`` are shares of what was paid for the entry itself; an
    extra follows ``refunds`` where it says so, a medal where its own rule does.
    """

    currency: str
    fares: tuple[Fare, ...] = ()
    tiers: tuple[FeeTier, ...] = ()
    day_prices: tuple[DayPrice, ...] = ()
    series_entry: SeriesEntryRule | None = None
    discounts: tuple[Discount, ...] = ()
    combine: DiscountCombination = DiscountCombination.BEST_ONLY
    extras: tuple[Extra, ...] = ()
    refunds: tuple[DayBand, ...] = ()
    cancellation_credit: tuple[DayBand, ...] = ()
    distance_transfer: TransferRule | None = None
    other_change: TransferRule | None = None
    late_entries: LateEntries = LateEntries.REFUSED
    source: Source = field(default_factory=Source)
    refund_source: Source = field(default_factory=Source)
    cancellation_source: Source = field(default_factory=Source)

    def extra_of(self, code: str) -> Extra | None:
        """The extra of that id, or None."""
        return next((extra for extra in self.extras if extra.id == code), None)

    def day_price(self, event_code: str) -> DayPrice | None:
        """The list after the closing: the event's own, else the one for all others."""
        own = (price for price in self.day_prices if price.event == event_code)
        others = (price for price in self.day_prices if not price.event)
        return next(own, None) or next(others, None)


class MedalRefund(enum.StrEnum):
    """A medal given up while orders are open: by the shares of the entry, or not at all."""

    AS_ENTRY = "as-entry"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalRule:
    """Finisher medals: orders close ``closes_days_before``; prices None where not published.

    The day named is the last one. ``spare_percent`` is how many more than ordered are made.
    """

    closes_days_before: int
    price_minor: int | None = None
    postage_minor: int | None = None
    refund: MedalRefund = MedalRefund.NONE
    spare_percent: Decimal = Decimal(0)
    source: Source = field(default_factory=Source)

    def orders_open(self, days: int) -> bool:
        """Whether a medal may be ordered, or given up, so many whole days before the event."""
        return days >= self.closes_days_before
