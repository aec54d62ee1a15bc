"""Getting files and names onto the disk itself, past the system's memory."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync_file(path: Path) -> None:
    """Have a finished file on the disk itself, not only in the system's memory.

    Raises:
        OSError: the disk would not take it.
    """
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Have a new name in a folder on the disk itself, where the system can do that."""
    with suppress(OSError):  # Windows opens no folders; the rename is in its own journal
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
