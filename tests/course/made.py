"""Tracks with known answers, and GPX files made of them."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from trailsdesk.course.track import Part, Track, clean_track, make_part
from trailsdesk.domain.chrono import Instant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NORTH_M = 111_132.0
"""Metres in a degree of latitude at 45 degrees, to a metre."""


def a_part(
    height: Callable[[float], float | None],
    length_m: float = 10_000,
    step_m: float = 10,
    *,
    timed: bool = False,
) -> Part:
    """A part straight north from 45 degrees; ``height`` gives the height at a distance."""
    count = round(length_m / step_m) + 1
    return make_part(
        (
            45 + number * step_m / NORTH_M,
            7.0,
            height(number * step_m),
            Instant(number * 4000) if timed else None,
        )
        for number in range(count)
    )


def a_track(
    height: Callable[[float], float | None],
    length_m: float = 10_000,
    step_m: float = 10,
    *,
    timed: bool = False,
) -> Track:
    """One cleaned track of ``a_part``."""
    return clean_track([a_part(height, length_m, step_m, timed=timed)])


def hills(rise_m: float, wave_m: float, noise_m: float = 0.0) -> Callable[[float], float]:
    """Sine hills of that height and length, with noise that is the same in every run."""
    chance = random.Random(7)
    return lambda along: (
        1000 + rise_m / 2 * (1 - math.cos(2 * math.pi * along / wave_m)) + chance.gauss(0, noise_m)
    )


def gpx(body: str, head: str = "", version: str = "1.1") -> bytes:
    """A GPX document around a body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        f'<gpx version="{version}" creator="made up" xmlns="http://www.topografix.com/GPX/1/1">'
        f"{body}</gpx>"
    ).encode()


def line_of(points: Sequence[tuple[float, float, float | None]], tag: str = "trkpt") -> str:
    """Points of a segment."""
    return "".join(
        f'<{tag} lat="{lat}" lon="{lon}">'
        + (f"<ele>{ele}</ele>" if ele is not None else "")
        + f"</{tag}>"
        for lat, lon, ele in points
    )


def a_trk(name: str, *segments: Sequence[tuple[float, float, float | None]]) -> str:
    """A track of segments."""
    inside = "".join(f"<trkseg>{line_of(points)}</trkseg>" for points in segments)
    return f"<trk><name>{name}</name>{inside}</trk>"
