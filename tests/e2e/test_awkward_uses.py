"""Things people do by mistake: each is told in a line, and nothing half made is left."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.command_line import done, run, write_csv
from trailsdesk.cli import output
from trailsdesk.domain.problems import KnownError

CANTERBURY = "canterbury-winter-2026"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    place = tmp_path / "winter.trailsdesk"
    done("new", place, "--preset", CANTERBURY)
    return place


@pytest.mark.parametrize("option", [("--date", "2026-01-01"), ("--zone", "Europe/Rome")])
def test_one_day_for_a_preset_of_four_events_is_refused(
    tmp_path: Path, option: tuple[str, str]
) -> None:
    place = tmp_path / "four.trailsdesk"
    ended = run("new", place, "--preset", CANTERBURY, *option)
    assert ended.code == 1
    assert "has 4" in ended.err
    assert not list(tmp_path.iterdir())


def test_a_demo_where_no_folder_can_be_is_refused_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("", "utf-8")
    for place in (file, file / "demo"):
        ended = run("demo", place, "--headless")
        assert ended.code == 1
        assert "cannot be made" in ended.err
        assert ended.err.count("\n") == 1


def test_a_start_on_another_day_is_set_and_told(season: Path) -> None:
    said = done("start", season, "--event", "willesden", "--at", "2025-05-24 10:00:00").out
    assert "held on 24 May 2026, and this start is on 24 May 2025" in said
    assert "warning" not in done("start", season, "--event", "willesden", "--at", "10:00").out


def test_an_hour_the_clocks_show_twice_says_which_one_was_taken(tmp_path: Path) -> None:
    place = tmp_path / "night.trailsdesk"
    done("new", place, "--preset", "single-race", "--date", "2026-04-05",
         "--zone", "Pacific/Auckland")  # fmt: skip
    for text, which in (("02:30:00", "first"), ("2026-04-05T02:30:00+12:00", "second")):
        said = done("start", place, "--event", "event", "--race", "race", "--at", text).out
        assert f"the {which} time was taken" in said
    assert "warning" not in done("start", place, "--event", "event", "--at", "03:30").out


def test_a_damaged_file_is_told_in_one_line(season: Path) -> None:
    content = bytearray(season.read_bytes())
    content[40_000:60_000] = bytes(20_000)
    season.write_bytes(content)
    ended = run("info", season)
    assert ended.code == 1
    assert "damaged" in ended.err
    assert ended.err.count("\n") == 1
    assert season.read_bytes() == content


class FullDisk:
    """Standard output sent to a disk without room."""

    def __init__(self) -> None:
        self.buffer = self

    def write(self, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_answer_that_cannot_be_written_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output.sys, "stdout", FullDisk())
    for answer in (lambda: output.print_lines(["one"]), lambda: output.print_json({})):
        with pytest.raises(KnownError) as told:
            answer()
        assert told.value.note.code == "cli.cannot-print"


@pytest.mark.skipif(os.name == "nt", reason="names there are text")
def test_a_season_whose_name_is_no_text_is_opened_and_changed(season: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(season.parent) + b"/s\xff.trailsdesk"))
    done("start", season, "--event", "willesden", "--at", "10:00")
    shutil.copy(season, odd)
    assert "Undone" in done("undo", odd).out
    assert done("check", odd).out == "Sound.\n"


def test_a_list_can_be_told_that_its_months_come_first(season: Path, tmp_path: Path) -> None:
    header = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
    source = write_csv(tmp_path / "list.csv", header, "1,Ana,Rimu,F,3/6/1986,NZL,short")
    command = ("import", "entries", season, source, "--event", "willesden", "--json")
    problems = done(*command, "--dry-run").json["problems"]
    assert [problem["code"] for problem in problems] == ["entry.dates-unsure"]
    assert done(*command, "--dates", "month-first").json["problems"] == []
    row = done("results", season, "--event", "willesden", "--json").json["rows"][0]
    assert row["birth_date"] == "1986-03-06"
    assert done(*command, "--dates", "day-first").json["updated"] == 1
    row = done("results", season, "--event", "willesden", "--json").json["rows"][0]
    assert row["birth_date"] == "1986-06-03"
