"""Finish lists on paper: two lists that belong together row by row.

Where one person writes times and another writes bibs, a line too many or too few in one list
shifts everybody below. The lists stay two lists here, as typed; they are put side by side, and an
edit moves the cells of one of them. Rows are counted from 0; ``number`` is what a person sees.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.paper_cells import MOST_ROWS, PaperTime, PaperTimes, written_bib
from trailsdesk.domain.timing import ReadId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROWS_A_SHEET: Final = 25
"""Rows of one printed finish grid, and of one sheet on the screen."""
MOST_CHARACTERS: Final = 30
"""Of one cell."""

Cell = TypeVar("Cell")


class PaperSide(enum.StrEnum):
    """One of the two lists."""

    TIME = "time"
    BIB = "bib"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeCell:
    """A time as typed, or one taken at the line that waits for its bib (``read_id``).

    ``instant_ms`` is set with ``read_id`` where the time of day is known, ``elapsed_ms`` where the
    time came from paper.
    """

    text: str = ""
    read_id: ReadId | None = None
    instant_ms: Instant | None = None
    elapsed_ms: Duration | None = None


EMPTY_TIME: Final = TimeCell()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLists:
    """Times in order and bibs in order; a list never ends with an empty cell."""

    kind: PaperTimes = PaperTimes.ELAPSED
    times: tuple[TimeCell, ...] = ()
    bibs: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of the longer list."""
        return max(len(self.times), len(self.bibs))

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not self.times and not self.bibs

    def length(self, side: PaperSide) -> int:
        """Cells of one list, empty ones inside it included."""
        return len(self.times if side is PaperSide.TIME else self.bibs)

    def text(self, side: PaperSide, row: int) -> str:
        """What stands in a cell; nothing beyond the end."""
        if row >= self.length(side):
            return ""
        return self.times[row].text if side is PaperSide.TIME else self.bibs[row]

    def time(self, row: int) -> TimeCell:
        """A cell of times; the empty one beyond the end."""
        return self.times[row] if row < len(self.times) else EMPTY_TIME

    def typed(self, side: PaperSide, row: int, text: str) -> PaperLists:
        """With another text in a cell; a time taken at the line gives way to what is typed."""
        kept = " ".join(text.split())[:MOST_CHARACTERS]
        if row >= MOST_ROWS or kept == self.text(side, row):
            return self
        if side is PaperSide.TIME:
            return self._with_times(_put(self.times, row, TimeCell(text=kept), EMPTY_TIME))
        return self._with_bibs(_put(self.bibs, row, kept, ""))

    def inserted(self, side: PaperSide, row: int) -> PaperLists:
        """With an empty cell at the row; what stood there and below moves down by one."""
        if row >= self.length(side) or self.length(side) >= MOST_ROWS:
            return self
        if side is PaperSide.TIME:
            return self._with_times((*self.times[:row], EMPTY_TIME, *self.times[row:]))
        return self._with_bibs((*self.bibs[:row], "", *self.bibs[row:]))

    def deleted(self, side: PaperSide, row: int) -> PaperLists:
        """Without the cell at the row; what stood below moves up by one."""
        if side is PaperSide.TIME:
            return self._with_times(self.times[:row] + self.times[row + 1 :])
        return self._with_bibs(self.bibs[:row] + self.bibs[row + 1 :])

    def swapped(self, side: PaperSide, row: int, other: int) -> PaperLists:
        """With two cells of one list changed over."""
        if row == other or min(row, other) < 0 or max(row, other) >= MOST_ROWS:
            return self
        if side is PaperSide.TIME:
            mine, theirs = self.time(row), self.time(other)
            return self._with_times(
                _put(_put(self.times, row, theirs, EMPTY_TIME), other, mine, EMPTY_TIME)
            )
        mine_bib, other_bib = self.text(side, row), self.text(side, other)
        return self._with_bibs(_put(_put(self.bibs, row, other_bib, ""), other, mine_bib, ""))

    def pasted(self, side: PaperSide, row: int, texts: Sequence[str]) -> PaperLists:
        """With several texts in one list from a row on, as in a spreadsheet."""
        cells = [" ".join(text.split())[:MOST_CHARACTERS] for text in texts][: MOST_ROWS - row]
        after = row + len(cells)
        if side is PaperSide.TIME:
            before = self.times[:row] + (EMPTY_TIME,) * (row - len(self.times))
            times = (TimeCell(text=text) for text in cells)
            return self._with_times((*before, *times, *self.times[after:]))
        before_bibs = self.bibs[:row] + ("",) * (row - len(self.bibs))
        return self._with_bibs((*before_bibs, *cells, *self.bibs[after:]))

    def taken(self, cells: Iterable[TimeCell]) -> PaperLists:
        """With times that wait for their bib at the end of the times, each once."""
        known = {cell.read_id for cell in self.times if cell.read_id is not None}
        fresh = [cell for cell in cells if cell.read_id not in known]
        return self._with_times((*self.times, *fresh)[:MOST_ROWS])

    def joined(self, below: PaperLists) -> PaperLists:
        """With the rows of another pair of lists under its own."""
        if below.is_empty:
            return self
        times = self.times + (EMPTY_TIME,) * (self.rows - len(self.times)) + below.times
        bibs = self.bibs + ("",) * (self.rows - len(self.bibs)) + below.bibs
        return replace(
            self,
            times=_ended(times[:MOST_ROWS], EMPTY_TIME),
            bibs=_ended(bibs[:MOST_ROWS], ""),
        )

    def only(self, rows: Iterable[int]) -> PaperLists:
        """Only these rows, in order; for what could not be saved."""
        kept = sorted(rows)
        times = tuple(self.time(row) for row in kept)
        bibs = tuple(self.text(PaperSide.BIB, row) for row in kept)
        return replace(self, times=_ended(times, EMPTY_TIME), bibs=_ended(bibs, ""))

    def _with_times(self, times: tuple[TimeCell, ...]) -> PaperLists:
        return replace(self, times=_ended(times, EMPTY_TIME))

    def _with_bibs(self, bibs: tuple[str, ...]) -> PaperLists:
        return replace(self, bibs=_ended(bibs, ""))


