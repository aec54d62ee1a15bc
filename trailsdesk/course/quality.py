"""What is wrong with a track, told before anybody believes its figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.course.profile import Elevation, HeightKind, usual_spacing_m
from trailsdesk.domain.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.course.profile import Profile
    from trailsdesk.course.track import CourseLine, Track

_WIDE_M = 500.0
"""Points further apart than this leave out bends that people run."""
_SPARSE_M = 60.0
_NOISY = 1.25
"""Plain sum over filtered climb; beyond this a figure without its method says nothing."""
_PAUSE_MS = 300_000


def quality(line: CourseLine, track: Track, profile: Profile) -> tuple[Problem, ...]:
    """The problems of a measured track, those that touch its figures first."""
    return (*_of_heights(profile), *_of_line(line, track), *_of_points(track, profile))


def _told(code: str, severity: Severity = Severity.WARNING, **params: str | int) -> Problem:
    return Problem(severity=severity, code=f"course.{code}", params=params)


def _of_heights(profile: Profile) -> Iterator[Problem]:
    if profile.elevation is Elevation.MISSING:
        yield _told("no-heights")
        return
    if profile.elevation is Elevation.PARTIAL:
        yield _told("part-heights", percent=max(1, round(profile.missing * 100)))
    plain, ours = round(profile.raw_ascent_m), round(profile.ascent_m)
    if profile.kind is HeightKind.JUMPY_RECORDING:
        yield _told("heights-jump", plain=plain, ascent=ours)
    elif plain > _NOISY * ours:
        yield _told("heights-noisy", plain=plain, ascent=ours)
    if profile.computed_heights:
        yield _told("heights-computed")


def _of_line(line: CourseLine, track: Track) -> Iterator[Problem]:
    if line.route:
        yield _told("route")
    if track.breaks:
        metres = round(track.gap_m)
        yield _told("gaps", parts=len(track.breaks) + 1, metres=metres)


def _of_points(track: Track, profile: Profile) -> Iterator[Problem]:
    spacing = usual_spacing_m(track)
    if spacing > _SPARSE_M:
        yield _told("sparse", metres=round(spacing))
    widest = max((b - a for a, b in pairwise(track.distances_m)), default=0.0)
    if widest > _WIDE_M:
        yield _told("wide-step", metres=round(widest))
    if track.spikes:
        yield _told("places-dropped", Severity.INFO, count=track.spikes)
    if profile.spikes:
        yield _told("heights-dropped", Severity.INFO, count=profile.spikes)
    if track.repeats:
        yield _told("repeats", Severity.INFO, count=track.repeats)
    times = [time for time in track.times if time is not None]
    pauses = sum(other - one > _PAUSE_MS for one, other in pairwise(times))
    if pauses:
        yield _told("pauses", Severity.INFO, count=pauses, minutes=_PAUSE_MS // 60_000)
