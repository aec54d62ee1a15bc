"""Who of a race is where on the day: one state for every entry, and the count of them.

Nobody may be left on the mountain, so where two pieces of evidence disagree the one that keeps a
runner in sight wins: who is marked DNS and was seen at a checkpoint is out there.
"""

from __future__ import annotations

import enum
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import MINUTE_MS
from trailsdesk.domain.outcomes import standing_rulings
from trailsdesk.domain.pace import paced
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind
from trailsdesk.domain.timing import FINISH, OUT, START
from trailsdesk.domain.waves import waves_by_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId, WaveId
    from trailsdesk.domain.results import Result
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import EntryReads, ResolvedRead

_SAME_MOMENT_MS = MINUTE_MS
"""A read this shortly after a ruling belongs to the same call over the radio."""


class Stand(enum.StrEnum):
    """Where an entry stands; every entry of a race is exactly one of these.

    ``CANCELLED`` was withdrawn before the start. ``TO_START`` waits for a race that has not begun,
    ``WAITING`` for its own wave of a race that has. ``IN`` was seen at the finish, whatever the
    jury said of it. ``STOPPED`` did not finish, ``RULED_OUT`` was taken out of the race or runs
    without competing and was never seen. ``OUT`` is out there.
    """

    CANCELLED = "CANCELLED"
    TO_START = "TO_START"
    WAITING = "WAITING"
    DNS = "DNS"
    IN = "IN"
    STOPPED = "STOPPED"
    RULED_OUT = "RULED_OUT"
    OUT = "OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStand:
    """An entry's state.

    ``awaited``: stopped or ruled out, and nobody has seen the runner back yet. ``at_odds``: the
    runner was seen out there although, or after, somebody said otherwise. ``ruling`` is the
    decision that holds.
    """

    stand: Stand
    awaited: bool = False
    at_odds: bool = False
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries stand where; the eight states add up to ``entries``.

    ``awaited`` are among ``stopped`` and ``ruled_out``: not seen back yet.
    """

    entries: int = 0
    cancelled: int = 0
    to_start: int = 0
    waiting: int = 0
    dns: int = 0
    inside: int = 0
    stopped: int = 0
    ruled_out: int = 0
    out: int = 0
    awaited: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Tally(*(mine + theirs for mine, theirs in pairs))

    @property
    def started(self) -> int:
        """Everybody who set out."""
        return self.inside + self.stopped + self.ruled_out + self.out

    @property
    def accounted(self) -> bool:
        """Every starter is in, withdrawn or ruled out, and nobody is left out there.

        Never true before somebody has started, while a wave of a race under way waits for its gun
        (a gun nobody recorded looks just so), or while a withdrawn runner was not seen back.
        """
        return self.started > 0 and not (self.out or self.waiting or self.awaited)


def entry_stands(
    season: SeasonData,
    race_id: RaceId,
    results: Iterable[Result],
    seen: Mapping[EntryId, EntryReads],
) -> dict[EntryId, EntryStand]:
    """Where every entry of a race stands.

    A wave has begun when its gun is set, or when one of its runners was seen at a checkpoint or at
    the finish: who has finished has started. A runner who stopped is awaited when the decision
    says where, or how they come back, unless that is start or finish; one disqualified over their
    head is awaited until they are in; one seen at another point after the decision is awaited too.
    A status word in a list is the last word of those who kept it: nobody is awaited for it.
    """
    entries = [entry for entry in season.entries.values() if entry.race_id == race_id]
    found = {result.entry_id: result for result in results}
    waves = waves_by_entry(season, entries)
    started_in = {each.id: wave.id if (wave := waves.get(each.id)) else None for each in entries}
    begun = _begun_waves(season, race_id, started_in, seen)
    rulings = standing_rulings(season.rulings.values())
    standings = {}
    for entry in paced(entries):
        ruled = rulings.get(entry.id)
        standings[entry.id] = _standing(
            found.get(entry.id),
            seen.get(entry.id),
            ruled.ruling if ruled is not None else None,
            _not_yet(started_in[entry.id], begun),
        )
    return standings


def tally_of(standings: Iterable[EntryStand]) -> Tally:
    """Count the states."""
    found = dict.fromkeys(Stand, 0)
    awaited = 0
    for each in standings:
        found[each.stand] += 1
        awaited += each.awaited
    return Tally(
        entries=sum(found.values()),
        cancelled=found[Stand.CANCELLED],
        to_start=found[Stand.TO_START],
        waiting=found[Stand.WAITING],
        dns=found[Stand.DNS],
        inside=found[Stand.IN],
        stopped=found[Stand.STOPPED],
        ruled_out=found[Stand.RULED_OUT],
        out=found[Stand.OUT],
        awaited=awaited,
    )


def _standing(
    result: Result | None, seen: EntryReads | None, ruling: Ruling | None, not_yet: Stand | None
) -> EntryStand:
    if result is None:
        return _PLAIN[Stand.CANCELLED]
    stand = _stand(result.status, seen, not_yet)
    contradicted = stand is Stand.OUT and result.status is ResultStatus.DNS
    if ruling is None and not contradicted:
        return _PLAIN[stand]
    awaited = at_odds = False
    if stand in (Stand.STOPPED, Stand.RULED_OUT) and not _came_in(seen):
        awaited, at_odds = _awaited(seen, ruling)
    return EntryStand(stand=stand, awaited=awaited, at_odds=at_odds or contradicted, ruling=ruling)


def _stand(status: ResultStatus, seen: EntryReads | None, not_yet: Stand | None) -> Stand:
    if status is ResultStatus.DNF:
        return Stand.STOPPED
    if _came_in(seen):
        return Stand.IN
    if status in (ResultStatus.DSQ, ResultStatus.OVER_TIME):
        return Stand.RULED_OUT
    if seen is not None and any(_after_gun(each, seen) for each in seen.passings):
        return Stand.OUT
    if status is ResultStatus.DNS:
        return Stand.DNS
    if status is ResultStatus.NOT_COMPETING:
        return Stand.RULED_OUT
    return Stand.OUT if not_yet is None else not_yet


_PLAIN = {stand: EntryStand(stand=stand) for stand in Stand}
"""Nearly all entries of a large field are one of these."""


def _came_in(seen: EntryReads | None) -> bool:
    return seen is not None and _after_gun(seen.finish, seen)


def _awaited(seen: EntryReads | None, ruling: Ruling | None) -> tuple[bool, bool]:
    """Whether somebody has yet to see the runner back, and whether they were seen going on."""
    if ruling is None or ruling.back_ms is not None:
        return False, False
    since = ruling.made_ms + _SAME_MOMENT_MS
    here = {ruling.point, ruling.point + OUT}
    went_on = seen is not None and any(
        each.instant_ms is not None and each.instant_ms > since and each.point not in here
        for each in seen.passings
    )
    placed = bool(ruling.point or ruling.way) and ruling.point not in (START, FINISH)
    return placed or went_on or ruling.kind is RulingKind.DSQ, went_on


def _after_gun(resolved: ResolvedRead | None, seen: EntryReads) -> bool:
    """Whether a read is there and says something of the race: none before the gun does."""
    return resolved is not None and (resolved.since(seen.gun_ms) or 0) >= 0


# Waves


def _begun_waves(
    season: SeasonData,
    race_id: RaceId,
    started_in: Mapping[EntryId, WaveId | None],
    seen: Mapping[EntryId, EntryReads],
) -> set[WaveId | None]:
    """Waves under way: by their gun, or because one of their runners was seen."""
    waves = season.waves_of(race_id)
    begun: set[WaveId | None] = {wave.id for wave in waves if wave.gun_ms is not None}
    if len(begun) == len(waves) > 0:
        return begun
    for entry_id, wave in started_in.items():
        here = seen.get(entry_id)
        if here is None or not (here.finish or here.passings):
            continue
        if wave not in begun and _was_sighted(here):
            begun.add(wave)
    return begun


def _was_sighted(seen: EntryReads) -> bool:
    return any(_after_gun(each, seen) for each in (seen.finish, *seen.passings))


def _not_yet(wave: WaveId | None, begun: set[WaveId | None]) -> Stand | None:
    """What an entry of a wave that has not begun waits for; None once it has."""
    if wave in begun:
        return None
    return Stand.WAITING if begun else Stand.TO_START
