"""What was printed: each sheet handed out or hung up, and what it said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import EventId, RaceId

SheetId = NewType("SheetId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """One printing of a sheet; its id is the number printed on it. Never changed or removed.

    ``options`` is the choice it was made with, as text. ``fingerprint`` is a digest of what it
    said, the moment of printing left out; an empty one says that the sheet was taken down. The
    latest of the same kind, event, race and options is the one that hangs.
    """

    id: SheetId = SheetId(0)
    kind: str
    event_id: EventId | None = None
    race_id: RaceId | None = None
    options: str = ""
    title: str = ""
    made_ms: Instant
    actor: str = ""
    revision: int = 0
    pages: int = 0
    fingerprint: str = ""