def _ended(cells: tuple[Cell, ...], empty: Cell) -> tuple[Cell, ...]:
    """Without the empty cells at the end."""
    end = len(cells)
    while end and cells[end - 1] == empty:
        end -= 1
    return cells[:end]


def _put(cells: tuple[Cell, ...], row: int, cell: Cell, empty: Cell) -> tuple[Cell, ...]:
    padded = cells[:row] + (empty,) * (row - len(cells))
    return (*padded, cell, *cells[row + 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCheck:
    """How many times and bibs there are; an empty cell inside the bibs is somebody unknown."""

    times: int
    bibs: int

    @property
    def fits(self) -> bool:
        """Whether each time has its bib."""
        return self.times == self.bibs


def count_check(lists: PaperLists) -> CountCheck:
    """The two counts that have to agree before anything is saved."""
    return CountCheck(times=sum(bool(cell.text) for cell in lists.times), bibs=len(lists.bibs))


# ------------------------------------------------------------------ what does not fit


class PaperMark(enum.StrEnum):
    """What there is to say about a row; see ``MISFITS`` for those that need a person.

    ``TIME_TO_COME`` and ``BIB_TO_COME`` are rows beyond the end of a list, ``BIB_NONE`` is
    somebody nobody could read.
    """

    TIME_TO_COME = "time-to-come"
    TIME_MISSING = "time-missing"
    TIME_UNREAD = "time-unread"
    TIME_EARLIER = "time-earlier"
    TIME_EQUAL = "time-equal"
    TIME_FILLED = "time-filled"
    BIB_TO_COME = "bib-to-come"
    BIB_NONE = "bib-none"
    BIB_UNREAD = "bib-unread"
    BIB_TWICE = "bib-twice"
    BIB_UNKNOWN = "bib-unknown"
    BIB_SHARED = "bib-shared"
    BIB_ELSEWHERE = "bib-elsewhere"
    IN_ALREADY = "in-already"
    RULED_OUT = "ruled-out"


MISFITS: Final = frozenset(PaperMark) - {
    PaperMark.TIME_TO_COME,
    PaperMark.TIME_EQUAL,
    PaperMark.BIB_TO_COME,
    PaperMark.BIB_NONE,
}
"""Marks of rows at which the lists may have drifted apart or somebody has misread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to say about a row; ``row`` is the number of the other row it is about."""

    mark: PaperMark
    row: int | None = None

    @property
    def needs_look(self) -> bool:
        """Whether a person should look."""
        return self.mark in MISFITS


_SAID: Final = {mark: Remark(mark=mark) for mark in PaperMark}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One row of the two lists side by side.

    ``moment_ms`` is what rows are compared by, on one scale for the whole list; None where the
    time cannot be read or placed.
    """

    number: int
    time_cell: TimeCell = EMPTY_TIME
    bib_text: str = ""
    time: PaperTime | None = None
    moment_ms: int | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def bib(self) -> str:
        """The bib as it will be kept; empty for somebody unknown."""
        return written_bib(self.bib_text)

    @property
    def is_empty(self) -> bool:
        """Whether neither list has anything here."""
        return not self.time_cell.text and not self.bib_text

    @property
    def can_be_saved(self) -> bool:
        """Whether there is evidence to keep: a time, or a bib with the word for having none."""
        if self.time_cell.read_id is not None:
            return bool(self.bib)
        if self.time is not None and self.time.status is not None:
            return bool(self.bib)
        return self.time is not None

    @property
    def needs_look(self) -> bool:
        """Whether something does not fit here."""
        return any(remark.needs_look for remark in self.remarks)


def zip_lists(
    lists: PaperLists,
    times: Sequence[PaperTime | None],
    moments: Sequence[int | None],
) -> tuple[PaperRow, ...]:
    """The two lists side by side, with what the lists alone can tell about each row.

    Args:
        times: the cells of times as read, one for each.
        moments: where each stands on one scale of time, None where that is not known.
    """
    owners: dict[str, list[int]] = {}
    for row, text in enumerate(lists.bibs):
        if bib := written_bib(text):
            owners.setdefault(bib_key(bib), []).append(row)
    made = []
    before: int | None = None
    for row in range(lists.rows):
        cell, bib_text = lists.time(row), lists.text(PaperSide.BIB, row)
        inside = row < len(lists.times)
        found = times[row] if inside else None
        moment = moments[row] if inside else None
        remarks: tuple[Remark, ...] = ()
        if cell.text or bib_text:
            remarks = (
                *_time_remarks(cell, found, moment, before, inside=inside),
                *_bib_remarks(row, bib_text, owners, inside=row < len(lists.bibs)),
            )
        made.append(
            PaperRow(
                number=row + 1,
                time_cell=cell,
                bib_text=bib_text,
                time=found,
                moment_ms=moment,
                remarks=remarks,
            )
        )
        before = before if moment is None else moment
    return tuple(made)


def _time_remarks(
    cell: TimeCell,
    found: PaperTime | None,
    moment: int | None,
    before: int | None,
    *,
    inside: bool,
) -> tuple[Remark, ...]:
    if not cell.text:
        return (_SAID[PaperMark.TIME_MISSING if inside else PaperMark.TIME_TO_COME],)
    if found is None and cell.read_id is None:
        return (_SAID[PaperMark.TIME_UNREAD],)
    if moment is None or before is None or moment > before:
        return ()
    return (_SAID[PaperMark.TIME_EQUAL if moment == before else PaperMark.TIME_EARLIER],)


def _bib_remarks(
    row: int, text: str, owners: dict[str, list[int]], *, inside: bool
) -> tuple[Remark, ...]:
    bib = written_bib(text)
    if not bib:
        return (_SAID[PaperMark.BIB_NONE if inside else PaperMark.BIB_TO_COME],)
    if "?" in bib:
        return (_SAID[PaperMark.BIB_UNREAD],)
    same = owners[bib_key(bib)]
    if len(same) == 1:
        return ()
    return (Remark(mark=PaperMark.BIB_TWICE, row=same[0 if same[0] != row else 1] + 1),)


def next_misfit(rows: Sequence[PaperRow], after: int = 0) -> int | None:
    """Number of the first row beyond ``after`` that needs a look, else of the first at all."""
    wanted = [row.number for row in rows if row.needs_look]
    return next((number for number in wanted if number > after), wanted[0] if wanted else None)
