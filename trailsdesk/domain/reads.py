"""Reads sorted out: whose each read is, which finish counts, and what is not clean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, suggest_known
from trailsdesk.domain.chrono import Duration, Instant, format_clock, format_elapsed
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.governing import choose, in_time, moment, rule_of
from trailsdesk.domain.problems import Place, Problem, Severity
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
    ReadRuling,
    ReadRulingKind,
    ResolvedRead,
    chip_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import EventId, RaceId, TimingPoint
    from trailsdesk.domain.season import SeasonData


def guns_by_entry(season: SeasonData, entries: Iterable[Entry]) -> dict[EntryId, Instant | None]:
    """The gun of each entry's wave; an entry without a wave of its own race runs in wave 1."""
    first: dict[RaceId, Instant | None] = {}
    for wave in sorted(season.waves.values(), key=lambda wave: (wave.ordinal, wave.id)):
        first.setdefault(wave.race_id, wave.gun_ms)
    guns: dict[EntryId, Instant | None] = {}
    for entry in entries:
        wave_of = season.waves.get(entry.wave_id) if entry.wave_id is not None else None
        own = wave_of is not None and wave_of.race_id == entry.race_id
        guns[entry.id] = wave_of.gun_ms if wave_of and own else first.get(entry.race_id)
    return guns


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was stored of one event's timing, retracted batches left out; each kind by id."""

    batches: tuple[ReadBatch, ...] = ()
    reads: tuple[Read, ...] = ()
    rulings: tuple[ReadRuling, ...] = ()


def evidence_by_event(season: SeasonData) -> dict[EventId, Evidence]:
    """The evidence of every event, in one pass over the season's."""
    batches: dict[EventId, list[ReadBatch]] = {event_id: [] for event_id in season.events}
    reads: dict[EventId, list[Read]] = defaultdict(list)
    rulings: dict[EventId, list[ReadRuling]] = defaultdict(list)
    of_batch: dict[BatchId, list[Read]] = {}
    events: dict[BatchId, EventId] = {}
    by_id = attrgetter("id")
    for batch in sorted(season.batches.values(), key=by_id):
        if not batch.retracted and batch.event_id in batches:
            batches[batch.event_id].append(batch)
            of_batch[batch.id] = reads[batch.event_id]
            events[batch.id] = batch.event_id
    # By id, the order they were written in: the order of the mapping must decide nothing.
    for read in sorted(season.reads.values(), key=by_id):
        own = of_batch.get(read.batch_id)
        if own is not None:
            own.append(read)
    for ruling in sorted(season.read_rulings.values(), key=by_id):
        ruled = season.reads.get(ruling.read_id)
        if ruled is not None and ruled.batch_id in events:
            rulings[events[ruled.batch_id]].append(ruling)
    return {
        event_id: Evidence(
            batches=tuple(found), reads=tuple(reads[event_id]), rulings=tuple(rulings[event_id])
        )
        for event_id, found in batches.items()
    }


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
    return _Resolver(season, event_id, duplicate_gap_ms, own).resolve()


_SILENT = (ResultStatus.OK, ResultStatus.PENDING)
_Found = tuple[EntryId | None, ReadFate]
_Gathered = dict[EntryId, list[ResolvedRead]]


