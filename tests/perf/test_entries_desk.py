"""What 20,000 entries with their charges cost: on the screen, and against csv and sqlite3.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf/test_entries_desk.py``. Nothing
here fails for being slow: the figures are printed. The event loop of the window is to stand still
for no longer than 50 ms, whatever is under way.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import statistics
import time
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from tests.perf.beat import Beat, percentiles
from tests.perf.lists import CODES, ENTRIES, new_season, take_entries
from tests.perf.test_line import DETAILS, Measured, _until
from trailsdesk import app as program
from trailsdesk.collector import suit_bulk_work
from trailsdesk.services import entry_bulk, fee_quotes, ledger
from trailsdesk.services.accounts import accounts_of
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.entries import entry_rows
from trailsdesk.services.rule_book import change_rule, rule_fields
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.panels.entries import EntriesPanel
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.window_acts import dress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.services.season import Season

pytestmark = [pytest.mark.perf, pytest.mark.timeout(1200)]

RUNS = 3
PRICES = {"short": 4900, "mid": 6900, "long": 8900}
PRICE = re.compile(r"fees\.tier\[\d+\]\.prices\.mid\.adult")


def write_charged(path: Path, count: int = ENTRIES) -> Path:
    """An entry list with days of entering, payments and medals; one in ten has not paid."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ("Bib", "First name", "Last name", "Gender", "Birth date", "Nationality", "Distance",
             "Entered", "Paid", "Medal")
        )  # fmt: skip
        for bib in range(1, count + 1):
            born = date(1960, 1, 1) + timedelta(days=bib % 16_000)
            entered = date(2026, 2, 1) + timedelta(days=bib % 90)
            race = CODES[bib % 3]
            paid = "" if bib % 10 == 0 else f"{PRICES[race] / 100:.2f}"
            writer.writerow(
                (bib, f"Given{bib}", f"Family{bib % 7000}", "MF"[bib % 2], born, "NZL", race,
                 entered, paid, ("", "collect")[bib % 2])
            )  # fmt: skip
    return path


def plain_desk(source: Path, target: Path) -> None:
    """The same rows with a charge each, into three tables."""
    with closing(sqlite3.connect(target)) as database:
        database.execute("PRAGMA synchronous=EXTRA")
        database.execute("CREATE TABLE runner (id INTEGER PRIMARY KEY, a, b, c, d, e)")
        database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, runner, bib, race, day, p)")
        database.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, entry, kind, amount, at)")
        with source.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))[1:]
        with database:
            database.executemany(
                "INSERT INTO runner VALUES (?,?,?,?,?,?)",
                [(i, r[1], r[2], r[3], r[4], r[5]) for i, r in enumerate(rows, 1)],
            )
            database.executemany(
                "INSERT INTO entry VALUES (?,?,?,?,?,?)",
                [(i, i, r[0], r[6], r[7], r[8]) for i, r in enumerate(rows, 1)],
            )
            database.executemany(
                "INSERT INTO line VALUES (?,?,'CHARGE',?,?)",
                [(i, i, PRICES[r[6]], r[7]) for i, r in enumerate(rows, 1)],
            )


def plain_accounts(target: Path) -> None:
    """What each entry owes, added up by the database."""
    with closing(sqlite3.connect(target)) as database:
        found = database.execute(
            "SELECT e.id, SUM(l.amount) - COALESCE(CAST(e.p AS REAL) * 100, 0)"
            " FROM entry e JOIN line l ON l.entry = e.id GROUP BY e.id"
        ).fetchall()
    assert len(found) == ENTRIES


def plain_prices(target: Path) -> None:
    """What each entry costs, by its race and day."""
    with closing(sqlite3.connect(target)) as database:
        rows = database.execute("SELECT id, race, day FROM entry").fetchall()
    prices = {key: PRICES[race] + (1000 if day > "2026-03-29" else 0) for key, race, day in rows}
    assert len(prices) == ENTRIES


def plain_filter(target: Path) -> None:
    """The entries whose name holds a text."""
    with closing(sqlite3.connect(target)) as database:
        found = database.execute(
            "SELECT e.id FROM entry e JOIN runner r ON r.id = e.runner WHERE r.b LIKE '%6999%'"
        ).fetchall()
    assert found


def dearer(season: Season, dollars: int) -> None:
    """Another price for grown-ups of one distance in one tier of the price list."""
    path = next(each.path for each in rule_fields(season) if PRICE.match(each.path))
    change_rule(season, path, f"{dollars}.00")


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def report(name: str, floor_s: list[float], ours_s: list[float]) -> None:
    floor, ours = statistics.median(floor_s), statistics.median(ours_s)
    print(f"\n{name}: {ours:.3f} s against {floor:.3f} s = {ours / floor:.1f} x", flush=True)


