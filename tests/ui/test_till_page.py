"""The till by keys alone, on a real season file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit

from tests.ui.asking_fixture import answer
from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.till import PayMethod
from trailsdesk.services import history
from trailsdesk.services.ledger import account_of
from trailsdesk.services.till import cash_up_of, close_till, move_cash, open_till, tills_of
from trailsdesk.ui import style
from trailsdesk.ui.panels.entries import EntriesPanel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.till_page import TillPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk
    from trailsdesk.domain.cash_up import CashUp

MORNING = datetime(2026, 5, 23, 21, 0, tzinfo=UTC)  # nine in the morning at the first event
KEY = Qt.Key
CASH, CARD = PayMethod.CASH, PayMethod.CARD


class Table:
    """The panel in front of the one who types."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk = desk
        self.panel = EntriesPanel(desk.context)
        qtbot.addWidget(self.panel)
        self.panel.resize(1100, 640)
        with qtbot.waitActive(self.panel):
            self.panel.show()
        self.panel.show_till()
        page = self.panel.pages.currentWidget()
        assert isinstance(page, TillPage)
        self.page = page

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key to whoever has the keys now."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def type(self, text: str) -> None:
        """Text and Enter."""
        self.write(text)
        self.press(KEY.Key_Return)

    def open_by_keys(self, name: str = "Table 1", start: str = "200") -> None:
        assert self.page.name.hasFocus()
        self.write(name)
        self.press(KEY.Key_Tab)
        self.type(start)

    @property
    def cash_up(self) -> CashUp:
        event = self.desk.season.data.events_in_order()[0]
        return cash_up_of(self.desk.season, tills_of(self.desk.season, event.id)[-1].id)

    @property
    def said(self) -> str:
        return self.page.pay.message.text()


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        opened.clock.now = MORNING
        yield opened


@pytest.fixture
def table(desk: Desk, qtbot: QtBot) -> Table:
    return Table(desk, qtbot)


def test_a_till_is_opened_takes_money_and_is_closed_by_keys_alone(table: Table) -> None:
    table.open_by_keys()
    assert table.page.pay.box.hasFocus()
    table.type("402")
    assert table.page.pay.amount.text() == "125.00"
    table.press(KEY.Key_Return)
    assert "125.00 NZD from #402" in table.said
    assert table.page.pay.box.hasFocus()
    table.type("1")
    table.write("k")
    table.press(KEY.Key_Return)
    assert (table.cash_up.cash.expected_minor, table.cash_up.taken_minor) == (32_500, 20_000)
    table.press(KEY.Key_U, Qt.KeyboardModifier.AltModifier)
    table.type("325.00")
    table.type("75")
    assert table.page.count.note.hasFocus()
    table.press(KEY.Key_Return)
    assert table.cash_up.balances
    assert "balances" in table.page.count.message.text()


def test_a_letter_in_the_amount_chooses_the_method_and_is_not_typed(table: Table) -> None:
    table.open_by_keys()
    for letter, method in (("k", "CARD"), ("b", "BANK"), ("v", "VOUCHER"), ("C", "CASH")):
        table.type("402")
        table.write(letter)
        assert table.page.pay.methods.current == method
        assert table.page.pay.amount.text() == "125.00"
        table.press(KEY.Key_Escape)
        table.press(KEY.Key_Escape)
        assert table.page.pay.box.hasFocus()
    assert table.cash_up.taken_minor == 0


def test_a_part_is_paid_now_and_the_rest_is_proposed_next_time(table: Table) -> None:
    table.open_by_keys()
    table.type("402")
    table.type("100")
    table.type("402")
    assert table.page.pay.amount.text() == "25.00"


def test_more_than_is_owed_is_refused_and_nothing_is_lost(table: Table) -> None:
    table.open_by_keys()
    table.type("402")
    table.type("1250")
    assert "is owed" in table.said
    assert table.page.pay.amount.hasFocus()
    table.type("twelve")
    assert "no amount" in table.said
    assert table.cash_up.taken_minor == 0


def test_who_owes_nothing_and_an_unknown_bib_are_told(table: Table) -> None:
    table.open_by_keys()
    table.type("401")
    assert "owes nothing" in table.said
    table.type("403")
    assert "402" in table.said
    assert table.page.pay.box.hasFocus()


def test_somebody_without_a_bib_pays_by_the_list(table: Table) -> None:
    table.open_by_keys()
    table.press(KEY.Key_W, Qt.KeyboardModifier.AltModifier)
    owing = [line.name for line in table.page.owes_model.rows()]
    assert "Bib Less" in owing
    line = next(each for each in table.page.owes_model.rows() if each.name == "Bib Less")
    table.page.owes.select_id(line.entry_id)
    table.press(KEY.Key_Return)
    assert table.page.pay.amount.hasFocus()
    table.press(KEY.Key_Return)
    assert account_of(table.desk.season, line.entry_id).owed_minor == 0
    assert "Bib Less" not in [each.name for each in table.page.owes_model.rows()]


