"""The prize list as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.context import (
    SheetContext,
    bib_cell,
    drop_columns,
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
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.people import Gender, full_name
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.i18n import _, message, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.awards import Prize, PrizeGroup

__all__ = [
    "OVERALL_WORDS",
    "WHY_NOBODY",
    "award_label",
    "gift_cell",
    "mark_cell",
    "nobody_words",
    "prize_list",
    "sponsor_words",
    "winner_name",
]

_ON_THE_LIST = frozenset({"award.place-left", "award.tie-skips"})
"""Why a place is missing, where people at the table would ask."""
OVERALL_WORDS: dict[Gender | None, str] = {
    Gender.F: _("Overall women"),
    Gender.M: _("Overall men"),
    Gender.X: _("Overall non-binary"),
    None: _("Overall"),
}
"""What an award over a gender, or over all, is called where the plan has no word for it."""
WHY_NOBODY = frozenset(
    {
        "award.lost",
        "award.no-team",
        "award.nobody",
        "award.none-eligible",
        "award.none-left",
        "award.too-few-starters",
    }
)
"""Why a whole list is empty."""


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
        blocks.append(Heading(text=award_label(group), level=2))
        if group.sponsor:
            blocks.append(Paragraph(text=sponsor_words(group.sponsor), muted=True))
        blocks.append(table if table.rows else Paragraph(text=nobody_words(group), muted=True))
        told = (*group.warnings, *(note for note in group.notes if note.code in _ON_THE_LIST))
        blocks += [Paragraph(text=message(note), muted=True) for note in told]
        if group.pending:
            blocks.append(Paragraph(text=_still_out(group.pending), muted=True))
    if not groups:
        blocks.append(Paragraph(text=_("There is nobody to give a prize to yet."), muted=True))
    return context.sheet(SheetKind.PRIZE_LIST, _("Prize list"), blocks, density=Density.ROOMY)


def sponsor_words(sponsor: str) -> str:
    """Whose prize it is."""
    return _("Presented by {sponsor}").format(sponsor=sponsor)


def _still_out(count: int) -> str:
    return plural(
        "{count} runner still without a result: the places above may change.",
        "{count} runners still without a result: the places above may change.",
        count,
    )


def award_label(group: PrizeGroup) -> str:
    """What an award is called under its race."""
    named = group.label or group.category_label or group.category
    return named or OVERALL_WORDS[group.gender]


def nobody_words(group: PrizeGroup) -> str:
    """Why nobody is on the list."""
    said = [note for note in group.notes if note.code in WHY_NOBODY - {"award.nobody"}]
    return message(said[0]) if said else _("No finisher.")


def winner_name(prize: Prize) -> str:
    """The team, or the runner by both names."""
    return prize.team or full_name(prize.row)


def mark_cell(context: SheetContext, prize: Prize) -> Cell:
    """What was scored: the points of a team or of the series, else the time that ranked."""
    if prize.total is not None:
        points = plain_points(prize.total)
        return Cell(text=_("{points} points").format(points=points), value=prize.total)
    result = prize.row.result
    time_ms = result.time_ms if prize.value_ms is None else Duration(prize.value_ms)
    return context.time(time_ms, result.status)


def gift_cell(prize: Prize) -> Cell:
    """The prize in the organiser's words; said where only the name is honoured."""
    if prize.prize_place is None:
        return Cell(text=_("name only"), muted=True)
    return Cell(text=prize.gift)


def _prize_table(context: SheetContext, group: PrizeGroup) -> Table:
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Prize"), weight=2),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
    )
    rows = tuple(
        (
            place_cell(prize.place, shared=prize.shared),
            Cell(text="") if prize.team else bib_cell(prize.row.bib),
            Cell(text=winner_name(prize), strong=True),
            Cell(text="" if prize.team else prize.row.club),
            gift_cell(prize),
            mark_cell(context, prize),
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
