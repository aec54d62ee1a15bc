"""What scripts rely on: JSON fields, exit codes, one line on stderr, never a traceback."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, run_process, write_csv
from trailsdesk.cli import output
from trailsdesk.domain.problems import Problem, Severity

if TYPE_CHECKING:
    from pathlib import Path

PRESET = "canterbury-winter-2026"
ENTRIES = (
    "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bea,Tawa,X,1991-07-20,NED,19 km",
    "3,Cleo,Larch,,1986-08-01,AUS,long",
    "4,Dag,Koru,M,2014-05-25,NZL,mid",
)
TIMES = ("Bib,Time,Status", "1,11:20:00,", "2,,DNF", "3,11:22:00,", "99,11:30:00,", "1,11:2x:00,")
RESULT = {"event", "race", "bib", "family_name", "given_name", "gender", "birth_date", "category",
          "status", "time_ms", "rank", "rank_gender", "rank_category"}  # fmt: skip
STANDING = {"race", "gender", "category", "family_name", "given_name", "birth_date", "total",
            "rank", "shared", "eligible", "reason", "scores", "explanation"}  # fmt: skip
STATUSES = {"OK", "DNF", "DNS", "DSQ", "OVER_TIME", "PENDING", "NOT_COMPETING"}
AT = ("--event", "willesden")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", PRESET)
    write_csv(tmp_path / "entries.csv", *ENTRIES)
    write_csv(tmp_path / "times.csv", *TIMES)
    return file


def play(season: Path) -> None:
    done("import", "entries", season, season.parent / "entries.csv", *AT)
    done("start", season, *AT, "--at", "2026-05-24 10:00:00")
    done("import", "times", season, season.parent / "times.csv", *AT, "--kind", "clock")


# ---------------------------------------------------------------------------- field for field


def test_an_entry_import_reports_its_counts_and_problems(season: Path) -> None:
    said = done("import", "entries", season, season.parent / "entries.csv", *AT, "--json").json
    assert {key: said[key] for key in ("added", "updated", "unchanged", "refused")} == {
        "added": 3, "updated": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    (problem,) = said["problems"]
    assert {"severity", "code", "file", "row", "column", "message"} <= problem.keys()
    assert (problem["severity"], problem["file"], problem["row"]) == ("error", "entries.csv", 5)
    assert "Slope Sprint" in problem["message"]


def test_a_time_import_reports_its_counts_and_problems(season: Path) -> None:
    done("import", "entries", season, season.parent / "entries.csv", *AT)
    source = season.parent / "times.csv"
    said = done("import", "times", season, source, *AT, "--json", "--kind", "clock").json
    assert {key: said[key] for key in ("added", "updated", "unchanged", "refused")} == {
        "added": 4, "updated": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    assert any(p["code"] == "times.unreadable" and p["column"] == "Time" for p in said["problems"])


@pytest.mark.parametrize("what", ["entries", "times"])
def test_a_dry_run_reports_the_same_and_keeps_nothing(season: Path, what: str) -> None:
    if what == "times":
        done("import", "entries", season, season.parent / "entries.csv", *AT)
    before = done("info", season, "--json").json
    arguments = ("import", what, season, season.parent / f"{what}.csv", *AT, "--json")
    dry = done(*arguments, "--dry-run").json
    assert done("info", season, "--json").json == before
    real = done(*arguments).json
    assert dry.pop("dry_run") is True
    assert real.pop("dry_run") is False
    assert dry == real


def test_a_column_can_be_told_what_it_is(season: Path) -> None:
    odd = write_csv(season.parent / "odd.csv", "Qq,Ww,Ee", "7,Ada Rimu,long")
    mapped = ("--map", "Qq=bib", "--map", "Ww=full_name", "--map", "Ee=race")
    said = done("import", "entries", season, odd, *AT, *mapped, "--json").json
    assert said["added"] == 1
    assert said["mapping"] == {"Qq": "bib", "Ww": "full_name", "Ee": "race"}


def test_results_have_the_fields_that_stay(season: Path) -> None:
    play(season)
    rows = {row["bib"]: row for row in done("results", season, *AT, "--json").json["rows"]}
    assert all(row.keys() >= RESULT and row["status"] in STATUSES for row in rows.values())
    ada = {key: rows["1"][key] for key in RESULT}
    assert ada == {
        "event": "willesden", "race": "long", "bib": "1", "family_name": "Rimu",
        "given_name": "Ada", "gender": "F", "birth_date": "1990-03-02", "category": "Open",
        "status": "OK", "time_ms": 4_800_000, "rank": 1, "rank_gender": 1, "rank_category": 1,
    }  # fmt: skip
    assert [rows["2"][key] for key in ("status", "rank", "rank_gender", "rank_category")] == [
        "DNF", None, None, None,
    ]  # fmt: skip
    assert rows["2"]["gender"] == "X"
    assert (rows["3"]["gender"], rows["3"]["rank"], rows["3"]["rank_category"]) == (None, 2, None)
    long = done("results", season, *AT, "--race", "long", "--json").json["rows"]
    assert long == list(rows.values())
    assert done("results", season, *AT, "--race", "short", "--json").json == {"rows": []}


def test_standings_have_the_fields_that_stay(season: Path) -> None:
    play(season)
    rows = done("standings", season, "--json").json["rows"]
    assert all(row.keys() >= STANDING for row in rows)
    ada = next(row for row in rows if row["family_name"] == "Rimu")
    assert (ada["race"], ada["gender"], ada["category"]) == ("long", "F", "Open")
    assert (ada["total"], ada["rank"], ada["eligible"], ada["shared"]) == (100, None, False, False)
    assert ada["birth_date"] == "1990-03-02"
    assert ada["reason"]
    assert ada["explanation"]
    assert [score["event"] for score in ada["scores"]] == [
        "willesden", "mount-cass", "torlesse", "inverary",
    ]  # fmt: skip
    assert all({"event", "points", "counted", "rank"} <= score.keys() for score in ada["scores"])
    assert (ada["scores"][0]["points"], ada["scores"][0]["rank"]) == (100, 1)
    assert ada["scores"][1]["rank"] is None


def test_a_quote_has_the_fields_that_stay(season: Path) -> None:
    asked = ("quote", season, *AT, "--race", "short", "--born", "1990-01-01")
    said = done(*asked, "--on", "2026-03-29", "--series", "--json").json
    assert (said["currency"], said["total_minor"], said["open"]) == ("NZD", 4165, True)
    assert said["reason"] is None
    assert [line["amount_minor"] for line in said["lines"]] == [4900, -735]
    assert all(line["label"] and line["rule"] for line in said["lines"])
    shut = done(*asked, "--on", "2026-05-13", "--series", "--json").json
    assert (shut["open"], shut["total_minor"], shut["lines"]) == (False, None, [])
    assert shut["reason"]


def test_every_json_command_prints_one_document_and_every_other_some_text(season: Path) -> None:
    play(season)
    quote = ("quote", season, *AT, "--race", "mid", "--born", "1990-01-01", "--on", "2026-03-01")
    for command in (("presets",), ("info", season), ("results", season, *AT),
                    ("standings", season), ("problems", season), quote,
                    ("history", season)):  # fmt: skip
        said = done(*command, "--json")
        assert isinstance(said.json, dict), command
        assert said.err == ""
        plain = done(*command)
        assert plain.out.strip(), command
        assert plain.err == ""


def test_problems_and_history_say_what_and_where(season: Path) -> None:
    play(season)
    found = done("problems", season, "--json").json["problems"]
    assert {"read.unknown-bib", "category.no-gender"} == {problem["code"] for problem in found}
    operations = done("history", season, "--json").json["operations"]
    assert [op["operation"] for op in operations] == [
        "times.import", "race.start", "entries.import", "season.new",
    ]  # fmt: skip
    assert all(op["text"] and isinstance(op["at_ms"], int) for op in operations)


def test_undo_redo_and_check_go_all_the_way_and_say_so(season: Path) -> None:
    play(season)
    for _ in range(3):
        assert done("undo", season).out.startswith("Undone")
    assert run("undo", season).code == 1
    for _ in range(3):
        done("redo", season)
    assert run("redo", season).code == 1
    assert done("check", season).out.strip() == "Sound."


# ------------------------------------------------------------------------------- hostile words


HOSTILE = ("", " ", "-", "../../etc", "a" * 3000, "'; DROP TABLE entry; --", "{bib}", "%s",
           "\u202e", "\x07", "½", "李", "1e999", "-1")  # fmt: skip


def refused_calmly(*arguments: object) -> None:
    ended = run(*arguments)
    assert ended.code in (1, 2), (arguments, ended.out)
    assert "Traceback" not in ended.err
    assert "fault of trailsdesk" not in ended.err, (arguments, ended.err)
    if ended.code == 1:
        assert len(ended.err.strip().splitlines()) == 1, ended.err


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_refused_calmly(season: Path, word: str) -> None:
    source = season.parent / "entries.csv"
    other = season.parent / "other.trailsdesk"
    for command in (
        ("results", season, f"--event={word}"),
        ("results", season, *AT, f"--race={word}"),
        ("standings", season, f"--race={word}"),
        ("start", season, *AT, f"--at={word}"),
        ("quote", season, *AT, "--race=mid", f"--born={word}", "--on=2026-01-01"),
        ("quote", season, *AT, "--race=mid", "--born=1990-01-01", f"--on={word}"),
        ("import", "entries", season, source, f"--event={word}"),
        ("import", "entries", season, source, *AT, f"--map={word}"),
        ("import", "entries", season, source, *AT, f"--map=zz{word}=bib"),
        ("import", "entries", season, source, *AT, f"--map=Bib={word or 'x'}x"),
        ("import", "entries", season, source, *AT, f"--table={word}x"),
        ("import", "entries", season, source, *AT, f"--encoding={word or 'x'}"),
        ("import", "times", season, source, *AT, f"--point={word}"),
        ("import", "times", season, source, *AT, f"--kind={word}"),
        ("sheet", word or "x", season, *AT, "-o", season.parent / "x.pdf"),
        ("new", other, f"--preset={word}"),
        ("new", other, "--preset=single-race", f"--date={word}"),
        ("new", other, "--preset=single-race", f"--zone={word}"),
    ):  # fmt: skip
        refused_calmly(*command)
    assert not other.exists(), "a refused season leaves no file"
    assert not (season.parent / "x.pdf").exists()
    done("check", season)


def test_words_in_another_encoding_than_the_terminals_are_wrong_usage(season: Path) -> None:
    before = season.read_bytes()
    for command in (
        ("event", season, *AT, "--name=Caf\udce9"),
        ("awards", season, *AT, "--announce=\udce9"),
        ("draw", season, *AT, "--prize=\udce9", "--book"),
    ):
        assert run(*command).code == 2, command
    assert season.read_bytes() == before


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-10", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_no_fault(season: Path, day: str) -> None:
    for command in (
        ("quote", season, *AT, "--race=mid", f"--born={day}", "--on=2026-01-01"),
        ("quote", season, *AT, "--race=mid", "--born=1990-01-01", f"--on={day}"),
        ("start", season, *AT, f"--at={day} 10:00:00"),
        ("results", season, *AT),
        ("info", season, "--json"),
        ("new", season.parent / f"{day}.trailsdesk", "--preset=single-race", f"--date={day}"),
    ):
        ended = run(*command)
        assert ended.code in (0, 1), command
        assert "fault of trailsdesk" not in ended.err, (command, ended.err)


def test_files_that_are_no_season_are_refused_by_every_command(season: Path) -> None:
    folder = season.parent
    (folder / "empty.trailsdesk").write_bytes(b"")
    (folder / "text.trailsdesk").write_text("Bib,Time\n", encoding="utf-8")
    (folder / "cut.trailsdesk").write_bytes(season.read_bytes()[:5000])
    for name in ("absent.trailsdesk", "empty.trailsdesk", "text.trailsdesk", "cut.trailsdesk", ""):
        file = folder / name
        content = file.read_bytes() if file.is_file() else None
        for command in (
            ("info", file), ("results", file, *AT), ("standings", file), ("problems", file),
            ("history", file), ("undo", file), ("redo", file), ("check", file),
            ("start", file, *AT, "--at", "10:00"),
            ("import", "entries", file, folder / "entries.csv", *AT),
            ("import", "times", file, folder / "times.csv", *AT),
            ("sheet", "results", file, *AT, "-o", folder / "x.pdf"),
        ):  # fmt: skip
            refused_calmly(*command)
        assert (file.read_bytes() if file.is_file() else None) == content


def test_sources_that_are_no_list_are_refused_or_told(season: Path) -> None:
    folder = season.parent
    sources = {
        "empty.csv": b"", "nul.csv": b"\0" * 500, "noise.csv": bytes(range(256)) * 20,
        "header.csv": b"Bib,Time\n", "zip.xlsx": b"PK\3\4broken", "words.txt": b"hello\n",
    }  # fmt: skip
    for name, content in sources.items():
        (folder / name).write_bytes(content)
        for what in ("entries", "times"):
            ended = run("import", what, season, folder / name, *AT, "--json")
            assert ended.code in (0, 1), (name, what)
            assert "fault of trailsdesk" not in ended.err, (name, what, ended.err)
            if ended.code == 0:
                assert ended.json["added"] == 0, (name, what)
    refused_calmly("import", "entries", season, folder, *AT)
    assert done("info", season, "--json").json["entries"] == 0


@pytest.mark.skipif("sys.platform == 'win32'", reason="names there are text")
def test_a_name_that_is_no_text_is_told_calmly(season: Path) -> None:
    raw = os.fsencode(season.parent) + b"/list-\xff.csv"
    with open(raw, "wb") as stream:  # noqa: PTH123  a name in bytes
        stream.write("\n".join(ENTRIES).encode())
    ended = run_process("import", "entries", season, os.fsdecode(raw), *AT, "--json")
    assert "Traceback" not in ended.err
    assert "fault of trailsdesk" not in ended.err
    assert ended.code == 0
    assert ended.json["added"] == 3


@pytest.mark.parametrize(
    "arguments",
    [(), ("nonsense-command", "x"), ("results",), ("results", "f"), ("quote", "f"), ("import",),
     ("import", "entries", "f"), ("sheet", "results", "f"), ("new", "f"), ("start", "f", *AT),
     ("demo",), ("history",), ("results", "f", *AT, "--bogus")],
)  # fmt: skip
def test_wrong_usage_is_exit_2_and_says_how(arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert "usage" in ended.err


def test_every_command_explains_itself() -> None:
    for command in ("demo", "presets", "new", "info", "import", "start", "results", "standings",
                    "problems", "quote", "sheet", "history", "undo", "redo", "check"):  # fmt: skip
        ended = run(command, "--help")
        assert ended.code == 0
        assert "usage" in ended.out


def test_a_problem_line_says_whose_it_is_unless_the_sentence_does() -> None:
    told = Problem(
        severity=Severity.WARNING, code="rules.no-such-field", params={"path": "Ada Rimu"}
    )
    assert ": #7 Bea Tawa: The rules" in output.problem_line(told, "#7 Bea Tawa")
    assert "#7" not in output.problem_line(told, "#7 Ada Rimu")
