"""Delimited text to rows of cells: which delimiter, quoted line breaks, stray quotes, tails."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.fields import header_hits
from trailsdesk.formats.tables import Row

_STRAYS_READ_AHEAD = 50
DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"\n]*"')
_TAIL = re.compile(
    r"^[ \t]*<(?:!doctype|!--|/?(?:html|head|body|script|style|div|table|p|br|meta|link|span)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SEP = re.compile(r'"?sep=(.)"?[ \t]*$', re.IGNORECASE)
_BLANKS = "".join(map(chr, (9, 11, 12, *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
                            0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))  # fmt: skip
"""Every blank but the end of a line."""
_WRAPPED = re.compile(r'="?(.*?)"?')
_NEEDS_UNWRAP = re.compile(r'="[^"]*"$|=[\d.]+$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """All non-blank rows of a text, header and titles included."""

    rows: list[Row]
    delimiter: str
    problems: list[Problem]


def read_delimited(name: str, text: str) -> Delimited:
    """Split text into rows of cells; never fails, says what it had to bend."""
    problems: list[Problem] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _cut_tail(name, text, problems)
    lines = text.split("\n")
    first = 0
    hint = _SEP.match(lines[0].strip()) if lines else None
    delimiter = hint.group(1) if hint else ""
    if hint:
        first = 1
    delimiter = delimiter or find_delimiter(lines)
    if '"' in text:
        rows = _quoted(name, lines, first, delimiter, problems)
    elif "=" in text or _has_edge_blanks(text, delimiter):
        rows = _plain(lines, first, delimiter)
    else:
        rows = _plainest(lines, first, delimiter)
    return Delimited(rows=rows, delimiter=delimiter, problems=problems)


def _cut_tail(name: str, text: str, problems: list[Problem]) -> str:
    """Leave out a web page that follows the rows (some exports end in one)."""
    if "<" not in text:
        return text
    quotes = counted = 0
    begins = len(text) - len(text.lstrip())
    for found in _TAIL.finditer(text):
        start = found.start()
        quotes += text.count('"', counted, start)
        counted = start
        if start <= begins or quotes % 2:
            continue
        tail = text[start:]
        problems.append(
            Problem(
                severity=Severity.WARNING,
                code="text.web-page-tail",
                params={"count": sum(1 for line in tail.split("\n") if line.strip())},
                file=name,
                row=text.count("\n", 0, start) + 1,
            )
        )
        return text[:start]
    return text


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that gives a known header, else the one that cuts the lines most evenly."""
    sample = [_QUOTED.sub("x", line) for line in lines[:400] if line.strip()][:60]
    if not sample:
        return ","
    heads = [line for line in lines if line.strip()][:20]
    best, best_score = ",", (0, 0.0, 0.0)
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in sample)
        counts.pop(0, None)
        if not counts:
            continue
        width, share = counts.most_common(1)[0]
        hits = max(header_hits([c.strip(' "') for c in line.split(delimiter)]) for line in heads)
        score = (hits if hits > 1 else 0, round(share / len(sample), 2), float(width))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def unwrap(cell: str) -> str:
    """Strip blanks and the ``="00123"`` that protects zeros from a spreadsheet."""
    cell = cell.strip()
    if cell.startswith("=") and _NEEDS_UNWRAP.match(cell):
        found = _WRAPPED.fullmatch(cell)
        return found.group(1) if found else cell
    return cell


def _has_edge_blanks(text: str, delimiter: str) -> bool:
    """Whether any cell of a text without quotes begins or ends with a blank of any kind."""
    edges = (delimiter, "\n")
    for blank in _BLANKS:
        if blank == delimiter or blank not in text:
            continue
        if text[0] == blank or text[-1] == blank:
            return True
        if any(blank + edge in text or edge + blank in text for edge in edges):
            return True
    return False


def _plainest(lines: list[str], first: int, delimiter: str) -> list[Row]:
    """Rows of a text with nothing to strip or unwrap: what machines write."""
    return [
        Row(number, tuple(line.split(delimiter)))
        for number, line in enumerate(paced(lines[first:]), start=first + 1)
        if line.strip(delimiter)
    ]


def _plain(lines: list[str], first: int, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(paced(lines[first:]), start=first + 1):
        if line and not line.isspace():
            cells = tuple(cell.strip() for cell in line.split(delimiter))
            if "=" in line:
                cells = tuple(unwrap(cell) for cell in cells)
            if any(cells):
                rows.append(Row(number, cells))
    return rows


def _quoted(
    name: str, lines: list[str], first: int, delimiter: str, problems: list[Problem]
) -> list[Row]:
    """Rows of text with quotes; a quote that is never closed costs its own line, not the rest."""
    rows: list[Row] = []
    at = first
    strays = 0
    while at < len(lines):
        # Every stray quote means reading ahead again: a file full of them is read line by line.
        single = strays >= _STRAYS_READ_AHEAD
        stopped = at if single else _read_until_stray(lines, at, delimiter, rows)
        if stopped is None:
            break
        at = stopped + 1
        line = lines[stopped]
        if not line.strip():
            continue
        odd = line.count('"') % 2
        cells = _lenient(line, delimiter) if not odd else _bare(line, delimiter)
        if any(cells):
            rows.append(Row(stopped + 1, tuple(cells)))
        if odd or not single:
            strays += 1
            problems.append(
                Problem(
                    severity=Severity.WARNING, code="row.stray-quote", file=name, row=stopped + 1
                )
            )
    return rows


def _read_until_stray(lines: list[str], at: int, delimiter: str, rows: list[Row]) -> int | None:
    """Take rows from line ``at`` (from 0) on; the line of a stray quote, or None at the end."""
    reader = csv.reader(
        (line + "\n" for line in islice(lines, at, None)),
        delimiter=delimiter,
        strict=True,
        skipinitialspace=True,
    )
    while True:
        number = at + reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error:
            return number
        if cells is None:
            return None
        if at + reader.line_num > number + 1 and _swallowed(cells, delimiter, rows):
            return number
        if any(cell and not cell.isspace() for cell in cells):
            rows.append(Row(number + 1, tuple(unwrap(cell) for cell in cells)))


def _bare(line: str, delimiter: str) -> list[str]:
    return [unwrap(cell.strip().strip('"')) for cell in line.split(delimiter)]


def _lenient(line: str, delimiter: str) -> list[str]:
    """One line with quotes in odd places, read as far as it can be."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return _bare(line, delimiter)
    return [unwrap(cell) for cell in cells]


def _swallowed(cells: list[str], delimiter: str, rows: list[Row]) -> bool:
    """Whether a cell over several lines holds whole rows, as a pair of stray quotes makes it."""
    width = len(rows[0].cells) if rows else 0
    if width < 2:
        return False
    return any(
        line.count(delimiter) >= width - 1
        for cell in cells
        if "\n" in cell
        for line in cell.split("\n")
    )
