"""An .xlsx workbook to rows of text; runs in a process of its own, behind the gate.

Only five sorts of parts are opened: the workbook, its relations, its styles (to tell a date from a
number), the shared texts and the sheets. Formulas are not computed: the value saved with them
counts. The raw value is read, never the displayed text, so that a time beyond 24 h keeps its days.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import IO
from xml.parsers import expat

from trailsdesk.formats.workbook_gate import column_number

_DAY_MS = 86_400_000
_EPOCH = date(1899, 12, 30)
_SHIFT_1904 = 1462
_BUILT_IN: dict[int, str] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47), "time"),
    22: "moment",
}
_CODES = {
    3: "#,##0",
    4: "#,##0.00",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
"""What the built-in formats write, by the list in ECMA-376, part 1, 18.8.30."""
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"([A-Z]{1,4})(\d{1,9})")


class BadWorkbook(Exception):
    """The workbook is not put together as it should be."""


FORMULA = "="
"""The mark of a cell that is calculated."""


@dataclass(slots=True)
class RawSheet:
    """One sheet: rows of text with their row number; blank rows are left out.

    ``marks`` says of cells (row, column, mark), where it was asked for: ``FORMULA``, or the format
    a number is shown in.
    """

    name: str
    hidden: bool = False
    hidden_rows: int = 0
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)


def read_sheets(
    data: bytes, max_rows: int, max_columns: int, *, closely: bool = False
) -> list[RawSheet]:
    """All sheets of a workbook that has passed the gate.

    Args:
        closely: keep the blanks around texts, and mark formulas and the formats of numbers.

    Raises:
        BadWorkbook: a part is missing or not as it should be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Workbook(archive, max_rows, max_columns, closely=closely).sheets()
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        OverflowError,
        IndexError,
    ) as error:
        raise BadWorkbook(type(error).__name__) from error


Open = Callable[[str, dict[str, str]], None]


