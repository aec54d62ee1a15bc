"""The season a command works on: opened, its event and race looked up, and closed again."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trailsdesk.services.clock import SystemClock
from trailsdesk.services.season import Season
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.domain.event import EventId, RaceId


def actor() -> str:
    """Who sits here, for the history; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@contextmanager
def opened(path: Path, *, reading: bool = False) -> Iterator[Season]:
    """The season in a file; closed at the end whatever happens."""
    clock = SystemClock()
    file = Store().open(path, actor(), clock, read_only=reading)
    try:
        yield Season(file, clock)
    finally:
        file.close()


def scope(season: Season, options: Namespace) -> tuple[EventId, RaceId | None]:
    """The event and race of ``--event`` and ``--race``; None for all races."""
    event = season.event(options.event)
    race = None if options.race is None else season.race(event, options.race)
    return event.id, race.id if race else None
