"""The start of a race: the gun, and correcting it afterwards."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    Duration,
    Instant,
    format_clock,
    local_date,
    local_instant,
    parse_clock,
    parse_elapsed,
    to_instant,
)
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.services.stands import tally
from trailsdesk.services.waves import wave_of_id, wave_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import Event, EventId, Race, RaceId, Wave, WaveId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """How the field of some races stands, in runners.

    ``started`` are all who set out; it is 0 while no gun is set and nobody was seen. ``finished``
    are in, whatever became of their time; ``withdrawn`` stopped or were ruled out, ``awaited`` of
    them were not seen back yet. ``on_course`` have started and are neither in nor out; ``waiting``
    belong to a wave without a gun of a race that has begun. ``gun_ms`` is the earliest gun.
    ``accounted``: nobody is left out there.
    """

    entered: int
    started: int
    finished: int
    withdrawn: int
    on_course: int
    gun_ms: Instant | None
    awaited: int = 0
    waiting: int = 0
    accounted: bool = False


def field_state(season: Season, race_ids: Iterable[RaceId]) -> FieldState:
    """Count the field; a race without a gun has started once somebody was seen in it."""
    chosen = tuple(race_ids)
    total = tally(season, chosen)
    guns = [gun for race_id in chosen if (gun := gun_of(season, race_id)) is not None]
    return FieldState(
        entered=total.entries - total.cancelled,
        started=total.started,
        finished=total.inside,
        withdrawn=total.stopped + total.ruled_out,
        on_course=total.out,
        gun_ms=min(guns, default=None),
        awaited=total.awaited,
        waiting=total.waiting,
        accounted=total.accounted,
    )


def races_to_run(data: SeasonData, event_id: EventId) -> tuple[Race, ...]:
    """The races of an event that wait for a gun or had one: those with entries.

    A preset may offer more races than are held. While nobody is entered at all, all of them count.
    """
    races = data.races_of(event_id)
    entered = {entry.race_id for entry in data.entries.values()}
    held = tuple(
        race
        for race in races
        if race.id in entered or any(w.gun_ms is not None for w in data.start_groups_of(race.id))
    )
    return held if any(race.id in entered for race in races) else tuple(races)


def event_at_hand(season: Season) -> EventId:
    """Today's event, else the next to come, else the last with entries, else the first."""
    events = season.data.events_in_order()
    now = season.clock.now_ms()
    coming = [event for event in events if event.date >= local_date(now, event.zone)]
    if coming:
        return coming[0].id
    entered = {season.data.races[entry.race_id].event_id for entry in season.data.entries.values()}
    held = [event for event in events if event.id in entered]
    return (held[-1] if held else events[0]).id


def set_gun(season: Season, race_ids: Iterable[RaceId], gun_ms: Instant | None) -> int:
    """Set (or clear) the gun of all waves of these races; returns how many waves changed.

    Every result of the races moves with it. Runners with a start of their own keep it.
    """
    data = season.data
    waves = [wave.id for race_id in race_ids for wave in data.start_groups_of(race_id)]
    return set_wave_guns(season, waves, gun_ms)


def set_wave_guns(season: Season, wave_ids: Iterable[WaveId], gun_ms: Instant | None) -> int:
    """Set, correct or clear the gun of waves as one operation; returns how many changed."""
    data = season.data
    waves = [wave_of_id(season, wave_id) for wave_id in wave_ids]
    changed = [dataclasses.replace(w, gun_ms=gun_ms) for w in waves if w.gun_ms != gun_ms]
    if not changed:
        return 0
    name = "race.start" if gun_ms is not None else "race.unstart"
    with season.change(name, races=start_words(data, changed)) as writer:
        writer.put_many(changed)
    return len(changed)


def start_waves(season: Season, wave_ids: Iterable[WaveId], gun_ms: Instant) -> int:
    """The gun: waves that were not started yet start together; returns how many did.

    A wave that has a gun keeps it, whatever is pressed: a gun is corrected, not fired twice.
    """
    waves = season.data.waves
    waiting = [each for each in wave_ids if each in waves and waves[each].gun_ms is None]
    return set_wave_guns(season, waiting, gun_ms)


def start_words(data: SeasonData, waves: Iterable[Wave]) -> str:
    """Waves in short words for the history; a race of which all waves are meant by its code."""
    by_race: dict[RaceId, list[Wave]] = {}
    for wave in waves:
        by_race.setdefault(wave.race_id, []).append(wave)
    words = []
    for race_id, some in by_race.items():
        code = data.races[race_id].code
        if len(some) == len(data.start_groups_of(race_id)):
            words.append(code)
        else:
            words += [f"{code} {wave_words(wave)}" for wave in some]
    return ", ".join(words)


def gun_of(season: Season, race_id: RaceId) -> Instant | None:
    """The earliest gun of a race, None until it was started; own starts are nobody else's."""
    groups = season.data.start_groups_of(race_id)
    return min((wave.gun_ms for wave in groups if wave.gun_ms is not None), default=None)


def parse_gun(event: Event, text: str) -> Instant:
    """A start as typed, "2026-05-24 10:00:00" or "10:00", in the event's zone and on its day."""
    clock = parse_clock(text.strip())
    if clock is None:
        raise Refused("race.start-unreadable", text=text)
    local = to_instant(clock, event.date, event.zone)
    if local.missing:
        raise Refused("race.start-missing-hour", text=text, zone=event.zone)
    return local.instant_ms


def gun_notes(event: Event, gun_ms: Instant) -> tuple[Note, ...]:
    """What should be looked at twice about a gun: another day, an hour the clocks showed twice."""
    day, clock = local_date(gun_ms, event.zone), format_clock(gun_ms, event.zone)
    notes = []
    if day != event.date:
        words = {"event": event.name, "date": event.date.isoformat(), "day": day.isoformat()}
        notes.append(Note(code="race.start-other-day", params=words))
    first = local_instant(day, parse_elapsed(clock) or Duration(0), event.zone)
    if first.ambiguous:
        earlier = gun_ms - first.instant_ms < 1000  # the clock was written in whole seconds
        code = "race.start-twice-first" if earlier else "race.start-twice-second"
        notes.append(Note(code=code, params={"time": clock, "zone": event.zone}))
    return tuple(notes)
