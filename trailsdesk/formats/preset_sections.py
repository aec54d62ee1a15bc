"""The sections of a rules document as domain values; what each key is called and means."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, Rounding
from trailsdesk.domain.people import Gender
from trailsdesk.domain.rules import (
    AgeLimit,
    AgeReference,
    AwardsRule,
    CategoryBand,
    CategoryOfRank,
    CategoryScheme,
    DayBand,
    EventRule,
    Fare,
    FeeSchedule,
    FeeTier,
    LateEntries,
    LeapDayRule,
    MedalRule,
    OfficialTime,
    PointsBand,
    PointsScheme,
    RaceRule,
    RankScope,
    RuleSet,
    SeriesEntryRule,
    Source,
    StandingsRule,
    StartRule,
    TieBreak,
    TieRule,
    TimingRule,
    TransferRule,
)

if TYPE_CHECKING:
    from trailsdesk.formats.preset_table import Table

AGE_MAX = 120
DAYS_MAX = 3660
RANK_MAX = 100_000
_GENDER_LABELS = {Gender.F: "women", Gender.M: "men", Gender.X: "non-binary"}


def read_rules(document: Table) -> RuleSet:
    """The whole document without its options; faults are noted in the table's list."""
    fees = document.table("fees")
    currency = fees.currency("currency") if fees else ""
    medals = document.table("medals")
    points = document.table("points")
    standings = document.table("standings")
    return RuleSet(
        id=document.code("id"),
        version=document.text("version"),
        name=document.text("name"),
        season=document.text("season"),
        events=tuple(_event(table) for table in document.tables("event", required=True)),
        categories=_categories(document),
        age_limits=tuple(_age_limit(table) for table in document.tables("age_limit")),
        fees=_fees(fees, currency) if fees else None,
        medals=_medals(medals, currency) if medals else None,
        start=_start(document.table("start")),
        timing=_timing(document.table("timing")),
        points=_points(points) if points else None,
        standings=_standings(standings) if standings else None,
        awards=_awards(document.table("awards")),
        source=read_source(document),
    )


def read_source(table: Table) -> Source:
    """Where a section comes from; an empty source when it does not say."""
    found = table.table("source")
    if found is None:
        return Source()
    return Source(
        title=found.text("title", ""),
        article=found.text("article", ""),
        url=found.text("url", ""),
        checked=found.maybe_day("checked"),
        says=found.text("says", ""),
        grade=found.text("grade", ""),
    )


def _event(table: Table) -> EventRule:
    return EventRule(
        code=table.code("code"),
        name=table.text("name"),
        venue=table.text("venue", ""),
        date=table.day("date"),
        zone=table.text("zone"),
        races=tuple(_race(race) for race in table.tables("races", required=True)),
        entries_close=table.maybe_minute("entries_close"),
        source=read_source(table),
    )


def _race(table: Table) -> RaceRule:
    return RaceRule(
        code=table.code("code"),
        label=table.text("label"),
        aliases=table.texts("aliases"),
        distance_m=table.maybe_metres("distance_m"),
        ascent_m=table.maybe_metres("ascent_m"),
    )


def _categories(document: Table) -> CategoryScheme:
    table = document.table("categories")
    if table is None:
        if not document.has("categories"):
            document.fault("preset.missing", "categories")
        return CategoryScheme(bands=())
    labels = {gender.value: words for gender, words in _GENDER_LABELS.items()}
    named = table.table("gender_labels")
    if named is not None:
        for gender in Gender:
            labels[gender.value] = named.text(gender.value, labels[gender.value])
    return CategoryScheme(
        bands=tuple(_band(band) for band in table.tables("bands", required=True)),
        by_gender=table.flag("by_gender", default=True),
        event_age=table.choice("event_age", AgeReference.RACE_DAY),
        series_age=table.choice("series_age", AgeReference.RACE_DAY),
        fixed_date=table.maybe_day("fixed_date"),
        leap_day=table.choice("leap_day", LeapDayRule.MARCH_1),
        gender_labels=labels,
        source=read_source(table),
    )


def _band(table: Table) -> CategoryBand:
    return CategoryBand(
        code=table.code("code"),
        label=table.text("label"),
        from_age=table.whole("from", high=AGE_MAX),
        to_age=table.maybe_whole("to", high=AGE_MAX),
    )


def _age_limit(table: Table) -> AgeLimit:
    return AgeLimit(
        from_age=table.whole("from", high=AGE_MAX),
        to_age=table.maybe_whole("to", high=AGE_MAX),
        races=table.codes("races"),
        needs_adult=table.flag("needs_adult", default=False),
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


def _points(table: Table) -> PointsScheme:
    return PointsScheme(
        bands=tuple(
            PointsBand(
                from_rank=band.whole("from", low=1, high=RANK_MAX),
                to_rank=band.maybe_whole("to", low=1, high=RANK_MAX),
                points=band.decimal("points"),
            )
            for band in table.tables("bands", required=True)
        ),
        scope=table.choice("scope", RankScope.CATEGORY),
        category_of_rank=table.choice("category_of_rank", CategoryOfRank.SERIES),
        unfinished_points=table.decimal("unfinished_points", Decimal(0)),
        source=read_source(table),
    )


def _standings(table: Table) -> StandingsRule:
    return StandingsRule(
        count_best=table.whole("count_best", low=1, high=1000),
        of=table.whole("of", low=1, high=1000),
        must_finish=table.whole("must_finish", 0, high=1000),
        tie_breaks=table.choices("tie_breaks", TieBreak),
        position_over_counted_only=table.flag("position_over_counted_only", default=False),
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
