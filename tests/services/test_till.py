"""The tills of an event: opened, counted and closed; what balances and what is told."""

from __future__ import annotations

import pytest

from tests.services.desk import Desk
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod, TillId
from trailsdesk.i18n import message
from trailsdesk.services import till as tills
from trailsdesk.services.ledger import book_payment, book_refund_payment, counter_line

CASH, CARD = PayMethod.CASH, PayMethod.CARD
HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Entered"


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    """Two made-up entries at the early price: 49.00 for the short and 89.00 for the long race."""
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-01",
        "401,Ben,Tawa,M,1991-07-20,NZL,long,2026-03-01",
        header=HEADER,
    )
    return desk


def opened(desk: Desk, name: str = "Table", minor: int = 10_000, actor: str = "Ana") -> TillId:
    return tills.open_till(desk.season, desk.event().id, name, minor, actor).id


def pay(desk: Desk, bib: str, method: PayMethod, till: TillId, amount: int | None = None) -> None:
    book_payment(desk.season, [desk.entry(bib).id], amount, method, till_id=till, actor="Ana")


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.note.code == code)


def test_a_till_is_opened_and_closed_by_a_count_that_balances(open_desk: Desk) -> None:
    till = opened(open_desk)
    pay(open_desk, "1", CASH, till)
    pay(open_desk, "401", CARD, till)
    found = tills.close_till(open_desk.season, till, {CASH: 14_900, CARD: 8_900}, "Bo")
    assert found.balances
    kept = open_desk.season.data.tills[till]
    assert (kept.closed_by, kept.counted) == ("Bo", {CASH: 14_900, CARD: 8_900})
    assert [(each.actor, each.amount_minor) for each in found.actors] == [
        ("Ana", 4_900),
        ("Ana", 8_900),
    ]


def test_a_till_without_a_name_gets_one_and_two_of_one_name_are_not_open(desk: Desk) -> None:
    till = opened(desk, " ")
    first = desk.season.data.tills[till]
    assert first.name == "Table 1"
    with refused("till.name-taken"):
        opened(desk, "table 1")
    tills.close_till(desk.season, first.id, {CASH: 10_000}, "Ana")
    assert opened(desk, "Table 1") != first.id


def test_a_float_below_nothing_is_refused(desk: Desk) -> None:
    with refused("till.negative"):
        opened(desk, minor=-1)


def test_a_closed_till_takes_nothing_more(open_desk: Desk) -> None:
    till = opened(open_desk)
    tills.close_till(open_desk.season, till, {CASH: 10_000}, "Ana")
    with refused("ledger.till-closed"):
        pay(open_desk, "1", CASH, till)
    with refused("till.already-closed"):
        tills.move_cash(open_desk.season, till, 100, "change", "Ana")
    with refused("till.already-closed"):
        tills.close_till(open_desk.season, till, {CASH: 10_000}, "Ana")
    assert not [line for line in open_desk.season.data.ledger.values() if line.method]


def test_a_miscount_closes_a_till_only_with_what_is_known_of_it(open_desk: Desk) -> None:
    till = opened(open_desk)
    pay(open_desk, "1", CASH, till)
    with refused("till.difference-unexplained") as told:
        tills.close_till(open_desk.season, till, {CASH: 14_400}, "Ana")
    assert "5.00 NZD too little by cash" in message(told.value)
    found = tills.close_till(
        open_desk.season, till, {CASH: 14_400}, "Ana", note="gave 5 too much change"
    )
    assert found.difference_minor == -500
    assert open_desk.season.data.tills[till].note == "gave 5 too much change"


def test_every_method_that_was_used_has_to_be_counted(open_desk: Desk) -> None:
    till = opened(open_desk)
    pay(open_desk, "401", CARD, till)
    with refused("till.count-cash"):
        tills.close_till(open_desk.season, till, {CARD: 8_900}, "Ana")
    with refused("till.not-counted"):
        tills.close_till(open_desk.season, till, {CASH: 10_000}, "Ana")
    with refused("till.negative"):
        tills.close_till(open_desk.season, till, {CASH: -1, CARD: 8_900}, "Ana")


