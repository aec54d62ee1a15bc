from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import ZONE, clock_ms
from tests.strategies import durations
from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    ClockText,
    Duration,
    Instant,
    Rounding,
    TwoParts,
    first_instant_from,
    forgiving_elapsed,
    format_clock,
    format_elapsed,
    format_local,
    from_day_fraction,
    is_zone,
    local_date,
    local_instant,
    parse_clock,
    parse_elapsed,
    roll_over,
    round_duration,
    to_instant,
)


def ms(hours: int = 0, minutes: int = 0, seconds: int = 0, rest: int = 0) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26:39:00", ms(26, 39)),
        ("8:02:21", ms(8, 2, 21)),
        ("100:00:01", ms(100, 0, 1)),
        ("50:48", ms(0, 50, 48)),
        ("102:17", ms(1, 42, 17)),
        ("7:03", ms(0, 7, 3)),
        ("0:10.8", ms(0, 0, 10, 800)),
        ("4:01:09.0", ms(4, 1, 9)),
        ("1:02:33,45", ms(1, 2, 33, 450)),
        ("1:02:33.4567", ms(1, 2, 33, 457)),
        ("1:02:39:00", ms(26, 39)),
        ("26H 35M 25S", ms(26, 35, 25)),
        ("27H 0M 29S", ms(27, 0, 29)),
        ("1h42", ms(1, 42)),
        ("2h05'33\"", ms(2, 5, 33)),
        ("2h05\u203233\u2033", ms(2, 5, 33)),
        ("42'17''", ms(0, 42, 17)),
        ("45 min", ms(0, 45)),
        ("90m 5s", ms(1, 30, 5)),
        ("0 days 19:18:58", ms(19, 18, 58)),
        ("1 days 06:57:51", ms(30, 57, 51)),
        ("1 day, 6:57:51.5", ms(30, 57, 51, 500)),
        ("0 days", 0),
        ("-1 days +23:59:50", -ms(0, 0, 10)),
        ("-0:05", -ms(0, 0, 5)),
        ("\u22121:00:00", -ms(1)),
        (" 1:42:17 ", ms(1, 42, 17)),
        ("3:04:05", ms(3, 4, 5)),
        ("\uff13:\uff10\uff14:\uff10\uff15", ms(3, 4, 5)),
    ],
)
def test_every_spelling_of_an_elapsed_time_is_read(text: str, expected: int) -> None:
    assert parse_elapsed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "abc", "DNF", "12", "53204", "1:60:00", "1:00:60", "7:60", "5:3", "1:2:3:4:5",
        "1:24:00:00", "0 days 24:00:00", "1 days 06:60:51", "1h60", "2h 75m", "1h 5m 61s", "::",
        "1:42:17 am", "2026-05-24", "1.42.17", "h", "1:-2:03",
    ],
)  # fmt: skip
def test_what_is_no_elapsed_time_is_refused_not_guessed(text: str) -> None:
    assert parse_elapsed(text) is None


def test_two_parts_are_hours_and_minutes_when_the_column_says_so() -> None:
    assert parse_elapsed("7:03", TwoParts.HOURS_MINUTES) == ms(7, 3)
    assert parse_elapsed("26:00", TwoParts.HOURS_MINUTES) == ms(26)
    assert parse_elapsed("7:60", TwoParts.HOURS_MINUTES) is None


def test_two_parts_with_a_fraction_are_always_minutes_and_seconds() -> None:
    assert parse_elapsed("7:03.5", TwoParts.HOURS_MINUTES) == ms(0, 7, 3, 500)


