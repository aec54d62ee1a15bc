"""Events and races as a preset lists them, and the calendar a season's events are chosen from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from trailsdesk.domain.rule_source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRule:
    """A race of an event as the preset lists it; unknown figures are None."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    distance_m: float | None = None
    ascent_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRule:
    """An event as the preset lists it. ``entries_close`` is local, to the minute.

    ``tier`` is its rank in the series and ``host`` the club that holds it, in the preset's words;
    ``country`` is the ISO 3166-1 alpha-3 code. Each is empty where nothing is said.
    """

    code: str
    name: str
    venue: str = ""
    country: str = ""
    date: date
    zone: str
    races: tuple[RaceRule, ...]
    entries_close: datetime | None = None
    tier: str = ""
    host: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event of the calendar.

    ``country`` is the ISO 3166-1 alpha-3 code, ``zone`` an IANA name. ``races`` are codes of the
    series' races held there; ``confirmed`` is False where the publisher says the date may move.
    """

    code: str
    name: str
    venue: str = ""
    country: str = ""
    date: date
    zone: str
    races: tuple[str, ...]
    tier: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The events of one ``edition`` and the races that may be held at them."""

    edition: str
    races: tuple[RaceRule, ...]
    events: tuple[CalendarEvent, ...]
    source: Source = field(default_factory=Source)

    def event(self, code: str) -> EventRule | None:
        """The event of that short name with its races, or None."""
        found = next((event for event in self.events if event.code == code), None)
        if found is None:
            return None
        return EventRule(
            code=code,
            name=found.name,
            venue=found.venue,
            country=found.country,
            date=found.date,
            zone=found.zone,
            races=tuple(race for race in self.races if race.code in found.races),
            tier=found.tier,
            source=self.source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRule:
    """How long a race of the code ``race`` is, both ends included; outside it a note is made."""

    race: str
    from_m: float
    to_m: float
    source: Source = field(default_factory=Source)
