"""A course for paper: its drawing with the places on it, its figures in words, the sheet."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Literal

from trailsdesk.course.gpx import PlaceOnCourse, write_gpx
from trailsdesk.course.profile import Elevation, HeightKind
from trailsdesk.course.shape import drawing_of, proposed_marks
from trailsdesk.documents.context import SheetContext
from trailsdesk.documents.course import CoursePage, course_sheet
from trailsdesk.documents.figures import as_picture, course_figure
from trailsdesk.documents.sheet import Identity, Paper
from trailsdesk.domain.chrono import format_clock, format_elapsed, local_date
from trailsdesk.domain.course_drawing import AT_THE_END_M, CourseMark, MarkKind
from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.problems import InputUnreadable, Severity
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.checkpoints import checkpoint_lines
from trailsdesk.services.courses import (
    CourseValue,
    Wishes,
    effort_rules,
    measure_file,
    worth,
)
from trailsdesk.services.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.course.difficulty import MeasuredCourse
    from trailsdesk.course.profile import Profile
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.course_drawing import CourseDrawing
    from trailsdesk.domain.event import Event, Race, RaceCourse, RaceId, TimingPoint
    from trailsdesk.services.season import Season

__all__ = [
    "along_of",
    "course_page",
    "course_picture",
    "drawing_of_file",
    "figure_words",
    "gpx_with_places",
    "race_drawing",
    "race_page",
    "race_wishes",
    "sheet_of_file",
]


_BEYOND = 1.05
"""A place so many times the track's length from its start does not stand on it: on a later loop
where there are several, else on another course."""


def drawing_of_file(course: MeasuredCourse) -> CourseDrawing:
    """The course with the places its file names; they are proposed as aid stations."""
    places = proposed_marks(course.track, course.waypoints)
    marks = [
        CourseMark(label=place.name, along_m=along, kind=MarkKind.AID) for place, along in places
    ]
    return drawing_of(course, marks)


def course_picture(drawing: CourseDrawing, kind: Literal["png", "svg"]) -> bytes:
    """Map and profile as a picture; the same course gives the same bytes."""
    return as_picture(course_figure(drawing), kind)


def sheet_of_file(
    value: CourseValue, source: Source, *, paper: str = Paper.A4, event_name: str = ""
) -> Sheet:
    """The course sheet of a GPX file; the foot names the file's digest, not the moment."""
    context = SheetContext(
        series_name="",
        event_name=event_name,
        event_date="",
        race_names=(value.course.name,),
        identity=Identity(printed_at=f"{source.name} · {source.sha256[:8]}"),
        paper=Paper(paper.upper()),
    )
    page = course_page(value, drawing_of_file(value.course), value.course.name)
    return course_sheet(context, [page])


def course_page(value: CourseValue, drawing: CourseDrawing, label: str) -> CoursePage:
    """What the sheet says of a course."""
    found = value.evaluation
    return CoursePage(
        label=label,
        drawing=drawing,
        figures=figure_words(value),
        explanation="" if found is None else message(found.explanation),
        warnings=tuple(
            message(problem) for problem in value.problems if problem.severity is not Severity.INFO
        ),
    )


def gpx_with_places(course: MeasuredCourse, drawing: CourseDrawing) -> bytes:
    """The course as a GPX file with the places of its drawing as waypoints.

    Stations and checkpoints keep their names; the distance and a cut-off stand in the description.
    """
    words = {MarkKind.AID: _("aid station"), MarkKind.CHECKPOINT: _("checkpoint")}
    marks = [mark for mark in drawing.marks if mark.kind in words]
    places = [
        PlaceOnCourse(
            name=mark.label,
            along_m=mark.along_m,
            about=" · ".join(filter(None, (_km_words(mark), _closes(mark)))),
            kind=words[mark.kind],
        )
        for mark in marks
    ]
    return write_gpx(course.name, course.track, places)


def _km_words(mark: CourseMark) -> str:
    return _("km {km}").format(km=f"{mark.along_m / 1000:.1f}")


def _closes(mark: CourseMark) -> str:
    return _("cut-off {time}").format(time=mark.cutoff) if mark.cutoff else ""


# ------------------------------------------------------------------------------ of a race


