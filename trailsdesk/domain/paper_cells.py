"""What stands in one cell of a finish list on paper, and pasted lines as cells."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import (
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    ClockText,
    Duration,
    forgiving_elapsed,
    parse_clock,
)
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS: Final = 5000
"""No list grows beyond this: far more finishers than any paper holds."""


class PaperTimes(enum.StrEnum):
    """What the times on a sheet are: since the gun, or the time of day."""

    ELAPSED = "elapsed"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTime:
    """A cell of times as read: one of a time since the gun, a time of day, or a status word."""

    elapsed_ms: Duration | None = None
    clock: ClockText | None = None
    status: ResultStatus | None = None


_STATUS_WORDS: Final = {
    "dnf": ResultStatus.DNF,
    "/": ResultStatus.DNF,
    "dns": ResultStatus.DNS,
    "*": ResultStatus.DNS,
}
_LATER_DAY = re.compile(r"\+ ?(\d) +(.+)")
_CLOCK_DIGITS = re.compile(r"(\d{1,2}?)(\d{2})(\d{2})?(?:[.,](\d{1,3}))?")
_CLOCK_PARTS = re.compile(r"(\d{1,2})[:.,;\- h]+(\d{2})(?:[:.,;\- m']+(\d{2})(?:[.,](\d{1,3}))?)?")
_NOBODY = re.compile(r"[?\-\u2010-\u2015\u2212_.…]*")


def forgiving_clock(text: str, day: date | None = None) -> ClockText | None:
    """A time of day as a volunteer types it from paper; show the reading back before it counts.

    Besides everything ``parse_clock`` reads: ``114217``, ``11.42.17`` and ``11 42 17`` are
    11:42:17, ``1142`` and ``11.42`` are 11:42:00. ``+1 06:12:00`` is on the day after ``day``.
    """
    plain = " ".join(text.split()).casefold()
    later = _LATER_DAY.fullmatch(plain)
    if later is not None:
        found = forgiving_clock(later[2])
        if found is None or found.day is not None or day is None:
            return None
        return replace(found, day=day + timedelta(days=int(later[1])))
    exact = parse_clock(plain)
    if exact is not None:
        return exact
    match = _CLOCK_PARTS.fullmatch(plain)
    if match is None and 3 <= len(plain.partition(".")[0].partition(",")[0]) <= 6:
        match = _CLOCK_DIGITS.fullmatch(plain)
    if match is None or (match[3] is None and match[4] is not None):
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour >= 24 or minute >= 60 or second >= 60:
        return None
    fraction = int((match[4] or "0").ljust(3, "0"))
    since = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + fraction
    return ClockText(time_of_day_ms=Duration(since))


@lru_cache(maxsize=16_384)
def read_time(text: str, kind: PaperTimes, day: date | None = None) -> PaperTime | None:
    """A cell of times, or None where it cannot be read; DNF and DNS stand for themselves.

    Args:
        day: of the gun, for times of day written ``+1 06:12``.
    """
    status = _STATUS_WORDS.get(text.strip().casefold())
    if status is not None:
        return PaperTime(status=status)
    if kind is PaperTimes.CLOCK:
        clock = forgiving_clock(text, day)
        return None if clock is None else PaperTime(clock=clock)
    elapsed = forgiving_elapsed(text)
    return None if elapsed is None else PaperTime(elapsed_ms=elapsed)


def written_bib(text: str) -> str:
    """The bib of a cell; empty for ``?``, a dash or nothing: somebody nobody could read."""
    bib = text.strip()
    return "" if _NOBODY.fullmatch(bib) else bib


# ------------------------------------------------------------------ pasted lines

_NUMBERED = re.compile(r"(\d{1,4})[.)]\s+(.*)")


def pasted_columns(text: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a text, each as its cells: one, or two where tabs or semicolons divide them.

    A column that only counts the lines is left out, and so is the ``12.`` of numbered lines.
    """
    lines = [line.strip(" \r") for line in text.splitlines()]
    while lines and not lines[-1].strip():
        lines.pop()
    mark = "\t" if any("\t" in line for line in lines) else ";"
    cells = [tuple(cell.strip() for cell in line.split(mark)) for line in lines[:MOST_ROWS]]
    cells = _without_numbers(_without_counter(cells))
    return tuple(row[:2] for row in cells)


def _without_counter(cells: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without a first column that counts; two lines 1 and 2 may as well be bibs."""
    if len(cells) < 3 or not all(len(row) > 1 and row[0].isdecimal() for row in cells):
        return cells
    first = int(cells[0][0])
    counts = all(int(row[0]) == first + at for at, row in enumerate(cells))
    sure = first == 1 or all(len(row) > 2 for row in cells)
    return [row[1:] for row in cells] if counts and sure else cells


def _without_numbers(cells: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    found = [_NUMBERED.fullmatch(row[0]) for row in cells]
    matches = [match for match in found if match is not None]
    if len(matches) < max(2, len(cells)):
        return cells
    first = int(matches[0][1])
    if any(int(match[1]) != first + at for at, match in enumerate(matches)):
        return cells
    return [(match[2], *row[1:]) for match, row in zip(matches, cells, strict=True)]


def time_column(columns: Sequence[Sequence[str]]) -> int:
    """Which of two columns holds the times: the one with more colons, the first if unclear."""
    counts = [sum(":" in row[at] for row in columns if len(row) > at) for at in (0, 1)]
    return 1 if counts[1] > counts[0] else 0
