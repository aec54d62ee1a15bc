"""Things people do by mistake: each is told in a line, and nothing half made is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run

if TYPE_CHECKING:
    from pathlib import Path

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
    assert "held on 2026-05-24, and this start is on 2025-05-24" in said
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
