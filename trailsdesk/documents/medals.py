"""Ordered finisher medals as sheets: to be signed for, and to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.context import (
    SheetContext,
    before_the_race,
    bib_cell,
    listed_name,
)
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
from trailsdesk.domain.entry import MedalOrder, bib_sort_key
from trailsdesk.domain.medals import medal_counts, production_note
from trailsdesk.domain.people import fold_name
from trailsdesk.i18n import _, message, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from trailsdesk.domain.medals import MedalCounts, MedalRow

__all__ = ["medal_pickup", "medal_production"]


def medal_pickup(context: SheetContext, rows: Sequence[MedalRow]) -> Sheet:
    """Ordered finisher medals twice: by surname for the queue, by bib for the box.

    Whoever ordered one gets it, finished or not. A posted medal is listed too, so that the
    question for it has an answer at the table; one that is gone already says so.
    """
    context = before_the_race(context)
    ordered = [row for row in rows if row.order is not MedalOrder.NONE]
    if not ordered:
        nothing = Paragraph(text=_("No medals were ordered."), muted=True)
        return context.sheet(SheetKind.MEDAL_PICKUP, _("Medal pick-up"), [nothing])
    counts = _counted(medal_counts(ordered))
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


def _counted(counts: MedalCounts) -> str:
    return " · ".join(
        (
            plural("{count} medal ordered", "{count} medals ordered", counts.ordered),
            _("{count} collected here").format(count=counts.collect),
            _("{count} by post").format(count=counts.post),
        )
    )


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
        lines.append((*pair, Cell(text=row.race_label), _sign(row)))
    return Table(columns=columns, rows=tuple(lines))


def _sign(row: MedalRow) -> Cell:
    """Room for a signature, or why none is wanted."""
    if row.given is not None:
        words = _("was posted") if row.given.posted else _("was handed out")
        return Cell(text=words, muted=True)
    return Cell(text=_("by post"), strong=True) if row.order is MedalOrder.POST else Cell(text="")


def medal_production(
    context: SheetContext,
    rows: Sequence[MedalRow],
    spare_percent: Decimal,
    closing: str,
    race_labels: Sequence[str],
) -> Sheet:
    """How many medals to have made: what was ordered in each race, and the spare ones.

    Args:
        closing: until when medals are ordered, in words; empty where the rules do not say.
        race_labels: the races in their order.
    """
    context = before_the_race(context)
    counts = medal_counts(rows, spare_percent)
    lines = [
        _race_line(label, [row for row in rows if row.race_label == label])
        for label in race_labels
    ]
    lines += [_total_line(_("Ordered"), counts.ordered), _total_line(_("Spare"), counts.spare)]
    lines.append(_total_line(_("To be made"), counts.make))
    columns = (
        SheetColumn(title=_("Race"), weight=2),
        SheetColumn(title=_("Collected here"), kind=CellKind.NUMBER),
        SheetColumn(title=_("By post"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Medals"), kind=CellKind.NUMBER),
    )
    said = " ".join(filter(None, (message(production_note(counts, spare_percent)), closing)))
    blocks: list[Block] = [
        Table(columns=columns, rows=tuple(lines)),
        Paragraph(text=said, muted=True),
    ]
    return context.sheet(SheetKind.MEDAL_PRODUCTION, _("Medals to be made"), blocks)


def _race_line(label: str, rows: Sequence[MedalRow]) -> tuple[Cell, ...]:
    counts = medal_counts(rows)
    figures = (counts.collect, counts.post, counts.ordered)
    return (Cell(text=label), *(Cell(text=str(each), value=each) for each in figures))


def _total_line(label: str, count: int) -> tuple[Cell, ...]:
    total = Cell(text=str(count), value=count, strong=True)
    return (Cell(text=label, strong=True), Cell(text=""), Cell(text=""), total)
