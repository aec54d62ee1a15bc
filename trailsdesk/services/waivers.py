"""Waivers: at which events they are kept, who has not signed, and signing at the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId, Waiver
from trailsdesk.services.bibs import entry_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season


def events_with_waivers(season: Season) -> frozenset[EventId]:
    """The events of which at least one waiver is on file; elsewhere nobody is missed."""
    data = season.data

    def find() -> frozenset[EventId]:
        signed = (data.entries[each] for each in data.waivers if each in data.entries)
        return frozenset(data.races[entry.race_id].event_id for entry in signed)

    return season.keep("waiver-events", (data.waivers, data.entries, data.races), find)


def is_signed(season: Season, entry_id: EntryId) -> bool | None:
    """Whether an entry's waiver is signed; None while its event keeps no waivers."""
    data = season.data
    if entry_id in data.waivers:
        return True
    event_id = data.races[data.entries[entry_id].race_id].event_id
    return False if event_id in events_with_waivers(season) else None


def sign_waivers(season: Season, entry_ids: Iterable[EntryId], actor: str) -> int:
    """The runners have signed; returns how many of them had not. One operation.

    Raises:
        Refused: ``desk.entry-gone``.
    """
    entries = [entry_named(season, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    missing = [entry for entry in entries if entry.id not in season.data.waivers]
    if missing:
        now = season.clock.now_ms()
        bib = missing[0].bib if len(missing) == 1 else ""
        with season.change("entry.waiver", count=len(missing), bib=bib) as writer:
            writer.put_many(
                [Waiver(entry_id=e.id, at_ms=now, signed_by="", actor=actor) for e in missing]
            )
    return len(missing)
