"""Passings of RACE RESULT systems and the lines and records of its exporters.

Source: the maker's passing record (decoder protocol 1.0 to 1.6) and its default exporters. The
second field is a bib or, for chips used more than once, a transponder code.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import DAY_MS, MINUTE_MS
from trailsdesk.formats.raw import (
    DAY,
    MARKER,
    TIME,
    RawFile,
    RawLog,
    chip_text,
    clock_of,
    day_of,
    fraction_ms,
    lines_of,
    no_day,
    point_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.formats.json_records import JsonRecord

INVALID = "raw.left-invalid"
_PASSING = re.compile(r"\s*(\d{1,9});([^;]*);(?:" + DAY + r"?;)?\s*" + TIME + r"(?:;(.*))?$")
_RUNSCORE = re.compile(r"\s*RSBCI,([^,]{0,40}),\s*" + TIME + r"(?:,([^,]{0,80}))?,?\s*$")
_CUSTOM = re.compile(r"\s*(\d{1,9});([^;]{1,80});([^;]{1,40});(\d{3,6}[.,]\d{1,6}|\d{4,6})\s*$")
_MOST_SECONDS = 1_000_000
_BIB = re.compile(r"\d{1,7}")


def is_passing(line: str) -> bool:
    """Whether a line is shaped like a passing record of any version."""
    found = _PASSING.match(line)
    return found is not None and (found[5] or "").count(";") >= 2


def is_exported(line: str) -> bool:
    """Whether a line is shaped like one of the exporters' lines."""
    return _RUNSCORE.match(line) is not None or _CUSTOM.match(line) is not None


def read_passings(name: str, text: str) -> RawFile:
    """Passing records of a box, a decoder file or the raw data exporters.

    The same number from two boxes is two passings; a record sent again is not.
    """
    log = RawLog(name)
    for number, line, match in log.matched(text, _PASSING):
        count, code, date_text, time, rest = match.groups()
        clock = clock_of(time)
        if clock is None:
            log.cannot(number, line, "raw.bad-time", value=time)
            continue
        day = day_of(date_text) if date_text else None
        if day is None and date_text and not no_day(date_text):
            log.cannot(number, line, "raw.bad-date", value=date_text)
            continue
        box = (rest or "").rstrip().rpartition(";")[2]
        who = code.strip()
        if not who:
            log.cannot(number, line, "raw.no-chip")
            continue
        bib, chip = _who(who)
        log.read(
            number, line, key=(box, count, who, date_text, clock),
            bib=bib, chip=chip, clock_ms=clock, day=day,
        )  # fmt: skip
    return log.finish("race-result-passings", "RACE RESULT passings")


def _who(code: str) -> tuple[str, str]:
    """A bib or a chip: only digits are a bib, ``ZCMBG52`` is not bib 52."""
    return (code, "") if _BIB.fullmatch(code) else ("", chip_text(code))


def read_exported(name: str, text: str) -> RawFile:
    """Lines of the RunScore exporter and of the documented custom one, also both in one file."""
    log = RawLog(name)
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace():
            continue
        runscore = _RUNSCORE.match(line)
        if runscore is not None:
            code, time, point = runscore.groups()
            clock = clock_of(time)
            if clock is None:
                log.cannot(number, line, "raw.bad-time", value=time)
                continue
        else:
            custom = _CUSTOM.match(line)
            if custom is None:
                log.cannot(number, line)
                continue
            _event, point, code, seconds = custom.groups()
            clock = _of_day(seconds)
        bib, chip = _who(code.strip())
        if not bib and not chip:
            log.cannot(number, line, "raw.no-chip")
            continue
        place = point_of(point or "")
        key = (bib, chip, clock, place)
        log.read(number, line, key=key, bib=bib, chip=chip, clock_ms=clock, point=place)
    return log.finish("race-result-exporter", "RACE RESULT exporter lines")


def _of_day(seconds: str) -> int:
    whole, _point, fraction = seconds.replace(",", ".").partition(".")
    return (int(whole) * 1000 + (fraction_ms(fraction) if fraction else 0)) % DAY_MS


# ------------------------------------------------------------------ JSON


def is_record(record: object) -> bool:
    """Whether a JSON record is a passing of the JSON exporter."""
    return (
        isinstance(record, dict)
        and "Time" in record
        and "TimingPoint" in record
        and ("Bib" in record or isinstance(record.get("Passing"), dict))
    )


def read_records(name: str, records: Sequence[JsonRecord]) -> RawFile:
    """Records of the JSON exporter; those marked invalid and the markers are left out."""
    log = RawLog(name)
    for one in records:
        value = one.value
        if not isinstance(value, dict) or not is_record(value):
            log.cannot(one.line, one.text)
            continue
        passing = value.get("Passing")
        inner = passing if isinstance(passing, dict) else {}
        if inner.get("IsMarker") is True:
            log.leave(MARKER)
            continue
        if value.get("Invalid") is True:
            log.leave(INVALID)
            continue
        seconds = value["Time"]
        if not _is_seconds(seconds):
            log.cannot(one.line, one.text, "raw.bad-time", value=str(seconds)[:40])
            continue
        clock = round(float(str(seconds)) * 1000) % DAY_MS
        bib = str(value.get("Bib") or "")
        chip = chip_text(str(inner.get("Transponder") or ""))
        if not bib and not chip:
            log.cannot(one.line, one.text, "raw.no-chip")
            continue
        key = (inner.get("DeviceID"), inner.get("PassingNo"), bib, chip, clock, value.get("ID"))
        log.read(
            one.line, one.text, key=tuple(map(str, key)), bib=bib, chip=chip, clock_ms=clock,
            day=_local_day(clock, inner), point=point_of(str(value.get("TimingPoint") or "")),
        )  # fmt: skip
    return log.finish("race-result-json", "RACE RESULT passings (JSON)")


def _is_seconds(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value < _MOST_SECONDS


def _local_day(clock_ms: int, passing: Mapping[str, object]) -> date | None:
    """The day of a local time, from the moment beside it.

    What is called UTC there may be local time all the same, as in the maker's own example. So of
    the days around it the one counts that makes both clocks agree, or differ by the offset at
    which the record was received, or else by least.
    """
    moment = _moment(passing.get("UTCTime"))
    if moment is None or not 1990 <= moment.year < 2200:
        return None
    received = _moment(passing.get("Received"))
    offset = received.utcoffset() if received is not None else None
    wanted = [0.0] if offset is None else [0.0, offset.total_seconds() * 1000]
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    told = (moment - midnight) / timedelta(milliseconds=1)
    days = {shift: clock_ms + shift * DAY_MS - told for shift in (-1, 0, 1)}
    for difference in wanted:
        for shift, apart in days.items():
            if abs(apart - difference) < MINUTE_MS:
                return moment.date() + timedelta(days=shift)
    return moment.date() + timedelta(days=min(days, key=lambda shift: abs(days[shift])))


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
