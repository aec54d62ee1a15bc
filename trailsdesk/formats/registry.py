"""What kinds of file can be brought in, and which one a file most likely is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.layouts import Purpose, find_layout
from trailsdesk.formats.tabular import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.formats.tables import Book, Table

HEAD_BYTES = 65_536


class Importer(Protocol):
    """One kind of file that can be brought in."""

    @property
    def id(self) -> str:
        """A stable name, stored with what was imported."""

    @property
    def purpose(self) -> Purpose:
        """Entries or times."""

    def score(self, book: Book) -> int:
        """How likely a file is of this kind, 0 (not at all) to 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One importer's claim to a file; ``layout`` is the id of a known layout, if it is one."""

    importer: Importer
    score: int
    layout: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tabular:
    """Any table with a header, read for one purpose."""

    id: str
    purpose: Purpose

    def score(self, book: Book) -> int:
        """The best table counts."""
        return max((self._table_score(table) for table in book.tables), default=0)

    def _table_score(self, table: Table) -> int:
        from trailsdesk.formats.fields import guess_mapping

        layout = find_layout(table.header, self.purpose)
        mapping = guess_mapping(table.header, table.rows[:200], self.purpose.fields)
        points = 10 * len(mapping.columns)
        if self.purpose is Purpose.TIMES:
            timed = mapping.has("time") or (
                mapping.has("bib", "full_name") and mapping.has("status")
            )
            points = min(points, 60) + 30 if timed else 0
        else:
            named = mapping.has("family_name", "full_name", "given_name")
            known = mapping.has("birth_date", "gender", "email", "entered", "paid", "club")
            points = min(points, 60) + (20 if known else 0) if named else min(points, 10)
        return min(100, points + (10 if layout else 0))


ENTRIES_TABULAR = _Tabular(id="entries-tabular", purpose=Purpose.ENTRIES)
TIMES_TABULAR = _Tabular(id="times-tabular", purpose=Purpose.TIMES)
IMPORTERS: tuple[Importer, ...] = (ENTRIES_TABULAR, TIMES_TABULAR)


def rank_importers(book: Book, importers: Iterable[Importer] = IMPORTERS) -> tuple[Guess, ...]:
    """The importers that could take a book, most likely first."""
    guesses = []
    for importer in importers:
        score = importer.score(book)
        if score:
            layouts = (find_layout(table.header, importer.purpose) for table in book.tables)
            layout = next((one.id for one in layouts if one), "")
            guesses.append(Guess(importer=importer, score=score, layout=layout))
    return tuple(sorted(guesses, key=lambda guess: -guess.score))


def detect(name: str, head: bytes) -> tuple[Guess, ...]:
    """The importers that could take a file of text, from its first ``HEAD_BYTES``.

    Workbooks and JSON cannot be judged by their beginning; give the whole file for those. An
    unreadable file has no importer; reading it says why.
    """
    if head[:2] != b"PK" and len(head) >= HEAD_BYTES:
        head = head[: head.rfind(b"\n") + 1] or head
    try:
        return rank_importers(read_tables(name, head))
    except InputUnreadable:
        return ()
