"""The start by command: check-in, waves and guns, late starters, no-shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--event", "willesden")
LONG = (*AT, "--race", "long")
GUN = ("--at", "2026-05-24 10:00:00")
ENTRIES = (
    "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
    "401,Ada,Rimu,F,1990-03-02,NZL,long",
    "402,Ben,Tawa,M,1991-07-20,NZL,long",
    "403,Cai,Koru,M,1986-08-01,NZL,long",
    "404,Dee,Miro,F,1985-05-05,NZL,long",
    "1,Fay,Kowhai,F,2015-01-01,NZL,short",
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    entries = write_csv(tmp_path / "entries.csv", *ENTRIES)
    done("import", "entries", file, entries, *AT)
    return file


def statuses(season: Path) -> dict[str, str]:
    rows = done("results", season, *AT, "--json").json["rows"]
    return {row["bib"]: row["status"] for row in rows}


def times(season: Path) -> dict[str, str]:
    rows = done("results", season, *AT, "--json").json["rows"]
    return {row["bib"]: row["time"] for row in rows}


def operations(season: Path) -> list[str]:
    return [op["operation"] for op in done("history", season, "--json").json["operations"]]


def test_a_runner_is_checked_in_by_bib(season: Path) -> None:
    assert done("checkin", season, *AT, "--bib", "401").out.startswith("Bib 401 is here since")
    assert operations(season)[0] == "start.check-in"
    assert done("undo", season).out == "Undone: Checked in: bib 401\n"


def test_the_youngest_are_refused_without_an_adult_and_the_reason_is_told(season: Path) -> None:
    refused = run("checkin", season, *AT, "--bib", "1")
    assert refused.code == 1
    assert "11 years" in refused.err
    assert done("checkin", season, *AT, "--bib", "1", "--adult", "Made-up Parent")


def test_a_bib_that_is_not_there_is_asked_for(season: Path) -> None:
    refused = run("checkin", season, *AT, "--bib", " ")
    assert (refused.code, refused.err.strip()) == (1, "Say which bib; nothing was changed.")


def test_an_unknown_bib_is_refused_with_those_that_look_like_it(season: Path) -> None:
    refused = run("checkin", season, *AT, "--bib", "410")
    assert (refused.code, "401" in refused.err) == (1, True)
    assert len(refused.err.strip().splitlines()) == 1


def test_one_wave_is_started_by_its_name(season: Path) -> None:
    assert done("start", season, *LONG, "--wave", "1", *GUN).out.startswith("Gun of long:")
    refused = run("start", season, *LONG, "--wave", "elite", *GUN)
    assert (refused.code, "The waves are: 1" in refused.err) == (1, True)
    assert run("start", season, *AT, "--wave", "1", *GUN).code == 1


def test_a_late_starter_counts_from_the_gun_or_from_the_own_start(season: Path) -> None:
    done("start", season, *LONG, *GUN)
    late = ("late", season, *AT, "--at", "2026-05-24 10:07:00")
    assert "the gun counts" in done(*late, "--bib", "402").out
    assert "that start counts" in done(*late, "--bib", "403", "--own").out
    read = write_csv(season.parent / "t.csv", "Bib,Time", "402,11:20:00", "403,11:20:00")
    done("import", "times", season, read, *AT, "--kind", "clock")
    assert (times(season)["402"], times(season)["403"]) == ("1:20:00", "1:13:00")
    early = run("late", season, *AT, "--bib", "1", "--at", "2026-05-24 10:07:00")
    assert (early.code, "not been started" in early.err) == (1, True)


def test_no_shows_are_listed_first_marked_once_and_taken_back_together(season: Path) -> None:
    for bib in ("401", "402"):
        done("checkin", season, *AT, "--bib", bib)
    done("start", season, *LONG, *GUN)
    command = ("dns", season, *AT, "--not-checked-in")
    listed = done(*command, "--dry-run", "--json").json
    assert listed["marked"] == ["403", "404"]
    assert listed["dry_run"] is True
    assert statuses(season)["403"] == "PENDING"
    assert done(*command, "--reason", "not here").out.startswith("2 runners marked DNS.")
    assert statuses(season) == {
        "401": "PENDING", "402": "PENDING", "403": "DNS", "404": "DNS", "1": "PENDING",
    }  # fmt: skip
    done("undo", season)
    assert set(statuses(season).values()) == {"PENDING"}


def test_more_than_half_a_field_is_refused_until_it_is_confirmed(season: Path) -> None:
    done("start", season, *LONG, *GUN)
    command = ("dns", season, *LONG, "--bibs", "401-403")
    refused = run(*command)
    assert refused.code == 1
    assert "3 of 4" in refused.err
    assert "DNS" not in statuses(season).values()
    done(*command, "--confirm")
    assert list(statuses(season).values()).count("DNS") == 3


def test_a_list_of_who_started_marks_the_others_and_tells_what_it_left(season: Path) -> None:
    done("start", season, *LONG, *GUN)
    told = done("dns", season, *AT, "--started", "401, 402, 403, 999").out
    assert "1 runner marked DNS." in told
    assert "Nobody here wears: 999." in told
    assert "Slope Sprint was not started" in told


def test_a_late_start_on_another_day_is_taken_and_told(season: Path) -> None:
    done("start", season, *LONG, *GUN)
    told = done("late", season, *AT, "--bib", "401", "--at", "2099-01-01 10:04:00", "--own").out
    assert "Bib 401 started at 2099-01-01 10:04:00" in told
    assert "warning: " in told
    assert "1 Jan 2099" in told


@pytest.mark.parametrize("word", ["", " ", "-", "'; DROP", "{bib}", "a" * 2000, "½", "‮", "\x07"])
def test_hostile_words_are_refused_calmly(season: Path, word: str) -> None:
    for command in (
        ("checkin", season, *AT, f"--bib={word}"),
        ("late", season, *AT, f"--bib={word}"),
        ("late", season, *AT, "--bib=401", f"--at={word}"),
        ("start", season, *LONG, *GUN, f"--wave={word}"),
    ):
        ended = run(*command)
        assert ended.code == 1, command
        assert "fault of trailsdesk" not in ended.err
        assert len(ended.err.strip().splitlines()) == 1, ended.err
    ended = run("dns", season, *AT, f"--bibs={word}", "--dry-run")
    assert ended.code == 1, "it means nobody"
    assert len(ended.err.strip().splitlines()) == 1, ended.err


@pytest.mark.parametrize("command", ["checkin", "late", "dns", "start"])
def test_every_command_explains_itself_and_wrong_usage_is_exit_2(command: str) -> None:
    assert "usage" in run(command, "--help").out
    assert run(command, "x", *AT).code == 2


def test_a_list_of_bibs_that_means_nobody_marks_nobody_and_fails(season: Path) -> None:
    done("start", season, *LONG, *GUN)
    for bibs in ("1-999999999999", "401-9999", "399-402", "77", "B1-B5"):
        for way in ("--bibs", "--started"):
            refused = run("dns", season, *LONG, way, bibs, "--confirm")
            assert refused.code == 1, bibs
            assert bibs in refused.err
    assert "DNS" not in statuses(season).values()


def test_the_numbers_of_a_range_that_are_no_bibs_are_counted(season: Path) -> None:
    done("start", season, *AT, *GUN)
    told = done("dns", season, *AT, "--bibs", "1-401", "--dry-run")
    assert "399 numbers of the ranges are no bibs here." in told.out
    planned = done("dns", season, *AT, "--bibs", "1-401, 402-999999", "--dry-run", "--json").json
    assert (planned["marked"], planned["not_bibs"]) == (["1", "401"], 399)
    assert planned["unknown"] == ["402-999999"]


def test_who_started_by_a_range_with_a_slip_in_it_lets_nobody_be_marked(season: Path) -> None:
    done("start", season, *LONG, *GUN)
    refused = run("dns", season, *LONG, "--started", "401, 402-4033", "--confirm")
    assert refused.code == 1
    assert "402-4033" in refused.err
    assert "DNS" not in statuses(season).values()
