"""The runner: a person across all events of a series; and how two records are told to be one."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NewType, Protocol

from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

RunnerId = NewType("RunnerId", int)
VerdictId = NewType("VerdictId", int)


class Gender(enum.StrEnum):
    """Gender as entered: man, woman, or neither (``X``)."""

    M = "M"
    F = "F"
    X = "X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A person, the same in every event of the series.

    ``nation`` is the code or word as given in the list, upper case; ``birth_date`` is None when
    the list had none (it is never guessed from an age). ``spoken`` says how the name is
    pronounced, ``latin_family`` and ``latin_given`` how it is written in Latin letters where a
    person said so.
    """

    id: RunnerId = RunnerId(0)
    family_name: str
    given_name: str = ""
    gender: Gender | None = None
    birth_date: date | None = None
    nation: str = ""
    club: str = ""
    city: str = ""
    spoken: str = ""
    latin_family: str = ""
    latin_given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerVerdict:
    """A person's answer to whether two records are one runner; asked once and kept.

    ``first_id`` is the smaller id. Records told ``same`` are one runner in the standings; both
    stay as they are.
    """

    id: VerdictId = VerdictId(0)
    first_id: RunnerId
    second_id: RunnerId
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a runner or their people; protected, so apart from ``Runner`` on purpose."""

    runner_id: RunnerId
    email: str = ""
    phone: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    medical: str = ""
    address: str = ""


class Named(Protocol):
    """Whatever carries a person's two names: a runner, a row of a list, a line of results."""

    @property
    def family_name(self) -> str: ...  # noqa: D102

    @property
    def given_name(self) -> str: ...  # noqa: D102


def full_name(person: Named) -> str:
    """Both names in the order they are spoken; one alone where the other is missing."""
    return f"{person.given_name} {person.family_name}".strip()


class Likeness(enum.StrEnum):
    """How sure it is that two records are one person, surest first."""

    SAME = "same"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    NO = "no"


