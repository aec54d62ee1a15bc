"""Real lists through the whole program: the known figures come out, or the refusal is plain."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.command_line import done, run
from trailsdesk.domain.ranking import rank
from trailsdesk.domain.rules import TieRule

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, Any]]


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season of one neutral race."""
    return tmp_path / "race.trailsdesk"


def play(season: Path, source: Path, day: str, zone: str, *options: str) -> Rows:
    """Bring in entries and times from one result list; the rows that come out."""
    done("new", season, "--preset", "single-race", "--date", day, "--zone", zone)
    for what in ("entries", "times"):
        done("import", what, season, source, "--event", "event", "--race", "race", *options)
    rows: Rows = done("results", season, "--event", "event", "--json").json["rows"]
    return rows


def finishers(rows: Rows) -> Rows:
    return [row for row in rows if row["status"] == "OK"]


def statuses(rows: Rows) -> dict[str, int]:
    return dict(Counter(row["status"] for row in rows))


def ties(rows: Rows) -> int:
    ranks = [row["rank"] for row in finishers(rows)]
    return len(ranks) - len(set(ranks))


def first_woman(rows: Rows) -> str:
    return next(row["time"] for row in finishers(rows) if row["gender"] == "F")


def test_a_mass_start_with_start_reads(shared_data: Path, season: Path) -> None:
    source = shared_data / "results" / "livetrail-style-mtr-2024.csv"
    rows = play(season, source, "2024-10-19", "Indian/Reunion")
    assert statuses(rows) == {"OK": 415, "DNF": 69, "OVER_TIME": 23, "NOT_COMPETING": 6}
    ok = finishers(rows)
    assert (ok[0]["bib"], ok[0]["time"], ok[-1]["time"]) == ("7109", "6:28:21", "13:56:14")
    assert first_woman(rows) == "7:17:27"
    assert ties(rows) == 11


def test_two_waves_and_single_late_starts(shared_data: Path, season: Path) -> None:
    source = shared_data / "results" / "livetrail-style-integrale-2024-two-waves.csv"
    rows = play(season, source, "2024-10-18", "Europe/Paris")
    assert statuses(rows) == {"OK": 690, "DNF": 32}
    ok = finishers(rows)
    assert (ok[0]["bib"], ok[0]["time"], ok[-1]["time"]) == ("5003", "5:21:13", "57:12:44")
    assert first_woman(rows) == "6:59:11"


def test_times_beyond_a_day(shared_data: Path, season: Path) -> None:
    source = shared_data / "results" / "livetrail-style-utmb-2025-subset.csv"
    rows = play(season, source, "2025-08-29", "Europe/Paris")
    assert statuses(rows) == {"OK": 100, "DSQ": 3, "DNF": 40, "OVER_TIME": 40}
    ok = finishers(rows)
    assert (ok[0]["bib"], ok[0]["time"], ok[-1]["time"]) == ("10", "19:18:58", "30:57:51")
    assert sum(row["time_ms"] > 24 * 3_600_000 for row in ok) == 71
    assert first_woman(rows) == "22:56:23"


def test_elapsed_days_as_words(shared_data: Path, season: Path) -> None:
    source = shared_data / "results" / "utmb-2025-elapsed-days-format-subset.csv"
    rows = play(season, source, "2025-08-29", "Europe/Paris")
    assert (finishers(rows)[0]["bib"], finishers(rows)[0]["time"]) == ("10", "19:18:58")


@pytest.mark.parametrize(
    ("year", "counts", "first", "last"),
    [
        ("2024", [22, 38, 93, 95, 25], "16:34:41", "28:23:39"),
        ("2022", [12, 28, 40, 34, 22], "20:23:50", "29:23:00"),
    ],
)
def test_tables_of_a_web_page_without_bibs(
    shared_data: Path, tmp_path: Path, year: str, counts: list[int], first: str, last: str
) -> None:
    source = shared_data / "results" / f"cold-hawaii-ultra-{year}-tables.md"
    names = [line[3:].strip() for line in source.read_text("utf-8").splitlines()
             if line.startswith("## ")]  # fmt: skip
    found = []
    for number, name in enumerate(names):
        season = tmp_path / f"{number}.trailsdesk"
        rows = play(season, source, f"{year}-09-21", "Europe/Copenhagen", "--table", name)
        found.append(len(finishers(rows)) + statuses(rows).get("DNF", 0))
        if number == 0:
            times = [row["time"] for row in finishers(rows)]
            assert (times[0], times[-1]) == (first, last)
    assert found == counts


