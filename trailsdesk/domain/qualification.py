"""Qualification: who earns a place in a final, by which rule, and whom it rolls down to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import Note

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


class Qualifying(enum.StrEnum):
    """Where a runner stands by one rule."""

    QUALIFIED = "qualified"
    ROLLS_DOWN = "rolls-down"
    """The place went on: declined, or not answered by the deadline."""
    NEXT = "next"
    """Gets the place if somebody before declines."""
    MAY_ASK = "may-ask"
    """The rule lets the runner ask; the federation decides."""
    NOT_ELIGIBLE = "not-eligible"
    NOT_FILLED_IN = "not-filled-in"
    """The rule needs something of this race that the organiser has not said yet."""
    NOT_PUBLISHED = "not-published"
    """Whoever made the rule has not said the figure it needs, and it is not filled in here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """One runner by one rule in one race, with the reason in one sentence.

    ``rule`` is the rule's id, ``group`` what the places are shared out over (``F-40-44``), empty
    where there is none. ``place`` is the position the rule looks at, ``score`` the figure, None
    where the rule has none. ``by_roll_down`` marks a place others had before. ``answer_by`` is the
    last day to answer an offer that stands open, at the event's place. ``estimate`` tells that the
    rule rests on a guess, not on what was published.
    """

    rule: str
    entry_id: EntryId
    runner_id: RunnerId
    status: Qualifying
    reason: Note
    group: str = ""
    place: int | None = None
    score: Decimal | None = None
    by_roll_down: bool = False
    reply: SlotReply | None = None
    answer_by: date | None = None
    estimate: bool = False
