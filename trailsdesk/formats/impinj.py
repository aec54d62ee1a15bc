"""Lists of a tag and the moment it was seen, as Impinj readers and many others write them.

Source: a public importer. ``Tag,Timestamp`` may head them; the moment is ISO, or a weekday and a
time with the date far behind. Tags of other owners occur between those of the race.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Severity
from trailsdesk.formats.raw import (
    DAY,
    TIME,
    RawFile,
    RawLog,
    chip_text,
    clock_of,
    day_of,
    lines_of,
    no_day,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEEKDAY = r"(?:[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} )"
_LINE = re.compile(
    r"""\s*"?([0-9A-Za-z][0-9A-Za-z ]{0,63})"?\s{0,9}[,;\t]\s{0,9}"?"""
    r"(?:" + DAY + r"[T ]\s*|" + _WEEKDAY + r")?" + TIME + r"(?:\s+" + DAY + r""")?"?\s*$"""
)
_HEADER = re.compile(r'\s*"?(?:tag|chip|epc|transponder)[^,;\t]*[,;\t]\s*"?(?:time|date)', re.I)
_TAG = re.compile(r"(?=.*\d)[0-9A-Za-z]{6,64}")


def is_header(line: str) -> bool:
    """Whether a line heads two columns, a tag and its time."""
    return _HEADER.match(line) is not None and len(re.split(r"[,;\t]", line.strip())) == 2


def likeness(lines: Sequence[str]) -> float:
    """The share of lines that are a tag and a moment.

    Below a header every moment needs its day: without one it is a table, whose times may be
    elapsed. Without a header no tag may be what could be a bib.
    """
    headed = bool(lines) and is_header(lines[0])
    found = [match for line in lines if (match := _LINE.match(line))]
    if headed:
        dated = sum(1 for match in found if match[2] or match[4])
        fitting = dated + 1 if dated else 0
    else:
        fitting = sum(1 for match in found if _TAG.fullmatch(chip_text(match[1])))
    return fitting / max(1, len(lines))


def read_tag_times(name: str, text: str) -> RawFile:
    """Every tag with its moment; the date is the line's own where it has one."""
    log = RawLog(name)
    sorts: Counter[int] = Counter()
    known = False
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace():
            continue
        if is_header(line):
            known = known or "timestamp" in line.lower()
            continue
        match = _LINE.match(line)
        if match is None:
            log.cannot(number, line)
            continue
        tag, date_text, time, behind = match.groups()
        if behind:
            date_text, known = behind, True
        clock = clock_of(time)
        day = day_of(date_text) if date_text else None
        if clock is None:
            log.cannot(number, line, "raw.bad-time", value=time)
        elif date_text and day is None and not no_day(date_text):
            log.cannot(number, line, "raw.bad-date", value=date_text)
        else:
            chip = chip_text(tag)
            sorts[len(chip)] += 1
            key = (chip, day, time)
            log.read(number, line, key=key, chip=chip, clock_ms=clock, day=day)
    _tell_others(log, sorts)
    if known:
        return log.finish("impinj", "Impinj tag reads")
    return log.finish("tag-times", "List of tags and times")


def _tell_others(log: RawLog, sorts: Counter[int]) -> None:
    """Tags of another length than nearly all are likely somebody else's."""
    if len(sorts) < 2:
        return
    (_usual, most), *others = sorts.most_common()
    count = sum(number for _length, number in others)
    if most >= 4 * count:
        log.tell("raw.other-tags", Severity.INFO, count=count)
