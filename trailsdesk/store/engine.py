"""The way to the file: header check, connections with their settings, and errors put into words.

The header is read before SQLite sees the file, so that a file that is not ours is never touched.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import sys
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, CursorResult, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from trailsdesk.domain.problems import (
    DiskFull,
    FileBusy,
    FileDamaged,
    FileReadOnly,
    FileTooNew,
    KnownError,
    TrailsdeskError,
)
from trailsdesk.store.backups import folder_of, newest_good_copy
from trailsdesk.store.schema import APPLICATION_ID, MAJOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_MS = 5000
"""How long a statement waits for another program before the file counts as busy."""

SETTINGS: dict[str, str] = {
    "foreign_keys": "ON",
    "recursive_triggers": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "secure_delete": "ON",
    "journal_mode": "DELETE",
    "synchronous": "EXTRA",
    "mmap_size": "0",
    "temp_store": "MEMORY",
    "cache_size": "-65536",
}
"""In force on every connection; the names are SQLite's."""

_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the first bytes of a series file say."""

    major: int
    minor: int


def read_header(path: Path) -> Header:
    """Look at a file's first bytes without SQLite.

    Raises:
        KnownError: ``file.missing``, ``file.unreadable``.
        FileDamaged: ``file.empty``, ``file.foreign``, ``file.cut-short``.
        FileTooNew: a newer major version.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEADER_BYTES)
            size = os.fstat(stream.fileno()).st_size
    except (FileNotFoundError, NotADirectoryError) as error:
        raise KnownError("file.missing", name=path.name) from error
    except IsADirectoryError as error:
        raise FileDamaged("file.foreign", name=path.name) from error
    except OSError as error:
        raise KnownError("file.unreadable", name=path.name, detail=_reason(error)) from error
    if not head:
        raise FileDamaged("file.empty", name=path.name, backups=str(folder_of(path)))
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        raise FileDamaged("file.foreign", name=path.name)
    user_version, application_id = struct.unpack_from(">i4xi", head, 60)
    if application_id != APPLICATION_ID:
        raise FileDamaged("file.foreign", name=path.name)
    header = Header(major=user_version >> 16, minor=user_version & 0xFFFF)
    if header.major > MAJOR:
        raise FileTooNew(name=path.name, found=f"{header.major}.{header.minor}", known=MAJOR)
    if header.major < 1:
        raise FileDamaged("file.foreign", name=path.name)
    if size < _promised_size(head) and not journal_path(path).exists():
        raise FileDamaged("file.cut-short", name=path.name, backups=str(folder_of(path)))
    return header


def journal_path(path: Path) -> Path:
    """Where SQLite keeps what it needs to take back an unfinished change."""
    return path.with_name(path.name + "-journal")


def _promised_size(head: bytes) -> int:
    page_size, pages, changed, valid_for = (
        struct.unpack_from(">H", head, 16)[0],
        *struct.unpack_from(">I", head, 28),
        *struct.unpack_from(">I", head, 24),
        *struct.unpack_from(">I", head, 92),
    )
    largest_page = 65536
    bytes_per_page = largest_page if page_size == 1 else page_size
    # The page count only holds when both change counters agree.
    return bytes_per_page * pages if changed == valid_for else 0


def make_engine(path: Path, *, read_only: bool, create: bool = False) -> Engine:
    """An engine of one connection, used by one thread at a time.

    A transaction begins ``IMMEDIATE`` under the execution option ``writing`` (no late failure when
    a reader turns writer), not at all under ``outside``, else plainly.
    """
    mode = "?mode=ro" if read_only else "?mode=rwc" if create else "?mode=rw"
    return _engine_of(_uri(path) + mode, read_only=read_only)


def engine_in_memory() -> Engine:
    """An engine over an empty database in memory, closed to writing until ``open_to_writing``."""
    return _engine_of("file::memory:", read_only=True)


@contextmanager
def open_to_writing(engine: Engine) -> Iterator[None]:
    """Let what is only in memory be changed meanwhile."""
    with engine.connect() as connection:
        plain = connection.execution_options(outside=True)
        plain.exec_driver_sql("PRAGMA query_only=OFF")
    yield
    with engine.connect() as connection:
        plain = connection.execution_options(outside=True)
        plain.exec_driver_sql("PRAGMA query_only=ON")


def _engine_of(uri: str, *, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            apply_settings(connection, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("writing"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif not options.get("outside"):
            connection.exec_driver_sql("BEGIN")

    return engine


def apply_settings(connection: sqlite3.Connection, *, read_only: bool) -> None:
    """Put ``SETTINGS`` in force; a reader leaves the journal mode as it finds it."""
    for name, value in SETTINGS.items():
        if not (read_only and name == "journal_mode"):
            answer = connection.execute(f"PRAGMA {name}={value}").fetchone()
            if name == "journal_mode" and answer[0] != "delete":
                raise sqlite3.OperationalError(f"journal mode {answer[0]} cannot be left")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=ON")


def plain_rows(result: CursorResult[Any]) -> list[tuple[Any, ...]]:
    """All rows as the driver's own tuples; for results of many thousands."""
    rows = list(result.cursor.fetchall())
    result.close()
    return rows


def _uri(path: Path) -> str:
    uri = path.resolve().as_uri()
    # A Windows share has its host in the authority part, which SQLite wants in the path.
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


class BrokenContentError(TrailsdeskError):
    """A stored row holds what this program never wrote; the file was altered or has decayed."""


@contextmanager
def sound_content(table: str) -> Iterator[None]:
    """Say that a row of ``table`` is broken when it cannot be turned into values."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise BrokenContentError(table) from error


@contextmanager
def known_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the environment into a ``KnownError`` of this file."""
    try:
        yield
    except BrokenContentError as error:
        raise damaged(path, str(error)) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise translated(error.orig, path) or error from error
        raise
    except sqlite3.Error as error:
        raise translated(error, path) or error from error


def translated(error: sqlite3.Error, path: Path) -> KnownError | None:
    """The known fault behind an SQLite error; None for what is a fault of this program."""
    extended = int(getattr(error, "sqlite_errorcode", 0) or 0)
    if "decode to UTF-8" in str(error):
        return damaged(path, "text")
    match extended & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DiskFull(name=path.name)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return FileBusy(name=path.name)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            if not path.exists():
                return KnownError("file.missing", name=path.name)
            if journal_path(path).exists():
                return FileReadOnly("file.unfinished", name=path.name)
            return FileReadOnly("file.read-only-place", name=path.name)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path, str(error))
        case sqlite3.SQLITE_IOERR:
            return _input_output(extended, path)
        case _:
            return None


def _input_output(extended: int, path: Path) -> KnownError:
    if extended in {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}:
        return damaged(path, "read error")
    return DiskFull("file.cannot-write", name=path.name)


def damaged(path: Path, detail: str) -> FileDamaged:
    """The error for a broken file, naming the folder of the newest good copy if there is one."""
    detail = " ".join(detail.removeprefix("*** in database main ***").split())  # one line
    copy = newest_good_copy(path)
    if copy is None:
        return FileDamaged("file.damaged-no-copy", name=path.name, detail=detail)
    return FileDamaged(name=path.name, detail=detail, backups=str(copy.parent), newest=copy.name)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
