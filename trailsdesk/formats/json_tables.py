"""The JSON answers of registration and timing services that hold a plain list of people.

RunSignUp participants (a page is a JSON text that itself holds JSON) and result sets, and RACE
RESULT lists are known. Any other list of flat records is taken as a table as well; everything else
is refused.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable, Problem
from trailsdesk.formats.decode import decode
from trailsdesk.formats.tables import Book, BookKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
_DEPTH = 40


def read_json(name: str, data: bytes) -> Book:
    """Read a known JSON answer as tables; the row numbers count the records from 1.

    Raises:
        InputUnreadable: ``input.json-damaged`` or ``input.json-unknown``.
    """
    text = decode(name, data).text
    value = _parse(name, text)
    if isinstance(value, str):
        value = _parse(name, value)
    found = _result_sets(value)
    if not found:
        one = _race_result_list(value) or _participants(value) or _flat_records(value)
        if one is None:
            raise InputUnreadable("input.json-unknown", name=name)
        found = [("", one)]
    made = [_table(name, title, *rows) for title, rows in found]
    return Book(
        name=name,
        kind=BookKind.JSON,
        tables=tuple(table for table, _problems in made),
        encoding="utf-8",
        problems=tuple(problem for _table, problems in made for problem in problems),
    )


def _table(
    name: str, title: str, header: Sequence[str], records: Sequence[tuple[str, ...]]
) -> tuple[Table, list[Problem]]:
    from trailsdesk.formats.tabular import build_table

    raw = [Row(0, tuple(header)), *(Row(n, cells) for n, cells in enumerate(records, start=1))]
    table, problems = build_table(name, title, raw)
    if table.header_row == 0 and len(table.header) == len(header):
        table = Table(name=title, header_row=0, header=table.header, rows=table.rows)
    return table, problems


def _parse(name: str, text: str) -> JsonValue:
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    if deepest > _DEPTH * 4:
        raise InputUnreadable("input.json-damaged", name=name)
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputUnreadable("input.json-damaged", name=name) from error
    return value


Found = tuple[list[str], list[tuple[str, ...]]]


def _race_result_list(value: JsonValue) -> Found | None:
    """A RACE RESULT list: field labels beside rows of text."""
    block = value.get("list") if isinstance(value, dict) else None
    if not isinstance(block, dict) or not isinstance(block.get("Fields"), list):
        return None
    outer = value.get("data") if isinstance(value, dict) else None
    rows = outer if isinstance(outer, list) else _first_list(outer)
    fields = block["Fields"]
    if rows is None or not isinstance(fields, list):
        return None
    header = [_label(one) for one in fields]
    width = max((len(row) for row in rows if isinstance(row, list)), default=0)
    # Rows begin with hidden columns (bib, id) that have no label.
    hidden = [f"Hidden {n + 1}" for n in range(max(0, width - len(header)))]
    records = [tuple(_text(cell) for cell in row) for row in rows if isinstance(row, list)]
    return [*hidden, *header], records


def _first_list(value: JsonValue, depth: int = 0) -> list[JsonValue] | None:
    """The rows inside groups: ``{"#1_Race": {"#1_Men": [[...]]}}``."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or depth > _DEPTH:
        return None
    rows: list[JsonValue] = []
    for inner in value.values():
        rows += _first_list(inner, depth + 1) or []
    return rows or None


def _label(field: JsonValue) -> str:
    return (
        str(field.get("Label") or field.get("Expression") or "") if isinstance(field, dict) else ""
    )


def _participants(value: JsonValue) -> Found | None:
    """RunSignUp participants: the person is a record inside the record."""
    pages = value if isinstance(value, list) else [value]
    people: list[Mapping[str, JsonValue]] = []
    for page in pages:
        block = page.get("participants") if isinstance(page, dict) else None
        if isinstance(block, list):
            people += [one for one in block if isinstance(one, dict)]
    return _as_table([_flattened(one) for one in people]) if people else None


def _result_sets(value: JsonValue) -> list[tuple[str, Found]]:
    """RunSignUp result sets, one table each: the same runner may stand in several of them."""
    sets = value.get("individual_results_sets") if isinstance(value, dict) else None
    tables: list[tuple[str, Found]] = []
    for number, block in enumerate(sets if isinstance(sets, list) else (), start=1):
        rows = block.get("results") if isinstance(block, dict) else None
        records = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
        table = _as_table([_flattened(one) for one in records])
        if table is not None and isinstance(block, dict):
            title = _text(block.get("individual_result_set_name")) or f"Results {number}"
            tables.append((title, table))
    return tables


def _flat_records(value: JsonValue) -> Found | None:
    """Records by themselves, or under ``rows`` as this program writes them."""
    if isinstance(value, dict):
        value = value.get("rows")
    if not isinstance(value, list) or not value:
        return None
    records = [one for one in value if isinstance(one, dict)]
    return _as_table([_flattened(one) for one in records]) if len(records) == len(value) else None


def _flattened(record: Mapping[str, JsonValue], depth: int = 0) -> dict[str, str]:
    """Records inside records, by the inner name; the outer one wins where both have it."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            if depth < 4:
                for inner, text in _flattened(value, depth + 1).items():
                    flat.setdefault(inner, text)
        elif not isinstance(value, list):
            flat[key] = _text(value)
    return flat


def _as_table(records: Sequence[Mapping[str, str]]) -> Found | None:
    header = list(dict.fromkeys(key for record in records for key in record))
    if not header:
        return None
    return header, [tuple(record.get(key, "") for key in header) for record in records]


def _text(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return ""
    return str(value).strip()
