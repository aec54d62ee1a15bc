"""The design of certificates: by mouse, by keys, by numbers; kept as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.documents.test_picture_gate import grid, picture
from tests.ui.season_fixture import Desk, open_again, open_desk
from tests.ui.series_fixture import hold, man
from trailsdesk.domain.certificate import CertificateDesign, CertificateField
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.services import sheet_art
from trailsdesk.ui.certificate_page import CertificatePage
from trailsdesk.ui.panels.sheets import SheetsPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MANY = [(str(n), man(f"Number{n}"), 40 + n) for n in range(11, 14)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        hold(opened, 0, MANY)
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> CertificatePage:
    panel = SheetsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.show_page("certificates")
    page = panel.side_page
    assert isinstance(page, CertificatePage)
    return page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CertificatePage:
    return shown(qtbot, desk)


def kept(desk: Desk) -> CertificateDesign:
    return sheet_art.design_of(desk.season, desk.context.scope.event_id)


def test_arrow_keys_move_the_chosen_field_and_the_numbers_follow(
    qtbot: QtBot, page: CertificatePage
) -> None:
    before = page.design.look(CertificateField.NAME)
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    qtbot.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.view, Qt.Key.Key_Plus)
    after = page.design.look(CertificateField.NAME)
    assert (after.x, after.y, after.size) == (before.x + 1, before.y + 5, before.size + 1)
    assert (page.controls.x_box.value(), page.controls.y_box.value()) == (after.x, after.y)
    assert page.controls.size_box.value() == after.size


def test_a_field_is_carried_by_the_mouse(qtbot: QtBot, page: CertificatePage) -> None:
    time = page.view.field_area(CertificateField.TIME)
    assert not time.isEmpty()
    before = page.design.look(CertificateField.TIME)
    at = time.center().toPoint()
    qtbot.mousePress(page.view, Qt.MouseButton.LeftButton, pos=at)
    assert page.chosen is CertificateField.TIME
    qtbot.mouseMove(page.view, pos=at + QPoint(0, 30))
    qtbot.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=at + QPoint(0, 30))
    after = page.design.look(CertificateField.TIME)
    wanted = 30 * 1000 / page.view.page_area().height()
    assert after.y - before.y == pytest.approx(wanted, abs=2)
    moved = page.view.field_area(CertificateField.TIME)
    assert moved.top() - time.top() == pytest.approx(30, abs=2)


def test_page_down_goes_through_all_fields(qtbot: QtBot, page: CertificatePage) -> None:
    seen = set()
    for _field in CertificateField:
        seen.add(page.chosen)
        qtbot.keyClick(page.view, Qt.Key.Key_PageDown)
    assert seen == set(CertificateField)


def test_own_words_are_offered_only_where_words_may_be_own(page: CertificatePage) -> None:
    page.controls.field.setCurrentIndex(page.controls.field.findData("title"))
    assert not page.controls.text.isHidden()
    page.controls.field.setCurrentIndex(page.controls.field.findData("name"))
    assert page.controls.text.isHidden()


def test_a_design_is_kept_as_one_change_and_can_be_let_go(
    qtbot: QtBot, desk: Desk, page: CertificatePage
) -> None:
    assert not page.save_button.isEnabled()
    page.controls.field.setCurrentIndex(page.controls.field.findData("title"))
    qtbot.keyClicks(page.controls.text, "Bravo")
    assert page.save_button.isEnabled()
    assert kept(desk) == CertificateDesign()
    qtbot.keyClick(page.controls.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept(desk).look(CertificateField.TITLE).text == "Bravo"
    assert not page.save_button.isEnabled()
    assert page.unsaved() == ""
    page.controls.size_box.setValue(60)
    assert page.unsaved() == "the design of the certificates"
    page.forget()
    assert page.design == kept(desk)
    assert page.controls.size_box.value() != 60


def test_what_is_being_changed_stays_when_somebody_else_changes_the_season(
    desk: Desk, page: CertificatePage
) -> None:
    page.controls.size_box.setValue(61)
    desk.add("99", "Made", "Up")
    assert page.controls.size_box.value() == 61
    assert page.save_button.isEnabled()


def test_an_upright_page_begins_with_its_own_places(page: CertificatePage) -> None:
    page.landscape.setChecked(False)
    assert page.design == CertificateDesign(landscape=False)
    area = page.view.page_area()
    assert area.height() > area.width()


def test_a_background_is_taken_shown_and_taken_away(
    desk: Desk, page: CertificatePage, tmp_path: Path
) -> None:
    path = tmp_path / "hills.png"
    path.write_bytes(picture(grid(60, 90, 3)))
    page.open_picture(path)
    art = sheet_art.art_of(desk.season, ArtRole.CERTIFICATE, desk.context.scope.event_id)
    assert art is not None
    assert page.picture_label.text() == "Picture: hills.png"
    page.remove_picture()
    assert page.picture_label.text() == "No picture."


def test_a_logo_for_every_sheet_is_taken_here_too(
    desk: Desk, page: CertificatePage, tmp_path: Path
) -> None:
    path = tmp_path / "club.png"
    path.write_bytes(picture(grid(60, 90, 3)))
    page.scope.setCurrentIndex(1)
    page.open_picture(path, ArtRole.LOGO)
    assert page.logo_label.text() == "Logo on every sheet: club.png"
    assert sheet_art.logo_of(desk.season, None) is not None
    page.remove_logo()
    assert page.logo_label.text() == "No logo on the sheets."
    assert sheet_art.logo_of(desk.season, None) is None


def test_a_picture_that_cannot_be_taken_says_why(page: CertificatePage, tmp_path: Path) -> None:
    path = tmp_path / "hills.gif"
    path.write_bytes(b"GIF89a")
    page.open_picture(path)
    assert "neither PNG nor JPEG" in page.told.text()


def test_a_file_open_for_reading_keeps_no_design(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path) as opened:
        hold(opened, 0, MANY)
    with open_again(tmp_path, read_only=True) as desk:
        page = shown(qtbot, desk)
        qtbot.keyClick(page.view, Qt.Key.Key_Down)
        page.controls.size_box.setValue(61)
        assert not page.save_button.isEnabled()
        assert not page.picture_button.isEnabled()
