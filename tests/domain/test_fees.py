from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.canterbury import EVENTS, OPEN_MAN, RACES, an_event, at, canterbury
from trailsdesk.domain.change_quotes import credit_quote, refund_quote
from trailsdesk.domain.chrono import Instant, local_date
from trailsdesk.domain.fee_rules import FeeSchedule
from trailsdesk.domain.fees import (
    change_quote,
    days_before,
    instant_of_day,
    quote_fee,
    quote_series,
    refund_percent,
    transfer_quote,
)
from trailsdesk.domain.ledger import LineItem
from trailsdesk.i18n import message

JUNIOR = date(2010, 1, 1)
ADULT_PRICES = {"short": (49, 59, 75, 90), "mid": (69, 79, 105, 130), "long": (89, 99, 125, 150)}
JUNIOR_PRICES = {"short": (35, 40, 45, 50), "mid": (45, 50, 55, 60), "long": (55, 60, 65, 70)}
WILLESDEN_EDGES = (
    ("2026-01-01 00:00:00", "2026-03-29 23:59:59.999"),
    ("2026-03-30 00:00:00", "2026-04-26 23:59:59.999"),
    ("2026-04-27 00:00:00", "2026-05-12 23:59:59.999"),
    ("2026-05-13 00:00:00", "2026-05-19 23:59:59.999"),
)

PAID = {(LineItem.ENTRY, ""): 4900}


def days_ahead(days: int) -> Instant:
    """Noon so many days before the event."""
    return instant_of_day(an_event().date - timedelta(days=days), an_event().zone)


@pytest.mark.parametrize("race", RACES)
@pytest.mark.parametrize("step", range(4))
def test_each_price_holds_from_its_first_to_its_last_moment(race: str, step: int):
    for born, prices in ((OPEN_MAN, ADULT_PRICES), (JUNIOR, JUNIOR_PRICES)):
        for moment in WILLESDEN_EDGES[step]:
            quote = quote_fee(canterbury(), an_event(), race, born, at(moment))
            assert quote.total_minor == prices[race][step] * 100, moment


def test_the_closing_minute_is_open_to_its_end_and_the_next_is_not():
    rules, event = canterbury(), an_event()
    assert quote_fee(rules, event, "short", OPEN_MAN, at("2026-05-19 23:59:59.999")).open
    closed = quote_fee(rules, event, "short", OPEN_MAN, at("2026-05-20 00:00:00"))
    assert (closed.open, closed.total_minor, closed.lines) == (False, None, ())
    assert closed.reason is not None
    assert message(closed.reason) == (
        "Entries for Willesden Farms closed on 19 May 2026 23:59;"
        " this one is of 20 May 2026 00:00."
    )


def test_the_day_is_judged_in_the_zone_of_the_event():
    noon_in_london_is_the_next_day_in_auckland = at("2026-03-29 12:00", "Europe/London")
    quote = quote_fee(
        canterbury(), an_event(), "short", OPEN_MAN, noon_in_london_is_the_next_day_in_auckland
    )
    assert quote.total_minor == 5900


def test_a_date_alone_belongs_to_that_local_day_also_when_the_clocks_change():
    for day in (date(2026, 4, 5), date(2026, 9, 27), date(2026, 3, 29)):
        for zone in ("Pacific/Auckland", "America/St_Johns", "Pacific/Kiritimati", "UTC"):
            assert local_date(instant_of_day(day, zone), zone) == day


def test_the_fare_goes_by_the_age_on_the_day_of_the_event_not_of_entering():
    nineteen_when_entering = date(2006, 5, 24)
    quote = quote_fee(
        canterbury(), an_event(), "long", nineteen_when_entering, at("2026-03-01 12:00")
    )
    assert (quote.fare, quote.total_minor) == ("adult", 8900)
    at_nineteen = quote_fee(
        canterbury(), an_event(), "long", date(2006, 5, 25), at("2026-03-01 12:00")
    )
    assert (at_nineteen.fare, at_nineteen.total_minor) == ("junior", 5500)


def test_without_a_birth_date_the_adult_price_stands_and_says_so():
    quote = quote_fee(canterbury(), an_event(), "short", None, at("2026-03-01 12:00"))
    assert (quote.open, quote.total_minor) == (True, 4900)
    assert [note.code for note in quote.notes] == ["fee.no-birth-date"]
    assert "no birth date" in message(quote.explanation)


