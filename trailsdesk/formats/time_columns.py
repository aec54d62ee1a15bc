"""What a column of times holds: elapsed or time of day, and how its short spellings are meant.

Never decided cell by cell: the same ``7:03`` is seven minutes in one system and seven hours in
another. What was decided, and on what grounds, is told.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    Duration,
    TwoParts,
    from_day_fraction,
    parse_elapsed,
)
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence


class Numbers(enum.StrEnum):
    """What bare numbers in a column are."""

    SECONDS = "seconds"
    DAY_FRACTION = "day-fraction"
    RUN_TOGETHER = "run-together"


_FRACTIONS = {
    f"{mark}{n:0{digits}d}": n * 10 ** (3 - digits)
    for mark in ".,"
    for digits in (1, 2, 3)
    for n in range(10**digits)
}
_NO_TIME = word_set(
    "|0|-|--|---|—|\u2013|na|n/a|#n/a|nan|nat|none|null|x|*|?|0:00|00:00|0:00:00|00:00:00|"
    "0:00:00.0|"
    "00:00:00.0|0.0|0,0|no time|888.88|999.99"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReading:
    """How a column of times is read.

    ``certain`` is False when nothing in the file proves ``kind``. ``numbers`` says what a bare
    number
    is: seconds, a fraction of a day (spreadsheets), or ``14217`` written without colons.
    """

    kind: TimeKind
    certain: bool
    two_parts: TwoParts
    two_parts_seen: str = ""
    numbers: Numbers | None = None


_TWO = re.compile(r"\d{1,3}:\d{2}")
_THREE = re.compile(r"\d{1,4}:\d{2}:\d{2}([.,]\d+)?")
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_DATED = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4},? \d|\d{8}T"
)
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\.?$", re.IGNORECASE)
_SPELLED = re.compile(r"^-|\d\s*[hms'\"]|\bday|\d+:\d{1,2}:\d{2}:\d{2}", re.IGNORECASE)
_CLOCK_HEADERS = word_set(
    "time of day|finish time of day|clock|clock time|timestamp|date time|datetime|uhrzeit|"
    "zieleinlauf|"
    "heure d arrivee|heure|hora|ora|wall time|tod"
)
_ELAPSED_HEADERS = word_set(
    "elapsed|elapsed time|race time|total time|gun time|guntime|chip time|chiptime|net time|"
    "nettime|"
    "temps|temps de course|temps total|temps officiel|laufzeit|endzeit|bruttozeit|nettozeit|"
    "tempo finale|tiempo total|time in seconds|official time|zeit|tempo|tiempo|tijd|tid|czas|cas|"
    "result"
)


_HOURS = {f"{n:0{width}d}": n * HOUR_MS for n in range(100) for width in (1, 2)}
_MINUTES = {f"{n:02d}": n * MINUTE_MS for n in range(60)}
_SECONDS = {f"{n:02d}": n * SECOND_MS for n in range(60)}


def plain_elapsed(cell: str) -> Duration | None:
    """``1:02:33`` and ``01:02:33.456``, as machines write them; None for any other spelling.

    What ``parse_elapsed`` says of these, at a tenth of the time.
    """
    try:
        hours, minutes, seconds = cell.split(":")
        whole = _HOURS[hours] + _MINUTES[minutes] + _SECONDS[seconds[:2]]
        tail = seconds[2:]
        return Duration(whole + _FRACTIONS[tail] if tail else whole)
    except (KeyError, ValueError):
        return None


def is_no_time(text: str) -> bool:
    """Whether a time cell says that there is none; ``0`` is none at a finish."""
    if text and (len(text) > 12 or text[0] in "1234567"):
        return False
    return not text or text.casefold() in _NO_TIME


def read_column(
    cells: Sequence[str],
    header: str,
    *,
    kind: TimeKind | None = None,
    two_parts: TwoParts | None = None,
    start_of_day_ms: int | None = None,
    from_workbook: bool = False,
    has_places: bool = False,
) -> TimeReading:
    """Decide how a column of times is read.

    Args:
        cells: the cells that may be times (no status words).
        kind: what a person or a known layout says; settles it.
        two_parts: likewise.
        start_of_day_ms: the announced start as time of day, when known.
        from_workbook: plain numbers may be fractions of a day.
        has_places: the table has a column of places (results rather than reads).
    """
    filled = [cell for cell in cells if not is_no_time(cell)]
    numbers = _what_numbers_are(filled, header, from_workbook)
    decided, seen = _what_two_parts_are(filled, two_parts)
    if kind is not None:
        return TimeReading(
            kind=kind, certain=True, two_parts=decided, two_parts_seen=seen, numbers=numbers
        )
    found, certain = _what_kind(filled, fold_header(header), numbers, start_of_day_ms, has_places)
    return TimeReading(
        kind=found, certain=certain, two_parts=decided, two_parts_seen=seen, numbers=numbers
    )


def _what_numbers_are(cells: Sequence[str], header: str, from_workbook: bool) -> Numbers | None:
    bare = [cell for cell in cells if ":" not in cell and _NUMBER.fullmatch(cell)]
    if not bare:
        return None
    values = [float(cell.replace(",", ".")) for cell in bare]
    fractions = sum(1 for cell in bare if re.search(r"[.,]\d{3,}$", cell))
    if max(values) < 20 and (fractions * 2 > len(bare) or from_workbook):
        return Numbers.DAY_FRACTION
    whole = [cell for cell in bare if cell.isdecimal() and 3 <= len(cell) <= 7]
    sixties = all(int(cell[-2:]) < 60 and int(cell[-4:-2] or 0) < 60 for cell in whole)
    if "second" not in fold_header(header) and len(whole) == len(bare) >= 5 and sixties:
        return Numbers.RUN_TOGETHER
    return Numbers.SECONDS


def _what_two_parts_are(cells: Sequence[str], told: TwoParts | None) -> tuple[TwoParts, str]:
    """Minutes and seconds, unless the longer spellings beside them make that absurd."""
    short = [cell for cell in cells if len(cell) <= 6 and _TWO.fullmatch(cell)]
    seen = short[0] if short else ""
    if told is not None or not short:
        return told or TwoParts.MINUTES_SECONDS, seen
    long = [ms for cell in cells if _THREE.fullmatch(cell) and (ms := parse_elapsed(cell))]
    if long:
        as_minutes = [_ms(cell, TwoParts.MINUTES_SECONDS) for cell in short]
        as_hours = [_ms(cell, TwoParts.HOURS_MINUTES) for cell in short]
        absurd = max(as_minutes) * 3 < min(long)
        fits = min(long) <= 2 * min(as_hours) and max(as_hours) <= 2 * max(long)
        if absurd and fits:
            return TwoParts.HOURS_MINUTES, seen
    return TwoParts.MINUTES_SECONDS, seen


def _ms(cell: str, two_parts: TwoParts) -> int:
    return parse_elapsed(cell, two_parts) or 0


def _what_kind(
    cells: Sequence[str],
    header: str,
    numbers: Numbers | None,
    start_of_day_ms: int | None,
    has_places: bool,
) -> tuple[TimeKind, bool]:
    """Elapsed or time of day, and whether the file proves it."""
    if not cells:
        return TimeKind.ELAPSED, True  # statuses only: there is nothing to be mistaken about
    sample = cells[:2000]
    if any(_DATED.match(cell) or _HALF_DAY.search(cell) for cell in sample):
        return TimeKind.CLOCK, True
    if any(_SPELLED.search(cell) for cell in sample) or (numbers is Numbers.SECONDS):
        return TimeKind.ELAPSED, True
    values = [ms for cell in sample if (ms := parse_elapsed(cell)) is not None]
    if any(value >= DAY_MS for value in values):
        return TimeKind.ELAPSED, True
    if any(_TWO.fullmatch(cell) for cell in sample):
        return TimeKind.ELAPSED, True
    if header in _CLOCK_HEADERS:
        return TimeKind.CLOCK, True
    if header in _ELAPSED_HEADERS:
        return TimeKind.ELAPSED, True
    if numbers is Numbers.DAY_FRACTION or not values:
        return TimeKind.ELAPSED, False
    return _by_values(values, start_of_day_ms, has_places)


_FEW = 20
"""One in so many times before the gun is taken for a misread, not for a quick runner."""
_LATE_START_MS = 8 * HOUR_MS
"""Races that start earlier may well take as many hours as the clock shows at their start."""


def _by_values(
    values: Sequence[int], start_of_day_ms: int | None, has_places: bool
) -> tuple[TimeKind, bool]:
    first = min(values)
    if start_of_day_ms is not None:
        early = sum(value < start_of_day_ms for value in values)
        if early and not _crosses_midnight(values):
            # One misread before the gun must not turn a whole file of times of day over.
            few = early * _FEW <= len(values) and start_of_day_ms >= _LATE_START_MS
            if few and not has_places:
                return TimeKind.CLOCK, False
            return TimeKind.ELAPSED, early * 2 > len(values)
        # Nobody needs as long as the start is late in the day without anybody being faster.
        if start_of_day_ms >= 6 * HOUR_MS and not has_places:
            return TimeKind.CLOCK, first >= start_of_day_ms
    if _crosses_midnight(values):
        return TimeKind.CLOCK, False
    late = first >= 6 * HOUR_MS and median(values) < 2 * first and not has_places
    return (TimeKind.CLOCK if late else TimeKind.ELAPSED), first < 5 * HOUR_MS


def _crosses_midnight(values: Sequence[int]) -> bool:
    """Whether the reading order once drops by more than half a day, as midnight does."""
    return any(a - b > 12 * HOUR_MS for a, b in pairwise(values))


def in_reading_order(values: Sequence[int]) -> bool:
    """Whether times of day stand in the order they happened, midnights apart."""
    if len(values) < 2:
        return True
    steps = [b - a for a, b in pairwise(values)]
    back = sum(1 for step in steps if -12 * HOUR_MS <= step < -60_000 or step > 12 * HOUR_MS)
    return back * 20 <= len(steps)


def number_to_ms(cell: str, numbers: Numbers) -> Duration | None:
    """A bare number as a duration, as the column means it."""
    if numbers is Numbers.SECONDS:
        return parse_elapsed(cell, seconds=True)
    if numbers is Numbers.DAY_FRACTION:
        return from_day_fraction(float(cell.replace(",", ".")))
    digits = cell.rjust(6, "0")
    return parse_elapsed(f"{digits[:-4]}:{digits[-4:-2]}:{digits[-2:]}")
