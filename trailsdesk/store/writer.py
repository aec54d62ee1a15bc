"""Writing inside one operation."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from trailsdesk.domain.problems import Refused
from trailsdesk.domain.timing import ReadId
from trailsdesk.store.engine import known_errors
from trailsdesk.store.mapping import BY_TYPE, READ, READ_BATCH, SERIES
from trailsdesk.store.schema import batch_content, batch_seal, identity
from trailsdesk.store.seals import seal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from trailsdesk.domain.timing import Read, ReadBatch
    from trailsdesk.services.ports import Item, Storable
    from trailsdesk.store.kind import Kind, Values


class OperationWriter:
    """Writes inside one operation; of no use once the operation has ended.

    After a failed write nothing more is taken: the operation can only be rolled back.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._last_ids: dict[str, int] = {}
        self._open = True
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

    def add_reads(
        self, batch: ReadBatch, reads: Sequence[Read], content: bytes | None = None
    ) -> tuple[ReadBatch, ReadId]:
        """Write a new batch with its reads and, if given, the file's bytes."""
        if batch.id != 0:
            raise ValueError("reads are written together with a new batch")
        saved: ReadBatch = self.put(batch)
        with self._writing(READ.name):
            first = self._take_ids(READ.name, len(reads))
            rows = [
                (number, saved.id, *READ.to_values(read)[2:])
                for number, read in enumerate(reads, start=first)
            ]
            self._insert(READ, rows)
            self._connection.execute(
                insert(batch_seal).values(
                    batch_id=saved.id, first_read=first, reads=len(rows), sha256=seal_of(rows)
                )
            )
            if content is not None:
                packed = zlib.compress(content, 6)
                self._connection.execute(
                    insert(batch_content).values(batch_id=saved.id, zlib=packed)
                )
        return saved, ReadId(first)

    def end(self) -> None:
        """No more writes from here on."""
        self._open = False

    # ------------------------------------------------------------------------- statements

    def _put(self, items: Sequence[Any]) -> list[Any]:
        if not items:
            return []
        kind = BY_TYPE[type(items[0])]
        if any(type(item) is not kind.type for item in items):
            raise ValueError("put_many takes items of one type")
        with self._writing(kind.name):
            rows = [kind.to_values(item) for item in items]
            if not kind.own_key:
                self._upsert(kind, rows)
                return list(items)
            bare = [row[1:] for row in rows if row[0] == 0]
            first = self._take_ids(kind.name, len(bare))
            new = [(number, *values) for number, values in enumerate(bare, start=first)]
            self._insert(kind, new)
            self._update(kind, [row for row in rows if row[0] != 0])
            made = iter(kind.from_rows(new))
        return [item if row[0] else next(made) for item, row in zip(items, rows, strict=True)]

    def _insert(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        if rows:
            self._many(str(insert(kind.table).compile(self._connection)), rows)

    def _update(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        if not rows:
            return
        columns = [column.name for column in kind.table.columns][1:]
        assigned = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE {kind.name} SET {assigned} WHERE {kind.key} = ?"  # noqa: S608
        if self._many(statement, [(*row[1:], row[0]) for row in rows]) != len(rows):
            raise Refused("row.gone", kind=kind.name, id=self._missing(kind, rows))

    def _upsert(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        statement = upsert(kind.table)
        others = {
            column.name: statement.excluded[column.name]
            for column in kind.table.columns
            if not column.primary_key
        }
        statement = statement.on_conflict_do_update(index_elements=[kind.key], set_=others)
        self._many(str(statement.compile(self._connection)), rows)

    def _many(self, statement: str, rows: Sequence[Values]) -> int:
        return self._connection.exec_driver_sql(statement, list(rows)).rowcount

    def _missing(self, kind: Kind[Any], rows: Sequence[Values]) -> int:
        column = kind.table.c[kind.key]
        for key, *_ in rows:
            if self._connection.execute(select(column).where(column == key)).first() is None:
                return int(key)
        return 0

    def _take_ids(self, kind: str, count: int) -> int:
        """Reserve ``count`` ids that were never given before; returns the first."""
        last = self._last_ids.get(kind)
        if last is None:
            last = self._connection.execute(
                select(identity.c.last).where(identity.c.kind == kind)
            ).scalar_one_or_none()
        last = last or 0
        if count:
            self._last_ids[kind] = last + count
            statement = upsert(identity).values(kind=kind, last=last + count)
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["kind"], set_={"last": statement.excluded.last}
                )
            )
        return last + 1

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
