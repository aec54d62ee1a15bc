"""Small seasons for the schemes of series: outcomes in a few words, made-up runners only.

A season file lists ``[[runner]]`` with ``results`` by event: a time, ``#4`` for the fourth place,
a status, or ``NC`` for who helped instead of running; before it may stand the race (``short #4``).
Places nobody is named for, and fields up to ``fill`` finishers, are taken by runners without a
name. ``[[expect]]`` gives a list of the standings: total and rank of those named, 0 for no place.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from trailsdesk.domain.category import assign_categories
from trailsdesk.domain.chrono import Duration, parse_elapsed
from trailsdesk.domain.entry import Entry, EntryId
from trailsdesk.domain.event import Event, EventId, Race, RaceId, Series
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.results import RaceResults, Result, ResultStatus
from trailsdesk.domain.rules import RuleSet
from trailsdesk.domain.scores import OutsideScore, ScoreId
from trailsdesk.domain.season import SeasonData
from trailsdesk.formats.presets import load_preset

FOLDER = Path(__file__).parent / "data" / "schemes"
_BORN = date(1990, 1, 1)
_FIRST_MS, _GAP_MS = 3_600_000, 60_000
_STATUS = {
    "DNF": ResultStatus.DNF,
    "DNS": ResultStatus.DNS,
    "DSQ": ResultStatus.DSQ,
    "NC": ResultStatus.NOT_COMPETING,
}


@dataclass
class Scheme:
    """One scheme with its worked season."""

    name: str
    rules: RuleSet
    document: dict
    season: SeasonData
    results: dict[RaceId, RaceResults]

    @property
    def names(self) -> dict[RunnerId, str]:
        return {who: one.family_name for who, one in self.season.runners.items()}


@dataclass
class _Outcome:
    runner: Runner
    time_ms: int | None
    status: ResultStatus
    scores: list[str] = field(default_factory=list)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml") if ".season" not in path.name)


def load(name: str) -> Scheme:
    rules = load_preset((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    document = tomllib.loads((FOLDER / f"{name}.season.toml").read_text(encoding="utf-8"))
    season, results = _Builder(rules, document).build()
    return Scheme(name, rules, document, season, results)


class _Builder:
    def __init__(self, rules: RuleSet, document: dict) -> None:
        self.rules = rules
        self.document = document
        self.runners: dict[RunnerId, Runner] = {}
        self.outcomes: dict[tuple[str, str], list[_Outcome]] = defaultdict(list)
        self.scores: list[OutsideScore] = []

    def build(self) -> tuple[SeasonData, dict[RaceId, RaceResults]]:
        for one in self.document["runner"]:
            self._runner(one)
        for key, outcomes in self.outcomes.items():
            self._fill(key, outcomes)
        return self._season()

    def _new(self, name: str, one: dict) -> Runner:
        runner = Runner(
            id=RunnerId(len(self.runners) + 1),
            family_name=name,
            given_name="Made-up",
            gender=Gender(one.get("gender", "M")),
            birth_date=one.get("born", _BORN),
            club=one.get("club", ""),
            nation=one.get("nation", ""),
        )
        self.runners[runner.id] = runner
        return runner

    def _runner(self, one: dict) -> None:
        runner = self._new(one["name"], one)
        for event, text in one.get("results", {}).items():
            *race, outcome = text.split()
            rule = self.rules.event(event)
            assert rule is not None, event
            code = race[0] if race else rule.races[0].code
            status, time_ms = _STATUS.get(outcome, ResultStatus.OK), None
            if outcome.startswith("#"):
                time_ms = _FIRST_MS + int(outcome[1:]) * _GAP_MS
            elif status is ResultStatus.OK:
                time_ms = parse_elapsed(outcome)
                assert time_ms is not None, outcome
            scores = one.get("scores", {}).get(event, "")
            found = _Outcome(runner, time_ms, status, [scores] if scores else [])
            self.outcomes[event, code].append(found)
        for text in one.get("outside", ()):
            system, value = text.split()
            self._score(runner.id, None, system, value)

    def _score(self, runner_id: RunnerId, entry_id, system: str, value: str) -> None:
        number = ScoreId(len(self.scores) + 1)
        self.scores.append(
            OutsideScore(
                id=number, runner_id=runner_id, entry_id=entry_id, system=system, value=value
            )
        )

    def _fill(self, key: tuple[str, str], outcomes: list[_Outcome]) -> None:
        """Runners without a name for the places in between, and for the rest of the field."""
        times = sorted(one.time_ms for one in outcomes if one.time_ms is not None)
        by_place = any(
            text.split()[-1].startswith("#")
            for one in self.document["runner"]
            for event, text in one.get("results", {}).items()
            if event == key[0]
        )
        if by_place and times:
            last = (times[-1] - _FIRST_MS) // _GAP_MS
            taken = {(time - _FIRST_MS) // _GAP_MS: times.count(time) for time in times}
            free = [
                place
                for place in range(1, last)
                if place not in taken
                and not any(first < place < first + many for first, many in taken.items())
            ]
            times += [self._filler(outcomes, _FIRST_MS + place * _GAP_MS) for place in free]
        wanted = self.document.get("fill", {}).get(key[0], 0)
        last_ms = max(times, default=_FIRST_MS)
        for number in range(len(times), wanted):
            self._filler(outcomes, last_ms + (number + 1) * _GAP_MS)

    def _filler(self, outcomes: list[_Outcome], time_ms: int) -> int:
        runner = self._new(f"Nameless {len(self.runners)}", {})
        outcomes.append(_Outcome(runner, time_ms, ResultStatus.OK))
        return time_ms

    def _season(self) -> tuple[SeasonData, dict[RaceId, RaceResults]]:
        events: dict[EventId, Event] = {}
        races: dict[RaceId, Race] = {}
        entries: dict[EntryId, Entry] = {}
        results: dict[RaceId, list[Result]] = {}
        cancelled = self.document.get("cancelled", ())
        for number, rule in enumerate(self.rules.events, start=1):
            event = Event(
                id=EventId(number),
                code=rule.code,
                name=rule.name,
                date=rule.date,
                zone=rule.zone,
                ordinal=number,
                cancelled=rule.code in cancelled,
            )
            events[event.id] = event
            for ordinal, one in enumerate(rule.races):
                race = Race(
                    id=RaceId(number * 10 + ordinal),
                    event_id=event.id,
                    code=one.code,
                    label=one.label,
                    distance_m=one.distance_m,
                    ordinal=ordinal,
                )
                races[race.id] = race
                results[race.id] = []
                for outcome in self.outcomes.get((rule.code, one.code), ()):
                    entry = Entry(
                        id=EntryId(len(entries) + 1),
                        runner_id=outcome.runner.id,
                        race_id=race.id,
                    )
                    entries[entry.id] = entry
                    results[race.id].append(_result(entry, outcome))
                    for text in outcome.scores:
                        system, value = text.split()
                        self._score(outcome.runner.id, entry.id, system, value)
        season = SeasonData(
            revision=1,
            series=Series(
                name="Made up",
                season="",
                preset_id=self.rules.id,
                preset_version="1",
                preset_sha256="",
                preset_text="",
            ),
            events=events,
            races=races,
            runners=self.runners,
            entries=entries,
            scores={score.id: score for score in self.scores},
        )
        given = assign_categories(season, self.rules)
        codes = {entry_id: one.code for entry_id, one in given.items()}
        ranked = {
            race_id: RaceResults(race_id=race_id, results=_ranked(found, season, codes))
            for race_id, found in results.items()
        }
        return season, ranked


def _result(entry: Entry, outcome: _Outcome) -> Result:
    return Result(
        entry_id=entry.id,
        race_id=entry.race_id,
        status=outcome.status,
        time_ms=None if outcome.time_ms is None else Duration(outcome.time_ms),
    )


def _ranked(
    found: list[Result], season: SeasonData, codes: dict[EntryId, str]
) -> tuple[Result, ...]:
    def rank(own: Result, among: list[Result]) -> int:
        return 1 + sum(other.time_ms < own.time_ms for other in among)

    finished = [one for one in found if one.status is ResultStatus.OK]

    def gender(one: Result) -> Gender | None:
        return season.runners[season.entries[one.entry_id].runner_id].gender

    ranked = [
        replace(
            one,
            rank=rank(one, finished),
            rank_gender=rank(one, [o for o in finished if gender(o) is gender(one)]),
            rank_category=rank(
                one, [o for o in finished if codes[o.entry_id] == codes[one.entry_id]]
            ),
        )
        for one in finished
    ]
    ranked.sort(key=lambda one: (one.rank, one.entry_id))
    others = [one for one in found if one.status is not ResultStatus.OK]
    return (*ranked, *others)
