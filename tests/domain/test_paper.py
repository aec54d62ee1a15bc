"""Two lists from paper: an edit moves one of them, marks say where they drifted apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.chrono import ClockText, Duration, Instant
from trailsdesk.domain.paper import (
    MISFITS,
    PaperLists,
    PaperMark,
    PaperRow,
    PaperSide,
    TimeCell,
    count_check,
    next_misfit,
    zip_lists,
)
from trailsdesk.domain.paper_cells import (
    MOST_ROWS,
    PaperTime,
    PaperTimes,
    forgiving_clock,
    pasted_columns,
    read_time,
    time_column,
    written_bib,
)
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import ReadId

TIME, BIB = PaperSide.TIME, PaperSide.BIB
FEW = settings(max_examples=60)

times = st.lists(st.sampled_from(["1:00:01", "1:00:02", "1:00:03", "", "1:0?"]), max_size=8)
bibs = st.lists(st.sampled_from(["1", "2", "3", "", "?", "4?"]), max_size=8)
sides = st.sampled_from([TIME, BIB])
positions = st.integers(0, 9)


def lists(time_texts: list[str], bib_texts: list[str]) -> PaperLists:
    made = PaperLists().pasted(TIME, 0, time_texts)
    return made.pasted(BIB, 0, bib_texts)


def zipped(made: PaperLists) -> tuple[PaperRow, ...]:
    found = [read_time(cell.text, made.kind) for cell in made.times]
    moments = [each.elapsed_ms if each else None for each in found]
    return zip_lists(made, found, moments)


def marks(made: PaperLists) -> list[list[PaperMark]]:
    return [[remark.mark for remark in row.remarks] for row in zipped(made)]


# ------------------------------------------------------------------ edits


@FEW
@given(times, bibs, sides, positions)
def test_an_inserted_cell_taken_out_again_changes_nothing(
    time_texts: list[str], bib_texts: list[str], side: PaperSide, row: int
) -> None:
    made = lists(time_texts, bib_texts)
    inside = row < made.length(side)
    there_and_back = made.inserted(side, row).deleted(side, row) if inside else made
    assert there_and_back == made


@FEW
@given(times, bibs, sides, positions)
def test_a_deleted_cell_inserted_and_typed_again_changes_nothing(
    time_texts: list[str], bib_texts: list[str], side: PaperSide, row: int
) -> None:
    made = lists(time_texts, bib_texts)
    was = made.text(side, row)
    assert made.deleted(side, row).inserted(side, row).typed(side, row, was) == made


@FEW
@given(times, bibs, sides, positions)
def test_an_edit_of_one_list_leaves_the_other_alone(
    time_texts: list[str], bib_texts: list[str], side: PaperSide, row: int
) -> None:
    made = lists(time_texts, bib_texts)
    for edited in (
        made.inserted(side, row),
        made.deleted(side, row),
        made.typed(side, row, "7"),
        made.swapped(side, row, row + 1),
        made.pasted(side, row, ["8", "9"]),
    ):
        kept = (edited.bibs, made.bibs) if side is TIME else (edited.times, made.times)
        assert kept[0] == kept[1]


@FEW
@given(times, bibs, sides, positions, positions)
def test_swapping_twice_changes_nothing(
    time_texts: list[str], bib_texts: list[str], side: PaperSide, row: int, other: int
) -> None:
    made = lists(time_texts, bib_texts)
    assert made.swapped(side, row, other).swapped(side, row, other) == made


def test_an_inserted_cell_shifts_everything_below_it_down_by_one() -> None:
    made = lists(["1:00:01", "1:00:02", "1:00:03"], ["1", "2", "3"])
    assert made.inserted(BIB, 1).bibs == ("1", "", "2", "3")
    assert made.deleted(TIME, 0).times == made.times[1:]


def test_a_list_never_ends_with_an_empty_cell() -> None:
    made = lists(["1:00:01", "", ""], ["1", "?", ""])
    assert (len(made.times), made.bibs) == (1, ("1", "?"))
    assert made.typed(BIB, 1, "").bibs == ("1",)
    assert made.typed(BIB, 4, "9").bibs == ("1", "?", "", "", "9")


def test_a_list_does_not_grow_without_end() -> None:
    full = PaperLists().pasted(BIB, 0, ["1"] * (MOST_ROWS + 5))
    assert len(full.bibs) == MOST_ROWS
    assert full.inserted(BIB, 3) == full
    assert full.typed(BIB, MOST_ROWS, "7") == full


def test_a_time_taken_at_the_line_is_taken_into_the_list_once() -> None:
    blank = TimeCell(text="1:42:17.3", read_id=ReadId(7), instant_ms=Instant(5))
    made = lists(["1:00:01"], []).taken([blank]).taken([blank])
    assert [cell.read_id for cell in made.times] == [None, 7]
    assert made.typed(TIME, 1, "1:42:17.3").times[1].read_id == 7, "the same text is no edit"
    assert made.typed(TIME, 1, "1:42:18").times[1].read_id is None


def test_two_pairs_of_lists_are_joined_row_under_row() -> None:
    above, below = lists(["1:00:01"], ["1", "2"]), lists(["1:00:03"], ["3"])
    assert above.joined(below) == lists(["1:00:01", "", "1:00:03"], ["1", "2", "3"])
    assert above.joined(PaperLists()) == above
    assert PaperLists().joined(below) == below


def test_what_was_not_saved_stays_in_its_order() -> None:
    made = lists(["1:00:01", "1:0?", "1:00:03"], ["1", "2", "3", "4"])
    left = made.only([3, 1])
    assert ([cell.text for cell in left.times], left.bibs) == (["1:0?"], ("2", "4"))


# ------------------------------------------------------------------ the count and the marks


def test_a_hole_in_the_bibs_is_somebody_unknown_and_a_hole_in_the_times_is_a_missing_time() -> (
    None
):
    check = count_check(lists(["1:00:01", "1:00:02", "1:00:03"], ["1", "", "3"]))
    assert (check.times, check.bibs, check.fits) == (3, 3, True)
    check = count_check(lists(["1:00:01", "", "1:00:03"], ["1", "2", "3"]))
    assert (check.times, check.bibs, check.fits) == (2, 3, False)


def test_each_row_says_what_does_not_fit() -> None:
    made = lists(
        ["1:00:05", "1:00:04", "1:00:05", "1:00:05", "1:0?", "", "1:00:09", "1:00:10"],
        ["1", "2", "1", "?", "4", "5", "6?"],
    )
    assert marks(made) == [
        [PaperMark.BIB_TWICE],
        [PaperMark.TIME_EARLIER],
        [PaperMark.BIB_TWICE],
        [PaperMark.TIME_EQUAL, PaperMark.BIB_NONE],
        [PaperMark.TIME_UNREAD],
        [PaperMark.TIME_MISSING],
        [PaperMark.BIB_UNREAD],
        [PaperMark.BIB_TO_COME],
    ]
    rows = zipped(made)
    assert [r.row for r in rows[0].remarks] == [3]
    assert [row.number for row in rows if row.needs_look] == [1, 2, 3, 5, 6, 7]
    assert [row.number for row in rows if row.can_be_saved] == [1, 2, 3, 4, 7, 8]


def test_bibs_written_before_any_time_are_no_fault_yet() -> None:
    made = lists([], ["1", "2"])
    assert marks(made) == [[PaperMark.TIME_TO_COME], [PaperMark.TIME_TO_COME]]
    assert next_misfit(zipped(made)) is None
    assert PaperMark.TIME_MISSING in MISFITS


def test_the_next_misfit_goes_round() -> None:
    rows = zipped(lists(["1:00:05", "1:00:04", "1:00:06", "x"], ["1", "2", "3", "4"]))
    assert [next_misfit(rows, after) for after in (0, 1, 2, 3, 4)] == [2, 2, 4, 4, 2]


def test_an_empty_row_says_nothing() -> None:
    made = lists(["1:00:01", "", "1:00:02"], ["1", "", "2"])
    assert marks(made)[1] == []
    assert not zipped(made)[1].can_be_saved


def test_a_waiting_time_without_a_bib_has_nothing_to_save() -> None:
    cell = TimeCell(text="1:42:17", read_id=ReadId(3), instant_ms=Instant(9))
    assert not PaperRow(number=1, time_cell=cell).can_be_saved
    assert PaperRow(number=1, time_cell=cell, bib_text="7").can_be_saved


# ------------------------------------------------------------------ cells


@pytest.mark.parametrize("text", ["", " ", "?", "??", "-", "–", "—", "…", "__"])
def test_a_bib_nobody_could_read_is_nobody(text: str) -> None:
    assert written_bib(text) == ""


@pytest.mark.parametrize("text", ["11?", "A-7", "0", "-7"])
def test_a_bib_with_anything_legible_is_kept_as_written(text: str) -> None:
    assert written_bib(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "11:42:17",
        "114217",
        "11.42.17",
        "11 42 17",
        "11-42-17",
        "11h42m17",
        "11:42:17 am",
        "11;42;17",
    ],
)
def test_a_time_of_day_is_read_however_it_is_typed(text: str) -> None:
    clock = forgiving_clock(text)
    assert clock is not None
    assert clock.time_of_day_ms == ((11 * 60 + 42) * 60 + 17) * 1000


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("1142", 702), ("11.42", 702), ("942", 582), ("9:42", 582), ("2:42 pm", 882), ("0005", 5)],
)
def test_a_time_of_day_without_seconds_is_on_the_full_minute(text: str, minutes: int) -> None:
    assert forgiving_clock(text) == ClockText(time_of_day_ms=Duration(minutes * 60_000))


def test_fractions_of_a_second_are_kept() -> None:
    assert forgiving_clock("114217.25") == ClockText(time_of_day_ms=Duration(42_137_250))
    assert forgiving_clock("11.42.17,3") == ClockText(time_of_day_ms=Duration(42_137_300))


@pytest.mark.parametrize(
    "text", ["", "11", "25:00:00", "116217", "11:42:77", "1:42:1?", "x", "1142.5", "1142175", "+1"]
)
def test_what_is_no_time_of_day_is_not_guessed(text: str) -> None:
    assert forgiving_clock(text) is None


def test_the_next_morning_is_written_with_a_plus() -> None:
    day = date(2026, 5, 24)
    found = forgiving_clock("+1 06:12:00", day)
    assert found == ClockText(day=date(2026, 5, 25), time_of_day_ms=Duration(22_320_000))
    assert forgiving_clock("+1 06:12:00") is None, "no day to count from"


def test_a_cell_of_times_is_read_by_what_the_sheet_holds() -> None:
    assert read_time("14217", PaperTimes.ELAPSED) == PaperTime(elapsed_ms=Duration(6_137_000))
    clock = read_time("114217", PaperTimes.CLOCK)
    assert clock is not None
    assert clock.clock is not None
    assert read_time("dnf", PaperTimes.CLOCK) == PaperTime(status=ResultStatus.DNF)
    assert read_time("*", PaperTimes.ELAPSED) == PaperTime(status=ResultStatus.DNS)
    assert read_time("", PaperTimes.ELAPSED) is None


# ------------------------------------------------------------------ pasted lines


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("1\n2\n3\n", (("1",), ("2",), ("3",))),
        ("1:00:01\t7\n1:00:02\t8", (("1:00:01", "7"), ("1:00:02", "8"))),
        ("1:00:01;7\r\n1:00:02;8", (("1:00:01", "7"), ("1:00:02", "8"))),
        ("1\t1:1:1\n2\t1:1:2\n3\t1:1:3", (("1:1:1",), ("1:1:2",), ("1:1:3",))),
        (
            "4\t1:1:1\t7\n5\t1:1:2\t8\n6\t1:1:3\t9",
            (("1:1:1", "7"), ("1:1:2", "8"), ("1:1:3", "9")),
        ),
        ("\t7\n1:1:2\t8", (("", "7"), ("1:1:2", "8"))),
        ("1. 214\n2. 87", (("214",), ("87",))),
        ("1) 1:00:01;7\n2) 1:00:02;8", (("1:00:01", "7"), ("1:00:02", "8"))),
        ("214\n87\n \n\n", (("214",), ("87",))),
        ("214\n\n87", (("214",), ("",), ("87",))),
        ("a\t1:1:1\nb\t1:1:2\nc\t1:1:3", (("a", "1:1:1"), ("b", "1:1:2"), ("c", "1:1:3"))),
        ("1. 214\n3. 87", (("1. 214",), ("3. 87",))),
        ("7\t1:1:1\n9\t1:1:2\n8\t1:1:3", (("7", "1:1:1"), ("9", "1:1:2"), ("8", "1:1:3"))),
        ("", ()),
    ],
)
def test_pasted_lines_become_cells_and_their_numbers_go(
    text: str, columns: tuple[tuple[str, ...], ...]
) -> None:
    assert pasted_columns(text) == columns


def test_bibs_that_happen_to_count_are_kept() -> None:
    assert pasted_columns("1\n2\n3") == (("1",), ("2",), ("3",))
    assert pasted_columns("101\t1:00:01\n102\t1:00:02") == (
        ("101", "1:00:01"),
        ("102", "1:00:02"),
    )


def test_the_times_are_found_by_their_colons() -> None:
    assert time_column((("7", "1:00:01"), ("8", "1:00:02"))) == 1
    assert time_column((("1:00:01", "7"),)) == 0
    assert time_column((("7",), ("8",))) == 0
