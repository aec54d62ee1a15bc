"""Bibs as they are compared, the ranges they come from, and what a misread one may have been."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.event import BibRange, RaceId

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping

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


def suggest_known(
    bib: str, known: Mapping[str, str], most: int = 5, worn: Container[str] = ()
) -> tuple[str, ...]:
    """``suggest_bibs`` for many questions on one list: ``known`` maps ``bib_key`` to the bib.

    ``worn`` are keys that are bibs too but not to be suggested: with 214 in, ``214215`` is 215.
    """
    key = bib_key(bib)
    found: dict[str, None] = {}
    for candidate in _candidates(key):
        spelled = known.get(bib_key(candidate))
        if candidate and spelled is not None and bib_key(candidate) != key:
            found[spelled] = None
            if len(found) == most:
                return tuple(found)
    for cut in range(1, len(key)):
        pair = bib_key(key[:cut]), bib_key(key[cut:])
        if all(each in known or each in worn for each in pair):
            found.update(dict.fromkeys(known[each] for each in pair if each in known))
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


# Ranges

_DASH = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\.{2,}|\u2026|\bto\b)\s*", re.IGNORECASE)
_BREAK = re.compile(r"[\s,;]+")
_SPAN = re.compile(r"([^\W\d_]{0,8})(\d{1,6})(?:-([^\W\d_]{0,8})(\d{1,6}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRanges:
    """Bib ranges as typed; ``unread`` are the pieces that are none."""

    ranges: tuple[BibRange, ...] = ()
    unread: tuple[str, ...] = ()


def parse_ranges(text: str, race_id: RaceId) -> ParsedRanges:
    """Ranges as people write them: ``1-400, A1-A50``, ``1 to 400; 512``, in any order.

    Ranges that meet or overlap become one. Zeros before the digits of a lettered bib belong to
    it: ``A08-A12`` is A08, A09, A10, A11, A12. Those before plain numbers mean nothing.
    """
    found: list[_Span] = []
    unread: list[str] = []
    for piece in _pieces(text):
        spans = _spans(piece)
        found += spans
        if not spans:
            unread.append(piece)
    ranges = [
        BibRange(race_id=race_id, prefix=span.prefix, first=span.first, last=span.last)
        for span in _joined(found)
    ]
    return ParsedRanges(ranges=tuple(ranges), unread=tuple(unread))


def ranges_text(ranges: Iterable[BibRange]) -> str:
    """Ranges as ``parse_ranges`` reads them: ``1-400, A1-A50``."""
    words: list[str] = []
    first = before = None
    for each in ranges:
        if before is not None and first is not None and _goes_on(before, each):
            words[-1] = _span_text(first, each)
        else:
            first = each
            words.append(_span_text(each, each))
        before = each
    return ", ".join(words)


def range_size(ranges: Iterable[BibRange]) -> int:
    """How many bibs the ranges hold."""
    return sum(each.last - each.first + 1 for each in ranges)


def bibs_of(ranges: Iterable[BibRange]) -> Iterator[str]:
    """Every bib of the ranges, in their order."""
    for each in ranges:
        for number in range(each.first, each.last + 1):
            yield f"{each.prefix}{number}"


def free_bibs(ranges: Iterable[BibRange], taken: Container[str]) -> Iterator[str]:
    """The bibs of the ranges that nobody has; ``taken`` holds their ``bib_key``."""
    return (bib for bib in bibs_of(ranges) if bib_key(bib) not in taken)


def in_ranges(bib: str, ranges: Iterable[BibRange]) -> bool:
    """Whether a bib lies in one of the ranges."""
    key = bib_key(bib)
    return any(_holds(each, key) for each in ranges)


def shared_bibs(ranges: Iterable[BibRange], others: Iterable[BibRange]) -> tuple[BibRange, ...]:
    """The parts of ``ranges`` that lie in the other ranges too."""
    second = tuple(others)
    return tuple(
        replace(each, first=max(each.first, other.first), last=min(each.last, other.last))
        for each in ranges
        for other in second
        if each.prefix.casefold() == other.prefix.casefold()
        and max(each.first, other.first) <= min(each.last, other.last)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedBibs:
    """What a list of bibs and ranges means among the bibs that are known.

    ``missing`` are the pieces that mean none of them, ``gaps`` counts the numbers of its ranges
    that are no known bibs.
    """

    bibs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    gaps: int = 0


def pick_bibs(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The known bibs that a list or range means, and the pieces that mean none.

    In ``12, 14, 20-29`` each single bib has to be known; of a range those that are known count.

    Args:
        known: ``bib_key`` to bib.
    """
    picked = _picked(text, known, None)
    return picked.bibs, picked.missing


