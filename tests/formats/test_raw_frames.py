"""MYLAPS frames and ChronoTrack's stream and raw files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.formats.chronotrack import read_raw, read_stream
from trailsdesk.formats.mylaps import read_mylaps
from trailsdesk.formats.registry import recognise

if TYPE_CHECKING:
    from trailsdesk.formats.raw import RawFile

MILLISECONDS = 1000


def clocks(raw: RawFile) -> list[tuple[date | None, int]]:
    return [(one.clock.day, one.clock.time_of_day_ms) for one in raw.reads if one.clock]


def at(hours: int, minutes: int, seconds: float) -> int:
    return round(((hours * 60 + minutes) * 60 + seconds) * MILLISECONDS)


# ------------------------------------------------------------------ MYLAPS

PASSING = "t={time}|c={chip}|ct=UH|d={day}|l=3|dv=4|re=0|an=00000011|g=0|b={bib}|n={bib}"


def passing(
    time: str = "13:11:30.904", chip: str = "0000041", day: str = "260524", bib: int = 41
) -> str:
    return PASSING.format(time=time, chip=chip, day=day, bib=bib)


def test_every_record_of_a_frame_is_a_passing() -> None:
    raw = read_mylaps(
        "dump.txt", f"10KM@Passing@{passing()}@{passing(bib=39, chip='0000039')}@77@$"
    )
    assert [(one.line, one.bib, one.chip, one.point) for one in raw.reads] == [
        (1, "41", "0000041", "10KM"),
        (2, "39", "0000039", "10KM"),
    ]
    assert clocks(raw) == [(date(2026, 5, 24), at(13, 11, 30.904))] * 2


def test_the_number_of_a_frame_is_no_passing() -> None:
    raw = read_mylaps("dump.txt", f"Finish@Passing@{passing()}@1016@$")
    assert raw.rows == 1
    assert not raw.not_understood
    assert raw.reads[0].point == "finish"


def test_bib_nought_is_no_bib() -> None:
    (one,) = read_mylaps("dump.txt", f"Finish@Passing@{passing(bib=0)}@1@$").reads
    assert (one.bib, one.chip) == ("", "0000041")


def test_a_gun_marker_is_no_runner_and_has_no_day() -> None:
    raw = read_mylaps(
        "dump.txt",
        "Start@Marker@t=11:03:40.347|mt=Gunshot|n=Gunshot 1@4@$"
        "Start@Marker@t=11:05:00.000|mt=Manual|n=x@5@$",
    )
    assert not raw.reads
    (gun,) = raw.guns
    assert gun.clock is not None
    assert (gun.clock.day, gun.clock.time_of_day_ms) == (None, at(11, 3, 40.347))
    assert raw.left_out == {"raw.left-marker": 1}


def test_stored_passings_are_of_fixed_width() -> None:
    text = (
        "Hut Split@Store@AB1234516:13:57.417 3 0F  1000026052470"
        "@CD5432116:14:00.638 3 0F  1000126052457@2@$"
    )
    raw = read_mylaps("dump.txt", text)
    assert raw.format == "mylaps-store"
    assert [(one.chip, one.point) for one in raw.reads] == [
        ("AB12345", "Hut Split"),
        ("CD54321", "Hut Split"),
    ]
    assert clocks(raw) == [
        (date(2026, 5, 24), at(16, 13, 57.417)),
        (date(2026, 5, 24), at(16, 14, 0.638)),
    ]


def test_laps_of_one_chip_are_not_repeats() -> None:
    raw = read_mylaps(
        "dump.txt",
        "Hut@Store@AB1234516:35:29.424 3 0F  1000026052470"
        "@AB1234516:50:41.667 3 0F  2000A26052478@1@$",
    )
    assert raw.rows == 2


def test_frames_that_only_talk_are_left_out() -> None:
    raw = read_mylaps("dump.txt", f"Finish@Ping@$Finish@AckPing@$Finish@Passing@{passing()}@1@$")
    assert raw.rows == 1
    assert raw.left_out == {"raw.left-chatter": 2}


def test_records_cut_short_are_not_understood() -> None:
    raw = read_mylaps("dump.txt", f"Finish@Passing@{passing()}@t=13:1|c=00@c=0000050|d=260524@9@$")
    assert raw.rows == 1
    assert [(one.line, one.why.code) for one in raw.not_understood] == [
        (2, "raw.bad-time"),
        (3, "raw.no-time"),
    ]


# ------------------------------------------------------------------ ChronoTrack


def test_gun_times_and_new_locations_are_no_runners() -> None:
    raw = read_stream(
        "ct.txt",
        "CT01_13~24~FINISH~50101~15:54:48.90~1~1A2B3C~8\r\n"
        "CT01_33~2038~30k~newlocation~09:15:21.00~0~1A2B3C~0\r\n"
        "CT01_33~4~start~guntime~07:45:01.01~0~1A2B3C~0\r\n",
    )
    assert [(one.chip, one.bib, one.point) for one in raw.reads] == [("50101", "", "finish")]
    assert [one.clock and one.clock.time_of_day_ms for one in raw.guns] == [at(7, 45, 1.01)]
    assert raw.left_out == {"raw.left-marker": 1}


@pytest.mark.parametrize(
    ("time", "day", "offset"),
    [
        ("15:54:48.90", None, None),
        ("2026-05-24T15:54:48.90", date(2026, 5, 24), None),
        ("1779638088.90", date(2026, 5, 24), 0),
    ],
)
def test_the_negotiated_spellings_of_time_are_read(
    time: str, day: date | None, offset: int | None
) -> None:
    (one,) = read_stream("ct.txt", f"CT01_13~1~FINISH~7~{time}~1~1A2B3C~8\n").reads
    assert one.clock is not None
    assert (one.clock.day, one.clock.offset_ms) == (day, offset)
    assert one.clock.time_of_day_ms == at(15, 54, 48.9)


def observation(
    number: int = 43, tag: int = 3, event: int = 2, seconds: str = "1779638088.80"
) -> str:
    return f"TO,{number},{tag},220,{event},{seconds},1A2B3C,4,-57,{number},P,56"


def test_a_raw_file_counts_seconds_of_universal_time() -> None:
    raw = read_raw("0001.csv", observation())
    assert clocks(raw) == [(date(2026, 5, 24), at(15, 54, 48.8))]
    assert [one.clock and one.clock.offset_ms for one in raw.reads] == [0]
    assert [(one.bib, one.chip) for one in raw.reads] == [("", "3")]


def test_tags_of_another_event_are_kept_and_told() -> None:
    lines = [observation(n, n) for n in range(1, 5)] + [observation(9, 3, event=7)]
    raw = read_raw("0001.csv", "\n".join(lines))
    assert raw.rows == 5
    assert [(p.code, p.params["count"]) for p in raw.problems] == [("raw.several-events", 1)]


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        (observation(), "chronotrack-raw"),
        ("CT01_13~24~FINISH~50101~15:54:48.90~1~1A2B3C~8", "chronotrack-stream"),
        (f"Finish@Passing@{passing()}@1@$", "mylaps-passings"),
        ("Hut@Store@AB1234516:13:57.417 3 0F  1000026052470@1@$", "mylaps-store"),
    ],
)
def test_one_line_is_enough_to_be_recognised(text: str, format_id: str) -> None:
    found = recognise("unnamed", text.encode())
    assert (found.format, found.rows) == (format_id, 1)
