"""The till at the registration table: opened with a float, closed with a count."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import EventId

TillId = NewType("TillId", int)
TillMoveId = NewType("TillMoveId", int)


class PayMethod(enum.StrEnum):
    """How money moved; only ``CASH`` lies in the till."""

    CASH = "CASH"
    CARD = "CARD"
    BANK = "BANK"
    ONLINE = "ONLINE"
    VOUCHER = "VOUCHER"
    LIST = "LIST"
    """Paid to the entry service, as its list says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """One cash box at one event, from its opening to its closing.

    ``counted`` is what was found at the closing, minor units by method; empty while it is open.
    """

    id: TillId = TillId(0)
    event_id: EventId
    name: str
    float_minor: int
    opened_ms: Instant
    opened_by: str = ""
    closed_ms: Instant | None = None
    closed_by: str = ""
    counted: Mapping[PayMethod, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TillMove:
    """Cash put into a till (above zero) or taken out of it, other than for an entry."""

    id: TillMoveId = TillMoveId(0)
    till_id: TillId
    amount_minor: int
    at_ms: Instant
    actor: str = ""
    reason: str = ""
