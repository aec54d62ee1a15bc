"""What a key at the finish line costs in the real window, alone and while a large file comes in.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf/test_line.py``. Nothing here fails
for being slow: the figures are printed, beside those of this computer at the same moment: how long
its disk takes to save one row, and what the event loop of an empty window waits for its turn.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.perf.beat import BEAT_MS, SHOWN, Beat, percentiles, stalls
from tests.perf.lists import ENTRIES, EVENT, READS, new_season, write_entries, write_reads
from trailsdesk import app as program
from trailsdesk.collector import suit_bulk_work
from trailsdesk.domain.event import TimingPoint
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.raceday import set_gun
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.panels.entries import EntriesPanel
from trailsdesk.ui.panels.finish import FinishPanel
from trailsdesk.ui.panels.timing import TimingPanel
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.window_acts import dress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trailsdesk.ui.import_wizard import ImportWizard
    from trailsdesk.ui.panels.panel import Panel

pytestmark = [pytest.mark.perf, pytest.mark.timeout(1200)]

KEYS = 40
KEY_EVERY_MS = 400
"""Five times as many as a busy finish brings."""
HUT_READS = 2_000
AT_LEAST_S = 1.0
DETAILS = bool(os.environ.get("TRAILSDESK_STALLS"))
"""Set, it prints what every thread was at while the event loop stood still."""


class Line:
    """The finish panel of a window with somebody at its keys."""

    def __init__(self, window: MainWindow) -> None:
        assert window.desk is not None
        panel = window.desk.show_panel("finish")
        assert isinstance(panel, FinishPanel)
        self.box, self.book, self.table = panel.line.box, panel.book, panel.line.last_in.table
        self.took: list[float] = []
        self._bib = 0
        self._waiting: dict[int, float] = {}
        self.book.changed.connect(self._look)
        self._presser = QTimer(window)
        self._presser.timeout.connect(self.press)

    def press(self) -> None:
        """A bib and Enter; the clock runs from Enter on."""
        self._bib += 37
        for figure in str(self._bib):
            QTest.keyClick(self.box, figure)
        pressed = time.perf_counter()
        QTest.keyClick(self.box, Qt.Key.Key_Return)
        self._waiting[max(self.book._taken)] = pressed

    def _look(self) -> None:
        for number, pressed in list(self._waiting.items()):
            taken = self.book._taken.get(number)
            if taken is None or taken.state == "saved":
                del self._waiting[number]
                self.table.viewport().repaint()
                self.took.append(time.perf_counter() - pressed)

    def keep_pressing(self, *, on: bool) -> None:
        """Key after key, or no more."""
        if on:
            self._presser.start(KEY_EVERY_MS)
        else:
            self._presser.stop()

    @property
    def is_clear(self) -> bool:
        """Whether all that was keyed is in the file and on the screen."""
        return not self._waiting


def _until(true: Callable[[], bool], seconds: float = 300) -> None:
    loop, timer = QEventLoop(), QTimer()
    ends = time.perf_counter() + seconds
    timer.timeout.connect(lambda: loop.quit() if true() or time.perf_counter() > ends else None)
    timer.start(BEAT_MS)
    loop.exec()
    assert true(), "the benchmark must measure whole jobs"


def _one_row_saved(folder: Path) -> list[float]:
    """The disk's share: a row of a plain table, saved as safely as the product does."""
    took = []
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=EXTRA")
        database.execute("CREATE TABLE read (id INTEGER PRIMARY KEY, bib TEXT)")
        for number in range(KEYS):
            started = time.perf_counter()
            database.execute("INSERT INTO read VALUES (?, '1')", (number,))
            took.append(time.perf_counter() - started)
    return took


def _new_season(folder: Path) -> Path:
    path = folder / "season.trailsdesk"
    season = new_season(path, SystemClock())
    races = season.data.races_of(season.event(EVENT).id)
    set_gun(season, [race.id for race in races], SystemClock().now_ms() - 3_000_000)
    with season.change("points.set", race="", count=len(races)) as writer:
        writer.put_many(
            [TimingPoint(race_id=r.id, code="hut", label="Hut", distance_m=4000.0) for r in races]
        )
    season.file.close()
    return path


