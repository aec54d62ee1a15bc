"""Money in the drawer: every line with its reason, every calculation seen before it is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.till import PayMethod
from trailsdesk.services.entries import edit_entry
from trailsdesk.services.history import changes_of, history, undo
from trailsdesk.services.ledger import account_of, book_payment, lines_of
from trailsdesk.services.till import open_till
from trailsdesk.ui.history_lines import change_lines
from trailsdesk.ui.panels.entries import EntriesPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> EntriesPanel:
    made = EntriesPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1280, 660)
    made.show()
    made.reload()
    return made


def choose(panel: EntriesPanel, desk: Desk, bib: str) -> None:
    panel.table.select_id(desk.entry(bib).id)


def act(panel: EntriesPanel, key: str) -> None:
    panel.drawer.one.money.asked.emit(key)


def field(panel: EntriesPanel, key: str) -> QLineEdit:
    control = panel.drawer.money.form.control(key)
    assert isinstance(control, QLineEdit)
    return control


def pick(panel: EntriesPanel, key: str, value: str) -> None:
    control = panel.drawer.money.form.control(key)
    assert isinstance(control, QComboBox)
    at = control.findData(value)
    assert at >= 0, value
    control.setCurrentIndex(at)


def worked(panel: EntriesPanel) -> tuple[tuple[str, str], ...]:
    found = panel.drawer.money.worked
    assert found is not None
    return found.lines


def test_a_part_is_paid_by_keyboard_alone(panel: EntriesPanel, desk: Desk, qtbot: QtBot) -> None:
    choose(panel, desk, "402")
    qtbot.keyClick(panel.drawer.one.money.pay_button, Qt.Key.Key_Space)
    amount = field(panel, "amount")
    assert (amount.text(), amount.hasFocus()) == ("125.00", True)
    amount.selectAll()
    qtbot.keyClicks(amount, "50")
    assert worked(panel) == (
        ("Still to pay", "125.00"), ("Paid now", f"{MINUS}50.00"), ("Then still to pay", "75.00"),
    )  # fmt: skip
    assert not [line for line in lines_of(desk.season, desk.entry("402").id) if line.method]
    pick(panel, "method", PayMethod.CARD.value)
    qtbot.keyClick(amount, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (paid,) = [line for line in lines_of(desk.season, desk.entry("402").id) if line.method]
    assert (paid.amount_minor, paid.method, paid.actor) == (-5000, PayMethod.CARD, "tests")
    assert panel.drawer.one.isVisible()
    assert panel.drawer.one.state_chip.text() == "owes 75.00"


def test_with_two_tills_open_the_drawer_asks_through_which(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    one, two = (
        open_till(desk.season, desk.context.scope.event_id, name, 0, "tests").id
        for name in ("One", "Two")
    )
    choose(panel, desk, "402")
    act(panel, "pay")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert "Several tills are open: One (1), Two (2)." in panel.drawer.money.said.text()
    pick(panel, "till", str(two))
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    (paid,) = [line for line in lines_of(desk.season, desk.entry("402").id) if line.method]
    assert (paid.till_id, one) == (two, 1)


def test_a_refused_payment_is_told_on_the_page_and_keeps_what_was_typed(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "402")
    act(panel, "pay")
    field(panel, "amount").setText("125.01")
    field(panel, "amount").textEdited.emit("125.01")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert panel.drawer.money.said.text() == "125.00 NZD is owed; 125.01 is more."
    assert field(panel, "amount").text() == "125.01"
    assert account_of(desk.season, desk.entry("402").id).owed_minor == 12_500


def test_the_calculation_is_in_sight_beside_the_button_on_a_small_screen(
    panel: EntriesPanel, desk: Desk
) -> None:
    panel.resize(1280, 600)
    choose(panel, desk, "401")
    act(panel, "give-up")
    callout = panel.drawer.money.callout
    QApplication.processEvents()
    assert callout.visibleRegion().boundingRect() == callout.rect()


def test_giving_up_shows_the_share_before_it_is_booked(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "401")
    act(panel, "give-up")
    assert worked(panel) == (("Paid for what is covered", "125.00"), ("Back (30 %)", "37.50"))
    field(panel, "day").setText("2026-05-03")
    field(panel, "day").textEdited.emit("2026-05-03")
    assert worked(panel)[1] == ("Back (50 %)", "62.50")
    assert desk.entry("401").status is EntryStatus.ENTERED
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert desk.entry("401").status is EntryStatus.WITHDRAWN
    assert account_of(desk.season, desk.entry("401").id).refunded_minor == 6250
    assert not panel.drawer.one.money.give_up_button.isVisible()
    undo(desk.season)
    assert desk.entry("401").status is EntryStatus.ENTERED


def test_a_share_may_be_kept_as_credit_and_is_then_offered_to_be_paid_back(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "401")
    act(panel, "give-up")
    field(panel, "percent").setText("100")
    field(panel, "percent").textEdited.emit("100")
    pick(panel, "method", "")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert panel.drawer.one.money.lines[-1] == ("Credit", "125.00", True)
    assert panel.drawer.one.money.back_button.isVisible()
    act(panel, "pay-back")
    assert worked(panel)[-1] == ("Then left", "0.00")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert account_of(desk.season, desk.entry("401").id).balance_minor == 0


def test_moving_shows_fee_credit_and_price_and_moves(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "201")
    act(panel, "move")
    pick(panel, "race", str(desk.race("long")))
    assert worked(panel) == (
        ("New entry, price of the day", "65.00"),
        ("Paid for the former entry", f"{MINUS}55.00"),
        ("Fee for the change", "5.00"),
        ("To pay", "15.00"),
    )
    assert desk.entry("201").race_id == desk.race("mid")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert desk.entry("201").race_id == desk.race("long")
    assert panel.drawer.one.state_chip.text() == "owes 15.00"


def test_what_the_rules_do_not_allow_cannot_be_booked_and_says_why(
    panel: EntriesPanel, desk: Desk
) -> None:
    choose(panel, desk, "201")
    for key in ("move", "change"):
        act(panel, key)
        field(panel, "day").setText("2026-05-11")
        field(panel, "day").textEdited.emit("2026-05-11")
        assert not panel.drawer.money.book_button.isEnabled()
        assert "13 days before Willesden Farms is too late" in panel.drawer.money.why_label.text()
        panel.drawer.money.closed.emit()


def test_a_line_is_taken_back_with_a_reason_and_both_stay(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    book_payment(desk.season, [desk.entry("402").id], 5000, PayMethod.CASH, actor="tests")
    choose(panel, desk, "402")
    act(panel, "counter")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert "Fill this in." in [
        label.text()
        for label in panel.drawer.money.form.findChildren(type(panel.drawer.money.why_label))
    ]
    field(panel, "note").setText("wrong bib")
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert [words for words, _amount, _strong in panel.drawer.one.money.lines] == [
        "Entry, Late", "Paid, cash (taken back)", "Paid, cash, taken back", "Balance",
    ]  # fmt: skip


def test_a_change_elsewhere_is_worked_in_while_the_page_is_open(
    panel: EntriesPanel, desk: Desk
) -> None:
    choose(panel, desk, "401")
    act(panel, "give-up")
    edit_entry(desk.season, desk.entry("401").id, paid_minor=10_000)
    assert panel.drawer.money.isVisible()
    assert worked(panel)[0] == ("Paid for what is covered", "100.00")


def test_escape_goes_back_and_books_nothing(panel: EntriesPanel, desk: Desk, qtbot: QtBot) -> None:
    choose(panel, desk, "401")
    act(panel, "give-up")
    before = desk.season.data.revision
    qtbot.keyClick(field(panel, "day"), Qt.Key.Key_Escape)
    assert panel.drawer.one.isVisible()
    assert desk.season.data.revision == before


def test_every_line_has_its_reason_for_the_pointer_and_the_screen_reader(
    panel: EntriesPanel, desk: Desk
) -> None:
    choose(panel, desk, "402")
    from PySide6.QtWidgets import QWidget

    rows = [
        widget
        for widget in panel.drawer.one.money.findChildren(QWidget)
        if widget.accessibleName().startswith("Entry, Late: 125.00")
    ]
    assert len(rows) == 1
    assert "Late (until 12 May 2026), Adult" in rows[0].toolTip()
    assert "Late (until 12 May 2026), Adult" in rows[0].accessibleDescription()


def test_a_file_open_for_reading_offers_nothing_to_book(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        made = EntriesPanel(desk.context)
        qtbot.addWidget(made)
        made.show()
        made.reload()
        choose(made, desk, "402")
        assert not made.drawer.one.money.pay_button.isEnabled()
        act(made, "pay")
        assert made.drawer.one.isVisible()


def test_history_tells_a_line_in_words(desk: Desk) -> None:
    book_payment(desk.season, [desk.entry("402").id], 5000, PayMethod.CASH, actor="tests")
    changed = changes_of(desk.season, history(desk.season)[0].number)
    lines = change_lines(changed, desk.season.data, "NZD", "Pacific/Auckland")
    told = {line.field: line.after for line in lines}
    assert told["kind"] == "payment"
    assert told["amount"] == f"{MINUS}50.00"
    assert (told["for what"], told["paid how"]) == ("Entry", "cash")
    assert told["why"] == "Money that came in."
    assert told["when"].startswith("10 May 2026")
