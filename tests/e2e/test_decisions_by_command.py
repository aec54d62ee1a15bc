"""Decisions by command: imports out and back in, rulings, bibs. All people are made up."""

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
    "402,Ben,Tawa,M,1991-07-20,NZL,long",
    ",Cai,Koru,M,1986-08-01,NZL,long",
    ",Dee,Miro,F,1985-05-05,NZL,long",
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    done("import", "entries", file, write_csv(tmp_path / "entries.csv", *ENTRIES), *AT)
    done("start", file, *AT, "--at", "2026-05-24 10:00:00")
    times = write_csv(tmp_path / "times.csv", "Bib,Time", "401,1:20:00", "402,1:21:00")
    done("import", "times", file, times, *AT, "--kind", "elapsed")
    return file


def times_of(season: Path) -> dict[str, str | None]:
    return {r["bib"]: r["time"] for r in done("results", season, *AT, "--json").json["rows"]}


def bibs_of(season: Path) -> dict[str, str]:
    rows = done("results", season, *AT, "--json").json["rows"]
    return {row["given_name"]: row["bib"] for row in rows}


def test_an_import_is_listed_retracted_and_brought_back(season: Path) -> None:
    (listed,) = done("imports", season, "--json").json["imports"]
    assert (listed["name"], listed["reads"], listed["used"]) == ("times.csv", 2, 2)
    number, before = listed["number"], times_of(season)
    out = done("imports", season, "--retract", number).out
    assert "“times.csv” was taken out of the results: 2 reads." in out
    assert set(times_of(season).values()) == {None}
    assert done("imports", season, *AT, "--json").json["imports"][0]["retracted"]
    assert "counts again" in done("imports", season, "--bring-back", number).out
    assert times_of(season) == before
    done("undo", season)
    assert set(times_of(season).values()) == {None}, "it is one operation, and can be undone"


def test_an_import_that_is_none_or_is_so_already_is_refused(season: Path) -> None:
    number = done("imports", season, "--json").json["imports"][0]["number"]
    for words in (("--retract", "99"), ("--retract", "0"), ("--bring-back", number)):
        refused = run("imports", season, *words)
        assert refused.code == 1, words
        assert len(refused.err.strip().splitlines()) == 1, refused.err
    assert run("imports", season, "--retract", "x").code == 2


def test_a_ruling_says_what_it_changed_and_a_later_one_sets_it_aside(season: Path) -> None:
    said = done(
        "rule", season, *AT, "--bib", "401", "--status", "dsq", "--reason", "cut the course",
        "--json",
    ).json  # fmt: skip
    assert (said["before"]["status"], said["before"]["rank"]) == ("OK", 1)
    assert (said["after"]["status"], said["after"]["rank"]) == ("DSQ", None)
    assert said["reason"] == "cut the course"
    told = done("rule", season, *AT, "--bib", "401", "--status", "reinstate", "--reason", "appeal")
    assert "Ada Rimu: DSQ" in told.out
    assert "→ OK 1:20:00 place 1." in told.out
    (last, first) = done("history", season, "--json").json["operations"][:2]
    assert (last["operation"], first["operation"]) == ("result.rule", "result.rule")


def test_a_ruling_on_nobody_or_without_a_reason_is_refused(season: Path) -> None:
    for bib, status, reason in (("999", "dsq", "x"), ("401", "dsq", " "), ("", "dnf", "x")):
        refused = run("rule", season, *AT, "--bib", bib, "--status", status, "--reason", reason)
        assert refused.code == 1, bib
        assert len(refused.err.strip().splitlines()) == 1
    assert times_of(season)["401"] == "1:20:00"


def test_bibs_come_from_the_ranges_of_the_race(season: Path) -> None:
    planned = done("bibs", season, *LONG, "--ranges", "401-410", "--dry-run", "--json").json
    assert planned["races"][0]["ranges"] == "401-410"
    (row,) = done("bibs", season, *LONG, "--json").json["races"]
    assert (row["ranges"], row["next_free"], row["without_bib"]) == ("", "403", 2)
    (row,) = done("bibs", season, *LONG, "--ranges", "401-402, 410-411", "--json").json["races"]
    assert (row["size"], row["free"], row["next_free"]) == (4, 2, "410")
    given = done("bibs", season, *LONG, "--give", "next", "--runner", "dee  MIRO", "--json").json
    assert given["given"] == [{"bib": "410", "before": "", "name": "Dee Miro", "race": "long"}]
    assert "1 bib would be given out." in done("bibs", season, *LONG, "--fill", "--dry-run").out
    assert "  411  Cai Koru" in done("bibs", season, *LONG, "--fill").out
    assert bibs_of(season) == {"Ada": "401", "Ben": "402", "Dee": "410", "Cai": "411"}
    assert run("bibs", season, *LONG, "--give", "next", "--bib", "401").code == 1, "none is left"


def test_two_runners_exchange_their_bibs_and_their_times_go_with_the_bibs(season: Path) -> None:
    done("bibs", season, *AT, "--swap", "401", "402", "--dry-run")
    assert bibs_of(season)["Ada"] == "401"
    assert done("bibs", season, *AT, "--swap", "401", "402").out.splitlines()[:2] == [
        "Ada Rimu has bib 402.",
        "Ben Tawa has bib 401.",
    ]
    assert (bibs_of(season)["Ada"], times_of(season)["402"]) == ("402", "1:21:00")


def test_a_bib_somebody_wears_is_given_and_that_is_told(season: Path) -> None:
    told = done("bibs", season, *AT, "--give", "401", "--bib", "402").out
    assert "warning: bib 401 is also worn by Ada Rimu." in told


def test_bibs_that_cannot_be_given_are_refused_and_nothing_changes(season: Path) -> None:
    before = bibs_of(season)
    race = LONG[2:]
    for words in (
        ("--ranges", "1-10"),
        (*race, "--ranges", "1-x"),
        (*race, "--ranges", "1-x", "--dry-run"),
        ("--give", "403"),
        ("--give", "403", "--runner", "Nobody Here"),
        ("--give", " ", "--bib", "401"),
        ("--swap", "401", "401"),
        ("--swap", "401", "999"),
    ):
        refused = run("bibs", season, *AT, *words)
        assert refused.code == 1, words
        assert len(refused.err.strip().splitlines()) == 1, refused.err
    assert bibs_of(season) == before
