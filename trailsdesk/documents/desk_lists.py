"""Lists for the desk: bibs to hand out, whom to call in an emergency, who entered late."""

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
from trailsdesk.documents.sheet import (
    Block,
    Cell,
    CellKind,
    Notice,
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

__all__ = ["DeskRow", "EmergencyRow", "LateRow", "bib_handout", "emergency_list", "late_entries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """Who gets a bib; ``owes`` is an amount in words, empty when nothing is to be paid."""

    bib: str
    family_name: str
    given_name: str
    race_label: str
    owes: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyRow:
    """Whom to call about a runner; empty where nobody has said."""

    bib: str
    family_name: str
    given_name: str
    race_label: str
    contact: str = ""
    contact_phone: str = ""
    phone: str = ""
    medical: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """Who entered late; ``entered`` is the moment in words."""

    bib: str
    family_name: str
    given_name: str
    race_label: str
    category_label: str
    entered: str
    owes: str = ""


_Row = DeskRow | EmergencyRow | LateRow


def bib_handout(context: SheetContext, rows: Sequence[DeskRow]) -> Sheet:
    """Everybody by surname: the bib to hand over, what is still to be paid, a square to tick."""
    columns = (
        SheetColumn(title=_("Given"), kind=CellKind.TICK),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Race")),
        SheetColumn(title=_("Owes"), kind=CellKind.MONEY),
        SheetColumn(title=_("Remark"), weight=1),
    )
    cells = tuple(
        (
            Cell(text=""),
            _name(row),
            bib_cell(row.bib),
            Cell(text=row.race_label),
            Cell(text=row.owes, strong=True),
            Cell(text=row.remark),
        )
        for row in sorted(rows, key=_by_surname)
    )
    owing = sum(bool(row.owes) for row in rows)
    said = plural("{count} bib to hand out", "{count} bibs to hand out", len(rows))
    if owing:
        said += " · " + plural("{count} owes something", "{count} owe something", owing)
    return _sheet(context, SheetKind.BIB_HANDOUT, _("Bib hand-out"), said, columns, cells, fixed=4)


def emergency_list(
    context: SheetContext, rows: Sequence[EmergencyRow], *, hidden: bool, medical: bool
) -> Sheet:
    """Whom to call about whom, by bib; to be kept under lock and torn up after the race.

    Args:
        hidden: the contacts are not there because this is no paper (a preview).
        medical: medical notes were asked for as well.
    """
    columns = (
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Race")),
        SheetColumn(title=_("Emergency contact"), weight=2),
        SheetColumn(title=_("Emergency phone")),
        SheetColumn(title=_("Own phone")),
        SheetColumn(title=_("Medical note"), weight=2),
    )
    cells = tuple(
        (
            bib_cell(row.bib),
            _name(row),
            Cell(text=row.race_label),
            Cell(text=row.contact or ("" if hidden else _("nobody named")), muted=not row.contact),
            Cell(text=row.contact_phone, strong=True),
            Cell(text=row.phone),
            Cell(text=row.medical if medical else ""),
        )
        for row in sorted(rows, key=_by_bib)
    )
    words = _("Protected: for the safety team only. Destroy it after the race.")
    if hidden:
        words = _("Protected: names of contacts and phones stand on paper only.")
    missing = sum(not row.contact_phone for row in rows)
    front: list[Block] = [Notice(text=words)]
    if missing and not hidden:
        without = plural(
            "{count} runner without an emergency phone.",
            "{count} runners without an emergency phone.",
            missing,
        )
        front.append(Paragraph(text=without))
    said = plural("{count} runner", "{count} runners", len(rows))
    return _sheet(
        context,
        SheetKind.EMERGENCY_LIST,
        _("Emergency list"),
        said,
        columns,
        cells,
        fixed=5,
        front=front,
    )


def late_entries(context: SheetContext, rows: Sequence[LateRow], since: str) -> Sheet:
    """Who entered on the last day or later, the latest first: not on lists printed before.

    Args:
        since: from which day on, in words.
    """
    columns = (
        SheetColumn(title=_("Entered")),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Race")),
        SheetColumn(title=_("Category"), weight=1),
        SheetColumn(title=_("Owes"), kind=CellKind.MONEY),
    )
    cells = tuple(
        (
            Cell(text=row.entered),
            bib_cell(row.bib),
            _name(row),
            Cell(text=row.race_label),
            Cell(text=row.category_label),
            Cell(text=row.owes, strong=True),
        )
        for row in rows
    )
    said = plural("{count} late entry", "{count} late entries", len(rows))
    said += " · " + _("entered {day} or later").format(day=since)
    if not rows:
        said = _("Nobody has entered {day} or later.").format(day=since)
    return _sheet(
        context, SheetKind.LATE_ENTRIES, _("Late entries"), said, columns, cells, fixed=4
    )


def _sheet(
    context: SheetContext,
    kind: SheetKind,
    title: str,
    said: str,
    columns: tuple[SheetColumn, ...],
    cells: tuple[tuple[Cell, ...], ...],
    *,
    fixed: int,
    front: Sequence[Block] = (),
) -> Sheet:
    blocks: list[Block] = [*front, Paragraph(text=said, muted=True)]
    if cells:
        blocks += drop_columns([Table(columns=columns, rows=cells)], fixed)
    return before_the_race(context).sheet(kind, title, blocks)


def _name(row: _Row) -> Cell:
    return Cell(text=listed_name(row.given_name, row.family_name))


def _by_surname(row: _Row) -> tuple[str, str, tuple[int, int, str]]:
    return fold_name(row.family_name), fold_name(row.given_name), bib_sort_key(row.bib)


def _by_bib(row: _Row) -> tuple[tuple[int, int, str], str]:
    return bib_sort_key(row.bib), fold_name(row.family_name)
