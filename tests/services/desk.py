"""A race office for tests: a real file in a temporary folder and a clock that is set by hand.

Everybody here is made up. ``Desk`` says what a test means in a line: ``desk.entries("1,Ada,...")``
imports a list, ``desk.times("1,11:20:00,")`` a finish file, ``desk.by_bib()`` reads the results.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.domain.chrono import Instant
from trailsdesk.services import entries, event_setup, history, raceday, results
from trailsdesk.services.problems import problems
from trailsdesk.services.season import Season
from trailsdesk.services.sources import Source, open_book, pick_table
from trailsdesk.services.time_import import commit_times, plan_times
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import Event, Race
    from trailsdesk.domain.people import Runner
    from trailsdesk.domain.problems import Problem
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.entry_doubts import Decision
    from trailsdesk.services.entry_plan import EntryPlan
    from trailsdesk.services.time_import import TimePlan

PRESET = "canterbury-winter-2026"
ZONE = "Pacific/Auckland"
ACTOR = "Test desk"
ENTRY_HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
TIME_HEADER = "Bib,Time,Status"
DAYS = {"willesden": "2026-05-24", "mount-cass": "2026-06-14", "torlesse": "2026-07-12",
        "inverary": "2026-08-09"}  # fmt: skip


def at(text: str) -> Instant:
    """The instant of a local time at the events (``2026-05-24 10:00:00``)."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))
    return Instant(round(local.timestamp() * 1000))


class SetClock:
    """Stands still until it is set."""

    def __init__(self, text: str = "2026-04-01 09:00:00") -> None:
        self.now = at(text)

    def set(self, text: str) -> None:
        """Go to a local time at the events."""
        self.now = at(text)

    def now_ms(self) -> Instant:
        """The moment it was set to."""
        return self.now


class Desk:
    """A season's file, open, with short ways to do and to ask."""

    def __init__(self, folder: Path, preset: str = PRESET) -> None:
        self.folder = folder
        self.path = folder / "winter.trailsdesk"
        self.clock = SetClock()
        self.season = event_setup.new_season(Store(), self.path, preset, ACTOR, self.clock)

    def close(self) -> None:
        """Let go of the file."""
        self.season.file.close()

    def reopen(self) -> None:
        """Close the file and open it again, as after a restart."""
        self.close()
        self.season = Season(Store().open(self.path, ACTOR, self.clock), self.clock)

    def undo(self) -> str:
        """Take back the last operation; its name."""
        info = history.undo(self.season)
        assert info is not None
        return info.name

    def redo(self) -> str:
        """Do the last undone operation again; its name."""
        info = history.redo(self.season)
        assert info is not None
        return info.name

    # ------------------------------------------------------------------------------ doing

    def plan(
        self,
        *lines: str,
        header: str = ENTRY_HEADER,
        event: str = "willesden",
        race: str | None = None,
        decisions: Mapping[int, Decision] | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> EntryPlan:
        """What taking an entry list would do."""
        table = pick_table(open_book(_source("entries.csv", header, lines)), None)
        at_event = self.event(event)
        race_id = self.race(race, event).id if race else None
        mapped = entries.guess_columns(table, overrides)
        return entries.plan_entries(
            self.season, at_event.id, race_id, "entries.csv", table, mapped, decisions=decisions
        )

    def entries(
        self,
        *lines: str,
        header: str = ENTRY_HEADER,
        event: str = "willesden",
        race: str | None = None,
        decisions: Mapping[int, Decision] | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> EntryPlan:
        """Take an entry list."""
        plan = self.plan(
            *lines, header=header, event=event, race=race, decisions=decisions, overrides=overrides
        )
        entries.commit_entries(self.season, plan)
        return plan

    def plan_times(
        self,
        *lines: str,
        header: str = TIME_HEADER,
        event: str = "willesden",
        race: str | None = None,
        kind: str | None = "clock",
        name: str = "times.csv",
        point: str = "finish",
        leads: bool | None = None,
    ) -> TimePlan:
        """What taking a timing file would do."""
        source = _source(name, header, lines)
        race_id = self.race(race, event).id if race else None
        return plan_times(
            self.season,
            self.event(event).id,
            race_id,
            source,
            pick_table(open_book(source), None),
            kind=kind,
            point=point,
            leads=leads,
        )

    def times(
        self,
        *lines: str,
        header: str = TIME_HEADER,
        event: str = "willesden",
        race: str | None = None,
        kind: str | None = "clock",
        name: str = "times.csv",
        point: str = "finish",
        leads: bool | None = None,
    ) -> TimePlan:
        """Take a timing file."""
        plan = self.plan_times(
            *lines, header=header, event=event, race=race, kind=kind, name=name, point=point,
            leads=leads,
        )  # fmt: skip
        commit_times(self.season, plan, ACTOR)
        return plan

    def start(self, clock: str = "10:00:00", event: str = "willesden", *races: str) -> None:
        """Set the gun of races, or of all of an event."""
        held = self.event(event)
        chosen = [self.race(race, event) for race in races] or self.season.data.races_of(held.id)
        gun = raceday.parse_gun(held, f"{held.date} {clock}")
        raceday.set_gun(self.season, [race.id for race in chosen], gun)

    # ------------------------------------------------------------------------------ asking

    def event(self, code: str = "willesden") -> Event:
        """An event by its short name."""
        return self.season.event(code)

    def race(self, code: str = "long", event: str = "willesden") -> Race:
        """A race by its short name."""
        return self.season.race(self.event(event), code)

    def rows(self, event: str = "willesden", race: str | None = None) -> tuple[ResultRow, ...]:
        """The results."""
        race_id = self.race(race, event).id if race else None
        return results.rows_of(self.season, self.event(event).id, race_id)

    def by_bib(self, event: str = "willesden") -> dict[str, ResultRow]:
        """The results by bib."""
        return {row.bib: row for row in self.rows(event)}

    def times_ms(self, event: str = "willesden") -> dict[str, int | None]:
        """Bib to official time."""
        return {row.bib: row.result.time_ms for row in self.rows(event)}

    def fingerprint(self, event: str = "willesden") -> str:
        """Of all results of an event."""
        return results.fingerprint(self.rows(event))

    def entry(self, bib: str, event: str = "willesden") -> Entry:
        """The one entry of an event that wears the bib."""
        races = {race.id for race in self.season.data.races_of(self.event(event).id)}
        found = [
            entry
            for entry in self.season.data.entries.values()
            if entry.bib == bib and entry.race_id in races
        ]
        assert len(found) == 1, found
        return found[0]

    def runner(self, bib: str, event: str = "willesden") -> Runner:
        """Who wears the bib."""
        return self.season.data.runners[self.entry(bib, event).runner_id]

    def problems(self) -> tuple[Problem, ...]:
        """All that is not clean."""
        return problems(self.season)

    def codes(self) -> list[str]:
        """The codes of all that is not clean, in alphabetical order."""
        return sorted(problem.code for problem in self.problems())


def _source(name: str, header: str, lines: Iterable[str]) -> Source:
    data = "\n".join([header, *lines, ""]).encode()
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def codes_of(problems_found: Iterable[Problem]) -> list[str]:
    """The codes of problems, in their order."""
    return [problem.code for problem in problems_found]


def kinds_of(plan: EntryPlan) -> list[str]:
    """What would become of each row."""
    return [row.kind.value for row in plan.rows]
