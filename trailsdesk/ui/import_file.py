"""The file an import is about: read once, with what it was recognised as."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.i18n import _, plural
from trailsdesk.services.chips import is_chip_list, read_pairs
from trailsdesk.services.import_view import (
    IGNORE,
    QUESTION,
    Book,
    ImportKind,
    Mapped,
    RawFile,
    Recognised,
    Table,
    doubtful,
    question_headers,
)
from trailsdesk.services.sources import Source, read_source
from trailsdesk.services.time_import import look_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.problems import Problem
    from trailsdesk.ui.jobs import Progress

    OpenPeople = Callable[[Source, str | None], Book]

_PEEKED = 12


@dataclass(slots=True)
class FileAtHand:
    """A file with what was read of it, and what a person chose about it.

    ``path`` is None for what was pasted. ``book`` holds its tables; it is None for a log or a list
    of chips, which have no columns to choose. ``at`` is the number of the table, ``overrides`` say
    what columns hold.
    """

    path: Path | None
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

    def give(self, header: str, field: str) -> None:
        """Say what a column holds; empty leaves it to what its own point says.

        The last choice holds: another column that was given this field by hand lets it go.
        """
        if field not in ("", IGNORE) and not field.startswith(QUESTION):
            for other, given in list(self.overrides.items()):
                if given == field:
                    del self.overrides[other]
        self.overrides.pop(header, None)
        if field:
            self.overrides[header] = field

    def ask_the_rest(self, mapped: Mapped) -> None:
        """Keep every column as a question that fills nothing and says something."""
        if self.table is not None:
            rest = question_headers(self.table, mapped.mapping.unused)
            self.overrides |= dict.fromkeys(rest, QUESTION)

    @property
    def told(self) -> tuple[Problem, ...]:
        """What reading the table told of its rows; of several tables it is not known which."""
        if self.book is None or len(self.book.tables) != 1:
            return ()
        return tuple(problem for problem in self.book.problems if problem.row is not None)

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
    path: Path | None,
    encoding: str | None,
    source: Source | None,
    progress: Progress,
    open_people: OpenPeople,
    *,
    chips: bool = False,
) -> FileAtHand:
    """Read a file and say what it is; for a worker thread.

    Args:
        path: where it lies; None for what was pasted.
        source: its bytes, where they were read already.
        open_people: reads the people of a source.
        chips: a list of chips is asked for: any table that says which bib wears which will do.

    Raises:
        InputUnreadable: it cannot be used; the error says what it looks like instead.
    """
    if source is None:
        assert path is not None  # noqa: S101  what was pasted comes with its source
        progress.report(0, 0, path.name)
        source = read_source(path)
    read = source
    progress.check()
    seen = look_at(read, encoding) if kind is ImportKind.TIMES else None
    if seen is not None and (is_chip_list(seen) or (chips and seen.raw is None)):
        read_pairs(seen, read)
        book = None
    else:
        book = open_people(read, encoding) if seen is None else seen.book
    progress.check()
    at = 0
    if book is not None:
        numbers = (seen.tables if seen is not None else ()) or range(len(book.tables))
        at = max(numbers, key=lambda number: len(book.tables[number].rows))
    return FileAtHand(path=path, source=read, seen=seen, book=book, at=at, overrides={})
