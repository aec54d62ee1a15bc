"""What is written can be read back, and no spreadsheet runs what somebody typed as a name."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.formats.exports import ExportColumn, guarded, to_csv, to_json, to_tsv, unguarded

COLUMNS = (
    ExportColumn(title="Bib", key="bib"),
    ExportColumn(title="Name", key="name"),
    ExportColumn(title="Gap", key="gap", text=False),
)
RISKY = [
    "=1+1",
    "+61 3",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "=cmd|'/C calc'!A0",
    "\x00=1",
]


def parsed(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", RISKY)
def test_a_formula_typed_as_a_name_is_no_formula(text: str) -> None:
    cell = parsed(to_csv(COLUMNS, [("1", text, None)]))[1][1]
    assert cell == f"'{text}"
    assert unguarded(cell) == text


def test_our_own_figures_stay_figures() -> None:
    assert parsed(to_csv(COLUMNS, [("1", "Ann", -5)]))[1] == ["1", "Ann", "-5"]


def test_machines_get_plain_text_when_they_ask() -> None:
    assert parsed(to_csv(COLUMNS, [("1", "=1", -5)], plain=True))[1] == ["1", "=1", "-5"]


def test_the_mark_is_there_unless_left_out() -> None:
    assert to_csv(COLUMNS, []).startswith(b"\xef\xbb\xbfBib,Name,Gap\r\n")
    assert to_csv(COLUMNS, [], mark=False) == b"Bib,Name,Gap\r\n"


def test_tabs_and_line_breaks_inside_cells_do_not_break_rows() -> None:
    text = to_tsv(COLUMNS, [("1", "a\tb\nc", 0)])
    assert parsed(text.encode(), "\t") == [["Bib", "Name", "Gap"], ["1", "a\tb\nc", "0"]]


def test_json_keeps_types_and_letters() -> None:
    text = to_json(COLUMNS, [("1", "=Zoë 李", -5), ("2", "", None)])
    assert "Zoë 李" in text
    assert json.loads(text) == [
        {"bib": "1", "name": "=Zoë 李", "gap": -5},
        {"bib": "2", "name": "", "gap": None},
    ]


def test_a_row_of_another_width_is_a_fault_of_the_caller() -> None:
    for write in (to_csv, to_tsv, to_json):
        with pytest.raises(ValueError, match=r"\d|argument"):
            write(COLUMNS, [("1", "Ann")])


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20), st.integers()), max_size=6))
@settings(max_examples=120)
def test_what_is_exported_comes_back(rows: list[tuple[str, str, int]]) -> None:
    rows = [
        (a.encode("utf-8", "ignore").decode(), b.encode("utf-8", "ignore").decode(), n)
        for a, b, n in rows
    ]
    back = parsed(to_csv(COLUMNS, rows))[1:]
    assert [[unguarded(a), unguarded(b), n] for a, b, n in back] == [
        [a, b, str(n)] for a, b, n in rows
    ]


@given(st.text(max_size=20) | st.text("'= +a", max_size=6))
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
