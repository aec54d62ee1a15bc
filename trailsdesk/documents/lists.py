"""Result list, start list and standings as sheets."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from trailsdesk.documents.context import (
    SheetContext,
    before_the_race,
    bib_cell,
    drop_columns,
    listed_name,
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
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.points import Score, Standing, StandingGroup, plain_points
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.i18n import _, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ResultGroup", "StartOrder", "result_list", "standings", "start_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultGroup:
    """The rows of one race in print order: ranked first, then those without a place."""

    race_label: str
    rows: tuple[ResultRow, ...]


class StartOrder(enum.StrEnum):
    """How a start list is looked up: by bib, race by race; or one list of all names."""

    BIB = "bib"
    NAME = "name"


# ------------------------------------------------------------------------------------ results
def result_list(
    context: SheetContext,
    groups: Sequence[ResultGroup],
    *,
    by_category: bool = False,
    category_order: Sequence[str] = (),
) -> Sheet:
    """Results race by race, each on a new page; those without a place at the end.

    Args:
        by_category: one list for each category, with the places inside it.
        category_order: category codes in the order to print; others follow by code.
    """
    tables: list[Table] = []
    heads: list[list[Block]] = []
    several = len(groups) > 1
    if several and not any(group.rows for group in groups):
        groups = ()  # one sentence, not an empty page for every race
    for number, group in enumerate(groups):
        head: list[Block] = []
        if several:
            head.append(Heading(text=group.race_label, new_page=number > 0))
        head.append(Paragraph(text=_counts(group.rows), muted=True))
        parts = _by_category(group.rows, category_order) if by_category else [("", group.rows)]
        for label, rows in parts:
            if label:
                head.append(Heading(text=label, level=2))
            heads.append(head)
            tables.append(_result_table(context, rows, by_category=by_category))
            head = []
    tables = drop_columns(tables, 3)
    blocks: list[Block] = []
    for head, table in zip(heads, tables, strict=True):
        blocks += head
        if table.rows:
            blocks.append(table)
    if not blocks:
        blocks.append(Paragraph(text=_("There are no entries in these races."), muted=True))
    return context.sheet(SheetKind.RESULT_LIST, _("Results"), blocks)


def _result_columns(*, by_category: bool) -> tuple[SheetColumn, ...]:
    columns = [
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Category"), weight=1),
        SheetColumn(title=_("Cat. place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Gender place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Nation")),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
        SheetColumn(title=_("Gap"), kind=CellKind.TIME),
    ]
    return tuple(columns[:3] + columns[6:9]) if by_category else tuple(columns)


def _result_table(context: SheetContext, rows: Sequence[ResultRow], *, by_category: bool) -> Table:
    overall = shared_ranks(("", row.result.rank) for row in rows)
    gender = shared_ranks((str(row.ranked_gender), row.result.rank_gender) for row in rows)
    category = shared_ranks((row.category, row.result.rank_category) for row in rows)
    lines = []
    for row in rows:
        result = row.result
        in_category = place_cell(
            result.rank_category, shared=(row.category, result.rank_category) in category
        )
        cells = [
            in_category
            if by_category
            else place_cell(result.rank, shared=("", result.rank) in overall),
            bib_cell(row.bib),
            Cell(text=full_name(row)),
            Cell(text=row.category_label),
            in_category,
            place_cell(
                result.rank_gender,
                shared=(str(row.ranked_gender), result.rank_gender) in gender,
            ),
            Cell(text=row.club),
            Cell(text=row.nation),
            context.time(result.time_ms, result.status),
            context.gap(result.gap_ms, result.status),
        ]
        lines.append(tuple(cells[:3] + cells[6:9]) if by_category else tuple(cells))
    return Table(columns=_result_columns(by_category=by_category), rows=tuple(lines))


def _by_category(
    rows: Sequence[ResultRow], order: Sequence[str]
) -> list[tuple[str, tuple[ResultRow, ...]]]:
    """The rows of each category in its own ranking; those without a category come last."""
    place = {code: number for number, code in enumerate(order)}

    def group_key(row: ResultRow) -> tuple[bool, int, str]:
        return (not row.category, place.get(row.category, len(place)), row.category)

    def row_key(row: ResultRow) -> tuple[object, ...]:
        rank = row.result.rank_category
        return (*group_key(row), rank is None, rank or 0)

    ordered = sorted(rows, key=row_key)
    parts = []
    for _key, members in groupby(ordered, key=group_key):
        found = tuple(members)
        parts.append((found[0].category_label or _("Without a category"), found))
    return parts


def _counts(rows: Sequence[ResultRow]) -> str:
    """How many finished, and how many did not and why."""
    finished = sum(row.result.status is ResultStatus.OK for row in rows)
    parts = [plural("{count} finisher", "{count} finishers", finished)]
    for status in ResultStatus:
        count = sum(row.result.status is status for row in rows)
        if count and status is not ResultStatus.OK:
            parts.append(f"{count} {status_text(status)}")
    return " · ".join(parts)


# -------------------------------------------------------------------------------------- start
def start_list(
    context: SheetContext, rows: Sequence[ResultRow], order: StartOrder = StartOrder.BIB
) -> Sheet:
    """Who starts: no dates of birth and no contacts, for this hangs on a wall.

    By bib the races follow one another; by name all races are one list with the race beside.
    """
    context = before_the_race(context)
    if not rows:
        empty = Paragraph(text=_("Nobody is entered yet."), muted=True)
        return context.sheet(SheetKind.START_LIST, _("Start list"), [empty])
    if order is StartOrder.NAME:
        ordered = sorted(rows, key=_name_key)
        table = _start_table(ordered, by_name=True)
        (table,) = drop_columns([table], 2)
        total: list[Block] = [_entered(len(rows))]
        return context.sheet(SheetKind.START_LIST, _("Start list by name"), [*total, table])
    races: dict[tuple[str, str], list[ResultRow]] = {}
    for row in rows:
        races.setdefault((row.race_code, row.race_label), []).append(row)
    tables = [
        _start_table(sorted(members, key=lambda row: bib_sort_key(row.bib)), by_name=False)
        for members in races.values()
    ]
    tables = drop_columns(tables, 2)
    blocks: list[Block] = []
    for number, ((_code, label), table) in enumerate(zip(races, tables, strict=True)):
        if len(races) > 1:
            blocks.append(Heading(text=label, new_page=number > 0))
        blocks += [_entered(len(table.rows)), table]
    return context.sheet(SheetKind.START_LIST, _("Start list by bib"), blocks)


def _entered(count: int) -> Paragraph:
    return Paragraph(text=plural("{count} entered", "{count} entered", count), muted=True)


def _name_key(row: ResultRow) -> tuple[str, str, tuple[int, int, str]]:
    return fold_name(row.family_name), fold_name(row.given_name), bib_sort_key(row.bib)


def _start_table(rows: Sequence[ResultRow], *, by_name: bool) -> Table:
    several = len({row.race_code for row in rows}) > 1
    bib = SheetColumn(title=_("Bib"), kind=CellKind.NUMBER)
    name = SheetColumn(title=_("Name"), weight=3)
    columns: tuple[SheetColumn, ...] = (name, bib) if by_name else (bib, name)
    columns += (
        SheetColumn(title=_("Category"), weight=1),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Nation")),
    )
    if by_name and several:
        columns += (SheetColumn(title=_("Race")),)
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        rest = (Cell(text=row.category_label), Cell(text=row.club), Cell(text=row.nation))
        if by_name:
            listed = Cell(text=listed_name(row.given_name, row.family_name))
            race = (Cell(text=row.race_label),) if several else ()
            lines.append((listed, bib_cell(row.bib), *rest, *race))
        else:
            called = Cell(text=full_name(row))
            lines.append((bib_cell(row.bib), called, *rest))
    return Table(columns=columns, rows=tuple(lines))


# ---------------------------------------------------------------------------------- standings
def standings(
    context: SheetContext,
    groups: Sequence[StandingGroup],
    event_labels: Mapping[str, str] | None = None,
) -> Sheet:
    """Series standings: points per event, dropped ones in brackets, and who is not eligible, why.

    Args:
        event_labels: the events' short names over the columns; their codes without it.
    """
    labels = event_labels or {}
    blocks: list[Block] = []
    last = ""
    several = len({_standing_part(group) for group in groups}) > 1
    for group in groups:
        part = _standing_part(group)
        if several and part != last:
            blocks.append(Heading(text=part, new_page=bool(last)))
            last = part
        blocks.append(Heading(text=group.label or _("All runners"), level=2))
        blocks += _standing_blocks(group, labels)
    if any(group.estimate for group in groups):
        said = _("The points rest on figures that are not published: they are an estimate.")
        blocks.append(Paragraph(text=said, muted=True))
    if not groups:
        blocks.append(Paragraph(text=_("Nobody has points yet."), muted=True))
    wide = max((len(group.event_codes) for group in groups), default=0) > _PORTRAIT_EVENTS
    return context.sheet(SheetKind.STANDINGS, _("Standings"), blocks, landscape=wide)


_PORTRAIT_EVENTS = 5


def _standing_part(group: StandingGroup) -> str:
    """The ranking and the distance, as far as they have words."""
    race = group.race_label or _("All distances")
    return f"{group.ranking_label}, {race}" if group.ranking_label else race


def _standing_blocks(group: StandingGroup, labels: Mapping[str, str]) -> list[Block]:
    placed = [item for item in group.standings if item.rank is not None]
    possible = [
        item for item in group.standings if item.rank is None and item.rank_so_far is not None
    ]
    others = [item for item in group.standings if item.rank is None and item.rank_so_far is None]
    blocks: list[Block] = []
    if placed:
        blocks.append(_standing_table(group, placed, labels))
    if possible:
        said = _("Can still become eligible, with the place so far:")
        if not placed:
            said = _("Places so far: nobody has finished the events that count yet.")
        blocks.append(Paragraph(text=said, muted=True))
        blocks.append(_standing_table(group, possible, labels))
    if others:
        blocks.append(Paragraph(text=_("Not eligible:"), muted=True))
        blocks.append(_standing_table(group, others, labels, reasons=True))
    if not group.standings:
        blocks.append(Paragraph(text=_("no finisher"), muted=True))
    return blocks


def _standing_table(
    group: StandingGroup,
    items: Sequence[Standing],
    labels: Mapping[str, str],
    *,
    reasons: bool = False,
) -> Table:
    columns = [
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Club"), weight=3),
    ]
    columns += [
        SheetColumn(title=labels.get(code, code), kind=CellKind.NUMBER)
        for code in group.event_codes
    ]
    columns.append(SheetColumn(title=_("Total"), kind=CellKind.NUMBER))
    return Table(
        columns=tuple(columns),
        rows=tuple(_standing_row(item, reasons=reasons) for item in items),
        show_header=not reasons,
    )


def _standing_row(item: Standing, *, reasons: bool) -> tuple[Cell, ...]:
    """A runner's row; the reason for having no place stands where the club would."""
    rank = item.rank if item.rank is not None else item.rank_so_far
    beside = Cell(text=item.club)
    if reasons and item.reason is not None:
        beside = Cell(text=message(item.reason), muted=True)
    return (
        place_cell(rank, shared=item.shared),
        Cell(text=full_name(item)),
        beside,
        *(_score_cell(score) for score in item.scores),
        Cell(text=plain_points(item.total), value=item.total, strong=True),
    )


def _score_cell(score: Score) -> Cell:
    """Points that count, "(72)" for dropped ones, the word where there was no finish."""
    if score.status is None:
        return Cell(text="\N{EN DASH}", muted=True)
    if score.status is not ResultStatus.OK:
        return Cell(text=status_text(score.status), muted=True)
    text = plain_points(score.points)
    if not score.counted:
        return Cell(text=f"({text})", value=score.points, muted=True)
    return Cell(text=text, value=score.points)
