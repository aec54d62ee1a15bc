"""A file to bring in: its name and bytes, read once and gated by size; and telling its rows."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.formats.entry_lists import read_entry_list
from trailsdesk.formats.tabular import Book, Table, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

MOST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file's name (without its folder), bytes and digest."""

    name: str
    data: bytes
    sha256: str


def read_source(path: Path) -> Source:
    """Read a file to import; ``InputUnreadable`` when it is missing, no file, or too large."""
    try:
        if path.is_dir():
            raise InputUnreadable("input.folder", name=path.name)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputUnreadable("input.too-large", name=path.name, mb=size // 1024 // 1024)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputUnreadable("input.missing", name=path.name) from error
    except OSError as error:
        raise InputUnreadable(
            "input.os-error", name=path.name, detail=str(error.strerror)
        ) from error
    # A name on disk may be no text at all; what is kept and shown of it must be.
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def open_book(source: Source, encoding: str | None = None) -> Book:
    """The tables of a source; ``InputUnreadable`` with advice when it has none."""
    return read_tables(source.name, source.data, encoding)


def text_source(name: str, text: str) -> Source:
    """Text that came without a file, as from the clipboard.

    Raises:
        InputUnreadable: ``input.too-large``.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        raise InputUnreadable("input.too-large", name=name, mb=len(data) // 1024 // 1024)
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def open_entry_list(
    season: Season, event_id: EventId, source: Source, encoding: str | None = None
) -> Book:
    """The people of a source: tables, IOF entry lists, lines of text that name an event's races.

    Raises:
        InputUnreadable: it has none; the error says what it looks like instead.
    """
    words = {
        word
        for race in season.data.races_of(event_id)
        for word in (race.code, race.label, *race.aliases)
    }
    return read_entry_list(source.name, source.data, encoding, races=words)


def pick_table(book: Book, name: str | None) -> Table:
    """The table of that name, else the one with the most rows."""
    if name is None:
        return max(book.tables, key=lambda table: len(table.rows))
    for table in book.tables:
        if table.name == name:
            return table
    known = ", ".join(table.name for table in book.tables)
    raise InputUnreadable("input.no-such-table", name=name, known=known)


_TOLD_SINGLY = 100


def tell_rows(
    code: str, severity: Severity, rows: Mapping[int, Mapping[str, str | int]], file: str
) -> Iterator[Problem]:
    """One problem for each row with its parameters; for very many rows one for all, ``code`` + s.

    A list whose every row has the same fault is told so once, with the count.
    """
    if len(rows) > _TOLD_SINGLY:
        yield Problem(severity=severity, code=f"{code}s", params={"count": len(rows)}, file=file)
        return
    for row, params in rows.items():
        yield Problem(severity=severity, code=code, params=params, file=file, row=row)
