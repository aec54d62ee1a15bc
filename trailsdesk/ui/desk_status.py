"""The words of the status bar: the clocks, the field, the last commit and the last copy."""

from __future__ import annotations

from dataclasses import dataclass

from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed, local_date
from trailsdesk.i18n import _, day_words
from trailsdesk.services.raceday import FieldState
from trailsdesk.ui.shell import StatusSegment

_LONGEST_RACE_MS = 100 * 3_600_000
"""A gun longer ago than this belongs to a race that is over: its clock says nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFacts:
    """What the status bar is made from. ``copy_failed`` is why the last copy was not made.

    ``zone`` is the event's: the clock at the line is the event's clock.
    """

    now_ms: Instant
    zone: str
    field: FieldState | None = None
    saved_ms: Instant | None = None
    copied_ms: Instant | None = None
    copy_failed: str = ""
    read_only: bool = False


def segments(facts: DeskFacts) -> tuple[StatusSegment, ...]:
    """All segments, left to right; calm unless a person is needed."""
    found = [clock(facts)]
    race = race_clock(facts)
    found += [race] if race is not None else []
    found += _counts(facts)
    found.append(_saved(facts))
    found += _copied(facts)
    return tuple(found)


def clock(facts: DeskFacts) -> StatusSegment:
    """The time of day where the event is."""
    words = format_clock(facts.now_ms, facts.zone)
    return StatusSegment(key="clock", text=words, tone="muted", tooltip=facts.zone)


def race_clock(facts: DeskFacts) -> StatusSegment | None:
    """The time since the first gun; None before it and long after it."""
    gun = facts.field.gun_ms if facts.field is not None else None
    if gun is None or not 0 <= facts.now_ms - gun < _LONGEST_RACE_MS:
        return None
    return StatusSegment(
        key="race",
        text=_("Race clock"),
        strong=format_elapsed(facts.now_ms - gun),
        strong_first=False,
        tooltip=_("Since the gun at {time}").format(time=format_clock(gun, facts.zone)),
    )


def _counts(facts: DeskFacts) -> list[StatusSegment]:
    field = facts.field
    if field is None:
        return []
    if not field.started:
        return [StatusSegment(key="entered", text=_("entered"), strong=str(field.entered))]
    counts = (
        ("started", field.started, _("started")),
        ("in", field.finished, _("in")),
        ("withdrawn", field.withdrawn, _("withdrawn")),
    )
    found = [StatusSegment(key=key, text=words, strong=str(count)) for key, count, words in counts]
    return [*found, _out_there(field)]


def _out_there(field: FieldState) -> StatusSegment:
    """How many are still out there, or that nobody is: the one count that must be right."""
    if field.accounted:
        return StatusSegment(
            key="out",
            text=_("All accounted for"),
            tone="good",
            icon="done",
            keep=True,
            tooltip=_("Every starter is in, withdrawn or ruled out."),
        )
    if field.on_course or not (field.waiting or field.awaited):
        count, words = field.on_course, _("out there")
    elif field.waiting:
        count, words = field.waiting, _("wait for their start")
    else:
        count, words = field.awaited, _("withdrawn, not back yet")
    tip = _("Out there: {out}. Withdrawn and not seen back yet: {awaited}.")
    tip = tip.format(out=field.on_course, awaited=field.awaited)
    if field.waiting:
        tip += " " + _("In a wave that was not started: {count}.").format(count=field.waiting)
    return StatusSegment(key="out", text=words, strong=str(count), tooltip=tip, keep=True)


def _saved(facts: DeskFacts) -> StatusSegment:
    if facts.read_only:
        return StatusSegment(key="saved", text=_("Reading only"), tone="warn", at_end=True)
    if facts.saved_ms is None:
        return StatusSegment(key="saved", text=_("Saved"), tone="good", at_end=True)
    return StatusSegment(
        key="saved",
        text=_("Saved {time}").format(time=_when(facts.saved_ms, facts, seconds=True)),
        tone="good",
        at_end=True,
        tooltip=_("Every change is in the file at once. This was the last one."),
    )


def _copied(facts: DeskFacts) -> list[StatusSegment]:
    if facts.copy_failed:
        return [
            StatusSegment(
                key="copy",
                text=_("No copy made"),
                tone="warn",
                at_end=True,
                tooltip=facts.copy_failed,
            )
        ]
    if facts.copied_ms is None:
        return []
    words = _("Copy {time}").format(time=_when(facts.copied_ms, facts, seconds=False))
    tip = _("The last safety copy, in the folder beside the season")
    return [StatusSegment(key="copy", text=words, at_end=True, tooltip=tip)]


def _when(moment: Instant, facts: DeskFacts, *, seconds: bool) -> str:
    """The time alone today, else with its day."""
    day = local_date(moment, facts.zone)
    if day == local_date(facts.now_ms, facts.zone):
        return format_clock(moment, facts.zone, seconds)
    words = day_words(day, year=False, long=True)
    return f"{words} {format_clock(moment, facts.zone, seconds=False)}"
