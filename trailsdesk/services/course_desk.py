"""What the panel Course shows of a race: its track measured, its worth, its places."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.course.difficulty import CourseValue, MeasuredCourse, Wishes
from trailsdesk.course.profile import GRADIENTS, Climb, Elevation, HeightKind, Profile
from trailsdesk.course.shape import proposed_marks
from trailsdesk.documents.figure_parts import STEEP
from trailsdesk.documents.figure_places import MapWords
from trailsdesk.domain.course_drawing import CourseDrawing, CourseMark
from trailsdesk.domain.event import Race, RaceCourse, TimingPoint
from trailsdesk.domain.problems import InputUnreadable, Note
from trailsdesk.services.checkpoints import (
    CheckpointLine,
    checkpoint_lines,
    checkpoints_of,
    save_point,
    suggested_code,
)
from trailsdesk.services.course_page import along_of, race_drawing, race_wishes
from trailsdesk.services.courses import effort_rules, measure_file, typed_effort, worth
from trailsdesk.services.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season

__all__ = [
    "GRADIENTS",
    "STEEP",
    "Climb",
    "CourseDesk",
    "CourseValue",
    "Elevation",
    "HeightKind",
    "MapWords",
    "MeasuredCourse",
    "Profile",
    "Proposal",
    "Station",
    "TrackKey",
    "course_desk",
    "end_of_track",
    "kept_end",
    "kept_length",
    "key_of",
    "measure_kept",
    "place_station",
    "take_proposals",
    "track_end",
    "what_if",
]

TrackKey = tuple[str, int | None]
"""Digest of a kept file and which line of it."""
_SAME_PLACE_M = 300.0
"""A waypoint this near a place the race has is that place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A place of the race that stands on the track, ``along_m`` from its start."""

    line: CheckpointLine
    mark: CourseMark

    @property
    def along_m(self) -> float:
        """Metres from the start of the track."""
        return self.mark.along_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A waypoint of the file that lies on the track and is no place of the race yet."""

    name: str
    along_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDesk:
    """One race's course. ``course`` is None while there is none, it is being read, or unreadable.

    ``waits_for`` names the kept file that has to be read first; ``unreadable`` says why there is
    nothing to show.
    """

    races: tuple[Race, ...]
    race: Race
    stored: RaceCourse | None
    waits_for: TrackKey | None = None
    unreadable: Note | None = None
    course: MeasuredCourse | None = None
    value: CourseValue | None = None
    drawing: CourseDrawing | None = None
    stations: tuple[Station, ...] = ()
    unplaced: tuple[CheckpointLine, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def key_of(stored: RaceCourse) -> TrackKey:
    """What a kept track is remembered under."""
    return stored.sha256, stored.track


def measure_kept(name: str, data: bytes | None, key: TrackKey) -> MeasuredCourse | Note:
    """A kept file measured, or why it cannot be."""
    try:
        if data is None:
            raise InputUnreadable("course.not-kept", name=name)
        return measure_file(Source(name=name, data=data, sha256=key[0]), key[1])
    except InputUnreadable as error:
        return error.note


def course_desk(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    known: Mapping[TrackKey, MeasuredCourse | Note],
) -> CourseDesk:
    """The course of a race; of the first of the event when none is chosen.

    Args:
        known: tracks measured already.
    """
    races = tuple(season.data.races_of(event_id))
    race = next((each for each in races if each.id == race_id), races[0])
    stored = season.data.courses.get(race.id)
    desk = CourseDesk(races=races, race=race, stored=stored)
    if stored is None:
        return desk
    found = known.get(key_of(stored))
    if found is None:
        return dataclasses.replace(desk, waits_for=key_of(stored))
    if not isinstance(found, MeasuredCourse):
        return dataclasses.replace(desk, unreadable=found)
    return _with_course(season, desk, stored, found)


def _with_course(
    season: Season, desk: CourseDesk, stored: RaceCourse, course: MeasuredCourse
) -> CourseDesk:
    race_id, length = desk.race.id, course.track.length_m
    end_m = end_of_track(stored, length)
    drawing = race_drawing(season, race_id, course)
    placed: list[tuple[float, CheckpointLine]] = []
    unplaced = []
    for line in checkpoint_lines(season, race_id, track_m=end_m):
        along = along_of(line.point, length, stored.loops)
        if along is None:
            unplaced.append(line)
        else:
            placed.append((along, line))
    placed.sort(key=lambda pair: pair[0])
    stations = tuple(
        Station(line=line, mark=mark)
        for (_along, line), mark in zip(placed, drawing.marks[1:-1], strict=True)
    )
    return dataclasses.replace(
        desk,
        course=course,
        value=worth(course, race_wishes(season, race_id, stored, length), effort_rules(season)),
        drawing=drawing,
        stations=stations,
        unplaced=tuple(unplaced),
        proposals=_proposals(course, stations),
    )


def _proposals(course: MeasuredCourse, stations: tuple[Station, ...]) -> tuple[Proposal, ...]:
    length = course.track.length_m
    found = []
    for place, along in proposed_marks(course.track, course.waypoints):
        taken = any(abs(along - each.along_m) < _SAME_PLACE_M for each in stations)
        if not taken and _SAME_PLACE_M < along < length - _SAME_PLACE_M:
            found.append(Proposal(name=" ".join(place.name.split()), along_m=along))
    return tuple(found)


def what_if(
    season: Season,
    desk: CourseDesk,
    *,
    aid_stations: int,
    loops: int,
    drawn: bool,
    round_first: bool,
    loop_penalty: str | None = None,
    stage_adjustment: str | None = None,
) -> CourseValue | None:
    """The worth of the course with other stations and loops; nothing is stored.

    Args:
        loop_penalty: km-effort as typed, None for what is stored. Refused (course.bad-effort)
            where it makes no sense; so is ``stage_adjustment``.
    """
    if desk.course is None or desk.stored is None:
        return None
    stored = dataclasses.replace(
        desk.stored,
        loops=loops,
        drawn=drawn,
        loop_penalty=_typed(loop_penalty, desk.stored.loop_penalty),
        stage_adjustment=_typed(stage_adjustment, desk.stored.stage_adjustment),
    )
    wishes: Wishes = race_wishes(season, desk.race.id, stored, desk.course.track.length_m)
    return worth(
        desk.course,
        dataclasses.replace(
            wishes,
            aid_stations=aid_stations,
            # What the season's rules say is not undone by leaving a box empty.
            round_first=round_first or wishes.round_first,
        ),
        effort_rules(season),
    )


def _typed(text: str | None, stored: str) -> str:
    return stored if text is None else typed_effort(text)


# --------------------------------------------------------------------------------- places


def track_end(desk: CourseDesk) -> float | None:
    """How far the race goes by its track, all loops; None without one."""
    if desk.course is None or desk.stored is None:
        return None
    return end_of_track(desk.stored, desk.course.track.length_m)


def end_of_track(stored: RaceCourse, length_m: float) -> float:
    """How far a race goes by a track of this length, all loops."""
    return length_m * max(1, stored.loops)


def kept_length(name: str, data: bytes | None, key: TrackKey) -> float | None:
    """How long the track of a kept file is; None where there is none to be read."""
    found = measure_kept(name, data, key)
    return found.track.length_m if isinstance(found, MeasuredCourse) else None


def kept_end(season: Season, race_id: RaceId) -> float | None:
    """How far a race goes by its kept track, all loops; None without one that can be read.

    Reads and measures the file: on the database thread, and where nobody waits for it.
    """
    stored = season.data.courses.get(race_id)
    if stored is None:
        return None
    data = season.file.kept_file(stored.sha256)
    length_m = kept_length(stored.name, data, key_of(stored))
    return None if length_m is None else end_of_track(stored, length_m)


def place_station(
    season: Season, race_id: RaceId, name: str, along_m: float, *, track_m: float | None = None
) -> TimingPoint:
    """A new aid station at a distance along the track, as one operation; see ``save_point``."""
    own = checkpoints_of(season, race_id)
    code = suggested_code(own)
    return save_point(
        season,
        TimingPoint(
            race_id=race_id,
            code=code,
            label=name,
            distance_m=round(along_m, 1),
            # Who fills cups takes no bibs down: nobody is asked after for not being seen there.
            optional=True,
            aid=True,
        ),
        track_m=track_m,
    )


def take_proposals(season: Season, desk: CourseDesk) -> int:
    """The waypoints of the file become aid stations, all in one operation. Returns how many."""
    race_id = desk.race.id
    own = list(checkpoints_of(season, race_id))
    if not desk.proposals:
        return 0
    for each in desk.proposals:
        code = suggested_code(own)
        own.append(
            TimingPoint(
                race_id=race_id,
                code=code,
                label=each.name or code,
                distance_m=round(each.along_m, 1),
                aid=True,
                optional=True,
            )
        )
    if all(point.distance_m is not None for point in own):
        own.sort(key=lambda point: point.distance_m or 0.0)
    stored = season.data.points
    order = [dataclasses.replace(point, ordinal=at) for at, point in enumerate(own, 1)]
    fresh = [point for point in order if stored.get(point.id) != point]
    race = desk.race.code
    with season.change("course.places", race=race, count=len(desk.proposals)) as writer:
        writer.put_many(fresh)
    return len(desk.proposals)
