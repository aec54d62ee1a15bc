"""A course run in parts: the stages of a stage race, the legs of a relay, the loops of a backyard.

The points of a stage race are those of its longest stage with what the federation adds; each leg
of a relay is a course of its own. Neither is ever added up.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.course.difficulty import CourseValue, MeasuredCourse, Wishes, measure
from trailsdesk.course.gpx import read_gpx
from trailsdesk.domain.effort import longest_stage
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.effort_tables import load_effort_rules
from trailsdesk.services.courses import worth
from trailsdesk.services.sources import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

__all__ = [
    "MOST_PARTS",
    "CoursePart",
    "HowRun",
    "measured_parts",
    "parts_at",
    "parts_of_file",
    "parts_of_kept",
    "stage_race_value",
    "valued",
]

MOST_PARTS = 60
"""A race has fewer stages; a file with more lines is a collection of tracks."""


class HowRun(enum.StrEnum):
    """What the parts of a course are."""

    BACKYARD = "backyard"
    STAGES = "stages"
    RELAY = "relay"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePart:
    """One line of a file as a stage or leg with its own aid stations.

    ``number`` is which line of the race's own file it is; None for a file that is only looked at.
    """

    key: str
    label: str
    course: MeasuredCourse
    number: int | None
    value: CourseValue
    aid_stations: int = 0


def measured_parts(source: Source) -> tuple[MeasuredCourse, ...]:
    """Every line of a file measured on its own; ``InputUnreadable`` when there is none."""
    file = read_gpx(source.name, source.data)
    count = min(len(file.lines), MOST_PARTS)
    return tuple(measure(file, source.name, number) for number in range(1, count + 1))


def parts_of_kept(name: str, data: bytes | None, sha256: str) -> tuple[CoursePart, ...]:
    """The lines of a race's kept file."""
    if data is None:
        raise InputUnreadable("course.not-kept", name=name)
    return parts_of_file(Source(name=name, data=data, sha256=sha256), own=True)


def parts_at(path: Path) -> tuple[CoursePart, ...]:
    """The lines of a file that is only looked at."""
    return parts_of_file(read_source(path), own=False)


def parts_of_file(source: Source, *, own: bool) -> tuple[CoursePart, ...]:
    """Every line of a file as a part of its own.

    Args:
        own: whether it is the race's own file, whose lines can be chosen by their number.
    """
    measured = measured_parts(source)
    return tuple(
        CoursePart(
            key=f"{source.sha256} {number}",
            label=course.lines[number - 1] or course.name,
            course=course,
            number=number if own else None,
            value=worth(course, Wishes()),
        )
        for number, course in enumerate(measured, 1)
    )


def valued(parts: Sequence[CoursePart], wishes: Wishes) -> tuple[CoursePart, ...]:
    """The parts evaluated by what is wished of all: the day, drawn on a map, rounded first.

    Loops and official figures are those of the whole course and enter no part of it.
    """
    plain = Wishes(day=wishes.day, drawn=wishes.drawn, round_first=wishes.round_first)
    return tuple(
        dataclasses.replace(
            part,
            value=worth(part.course, dataclasses.replace(plain, aid_stations=part.aid_stations)),
        )
        for part in parts
    )


def stage_race_value(
    parts: Sequence[CoursePart], adjustment: Decimal
) -> tuple[CoursePart, CourseValue] | None:
    """The longest stage and its worth with what the federation adds; None without any climb.

    A stage whose climb is not known cannot be the longest: the caller says which those are.
    """
    known = [part for part in parts if part.value.figures is not None]
    stages = [part.value.figures for part in known if part.value.figures is not None]
    if not stages:
        return None
    part = known[longest_stage(stages, load_effort_rules())]
    wishes = dataclasses.replace(part.value.wishes, stage_adjustment=adjustment)
    return part, worth(part.course, wishes)
