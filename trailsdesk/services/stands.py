"""Where every entry of a race stands, and how many stand where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.on_course import Tally, entry_stands, tally_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.on_course import EntryStand
    from trailsdesk.services.season import Season


def race_stands(season: Season, race_id: RaceId) -> Mapping[EntryId, EntryStand]:
    """Where each entry of a race stands."""
    data, results = season.data, season.results(race_id)
    reads = season.event_reads(data.races[race_id].event_id)
    inputs = (results, reads, data.rulings, data.entries, data.waves)
    return season.keep(
        ("stands", race_id),
        inputs,
        lambda: entry_stands(data, race_id, results.results, reads.entries),
    )


def race_tally(season: Season, race_id: RaceId) -> Tally:
    """How many entries of a race stand where."""
    stands = race_stands(season, race_id)
    return season.keep(("tally", race_id), (stands,), lambda: tally_of(stands.values()))


def tally(season: Season, race_ids: Iterable[RaceId]) -> Tally:
    """The same for several races together."""
    total = Tally()
    for race_id in race_ids:
        total += race_tally(season, race_id)
    return total
