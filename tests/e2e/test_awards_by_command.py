"""``awards`` and the sheets of the prizegiving as a script uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--event", "event")
CHAIN = (
    '[{id="overall", scope="gender", places=1, prizes=["Cup"], sponsor="Bakery"},'
    ' {id="category", scope="category", places=2}]'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "season.trailsdesk"
    done("new", made, "--preset", "single-race", "--date", "2025-05-24", "--zone", "UTC")
    field = write_csv(
        tmp_path / "field.csv",
        "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
        "1,Ada,Weka,F,1990-03-02,NZL,race",
        "2,Bea,Tui,F,1985-03-02,NZL,race",
        "3,Cleo,Kea,F,1985-04-02,NZL,race",
    )
    done("import", "entries", made, field, *AT)
    done("start", made, *AT, "--at", "2025-05-24 10:00:00")
    times = write_csv(tmp_path / "times.csv", "Bib,Time", "1,11:00:00", "2,11:01:00", "3,11:01:00")
    done("import", "times", made, times, *AT)
    done("rules", made, "--set", "awards.award", CHAIN)
    done("rules", made, "--set", "awards.one_prize", "most-prestigious")
    return made


def test_awards_are_listed_with_place_state_and_reason(file: Path) -> None:
    found = done("awards", file, *AT, "--json").json
    assert [
        (row["award"], row["place"], row["shared"], row["runner"]["bib"])
        for row in found["awards"]
    ] == [
        ("overall:race:F", 1, False, "1"),
        ("category:race:F-OPEN", 1, True, "2"),
        ("category:race:F-OPEN", 1, True, "3"),
    ]
    first, second, _third = found["awards"]
    assert (first["prize"], first["sponsor"], first["state"]) == ("Cup", "Bakery", "SETTLED")
    assert first["runner"]["name"] == "Ada Weka"
    assert second["why"].endswith("Bib 1 Ada Weka is ahead and has place 1 of Overall women.")
    assert [group["settled"] for group in found["groups"]] == [True, True]
    text = done("awards", file, *AT).out
    assert "Overall women" in text
    assert "=1     2" in text


def test_an_award_is_announced_handed_out_and_taken_back(file: Path) -> None:
    award = "overall:race:F"
    rows = done("awards", file, *AT, "--announce", award, "--json").json["awards"]
    assert rows[0]["state"] == "ANNOUNCED"
    rows = done("awards", file, *AT, "--hand-out", award, "--bib", "1", "--json").json["awards"]
    assert (rows[0]["state"], rows[0]["handed_out"]) == ("HANDED_OUT", True)
    wrong = run("awards", file, *AT, "--take-back", award)
    assert (wrong.code, wrong.err.strip().splitlines()[-1]) == (
        1,
        "Prizes of “Overall women, Race” are handed out. Take those back first, bib by bib."
        " Nothing was changed.",
    )
    done("awards", file, *AT, "--take-back", award, "--bib", "1")
    rows = done("awards", file, *AT, "--take-back", award, "--json").json["awards"]
    assert rows[0]["state"] == "SETTLED"
    said = [each["text"] for each in done("history", file, "--json").json["operations"]]
    assert said[:2] == [
        "Announcement taken back: Overall women, Race",
        "Hand-out of Overall women, Race to bib 1 taken back",
    ]


def test_what_was_announced_otherwise_is_among_the_problems(file: Path) -> None:
    done("awards", file, *AT, "--announce", "overall:race:F")
    done("rule", file, *AT, "--bib", "1", "--status", "dsq", "--reason", "short cut")
    group = done("awards", file, *AT, "--json").json["groups"][0]
    assert group["changed"] is True
    told = [p["message"] for p in done("problems", file, "--json").json["problems"]]
    assert any("1. Ada Weka (#1) was announced" in text for text in told)


def test_wrong_words_are_refused_and_change_nothing(file: Path) -> None:
    unknown = run("awards", file, *AT, "--announce", "best-hat")
    assert unknown.code == 1
    assert "overall:race:F, category:race:F-OPEN" in unknown.err
    nobody = run("awards", file, *AT, "--hand-out", "overall:race:F", "--bib", "3")
    assert nobody.code == 1
    assert "Bib 3 has no prize in “Overall women”" in nobody.err
    assert run("awards", file).code == 2
    assert done("awards", file, "--series", "--json").json == {"awards": [], "groups": []}


@pytest.mark.parametrize("kind", ["running-order", "award-reasons", "award-pickup"])
def test_the_sheets_of_the_prizegiving_are_written(file: Path, kind: str) -> None:
    out = file.parent / f"{kind}.pdf"
    options = ("--award-order", "oldest", "--depth", "1", "--only-settled")
    done("sheet", kind, file, *AT, "-o", out, *options)
    assert out.read_bytes().startswith(b"%PDF")


TEAMS = (
    '[{id="clubs", label="Clubs", scope="team", team_by="time", team_size=2, by_gender=true,'
    ' places=2, prizes=["Shield"]},'
    ' {id="cross", scope="team", team_by="places", team_size=2}]'
)


def test_clubs_are_honoured_by_added_times_and_places_without_points(tmp_path: Path) -> None:
    made = tmp_path / "season.trailsdesk"
    done("new", made, "--preset", "single-race", "--date", "2025-05-24", "--zone", "UTC")
    field = write_csv(
        tmp_path / "field.csv",
        "Bib,First name,Last name,Gender,Birth date,Nationality,Club,Distance",
        "1,Ada,Weka,F,1990-03-02,NZL,Hill,race",
        "2,Bea,Tui,F,1985-03-02,NZL,Moss,race",
        "3,Cleo,Kea,F,1985-04-02,NZL,Moss,race",
        "4,Dot,Kaka,F,1985-04-02,NZL,HILL,race",
        "5,Eri,Pipi,F,1985-04-02,NZL,Fell,race",
    )
    done("import", "entries", made, field, *AT)
    done("start", made, *AT, "--at", "2025-05-24 10:00:00")
    rows = ("1,11:00:00", "2,11:01:00", "3,11:02:00", "4,11:10:00", "5,11:20:00")
    done("import", "times", made, write_csv(tmp_path / "t.csv", "Bib,Time", *rows), *AT)
    done("rules", made, "--set", "awards.award", TEAMS)
    found = done("awards", made, *AT, "--json").json
    assert [
        (row["award"], row["place"], row["team"], row["members"], row["prize"], row["settled"])
        for row in found["awards"]
    ] == [
        ("clubs:race:F", 1, "Moss", ["2", "3"], "Shield", True),
        ("clubs:race:F", 2, "HILL", ["1", "4"], None, True),
        ("cross:race", 1, "HILL", ["1", "4"], None, True),
        ("cross:race", 1, "Moss", ["2", "3"], None, True),
    ]
    assert [(row["time_ms"], row["points"]) for row in found["awards"]][::3] == [
        (7_380_000, None),
        (None, 5),
    ]
    assert found["awards"][0]["why"] == (
        "Place 1 of 2 teams by time: bibs 2, 3: 1:01:00 + 1:02:00 = 2:03:00. Bea Tui, Cleo Kea"
    )
    assert found["groups"][0]["notes"] == [
        "1 club has fewer finishers than the 2 of a team: Fell."
    ]
    assert [group["label"] for group in found["groups"]] == ["Clubs, women", "Teams"]
    done("awards", made, *AT, "--announce", "clubs:race:F")
    done("rule", made, *AT, "--bib", "2", "--status", "dsq", "--reason", "short cut")
    first = done("awards", made, *AT, "--json").json["groups"][0]
    assert first["changed"] is True
