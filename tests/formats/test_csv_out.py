"""Tables as CSV: read back as they were, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from trailsdesk.domain.exports import OutColumn, OutKind, OutTable
from trailsdesk.domain.spreadsheet_text import harmless, runs_as_formula
from trailsdesk.formats.csv_out import csv_file

COLUMNS = (
    OutColumn(key="name", title="Name"),
    OutColumn(key="rank", title="Place", kind=OutKind.NUMBER),
    OutColumn(key="time", title="Time", kind=OutKind.TIME),
    OutColumn(key="born", title="Birth date", kind=OutKind.DATE),
)


def rows(*made: tuple[object, ...]) -> list[list[str]]:
    table = OutTable(name="results", columns=COLUMNS, rows=made)  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(csv_file(table).decode("utf-8-sig"), newline="")))


def test_values_are_written_as_every_reader_knows_them() -> None:
    assert rows(
        ("Rimu, Āwhina \"Wini\"\nB", 1, 95_940_000, date(1986, 8, 9)),
        ("Kōwhai", Decimal("1E+2"), None, None),
    )[1:] == [
        ['Rimu, Āwhina "Wini"\nB', "1", "26:39:00", "1986-08-09"],
        ["Kōwhai", "100", "", ""],
    ]  # fmt: skip


def test_the_whole_column_is_as_fine_as_its_finest_time() -> None:
    found = rows(("A", 1, 60_000, None), ("B", 2, 60_250, None))
    assert [row[2] for row in found[1:]] == ["0:01:00.00", "0:01:00.25"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_starts_as_a_formula(start: str) -> None:
    (cell, *_rest) = rows((start + "1+1", 1, 0, None))[1]
    assert cell == "'" + start + "1+1"
    assert not runs_as_formula(cell)
    assert harmless("Rimu") == "Rimu"


def test_a_negative_figure_stays_one() -> None:
    assert rows(("A", -3, -250_000, None))[1][1:3] == ["-3", "-0:04:10"]


def test_excel_knows_the_letters_by_the_mark_at_the_beginning() -> None:
    table = OutTable(name="results", columns=COLUMNS, rows=())
    assert csv_file(table) == b"\xef\xbb\xbfName,Place,Time,Birth date\r\n"
