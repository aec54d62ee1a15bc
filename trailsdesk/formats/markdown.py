"""Pipe tables of Markdown pages, as race web sites keep their results."""

from __future__ import annotations

import re

from trailsdesk.formats.delimited import unwrap
from trailsdesk.formats.tables import Row

_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*$")
_CELL = re.compile(r"(?<!\\)\|")


def markdown_tables(name: str, text: str) -> list[tuple[str, list[Row]]]:
    """The tables of a page with the heading above each; none when it holds no pipe table."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(_is_rule(line) for line in lines):
        return []
    tables: list[tuple[str, list[Row]]] = []
    title = ""
    at = 0
    while at < len(lines):
        heading = _HEADING.match(lines[at])
        if heading:
            title = heading.group(1).strip()
        if at + 1 < len(lines) and "|" in lines[at] and _is_rule(lines[at + 1]):
            rows = [Row(at + 1, _cells(lines[at]))]
            at += 2
            while at < len(lines) and "|" in lines[at] and not _HEADING.match(lines[at]):
                if any(cells := _cells(lines[at])):
                    rows.append(Row(at + 1, cells))
                at += 1
            tables.append((title or name, rows))
        else:
            at += 1
    return tables


def _is_rule(line: str) -> bool:
    """The line of dashes below a table's header."""
    if "--" not in line or "|" not in line or line.strip("|-: \t"):
        return False
    parts = [part.strip() for part in line.strip().strip("|").split("|")]
    return len(parts) > 1 and all(len(p) > 1 and not p.strip(":").strip("-") for p in parts)


def _cells(line: str) -> tuple[str, ...]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return tuple(unwrap(cell.replace("\\|", "|")) for cell in _CELL.split(line))
