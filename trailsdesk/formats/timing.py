"""Rows of a time or result file to drafts of reads: who, when, or with what status."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    Duration,
    Instant,
    TwoParts,
    local_date,
    local_instant,
    parse_elapsed,
)
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.clock_column import place_clocks, read_clock
from trailsdesk.formats.dates import DateOrder, decide_order, parse_day
from trailsdesk.formats.fields import ColumnMapping, fold_header, in_file
from trailsdesk.formats.genders import gender_letters, read_gender
from trailsdesk.formats.layouts import Layout, TimeKind
from trailsdesk.formats.status_words import is_no_word, status_of_word
from trailsdesk.formats.text_cells import (
    FAMILY_FIRST_HEADERS,
    clean_bib,
    clean_text,
    is_empty,
    split_full_name,
)
from trailsdesk.formats.time_columns import (
    Numbers,
    TimeReading,
    is_no_time,
    number_to_ms,
    read_column,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.formats.tables import Row, Table

_RAW_LIMIT = 500
_KIND = {TimeKind.ELAPSED: "times.kind-elapsed", TimeKind.CLOCK: "times.kind-clock"}
_GUESSED = {TimeKind.ELAPSED: "times.guessed-elapsed", TimeKind.CLOCK: "times.guessed-clock"}
_TWO_PARTS = {
    TwoParts.MINUTES_SECONDS: "times.two-parts-minutes",
    TwoParts.HOURS_MINUTES: "times.two-parts-hours",
}
_NUMBERS = {
    Numbers.SECONDS: "times.numbers-seconds",
    Numbers.DAY_FRACTION: "times.numbers-day-fraction",
    Numbers.RUN_TOGETHER: "times.numbers-run-together",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft:
    """One piece of evidence: a time or a status for somebody.

    Either ``instant_ms`` or ``elapsed_ms`` is set, or neither when the row only says a status.
    ``status`` is None for a plain finisher: the time speaks for itself. ``bib`` is empty when the
    file has none; then the names may tell who it was. ``place_text`` is what the file says, for
    comparison only. ``occurrence`` numbers equal reads of one file from 0. ``raw`` is the row as
    text.
    """

    row: int
    point: str = FINISH
    bib: str = ""
    chip: str = ""
    family_name: str = ""
    given_name: str = ""
    gender: Gender | None = None
    race_text: str = ""
    place_text: str = ""
    instant_ms: Instant | None = None
    elapsed_ms: Duration | None = None
    status: ResultStatus | None = None
    occurrence: int = 0
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDrafts:
    """All reads of a table, how its times were understood, and what there is to say.

    ``guessed`` asks for a person's look at ``kind``. ``rows`` were offered.
    """

    reads: tuple[ReadDraft, ...]
    kind: TimeKind
    guessed: bool
    two_parts: TwoParts
    problems: tuple[Problem, ...]
    rows: int


def draft_reads(
    table: Table,
    mapping: ColumnMapping,
    *,
    zone: str,
    day: date | None = None,
    kind: TimeKind | None = None,
    two_parts: TwoParts | None = None,
    start: Instant | None = None,
    start_column: int | None = None,
    time_column: int | None = None,
    point: str = FINISH,
    date_order: DateOrder | None = None,
    layout: Layout | None = None,
    file: str = "",
) -> ReadDrafts:
    """Read every row of a time or result file.

    A row with neither time nor status is kept out with a problem. A status beside a time keeps
    both: the file says both. A place is never a status: a runner who did not finish may carry one.

    Args:
        zone: IANA name; times of day without an offset are local there.
        day: of times without a date; midnight is followed in reading order.
        kind: elapsed or time of day, when a person knows; otherwise decided from the column.
        two_parts: what ``7:03`` means, likewise.
        start: the announced or real start, which tells the day of a time of day.
        start_column: a column (from 0) of times at the start line, giving ``START`` reads as well.
        time_column: read this column instead of the mapped one, as times at ``point``.

    Raises:
        ValueError: an unknown zone (a caller's bug).
    """
    job = _Job(table, mapping, zone, day, start, layout, file)
    time_at = time_column if time_column is not None else mapping.columns.get("time")
    if time_at is None and "status" not in mapping.columns:
        job.tell("times.no-column", Severity.ERROR)
        return job.finish((), _NOTHING, 0)
    cells = job.column(time_at)
    reading = job.decide(cells, time_at, kind, two_parts, date_order)
    reads = job.reads(cells, time_at, reading, point)
    if start_column is not None:
        began = job.column(start_column)
        first = job.decide(began, start_column, kind or reading.kind, two_parts, date_order)
        reads += job.start_reads(began, start_column, first)
    return job.finish(_numbered(reads), reading, len(table.rows))


_NOTHING = TimeReading(kind=TimeKind.ELAPSED, certain=True, two_parts=TwoParts.MINUTES_SECONDS)


def _numbered(reads: Sequence[ReadDraft]) -> list[ReadDraft]:
    """Number equal reads, so that the same file is recognised read by read."""
    seen: dict[tuple[object, ...], int] = {}
    numbered: list[ReadDraft] = []
    for one in reads:
        key = (one.point, one.bib or one.raw, one.instant_ms, one.elapsed_ms, one.status)
        before = seen.get(key, 0)
        numbered.append(replace(one, occurrence=before) if before else one)
        seen[key] = before + 1
    return numbered


class _Job:
    """One table on its way to reads, and the problems met."""

    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        zone: str,
        day: date | None,
        start: Instant | None,
        layout: Layout | None,
        file: str,
    ) -> None:
        self.table = table
        self.rows = table.rows
        self.columns = mapping.columns
        self.zone = zone
        self.day = day
        self.start = start
        self.layout = layout
        self.file = file
        self.day_first = True
        self.dayless = False
        self.problems: list[Problem] = list(in_file(mapping.problems, file))
        local_instant(date(2000, 1, 1), Duration(0), zone)

    def tell(
        self,
        code: str,
        severity: Severity,
        column: int | None = None,
        row: Row | None = None,
        **params: str | int,
    ) -> None:
        """Note a problem at a column and a row."""
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                params=params,
                file=self.file or None,
                row=row.number if row else None,
                column=self.table.header[column] if column is not None else None,
            )
        )

    def column(self, at: int | None) -> list[str]:
        """The cells of a column; blanks when there is none."""
        return [""] * len(self.rows) if at is None else [row.cells[at] for row in self.rows]

    def field(self, key: str) -> list[str]:
        """The cells of a field, empty where they say nothing."""
        at = self.columns.get(key)
        if at is None:
            return [""] * len(self.rows)
        return ["" if is_empty(c := row.cells[at]) else clean_text(c) for row in self.rows]

    def finish(self, reads: Sequence[ReadDraft], reading: TimeReading, rows: int) -> ReadDrafts:
        """The outcome, file-wide problems first."""
        problems = sorted(self.problems, key=lambda p: (p.row is not None, p.row or 0))
        return ReadDrafts(
            reads=tuple(reads),
            kind=reading.kind,
            guessed=not reading.certain,
            two_parts=reading.two_parts,
            problems=tuple(problems),
            rows=rows,
        )

    # -------------------------------------------------------------- what the column means

    def decide(
        self,
        cells: Sequence[str],
        at: int | None,
        kind: TimeKind | None,
        two_parts: TwoParts | None,
        date_order: DateOrder | None,
    ) -> TimeReading:
        """How the column is read; what nobody told and nothing proves is put before a person."""
        if at is None:
            return _NOTHING
        header = re.sub(r" \(\d+\)$", "", self.table.header[at])
        known = self.layout
        times = [cell for cell in cells if cell and status_of_word(cell) is None]
        reading = read_column(
            times,
            header,
            kind=kind or (known.time_kind if known else None),
            two_parts=two_parts or (known.two_parts if known else None),
            start_of_day_ms=self._start_of_day(),
            from_workbook=self.table.numeric_times,
            has_places="place" in self.columns,
        )
        told_order = date_order or (known.date_order if known else None)
        order = decide_order([cell.split("T")[0] for cell in times[:5000]], told_order)
        self.day_first = order.order is DateOrder.DAY_FIRST
        if not order.certain:
            self.tell("times.dates-unsure", Severity.WARNING, at)
        if not reading.certain:
            self.tell(_GUESSED[reading.kind], Severity.WARNING, at)
        elif kind is None and times:
            self.tell(_KIND[reading.kind], Severity.INFO, at)
        if reading.two_parts_seen and reading.kind is TimeKind.ELAPSED and two_parts is None:
            self.tell(
                _TWO_PARTS[reading.two_parts], Severity.INFO, at, value=reading.two_parts_seen
            )
        if reading.numbers is not None:
            severity = (
                Severity.WARNING if reading.numbers is Numbers.RUN_TOGETHER else Severity.INFO
            )
            self.tell(_NUMBERS[reading.numbers], severity, at)
            if any(":" in cell for cell in times) and reading.numbers is not Numbers.SECONDS:
                self.tell("times.mixed-numbers", Severity.WARNING, at)
        return reading

    def _start_of_day(self) -> int | None:
        if self.start is None:
            return None
        midnight = local_instant(local_date(self.start, self.zone), Duration(0), self.zone)
        return self.start - midnight.instant_ms

    # -------------------------------------------------------------- reads

    def reads(
        self, cells: Sequence[str], at: int | None, reading: TimeReading, point: str
    ) -> list[ReadDraft]:
        """The reads of the finish (or another point), with the statuses of the table."""
        placed = self._times(cells, at, reading)
        statuses = self._statuses()
        people = self._people()
        places = self.field("place")
        made: list[ReadDraft] = []
        waiting = 0
        for index, row in enumerate(self.rows):
            time, word = placed[index]
            status = statuses[index] or word
            if status is None and places[index] and time is None:
                status = status_of_word(places[index])
            if status is ResultStatus.DNS and time is not None and self._says_np(row):
                self.tell("times.np-with-time", Severity.WARNING, self.columns.get("status"), row)
                status = None
            if time is None and status is ResultStatus.PENDING:
                waiting += 1
                continue
            if status in (ResultStatus.OK, ResultStatus.PENDING):
                status = None
            if time is None and status is None:
                self._tell_nothing(row, cells[index], at)
                continue
            made.append(people(index, row, point, time, status, places[index]))
        if waiting:
            self.tell("times.on-course", Severity.INFO, count=waiting)
        return made

    def start_reads(self, cells: Sequence[str], at: int, reading: TimeReading) -> list[ReadDraft]:
        """The reads at the start line; an elapsed start of zero says nothing and is left out."""
        people = self._people()
        placed = self._times(cells, at, reading)
        return [
            people(index, row, START, time, None, "")
            for index, row in enumerate(self.rows)
            if (time := placed[index][0]) is not None
        ]

    def _tell_nothing(self, row: Row, cell: str, at: int | None) -> None:
        if self.dayless and not is_no_time(cell):
            return
        if is_no_time(cell):
            self.tell("times.nothing", Severity.WARNING, None, row)
        else:
            self.tell("times.unreadable", Severity.ERROR, at, row, value=cell[:40])

    def _people(self) -> Callable[..., ReadDraft]:
        """A maker of drafts that knows who each row is about."""
        bibs, damaged = self._bibs()
        family, given = self.field("family_name"), self.field("given_name")
        if "full_name" in self.columns:
            header = fold_header(self.table.header[self.columns["full_name"]])
            first = header in FAMILY_FIRST_HEADERS or None
            for index, text in enumerate(self.field("full_name")):
                if text and not family[index] and not given[index]:
                    family[index], given[index] = split_full_name(text[:200], family_first=first)
        genders = self.field("gender")
        letters = gender_letters(genders)
        races, chips = self.field("race"), self.field("chip")
        mark = self.table.delimiter or "\t"

        def make(
            index: int,
            row: Row,
            point: str,
            time: tuple[Instant | None, Duration | None] | None,
            status: ResultStatus | None,
            place: str,
        ) -> ReadDraft:
            instant, elapsed = time or (None, None)
            return ReadDraft(
                row=row.number,
                point=point,
                bib=bibs[index],
                chip=chips[index],
                family_name=family[index],
                given_name=given[index],
                gender=read_gender(genders[index], letters) if genders[index] else None,
                race_text=races[index],
                place_text=place,
                instant_ms=instant,
                elapsed_ms=elapsed,
                status=status,
                raw=mark.join(row.cells)[:_RAW_LIMIT].rstrip(mark),
            )

        for row, value in damaged:
            self.tell("times.bib-damaged", Severity.WARNING, self.columns["bib"], row, value=value)
        return make

    def _bibs(self) -> tuple[list[str], list[tuple[Row, str]]]:
        found: list[str] = []
        damaged: list[tuple[Row, str]] = []
        at = self.columns.get("bib")
        if at is None:
            return [""] * len(self.rows), []
        known: dict[str, str | None] = {}
        for row in self.rows:
            cell = row.cells[at]
            if cell not in known:
                known[cell] = clean_bib(cell)
            bib = known[cell]
            if bib is None:
                damaged.append((row, cell[:40]))
            found.append(bib or "")
        return found, damaged

    # -------------------------------------------------------------- statuses

    def _statuses(self) -> list[ResultStatus | None]:
        at = self.columns.get("status")
        if at is None:
            return [None] * len(self.rows)
        codes = self.layout.status_codes if self.layout else {}
        known: dict[str, ResultStatus | None] = {}
        digits: set[str] = set()
        found: list[ResultStatus | None] = []
        for row in self.rows:
            cell = row.cells[at]
            if cell not in known:
                known[cell] = codes.get(cell) or status_of_word(cell)
            status = known[cell]
            if status is None and not is_no_word(cell):
                if cell.isdecimal():
                    digits.add(cell)
                else:
                    self.tell("times.status-unknown", Severity.WARNING, at, row, value=cell[:40])
            found.append(status)
        if digits:
            listed = ", ".join(sorted(digits, key=lambda d: (len(d), d))[:12])
            self.tell("times.status-digits", Severity.WARNING, at, digits=listed)
        return found

    def _says_np(self, row: Row) -> bool:
        at = self.columns.get("status")
        cells = [row.cells[at]] if at is not None else []
        place = self.columns.get("place")
        cells += [row.cells[place]] if place is not None else []
        return any(cell.strip(". ").upper().replace(".", "") == "NP" for cell in cells)

    # -------------------------------------------------------------- times

    def _times(
        self, cells: Sequence[str], at: int | None, reading: TimeReading
    ) -> list[tuple[tuple[Instant | None, Duration | None] | None, ResultStatus | None]]:
        """For each cell its time (instant or elapsed) and the status word it was instead."""
        if at is None:
            return [(None, None)] * len(cells)
        if reading.kind is TimeKind.ELAPSED:
            known = {cell: self._elapsed(cell, reading) for cell in dict.fromkeys(cells)}
            return [known[cell] for cell in cells]
        return self._clocks(cells, at)

    @staticmethod
    def _elapsed(
        cell: str, reading: TimeReading
    ) -> tuple[tuple[Instant | None, Duration | None] | None, ResultStatus | None]:
        if is_no_time(cell):
            return None, None
        value = None
        if reading.numbers is not None and cell[0].isdecimal() and ":" not in cell:
            value = number_to_ms(cell, reading.numbers) if _is_number(cell) else None
        if value is None:
            value = parse_elapsed(cell, reading.two_parts)
        if value is None:
            return None, status_of_word(cell)
        return ((None, value), None) if value > 0 else (None, None)

    def _clocks(
        self, cells: Sequence[str], at: int
    ) -> list[tuple[tuple[Instant | None, Duration | None] | None, ResultStatus | None]]:
        clocks = [read_clock(cell, day_first=self.day_first) for cell in cells]
        dates = self._dates(at)
        if dates is not None:
            clocks = [
                replace(clock, day=day) if clock and day and clock.day is None else clock
                for clock, day in zip(clocks, dates, strict=True)
            ]
        placing = place_clocks(clocks, self.zone, self.day, self.start)
        if placing.without_day:
            self.tell("times.no-day", Severity.ERROR, at, count=placing.without_day)
        if placing.unsure:
            self.tell("times.day-unsure", Severity.WARNING, at)
        if placing.at_change:
            self.tell("times.clock-change", Severity.WARNING, at, count=placing.at_change)
        self.dayless = bool(placing.without_day)
        return [
            (
                None if instant is None else (instant, None),
                status_of_word(cell) if not clock else None,
            )
            for cell, clock, instant in zip(cells, clocks, placing.instants, strict=True)
        ]

    def _dates(self, at: int) -> list[date | None] | None:
        column = self.columns.get("date")
        if column is None or column == at:
            return None
        cells = self.column(column)
        order = decide_order(cells, self.layout.date_order if self.layout else None).order
        return [parse_day(cell, order, date(2199, 12, 31)) if cell else None for cell in cells]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"\d+([.,]\d+)?", cell) is not None
