"""Rows to domain values and back for the race day: points, bibs, check-in, chips, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trailsdesk.domain.entry import CheckIn
from trailsdesk.domain.event import BibRange, Pick, RaceCourse, TimingPoint
from trailsdesk.domain.printed import PrintedSheet
from trailsdesk.domain.timing import Chip
from trailsdesk.store import schema
from trailsdesk.store.kind import Kind, Values, metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _point_values(item: TimingPoint) -> Values:
    return (
        item.id,
        item.race_id,
        item.code,
        item.label,
        item.ordinal,
        metres(item.distance_m),
        metres(item.ascent_m),
        item.cutoff_ms,
        item.min_gap_ms,
        item.pick and item.pick.value,
        int(item.optional),
        int(item.aid),
    )


def _point_rows(rows: Iterable[Sequence[Any]]) -> list[TimingPoint]:
    return [
        TimingPoint(
            id=row[0],
            race_id=row[1],
            code=row[2],
            label=row[3],
            ordinal=row[4],
            distance_m=row[5],
            ascent_m=row[6],
            cutoff_ms=row[7],
            min_gap_ms=row[8],
            pick=None if row[9] is None else Pick(row[9]),
            optional=row[10] == 1,
            aid=row[11] == 1,
        )
        for row in rows
    ]


def _course_values(item: RaceCourse) -> Values:
    return (
        item.race_id,
        item.name,
        item.sha256,
        item.track,
        item.loops,
        int(item.drawn),
        item.loop_penalty,
        item.stage_adjustment,
    )


def _course_rows(rows: Iterable[Sequence[Any]]) -> list[RaceCourse]:
    return [
        RaceCourse(
            race_id=row[0],
            name=row[1],
            sha256=row[2],
            track=row[3],
            loops=row[4],
            drawn=row[5] == 1,
            loop_penalty=row[6],
            stage_adjustment=row[7],
        )
        for row in rows
    ]


def _range_values(item: BibRange) -> Values:
    return (item.id, item.race_id, item.prefix, item.first, item.last)


def _range_rows(rows: Iterable[Sequence[Any]]) -> list[BibRange]:
    return [
        BibRange(id=row[0], race_id=row[1], prefix=row[2], first=row[3], last=row[4])
        for row in rows
    ]


def _check_in_values(item: CheckIn) -> Values:
    checked = None if item.gear_checked is None else int(item.gear_checked)
    return (item.entry_id, item.at_ms, checked, item.adult, item.actor)


def _check_in_rows(rows: Iterable[Sequence[Any]]) -> list[CheckIn]:
    return [
        CheckIn(
            entry_id=row[0],
            at_ms=row[1],
            gear_checked=None if row[2] is None else row[2] == 1,
            adult=row[3],
            actor=row[4],
        )
        for row in rows
    ]


def _chip_values(item: Chip) -> Values:
    return (item.id, item.event_id, item.code, item.bib)


def _chip_rows(rows: Iterable[Sequence[Any]]) -> list[Chip]:
    return [Chip(id=row[0], event_id=row[1], code=row[2], bib=row[3]) for row in rows]


def _printed_values(item: PrintedSheet) -> Values:
    return (
        item.id,
        item.kind,
        item.event_id,
        item.race_id,
        item.options,
        item.title,
        item.made_ms,
        item.actor,
        item.revision,
        item.pages,
        item.fingerprint,
    )


def _printed_rows(rows: Iterable[Sequence[Any]]) -> list[PrintedSheet]:
    return [
        PrintedSheet(
            id=row[0],
            kind=row[1],
            event_id=row[2],
            race_id=row[3],
            options=row[4],
            title=row[5],
            made_ms=row[6],
            actor=row[7],
            revision=row[8],
            pages=row[9],
            fingerprint=row[10],
        )
        for row in rows
    ]


RACE_DAY: tuple[Kind[Any], ...] = (
    Kind(
        table=schema.timing_point,
        type=TimingPoint,
        to_values=_point_values,
        from_rows=_point_rows,
        holder="points",
    ),
    Kind(
        table=schema.race_course,
        type=RaceCourse,
        to_values=_course_values,
        from_rows=_course_rows,
        holder="courses",
        own_key=False,
    ),
    Kind(
        table=schema.bib_range,
        type=BibRange,
        to_values=_range_values,
        from_rows=_range_rows,
        holder="bib_ranges",
    ),
    Kind(
        table=schema.check_in,
        type=CheckIn,
        to_values=_check_in_values,
        from_rows=_check_in_rows,
        holder="check_ins",
        own_key=False,
    ),
    Kind(
        table=schema.chip,
        type=Chip,
        to_values=_chip_values,
        from_rows=_chip_rows,
        holder="chips",
    ),
    Kind(
        table=schema.printed_sheet,
        type=PrintedSheet,
        to_values=_printed_values,
        from_rows=_printed_rows,
        holder="printed",
    ),
)
"""The stored types of the race day, parents before children."""
