"""The cells of a federation's results file as its pre-flight looks at them, blanks and all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.itra_file import HEADING_ROW, ItraFile
from trailsdesk.formats.limits import LIMITS
from trailsdesk.formats.workbook import read_apart
from trailsdesk.formats.workbook_gate import check_workbook
from trailsdesk.formats.workbook_reader import FORMULA

if TYPE_CHECKING:
    from trailsdesk.formats.limits import Limits

SUFFIX = ".xlsx"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: its text, the format its number is shown in (empty for text), or a formula."""

    text: str = ""
    shown_as: str = ""
    formula: bool = False

    @property
    def is_number(self) -> bool:
        """Whether a number, time or day in a format of its own stands behind the text."""
        return bool(self.shown_as)


EMPTY = SheetCell()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSheet:
    """One worksheet: the rows that hold something, by their number, each from column A on.

    ``entries`` says whose a row is, where the sheet was made here.
    """

    name: str
    rows: Mapping[int, tuple[SheetCell, ...]]
    entries: Mapping[int, EntryId]


def sheets_of(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[CheckedSheet, ...]:
    """Every worksheet of a workbook, also hidden and empty ones.

    Raises:
        InputUnreadable: it is no workbook this program opens (``workbook.…``).
    """
    check_workbook(name, data, limits)
    found = []
    for sheet in read_apart(name, data, limits, closely=True):
        marks = {(row, column): mark for row, column, mark in sheet["marks"]}
        rows = {
            number: tuple(
                _cell(text, marks.get((number, column), ""))
                for column, text in enumerate(cells, start=1)
            )
            for number, cells in sheet["rows"]
            if any(text.strip() for text in cells)
        }
        for (number, column), mark in marks.items():
            if mark == FORMULA:
                rows[number] = _with_formula(rows.get(number, ()), column)
        found.append(CheckedSheet(name=sheet["name"], rows=rows, entries={}))
    return tuple(found)


def _cell(text: str, mark: str) -> SheetCell:
    is_formula = mark == FORMULA
    return SheetCell(text, "" if is_formula else mark, is_formula)


def _with_formula(cells: tuple[SheetCell, ...], column: int) -> tuple[SheetCell, ...]:
    """The row with a calculated cell at a column, which has no value saved with it."""
    longer = [*cells, *[EMPTY] * (column - len(cells))]
    longer[column - 1] = SheetCell(longer[column - 1].text, "", formula=True)
    return tuple(longer)


def sheet_of_file(file: ItraFile) -> CheckedSheet:
    """The sheet a file made here becomes."""
    rows = {HEADING_ROW: tuple(map(SheetCell, file.headings))}
    entries = {}
    for number, row in enumerate(file.rows, start=HEADING_ROW + 1):
        rows[number] = tuple(map(SheetCell, row.cells))
        entries[number] = row.entry_id
    return CheckedSheet(name=file.rule.to, rows=rows, entries=entries)
