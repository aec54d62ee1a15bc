"""Copies of the season: the safety copies beside it, and those a person asks for."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import DiskFull, KnownError, Refused

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.season import Season


def safety_copy(season: Season, reason: str, second_folder: str = "") -> Instant:
    """A verified copy in the folder of copies, and one on the stick; when it was made.

    Args:
        second_folder: where the second copy goes, under the season's own name and ``(copy)``;
            empty makes none.

    Raises:
        KnownError: ``backup.failed`` kinds; the season itself is as it was.
        DiskFull: no room for it.
    """
    made = season.file.backup(reason, season.give_way)
    if second_folder:
        name = season.file.path
        _put(made, Path(second_folder) / f"{name.stem} (copy){name.suffix}")
    return season.file.last_backup_ms() or season.clock.now_ms()


def save_copy(season: Season, target: Path) -> None:
    """A verified copy under a name of the user's choice; an older file there is replaced whole.

    Raises:
        Refused: ``copy.same-file``, the target is the season itself.
        KnownError: ``backup.failed`` kinds.
    """
    if target.exists() and target.samefile(season.file.path):
        raise Refused("copy.same-file", name=target.name)
    _put(season.file.backup("copy", season.give_way), target)


def _put(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    except OSError as error:
        folder = str(target.parent)
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull("backup.disk-full", folder=folder) from error
        raise KnownError("backup.failed", folder=folder, detail=error.strerror or "") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
