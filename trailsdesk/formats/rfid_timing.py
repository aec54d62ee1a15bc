"""RFID Timing: the two file forms, the stream of the Ultra, and PikaReader's JSON.

Source: public readers of these systems. Chip 0 is the starting shot. The Ultra counts seconds from
1980, by the wall clock it was set to; after a rewind it sends everything again.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.formats.raw import (
    CHATTER,
    DAY,
    MARKER,
    TIME,
    RawFile,
    RawLog,
    chip_text,
    clock_of,
    day_of,
    no_day,
    since,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.formats.json_records import JsonRecord

ULTRA_EPOCH = date(1980, 1, 1)
_DATED = r"(?:" + DAY + r"[ T])?" + TIME
_FILE_A = re.compile(
    r'\s*(\d{1,2}),([0-9A-Fa-f]{1,32}),([^,"]{0,20}),"?' + _DATED + r'"?(?:,[^,]{0,40}){0,4}\s*$'
)
_FILE_B = re.compile(r"\s*([0-9A-Fa-f]{1,32})\t" + _DATED + r"(?:\t[^\t]{0,40}){0,4}\s*$")
_ULTRA = re.compile(
    r"\s*[01],([0-9A-Za-z]{1,32}),(\d{1,10}),(\d{1,3}),(\d{1,2}),(-?\d{1,4}),([01]),"
    r"(.*)$"
)
_ULTRA_CHATTER = re.compile(r"\s*(?:[VSUu][^,]*(?:,|=|$)|\d+:\d+:\d+ |1,Connected)")
_PIKA_TIME = re.compile(DAY + r"[ T]" + TIME)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def is_file_a(line: str) -> bool:
    """Whether a line is port, chip, bib and a quoted time with thousandths."""
    found = _FILE_A.match(line)
    return found is not None and "." in found[5] and '"' in line


def is_file_b(line: str) -> bool:
    """Whether a line is a chip and a time with thousandths, parted by a tabulator."""
    found = _FILE_B.match(line)
    return found is not None and "." in found[3] and len(found[1]) > 4


def is_ultra(line: str) -> bool:
    """Whether a line is a passing of the Ultra's stream."""
    found = _ULTRA.match(line)
    return found is not None and found[7].count(",") >= 2


def read_file_a(name: str, text: str) -> RawFile:
    """Lines ``port,chip,bib,"time"`` with an optional date, reader and port behind."""
    log = RawLog(name)
    for number, line, match in log.matched(text, _FILE_A):
        port, chip, bib, date_text, time = match.groups()
        _take(log, number, line, port, chip, bib.strip(), date_text, time)
    return log.finish("rfid-timing-a", "RFID Timing file (port, chip, bib, time)")


def read_file_b(name: str, text: str) -> RawFile:
    """Lines ``chip<tab>time`` with an optional date, reader and port behind."""
    log = RawLog(name)
    for number, line, match in log.matched(text, _FILE_B):
        chip, date_text, time = match.groups()
        _take(log, number, line, "", chip, "", date_text, time)
    return log.finish("rfid-timing-b", "RFID Server file (chip, time)")


def _take(
    log: RawLog,
    number: int,
    line: str,
    port: str,
    chip: str,
    bib: str,
    date_text: str | None,
    time: str,
) -> None:
    clock = clock_of(time)
    if clock is None:
        log.cannot(number, line, "raw.bad-time", value=time)
        return
    day = day_of(date_text) if date_text else None
    if date_text and day is None and not no_day(date_text):
        log.cannot(number, line, "raw.bad-date", value=date_text)
    elif not chip.strip("0"):
        log.gun(number, line, clock, day)
    elif port and not port.strip("0"):
        log.leave(MARKER)
    else:
        bib = "" if not bib.strip("0") else bib
        key = (chip, bib, clock, day, port)
        log.read(number, line, key=key, bib=bib, chip=chip_text(chip), clock_ms=clock, day=day)


def read_ultra(name: str, text: str) -> RawFile:
    """The stream: chip, seconds, thousandths, antenna, strength, rewind, reader … number."""
    log = RawLog(name)
    for number, line, match in log.matched(text, _ULTRA, _ULTRA_CHATTER):
        chip, seconds, thousandths, antenna, _strength, _rewind, rest = match.groups()
        day, clock = since(ULTRA_EPOCH, int(seconds) * 1000 + int(thousandths))
        if day is None:
            log.cannot(number, line, "raw.bad-time", value=seconds)
        elif not chip.strip("0"):
            log.gun(number, line, clock, day)
        elif antenna == "0":
            log.leave(MARKER)
        else:
            serial = rest.rstrip(", ").rpartition(",")[2]
            key = (chip, seconds, thousandths, antenna, serial)
            log.read(number, line, key=key, chip=chip_text(chip), clock_ms=clock, day=day)
    return log.finish("rfid-ultra", "RFID Timing Ultra stream")


# ------------------------------------------------------------------ PikaReader


def is_pika(record: object) -> bool:
    """Whether a JSON record is a read of PikaReader."""
    return isinstance(record, dict) and "chip" in record and "timestamp" in record


def read_pika(name: str, records: Sequence[JsonRecord]) -> RawFile:
    """One JSON record for each read: local time beside its offset from universal time."""
    log = RawLog(name)
    for one in records:
        value = one.value
        if not isinstance(value, dict) or not is_pika(value):
            if isinstance(value, dict):
                log.leave(CHATTER)
            else:
                log.cannot(one.line, one.text)
            continue
        found = _PIKA_TIME.match(str(value["timestamp"]))
        clock = clock_of(found[2]) if found is not None else None
        day = day_of(found[1]) if found is not None else None
        if found is None or clock is None or day is None:
            log.cannot(one.line, one.text, "raw.bad-time", value=str(value["timestamp"])[:40])
            continue
        chip = chip_text(str(value["chip"]))
        if not chip.strip("0"):
            log.gun(one.line, one.text, clock, day)
            continue
        key = (chip, day, clock, str(value.get("reader")), str(value.get("antenna")))
        log.read(
            one.line, one.text, key=key, chip=chip, clock_ms=clock, day=day,
            offset_ms=_offset_ms(str(value.get("tz", ""))),
        )  # fmt: skip
    return log.finish("pikareader", "PikaReader reads (JSON)")


@lru_cache(maxsize=64)
def _offset_ms(text: str) -> int | None:
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return 0 if text.strip() in ("Z", "UTC") else None
    minutes = int(match[2]) * 60 + int(match[3])
    return minutes * 60_000 * (-1 if match[1] == "-" else 1)
