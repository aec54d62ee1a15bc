"""SPORTident read-outs, chip maps and ipico's participant files."""

from __future__ import annotations

from datetime import date

import pytest

from trailsdesk.formats.chip_map import ChipMap, read_chip_map
from trailsdesk.formats.decode import decode
from trailsdesk.formats.raw import FileKind, RawFile
from trailsdesk.formats.registry import recognise

HEADER = (
    "No;Read on;SIID;Start no;Clear CN;Clear DOW;Clear time;Check CN;Check DOW;Check time;"
    "Start CN;Start DOW;Start time;Finish CN;Finish DOW;Finish time;Class;First name;Last name;"
    "Sex;No. of records;Record 1 CN;Record 1 DOW;Record 1 time;Record 2 CN;Record 2 DOW;"
    "Record 2 time"
)


def card(
    number: int = 2007313,
    bib: str = "",
    start: str = "Su; 10:00:00",
    finish: str = "Su; 14:50:45",
    punches: str = "34;Su; 11:41:33",
    names: str = ";;",
    read_on: str = "2026-05-24 15:01:02",
) -> str:
    count = punches.count(";") // 2 if punches else 0
    return (
        f"1;{read_on};{number};{bib};2;Su; 09:40:50;2;Su; 09:41:50;5;{start};6;{finish};Long;"
        f"{names};{count};{punches};"
    )


def read(*lines: str, header: str = HEADER) -> RawFile:
    raw = recognise("cards.csv", "\n".join((header, *lines)).encode()).raw
    assert raw is not None
    return raw


def times(raw: RawFile) -> list[tuple[str, int]]:
    return [
        (one.point, one.clock.time_of_day_ms // 1000) for one in raw.reads if one.clock is not None
    ]


def test_times_with_a_leading_blank_are_times() -> None:
    raw = read(card())
    assert raw.format == "sportident"
    assert times(raw) == [("start", 36000), ("34", 42093), ("finish", 53445)]
    assert raw.rows == 1


def test_punches_behind_the_end_of_the_header_are_read() -> None:
    punches = ";".join(f"{code};Su; 11:0{n}:00" for n, code in enumerate(range(31, 38)))
    raw = read(card(punches=punches))
    assert [one.point for one in raw.reads] == ["start", *map(str, range(31, 38)), "finish"]


def test_the_weekday_gives_the_day_and_a_night_is_two_days() -> None:
    raw = read(card(start="Sa; 22:00:00", punches="34;Sa; 23:59:59;35;Su; 00:00:10"))
    days = [one.clock.day for one in raw.reads if one.clock]
    assert days == [date(2026, 5, 23), date(2026, 5, 23), date(2026, 5, 24), date(2026, 5, 24)]


def test_without_a_weekday_there_is_no_day() -> None:
    raw = read(card(start="; 10:00:00", punches="", finish="; 02:00:00"))
    assert [one.clock.day for one in raw.reads if one.clock] == [None, None]


def test_twelve_hour_cards_are_told() -> None:
    raw = read(card(404040, finish="; 02:50:45"), card())
    assert [(p.code, p.params["count"]) for p in raw.problems] == [("raw.half-days", 1)]
    assert times(raw)[2] == ("finish", 10245)


def test_a_card_with_names_says_whose_it_is() -> None:
    raw = read(card(bib="17", names="Ada;Rimu;F"))
    (first, *_rest) = raw.reads
    assert first.about is not None
    assert (first.bib, first.chip, first.about.family_name) == ("17", "2007313", "Rimu")
    assert first.about.race_text == "Long"


def test_a_card_without_any_time_is_not_understood() -> None:
    raw = read(card(), card(2007314, start=";", finish=";", punches=""))
    assert [(one.line, one.why.code) for one in raw.not_understood] == [(3, "raw.no-time")]


def test_the_card_column_may_have_its_other_name() -> None:
    assert read(card(), header=HEADER.replace("SIID", "SI-Card")).rows == 1


def test_a_card_read_out_twice_adds_nothing() -> None:
    raw = read(card(), card())
    assert raw.rows == 1
    assert raw.left_out == {"raw.left-repeat": 3}


# ------------------------------------------------------------------ chip maps


def pairs(found: ChipMap) -> list[tuple[str, str]]:
    return [(one.chip, one.bib) for one in found.pairs]


@pytest.mark.parametrize(
    "text",
    [
        "BIB,CHIP\n12,0580000000a1\n13,0580000000b2\n",
        "Chip;Bib\n0580000000a1;12\n0580000000B2;13\n",
        "0580000000a1;12\n0580000000b2;13\n",
        "12\t0580000000A1\r13\t0580 0000 00b2\r",
    ],
)
def test_chip_maps_are_read_with_either_column_first(text: str) -> None:
    found = recognise("map.txt", text.encode())
    assert found.kind is FileKind.CHIPS
    assert found.chips is not None
    assert pairs(found.chips) == [("0580000000A1", "12"), ("0580000000B2", "13")]


def test_garbage_between_the_pairs_is_told_by_line() -> None:
    found = read_chip_map(
        "map.txt", "BIB,CHIP\n12,0580000000a1\nqwerty,qwerty\n14\n15,zz\n16,00\n"
    )
    assert pairs(found) == [("0580000000A1", "12")]
    assert [(one.line, one.why.code) for one in found.not_understood] == [
        (3, "raw.no-bib"),
        (4, "raw.no-pair"),
        (5, "raw.no-chip"),
        (6, "raw.no-chip"),
    ]


def test_a_chip_with_two_bibs_is_told_and_a_bib_with_two_chips_is_fine() -> None:
    found = read_chip_map(
        "map.txt", "BIB,CHIP\n12,0580000000a1\n12,0580000000b2\n13,580000000A1\n"
    )
    assert len(found.pairs) == 3
    (problem,) = found.problems
    assert (problem.code, problem.row, problem.params["other"]) == ("raw.chip-twice", 4, "12")


def test_a_pair_that_stands_twice_is_one() -> None:
    found = read_chip_map("map.txt", "BIB,CHIP\n12,0580000000a1\n012,0580000000A1\n")
    assert len(found.pairs) == 1
    assert found.left_out == {"raw.left-repeat": 1}


# ------------------------------------------------------------------ .ppl


def test_participant_files_skip_their_comments_and_tell_what_is_no_person() -> None:
    text = ";Made-up people\n1,Rimu,Ada,Hill Club,,F\n2,Tawa,Bo,,,M\nqwerty\n"
    found = recognise("people", text.encode())
    assert (found.kind, found.format, found.rows) == (FileKind.PEOPLE, "ipico-ppl", 2)
    assert [(one.line, one.why.code) for one in found.not_understood] == [(4, "raw.no-person")]
    assert found.book is not None
    table = found.book.tables[0]
    assert table.header[:3] == ("Bib", "Last name", "First name")
    assert next(row.cells for row in table.rows) == ("1", "Rimu", "Ada", "Hill Club", "", "F")


def test_participant_files_are_read_as_windows_writes_them() -> None:
    data = b"5,\xff\xd6\xb0\xb1,\xb7\xb9\xba\n"
    assert decode("people", data).encoding != "cp1252", "otherwise this shows nothing"
    found = recognise("people", data)
    assert found.book is not None
    assert found.book.tables[0].rows[0].cells[1] == "ÿÖ°±"
    assert [p.params["encoding"] for p in found.problems] == ["cp1252"]
