"""The events a season may hold: those of its rules, and those of the series' calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.calendar_rules import CalendarEvent
from trailsdesk.domain.event import Event
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.presets import load_preset
from trailsdesk.services.rule_files import rules_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from trailsdesk.domain.calendar_rules import Calendar
    from trailsdesk.domain.rules import RuleSet


def calendar_of(preset_id: str) -> Calendar | None:
    """The calendar of a preset or of a file of rules, None when it has none."""
    return load_preset(rules_text(preset_id)).calendar


def chosen_events(rules: RuleSet, codes: Sequence[str]) -> tuple[Event, ...]:
    """The events of those short names in the order of their days; without any the rules' own.

    ``Refused`` (calendar.no-event) for a code that neither the rules nor their calendar have.
    """
    if not codes:
        return tuple(event_of(rules, rule.code) for rule in rules.events)
    chosen = [event_of(rules, code) for code in dict.fromkeys(codes)]
    return tuple(sorted(chosen, key=lambda event: event.date))


def open_events(rules: RuleSet, held: Collection[str]) -> tuple[CalendarEvent, ...]:
    """The events of the rules and of their calendar that are not among the short names held."""
    own = tuple(
        CalendarEvent(
            code=rule.code,
            name=rule.name,
            venue=rule.venue,
            country=rule.country,
            date=rule.date,
            zone=rule.zone,
            races=tuple(race.code for race in rule.races),
            tier=rule.tier,
        )
        for rule in rules.events
    )
    listed = rules.calendar.events if rules.calendar else ()
    return tuple(event for event in (*own, *listed) if event.code not in held)


def event_of(rules: RuleSet, code: str) -> Event:
    """An event as the rules or their calendar have it; ``Refused`` when neither does."""
    rule = rules.event(code)
    if rule is None:
        known = [event.code for event in rules.events]
        known += [event.code for event in rules.calendar.events] if rules.calendar else []
        raise Refused("calendar.no-event", code=code[:80], known=", ".join(known))
    return Event(
        code=code,
        name=rule.name,
        venue=rule.venue,
        date=rule.date,
        zone=rule.zone,
        country=rule.country,
    )
