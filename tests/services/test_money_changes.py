"""Giving up, moving and changing an entry: worked out, booked, undone, and refused when stale."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, at
from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import message
from trailsdesk.services import ledger
from trailsdesk.services.bibs import set_ranges
from trailsdesk.services.cancel_event import cancel_event, restore_event
from trailsdesk.services.entries import edit_entry, withdraw
from trailsdesk.services.medal_orders import order_medals
from trailsdesk.services.money_changes import (
    book_change_fee,
    book_refund,
    book_transfer,
    change_fee,
    refund,
    transfer,
)
from trailsdesk.services.money_credits import book_cancellation, cancel_credit, use_credit
from trailsdesk.services.money_differences import differences
from trailsdesk.services.rule_book import change_rule

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.ledger import Account

HEADER = "Bib,First name,Last name,Gender,Birth date,Distance,Entered,Paid,Series"
ADA = "1,Ada,Madeup,F,1990-01-02,short,2026-03-01,49.00,"
BO = "2,Bo,Inventsson,M,1980-01-02,mid,2026-03-30,,"
CY = "3,Cy,Fakeley,M,1985-01-02,short,2026-05-12,63.75,yes"
TOO_LATE = at("2026-05-11 09:00:00")
IN_TIME = at("2026-05-10 23:59:59")


def take(desk: Desk) -> None:
    desk.entries(ADA, BO, CY, header=HEADER)


def account(desk: Desk, bib: str, event: str = "willesden") -> Account:
    return ledger.account_of(desk.season, desk.entry(bib, event).id)


def kinds(desk: Desk, bib: str) -> list[tuple[str, str, int]]:
    lines = ledger.lines_of(desk.season, desk.entry(bib).id)
    return [(line.kind.value, line.item.value, line.amount_minor) for line in lines]


def refused_code(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert message(refused.value.note) != refused.value.note.code
    return refused.value.note.code


# Giving up


def test_a_refund_withdraws_credits_and_pays_back_the_way_it_was_paid(desk: Desk) -> None:
    take(desk)
    found = refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00"))
    assert (found.back.percent, found.back.base_minor, found.back.amount_minor) == (50, 4900, 2450)
    assert kinds(desk, "1") == [("CHARGE", "ENTRY", 4900)]
    lines = book_refund(desk.season, found, actor=ACTOR)
    assert [line.method for line in lines] == [None, PayMethod.LIST]
    assert desk.entry("1").status is EntryStatus.WITHDRAWN
    after = account(desk, "1")
    assert (after.refunded_minor, after.balance_minor) == (2450, 0)
    assert desk.undo() == "ledger.refund"
    assert (desk.entry("1").status, kinds(desk, "1")) == (
        EntryStatus.ENTERED, [("CHARGE", "ENTRY", 4900)],
    )  # fmt: skip
    desk.redo()
    assert account(desk, "1") == after


def test_a_refund_may_be_kept_as_credit_and_used_at_another_event(desk: Desk) -> None:
    take(desk)
    desk.entries("7,Ada,Madeup,F,1990-01-02,short,2026-05-03,,", header=HEADER, event="torlesse")
    found = refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00"))
    book_refund(desk.season, found, pay_out=False)
    assert account(desk, "1").credit_minor == 2450
    giver, taker = desk.entry("1").id, desk.entry("7", "torlesse").id
    with pytest.raises(Refused) as refused:
        use_credit(desk.season, giver, taker, 2451)
    assert refused_code(refused) == "ledger.credit-too-much"
    lines = use_credit(desk.season, giver, taker, actor=ACTOR)
    assert [(line.amount_minor, line.other_entry_id) for line in lines] == [
        (2450, taker), (-2450, giver),
    ]  # fmt: skip
    assert account(desk, "1").credit_minor == 0
    assert account(desk, "7", "torlesse").owed_minor == 2450
    with pytest.raises(Refused) as refused:
        use_credit(desk.season, giver, taker)
    assert refused_code(refused) == "ledger.credit-too-much"
    desk.undo()
    assert account(desk, "1").credit_minor == 2450


def test_what_was_not_paid_is_asked_for_no_longer(desk: Desk) -> None:
    take(desk)
    ledger.book_payment(desk.season, [desk.entry("2").id], 2000, PayMethod.CASH)
    found = refund(desk.season, desk.entry("2").id, at("2026-05-03 12:00:00"))
    assert (found.back.base_minor, found.back.amount_minor, found.method) == (
        2000, 1000, PayMethod.CASH,
    )  # fmt: skip
    assert found.dropped_minor == 5900
    book_refund(desk.season, found)
    assert account(desk, "2").balance_minor == 0
    assert account(desk, "2").refunded_minor == 1000


def test_nothing_comes_back_in_the_last_days_and_that_is_a_line_too(desk: Desk) -> None:
    take(desk)
    found = refund(desk.season, desk.entry("1").id, at("2026-05-13 12:00:00"))
    (line,) = book_refund(desk.season, found)
    assert line.amount_minor == 0
    assert message(line.why) == (
        "0.00 NZD: 0 % of 49.00 paid, cancelled 11 days before the event."
    )


def test_one_event_of_a_series_gives_back_of_its_own_share(desk: Desk) -> None:
    take(desk)
    assert kinds(desk, "3") == [("CHARGE", "ENTRY", 7500), ("DISCOUNT", "ENTRY", -1125)]
    found = refund(desk.season, desk.entry("3").id, at("2026-05-12 12:00:00"))
    assert (found.back.base_minor, found.back.amount_minor) == (6375, 1913)


def test_the_organisers_own_decision_is_kept_with_its_share(desk: Desk) -> None:
    take(desk)
    own = refund(desk.season, desk.entry("1").id, at("2026-05-20 12:00:00"), percent=Decimal(100))
    book_refund(desk.season, own, method=PayMethod.BANK, note="hardship")
    assert account(desk, "1").refunded_minor == 4900


def test_what_was_paid_above_our_price_is_part_of_the_refund_and_leaves_nothing(
    desk: Desk,
) -> None:
    desk.entries(ADA.replace("49.00", "52.00"), header=HEADER)
    found = refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00"))
    assert (found.back.base_minor, found.back.amount_minor) == (5200, 2600)
    book_refund(desk.season, found)
    assert account(desk, "1").balance_minor == 0


def test_a_refund_is_booked_once_and_an_entry_that_stands_again_owes_it(desk: Desk) -> None:
    take(desk)
    book_refund(desk.season, refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00")))
    again = refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00"))
    assert again.reason is not None
    with pytest.raises(Refused) as refused:
        book_refund(desk.season, again)
    assert refused_code(refused) == "ledger.refunded"
    withdraw(desk.season, [desk.entry("1").id], withdrawn=False)
    assert account(desk, "1").owed_minor == 2450
    desk.undo()
    assert account(desk, "1").balance_minor == 0


def test_an_entry_that_was_only_withdrawn_may_still_be_refunded(desk: Desk) -> None:
    take(desk)
    withdraw(desk.season, [desk.entry("1").id])
    found = refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00"))
    book_refund(desk.season, found)
    assert (account(desk, "1").refunded_minor, account(desk, "1").balance_minor) == (2450, 0)


def test_a_calculation_made_before_something_changed_is_refused(desk: Desk) -> None:
    take(desk)
    entry_id, on = desk.entry("2").id, at("2026-05-03 12:00:00")
    old_refund = refund(desk.season, entry_id, on)
    old_move = transfer(desk.season, entry_id, desk.race("long").id, on)
    old_change = change_fee(desk.season, entry_id, on)
    ledger.book_payment(desk.season, [entry_id], 100, PayMethod.CASH)
    before = desk.season.data.revision
    for act in (
        lambda: book_refund(desk.season, old_refund),
        lambda: book_transfer(desk.season, old_move),
        lambda: book_change_fee(desk.season, old_change),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused_code(refused) == "ledger.stale"
    assert desk.season.data.revision == before


# Moving


def test_a_transfer_takes_the_old_price_off_and_charges_the_new_one(desk: Desk) -> None:
    take(desk)
    found = transfer(desk.season, desk.entry("1").id, desk.race("mid").id, IN_TIME)
    quote = found.quote
    assert (quote.credit_minor, quote.new_price_minor, quote.admin_minor, quote.total_minor) == (
        4900, 10_500, 500, 6100,
    )  # fmt: skip
    book_transfer(desk.season, found, ACTOR)
    assert desk.entry("1").race_id == desk.race("mid").id
    assert kinds(desk, "1") == [
        ("CHARGE", "ENTRY", 4900),
        ("CREDIT", "ENTRY", -4900),
        ("CHARGE", "ENTRY", 10_500),
        ("CHARGE", "TRANSFER", 500),
    ]
    assert account(desk, "1").owed_minor == 6100
    # The price of the day it was moved is what the rules ask: no difference is told.
    assert differences(desk.season) == ()
    assert desk.undo() == "ledger.transfer"
    assert (desk.entry("1").race_id, account(desk, "1").owed_minor) == (desk.race("short").id, 0)


def test_a_cheaper_distance_gives_nothing_back_and_its_rest_is_no_credit(desk: Desk) -> None:
    take(desk)
    ledger.book_payment(desk.season, [desk.entry("2").id], None, PayMethod.CASH)
    found = transfer(
        desk.season, desk.entry("2").id, desk.race("short").id, at("2026-04-01 12:00:00")
    )
    assert (found.quote.total_minor, found.quote.lost_minor) == (500, 2000)
    book_transfer(desk.season, found)
    assert account(desk, "2").owed_minor == 500
    assert account(desk, "2").credit_minor == 0
    back = transfer(
        desk.season, desk.entry("2").id, desk.race("mid").id, at("2026-04-01 12:00:00")
    )
    assert (back.quote.credit_minor, back.quote.total_minor) == (5900, 500 + 2000)


def test_an_unpaid_entry_moves_to_the_new_price(desk: Desk) -> None:
    take(desk)
    found = transfer(
        desk.season, desk.entry("2").id, desk.race("short").id, at("2026-04-01 12:00:00")
    )
    assert (found.quote.credit_minor, found.quote.total_minor) == (0, 6400)
    book_transfer(desk.season, found)
    assert account(desk, "2").owed_minor == 6400


def test_one_event_of_a_series_moves_at_its_full_price_of_the_day(desk: Desk) -> None:
    take(desk)
    found = transfer(desk.season, desk.entry("3").id, desk.race("mid").id, IN_TIME)
    assert (found.quote.credit_minor, found.quote.total_minor) == (6375, 500 + 10_500 - 6375)
    book_transfer(desk.season, found)
    assert differences(desk.season) == ()


def test_what_does_not_allow_a_transfer_is_an_answer_and_cannot_be_booked(desk: Desk) -> None:
    take(desk)
    withdraw(desk.season, [desk.entry("3").id])
    for bib, race, on, code in (
        ("1", desk.race("mid").id, TOO_LATE, "fee.change-too-late"),
        ("1", desk.race("short").id, IN_TIME, "ledger.transfer-same"),
        ("1", desk.race("mid", "torlesse").id, IN_TIME, "ledger.transfer-other-event"),
        ("3", desk.race("mid").id, IN_TIME, "ledger.withdrawn"),
    ):
        found = transfer(desk.season, desk.entry(bib).id, race, on)
        assert (found.quote.open, found.quote.total_minor) == (False, None)
        assert found.quote.reason is not None
        assert found.quote.reason.code == code
        with pytest.raises(Refused) as refused:
            book_transfer(desk.season, found)
        assert refused_code(refused) == code


def test_35_a_child_of_twelve_does_not_move_to_the_midi(desk: Desk) -> None:
    desk.entries("5,Kit,Tiny,F,2014-05-24,short,2026-03-01,35.00,", header=HEADER)
    found = transfer(desk.season, desk.entry("5").id, desk.race("mid").id, IN_TIME)
    assert found.quote.reason is not None
    assert found.quote.reason.code == "entry.age-other-race"


def test_the_bib_stays_where_the_new_race_has_it_and_goes_back_otherwise(desk: Desk) -> None:
    take(desk)
    set_ranges(desk.season, desk.race("mid").id, "1-99")
    set_ranges(desk.season, desk.race("long").id, "300-399")
    kept = transfer(desk.season, desk.entry("1").id, desk.race("mid").id, IN_TIME)
    freed = transfer(desk.season, desk.entry("1").id, desk.race("long").id, IN_TIME)
    assert (kept.bib_kept, freed.bib_kept) == (True, False)
    entry_id = desk.entry("1").id
    book_transfer(desk.season, freed)
    assert desk.season.data.entries[entry_id].bib == ""


# Other changes


def test_any_other_change_costs_its_fee_to_the_14th_day(desk: Desk) -> None:
    take(desk)
    line = book_change_fee(
        desk.season, change_fee(desk.season, desk.entry("1").id, IN_TIME), ACTOR, "name put right"
    )
    assert (line.amount_minor, line.note) == (2000, "name put right")
    assert account(desk, "1").owed_minor == 2000
    late = change_fee(desk.season, desk.entry("1").id, TOO_LATE)
    with pytest.raises(Refused) as refused:
        book_change_fee(desk.season, late)
    assert refused_code(refused) == "fee.change-too-late"


# An event called off


def test_an_event_called_off_credits_every_entry_that_stands_once(desk: Desk) -> None:
    take(desk)
    ledger.book_payment(desk.season, [desk.entry("2").id], 2000, PayMethod.CASH)
    withdraw(desk.season, [desk.entry("3").id])
    found = cancel_credit(desk.season, desk.event().id, at("2026-05-09 12:00:00"))
    with pytest.raises(Refused) as refused:
        book_cancellation(desk.season, found)
    assert refused_code(refused) == "ledger.not-cancelled"
    cancel_event(desk.season, desk.event().id, "storm")
    assert found.total_minor == 2450 + 1000
    book_cancellation(desk.season, found, ACTOR)
    assert (account(desk, "1").credit_minor, account(desk, "2").credit_minor) == (2450, 1000)
    again = cancel_credit(desk.season, desk.event().id, at("2026-05-09 12:00:00"))
    assert (again.entries, again.done) == ((), 2)
    assert desk.undo() == "ledger.cancellation"
    assert account(desk, "2").owed_minor == 5900


def test_an_event_held_after_all_takes_its_credits_back(desk: Desk) -> None:
    take(desk)
    cancel_event(desk.season, desk.event().id, "storm")
    found = cancel_credit(desk.season, desk.event().id, at("2026-05-10 12:00:00"))
    book_cancellation(desk.season, found)
    restore_event(desk.season, desk.event().id)
    assert (account(desk, "1").balance_minor, account(desk, "2").owed_minor) == (0, 7900)
    cancel_event(desk.season, desk.event().id, "storm again")
    again = cancel_credit(desk.season, desk.event().id, at("2026-05-10 12:00:00"))
    assert (again.done, again.total_minor) == (0, found.total_minor)


def test_a_credit_worked_out_before_a_payment_is_stale(desk: Desk) -> None:
    take(desk)
    cancel_event(desk.season, desk.event().id, "storm")
    found = cancel_credit(desk.season, desk.event().id, at("2026-05-10 12:00:00"))
    edit_entry(desk.season, desk.entry("1").id, paid_minor=1000)
    with pytest.raises(Refused) as refused:
        book_cancellation(desk.season, found)
    assert refused_code(refused) == "ledger.stale"


def test_an_event_called_off_gives_credit_and_no_money_unless_somebody_decides(desk: Desk) -> None:
    take(desk)
    cancel_event(desk.season, desk.event().id, "storm")
    ada = desk.entry("1").id
    before = refund(desk.season, ada, at("2026-05-03 12:00:00"))
    with pytest.raises(Refused) as refused:
        book_refund(desk.season, before)
    assert refused_code(refused) == "ledger.called-off"
    assert "Willesden Farms was called off" in message(refused.value.note)
    called_off = cancel_credit(desk.season, desk.event().id, at("2026-05-10 12:00:00"))
    book_cancellation(desk.season, called_off, ACTOR)
    assert account(desk, "1").credit_minor == 980
    with pytest.raises(Refused) as refused:
        ledger.book_refund_payment(desk.season, [ada], None, PayMethod.CASH)
    assert refused_code(refused) == "ledger.credit-no-money"
    own = refund(desk.season, ada, at("2026-05-10 12:00:00"), percent=Decimal(100))
    assert own.reason is not None  # never both: the credit goes first
    (credit,) = [each for each in ledger.lines_of(desk.season, ada) if each.kind.value == "CREDIT"]
    ledger.counter_line(desk.season, credit.id, ACTOR, "the law asks for money")
    own = refund(desk.season, ada, at("2026-05-10 12:00:00"), percent=Decimal(100))
    book_refund(desk.season, own)
    after = account(desk, "1")
    assert (after.refunded_minor, after.balance_minor) == (4900, 0)


def with_a_medal(desk: Desk) -> None:
    """One made-up entry with a medal, and the medal given up 103 days before: 80 % of 15.00."""
    change_rule(desk.season, "medals.price", "15.00")
    desk.clock.set("2026-02-10 12:00:00")
    desk.entries(
        "1,Ada,Madeup,F,1990-01-02,short,2026-02-01,64.00,,collect", header=f"{HEADER},Medal"
    )
    order_medals(desk.season, [desk.entry("1").id], MedalOrder.NONE, ACTOR)
    assert account(desk, "1").credit_minor == 1200


def test_credit_of_an_event_called_off_is_used_and_other_credit_paid_out(desk: Desk) -> None:
    with_a_medal(desk)
    desk.entries(ADA.replace("49.00", ""), header=HEADER, event="mount-cass")
    ada, other = desk.entry("1").id, desk.entry("1", "mount-cass").id
    cancel_event(desk.season, desk.event().id, "storm")
    day = at("2026-05-10 12:00:00")
    book_cancellation(desk.season, cancel_credit(desk.season, desk.event().id, day), ACTOR)
    assert account(desk, "1").credit_minor == 2180  # 20 % of 49.00, and the medal's 12.00
    with pytest.raises(Refused) as refused:
        ledger.book_refund_payment(desk.season, [ada], 1201, PayMethod.BANK)
    assert refused_code(refused) == "ledger.credit-too-much"
    use_credit(desk.season, ada, other, 980)
    (line,) = ledger.book_refund_payment(desk.season, [ada], None, PayMethod.BANK)
    assert line.amount_minor == 1200


def test_what_a_list_says_above_our_price_is_credited_by_its_share_alone(desk: Desk) -> None:
    desk.entries(ADA.replace("49.00", "59.00"), header=HEADER)
    cancel_event(desk.season, desk.event().id, "storm")
    day = at("2026-05-10 12:00:00")
    book_cancellation(desk.season, cancel_credit(desk.season, desk.event().id, day), ACTOR)
    assert account(desk, "1").credit_minor == 1180  # 20 % of 59.00


def test_taking_back_used_credit_takes_back_both_its_ends(desk: Desk) -> None:
    take(desk)
    desk.entries(ADA.replace("49.00", ""), header=HEADER, event="mount-cass")
    ada, other = desk.entry("1").id, desk.entry("1", "mount-cass").id
    book_refund(desk.season, refund(desk.season, ada, at("2026-05-03 12:00:00")), pay_out=False)
    for end in (0, 1):
        used = use_credit(desk.season, ada, other)
        assert (account(desk, "1").credit_minor, account(desk, "1", "mount-cass").owed_minor) == (
            0, 2450,
        )  # fmt: skip
        ledger.counter_line(desk.season, used[end].id, ACTOR, "meant for somebody else")
        assert (account(desk, "1").credit_minor, account(desk, "1", "mount-cass").owed_minor) == (
            2450, 4900,
        )  # fmt: skip
        assert desk.undo() == "ledger.counter"
        assert account(desk, "1").credit_minor == 0
        desk.redo()


def test_a_medal_given_up_before_the_entry_keeps_the_share_it_had_then(desk: Desk) -> None:
    with_a_medal(desk)
    found = refund(desk.season, desk.entry("1").id, at("2026-05-03 12:00:00"))
    assert (found.back.base_minor, found.back.amount_minor) == (4900, 2450)
    book_refund(desk.season, found)
    after = account(desk, "1")
    assert (after.refunded_minor, after.credit_minor) == (2450, 1200)
