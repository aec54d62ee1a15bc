"""What MYLAPS timing sends: frames with a source, a function and records, ended by ``$``.

Source: notes on the maker's TCP protocol. ``Passing`` and ``Marker`` records are keys and values;
the ``Store`` records of older ChampionChip systems are of fixed width, with the date before a
two-character checksum. Times are local to the decoder.
"""

from __future__ import annotations

import re

from trailsdesk.formats.raw import (
    CHATTER,
    MARKER,
    TIME,
    RawFile,
    RawLog,
    chip_text,
    clock_of,
    day_of,
    no_day,
    point_of,
)

_FRAME = re.compile(r"[^@$]{0,80}@[A-Za-z]{1,40}@")
_STORE = re.compile(r"([0-9A-Z]{7})" + r"(\d\d:\d\d:\d\d\.\d{3})" + r"(.{8,40})$")
_SHORT_DATE = re.compile(r"\d{6}")
_WANTED = re.compile(r"(?:^|\|)(t|c|d|b|n|dv|mt)=([^|]*)")
_TIME = re.compile(TIME)
_DATE_AND_SUM = re.compile(r"(\d{6})[0-9A-Fa-f]{2}\s*$")


def looks_like(line: str) -> bool:
    """Whether a text begins with a frame that carries passings, markers or stored records."""
    found = _FRAME.match(line.lstrip("\x00 \n"))
    if found is None:
        return False
    return found.group().rstrip("@").rpartition("@")[2] in ("Passing", "Marker", "Store")


def read_mylaps(name: str, text: str) -> RawFile:
    """All records of all frames; ``line`` counts them."""
    log = RawLog(name)
    number = stored = 0
    for frame in re.split(r"[$\r\n]+", text):
        frame = frame.strip("\x00 ")
        if not frame:
            continue
        source, _at, rest = frame.partition("@")
        function, _at, body = rest.partition("@")
        if function not in ("Passing", "Marker", "Store"):
            if function.isalpha() and "@" in frame:
                log.leave(CHATTER)
            else:
                number += 1
                log.cannot(number, frame)
            continue
        point = point_of(source)
        for record in _records(body):
            number += 1
            if function == "Store":
                stored += 1
                _take_stored(log, number, record, point)
            else:
                _take_keyed(log, number, record, point, marker=function == "Marker")
    if stored * 2 > number:
        return log.finish("mylaps-store", "MYLAPS ChampionChip stored passings")
    return log.finish("mylaps-passings", "MYLAPS passings")


def _records(body: str) -> list[str]:
    """The records of a frame; what stands alone at its end is the frame's number."""
    parts = [part for part in body.split("@") if part.strip()]
    if parts and parts[-1].strip().isdecimal():
        parts.pop()
    return parts


def _take_stored(log: RawLog, number: int, record: str, point: str) -> None:
    match = _STORE.match(record.strip())
    if match is None:
        log.cannot(number, record, "raw.fixed-width")
        return
    chip, time, rest = match.groups()
    clock = clock_of(time)
    if clock is None:
        log.cannot(number, record, "raw.bad-time", value=time)
        return
    dated = _DATE_AND_SUM.search(rest)
    day = day_of(dated[1]) if dated is not None else None
    if dated is not None and day is None and not no_day(dated[1]):
        log.cannot(number, record, "raw.bad-date", value=dated[1])
        return
    key = (chip, clock, day, point)
    log.read(number, record, key=key, chip=chip, clock_ms=clock, day=day, point=point)


def _take_keyed(log: RawLog, number: int, record: str, point: str, *, marker: bool) -> None:
    values = dict(_WANTED.findall(record))
    time = _TIME.fullmatch(values.get("t", "").strip())
    clock = clock_of(time[1]) if time is not None else None
    if clock is None:
        code, value = (
            ("raw.bad-time", values["t"][:40]) if values.get("t") else ("raw.no-time", "")
        )
        log.cannot(number, record, code, value=value)
        return
    dated = values.get("d", "").strip()
    day = day_of(dated) if _SHORT_DATE.fullmatch(dated) else None
    if day is None and dated and not no_day(dated):
        log.cannot(number, record, "raw.bad-date", value=dated[:40])
        return
    if marker:
        if "gun" in values.get("mt", "").lower():
            log.gun(number, record, clock, day)
        else:
            log.leave(MARKER)
        return
    chip = chip_text(values.get("c", ""))
    bib = values.get("b", "").strip()
    bib = "" if bib == "0" else bib
    if not chip and not bib:
        log.cannot(number, record, "raw.no-chip")
        return
    key = (chip, bib, clock, day, point, values.get("dv"), values.get("n"))
    log.read(number, record, key=key, bib=bib, chip=chip, clock_ms=clock, day=day, point=point)
