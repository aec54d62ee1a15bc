"""Panels at 150 % in a window of 1280 x 720: nothing is cut off, also after a larger window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.season_fixture import open_desk
from trailsdesk.ui import style
from trailsdesk.ui.panel_table import PANELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

ROOM = (980, 500)
"""What the shell leaves of 1280 x 720 at 150 %, in pixels."""
FITTING = ("entries", "start", "results", "points", "history", "course", "on_course", "problems")


@pytest.fixture(autouse=True)
def _large(qapp: QApplication) -> Iterator[None]:
    style.apply(qapp, "light", 1.5)
    yield
    style.apply(qapp, "light", 1.0)


@pytest.mark.parametrize("key", FITTING)
def test_a_panel_fits_its_room(qapp: QApplication, qtbot: QtBot, tmp_path: Path, key: str) -> None:
    entry = next(each for each in PANELS if each.key == key)
    with open_desk(tmp_path) as desk:
        panel = entry.make(desk.context)
        qtbot.addWidget(panel)
        panel.resize(1500, 900)
        panel.show()
        panel.resize(*ROOM)
        for _settling in range(3):  # a panel that gives way asks its layout once more
            qapp.processEvents()
        layout = panel.layout()
        assert layout is not None
        least = panel.minimumSizeHint()
        assert least.width() <= ROOM[0]
        height = layout.totalHeightForWidth(ROOM[0]) if layout.hasHeightForWidth() else 0
        assert max(least.height(), height) <= ROOM[1]
