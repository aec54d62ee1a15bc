"""The file an import is about: read once, with what it was recognised as."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.i18n import _, plural
from trailsdesk.services.chips import is_chip_list, read_pairs
from trailsdesk.services.import_view import Book, ImportKind, RawFile, Recognised, Table, doubtful
from trailsdesk.services.sources import Source, open_book, read_source
from trailsdesk.services.time_import import look_at

if TYPE_CHECKING:
    from trailsdesk.ui.jobs import Progress

_PEEKED = 12


@dataclass(slots=True)
class FileAtHand:
    """A file with what was read of it, and what a person chose about it.

    ``book`` holds its tables; it is None for a log or a list of chips, which have no columns to
    choose. ``at`` is the number of the table, ``overrides`` say what columns hold.
    """

    path: Path
    source: Source
    seen: Recognised | None
    book: Book | None
    at: int
    overrides: dict[str, str]

    @property
    def table(self) -> Table | None:
        """The table chosen."""
        return None if self.book is None else self.book.tables[self.at]

    @property
    def content(self) -> Table | RawFile | Recognised:
        """What is taken of the file."""
        table = self.table
        if table is not None:
            return table
        assert self.seen is not None  # noqa: S101  a file without tables was recognised
        return self.seen.raw or self.seen

    @property
    def clear(self) -> bool:
        """Whether nothing about the file itself needs a look."""
        return self.book is None or (not doubtful(self.book) and len(self.book.tables) == 1)

    def in_words(self) -> str:
        """What a file without columns was recognised as, and how much is in it."""
        seen = self.seen
        if seen is None:
            return ""
        words = [_(seen.label), plural("{count:,} line", "{count:,} lines", seen.rows)]
        if seen.not_understood:
            count = len(seen.not_understood)
            words.append(
                plural("{count:,} line not understood", "{count:,} lines not understood", count)
            )
        return ", ".join(words)

    def first_lines(self) -> list[tuple[int, str]]:
        """Number and text of the first lines of a file without columns."""
        seen = self.seen
        if seen is None:
            return []
        if seen.raw is not None:
            return [(read.line, read.raw) for read in seen.raw.reads[:_PEEKED]]
        pairs = seen.chips.pairs[:_PEEKED] if seen.chips is not None else ()
        return [(pair.line, f"{pair.bib}, {pair.chip}") for pair in pairs]


def read_file(
    kind: ImportKind,
    path: Path,
    encoding: str | None,
    source: Source | None,
    progress: Progress,
    *,
    chips: bool = False,
) -> FileAtHand:
    """Read a file and say what it is; for a worker thread.

    Args:
        source: its bytes, where they were read already.
        chips: a list of chips is asked for: any table that says which bib wears which will do.

    Raises:
        InputUnreadable: it cannot be used; the error says what it looks like instead.
    """
    progress.report(0, 0, path.name)
    read = source or read_source(path)
    progress.check()
    seen = look_at(read, encoding) if kind is ImportKind.TIMES else None
    if seen is not None and (is_chip_list(seen) or (chips and seen.raw is None)):
        read_pairs(seen, read)
        book = None
    else:
        book = open_book(read, encoding) if seen is None else seen.book
    progress.check()
    at = 0
    if book is not None:
        numbers = (seen.tables if seen is not None else ()) or range(len(book.tables))
        at = max(numbers, key=lambda number: len(book.tables[number].rows))
    return FileAtHand(path=path, source=read, seen=seen, book=book, at=at, overrides={})
