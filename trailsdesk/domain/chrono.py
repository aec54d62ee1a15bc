"""Instants and durations in whole milliseconds; the many spellings of a time.

Parsers return None for what they cannot read with certainty; they never guess. Whether a column
holds elapsed times or times of day, and whether its dates put the day first, is a property of the
column: the caller decides it once and says so.
"""

from __future__ import annotations

import enum
import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo

Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01T00:00Z."""
Duration = NewType("Duration", int)
"""Milliseconds; may pass 24 h and may be negative."""

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MILLISECOND = timedelta(milliseconds=1)
_YEARS = range(1900, 2200)


class Rounding(enum.StrEnum):
    """How a time loses what is finer than the unit shown; applied once."""

    CHOP = "chop"
    HALF_UP = "half-up"
    UP = "up"


class TwoParts(enum.StrEnum):
    """What ``7:03`` means in a column; with a fraction it is always minutes and seconds."""

    MINUTES_SECONDS = "minutes-seconds"
    HOURS_MINUTES = "hours-minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockText:
    """A time of day as written: milliseconds since local midnight, and what else the text said.

    ``offset_ms`` is the distance from UTC, east positive; None when the text names none.
    """

    day: date | None = None
    time_of_day_ms: Duration
    offset_ms: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalInstant:
    """A wall-clock reading placed on the time line.

    ``again_ms``: the wall clock showed it twice (clocks put back), once more at this instant; the
    earlier one is taken. ``missing``: the wall clock never showed it (clocks put forward), the
    offset before the change is taken.
    """

    instant_ms: Instant
    again_ms: Instant | None = None
    missing: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether the wall clock showed it twice."""
        return self.again_ms is not None


# Minus sign and dash, unbreakable blanks, and the quotes and primes of minutes and seconds.
_TYPOGRAPHY = str.maketrans(
    "\u2212\u2013\u00a0\u202f\u2019\u2018\u2032\u00b4\u2033\u201d\u201c",
    "--  " + "'" * 4 + '"' * 3,
)


def _plain(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).split()).casefold()


def _fraction_ms(digits: str | None) -> int:
    """Milliseconds of a decimal fraction's digits, to the nearest, half up."""
    return (int((digits or "0")[:4].ljust(4, "0")) + 5) // 10


def _total_ms(days: int, hours: int, minutes: int, seconds: int, fraction: str | None) -> int:
    return (
        days * DAY_MS
        + hours * HOUR_MS
        + minutes * MINUTE_MS
        + seconds * SECOND_MS
        + _fraction_ms(fraction)
    )


# ------------------------------------------------------------------ elapsed

_COLONS = re.compile(
    r"(?P<minus>-?) ?(?:(?:(?P<days>\d{1,4}):)?(?P<hours>\d{1,6}):(?=\d{1,2}:))?"
    r"(?P<first>\d{1,6}):(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,12}))?"
)
_DAYS = re.compile(
    r"(?P<minus>-?)(?P<days>\d{1,4}) ?(?:days?|d|jours?|j|tage?|t)"
    r"(?:,? ?(?P<plus>\+?)(?P<hours>\d{1,2}):(?P<minutes>\d{2}):(?P<seconds>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,12}))?)?"
)
_LETTERS = re.compile(
    r"(?P<minus>-?)(?:(?P<hours>\d{1,6}) ?(?:hours?|hrs?|h|std) ?)?"
    r"(?:(?P<minutes>\d{1,6}) ?(?:minutes?|mins?|mn|m|'(?!')) ?)?"
    r"(?:(?P<seconds>\d{1,9})(?:[.,](?P<fraction>\d{1,12}))? ?(?:seconds?|secs?|s|\"|''))?"
)
_HOURS_LED = re.compile(
    r"(?P<minus>-?)(?P<hours>\d{1,6}) ?h ?(?P<minutes>\d{2})"
    r"(?: ?['m:] ?(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,12}))?)?"
)
_SECONDS = re.compile(r"(?P<minus>-?) ?(?P<seconds>\d{1,9})(?:[.,](?P<fraction>\d{1,18}))?")


