"""The road of an event whose federation wants results: the step is shown, named and leads on."""

from __future__ import annotations

import pytest

from tests.services.desk import Desk
from trailsdesk.services.road import StepState, road
from trailsdesk.ui import style
from trailsdesk.ui.season_road import StepRow


@pytest.mark.parametrize(
    ("now", "state", "chip"),
    [
        ("2025-12-20 10:00:00", StepState.NONE, "open"),
        ("2026-01-07 10:00:00", StepState.LATE, "needs you"),
    ],
)
def test_results_to_send_stand_on_the_road_with_their_last_day(
    qtbot, qapp, tmp_path, now, state, chip
):
    style.apply(qapp, "light", 1.0)
    desk = Desk(tmp_path, "itra")
    desk.clock.set(now)
    event = desk.event("event")
    step = next(each for each in road(desk.season, event.id) if each.key == "due")
    desk.close()
    row = StepRow()
    qtbot.addWidget(row)
    row.show_step(step, first=False)
    assert step.state is state
    assert row.accessibleName().startswith(f"Results to send, {chip}: ITRA wants the results")
    assert "8 January" in row.accessibleName()
    assert row.button.accessibleName() == "Results to send: Results"
    asked = []
    row.asked.connect(asked.append)
    row.button.click()
    assert [each.panel for each in asked] == ["results"]
