"""The sections of a rules document as domain values; what each key is called and means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.calendar_rules import EventRule
from trailsdesk.domain.chrono import Duration, Rounding
from trailsdesk.domain.rules import (
    OfficialTime,
    RuleSet,
    StartRule,
    TieRule,
    TimingRule,
)
from trailsdesk.formats.preset_awards import read_awards
from trailsdesk.formats.preset_calendar import read_calendar, read_lengths, read_race
from trailsdesk.formats.preset_categories import read_age_limits, read_categories
from trailsdesk.formats.preset_federation import read_federation
from trailsdesk.formats.preset_fees import read_fees, read_medals
from trailsdesk.formats.preset_finals import read_finals
from trailsdesk.formats.preset_points import read_points
from trailsdesk.formats.preset_qualification import read_qualification
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_standings import read_standings, read_teams

if TYPE_CHECKING:
    from trailsdesk.formats.preset_table import Table


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
        age_limits=read_age_limits(document, codes),
        fees=read_fees(fees, currency) if fees else None,
        medals=read_medals(medals, currency) if medals else None,
        start=_start(document.table("start")),
        timing=_timing(document.table("timing")),
        points=read_points(points) if points else None,
        standings=read_standings(standings) if standings else None,
        teams=read_teams(document.table("teams")),
        awards=read_awards(document.table("awards")),
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
