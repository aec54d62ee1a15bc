"""The start of a race: the gun, and correcting it afterwards."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant, parse_clock, to_instant
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import Event, RaceId
    from trailsdesk.services.season import Season


def set_gun(season: Season, race_ids: Iterable[RaceId], gun_ms: Instant | None) -> int:
    """Set (or clear) the gun of all waves of these races; returns how many waves changed.

    Every result of the races moves with it.
    """
    data = season.data
    waves = [wave for race_id in race_ids for wave in data.waves_of(race_id)]
    changed = [dataclasses.replace(w, gun_ms=gun_ms) for w in waves if w.gun_ms != gun_ms]
    if not changed:
        return 0
    races = ", ".join(dict.fromkeys(data.races[wave.race_id].code for wave in changed))
    name = "race.start" if gun_ms is not None else "race.unstart"
    with season.change(name, races=races) as writer:
        writer.put_many(changed)
    return len(changed)


def gun_of(season: Season, race_id: RaceId) -> Instant | None:
    """The earliest gun of a race, None until it was started."""
    guns = [wave.gun_ms for wave in season.data.waves_of(race_id) if wave.gun_ms is not None]
    return min(guns, default=None)


def parse_gun(event: Event, text: str) -> Instant:
    """A start as typed, "2026-05-24 10:00:00" or "10:00", in the event's zone and on its day."""
    clock = parse_clock(text.strip())
    if clock is None:
        raise Refused("race.start-unreadable", text=text)
    local = to_instant(clock, event.date, event.zone)
    if local.missing:
        raise Refused("race.start-missing-hour", text=text, zone=event.zone)
    return local.instant_ms
