"""Words for people: gettext for every text, and sentences for message codes.

One catalogue serves the window, paper, spreadsheets and the command line. Nothing here knows Qt.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import KnownError, Note, Problem
from trailsdesk.messages import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use(translations: gettext.NullTranslations) -> None:
    """Take another catalogue from here on; texts already made keep their language."""
    global _translations  # one catalogue per process is the meaning of this module
    _translations = translations


def _(text: str) -> str:
    """The text in the user's language."""
    return _translations.gettext(text)


def plural(one: str, many: str, count: int) -> str:
    """The form of a text for ``count``, with ``{count}`` filled in."""
    return _translations.ngettext(one, many, count).format(count=count)


def day_words(day: date, *, year: bool = True, weekday: bool = False, long: bool = False) -> str:
    """A day as people write it, the month never a number: 9 Aug 1986, or Sun 9 August."""
    month = _((_MONTHS if long else _SHORT_MONTHS)[day.month - 1])
    before = _(_WEEKDAYS[day.weekday()]) if weekday else ""
    pieces = (before, day.day, month, day.year if year else "")
    return " ".join(str(piece) for piece in pieces if piece)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)( \d\d:\d\d(?::\d\d)?)?")
_ISOLATE, _END_OF_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_COUNTED = re.compile(r"\{(\w+)#([^|{}]*)\|([^|{}]*)\}")
_WHERE_SAID = re.compile(r"\[\[(.*?)\]\]")


def sentence(code: str, params: Mapping[str, str | int]) -> str:
    """The sentence of a message code; an unknown code is shown as it is, never hidden.

    Days among the parameters are worded. What stands in ``[[ ]]`` is left out when a parameter
    inside it is empty. ``{count#read|reads}`` is the number with the word that goes with it.
    """
    template = MESSAGES.get(code)
    if template is None:
        return (
            code if not params else f"{code}: " + ", ".join(f"{k} {v}" for k, v in params.items())
        )
    words = _Forgiving({name: _worded(value) for name, value in params.items()})
    whole = _WHERE_SAID.sub(lambda part: _if_said(part[1], words), _(template))
    if "#" in whole:
        whole = _COUNTED.sub(lambda part: _with_its_word(part, words), whole)
    return whole.format_map(words)


def _with_its_word(part: re.Match[str], words: Mapping[str, str | int]) -> str:
    """A number and its word: ``1 read``, ``2 reads``; a number that came as text has its own."""
    value = words[part[1]]
    number = int(value) if isinstance(value, int) or value.isdecimal() else None
    word = part[3] if number is None else plural(part[2], part[3], number)
    return f"{{{part[1]}}} {word}"


def _worded(value: str | int) -> str | int:
    """A day or moment in words; a name that runs from right to left kept to itself."""
    if not isinstance(value, str):
        return value
    moment = _MOMENT.fullmatch(value)
    if moment is None:
        return isolated(value)
    try:
        return day_words(date.fromisoformat(moment[1])) + (moment[2] or "")
    except ValueError:
        return value


def isolated(text: str) -> str:
    """A text that does not turn around the numbers after it when it runs from right to left.

    One that holds such a piece already, and every other text, comes back as it is; a mark
    without its other half goes.

    Source:
        Unicode Standard Annex 9, the isolates of section 2.4.
    """
    if text.isascii() or (
        _ISOLATE in text and text.count(_ISOLATE) == text.count(_END_OF_ISOLATE)
    ):
        return text
    text = text.replace(_ISOLATE, "").replace(_END_OF_ISOLATE, "")
    if not any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in text):
        return text
    return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"


def _if_said(part: str, words: Mapping[str, str | int]) -> str:
    """An optional part of a sentence, or nothing when one of its parameters is empty."""
    names = re.findall(r"\{(\w+)[#}]", part)
    return part if all(words.get(name, "") != "" for name in names) else ""


def message(item: Problem | Note | KnownError) -> str:
    """What happened, where and what to do, in one or two sentences (without file, row, column)."""
    note = item.note if isinstance(item, KnownError) else item
    return sentence(note.code, note.params)


def where(problem: Problem) -> str:
    """File, row and column of a problem, as far as it has them."""
    parts = []
    if problem.file:
        parts.append(problem.file)
    if problem.row is not None:
        parts.append(_("row {row}").format(row=problem.row))
    if problem.column:
        parts.append(_("column “{column}”").format(column=problem.column))
    return ", ".join(parts)


class _Forgiving(dict[str, str | int]):
    """A missing parameter shows as a gap instead of losing the whole message."""

    def __missing__(self, key: str) -> str:
        return "…"
