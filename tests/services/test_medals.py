"""Finisher medals: ordering with its money, handing out, posting, and what is left over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.services.desk import ENTRY_HEADER, Desk, at
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.ledger import LineItem
from trailsdesk.domain.people import Contact
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import message
from trailsdesk.services import medals
from trailsdesk.services.entries import edit_entry, withdraw
from trailsdesk.services.ledger import account_of, book_payment, lines_of
from trailsdesk.services.medal_orders import order_medals, order_series
from trailsdesk.services.money_changes import book_refund, refund
from trailsdesk.services.rule_book import change_rule

COLLECT, POST, NONE = MedalOrder.COLLECT, MedalOrder.POST, MedalOrder.NONE
HEADER = f"{ENTRY_HEADER},Entered,Medal"


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.note.code == code)


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Five made-up entries: two medals to collect, one to post, two runners without."""
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-01,collect",
        "2,Ben,Tawa,M,1991-07-20,NZL,short,2026-03-01,no",
        "401,Cai,Koru,M,1986-08-01,NZL,long,2026-03-01,post",
        "402,Dee,Miro,F,1985-05-05,NZL,long,2026-03-01,collect",
        "403,Eve,Ngaio,F,1985-05-05,NZL,long,2026-03-01,",
        header=HEADER,
    )
    return desk


def order(desk: Desk, bib: str, wanted: MedalOrder, **options: bool) -> str:
    taken = order_medals(desk.season, [desk.entry(bib).id], wanted, "Ana", **options)
    return " ".join(message(note) for note in taken.notes)


def give(desk: Desk, bib: str, **options: bool) -> None:
    medals.give_medal(desk.season, desk.entry(bib).id, "Bea", **options)


def counts(desk: Desk) -> tuple[int, ...]:
    found = medals.medal_view(desk.season, desk.event().id).counts
    return (found.ordered, found.make, found.handed_out, found.posted, found.open, found.left_over)


def amounts(desk: Desk, bib: str) -> list[tuple[str, str, int]]:
    lines = lines_of(desk.season, desk.entry(bib).id)
    about = (LineItem.MEDAL, LineItem.POSTAGE)
    return [(e.kind.value, e.item.value, e.amount_minor) for e in lines if e.item in about]


def priced(desk: Desk) -> None:
    change_rule(desk.season, "medals.price", "15.00")
    change_rule(desk.season, "medals.postage", "6.50")
    change_rule(desk.season, "medals.refund", "as-entry")


# Handing out


def test_a_medal_is_handed_out_once_and_a_second_try_says_when_and_by_whom(table: Desk) -> None:
    table.clock.set("2026-05-24 13:05:00")
    give(table, "1")
    table.clock.set("2026-05-24 14:00:00")
    with refused("medal.given-already") as told:
        give(table, "1")
    assert message(told.value) == (
        "The medal of bib 1 was handed out already, at 13:05 by Bea. Nothing was changed."
    )
    assert counts(table) == (3, 3, 1, 0, 2, 2)


def test_who_ordered_none_gets_none_and_an_unknown_bib_is_told(table: Desk) -> None:
    event = table.event().id
    with refused("medal.not-ordered"):
        medals.find_medal(table.season, event, "2")
    with refused("medal.not-ordered"):
        give(table, "2")
    with refused("start.no-such-bib"):
        medals.find_medal(table.season, event, "444")
    assert medals.find_medal(table.season, event, " 0401 ") == table.entry("401").id


def test_a_runner_who_did_not_finish_still_gets_the_medal(table: Desk) -> None:
    table.start()
    table.times("402,,DNF", "401,11:20:00,")
    give(table, "402")
    rows = {row.bib: row for row in medals.due_medals(table.season, table.event().id)}
    assert (rows["402"].status.value, rows["402"].given is not None) == ("DNF", True)


def test_only_a_medal_ordered_by_post_is_posted_and_it_may_be_handed_over_instead(
    table: Desk,
) -> None:
    with refused("medal.not-by-post"):
        give(table, "1", posted=True)
    give(table, "401")
    assert counts(table)[2:4] == (1, 0)
    medals.take_medal_back(table.season, table.entry("401").id)
    give(table, "401", posted=True)
    assert counts(table) == (3, 3, 0, 1, 2, 2)
    with refused("medal.posted-already"):
        give(table, "401", posted=True)


def test_a_medal_comes_back_into_the_box_by_undo_or_by_hand(table: Desk) -> None:
    give(table, "1")
    assert table.undo() == "medal.give"
    assert counts(table)[2] == 0
    with refused("medal.not-given"):
        medals.take_medal_back(table.season, table.entry("1").id)
    table.redo()
    medals.take_medal_back(table.season, table.entry("1").id)
    assert counts(table) == (3, 3, 0, 0, 3, 3)


