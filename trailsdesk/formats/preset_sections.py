"""The sections of a rules document as domain values; what each key is called and means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.calendar_rules import EventRule
from trailsdesk.domain.chrono import Duration, Rounding
from trailsdesk.domain.rule_source import Source
from trailsdesk.domain.rules import (
    AwardsRule,
    DayBand,
    Fare,
    FeeSchedule,
    FeeTier,
    LateEntries,
    MedalRule,
    OfficialTime,
    RuleSet,
    SeriesEntryRule,
    StartRule,
    TieRule,
    TimingRule,
    TransferRule,
)
from trailsdesk.formats.preset_ages import AGE_MAX
from trailsdesk.formats.preset_calendar import read_calendar, read_lengths, read_race
from trailsdesk.formats.preset_categories import read_age_limits, read_categories
from trailsdesk.formats.preset_federation import read_federation
from trailsdesk.formats.preset_finals import read_finals
from trailsdesk.formats.preset_points import read_points
from trailsdesk.formats.preset_qualification import read_qualification
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_standings import read_standings, read_teams

if TYPE_CHECKING:
    from trailsdesk.formats.preset_table import Table

DAYS_MAX = 3660


def read_rules(document: Table) -> RuleSet:
    """The whole document without its options; faults are noted in the table's list."""
    fees = document.table("fees")
    currency = fees.currency("currency") if fees else ""
    medals = document.table("medals")
    points = document.table("points")
    standings = document.table("standings")
    events = tuple(_event(table) for table in document.tables("event", required=True))
    calendar = read_calendar(document)
    codes = [event.code for event in events]
    codes += [event.code for event in calendar.events] if calendar else []
    return RuleSet(
        id=document.code("id"),
        version=document.text("version"),
        name=document.text("name"),
        season=document.text("season"),
        events=events,
        categories=read_categories(document),
        age_limits=read_age_limits(document),
        fees=_fees(fees, currency) if fees else None,
        medals=_medals(medals, currency) if medals else None,
        start=_start(document.table("start")),
        timing=_timing(document.table("timing")),
        points=read_points(points) if points else None,
        standings=read_standings(standings) if standings else None,
        teams=read_teams(document.table("teams")),
        awards=_awards(document.table("awards")),
        qualification=read_qualification(document, codes),
        calendar=calendar,
        lengths=read_lengths(document),
        finals=read_finals(document),
        federation=read_federation(document),
        source=read_source(document),
    )


def _event(table: Table) -> EventRule:
    return EventRule(
        code=table.code("code"),
        name=table.text("name"),
        venue=table.text("venue", ""),
        country=table.text("country", ""),
        date=table.day("date"),
        zone=table.text("zone"),
        races=tuple(read_race(race) for race in table.tables("races", required=True)),
        entries_close=table.maybe_minute("entries_close"),
        tier=table.text("tier", ""),
        host=table.text("host", ""),
        source=read_source(table),
    )


def _fees(table: Table, currency: str) -> FeeSchedule:
    series = table.table("series_entry")
    refund = table.table("refund")
    credit = table.table("cancellation_credit")
    return FeeSchedule(
        currency=currency,
        fares=tuple(_fare(fare) for fare in table.tables("fares")),
        tiers=tuple(_tier(tier, currency) for tier in table.tables("tier")),
        series_entry=_series_entry(series) if series else None,
        refunds=_day_bands(refund) if refund else (),
        cancellation_credit=_day_bands(credit) if credit else (),
        distance_transfer=_transfer(table.table("distance_transfer"), currency),
        other_change=_transfer(table.table("other_change"), currency),
        late_entries=table.choice("late_entries", LateEntries.REFUSED),
        source=read_source(table),
        refund_source=read_source(refund) if refund else Source(),
        cancellation_source=read_source(credit) if credit else Source(),
    )


def _fare(table: Table) -> Fare:
    return Fare(
        id=table.code("id"),
        label=table.text("label"),
        from_age=table.whole("from", 0, high=AGE_MAX),
        to_age=table.maybe_whole("to", high=AGE_MAX),
    )


def _tier(table: Table, currency: str) -> FeeTier:
    prices: dict[str, dict[str, int]] = {}
    by_race = table.table("prices")
    if by_race is None:
        if not table.has("prices"):
            table.fault("preset.missing", "prices")
    else:
        for race in by_race.names():
            by_fare = by_race.table(race)
            if by_fare is not None:
                prices[race] = {fare: by_fare.amount(fare, currency) for fare in by_fare.names()}
    return FeeTier(
        id=table.code("id"),
        label=table.text("label"),
        event=table.text("event"),
        until=table.day("until"),
        prices=prices,
    )


def _series_entry(table: Table) -> SeriesEntryRule:
    return SeriesEntryRule(
        percent_off=table.percent("percent_off"),
        closes=table.maybe_minute("closes"),
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


def _medals(table: Table, currency: str) -> MedalRule:
    return MedalRule(
        closes_days_before=table.whole("closes_days_before", high=DAYS_MAX),
        price_minor=table.maybe_amount("price", currency),
        postage_minor=table.maybe_amount("postage", currency),
        source=read_source(table),
    )


def _start(table: Table | None) -> StartRule:
    if table is None:
        return StartRule()
    return StartRule(gear_check=table.flag("gear_check", default=False), source=read_source(table))


def _timing(table: Table | None) -> TimingRule:
    if table is None:
        return TimingRule()
    standard = TimingRule()
    return TimingRule(
        official_time=table.choice("official_time", OfficialTime.GUN),
        rounding=table.choice("rounding", Rounding.CHOP),
        unit_ms=Duration(table.whole("unit_ms", standard.unit_ms, low=1, high=60_000)),
        duplicate_gap_ms=Duration(
            table.whole("duplicate_gap_ms", standard.duplicate_gap_ms, high=86_400_000)
        ),
        tie=table.choice("tie", TieRule.SAME_RANK_SKIP),
        source=read_source(table),
    )


def _awards(table: Table | None) -> AwardsRule:
    if table is None:
        return AwardsRule()
    standard = AwardsRule()
    return AwardsRule(
        category_depth=table.whole("category_depth", standard.category_depth, high=1000),
        overall_depth=table.whole("overall_depth", standard.overall_depth, high=1000),
        series_depth=table.whole("series_depth", standard.series_depth, high=1000),
        source=read_source(table),
    )
