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
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services import results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import Event, EventId, Race, RaceId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """How the field of some races stands, in runners.

    ``started`` are all but those who did not start; it is 0 while no gun is set and no time is in.
    ``on_course`` have started and are neither in nor out. ``gun_ms`` is the earliest gun.
    """

    entered: int
    started: int
    finished: int
    dnf: int
    on_course: int
    gun_ms: Instant | None


def field_state(season: Season, race_ids: Iterable[RaceId]) -> FieldState:
    """Count the field; races without a gun and without any time have not started."""
    entered = started = finished = dnf = waiting = 0
    guns = []
    for race_id in race_ids:
        found = results.counts(season, [race_id])
        gun = gun_of(season, race_id)
        here = sum(found.values())
        entered += here
        if gun is not None:
            guns.append(gun)
        elif found[ResultStatus.PENDING] == here:
            continue
        away = found[ResultStatus.DNS] + found[ResultStatus.NOT_COMPETING]
        started += here - away
        finished += found[ResultStatus.OK] + found[ResultStatus.OVER_TIME]
        finished += found[ResultStatus.DSQ]
        dnf += found[ResultStatus.DNF]
        waiting += found[ResultStatus.PENDING]
    return FieldState(
        entered=entered,
        started=started,
        finished=finished,
        dnf=dnf,
        on_course=waiting,
        gun_ms=min(guns, default=None),
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
        if race.id in entered or any(w.gun_ms is not None for w in data.waves_of(race.id))
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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class GunEffect:
    """What a gun would do to a race: results that move, finishes that would precede it.

    ``by_ms`` is how much later the gun would be than now (times get shorter by it); None when
    there is no gun yet. ``from_paper`` times are counted from the gun already and stay.
    """

    by_ms: int | None
    moved: int
    before_gun: int
    from_paper: int


def gun_effect(season: Season, race_id: RaceId, gun_ms: Instant) -> GunEffect:
    """What ``set_gun`` would move, before anybody has said yes; changes nothing."""
    seen = season.event_reads(season.data.races[race_id].event_id).entries
    entries = season.data.entries
    finishes = [
        each.finish
        for entry_id, each in seen.items()
        if each.finish is not None and entries[entry_id].race_id == race_id
    ]
    by_clock = [finish.instant_ms for finish in finishes if finish.read.elapsed_ms is None]
    before = gun_of(season, race_id)
    return GunEffect(
        by_ms=None if before is None else gun_ms - before,
        moved=0 if before == gun_ms else len(by_clock),
        before_gun=sum(instant is not None and instant < gun_ms for instant in by_clock),
        from_paper=len(finishes) - len(by_clock),
    )


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
