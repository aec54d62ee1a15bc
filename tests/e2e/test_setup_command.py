"""``trailsdesk event`` and ``race``: what a season was made with, shown and changed by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run

if TYPE_CHECKING:
    from pathlib import Path

RACE = ("--event", "willesden", "--race", "long")
EVENT = RACE[:2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "winter.trailsdesk"
    done("new", place, "--preset", "canterbury-winter-2026")
    return place


def operations(file: Path) -> list[str]:
    return [each["operation"] for each in done("history", file, "--json").json["operations"]]


def test_length_climb_name_limit_and_places_of_a_race_are_set_in_one_operation(file: Path) -> None:
    before = done("race", file, *RACE, "--json").json
    assert (before["distance_m"], before["ascent_m"], before["time_limit"]) == (19000, 700, None)
    more = ("--length-km", "21,1", "--climb-m", "810", "--label", "Half", "--time-limit", "4:30")
    said = done("race", file, *RACE, *more, "--capacity", "250", "--json").json
    assert said == done("race", file, *RACE, "--json").json
    assert said == {
        "event": "willesden", "race": "long", "label": "Half", "distance_m": 21100.0,
        "ascent_m": 810.0, "time_limit": "4:30:00", "capacity": 250, "note": None,
    }  # fmt: skip
    assert operations(file) == ["race.edit", "season.new"]
    assert "21100.0" in done("race", file, *RACE).out


def test_empty_text_says_that_a_figure_is_not_known(file: Path) -> None:
    done("race", file, *RACE, "--time-limit", "4:30", "--capacity", "9")
    none = done("race", file, *RACE, "--length-km", "", "--climb-m", "", "--time-limit", "",
                "--capacity", "", "--json").json  # fmt: skip
    assert {none[key] for key in ("distance_m", "ascent_m", "time_limit", "capacity")} == {None}


def test_country_day_place_and_name_of_an_event_are_set(file: Path) -> None:
    more = ("--country", "nzl", "--date", "2026-05-31", "--venue", "The Made-Up Shed")
    said = done("event", file, *EVENT, *more, "--name", "Farm Run", "--zone", "UTC", "--json").json
    assert said == {
        "event": "willesden", "name": "Farm Run", "venue": "The Made-Up Shed", "country": "NZL",
        "date": "2026-05-31", "zone": "UTC", "cancelled": False,
    }  # fmt: skip
    assert done("event", file, *EVENT, "--country", "", "--json").json["country"] is None
    assert "Farm Run" in done("event", file, *EVENT).out


def test_looking_changes_nothing_and_needs_no_right_to_write(file: Path) -> None:
    file.chmod(0o444)
    done("race", file, *RACE)
    done("event", file, *EVENT)
    file.chmod(0o644)
    assert operations(file) == ["season.new"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("race", *RACE, "--length-km", "far"),
        ("race", *RACE, "--length-km", "1001"),
        ("race", *RACE, "--climb-m", "-3"),
        ("race", *RACE, "--climb-m", "30001"),
        ("race", *RACE, "--time-limit=-1:00"),
        ("race", *RACE, "--time-limit", "soon"),
        ("race", *RACE, "--capacity", "0"),
        ("race", *RACE, "--label", " "),
        ("race", *EVENT, "--race", "ultra", "--label", "Ultra"),
        ("event", *EVENT, "--country", "NZ"),
        ("event", *EVENT, "--date", "31 May"),
        ("event", *EVENT, "--name", ""),
        ("event", *EVENT, "--zone", "Mars/Olympus"),
        ("event", "--event", "nowhere", "--name", "Nowhere"),
    ],
    ids=lambda arguments: " ".join(arguments[-2:]),
)
def test_what_cannot_be_is_refused_in_one_line(file: Path, arguments: tuple[str, ...]) -> None:
    command, *rest = arguments
    refused = run(command, file, *rest)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert operations(file) == ["season.new"]


def test_a_length_the_rules_do_not_know_such_a_race_by_is_told(tmp_path: Path) -> None:
    file = tmp_path / "trail.trailsdesk"
    done("new", file, "--preset", "xterra-trail-2026", "--event", "european-championship")
    half = ("--event", "european-championship", "--race", "half")
    assert done("race", file, *half, "--length-km", "21.1", "--json").json["note"] is None
    told = done("race", file, *half, "--length-km", "40")
    assert "note: " in told.out
    assert "34" in told.out
