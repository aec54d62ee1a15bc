"""The open series file: operations as transactions, undo, redo, and everything read from it."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from trailsdesk.domain.problems import FileReadOnly, KnownError, Note, Problem
from trailsdesk.services.ports import (
    Changes,
    Clock,
    FieldChange,
    OperationInfo,
)
from trailsdesk.store import backups, checks, journal, lock, repositories
from trailsdesk.store.engine import damaged, known_errors
from trailsdesk.store.kind import as_json
from trailsdesk.store.mapping import BY_TYPE
from trailsdesk.store.purge import purge
from trailsdesk.store.schema import (
    PURGED,
    OperationState,
    file_state,
    operation,
)
from trailsdesk.store.staging import Staging, sweep
from trailsdesk.store.writer import OperationWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.people import Contact, RunnerId
    from trailsdesk.domain.printed import PrintedSheet
    from trailsdesk.domain.privacy import Purge
    from trailsdesk.domain.publication import Publication
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import BatchId

Noted = TypeVar("Noted", "PrintedSheet", "Publication")


# What every key press runs is plain text: putting statements together costs more than they do.
_DISCARD = "UPDATE operation SET state = ? WHERE state = ?"
_BEGIN = (
    "INSERT INTO operation (number, name, at_ms, actor, params, state)"
    " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM operation), ?, ?, ?, ?, ?)"
    " RETURNING number"
)
_END = (
    "UPDATE file_state SET revision = revision + 1, operation = NULL, open_batch = NULL,"
    " replaying = 0 RETURNING revision"
)


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
        self._written: Mapping[str, Mapping[int, object]] = {}
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
        if changes is self._last and data.revision == changes.revision - 1:
            written, self._written = self._written, {}
            if all(ids <= written.get(kind, {}).keys() for kind, ids in changes.kinds.items()):
                return repositories.patched_season(data, changes, written)
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

    def kept_file(self, sha256: str) -> bytes | None:
        """The bytes kept under a digest, or None."""
        with self._reading() as connection:
            return repositories.kept(connection, sha256)

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

    def backup(self, reason: str, between: Callable[[], object] | None = None) -> Path:
        """A verified copy in the folder of copies."""
        self._must_be_idle()
        with known_errors(self._path), self._engine.connect() as connection:
            outside = connection.execution_options(outside=True)
            # The copy is a write too; the file itself stays opened for reading only.
            outside.exec_driver_sql("PRAGMA query_only = OFF")
            return backups.make_copy(
                outside,
                self._path,
                reason=reason,
                now_ms=self._clock.now_ms(),
                between=between,
            )

    def last_backup_ms(self) -> Instant | None:
        """When the newest copy was made."""
        return backups.last_backup_ms(self._path)

    # -------------------------------------------------------------------------- changing

    def keep_file(self, data: bytes) -> str:
        """Keep a file's bytes, compressed, once; what is kept is nobody's change."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.kept_file(sha256) is None:
            with self._transaction() as connection:
                repositories.keep(connection, sha256, data)
        return sha256

    @contextmanager
    def staging(self, between: Callable[[], object] = lambda: None) -> Iterator[Staging]:
        """Very many reads in small steps; what no operation took by the end is swept away."""
        staging = Staging(self._transaction, between)
        try:
            yield staging
        except BaseException:
            # Where even that fails the next opening sweeps.
            with suppress(KnownError):
                staging.discard()
            raise
        staging.discard()

    def sweep(self) -> None:
        """Take out what an import that was broken off left behind."""
        sweep(self._transaction)

    def note_printed(self, sheet: PrintedSheet) -> PrintedSheet:
        """Remember a printing; paper cannot be undone, so this is no operation."""
        return self._note(sheet)

    def _note(self, item: Noted) -> Noted:
        with self._transaction() as connection:
            writer = OperationWriter(connection, self._path)
            saved = writer.put(item)
            writer.end()
            kinds = {BY_TYPE[type(item)].name: [saved.id]}
            changes = self._finish(connection, "", kinds)
        self._last = changes
        return saved

    def note_published(self, publication: Publication) -> Publication:
        """Freeze a version of results; what was said cannot be undone, so this is no operation."""
        return self._note(publication)

    def purge(self, wanted: Purge, params: Mapping[str, str | int]) -> Changes:
        """Remove protected data for good, from rows, history and pages; the copies are told of.

        It stands in the history and cannot be undone.
        """
        with self._transaction() as connection:
            self._begin(connection, PURGED, params)
            connection.exec_driver_sql("UPDATE file_state SET operation = NULL")
            kinds = purge(connection, wanted)
            changes = self._finish(connection, PURGED, kinds)
        with known_errors(self._path), self._engine.connect() as connection:
            # What was blanked still lies in unused pages.
            connection.connection.cursor().execute("VACUUM")
        self._last = changes
        return changes

    def copies(self) -> tuple[Path, ...]:
        """The copies beside the file, newest first; each is as complete as the file was then."""
        return tuple(copy.path for copy in backups.copies_of(self._path))

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
        self._written = {}
        with suppress(_NothingChanged), self._transaction() as connection:
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
            self._written = writer.written
        self._last = changes

    def undo(self) -> Changes | None:
        """Take back the last operation; None when there is none."""
        return self._replay(backwards=True)

    def redo(self) -> Changes | None:
        """Do the last undone operation again; None when there is none."""
        return self._replay(backwards=False)

    def _replay(self, *, backwards: bool) -> Changes | None:
        try:
            with self._transaction() as connection:
                changes = self._replayed(connection, backwards=backwards)
        except _NothingChanged:
            return None
        except IntegrityError as error:
            # What the history says does not fit the rows: one of the two was altered.
            raise damaged(self._path, operation.name) from error
        self._last = changes
        return changes

    def _replayed(self, connection: Connection, *, backwards: bool) -> Changes:
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
        return self._finish(connection, info.name, kinds)

    def _begin(self, connection: Connection, name: str, params: Mapping[str, str | int]) -> int:
        states = OperationState.DISCARDED.value, OperationState.UNDONE.value
        connection.exec_driver_sql(_DISCARD, states)
        at_ms, state = self._clock.now_ms(), OperationState.DONE.value
        values = (name, at_ms, self._actor, as_json(params), state)
        number = int(connection.exec_driver_sql(_BEGIN, values).scalar_one())
        connection.exec_driver_sql("UPDATE file_state SET operation = ?", (number,))
        return number

    def _finish(
        self, connection: Connection, name: str, kinds: Mapping[str, Iterable[int]]
    ) -> Changes:
        return Changes(
            revision=int(connection.exec_driver_sql(_END).scalar_one()),
            operation=name,
            kinds={kind: frozenset(ids) for kind, ids in kinds.items()},
        )

    # ----------------------------------------------------------------------- transactions

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A writing transaction; any exception rolls all of it back."""
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
