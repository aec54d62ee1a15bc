"""Removing protected data for good: from the rows, from the history, from the file's pages.

The one place that rewrites history, and only by blanking values: undo and redo go on as before,
and bring nothing back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select, update

from trailsdesk.store.journal import history_unguarded, parsed
from trailsdesk.store.schema import (
    change,
    contact,
    file_state,
    key_of,
    question_answer,
    waiver,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from sqlalchemy import Table

    from trailsdesk.domain.privacy import Purge

_PIECE = 900
Row = dict[str, Any]


def purge(connection: Connection, wanted: Purge) -> Mapping[str, frozenset[int]]:
    """Blank what is wanted; the caller holds the transaction. Returns what was touched.

    The rows stay, so that rows and history still agree: that a waiver was signed remains, by whom
    does not. Nothing of it is journalled.
    """
    answers = _answer_ids(connection, wanted)
    connection.execute(update(file_state).values(replaying=1))
    _blank(connection, contact, wanted.fields, wanted.runner_ids)
    _blank(connection, waiver, ("signed_by",), wanted.waivers_of)
    _blank(connection, question_answer, ("value",), answers)
    with history_unguarded(connection):
        _blank_history(connection, contact.name, wanted.fields, _among(wanted.runner_ids))
        _blank_history(connection, waiver.name, ("signed_by",), _among(wanted.waivers_of))
        _blank_history(
            connection,
            question_answer.name,
            ("value",),
            lambda _key, row: (
                row["entry_id"] in wanted.answers_of and row["question_id"] in wanted.questions
            ),
        )
    connection.execute(update(file_state).values(replaying=0))
    return {waiver.name: frozenset(wanted.waivers_of), question_answer.name: frozenset(answers)}


def _answer_ids(connection: Connection, wanted: Purge) -> list[int]:
    statement = select(question_answer.c.id, question_answer.c.entry_id).where(
        question_answer.c.question_id.in_(sorted(wanted.questions))
    )
    found = connection.execute(statement)
    return [answer_id for answer_id, entry_id in found if entry_id in wanted.answers_of]


def _blank(
    connection: Connection, table: Table, fields: Collection[str], ids: Collection[int]
) -> None:
    key = table.c[key_of(table)]
    for piece in _pieces(ids) if fields else ():
        statement = update(table).where(key.in_(piece))
        connection.execute(statement.values(dict.fromkeys(fields, "")))


def _among(ids: Collection[int]) -> Callable[[int, Row], bool]:
    return lambda key, _row: key in ids


def _blank_history(
    connection: Connection,
    kind: str,
    fields: Collection[str],
    concerns: Callable[[int, Row], bool],
) -> None:
    """Blank fields in the journalled rows of a kind, before and after."""
    statement = select(change.c.id, change.c.row_id, change.c.before, change.c.after)
    for number, row_id, before, after in connection.execute(
        statement.where(change.c.kind == kind)
    ).all():
        new = [_blanked(text, row_id, fields, concerns) for text in (before, after)]
        if new != [before, after]:
            connection.execute(
                update(change).where(change.c.id == number).values(before=new[0], after=new[1])
            )


def _blanked(
    text: str | None,
    row_id: int,
    fields: Collection[str],
    concerns: Callable[[int, Row], bool],
) -> str | None:
    if text is None:
        return None
    row = parsed(text)
    if not concerns(row_id, row):
        return text
    row.update(dict.fromkeys(row.keys() & set(fields), ""))
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _pieces(ids: Collection[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[at : at + _PIECE] for at in range(0, len(ordered), _PIECE)]