def test_the_series_discount_is_a_line_of_its_own():
    quote = quote_fee(
        canterbury(), an_event(), "short", OPEN_MAN, at("2026-03-29 12:00"), series=True
    )
    assert [line.amount_minor for line in quote.lines] == [4900, -735]
    assert quote.total_minor == 4165
    assert [message(line.label) for line in quote.lines] == [
        "Early Bird, Adult",
        "Series entry, 15 % off",
    ]
    assert message(quote.explanation) == (
        "41.65 NZD: Willesden Farms, Slope Sprint, Early Bird (until 29 Mar 2026), Adult"
        " (36 years on 24 May 2026), entered 29 Mar 2026: 49.00 less 15 % for the series."
    )


def test_a_discount_is_rounded_half_up_to_the_cent_once():
    rules = canterbury()
    assert rules.fees is not None
    assert rules.fees.series_entry is not None
    odd = replace(
        rules,
        fees=replace(
            rules.fees,
            series_entry=replace(rules.fees.series_entry, percent_off=Decimal("12.5")),
        ),
    )
    quote = quote_fee(odd, an_event(), "short", OPEN_MAN, at("2026-03-29 12:00"), series=True)
    assert [line.amount_minor for line in quote.lines] == [4900, -613]


def test_the_series_closes_for_every_event_at_the_same_moment():
    events = [an_event(code) for code in EVENTS]
    rules = canterbury()
    last = quote_series(rules, events, "short", OPEN_MAN, at("2026-05-12 23:59:59"))
    assert last.open
    assert last.total_minor == sum(quote.total_minor or 0 for quote in last.quotes) == 19720
    late = quote_series(rules, events, "short", OPEN_MAN, at("2026-05-13 00:00"))
    assert (late.open, late.total_minor) == (False, None)
    assert late.reason is not None
    assert late.reason.code == "fee.series-closed"


def test_a_series_may_name_a_distance_for_each_event():
    codes = dict(zip(EVENTS, ("short", "mid", "long", "short"), strict=True))
    quote = quote_series(
        canterbury(), [an_event(code) for code in EVENTS], codes, OPEN_MAN, at("2026-03-01 12:00")
    )
    assert [one.race for one in quote.quotes] == ["short", "mid", "long", "short"]
    assert quote.total_minor == round((49 + 69 + 89 + 49) * 100 * 0.85)


def test_one_refused_event_refuses_the_series():
    twelve_at_the_first = date(2013, 5, 25)
    quote = quote_series(
        canterbury(),
        [an_event(code) for code in EVENTS],
        "mid",
        twelve_at_the_first,
        at("2026-03-01 12:00"),
    )
    assert [one.open for one in quote.quotes] == [False, True, True, True]
    assert quote.reason is not None
    assert quote.reason.code == "entry.age-other-race"


def test_after_the_closing_the_organiser_may_take_entries_at_the_last_price():
    rules = canterbury({"late-entries": "last-price"})
    quote = quote_fee(rules, an_event(), "short", OPEN_MAN, at("2026-05-21 09:00"))
    assert (quote.open, quote.total_minor, quote.tier) == (True, 9000, "super-late")
    assert [note.code for note in quote.notes] == ["fee.late-entry"]


def test_a_race_the_list_does_not_know_has_no_price():
    quote = quote_fee(canterbury(), an_event(), "ultra", OPEN_MAN, at("2026-03-01 12:00"))
    assert quote.reason is not None
    assert (quote.open, quote.reason.code) == (False, "entry.age-other-race")
    without_limits = replace(canterbury(), age_limits=())
    quote = quote_fee(without_limits, an_event(), "ultra", OPEN_MAN, at("2026-03-01 12:00"))
    assert quote.reason is not None
    assert (quote.open, quote.reason.code) == (False, "fee.no-price")


def test_a_season_without_a_price_list_quotes_nothing_and_stays_open():
    for fees in (None, FeeSchedule(currency="EUR")):
        rules = replace(canterbury(), fees=fees)
        quote = quote_fee(rules, an_event(), "short", None, at("2026-03-01 12:00"))
        assert (quote.open, quote.total_minor, quote.lines) == (True, None, ())
        assert quote_series(rules, [an_event()], "short", OPEN_MAN, at("2026-03-01")).open
        assert not transfer_quote(rules, an_event(), "mid", None, 0, at("2026-03-01")).open
        assert not change_quote(rules, an_event(), at("2026-03-01")).open


def test_without_a_series_offer_a_series_entry_is_refused():
    rules = canterbury()
    assert rules.fees is not None
    single = replace(rules, fees=replace(rules.fees, series_entry=None))
    quote = quote_fee(single, an_event(), "short", OPEN_MAN, at("2026-03-01"), series=True)
    assert quote.reason is not None
    assert quote.reason.code == "fee.no-series-entry"


def test_an_event_the_rules_do_not_know_stays_open_but_has_no_price():
    other = replace(an_event(), code="other")
    quote = quote_fee(canterbury(), other, "short", OPEN_MAN, at("2026-12-01"))
    assert quote.reason is not None
    assert quote.reason.code == "fee.no-price"


