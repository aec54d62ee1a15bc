"""Reading what people type into forms: whole numbers, amounts and dates."""

from __future__ import annotations

import datetime
import re

from trailsdesk.i18n import _

_SEPARATED = re.compile(r"(\d{1,4})\s*[-./ ]\s*(\d{1,2}|[^\W\d_]{3,})\.?\s*[-./ ,]\s*(\d{2,4})")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class FieldError(ValueError):
    """What was typed makes no sense; the message says so in the user's language."""


def parse_number(text: str, minimum: int | None, maximum: int | None) -> int | None:
    """A whole number within limits; ``None`` for nothing.

    Raises:
        FieldError: not a number, or beyond a limit.
    """
    if not text:
        return None
    try:
        number = int(text.replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    except ValueError:
        raise FieldError(_("Type a whole number.")) from None
    if minimum is not None and number < minimum:
        raise FieldError(_("Not below {limit}.").format(limit=minimum))
    if maximum is not None and number > maximum:
        raise FieldError(_("Not above {limit}.").format(limit=maximum))
    return number


def parse_money(text: str, decimals: int) -> int | None:
    """An amount in minor units; comma and point both part the decimals. ``None`` for nothing.

    Raises:
        FieldError: not an amount, or with more decimals than the currency has.
    """
    compact = "".join(text.split()).replace("\N{MINUS SIGN}", "-").replace("'", "")
    if not compact:
        return None
    found = re.fullmatch(r"([+-]?)(\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d*))?", compact)
    if found is None:
        raise FieldError(_("Type an amount such as 125.00."))
    sign, whole, part = found[1], re.sub(r"[.,]", "", found[2]), found[3] or ""
    if len(part) > decimals:
        raise FieldError(_("This currency has {count} decimals.").format(count=decimals))
    minor: int = int(whole) * 10**decimals + int(part.ljust(decimals, "0") or "0")
    return -minor if sign == "-" else minor


def money_text(minor: int, decimals: int) -> str:
    """An amount as a form shows it: ``12500`` gives ``125.00``."""
    whole, part = divmod(abs(minor), 10**decimals)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{part:0{decimals}}" if decimals else f"{sign}{whole}"


def parse_date(text: str) -> datetime.date | None:
    """A date: ``1986-08-09``, ``9.8.1986``, ``9/8/1986``, ``09081986`` or ``9 Aug 1986``.

    Day before month except in the first form. A year of two digits is refused, never guessed:
    a runner born in ``26`` may be a child or a hundred years old.

    Raises:
        FieldError: no such date, or none of these forms.
    """
    compact = text.strip()
    if not compact:
        return None
    found = _SEPARATED.fullmatch(compact) or _RUN_TOGETHER.fullmatch(compact)
    if found is None:
        raise FieldError(_("Type a date such as 9 Aug 1986 or 1986-08-09."))
    first, middle, last = found.groups()
    if middle.isdigit():
        month = int(middle)
    elif middle.casefold()[:3] in _MONTHS:
        month = _MONTHS.index(middle.casefold()[:3]) + 1
    else:
        raise FieldError(_("There is no month {name}.").format(name=middle))
    year, day = (first, last) if len(first) == 4 else (last, first)
    if len(year) != 4:
        raise FieldError(_("Type the year with four digits."))
    try:
        return datetime.date(int(year), month, int(day))
    except ValueError:
        raise FieldError(_("There is no such date.")) from None


def date_text(value: datetime.date) -> str:
    """A date as a form shows it, the same in every country: ``1986-08-09``."""
    return value.isoformat()
