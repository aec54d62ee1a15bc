"""Times into the season: from files, at the line, from paper; and decisions about reads."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.timing import (
    FINISH,
    BatchId,
    BatchKind,
    Read,
    ReadBatch,
    ReadId,
    ReadRuling,
    ReadRulingId,
    ReadRulingKind,
    chip_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from trailsdesk.services.ports import StagedReads, Writer
    from trailsdesk.services.season import Season


AT_ONCE = 2000
"""So many reads are written in one go; more of them would hold up a time taken at the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReads:
    """Reads of one file ready to be written, before anybody has said yes.

    ``reads`` are those the season does not hold yet, ``known`` counts those it does. ``owners``
    names the entry of a read that has a name and no bib, by its position in ``reads``. ``format``
    is what the file was recognised as; with ``fills_gaps`` it counts only where no leading source
    has a time.
    """

    event_id: EventId
    race_id: RaceId | None
    point: str
    name: str
    sha256: str = ""
    content: bytes | None = None
    reads: tuple[Read, ...] = ()
    owners: tuple[tuple[int, EntryId], ...] = ()
    known: int = 0
    offset_ms: Duration = Duration(0)
    format: str = ""
    fills_gaps: bool = False


def unseen(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    point: str,
    reads: Iterable[Read],
    sha256: str = "",
) -> tuple[list[Read], int]:
    """The reads the season does not hold at this point yet, and how many it does.

    A read is the same when bib, chip, time, status and its number among exact repeats are equal:
    the same file adds nothing, an overlapping one only what is new. Retracted batches do not
    count. A line of the very same file (``sha256``) is the same read on whatever day it was
    placed: that depends on the gun, which may have been set since.
    """
    data = season.data
    live = {
        batch.id: bool(sha256) and batch.sha256 == sha256
        for batch in data.batches.values()
        if batch.event_id == event_id
        and batch.race_id == race_id
        and batch.point == point
        and not batch.retracted
    }
    held = set()
    for read in paced(data.reads.values()):
        same_file = live.get(read.batch_id)
        if same_file is not None:
            held.add(_key(read))
            if same_file:
                held.add(_line_key(read))
    read_list = list(reads)
    if not held:
        return read_list, 0
    fresh = [r for r in paced(read_list) if _key(r) not in held and _line_key(r) not in held]
    return fresh, len(read_list) - len(fresh)


def _key(read: Read) -> tuple[object, ...]:
    who = (read.chip and chip_key(read.chip)) or ("" if read.bib else read.raw)
    return (bib_key(read.bib), who, read.instant_ms, read.elapsed_ms, read.status, read.occurrence)


def _line_key(read: Read) -> tuple[object, ...]:
    """A line read once more as the same kind of time; as the other kind it says something new."""
    return ("line", read.line, read.bib, read.status, read.instant_ms is None, read.elapsed_ms)


def commit_reads(
    season: Season,
    found: Sequence[NewReads],
    actor: str,
    told: Callable[[int, int], object] | None = None,
) -> tuple[BatchId, ...]:
    """Write the reads of a file as one operation, a batch for each point; () if none is new.

    Where somebody else may want the file, very many reads are written step by step, and
    ``Season.give_way`` is called between the steps: a time taken at the line does not wait for the
    whole file. The reads count all at once at the end.

    Args:
        told: hears how many reads of how many are written. Whatever it raises ends the import,
            and nothing of it is kept.

    Raises:
        Refused: ``row.gone``, the event or race was taken back meanwhile.
    """
    fresh = [new for new in found if new.reads]
    if not fresh:
        return ()
    season.secure("import")
    count = sum(len(new.reads) for new in fresh)
    made: list[tuple[ReadBatch, ReadId]] = []
    if season.give_way is None or count <= AT_ONCE:
        with _importing(season, fresh, count) as writer:
            for new in fresh:
                batch = _file_batch(season, new, actor)
                made.append(writer.add_reads(batch, new.reads, new.content))
            return _with_owners(season, writer, fresh, made)
    _be_there(season, fresh)
    with season.file.staging(season.give_way) as staging:
        staged: list[StagedReads] = []
        done = 0
        for new in fresh:
            hear = None if told is None else partial(_tell, told, done, count)
            batch = _file_batch(season, new, actor)
            staged.append(staging.add(batch, new.reads, new.content, hear))
            done += len(new.reads)
        with _importing(season, fresh, count) as writer:
            made += [writer.take_staged(one) for one in staged]
            return _with_owners(season, writer, fresh, made)


