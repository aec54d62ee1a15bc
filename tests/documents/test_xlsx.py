from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.made_up import CONTEXT, a_finisher, a_sheet
from trailsdesk.documents.lists import ResultGroup, result_list
from trailsdesk.documents.plain_text import printable
from trailsdesk.documents.sheet import (
    Cell,
    CellKind,
    Heading,
    Identity,
    Sheet,
    SheetColumn,
    Table,
)
from trailsdesk.documents.xlsx import render_xlsx

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#N/A", "#REF!", "TRUE", "1e5")


def read(sheet: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(sheet)))


def cells(sheet: Sheet) -> list[Any]:
    book = read(sheet)
    return [cell for page in book for row in page.iter_rows() for cell in row if cell.value]


def one_cell(cell: Cell, kind: CellKind) -> Any:
    table = Table(columns=(SheetColumn(title="Column", kind=kind),), rows=((cell,),))
    return read(a_sheet(blocks=(table,))).active["A6"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_ever_becomes_a_formula_or_an_error(text: str) -> None:
    blocks = (Heading(text=text), *a_sheet(text).blocks)
    sheet = a_sheet(title=text, subtitle=text, blocks=blocks)
    found = [cell for cell in cells(sheet) if cell.value == text]
    assert len(found) == 4
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found if text[0] in "=+-@")


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=40))
def test_any_name_comes_back_as_it_was_written(name: str) -> None:
    book = read(a_sheet(name))
    assert (book.active["B6"].value or "") == printable(name)
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_bibs_that_are_numbers_are_numbers_and_others_stay_text() -> None:
    rows = tuple(a_finisher(n, bib=bib) for n, bib in enumerate(("12", "007", "A7", "١٢"), 1))
    page = read(result_list(CONTEXT, [ResultGroup(race_label="Long", rows=rows)])).active
    bibs = [cell.value for cell in page["B"] if cell.value is not None]
    assert bibs == ["Bib", 12, "007", "A7", "١٢"]


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("1:42:17", 6_137_000, "[h]:mm:ss"),
        ("31:07:45", 112_065_000, "[h]:mm:ss"),
        ("1:42:17.3", 6_137_300, "[h]:mm:ss.0"),
        ("+0:00:12", 12_000, '"+"[h]:mm:ss'),
    ],
)
def test_times_are_durations_shown_as_printed(text: str, value: int, number_format: str) -> None:
    cell = one_cell(Cell(text=text, value=value), CellKind.TIME)
    assert cell.number_format == number_format
    found = cell.value
    if not isinstance(found, timedelta):
        found = timedelta(days=found)
    assert abs(found - timedelta(milliseconds=value)) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("=3", 3, '"="0'),
        ("(72)", Decimal(72), '"("0")"'),
        ("285", Decimal(285), "0"),
        ("12.50", Decimal("12.50"), "0.00"),
    ],
)
def test_figures_stay_figures_and_look_as_printed(
    text: str, value: int | Decimal, number_format: str
) -> None:
    cell = one_cell(Cell(text=text, value=value), CellKind.NUMBER)
    assert (cell.data_type, cell.value, cell.number_format) == ("n", value, number_format)


def test_a_word_instead_of_a_time_stays_a_word() -> None:
    assert one_cell(Cell(text="DNF"), CellKind.TIME).value == "DNF"


def test_the_header_stays_in_sight_and_repeats_on_paper() -> None:
    page = read(a_sheet("Ann", "Bea")).active
    assert [cell.value for cell in page[5]][:2] == ["Bib", "Name"]
    assert page.freeze_panes == "A6"
    assert page.print_title_rows == "$5:$5"


def test_each_race_has_its_own_worksheet_with_a_name_excel_takes() -> None:
    labels = ("Long [19/20]: 'night'", "A" * 40, "a" * 40, "History")
    groups = [ResultGroup(race_label=label, rows=(a_finisher(1),)) for label in labels]
    names = read(result_list(CONTEXT, groups)).sheetnames
    assert len(names) == len({name.casefold() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert "History" not in names


def test_the_foot_says_which_sheet_it_is_and_takes_an_ampersand() -> None:
    page = read(a_sheet("Ann", title="Run & Fun")).active
    assert page.oddFooter.left.text == "Sheet 4 · replaces sheet 2"
    assert page.oddFooter.center.text == "PROVISIONAL v3 · 24 May 2026 11:42 NZST · 7f3a9c1e"
    assert page.oddFooter.right.text == "page &P of &N"
    assert page.oddHeader.left.text == "Run && Fun"


def test_the_file_carries_no_time_of_its_making() -> None:
    data = render_xlsx(a_sheet("Ann", identity=Identity()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01") == 2


def test_every_cell_of_the_sheet_is_in_the_workbook() -> None:
    rows = tuple(a_finisher(number, club="Port Hills") for number in range(1, 40))
    sheet = result_list(CONTEXT, [ResultGroup(race_label="Long", rows=rows)])
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    page = read(sheet).active
    written = list(page.iter_rows(min_row=7, max_col=len(table.columns)))
    assert len(written) == len(table.rows)
    for row, found in zip(table.rows, written, strict=True):
        for cell, there in zip(row, found, strict=True):
            assert (there.value is None) == (not cell.text)
            if cell.value is None and cell.text:
                assert there.value == cell.text
