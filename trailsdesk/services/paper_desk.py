"""Two lists from paper as the desk sees them, saved as one change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    HOUR_MS,
    ClockText,
    Duration,
    Instant,
    first_instant_from,
    local_date,
)
from trailsdesk.domain.paper import (
    CountCheck,
    PaperLists,
    PaperMark,
    PaperRow,
    Remark,
    TimeCell,
    count_check,
    zip_lists,
)
from trailsdesk.domain.paper_cells import PaperTime, PaperTimes, read_time
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import (
    FINISH,
    BatchId,
    BatchKind,
    Read,
    ReadBatch,
    ReadFate,
    ReadId,
    ReadRuling,
    ReadRulingKind,
)
from trailsdesk.formats.clock_column import place_clocks
from trailsdesk.formats.decode import decode
from trailsdesk.services.finish_desk import LineRunner
from trailsdesk.services.raceday import gun_of, races_to_run
from trailsdesk.services.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.finish_desk import LineView
    from trailsdesk.services.season import Season

_RULED_OUT = (ResultStatus.DNF, ResultStatus.DNS, ResultStatus.DSQ)
_HALF_DAY_MS = 12 * HOUR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDay:
    """What times of day on a sheet are placed by: the day of the event, its zone, the gun."""

    day: date
    zone: str
    gun_ms: Instant | None

    @property
    def gun_day(self) -> date:
        """The day ``+1`` is counted from."""
        return self.day if self.gun_ms is None else local_date(self.gun_ms, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A row of the lists with what the season knows of it.

    ``since_ms`` is the time since the runner's own gun, or since the gun in scope; ``also_ms`` the
    time the runner is in with already, where that is the remark.
    """

    row: PaperRow
    instant_ms: Instant | None = None
    since_ms: int | None = None
    runner: LineRunner | None = None
    also_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsSeen:
    """The two lists side by side; ``saving`` counts the rows that would be saved."""

    rows: tuple[SeenRow, ...]
    count: CountCheck
    saving: int
    misfits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLists:
    """What a save wrote: new ``lines`` and blanks ``filled``; ``left`` is what was not saved.

    ``batch_id`` is the batch of the new lines, None where there are none.
    """

    lines: int
    filled: int
    left: PaperLists
    batch_id: BatchId | None = None


# ------------------------------------------------------------------ looking


def paper_day(season: Season, event_id: EventId, race_id: RaceId | None) -> PaperDay:
    """What times of day are placed by in a race, or in all races of an event."""
    event = season.data.events[event_id]
    if race_id is not None:
        guns = [gun_of(season, race_id)]
    else:
        guns = [gun_of(season, race.id) for race in races_to_run(season.data, event_id)]
    known = [gun for gun in guns if gun is not None]
    return PaperDay(day=event.date, zone=event.zone, gun_ms=min(known, default=None))


def place_time(found: PaperTime, day: PaperDay) -> Instant | None:
    """The instant of one time of day; None for what is none."""
    return _instants([found], day)[0]


def _instants(times: Sequence[PaperTime | None], day: PaperDay) -> list[Instant | None]:
    """Each time of day on its day, midnights followed down the list.

    A single time half a day off its neighbours is a slip of the pen and no midnight: it would
    move everybody below by a day.
    """
    clocks = [None if found is None else found.clock for found in times]
    slips = _slips(clocks)
    steady = [None if at in slips else clock for at, clock in enumerate(clocks)]
    placed = place_clocks(steady, day.zone, day.day, day.gun_ms).instants
    for at, time_of_day in slips.items():
        start = Instant((day.gun_ms or next(p for p in placed if p is not None)) - HOUR_MS)
        placed[at] = first_instant_from(start, time_of_day, day.zone).instant_ms
    return placed


def _slips(clocks: Sequence[ClockText | None]) -> dict[int, Duration]:
    """Positions of single times of day far off both neighbours, and those times."""
    bare = [
        (at, clock.time_of_day_ms)
        for at, clock in enumerate(clocks)
        if clock is not None and clock.day is None
    ]
    return {
        at: here
        for (_a, before), (at, here), (_b, after) in zip(bare, bare[1:], bare[2:], strict=False)
        if abs(here - before) > _HALF_DAY_MS
        and abs(here - after) > _HALF_DAY_MS
        and abs(after - before) < HOUR_MS
    }


