"""The scrolling column follows the keyboard and leaves the mouse alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from trailsdesk.ui.scroll_column import ScrollColumn

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def column(qtbot: QtBot) -> ScrollColumn:
    made = ScrollColumn()
    qtbot.addWidget(made)
    for number in range(30):
        made.column.addWidget(QPushButton(f"Button {number}"))
    made.resize(200, 150)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def last(column: ScrollColumn) -> QPushButton:
    button = column.widget().findChildren(QPushButton)[-1]
    assert isinstance(button, QPushButton)
    return button


def test_a_control_reached_by_key_is_scrolled_into_view(column: ScrollColumn) -> None:
    last(column).setFocus(Qt.FocusReason.TabFocusReason)
    assert column.verticalScrollBar().value() > 0


def test_what_is_being_clicked_stays_under_the_pointer(
    column: ScrollColumn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    last(column).setFocus(Qt.FocusReason.MouseFocusReason)
    assert last(column).hasFocus()
    assert column.verticalScrollBar().value() == 0
