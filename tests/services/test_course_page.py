"""The course of a race on paper: its track, its places, its figures."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.course.made import a_trk, gpx, hills
from trailsdesk.course.gpx import read_gpx
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import TimingPoint
from trailsdesk.services import printing
from trailsdesk.services.checkpoints import save_point
from trailsdesk.services.course_desk import course_desk, kept_end, key_of
from trailsdesk.services.course_page import (
    course_picture,
    figure_words,
    gpx_with_places,
    race_drawing,
    race_page,
    race_wishes,
)
from trailsdesk.services.courses import (
    Wishes,
    attach_course,
    edit_course,
    measure_file,
    worth,
)
from trailsdesk.services.event_setup import edit_race
from trailsdesk.services.sources import Source

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.course.difficulty import MeasuredCourse
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import Note
    from trailsdesk.services.course_desk import TrackKey


def a_source(length_m: int = 20_000, name: str = "made-up.gpx") -> Source:
    height = hills(200, 2500)
    points = [
        (45 + along / 111_132, 7.0, round(height(along), 1))
        for along in range(0, length_m + 1, 20)
    ]
    data = gpx(a_trk("Made up", points))
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


@pytest.fixture
def race_id(desk: Desk) -> RaceId:
    """The long race with a track, two stations, a checkpoint and one station at the start."""
    race_id = desk.race("long").id
    attach_course(desk.season, race_id, a_source())
    for code, km, aid, cutoff in (
        ("s", 0.0, True, None), ("a1", 5.0, True, Duration(5_400_000)), ("cp", 9.0, False, None),
        ("a2", 14.0, True, None),
    ):  # fmt: skip
        point = TimingPoint(
            race_id=race_id, code=code, label=f"Place {code}", distance_m=km * 1000, aid=aid,
            cutoff_ms=cutoff,
        )  # fmt: skip
        save_point(desk.season, point)
    return race_id


def made(desk: Desk, race_id: RaceId | None) -> Sheet:
    kind = printing.kind_named("course")
    request = printing.sheet_request(desk.season, kind, desk.event().id, race_id)
    request = printing.with_tracks(desk.season, kind, request)
    return kind.build(desk.season, request)


def text_of(sheet: Sheet) -> str:
    content, problems = printing.render(sheet, ".pdf")
    assert problems == ()
    reader = PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_sheet_of_a_race_has_its_places_and_figures(desk: Desk, race_id: RaceId) -> None:
    text = text_of(made(desk, race_id))
    for said in ("Place a1", "Place cp", "1:30 h", "Start · Place s", "Km-effort", "an estimate"):
        assert said in text
    assert "Points" in text


def test_an_event_has_a_page_for_each_race_and_says_where_there_is_no_track(
    desk: Desk, race_id: RaceId
) -> None:
    assert race_id
    sheet = made(desk, None)
    races = desk.season.data.races_of(desk.event().id)
    content, _problems = printing.render(sheet, ".pdf")
    assert len(PdfReader(io.BytesIO(content)).pages) == len(races)
    assert text_of(sheet).count("No GPX file is kept") == len(races) - 1


def test_stations_at_the_start_and_the_finish_are_not_counted(desk: Desk, race_id: RaceId) -> None:
    course = desk.season.data.courses[race_id]
    assert race_wishes(desk.season, race_id, course).aid_stations == 2
    race = desk.season.data.races[race_id]
    assert race.distance_m is not None
    point = TimingPoint(
        race_id=race_id, code="f", label="End", distance_m=race.distance_m - 100, aid=True
    )
    save_point(desk.season, point)
    assert race_wishes(desk.season, race_id, course).aid_stations == 2


@pytest.mark.parametrize("official_km", [None, 6.3, 19.0, 20.6])
def test_the_end_of_the_track_is_the_finish_whatever_the_official_distance(
    desk: Desk, race_id: RaceId, official_km: float | None
) -> None:
    metres = None if official_km is None else official_km * 1000
    edit_race(desk.season, race_id, distance_m=None)
    point = TimingPoint(race_id=race_id, code="f", label="End", distance_m=19_990, aid=True)
    save_point(desk.season, point)
    edit_race(desk.season, race_id, distance_m=metres)
    course = desk.season.data.courses[race_id]
    assert race_wishes(desk.season, race_id, course, 20_000.0).aid_stations == 2


def test_official_figures_are_shared_among_the_loops(desk: Desk, race_id: RaceId) -> None:
    official = desk.season.data.races[race_id].distance_m
    course = edit_course(desk.season, race_id, loops=2, loop_penalty="1,5")
    wishes = race_wishes(desk.season, race_id, course)
    assert official is not None
    assert wishes.distance_m == Decimal(str(official)) / 2
    assert wishes.loop_penalty == Decimal("1.5")


def test_on_a_loop_a_place_of_the_second_round_stands_on_the_track(
    desk: Desk, race_id: RaceId
) -> None:
    edit_course(desk.season, race_id, loops=2)
    drawing = race_drawing(desk.season, race_id, measure_file(a_source(10_000)))
    (again,) = [mark for mark in drawing.marks if mark.label == "Place a2"]
    assert again.along_m == pytest.approx(4000, abs=50)


def test_a_place_far_beyond_the_end_of_the_track_stands_nowhere_on_it(
    desk: Desk, race_id: RaceId
) -> None:
    edit_race(desk.season, race_id, distance_m=None)
    course = measure_file(a_source(10_000))
    length_m, stored = course.track.length_m, desk.season.data.courses[race_id]
    drawing = race_drawing(desk.season, race_id, course)
    assert [mark.label for mark in drawing.places] == ["Place a1", "Place cp"]
    assert race_wishes(desk.season, race_id, stored, length_m).aid_stations == 1
    known: dict[TrackKey, MeasuredCourse | Note] = {key_of(stored): course}
    shown = course_desk(desk.season, desk.event().id, race_id, known)
    assert [station.line.point.code for station in shown.stations] == ["s", "a1", "cp"]
    (line,) = shown.unplaced
    assert line.point.code == "a2"
    assert line.odd is not None
    assert line.odd.code == "checkpoint.beyond-finish"
    assert kept_end(desk.season, race_id) == pytest.approx(20_000, rel=0.001)
    assert kept_end(desk.season, desk.race("short").id) is None


def test_a_place_beyond_the_last_loop_stands_nowhere_either(desk: Desk, race_id: RaceId) -> None:
    edit_course(desk.season, race_id, loops=2)
    drawing = race_drawing(desk.season, race_id, measure_file(a_source(6_000)))
    assert [mark.label for mark in drawing.places] == ["Place cp", "Place a1"]


def test_while_the_track_is_being_read_the_sheet_says_so(desk: Desk, race_id: RaceId) -> None:
    page = race_page(desk.season, race_id, "Long", None)
    assert page.drawing is None
    assert "being read" in page.missing


def test_a_kept_file_that_is_no_course_is_told_and_not_fatal(desk: Desk, race_id: RaceId) -> None:
    course = desk.season.data.courses[race_id]
    page = race_page(desk.season, race_id, "Long", {course.sha256: b"<kml/>"})
    assert page.drawing is None
    assert "no GPX file" in page.missing


def test_the_places_go_along_with_the_exported_track(desk: Desk, race_id: RaceId) -> None:
    course = measure_file(a_source())
    data = gpx_with_places(course, race_drawing(desk.season, race_id, course))
    file = read_gpx("out.gpx", data)
    assert [place.name for place in file.waypoints] == [
        "Place s", "Place a1", "Place cp", "Place a2"
    ]  # fmt: skip
    assert "km 5.0 · cut-off 1:30 h" in data.decode()
    assert measure_file(Source(name="out.gpx", data=data, sha256="")).track == course.track


def test_figures_not_known_are_left_out_and_official_ones_are_named() -> None:
    course = measure_file(a_source())
    flat = dataclasses.replace(a_source(), data=gpx(a_trk("F", [(45, 7, None), (45.1, 7, None)])))
    value = worth(course, Wishes(distance_m=Decimal(21_000)))
    words = dict(figure_words(value))
    assert words["Distance"].startswith("21 km official, 20.0")
    assert words["Aid stations"] == "none"
    missing = dict(figure_words(worth(measure_file(flat), Wishes())))
    assert missing["Climb"] == "not known"
    assert missing["Measured by"] == missing["Descent"] == ""


def test_a_picture_can_be_made_of_a_race(desk: Desk, race_id: RaceId) -> None:
    drawing = race_drawing(desk.season, race_id, measure_file(a_source()))
    assert course_picture(drawing, "svg").startswith(b"<?xml")
