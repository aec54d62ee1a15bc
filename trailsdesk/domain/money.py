"""Money in whole minor units of one currency; nothing is ever rounded twice or lost in a split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217, list one: the currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def exponent(currency: str) -> int:
    """How many decimals the currency has (ISO 4217); two unless listed otherwise."""
    return _EXPONENTS.get(currency.upper(), 2)


@dataclass(frozen=True, slots=True, kw_only=True, order=False)
class Money:
    """An amount: ``minor`` counts the smallest unit of ``currency`` (an ISO 4217 code)."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """The sum; two currencies cannot be added (ValueError)."""
        return Money(minor=self.minor + self._same(other).minor, currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference; of one currency (ValueError otherwise)."""
        return Money(minor=self.minor - self._same(other).minor, currency=self.currency)

    def __neg__(self) -> Money:
        """The same amount, owed the other way."""
        return Money(minor=-self.minor, currency=self.currency)

    def __str__(self) -> str:
        """``NZD 49.00``."""
        return f"{self.currency} {format_minor(self.minor, self.currency)}"

    def percent(self, percent: Decimal) -> Money:
        """That share, rounded half up (away from zero) to the minor unit, once."""
        return Money(minor=percent_of(self.minor, percent), currency=self.currency)

    def allocate(self, parts: int) -> tuple[Money, ...]:
        """Equal parts that add up to the whole; the first ones carry what does not divide.

        Raises:
            ValueError: fewer than one part.
        """
        if parts < 1:
            raise ValueError(parts)
        share, rest = divmod(abs(self.minor), parts)
        sign = -1 if self.minor < 0 else 1
        return tuple(
            Money(minor=sign * (share + (index < rest)), currency=self.currency)
            for index in range(parts)
        )

    def _same(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other


def percent_of(minor: int, percent: Decimal) -> int:
    """A share of an amount in minor units, rounded half up (away from zero) once."""
    share = Decimal(minor) * percent / 100
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def format_minor(minor: int, currency: str) -> str:
    """``49.00``, ``-7.35``; with as many decimals as the currency has, without grouping."""
    decimals = exponent(currency)
    whole, part = divmod(abs(minor), 10**decimals)
    text = f"{whole}.{part:0{decimals}d}" if decimals else str(whole)
    return f"-{text}" if minor < 0 else text


_SYMBOLS = r"(?:[a-z]{0,3}[$€£¥₩₹₽₺₫₱฿₪₴₦]|[a-z]{3}|kr\.?|zł|kč|ft|fr\.?|r)"
_AMOUNT = re.compile(
    rf"(?P<minus>[-(]?) ?(?:{_SYMBOLS})? ?(?P<inner>-?)"
    rf"(?P<number>\d[\d.,' ]*?)(?:[.,]-{{1,2}})? ?(?:{_SYMBOLS})? ?(?P<close>\)?)"
)
# Minus sign, dash, typographic apostrophe.
_TYPOGRAPHY = str.maketrans("\u2212\u2013\u2019", "--'")
# Signs that stand for few currencies only; a dollar or crown sign says too little.
_SIGNS = {
    "€": ("EUR",),
    "£": ("GBP", "FKP", "GIP", "SHP", "EGP"),
    "¥": ("JPY", "CNY"),
    "₩": ("KRW",),
}
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
_DIGITS_MAX = 15


def parse_amount(text: str, currency: str) -> int | None:
    """An amount in minor units, or None when it cannot be read with certainty.

    Reads a decimal dot or comma, any number of decimals (``85.0000``; finer than the minor unit is
    rounded half up once), currency signs and codes, thousands (``1,234.50``, ``1.234,50``,
    ``1'234.50``), and negative amounts as ``-5`` or ``(5)``. ``1.234`` alone could be either and
    is refused, unless the currency settles it: one without decimals takes it for thousands, one
    with three for decimals. A code or sign of another currency is refused.
    """
    plain = " ".join(text.translate(_TYPOGRAPHY).split()).casefold()
    match = _AMOUNT.fullmatch(plain)
    if match is None or (match["minus"] == "(") != bool(match["close"]):
        return None
    if match["minus"] and match["inner"]:
        return None
    if _names_other_currency(plain, currency.upper()):
        return None
    value = _number(match["number"].strip(), exponent(currency))
    if value is None:
        return None
    minor = int((value * 10 ** exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return -minor if match["minus"] or match["inner"] else minor


def _names_other_currency(plain: str, currency: str) -> bool:
    codes = re.findall(r"(?<![a-z])[a-z]{3}(?![a-z$])", plain)
    if any(code.upper() != currency for code in codes):
        return True
    return any(sign in plain and currency not in known for sign, known in _SIGNS.items())


def _number(text: str, decimals: int) -> Decimal | None:
    """The value of digits with separators; None when two readings are possible."""
    if sum(char.isdecimal() for char in text) > _DIGITS_MAX:
        return None
    marks = [char for char in text if not char.isdecimal()]
    if not marks:
        return Decimal(text)
    whole, mark, part = _split_last(text)
    inner = set(marks[:-1])
    if mark in "' ":
        return Decimal(_joined(text)) if _GROUPED.fullmatch(text) else None
    if not inner:
        return _one_mark(whole, part, decimals)
    if inner == {mark}:
        return Decimal(_joined(text)) if _GROUPED.fullmatch(text) else None
    if len(inner) > 1 or not part or not _GROUPED.fullmatch(whole):
        return None
    return Decimal(f"{_joined(whole)}.{part}")


def _one_mark(whole: str, part: str, decimals: int) -> Decimal | None:
    if not part:
        return None
    if len(part) == 3 and whole.lstrip("0") and len(whole) <= 3:
        if decimals == 0:
            return Decimal(whole + part)
        if decimals < 3:
            return None
    return Decimal(f"{whole}.{part}")


def _split_last(text: str) -> tuple[str, str, str]:
    at = max(index for index, char in enumerate(text) if not char.isdecimal())
    return text[:at], text[at], text[at + 1 :]


def _joined(text: str) -> str:
    return re.sub(r"[.,' ]", "", text)
