"""Distances on the ellipsoid, and points that are no course."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.made import NORTH_M, a_part
from trailsdesk.course.track import Part, clean_track, distance_m, make_part


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        # A degree along the equator and the quarter meridian are known from the ellipsoid itself.
        ((0, 0), (0, 1), 111_319.491),
        ((0, 0), (90, 0), 10_001_965.729),
        ((0, 0), (1, 0), 110_574.389),
        ((45, 0), (46, 0), 111_141.548),
        ((60, 0), (60, 0.01), 558.002),
    ],
)
def test_distances_are_those_of_the_ellipsoid(
    one: tuple[float, float], other: tuple[float, float], metres: float
) -> None:
    assert distance_m(*one, *other) == pytest.approx(metres, abs=0.02, rel=1e-6)


def test_the_way_over_the_antimeridian_is_the_short_one() -> None:
    over = distance_m(-17.0, 179.99, -17.0, -179.99)
    assert over == pytest.approx(distance_m(-17.0, 0.0, -17.0, 0.02), rel=1e-9)
    assert distance_m(0, 170, 0, -170) == pytest.approx(20 * 111_319.491, rel=1e-6)


def test_antipodes_have_a_distance() -> None:
    assert distance_m(0, 0, 0.5, 179.7) == pytest.approx(19_936_000, rel=0.002)


_LATITUDES = st.floats(-85, 85)
_LONGITUDES = st.floats(-180, 180)
_SMALL = st.floats(-0.04, 0.04)


@given(lat=_LATITUDES, lon=_LONGITUDES, north=_SMALL, east=_SMALL)
def test_the_short_formula_agrees_with_the_long_one(
    lat: float, lon: float, north: float, east: float
) -> None:
    from trailsdesk.course.track import _vincenty

    short = distance_m(lat, lon, lat + north, lon + east)
    assert short == pytest.approx(_vincenty(lat, lon, lat + north, lon + east), rel=1e-5, abs=1e-3)
    assert short == pytest.approx(distance_m(lat + north, lon + east, lat, lon), rel=1e-9)


def circle(radius_m: float, points: int, lon: float = 0.0) -> Part:
    steps = [2 * math.pi * at / points for at in range(points + 1)]
    return make_part(
        (radius_m / 110_574 * math.sin(a), lon + radius_m / 111_319 * math.cos(a), 5.0, None)
        for a in steps
    )


@pytest.mark.parametrize("lon", [0.0, 179.999])
def test_a_circle_has_its_circumference_also_over_the_antimeridian(lon: float) -> None:
    track = clean_track([circle(2000, 720, lon)])
    assert track.length_m == pytest.approx(2 * math.pi * 2000, rel=1e-4)


def test_reversing_a_track_keeps_its_length() -> None:
    part = circle(500, 90)
    back = Part(part.latitudes[::-1], part.longitudes[::-1], part.elevations_m[::-1], part.times)
    assert clean_track([back]).length_m == pytest.approx(clean_track([part]).length_m)


def test_a_gap_between_parts_is_no_course() -> None:
    first = a_part(lambda _along: 10.0, 1000)
    moved = Part(
        tuple(lat + 0.5 for lat in first.latitudes),
        first.longitudes,
        first.elevations_m,
        first.times,
    )
    track = clean_track([first, moved])
    assert track.length_m == pytest.approx(2000, rel=1e-3)
    assert track.breaks == (101,)
    assert track.gap_m == pytest.approx(0.5 * NORTH_M - 1000, rel=1e-3)


def test_points_that_stand_twice_count_once_and_keep_a_height() -> None:
    part = make_part([(45, 7, None, None), (45, 7, 100.0, None), (45.001, 7, 110.0, None)])
    track = clean_track([part])
    assert (track.repeats, track.elevations_m) == (1, (100.0, 110.0))


@pytest.mark.parametrize("height", [-32768.0, -9999.0, 99999.0, 1e300, math.inf, math.nan])
def test_a_height_that_no_ground_has_is_a_missing_one(height: float) -> None:
    part = make_part([(45, 7, -400.0, None), (45.001, 7, height, None), (45.002, 7, 8800.0, None)])
    assert part.elevations_m == (-400.0, None, 8800.0)


def test_a_point_that_lost_its_place_is_left_out() -> None:
    part = a_part(lambda _along: 10.0, 1000)
    lost = list(part.longitudes)
    lost[50] = 7.1
    track = clean_track([Part(part.latitudes, tuple(lost), part.elevations_m, part.times)])
    assert track.spikes == 1
    assert track.length_m == pytest.approx(1000, rel=1e-3)


def test_a_way_out_and_back_is_no_spike() -> None:
    out = [45 + at * 20 / NORTH_M for at in range(51)]
    part = make_part((lat, 7.0, 1.0, None) for lat in [*out, *out[-2::-1]])
    track = clean_track([part])
    assert (track.spikes, round(track.length_m / 10)) == (0, 200)