def placed_rows(lists: PaperLists, day: PaperDay) -> tuple[tuple[PaperRow, Instant | None], ...]:
    """The rows of the lists, each with its instant where a time of day is known for it."""
    times = [
        None if cell.read_id is not None else read_time(cell.text, lists.kind, day.gun_day)
        for cell in lists.times
    ]
    instants = _instants(times, day)
    moments: list[int | None] = []
    for at, (cell, found) in enumerate(zip(lists.times, times, strict=True)):
        elapsed = cell.elapsed_ms if found is None else found.elapsed_ms
        if cell.read_id is not None and cell.instant_ms is not None:
            instants[at] = cell.instant_ms
        if elapsed is not None and day.gun_ms is not None:
            instants[at] = Instant(day.gun_ms + elapsed)
        moments.append(instants[at] if day.gun_ms is not None or elapsed is None else elapsed)
    rows = zip_lists(lists, times, moments)
    missing = [None] * (len(rows) - len(instants))
    return tuple(zip(rows, (*instants, *missing), strict=True))


def look_over(
    view: LineView, day: PaperDay, lists: PaperLists, *, blind: bool = False
) -> ListsSeen:
    """The lists side by side, each row with its runner and with what does not fit.

    Args:
        blind: say nothing that the results know: a second person must not see the first keying.
    """
    filled = {each.read_id for each in view.rows if each.fate is not ReadFate.NO_BIB}
    seen = tuple(
        _seen(view, row, instant, filled, blind=blind) for row, instant in placed_rows(lists, day)
    )
    return ListsSeen(
        rows=seen,
        count=count_check(lists),
        saving=sum(each.row.can_be_saved for each in seen),
        misfits=sum(each.row.needs_look for each in seen),
    )


def _seen(
    view: LineView, row: PaperRow, instant: Instant | None, filled: set[ReadId], *, blind: bool
) -> SeenRow:
    found = view.find(row.bib) if row.bib else ()
    runner = found[0] if len(found) == 1 else None
    gun = runner.gun_ms if runner is not None else view.gun_ms
    elapsed = row.time_cell.elapsed_ms if row.time is None else row.time.elapsed_ms
    since: int | None = elapsed
    if since is None and instant is not None and gun is not None:
        since = instant - gun
    extra: list[Remark] = []
    also: int | None = None
    if row.bib and "?" not in row.bib and runner is None:
        elsewhere = view.find_elsewhere(row.bib)
        mark = PaperMark.BIB_SHARED if found else PaperMark.BIB_UNKNOWN
        if elsewhere:
            runner, mark = elsewhere[0], PaperMark.BIB_ELSEWHERE
        extra.append(Remark(mark=mark))
    elif runner is not None and not blind:
        result = view.results.get(runner.entry_id)
        if result is not None and result.status in _RULED_OUT:
            extra.append(Remark(mark=PaperMark.RULED_OUT))
        elif result is not None and view.is_in(runner.entry_id):
            also = result.gun_time_ms
            extra.append(Remark(mark=PaperMark.IN_ALREADY))
    if row.time_cell.read_id in filled:
        extra.append(Remark(mark=PaperMark.TIME_FILLED))
    return SeenRow(
        row=replace(row, remarks=(*row.remarks, *extra)) if extra else row,
        instant_ms=instant,
        since_ms=since,
        runner=runner,
        also_ms=also,
    )


def times_without_bib(
    season: Season, event_id: EventId, race_id: RaceId | None
) -> tuple[TimeCell, ...]:
    """All times at the finish of a race that wait for a bib, oldest first; texts still empty."""
    reads = season.event_reads(event_id)
    found = []
    for resolved in reads.reads.values():
        if resolved.point != FINISH or reads.fates[resolved.read.id] is not ReadFate.NO_BIB:
            continue
        batch = season.data.batches[resolved.read.batch_id]
        if race_id is None or batch.race_id in (None, race_id):
            found.append(resolved)
    gun = paper_day(season, event_id, race_id).gun_ms

    def order(each: TimeCell) -> tuple[int, int]:
        moment = each.instant_ms
        if moment is None:
            moment = Instant((each.elapsed_ms or 0) + (gun or 0))
        return (moment, each.read_id or 0)

    return tuple(
        sorted(
            (
                TimeCell(
                    read_id=each.read.id,
                    instant_ms=each.instant_ms,
                    elapsed_ms=each.read.elapsed_ms,
                )
                for each in found
                if each.instant_ms is not None or each.read.elapsed_ms is not None
            ),
            key=order,
        )
    )


