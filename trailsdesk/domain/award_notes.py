"""The reasons behind awards: why a place is whose it is, and why another is nobody's."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from trailsdesk.domain.award_rules import Award, AwardTime, OnePrize
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.results import ResultRow

_NOBODY = "\N{EM DASH}"
_TIME_CODES = {AwardTime.GUN: "award.explain-gun", AwardTime.NET: "award.explain-net"}


class Holding(NamedTuple):
    """A prize somebody has: of which award, for which place."""

    award: str
    place: int


def explained(
    award: Award,
    group: str,
    row: ResultRow,
    place: int,
    bibs: Sequence[str],
    finishers: int,
    value_ms: int,
) -> Note:
    """Why a runner is at a place: among how many of the group, in which time, shared with whom."""
    params: dict[str, str | int] = {
        "place": place,
        "finishers": finishers,
        "group": group,
        "race": row.race_label,
        "time": format_elapsed(value_ms),
    }
    if award.to_point:
        params |= {"start": award.from_point, "end": award.to_point}
    if len(bibs) > 1:
        params["bibs"] = ", ".join(bibs)
    code = "award.explain-split" if award.to_point else _TIME_CODES.get(award.time)
    return Note(code=(code or "award.explain") + ("-shared" if len(bibs) > 1 else ""),
                params=params)  # fmt: skip


def moved_up(
    rule: OnePrize,
    prize_place: int | None,
    ahead: Iterable[tuple[ResultRow, Holding]],
    place: int,
) -> tuple[Note, ...]:
    """Who ahead made room by having a better prize; nothing where nobody moves."""
    if prize_place is None:
        return ()
    if rule is OnePrize.MOST_PRESTIGIOUS:
        return tuple(_made_room(row, held, "award.moved-up") for row, held in ahead)
    if rule is OnePrize.BOTH_ENGRAVED and prize_place != place:
        notes = [_made_room(row, held, "award.moved-up") for row, held in ahead]
        return (Note(code="award.prize-passed", params={"place": prize_place}), *notes)
    return ()


def _made_room(row: ResultRow, held: Holding, code: str) -> Note:
    params: dict[str, str | int] = {
        "bib": row.bib or _NOBODY,
        "name": full_name(row),
        "award": held.award,
        "place": held.place,
    }
    return Note(code=code, params=params)


def passed_over(row: ResultRow, place: int, held: Holding, *, stays: bool) -> Note:
    """Somebody who would stand on the list and has a better prize."""
    note = _made_room(row, held, "award.place-left" if stays else "award.passed-over")
    return Note(code=note.code, params={**note.params, "here": place})


def gaps(
    places: Sequence[int], depth: int, free: int, finishers: int | None = None
) -> tuple[Note, ...]:
    """Which places are nobody's because of a tie, or because too few have finished.

    Args:
        free: finishers who may still take a prize.
        finishers: all of them, where that is more.
    """
    counts = Counter(places)
    notes = []
    for place in range(2, depth + 1):
        before = [each for each in counts if each < place]
        if place in counts or not before:
            continue
        last = max(before)
        if counts[last] > 1 and last + counts[last] > place:
            params: dict[str, str | int] = {
                "place": place, "tied": last, "count": counts[last],
            }  # fmt: skip
            notes.append(Note(code="award.tie-skips", params=params))
    if free < depth:
        notes.append(_too_few(depth, free, free if finishers is None else finishers))
    return tuple(notes)


def _too_few(depth: int, free: int, finishers: int) -> Note:
    params: dict[str, str | int] = {"count": free, "places": depth, "finishers": finishers}
    if finishers == free:
        return Note(code="award.few" if free else "award.nobody", params=params)
    return Note(code="award.few-left" if free else "award.none-left", params=params)


def too_few_starters(award: Award, starters: int) -> Note:
    """Why nobody is honoured: the fewest starters the award asks for."""
    first = min((band.from_starters for band in award.bands), default=0)
    least = max(award.least_starters, first)
    return Note(code="award.too-few-starters", params={"starters": starters, "least": least})
