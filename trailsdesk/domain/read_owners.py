"""Whose a read is: bibs and chips looked up among the entries of an event, decisions first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, suggest_known
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.pace import paced
from trailsdesk.domain.timing import ReadFate, ReadId, ReadRuling, ReadRulingKind, chip_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import Read, ReadBatch

Found = tuple[EntryId | None, ReadFate]
Decision = tuple[int, ReadRuling]
"""The order of a ruling among all, from 1, and the ruling with the owner it inherits."""

_NEAR = 20
_SUGGESTED = 5


def decisions_of(rulings: Iterable[ReadRuling]) -> dict[ReadId, Decision]:
    """The ruling that holds for each read."""
    decisions: dict[ReadId, Decision] = {}
    for order, ruling in enumerate(sorted(rulings, key=lambda r: (r.made_ms, r.id)), 1):
        before = decisions.get(ruling.read_id)
        names_nobody = not ruling.bib and ruling.entry_id is None
        holds = ruling
        if ruling.kind is ReadRulingKind.GOVERN and before is not None and names_nobody:
            holds = replace(ruling, bib=before[1].bib, entry_id=before[1].entry_id)
        decisions[ruling.read_id] = (order, holds)
    return decisions


class Owners:
    """The look-up tables of an event's entries and chips."""

    def __init__(self, season: SeasonData, event_id: EventId) -> None:
        races = {race.id for race in season.races.values() if race.event_id == event_id}
        self.entries: Mapping[EntryId, Entry] = {
            entry.id: entry for entry in paced(season.entries.values()) if entry.race_id in races
        }
        self.by_bib: dict[str, list[Entry]] = {}
        for entry in paced(self.entries.values()):
            if entry.bib:
                self.by_bib.setdefault(bib_key(entry.bib), []).append(entry)
        self._chips = {
            chip.code: chip.bib for chip in season.chips.values() if chip.event_id == event_id
        }
        self._found: dict[tuple[RaceId | None, str], Found] = {}
        self._known: dict[RaceId | None, dict[str, str]] = {}
        self._near: dict[tuple[RaceId | None, str], tuple[str, ...]] = {}

    def bib_of(self, read: Read) -> str:
        """The bib a read stands for: its chip's, where that is known, else as it was read."""
        return self._chips.get(chip_key(read.chip), read.bib) if read.chip else read.bib

    def find(self, race_id: RaceId | None, bib: str) -> Found:
        """Whose bib it is in that scope; asked once, then remembered."""
        found = self._found.get((race_id, bib))
        if found is None:
            found = self._found[race_id, bib] = self._look_up(race_id, bib)
        return found

    def ruled(self, batch: ReadBatch, bib: str, ruling: ReadRuling) -> Found:
        """Whose it is as a person decided."""
        if ruling.kind is ReadRulingKind.IGNORE:
            return None, ReadFate.IGNORED
        if ruling.entry_id is not None:
            known = ruling.entry_id in self.entries
            return (ruling.entry_id, ReadFate.PASSING) if known else (None, ReadFate.UNKNOWN_BIB)
        found = self.find(batch.race_id, bib)
        # A person named the bib: that it runs in another race than the batch is then no mistake.
        return self.find(None, bib) if found[1] is ReadFate.WRONG_RACE else found

    def _look_up(self, race_id: RaceId | None, bib: str) -> Found:
        if not bib.strip():
            return None, ReadFate.NO_BIB
        anywhere = self.by_bib.get(bib_key(bib), [])
        inside = [e for e in anywhere if race_id is None or e.race_id == race_id]
        standing = [e for e in inside if e.status is EntryStatus.ENTERED] or inside
        if len(standing) == 1:
            return standing[0].id, ReadFate.PASSING
        if standing:
            return None, ReadFate.AMBIGUOUS_BIB
        return None, ReadFate.WRONG_RACE if anywhere else ReadFate.UNKNOWN_BIB

    def suggestions(
        self, bib: str, race_id: RaceId | None, was_seen: Callable[[EntryId], bool]
    ) -> list[str]:
        """Near bibs; those not seen at the finish yet go first, for theirs is the missing read."""
        near = self._near.get((race_id, bib))
        if near is None:
            near = suggest_known(bib, self._bibs_in(race_id), most=_NEAR)
            self._near[race_id, bib] = near

        def all_seen(other: str) -> bool:
            return all(was_seen(entry.id) for entry in self.by_bib[bib_key(other)])

        return sorted(near, key=all_seen)[:_SUGGESTED]

    def _bibs_in(self, race_id: RaceId | None) -> Mapping[str, str]:
        known = self._known.get(race_id)
        if known is None:
            known = self._known[race_id] = {
                key: inside[0].bib
                for key, owners in self.by_bib.items()
                if (inside := [e for e in owners if race_id in (None, e.race_id)])
            }
        return known
