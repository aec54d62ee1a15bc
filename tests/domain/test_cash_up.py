"""The till adds up: what should be there, what was found, and the difference that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.cash_up import (
    CashUp,
    cash_up,
    count_cash,
    denominations,
    difference_note,
    expected_note,
)
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId
from trailsdesk.domain.ledger import LedgerLine, LineItem, LineKind
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod, Till, TillId, TillMove
from trailsdesk.i18n import message

CASH, CARD, VOUCHER = PayMethod.CASH, PayMethod.CARD, PayMethod.VOUCHER
TILL = Till(
    id=TillId(1), event_id=EventId(1), name="Table 1", float_minor=10_000, opened_ms=Instant(0)
)


def a_line(
    amount_minor: int, method: PayMethod | None = CASH, till: int | None = 1, actor: str = "Ana"
) -> LedgerLine:
    """Money of the runner's: below zero it came in."""
    kind = LineKind.PAYMENT if amount_minor <= 0 else LineKind.REFUND
    return LedgerLine(
        entry_id=EntryId(1),
        kind=kind,
        item=LineItem.ENTRY,
        amount_minor=amount_minor,
        at_ms=Instant(0),
        actor=actor,
        why=Note(code="why"),
        method=method,
        till_id=None if till is None else TillId(till),
    )


def a_move(amount_minor: int, till: int = 1) -> TillMove:
    return TillMove(till_id=TillId(till), amount_minor=amount_minor, at_ms=Instant(0), reason="x")


def said(found: CashUp) -> list[str]:
    return [message(expected_note(found, each, "NZD")) for each in found.methods]


def test_cash_is_float_and_takings_less_refunds_with_what_was_put_in_and_taken_out() -> None:
    lines = [a_line(-12_500), a_line(-7_500), a_line(2_000), a_line(-9_000, CARD)]
    found = cash_up(TILL, lines, [a_move(5_000), a_move(-20_000)])
    assert found.cash.expected_minor == 10_000 + 12_500 + 7_500 - 2_000 + 5_000 - 20_000
    assert [(each.method, each.expected_minor) for each in found.methods] == [
        (CASH, 13_000),
        (CARD, 9_000),
    ]
    assert said(found) == [
        "Float 100.00, plus 200.00 taken, less 20.00 given back, plus 50.00 put in, less 200.00"
        " taken out: 130.00 NZD.",
        "90.00 taken, less 0.00 given back: 90.00 NZD.",
    ]


def test_a_miscount_is_told_with_its_amount_and_never_hidden() -> None:
    lines = [a_line(-12_500), a_line(-9_000, CARD)]
    short = cash_up(TILL, lines, [], {CASH: 22_450, CARD: 9_000})
    assert (short.difference_minor, short.balances) == (-50, False)
    over = cash_up(TILL, lines, [], {CASH: 22_600, CARD: 9_000})
    assert over.difference_minor == 100
    notes = [difference_note(each, "NZD") for each in (*short.methods, over.cash)]
    assert [message(note) for note in notes if note] == [
        "Counted 224.50, 0.50 NZD less than the 225.00 that should be there.",
        "Counted 90.00 NZD: it balances.",
        "Counted 226.00, 1.00 NZD more than the 225.00 that should be there.",
    ]


def test_a_difference_of_one_method_does_not_make_up_for_another() -> None:
    lines = [a_line(-12_500), a_line(-9_000, CARD)]
    found = cash_up(TILL, lines, [], {CASH: 22_400, CARD: 9_100})
    assert found.difference_minor == 0
    assert not found.balances


def test_a_method_that_was_not_counted_does_not_balance_and_is_no_zero() -> None:
    found = cash_up(TILL, [a_line(-9_000, CARD)], [], {CASH: 10_000})
    assert found.methods[1].counted_minor is None
    assert difference_note(found.methods[1], "NZD") is None
    assert not found.balances


