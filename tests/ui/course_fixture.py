"""The panel On course on a real season: a race on, its checkpoints, and keys pressed as people do.

Everybody in it is invented. The long race started at 10:00 and goes by cp1 "Saddle" (10 km) and
cp2 "Coopers Knob" (20 km) to 30 km; it is 12:20.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.season_fixture import open_desk
from trailsdesk.domain.chrono import Instant, format_clock
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.services import event_setup, raceday
from trailsdesk.services.checkpoints import save_point
from trailsdesk.services.radio import radio_book, read_call, take_call
from trailsdesk.ui import style
from trailsdesk.ui.panels.on_course import OnCoursePanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ui.season_fixture import Desk
    from trailsdesk.domain.event import RaceId

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)
"""10:00 in New Zealand."""
ZONE = "Pacific/Auckland"


@contextmanager
def course_desk(folder: Path, qapp, *, points: bool = True) -> Iterator[Desk]:
    """Four runners of the long race, one of the short one; the long race was started."""
    style.apply(qapp, "light", 1.0)
    with open_desk(folder, people=False) as desk:
        for bib, given, family in (
            ("401", "Aroha", "Maketū"),
            ("402", "Søren", "Åkesson-Notreal"),
            ("403", "Mei", "Fictitious"),
            ("410", "Old", "Timer"),
        ):
            desk.add(
                bib,
                given,
                family,
                contact=Contact(
                    runner_id=RunnerId(0),
                    phone=f"000 {bib}",
                    emergency_name=f"Contact {bib}",
                    emergency_phone=f"999 {bib}",
                ),
            )
        desk.add("7", "Short", "Runner", "short")
        long = desk.race("long")
        event_setup.edit_race(desk.season, long, distance_m=30_000.0)
        if points:
            add_points(desk, long)
        raceday.set_gun(desk.season, [long], Instant(int(GUN.timestamp() * 1000)))
        desk.clock.now = GUN + timedelta(hours=2, minutes=20)
        yield desk


def add_points(desk: Desk, race_id: RaceId) -> None:
    for code, label, km, hours in (("cp1", "Saddle", 10, 2), ("cp2", "Coopers Knob", 20, 6)):
        save_point(
            desk.season,
            TimingPoint(
                race_id=race_id,
                code=code,
                label=label,
                distance_m=km * 1000.0,
                cutoff_ms=hours * 3_600_000,
            ),
        )


class Course:
    """A shown panel and short ways to press, to call and to look."""

    def __init__(self, desk: Desk, qtbot, size: tuple[int, int] = (1080, 610)) -> None:
        self.desk = desk
        self.qtbot = qtbot
        self.panel = OnCoursePanel(desk.context, steady=lambda: 0)
        qtbot.addWidget(self.panel)
        self.panel.resize(*size)
        with qtbot.waitActive(self.panel):
            self.panel.show()
        self.panel.radio.box.hear()

    @property
    def box(self):
        return self.panel.radio.box

    def type(self, text: str) -> None:
        """Letters into the box, as typed."""
        self.qtbot.keyClicks(self.box, text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier, widget=None) -> None:
        QTest.keyClick(widget or self.box, key, modifiers)

    def call(self, text: str) -> None:
        """A call typed and taken."""
        self.type(text)
        self.press(KEY.Key_Return)

    def said(self) -> str:
        """What is shown back."""
        return self.panel.radio.words.text()

    def remark(self) -> str:
        return self.panel.radio.remark.text()

    def bibs(self) -> list[str]:
        """The rows shown, in order."""
        return [line.row.bib for line in self.panel.model.shown_rows()]

    def line(self, bib: str):
        return next(line for line in self.panel.model.rows() if line.row.bib == bib)

    def cell(self, bib: str, key: str) -> str:
        """What stands in a column of a row."""
        model = self.panel.model
        at = [column.key for column in model.columns].index(key)
        row = self.bibs().index(bib)
        return str(model.index(row, at).data())

    def choose(self, bib: str) -> None:
        """Put the cursor on a runner."""
        assert self.panel.table.select_id(self.line(bib).row.entry_id)

    def seen(self, bib: str) -> list[tuple[str, str]]:
        """Where and when a runner was seen, from the file."""
        season = self.desk.season
        entry = self.desk.entry(bib)
        splits = season.splits(entry.race_id).get(entry.id, ())
        return [(each.point.code, format_clock(each.instant_ms, ZONE)) for each in splits]

    def before(self, text: str) -> None:
        """A call that was taken earlier, not through the panel."""
        desk = self.desk
        event_id = desk.context.scope.event_id
        now = desk.clock.now_ms()
        call = read_call(radio_book(desk.season, event_id), text, now)
        assert call is not None
        take_call(desk.season, event_id, call, now, "tests")

    def later(self, minutes: int) -> None:
        """Time passes, and the panel looks at the clock."""
        self.desk.clock.now += timedelta(minutes=minutes)
        self.panel.clock.follow()
        self.panel.tick()
