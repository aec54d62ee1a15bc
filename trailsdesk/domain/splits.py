"""Where an entry was seen on the way, point by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.governing import choose, in_time, rule_of
from trailsdesk.domain.timing import FINISH, OUT, START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.timing import EntryReads, ResolvedRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """An entry at a timing point: arriving, and leaving where somebody said so.

    ``since_ms`` is since the gun of the entry's wave. Either time may be missing: who only left
    was there too. ``read_ids`` are the reads it rests on.
    """

    point: TimingPoint
    instant_ms: Instant | None = None
    since_ms: Duration | None = None
    out_ms: Instant | None = None
    read_ids: tuple[int, ...] = ()


def splits_of(
    seen: EntryReads, points: Sequence[TimingPoint], gap_ms: Duration
) -> tuple[Split, ...]:
    """The splits of an entry in the order of the course; points where nobody saw it are left out.

    Start and finish are no splits. ``gap_ms`` is the rules' duplicate gap, for points without one
    of their own.
    """
    by_point: dict[str, list[ResolvedRead]] = {}
    for each in seen.passings:
        by_point.setdefault(each.point, []).append(each)
    splits = []
    for point in points:
        came, left = by_point.get(point.code, ()), by_point.get(point.code + OUT, ())
        if point.code in (START, FINISH) or not (came or left):
            continue
        rule = rule_of(point, gap_ms)
        arrival = choose(in_time(came, seen.gun_ms), seen.gun_ms, rule).governing if came else None
        departure = in_time(left, seen.gun_ms)[-1] if left else None
        since = arrival.since(seen.gun_ms) if arrival else None
        splits.append(
            Split(
                point=point,
                instant_ms=_instant(arrival, seen.gun_ms),
                since_ms=None if since is None else Duration(since),
                out_ms=_instant(departure, seen.gun_ms),
                read_ids=tuple(each.read.id for each in (arrival, departure) if each is not None),
            )
        )
    return tuple(splits)


def _instant(resolved: ResolvedRead | None, gun_ms: Instant | None) -> Instant | None:
    if resolved is None:
        return None
    elapsed = resolved.read.elapsed_ms
    if resolved.instant_ms is None and elapsed is not None and gun_ms is not None:
        return Instant(gun_ms + elapsed)
    return resolved.instant_ms