def lines_of_file(path: Path) -> str:
    """The text of a file of times or bibs, one to a line.

    Raises:
        InputUnreadable: missing, too large, or no text.
    """
    source = read_source(path)
    return decode(source.name, source.data).text


# ------------------------------------------------------------------ saving


def save_lists(
    season: Season, event_id: EventId, race_id: RaceId | None, lists: PaperLists, actor: str
) -> SavedLists:
    """Keep every row that has a time, as one operation; what has none yet is handed back.

    A typed time becomes a read of one batch, a time taken at the line is given its bib. Rows whose
    time is missing or unread, and blanks without a bib or with one by now, stay in the lists.

    Raises:
        Refused: no row can be saved (paper.nothing-to-save).
    """
    day = paper_day(season, event_id, race_id)
    fates = season.event_reads(event_id).fates
    reads: list[Read] = []
    fills: list[tuple[ReadId, str]] = []
    left: list[int] = []
    for at, (row, instant) in enumerate(placed_rows(lists, day)):
        read_id = row.time_cell.read_id
        if not row.can_be_saved:
            if not row.is_empty:
                left.append(at)
        elif read_id is None:
            reads.append(paper_read(row, instant))
        elif fates.get(read_id) is ReadFate.NO_BIB:
            fills.append((read_id, row.bib))
        else:
            left.append(at)
    if not reads and not fills:
        raise Refused("paper.nothing-to-save")
    made_ms = season.clock.now_ms()
    with season.change("finish.lists", count=len(reads) + len(fills)) as writer:
        batch_id = None
        if reads:
            batch = paper_batch(season, event_id, race_id, actor)
            batch_id = writer.add_reads(batch, reads)[0].id
        writer.put_many(
            [
                ReadRuling(read_id=read_id, kind=ReadRulingKind.ASSIGN, bib=bib, made_ms=made_ms)
                for read_id, bib in fills
            ]
        )
    return SavedLists(
        lines=len(reads), filled=len(fills), left=lists.only(left), batch_id=batch_id
    )


def key_clock(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    bib: str,
    instant_ms: Instant,
    actor: str,
    raw: str = "",
) -> ReadId:
    """A bib and the time of day it crossed at, keyed from a paper sheet."""
    read = Read(line=1, bib=bib.strip(), instant_ms=instant_ms, raw=raw)
    with season.change("finish.paper", bib=read.bib) as writer:
        return writer.add_reads(paper_batch(season, event_id, race_id, actor), [read])[1]


def paper_read(row: PaperRow, instant: Instant | None) -> Read:
    """A typed row as evidence: what was understood, and the cells as they were typed."""
    found = row.time or PaperTime()
    return Read(
        line=row.number,
        bib=row.bib,
        elapsed_ms=found.elapsed_ms,
        instant_ms=instant if found.clock is not None else None,
        status=found.status,
        raw=f"{row.bib_text} {row.time_cell.text}".strip(),
    )


def paper_batch(
    season: Season, event_id: EventId, race_id: RaceId | None, actor: str, name: str = ""
) -> ReadBatch:
    """A batch of lines from paper, made now."""
    return ReadBatch(
        event_id=event_id,
        race_id=race_id,
        point=FINISH,
        kind=BatchKind.PAPER,
        name=name,
        made_ms=season.clock.now_ms(),
        actor=actor,
    )


def scaled(
    elapsed_ms: Duration | None, instant_ms: Instant | None, kind: PaperTimes, day: PaperDay
) -> int | None:
    """A time on the scale of a sheet: since the gun, or the instant; None without a gun."""
    if kind is PaperTimes.ELAPSED:
        if elapsed_ms is not None:
            return elapsed_ms
        known = instant_ms is not None and day.gun_ms is not None
        return (instant_ms or 0) - (day.gun_ms or 0) if known else None
    if instant_ms is not None:
        return instant_ms
    known = elapsed_ms is not None and day.gun_ms is not None
    return (elapsed_ms or 0) + (day.gun_ms or 0) if known else None
