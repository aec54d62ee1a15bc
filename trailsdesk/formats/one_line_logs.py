"""Further systems that write one short line for each read: Wiclax, JChip, Orion.

Source: public readers and writers of these lines.
"""

from __future__ import annotations

import re

from trailsdesk.domain.chrono import DAY_MS
from trailsdesk.formats.raw import (
    CHATTER,
    TIME,
    RawFile,
    RawLog,
    chip_text,
    clock_of,
    day_of,
    lines_of,
    no_day,
)

_WICLAX = re.compile(
    r"\s*([^;\s][^;]{0,40});(\d\d-\d\d-\d{4}) "
    + TIME
    + r";([^;]{0,40});[^;]{0,40};[^;]{0,40};([^;]{0,40});?\s*$"
)
_JCHIP = re.compile(r"\s*D([0-9A-Z]{2,32}) " + TIME + r"\s+(\w{1,4})(?:\s+\w+)*\s*$")
_JCHIP_NAME = re.compile(r"\s*N\d{4}")
_ORION = re.compile(r"\s*\$P[;,][^;,]*[;,]([^;,]+)[;,][^;,]*[;,][^;,]*[;,](\d{1,9})(?:[;,]|\s*$)")


def is_wiclax(line: str) -> bool:
    """Whether a line is ``chip;day-month-year time;device;lap;battery;rewind``."""
    return _WICLAX.match(line) is not None


def is_jchip(line: str) -> bool:
    """Whether a line is ``D`` with a tag, a time and a day counter."""
    return _JCHIP.match(line) is not None


def is_orion(line: str) -> bool:
    """Whether a line is ``$P`` with a tag and the milliseconds of the day."""
    return _ORION.match(line) is not None


def read_wiclax(name: str, text: str) -> RawFile:
    """Generic lines of Wiclax; what is sent again after a rewind is the same read."""
    log = RawLog(name)
    for number, line, match in log.matched(text, _WICLAX):
        chip, date_text, time, device, _rewind = match.groups()
        clock = clock_of(time)
        turned = f"{date_text[6:]}-{date_text[3:5]}-{date_text[:2]}"
        day = day_of(turned)
        if clock is None:
            log.cannot(number, line, "raw.bad-time", value=time)
        elif day is None and not no_day(turned):
            log.cannot(number, line, "raw.bad-date", value=date_text)
        else:
            key = (chip, day, clock, device)
            log.read(number, line, key=key, chip=chip_text(chip), clock_ms=clock, day=day)
    return log.finish("wiclax", "Wiclax reads")


def read_jchip(name: str, text: str) -> RawFile:
    """Tags with a time of day; the receiver's own name is left out."""
    log = RawLog(name)
    for number, line, match in log.matched(text, _JCHIP, _JCHIP_NAME):
        tag, time, days = match.groups()
        clock = clock_of(time)
        if clock is None:
            log.cannot(number, line, "raw.bad-time", value=time)
            continue
        log.read(number, line, key=(tag, clock, days), chip=chip_text(tag), clock_ms=clock)
    return log.finish("jchip", "JChip reads")


def read_orion(name: str, text: str) -> RawFile:
    """Passings among other messages, which are left out."""
    log = RawLog(name)
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace():
            continue
        match = _ORION.match(line)
        if match is not None and int(match[2]) < DAY_MS:
            tag, clock = match[1].strip(), int(match[2])
            log.read(number, line, key=(tag, clock), chip=chip_text(tag), clock_ms=clock)
        elif match is not None:
            log.cannot(number, line, "raw.bad-time", value=match[2])
        elif line.lstrip().startswith(("$", "#")):
            log.leave(CHATTER)
        else:
            log.cannot(number, line)
    return log.finish("orion", "Orion passings")