def test_a_closed_till_shows_the_count_it_was_closed_with() -> None:
    closed = replace(TILL, closed_ms=Instant(5), counted={CASH: 10_000})
    assert cash_up(closed, [], []).balances
    assert cash_up(TILL, [], []).difference_minor is None


def test_what_was_counted_of_a_method_nobody_used_is_told_too() -> None:
    found = cash_up(TILL, [], [], {CASH: 10_000, VOUCHER: 2_500})
    assert [each.method for each in found.methods] == [CASH, VOUCHER]
    assert found.methods[1].difference_minor == 2_500


def test_each_volunteer_is_listed_with_what_they_took_by_each_method() -> None:
    lines = [
        a_line(-5_000, actor="Bo"),
        a_line(-7_000, CARD, actor="Ana"),
        a_line(1_000, actor="Bo"),
        a_line(-100, actor="Ana"),
    ]
    found = cash_up(TILL, lines, [])
    assert [(each.actor, each.method, each.amount_minor, each.lines) for each in found.actors] == [
        ("Ana", CASH, 100, 1),
        ("Ana", CARD, 7_000, 1),
        ("Bo", CASH, 4_000, 2),
    ]


LINES = st.lists(
    st.builds(
        a_line,
        st.integers(-50_000, 50_000),
        st.sampled_from([*PayMethod, None]),
        st.sampled_from([None, 1, 2]),
        st.sampled_from(["", "Ana", "Bo"]),
    )
)


@given(
    LINES, st.lists(st.builds(a_move, st.integers(-9_000, 9_000), st.sampled_from([1, 2]))),
    st.randoms(),
)  # fmt: skip
def test_totals_are_the_sum_of_the_lines_in_any_order(lines, moves, random) -> None:
    found = cash_up(TILL, lines, moves)
    own = [each for each in lines if each.till_id == 1 and each.method is not None]
    expected = {each.method: each.expected_minor for each in found.methods}
    assert sum(expected.values()) == TILL.float_minor - sum(e.amount_minor for e in own) + sum(
        each.amount_minor for each in moves if each.till_id == 1
    )
    assert found.taken_minor == -sum(each.amount_minor for each in own)
    assert sum(each.amount_minor for each in found.actors) == found.taken_minor
    assert sum(each.lines for each in found.actors) == len(own)
    for each in found.methods:
        assert each.taken_minor >= 0
        assert each.given_back_minor >= 0
    shuffled, moved = list(lines), list(moves)
    random.shuffle(shuffled)
    random.shuffle(moved)
    assert cash_up(TILL, shuffled, moved) == found


@given(LINES)
def test_a_count_equal_to_what_is_expected_balances(lines: list[LedgerLine]) -> None:
    counted = {each.method: each.expected_minor for each in cash_up(TILL, lines, []).methods}
    assert cash_up(TILL, lines, [], counted).balances


@given(LINES, LINES)
def test_two_tills_together_hold_all_that_went_through_either(
    one: list[LedgerLine], other: list[LedgerLine]
) -> None:
    second = replace(TILL, id=TillId(2))
    lines = [*one, *other]
    both = cash_up(TILL, lines, []).taken_minor + cash_up(second, lines, []).taken_minor
    assert both == -sum(e.amount_minor for e in lines if e.till_id is not None and e.method)


def test_cash_is_counted_in_pieces_of_the_currency() -> None:
    assert denominations("NZD")[:2] == (10_000, 5_000)
    assert denominations("nzd")[-1] == 10
    assert denominations("JPY")[0] == 10_000
    assert denominations("XXX") == ()
    assert count_cash({2_000: 3, 200: 4, 10: 7}) == 6_870
    with pytest.raises(ValueError, match="-1"):
        count_cash({2_000: -1})


@pytest.mark.parametrize("currency", ["AUD", "CHF", "CZK", "EUR", "GBP", "JPY", "USD", "ZAR"])
def test_pieces_are_listed_once_from_the_largest_down(currency: str) -> None:
    pieces = denominations(currency)
    assert list(pieces) == sorted(set(pieces), reverse=True)
    assert pieces[-1] > 0
