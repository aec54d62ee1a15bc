"""A course written as GPX and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.made import a_part, a_track, hills
from trailsdesk.course.difficulty import measure
from trailsdesk.course.gpx import PlaceOnCourse, read_gpx, write_gpx
from trailsdesk.course.shape import proposed_marks
from trailsdesk.course.track import Track, clean_track, make_part

if TYPE_CHECKING:
    from pathlib import Path


def back(data: bytes) -> Track:
    (line,) = read_gpx("back.gpx", data).lines
    return clean_track(line.parts)


@pytest.mark.parametrize("timed", [False, True])
def test_a_course_read_again_is_the_same_course(timed: bool) -> None:
    track = a_track(hills(200, 2500, 0.5), timed=timed)
    found = back(write_gpx("Made up", track))
    assert found == track


def test_gaps_and_missing_heights_stay_what_they_are() -> None:
    low = a_part(lambda along: 100.0 if along < 1000 else None, 2000)
    moved = type(low)(
        tuple(lat + 0.1 for lat in low.latitudes), low.longitudes, low.elevations_m, low.times
    )
    track = clean_track([low, moved])
    found = back(write_gpx("Made up", track))
    assert found.breaks == track.breaks == (201,)
    assert found.elevations_m == track.elevations_m
    assert found.length_m == track.length_m


@given(along=st.floats(0, 10_000))
def test_a_place_is_written_where_it_is_on_the_course(along: float) -> None:
    track = a_track(hills(100, 2500))
    file = read_gpx("a.gpx", write_gpx("A", track, [PlaceOnCourse(name="Hut", along_m=along)]))
    ((place, found),) = proposed_marks(track, file.waypoints)
    assert place.name == "Hut"
    assert found == pytest.approx(along, abs=5.1)  # points stand every ten metres


def test_names_and_cut_offs_of_any_letters_come_through() -> None:
    name = '<Hütte> & "Mäkinen" 山 \x07\ud800'
    place = PlaceOnCourse(
        name=name, along_m=500, about="km 0.5 · cut-off 12:30", kind="checkpoint"
    )
    data = write_gpx(name, a_track(lambda _along: 5.0, 1000), [place])
    file = read_gpx("a.gpx", data)
    assert file.waypoints[0].name == file.name == '<Hütte> & "Mäkinen" 山'
    assert "<desc>km 0.5 · cut-off 12:30</desc>" in data.decode()
    assert "<type>checkpoint</type>" in data.decode()


def test_the_same_course_gives_the_same_bytes() -> None:
    track = a_track(hills(100, 2500), timed=True)
    assert write_gpx("A", track) == write_gpx("A", track)


def test_a_place_beyond_the_antimeridian_lies_on_the_short_way() -> None:
    part = make_part((-17.0, lon, None, None) for lon in (179.999, -179.999))
    _latitude, longitude, height = clean_track([part]).place_at(10_000_000)
    assert longitude == pytest.approx(-179.999)
    assert height is None
    half = clean_track([part]).length_m / 2
    assert abs(clean_track([part]).place_at(half)[1]) == pytest.approx(180.0, abs=1e-6)


@pytest.mark.parametrize(
    "name", ["templiers-grand-trail-2024", "utmb-2015-recording", "korita-zbevnica-4-tracks-gpx10"]
)
def test_real_courses_measure_the_same_when_read_again(shared_data: Path, name: str) -> None:
    file = read_gpx(name, (shared_data / "gpx" / f"{name}.gpx").read_bytes())
    first = measure(file, name)
    again = measure(read_gpx(name, write_gpx(name, first.track)), name)
    assert again.profile.kind is first.profile.kind
    assert again.track.length_m == pytest.approx(first.track.length_m, rel=1e-9)
    assert again.profile.ascent_m == pytest.approx(first.profile.ascent_m, rel=0.001)