def parse_elapsed(
    text: str, two_parts: TwoParts = TwoParts.MINUTES_SECONDS, *, seconds: bool = False
) -> Duration | None:
    """A duration from any spelling met in timing files, or None.

    Reads ``26:39:00``, ``50:48``, ``0:10.8``, ``1:02:33,45``, ``1:02:39:00`` (days first),
    ``26H 35M 25S``, ``2h05'33"``, ``1 days 06:57:51``, all with an optional minus. Only the
    leading unit may pass its limit; minutes or seconds of 60 and more are refused.

    Args:
        two_parts: what ``7:03`` means here.
        seconds: a bare number is a count of seconds (``53204``, ``32795.944``); otherwise refused.
    """
    plain = _plain(text)
    if not plain:
        return None
    if match := _COLONS.fullmatch(plain):
        return _from_colons(match, two_parts)
    if seconds and (match := _SECONDS.fullmatch(plain)):
        return _signed(match, _total_ms(0, 0, 0, int(match["seconds"]), match["fraction"]))
    if match := _DAYS.fullmatch(plain):
        return _from_days(match)
    if match := _LETTERS.fullmatch(plain) or _HOURS_LED.fullmatch(plain):
        return _from_letters(match)
    return None


def _signed(match: re.Match[str], total_ms: int) -> Duration:
    return Duration(-total_ms if match["minus"] else total_ms)


def _from_colons(match: re.Match[str], two_parts: TwoParts) -> Duration | None:
    first, second = int(match["first"]), int(match["second"])
    if second >= 60:
        return None
    fraction = match["fraction"]
    if match["hours"] is None:
        if len(match["second"]) != 2:
            return None
        if two_parts is TwoParts.HOURS_MINUTES and fraction is None:
            return _signed(match, _total_ms(0, first, second, 0, None))
        return _signed(match, _total_ms(0, 0, first, second, fraction))
    days, hours = int(match["days"] or 0), int(match["hours"])
    if first >= 60 or (match["days"] is not None and hours >= 24):
        return None
    return _signed(match, _total_ms(days, hours, first, second, fraction))


def _from_days(match: re.Match[str]) -> Duration | None:
    days = int(match["days"])
    hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
    rest = int(match["seconds"] or 0)
    if hours >= 24 or minutes >= 60 or rest >= 60:
        return None
    within = _total_ms(0, hours, minutes, rest, match["fraction"])
    if match["plus"]:
        # "-1 days +23:59:50" is how pandas writes minus ten seconds: only the days are negative.
        return Duration(within - days * DAY_MS if match["minus"] else within + days * DAY_MS)
    return _signed(match, days * DAY_MS + within)


def _from_letters(match: re.Match[str]) -> Duration | None:
    given = [match["hours"], match["minutes"], match["seconds"]]
    if given == [None, None, None]:
        return None
    leading = next(index for index, part in enumerate(given) if part is not None)
    hours, minutes, rest = (int(part or 0) for part in given)
    if (leading < 1 and minutes >= 60) or (leading < 2 and rest >= 60):
        return None
    return _signed(match, _total_ms(0, hours, minutes, rest, match["fraction"]))


_PAPER = re.compile(r"(?:(\d{1,3})[:.,;\- ]+)?(\d{1,3})[:.,;\- ]+(\d{2})")


def forgiving_elapsed(text: str) -> Duration | None:
    """A duration as a volunteer types it from paper; show the reading back before it counts.

    Besides everything ``parse_elapsed`` reads: ``14217``, ``1.42.17``, ``1 42 17`` are 1:42:17,
    ``4217`` and ``42.17`` are 42:17, ``102.17`` is 102 minutes 17 seconds. Digits alone are read
    from the right: seconds, minutes, hours; fewer than three are refused. Never negative.
    """
    plain = _plain(text)
    if plain.startswith("-"):
        return None
    exact = parse_elapsed(plain)
    if exact is not None:
        return exact
    if 3 <= len(plain) <= 7 and plain.isdecimal():
        plain = ":".join(part for part in (plain[:-4], plain[-4:-2], plain[-2:]) if part)
    match = _PAPER.fullmatch(plain)
    if match is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    if rest >= 60 or (match[1] is not None and minutes >= 60):
        return None
    return Duration(_total_ms(0, hours, minutes, rest, None))


