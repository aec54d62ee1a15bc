"""The finish line as the desk sees it: who wears a bib, who is out, what each time became."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Duration, Instant, round_duration
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.event import EventId, RaceId, WaveId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import Result, ResultStatus
from trailsdesk.domain.rules import TimingRule
from trailsdesk.domain.timing import ReadFate
from trailsdesk.domain.waves import guns_by_entry
from trailsdesk.services.line_rows import (
    UNSOLVED,
    LineRow,
    LineRows,
    LineRunner,
    StillOut,
)
from trailsdesk.services.raceday import FieldState, field_state, races_to_run
from trailsdesk.services.waves import wave_name

if TYPE_CHECKING:
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season

__all__ = [
    "UNSOLVED",
    "LineRace",
    "LineRow",
    "LineRunner",
    "LineView",
    "PlacesNow",
    "StillOut",
    "crossings",
    "line_view",
    "suggest_for",
]

_HERE = (ResultStatus.OK, ResultStatus.OVER_TIME, ResultStatus.NOT_COMPETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRace:
    """A race in scope: its gun (the earliest of its waves) and how its runners stand.

    ``ahead`` counts those nobody has seen at the finish or ruled on yet. ``waiting`` are the waves
    that were not started, with their names.
    """

    race_id: RaceId
    label: str
    gun_ms: Instant | None
    finished: int
    ahead: int
    dnf: int
    dns: int
    waiting: tuple[tuple[WaveId, str], ...] = ()


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

    ``revision`` is that of the season it was computed from, ``counts`` are of everybody in scope.
    ``latest_ms`` is when the newest time of the event was written: the computer's clock cannot
    stand before it.
    """

    revision: int
    event_id: EventId
    race_id: RaceId | None
    counts: FieldState
    latest_ms: Instant | None = None
    zone: str
    timing: TimingRule
    races: tuple[LineRace, ...]
    rows: tuple[LineRow, ...]
    runners: Mapping[str, tuple[LineRunner, ...]]
    results: Mapping[EntryId, Result]
    out: StillOut
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
    everything = [race_id] if race_id is not None else [r.id for r in data.races_of(event_id)]
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
    out = StillOut(runners, results, race_id)
    return LineView(
        revision=data.revision,
        event_id=event_id,
        race_id=race_id,
        counts=field_state(season, everything),
        latest_ms=max(
            (b.made_ms for b in data.batches.values() if b.event_id == event_id), default=None
        ),
        zone=data.events[event_id].zone,
        timing=season.rules.timing,
        races=tuple(_race(data, race.id, results) for race in races),
        rows=LineRows(data, race_id, reads, runners, results, out).make(),
        runners=runners,
        out=out,
        results=results,
        boards=boards,
        adjusted=adjusted,
    )


def crossings(season: Season, event_id: EventId, race_id: RaceId | None) -> tuple[LineRow, ...]:
    """Every crossing that has a row number, first to last: the rows a list on paper has too."""
    results: dict[EntryId, Result] = {}
    for race in season.data.races_of(event_id):
        results.update(_by_entry(season, race.id))
    runners = _runners(season, event_id)
    reads, out = season.event_reads(event_id), StillOut(runners, results, race_id)
    return LineRows(season.data, race_id, reads, runners, results, out).crossings()


def _by_entry(season: Season, race_id: RaceId) -> Mapping[EntryId, Result]:
    results = season.results(race_id)
    return season.keep(
        ("line-results", race_id),
        (results,),
        lambda: {each.entry_id: each for each in paced(results.results)},
    )


def _boards(season: Season, race_id: RaceId) -> Mapping[tuple[RaceId, str], Sequence[int]]:
    """The official times of a race in order: of everybody under ``""``, of each category."""
    results, categories = season.results(race_id), season.categories()

    def compute() -> dict[tuple[RaceId, str], Sequence[int]]:
        found: dict[tuple[RaceId, str], list[int]] = {}
        for result in paced(results.results):
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
        for entry in paced(entries):
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
    groups = data.start_groups_of(race_id)
    guns = [wave.gun_ms for wave in groups if wave.gun_ms is not None]
    return LineRace(
        race_id=race_id,
        label=data.races[race_id].label,
        gun_ms=min(guns, default=None),
        finished=sum(status in _HERE for status in statuses),
        ahead=statuses.count(ResultStatus.PENDING),
        dnf=statuses.count(ResultStatus.DNF),
        dns=statuses.count(ResultStatus.DNS),
        waiting=tuple((w.id, wave_name(data, w)) for w in groups if w.gun_ms is None),
    )


def suggest_for(view: LineView, bib: str) -> tuple[LineRunner, ...]:
    """The runners still out whose bib an unknown one may have been, likeliest first."""
    return view.out.suggest(bib)
