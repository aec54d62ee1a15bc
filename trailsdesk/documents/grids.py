"""The finish grid: a sheet to write on at the line, row for row as the screen has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race, bib_cell
from trailsdesk.documents.sheet import (
    Align,
    Block,
    Cell,
    CellKind,
    Density,
    Heading,
    Paper,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GridLine", "finish_grid"]

# Points. 25 rows fit a page with its title on two lines, and a glove still finds its row.
_ROW_HEIGHT = {Paper.A4: 24.0, Paper.LETTER: 22.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A row that was taken already; ``time`` in words where there is no time since the gun."""

    number: int
    bib: str
    time: str = ""
    time_ms: int | None = None
    note: str = ""


def finish_grid(
    context: SheetContext,
    *,
    rows_a_page: int,
    first: int = 1,
    pages: int = 1,
    lines: Sequence[GridLine] = (),
) -> Sheet:
    """Numbered rows with fields for bib, time and a note; black lines only.

    Rows taken already stand in their row, so that paper and screen can be compared; there are then
    pages for all of them, and the last one is filled up with empty rows.

    Args:
        first: number of the first row; every page goes on where the one before ended.
    """
    # A long name of a race stands in the headings, so that every page has room for its rows.
    race = context.race_names[0] if len(context.race_names) == 1 else ""
    context = replace(before_the_race(context), race_names=())
    taken = {line.number: line for line in lines if line.number >= first}
    needed = max(taken, default=first - 1) - first + 1
    count = max(pages, -(-needed // rows_a_page), 1)
    blocks: list[Block] = []
    for page in range(count):
        start = first + page * rows_a_page
        numbers = range(start, start + rows_a_page)
        words = _("Rows {first} to {last}").format(first=numbers[0], last=numbers[-1])
        words = f"{words} · {race}" if race else words
        blocks += [
            Heading(text=words, new_page=page > 0),
            Paragraph(text=_who_writes()),
            _table(numbers, taken, _ROW_HEIGHT[context.paper]),
        ]
    return context.sheet(SheetKind.FINISH_GRID, _("Finish grid"), blocks, density=Density.ROOMY)


def _who_writes() -> str:
    line = "_" * 18
    words = _("Written by {line}  One row for everybody; ? for a bib nobody can read.")
    return words.format(line=line)


def _table(numbers: range, taken: Mapping[int, GridLine], row_height: float) -> Table:
    columns = (
        SheetColumn(title=_("No."), kind=CellKind.NUMBER),
        _field(_("Bib"), 2),
        _field(_("Time"), 3),
        _field(_("Note"), 5),
    )
    return Table(
        columns=columns,
        rows=tuple(_row(number, taken.get(number)) for number in numbers),
        row_height=row_height,
    )


def _field(title: str, weight: int) -> SheetColumn:
    return SheetColumn(title=title, kind=CellKind.SIGNATURE, weight=weight, align=Align.LEFT)


def _row(number: int, line: GridLine | None) -> tuple[Cell, ...]:
    counted = Cell(text=str(number), value=number, strong=True)
    if line is None:
        return (counted, *(Cell(text=""),) * 3)
    time = line.time if line.time_ms is None else format_elapsed(line.time_ms)
    return (counted, bib_cell(line.bib or "?"), Cell(text=time), Cell(text=line.note))
