"""The finish line as the desk sees it: who wears a bib, who is out, what each time became."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, suggest_known
from trailsdesk.domain.chrono import Duration, Instant, round_duration
from trailsdesk.domain.entry import EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import Gender, full_name
from trailsdesk.domain.reads import guns_by_entry
from trailsdesk.domain.results import Result, ResultStatus
from trailsdesk.domain.rules import TimingRule
from trailsdesk.domain.timing import (
    FINISH,
    BatchKind,
    ReadFate,
    ReadId,
    ReadRulingId,
)
from trailsdesk.services.raceday import races_to_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import (
        EventReads,
        ReadBatch,
        ResolvedRead,
    )
    from trailsdesk.services.season import Season

ROWS_KEPT = 200
"""The newest rows that are shown; older ones are in the panel Timing."""
UNSOLVED_KEPT = 300
"""Older rows that wait for a person stay beside them, up to this many."""

UNSOLVED = frozenset(
    {ReadFate.NO_BIB, ReadFate.UNKNOWN_BIB, ReadFate.AMBIGUOUS_BIB, ReadFate.WRONG_RACE}
)
_COUNTED = UNSOLVED | {ReadFate.GOVERNS}
_HERE = (ResultStatus.OK, ResultStatus.OVER_TIME, ResultStatus.NOT_COMPETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRace:
    """A race in scope: its gun (the earliest of its waves) and how its runners stand.

    ``ahead`` counts those nobody has seen at the finish or ruled on yet.
    """

    race_id: RaceId
    label: str
    gun_ms: Instant | None
    finished: int
    ahead: int
    dnf: int
    dns: int


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
    instead, for a repeat, ``also_ms`` that time since the gun. ``suggestions`` are bibs still out
    that an unknown one may have been.
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
    ruling_id: ReadRulingId | None = None
    suggestions: tuple[LineRunner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesNow:
    """The places a runner would have who crossed at a moment; provisional.

    ``time_ms`` is the official time since the gun, ``gap_ms`` the distance to the leader, None
    for the first one in.
    """

    time_ms: Duration
    overall: int
    category: int | None
    gap_ms: Duration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """Everything the line shows for an event, or one race of it; a value, safe on any thread.

    ``revision`` is that of the season it was computed from.
    """

    revision: int
    event_id: EventId
    race_id: RaceId | None
    zone: str
    timing: TimingRule
    races: tuple[LineRace, ...]
    rows: tuple[LineRow, ...]
    runners: Mapping[str, tuple[LineRunner, ...]]
    results: Mapping[EntryId, Result]
    boards: Mapping[tuple[RaceId, str], Sequence[int]] = field(default_factory=dict)
    adjusted: Mapping[EntryId, int] = field(default_factory=dict)

    @property
    def gun_ms(self) -> Instant | None:
        """The earliest gun in scope."""
        return min((race.gun_ms for race in self.races if race.gun_ms is not None), default=None)

    @property
    def one_gun(self) -> Instant | None:
        """The gun when all races in scope share one, else None."""
        guns = {race.gun_ms for race in self.races}
        return guns.pop() if len(guns) == 1 else None

    @property
    def blanks(self) -> tuple[LineRow, ...]:
        """Times that wait for their bib, oldest first."""
        return tuple(row for row in reversed(self.rows) if row.fate is ReadFate.NO_BIB)

    def find(self, bib: str) -> tuple[LineRunner, ...]:
        """Who wears a bib in scope: one, none, or several; a standing entry before a withdrawn.

        A runner of another race of the event is not among them, see :meth:`find_elsewhere`.
        """
        anywhere = self.runners.get(bib_key(bib), ()) if bib.strip() else ()
        inside = [each for each in anywhere if self.race_id in (None, each.race_id)]
        return tuple(each for each in inside if not each.withdrawn) or tuple(inside)

    def find_elsewhere(self, bib: str) -> tuple[LineRunner, ...]:
        """Who wears a bib in another race of the event, when nobody in scope does."""
        if not bib.strip() or self.find(bib):
            return ()
        return self.runners.get(bib_key(bib), ())

    def is_in(self, entry_id: EntryId) -> bool:
        """Whether a finish was seen of the entry."""
        result = self.results.get(entry_id)
        if result is None:
            return False
        return result.finish_ms is not None or result.gun_time_ms is not None

    def places_at(self, runner: LineRunner, instant_ms: Instant) -> PlacesNow | None:
        """The places for crossing at that moment, by gun time; None while there is no gun."""
        if runner.gun_ms is None or instant_ms < runner.gun_ms:
            return None
        raw = instant_ms - runner.gun_ms + self.adjusted.get(runner.entry_id, 0)
        time_ms = round_duration(raw, self.timing.unit_ms, self.timing.rounding)
        everybody = self.boards.get((runner.race_id, ""), ())
        own = self.boards.get((runner.race_id, runner.category), ())
        return PlacesNow(
            time_ms=time_ms,
            overall=bisect_left(everybody, time_ms) + 1,
            category=bisect_left(own, time_ms) + 1 if runner.category else None,
            gap_ms=Duration(time_ms - everybody[0]) if everybody else None,
        )


def line_view(season: Season, event_id: EventId, race_id: RaceId | None) -> LineView:
    """The finish line of an event or of one race, computed from the evidence as it stands."""
    data = season.data
    races = [data.races[race_id]] if race_id is not None else races_to_run(data, event_id)
    results: dict[EntryId, Result] = {}
    boards: dict[tuple[RaceId, str], Sequence[int]] = {}
    for race in data.races_of(event_id):
        results.update(_by_entry(season, race.id))
        boards.update(_boards(season, race.id))
    runners = _runners(season, event_id)
    adjusted: dict[EntryId, int] = {}
    for each in data.adjustments.values():
        adjusted[each.entry_id] = adjusted.get(each.entry_id, 0) + each.delta_ms
    reads = season.event_reads(event_id)
    return LineView(
        revision=data.revision,
        event_id=event_id,
        race_id=race_id,
        zone=data.events[event_id].zone,
        timing=season.rules.timing,
        races=tuple(_race(data, race.id, results) for race in races),
        rows=_Rows(data, race_id, reads, runners, results).make(),
        runners=runners,
        results=results,
        boards=boards,
        adjusted=adjusted,
    )


def _by_entry(season: Season, race_id: RaceId) -> Mapping[EntryId, Result]:
    results = season.results(race_id)
    return season.keep(
        ("line-results", race_id), (results,), lambda: {r.entry_id: r for r in results.results}
    )


def _boards(season: Season, race_id: RaceId) -> Mapping[tuple[RaceId, str], Sequence[int]]:
    """The official times of a race in order: of everybody under ``""``, of each category."""
    results, categories = season.results(race_id), season.categories()

    def compute() -> dict[tuple[RaceId, str], Sequence[int]]:
        found: dict[tuple[RaceId, str], list[int]] = {}
        for result in results.results:
            if result.status is not ResultStatus.OK or result.time_ms is None:
                continue
            found.setdefault((race_id, ""), []).append(result.time_ms)
            if code := categories[result.entry_id].code:
                found.setdefault((race_id, code), []).append(result.time_ms)
        return {key: sorted(times) for key, times in found.items()}

    return season.keep(("line-boards", race_id), (results, categories), compute)


def _runners(season: Season, event_id: EventId) -> Mapping[str, tuple[LineRunner, ...]]:
    """All runners of an event by the key of their bib."""
    data, categories = season.data, season.categories()
    inputs = (categories, data.entries, data.runners, data.races, data.waves)

    def compute() -> dict[str, tuple[LineRunner, ...]]:
        races = {race.id: race for race in data.races_of(event_id)}
        entries = [e for e in data.entries.values() if e.bib and e.race_id in races]
        guns = guns_by_entry(data, entries)
        found: dict[str, tuple[LineRunner, ...]] = {}
        for entry in entries:
            person, category = data.runners[entry.runner_id], categories[entry.id]
            runner = LineRunner(
                entry_id=entry.id,
                race_id=entry.race_id,
                bib=entry.bib,
                name=full_name(person),
                club=person.club,
                nation=person.nation,
                race_label=races[entry.race_id].label,
                category=category.code,
                category_label=category.label,
                gender=person.gender,
                gun_ms=guns[entry.id],
                withdrawn=entry.status is EntryStatus.WITHDRAWN,
            )
            key = bib_key(entry.bib)
            found[key] = (*found.get(key, ()), runner)
        return found

    return season.keep(("line-runners", event_id), inputs, compute)


def _race(data: SeasonData, race_id: RaceId, results: Mapping[EntryId, Result]) -> LineRace:
    statuses = [r.status for r in results.values() if r.race_id == race_id]
    guns = [wave.gun_ms for wave in data.waves_of(race_id) if wave.gun_ms is not None]
    return LineRace(
        race_id=race_id,
        label=data.races[race_id].label,
        gun_ms=min(guns, default=None),
        finished=sum(status in _HERE for status in statuses),
        ahead=statuses.count(ResultStatus.PENDING),
        dnf=statuses.count(ResultStatus.DNF),
        dns=statuses.count(ResultStatus.DNS),
    )


class _Rows:
    """Makes the rows of one scope; holds the look-up tables of that pass."""

    def __init__(
        self,
        data: SeasonData,
        race_id: RaceId | None,
        reads: EventReads,
        runners: Mapping[str, tuple[LineRunner, ...]],
        results: Mapping[EntryId, Result],
    ) -> None:
        self.data = data
        self.race_id = race_id
        self.reads = reads
        self.runners = runners
        self.by_entry = {each.entry_id: each for same in runners.values() for each in same}
        self.results = results
        self.guns = {
            race.id: min((w.gun_ms for w in data.waves_of(race.id) if w.gun_ms), default=None)
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
        self.out: dict[str, str] | None = None

    def make(self) -> tuple[LineRow, ...]:
        """Newest first; the newest, and older ones that wait for a person."""
        timed = sorted(self._in_scope(), key=lambda found: (found[0] or 0, found[1].read.id))
        numbers: dict[ReadId, int] = {}
        for _moment, resolved in timed:
            if self.reads.fates[resolved.read.id] in _COUNTED:
                numbers[resolved.read.id] = len(numbers) + 1
        timed.reverse()
        kept = timed[:ROWS_KEPT]
        waiting = [t for t in timed[ROWS_KEPT:] if self.reads.fates[t[1].read.id] in UNSOLVED]
        # The oldest blank is the next to be filled: it must never fall off the end.
        return tuple(
            self._row(moment, resolved, numbers)
            for moment, resolved in (*kept, *waiting[-UNSOLVED_KEPT:])
        )

    def _in_scope(self) -> Iterator[tuple[Instant | None, ResolvedRead]]:
        for resolved in self.reads.reads.values():
            read = resolved.read
            if resolved.point != FINISH or (read.instant_ms is None and read.elapsed_ms is None):
                continue
            batch = self.data.batches[read.batch_id]
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
        batch = self.data.batches[read.batch_id]
        gun = self._gun(resolved, batch)
        runner = self._runner(resolved, fate)
        result = self.results.get(entry_id) if entry_id is not None else None
        seen = self.reads.entries.get(entry_id) if entry_id is not None else None
        other = seen.finish if seen is not None else None
        repeats = fate is ReadFate.REPEAT and other is not None
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
            ruling_id=self.rulings[read.id][1] if read.id in self.rulings else None,
            suggestions=self._suggest(resolved.bib) if fate is ReadFate.UNKNOWN_BIB else (),
        )

    def _runner(self, resolved: ResolvedRead, fate: ReadFate) -> LineRunner | None:
        if resolved.entry_id is not None:
            return self.by_entry.get(resolved.entry_id)
        if fate in (ReadFate.WRONG_RACE, ReadFate.IGNORED) and resolved.bib.strip():
            found = self.runners.get(bib_key(resolved.bib), ())
            return found[0] if len(found) == 1 else None
        return None

    def _suggest(self, bib: str) -> tuple[LineRunner, ...]:
        if self.out is None:
            self.out = _still_out(self.runners, self.results, self.race_id)
        return tuple(self.runners[bib_key(each)][0] for each in suggest_out(bib, self.out))


def _still_out(
    runners: Mapping[str, tuple[LineRunner, ...]],
    results: Mapping[EntryId, Result],
    race_id: RaceId | None,
) -> dict[str, str]:
    """Bibs of runners nobody has seen at the finish or ruled on, by their key."""
    found = {}
    for key, same in runners.items():
        for each in same:
            result = results.get(each.entry_id)
            waited_for = result is not None and result.status is ResultStatus.PENDING
            if waited_for and race_id in (None, each.race_id) and not each.withdrawn:
                found[key] = each.bib
                break
    return found


def suggest_out(bib: str, out: Mapping[str, str], most: int = 5) -> tuple[str, ...]:
    """The bibs still out that a misread one may have been; ``?`` stands for one unread digit.

    Args:
        out: ``bib_key`` to bib of those still out.
    """
    key = bib_key(bib)
    if "?" not in key:
        return suggest_known(bib, out, most)
    fitting = [spelled for other, spelled in out.items() if fnmatchcase(other, key)]
    return tuple(sorted(fitting, key=bib_sort_key)[:most])


def suggest_for(view: LineView, bib: str) -> tuple[LineRunner, ...]:
    """The runners still out whose bib an unknown one may have been, likeliest first."""
    out = _still_out(view.runners, view.results, view.race_id)
    return tuple(view.runners[bib_key(each)][0] for each in suggest_out(bib, out))
