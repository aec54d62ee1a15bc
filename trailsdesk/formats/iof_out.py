"""IOF XML 3.0 result lists, for orienteering programs and whatever else reads them.

Source: the schema of the IOF data standard 3.0, which fixes the order of the elements. A race of
the event is a class; positions are those of the race. Times are seconds. What is not known is left
out: a position without a rank, a sex that is neither of the two letters, a nation whose code of
the IOC is in doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import trailsdesk
from trailsdesk.domain.chrono import local_datetime
from trailsdesk.domain.nations import CodeSet, code_set, nation_of
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.text_cells import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.exports import OutLine, OutRace

_NAMESPACE = "http://www.orienteering.org/datastandard/3.0"
_STATUS = {
    ResultStatus.OK: "OK",
    ResultStatus.DNF: "DidNotFinish",
    ResultStatus.DNS: "DidNotStart",
    ResultStatus.DSQ: "Disqualified",
    ResultStatus.OVER_TIME: "OverTime",
    ResultStatus.PENDING: "Active",
    ResultStatus.NOT_COMPETING: "NotCompeting",
}


def iof_file(event: Event, races: Sequence[OutRace], made_ms: Instant) -> bytes:
    """The result list of an event; ``Snapshot`` while somebody has no result yet."""
    zone = event.zone
    root = ET.Element(
        "ResultList",
        {
            "xmlns": _NAMESPACE,
            "iofVersion": "3.0",
            "createTime": _moment(made_ms, zone, whole=True),
            "creator": f"trailsdesk {trailsdesk.__version__}",
            "status": "Snapshot" if any(race.pending for race in races) else "Complete",
        },
    )
    about = ET.SubElement(root, "Event")
    _add(about, "Id", event.code)
    _add(about, "Name", event.name)
    _add(ET.SubElement(about, "StartTime"), "Date", event.date.isoformat())
    column = code_set(line.row.nation for race in races for line in race.lines)
    for race in races:
        _class_result(root, race, zone, column)
    ET.indent(root, " ")
    content: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    """A child with a text; what XML cannot hold at all (control characters) goes."""
    child = ET.SubElement(parent, name)
    child.text = clean_text(text)
    return child


def _class_result(root: ET.Element, race: OutRace, zone: str, column: CodeSet | None) -> None:
    result = ET.SubElement(root, "ClassResult")
    about = ET.SubElement(result, "Class")
    _add(about, "Id", race.race.code)
    _add(about, "Name", race.race.label)
    _add(about, "ShortName", race.race.code)
    if race.race.distance_m is not None:
        course = ET.SubElement(result, "Course")
        _add(course, "Length", f"{race.race.distance_m:.0f}")
        if race.race.ascent_m is not None:
            _add(course, "Climb", f"{race.race.ascent_m:.0f}")
    for line in race.lines:
        person_result = ET.SubElement(result, "PersonResult")
        _person(person_result, line, column)
        _result(ET.SubElement(person_result, "Result"), race, line, zone)


def _person(person_result: ET.Element, line: OutLine, column: CodeSet | None) -> None:
    row = line.row
    person = ET.SubElement(person_result, "Person")
    if row.gender in (Gender.M, Gender.F):
        person.set("sex", row.gender.value)
    name = ET.SubElement(person, "Name")
    _add(name, "Family", row.family_name)
    _add(name, "Given", row.given_name)
    nation = nation_of(row.nation, column).code if row.nation else None
    if nation is not None:
        _add(person, "Nationality", row.nation).set("code", nation)
    if row.club:
        _add(ET.SubElement(person_result, "Organisation"), "Name", row.club)


def _result(result: ET.Element, race: OutRace, line: OutLine, zone: str) -> None:
    found = line.row.result
    if line.row.bib:
        _add(result, "BibNumber", line.row.bib)
    if line.start_ms is not None and found.status is not ResultStatus.DNS:
        _add(result, "StartTime", _moment(line.start_ms, zone))
    if found.finish_ms is not None:
        _add(result, "FinishTime", _moment(found.finish_ms, zone))
    if found.time_ms is not None:
        _add(result, "Time", _seconds(found.time_ms))
    if found.rank is not None:
        if found.gap_ms is not None:
            _add(result, "TimeBehind", _seconds(found.gap_ms))
        _add(result, "Position", str(found.rank))
    _add(result, "Status", _STATUS[found.status])
    # Once there is a split, every point of the course has to be named, seen or not.
    if any(time_ms is not None for time_ms in line.splits):
        for point, time_ms in zip(race.points, line.splits, strict=True):
            split = ET.SubElement(result, "SplitTime")
            _add(split, "ControlCode", point.code)
            if time_ms is None:
                split.set("status", "Missing")
            else:
                _add(split, "Time", _seconds(time_ms))


def _seconds(time_ms: int) -> str:
    sign, (seconds, rest) = "-" if time_ms < 0 else "", divmod(abs(time_ms), 1000)
    return f"{sign}{seconds}.{rest:03d}".rstrip("0").rstrip(".") if rest else f"{sign}{seconds}"


def _moment(instant_ms: Instant, zone: str, *, whole: bool = False) -> str:
    """Local time with its distance from UTC: ``2026-05-24T10:00:00+12:00``."""
    local = local_datetime(instant_ms, zone)
    exact = not whole and local.microsecond
    return local.isoformat(timespec="milliseconds" if exact else "seconds")
