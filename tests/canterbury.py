"""The real preset and small made-up seasons on it, for the tests of rules, fees and standings."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import CategoryOverride, Entry, EntryId
from trailsdesk.domain.event import Event, EventId, Race, RaceId, Series
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.results import RaceResults, Result, ResultStatus
from trailsdesk.domain.season import SeasonData
from trailsdesk.formats.presets import load_preset, preset_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.rules import RuleSet

PRESET = "canterbury-winter-2026"
EVENTS = ("willesden", "mount-cass", "torlesse", "inverary")
RACES = ("short", "mid", "long")
OPEN_MAN = date(1990, 1, 1)
MOVES_UP = date(1986, 8, 1)
"""39 at the first three events, 40 at the last: Open at them, Veteran for the series."""


@lru_cache
def _loaded(options: tuple[tuple[str, str], ...]) -> RuleSet:
    return load_preset(preset_text(PRESET), dict(options))


def canterbury(options: Mapping[str, str] | None = None) -> RuleSet:
    return _loaded(tuple(sorted((options or {}).items())))


def an_event(code: str = "willesden") -> Event:
    rule = canterbury().event(code)
    assert rule is not None
    number = EVENTS.index(code) + 1
    return Event(
        id=EventId(number),
        code=code,
        name=rule.name,
        date=rule.date,
        zone=rule.zone,
        ordinal=number,
    )


def at(text: str, zone: str = "Pacific/Auckland") -> Instant:
    """The instant of a local time such as ``2026-03-29 23:59:59``."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return Instant(round(local.timestamp() * 1000))


def race_id(event: str, race: str = "short") -> RaceId:
    return RaceId(EVENTS.index(event) * 10 + RACES.index(race) + 1)


def a_runner(
    number: int,
    birth_date: date | None = OPEN_MAN,
    gender: Gender | None = Gender.M,
    family_name: str = "",
) -> Runner:
    return Runner(
        id=RunnerId(number),
        family_name=family_name or f"Made-Up {number}",
        given_name="Test",
        gender=gender,
        birth_date=birth_date,
    )


def a_season(
    runners: Sequence[Runner],
    entries: Sequence[Entry] = (),
    overrides: Sequence[CategoryOverride] = (),
    events: Sequence[str] = EVENTS,
) -> SeasonData:
    return SeasonData(
        revision=1,
        series=Series(
            name="Test",
            season="2026",
            preset_id=PRESET,
            preset_version="1",
            preset_sha256="",
            preset_text="",
        ),
        events={an_event(code).id: an_event(code) for code in events},
        races={
            race_id(event, race): Race(
                id=race_id(event, race),
                event_id=an_event(event).id,
                code=race,
                label=race.title(),
                ordinal=number,
            )
            for event in events
            for number, race in enumerate(RACES)
        },
        runners={runner.id: runner for runner in runners},
        entries={entry.id: entry for entry in entries},
        overrides={override.entry_id: override for override in overrides},
    )


Outcome = int | ResultStatus | None
"""An overall place, a status without a place, or nothing at all."""


def a_run_season(
    outcomes: Mapping[Runner, Sequence[Outcome]],
    race: str = "short",
    events: Sequence[str] = EVENTS,
    races: Mapping[tuple[Runner, str], str] | None = None,
    overrides: Mapping[tuple[Runner, str], str] | None = None,
) -> tuple[SeasonData, dict[RaceId, RaceResults]]:
    """A season in which each runner has these outcomes at the events in order.

    Args:
        races: another distance than ``race`` for single starts.
        overrides: a category by decision for single starts.
    """
    entries: list[Entry] = []
    decided: list[CategoryOverride] = []
    results: dict[RaceId, list[Result]] = {}
    for runner, line in outcomes.items():
        for event, outcome in zip(events, line, strict=False):
            if outcome is None:
                continue
            where = race_id(event, (races or {}).get((runner, event), race))
            entry = Entry(id=EntryId(len(entries) + 1), runner_id=runner.id, race_id=where)
            entries.append(entry)
            category = (overrides or {}).get((runner, event))
            if category:
                decided.append(
                    CategoryOverride(entry_id=entry.id, category=category, reason="decided")
                )
            place = None if isinstance(outcome, ResultStatus) else outcome
            status = outcome if isinstance(outcome, ResultStatus) else ResultStatus.OK
            results.setdefault(where, []).append(
                Result(
                    entry_id=entry.id,
                    race_id=where,
                    status=status,
                    rank=place,
                    rank_gender=place,
                    rank_category=place,
                    time_ms=None if place is None else Duration(place * 1000),
                )
            )
    season = a_season(list(outcomes), entries, decided, events)
    return season, {
        where: RaceResults(race_id=where, results=tuple(found)) for where, found in results.items()
    }
