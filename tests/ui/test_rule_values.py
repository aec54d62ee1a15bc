"""The page of every value of the rules, in the season panel of a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.season_fixture import open_desk
from trailsdesk.ui import style
from trailsdesk.ui.panels.season import SeasonPanel


@pytest.fixture
def desk(qapp, tmp_path):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as made:
        yield made


@pytest.fixture
def values(desk, qtbot):
    panel = SeasonPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 600)
    panel.show()
    panel.show_values()
    return panel.rules_page.values


def choose(page, path: str) -> None:
    assert page.table.select_id(path)


def test_every_value_can_be_found_and_says_where_it_stands(values) -> None:
    total = values.model.shown_count
    assert total > 100
    values.search.setText("best results")
    assert values.model.shown_count == 1
    choose(values, "standings.count_best")
    assert values.form.title.text() == "Standings: best results that count"
    assert values.form.says.isVisibleTo(values)
    assert values.form.typed.accessibleName() == "Standings: best results that count"


def test_a_value_is_changed_by_enter_and_taken_back_by_undo_or_button(values, desk) -> None:
    choose(values, "standings.count_best")
    values.form.focus_value()
    QTest.keyClicks(values.form.typed, "2")
    QTest.keyClick(values.form.typed, Qt.Key.Key_Return)
    assert desk.season.rules.standings.count_best == 2
    assert values.form.restore.isVisibleTo(values)
    assert "Published: 3" in values.form.told.text()
    values.chips.choose("changed")
    assert values.model.shown_count == 1
    values.form.restore.click()
    assert desk.season.data.series.changes == {}


def test_a_value_that_cannot_be_is_told_in_place_and_stays_typed(values, desk) -> None:
    choose(values, "standings.count_best")
    values.form.typed.setText("many")
    QTest.keyClick(values.form.typed, Qt.Key.Key_Return)
    assert "many" in values.form.told.text()
    assert values.form.typed.text() == "many"
    assert desk.season.data.series.changes == {}


def test_a_choice_is_a_list_and_what_would_move_is_told_before(values, desk) -> None:
    choose(values, "timing.official_time")
    assert [values.form.choice.itemText(i) for i in range(2)] == ["gun", "net"]
    choose(values, "standings.must_finish")
    values.form.typed.setText("1")
    values.form.what_if.click()
    assert "would move" in values.form.told.text()
    assert desk.season.data.series.changes == {}


def test_a_file_for_reading_shows_the_values_and_changes_none(values) -> None:
    values.set_writable(False)
    choose(values, "standings.count_best")
    assert not values.form.typed.isEnabled()
    assert not values.form.write.isEnabled()
    assert values.form.what_if.isEnabled()
