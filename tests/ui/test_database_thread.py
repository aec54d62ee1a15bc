"""Whatever the window does, one thread touches the open file."""

from __future__ import annotations

import threading
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.season_fixture import StandingClock, open_desk
from tests.ui.window_fixture import files_of
from trailsdesk.domain.chrono import Instant
from trailsdesk.services import entries, timing
from trailsdesk.store.uow import OpenFile
from trailsdesk.ui.jobs import JobQueue
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.panel_table import PANELS
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.table_view import RowTableView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TOUCHING = ("load", "refresh", "contacts", "batch_content", "next_undo", "next_redo", "history",
            "changes_of", "check", "backup", "operation", "staging", "undo", "redo",
            "close")  # fmt: skip


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """The calls to any open file, each with the name of the thread that made it."""
    seen: set[tuple[str, str]] = set()

    def watched(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def watching(*given: Any, **named: Any) -> Any:
            seen.add((name, threading.current_thread().name))
            return call(*given, **named)

        return watching

    for name in TOUCHING:
        monkeypatch.setattr(OpenFile, name, watched(name, getattr(OpenFile, name)))
    return seen


def test_only_the_database_thread_touches_the_file(
    qtbot: QtBot, tmp_path: Path, threads: set[tuple[str, str]]
) -> None:
    with open_desk(tmp_path) as made:
        path = made.season.file.path
        timing.key_finish(
            made.season, made.context.scope.event_id, None, "401", Instant(1_779_570_000_000), "t"
        )
    threads.clear()
    jobs = JobQueue()
    window = MainWindow(
        files_of(StandingClock()), Settings(str(tmp_path / "window.ini")), jobs=jobs
    )
    window.resize(1280, 720)
    window.show()
    window.open_file(path)
    assert jobs.wait_idle(30)
    desk = window.desk
    assert desk is not None
    desk.look_around()
    for panel in PANELS:
        page = desk.show_panel(panel.key)
        assert jobs.wait_idle(30)
        for table in page.findChildren(RowTableView):
            table.selectRow(0)
            assert jobs.wait_idle(30)
    season = desk.season
    entry_id = next(iter(season.data.entries))
    desk.context.change(lambda: entries.edit_entry(season, entry_id, note="seen"), "Edit")
    assert jobs.wait_idle(30)
    desk.undo()
    assert jobs.wait_idle(30)
    desk.redo()
    desk.copy_if_changed()
    assert jobs.wait_idle(30)
    window.close()
    window.deleteLater()
    jobs.deleteLater()
    assert {name for name, _thread in threads} >= {"load", "refresh", "history", "changes_of",
                                                   "operation", "undo", "redo", "backup",
                                                   "close"}  # fmt: skip
    assert {thread for _name, thread in threads} == {"database"}
