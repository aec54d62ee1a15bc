"""The sheets for the course: who is left out there, and the recorder's sheet of each place."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.documents.made_up import a_context
from trailsdesk.documents.course_lists import (
    MOST_WITH_TIMES,
    RaceOut,
    Station,
    StationRace,
    SweepRow,
    recorder_sheets,
    sweep_list,
)
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import CellKind, Heading, Notice, Paragraph, Sheet, Table

ADA = SweepRow(
    bib="214", name="Ada Rimu", seen="Saddle", seen_at="11:00", expected="Coopers Knob",
    expected_at="12:00", closes="Coopers Knob 14:00", remark="20 min late",
)  # fmt: skip
BEN = SweepRow(
    bib="7", name="Ben Āwhina", seen="Saddle", seen_at="11:15", expected="sweep's quad",
    remark="knee", stopped=True,
)  # fmt: skip
LONG = RaceOut(race_label="Long", counts="3 started · 1 in · 1 out there", rows=(ADA, BEN))
SHORT = RaceOut(race_label="Slope Sprint", counts="5 started · 5 in", rows=())
SADDLE = StationRace(race_label="Long", about="6 km", bibs=("7", "214", "215"), without_bib=2)


def with_phones(row: SweepRow) -> SweepRow:
    return replace(row, phone="000 214", emergency="Hemi Invented · 000 999")


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def headings(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Heading)]


def said(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Paragraph)]


def titles(table: Table) -> list[str]:
    return [column.title for column in table.columns]


def read_back(sheet: Sheet) -> list[str]:
    made = PdfReader(io.BytesIO(render_pdf(sheet)))
    return [page.extract_text() for page in made.pages]


def test_who_is_out_there_and_who_is_to_be_collected_are_two_tables() -> None:
    sheet = sweep_list(a_context(), [LONG])
    out, stopped = tables(sheet)
    assert [cell.text for cell in out.rows[0]] == [
        "", "214", "Ada Rimu", "Saddle", "11:00", "Coopers Knob", "12:00", "Coopers Knob 14:00",
        "20 min late",
    ]  # fmt: skip
    assert [cell.text for cell in stopped.rows[0]] == [
        "", "7", "Ben Āwhina", "Saddle", "11:15", "sweep's quad", "knee",
    ]  # fmt: skip
    assert headings(sheet) == ["Stopped, not seen back yet"]
    assert {out.columns[0].kind, stopped.columns[0].kind} == {CellKind.TICK}


def test_several_races_are_named_and_one_without_anybody_left_has_its_counts() -> None:
    sheet = sweep_list(a_context(), [LONG, SHORT])
    assert headings(sheet) == [
        "Long",
        "Long: out there",
        "Long: stopped, not seen back yet",
        "Slope Sprint",
    ]
    assert said(sheet) == [LONG.counts, SHORT.counts]


def test_of_several_races_every_page_says_which_it_is_of() -> None:
    rows = tuple(replace(ADA, bib=str(number)) for number in range(1, 90))
    pages = read_back(sweep_list(a_context(race_names=()), [replace(LONG, rows=rows), SHORT]))
    assert len(pages) > 2
    assert ["Long: out there" in page for page in pages] == [True] * len(pages)


def test_with_nobody_left_the_sheet_says_so() -> None:
    sheet = sweep_list(a_context(), [SHORT])
    assert said(sheet) == ["Nobody is left out there.", SHORT.counts]
    assert tables(sheet) == []


def test_a_column_nobody_has_anything_in_is_no_column() -> None:
    plain = replace(ADA, closes="", remark="", expected="", expected_at="")
    (table,) = tables(sweep_list(a_context(), [replace(LONG, rows=(plain,))]))
    assert titles(table) == ["Met", "Bib", "Name", "Last seen", "At"]


def test_phones_are_printed_on_the_protected_sheet_only_and_it_says_so() -> None:
    race = replace(LONG, rows=(with_phones(ADA), with_phones(BEN)))
    plain, protected = (sweep_list(a_context(), [race], protected=on) for on in (False, True))
    assert "000" not in str(plain)
    assert not [block for block in plain.blocks if isinstance(block, Notice)]
    assert isinstance(protected.blocks[0], Notice)
    for table in tables(protected):
        assert titles(table)[-2:] == ["Phone", "Emergency contact"]
        assert [cell.text for cell in table.rows[0]][-2:] == ["000 214", "Hemi Invented · 000 999"]
    assert protected.title.startswith("Sweep list with phones")


def test_each_place_begins_a_page_and_says_who_comes_by() -> None:
    knob = Station(label="Coopers Knob", code="cp2", races=(SADDLE,))
    sheet = recorder_sheets(
        a_context(), [Station(label="Saddle", code="cp1", races=(SADDLE,)), knob]
    )
    tops = [b for b in sheet.blocks if isinstance(b, Heading) and b.level == 1]
    assert [(top.text, top.new_page) for top in tops] == [
        ("Saddle (cp1)", False),
        ("Coopers Knob (cp2)", True),
    ]
    assert said(sheet)[0] == "Long · 6 km · 3 runners · 2 without a bib"
    pages = read_back(sheet)
    assert len(pages) == 2
    assert "Coopers Knob" in pages[1]


def test_a_place_named_by_its_code_is_named_once() -> None:
    sheet = recorder_sheets(a_context(), [Station(label="CP1", code="cp1", races=(SADDLE,))])
    assert headings(sheet)[0] == "CP1"


def test_a_bib_has_a_square_and_room_for_two_times_and_nothing_stands_for_nobody() -> None:
    sheet = recorder_sheets(a_context(), [Station(label="Saddle", code="cp1", races=(SADDLE,))])
    grid = tables(sheet)[1]
    assert titles(grid) == ["Seen", "Bib", "In", "Out"] * 2
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["", "7", "", "", "", "214", "", ""],
        ["", "215", "", "", "–", "–", "–", "–"],
    ]


@pytest.mark.parametrize("count", [1, MOST_WITH_TIMES, MOST_WITH_TIMES + 1, 1000])
def test_every_bib_stands_once_on_the_paper_of_a_place(count: int) -> None:
    bibs = tuple(str(5000 + number) for number in range(count))
    field = replace(SADDLE, bibs=bibs, without_bib=0)
    sheet = recorder_sheets(a_context(), [Station(label="Saddle", code="cp1", races=(field,))])
    words = " ".join(read_back(sheet)).split()
    assert sorted(word for word in words if word in set(bibs)) == sorted(bibs)


def test_of_a_large_field_the_bibs_are_ticked_and_the_times_go_onto_a_page_of_their_own() -> None:
    bibs = tuple(str(number) for number in range(1, 801))
    field = replace(SADDLE, bibs=bibs)
    sheet = recorder_sheets(a_context(), [Station(label="Saddle", code="cp1", races=(field,))])
    assert headings(sheet) == [
        "Saddle (cp1)",
        "Saddle · Long",
        "Saddle: times as they come; copy this page",
    ]
    log = tables(sheet)[-1]
    assert titles(log) == ["Bib", "In", "Out"] * 2
    assert not any(cell.text for row in log.rows for cell in row)
    assert len(read_back(sheet)) <= 5


def test_a_place_two_races_go_by_has_both_on_one_sheet() -> None:
    other = replace(SADDLE, race_label="Slope Sprint", bibs=("31",), without_bib=0)
    sheet = recorder_sheets(
        a_context(), [Station(label="Saddle", code="cp1", races=(SADDLE, other))]
    )
    assert headings(sheet) == [
        "Saddle (cp1)", "Saddle · Long", "Saddle · Slope Sprint",
        "Saddle: not on the list, or not read",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [60, MOST_WITH_TIMES, 700])
def test_a_page_that_comes_loose_still_says_which_place_it_is_of(count: int) -> None:
    field = replace(SADDLE, bibs=tuple(str(number) for number in range(1, count + 1)))
    places = [Station(label=name, code=name[:2], races=(field,)) for name in ("Saddle", "Knob")]
    pages = read_back(recorder_sheets(a_context(), places))
    assert len(pages) > 2
    named = ["Saddle" if "Saddle" in page else "Knob" if "Knob" in page else "" for page in pages]
    assert named == sorted(named, reverse=True)
    assert set(named) == {"Saddle", "Knob"}


def test_without_checkpoints_the_sheet_says_where_to_add_them() -> None:
    sheet = recorder_sheets(a_context(), [])
    assert said(sheet) == ["This race has no checkpoints yet. Add them under On course."]
