"""An event called off: its credits are worked out under its form, and booked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.ui.season_fixture import Desk, open_desk
from trailsdesk.services.cancel_event import cancel_event, restore_event
from trailsdesk.services.ledger import account_of
from trailsdesk.ui.money_cancelled import CancelCredits
from trailsdesk.ui.panels.season import SeasonPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> SeasonPanel:
    made = SeasonPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1280, 660)
    made.show()
    made.reload()
    made.show_page("events")
    return made


def the_credits(panel: SeasonPanel) -> CancelCredits:
    found = panel.findChild(CancelCredits)
    assert found is not None
    return found


def test_credits_are_seen_booked_once_and_undone(
    panel: SeasonPanel, desk: Desk, qtbot: QtBot
) -> None:
    event = desk.season.data.events_in_order()[0]
    assert the_credits(panel).isHidden()
    cancel_event(desk.season, event.id, "storm")
    shown = the_credits(panel)
    assert not shown.isHidden()
    # 14 days before: 20 % of 125.00 and of 55.00; five have paid nothing.
    assert shown.said.text() == (
        "Called off on 10 May 2026: 20 % of what was paid is credit, 36.00 NZD for 7 entries."
    )
    assert account_of(desk.season, desk.entry("401").id).credit_minor == 0
    qtbot.keyClick(shown.button, Qt.Key.Key_Space)
    assert account_of(desk.season, desk.entry("401").id).credit_minor == 2500
    assert account_of(desk.season, desk.entry("402").id).balance_minor == 0
    assert shown.said.text() == "7 entries have their credit."
    assert shown.button.isHidden()


def test_the_share_goes_by_the_day_of_calling_off_and_not_by_that_of_booking(
    panel: SeasonPanel, desk: Desk, qtbot: QtBot
) -> None:
    event = desk.season.data.events_in_order()[0]
    desk.clock.now = desk.clock.now.replace(month=4)
    cancel_event(desk.season, event.id, "flood")
    desk.clock.now = desk.clock.now.replace(month=5, day=20)
    panel.reload()
    assert "Called off on 10 Apr 2026: 50 %" in the_credits(panel).said.text()
    qtbot.keyClick(the_credits(panel).button, Qt.Key.Key_Space)
    assert account_of(desk.season, desk.entry("401").id).credit_minor == 6250


def test_an_event_that_is_held_after_all_shows_none(panel: SeasonPanel, desk: Desk) -> None:
    event = desk.season.data.events_in_order()[0]
    cancel_event(desk.season, event.id, "storm")
    restore_event(desk.season, event.id)
    assert the_credits(panel).isHidden()