def test_bare_seconds_count_only_when_asked_for() -> None:
    assert parse_elapsed("53204", seconds=True) == ms(14, 46, 44)
    assert parse_elapsed("32795.944", seconds=True) == ms(9, 6, 35, 944)
    assert parse_elapsed("32795,944", seconds=True) == ms(9, 6, 35, 944)
    assert parse_elapsed("-3", seconds=True) == -3000
    assert parse_elapsed("32795.944") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1:42:17", ms(1, 42, 17)),
        ("14217", ms(1, 42, 17)),
        ("102.17", ms(1, 42, 17)),
        ("1.42.17", ms(1, 42, 17)),
        ("1,42,17", ms(1, 42, 17)),
        ("1 42 17", ms(1, 42, 17)),
        ("1-42-17", ms(1, 42, 17)),
        ("42:17", ms(0, 42, 17)),
        ("4217", ms(0, 42, 17)),
        ("42.17", ms(0, 42, 17)),
        ("9017", ms(1, 30, 17)),
        ("217", ms(0, 2, 17)),
        ("1234559", ms(123, 45, 59)),
        ("1h42", ms(1, 42)),
    ],
)
def test_what_volunteers_type_from_paper_is_read(text: str, expected: int) -> None:
    assert forgiving_elapsed(text) == expected


@pytest.mark.parametrize(
    "text", ["", "1", "17", "9960", "16017", "-1:42:17", "1.2", "12345678", "1.60.00", "abc"]
)
def test_paper_times_that_could_mean_anything_are_refused(text: str) -> None:
    assert forgiving_elapsed(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:50:00.477", ClockText(time_of_day_ms=Duration(ms(10, 50, 0, 477)))),
        ("14:11:29.139089", ClockText(time_of_day_ms=Duration(ms(14, 11, 29, 139)))),
        ("9:27 am", ClockText(time_of_day_ms=Duration(ms(9, 27)))),
        ("9:27 p.m.", ClockText(time_of_day_ms=Duration(ms(21, 27)))),
        ("12:01 AM", ClockText(time_of_day_ms=Duration(ms(0, 1)))),
        ("12:01 PM", ClockText(time_of_day_ms=Duration(ms(12, 1)))),
        ("17h45", ClockText(time_of_day_ms=Duration(ms(17, 45)))),
        (
            "2025-08-29T17:45:00.000+02:00",
            ClockText(
                day=date(2025, 8, 29),
                time_of_day_ms=Duration(ms(17, 45)),
                offset_ms=Duration(2 * HOUR_MS),
            ),
        ),
        (
            "2025-08-29T17:45:00Z",
            ClockText(
                day=date(2025, 8, 29), time_of_day_ms=Duration(ms(17, 45)), offset_ms=Duration(0)
            ),
        ),
        (
            "2025-08-29 17:45 -0330",
            ClockText(
                day=date(2025, 8, 29),
                time_of_day_ms=Duration(ms(17, 45)),
                offset_ms=Duration(-ms(3, 30)),
            ),
        ),
        ("2026-05-24 10:00:00", ClockText(day=date(2026, 5, 24), time_of_day_ms=Duration(ms(10)))),
        ("6/3/17 8:00", ClockText(day=date(2017, 6, 3), time_of_day_ms=Duration(ms(8)))),
        (
            "10/25/2024 6:01:57 AM",
            ClockText(day=date(2024, 10, 25), time_of_day_ms=Duration(ms(6, 1, 57))),
        ),
        ("20260524 10:00", ClockText(day=date(2026, 5, 24), time_of_day_ms=Duration(ms(10)))),
        ("24.05.2026 10:00", ClockText(day=date(2026, 5, 24), time_of_day_ms=Duration(ms(10)))),
    ],
)
def test_every_spelling_of_a_time_of_day_is_read(text: str, expected: ClockText) -> None:
    assert parse_clock(text) == expected


def test_slashed_dates_put_the_day_first_only_when_the_column_says_so() -> None:
    day_first = parse_clock("6/3/17 8:00", day_first=True)
    assert day_first is not None
    assert day_first.day == date(2017, 3, 6)
    assert parse_clock("13/5/2026 8:00") is None
    assert parse_clock("13/5/2026 8:00", day_first=True) is not None


