"""The finish grid: the rows of the screen on paper, in black, on every paper a printer has."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.documents.made_up import a_context, lines, page_texts
from trailsdesk.documents.grids import GridLine, finish_grid
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import Paper, Sheet, Table
from trailsdesk.documents.xlsx import render_xlsx

ROWS = 25
LONG_NAME = "Long 19 km over the tops and back along the valley floor, juniors and relays as well"


def numbers(sheet: Sheet) -> list[list[int]]:
    """The row numbers of each page."""
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    return [[int(row[0].text) for row in table.rows] for table in tables]


def taken(number: int, bib: str = "214") -> GridLine:
    return GridLine(number=number, bib=bib, time_ms=6_137_000, note="Zoë Pōtae")


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", ["Long 19 km", LONG_NAME])
def test_a_page_holds_exactly_the_rows_of_a_sheet_on_the_screen(paper: Paper, name: str) -> None:
    context = a_context(paper=paper, race_names=(name,))
    sheet = finish_grid(context, rows_a_page=ROWS, pages=3)
    assert numbers(sheet) == [
        list(range(first, first + ROWS)) for first in (1, 1 + ROWS, 1 + 2 * ROWS)
    ]
    pages = page_texts(render_pdf(sheet))
    assert len(pages) == 3
    for text, first in zip(pages, (1, 26, 51), strict=True):
        said = text.split()
        assert {str(first), str(first + ROWS - 1)} <= set(said)
        assert str(first + ROWS) not in said


def test_the_numbers_begin_where_they_are_told_to() -> None:
    assert numbers(finish_grid(a_context(), rows_a_page=ROWS, first=101)) == [
        list(range(101, 126))
    ]


def test_rows_taken_so_far_stand_in_their_row_and_empty_ones_follow() -> None:
    rows = [taken(number) for number in range(1, 28)]
    sheet = finish_grid(a_context(), rows_a_page=ROWS, lines=rows)
    pages = numbers(sheet)
    assert len(pages) == 2
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    last = tables[1].rows
    assert [cell.text for cell in last[1]] == ["27", "214", "1:42:17", "Zoë Pōtae"]
    assert [cell.text for cell in last[2]] == ["28", "", "", ""]


def test_a_time_without_a_bib_is_marked_and_not_left_blank() -> None:
    made = lines(render_pdf(finish_grid(a_context(), rows_a_page=3, lines=[taken(2, bib="")])))
    assert "2 ? 1:42:17 Zoë Pōtae" in made


def test_only_rows_from_the_first_number_on_are_printed() -> None:
    sheet = finish_grid(a_context(), rows_a_page=3, first=4, lines=[taken(2), taken(5)])
    assert numbers(sheet) == [[4, 5, 6]]


def test_the_spreadsheet_has_the_same_rows_and_room_to_write() -> None:
    sheet = finish_grid(a_context(), rows_a_page=ROWS, pages=2, lines=[taken(1)])
    book = load_workbook(io.BytesIO(render_xlsx(sheet)))
    assert len(book.worksheets) == 2
    for worksheet, first in zip(book.worksheets, (1, 26), strict=True):
        found = [
            cell
            for (cell,) in worksheet.iter_rows(max_col=1)
            if isinstance(cell.value, int) and cell.font.bold
        ]
        assert [cell.value for cell in found] == list(range(first, first + ROWS))
        assert {worksheet.row_dimensions[cell.row].height for cell in found} == {24.0}