def test_a_till_is_opened_again_with_a_reason_and_its_first_count_is_kept_in_words(
    open_desk: Desk,
) -> None:
    till = opened(open_desk)
    with refused("till.not-closed"):
        tills.reopen_till(open_desk.season, till, "why not", "Ana")
    tills.close_till(open_desk.season, till, {CASH: 10_100}, "Ana", note="found a coin")
    with refused("till.reason-missing"):
        tills.reopen_till(open_desk.season, till, " ", "Ana")
    again = tills.reopen_till(open_desk.season, till, "one more runner", "Ana")
    assert (again.closed_ms, again.counted) == (None, {})
    assert "found a coin" in again.note
    assert "one more runner" in again.note
    assert "Counted 101.00, 1.00 NZD more" in again.note
    pay(open_desk, "1", CASH, till)
    assert tills.cash_up_of(open_desk.season, till).cash.expected_minor == 14_900


def test_cash_moves_with_a_reason_and_never_more_than_there_is(open_desk: Desk) -> None:
    till = opened(open_desk)
    with refused("till.reason-missing"):
        tills.move_cash(open_desk.season, till, 500, "", "Ana")
    with refused("till.move-nothing"):
        tills.move_cash(open_desk.season, till, 0, "nothing", "Ana")
    with refused("till.without-so-much"):
        tills.move_cash(open_desk.season, till, -10_001, "to the bank", "Ana")
    tills.move_cash(open_desk.season, till, -10_000, "to the bank", "Ana")
    tills.move_cash(open_desk.season, till, 2_000, "coins", "Bo")
    found = tills.cash_up_of(open_desk.season, till)
    assert (found.put_in_minor, found.taken_out_minor) == (2_000, 10_000)
    assert found.cash.expected_minor == 2_000


def test_a_countered_payment_leaves_the_till_the_way_it_came(open_desk: Desk) -> None:
    till = opened(open_desk)
    (line,) = book_payment(
        open_desk.season, [open_desk.entry("1").id], None, CASH, till_id=till, actor="Ana"
    )
    counter_line(open_desk.season, line.id, "Ana", "took it twice")
    found = tills.cash_up_of(open_desk.season, till)
    assert found.cash.expected_minor == 10_000
    assert found.cash.given_back_minor == 4_900


def test_cash_that_went_through_no_till_is_told_and_never_hidden(open_desk: Desk) -> None:
    season, event = open_desk.season, open_desk.event().id
    book_payment(season, [open_desk.entry("401").id], 1_000, CASH, actor="Ana")
    assert tills.outside_tills(season, event) is None  # long before the day
    open_desk.clock.set("2026-05-24 08:00:00")
    till = opened(open_desk)
    pay(open_desk, "401", CASH, till, amount=500)
    book_payment(season, [open_desk.entry("401").id], 400, CARD, actor="Ana")
    assert tills.outside_tills(season, event) is None
    (line,) = book_payment(season, [open_desk.entry("1").id], None, CASH, actor="Ana")
    found = tills.outside_tills(season, event)
    assert found is not None
    assert (found.payments, found.amount_minor) == (1, 4_900)
    assert "49.00 NZD" in message(found.note)
    assert tills.outside_tills(season, open_desk.event("inverary").id) is None
    counter_line(season, line.id, "Ana", "booked twice")
    assert tills.outside_tills(season, event) is None


def test_cash_taken_back_after_its_till_was_closed_is_told(open_desk: Desk) -> None:
    season, event = open_desk.season, open_desk.event().id
    till = opened(open_desk)
    pay(open_desk, "1", CASH, till)
    tills.close_till(season, till, {CASH: 14_900}, "Ana")
    (paid,) = [line for line in season.data.ledger.values() if line.method is CASH]
    counter_line(season, paid.id, "Ana", "it was another one's")
    found = tills.outside_tills(season, event)
    assert found is not None
    assert (found.payments, found.amount_minor) == (1, -4_900)
    assert tills.cash_up_of(season, till).balances


