"""A measured course as a drawing: equal steps, metres on the ground, heights by the profile."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.course.profile import STEP_M
from trailsdesk.course.track import distance_m
from trailsdesk.domain.course_drawing import CourseClimb, CourseDrawing, CourseMark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trailsdesk.course.difficulty import MeasuredCourse
    from trailsdesk.course.profile import Profile
    from trailsdesk.course.track import Track, Waypoint

MOST_POINTS = 2500
"""More than a screen shows; longer courses are drawn in longer steps."""
_ON_COURSE_M = 150.0
"""A waypoint further from the line than this is not a place on it."""


def drawing_of(course: MeasuredCourse, marks: Sequence[CourseMark] = ()) -> CourseDrawing:
    """The course in equal steps with start, finish and these marks on it."""
    track, profile = course.track, course.profile
    step = max(STEP_M, math.ceil(track.length_m / MOST_POINTS / STEP_M) * STEP_M)
    along, east, north, breaks = _places(track, step)
    ends = (
        CourseMark(label="", along_m=0.0, kind=MarkKind.START),
        CourseMark(label="", along_m=track.length_m, kind=MarkKind.FINISH),
    )
    return CourseDrawing(
        name=course.name,
        along_m=tuple(along),
        east_m=tuple(east),
        north_m=tuple(north),
        heights_m=tuple(_heights(profile, along, breaks)),
        breaks=tuple(breaks),
        climbs=tuple(
            CourseClimb(from_m=c.from_m, to_m=c.to_m, gain_m=c.gain_m, gradient=c.gradient)
            for c in profile.climbs
        ),
        marks=(ends[0], *sorted(marks, key=lambda mark: mark.along_m), ends[1]),
    )


def _places(track: Track, step: float) -> tuple[list[float], list[float], list[float], list[int]]:
    """Places in equal steps; every part begins and ends with its own points."""
    lat0 = (min(track.latitudes) + max(track.latitudes)) / 2
    lon0 = track.longitudes[0]
    per_lat = distance_m(lat0 - 0.005, lon0, lat0 + 0.005, lon0) / 0.01
    per_lon = distance_m(lat0, lon0 - 0.005, lat0, lon0 + 0.005) / 0.01
    along: list[float] = []
    east: list[float] = []
    north: list[float] = []
    breaks: list[int] = []
    starts = {0, *track.breaks}
    last = len(track.distances_m) - 1
    for at, here in enumerate(track.distances_m):
        begins, ends = at in starts, at == last or at + 1 in starts
        if not (begins or ends) and here - along[-1] < step:
            continue
        if begins and at:
            breaks.append(len(along))
        along.append(here)
        turned = (track.longitudes[at] - lon0 + 180.0) % 360.0 - 180.0
        east.append(turned * per_lon)
        north.append((track.latitudes[at] - lat0) * per_lat)
    return along, east, north, breaks


def _heights(
    profile: Profile, along: Sequence[float], breaks: Sequence[int]
) -> Iterator[float | None]:
    """The heights at these distances; a part that has none stays without."""
    of_part = dict(zip(profile.starts_m, profile.heights_m, strict=True))
    for first, last in pairwise((0, *breaks, len(along))):
        heights = of_part.get(along[first]) if first < last else None
        for here in along[first:last]:
            yield None if heights is None else _height(heights, (here - along[first]) / STEP_M)


def _height(heights: Sequence[float], place: float) -> float:
    low = min(max(int(place), 0), len(heights) - 1)
    high = min(low + 1, len(heights) - 1)
    return heights[low] + (heights[high] - heights[low]) * min(max(place - low, 0.0), 1.0)


def proposed_marks(
    track: Track, waypoints: Iterable[Waypoint]
) -> tuple[tuple[Waypoint, float], ...]:
    """Waypoints that lie on the course, each with its distance along it, in that order.

    A place passed more than once is proposed where the course first comes near it.
    """
    found = []
    for place in waypoints:
        along = _along(track, place)
        if along is not None:
            found.append((place, along))
    return tuple(sorted(found, key=lambda pair: pair[1]))


def _along(track: Track, place: Waypoint) -> float | None:
    best, where = _ON_COURSE_M, None
    cosine = math.cos(math.radians(place.latitude))
    for at, latitude in enumerate(track.latitudes):
        # A box first: the true distance to every point would take seconds for long courses.
        if abs(latitude - place.latitude) > 0.002:
            continue
        if abs(track.longitudes[at] - place.longitude) * cosine > 0.002:
            continue
        away = distance_m(latitude, track.longitudes[at], place.latitude, place.longitude)
        if away < best:
            best, where = away, at
        elif where is not None and track.distances_m[at] - track.distances_m[where] > 1000:
            break
    return None if where is None else track.distances_m[where]
