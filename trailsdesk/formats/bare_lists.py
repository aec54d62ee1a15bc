"""Entry lists without a header whose columns are known by their order: WinOrient and SportOrg.

Source: the programs' own CSV: ``group;surname given;team, region;coach;qualification;bib;year;
card;comment``, mostly in cp1251.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.formats.fields import header_hits
from trailsdesk.formats.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = ("Group", "Surname name", "Team", "Coach", "Qualification", "Number", "Year of birth",
           "Card", "Comment")  # fmt: skip
_NAME, _BIB, _YEAR, _CARD = 1, 5, 6, 7
_SAMPLE = 60
_LOOKED_AT = 100_000
_WHOLE = re.compile(r"\d{0,9}")
_BORN = re.compile(r"|0|(?:19|20)\d\d")


def is_bare_list(text: str) -> bool:
    """Whether nearly all lines of a text have that program's columns, and none is a header."""
    lines = text[:_LOOKED_AT].splitlines()[:_SAMPLE]
    rows = [_cells(line) for line in lines if line.strip()]
    if not rows or any(header_hits(row) > 1 for row in rows):
        return False
    return sum(_fits(row) for row in rows) * 10 >= len(rows) * 9


def read_bare_list(text: str) -> Table:
    """The lines under the names of their columns; a row's number is its line."""
    width = len(_HEADER)
    rows = [
        Row(number, (*cells[:width], *("",) * (width - len(cells))))
        for number, line in enumerate(paced(text.splitlines()), start=1)
        if line.strip() and (cells := _cells(line))
    ]
    return Table(name="", header_row=0, header=_HEADER, rows=tuple(rows), delimiter=";")


def _cells(line: str) -> Sequence[str]:
    return tuple(cell.strip().strip('"') for cell in line.split(";"))


def _fits(row: Sequence[str]) -> bool:
    return (
        len(row) > _CARD
        and len(row[_NAME].split()) > 1
        and not any(map(str.isdecimal, row[_NAME]))
        and _WHOLE.fullmatch(row[_BIB]) is not None
        and _BORN.fullmatch(row[_YEAR]) is not None
        and _WHOLE.fullmatch(row[_CARD]) is not None
    )
