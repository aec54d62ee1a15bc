"""Making a new series file's tables, and bringing older files up to the present form.

Every step is one function in one transaction, forward only; a verified copy is made before the
first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import Column, Connection, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn

from trailsdesk.store.engine import plain_rows
from trailsdesk.store.journal import reads_of, trigger_statements
from trailsdesk.store.schema import (
    APPLICATION_ID,
    USER_VERSION,
    award_mark,
    batch_seal,
    bib_range,
    category_merge,
    check_in,
    chip,
    contact,
    entry,
    event,
    file_state,
    kept_file,
    ledger_line,
    medal_given,
    metadata,
    outside_score,
    printed_sheet,
    publication,
    question,
    question_answer,
    race_course,
    read,
    read_batch,
    ruling,
    runner,
    runner_verdict,
    series,
    sheet_art,
    slot_answer,
    spot_draw,
    spot_prize,
    till,
    till_move,
    timing_point,
    waiver,
)
from trailsdesk.store.seals import seal_of

Step = Callable[[Connection], None]
_Column = tuple[str, str, int, int]  # name, type, not null, key


def _to_version_2(connection: Connection) -> None:
    """Timing points, courses, bib ranges, check-in, chips, sheets; where a runner stopped."""
    _drop_triggers(connection)
    new = (
        timing_point, race_course, bib_range, check_in, chip, printed_sheet, kept_file,
    )  # fmt: skip
    metadata.create_all(connection, tables=new, checkfirst=False)
    for table, names in (
        (read_batch, ("format", "fills_gaps")),
        (read, ("chip",)),
        (ruling, ("point", "way", "back_ms")),
    ):
        for name in names:
            _add_column(connection, table.c[name])
    _seal_again(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {2 << 16}")


def _to_version_3(connection: Connection) -> None:
    """Changed rules, cancelled events, chosen divisions; merges, verdicts, scores, answers."""
    _drop_triggers(connection)
    new = (category_merge, runner_verdict, outside_score, slot_answer)
    metadata.create_all(connection, tables=new, checkfirst=False)
    for column in (series.c.changes, event.c.country, event.c.cancelled, entry.c.division):
        _add_column(connection, column)
    connection.exec_driver_sql(f"PRAGMA user_version = {3 << 16}")


def _to_version_4(connection: Connection) -> None:
    """Money, tills, medals, waivers, questions, prizegiving; how names are said and written."""
    _drop_triggers(connection)
    new = (
        medal_given, waiver, till, till_move, ledger_line, question, question_answer, award_mark,
        spot_draw, spot_prize, sheet_art, publication,
    )  # fmt: skip
    metadata.create_all(connection, tables=new, checkfirst=False)
    for column in (
        runner.c.spoken, runner.c.latin_family, runner.c.latin_given, contact.c.address,
        entry.c.medal_ms,
    ):  # fmt: skip
        _add_column(connection, column)
    _write_triggers(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {4 << 16}")


def _drop_triggers(connection: Connection) -> None:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in names.fetchall():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _write_triggers(connection: Connection) -> None:
    """The triggers of the present form; only the newest step may, whose tables are all there."""
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)


def _add_column(connection: Connection, column: Column[object]) -> None:
    words = CreateColumn(column).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {words}")


def _seal_again(connection: Connection) -> None:
    """A new digest for reads with the new column, where they are still as the old one says."""
    seals = connection.execute(select(batch_seal.c.batch_id, batch_seal.c.sha256)).all()
    for batch_id, sha256 in seals:
        ids = reads_of(connection, batch_id)
        within = read.c.id.between(ids.start, ids.stop - 1)
        rows = plain_rows(connection.execute(select(read).where(within).order_by(read.c.id)))
        if sha256 == seal_of([row[:-1] for row in rows]):
            statement = update(batch_seal).where(batch_seal.c.batch_id == batch_id)
            connection.execute(statement.values(sha256=seal_of(rows)))


STEPS: Mapping[int, Step] = {
    1 << 16: _to_version_2,
    2 << 16: _to_version_3,
    3 << 16: _to_version_4,
}
"""Version a file has (major << 16 | minor) to the step that brings it to the next one.

A step raises ``user_version`` itself, as its last statement.
"""

_TRIGGER_NAME = re.compile(r"CREATE TRIGGER (\w+)")


def create_schema(connection: Connection) -> None:
    """All tables, triggers and marks of a new file; the caller holds the transaction."""
    metadata.create_all(connection, checkfirst=False)
    _write_triggers(connection)
    connection.execute(
        insert(file_state).values(id=1, revision=0, operation=None, open_batch=None, replaying=0)
    )
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")


def version_of(connection: Connection) -> int:
    """The file's version, major << 16 | minor."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def pending(version: int) -> bool:
    """True when a file of that version has steps to take."""
    return version in STEPS


def take_step(connection: Connection, version: int) -> None:
    """Take the step from ``version``; the caller holds the transaction."""
    STEPS[version](connection)


def differences(connection: Connection) -> tuple[str, ...]:
    """What about the tables, views and triggers is not as this program makes them.

    Tables and indexes on top do no harm and are passed over; a view or trigger on top could.
    Tables are compared by their columns, not by the words they were made with, which are
    SQLAlchemy's.
    """
    columns: dict[str, list[_Column]] = {}
    for table, *column in connection.exec_driver_sql(
        'SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_schema AS m'
        " JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid"
    ):
        columns.setdefault(table, []).append(tuple(column))
    faults = [
        f"table {name}" for name, wanted in _table_columns().items() if columns.get(name) != wanted
    ]
    found = {
        f"{kind} {name}": _squeezed(sql)
        for kind, name, sql in connection.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')"
        )
    }
    triggers = _triggers()
    faults += [name for name, sql in triggers.items() if found.get(name) != sql]
    faults += [name for name in found if name not in triggers]
    return tuple(faults)


@cache
def _table_columns() -> dict[str, list[_Column]]:
    dialect = sqlite.dialect()
    return {
        table.name: [
            (c.name, c.type.compile(dialect=dialect), int(not c.nullable), int(c.primary_key))
            for c in table.columns
        ]
        for table in metadata.tables.values()
    }


@cache
def _triggers() -> dict[str, str]:
    named = ((_TRIGGER_NAME.match(text), text) for text in trigger_statements())
    return {f"trigger {match[1]}": _squeezed(text) for match, text in named if match}


def _squeezed(sql: str) -> str:
    return re.sub(r"\s+", "", sql).casefold()
