"""The digest that notices when a read is no longer as it was written.

One flipped bit in a text passes SQLite's own integrity check; it does not pass this one.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Seal:
    """The digest of a batch's reads, taken piece by piece."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256(b"[")
        self._begun = False

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take the next rows, in the order of their ids, columns as in the table."""
        if rows:
            text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))[1:-1]
            mark = "," if self._begun else ""
            self._digest.update((mark + text).encode("utf-8", "surrogatepass"))
            self._begun = True

    def end(self) -> str:
        """The digest of all rows, in hexadecimal digits."""
        whole = self._digest.copy()
        whole.update(b"]")
        return whole.hexdigest()


def seal_of(rows: Sequence[tuple[Any, ...]]) -> str:
    """SHA-256 of a batch's reads, the rows in the order of their ids, columns as in the table."""
    seal = Seal()
    seal.add(rows)
    return seal.end()
