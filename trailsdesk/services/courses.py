"""Courses: a GPX file measured and evaluated, and kept as the course of a race."""

from __future__ import annotations

import dataclasses
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trailsdesk.course.difficulty import CourseValue, Wishes, measure, value_course
from trailsdesk.course.gpx import read_gpx
from trailsdesk.domain.effort import backyard_loops
from trailsdesk.domain.event import RaceCourse
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.effort_tables import load_effort_rules

if TYPE_CHECKING:
    from trailsdesk.course.difficulty import MeasuredCourse
    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source

__all__ = [
    "MOST_LOOPS",
    "CourseValue",
    "Wishes",
    "attach_course",
    "backyard_levels",
    "edit_course",
    "measure_file",
    "remove_course",
    "worth",
]

MOST_LOOPS = 1000
_MOST_EFFORT = Decimal(1000)


def measure_file(source: Source, number: int | None = None) -> MeasuredCourse:
    """Measure the course of a GPX file; ``InputUnreadable`` when there is none."""
    return measure(read_gpx(source.name, source.data), source.name, number)


def worth(course: MeasuredCourse, wishes: Wishes) -> CourseValue:
    """Evaluate a measured course by the federation's tables in force on the day."""
    return value_course(course, wishes, load_effort_rules())


def backyard_levels(value: CourseValue) -> tuple[tuple[int, int], ...]:
    """Points and the loops they take, of the course as one loop of a backyard."""
    figures = value.figures
    if figures is None:
        return ()
    table = load_effort_rules().points_on(figures.day)
    return backyard_loops(figures.distance_m, figures.ascent_m, table)


# ------------------------------------------------------------------------------ of a race


def attach_course(
    season: Season, race_id: RaceId, source: Source, track: int | None = None
) -> RaceCourse:
    """Keep a GPX file as the course of a race, as one operation.

    Loops and what the federation takes off stay as they are when one file replaces another. The
    file must have been measured: what cannot be read has no business here.
    """
    race = season.data.races[race_id]
    before = season.data.courses.get(race_id)
    sha256 = season.file.keep_file(source.data)
    fresh = RaceCourse(race_id=race_id, name=source.name, sha256=sha256, track=track)
    if before is not None:
        fresh = dataclasses.replace(before, name=source.name, sha256=sha256, track=track)
    if fresh == before:
        return fresh
    with season.change("course.attach", race=race.code, file=source.name) as writer:
        return writer.put(fresh)


def edit_course(season: Season, race_id: RaceId, **fields: str | int | bool | None) -> RaceCourse:
    """Change track, loops, drawn, loop_penalty or stage_adjustment of a race's course.

    Refused (course.bad-loops, course.bad-effort) when a number makes no sense.
    """
    before = season.data.courses[race_id]
    changed = dataclasses.replace(before, **fields)  # type: ignore[arg-type]
    if not 1 <= changed.loops <= MOST_LOOPS:
        raise Refused("course.bad-loops", most=MOST_LOOPS)
    changed = dataclasses.replace(
        changed,
        loop_penalty=_effort(changed.loop_penalty),
        stage_adjustment=_effort(changed.stage_adjustment),
    )
    if changed == before:
        return before
    race = season.data.races[race_id]
    with season.change("course.edit", race=race.code) as writer:
        return writer.put(changed)


def _effort(text: str) -> str:
    """Km-effort as typed, as a plain decimal number."""
    try:
        found = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation as error:
        raise Refused("course.bad-effort", text=text) from error
    if not found.is_finite() or not 0 <= found <= _MOST_EFFORT:
        raise Refused("course.bad-effort", text=text)
    return f"{found:f}"


def remove_course(season: Season, race_id: RaceId) -> None:
    """Take the track off a race; its places and official figures stay, undo brings it back."""
    course = season.data.courses[race_id]
    race = season.data.races[race_id]
    with season.change("course.remove", race=race.code, file=course.name) as writer:
        writer.delete(course)
