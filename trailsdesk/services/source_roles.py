"""Several sources for one point: which lead and which only fill gaps, and what a change does.

The effect is never estimated: the results are worked out both ways and compared.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import Pick
from trailsdesk.domain.governing import PointRule, choose, in_time, moment, rule_of
from trailsdesk.domain.pace import let_go, paced
from trailsdesk.domain.people import full_name
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import Evidence, resolve_reads
from trailsdesk.domain.timing import (
    FINISH,
    START,
    BatchId,
    EntryReads,
    EventReads,
    ReadId,
    ReadRuling,
    ReadRulingKind,
)
from trailsdesk.domain.waves import guns_by_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.results import Result
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import Read, ReadBatch, ResolvedRead
    from trailsdesk.services.season import Season

    Reads = Sequence[ResolvedRead]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMove:
    """A runner whose time or place would be another.

    At the finish and the start the times are official ones and ``rank_*`` the overall places; at
    other points the times are since the gun and there is no place.
    """

    entry_id: EntryId
    bib: str
    name: str
    race_label: str
    before_ms: int | None
    after_ms: int | None
    rank_before: int | None = None
    rank_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEffect:
    """What it means that a source leads, against that it only fills gaps.

    ``shared`` runners have a time from this source and from another; for ``differing`` of them
    the two are not the same, by ``least_ms`` to ``most_ms`` (0 where nothing compares them).
    ``moves`` are all whose time or place depends on the choice, by place.
    """

    shared: int = 0
    differing: int = 0
    least_ms: int = 0
    most_ms: int = 0
    moves: tuple[TimeMove, ...] = ()

    @property
    def times(self) -> int:
        """How many times would be others."""
        return sum(move.before_ms != move.after_ms for move in self.moves)

    @property
    def places(self) -> int:
        """How many overall places would be others."""
        return sum(move.rank_before != move.rank_after for move in self.moves)


NO_EFFECT = RoleEffect()


def role_effect(season: Season, batch_ids: Iterable[BatchId], *, fills_gaps: bool) -> RoleEffect:
    """What giving stored batches of one point this role would change; changes nothing.

    ``moves`` go from how it stands to how it would be.
    """
    data, ids = season.data, set(batch_ids)
    if not ids:
        return NO_EFFECT
    first = data.batches[min(ids)]
    trial = _Trial(season, first.event_id, first.point)
    for entry_id, seen in trial.live.items():
        here = list(_at(seen, first.point))
        own = [each for each in here if each.read.batch_id in ids]
        others = [each for each in here if each.read.batch_id not in ids]
        if own and others:
            trial.compare(entry_id, others, own, before=not fills_gaps, after=fills_gaps)
    return trial.effect()


def import_effect(
    season: Season,
    batch: ReadBatch,
    reads: Sequence[Read],
    owners: Sequence[tuple[int, EntryId]] = (),
) -> RoleEffect:
    """What it would change if reads not yet taken led instead of filling gaps.

    ``moves`` go from filling gaps to leading. Quick while no other source has a time of the same
    runners at the point.

    Args:
        batch: how the reads would be stored; its role is not looked at.
        owners: position in ``reads`` to the entry, for reads without a bib.
    """
    data = season.data
    here = [b for b in data.batches.values() if b.event_id == batch.event_id and not b.retracted]
    if not reads or not any(each.point == batch.point for each in here):
        return NO_EFFECT
    new = dataclasses.replace(batch, id=BatchId(max(data.batches) + 1), fills_gaps=False)
    trial = _Trial(season, batch.event_id, batch.point)
    trial.data = dataclasses.replace(data, batches={**data.batches, new.id: new})
    alone = _alone(season, new, trial.data, reads, owners)
    gone = [*alone.reads.values(), *alone.entries.values(), *alone.problems]
    for entry_id, seen in paced(alone.entries.items()):
        own = list(_at(seen, batch.point))
        before = trial.live.get(entry_id)
        others = [] if before is None else list(_at(before, batch.point))
        trial.statuses[entry_id] = seen.statuses
        if own and others:
            trial.compare(entry_id, others, own, before=True, after=False)
        elif own:
            trial.fill(entry_id, own)
    effect = trial.effect()
    del alone, trial
    let_go(gone)
    return effect


def _alone(
    season: Season,
    batch: ReadBatch,
    data: SeasonData,
    reads: Sequence[Read],
    owners: Sequence[tuple[int, EntryId]],
) -> EventReads:
    """What the reads of ``batch`` say of each runner, as if no others were there."""
    first = max(data.reads, default=0) + 1
    own = [
        dataclasses.replace(read, id=ReadId(first + at), batch_id=batch.id)
        for at, read in enumerate(paced(reads))
    ]
    given = tuple(
        ReadRuling(
            read_id=own[at].id,
            kind=ReadRulingKind.ASSIGN,
            entry_id=entry_id,
            made_ms=batch.made_ms,
        )
        for at, entry_id in owners
    )
    evidence = Evidence(batches=(batch,), reads=tuple(own), rulings=given)
    gap_ms = season.rules.timing.duplicate_gap_ms
    return resolve_reads(data, batch.event_id, gap_ms, evidence)


def set_role(season: Season, batch_ids: Iterable[BatchId], *, fills_gaps: bool) -> None:
    """Let stored batches lead, or only fill gaps, as one operation; every result follows."""
    batches = [season.data.batches[batch_id] for batch_id in batch_ids]
    other = [batch for batch in batches if batch.fills_gaps is not fills_gaps]
    if not other:
        return
    name = other[0].name or other[0].kind.value
    leads, fills = ("", name) if fills_gaps else (name, "")
    with season.change("times.role", leads=leads, fills=fills) as writer:
        writer.put_many([dataclasses.replace(batch, fills_gaps=fills_gaps) for batch in other])


class _Trial:
    """The results of an event before and after, with only those runners changed who are touched.

    Which of the reads counts is asked of the very function that decides it for the results.
    """

    def __init__(self, season: Season, event_id: EventId, point: str) -> None:
        self.season = season
        self.data = season.data
        self.event_id = event_id
        self.point = point
        self.live = season.event_reads(event_id).entries
        self.statuses: dict[EntryId, tuple[ResolvedRead, ...]] = {}
        self.shared = 0
        self.unlike = 0
        self.gaps: list[int] = []
        self.changed: dict[EntryId, tuple[ResolvedRead, ResolvedRead]] = {}
        self.filled: dict[EntryId, ResolvedRead] = {}
        self.starts: dict[EntryId, tuple[Reads, Reads]] = {}
        self.rules: dict[RaceId, PointRule] = {}

    def compare(
        self,
        entry_id: EntryId,
        others: Reads,
        own: Reads,
        *,
        before: bool,
        after: bool,
    ) -> None:
        """A runner has reads of the source and of ``others``.

        ``before`` and ``after`` say whether the source only fills gaps.
        """
        gun_ms, rule = self._gun(entry_id), self._rule(entry_id)
        mine = choose(in_time(own, gun_ms), gun_ms, rule).governing
        theirs = choose(in_time(others, gun_ms), gun_ms, rule).governing
        self.shared += 1
        here, there = moment(mine, gun_ms), moment(theirs, gun_ms)
        if here[0] != there[0]:
            self.unlike += 1
        elif here[1] != there[1]:
            self.gaps.append(abs(here[1] - there[1]))
        if self.point == START:
            counted = (
                in_time(_counted(others, own, before), gun_ms),
                in_time(_counted(others, own, after), gun_ms),
            )
            if counted[0] != counted[1]:
                self.starts[entry_id] = counted
            return
        plain = rule.pick is Pick.FIRST and not (mine.governs or theirs.governs)
        if plain and all((each.since(gun_ms) or 0) >= 0 for each in (mine, theirs)):
            first = mine if here < there else theirs
            was = _first_of(mine, theirs, first, backup=before)
            would = _first_of(mine, theirs, first, backup=after)
        else:
            was = choose(_together(others, own, before, gun_ms), gun_ms, rule).governing
            would = choose(_together(others, own, after, gun_ms), gun_ms, rule).governing
        if was.read.id != would.read.id:
            self.changed[entry_id] = (was, would)

    def fill(self, entry_id: EntryId, own: Reads) -> None:
        """A runner only this source has seen at the point: counts in whatever role."""
        gun_ms = self._gun(entry_id)
        chosen = choose(in_time(own, gun_ms), gun_ms, self._rule(entry_id)).governing
        self.filled[entry_id] = chosen
        if self.point == START:
            self.starts[entry_id] = (tuple(own), tuple(own))

    def effect(self) -> RoleEffect:
        """What was gathered, with all who move."""
        moved = bool(self.changed or (self.point == START and self.starts))
        return RoleEffect(
            shared=self.shared,
            differing=len(self.gaps) + self.unlike,
            least_ms=min(self.gaps, default=0),
            most_ms=max(self.gaps, default=0),
            moves=self._moves() if self.shared and moved else (),
        )

    def _gun(self, entry_id: EntryId) -> Instant | None:
        seen = self.live.get(entry_id)
        if seen is not None:
            return seen.gun_ms
        entry = self.data.entries[entry_id]
        return guns_by_entry(self.data, (entry,))[entry_id]

    def _rule(self, entry_id: EntryId) -> PointRule:
        race_id = self.data.entries[entry_id].race_id
        if race_id not in self.rules:
            points = self.data.points_of(race_id)
            row = next((point for point in points if point.code == self.point), None)
            usual = Pick.LAST if self.point == START else Pick.FIRST
            gap_ms = self.season.rules.timing.duplicate_gap_ms
            self.rules[race_id] = rule_of(row, gap_ms, usual)
        return self.rules[race_id]

    def _moves(self) -> tuple[TimeMove, ...]:
        if self.point in (FINISH, START):
            touched = {*self.changed, *self.starts}
            races = sorted({self.data.entries[entry_id].race_id for entry_id in touched})
            found = [each for race_id in races for each in self._of_results(race_id)]
        else:
            found = [
                self._move(entry_id, _since(was, gun_ms), _since(would, gun_ms))
                for entry_id, (was, would) in self.changed.items()
                for gun_ms in (self._gun(entry_id),)
            ]
        return tuple(sorted(found, key=_by_place))

    def _of_results(self, race_id: RaceId) -> Iterator[TimeMove]:
        before, after = self._results(race_id, 0), self._results(race_id, 1)
        for entry_id in before.keys() | after.keys():
            was, would = before.get(entry_id), after.get(entry_id)
            was_ms, was_rank = (was.time_ms, was.rank) if was else (None, None)
            would_ms, would_rank = (would.time_ms, would.rank) if would else (None, None)
            if was_ms != would_ms or was_rank != would_rank:
                yield self._move(entry_id, was_ms, would_ms, was_rank, would_rank)

    def _results(self, race_id: RaceId, at: int) -> dict[EntryId, Result]:
        """The results of a race before (0) or after (1)."""
        entries = dict(self.live)
        for entry_id in {*self.changed, *self.filled, *self.starts, *self.statuses}:
            seen = entries.get(entry_id)
            if seen is None:
                seen = EntryReads(entry_id=entry_id, gun_ms=self._gun(entry_id))
            finish = seen.finish
            if self.point == FINISH and entry_id in self.changed:
                finish = self.changed[entry_id][at]
            elif self.point == FINISH:
                finish = self.filled.get(entry_id, finish)
            starts = self.starts[entry_id][at] if entry_id in self.starts else seen.starts
            statuses = (*seen.statuses, *self.statuses.get(entry_id, ()))
            entries[entry_id] = dataclasses.replace(
                seen, finish=finish, starts=tuple(starts), statuses=statuses
            )
        reads = EventReads(event_id=self.event_id, entries=entries)
        found = compute_results(self.data, race_id, self.season.rules, {}, reads)
        return {result.entry_id: result for result in found.results}

    def _move(
        self,
        entry_id: EntryId,
        before_ms: int | None,
        after_ms: int | None,
        rank_before: int | None = None,
        rank_after: int | None = None,
    ) -> TimeMove:
        entry = self.data.entries[entry_id]
        return TimeMove(
            entry_id=entry_id,
            bib=entry.bib,
            name=full_name(self.data.runners[entry.runner_id]),
            race_label=self.data.races[entry.race_id].label,
            before_ms=before_ms,
            after_ms=after_ms,
            rank_before=rank_before,
            rank_after=rank_after,
        )


def _first_of(
    mine: ResolvedRead, theirs: ResolvedRead, first: ResolvedRead, *, backup: bool
) -> ResolvedRead:
    """Which of the first reads of two sources counts: the earlier one among equals."""
    if backup is theirs.backup:
        return first
    return theirs if backup else mine


def _together(
    others: Reads, own: Reads, backup: bool, gun_ms: Instant | None
) -> tuple[ResolvedRead, ...]:
    changed = (dataclasses.replace(each, backup=backup) for each in own)
    return in_time([*others, *changed], gun_ms)


def _counted(others: Reads, own: Reads, backup: bool) -> tuple[ResolvedRead, ...]:
    """The reads that count at all: those of backup sources only where no leading one is."""
    led = not backup or any(not each.backup for each in others)
    kept = tuple(each for each in others if not (led and each.backup))
    return kept if led and backup else (*kept, *own)


def _since(resolved: ResolvedRead, gun_ms: Instant | None) -> int | None:
    since = resolved.since(gun_ms)
    return resolved.instant_ms if since is None else since


def _by_place(move: TimeMove) -> tuple[str, bool, int, str]:
    rank = move.rank_after or move.rank_before
    return (move.race_label, rank is None, rank or move.after_ms or 0, move.bib)


def _at(seen: EntryReads, point: str) -> Iterator[ResolvedRead]:
    """The reads of an entry at a point that say a time."""
    return (each for each in _timed(seen) if each.point == point)


def _timed(seen: EntryReads) -> Iterator[ResolvedRead]:
    if seen.finish is not None:
        yield seen.finish
    for group in (seen.repeats, seen.early, seen.backups, seen.starts, seen.passings):
        yield from group
