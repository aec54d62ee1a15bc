"""A file to import as a person sees it: encoding, tables, and which column fills what."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from trailsdesk.domain.questions import QuestionKind
from trailsdesk.formats.decode import CHOICES
from trailsdesk.formats.entries import EntryDraft
from trailsdesk.formats.fields import IGNORE, QUESTION, ColumnMapping
from trailsdesk.formats.layouts import Mapped, Purpose, TimeKind
from trailsdesk.formats.questions import question_headers
from trailsdesk.formats.raw import RawFile
from trailsdesk.formats.registry import Recognised
from trailsdesk.formats.tables import Book, BookKind, Row, Table
from trailsdesk.formats.timing import ReadDraft
from trailsdesk.services.entries import guess_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.formats.layouts import Layout

__all__ = [
    "CHOICES",
    "IGNORE",
    "QUESTION",
    "Book",
    "ColumnMapping",
    "ColumnView",
    "EntryDraft",
    "ImportKind",
    "Mapped",
    "RawFile",
    "ReadDraft",
    "Recognised",
    "Row",
    "Table",
    "TimeKind",
    "column_views",
    "doubtful",
    "field_choices",
    "guess",
    "is_text",
    "missing_field",
    "needs_file",
    "question_headers",
    "telling_rows",
]

_DOUBTS = frozenset({"text.encoding-assumed", "text.mojibake"})
_NAMES = ("family_name", "given_name", "full_name")
_QUESTIONS = (
    (QUESTION, "Question"),
    (f"{QUESTION}{QuestionKind.TEXT}", "Question: text"),
    (f"{QUESTION}{QuestionKind.NUMBER}", "Question: a number"),
    (f"{QUESTION}{QuestionKind.YES_NO}", "Question: yes or no"),
    (f"{QUESTION}{QuestionKind.CHOICE}", "Question: one of a few"),
    (f"{QUESTION}{QuestionKind.DAY}", "Question: a day"),
)
_CONTACT = ("email", "phone", "emergency_name", "emergency_phone", "medical")


class ImportKind(enum.StrEnum):
    """What a file is taken as."""

    ENTRIES = "entries"
    TIMES = "times"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """A column of the file: ``field`` is the key it fills, empty when it is left out.

    ``use`` says what becomes of a column without a field: ``checkpoint``, ``start`` or empty.
    """

    index: int
    header: str
    field: str
    use: str = ""
    samples: tuple[str, ...] = ()


def field_choices(kind: ImportKind) -> tuple[tuple[str, str], ...]:
    """What a column may be: key and English words, for the catalogue."""
    fields = tuple((field.key, field.label) for field in Purpose(kind.value).fields)
    return fields + (_QUESTIONS if kind is ImportKind.ENTRIES else ())


def guess(
    kind: ImportKind,
    table: Table,
    overrides: Mapping[str, str],
    layouts: Sequence[Layout] | None = None,
) -> Mapped:
    """Which column fills what, a person's choices (header to field key or ``IGNORE``) first.

    Args:
        layouts: those to choose from; the program's own when not given.
    """
    return guess_columns(table, overrides, Purpose(kind.value), layouts)


def column_views(table: Table, mapping: ColumnMapping, samples: int = 3) -> tuple[ColumnView, ...]:
    """Every column with what it fills and the first cells that say something."""
    by_column = {column: key for key, column in mapping.columns.items()}
    by_column |= {at: f"{QUESTION}{kind or ''}" for at, kind in mapping.questions.items()}
    found = []
    for index, header in enumerate(table.header):
        use = "checkpoint" if index in mapping.checkpoints else ""
        found.append(
            ColumnView(
                index=index,
                header=header,
                field=by_column.get(index, ""),
                use="start" if index == mapping.start else use,
                samples=_samples(table, index, samples),
            )
        )
    return tuple(found)


def _samples(table: Table, index: int, most: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows[:500]:
        if row.cells[index].strip():
            found[row.cells[index].strip()] = None
        if len(found) == most:
            break
    return tuple(found)


def missing_field(kind: ImportKind, mapping: ColumnMapping) -> str:
    """The key of a field without which nothing can be taken, empty when all are there."""
    if kind is ImportKind.ENTRIES:
        return "" if mapping.has(*_NAMES, "bib") else "family_name"
    return "" if mapping.has("time", "status") or mapping.checkpoints else "time"


def is_text(book: Book) -> bool:
    """Whether the file's letters depend on an encoding."""
    return book.kind in (BookKind.TEXT, BookKind.MARKDOWN)


def doubtful(book: Book) -> bool:
    """Whether a person should look at the letters before going on."""
    return any(problem.code in _DOUBTS for problem in book.problems)


def telling_rows(table: Table, most: int = 8) -> tuple[Row, ...]:
    """Rows that show whether the encoding is right: those with other letters than a to z first."""
    foreign = list(islice((row for row in table.rows[:20_000] if not _plain(row)), most))
    numbers = {row.number for row in foreign}
    rest = [row for row in table.rows[:most] if row.number not in numbers]
    return tuple([*foreign, *rest][:most])


def _plain(row: Row) -> bool:
    return "".join(row.cells).isascii()


def needs_file(kind: ImportKind, mapping: ColumnMapping) -> bool:
    """Whether planning compares protected contacts and so belongs on the database thread."""
    return kind is ImportKind.ENTRIES and mapping.has(*_CONTACT)
