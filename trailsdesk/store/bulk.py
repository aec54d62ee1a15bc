"""Many rows at once: rows into a table, and the reads of a batch as rows and as values again."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.many import many_of
from trailsdesk.domain.timing import BatchId, Read, ReadId
from trailsdesk.store.schema import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

    from trailsdesk.store.kind import Values

_VALUES_AT_ONCE = 3000
"""SQLite takes ten times as many in one statement; more of them bring nothing."""
_OWN = ("id", "batch_id")
_FIELDS = tuple(column.name for column in read.columns if column.name not in _OWN)
_GETTERS = {name: attrgetter(name) for name in _FIELDS}


@lru_cache(maxsize=256)
def insert_statement(table: Table, rows: int = 1) -> str:
    """The text of an INSERT of that many whole rows."""
    names = [column.name for column in table.columns]
    one = f"({', '.join('?' for _ in names)})"
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {', '.join([one] * rows)}"  # noqa: S608


def take_ids(connection: Connection, kind: str, count: int) -> int:
    """Reserve ``count`` ids that were never given before; returns the first."""
    if not count:
        found = connection.exec_driver_sql("SELECT last FROM identity WHERE kind = ?", (kind,))
        return (found.scalar_one_or_none() or 0) + 1
    taken = connection.exec_driver_sql(
        "INSERT INTO identity (kind, last) VALUES (?, ?)"
        " ON CONFLICT (kind) DO UPDATE SET last = last + excluded.last RETURNING last",
        (kind, count),
    )
    return int(taken.scalar_one()) - count + 1


def insert_rows(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert whole rows, columns in the table's order.

    Many rows go in one statement: the interpreter is then free for other threads while SQLite
    works, instead of changing hands with every row.
    """
    block = _VALUES_AT_ONCE // len(table.columns)
    whole = len(rows) - len(rows) % block
    for start in range(0, whole, block):
        values = tuple(chain.from_iterable(rows[start : start + block]))
        connection.exec_driver_sql(insert_statement(table, block), values)
    if whole < len(rows):
        connection.exec_driver_sql(insert_statement(table), list(rows[whole:]))


def read_rows(first: int, batch_id: int, reads: Sequence[Read]) -> list[tuple[Any, ...]]:
    """The rows of a batch's reads, which get their ids one by one from ``first`` on."""
    columns: dict[str, Iterable[object]]
    columns = {name: map(get, reads) for name, get in _GETTERS.items()}
    columns["status"] = (each.status and each.status.value for each in reads)
    ids = range(first, first + len(reads))
    return list(zip(ids, repeat(batch_id), *columns.values(), strict=False))


def saved_reads(first: ReadId, batch_id: BatchId, reads: Sequence[Read]) -> list[Read]:
    """The reads with the ids of ``read_rows``."""
    return many_of(
        Read,
        len(reads),
        id=range(first, first + len(reads)),
        batch_id=repeat(batch_id),
        **{name: map(get, reads) for name, get in _GETTERS.items()},
    )
