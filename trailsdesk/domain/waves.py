"""Which wave an entry starts in; everything that depends on its gun asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.event import RaceId, Wave
    from trailsdesk.domain.season import SeasonData


def waves_by_entry(season: SeasonData, entries: Iterable[Entry]) -> dict[EntryId, Wave]:
    """The wave each entry starts in; who was put into none of the race's starts in its first.

    An entry of a race without any wave is not in it.
    """
    first: dict[RaceId, Wave] = {}
    for wave in sorted(season.waves.values(), key=lambda each: (each.ordinal, each.id)):
        first.setdefault(wave.race_id, wave)
    found: dict[EntryId, Wave] = {}
    for entry in paced(entries):
        own = season.waves.get(entry.wave_id) if entry.wave_id is not None else None
        if own is None or own.race_id != entry.race_id:
            own = first.get(entry.race_id)
        if own is not None:
            found[entry.id] = own
    return found


def guns_by_entry(season: SeasonData, entries: Iterable[Entry]) -> dict[EntryId, Instant | None]:
    """The gun of each entry's wave; None where it was not set."""
    listed = list(entries)
    waves = waves_by_entry(season, listed)
    return {
        entry.id: wave.gun_ms if (wave := waves.get(entry.id)) is not None else None
        for entry in paced(listed)
    }
