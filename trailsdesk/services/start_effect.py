"""What another start would do to the results, before anybody has said yes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import Evidence, resolve_reads
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.waves import waves_by_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import RaceId, WaveId
    from trailsdesk.domain.results import Result
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season
    from trailsdesk.services.waves import MovePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMove:
    """A runner whose place or status another start would change; times are official ones."""

    entry_id: EntryId
    bib: str
    name: str
    category_label: str
    before: int | None
    after: int | None
    category_before: int | None
    category_after: int | None
    time_before: Duration | None
    time_after: Duration | None
    status_before: ResultStatus
    status_after: ResultStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class GunEffect:
    """What a gun would do: results that move, finishes that would precede it, places that change.

    ``by_ms`` is how much later the gun would be than now (times get shorter by it); None when
    there is no gun yet, or not one and the same, or it would be taken back. ``from_paper`` times
    are counted from the gun already and stay. ``moves`` are in the order of the places they would
    lead to.
    """

    by_ms: int | None
    moved: int
    before_gun: int
    from_paper: int
    moves: tuple[PlaceMove, ...] = ()


def gun_effect(season: Season, wave_ids: Iterable[WaveId], gun_ms: Instant | None) -> GunEffect:
    """What giving these waves that gun, or none, would move; changes nothing."""
    data = season.data
    waves = [data.waves[wave_id] for wave_id in wave_ids]
    changed = {wave.id for wave in waves if wave.gun_ms != gun_ms}
    guns = {wave.gun_ms for wave in waves}
    before = guns.pop() if len(guns) == 1 else None
    members = _members(data, {wave.id for wave in waves})
    finishes = [
        (entry_id, seen.finish)
        for race_id in dict.fromkeys(wave.race_id for wave in waves)
        for entry_id, seen in season.event_reads(data.races[race_id].event_id).entries.items()
        if seen.finish is not None and entry_id in members
    ]
    by_clock = [
        (members[entry_id], finish.instant_ms)
        for entry_id, finish in finishes
        if finish.read.elapsed_ms is None
    ]
    wanted = dataclasses.replace(
        data,
        waves={
            **data.waves,
            **{wave.id: dataclasses.replace(wave, gun_ms=gun_ms) for wave in waves},
        },
    )
    races = dict.fromkeys(wave.race_id for wave in waves if wave.id in changed)
    return GunEffect(
        by_ms=None if before is None or gun_ms is None else gun_ms - before,
        moved=sum(wave_id in changed for wave_id, _instant in by_clock),
        before_gun=sum(
            instant is not None and gun_ms is not None and instant < gun_ms
            for _wave, instant in by_clock
        ),
        from_paper=len(finishes) - len(by_clock),
        moves=tuple(move for race_id in races for move in place_moves(season, wanted, race_id)),
    )


def move_effect(season: Season, plan: MovePlan) -> tuple[PlaceMove, ...]:
    """Whose place or status moving these runners into the wave would change."""
    data = season.data
    wave = data.waves.get(plan.wave_id)
    if wave is None or not plan.moving:
        return ()
    entries = {
        entry_id: dataclasses.replace(data.entries[entry_id], wave_id=wave.id)
        for entry_id in plan.moving
        if entry_id in data.entries
    }
    wanted = dataclasses.replace(data, entries={**data.entries, **entries})
    return tuple(place_moves(season, wanted, wave.race_id))


def _members(data: SeasonData, wave_ids: set[WaveId]) -> Mapping[EntryId, WaveId]:
    """Who starts in these waves."""
    races = {data.waves[wave_id].race_id for wave_id in wave_ids}
    entries = [entry for entry in data.entries.values() if entry.race_id in races]
    found = waves_by_entry(data, entries)
    return {entry_id: wave.id for entry_id, wave in found.items() if wave.id in wave_ids}


def place_moves(season: Season, wanted: SeasonData, race_id: RaceId) -> Sequence[PlaceMove]:
    """Whose place or status in a race would differ were the season as ``wanted``.

    Nothing but waves, and who starts in which, may differ in it.
    """
    rules, categories = season.rules, season.categories()
    codes = {entry_id: given.code for entry_id, given in categories.items() if given.code}
    event_id = season.data.races[race_id].event_id
    reads = resolve_reads(
        wanted, event_id, rules.timing.duplicate_gap_ms, _evidence_of(season, race_id)
    )
    after = compute_results(wanted, race_id, rules, codes, reads).results
    before = {each.entry_id: each for each in season.results(race_id).results}
    moves = [
        _move(season, before[each.entry_id], each)
        for each in after
        if each.entry_id in before and _standing(before[each.entry_id]) != _standing(each)
    ]
    last = len(after) + 1
    return sorted(moves, key=lambda move: (move.after or last, move.before or last))


def _standing(result: Result) -> tuple[object, ...]:
    return (result.status, result.rank, result.rank_category)


def _move(season: Season, before: Result, after: Result) -> PlaceMove:
    entry = season.data.entries[after.entry_id]
    return PlaceMove(
        entry_id=entry.id,
        bib=entry.bib,
        name=full_name(season.data.runners[entry.runner_id]),
        category_label=season.categories()[entry.id].label,
        before=before.rank,
        after=after.rank,
        category_before=before.rank_category,
        category_after=after.rank_category,
        time_before=before.time_ms,
        time_after=after.time_ms,
        status_before=before.status,
        status_after=after.status,
    )


def _evidence_of(season: Season, race_id: RaceId) -> Evidence:
    """The reads of the runners of one race alone: those of others change nothing in it."""
    data = season.data
    event_id = data.races[race_id].event_id
    entries = data.entries
    own = {
        read_id
        for read_id, read in season.event_reads(event_id).reads.items()
        if read.entry_id is not None and entries[read.entry_id].race_id == race_id
    }
    batches = [
        batch
        for batch in data.batches.values()
        if batch.event_id == event_id and not batch.retracted
    ]
    return Evidence(
        batches=tuple(sorted(batches, key=lambda batch: batch.id)),
        reads=tuple(data.reads[read_id] for read_id in sorted(own)),
        rulings=tuple(
            ruling for _id, ruling in sorted(data.read_rulings.items()) if ruling.read_id in own
        ),
    )
