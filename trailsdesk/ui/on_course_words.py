"""Who is out there, in words: the rows of the list, their columns, the filters over them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import (
    HOUR_MS,
    MINUTE_MS,
    Duration,
    Instant,
    format_clock,
    local_date,
    local_instant,
)
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.expected import urgency
from trailsdesk.domain.on_course import Stand
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.call_back import span_words
from trailsdesk.services.on_course import CourseRow
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trailsdesk.services.on_course import CourseView
    from trailsdesk.ui.style import Tone

DASH: Final = "\N{EN DASH}"


class CourseState(enum.StrEnum):
    """What a person should know first of a row; the worst that is true."""

    AT_ODDS = "at-odds"
    OVERDUE = "overdue"
    MISSED = "missed"
    NEAR = "near"
    NOT_SEEN = "not-seen"
    ON_THE_WAY = "on-the-way"
    NOT_BACK = "not-back"
    WAITING = "waiting"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A row as it stands at a moment, in whole minutes: what changes with time is in it.

    ``late_ms`` is 0 for who is not overdue. ``closes_ms`` is how long the cut-off is still open.
    ``rank`` orders the list by urgency.
    """

    row: CourseRow
    rank: tuple[int, int, int]
    state: CourseState
    late_ms: int
    closes_ms: int | None
    today: str
    now_ms: int
    zone: str


def course_lines(view: CourseView, rows: Sequence[CourseRow], now_ms: int) -> list[CourseLine]:
    """The rows of the list at a moment; ``rows`` are in the order of the list."""
    minute = now_ms - now_ms % MINUTE_MS
    day = local_date(Instant(now_ms), view.zone)
    today = day.isoformat()
    # A moment of today that stays the same all day: a row that says the same is the same.
    noon = local_instant(day, Duration(12 * HOUR_MS), view.zone).instant_ms
    lines = []
    for row in rows:
        due, cutoff = row.where.due, row.where.cutoff
        late = due.late_ms(minute) if due is not None else 0
        closes = None
        if cutoff is not None and cutoff.is_near(now_ms):
            closes = max(0, cutoff.instant_ms - minute)
        lines.append(
            CourseLine(
                row=row,
                rank=urgency(row.where, minute, awaited=row.standing.stand is not Stand.OUT),
                state=_state(row, now_ms, late),
                late_ms=late if row.standing.stand is Stand.OUT else 0,
                closes_ms=closes,
                today=today,
                now_ms=noon,
                zone=view.zone,
            )
        )
    return lines


def _state(row: CourseRow, now_ms: int, late: int) -> CourseState:
    standing, where = row.standing, row.where
    if standing.at_odds:
        return CourseState.AT_ODDS
    if standing.stand is Stand.WAITING:
        return CourseState.WAITING
    if standing.stand is not Stand.OUT:
        return CourseState.NOT_BACK if standing.awaited else CourseState.BACK
    if late:
        return CourseState.OVERDUE
    if where.cutoff is not None and where.cutoff.is_passed(now_ms):
        return CourseState.MISSED
    if where.cutoff is not None and where.cutoff.is_near(now_ms):
        return CourseState.NEAR
    return CourseState.NOT_SEEN if where.seen is None else CourseState.ON_THE_WAY


TONES: Final[Mapping[CourseState, Tone]] = {
    CourseState.AT_ODDS: "bad",
    CourseState.OVERDUE: "bad",
    CourseState.MISSED: "bad",
    CourseState.NEAR: "warn",
    CourseState.NOT_SEEN: "muted",
    CourseState.ON_THE_WAY: "good",
    CourseState.NOT_BACK: "warn",
    CourseState.WAITING: "warn",
    CourseState.BACK: "muted",
}


def state_words(line: CourseLine) -> str:
    """The state of a row in a few words."""
    row, state = line.row, line.state
    if state is CourseState.AT_ODDS:
        stopped = row.standing.stand is not Stand.OUT
        return _("DNF, but seen since") if stopped else _("DNS, but seen")
    if state is CourseState.OVERDUE:
        return _("{span} late").format(span=span_words(line.late_ms))
    if state is CourseState.NEAR:
        return _("closes in {span}").format(span=span_words(line.closes_ms or 0))
    if state is CourseState.NOT_SEEN and row.checked_in is False:
        return _("not checked in")
    ruling = row.standing.ruling
    if state is CourseState.BACK and ruling is not None and ruling.back_ms is not None:
        time = clock_words(ruling.back_ms, line)
        return _("back {time}").format(time=time)
    return {
        CourseState.MISSED: _("cut-off passed"),
        CourseState.NOT_SEEN: _("not seen yet"),
        CourseState.ON_THE_WAY: _("on the way"),
        CourseState.NOT_BACK: _("stopped, not back"),
        CourseState.WAITING: _("wave not started"),
        CourseState.BACK: _("out of the race"),
    }[state]


