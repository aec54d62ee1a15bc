"""The check-in list as a sheet: who is expected at the desk, with squares to tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.context import (
    SheetContext,
    before_the_race,
    bib_cell,
    drop_columns,
    listed_name,
)
from trailsdesk.documents.lists import StartOrder
from trailsdesk.documents.sheet import (
    Block,
    Cell,
    CellKind,
    Heading,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.people import fold_name
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CheckInRow", "check_in_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInRow:
    """One runner expected at the desk.

    ``here`` is when they checked in, in words; empty while they have not. ``gear`` is the word for
    gear that was seen. ``owes`` is an amount in words, ``to_do`` what else the desk has to think
    of. ``adult`` is who looks after a young runner, None where nobody has to.
    """

    bib: str
    family_name: str
    given_name: str
    race_code: str
    race_label: str
    wave: str = ""
    category_label: str = ""
    here: str = ""
    gear: str = ""
    owes: str = ""
    to_do: str = ""
    adult: str | None = None


def check_in_list(
    context: SheetContext,
    rows: Sequence[CheckInRow],
    order: StartOrder = StartOrder.BIB,
    *,
    gear: bool = False,
) -> Sheet:
    """Who is expected before the start, to be ticked off; no birth dates and no contacts.

    By bib the races follow one another, each on a new page; by name all are one list. Who is here
    already has the time in place of the square.

    Args:
        gear: also a square for the mandatory gear.
    """
    context = before_the_race(context)
    title = _("Check-in list by name") if order is StartOrder.NAME else _("Check-in list by bib")
    if not rows:
        nobody = Paragraph(text=_("Nobody is entered yet."), muted=True)
        return context.sheet(SheetKind.CHECK_IN, title, [nobody])
    groups: list[tuple[str, list[CheckInRow]]] = []
    if order is StartOrder.NAME:
        groups.append(("", sorted(rows, key=_name_key)))
    else:
        races: dict[tuple[str, str], list[CheckInRow]] = {}
        for row in rows:
            races.setdefault((row.race_code, row.race_label), []).append(row)
        groups = [
            (label, sorted(members, key=lambda row: (bib_sort_key(row.bib), _name_key(row))))
            for (_code, label), members in races.items()
        ]
    by_name = order is StartOrder.NAME
    several = by_name and len({row.race_code for row in rows}) > 1
    tables = [
        _table(members, by_name=by_name, gear=gear, race=several) for _label, members in groups
    ]
    fixed = 4 if gear else 3
    blocks: list[Block] = []
    for number, ((label, members), table) in enumerate(
        zip(groups, drop_columns(tables, fixed), strict=True)
    ):
        if len(groups) > 1:
            blocks.append(Heading(text=label, new_page=number > 0))
        blocks.append(Paragraph(text=_counts(members), muted=True))
        young = any(row.adult is not None for row in members)
        blocks.append(_with_adults(table, members) if young else table)
    return context.sheet(SheetKind.CHECK_IN, title, blocks)


def _counts(rows: Sequence[CheckInRow]) -> str:
    here = sum(bool(row.here) for row in rows)
    entered = plural("{count} entered", "{count} entered", len(rows))
    return " · ".join((entered, _("{count} here when printed").format(count=here)))


def _name_key(row: CheckInRow) -> tuple[str, str, tuple[int, int, str]]:
    return fold_name(row.family_name), fold_name(row.given_name), bib_sort_key(row.bib)


def _with_adults(table: Table, rows: Sequence[CheckInRow]) -> Table:
    """One column more, to write the adult's name into where one is asked for."""
    column = SheetColumn(title=_("Adult with them"), kind=CellKind.SIGNATURE)
    nobody = Cell(text="\N{EN DASH}", muted=True)
    return Table(
        columns=(*table.columns, column),
        rows=tuple(
            (*cells, nobody if row.adult is None else Cell(text=row.adult))
            for cells, row in zip(table.rows, rows, strict=True)
        ),
        show_header=table.show_header,
    )


def _table(rows: Sequence[CheckInRow], *, by_name: bool, gear: bool, race: bool) -> Table:
    ticks = [SheetColumn(title=_("Here"), kind=CellKind.TICK)]
    if gear:
        ticks.append(SheetColumn(title=_("Gear"), kind=CellKind.TICK))
    bib = SheetColumn(title=_("Bib"), kind=CellKind.NUMBER)
    name = SheetColumn(title=_("Name"), weight=2)
    columns = [*ticks, *((name, bib) if by_name else (bib, name))]
    columns.append(SheetColumn(title=_("Race")))
    columns += [
        SheetColumn(title=_("Wave")),
        SheetColumn(title=_("Category")),
        SheetColumn(title=_("Owes"), kind=CellKind.MONEY),
        SheetColumn(title=_("To do"), weight=1),
    ]
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        pair = (bib_cell(row.bib), Cell(text=listed_name(row.given_name, row.family_name)))
        cells = (
            Cell(text=row.here, muted=True),
            *([Cell(text=row.gear, muted=True)] if gear else []),
            *(reversed(pair) if by_name else pair),
            Cell(text=row.race_label if race else ""),
            Cell(text=row.wave),
            Cell(text=row.category_label),
            Cell(text=row.owes, strong=True),
            Cell(text=row.to_do),
        )
        lines.append(cells)
    return Table(columns=tuple(columns), rows=tuple(lines))
