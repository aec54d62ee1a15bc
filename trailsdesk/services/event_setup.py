"""Make a season from a preset; change its events, races and options."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trailsdesk.domain.event import Event, EventId, Race, RaceId, Series, Wave
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.presets import PresetInfo, available, load_preset, preset_text
from trailsdesk.services.season import Season

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from trailsdesk.domain.rules import EventRule, RuleSet
    from trailsdesk.services.ports import Clock, SeriesStore


def presets() -> tuple[PresetInfo, ...]:
    """The rules a season can be made from, by name."""
    return available()


def new_season(store: SeriesStore, path: Path, preset_id: str, actor: str, clock: Clock) -> Season:
    """A new file with the preset's series, events and races; raises ``KnownError`` kinds."""
    text = preset_text(preset_id)
    rules = load_preset(text)
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
        _adopt(season, rules)
    except BaseException:
        season.file.close()
        path.unlink(missing_ok=True)
        raise
    return season


def _adopt(season: Season, rules: RuleSet) -> None:
    with season.change("season.new", preset=rules.id, events=len(rules.events)) as writer:
        for ordinal, rule in enumerate(rules.events):
            event = writer.put(_event(rule, ordinal))
            races = writer.put_many(_races(rule, event.id))
            writer.put_many([Wave(race_id=race.id, label="1") for race in races])


def _event(rule: EventRule, ordinal: int) -> Event:
    return Event(
        code=rule.code,
        name=rule.name,
        venue=rule.venue,
        date=rule.date,
        zone=rule.zone,
        ordinal=ordinal,
    )


def _races(rule: EventRule, event_id: EventId) -> list[Race]:
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
        for ordinal, race in enumerate(rule.races)
    ]


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
) -> Event:
    """Change an event; ages, fees and clock times follow at once. Refuses an unknown zone."""
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
