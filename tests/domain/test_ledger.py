"""The ledger adds up: nothing is lost, nothing made, whatever is booked in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.canterbury import OPEN_MAN, an_event, at, canterbury
from trailsdesk.domain.change_quotes import refund_quote
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.fees import transfer_quote
from trailsdesk.domain.ledger import (
    ChargeBasis,
    LedgerLine,
    LineId,
    LineItem,
    LineKind,
    account,
    charged_by_item,
    lasting,
    paid_by_item,
    spread,
)
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from decimal import Decimal

ENTRY = (LineItem.ENTRY, "")


def line(
    kind: LineKind, minor: int, item: LineItem = LineItem.ENTRY, **more: object
) -> LedgerLine:
    return LedgerLine(
        entry_id=EntryId(1), kind=kind, item=item, amount_minor=minor, at_ms=Instant(0),
        why=Note(code="ledger.paid"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


amounts = st.integers(-50_000, 50_000)
lines = st.builds(line, st.sampled_from(LineKind), amounts, st.sampled_from(LineItem))


@given(st.lists(lines, max_size=30), st.none() | st.integers(0, 50_000))
def test_the_lines_add_up_to_the_balance_in_every_prefix(
    booked: list[LedgerLine], listed: int | None
) -> None:
    booked = [line(LineKind.CHARGE, 4900), *booked]
    for end in range(1, len(booked) + 1):
        found = account(booked[:end], listed, None)
        assert found.balance_minor == sum(one.amount_minor for one in booked[:end]) - (listed or 0)
        assert found.balance_minor == (
            found.charged_minor - found.credited_minor - found.paid_minor + found.refunded_minor
        )
        assert found.basis is ChargeBasis.BOOKED


@given(st.lists(lines, max_size=20))
def test_the_order_of_the_lines_does_not_matter(booked: list[LedgerLine]) -> None:
    assert account(booked, None, 4900) == account(booked[::-1], None, 4900)


@given(st.lists(lines, max_size=20), st.none() | st.integers(0, 90_000))
def test_what_was_paid_for_what_is_never_more_than_is_here(
    booked: list[LedgerLine], listed: int | None
) -> None:
    found = account(booked, listed, None)
    paid = paid_by_item(booked, listed)
    assert sum(paid.values()) <= max(0, found.paid_minor - found.refunded_minor)
    assert all(minor > 0 for minor in paid.values())


@given(
    st.dictionaries(
        st.sampled_from([(item, "") for item in LineItem]), st.integers(0, 99_999), max_size=7
    ),
    st.integers(0, 365),
    st.none() | st.decimals(0, 100, places=1),
)
def test_a_refund_is_never_above_what_was_paid_and_its_parts_add_up(
    paid: dict[tuple[LineItem, str], int], days: int, own: Decimal | None
) -> None:
    event = an_event()
    on = Instant(at("2026-05-24 12:00") - days * 86_400_000)
    found = refund_quote(canterbury(), event, paid, on, percent=own)
    assert 0 <= found.amount_minor <= found.base_minor <= sum(paid.values())
    assert found.base_minor + found.kept_minor == sum(paid.values())
    assert sum(part.amount_minor for part in found.parts) == found.amount_minor
    assert all(0 <= part.amount_minor <= part.base_minor for part in found.parts)


@given(st.integers(0, 20_000), st.sampled_from(["short", "mid", "long"]))
def test_moving_there_and_back_never_makes_money(paid: int, other: str) -> None:
    rules, event, on = canterbury(), an_event(), at("2026-04-01 12:00")
    there = transfer_quote(rules, event, other, OPEN_MAN, paid, on)
    assert there.total_minor is not None
    assert there.new_price_minor is not None
    # What the new entry is paid with: the credit as far as it goes, and the difference.
    assert there.total_minor == 500 + max(0, there.new_price_minor - paid)
    assert there.lost_minor == max(0, paid - there.new_price_minor)
    worth = there.new_price_minor
    back = transfer_quote(rules, event, "short", OPEN_MAN, worth, on)
    assert back.total_minor is not None
    assert there.total_minor + back.total_minor >= 1000
    assert worth <= paid + there.total_minor


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=8), st.data())
def test_one_payment_for_several_loses_nothing(owed: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(owed)))
    shares = spread(amount, owed)
    assert sum(shares) == amount
    assert all(0 <= share <= most for share, most in zip(shares, owed, strict=True))


def test_a_payment_above_what_all_owe_is_not_spread() -> None:
    with pytest.raises(ValueError, match="101"):
        spread(101, [60, 40])


def test_where_nothing_was_charged_the_expected_fee_stands_and_says_so() -> None:
    found = account([line(LineKind.PAYMENT, -2000)], 1000, 4900)
    assert (found.charged_minor, found.paid_minor, found.balance_minor) == (4900, 3000, 1900)
    assert found.basis is ChargeBasis.EXPECTED


def test_where_no_price_is_known_what_was_paid_stands() -> None:
    found = account([], 8500, None)
    assert (found.charged_minor, found.balance_minor, found.owed_minor) == (8500, 0, 0)
    assert found.basis is ChargeBasis.UNKNOWN


def test_a_withdrawn_entry_owes_nothing_and_keeps_its_credit() -> None:
    owing = account([line(LineKind.CHARGE, 4900)], None, 4900, stands=False)
    assert (owing.balance_minor, owing.owed_minor) == (4900, 0)
    paid = account([line(LineKind.CHARGE, 4900)], 6000, 4900, stands=False)
    assert paid.credit_minor == 1100


def test_money_covers_the_entry_first_then_the_medal() -> None:
    booked = [
        line(LineKind.CHARGE, 1500, LineItem.MEDAL), line(LineKind.CHARGE, 4900),
        line(LineKind.DISCOUNT, -735), line(LineKind.PAYMENT, -5000),
    ]  # fmt: skip
    assert paid_by_item(booked, None) == {ENTRY: 4165, (LineItem.MEDAL, ""): 835}


def test_what_a_list_says_above_our_price_was_paid_for_the_entry() -> None:
    booked = [line(LineKind.CHARGE, 4900)]
    assert paid_by_item(booked, 5200) == {ENTRY: 5200}
    # Money taken here above the price is the runner's, not the entry's.
    assert paid_by_item([*booked, line(LineKind.PAYMENT, -5200)], None) == {ENTRY: 4900}


def test_credit_for_a_medal_given_up_was_not_paid_for_the_entry() -> None:
    medal = LineItem.MEDAL
    booked = [
        line(LineKind.CHARGE, 4900),
        line(LineKind.CHARGE, 1500, medal),
        line(LineKind.CREDIT, -1200, medal),
    ]
    assert paid_by_item(booked, 6400) == {ENTRY: 4900, (medal, ""): 300}
    assert paid_by_item(booked, 6700) == {ENTRY: 5200, (medal, ""): 300}
    paid_out = [*booked, line(LineKind.REFUND, 1200)]
    assert paid_by_item(paid_out, 6400) == {ENTRY: 4900, (medal, ""): 300}


def test_a_line_taken_back_and_the_one_that_takes_it_back_are_gone() -> None:
    first = line(LineKind.CHARGE, 4900, id=LineId(1))
    wrong = line(LineKind.PAYMENT, -9900, id=LineId(2))
    back = line(LineKind.PAYMENT, 9900, id=LineId(3), counters=LineId(2))
    assert lasting([first, wrong, back]) == (first,)
    assert account([first, wrong, back], None, None).balance_minor == 4900


def test_charges_of_extras_are_kept_apart_by_their_name() -> None:
    booked = [
        line(LineKind.CHARGE, 3000, LineItem.EXTRA, item_code="shirt"),
        line(LineKind.CHARGE, 1000, LineItem.EXTRA, item_code="bus"),
        line(LineKind.DISCOUNT, -500, item_code="club"),
    ]
    assert charged_by_item(booked) == {
        (LineItem.EXTRA, "shirt"): 3000, (LineItem.EXTRA, "bus"): 1000, ENTRY: -500,
    }  # fmt: skip
