"""A paper sheet keyed a second time: what the file holds of it, and its corrections at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.paper_cells import PaperTimes
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.second_keying import (
    Comparison,
    Correction,
    Decision,
    KeyedLine,
    compare,
    corrections,
)
from trailsdesk.domain.timing import (
    BatchId,
    BatchKind,
    Read,
    ReadFate,
    ReadId,
    ReadRuling,
    ReadRulingKind,
)
from trailsdesk.services.paper_desk import (
    PaperDay,
    paper_batch,
    paper_day,
    placed_rows,
    scaled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.paper import PaperLists
    from trailsdesk.services.season import Season

SECOND_KEYING = "second keying"
"""Name of the batches that hold corrected lines: each stands where ``Read.line`` says."""
_REASON = "second keying"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A line from paper as the file holds it now.

    ``number`` counts the lines of the race in the order they were keyed, struck out ones left
    out; a ``corrected`` line keeps the place of the one it replaced. ``place`` is that place.
    """

    number: int
    place: int
    read_id: ReadId
    batch_id: BatchId
    bib: str
    elapsed_ms: Duration | None = None
    instant_ms: Instant | None = None
    status: ResultStatus | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """Lines that were keyed in one go: two lists saved together, or lines one after the other."""

    first: int
    last: int
    together: bool
    made_ms: Instant
    actor: str
    kind: PaperTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondKeying:
    """Both keyings of a sheet and where they differ."""

    kind: PaperTimes
    lines: tuple[PaperLine, ...]
    first: tuple[KeyedLine, ...]
    second: tuple[KeyedLine, ...]
    comparison: Comparison


def paper_lines(
    season: Season, event_id: EventId, race_id: RaceId | None
) -> tuple[PaperLine, ...]:
    """The lines from paper of a race (of all races for None), in the order of the sheets."""
    data, reads = season.data, season.event_reads(event_id)
    batches = {
        batch.id: batch
        for batch in data.batches.values()
        if batch.kind is BatchKind.PAPER
        and batch.event_id == event_id
        and race_id in (None, batch.race_id)
    }
    places: list[tuple[int, int, Read]] = []
    place = 0
    for read in sorted(
        (read for read in data.reads.values() if read.batch_id in batches),
        key=lambda read: read.id,
    ):
        if batches[read.batch_id].name == SECOND_KEYING:
            places.append((read.line, 1, read))
        else:
            # Lines taken back are counted too: a place is for good.
            place += 1
            places.append((place, 0, read))
    lines: list[PaperLine] = []
    for at, corrected, read in sorted(places, key=lambda found: (*found[:2], found[2].id)):
        resolved = reads.reads.get(read.id)
        if resolved is None or reads.fates[read.id] is ReadFate.IGNORED:
            continue
        lines.append(
            PaperLine(
                number=len(lines) + 1,
                place=at,
                read_id=read.id,
                batch_id=read.batch_id,
                bib=resolved.bib.strip(),
                elapsed_ms=read.elapsed_ms,
                instant_ms=resolved.instant_ms,
                status=read.status,
                corrected=bool(corrected),
            )
        )
    return tuple(lines)


def paper_sheets(season: Season, lines: Sequence[PaperLine]) -> tuple[PaperSheet, ...]:
    """The lines by how they were keyed: each save of two lists, and what lies between them."""
    sizes: dict[BatchId, int] = {}
    for read in season.data.reads.values():
        sizes[read.batch_id] = sizes.get(read.batch_id, 0) + 1
    runs: list[list[PaperLine]] = []
    before: PaperLine | None = None
    for line in lines:
        goes_on = line.corrected or before is None or _one_go(before, line, sizes)
        if runs and goes_on:
            runs[-1].append(line)
        else:
            runs.append([line])
        before = before if line.corrected else line
    return tuple(_sheet(season, run) for run in runs)


def _one_go(before: PaperLine, line: PaperLine, sizes: Mapping[BatchId, int]) -> bool:
    if before.batch_id == line.batch_id:
        return True
    return sizes[before.batch_id] == 1 and sizes[line.batch_id] == 1


