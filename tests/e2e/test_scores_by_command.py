"""``scores``, ``rights``, ``league``, ``checklist`` and ``membership`` as a script uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
AT = ("--event", "event")


@pytest.fixture
def federation_file(tmp_path: Path) -> Path:
    file = tmp_path / "season.trailsdesk"
    done("new", file, "--preset", "itra", "--date", "2026-05-24", "--zone", "Pacific/Auckland")
    field = write_csv(
        tmp_path / "field.csv",
        HEADER,
        "1,Ada,Weka,F,1990-03-02,NZL,race",
        "2,Bo,Tui,M,1985-03-02,NZL,race",
    )
    done("import", "entries", file, field, *AT)
    return file


def test_scores_are_noted_listed_and_brought_in(federation_file: Path) -> None:
    file = federation_file
    done("scores", file, *AT, "--system", "itra", "--set", "1", "612.5")
    rows = done("scores", file, "--json").json["scores"]
    assert [(row["name"], row["bib"], row["score"]) for row in rows] == [
        ("Ada Weka", "1", "612.5")
    ]
    source = write_csv(
        file.parent / "scores.csv",
        "Name,Birth date,Score,Date,Race,Country",
        "Ada Weka,1990-03-02,640,2026-02-01,Far Hills,NZL",
        "Ada Weka,1990-03-02,598,2026-03-01,Near Hills,NZL",
        "Ada Weka,1990-03-02,571,2026-04-01,Low Hills,NZL",
        "Nobody Known,1990-03-02,571,2026-04-01,Low Hills,NZL",
    )
    tried = done("scores", file, "--system", "itra", "--import", source, "--dry-run", "--json")
    assert tried.json["new"] == 3
    assert len(done("scores", file, "--json").json["scores"]) == 1
    taken = done("scores", file, "--system", "itra", "--import", source, "--json").json
    assert (taken["new"], taken["refused"]) == (3, 1)
    league = done("league", file, "--country", "NZL", "--year", "2026", "--json").json
    overall = [row for row in league["rows"] if row["ranking"] == "overall"]
    assert [(row["rank"], row["total"], row["dropped"]) for row in overall] == [(1, 1809, [])], (
        "the score without a country is told, not counted"
    )
    assert [problem["code"] for problem in league["problems"]] == ["league.no-country"]
    assert "Ada Weka" in done("league", file, "--country", "NZL", "--year", "2026").out


def test_what_is_missing_or_wrong_is_said(federation_file: Path) -> None:
    file = federation_file
    for arguments in (
        ("scores", file, "--set", "1", "600"),
        ("scores", file, *AT, "--set", "1", "600"),
        ("scores", file, *AT, "--system", "itra", "--set", "1", "fast"),
        ("scores", file, *AT, "--system", "itra", "--set", "99", "600"),
        ("rights", file, *AT, "--bib", "1"),
        ("checklist", file, *AT, "--race", "race", "--natural", "150"),
        ("membership", file, "--base", "much"),
        ("membership", file),
        ("league", file, "--country", "N", "--year", "2026"),
    ):
        ended = run(*arguments)
        assert ended.code == 1, arguments
        assert ended.err.strip(), arguments
        assert "Traceback" not in ended.err
    assert done("scores", file, "--json").json["scores"] == []


def test_a_league_nobody_has_scores_in_says_so(federation_file: Path) -> None:
    assert (
        "FRA in 2026" in done("league", federation_file, "--country", "fra", "--year", "2026").out
    )


def test_the_checklist_ends_with_1_when_the_race_is_not_taken(federation_file: Path) -> None:
    told = ("--fixed-course", "yes", "--same-day", "yes", "--individual-times", "yes")
    race = ("checklist", federation_file, *AT, "--race", "race")
    ended = run(*race, *told, "--natural", "70", "--kind", "relay-total", "--json")
    assert (ended.code, ended.json["verdict"]) == (1, "not")
    ended = run(*race, *told, "--natural", "70", "--kind", "trail", "--json")
    assert (ended.code, ended.json["verdict"]) == (0, "unknown"), "no distance and climb yet"
    states = {item["item"]: item["state"] for item in ended.json["items"]}
    assert states["length"] == "unknown"
    assert states["people"] == "ok"
    assert "70 %" in done(*race, "--natural", "70").out


def test_the_membership_fee_explains_itself(federation_file: Path) -> None:
    found = done("membership", federation_file, "--base", "20001", "--json").json
    assert (found["fee_minor"], found["currency"]) == (150_00, "EUR")
    assert "150" in done("membership", federation_file, "--base", "20001").out


def test_places_and_rights_of_a_final(tmp_path: Path) -> None:
    file = tmp_path / "finals.trailsdesk"
    done("new", file, "--preset", "utmb-world-series-finals", "--date", "2026-05-24")
    lines = [f"{n},Given{n},Family{n},F,1990-03-0{n},NZL,50k" for n in range(1, 5)]
    done("import", "entries", file, write_csv(tmp_path / "field.csv", HEADER, *lines), *AT)
    done("start", file, *AT, "--race", "50k", "--at", "2026-05-24 08:00:00")
    times = write_csv(
        tmp_path / "times.csv", "Bib,Time", *(f"{n},1{n}:00:00" for n in range(1, 5))
    )
    done("import", "times", file, times, *AT, "--race", "50k", "--kind", "clock")
    places = done("qualify", file, *AT, "--race", "50k", "--json").json["rows"]
    assert {row["status"] for row in places} == {"not filled in"}, "no distance and climb yet"
    done("scores", file, *AT, "--system", "utmb", "--set", "1", "700")
    shown = done("rights", file, *AT, "--bib", "1", "--on", "2026-06-01", "--json").json
    assert shown["indexes"]["general"]["estimate"] is True
    assert shown["finals"] == 2027
    assert "estimate" in done("rights", file, *AT, "--bib", "1", "--on", "2026-06-01").out
    hurt = ("--injured", "2027-03-01", "--finals", "2027", "--json")
    shown = done("rights", file, *AT, "--bib", "1", "--registered", "2026-12-20", *hurt).json
    assert shown["deferral"]["status"] == "may ask"
    assert "2028" in shown["deferral"]["reason"]
    shown = done("rights", file, *AT, "--bib", "1", *hurt).json
    assert shown["deferral"]["status"] == "not eligible"
    assert shown["more_time"] is False
    assert done("rights", file, *AT, "--bib", "1", "--more-time", "--json").json["more_time"]
    assert "granted" in done("rights", file, *AT, "--bib", "1").out
    assert run("rights", file, *AT, "--bib", "1", "--more-time").code == 1, "noted already"
    assert "bib 1" in done("history", file).out.casefold()
    assert not done("rights", file, *AT, "--bib", "1", "--no-more-time", "--json").json[
        "more_time"
    ]


def test_a_race_that_leads_to_no_final_says_why_instead_of_nothing(tmp_path: Path) -> None:
    file = tmp_path / "finals.trailsdesk"
    done("new", file, "--preset", "utmb-world-series-finals", "--date", "2026-05-24")
    race = (*AT, "--race", "20k")
    done("race", file, *race, "--length-km", "21", "--climb-m", "900")
    done("rules", file, "--set", "finals.tier.current", "major")
    entry = "1,Given1,Family1,F,1990-03-01,NZL,20k"
    done("import", "entries", file, write_csv(tmp_path / "field.csv", HEADER, entry), *AT)
    done("start", file, *race, "--at", "2026-05-24 08:00:00")
    times = write_csv(tmp_path / "times.csv", "Bib,Time", "1,11:00:00")
    done("import", "times", file, times, *race, "--kind", "clock")
    shown = done("qualify", file, *race).out
    assert shown.count("note: 20K leads to no final.") == 3, "once for each rule"
    assert shown.count("Nobody has a place") == 3
    (row, *_others) = done("qualify", file, *race, "--json").json["rows"]
    assert row["status"] == "not eligible"
