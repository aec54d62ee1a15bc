"""Rows to domain values and back for the prizegiving: marks, draws, art, published results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.award_marks import AwardMark, AwardStep
from trailsdesk.domain.publication import Publication, PublishedAs, PublishedRow
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.sheet_art import ArtRole, SheetArt
from trailsdesk.domain.spot_draw import DrawPool, SpotDraw, SpotPrize
from trailsdesk.store import schema
from trailsdesk.store.kind import Kind, Values, as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _mark_values(item: AwardMark) -> Values:
    return (
        item.id,
        item.event_id,
        item.award,
        item.step.value,
        json.dumps(item.winners),
        item.entry_id,
        item.made_ms,
        item.actor,
    )


def _mark_rows(rows: Iterable[Sequence[Any]]) -> list[AwardMark]:
    return [
        AwardMark(
            id=row[0],
            event_id=row[1],
            award=row[2],
            step=AwardStep(row[3]),
            winners=tuple((place, entry_id) for place, entry_id in json.loads(row[4])),
            entry_id=row[5],
            made_ms=row[6],
            actor=row[7],
        )
        for row in rows
    ]


def _draw_values(item: SpotDraw) -> Values:
    return (
        item.id,
        item.event_id,
        item.race_id,
        item.title,
        item.pool.value,
        item.seed,
        as_json(item.names),
        as_json(item.excluded),
        item.made_ms,
        item.actor,
    )


def _draw_rows(rows: Iterable[Sequence[Any]]) -> list[SpotDraw]:
    return [
        SpotDraw(
            id=row[0],
            event_id=row[1],
            race_id=row[2],
            title=row[3],
            pool=DrawPool(row[4]),
            seed=row[5],
            names=tuple(json.loads(row[6])),
            excluded=tuple(json.loads(row[7])),
            made_ms=row[8],
            actor=row[9],
        )
        for row in rows
    ]


def _prize_values(item: SpotPrize) -> Values:
    return (
        item.id,
        item.draw_id,
        item.ordinal,
        item.prize,
        item.sponsor,
        item.turn,
        as_json(item.among),
        as_json(item.passed),
        item.drawn_ms,
        item.handed_ms,
    )


def _prize_rows(rows: Iterable[Sequence[Any]]) -> list[SpotPrize]:
    return [
        SpotPrize(
            id=row[0],
            draw_id=row[1],
            ordinal=row[2],
            prize=row[3],
            sponsor=row[4],
            turn=row[5],
            among=tuple(json.loads(row[6])),
            passed=tuple(json.loads(row[7])),
            drawn_ms=row[8],
            handed_ms=row[9],
        )
        for row in rows
    ]


def _art_values(item: SheetArt) -> Values:
    return (item.id, item.role.value, item.event_id, item.name, item.sha256, item.layout)


def _art_rows(rows: Iterable[Sequence[Any]]) -> list[SheetArt]:
    return [
        SheetArt(
            id=row[0], role=ArtRole(row[1]), event_id=row[2], name=row[3], sha256=row[4],
            layout=row[5],
        )
        for row in rows
    ]  # fmt: skip


def _publication_values(item: Publication) -> Values:
    rows = [
        (
            row.entry_id, row.bib, row.category, row.status.value, row.time_ms, row.rank,
            row.rank_gender, row.rank_category,
        )
        for row in item.rows
    ]  # fmt: skip
    return (
        item.id,
        item.event_id,
        item.race_id,
        item.number,
        item.published_as.value,
        item.made_ms,
        item.actor,
        item.note,
        item.fingerprint,
        json.dumps(rows, ensure_ascii=False, separators=(",", ":")),
    )


def _publication_rows(rows: Iterable[Sequence[Any]]) -> list[Publication]:
    return [
        Publication(
            id=row[0],
            event_id=row[1],
            race_id=row[2],
            number=row[3],
            published_as=PublishedAs(row[4]),
            made_ms=row[5],
            actor=row[6],
            note=row[7],
            fingerprint=row[8],
            rows=tuple(_published(each) for each in json.loads(row[9])),
        )
        for row in rows
    ]


def _published(row: Sequence[Any]) -> PublishedRow:
    return PublishedRow(
        entry_id=row[0],
        bib=row[1],
        category=row[2],
        status=ResultStatus(row[3]),
        time_ms=row[4],
        rank=row[5],
        rank_gender=row[6],
        rank_category=row[7],
    )


PRIZEGIVING: tuple[Kind[Any], ...] = (
    Kind(
        table=schema.award_mark,
        type=AwardMark,
        to_values=_mark_values,
        from_rows=_mark_rows,
        holder="award_marks",
    ),
    Kind(
        table=schema.spot_draw,
        type=SpotDraw,
        to_values=_draw_values,
        from_rows=_draw_rows,
        holder="spot_draws",
    ),
    Kind(
        table=schema.spot_prize,
        type=SpotPrize,
        to_values=_prize_values,
        from_rows=_prize_rows,
        holder="spot_prizes",
    ),
    Kind(
        table=schema.sheet_art,
        type=SheetArt,
        to_values=_art_values,
        from_rows=_art_rows,
        holder="sheet_art",
    ),
    Kind(
        table=schema.publication,
        type=Publication,
        to_values=_publication_values,
        from_rows=_publication_rows,
        holder="publications",
    ),
)
"""The stored types of the prizegiving, parents before children."""
