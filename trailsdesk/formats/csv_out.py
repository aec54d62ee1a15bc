"""Tables as text with separators, for spreadsheets and other programs.

UTF-8; for spreadsheets with a byte order mark, which is how Excel knows it from the computer's own
code page. Every reader here skips it. Lines end as RFC 4180 says.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.exports import OutKind, finest_unit
from trailsdesk.domain.spreadsheet_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.exports import OutTable, OutValue


def csv_file(table: OutTable) -> bytes:
    """The table as CSV: times as ``26:39:00``, days as ``2026-05-24``, no cell a formula."""
    columns = [
        _column_texts(column.kind, [row[index] for row in table.rows])
        for index, column in enumerate(table.columns)
    ]
    header = [column.title for column in table.columns]
    return separated([header, *zip(*columns, strict=True)], marked=True)


def separated(rows: Iterable[Sequence[str]], *, tab: bool = False, marked: bool = False) -> bytes:
    """Rows of texts as they are, parted by commas or tabs; texts must have been made harmless.

    Args:
        marked: with a byte order mark. A site that looks for its headings by name would take the
            mark for a part of the first one.
    """
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t" if tab else ",", lineterminator="\r\n").writerows(rows)
    # Half of a broken character pair has no bytes of its own.
    return out.getvalue().encode("utf-8-sig" if marked else "utf-8", "replace")


def _column_texts(kind: OutKind, values: Sequence[OutValue]) -> list[str]:
    if kind is not OutKind.TIME:
        return [cell_text(value, kind) for value in values]
    times = [value if isinstance(value, int) else None for value in values]
    unit = finest_unit(tuple(times))
    return ["" if time_ms is None else format_elapsed(time_ms, unit) for time_ms in times]


def cell_text(value: OutValue, kind: OutKind) -> str:
    """A value that is no time, as text; words cannot become formulas."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return harmless(value)
    return f"{value:f}" if kind is OutKind.NUMBER and not isinstance(value, int) else str(value)