def from_day_fraction(value: float) -> Duration:
    """A spreadsheet's fraction of a day as a duration, to the nearest millisecond.

    Raises:
        ValueError: not a finite number.
    """
    if not math.isfinite(value):
        raise ValueError(value)
    return Duration(math.floor(value * DAY_MS + 0.5))


# ------------------------------------------------------------------ time of day

_CLOCK = re.compile(
    r"(?:(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8}|\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)"
    r"(?:\d{4}|\d{2}))(?:t|,? ))?"
    r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,12}))?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
    r"(?: ?(?P<offset>z|utc|gmt|[+-]\d{2}(?::?\d{2})?))?"
)


def parse_clock(text: str, *, day_first: bool = False) -> ClockText | None:
    """A time of day, with a date and an offset from UTC where the text has them, or None.

    Reads ``10:50:00.477``, ``2025-08-29T17:45:00.000+02:00``, ``2026-05-24 10:00:00``,
    ``6/3/17 8:00``, ``9:27 am``, ``10/25/2024 6:01:57 AM``. Dates with dots put the day first;
    two-digit years are of this century.

    Args:
        day_first: ``3/6/17`` is the third of June; otherwise the sixth of March.
    """
    match = _CLOCK.fullmatch(_plain(text))
    if match is None or (match["minute"] is None and match["half"] is None):
        return None
    hour = _hour_of_day(int(match["hour"]), match["half"])
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    if hour is None or minute >= 60 or second >= 60:
        return None
    day = None
    if match["day"] is not None:
        day = _date_of(match["day"], day_first)
        if day is None:
            return None
    return ClockText(
        day=day,
        time_of_day_ms=Duration(_total_ms(0, hour, minute, second, match["fraction"])),
        offset_ms=_offset_of(match["offset"]),
    )


def _hour_of_day(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour < 24 else None
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half == "p" else 0)


def _offset_of(text: str | None) -> Duration | None:
    if text is None:
        return None
    if text in ("z", "utc", "gmt"):
        return Duration(0)
    minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
    return Duration(minutes * MINUTE_MS * (-1 if text[0] == "-" else 1))


