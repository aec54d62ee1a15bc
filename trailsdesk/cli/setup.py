"""The commands ``event`` and ``race``: what was set up with the season, shown and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.cli.typed_values import maybe_day
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.race_length import length_note
from trailsdesk.services.event_setup import edit_event, edit_race
from trailsdesk.services.race_typing import (
    CLIMB_MAX_M,
    PLACES_MAX,
    is_country,
    read_km,
    read_limit,
    read_whole,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from trailsdesk.domain.event import Event, Race
    from trailsdesk.services.season import Season

_EVENT_OPTIONS = ("name", "venue", "country", "date", "zone")
_RACE_OPTIONS = ("label", "length_km", "climb_m", "time_limit", "capacity")
_NOT_IN_TABLE = ("cancelled", "note")
_Value = TypeVar("_Value")


def show_event(options: Namespace) -> None:
    """``event``: change what is given, then show the event."""
    writes = any(getattr(options, key) is not None for key in _EVENT_OPTIONS)
    with opened(options.file, reading=not writes) as season:
        event = season.event(options.event)
        if writes:
            event = edit_event(
                season,
                event.id,
                name=_not_blank(options.name, "--name"),
                venue=None if options.venue is None else options.venue.strip(),
                day=maybe_day(options.date, "--date"),
                zone=_not_blank(options.zone, "--zone"),
                country=_country(options.country),
            )
    _print(_event_json(event), options)


def show_race(options: Namespace) -> None:
    """``race``: change what is given, then show the race."""
    writes = any(getattr(options, key) is not None for key in _RACE_OPTIONS)
    with opened(options.file, reading=not writes) as season:
        event = season.event(options.event)
        race = season.race(event, options.race)
        if writes:
            race = edit_race(season, race.id, **_race_fields(options))
        shown = _race_json(season, event, race)
    _print(shown, options)


def _race_fields(options: Namespace) -> dict[str, str | float | int | None]:
    fields: dict[str, str | float | int | None] = {}
    if options.label is not None:
        fields["label"] = _not_blank(options.label, "--label")
    if options.length_km is not None:
        km = _read(options.length_km, "--length-km", read_km)
        fields["distance_m"] = None if km is None else float(km * 1000)
    if options.climb_m is not None:
        climb = _read(options.climb_m, "--climb-m", lambda text: read_whole(text, 0, CLIMB_MAX_M))
        fields["ascent_m"] = None if climb is None else float(climb)
    if options.time_limit is not None:
        fields["time_limit_ms"] = _read(options.time_limit, "--time-limit", _limit)
    if options.capacity is not None:
        fields["capacity"] = _read(
            options.capacity, "--capacity", lambda text: read_whole(text, 1, PLACES_MAX)
        )
    return fields


def _limit(text: str) -> int | None:
    found = read_limit(text)
    return found if found is not None and found > 0 else None


def _read(text: str, option: str, read: Callable[[str], _Value | None]) -> _Value | None:
    """A figure as typed, None for empty text; Refused (cli.bad-number) where it is none."""
    if not text.strip():
        return None
    found = read(text)
    if found is None:
        raise Refused("cli.bad-number", option=option, text=text)
    return found


def _not_blank(text: str | None, option: str) -> str | None:
    if text is not None and not text.strip():
        raise Refused("cli.blank", option=option)
    return None if text is None else text.strip()


def _country(text: str | None) -> str | None:
    if text and text.strip() and not is_country(text):
        raise Refused("cli.bad-country", text=text)
    return text


def _event_json(event: Event) -> output.Json:
    return {
        "event": event.code,
        "name": event.name,
        "venue": event.venue,
        "country": event.country or None,
        "date": event.date.isoformat(),
        "zone": event.zone,
        "cancelled": event.cancelled,
    }


def _race_json(season: Season, event: Event, race: Race) -> output.Json:
    outside = length_note(race, season.rules)
    return {
        "event": event.code,
        "race": race.code,
        "label": race.label,
        "distance_m": race.distance_m,
        "ascent_m": race.ascent_m,
        "time_limit": None if race.time_limit_ms is None else format_elapsed(race.time_limit_ms),
        "capacity": race.capacity,
        "note": output.in_words(outside),
    }


def _print(shown: output.Json, options: Namespace) -> None:
    if options.json:
        output.print_json(shown)
        return
    cells = {key: value for key, value in shown.items() if key not in _NOT_IN_TABLE}
    output.print_table(tuple(cells), [tuple(cells.values())])
    if shown.get("note"):
        output.print_lines([f"note: {shown['note']}"])