def test_undo_takes_the_last_payment_back_and_the_page_shows_it(table: Table) -> None:
    table.open_by_keys()
    table.type("402")
    table.press(KEY.Key_Return)
    assert [each.bib for each in table.page.taken_model.rows()] == ["402"]
    info = history.undo(table.desk.season)
    assert info is not None
    assert info.name == "ledger.pay"
    assert table.page.taken_model.total_count == 0


def test_a_difference_is_shown_before_closing_and_asks_for_a_word(table: Table) -> None:
    table.open_by_keys()
    table.press(KEY.Key_U, Qt.KeyboardModifier.AltModifier)
    table.write("199.50")
    told = table.page.count._told[CASH].text()
    assert told == "Counted 199.50, 0.50 NZD less than the 200.00 that should be there."
    table.page.count.close_it()
    assert table.page.count.note.hasFocus()
    assert "too little" in table.page.count.message.text()
    table.write("nobody knows")
    table.page.count.close_it()
    assert (table.cash_up.difference_minor, table.cash_up.till.note) == (-50, "nobody knows")


def test_cash_is_counted_by_notes_and_coins(table: Table) -> None:
    table.open_by_keys()
    table.page.count.pieces[10_000].setValue(1)
    table.page.count.pieces[2_000].setValue(4)
    table.page.count.pieces[50].setValue(3)
    assert table.page.count.fields[CASH].text() == "181.50"


def test_an_amount_that_cannot_be_read_closes_nothing(table: Table) -> None:
    table.open_by_keys()
    table.page.count.fields[CASH].setText("two hundred")
    table.page.count.close_it()
    assert "no amount" in table.page.count.message.text()
    assert table.cash_up.till.closed_ms is None


def test_a_closed_till_takes_nothing_and_opens_again_with_a_reason(table: Table) -> None:
    table.open_by_keys()
    table.page.count.fields[CASH].setText("200")
    table.page.count.close_it()
    assert table.page.opening.isVisible()
    assert not table.page.pay.isVisible()
    table.page.count.reopen()
    assert "why" in table.page.count.message.text()
    table.page.count.reason.setText("one more runner")
    table.page.count.reopen()
    assert table.page.pay.isVisible()
    assert "one more runner" in table.page.count.state.text()


def test_cash_is_put_in_and_taken_out_with_a_reason(table: Table) -> None:
    table.open_by_keys()
    count = table.page.count
    count.moved.setText("50")
    count.move_cash(-1)
    assert "Say why" in count.message.text()
    count.why.setText("to the bank")
    count.move_cash(-1)
    assert table.cash_up.cash.expected_minor == 15_000
    assert (count.moved.text(), count.why.text()) == ("", "")


def test_the_till_chosen_is_the_one_payments_go_through(table: Table) -> None:
    table.open_by_keys("One")
    table.page.another_button.click()
    table.open_by_keys("Two", "0")
    table.type("402")
    table.press(KEY.Key_Return)
    assert (table.cash_up.till.name, table.cash_up.taken_minor) == ("Two", 12_500)
    table.page.choice.setCurrentIndex(0)
    table.page.choice.activated.emit(0)
    assert table.page.taken_model.total_count == 0
    table.type("1")
    table.press(KEY.Key_Return)
    assert [each.bib for each in table.page.taken_model.rows()] == ["1"]


def test_the_page_shows_what_was_done_elsewhere(table: Table) -> None:
    season = table.desk.season
    event = season.data.events_in_order()[0].id
    till = open_till(season, event, "By command", 5_000, "Bo")
    assert table.page.pay.isVisible()
    move_cash(season, till.id, 1_000, "coins", "Bo")
    close_till(season, till.id, {CASH: 6_000}, "Bo")
    assert table.page.opening.isVisible()


def test_the_accounts_are_saved_where_one_says(table: Table, tmp_path: Path) -> None:
    table.open_by_keys()
    table.type("402")
    table.press(KEY.Key_Return)
    table.page.accounts_button.click()
    answer(tmp_path / "books.csv")
    assert "125.00" in (tmp_path / "books.csv").read_text("utf-8-sig")
    table.page.write_accounts(tmp_path / "books.txt")
    assert not (tmp_path / "books.txt").exists()
    assert [tone for _text, tone in table.desk.notes] == ["good", "bad"]


def test_escape_in_the_empty_field_leads_back_to_the_entries(table: Table) -> None:
    table.open_by_keys()
    table.press(KEY.Key_Escape)
    assert table.panel.pages.currentWidget() is table.panel.list_page


def test_every_control_has_a_name(table: Table) -> None:
    table.open_by_keys()
    kinds = (QAbstractButton, QComboBox, QLineEdit, RowTableView)
    nameless = [
        widget
        for kind in kinds
        for widget in table.page.findChildren(kind)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.isHidden()
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.objectName() != "qt_spinbox_lineedit"
    ]
    assert nameless == []


def test_a_file_open_for_reading_only_takes_no_money(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        table = Table(desk, qtbot)
        assert not table.page.open_button.isEnabled()
        table.page.open_it()
        assert not desk.season.data.tills


def test_a_season_without_prices_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path, people=False, preset="single-race") as desk:
        page = TillPage(desk.context)
        qtbot.addWidget(page)
        page.show()
        assert page.empty.isVisible()
        assert not page.content.isVisible()
