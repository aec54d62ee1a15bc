"""IOF XML 3.0 result lists and start lists, by local name whatever the prefix.

Source: the IOF data standard 3.0. A class holds persons, a person one result for each race. Times
are seconds with a decimal point; a position is left out when there is none.

A document with a type declaration is refused, and so is one that nests deeper or writes longer
pieces than any list does: what a parser could be made to do with it is not found out.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.chrono import DAY_MS, ClockText, Duration, parse_clock
from trailsdesk.domain.problems import InputUnreadable, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.genders import read_gender
from trailsdesk.formats.raw import About, FileKind, RawFile, RawLog, chip_text, fraction_ms
from trailsdesk.formats.status_words import status_of_word
from trailsdesk.formats.text_cells import clean_bib, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from trailsdesk.formats.limits import Limits

TEAMS = "raw.left-teams"
ON_COURSE = "raw.left-on-course"
_SECONDS = re.compile(r"\s*(\d{1,8})(?:[.,](\d{1,9}))?\s*")
_POSITION = re.compile(r"[1-9]\d{0,6}")
_LISTS = frozenset(
    (
        "ResultList",
        "StartList",
        "EntryList",
        "CourseData",
        "ClassList",
        "CompetitorList",
        "ControlCardList",
        "EventList",
        "OrganisationList",
        "ServiceRequestList",
    )
)


def iof_root(name: str, data: bytes, limits: Limits) -> tuple[str, str] | None:
    """The local name of an IOF document's root and its version; None for any other XML.

    Raises:
        InputUnreadable: ``input.xml-unsafe`` or ``input.xml-damaged``.
    """
    found = next(walk(name, data, limits), None)
    if found is None:
        return None
    element = found[1]
    root = local_name(element)
    version = next((v for k, v in element.attrib.items() if _bare(k) == "iofVersion"), "")
    # Version 2 has neither namespace nor version at its root.
    ours = "orienteering" in element.tag or version or not element.tag.startswith("{")
    return (root, version) if ours and root in _LISTS else None


def walk(name: str, data: bytes, limits: Limits) -> Iterator[tuple[str, Element]]:
    """Beginnings and ends of elements, behind the gate.

    Raises:
        InputUnreadable: ``input.xml-unsafe`` or ``input.xml-damaged``.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    window = limits.xml_token_bytes // 2
    for at in range(0, len(data) - window + 1, window):
        # A parser that is fed such a piece bit by bit reads it again each time.
        if data.find(b">", at, at + window) < 0:
            raise InputUnreadable("input.xml-unsafe", name=name)
    depth = 0
    try:
        for event, element in iterparse(
            io.BytesIO(data), events=("start", "end"), forbid_dtd=True
        ):
            depth += 1 if event == "start" else -1
            if depth > limits.xml_depth:
                raise InputUnreadable("input.xml-unsafe", name=name)
            yield event, element
    except DefusedXmlException as error:
        raise InputUnreadable("input.xml-unsafe", name=name) from error
    except (ParseError, LookupError, ValueError) as error:
        raise InputUnreadable("input.xml-damaged", name=name) from error


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def local_name(element: Element) -> str:
    """The element's name without the namespace it is written with."""
    return _bare(element.tag)


def child_of(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, and its child, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == name), None)
    return element


def child_text(element: Element | None, *names: str) -> str:
    """The cleaned text of that child, empty without one; without names the element's own."""
    found = child_of(element, *names)
    return clean_text(found.text or "") if found is not None else ""


def _ms(text: str) -> int | None:
    match = _SECONDS.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) * 1000 + (fraction_ms(match[2]) if match[2] else 0)


def read_iof(name: str, data: bytes, limits: Limits) -> RawFile:
    """Starts, splits, finishes and statuses of a list; ``line`` counts its results.

    Relay teams are not read: they are counted and told.

    Raises:
        InputUnreadable: as ``iof_root``.
    """
    reader = _Reader(name)
    root = ""
    for event, element in walk(name, data, limits):
        local = local_name(element)
        if event == "start":
            root = root or local
            continue
        reader.end(local, element)
    log = reader.log
    if reader.teams:
        log.leave(TEAMS, reader.teams)
        log.tell("raw.teams", count=reader.teams)
    if len(reader.races) > 1:
        log.tell("raw.several-races", Severity.INFO, count=len(reader.races))
    for word in reader.strange:
        log.tell("times.status-unknown", value=word)
    if root == "StartList":
        return log.finish("iof-start-list", "IOF XML start list", FileKind.STARTS)
    return log.finish("iof-result-list", "IOF XML result list", FileKind.RESULTS)


