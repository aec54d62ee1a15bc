"""The words of a call-in taken apart: which is a bib, which a place, which a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    ClockText,
    Duration,
    Instant,
    first_instant_from,
    local_date,
    local_instant,
    parse_clock,
)
from trailsdesk.domain.people import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VERBS = {
    "in": "in", "arrived": "in",
    "out": "out", "left": "out",
    "dnf": "dnf", "wd": "dnf", "withdrawn": "dnf", "stops": "dnf", "stopped": "dnf",
}  # fmt: skip
AHEAD_MS = 10 * MINUTE_MS
"""A watch at a checkpoint may be so far ahead of the clock here; later is not a time of today."""
LONGEST_RACE_MS = 100 * HOUR_MS
"""A gun longer ago belongs to a race that is over: its calls are being typed up afterwards."""
_LONGEST_NAME = 4
_DIGITS = re.compile(r"\d{3,6}")
_BIB = re.compile(r"[\w?]*[\d?][\w?]*")
_PLACE = re.compile(r"[^\W\d_]+\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that may be named: its code and its name."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time of day as called, on ``day`` where the call says one."""

    text: str
    clock: ClockText
    day: date | None = None

    def nearest(self, now_ms: Instant, zone: str, gun_ms: Instant | None) -> Instant | None:
        """The moment nearest to now at which the clocks showed it, after the gun.

        What has not come yet was not seen: only a few minutes ahead are taken for a watch that
        runs fast. None when there is no such moment between the gun and now. In a race that is
        over long since it is the first such moment after the gun.
        """
        if gun_ms is not None and self.day is None and now_ms - gun_ms > LONGEST_RACE_MS:
            return first_instant_from(gun_ms, self.clock.time_of_day_ms, zone).instant_ms
        today = local_date(now_ms, zone)
        days = [self.day] if self.day else [today + timedelta(days=by) for by in (-1, 0, 1)]
        found: list[Instant] = []
        for day in days:
            local = local_instant(day, self.clock.time_of_day_ms, zone)
            found.append(local.instant_ms)
            if local.again_ms is not None:
                found.append(local.again_ms)
        possible = [
            each
            for each in found
            if each <= now_ms + AHEAD_MS and (gun_ms is None or each >= gun_ms)
        ]
        return min(possible, key=lambda each: abs(each - now_ms), default=None)


@dataclass(slots=True)
class CallWords:
    """A line taken apart; what has no place in it is ``rest``."""

    bibs: list[str] = field(default_factory=list)
    place: str = ""
    unknown_place: str = ""
    near_places: tuple[str, ...] = ()
    moment: Moment | None = None
    verb: str = ""
    reason: str = ""
    way: str = ""
    rest: str = ""


def read_words(text: str, spots: Sequence[Spot], is_bib: Callable[[str], bool]) -> CallWords:
    """Take a line apart.

    Of two numbers the one nobody wears is the time; where both or neither are bibs the last one
    is, unless it is a known bib of three digits. Bibs with commas between them are never times.
    After ``dnf`` what is neither bib, place nor time is the reason; after a ``/`` stands how the
    runner comes back.
    """
    return _Reader(text, spots, is_bib).read()


