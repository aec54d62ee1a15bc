"""A sheet as a file: rendered, and written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.documents.pdf import render_checked_pdf
from trailsdesk.documents.xlsx import render_xlsx
from trailsdesk.domain.problems import DiskFull, KnownError, Refused

if TYPE_CHECKING:
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.problems import Problem


def render(sheet: Sheet, suffix: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The sheet as ``.pdf`` or ``.xlsx`` bytes, and what a printer would not show."""
    if suffix == ".pdf":
        return render_checked_pdf(sheet)
    return render_xlsx(sheet), ()


def save_sheet(sheet: Sheet, path: Path) -> tuple[Problem, ...]:
    """Write a sheet whole or not at all; the suffix of ``path`` says as what."""
    suffix = path.suffix.casefold()
    if suffix not in (".pdf", ".xlsx"):
        raise Refused("sheet.bad-suffix", name=path.name)
    content, found = render(sheet, suffix)
    write_whole(path, content)
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name never stands for half of it."""
    part = None
    try:
        handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except OSError as error:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        detail = str(error.strerror)
        raise KnownError("sheet.not-written", name=path.name, detail=detail) from error
