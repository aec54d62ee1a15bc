"""How the window gets at series files: functions handed in, so that it never knows the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trailsdesk.services.season import Season

SUFFIX = ".trailsdesk"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeason:
    """What the start page asked for.

    ``day`` and ``zone`` are for a preset of one event; ``events`` are the short names of what was
    chosen from the preset's calendar, none for the preset's own events.
    """

    path: Path
    preset_id: str
    name: str = ""
    day: date | None = None
    zone: str | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonFiles:
    """Opening, making and playing a season; all of it runs on the database thread.

    ``open`` takes the path, who sits here, and whether a stale lock is set aside; ``new`` the wish
    and who sits here; ``demo`` a folder, and answers the file of the made-up season in it. All
    raise ``KnownError`` kinds.
    """

    open: Callable[[Path, str, bool], Season]
    new: Callable[[NewSeason, str], Season]
    demo: Callable[[Path], Path]
