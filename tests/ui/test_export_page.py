"""Files for other programs on screen: what each can hold, saving, and how it went."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox

from tests.ui.asking_fixture import answer, asks_nothing, replace_it
from tests.ui.season_fixture import open_desk
from trailsdesk.services.exports import EXPORTS, What
from trailsdesk.ui.export_page import ExportPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ExportPage:
    made = ExportPage(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    return made


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def visible(page: ExportPage) -> set[str]:
    """The names of the choices on the screen."""
    found = [*page.options.findChildren(QComboBox), *page.options.findChildren(QCheckBox)]
    return {w.accessibleName() or w.text() for w in found if w.isVisible()}


def test_there_is_a_card_for_every_kind_of_file(page: ExportPage) -> None:
    for kind in EXPORTS:
        assert kind.about in page.cards.card(kind.id).accessibleName()


def test_each_kind_offers_only_what_it_can_hold(page: ExportPage) -> None:
    assert visible(page) == {"Event"}, "the site, of the whole season or of one event"
    page.cards.choose("csv")
    assert visible(page) == {"Rows", "Event", "Race", "With birth dates"}
    page.options.what_choice.setCurrentIndex(page.options.what_choice.findData(What.ENTRIES))
    assert "With e-mail, phone and emergency contact" in visible(page)
    page.options.what_choice.setCurrentIndex(page.options.what_choice.findData(What.STANDINGS))
    assert visible(page) == {"Rows"}
    page.cards.choose("webscorer")
    assert visible(page) == {"Event", "Race"}


def test_a_table_is_saved_where_somebody_says(
    page: ExportPage, desk: Desk, tmp_path: Path
) -> None:
    page.cards.choose("csv")
    page.options.what_choice.setCurrentIndex(page.options.what_choice.findData(What.ENTRIES))
    assert page.suggested_name() == "willesden-entries.csv"
    page.options.save_button.click()
    answer(tmp_path / "people.csv")
    assert {row["Event"] for row in rows(tmp_path / "people.csv")} == {"willesden"}
    assert "Birth date" not in rows(tmp_path / "people.csv")[0]
    assert page.done_notice.isVisible()
    assert "people.csv" in page.done_notice.label.text()


def test_personal_fields_leave_only_when_ticked_and_are_asked_for_anew(
    page: ExportPage, tmp_path: Path
) -> None:
    page.cards.choose("csv")
    page.options.what_choice.setCurrentIndex(page.options.what_choice.findData(What.ENTRIES))
    assert not page.options.personal_label.isVisible()
    page.options.contacts.setChecked(True)
    page.options.birth_date.setChecked(True)
    assert page.options.personal_label.isVisible()
    page.save_to(tmp_path / "people.csv")
    assert {"Birth date", "E-mail", "Emergency phone"} <= rows(tmp_path / "people.csv")[0].keys()
    page.cards.choose("json")
    page.cards.choose("csv")
    assert not page.options.birth_date.isChecked()
    assert not page.options.contacts.isChecked()


def test_a_file_that_is_there_is_replaced_only_on_a_yes(page: ExportPage, tmp_path: Path) -> None:
    page.cards.choose("json")
    target = tmp_path / "out.json"
    target.write_text("before")
    page.options.save_button.click()
    answer(target)
    assert target.read_text() == "before"
    replace_it()
    assert target.read_text().startswith("{")


def test_what_the_other_program_misses_is_said_beside_the_outcome(
    page: ExportPage, tmp_path: Path
) -> None:
    page.cards.choose("runsignup")
    page.save_to(tmp_path / "out.csv")
    assert page.done_notice.isVisible()
    assert page.told_notice.isVisible()
    assert "Left out" in page.told_notice.label.text()


def test_the_site_goes_into_a_folder_of_its_own_beside_other_things(
    page: ExportPage, tmp_path: Path
) -> None:
    chosen = tmp_path / "shared"
    chosen.mkdir()
    (chosen / "photo.jpg").write_text("mine")
    page.options.save_button.click()
    answer(chosen)
    assert (chosen / "results-site" / "index.html").exists()
    assert "results-site" in page.done_notice.label.text()
    page.save_to(chosen / "results-site")
    assert not (chosen / "results-site" / "results-site").exists(), "an earlier site is replaced"
    assert asks_nothing()


def test_a_refusal_is_a_line_and_the_page_goes_on(page: ExportPage, tmp_path: Path) -> None:
    page.cards.choose("csv")
    page.save_to(tmp_path / "other.trailsdesk")
    assert "season" in page.told_notice.label.text()
    assert not page.done_notice.isVisible()
    page.save_to(tmp_path / "out.csv")
    assert page.done_notice.isVisible()
    assert not page.told_notice.isVisible()


def test_the_race_chosen_above_is_the_one_offered(page: ExportPage, desk: Desk) -> None:
    page.cards.choose("ultrasignup")
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    assert page.options.request().race_id == desk.race("long")
    assert page.suggested_name() == "willesden-long-ultrasignup.csv"


def test_arrows_choose_a_card_and_tab_goes_on_to_the_options(
    page: ExportPage, qtbot: QtBot
) -> None:
    page.activateWindow()
    page.cards.card("html").setFocus()
    qtbot.keyClick(page.cards.card("html"), Qt.Key.Key_Down)
    assert page.kind.id == "csv"
    reached = page.cards.card("csv")
    order = []
    widget = reached
    for _step in range(40):
        widget = widget.nextInFocusChain()
        order.append(widget)
    positions = [order.index(w) for w in (page.options.what_choice, page.options.save_button)]
    assert positions == sorted(positions)