def state_reason(line: CourseLine) -> str:
    """One sentence about the state of a row."""
    row = line.row
    due, cutoff = row.where.due, row.where.cutoff
    if line.state is CourseState.AT_ODDS:
        return _("The runner was seen out there although somebody said otherwise: find out which.")
    if line.state is CourseState.WAITING:
        return _("The gun of this runner’s wave is not set.")
    if line.state is CourseState.NOT_BACK:
        way = row.standing.ruling.way if row.standing.ruling is not None else ""
        return _("Comes back: {way}.").format(way=way) if way else _("Nobody has seen them back.")
    if line.state in (CourseState.MISSED, CourseState.NEAR) and cutoff is not None:
        time = clock_words(cutoff.instant_ms, line)
        if cutoff.missed_ms:
            span = span_words(cutoff.missed_ms)
            words = _("{place} closed at {time}; seen there {span} later.")
            return words.format(place=cutoff.label, time=time, span=span)
        return _("{place} closes at {time}.").format(place=cutoff.label, time=time)
    return message(due.note) if due is not None else ""


def clock_words(instant_ms: Instant | None, line: CourseLine) -> str:
    """A time of day, with the day of the week where that is not today."""
    if instant_ms is None:
        return ""
    clock = format_clock(instant_ms, line.zone, seconds=False)
    day = local_date(instant_ms, line.zone)
    if day.isoformat() == line.today:
        return clock
    return f"{day_words(day, year=False, weekday=True).split()[0]} {clock}"


def seen_words(line: CourseLine) -> str:
    """Where a runner was last seen."""
    seen, row = line.row.where.seen, line.row
    if row.standing.stand in (Stand.STOPPED, Stand.RULED_OUT) and row.stopped_at:
        return _("stopped at {place}").format(place=row.stopped_at)
    if seen is None:
        return _("not since the start")
    return _("left {place}").format(place=seen.label) if seen.leaving else seen.label


def _seen_at(line: CourseLine) -> Instant | None:
    seen = line.row.where.seen
    return seen.instant_ms if seen is not None else None


def _due_at(line: CourseLine) -> Instant | None:
    due = line.row.where.due
    return due.instant_ms if due is not None and line.row.standing.stand is Stand.OUT else None


def _due_cell(line: CourseLine) -> str:
    due = line.row.where.due
    if due is None or line.row.standing.stand is not Stand.OUT:
        return ""
    return f"{clock_words(due.instant_ms, line)} {due.label}"


def _seen_cell(line: CourseLine) -> str:
    """The time first: times stand under one another."""
    stopped = line.row.standing.stand in (Stand.STOPPED, Stand.RULED_OUT)
    time = "" if stopped else clock_words(_seen_at(line), line)
    return " ".join(filter(None, (time, seen_words(line))))


def _due_tip(line: CourseLine) -> str:
    due = line.row.where.due
    return message(due.note) if due is not None else ""


def cutoff_words(line: CourseLine) -> str:
    """The cut-off that matters: where, and when it closes."""
    cutoff = line.row.where.cutoff
    if cutoff is None or line.row.standing.stand is not Stand.OUT:
        return ""
    return f"{clock_words(cutoff.instant_ms, line)} {cutoff.label}"


def _cutoff_tone(line: CourseLine) -> Tone | None:
    if line.closes_ms is not None:
        return "warn"
    missed = line.state is CourseState.MISSED
    cutoff = line.row.where.cutoff
    passed = cutoff is not None and bool(cutoff.missed_ms)
    return "bad" if missed or passed else None


