"""``trailsdesk export``: files that come back in, refusals in a line, nothing half written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.command_line import done, run, write_csv
from tests.e2e.made_up_race import AT, HEADER, a_season, bring, results

if TYPE_CHECKING:
    from pathlib import Path

LONG = (*AT, "--race", "long")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Twelve runners: a tie, two withdrawals, one disqualified, the others in."""
    file = a_season(tmp_path)
    finished = [f"{bib},{11 + bib // 8}:{10 + bib * 3 % 40:02}:15" for bib in range(1, 9)]
    bring(file, "finish.csv", *finished, "9,11:13:15")
    for bib, status in (("10", "dnf"), ("11", "dns"), ("12", "dsq")):
        done("rule", file, *AT, "--bib", bib, "--status", status, "--reason", "made up")
    return file


def export(season: Path, kind: str, name: str, *more: object) -> Path:
    target = season.parent / name
    said = done("export", kind, season, *more, "-o", target)
    assert f"Wrote {name}." in said.out
    return target


def outcome(file: Path) -> dict[str, tuple[Any, ...]]:
    keys = ("status", "time_ms", "rank", "rank_gender")
    return {bib: tuple(row[key] for key in keys) for bib, row in results(file).items()}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("csv", "r.csv"),
        ("xlsx", "r.xlsx"),
        ("json", "r.json"),
        ("iof", "r.xml"),
        ("ultrasignup", "r.csv"),
        ("webscorer", "r.txt"),
    ],
)
def test_results_come_back_into_another_season_as_they_were(
    season: Path, kind: str, name: str
) -> None:
    file = export(season, kind, name, *LONG)
    (season.parent / "other").mkdir()
    other = a_season(season.parent / "other")
    answer = done("import", "times", other, file, *LONG, "--json").json
    assert [one for one in answer["problems"] if one["severity"] != "info"] == []
    assert outcome(other) == outcome(season)


def test_runsignup_has_those_with_a_place_only(season: Path) -> None:
    file = season.parent / "r.csv"
    said = done("export", "runsignup", season, *LONG, "-o", file)
    assert "3 runners without a place" in said.out
    (season.parent / "other").mkdir()
    other = a_season(season.parent / "other")
    done("import", "times", other, file, *LONG)
    placed = {bib: found for bib, found in outcome(season).items() if found[2]}
    assert {bib: found for bib, found in outcome(other).items() if found[2]} == placed


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_entries_come_back_unchanged(season: Path, kind: str) -> None:
    file = export(season, kind, f"e.{kind}", *LONG, "--what", "entries", "--with", "birth-date")
    answer = done("import", "entries", season, file, *LONG, "--dry-run", "--json").json
    counts = [answer[key] for key in ("added", "updated", "unchanged", "refused")]
    assert counts == [0, 0, 12, 0]


def test_json_says_what_its_rows_are(season: Path) -> None:
    for what in ("entries", "results", "splits", "standings"):
        file = export(season, "json", "t.json", "--what", what)
        document = json.loads(file.read_text("utf-8"))
        assert document["what"] == what
        assert document["rows"]


def test_contacts_leave_with_the_entries_only_and_medical_notes_never(tmp_path: Path) -> None:
    file = a_season(tmp_path, range(1, 3))
    lines = "9,Ada,Rimu,F,1980-03-02,NZL,long,ada@example.invalid,bee stings"
    more = write_csv(tmp_path / "more.csv", HEADER + ",E-mail,Medical note", lines)
    done("import", "entries", file, more, *AT)
    entries = ("--what", "entries")
    plain = export(file, "csv", "a.csv", *entries).read_text("utf-8-sig")
    assert "Rimu" in plain
    assert "ada@example" not in plain
    asked = ("--with", "contacts", "--with", "birth-date")
    full = export(file, "csv", "b.csv", *entries, *asked).read_text("utf-8-sig")
    assert "ada@example.invalid" in full
    assert "1980-03-02" in full
    assert "bee stings" not in full
    ended = run("export", "csv", file, "--with", "contacts", "-o", tmp_path / "c.csv")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "contacts with entries only" in ended.err
    assert run("export", "csv", file, "--with", "medical", "-o", tmp_path / "c.csv").code == 2
    assert not (tmp_path / "c.csv").exists()


def test_a_race_or_an_event_is_asked_for_where_one_file_holds_one(season: Path) -> None:
    target = season.parent / "out"
    for arguments, said in (
        (("ultrasignup", season, *AT), "short, mid, long"),
        (("ultrasignup", season), "--event"),
        (("iof", season), "--event"),
        (("csv", season, "--race", "long"), "--event"),
        (("csv", season, "--event", "nowhere"), "nowhere"),
    ):
        ended = run("export", *arguments, "-o", target)
        assert ended.code == 1
        assert said in ended.err
        assert not target.exists()


def test_wrong_usage_is_told_at_once(season: Path) -> None:
    for arguments in (("excel", season), ("csv", season), ("csv", season, "--what", "money")):
        assert run("export", *arguments).code == 2


def test_a_season_is_not_overwritten(season: Path) -> None:
    before = season.read_bytes()
    ended = run("export", "csv", season, "-o", season)
    assert ended.code == 1
    assert season.read_bytes() == before


def test_the_site_is_a_folder_and_is_made_anew(season: Path) -> None:
    folder = season.parent / "site"
    said = done("export", "html", season, "-o", folder)
    assert "index.html" in said.out
    first = {path.name for path in folder.iterdir()}
    assert {"index.html", "willesden-long.html", "standings-long.html", "site.json"} <= first
    done("export", "html", season, *AT, "-o", folder)
    second = {path.name for path in folder.iterdir()}
    assert second < first
    (folder / "mine.txt").write_text("kept")
    ended = run("export", "html", season, "-o", folder)
    assert ended.code == 1
    assert "mine.txt" in ended.err
    assert (folder / "mine.txt").exists()