def _sheet(season: Season, run: Sequence[PaperLine]) -> PaperSheet:
    keyed = [line.batch_id for line in run if not line.corrected] or [run[0].batch_id]
    newest = season.data.batches[max(keyed)]
    by_clock = sum(line.instant_ms is not None for line in run)
    return PaperSheet(
        first=run[0].number,
        last=run[-1].number,
        together=len(set(keyed)) < len(keyed),
        made_ms=newest.made_ms,
        actor=newest.actor,
        kind=PaperTimes.CLOCK if 2 * by_clock > len(run) else PaperTimes.ELAPSED,
    )


def compare_keyings(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    numbers: tuple[int, int],
    lists: PaperLists,
) -> SecondKeying:
    """Compare what the file holds of a sheet with a second, blind keying of it.

    Args:
        numbers: first and last line of the sheet, see ``PaperLine.number``.
    """
    day = paper_day(season, event_id, race_id)
    held = paper_lines(season, event_id, race_id)
    lines = tuple(line for line in held if numbers[0] <= line.number <= numbers[1])
    first = tuple(_keyed(line, lists.kind, day) for line in lines)
    second = tuple(
        KeyedLine(
            bib=row.bib,
            time_ms=scaled(
                row.time.elapsed_ms if row.time else None,
                instant if row.time and row.time.clock is not None else None,
                lists.kind,
                day,
            ),
            status=row.time.status if row.time else None,
        )
        for row, instant in placed_rows(lists, day)
        if not row.is_empty
    )
    return SecondKeying(
        kind=lists.kind,
        lines=lines,
        first=first,
        second=second,
        comparison=compare(first, second),
    )


def _keyed(line: PaperLine, kind: PaperTimes, day: PaperDay) -> KeyedLine:
    time_ms = scaled(line.elapsed_ms, line.instant_ms, kind, day)
    return KeyedLine(bib=line.bib, time_ms=time_ms, status=line.status)


def decided(keying: SecondKeying, decisions: Mapping[int, Decision]) -> tuple[Correction, ...]:
    """What the decisions change, by position of the difference; undecided ones change nothing."""
    found: list[Correction] = []
    for at, difference in enumerate(keying.comparison.differences):
        if (decision := decisions.get(at)) is not None:
            found += corrections(difference, decision, keying.first, keying.second)
    return tuple(found)


def apply_decisions(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    keying: SecondKeying,
    decisions: Mapping[int, Decision],
    actor: str,
) -> int:
    """Correct the first keying as decided, as one operation; how many lines were corrected.

    Another bib is given to the read; another time strikes the read out and adds a line in its
    place. Nothing is written when the first keying was right throughout.
    """
    wanted = decided(keying, decisions)
    if not wanted:
        return 0
    made_ms = season.clock.now_ms()
    rulings: list[ReadRuling] = []
    reads: list[Read] = []
    for each in wanted:
        line, bib = each.line, ""
        if each.at is not None:
            if line is not None and line.time_key == keying.first[each.at].time_key:
                bib = line.bib
            rulings.append(
                ReadRuling(
                    read_id=keying.lines[each.at].read_id,
                    kind=ReadRulingKind.ASSIGN if bib else ReadRulingKind.IGNORE,
                    bib=bib,
                    reason="" if bib else _REASON,
                    made_ms=made_ms,
                )
            )
        if line is not None and not bib:
            reads.append(_read(keying, each, line))
    with season.change(
        "finish.second-keying", count=len(wanted), lines=keying.comparison.lines
    ) as writer:
        if reads:
            writer.add_reads(paper_batch(season, event_id, race_id, actor, SECOND_KEYING), reads)
        writer.put_many(rulings)
    return len(wanted)


def _read(keying: SecondKeying, correction: Correction, line: KeyedLine) -> Read:
    at = correction.after if correction.at is None else correction.at
    place = keying.lines[at].place if at >= 0 else 0
    if at < 0 and keying.lines:
        place = keying.lines[0].place - 1
    by_clock = keying.kind is PaperTimes.CLOCK
    time_ms = line.time_ms
    return Read(
        line=place,
        bib=line.bib,
        elapsed_ms=None if by_clock or time_ms is None else Duration(time_ms),
        instant_ms=Instant(time_ms) if by_clock and time_ms is not None else None,
        status=line.status,
        raw=f"{line.bib} ({SECOND_KEYING})",
    )