class _Resolver:
    """One pass over an event's reads; holds the look-up tables of that pass."""

    def __init__(
        self, season: SeasonData, event_id: EventId, gap_ms: Duration, evidence: Evidence
    ) -> None:
        self.season = season
        self.evidence = evidence
        self.event_id = event_id
        self.gap_ms = gap_ms
        self.zone = season.events[event_id].zone
        races = {race.id for race in season.races.values() if race.event_id == event_id}
        self.entries = {e.id: e for e in season.entries.values() if e.race_id in races}
        self.guns = guns_by_entry(season, self.entries.values())
        self.by_bib: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if entry.bib:
                self.by_bib.setdefault(bib_key(entry.bib), []).append(entry)
        self.chips = {
            chip.code: chip.bib for chip in season.chips.values() if chip.event_id == event_id
        }
        self.points: dict[tuple[RaceId, str], TimingPoint] = {
            (point.race_id, point.code): point
            for point in season.points.values()
            if point.race_id in races
        }
        self.decisions: dict[ReadId, tuple[int, ReadRuling]] = {}
        self.owners: dict[tuple[RaceId | None, str], _Found] = {}
        self.finishes: _Gathered = {}
        self.starts: _Gathered = {}
        self.passings: _Gathered = {}
        self.statuses: _Gathered = {}
        self.fates: dict[ReadId, ReadFate] = {}
        self.unclear: dict[tuple[ReadFate, RaceId | None, str], list[ResolvedRead]] = {}
        self.known_bibs: dict[RaceId | None, dict[str, str]] = {}
        self.problems: list[Problem] = []

    def resolve(self) -> EventReads:
        batches = {batch.id: batch for batch in self.evidence.batches}
        self._decide()
        reads = {read.id: self._one(read, batches[read.batch_id]) for read in self.evidence.reads}
        seen = self.finishes | self.starts | self.passings | self.statuses
        entries = {entry_id: self._entry(self.entries[entry_id]) for entry_id in seen}
        for (fate, race_id, _), unclear in self.unclear.items():
            self.problems.append(self._unclear_problem(fate, race_id, unclear))
        return EventReads(
            event_id=self.event_id,
            entries=entries,
            reads=reads,
            fates=self.fates,
            problems=tuple(self.problems),
        )

    def _decide(self) -> None:
        """The ruling that holds for each read, with the owner it inherits, and its order."""
        rulings = sorted(self.evidence.rulings, key=lambda r: (r.made_ms, r.id))
        for order, ruling in enumerate(rulings, 1):
            before = self.decisions.get(ruling.read_id)
            names_nobody = not ruling.bib and ruling.entry_id is None
            holds = ruling
            if ruling.kind is ReadRulingKind.GOVERN and before is not None and names_nobody:
                holds = replace(ruling, bib=before[1].bib, entry_id=before[1].entry_id)
            self.decisions[ruling.read_id] = (order, holds)

    def _one(self, read: Read, batch: ReadBatch) -> ResolvedRead:
        """Find a read's owner and put it where it belongs."""
        bib, governs = read.bib, 0
        if read.chip:
            bib = self.chips.get(chip_key(read.chip), bib)
        decision = self.decisions.get(read.id) if self.decisions else None
        if decision is None:
            found = self.owners.get((batch.race_id, bib))
            entry_id, fate = found or self._owner(batch.race_id, bib)
        else:
            order, ruling = decision
            bib = ruling.bib or bib
            governs = order if ruling.kind is ReadRulingKind.GOVERN else 0
            entry_id, fate = self._ruled(batch, bib, ruling)
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
        if entry_id is None:
            if fate is ReadFate.NO_BIB and read.chip:
                fate = ReadFate.UNKNOWN_CHIP
            self.fates[read.id] = fate
            if fate is not ReadFate.IGNORED:
                self._put_aside(resolved, fate, batch)
        else:
            self.fates[read.id] = self._gather(resolved, entry_id)
        return resolved

    def _ruled(self, batch: ReadBatch, bib: str, ruling: ReadRuling) -> _Found:
        if ruling.kind is ReadRulingKind.IGNORE:
            return None, ReadFate.IGNORED
        if ruling.entry_id is not None:
            known = ruling.entry_id in self.entries
            return (ruling.entry_id, ReadFate.PASSING) if known else (None, ReadFate.UNKNOWN_BIB)
        found = self._owner(batch.race_id, bib)
        # A person named the bib: that it runs in another race than the batch is then no mistake.
        return self._owner(None, bib) if found[1] is ReadFate.WRONG_RACE else found

    def _owner(self, race_id: RaceId | None, bib: str) -> _Found:
        """Whose bib it is in that scope; asked once, then remembered in ``owners``."""
        return self.owners.setdefault((race_id, bib), self._look_up(race_id, bib))

    def _look_up(self, race_id: RaceId | None, bib: str) -> _Found:
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

    def _put_aside(self, resolved: ResolvedRead, fate: ReadFate, batch: ReadBatch) -> None:
        key = bib_key(resolved.bib)
        if fate is ReadFate.NO_BIB:
            # Each "somebody crossed" waits for its own bib; a file without bibs is told once.
            one_by_one = batch.kind is not BatchKind.FILE
            key = f"{batch.id}/{resolved.read.id if one_by_one else 0}"
        elif fate is ReadFate.UNKNOWN_CHIP:
            key = str(batch.id)  # what mends it is the list of chips, not one chip after another
        self.unclear.setdefault((fate, batch.race_id, key), []).append(resolved)

    def _gather(self, resolved: ResolvedRead, entry_id: EntryId) -> ReadFate:
        read = resolved.read
        fate = ReadFate.NOTHING_SAID
        if read.status is not None and read.status not in _SILENT:
            self.statuses.setdefault(entry_id, []).append(resolved)
            fate = ReadFate.STATUS
        if read.instant_ms is None and read.elapsed_ms is None:
            return fate
        if resolved.point == FINISH:
            self.finishes.setdefault(entry_id, []).append(resolved)
            return ReadFate.REPEAT
        passed = self.starts if resolved.point == START else self.passings
        passed.setdefault(entry_id, []).append(resolved)
        return ReadFate.PASSING

    def _entry(self, entry: Entry) -> EntryReads:
        """Choose the governing finish of an entry; tell what was set aside."""
        gun_ms = self.guns[entry.id]
        finishes = in_time(self.finishes.get(entry.id, ()), gun_ms)
        rule = rule_of(self.points.get((entry.race_id, FINISH)), self.gap_ms)
        chosen = choose(finishes, gun_ms, rule) if finishes else None
        starts, spare_starts = self._needed(self.starts.get(entry.id, ()), gun_ms)
        passings, spare_passings = self._needed(self.passings.get(entry.id, ()), gun_ms)
        if chosen is not None:
            self.fates[chosen.governing.read.id] = ReadFate.GOVERNS
            if chosen.early:
                early = chosen.early
                self.fates.update((each.read.id, ReadFate.BEFORE_GUN) for each in early)
                told = self._told("before-gun", Severity.WARNING, chosen.governing, early)
                self.problems.append(told)
            if chosen.repeats and not chosen.governing.governs:
                self._tell_repeats(chosen.governing, chosen.repeats, gun_ms, rule.gap_ms)
            if chosen.backups:
                self._tell_backups(chosen.governing, chosen.backups, gun_ms, rule.gap_ms)
        return EntryReads(
            entry_id=entry.id,
            gun_ms=gun_ms,
            finish=chosen.governing if chosen else None,
            repeats=chosen.repeats if chosen else (),
            early=chosen.early if chosen else (),
            backups=(*(chosen.backups if chosen else ()), *spare_starts, *spare_passings),
            starts=starts,
            passings=passings,
            statuses=tuple(self.statuses.get(entry.id, ())),
        )

    def _needed(
        self, reads: Sequence[ResolvedRead], gun_ms: Instant | None
    ) -> tuple[tuple[ResolvedRead, ...], tuple[ResolvedRead, ...]]:
        """Reads in order of time, and those of backup sources at points a leading one has."""
        led = {each.point for each in reads if not each.backup}
        spare = tuple(each for each in reads if each.backup and each.point in led)
        self.fates.update((each.read.id, ReadFate.BACKUP) for each in spare)
        left = [each for each in reads if not (each.backup and each.point in led)]
        return in_time(left, gun_ms), spare

    def _tell_backups(
        self,
        finish: ResolvedRead,
        backups: Sequence[ResolvedRead],
        gun_ms: Instant | None,
        gap_ms: int,
    ) -> None:
        """A backup that saw the runner at another time is told; the time stays what it was."""
        self.fates.update((each.read.id, ReadFate.BACKUP) for each in backups)
        own = moment(finish, gun_ms)
        others = [moment(each, gun_ms) for each in backups]
        near = any(each[0] == own[0] and abs(each[1] - own[1]) <= gap_ms for each in others)
        if not near and not finish.governs:
            told = self._told("backup-differs", Severity.WARNING, finish, backups)
            self.problems.append(told)

    def _tell_repeats(
        self,
        finish: ResolvedRead,
        repeats: Sequence[ResolvedRead],
        gun_ms: Instant | None,
        gap_ms: int,
    ) -> None:
        """Reads in one go with the governing one are told apart from those later on."""
        near: list[ResolvedRead] = []
        before = moment(finish, gun_ms)
        for each in repeats:
            now = moment(each, gun_ms)
            if now[0] != before[0] or now[1] - before[1] > gap_ms:
                break
            near.append(each)
            before = now
        far = repeats[len(near) :]
        if near:
            self.problems.append(self._told("repeated", Severity.INFO, finish, near))
        if far:
            self.problems.append(self._told("repeated", Severity.WARNING, finish, far))

    def _told(
        self, what: str, severity: Severity, finish: ResolvedRead, others: Sequence[ResolvedRead]
    ) -> Problem:
        entry_id = others[0].entry_id
        assert entry_id is not None  # noqa: S101  only owned reads are gathered
        entry = self.entries[entry_id]
        return Problem(
            severity=severity,
            code=f"read.{what}",
            params={
                "bib": entry.bib or finish.bib,
                "count": len(others),
                "time": self._time_text(finish),
                "other": self._time_text(others[0]),
            },
            place=Place(
                event_id=self.event_id,
                race_id=entry.race_id,
                entry_id=entry.id,
                runner_id=entry.runner_id,
                batch_id=others[0].read.batch_id,
                read_id=others[0].read.id,
            ),
        )

    def _unclear_problem(
        self, fate: ReadFate, race_id: RaceId | None, unclear: Sequence[ResolvedRead]
    ) -> Problem:
        """One problem for all reads that miss an owner for the same reason."""
        first = unclear[0]
        params: dict[str, str | int] = {
            "bib": first.bib.strip(),
            "count": len(unclear),
            "time": self._time_text(first),
        }
        if fate is ReadFate.UNKNOWN_CHIP:
            chips = dict.fromkeys(each.read.chip for each in unclear)
            params |= {"chips": len(chips), "first": ", ".join(list(chips)[:5])}
        elif fate is ReadFate.UNKNOWN_BIB:
            params["suggestions"] = ", ".join(self._suggestions(first.bib, race_id))
        elif fate in (ReadFate.WRONG_RACE, ReadFate.AMBIGUOUS_BIB):
            others = self.by_bib.get(bib_key(first.bib), [])
            races = {self.season.races[each.race_id].label for each in others}
            params["races"] = ", ".join(sorted(races))
        if race_id is not None:
            params["race"] = self.season.races[race_id].label
        batch = self.season.batches[first.read.batch_id]
        return Problem(
            severity=Severity.WARNING,
            code=_UNCLEAR_CODES[fate],
            params=params,
            file=batch.name or None,
            row=first.read.line if batch.kind is BatchKind.FILE else None,
            place=Place(
                event_id=self.event_id,
                race_id=race_id,
                batch_id=batch.id,
                read_id=first.read.id,
            ),
        )

    def _suggestions(self, bib: str, race_id: RaceId | None) -> list[str]:
        """Near bibs; those not seen at the finish yet go first, for theirs is the missing read."""
        known = self.known_bibs.get(race_id)
        if known is None:
            known = self.known_bibs[race_id] = {
                key: inside[0].bib
                for key, owners in self.by_bib.items()
                if (inside := [e for e in owners if race_id in (None, e.race_id)])
            }
        near = suggest_known(bib, known, most=20)
        return sorted(near, key=self._was_seen)[:5]

    def _was_seen(self, bib: str) -> bool:
        owners = self.by_bib[bib_key(bib)]
        return all(e.id in self.finishes for e in owners)

    def _time_text(self, resolved: ResolvedRead) -> str:
        if resolved.read.elapsed_ms is not None:
            return format_elapsed(resolved.read.elapsed_ms)
        if resolved.instant_ms is not None:
            return format_clock(resolved.instant_ms, self.zone)
        return resolved.read.status.value if resolved.read.status else "—"


_UNCLEAR_CODES = {
    ReadFate.NO_BIB: "read.no-bib",
    ReadFate.UNKNOWN_BIB: "read.unknown-bib",
    ReadFate.AMBIGUOUS_BIB: "read.ambiguous-bib",
    ReadFate.WRONG_RACE: "read.wrong-race",
    ReadFate.UNKNOWN_CHIP: "read.unknown-chips",
}
