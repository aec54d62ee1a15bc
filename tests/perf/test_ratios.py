"""How fast the main jobs are, as ratios to a plain floor measured in the same run.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf``. Nothing here fails for being
slow: the figures are printed, and read by a person. Each figure is the median of several runs,
floor and product taking turns, so that a busy machine slows both.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from trailsdesk.collector import suit_bulk_work
from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.services import entries, event_setup
from trailsdesk.services.season import Season
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, plan_times
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.perf, pytest.mark.timeout(1200)]

ENTRIES = 20_000
READS = 100_000
RUNS = 3
CODES = ("short", "mid", "long")


class _Clock:
    def now_ms(self) -> Instant:
        return Instant(1_772_000_000_000)


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
    """A list of 20,000 made-up entries and one of 100,000 reads (five of each runner)."""
    folder = tmp_path_factory.mktemp("lists")
    entry_list, read_list = folder / "entries.csv", folder / "reads.csv"
    with entry_list.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["Bib", "First name", "Last name", "Gender", "Birth date", "Nationality", "Distance"]
        )
        for bib in range(1, ENTRIES + 1):
            born = date(1960, 1, 1) + timedelta(days=bib % 16_000)
            gender = "MF"[bib % 2]
            writer.writerow(
                [bib, f"Given{bib}", f"Family{bib % 7000}", gender, born, "NZL", CODES[bib % 3]]
            )
    with read_list.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Bib", "Time", "Status"])
        for number in range(READS):
            bib = number % ENTRIES + 1
            elapsed_s = 3600 + (bib * 7919) % 7200 + number // ENTRIES * 40
            writer.writerow([bib, format_elapsed(elapsed_s * 1000), ""])
    return entry_list, read_list


def _plain_entries(source: Path, target: Path) -> None:
    database = sqlite3.connect(target)
    database.execute("PRAGMA synchronous=EXTRA")
    database.execute("CREATE TABLE runner (id INTEGER PRIMARY KEY, a, b, c, d, e)")
    database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, runner, bib, race)")
    with source.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    with database:
        database.executemany(
            "INSERT INTO runner VALUES (?,?,?,?,?,?)",
            [(i, r[1], r[2], r[3], r[4], r[5]) for i, r in enumerate(rows, 1)],
        )
        database.executemany(
            "INSERT INTO entry VALUES (?,?,?,?)",
            [(i, i, r[0], r[6]) for i, r in enumerate(rows, 1)],
        )
    database.close()


def _plain_reads(source: Path, target: Path) -> None:
    database = sqlite3.connect(target)
    database.execute("PRAGMA synchronous=EXTRA")
    database.execute("CREATE TABLE read (id INTEGER PRIMARY KEY, line, bib, time, status)")
    with source.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    with database:
        database.executemany(
            "INSERT INTO read VALUES (?,?,?,?,?)",
            [(i, i, r[0], r[1], r[2]) for i, r in enumerate(rows, 1)],
        )
    database.close()


def _new(folder: Path, name: str) -> Season:
    path = folder / f"{name}.trailsdesk"
    return event_setup.new_season(Store(), path, "canterbury-winter-2026", "bench", _Clock())


def _import_entries(season: Season, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    event = season.event("willesden")
    mapped = entries.guess_columns(table)
    plan = entries.plan_entries(season, event.id, None, source.name, table, mapped)
    entries.commit_entries(season, plan)


def _import_reads(season: Season, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    event = season.event("willesden")
    plan = plan_times(season, event.id, None, source, table, kind="elapsed")
    commit_times(season, plan, "bench")


def test_imports(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """Entries and reads against csv + sqlite3 doing the same inserts."""
    floors: tuple[list[float], list[float]] = ([], [])
    ours: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS):
        season = _new(tmp_path, f"s{run}")
        for kind, (plain, act) in enumerate(
            ((_plain_entries, _import_entries), (_plain_reads, _import_reads))
        ):
            target = tmp_path / f"{plain.__name__}-{run}.db"
            floors[kind].append(_timed(partial(plain, lists[kind], target)))
            ours[kind].append(_timed(partial(act, season, lists[kind])))
        season.file.close()
    _report("import of 20,000 entries / csv + sqlite3", floors[0], ours[0])
    _report("import of 100,000 reads / csv + sqlite3", floors[1], ours[1])


def test_recomputation(lists: tuple[Path, Path], tmp_path: Path) -> None:
    """All results and standings of the season against one sort of the same rows."""
    season = _new(tmp_path, "season")
    _import_entries(season, lists[0])
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
    season = _new(tmp_path, "start")
    _import_entries(season, lists[0])
    season.file.close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    small = _new(tmp_path, "small")
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
