"""The standings of a large season against numpy sorting the same scores in the same run.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf/test_standings.py``. Nothing here
fails for being slow: the ratio is printed, and read by a person. Of both only the time on the
processor counts, the median of several runs that take turns, so that a busy machine slows both.

The floor takes the same results, places everybody anew inside the category, looks up the points,
sorts every runner's scores, adds up the best and sorts the totals: no eligibility, no tie-break
but the best place, no rows, no explanations. The product makes explanations that work out their
figures when somebody reads them: its second figure is with all of them read.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.canterbury import a_season, canterbury
from trailsdesk.collector import suit_bulk_work
from trailsdesk.domain.category import series_categories
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import Entry, EntryId
from trailsdesk.domain.event import Event, EventId, Race, RaceId
from trailsdesk.domain.one_runner import same_runner
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.points import compute_standings, points_for
from trailsdesk.domain.results import RaceResults, Result, ResultStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.season import SeasonData

pytestmark = [pytest.mark.perf, pytest.mark.timeout(600)]

RUNNERS, EVENTS, RUNS = 20_000, 10, 5


def a_large_season() -> tuple[SeasonData, dict[RaceId, RaceResults]]:
    """Everybody finishes everything, in a new order each time; names are made up."""
    chance = random.Random(1)
    runners = {
        RunnerId(number): Runner(
            id=RunnerId(number),
            family_name=f"Made-Up {number}",
            given_name="Test",
            gender=(Gender.F, Gender.M)[number % 2],
            birth_date=date(1950 + number % 50, 1 + number % 12, 1 + number % 28),
        )
        for number in range(1, RUNNERS + 1)
    }
    events, races, entries, results = {}, {}, {}, {}
    for round_number in range(1, EVENTS + 1):
        event_id, race_id = EventId(round_number), RaceId(round_number)
        events[event_id] = Event(
            id=event_id,
            code=f"e{round_number}",
            name=f"Round {round_number}",
            date=date(2026, round_number, 1),
            zone="UTC",
            ordinal=round_number,
        )
        races[race_id] = Race(id=race_id, event_id=event_id, code="short", label="Short")
        order = list(runners)
        chance.shuffle(order)
        found = []
        for place, runner_id in enumerate(order, start=1):
            entry_id = EntryId(len(entries) + 1)
            entries[entry_id] = Entry(id=entry_id, runner_id=runner_id, race_id=race_id)
            found.append(
                Result(
                    entry_id=entry_id,
                    race_id=race_id,
                    status=ResultStatus.OK,
                    rank=place,
                    rank_gender=place,
                    rank_category=place,
                    time_ms=Duration(3_600_000 + place * 1000),
                )
            )
        results[race_id] = RaceResults(race_id=race_id, results=tuple(found))
    season = replace(a_season([]), runners=runners, events=events, races=races, entries=entries)
    return season, results


def floor(
    season: SeasonData,
    results: Mapping[RaceId, RaceResults],
    codes: Mapping[RunnerId, str],
    table: np.ndarray,
    count_best: int,
) -> np.ndarray:
    """The order of all runners by category, total and best place."""
    numbers = {code: number for number, code in enumerate(sorted(set(codes.values())))}
    category = np.zeros(RUNNERS + 1, dtype=np.int64)
    for runner_id, code in codes.items():
        category[runner_id] = numbers[code]
    points = np.zeros((RUNNERS + 1, EVENTS), dtype=np.int64)
    places = np.zeros((RUNNERS + 1, EVENTS), dtype=np.int64)
    entries = season.entries
    for column, found in enumerate(results.values()):
        runner = np.array([entries[one.entry_id].runner_id for one in found.results])
        rank = np.array([one.rank for one in found.results])
        own = category[runner]
        order = np.lexsort((rank, own))
        firsts = np.searchsorted(own[order], np.arange(len(numbers)))
        place = np.arange(len(order)) - firsts[own[order]] + 1
        places[runner[order], column] = place
        points[runner[order], column] = table[np.minimum(place, len(table) - 1)]
    best = np.sort(points, axis=1)[:, -count_best:].sum(axis=1)
    return np.lexsort((places.min(axis=1), -best, category))


def test_standings_of_twenty_thousand_over_ten_events_against_numpy():
    suit_bulk_work()
    rules = canterbury()
    season, results = a_large_season()
    same = same_runner(season)
    categories = series_categories(season, rules, same)
    codes = {who: one.code for who, one in categories.items()}
    table = np.array([0, *[int(points_for(place, rules.points)) for place in range(1, 31)]])
    matrix = np.random.default_rng(1).integers(0, 100, (RUNNERS, EVENTS))

    def standings() -> None:
        compute_standings(season, rules, results, categories, same)

    def in_words() -> int:
        groups = compute_standings(season, rules, results, categories, same)
        return sum(len(one.explanation.params) for group in groups for one in group.standings)

    def bare() -> None:
        np.lexsort((np.sort(matrix, axis=1)[:, -3:].sum(axis=1),))

    floors, ours, words, bares = [], [], [], []
    for _ in range(RUNS):
        floors.append(_timed(lambda: floor(season, results, codes, table, 3)))
        ours.append(_timed(standings))
        words.append(_timed(in_words))
        bares.append(_timed(bare))
    least, own, said, sort = map(statistics.median, (floors, ours, words, bares))
    print(
        f"\nstandings of {RUNNERS} over {EVENTS} events, with explanations {own:.3f} s, all of"
        f" them put into words {said:.3f} s; numpy from the same results {least:.3f} s ="
        f" {own / least:.1f} x and {said / least:.1f} x (its two sorts alone {sort:.4f} s)"
    )
    (groups,) = [compute_standings(season, rules, results, categories, same)]
    order = [int(one.runner_id) for group in groups for one in group.standings]
    assert sorted(order) == list(range(1, RUNNERS + 1))


def _timed(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started
