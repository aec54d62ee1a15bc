"""Raw reads to drafts on the time line: which day, which zone, which point."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import TwoParts
from trailsdesk.domain.many import many_of
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.clock_column import Placing, change_problems, place_clocks
from trailsdesk.formats.fields import IGNORE
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.raw import About, RawFile, RawRead
from trailsdesk.formats.read_columns import occurrences
from trailsdesk.formats.timing import ReadDraft, ReadDrafts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from trailsdesk.domain.chrono import Duration, Instant

_NOBODY = About()


def place_raw(
    raw: RawFile,
    *,
    zone: str,
    day: date | None = None,
    start: Instant | None = None,
    point: str = FINISH,
    points: Mapping[str, str] | None = None,
    kind: TimeKind | None = None,
    race_number: int | None = None,
    repeated: RepeatedHour = RepeatedHour.BY_ORDER,
    file: str = "",
) -> ReadDrafts:
    """The reads of a log as drafts, in the file's order.

    A read's own date and offset win over ``day`` and ``zone``; without a date midnight is followed
    in reading order from the start, as for tables. Nothing is dropped for being far from the race.

    Args:
        start: the first gun, which tells the day of a time of day without a date.
        point: of reads whose line names none.
        points: the season's point for each place the file names; ``-`` leaves its reads out. A
            place that is not in it keeps the file's word (``start`` and ``finish`` are ours).
        kind: elapsed or time of day where the file has both; otherwise the time of day.
        race_number: which race of a list of several; otherwise the first one, and that is told.
        repeated: how times of the hour that clocks show twice in autumn are read.

    Raises:
        ValueError: an unknown zone (a caller's bug).
    """
    problems: list[Problem] = []
    reads, at = _wanted(_of_race(raw, race_number, problems, file), point, points or {})
    taken = kind or (TimeKind.CLOCK if _has_clock(reads) else TimeKind.ELAPSED)
    if taken is TimeKind.ELAPSED:
        # Elapsed times of runners with a start of their own count from it, not from the gun.
        keep = [read.elapsed_ms is not None or read.status is not None for read in reads]
        reads, at = list(compress(reads, keep)), list(compress(at, keep))
    placing = place_clocks([read.clock for read in reads], zone, day, start, repeated, at)
    _tell(placing, problems, file)
    problems += change_problems(placing, [read.line for read in reads], file)
    other = {(reads[one].line, at[one]): instant for one, instant in placing.other.items()}
    instants = placing.instants if taken is TimeKind.CLOCK else [None] * len(reads)
    elapsed = [
        None if instant is not None else read.elapsed_ms
        for read, instant in zip(reads, instants, strict=True)
    ]
    said = [
        instant is not None or ms is not None or read.status is not None
        for read, instant, ms in zip(reads, instants, elapsed, strict=True)
    ]
    if not all(said):
        reads, at = list(compress(reads, said)), list(compress(at, said))
        instants, elapsed = list(compress(instants, said)), list(compress(elapsed, said))
    return ReadDrafts(
        reads=tuple(_drafts(reads, at, instants, elapsed)),
        kind=taken,
        guessed=False,
        two_parts=TwoParts.MINUTES_SECONDS,
        problems=tuple(problems),
        rows=raw.rows + len(raw.not_understood),
        other=other,
    )


def _of_race(
    raw: RawFile, race_number: int | None, problems: list[Problem], file: str
) -> Sequence[RawRead]:
    numbers = sorted({read.about.race_number for read in raw.reads if read.about is not None})
    if len(numbers) < 2:
        return raw.reads
    chosen = numbers[0] if race_number is None else race_number
    if race_number is None:
        problems.append(
            Problem(
                severity=Severity.WARNING,
                code="raw.first-race-taken",
                params={"number": chosen, "count": len(numbers)},
                file=file or None,
            )
        )
    return [r for r in raw.reads if r.about is None or r.about.race_number == chosen]


def _wanted(
    reads: Sequence[RawRead], point: str, points: Mapping[str, str]
) -> tuple[list[RawRead], list[str]]:
    """The reads of wanted points, and where each was."""
    at = [points.get(read.point, read.point) or point for read in reads]
    keep = [one != IGNORE for one in at]
    return list(compress(reads, keep)), list(compress(at, keep))


def _has_clock(reads: Sequence[RawRead]) -> bool:
    return any(read.clock is not None and read.point != START for read in reads) or not any(
        read.elapsed_ms is not None for read in reads
    )


def _tell(placing: Placing, problems: list[Problem], file: str) -> None:
    told = (
        ("times.no-day", Severity.ERROR, placing.without_day),
        ("times.day-unsure", Severity.WARNING, int(placing.unsure)),
    )
    problems += [
        Problem(severity=severity, code=code, params={"count": count}, file=file or None)
        for code, severity, count in told
        if count
    ]


def _drafts(
    reads: Sequence[RawRead],
    at: Sequence[str],
    instants: Sequence[Instant | None],
    elapsed: Sequence[Duration | None],
) -> list[ReadDraft]:
    abouts = [read.about or _NOBODY for read in reads]
    return many_of(
        ReadDraft,
        len(reads),
        row=[read.line for read in reads],
        point=at,
        bib=[read.bib for read in reads],
        chip=[read.chip for read in reads],
        family_name=[about.family_name for about in abouts],
        given_name=[about.given_name for about in abouts],
        gender=[about.gender for about in abouts],
        race_text=[about.race_text for about in abouts],
        place_text=[about.place_text for about in abouts],
        instant_ms=instants,
        elapsed_ms=elapsed,
        status=[read.status for read in reads],
        occurrence=occurrences(
            (
                point,
                read.bib,
                read.chip or ("" if read.bib else read.raw),
                instant,
                ms,
                read.status,
            )
            for read, point, instant, ms in zip(reads, at, instants, elapsed, strict=True)
        ),
        raw=[read.raw for read in reads],
    )
