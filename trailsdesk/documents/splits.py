"""Splits as a sheet: a table for every race, a column for every checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, bib_cell, place_cell
from trailsdesk.documents.sheet import (
    Block,
    Cell,
    CellKind,
    Density,
    Heading,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.domain.chrono import Duration, format_elapsed
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultRow
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SplitRace", "SplitRow", "split_list"]

_MOST_POINTS = 8
"""Checkpoints beside one another on paper; more go into a table of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRow:
    """A runner with the time since the gun at each checkpoint; None where nobody saw them."""

    row: ResultRow
    since_ms: tuple[Duration | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRace:
    """A race with the labels of its checkpoints along the course."""

    race_label: str
    points: tuple[str, ...]
    rows: tuple[SplitRow, ...]


def split_list(context: SheetContext, races: Sequence[SplitRace]) -> Sheet:
    """Everybody who was seen anywhere, in the order of the results."""
    blocks: list[Block] = []
    several = len(races) > 1
    for race in races:
        if several:
            blocks.append(Heading(text=race.race_label, new_page=bool(blocks and race.rows)))
        blocks += _race_blocks(context, race)
    if not races:
        blocks.append(Paragraph(text=_("There is no race."), muted=True))
    return context.sheet(
        SheetKind.SPLITS, _("Splits"), blocks, density=Density.DENSE, landscape=True
    )


def _race_blocks(context: SheetContext, race: SplitRace) -> list[Block]:
    if not race.points:
        return [Paragraph(text=_("This race has no checkpoints."), muted=True)]
    if not race.rows:
        return [Paragraph(text=_("Nobody was seen at a checkpoint yet."), muted=True)]
    blocks: list[Block] = []
    for first in range(0, len(race.points), _MOST_POINTS):
        last = min(first + _MOST_POINTS, len(race.points))
        if first:
            words = _("{first} to {last}").format(
                first=race.points[first], last=race.points[last - 1]
            )
            blocks.append(Heading(text=words, level=2))
        blocks.append(_table(context, race, first, last))
    return blocks


def _table(context: SheetContext, race: SplitRace, first: int, last: int) -> Table:
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=1),
        *(SheetColumn(title=label, kind=CellKind.TIME) for label in race.points[first:last]),
        SheetColumn(title=_("Finish"), kind=CellKind.TIME),
    )
    rows = tuple(
        (
            place_cell(each.row.result.rank),
            bib_cell(each.row.bib),
            Cell(text=full_name(each.row)),
            *(_time(context, since) for since in each.since_ms[first:last]),
            context.time(each.row.result.time_ms, each.row.result.status),
        )
        for each in race.rows
    )
    return Table(columns=columns, rows=rows)


def _time(context: SheetContext, since: Duration | None) -> Cell:
    if since is None:
        return Cell(text="")
    return Cell(text=format_elapsed(since, context.time_unit_ms), value=since)