def _tell(told: Callable[[int, int], object], before: int, count: int, written: int) -> None:
    told(before + written, count)


def _be_there(season: Season, fresh: Iterable[NewReads]) -> None:
    """Refuse reads of an event or race that was taken back while others had their turn."""
    data = season.data
    for new in fresh:
        if new.event_id not in data.events:
            raise Refused("row.gone", kind="event", id=new.event_id)
        if new.race_id is not None and new.race_id not in data.races:
            raise Refused("row.gone", kind="race", id=new.race_id)


@contextmanager
def _importing(season: Season, fresh: Sequence[NewReads], count: int) -> Iterator[Writer]:
    _be_there(season, fresh)
    event = season.data.events[fresh[0].event_id].code
    with season.change("times.import", count=count, name=fresh[0].name, event=event) as writer:
        yield writer


def _file_batch(season: Season, new: NewReads, actor: str) -> ReadBatch:
    return dataclasses.replace(
        _batch(season, new.event_id, new.race_id, BatchKind.FILE, actor),
        point=new.point,
        name=new.name,
        sha256=new.sha256,
        offset_ms=new.offset_ms,
        format=new.format,
        fills_gaps=new.fills_gaps,
    )


def _with_owners(
    season: Season,
    writer: Writer,
    fresh: Sequence[NewReads],
    made: Sequence[tuple[ReadBatch, ReadId]],
) -> tuple[BatchId, ...]:
    """Say whose the reads with a name and no bib are; the ids of the batches."""
    writer.put_many(
        [
            _ruling(season, ReadId(first + position), ReadRulingKind.ASSIGN, entry_id=entry_id)
            for new, (_batch, first) in zip(fresh, made, strict=True)
            for position, entry_id in new.owners
            if entry_id in season.data.entries
        ]
    )
    return tuple(batch.id for batch, _first in made)


def key_finish(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    bib: str,
    instant_ms: Instant,
    actor: str,
) -> ReadId:
    """Somebody crossed the line at ``instant_ms``; ``bib`` may be empty, unknown or repeated.

    The read is kept whatever the bib is; undo retracts it.
    """
    read = Read(line=1, bib=bib.strip(), instant_ms=instant_ms, raw=bib)
    batch = _batch(season, event_id, race_id, BatchKind.LINE, actor)
    name = "finish.key" if read.bib else "finish.blank"
    with season.change(name, bib=read.bib) as writer:
        return writer.add_reads(batch, [read])[1]


def key_together(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    bibs: Sequence[str],
    instant_ms: Instant,
    actor: str,
) -> tuple[ReadId, ...]:
    """Several crossed the line at the same moment; one operation, a read for each bib in order."""
    reads = [
        Read(line=line, bib=bib.strip(), instant_ms=instant_ms, raw=bib)
        for line, bib in enumerate(bibs, 1)
    ]
    if not reads:
        return ()
    batch = _batch(season, event_id, race_id, BatchKind.LINE, actor)
    with season.change("finish.key", bib=", ".join(read.bib for read in reads)) as writer:
        first = writer.add_reads(batch, reads)[1]
    return tuple(ReadId(first + position) for position in range(len(reads)))


def key_paper(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    bib: str,
    elapsed_ms: Duration,
    actor: str,
    raw: str = "",
) -> ReadId:
    """A bib and its time since the gun, keyed from a paper sheet; ``raw`` is what was typed."""
    read = Read(line=1, bib=bib.strip(), elapsed_ms=elapsed_ms, raw=raw)
    batch = _batch(season, event_id, race_id, BatchKind.PAPER, actor)
    with season.change("finish.paper", bib=read.bib) as writer:
        return writer.add_reads(batch, [read])[1]


def assign_bib(season: Season, read_id: ReadId, bib: str) -> None:
    """Say whose read it is; the read itself stays as it was."""
    bib = bib.strip()
    if not bib:
        raise Refused("read.bib-missing")
    with season.change("read.assign", bib=bib) as writer:
        writer.put(_ruling(season, read_id, ReadRulingKind.ASSIGN, bib=bib))


def assign_runner(season: Season, read_id: ReadId, entry_id: EntryId) -> None:
    """Say whose read it is where the bib alone does not: two runners wear it, or none."""
    with season.change("read.assign", bib=season.data.entries[entry_id].bib) as writer:
        writer.put(_ruling(season, read_id, ReadRulingKind.ASSIGN, entry_id=entry_id))


