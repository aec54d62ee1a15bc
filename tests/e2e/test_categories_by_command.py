"""Categories by command: everybody's reason, merging, an event called off. All made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--event", "willesden")
LONG = (*AT, "--race", "long")
ENTRIES = (
    "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
    "401,Ada,Rimu,F,1990-03-02,NZL,long",
    "402,Ben,Tawa,M,1986-08-01,NZL,long",
    "201,Cai,Koru,M,,NZL,mid",
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    done("rules", file, "--set", "categories.merge_below", "2")
    done("import", "entries", file, write_csv(tmp_path / "entries.csv", *ENTRIES), *AT)
    return file


def test_everybody_is_listed_with_category_and_reason(season: Path) -> None:
    told = done("categories", season, *AT, "--json").json
    rows = {row["bib"]: row for row in told["rows"]}
    assert list(rows) == ["201", "401", "402"]
    assert rows["402"]["category"] == "M-OPEN"
    assert rows["402"]["series_category"] == "M-VETERAN"
    assert rows["402"]["why"] == "39 on 24 May 2026: Open men (20–39)."
    assert rows["201"]["category"] is None
    assert "no birth date" in rows["201"]["why"]
    assert [each["category"] for each in told["small"]] == ["F-OPEN", "M-OPEN"]
    assert told["small"][1]["within"][0] == "M-JUNIOR"
    lines = done("categories", season, *LONG).out.splitlines()
    assert len(lines) == 3
    assert "Open women" in lines[1]


def test_a_category_is_ranked_within_another_and_on_its_own_again(season: Path) -> None:
    act = ("--merge", "M-OPEN", "M-VETERAN", "--reason", "one alone")
    out = done("categories", season, *LONG, *act).out
    assert out == "Open men is ranked within Veteran men.\n"
    told = done("categories", season, *LONG, "--json").json
    row = next(row for row in told["rows"] if row["bib"] == "402")
    assert (row["category"], row["merged_from"]) == ("M-VETERAN", "M-OPEN")
    assert told["merged"] == [
        {"race": "long", "category": "M-OPEN", "within": "M-VETERAN", "reason": "one alone"}
    ]
    assert "on its own again" in done("categories", season, *LONG, "--unmerge", "M-OPEN").out
    assert done("categories", season, *LONG, "--json").json["merged"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*AT, "--merge", "M-OPEN", "M-VETERAN", "--reason", "x"), "say which with --race"),
        ((*LONG, "--merge", "M-OPEN", "M-VETERAN"), "needs its reason"),
        ((*LONG, "--merge", "M-OPEN", "M-NONE", "--reason", "x"), "no category “M-NONE”"),
        ((*LONG, "--unmerge", "M-OPEN"), "M-OPEN is ranked on its own. Nothing was changed."),
    ],
)
def test_what_cannot_be_merged_is_refused(season: Path, arguments, said: str) -> None:
    ended = run("categories", season, *arguments)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err
    assert "…" not in ended.err


def test_an_event_is_called_off_with_its_reason_and_held_after_all(season: Path) -> None:
    out = done("cancel", season, *AT, "--reason", "snow").out
    assert out == "Willesden Farms is called off: snow\n"
    (problem,) = done("problems", season, "--json").json["problems"]
    assert problem["code"] == "event.cancelled"
    assert done("cancel", season, *AT, "--restore").out == "Willesden Farms is held.\n"
    assert "event.cancelled" not in done("problems", season, "--json").out
    assert run("cancel", season, *AT, "--reason", " ").code == 1
    assert run("cancel", season, *AT).code == 2
