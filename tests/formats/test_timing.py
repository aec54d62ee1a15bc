"""Rows of time files become reads: who, when, with what status, and what was decided."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.chrono import (
    Instant,
    TwoParts,
    format_clock,
    format_elapsed,
    format_local,
    local_instant,
)
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.layouts import Purpose, TimeKind, map_table
from trailsdesk.formats.tables import Row, Table
from trailsdesk.formats.tabular import read_tables
from trailsdesk.formats.timing import ReadDrafts, draft_reads

ZONE = "Pacific/Auckland"
DAY = date(2026, 5, 24)
TEN = local_instant(DAY, 36_000_000, ZONE).instant_ms


def drafted(text: str, overrides: dict[str, str] | None = None, **options: object) -> ReadDrafts:
    table = read_tables("times.csv", text.encode()).tables[0]
    mapped = map_table(table, Purpose.TIMES, overrides)
    settings_of = {"zone": ZONE, "layout": mapped.layout, "file": "times.csv"}
    return draft_reads(table, mapped.mapping, **(settings_of | options))


def column(values: list[str], header: str = "Time", **options: object) -> ReadDrafts:
    rows = "".join(f"{n};{value}\n" for n, value in enumerate(values, start=101))
    return drafted(f"Bib;{header}\n{rows}", **options)


def elapsed(drafts: ReadDrafts) -> list[str]:
    return [format_elapsed(r.elapsed_ms, 1) for r in drafts.reads if r.elapsed_ms is not None]


def clocks(drafts: ReadDrafts) -> list[str]:
    return [format_local(r.instant_ms, ZONE) for r in drafts.reads if r.instant_ms is not None]


def codes(drafts: ReadDrafts) -> list[str]:
    return [problem.code for problem in drafts.problems]


# ------------------------------------------------------------------ the plainest files


def test_bib_time_status() -> None:
    drafts = drafted("Bib,Time,Status\n214,1:42:17,\n87,,DNF\n031,,dns\n5,2:00:00,OK\n")
    assert [(r.row, r.bib, r.elapsed_ms, r.status) for r in drafts.reads] == [
        (2, "214", 6_137_000, None),
        (3, "87", None, ResultStatus.DNF),
        (4, "031", None, ResultStatus.DNS),
        (5, "5", 7_200_000, None),
    ]
    assert (drafts.kind, drafts.guessed) == (TimeKind.ELAPSED, False)
    assert drafts.reads[0].raw == "214,1:42:17"


def test_two_columns_without_a_header_are_known_by_what_they_hold() -> None:
    drafts = drafted("214,1:42:17\n87,1:43:02\n12,DNF\n")
    assert [(r.row, r.bib, r.status) for r in drafts.reads] == [
        (1, "214", None),
        (2, "87", None),
        (3, "12", ResultStatus.DNF),
    ]
    assert "mapping.by-content" in codes(drafts)


def test_place_bib_time_without_a_header() -> None:
    drafts = drafted('1,BIB0012,"1:02:33.456"\n2,BIB0007,"1:02:40.001"\n3,BIB0009,"1:03:00"\n')
    assert [(r.bib, r.elapsed_ms) for r in drafts.reads[:1]] == [("0012", 3_753_456)]


def test_a_file_of_statuses_only() -> None:
    drafts = drafted("Bib,Status\n1,DNF\n2,Withdrawn\n3,DSQ\n")
    assert [r.status.value for r in drafts.reads if r.status] == ["DNF", "DNF", "DSQ"]


def test_times_without_any_bib_are_kept() -> None:
    drafts = drafted("Place,Time\n1,1:00:00\n2,1:00:05\n")
    assert [(r.bib, r.place_text) for r in drafts.reads] == [("", "1"), ("", "2")]


def test_a_file_without_times_says_so() -> None:
    drafts = drafted("Bib,Family name\n1,Lee\n")
    assert drafts.reads == ()
    assert codes(drafts) == ["times.no-column"]


def test_equal_reads_are_numbered() -> None:
    drafts = drafted("Bib,Time\n7,1:00:00\n7,1:00:00\n8,1:00:00\n7,1:00:00\n")
    assert [r.occurrence for r in drafts.reads] == [0, 1, 0, 2]


def test_a_row_with_nothing_and_a_row_that_cannot_be_read_are_told() -> None:
    drafts = drafted("Bib,Time\n1,1:00:00\n2,\n3,soon\n4,0\n")
    assert [r.bib for r in drafts.reads] == ["1"]
    assert [(p.code, p.row) for p in drafts.problems if p.row] == [
        ("times.nothing", 3),
        ("times.unreadable", 4),
        ("times.nothing", 5),
    ]


# ------------------------------------------------------------------ spellings of a duration


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("26:39:00", "26:39:00.000"),
        ("8:02:21", "8:02:21.000"),
        ("50:48", "0:50:48.000"),
        ("0:10.8", "0:00:10.800"),
        ("4:01:09.0", "4:01:09.000"),
        ("1:02:33,45", "1:02:33.450"),
        ("1:02:39:00", "26:39:00.000"),
        ("26H 35M 25S", "26:35:25.000"),
        ("0 days 19:18:58", "19:18:58.000"),
        ("1 days 06:57:51", "30:57:51.000"),
    ],
)
def test_spellings_of_elapsed_time(text: str, shown: str) -> None:
    assert elapsed(column([text], kind=TimeKind.ELAPSED)) == [shown]


def test_plain_seconds_and_fractions_of_a_day() -> None:
    drafts = column(["53204", "32795.944", "61234", "70099", "70177"])
    assert elapsed(drafts)[:2] == ["14:46:44.000", "9:06:35.944"]
    assert "times.numbers-seconds" in codes(drafts)
    drafts = column(["1.0536", "0.7368055556"])
    assert elapsed(drafts) == ["25:17:11.040", "17:41:00.000"]
    assert "times.numbers-day-fraction" in codes(drafts)


def test_times_without_colons_are_taken_only_when_a_whole_column_fits() -> None:
    drafts = column(["14217", "14302", "15959", "20001", "20155"])
    assert elapsed(drafts)[0] == "1:42:17.000"
    assert "times.numbers-run-together" in codes(drafts)
    assert elapsed(column(["14217", "14302"], header="Time in seconds"))[0] == "3:56:57.000"


def test_numbers_of_a_workbook_are_fractions_of_a_day() -> None:
    table = Table(
        name="S",
        header_row=1,
        header=("Bib", "Time"),
        rows=(Row(2, ("1", "0.5")), Row(3, ("2", "25:17:11"))),
        numeric_times=True,
    )
    drafts = draft_reads(table, map_table(table, Purpose.TIMES).mapping, zone=ZONE)
    assert elapsed(drafts) == ["12:00:00.000", "25:17:11.000"]
    assert "times.mixed-numbers" in codes(drafts)


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        (["50:48", "2:45:47"], TwoParts.MINUTES_SECONDS),
        (["7:03", "7:30"], TwoParts.MINUTES_SECONDS),
        (["7:03", "6:58:12", "7:30:44"], TwoParts.HOURS_MINUTES),
    ],
)
def test_two_parts_are_decided_for_the_column_and_told(
    values: list[str], meaning: TwoParts
) -> None:
    drafts = column(values)
    assert drafts.two_parts is meaning
    assert {"times.two-parts-minutes", "times.two-parts-hours"} & set(codes(drafts))


def test_a_person_decides_what_two_parts_mean() -> None:
    drafts = column(["7:03"], two_parts=TwoParts.HOURS_MINUTES)
    assert elapsed(drafts) == ["7:03:00.000"]


def test_a_layout_decides_what_two_parts_mean() -> None:
    drafts = drafted(
        "first_name,last_name,bib_number,Start,Aid 1,Finish\nAnn,Lee,5,0:00,2:58,7:03\n"
    )
    assert elapsed(drafts) == ["7:03:00.000"]


@given(st.lists(st.integers(1, 60 * 3_600_000), min_size=1, max_size=8))
@settings(max_examples=60)
def test_durations_written_are_read_back(values: list[int]) -> None:
    drafts = column([format_elapsed(ms, 1) for ms in values], kind=TimeKind.ELAPSED)
    assert [r.elapsed_ms for r in drafts.reads] == values


# ------------------------------------------------------------------ times of day


def test_instants_with_their_offset_need_no_day() -> None:
    drafts = column(["2026-05-24T10:50:00.477+12:00", "2026-05-23T23:00:00Z"])
    assert drafts.kind is TimeKind.CLOCK
    assert clocks(drafts) == ["2026-05-24 10:50:00", "2026-05-24 11:00:00"]
    assert not drafts.guessed


def test_local_dates_and_half_days() -> None:
    drafts = column(["5/24/2026 10:50:00 AM", "5/24/2026 1:05:00 PM"])
    assert clocks(drafts) == ["2026-05-24 10:50:00", "2026-05-24 13:05:00"]
    drafts = column(["24/5/2026 10:50:00", "24/5/2026 13:05:00"])
    assert clocks(drafts) == ["2026-05-24 10:50:00", "2026-05-24 13:05:00"]


def test_an_undecided_date_order_asks() -> None:
    assert "times.dates-unsure" in codes(column(["3/5/2026 10:50:00"]))


def test_times_of_day_follow_midnight_in_reading_order() -> None:
    values = ["22:50:00", "23:59:58", "23:59:57.5", "0:00:03", "9:00:00"]
    drafts = column(values, kind=TimeKind.CLOCK, day=DAY)
    assert [text[8:10] for text in clocks(drafts)] == ["24", "24", "24", "25", "25"]


def test_times_out_of_order_belong_to_the_first_instant_after_the_start() -> None:
    start = Instant(TEN + 10 * 3_600_000)
    values = ["23:50:00", "0:10:00", "22:00:00", "3:00:00", "21:00:00"] * 3
    drafts = column(values, kind=TimeKind.CLOCK, start=start)
    assert [text[8:10] for text in clocks(drafts)][:5] == ["24", "25", "24", "25", "24"]


def test_a_date_column_beside_the_time_is_used() -> None:
    drafts = drafted("Bib,Date,Time\n1,2026-05-25,10:00:00\n", kind=TimeKind.CLOCK, day=DAY)
    assert clocks(drafts) == ["2026-05-25 10:00:00"]


def test_times_of_day_without_any_day_are_not_taken() -> None:
    drafts = column(["10:50:00", "10:51:00"], kind=TimeKind.CLOCK)
    assert drafts.reads == ()
    assert [c for c in codes(drafts) if c.startswith("times.no")] == ["times.no-day"]


def test_an_hour_that_the_clocks_showed_twice_is_told() -> None:
    drafts = column(["2:30:00"], kind=TimeKind.CLOCK, day=date(2026, 4, 5))
    assert "times.repeated-first" in codes(drafts)
    assert format_clock(drafts.reads[0].instant_ms or Instant(0), ZONE) == "02:30:00"


@pytest.mark.parametrize(
    ("header", "values", "kind", "guessed"),
    [
        ("Time", ["26:39:00", "27:00:00"], TimeKind.ELAPSED, False),
        ("Time", ["1:42:17", "1:43:02"], TimeKind.ELAPSED, False),
        ("Time", ["11:42:17", "11:43:02", "12:10:10"], TimeKind.CLOCK, True),
        ("Elapsed", ["11:42:17", "11:43:02"], TimeKind.ELAPSED, False),
        ("Time of day", ["11:42:17", "11:43:02"], TimeKind.CLOCK, False),
        ("Time", ["9:27 am", "9:40 am"], TimeKind.CLOCK, False),
        ("Time", ["23:50:00", "0:10:00"], TimeKind.CLOCK, True),
    ],
)
def test_the_kind_of_a_column_is_found_and_doubt_is_said(
    header: str, values: list[str], kind: TimeKind, guessed: bool
) -> None:
    drafts = column(values, header=header, day=DAY)
    assert (drafts.kind, drafts.guessed) == (kind, guessed)


def test_the_announced_start_tells_clocks_from_durations() -> None:
    late, early = ["11:42:17", "12:10:10"], ["3:42:17", "12:10:10"]
    assert column(late, start=TEN).kind is TimeKind.CLOCK
    assert column(early, start=TEN).kind is TimeKind.ELAPSED


def test_one_misread_before_the_start_does_not_turn_times_of_day_into_durations() -> None:
    field = [f"{11 + n // 60}:{n % 60:02}:10" for n in range(90)]
    drafts = column([*field, "09:58:00"], start=TEN)
    assert (drafts.kind, drafts.guessed) == (TimeKind.CLOCK, True)
    assert column([*field, "02:58:00", "03:01:00", "03:07:00", "04:10:00", "05:11:12"],
                  start=TEN).kind is TimeKind.ELAPSED  # fmt: skip


# ------------------------------------------------------------------ statuses


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("DNF", "DNF"),
        ("Did Not Finish", "DNF"),
        ("WITHDRAWN", "DNF"),
        ("abandon", "DNF"),
        ("STOPPED_BY_ORGANIZATION", "DNF"),
        ("MissingPunch", "DNF"),
        ("DNS", "DNS"),
        ("NP", "DNS"),
        ("не старт", "DNS"),
        ("DidNotEnter", "DNS"),
        ("DQ", "DSQ"),
        ("Disqualifié", "DSQ"),
        ("OUT_OF_TIME", "OVER_TIME"),
        ("HD", "OVER_TIME"),
        ("hors délai", "OVER_TIME"),
        ("UNRANKED", "NOT_COMPETING"),
        ("NotCompeting", "NOT_COMPETING"),
        ("a. K.", "NOT_COMPETING"),
    ],
)
def test_status_words_in_any_of_three_columns(word: str, status: str) -> None:
    for text in (
        f"Bib,Time,Status\n1,,{word}\n",
        f"Bib,Time\n1,{word}\n",
        f"Place,Bib,Time\n{word},1,\n",
    ):
        found = [r.status.value for r in drafted(text).reads if r.status]
        assert found == [status], text


def test_a_time_and_a_status_are_both_kept() -> None:
    read = drafted("Bib,Time,Status\n1,5:00:00,DSQ\n").reads[0]
    assert (read.elapsed_ms, read.status) == (18_000_000, ResultStatus.DSQ)


def test_a_place_beside_a_dnf_changes_nothing() -> None:
    read = drafted("Place,Bib,Time\n43,514,DNF\n").reads[0]
    assert (read.status, read.place_text) == (ResultStatus.DNF, "43")


def test_np_with_a_time_is_asked_about() -> None:
    drafts = drafted("Bib,Time,Status\n1,5:00:00,NP\n")
    assert (drafts.reads[0].elapsed_ms, drafts.reads[0].status) == (18_000_000, None)
    assert "times.np-with-time" in codes(drafts)


def test_a_list_of_statuses_alone_leaves_nothing_to_guess() -> None:
    drafts = drafted("Bib,Time,Status\n1,,DNF\n2,,DNS\n")
    assert [read.status for read in drafts.reads] == [ResultStatus.DNF, ResultStatus.DNS]
    assert not drafts.guessed
    assert not drafts.problems


def test_bare_digits_are_asked_about_and_never_guessed() -> None:
    drafts = drafted("Bib,Time,Status\n1,5:00:00,1\n2,5:01:00,2\n3,,3\n")
    assert [(r.bib, r.status) for r in drafts.reads] == [("1", None), ("2", None)]
    asked = [p for p in drafts.problems if p.code == "times.status-digits"]
    assert [p.params["digits"] for p in asked] == ["1, 2, 3"]


def test_unknown_status_words_are_told_and_the_time_is_taken() -> None:
    drafts = drafted("Bib,Time,Status\n1,5:00:00,wobbly\n")
    assert (drafts.reads[0].status, drafts.reads[0].elapsed_ms) == (None, 18_000_000)
    assert "times.status-unknown" in codes(drafts)


def test_runners_on_the_course_are_counted_not_taken() -> None:
    for text in ("Bib,Time,Status\n1,5:00:00,\n2,,ON_RACE\n", "Bib,Time\n1,5:00:00\n2,Active\n"):
        drafts = drafted(text)
        assert [r.bib for r in drafts.reads] == ["1"]
        assert [p.params["count"] for p in drafts.problems if p.code == "times.on-course"] == [1]
        assert not [p for p in drafts.problems if p.row]


def test_a_state_column_of_places_is_no_status() -> None:
    assert drafted("Bib,Time,State\n1,1:00:00,CO\n").reads[0].status is None
    assert drafted("Bib,Time,State\n1,,DNF\n2,1:00:00,OK\n").reads[0].status is ResultStatus.DNF


# ------------------------------------------------------------------ checkpoint tables


def test_the_last_checkpoint_is_the_finish_and_the_first_the_start() -> None:
    text = "Bib;Name;Village;Hut;Summit\n" + "".join(
        f"{n};Ann LEE;2026-05-24T10:00:00+12:00;"
        f"2026-05-24T11:0{n}:00+12:00;2026-05-24T12:0{n}:00+12:00\n"
        for n in range(1, 8)
    )
    table = read_tables("t.csv", text.encode()).tables[0]
    mapping = map_table(table, Purpose.TIMES).mapping
    assert (mapping.columns["time"], mapping.start, mapping.checkpoints) == (4, 2, (2, 3))
    drafts = draft_reads(table, mapping, zone=ZONE, start_column=mapping.start)
    assert [(r.point, r.bib) for r in drafts.reads if r.bib == "3"] == [
        ("finish", "3"),
        ("start", "3"),
    ]
    assert format_clock(drafts.reads[0].instant_ms or Instant(0), ZONE) == "12:01:00"
    hut = draft_reads(table, mapping, zone=ZONE, time_column=3, point="hut")
    assert {r.point for r in hut.reads} == {"hut"}
    assert format_clock(hut.reads[0].instant_ms or Instant(0), ZONE) == "11:01:00"


def test_a_column_called_finish_wins_over_the_last_one() -> None:
    text = "Bib;Start;Arrivée;Shower\n1;0:00:00;5:00:00;5:30:00\n2;0:00:00;5:10:00;5:40:00\n"
    drafts = drafted(text)
    assert elapsed(drafts) == ["5:00:00.000", "5:10:00.000"]


def test_overrides_say_which_column_is_the_time() -> None:
    text = "Bib,Gun time,Chip time\n1,1:00:10,1:00:00\n"
    assert elapsed(drafted(text)) == ["1:00:10.000"]
    assert elapsed(drafted(text, {"Chip time": "time"})) == ["1:00:00.000"]
