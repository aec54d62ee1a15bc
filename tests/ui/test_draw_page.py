"""Spot prizes on the stage: by keyboard from sealing the draw to handing the prize over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.ui.season_fixture import Desk, open_again, open_desk
from tests.ui.series_fixture import hold, man
from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.services import spot_draw
from trailsdesk.ui.draw_form import prizes_in
from trailsdesk.ui.draw_page import DrawPage
from trailsdesk.ui.panels.sheets import SheetsPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MANY = [(str(n), man(f"Number{n}"), 40 + n) for n in range(11, 17)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        hold(opened, 0, MANY)
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> SheetsPanel:
    panel = SheetsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.show_page("draw")
    return panel


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> DrawPage:
    found = shown(qtbot, desk).side_page
    assert isinstance(found, DrawPage)
    return found


def seal(desk: Desk, *prizes: str) -> None:
    event_id = desk.context.scope.event_id
    plan = spot_draw.planned(desk.season, event_id, DrawPool.FINISHERS, seed="4-2-6")
    spot_draw.keep_draw(desk.season, plan, [(prize, "") for prize in prizes])


def winners(desk: Desk) -> list[str]:
    found = spot_draw.draws_of(desk.season, desk.context.scope.event_id)
    rows = spot_draw.draw_view(desk.season, found[-1].id).rows
    return [row.winner.bib for row in rows if row.winner is not None]


def test_a_draw_is_sealed_by_keyboard_with_a_seed_by_chance(
    qtbot: QtBot, desk: Desk, page: DrawPage
) -> None:
    assert page.pages.currentWidget() is page.empty
    assert page.empty.button is not None
    assert page.empty.button.hasFocus()
    qtbot.keyClick(page.empty.button, Qt.Key.Key_Return)
    assert page.pages.currentWidget() is page.form
    seed = page.form.form.control("seed")
    assert isinstance(seed, QLineEdit)
    first = seed.text()
    assert len(first) == 14
    page.new_draw()
    assert seed.text() != first
    title = page.form.form.control("title")
    qtbot.keyClicks(title, "Tombola")
    page.form.form.set_values({"prizes": "Trail socks | Made-up Sports\n\nCake"})
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = spot_draw.draws_of(desk.season, desk.context.scope.event_id)
    assert (made.title, made.seed) == ("Tombola", seed.text())
    assert page.stage.words.name == "Trail socks, from Made-up Sports"
    assert page.stage.hasFocus()


def test_space_draws_the_next_prize_and_the_stage_says_who_won(
    qtbot: QtBot, desk: Desk, page: DrawPage
) -> None:
    seal(desk, "One", "Two")
    qtbot.keyClick(page.stage, Qt.Key.Key_Space)
    assert page.stage.words.bib == winners(desk)[0]
    assert page.stage.words.above == "Prize 1: One"
    assert winners(desk)[0] in page.stage.accessibleName()
    qtbot.keyClick(page.stage, Qt.Key.Key_Space)
    assert page.stage.words.bib == winners(desk)[1]
    qtbot.keyClick(page.stage, Qt.Key.Key_Space)
    assert len(winners(desk)) == 2, "there is no third prize"
    assert not page.draw_button.isEnabled()


def test_the_first_draw_is_under_the_space_bar_as_soon_as_it_is_there(
    desk: Desk, page: DrawPage
) -> None:
    nothing = page.loader()()
    seal(desk, "One")
    page.show_loaded(nothing)  # in the window, the button of before is there until this is fetched
    assert page.empty.button is not None
    page.empty.button.setFocus()
    page.show_loaded(page.loader()())
    assert page.stage.hasFocus()


def test_who_is_not_here_is_passed_over_with_one_key(
    qtbot: QtBot, desk: Desk, page: DrawPage
) -> None:
    seal(desk, "One")
    qtbot.keyClick(page.stage, Qt.Key.Key_Space)
    gone = winners(desk)
    qtbot.keyClick(page.stage, Qt.Key.Key_N)
    assert winners(desk) != gone
    assert page.stage.words.bib == winners(desk)[0]
    assert "One" in page.stage.words.above


def test_a_prize_handed_out_is_not_passed_over_by_a_slip(
    qtbot: QtBot, desk: Desk, page: DrawPage
) -> None:
    seal(desk, "One")
    qtbot.keyClick(page.stage, Qt.Key.Key_Space)
    qtbot.keyClick(page.stage, Qt.Key.Key_H)
    assert page.stage.words.below == "handed out"
    won = winners(desk)
    qtbot.keyClick(page.stage, Qt.Key.Key_N)
    assert winners(desk) == won
    qtbot.keyClick(page.stage, Qt.Key.Key_H)
    assert page.stage.words.below != "handed out"


def test_a_held_space_bar_draws_one_prize_only(qtbot: QtBot, desk: Desk, page: DrawPage) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    seal(desk, "One", "Two")
    none = Qt.KeyboardModifier.NoModifier
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " ", repeated)
        QApplication.sendEvent(page.stage, event)
    assert len(winners(desk)) == 1


def test_who_has_won_may_win_again_only_where_it_is_ticked(
    qtbot: QtBot, desk: Desk, page: DrawPage
) -> None:
    seal(desk, *(f"Prize {at}" for at in range(8)))
    page.draw_all()
    assert len(winners(desk)) == 6, "six have finished, and nobody wins twice"
    page.again.setChecked(True)
    page.draw_all()
    assert len(winners(desk)) == 8


def test_prizes_are_added_and_taken_off_and_drawn_ones_stay(
    qtbot: QtBot, desk: Desk, page: DrawPage
) -> None:
    seal(desk, "One")
    qtbot.keyClicks(page.prize_edit, "Two | Made-up Sports")
    qtbot.keyClick(page.prize_edit, Qt.Key.Key_Return)
    assert page.prize_edit.text() == ""
    qtbot.keyClick(page.stage, Qt.Key.Key_Space)
    assert [row.prize.sponsor for row in page.model.rows()] == ["", "Made-up Sports"]
    page.table.selectAll()
    page.remove_prize()
    assert [row.prize.prize for row in page.model.rows()] == ["One"]


def test_a_refusal_stands_in_the_form_and_keeps_what_was_typed(desk: Desk, page: DrawPage) -> None:
    page.new_draw()
    page.form.form.set_values({"excluded": "12345", "title": "Kept"})
    page.form.form.accept()
    assert "12345" in page.form.told.text()
    assert page.form.form.value("title") == "Kept"
    assert not spot_draw.draws_of(desk.season, desk.context.scope.event_id)


def test_volunteers_are_typed_only_where_they_are_drawn_among(desk: Desk, page: DrawPage) -> None:
    page.new_draw()
    names = page.form.form.control("names")
    assert names.isHidden()
    pool = page.form.form.control("pool")
    pool.setCurrentIndex(2)  # type: ignore[attr-defined]
    assert not names.isHidden()
    page.form.form.set_values({"names": "Made Up\nAnother One", "prizes": "Cake"})
    page.form.form.accept()
    (made,) = spot_draw.draws_of(desk.season, desk.context.scope.event_id)
    assert made.names == ("Made Up", "Another One")


def test_printing_from_the_stage_shows_the_sheet_of_the_draw(qtbot: QtBot, desk: Desk) -> None:
    seal(desk, "One")
    panel = shown(qtbot, desk)
    panel.print_sheet()
    assert panel.switch.current == "sheets"
    assert panel.cards.current == "spot-prizes"
    assert panel.pages.preview is not None
    assert "Seal" in str(panel.pages.preview.sheet.blocks)


def test_a_file_open_for_reading_shows_a_draw_and_changes_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path) as opened:
        hold(opened, 0, MANY)
        seal(opened, "One")
    with open_again(tmp_path, read_only=True) as desk:
        page = shown(qtbot, desk).side_page
        assert isinstance(page, DrawPage)
        assert not page.draw_button.isEnabled()
        qtbot.keyClick(page.stage, Qt.Key.Key_Space)
        assert winners(desk) == []


def test_lines_become_prizes_with_their_sponsors() -> None:
    text = "Socks | Made-up Sports\n\n | nobody\nCake\na | b | c"
    assert prizes_in(text) == [("Socks", "Made-up Sports"), ("Cake", ""), ("a", "b | c")]
