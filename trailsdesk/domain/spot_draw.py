"""Spot prizes: drawn from a seed that is printed, so that anybody can draw them again."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import EventId, RaceId

DrawId = NewType("DrawId", int)
SpotPrizeId = NewType("SpotPrizeId", int)


class DrawPool(enum.StrEnum):
    """Whose names are in the pot."""

    FINISHERS = "FINISHERS"
    STARTERS = "STARTERS"
    VOLUNTEERS = "VOLUNTEERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotDraw:
    """One draw: its pot, its seed, who may not win.

    ``names`` are the volunteers of a pot of volunteers. ``excluded`` are tickets left out: an
    entry as its id, a volunteer as the name.
    """

    id: DrawId = DrawId(0)
    event_id: EventId
    race_id: RaceId | None = None
    title: str
    pool: DrawPool
    seed: str
    names: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    made_ms: Instant
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotPrize:
    """One prize of a draw; drawn when ``drawn_ms`` is set.

    ``among`` are the tickets that lay in the pot at that moment, in their order: with the seed and
    ``turn`` (1, 2, … and on when somebody who was not there is passed over) they say who won.
    ``passed`` are the winners passed over, ``handed_ms`` when it was handed out.
    """

    id: SpotPrizeId = SpotPrizeId(0)
    draw_id: DrawId
    ordinal: int
    prize: str
    sponsor: str = ""
    turn: int = 0
    among: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    drawn_ms: Instant | None = None
    handed_ms: Instant | None = None
