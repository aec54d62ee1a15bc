"""Courses: a GPX file measured and evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.course.difficulty import CourseValue, Wishes, measure, value_course
from trailsdesk.course.gpx import read_gpx
from trailsdesk.domain.effort import backyard_loops
from trailsdesk.formats.effort_tables import load_effort_rules

if TYPE_CHECKING:
    from trailsdesk.course.difficulty import MeasuredCourse
    from trailsdesk.services.sources import Source

__all__ = ["CourseValue", "Wishes", "backyard_levels", "measure_file", "worth"]


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
