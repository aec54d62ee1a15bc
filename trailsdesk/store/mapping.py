"""Rows to domain values and back, one pair of functions per stored type.

The pairs work on whole result sets and plain tuples in column order: a season of 100,000 reads is
opened at the speed of this file.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.entry import CategoryOverride, Entry, EntryStatus, MedalOrder
from trailsdesk.domain.event import Event, Race, Series, Wave
from trailsdesk.domain.people import Contact, Gender, Runner
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind, TimeAdjustment
from trailsdesk.domain.timing import BatchKind, Read, ReadBatch, ReadRuling, ReadRulingKind
from trailsdesk.store import schema
from trailsdesk.store.entry_desk_mapping import ENTRY_DESK
from trailsdesk.store.kind import Kind, Values, as_json, metres
from trailsdesk.store.prizegiving_mapping import PRIZEGIVING
from trailsdesk.store.race_day_mapping import RACE_DAY
from trailsdesk.store.series_mapping import SERIES_DECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def _series_values(item: Series) -> Values:
    return (
        item.id,
        item.name,
        item.season,
        item.preset_id,
        item.preset_version,
        item.preset_sha256,
        item.preset_text,
        as_json(item.options),
        as_json(item.changes),
    )


def _series_rows(rows: Iterable[Sequence[Any]]) -> list[Series]:
    return [
        Series(
            id=row[0],
            name=row[1],
            season=row[2],
            preset_id=row[3],
            preset_version=row[4],
            preset_sha256=row[5],
            preset_text=row[6],
            options=json.loads(row[7]),
            changes=json.loads(row[8]),
        )
        for row in rows
    ]


def _event_values(item: Event) -> Values:
    return (
        item.id,
        item.code,
        item.name,
        item.venue,
        item.date.isoformat(),
        item.zone,
        item.ordinal,
        item.country,
        int(item.cancelled),
    )


def _event_rows(rows: Iterable[Sequence[Any]]) -> list[Event]:
    return [
        Event(
            id=row[0],
            code=row[1],
            name=row[2],
            venue=row[3],
            date=date.fromisoformat(row[4]),
            zone=row[5],
            ordinal=row[6],
            country=row[7],
            cancelled=row[8] == 1,
        )
        for row in rows
    ]


def _race_values(item: Race) -> Values:
    return (
        item.id,
        item.event_id,
        item.code,
        item.label,
        metres(item.distance_m),
        metres(item.ascent_m),
        item.ordinal,
        as_json(item.aliases),
        item.time_limit_ms,
        item.capacity,
    )


def _race_rows(rows: Iterable[Sequence[Any]]) -> list[Race]:
    return [
        Race(
            id=row[0],
            event_id=row[1],
            code=row[2],
            label=row[3],
            distance_m=row[4],
            ascent_m=row[5],
            ordinal=row[6],
            aliases=tuple(json.loads(row[7])),
            time_limit_ms=row[8],
            capacity=row[9],
        )
        for row in rows
    ]


def _wave_values(item: Wave) -> Values:
    return (item.id, item.race_id, item.label, item.ordinal, item.gun_ms)


def _wave_rows(rows: Iterable[Sequence[Any]]) -> list[Wave]:
    return [
        Wave(id=row[0], race_id=row[1], label=row[2], ordinal=row[3], gun_ms=row[4])
        for row in rows
    ]


_GENDER = {None: None} | {gender.value: gender for gender in Gender}


def _runner_values(item: Runner) -> Values:
    return (
        item.id,
        item.family_name,
        item.given_name,
        item.gender and item.gender.value,
        item.birth_date and item.birth_date.isoformat(),
        item.nation,
        item.club,
        item.city,
        item.spoken,
        item.latin_family,
        item.latin_given,
    )


def _runner_rows(rows: Iterable[Sequence[Any]]) -> list[Runner]:
    day = date.fromisoformat
    return [
        Runner(
            id=row[0],
            family_name=row[1],
            given_name=row[2],
            gender=_GENDER[row[3]],
            birth_date=row[4] and day(row[4]),
            nation=row[5],
            club=row[6],
            city=row[7],
            spoken=row[8],
            latin_family=row[9],
            latin_given=row[10],
        )
        for row in rows
    ]


def _contact_values(item: Contact) -> Values:
    return (
        item.runner_id,
        item.email,
        item.phone,
        item.emergency_name,
        item.emergency_phone,
        item.medical,
        item.address,
    )


def _contact_rows(rows: Iterable[Sequence[Any]]) -> list[Contact]:
    return [
        Contact(
            runner_id=row[0],
            email=row[1],
            phone=row[2],
            emergency_name=row[3],
            emergency_phone=row[4],
            medical=row[5],
            address=row[6],
        )
        for row in rows
    ]


_ENTRY_STATUS = {status.value: status for status in EntryStatus}
_MEDAL = {medal.value: medal for medal in MedalOrder}


def _entry_values(item: Entry) -> Values:
    return (
        item.id,
        item.runner_id,
        item.race_id,
        item.bib,
        item.status.value,
        item.wave_id,
        item.entered_ms,
        int(item.series_entry),
        item.medal.value,
        item.paid_minor,
        item.note,
        item.division,
        item.medal_ms,
    )


def _entry_rows(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    return [
        Entry(
            id=row[0],
            runner_id=row[1],
            race_id=row[2],
            bib=row[3],
            status=_ENTRY_STATUS[row[4]],
            wave_id=row[5],
            entered_ms=row[6],
            series_entry=row[7] == 1,
            medal=_MEDAL[row[8]],
            paid_minor=row[9],
            note=row[10],
            division=row[11],
            medal_ms=row[12],
        )
        for row in rows
    ]


def _override_values(item: CategoryOverride) -> Values:
    return (item.entry_id, item.category, item.reason)


def _override_rows(rows: Iterable[Sequence[Any]]) -> list[CategoryOverride]:
    return [CategoryOverride(entry_id=row[0], category=row[1], reason=row[2]) for row in rows]


def _batch_values(item: ReadBatch) -> Values:
    return (
        item.id,
        item.event_id,
        item.race_id,
        item.point,
        item.kind.value,
        item.name,
        item.sha256,
        item.made_ms,
        item.actor,
        item.offset_ms,
        int(item.retracted),
        item.format,
        int(item.fills_gaps),
    )


def _batch_rows(rows: Iterable[Sequence[Any]]) -> list[ReadBatch]:
    return [
        ReadBatch(
            id=row[0],
            event_id=row[1],
            race_id=row[2],
            point=row[3],
            kind=BatchKind(row[4]),
            name=row[5],
            sha256=row[6],
            made_ms=row[7],
            actor=row[8],
            offset_ms=row[9],
            retracted=row[10] == 1,
            format=row[11],
            fills_gaps=row[12] == 1,
        )
        for row in rows
    ]


_RESULT_STATUS = {None: None} | {status.value: status for status in ResultStatus}


def _read_values(item: Read) -> Values:
    return (
        item.id,
        item.batch_id,
        item.line,
        item.bib,
        item.instant_ms,
        item.elapsed_ms,
        item.status and item.status.value,
        item.occurrence,
        item.raw,
        item.chip,
    )


def _read_rows(rows: Iterable[Sequence[Any]]) -> list[Read]:
    return [
        Read(
            id=id_,
            batch_id=batch_id,
            line=line,
            bib=bib,
            instant_ms=instant_ms,
            elapsed_ms=elapsed_ms,
            status=_RESULT_STATUS[status],
            occurrence=occurrence,
            raw=raw,
            chip=chip,
        )
        for id_, batch_id, line, bib, instant_ms, elapsed_ms, status, occurrence, raw, chip in rows
    ]


def _read_ruling_values(item: ReadRuling) -> Values:
    return (
        item.id,
        item.read_id,
        item.kind.value,
        item.bib,
        item.entry_id,
        item.reason,
        item.made_ms,
    )


def _read_ruling_rows(rows: Iterable[Sequence[Any]]) -> list[ReadRuling]:
    return [
        ReadRuling(
            id=row[0],
            read_id=row[1],
            kind=ReadRulingKind(row[2]),
            bib=row[3],
            entry_id=row[4],
            reason=row[5],
            made_ms=row[6],
        )
        for row in rows
    ]


def _ruling_values(item: Ruling) -> Values:
    return (
        item.id,
        item.entry_id,
        item.kind.value,
        item.reason,
        item.actor,
        item.made_ms,
        item.point,
        item.way,
        item.back_ms,
    )


def _ruling_rows(rows: Iterable[Sequence[Any]]) -> list[Ruling]:
    return [
        Ruling(
            id=row[0],
            entry_id=row[1],
            kind=RulingKind(row[2]),
            reason=row[3],
            actor=row[4],
            made_ms=row[5],
            point=row[6],
            way=row[7],
            back_ms=row[8],
        )
        for row in rows
    ]


def _adjustment_values(item: TimeAdjustment) -> Values:
    return (item.id, item.entry_id, item.delta_ms, item.reason, item.actor, item.made_ms)


def _adjustment_rows(rows: Iterable[Sequence[Any]]) -> list[TimeAdjustment]:
    return [
        TimeAdjustment(
            id=row[0],
            entry_id=row[1],
            delta_ms=row[2],
            reason=row[3],
            actor=row[4],
            made_ms=row[5],
        )
        for row in rows
    ]


READ_BATCH = Kind(
    table=schema.read_batch,
    type=ReadBatch,
    to_values=_batch_values,
    from_rows=_batch_rows,
    holder="batches",
)
READ = Kind(
    table=schema.read, type=Read, to_values=_read_values, from_rows=_read_rows, holder="reads"
)
CONTACT = Kind(
    table=schema.contact,
    type=Contact,
    to_values=_contact_values,
    from_rows=_contact_rows,
    own_key=False,
)
SERIES = Kind(
    table=schema.series,
    type=Series,
    to_values=_series_values,
    from_rows=_series_rows,
    own_key=False,
)

KINDS: tuple[Kind[Any], ...] = (
    SERIES,
    Kind(
        table=schema.event,
        type=Event,
        to_values=_event_values,
        from_rows=_event_rows,
        holder="events",
    ),
    Kind(
        table=schema.race,
        type=Race,
        to_values=_race_values,
        from_rows=_race_rows,
        holder="races",
    ),
    Kind(
        table=schema.wave,
        type=Wave,
        to_values=_wave_values,
        from_rows=_wave_rows,
        holder="waves",
    ),
    Kind(
        table=schema.runner,
        type=Runner,
        to_values=_runner_values,
        from_rows=_runner_rows,
        holder="runners",
    ),
    CONTACT,
    Kind(
        table=schema.entry,
        type=Entry,
        to_values=_entry_values,
        from_rows=_entry_rows,
        holder="entries",
    ),
    Kind(
        table=schema.category_override,
        type=CategoryOverride,
        to_values=_override_values,
        from_rows=_override_rows,
        holder="overrides",
        own_key=False,
    ),
    READ_BATCH,
    READ,
    Kind(
        table=schema.read_ruling,
        type=ReadRuling,
        to_values=_read_ruling_values,
        from_rows=_read_ruling_rows,
        holder="read_rulings",
    ),
    Kind(
        table=schema.ruling,
        type=Ruling,
        to_values=_ruling_values,
        from_rows=_ruling_rows,
        holder="rulings",
    ),
    Kind(
        table=schema.time_adjustment,
        type=TimeAdjustment,
        to_values=_adjustment_values,
        from_rows=_adjustment_rows,
        holder="adjustments",
    ),
    *RACE_DAY,
    *SERIES_DECISIONS,
    *ENTRY_DESK,
    *PRIZEGIVING,
)
"""All stored types, parents before children."""

BY_TYPE: Mapping[type, Kind[Any]] = {kind.type: kind for kind in KINDS}
BY_NAME: Mapping[str, Kind[Any]] = {kind.name: kind for kind in KINDS}
