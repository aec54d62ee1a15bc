"""Events chosen from the calendar of the rules: for a new season, and added to one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.asking_fixture import answer
from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk import app
from trailsdesk.formats.presets import preset_text
from trailsdesk.services import event_setup, history
from trailsdesk.services.calendar import calendar_of
from trailsdesk.services.clock import SystemClock
from trailsdesk.store import Store
from trailsdesk.ui import style
from trailsdesk.ui.panels.season import SeasonPanel
from trailsdesk.ui.season_calendar import calendar_lines
from trailsdesk.ui.season_files import NewSeason
from trailsdesk.ui.season_form import SeasonForm
from trailsdesk.ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication as Application
    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.season_calendar import CalendarList
    from trailsdesk.ui.season_events import EventsPage

XTERRA = "xterra-trail-2026"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def form(qtbot: QtBot, qapp: Application, tmp_path: Path) -> SeasonForm:
    style.apply(qapp, "light", 1.0)
    made = SeasonForm(Settings(str(tmp_path / "form.ini")))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.begin()
    made.rules.choose(made.rules.keys.index(XTERRA))
    return made


def listed(calendar: CalendarList) -> list[str]:
    return [line.code for line in calendar.model.shown_rows()]


def tick(qtbot: QtBot, calendar: CalendarList, *codes: str) -> None:
    """As a person does it: search by a word, go to the list, tick."""
    names = {line.code: line.name for line in calendar.model.rows()}
    for code in codes:
        calendar.focus_search()
        qtbot.keyClicks(calendar.search, names[code])
        qtbot.keyClick(calendar.search, Qt.Key.Key_Down)
        calendar.table.select_id(code)
        qtbot.keyClick(calendar.table, Qt.Key.Key_Space)


# A new season


def test_only_rules_with_a_calendar_show_one_and_it_is_by_day(form: SeasonForm) -> None:
    calendar = calendar_of(XTERRA)
    assert calendar is not None
    assert form.calendar.isVisible()
    assert listed(form.calendar) == [line.code for line in calendar_lines(calendar.events)]
    days = [line.day for line in form.calendar.model.shown_rows()]
    assert days == sorted(days)
    form.rules.choose(0)
    assert not form.calendar.isVisible()


def test_an_event_is_found_by_its_place_and_ticked_by_keys(form: SeasonForm, qtbot: QtBot) -> None:
    calendar = form.calendar
    qtbot.keyClick(form, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is calendar.search
    qtbot.keyClicks(calendar.search, "elgin")
    assert listed(calendar) == ["south-africa"]
    qtbot.keyClick(calendar.search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is calendar.table
    qtbot.keyClick(calendar.table, Qt.Key.Key_Space)
    assert calendar.ticked == ("south-africa",)
    assert calendar.said.text() == "1 event ticked: XTERRA South Africa"
    qtbot.keyClick(calendar.table, Qt.Key.Key_Return)
    assert calendar.ticked == ()
    assert calendar.said.text().startswith("None ticked")


def test_a_letter_typed_in_the_list_begins_a_new_search(form: SeasonForm, qtbot: QtBot) -> None:
    calendar = form.calendar
    calendar.focus_events()
    qtbot.keyClicks(calendar.table, "r")
    assert QApplication.focusWidget() is calendar.search
    qtbot.keyClicks(calendar.search, "otorua f")
    assert listed(calendar) == ["rotorua-festival"]


def test_a_click_ticks_the_line_it_hits(form: SeasonForm, qtbot: QtBot) -> None:
    table = form.calendar.table
    place = table.visualRect(form.calendar.model.index(1, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier(), place)
    assert form.calendar.ticked == (form.calendar.model.id_at(1),)


def test_ticks_outlast_a_search_and_are_listed_alone(form: SeasonForm, qtbot: QtBot) -> None:
    calendar = form.calendar
    tick(qtbot, calendar, "west-wind", "rotorua-festival")
    assert calendar.ticked == ("rotorua-festival", "west-wind")
    calendar.search.clear()
    calendar.chips.choose("ticked")
    assert listed(calendar) == ["rotorua-festival", "west-wind"]
    calendar.table.selectAll()
    qtbot.keyClick(calendar.table, Qt.Key.Key_Space)
    assert calendar.ticked == ()
    assert len(listed(calendar)) > 40


def test_ctrl_enter_in_the_list_makes_the_season_with_the_ticked_events(
    form: SeasonForm, qtbot: QtBot, tmp_path: Path
) -> None:
    tick(qtbot, form.calendar, "west-wind", "rotorua-festival")
    with qtbot.waitSignal(form.accepted) as told:
        qtbot.keyClick(form.calendar.table, Qt.Key.Key_Return, CTRL)
        answer(tmp_path / "two.trailsdesk")
    assert told.args == [
        NewSeason(
            path=tmp_path / "two.trailsdesk",
            preset_id=XTERRA,
            name="XTERRA Trail Run World Series 2026",
            events=("rotorua-festival", "west-wind"),
        )
    ]


def test_other_rules_forget_the_ticks(form: SeasonForm, qtbot: QtBot, tmp_path: Path) -> None:
    tick(qtbot, form.calendar, "west-wind")
    form.rules.choose(0)
    with qtbot.waitSignal(form.accepted) as told:
        form.make()
        answer(tmp_path / "none.trailsdesk")
    assert told.args is not None
    assert told.args[0].events == ()
    form.rules.choose(form.rules.keys.index(XTERRA))
    assert form.calendar.ticked == ()


@pytest.mark.parametrize(
    ("events", "held"),
    [
        (("west-wind", "gozo"), ["XTERRA West Wind Trail Run", "XTERRA Gozo Trail Run"]),
        (("gozo",), ["XTERRA Gozo Trail Run"]),
        ((), ["XTERRA trail run"]),
    ],
)  # fmt: skip
def test_a_season_holds_the_ticked_events_under_their_own_names_or_the_rules_own(
    tmp_path: Path, events: tuple[str, ...], held: list[str]
) -> None:
    wanted = NewSeason(
        path=tmp_path / "s.trailsdesk", preset_id=XTERRA, name="Ours", events=events
    )
    season = app.season_files().new(wanted, "tests")
    try:
        assert [event.name for event in season.data.events_in_order()] == held
        assert season.data.series.name == "Ours"
    finally:
        season.file.close()


# Added to a season


@pytest.fixture
def desk(qapp: Application, tmp_path: Path) -> Iterator[Desk]:
    style.apply(qapp, "light", 1.0)
    path = tmp_path / "season.trailsdesk"
    clock = SystemClock()
    event_setup.new_season(Store(), path, XTERRA, "tests", clock, ["gozo"]).file.close()
    with open_again(tmp_path) as opened:
        yield opened


def events_page(qtbot: QtBot, desk: Desk) -> EventsPage:
    panel = SeasonPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    qtbot.keyClick(panel, Qt.Key.Key_2, ALT)
    return panel.events_page


def test_events_are_added_by_keys_as_one_change_that_can_be_undone(
    qtbot: QtBot, desk: Desk
) -> None:
    page = events_page(qtbot, desk)
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    assert page.adding.isVisible()
    assert QApplication.focusWidget() is page.adding.list.table
    assert "gozo" not in listed(page.adding.list)
    assert not page.adding.add_button.isEnabled()
    tick(qtbot, page.adding.list, "west-wind", "rotorua-festival")
    assert page.adding.add_button.text() == "Add 2 events"
    qtbot.keyClick(page.adding.list.table, Qt.Key.Key_Return, CTRL)
    codes = [event.code for event in desk.season.data.events_in_order()]
    assert codes == ["rotorua-festival", "west-wind", "gozo"]
    assert not page.adding.isVisible()
    assert desk.notes[-1] == ("2 events are added; check the days.", "good")
    shown = {line.event.code for line in page.model.shown_rows()}
    assert shown == {"rotorua-festival", "west-wind", "gozo"}
    assert page.event_form.value("name") == "XTERRA Rotorua Festival"
    history.undo(desk.season)
    assert [event.code for event in desk.season.data.events.values()] == ["gozo"]


def test_rules_without_more_events_say_so_when_asked_for_some(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path) as plain:
        panel = SeasonPanel(plain.context)
        qtbot.addWidget(panel)
        panel.show()
        panel.add_events()
        assert plain.notes == [("Every event of these rules is held already.", "good")]
        assert not panel.events_page.adding.isVisible()


def test_escape_leaves_the_calendar_and_adds_nothing(qtbot: QtBot, desk: Desk) -> None:
    page = events_page(qtbot, desk)
    page.add_events()
    qtbot.keyClick(page.adding.list.table, Qt.Key.Key_Space)
    qtbot.keyClick(page.adding.list.table, Qt.Key.Key_Escape)
    assert not page.adding.isVisible()
    assert QApplication.focusWidget() is page.table
    assert len(desk.season.data.events) == 1


def test_rules_whose_events_are_all_held_offer_none(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path) as plain:
        page = events_page(qtbot, plain)
        assert not page.add_button.isVisible()
        qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
        assert not page.adding.isVisible()


def test_a_file_for_reading_only_adds_nothing(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as closed:
        page = events_page(qtbot, closed)
        page.add_events()
        qtbot.keyClick(page.adding.list.table, Qt.Key.Key_Space)
        assert not page.adding.add_button.isEnabled()
        qtbot.keyClick(page.adding.list.table, Qt.Key.Key_Return, CTRL)
        assert len(closed.season.data.events) == 1


def test_the_list_says_the_country_and_why_an_event_was_called_off(
    qtbot: QtBot, desk: Desk
) -> None:
    page = events_page(qtbot, desk)
    assert str(page.model.index(0, 2).data()) == "MLT"
    qtbot.keyClicks(page.standing.reason, "storm on the island")
    qtbot.keyClick(page.standing.reason, Qt.Key.Key_Return)
    assert page.standing.said.text() == (
        "Called off: storm on the island. No round of the series; all of it is kept."
    )
    assert str(page.model.index(0, 0).data()) == "Called off: XTERRA Gozo Trail Run"


def test_a_day_that_may_move_is_marked_and_said(form: SeasonForm) -> None:
    model = form.calendar.model
    line = next(line for line in model.rows() if not line.settled)
    at = model.position_of(line.code)
    assert str(model.index(at, 1).data()).endswith("2023?")
    spoken = model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "the day may still move" in spoken
    assert "not ticked" in spoken
    assert line.day > date(2023, 1, 1)


def test_rules_of_ones_own_are_offered_chosen_and_refused_with_their_fault(
    form: SeasonForm, tmp_path: Path
) -> None:
    text = preset_text("single-race")
    own = tmp_path / "club.toml"
    own.write_text(text.replace('name = "', 'name = "Own ', 1), encoding="utf-8")
    form.take_rules(own)
    assert form.rules.current == str(own)
    assert form.rules.keys[0] == str(own)
    own.write_text(text + "\nnonsense = 1\n", encoding="utf-8")
    before = form.rules.keys
    form.take_rules(own)
    assert "nonsense" in form.wrong.label.text()
    assert form.rules.keys == before
