"""``export itra`` as a script uses it: the file, its pre-flight, its exit codes, its JSON.

Everybody here is made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.e2e.command_line import Ended, done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
AT = ("--event", "event")
RACE = (*AT, "--race", "race")
HEADINGS = [
    "Ranking", "Time", "Family name", "First name", "Gender", "Birthdate", "Nationality",
    "Bib number", "City",
]  # fmt: skip


@pytest.fixture
def race_file(tmp_path: Path) -> Path:
    """A race of five whose entries have all the federation asks for."""
    file = tmp_path / "season.trailsdesk"
    done("new", file, "--preset", "itra", "--date", "2026-05-24", "--zone", "Pacific/Auckland")
    field = write_csv(
        tmp_path / "field.csv",
        HEADER,
        "1,Ada,Weka,F,1990-03-02,DEU,race",
        "2,Bo,Tui,M,1985-03-02,CHE,race",
        "3,Cy,Kea,M,1988-02-03,NLD,race",
        "4,Di,Moa,F,1988-02-03,ZAF,race",
        "5,Eli,Huia,F,1988-02-03,PRT,race",
    )
    done("import", "entries", file, field, *AT)
    done("start", file, *RACE, "--at", "2026-05-24 08:00:00")
    times = write_csv(
        tmp_path / "times.csv",
        "Bib,Time,Status",
        "1,0:45:15,", "2,31:05:09,", "3,5:00:00,DNF", "4,,DNS", "5,1:00:00,",
    )  # fmt: skip
    done("import", "times", file, times, *AT, "--kind", "elapsed")
    return file


def spoil(path: Path, **cells: object) -> Path:
    """The workbook with cells changed, under another name."""
    book = load_workbook(path)
    for address, value in cells.items():
        book.active[address] = value
    other = path.with_name("spoilt.xlsx")
    book.save(other)
    return other


def checked(*arguments: object) -> Ended:
    return run("export", "itra", *arguments, "--check", "--json")


def test_the_file_is_what_the_federation_asks_for_and_passes_its_pre_flight(
    race_file: Path,
) -> None:
    out = race_file.with_name("itra.xlsx")
    found = checked(race_file, *RACE)
    assert (found.code, found.json["clean"], found.json["problems"]) == (0, True, [])
    assert "Wrote itra.xlsx." in done("export", "itra", race_file, *RACE, "-o", out).out
    book = load_workbook(out)
    assert len(book.worksheets) == 1
    rows = [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert rows == [
        HEADINGS,
        [1, "00:45:15", "Weka", "Ada", "F", "1990-03-02", "GER", "1", ""],
        [2, "01:00:00", "Huia", "Eli", "F", "1988-02-03", "POR", "5", ""],
        [3, "31:05:09", "Tui", "Bo", "M", "1985-03-02", "SUI", "2", ""],
        ["DNF", "", "Kea", "Cy", "M", "1988-02-03", "NED", "3", ""],
    ]
    again = run("export", "itra", race_file, "--check", out, "--json")
    assert (again.code, again.json["clean"]) == (0, True)


def test_planted_faults_are_found_in_the_file_with_row_column_and_fix(race_file: Path) -> None:
    out = race_file.with_name("itra.xlsx")
    done("export", "itra", race_file, *RACE, "-o", out)
    bad = spoil(out, C1="Family Name", B2="0:45:15", G3="PRT", E4="male", B5="05:00:00")
    found = run("export", "itra", race_file, "--check", bad, "--json")
    assert found.code == 1
    assert found.json["clean"] is False
    assert [(each["row"], each["column"], each["fix"]) for each in found.json["problems"]] == [
        (1, "Family name", "Write “Family name”."),
        (2, "Time", "Write “00:45:15”."),
        (3, "Nationality", "Write “POR”."),
        (4, "Gender", "Write “M”."),
        (5, "Time", "Empty the cell."),
    ]
    assert all(each["message"] for each in found.json["problems"])
    words = run("export", "itra", race_file, "--check", bad)
    assert "row 2, Time: “0:45:15”" in words.out


def test_a_workbook_is_looked_through_without_any_season(race_file: Path) -> None:
    out = race_file.with_name("itra.xlsx")
    done("export", "itra", race_file, *RACE, "-o", out)
    assert done("export", "itra", "--check", out, "--json").json["clean"] is True
    bad = spoil(out, G2="DEU")
    found = run("export", "itra", "--check", bad, "--json")
    assert (found.code, [each["row"] for each in found.json["problems"]]) == (1, [2])
    assert done("export", "itra", "--check", race_file, *RACE, "--json").json["clean"] is True
    assert run("export", "itra", *RACE, "--check").code == 1


def test_options_leave_rows_out(race_file: Path) -> None:
    out = race_file.with_name("itra.xlsx")
    done("rule", race_file, *AT, "--bib", "5", "--status", "dsq", "--reason", "Test")
    for options, places in (
        ((), [1, 2, "DNF"]),
        (("--no-dnf",), [1, 2]),
        (("--dsq", "dnf"), [1, 2, "DNF", "DNF"]),
    ):
        done("export", "itra", race_file, *RACE, "-o", out, *options)
        column = [cell.value for cell in load_workbook(out).active["A"]]
        assert column == ["Ranking", *places], options


def test_an_unclean_race_is_not_written_unless_asked(race_file: Path) -> None:
    more = write_csv(
        race_file.with_name("more.csv"),
        HEADER,
        "6,明,李,X,,BRN,race",
        "7,Gus,Kaka,M,1990-01-01,,race",
    )
    done("import", "entries", race_file, more, *AT)
    times = write_csv(race_file.with_name("more-times.csv"), "Bib,Time", "6,2:00:00")
    done("import", "times", race_file, times, *AT, "--kind", "elapsed")
    out = race_file.with_name("itra.xlsx")
    refused = run("export", "itra", race_file, *RACE, "-o", out)
    assert refused.code == 1
    assert not out.exists()
    assert "Nothing was written" in refused.err
    found = checked(race_file, *RACE).json["problems"]
    assert [(each["row"], each["column"]) for each in found] == [
        (None, "Time"),
        (4, "Family name"),
        (4, "First name"),
        (4, "Gender"),
        (4, "Birthdate"),
    ], "beside codes of ISO, BRN is Brunei"
    typed = ("--latin", "6=Li,Ming", "--gender", "6=F")
    left = checked(race_file, *RACE, *typed).json["problems"]
    assert [(each["row"], each["column"]) for each in left] == [(None, "Time"), (4, "Birthdate")]
    done("export", "itra", race_file, *RACE, "-o", out, "--anyway", *typed)
    assert [cell.value for cell in load_workbook(out).active[4]][2:5] == ["Li", "Ming", "F"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--check",),
        (*AT, "--check"),
        RACE,
        (*RACE, "-o", "itra.csv"),
        (*RACE, "--check", "--latin", "1"),
        (*RACE, "--check", "--latin", "1=Only"),
        (*RACE, "--check", "--latin", "99=A,B"),
        (*RACE, "--check", "--gender", "1=X"),
        (*RACE, "--check", "--loops", "six"),
        (*RACE, "--check", "--loops", "1,2,3,4,5,6,7,8"),
        (*RACE, "--check", "--stages", "nowhere"),
        (*RACE, "--check", "--stages", "race-2", "--leg"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    race_file: Path, arguments: tuple[str, ...]
) -> None:
    ended = run("export", "itra", race_file, *arguments)
    assert ended.code == 1
    assert ended.err.strip().endswith((".", "written."))
    assert not ended.err.startswith("itra.")
    assert not race_file.with_name("itra.csv").exists()


def test_a_backyard_gets_a_file_for_each_registered_loop_count(race_file: Path) -> None:
    done("start", race_file, *AT, "--race", "race-2", "--at", "2026-05-24 08:00:00")
    field = write_csv(
        race_file.with_name("yard.csv"),
        HEADER,
        "21,Ada,Loop,F,1990-03-02,NZL,race-2",
        "22,Bo,Loop,M,1985-03-02,NZL,race-2",
        "23,Cy,Loop,M,1988-02-03,NZL,race-2",
    )
    done("import", "entries", race_file, field, *AT)
    lines = [
        f"{bib},{7 + number}:5{bib % 20}:00"
        for bib, count in ((21, 5), (22, 7), (23, 9))
        for number in range(1, count + 1)
    ]
    times = write_csv(race_file.with_name("yard-times.csv"), "Bib,Time", *lines)
    done("import", "times", race_file, times, *AT, "--kind", "clock")
    yard = (race_file, *AT, "--race", "race-2", "--loops", "6,9,12")
    assert checked(*yard).json["clean"] is True
    out = race_file.with_name("yard.xlsx")
    done("export", "itra", *yard, "-o", out)
    assert not out.exists()
    six, nine = (out.with_name(f"yard-0{count}-loops.xlsx") for count in (6, 9))
    rows = load_workbook(six).active.iter_rows(min_row=2, max_col=3, values_only=True)
    assert list(rows) == [(1, "05:52:00", "Loop"), ("DNF", None, "Loop")]
    assert load_workbook(nine).active["B2"].value == "08:53:00"
    assert not out.with_name("yard-12-loops.xlsx").exists()
