"""The clock of the made-up season."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.domain.chrono import Instant

if TYPE_CHECKING:
    from trailsdesk.domain.event import Event


class DemoClock:
    """A clock that is set to the days of the season, so that the history reads like one."""

    def __init__(self) -> None:
        self._now = datetime(2026, 2, 1, 9, tzinfo=ZoneInfo("Pacific/Auckland"))

    def set(self, moment: datetime) -> None:
        """Go to a moment with a zone."""
        self._now = moment

    def now_ms(self) -> Instant:
        """The moment set, a second later at every look."""
        self._now += timedelta(seconds=1)
        return Instant(int(self._now.timestamp() * 1000))


def moment(event: Event, days: int, hour: int, minute: int = 0) -> datetime:
    """A time of day, ``days`` after the event's own day (before it: below zero), where it is."""
    begin = datetime.combine(event.date, datetime.min.time(), ZoneInfo(event.zone))
    return begin + timedelta(days=days, hours=hour, minutes=minute)
