"""Discounts, extras and prices of the day as a preset writes them: read, refused, told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from trailsdesk.domain.fee_rules import DiscountCombination, LateEntries, MedalRefund
from trailsdesk.formats.presets import PresetError, check_preset, load_preset, preset_text
from trailsdesk.services.rule_words import sections

CANTERBURY = "canterbury-winter-2026"
DAY_PRICES = """
[[fees.day_price]]
label = "On the day"
prices.short = { junior = "55.00", adult = "95.00" }
prices.mid = { junior = "65.00", adult = "135.00" }
prices.long = { junior = "75.00", adult = "155.00" }
"""
SOLD = """
[[fees.discount]]
id = "hawks"
label = "Invented Hawks"
percent = "10"
clubs = ["Invented Hawks"]
nations = ["NZL"]
races = ["long"]
series = false
entered_before = 2026-03-01

[[fees.discount]]
id = "young"
label = "Under 30"
amount = "5.00"
age_from = 20
age_below = 30
club_member = true
cities = ["Madeupton"]

[[fees.extra]]
id = "shirt"
label = "Shirt"
amount = "30.00"
prices.long = "25.00"
refundable = true
"""


def text(extra: str = "", *changes: tuple[str, str]) -> str:
    found = preset_text(CANTERBURY)
    for old, new in changes:
        assert old in found
        found = found.replace(old, new, 1)
    return found + extra


CHOICE = ('"fees.late_entries" = "refused"', '"fees.late_entries" = "day-price"')
LATE = ('late_entries = "refused"', 'late_entries = "day-price"\ncombine = "all-in-order"')


def test_what_a_price_list_may_say_besides_is_read() -> None:
    fees = load_preset(text(DAY_PRICES + SOLD)).fees
    assert fees is not None
    hawks, young = fees.discounts
    assert (hawks.percent, hawks.amount_minor, hawks.clubs, hawks.series) == (
        Decimal(10), None, ("Invented Hawks",), False,
    )  # fmt: skip
    assert (hawks.nations, hawks.races, hawks.entered_before) == (
        ("NZL",), ("long",), date(2026, 3, 1),
    )  # fmt: skip
    assert (young.amount_minor, young.percent, young.series) == (500, None, None)
    assert (young.age_from, young.age_below, young.club_member, young.cities) == (
        20, 30, True, ("Madeupton",),
    )  # fmt: skip
    (shirt,) = fees.extras
    assert (shirt.amount_minor, shirt.price_of("long"), shirt.refundable) == (3000, 2500, True)
    assert fees.day_price("torlesse") == fees.day_prices[0]
    assert fees.combine is DiscountCombination.BEST_ONLY


def test_medals_say_what_comes_back_and_how_many_are_spare() -> None:
    medals = load_preset(text()).medals
    assert medals is not None
    assert (medals.refund, medals.spare_percent) == (MedalRefund.AS_ENTRY, Decimal(0))
    more = ('refund = "as-entry"', 'price = "15.00"\npostage = "8.50"\nspare_percent = "5"')
    priced = load_preset(text("", more)).medals
    assert priced is not None
    assert (priced.price_minor, priced.postage_minor, priced.spare_percent, priced.refund) == (
        1500, 850, Decimal(5), MedalRefund.NONE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        (SOLD.replace('percent = "10"\n', ""), ("preset.discount", "fees.discount[0].percent")),
        (
            SOLD.replace('percent = "10"', 'percent = "10"\namount = "1.00"'),
            ("preset.discount", "fees.discount[0].percent"),
        ),
        (SOLD.replace('"young"', '"hawks"'), ("preset.twice", "fees.discount[1].id")),
        (
            SOLD.replace('["long"]', '["ultra"]'),
            ("preset.unknown-race", "fees.discount[0].races[0]"),
        ),
        (
            SOLD.replace("age_below = 30", "age_below = 20"),
            ("preset.discount-ages", "fees.discount[1].age_below"),
        ),
        (
            SOLD.replace("prices.long", "prices.ultra"),
            ("preset.unknown-race", "fees.extra[0].prices.ultra"),
        ),
        (SOLD.replace('"30.00"', '"30.001"'), ("preset.amount", "fees.extra[0].amount")),
        (
            SOLD.replace('percent = "10"', 'percent = "101"'),
            ("preset.range", "fees.discount[0].percent"),
        ),
        (
            SOLD.replace("club_member = true", "member = true"),
            ("preset.unknown-key", "fees.discount[1].member"),
        ),
        (
            DAY_PRICES.replace('adult = "95.00"', 'child = "95.00"'),
            ("preset.no-price", "fees.day_price[0].prices.short.adult"),
        ),
        (
            DAY_PRICES.replace('label = "On', 'event = "elsewhere"\nlabel = "On'),
            ("preset.unknown-event", "fees.day_price[0].event"),
        ),
        (DAY_PRICES * 2, ("preset.twice", "fees.day_price[1].event")),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_path(extra: str, fault: tuple[str, str]) -> None:
    with pytest.raises(PresetError) as caught:
        load_preset(text(extra))
    assert fault in [(one.code, one.params["path"]) for one in caught.value.faults]


def test_late_entries_by_a_list_of_the_day_need_that_list() -> None:
    with pytest.raises(PresetError) as caught:
        load_preset(text("", LATE, CHOICE))
    assert [one.code for one in caught.value.faults] == ["preset.no-day-price"] * 4
    fees = load_preset(text(DAY_PRICES, LATE, CHOICE)).fees
    assert fees is not None
    assert fees.late_entries is LateEntries.DAY_PRICE


def test_the_rules_are_told_with_all_that_is_sold() -> None:
    told = {
        section.key: section
        for section in sections(load_preset(text(DAY_PRICES + SOLD, LATE, CHOICE)))
    }
    fees = told["fees"]
    assert "After the closing: taken at the price of the day." in fees.lines
    assert "Several discounts come off one after the other, each off what is left." in fees.lines
    tables = {table.title: table for table in fees.tables}
    assert tables["Discounts"].rows == (
        (
            "Invented Hawks",
            "Invented Hawks; NZL; Long; single entries; entered before 1 March 2026",
            "10 %",
        ),
        ("Under 30", "ages 20\N{EN DASH}29; members of a club; Madeupton", "5.00"),
    )
    assert tables["Extras"].rows == (("Shirt", "30.00, Long 25.00", "by the shares of the entry"),)
    (first, *_others) = fees.tables
    assert first.rows[-1][:3] == ("On the day", "after the closing", "55.00")
    assert (
        "A medal given up before that is refunded by the shares of the entry; later it is not."
        in (told["medals"].lines)
    )


def test_worked_examples_know_discounts_extras_refunds_and_credits() -> None:
    examples = f"""
preset = "{CANTERBURY}"
[[fee]]
rule = "ten off, and a shirt"
event = "willesden"
race = "long"
born = 1990-01-01
on = 2026-02-01
club = "Invented Hawks"
nation = "NZL"
extras = ["shirt"]
expect = "105.10"
[[fee]]
rule = "no such extra"
event = "willesden"
race = "long"
on = 2026-02-01
extras = ["hat"]
expect = "refused"
[[refund_of]]
rule = "half"
event = "willesden"
paid = "49.00"
on = 2026-05-03
expect = "24.50"
[[medal_refund]]
rule = "wrong on purpose"
event = "willesden"
medal = "15.00"
on = 2026-05-12
expect = "15.00"
[[credit_of]]
rule = "a fifth"
event = "willesden"
paid = "49.00"
on = 2026-05-10
expect = "9.80"
"""
    failed = check_preset(text(SOLD), examples)
    assert [(one.params["path"], one.params["found"]) for one in failed] == [
        ("medal_refund[0]", "4.50")
    ]
