"""Chosen rows of a table as the clipboard takes them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.spreadsheet_text import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.ui.row_model import Column


def as_tsv(columns: Sequence[Column[Any]], rows: Sequence[Sequence[str]]) -> str:
    """A title line and the rows, tab separated.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; figures
    (``-3``, ``+4:12``) of number columns stay as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow(
            cell if column.is_number else harmless(cell)
            for cell, column in zip(row, columns, strict=True)
        )
    return out.getvalue()
