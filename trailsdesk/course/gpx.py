"""GPX files: the gate before the reader, what gpxpy read as plain lines of points, and writing.

The gate runs over the bytes first: no document type, no absurd depth, text or number of points, no
flood of namespaces (which costs gpxpy quadratic time). Only then gpxpy sees the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast
from xml.parsers import expat

from trailsdesk.course.gpx_repair import mended, without_prefix
from trailsdesk.course.track import CourseLine, Part, Waypoint, part_of
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import InputUnreadable, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gpxpy.gpx import GPX, GPXRoutePoint, GPXTrackPoint

    from trailsdesk.course.track import Track

MOST_BYTES = 25 * 1024 * 1024
MOST_DEPTH = 64
MOST_TEXT = 4096
MOST_POINTS = 1_000_000
MOST_NAMESPACES = 200
"""The busiest honest file seen declares fourteen."""
MOST_ATTRIBUTES = 32
MOST_NAME = 120
"""Names are cut here: the course sheet is one page."""

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_ZERO = timedelta()
_DECLARED = re.compile(rb'^\s*<\?xml[^>]*?encoding\s*=\s*["\']([A-Za-z0-9._-]+)["\']')
_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_LONG_RUN = re.compile(rb">[^<]{%d}" % MOST_TEXT)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOnCourse:
    """A place to be written: ``along_m`` from the start, ``about`` in words, ``kind`` in one."""

    name: str
    along_m: float
    about: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GpxFile:
    """What a GPX file holds: lines (tracks and routes) that have points, and waypoints.

    ``problems`` are what in it could not be read.
    """

    name: str
    creator: str
    lines: tuple[CourseLine, ...]
    waypoints: tuple[Waypoint, ...]
    problems: tuple[Problem, ...] = ()


def read_gpx(name: str, data: bytes) -> GpxFile:
    """Read a GPX file, 1.0 or 1.1; a height that is no number is a missing one, and told.

    Raises:
        InputUnreadable: not GPX, hostile, damaged, or without any line to follow; the code says
            which.
    """
    _gate(name, data)
    document, problems = _document(name, without_prefix(_text(name, data)))
    lines = tuple(line for line in _lines(document) if line.points)
    waypoints = tuple(
        Waypoint(name=_name(point.name), latitude=point.latitude, longitude=point.longitude)
        for point in document.waypoints
    )
    if not lines:
        raise InputUnreadable("course.no-line", name=name, count=len(waypoints))
    return GpxFile(
        name=_name(document.name),
        creator=document.creator or "",
        lines=lines,
        waypoints=waypoints,
        problems=problems,
    )


def _document(name: str, text: str) -> tuple[GPX, tuple[Problem, ...]]:
    """As gpxpy reads it; where it does not, once more with what can be spared cut out."""
    import gpxpy
    from gpxpy.gpx import GPXException

    try:
        return gpxpy.parse(text), ()
    except (GPXException, ValueError, ArithmeticError):
        text, problems = mended(name, text)
    try:
        return gpxpy.parse(text), problems
    except (GPXException, ValueError, ArithmeticError) as error:
        raise InputUnreadable("course.unreadable", name=name, detail=str(error)[:200]) from error


def write_gpx(name: str, track: Track, places: Sequence[PlaceOnCourse] = ()) -> bytes:
    """The cleaned course as GPX 1.1, with its places as waypoints beside it.

    Read again it is the same course: places, heights and times of its points are written as they
    were read; what was left out of it (repeats, points far off) stays left out.
    """
    from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

    document = GPX()
    document.creator = "trailsdesk"
    document.name = _writable(name)
    for place in places:
        latitude, longitude, height = track.place_at(place.along_m)
        document.waypoints.append(
            GPXWaypoint(
                latitude=latitude,
                longitude=longitude,
                elevation=height,
                name=_writable(place.name),
                description=_writable(place.about) or None,
                type=_writable(place.kind) or None,
            )
        )
    line = GPXTrack(name=_writable(name))
    document.tracks.append(line)
    for first, last in pairwise((0, *track.breaks, len(track.latitudes))):
        points = [
            GPXTrackPoint(
                latitude=track.latitudes[at],
                longitude=track.longitudes[at],
                elevation=track.elevations_m[at],
                time=_moment(track.times[at]),
            )
            for at in range(first, last)
        ]
        line.segments.append(GPXTrackSegment(points))
    return str(document.to_xml("1.1")).encode()


def _writable(text: str) -> str:
    """Text without what XML cannot hold: control characters and halves of broken ones."""
    return "".join(each if each.isprintable() else " " for each in text).strip()


def _moment(instant: Instant | None) -> datetime | None:
    return None if instant is None else _EPOCH + timedelta(milliseconds=instant)


def _text(name: str, data: bytes) -> str:
    encoding = next((word for bom, word in _BOMS if data.startswith(bom)), "")
    declared = _DECLARED.match(data)
    encoding = encoding or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise InputUnreadable("course.unreadable", name=name, detail=str(error)[:200]) from error
    # gpxpy encodes the text anew, so what the file said of its encoding no longer holds.
    declaration = _DECLARATION.match(text)
    if declaration is None:
        return text
    # Lines keep their numbers.
    return "\n" * declaration[0].count("\n") + text[declaration.end() :]


def _lines(document: GPX) -> Iterable[CourseLine]:
    for track in document.tracks:
        parts = (_part(segment.points) for segment in track.segments)
        yield CourseLine(
            name=_name(track.name), route=False, parts=tuple(part for part in parts if len(part))
        )
    for route in document.routes:
        part = _part(route.points)
        yield CourseLine(name=_name(route.name), route=True, parts=(part,) if len(part) else ())


def _name(text: str | None) -> str:
    """A name on one line, not longer than a sheet can show."""
    name = " ".join((text or "").split())
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"


def _part(points: Sequence[GPXTrackPoint | GPXRoutePoint]) -> Part:
    return part_of(
        [point.latitude for point in points],
        [point.longitude for point in points],
        [point.elevation for point in points],
        [None if point.time is None else _instant(point.time) for point in points],
    )


def _instant(time: datetime) -> Instant:
    """The moment of a time; what says nothing of its zone is universal time, as the format asks.

    Asking gpxpy's own zones for their offset is what makes ``timestamp()`` slow for long tracks.
    """
    days = time.toordinal() - _EPOCH_DAY
    minutes = (days * 24 + time.hour) * 60 + time.minute
    if time.tzinfo is not None:
        offset = getattr(time.tzinfo, "offset", None)
        minutes -= (time.utcoffset() or _ZERO) // _MINUTE if offset is None else offset
    return Instant((minutes * 60 + time.second) * 1000 + time.microsecond // 1000)


def _gate(name: str, data: bytes) -> None:
    """Let expat read it all once, counting; any excess ends the reading."""
    if len(data) > MOST_BYTES:
        raise InputUnreadable("input.too-large", name=name, mb=len(data) // (1024 * 1024))
    if not data.strip():
        raise InputUnreadable("input.empty", name=name)
    if data.count(b"xmlns") > MOST_NAMESPACES or data.count(b"x\x00m\x00l\x00n\x00s") > 0:
        raise InputUnreadable("course.hostile", name=name)
    if data.count(b"lat=") > MOST_POINTS:
        # Told at once; however it is written, the count below finds it too.
        raise InputUnreadable("course.too-many-points", name=name, limit=MOST_POINTS)
    parser = expat.ParserCreate()
    _watch(parser, name)
    if _may_hold_long_text(data):
        _watch_text(parser, name)
    try:
        for at in range(0, len(data), 1 << 16):
            parser.Parse(data[at : at + (1 << 16)], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputUnreadable(
            "course.broken", name=name, line=error.lineno, detail=expat.ErrorString(error.code)
        ) from error


def _watch(parser: expat.XMLParserType, name: str) -> None:
    """Refuse document types, depth, attributes, points without number and on no place on earth.

    Plain functions over shared counters: a third of the time that methods would take.
    """
    depth = points = 0

    def doctype(*_about: object) -> None:
        raise InputUnreadable("course.doctype", name=name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if attributes or depth == 1 or depth > MOST_DEPTH:
            look(tag, attributes)

    def look(tag: str, attributes: dict[str, str]) -> None:
        nonlocal points
        if depth == 1:
            _check_root(name, tag)
        if depth > MOST_DEPTH or len(attributes) > MOST_ATTRIBUTES:
            raise InputUnreadable("course.hostile", name=name)
        if depth > 1 and "lat" in attributes:
            points += 1
            if points > MOST_POINTS:
                raise InputUnreadable("course.too-many-points", name=name, limit=MOST_POINTS)
            _check_place(parser, name, points, attributes)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end


def _check_root(name: str, tag: str) -> None:
    root = tag.rpartition(":")[2]
    if root.lower() != "gpx":
        raise InputUnreadable("course.not-gpx", name=name, root=root[:60])


def _check_place(
    parser: expat.XMLParserType, name: str, number: int, attributes: dict[str, str]
) -> None:
    latitude, longitude = attributes["lat"], attributes.get("lon")
    if longitude is None:
        line = parser.CurrentLineNumber
        raise InputUnreadable("course.no-longitude", name=name, line=line)
    try:
        inside = -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
    except ValueError:
        inside = False
    if not inside:
        place = f"{latitude[:20]}, {longitude[:20]}"
        raise InputUnreadable("course.bad-place", name=name, number=number, place=place)


def _may_hold_long_text(data: bytes) -> bool:
    """Whether text has to be counted piece by piece; tracks without anything odd are spared it."""
    return b"\0" in data or b"<!" in data or _LONG_RUN.search(data) is not None


def _watch_text(parser: expat.XMLParserType, name: str) -> None:
    length = 0
    start: Callable[[str, dict[str, str]], object] = cast("Any", parser.StartElementHandler)
    end: Callable[[str], object] = cast("Any", parser.EndElementHandler)

    def begun(tag: str, attributes: dict[str, str]) -> None:
        nonlocal length
        length = 0
        start(tag, attributes)

    def ended(tag: str) -> None:
        nonlocal length
        length = 0
        end(tag)

    def characters(text: str) -> None:
        nonlocal length
        length += len(text)
        if length > MOST_TEXT:
            raise InputUnreadable("course.hostile", name=name)

    parser.buffer_text = True
    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = characters
