"""Events, races, days and lengths as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from trailsdesk.domain.event import Event, Race

MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
    _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def day_words(day: date, *, year: bool = False, weekday: bool = False) -> str:
    """``24 May``; with the year ``24 May 2026``; with the weekday ``Sun 24 May``."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    if weekday:
        words = f"{WEEKDAYS[day.weekday()]} {words}"
    return f"{words} {day.year}" if year else words


def km_words(distance_m: float | None) -> str:
    """``19 km``; empty while the distance is not known."""
    if distance_m is None:
        return ""
    return _("{km} km").format(km=f"{distance_m / 1000:.3f}".rstrip("0").rstrip("."))


def race_words(race: Race) -> str:
    """``Long · 19 km``, or the label alone."""
    return " · ".join(filter(None, (race.label, km_words(race.distance_m))))


def event_words(event: Event) -> str:
    """``Willesden Farms · 24 May``."""
    return f"{event.name} · {day_words(event.date)}"