def test_a_status_without_a_time_and_a_place_that_means_nothing(
    shared_data: Path, season: Path
) -> None:
    source = shared_data / "results" / "webscorer-creature-2019.txt"
    rows = play(season, source, "2019-06-01", "UTC")
    assert statuses(rows) == {"OK": 55, "DNF": 5}
    assert finishers(rows)[0]["bib"] == "66666", "a test entry, to be withdrawn by a person"


def test_numbered_without_a_time_is_no_finish(
    shared_data: Path, tmp_path: Path, season: Path
) -> None:
    source = shared_data / "results" / "western-states-splits-2006-2012.csv"
    with source.open(newline="", encoding="utf-8") as stream:
        header, *lines = csv.reader(stream)
    year = tmp_path / "2012.csv"
    with year.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header, *(line for line in lines if line[0] == "2012")])
    rows = play(season, year, "2012-06-23", "America/Los_Angeles")
    assert finishers(rows)[0]["time"] == "14:46:44"
    where = ("--event", "event", "--race", "race", "--json")
    again = done("import", "times", season, year, *where).json
    assert (again["added"], again["unchanged"], again["refused"]) == (0, 382 - 66, 66)
    shared = sum(p["code"] == "read.name-shared" for p in again["problems"])
    assert statuses(rows)["OK"] == 382 - 66 - 10, "a name with fewer times than runners is asked"
    assert shared == 0, "what is known already is not told again"


def test_where_a_published_ranking_differs_from_its_own_times(shared_data: Path) -> None:
    """Race 72496: one runner stands in the list twice, in two spellings, with the same time.

    Ranked by time alone both share place 34 and the next is 36; the list goes on with 35, for it
    is one person. Everything else that was transcribed agrees, the shared place 8 followed by 10
    too; after place 37 the transcription leaves runners out.
    """
    source = shared_data / "results" / "ultra-rankings-subset.csv"
    with source.open(newline="", encoding="utf-8") as stream:
        published = [row for row in csv.DictReader(stream) if row["race_year_id"] == "72496"]
    computed = rank(published, lambda row: int(row["time_in_seconds"]), TieRule.SAME_RANK_SKIP)
    ours = [(place, int(row["rank"]), row["runner"]) for place, row in computed]
    differing = [(mine, theirs) for mine, theirs, _name in ours if mine != theirs and theirs <= 37]
    assert differing == [(36, 35), (37, 36), (38, 37)]
    assert [mine for mine, theirs, _name in ours if theirs == 8] == [8, 8]
    assert [mine for mine, theirs, _name in ours if theirs == 34] == [34, 34]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("entries/ost-single-column.csv", "single column"),
        ("iof/ResultList1.xml", "IOF"),
        ("gpx/route-only-gpx10.gpx", "GPX"),
    ],
)
def test_what_is_no_entry_list_is_refused_in_plain_words(
    shared_data: Path, season: Path, name: str, word: str
) -> None:
    done("new", season, "--preset", "single-race")
    ended = run("import", "entries", season, shared_data / name, "--event", "event")
    assert ended.code == 1
    assert word in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_every_entry_list_comes_in_whole_and_again_changes_nothing(
    shared_data: Path, tmp_path: Path
) -> None:
    expected = {
        "crossmgr-sample-signon.xlsx": 10,
        "ost-test-efforts-ascii.csv": 3,
        "ost-test-efforts-duplicate-headers.csv": 1,
        "ost-test-efforts-empty-lines.csv": 3,
        "ost-test-efforts-mixed.csv": 3,
        "ost-test-efforts-nonbinary.csv": 3,
        "ost-test-efforts-offset-time.csv": 3,
        "ost-test-efforts-offset.csv": 3,
        "ost-test-efforts-utf-8.csv": 3,
        "ost-test-efforts-with-bib-numbers.csv": 3,
        "ost-test-efforts-with-elapsed-times.csv": 6,
        "ost-test-rr-response.json": 5,
        "ost-ultrasignup-efforts-simple-export.csv": 3,
        "ost-ultrasignup-efforts.csv": 2,
        "runsignup-participants-page-1.json": 2,
        "ultra-tracker-mock-athletes.csv": 500,
        "wmtrc-long-trail-women-start-list-subset.csv": 57,
        "../iof/EntryList1.xml": 3,
        "../iof/EntryList2.xml": 8,
    }
    for name, count in expected.items():
        source = shared_data / "entries" / name
        season = tmp_path / f"{source.name}.trailsdesk"
        done("new", season, "--preset", "single-race")
        where = ("--event", "event", "--race", "race", "--json")
        first = done("import", "entries", season, source, *where).json
        assert (first["added"], first["refused"]) == (count, 0), name
        again = done("import", "entries", season, source, *where).json
        assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, count), name