def all_ids(season: Season) -> tuple[EntryId, ...]:
    return tuple(season.data.entries)


def requoted(season: Season) -> None:
    assert len(fee_quotes.quotes(season)) == ENTRIES


def test_entries_with_charges_against_plain_tables(tmp_path: Path) -> None:
    """Import, prices after a change of the list, accounts, books and a bulk preview."""
    suit_bulk_work()
    source = write_charged(tmp_path / "entries.csv")
    names = ("import with charges", "prices of all anew", "accounts of all", "books",
             "rows of the panel", "preview of a bulk change")  # fmt: skip
    floor: dict[str, list[float]] = {name: [] for name in names}
    ours: dict[str, list[float]] = {name: [] for name in names}
    for run in range(RUNS):
        plain = tmp_path / f"plain-{run}.db"
        season = new_season(tmp_path / f"s{run}.trailsdesk")
        floor["import with charges"].append(seconds(partial(plain_desk, source, plain)))
        ours["import with charges"].append(seconds(partial(take_entries, season, source)))
        assert len(season.data.ledger) >= ENTRIES, "every entry is to be charged"
        ledger.accounts(season)
        dearer(season, 200 + run)
        bulk = partial(
            entry_bulk.plan_bulk, season, all_ids(season), entry_bulk.BulkField.CLUB, "Made-up"
        )
        for name, base, work in (
            ("prices of all anew", plain_prices, partial(requoted, season)),
            ("accounts of all", plain_accounts, partial(ledger.accounts, season)),
            ("books", plain_accounts, partial(accounts_of, season)),
            ("rows of the panel", plain_accounts, partial(entry_rows, season)),
            ("preview of a bulk change", plain_filter, bulk),
        ):
            floor[name].append(seconds(partial(base, plain)))
            ours[name].append(seconds(work))
        season.file.close()
    for name in names:
        report(f"{name}, 20,000 entries / csv + sqlite3", floor[name], ours[name])


def test_the_window_keeps_moving(tmp_path: Path) -> None:
    """The same in the window, phase by phase: how long the event loop stood still."""
    suit_bulk_work()
    path, source = tmp_path / "season.trailsdesk", write_charged(tmp_path / "entries.csv")
    new_season(path, SystemClock()).file.close()
    app = program.application()
    assert isinstance(app, QApplication)
    settings = Settings(str(tmp_path / "settings.ini"))
    dress(app, settings)
    window = MainWindow(program.season_files(), settings)
    window.resize(1280, 720)
    window.show()
    window.open_file(path)
    _until(lambda: window.desk is not None and window.jobs.wait_idle(30))
    assert window.desk is not None
    season, panel = window.desk.season, window.desk.show_panel("entries")
    assert isinstance(panel, EntriesPanel)
    _until(lambda: window.jobs.wait_idle(30))
    with Beat(details=DETAILS) as beat:
        run = Measured(window, beat, None)
        _until(lambda: len(beat.gaps) > 200)
        print(f"\n{'event loop, nothing to do':44s} {percentiles([g.wall_s for g in beat.gaps])}")
        panel.pages.setCurrentWidget(panel.wizard)
        run.take_file("20,000 entries with charges", panel.wizard, source)
        run.phase("back to the list", panel.show_list)
        run.phase("filtered by a name", partial(panel.search.setText, "family6999"))
        assert 0 < panel.model.shown_count < ENTRIES
        run.phase("all shown again", panel.search.clear)
        run.phase("those who owe", partial(panel.chips.choose, "unpaid"))
        run.phase("all again", partial(panel.chips.choose, "all"))
        change = partial(panel.context.change, partial(dearer, season, 200), "Change the rules")
        run.phase("the price list changed, all prices anew", change)
        many = panel.drawer.many
        run.phase("all chosen", panel.table.selectAll)
        ask = partial(many.previewed.emit, entry_bulk.BulkField.CLUB, "Made-up")
        run.phase("a bulk change looked at", ask)
        plan = entry_bulk.plan_bulk(season, all_ids(season), entry_bulk.BulkField.CLUB, "Made-up")
        run.phase("the bulk change made", partial(many.applied.emit, plan))
        clubs = {runner.club for runner in season.data.runners.values()}
        assert clubs == {"Made-up"}, "the benchmark must measure whole jobs"
        run.phase("the till, and who owes", panel.show_till)
        run.phase("the medals", panel.show_medals)
    window.close()
    window.deleteLater()
