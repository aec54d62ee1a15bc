"""Any table file to a ``Book``: the one door for entry lists and time files.

Nothing is believed about a file's name: its first bytes say what it is. What cannot be read is
refused with a sentence saying what to do instead; what can be read in part is, and the rest is
told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.formats.decode import decode
from trailsdesk.formats.delimited import read_delimited
from trailsdesk.formats.fields import fold_header, header_hits
from trailsdesk.formats.gate import Kind, sniff_kind
from trailsdesk.formats.limits import LIMITS, Limits
from trailsdesk.formats.tables import Book, BookKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Book", "BookKind", "Row", "Table", "read_tables"]

_HEADER_SEARCH_ROWS = 20
_DATA_LIKE = re.compile(
    r"[-+]?\d[\d.,:/ -]*(am|pm)?|\d{4}-\d\d-\d\d.*|-|NA|n/a|dn[fs]|ds?q", re.IGNORECASE
)
_REFUSED: dict[Kind, str] = {
    Kind.OLD_XLS: "input.old-xls",
    Kind.ODS: "input.ods",
    Kind.PDF: "input.pdf",
    Kind.XML: "input.xml",
    Kind.GPX: "input.gpx",
    Kind.IOF: "input.iof",
    Kind.HTML: "input.html",
    Kind.ZIP: "input.zip",
    Kind.IMAGE: "input.picture",
    Kind.SQLITE: "input.sqlite",
    Kind.RTF: "input.rtf",
}


def read_tables(
    name: str, data: bytes, encoding: str | None = None, *, limits: Limits = LIMITS
) -> Book:
    """Read every table of a file.

    Args:
        name: the file's name, for messages only.
        encoding: of a text file, when a person chose one (``decode.CHOICES``).

    Raises:
        InputUnreadable: empty, too large, of another kind, damaged, or hostile; the code says
        which.
    """
    if len(data) > limits.file_bytes:
        raise InputUnreadable("input.too-large", name=name, mb=len(data) // (1024 * 1024))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise InputUnreadable("input.empty", name=name)
    kind = sniff_kind(data)
    if kind in _REFUSED:
        raise InputUnreadable(_REFUSED[kind], name=name)
    if kind is Kind.XLSX:
        from trailsdesk.formats.workbook import read_workbook

        return _checked(read_workbook(name, data, limits), limits)
    if kind is Kind.JSON:
        from trailsdesk.formats.json_tables import read_json

        return _checked(read_json(name, data), limits)
    return _checked(_read_text(name, data, encoding, limits), limits)


def _read_text(name: str, data: bytes, encoding: str | None, limits: Limits) -> Book:
    decoded = decode(name, data, encoding)
    from trailsdesk.formats.markdown import markdown_tables

    has_rules = "--" in decoded.text and "|" in decoded.text
    marked = markdown_tables(name, decoded.text) if has_rules else []
    if marked:
        made = [build_table(name, title, rows, "|", limits) for title, rows in marked]
        return Book(
            name=name,
            kind=BookKind.MARKDOWN,
            tables=tuple(table for table, _problems in made),
            encoding=decoded.encoding,
            delimiter="|",
            problems=(*decoded.problems, *(p for _table, found in made for p in found)),
        )
    delimited = read_delimited(name, decoded.text)
    table, problems = build_table(name, "", delimited.rows, delimited.delimiter, limits)
    return Book(
        name=name,
        kind=BookKind.TEXT,
        tables=(table,),
        encoding=decoded.encoding,
        delimiter=delimited.delimiter,
        problems=(*decoded.problems, *delimited.problems, *problems),
    )


def _checked(book: Book, limits: Limits) -> Book:
    """Refuse what holds no rows at all, or one column that says nothing."""
    if len(book.tables) > limits.tables:
        raise InputUnreadable("input.too-many-tables", name=book.name, limit=limits.tables)
    filled = [table for table in book.tables if table.rows]
    if not filled:
        header = next((table.header for table in book.tables if table.header), ())
        if header:
            raise InputUnreadable("input.header-only", name=book.name)
        raise InputUnreadable("input.empty", name=book.name)
    if all(len(table.header) == 1 and not header_hits(table.header) for table in filled):
        raise InputUnreadable("input.one-column", name=book.name, header=filled[0].header[0])
    return book


def build_table(
    file: str,
    name: str,
    rows: Sequence[Row],
    delimiter: str = "",
    limits: Limits = LIMITS,
    *,
    numeric_times: bool = False,
) -> tuple[Table, list[Problem]]:
    """Find the header among raw rows and make every row as wide as it.

    Raises:
        InputUnreadable: more rows or columns than the limits allow.
    """
    if len(rows) > limits.rows:
        raise InputUnreadable("input.too-many-rows", name=file, limit=limits.rows)
    at = find_header(rows)
    body = rows if at is None else rows[at + 1 :]
    raw_header = () if at is None else rows[at].cells
    problems: list[Problem] = []
    if at is None and rows:
        problems.append(Problem(severity=Severity.INFO, code="table.no-header", file=file))
    header = _name_columns(file, raw_header, _used_width(raw_header, body), problems)
    if len(header) > limits.columns:
        raise InputUnreadable("input.too-many-columns", name=file, limit=limits.columns)
    kept = _even_rows(
        file, header, _without_repeats(file, raw_header, body, problems), problems, limits
    )
    table = Table(
        name=name,
        header_row=0 if at is None else rows[at].number,
        header=header,
        rows=tuple(kept),
        delimiter=delimiter,
        numeric_times=numeric_times,
    )
    return table, problems


def find_header(rows: Sequence[Row]) -> int | None:
    """Where among the rows the header is; None when the first row is already data.

    The row among the first twenty that names most fields; without any such row, the first with
    five filled cells that are words, else the first row unless it looks like data.
    """
    best, best_hits = None, 0
    widest = max(
        (len([c for c in row.cells if c]) for row in rows[:_HEADER_SEARCH_ROWS]), default=0
    )
    for index, row in enumerate(rows[:_HEADER_SEARCH_ROWS]):
        hits = header_hits(row.cells)
        filled = sum(1 for cell in row.cells if cell)
        if hits <= best_hits or _data_cells(row) > hits:
            continue
        if hits > 1 or (filled <= 2 and filled * 2 >= widest):
            best, best_hits = index, hits
    if best is not None:
        return best
    for index, row in enumerate(rows[:_HEADER_SEARCH_ROWS]):
        if sum(1 for cell in row.cells if cell) >= 5 and not _data_like(row):
            return index
    if rows and not _data_like(rows[0]):
        return 0
    return None


def _data_like(row: Row) -> bool:
    return _data_cells(row) > 0


def _data_cells(row: Row) -> int:
    return sum(1 for cell in row.cells if cell and _DATA_LIKE.fullmatch(cell))


def _used_width(header: Sequence[str], body: Sequence[Row]) -> int:
    """As many columns as have a name, or (without names) as the widest of the first rows."""
    named = max((i + 1 for i, cell in enumerate(header) if cell), default=0)
    if not named:
        return max((len(row.cells) for row in body), default=0)
    # A column without a name counts when most rows fill it; a stray cell does not make a column.
    for column in range(len(header), named, -1):
        filled = sum(1 for row in body[:200] if len(row.cells) >= column and row.cells[column - 1])
        if filled * 2 > len(body[:200]):
            return column
    return named


def _name_columns(
    file: str, raw: Sequence[str], width: int, problems: list[Problem]
) -> tuple[str, ...]:
    names: list[str] = []
    seen: dict[str, int] = {}
    for column in range(width):
        text = " ".join(raw[column].split()) if column < len(raw) else ""
        text = text[:200] or f"Column {column + 1}"
        folded = fold_header(text) or text
        seen[folded] = seen.get(folded, 0) + 1
        if seen[folded] > 1:
            problems.append(
                Problem(
                    severity=Severity.WARNING,
                    code="table.same-name-twice",
                    params={"header": text, "number": seen[folded]},
                    file=file,
                    column=text,
                )
            )
            text = f"{text} ({seen[folded]})"
        names.append(text)
    return tuple(names)


def _without_repeats(
    file: str, raw_header: Sequence[str], body: Sequence[Row], problems: list[Problem]
) -> Sequence[Row]:
    """Leave out the header where it stands again, and the single cell above it naming a block."""
    while raw_header and not raw_header[-1]:
        raw_header = raw_header[:-1]
    key = tuple(raw_header)
    first, width = key[:1], len(key)
    if not key or not any(r.cells[:1] == first and r.cells[:width] == key for r in paced(body)):
        return body
    kept: list[Row] = []
    repeats = 0
    for row in body:
        if row.cells[:width] == key:
            repeats += 1
            if kept and sum(1 for cell in kept[-1].cells if cell) == 1:
                kept.pop()
        else:
            kept.append(row)
    problems.append(
        Problem(
            severity=Severity.INFO,
            code="table.header-again",
            params={"count": repeats},
            file=file,
        )
    )
    return kept


def _even_rows(
    file: str,
    header: Sequence[str],
    rows: Sequence[Row],
    problems: list[Problem],
    limits: Limits,
) -> list[Row]:
    width, longest = len(header), limits.cell_characters
    kept: list[Row] = []
    for row in paced(rows):
        cells = row.cells
        if len(cells) == width and len("".join(cells)) <= longest:
            kept.append(row)
            continue
        if len(cells) > width:
            extra = sum(1 for cell in cells[width:] if cell)
            if extra:
                problems.append(
                    Problem(
                        severity=Severity.WARNING,
                        code="row.too-many-cells",
                        params={"count": extra},
                        file=file,
                        row=row.number,
                    )
                )
            cells = cells[:width]
        elif len(cells) < width:
            cells = cells + ("",) * (width - len(cells))
        if max(map(len, cells), default=0) > longest:
            problems.append(
                Problem(
                    severity=Severity.WARNING,
                    code="row.cell-too-long",
                    params={"limit": longest},
                    file=file,
                    row=row.number,
                )
            )
            cells = tuple(cell[:longest] for cell in cells)
        kept.append(row if cells is row.cells else Row(row.number, cells))
    return kept
