"""UltraSignup's upload: exact headings, status digits, and read back with the same layout."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from tests.formats.out_race import a_line, a_race_out, layout_of
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.ultrasignup_out import ultrasignup_file


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def test_headings_are_exactly_those_of_the_site() -> None:
    first = ultrasignup_file(a_race_out()).split(b"\r\n")[0]
    assert first == b"place,time,first,last,age,gender,city,bib,status"
    dated = ultrasignup_file(a_race_out(), birth_dates=True).split(b"\r\n")[0]
    assert dated == b"place,time,first,last,age,gender,city,dob,bib,status"


def test_birth_dates_leave_only_when_asked_for() -> None:
    assert b"1990-03-01" not in ultrasignup_file(a_race_out())
    assert b"1990-03-01" in ultrasignup_file(a_race_out(), birth_dates=True)


def test_status_digits_places_and_times() -> None:
    found = {row["bib"]: row for row in rows(ultrasignup_file(a_race_out()))}
    assert [found[bib]["status"] for bib in "1234567"] == ["1", "1", "1", "2", "3", "5", "2"]
    assert [found[bib]["place"] for bib in "1234567"] == ["1", "2", "2", "", "", "", ""]
    assert found["2"]["time"] == "26:39:00"
    assert found["7"]["time"] == "", "over the limit is no time there"
    assert (found["1"]["age"], found["1"]["city"]) == ("44", "Otaki")


def test_not_competing_is_unofficial_with_its_time() -> None:
    guest = a_line("8", "27:00:00", status=ResultStatus.NOT_COMPETING)
    row = rows(ultrasignup_file(a_race_out(guest)))[-1]
    assert (row["status"], row["time"], row["place"]) == ("4", "27:00:00", "")


def test_who_is_still_out_is_not_in_it_and_no_row_is_blank() -> None:
    out = a_line("8", status=ResultStatus.PENDING)
    found = rows(ultrasignup_file(a_race_out(out)))
    assert "8" not in {row["bib"] for row in found}
    assert all(any(row.values()) for row in found)


def test_no_name_runs_as_a_formula() -> None:
    found = {row["bib"]: row for row in rows(ultrasignup_file(a_race_out()))}
    assert (found["4"]["first"], found["4"]["last"]) == ("'@SUM", "'=1+1")


def test_our_own_reader_knows_it() -> None:
    assert layout_of(ultrasignup_file(a_race_out())) == "ultrasignup-upload"


def test_an_empty_race_is_the_headings_alone() -> None:
    empty = replace(a_race_out(), lines=())
    assert rows(ultrasignup_file(empty)) == []
