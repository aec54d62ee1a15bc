"""The road of an event from set-up to prizegiving, read off the data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.award_marks import AwardStep
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import Entry, EntryStatus, MedalOrder
from trailsdesk.domain.event import Event, Race
from trailsdesk.domain.problems import Note, Severity
from trailsdesk.i18n import day_words
from trailsdesk.services import raceday
from trailsdesk.services.federation import results_due
from trailsdesk.services.problems import problems
from trailsdesk.services.publishing import race_standing
from trailsdesk.services.raceday import FieldState
from trailsdesk.services.season import Season

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId

SOON_DAYS = 7
"""A closing day within so many days is worth a look."""
LAST_DAYS = 2
"""Results that are due within so many days need a person now."""


class StepState(enum.StrEnum):
    """How a step stands. ``LATE`` needs a person now; of the open ones the first is ``NEXT``."""

    DONE = "done"
    NEXT = "next"
    LATE = "late"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: its key, how it stands, what is so far, and the panel where it is done."""

    key: str
    state: StepState
    note: Note
    panel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the steps of one event are read from. ``days`` are those left until the event."""

    season: Season
    event: Event
    entries: tuple[Entry, ...]
    field: FieldState
    today: date

    @property
    def days(self) -> int:
        return (self.event.date - self.today).days


def road(season: Season, event_id: EventId) -> tuple[Step, ...]:
    """The steps of an event, in their order; the first open one is marked as next."""
    data = season.data
    event = data.events[event_id]
    ids = {race.id for race in data.races_of(event_id)}
    ground = _Ground(
        season=season,
        event=event,
        entries=tuple(
            entry
            for entry in data.entries.values()
            if entry.race_id in ids and entry.status is EntryStatus.ENTERED
        ),
        field=raceday.field_state(season, ids),
        today=local_date(season.clock.now_ms(), event.zone),
    )
    makers = (
        _entries, _bibs, _medals, _closing, _guns, _times, _problems, _prizes, _published, _till,
        _points, _due,
    )  # fmt: skip
    steps = [step for maker in makers if (step := maker(ground)) is not None]
    return tuple(_with_next(steps))


def _with_next(steps: list[Step]) -> list[Step]:
    open_ones = [step for step in steps if step.state is StepState.OPEN]
    if not open_ones:
        return steps
    first = open_ones[0]
    made = Step(key=first.key, state=StepState.NEXT, note=first.note, panel=first.panel)
    return [made if step is first else step for step in steps]


def _day(day: date) -> str:
    return day_words(day, year=False, long=True)


def _entries(ground: _Ground) -> Step:
    count = len(ground.entries)
    if count:
        note = Note(code="road.entries-in", params={"count": count})
        return Step(key="entries", state=StepState.DONE, note=note, panel="entries")
    state = StepState.LATE if ground.days <= 0 else StepState.OPEN
    note = Note(code="road.entries-none")
    return Step(key="entries", state=state, note=note, panel="entries")


def _bibs(ground: _Ground) -> Step:
    count = len(ground.entries)
    given = sum(1 for entry in ground.entries if entry.bib)
    if count and given == count:
        note = Note(code="road.bibs-all", params={"count": count})
        return Step(key="bibs", state=StepState.DONE, note=note, panel="start")
    late = bool(count) and ground.days <= 1
    note = Note(code="road.bibs-some", params={"given": given, "count": count})
    if not count:
        note = Note(code="road.bibs-later")
    state = StepState.LATE if late else StepState.OPEN
    return Step(key="bibs", state=state, note=note, panel="start")


def _medals(ground: _Ground) -> Step | None:
    """Orders close some days before the event; how many were ordered is known from the list."""
    rule = ground.season.rules.medals
    if rule is None:
        return None
    ordered = sum(1 for entry in ground.entries if entry.medal is not MedalOrder.NONE)
    last = ground.event.date - timedelta(days=rule.closes_days_before)
    left = (last - ground.today).days
    params: dict[str, str | int] = {"day": _day(last), "count": ordered, "days": left}
    if left < 0:
        note = Note(code="road.medals-closed", params=params)
        return Step(key="medals", state=StepState.DONE, note=note, panel="sheets")
    note = Note(code="road.medals-open", params=params)
    state = StepState.LATE if left <= SOON_DAYS and ground.entries else StepState.NONE
    return Step(key="medals", state=state, note=note, panel="sheets")


def _closing(ground: _Ground) -> Step | None:
    rule = ground.season.rules.event(ground.event.code)
    if rule is None or rule.entries_close is None:
        return None
    left = (rule.entries_close.date() - ground.today).days
    params: dict[str, str | int] = {
        "until": f"{_day(rule.entries_close.date())}, {rule.entries_close:%H:%M}",
        "days": left,
    }
    if left < 0:
        note = Note(code="road.closing-past", params=params)
        return Step(key="closing", state=StepState.DONE, note=note, panel="entries")
    note = Note(code="road.closing-open", params=params)
    return Step(key="closing", state=StepState.NONE, note=note, panel="entries")


def _guns(ground: _Ground) -> Step:
    held = raceday.races_to_run(ground.season.data, ground.event.id)
    guns = [raceday.gun_of(ground.season, race.id) for race in held]
    fired = sum(1 for gun in guns if gun is not None)
    params: dict[str, str | int] = {"fired": fired, "count": len(guns)}
    if guns and fired == len(guns):
        note = Note(code="road.guns-all", params=params)
        return Step(key="guns", state=StepState.DONE, note=note, panel="start")
    state = StepState.LATE if ground.days < 0 and ground.entries else StepState.OPEN
    code = "road.guns-some" if fired else "road.guns-none"
    return Step(key="guns", state=state, note=Note(code=code, params=params), panel="start")


def _times(ground: _Ground) -> Step:
    field = ground.field
    params: dict[str, str | int] = {
        "finished": field.finished,
        "started": field.started,
        "dnf": field.withdrawn,
        "out": field.on_course + field.waiting,
    }
    if not field.started:
        late = ground.days < 0 and bool(ground.entries)
        state = StepState.LATE if late else StepState.OPEN
        return Step(key="times", state=state, note=Note(code="road.times-none"), panel="timing")
    if field.on_course or field.waiting:
        note = Note(code="road.times-some", params=params)
        state = StepState.LATE if ground.days < 0 else StepState.OPEN
        return Step(key="times", state=state, note=note, panel="finish")
    note = Note(code="road.times-all", params=params)
    return Step(key="times", state=StepState.DONE, note=note, panel="results")


def _problems(ground: _Ground) -> Step:
    found = [
        problem
        for problem in problems(ground.season, ground.event.id)
        if problem.severity is not Severity.INFO
    ]
    if not found:
        done = StepState.DONE if ground.entries else StepState.OPEN
        note = Note(code="road.problems-none" if ground.entries else "road.problems-later")
        return Step(key="problems", state=done, note=note, panel="problems")
    note = Note(code="road.problems-open", params={"count": len(found)})
    state = StepState.LATE if ground.days <= 0 else StepState.OPEN
    return Step(key="problems", state=state, note=note, panel="problems")


def _prizes(ground: _Ground) -> Step:
    """Open once there are times; done when awards were announced, or everybody is in or out."""
    if not ground.field.finished:
        note = Note(code="road.prizes-later")
        return Step(key="prizes", state=StepState.OPEN, note=note, panel="sheets")
    marks = [mark for mark in ground.season.data.award_marks.values()
             if mark.event_id == ground.event.id]  # fmt: skip
    announced = len({mark.award for mark in marks if mark.step is AwardStep.ANNOUNCED})
    if announced:
        handed = sum(mark.step is AwardStep.HANDED_OUT for mark in marks)
        params: dict[str, str | int] = {"announced": announced, "handed": handed}
        note = Note(code="road.prizes-called", params=params)
        return Step(key="prizes", state=StepState.DONE, note=note, panel="results")
    out = ground.field.on_course + ground.field.waiting
    if out:
        note = Note(code="road.prizes-soon", params={"out": out})
        return Step(key="prizes", state=StepState.OPEN, note=note, panel="sheets")
    note = Note(code="road.prizes-ready")
    return Step(key="prizes", state=StepState.DONE, note=note, panel="sheets")


def _published(ground: _Ground) -> Step:
    """Whether each race that has entries is out as official, as it stands now."""
    held = sorted({entry.race_id for entry in ground.entries})
    standings = [race_standing(ground.season, race_id) for race_id in held]
    official = sum(standing.is_official for standing in standings)
    params: dict[str, str | int] = {"official": official, "count": len(held)}
    if not ground.field.finished:
        note = Note(code="road.published-later")
        return Step(key="published", state=StepState.OPEN, note=note, panel="results")
    if held and official == len(held):
        note = Note(code="road.published-all", params=params)
        return Step(key="published", state=StepState.DONE, note=note, panel="results")
    changed = sum(standing.latest is not None and bool(standing.changes) for standing in standings)
    code = "road.published-changed" if changed else "road.published-some"
    note = Note(code=code, params={**params, "changed": changed})
    late = changed or ground.days < -1
    state = StepState.LATE if late else StepState.OPEN
    return Step(key="published", state=state, note=note, panel="results")


def _till(ground: _Ground) -> Step | None:
    """The tills of the event, where any was opened: the day is over when all are counted."""
    tills = [till for till in ground.season.data.tills.values()
             if till.event_id == ground.event.id]  # fmt: skip
    if not tills:
        return None
    still = [till.name for till in tills if till.closed_ms is None]
    if not still:
        note = Note(code="road.till-closed", params={"count": len(tills)})
        return Step(key="till", state=StepState.DONE, note=note, panel="entries")
    note = Note(code="road.till-open", params={"count": len(still), "names": ", ".join(still)})
    state = StepState.LATE if ground.days < 0 else StepState.NONE
    return Step(key="till", state=state, note=note, panel="entries")


def _points(ground: _Ground) -> Step | None:
    """How many of the season's events have results: after that many the standings stand."""
    season = ground.season
    if season.rules.standings is None or season.rules.points is None:
        return None
    events = season.data.events_in_order()
    held = sum(
        1
        for event in events
        if raceday.field_state(season, [r.id for r in season.data.races_of(event.id)]).finished
    )
    params: dict[str, str | int] = {"held": held, "count": len(events)}
    note = Note(code="road.points" if held else "road.points-later", params=params)
    state = StepState.DONE if ground.field.finished else StepState.OPEN
    return Step(key="points", state=state, note=note, panel="points")


