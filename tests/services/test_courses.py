"""A GPX file kept as the course of a race: attached, changed, removed, undone. All made up."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest

from tests.course.made import a_trk, gpx
from trailsdesk.domain.problems import InputUnreadable, Refused
from trailsdesk.services import checkpoints, event_setup, history
from trailsdesk.services.course_desk import (
    course_desk,
    key_of,
    measure_kept,
    place_station,
    take_proposals,
    what_if,
)
from trailsdesk.services.courses import (
    attach_course,
    edit_course,
    measure_file,
    official_metres,
    remove_course,
)
from trailsdesk.services.sources import Source


def hill(lat=-43.5, count=200, climb=6.0):
    """A straight line north over one hill, a point every 100 m or so."""
    top = count // 2
    return [
        (lat + at * 0.0009, 172.5, 100 + climb * min(at, count - at, top)) for at in range(count)
    ]


def waypoint(name, at, lat=-43.5):
    return f'<wpt lat="{lat + at * 0.0009}" lon="172.5"><name>{name}</name></wpt>'


def source(*bodies, name="hill.gpx"):
    data = gpx("".join(bodies or (a_trk("Hill", hill()),)))
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def shown(desk, race="long"):
    """What the panel shows, after the kept file was read."""
    season, race_id = desk.season, desk.race(race).id
    event_id = desk.race(race).event_id
    known = {}
    first = course_desk(season, event_id, race_id, known)
    if first.waits_for is not None:
        data = season.file.kept_file(first.waits_for[0])
        known[first.waits_for] = measure_kept(first.stored.name, data, first.waits_for)
    return course_desk(season, event_id, race_id, known)


def test_an_attached_course_is_kept_and_measured_again_from_the_file(desk):
    file = source()
    attach_course(desk.season, desk.race("long").id, file)
    found = shown(desk)
    assert found.course.track.length_m == pytest.approx(measure_file(file).track.length_m)
    assert found.value.evaluation.points == 1
    assert desk.season.file.kept_file(file.sha256) == file.data


def test_attaching_is_one_change_that_undo_takes_back(desk):
    attach_course(desk.season, desk.race("long").id, source())
    history.undo(desk.season)
    assert shown(desk).stored is None
    history.redo(desk.season)
    assert shown(desk).course is not None


def test_another_file_in_its_place_keeps_loops_and_what_the_federation_takes_off(desk):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    edit_course(desk.season, race_id, loops=3, loop_penalty="2,5", track=1)
    attach_course(desk.season, race_id, source(a_trk("Other", hill(climb=3.0)), name="b.gpx"))
    kept = desk.season.data.courses[race_id]
    assert (kept.name, kept.loops, kept.loop_penalty, kept.track) == ("b.gpx", 3, "2.5", None)


def test_the_same_file_again_is_no_change(desk):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    revision = desk.season.data.revision
    attach_course(desk.season, race_id, source())
    assert desk.season.data.revision == revision


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"loops": 0}, "course.bad-loops"),
        ({"loops": 1001}, "course.bad-loops"),
        ({"loop_penalty": "much"}, "course.bad-effort"),
        ({"stage_adjustment": "-1"}, "course.bad-effort"),
        ({"stage_adjustment": "NaN"}, "course.bad-effort"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_and_change_nothing(desk, fields, code):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    before = desk.season.data.courses[race_id]
    with pytest.raises(Refused) as refused:
        edit_course(desk.season, race_id, **fields)
    assert refused.value.note.code == code
    assert desk.season.data.courses[race_id] == before


def test_a_removed_course_leaves_places_and_official_figures(desk):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    place_station(desk.season, race_id, "Ford", 4000.0)
    event_setup.edit_race(desk.season, race_id, distance_m=20_000.0)
    remove_course(desk.season, race_id)
    assert shown(desk).stored is None
    assert [p.label for p in checkpoints.checkpoints_of(desk.season, race_id)] == ["Ford"]
    assert desk.season.data.races[race_id].distance_m == 20_000.0
    history.undo(desk.season)
    assert [s.mark.label for s in shown(desk).stations] == ["Ford"]


def test_waypoints_on_the_track_are_proposed_and_taken_in_one_change(desk):
    race_id = desk.race("long").id
    file = source(waypoint("Ford", 40), waypoint("Hut", 120), waypoint("Far away", 40, lat=-44.5),
                 a_trk("Hill", hill()))  # fmt: skip
    attach_course(desk.season, race_id, file)
    found = shown(desk)
    assert [each.name for each in found.proposals] == ["Ford", "Hut"]
    assert take_proposals(desk.season, found) == 2
    after = shown(desk)
    assert [(s.mark.label, s.line.point.aid) for s in after.stations] == [
        ("Ford", True),
        ("Hut", True),
    ]
    assert not after.proposals
    assert after.value.wishes.aid_stations == 2
    history.undo(desk.season)
    assert not shown(desk).stations


def test_a_place_without_a_distance_is_told_apart(desk):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    checkpoints.save_point(
        desk.season, checkpoints.TimingPoint(race_id=race_id, code="cp1", label="Somewhere")
    )
    found = shown(desk)
    assert not found.stations
    assert [line.point.label for line in found.unplaced] == ["Somewhere"]


def test_what_if_changes_nothing_in_the_file(desk):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    event_setup.edit_race(desk.season, race_id, distance_m=None, ascent_m=None)
    found, revision = shown(desk), desk.season.data.revision
    value = what_if(desk.season, found, aid_stations=0, loops=4, drawn=False, round_first=False)
    assert value.evaluation.km_effort == 4 * found.value.evaluation.km_effort
    drawn = what_if(desk.season, found, aid_stations=0, loops=1, drawn=True, round_first=False)
    assert drawn.evaluation.km_effort == found.value.evaluation.km_effort * Decimal("0.9")
    assert desk.season.data.revision == revision


def test_official_figures_go_before_the_measured_ones_and_both_are_kept(desk):
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, source())
    event_setup.edit_race(desk.season, race_id, distance_m=50_000.0, ascent_m=2000.0)
    value = shown(desk).value
    assert value.evaluation.km_effort == 70
    assert {"course.typed-distance", "course.typed-ascent"} <= {p.code for p in value.problems}
    assert value.course.track.length_m < 20_000


def test_a_kept_file_that_cannot_be_read_is_told_and_not_shown(desk):
    race_id = desk.race("long").id
    bad = Source(name="bad.gpx", data=b"<html/>", sha256=hashlib.sha256(b"<html/>").hexdigest())
    with pytest.raises(InputUnreadable):
        measure_file(bad)
    attach_course(desk.season, race_id, bad)
    found = shown(desk)
    assert found.unreadable.code == "course.not-gpx"
    key = key_of(found.stored)
    assert measure_kept("bad.gpx", None, key).code == "course.not-kept"


@pytest.mark.parametrize(
    ("text", "unit", "metres"),
    [
        ("1,500", 1, 1500), ("1.500 m", 1, 1500), ("10 163", 1, 10163), ("702", 1, 702),
        ("702,5", 1, "702.5"), ("1,500", 1000, 1500), ("19.1 km", 1000, 19100),
        ("0", 1, None), ("-5", 1, None), ("nan", 1, None), ("far", 1000, None), ("", 1, None),
        ("1,50,000", 1, None), ("9999", 1000, None), ("1e9999999", 1, None),
    ],
)  # fmt: skip
def test_a_published_figure_is_read_as_people_write_it(text, unit, metres):
    assert official_metres(text, unit) == (None if metres is None else Decimal(metres))
