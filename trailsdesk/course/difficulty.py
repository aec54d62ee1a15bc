"""A measured course and the federation's tables: the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.course.profile import Elevation, Profile, profile_of
from trailsdesk.course.quality import quality
from trailsdesk.course.track import CourseLine, Track, Waypoint, are_alternatives, clean_track
from trailsdesk.domain.effort import CourseFigures, EffortRules, Evaluation, evaluate
from trailsdesk.domain.problems import InputUnreadable, Problem, Severity

if TYPE_CHECKING:
    from trailsdesk.course.gpx import GpxFile

_DIFFERS_PERCENT = 5
_DIFFERS_DISTANCE_PERCENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredCourse:
    """A course as it was measured, and what is wrong with its track.

    ``number`` is which line of the file it is, from 1; None when all its lines are parts of it.
    """

    name: str
    track: Track
    profile: Profile
    waypoints: tuple[Waypoint, ...]
    problems: tuple[Problem, ...]
    number: int | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the organiser adds to the measured figures; see ``CourseFigures``.

    ``distance_m`` and ``ascent_m`` are official figures that go before the measured ones.
    """

    distance_m: Decimal | None = None
    ascent_m: Decimal | None = None
    aid_stations: int = 0
    loops: int = 1
    loop_penalty: Decimal = Decimal(0)
    stage_adjustment: Decimal = Decimal(0)
    drawn: bool = False
    round_first: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseValue:
    """A course with the figures it is evaluated by; no evaluation while the climb is not known.

    ``wishes`` is what the organiser added: the official figures beside the measured ones.
    """

    course: MeasuredCourse
    figures: CourseFigures | None
    evaluation: Evaluation | None
    problems: tuple[Problem, ...]
    wishes: Wishes


def measure(file: GpxFile, name: str, number: int | None = None) -> MeasuredCourse:
    """Measure the course in a file.

    Several lines are parts of one course unless they start at the same place: then they are
    courses to choose from, and the longest is taken until somebody chooses.

    Args:
        number: which line of the file, from 1.

    Raises:
        InputUnreadable: no line has that number, or the file never leaves its first place.
    """
    lines = file.lines
    if number is not None and not 1 <= number <= len(lines):
        raise InputUnreadable("course.no-such-track", name=name, number=number, count=len(lines))
    problems: list[Problem] = []
    chosen = number
    if chosen is None and len(lines) > 1 and are_alternatives(lines):
        tracks = [clean_track(line.parts) for line in lines]
        chosen = 1 + max(range(len(lines)), key=lambda at: tracks[at].length_m)
        problems.append(_alternatives(lines, chosen))
    parts = [p for line in (lines if chosen is None else [lines[chosen - 1]]) for p in line.parts]
    track = clean_track(parts)
    if number is None and not track.length_m:
        places = len(track.latitudes) + len(file.waypoints)
        raise InputUnreadable("course.no-line", name=name, count=places)
    profile = profile_of(track)
    line = lines[(chosen or 1) - 1]
    return MeasuredCourse(
        name=line.name or file.name or name,
        track=track,
        profile=profile,
        waypoints=file.waypoints,
        problems=(*problems, *file.problems, *quality(line, track, profile)),
        number=chosen,
        lines=tuple(line.name for line in lines),
    )


def _alternatives(lines: tuple[CourseLine, ...], chosen: int) -> Problem:
    names = ", ".join(f"{at}: {line.name or '—'}" for at, line in enumerate(lines, 1))
    return Problem(
        severity=Severity.WARNING,
        code="course.alternatives",
        params={"count": len(lines), "names": names[:300], "number": chosen},
    )


def value_course(course: MeasuredCourse, wishes: Wishes, rules: EffortRules) -> CourseValue:
    """Evaluate a measured course with what the organiser adds to it.

    Measured figures enter rounded to the metre; typed ones as typed. Both are kept, and a typed
    figure far from the measured one is told.
    """
    profile = course.profile
    distance_m = Decimal(round(course.track.length_m))
    ascent_m = None if profile.elevation is Elevation.MISSING else Decimal(round(profile.ascent_m))
    problems = [*course.problems, *_typed(wishes, distance_m, ascent_m)]
    ascent = wishes.ascent_m if wishes.ascent_m is not None else ascent_m
    if ascent is None:
        return CourseValue(
            course=course, figures=None, evaluation=None, problems=tuple(problems), wishes=wishes
        )
    figures = CourseFigures(
        distance_m=wishes.distance_m if wishes.distance_m is not None else distance_m,
        ascent_m=ascent,
        aid_stations=wishes.aid_stations,
        loops=wishes.loops,
        loop_penalty=wishes.loop_penalty,
        stage_adjustment=wishes.stage_adjustment,
        drawn=wishes.drawn,
        round_first=wishes.round_first,
        day=wishes.day,
    )
    found = evaluate(figures, rules)
    problems += found.problems
    return CourseValue(
        course=course,
        figures=figures,
        evaluation=found,
        problems=tuple(problems),
        wishes=wishes,
    )


def _typed(wishes: Wishes, distance_m: Decimal, ascent_m: Decimal | None) -> list[Problem]:
    told = []
    if wishes.distance_m is not None and distance_m:
        off = _percent(wishes.distance_m, distance_m)
        if off > _DIFFERS_DISTANCE_PERCENT:
            params: dict[str, str | int] = {
                "official": _km(wishes.distance_m),
                "percent": off,
                "measured": _km(distance_m),
            }
            told.append(
                Problem(severity=Severity.WARNING, code="course.typed-distance", params=params)
            )
    if wishes.ascent_m is not None and ascent_m:
        off = _percent(wishes.ascent_m, ascent_m)
        if off > _DIFFERS_PERCENT:
            params = {
                "official": str(round(wishes.ascent_m)),
                "percent": off,
                "measured": str(ascent_m),
            }
            told.append(
                Problem(severity=Severity.WARNING, code="course.typed-ascent", params=params)
            )
    return told


def _percent(official: Decimal, measured: Decimal) -> int:
    return round(abs(official - measured) * 100 / measured)


def _km(metres: Decimal) -> str:
    return f"{metres / 1000:.2f}"
