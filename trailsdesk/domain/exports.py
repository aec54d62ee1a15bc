"""What leaves the program as data: tables of values, and a race as other programs want it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trailsdesk.domain.chrono import SECOND_MS, Duration, Instant
from trailsdesk.domain.event import Event, Race, TimingPoint
from trailsdesk.domain.results import ResultRow, ResultStatus

OutValue = str | int | Decimal | date | None
"""A cell: text, a number, milliseconds in a column of times, a day, or nothing."""


class OutKind(enum.StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutColumn:
    """A column: ``key`` names it in JSON, ``title`` heads it in a table.

    Both are English wherever the program runs: they are read by programs.
    """

    key: str
    title: str
    kind: OutKind = OutKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class OutTable:
    """Rows under columns; ``name`` says what they are (``results``)."""

    name: str
    columns: tuple[OutColumn, ...]
    rows: tuple[tuple[OutValue, ...], ...]

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns (a builder's bug, not a user's)."""
        wanted = len(self.columns)
        if any(len(row) != wanted for row in self.rows):
            raise ValueError(f"every row needs {wanted} cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutLine:
    """A runner's result with what other programs ask for beside it.

    ``age`` is in full years on the day of the event, None without a birth date. ``splits`` holds
    the time since the gun for each point of ``OutRace.points``, None where nobody saw the runner.
    """

    row: ResultRow
    age: int | None = None
    city: str = ""
    start_ms: Instant | None = None
    splits: tuple[Duration | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutRace:
    """A race with its lines in print order and its points between start and finish."""

    event: Event
    race: Race
    lines: tuple[OutLine, ...] = ()
    points: tuple[TimingPoint, ...] = ()

    @property
    def pending(self) -> int:
        """How many are still without a time or a decision."""
        return sum(line.row.result.status is ResultStatus.PENDING for line in self.lines)


def finest_unit(times_ms: tuple[int | None, ...]) -> int:
    """The coarsest unit in milliseconds (1000, 100, 10, 1) that cuts nothing off these times."""
    unit = SECOND_MS
    for time_ms in times_ms:
        while time_ms is not None and time_ms % unit:
            unit //= 10
    return unit
