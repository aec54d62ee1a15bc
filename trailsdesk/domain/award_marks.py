"""What was done about an award at the prizegiving: announced, handed out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId

AwardMarkId = NewType("AwardMarkId", int)


class AwardStep(enum.StrEnum):
    """What a person did about an award."""

    ANNOUNCED = "ANNOUNCED"
    HANDED_OUT = "HANDED_OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardMark:
    """An award that was announced as a whole, or a prize that was handed to one runner.

    ``award`` is the key of the award; ``event_id`` None for one of the series. ``winners`` are the
    places and entries as they were said: (place, entry) in that order. ``entry_id`` is who was
    handed the prize, None for an announcement; ``winners`` then holds the place of that prize.
    """

    id: AwardMarkId = AwardMarkId(0)
    event_id: EventId | None
    award: str
    step: AwardStep
    winners: tuple[tuple[int, EntryId], ...] = ()
    entry_id: EntryId | None = None
    made_ms: Instant
    actor: str = ""
