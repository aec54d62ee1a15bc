"""A call shown back in words before it counts: who, where, when and how long ago that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    Instant,
    format_clock,
    local_date,
)
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.radio import CallKind, place_words

if TYPE_CHECKING:
    from trailsdesk.services.radio import Call, Called, RadioBook

_NAMED = 3


def say_back(book: RadioBook, call: Call, now_ms: Instant) -> str:
    """``#214 Aroha Te Rangi in at Coopers Knob 11:32:00 (48 min ago)``; empty without a bib."""
    if not call.called:
        return ""
    shown = [_who(each) for each in call.called[:_NAMED]]
    more = len(call.called) - _NAMED
    if more > 0:
        shown.append(plural("{count} more", "{count} more", more))
    words = {
        CallKind.IN: _("{who} in at {place} {time}"),
        CallKind.OUT: _("{who} out of {place} {time}"),
        CallKind.STOPPED: _("{who} stops at {place} {time}"),
    }[call.kind]
    place = place_words(book, call.place) if call.place else "…"
    text = words.format(who=", ".join(shown), place=place, time=_when(book, call, now_ms))
    if call.kind is CallKind.STOPPED:
        reason, way = call.reason, call.way
        text += _(" · why: {reason}").format(reason=reason) if reason else ""
        text += _(" · comes back: {way}").format(way=way) if way else ""
    return text


def _who(called: Called) -> str:
    if called.runner is None:
        return _("#{bib} (nobody)").format(bib=called.bib)
    return f"#{called.bib} {called.runner.name}".strip()


def _when(book: RadioBook, call: Call, now_ms: Instant) -> str:
    if call.instant_ms is None:
        return _("now, {time}").format(time=format_clock(now_ms, book.zone))
    moment = moment_words(call.instant_ms, book.zone, now_ms)
    return f"{moment} ({ago_words(call.instant_ms, now_ms)})"


def moment_words(instant_ms: Instant, zone: str, now_ms: int, *, seconds: bool = True) -> str:
    """A time of day, with its day where that is not today."""
    clock = format_clock(instant_ms, zone, seconds)
    day = local_date(instant_ms, zone)
    if day == local_date(Instant(now_ms), zone):
        return clock
    return f"{day_words(day, year=False, weekday=True)} {clock}"


def ago_words(instant_ms: int, now_ms: int) -> str:
    """How long ago: ``48 min ago``, ``3 h 20 min ago``, ``in 2 min``."""
    span = span_words(abs(now_ms - instant_ms))
    if abs(now_ms - instant_ms) < MINUTE_MS:
        return _("just now")
    if instant_ms > now_ms:
        return _("in {span}").format(span=span)
    return _("{span} ago").format(span=span)


def span_words(ms: int) -> str:
    """A length of time for people: ``48 min``, ``3 h 20 min``, ``2 d 3 h``."""
    minutes = ms // MINUTE_MS
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    hours = ms // HOUR_MS
    if hours < 48:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{days} d {hours} h").format(days=ms // DAY_MS, hours=hours % 24)
