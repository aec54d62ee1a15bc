"""Checkpoints one by one, from tables and from the event before. Everything made up but the files.

The real tables lie beside the repository and are only read.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.chrono import format_elapsed, format_local
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.problems import InputUnreadable, Refused
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.services import checkpoints, event_setup
from trailsdesk.services.checkpoint_import import (
    CheckpointPlan,
    RowFate,
    commit_checkpoints,
    plan_checkpoints,
)
from trailsdesk.services.radio import radio_book, read_call, take_call
from trailsdesk.services.sources import Source, open_book, pick_table, read_source

from tests.services.desk import ACTOR, ZONE, at, codes_of  # isort: skip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.problems import Note

HOUR = 3_600_000


def add(desk: Desk, code: str, km: float | None = None, race: str = "long", **more: object):
    point = TimingPoint(
        **{
            "race_id": desk.race(race).id,
            "code": code,
            "label": code.title(),
            "distance_m": None if km is None else km * 1000,
            **more,
        }
    )
    return checkpoints.save_point(desk.season, point)


def checked(desk: Desk, point: TimingPoint) -> dict[str, Note]:
    season, race_id = desk.season, point.race_id
    own, reads = (
        checkpoints.checkpoints_of(season, race_id),
        checkpoints.reads_at_points(season, race_id),
    )
    return checkpoints.check_point(point, own, season.data.races[race_id], reads)


def listed(desk: Desk, race: str = "long") -> list[str]:
    return [p.code for p in checkpoints.checkpoints_of(desk.season, desk.race(race).id)]


def length(desk: Desk, km: float | None, race: str = "long") -> None:
    metres = None if km is None else km * 1000
    event_setup.edit_race(desk.season, desk.race(race).id, distance_m=metres)


def plan(desk: Desk, text: str, **more: object) -> CheckpointPlan:
    data = text.encode()
    source = Source(name="points.csv", data=data, sha256=hashlib.sha256(data).hexdigest())
    table = pick_table(open_book(source), None)
    return plan_checkpoints(desk.season, desk.race("long").id, table, source.name, **more)


def plan_file(desk: Desk, path: Path, start: Instant | None = None) -> CheckpointPlan:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    race_id = desk.race("long").id
    return plan_checkpoints(desk.season, race_id, table, source.name, start_ms=start)


# One by one


def test_a_new_checkpoint_goes_where_its_kilometre_puts_it(desk: Desk) -> None:
    length(desk, None)
    for code, km in (("b", 20), ("a", 10), ("last", None), ("c", 30)):
        add(desk, code, km)
    assert listed(desk) == ["a", "b", "c", "last"]
    assert desk.undo() == "points.add"
    assert listed(desk) == ["a", "b", "last"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "checkpoint.code-missing"),
        ("12", "checkpoint.code-bad"),
        ("cp 2", "checkpoint.code-bad"),
        ("cp,2", "checkpoint.code-bad"),
        ("cp/out", "checkpoint.code-bad"),
        ("finish", "checkpoint.code-taken-word"),
        ("Out", "checkpoint.code-taken-word"),
        ("dnf", "checkpoint.code-taken-word"),
        ("CP1", "checkpoint.code-twice"),
    ],
)
def test_a_code_is_one_word_of_its_own_that_no_call_can_mistake(
    desk: Desk, code: str, why: str
) -> None:
    add(desk, "cp1")
    with pytest.raises(Refused) as refused:
        add(desk, code)
    assert refused.value.note.code == why
    assert listed(desk) == ["cp1"]


def test_the_same_code_may_stand_in_another_race(desk: Desk) -> None:
    add(desk, "cp1")
    add(desk, "cp1", race="short")
    assert listed(desk, "short") == ["cp1"]


def test_the_kilometres_grow_along_the_way_and_end_before_the_finish(desk: Desk) -> None:
    length(desk, 40)
    add(desk, "cp1", 10)
    second = add(desk, "cp2", 20)
    add(desk, "cp3", 30)

    def said(km: float) -> str | None:
        found = checked(desk, replace(second, distance_m=km * 1000))
        return found["distance_m"].code if "distance_m" in found else None

    assert [said(km) for km in (9, 10, 10.1, 29.9, 30, 45)] == [
        "checkpoint.km-too-low",
        "checkpoint.km-too-low",
        None,
        None,
        "checkpoint.km-too-high",
        "checkpoint.km-too-high",
    ]
    with pytest.raises(Refused):
        add(desk, "cp4", 40)
    with pytest.raises(Refused):
        add(desk, "cp4", 20)


def test_the_race_ends_where_its_track_does_if_that_is_longer_than_published(desk: Desk) -> None:
    length(desk, 30)
    race_id = desk.race("long").id
    point = TimingPoint(race_id=race_id, code="cp1", label="Cp1", distance_m=30_400.0)
    race = desk.season.data.races[race_id]
    assert "distance_m" in checkpoints.check_point(point, (), race, {})
    assert checkpoints.check_point(point, (), race, {}, track_m=31_000.0) == {}
    checkpoints.save_point(desk.season, point, track_m=31_000.0)
    told = [
        checkpoints.checkpoint_lines(desk.season, race_id, track_m=track_m)[0].odd
        for track_m in (None, 31_000.0, 29_000.0)
    ]
    assert [note and note.params["km"] for note in told] == ["30", None, "30"]


def test_two_checkpoints_in_the_wrong_order_are_moved_and_then_corrected(desk: Desk) -> None:
    length(desk, None)
    first, second = add(desk, "cp1", 10), add(desk, "cp2", 20)
    assert checkpoints.move_point(desk.season, second.id, -1)
    lines = checkpoints.checkpoint_lines(desk.season, desk.race("long").id)
    assert [(line.point.code, line.odd and line.odd.code) for line in lines] == [
        ("cp2", None),
        ("cp1", "checkpoint.km-falls"),
    ]
    assert not checkpoints.move_point(desk.season, second.id, -1)
    moved = desk.season.data.points[second.id]
    checkpoints.save_point(desk.season, replace(moved, distance_m=5_000.0))
    lines = checkpoints.checkpoint_lines(desk.season, desk.race("long").id)
    assert [line.odd for line in lines] == [None, None]
    assert first.id == lines[1].point.id


def test_a_climb_or_cut_off_that_falls_is_told_and_saved(desk: Desk) -> None:
    add(desk, "cp1", 5, ascent_m=500.0, cutoff_ms=2 * HOUR)
    point = add(desk, "cp2", 8, ascent_m=400.0, cutoff_ms=1 * HOUR)
    found = checked(desk, point)
    assert {key: note.code for key, note in found.items()} == {
        "ascent_m": "checkpoint.climb-falls",
        "cutoff_ms": "checkpoint.cutoff-falls",
    }


def test_a_code_times_were_taken_at_stays_and_removing_the_point_keeps_them(desk: Desk) -> None:
    desk.entries("214,Ada,Rimu,F,1990-01-01,NZL,long")
    desk.start("10:00:00")
    desk.clock.set("2026-05-24 12:00:00")
    point = add(desk, "cp1", 5)
    call = read_call(radio_book(desk.season, desk.event().id), "214 cp1 1130", desk.clock.now_ms())
    assert call is not None
    take_call(desk.season, desk.event().id, call, desk.clock.now_ms(), ACTOR)
    with pytest.raises(Refused) as refused:
        checkpoints.save_point(desk.season, replace(point, code="saddle"))
    assert refused.value.note.code == "checkpoint.code-in-use"
    checkpoints.save_point(desk.season, replace(point, label="Saddle"))
    assert checkpoints.remove_point(desk.season, point.id) == 1
    assert len(desk.season.data.reads) == 1
    assert desk.undo() == "points.remove"
    assert desk.season.splits(desk.race("long").id)


def test_a_cut_off_is_shown_as_a_moment_once_there_is_a_start(desk: Desk) -> None:
    add(desk, "cp1", 5, cutoff_ms=26 * HOUR)
    race_id = desk.race("long").id
    (line,) = checkpoints.checkpoint_lines(desk.season, race_id)
    assert line.cutoff_at is None
    desk.start("10:00:00")
    (line,) = checkpoints.checkpoint_lines(desk.season, race_id)
    assert line.cutoff_at == at("2026-05-25 12:00:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("4:30", "4:30:00"), ("4h30", "4:30:00"), ("430", "4:30:00"), ("26:00", "26:00:00"),
     ("26:00:00", "26:00:00"), ("4.5", "4:30:00"), ("4,5", "4:30:00"), ("4", "4:00:00"),
     ("0:45", "0:45:00"), ("soon", None), ("-1:00", None), ("4:75", None)],
)  # fmt: skip
def test_a_cut_off_since_the_gun_is_read_as_people_type_it(text: str, meant: str | None) -> None:
    found = checkpoints.parse_since(text)
    assert (None if found is None else format_elapsed(found)) == meant


@pytest.mark.parametrize(
    ("text", "previous", "meant"),
    [("13:15", 0, "3:15:00"), ("1315", 0, "3:15:00"), ("13.15", 0, "3:15:00"),
     ("01:00", 0, "15:00:00"), ("01:00", 20, "39:00:00"), ("09:00", 0, "23:00:00"),
     ("2026-05-25 12:00", 0, "26:00:00"), ("2026-05-24 09:00", 0, None), ("noon", 0, None)],
)  # fmt: skip
def test_a_cut_off_typed_as_a_time_of_day_comes_after_the_one_before_it(
    desk: Desk, text: str, previous: int, meant: str | None
) -> None:
    event, start = desk.event(), at("2026-05-24 10:00:00")
    found = checkpoints.parse_at(text, event, start, previous * HOUR)
    assert (None if found is None else format_elapsed(found)) == meant


def test_the_next_code_is_the_first_free_one(desk: Desk) -> None:
    race_id = desk.race("long").id
    assert checkpoints.suggested_code(checkpoints.checkpoints_of(desk.season, race_id)) == "cp1"
    add(desk, "CP1")
    add(desk, "cp3")
    assert checkpoints.suggested_code(checkpoints.checkpoints_of(desk.season, race_id)) == "cp2"


# As at the event before


def test_the_checkpoints_of_the_event_before_come_as_one_operation(desk: Desk) -> None:
    add(desk, "cp1", 5, label="Saddle")
    add(desk, "cp2", 8, label="Knob")
    later = desk.race("long", "mount-cass").id
    other = checkpoints.race_to_copy(desk.season, later)
    assert other == desk.race("long")
    assert checkpoints.copy_points(desk.season, later) == 2
    copied = checkpoints.checkpoints_of(desk.season, later)
    assert [(p.code, p.label, p.race_id) for p in copied] == [
        ("cp1", "Saddle", later),
        ("cp2", "Knob", later),
    ]
    assert checkpoints.copy_points(desk.season, later) == 0
    assert desk.undo() == "points.copy"
    assert not checkpoints.checkpoints_of(desk.season, later)


def test_without_an_event_before_there_is_nothing_to_copy(desk: Desk) -> None:
    assert checkpoints.race_to_copy(desk.season, desk.race("long").id) is None
    with pytest.raises(Refused):
        checkpoints.copy_points(desk.season, desk.race("long").id)


# From a table

TABLE = (
    "Checkpoint,Km,Climb,Cut-off\n"
    "Start,0,0,\nSaddle,10,400,2:30\nKnob,20,900,5:00\nFinish,30,1200,8:00\n"
)


def test_a_table_becomes_checkpoints_as_one_operation(desk: Desk) -> None:
    length(desk, None)
    made = plan(desk, TABLE)
    assert not checkpoints.checkpoints_of(desk.season, desk.race("long").id)
    assert [(row.fate, row.label) for row in made.rows] == [
        (RowFate.START, "Start"),
        (RowFate.NEW, "Saddle"),
        (RowFate.NEW, "Knob"),
        (RowFate.FINISH, "Finish"),
    ]
    assert commit_checkpoints(desk.season, made) == 2
    points = checkpoints.checkpoints_of(desk.season, desk.race("long").id)
    assert [(p.code, p.label, p.distance_m, p.ascent_m, p.cutoff_ms) for p in points] == [
        ("cp1", "Saddle", 10_000.0, 400.0, 2.5 * HOUR),
        ("cp2", "Knob", 20_000.0, 900.0, 5 * HOUR),
    ]
    race = desk.race("long")
    assert (race.distance_m, race.time_limit_ms) == (30_000.0, 8 * HOUR)
    assert desk.undo() == "points.import"
    assert not checkpoints.checkpoints_of(desk.season, desk.race("long").id)
    assert desk.race("long").distance_m is None


def test_the_same_table_again_changes_nothing(desk: Desk) -> None:
    length(desk, None)
    commit_checkpoints(desk.season, plan(desk, TABLE))
    again = plan(desk, TABLE)
    assert (again.count(RowFate.SAME), again.changes) == (2, False)
    revision = desk.season.data.revision
    commit_checkpoints(desk.season, again)
    assert desk.season.data.revision == revision


def test_a_corrected_table_finds_its_checkpoints_again(desk: Desk) -> None:
    length(desk, None)
    commit_checkpoints(desk.season, plan(desk, TABLE))
    before = {p.label: p for p in checkpoints.checkpoints_of(desk.season, desk.race("long").id)}
    made = plan(desk, TABLE.replace("Knob,20,900,5:00", "Knob Hut,20,900,5:30\nNew,25,1000,"))
    assert [row.fate for row in made.rows] == [
        RowFate.START,
        RowFate.SAME,
        RowFate.CHANGED,
        RowFate.NEW,
        RowFate.FINISH,
    ]
    commit_checkpoints(desk.season, made)
    points = checkpoints.checkpoints_of(desk.season, desk.race("long").id)
    assert [(p.code, p.label) for p in points] == [
        ("cp1", "Saddle"),
        ("cp2", "Knob Hut"),
        ("cp3", "New"),
    ]
    assert points[1].id == before["Knob"].id


def test_a_checkpoint_that_is_not_in_the_table_goes_unless_times_were_taken_there(
    desk: Desk,
) -> None:
    desk.entries("214,Ada,Rimu,F,1990-01-01,NZL,long")
    desk.start("10:00:00")
    desk.clock.set("2026-05-24 12:00:00")
    length(desk, None)
    add(desk, "gone", 3)
    add(desk, "used", 4)
    call = read_call(radio_book(desk.season, desk.event().id), "214 used", desk.clock.now_ms())
    assert call is not None
    take_call(desk.season, desk.event().id, call, desk.clock.now_ms(), ACTOR)
    made = plan(desk, TABLE)
    assert {row.label: row.fate for row in made.rows if row.row is None} == {
        "Gone": RowFate.REMOVED,
        "Used": RowFate.KEPT,
    }
    commit_checkpoints(desk.season, made)
    assert set(listed(desk)) == {"cp1", "cp2", "used"}


def test_what_the_race_says_of_its_finish_stays_and_is_told(desk: Desk) -> None:
    length(desk, 29.5)
    made = plan(desk, TABLE)
    assert made.race is not None
    assert made.race.distance_m == 29_500
    assert "checkpoint.finish-distance" in codes_of(made.problems)


def test_bad_cells_are_told_with_their_row_and_the_rest_is_taken(desk: Desk) -> None:
    length(desk, None)
    text = TABLE.replace("10,400,2:30", "ten,400,never").replace("20,900", "20,lots")
    made = plan(desk, text)
    assert [(p.code, p.row, p.column) for p in made.problems[:3]] == [
        ("checkpoint.no-figure", 3, "Km"),
        ("checkpoint.no-figure", 4, "Climb"),
        ("checkpoint.no-cutoff", 3, "Cut-off"),
    ]
    assert made.count(RowFate.NEW) == 2


def test_a_table_without_names_is_refused_with_what_it_needs(desk: Desk) -> None:
    with pytest.raises(InputUnreadable) as refused:
        plan(desk, "Km,Climb\n1,2\n3,4\n")
    assert refused.value.note.code == "checkpoint.no-names"


def test_miles_and_feet_are_metres_inside(desk: Desk) -> None:
    length(desk, None)
    made = plan(desk, "Aid station,Miles,Gain ft\nSaddle,10,1000\nKnob,20,2000\n")
    assert [(p.distance_m, p.ascent_m) for p in made.order] == [
        (16_093.4, 304.8),
        (32_186.9, 609.6),
    ]


@pytest.mark.parametrize(
    ("column", "kind"),
    [("12:30|17:00|23:00", TimeKind.CLOCK), ("2:30|5:00|8:00", TimeKind.ELAPSED),
     ("22:00|01:00|05:00", TimeKind.CLOCK), ("14:00|26:00|31:00", TimeKind.CLOCK)],
)  # fmt: skip
def test_whether_cut_offs_are_times_of_day_is_guessed_and_told(
    desk: Desk, column: str, kind: TimeKind
) -> None:
    length(desk, None)
    first, second, last = column.split("|")
    text = f"Checkpoint,Km,Cut-off\nStart,0,\nA,10,{first}\nB,20,{second}\nFinish,30,{last}\n"
    made = plan(desk, text, start_ms=at("2026-05-24 10:00:00"))
    assert made.kind is kind
    assert {p.code for p in made.problems} & {"checkpoint.read-clock", "checkpoint.read-elapsed"}


def test_times_of_day_without_a_start_are_left_out_and_told(desk: Desk) -> None:
    text = "Checkpoint,Km,Cut-off\nA,3,2026-05-24 12:30\nB,6,2026-05-24 15:00\n"
    length(desk, None)
    made = plan(desk, text)
    assert codes_of(made.problems) == ["checkpoint.no-start"]
    assert [p.cutoff_ms for p in made.order] == [None, None]
    made = plan(desk, text, start_ms=at("2026-05-24 10:00:00"))
    assert [p.cutoff_ms for p in made.order] == [2.5 * HOUR, 5 * HOUR]


def test_cut_offs_of_a_night_race_go_past_midnight_and_past_a_day(desk: Desk) -> None:
    length(desk, None)
    text = "Checkpoint,Km,Cut-off\nA,10,23:00\nB,20,02:00\nC,60,20:00\nD,80,06:00\n"
    made = plan(desk, text, start_ms=at("2026-05-24 20:00:00"))
    hours = [(p.cutoff_ms or 0) / HOUR for p in made.order]
    assert hours == [3, 6, 24, 34]


# The real tables


def a_race_of(desk: Desk, km: float | None, day: str, zone: str) -> None:
    from datetime import date

    length(desk, km)
    event_setup.edit_event(desk.season, desk.event().id, day=date.fromisoformat(day), zone=zone)


def test_decimal_hours_of_a_real_table_are_the_moments_beside_them(
    desk: Desk, shared_data: Path
) -> None:
    a_race_of(desk, None, "2024-10-17", "Indian/Reunion")
    made = plan_file(desk, shared_data / "results" / "checkpoints-grr-2024.csv")
    assert (len(made.order), made.kind) == (22, TimeKind.ELAPSED)
    by_name = {p.label: p for p in made.order}
    start = at("2024-10-18 07:00:00")  # 22:00 on Reunion, as the table says
    for name, local in (("Cilaos", "2024-10-19 05:00:00"), ("Colorado", "2024-10-20 22:30:00")):
        cutoff = by_name[name].cutoff_ms
        assert cutoff is not None
        assert start + cutoff == at(local)
    assert by_name["Kerveguen"].cutoff_ms is None
    assert made.race is not None
    assert (made.race.distance_m, made.race.time_limit_ms) == (175_300.0, 66 * HOUR)


def test_dated_cut_offs_of_a_real_table_count_from_its_own_start(
    desk: Desk, shared_data: Path
) -> None:
    a_race_of(desk, None, "2024-10-19", "Indian/Reunion")
    made = plan_file(desk, shared_data / "results" / "checkpoints-mtr-2024.csv")
    assert made.start_ms is not None
    assert format_local(made.start_ms, "Indian/Reunion") == "2024-10-19 07:30:00"
    assert [(p.label, format_elapsed(p.cutoff_ms or 0)) for p in made.order] == [
        ("Ecole Bel", "1:45:00"),
        ("Ilet Savan", "4:30:00"),
        ("Ratinaud", "6:30:00"),
        ("Possession", "8:30:00"),
        ("Chaloupe", "10:30:00"),
        ("Colorado", "12:30:00"),
    ]
    assert made.race is not None
    assert made.race.time_limit_ms == 14 * HOUR


def test_a_real_table_with_hours_that_are_no_round_figures(desk: Desk, shared_data: Path) -> None:
    a_race_of(desk, None, "2024-10-20", "Europe/Paris")
    made = plan_file(desk, shared_data / "results" / "checkpoints-templi-2024.csv")
    by_name = {p.label: p for p in made.order}
    assert len(made.order) == 12
    assert format_elapsed(by_name["Peyreleau"].cutoff_ms or 0) == "4:11:55"
    assert made.race is not None
    assert made.race.distance_m == 80_800


def test_a_place_that_stands_twice_in_a_real_table_is_one_with_the_later_cut_off(
    desk: Desk, shared_data: Path
) -> None:
    a_race_of(desk, None, "2025-08-29", "Europe/Paris")
    path = shared_data / "results" / "checkpoints-utmb-2025.csv"
    assert "checkpoint.no-start" in codes_of(plan_file(desk, path).problems)
    gun = at("2025-08-30 03:45:00")  # 17:45 in Chamonix
    made = plan_file(desk, path, gun)
    by_name = {p.label: p for p in made.order}
    assert len(made.order) == 22
    assert codes_of(made.problems).count("checkpoint.joined") == 2
    assert format_elapsed(by_name["Courmayeur"].cutoff_ms or 0) == "19:30:00"
    assert made.race is not None
    assert format_elapsed(made.race.time_limit_ms or 0) == "46:45:00"
    assert by_name["Trient"].cutoff_ms == by_name["Champex"].cutoff_ms + 5.5 * HOUR
    assert ZONE != "Europe/Paris"
