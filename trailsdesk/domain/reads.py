"""Reads sorted out: whose each read is, which finish counts, and what is not clean."""

from __future__ import annotations

from itertools import pairwise
from operator import is_
from typing import TYPE_CHECKING, TypeVar

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.evidence import Evidence, evidence_by_event
from trailsdesk.domain.governing import choose, in_time, rule_of
from trailsdesk.domain.pace import breathe, paced
from trailsdesk.domain.read_owners import Decision, Owners, decisions_of
from trailsdesk.domain.read_problems import ReadProblems
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import (
    FINISH,
    START,
    BatchId,
    BatchKind,
    EntryReads,
    EventReads,
    Read,
    ReadBatch,
    ReadFate,
    ReadId,
    ReadRulingKind,
    ResolvedRead,
)
from trailsdesk.domain.waves import guns_by_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId, RaceId, TimingPoint
    from trailsdesk.domain.problems import Problem
    from trailsdesk.domain.season import SeasonData

__all__ = ["Evidence", "ReadBook", "evidence_by_event", "resolve_reads"]


def resolve_reads(
    season: SeasonData,
    event_id: EventId,
    duplicate_gap_ms: Duration = Duration(30_000),
    evidence: Evidence | None = None,
) -> EventReads:
    """Sort out the reads of an event: whose each is, which one counts, and what is not clean.

    Retracted batches are left out; the latest ruling on a read holds (a ``GOVERN`` that names
    nobody keeps the owner an ``ASSIGN`` before it gave). A bib is looked up in the batch's race,
    or in the whole event when the batch has none; a standing entry goes before a withdrawn one.
    A chip is looked up among the event's chips first. Which finish counts: see ``choose``.

    Problems: ``read.unknown-bib``, ``read.ambiguous-bib``, ``read.wrong-race``, ``read.no-bib``,
    ``read.unknown-chips``, ``read.before-gun``, ``read.backup-differs`` (all warnings) and
    ``read.repeated`` (info within the point's gap of the read before, else a warning). Reads alike
    in this are told once, with their number.

    Args:
        evidence: the event's part of ``evidence_by_event``, if it is known already.
    """
    own = evidence_by_event(season)[event_id] if evidence is None else evidence
    return ReadBook(season, event_id, duplicate_gap_ms).take(own)


Key = TypeVar("Key")

_SILENT = (ResultStatus.OK, ResultStatus.PENDING)
_Gathered = dict["EntryId", list[ResolvedRead]]
_Aside = tuple[ReadFate, "RaceId | None", str]
_MANY = 4
"""Where one in so many reads has to be sorted out anew, all of them are."""


