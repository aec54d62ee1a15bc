"""Bibs as they are compared, and which known bib a misread one may have been."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Digits beside, above and below one another on the number row and on the number pad.
_NEIGHBOURS = {
    "0": "129",
    "1": "024",
    "2": "0135",
    "3": "246",
    "4": "1357",
    "5": "24683",
    "6": "3579",
    "7": "468",
    "8": "5790",
    "9": "6801",
}
_DIGITS = "0123456789"


@lru_cache(maxsize=65_536)
def bib_key(bib: str) -> str:
    """A bib as it is compared: no blanks around, no case, no leading zeros when all digits."""
    key = bib.strip().casefold()
    if key.isdecimal():
        return key.lstrip("0") or "0"
    return key


def suggest_bibs(bib: str, known: Iterable[str], most: int = 5) -> tuple[str, ...]:
    """The known bibs a misread or mistyped one may have been, likeliest first.

    In this order: two neighbouring digits swapped, a digit missing or doubled, a neighbouring key
    struck, two bibs run together (``214215`` suggests 214 and 215).
    """
    return suggest_known(bib, {bib_key(each): each for each in known}, most)


def suggest_known(bib: str, known: Mapping[str, str], most: int = 5) -> tuple[str, ...]:
    """``suggest_bibs`` for many questions on one list: ``known`` maps ``bib_key`` to the bib."""
    key = bib_key(bib)
    found: dict[str, None] = {}
    for candidate in _candidates(key):
        spelled = known.get(bib_key(candidate))
        if candidate and spelled is not None and bib_key(candidate) != key:
            found[spelled] = None
            if len(found) == most:
                return tuple(found)
    for cut in range(1, len(key)):
        pair = known.get(bib_key(key[:cut])), known.get(bib_key(key[cut:]))
        if pair[0] is not None and pair[1] is not None:
            found.update(dict.fromkeys(each for each in pair if each is not None))
    return tuple(found)[:most]


def _candidates(key: str) -> Iterator[str]:
    places = range(len(key))
    for at in places[:-1]:
        yield key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    for at in range(len(key) + 1):
        for digit in _DIGITS:
            yield key[:at] + digit + key[at:]
    for at in places:
        yield key[:at] + key[at + 1 :]
    for at in places:
        for digit in _NEIGHBOURS.get(key[at], ""):
            yield key[:at] + digit + key[at + 1 :]
