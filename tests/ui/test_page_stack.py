"""A page that is not shown takes no room from the one that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QScrollArea

from tests.ui.line_fixture import race_window
from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.main_window import MainWindow
    from trailsdesk.ui.panels.finish import FinishPanel


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with race_window(tmp_path, qapp) as made:
        yield made


def scrolls_by(panel: QWidget) -> tuple[int, int]:
    """How far the panel can be scrolled down and sideways."""
    for _turn in range(6):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
    frame = panel.parentWidget().parentWidget()
    assert isinstance(frame, QScrollArea)
    return frame.verticalScrollBar().maximum(), frame.horizontalScrollBar().maximum()


PAGES: dict[str, Callable[[FinishPanel], object]] = {
    "line": lambda panel: panel.show_line(),
    "lines": lambda panel: panel.paper.show_lines(),
    "lists": lambda panel: panel.paper.show_lists(),
    "second": lambda panel: panel.paper.show_second(),
}


def test_every_page_of_the_finish_fits_a_small_window(window: MainWindow) -> None:
    assert window.desk is not None
    assert (window.width(), window.height()) == (1280, 720)
    panel = window.desk.show_panel("finish")
    for each in ("line", "lines", "lists", "second", "line"):
        if each != "line":
            panel.show_paper()
        PAGES[each](panel)
        assert scrolls_by(panel) == (0, 0), each


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_who_is_out_there_fits_a_small_window_with_larger_letters(
    window: MainWindow, qapp: QApplication, scale: float
) -> None:
    style.apply(qapp, "light", scale)
    try:
        assert window.desk is not None
        assert scrolls_by(window.desk.show_panel("on_course")) == (0, 0)
    finally:
        style.apply(qapp, "light", 1.0)
