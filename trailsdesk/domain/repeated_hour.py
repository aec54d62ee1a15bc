"""The hour that clocks put back in autumn show twice: which of the two a wall time meant.

A clock that nobody put right writes 2:55, then 2:05, though ten minutes passed. Within one source
the order of the lines tells: a time that lies back by much of an hour while the lines go on was
shown the second time, and so were those of the hour that follow it. Where the order does not tell
(no such step, more than one, lines sorted by bib) the first of the two is taken, and that is told.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import HOUR_MS, MINUTE_MS, Instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OUT_OF_ORDER_MS = MINUTE_MS
"""Clocks and cables shuffle lines by seconds; more than a minute back is out of order."""
_MOST_OUT_OF_ORDER = 20
"""One line in so many may be; with more of them the order of the lines says nothing."""
_OTHER_AUTUMN_MS = 12 * HOUR_MS


class RepeatedHour(enum.StrEnum):
    """How the times of the hour that came twice are read.

    ``BY_ORDER`` goes by the order of the lines and takes what is unsure as the first time round.
    ``BY_ORDER_ELSE_SECOND`` takes that as the second: so it is where the same lines are held so.
    """

    BY_ORDER = "by-order"
    FIRST = "first"
    SECOND = "second"
    BY_ORDER_ELSE_SECOND = "by-order-else-second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Positions taken as the second time round, and those of which the order did not tell."""

    second: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()


def tell_passes(
    instants: Sequence[Instant | None],
    again: Mapping[int, Instant],
    clocks: Sequence[str],
    how: RepeatedHour,
) -> Told:
    """Which times of the repeated hour were shown the second time.

    The whole source is looked at as the log of one clock; where that does not tell, each of
    ``clocks`` by itself, for a file may hold one log after the other.

    Args:
        instants: in line order, those of the repeated hour as shown the first time.
        again: by position, the instant at which the clocks showed it again.
        clocks: by position, the place or device that wrote the line.
    """
    if how in (RepeatedHour.FIRST, RepeatedHour.SECOND) or not again:
        return Told(second=frozenset(again if how is RepeatedHour.SECOND else ()))
    lines = range(len(instants))
    second = _second_pass(lines, instants, again)
    unsure: set[int] = set()
    if second is None:
        second = set()
        for own in _by_clock(lines, again, clocks):
            found = _second_pass(own, instants, again)
            if found is None:
                unsure.update(at for at in own if at in again)
            else:
                second |= found
    if how is RepeatedHour.BY_ORDER_ELSE_SECOND:
        second |= unsure
    return Told(second=frozenset(second), unsure=frozenset(unsure))


def _by_clock(
    lines: Sequence[int], again: Mapping[int, Instant], clocks: Sequence[str]
) -> Sequence[Sequence[int]]:
    """The lines of each clock that has some in the repeated hour."""
    found: dict[str, list[int]] = {clocks[at]: [] for at in again}
    for at in lines:
        own = found.get(clocks[at])
        if own is not None:
            own.append(at)
    return list(found.values())


def _second_pass(
    lines: Sequence[int], instants: Sequence[Instant | None], again: Mapping[int, Instant]
) -> set[int] | None:
    """Positions shown the second time, by the one step back of these lines; None: cannot tell."""
    second: set[int] = set()
    highest: int | None = None
    counted = out_of_order = 0
    begun = False
    for at in lines:
        moment: int | None = instants[at]
        if moment is None:
            continue
        later = again.get(at)
        if later is not None and highest is not None:
            width, back = later - moment, highest - moment
            # Another autumn has its own step back.
            begun = (begun and back > -_OTHER_AUTUMN_MS) or width // 2 <= back <= width
            # A line of the first round that only came seconds late.
            if begun and not 0 <= back <= _OUT_OF_ORDER_MS:
                if highest - later >= width // 2:
                    return None
                second.add(at)
                moment = later
        counted += 1
        if highest is not None and highest - moment > _OUT_OF_ORDER_MS:
            out_of_order += 1
        highest = moment if highest is None else max(highest, moment)
    in_order = out_of_order * _MOST_OUT_OF_ORDER <= counted
    return second if second and in_order else None
