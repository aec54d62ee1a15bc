from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import amounts, currencies
from trailsdesk.domain.money import Money, exponent, format_minor, parse_amount, percent_of


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("49", 4900),
        ("85.0000", 8500),
        ("94.800000", 9480),
        ("94.8055", 9481),
        ("5,5", 550),
        ("$49.00", 4900),
        ("NZ$ 49.00", 4900),
        ("NZD 49", 4900),
        ("49 nzd", 4900),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1'234.50", 123450),
        ("1\u2019234.50", 123450),
        ("1,234,567", 123456700),
        ("12.-", 1200),
        ("-7.35", -735),
        ("$-7.35", -735),
        ("(7.35)", -735),
        ("0", 0),
        ("0.005", 1),
    ],
)
def test_amounts_are_read_in_the_spellings_lists_use(text: str, minor: int) -> None:
    assert parse_amount(text, "NZD") == minor


@pytest.mark.parametrize(
    "text",
    ["", "free", "1.234", "1,234", "12,34,56", "1.2.3", "1 23", "49 EUR", "\u20ac 49", "\u00a349",
     "(5", "5)", "--5", "1,234.567,89", "9" * 30, "49.00 49.00", "49."],
)  # fmt: skip
def test_amounts_that_could_mean_two_things_are_refused(text: str) -> None:
    assert parse_amount(text, "NZD") is None


def test_the_currency_decides_what_three_digits_after_a_mark_are() -> None:
    assert parse_amount("1,234", "JPY") == 1234
    assert parse_amount("1.234", "KWD") == 1234


def test_currencies_have_the_decimals_of_iso_4217() -> None:
    assert [exponent(code) for code in ("NZD", "EUR", "JPY", "CLP", "ISK", "KRW")] == [
        2,
        2,
        0,
        0,
        0,
        0,
    ]
    assert [exponent(code) for code in ("KWD", "BHD", "kwd")] == [3, 3, 3]


def test_amounts_are_written_with_their_currencys_decimals() -> None:
    assert format_minor(4900, "NZD") == "49.00"
    assert format_minor(-735, "NZD") == "-7.35"
    assert format_minor(-5, "NZD") == "-0.05"
    assert format_minor(4900, "JPY") == "4900"
    assert format_minor(1500, "KWD") == "1.500"
    assert str(Money(minor=4165, currency="NZD")) == "NZD 41.65"


def test_a_share_is_rounded_half_up_once() -> None:
    assert Money(minor=4900, currency="NZD").percent(Decimal(15)).minor == 735
    assert percent_of(4950, Decimal("15")) == 743  # 742.5
    assert percent_of(-4950, Decimal("15")) == -743
    assert percent_of(1, Decimal("49.9")) == 0


def test_adding_two_currencies_is_an_error_not_a_number() -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        Money(minor=1, currency="NZD") + Money(minor=1, currency="EUR")
    with pytest.raises(ValueError, match="cannot be added"):
        Money(minor=1, currency="NZD") - Money(minor=1, currency="EUR")


def test_one_currency_adds_and_subtracts_exactly() -> None:
    total = Money(minor=4900, currency="NZD") - Money(minor=735, currency="NZD")
    assert total == Money(minor=4165, currency="NZD")
    assert total + -total == Money(minor=0, currency="NZD")


def test_nothing_can_be_split_in_no_parts() -> None:
    with pytest.raises(ValueError, match="0"):
        Money(minor=1, currency="NZD").allocate(0)


@given(amounts, st.integers(1, 50))
def test_a_split_loses_no_cent_and_differs_by_one_at_most(minor: int, parts: int) -> None:
    shares = [share.minor for share in Money(minor=minor, currency="NZD").allocate(parts)]
    assert len(shares) == parts
    assert sum(shares) == minor
    assert max(shares) - min(shares) <= 1


@given(amounts, currencies)
def test_a_written_amount_reads_back_the_same(minor: int, currency: str) -> None:
    assert parse_amount(format_minor(minor, currency), currency) == minor
    assert parse_amount(str(Money(minor=minor, currency=currency)), currency) == minor


@given(st.text(max_size=20), currencies)
def test_no_text_whatever_makes_the_reader_fail(text: str, currency: str) -> None:
    minor = parse_amount(text, currency)
    assert minor is None or any(char.isdecimal() for char in text)
