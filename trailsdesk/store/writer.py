"""Writing inside one operation."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from trailsdesk.domain.problems import Refused
from trailsdesk.domain.timing import ReadId
from trailsdesk.store.bulk import (
    insert_rows,
    insert_statement,
    read_rows,
    saved_reads,
    take_ids,
)
from trailsdesk.store.engine import known_errors
from trailsdesk.store.mapping import BY_TYPE, READ, READ_BATCH, SERIES
from trailsdesk.store.schema import batch_content, batch_seal, key_of
from trailsdesk.store.seals import seal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from trailsdesk.domain.timing import BatchId, Read, ReadBatch
    from trailsdesk.services.ports import Item, StagedReads, Storable
    from trailsdesk.store.kind import Kind, Values


class OperationWriter:
    """Writes inside one operation; of no use once the operation has ended.

    After a failed write nothing more is taken: the operation can only be rolled back.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._open = True
        self.written: dict[str, dict[int, Any]] = {}
        """What the rows are now, by kind and id; None for one that was deleted."""
        self.failure: BaseException | None = None

    def put(self, item: Item) -> Item:
        """Insert or update one row; see ``Writer.put``.

        Raises:
            Refused: ``row.gone`` when the row to update is not there (any more), ``row.twice``
                when a name or code that must be unique is taken.
            ValueError: a value or reference no caller should hand over.
        """
        return self.put_many([item])[0]

    def put_many(self, items: Sequence[Item]) -> list[Item]:
        """``put`` for many of one type; ids are filled in, order is kept."""
        return self._put(items)

    def delete(self, item: Storable) -> None:
        """Remove a row that nothing else refers to.

        Raises:
            Refused: ``row.in-use`` when something refers to it, ``row.gone`` when it is not there.
                The operation may go on after either.
            ValueError: the series itself, or a batch (retract it instead).
        """
        kind = BY_TYPE[type(item)]
        if kind in {SERIES, READ_BATCH}:
            raise ValueError(f"a {kind.name} is never deleted")
        with self._writing(kind.name, deleting=True):
            statement = kind.table.delete().where(kind.table.c[kind.key] == kind.key_of(item))
            if self._connection.execute(statement).rowcount != 1:
                raise Refused("row.gone", kind=kind.name, id=kind.key_of(item))
            self.written.setdefault(kind.name, {})[kind.key_of(item)] = None

    def add_reads(
        self, batch: ReadBatch, reads: Sequence[Read], content: bytes | None = None
    ) -> tuple[ReadBatch, ReadId]:
        """Write a new batch with its reads and, if given, the file's bytes."""
        if batch.id != 0:
            raise ValueError("reads are written together with a new batch")
        saved: ReadBatch = self._put([batch], with_reads=True)[0]
        with self._writing(READ.name):
            first = ReadId(take_ids(self._connection, READ.name, len(reads)))
            rows = read_rows(first, saved.id, reads)
            insert_rows(self._connection, READ.table, rows)
            self._seal(saved.id, first, saved_reads(first, saved.id, reads), seal_of(rows))
            if content is not None:
                packed = zlib.compress(content, 6)
                insert_rows(self._connection, batch_content, [(saved.id, packed)])
        return saved, first

    def take_staged(self, staged: StagedReads) -> tuple[ReadBatch, ReadId]:
        """Make a batch of ``SeriesFile.staging`` count.

        Raises:
            Refused: ``row.gone`` when it is not in the file (any more).
        """
        with self._writing(READ.name):
            self._update(READ_BATCH, [READ_BATCH.to_values(staged.batch)])
            self._seal(staged.batch.id, staged.first, staged.reads, staged.sha256)
            self.written.setdefault(READ_BATCH.name, {})[staged.batch.id] = staged.batch
        return staged.batch, staged.first

    def end(self) -> None:
        """No more writes from here on."""
        self._open = False

    # ------------------------------------------------------------------------- statements

    def _put(self, items: Sequence[Any], *, with_reads: bool = False) -> list[Any]:
        if not items:
            return []
        kind = BY_TYPE[type(items[0])]
        if any(type(item) is not kind.type for item in items):
            raise ValueError("put_many takes items of one type")
        if kind is READ_BATCH and not with_reads and not all(item.id for item in items):
            raise ValueError("a batch is written together with its reads")
        with self._writing(kind.name):
            rows = [kind.to_values(item) for item in items]
            if kind.own_key:
                rows = self._numbered(kind, rows)
                self._insert(kind, [r for r, item in zip(rows, items, strict=True) if not item.id])
                self._update(kind, [r for r, item in zip(rows, items, strict=True) if item.id])
            else:
                self._upsert(kind, rows)
            made = kind.from_rows(rows)
            keys = (row[0] for row in rows)
            self.written.setdefault(kind.name, {}).update(zip(keys, made, strict=True))
        if not kind.own_key:
            return list(items)
        return [item if item.id else new for item, new in zip(items, made, strict=True)]

    def _numbered(self, kind: Kind[Any], rows: Sequence[Values]) -> list[Values]:
        """The rows, each new one with an id of its own."""
        number = take_ids(self._connection, kind.name, sum(not row[0] for row in rows))
        ids = count(number)
        return [row if row[0] else (next(ids), *row[1:]) for row in rows]

    def _seal(self, batch_id: BatchId, first: ReadId, reads: Sequence[Read], sha256: str) -> None:
        insert_rows(self._connection, batch_seal, [(batch_id, first, len(reads), sha256)])
        self.written.setdefault(READ.name, {}).update((read.id, read) for read in reads)

    def _insert(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        if rows:
            insert_rows(self._connection, kind.table, rows)

    def _update(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        if not rows:
            return
        values = [(*row[1:], row[0]) for row in rows]
        found = self._connection.exec_driver_sql(_update_statement(kind.table), values)
        if found.rowcount != len(rows):
            raise Refused("row.gone", kind=kind.name, id=self._missing(kind, rows))

    def _upsert(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        self._connection.exec_driver_sql(_upsert_statement(kind.table), list(rows))

    def _missing(self, kind: Kind[Any], rows: Sequence[Values]) -> int:
        column = kind.table.c[kind.key]
        for key, *_ in rows:
            if self._connection.execute(select(column).where(column == key)).first() is None:
                return int(key)
        return 0

    @contextmanager
    def _writing(self, kind: str, *, deleting: bool = False) -> Iterator[None]:
        if not self._open or self.failure is not None:
            raise ValueError("the operation has ended or has failed already")
        try:
            with known_errors(self._path), _constraints(kind, deleting=deleting):
                yield
        except BaseException as error:
            if not (deleting and isinstance(error, Refused)):
                self.failure = error
            raise


@cache
def _update_statement(table: Table) -> str:
    key = key_of(table)
    assigned = ", ".join(f"{c.name} = ?" for c in table.columns if c.name != key)
    return f"UPDATE {table.name} SET {assigned} WHERE {key} = ?"  # noqa: S608  own names


@cache
def _upsert_statement(table: Table) -> str:
    key = key_of(table)
    others = (column.name for column in table.columns if column.name != key)
    changed = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"{insert_statement(table)} ON CONFLICT ({key}) DO UPDATE SET {changed}"


@contextmanager
def _constraints(kind: str, *, deleting: bool) -> Iterator[None]:
    """Say in the caller's words which promise of the tables a statement broke."""
    try:
        yield
    except IntegrityError as error:
        text = str(error.orig)
        if deleting and "FOREIGN KEY" in text:
            raise Refused("row.in-use", kind=kind) from error
        if text.startswith("UNIQUE constraint failed"):
            raise Refused("row.twice", kind=kind, field=text.rpartition(".")[2]) from error
        raise ValueError(f"{kind}: {text}") from error