def fill_blanks(season: Season, pairs: Sequence[tuple[ReadId, str]]) -> None:
    """Say whose several reads are, as one operation; the reads themselves stay as they were."""
    bibs = [bib.strip() for _read_id, bib in pairs]
    if not all(bibs):
        raise Refused("read.bib-missing")
    with season.change("read.assign", bib=", ".join(bibs)) as writer:
        writer.put_many(
            [
                _ruling(season, read_id, ReadRulingKind.ASSIGN, bib=bib)
                for (read_id, _bib), bib in zip(pairs, bibs, strict=True)
            ]
        )


def swap_bibs(season: Season, first: tuple[ReadId, str], second: tuple[ReadId, str]) -> None:
    """Two runners were keyed in the wrong order: their bibs change places, the times stay."""
    if not first[1].strip() or not second[1].strip():
        raise Refused("read.bib-missing")
    with season.change("read.swap", first=first[1], second=second[1]) as writer:
        writer.put_many(
            [
                _ruling(season, first[0], ReadRulingKind.ASSIGN, bib=second[1].strip()),
                _ruling(season, second[0], ReadRulingKind.ASSIGN, bib=first[1].strip()),
            ]
        )


def ignore_read(season: Season, read_id: ReadId, reason: str) -> None:
    """Leave a read out of the results; it stays in the file, struck out."""
    bib = season.data.reads[read_id].bib
    with season.change("read.ignore", bib=bib) as writer:
        writer.put(_ruling(season, read_id, ReadRulingKind.IGNORE, reason=reason))


def govern_read(season: Season, read_id: ReadId) -> None:
    """Make this read the runner's time though another came first."""
    bib = season.data.reads[read_id].bib
    with season.change("read.govern", bib=bib) as writer:
        writer.put(_ruling(season, read_id, ReadRulingKind.GOVERN))


def withdraw_ruling(season: Season, ruling_id: ReadRulingId) -> None:
    """Take back a decision about a read."""
    ruling = season.data.read_rulings[ruling_id]
    bib = season.data.reads[ruling.read_id].bib
    with season.change("read.withdraw-ruling", bib=bib) as writer:
        writer.delete(ruling)


def retract_batch(season: Season, batch_id: BatchId, *, retracted: bool = True) -> None:
    """Take an imported file out of the results, or back in; its reads stay in the file."""
    batch = season.data.batches[batch_id]
    if batch.retracted is retracted:
        return
    name = "times.retract" if retracted else "times.restore"
    with season.change(name, name=batch.name) as writer:
        writer.put(dataclasses.replace(batch, retracted=retracted))


def set_offsets(season: Season, batch_ids: Iterable[BatchId], offset_ms: Duration) -> None:
    """Correct the clock of batches that came from one clock (all keyed at the line), at once."""
    batches = [season.data.batches[batch_id] for batch_id in batch_ids]
    wrong = [batch for batch in batches if batch.offset_ms != offset_ms]
    if not wrong:
        return
    name = wrong[0].name or wrong[0].kind.value
    with season.change("times.offset", name=name, seconds=offset_ms // 1000) as writer:
        writer.put_many([dataclasses.replace(batch, offset_ms=offset_ms) for batch in wrong])


def _batch(
    season: Season, event_id: EventId, race_id: RaceId | None, kind: BatchKind, actor: str
) -> ReadBatch:
    return ReadBatch(
        event_id=event_id,
        race_id=race_id,
        point=FINISH,
        kind=kind,
        made_ms=season.clock.now_ms(),
        actor=actor,
        fills_gaps=kind is not BatchKind.FILE and keyed_fill_gaps(season, event_id, race_id, kind),
    )


def keyed_fill_gaps(
    season: Season, event_id: EventId, race_id: RaceId | None, kind: BatchKind, point: str = FINISH
) -> bool:
    """Whether what is keyed at a point only fills gaps: it stays as it was last decided."""
    own = [
        batch
        for batch in season.data.batches.values()
        if batch.kind is kind
        and batch.event_id == event_id
        and batch.race_id == race_id
        and batch.point == point
        and not batch.retracted
    ]
    return max(own, key=lambda batch: batch.id).fills_gaps if own else False


def _ruling(
    season: Season,
    read_id: ReadId,
    kind: ReadRulingKind,
    *,
    bib: str = "",
    entry_id: EntryId | None = None,
    reason: str = "",
) -> ReadRuling:
    return ReadRuling(
        read_id=read_id,
        kind=kind,
        bib=bib,
        entry_id=entry_id,
        reason=reason,
        made_ms=season.clock.now_ms(),
    )