def test_an_order_cannot_be_changed_once_the_medal_is_gone(table: Desk) -> None:
    give(table, "1")
    with refused("medal.given-already"):
        order(table, "1", NONE)


def test_spare_medals_are_made_and_counted_as_left_over(table: Desk) -> None:
    change_rule(table.season, "medals.spare_percent", "10")
    assert counts(table) == (3, 4, 0, 0, 3, 4)
    give(table, "1")
    view = medals.medal_view(table.season, table.event().id)
    assert message(view.production) == (
        "3 ordered and 10 % of them spare, 1 rounded up: 4 to be made."
    )
    assert message(view.left_over) == (
        "4 made, less 1 handed out and 0 posted: 3 left, 2 of them ordered and not yet collected"
        " or posted."
    )
    assert [(each.race_code, each.counts.ordered) for each in view.races] == [
        ("short", 1), ("mid", 0), ("long", 2),
    ]  # fmt: skip


# Ordering


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-05-12 00:00:00", True),
        ("2026-05-12 23:59:59", True),
        ("2026-05-13 00:00:00", False),
        ("2026-05-24 09:00:00", False),
    ],
)
def test_orders_close_with_the_twelfth_day_before_the_event(
    table: Desk, moment: str, is_open: bool
) -> None:
    table.clock.set(moment)
    closing = medals.closing_of(table.season, table.event().id)
    assert closing is not None
    assert (closing.last_day.isoformat(), closing.open) == ("2026-05-12", is_open)
    if is_open:
        order(table, "2", COLLECT)
        assert table.entry("2").medal_ms == at(moment)
    else:
        with refused("medal.closed"):
            order(table, "2", COLLECT)
        with refused("medal.closed-kept"):
            order(table, "1", NONE)
        order(table, "1", POST)
        order(table, "2", COLLECT, although_closed=True)
    assert table.entry("2").medal is COLLECT


def test_an_order_is_charged_where_the_rules_name_a_price(table: Desk) -> None:
    assert order(table, "2", COLLECT) == "bib 2: medal ordered, collected at the finish."
    assert amounts(table, "2") == []
    priced(table)
    assert order(table, "403", POST) == "bib 403: medal ordered, by post, 21.50 NZD charged."
    assert amounts(table, "403") == [("CHARGE", "MEDAL", 1500), ("CHARGE", "POSTAGE", 650)]
    found = account_of(table.season, table.entry("403").id)
    assert (found.expected_minor, found.charged_minor) == (8_900 + 2_150, 8_900 + 2_150)


def test_collecting_instead_of_post_takes_the_postage_off_and_back_on(table: Desk) -> None:
    priced(table)
    order(table, "403", POST)
    assert "6.50 NZD credited" in order(table, "403", COLLECT)
    assert account_of(table.season, table.entry("403").id).balance_minor == 8_900 + 1_500
    assert "6.50 NZD charged" in order(table, "403", POST)
    assert account_of(table.season, table.entry("403").id).balance_minor == 8_900 + 2_150


def test_an_unpaid_medal_given_up_in_time_costs_nothing(table: Desk) -> None:
    priced(table)
    order(table, "403", POST)
    assert "21.50 NZD credited" in order(table, "403", NONE)
    assert account_of(table.season, table.entry("403").id).balance_minor == 8_900
    assert table.entry("403").medal_ms is None


def test_a_paid_medal_given_up_in_time_gives_the_share_of_the_day_back(table: Desk) -> None:
    priced(table)
    order(table, "403", COLLECT)
    entry_id = table.entry("403").id
    book_payment(table.season, [entry_id], None, PayMethod.CARD, actor="Ana")
    table.clock.set("2026-05-10 12:00:00")  # 14 days before: 30 %
    assert "4.50 NZD credited" in order(table, "403", NONE)
    assert account_of(table.season, entry_id).credit_minor == 450


def test_a_medal_given_up_after_the_closing_gives_nothing_back(table: Desk) -> None:
    priced(table)
    order(table, "403", COLLECT)
    table.clock.set("2026-05-13 12:00:00")
    assert "credited" not in order(table, "403", NONE, although_closed=True)
    assert account_of(table.season, table.entry("403").id).balance_minor == 8_900 + 1_500


def test_several_orders_are_one_operation_and_the_withdrawn_are_left_out(table: Desk) -> None:
    withdraw(table.season, [table.entry("403").id])
    ids = [table.entry(bib).id for bib in ("1", "2", "403")]
    assert order_medals(table.season, ids, COLLECT, "Ana").count == 1
    assert table.entry("403").medal is NONE
    assert table.undo() == "medal.order"
    assert table.entry("2").medal is NONE
    with refused("start.entry-withdrawn"):
        order_medals(table.season, [table.entry("403").id], COLLECT, "Ana")


