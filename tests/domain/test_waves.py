"""The wave an entry starts in: one rule for results, the course and the start."""

from __future__ import annotations

import pytest

from tests.builders import SeasonBuilder, a_wave, an_entry, clock_ms
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import OWN_START, RaceId, WaveId
from trailsdesk.domain.waves import guns_by_entry, waves_by_entry

EARLY, LATE = clock_ms("10:00:00"), clock_ms("10:15:00")
WAVES = (
    a_wave(id=WaveId(1), ordinal=2, gun_ms=LATE),
    a_wave(id=WaveId(2), ordinal=1, gun_ms=EARLY),
    a_wave(id=WaveId(3), ordinal=OWN_START, gun_ms=clock_ms("10:40:00")),
    a_wave(id=WaveId(4), race_id=RaceId(2), gun_ms=None),
)


def wave_of(wave_id: int | None, race: int = 1) -> int | None:
    entry = an_entry(
        id=EntryId(7), race_id=RaceId(race), wave_id=None if wave_id is None else WaveId(wave_id)
    )
    season = SeasonBuilder().season(waves={wave.id: wave for wave in WAVES})
    found = waves_by_entry(season, [entry]).get(entry.id)
    gun = guns_by_entry(season, [entry])[entry.id]
    assert gun == (None if found is None else found.gun_ms), "the gun is that of the wave"
    return None if found is None else found.id


@pytest.mark.parametrize(
    ("wave_id", "race", "found"),
    [(1, 1, 1), (3, 1, 3), (None, 1, 2), (99, 1, 2), (4, 1, 2), (None, 2, 4), (1, 3, None)],
    ids=[
        "the one it was put into",
        "a start of its own",
        "else the first by its place",
        "one that is gone",
        "one of another race",
        "of a race not started",
        "a race without waves",
    ],
)
def test_an_entry_starts_in(wave_id: int | None, race: int, found: int | None) -> None:
    assert wave_of(wave_id, race) == found
