"""The results of a backyard, lists by loops completed: one file for each number of points.

At most seven races are registered, for 0 to 6 points. A runner stands in one of them only, the one
with the most loops that the runner completed, with the time at the end of that loop; who completed
fewer than the fewest did not finish.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, TwoParts, format_elapsed, parse_elapsed
from trailsdesk.domain.effort import backyard_file
from trailsdesk.domain.problems import InputUnreadable, KnownError, Problem, Severity
from trailsdesk.domain.spreadsheet_text import harmless
from trailsdesk.formats.tabular import read_tables
from trailsdesk.i18n import _
from trailsdesk.services.printing import write_whole
from trailsdesk.services.sources import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from trailsdesk.formats.tables import Table

__all__ = [
    "BackyardFile",
    "BackyardResults",
    "backyard_results",
    "split_file",
    "write_backyard",
]

_LOOP = re.compile(r"(\D*)(\d{1,3})(\D*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackyardFile:
    """One registered race: its loops, its points, and a row of cells for each runner, in order."""

    loops: int
    points: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def file_name(self) -> str:
        """``backyard-06-loops-3-points.csv``."""
        return f"backyard-{self.loops:02d}-loops-{self.points}-points.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackyardResults:
    """The files with a runner in them, fewest loops first; how many runners stand in none."""

    files: tuple[BackyardFile, ...]
    unranked: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Runner:
    cells: tuple[str, ...]
    times: tuple[Duration, ...]


def backyard_results(source: Source, levels: Sequence[tuple[int, int]]) -> BackyardResults:
    """Split a list of runners by the loops they completed.

    The list has a column for each loop, its number in the header, with the time since the start at
    the end of that loop; a blank cell is a loop not completed, and nothing after it counts. All
    other columns are handed on. A time that cannot be read or is no later than the one before ends
    a runner's loops there, and is told.

    Args:
        levels: points and the loops they take.

    Raises:
        InputUnreadable: no table, or none of its columns is a loop (backyard.no-loops).
    """
    book = read_tables(source.name, source.data)
    table = max(book.tables, key=lambda each: len(each.rows))
    loops = _loop_columns(table)
    if not loops:
        raise InputUnreadable("backyard.no-loops", name=source.name)
    kept = [at for at in range(len(table.header)) if at not in loops.values()]
    problems: list[Problem] = []
    runners = []
    for row in table.rows:
        times, wrong = _times(row.cells, row.number, loops, table, source.name)
        problems += wrong
        runners.append(_Runner(tuple(row.cells[at] for at in kept), times))
    registered = {count: points for points, count in levels}
    found: dict[int, list[_Runner]] = {}
    for runner in runners:
        into = backyard_file(registered, len(runner.times))
        if into is not None:
            found.setdefault(into, []).append(runner)
    header = (_("Place"), _("Time"), *(table.header[at] for at in kept))
    files = tuple(
        BackyardFile(
            loops=count, points=registered[count], header=header, rows=_ranked(held, count)
        )
        for count, held in sorted(found.items())
    )
    ranked = sum(len(file.rows) for file in files)
    return BackyardResults(files=files, unranked=len(runners) - ranked, problems=tuple(problems))


def _loop_columns(table: Table) -> Mapping[int, int]:
    """Which column holds the time of which loop.

    Columns whose headers differ in their number only belong together; where one of them holds
    times, all are loops, also those that nobody completed.
    """
    families: dict[str, dict[int, int]] = {}
    timed: set[str] = set()
    for at, title in enumerate(table.header):
        match = _LOOP.fullmatch(title.strip())
        if match is None:
            continue
        family = f"{match[1]}#{match[3]}".casefold()
        families.setdefault(family, {}).setdefault(int(match[2]), at)
        if _holds_times([row.cells[at] for row in table.rows]):
            timed.add(family)
    return max((families[family] for family in timed), key=len, default={})


def _holds_times(cells: Sequence[str]) -> bool:
    """Whether most cells that are not blank are times."""
    told = [cell for cell in cells if cell.strip()]
    times = [cell for cell in told if parse_elapsed(cell, TwoParts.HOURS_MINUTES) is not None]
    return bool(times) and 2 * len(times) > len(told)


def _times(
    cells: Sequence[str], number: int, loops: Mapping[int, int], table: Table, name: str
) -> tuple[tuple[Duration, ...], list[Problem]]:
    """The times at the end of loop 1, 2, ... until the first that is missing or cannot be."""
    times: list[Duration] = []
    while (column := loops.get(len(times) + 1)) is not None:
        text = cells[column].strip()
        time = parse_elapsed(text, TwoParts.HOURS_MINUTES)
        if not text and not _timed_later(cells, loops, len(times) + 1):
            break
        if time is None or time <= (times[-1] if times else 0):
            bad = "backyard.bad-time" if text else "backyard.loop-missing"
            problem = Problem(
                severity=Severity.WARNING,
                code=bad if time is None else "backyard.not-later",
                params={"text": text, "loops": len(times)},
                file=name,
                row=number,
                column=table.header[column],
            )
            return tuple(times), [problem]
        times.append(time)
    return tuple(times), []


def _timed_later(cells: Sequence[str], loops: Mapping[int, int], loop: int) -> bool:
    """Whether a runner has a time at the end of a later loop: then one was missed."""
    later = (cells[column].strip() for number, column in loops.items() if number > loop)
    return any(parse_elapsed(text, TwoParts.HOURS_MINUTES) is not None for text in later)


def _ranked(runners: Sequence[_Runner], loops: int) -> tuple[tuple[str, ...], ...]:
    """By the time at the end of that loop; the same time is the same place."""
    ordered = sorted(runners, key=lambda runner: runner.times[loops - 1])
    rows: list[tuple[str, ...]] = []
    place, before = 0, None
    for number, runner in enumerate(ordered, 1):
        time = runner.times[loops - 1]
        if time != before:
            place, before = number, time
        rows.append((str(place), format_elapsed(time), *runner.cells))
    return tuple(rows)


def write_backyard(results: BackyardResults, folder: Path) -> tuple[Path, ...]:
    """Write each file as CSV into a folder, made where it is missing; returns where.

    Each file is written whole or not at all.
    """
    written = []
    if results.files:
        _make(folder)
    for file in results.files:
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerows([_harmless(row) for row in (file.header, *file.rows)])
        path = folder / file.file_name
        write_whole(path, stream.getvalue().encode("utf-8-sig"))
        written.append(path)
    return tuple(written)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        detail = str(error.strerror)
        raise KnownError("sheet.not-written", name=folder.name, detail=detail) from error


def split_file(results: Path, into: Path, levels: Sequence[tuple[int, int]]) -> BackyardResults:
    """Read a list, split it and write the files; what was found."""
    found = backyard_results(read_source(results), levels)
    write_backyard(found, into)
    return found


def _harmless(row: Sequence[str]) -> list[str]:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return [harmless(cell) for cell in row]
