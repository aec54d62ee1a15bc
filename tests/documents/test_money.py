"""Sheets of money: every amount as printed and as a number, differences in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.documents.made_up import a_context, lines
from trailsdesk.documents.money import (
    CashUpSheet,
    MethodRow,
    MoneyRow,
    OwesRow,
    ReceiptSheet,
    TotalRow,
    accounts_sheet,
    cash_up_sheet,
    no_receipt,
    no_till,
    receipt,
    who_owes,
)
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import CellKind, Notice, Paragraph, Sheet, Table


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def notices(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Notice)]


def a_method(**fields: Any) -> MethodRow:
    made: dict[str, Any] = {
        "label": "Cash", "payments": 2, "taken_minor": 15_000, "given_back_minor": 500,
        "expected_minor": 24_500, "counted_minor": 24_450, "difference_minor": -50,
        "why": "Float and takings: 245.00 NZD.", "compared": "Counted 244.50, 0.50 NZD less.",
    }  # fmt: skip
    return MethodRow(**(made | fields))


def a_till(**fields: Any) -> CashUpSheet:
    made: dict[str, Any] = {
        "name": "Table 1", "currency": "NZD", "opened": "opened 08:05 by Ana",
        "closed": "closed 15:40 by Bo", "note": "", "methods": (a_method(),),
        "volunteers": (MoneyRow(at="", label="Ana", amount_minor=14_500, method="cash"),),
        "moves": (), "lines": (),
    }  # fmt: skip
    return CashUpSheet(**(made | fields))


A_LINE = MoneyRow(
    at="09:10", bib="401", label="Zoë Pōtae", amount_minor=-500, method="cash", actor="Ana"
)


def test_a_cash_up_has_every_sum_as_a_number_and_room_to_sign() -> None:
    sheet = cash_up_sheet(a_context(), a_till())
    (row,) = tables(sheet)[0].rows
    assert [cell.text for cell in row] == [
        "Cash", "2", "150.00", "5.00", "245.00", "244.50", "-0.50",
    ]  # fmt: skip
    assert row[4].value == Decimal("245.00")
    assert tables(sheet)[-1].columns[-1].kind is CellKind.SIGNATURE
    assert sheet.title == "Cash-up: Table 1"


def test_a_difference_stands_at_the_top_and_a_till_that_balances_has_none() -> None:
    assert notices(cash_up_sheet(a_context(), a_till(note="a coin fell"))) == [
        "Cash: Counted 244.50, 0.50 NZD less.",
        "Told with it:",
    ]
    balanced = a_method(counted_minor=24_500, difference_minor=0, compared="It balances.")
    assert notices(cash_up_sheet(a_context(), a_till(methods=(balanced,)))) == []


def test_cash_outside_all_tills_is_told_on_the_sheet() -> None:
    told = "1 cash payment went through no till."
    balanced = a_method(counted_minor=24_500, difference_minor=0)
    sheet = cash_up_sheet(a_context(), a_till(methods=(balanced,), outside=told))
    assert notices(sheet) == [told]


def test_an_open_till_leaves_the_count_to_be_written() -> None:
    waiting = a_method(counted_minor=None, difference_minor=None, compared="")
    (row,) = tables(cash_up_sheet(a_context(), a_till(methods=(waiting,))))[0].rows
    assert [cell.text for cell in row[-2:]] == ["", ""]


def test_the_payments_are_an_appendix_of_their_own_page() -> None:
    assert "Zoë Pōtae" not in str(cash_up_sheet(a_context(), a_till()))
    printed = lines(render_pdf(cash_up_sheet(a_context(), a_till(lines=(A_LINE,)))))
    assert "1 payment" in printed
    assert "09:10 401 Zoë Pōtae -5.00 cash Ana" in printed


def test_a_yen_has_no_decimals() -> None:
    sheet = cash_up_sheet(a_context(), a_till(currency="JPY"))
    (row,) = tables(sheet)[0].rows
    assert (row[2].text, row[2].value) == ("15000", Decimal(15_000))


def test_a_receipt_adds_up_what_was_charged_and_what_was_paid() -> None:
    paid = ReceiptSheet(
        name="<b>Zoë</b> Pōtae", bib="401", race="Willesden Farms, Long",
        organiser="Winter Trail Series", currency="NZD",
        charges=(
            MoneyRow(at="1 Mar 2026", label="Entry", amount_minor=8_900, why="Early Bird"),
            MoneyRow(at="1 Mar 2026", label="Finisher medal", amount_minor=1_500, why="A medal"),
        ),
        payments=(
            MoneyRow(at="24 May 2026", label="received", amount_minor=10_000, method="cash"),
        ),
        balance_minor=400,
        said="4.00 NZD still to pay.",
    )  # fmt: skip
    sheet = receipt(a_context(), paid)
    charged, money = tables(sheet)
    assert texts(charged)[-1] == ["", "Total", "", "104.00"]
    assert texts(money) == [
        ["24 May 2026", "received · cash", "", "100.00"], ["", "Total", "", "100.00"],
    ]  # fmt: skip
    printed = lines(render_pdf(sheet))
    assert "<b>Zoë</b> Pōtae · bib 401" in printed
    assert "4.00 NZD still to pay." in printed


def test_totals_are_numbers_under_their_headings() -> None:
    races = (
        TotalRow(label="Short", amounts_minor=(1, 2, 3, 4, 5, 6)),
        TotalRow(label="All", amounts_minor=(1, 2, 3, 4, 5, None), strong=True),
    )
    items = (TotalRow(label="Entry", amounts_minor=(100, 100, 0, 50)),)
    by_race, by_item = tables(accounts_sheet(a_context(), races, items, "NZD", "As it stands."))
    assert texts(by_race)[1] == ["All", "0.01", "0.02", "0.03", "0.04", "0.05", ""]
    assert texts(by_item) == [["Entry", "1.00", "1.00", "0.00", "0.50"]]


def test_who_owes_has_a_square_to_tick_and_the_sum() -> None:
    rows = [
        OwesRow(bib=bib, family_name="Bird", given_name="Al", race_label="Long",
                charged_minor=8_900, paid_minor=900, owed_minor=8_000)
        for bib in ("1", "2")
    ]  # fmt: skip
    sheet = who_owes(a_context(), rows, "NZD")
    assert [b.text for b in sheet.blocks if isinstance(b, Paragraph)] == [
        "2 runners owe 160.00 NZD together."
    ]
    assert texts(tables(sheet)[0])[0] == ["", "Bird, Al", "1", "Long", "89.00", "9.00", "80.00"]


def test_nothing_to_print_is_said() -> None:
    for sheet in (no_till(a_context()), no_receipt(a_context()), who_owes(a_context(), [], "NZD")):
        (said,) = [block.text for block in sheet.blocks if isinstance(block, Paragraph)]
        assert said.endswith(".")
        assert tables(sheet) == []
