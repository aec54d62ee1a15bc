"""Text made fit for paper and cells, and a sheet as plain text for the command line."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import (
    Align,
    CellKind,
    FreePage,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Sheet,
    SheetColumn,
    Table,
    number_line,
    version_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["as_text", "printable", "text_width"]

_JOINERS = frozenset("\u200c\u200d")
_JOINING_SCRIPTS = ((0x0600, 0x08FF), (0x0900, 0x0DFF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE))


def printable(text: str) -> str:
    """The text without what cannot or must not be printed, composed (NFC), on one line.

    Line breaks and tabs become blanks. Control characters, direction overrides, invisible marks
    and variation selectors go. Joiners stay where a script needs them (Persian, Indic names) and
    go elsewhere. Halves of broken characters show as U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    joiners = any(lo <= ord(ch) <= hi for ch in text for lo, hi in _JOINING_SCRIPTS)
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if character in "\t\n\r\v\f\x85" or category in ("Zl", "Zp", "Zs"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        elif character in _JOINERS:
            kept.append(character if joiners else "")
        elif category in ("Cc", "Cf") or _is_selector(character):
            # Cf holds the direction overrides: they carry no letter of a name and would let it
            # turn the rest of its line around (Unicode TR36, bidirectional text spoofing).
            continue
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_selector(character: str) -> bool:
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def as_text(sheet: Sheet) -> str:
    """The sheet as lines of plain text, columns aligned for a fixed-width screen."""
    lines = [printable(sheet.title)]
    if sheet.subtitle:
        lines.append(printable(sheet.subtitle))
    widths = _widths([block for block in sheet.blocks if isinstance(block, Table)])
    for block in sheet.blocks:
        if isinstance(block, Table):
            lines.extend(_table_lines(block, widths[block.columns]))
            continue
        lines.append("")
        if isinstance(block, Heading):
            lines.append(printable(block.text))
            lines.append(("=" if block.level == 1 else "-") * text_width(printable(block.text)))
        elif isinstance(block, Notice):
            lines.append("! " + printable(block.text))
            lines += ["!   " + printable(item) for item in block.items]
        elif isinstance(block, Paragraph):
            lines.append(printable(block.text))
        elif isinstance(block, Picture):
            lines.append("[" + printable(block.words) + "]")
        elif isinstance(block, FreePage):
            for part in block.parts:
                lines += [printable(line.text) for line in part.lines if line.text]
                lines.append("")
    lines += ["", number_line(sheet.identity), version_line(sheet.identity)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _widths(tables: Sequence[Table]) -> dict[tuple[SheetColumn, ...], list[int]]:
    """The columns' widths, the same for all tables with the same columns."""
    widths: dict[tuple[SheetColumn, ...], list[int]] = {}
    for table in tables:
        found = widths.setdefault(
            table.columns, [text_width(printable(column.title)) for column in table.columns]
        )
        for row in table.rows:
            for index, cell in enumerate(row):
                found[index] = max(found[index], text_width(printable(cell.text)))
    return widths


def _table_lines(table: Table, widths: Sequence[int]) -> list[str]:
    rows: list[list[str]] = [[printable(cell.text) for cell in row] for row in table.rows]
    if table.show_header:
        rows.insert(0, [printable(column.title) for column in table.columns])
    lines = []
    for row in rows:
        parts = []
        for text, width, column in zip(row, widths, table.columns, strict=True):
            blanks = " " * (width - text_width(text))
            right = column.alignment is Align.RIGHT
            parts.append(blanks + text if right else text + blanks)
            if column.kind is CellKind.SIGNATURE and not text:
                parts[-1] = "_" * max(width, 12)
            elif column.kind is CellKind.TICK and not text:
                parts[-1] = "[ ]".ljust(width)
        lines.append("  ".join(parts))
    return lines


def text_width(text: str) -> int:
    """How many places of a fixed-width screen a text takes."""
    places = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        places += 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
    return places
