"""Medals at the table by keys alone, on a real season file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.services import history
from trailsdesk.ui import style
from trailsdesk.ui.medal_page import MedalPage
from trailsdesk.ui.panels.entries import EntriesPanel
from trailsdesk.ui.widgets import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk

FINISH = datetime(2026, 5, 24, 1, 5, tzinfo=UTC)  # five past one at the first event
KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


class Table:
    """The panel in front of the one who types."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk = desk
        self.panel = EntriesPanel(desk.context)
        qtbot.addWidget(self.panel)
        self.panel.resize(1100, 640)
        with qtbot.waitActive(self.panel):
            self.panel.show()
        self.panel.show_medals()
        page = self.panel.pages.currentWidget()
        assert isinstance(page, MedalPage)
        self.page = page

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def type(self, text: str) -> None:
        self.write(text)
        self.press(KEY.Key_Return)

    def given(self, bib: str) -> bool:
        return self.desk.entry(bib).id in self.desk.season.data.medals_given

    @property
    def said(self) -> str:
        return self.page.message.text()


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        opened.clock.now = FINISH
        yield opened


@pytest.fixture
def table(desk: Desk, qtbot: QtBot) -> Table:
    return Table(desk, qtbot)


def test_bib_and_enter_hands_a_medal_out_and_the_field_waits_for_the_next(table: Table) -> None:
    assert table.page.box.hasFocus()
    table.type("401")
    assert table.given("401")
    assert "has the medal" in table.said
    assert (table.page.box.text(), table.page.box.hasFocus()) == ("", True)
    assert table.page.card.title.text() == "Aroha Maketū"


def test_a_second_try_says_when_and_by_whom(table: Table) -> None:
    table.type("401")
    table.desk.clock.now = FINISH.replace(hour=3)
    table.write("401")
    assert "13:05 by tests" in table.page.card.remark.text()
    table.press(KEY.Key_Return)
    assert "handed out already, at 13:05 by tests" in table.said


def test_who_ordered_none_and_an_unknown_bib_get_nothing(table: Table) -> None:
    table.type("402")
    assert "ordered no medal" in table.said
    table.type("444")
    assert table.page.card.title.text() == "No medal for bib 444"
    assert not table.desk.season.data.medals_given


def test_a_medal_is_taken_back_in_the_list_and_by_undo(table: Table) -> None:
    table.type("401")
    table.page.table.select_id(table.desk.entry("401").id)
    table.page.table.setFocus()
    table.press(KEY.Key_Delete)
    assert not table.given("401")
    table.type("401")
    info = history.undo(table.desk.season)
    assert info is not None
    assert info.name == "medal.give"
    assert [line.open for line in table.page.model.rows()] == [True, True]


def test_a_medal_ordered_by_post_is_marked_as_posted(table: Table) -> None:
    table.write("201")
    assert table.page.post_button.isEnabled()
    table.press(KEY.Key_P, ALT)
    assert "posted" in table.said
    (given,) = table.desk.season.data.medals_given.values()
    assert given.posted
    table.write("401")
    assert not table.page.post_button.isEnabled()


def test_the_list_is_filtered_by_where_the_medals_are(table: Table) -> None:
    table.type("401")
    shown = {}
    for key in ("all", "open", "post", "gone", "address"):
        table.page.chips.choose(key)
        shown[key] = [
            table.page.model.row_at(at).bib for at in range(table.page.model.shown_count)
        ]
    assert shown == {
        "all": ["201", "401"], "open": ["201"], "post": ["201"], "gone": ["401"],
        "address": ["201"],
    }  # fmt: skip


def test_the_missing_address_is_typed_where_it_is_missed(table: Table) -> None:
    table.write("401")
    assert not table.page.address.isVisible()
    table.page.box.setText("201")
    assert table.page.address.isVisible()
    table.page.address.setPlainText("1 Invented Lane\nNowhere")
    assert table.page.unsaved()
    table.page.keep_address()
    assert not table.page.address.isVisible()
    assert not table.page.unsaved()
    contact = table.desk.season.file.contacts([table.desk.entry("201").runner_id])
    assert [each.address for each in contact.values()] == ["1 Invented Lane\nNowhere"]


def test_an_order_after_the_closing_is_taken_only_when_said_again(table: Table) -> None:
    table.write("402")
    table.page.order.choice.choose(MedalOrder.COLLECT.value)
    table.page.order.change()
    assert table.page.late_notice.isVisible()
    assert "closed at the end of 12 May 2026" in table.page.late_notice.label.text()
    assert table.desk.entry("402").medal is MedalOrder.NONE
    assert table.page.late_notice.button is not None
    table.page.late_notice.button.click()
    assert table.desk.entry("402").medal is MedalOrder.COLLECT
    assert not table.page.late_notice.isVisible()


def test_a_series_entry_orders_for_every_event_at_once(desk: Desk, qtbot: QtBot) -> None:
    desk.clock.now = datetime(2026, 5, 10, tzinfo=UTC)
    entry_id = desk.add("77", "Series", "Runner", series_entry=True)
    table = Table(desk, qtbot)
    table.write("402")
    assert not table.page.order.series.isVisible()
    table.page.box.setText("77")
    assert table.page.order.series.isVisible()
    table.page.order.series.setChecked(True)
    table.page.order.choice.choose(MedalOrder.POST.value)
    table.page.order.change()
    assert desk.season.data.entries[entry_id].medal is MedalOrder.POST
    assert "Willesden Farms, bib 77: medal ordered" in table.said


def test_the_header_says_how_many_are_out_and_left(table: Table) -> None:
    table.type("401")
    words = table.page.header.findChildren(PlainLabel)
    assert any("1 of 2 handed out or posted" in label.text() for label in words)


def test_escape_in_the_empty_field_leads_back_to_the_entries(table: Table) -> None:
    table.press(KEY.Key_Escape)
    assert table.panel.pages.currentWidget() is table.panel.list_page


def test_every_control_has_a_name(table: Table) -> None:
    table.write("201")
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in table.page.findChildren(kind)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.isHidden()
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []


def test_a_file_open_for_reading_only_shows_and_changes_nothing(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        table = Table(desk, qtbot)
        table.page.box.setText("401")
        table.page._enter()
        assert not desk.season.data.medals_given
        assert table.page.model.total_count == 2
