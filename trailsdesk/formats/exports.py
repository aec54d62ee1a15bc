# ruff: noqa: RUF001  words and letters of many scripts are the content here
"""Rows to CSV, tab-separated text and JSON, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Value = str | int | float | bool | None
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportColumn:
    """A column of an exported table.

    ``text`` columns may hold what people wrote, so a spreadsheet must not run it; the others hold
    figures and times that we made ourselves and stay as they are (a negative gap stays a number).
    ``key`` names the field in JSON.
    """

    title: str
    key: str = ""
    text: bool = True


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: risky ones begin with an apostrophe.

    A text that itself begins with apostrophes and then something risky gets one more, so that
    ``unguarded`` always gives back what was given.
    """
    bare = text.lstrip("'")
    return f"'{text}" if bare.startswith(_RISKY) or bare.lstrip(" ").startswith(_RISKY) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _lines(
    columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]], delimiter: str, plain: bool
) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([one.title if plain else guarded(one.title) for one in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} cells for {len(columns)} columns")
        writer.writerow(
            [
                guarded(_shown(value)) if one.text and not plain else _shown(value)
                for one, value in zip(columns, row, strict=True)
            ]
        )
    return out.getvalue()


def to_csv(
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[Value]],
    *,
    delimiter: str = ",",
    mark: bool = True,
    plain: bool = False,
) -> bytes:
    """Rows as CSV in UTF-8 with CRLF line ends.

    Args:
        mark: begin with a byte order mark, without which some spreadsheets garble accents.
        plain: leave out the guard against formulas; for machines only, and to be labelled so.

    Raises:
        ValueError: a row with more or fewer cells than columns (a caller's bug).
    """
    return _lines(columns, rows, delimiter, plain).encode("utf-8-sig" if mark else "utf-8")


def to_tsv(
    columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]], *, plain: bool = False
) -> str:
    """Rows as tab-separated text, as it is copied to the clipboard."""
    return _lines(columns, rows, "\t", plain)


def to_json(columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]]) -> str:
    """Rows as a JSON list of records by column key; text is given as it is, without any guard.

    Raises:
        ValueError: a row with more or fewer cells than columns (a caller's bug).
    """
    keys = [one.key or one.title for one in columns]
    records = [dict(zip(keys, row, strict=True)) for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