def course_columns() -> Sequence[Column[CourseLine]]:
    """The columns of the list."""
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.row.bib or DASH,
            sort_key=lambda line: bib_sort_key(line.row.bib),
            alignment="right",
            bold=True,
            width_hint=5,
        ),
        Column(key="runner", title=_("Runner"), text=lambda line: line.row.name, width_hint=18),
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.row.race_label,
            hidden=True,
            width_hint=8,
        ),
        Column(
            key="state",
            title=_("State"),
            text=state_words,
            tone=lambda line: TONES[line.state],
            tooltip=state_reason,
            sort_key=lambda line: line.rank,
            chip=True,
            width_hint=14,
        ),
        Column(
            key="seen",
            title=_("Last seen"),
            text=_seen_cell,
            sort_key=_seen_at,
            tooltip=last_words,
            width_hint=15,
        ),
        Column(
            key="due",
            title=_("Expected next"),
            text=_due_cell,
            sort_key=_due_at,
            tooltip=_due_tip,
            tone=lambda line: "bad" if line.late_ms else None,
            width_hint=15,
        ),
        Column(
            key="cutoff",
            title=_("Cut-off"),
            text=cutoff_words,
            sort_key=lambda line: line.row.where.cutoff and line.row.where.cutoff.instant_ms,
            tone=_cutoff_tone,
            tooltip=state_reason,
            width_hint=10,
            gives_way=2,
        ),
        Column(key="club", title=_("Club"), text=lambda line: line.row.club, hidden=True),
        Column(
            key="category",
            title=_("Category"),
            text=lambda line: line.row.category_label,
            hidden=True,
        ),
    )


# Filters

BACK: Final = frozenset({CourseState.BACK})
WAITING: Final = frozenset({CourseState.WAITING})
LEFT: Final = frozenset(CourseState) - BACK - WAITING
FILTERS: Final[tuple[tuple[str, frozenset[CourseState], str, Tone], ...]] = (
    ("left", LEFT, _("{count} left"), "good"),
    ("overdue", frozenset({CourseState.OVERDUE}), _("{count} overdue"), "bad"),
    ("missed", frozenset({CourseState.MISSED}), _("{count} past a cut-off"), "bad"),
    ("near", frozenset({CourseState.NEAR}), _("{count} near a cut-off"), "warn"),
    ("not-seen", frozenset({CourseState.NOT_SEEN}), _("{count} not seen yet"), "muted"),
    ("at-odds", frozenset({CourseState.AT_ODDS}), _("{count} contradicted"), "bad"),
    ("not-back", frozenset({CourseState.NOT_BACK}), _("{count} not back"), "warn"),
    ("waiting", WAITING, _("{count} to start"), "warn"),
    ("back", BACK, _("{count} withdrawn"), "muted"),
)
"""Chips over the list: key, the states they show, words and tone. The first is always there."""


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Only runners still to come by a place, or last seen there."""

    code: str
    to_come: bool


def place_choices(
    view: CourseView, lines: Sequence[CourseLine]
) -> list[tuple[PlaceFilter | None, str]]:
    """What may be chosen: everywhere; for each place who is still to come, and who is there."""
    labels: dict[str, str] = {}
    for course in view.courses.values():
        for stage in course.stages[:-1]:
            labels.setdefault(stage.code, stage.label)
    choices: list[tuple[PlaceFilter | None, str]] = [(None, _("Everywhere"))]
    fits = place_tests(view)
    for to_come, words in (
        (True, _("Still to come at {place} ({count})")),
        (False, _("Last seen at {place} ({count})")),
    ):
        for code, label in labels.items():
            wanted = PlaceFilter(code, to_come)
            count = sum(fits(wanted, line) for line in lines if line.state in LEFT)
            if count or to_come:
                choices.append((wanted, words.format(place=label, count=count)))
    return choices


def place_tests(view: CourseView) -> Callable[[PlaceFilter, CourseLine], bool]:
    """Whether a row passes a filter of places."""
    positions = {
        race_id: {stage.code: at for at, stage in enumerate(course.stages)}
        for race_id, course in view.courses.items()
    }

    def fits(wanted: PlaceFilter, line: CourseLine) -> bool:
        row = line.row
        at = positions.get(row.race_id, {}).get(wanted.code)
        if at is None:
            return False
        if wanted.to_come:
            return row.standing.stand is Stand.OUT and row.where.stage < at
        return row.where.stage == at

    return fits


def last_words(line: CourseLine) -> str:
    """Where a runner was last seen, when they are expected, and the state: one line."""
    row, due = line.row, line.row.where.due
    parts = [_seen_cell(line)]
    if due is not None and row.standing.stand is Stand.OUT:
        words = _("expected at {place} {time}")
        parts.append(words.format(place=due.label, time=clock_words(due.instant_ms, line)))
    parts.append(state_words(line))
    return " · ".join(parts)
