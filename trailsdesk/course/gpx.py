"""GPX files: the gate before the reader, and what gpxpy read as plain lines of points.

The gate runs over the bytes first: no document type, no absurd depth, text or number of points, no
flood of namespaces (which costs gpxpy quadratic time). Only then gpxpy sees the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from trailsdesk.course.track import CourseLine, Part, Waypoint, make_part
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import InputUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gpxpy.gpx import GPX, GPXRoutePoint, GPXTrackPoint

MOST_BYTES = 25 * 1024 * 1024
MOST_DEPTH = 64
MOST_TEXT = 4096
MOST_POINTS = 1_000_000
MOST_NAMESPACES = 200
"""The busiest honest file seen declares fourteen."""
MOST_ATTRIBUTES = 32

_DECLARED = re.compile(rb'^\s*<\?xml[^>]*?encoding\s*=\s*["\']([A-Za-z0-9._-]+)["\']')
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GpxFile:
    """What a GPX file holds: lines (tracks and routes) that have points, and waypoints."""

    name: str
    creator: str
    lines: tuple[CourseLine, ...]
    waypoints: tuple[Waypoint, ...]


def read_gpx(name: str, data: bytes) -> GpxFile:
    """Read a GPX file, 1.0 or 1.1.

    Raises:
        InputUnreadable: not GPX, hostile, damaged, or without any line to follow; the code says
            which.
    """
    _gate(name, data)
    import gpxpy
    from gpxpy.gpx import GPXException

    try:
        document = gpxpy.parse(_text(name, data))
    except (GPXException, ValueError, ArithmeticError) as error:
        raise InputUnreadable("course.unreadable", name=name, detail=str(error)[:200]) from error
    lines = tuple(line for line in _lines(document) if line.points)
    waypoints = tuple(
        Waypoint(name=point.name or "", latitude=point.latitude, longitude=point.longitude)
        for point in document.waypoints
    )
    if not lines:
        raise InputUnreadable("course.no-line", name=name, count=len(waypoints))
    return GpxFile(
        name=document.name or "", creator=document.creator or "", lines=lines, waypoints=waypoints
    )


def _text(name: str, data: bytes) -> str:
    encoding = next((word for bom, word in _BOMS if data.startswith(bom)), "")
    declared = _DECLARED.match(data)
    encoding = encoding or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise InputUnreadable("course.unreadable", name=name, detail=str(error)[:200]) from error
    # gpxpy encodes the text anew, so what the file said of its encoding no longer holds.
    return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text, count=1)


def _lines(document: GPX) -> Iterable[CourseLine]:
    for track in document.tracks:
        parts = (_part(segment.points) for segment in track.segments)
        yield CourseLine(
            name=track.name or "", route=False, parts=tuple(part for part in parts if len(part))
        )
    for route in document.routes:
        part = _part(route.points)
        yield CourseLine(name=route.name or "", route=True, parts=(part,) if len(part) else ())


def _part(points: Iterable[GPXTrackPoint | GPXRoutePoint]) -> Part:
    return make_part(
        (
            point.latitude,
            point.longitude,
            point.elevation,
            None if point.time is None else Instant(round(point.time.timestamp() * 1000)),
        )
        for point in points
    )


class _Gate:
    """Counts what the parser meets; any excess ends the reading."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = 0
        self.points = 0
        self.text = 0
        self.root = ""

    def refuse(self, code: str, **params: str | int) -> None:
        raise InputUnreadable(code, name=self.name, **params)

    def doctype(self, *_about: object) -> None:
        self.refuse("course.doctype")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.text = 0
        self.depth += 1
        if self.depth > MOST_DEPTH or len(attributes) > MOST_ATTRIBUTES:
            self.refuse("course.hostile")
        local = tag.rpartition(":")[2]
        if not self.root:
            self.root = local
            if local.lower() != "gpx":
                self.refuse("course.not-gpx", root=local[:60])
        elif "lat" in attributes:
            self.points += 1
            if self.points > MOST_POINTS:
                self.refuse("course.too-many-points", limit=MOST_POINTS)
            self._check_place(attributes)

    def _check_place(self, attributes: dict[str, str]) -> None:
        latitude, longitude = attributes["lat"], attributes.get("lon", "")
        try:
            inside = -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
        except ValueError:
            inside = False
        if not inside:
            place = f"{latitude[:20]}, {longitude[:20]}"
            self.refuse("course.bad-place", number=self.points, place=place)

    def end(self, _tag: str) -> None:
        self.text = 0
        self.depth -= 1

    def characters(self, text: str) -> None:
        self.text += len(text)
        if self.text > MOST_TEXT:
            self.refuse("course.hostile")


def _gate(name: str, data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise InputUnreadable("input.too-large", name=name, mb=len(data) // (1024 * 1024))
    if not data.strip():
        raise InputUnreadable("input.empty", name=name)
    if data.count(b"xmlns") > MOST_NAMESPACES or data.count(b"x\x00m\x00l\x00n\x00s") > 0:
        raise InputUnreadable("course.hostile", name=name)
    gate = _Gate(name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = gate.doctype
    parser.StartElementHandler = gate.start
    parser.EndElementHandler = gate.end
    parser.CharacterDataHandler = gate.characters
    try:
        for at in range(0, len(data), 1 << 16):
            parser.Parse(data[at : at + (1 << 16)], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputUnreadable(
            "course.broken", name=name, line=error.lineno, detail=expat.ErrorString(error.code)
        ) from error
