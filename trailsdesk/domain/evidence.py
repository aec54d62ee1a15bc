"""What was stored of an event's timing, picked out of the season's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.timing import BatchId, Read, ReadBatch, ReadRuling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import ReadId

_BY_ID = attrgetter("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was stored of one event's timing, retracted batches left out; each kind by id."""

    batches: tuple[ReadBatch, ...] = ()
    reads: tuple[Read, ...] = ()
    rulings: tuple[ReadRuling, ...] = ()


def evidence_by_event(season: SeasonData) -> dict[EventId, Evidence]:
    """The evidence of every event, in one pass over the season's."""
    none = {event_id: Evidence() for event_id in season.events}
    batches = season.batches.values()
    return _gathered(season, none, batches, season.reads.values())


def follow_evidence(
    before: SeasonData, found: Mapping[EventId, Evidence], season: SeasonData
) -> dict[EventId, Evidence] | None:
    """The evidence of a season after some reads came in, from what it was ``before``.

    The same as ``evidence_by_event(season)`` without going through all reads again; None when more
    has changed than that. Reads never change once written, so their number tells.
    """
    came = _came_last(before.reads, season.reads)
    batches = {b.id: b for b in season.batches.values() if before.batches.get(b.id) is not b}
    if (
        came is None
        or before.events is not season.events
        or len(before.batches) + len(batches) != len(season.batches)
        or not batches.keys().isdisjoint(before.batches)
        or any(read.batch_id not in batches for read in came)
    ):
        return None
    return _gathered(season, found, batches.values(), came)


def _came_last(before: Mapping[ReadId, Read], now: Mapping[ReadId, Read]) -> list[Read] | None:
    """The reads that are new, when they all stand behind those that were there."""
    came: list[Read] = []
    for read_id in reversed(list(now)):
        if read_id in before:
            break
        came.append(now[read_id])
    if len(before) + len(came) != len(now):
        return None
    if before and next(iter(before.values())) is not next(iter(now.values())):
        return None
    came.reverse()
    return came


def _gathered(
    season: SeasonData,
    sofar: Mapping[EventId, Evidence],
    batches: Iterable[ReadBatch],
    reads: Iterable[Read],
) -> dict[EventId, Evidence]:
    """``sofar`` with more batches and reads, and the rulings as they stand."""
    more_batches: dict[EventId, list[ReadBatch]] = defaultdict(list)
    more_reads: dict[EventId, list[Read]] = defaultdict(list)
    rulings: dict[EventId, list[ReadRuling]] = defaultdict(list)
    of_batch: dict[BatchId, list[Read]] = {}
    # By id, the order they were written in: the order of the mapping must decide nothing.
    for batch in sorted(batches, key=_BY_ID):
        if not batch.retracted and batch.event_id in sofar:
            more_batches[batch.event_id].append(batch)
            of_batch[batch.id] = more_reads[batch.event_id]
    for read in paced(sorted(reads, key=_BY_ID)):
        own = of_batch.get(read.batch_id)
        if own is not None:
            own.append(read)
    for ruling in paced(sorted(season.read_rulings.values(), key=_BY_ID)):
        ruled = season.reads.get(ruling.read_id)
        batch_of = None if ruled is None else season.batches.get(ruled.batch_id)
        if batch_of is not None and not batch_of.retracted and batch_of.event_id in sofar:
            rulings[batch_of.event_id].append(ruling)
    return {
        event_id: _with_more(
            old, more_batches[event_id], more_reads[event_id], tuple(rulings[event_id])
        )
        for event_id, old in sofar.items()
    }


def _with_more(
    old: Evidence,
    batches: list[ReadBatch],
    reads: list[Read],
    rulings: tuple[ReadRuling, ...],
) -> Evidence:
    if not batches and not reads and rulings == old.rulings:
        return old
    return Evidence(batches=(*old.batches, *batches), reads=(*old.reads, *reads), rulings=rulings)
