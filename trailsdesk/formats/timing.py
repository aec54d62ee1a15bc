"""Rows of a time or result file to drafts of reads: who, when, or with what status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import breathe, paced
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.clock_column import change_problems, place_clocks, read_clock
from trailsdesk.formats.dates import DateOrder, decide_order, parse_day
from trailsdesk.formats.fields import ColumnMapping, fold_header, in_file
from trailsdesk.formats.genders import gender_letters, read_gender
from trailsdesk.formats.layouts import Layout, TimeKind
from trailsdesk.formats.read_columns import ReadColumns, Times, occurrences
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
    plain_elapsed,
    read_column,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.formats.tables import Row, Table

_RAW_LIMIT = 500
_DIGITS = "0123456789"
_FINISHED = (None, ResultStatus.OK, ResultStatus.PENDING)
"""What a status column says of those whose time says all."""
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

    ``guessed`` asks for a person's look at ``kind``. ``rows`` were offered. ``other`` has by row
    and point the other instant of a time in a repeated hour, where nothing tells which was meant.
    """

    reads: tuple[ReadDraft, ...]
    kind: TimeKind
    guessed: bool
    two_parts: TwoParts
    problems: tuple[Problem, ...]
    rows: int
    other: Mapping[tuple[int, str], Instant] = field(default_factory=dict)


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
    repeated: RepeatedHour = RepeatedHour.BY_ORDER,
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
        repeated: how times of the hour that clocks show twice in autumn are read.

    Raises:
        ValueError: an unknown zone (a caller's bug).
    """
    job = _Job(table, mapping, zone, day, start, layout, repeated, file)
    time_at = time_column if time_column is not None else mapping.columns.get("time")
    if time_at is None and "status" not in mapping.columns:
        job.tell("times.no-column", Severity.ERROR)
        return job.finish((), _NOTHING, 0)
    cells = job.column(time_at)
    reading = job.decide(cells, time_at, kind, two_parts, date_order)
    job.take_reads(cells, time_at, reading, point)
    if start_column is not None:
        began = job.column(start_column)
        first = job.decide(began, start_column, kind or reading.kind, two_parts, date_order)
        job.take_starts(began, start_column, first)
    return job.finish(job.drafts(), reading, len(table.rows))


_NOTHING = TimeReading(kind=TimeKind.ELAPSED, certain=True, two_parts=TwoParts.MINUTES_SECONDS)


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
        repeated: RepeatedHour,
        file: str,
    ) -> None:
        self.table = table
        self.rows = table.rows
        self.columns = mapping.columns
        self.zone = zone
        self.day = day
        self.start = start
        self.layout = layout
        self.repeated = repeated
        self.file = file
        self.day_first = True
        self.dayless = False
        self.made = ReadColumns()
        self.bibs: list[str] = []
        self.other: dict[tuple[int, str], Instant] = {}
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
        breathe()
        return [""] * len(self.rows) if at is None else [row.cells[at] for row in self.rows]

    def field(self, key: str) -> list[str]:
        """The cells of a field, empty where they say nothing."""
        at = self.columns.get(key)
        if at is None:
            return [""] * len(self.rows)
        cells = self.column(at)
        known = {cell: "" if is_empty(cell) else clean_text(cell) for cell in set(cells)}
        return [known[cell] for cell in cells]

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
            other=self.other,
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
        times = [c for c in cells if c and (c[0] in _DIGITS or status_of_word(c) is None)]
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

    def take_reads(
        self, cells: Sequence[str], at: int | None, reading: TimeReading, point: str
    ) -> None:
        """The reads of the finish (or another point), with the statuses of the table."""
        times = self._times(cells, at, reading, point)
        statuses = self._statuses()
        self.bibs = self._bibs()
        places = self.field("place")
        kept: list[int] = []
        said: list[ResultStatus | None] = []
        waiting = 0
        said_of = zip(times.moments(), statuses, strict=True)
        for index, (moment, status) in enumerate(paced(said_of)):
            if moment is not None and status is None:
                kept.append(index)
                said.append(None)
                continue
            row, found = self.rows[index], status or times.words[index]
            if found is None and places[index] and moment is None:
                found = status_of_word(places[index])
            if found is ResultStatus.DNS and moment is not None and self._says_np(row):
                self.tell("times.np-with-time", Severity.WARNING, self.columns.get("status"), row)
                found = None
            if moment is None and found is ResultStatus.PENDING:
                waiting += 1
            elif moment is None and found in (None, ResultStatus.OK):
                self._tell_nothing(row, cells[index], at)
            else:
                kept.append(index)
                said.append(None if found in _FINISHED else found)
        if waiting:
            self.tell("times.on-course", Severity.INFO, count=waiting)
        self.made.add(kept, point, times, said, places)

    def take_starts(self, cells: Sequence[str], at: int, reading: TimeReading) -> None:
        """The reads at the start line; an elapsed start of zero says nothing and is left out."""
        times = self._times(cells, at, reading, START)
        kept = [index for index, moment in enumerate(times.moments()) if moment is not None]
        self.made.add(kept, START, times, [None] * len(kept), [""] * len(cells))

    def _tell_nothing(self, row: Row, cell: str, at: int | None) -> None:
        if self.dayless and not is_no_time(cell):
            return
        if is_no_time(cell):
            self.tell("times.nothing", Severity.WARNING, None, row)
        else:
            self.tell("times.unreadable", Severity.ERROR, at, row, value=cell[:40])

    def drafts(self) -> list[ReadDraft]:
        """All reads taken, each with who its row is about."""
        made, mark = self.made, self.table.delimiter or "\t"
        rows = [self.rows[index] for index in made.index]
        raw = [mark.join(row.cells)[:_RAW_LIMIT].rstrip(mark) for row in paced(rows)]
        family, given = self._names()
        about: dict[str, Sequence[object]] = {
            "bib": self.bibs,
            "chip": self.field("chip"),
            "family_name": family,
            "given_name": given,
            "gender": self._genders(),
            "race_text": self.field("race"),
        }
        if made.index != list(range(len(self.rows))):
            about = {name: [one[i] for i in made.index] for name, one in about.items()}
        whose = (bib or text for bib, text in zip(about["bib"], raw, strict=True))
        keys = zip(made.point, whose, made.instant_ms, made.elapsed_ms, made.status, strict=True)
        return many_of(
            ReadDraft,
            len(rows),
            row=[row.number for row in rows],
            point=made.point,
            place_text=made.place_text,
            instant_ms=made.instant_ms,
            elapsed_ms=made.elapsed_ms,
            status=made.status,
            occurrence=occurrences(paced(keys)),
            raw=raw,
            **about,
        )

    def _names(self) -> tuple[list[str], list[str]]:
        """Family and given names; a full name is split where neither is given."""
        family, given = self.field("family_name"), self.field("given_name")
        if "full_name" in self.columns:
            header = fold_header(self.table.header[self.columns["full_name"]])
            first = header in FAMILY_FIRST_HEADERS or None
            for index, text in enumerate(self.field("full_name")):
                if text and not family[index] and not given[index]:
                    family[index], given[index] = split_full_name(text[:200], family_first=first)
        return family, given

    def _genders(self) -> list[Gender | None]:
        cells = self.field("gender")
        if "gender" not in self.columns:
            return [None] * len(cells)
        letters = gender_letters(cells)
        known = {cell: read_gender(cell, letters) if cell else None for cell in set(cells)}
        return [known[cell] for cell in cells]

    def _bibs(self) -> list[str]:
        """The bib of every row; a damaged one is told and left empty."""
        at = self.columns.get("bib")
        cells = self.column(at)
        known = {cell: clean_bib(cell) for cell in set(cells)}
        if at is not None and None in known.values():
            for row, cell in zip(self.rows, cells, strict=True):
                if known[cell] is None:
                    self.tell("times.bib-damaged", Severity.WARNING, at, row, value=cell[:40])
        return [known[cell] or "" for cell in cells]

    # -------------------------------------------------------------- statuses

    def _statuses(self) -> list[ResultStatus | None]:
        at = self.columns.get("status")
        if at is None:
            return [None] * len(self.rows)
        codes = self.layout.status_codes if self.layout else {}
        cells = self.column(at)
        known = {cell: codes.get(cell) or status_of_word(cell) for cell in set(cells)}
        strange = {cell for cell, word in known.items() if word is None and not is_no_word(cell)}
        digits = {cell for cell in strange if cell.isdecimal()}
        if strange != digits:
            for row, cell in zip(self.rows, cells, strict=True):
                if cell in strange and cell not in digits:
                    self.tell("times.status-unknown", Severity.WARNING, at, row, value=cell[:40])
        if digits:
            listed = ", ".join(sorted(digits, key=lambda d: (len(d), d))[:12])
            self.tell("times.status-digits", Severity.WARNING, at, digits=listed)
        return [known[cell] for cell in cells]

    def _says_np(self, row: Row) -> bool:
        at = self.columns.get("status")
        cells = [row.cells[at]] if at is not None else []
        place = self.columns.get("place")
        cells += [row.cells[place]] if place is not None else []
        return any(cell.strip(". ").upper().replace(".", "") == "NP" for cell in cells)

    # -------------------------------------------------------------- times

    def _times(
        self, cells: Sequence[str], at: int | None, reading: TimeReading, point: str
    ) -> Times:
        """Every cell as a time, or as the status word it was instead."""
        nothing = [None] * len(cells)
        if at is None:
            return Times(nothing, nothing, nothing)
        if reading.kind is TimeKind.CLOCK:
            return self._clocks(cells, at, point)
        known = {cell: _elapsed(cell, reading) for cell in paced(set(cells))}
        words = {
            cell: status_of_word(cell)
            for cell, value in known.items()
            if value is None and not is_no_time(cell)
        }
        spans = [value if (value := known[cell]) and value > 0 else None for cell in cells]
        return Times(nothing, spans, [words.get(cell) for cell in cells] if words else nothing)

    def _clocks(self, cells: Sequence[str], at: int, point: str) -> Times:
        known = {c: read_clock(c, day_first=self.day_first) for c in paced(set(cells))}
        clocks = [known[cell] for cell in cells]
        dates = self._dates(at)
        if dates is not None:
            clocks = [
                replace(clock, day=day) if clock and day and clock.day is None else clock
                for clock, day in zip(clocks, dates, strict=True)
            ]
        placing = place_clocks(clocks, self.zone, self.day, self.start, self.repeated)
        if placing.without_day:
            self.tell("times.no-day", Severity.ERROR, at, count=placing.without_day)
        if placing.unsure:
            self.tell("times.day-unsure", Severity.WARNING, at)
        if placing.skipped or placing.first or placing.second:
            numbers = [row.number for row in self.rows]
            header = self.table.header[at]
            self.problems += change_problems(placing, numbers, self.file, header)
            self.other |= {(numbers[i], point): ms for i, ms in placing.other.items()}
        self.dayless = bool(placing.without_day)
        words = [None if known[cell] else status_of_word(cell) for cell in cells]
        return Times(placing.instants, [None] * len(cells), words)

    def _dates(self, at: int) -> list[date | None] | None:
        column = self.columns.get("date")
        if column is None or column == at:
            return None
        cells = self.column(column)
        order = decide_order(cells, self.layout.date_order if self.layout else None).order
        return [parse_day(cell, order, date(2199, 12, 31)) if cell else None for cell in cells]


def _elapsed(cell: str, reading: TimeReading) -> Duration | None:
    """A cell as a duration, as its column is read; None for a word or nothing."""
    value = plain_elapsed(cell)
    if value is not None or is_no_time(cell):
        return value
    if reading.numbers is not None and cell[0].isdecimal() and ":" not in cell:
        value = number_to_ms(cell, reading.numbers) if _is_number(cell) else None
    return parse_elapsed(cell, reading.two_parts) if value is None else value


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"\d+([.,]\d+)?", cell) is not None
