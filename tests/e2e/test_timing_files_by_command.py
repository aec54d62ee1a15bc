"""Logs of timing systems, lists of chips and second sources from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.command_line import done, run, write_csv
from tests.services.logs import ipico

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--event", "willesden")
CHECKPOINTS = (
    "bib,name,status,category,sex,country,Start,Coopers  Knob,Finish",
    "1,Ada Rimu,FINISHER,SE,FEMALE,NZ,2026-05-24T10:00:05.000+12:00,"
    "2026-05-24T10:31:00.000+12:00,2026-05-24T11:20:00.000+12:00",
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    write_csv(
        tmp_path / "entries.csv",
        "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
        "1,Ada,Rimu,F,1990-03-02,NZL,long",
        "2,Bram,Tawa,M,1991-07-20,NED,long",
        "3,Cleo,Larch,F,1986-08-01,AUS,long",
    )
    done("import", "entries", file, tmp_path / "entries.csv", *AT)
    done("start", file, *AT, "--at", "2026-05-24 10:00:00")
    return file


@pytest.fixture
def log(season: Path) -> Path:
    return write_csv(
        season.parent / "mat.txt",
        ipico("0580037000a1", "2026-05-24 11:20:00"),
        "scribble",
        ipico("0580037000b2", "2026-05-24 11:21:00"),
    )


def times(season: Path, source: Path, *more: str) -> Any:
    return done("import", "times", season, source, *AT, "--json", *more).json


def places(season: Path) -> dict[str, tuple[int | None, int | None]]:
    rows = done("results", season, *AT, "--json").json["rows"]
    return {row["bib"]: (row["rank"], row["time_ms"]) for row in rows}


def test_a_log_and_its_list_of_chips_give_results_in_either_order(season: Path, log: Path) -> None:
    said = times(season, log)
    counts = {key: said[key] for key in ("added", "updated", "unchanged", "refused")}
    assert counts == {"added": 2, "updated": 0, "unchanged": 0, "refused": 1}
    assert (said["format"], said["mapping"], said["role"]) == ("ipico-raw", {}, "leads")
    odd = [(p["row"], p["code"]) for p in said["problems"] if p["row"]]
    assert odd == [(2, "raw.foreign")]
    assert places(season)["1"] == (None, None)
    chips = write_csv(season.parent / "chips.csv", "BIB,CHIP", "1,0580037000A1", "2,0580037000B2",
                      "77,0580037000A1")  # fmt: skip
    found = done("import", "chips", season, chips, *AT, "--json").json
    assert (found["added"], found["refused"]) == (2, 1)
    assert [(p["row"], p["code"]) for p in found["problems"]] == [(4, "chips.two-bibs")]
    assert places(season)["1"] == (1, 4_800_000)
    again = done("import", "chips", season, chips, *AT, "--json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert times(season, log)["unchanged"] == 2


def test_plain_output_says_what_it_saw(season: Path, log: Path) -> None:
    lines = done("import", "times", season, log, *AT).out.splitlines()
    assert lines[0] == "2 added, 0 updated, 0 unchanged, 1 refused"
    assert lines[1] == "mat.txt: ipico raw log, 2 reads, 1 line not understood"
    assert lines[2] == "First 11:20:00, last 11:21:00 on 24 May 2026."


def test_a_second_source_fills_gaps_unless_it_is_let_lead(season: Path) -> None:
    main = write_csv(season.parent / "main.csv", "Bib,Time", "1,11:20:00", "2,11:20:02")
    other = write_csv(season.parent / "other.csv", "Bib,Time", "2,11:19:58", "3,11:40:00")
    times(season, main, "--kind", "clock")
    ended = done("import", "times", season, other, *AT, "--kind", "clock", "--dry-run")
    assert "1 runner has a time already; 1 differs by 4.0 s." in ended.out
    assert "bib 2 Bram Tawa: 1:20:02 → 1:19:58, place 2 → 1" in ended.out
    assert (
        "It only fills gaps: none of these is changed. --lead lets it lead instead." in ended.out
    )
    said = times(season, other, "--kind", "clock")
    assert (said["role"], said["effect"]["times"], said["effect"]["places"]) == (
        "fills-gaps",
        1,
        2,
    )
    assert {bib: place for bib, (place, _ms) in places(season).items()} == {"1": 1, "2": 2, "3": 3}
    done("undo", season)
    assert times(season, other, "--kind", "clock", "--lead")["role"] == "leads"
    assert {bib: place for bib, (place, _ms) in places(season).items()} == {"2": 1, "1": 2, "3": 3}
    done("undo", season)
    assert times(season, other, "--kind", "clock", "--backup")["role"] == "fills-gaps"


def test_day_and_clock_can_be_said(season: Path) -> None:
    source = write_csv(season.parent / "t.csv", "Bib,Time", "1,11:20:00", "2,11:21:00")
    said = times(season, source, "--day", "2026-05-25", "--offset=-10")
    assert (said["days"], said["offset_ms"]) == (["2026-05-25", "2026-05-25"], -10_000)
    assert places(season)["1"] == (1, 25 * 3_600_000 + 20 * 60_000 - 10_000)


def test_places_of_a_file_become_points_where_it_is_said(season: Path) -> None:
    source = write_csv(season.parent / "live.csv", *CHECKPOINTS)
    said = times(season, source, "--dry-run", "--place", "Coopers Knob=finish")
    assert said["points"] == {"finish": 2, "start": 1}
    said = times(season, source, "--make-points")
    assert said["points"] == {"finish": 1, "start": 1, "coopers-knob": 1}
    points = done("checkpoints", season, *AT, "--race", "long", "--json").json
    assert "coopers-knob" in str(points)
    more = write_csv(season.parent / "cp.csv", "Bib,Time", "2,10:33:00")
    assert times(season, more, "--kind", "clock", "--point", "coopers-knob")["added"] == 1


def test_a_gun_in_a_file_is_offered_as_a_command(season: Path) -> None:
    source = write_csv(
        season.parent / "stream.txt",
        "CT01_13~1~start~guntime~10:00:00.47~0~0007F0~0",
        "CT01_13~2~finish~A1~11:20:00.10~1~0007F0~1",
    )
    ended = done("import", "times", season, source, *AT)
    assert '--event willesden --at "2026-05-24 10:00:00.470"' in ended.out
    assert times(season, source)["guns"] == ["2026-05-24 10:00:00.470"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--point", "cp9"), "The points are: start, finish"),
        (("--offset", "soon"), "“soon” is no clock correction"),
        (("--day", "24 May"), "--day: “24 May” is not a date"),
        (("--place", "MAT1"), "Write NAME=POINT"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(
    season: Path, log: Path, more: tuple[str, ...], words: str
) -> None:
    ended = run("import", "times", season, log, *AT, *more)
    assert ended.code == 1
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_file_without_times_is_refused_with_what_it_is_instead(season: Path) -> None:
    ended = run("import", "times", season, season.parent / "entries.csv", *AT)
    assert (ended.code, ended.out) == (1, "")
    assert "looks like an entry list: 3 people" in ended.err
    chips = write_csv(season.parent / "chips.csv", "BIB,CHIP", "1,0580037000A1")
    ended = run("import", "times", season, chips, *AT)
    assert "which chip goes with which bib" in ended.err
    ended = run("import", "chips", season, season.parent / "entries.csv", *AT)
    assert ended.code == 1


def test_which_of_two_hours_a_night_log_meant_is_told_and_can_be_said(season: Path) -> None:
    log = write_csv(season.parent / "night.txt", ipico("0580037000a1", "2026-04-05 02:30:00"))
    (told,) = [p for p in times(season, log, "--dry-run")["problems"] if "repeated" in p["code"]]
    assert (told["severity"], told["code"]) == ("warning", "times.repeated-first")
    assert "--repeated-hour" in told["message"]
    said = times(season, log, "--repeated-hour", "second")
    assert [p["severity"] for p in said["problems"] if "repeated" in p["code"]] == ["info"]
    again = times(season, log, "--repeated-hour", "first")
    assert (again["added"], again["unchanged"]) == (0, 1)
    assert "times.repeated-stands" in [p["code"] for p in again["problems"]]
    assert run("import", "times", season, log, *AT, "--repeated-hour", "third").code == 2
