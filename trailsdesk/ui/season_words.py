"""Events, races, days and lengths as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.i18n import _, day_words

if TYPE_CHECKING:
    from trailsdesk.domain.event import Event, Race


def km_words(distance_m: float | None) -> str:
    """``19 km``; empty while the distance is not known."""
    if distance_m is None:
        return ""
    return _("{km} km").format(km=f"{distance_m / 1000:.3f}".rstrip("0").rstrip("."))


def race_words(race: Race) -> str:
    """``Long · 19 km``, or the label alone."""
    return " · ".join(filter(None, (race.label, km_words(race.distance_m))))


def event_words(event: Event) -> str:
    """``Willesden Farms · 24 May``, and that it was called off where it was."""
    day = day_words(event.date, year=False, long=True)
    return " · ".join((event.name, day, *((_("called off"),) if event.cancelled else ())))


def event_name(event: Event) -> str:
    """An event's name, and before it that it was called off where it was."""
    return _("Called off: {event}").format(event=event.name) if event.cancelled else event.name
