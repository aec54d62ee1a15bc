"""Courses side by side: those of the season's races, and files that are only looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.course.difficulty import MeasuredCourse, Wishes
from trailsdesk.course.profile import Elevation
from trailsdesk.course.shape import drawing_of
from trailsdesk.domain.course_drawing import CourseDrawing
from trailsdesk.services.course_desk import key_of, measure_kept
from trailsdesk.services.course_page import race_drawing, race_wishes
from trailsdesk.services.courses import CourseValue, effort_rules, measure_file, worth
from trailsdesk.services.sources import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.season import Season

__all__ = ["Compared", "compared_courses", "compared_file"]

MOST_COMPARED = 8
"""More lines over one another nobody tells apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One course among others; climb and what follows from it are None where not known."""

    key: str
    label: str
    km: float
    ascent_m: float | None
    descent_m: float | None
    highest_m: float | None
    effort: float | None
    points: int | None
    utmb_class: str
    drawing: CourseDrawing


def compared_courses(season: Season, first: RaceId) -> tuple[Compared, ...]:
    """The courses of the season, ``first`` and its event's before the others.

    A track kept for several races stands there once. Reads kept files: on the database thread.
    """
    data = season.data
    event_id = data.races[first].event_id
    order = sorted(
        data.courses, key=lambda each: (each != first, data.races[each].event_id != event_id, each)
    )
    found: dict[str, Compared] = {}
    for race_id in order:
        stored = data.courses[race_id]
        key = f"{stored.sha256} {stored.track}"
        if key in found or len(found) >= MOST_COMPARED:
            continue
        kept = season.file.kept_file(stored.sha256)
        measured = measure_kept(stored.name, kept, key_of(stored))
        if not isinstance(measured, MeasuredCourse):
            continue
        race = data.races[race_id]
        label = f"{data.events[race.event_id].name} · {race.label}"
        wishes = race_wishes(season, race_id, stored, measured.track.length_m)
        value = worth(measured, wishes, effort_rules(season))
        found[key] = _row(key, label, value, race_drawing(season, race_id, measured))
    return tuple(found.values())


def compared_file(path: Path) -> Compared:
    """A file to be looked at beside them; ``InputUnreadable`` when there is no course in it."""
    source = read_source(path)
    measured = measure_file(source)
    value = worth(measured, Wishes())
    return _row(f"{source.sha256} None", source.name, value, drawing_of(measured))


def _row(key: str, label: str, value: CourseValue, drawing: CourseDrawing) -> Compared:
    profile, found = value.course.profile, value.evaluation
    known = profile.elevation is not Elevation.MISSING
    return Compared(
        key=key,
        label=label,
        km=value.course.track.length_m / 1000,
        ascent_m=profile.ascent_m if known else None,
        descent_m=profile.descent_m if known else None,
        highest_m=profile.highest_m if known else None,
        effort=None if found is None else float(found.net),
        points=None if found is None else found.points,
        utmb_class="" if found is None else found.utmb_class,
        drawing=replace(drawing, name=label),
    )
