"""Where the times came from and what became of each: the evidence as a person looks at it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchId, BatchKind, ReadFate, ReadId, ReadRuling
from trailsdesk.services.finish_desk import UNSOLVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.timing import Read, ReadBatch
    from trailsdesk.services.season import Season

TO_SOLVE = UNSOLVED | {ReadFate.UNKNOWN_CHIP}
"""What waits for a person: at the line that is a bib, in a file it may be a chip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of times: a file, or all that was keyed at the line or from paper.

    ``key`` names it for good. ``undone`` counts key presses that were taken back; they are not
    among ``batch_ids``. The counts are those of ``ReadFate``; all 0 while it is retracted.
    ``spare`` counts reads of a source that ``fills_gaps`` where there was no gap. ``format`` is
    what the file was recognised as.
    """

    key: str
    kind: BatchKind
    name: str
    made_ms: Instant
    point: str
    race_label: str
    batch_ids: tuple[BatchId, ...]
    reads: int
    used: int = 0
    repeated: int = 0
    spare: int = 0
    unsolved: int = 0
    ignored: int = 0
    fills_gaps: bool = False
    format: str = ""
    offset_ms: Duration = Duration(0)
    retracted: bool = False
    undone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One read as it came, and what became of it.

    ``bib`` is what it was looked up by, ``keyed`` and ``chip`` what was read. ``instant_ms`` has
    the source's clock correction in it. ``fate`` is None while its source is out of the results.
    ``rulings`` are the decisions about it, oldest first; the last one holds.
    """

    read_id: ReadId
    batch_id: BatchId
    source: str
    kind: BatchKind
    line: int
    keyed: str
    bib: str
    chip: str = ""
    name: str = ""
    race_id: RaceId | None = None
    race_label: str = ""
    instant_ms: Instant | None = None
    elapsed_ms: Duration | None = None
    status: ResultStatus | None = None
    point: str = ""
    fate: ReadFate | None = None
    raw: str = ""
    rulings: tuple[ReadRuling, ...] = ()


def source_lines(
    season: Season, event_id: EventId, race_id: RaceId | None = None
) -> tuple[SourceLine, ...]:
    """The sources of an event's times, newest first; those of other races are left out."""
    data = season.data
    groups: dict[str, list[ReadBatch]] = defaultdict(list)
    for batch in data.batches.values():
        elsewhere = race_id is not None and batch.race_id not in (None, race_id)
        if batch.event_id == event_id and not elsewhere:
            groups[_key(batch)].append(batch)
    reads: dict[BatchId, list[Read]] = defaultdict(list)
    for read in paced(data.reads.values()):
        reads[read.batch_id].append(read)
    fates = season.event_reads(event_id).fates
    lines = [_source(season, key, batches, reads, fates) for key, batches in groups.items()]
    return tuple(sorted(lines, key=lambda line: (-line.made_ms, line.key)))


def newest_file(season: Season, event_id: EventId) -> str:
    """The ``key`` of the file that was taken last; empty when there is none."""
    batches = season.data.batches.values()
    files = (b for b in batches if b.kind is BatchKind.FILE and b.event_id == event_id)
    newest = max(files, key=lambda batch: batch.id, default=None)
    return "" if newest is None else _key(newest)


def _key(batch: ReadBatch) -> str:
    """Files stand for themselves; a key press is a batch of its own and stands with the rest."""
    if batch.kind is BatchKind.FILE:
        return f"file-{batch.id}"
    return f"{batch.kind.value}-{batch.race_id or 0}-{batch.point}"


