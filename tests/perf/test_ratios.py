"""How fast the main jobs are, as ratios to a plain floor measured in the same run.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf``. Nothing here fails for being
slow: the figures are printed, and read by a person. Each figure is the median of several runs,
floor and product taking turns, so that a busy machine slows both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.perf.lists import (
    ENTRIES,
    EVENT,
    READS,
    StandingClock,
    new_season,
    take_entries,
    write_entries,
    write_reads,
)
from tests.perf.plain import bare_reads, plain_entries, same_reads
from trailsdesk.collector import suit_bulk_work
from trailsdesk.services.season import Season
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, plan_times
from trailsdesk.services.timing import key_finish
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.perf, pytest.mark.timeout(1200)]

RUNS = 3


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _report(name: str, floor_s: list[float], ours_s: list[float]) -> None:
    floor, ours = statistics.median(floor_s), statistics.median(ours_s)
    print(f"\n{name}: {ours:.3f} s against {floor:.3f} s = {ours / floor:.1f} x")


@pytest.fixture(scope="module", autouse=True)
def as_the_program_runs() -> None:
    """The collector as ``app`` and ``cli`` set it; the floor gains by it too."""
    suit_bulk_work()


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """20,000 made-up entries, and 100,000 reads with two of five of them repeats."""
    folder = tmp_path_factory.mktemp("lists")
    return write_entries(folder / "entries.csv"), write_reads(folder / "reads.csv")


def _import_reads(season: Season, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    plan = plan_times(season, season.event(EVENT).id, None, source, table, kind="elapsed")
    commit_times(season, plan, "bench")
    assert len(season.data.reads) == READS, "the benchmark must measure whole imports"


def _import_in_steps(season: Season, path: Path) -> None:
    """As in the window, where the line may want the file meanwhile."""
    season.give_way = lambda: None
    _import_reads(season, path)


def test_import_of_entries(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """Entries against csv + sqlite3 doing the same inserts."""
    floor, ours = [], []
    for run in range(RUNS):
        season = new_season(tmp_path / f"s{run}.trailsdesk")
        floor.append(_timed(partial(plain_entries, lists[0], tmp_path / f"plain-{run}.db")))
        ours.append(_timed(partial(take_entries, season, lists[0])))
        season.file.close()
    _report("import of 20,000 entries / csv + sqlite3", floor, ours)


def test_import_of_reads(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """Reads, from the file to the season, against csv + sqlite3 keeping the same promises.

    And against nothing but cells put into a table, which is the floor of the floor.
    """
    same: list[float] = []
    bare: list[float] = []
    ways = {"in one go": _import_reads, "in steps, as in the window": _import_in_steps}
    ours: dict[str, list[float]] = {way: [] for way in ways}
    seasons = {way: tmp_path / f"{number}.trailsdesk" for number, way in enumerate(ways)}
    for path in seasons.values():
        season = new_season(path)
        take_entries(season, lists[0])
        season.file.close()
    for run in range(RUNS):
        same.append(_timed(partial(same_reads, lists[1], tmp_path / f"same-{run}.db")))
        bare.append(_timed(partial(bare_reads, lists[1], tmp_path / f"bare-{run}.db")))
        for way, act in ways.items():
            copy = shutil.copy(seasons[way], tmp_path / f"{run}-{seasons[way].name}")
            season = Season(Store().open(copy, "bench", StandingClock()), StandingClock())
            ours[way].append(_timed(partial(act, season, lists[1])))
            season.file.close()
    for way, figures in ours.items():
        _report(f"import of 100,000 reads {way} / csv + sqlite3 doing the same", same, figures)
        _report(f"import of 100,000 reads {way} / csv + sqlite3 keeping cells only", bare, figures)


def test_recomputation(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """All results and standings of the season against one sort of the same rows."""
    season = new_season(tmp_path / "season.trailsdesk")
    take_entries(season, lists[0])
    _import_reads(season, lists[1])
    rows = [(read.elapsed_ms, read.bib, read.id) for read in season.data.reads.values()]
    floor, ours = [], []
    for _run in range(RUNS):
        fresh = Season(season.file, season.clock)
        assert fresh.rules.points is not None, "reading the preset is no part of it"
        ours.append(_timed(fresh.standings))
        floor.append(_timed(partial(sorted, rows)))
        found = sum(len(results.results) for results in fresh.all_results().values())
        assert found == ENTRIES, "the benchmark must measure whole results"
    season.file.close()
    _report("recomputation of the season / one sort of its rows", floor, ours)


def test_recomputation_after_one_more_time(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """One event after a time keyed at its finish, against the same event computed anew."""
    season = new_season(tmp_path / "season.trailsdesk")
    take_entries(season, lists[0])
    _import_reads(season, lists[1])
    races = season.data.races_of(season.event(EVENT).id)

    def compute(one: Season) -> None:
        assert sum(len(one.results(race.id).results) for race in races) == ENTRIES

    compute(season)
    anew, ours = [], []
    for bib in range(1, RUNS + 1):
        now = season.clock.now_ms()
        key_finish(season, season.event(EVENT).id, None, str(bib), now, "bench")
        ours.append(_timed(partial(compute, season)))
        fresh = Season(season.file, season.clock)
        assert fresh.categories(), "they are no part of it"
        anew.append(_timed(partial(compute, fresh)))
    season.file.close()
    _report("results after one more time / computed anew", anew, ours)


EMPTY_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 720)
window.show()
app.processEvents()
window.grab()
"""
OUR_WINDOW = """
import sys
from trailsdesk.app import start_and_paint
start_and_paint(sys.argv[1])
"""


def test_window_start(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """From process start to the painted window: ours with 20,000 entries against an empty one."""
    season = new_season(tmp_path / "start.trailsdesk")
    take_entries(season, lists[0])
    season.file.close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    small = new_season(tmp_path / "small.trailsdesk")
    small.file.close()
    floor: list[float] = []
    for name in ("small", "start"):
        ours: list[float] = []
        for _run in range(RUNS):
            for code, argument, into in ((EMPTY_WINDOW, "", floor), (OUR_WINDOW, name, ours)):
                path = str(tmp_path / f"{argument}.trailsdesk")
                command = [sys.executable, "-c", code, path]
                start = partial(subprocess.run, command, env=environment, check=True)
                into.append(_timed(start))
        _report(f"window start, {name} season / empty PySide6 window", floor, ours)
