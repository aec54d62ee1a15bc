"""Whatever is booked in whatever order: the ledger adds up, and no money is made or lost."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.desk import Desk, at
from trailsdesk.domain.ledger import LineKind, account, lasting, paid_by_item
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.services import history, ledger
from trailsdesk.services.entries import withdraw
from trailsdesk.services.money_changes import (
    book_change_fee,
    book_refund,
    book_transfer,
    change_fee,
    refund,
    transfer,
)
from trailsdesk.services.money_credits import use_credit

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = "Bib,First name,Last name,Gender,Birth date,Distance,Entered,Paid,Series"
LINES = (
    "1,Ada,Madeup,F,1990-01-02,short,2026-03-01,49.00,",
    "2,Bo,Inventsson,M,1980-01-02,mid,2026-03-30,,",
    "3,Cy,Fakeley,M,1985-01-02,short,2026-05-12,63.75,yes",
    "4,Di,Notreal,F,2009-01-02,long,,60.00,",
)
DAYS = ("2026-02-01", "2026-04-20", "2026-05-03", "2026-05-10", "2026-05-12", "2026-05-20")
RACES = ("short", "mid", "long")

steps = st.tuples(
    st.sampled_from(
        ["pay", "pay-part", "refund", "keep", "own", "move", "change", "counter", "pay-back",
         "use", "withdraw", "stand", "undo", "redo"]
    ),
    st.integers(0, 3),
    st.integers(0, 5),
    st.integers(1, 12_000),
)  # fmt: skip


def acts(desk: Desk, who: int, day: int, amount: int) -> dict[str, Callable[[], object]]:
    """What a step may be; several are refused in most situations."""
    season = desk.season
    ids = list(season.data.entries)
    entry_id, other = ids[who], ids[(who + 1) % len(ids)]
    on = at(f"{DAYS[day]} 12:00:00")
    race = desk.race(RACES[day % 3]).id
    lines = lasting(ledger.lines_of(season, entry_id))

    def counter() -> None:
        if lines:
            ledger.counter_line(season, lines[amount % len(lines)].id, "tests", "tried")

    return {
        "pay": lambda: ledger.book_payment(season, [entry_id, other], None, PayMethod.CASH),
        "pay-part": lambda: ledger.book_payment(season, [entry_id], amount, PayMethod.CARD),
        "refund": lambda: book_refund(season, refund(season, entry_id, on)),
        "keep": lambda: book_refund(season, refund(season, entry_id, on), pay_out=False),
        "own": lambda: book_refund(season, refund(season, entry_id, on, percent=Decimal(33))),
        "move": lambda: book_transfer(season, transfer(season, entry_id, race, on)),
        "change": lambda: book_change_fee(season, change_fee(season, entry_id, on)),
        "counter": counter,
        "pay-back": lambda: ledger.book_refund_payment(season, [entry_id], None, PayMethod.BANK),
        "use": lambda: use_credit(season, entry_id, other),
        "withdraw": lambda: withdraw(season, [entry_id]),
        "stand": lambda: withdraw(season, [entry_id], withdrawn=False),
        "undo": lambda: history.undo(season) if season.data.revision > 2 else None,
        "redo": lambda: history.redo(season),
    }


def moved_by_credits(desk: Desk) -> int:
    """Credits used from one entry for another cancel each other out, unless one is countered."""
    lines = desk.season.data.ledger.values()
    return sum(line.amount_minor for line in lines if line.other_entry_id is not None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, max_size=14))
def test_no_order_of_bookings_makes_or_loses_money(taken: list[tuple[str, int, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            desk.entries(*LINES, header=HEADER)
            countered = False
            for name, who, day, amount in taken:
                if not desk.season.data.entries:
                    break  # the list itself was undone
                countered = countered or name == "counter"
                try:
                    acts(desk, who, day, amount)[name]()
                except Refused as refused:
                    assert refused.note.code  # noqa: PT017  a refusal is an answer
                adds_up(desk, countered=countered)
            assert desk.season.file.check() == ()
            before = ledger.accounts(desk.season)
            desk.reopen()
            assert ledger.accounts(desk.season) == before
        finally:
            desk.close()


def adds_up(desk: Desk, *, countered: bool) -> None:
    """What holds after every step."""
    season = desk.season
    for entry_id, found in ledger.accounts(season).items():
        entry, lines = season.data.entries[entry_id], ledger.lines_of(season, entry_id)
        if any(line.kind is LineKind.CHARGE for line in lines):
            total = sum(line.amount_minor for line in lines) - (entry.paid_minor or 0)
            assert found.balance_minor == total
        again = account(lines, entry.paid_minor, found.expected_minor, stands=found.stands)
        assert again == found
        here = found.paid_minor - found.refunded_minor
        assert sum(paid_by_item(lines, entry.paid_minor).values()) <= max(0, here)
        if not countered:
            # Nothing is ever given back that did not come in.
            assert here >= 0
            assert found.paid_minor >= found.refunded_minor >= 0
    if not countered:
        assert moved_by_credits(desk) == 0
