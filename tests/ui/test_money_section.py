"""A line of an entry's money says in a few words what it is; its sentence stays the tooltip."""

from __future__ import annotations

import pytest

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.ledger import LedgerLine, LineItem, LineKind
from trailsdesk.domain.problems import Note
from trailsdesk.ui.money_section import line_words


def a_line(kind: LineKind, why: Note, item: LineItem = LineItem.ENTRY) -> LedgerLine:
    return LedgerLine(
        entry_id=EntryId(1), kind=kind, item=item, amount_minor=-885, at_ms=Instant(0), why=why
    )


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Note(code="fee.rule-series", params={"percent": "15"}), "Series entry, 15 % off"),
        (
            Note(code="fee.rule-discount", params={"label": "Club", "percent": "10"}),
            "Club, 10 % off",
        ),
        (
            Note(code="fee.rule-discount", params={"label": "Club", "amount": "5.00"}),
            "Club, 5.00 off",
        ),
        (Note(code="ledger.counter", params={"what": "-8.85"}), "Entry, discount"),
    ],
)
def test_a_discount_names_its_reason(why: Note, words: str) -> None:
    assert line_words(a_line(LineKind.DISCOUNT, why)) == words


def test_a_price_names_its_tier_and_a_line_without_one_only_its_item() -> None:
    priced = Note(code="fee.explain", params={"tier": "Early"})
    assert line_words(a_line(LineKind.CHARGE, priced)) == "Entry, Early"
    assert line_words(a_line(LineKind.CHARGE, Note(code="ledger.counter"))) == "Entry"
    assert line_words(a_line(LineKind.CHARGE, priced, LineItem.MEDAL)) == "Finisher medal"
