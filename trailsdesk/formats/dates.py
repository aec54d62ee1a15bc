"""Days as people and programs write them; day or month first is the column's matter."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, parse_clock
from trailsdesk.formats.fields import fold_header

if TYPE_CHECKING:
    from collections.abc import Iterable


class DateOrder(enum.StrEnum):
    """What comes first in ``3/6/1986``."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDecision:
    """How a column writes its days. ``certain`` is False when no cell decides it.

    ``torn`` says that some cells can only be one way and some only the other.
    """

    order: DateOrder
    certain: bool
    torn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A local day; with the time of day and the offset from UTC where the cell had them."""

    day: date
    time_of_day_ms: Duration | None = None
    offset_ms: Duration | None = None


_LONGEST = 60
_ANY_TODAY = date(2999, 12, 31)
_NUMBERS = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\b\.?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})\b")
_COMPACT = re.compile(r"(19|20)\d{6}")
_SERIAL = re.compile(r"\d{4,5}(?:[.,]\d+)?")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]*)?([^\W\d_]{3,})[\s.,\-/]*"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s,]+)?(\d{4}|\d{2})$"
)
# "9 de agosto de 1986", "the 9th of August 1986"
_SPOKEN = re.compile(r"\b(?:de|del|of|the)\b", re.IGNORECASE)
_TIME_TAIL = re.compile(r"^(.*?\d)(?:\s*(?:,|at|um|à|t)?\s+|t)(\d{1,2}:\d{2}.*)$", re.IGNORECASE)
_MONTHS: tuple[str, ...] = (
    "january|jan|januar|janner|janvier|janv|gennaio|gen|enero|ene|janeiro|gener|januari|styczen|"
    "leden|январь|января|kohi tatea",
    "february|feb|februar|feber|fevrier|fevr|fev|febbraio|febrero|fevereiro|febrer|februari|luty|unor|февраль|февраля",
    "march|mar|marz|maerz|mrz|mars|marzo|marco|marc|maart|mrt|marzec|brezen|март|марта",
    "april|apr|avril|avr|aprile|abril|abr|kwiecien|duben|апрель|апреля",
    "may|mai|maggio|mag|mayo|maio|mei|maj|kveten|май|мая",
    "june|jun|juni|juin|giugno|giu|junio|junho|juny|czerwiec|cerven|июнь|июня",
    "july|jul|juli|juillet|juil|luglio|lug|julio|julho|juliol|lipiec|cervenec|июль|июля",
    "august|aug|aout|agosto|ago|agost|augustus|augusti|sierpien|srpen|август|августа",
    "september|sep|sept|septembre|settembre|set|"
    "septiembre|setembro|setembre|wrzesien|zari|сентябрь|сентября",
    "october|oct|oktober|okt|octobre|ottobre|ott|octubre|outubro|out|pazdziernik|rijen|"
    "октябрь|октября",
    "november|nov|novembre|noviembre|novembro|listopad|ноябрь|ноября",
    "december|dec|dezember|dez|decembre|dicembre|dic|diciembre|dezembro|desembre|desember|des|"
    "grudzien|prosinec|декабрь|декабря",
)
_MONTH_OF = {
    fold_header(word): n for n, words in enumerate(_MONTHS, start=1) for word in words.split("|")
}


def decide_order(cells: Iterable[str], told: DateOrder | None = None) -> OrderDecision:
    """Whether a column puts the day or the month first, from its own cells.

    A number above 12 decides. ``told`` (a person's choice or a known layout) holds unless the
    cells prove it impossible. Without any proof the day comes first and ``certain`` is False.
    """
    first_big = second_big = open_cells = 0
    for cell in cells:
        found = _NUMBERS.match(cell.strip())
        if found:
            first, second = int(found.group(1)), int(found.group(3))
            first_big += first > 12 >= second
            second_big += second > 12 >= first
            open_cells += first <= 12 and second <= 12 and first != second
    if told is not None:
        against = second_big if told is DateOrder.DAY_FIRST else first_big
        kept = first_big if told is DateOrder.DAY_FIRST else second_big
        if not against or kept:
            return OrderDecision(order=told, certain=True, torn=bool(against))
    if second_big > first_big:
        return OrderDecision(order=DateOrder.MONTH_FIRST, certain=True, torn=bool(first_big))
    if first_big:
        return OrderDecision(order=DateOrder.DAY_FIRST, certain=True, torn=bool(second_big))
    return OrderDecision(order=DateOrder.DAY_FIRST, certain=not open_cells)


def is_day(text: str, order: DateOrder) -> bool:
    """Whether a text is a calendar day in that order, long gone or still to come."""
    return parse_day(text, order, _ANY_TODAY) is not None


@lru_cache(maxsize=32768)
def parse_day(text: str, order: DateOrder, today: date) -> date | None:
    """A calendar day, or None when the text is not one.

    A time of day after the date is left out. Two-digit years are the latest that do not lie after
    ``today``. Bare numbers of four or five digits above 3653 are spreadsheet serials (1910 and
    later), except when they are a year.
    """
    plain = text.strip()
    if len(plain) > _LONGEST:
        return None
    if found := _TIME_TAIL.match(plain):
        plain = found.group(1)
    if found := _YEAR_FIRST.match(plain):
        return _day(int(found.group(1)), int(found.group(3)), int(found.group(4)))
    if found := _NUMBERS.fullmatch(plain):
        first, second = int(found.group(1)), int(found.group(3))
        day_first = order is DateOrder.DAY_FIRST or found.group(2) == "."
        day, month = (first, second) if day_first else (second, first)
        return _with_year(found.group(4), month, day, today)
    if _COMPACT.fullmatch(plain):
        return _day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    if _SERIAL.fullmatch(plain):
        return _from_serial(plain)
    return _named_day(plain, today)


def _named_day(plain: str, today: date) -> date | None:
    found = _NAMED.search(" ".join(_SPOKEN.sub(" ", plain).split()))
    if not found:
        return None
    month = _MONTH_OF.get(fold_header(found.group(2)))
    day = found.group(1) or found.group(3)
    return _with_year(found.group(4), month, int(day), today) if day and month else None


def _with_year(year: str, month: int, day: int, today: date) -> date | None:
    if len(year) == 4:
        return _day(int(year), month, day)
    century = today.year - today.year % 100
    latest = _day(century + int(year), month, day)
    if latest is not None and latest <= today:
        return latest
    return _day(century - 100 + int(year), month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_serial(text: str) -> date | None:
    number = int(float(text.replace(",", ".")))
    if 1900 <= number <= 2100 or not 3653 < number < 73_050:
        return None
    return date(1899, 12, 30) + timedelta(days=number)


def parse_moment(text: str, order: DateOrder, today: date) -> Moment | None:
    """A local day with its time of day, or the day alone."""
    if len(text.strip()) > _LONGEST:
        return None
    clock = parse_clock(text, day_first=order is DateOrder.DAY_FIRST)
    if clock is not None and clock.day is not None:
        return Moment(
            day=clock.day, time_of_day_ms=clock.time_of_day_ms, offset_ms=clock.offset_ms
        )
    day = parse_day(text, order, today)
    if day is None:
        return None
    tail = _TIME_TAIL.match(text.strip())
    clock = parse_clock(tail.group(2)) if tail else None
    if clock is None:
        return Moment(day=day)
    return Moment(day=day, time_of_day_ms=clock.time_of_day_ms, offset_ms=clock.offset_ms)
