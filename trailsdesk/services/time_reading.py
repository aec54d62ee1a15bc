"""The reads of a timing file put on the time line: from a table's columns, or from a raw log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.clock_column import place_clocks, read_clock
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.fields import IGNORE, ColumnMapping
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.raw import NotUnderstood
from trailsdesk.formats.raw_placing import place_raw
from trailsdesk.formats.timing import ReadDraft, ReadDrafts, draft_reads
from trailsdesk.services.checkpoints import check_code
from trailsdesk.services.time_repeated import REPEATED_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.formats.layouts import Mapped
    from trailsdesk.formats.raw import RawFile
    from trailsdesk.formats.tables import Table

_ABOUT_PEOPLE = ("status", "place")
"""Fields that say something about the result, not about one checkpoint."""
_ABOUT_ITS_TIMES = REPEATED_HOUR | {"times.skipped-hour", "times.unreadable"}
"""What is told of a column of checkpoint times; the rest is told of the finish already."""
_ON_THE_WAY = 0.8
"""A column of times lies on the way when so many of its runners were there before the finish."""
_LOOKED_AT = 500
_CODE_LETTERS = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is known before a file is read.

    Times without a date begin on the day of ``start`` (the first gun) or else on ``day``; a
    ``chosen_day`` goes before both. ``point`` is where reads were taken that name no place.
    ``places`` gives the point for each place the file names, ``-`` leaves one out; a place it does
    not know becomes a point of its own, named by ``point_code``. ``list_race`` is which race of a
    list that holds several of the same runners, else the first. ``repeated`` says how times of the
    hour that clocks show twice in autumn are read.
    """

    zone: str
    day: date
    start: Instant | None = None
    chosen_day: date | None = None
    point: str = FINISH
    kind: TimeKind | None = None
    dates: DateOrder | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    list_race: int | None = None
    repeated: RepeatedHour = RepeatedHour.BY_ORDER

    def point_of(self, name: str) -> str:
        """The point of a place: as it was said, else as it is known, else one of its own."""
        found = self.places.get(name) or self.places.get(" ".join(name.casefold().split()))
        return found or point_code(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """A place that a file names, and the point its reads go to (``-``: they are left out)."""

    name: str
    point: str
    reads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesRead:
    """The reads of a file, how its times were understood, and what there is to say.

    ``rows`` were offered; ``dateless``: at least one time of day came without a date. ``guns`` are
    starting shots in the file, ``left_out`` counts by message code what is no new passing.
    ``other`` has by row and point the other instant of a time in a repeated hour of which nothing
    tells which was meant.
    """

    drafts: tuple[ReadDraft, ...]
    kind: TimeKind
    guessed: bool
    rows: int
    problems: tuple[Problem, ...] = ()
    dateless: bool = False
    places: tuple[FilePlace, ...] = ()
    guns: tuple[Instant, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    not_understood: tuple[NotUnderstood, ...] = ()
    list_races: tuple[int, ...] = ()
    other: Mapping[tuple[int, str], Instant] = field(default_factory=dict)


def point_code(name: str) -> str:
    """A place as the code of a point: ``Col  Voza`` becomes ``col-voza``.

    A long name is cut and gets four digits of its own: ``Aid Station North 1`` and ``... 2`` are
    two places, though they begin alike.
    """
    letters = [letter if letter.isalnum() else " " for letter in name.casefold()]
    code = "-".join("".join(letters).split())
    if len(code) > _CODE_LETTERS:
        own = f"{crc32(code.encode()) & 0xFFFF:04x}"
        code = f"{code[: _CODE_LETTERS - 5].strip('-')}-{own}"
    if code == IGNORE or check_code(code) is not None:
        return f"cp-{code or 'x'}"
    return code


# ------------------------------------------------------------------ tables


def read_table(table: Table, mapped: Mapped, frame: Frame, file: str) -> TimesRead:
    """The reads of a table: at the finish (or ``frame.point``), the start and each checkpoint."""
    mapping = mapped.mapping
    start_column = mapping.start
    main = _draft(table, mapped, mapping, frame, file, start_column=start_column)
    drafts, problems, other = list(main.reads), list(main.problems), dict(main.other)
    places: list[FilePlace] = []
    columns = mapping.checkpoints if main.reads else ()
    ended = main.reads if columns else ()
    ends = {draft.row: _moment(draft) for draft in ended if draft.point == frame.point}
    for column in columns:
        name = table.header[column]
        point = frame.point_of(name)
        if column == start_column or point == IGNORE:
            continue
        found = _checkpoint(table, mapped, replace(frame, kind=main.kind), file, column, point)
        if not _on_the_way(found.reads, ends):
            params = {"name": name}
            problems.append(_told("times.column-left", Severity.INFO, file, params))
            continue
        drafts += found.reads
        problems += found.problems
        other |= found.other
        places.append(FilePlace(name=name, point=point, reads=len(found.reads)))
    return TimesRead(
        drafts=tuple(drafts),
        kind=main.kind,
        guessed=main.guessed,
        rows=main.rows,
        problems=tuple(problems),
        dateless=main.kind is TimeKind.CLOCK and _without_date(table, mapping),
        places=tuple(places),
        other=other,
    )


def _draft(
    table: Table,
    mapped: Mapped,
    mapping: ColumnMapping,
    frame: Frame,
    file: str,
    *,
    start_column: int | None = None,
    time_column: int | None = None,
    point: str | None = None,
) -> ReadDrafts:
    chosen = frame.chosen_day
    return draft_reads(
        table,
        mapping,
        zone=frame.zone,
        day=chosen or frame.day,
        kind=frame.kind,
        # A day that a person chose holds whatever the gun says.
        start=None if chosen else frame.start,
        start_column=start_column,
        time_column=time_column,
        point=point or frame.point,
        date_order=frame.dates,
        layout=mapped.layout,
        repeated=frame.repeated,
        file=file,
    )


def _checkpoint(
    table: Table, mapped: Mapped, frame: Frame, file: str, column: int, point: str
) -> ReadDrafts:
    """The times of one checkpoint; who has none there was simply not seen."""
    columns = {key: at for key, at in mapped.mapping.columns.items() if key not in _ABOUT_PEOPLE}
    mapping = ColumnMapping(columns=columns)
    found = _draft(table, mapped, mapping, frame, file, time_column=column, point=point)
    return replace(
        found,
        reads=tuple(r for r in found.reads if _moment(r) is not None),
        problems=tuple(p for p in found.problems if p.code in _ABOUT_ITS_TIMES),
    )


def _on_the_way(reads: Sequence[ReadDraft], ends: Mapping[int, int | None]) -> bool:
    """Whether the times lie before the finish; a second column of finish times does not.

    Of runners who have no finish nothing is compared.
    """
    pairs = [
        (moment, end)
        for read in reads
        if (moment := _moment(read)) is not None and (end := ends.get(read.row)) is not None
    ]
    if not pairs:
        return True
    before = sum(moment < end for moment, end in pairs)
    return before >= _ON_THE_WAY * len(pairs)


def _moment(draft: ReadDraft) -> int | None:
    return draft.elapsed_ms if draft.instant_ms is None else draft.instant_ms


def _without_date(table: Table, mapping: ColumnMapping) -> bool:
    at = mapping.columns.get("time")
    if at is None or "date" in mapping.columns:
        return False
    cells = (row.cells[at] for row in islice(table.rows, _LOOKED_AT) if row.cells[at])
    clocks = (read_clock(cell, day_first=True) for cell in cells)
    return any(clock is not None and clock.day is None for clock in clocks)


# ------------------------------------------------------------------ raw logs


def read_raw(raw: RawFile, frame: Frame, file: str) -> TimesRead:
    """The reads of a log; its lines that were not understood are told by number."""
    places = _places_of(raw, frame)
    chosen = frame.chosen_day
    day, start = chosen or frame.day, None if chosen else frame.start
    placed = place_raw(
        raw,
        zone=frame.zone,
        day=day,
        start=start,
        point=frame.point,
        points=places,
        kind=frame.kind,
        race_number=frame.list_race,
        repeated=frame.repeated,
        file=file,
    )
    clocks = [gun.clock for gun in raw.guns]
    guns = place_clocks(clocks, frame.zone, day, None).instants
    bare = any(read.clock is not None and read.clock.day is None for read in raw.reads)
    named = Counter(raw.points)
    return TimesRead(
        drafts=placed.reads,
        kind=placed.kind,
        guessed=placed.guessed,
        rows=placed.rows,
        problems=(*raw.problems, *placed.problems),
        dateless=placed.kind is TimeKind.CLOCK and bare,
        places=tuple(
            FilePlace(name=name, point=point, reads=named[name])
            for name, point in places.items()
            if name not in (START, FINISH, "")
        ),
        guns=tuple(dict.fromkeys(gun for gun in guns if gun is not None)),
        left_out=raw.left_out,
        not_understood=raw.not_understood,
        list_races=_races_of(raw),
        other=placed.other,
    )


def _races_of(raw: RawFile) -> tuple[int, ...]:
    """The numbers of the races of a list, where it holds more than one."""
    numbers = sorted({read.about.race_number for read in raw.reads if read.about is not None})
    return tuple(numbers) if len(numbers) > 1 else ()


def _places_of(raw: RawFile, frame: Frame) -> dict[str, str]:
    """The point of each place the log names; a log of one place is about the point it is for."""
    named = [name for name in raw.points if name]
    ends = {name: frame.point for name in named if _both_ends(name)}
    if len(named) == 1 and named[0] not in (START, FINISH) and len(raw.points) == 1:
        return {named[0]: frame.places.get(named[0], frame.point)}
    known = {START: START, FINISH: FINISH} | ends
    return {
        name: frame.places.get(name) or known.get(name) or frame.point_of(name) for name in named
    }


def _both_ends(name: str) -> bool:
    """Whether a place is start and finish in one: which of them, the person says."""
    letters = "".join(letter for letter in name.casefold() if letter.isalpha())
    return letters in (START + FINISH, FINISH + START)


def _told(code: str, severity: Severity, file: str, params: Mapping[str, str | int]) -> Problem:
    return Problem(severity=severity, code=code, params=params, file=file)


def problems_of_lines(lines: Iterable[NotUnderstood], file: str) -> list[Problem]:
    """Lines that gave nothing, each with its number and reason."""
    return [
        Problem(
            severity=Severity.WARNING,
            code=each.why.code,
            params=each.why.params,
            file=file,
            row=each.line,
        )
        for each in lines
    ]
