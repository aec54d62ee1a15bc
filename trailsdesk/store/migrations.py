"""Making a new series file's tables, and bringing older files up to the present form.

Every step is one function in one transaction, forward only; a verified copy is made before the
first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import Connection, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from trailsdesk.store.journal import trigger_statements
from trailsdesk.store.schema import (
    APPLICATION_ID,
    USER_VERSION,
    file_state,
    metadata,
)

Step = Callable[[Connection], None]

STEPS: Mapping[int, Step] = {}
"""Version a file has (major << 16 | minor) to the step that brings it to the next one.

A step raises ``user_version`` itself, as its last statement.
"""

_TRIGGER_NAME = re.compile(r"CREATE TRIGGER (\w+)")


def create_schema(connection: Connection) -> None:
    """All tables, triggers and marks of a new file; the caller holds the transaction."""
    metadata.create_all(connection, checkfirst=False)
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)
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
    """
    found: dict[tuple[str, str], str] = {
        (kind, name): _squeezed(sql or "")
        for kind, name, sql in connection.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view', 'trigger')"
        )
    }
    wanted = _wanted()
    faults = [
        f"{kind} {name}" for (kind, name), sql in wanted.items() if found.get((kind, name)) != sql
    ]
    faults += [
        f"{kind} {name}" for kind, name in found if kind != "table" and (kind, name) not in wanted
    ]
    return tuple(faults)


@cache
def _wanted() -> dict[tuple[str, str], str]:
    wanted = {
        ("table", name): _squeezed(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        for name, table in metadata.tables.items()
    }
    for statement in trigger_statements():
        match = _TRIGGER_NAME.match(statement)
        wanted["trigger", match[1] if match else ""] = _squeezed(statement)
    return wanted


def _squeezed(sql: str) -> str:
    return re.sub(r"\s+", "", sql).replace('"', "").casefold()
