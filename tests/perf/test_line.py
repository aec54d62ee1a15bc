"""What a key at the finish line costs in the real window, alone and while a large file comes in.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf/test_line.py``. Nothing here fails
for being slow: the figures are printed, beside those of this computer at the same moment: how long
its disk takes to save one row, and what the event loop of an empty window waits for its turn.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.perf.lists import EVENT, READS, new_season, take_entries, write_entries, write_reads
from trailsdesk import app as program
from trailsdesk.collector import suit_bulk_work
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.raceday import set_gun
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.panels.finish import FinishPanel
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.panels.timing import TimingPanel
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.window_acts import dress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.perf, pytest.mark.timeout(1200)]

KEYS = 40
KEY_EVERY_MS = 400
"""Five times as many as a busy finish brings."""
BEAT_MS = 5
PHASES = ("nothing else going on", "file being read", "file being compared", "file being taken",
          "after it was taken")  # fmt: skip


class Beat(QObject):
    """How long the event loop was busy with one thing: what a timer of 5 ms waits at most."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def fresh(self) -> None:
        """Begin anew."""
        self.gaps, self._last = [], time.perf_counter()


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


def _percentiles(seconds: list[float]) -> str:
    found = sorted(seconds)
    if not found:
        return "none"
    p50, p95 = (found[int(len(found) * share)] * 1000 for share in (0.5, 0.95))
    longest = found[-1] * 1000
    return f"p50 {p50:6.1f}  p95 {p95:6.1f}  max {longest:7.1f} ms ({len(found)})"


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


def _season(folder: Path) -> Path:
    path = folder / "season.trailsdesk"
    season = new_season(path, SystemClock())
    take_entries(season, write_entries(folder / "entries.csv"))
    races = season.data.races_of(season.event(EVENT).id)
    set_gun(season, [race.id for race in races], SystemClock().now_ms() - 3_000_000)
    season.file.close()
    return path


def test_keys_at_the_line_while_a_file_comes_in(tmp_path: Path) -> None:
    """Row on the screen, saved, with 20,000 entries and an import of 100,000 reads."""
    suit_bulk_work()
    path, reads = _season(tmp_path), write_reads(tmp_path / "reads.csv")
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
    timing = window.desk.show_panel("timing")
    assert isinstance(timing, TimingPanel)
    line = Line(window)
    _until(lambda: window.jobs.wait_idle(30))
    beat = Beat()
    _until(lambda: len(beat.gaps) > 400)
    print(f"\n{'event loop, nothing to do':44s} {_percentiles(beat.gaps)}")
    print(f"{'disk: one row saved':44s} {_percentiles(_one_row_saved(tmp_path))}")

    wizard, taken = timing.wizard, []
    wizard.taken.connect(taken.append)
    done: dict[str, Callable[[], bool]] = {
        PHASES[0]: lambda: len(line.took) >= KEYS,
        PHASES[1]: lambda: wizard.step == "columns",
        PHASES[2]: lambda: wizard.step == "check" and wizard.outcome is not None,
        PHASES[3]: lambda: bool(taken),
        PHASES[4]: lambda: len(line.took) >= KEYS,
    }
    begin: dict[str, Callable[[], object]] = {
        PHASES[1]: lambda: wizard.open_file(reads),
        PHASES[2]: wizard.next,
        PHASES[3]: wizard.take,
    }
    for phase in PHASES:
        line.took, started = [], time.perf_counter()
        beat.fresh()
        line.keep_pressing(on=True)
        begin.get(phase, lambda: None)()
        _until(done[phase])
        line.keep_pressing(on=False)
        _until(lambda: line.is_clear)
        lasted = time.perf_counter() - started
        print(f"{phase} ({lasted:.1f} s)")
        print(f"{'  key to saved row on the screen':44s} {_percentiles(line.took)}")
        print(f"{'  event loop busy with one thing':44s} {_percentiles(beat.gaps)}")
    season = window.desk.season
    assert len(season.data.reads) >= READS
    assert all(isinstance(window.desk.shell.panel(key), Panel) for key in ("finish", "timing"))
    window.close()
