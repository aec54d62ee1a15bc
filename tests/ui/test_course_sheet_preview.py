"""The course sheet among the sheets: drawn on the screen and printed from the kept track."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.services.test_course_page import a_source
from tests.ui.season_fixture import Desk, open_desk
from tests.ui.test_panel_sheets import ink, made, shown
from trailsdesk.services.courses import attach_course, remove_course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        for race in opened.season.data.races_of(opened.context.scope.event_id):
            attach_course(opened.season, race.id, a_source())
        yield opened


def test_the_map_is_on_the_screen(qtbot: QtBot, desk: Desk) -> None:
    panel = shown(qtbot, desk)
    panel.show_kind("course")
    (picture,) = made(panel).page(0).pictures
    assert picture.width > 400
    assert ink(panel) > 300
    panel.hide()


def test_the_map_is_in_the_file_saved(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    panel = shown(qtbot, desk)
    panel.show_kind("course")
    panel.save_to(tmp_path / "course.pdf")
    reader = PdfReader(tmp_path / "course.pdf")
    assert all(len(page.images) == 1 for page in reader.pages)
    panel.hide()


def test_a_track_taken_away_is_no_longer_drawn(qtbot: QtBot, desk: Desk) -> None:
    panel = shown(qtbot, desk)
    panel.show_kind("course")
    for race_id in list(desk.season.data.courses):
        remove_course(desk.season, race_id)
    assert made(panel).page(0).pictures == ()
    panel.hide()
