"""Any file with people to a ``Book``: tables, IOF entry lists, and lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.formats.bare_lists import is_bare_list, read_bare_list
from trailsdesk.formats.decode import decode
from trailsdesk.formats.gate import Kind, sniff_kind
from trailsdesk.formats.iof_entries import read_iof_entries
from trailsdesk.formats.limits import LIMITS, Limits
from trailsdesk.formats.tables import Book, BookKind
from trailsdesk.formats.tabular import read_tables
from trailsdesk.formats.text_lines import are_text_lines, read_text_lines

if TYPE_CHECKING:
    from collections.abc import Collection

    from trailsdesk.domain.problems import Problem


def read_entry_list(
    name: str,
    data: bytes,
    encoding: str | None = None,
    *,
    races: Collection[str] = (),
    limits: Limits = LIMITS,
) -> Book:
    """Read every table of people that a file holds.

    Args:
        name: the file's name, for messages only.
        encoding: of a text file, when a person chose one (``decode.CHOICES``).
        races: words by which the races are known; a line of plain text may hold one anywhere.

    Raises:
        InputUnreadable: empty, too large, of another kind, damaged, or hostile; the code says
        which.
    """
    if 0 < len(data) <= limits.file_bytes:
        kind = sniff_kind(data)
        if kind in (Kind.IOF, Kind.XML):
            return read_iof_entries(name, data, limits)
        if kind is Kind.TEXT:
            book = _plain(name, data, encoding, races, limits)
            if book is not None:
                return book
    return read_tables(name, data, encoding, limits=limits)


def _plain(
    name: str, data: bytes, encoding: str | None, races: Collection[str], limits: Limits
) -> Book | None:
    """Lines with one runner each: plain text, or columns without a header; None for others."""
    decoded = decode(name, data, encoding)
    problems: list[Problem] = []
    if is_bare_list(decoded.text):
        table = read_bare_list(decoded.text)
    elif are_text_lines(decoded.text, races):
        table, problems = read_text_lines(name, decoded.text, races)
    else:
        return None
    if len(table.rows) > limits.rows:
        return None
    return Book(
        name=name,
        kind=BookKind.TEXT,
        tables=(table,),
        encoding=decoded.encoding,
        delimiter=table.delimiter,
        problems=(*decoded.problems, *problems),
    )
