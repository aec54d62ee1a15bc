"""Entry lists of other programs by command: layouts, questions, lines of text, doubtful rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--event", "willesden", "--json")
LATER = ("--event", "mount-cass", "--json")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    path = tmp_path / "winter.trailsdesk"
    done("new", path, "--preset", "canterbury-winter-2026")
    return path


def write(folder: Path, text: str, name: str = "list.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_of_text_are_taken_and_what_was_not_understood_is_told(
    season: Path, tmp_path: Path
) -> None:
    text = "214 Aroha Example F 1986-03-02 long\n215 Tahi Pretend M 1990-01-02 Slope Sprint\n???\n"
    found = done("import", "entries", season, write(tmp_path, text), *AT).json
    assert (found["added"], found["refused"]) == (2, 1)
    told = {(each["code"], each["row"]) for each in found["problems"]}
    assert {("lines.not-understood", 3), ("entry.nobody", 3)} <= told


def test_a_layout_from_a_file_says_what_columns_fill(season: Path, tmp_path: Path) -> None:
    layout = write(
        tmp_path,
        'id = "club"\nlabel = "Club"\npurpose = "entries"\nrequires = ["Runner", "Which run"]\n'
        '[columns]\n"Which run" = "race"\n[questions]\n"Shirt" = "choice"\n',
        "club.toml",
    )
    source = write(tmp_path, "Runner,Which run,Shirt\nAroha Example,long,M\n", "form.csv")
    found = done("import", "entries", season, source, *AT, "--layout", layout).json
    assert (found["added"], found["layout"]) == (1, "club")
    assert found["questions"] == {"Shirt": "CHOICE"}
    ended = run("import", "entries", season, source, *AT, "--layout", tmp_path / "none.toml")
    assert ended.code == 1


def test_the_other_columns_are_kept_as_questions(season: Path, tmp_path: Path) -> None:
    text = (
        "Name,Race,Vegan meal,Training km\nAroha Example,long,yes,55\nTahi Pretend,long,no,ten\n"
    )
    source = write(tmp_path, text, "form.csv")
    options = (*AT, "--questions", "--map", "Training km=?number")
    found = done("import", "entries", season, source, *options).json
    assert found["questions"] == {"Vegan meal": "YES_NO", "Training km": "NUMBER"}
    told = [p for p in found["problems"] if p["code"] == "entry.answer-no-number"]
    assert [(p["row"], p["column"]) for p in told] == [(3, "Training km")]
    again = done("import", "entries", season, source, *options).json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_a_doubtful_row_is_told_and_decided_by_row(season: Path, tmp_path: Path) -> None:
    header = "First name,Last name,Birth date,Race\n"
    done(
        "import", "entries", season,
        write(tmp_path, header + "Ada,Rimu,1990-03-02,long\n", "one.csv"), *AT,
    )  # fmt: skip
    here = write(
        tmp_path, header + "Ada,Rymu,1990-03-02,long\nBram,Tawa,1985-07-20,mid\n", "2.csv"
    )
    seen = done("import", "entries", season, here, *AT, "--dry-run").json
    assert (seen["added"], seen["doubtful"]) == (1, 1)
    (told,) = [p for p in seen["problems"] if p["code"] == "entry.doubtful"]
    assert told["row"] == 2
    same = done("import", "entries", season, here, *AT, "--same", 2).json
    assert (same["added"], same["updated"], same["doubtful"]) == (1, 1, 0)
    there = write(tmp_path, header + "Ada,Rymu,,long\n", "3.csv")
    ended = run("import", "entries", season, there, "--event", "mount-cass", "--dry-run")
    assert ended.code == 0
    assert "1 doubtful" in ended.out
    assert "--same ROW" in ended.out
    other = done("import", "entries", season, there, *LATER, "--doubtful", "other").json
    assert (other["added"], other["doubtful"]) == (1, 0)


def test_a_row_that_is_in_no_doubt_cannot_be_decided(season: Path, tmp_path: Path) -> None:
    source = write(tmp_path, "Name,Race\nAroha Example,long\n", "one.csv")
    ended = run("import", "entries", season, source, "--event", "willesden", "--same", "2")
    assert ended.code == 1
    assert "Row 2 is not in doubt" in ended.err
    assert done("info", season, "--json").json["entries"] == 0
