"""Publishing from the results panel: the bar, the chip, what has changed since."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from tests.ui.season_fixture import open_desk
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.people import Gender
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.services import raceday, results, timing
from trailsdesk.services.publishing import race_standing
from trailsdesk.ui import style
from trailsdesk.ui.panels.results import ResultsPanel

GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)
KEY = Qt.Key


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        opened.clock.now = GUN
        opened.add("403", "Second", "Woman", gender=Gender.F, birth_date=date(1996, 1, 1))
        season, event_id = opened.season, opened.context.scope.event_id
        raceday.set_gun(season, [opened.race("long")], opened.clock.now_ms())
        for bib, minutes in (("402", 100), ("401", 104), ("403", 110)):
            instant = Instant(round(opened.clock.now_ms() + minutes * 60_000))
            timing.key_finish(season, event_id, None, bib, instant, "tests")
        yield opened


@pytest.fixture
def panel(desk, qtbot):
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    made = ResultsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1080, 600)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_published_by_keyboard_as_official_and_said_so(panel, desk, qtbot):
    panel.publish()
    assert panel.publish_bar.isVisible()
    assert panel.publish_bar.official.hasFocus()
    qtbot.keyClick(panel.publish_bar.official, KEY.Key_Space)
    assert not panel.publish_bar.isVisible()
    assert panel.standing_chip.text() == "official"
    latest = race_standing(desk.season, desk.race("long")).latest
    assert (latest.number, latest.published_as) == (1, PublishedAs.OFFICIAL)


def test_a_change_after_publishing_is_on_the_chip_and_in_the_bar(panel, desk, qtbot):
    panel.publish()
    panel.publish_bar.official.click()
    desk.context.change(
        lambda: results.adjust_time(
            desk.season, desk.entry("402").id, Duration(600_000), "short cut", "tests"
        ),
        "penalty",
    )
    assert panel.standing_chip.text() == "changed since published"
    panel.publish()
    text = panel.publish_bar.words.text()
    assert "version 1, official" in text
    assert "1. 1:40:00 before, 2. 1:50:00 now" in text


def test_official_waits_for_everybody_and_escape_closes(panel, desk, qtbot):
    desk.add("409", "Still", "Out", gender=Gender.M, birth_date=date(1990, 1, 1), race="long")
    panel.publish()
    assert not panel.publish_bar.official.isEnabled()
    assert "1 has no outcome yet" in panel.publish_bar.words.text()
    assert panel.publish_bar.note.hasFocus()
    qtbot.keyClick(panel.publish_bar.note, KEY.Key_Escape)
    assert not panel.publish_bar.isVisible()
    assert panel.table.hasFocus()
