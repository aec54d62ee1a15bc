"""Whom the reads of a timing file are about: bibs, chips and names held against the entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.timing import FINISH, chip_key
from trailsdesk.services.entry_match import name_words
from trailsdesk.services.sources import tell_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.timing import Read
    from trailsdesk.formats.timing import ReadDraft
    from trailsdesk.services.season import Season

_COUNTED_ONLY = 1_000
"""Nobody is told of more rows one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How many different bibs and chips of a file somebody wears; a chip counts by its bib."""

    bibs: int = 0
    bibs_unknown: int = 0
    chips: int = 0
    chips_unknown: int = 0


NOBODY = Known()


class People:
    """The entries in scope, for looking reads up before they are taken.

    ``race_id`` None means the bibs of the whole event.
    """

    def __init__(self, season: Season, event_id: EventId, race_id: RaceId | None) -> None:
        data = season.data
        races = races_in_scope(season, event_id, race_id)
        self._runners = data.runners
        self._labels = {race.id: race.label for race in data.races_of(event_id)}
        self._entries = [e for e in data.entries.values() if e.race_id in races]
        self._worn: dict[str, Entry] = {}
        for entry in self._entries:
            key = bib_key(entry.bib)
            stands = entry.status is EntryStatus.ENTERED
            if entry.bib and (stands or key not in self._worn):
                self._worn[key] = entry
        self._chips = {c.code: c.bib for c in data.chips.values() if c.event_id == event_id}

    def bib_of(self, bib: str, chip: str) -> str:
        """What a read is looked up by: the bib of its chip, else its bib."""
        return self._chips.get(chip_key(chip), bib) if chip else bib

    def entry_of(self, bib: str, chip: str = "") -> Entry | None:
        """Who wears the bib, or the bib of the chip."""
        found = self.bib_of(bib, chip)
        return self._worn.get(bib_key(found)) if found else None

    def words_of(self, entry: Entry) -> tuple[str, str]:
        """An entry's name and race."""
        name = full_name(self._runners[entry.runner_id])
        return name, self._labels[entry.race_id]

    def by_name(self) -> dict[tuple[str, ...], list[EntryId]]:
        """The standing entries by the words of their names."""
        found: dict[tuple[str, ...], list[EntryId]] = defaultdict(list)
        for entry in self._entries:
            if entry.status is EntryStatus.ENTERED:
                found[name_words(self._runners[entry.runner_id])].append(entry.id)
        return found

    def known(self, drafts: Sequence[ReadDraft]) -> Known:
        """Count the bibs and chips of a file, known and not."""
        chips = {chip: bib for chip, bib in ((d.chip, d.bib) for d in drafts) if chip}
        bibs = {draft.bib for draft in drafts if draft.bib and not draft.chip}
        worn = sum(self.entry_of(bib) is not None for bib in bibs)
        held = sum(self.entry_of(bib, chip) is not None for chip, bib in chips.items())
        return Known(
            bibs=worn,
            bibs_unknown=len(bibs) - worn,
            chips=held,
            chips_unknown=len(chips) - held,
        )

    def odd_bibs(
        self, reads: Iterable[tuple[str, Sequence[Read]]], file: str, *, tell_repeats: bool
    ) -> list[Problem]:
        """Bibs that nobody in scope wears, and second times at the finish, once with the row.

        Such reads are taken all the same; many of one kind are told as one, chips always.

        Args:
            reads: point by point.
        """
        unknown: dict[str, Read] = {}
        again: dict[str, Read] = {}
        chips: dict[str, bool] = {}
        for point, here in reads:
            repeats = tell_repeats and point == FINISH
            self._sort_out(here, unknown, again if repeats else {}, chips)
        return [
            *tell_rows("times.unknown-bib", Severity.WARNING, _bibs_by_row(unknown), file),
            *tell_rows("times.repeated-bib", Severity.INFO, _bibs_by_row(again), file),
            *self._of_chips(chips, file),
        ]

    def _sort_out(
        self,
        reads: Sequence[Read],
        unknown: dict[str, Read],
        again: dict[str, Read],
        chips: dict[str, bool],
    ) -> None:
        """The first read of each unknown bib, the second of each known one, and the chips."""
        keys = {bib: bib_key(bib) for bib in {read.bib for read in reads} if bib}
        seen: set[str] = set()
        for read in reads:
            if read.chip:
                if read.chip not in chips:
                    chips[read.chip] = self.entry_of(read.bib, read.chip) is not None
                continue
            key = keys.get(read.bib)
            if key is None:
                continue
            if key not in self._worn:
                unknown.setdefault(key, read)
            elif key not in seen:
                seen.add(key)
            elif read.status is None:
                again.setdefault(key, read)

    def _of_chips(self, chips: Mapping[str, bool], file: str) -> list[Problem]:
        count = sum(not known for known in chips.values())
        if not count:
            return []
        params: dict[str, str | int] = {"count": count, "all": len(chips)}
        code = "times.unknown-chips"
        return [Problem(severity=Severity.WARNING, code=code, params=params, file=file)]


def races_in_scope(season: Season, event_id: EventId, race_id: RaceId | None) -> set[RaceId]:
    """The race, or all races of the event."""
    if race_id is not None:
        return {race_id}
    return {race.id for race in season.data.races_of(event_id)}


def _bibs_by_row(reads: Mapping[str, Read]) -> dict[int, dict[str, str | int]]:
    if len(reads) > _COUNTED_ONLY:
        nothing: dict[str, str | int] = {}
        return {read.line: nothing for read in reads.values()}
    return {read.line: {"bib": read.bib} for read in reads.values()}


def owners_by_name(
    reads: Sequence[Read],
    drafts: Sequence[ReadDraft],
    names: Mapping[tuple[str, ...], Sequence[EntryId]],
    file: str,
) -> tuple[tuple[tuple[int, EntryId], ...], list[Problem]]:
    """Reads without bib and chip find their runner by name: position in ``reads`` and entry.

    Where several share a name and the list has a time for each of them, they are taken in the
    order of the entries and a person is told; with any other count nothing is assigned.
    """
    by_row = {draft.row: draft for draft in drafts if not draft.bib and not draft.chip}
    if not by_row:
        return (), []
    same_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, read in enumerate(reads):
        draft = by_row.get(read.line)
        if draft is not None and full_name(draft):
            same_name[name_words(draft)].append(position)
    owners = []
    problems = []
    for words, positions in same_name.items():
        found = names.get(words, ())
        if len(found) == len(positions):
            owners += list(zip(positions, found, strict=True))
        if len(found) == len(positions) == 1:
            continue
        code = "read.name-unknown" if not found else "read.name-shared"
        if len(found) == len(positions):
            code = "read.name-in-order"
        for position in positions:
            line = reads[position].line
            problems.append(
                Problem(
                    severity=Severity.WARNING,
                    code=code,
                    params={"name": full_name(by_row[line])},
                    file=file,
                    row=line,
                )
            )
    return tuple(owners), problems
