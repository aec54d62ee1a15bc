"""Which of several reads of one runner at one point counts, and what becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import Pick
from trailsdesk.domain.timing import ResolvedRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import TimingPoint

Reads = tuple["ResolvedRead", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule:
    """How the reads of a point are taken: reads within ``gap_ms`` of the one before are one go."""

    gap_ms: Duration
    pick: Pick


def rule_of(point: TimingPoint | None, gap_ms: Duration, usual: Pick = Pick.FIRST) -> PointRule:
    """The rule of a point as the organiser set it; what is not set is the rules' and usual one."""
    if point is None:
        return PointRule(gap_ms=gap_ms, pick=usual)
    own_gap = gap_ms if point.min_gap_ms is None else point.min_gap_ms
    return PointRule(gap_ms=own_gap, pick=point.pick or usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The read that counts, and the others: before the gun, repeats, and backups not needed."""

    governing: ResolvedRead
    early: Reads = ()
    repeats: Reads = ()
    backups: Reads = ()


def choose(reads: Reads, gun_ms: Instant | None, rule: PointRule) -> Chosen:
    """The read that counts among those of one runner at one point, at least one, in time order.

    One that a ruling makes govern goes before all. A backup source counts only where no leading
    source has a read that is not before the gun. Of the first go after the gun the first read
    counts, or the last, as the rule says; when all are before the gun the first stands for them,
    so that the result can say so.
    """
    if len(reads) == 1:
        return Chosen(governing=reads[0])
    ruled = max(reads, key=lambda each: each.governs)
    leading = [each for each in reads if not each.backup and (each.since(gun_ms) or 0) >= 0]
    pool = tuple(each for each in reads if not each.backup) if leading else reads
    backups = tuple(each for each in reads if each.backup) if leading else ()
    early = 0
    while early < len(pool) and (pool[early].since(gun_ms) or 0) < 0:
        early += 1
    if early == len(pool):
        early = 0
    governing = ruled if ruled.governs else _of_first_go(pool[early:], gun_ms, rule)
    return Chosen(
        governing=governing,
        early=tuple(each for each in pool[:early] if each is not governing),
        repeats=tuple(each for each in pool[early:] if each is not governing),
        backups=tuple(each for each in backups if each is not governing),
    )


def _of_first_go(reads: Reads, gun_ms: Instant | None, rule: PointRule) -> ResolvedRead:
    chosen = reads[0]
    if rule.pick is Pick.FIRST:
        return chosen
    for each in reads[1:]:
        before, now = moment(chosen, gun_ms), moment(each, gun_ms)
        if before[0] != now[0] or now[1] - before[1] > rule.gap_ms:
            break
        chosen = each
    return chosen


def moment(resolved: ResolvedRead, gun_ms: Instant | None) -> tuple[int, int, int]:
    """Order in time; without a gun clock times follow the elapsed ones: nothing compares them."""
    since = resolved.since(gun_ms)
    if since is None:
        return (1, resolved.instant_ms or 0, resolved.read.id)
    return (0, since, resolved.read.id)


def in_time(reads: Sequence[ResolvedRead], gun_ms: Instant | None) -> Reads:
    """Reads in order of time."""
    if len(reads) < 2:
        return tuple(reads)
    return tuple(sorted(reads, key=partial(moment, gun_ms=gun_ms)))
