"""Discounts, extras, medals and the price of the day: rules other organisers have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.canterbury import OPEN_MAN, an_event, at, canterbury
from trailsdesk.domain.change_quotes import medal_refund_quote, refund_quote
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.fee_rules import (
    DayPrice,
    Discount,
    DiscountCombination,
    Extra,
    LateEntries,
    MedalRefund,
    MedalRule,
)
from trailsdesk.domain.fees import Affiliation, Wish, quote_fee
from trailsdesk.domain.ledger import LineItem
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from trailsdesk.domain.fees import FeeQuote
    from trailsdesk.domain.rules import RuleSet

ON = "2026-03-01 12:00"
TEN = Discount(id="ten", label="Ten", percent=Decimal(10))
FIVE_OFF = Discount(id="five", label="Five off", amount_minor=500)


def rules(**fees: object) -> RuleSet:
    base = canterbury()
    assert base.fees is not None
    return replace(base, fees=replace(base.fees, **fees))  # type: ignore[arg-type]


def amounts(quote: FeeQuote) -> list[int]:
    return [line.amount_minor for line in quote.lines]


def test_the_best_discount_counts_alone() -> None:
    with_both = rules(discounts=(TEN, FIVE_OFF))
    assert amounts(quote_fee(with_both, an_event(), "short", OPEN_MAN, at(ON))) == [4900, -500]
    assert amounts(quote_fee(with_both, an_event(), "long", OPEN_MAN, at(ON))) == [8900, -890]


def test_all_discounts_come_off_what_is_left_in_their_order() -> None:
    all_of_them = DiscountCombination.ALL_IN_ORDER
    one = rules(discounts=(TEN, FIVE_OFF), combine=all_of_them)
    assert amounts(quote_fee(one, an_event(), "short", OPEN_MAN, at(ON))) == [4900, -490, -500]
    other = rules(discounts=(FIVE_OFF, TEN), combine=all_of_them)
    assert amounts(quote_fee(other, an_event(), "short", OPEN_MAN, at(ON))) == [4900, -500, -440]


def test_a_discount_follows_the_series_and_never_makes_money() -> None:
    both = rules(discounts=(TEN,))
    quote = quote_fee(both, an_event(), "short", OPEN_MAN, at(ON), series=True)
    assert amounts(quote) == [4900, -735, -417]
    assert message(quote.explanation).endswith(
        "49.00 less 15 % for the series; 49.00 \N{MINUS SIGN} 7.35 \N{MINUS SIGN} 4.17."
    )
    huge = rules(discounts=(replace(FIVE_OFF, amount_minor=99_999),))
    assert quote_fee(huge, an_event(), "short", OPEN_MAN, at(ON)).total_minor == 0


@pytest.mark.parametrize(
    ("condition", "fits", "does_not"),
    [
        ({"clubs": ("Invented Hawks",)}, {"club": " invented  HAWKS"}, {"club": "Hawks"}),
        ({"club_member": True}, {"club": "Any"}, {"club": " "}),
        ({"nations": ("NZL", "AUS")}, {"nation": "AUS"}, {"nation": "GER"}),
        ({"nations": ("GER",)}, {"nation": "DEU"}, {"nation": ""}),
        ({"nations": ("NZL",)}, {"nation": "NEW ZEALAND"}, {"nation": "NEW CALEDONIA"}),
        ({"cities": ("Madeupton",)}, {"city": "madeupton"}, {}),
        ({"cities": ("Mâdeupton-sur-Rien",)}, {"city": "MADEUPTON SUR RIEN"}, {"city": "Rien"}),
    ],
)
def test_a_discount_may_ask_what_a_runner_belongs_to(
    condition: dict[str, object], fits: dict[str, str], does_not: dict[str, str]
) -> None:
    asked = rules(discounts=(replace(TEN, **condition),))  # type: ignore[arg-type]
    for belongs, total in ((fits, 4410), (does_not, 4900)):
        quote = quote_fee(
            asked, an_event(), "short", OPEN_MAN, at(ON), affiliation=Affiliation(**belongs)
        )
        assert quote.total_minor == total


@pytest.mark.parametrize(
    ("condition", "born", "race", "on", "series", "discounted"),
    [
        ({"age_below": 30}, date(1996, 5, 25), "short", ON, False, True),
        ({"age_below": 30}, date(1996, 5, 24), "short", ON, False, False),
        ({"age_from": 60}, date(1966, 5, 24), "short", ON, False, True),
        ({"age_from": 60}, date(1966, 5, 25), "short", ON, False, False),
        ({"age_from": 60}, None, "short", ON, False, False),
        ({"races": ("long",)}, OPEN_MAN, "long", ON, False, True),
        ({"races": ("long",)}, OPEN_MAN, "short", ON, False, False),
        ({"series": True}, OPEN_MAN, "short", ON, True, True),
        ({"series": True}, OPEN_MAN, "short", ON, False, False),
        ({"series": False}, OPEN_MAN, "short", ON, True, False),
        (
            {"entered_before": date(2026, 3, 1)},
            OPEN_MAN,
            "short",
            "2026-02-28 23:59:59",
            False,
            True,
        ),
        (
            {"entered_before": date(2026, 3, 1)},
            OPEN_MAN,
            "short",
            "2026-03-01 00:00",
            False,
            False,
        ),
    ],
)
def test_a_discount_may_ask_about_age_race_series_and_day(
    condition: dict[str, object], born: date | None, race: str, on: str, series: bool,
    discounted: bool,
) -> None:  # fmt: skip
    asked = rules(discounts=(replace(TEN, **condition),))  # type: ignore[arg-type]
    quote = quote_fee(asked, an_event(), race, born, at(on), series=series)
    assert ("ten" in [line.item_code for line in quote.lines]) == discounted


def test_extras_are_lines_of_their_own_at_the_price_of_the_race() -> None:
    shirt = Extra(id="shirt", label="Shirt", amount_minor=3000, prices={"long": 2500})
    sold = rules(extras=(shirt,))
    wish = Wish(extras=("shirt", "shirt"))
    quote = quote_fee(sold, an_event(), "long", OPEN_MAN, at(ON), wish=wish)
    assert (amounts(quote), quote.total_minor) == ([8900, 2500, 2500], 13_900)
    assert message(quote.explanation).endswith("entered 1 Mar 2026: 89.00 + 25.00 + 25.00.")
    with pytest.raises(Refused) as refused:
        quote_fee(sold, an_event(), "long", OPEN_MAN, at(ON), wish=Wish(extras=("hat",)))
    assert "known: shirt" in message(refused.value.note)


def test_a_medal_and_its_postage_are_charged_where_the_rules_name_a_price() -> None:
    medal = MedalRule(closes_days_before=12, price_minor=1500, postage_minor=800)
    priced = replace(canterbury(), medals=medal)
    for order, wanted in (
        (MedalOrder.NONE, [4900]),
        (MedalOrder.COLLECT, [4900, 1500]),
        (MedalOrder.POST, [4900, 1500, 800]),
    ):
        quote = quote_fee(priced, an_event(), "short", OPEN_MAN, at(ON), wish=Wish(medal=order))
        assert (amounts(quote), quote.notes) == (wanted, ())
    unknown = quote_fee(
        canterbury(), an_event(), "short", OPEN_MAN, at(ON), wish=Wish(medal=MedalOrder.POST)
    )
    assert amounts(unknown) == [4900]
    assert [note.code for note in unknown.notes] == ["fee.medal-no-price"]


def test_refunds_cover_extras_and_medals_only_where_the_rules_say_so() -> None:
    shirt = Extra(id="shirt", label="Shirt", amount_minor=3000, refundable=True)
    bus = Extra(id="bus", label="Bus", amount_minor=1000)
    sold = replace(
        rules(extras=(shirt, bus)), medals=MedalRule(closes_days_before=12, price_minor=1500)
    )
    paid = {
        (LineItem.ENTRY, ""): 4900, (LineItem.EXTRA, "shirt"): 3000, (LineItem.EXTRA, "bus"): 1000,
        (LineItem.MEDAL, ""): 1500, (LineItem.CHANGE, ""): 2000,
    }  # fmt: skip
    back = refund_quote(sold, an_event(), paid, at("2026-05-01 12:00"))
    assert (back.base_minor, back.amount_minor, back.kept_minor) == (7900, 3950, 4500)
    assert medal_refund_quote(sold, an_event(), paid, at("2026-05-01 12:00")).amount_minor == 0
    assert sold.medals is not None
    as_entry = replace(sold, medals=replace(sold.medals, refund=MedalRefund.AS_ENTRY))
    assert refund_quote(as_entry, an_event(), paid, at("2026-05-01 12:00")).base_minor == 9400


def test_the_organisers_own_share_covers_the_entry_and_never_the_medal() -> None:
    paid = {(LineItem.ENTRY, ""): 4900, (LineItem.MEDAL, ""): 1500}
    back = refund_quote(
        canterbury(), an_event(), paid, at("2026-05-20 12:00"), percent=Decimal(100)
    )
    assert (back.amount_minor, back.kept_minor) == (4900, 1500)
    assert message(back.explanation) == (
        "49.00 NZD: 100 % of 49.00 paid for the entry, decided by the organiser, 4 days before the"
        " event; 15.00 paid for other things is not covered."
    )


def test_after_the_closing_and_on_the_day_a_list_of_its_own_may_hold() -> None:
    of_the_day = DayPrice(label="On the day", prices={"short": {"adult": 9500, "junior": 5500}})
    open_late = rules(late_entries=LateEntries.DAY_PRICE, day_prices=(of_the_day,))
    last = quote_fee(open_late, an_event(), "short", OPEN_MAN, at("2026-05-19 23:59:59"))
    assert (last.total_minor, last.tier) == (9000, "super-late")
    late = quote_fee(open_late, an_event(), "short", OPEN_MAN, at("2026-05-24 08:30"))
    assert (late.total_minor, late.tier) == (9500, "day")
    assert [message(note) for note in late.notes] == [
        "Entered after the closing of Willesden Farms, at the price of the day (On the day)."
    ]
    unlisted = quote_fee(open_late, an_event(), "long", OPEN_MAN, at("2026-05-24 08:30"))
    assert unlisted.reason is not None
    assert unlisted.reason.code == "fee.no-price"
    own = replace(of_the_day, event="willesden", prices={"short": {"adult": 9900}})
    both = rules(late_entries=LateEntries.DAY_PRICE, day_prices=(of_the_day, own))
    at_willesden = quote_fee(both, an_event(), "short", OPEN_MAN, at("2026-05-24 08:30"))
    assert at_willesden.total_minor == 9900
