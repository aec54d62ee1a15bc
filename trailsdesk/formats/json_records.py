"""JSON written record by record: one a line, one after another, or as one list."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trailsdesk.formats.json_tables import JsonValue

_BLANK = " \t\r\n,"
_BLANKS = re.compile(f"[{_BLANK}]*")
_MOST_SPOILT = 100
"""After so many faults only single lines are tried: each fault costs a look at the whole text."""


class JsonRecord(NamedTuple):
    """A value with the line it begins on; in a list, with its number. None when it is damaged."""

    line: int
    text: str
    value: JsonValue


def json_records(text: str) -> list[JsonRecord]:
    """Every record of a text; a damaged one costs its own line, not the rest."""
    records: list[JsonRecord] = []
    decoder = json.JSONDecoder()
    at, line, counted, spoilt = 0, 1, 0, 0
    while spoilt < _MOST_SPOILT:
        blanks = _BLANKS.match(text, at)
        at = blanks.end() if blanks is not None else at
        if at >= len(text):
            return records
        line += text.count("\n", counted, at) or text.count("\r", counted, at)
        counted = at
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            spoilt += 1
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            records.append(JsonRecord(line=line, text=text[at:end][:500], value=None))
        else:
            if isinstance(value, list) and not records:
                return [
                    JsonRecord(line=number, text=_written(one), value=one)
                    for number, one in enumerate(value, start=1)
                ]
            records.append(JsonRecord(line=line, text=text[at:end][:500], value=value))
        at = end
    return records + _line_by_line(text[at:], line)


def _line_by_line(text: str, line: int) -> list[JsonRecord]:
    """The rest of a text full of damage, in which a record has to stand on one line."""
    records: list[JsonRecord] = []
    for number, one in enumerate(text.split("\n"), start=line):
        if one.strip(_BLANK):
            try:
                value: JsonValue = json.loads(one.strip(_BLANK))
            except (ValueError, RecursionError):
                value = None
            records.append(JsonRecord(line=number, text=one[:500], value=value))
    return records


def _written(value: JsonValue) -> str:
    """A record of a list as text; nothing for one that is too deep to be any of ours."""
    if not isinstance(value, dict):
        return ""
    try:
        return json.dumps(value, ensure_ascii=False)[:500]
    except RecursionError:
        return ""
