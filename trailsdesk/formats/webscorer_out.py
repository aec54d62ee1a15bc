"""The table of results as Webscorer writes it: parted by tabs, a block for each category.

Source: files of that site. A block begins with a line of a tab and the category, then come the
headings again. A place is ``-`` where there is none, and the word stands where the time would.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.spreadsheet_text import harmless
from trailsdesk.formats.csv_out import separated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.exports import OutLine, OutRace

_HEADER = ("Place", "Bib", "Name", "Time")
_TENTH_MS = 100
_WORDS = {
    ResultStatus.DNF: "DNF",
    ResultStatus.DNS: "DNS",
    ResultStatus.DSQ: "DSQ",
    ResultStatus.OVER_TIME: "OTL",
    ResultStatus.NOT_COMPETING: "NC",
}


def webscorer_file(race: OutRace, category_order: Sequence[str] = ()) -> bytes:
    """One race; who has no result yet is left out.

    Args:
        category_order: codes in the order of the blocks; others follow by code, those without a
            category last. Without any category there is one block and no line above it.
    """
    place = {code: number for number, code in enumerate(category_order)}

    def block(line: OutLine) -> tuple[bool, int, str]:
        code = line.row.category
        return not code, place.get(code, len(place)), code

    done = [line for line in race.lines if line.row.result.status is not ResultStatus.PENDING]
    rows: list[tuple[str, ...]] = []
    for (without, _number, _code), members in groupby(sorted(done, key=block), key=block):
        lines = list(members)
        if not without:
            rows.append(("", harmless(lines[0].row.category_label)))
        rows.append(_HEADER)
        rows += map(_cells, sorted(lines, key=_rank_key))
    return separated(rows or [_HEADER], tab=True, marked=True)


def _rank_key(line: OutLine) -> tuple[bool, int]:
    rank = line.row.result.rank_category
    return rank is None, rank or 0


def _cells(line: OutLine) -> tuple[str, ...]:
    result = line.row.result
    timed = result.status is ResultStatus.OK and result.time_ms is not None
    rank = result.rank_category if line.row.category else result.rank
    return (
        "-" if rank is None else str(rank),
        harmless(line.row.bib),
        harmless(full_name(line.row)),
        _short(result.time_ms or 0) if timed else _WORDS.get(result.status, ""),
    )


def _short(time_ms: int) -> str:
    """``2:26:58.9``; below an hour ``45:10.0``."""
    return format_elapsed(time_ms, _TENTH_MS).removeprefix("0:")
