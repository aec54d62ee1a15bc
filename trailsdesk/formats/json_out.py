"""Tables as JSON: a list of records under ``rows``, the same keys in every record."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.exports import OutKind, finest_unit

if TYPE_CHECKING:
    from trailsdesk.domain.exports import OutColumn, OutTable, OutValue

Record = dict[str, str | int | float | None]


def json_file(table: OutTable) -> bytes:
    """``{"what": "results", "rows": [...]}`` in UTF-8.

    A time stands twice: ``time`` as ``26:39:00`` and ``time_ms`` in whole milliseconds. What is
    not known is null, never left out.
    """
    units = [
        finest_unit(tuple(_as_time(row[index]) for row in table.rows))
        if column.kind is OutKind.TIME
        else 0
        for index, column in enumerate(table.columns)
    ]
    rows = []
    for row in table.rows:
        record: Record = {}
        for column, value, unit in zip(table.columns, row, units, strict=True):
            record |= _fields(column, value, unit)
        rows.append(record)
    text = json.dumps({"what": table.name, "rows": rows}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def _as_time(value: OutValue) -> int | None:
    return value if isinstance(value, int) else None


def _fields(column: OutColumn, value: OutValue, unit_ms: int) -> Record:
    if column.kind is OutKind.TIME:
        time_ms = _as_time(value)
        text = None if time_ms is None else format_elapsed(time_ms, unit_ms)
        return {column.key: text, f"{column.key}_ms": time_ms}
    if isinstance(value, date):
        return {column.key: value.isoformat()}
    if value is None or isinstance(value, str | int):
        return {column.key: value}
    whole = value == value.to_integral_value()
    return {column.key: int(value) if whole else float(value)}
