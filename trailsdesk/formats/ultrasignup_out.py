"""The file of results that UltraSignup takes.

Source: help.ultrasignup.com, "Formatting results files": lower-case headings, exactly these; a
status digit; no empty rows; no row without a gender. The digits are those of the layout the same
file is read with.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.spreadsheet_text import harmless
from trailsdesk.formats.csv_out import separated
from trailsdesk.formats.layouts import load_layouts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.exports import OutLine, OutRace

_HEADER = ("place", "time", "first", "last", "age", "gender", "city", "bib", "status")
# Who came in after the limit has no digit of their own there.
_NEAREST = {ResultStatus.OVER_TIME: ResultStatus.DNF}


def ultrasignup_file(race: OutRace, *, birth_dates: bool = False) -> bytes:
    """One race as CSV; who has no result yet is left out.

    Args:
        birth_dates: with the column ``dob``; the age stands there in any case.
    """
    header = (*_HEADER[:7], "dob", *_HEADER[7:]) if birth_dates else _HEADER
    lines = [line for line in race.lines if line.row.result.status is not ResultStatus.PENDING]
    return separated([header, *(_cells(line, birth_dates=birth_dates) for line in lines)])


def _cells(line: OutLine, *, birth_dates: bool) -> list[str]:
    row, result = line.row, line.row.result
    timed = result.status in (ResultStatus.OK, ResultStatus.NOT_COMPETING)
    born = row.birth_date.isoformat() if row.birth_date else ""
    status = _NEAREST.get(result.status, result.status)
    return [
        "" if result.rank is None else str(result.rank),
        format_elapsed(result.time_ms) if timed and result.time_ms is not None else "",
        harmless(row.given_name),
        harmless(row.family_name),
        "" if line.age is None else str(line.age),
        row.gender.value if row.gender else "",
        harmless(line.city),
        *((born,) if birth_dates else ()),
        harmless(row.bib),
        _digits()[status],
    ]


@lru_cache(maxsize=1)
def _digits() -> Mapping[ResultStatus, str]:
    (layout,) = (one for one in load_layouts() if one.id == "ultrasignup-upload")
    return {status: digit for digit, status in layout.status_codes.items()}