def _source(
    season: Season,
    key: str,
    batches: Sequence[ReadBatch],
    reads: dict[BatchId, list[Read]],
    fates: Mapping[ReadId, ReadFate],
) -> SourceLine:
    newest = max(batches, key=lambda batch: batch.id)
    is_file = newest.kind is BatchKind.FILE
    live = [b for b in batches if is_file or not b.retracted]
    inside = [read for batch in live for read in reads[batch.id]]
    found = Counter(fates[read.id] for read in paced(inside) if read.id in fates)
    return SourceLine(
        key=key,
        kind=newest.kind,
        name=newest.name,
        made_ms=newest.made_ms,
        point=newest.point,
        race_label=season.data.races[newest.race_id].label if newest.race_id else "",
        batch_ids=tuple(batch.id for batch in live),
        reads=len(inside),
        used=found[ReadFate.GOVERNS] + found[ReadFate.STATUS] + found[ReadFate.PASSING],
        repeated=found[ReadFate.REPEAT] + found[ReadFate.BEFORE_GUN],
        spare=found[ReadFate.BACKUP],
        unsolved=sum(found[fate] for fate in TO_SOLVE),
        ignored=found[ReadFate.IGNORED],
        fills_gaps=newest.fills_gaps,
        format=newest.format,
        offset_ms=live[-1].offset_ms if live else Duration(0),
        retracted=is_file and newest.retracted,
        undone=len(batches) - len(live),
    )


def read_lines(
    season: Season, event_id: EventId, batch_ids: Iterable[BatchId]
) -> tuple[ReadLine, ...]:
    """Every read of these batches with what became of it, in the order they were written."""
    data, wanted = season.data, set(batch_ids)
    resolved = season.event_reads(event_id)
    rulings: dict[ReadId, list[ReadRuling]] = defaultdict(list)
    for ruling in sorted(data.read_rulings.values(), key=lambda r: (r.made_ms, r.id)):
        rulings[ruling.read_id].append(ruling)
    reads = [read for read in paced(data.reads.values()) if read.batch_id in wanted]
    reads.sort(key=attrgetter("id"))
    seen = [resolved.reads.get(read.id) for read in paced(reads)]
    batches = [data.batches[read.batch_id] for read in paced(reads)]
    people: dict[EntryId | None, _Wearer] = {None: _Wearer()}
    owners = [None if each is None else each.entry_id for each in paced(seen)]
    for entry_id in paced(set(owners)):
        entry = data.entries.get(entry_id) if entry_id is not None else None
        people[entry_id] = _Wearer() if entry is None else _wearer(season, entry)
    who = [people[entry_id] for entry_id in paced(owners)]
    return tuple(
        many_of(
            ReadLine,
            len(reads),
            read_id=[read.id for read in paced(reads)],
            batch_id=[batch.id for batch in paced(batches)],
            source=[batch.name for batch in paced(batches)],
            kind=[batch.kind for batch in paced(batches)],
            line=[read.line for read in paced(reads)],
            keyed=[read.bib for read in paced(reads)],
            bib=[
                (each.bib if each else read.bib) or wearer.bib
                for read, each, wearer in paced(zip(reads, seen, who, strict=True))
            ],
            chip=[read.chip for read in paced(reads)],
            name=[wearer.name for wearer in paced(who)],
            race_id=[
                wearer.race_id or batch.race_id
                for wearer, batch in paced(zip(who, batches, strict=True))
            ],
            race_label=[wearer.race_label for wearer in paced(who)],
            instant_ms=[
                each.instant_ms if each else read.instant_ms
                for read, each in paced(zip(reads, seen, strict=True))
            ],
            elapsed_ms=[read.elapsed_ms for read in paced(reads)],
            status=[read.status for read in paced(reads)],
            point=[batch.point for batch in paced(batches)],
            fate=[resolved.fates.get(read.id) for read in paced(reads)],
            raw=[read.raw for read in paced(reads)],
            rulings=[tuple(rulings.get(read.id, ())) for read in paced(reads)],
        )
    )


class _Wearer(NamedTuple):
    """Whose reads are, as the lines say it."""

    bib: str = ""
    name: str = ""
    race_id: RaceId | None = None
    race_label: str = ""


def _wearer(season: Season, entry: Entry) -> _Wearer:
    data = season.data
    return _Wearer(
        entry.bib,
        full_name(data.runners[entry.runner_id]),
        entry.race_id,
        data.races[entry.race_id].label,
    )
