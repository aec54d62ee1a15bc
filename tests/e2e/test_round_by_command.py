"""One round of the series by commands alone, from the preset to the printed prize list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.e2e.command_line import done, run, run_process, write_csv

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season with a round entered and run: a three-way tie at third, a DNF, an unknown bib."""
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    entries = write_csv(
        tmp_path / "entries.csv",
        HEADER,
        "1,Made,Upton,F,1990-03-02,NZL,long",
        "2,Mādeline,Upton-Rangi,F,1991-04-05,NZL,Long",
        "3,Third,Equal,F,1992-01-01,NZL,19",
        "4,Third,Likewise,F,1993-01-01,NZL,19 km",
        "5,Third,Também,F,1994-01-01,BRA,long",
        "6,Sixth,Place,F,1995-01-01,NZL,long",
        "7,Dora,Notfinishing,F,1996-01-01,NZL,long",
        "8,李,雷,M,1986-05-24,CHN,long",
        "9,No,Birthdate,M,,NZL,long",
    )
    done("import", "entries", file, entries, "--event", "willesden")
    done("start", file, "--event", "willesden", "--at", "2026-05-24 10:00:00")
    times = write_csv(
        tmp_path / "times.csv",
        "Bib,Time,Status",
        "1,11:30:00,",
        "2,11:31:00,",
        "3,11:32:00,",
        "4,11:32:00,",
        "5,11:32:00,",
        "6,11:33:00,",
        "7,,DNF",
        "8,11:20:00,",
        "9,11:45:00,",
        "99,11:46:00,",
    )
    ended = done(
        "import", "times", file, times, "--event", "willesden", "--kind", "clock", "--json"
    )
    assert ended.json["added"] == 10
    codes = [problem["code"] for problem in ended.json["problems"]]
    assert codes.count("times.unknown-bib") == 1, "told with its row, and kept all the same"
    return file


def by_bib(file: Path) -> dict[str, dict[str, object]]:
    rows = done("results", file, "--event", "willesden", "--json").json["rows"]
    return {row["bib"]: row for row in rows}


def test_results_have_times_places_and_shared_ranks(season: Path) -> None:
    rows = by_bib(season)
    assert rows["8"]["time_ms"] == 80 * 60_000
    assert [rows[bib]["rank_category"] for bib in "123456"] == [1, 2, 3, 3, 3, 6]
    assert [rows[bib]["rank"] for bib in "812"] == [1, 2, 3]
    assert rows["7"]["status"] == "DNF"
    assert rows["7"]["rank"] is None
    assert rows["8"]["category"] == "Veteran", "40 on the day itself"
    assert rows["9"]["category"] is None
    assert rows["9"]["rank"] == 8


def test_an_unknown_bib_and_a_missing_birth_date_are_problems(season: Path) -> None:
    found = done("problems", season, "--json").json["problems"]
    codes = {problem["code"] for problem in found}
    assert {"read.unknown-bib", "category.no-birth-date"} <= codes
    assert all(problem["message"] for problem in found)


def test_the_same_lists_again_change_nothing(season: Path, tmp_path: Path) -> None:
    again = done("import", "entries", season, tmp_path / "entries.csv", "--event", "willesden",
                 "--json").json  # fmt: skip
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 9)
    again = done("import", "times", season, tmp_path / "times.csv", "--event", "willesden",
                 "--kind", "clock", "--json").json  # fmt: skip
    assert (again["added"], again["unchanged"]) == (0, 10)


def test_a_changed_list_updates_and_results_follow(season: Path, tmp_path: Path) -> None:
    changed = write_csv(tmp_path / "changed.csv", HEADER, "8,李,雷,M,1986-05-25,CHN,long")
    ended = done("import", "entries", season, changed, "--event", "willesden", "--json").json
    assert (ended["added"], ended["updated"]) == (0, 1)
    assert by_bib(season)["8"]["category"] == "Open", "39 on race day now"


def test_moving_the_gun_moves_every_result(season: Path) -> None:
    done("start", season, "--event", "willesden", "--at", "2026-05-24 10:10:00")
    assert by_bib(season)["8"]["time_ms"] == 70 * 60_000


