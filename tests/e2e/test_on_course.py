"""The course by command: counts, calls, checkpoints, as a script sees them. All made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--event", "willesden")
LONG = (*AT, "--race", "long")
NOON = ("--at", "2026-05-24 12:20:00")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    file = tmp_path / "winter.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    write_csv(
        tmp_path / "entries.csv",
        "Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
        "214,Ada,Rimu,F,1990-03-02,NZL,long",
        "215,Bo,Tawa,M,1985-07-20,NZL,long",
    )
    write_csv(
        tmp_path / "points.csv",
        "Checkpoint,Km,Cut-off",
        "Start,0,",
        "Saddle,5,2:00",
        "Coopers Knob,10,12:30",
    )
    done("import", "entries", file, tmp_path / "entries.csv", *AT)
    return file


def with_points(season: Path) -> None:
    points = season.parent / "points.csv"
    done("checkpoints", season, *LONG, "--import", points, "--cutoffs", "elapsed")
    done("start", season, *AT, "--at", "2026-05-24 10:00:00")


def test_checkpoints_are_taken_from_a_table_and_listed(season: Path) -> None:
    points = season.parent / "points.csv"
    args = ("checkpoints", season, *LONG, "--import", points, "--cutoffs", "elapsed", "--json")
    planned = done(*args, "--dry-run").json
    assert planned["import"]["new"] == 2
    assert done("checkpoints", season, *LONG, "--json").json == {"points": []}
    said = done(*args).json
    assert [(p["code"], p["label"], p["distance_m"], p["cutoff"]) for p in said["points"]] == [
        ("cp1", "Saddle", 5000.0, "2:00:00"),
        ("cp2", "Coopers Knob", 10000.0, "12:30:00"),
    ]
    assert said["points"] == planned["points"]
    done("start", season, *AT, "--at", "2026-05-24 10:00:00")
    (first, _second) = done("checkpoints", season, *LONG, "--json").json["points"]
    assert first["closes"] == "2026-05-24 12:00:00"
    assert "cp1" in done("checkpoints", season, *LONG).out


def test_a_checkpoint_without_any_time_is_told_instead_of_cutting_everybody_off(
    season: Path,
) -> None:
    with_points(season)
    before = done("on-course", season, *AT, "--at", "2026-05-24 11:59:00", "--json").json
    assert before["silent"] == []
    state = done("on-course", season, *AT, *NOON, "--json").json
    assert state["silent"] == [{"race": "long", "point": "cp1", "label": "Saddle"}]
    assert not any(row["cutoff"]["passed"] for row in state["rows"])
    assert all(row["cutoff"]["silent"] for row in state["rows"])
    assert "No times from Saddle" in done("on-course", season, *AT, *NOON).out


def test_a_call_is_shown_back_and_moves_the_runner_on_the_list(season: Path) -> None:
    with_points(season)
    said = done("call", season, "214 cp2 1132", *AT, *NOON)
    assert said.out.splitlines()[0] == "#214 Ada Rimu in at Coopers Knob 11:32:00 (48 min ago)"
    state = done("on-course", season, *AT, *NOON, "--json").json
    rows = {row["bib"]: row for row in state["rows"]}
    assert rows["214"]["last_seen"] == {
        "point": "cp2",
        "label": "Coopers Knob",
        "at": "2026-05-24 11:32:00",
        "leaving": False,
    }
    assert rows["215"]["last_seen"] is None
    cutoff = rows["215"]["cutoff"]
    assert (cutoff["point"], cutoff["passed"]) == ("cp2", False), "nobody was seen at Saddle"
    assert (state["total"]["started"], state["total"]["out"], state["accounted"]) == (2, 2, False)


def test_all_are_accounted_for_only_once_everybody_is(season: Path) -> None:
    with_points(season)
    done("call", season, "214 finish 1210", *AT, *NOON)
    done("call", season, "215 dnf cp1 1150 knee / car", *AT, *NOON)
    state = done("on-course", season, *AT, *NOON, "--json").json
    assert (state["accounted"], state["total"]["out"], state["total"]["not_back"]) == (False, 0, 1)
    (row,) = state["rows"]
    assert (row["state"], row["stopped_at"], row["comes_back"]) == ("not_back", "cp1", "car")
    assert "1 withdrawn and not back." in done("on-course", season, *AT, *NOON).out
    done("call", season, "215 dnf finish", *AT, *NOON)
    assert done("on-course", season, *AT, *NOON, "--json").json["accounted"]
    assert "All accounted for." in done("on-course", season, *AT, *NOON).out


def test_an_unknown_bib_is_kept_and_told_with_likely_ones(season: Path) -> None:
    with_points(season)
    said = done("call", season, "241 cp2 1132", *AT, *NOON, "--json").json
    assert said["taken"]
    assert said["bibs"] == [{"bib": "241", "name": None, "known": False}]
    assert said["notes"][0]["suggestions"] == ["214"]
    assert "241" in done("problems", season).out


@pytest.mark.parametrize(
    ("text", "words"),
    [("214 cp9 1132", "no place “cp9”"), ("cp2", "a bib"), ("214 cp2 1500", "has not come yet")],
)
def test_a_call_that_is_not_understood_is_refused_with_the_reason(
    season: Path, text: str, words: str
) -> None:
    with_points(season)
    ended = run("call", season, text, *AT, *NOON)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_call_is_one_change_that_undo_takes_back(season: Path) -> None:
    with_points(season)
    done("call", season, "214,215 cp1 1100", *AT, *NOON)
    assert "Call-in: 214, 215 in at cp1" in done("history", season).out
    done("undo", season)
    state = done("on-course", season, *AT, *NOON, "--json").json
    assert [row["last_seen"] for row in state["rows"]] == [None, None]


def test_trying_a_call_out_takes_nothing(season: Path) -> None:
    with_points(season)
    said = done("call", season, "214", *AT, *NOON, "--station", "cp2", "--dry-run", "--json").json
    assert (said["taken"], said["point"]) == (False, "cp2")
    state = done("on-course", season, *AT, *NOON, "--json").json
    assert all(row["last_seen"] is None for row in state["rows"])


def test_the_checkpoints_of_the_event_before_are_copied(season: Path) -> None:
    with_points(season)
    later = ("--event", "mount-cass", "--race", "long")
    said = done("checkpoints", season, *later, "--copy", "--json").json
    assert [p["label"] for p in said["points"]] == ["Saddle", "Coopers Knob"]
    ended = run("checkpoints", season, *AT, "--race", "short", "--copy")
    assert ended.code == 1
    assert "No event before" in ended.err