def _due(ground: _Ground) -> Step | None:
    """When the federation wants the results; whether they were sent is not known here."""
    due = results_due(ground.season, ground.event.id)
    if due is None or ground.event.cancelled:
        return None
    rule, last = due
    left = (last - ground.today).days
    params: dict[str, str | int] = {"to": rule.to, "day": _day(last), "days": left}
    if left < 0:
        note = Note(code="road.due-past", params=params)
        return Step(key="due", state=StepState.NONE, note=note, panel="results")
    if ground.days > 0:
        note = Note(code="road.due-later", params={**params, "days": rule.days})
        return Step(key="due", state=StepState.NONE, note=note, panel="results")
    state = StepState.LATE if left <= LAST_DAYS else StepState.OPEN
    note = Note(code="road.due", params=params)
    return Step(key="due", state=state, note=note, panel="results")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSummary:
    """An event at a glance: entered and in, and whether its day is past."""

    event: Event
    entered: int
    finished: int
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceSummary:
    """A race as the table of events and races shows it."""

    event: Event
    race: Race
    entered: int
    finished: int
    started: bool


def event_summaries(season: Season) -> tuple[EventSummary, ...]:
    """All events of the season at a glance, in order of date."""
    found = []
    for event in season.data.events_in_order():
        races = [race.id for race in season.data.races_of(event.id)]
        field = raceday.field_state(season, races)
        today = local_date(season.clock.now_ms(), event.zone)
        found.append(
            EventSummary(
                event=event,
                entered=field.entered,
                finished=field.finished,
                past=event.date < today,
            )
        )
    return tuple(found)


def race_summaries(season: Season) -> tuple[RaceSummary, ...]:
    """All races of the season, event by event."""
    found = []
    for event in season.data.events_in_order():
        for race in season.data.races_of(event.id):
            field = raceday.field_state(season, [race.id])
            found.append(
                RaceSummary(
                    event=event,
                    race=race,
                    entered=field.entered,
                    finished=field.finished,
                    started=field.gun_ms is not None or bool(field.started),
                )
            )
    return tuple(found)
