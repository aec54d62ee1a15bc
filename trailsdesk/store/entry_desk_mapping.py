"""Rows to domain values and back for the entry desk: money, tills, medals, waivers, questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.entry import MedalGiven, Waiver
from trailsdesk.domain.ledger import LedgerLine, LineItem, LineKind
from trailsdesk.domain.problems import Note
from trailsdesk.domain.questions import Question, QuestionAnswer, QuestionKind
from trailsdesk.domain.till import PayMethod, Till, TillMove
from trailsdesk.store import schema
from trailsdesk.store.kind import Kind, Values, as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_KIND = {kind.value: kind for kind in LineKind}
_ITEM = {item.value: item for item in LineItem}
_METHOD: dict[str | None, PayMethod | None] = {method.value: method for method in PayMethod}
_METHOD[None] = None


def _medal_values(item: MedalGiven) -> Values:
    return (item.entry_id, item.at_ms, int(item.posted), item.actor, item.note)


def _medal_rows(rows: Iterable[Sequence[Any]]) -> list[MedalGiven]:
    return [
        MedalGiven(entry_id=row[0], at_ms=row[1], posted=row[2] == 1, actor=row[3], note=row[4])
        for row in rows
    ]


def _waiver_values(item: Waiver) -> Values:
    return (item.entry_id, item.at_ms, item.signed_by, item.actor)


def _waiver_rows(rows: Iterable[Sequence[Any]]) -> list[Waiver]:
    return [Waiver(entry_id=row[0], at_ms=row[1], signed_by=row[2], actor=row[3]) for row in rows]


def _till_values(item: Till) -> Values:
    return (
        item.id,
        item.event_id,
        item.name,
        item.float_minor,
        item.opened_ms,
        item.opened_by,
        item.closed_ms,
        item.closed_by,
        as_json({method.value: minor for method, minor in item.counted.items()}),
        item.note,
    )


def _till_rows(rows: Iterable[Sequence[Any]]) -> list[Till]:
    return [
        Till(
            id=row[0],
            event_id=row[1],
            name=row[2],
            float_minor=row[3],
            opened_ms=row[4],
            opened_by=row[5],
            closed_ms=row[6],
            closed_by=row[7],
            counted={PayMethod(name): minor for name, minor in json.loads(row[8]).items()},
            note=row[9],
        )
        for row in rows
    ]


def _move_values(item: TillMove) -> Values:
    return (item.id, item.till_id, item.amount_minor, item.at_ms, item.actor, item.reason)


def _move_rows(rows: Iterable[Sequence[Any]]) -> list[TillMove]:
    return [
        TillMove(
            id=row[0], till_id=row[1], amount_minor=row[2], at_ms=row[3], actor=row[4],
            reason=row[5],
        )
        for row in rows
    ]  # fmt: skip


def _line_values(item: LedgerLine) -> Values:
    return (
        item.id,
        item.entry_id,
        item.kind.value,
        item.item.value,
        item.item_code,
        item.amount_minor,
        item.at_ms,
        item.actor,
        json.dumps([item.why.code, item.why.params], ensure_ascii=False),
        item.method and item.method.value,
        item.till_id,
        item.counters,
        item.other_entry_id,
        item.note,
    )


def _line_rows(rows: Iterable[Sequence[Any]]) -> list[LedgerLine]:
    return [
        LedgerLine(
            id=row[0],
            entry_id=row[1],
            kind=_KIND[row[2]],
            item=_ITEM[row[3]],
            item_code=row[4],
            amount_minor=row[5],
            at_ms=row[6],
            actor=row[7],
            why=_note(row[8]),
            method=_METHOD[row[9]],
            till_id=row[10],
            counters=row[11],
            other_entry_id=row[12],
            note=row[13],
        )
        for row in rows
    ]


def _note(text: str) -> Note:
    code, params = json.loads(text)
    return Note(code=code, params=params)


def _question_values(item: Question) -> Values:
    return (
        item.id,
        item.label,
        item.kind.value,
        as_json(item.choices),
        item.ordinal,
        int(item.protected),
    )


def _question_rows(rows: Iterable[Sequence[Any]]) -> list[Question]:
    return [
        Question(
            id=row[0],
            label=row[1],
            kind=QuestionKind(row[2]),
            choices=tuple(json.loads(row[3])),
            ordinal=row[4],
            protected=row[5] == 1,
        )
        for row in rows
    ]


def _answer_values(item: QuestionAnswer) -> Values:
    return (item.id, item.entry_id, item.question_id, item.value)


def _answer_rows(rows: Iterable[Sequence[Any]]) -> list[QuestionAnswer]:
    return [
        QuestionAnswer(id=row[0], entry_id=row[1], question_id=row[2], value=row[3])
        for row in rows
    ]


ENTRY_DESK: tuple[Kind[Any], ...] = (
    Kind(
        table=schema.medal_given,
        type=MedalGiven,
        to_values=_medal_values,
        from_rows=_medal_rows,
        holder="medals_given",
        own_key=False,
    ),
    Kind(
        table=schema.waiver,
        type=Waiver,
        to_values=_waiver_values,
        from_rows=_waiver_rows,
        holder="waivers",
        own_key=False,
    ),
    Kind(
        table=schema.till,
        type=Till,
        to_values=_till_values,
        from_rows=_till_rows,
        holder="tills",
    ),
    Kind(
        table=schema.till_move,
        type=TillMove,
        to_values=_move_values,
        from_rows=_move_rows,
        holder="till_moves",
    ),
    Kind(
        table=schema.ledger_line,
        type=LedgerLine,
        to_values=_line_values,
        from_rows=_line_rows,
        holder="ledger",
    ),
    Kind(
        table=schema.question,
        type=Question,
        to_values=_question_values,
        from_rows=_question_rows,
        holder="questions",
    ),
    Kind(
        table=schema.question_answer,
        type=QuestionAnswer,
        to_values=_answer_values,
        from_rows=_answer_rows,
        holder="answers",
    ),
)
"""The stored types of the entry desk, parents before children."""
