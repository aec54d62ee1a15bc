"""Times of day to instants: which day each belongs to, with or without a date beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    SECOND_MS,
    ClockText,
    Duration,
    Instant,
    LocalInstant,
    first_instant_from,
    from_day_fraction,
    local_date,
    local_instant,
    parse_clock,
    roll_over,
    to_instant,
)
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.repeated_hour import RepeatedHour, tell_passes
from trailsdesk.formats.time_columns import in_reading_order, is_no_time, plain_elapsed

if TYPE_CHECKING:
    from collections.abc import Sequence

# A read this long before the announced start is a clock that is a little off, not the next
# morning.
_START_SLACK_MS = HOUR_MS
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True, kw_only=True)
class Placing:
    """The instants of a column and what was doubtful about them.

    ``without_day`` counts times that no day is known for; ``unsure`` says that the times are not
    in the order they happened and span a midnight. By position: ``skipped`` are times that the
    clocks never showed, ``second`` those of a repeated hour taken as its second time round,
    ``first`` as its first, and ``other`` has the other instant of those nothing tells of.
    """

    instants: list[Instant | None] = field(default_factory=list)
    without_day: int = 0
    unsure: bool = False
    skipped: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    other: dict[int, Instant] = field(default_factory=dict)


def read_clock(cell: str, *, day_first: bool) -> ClockText | None:
    """A time of day from a cell; bare numbers are fractions or seconds of the day."""
    if is_no_time(cell):
        return None
    plain = _plain_clock(cell)
    if plain is not None:
        return plain
    clock = parse_clock(cell, day_first=day_first)
    if clock is not None or not _NUMBER.fullmatch(cell):
        return clock
    value = float(cell.replace(",", "."))
    if value >= DAY_MS // SECOND_MS:  # hundreds of digits are infinite, which has no whole number
        return None
    ms = from_day_fraction(value) if value < 1 else Duration(round(value * SECOND_MS))
    return ClockText(time_of_day_ms=ms) if ms < DAY_MS else None


def _plain_clock(cell: str) -> ClockText | None:
    """``10:50:00.477``, alone or after ``2026-05-24``: what ``parse_clock`` says of these, sooner.

    None for any other spelling.
    """
    day = None
    if len(cell) > 12:
        day = _plain_day(cell[:10])
        if day is None or cell[10] not in " T":
            return None
        cell = cell[11:]
    ms = plain_elapsed(cell)
    return None if ms is None or ms >= DAY_MS else ClockText(day=day, time_of_day_ms=ms)


@lru_cache(maxsize=1024)
def _plain_day(text: str) -> date | None:
    if not _PLAIN_DAY.fullmatch(text):
        return None
    clock = parse_clock(f"{text} 0:00")
    return None if clock is None else clock.day


def place_clocks(
    clocks: Sequence[ClockText | None],
    zone: str,
    day: date | None,
    start: Instant | None,
    repeated: RepeatedHour = RepeatedHour.BY_ORDER,
    devices: Sequence[str] | None = None,
) -> Placing:
    """Put each time of day on its day.

    A date in the text wins. Without one, midnight is followed in reading order from ``day`` (or
    from the day of the start); times that are not in reading order belong to the first instant not
    before the start.

    Args:
        repeated: how times of the hour that clocks show twice in autumn are read.
        devices: what wrote each of the times, where that is known.
    """
    bare = [c.time_of_day_ms for c in clocks if c is not None and c.day is None]
    ordered = in_reading_order(bare)
    placing = Placing(
        without_day=len(bare) if day is None and start is None else 0,
        unsure=bool(bare)
        and not ordered
        and start is None
        and max(bare) - min(bare) > 12 * HOUR_MS,
    )
    early = None if start is None else Instant(start - _START_SLACK_MS)
    base = day
    if early is not None and bare:
        base = local_date(first_instant_from(early, bare[0], zone).instant_ms, zone)
    previous: Duration | None = None
    days = 0
    again: dict[int, Instant] = {}
    for at, clock in enumerate(paced(clocks)):
        if clock is None:
            placing.instants.append(None)
            continue
        local: LocalInstant | Instant | None = None
        if clock.day is not None:
            local = _placed(clock, clock.day, zone)
        elif early is not None and not ordered:
            local = _first_from(early, clock.time_of_day_ms, zone)
        elif base is not None:
            days = roll_over(previous, clock.time_of_day_ms, days) if ordered else 0
            previous = clock.time_of_day_ms
            local = _placed(clock, base + timedelta(days=days) if days else base, zone)
        placing.instants.append(_noted(local, at, placing, again))
    if again:
        _tell_apart(placing, again, devices or [""] * len(clocks), repeated)
    return placing


def _noted(
    local: LocalInstant | Instant | None, at: int, placing: Placing, again: dict[int, Instant]
) -> Instant | None:
    """The instant, with what is doubtful about it kept."""
    if not isinstance(local, LocalInstant):
        return local
    if local.missing:
        placing.skipped.append(at)
    if local.again_ms is not None:
        again[at] = local.again_ms
    return local.instant_ms


def _tell_apart(
    placing: Placing, again: dict[int, Instant], devices: Sequence[str], repeated: RepeatedHour
) -> None:
    """Put the times of a repeated hour where they belong, as far as that can be told."""
    told = tell_passes(placing.instants, again, devices, repeated)
    for at, later in again.items():
        earlier = placing.instants[at]
        if at in told.second:
            placing.second.append(at)
            placing.instants[at] = later
        else:
            placing.first.append(at)
        if at in told.unsure and earlier is not None:
            placing.other[at] = earlier if at in told.second else later


def change_problems(
    placing: Placing, rows: Sequence[int], file: str, column: str | None = None
) -> list[Problem]:
    """What to say of times in the hours in which the clocks are changed.

    Args:
        rows: the line of each time of the placing.
    """
    found = [
        Problem(severity=Severity.WARNING, code="times.skipped-hour", row=rows[at])
        for at in placing.skipped
    ]
    first = sum(at not in placing.other for at in placing.first)
    second = sum(at not in placing.other for at in placing.second)
    if first or second:
        params = {"count": first + second, "first": first, "second": second}
        found.append(Problem(severity=Severity.INFO, code="times.repeated-told", params=params))
    for code, unsure in (
        ("times.repeated-first", len(placing.first) - first),
        ("times.repeated-second", len(placing.second) - second),
    ):
        if unsure:
            told = Problem(severity=Severity.WARNING, code=code, params={"count": unsure})
            found.append(told)
    return [replace(each, file=file or None, column=column) for each in found]


@lru_cache(maxsize=256)
def _midnight(day: date, zone: str) -> Instant | None:
    """Midnight of a day on which the clocks are not changed; None when they are."""
    first = local_instant(day, Duration(0), zone).instant_ms
    last = local_instant(day + timedelta(days=1), Duration(0), zone).instant_ms
    return first if last - first == DAY_MS else None


@lru_cache(maxsize=256)
def _utc_midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND_MS


def _placed(clock: ClockText, day: date, zone: str) -> LocalInstant | Instant:
    """As ``chrono.to_instant``, without asking the zone again for every read of a day.

    A bare instant is one about which nothing is doubtful.
    """
    if clock.offset_ms is not None:
        return Instant(_utc_midnight(day) + clock.time_of_day_ms - clock.offset_ms)
    midnight = _midnight(day, zone)
    if midnight is None:
        return to_instant(clock, day, zone)
    return Instant(midnight + clock.time_of_day_ms)


def _first_from(start: Instant, time_of_day_ms: Duration, zone: str) -> LocalInstant | Instant:
    """As ``chrono.first_instant_from``, likewise."""
    day, after = _days_from(start, zone)
    midnight, next_midnight = _midnight(day, zone), _midnight(after, zone)
    if midnight is None or next_midnight is None:
        return first_instant_from(start, time_of_day_ms, zone)
    same_day = midnight + time_of_day_ms
    return Instant(same_day if same_day >= start else next_midnight + time_of_day_ms)


@lru_cache(maxsize=16)
def _days_from(start: Instant, zone: str) -> tuple[date, date]:
    day = local_date(start, zone)
    return day, day + timedelta(days=1)
