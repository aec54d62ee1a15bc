"""A made-up season, played through the very services that a real one uses.

Three hundred invented runners, four events, and twelve faults planted in the lists, so that every
panel and every sheet has something to show: entries that are charged and paid, a till, medals,
published results, prizes. The lists are left beside the season's file.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.demo import art, desk, lists, prizes
from trailsdesk.demo.clock import DemoClock, moment
from trailsdesk.demo.lists import FAULTS, GUNS, Person
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import Refused
from trailsdesk.services import entries, event_setup, raceday, timing
from trailsdesk.services.season import Season
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, plan_times
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from trailsdesk.domain.event import Event

__all__ = [
    "ACTOR",
    "AFTERWARDS",
    "AT_THE_LINE",
    "FAULTS",
    "FILE_NAME",
    "LINE_BIB",
    "LINE_RACE",
    "DemoClock",
    "play",
]

PRESET = "canterbury-winter-2026"
FILE_NAME = "demo.trailsdesk"
SEED = 20_260_524
ACTOR = "demo"
AFTERWARDS = Instant(1_786_348_800_000)
"""10 August 2026, 20:00 in New Zealand: the season is over and the points are in."""
AT_THE_LINE = Instant(1_779_581_117_300)
"""24 May 2026, 12:05:17 in New Zealand: the first of the long race are in."""
LINE_RACE, LINE_BIB = "long", "471"
"""A race that is on at that moment, and somebody of it who is not in yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Play:
    """What every scene needs."""

    season: Season
    clock: DemoClock
    people: Sequence[Person]
    lists: Path
    dice: random.Random
    until: Instant | None


def play(folder: Path, until: Instant | None = None) -> Path:
    """Make and play the season in ``folder``; returns its file. Refuses to overwrite one.

    ``until`` stops at that moment of the first event, with the race still on.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise Refused("file.exists", name=path.name)
    place = folder / "lists"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise lists.cannot_create(place, error) from error
    dice = random.Random(SEED)  # noqa: S311  made-up people, not secrets
    people = lists.people(dice)
    clock = DemoClock()
    season = event_setup.new_season(Store(), path, PRESET, ACTOR, clock)
    scene = _Play(season=season, clock=clock, people=people, lists=place, dice=dice, until=until)
    try:
        name = season.data.series.name
        event_setup.rename_series(season, f"{name} (demo, made-up runners)")
        art.put_up(season)
        for event in season.data.events_in_order():
            _play_event(scene, event)
            if until is not None:
                break
    finally:
        season.file.close()
    return path


def _play_event(scene: _Play, event: Event) -> None:
    season, clock = scene.season, scene.clock
    first = event.ordinal == 0
    field = [p for p in scene.people if p.series or scene.dice.random() < 0.72]
    running = [*field, *_enter(scene, event, field)]
    till_id = desk.race_morning(season, clock, event)
    clock.set(moment(event, 0, 10))
    for race in season.data.races_of(event.id):
        gun = raceday.parse_gun(event, f"{event.date} {GUNS[race.code]}")
        raceday.set_gun(season, [race.id], gun)
    _take_times(scene, event, running)
    if first:
        _key_at_the_line(season, event, clock)
    if scene.until is None:
        desk.race_afternoon(season, clock, event, till_id)
        prizes.publish(season, clock, event)
        prizes.give_prizes(season, clock, event, "" if first else LINE_RACE)
        if first:
            prizes.draw_prizes(season, clock, event)
            prizes.jury_meets(season, clock, event)


def _enter(scene: _Play, event: Event, field: Sequence[Person]) -> list[Person]:
    """The list of the entry service, and at the first event those who enter at the desk."""
    season, clock, first = scene.season, scene.clock, event.ordinal == 0
    left_out = [p for p in scene.people if p not in field]
    clock.set(moment(event, -19, 18))
    desk.give_ranges(season, event)
    path = scene.lists / f"entries-{event.code}.csv"
    rows = lists.entry_rows(season, field, event)
    faulty = lists.entry_faults(scene.people) if first else []
    lists.write(path, lists.ENTRY_HEADER, [*rows, *faulty])
    _import_entries(season, event, path)
    if not first:
        return []
    desk.spell_names(season, event)
    called = desk.take_calls(season, clock, event, left_out)
    return [*called, *desk.late_evening(season, clock, event, left_out)]


def _take_times(scene: _Play, event: Event, running: Sequence[Person]) -> None:
    first = event.ordinal == 0
    path = scene.lists / f"times-{event.code}.csv"
    rows = lists.time_rows(running, scene.dice, tie=first)
    if scene.until is None:
        rows = [*rows, *(lists.time_faults(running) if first else [])]
        now = moment(event, 0, 14)
    else:
        now = datetime.fromtimestamp(scene.until / 1000 - 40, ZoneInfo(event.zone))
        rows = [row for row in rows if row[1] and str(row[1]) < now.strftime("%H:%M:%S")]
    lists.write(path, ("Bib", "Time", "Status"), rows)
    scene.clock.set(now)
    _import_times(scene.season, event, path)


def _key_at_the_line(season: Season, event: Event, clock: DemoClock) -> None:
    """The last ones in, keyed by hand: a blank that waits for its bib, and a bib nobody wears."""
    long = season.race(event, "long")
    for bib in ("", "4l7"):
        timing.key_finish(season, event.id, long.id, bib, clock.now_ms(), ACTOR)


def _import_entries(season: Season, event: Event, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    mapped = entries.guess_columns(table, lists.QUESTIONS)
    plan = entries.plan_entries(season, event.id, None, source.name, table, mapped)
    entries.commit_entries(season, plan, ACTOR)


def _import_times(season: Season, event: Event, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    plan = plan_times(season, event.id, None, source, table, kind="clock")
    commit_times(season, plan, ACTOR)
