"""``publish``: versions frozen, corrections told. All people are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

LONG = ("--event", "willesden", "--race", "long")
ENTRIES = (
    "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
    "401,Ada,Rimu,F,1990-03-02,NZL,long",
    "402,Ben,Tawa,M,1991-07-20,NZL,long",
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    done("import", "entries", file, write_csv(tmp_path / "entries.csv", *ENTRIES), *LONG[:2])
    done("start", file, *LONG[:2], "--at", "2026-05-24 10:00:00")
    times = write_csv(tmp_path / "times.csv", "Bib,Time", "401,1:20:00", "402,1:21:00")
    done("import", "times", file, times, *LONG[:2], "--kind", "elapsed")
    return file


def test_the_first_version_then_a_ruling_then_the_second(season: Path) -> None:
    assert "nothing published yet" in done("publish", season, *LONG).out
    (race,) = done("publish", season, *LONG, "--official", "--json").json["races"]
    assert race["official"]
    assert [(each["number"], each["rows"]) for each in race["versions"]] == [(1, 2)]
    done("rule", season, *LONG, "--bib", "401", "--status", "dsq", "--reason", "no helmet")
    (race,) = done("publish", season, *LONG, "--json").json["races"]
    assert not race["official"]
    assert {each["bib"]: each["after"]["place"] for each in race["changes"]} == {
        "401": None,
        "402": 1,
    }
    done("publish", season, *LONG, "--official", "--note", "after the jury")
    (race,) = done("publish", season, *LONG, "--json").json["races"]
    assert [(each["number"], each["note"]) for each in race["versions"]] == [
        (2, "after the jury"),
        (1, ""),
    ]
    assert [[each["bib"] for each in one["changes"]] for one in race["versions"]] == [
        ["401", "402"],
        [],
    ]


def test_undo_takes_back_the_ruling_and_never_a_published_version(season: Path) -> None:
    done("publish", season, *LONG, "--official")
    done("rule", season, *LONG, "--bib", "401", "--status", "dsq", "--reason", "no helmet")
    done("undo", season)
    (race,) = done("publish", season, *LONG, "--json").json["races"]
    assert race["official"]
    assert len(race["versions"]) == 1


def test_the_same_results_are_not_published_twice(season: Path) -> None:
    done("publish", season, *LONG, "--provisional")
    again = run("publish", season, *LONG, "--provisional")
    assert again.code == 1
    assert "what version 1 says" in again.err


def test_only_the_sheets_that_are_wrong_by_now_are_printed_again(
    season: Path, tmp_path: Path
) -> None:
    """The prize list names who was disqualified; the start list holds."""
    for kind in ("prize-list", "start-list"):
        done("sheet", kind, season, *LONG[:2], "-o", tmp_path / f"{kind}.pdf")
    assert done("reprint", season, "--json").json["sheets"] == []
    done("rule", season, *LONG, "--bib", "401", "--status", "dsq", "--reason", "no helmet")
    (wrong,) = done("reprint", season, "--json").json["sheets"]
    assert (wrong["sheet"], wrong["kind"], wrong["event"]) == (1, "prize-list", "willesden")
    refused = run("reprint", season, "-o", tmp_path / "nowhere")
    assert refused.code == 1
    assert "Make it first" in refused.err
    (anew,) = done("reprint", season, "-o", tmp_path, "--json").json["sheets"]
    assert (anew["by"], anew["file"]) == (3, "prize-list-replaces-1.pdf")
    assert (tmp_path / anew["file"]).read_bytes().startswith(b"%PDF")
    assert "still right" in done("reprint", season).out
