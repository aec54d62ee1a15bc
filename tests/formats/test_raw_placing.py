"""Raw reads on the time line: midnight, zones, clock changes, points, repeats."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trailsdesk.domain.chrono import ClockText, Duration, Instant, format_local
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.raw import About, RawFile, RawRead
from trailsdesk.formats.raw_placing import place_raw

ZONE = "Pacific/Auckland"
DAY = date(2026, 5, 23)


def clock(text: str, day: date | None = None, offset_h: int | None = None) -> ClockText:
    hours, minutes, seconds = map(int, text.split(":"))
    offset = None if offset_h is None else Duration(offset_h * 3_600_000)
    ms = Duration(((hours * 60 + minutes) * 60 + seconds) * 1000)
    return ClockText(day=day, time_of_day_ms=ms, offset_ms=offset)


def log(*clocks: ClockText, point: str = "") -> RawFile:
    reads = tuple(
        RawRead(line=n, chip=f"A{n}", clock=one, point=point, raw=f"line {n}")
        for n, one in enumerate(clocks, start=1)
    )
    return RawFile(format="made-up", label="Made up", reads=reads)


def placed(raw: RawFile, zone: str = ZONE, day: date | None = DAY) -> list[str]:
    drafts = place_raw(raw, zone=zone, day=day)
    return [
        format_local(one.instant_ms, zone) for one in drafts.reads if one.instant_ms is not None
    ]


def test_midnight_is_followed_in_reading_order() -> None:
    raw = log(
        clock("23:59:58"),
        clock("00:00:03"),
        clock("11:00:00"),
        clock("23:00:00"),
        clock("00:10:00"),
    )
    assert [text[:10] for text in placed(raw)] == [
        "2026-05-23", "2026-05-24", "2026-05-24", "2026-05-24", "2026-05-25",
    ]  # fmt: skip


def test_a_clock_that_steps_back_some_seconds_makes_no_new_day() -> None:
    raw = log(clock("10:00:05"), clock("10:00:01"), clock("10:00:09"))
    assert {text[:10] for text in placed(raw)} == {"2026-05-23"}


def test_reads_of_another_race_days_later_keep_their_own_date() -> None:
    raw = log(clock("10:00:00"), clock("09:00:00", date(2026, 5, 26)), clock("10:05:00"))
    assert placed(raw) == ["2026-05-23 10:00:00", "2026-05-26 09:00:00", "2026-05-23 10:05:00"]


def test_an_offset_in_the_line_wins_over_the_zone() -> None:
    drafts = place_raw(log(clock("10:00:00", DAY, 0)), zone=ZONE, day=None)
    moment = datetime(2026, 5, 23, 10, tzinfo=UTC)
    assert drafts.reads[0].instant_ms == int(moment.timestamp()) * 1000


def test_without_a_day_nothing_is_guessed() -> None:
    drafts = place_raw(log(clock("10:00:00"), clock("10:00:01", DAY)), zone=ZONE)
    assert [one.row for one in drafts.reads] == [2]
    assert [(p.code, p.params["count"]) for p in drafts.problems] == [("times.no-day", 1)]


def test_the_gun_tells_the_day_when_the_log_is_out_of_order() -> None:
    start = Instant(int(datetime(2026, 5, 23, 6, tzinfo=UTC).timestamp()) * 1000)  # 18:00 there
    clocks = [clock(f"{hour % 24:02d}:00:00") for hour in (25, 19, 27, 20, 26, 21, 30, 22)]
    drafts = place_raw(log(*clocks), zone=ZONE, start=start)
    texts = [format_local(one.instant_ms or Instant(0), ZONE) for one in drafts.reads]
    assert {text[:10] for text in texts if text[11:13] > "12"} == {"2026-05-23"}
    assert {text[:10] for text in texts if text[11:13] < "12"} == {"2026-05-24"}


BACK, FORWARD = date(2026, 4, 5), date(2026, 9, 27)


def test_a_time_that_the_clocks_never_showed_is_told_with_its_line() -> None:
    drafts = place_raw(log(clock("12:00:00", FORWARD), clock("02:30:00", FORWARD)), zone=ZONE)
    assert [(p.code, p.row) for p in drafts.problems] == [("times.skipped-hour", 2)]
    assert len(drafts.reads) == 2


def night(
    *times: str, how: RepeatedHour = RepeatedHour.BY_ORDER, at: str = ""
) -> tuple[list[int], list[tuple[str, object]]]:
    """Minutes since midnight of the night the clocks go back (3:00 to 2:00), and what is told.

    ``at`` names the place of each time by a letter.
    """
    reads = tuple(
        RawRead(line=n, bib=str(n), clock=clock(f"{time}:00", BACK), point=at[n - 1] if at else "")
        for n, time in enumerate(times, start=1)
    )
    raw = RawFile(format="made-up", label="Made up", reads=reads)
    drafts = place_raw(raw, zone=ZONE, repeated=how)
    midnight = int(datetime(2026, 4, 4, 11, tzinfo=UTC).timestamp()) * 1000
    minutes = [((one.instant_ms or 0) - midnight) // 60_000 for one in drafts.reads]
    return minutes, [(p.code, p.params["count"]) for p in drafts.problems]


def test_a_log_that_steps_back_by_an_hour_goes_on_in_the_second_of_the_two() -> None:
    assert night("01:50", "02:10", "02:55", "02:05", "02:40", "03:20") == (
        [110, 130, 175, 185, 220, 260],
        [("times.repeated-told", 4)],
    )


@pytest.mark.parametrize(
    "times",
    [
        ("02:10", "02:20"),
        ("02:20", "02:10"),
        ("02:50", "02:05", "02:55", "02:10"),
        ("05:00", "02:55", "01:00", "02:05", "04:00", "02:30"),
    ],
    ids=["no step", "a small step", "two steps", "no order at all"],
)
def test_where_the_order_does_not_tell_it_is_the_first_of_the_two_and_told(
    times: tuple[str, ...],
) -> None:
    minutes, told = night(*times)
    assert minutes == [int(t[:2]) * 60 + int(t[3:]) + (60 if t >= "03" else 0) for t in times], (
        "clocks after the change are an hour further on"
    )
    assert told == [("times.repeated-first", sum(t.startswith("02") for t in times))]


def test_each_of_two_logs_in_one_file_is_told_by_its_own_order() -> None:
    minutes, told = night("02:40", "02:58", "02:10", "02:20", "02:50", "02:05", at="aaabbb")
    assert minutes == [160, 178, 190, 140, 170, 185]
    assert told == [("times.repeated-told", 6)]


def test_a_person_may_say_which_of_the_two_it_was() -> None:
    assert night("02:10", "02:20", how=RepeatedHour.SECOND)[0] == [190, 200]
    assert night("02:55", "02:05", how=RepeatedHour.FIRST)[0] == [175, 125]
    assert night("02:10", "02:20", how=RepeatedHour.BY_ORDER_ELSE_SECOND) == (
        [190, 200],
        [("times.repeated-second", 2)],
    )


def test_one_wall_time_shown_twice_is_two_reads() -> None:
    reads = tuple(
        RawRead(line=n, chip="A1", clock=clock(f"{time}:00", BACK), raw=time)
        for n, time in enumerate(("02:20", "02:55", "02:20"), start=1)
    )
    drafts = place_raw(RawFile(format="x", label="x", reads=reads), zone=ZONE)
    first, _between, second = drafts.reads
    assert (second.instant_ms or 0) - (first.instant_ms or 0) == 3_600_000
    assert second.occurrence == 0, "no repeat of the first"


def test_hours_across_a_clock_change_are_as_long_as_they_were() -> None:
    back, forward = date(2026, 4, 5), date(2026, 9, 27)
    for day, hours in ((back, 5), (forward, 3)):
        drafts = place_raw(log(clock("00:00:00", day), clock("04:00:00", day)), zone=ZONE)
        first, last = (one.instant_ms or 0 for one in drafts.reads)
        assert (last - first) // 3_600_000 == hours


def test_points_are_renamed_or_left_out_and_ours_stay() -> None:
    reads = tuple(
        RawRead(line=n, bib=str(n), clock=clock("10:00:00"), point=point)
        for n, point in enumerate(("", START, "HUT", "MAT 9", "Lake"), start=1)
    )
    raw = RawFile(format="made-up", label="Made up", reads=reads)
    drafts = place_raw(raw, zone=ZONE, day=DAY, point="cp3", points={"HUT": "cp1", "MAT 9": "-"})
    assert [(one.row, one.point) for one in drafts.reads] == [
        (1, "cp3"), (2, START), (3, "cp1"), (5, "Lake"),
    ]  # fmt: skip
    assert dict(raw.points) == {"": 1, START: 1, "HUT": 1, "MAT 9": 1, "Lake": 1}


def test_equal_reads_are_numbered_and_different_chips_are_not_equal() -> None:
    reads = tuple(
        RawRead(line=n, chip=chip, clock=clock("10:00:00"), raw="same")
        for n, chip in enumerate(("A1", "A1", "B2", "A1"), start=1)
    )
    drafts = place_raw(RawFile(format="x", label="x", reads=reads), zone=ZONE, day=DAY)
    assert [one.occurrence for one in drafts.reads] == [0, 1, 0, 2]
    assert [one.chip for one in drafts.reads] == ["A1", "A1", "B2", "A1"]


def result(
    line: int, point: str, elapsed: int | None, time: str | None, number: int = 0
) -> RawRead:
    return RawRead(
        line=line,
        bib=str(line),
        clock=clock(time, DAY) if time else None,
        elapsed_ms=None if elapsed is None else Duration(elapsed),
        point=point,
        about=About(family_name="Rimu", race_number=number),
    )


def test_the_time_of_day_counts_where_a_result_has_both() -> None:
    reads = (result(1, START, None, "10:00:00"), result(1, FINISH, 600_000, "10:10:00"))
    raw = RawFile(format="x", label="x", reads=reads)
    both = place_raw(raw, zone=ZONE)
    assert (both.kind, [one.elapsed_ms for one in both.reads]) == (TimeKind.CLOCK, [None, None])
    spans = place_raw(raw, zone=ZONE, kind=TimeKind.ELAPSED)
    assert [(one.point, one.elapsed_ms, one.instant_ms) for one in spans.reads] == [
        (FINISH, 600_000, None)
    ]
    assert spans.reads[0].family_name == "Rimu"


def test_results_without_any_clock_are_elapsed_and_statuses_stay() -> None:
    reads = (
        result(1, FINISH, 600_000, None),
        RawRead(line=2, bib="2", point=FINISH, status=ResultStatus.DNF),
    )
    drafts = place_raw(RawFile(format="x", label="x", reads=reads), zone=ZONE)
    assert drafts.kind is TimeKind.ELAPSED
    assert [(one.elapsed_ms, one.status) for one in drafts.reads] == [
        (600_000, None), (None, ResultStatus.DNF),
    ]  # fmt: skip


def test_of_several_races_one_is_taken_and_that_is_told() -> None:
    reads = (result(1, FINISH, 60_000, None, 1), result(2, FINISH, 70_000, None, 2))
    raw = RawFile(format="x", label="x", reads=reads)
    first = place_raw(raw, zone=ZONE)
    assert [one.row for one in first.reads] == [1]
    assert [p.code for p in first.problems] == ["raw.first-race-taken"]
    second = place_raw(raw, zone=ZONE, race_number=2)
    assert [one.row for one in second.reads] == [2]
    assert not second.problems
