"""How much of a file this program is willing to read; every limit in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that hold before and while a file is read.

    ``inflated_part_bytes``, ``inflated_total_bytes``, ``ratio`` and the ``sheet_`` bounds concern
    workbooks only: what the parts really unpack to, not what the archive says about itself.
    ``ratio`` counts from ``ratio_from_bytes`` on. The ``child_`` bounds hold for the process
    reading a workbook.
    """

    file_bytes: int = 25 * 1024 * 1024
    rows: int = 200_000
    columns: int = 200
    cell_characters: int = 4096
    tables: int = 100
    zip_members: int = 500
    inflated_part_bytes: int = 150 * 1024 * 1024
    inflated_total_bytes: int = 200 * 1024 * 1024
    ratio: int = 100
    ratio_from_bytes: int = 1024 * 1024
    sheet_rows: int = 50_000
    sheet_columns: int = 200
    xml_depth: int = 64
    xml_token_bytes: int = 1024 * 1024
    child_memory_bytes: int = 1024 * 1024 * 1024
    child_seconds: int = 60


LIMITS = Limits()
