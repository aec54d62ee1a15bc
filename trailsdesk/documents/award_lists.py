"""The sheets around a prizegiving: running order, reasons, and who signs for a prize."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.awards import (
    WHY_NOBODY,
    award_label,
    gift_cell,
    mark_cell,
    nobody_words,
    sponsor_words,
    winner_name,
)
from trailsdesk.documents.context import bib_cell, drop_columns, place_cell
from trailsdesk.documents.sheet import (
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
from trailsdesk.domain.award_states import AwardStanding, AwardState
from trailsdesk.i18n import _, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.documents.context import SheetContext
    from trailsdesk.domain.awards import Prize
    from trailsdesk.domain.problems import Note

__all__ = ["award_pickup", "award_reasons", "notes_in_words", "running_order", "why"]

_FIXED = 3


def running_order(context: SheetContext, awards: Sequence[AwardStanding]) -> Sheet:
    """What the announcer reads, award by award in large type, the first place last.

    Each award has its number in the order, its sponsor, and whether it is settled. Those without
    anybody to call are only named at the end.
    """
    called = [award for award in awards if award.group.prizes]
    tables = drop_columns([_called(context, award) for award in called], _FIXED)
    blocks: list[Block] = []
    if called:
        words = _("Called from the last place to the first.")
        blocks.append(Paragraph(text=words, muted=True))
    for number, (award, table, race) in enumerate(
        zip(called, tables, _races(called), strict=True), start=1
    ):
        if race:
            blocks.append(Heading(text=race))
        blocks.append(Heading(text=f"{number}. {award_label(award.group)}", level=2))
        if award.group.sponsor:
            blocks.append(Paragraph(text=sponsor_words(award.group.sponsor)))
        blocks += [table, _state(award)]
    blocks += _not_called(awards)
    return _sheet(context, SheetKind.RUNNING_ORDER, _("Running order"), blocks, Density.ROOMY)


def _not_called(awards: Iterable[AwardStanding]) -> list[Block]:
    """The awards nobody has a place in, so that nobody looks for them."""
    names = [
        ", ".join(filter(None, (award_label(award.group), award.group.race_label)))
        for award in awards
        if not award.group.prizes
    ]
    if not names:
        return []
    text = _("Nobody to call so far: {awards}.").format(awards="; ".join(names))
    return [Paragraph(text=text, muted=True)]


def _called(context: SheetContext, award: AwardStanding) -> Table:
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=3),
        SheetColumn(title=_("Spoken"), weight=2),
        SheetColumn(title=_("Club"), weight=2),
        SheetColumn(title=_("Prize"), weight=2),
        SheetColumn(title=_("Time"), kind=CellKind.TIME),
    )

    def row(prize: Prize) -> tuple[Cell, ...]:
        return (
            *_who(prize),
            Cell(text=prize.spoken),
            Cell(text="" if prize.team else prize.row.club),
            gift_cell(prize),
            mark_cell(context, prize),
        )

    rows = tuple(row(prize) for prize in reversed(award.group.prizes))
    return Table(columns=columns, rows=rows, show_header=False)


def award_reasons(
    context: SheetContext, awards: Sequence[AwardStanding], *, of_series: bool = False
) -> Sheet:
    """Every winner with the reason in one line, and who was passed over and why.

    Args:
        of_series: the awards of the series, for the prizegiving at its end.
    """
    tables = drop_columns(
        [_explained(context, award, of_series=of_series) for award in awards], _FIXED
    )
    blocks: list[Block] = []
    for award, table, race in zip(awards, tables, _races(awards), strict=True):
        if race:
            blocks.append(Heading(text=race))
        blocks.append(Heading(text=award_label(award.group), level=2))
        blocks += [*_body(award, table), _state(award)]
        blocks += _notes(award)
    kind = SheetKind.SERIES_AWARDS if of_series else SheetKind.AWARD_REASONS
    title = _("Series awards") if of_series else _("Awards with reasons")
    return _sheet(context, kind, title, blocks, Density.NORMAL)


def _explained(context: SheetContext, award: AwardStanding, *, of_series: bool) -> Table:
    columns = (
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Prize"), weight=1),
        SheetColumn(title=_("Points") if of_series else _("Time"), kind=CellKind.TIME),
        SheetColumn(title=_("Why"), weight=4),
    )
    rows = tuple(
        (*_who(prize), gift_cell(prize), mark_cell(context, prize), Cell(text=why(prize)))
        for prize in award.group.prizes
    )
    return Table(columns=columns, rows=rows)


def why(prize: Prize) -> str:
    """The reasons of a place in one line."""
    names = ", ".join(f"{row.given_name} {row.family_name}".strip() for row in prize.members)
    said = [message(note) for note in (prize.explanation, *prize.because)]
    return " ".join(filter(None, (*said, names)))


def _notes(award: AwardStanding) -> list[Block]:
    """Who was passed over and which place is not given."""
    notes = [note for note in award.group.notes if note.code not in WHY_NOBODY]
    return [Paragraph(text=text, muted=True) for text in notes_in_words(notes)]


def notes_in_words(notes: Iterable[Note]) -> list[str]:
    """Each note as a sentence; one that ends with a colon goes on with the next."""
    sentences: list[str] = []
    for note in notes:
        text = message(note)
        if sentences and sentences[-1].endswith(":"):
            sentences[-1] += f" {text}"
        else:
            sentences.append(text)
    return sentences


def award_pickup(context: SheetContext, awards: Sequence[AwardStanding]) -> Sheet:
    """Who gets a prize, with room to sign; one that is handed out already says so."""
    gifts = any(prize.gift for award in awards for prize in award.group.prizes)
    tables = [_to_sign(award, gifts=gifts) for award in awards]
    blocks: list[Block] = []
    for award, table, race in zip(awards, tables, _races(awards), strict=True):
        if race:
            blocks.append(Heading(text=race))
        blocks.append(Heading(text=award_label(award.group), level=2))
        blocks += [*_body(award, table), _state(award)]
    return _sheet(context, SheetKind.AWARD_PICKUP, _("Prize pick-up"), blocks, Density.NORMAL)


def _to_sign(award: AwardStanding, *, gifts: bool) -> Table:
    """Who signs; what for is a column only where any prize is named."""
    columns = [
        SheetColumn(title=_("Place"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=2),
        *([SheetColumn(title=_("Prize"), weight=1)] if gifts else []),
        SheetColumn(title=_("Signature"), kind=CellKind.SIGNATURE, weight=2),
    ]
    rows = tuple(
        (*_who(prize), *([gift_cell(prize)] if gifts else []), _signature(award, prize))
        for prize in award.group.prizes
        if prize.prize_place is not None
    )
    return Table(columns=tuple(columns), rows=rows)


def _signature(award: AwardStanding, prize: Prize) -> Cell:
    if award.handed.intersection(prize.entry_ids):
        return Cell(text=_("handed out"), strong=True)
    return Cell(text="")


# What they have in common


def _who(prize: Prize) -> tuple[Cell, Cell, Cell]:
    return (
        place_cell(prize.place, shared=prize.shared),
        Cell(text="") if prize.team else bib_cell(prize.row.bib),
        Cell(text=winner_name(prize), strong=True),
    )


def _races(awards: Iterable[AwardStanding]) -> list[str]:
    """The race to name before each award: where it changes, if there are several."""
    labels = [award.group.race_label for award in awards]
    several = len(set(labels)) > 1
    before = ["", *labels]
    return [
        label if several and label != last else ""
        for label, last in zip(labels, before, strict=False)
    ]


def _state(award: AwardStanding) -> Notice:
    """How far it is, and what could still change it; under it what no longer holds."""
    words = {
        AwardState.PROVISIONAL: _("PROVISIONAL"),
        AwardState.SETTLED: _("SETTLED"),
        AwardState.ANNOUNCED: _("ANNOUNCED"),
        AwardState.HANDED_OUT: _("HANDED OUT"),
    }
    items = [message(note) for note in award.group.warnings]
    if award.is_changed:
        items.append(_("It was announced otherwise: see the beginning of this sheet."))
    word = words[award.state]
    text = word if award.settled else f"{word} \N{MIDDLE DOT} {message(award.reason)}"
    return Notice(text=text, items=tuple(items))


def _body(award: AwardStanding, table: Table) -> list[Block]:
    if table.rows:
        return [table]
    return [Paragraph(text=nobody_words(award.group), muted=True)]


def _sheet(
    context: SheetContext,
    kind: SheetKind,
    title: str,
    blocks: list[Block],
    density: Density,
) -> Sheet:
    if not blocks:
        blocks.append(Paragraph(text=_("There is nobody to give a prize to yet."), muted=True))
    return context.sheet(kind, title, blocks, density=density)
