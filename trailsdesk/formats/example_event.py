"""The event a worked example of a preset speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.event import Event

if TYPE_CHECKING:
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table


def example_event(example: Table, rules: RuleSet) -> Event:
    """The event of the preset or its calendar an example names.

    An unknown one is a fault, and the preset's first stands in.
    """
    code = example.text("event")
    rule = rules.event(code) or (rules.calendar.event(code) if rules.calendar else None)
    if rule is None:
        example.fault("preset.unknown-event", "event", found=code)
        rule = rules.events[0]
    return Event(code=rule.code, name=rule.name, date=rule.date, zone=rule.zone)