@pytest.mark.parametrize(
    "text",
    ["", "8", "24:00", "10:60", "10:00:60", "13:00 pm", "0:30 am", "2026-02-30 10:00",
     "0001-01-01 10:00", "10.50.00", "DNF", "2026-05-24"],
)  # fmt: skip
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    assert parse_clock(text) is None


def test_the_repeated_hour_is_said_to_be_ambiguous_and_the_earlier_one_taken() -> None:
    # New Zealand put its clocks back at 3:00 on 5 April 2026.
    found = local_instant(date(2026, 4, 5), Duration(ms(2, 30)), ZONE)
    assert (found.ambiguous, found.missing) == (True, False)
    assert found.instant_ms == clock_ms("2026-04-04 13:30:00", zone="UTC")


def test_the_skipped_hour_is_said_to_be_missing() -> None:
    # ... and forward at 2:00 on 27 September 2026.
    found = local_instant(date(2026, 9, 27), Duration(ms(2, 30)), ZONE)
    assert (found.ambiguous, found.missing) == (False, True)
    assert format_clock(found.instant_ms, ZONE) == "03:30:00"


def test_an_ordinary_hour_is_neither() -> None:
    found = local_instant(date(2026, 5, 24), Duration(ms(10)), ZONE)
    assert (found.ambiguous, found.missing) == (False, False)
    assert format_local(found.instant_ms, ZONE) == "2026-05-24 10:00:00"
    assert format_local(found.instant_ms, "UTC") == "2026-05-23 22:00:00"


def test_a_written_offset_wins_over_the_events_zone() -> None:
    clock = parse_clock("2026-05-24T10:00:00+02:00")
    assert clock is not None
    found = to_instant(clock, date(2030, 1, 1), ZONE)
    assert format_local(found.instant_ms, "UTC") == "2026-05-24 08:00:00"


def test_a_written_date_wins_over_the_events_day() -> None:
    clock = parse_clock("2026-05-25 10:00")
    assert clock is not None
    assert format_local(to_instant(clock, date(2026, 5, 24), ZONE).instant_ms, ZONE) == (
        "2026-05-25 10:00:00"
    )


def test_an_unknown_zone_is_refused() -> None:
    assert is_zone(ZONE)
    for bad in ("Mars/Olympus", "", "../etc/passwd"):
        assert not is_zone(bad)
    with pytest.raises(ValueError, match="Mars"):
        local_instant(date(2026, 5, 24), Duration(0), "Mars/Olympus")


def test_a_drop_of_more_than_twelve_hours_is_the_next_day() -> None:
    days, previous = 0, None
    seen = []
    for text in ("22:10", "23:59", "00:03", "00:01", "11:00", "22:00", "01:00"):
        clock = parse_clock(text)
        assert clock is not None
        days = roll_over(previous, clock.time_of_day_ms, days)
        previous = clock.time_of_day_ms
        seen.append(days)
    assert seen == [0, 0, 1, 1, 1, 1, 2]


def test_a_step_back_of_a_few_seconds_is_no_midnight_even_across_one() -> None:
    assert roll_over(Duration(ms(10, 0, 5)), Duration(ms(10)), 0) == 0
    late, early = Duration(ms(23, 59, 58)), Duration(ms(0, 0, 3))
    assert roll_over(early, late, 1) == 0
    assert roll_over(early, late, 0) == 0


def test_a_time_without_a_date_is_the_first_one_not_before_the_start() -> None:
    start = clock_ms("2026-05-24 20:00:00")
    evening = first_instant_from(start, Duration(ms(21)), ZONE)
    morning = first_instant_from(start, Duration(ms(7)), ZONE)
    assert format_local(evening.instant_ms, ZONE) == "2026-05-24 21:00:00"
    assert format_local(morning.instant_ms, ZONE) == "2026-05-25 07:00:00"


