"""The journal: triggers that record every change of evidence, and its replay for undo and redo.

The triggers are the only writers of ``change``; no statement can pass them by. Outside an
operation ``file_state.operation`` is empty, the recording fails, and with it the write.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Table, select

from trailsdesk.store.columns import PLAIN_TEXT
from trailsdesk.store.engine import plain_rows, sound_content
from trailsdesk.store.schema import (
    APPEND_ONLY,
    JOURNALLED,
    KEPT,
    Action,
    batch_seal,
    change,
    event,
    key_of,
    ledger_line,
    race,
    read,
    read_batch,
    series,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TABLES = {table.name: table for table in JOURNALLED}

# ------------------------------------------------------------------------------- triggers


def json_object(table: Table, row: str) -> str:
    """An SQL expression for the row as JSON, put together from the plainest functions of SQL.

    With ``trusted_schema`` off, older SQLite versions refuse their JSON functions inside triggers.
    Control characters stay as they are, see ``parsed``.
    """
    text = "'{"
    for number, column in enumerate(table.columns):
        comma = "," if number else ""
        value, quotes = _json_value(column, row)
        text += f"{comma}\"{column.name}\":{quotes}' || {value} || '{quotes}"
    return text + "}'"


def _json_value(column: Column[Any], row: str) -> tuple[str, str]:
    """An SQL expression, and the quotation marks to put around what it gives."""
    value = f"{row}.{column.name}"
    if column.type.python_type is int:
        return (f"coalesce({value}, 'null')" if column.nullable else value), ""
    if column.type.python_type is float:
        # As text from ``quote``, which keeps every bit.
        return f"quote({value})", '"'
    if not column.info.get(PLAIN_TEXT):
        value = f"replace(replace({value}, '\\', '\\\\'), '\"', '\\\"')"
    if column.nullable:
        return f"coalesce('\"' || {value} || '\"', 'null')", ""
    return value, '"'


def _record(table: Table, action: Action, before: str, after: str) -> str:
    row = "OLD" if action is Action.DELETE else "NEW"
    return (
        "INSERT INTO change (operation, kind, row_id, action, before, after)"  # noqa: S608
        f" SELECT operation, '{table.name}', {row}.{key_of(table)}, '{action.value}',"
        f" {before}, {after} FROM file_state WHERE replaying = 0;"
    )


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN {body} END"


def _refuse(text: str) -> str:
    return f"SELECT RAISE(ABORT, '{text}');"


def _sealed(batch_id: str) -> str:
    """Whether a batch is whole: only what was written in steps and broken off is not."""
    return f"EXISTS (SELECT 1 FROM {batch_seal.name} WHERE batch_id = {batch_id})"  # noqa: S608


def _recording_triggers(table: Table) -> Iterator[str]:
    name, key = table.name, key_of(table)
    new, old = json_object(table, "NEW"), json_object(table, "OLD")
    if table is read_batch:
        # Undo must leave the rows of a batch where they are: what it takes back is the counting.
        opened = "UPDATE file_state SET open_batch = NEW.id WHERE replaying = 0;"
        recorded = _record(table, Action.INSERT, "'{\"retracted\":1}'", new) + " " + opened
        yield _trigger(f"{name}_inserted", f"AFTER INSERT ON {name}", recorded)
        # One that was written in steps comes into the history when it begins to count.
        yield _trigger(
            f"{name}_counted", f"AFTER UPDATE ON {name} WHEN NOT {_sealed('NEW.id')}", recorded
        )
        yield _trigger(
            f"{name}_deleted",
            f"BEFORE DELETE ON {name} WHEN {_sealed('OLD.id')}",
            _refuse("batches are never deleted"),
        )
    else:
        yield _trigger(
            f"{name}_inserted",
            f"AFTER INSERT ON {name}",
            _record(table, Action.INSERT, "NULL", new),
        )
        yield _trigger(
            f"{name}_deleted",
            f"AFTER DELETE ON {name}",
            _record(table, Action.DELETE, old, "NULL"),
        )
    differs = " OR ".join(f"OLD.{c.name} IS NOT NEW.{c.name}" for c in table.columns)
    if table is read_batch:
        differs = f"({differs}) AND {_sealed('NEW.id')}"
    yield _trigger(
        f"{name}_updated",
        f"AFTER UPDATE ON {name} WHEN {differs}",
        _record(table, Action.UPDATE, old, new),
    )
    yield _trigger(
        f"{name}_key_kept",
        f"BEFORE UPDATE OF {key} ON {name} WHEN OLD.{key} IS NOT NEW.{key}",
        _refuse("an id never changes"),
    )


def _append_only_triggers(table: Table) -> Iterator[str]:
    name = table.name
    yield _trigger(
        f"{name}_with_its_batch",
        f"BEFORE INSERT ON {name} WHEN NEW.batch_id IS NOT (SELECT open_batch FROM file_state)",  # noqa: S608
        _refuse("reads are written together with their batch"),
    )
    yield _trigger(
        f"{name}_not_updated", f"BEFORE UPDATE ON {name}", _refuse("reads are never changed")
    )
    yield _trigger(
        f"{name}_not_deleted",
        f"BEFORE DELETE ON {name} WHEN {_sealed('OLD.batch_id')}",
        _refuse("reads are never deleted"),
    )


def _kept_triggers(table: Table) -> Iterator[str]:
    refused = _refuse("what was kept is never rewritten")
    yield _trigger(f"{table.name}_not_updated", f"BEFORE UPDATE ON {table.name}", refused)
    yield _trigger(f"{table.name}_not_deleted", f"BEFORE DELETE ON {table.name}", refused)


def _batch_reference_triggers() -> Iterator[str]:
    """What a foreign key would say of a batch that counts; a retracted one outlives its event."""
    for parent in (event, race):
        column = f"{parent.name}_id"
        missing = (
            f"NEW.{column} IS NOT NULL AND NOT EXISTS"  # noqa: S608
            f" (SELECT 1 FROM {parent.name} WHERE id = NEW.{column})"
        )
        text = f"a batch refers to no {parent.name}"
        yield _trigger(
            f"read_batch_insert_{parent.name}",
            f"BEFORE INSERT ON read_batch WHEN {missing}",
            _refuse(text),
        )
        yield _trigger(
            f"read_batch_update_{parent.name}",
            f"BEFORE UPDATE ON read_batch WHEN NEW.retracted = 0 AND {missing}",
            _refuse(text),
        )
        yield _trigger(
            f"{parent.name}_has_batches",
            f"BEFORE DELETE ON {parent.name} WHEN EXISTS (SELECT 1 FROM read_batch"  # noqa: S608
            f" WHERE {column} = OLD.id AND retracted = 0)",
            _refuse("FOREIGN KEY: reads refer to it"),
        )


def _ledger_triggers() -> Iterator[str]:
    name, outside = ledger_line.name, "(SELECT replaying FROM file_state) = 0"
    refused = _refuse("a line of the ledger is countered, never changed")
    yield _trigger(f"{name}_not_updated", f"BEFORE UPDATE ON {name}", refused)
    yield _trigger(f"{name}_not_deleted", f"BEFORE DELETE ON {name} WHEN {outside}", refused)


def _history_triggers() -> Iterator[str]:
    refused = _refuse("history is never rewritten")
    yield _trigger("change_not_updated", "BEFORE UPDATE ON change", refused)
    yield _trigger("change_not_deleted", "BEFORE DELETE ON change", refused)
    yield _trigger("operation_not_deleted", "BEFORE DELETE ON operation", refused)
    yield _trigger(
        "operation_not_rewritten",
        "BEFORE UPDATE OF number, name, at_ms, actor, params ON operation",
        refused,
    )


def trigger_statements() -> tuple[str, ...]:
    """All trigger definitions of a series file, generated from the tables."""
    statements = [text for table in JOURNALLED for text in _recording_triggers(table)]
    statements += [text for table in APPEND_ONLY for text in _append_only_triggers(table)]
    statements += [text for table in KEPT for text in _kept_triggers(table)]
    statements += _batch_reference_triggers()
    statements += _ledger_triggers()
    statements += _history_triggers()
    statements.append(
        _trigger(
            f"{series.name}_stays",
            f"BEFORE DELETE ON {series.name}",
            _refuse("a file is a series"),
        )
    )
    return tuple(statements)


@contextmanager
def history_unguarded(connection: Connection) -> Iterator[None]:
    """Inside, journalled rows may be blanked; for ``purge`` alone."""
    name = "change_not_updated"
    (statement,) = [text for text in _history_triggers() if f"TRIGGER {name} " in text]
    connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    connection.exec_driver_sql(statement)


# --------------------------------------------------------------------------------- replay


def parsed(text: str) -> dict[str, Any]:
    """A journalled row as it stands; control characters in it were not escaped."""
    with sound_content(change.name):
        row: dict[str, Any] = json.loads(text, strict=False)
    return row


def decoded(table: Table, text: str) -> dict[str, Any]:
    """A journalled row as column values."""
    row = parsed(text)
    for name in row.keys() & {c.name for c in table.columns if c.type.python_type is float}:
        row[name] = None if row[name] == "NULL" else float(row[name])
    return row


def replay(connection: Connection, number: int, *, backwards: bool) -> None:
    """Apply the changes of an operation once more, or take them back, in strict order.

    The caller holds a transaction in which ``file_state.replaying`` is 1 and foreign keys are
    deferred.
    """
    order = change.c.id.desc() if backwards else change.c.id
    rows = connection.execute(
        select(change.c.kind, change.c.action, change.c.row_id, change.c.before, change.c.after)
        .where(change.c.operation == number)
        .order_by(order)
    ).all()
    for (kind, action), group in groupby(rows, key=lambda row: (row[0], row[1])):
        run = [(row_id, before if backwards else after) for _, _, row_id, before, after in group]
        with sound_content(change.name):
            table, step = _TABLES[kind], _step(Action(action), backwards=backwards)
        _apply(connection, table, step, run)


def _step(action: Action, *, backwards: bool) -> Action:
    if not backwards or action is Action.UPDATE:
        return action
    return Action.DELETE if action is Action.INSERT else Action.INSERT


def _apply(
    connection: Connection, table: Table, step: Action, run: Sequence[tuple[int, str | None]]
) -> None:
    if table is read_batch and step is not Action.UPDATE:
        _set_retracted(connection, run)
        return
    if step is Action.DELETE:
        _execute(
            connection,
            f"DELETE FROM {table.name} WHERE {key_of(table)} = ?",  # noqa: S608
            ((row_id,) for row_id, _ in run),
        )
        return
    rows = [decoded(table, text) for _, text in run if text is not None]
    names = _columns(connection, table, rows[0])
    if step is Action.INSERT:
        marks = ", ".join("?" for _ in names)
        _execute(
            connection,
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
            (tuple(row[name] for name in names) for row in rows),
        )
        return
    key = key_of(table)
    names.remove(key)
    assigned = ", ".join(f"{name} = ?" for name in names)
    _execute(
        connection,
        f"UPDATE {table.name} SET {assigned} WHERE {key} = ?",  # noqa: S608
        ((*(row[name] for name in names), row[key]) for row in rows),
    )


def _columns(connection: Connection, table: Table, row: dict[str, Any]) -> list[str]:
    """The columns an operation recorded, as far as the file has them.

    A newer program of the same major version may have added some that this one does not know.
    """
    statement = f"PRAGMA table_info({table.name})"
    present = {name for _, name, *_ in connection.exec_driver_sql(statement)}
    return [name for name in row if name in present]


def _set_retracted(connection: Connection, run: Sequence[tuple[int, str | None]]) -> None:
    _execute(
        connection,
        "UPDATE read_batch SET retracted = ? WHERE id = ?",
        ((parsed(text)["retracted"], row_id) for row_id, text in run if text is not None),
    )


def _execute(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with sound_content(change.name):
        values = list(rows)
    connection.exec_driver_sql(statement, values)


# -------------------------------------------------------------------------------- touched


def touched(
    connection: Connection, number: int, *, reads_stayed: bool = False
) -> dict[str, set[int]]:
    """Which rows an operation touches, kind to ids.

    When an event or race comes or goes, so do the retracted batches that were read at it.

    Args:
        reads_stayed: for undo and redo, which leave the reads of a batch where they are.
    """
    kinds: dict[str, set[int]] = {}
    batches: set[int] = set()
    statement = "SELECT kind, row_id, action FROM change WHERE operation = ?"
    for kind, row_id, action in plain_rows(connection.exec_driver_sql(statement, (number,))):
        kinds.setdefault(kind, set()).add(row_id)
        if action == Action.UPDATE:
            continue
        if kind == read_batch.name and not reads_stayed:
            batches.add(row_id)
        elif kind in {event.name, race.name}:
            column = read_batch.c.event_id if kind == event.name else read_batch.c.race_id
            batches.update(connection.scalars(select(read_batch.c.id).where(column == row_id)))
    if batches:
        kinds.setdefault(read_batch.name, set()).update(batches)
    reads: set[int] = set()
    for batch_id in batches:
        reads.update(reads_of(connection, batch_id))
    if reads:
        kinds[read.name] = reads
    return kinds


def reads_of(connection: Connection, batch_id: int) -> range:
    """The ids of a batch's reads: one unbroken run, as its seal says."""
    statement = "SELECT first_read, reads FROM batch_seal WHERE batch_id = ?"
    seal = connection.exec_driver_sql(statement, (batch_id,)).one_or_none()
    return range(0) if seal is None else range(seal[0], seal[0] + seal[1])


def has_effect(connection: Connection, number: int) -> bool:
    """False when everything an operation did came to nothing in the end."""
    once = "SELECT 1 FROM change WHERE operation = ? GROUP BY kind, row_id HAVING count(*) = 1"
    if connection.exec_driver_sql(f"{once} LIMIT 1", (number,)).first() is not None:
        return True
    first: dict[tuple[str, int], str | None] = {}
    last: dict[tuple[str, int], str | None] = {}
    for kind, row_id, before, after in connection.execute(
        select(change.c.kind, change.c.row_id, change.c.before, change.c.after)
        .where(change.c.operation == number)
        .order_by(change.c.id)
    ):
        first.setdefault((kind, row_id), before)
        last[kind, row_id] = after
    return first != last
