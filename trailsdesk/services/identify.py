"""What a file is: its format, how much of it is understood, its first and its last time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import SECOND_MS, Duration, Instant, format_elapsed
from trailsdesk.domain.problems import InputUnreadable, Note, Problem
from trailsdesk.domain.timing import FINISH
from trailsdesk.formats.clock_column import place_clocks, read_clock
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.raw import FileKind, NotUnderstood, RawFile, RawRead
from trailsdesk.formats.registry import Recognised, recognise
from trailsdesk.formats.table_kind import kind_of_table
from trailsdesk.formats.timing import ReadDrafts, draft_reads

if TYPE_CHECKING:
    from trailsdesk.formats.tables import Table
    from trailsdesk.services.sources import Source

_SOME_DAY = date(2000, 1, 3)
"""Stands in for a day that the file does not say; never shown."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNREADABLE = "times.unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A timing file in a few facts.

    ``rows`` are the reads (or rows) understood. ``first`` and ``last`` are the earliest and the
    latest time as text: the wall clock as the file has it (``2026-05-24T10:50:00.477``, only
    ``10:50:00`` without a day) or elapsed (``26:39:00``); None when it has none. ``offset`` is how
    far that wall clock is from universal time, when all its times say the same.
    """

    format: str
    label: str
    kind: FileKind
    rows: int
    first: str | None = None
    last: str | None = None
    offset: str | None = None
    guns: int = 0
    not_understood: tuple[NotUnderstood, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def identify(source: Source, encoding: str | None = None) -> Identified:
    """Say what a timing file is.

    Raises:
        InputUnreadable: it is none; the sentence says what it looks like instead.
    """
    found = recognise(source.name, source.data, encoding)
    if found.instead is not None:
        raise InputUnreadable(found.instead.code, **found.instead.params)
    if found.kind.timed and found.book is not None:
        return _of_tables(found, source.name)
    span = _span_of_raw(found.raw) if found.raw is not None else _Span()
    left = found.chips.left_out if found.chips is not None else {}
    return Identified(
        format=found.format,
        label=found.label,
        kind=found.kind,
        rows=found.rows,
        first=span.text(span.first),
        last=span.text(span.last),
        offset=span.offset,
        guns=len(found.raw.guns) if found.raw is not None else 0,
        not_understood=found.not_understood,
        left_out=found.raw.left_out if found.raw is not None else left,
        problems=found.problems,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """The earliest and the latest of many times: milliseconds of a wall clock, or elapsed."""

    first: int | None = None
    last: int | None = None
    elapsed: bool = False
    dated: bool = True
    offset: str | None = None

    def text(self, ms: int | None) -> str | None:
        """One of them as text, with thousandths only where there are any."""
        if ms is None:
            return None
        if self.elapsed:
            return format_elapsed(ms, 1 if ms % SECOND_MS else SECOND_MS)
        wall = _EPOCH + timedelta(milliseconds=ms)
        precision = "milliseconds" if ms % SECOND_MS else "seconds"
        shown = wall.replace(tzinfo=None).isoformat(timespec=precision)
        return shown if self.dated else shown.partition("T")[2]


def _span(
    walls: Sequence[int], *, elapsed: bool, dated: bool = True, offsets: Iterable[int | None] = ()
) -> _Span:
    if not walls:
        return _Span()
    known = set(offsets)
    offset = _offset_text(known.pop()) if len(known) == 1 else None
    return _Span(first=min(walls), last=max(walls), elapsed=elapsed, dated=dated, offset=offset)


def _offset_text(offset_ms: int | None) -> str | None:
    if offset_ms is None:
        return None
    minutes = abs(offset_ms) // 60_000
    return f"{'-' if offset_ms < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _span_of_raw(raw: RawFile) -> _Span:
    """Of the finish where the file names it, else of all reads."""
    finish: Sequence[RawRead] = [read for read in raw.reads if read.point == FINISH]
    reads = finish or raw.reads
    clocks = [read.clock for read in reads if read.clock is not None]
    if not clocks:
        spans = [read.elapsed_ms for read in reads if read.elapsed_ms is not None]
        return _span(spans, elapsed=True)
    placed = place_clocks(clocks, "UTC", _SOME_DAY, None).instants
    walls = [
        instant + (clock.offset_ms or 0)
        for clock, instant in zip(clocks, placed, strict=True)
        if instant is not None
    ]
    dated = all(clock.day is not None for clock in clocks)
    return _span(walls, elapsed=False, dated=dated, offsets=(c.offset_ms for c in clocks))


# ------------------------------------------------------------------ tables


def _of_tables(found: Recognised, name: str) -> Identified:
    """All tables of times in a file; the span is that of those of the first one's kind of time."""
    book = found.book
    tables = [book.tables[number] for number in found.tables] if book is not None else []
    odd: list[NotUnderstood] = []
    problems = list(found.problems)
    spans: list[_Span] = []
    for table in tables:
        known = kind_of_table(table)
        drafts = draft_reads(
            table, known.mapping, zone="UTC", day=_SOME_DAY, layout=known.layout, file=name
        )
        odd += _unreadable(table, drafts.problems)
        problems += [one for one in drafts.problems if one.row is None]
        spans.append(_span_of_table(table, known.mapping.columns, drafts))
    filled = [span for span in spans if span.first is not None and span.last is not None]
    alike = [span for span in filled if span.elapsed is filled[0].elapsed]
    main = filled[0] if filled else _Span()
    firsts = [span.first for span in alike if span.first is not None]
    lasts = [span.last for span in alike if span.last is not None]
    return Identified(
        format=found.format,
        label=found.label,
        kind=found.kind,
        rows=found.rows - len(odd),
        first=main.text(min(firsts, default=None)),
        last=main.text(max(lasts, default=None)),
        offset=main.offset if len({span.offset for span in alike}) == 1 else None,
        not_understood=tuple(odd),
        problems=_once(problems),
    )


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What several tables have in common is told once."""
    told = {(p.code, p.column, tuple(sorted(p.params.items()))): p for p in problems}
    return tuple(told.values())


def _unreadable(table: Table, problems: Iterable[Problem]) -> list[NotUnderstood]:
    """The rows of which no time could be made."""
    rows = {row.number: row for row in table.rows}
    mark = table.delimiter or "\t"
    return [
        NotUnderstood(
            line=problem.row,
            text=mark.join(rows[problem.row].cells)[:200],
            why=Note(code=problem.code, params=problem.params),
        )
        for problem in problems
        if problem.code == _UNREADABLE and problem.row in rows
    ]


def _span_of_table(table: Table, columns: Mapping[str, int], drafts: ReadDrafts) -> _Span:
    if drafts.kind is TimeKind.ELAPSED:
        spans: list[Duration] = [r.elapsed_ms for r in drafts.reads if r.elapsed_ms is not None]
        return _span(spans, elapsed=True)
    placed: list[tuple[int, Instant]] = [
        (read.row, read.instant_ms) for read in drafts.reads if read.instant_ms is not None
    ]
    at = columns.get("time")
    if not placed or at is None:
        return _Span()
    cells = {row.number: row.cells[at] for row in table.rows}
    clocks = [read_clock(cells[row], day_first=False) for row, _instant in placed]
    offsets = [clock.offset_ms if clock is not None else None for clock in clocks]
    walls = [
        instant + (offset or 0) for (_row, instant), offset in zip(placed, offsets, strict=True)
    ]
    dated = "date" in columns or not any(c is not None and c.day is None for c in clocks)
    return _span(walls, elapsed=False, dated=dated, offsets=offsets)
