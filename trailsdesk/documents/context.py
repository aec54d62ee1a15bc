"""What every sheet of an event has in common, and the words rows are printed with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import (
    Block,
    Cell,
    Density,
    Identity,
    Notice,
    Paper,
    Picture,
    Sheet,
    SheetKind,
    SheetOptions,
    Table,
)
from trailsdesk.domain.chrono import Duration, format_elapsed
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["SheetContext"]

_PROBLEMS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContext:
    """The event a sheet belongs to and how it is printed.

    ``event_date`` is the date in words. ``race_names`` are the races on the sheet: a single one
    goes into the title. ``front`` stands before everything else: what is missing from the sheet.
    ``problems`` are sentences about what could still change it.
    ``time_unit_ms`` is the finest unit times are shown in.
    """

    series_name: str
    event_name: str
    event_date: str
    race_names: tuple[str, ...] = ()
    identity: Identity = field(default_factory=Identity)
    front: tuple[Notice, ...] = ()
    problems: tuple[str, ...] = ()
    paper: Paper = Paper.A4
    time_unit_ms: int = 1000
    logo: Picture | None = None

    def title(self, kind: str) -> str:
        """The kind of sheet, with the race when there is only one."""
        return f"{kind} · {self.race_names[0]}" if len(self.race_names) == 1 else kind

    @property
    def subtitle(self) -> str:
        """Where, when and in which series."""
        place = ", ".join(part for part in (self.event_name, self.event_date) if part)
        return " · ".join(part for part in (place, self.series_name) if part)

    def sheet(
        self,
        kind: SheetKind,
        title: str,
        blocks: Iterable[Block],
        *,
        density: Density = Density.NORMAL,
        landscape: bool = False,
    ) -> Sheet:
        """Put the sheet together; what could still change it is said at its end."""
        closing: tuple[Block, ...] = ()
        if self.problems:
            closing = (_open_problems(self.problems),)
        return Sheet(
            kind=kind,
            title=self.title(title),
            subtitle=self.subtitle,
            identity=self.identity,
            blocks=(*self.front, *blocks, *closing),
            options=SheetOptions(paper=self.paper, density=density, landscape=landscape),
            logo=self.logo,
        )

    def time(self, time_ms: Duration | None, status: ResultStatus) -> Cell:
        """The official time, or the word for having none."""
        if status is not ResultStatus.OK or time_ms is None:
            return Cell(text=status_text(status), muted=True)
        return Cell(text=format_elapsed(time_ms, self.time_unit_ms), value=time_ms)

    def gap(self, gap_ms: Duration | None, status: ResultStatus) -> Cell:
        """The time behind the winner; blank for the winner and for who has no time."""
        if not gap_ms or status is not ResultStatus.OK:
            return Cell(text="")
        return Cell(text="+" + format_elapsed(gap_ms, self.time_unit_ms), value=gap_ms)


def before_the_race(context: SheetContext) -> SheetContext:
    """The context of a sheet that rests on entries alone: no version of results to name."""
    identity = replace(context.identity, status=None, version=0, result_hash="")
    return replace(context, identity=identity)


def _open_problems(problems: Sequence[str]) -> Notice:
    """One problem in the sentence itself, several as a list that ends before it fills the page."""
    if len(problems) == 1:
        text = _("Open problem that could change this list: {problem}")
        return Notice(text=text.format(problem=problems[0]))
    shown = tuple(problems[:_PROBLEMS_SHOWN])
    more = len(problems) - len(shown)
    if more:
        shown += (plural("and {count} more", "and {count} more", more),)
    return Notice(text=_("Open problems that could change this list:"), items=shown)


def status_text(status: ResultStatus) -> str:
    """The short word printed instead of a time."""
    words = {
        ResultStatus.OK: "",
        ResultStatus.DNF: _("DNF"),
        ResultStatus.DNS: _("DNS"),
        ResultStatus.DSQ: _("DSQ"),
        ResultStatus.OVER_TIME: _("over time"),
        ResultStatus.PENDING: _("no time yet"),
        ResultStatus.NOT_COMPETING: _("not competing"),
    }
    return words[status]


def listed_name(given_name: str, family_name: str) -> str:
    """The name as it is looked up: family name first."""
    return ", ".join(part for part in (family_name, given_name) if part)


def bib_cell(bib: str) -> Cell:
    """A bib; a number where it is one, so that a spreadsheet sorts it."""
    number = int(bib) if bib.isascii() and bib.isdigit() and str(int(bib)) == bib else None
    return Cell(text=bib, value=number, strong=True)


def place_cell(rank: int | None, *, shared: bool = False) -> Cell:
    """A place; "=3" where several hold it, nothing without one."""
    if rank is None:
        return Cell(text="")
    return Cell(text=f"={rank}" if shared else str(rank), value=rank)


def shared_ranks(ranks: Iterable[tuple[str, int | None]]) -> frozenset[tuple[str, int | None]]:
    """The (group, rank) pairs that more than one runner holds."""
    counted = Counter(pair for pair in ranks if pair[1] is not None)
    return frozenset(pair for pair, count in counted.items() if count > 1)


def drop_columns(tables: Sequence[Table], fixed: int) -> list[Table]:
    """The tables, all of the same columns, without those that say nothing in any of them.

    The first ``fixed`` columns always stay.
    """
    if not tables:
        return []
    used = [
        index
        for index in range(len(tables[0].columns))
        if index < fixed or any(row[index].text for table in tables for row in table.rows)
    ]
    return [
        Table(
            columns=tuple(table.columns[index] for index in used),
            rows=tuple(tuple(row[index] for index in used) for row in table.rows),
            show_header=table.show_header,
        )
        for table in tables
    ]
