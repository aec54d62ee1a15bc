"""The awards beside the results: what is said at the table is noted here, key by key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.award_states import AwardState
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import RulingKind
from trailsdesk.services import history, raceday, results, timing
from trailsdesk.services.awards import announce, hand_out
from trailsdesk.ui import style
from trailsdesk.ui.award_page import AwardPage
from trailsdesk.ui.panels.results import ResultsPanel
from trailsdesk.ui.sheet_kind_options import KindOptions

GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)
OPEN = "category:long:F-OPEN"


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path, people=False) as opened:
        opened.clock.now = GUN
        for bib in ("1", "2", "3", "4"):
            born = date(1996, 1, int(bib))
            opened.add(bib, "Made", f"Up {bib}", gender=Gender.F, birth_date=born)
        raceday.set_gun(opened.season, [opened.race("long")], opened.clock.now_ms())
        for bib in ("1", "2", "3"):
            instant = Instant(opened.clock.now_ms() + (100 + int(bib)) * 60_000)
            timing.key_finish(
                opened.season, opened.context.scope.event_id, None, bib, instant, "tests"
            )
        yield opened


@pytest.fixture
def page(desk, qtbot):
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    made = AwardPage(desk.context)
    qtbot.addWidget(made)
    made.resize(1080, 600)
    with qtbot.waitActive(made):
        made.show()
    made.table.setFocus()
    return made


def the(page, key=OPEN):
    return next(line for line in page.model.shown_rows() if line.key == key)


def test_the_clock_settles_the_award_and_the_line_above_says_so(desk, page):
    desk.clock.now = GUN + timedelta(minutes=102)
    page.reload()
    assert the(page).state is AwardState.PROVISIONAL
    assert "still out: Open women (1)" in page.said.text()
    assert page.announce_button.text() == "Announced, though provisional"
    desk.clock.now = GUN + timedelta(minutes=104)
    page.reload()
    assert page.said.text() == "settled 1 of 1"
    assert page.announce_button.text() == "Announced"


def test_announced_handed_out_and_taken_back_by_keys(desk, page, qtbot):
    desk.clock.now = GUN + timedelta(minutes=104)
    page.reload()
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    assert the(page).state is AwardState.ANNOUNCED
    assert page.announce_button.toolTip() == "It was announced as it is."
    for _winner in range(3):
        qtbot.keyClick(page.winners, Qt.Key.Key_H)
    assert the(page).state is AwardState.HANDED_OUT
    qtbot.keyClick(page.winners, Qt.Key.Key_Delete)
    assert the(page).announced, "a prize is in somebody's hands"
    assert page.back_button.toolTip() == "A prize of it is handed out."
    for _winner in range(3):
        history.undo(desk.season)
    page.reload()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert not the(page).announced
    assert desk.notes == []


def test_a_prize_noted_by_mistake_is_taken_back_with_the_same_key(desk, page, qtbot):
    page.winners.select_id(desk.entry("2").id)
    qtbot.keyClick(page.winners, Qt.Key.Key_H)
    page.winners.select_id(desk.entry("2").id)
    assert page.hand_button.text() == "Not handed out"
    qtbot.keyClick(page.winners, Qt.Key.Key_H)
    assert not the(page).any_handed


def test_the_key_goes_on_to_the_next_prize_while_the_page_still_shows_the_last(
    desk, page, qtbot, monkeypatch
):
    """As with a slow fetch: each stroke is another prize, none is given and taken back."""
    page.winners.select_id(desk.entry("1").id)
    monkeypatch.setattr(page, "show_view", lambda _view: None)
    for _stroke in range(3):
        qtbot.keyClick(page.winners, Qt.Key.Key_H)
    marks = desk.season.data.award_marks.values()
    assert [mark.entry_id for mark in marks] == [desk.entry(bib).id for bib in ("1", "2", "3")]


def test_a_prize_of_another_place_is_marked_and_put_right_with_the_same_key(desk, page, qtbot):
    page.winners.select_id(desk.entry("1").id)
    for _winner in range(2):
        qtbot.keyClick(page.winners, Qt.Key.Key_H)
    results.adjust_time(desk.season, desk.entry("1").id, Duration(90_000), "gate", "tests")
    page.reload()
    shown = {line.bib: line.handed_for for line in page.winners_model.shown_rows()}
    assert shown == {"1": 1, "2": 2, "3": None}
    assert "has the prize of place 1" in page.reason.text()
    page.winners.select_id(desk.entry("1").id)
    assert page.hand_button.text() == "Has the right prize"
    qtbot.keyClick(page.winners, Qt.Key.Key_H)
    page.winners.select_id(desk.entry("1").id)
    assert page.hand_button.text() == "Not handed out"
    assert page.winner.handed_for is None


def test_a_change_after_the_announcement_names_who_was_said_and_who_it_is(desk, page, qtbot):
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DSQ, "", "tests")
    line = the(page)
    assert line.changed
    assert "1. Made Up 1 (#1)" in page.reason.text()
    assert page.announce_button.text() == "Announced again"
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    assert not the(page).changed


def test_the_reason_of_the_place_under_the_cursor_is_told(desk, page):
    page.winners.select_id(desk.entry("2").id)
    assert (
        page.why.text() == "#2 Made Up 2: Place 2 of 3 finishers in Open women, Long, in 1:42:00."
    )


def test_the_awards_of_the_series_are_a_page_of_their_own(desk, page):
    page.of_what.set_current("series")
    assert [line.key for line in page.model.shown_rows()] == ["series:long:F-OPEN"]
    asked = []
    page.sheet_asked.connect(asked.append)
    assert page.order_button.text() == "Series awards"
    page.order_button.click()
    assert asked == ["series-awards"]


def test_nothing_is_noted_in_a_file_opened_for_reading(tmp_path, qapp, qtbot, desk):
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as reading:
        made = AwardPage(reading.context)
        qtbot.addWidget(made)
        made.show()
        assert made.model.shown_count == 1
        for button in (made.announce_button, made.hand_button, made.back_button):
            assert not button.isEnabled()
            assert button.toolTip() == "The file is open for reading only."


def test_every_control_has_a_name(page):
    for control in page.findChildren(QWidget):
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and control.isVisible():
            assert control.accessibleName(), control


@pytest.fixture
def _large(desk, qapp):
    style.apply(qapp, "light", 1.5)
    yield
    style.apply(qapp, "light", 1.0)


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("page_key", ["places", "awards"])
def test_nothing_is_cut_off_at_150_percent(desk, qtbot, page_key):
    room = (980, 500)  # what the shell leaves of 1280 x 720
    panel = ResultsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1500, 900)  # a window made smaller must not stay as wide inside
    with qtbot.waitActive(panel):
        panel.show()
    panel.show_page(page_key)
    panel.resize(*room)
    assert panel.minimumSizeHint().width() <= room[0]
    assert panel.layout().totalHeightForWidth(room[0]) <= room[1]


def test_the_results_panel_turns_between_places_and_awards(desk, qtbot):
    panel = ResultsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 600)
    with qtbot.waitActive(panel):
        panel.show()
    qtbot.keyClick(panel, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert panel.awards.isVisible()
    assert not panel.content.isVisible()
    assert panel.first_control is panel.awards.table
    assert panel.awards.table.hasFocus()
    panel.awards.order_button.click()
    assert desk.panels == ["sheets"]
    panel.focus_filter()
    assert panel.content.isVisible()
    assert not panel.awards.isVisible()


def test_a_decision_that_touches_an_announced_award_is_told_at_once(desk, qtbot):
    """All of it in one message: a second one would cover the first."""
    event_id = desk.context.scope.event_id
    announce(desk.season, event_id, OPEN, "tests")
    hand_out(desk.season, event_id, OPEN, desk.entry("2").id, "tests")
    panel = ResultsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 600)
    with qtbot.waitActive(panel):
        panel.show()
    panel.table.select_id(desk.entry("2").id)
    panel.drawer.ruling_asked.emit(RulingKind.DSQ, "short cut")
    ((words, tone),) = desk.notes
    assert tone == "bad"
    assert "2. Made Up 2 (#2), 3. Made Up 3 (#3) was announced" in words
    assert "Bib 2 Made Up 2 has the prize of" in words
    assert words.endswith("Ctrl+Z takes the decision back.")


def test_the_order_of_calling_is_chosen_beside_the_sheet(qtbot, qapp):
    options = KindOptions()
    qtbot.addWidget(options)
    options.show_kind("running-order")
    assert options.chosen() == {"award_order": "", "only_settled": False}
    options.award_order.choose("oldest")
    options.only_settled.setChecked(True)
    assert options.chosen() == {"award_order": "oldest", "only_settled": True}
    options.show_kind("prize-list")
    assert options.chosen() == {}
