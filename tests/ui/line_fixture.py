"""The page for the line on a real season file, with a clock that the test moves."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui.season_fixture import StandingClock, open_desk
from tests.ui.window_fixture import open_window
from trailsdesk.services import raceday
from trailsdesk.ui import style
from trailsdesk.ui.panels.finish import FinishPanel

GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)  # ten in the morning at the first event
KEY, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@contextmanager
def running_desk(folder, qapp):
    """A season whose first event has just been started, with the long race in scope."""
    style.apply(qapp, "light", 1.0)
    with open_desk(folder) as opened:
        opened.clock.now = GUN
        races = [opened.race(code) for code in ("short", "mid", "long")]
        raceday.set_gun(opened.season, races, opened.clock.now_ms())
        opened.context.scope.set(opened.context.scope.event_id, opened.race("long"))
        yield opened


@contextmanager
def race_window(folder, qapp):
    """The whole window, 1280 x 720, on a season whose long race has just been started."""
    with running_desk(folder, qapp) as opened:
        path = opened.season.file.path
    clock = StandingClock()
    clock.now = GUN
    with open_window(folder, clock) as window:
        window.open_file(path)
        yield window


class Line:
    """The panel with a steady counter that the test moves."""

    def __init__(self, desk, qtbot):
        self.desk, self.qtbot, self.steady = desk, qtbot, 0
        self.panel = FinishPanel(desk.context, steady=lambda: self.steady)
        # A frame as the window has one: focus and keys must find their way inside it.
        self.frame = QWidget()
        column = QVBoxLayout(self.frame)
        column.addWidget(self.panel)
        qtbot.addWidget(self.frame)
        self.frame.resize(1100, 640)
        with qtbot.waitActive(self.frame):
            self.frame.show()
        self.panel.hear()
        self.box = self.panel.line.box

    def go(self, seconds: float) -> None:
        """Time passes, for the counter and for the computer's clock."""
        self.steady += round(seconds * 1000)
        self.desk.clock.now = datetime.fromtimestamp(
            self.desk.clock.now.timestamp() + seconds, UTC
        )

    def type(self, text: str, key=KEY.Key_Return) -> None:
        self.qtbot.keyClicks(self.box, text)
        self.qtbot.keyClick(self.box, key)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.box, key, modifier)

    def rows(self):
        return self.panel.line.last_in.model.rows()

    def result(self, bib: str):
        return self.desk.season.result_of(self.desk.entry(bib).id)
