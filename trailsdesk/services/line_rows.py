"""The rows of the finish line: each time keyed or read there, and what became of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import accumulate
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, suggest_known
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId, bib_sort_key
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import Result, ResultStatus
from trailsdesk.domain.timing import FINISH, BatchKind, ReadFate, ReadId, ReadRulingId
from trailsdesk.services.raceday import races_to_run

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import EventReads, ReadBatch, ResolvedRead

ROWS_KEPT = 200
"""The newest rows that are shown; older ones are in the panel Timing."""
UNSOLVED_KEPT = 300
"""Older rows that wait for a person stay beside them, up to this many."""
TIMES_KEPT = 20
"""Of a runner with a repeat among the newest rows the other times stay too, up to this many."""

UNSOLVED = frozenset(
    {ReadFate.NO_BIB, ReadFate.UNKNOWN_BIB, ReadFate.AMBIGUOUS_BIB, ReadFate.WRONG_RACE}
)
Timed = tuple["Instant | None", "ResolvedRead"]
"""The moment of a time at the finish, and the read it is of."""
_COUNTED = UNSOLVED | {ReadFate.GOVERNS, ReadFate.UNKNOWN_CHIP}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRunner:
    """Who wears a bib, as the card at the line shows it. ``gun_ms`` is that of the own wave."""

    entry_id: EntryId
    race_id: RaceId
    bib: str
    name: str
    club: str
    nation: str
    race_label: str
    category: str
    category_label: str
    gender: Gender | None
    gun_ms: Instant | None
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One time at the finish and what became of it.

    ``number`` counts the crossings from 1 in order of time; repeats and struck out times have
    none. ``instant_ms`` is None for a time from paper of a race without a gun; ``since_ms`` is the
    time since the gun where that is known. ``also`` is the row number of the time that counts
    instead, for a repeat or a backup, ``also_ms`` that time since the gun, and ``nth`` says which
    time of the runner it is, from 1 in order of time. ``suggestions`` are those still out whose
    bib an unknown one may have been; of a bib worn more than once, those who wear it.
    """

    read_id: ReadId
    number: int | None = None
    kind: BatchKind
    race_id: RaceId | None = None
    bib: str
    keyed: str
    instant_ms: Instant | None = None
    since_ms: int | None = None
    fate: ReadFate
    entry_id: EntryId | None = None
    name: str = ""
    category_label: str = ""
    race_label: str = ""
    place: int | None = None
    also: int | None = None
    also_ms: int | None = None
    nth: int = 1
    ruling_id: ReadRulingId | None = None
    suggestions: tuple[LineRunner, ...] = ()


class StillOut(Mapping[str, str]):
    """Who is waited for: nobody has seen them at the finish or ruled on them.

    Maps the key of a bib to the bib. Each is looked up when asked for: of a large field only the
    few bibs that look like a misread one ever are.
    """

    def __init__(
        self,
        runners: Mapping[str, tuple[LineRunner, ...]],
        results: Mapping[EntryId, Result],
        race_id: RaceId | None,
    ) -> None:
        self._runners, self._results, self._race_id = runners, results, race_id

    def __getitem__(self, key: str) -> str:
        waiting = next(self._waiting(self._runners[key]), None)
        if waiting is None:
            raise KeyError(key)
        return waiting.bib

    def __iter__(self) -> Iterator[str]:
        return (key for key, worn in self._runners.items() if any(self._waiting(worn)))

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def suggest(self, bib: str) -> tuple[LineRunner, ...]:
        """Those whose bib a misread one may have been, likeliest first."""
        among: Mapping[str, str] = self
        if "?" in bib:  # looking at everybody: first at the bibs, then who of them is waited for
            fits, worn = _fitting(bib), self._runners
            like = {key: worn[key][0].bib for key in worn if fits(key, worn[key][0].bib)}
            among = {key: own for key, own in like.items() if key in self}
        found = suggest_out(bib, among, worn=self._runners)
        return tuple(next(self._waiting(self._runners[bib_key(each)])) for each in found)

    def _waiting(self, worn: tuple[LineRunner, ...]) -> Iterator[LineRunner]:
        for each in worn:
            result = self._results.get(each.entry_id)
            waited_for = result is not None and result.status is ResultStatus.PENDING
            if waited_for and self._race_id in (None, each.race_id) and not each.withdrawn:
                yield each


