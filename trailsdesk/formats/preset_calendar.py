"""Events and races of a rules document, its calendar, and how long its races are."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trailsdesk.domain.calendar_rules import Calendar, CalendarEvent, LengthRule, RaceRule
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_Keyed = TypeVar("_Keyed", RaceRule, CalendarEvent)


def read_calendar(document: Table) -> Calendar | None:
    """``[calendar]`` with its races and events; None when the document has none."""
    table = document.table("calendar")
    if table is None:
        return None
    return Calendar(
        edition=table.text("edition"),
        races=tuple(read_race(race) for race in table.tables("races", required=True)),
        events=tuple(_calendar_event(event) for event in table.tables("events", required=True)),
        source=read_source(table),
    )


def read_race(table: Table) -> RaceRule:
    """A race of an event, or one that may be held at the events of a calendar."""
    return RaceRule(
        code=table.code("code"),
        label=table.text("label"),
        aliases=table.texts("aliases"),
        distance_m=table.maybe_metres("distance_m"),
        ascent_m=table.maybe_metres("ascent_m"),
    )


def _calendar_event(table: Table) -> CalendarEvent:
    return CalendarEvent(
        code=table.code("code"),
        name=table.text("name"),
        venue=table.text("venue", ""),
        country=table.text("country", ""),
        date=table.day("date"),
        zone=table.text("zone"),
        races=table.codes("races"),
        tier=table.text("tier", ""),
        confirmed=table.flag("confirmed", default=True),
    )


def read_lengths(document: Table) -> tuple[LengthRule, ...]:
    """``[length.<race code>]`` from and to which distance a race is one."""
    table = document.table("length")
    if table is None:
        return ()
    rules = []
    for race in table.names():
        one = table.table(race)
        if one is not None:
            low, high = one.maybe_metres("from_m"), one.maybe_metres("to_m")
            for key, found in {"from_m": low, "to_m": high}.items():
                if found is None and not one.has(key):
                    one.fault("preset.missing", key)
            rules.append(
                LengthRule(race=race, from_m=low or 0, to_m=high or 0, source=read_source(one))
            )
    return tuple(rules)


def check_calendar(rules: RuleSet, faults: Faults) -> None:
    """Codes once each, races that are described, zones that exist, lengths that can be."""
    _check_lengths(rules, faults)
    calendar = rules.calendar
    if calendar is None:
        return
    _check_once(calendar.races, "calendar.races", faults)
    _check_once(calendar.events, "calendar.events", faults)
    own = {event.code for event in rules.events}
    known = {race.code for race in calendar.races}
    for index, event in enumerate(calendar.events):
        path = f"calendar.events[{index}]"
        if event.code in own:
            fault(faults, "preset.twice", f"{path}.code", found=event.code)
        for race in event.races:
            if race not in known:
                fault(faults, "preset.unknown-race", f"{path}.races", found=race)
        try:
            ZoneInfo(event.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            fault(faults, "preset.zone", f"{path}.zone", found=event.zone)


def _check_once(items: Iterable[_Keyed], path: str, faults: Faults) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.code in seen:
            fault(faults, "preset.twice", f"{path}[{index}].code", found=item.code)
        seen.add(item.code)


def whole_by_event(table: Table, key: str, events: Iterable[str], high: int) -> dict[str, int]:
    """A whole number by event code; the document's own events may be filled in later."""
    by_event = table.table(key)
    if by_event is None:
        return {}
    found: dict[str, int] = {}
    for code in dict.fromkeys((*events, *by_event.names())):
        value = by_event.maybe_whole(code, high=high)
        if value is not None:
            found[code] = value
    return found


def event_codes(rules: RuleSet) -> set[str]:
    """The codes of all events of the document and of its calendar."""
    events = {event.code for event in rules.events}
    return events | {event.code for event in rules.calendar.events} if rules.calendar else events


def race_codes(rules: RuleSet) -> set[str]:
    """The codes of all races of the document's events and of its calendar."""
    races = {race.code for event in rules.events for race in event.races}
    return races | {race.code for race in rules.calendar.races} if rules.calendar else races


def _check_lengths(rules: RuleSet, faults: Faults) -> None:
    for length in rules.lengths:
        if length.race not in race_codes(rules):
            fault(faults, "preset.unknown-race", f"length.{length.race}", found=length.race)
        elif length.to_m < length.from_m:
            found, low = f"{length.to_m:g}", f"{length.from_m:g}"
            fault(faults, "preset.below", f"length.{length.race}.to_m", found=found, low=low)
