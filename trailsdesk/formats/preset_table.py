"""Strict reading of a rules document: each key is asked for by name and type, others are faults.

A reader never stops at the first fault: it notes the fault with its key path and goes on with a
harmless stand-in, so that one reading lists everything that is wrong.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from trailsdesk.domain.money import exponent
from trailsdesk.domain.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Choice = TypeVar("_Choice", bound=enum.StrEnum)
_StandIn = TypeVar("_StandIn")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_SIGNED = re.compile(rf"-?{_DECIMAL.pattern}")
_FRACTION = re.compile(r"[0-9]{1,6}/[1-9][0-9]{0,5}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_CURRENCY = re.compile(r"[A-Z]{3}")
_TEXT_MAX = 2000
_STAND_IN_DAY = date(2000, 1, 1)

Faults = list[Problem]
"""Faults found so far; readers append to it."""


class Form(enum.StrEnum):
    """What kind of value a key takes."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    METRES = "metres"
    FLAG = "flag"
    DAY = "day"
    MINUTE = "minute"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXTS = "texts"
    WHOLES = "wholes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A single value the reader asked for: where, of what form, and what stands there.

    ``value`` is None where the document says nothing. ``choices`` are the words a choice offers.
    """

    path: str
    form: Form
    value: object | None
    choices: tuple[str, ...] = ()


def fault(faults: Faults, code: str, path: str, **params: str | int) -> None:
    """Note one fault of the document at a key path such as ``event[2].races[0].code``."""
    faults.append(Problem(severity=Severity.ERROR, code=code, params={"path": path, **params}))


def check_unique(values: Iterable[str], path: str, key: str, faults: Faults) -> None:
    """Note every value of a list's items that stands there before."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            fault(faults, "preset.twice", f"{path}[{index}].{key}", found=value)
        seen.add(value)


