"""An event that is not held: what was entered stays, and the series goes on without it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Place, Problem, Refused, Severity
from trailsdesk.services.money_credits import restoring_lines
from trailsdesk.services.told import Told

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

REASON_MAX = 200


def cancel_event(season: Season, event_id: EventId, reason: str) -> None:
    """Call an event off: it is no round of the series from now on. Entries and times stay.

    Raises:
        Refused: ``event.cancel-reason`` without a reason.
    """
    event = season.data.events[event_id]
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("event.cancel-reason")
    if not event.cancelled:
        with season.change("event.cancel", event=event.code, reason=reason[:REASON_MAX]) as writer:
            writer.put(dataclasses.replace(event, cancelled=True))


def restore_event(season: Season, event_id: EventId) -> None:
    """Hold a cancelled event after all: it counts again with all that is known of it.

    Credits it was called off with are taken back.
    """
    event = season.data.events[event_id]
    if event.cancelled:
        back = restoring_lines(season, event_id)
        with season.change("event.restore", event=event.code) as writer:
            writer.put(dataclasses.replace(event, cancelled=False))
            writer.put_many(back)


def cancel_reason(season: Season, event_id: EventId) -> str:
    """Why an event was called off, as the history has it; empty when it is held."""
    event = season.data.events[event_id]
    if not event.cancelled:
        return ""
    for operation in season.file.history():
        told = operation.name == "event.cancel" and operation.params.get("event") == event.code
        if told and not operation.undone:
            return str(operation.params.get("reason", ""))
    return ""


def cancelled_told(season: Season) -> tuple[Told, ...]:
    """One line for every cancelled event that somebody is entered in."""
    data = season.data

    def tell() -> tuple[Told, ...]:
        entered = {data.races[entry.race_id].event_id for entry in data.entries.values()}
        return tuple(
            Told(
                problem=Problem(
                    severity=Severity.INFO,
                    code="event.cancelled",
                    params={"event": event.name, "day": event.date.isoformat()},
                    place=Place(event_id=event.id),
                )
            )
            for event in data.events_in_order()
            if event.cancelled and event.id in entered
        )

    return season.keep("problems-cancelled", (data.events, data.entries, data.races), tell)