def test_days_before_counts_calendar_days_of_the_event():
    assert days_before(an_event(), at("2026-05-23 23:59")) == 1
    assert days_before(an_event(), at("2026-05-24 00:00")) == 0
    assert days_before(an_event(), at("2026-05-25 00:00")) == -1


@pytest.mark.parametrize(
    ("days", "minor"), [(101, 3920), (100, 2450), (20, 1470), (11, 0), (0, 0), (-3, 0)]
)
def test_a_refund_is_a_share_of_what_was_paid(days: int, minor: int):
    found = refund_quote(canterbury(), an_event(), PAID, days_ahead(days))
    assert found.amount_minor == minor
    assert "49.00" in message(found.explanation)


@pytest.mark.parametrize(("days", "minor"), [(15, 2450), (14, 980), (0, 980)])
def test_a_called_off_event_is_credited_by_its_days(days: int, minor: int):
    found = credit_quote(canterbury(), an_event(), PAID, days_ahead(days))
    assert found.amount_minor == minor


def test_moving_to_a_dearer_distance_costs_the_fee_and_the_difference():
    quote = transfer_quote(canterbury(), an_event(), "mid", OPEN_MAN, 4900, at("2026-05-10 23:59"))
    assert [line.amount_minor for line in quote.lines] == [500, 5600]
    assert quote.total_minor == 6100


def test_moving_to_a_cheaper_distance_gives_nothing_back():
    quote = transfer_quote(canterbury(), an_event(), "short", OPEN_MAN, 12500, at("2026-05-10"))
    assert quote.total_minor == 500


def test_a_change_of_distance_is_open_on_the_14th_day_before_and_not_after():
    assert days_before(an_event(), at("2026-05-11")) == 13
    late = transfer_quote(canterbury(), an_event(), "mid", OPEN_MAN, 4900, at("2026-05-11"))
    assert late.reason is not None
    assert (late.open, late.total_minor, late.reason.code) == (False, None, "fee.change-too-late")


def test_moving_to_a_distance_that_is_not_open_is_refused_with_its_reason():
    quote = transfer_quote(
        canterbury(), an_event(), "mid", date(2014, 1, 1), 3500, at("2026-03-01")
    )
    assert quote.reason is not None
    assert quote.reason.code == "entry.age-other-race"


def test_the_last_day_for_other_changes_is_an_answer_of_the_organiser():
    fourteenth = at("2026-05-10 12:00")
    assert change_quote(canterbury(), an_event(), fourteenth).total_minor == 2000
    stricter = canterbury({"last-day-for-changes": "closed"})
    assert not change_quote(stricter, an_event(), fourteenth).open


_moment = datetime.fromisoformat
MINUTES = st.datetimes(min_value=_moment("2025-10-01"), max_value=_moment("2026-08-10"))
BIRTHS = st.none() | st.dates(date(1920, 1, 1), date(2025, 1, 1))
EVENT_CODES, RACE_CODES = st.sampled_from(EVENTS), st.sampled_from(RACES)


@settings(max_examples=60)
@given(EVENT_CODES, RACE_CODES, BIRTHS, MINUTES, st.integers(0, 400), st.booleans())
def test_entering_later_is_never_cheaper(
    event: str, race: str, born: date | None, moment: datetime, days: int, series: bool
):
    rules, where = canterbury(), an_event(event)
    later = moment + timedelta(days=days)
    first = quote_fee(rules, where, race, born, at(moment.isoformat()), series=series)
    second = quote_fee(rules, where, race, born, at(later.isoformat()), series=series)
    if second.total_minor is not None:
        assert first.total_minor is not None
        assert first.total_minor <= second.total_minor


@settings(max_examples=60)
@given(EVENT_CODES, RACE_CODES, BIRTHS, MINUTES, st.booleans())
def test_the_lines_sum_to_the_total_and_a_refusal_has_neither(
    event: str, race: str, born: date | None, moment: datetime, series: bool
):
    quote = quote_fee(
        canterbury(), an_event(event), race, born, at(moment.isoformat()), series=series
    )
    if quote.open:
        assert quote.total_minor == sum(line.amount_minor for line in quote.lines)
        assert quote.total_minor > 0
        assert quote.reason is None
    else:
        assert (quote.total_minor, quote.lines) == (None, ())
        assert quote.reason is not None
    assert "…" not in message(quote.explanation)


@given(st.integers(-10, 400), st.integers(-10, 400))
def test_cancelling_earlier_never_gives_less_back(first: int, second: int):
    early, late = max(first, second), min(first, second)
    assert refund_percent(canterbury(), early) >= refund_percent(canterbury(), late)
