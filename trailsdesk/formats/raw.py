"""What every reader of a timing system's own log hands on, and the basket it collects it in.

Nothing here has a time zone yet: a read keeps the wall clock, the day and the offset as far as its
line had them. ``formats.raw_placing`` puts reads on the time line.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    ClockText,
    Duration,
)
from trailsdesk.domain.many import many_of
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Note, Problem, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.header_words import FINISH_WORDS, START_WORDS

if TYPE_CHECKING:
    import re

RAW_LIMIT = 500
_TEXT_LIMIT = 200
_DAY_AT = 4
_SET_SINCE = 2005
"""A clock that shows an earlier year was never set: readers begin at 1970, 1980 or 2000."""


class FileKind(enum.StrEnum):
    """What a file brings.

    ``READS`` are passings, ``RESULTS`` what another program made of them, ``STARTS`` start times.
    ``CHIPS`` says which chip goes with which bib, ``PEOPLE`` which bib with which name.
    ``CHECKPOINTS`` and ``RACES`` are lists of those, ``ENTRIES`` people without times.
    """

    READS = "reads"
    RESULTS = "results"
    STARTS = "starts"
    CHIPS = "chips"
    PEOPLE = "people"
    ENTRIES = "entries"
    CHECKPOINTS = "checkpoints"
    RACES = "races"
    OTHER = "other"

    @property
    def timed(self) -> bool:
        """Whether it holds times of runners."""
        return self in (FileKind.READS, FileKind.RESULTS, FileKind.STARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose time it is, where the file says more than a bib or a chip.

    ``race_text`` is the class or race as named there; ``race_number`` tells the races of one list
    apart, 0 when it has only one. ``place_text`` is for comparison only.
    """

    family_name: str = ""
    given_name: str = ""
    gender: Gender | None = None
    race_text: str = ""
    race_number: int = 0
    place_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRead:
    """One passing as its line says it.

    ``line`` counts from 1 in the file; in files of frames or records it counts those. ``chip`` is
    in upper case without blanks and never taken for a bib. ``clock`` and ``elapsed_ms`` (since the
    runner's own start) may both be there: then they say the same. Neither is there when the line
    only says a ``status``. ``point`` is ``start``, ``finish``, the file's own word for a place, or
    empty when it names none.
    """

    line: int
    bib: str = ""
    chip: str = ""
    clock: ClockText | None = None
    elapsed_ms: Duration | None = None
    point: str = ""
    status: ResultStatus | None = None
    about: About | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A line that gave nothing, with its beginning and the reason."""

    line: int
    text: str
    why: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """All that a log says.

    ``guns`` are starting shots, never runners. ``left_out`` counts, by message code, what was
    understood and is no new passing: repeats, markers, last-seen lines.
    """

    format: str
    label: str
    kind: FileKind = FileKind.READS
    reads: tuple[RawRead, ...] = ()
    guns: tuple[RawRead, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """Lines (records) that gave at least one read."""
        return len({read.line for read in self.reads})

    @property
    def points(self) -> Mapping[str, int]:
        """The places the file names, in its order, and how many reads each has."""
        return Counter(read.point for read in self.reads)

    @property
    def understood(self) -> int:
        """How much of the file was understood, the left-out lines included."""
        return self.rows + len(self.guns) + sum(self.left_out.values())

    @property
    def foreign(self) -> int:
        """Lines that do not even look like this format."""
        return sum(1 for one in self.not_understood if one.why.code == FOREIGN)


FOREIGN = "raw.foreign"
REPEAT = "raw.left-repeat"
MARKER = "raw.left-marker"
NO_CHIP = "raw.left-no-chip"
CHATTER = "raw.left-chatter"


class RawLog:
    """The basket a reader fills line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.guns: list[RawRead] = []
        self.odd: list[NotUnderstood] = []
        self.left: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self._rows: list[tuple[object, ...]] = []
        self._seen: set[Hashable] = set()

    def read(
        self,
        line: int,
        raw: str,
        *,
        key: Hashable = None,
        bib: str = "",
        chip: str = "",
        clock_ms: int | None = None,
        day: date | None = None,
        offset_ms: int | None = None,
        elapsed_ms: int | None = None,
        point: str = "",
        status: ResultStatus | None = None,
        about: About | None = None,
    ) -> None:
        """Take a passing; one with the ``key`` of an earlier one is left out and counted."""
        if key is not None:
            if key in self._seen:
                self.left[REPEAT] += 1
                return
            self._seen.add(key)
        self._rows.append(
            (line, bib, chip, clock_ms, day, offset_ms, elapsed_ms, point, status, about, raw)
        )

    def gun(self, line: int, raw: str, clock_ms: int, day: date | None = None) -> None:
        """Take a starting shot."""
        clock = ClockText(day=day, time_of_day_ms=Duration(clock_ms))
        self.guns.append(RawRead(line=line, clock=clock, point=START, raw=raw[:RAW_LIMIT]))

    def matched(
        self, text: str, passing: re.Pattern[str], chatter: re.Pattern[str] | None = None
    ) -> Iterator[tuple[int, str, re.Match[str]]]:
        """Number, line and match of every line that is a passing.

        Blank lines are passed over, those like ``chatter`` counted, all others noted.
        """
        for number, line in enumerate(lines_of(text), start=1):
            if not line or line.isspace():
                continue
            match = passing.match(line)
            if match is not None:
                yield number, line, match
            elif chatter is not None and chatter.match(line):
                self.leave(CHATTER)
            else:
                self.cannot(number, line)

    def leave(self, code: str, count: int = 1) -> None:
        """Count a line that is understood and no passing."""
        self.left[code] += count

    def cannot(self, line: int, text: str, code: str = FOREIGN, **params: str | int) -> None:
        """Note a line that gives nothing, and why."""
        shown = text[:_TEXT_LIMIT].strip()
        self.odd.append(NotUnderstood(line=line, text=shown, why=Note(code=code, params=params)))

    def tell(self, code: str, severity: Severity = Severity.WARNING, **params: str | int) -> None:
        """Note something about the file as a whole."""
        self.problems.append(
            Problem(severity=severity, code=code, params=params, file=self.name or None)
        )

    def finish(self, format_id: str, label: str, kind: FileKind = FileKind.READS) -> RawFile:
        """All that was collected, in the file's order."""
        reads = _made(self._rows)
        days = Counter(row[_DAY_AT] for row in self._rows)
        early = [day for day in days if isinstance(day, date) and day.year < _SET_SINCE]
        if early:
            count = sum(days[day] for day in early)
            self.tell("raw.clock-not-set", count=count, day=min(early).isoformat())
        return RawFile(
            format=format_id,
            label=label,
            kind=kind,
            reads=tuple(reads),
            guns=tuple(self.guns),
            not_understood=tuple(self.odd),
            left_out=dict(self.left),
            problems=tuple(self.problems),
        )


