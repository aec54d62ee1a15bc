"""A key makes room for itself wherever the focus is, and is heard all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.ui.season_fixture import open_desk
from trailsdesk.services import timing
from trailsdesk.ui.jobs import InlineJobQueue
from trailsdesk.ui.room_for_keys import RoomForKeys
from trailsdesk.ui.season_desk import SeasonDesk

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


class CountingQueue(InlineJobQueue):
    rooms = 0

    def make_room(self) -> None:
        self.rooms += 1


def test_keys_make_room_where_the_focus_is_and_arrive(qtbot: QtBot) -> None:
    page, jobs = QWidget(), CountingQueue()
    qtbot.addWidget(page)
    first, second = QLineEdit(), QPushButton("Go")
    column = QVBoxLayout(page)
    column.addWidget(first)
    column.addWidget(second)
    pressed: list[bool] = []
    second.clicked.connect(lambda: pressed.append(True))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    room = RoomForKeys(app, jobs, page)
    page.show()
    page.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClicks(first, "214")
    assert first.text() == "214"
    assert jobs.rooms == 3
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert pressed == [True]
    assert jobs.rooms == 4
    qtbot.keyClicks(first, "5")
    assert jobs.rooms == 4, "a field that has lost the focus is watched no longer"
    room.deleteLater()
    jobs.shutdown()


def test_long_work_on_an_open_season_gives_way_to_urgent_writes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path) as made:
        desk = SeasonDesk(made.season, made.context.jobs, made.context.settings, lambda: "tests")
        qtbot.addWidget(desk)
        assert made.season.give_way == made.context.jobs.give_way


def test_what_a_person_changes_is_urgent(tmp_path: Path) -> None:
    """It goes into the file before a large import has ended."""
    urgent: list[bool] = []
    with open_desk(tmp_path) as made:
        write = made.context.jobs.write

        def watched(*given: object, **options: object) -> object:
            urgent.append(bool(options.get("urgent")))
            return write(*given, **options)  # type: ignore[arg-type]

        made.context.jobs.write = watched  # type: ignore[method-assign]
        season, event_id = made.season, made.context.scope.event_id
        made.context.change(
            lambda: timing.key_finish(season, event_id, None, "401", made.clock.now_ms(), "t"),
            "Take a time",
        )
    assert urgent == [True]
