"""Verified copies of a series file in the folder beside it.

A copy is written under a temporary name, checked, put on the disk and only then given its name:
whatever bears the name of a copy was once proven good.
"""

from __future__ import annotations

import errno
import re
import sqlite3
import unicodedata
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import DiskFull, KnownError
from trailsdesk.store.durable import sync_file, sync_folder
from trailsdesk.store.schema import APPLICATION_ID, metadata

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

KEEP_NEWEST = 20
KEEP_DAYS = 30
"""Older copies are thinned to one per day, for this many days."""

_NAME = re.compile(
    r"(?P<when>\d{8}T\d{6}Z)-r(?P<revision>\d+)(?:-(?P<reason>[^.]*?))?(?P<again>~\d+)?\.trailsdesk"
)
_STAMP = "%Y%m%dT%H%M%SZ"
_REVISION = "SELECT revision FROM file_state"
_PAGES_AT_ONCE = 512
_LOOK_AROUND_S = 0.002
_UNDER_WAY: set[Path] = set()
"""Copies being written: one may begin while another waits between two steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy in the folder, as its name tells."""

    path: Path
    made: datetime
    revision: int


def folder_of(path: Path) -> Path:
    """Where the copies of a series file lie."""
    return path.with_name(path.name + ".backups")


def copies_of(path: Path) -> list[Copy]:
    """The copies of a series file, newest first."""
    found = []
    with suppress(OSError):
        for place in folder_of(path).iterdir():
            match = _NAME.fullmatch(place.name)
            if match is None:
                continue
            with suppress(ValueError):
                made = datetime.strptime(match["when"], _STAMP).replace(tzinfo=UTC)
                found.append(Copy(path=place, made=made, revision=int(match["revision"])))
    return sorted(found, key=lambda copy: (copy.made, copy.path.name), reverse=True)


def newest_good_copy(path: Path) -> Path | None:
    """The newest copy that opens and is sound."""
    for copy in copies_of(path):
        with suppress(sqlite3.Error, OSError):
            if _is_sound(copy.path):
                return copy.path
    return None


def last_backup_ms(path: Path) -> Instant | None:
    """When the newest copy was made."""
    newest = next(iter(copies_of(path)), None)
    return None if newest is None else Instant(int(newest.made.timestamp()) * 1000)


def make_copy(
    connection: Connection,
    path: Path,
    *,
    reason: str,
    now_ms: Instant,
    between: Callable[[], object] | None = None,
) -> Path:
    """Write a verified copy and thin the older ones.

    Args:
        connection: of the series file, with no transaction open.
        between: called again and again meanwhile; changes made then are in the copy or not.

    Raises:
        KnownError: ``backup.failed`` or ``backup.unsound``.
        DiskFull: ``backup.disk-full``.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _failed(error, folder) from error
    part = _free_name(folder, f"{_moment(now_ms).strftime(_STAMP)}", ".trailsdesk.part")
    try:
        _remove_parts(folder)
        _copy_pages(connection, part, between)
        revision = _verify(connection, part)
        _apart(partial(_prove, part), between)
        name = _stem(revision=revision, reason=reason, now_ms=now_ms)
        final = part.rename(_free_name(folder, name, ".trailsdesk"))
    except (OSError, sqlite3.Error, DBAPIError, UnicodeEncodeError) as error:
        raise _failed(error, folder) from error
    finally:
        _UNDER_WAY.discard(part)
        with suppress(OSError):
            part.unlink(missing_ok=True)
    sync_folder(folder)
    thin(path, now=_moment(now_ms))
    return final


def _copy_pages(connection: Connection, part: Path, between: Callable[[], object] | None) -> None:
    """Page by page, and not in one go: what is changed in between goes into the copy as well."""
    _UNDER_WAY.add(part)
    source: Any = connection.connection.driver_connection

    def look_around(_status: int, pages_left: int, _pages: int) -> None:
        # What is changed after the last page would be missing.
        if between is not None and pages_left:
            between()

    with closing(sqlite3.connect(part)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")  # the whole is put on the disk when it is there
        source.backup(target, pages=_PAGES_AT_ONCE, progress=look_around)


def _apart(work: Callable[[], object], between: Callable[[], object] | None) -> None:
    """Do work that only touches the finished copy; ``between`` goes on meanwhile."""
    if between is None:
        work()
        return
    with ThreadPoolExecutor(1, thread_name_prefix="copy") as helper:
        working = helper.submit(work)
        while not wait((working,), timeout=_LOOK_AROUND_S).done:
            between()
        working.result()


def _prove(part: Path) -> None:
    if not _is_sound(part):
        raise KnownError("backup.unsound", folder=str(part.parent))
    sync_file(part)


def thin(path: Path, *, now: datetime) -> None:
    """Remove old copies: the newest stay, then the last one of each day, then nothing."""
    days: set[object] = set()
    for copy in copies_of(path)[KEEP_NEWEST:]:
        day = copy.made.date()
        if day in days or now - copy.made > timedelta(days=KEEP_DAYS):
            with suppress(OSError):
                copy.path.unlink()
        else:
            days.add(day)


def _stem(*, revision: int, reason: str, now_ms: Instant) -> str:
    stem = f"{_moment(now_ms).strftime(_STAMP)}-r{revision:06d}"
    plain = unicodedata.normalize("NFKD", reason).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    return f"{stem}-{word}" if word else stem


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    place, number = folder / f"{stem}{suffix}", 1
    while place.exists():
        number += 1
        place = folder / f"{stem}~{number}{suffix}"
    return place


def _moment(now_ms: Instant) -> datetime:
    return datetime.fromtimestamp(now_ms // 1000, tz=UTC)


def _remove_parts(folder: Path) -> None:
    for place in folder.glob("*.trailsdesk.part*"):
        if place not in _UNDER_WAY:
            place.unlink(missing_ok=True)


def _verify(connection: Connection, part: Path) -> int:
    """The revision of the copy; ``KnownError`` unless it holds as many rows as the file."""
    there = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")
    # A file about to be brought up lacks the tables that came later.
    known = sorted(metadata.tables.keys() & set(there.scalars()))
    counts = [f"SELECT count(*) FROM {table}" for table in known]  # noqa: S608  own names
    with closing(_open_copy(part)) as copy:
        for statement in (*counts, _REVISION):
            expected = connection.exec_driver_sql(statement).scalar_one()
            if copy.execute(statement).fetchone()[0] != expected:
                raise KnownError("backup.unsound", folder=str(part.parent))
        return int(copy.execute(_REVISION).fetchone()[0])


def _is_sound(place: Path) -> bool:
    with closing(_open_copy(place)) as copy:
        (mark,) = copy.execute("PRAGMA application_id").fetchone()
        (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        return (mark, answer) == (APPLICATION_ID, "ok")


def _open_copy(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(place.resolve().as_uri() + "?mode=ro", uri=True)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def _failed(
    error: OSError | sqlite3.Error | DBAPIError | UnicodeEncodeError, folder: Path
) -> KnownError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    place = str(folder)
    if isinstance(cause, OSError):
        if cause.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return DiskFull("backup.disk-full", folder=place)
        return KnownError("backup.failed", folder=place, detail=cause.strerror or "")
    code = int(getattr(cause, "sqlite_errorcode", 0) or 0)
    if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_WRITE:
        return DiskFull("backup.disk-full", folder=place)
    return KnownError("backup.failed", folder=place, detail=str(cause))