def test_a_series_entry_orders_one_medal_for_each_event(table: Desk) -> None:
    season = table.season
    header = f"{ENTRY_HEADER},Entered,Series"
    for event in ("willesden", "mount-cass", "torlesse", "inverary"):
        line = "9,Ina,Kauri,F,1990-03-02,NZL,short,2026-03-01,yes"
        table.entries(line, event=event, header=header)
    ids = [table.entry("9", event).id for event in ("willesden", "inverary")]
    assert order_series(season, ids[0], COLLECT, "Ana").count == 4
    table.undo()
    table.clock.set("2026-05-13 12:00:00")
    taken = order_series(season, ids[1], COLLECT, "Ana")
    assert taken.count == 3
    assert [note.code for note in taken.notes] == ["medal.order-collect"] * 3 + ["medal.closed"]
    assert message(taken.notes[0]).startswith("Mount Cass Station, bib 9: medal ordered")
    assert table.entry("9").medal is NONE
    assert order_series(season, ids[0], COLLECT, "Ana", although_closed=True).count == 1
    with refused("medal.no-series"):
        order_series(season, table.entry("2").id, COLLECT, "Ana")


def test_an_order_that_is_the_same_is_told_and_changes_nothing(table: Desk) -> None:
    revision = table.season.data.revision
    assert order(table, "1", COLLECT) == "Bib 1: the medal order was “collect” already."
    assert table.season.data.revision == revision


def test_a_withdrawn_runner_keeps_a_charged_medal(table: Desk) -> None:
    priced(table)
    order(table, "403", COLLECT)
    book_payment(table.season, [table.entry("403").id], None, PayMethod.CASH, actor="Ana")
    withdraw(table.season, [table.entry("403").id])
    withdraw(table.season, [table.entry("1").id])
    bibs = [row.bib for row in medals.due_medals(table.season, table.event().id)]
    assert sorted(bibs) == ["401", "402", "403"]
    give(table, "403")
    with refused("medal.not-due"):
        medals.find_medal(table.season, table.event().id, "1")
    with refused("medal.not-due"):
        give(table, "1")


def test_a_runner_who_gives_up_keeps_a_paid_medal_nothing_was_given_back_for(desk: Desk) -> None:
    # The preset names no price for a medal: what the list says was paid holds it too.
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-01,collect,64.00",
        "2,Ben,Tawa,M,1991-07-20,NZL,short,2026-03-01,collect,64.00",
        "3,Cai,Koru,M,1986-08-01,NZL,short,2026-03-01,collect,",
        header=f"{HEADER},Paid",
    )
    for bib, day in (("1", "2026-05-13"), ("2", "2026-05-12"), ("3", "2026-05-13")):
        give_up(desk, bib, day)
    rows = medals.medal_view(desk.season, desk.event().id).rows
    assert [row.bib for row in rows] == ["1"]


def test_a_runner_who_gives_up_an_unpaid_medal_gets_none(desk: Desk) -> None:
    priced(desk)
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-01,collect,49.00",
        "2,Ben,Tawa,M,1991-07-20,NZL,short,2026-03-01,collect,64.00",
        header=f"{HEADER},Paid",
    )
    give_up(desk, "1", "2026-05-13")
    give_up(desk, "2", "2026-05-13")
    rows = medals.medal_view(desk.season, desk.event().id).rows
    assert [row.bib for row in rows] == ["2"]


def give_up(desk: Desk, bib: str, day: str) -> None:
    book_refund(desk.season, refund(desk.season, desk.entry(bib).id, at(f"{day} 12:00:00")))


def test_a_medal_moves_with_the_entry_to_another_distance_of_the_event(table: Desk) -> None:
    edit_entry(table.season, table.entry("1").id, race_id=table.race("mid").id)
    found = medals.due_medals(table.season, table.event().id, table.race("mid").id)
    assert [row.bib for row in found] == ["1"]


# Posting needs an address


def test_medals_to_post_without_an_address_are_told_until_it_is_typed(table: Desk) -> None:
    season, event = table.season, table.event().id
    (told,) = medals.addresses_told(season, event)
    assert message(told.problem).startswith("1 medal is to be posted without an address: 401.")
    entry = table.entry("401")
    season.file.contacts([entry.runner_id])
    with season.change("runner.edit") as writer:
        writer.put(Contact(runner_id=entry.runner_id, phone="000 401"))
    with refused("medal.address-blank"):
        medals.set_address(season, entry.id, " \n ")
    medals.set_address(season, entry.id, " 1 Invented Lane \n\n Nowhere ")
    assert medals.addresses_told(season, event) == ()
    contact = season.file.contacts([entry.runner_id])[entry.runner_id]
    assert contact == replace(
        Contact(runner_id=entry.runner_id), phone="000 401", address="1 Invented Lane\nNowhere"
    )


def test_a_posted_medal_asks_for_no_address(table: Desk) -> None:
    give(table, "401", posted=True)
    assert medals.addresses_told(table.season, table.event().id) == ()
