"""A line of points on the ground: distances on the ellipsoid, and points that are no course."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_A = 6_378_137.0
_F = 1 / 298.257_223_563
"""The ellipsoid of WGS 84, which satellite receivers measure on."""
_E2 = _F * (2 - _F)
_B = _A * (1 - _F)
_NEAR_DEG = 0.05
"""Steps up to this are measured on the curvature at their middle: exact to a millionth."""
_SHARED_START_M = 250.0
"""Lines that start closer together than this were not walked one after the other."""
_WHOLE_COURSE_M = 1000.0
_LOWEST_M, _HIGHEST_M = -1000.0, 10_000.0
"""No ground is lower or higher: such heights stand for none (-32768, -9999, 1e30)."""
_SPIKE_STEPS = 10.0
"""A point so many usual steps off both its neighbours, which are close together, was no step."""
_SPIKE_LEAST_M = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint:
    """A named place beside the line."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Part:
    """Points in a row, degrees and metres; a missing elevation is None, never 0."""

    latitudes: tuple[float, ...]
    longitudes: tuple[float, ...]
    elevations_m: tuple[float | None, ...]
    times: tuple[Instant | None, ...]

    def __len__(self) -> int:
        return len(self.latitudes)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A track or route of a file; between its parts lie gaps that are no course."""

    name: str
    route: bool
    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(len(part) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A cleaned line ready to be measured.

    ``distances_m`` counts along the course from 0; a gap adds nothing. ``breaks`` are the indices
    at which a new part begins. ``repeats`` and ``spikes`` were left out; ``gap_m`` is what lies
    between the parts.
    """

    latitudes: tuple[float, ...]
    longitudes: tuple[float, ...]
    elevations_m: tuple[float | None, ...]
    times: tuple[Instant | None, ...]
    distances_m: tuple[float, ...]
    breaks: tuple[int, ...] = ()
    repeats: int = 0
    spikes: int = 0
    gap_m: float = 0.0

    @property
    def length_m(self) -> float:
        """The distance along the course."""
        return self.distances_m[-1] if self.distances_m else 0.0

    def place_at(self, along_m: float) -> tuple[float, float, float | None]:
        """Latitude, longitude and height of the place so far along the course."""
        last = len(self.distances_m) - 1
        after = min(bisect_left(self.distances_m, along_m), last)
        before = max(0, after - 1)
        step = self.distances_m[after] - self.distances_m[before]
        share = (along_m - self.distances_m[before]) / step if step > 0 else 1.0
        share = min(max(share, 0.0), 1.0)
        low, high = self.elevations_m[before], self.elevations_m[after]
        east = (self.longitudes[after] - self.longitudes[before] + 180.0) % 360.0 - 180.0
        longitude = self.longitudes[before] + east * share
        return (
            self.latitudes[before] + (self.latitudes[after] - self.latitudes[before]) * share,
            (longitude + 180.0) % 360.0 - 180.0,
            None if low is None or high is None else low + (high - low) * share,
        )


def make_part(
    points: Iterable[tuple[float, float, float | None, Instant | None]],
) -> Part:
    """A part of latitude, longitude, elevation and time of each point."""
    columns = tuple(zip(*points, strict=True)) or ((), (), (), ())
    return part_of(*columns)


def part_of(
    latitudes: Iterable[float],
    longitudes: Iterable[float],
    elevations_m: Iterable[float | None],
    times: Iterable[Instant | None],
) -> Part:
    """A part of what its points have, one by one; an elevation no ground can have is missing."""
    # What is no number is not between them either.
    elevations = tuple(
        each if each is not None and _LOWEST_M <= each <= _HIGHEST_M else None
        for each in elevations_m
    )
    return Part(tuple(latitudes), tuple(longitudes), elevations, tuple(times))


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Metres between two places on the ellipsoid, the shorter way round."""
    step = (lon2 - lon1 + 180.0) % 360.0 - 180.0
    if abs(step) < _NEAR_DEG and abs(lat2 - lat1) < _NEAR_DEG:
        middle = math.radians((lat1 + lat2) / 2)
        sine = math.sin(middle)
        bend = 1 - _E2 * sine * sine
        prime = _A / math.sqrt(bend)
        north = math.radians(lat2 - lat1) * prime * (1 - _E2) / bend
        east = math.radians(step) * prime * math.cos(middle)
        return math.hypot(north, east)
    return _vincenty(lat1, lon1, lat2, lon1 + step)


def _vincenty(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The long way of Vincenty (1975); on the sphere where it does not settle (antipodes)."""
    reduced1 = math.atan((1 - _F) * math.tan(math.radians(lat1)))
    reduced2 = math.atan((1 - _F) * math.tan(math.radians(lat2)))
    sin1, cos1 = math.sin(reduced1), math.cos(reduced1)
    sin2, cos2 = math.sin(reduced2), math.cos(reduced2)
    wanted = angle = math.radians(lon2 - lon1)
    for _turn in range(100):
        sine_angle, cosine_angle = math.sin(angle), math.cos(angle)
        sine = math.hypot(cos2 * sine_angle, cos1 * sin2 - sin1 * cos2 * cosine_angle)
        if sine == 0:
            return 0.0
        cosine = sin1 * sin2 + cos1 * cos2 * cosine_angle
        arc = math.atan2(sine, cosine)
        azimuth = cos1 * cos2 * sine_angle / sine
        squared = 1 - azimuth * azimuth
        middle = cosine - 2 * sin1 * sin2 / squared if squared else 0.0
        factor = _F / 16 * squared * (4 + _F * (4 - 3 * squared))
        turned = wanted + (1 - factor) * _F * azimuth * (
            arc + factor * sine * (middle + factor * cosine * (2 * middle * middle - 1))
        )
        settled = abs(turned - angle) < 1e-12
        angle = turned
        if settled:
            return _arc_m(arc, sine, cosine, middle, squared)
    return _sphere_m(lat1, lon1, lat2, lon2)


