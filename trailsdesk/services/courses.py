"""Courses: a GPX file measured and evaluated, and kept as the course of a race."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trailsdesk.course.difficulty import CourseValue, Wishes, measure, value_course
from trailsdesk.course.gpx import read_gpx
from trailsdesk.domain.effort import backyard_loops, evaluate
from trailsdesk.domain.event import RaceCourse
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.effort_tables import load_effort_rules

if TYPE_CHECKING:
    from trailsdesk.course.difficulty import MeasuredCourse
    from trailsdesk.domain.effort import EffortRules
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
    "effort_rules",
    "measure_file",
    "next_points",
    "official_metres",
    "remove_course",
    "typed_effort",
    "worth",
]

MOST_LOOPS = 1000
_MOST_EFFORT = Decimal(1000)
_LOOPS_TRIED = 50
_MOST_M = 5_000_000
_THOUSANDS = re.compile(r"\d{1,3}(?:[,. '\u2019\u00a0\u202f]\d{3})+")


def measure_file(source: Source, number: int | None = None) -> MeasuredCourse:
    """Measure the course of a GPX file; ``InputUnreadable`` when there is none."""
    return measure(read_gpx(source.name, source.data), source.name, number)


def worth(course: MeasuredCourse, wishes: Wishes, rules: EffortRules | None = None) -> CourseValue:
    """Evaluate a measured course by the federation's tables in force on the day.

    Args:
        rules: the season's, see ``effort_rules``; None for a course of no season.
    """
    return value_course(course, wishes, load_effort_rules() if rules is None else rules)


def effort_rules(season: Season) -> EffortRules:
    """The tables the season's rules name, with the borders of classes as they have them."""
    federation, finals = season.rules.federation, season.rules.finals
    used = None if federation is None else federation.effort
    rules = load_effort_rules() if used is None else load_effort_rules(used.tables)
    if finals is None or not finals.classes.borders:
        return rules
    return dataclasses.replace(
        rules, classes=finals.classes.borders, classes_source=finals.classes.source
    )


def backyard_levels(value: CourseValue) -> tuple[tuple[int, int], ...]:
    """Points and the loops they take, of the course as one loop of a backyard.

    A drawn track counts by its share here too, as in the evaluation.
    """
    figures = value.figures
    if figures is None:
        return ()
    rules = load_effort_rules()
    share = rules.drawn_percent / 100 if figures.drawn else Decimal(1)
    table = rules.points_on(figures.day)
    return backyard_loops(figures.distance_m * share, figures.ascent_m * share, table)


def next_points(value: CourseValue) -> tuple[int | None, int | None]:
    """How many aid stations, and how many loops, would give more points than there are now.

    The most stations and the fewest loops that do; None where no number of them does.
    """
    figures, found = value.figures, value.evaluation
    if figures is None or found is None or found.to_next is None:
        return None, None
    rules = load_effort_rules()

    def points(stations: int, loops: int) -> int:
        other = dataclasses.replace(figures, aid_stations=stations, loops=loops)
        return evaluate(other, rules).points

    stations: int | None = None
    if figures.aid_stations and points(0, figures.loops) > found.points:
        fewer = range(figures.aid_stations - 1, -1, -1)
        stations = next((n for n in fewer if points(n, figures.loops) > found.points), None)
    # A course run once is no loop course: two rounds of it are not proposed.
    last = min(figures.loops + _LOOPS_TRIED, MOST_LOOPS) if figures.loops > 1 else 0
    more = range(figures.loops + 1, last + 1)
    held = figures.aid_stations
    return stations, next((n for n in more if points(held, n) > found.points), None)


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
        loop_penalty=typed_effort(changed.loop_penalty),
        stage_adjustment=typed_effort(changed.stage_adjustment),
    )
    if changed == before:
        return before
    race = season.data.races[race_id]
    with season.change("course.edit", race=race.code) as writer:
        return writer.put(changed)


def typed_effort(text: str) -> str:
    """Km-effort as typed, as a plain decimal number; Refused (course.bad-effort) for no number."""
    try:
        found = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation as error:
        raise Refused("course.bad-effort", text=text) from error
    if not found.is_finite() or not 0 <= found <= _MOST_EFFORT:
        raise Refused("course.bad-effort", text=text)
    return f"{found:f}"


def official_metres(text: str, unit: int) -> Decimal | None:
    """A published figure in metres, as ``19.1 km``, ``702 m``, ``1,500``; None for no such figure.

    Args:
        unit: metres of one: 1000 for a distance; 1 for a climb, where groups of three digits are
            thousands.
    """
    plain = text.casefold().replace("km", "").replace("m", "").strip()
    if unit == 1 and _THOUSANDS.fullmatch(plain):
        plain = "".join(filter(str.isdecimal, plain))
    try:
        metres = round(Decimal(plain.replace(",", ".")) * unit, 1)
    except ArithmeticError:  # no number, or one too large for any
        return None
    return metres if metres.is_finite() and 0 < metres < _MOST_M else None


def remove_course(season: Season, race_id: RaceId) -> None:
    """Take the track off a race; its places and official figures stay, undo brings it back."""
    course = season.data.courses[race_id]
    race = season.data.races[race_id]
    with season.change("course.remove", race=race.code, file=course.name) as writer:
        writer.delete(course)
