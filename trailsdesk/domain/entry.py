"""The entry: a runner's registration in a race."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import RaceId, WaveId
from trailsdesk.domain.people import RunnerId

EntryId = NewType("EntryId", int)
MergeId = NewType("MergeId", int)


class EntryStatus(enum.StrEnum):
    """Whether the registration stands."""

    ENTERED = "ENTERED"
    WITHDRAWN = "WITHDRAWN"


class MedalOrder(enum.StrEnum):
    """A finisher medal ordered with the entry: none, collected at the finish, or posted."""

    NONE = "NONE"
    COLLECT = "COLLECT"
    POST = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A runner's registration in one race.

    ``bib`` is text and may hold letters; empty while none is given out. ``entered_ms`` decides the
    fee tier and is None when the list did not say. ``paid_minor`` is what the entry service's list
    says was paid to it, in the season's minor unit, None when it says nothing; what is paid here
    lies in the ledger. ``wave_id`` None means wave 1.
    ``division`` is the code of a division the runner has chosen to be ranked in instead of the one
    by age (a para division); empty for the usual one. ``medal_ms`` is when the medal was ordered,
    None when the list did not say.
    """

    id: EntryId = EntryId(0)
    runner_id: RunnerId
    race_id: RaceId
    bib: str = ""
    status: EntryStatus = EntryStatus.ENTERED
    wave_id: WaveId | None = None
    entered_ms: Instant | None = None
    series_entry: bool = False
    medal: MedalOrder = MedalOrder.NONE
    paid_minor: int | None = None
    note: str = ""
    division: str = ""
    medal_ms: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOverride:
    """A person's decision that an entry runs in a category other than the computed one."""

    entry_id: EntryId
    category: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMerge:
    """A person's decision that a small category of a race is ranked within another one."""

    id: MergeId = MergeId(0)
    race_id: RaceId
    category: str
    within: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """An entry's runner was here before the start: the bib was handed out.

    ``gear_checked`` is None where nobody asked. ``adult`` is who supervises a young runner.
    """

    entry_id: EntryId
    at_ms: Instant
    gear_checked: bool | None = None
    adult: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalGiven:
    """An ordered medal left the box: handed over at the finish, or ``posted``."""

    entry_id: EntryId
    at_ms: Instant
    posted: bool = False
    actor: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """The waiver of an entry was signed; ``signed_by`` is the guardian where one had to."""

    entry_id: EntryId
    at_ms: Instant
    signed_by: str = ""
    actor: str = ""


def bib_sort_key(bib: str) -> tuple[int, int, str]:
    """Order bibs as people read them: numbers by value, then the others, then none at all."""
    if not bib:
        return (2, 0, "")
    return (0, int(bib), "") if bib.isascii() and bib.isdigit() else (1, 0, bib.casefold())
