"""Pictures an organiser puts on sheets: the series' logo, the background of a certificate."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.event import EventId

SheetArtId = NewType("SheetArtId", int)


class ArtRole(enum.StrEnum):
    """What a picture is for."""

    LOGO = "LOGO"
    CERTIFICATE = "CERTIFICATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetArt:
    """A picture kept in the file by its digest; ``event_id`` None for every event.

    ``layout`` is the design that goes with it as JSON; the digest is empty for a design without a
    picture.
    """

    id: SheetArtId = SheetArtId(0)
    role: ArtRole
    event_id: EventId | None = None
    name: str = ""
    sha256: str = ""
    layout: str = "{}"
