"""What stands on the pages of a race in the results site: everybody, by group, and on the way."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from trailsdesk.documents.context import (
    SheetContext,
    bib_cell,
    drop_columns,
    place_cell,
    shared_ranks,
    status_text,
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
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import Gender, full_name
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.exports import OutRace
    from trailsdesk.domain.results import ResultRow

__all__ = ["gender_word", "race_groups", "race_results", "race_splits"]

_FIXED = 3
_ORDER = (Gender.F, Gender.M, Gender.X)


def gender_word(gender: Gender | None) -> str:
    """A gender as the heading of a list; empty when it is not known."""
    words = {Gender.F: _("Women"), Gender.M: _("Men"), Gender.X: _("Gender X")}
    return "" if gender is None else words[gender]


def race_results(context: SheetContext, race: OutRace) -> Sheet:
    """Everybody of a race in print order."""
    rows = [line.row for line in race.lines]
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Gender")),
        SheetColumn(title=_("Category"), weight=1),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Nation")),
        SheetColumn(title=_("Gender place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Category place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
        SheetColumn(title=_("Behind"), kind=CellKind.TIME),
    )
    overall = shared_ranks(("", row.result.rank) for row in rows)
    gender = shared_ranks((str(row.ranked_gender), row.result.rank_gender) for row in rows)
    category = shared_ranks((row.category, row.result.rank_category) for row in rows)
    cells = []
    for row in rows:
        result = row.result
        cells.append(
            (
                place_cell(result.rank, shared=("", result.rank) in overall),
                Cell(text=full_name(row)),
                bib_cell(row.bib),
                Cell(text=gender_word(row.ranked_gender)),
                Cell(text=row.category_label),
                Cell(text=row.club),
                Cell(text=row.nation),
                place_cell(
                    result.rank_gender,
                    shared=(str(row.ranked_gender), result.rank_gender) in gender,
                ),
                place_cell(
                    result.rank_category,
                    shared=(row.category, result.rank_category) in category,
                ),
                context.time(result.time_ms, result.status),
                context.gap(result.gap_ms, result.status),
            )
        )
    return _sheet(context, _("Results"), [("", Table(columns=columns, rows=tuple(cells)))], rows)


def race_groups(context: SheetContext, race: OutRace, category_order: Sequence[str] = ()) -> Sheet:
    """Each gender and each category with its own places; who has no place is left out.

    Args:
        category_order: category codes in the order to print; others follow by code.
    """
    rows = [line.row for line in race.lines]
    parts = [(gender_word(gender), _ranked(context, rows, gender)) for gender in _ORDER]
    place = {code: number for number, code in enumerate(category_order)}

    def key(row: ResultRow) -> tuple[int, str]:
        return place.get(row.category, len(place)), row.category

    placed = [row for row in rows if row.category and row.result.rank_category is not None]
    for _key, members in groupby(sorted(placed, key=key), key=key):
        found = sorted(members, key=lambda row: row.result.rank_category or 0)
        ranks = [row.result.rank_category for row in found]
        parts.append((found[0].category_label, _group_table(context, found, ranks)))
    return _sheet(context, _("By gender and category"), [p for p in parts if p[1].rows], rows)


def _ranked(context: SheetContext, rows: Iterable[ResultRow], gender: Gender) -> Table:
    found = sorted(
        (r for r in rows if r.ranked_gender is gender and r.result.rank_gender is not None),
        key=lambda row: row.result.rank_gender or 0,
    )
    return _group_table(context, found, [row.result.rank_gender for row in found])


def _group_table(
    context: SheetContext, rows: Sequence[ResultRow], ranks: Sequence[int | None]
) -> Table:
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Category"), weight=1),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Nation")),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
    )
    shared = shared_ranks(("", rank) for rank in ranks)
    cells = [
        (
            place_cell(rank, shared=("", rank) in shared),
            Cell(text=full_name(row)),
            bib_cell(row.bib),
            Cell(text=row.category_label),
            Cell(text=row.club),
            Cell(text=row.nation),
            context.time(row.result.time_ms, row.result.status),
        )
        for row, rank in zip(rows, ranks, strict=True)
    ]
    return Table(columns=columns, rows=tuple(cells))


def race_splits(context: SheetContext, race: OutRace) -> Sheet:
    """Times since the gun at every point; those seen nowhere on the way are left out."""
    passed = tuple(SheetColumn(title=p.label or p.code, kind=CellKind.TIME) for p in race.points)
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Gender")),
        SheetColumn(title=_("Category"), weight=1),
        *passed,
        SheetColumn(title=_("Finish"), kind=CellKind.TIME),
    )
    seen = [line for line in race.lines if any(time_ms is not None for time_ms in line.splits)]
    shared = shared_ranks(("", line.row.result.rank) for line in race.lines)
    cells = [
        (
            place_cell(line.row.result.rank, shared=("", line.row.result.rank) in shared),
            Cell(text=full_name(line.row)),
            bib_cell(line.row.bib),
            Cell(text=gender_word(line.row.ranked_gender)),
            Cell(text=line.row.category_label),
            *(_passing(time_ms) for time_ms in line.splits),
            context.time(line.row.result.time_ms, line.row.result.status),
        )
        for line in seen
    ]
    rows = [line.row for line in race.lines]
    return _sheet(context, _("Splits"), [("", Table(columns=columns, rows=tuple(cells)))], rows)


def _passing(time_ms: int | None) -> Cell:
    return Cell(text="") if time_ms is None else Cell(text=format_elapsed(time_ms), value=time_ms)


def _sheet(
    context: SheetContext,
    title: str,
    parts: Sequence[tuple[str, Table]],
    rows: Sequence[ResultRow],
) -> Sheet:
    """The tables under their headings, columns that say nothing left out of all of them."""
    blocks: list[Block] = [Paragraph(text=_counts(rows), muted=True)]
    tables = drop_columns([table for _title, table in parts], _FIXED)
    for (heading, _table), table in zip(parts, tables, strict=True):
        if heading:
            blocks.append(Heading(text=heading, level=2))
        if table.rows:
            blocks.append(table)
    if not any(isinstance(block, Table) for block in blocks):
        blocks.append(Paragraph(text=_("There is nothing to show here yet."), muted=True))
    return context.sheet(SheetKind.RESULT_LIST, title, blocks)


def _counts(rows: Sequence[ResultRow]) -> str:
    """How many finished, and how many did not and why."""
    finished = sum(row.result.status is ResultStatus.OK for row in rows)
    parts = [plural("{count} finisher", "{count} finishers", finished)]
    for status in ResultStatus:
        count = sum(row.result.status is status for row in rows)
        if count and status is not ResultStatus.OK:
            parts.append(f"{count} {status_text(status)}")
    return " · ".join(parts)
