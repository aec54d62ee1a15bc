"""Make a season from a preset; change its events, races and options."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trailsdesk.domain.event import Event, EventId, Race, RaceId, Series, Wave
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.presets import PresetInfo, available, load_preset
from trailsdesk.services.calendar import chosen_events, event_of
from trailsdesk.services.rule_files import rules_text
from trailsdesk.services.season import Season

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from trailsdesk.domain.calendar_rules import RaceRule
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.services.ports import Clock, SeriesStore, Writer


def presets() -> tuple[PresetInfo, ...]:
    """The rules a season can be made from, by name."""
    return available()


def new_season(
    store: SeriesStore,
    path: Path,
    preset_id: str,
    actor: str,
    clock: Clock,
    events: Sequence[str] = (),
) -> Season:
    """A new file with the preset's series, events and races; raises ``KnownError`` kinds.

    Args:
        preset_id: a preset that comes with the program, or the path of a ``.toml`` file.
        events: codes of the preset's events, or of its calendar's, to hold; without any all
            events of the preset and none of its calendar.
    """
    text = rules_text(preset_id)
    rules = load_preset(text)
    chosen = chosen_events(rules, events)
    series = Series(
        name=rules.name,
        season=rules.season,
        preset_id=rules.id,
        preset_version=rules.version,
        preset_sha256=hashlib.sha256(text.encode()).hexdigest(),
        preset_text=text,
    )
    season = Season(store.create(path, series, actor, clock), clock)
    try:
        _adopt(season, rules, chosen)
    except BaseException:
        season.file.close()
        path.unlink(missing_ok=True)
        raise
    return season


def _adopt(season: Season, rules: RuleSet, events: Sequence[Event]) -> None:
    with season.change("season.new", preset=rules.id, events=len(events)) as writer:
        for ordinal, event in enumerate(events):
            hold(writer, rules, dataclasses.replace(event, ordinal=ordinal))


def hold(writer: Writer, rules: RuleSet, event: Event) -> Event:
    """Write an event with its races as the rules list them, each with its first wave."""
    held = writer.put(event)
    rule = rules.event(event.code)
    races = writer.put_many(_races(() if rule is None else rule.races, held.id))
    writer.put_many([Wave(race_id=race.id, label="1") for race in races])
    return held


def _races(rules: Sequence[RaceRule], event_id: EventId) -> list[Race]:
    return [
        Race(
            event_id=event_id,
            code=race.code,
            label=race.label,
            aliases=race.aliases,
            distance_m=race.distance_m,
            ascent_m=race.ascent_m,
            ordinal=ordinal,
        )
        for ordinal, race in enumerate(rules)
    ]


def add_events(season: Season, codes: Sequence[str]) -> tuple[Event, ...]:
    """Hold more events of the rules or of their calendar, as one operation.

    Raises:
        Refused: ``calendar.held-already``, ``calendar.no-event``; nothing is added then.
    """
    held = {event.code for event in season.data.events.values()}
    for code in codes:
        if code in held:
            raise Refused("calendar.held-already", code=code)
    rules = season.rules
    found = [event_of(rules, code) for code in dict.fromkeys(codes)]
    if not found:
        return ()
    ordinal = 1 + max((each.ordinal for each in season.data.events.values()), default=-1)
    if len(found) == 1:
        change = season.change("event.add", event=found[0].code)
    else:
        change = season.change("event.add-several", count=len(found))
    with change as writer:
        return tuple(
            hold(writer, rules, dataclasses.replace(event, ordinal=at))
            for at, event in enumerate(found, ordinal)
        )


def rename_series(season: Season, name: str) -> None:
    """Change what the season is called on screen and paper."""
    series = season.data.series
    if name.strip() and name.strip() != series.name:
        with season.change("season.rename") as writer:
            writer.put(dataclasses.replace(series, name=name.strip()))


def edit_event(
    season: Season,
    event_id: EventId,
    *,
    name: str | None = None,
    venue: str | None = None,
    day: date | None = None,
    zone: str | None = None,
    country: str | None = None,
) -> Event:
    """Change an event; ages, fees and clock times follow at once. Refuses an unknown zone.

    Args:
        country: three letters (ISO 3166-1 alpha-3), empty when not told.
    """
    event = season.data.events[event_id]
    if zone is not None and zone != event.zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a path too long, a folder
            raise Refused("event.unknown-zone", zone=zone) from error
    changed = dataclasses.replace(
        event,
        name=event.name if name is None else name,
        venue=event.venue if venue is None else venue,
        date=day or event.date,
        zone=zone or event.zone,
        country=event.country if country is None else country.strip().upper(),
    )
    if changed == event:
        return event
    with season.change("event.edit", event=event.code) as writer:
        return writer.put(changed)


def edit_race(season: Season, race_id: RaceId, **fields: str | float | int | None) -> Race:
    """Change a race's label, distance_m, ascent_m, time_limit_ms or capacity."""
    race = season.data.races[race_id]
    changed = dataclasses.replace(race, **fields)  # type: ignore[arg-type]
    if changed == race:
        return race
    event = season.data.events[race.event_id]
    with season.change("race.edit", event=event.code, race=race.code) as writer:
        return writer.put(changed)


def choose_option(season: Season, option_id: str, choice: str) -> None:
    """Answer a question the rules leave open; every conclusion follows at once."""
    option = next((o for o in season.rules.options if o.id == option_id), None)
    if option is None or choice not in {c.id for c in option.choices}:
        raise Refused("rules.no-such-option", option=option_id, choice=choice)
    series = season.data.series
    changed = dataclasses.replace(series, options={**series.options, option_id: choice})
    with season.change("rules.option", option=option_id, choice=choice) as writer:
        writer.put(changed)
