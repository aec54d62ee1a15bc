"""Results as the desk looks at them: by a chosen ranking, and one runner with the reasons."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import RaceId, WaveId
from trailsdesk.domain.outcomes import standing_rulings
from trailsdesk.domain.results import ResultRow, Ruling, TimeAdjustment
from trailsdesk.services.results import rows_of
from trailsdesk.services.timing_desk import ReadLine, read_lines
from trailsdesk.services.waves import wave_name

if TYPE_CHECKING:
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

_LAST = 1_000_000_000


class RankedBy(enum.StrEnum):
    """Among whom the places are counted."""

    OVERALL = "overall"
    GENDER = "gender"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """A result in the chosen ranking.

    ``pace_ms`` is the time for a kilometre, None where the distance is not known; ``order`` is the
    position in the list.
    """

    row: ResultRow
    order: int
    place: int | None
    pace_ms: int | None
    race_id: RaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDetail:
    """One runner's result with what it rests on.

    ``rulings`` and ``adjustments`` are oldest first; ``standing`` is the ruling that holds.
    """

    row: ResultRow
    reads: tuple[ReadLine, ...]
    rulings: tuple[Ruling, ...]
    standing: Ruling | None
    adjustments: tuple[TimeAdjustment, ...]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GunLine:
    """A wave, with its race where that has several, and its gun; None until it was started."""

    wave_id: WaveId
    race_id: RaceId
    label: str
    gun_ms: Instant | None


def result_lines(
    season: Season, event_id: EventId, race_id: RaceId | None, by: RankedBy
) -> tuple[ResultLine, ...]:
    """The results of an event or one race; race by race, group by group, best first."""
    data = season.data
    rows = rows_of(season, event_id, race_id)
    inputs = (rows, data.races)
    key = ("result-lines", event_id, race_id, by.value)
    codes = {code: at for at, (code, _label) in enumerate(season.category_order())}
    races = {race.id: (at, race.distance_m) for at, race in enumerate(data.races_of(event_id))}

    def place(row: ResultRow) -> tuple[int, int | None]:
        """The group's place in the order, and the place inside the group."""
        result = row.result
        if by is RankedBy.GENDER:
            genders = "FMX"
            ranked = row.ranked_gender
            group = genders.index(ranked.value) if ranked else len(genders)
            return group, result.rank_gender
        if by is RankedBy.CATEGORY:
            return codes.get(row.category, len(codes)), result.rank_category
        return 0, result.rank

    def compute() -> tuple[ResultLine, ...]:
        placed = [(place(row), at, row) for at, row in enumerate(rows)]
        placed.sort(
            key=lambda each: (
                races[each[2].result.race_id][0],
                each[0][1] is None,
                each[0][0] if each[0][1] is not None else 0,
                each[0][1] or _LAST,
                each[1],
            )
        )
        return tuple(
            ResultLine(
                row=row,
                order=order,
                place=found[1],
                pace_ms=_pace(row, races[row.result.race_id][1]),
                race_id=row.result.race_id,
            )
            for order, (found, _at, row) in enumerate(placed)
        )

    return season.keep(key, inputs, compute)


def _pace(row: ResultRow, distance_m: float | None) -> int | None:
    if row.result.time_ms is None or not distance_m:
        return None
    return round(row.result.time_ms * 1000 / distance_m)


def result_detail(season: Season, entry_id: EntryId) -> ResultDetail | None:
    """One runner's result with its evidence and decisions; None for an entry that is gone."""
    data = season.data
    entry = data.entries.get(entry_id)
    if entry is None:
        return None
    event_id = data.races[entry.race_id].event_id
    rows = rows_of(season, event_id, entry.race_id)
    row = next((each for each in rows if each.entry_id == entry_id), None)
    if row is None:
        return None
    seen = season.event_reads(event_id).reads
    own = {read_id for read_id, read in seen.items() if read.entry_id == entry_id}
    batches = {data.reads[read_id].batch_id for read_id in own}
    order = {read_id: at for at, read_id in enumerate(row.result.read_ids)}
    reads = [read for read in read_lines(season, event_id, batches) if read.read_id in own]
    rulings = [each for each in data.rulings.values() if each.entry_id == entry_id]
    adjustments = [each for each in data.adjustments.values() if each.entry_id == entry_id]
    standing = standing_rulings(rulings).get(entry_id)
    return ResultDetail(
        row=row,
        reads=tuple(sorted(reads, key=lambda read: order.get(read.read_id, _LAST))),
        rulings=tuple(sorted(rulings, key=lambda each: (each.made_ms, each.id))),
        standing=standing.ruling if standing is not None else None,
        adjustments=tuple(sorted(adjustments, key=lambda each: (each.made_ms, each.id))),
        zone=data.events[event_id].zone,
    )


def gun_lines(season: Season, event_id: EventId, race_id: RaceId | None) -> tuple[GunLine, ...]:
    """The waves of the races in scope with their guns; own starts of single runners left out."""
    data = season.data
    return tuple(
        GunLine(wave_id=wave.id, race_id=race.id, label=wave_name(data, wave), gun_ms=wave.gun_ms)
        for race in data.races_of(event_id)
        if race_id in (None, race.id)
        for wave in data.start_groups_of(race.id)
    )