class Table:
    """One table of the document; keys never asked for are faults once ``close`` is called."""

    def __init__(
        self,
        raw: Mapping[str, object],
        path: str,
        faults: Faults,
        asked: list[Asked] | None = None,
    ) -> None:
        self._raw = raw
        self.path = path
        self.faults = faults
        self.asked: list[Asked] = [] if asked is None else asked
        """Every single value asked for so far, here and in the tables below, in reading order."""
        self._asked: set[str] = set()
        self._children: list[Table] = []

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._raw

    def names(self) -> tuple[str, ...]:
        """The keys of a table whose keys are names, such as race codes."""
        return tuple(self._raw)

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, code: str, key: str, **params: str | int) -> None:
        """Note a fault at one of this table's keys."""
        fault(self.faults, code, self.at(key), **params)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not blank."""
        self._note(key, Form.TEXT)
        value = self._value(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            return self._wrong(key, "text", value, default or "")
        if len(value) > _TEXT_MAX or _CONTROL.search(value):
            self.fault("preset.text", key, limit=_TEXT_MAX)
        elif default is None and not value.strip():
            self.fault("preset.missing", key)
        return value

    def code(self, key: str) -> str:
        """A short name: letters, digits, hyphens, underscores."""
        value = self.text(key)
        if value and not _CODE.fullmatch(value):
            self.fault("preset.code", key, found=value[:60])
        return value

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of short names, at least one."""
        values = self.texts(key)
        if self.has(key) and not values:
            self.fault("preset.empty", key)
        return values

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        self._note(key, Form.TEXTS)
        values: list[str] = []
        for index, value in enumerate(self._list(key)):
            if isinstance(value, str) and 0 < len(value) <= _TEXT_MAX:
                values.append(value)
            else:
                self._wrong(f"{key}[{index}]", "text", value, None)
        return tuple(values)

    def whole(
        self, key: str, default: int | None = None, low: int = 0, high: int = 1_000_000
    ) -> int:
        """A whole number between two bounds."""
        found = self.maybe_whole(key, low, high, required=default is None)
        return (default or 0) if found is None else found

    def maybe_whole(
        self, key: str, low: int = 0, high: int = 1_000_000, *, required: bool = False
    ) -> int | None:
        """A whole number between two bounds, None when it is not there."""
        self._note(key, Form.WHOLE)
        value = self._value(key, required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            return self._wrong(key, "whole number", value, None)
        if not low <= value <= high:
            self.fault("preset.range", key, found=_shown(value), low=low, high=high)
            return None
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers from 0 on, at least one."""
        self._note(key, Form.WHOLES)
        values = self._list(key)
        if not values:
            self.fault("preset.empty", key)
        found: list[int] = []
        for index, value in enumerate(values):
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                self._wrong(f"{key}[{index}]", "whole number", value, None)
            else:
                found.append(value)
        return tuple(found)

    def maybe_metres(self, key: str) -> float | None:
        """A distance or height in metres."""
        self._note(key, Form.METRES)
        value = self._value(key, required=False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._wrong(key, "number", value, None)
        if not 0 <= value <= 1_000_000:
            self.fault("preset.range", key, found=_shown(value), low=0, high=1_000_000)
            return None
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no."""
        self._note(key, Form.FLAG)
        value = self._value(key, required=False)
        if value is None:
            return default
        return (
            value if isinstance(value, bool) else self._wrong(key, "true or false", value, default)
        )

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """An exact number written as text, such as ``"12.5"``; never below zero."""
        self._note(key, Form.DECIMAL)
        value = self._value(key, default is None)
        if value is None:
            return default or Decimal(0)
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            try:
                return Decimal(value)
            except InvalidOperation:
                pass
        return self._wrong(key, "number in quotes", value, default or Decimal(0))

    def maybe_decimal(self, key: str) -> Decimal | None:
        """As ``decimal``, None when it is not there."""
        self._note(key, Form.DECIMAL)
        return None if self._value(key, required=False) is None else self.decimal(key)

    def signed(self, key: str, default: Decimal | None = None) -> Decimal:
        """As ``decimal``, but it may be below zero."""
        self._note(key, Form.DECIMAL)
        value = self._value(key, default is None)
        if value is None:
            return default or Decimal(0)
        if isinstance(value, str) and _SIGNED.fullmatch(value):
            return Decimal(value)
        return self._wrong(key, "number in quotes", value, default or Decimal(0))

    def factor(self, key: str, default: Fraction) -> Fraction:
        """What something is multiplied by: ``"1.5"``, or a fraction such as ``"1/3"``."""
        self._note(key, Form.DECIMAL)
        value = self._value(key, required=False)
        if value is None:
            return default
        known = isinstance(value, str) and (
            _DECIMAL.fullmatch(value) or _FRACTION.fullmatch(value)
        )
        if known:
            return Fraction(str(value))
        return self._wrong(key, "number in quotes", value, default)

    def percent(self, key: str) -> Decimal:
        """A share from ``"0"`` to ``"100"``."""
        value = self.decimal(key)
        if value > 100:
            self.fault("preset.range", key, found=_shown(value), low=0, high=100)
        return value

    def amount(self, key: str, currency: str) -> int:
        """Money written as text with at most the currency's decimals, in minor units."""
        value = self.decimal(key)
        minor = value.scaleb(exponent(currency))
        if minor != minor.to_integral_value():
            self.fault("preset.amount", key, found=_shown(value), currency=currency)
        return int(minor)

    def maybe_amount(self, key: str, currency: str) -> int | None:
        """As ``amount``, None when it is not published."""
        self._note(key, Form.DECIMAL)
        return None if self._value(key, required=False) is None else self.amount(key, currency)

    def currency(self, key: str) -> str:
        """A currency of ISO 4217."""
        value = self.text(key)
        if value and not _CURRENCY.fullmatch(value):
            self.fault("preset.currency", key, found=value[:60])
        return value

    def day(self, key: str) -> date:
        """A date."""
        self._note(key, Form.DAY)
        value = self._value(key, required=True)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return _STAND_IN_DAY if value is None else self._wrong(key, "date", value, _STAND_IN_DAY)

    def maybe_day(self, key: str) -> date | None:
        """A date, None when it is not there."""
        self._note(key, Form.DAY)
        return None if self._value(key, required=False) is None else self.day(key)

    def maybe_minute(self, key: str) -> datetime | None:
        """A local date and time to the minute, without a zone."""
        self._note(key, Form.MINUTE)
        value = self._value(key, required=False)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is not None:
            return self._wrong(key, "local date and time", value, None)
        return value.replace(second=0, microsecond=0)

    def day_or_time(self, key: str) -> date:
        """A date, or a local date and time without a zone."""
        value = self._value(key, required=True)
        if isinstance(value, date) and getattr(value, "tzinfo", None) is None:
            return value
        wanted = "date, or local date and time"
        return _STAND_IN_DAY if value is None else self._wrong(key, wanted, value, _STAND_IN_DAY)

    def choice(self, key: str, default: _Choice) -> _Choice:
        """One of a fixed set of words."""
        self._note(key, Form.CHOICE, tuple(member.value for member in type(default)))
        value = self._value(key, required=False)
        if value is None:
            return default
        return self._one_of(key, value, type(default)) or default

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        """A list of words of a fixed set, each at most once."""
        self._note(key, Form.CHOICES, tuple(member.value for member in kind))
        values: list[_Choice] = []
        for index, raw in enumerate(self._list(key)):
            found = self._one_of(f"{key}[{index}]", raw, kind)
            if found in values:
                self.fault("preset.twice", f"{key}[{index}]", found=str(raw))
            elif found is not None:
                values.append(found)
        return tuple(values)

    def table(self, key: str) -> Table | None:
        """A table inside this one, None when it is not there."""
        value = self._value(key, required=False)
        if value is None:
            return None
        if not isinstance(value, dict):
            return self._wrong(key, "table", value, None)
        return self._child(value, self.at(key))

    def tables(self, key: str, *, required: bool = False) -> tuple[Table, ...]:
        """A list of tables."""
        if required and not self.has(key):
            self._value(key, required=True)
        found: list[Table] = []
        for index, value in enumerate(self._list(key)):
            if isinstance(value, dict):
                found.append(self._child(value, f"{self.at(key)}[{index}]"))
            else:
                self._wrong(f"{key}[{index}]", "table", value, None)
        if required and self.has(key) and not found:
            self.fault("preset.empty", key)
        return tuple(found)

    def raw(self, key: str) -> object:
        """The value as it stands in the document."""
        return self._raw[key]

    def ask_all(self) -> None:
        """Take every key here as known; for tables whose keys are names."""
        self._asked.update(self._raw)

    def close(self) -> None:
        """Note every key nobody asked for, here and in the tables below."""
        for key in self._raw:
            if key not in self._asked:
                self.fault("preset.unknown-key", key)
        for child in self._children:
            child.close()

    def _child(self, raw: Mapping[str, object], path: str) -> Table:
        child = Table(raw, path, self.faults, self.asked)
        self._children.append(child)
        return child

    def _note(self, key: str, form: Form, choices: tuple[str, ...] = ()) -> None:
        path = self.at(key)
        if not self.asked or self.asked[-1].path != path:
            self.asked.append(
                Asked(path=path, form=form, value=self._raw.get(key), choices=choices)
            )

    def _value(self, key: str, required: bool) -> object | None:
        self._asked.add(key)
        if key not in self._raw:
            if required:
                self.fault("preset.missing", key)
            return None
        return self._raw[key]

    def _list(self, key: str) -> list[object]:
        value = self._value(key, required=False)
        if value is None:
            return []
        return value if isinstance(value, list) else self._wrong(key, "list", value, [])

    def _one_of(self, key: str, value: object, kind: type[_Choice]) -> _Choice | None:
        words = [member.value for member in kind]
        if isinstance(value, str) and value in words:
            return kind(value)
        self.fault("preset.choice", key, found=_shown(value), choices=", ".join(words))
        return None

    def _wrong(self, key: str, wanted: str, value: object, stand_in: _StandIn) -> _StandIn:
        self.fault("preset.type", key, wanted=wanted, found=_shown(value))
        return stand_in


def _shown(value: object) -> str:
    """A value as it can be shown in a message."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return str(value)[:60]
