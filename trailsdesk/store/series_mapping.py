"""Rows to domain values and back for the series: merges, verdicts, scores, answers to places."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.entry import CategoryMerge
from trailsdesk.domain.people import RunnerVerdict
from trailsdesk.domain.qualification import SlotAnswer, SlotReply
from trailsdesk.domain.scores import OutsideScore
from trailsdesk.store import schema
from trailsdesk.store.kind import Kind, Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _merge_values(item: CategoryMerge) -> Values:
    return (item.id, item.race_id, item.category, item.within, item.reason)


def _merge_rows(rows: Iterable[Sequence[Any]]) -> list[CategoryMerge]:
    return [
        CategoryMerge(id=row[0], race_id=row[1], category=row[2], within=row[3], reason=row[4])
        for row in rows
    ]


def _verdict_values(item: RunnerVerdict) -> Values:
    return (item.id, item.first_id, item.second_id, int(item.same))


def _verdict_rows(rows: Iterable[Sequence[Any]]) -> list[RunnerVerdict]:
    return [
        RunnerVerdict(id=row[0], first_id=row[1], second_id=row[2], same=row[3] == 1)
        for row in rows
    ]


def _score_values(item: OutsideScore) -> Values:
    return (
        item.id,
        item.runner_id,
        item.entry_id,
        item.system,
        item.value,
        item.day and item.day.isoformat(),
        item.race,
        item.race_class,
        item.country,
    )


def _score_rows(rows: Iterable[Sequence[Any]]) -> list[OutsideScore]:
    return [
        OutsideScore(
            id=row[0],
            runner_id=row[1],
            entry_id=row[2],
            system=row[3],
            value=row[4],
            day=row[5] and date.fromisoformat(row[5]),
            race=row[6],
            race_class=row[7],
            country=row[8],
        )
        for row in rows
    ]


def _answer_values(item: SlotAnswer) -> Values:
    return (
        item.id,
        item.entry_id,
        item.rule,
        item.reply.value,
        item.made_ms,
        item.actor,
        item.note,
    )


def _answer_rows(rows: Iterable[Sequence[Any]]) -> list[SlotAnswer]:
    return [
        SlotAnswer(
            id=row[0],
            entry_id=row[1],
            rule=row[2],
            reply=SlotReply(row[3]),
            made_ms=row[4],
            actor=row[5],
            note=row[6],
        )
        for row in rows
    ]


SERIES_DECISIONS: tuple[Kind[Any], ...] = (
    Kind(
        table=schema.category_merge,
        type=CategoryMerge,
        to_values=_merge_values,
        from_rows=_merge_rows,
        holder="merges",
    ),
    Kind(
        table=schema.runner_verdict,
        type=RunnerVerdict,
        to_values=_verdict_values,
        from_rows=_verdict_rows,
        holder="verdicts",
    ),
    Kind(
        table=schema.outside_score,
        type=OutsideScore,
        to_values=_score_values,
        from_rows=_score_rows,
        holder="scores",
    ),
    Kind(
        table=schema.slot_answer,
        type=SlotAnswer,
        to_values=_answer_values,
        from_rows=_answer_rows,
        holder="slot_answers",
    ),
)
"""The stored types of the series, parents before children."""