class Measured:
    """A window, and what is measured of it phase by phase."""

    def __init__(self, window: MainWindow, beat: Beat, line: Line | None) -> None:
        self.window, self.beat, self.line = window, beat, line
        self._started = 0.0

    def phase(
        self,
        name: str,
        begin: Callable[[], object] = lambda: None,
        done: Callable[[], bool] | None = None,
    ) -> None:
        """Begin something, press keys until it is done, and print what that cost.

        Without ``done`` it lasts as long as ``KEYS`` keys, or until nothing is under way.
        """
        line, started = self.line, time.perf_counter()
        self._started = started
        if line is not None:
            line.took = []
            line.keep_pressing(on=True)
        self.beat.fresh()
        begin()
        _until(done or self._over)
        if line is not None:
            line.keep_pressing(on=False)
            _until(lambda: line.is_clear)
        print(f"{name} ({time.perf_counter() - started:.1f} s)")
        if line is not None:
            print(f"{'  key to saved row on the screen':44s} {percentiles(line.took)}")
        gaps = self.beat.gaps
        print(f"{'  event loop busy with one thing':44s} {percentiles([g.wall_s for g in gaps])}")
        own = [g.wall_s - g.queued_s for g in gaps]
        print(f"{'  the same but for other programs':44s} {percentiles(own)}")
        print(f"{'  stalls':44s} {stalls(gaps)}", flush=True)
        for gap in sorted(gaps, key=lambda g: -g.wall_s)[:SHOWN] if DETAILS else ():
            if gap.seen:
                print(f"-- {gap}\n{gap.seen}")

    def _over(self) -> bool:
        if self.line is not None:
            return len(self.line.took) >= KEYS
        return time.perf_counter() - self._started > AT_LEAST_S and self.window.jobs.wait_idle(0)

    def take_file(self, name: str, wizard: ImportWizard, path: Path) -> None:
        """An import from its file to the last button, and what comes of it."""
        taken: list[str] = []
        wizard.taken.connect(taken.append)
        self.phase(
            f"{name}: being read", lambda: wizard.open_file(path), lambda: wizard.step == "columns"
        )
        if wizard.preview.look.point_choice.findData("hut") >= 0 and "hut" in path.name:
            wizard.preview.look.point_choice.choose("hut")
        self.phase(
            f"{name}: being compared",
            wizard.next,
            lambda: wizard.step == "check" and wizard.outcome is not None,
        )
        self.phase(f"{name}: being taken", wizard.take, lambda: bool(taken))
        self.phase(f"{name}: after it was taken")


@pytest.mark.parametrize("shown", ["finish", "import"])
def test_keys_and_stalls_while_files_come_in(tmp_path: Path, shown: str) -> None:
    """20,000 entries, 100,000 reads and 2,000 of a checkpoint come in.

    With the finish on the screen and a key every 400 ms; and with the import on the screen.
    """
    suit_bulk_work()
    path = _new_season(tmp_path)
    entries, reads, hut = (
        write_entries(tmp_path / "entries.csv"),
        write_reads(tmp_path / "reads.csv"),
        write_reads(tmp_path / "hut.csv", HUT_READS, HUT_READS),
    )
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
    entered, timing = window.desk.show_panel("entries"), window.desk.show_panel("timing")
    assert isinstance(entered, EntriesPanel)
    assert isinstance(timing, TimingPanel)
    line = Line(window) if shown == "finish" else None
    _until(lambda: window.jobs.wait_idle(30))
    with Beat(details=DETAILS) as beat:
        run = Measured(window, beat, line)
        _until(lambda: len(beat.gaps) > 400)
        print(f"\n{shown} on the screen")
        print(f"{'event loop, nothing to do':44s} {percentiles([g.wall_s for g in beat.gaps])}")
        print(f"{'disk: one row saved':44s} {percentiles(_one_row_saved(tmp_path))}")
        for name, panel, source in (
            ("20,000 entries", entered, entries),
            ("100,000 reads", timing, reads),
            ("2,000 of a checkpoint", timing, hut),
        ):
            if line is None:
                window.desk.shell.show_panel(panel_key(panel))
                panel.pages.setCurrentWidget(panel.wizard)
            elif panel is timing:
                run.phase(f"before {name}: nothing else going on")
            run.take_file(name, panel.wizard, source)
        season = window.desk.season
        assert len(season.data.reads) >= READS + HUT_READS
        assert len(season.data.entries) >= ENTRIES
        if line is None:
            window.close_season()
            _until(lambda: window.jobs.wait_idle(1))
            window.open_file(path)
            _until(lambda: window.desk is not None and window.jobs.wait_idle(1))
            for key in ("timing", "finish", "entries", "results"):
                run.phase(f"first showing of {key}", partial(window.desk.show_panel, key))
    window.close()
    window.deleteLater()


def panel_key(panel: Panel) -> str:
    """What the window calls it."""
    return "timing" if isinstance(panel, TimingPanel) else "entries"
