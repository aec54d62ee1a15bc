"""Prize list and medal pick-up as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.context import (
    SheetContext,
    before_the_race,
    bib_cell,
    drop_columns,
    listed_name,
    place_cell,
)
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
from trailsdesk.domain.entry import MedalOrder, bib_sort_key
from trailsdesk.domain.people import Gender, fold_name, full_name
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.awards import MedalRow, PrizeGroup

__all__ = ["medal_pickup", "prize_list"]


def prize_list(
    context: SheetContext, groups: Sequence[PrizeGroup], *, show_club: bool = True
) -> Sheet:
    """Who is called to the table, in large type for the microphone.

    A group nobody finished in says so; one with runners still out says how many. The clubs are
    left out when nobody has one.
    """
    tables = [_prize_table(context, group) for group in groups]
    if not show_club:
        tables = [_without_club(table) for table in tables]
    tables = drop_columns(tables, 3)
    blocks: list[Block] = []
    several = len({group.race_label for group in groups}) > 1
    race = ""
    for group, table in zip(groups, tables, strict=True):
        if several and group.race_label != race:
            race = group.race_label
            blocks.append(Heading(text=race))
        blocks.append(Heading(text=_group_label(group), level=2))
        blocks.append(table if table.rows else Paragraph(text=_("No finisher."), muted=True))
        if group.pending:
            blocks.append(Paragraph(text=_still_out(group.pending), muted=True))
    if not groups:
        blocks.append(Paragraph(text=_("There is nobody to give a prize to yet."), muted=True))
    return context.sheet(SheetKind.PRIZE_LIST, _("Prize list"), blocks, density=Density.ROOMY)


def _still_out(count: int) -> str:
    return plural(
        "{count} runner still without a result: the places above may change.",
        "{count} runners still without a result: the places above may change.",
        count,
    )


def _group_label(group: PrizeGroup) -> str:
    if group.category_label or group.category:
        return group.category_label or group.category
    overall = {
        Gender.F: _("Overall women"),
        Gender.M: _("Overall men"),
        Gender.X: _("Overall non-binary"),
        None: _("Overall"),
    }
    return overall[group.gender]


def _prize_table(context: SheetContext, group: PrizeGroup) -> Table:
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
    )
    rows = tuple(
        (
            place_cell(prize.place, shared=prize.shared),
            bib_cell(prize.row.bib),
            Cell(text=full_name(prize.row), strong=True),
            Cell(text=prize.row.club),
            context.time(prize.row.result.time_ms, prize.row.result.status),
        )
        for prize in group.prizes
    )
    return Table(columns=columns, rows=rows, show_header=False)


def _without_club(table: Table) -> Table:
    return Table(
        columns=table.columns[:3] + table.columns[4:],
        rows=tuple(row[:3] + row[4:] for row in table.rows),
        show_header=table.show_header,
    )


def medal_pickup(context: SheetContext, rows: Sequence[MedalRow]) -> Sheet:
    """Ordered finisher medals twice: by surname for the queue, by bib for the box.

    Whoever ordered one gets it, finished or not. A posted medal is listed too, so that the
    question for it has an answer at the table.
    """
    context = before_the_race(context)
    ordered = [row for row in rows if row.order is not MedalOrder.NONE]
    if not ordered:
        nothing = Paragraph(text=_("No medals were ordered."), muted=True)
        return context.sheet(SheetKind.MEDAL_PICKUP, _("Medal pick-up"), [nothing])
    posted = sum(row.order is MedalOrder.POST for row in ordered)
    counts = " · ".join(
        (
            plural("{count} medal ordered", "{count} medals ordered", len(ordered)),
            _("{count} collected here").format(count=len(ordered) - posted),
            _("{count} by post").format(count=posted),
        )
    )
    by_name = sorted(
        ordered,
        key=lambda row: (
            fold_name(row.family_name),
            fold_name(row.given_name),
            bib_sort_key(row.bib),
        ),
    )
    by_bib = sorted(ordered, key=lambda row: bib_sort_key(row.bib))
    tables = (_medal_table(by_name, by_bib=False), _medal_table(by_bib, by_bib=True))
    blocks: list[Block] = [
        Paragraph(text=counts, muted=True),
        Heading(text=_("By surname")),
        tables[0],
        Heading(text=_("By bib"), new_page=True),
        Paragraph(text=counts, muted=True),
        tables[1],
    ]
    return context.sheet(SheetKind.MEDAL_PICKUP, _("Medal pick-up"), blocks)


def _medal_table(rows: Sequence[MedalRow], *, by_bib: bool) -> Table:
    bib = SheetColumn(title=_("Bib"), kind=CellKind.NUMBER)
    name = SheetColumn(title=_("Name"), weight=2)
    first = (bib, name) if by_bib else (name, bib)
    columns = (
        *first,
        SheetColumn(title=_("Race")),
        SheetColumn(title=_("Signature"), kind=CellKind.SIGNATURE, weight=2),
    )
    lines = []
    for row in rows:
        listed = Cell(text=listed_name(row.given_name, row.family_name))
        pair = (bib_cell(row.bib), listed) if by_bib else (listed, bib_cell(row.bib))
        sign = (
            Cell(text=_("by post"), strong=True) if row.order is MedalOrder.POST else Cell(text="")
        )
        lines.append((*pair, Cell(text=row.race_label), sign))
    return Table(columns=columns, rows=tuple(lines))