class _Reader:
    def __init__(self, text: str, spots: Sequence[Spot], is_bib: Callable[[str], bool]) -> None:
        self._spots = spots
        self._is_bib = is_bib
        self._found = CallWords()
        head, slash, tail = text.partition("/")
        self._tail = f"/{tail}" if slash else ""
        self._found.way = " ".join(tail.split())
        # "214, 215" and "214 ,215" are one list, as "214,215" is.
        listed = re.sub(r"\s*,[\s,]*", ",", head.replace("#", " "))
        self._tokens = [word.strip(".;:,") for word in listed.split() if word.strip(".;:,")]
        self._numbers: list[str] = []
        self._day: date | None = None

    def read(self) -> CallWords:
        found = self._found
        at = 0
        while at < len(self._tokens):
            taken = self._take(at) or self._blame(self._tokens[at])
            if not taken:
                break
            at += taken
        left = " ".join(self._tokens[at:])
        self._sort_numbers()
        if found.place and found.unknown_place:
            left = " ".join(filter(None, (found.unknown_place, left)))
            found.unknown_place = ""
        if found.verb == "dnf":
            found.reason = left
        else:
            found.rest = " ".join(filter(None, (left, self._tail)))
            found.way = ""
        if found.unknown_place:
            found.near_places = self._near(found.unknown_place)
        return found

    def _blame(self, token: str) -> int:
        """The first word nobody understands is the place, while none is named.

        Behind ``dnf`` it may as well be the reason: there only what looks like a place is one.
        """
        found = self._found
        if found.place or found.unknown_place:
            return 0
        if found.verb == "dnf" and not _PLACE.fullmatch(token):
            return 0
        found.unknown_place = token
        return 1

    def _take(self, at: int) -> int:
        """How many words from ``at`` on were understood; 0 ends the part that has a form."""
        token = self._tokens[at]
        verb = VERBS.get(token.casefold(), "")
        if verb and not self._found.verb:
            self._found.verb = verb
            return 1
        if not self._found.place and (words := self._take_place(at)):
            return words
        if "," in token:
            self._found.bibs += [bib for bib in token.split(",") if bib]
            return 1
        return 1 if self._take_time(token) or self._take_number(token) else 0

    def _take_place(self, at: int) -> int:
        """The place named by the most words from ``at`` on."""
        for count in range(min(_LONGEST_NAME, len(self._tokens) - at), 0, -1):
            said = " ".join(self._tokens[at : at + count])
            code = self._place_named(said, sure=count > 1)
            if code:
                self._found.place = code
                return count
        return 0

    def _place_named(self, said: str, *, sure: bool) -> str:
        for spot in self._spots:
            if spot.code.casefold() == said.casefold():
                return spot.code
        folded = fold_name(said)
        if len(folded) < 3 or (not sure and _BIB.fullmatch(said)):
            return ""
        whole = [spot.code for spot in self._spots if fold_name(spot.label) == folded]
        begun = [spot.code for spot in self._spots if _begins(fold_name(spot.label), folded)]
        near = whole or begun
        return near[0] if len(set(near)) == 1 else ""

    def _take_time(self, token: str) -> bool:
        """A word that can only be a time, or a day before one."""
        if self._found.moment is not None:
            return False
        if _DAY.fullmatch(token) and self._day is None:
            try:
                self._day = date.fromisoformat(token)
            except ValueError:
                return False
            return True
        if token.isdecimal():
            return False
        clock = parse_clock(token.replace(".", ":"))
        if clock is None or clock.day is not None:
            return False
        self._found.moment = Moment(text=token, clock=clock)
        return True

    def _take_number(self, token: str) -> bool:
        """A number, or a bib with letters; which numbers are times is decided at the end."""
        found = self._found
        if token.isdecimal():
            whose = bool(self._numbers or found.bibs)
            if found.verb == "dnf" and found.place and whose:
                # "2 toes" is a reason; only a time may still follow.
                timed = found.moment is not None or len(self._numbers) > 1
                if timed or _clock_of(token) is None:
                    return False
            self._numbers.append(token)
            return True
        if self._is_bib(token) or (_BIB.fullmatch(token) and not self._looks_like_place(token)):
            self._found.bibs.append(token)
            return True
        return False

    def _looks_like_place(self, token: str) -> bool:
        """Letters before digits, as in ``cp9``, are a place sooner than a bib."""
        return not self._found.place and bool(re.fullmatch(r"[^\W\d_]+\d*", token))

    def _sort_numbers(self) -> None:
        """Which of the numbers is the time."""
        found = self._found
        numbers = self._numbers
        at = self._time_among(numbers)
        if at is not None:
            clock = _clock_of(numbers[at])
            assert clock is not None  # noqa: S101  only such a number was chosen
            found.moment = Moment(text=numbers.pop(at), clock=clock)
        found.bibs += numbers
        if found.moment is not None and self._day is not None:
            found.moment = Moment(
                text=f"{self._day} {found.moment.text}", clock=found.moment.clock, day=self._day
            )

    def _time_among(self, numbers: Sequence[str]) -> int | None:
        others = len(numbers) + len(self._found.bibs)
        if self._found.moment is not None or others < 2 or not numbers:
            return None
        last = len(numbers) - 1
        clocks = [_clock_of(number) is not None for number in numbers]
        worn = [self._is_bib(number) for number in numbers]
        if clocks[last] and not worn[last]:
            return last
        if clocks[0] and not worn[0] and worn[last] and len(numbers) > 1:
            return 0
        if clocks[last] and len(numbers[last]) > 3:
            return last
        return None

    def _near(self, word: str) -> tuple[str, ...]:
        """Codes of places a misspelt one may be; without any likeness the first few."""
        names = {spot.code.casefold(): spot.code for spot in self._spots}
        for spot in self._spots:
            for part in (fold_name(spot.label), *fold_name(spot.label).split()):
                names.setdefault(part, spot.code)
        near = get_close_matches(word.casefold(), list(names), n=8, cutoff=0.5)
        codes = tuple(dict.fromkeys(names[each] for each in near))
        return codes or tuple(spot.code for spot in self._spots[:5])


def _begins(label: str, said: str) -> bool:
    """Whether a name, or a word in it, begins with what was said."""
    return label.startswith(said) or f" {said}" in label


def _clock_of(digits: str) -> ClockText | None:
    """``932``, ``1132``, ``113215`` as times of day."""
    if not _DIGITS.fullmatch(digits):
        return None
    seconds = int(digits[-2:]) if len(digits) > 4 else 0
    rest = digits[:-2] if len(digits) > 4 else digits
    hours, minutes = int(rest[:-2]), int(rest[-2:])
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    total = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS
    assert total < DAY_MS  # noqa: S101
    return ClockText(time_of_day_ms=Duration(total))