_STRENGTH = {likeness: place for place, likeness in enumerate(Likeness)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The verdict on two records and why; ``runner_id`` is the record compared with."""

    likeness: Likeness
    note: Note
    runner_id: RunnerId = RunnerId(0)


def age_on(birth_date: date, day: date, leap_day_is_march_1: bool = True) -> int:
    """Full years of age on ``day``; negative before the birth.

    Args:
        leap_day_is_march_1: somebody born on 29 February turns a year older on 1 March of a common
            year; otherwise on 28 February.
    """
    birthday = (birth_date.month, birth_date.day)
    if birthday == (2, 29) and not leap_day_is_march_1 and not _is_leap(day.year):
        birthday = (2, 28)
    return day.year - birth_date.year - ((day.month, day.day) < birthday)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "\u0131": "i",  # dotless i
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "þ": "th",
}
# Voicing marks of Japanese kana make another letter, not the same one with an accent.
_VOICING = 8
_ASCII_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """A name as it is compared: no case, no accents, no punctuation, single blanks."""
    folded = text.casefold()
    if not folded.isascii():
        # A modifier letter decomposes into a capital: so both ways round, and the case last.
        plain = unicodedata.normalize("NFKD", folded).casefold()
        decomposed = unicodedata.normalize("NFKD", plain)
        folded = "".join(
            _LETTERS.get(char, char)
            for char in decomposed
            if unicodedata.combining(char) in (0, _VOICING)
        ).casefold()
    if folded.isalpha():
        return folded
    if folded.isascii():
        return " ".join(_ASCII_WORD.findall(folded))
    return " ".join("".join(map(_letter_or_blank, folded)).split())


def _letter_or_blank(char: str) -> str:
    return char if char.isalnum() or unicodedata.category(char).startswith("M") else " "


def name_key(runner: Runner) -> tuple[str, str]:
    """Family and given name folded, in alphabetical order: swapping the two changes nothing."""
    family, given = fold_name(runner.family_name), fold_name(runner.given_name)
    return (family, given) if family <= given else (given, family)


def _tokens(key: tuple[str, str]) -> tuple[str, ...]:
    return tuple(sorted(" ".join(key).split()))


def same_person(a: Runner, b: Runner) -> Match:
    """Whether two records are one person; ``b`` is the record on file.

    ``SAME``: equal names (in either order) and birth dates. ``PROBABLE``: equal names, a birth
    date missing. ``POSSIBLE``: equal birth dates and names that differ by a slip, by the order of
    their words or by a further name; or equal names and birth dates that differ by one slip.
    """
    key_a, key_b = name_key(a), name_key(b)
    if not any(key_a) or not any(key_b):
        return _verdict(Likeness.NO, "person.no-name", b)
    if key_a == key_b:
        if a.birth_date is None or b.birth_date is None:
            return _verdict(Likeness.PROBABLE, "person.probable", b)
        if a.birth_date == b.birth_date:
            return _verdict(Likeness.SAME, "person.same", b)
        if _dates_alike(a.birth_date, b.birth_date):
            return _verdict(Likeness.POSSIBLE, "person.date-slip", b)
        return _verdict(Likeness.NO, "person.other-date", b)
    if a.birth_date is not None and a.birth_date == b.birth_date and _names_alike(key_a, key_b):
        return _verdict(Likeness.POSSIBLE, "person.possible", b)
    return _verdict(Likeness.NO, "person.other", b)


def _verdict(likeness: Likeness, code: str, known: Runner) -> Match:
    params = {
        "name": full_name(known),
        "born": known.birth_date.isoformat() if known.birth_date else "—",
    }
    return Match(likeness=likeness, note=Note(code=code, params=params), runner_id=known.id)


def _dates_alike(a: date, b: date) -> bool:
    """Day and month swapped, or one digit different."""
    if a.year == b.year and (a.month, a.day) == (b.day, b.month):
        return True
    return sum(x != y for x, y in zip(a.isoformat(), b.isoformat(), strict=True)) == 1


def _names_alike(a: tuple[str, str], b: tuple[str, str]) -> bool:
    tokens_a, tokens_b = _tokens(a), _tokens(b)
    if tokens_a == tokens_b:
        return True
    fewer, more = sorted((set(tokens_a), set(tokens_b)), key=len)
    if len(fewer) >= 2 and fewer < more:
        return True
    # Two letters may differ in a long name, one in a short one.
    allowed = 2 if min(sum(map(len, a)), sum(map(len, b))) >= 8 else 1
    one, other = " ".join(a).strip(), " ".join(b).strip()
    return _within(one, other, allowed) or _within(" ".join(tokens_a), " ".join(tokens_b), allowed)


def _within(a: str, b: str, allowed: int) -> bool:
    """Whether at most ``allowed`` letters are added, dropped, replaced or swapped."""
    # One letter added, dropped or replaced changes at most two of the letters that occur.
    if abs(len(a) - len(b)) > allowed or len(set(a) ^ set(b)) > 2 * allowed:
        return False
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, char_a in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, char_b in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char_a != char_b))
            if i > 1 and j > 1 and char_a == b[j - 2] and a[i - 2] == char_b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return False
    return row[-1] <= allowed


class PeopleIndex:
    """Known people, looked up by name and by birth date instead of one by one."""

    # A date shared by more people than this is a placeholder such as 1 January 1900; comparing
    # letter by letter against all of them would say nothing and take long.
    _CROWD = 200

    def __init__(self, runners: Iterable[Runner] = ()) -> None:
        self._by_name: dict[tuple[str, str], list[Runner]] = {}
        self._by_date: dict[date, list[Runner]] = {}
        self._by_tokens: dict[tuple[date, tuple[str, ...]], list[Runner]] = {}
        for runner in runners:
            self.add(runner)

    def add(self, runner: Runner) -> None:
        """Take one more person in, so that the next record can be compared with them."""
        key = name_key(runner)
        if not any(key):
            return
        self._by_name.setdefault(key, []).append(runner)
        if runner.birth_date is not None:
            self._by_date.setdefault(runner.birth_date, []).append(runner)
            self._by_tokens.setdefault((runner.birth_date, _tokens(key)), []).append(runner)

    def matches(self, draft: Runner) -> tuple[Match, ...]:
        """Everybody who is at least possibly the draft's person, surest first, then by id."""
        key = name_key(draft)
        found = {id(runner): runner for runner in self._by_name.get(key, ())}
        if draft.birth_date is not None:
            near = self._by_date.get(draft.birth_date, [])
            if len(near) > self._CROWD:
                near = self._by_tokens.get((draft.birth_date, _tokens(key)), [])
            found.update((id(runner), runner) for runner in near)
        verdicts = [same_person(draft, runner) for runner in found.values()]
        verdicts = [verdict for verdict in verdicts if verdict.likeness is not Likeness.NO]
        return tuple(
            sorted(verdicts, key=lambda match: (_STRENGTH[match.likeness], match.runner_id))
        )

    def best(self, draft: Runner) -> Match | None:
        """The surest match, or None when nobody known is like the draft."""
        namesakes = [same_person(draft, each) for each in self._by_name.get(name_key(draft), ())]
        same = [match for match in namesakes if match.likeness is Likeness.SAME]
        if same:
            return min(same, key=lambda match: match.runner_id)
        return next(iter(self.matches(draft)), None)
