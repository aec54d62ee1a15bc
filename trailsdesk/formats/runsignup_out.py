"""The list of results that RunSignUp takes: a bib with its place and times.

Source: help.runsignup.com and the results interface: ``bib_num``, ``place``, ``clock_time`` since
the gun and ``chip_time`` since the runner's own start, as ``01:23:45.00``. It has no word for who
did not finish, so only those with a place are in it, and none without a bib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.spreadsheet_text import harmless
from trailsdesk.formats.csv_out import separated

if TYPE_CHECKING:
    from trailsdesk.domain.exports import OutLine, OutRace

_HEADER = ("bib_num", "place", "clock_time", "chip_time")
_HUNDREDTH_MS = 10


def runsignup_file(race: OutRace) -> bytes:
    """One race as CSV, in the order of the places."""
    ranked = [line for line in race.lines if line.row.result.rank is not None and line.row.bib]
    return separated([_HEADER, *map(_cells, ranked)])


def _cells(line: OutLine) -> tuple[str, ...]:
    result = line.row.result
    return (
        harmless(line.row.bib),
        str(result.rank),
        _time(result.time_ms),
        _time(result.net_time_ms),
    )


def _time(time_ms: int | None) -> str:
    return "" if time_ms is None else format_elapsed(time_ms, _HUNDREDTH_MS, pad_hours=True)
