"""A small made-up season to put into files, and the clock and store the tests open them with."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.builders import a_race, a_runner, a_series, a_wave, an_entry, an_event
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry, EntryId
from trailsdesk.domain.event import Event, EventId, Race, RaceId, Wave, WaveId
from trailsdesk.domain.people import Runner, RunnerId
from trailsdesk.domain.timing import BatchKind, Read, ReadBatch
from trailsdesk.store import OpenFile, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = Instant(1_780_000_000_000)


class Ticking:
    """A clock that is a second later at every look."""

    def __init__(self, start: int = NOON) -> None:
        self._now = start

    def now_ms(self) -> Instant:
        self._now += 1000
        return Instant(self._now)


@dataclass
class Seeded:
    """The rows ``seed`` wrote."""

    event: Event
    race: Race
    wave: Wave
    runner: Runner
    entry: Entry


def new_file(place: Path, clock: Ticking | None = None) -> OpenFile:
    return Store().create(place, a_series(), "Desk 1", clock or Ticking())


def reopened(place: Path, **options: bool) -> OpenFile:
    return Store().open(place, "Desk 1", Ticking(), **options)


def seed(file: OpenFile) -> Seeded:
    """One event with a race, a wave, a runner and their entry, in one operation."""
    with file.operation("setup") as writer:
        event = writer.put(an_event(id=EventId(0)))
        race = writer.put(a_race(id=RaceId(0), event_id=event.id))
        wave = writer.put(a_wave(id=WaveId(0), race_id=race.id))
        runner = writer.put(a_runner(id=RunnerId(0)))
        entry = writer.put(
            an_entry(id=EntryId(0), runner_id=runner.id, race_id=race.id, wave_id=wave.id)
        )
    return Seeded(event=event, race=race, wave=wave, runner=runner, entry=entry)


def a_file(place: Path) -> Path:
    """A seeded file, closed again."""
    with new_file(place) as file:
        seed(file)
    return place


def a_batch(event_id: int, **fields: object) -> ReadBatch:
    return ReadBatch(**{"event_id": event_id, "kind": BatchKind.FILE, "made_ms": NOON, **fields})


def some_reads(count: int) -> list[Read]:
    return [
        Read(line=line, bib=str(line), instant_ms=Instant(NOON + line), raw=f"{line};12:00")
        for line in range(1, count + 1)
    ]


@contextmanager
def raw(place: Path) -> Iterator[sqlite3.Connection]:
    """The file as any other program would open it, without our settings."""
    with closing(sqlite3.connect(place)) as connection:
        yield connection
        connection.commit()
