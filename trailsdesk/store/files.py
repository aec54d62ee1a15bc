"""Making and opening series files; the store's front door."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, insert, select, update

from trailsdesk.domain.problems import (
    DiskFull,
    FileDamaged,
    KnownError,
    Note,
    Refused,
)
from trailsdesk.store import backups, lock, migrations
from trailsdesk.store.checks import quick_fault
from trailsdesk.store.durable import sync_file, sync_folder
from trailsdesk.store.engine import (
    Header,
    damaged,
    engine_in_memory,
    journal_path,
    known_errors,
    make_engine,
    open_to_writing,
    read_header,
)
from trailsdesk.store.mapping import SERIES
from trailsdesk.store.repositories import revision_of
from trailsdesk.store.schema import MAJOR, MINOR, file_state
from trailsdesk.store.uow import OpenFile

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import Series
    from trailsdesk.services.ports import Clock


class Store:
    """Makes and opens series files; implements ``services.ports.SeriesStore``."""

    def create(self, path: Path, series: Series, actor: str, clock: Clock) -> OpenFile:
        """A new file holding only ``series``, open for writing.

        The file is built under another name and appears under its own in one stroke.

        Raises:
            Refused: ``file.exists``, ``file.no-folder``, ``file.cannot-create``.
            DiskFull: no room for it.
        """
        if os.path.lexists(path):
            raise Refused("file.exists", name=path.name)
        if not path.parent.is_dir():
            raise Refused("file.no-folder", folder=str(path.parent))
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.unlink(missing_ok=True)
            _build(part, series)
            sync_file(part)
            _appear(part, path)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull("file.cannot-create-full", name=path.name) from error
            raise Refused("file.cannot-create", name=path.name, folder=str(path.parent)) from error
        except KnownError as error:
            if isinstance(error, (Refused, DiskFull)):
                raise
            raise Refused("file.cannot-create", name=path.name, folder=str(path.parent)) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        sync_folder(path.parent)
        return self.open(path, actor, clock)

    def open(
        self,
        path: Path,
        actor: str,
        clock: Clock,
        *,
        read_only: bool = False,
        take_over: bool = False,
    ) -> OpenFile:
        """Open a series file; for reading only when another holds it or nothing can be written.

        Args:
            read_only: ask for reading only; nothing is made beside the file then. Only a change
                that was cut off is taken back, where that can be.
            take_over: a person has said that a lock left by another computer is stale.

        Raises:
            KnownError: ``file.missing``, ``file.unreadable``.
            FileDamaged: empty, foreign, cut short or broken; the file is left as it was.
            FileTooNew: made by a newer major version.
            FileBusy: another program keeps it.
        """
        header = read_header(path)
        if read_only and _take_back_unfinished(path):
            header = read_header(path)
        reason = _asked(path) if read_only else _lock(path, take_over=take_over)
        engine = make_engine(path, read_only=reason is not None)
        try:
            with known_errors(path):
                _examine(engine, path, header)
                if reason is not None:
                    engine = _in_present_form(engine)
                file = OpenFile(
                    path=path, engine=engine, actor=actor, clock=clock, read_only=reason
                )
                if reason is None:
                    _copy_and_migrate(file, engine, path)
        except BaseException as error:
            engine.dispose()
            if reason is None:
                lock.release(path)
            if isinstance(error, UnicodeDecodeError):  # the driver's, over SQLite's own complaint
                raise damaged(path, "text") from error
            raise
        return file


# ------------------------------------------------------------------------------- creating


def _build(part: Path, series: Series) -> None:
    engine = make_engine(part, read_only=False, create=True)
    try:
        with known_errors(part), engine.connect() as plain:
            connection = plain.execution_options(writing=True)
            with connection.begin():
                migrations.create_schema(connection)
                connection.execute(update(file_state).values(replaying=1))
                names = [column.name for column in SERIES.table.columns]
                values = dict(zip(names, SERIES.to_values(series), strict=True))
                connection.execute(insert(SERIES.table).values(values))
                connection.execute(update(file_state).values(replaying=0))
    finally:
        engine.dispose()


def _appear(part: Path, path: Path) -> None:
    """Give the finished file its name without ever overwriting one."""
    try:
        path.hardlink_to(part)
    except FileExistsError as error:
        raise Refused("file.exists", name=path.name) from error
    except OSError:  # sticks know no hard links
        if os.path.lexists(path):
            raise Refused("file.exists", name=path.name) from None
        part.rename(path)


# -------------------------------------------------------------------------------- opening


def _asked(path: Path) -> Note:
    return Note(code="file.read-only-asked", params={"name": path.name})


def _take_back_unfinished(path: Path) -> bool:
    """Let SQLite take back a change that was cut off; whether that was done.

    A reader may not do it and would be refused. Left alone where nothing may be written, and where
    another desk has the file: a change under way is no unfinished one.
    """
    if not journal_path(path).exists() or _lock(path, take_over=False) is not None:
        return False
    engine = make_engine(path, read_only=False)
    try:
        with known_errors(path), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA schema_version")  # the first look takes it back
    finally:
        engine.dispose()
        lock.release(path)
    return True


def _lock(path: Path, *, take_over: bool) -> Note | None:
    """Take the lock; the reason for reading only when that cannot be."""
    if not os.access(path, os.W_OK):
        return Note(code="file.read-only-place", params={"name": path.name})
    try:
        holder = lock.acquire(path, take_over=take_over)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        code = "file.read-only-full" if full else "file.read-only-place"
        return Note(code=code, params={"name": path.name})
    if holder is None:
        return None
    return Note(code="file.read-only-held", params={"name": path.name, "host": holder.host})


def _examine(engine: Engine, path: Path, header: Header) -> None:
    """Refuse what is broken or was rebuilt by other hands, before anything of it is used."""
    with engine.connect() as connection, connection.begin():
        fault = quick_fault(connection)
        if fault:
            raise damaged(path, fault)
        if (header.major, header.minor) == (MAJOR, MINOR):
            differences = migrations.differences(connection)
            if differences:
                raise FileDamaged("file.rebuilt", name=path.name, detail=differences[0])
        if connection.execute(select(SERIES.table.c.id)).first() is None:
            raise damaged(path, "series")


def _in_present_form(engine: Engine) -> Engine:
    """The file, or a copy of it in memory brought up, when it is an older one.

    For reading only: the file itself keeps its form until somebody may write to it.
    """
    with engine.connect() as source:
        if not migrations.pending(migrations.version_of(source)):
            return engine
        copy = engine_in_memory()
        try:
            with open_to_writing(copy):
                with copy.connect() as target:
                    _driver_of(source).backup(_driver_of(target))
                _migrate(copy)
        except BaseException:
            copy.dispose()
            raise
    engine.dispose()
    return copy


def _driver_of(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(type(driver))
    return driver


def _copy_and_migrate(file: OpenFile, engine: Engine, path: Path) -> None:
    with engine.connect() as connection, connection.begin():
        version, revision = migrations.version_of(connection), revision_of(connection)
    newest = next(iter(backups.copies_of(path)), None)
    changed = revision > 0 and (newest is None or newest.revision != revision)
    if migrations.pending(version):
        file.backup("before-migration")
        _migrate(engine)
    elif changed:
        try:
            file.backup("open")
        except KnownError as error:
            file.backup_failure = error
    with suppress(KnownError):  # out of sight as it is, it can also wait
        file.sweep()


def _migrate(engine: Engine) -> None:
    while True:
        with engine.connect() as plain:
            connection = plain.execution_options(writing=True)
            with connection.begin():
                version = migrations.version_of(connection)
                if not migrations.pending(version):
                    return
                migrations.take_step(connection, version)