def _arc_m(arc: float, sine: float, cosine: float, middle: float, squared: float) -> float:
    bulge = squared * (_A * _A - _B * _B) / (_B * _B)
    first = 1 + bulge / 16384 * (4096 + bulge * (-768 + bulge * (320 - 175 * bulge)))
    second = bulge / 1024 * (256 + bulge * (-128 + bulge * (74 - 47 * bulge)))
    short = (
        second
        * sine
        * (
            middle
            + second
            / 4
            * (
                cosine * (2 * middle * middle - 1)
                - second / 6 * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3)
            )
        )
    )
    return _B * first * (arc - short)


def _sphere_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    first, second = math.radians(lat1), math.radians(lat2)
    half = math.sin((second - first) / 2) ** 2
    half += math.cos(first) * math.cos(second) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * (2 * _A + _B) / 3 * math.asin(math.sqrt(min(1.0, half)))


def are_alternatives(lines: Sequence[CourseLine]) -> bool:
    """Whether the lines are courses to choose from, not parts of one.

    Two lines of a kilometre and more that start at the same place are two ways to go; parts of
    one course follow each other instead. A clover-leaf of loops looks the same: a person decides.
    """
    whole = [line for line in lines if _rough_length_m(line) >= _WHOLE_COURSE_M]
    starts = [(line.parts[0].latitudes[0], line.parts[0].longitudes[0]) for line in whole]
    return any(
        distance_m(*first, *second) < _SHARED_START_M
        for at, first in enumerate(starts)
        for second in starts[at + 1 :]
    )


def _rough_length_m(line: CourseLine) -> float:
    return sum(sum(_steps(part.latitudes, part.longitudes)) for part in line.parts)


def _steps(latitudes: Sequence[float], longitudes: Sequence[float]) -> list[float]:
    return list(map(distance_m, latitudes, longitudes, latitudes[1:], longitudes[1:]))


def clean_track(parts: Sequence[Part]) -> Track:
    """One track of several parts: repeated points and far-off single points left out.

    Gaps between parts count for nothing. A spike is one point far off both its neighbours while
    these are close together: a receiver that lost its place for a moment.
    """
    latitudes: list[float] = []
    longitudes: list[float] = []
    elevations: list[float | None] = []
    times: list[Instant | None] = []
    distances: list[float] = []
    breaks: list[int] = []
    repeats = spikes = 0
    gap_m = 0.0
    for part in parts:
        steps = _steps(part.latitudes, part.longitudes)
        keep = _without_spikes(part, steps)
        whole = len(keep) == len(part)
        spikes += len(part) - len(keep)
        if latitudes and keep:
            breaks.append(len(latitudes))
            here = (part.latitudes[keep[0]], part.longitudes[keep[0]])
            gap_m += distance_m(latitudes[-1], longitudes[-1], *here)
        along = distances[-1] if distances else 0.0
        before: tuple[float, float] | None = None
        for at in keep:
            place = (part.latitudes[at], part.longitudes[at])
            if before is None:
                step = 0.0
            elif whole:
                step = steps[at - 1]
            else:
                step = distance_m(*before, *place)
            if before is not None and step == 0.0:
                repeats += 1
                if elevations[-1] is None:
                    elevations[-1] = part.elevations_m[at]
                continue
            along += step
            before = place
            latitudes.append(place[0])
            longitudes.append(place[1])
            elevations.append(part.elevations_m[at])
            times.append(part.times[at])
            distances.append(along)
    return Track(
        latitudes=tuple(latitudes),
        longitudes=tuple(longitudes),
        elevations_m=tuple(elevations),
        times=tuple(times),
        distances_m=tuple(distances),
        breaks=tuple(breaks),
        repeats=repeats,
        spikes=spikes,
        gap_m=gap_m,
    )


def _without_spikes(part: Part, steps: Sequence[float]) -> list[int]:
    """The indices of the points that are steps of a course; ``steps`` lie between them."""
    if len(steps) < 4:
        return list(range(len(part)))
    usual = sorted(steps)[len(steps) // 2]
    far = max(_SPIKE_LEAST_M, _SPIKE_STEPS * usual)
    dropped = set()
    for at in range(1, len(steps)):
        if steps[at - 1] > far and steps[at] > far and at - 1 not in dropped:
            across = distance_m(
                part.latitudes[at - 1],
                part.longitudes[at - 1],
                part.latitudes[at + 1],
                part.longitudes[at + 1],
            )
            if across < max(far / 2, 2 * usual):
                dropped.add(at)
    return [at for at in range(len(part)) if at not in dropped]
