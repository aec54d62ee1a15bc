"""Published results: numbered versions of a race, frozen as they were said."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.results import ResultStatus

PublicationId = NewType("PublicationId", int)


class PublishedAs(enum.StrEnum):
    """What a publication promised."""

    PROVISIONAL = "PROVISIONAL"
    OFFICIAL = "OFFICIAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """One runner as published: no names, they are the entry's."""

    entry_id: EntryId
    bib: str
    category: str
    status: ResultStatus
    time_ms: Duration | None
    rank: int | None
    rank_gender: int | None
    rank_category: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One version of a race's results; its ``number`` counts from 1 within the race.

    Never changed or removed: what was published was published. ``fingerprint`` is that of the
    rows, as printed on the sheets.
    """

    id: PublicationId = PublicationId(0)
    event_id: EventId
    race_id: RaceId
    number: int
    published_as: PublishedAs
    made_ms: Instant
    actor: str = ""
    note: str = ""
    fingerprint: str = ""
    rows: tuple[PublishedRow, ...] = ()
