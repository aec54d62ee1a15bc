"""The shared courses against what their organisers publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.official import OFFICIAL
from trailsdesk.course.difficulty import MeasuredCourse, measure
from trailsdesk.course.gpx import read_gpx
from trailsdesk.course.profile import Elevation
from trailsdesk.domain.problems import InputUnreadable

if TYPE_CHECKING:
    from pathlib import Path


def measured(shared_data: Path, name: str, number: int | None = None) -> MeasuredCourse:
    data = (shared_data / "gpx" / f"{name}.gpx").read_bytes()
    return measure(read_gpx(name, data), name, number)


def codes(course: MeasuredCourse) -> set[str]:
    return {problem.code for problem in course.problems}


@pytest.mark.parametrize("name", OFFICIAL)
def test_distance_agrees_with_the_published_one(shared_data: Path, name: str) -> None:
    km, _ascent = OFFICIAL[name]
    assert measured(shared_data, name).track.length_m / 1000 == pytest.approx(km, rel=0.03)


@pytest.mark.parametrize("name", [name for name, (_km, ascent) in OFFICIAL.items() if ascent])
def test_climb_agrees_with_the_published_one_or_the_file_is_told_to_be_unfit(
    shared_data: Path, name: str
) -> None:
    course = measured(shared_data, name)
    profile = course.profile
    if profile.elevation is Elevation.MISSING:
        assert "course.no-heights" in codes(course)
    elif name == "utfs-ultratrail-2024":
        # The model behind it is too coarse: half the climb is not in the file.
        assert profile.ascent_m < 0.7 * 2760
        assert "course.heights-computed" in codes(course)
    else:
        assert profile.ascent_m == pytest.approx(OFFICIAL[name][1], rel=0.05)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kat100-marathon-trail-2024", "course.part-heights"),
        ("wienerwald-ultra-trail-marathon-loop", "course.part-heights"),
        ("cold-hawaii-50km-old-noisy-ele", "course.heights-noisy"),
        ("grand-raid-reunion-grr-2024", "course.heights-noisy"),
        ("utmb-2015-recording", "course.heights-jump"),
        ("vienna-shared-route-rte", "course.route"),
        ("route-only-gpx10", "course.sparse"),
        ("multi-track-3-sample", "course.alternatives"),
        ("korita-zbevnica-4-tracks-gpx10", "course.gaps"),
        ("cerknicko-jezero-8-tracks-gpx10", "course.gaps"),
        ("stuiben-trail-42k-2023", "course.repeats"),
        ("vanoise-hike-recording-pauses", "course.pauses"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(shared_data: Path, name: str, code: str) -> None:
    assert code in codes(measured(shared_data, name))


def test_gaps_are_no_course(shared_data: Path) -> None:
    assert measured(shared_data, "korita-zbevnica-4-tracks-gpx10").track.length_m < 15_000
    assert measured(shared_data, "cerknicko-jezero-8-tracks-gpx10").track.length_m < 4_700


def test_alternatives_are_never_added_up_and_can_be_chosen(shared_data: Path) -> None:
    lengths = [
        round(measured(shared_data, "multi-track-3-sample", number).track.length_m / 1000)
        for number in (1, 2, 3)
    ]
    assert lengths == [10, 15, 18]
    longest = measured(shared_data, "multi-track-3-sample")
    assert (longest.number, longest.name) == (3, "18 Anninger")
    with pytest.raises(InputUnreadable) as caught:
        measured(shared_data, "multi-track-3-sample", 4)
    assert caught.value.note.code == "course.no-such-track"


def test_every_other_file_is_measured_or_refused_plainly(shared_data: Path) -> None:
    refused = []
    for path in sorted((shared_data / "gpx").glob("*.gpx")):
        try:
            assert measured(shared_data, path.stem).track.length_m > 0
        except InputUnreadable as error:
            refused.append((path.stem, error.note.code))
    assert refused == [("utf8-bom-waypoint", "course.no-line")]
