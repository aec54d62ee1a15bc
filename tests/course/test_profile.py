"""Climb, climbs and gradients of courses whose answers are known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.made import a_part, a_track, hills
from trailsdesk.course.profile import GRADIENTS, Elevation, HeightKind, profile_of
from trailsdesk.course.track import clean_track


@given(slope=st.floats(0.01, 0.5), length=st.integers(2_000, 12_000))
def test_a_ramp_climbs_its_height(slope: float, length: int) -> None:
    up = profile_of(a_track(lambda along: 500 + slope * along, length))
    assert up.ascent_m == pytest.approx(slope * length, rel=0.01)
    assert up.descent_m == 0
    assert up.raw_ascent_m == pytest.approx(slope * length, rel=0.01)


def test_reversing_a_course_swaps_climb_and_descent() -> None:
    there = a_part(hills(80, 1700), 10_000)
    forth = profile_of(clean_track([there]))
    turned = type(there)(
        there.latitudes[::-1], there.longitudes[::-1], there.elevations_m[::-1], there.times
    )
    back = profile_of(clean_track([turned]))
    assert back.ascent_m == pytest.approx(forth.descent_m, rel=0.02)
    assert back.descent_m == pytest.approx(forth.ascent_m, rel=0.02)


@pytest.mark.parametrize("noise", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("timed", [False, True])
def test_hills_are_climbed_once_however_noisy(noise: float, timed: bool) -> None:
    profile = profile_of(a_track(hills(200, 2500, noise), timed=timed))
    assert profile.ascent_m == pytest.approx(4 * 200, rel=0.05)


def test_the_plain_sum_of_noise_is_told_apart_from_the_climb() -> None:
    profile = profile_of(a_track(hills(200, 2500, 2.0), timed=True))
    assert profile.kind is HeightKind.JUMPY_RECORDING
    assert profile.raw_ascent_m > 1.5 * profile.ascent_m
    assert profile.low_ascent_m <= profile.ascent_m <= profile.high_ascent_m


def test_steps_of_a_stair_are_climbed_to_the_top() -> None:
    profile = profile_of(a_track(lambda along: float(50 * (along // 1000))))
    assert profile.ascent_m == pytest.approx(500, abs=1)


def test_missing_heights_are_bridged_and_never_zero() -> None:
    height = hills(200, 2500)

    def holes(along: float) -> float | None:
        return None if 1000 < along % 3000 < 1300 or along < 50 else height(along)

    profile = profile_of(a_track(holes))
    assert profile.elevation is Elevation.PARTIAL
    assert profile.missing == pytest.approx(0.1, abs=0.02)
    assert profile.lowest_m >= 999
    assert profile.ascent_m == pytest.approx(800, rel=0.1)


@pytest.mark.parametrize("height", [None, 0.0])
def test_no_heights_and_only_zeros_are_both_missing(height: float | None) -> None:
    profile = profile_of(a_track(lambda _along: height))
    assert profile.elevation is Elevation.MISSING
    assert profile.heights_m == ()


def test_one_impossible_height_is_set_aside() -> None:
    profile = profile_of(a_track(lambda along: 9000.0 if along == 5000 else 100 + along / 100))
    assert profile.spikes == 1
    assert profile.highest_m < 300


def test_the_height_lost_or_won_in_a_gap_is_no_climb() -> None:
    low = a_part(lambda _along: 100.0, 2000)
    high = a_part(lambda _along: 900.0, 2000)
    moved = type(high)(
        tuple(lat + 0.1 for lat in high.latitudes), high.longitudes, high.elevations_m, high.times
    )
    assert profile_of(clean_track([low, moved])).ascent_m == 0


@pytest.mark.parametrize(
    ("height", "timed", "kind"),
    [
        (lambda along: float(round(along / 20)), False, HeightKind.MODEL),
        (lambda along: float(round(along / 20)), True, HeightKind.MODEL),
        (hills(60, 900), False, HeightKind.MODEL),
        (hills(60, 900), True, HeightKind.RECORDING),
        (hills(60, 900, 3.0), True, HeightKind.JUMPY_RECORDING),
    ],
)
def test_how_heights_came_about_is_told_from_the_data(
    height: object, timed: bool, kind: HeightKind
) -> None:
    assert profile_of(a_track(height, timed=timed)).kind is kind  # type: ignore[arg-type]


def test_climbs_are_found_with_length_gain_and_steepest_gradient() -> None:
    def height(along: float) -> float:
        if along < 3000:
            return 100 + along * 0.1  # 300 m up
        if along < 3100:
            return 400 - (along - 3000) * 0.1  # a dip of 10 m
        if along < 4100:
            return 390 + (along - 3100) * 0.2  # 200 m up, steeper
        return 590 - (along - 4100) * 0.1

    (climb,) = profile_of(a_track(height, 8000)).climbs
    assert climb.gain_m == pytest.approx(490, rel=0.05)
    assert climb.length_m == pytest.approx(4100, rel=0.05)
    assert climb.steepest == pytest.approx(0.2, rel=0.05)
    assert climb.gradient == pytest.approx(0.12, rel=0.05)


def test_a_swell_is_no_climb_and_a_long_false_flat_neither() -> None:
    assert profile_of(a_track(hills(30, 800))).climbs == ()
    assert profile_of(a_track(lambda along: 100 + along * 0.01)).climbs == ()


@given(rise=st.floats(10, 400), wave=st.floats(700, 5000))
def test_gradient_shares_are_the_whole_course(rise: float, wave: float) -> None:
    shares = profile_of(a_track(hills(rise, wave))).shares
    assert len(shares) == len(GRADIENTS) + 1
    assert sum(shares) == pytest.approx(1)
    assert all(low < high for low, high in pairwise(GRADIENTS))


@pytest.mark.parametrize("step", [5, 10, 20, 30])
def test_the_climb_hardly_depends_on_how_dense_the_points_are(step: int) -> None:
    profile = profile_of(a_track(hills(200, 2500), step_m=step))
    assert profile.ascent_m == pytest.approx(800, rel=0.03)
