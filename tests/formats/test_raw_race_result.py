"""Passings of RACE RESULT boxes, and what its exporters write."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from trailsdesk.formats.race_result import read_exported, read_passings
from trailsdesk.formats.registry import Recognised, recognise

if TYPE_CHECKING:
    from trailsdesk.formats.raw import RawFile


def passing(
    number: int = 1,
    code: str = "12",
    day: str = "2026-05-24",
    time: str = "10:50:00.477",
    box: str = "D-1001",
) -> str:
    return f"{number};{code};{day};{time};0;72;127;;1;1;1;;16731;2,9;17;0;{box};;0;{box}"


def read(*lines: str) -> RawFile:
    return read_passings("passings.txt", "\r\n".join(lines) + "\r\n")


def days(raw: RawFile) -> list[date | None]:
    return [one.clock.day if one.clock else None for one in raw.reads]


def test_a_code_with_letters_is_a_chip_and_no_bib() -> None:
    raw = read(passing(code="12"), passing(2, code="ZCMBG52"))
    assert [(one.bib, one.chip) for one in raw.reads] == [("12", ""), ("", "ZCMBG52")]


def test_the_decimal_comma_of_the_battery_moves_no_field() -> None:
    raw = read(passing())
    (one,) = raw.reads
    assert one.clock is not None
    assert one.clock.time_of_day_ms == ((10 * 60 + 50) * 60) * 1000 + 477
    assert not raw.not_understood


@pytest.mark.parametrize("day", ["", "0000-00-00", "0000-00-01"])
def test_an_empty_date_is_no_date(day: str) -> None:
    assert days(read(passing(day=day))) == [None]


def test_the_same_number_from_two_boxes_is_two_passings() -> None:
    raw = read(passing(7750, "91"), passing(7750, "91", box="D-2002"))
    assert raw.rows == 2
    assert raw.left_out == {}


def test_a_passing_sent_again_is_the_same() -> None:
    raw = read(passing(7, "91"), passing(8, "92"), passing(7, "91"))
    assert [one.bib for one in raw.reads] == ["91", "92"]
    assert raw.left_out == {"raw.left-repeat": 1}


def test_the_first_version_has_one_field_fewer_and_no_date() -> None:
    raw = read("7750;12;;10:50:00.477;0;72;127;;1;1;1;16731;2,9;17;0;D-5662;;0;D-5662")
    assert [one.bib for one in raw.reads] == ["12"]
    assert days(raw) == [None]


def test_short_records_of_older_boxes_are_read() -> None:
    lines = ("1;33;0000-00-00;00:00:02.773;6692;12;-68;09ca52", "2;34;00:00:03.100;0;9;-70;09ca52")
    raw = read(*lines)
    assert [(one.bib, one.clock and one.clock.time_of_day_ms) for one in raw.reads] == [
        ("33", 2773),
        ("34", 3100),
    ]
    assert recognise("box.txt", "\n".join(lines).encode()).format == "race-result-passings"


def test_impossible_times_and_days_are_not_understood() -> None:
    raw = read(passing(time="25:00:00.000"), passing(2, day="2026-02-31"), passing(3, code=""))
    assert [one.why.code for one in raw.not_understood] == [
        "raw.bad-time",
        "raw.bad-date",
        "raw.no-chip",
    ]


def test_both_exporters_in_one_file_are_read() -> None:
    raw = read_exported(
        "list.txt", "555001;STARTFINISH;12;51785.32\r\nRSBCI,13,10:50:00.477,START+FINISH\r\n"
    )
    assert [(one.bib, one.point) for one in raw.reads] == [
        ("12", "STARTFINISH"),
        ("13", "START+FINISH"),
    ]
    assert [one.clock and one.clock.time_of_day_ms for one in raw.reads] == [51785320, 39000477]


def test_the_point_of_an_exporter_is_ours_when_it_means_ours() -> None:
    raw = read_exported("list.txt", "RSBCI,1,10:00:00,START\nRSBCI,1,12:00:00,FINISH\n")
    assert [one.point for one in raw.reads] == ["start", "finish"]


def record(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ID": 1,
        "Bib": 501,
        "TimingPoint": "FINISH",
        "Result": -10,
        "Time": 32795.944,
        "Invalid": False,
        "Passing": {
            "Transponder": "ZMADE30",
            "DeviceID": "D-9",
            "PassingNo": 1,
            "IsMarker": False,
            "Received": "2026-05-24T09:07:43.15+02:00",
            "UTCTime": "2026-05-24T07:06:35.944Z",
        },
    }
    made["Passing"] = {**made["Passing"], **changes.pop("Passing", {})}
    return {**made, **changes}


def recognised(*records: object, pretty: bool = False) -> Recognised:
    text = "\n".join(json.dumps(one, indent=2 if pretty else None) for one in records)
    return recognise("export.json", text.encode())


@pytest.mark.parametrize("pretty", [False, True])
def test_json_records_are_read_one_after_another(pretty: bool) -> None:
    found = recognised(record(), record(ID=2, Bib=502, Time=32800.5), pretty=pretty)
    assert found.format == "race-result-json"
    assert found.raw is not None
    assert [(one.bib, one.chip) for one in found.raw.reads] == [
        ("501", "ZMADE30"),
        ("502", "ZMADE30"),
    ]
    assert [one.clock and one.clock.time_of_day_ms for one in found.raw.reads] == [
        32795944,
        32800500,
    ]
    assert days(found.raw) == [date(2026, 5, 24)] * 2


def test_json_in_one_list_is_read_too() -> None:
    found = recognise("export.json", json.dumps([record(), record(ID=2, Bib=7)]).encode())
    assert [one.bib for one in found.raw.reads if found.raw] == ["501", "7"]  # type: ignore[union-attr]


def test_markers_and_invalid_json_records_are_left_out_and_counted() -> None:
    found = recognised(
        record(), record(ID=2, Invalid=True), record(ID=3, Passing={"IsMarker": True})
    )
    assert found.raw is not None
    assert found.rows == 1
    assert found.raw.left_out == {"raw.left-invalid": 1, "raw.left-marker": 1}


def test_local_time_called_universal_keeps_its_day() -> None:
    late = {"UTCTime": "2026-05-24T23:30:00Z", "Received": "2026-05-24T23:31:00+02:00"}
    found = recognised(record(Time=84600, Passing=late))
    assert found.raw is not None
    assert days(found.raw) == [date(2026, 5, 24)]


def test_the_day_of_a_local_time_is_found_across_midnight() -> None:
    early = {"UTCTime": "2026-05-23T22:30:00Z", "Received": "2026-05-24T00:31:00+02:00"}
    far = {"UTCTime": "2026-05-23T11:30:00Z", "Received": "2026-05-24T00:31:00+13:00"}
    found = recognised(record(Time=1800, Passing=early), record(Time=1800, ID=2, Passing=far))
    assert found.raw is not None
    assert days(found.raw) == [date(2026, 5, 24)] * 2


def test_a_broken_json_record_costs_its_own_line() -> None:
    text = json.dumps(record()) + '\n{"ID":2,"Bib":\n' + json.dumps(record(ID=3, Bib=9))
    found = recognise("export.json", text.encode())
    assert found.raw is not None
    assert [one.line for one in found.raw.reads] == [1, 3]
    assert [one.line for one in found.not_understood] == [2]


@pytest.mark.parametrize("time", [None, "x", True, -5, 1e300, float("nan")])
def test_a_json_time_that_is_none_is_told(time: object) -> None:
    found = recognised(record(Time=time), record(ID=2))
    assert found.rows == 1
    assert [one.why.code for one in found.not_understood] == ["raw.bad-time"]