def test_undo_and_redo_survive_the_process(season: Path) -> None:
    done("undo", season)
    assert by_bib(season)["8"]["status"] == "PENDING"
    done("redo", season)
    assert by_bib(season)["8"]["status"] == "OK"
    done("check", season)
    operations = done("history", season, "--json").json["operations"]
    assert [o["operation"] for o in operations][-1] == "season.new"


def test_undo_never_takes_back_the_season_itself(tmp_path: Path) -> None:
    file = tmp_path / "new.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    ended = run("undo", file)
    assert ended.code == 1
    assert "nothing to undo" in ended.err
    assert len(done("info", file, "--json").json["events"]) == 4


def test_the_prize_list_prints_all_three_of_a_tie_at_third(season: Path, tmp_path: Path) -> None:
    target = tmp_path / "prizes.pdf"
    done("sheet", "prize-list", season, "--event", "willesden", "--race", "long", "-o", target)
    text = "\n".join(page.extract_text() for page in PdfReader(target).pages)
    for name in ("Made Upton", "Mādeline Upton-Rangi", "Equal", "Likewise", "Também"):
        assert name in text
    assert "Sixth" not in text
    assert text.count("=3") == 3
    assert "page 1 of" in text


@pytest.mark.parametrize("kind", ["prize-list", "medal-pickup", "results", "start-list"])
def test_every_sheet_is_written_as_pdf_and_xlsx(season: Path, tmp_path: Path, kind: str) -> None:
    for suffix in (".pdf", ".xlsx"):
        target = tmp_path / f"{kind}{suffix}"
        done("sheet", kind, season, "--event", "willesden", "-o", target)
        if suffix == ".pdf":
            assert len(PdfReader(target).pages) >= 1
        else:
            assert load_workbook(target).active is not None


def test_standings_count_the_round_and_say_what_is_missing(season: Path) -> None:
    rows = done("standings", season, "--race", "long", "--json").json["rows"]
    first = next(row for row in rows if row["family_name"] == "Upton")
    assert first["total"] == 100
    assert not first["eligible"]
    assert first["rank"] is None
    assert first["reason"]
    tied = [row["total"] for row in rows if row["given_name"] == "Third"]
    assert tied == [90, 90, 90]


def test_quotes_say_the_price_of_the_day(season: Path) -> None:
    def quote(*arguments: str) -> dict[str, object]:
        return done("quote", season, "--event", "willesden", *arguments, "--json").json

    adult = ("--race", "short", "--born", "1990-01-01")
    assert quote(*adult, "--on", "2026-03-29")["total_minor"] == 4900
    assert quote(*adult, "--on", "2026-03-30")["total_minor"] == 5900
    assert quote(*adult, "--on", "2026-03-29", "--series")["total_minor"] == 4165
    junior = ("--race", "long", "--born", "2008-01-01")
    assert quote(*junior, "--on", "2026-05-19")["total_minor"] == 7000
    closed = quote(*adult, "--on", "2026-05-20")
    assert closed["open"] is False
    assert closed["reason"]
    child = quote("--race", "mid", "--born", "2014-01-01", "--on", "2026-03-01")
    assert child["open"] is False


def test_refusals_are_one_line_without_a_traceback(season: Path, tmp_path: Path) -> None:
    cases = (
        ("results", season, "--event", "nowhere"),
        ("results", tmp_path / "absent.trailsdesk", "--event", "willesden"),
        ("import", "entries", season, tmp_path / "absent.csv", "--event", "willesden"),
        ("new", season, "--preset", "canterbury-winter-2026"),
        ("sheet", "nonsense", season, "--event", "willesden", "-o", tmp_path / "x.pdf"),
        ("sheet", "results", season, "--event", "willesden", "-o", tmp_path / "x.docx"),
    )
    for arguments in cases:
        ended = run(*arguments)
        assert ended.code == 1, arguments
        assert len(ended.err.strip().splitlines()) == 1, ended.err
        assert "Traceback" not in ended.err


def test_wrong_usage_is_exit_2() -> None:
    assert run("results").code == 2
    assert run("import", "nothing").code == 2
    assert run("--version").code == 0


def test_a_real_process_prints_nothing_but_json(season: Path) -> None:
    ended = run_process("results", season, "--event", "willesden", "--json")
    assert ended.code == 0
    assert ended.err == ""
    assert len(ended.json["rows"]) == 9
