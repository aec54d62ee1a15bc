from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.ui.asking_fixture import answer, asked
from tests.ui.window_fixture import open_window
from trailsdesk.ui import style
from trailsdesk.ui.season_files import NewSeason
from trailsdesk.ui.season_form import file_name
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.start_page import StartPage

CTRL = Qt.KeyboardModifier.ControlModifier
CANTERBURY = "canterbury-winter-2026"
SINGLE = "single-race"


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(str(tmp_path / "start.ini"))


@pytest.fixture
def page(qtbot, qapp, settings):
    style.apply(qapp, "light", 1.0)
    made = StartPage(settings)
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def place(tmp_path) -> Path:
    """Where the next season is to be kept."""
    return tmp_path / "chosen.trailsdesk"


def test_a_first_start_offers_three_ways_and_no_empty_list(page):
    assert not page._recent_card.isVisible()
    for button in (page.new_button, page.open_button, page.demo_button):
        assert button.isVisible()
        assert button.accessibleName()


def test_the_first_thing_to_press_has_the_focus(page, qtbot):
    qtbot.waitUntil(page.new_button.hasFocus)


def test_recent_seasons_open_with_one_press(page, settings, qtbot):
    settings.add_recent_file("/some/where/Winter & Co.trailsdesk")
    page.refresh()
    (button,) = page.recent_buttons
    assert button.text() == "Winter && Co"  # shown as it is called, not as an underline
    with qtbot.waitSignal(page.file_chosen) as told:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert told.args == ["/some/where/Winter & Co.trailsdesk"]


def test_rules_are_chosen_by_arrows_and_bring_their_name(page, qtbot):
    page.show_form()
    form = page.form
    assert form.rules.current == CANTERBURY
    assert form.form.value("name") == "Canterbury Winter Trail Run Series 2026"
    assert not form.form.control("day").isVisible()
    qtbot.keyClick(form.rules._cards[0], Qt.Key.Key_Down)
    assert form.rules.current == form.rules.keys[1]
    form.rules.choose(form.rules.keys.index(SINGLE))
    assert form.rules.current == SINGLE
    assert form.form.control("day").isVisible()
    assert form.form.control("zone").isVisible()


@pytest.mark.parametrize("preset", ["itra", "utmb-world-series-finals"])
def test_other_rules_of_one_event_ask_for_its_day_too(page, preset):
    page.show_form()
    form = page.form
    form.rules.choose(form.rules.keys.index(preset))
    assert form.form.control("day").isVisible()
    assert form.form.value("name") == ""


def test_a_season_is_wanted_with_rules_name_and_place(page, qtbot, place):
    page.show_form()
    with qtbot.waitSignal(page.season_wanted) as told:
        qtbot.keyClick(page.form, Qt.Key.Key_Return, CTRL)
        answer(place)
    (wanted,) = told.args
    assert wanted == NewSeason(
        path=place, preset_id=CANTERBURY, name="Canterbury Winter Trail Run Series 2026"
    )


def test_a_single_race_asks_for_its_day_and_zone_first(page, qtbot, place):
    page.show_form()
    form = page.form
    form.rules.choose(form.rules.keys.index(SINGLE))
    with qtbot.assertNotEmitted(page.season_wanted):
        form.make()
    assert form.form.error("day")
    name, day, zone = (form.form.control(key) for key in ("name", "day", "zone"))
    assert isinstance(name, QLineEdit)
    assert isinstance(day, QLineEdit)
    assert isinstance(zone, QLineEdit)
    name.setText("Invented Hill Race")
    day.setText("14 Mar 2027")
    zone.setText("Middle/Earth")
    with qtbot.assertNotEmitted(page.season_wanted):
        form.make()
    assert "time zone" in form.form.error("zone")
    zone.setText("Europe/Berlin")
    with qtbot.waitSignal(page.season_wanted) as told:
        form.make()
        answer(place)
    assert told.args[0] == NewSeason(
        path=place,
        preset_id=SINGLE,
        name="Invented Hill Race",
        day=date(2027, 3, 14),
        zone="Europe/Berlin",
    )


def test_thinking_better_of_the_place_makes_nothing(page, qtbot):
    page.show_form()
    with qtbot.assertNotEmitted(page.season_wanted):
        page.form.make()
        asked().reject()
    assert page.form.isVisible()


def test_a_place_without_a_suffix_gets_ours(page):
    places = []
    page.form.ask_path("winter", places.append)
    answer("/x/winter.v2")
    assert places == [Path("/x/winter.v2.trailsdesk")]


def test_escape_leads_back(page, qtbot):
    page.show_form()
    qtbot.keyClick(page.form, Qt.Key.Key_Escape)
    assert page.welcome.isVisible()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Winter: hills / valleys?", "Winter hills valleys"),
        ("...", "Season"),
        ("  Ōtautahi  trails ", "Ōtautahi trails"),
    ],
)
def test_a_season_becomes_a_file_name_every_system_takes(name, safe):
    assert file_name(name) == safe


def test_from_the_first_page_to_the_import_of_an_entry_list(qtbot, qapp, tmp_path, place):
    """What somebody does who never saw the program: four presses."""
    style.apply(qapp, "light", 1.0)
    with open_window(tmp_path) as window:
        qtbot.keyClick(window.start_page.new_button, Qt.Key.Key_Space)
        qtbot.keyClick(window.start_page.form, Qt.Key.Key_Return, CTRL)
        answer(place)
        assert window.desk is not None
        assert place.is_file()
        panel = window.desk.shell.panel("season")
        first = panel.road_page.step_rows[0].button
        assert first.property("kind") == "primary"
        assert "Import" in first.text()
        qtbot.keyClick(first, Qt.Key.Key_Space)
        assert window.desk.shell.current_panel == "entries"
        shown = window.desk.shell.panel("entries")
        words = [b.text() for b in shown.findChildren(QPushButton) if b.isVisible()]
        assert any("file" in word.casefold() for word in words), words