def _date_of(text: str, day_first: bool) -> date | None:
    if len(text) == 8 and text.isdecimal():
        numbers = [int(text[:4]), int(text[4:6]), int(text[6:])]
    else:
        numbers = [int(part) for part in re.split(r"[-/.]", text)]
        if not re.match(r"\d{4}", text):
            first, second, year = numbers
            day, month = (first, second) if day_first or "." in text else (second, first)
            numbers = [year if year >= 100 else 2000 + year, month, day]
    if numbers[0] not in _YEARS:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def is_zone(name: str) -> bool:
    """Whether ``name`` is a time zone this machine knows."""
    try:
        _zone(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    """The zone's rules; an unknown name is a ValueError whatever the reason."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise ValueError(name) from error


def local_instant(day: date, time_of_day_ms: Duration, zone: str) -> LocalInstant:
    """The instant at which the clocks of ``zone`` showed that time, honest about clock changes.

    Raises:
        ValueError: a zone that is not known.
    """
    midnight = datetime.combine(day, time.min, tzinfo=_zone(zone))
    wall = midnight + timedelta(milliseconds=time_of_day_ms)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    assert before is not None  # noqa: S101  a ZoneInfo always knows its offset
    assert after is not None  # noqa: S101
    since_epoch = wall.replace(tzinfo=UTC) - _EPOCH - before
    instant_ms = Instant(since_epoch // _MILLISECOND)
    again_ms = Instant((since_epoch + before - after) // _MILLISECOND)
    return LocalInstant(
        instant_ms=instant_ms,
        again_ms=again_ms if before > after else None,
        missing=before < after,
    )


def to_instant(clock: ClockText, day: date, zone: str) -> LocalInstant:
    """The instant of a written time; its own date and offset win over ``day`` and ``zone``."""
    on = clock.day or day
    if clock.offset_ms is None:
        return local_instant(on, clock.time_of_day_ms, zone)
    midnight = datetime.combine(on, time.min, tzinfo=UTC) - _EPOCH
    return LocalInstant(
        instant_ms=Instant(midnight // _MILLISECOND + clock.time_of_day_ms - clock.offset_ms)
    )


def roll_over(previous_ms: Duration | None, time_of_day_ms: Duration, days: int = 0) -> int:
    """How many midnights have passed, for times of day without a date in reading order.

    A drop of more than 12 h is the next day. A few seconds back are left alone: they are a clock
    step, not a day; when they lead back over midnight (a rise of more than 23 h) the read belongs
    to the day before.

    Args:
        previous_ms: the reading before, None for the first one.
        days: what the call before returned.
    """
    if previous_ms is None:
        return days
    if previous_ms - time_of_day_ms > 12 * HOUR_MS:
        return days + 1
    if days and time_of_day_ms - previous_ms > 23 * HOUR_MS:
        return days - 1
    return days


def first_instant_from(start: Instant, time_of_day_ms: Duration, zone: str) -> LocalInstant:
    """The first instant not before ``start`` at which the clocks of ``zone`` showed that time."""
    day = local_date(start, zone)
    found = local_instant(day, time_of_day_ms, zone)
    if found.again_ms is not None and found.instant_ms < start <= found.again_ms:
        return LocalInstant(instant_ms=found.again_ms)
    if found.instant_ms < start:
        found = local_instant(day + timedelta(days=1), time_of_day_ms, zone)
    return found


# ------------------------------------------------------------------ rounding and writing


def round_duration(ms: int, unit_ms: int, rounding: Rounding) -> Duration:
    """``ms`` in whole units; negative durations are rounded as their positive mirror image.

    Raises:
        ValueError: a unit that is not positive.
    """
    if unit_ms <= 0:
        raise ValueError(unit_ms)
    size = abs(ms)
    if rounding is Rounding.HALF_UP:
        size += unit_ms // 2
    elif rounding is Rounding.UP:
        size += unit_ms - 1
    size -= size % unit_ms
    return Duration(-size if ms < 0 else size)


def _decimals(unit_ms: int) -> int:
    return 0 if unit_ms >= 1000 else 1 if unit_ms >= 100 else 2 if unit_ms >= 10 else 3


def format_elapsed(ms: int, unit_ms: int = 1000, *, pad_hours: bool = False) -> str:
    """``31:07:45``, ``0:45:15``; with decimals when ``unit_ms`` is below a second.

    What is finer than the unit is cut off, not rounded: rounding is the preset's business and done
    once before. ``pad_hours`` writes at least two digits of hours (``00:45:15``).
    """
    decimals = _decimals(unit_ms)
    shown = abs(ms) // 10 ** (3 - decimals)
    seconds, fraction = divmod(shown, 10**decimals)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours:02d}" if pad_hours else str(hours)
    text = f"{text}:{minutes:02d}:{seconds:02d}"
    if decimals:
        text = f"{text}.{fraction:0{decimals}d}"
    return f"-{text}" if ms < 0 and shown else text


@lru_cache(maxsize=4096)
def _offset_ms(zone: str, quarter: int) -> int:
    """East of UTC, for a quarter of an hour since 1970; zones change on full quarters only."""
    instant = _EPOCH + timedelta(minutes=15 * quarter)
    offset = instant.astimezone(_zone(zone)).utcoffset() or timedelta(0)
    return offset // _MILLISECOND


def _wall(instant: Instant, zone: str) -> tuple[int, int]:
    """Days since 1970 and milliseconds since midnight on the clocks of ``zone``."""
    return divmod(instant + _offset_ms(zone, instant // (15 * MINUTE_MS)), DAY_MS)


def local_date(instant: Instant, zone: str) -> date:
    """The calendar day in ``zone`` at that instant."""
    return date.fromordinal(_EPOCH_DAY + _wall(instant, zone)[0])


def local_datetime(instant: Instant, zone: str) -> datetime:
    """The date and wall clock of ``zone`` at that instant, with its distance from UTC."""
    return (_EPOCH + instant * _MILLISECOND).astimezone(_zone(zone))


def format_clock(instant: Instant, zone: str, seconds: bool = True) -> str:
    """The wall clock of ``zone``: ``10:50:00``, or ``10:50``."""
    minutes, rest = divmod(_wall(instant, zone)[1] // SECOND_MS, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if seconds else text


def format_local(instant: Instant, zone: str) -> str:
    """Date and wall clock of ``zone``: ``2026-05-24 10:50:00``."""
    return f"{local_date(instant, zone).isoformat()} {format_clock(instant, zone)}"
