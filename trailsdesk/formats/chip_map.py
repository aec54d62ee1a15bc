"""Lists that say which chip goes with which bib, and ipico's participant files.

Source: ``BIB,CHIP`` files of ipico, ``chip;bib`` files of RACE RESULT, and ``.ppl`` files
``bib,last,first,team,,sex`` with comments after ``;``. All of them may hold lines of something
else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.problems import Note, Problem, Severity
from trailsdesk.domain.timing import chip_key
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.header_words import TIME_WORDS
from trailsdesk.formats.raw import NotUnderstood, chip_text, lines_of
from trailsdesk.formats.tables import Book, BookKind, Row, Table
from trailsdesk.formats.text_cells import clean_bib

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMENT = "raw.left-comment"
_BIB = re.compile(r"[A-Za-z]{0,3}\d{1,6}[A-Za-z]?")
_CHIP = re.compile(r"(?=.*\d)[0-9A-Za-z]{2,40}")
_LONG_CHIP = re.compile(r"(?=.*\d)[0-9A-Za-z]{6,40}")
_LINE_LIMIT = 300
_SPLIT = re.compile(r"\s*[,;\t|]\s*")
_BIB_WORDS = frozenset(fold_header(word) for word in TIME_WORDS["bib"].split("|"))
_CHIP_WORDS = frozenset(fold_header(word) for word in TIME_WORDS["chip"].split("|"))
_PERSON = re.compile(r"\s*\d{1,6}\s*,[^,\d]{1,60},[^,\d]{0,60}(?:,[^,]{0,80}){0,4}\s*$")
_PEOPLE_HEADER = ("Bib", "Last name", "First name", "Team", "Class", "Sex")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipOfBib:
    """One chip (upper case, no blanks) and the bib it goes with."""

    line: int
    chip: str
    bib: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipMap:
    """All chips of a file. A bib may have several; a chip that has two bibs is told."""

    pairs: tuple[ChipOfBib, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def map_likeness(lines: Sequence[str]) -> float:
    """How far lines are a chip map: 1 below a header, else the share of pairs that can be one."""
    if not lines:
        return 0.0
    if _header(lines[0]) is not None:
        return 1.0
    pairs = [_cells(line) for line in lines]
    return max(
        sum(1 for pair in pairs if _is_pair(pair, chip_at)) / len(lines) for chip_at in (0, 1)
    )


def _cells(line: str) -> list[str]:
    return [cell.strip('" ') for cell in _SPLIT.split(line.strip()[:_LINE_LIMIT])]


def _header(line: str) -> int | None:
    """Where the chip stands below a header of exactly these two columns, else None."""
    names = [fold_header(cell) for cell in _cells(line)]
    while len(names) > 2 and not names[-1]:
        names.pop()
    if len(names) != 2:
        return None
    for chip_at in (0, 1):
        if names[chip_at] in _CHIP_WORDS and names[1 - chip_at] in _BIB_WORDS:
            return chip_at
    return None


def _is_pair(cells: Sequence[str], chip_at: int) -> bool:
    if len(cells) != 2:
        return False
    chip, bib = cells[chip_at], cells[1 - chip_at]
    return (
        _LONG_CHIP.fullmatch(chip) is not None
        and _BIB.fullmatch(bib) is not None
        and (len(chip) > len(bib))
    )


def read_chip_map(name: str, text: str) -> ChipMap:
    """Every pair; lines of something else are told by number."""
    lines = lines_of(text)
    filled = [line for line in lines if line.strip()]
    headed = _header(filled[0]) if filled else None
    chip_at = headed if headed is not None else _side(filled)
    pairs: list[ChipOfBib] = []
    odd: list[NotUnderstood] = []
    seen: dict[str, ChipOfBib] = {}
    left: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or _header(line) is not None:
            continue
        if line.lstrip().startswith(("//", "#")):
            left[COMMENT] = left.get(COMMENT, 0) + 1
            continue
        pair, why = _pair(number, line, chip_at)
        if pair is None:
            odd.append(NotUnderstood(line=number, text=line.strip()[:200], why=Note(code=why)))
            continue
        before = seen.setdefault(chip_key(pair.chip), pair)
        if before is not pair and bib_key(before.bib) == bib_key(pair.bib):
            left["raw.left-repeat"] = left.get("raw.left-repeat", 0) + 1
            continue
        if before is not pair:
            problems.append(_two_bibs(name, pair, before))
        pairs.append(pair)
    return ChipMap(
        pairs=tuple(pairs), not_understood=tuple(odd), left_out=left, problems=tuple(problems)
    )


def _side(lines: Sequence[str]) -> int:
    """Where the chip stands without a header: on the side that makes more pairs."""
    pairs = [_cells(line) for line in lines]
    counts = [sum(1 for pair in pairs if _is_pair(pair, at)) for at in (0, 1)]
    return 0 if counts[0] > counts[1] else 1


def _pair(number: int, line: str, chip_at: int) -> tuple[ChipOfBib | None, str]:
    cells = [cell for cell in _cells(line) if cell]
    if len(cells) != 2:
        return None, "raw.no-pair"
    chip, bib = chip_text(cells[chip_at]), clean_bib(cells[1 - chip_at])
    if not bib or _BIB.fullmatch(bib) is None:
        return None, "raw.no-bib"
    if _CHIP.fullmatch(chip) is None or not chip_key(chip):
        return None, "raw.no-chip"
    return ChipOfBib(line=number, chip=chip, bib=bib), ""


def _two_bibs(name: str, pair: ChipOfBib, before: ChipOfBib) -> Problem:
    return Problem(
        severity=Severity.WARNING,
        code="raw.chip-twice",
        params={"chip": pair.chip, "bib": pair.bib, "other": before.bib, "line": before.line},
        file=name or None,
        row=pair.line,
    )


# ------------------------------------------------------------------ .ppl


def people_likeness(lines: Sequence[str]) -> float:
    """The share of lines of ipico's participant file, its comments included."""
    fitting = [line for line in lines if _PERSON.match(line)]
    comments = sum(1 for line in lines if line.lstrip().startswith(";"))
    return (len(fitting) + comments) / len(lines) if fitting else 0.0


def read_people(name: str, text: str) -> tuple[Book, tuple[NotUnderstood, ...]]:
    """A participant file as a table of bibs and names, and the lines that are none."""
    rows: list[Row] = []
    odd: list[NotUnderstood] = []
    width = len(_PEOPLE_HEADER)
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        if _PERSON.match(line) is None:
            why = Note(code="raw.no-person")
            odd.append(NotUnderstood(line=number, text=line.strip()[:200], why=why))
            continue
        cells = [cell.strip() for cell in line.split(",")][:width]
        rows.append(Row(number, tuple(cells + [""] * (width - len(cells)))))
    table = Table(name="", header_row=0, header=_PEOPLE_HEADER, rows=tuple(rows), delimiter=",")
    return Book(name=name, kind=BookKind.TEXT, tables=(table,), delimiter=","), tuple(odd)
