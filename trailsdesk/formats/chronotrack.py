"""ChronoTrack: the stream of its controllers (CTP) and the raw CSV files they store.

Source: the maker's protocol and its guide to raw files. ``guntime`` and ``newlocation`` stand in
the tag's place and are no runners.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from trailsdesk.formats.raw import (
    CHATTER,
    DAY,
    MARKER,
    TIME,
    UNIX_EPOCH,
    RawFile,
    RawLog,
    chip_text,
    clock_of,
    day_of,
    fraction_ms,
    lines_of,
    point_of,
    since,
)

if TYPE_CHECKING:
    from datetime import date

_STREAM = re.compile(r"\s*CT\d\d_\d\d~")
_TIME = re.compile(r"(?:" + DAY + r"[T ])?" + TIME)
_UNIX = re.compile(r"(\d{9,10})(?:[.,](\d{1,9}))?")
_RAW = re.compile(
    r'\s*"?TO"?,([^,]*),([^,]*),([^,]*),([^,]*),(\d{9,10})(?:\.(\d{1,9}))?,([^,]*),([^,]*),(.*)$'
)


def is_stream(line: str) -> bool:
    """Whether a line is a message of the stream."""
    return _STREAM.match(line) is not None


def is_raw(line: str) -> bool:
    """Whether a line is an observation of a raw file."""
    return _RAW.match(line) is not None


def read_stream(name: str, text: str) -> RawFile:
    """Messages ``sequence~point~tag~time~occurrence~MAC~port``."""
    log = RawLog(name)
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace():
            continue
        if _STREAM.match(line) is None:
            if "~" in line:
                log.leave(CHATTER)
            else:
                log.cannot(number, line)
            continue
        fields = line.strip().split("~")
        if len(fields) < 5:
            log.leave(CHATTER)
            continue
        _version, sequence, point, tag, time = fields[:5]
        found = _moment(time.strip())
        if tag == "newlocation":
            log.leave(MARKER)
        elif found is None:
            log.cannot(number, line, "raw.bad-time", value=time[:40])
        elif tag == "guntime":
            log.gun(number, line, found[0], found[1])
        elif not tag.strip():
            log.cannot(number, line, "raw.no-chip")
        else:
            clock, day, offset = found
            mac = fields[6] if len(fields) > 6 else ""
            log.read(
                number, line, key=(mac, sequence, tag, clock, day), chip=chip_text(tag),
                clock_ms=clock, day=day, offset_ms=offset, point=point_of(point),
            )  # fmt: skip
    return log.finish("chronotrack-stream", "ChronoTrack stream")


def _moment(text: str) -> tuple[int, date | None, int | None] | None:
    """Milliseconds of the day, the day and the offset; seconds since 1970 are universal time."""
    unix = _UNIX.fullmatch(text)
    if unix is not None:
        day, clock = since(UNIX_EPOCH, int(unix[1]) * 1000 + _part(unix[2]))
        return clock, day, 0
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    date_text, time = match.groups()
    found = clock_of(time)
    return None if found is None else (found, day_of(date_text) if date_text else None, None)


def _part(fraction: str | None) -> int:
    return fraction_ms(fraction) if fraction else 0


def read_raw(name: str, text: str) -> RawFile:
    """Observations of a raw file; their times are seconds since 1970, universal time."""
    log = RawLog(name)
    events: Counter[str] = Counter()
    for number, line, match in log.matched(text, _RAW):
        _sequence, tag, timer, event, seconds, fraction, mac, _port, _rest = match.groups()
        if not tag.strip():
            log.cannot(number, line, "raw.no-chip")
            continue
        day, clock = since(UNIX_EPOCH, int(seconds) * 1000 + _part(fraction))
        events[f"{timer}/{event}"] += 1
        log.read(
            number, line, key=(mac, tag, timer, event, seconds, fraction, match[8]),
            chip=chip_text(tag), clock_ms=clock, day=day, offset_ms=0,
        )  # fmt: skip
    if len(events) > 1:
        (most, _count), *others = events.most_common()
        log.tell("raw.several-events", event=most, count=sum(count for _code, count in others))
    return log.finish("chronotrack-raw", "ChronoTrack raw file")
