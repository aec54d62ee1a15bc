"""Every amount of the price page, typed from it, on the first and the last minute it holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.canterbury import an_event, at, canterbury
from trailsdesk.domain.change_quotes import (
    credit_quote,
    medal_refund_quote,
    refund_quote,
)
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.fees import (
    Wish,
    change_quote,
    days_before,
    quote_fee,
    quote_series,
    transfer_quote,
)
from trailsdesk.domain.ledger import LineItem

ADULT, JUNIOR = date(1990, 1, 1), date(2010, 1, 1)
ENTRY, MEDAL, POSTAGE = ((item, "") for item in (LineItem.ENTRY, LineItem.MEDAL, LineItem.POSTAGE))

# event, price step, first day (the earliest anybody entered), last day
STEPS = {
    "willesden": (
        ("Early Bird", "2026-01-01", "2026-03-29"),
        ("Standard", "2026-03-30", "2026-04-26"),
        ("Late", "2026-04-27", "2026-05-12"),
        ("Super Late", "2026-05-13", "2026-05-19"),
    ),
    "mount-cass": (
        ("Early Bird", "2026-01-01", "2026-04-19"),
        ("Standard", "2026-04-20", "2026-05-17"),
        ("Late", "2026-05-18", "2026-06-03"),
        ("Super Late", "2026-06-04", "2026-06-09"),
    ),
    "torlesse": (
        ("Early Bird", "2026-01-01", "2026-05-17"),
        ("Standard", "2026-05-18", "2026-06-14"),
        ("Late", "2026-06-15", "2026-06-30"),
        ("Super Late", "2026-07-01", "2026-07-07"),
    ),
    "inverary": (
        ("Early Bird", "2026-01-01", "2026-06-14"),
        ("Standard", "2026-06-15", "2026-07-12"),
        ("Late", "2026-07-13", "2026-07-28"),
        ("Super Late", "2026-07-29", "2026-08-04"),
    ),
}

# event, race, price step, adult, junior: one line for each line of the page
PRICES = (
    ("willesden", "short", "Early Bird", "49.00", "35.00"),
    ("willesden", "short", "Standard", "59.00", "40.00"),
    ("willesden", "short", "Late", "75.00", "45.00"),
    ("willesden", "short", "Super Late", "90.00", "50.00"),
    ("willesden", "mid", "Early Bird", "69.00", "45.00"),
    ("willesden", "mid", "Standard", "79.00", "50.00"),
    ("willesden", "mid", "Late", "105.00", "55.00"),
    ("willesden", "mid", "Super Late", "130.00", "60.00"),
    ("willesden", "long", "Early Bird", "89.00", "55.00"),
    ("willesden", "long", "Standard", "99.00", "60.00"),
    ("willesden", "long", "Late", "125.00", "65.00"),
    ("willesden", "long", "Super Late", "150.00", "70.00"),
    ("mount-cass", "short", "Early Bird", "49.00", "35.00"),
    ("mount-cass", "short", "Standard", "59.00", "40.00"),
    ("mount-cass", "short", "Late", "75.00", "45.00"),
    ("mount-cass", "short", "Super Late", "90.00", "50.00"),
    ("mount-cass", "mid", "Early Bird", "69.00", "45.00"),
    ("mount-cass", "mid", "Standard", "79.00", "50.00"),
    ("mount-cass", "mid", "Late", "105.00", "55.00"),
    ("mount-cass", "mid", "Super Late", "130.00", "60.00"),
    ("mount-cass", "long", "Early Bird", "89.00", "55.00"),
    ("mount-cass", "long", "Standard", "99.00", "60.00"),
    ("mount-cass", "long", "Late", "125.00", "65.00"),
    ("mount-cass", "long", "Super Late", "150.00", "70.00"),
    ("torlesse", "short", "Early Bird", "49.00", "35.00"),
    ("torlesse", "short", "Standard", "59.00", "40.00"),
    ("torlesse", "short", "Late", "75.00", "45.00"),
    ("torlesse", "short", "Super Late", "90.00", "50.00"),
    ("torlesse", "mid", "Early Bird", "69.00", "45.00"),
    ("torlesse", "mid", "Standard", "79.00", "50.00"),
    ("torlesse", "mid", "Late", "105.00", "55.00"),
    ("torlesse", "mid", "Super Late", "130.00", "60.00"),
    ("torlesse", "long", "Early Bird", "89.00", "55.00"),
    ("torlesse", "long", "Standard", "99.00", "60.00"),
    ("torlesse", "long", "Late", "125.00", "65.00"),
    ("torlesse", "long", "Super Late", "150.00", "70.00"),
    ("inverary", "short", "Early Bird", "49.00", "35.00"),
    ("inverary", "short", "Standard", "59.00", "40.00"),
    ("inverary", "short", "Late", "75.00", "45.00"),
    ("inverary", "short", "Super Late", "90.00", "50.00"),
    ("inverary", "mid", "Early Bird", "69.00", "45.00"),
    ("inverary", "mid", "Standard", "79.00", "50.00"),
    ("inverary", "mid", "Late", "105.00", "55.00"),
    ("inverary", "mid", "Super Late", "130.00", "60.00"),
    ("inverary", "long", "Early Bird", "89.00", "55.00"),
    ("inverary", "long", "Standard", "99.00", "60.00"),
    ("inverary", "long", "Late", "125.00", "65.00"),
    ("inverary", "long", "Super Late", "150.00", "70.00"),
)


def minor(amount: str) -> int:
    return int(amount.replace(".", ""))


@pytest.mark.parametrize(("event", "race", "step", "adult", "junior"), PRICES)
def test_every_price_holds_from_the_first_to_the_last_minute(
    event: str, race: str, step: str, adult: str, junior: str
) -> None:
    first, last = next((a, b) for name, a, b in STEPS[event] if name == step)
    for moment in (
        f"{first} 00:00:00",
        f"{first} 00:00:59",
        f"{last} 23:59:00",
        f"{last} 23:59:59.999",
    ):
        for born, price in ((ADULT, adult), (JUNIOR, junior)):
            quote = quote_fee(canterbury(), an_event(event), race, born, at(moment))
            assert (quote.total_minor, quote.lines[0].label.params["tier"]) == (
                minor(price),
                step,
            ), moment


# On 5 April the clocks of New Zealand go from 3:00 to 2:00, on 27 September from 2:00 to 3:00.
UTC_EDGES = (
    # summer time, 13 hours ahead
    ("willesden", "2026-03-29 10:59:59.999", "49.00"),
    ("willesden", "2026-03-29 11:00:00", "59.00"),
    # both sides of the end of summer time, and the hour that comes twice
    ("willesden", "2026-04-04 13:30:00", "59.00"),
    ("willesden", "2026-04-04 14:30:00", "59.00"),
    # winter time, 12 hours ahead
    ("willesden", "2026-04-26 11:59:59.999", "59.00"),
    ("willesden", "2026-04-26 12:00:00", "75.00"),
    ("mount-cass", "2026-04-19 11:59:59.999", "49.00"),
    ("mount-cass", "2026-04-19 12:00:00", "59.00"),
    ("inverary", "2026-08-04 11:59:59.999", "90.00"),
)


@pytest.mark.parametrize(("event", "utc", "price"), UTC_EDGES)
def test_the_edges_of_prices_lie_right_in_universal_time(event: str, utc: str, price: str) -> None:
    quote = quote_fee(canterbury(), an_event(event), "short", ADULT, at(utc, "UTC"))
    assert quote.total_minor == minor(price)


def test_days_before_are_calendar_days_over_both_changes_of_the_clock() -> None:
    zone = ZoneInfo("Pacific/Auckland")
    for change in (date(2026, 4, 5), date(2026, 9, 27)):
        for days in (-2, -1, 0, 1, 2):
            held = change + timedelta(days=days + 3)
            event = type(an_event())(code="x", name="X", date=held, zone="Pacific/Auckland")
            for clock in ((0, 0), (23, 59)):
                local = datetime(change.year, change.month, change.day, *clock, tzinfo=zone)
                local += timedelta(days=days)
                instant = at(local.strftime("%Y-%m-%d %H:%M:%S"))
                assert days_before(event, instant) == 3, (change, days, clock)


CLOSINGS = (
    ("willesden", "2026-05-19 23:59:59.999", "2026-05-20 00:00:00"),
    ("mount-cass", "2026-06-09 23:59:59.999", "2026-06-10 00:00:00"),
    ("torlesse", "2026-07-07 23:59:59.999", "2026-07-08 00:00:00"),
    ("inverary", "2026-08-04 23:59:59.999", "2026-08-05 00:00:00"),
)


@pytest.mark.parametrize(("event", "last", "first_closed"), CLOSINGS)
def test_entries_close_after_their_last_minute(event: str, last: str, first_closed: str) -> None:
    assert quote_fee(canterbury(), an_event(event), "long", ADULT, at(last)).open
    closed = quote_fee(canterbury(), an_event(event), "long", ADULT, at(first_closed))
    assert (closed.open, closed.total_minor) == (False, None)


# When, race, born, the four shares, their sum
SERIES = (
    ("2026-03-29 23:59:59", "short", ADULT, ("41.65", "41.65", "41.65", "41.65"), "166.60"),
    ("2026-03-30 00:00:00", "short", ADULT, ("50.15", "41.65", "41.65", "41.65"), "175.10"),
    ("2026-04-19 23:59:59", "mid", ADULT, ("67.15", "58.65", "58.65", "58.65"), "243.10"),
    ("2026-04-20 00:00:00", "mid", ADULT, ("67.15", "67.15", "58.65", "58.65"), "251.60"),
    ("2026-05-12 23:59:59", "short", ADULT, ("63.75", "50.15", "41.65", "41.65"), "197.20"),
    ("2026-05-12 23:59:59", "mid", ADULT, ("89.25", "67.15", "58.65", "58.65"), "273.70"),
    ("2026-05-12 23:59:59", "long", ADULT, ("106.25", "84.15", "75.65", "75.65"), "341.70"),
    ("2026-05-12 23:59:59", "short", JUNIOR, ("38.25", "34.00", "29.75", "29.75"), "131.75"),
    ("2026-05-12 23:59:59", "mid", JUNIOR, ("46.75", "42.50", "38.25", "38.25"), "165.75"),
    ("2026-05-12 23:59:59", "long", JUNIOR, ("55.25", "51.00", "46.75", "46.75"), "199.75"),
)


@pytest.mark.parametrize(("when", "race", "born", "shares", "total"), SERIES)
def test_a_series_entry_is_each_event_less_15_percent(
    when: str, race: str, born: date, shares: tuple[str, ...], total: str
) -> None:
    events = [an_event(code) for code in STEPS]
    quote = quote_series(canterbury(), events, race, born, at(when))
    assert [one.total_minor for one in quote.quotes] == [minor(share) for share in shares]
    assert quote.total_minor == minor(total)


def test_the_series_closes_after_the_last_minute_of_12_may() -> None:
    events = [an_event(code) for code in STEPS]
    assert quote_series(canterbury(), events, "mid", ADULT, at("2026-05-12 23:59:59.999")).open
    late = quote_series(canterbury(), events, "mid", ADULT, at("2026-05-13 00:00:00"))
    assert (late.open, late.total_minor) == (False, None)


# Event, its days before, and the date that lies so many days before it
REFUNDS = (
    ("willesden", 101, "2026-02-12", "80"), ("willesden", 100, "2026-02-13", "50"),
    ("willesden", 21, "2026-05-03", "50"), ("willesden", 20, "2026-05-04", "30"),
    ("willesden", 12, "2026-05-12", "30"), ("willesden", 11, "2026-05-13", "0"),
    ("willesden", 0, "2026-05-24", "0"),
    ("mount-cass", 101, "2026-03-05", "80"), ("mount-cass", 100, "2026-03-06", "50"),
    ("mount-cass", 21, "2026-05-24", "50"), ("mount-cass", 20, "2026-05-25", "30"),
    ("mount-cass", 12, "2026-06-02", "30"), ("mount-cass", 11, "2026-06-03", "0"),
    ("mount-cass", 0, "2026-06-14", "0"),
    ("torlesse", 101, "2026-04-02", "80"), ("torlesse", 100, "2026-04-03", "50"),
    ("torlesse", 21, "2026-06-21", "50"), ("torlesse", 20, "2026-06-22", "30"),
    ("torlesse", 12, "2026-06-30", "30"), ("torlesse", 11, "2026-07-01", "0"),
    ("torlesse", 0, "2026-07-12", "0"),
    ("inverary", 101, "2026-04-30", "80"), ("inverary", 100, "2026-05-01", "50"),
    ("inverary", 21, "2026-07-19", "50"), ("inverary", 20, "2026-07-20", "30"),
    ("inverary", 12, "2026-07-28", "30"), ("inverary", 11, "2026-07-29", "0"),
    ("inverary", 0, "2026-08-09", "0"),
)  # fmt: skip


@pytest.mark.parametrize(("event", "days", "day", "percent"), REFUNDS)
def test_36_the_refund_goes_by_whole_days_both_ends_included(
    event: str, days: int, day: str, percent: str
) -> None:
    for clock in ("00:00:00", "23:59:59"):
        on = at(f"{day} {clock}")
        assert days_before(an_event(event), on) == days
        found = refund_quote(canterbury(), an_event(event), {ENTRY: 10_000}, on)
        assert (str(found.percent), found.amount_minor) == (percent, int(percent) * 100)


def test_after_the_event_nothing_is_given_back() -> None:
    found = refund_quote(canterbury(), an_event(), {ENTRY: 10_000}, at("2026-05-25 09:00"))
    assert found.amount_minor == 0


TRANSFERS = (
    ("willesden", "2026-05-09", True), ("willesden", "2026-05-10", True),
    ("willesden", "2026-05-11", False),
    ("mount-cass", "2026-05-30", True), ("mount-cass", "2026-05-31", True),
    ("mount-cass", "2026-06-01", False),
    ("torlesse", "2026-06-27", True), ("torlesse", "2026-06-28", True),
    ("torlesse", "2026-06-29", False),
    ("inverary", "2026-07-25", True), ("inverary", "2026-07-26", True),
    ("inverary", "2026-07-27", False),
)  # fmt: skip
"""15, 14 and 13 days before each event."""


@pytest.mark.parametrize(("event", "day", "allowed"), TRANSFERS)
def test_another_distance_and_other_changes_are_open_to_the_14th_day(
    event: str, day: str, allowed: bool
) -> None:
    rules, held = canterbury(), an_event(event)
    for clock in ("00:00:00", "23:59:59"):
        on = at(f"{day} {clock}")
        # Late price of the Midi: 105.00; 75.00 was paid for the Slope Sprint.
        moved = transfer_quote(rules, held, "mid", ADULT, 7500, on)
        changed = change_quote(rules, held, on)
        assert (moved.open, changed.open) == (allowed, allowed)
        assert moved.total_minor == (500 + 10_500 - 7500 if allowed else None)
        assert changed.total_minor == (2000 if allowed else None)


def test_a_cheaper_distance_costs_the_fee_and_gives_nothing_back() -> None:
    moved = transfer_quote(
        canterbury(), an_event(), "short", ADULT, 12_500, at("2026-05-01 12:00")
    )
    assert (moved.admin_minor, moved.credit_minor, moved.new_price_minor) == (500, 12_500, 7500)
    assert (moved.total_minor, moved.lost_minor) == (500, 5000)


CANCELLATIONS = (
    ("willesden", "2026-05-09", "50"), ("willesden", "2026-05-10", "20"),
    ("mount-cass", "2026-05-30", "50"), ("mount-cass", "2026-05-31", "20"),
    ("torlesse", "2026-06-27", "50"), ("torlesse", "2026-06-28", "20"),
    ("inverary", "2026-07-25", "50"), ("inverary", "2026-07-26", "20"),
    ("inverary", "2026-08-09", "20"),
)  # fmt: skip
"""15 and 14 days before each event, and a day of the race itself."""


@pytest.mark.parametrize(("event", "day", "percent"), CANCELLATIONS)
def test_an_event_called_off_gives_credit_for_the_entry_alone(
    event: str, day: str, percent: str
) -> None:
    for clock in ("00:00:00", "23:59:59"):
        found = credit_quote(
            canterbury(), an_event(event), {ENTRY: 8900, MEDAL: 1500}, at(f"{day} {clock}")
        )
        assert (found.base_minor, found.kept_minor) == (8900, 1500)
        assert found.amount_minor == 89 * int(percent)


MEDALS = (
    # 13, 12 and 11 days before: still open, the last day, closed
    ("willesden", "2026-05-11", True), ("willesden", "2026-05-12", True),
    ("willesden", "2026-05-13", False),
    ("mount-cass", "2026-06-01", True), ("mount-cass", "2026-06-02", True),
    ("mount-cass", "2026-06-03", False),
    ("torlesse", "2026-06-29", True), ("torlesse", "2026-06-30", True),
    ("torlesse", "2026-07-01", False),
    ("inverary", "2026-07-27", True), ("inverary", "2026-07-28", True),
    ("inverary", "2026-07-29", False),
)  # fmt: skip


@pytest.mark.parametrize(("event", "day", "is_open"), MEDALS)
def test_medals_are_ordered_and_given_back_to_the_12th_day(
    event: str, day: str, is_open: bool
) -> None:
    rules, held = canterbury(), an_event(event)
    for clock in ("00:00:00", "23:59:59"):
        on = at(f"{day} {clock}")
        back = medal_refund_quote(rules, held, {ENTRY: 7500, MEDAL: 1500, POSTAGE: 800}, on)
        assert back.base_minor == (2300 if is_open else 0)
        assert back.amount_minor == (690 if is_open else 0)
        whole = refund_quote(rules, held, {ENTRY: 7500, MEDAL: 1500}, on)
        assert whole.amount_minor == (2700 if is_open else 0)
        quote = quote_fee(rules, held, "short", ADULT, on, wish=Wish(medal=MedalOrder.COLLECT))
        closed = [note for note in quote.notes if note.code == "fee.medal-closed"]
        assert bool(closed) != is_open