def race_wishes(
    season: Season, race_id: RaceId, course: RaceCourse, length_m: float | None = None
) -> Wishes:
    """What the organiser has said of a race's course; official figures are the whole race's.

    Args:
        length_m: how long the track is: places stand along it, so its end is the finish.
    """
    race = season.data.races[race_id]
    event = season.data.events[race.event_id]
    loops = max(1, course.loops)
    points = season.data.points_of(race_id)
    end_m = None if length_m is None else length_m * loops
    return Wishes(
        distance_m=_share(race.distance_m, loops),
        ascent_m=_share(race.ascent_m, loops),
        aid_stations=sum(_is_station(point, race, end_m) for point in points),
        loops=loops,
        loop_penalty=Decimal(course.loop_penalty),
        stage_adjustment=Decimal(course.stage_adjustment),
        drawn=course.drawn,
        round_first=_rounds_first(season),
        day=event.date,
    )


def _rounds_first(season: Season) -> bool:
    """Whether the season's rules round km-effort before the points are looked up."""
    federation = season.rules.federation
    used = None if federation is None else federation.effort
    return used is not None and used.round_first


def _is_station(point: TimingPoint, race: Race, end_m: float | None) -> bool:
    """Whether a place counts as an aid station: those at start and finish do not.

    The finish is where the track ends, and where the official distance says; stations beyond an
    official distance that is shorter than the track still stand on the course.
    """
    along, official = point.distance_m, race.distance_m
    if not point.aid or along is None:
        return point.aid
    end = official if end_m is None else end_m
    # What stands far beyond the end is no place of this course at all, see ``along_of``.
    at_finish = end is not None and along >= end - AT_THE_END_M
    at_official = official is not None and abs(along - official) <= AT_THE_END_M
    return along > AT_THE_END_M and not at_finish and not at_official


def _share(metres: float | None, loops: int) -> Decimal | None:
    return None if metres is None else Decimal(str(metres)) / loops


def race_drawing(season: Season, race_id: RaceId, course: MeasuredCourse) -> CourseDrawing:
    """The course with the race's places on it; on a loop a place stands where it is first met."""
    event = season.data.events[season.data.races[race_id].event_id]
    length, stored = course.track.length_m, season.data.courses.get(race_id)
    loops = 1 if stored is None else stored.loops
    marks = []
    for line in checkpoint_lines(season, race_id):
        point = line.point
        along = along_of(point, length, loops)
        if along is None:
            continue
        marks.append(
            CourseMark(
                label=point.label or point.code,
                along_m=along,
                kind=MarkKind.AID if point.aid else MarkKind.CHECKPOINT,
                cutoff=_cutoff_words(point.cutoff_ms, line.cutoff_at, event),
            )
        )
    return drawing_of(course, marks)


def along_of(point: TimingPoint, length_m: float, loops: int = 1) -> float | None:
    """Where on a track of this length, run so many times, a place of the race stands.

    None without a distance, and where it lies more than 5 % beyond the end: it was measured on
    another course, and nobody knows where on this one it is.
    """
    along = point.distance_m
    if along is None or along > length_m * max(1, loops) * _BEYOND:
        return None
    if along > length_m * _BEYOND:
        along %= length_m
    return min(along, length_m)


def _cutoff_words(cutoff_ms: int | None, at: Instant | None, event: Event) -> str:
    """The wall clock where the gun is known, else hours since the start."""
    if at is not None:
        day = local_date(at, event.zone)
        clock = format_clock(at, event.zone, seconds=False)
        return clock if day == event.date else f"{day:%a} {clock}"
    if cutoff_ms is None:
        return ""
    return _("{hours} h").format(hours=format_elapsed(cutoff_ms).rpartition(":")[0])


def race_page(
    season: Season, race_id: RaceId, label: str, files: Mapping[str, bytes] | None
) -> CoursePage:
    """The page of a race; without a kept track it says so.

    Args:
        files: bytes of kept files by their digest; None while they are being read.
    """
    course = season.data.courses.get(race_id)
    if course is not None and files is None:
        return CoursePage(label=label, drawing=None, missing=_("The track is being read…"))
    data = None if course is None or files is None else files.get(course.sha256)
    if course is None or data is None:
        return CoursePage(label=label, drawing=None)
    try:
        source = Source(name=course.name, data=data, sha256=course.sha256)
        measured = measure_file(source, course.track)
    except InputUnreadable as error:
        return CoursePage(label=label, drawing=None, missing=message(error))
    wishes = race_wishes(season, race_id, course, measured.track.length_m)
    value = worth(measured, wishes, effort_rules(season))
    return course_page(value, race_drawing(season, race_id, measured), label)


