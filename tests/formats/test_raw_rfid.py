"""RFID Timing files and streams, PikaReader, Chronokeep, and lists of tags and times."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.registry import Recognised, recognise

if TYPE_CHECKING:
    from trailsdesk.formats.raw import RawFile


def read(text: str) -> Recognised:
    return recognise("log", text.encode())


def raw_of(text: str) -> RawFile:
    found = read(text).raw
    assert found is not None
    return found


def clocks(raw: RawFile) -> list[tuple[date | None, int]]:
    return [(one.clock.day, one.clock.time_of_day_ms) for one in raw.reads if one.clock]


def at(hours: int, minutes: int, seconds: float) -> int:
    return round(((hours * 60 + minutes) * 60 + seconds) * 1000)


# ------------------------------------------------------------------ files


def test_file_a_is_port_chip_bib_and_a_quoted_time() -> None:
    raw = raw_of('3,11274,0,"11:22:47.392",1,3\n1,11275,207,"2026-05-24 9:05:01.500"\n')
    assert raw.format == "rfid-timing-a"
    assert [(one.chip, one.bib) for one in raw.reads] == [("11274", ""), ("11275", "207")]
    assert clocks(raw) == [(None, at(11, 22, 47.392)), (date(2026, 5, 24), at(9, 5, 1.5))]


def test_chip_nought_is_the_gun() -> None:
    raw = raw_of('0,0,0,"10:00:00.120"\n3,11274,0,"11:22:47.392"\n')
    assert raw.rows == 1
    assert [one.clock and one.clock.time_of_day_ms for one in raw.guns] == [at(10, 0, 0.12)]


def test_port_nought_with_a_chip_is_no_passing() -> None:
    raw = raw_of('0,11274,0,"10:00:00.120"\n3,11274,0,"11:22:47.392"\n')
    assert raw.rows == 1
    assert raw.left_out == {"raw.left-marker": 1}


def test_file_b_is_a_chip_and_a_time_behind_a_tabulator() -> None:
    raw = raw_of("11274A\t11:22:47.392\n11275\t2026-05-24 11:22:48.001\t1\t3\n")
    assert raw.format == "rfid-timing-b"
    assert [one.chip for one in raw.reads] == ["11274A", "11275"]
    assert clocks(raw) == [(None, at(11, 22, 47.392)), (date(2026, 5, 24), at(11, 22, 48.001))]


# ------------------------------------------------------------------ the Ultra


def ultra(
    chip: str = "11055",
    seconds: int = 1464000000,
    serial: int = 1,
    rewind: int = 0,
    antenna: int = 1,
) -> str:
    return f"0,{chip},{seconds},698,{antenna},-71,{rewind},2,1,0000000000000000,0,{serial}"


def test_the_ultra_counts_from_1980_by_the_local_clock() -> None:
    raw = raw_of(ultra() + "\r")
    assert raw.format == "rfid-ultra"
    # 16,944 days and 10 h 40 min after the first of January 1980; no offset: it is a wall clock.
    assert clocks(raw) == [(date(2026, 5, 23), at(10, 40, 0.698))]
    assert raw.reads[0].clock is not None
    assert raw.reads[0].clock.offset_ms is None


def test_lines_that_end_in_a_carriage_return_alone_are_lines() -> None:
    raw = raw_of("\r".join(ultra(serial=n, seconds=1464000000 + n) for n in range(4)) + "\r")
    assert [one.line for one in raw.reads] == [1, 2, 3, 4]


def test_a_rewind_adds_nothing_but_what_was_missed() -> None:
    live = [ultra(serial=n, seconds=1464000000 + n) for n in (1, 2, 4)]
    again = [ultra(serial=n, seconds=1464000000 + n, rewind=1) for n in (1, 2, 3, 4)]
    raw = raw_of("\n".join(live + again))
    assert raw.rows == 4
    assert raw.left_out == {"raw.left-repeat": 3}


def test_a_number_used_again_after_the_log_was_cleared_is_a_new_passing() -> None:
    raw = raw_of("\n".join((ultra(serial=1), ultra(serial=1, seconds=1464003600))))
    assert raw.rows == 2


def test_what_the_ultra_says_of_itself_is_left_out() -> None:
    text = "1,Connected,made-up\nV=12.1\n" + ultra() + "\nS=0000100\n" + ultra(serial=2)
    raw = raw_of(text + "\n" + "\n".join(ultra(serial=n) for n in range(3, 9)))
    assert not raw.not_understood
    assert raw.left_out == {"raw.left-chatter": 3}


def test_the_gun_of_the_ultra_is_no_runner() -> None:
    raw = raw_of(
        ultra(chip="0", antenna=0) + "\n" + ultra() + "\n" + ultra("7", antenna=0, serial=3)
    )
    assert (raw.rows, len(raw.guns)) == (1, 1)
    assert raw.left_out == {"raw.left-marker": 1}


def test_a_clock_that_begins_in_1980_was_never_set() -> None:
    raw = raw_of("\n".join(ultra(seconds=60 + n, serial=n) for n in range(3)))
    assert [p.code for p in raw.problems] == ["raw.clock-not-set"]


# ------------------------------------------------------------------ PikaReader


def pika(**changes: object) -> str:
    made: dict[str, object] = {
        "antenna": 3,
        "chip": "23210006",
        "rssi": -71,
        "reader": 1,
        "tz": "-07:00",
        "epochMilli": 1779645600476,
        "type": "READ",
        "timestamp": "2026-05-24 11:00:00.476",
    }
    return json.dumps({**made, **changes})


def test_a_pikareader_line_keeps_its_offset() -> None:
    raw = raw_of(pika())
    (one,) = raw.reads
    assert one.clock is not None
    assert one.clock.offset_ms == -7 * 3_600_000
    assert clocks(raw) == [(date(2026, 5, 24), at(11, 0, 0.476))]


def test_pikareader_lines_sent_again_add_nothing_and_status_lines_are_left_out() -> None:
    text = "\n".join((pika(), pika(), '{"status":"reading"}', pika(chip="0"), pika(chip="8")))
    raw = raw_of(text)
    assert [one.chip for one in raw.reads] == ["23210006", "8"]
    assert len(raw.guns) == 1
    assert raw.left_out == {"raw.left-repeat": 1, "raw.left-chatter": 1}


def test_a_pikareader_time_that_is_none_is_told() -> None:
    raw = raw_of("\n".join((pika(), pika(timestamp="soon"))))
    assert [(one.line, one.why.code) for one in raw.not_understood] == [(2, "raw.bad-time")]


# ------------------------------------------------------------------ Chronokeep

HEADER = (
    "status,chip_number,seconds,milliseconds,time_seconds,time_milliseconds,antenna,reader,box,"
    "log_index,rssi,is_rewind,reader_time,start_time,read_bib,type"
)


def kept(chip: str = "7001", bib: str = "-1", status: int = 0, seconds: int = 1464000000) -> str:
    cells = (status, chip, seconds, 500, seconds + 2, 250, 1, "R1", "b", 7, -60, 0, "", 0, bib, 0)
    return ",".join(f'"{cell}"' for cell in cells)


def test_chronokeep_takes_the_corrected_time() -> None:
    raw = raw_of("\n".join((HEADER, kept(), kept("-1", "88", seconds=1464000009))))
    assert raw.format == "chronokeep-log"
    assert [(one.chip, one.bib) for one in raw.reads] == [("7001", ""), ("", "88")]
    assert clocks(raw)[0] == (date(2026, 5, 23), at(10, 40, 2.25))


def test_chronokeep_withdrawals_are_statuses_without_a_time() -> None:
    raw = raw_of(
        "\n".join((HEADER, kept(), kept("-1", "88", status=9), kept("-1", "89", status=12)))
    )
    assert [(one.status, one.clock is None) for one in raw.reads] == [
        (None, False),
        (ResultStatus.DNF, True),
        (ResultStatus.DNS, True),
    ]


def test_a_chronokeep_line_with_a_stray_comma_is_told() -> None:
    raw = raw_of("\n".join((HEADER, kept(), kept() + ",x", kept("8"))))
    assert raw.rows == 2
    assert [(one.line, one.why.code) for one in raw.not_understood] == [(3, "raw.cells")]


# ------------------------------------------------------------------ lists of tags


def test_two_blanks_before_the_date_of_an_impinj_line_are_one_gap() -> None:
    raw = raw_of("20260524FC000004,Sun May 24 14:11:29.139089  2026-05-24\n")
    assert raw.format == "impinj"
    assert clocks(raw) == [(date(2026, 5, 24), at(14, 11, 29.139))]


@pytest.mark.parametrize("moment", ["2026-05-24 09:15:34.305", "2026-05-24T09:15:34.305"])
def test_a_header_of_tag_and_timestamp_may_stand_above(moment: str) -> None:
    raw = raw_of(f"Tag,Timestamp\nAAABBB,\t{moment}\n")
    assert raw.format == "impinj"
    assert [(one.line, one.chip) for one in raw.reads] == [(2, "AAABBB")]
    assert clocks(raw) == [(date(2026, 5, 24), at(9, 15, 34.305))]


def test_tags_of_other_owners_are_kept_and_told() -> None:
    lines = [f"20260524FC0000{n:02d},2026-05-24 10:00:{n:02d}.000" for n in range(10)]
    lines.append("30141592653589793238AAAA,2026-05-24 10:00:59.000")
    raw = raw_of("\n".join(lines))
    assert raw.rows == 11
    assert [(p.code, p.params["count"]) for p in raw.problems] == [("raw.other-tags", 1)]


def test_any_list_of_codes_and_times_is_read() -> None:
    raw = raw_of("AB12CD34;10:00:01\nAB12CD35;10:00:02\n")
    assert (raw.format, raw.rows) == ("tag-times", 2)


def test_a_list_of_bibs_and_times_stays_a_table() -> None:
    found = read("12,10:00:01\n13,10:00:02\n14,10:00:04\n")
    assert (found.format, found.raw) == ("table", None)
    assert found.kind.timed


# ------------------------------------------------------------------ others


def test_wiclax_lines_put_the_day_first() -> None:
    line = "AB0001;24-05-2026 11:00:00.476;D1;3;98;0"
    raw = raw_of("\r".join((line, "AB0002;24-05-2026 11:00:01.476;D1;3;98;0", line)) + "\r")
    assert raw.format == "wiclax"
    assert clocks(raw)[0] == (date(2026, 5, 24), at(11, 0, 0.476))
    assert raw.left_out == {"raw.left-repeat": 1}


def test_jchip_lines_begin_with_d() -> None:
    raw = raw_of("N0000MADEUP\nDA41 10:11:16.44 10  10000C7\nDA42 10:11:17.00 10  10000C8\n")
    assert (raw.format, [one.chip for one in raw.reads]) == ("jchip", ["A41", "A42"])
    assert clocks(raw)[0] == (None, at(10, 11, 16.44))


@pytest.mark.parametrize("mark", [";", ","])
def test_orion_lines_count_thousandths_of_the_day(mark: str) -> None:
    lines = ("$P;1;TAG7;2;0;36000500;9", "$S;1;2;3", "$P;1;TAG8;2;0;99999999;9")
    raw = raw_of("\n".join(line.replace(";", mark) for line in lines))
    assert (raw.format, [one.chip for one in raw.reads]) == ("orion", ["TAG7"])
    assert clocks(raw) == [(None, at(10, 0, 0.5))]
    assert raw.left_out == {"raw.left-chatter": 1}
    assert [one.why.code for one in raw.not_understood] == ["raw.bad-time"]
