"""Sheets for people on the course: who is still out there, and a recorder's sheet for a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race, bib_cell, drop_columns
from trailsdesk.documents.sheet import (
    Align,
    Block,
    Cell,
    CellKind,
    Density,
    Heading,
    Notice,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["RaceOut", "Station", "StationRace", "SweepRow", "recorder_sheets", "sweep_list"]

GROUPS = 2
"""Bibs side by side on a recorder's sheet, each with room for two times."""
SPARE_ROWS = 8
MOST_WITH_TIMES = 150
"""Of more runners a sheet has only the bibs to tick, and lines for the times as they come."""
_TICKED = 8
_LOG_ROWS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRow:
    """One runner out there, or one who stopped and is to be collected; all texts in words.

    ``stopped`` runners were last ``seen`` where they stopped; ``expected`` is then how they come
    back. ``phone`` and ``emergency`` are empty but on the protected sheet.
    """

    bib: str
    name: str
    seen: str
    seen_at: str
    expected: str
    expected_at: str = ""
    closes: str = ""
    remark: str = ""
    stopped: bool = False
    phone: str = ""
    emergency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceOut:
    """A race with those of it who are left out there, and its counts in words."""

    race_label: str
    counts: str
    rows: tuple[SweepRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRace:
    """The runners of one race who come by a place, by bib; ``about`` is distance and closing."""

    race_label: str
    about: str
    bibs: tuple[str, ...]
    without_bib: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A place and the races that go by it."""

    label: str
    code: str
    races: tuple[StationRace, ...]


def sweep_list(
    context: SheetContext, races: Sequence[RaceOut], *, protected: bool = False
) -> Sheet:
    """Who is left out there, race by race, in the order of the course; and who is to be collected.

    Args:
        protected: with phone numbers and emergency contacts; the sheet says how to treat it.
    """
    context = before_the_race(context)
    title = _("Sweep list with phones") if protected else _("Sweep list")
    blocks: list[Block] = []
    if protected:
        blocks.append(
            Notice(
                text=_(
                    "Protected: phone numbers and emergency contacts. Only for the sweep and the"
                    " safety crew; hand it back after the race, to be destroyed."
                )
            )
        )
    left = sum(len(race.rows) for race in races)
    if not left:
        blocks.append(Paragraph(text=_("Nobody is left out there.")))
    for race in races:
        blocks += _race_blocks(race, protected=protected, named=len(races) > 1)
    return context.sheet(SheetKind.SWEEP, title, blocks, landscape=protected)


def _race_blocks(race: RaceOut, *, protected: bool, named: bool) -> list[Block]:
    blocks: list[Block] = [Heading(text=race.race_label)] if named else []
    blocks.append(Paragraph(text=race.counts, muted=True))
    out = [row for row in race.rows if not row.stopped]
    stopped = [row for row in race.rows if row.stopped]
    if out:
        if named:  # again right above the table: on its next pages it stands as continued
            words = _("{race}: out there").format(race=race.race_label)
            blocks.append(Heading(text=words, level=2))
        (table,) = drop_columns([_out_table(out, protected=protected)], 4)
        blocks.append(table)
    if stopped:
        words = _("Stopped, not seen back yet")
        if named:
            words = _("{race}: stopped, not seen back yet").format(race=race.race_label)
        blocks.append(Heading(text=words, level=2))
        (table,) = drop_columns([_stopped_table(stopped, protected=protected)], 4)
        blocks.append(table)
    return blocks


def _contact_columns(*, protected: bool) -> tuple[SheetColumn, ...]:
    if not protected:
        return ()
    return (
        SheetColumn(title=_("Phone")),
        SheetColumn(title=_("Emergency contact"), weight=1),
    )


def _contact_cells(row: SweepRow, *, protected: bool) -> tuple[Cell, ...]:
    return (Cell(text=row.phone), Cell(text=row.emergency)) if protected else ()


def _out_table(rows: Sequence[SweepRow], *, protected: bool) -> Table:
    columns = (
        SheetColumn(title=_("Met"), kind=CellKind.TICK),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Last seen"), weight=1),
        SheetColumn(title=_("At")),
        SheetColumn(title=_("Expected next"), weight=1),
        SheetColumn(title=_("At")),
        SheetColumn(title=_("Closes")),
        SheetColumn(title=_("Remark")),
        *_contact_columns(protected=protected),
    )
    return Table(
        columns=columns,
        rows=tuple(
            (
                Cell(text=""),
                bib_cell(row.bib),
                Cell(text=row.name),
                Cell(text=row.seen),
                Cell(text=row.seen_at),
                Cell(text=row.expected),
                Cell(text=row.expected_at),
                Cell(text=row.closes),
                Cell(text=row.remark, strong=True),
                *_contact_cells(row, protected=protected),
            )
            for row in rows
        ),
    )


def _stopped_table(rows: Sequence[SweepRow], *, protected: bool) -> Table:
    columns = (
        SheetColumn(title=_("Back"), kind=CellKind.TICK),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Stopped at"), weight=1),
        SheetColumn(title=_("At")),
        SheetColumn(title=_("Comes back"), weight=1),
        SheetColumn(title=_("Why")),
        *_contact_columns(protected=protected),
    )
    return Table(
        columns=columns,
        rows=tuple(
            (
                Cell(text=""),
                bib_cell(row.bib),
                Cell(text=row.name),
                Cell(text=row.seen),
                Cell(text=row.seen_at),
                Cell(text=row.expected),
                Cell(text=row.remark),
                *_contact_cells(row, protected=protected),
            )
            for row in rows
        ),
    )


def recorder_sheets(context: SheetContext, stations: Sequence[Station]) -> Sheet:
    """For each place a sheet to write on: every bib with a square to tick and two times.

    Black lines only, rows tall enough for a glove. Bibs run from left to right, line by line. Of a
    large field the bibs are only ticked; the times go onto numbered lines as the runners come.
    """
    context = before_the_race(context)
    title = _("Checkpoint sheet")
    if not stations:
        text = _("This race has no checkpoints yet. Add them under On course.")
        return context.sheet(SheetKind.CHECKPOINT, title, [Paragraph(text=text, muted=True)])
    blocks: list[Block] = []
    for number, station in enumerate(stations):
        blocks.append(Heading(text=_place(station), new_page=number > 0))
        blocks.append(_who_records())
        # Each heading names the place: pages come loose, and a recorder has only some of them.
        for race in station.races:
            blocks.append(Paragraph(text=_about(race), muted=True))
            if race.bibs:
                blocks.append(Heading(text=f"{station.label} · {race.race_label}", level=2))
                large = len(race.bibs) > MOST_WITH_TIMES
                blocks.append(_ticks(race.bibs) if large else _grid(race.bibs))
        if any(len(race.bibs) > MOST_WITH_TIMES for race in station.races):
            words = _("{place}: times as they come; copy this page")
            blocks.append(Heading(text=words.format(place=station.label), new_page=True))
            blocks.append(_log())
        else:
            words = _("{place}: not on the list, or not read")
            blocks.append(Heading(text=words.format(place=station.label), level=2))
            blocks.append(_spare())
    return context.sheet(SheetKind.CHECKPOINT, title, blocks, density=Density.NORMAL)


def _place(station: Station) -> str:
    if station.code.casefold() == station.label.casefold():
        return station.label
    return f"{station.label} ({station.code})"


def _about(race: StationRace) -> str:
    runners = plural("{count} runner", "{count} runners", len(race.bibs))
    parts = [race.race_label, race.about, runners]
    if race.without_bib:
        parts.append(plural("{count} without a bib", "{count} without a bib", race.without_bib))
    return " · ".join(part for part in parts if part)


def _field(title: str) -> SheetColumn:
    return SheetColumn(title=title, kind=CellKind.SIGNATURE, weight=1)


def _who_records() -> Table:
    blank = Cell(text="")
    return Table(
        columns=(_field(_("Recorder")), _field(_("From")), _field(_("To")),
                 _field(_("Watch set by"))),
        rows=((blank,) * 4,),
    )  # fmt: skip


def _grid(bibs: Sequence[str]) -> Table:
    group = (
        SheetColumn(title=_("Seen"), kind=CellKind.TICK),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        _field(_("In")),
        _field(_("Out")),
    )
    return Table(columns=group * GROUPS, rows=_side_by_side(bibs, GROUPS, blanks=2))


def _ticks(bibs: Sequence[str]) -> Table:
    group = (
        # A short title, though it is not shown: a bib stands beside its own square.
        SheetColumn(title=_("In"), kind=CellKind.TICK),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER, weight=1, align=Align.LEFT),
    )
    rows = _side_by_side(bibs, _TICKED, blanks=0)
    return Table(columns=group * _TICKED, rows=rows, show_header=False)


def _side_by_side(
    bibs: Sequence[str], groups: int, *, blanks: int
) -> tuple[tuple[Cell, ...], ...]:
    """Bibs in groups of a square, the bib and fields to write into."""
    blank = Cell(text="")
    rows = []
    for at in range(0, len(bibs), groups):
        cells: list[Cell] = []
        for bib in bibs[at : at + groups]:
            cells += [blank, bib_cell(bib), *([blank] * blanks)]
        missing = groups - len(bibs[at : at + groups])
        # A dash instead of a field: nothing is to be written where there is no bib.
        cells += [Cell(text="\N{EN DASH}", muted=True)] * ((2 + blanks) * missing)
        rows.append(tuple(cells))
    return tuple(rows)


def _log() -> Table:
    group = (_field(_("Bib")), _field(_("In")), _field(_("Out")))
    rows = ((Cell(text=""),) * (3 * GROUPS),) * _LOG_ROWS
    return Table(columns=group * GROUPS, rows=rows)


def _spare() -> Table:
    columns = (_field(_("Bib")), _field(_("In")), _field(_("Out")), _field(_("Note")))
    return Table(columns=columns, rows=((Cell(text=""),) * 4,) * SPARE_ROWS)