# --------------------------------------------------------------------------- figures in words


def figure_words(value: CourseValue) -> tuple[tuple[str, str], ...]:
    """Names and values of all figures of a course; a value that is not known is empty."""
    profile = value.course.profile
    known = profile.elevation is not Elevation.MISSING
    return (
        (_("Distance"), _distance(value)),
        (_("Climb"), _climb(value)),
        (_("Measured by"), _method(value) if known else ""),
        (_("Descent"), _("{metres} m").format(metres=round(profile.descent_m)) if known else ""),
        (_("Heights"), _heights(profile) if known else _("none in the file")),
        *_worth_words(value),
    )


def _distance(value: CourseValue) -> str:
    measured, official = value.course.track.length_m, value.wishes.distance_m
    words = _("{km} km measured").format(km=f"{measured / 1000:.2f}")
    if official is not None:
        words = f"{_('{km} km official').format(km=plain_number(official / 1000))}, {words}"
    if value.wishes.loops > 1:
        words += " " + _("(one of {loops} loops)").format(loops=value.wishes.loops)
    return words


def _heights(profile: Profile) -> str:
    words = _("{low} to {high} m")
    return words.format(low=round(profile.lowest_m), high=round(profile.highest_m))


def _climb(value: CourseValue) -> str:
    profile, official = value.course.profile, value.wishes.ascent_m
    parts = []
    if official is not None:
        parts.append(_("{metres} m official").format(metres=plain_number(official)))
    if profile.elevation is not Elevation.MISSING:
        words = _("{metres} m measured ({low} to {high} m)")
        parts.append(
            words.format(
                metres=round(profile.ascent_m),
                low=round(profile.low_ascent_m),
                high=round(profile.high_ascent_m),
            )
        )
    return ", ".join(parts) or _("not known")


def _method(value: CourseValue) -> str:
    profile = value.course.profile
    kinds = {
        HeightKind.RECORDING: _("a recording"),
        HeightKind.JUMPY_RECORDING: _("a recording that jumps about"),
        HeightKind.MODEL: _("an elevation model"),
    }
    words = _("average over {window} m, heights of {kind}; plain sum {raw} m")
    return words.format(
        window=round(profile.window_m), kind=kinds[profile.kind], raw=round(profile.raw_ascent_m)
    )


def _worth_words(value: CourseValue) -> tuple[tuple[str, str], ...]:
    found, stations = value.evaluation, value.wishes.aid_stations
    if found is None:
        return ((_("Points"), _("not known without the climb: type the official one")),)
    interval = "" if found.average_interval is None else str(_cut(found.average_interval))
    aid = _("none")
    if stations:
        aid = _("{count}, one each {interval} km-effort: minus {penalty}").format(
            count=stations, interval=interval, penalty=plain_number(found.penalty)
        )
    category = f" ({found.category})" if found.category else ""
    to_next = ""
    if found.enough is not None and found.next_points is not None:
        points = plural("{count} point", "{count} points", found.next_points)
        to_next = _("{points} with {more} km-effort more").format(
            points=points, more=_up(found.enough)
        )
    return (
        (_("Km-effort"), plain_number(found.km_effort)),
        (_("Aid stations"), aid),
        (_("After penalties"), plain_number(found.net)),
        (_("Points"), f"{found.points}{category}"),
        (_("Next"), to_next),
        (_("UTMB class"), _utmb(found.utmb_class)),
    )


def _utmb(label: str) -> str:
    return _("{label} (an estimate)").format(label=label)


def _cut(value: Decimal) -> Decimal:
    """As in the sentence of arithmetic: cut, not rounded."""
    return value.quantize(Decimal("0.01"), ROUND_DOWN)


def _up(value: Decimal) -> str:
    """One decimal upwards: what is said to be enough must be enough."""
    return str(value.quantize(Decimal("0.1"), ROUND_CEILING))