class LineRows:
    """Makes the rows of one scope; holds the look-up tables of that pass."""

    def __init__(
        self,
        data: SeasonData,
        race_id: RaceId | None,
        reads: EventReads,
        runners: Mapping[str, tuple[LineRunner, ...]],
        results: Mapping[EntryId, Result],
        out: StillOut,
    ) -> None:
        self.data = data
        self.race_id = race_id
        self.reads = reads
        self.runners = runners
        self.by_entry = {each.entry_id: each for same in runners.values() for each in same}
        self.results = results
        self.out = out
        self.times: dict[EntryId, dict[ReadId, int]] = {}
        self.guns = {
            race.id: min(
                (wave.gun_ms for wave in data.start_groups_of(race.id) if wave.gun_ms),
                default=None,
            )
            for race in data.races_of(reads.event_id)
        }
        held = [race.id for race in races_to_run(data, reads.event_id)]
        shared = {self.guns[race] for race in ([race_id] if race_id is not None else held)}
        self.shared_gun = shared.pop() if len(shared) == 1 else None
        self.rulings: dict[ReadId, tuple[int, ReadRulingId]] = {}
        for ruling in data.read_rulings.values():
            latest = self.rulings.get(ruling.read_id)
            if latest is None or (ruling.made_ms, ruling.id) > latest:
                self.rulings[ruling.read_id] = (ruling.made_ms, ruling.id)

    def crossings(self) -> tuple[LineRow, ...]:
        """All that have a number, in their order."""
        counted = [t for t in self._in_scope() if self._fate(t) in _COUNTED]
        counted.sort(key=_in_time)
        numbers = {resolved.read.id: at for at, (_, resolved) in enumerate(counted, 1)}
        return tuple(self._row(moment, resolved, numbers) for moment, resolved in counted)

    def make(self) -> tuple[LineRow, ...]:
        """Newest first; the newest, and older ones that wait for a person."""
        timed = list(paced(self._in_scope()))
        kept = nlargest(ROWS_KEPT, paced(timed), key=_in_time)
        newest = {resolved.read.id for _moment, resolved in kept}
        waiting = (
            t for t in paced(timed) if self._fate(t) in UNSOLVED and t[1].read.id not in newest
        )
        # The oldest blank is the next to be filled: it must never fall off the end.
        oldest = nsmallest(UNSOLVED_KEPT, waiting, key=_in_time)
        wanted = {resolved.read.id for _moment, resolved in oldest} | self._others_of(kept)
        wanted -= newest
        older = [t for t in paced(timed) if t[1].read.id in wanted]
        older.sort(key=_in_time, reverse=True)
        numbers = self._numbers(timed, (*kept, *older))
        return tuple(self._row(moment, resolved, numbers) for moment, resolved in (*kept, *older))

    def _numbers(self, timed: Iterable[Timed], shown: Iterable[Timed]) -> dict[ReadId, int]:
        """The number of each crossing shown, and of the time that counts instead of it.

        Counted, not sorted: of a hundred thousand times a few hundred are shown.
        """
        asked = {resolved.read.id for _moment, resolved in shown}
        for _moment, resolved in shown:
            seen = self.reads.entries.get(resolved.entry_id) if resolved.entry_id else None
            if seen is not None and seen.finish is not None:
                asked.add(seen.finish.read.id)
        counted = [t for t in paced(timed) if self._fate(t) in _COUNTED]
        places = sorted(_in_time(t) for t in counted if t[1].read.id in asked)
        sofar = [0] * (len(places) + 1)
        for each in paced(counted):
            sofar[bisect_left(places, _in_time(each))] += 1
        return {
            read_id: number
            for (_moment, read_id), number in zip(places, accumulate(sofar), strict=False)
        }

    def _fate(self, timed: Timed) -> ReadFate:
        return self.reads.fates[timed[1].read.id]

    def _others_of(self, kept: Sequence[Timed]) -> set[ReadId]:
        """The other times of whoever has a repeat among the rows kept: it names one of them."""
        found: set[ReadId] = set()
        for _moment, resolved in kept:
            if self.reads.fates[resolved.read.id] is ReadFate.REPEAT and resolved.entry_id:
                governing = self.reads.entries[resolved.entry_id].finish
                found.update(list(self._times_of(resolved.entry_id))[:TIMES_KEPT])
                found.update([governing.read.id] if governing is not None else ())
        return found

    def _times_of(self, entry_id: EntryId) -> Mapping[ReadId, int]:
        """All times of a runner at the finish that stand beside one another: which is which."""
        known = self.times.get(entry_id)
        if known is None:
            seen = self.reads.entries[entry_id]
            times = (*seen.repeats, seen.finish) if seen.finish is not None else seen.repeats
            ordered = sorted((self._moment(t, self._batch(t)) or 0, t.read.id) for t in times)
            known = {read_id: nth for nth, (_moment, read_id) in enumerate(ordered, 1)}
            self.times[entry_id] = known
        return known

    def _batch(self, resolved: ResolvedRead) -> ReadBatch:
        return self.data.batches[resolved.read.batch_id]

    def _in_scope(self) -> Iterator[Timed]:
        for resolved in self.reads.reads.values():
            read = resolved.read
            if resolved.point != FINISH or (read.instant_ms is None and read.elapsed_ms is None):
                continue
            batch = self._batch(resolved)
            if self.race_id is not None and batch.race_id != self.race_id:
                owner = self.data.entries.get(resolved.entry_id) if resolved.entry_id else None
                elsewhere = owner is not None and owner.race_id != self.race_id
                if batch.race_id is not None or elsewhere:
                    continue
            yield self._moment(resolved, batch), resolved

    def _moment(self, resolved: ResolvedRead, batch: ReadBatch) -> Instant | None:
        if resolved.instant_ms is not None:
            return resolved.instant_ms
        gun, elapsed = self._gun(resolved, batch), resolved.read.elapsed_ms
        return None if gun is None or elapsed is None else Instant(gun + elapsed)

    def _gun(self, resolved: ResolvedRead, batch: ReadBatch) -> Instant | None:
        if resolved.entry_id is not None and resolved.entry_id in self.reads.entries:
            return self.reads.entries[resolved.entry_id].gun_ms
        return self.guns[batch.race_id] if batch.race_id is not None else self.shared_gun

    def _row(
        self,
        moment: Instant | None,
        resolved: ResolvedRead,
        numbers: Mapping[ReadId, int],
    ) -> LineRow:
        read, entry_id = resolved.read, resolved.entry_id
        fate = self.reads.fates[read.id]
        batch = self._batch(resolved)
        gun = self._gun(resolved, batch)
        runner = self._runner(resolved, fate)
        result = self.results.get(entry_id) if entry_id is not None else None
        seen = self.reads.entries.get(entry_id) if entry_id is not None else None
        other = seen.finish if seen is not None else None
        repeats = fate in (ReadFate.REPEAT, ReadFate.BACKUP) and other is not None
        times = self._times_of(entry_id) if repeats and entry_id is not None else {}
        return LineRow(
            read_id=read.id,
            number=numbers.get(read.id),
            kind=batch.kind,
            race_id=batch.race_id,
            bib=runner.bib if runner and not resolved.bib else resolved.bib,
            keyed=read.bib,
            instant_ms=moment,
            since_ms=resolved.since(gun),
            fate=fate,
            entry_id=entry_id,
            name=runner.name if runner else "",
            category_label=runner.category_label if runner else "",
            race_label=runner.race_label if runner else "",
            place=result.rank_category if result and fate is ReadFate.GOVERNS else None,
            also=numbers.get(other.read.id) if repeats and other else None,
            also_ms=other.since(gun) if repeats and other else None,
            nth=times.get(read.id, 1),
            ruling_id=self.rulings[read.id][1] if read.id in self.rulings else None,
            suggestions=self._suggest(resolved.bib, fate),
        )

    def _runner(self, resolved: ResolvedRead, fate: ReadFate) -> LineRunner | None:
        if resolved.entry_id is not None:
            return self.by_entry.get(resolved.entry_id)
        if fate in (ReadFate.WRONG_RACE, ReadFate.IGNORED) and resolved.bib.strip():
            found = self.runners.get(bib_key(resolved.bib), ())
            return found[0] if len(found) == 1 else None
        return None

    def _suggest(self, bib: str, fate: ReadFate) -> tuple[LineRunner, ...]:
        if fate is ReadFate.AMBIGUOUS_BIB:
            wearers = self.runners.get(bib_key(bib), ())
            inside = [each for each in wearers if self.race_id in (None, each.race_id)]
            return tuple([w for w in inside if not w.withdrawn] or inside)
        if fate is not ReadFate.UNKNOWN_BIB:
            return ()
        return self.out.suggest(bib)


def _in_time(timed: Timed) -> tuple[int, ReadId]:
    """Order of the times: those of one moment as they were written."""
    return (timed[0] or 0, timed[1].read.id)


def suggest_out(
    bib: str, out: Mapping[str, str], most: int = 5, worn: Container[str] = ()
) -> tuple[str, ...]:
    """The bibs still out that a misread one may have been; ``?`` stands for one unread digit.

    Args:
        out: ``bib_key`` to bib of those still out.
        worn: the keys of all bibs worn, in or out; of two run together one may be in already.
    """
    if "?" not in bib:
        return suggest_known(bib, out, most, worn)
    fits = _fitting(bib)
    fitting = [own for key, own in out.items() if fits(key, own)]
    return tuple(sorted(fitting, key=bib_sort_key)[:most])


def _fitting(bib: str) -> Callable[[str, str], bool]:
    """Whether a bib, or its key, is a pattern with one letter or digit for every ``?``."""
    letters = ("." if letter == "?" else re.escape(letter) for letter in bib_key(bib))
    full = re.compile("".join(letters)).fullmatch

    def fits(key: str, own: str) -> bool:
        return full(key) is not None or full(own.casefold()) is not None

    return fits
