"""The digest that notices when a read is no longer as it was written.

One flipped bit in a text passes SQLite's own integrity check; it does not pass this one.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def seal_of(rows: Sequence[tuple[Any, ...]]) -> str:
    """SHA-256 of a batch's reads, the rows in the order of their ids, columns as in the table."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