def pick_bibs_within(text: str, known: Mapping[str, str], given: Collection[str]) -> PickedBibs:
    """As ``pick_bibs``, for what is not easily mended: a range has to end at bibs that exist.

    One that goes beyond the lowest or highest bib of its letters is a slip of the keys
    (``20-255`` for ``20-25``) and means none. Gaps inside are counted.

    Args:
        given: every bib given out, also those that are not meant any more, by ``bib_key``.
    """
    return _picked(text, known, given)


def _picked(text: str, known: Mapping[str, str], given: Collection[str] | None) -> PickedBibs:
    picked: dict[str, None] = {}
    missing: dict[str, None] = {}
    gaps = 0
    for piece in _pieces(text):
        bib = known.get(bib_key(piece))
        if bib is not None:
            picked[bib] = None
            continue
        ranges = parse_ranges(piece, RaceId(0)).ranges if "-" in piece else ()
        inside = [bib for key, bib in known.items() if any(_holds(each, key) for each in ranges)]
        beyond = given is not None and not all(_lies_within(each, given) for each in ranges)
        if not inside or beyond:
            missing[piece] = None
            continue
        picked.update(dict.fromkeys(inside))
        gaps += range_size(ranges) - len(inside)
    return PickedBibs(bibs=tuple(picked), missing=tuple(missing), gaps=gaps)


def _lies_within(each: BibRange, given: Collection[str]) -> bool:
    """Whether both ends lie between bibs of the same letters that were given out."""
    every = replace(each, first=0, last=10**_MOST_DIGITS - 1)
    at = len(each.prefix)
    numbers = [int(key[at:]) for key in given if _holds(every, key)]
    return bool(numbers) and min(numbers) <= each.first and each.last <= max(numbers)


@dataclass(frozen=True, slots=True)
class _Span:
    prefix: str
    first: int
    last: int


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BREAK.split(_DASH.sub("-", text)) if piece.strip("-")]


def _spans(piece: str) -> list[_Span]:
    """A piece as spans of numbers; more than one where zeros before the digits run out."""
    match = _SPAN.fullmatch(piece)
    if match is None:
        return []
    prefix, low, other, high = match[1], match[2], match[3], match[4]
    if high is None:
        high = low
    elif other and other.casefold() != prefix.casefold():
        return []
    if int(low) > int(high):
        low, high = high, low
    if not prefix:
        return [_Span("", int(low), int(high))]
    return _padded(prefix, low, high)


def _padded(prefix: str, low: str, high: str) -> list[_Span]:
    """``A08`` to ``A12`` as A0 with 8 to 9 and A with 10 to 12; equal without zeros in front."""
    if not low.startswith("0") or low == "0":
        return [_Span(prefix, int(low), int(high))]
    spans = []
    first, last, width = int(low), int(high), len(low)
    while first <= last:
        digits = len(str(first))
        end = min(last, 10**digits - 1) if digits < width else last
        spans.append(_Span(prefix + "0" * max(0, width - digits), first, end))
        first = end + 1
    return spans


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """Spans that meet or overlap as one, where the first of them stood."""
    joined: list[_Span] = []
    for span in spans:
        merged = span
        at = len(joined)
        for other in [each for each in joined if _meet(each, merged)]:
            merged = _Span(
                other.prefix, min(other.first, merged.first), max(other.last, merged.last)
            )
            at = min(at, joined.index(other))
            joined.remove(other)
        joined.insert(at, merged)
    return joined


def _meet(one: _Span, other: _Span) -> bool:
    same = one.prefix.casefold() == other.prefix.casefold()
    return same and one.first <= other.last + 1 and other.first <= one.last + 1


def _holds(each: BibRange, key: str) -> bool:
    prefix = each.prefix.casefold()
    digits = key[len(prefix) :]
    if not key.startswith(prefix) or not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return False
    # "A07" is A0 with 7, and not A with 7.
    return each.first <= int(digits) <= each.last and digits == str(int(digits))


_MOST_DIGITS = 6


def _goes_on(before: BibRange, after: BibRange) -> bool:
    """Whether a lettered range only goes on with a digit more and a zero less."""
    return (
        before.prefix == after.prefix + "0"
        and before.last + 1 == after.first
        and len(str(before.last)) < len(str(after.first))
    )


def _span_text(first: BibRange, last: BibRange) -> str:
    low, high = f"{first.prefix}{first.first}", f"{last.prefix}{last.last}"
    return low if low == high else f"{low}-{high}"