class ReadBook:
    """The reads of one event sorted out, and kept so while more come in.

    What is computed is a function of the season and the evidence alone; the book only remembers,
    so that a time keyed at the finish costs one runner's reads and not those of the whole field.
    """

    def __init__(self, season: SeasonData, event_id: EventId, gap_ms: Duration) -> None:
        self._season = season
        self._event_id = event_id
        self._gap_ms = gap_ms
        self._owners = Owners(season, event_id)
        self._entries = self._owners.entries
        self._problems = ReadProblems(season, event_id, self._owners)
        self._guns = guns_by_entry(season, self._entries.values())
        self._points: dict[tuple[RaceId, str], TimingPoint] = {
            (point.race_id, point.code): point
            for point in season.points.values()
            if season.races[point.race_id].event_id == event_id
        }
        self._forget_all()

    def _forget_all(self) -> None:
        self._known: tuple[Read, ...] = ()
        self._batches: Mapping[BatchId, ReadBatch] = {}
        self._decisions: Mapping[ReadId, Decision] = {}
        self._finishes: _Gathered = {}
        self._starts: _Gathered = {}
        self._passings: _Gathered = {}
        self._statuses: _Gathered = {}
        self._unclear: dict[_Aside, list[ResolvedRead]] = {}
        self._aside: dict[ReadId, _Aside] = {}
        self._reads: dict[ReadId, ResolvedRead] = {}
        self._fates: dict[ReadId, ReadFate] = {}
        self._seen: dict[EntryId, EntryReads] = {}
        self._told: dict[EntryId, tuple[Problem, ...]] = {}

    def fits(self, season: SeasonData, gap_ms: Duration) -> bool:
        """Whether nothing but the evidence may have changed since the book was made."""
        mine, event_id = self._season, self._event_id
        return (
            mine.events[event_id] == season.events[event_id]
            and mine.races is season.races
            and mine.entries is season.entries
            and mine.waves is season.waves
            and mine.chips is season.chips
            and mine.points is season.points
            and self._gap_ms == gap_ms
        )

    def take(self, evidence: Evidence) -> EventReads:
        """The reads of this evidence sorted out; see ``resolve_reads``."""
        batches = {batch.id: batch for batch in evidence.batches}
        decisions = decisions_of(evidence.rulings)
        gone, anew = self._differences(evidence.reads, batches, decisions)
        if (len(gone) + len(anew)) * _MANY > len(evidence.reads):
            self._forget_all()
            gone, anew = [], evidence.reads
        self._known, self._batches, self._decisions = evidence.reads, batches, decisions
        touched: set[EntryId] = set()
        last = next(reversed(self._reads), 0)
        in_order = not gone
        for read_id in gone:
            self._take_away(read_id, touched)
            del self._reads[read_id], self._fates[read_id]
        for read in paced(anew):
            if read.id in self._reads:
                self._take_away(read.id, touched)
            in_order = in_order and read.id > last
            self._one(read, touched)
        if not in_order:
            self._put_in_order(touched)
        for entry_id in paced(touched):
            self._conclude(entry_id)
        problems = tuple(paced(self._all_problems()))
        # Each copy of a large table is a moment in which no other thread comes in.
        breathe()
        seen = dict(self._seen)
        breathe()
        reads = dict(self._reads)
        breathe()
        fates = dict(self._fates)
        return EventReads(
            event_id=self._event_id, entries=seen, reads=reads, fates=fates, problems=problems
        )

    def _differences(
        self,
        reads: tuple[Read, ...],
        batches: Mapping[BatchId, ReadBatch],
        decisions: Mapping[ReadId, Decision],
    ) -> tuple[Sequence[ReadId], Sequence[Read]]:
        """The reads that are there no longer, and those to be sorted out (again), by id."""
        kept = len(self._known)
        moved = {key for key, old in self._batches.items() if batches.get(key) is not old}
        decided = self._decisions.keys() | decisions.keys()
        again = {key for key in decided if self._decisions.get(key) != decisions.get(key)}
        if moved or kept > len(reads) or not all(map(is_, self._known, reads)):
            here = {read.id: read for read in reads}
            gone = [read_id for read_id in self._reads if read_id not in here]
            again |= {
                read.id
                for read in reads
                if read.id not in self._reads
                or self._reads[read.id].read is not read
                or read.batch_id in moved
            }
            return gone, [read for read in reads if read.id in again]
        known = sorted(key for key in again if key in self._reads)
        return (), (*(self._reads[key].read for key in known), *reads[kept:])

    def _take_away(self, read_id: ReadId, touched: set[EntryId]) -> None:
        """Take a read from where it was put; it may be put elsewhere."""
        resolved = self._reads[read_id]
        entry_id = resolved.entry_id
        if entry_id is not None:
            touched.add(entry_id)
            for table in (self._finishes, self._starts, self._passings, self._statuses):
                _remove(table, entry_id, resolved)
        elif (aside := self._aside.pop(read_id, None)) is not None:
            _remove(self._unclear, aside, resolved)

    def _put_in_order(self, touched: Iterable[EntryId]) -> None:
        """As if all had come by id."""
        tables = (self._finishes, self._starts, self._passings, self._statuses)
        for entry_id in touched:
            for table in tables:
                if entry_id in table:
                    table[entry_id].sort(key=_read_id)
        for reads in self._unclear.values():
            reads.sort(key=_read_id)
        if any(a > b for a, b in pairwise(self._reads)):
            self._reads = dict(sorted(self._reads.items()))
            self._fates = dict(sorted(self._fates.items()))

    # ---------------------------------------------------------------------------- one read

    def _one(self, read: Read, touched: set[EntryId]) -> None:
        """Find a read's owner and put it where it belongs."""
        batch = self._batches[read.batch_id]
        bib, governs = self._owners.bib_of(read), 0
        decision = self._decisions.get(read.id) if self._decisions else None
        if decision is None:
            entry_id, fate = self._owners.find(batch.race_id, bib)
        else:
            order, ruling = decision
            bib = ruling.bib or bib
            governs = order if ruling.kind is ReadRulingKind.GOVERN else 0
            entry_id, fate = self._owners.ruled(batch, bib, ruling)
        instant_ms = read.instant_ms
        resolved = ResolvedRead(
            read=read,
            point=batch.point,
            made_ms=batch.made_ms,
            bib=bib,
            entry_id=entry_id,
            instant_ms=None if instant_ms is None else Instant(instant_ms + batch.offset_ms),
            governs=governs,
            backup=batch.fills_gaps,
        )
        self._reads[read.id] = resolved
        if entry_id is None:
            if fate is ReadFate.NO_BIB and read.chip:
                fate = ReadFate.UNKNOWN_CHIP
            self._fates[read.id] = fate
            if fate is not ReadFate.IGNORED:
                aside = self._aside[read.id] = _aside(resolved, fate, batch)
                self._unclear.setdefault(aside, []).append(resolved)
        else:
            self._fates[read.id] = self._gather(resolved, entry_id)
            touched.add(entry_id)

    def _gather(self, resolved: ResolvedRead, entry_id: EntryId) -> ReadFate:
        read = resolved.read
        fate = ReadFate.NOTHING_SAID
        if read.status is not None and read.status not in _SILENT:
            self._statuses.setdefault(entry_id, []).append(resolved)
            fate = ReadFate.STATUS
        if read.instant_ms is None and read.elapsed_ms is None:
            return fate
        if resolved.point == FINISH:
            self._finishes.setdefault(entry_id, []).append(resolved)
            return ReadFate.REPEAT
        passed = self._starts if resolved.point == START else self._passings
        passed.setdefault(entry_id, []).append(resolved)
        return ReadFate.PASSING

    # ---------------------------------------------------------------------------- one entry

    def _conclude(self, entry_id: EntryId) -> None:
        """Choose the governing finish of an entry; tell what was set aside."""
        self._told.pop(entry_id, None)
        tables = (self._finishes, self._starts, self._passings, self._statuses)
        if not any(entry_id in table for table in tables):
            self._seen.pop(entry_id, None)
            return
        entry, gun_ms = self._entries[entry_id], self._guns[entry_id]
        finishes = in_time(self._finishes.get(entry_id, ()), gun_ms)
        rule = rule_of(self._points.get((entry.race_id, FINISH)), self._gap_ms)
        chosen = choose(finishes, gun_ms, rule) if finishes else None
        starts, spare_starts = self._needed(self._starts.get(entry_id, ()), gun_ms)
        passings, spare_passings = self._needed(self._passings.get(entry_id, ()), gun_ms)
        if chosen is not None:
            self._fate_all(finishes, ReadFate.REPEAT)
            self._fate_all(chosen.early, ReadFate.BEFORE_GUN)
            self._fate_all(chosen.backups, ReadFate.BACKUP)
            self._fates[chosen.governing.read.id] = ReadFate.GOVERNS
            if len(finishes) > 1:
                told = tuple(self._problems.of_entry(chosen, gun_ms, rule.gap_ms))
                if told:
                    self._told[entry_id] = told
        self._seen[entry_id] = EntryReads(
            entry_id=entry_id,
            gun_ms=gun_ms,
            finish=chosen.governing if chosen else None,
            repeats=chosen.repeats if chosen else (),
            early=chosen.early if chosen else (),
            backups=(*(chosen.backups if chosen else ()), *spare_starts, *spare_passings),
            starts=starts,
            passings=passings,
            statuses=tuple(self._statuses.get(entry_id, ())),
        )

    def _needed(
        self, reads: Sequence[ResolvedRead], gun_ms: Instant | None
    ) -> tuple[tuple[ResolvedRead, ...], tuple[ResolvedRead, ...]]:
        """Reads in order of time, and those of backup sources at points a leading one has."""
        if not reads:
            return (), ()
        led = {each.point for each in reads if not each.backup}
        spare = tuple(each for each in reads if each.backup and each.point in led)
        left = [each for each in reads if not (each.backup and each.point in led)]
        self._fate_all(left, ReadFate.PASSING)
        self._fate_all(spare, ReadFate.BACKUP)
        return in_time(left, gun_ms), spare

    def _fate_all(self, reads: Iterable[ResolvedRead], fate: ReadFate) -> None:
        for each in reads:
            self._fates[each.read.id] = fate

    # ---------------------------------------------------------------------------- problems

    def _all_problems(self) -> Iterator[Problem]:
        """Those of runners, then the reads without an owner; each in the order they came."""
        finishes = self._finishes
        by_finish = sorted((finishes[key][0].read.id, key) for key in paced(self._told))
        for _first, entry_id in by_finish:
            yield from self._told[entry_id]
        for (fate, _race_id, _key), reads in sorted(
            self._unclear.items(), key=lambda aside: aside[1][0].read.id
        ):
            batch = self._batches[reads[0].read.batch_id]
            yield self._problems.of_unclear(fate, batch, reads, finishes.__contains__)


def _remove(table: dict[Key, list[ResolvedRead]], key: Key, resolved: ResolvedRead) -> None:
    left = [each for each in table.get(key, ()) if each is not resolved]
    if left:
        table[key] = left
    else:
        table.pop(key, None)


def _aside(resolved: ResolvedRead, fate: ReadFate, batch: ReadBatch) -> _Aside:
    """What a read without an owner is told together with."""
    key = bib_key(resolved.bib)
    if fate is ReadFate.NO_BIB:
        # Each "somebody crossed" waits for its own bib; a file without bibs is told once.
        one_by_one = batch.kind is not BatchKind.FILE
        key = f"{batch.id}/{resolved.read.id if one_by_one else 0}"
    elif fate is ReadFate.UNKNOWN_CHIP:
        key = str(batch.id)  # what mends it is the list of chips, not one chip after another
    return fate, batch.race_id, key


def _read_id(resolved: ResolvedRead) -> ReadId:
    return resolved.read.id
