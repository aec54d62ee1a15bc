"""What is remembered from one computation of a season to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.evidence import Evidence, evidence_by_event, follow_evidence
from trailsdesk.domain.ranking import RaceBook
from trailsdesk.domain.reads import ReadBook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.chrono import Duration
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import EventReads


class Books:
    """Spares making the same conclusions again; what comes out is that of the pure functions.

    For one thread at a time. A book whose work was broken off is not used again.
    """

    def __init__(self) -> None:
        self._evidence: tuple[SeasonData, Mapping[EventId, Evidence]] | None = None
        self._reads: dict[EventId, ReadBook] = {}
        self._races: dict[RaceId, RaceBook] = {}

    def evidence(self, data: SeasonData) -> Mapping[EventId, Evidence]:
        """The evidence of every event."""
        found = None if self._evidence is None else follow_evidence(*self._evidence, data)
        found = evidence_by_event(data) if found is None else found
        self._evidence = (data, found)
        return found

    def reads(
        self, data: SeasonData, event_id: EventId, gap_ms: Duration, evidence: Evidence
    ) -> EventReads:
        """The reads of an event sorted out."""
        book = self._reads.pop(event_id, None)
        if book is None or not book.fits(data, gap_ms):
            book = ReadBook(data, event_id, gap_ms)
        reads = book.take(evidence)
        self._reads[event_id] = book
        return reads

    def race(self, race_id: RaceId) -> RaceBook:
        """What is remembered of a race."""
        return self._races.setdefault(race_id, RaceBook())
