"""The open series file: operations as transactions, undo, redo, and everything read from it."""

from __future__ import annotations

import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DBAPIError, IntegrityError

from trailsdesk.domain.problems import FileReadOnly, KnownError, Note, Problem, Refused
from trailsdesk.domain.timing import BatchId, Read, ReadBatch, ReadId
from trailsdesk.services.ports import (
    Changes,
    Clock,
    FieldChange,
    Item,
    OperationInfo,
    Storable,
)
from trailsdesk.store import backups, checks, journal, lock, repositories
from trailsdesk.store.engine import known_errors
from trailsdesk.store.mapping import BY_TYPE, READ, READ_BATCH, SERIES, Kind, Values, as_json
from trailsdesk.store.schema import (
    OperationState,
    batch_content,
    batch_seal,
    file_state,
    identity,
    operation,
)
from trailsdesk.store.seals import seal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.people import Contact, RunnerId
    from trailsdesk.domain.season import SeasonData


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
            Refused: ``row.gone`` when the row to update is not there (any more), ``row.twice`` when
                a name or code that must be unique is taken.
            ValueError: a value or reference no caller should hand over.
        """
        return self.put_many([item])[0]

    def put_many(self, items: Sequence[Item]) -> list[Item]:
        """``put`` for many of one type; ids are filled in, order is kept."""
        if not items:
            return []
        kind: Kind[Any] = BY_TYPE[type(items[0])]
        if any(type(item) is not kind.type for item in items):
            raise ValueError("put_many takes items of one type")
        with self._writing(kind.name):
            rows = [kind.to_values(item) for item in items]
            if not kind.own_key:
                self._upsert(kind, rows)
                return list(items)
            new = [row for row in rows if row[0] == 0]
            first = self._take_ids(kind.name, len(new))
            new = [(number, *row[1:]) for number, row in enumerate(new, start=first)]
            self._insert(kind, new)
            self._update(kind, [row for row in rows if row[0] != 0])
            made = iter(kind.from_rows(new))
        return [item if row[0] else next(made) for item, row in zip(items, rows, strict=True)]

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

    def _insert(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        if rows:
            self._many(str(insert(kind.table).compile(self._connection)), rows)

    def _update(self, kind: Kind[Any], rows: Sequence[Values]) -> None:
        if not rows:
            return
        columns = [column.name for column in kind.table.columns][1:]
        assigned = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE {kind.name} SET {assigned} WHERE {kind.key} = ?"
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
            with known_errors(self._path):
                yield
        except IntegrityError as error:
            if deleting and "FOREIGN KEY" in str(error.orig):
                raise Refused("row.in-use", kind=kind) from error
            self.failure = error
            _raise_constraint(error, kind)
        except BaseException as error:
            if not (deleting and isinstance(error, Refused)):
                self.failure = error
            raise


def _raise_constraint(error: IntegrityError, kind: str) -> NoReturn:
    text = str(error.orig)
    if text.startswith("UNIQUE constraint failed"):
        raise Refused("row.twice", kind=kind, field=text.rpartition(".")[2]) from error
    raise ValueError(f"{kind}: {text}") from error


class OpenFile:
    """An open series file; implements ``services.ports.SeriesFile``.

    Made by ``files.Store``. All calls from one thread at a time.
    """

    def __init__(
        self,
        *,
        path: Path,
        engine: Engine,
        actor: str,
        clock: Clock,
        read_only: Note | None = None,
    ) -> None:
        self._path = path
        self._engine = engine
        self._actor = actor
        self._clock = clock
        self._read_only = read_only
        self._active: Connection | None = None
        self._closed = False
        self.backup_failure: KnownError | None = None
        """Why the copy on opening could not be made; the work goes on without it."""
        with self._reading() as connection:
            self._last = Changes(revision=repositories.revision_of(connection))

    # -------------------------------------------------------------------------- the file

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    @property
    def read_only(self) -> bool:
        """True when opened for reading only."""
        return self._read_only is not None

    @property
    def read_only_reason(self) -> Note | None:
        """Why it is open for reading only; None when it is not."""
        return self._read_only

    def close(self) -> None:
        """Let go of the file; closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        self._engine.dispose()
        if self._read_only is None:
            lock.release(self._path)

    def __enter__(self) -> OpenFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --------------------------------------------------------------------------- reading

    def load(self) -> SeasonData:
        """Everything in the file."""
        with self._reading() as connection:
            return repositories.load_season(connection)

    def refresh(self, data: SeasonData, changes: Changes) -> SeasonData:
        """``data`` with the changed ids read anew."""
        if not changes.kinds and changes.revision <= data.revision:
            return data
        with self._reading() as connection:
            return repositories.refresh_season(connection, data, changes)

    def contacts(self, runner_ids: Iterable[RunnerId]) -> dict[RunnerId, Contact]:
        """The protected contact rows of these runners."""
        with self._reading() as connection:
            return repositories.contacts_of(connection, runner_ids)

    def batch_content(self, batch_id: BatchId) -> bytes | None:
        """The bytes of an imported file, or None when they were not kept."""
        with self._reading() as connection:
            return repositories.content_of(connection, batch_id)

    def next_undo(self) -> OperationInfo | None:
        """What ``undo`` would take back."""
        with self._reading() as connection:
            return repositories.next_to_undo(connection)

    def next_redo(self) -> OperationInfo | None:
        """What ``redo`` would do again."""
        with self._reading() as connection:
            return repositories.next_to_redo(connection)

    def history(self, limit: int | None = None) -> tuple[OperationInfo, ...]:
        """Operations, newest first."""
        with self._reading() as connection:
            return repositories.operations(connection, limit)

    def changes_of(self, number: int) -> tuple[FieldChange, ...]:
        """What one operation changed, field by field."""
        with self._reading() as connection:
            return repositories.field_changes(connection, number)

    def check(self) -> tuple[Problem, ...]:
        """Faults of the file itself; empty when it is sound."""
        with self._reading() as connection:
            return checks.problems_of(connection, self._path.name)

    # --------------------------------------------------------------------------- copies

    def backup(self, reason: str) -> Path:
        """A verified copy in the folder of copies."""
        self._must_be_idle()
        with known_errors(self._path), self._engine.connect() as connection:
            outside = connection.execution_options(outside=True)
            return backups.make_copy(
                outside,
                self._path,
                revision=repositories.revision_of(outside),
                reason=reason,
                now_ms=self._clock.now_ms(),
            )

    def last_backup_ms(self) -> Instant | None:
        """When the newest copy was made."""
        return backups.last_backup_ms(self._path)

    # -------------------------------------------------------------------------- changing

    @property
    def last_changes(self) -> Changes:
        """What the last operation, undo or redo of this session touched."""
        return self._last

    @contextmanager
    def operation(
        self, name: str, params: Mapping[str, str | int] | None = None
    ) -> Iterator[OperationWriter]:
        """One named change in one transaction; an exception inside rolls all of it back."""
        changes = Changes(revision=self._last.revision)
        with self._transaction() as connection:
            number = self._begin(connection, name, params or {})
            writer = OperationWriter(connection, self._path)
            try:
                yield writer
            finally:
                writer.end()
            if writer.failure is not None:
                raise writer.failure
            kinds = journal.touched(connection, number)
            if not kinds or not journal.has_effect(connection, number):
                raise _NothingChanged
            changes = self._finish(connection, name, kinds)
        self._last = changes

    def undo(self) -> Changes | None:
        """Take back the last operation; None when there is none."""
        return self._replay(backwards=True)

    def redo(self) -> Changes | None:
        """Do the last undone operation again; None when there is none."""
        return self._replay(backwards=False)

    def _replay(self, *, backwards: bool) -> Changes | None:
        changes = None
        with self._transaction() as connection:
            find = repositories.next_to_undo if backwards else repositories.next_to_redo
            info = find(connection)
            if info is None:
                raise _NothingChanged
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.execute(update(file_state).values(replaying=1))
            journal.replay(connection, info.number, backwards=backwards)
            state = OperationState.UNDONE if backwards else OperationState.DONE
            connection.execute(
                update(operation)
                .where(operation.c.number == info.number)
                .values(state=state.value, state_ms=self._clock.now_ms(), state_actor=self._actor)
            )
            kinds = journal.touched(connection, info.number, reads_stayed=True)
            changes = self._finish(connection, info.name, kinds)
        if changes is not None:
            self._last = changes
        return changes

    def _begin(self, connection: Connection, name: str, params: Mapping[str, str | int]) -> int:
        number = 1 + (
            connection.execute(
                select(operation.c.number).order_by(operation.c.number.desc()).limit(1)
            ).scalar_one_or_none()
            or 0
        )
        at_ms = self._clock.now_ms()
        connection.execute(
            update(operation)
            .where(operation.c.state == OperationState.UNDONE.value)
            .values(state=OperationState.DISCARDED.value)
        )
        connection.execute(
            insert(operation).values(
                number=number,
                name=name,
                at_ms=at_ms,
                actor=self._actor,
                params=as_json(params),
                state=OperationState.DONE.value,
            )
        )
        connection.execute(update(file_state).values(operation=number))
        return number

    def _finish(
        self, connection: Connection, name: str, kinds: Mapping[str, Iterable[int]]
    ) -> Changes:
        revision = repositories.revision_of(connection) + 1
        connection.execute(
            update(file_state).values(
                revision=revision, operation=None, open_batch=None, replaying=0
            )
        )
        return Changes(
            revision=revision,
            operation=name,
            kinds={kind: frozenset(ids) for kind, ids in kinds.items()},
        )

    # ----------------------------------------------------------------------- transactions

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A writing transaction; ``_NothingChanged`` rolls it back without a word."""
        if self._read_only is not None:
            raise FileReadOnly(self._read_only.code, **self._read_only.params)
        self._must_be_idle()
        with known_errors(self._path), self._engine.connect() as plain:
            connection = plain.execution_options(writing=True)
            transaction = connection.begin()
            self._active = connection
            try:
                yield connection
                transaction.commit()
            except _NothingChanged:
                transaction.rollback()
            except BaseException:
                # After a full disk SQLite may have rolled back by itself already.
                with suppress(DBAPIError):
                    transaction.rollback()
                raise
            finally:
                self._active = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One consistent view; inside an operation, the operation's own."""
        if self._closed:
            raise ValueError("the file is closed")
        if self._active is not None:
            yield self._active
            return
        with known_errors(self._path), self._engine.connect() as connection, connection.begin():
            yield connection

    def _must_be_idle(self) -> None:
        if self._closed:
            raise ValueError("the file is closed")
        if self._active is not None:
            raise ValueError("another operation is under way")


class _NothingChanged(Exception):
    """Ends a transaction that has nothing to keep."""
