from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_rule_set, an_event
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryStatus, MedalGiven, MedalOrder
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.fee_rules import MedalRule
from trailsdesk.domain.ledger import LedgerLine, LineId, LineItem, LineKind
from trailsdesk.domain.medals import (
    last_order_day,
    medal_counts,
    medal_rows,
    order_change,
    spare_medals,
)
from trailsdesk.domain.problems import Note
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from trailsdesk.domain.season import SeasonData


def test_medals_go_to_everybody_who_ordered_one_finished_or_not() -> None:
    build = SeasonBuilder()
    build.entry("12", family_name="Tawa", given_name="Bea", medal=MedalOrder.COLLECT)
    build.entry("14", family_name="Łarch", given_name="Cleo", medal=MedalOrder.POST)
    build.entry("15", family_name="Koromiko", medal=MedalOrder.NONE)
    build.entry("16", family_name="Rimu", medal=MedalOrder.COLLECT, status=EntryStatus.WITHDRAWN)
    build.entry("17", family_name="Matai", medal=MedalOrder.COLLECT, status=EntryStatus.WITHDRAWN)
    build.elapsed("12", "0:45:15")
    build.word("14", ResultStatus.DNF)
    build.elapsed("17", "0:50:00")
    season = build.season()
    results = {RaceId(1): compute_results(season, RaceId(1), a_rule_set(), {})}
    rows = medal_rows(season, EventId(1), results)
    assert [(row.family_name, row.bib, row.order, row.status) for row in rows] == [
        ("Łarch", "14", MedalOrder.POST, ResultStatus.DNF),
        ("Matai", "17", MedalOrder.COLLECT, ResultStatus.OK),
        ("Tawa", "12", MedalOrder.COLLECT, ResultStatus.OK),
    ]


def test_medals_are_listed_before_any_result_is_known() -> None:
    build = SeasonBuilder()
    build.entry("12", medal=MedalOrder.COLLECT)
    (row,) = medal_rows(build.season(), EventId(1), {})
    assert row.status is ResultStatus.PENDING
    assert medal_rows(build.season(), EventId(2), {}) == ()


def with_lines(season: SeasonData, *amounts: Booked) -> SeasonData:
    (entry,) = season.entries.values()
    lines = {
        LineId(number): LedgerLine(
            id=LineId(number), entry_id=entry.id, kind=kind, item=item, amount_minor=amount,
            at_ms=Instant(number), why=Note(code="why"), counters=counters,
        )
        for number, (kind, item, amount, counters) in enumerate(amounts, start=1)
    }  # fmt: skip
    return replace(season, ledger=lines)


Booked = tuple[LineKind, LineItem, int, LineId | None]
CHARGED: Booked = (LineKind.CHARGE, LineItem.MEDAL, 1500, None)
GIVEN_BACK: Booked = (LineKind.CREDIT, LineItem.MEDAL, -750, None)
COUNTERED: Booked = (LineKind.CREDIT, LineItem.MEDAL, 750, LineId(2))
ENTRY: Booked = (LineKind.CHARGE, LineItem.ENTRY, 4900, None)
PAID: Booked = (LineKind.PAYMENT, LineItem.ENTRY, -6400, None)
ENTRY_BACK: Booked = (LineKind.CREDIT, LineItem.ENTRY, -2450, None)


@pytest.mark.parametrize(
    ("lines", "due"),
    [
        ((), False),
        ((ENTRY,), False),
        ((CHARGED,), False),
        ((CHARGED, PAID), True),
        ((CHARGED, ENTRY_BACK, PAID), True),
        ((CHARGED, GIVEN_BACK, PAID), False),
        ((CHARGED, GIVEN_BACK, COUNTERED, PAID), True),
        ((CHARGED, GIVEN_BACK, CHARGED, PAID), True),
    ],
    ids=[
        "nothing known",
        "only the entry",
        "not paid",
        "paid",
        "entry refunded",
        "refunded",
        "countered",
        "ordered again",
    ],
)
def test_a_withdrawn_runner_keeps_a_medal_that_was_paid_and_not_refunded(
    lines: tuple[Booked, ...], due: bool
) -> None:
    build = SeasonBuilder()
    build.entry("12", medal=MedalOrder.COLLECT, status=EntryStatus.WITHDRAWN)
    rows = medal_rows(with_lines(build.season(), *lines), EventId(1), {})
    assert [row.withdrawn for row in rows] == ([True] if due else [])


def test_a_refunded_medal_is_not_due_to_who_was_seen_in_the_race_either() -> None:
    build = SeasonBuilder()
    build.entry("12", medal=MedalOrder.COLLECT, status=EntryStatus.WITHDRAWN)
    build.elapsed("12", "0:45:15")
    season = build.season()
    results = {RaceId(1): compute_results(season, RaceId(1), a_rule_set(), {})}
    assert len(medal_rows(with_lines(season, CHARGED), EventId(1), results)) == 1
    assert medal_rows(with_lines(season, CHARGED, GIVEN_BACK), EventId(1), results) == ()


def test_orders_close_twelve_days_before_and_that_day_still_counts() -> None:
    event = an_event(date=date(2026, 5, 24))
    assert last_order_day(event, MedalRule(closes_days_before=12)) == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("ordered", "percent", "spare"),
    [(0, "10", 0), (1, "10", 1), (10, "10", 1), (11, "10", 2), (100, "2.5", 3), (40, "0", 0)],
)
def test_a_part_of_a_spare_medal_is_a_whole_one(ordered: int, percent: str, spare: int) -> None:
    assert spare_medals(ordered, Decimal(percent)) == spare


@given(
    st.lists(st.tuples(st.sampled_from(MedalOrder), st.sampled_from([None, False, True]))),
    st.integers(0, 100),
)
def test_every_medal_made_is_handed_out_posted_or_left_over(
    medals: list[tuple[MedalOrder, bool | None]], percent: int
) -> None:
    build = SeasonBuilder()
    for number, (order, _posted) in enumerate(medals, start=1):
        build.entry(str(number), medal=order)
    season = build.season()
    given_out = {
        entry.id: MedalGiven(entry_id=entry.id, at_ms=Instant(0), posted=posted)
        for entry, (order, posted) in zip(season.entries.values(), medals, strict=True)
        if posted is not None and order is not MedalOrder.NONE
    }
    rows = medal_rows(replace(season, medals_given=given_out), EventId(1), {})
    counts = medal_counts(rows, Decimal(percent))
    assert counts.ordered == sum(order is not MedalOrder.NONE for order, _posted in medals)
    assert counts.handed_out + counts.posted == len(given_out)
    assert counts.make == counts.handed_out + counts.posted + counts.left_over
    assert counts.left_over == counts.open + counts.spare


@pytest.mark.parametrize(
    ("before", "after", "charge", "take_back"),
    [
        ("NONE", "COLLECT", "MEDAL", ""),
        ("NONE", "POST", "MEDAL POSTAGE", ""),
        ("COLLECT", "POST", "POSTAGE", ""),
        ("POST", "COLLECT", "", "POSTAGE"),
        ("POST", "NONE", "", "MEDAL POSTAGE"),
        ("COLLECT", "COLLECT", "", ""),
    ],
)
def test_another_order_charges_what_is_new_and_takes_back_what_is_gone(
    before: str, after: str, charge: str, take_back: str
) -> None:
    change = order_change(MedalOrder(before), MedalOrder(after))
    assert " ".join(change.charge) == charge
    assert " ".join(change.take_back) == take_back
