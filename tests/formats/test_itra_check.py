"""The pre-flight: every fault planted in a sheet is found with its row, its column and a fix."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.itra_check import check_sheets, check_workbook_file
from trailsdesk.formats.itra_sheet import CheckedSheet, SheetCell
from trailsdesk.formats.presets import load_preset, preset_text
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.federation_rules import ResultFileRule
    from trailsdesk.domain.itra_file import FileFault

TODAY = date(2026, 5, 25)
HEADINGS = [
    "Ranking", "Time", "Family name", "First name", "Gender", "Birthdate", "Nationality",
    "Bib number", "City",
]  # fmt: skip
RANK, TIME, FAMILY, GIVEN, GENDER, BORN, NATION, BIB, CITY = range(9)
CLEAN = [
    ["1", "02:45:15", "Weka", "Ada", "F", "1988-02-03", "GER", "11", "Nowhere"],
    ["2", "02:50:00", "Tūī", "Bó", "M", "1979-12-31", "SUI", "12", ""],
    ["2", "02:50:00", "O'Kea", "Cy", "F", "2001-06-30", "NZL", "13", ""],
    ["4", "26:05:09", "Kākā", "Di Ana", "M", "1990-01-01", "RSA", "14", ""],
    ["5", "31:05:09", "Moa", "Eli", "F", "1966-11-11", "NED", "", ""],
    ["DNF", "", "Huia", "Flo", "F", "1995-05-05", "POR", "16", ""],
]


def rule() -> ResultFileRule:
    federation = load_preset(preset_text("itra")).federation
    assert federation is not None
    assert federation.result_file is not None
    return federation.result_file


def sheet_of(rows: list[list[str]], name: str = "Results", first: int = 1) -> CheckedSheet:
    return CheckedSheet(
        name=name,
        rows={
            number: tuple(map(SheetCell, row))
            for number, row in enumerate(rows, start=first)
            if any(row)
        },
        entries={},
    )


def faults_of(rows: list[list[str]], headings: list[str] | None = None) -> list[FileFault]:
    return list(check_sheets([sheet_of([headings or HEADINGS, *rows])], rule(), TODAY))


def planted(row: int, column: int, text: str) -> list[FileFault]:
    """The faults after one cell was changed; rows count as in the sheet."""
    rows = [list(cells) for cells in CLEAN]
    rows[row - 2][column] = text
    return faults_of(rows)


def told(faults: list[FileFault]) -> list[tuple[int | None, str, str]]:
    return [(fault.row, fault.column, fault.said.code) for fault in faults]


def test_the_rule_says_where_it_stands():
    source = rule().source
    assert source.url.startswith("https://itra.run/")
    assert source.grade == "A"
    assert rule().most_files == 7
    assert [column.heading for column in rule().columns] == HEADINGS


def test_a_clean_sheet_is_clean():
    assert faults_of(CLEAN) == []


def test_the_two_optional_columns_may_be_missing():
    assert faults_of([row[:7] for row in CLEAN], HEADINGS[:7]) == []


CELLS = [
    # row, column, what is planted, the fault, its fix (or a piece of it)
    (3, RANK, "", "itra.rank-missing", "whole number, or DNF"),
    (2, RANK, "1.", "itra.rank-form", "Write “1”."),
    (2, RANK, "1st", "itra.rank-form", "Write “1”."),
    (2, RANK, "1,0", "itra.rank-form", "Write “1”."),
    (2, RANK, "first", "itra.rank-form", "whole number"),
    (7, RANK, "dnf", "itra.rank-word", "Write “DNF”."),
    (7, RANK, "Abandon", "itra.rank-word", "Write “DNF”."),
    (7, RANK, "DSQ", "itra.rank-word", "Delete the row."),
    (7, RANK, "DNS", "itra.row-not-started", "Delete the row."),
    (2, TIME, "", "itra.time-missing", "00:45:15"),
    (2, TIME, "2:45:15", "itra.time-form", "Write “02:45:15”."),
    (2, TIME, "2h45'15\"", "itra.time-form", "Write “02:45:15”."),
    (2, TIME, "45:15", "itra.time-form", "as in 00:45:15"),
    (2, TIME, "02:75:15", "itra.time-form", "as in 00:45:15"),
    (2, TIME, "02:45:15.3", "itra.time-fraction", "Write “02:45:15”."),
    (2, TIME, " 02:45:15", "itra.time-form", "Write “02:45:15”."),
    (2, TIME, "00:00:00", "itra.time-zero", "or DNF instead of the place"),
    (7, TIME, "05:00:00", "itra.time-unfinished", "Empty the cell."),
    (3, FAMILY, "", "itra.name-missing", "as in the passport"),
    (3, GIVEN, "", "itra.name-missing", "as in the passport"),
    (3, FAMILY, "Иванов", "itra.name-letters", "Write “Ivanov”."),
    (3, GIVEN, "Ελένη", "itra.name-letters", "Write “Eleni”."),
    (3, FAMILY, "李", "itra.name-letters", "Type the spelling"),
    (3, FAMILY, "حداد", "itra.name-letters", "Type the spelling"),
    (3, FAMILY, "Tui ", "itra.name-blanks", "Write “Tui”."),
    (3, GENDER, "", "itra.gender-missing", "F for a woman"),
    (3, GENDER, "Male", "itra.gender-form", "Write “M”."),
    (2, GENDER, "W", "itra.gender-form", "Write “F”."),
    (3, GENDER, "m", "itra.gender-form", "Write “M”."),
    (3, GENDER, "X", "itra.gender-other", "takes only F or M"),
    (3, GENDER, "7", "itra.gender-form", "F for a woman"),
    (3, BORN, "", "itra.birth-missing", "year-month-day"),
    (3, BORN, "31/12/1979", "itra.birth-form", "Write “1979-12-31” as text."),
    (3, BORN, "03/02/1979", "itra.birth-form", "Write the full date"),
    (3, BORN, "1979", "itra.birth-form", "Write the full date"),
    (3, BORN, "1979-02-30", "itra.birth-no-day", "Write the full date"),
    (3, BORN, "2027-01-01", "itra.birth-future", "Write the full date"),
    (3, BORN, "1879-12-31", "itra.birth-odd", "Write the full date"),
    (3, BORN, "2025-12-31", "itra.birth-odd", "Write the full date"),
    (3, NATION, "", "itra.nation-missing", "three letters"),
    (3, NATION, "ATLANTIS", "itra.nation-unknown", "three letters"),
    (3, NATION, "CHE", "itra.nation-other", "Write “SUI”."),
    (3, NATION, "CH", "itra.nation-other", "Write “SUI”."),
    (3, NATION, "sui", "itra.nation-other", "Write “SUI”."),
    (3, NATION, "Switzerland", "itra.nation-other", "Write “SUI”."),
    (3, NATION, "ENG", "itra.nation-other", "Write “GBR”."),
    (3, NATION, "MRT", "itra.nation-doubt", "right one"),
    (4, BIB, "12", "itra.bib-twice", "too many"),
]


@pytest.mark.parametrize(("row", "column", "text", "code", "fix"), CELLS)
def test_one_bad_cell_is_found_alone_with_its_fix(
    row: int, column: int, text: str, code: str, fix: str
):
    faults = [fault for fault in planted(row, column, text) if fault.said.code == code]
    assert [(fault.row, fault.column) for fault in faults] == [(row, HEADINGS[column])]
    assert fix in message(faults[0].fix)
    others = {fault.said.code for fault in planted(row, column, text)} - {code}
    assert not others, "one fault is not told as many"


def test_all_faults_of_a_sheet_are_found_and_sorted_by_row():
    rows = [list(cells) for cells in CLEAN]
    rows[0][NATION], rows[1][GENDER], rows[1][TIME] = "DEU", "male", "2:50:00"
    rows[3][BORN], rows[5][TIME] = "", "09:00:00"
    assert told(faults_of(rows)) == [
        (2, "Nationality", "itra.nation-other"),
        (3, "Time", "itra.time-form"),
        (3, "Gender", "itra.gender-form"),
        (5, "Birthdate", "itra.birth-missing"),
        (7, "Time", "itra.time-unfinished"),
    ]


# Headings


@pytest.mark.parametrize("wrong", ["Family Name", "family name", "Last name", "Famly name"])
def test_a_misspelt_heading_is_named_with_the_right_one(wrong: str):
    headings = [wrong if each == "Family name" else each for each in HEADINGS]
    (fault,) = faults_of(CLEAN, headings)
    assert told([fault]) == [(1, "Family name", "itra.heading-form")]
    assert message(fault.fix) == "Write “Family name”."


def test_the_older_pages_bib_heading_is_named_with_todays():
    headings = ["Bib no." if each == "Bib number" else each for each in HEADINGS]
    (fault,) = faults_of(CLEAN, headings)
    assert message(fault.fix) == "Write “Bib number”."


def test_a_missing_heading_is_named_and_its_cells_are_not():
    without = [[*row[:5], *row[6:]] for row in [HEADINGS, *CLEAN]]
    (fault,) = faults_of(without[1:], without[0])
    assert told([fault]) == [(1, "Birthdate", "itra.heading-missing")]


def test_columns_nobody_asked_for_and_columns_twice_are_found():
    faults = faults_of([[*row, "Red"] for row in CLEAN], [*HEADINGS, "Shirt"])
    assert told(faults) == [(1, "Shirt", "itra.heading-unknown")]
    faults = faults_of([[*row, "Red"] for row in CLEAN], [*HEADINGS, "City"])
    assert told(faults) == [(1, "City", "itra.heading-twice")]


def test_no_headings_at_all():
    found = check_sheets([sheet_of(CLEAN)], rule(), TODAY)
    assert told(list(found)) == [(1, "", "itra.no-headings")]
    assert "Ranking, Time, Family name, First name, Gender, Birthdate, Nationality" in message(
        found[0].fix
    )


def test_data_that_does_not_begin_at_a1_is_told_and_looked_through_all_the_same():
    rows = [["My race 2026"], [], HEADINGS, *CLEAN, ["6"]]
    rows[4] = [*CLEAN[1]]
    rows[4][GENDER] = "male"
    found = told(list(check_sheets([sheet_of(rows[:-1])], rule(), TODAY)))
    assert found == [(3, "", "itra.not-first-row"), (5, "Gender", "itra.gender-form")]
    shifted = [["", *row] for row in [HEADINGS, *CLEAN]]
    found = told(list(check_sheets([sheet_of(shifted)], rule(), TODAY)))
    assert found == [(1, "", "itra.not-first-column")]


def test_nothing_below_the_headings_and_nothing_at_all():
    assert told(faults_of([])) == [(1, "", "itra.no-rows")]
    empty = CheckedSheet(name="Results", rows={}, entries={})
    assert told(list(check_sheets([empty], rule(), TODAY))) == [(None, "", "itra.empty")]


# Rows among each other


def ranked_rows(*pairs: tuple[str, str]) -> list[list[str]]:
    return [
        [place, time, f"Weka{chr(97 + n)}", "Ada", "F", "1988-02-03", "GER", str(n), ""]
        for n, (place, time) in enumerate(pairs)
    ]


def test_places_out_of_order():
    rows = ranked_rows(("1", "01:00:00"), ("3", "03:00:00"), ("2", "02:00:00"), ("4", "04:00:00"))
    assert told(faults_of(rows)) == [
        (3, "Ranking", "itra.rank-gap"),
        (4, "Ranking", "itra.rank-order"),
        (4, "Time", "itra.time-order"),
    ]


def test_a_gap_between_places_and_a_first_place_that_is_not_1():
    rows = ranked_rows(("1", "01:00:00"), ("2", "02:00:00"), ("4", "03:00:00"), ("5", "04:00:00"))
    assert told(faults_of(rows)) == [(4, "Ranking", "itra.rank-gap")]
    assert told(faults_of(ranked_rows(("2", "01:00:00")))) == [(2, "Ranking", "itra.rank-gap")]
    slip = ranked_rows(("1", "01:00:00"), ("22", "02:00:00"), ("3", "03:00:00"))
    assert told(faults_of(slip)) == [(3, "Ranking", "itra.rank-gap")]


def test_shared_places_need_equal_times():
    equal = ranked_rows(("1", "01:00:00"), ("1", "01:00:00"), ("3", "02:00:00"))
    dense = ranked_rows(("1", "01:00:00"), ("1", "01:00:00"), ("2", "02:00:00"))
    assert faults_of(equal) == faults_of(dense) == []
    other = ranked_rows(("1", "01:00:00"), ("1", "01:00:01"), ("3", "02:00:00"))
    assert told(faults_of(other)) == [(3, "Ranking", "itra.rank-twice")]


def test_times_that_fall():
    rows = ranked_rows(("1", "01:00:00"), ("2", "09:00:00"), ("3", "03:00:00"), ("4", "04:00:00"))
    (fault,) = faults_of(rows)
    assert told([fault]) == [(4, "Time", "itra.time-order")]
    assert "row 3" in message(fault.said)


def test_a_place_after_dnf():
    rows = ranked_rows(("1", "01:00:00"), ("DNF", ""), ("2", "03:00:00"))
    assert told(faults_of(rows)) == [(4, "Ranking", "itra.rank-after")]


def test_a_blank_row_inside():
    rows = [*CLEAN[:3], [], *CLEAN[3:]]
    assert told(faults_of(rows)) == [(5, "", "itra.row-blank")]


def test_blank_rows_on_end_are_told_once():
    rows = [*CLEAN, *[[] for _ in range(40_000)], ["", "", "", "", "", "", "", "", "note"]]
    first = faults_of(rows)[0]
    assert (first.row, first.said.code) == (8, "itra.rows-blank")
    assert message(first.said) == "The rows 8 to 40007 are blank."
    assert message(first.fix) == "Delete the rows."


def test_a_person_twice_also_when_written_otherwise():
    rows = [list(cells) for cells in CLEAN]
    rows[5][FAMILY], rows[5][GIVEN], rows[5][BORN] = "WEKA", "ada", "1988-02-03"
    (fault,) = faults_of(rows)
    assert told([fault]) == [(7, "Family name", "itra.person-twice")]
    assert "row 2" in message(fault.said)


def test_one_name_without_birth_dates_may_be_two_people():
    rows = [list(cells) for cells in CLEAN]
    for row in (rows[0], rows[5]):
        row[FAMILY], row[GIVEN], row[BORN] = "Weka", "Ada", ""
    assert {fault.said.code for fault in faults_of(rows)} == {"itra.birth-missing"}


@pytest.mark.parametrize(
    ("family", "given", "born"),
    [("Weka / Tui", "Ada", "1988-02-03"), ("Weka & Tui", "", ""), ("Relay Four", "Team", "")],
)
def test_a_team_is_refused_and_its_cells_are_not_gone_through(family: str, given: str, born: str):
    rows = [list(cells) for cells in CLEAN]
    rows[4][FAMILY], rows[4][GIVEN], rows[4][BORN] = family, given, born
    assert told(faults_of(rows)) == [(6, "Family name", "itra.row-team")]


def test_codes_of_iso_make_bahrain_out_of_brunei():
    rows = [list(cells) for cells in CLEAN]
    for row, code in zip(rows, ("DEU", "CHE", "NZL", "ZAF", "NLD", "BRN"), strict=True):
        row[NATION] = code
    last = faults_of(rows)[-1]
    assert (last.row, message(last.fix)) == (7, "Write “BRU”.")
    rows = [list(cells) for cells in CLEAN]
    rows[5][NATION] = "BRN"
    assert faults_of(rows) == [], "among the IOC's codes it is Bahrain's own"


# Workbooks as they lie on the disk


def workbook(fill: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in [HEADINGS, *CLEAN]:
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    if fill is not None:
        fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def check(data: bytes, name: str = "results.xlsx") -> list[tuple[int | None, str, str]]:
    return told(list(check_workbook_file(name, data, rule(), TODAY)))


def test_a_clean_workbook_is_clean():
    assert check(workbook()) == []


def test_a_calculated_cell_is_found():
    def fill(book: Workbook) -> None:
        book.active["A3"] = "=A2+1"
        book.active["B4"] = "=B3"

    found = check(workbook(fill))
    assert (3, "Ranking", "itra.formula") in found
    assert (4, "Time", "itra.formula") in found


def test_more_than_one_sheet_is_found_also_an_empty_or_hidden_one():
    def fill(book: Workbook) -> None:
        book.create_sheet("Other").sheet_state = "hidden"

    assert check(workbook(fill)) == [(None, "", "itra.sheets")]


@pytest.mark.parametrize("name", ["results.xls", "results.csv", "results"])
def test_another_kind_of_file_is_found(name: str):
    assert check(b"Ranking,Time", name) == [(None, "", "itra.not-xlsx")]


def test_a_file_that_only_says_it_is_a_workbook_is_refused_at_the_gate():
    with pytest.raises(InputUnreadable):
        check(b"Ranking,Time")


def formatted(
    address: str, value: object, number_format: str
) -> list[tuple[int | None, str, str]]:
    def fill(book: Workbook) -> None:
        book.active[address] = value
        book.active[address].number_format = number_format

    return check(workbook(fill))


def test_a_time_cell_past_a_day_needs_hours_that_go_on():
    long = timedelta(hours=26, minutes=5, seconds=9)
    assert formatted("B5", long, "[h]:mm:ss") == []
    assert formatted("B5", long, "hh:mm:ss") == [(5, "Time", "itra.time-wraps")]
    assert formatted("B2", timedelta(hours=2, minutes=45, seconds=15), "hh:mm:ss") == []
    assert formatted("B2", timedelta(hours=2, minutes=45), "hh:mm") == [
        (2, "Time", "itra.time-form")
    ]
    fraction = timedelta(hours=2, minutes=45, milliseconds=300)
    assert formatted("B2", fraction, "hh:mm:ss") == [(2, "Time", "itra.time-fraction")]


def test_a_date_cell_counts_as_it_is_shown():
    born = datetime(1988, 2, 3)  # noqa: DTZ001  a workbook knows no zones
    assert formatted("F2", born, "yyyy-mm-dd") == []
    assert formatted("F2", born, "dd/mm/yyyy") == [(2, "Birthdate", "itra.birth-shown")]


def test_blanks_around_a_heading_are_found():
    assert formatted("C1", "Family name ", "General") == [(1, "Family name", "itra.heading-form")]


def test_commas_in_a_place_are_found_also_when_only_shown():
    rows = ranked_rows(*((str(n), "01:00:00") for n in range(1, 3)))
    rows[1][RANK] = "1,002"
    assert (3, "Ranking", "itra.rank-form") in told(faults_of(rows))
    shown = SheetCell("1002", "#,##0")
    sheet = sheet_of([HEADINGS, *rows])
    cells = {**sheet.rows, 3: (shown, *sheet.rows[3][1:])}
    commas = CheckedSheet(name="Results", rows=cells, entries={})
    found = told(list(check_sheets([commas], rule(), TODAY)))
    assert (3, "Ranking", "itra.rank-form") in found


ODD = [
    "1",
    "2",
    "DNF",
    "DNS",
    "00:45:15",
    "1:2:3",
    "99:99:99",
    "-1:00:00",
    "1988-02-03",
    "X",
    "M",
    "0000-00-00",
    "99999",
    "GER",
    "BRN",
    "=A1",
    "Weka & Tui",
    "\u202e",
    "🇩🇪",
]
ODD_TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(ODD))


@given(st.lists(st.lists(ODD_TEXTS, max_size=11), max_size=12), st.booleans())
def test_whatever_a_sheet_holds_every_fault_has_words_and_a_fix(
    rows: list[list[str]], with_headings: bool
):
    headed = [HEADINGS, *rows] if with_headings else rows
    for fault in check_sheets([sheet_of(headed)], rule(), TODAY):
        assert fault.row is None or 1 <= fault.row <= len(headed) + 1
        assert message(fault.said)
        assert not message(fault.said).startswith("itra.")
        assert "…" not in message(fault.said) + message(fault.fix), "a gap in the sentence"
        assert message(fault.fix)