def test_a_day_fraction_becomes_the_nearest_millisecond() -> None:
    assert from_day_fraction(1.0536) == ms(25, 17, 11, 40)
    assert from_day_fraction(0.5) == ms(12)
    with pytest.raises(ValueError, match="nan"):
        from_day_fraction(float("nan"))


def test_worked_example_24_hours_are_written_with_two_digits_when_padded() -> None:
    assert format_elapsed(ms(0, 45, 15), pad_hours=True) == "00:45:15"
    assert format_elapsed(ms(0, 45, 15)) == "0:45:15"


def test_elapsed_times_pass_a_day_and_show_decimals_below_a_second() -> None:
    assert format_elapsed(ms(31, 7, 45)) == "31:07:45"
    assert format_elapsed(ms(31, 7, 45), pad_hours=True) == "31:07:45"
    assert format_elapsed(ms(1, 2, 3, 456), 100) == "1:02:03.4"
    assert format_elapsed(ms(1, 2, 3, 456), 10) == "1:02:03.45"
    assert format_elapsed(ms(1, 2, 3, 456), 1) == "1:02:03.456"
    assert format_elapsed(-ms(0, 0, 5)) == "-0:00:05"
    assert format_elapsed(-1) == "0:00:00"


def test_clock_times_may_leave_the_seconds_out() -> None:
    assert format_clock(clock_ms("10:50:07"), ZONE) == "10:50:07"
    assert format_clock(clock_ms("10:50:07"), ZONE, seconds=False) == "10:50"


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.CHOP, [0, 1000, 1000, 1000, -1000]),
        (Rounding.HALF_UP, [0, 1000, 1000, 2000, -2000]),
        (Rounding.UP, [0, 1000, 2000, 2000, -2000]),
    ],
)
def test_rounding_follows_its_rule(rounding: Rounding, expected: list[int]) -> None:
    given_ms = [0, 1000, 1499, 1500, -1500]
    assert [round_duration(each, 1000, rounding) for each in given_ms] == expected


def test_a_unit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0"):
        round_duration(1, 0, Rounding.CHOP)


@given(durations)
def test_a_written_elapsed_time_reads_back_the_same(value: int) -> None:
    assert parse_elapsed(format_elapsed(value, 1)) == value
    assert parse_elapsed(format_elapsed(value, 1, pad_hours=True)) == value


@given(durations, st.sampled_from([1, 10, 100, 1000, 60_000]), st.sampled_from(Rounding))
def test_rounding_moves_less_than_a_unit_and_only_once(
    value: int, unit: int, rounding: Rounding
) -> None:
    rounded = round_duration(value, unit, rounding)
    assert abs(rounded - value) < unit
    assert rounded % unit == 0
    assert round_duration(rounded, unit, rounding) == rounded
    assert round_duration(-value, unit, rounding) == -rounded


@given(st.integers(0, 60 * 365 * DAY_MS // 1000), st.sampled_from([ZONE, "UTC", "Asia/Kathmandu"]))
def test_a_written_local_time_reads_back_unless_the_clock_was_changed(
    seconds: int, zone: str
) -> None:
    instant = Instant(seconds * 1000)
    if instant < clock_ms("1986-01-02 00:00:00", zone="UTC"):
        return  # Kathmandu's older offset is no whole quarter of an hour
    clock = parse_clock(format_local(instant, zone))
    assert clock is not None
    assert clock.day == local_date(instant, zone)
    found = to_instant(clock, date(1999, 1, 1), zone)
    assert found.instant_ms == instant or found.ambiguous


@given(st.text(max_size=20))
def test_no_text_whatever_makes_a_parser_fail(text: str) -> None:
    for parsed in (
        parse_elapsed(text),
        parse_elapsed(text, seconds=True),
        forgiving_elapsed(text),
    ):
        assert parsed is None or isinstance(parsed, int)
    assert parse_clock(text) is None or ":" in text or "m" in text.casefold() or "h" in text
