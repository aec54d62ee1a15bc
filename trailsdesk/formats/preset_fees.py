"""The sections ``fees`` and ``medals`` of a rules document as domain values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.fee_rules import (
    DayBand,
    DayPrice,
    Discount,
    DiscountCombination,
    Extra,
    Fare,
    FeeSchedule,
    FeeTier,
    LateEntries,
    MedalRefund,
    MedalRule,
    SeriesEntryRule,
    TransferRule,
)
from trailsdesk.domain.rule_source import Source
from trailsdesk.formats.preset_ages import AGE_MAX
from trailsdesk.formats.preset_source import read_source

if TYPE_CHECKING:
    from trailsdesk.formats.preset_table import Table

DAYS_MAX = 3660


def read_fees(table: Table, currency: str) -> FeeSchedule:
    """The price list, its discounts and extras, and what may be given back."""
    series = table.table("series_entry")
    refund = table.table("refund")
    credit = table.table("cancellation_credit")
    return FeeSchedule(
        currency=currency,
        fares=tuple(_fare(fare) for fare in table.tables("fares")),
        tiers=tuple(_tier(tier, currency) for tier in table.tables("tier")),
        day_prices=tuple(_day_price(price, currency) for price in table.tables("day_price")),
        series_entry=_series_entry(series) if series else None,
        discounts=tuple(_discount(each, currency) for each in table.tables("discount")),
        combine=table.choice("combine", DiscountCombination.BEST_ONLY),
        extras=tuple(_extra(each, currency) for each in table.tables("extra")),
        refunds=_day_bands(refund) if refund else (),
        cancellation_credit=_day_bands(credit) if credit else (),
        distance_transfer=_transfer(table.table("distance_transfer"), currency),
        other_change=_transfer(table.table("other_change"), currency),
        late_entries=table.choice("late_entries", LateEntries.REFUSED),
        source=read_source(table),
        refund_source=read_source(refund) if refund else Source(),
        cancellation_source=read_source(credit) if credit else Source(),
    )


def read_medals(table: Table, currency: str) -> MedalRule:
    """Finisher medals: closing, prices, what is given back, how many are made to spare."""
    spare, nothing = table.has("spare_percent"), Decimal(0)
    return MedalRule(
        closes_days_before=table.whole("closes_days_before", high=DAYS_MAX),
        price_minor=table.maybe_amount("price", currency),
        postage_minor=table.maybe_amount("postage", currency),
        refund=table.choice("refund", MedalRefund.NONE),
        spare_percent=table.percent("spare_percent")
        if spare
        else table.decimal("spare_percent", nothing),
        source=read_source(table),
    )


def _fare(table: Table) -> Fare:
    return Fare(
        id=table.code("id"),
        label=table.text("label"),
        from_age=table.whole("from", 0, high=AGE_MAX),
        to_age=table.maybe_whole("to", high=AGE_MAX),
    )


def _tier(table: Table, currency: str) -> FeeTier:
    return FeeTier(
        id=table.code("id"),
        label=table.text("label"),
        event=table.text("event"),
        until=table.day("until"),
        prices=_prices(table, currency),
    )


def _day_price(table: Table, currency: str) -> DayPrice:
    return DayPrice(
        label=table.text("label"),
        event=table.text("event", ""),
        prices=_prices(table, currency),
    )


def _prices(table: Table, currency: str) -> dict[str, dict[str, int]]:
    """Race code to fare id to amount."""
    prices: dict[str, dict[str, int]] = {}
    by_race = table.table("prices")
    if by_race is None:
        if not table.has("prices"):
            table.fault("preset.missing", "prices")
        return prices
    for race in by_race.names():
        by_fare = by_race.table(race)
        if by_fare is not None:
            prices[race] = {fare: by_fare.amount(fare, currency) for fare in by_fare.names()}
    return prices


def _series_entry(table: Table) -> SeriesEntryRule:
    return SeriesEntryRule(
        percent_off=table.percent("percent_off"),
        closes=table.maybe_minute("closes"),
        source=read_source(table),
    )


def _discount(table: Table, currency: str) -> Discount:
    by_percent = table.has("percent")
    if by_percent == table.has("amount"):
        table.fault("preset.discount", "percent")
    series = table.flag("series", default=False)
    return Discount(
        id=table.code("id"),
        label=table.text("label"),
        percent=table.percent("percent") if by_percent else table.maybe_decimal("percent"),
        amount_minor=table.maybe_amount("amount", currency),
        age_from=table.maybe_whole("age_from", high=AGE_MAX),
        age_below=table.maybe_whole("age_below", low=1, high=AGE_MAX),
        club_member=table.flag("club_member", default=False),
        clubs=table.texts("clubs"),
        nations=table.texts("nations"),
        cities=table.texts("cities"),
        races=table.texts("races"),
        series=series if table.has("series") else None,
        entered_before=table.maybe_day("entered_before"),
        source=read_source(table),
    )


def _extra(table: Table, currency: str) -> Extra:
    by_race = table.table("prices")
    return Extra(
        id=table.code("id"),
        label=table.text("label"),
        amount_minor=table.amount("amount", currency),
        prices={race: by_race.amount(race, currency) for race in by_race.names()}
        if by_race
        else {},
        refundable=table.flag("refundable", default=False),
        source=read_source(table),
    )


def _day_bands(table: Table) -> tuple[DayBand, ...]:
    return tuple(
        DayBand(min_days=band.whole("min_days", high=DAYS_MAX), percent=band.percent("percent"))
        for band in table.tables("bands", required=True)
    )


def _transfer(table: Table | None, currency: str) -> TransferRule | None:
    if table is None:
        return None
    return TransferRule(
        fee_minor=table.amount("fee", currency),
        min_days=table.whole("min_days", high=DAYS_MAX),
        source=read_source(table),
    )
