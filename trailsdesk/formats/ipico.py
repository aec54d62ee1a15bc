"""Logs of ipico readers and of Trident's Time Machine: one hexadecimal line for each read.

Source: the readers' own message formats. ``aa``, reader, twelve digits of tag, four of counters,
date and time in decimal digits, hundredths in hexadecimal, then one of four endings.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from trailsdesk.formats.raw import (
    NO_CHIP,
    RawFile,
    RawLog,
    day_of,
    lines_of,
    no_day,
    whole_seconds,
)

LAST_SEEN = "raw.left-last-seen"
MARKUP = "raw.left-markup"
_TOKEN = re.compile(r"(?<![0-9A-Za-z])aa[0-9A-Za-z]{14,58}(?![0-9A-Za-z])")
_GLUED = re.compile(r"aa[0-9A-Za-z]{34,42}(?![0-9A-Za-z])")
_CORE = re.compile(
    r"aa[0-9A-Za-z]{2}([0-9A-Fa-f]{12})[0-9A-Fa-f]{4}(\d{6})(\d{6})([0-9A-Fa-f]{2})"
)
_USUAL = re.compile(
    r"aa[0-9A-Za-z]{2}([0-9A-Fa-f]{12})[0-9A-Fa-f]{4}(\d{6})(\d{6})([0-9A-Fa-f]{2})"
    r"([0-9A-Fa-f]{2})"
)
_HUNDREDTHS = {format(n, kind): n * 10 for n in range(100) for kind in ("02x", "02X")}
_SUFFIXES = ("FS", "LS")
_MARKS = ("FS", "LS", "BS", "RR")
_TRIDENT = "Trident"
_TRIDENT_LENGTH = 40
_LENGTHS = {36, 38, 40, 42, 44}
_LINE_LIMIT = 1000


def looks_like(line: str) -> bool:
    """Whether a line holds something shaped like a read."""
    found = _TOKEN.search(line, 0, _LINE_LIMIT) or _GLUED.search(line, 0, _LINE_LIMIT)
    return found is not None and _CORE.match(found.group()) is not None


def read_ipico(name: str, text: str) -> RawFile:
    """Every read of a log, also of one saved from a terminal as RTF.

    A line that says when a chip was last seen is left out, unless nothing else was heard of that
    chip.
    """
    log = RawLog(name)
    markup = text.lstrip().startswith("{\\rtf")
    heard: set[str] = set()
    last: list[tuple[int, str, str]] = []
    endings: Counter[str] = Counter()
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace() or _usual(log, number, line, heard):
            continue
        for token in _tokens(line) or _strange(log, number, line, markup=markup):
            ending = _ending(log, number, line, token)
            if ending is None:
                continue
            endings[_TRIDENT if len(token) == _TRIDENT_LENGTH else ending] += 1
            if ending == "LS":
                last.append((number, line, token))
            elif _take(log, number, line, token):
                heard.add(_tag(token))
    for number, line, token in last:
        if _tag(token) in heard or not _take(log, number, line, token):
            log.leave(LAST_SEEN)
    return log.finish(*_named(endings))


def _usual(log: RawLog, number: int, line: str, heard: set[str]) -> bool:
    """Take a plain line that is sound in every way, which nearly all of them are, at once."""
    match = _USUAL.fullmatch(line)
    if match is None:
        return False
    tag, date_text, time_text, hundredths, told = match.groups()
    clock, day, part = _six_digits(time_text), day_of(date_text), _HUNDREDTHS.get(hundredths)
    if clock is None or day is None or part is None or not tag.strip("0"):
        return False
    if int(told, 16) != sum(line[2:34].encode()) & 0xFF:
        return False
    chip = tag.upper()
    heard.add(chip)
    log.read(number, line, key=line[:34], chip=chip, clock_ms=clock + part, day=day)
    return True


@lru_cache(maxsize=100_000)
def _six_digits(text: str) -> int | None:
    return whole_seconds(f"{text[:2]}:{text[2:4]}:{text[4:]}")


def _strange(log: RawLog, number: int, line: str, *, markup: bool) -> tuple[str, ...]:
    """Note a line without any read; the markup of a word processor is no fault."""
    if markup:
        log.leave(MARKUP)
    else:
        log.cannot(number, line)
    return ()


def _tag(token: str) -> str:
    return token[4:16].upper()


def _named(endings: Counter[str]) -> tuple[str, str]:
    """Which of the logs it is, by how its lines end."""
    if endings[_TRIDENT] * 2 > endings.total():
        return "trident", "Trident Time Machine log"
    if endings["FS"] or endings["LS"]:
        return "ipico-fs-ls", "ipico first-seen/last-seen log"
    return "ipico-raw", "ipico raw log"


def _tokens(line: str) -> list[str]:
    """What may be reads in a line: words beginning with ``aa``, else the end of a longer word."""
    if line.startswith("aa") and line.isalnum() and line.isascii():
        return [line]
    found = [match.group() for match in _TOKEN.finditer(line)]
    if found:
        return found
    at = line.find("aa", 0, _LINE_LIMIT)
    while at >= 0:
        glued = _GLUED.match(line, at)
        if glued is not None and len(glued.group()) in _LENGTHS and _sound(glued.group()):
            return [glued.group()]
        at = line.find("aa", at + 1, _LINE_LIMIT)
    return []


def _sound(token: str) -> bool:
    return _checksum(token)[0] == _checksum(token)[1]


def _checksum(token: str) -> tuple[str, str]:
    """The two digits a read says and those it should say: the low byte of the sum of its bytes."""
    end = 40 if len(token) >= 42 else 34
    return token[end : end + 2].lower(), f"{sum(token[2:end].encode()) & 0xFF:02x}"


def _ending(log: RawLog, number: int, line: str, token: str) -> str | None:
    """``FS``, ``LS``, another mark, or nothing for a plain read; None for a damaged one."""
    length = len(token)
    if length not in _LENGTHS:
        log.cannot(number, line, "raw.ipico-length", count=length)
        return None
    if length == _TRIDENT_LENGTH:
        if token[36:38] in _MARKS:
            return token[36:38]
        log.cannot(number, line, "raw.ipico-mark", value=token[36:38])
        return None
    told, computed = _checksum(token)
    if told != computed:
        log.cannot(number, line, "raw.checksum", told=told, computed=computed)
        return None
    if length in (38, 44):
        if token[-2:] in _SUFFIXES:
            return token[-2:]
        log.cannot(number, line, "raw.ipico-mark", value=token[-2:])
        return None
    if length == 42:
        flags = int(token[38:40], 16) if _is_hex(token[38:40]) else 0xFF
        # All bits set only means that the tag was tampered with.
        return "FS" if flags != 0xFF and flags & 0x80 else _last(flags)
    return ""


def _last(flags: int) -> str:
    return "LS" if flags != 0xFF and flags & 0x40 else ""


def _is_hex(text: str) -> bool:
    return all(c in "0123456789abcdefABCDEF" for c in text)


def _take(log: RawLog, number: int, line: str, token: str) -> bool:
    """Put a read into the basket; False when its fields make no sense."""
    match = _CORE.match(token)
    if match is None:
        log.cannot(number, line, "raw.ipico-digits")
        return False
    tag, date_text, time_text, hundredths = match.groups()
    clock, part = _six_digits(time_text), _HUNDREDTHS.get(hundredths)
    if clock is None or part is None:
        log.cannot(number, line, "raw.bad-time", value=f"{time_text}.{hundredths}")
        return False
    day = day_of(date_text)
    if day is None and not no_day(date_text):
        log.cannot(number, line, "raw.bad-date", value=date_text)
        return False
    if not tag.strip("0"):
        log.leave(NO_CHIP)
        return True
    log.read(number, line, key=token[:34], chip=tag.upper(), clock_ms=clock + part, day=day)
    return True