def _parse(stream: IO[bytes], opened: Open, closed: Callable[[str], None] | None = None,
           text: Callable[[str], None] | None = None) -> None:  # fmt: skip
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = opened
    if closed is not None:
        parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Workbook:
    """The parts of one archive."""

    def __init__(
        self, archive: zipfile.ZipFile, max_rows: int, max_columns: int, *, closely: bool = False
    ) -> None:
        self.archive = archive
        self.max_rows = max_rows
        self.max_columns = max_columns
        self.closely = closely
        self.codes: list[str] = []
        self.by_lower = {name.lower(): name for name in archive.namelist()}
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.shift = 0

    def open(self, part: str) -> IO[bytes]:
        """A part by its name, in any case of letters.

        Raises:
            KeyError: there is no such part.
        """
        return self.archive.open(self.by_lower[part.lstrip("/").lower()])

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id to (kind, target part) of a part."""
        folder, base = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def opened(tag: str, attributes: dict[str, str]) -> None:
            if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = target if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole).lstrip("/"))

        where = posixpath.join(folder, "_rels", f"{base}.rels")
        if where.lower() in self.by_lower:
            with self.open(where) as stream:
                _parse(stream, opened)
        return found

    def sheets(self) -> list[RawSheet]:
        """Every sheet of cells in the workbook's order."""
        mains = [
            target for kind, target in self.relations("").values() if kind == "officeDocument"
        ]
        main = mains[0] if mains else "xl/workbook.xml"
        listed: list[tuple[str, str, bool]] = []

        def opened(tag: str, attributes: dict[str, str]) -> None:
            local = _local(tag)
            if local == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.shift = _SHIFT_1904
            elif local == "sheet":
                relation = next(
                    (v for k, v in attributes.items() if _local(k) == "id" and ":" in k), ""
                )
                hidden = attributes.get("state", "visible") != "visible"
                listed.append((attributes.get("name", ""), relation, hidden))

        with self.open(main) as stream:
            _parse(stream, opened)
        relations = self.relations(main)
        for kind, target in relations.values():
            if kind == "styles":
                self._read_styles(target)
            elif kind == "sharedStrings":
                self._read_texts(target)
        made: list[RawSheet] = []
        for name, relation, hidden in listed:
            kind, target = relations.get(relation, ("", ""))
            if kind == "worksheet":
                made.append(self._read_sheet(RawSheet(name=name, hidden=hidden), target))
        return made

    def _read_styles(self, part: str) -> None:
        codes: dict[int, str] = {}
        inside = False

        def opened(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            local = _local(tag)
            if local == "numFmt":
                codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            elif local == "cellXfs":
                inside = True
            elif local == "xf" and inside:
                number = int(attributes.get("numFmtId", "0"))
                own = codes.get(number)
                self.codes.append(_CODES.get(number, "") if own is None else own)
                self.kinds.append(
                    kind_of_format(own) if own is not None else _BUILT_IN.get(number, "")
                )

        def closed(tag: str) -> None:
            nonlocal inside
            if _local(tag) == "cellXfs":
                inside = False

        with self.open(part) as stream:
            _parse(stream, opened, closed)

    def _read_texts(self, part: str) -> None:
        reader = _TextReader(self.texts)
        with self.open(part) as stream:
            _parse(stream, reader.opened, reader.closed, reader.text)

    def _read_sheet(self, sheet: RawSheet, part: str) -> RawSheet:
        reader = _SheetReader(self, sheet)
        with self.open(part) as stream:
            _parse(stream, reader.opened, reader.closed, reader.text)
        return sheet

    def text_of(self, kind: str, style: int, value: str) -> str:
        """A cell's text, from its type, its style and what is stored."""
        if kind == "s":
            return self.texts[int(value)] if value else ""
        if kind in ("str", "inlineStr"):
            return plain_text(value)
        if kind == "b":
            return "true" if value == "1" else "false"
        if kind == "d":
            return value.replace("T", " ", 1).removesuffix(" 00:00:00")
        if kind == "e" or not value:
            return value
        shown = self.kinds[style] if 0 <= style < len(self.kinds) else ""
        return number_text(value, shown, self.shift)


class _TextReader:
    """Handlers of the shared texts' XML; how a text is pronounced (``rPh``) is left out."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.pieces: list[str] = []
        self.taking = False
        self.spoken = False

    def opened(self, tag: str, _attributes: dict[str, str]) -> None:
        """A text or a piece of one begins."""
        local = _local(tag)
        if local == "t":
            self.taking = not self.spoken
        elif local == "si":
            self.pieces = []
        elif local == "rPh":
            self.spoken = True

    def text(self, data: str) -> None:
        """Characters of a piece."""
        if self.taking:
            self.pieces.append(data)

    def closed(self, tag: str) -> None:
        """A piece or a text ends."""
        local = _local(tag)
        if local == "t":
            self.taking = False
        elif local == "si":
            self.texts.append(plain_text("".join(self.pieces)))
        elif local == "rPh":
            self.spoken = False


class _SheetReader:
    """Handlers of one sheet's XML."""

    def __init__(self, book: _Workbook, sheet: RawSheet) -> None:
        self.book = book
        self.sheet = sheet
        self.row = self.column = 0
        self.cells: list[str] = []
        self.kind = ""
        self.style = 0
        self.pieces: list[str] = []
        self.taking = False
        self.spoken = False
        self.formula = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """A row, a cell or the part of a cell that holds its value begins."""
        local = _local(tag)
        if local == "c":
            address = _ADDRESS.fullmatch(attributes.get("r", ""))
            self.column = column_number(address.group(1)) if address else self.column + 1
            self.kind = attributes.get("t", "n")
            style = attributes.get("s", "0")
            self.style = int(style) if style.isdecimal() else 0
            self.pieces = []
            self.formula = False
        elif local == "f":
            self.formula = True
        elif local in ("v", "t"):
            self.taking = not self.spoken
        elif local == "rPh":
            self.spoken = True
        elif local == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() else self.row + 1
            self.column = 0
            self.cells = []
            self.sheet.hidden_rows += attributes.get("hidden") in ("1", "true")

    def text(self, data: str) -> None:
        """Characters of a value."""
        if self.taking:
            self.pieces.append(data)

    def closed(self, tag: str) -> None:
        """A value, a cell or a row ends."""
        local = _local(tag)
        if local in ("v", "t"):
            self.taking = False
        elif local == "rPh":
            self.spoken = False
        elif local == "c":
            if self.pieces:
                text = self.book.text_of(self.kind, self.style, "".join(self.pieces))
                self._put(text if self.book.closely else text.strip())
            if self.book.closely:
                self._mark()
        elif local == "row" and any(self.cells):
            if len(self.sheet.rows) >= self.book.max_rows:
                raise BadWorkbook("rows")
            self.sheet.rows.append((self.row, self.cells))

    def _mark(self) -> None:
        codes = self.book.codes
        code = codes[self.style] if 0 <= self.style < len(codes) else ""
        if self.formula:
            self.sheet.marks.append((self.row, self.column, FORMULA))
        elif self.pieces and self.kind == "n" and code.lower() not in ("", "general", "@"):
            self.sheet.marks.append((self.row, self.column, code))

    def _put(self, text: str) -> None:
        if not 1 <= self.column <= self.book.max_columns:
            raise BadWorkbook("columns")
        missing = self.column - 1 - len(self.cells)
        if missing < 0:
            self.cells[self.column - 1] = text
        else:
            self.cells.extend([""] * missing)
            self.cells.append(text)


def plain_text(text: str) -> str:
    """Text with the characters that workbooks write as ``_x000D_``."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text) if "_x" in text else text


def kind_of_format(code: str) -> str:
    """What a number format shows: ``date``, ``time``, ``moment`` (both) or nothing of the kind."""
    first = code.split(";")[0]
    if first.strip().lower() in ("general", "@", ""):
        return ""
    bare = _NOT_CODE.sub("", first)
    if _ELAPSED.search(bare):
        return "time"
    letters = bare.lower().replace("am/pm", "h").replace("a/p", "h")
    has_time = "h" in letters or "s" in letters
    has_date = "d" in letters or "y" in letters or ("m" in letters and not has_time)
    if has_date:
        return "moment" if has_time else "date"
    return "time" if has_time else ""


def number_text(raw: str, kind: str, shift: int) -> str:
    """A stored number as text: a day, a day with its time, a time, or the number itself.

    Values below 366 in a date format are no dates of this century: with a fraction they are times,
    without they are the plain number somebody's format has dressed up.
    """
    value = float(raw)
    if value != value or value in (float("inf"), float("-inf")):
        return raw
    if kind and 0 <= value < 3_000_000:
        whole = value.is_integer()
        if kind == "time" and value < 366:
            return _time_text(value)
        if value >= 366:
            return _moment_text(value + shift, kind)
        if not whole:
            return _time_text(value)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return f"{value:.15g}".replace("e+", "E+").replace("e-", "E-")


def _time_text(value: float) -> str:
    ms = round(value * _DAY_MS)
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" + (f".{rest:03d}" if rest else "")


def _moment_text(value: float, kind: str) -> str:
    days, ms = divmod(round(value * _DAY_MS), _DAY_MS)
    day = (_EPOCH + timedelta(days=days)).isoformat()
    return day if not ms and kind != "time" else f"{day} {_time_text(ms / _DAY_MS).rjust(8, '0')}"
