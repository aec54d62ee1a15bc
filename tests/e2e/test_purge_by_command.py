"""``purge``: protected data gone from file and copies. All people are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = (
    "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Emergency contact name,"
    "Emergency contact phone,Email",
    "401,Ada,Rimu,F,1990-03-02,NZL,long,Kin Of Rimu,000 SECRET,rimu@example.org",
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    list_ = write_csv(tmp_path / "entries.csv", *ENTRIES)
    done("import", "entries", file, list_, "--event", "willesden")
    return file


def test_counted_first_then_gone_from_the_file_and_its_copies(season: Path) -> None:
    done("info", season)
    counted = done("purge", season, "--json").json
    assert (counted["removed"], counted["counts"]["emergency"], counted["counts"]["contact"]) == (
        False,
        1,
        1,
    )
    assert b"000 SECRET" in season.read_bytes()
    removed = done("purge", season, "--do", "--copies", "--json").json
    assert removed["copies_deleted"]
    copies = list(season.with_name(season.name + ".backups").iterdir())
    assert copies
    for place in (season, *(each for each in copies if each.is_file())):
        assert b"000 SECRET" not in place.read_bytes()
        assert b"rimu@example.org" not in place.read_bytes()
    assert done("results", season, "--event", "willesden", "--json").json["rows"]
    done("undo", season)


def test_copies_that_still_hold_it_are_told(season: Path) -> None:
    done("undo", season)
    done("redo", season)
    said = done("purge", season, "emergency", "--do").out
    assert "copies beside the file still hold it" in said or "copy beside the file" in said


def test_an_unknown_class_names_those_there_are(season: Path) -> None:
    ended = run("purge", season, "shoes")
    assert ended.code == 1
    assert "emergency, medical, contact, waiver, answers" in ended.err
