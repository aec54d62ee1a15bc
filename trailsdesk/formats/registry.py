"""What a file is, by its content alone, and everything read from it.

The name of a file is never asked. Bytes come first, then every known log is held against lines
from the whole length of the text; the best one has to fit most of them. What no log claims is read
as a table. What is no timing file at all is told as what it looks like.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable, Note, Problem, Severity
from trailsdesk.formats import race_result, rfid_timing
from trailsdesk.formats.chip_map import (
    ChipMap,
    map_likeness,
    people_likeness,
    read_chip_map,
    read_people,
)
from trailsdesk.formats.decode import Decoded, decode
from trailsdesk.formats.gate import Kind, sniff_kind
from trailsdesk.formats.limits import LIMITS, Limits
from trailsdesk.formats.log_formats import LOG_FORMATS, LogFormat
from trailsdesk.formats.raw import FileKind, NotUnderstood, RawFile, lines_of
from trailsdesk.formats.table_kind import kind_of_table
from trailsdesk.formats.tables import Book, BookKind
from trailsdesk.formats.tabular import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAMPLE = 400
_LINE_LIMIT = 4000
_MOST = 0.5
_SOME = 0.1
_TABLE_LABELS = {
    BookKind.TEXT: "Table",
    BookKind.WORKBOOK: "Workbook",
    BookKind.MARKDOWN: "Markdown tables",
    BookKind.JSON: "JSON list",
    BookKind.XML: "XML list",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a file is and what was read of it.

    ``format`` is a stable id (a log's, a layout's, or ``table``), empty when the file is nothing
    known; ``label`` says it in English. Of ``raw`` (a log), ``chips`` (a chip map) and ``book``
    (tables) one is there at most; ``tables`` are the numbers of those tables of the book that are
    of ``kind``. ``rows`` is how many records were understood, for tables how many rows there are.
    ``instead`` says what the file looks like when it holds neither times nor chips.
    """

    kind: FileKind
    format: str = ""
    label: str = ""
    rows: int = 0
    raw: RawFile | None = None
    chips: ChipMap | None = None
    book: Book | None = None
    tables: tuple[int, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    problems: tuple[Problem, ...] = ()
    instead: Note | None = None


def recognise(
    name: str, data: bytes, encoding: str | None = None, *, limits: Limits = LIMITS
) -> Recognised:
    """Say what a file is, and read it; never raises for what a file holds.

    Args:
        name: the file's name, for messages only.
        encoding: of a text file, when a person chose one (``decode.CHOICES``).
    """
    try:
        return _recognise(name, data, encoding, limits)
    except InputUnreadable as error:
        return Recognised(kind=FileKind.OTHER, instead=error.note)


def _recognise(name: str, data: bytes, encoding: str | None, limits: Limits) -> Recognised:
    if len(data) > limits.file_bytes:
        raise InputUnreadable("input.too-large", name=name, mb=len(data) // (1024 * 1024))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise InputUnreadable("input.empty", name=name)
    kind = sniff_kind(data)
    if kind in (Kind.IOF, Kind.XML):
        return _iof(name, data, limits)
    found = None
    if kind is Kind.JSON:
        found = _json(name, data, encoding)
    elif kind is Kind.RTF:
        # A terminal's log saved by a word processor; its own letters are all ASCII.
        found = _log(name, data.decode("latin-1"), (LOG_FORMATS[0],), _SOME)
    elif kind is Kind.TEXT:
        return _text(name, data, encoding, limits)
    return found or _tables(name, data, encoding, limits)


# ------------------------------------------------------------------ logs of lines


def _text(name: str, data: bytes, encoding: str | None, limits: Limits) -> Recognised:
    decoded = decode(name, data, encoding)
    found = _log(name, decoded.text, LOG_FORMATS, _MOST)
    if found is not None:
        return _with(found, decoded.problems)
    lines = _sample(decoded.text)
    if map_likeness(lines) >= _MOST:
        return _with(_chips(name, decoded.text), decoded.problems)
    table: Recognised | None = None
    refused: InputUnreadable | None = None
    try:
        table = _tables(name, data, encoding, limits)
    except InputUnreadable as error:
        refused = error
    if table is not None and table.kind.timed:
        return table
    # Those files have no header; a list of people with one is an entry list.
    headed = table is not None and table.book is not None and table.book.tables[0].header_row > 0
    if not headed and people_likeness(lines) >= _MOST:
        return _people(name, data, encoding)
    # A log most of whose lines are spoilt is still a log.
    found = _log(name, decoded.text, LOG_FORMATS, _SOME)
    if found is not None:
        return _with(found, decoded.problems)
    if table is None:
        raise refused or InputUnreadable("input.unreadable", name=name)
    return table


def _with(found: Recognised, problems: Sequence[Problem]) -> Recognised:
    return replace(found, problems=(*problems, *found.problems)) if problems else found


def _sample(text: str) -> list[str]:
    """Lines that are not blank: the first ones, then some from the whole length."""
    lines = [line for line in lines_of(text) if line and not line.isspace()]
    half = _SAMPLE // 2
    rest = lines[half:]
    step = max(1, len(rest) // half)
    return [line[:_LINE_LIMIT] for line in (*lines[:half], *rest[::step])]


def _log(name: str, text: str, formats: Sequence[LogFormat], least: float) -> Recognised | None:
    """The log the text is most like, if most of its lines turn out to be."""
    lines = _sample(text)
    likeness = {one.id: one.likeness(lines) for one in formats}
    ranked = sorted(formats, key=lambda one: -likeness[one.id])
    for one in ranked[:2]:
        if likeness[one.id] < least:
            break
        raw = one.read(name, text)
        total = raw.understood + len(raw.not_understood)
        if raw.foreign <= total * (1 - least):
            return _of_raw(raw)
    return None


def _of_raw(raw: RawFile) -> Recognised:
    return Recognised(
        kind=raw.kind,
        format=raw.format,
        label=raw.label,
        rows=raw.rows,
        raw=raw,
        not_understood=raw.not_understood,
        problems=raw.problems,
    )


def _chips(name: str, text: str) -> Recognised:
    chips = read_chip_map(name, text)
    return Recognised(
        kind=FileKind.CHIPS,
        format="chip-map",
        label="Chip map (chips and bibs)",
        rows=len(chips.pairs),
        chips=chips,
        not_understood=chips.not_understood,
        problems=chips.problems,
    )


def _people(name: str, data: bytes, encoding: str | None) -> Recognised:
    decoded = decode(name, data, encoding)
    if encoding is None and not decoded.encoding.startswith("utf"):
        # These files come from Windows; the guess from a few letters is the poorer evidence.
        decoded = _as_windows(name, data) or decoded
    book, odd = read_people(name, decoded.text)
    return Recognised(
        kind=FileKind.PEOPLE,
        format="ipico-ppl",
        label="ipico participant file",
        rows=len(book.tables[0].rows),
        book=book,
        tables=(0,),
        not_understood=odd,
        problems=decoded.problems,
    )


# ------------------------------------------------------------------ JSON, XML


def _json(name: str, data: bytes, encoding: str | None) -> Recognised | None:
    from trailsdesk.formats.json_records import json_records

    decoded = decode(name, data, encoding)
    records = json_records(decoded.text)
    first = next((one.value for one in records if isinstance(one.value, dict)), None)
    if rfid_timing.is_pika(first):
        raw = rfid_timing.read_pika(name, records)
    elif race_result.is_record(first):
        raw = race_result.read_records(name, records)
    else:
        return None
    return _with(_of_raw(raw), decoded.problems)


def _iof(name: str, data: bytes, limits: Limits) -> Recognised:
    from trailsdesk.formats.iof import iof_root, read_iof

    found = iof_root(name, data, limits)
    if found is None:
        raise InputUnreadable("input.xml", name=name)
    root, version = found
    if not version.startswith("3"):
        raise InputUnreadable("looks.iof-old", name=name)
    if root in ("ResultList", "StartList"):
        return _of_raw(read_iof(name, data, limits))
    if root == "EntryList":
        return Recognised(
            kind=FileKind.ENTRIES,
            format="iof-entry-list",
            label="IOF XML entry list",
            instead=Note(code="looks.iof-entries", params={"name": name}),
        )
    raise InputUnreadable("looks.iof-other", name=name, root=root)


# ------------------------------------------------------------------ tables


def _tables(name: str, data: bytes, encoding: str | None, limits: Limits) -> Recognised:
    """The tables of a file, told by the largest one and those like it."""
    book = read_tables(name, data, encoding, limits=limits)
    kinds = [kind_of_table(table) for table in book.tables]
    sizes = [
        (kind.kind.timed, len(table.rows)) for kind, table in zip(kinds, book.tables, strict=True)
    ]
    main = kinds[sizes.index(max(sizes))]
    alike = tuple(
        number
        for number, kind in enumerate(kinds)
        if kind.kind is main.kind or (kind.kind.timed and main.kind.timed)
    )
    rows = sum(len(book.tables[number].rows) for number in alike)
    layout = main.layout
    known = layout is not None and main.kind is not FileKind.OTHER
    return Recognised(
        kind=main.kind,
        format=layout.id if known and layout else "table",
        label=layout.label if known and layout else _label(main.kind, book),
        rows=rows,
        book=book,
        tables=alike,
        problems=book.problems,
        instead=_instead(name, main.kind, book, rows),
    )


def _label(kind: FileKind, book: Book) -> str:
    words = {
        FileKind.READS: "times",
        FileKind.RESULTS: "results",
        FileKind.CHIPS: "chips and bibs",
        FileKind.ENTRIES: "people",
        FileKind.CHECKPOINTS: "checkpoints",
        FileKind.RACES: "races",
    }
    sort = _TABLE_LABELS[book.kind]
    return f"{sort} of {words[kind]}" if kind in words else sort


_LOOKS = {
    FileKind.ENTRIES: "looks.entries",
    FileKind.CHECKPOINTS: "looks.checkpoints",
    FileKind.RACES: "looks.races",
    FileKind.OTHER: "looks.table",
}


def _instead(name: str, kind: FileKind, book: Book, rows: int) -> Note | None:
    code = _LOOKS.get(kind)
    if code is None:
        return None
    header = max(book.tables, key=lambda table: len(table.rows)).header
    shown = ", ".join(header[:6]) + (", …" if len(header) > 6 else "")
    return Note(code=code, params={"name": name, "rows": rows, "columns": shown})


def _as_windows(name: str, data: bytes) -> Decoded | None:
    try:
        text = decode(name, data, "cp1252").text
    except InputUnreadable:
        return None
    told = Problem(
        severity=Severity.WARNING,
        code="text.encoding-assumed",
        params={
            "encoding": "cp1252",
            "lines": sum(1 for line in lines_of(text) if not line.isascii()),
        },
        file=name,
    )
    return Decoded(text=text, encoding="cp1252", problems=(told,))
