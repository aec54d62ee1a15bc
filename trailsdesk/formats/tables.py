"""What every reader hands on: a book of tables of text cells that know where they stood."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from trailsdesk.domain.problems import Problem


class BookKind(enum.StrEnum):
    """What sort of file the tables came from."""

    TEXT = "text"
    WORKBOOK = "workbook"
    MARKDOWN = "markdown"
    JSON = "json"
    XML = "xml"


class Row(NamedTuple):
    """A row of cells; ``number`` is its line in the file or its row on the sheet, from 1.

    The header is counted. A row that covers several lines has the number of its first.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and its rows; every row has exactly as many cells as the header.

    ``header_row`` is 0 when the file has no header; ``header`` then numbers the columns. Names
    that
    stood twice carry a number: ``country``, ``country (2)``. Cells are text. What a workbook knows
    better than text is written without loss: days as ``2026-05-24``, days with a time as
    ``2026-05-24 10:00:00``, times as ``25:17:11.500`` whatever the cell showed, whole numbers
    without a point. ``numeric_times`` says that plain numbers come from a workbook, where they may
    be serial days or fractions of a day.
    """

    name: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ""
    numeric_times: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file that was read: its tables, how it was read, and what there is to say about it."""

    name: str
    kind: BookKind
    tables: tuple[Table, ...]
    encoding: str = ""
    delimiter: str = ""
    problems: tuple[Problem, ...] = ()
