"""The books: they add up to the cent, by line, event, race and item."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import Desk
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.services.account_files import (
    accounts_csv,
    accounts_xlsx,
    in_units,
    item_table,
    line_table,
    total_table,
)
from trailsdesk.services.accounts import Books, accounts_of
from trailsdesk.services.entries import withdraw
from trailsdesk.services.ledger import book_payment, counter_line
from trailsdesk.services.medal_orders import MedalOrder, order_medals
from trailsdesk.services.rule_book import change_rule
from trailsdesk.services.till import open_till

if TYPE_CHECKING:
    from trailsdesk.domain.exports import OutTable

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Entered,Paid"


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Four made-up entries at the early price; one has paid too much, one nothing."""
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-01,49.00",
        "2,+Ben,-Tawa,M,1991-07-20,NZL,short,2026-03-01,",
        "401,Cai,Koru,M,1986-08-01,NZL,long,2026-03-01,100.00",
        "402,Dee,Miro,F,1985-05-05,NZL,long,2026-03-01,",
        header=HEADER,
    )
    return desk


def books(desk: Desk) -> Books:
    return accounts_of(desk.season, desk.event().id)


def adds_up(found: Books) -> None:
    (total,) = found.events
    rows = sum(line.amount_minor for line in found.lines)
    assert rows + total.unbooked_minor == total.balance_minor
    assert total.balance_minor == (
        total.charged_minor - total.credited_minor - total.paid_minor + total.refunded_minor
    )
    for name in ("entries", "expected_minor", "charged_minor", "paid_minor", "balance_minor"):
        assert sum(getattr(race, name) for race in found.races) == getattr(total, name), name
    assert sum(item.charged_minor for item in found.items) == total.charged_minor
    assert sum(item.credited_minor for item in found.items) == total.credited_minor
    assert sum(i.paid_minor for i in found.items) == total.paid_minor - total.refunded_minor


def test_the_books_add_up_after_all_that_can_happen(table: Desk) -> None:
    season = table.season
    adds_up(books(table))
    change_rule(season, "medals.price", "15.00")
    order_medals(season, [table.entry("402").id], MedalOrder.COLLECT, "Ana")
    till = open_till(season, table.event().id, "Table", 0, "Ana")
    (line,) = book_payment(
        season, [table.entry("402").id], 5_000, PayMethod.CASH, till_id=till.id, actor="Ana"
    )
    adds_up(books(table))
    book_payment(season, [table.entry("2").id], None, PayMethod.CARD, actor="Bo", note="=1+1")
    counter_line(season, line.id, "Ana", "wrong runner")
    adds_up(books(table))
    withdraw(season, [table.entry("2").id])
    found = books(table)
    adds_up(found)
    medal = next(item for item in found.items if item.item == "medal")
    assert (medal.expected_minor, medal.charged_minor) == (1_500, 1_500)
    countered = next(each for each in found.lines if each.counters == line.id)
    assert (countered.amount_minor, countered.till, countered.note) == (
        5_000, "Table", "wrong runner",
    )  # fmt: skip


def test_what_the_list_says_was_paid_is_a_row_of_its_own(table: Desk) -> None:
    found = books(table)
    listed = [line for line in found.lines if line.method == "list"]
    assert [(line.bib, line.amount_minor, line.number) for line in listed] == [
        ("1", -4_900, None), ("401", -10_000, None),
    ]  # fmt: skip
    assert found.events[0].owed_minor == 4_900 + 8_900
    assert found.events[0].balance_minor == 4_900 + 8_900 - 1_100


def test_every_line_names_its_rule(table: Desk) -> None:
    charges = [line for line in books(table).lines if line.kind == "charge"]
    assert len(charges) == 4
    assert all("Early Bird" in line.why for line in charges)


def test_books_of_all_events_hold_each_of_them(table: Desk) -> None:
    table.entries(
        "7,Eve,Ngaio,F,1990-03-02,NZL,short,2026-03-01,",
        event="inverary", header=HEADER,
    )  # fmt: skip
    found = accounts_of(table.season)
    by_event = {total.event: total.balance_minor for total in found.events}
    assert by_event["inverary"] == 4_900
    assert by_event["willesden"] == books(table).events[0].balance_minor
    assert by_event["torlesse"] == 0


def cells(table: OutTable, row: int) -> dict[str, object]:
    return {c.title: v for c, v in zip(table.columns, table.rows[row], strict=True)}


def test_tables_have_amounts_as_numbers_of_whole_units(table: Desk) -> None:
    found = books(table)
    last = cells(total_table(found), -1)
    assert (last["Event"], last["Race"], last["Entries"]) == ("willesden", "", 4)
    assert (last["Charged"], last["Paid"]) == (Decimal("276.00"), Decimal("149.00"))
    assert cells(item_table(found), 0)["Item"] == "entry"
    amounts = [row[8] for row in line_table(found).rows]
    assert sum(amounts, Decimal(0)) == in_units(found.events[0].balance_minor, "NZD")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(4900, "NZD", "49.00"), (500, "JPY", "500"), (-7, "KWD", "-0.007")],
)
def test_units_have_the_decimals_of_their_currency(minor: int, currency: str, text: str) -> None:
    assert str(in_units(minor, currency)) == text


def test_files_are_the_same_twice_and_no_text_in_them_is_run(table: Desk) -> None:
    book_payment(
        table.season, [table.entry("2").id], None, PayMethod.CASH, actor="@Ana", note="=1+1"
    )
    found = books(table)
    assert accounts_xlsx(found) == accounts_xlsx(books(table))
    text = accounts_csv(found).decode("utf-8-sig")
    for harmless in ("'=1+1", "'@Ana", "'+Ben -Tawa"):
        assert harmless in text
    assert ",-49.00," in text  # a figure stays one


def test_a_season_without_prices_has_no_books(tmp_path) -> None:
    desk = Desk(tmp_path, preset="single-race")
    try:
        with pytest.raises(Refused, check=lambda error: error.note.code == "ledger.no-currency"):
            accounts_of(desk.season)
    finally:
        desk.close()
