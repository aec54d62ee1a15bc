"""A runner's season on one page as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.context import place_cell
from trailsdesk.documents.sheet import (
    Block,
    Cell,
    CellKind,
    Heading,
    Notice,
    Paragraph,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.domain.people import full_name
from trailsdesk.domain.points import plain_points
from trailsdesk.i18n import _, day_words, message

if TYPE_CHECKING:
    from decimal import Decimal

    from trailsdesk.documents.context import SheetContext
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.runner_season import NextRace, RunnerSeason, SeasonRank, SeasonRun


def runner_season_sheet(context: SheetContext, found: RunnerSeason) -> Sheet:
    """Races with what they gave, the lists, what the next race would add, places in finals.

    A total with figures of our own says so at the top, and each such figure is marked.
    """
    blocks: list[Block] = []
    if found.estimate:
        text = _(
            "What is marked * rests on an estimate, because the series has not published what it"
            " needs."
        )
        blocks.append(Notice(text=text))
    facts = [found.category, found.runner.club, found.runner.nation]
    said = " · ".join(each for each in facts if each)
    if said:
        blocks.append(Paragraph(text=said))
    blocks.append(Heading(text=_("Races"), level=2))
    if found.runs:
        blocks.append(_runs(context, found.runs))
    else:
        blocks.append(Paragraph(text=_("No race yet."), muted=True))
    if found.ranks:
        blocks += [Heading(text=_("Standings"), level=2), _ranks(found.ranks)]
        sums = dict.fromkeys(message(rank.reason or rank.explanation) for rank in found.ranks)
        blocks += [Paragraph(text=text, muted=True) for text in sums]
    if found.next_races:
        blocks.append(Heading(text=_("What the next race would add"), level=2))
        blocks += [Paragraph(text=_next(race)) for race in found.next_races]
    if found.places:
        blocks.append(Heading(text=_("Places in finals"), level=2))
        blocks += [
            Paragraph(
                text=f"{place.event}, {place.rule}: {message(place.reason)}"
                f"{_mark(estimate=place.estimate)}"
            )
            for place in found.places
        ]
    return context.sheet(SheetKind.OTHER, full_name(found.runner), blocks)


def _runs(context: SheetContext, runs: tuple[SeasonRun, ...]) -> Table:
    """Points that are not part of the total stand in brackets, as in the standings."""
    columns = (
        SheetColumn(title=_("Day")),
        SheetColumn(title=_("Event"), weight=3),
        SheetColumn(title=_("Race"), weight=2),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Category"), weight=2),
        SheetColumn(title=_("Place there"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Points"), kind=CellKind.NUMBER),
    )
    rows = tuple(
        (
            Cell(text=day_words(run.day)),
            Cell(text=run.event),
            Cell(text=run.race),
            context.time(run.time_ms, run.status),
            place_cell(run.place),
            Cell(text=run.category),
            place_cell(run.place_category),
            _points(run),
        )
        for run in runs
    )
    return Table(columns=columns, rows=rows)


def _points(run: SeasonRun) -> Cell:
    if run.points is None:
        return Cell(text="")
    text = plain_points(run.points) + _mark(estimate=run.estimate)
    return Cell(text=text if run.counted else f"({text})", value=run.points, muted=not run.counted)


def _ranks(ranks: tuple[SeasonRank, ...]) -> Table:
    columns = (
        SheetColumn(title=_("List"), weight=2),
        SheetColumn(title=_("Group"), weight=3),
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("of"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Total"), kind=CellKind.NUMBER),
    )
    rows = tuple(
        (
            Cell(text=rank.ranking or _("Series")),
            Cell(text=" · ".join(each for each in (rank.race, rank.group) if each)),
            place_cell(rank.rank, shared=rank.shared),
            Cell(text=str(rank.of), value=rank.of),
            Cell(
                text=plain_points(rank.total) + _mark(estimate=rank.estimate),
                value=rank.total,
                strong=True,
            ),
        )
        for rank in ranks
    )
    return Table(columns=columns, rows=rows)


def _next(race: NextRace) -> str:
    if race.least == race.most:
        words = _("{race}: {most} points.")
    else:
        words = _("{race}: from {least} points as the last of a hundred to {most} as the first.")
    text = words.format(race=race.race, least=_signed(race.least), most=_signed(race.most))
    return text + _mark(estimate=race.estimate)


def _signed(points: Decimal) -> str:
    return plain_points(points) if points < 0 else f"+{plain_points(points)}"


def _mark(*, estimate: bool) -> str:
    return " *" if estimate else ""