def test_money_goes_through_the_open_till_of_the_desk(open_desk: Desk) -> None:
    season, event = open_desk.season, open_desk.event().id
    assert tills.till_at_hand(season, event, "Ana") is None
    with refused("till.none-open"):
        tills.till_named(season, event, None)
    first = opened(open_desk, "One", actor="Ana")
    assert tills.till_at_hand(season, event, "Bo") == first
    second = opened(open_desk, "Two", actor="Bo")
    assert tills.till_at_hand(season, event, "Ana") == first
    assert tills.till_at_hand(season, event, "Bo") == second
    assert tills.till_at_hand(season, event, "Cy") is None
    with refused("till.several-open"):
        tills.till_named(season, event, None, "Cy")
    assert tills.till_named(season, event, " two ").id == second
    assert tills.till_named(season, event, str(first)).id == first
    with refused("till.not-there"):
        tills.till_named(season, event, "Three")
    assert tills.till_at_hand(season, open_desk.event("inverary").id, "Ana") is None


def test_with_several_tills_open_money_never_goes_through_none_unasked(open_desk: Desk) -> None:
    season, event = open_desk.season, open_desk.event().id
    assert tills.till_for(season, event, CASH, "Ana") is None
    first = opened(open_desk, "One", actor="Ana")
    assert tills.till_for(season, event, CASH, "Bo") == first
    second = opened(open_desk, "Two", actor="Ana")
    for method in (CASH, CARD, PayMethod.VOUCHER):
        with refused("till.several-open"):
            tills.till_for(season, event, method, "Ana")
    assert tills.till_for(season, event, PayMethod.BANK, "Ana") is None
    assert tills.till_for(season, event, CASH, "Ana", second) == second
    tills.close_till(season, second, {CASH: 10_000}, "Ana")
    with refused("till.already-closed"):
        tills.till_for(season, event, CASH, "Ana", second)
    assert tills.till_for(season, event, CASH, "Ana") == first


def test_several_tills_of_one_event_are_counted_apart(open_desk: Desk) -> None:
    one, two = opened(open_desk, "One"), opened(open_desk, "Two", minor=5_000)
    pay(open_desk, "1", CASH, one)
    pay(open_desk, "401", CASH, two, amount=2_000)
    book_payment(open_desk.season, [open_desk.entry("401").id], 1_000, CASH, actor="Ana")
    sums = [tills.cash_up_of(open_desk.season, till).cash.expected_minor for till in (one, two)]
    assert sums == [14_900, 7_000]


def test_money_given_back_at_the_table_leaves_the_till(desk: Desk) -> None:
    paid = f"{HEADER},Paid"
    desk.entries("401,Ben,Tawa,M,1991-07-20,NZL,long,2026-03-01,95.00", header=paid)
    till = opened(desk)
    entry_id = desk.entry("401").id
    book_refund_payment(desk.season, [entry_id], None, CASH, till_id=till, actor="Ana")
    found = tills.cash_up_of(desk.season, till)
    assert (found.cash.given_back_minor, found.cash.expected_minor) == (600, 9_400)
    with refused("ledger.nothing-to-pay-back"):
        book_refund_payment(desk.season, [entry_id], None, CASH, till_id=till, actor="Ana")


def test_every_act_is_one_operation_that_undo_takes_back(open_desk: Desk) -> None:
    till = opened(open_desk)
    pay(open_desk, "1", CASH, till)
    tills.move_cash(open_desk.season, till, 500, "coins", "Ana")
    tills.close_till(open_desk.season, till, {CASH: 15_400}, "Ana")
    tills.reopen_till(open_desk.season, till, "one more", "Ana")
    assert [open_desk.undo() for _each in range(5)] == [
        "till.reopen", "till.close", "till.move", "ledger.pay", "till.open",
    ]  # fmt: skip
    assert not open_desk.season.data.tills
    assert [open_desk.redo() for _each in range(4)][-1] == "till.close"
    open_desk.reopen()
    assert tills.cash_up_of(open_desk.season, till).balances


def test_a_season_without_prices_has_no_till(tmp_path) -> None:
    desk = Desk(tmp_path, preset="single-race")
    try:
        (event,) = desk.season.data.events.values()
        with refused("ledger.no-currency"):
            tills.open_till(desk.season, event.id, "Table", 0, "Ana")
    finally:
        desk.close()
