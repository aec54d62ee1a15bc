"""Qualification: who earns a place in a final, by which rule, and whom it rolls down to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId

AnswerId = NewType("AnswerId", int)


class SlotReply(enum.StrEnum):
    """What a runner said to a place in the final."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotAnswer:
    """A runner's answer to a place earned by an entry; the latest for entry and rule holds.

    ``rule`` is the id of the qualification rule that gave the place.
    """

    id: AnswerId = AnswerId(0)
    entry_id: EntryId
    rule: str
    reply: SlotReply
    made_ms: Instant
    actor: str = ""
    note: str = ""