def _made(rows: list[tuple[object, ...]]) -> list[RawRead]:
    if not rows:
        return []
    lines, bibs, chips, clocks_ms, days, offsets, elapsed, points, statuses, abouts, raws = zip(
        *rows, strict=True
    )
    clocks: list[ClockText | None] = list(
        many_of(ClockText, len(rows), time_of_day_ms=clocks_ms, day=days, offset_ms=offsets)
    )
    if None in clocks_ms:
        clocks = [
            None if ms is None else clock for ms, clock in zip(clocks_ms, clocks, strict=True)
        ]
    return many_of(
        RawRead,
        len(rows),
        line=lines,
        bib=bibs,
        chip=chips,
        clock=clocks,
        elapsed_ms=elapsed,
        point=points,
        status=statuses,
        about=abouts,
        raw=[raw if len(raw) <= RAW_LIMIT else raw[:RAW_LIMIT] for raw in raws],
    )


# ------------------------------------------------------------------ pieces of lines

TIME = r"(\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?)"
"""A time of day as one group, for ``clock_of``."""
DAY = r"(\d{4}[-/]\d\d[-/]\d\d)"
"""A day as one group, for ``day_of``."""


def lines_of(text: str) -> list[str]:
    """The lines of a text whatever ends them, the carriage return alone included."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def clock_of(text: str) -> int | None:
    """Milliseconds since midnight of ``TIME``, to the nearest; None when no clock shows that."""
    at = text.rfind(":") + 3
    whole = whole_seconds(text[:at])
    if whole is None or at == len(text):
        return whole
    return min(whole + fraction_ms(text[at + 1 : at + 5]), DAY_MS - 1)


@lru_cache(maxsize=100_000)
def whole_seconds(text: str) -> int | None:
    """``10:50:00`` as milliseconds since midnight; None when no clock shows that."""
    hours, minutes, seconds = map(int, text.split(":"))
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS


@lru_cache(maxsize=11_000)
def fraction_ms(digits: str) -> int:
    """Milliseconds of the digits behind a decimal point, half up."""
    return (int(digits[:4].ljust(4, "0")) + 5) // 10


@lru_cache(maxsize=1024)
def day_of(text: str) -> date | None:
    """The day of eight digits with marks between, or of six as year, month, day.

    None where the clock had no date (only zeros, or the year 0) and for days that do not exist:
    ``no_day`` tells these apart.
    """
    digits = "".join(c for c in text if c.isdecimal())
    if len(digits) == 6:
        digits = "20" + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def no_day(text: str) -> bool:
    """Whether a day only says that the clock had none."""
    return text.startswith("0000") or not text.strip("0-/")


@lru_cache(maxsize=1024)
def day_after(epoch: date, days: int) -> date | None:
    """So many days after an epoch; None beyond the calendar."""
    try:
        return date.fromordinal(epoch.toordinal() + days)
    except (ValueError, OverflowError):
        return None


def since(epoch: date, milliseconds: int) -> tuple[date | None, int]:
    """The day and the milliseconds of that day, counted on from midnight of ``epoch``."""
    days, rest = divmod(milliseconds, DAY_MS)
    return day_after(epoch, days), rest


UNIX_EPOCH = date(1970, 1, 1)


@lru_cache(maxsize=4096)
def chip_text(text: str) -> str:
    """A chip code as it is kept: upper case, no blanks; its zeros stay."""
    return "".join(text.split()).upper()


@lru_cache(maxsize=1024)
def point_of(text: str) -> str:
    """A place as the file calls it; the words for start and finish become our own."""
    folded = fold_header(text)
    if folded in START_WORDS:
        return START
    return FINISH if folded in FINISH_WORDS else " ".join(text.split())[:80]