class _Reader:
    """Takes the elements as they end and lets go of what was read."""

    def __init__(self, name: str) -> None:
        self.log = RawLog(name)
        self.count = self.teams = 0
        self.races: set[int] = set()
        self.strange: dict[str, None] = {}
        self.race = ""

    def end(self, local: str, element: Element) -> None:
        """An element is complete."""
        if local == "Class":
            self.race = child_text(element, "Name") or child_text(element, "ShortName")
        elif local in ("PersonResult", "PersonStart"):
            inner = "Result" if local == "PersonResult" else "Start"
            results = [one for one in element if local_name(one) == inner]
            for result in results:
                self._person(element, result)
            element.clear()
        elif local in ("TeamResult", "TeamStart"):
            self.teams += 1
            element.clear()
        elif local in ("ClassResult", "ClassStart"):
            self.race = ""
            element.clear()

    def _person(self, person: Element, result: Element) -> None:
        self.count += 1
        log, line = self.log, self.count
        about = self._about(person, result)
        who: dict[str, Any] = {
            "bib": clean_bib(child_text(result, "BibNumber")) or "",
            "chip": chip_text(child_text(result, "ControlCard")),
            "about": about,
        }
        raw = _summary(who, about, result)
        start = _clock(child_text(result, "StartTime"))
        if start is not None:
            log.read(line, raw, point=START, **who, **_parts(start))
        for split in (one for one in result if local_name(one) == "SplitTime"):
            passed = _ms(child_text(split, "Time"))
            code = child_text(split, "ControlCode")
            if passed is not None and code:
                at = _parts(_later(start, passed)) if start is not None else {}
                log.read(line, raw, point=code, elapsed_ms=passed, **who, **at)
        self._finish(line, raw, result, who, started=start is not None)

    def _about(self, person: Element, result: Element) -> About:
        human = child_of(person, "Person")
        number = result.get("raceNumber", "")
        race = int(number) if number.isdecimal() and len(number) < 5 else 0
        self.races.add(race)
        position = child_text(result, "Position")
        sex = human.get("sex", "") if human is not None else ""
        return About(
            family_name=child_text(human, "Name", "Family")[:200],
            given_name=child_text(human, "Name", "Given")[:200],
            gender=read_gender(sex, {}),
            race_text=self.race,
            race_number=race,
            place_text=position if _POSITION.fullmatch(position) else "",
        )

    def _finish(
        self, line: int, raw: str, result: Element, who: dict[str, Any], *, started: bool
    ) -> None:
        log = self.log
        finish = _clock(child_text(result, "FinishTime"))
        elapsed = _ms(child_text(result, "Time"))
        word = child_text(result, "Status")
        status = status_of_word(word)
        if word and status is None:
            self.strange[word[:40]] = None
        if status is ResultStatus.PENDING and finish is None:
            log.leave(ON_COURSE)
            return
        if status in (ResultStatus.OK, ResultStatus.PENDING):
            status = None
        if finish is None and elapsed is None and status is None:
            if not started:
                log.cannot(line, raw, "raw.no-time")
            return
        at = _parts(finish) if finish is not None else {}
        log.read(line, raw, point=FINISH, elapsed_ms=elapsed, status=status, **who, **at)


def _summary(who: dict[str, Any], about: About, result: Element) -> str:
    """The result in one line, in place of the markup."""
    parts = (
        who["bib"],
        f"{about.family_name} {about.given_name}".strip(),
        child_text(result, "StartTime"),
        child_text(result, "FinishTime"),
        child_text(result, "Time"),
        child_text(result, "Status"),
    )
    return ";".join(parts)


def _clock(text: str) -> ClockText | None:
    return parse_clock(text) if text else None


def _later(clock: ClockText, ms: int) -> ClockText:
    """The wall clock so much later, the clocks not being changed meanwhile."""
    days, rest = divmod(clock.time_of_day_ms + ms, DAY_MS)
    try:
        day = clock.day + timedelta(days=days) if clock.day is not None else None
    except OverflowError:
        day = None
    return ClockText(day=day, time_of_day_ms=Duration(rest), offset_ms=clock.offset_ms)


def _parts(clock: ClockText) -> dict[str, Any]:
    return {"clock_ms": clock.time_of_day_ms, "day": clock.day, "offset_ms": clock.offset_ms}
