"""Spot prizes as a sheet: the winners, the seed, and all that is needed to draw them again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race, bib_cell, drop_columns
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
from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.domain.spot_winner import digest_of, turn_text
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SheetDraw", "SheetPrize", "SheetTicket", "pool_words", "spot_prizes"]

_ACROSS = 2
"""Tickets beside one another in the appendix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTicket:
    """A ticket of the pot; ``key`` names it for good, ``bib`` is empty for a volunteer."""

    key: str
    number: int
    bib: str
    name: str
    race: str = ""

    @property
    def called(self) -> str:
        """The bib, or of who wears none the name."""
        return self.bib or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPrize:
    """A prize; while it is not ``drawn`` it has neither winner nor pot. ``at`` is a clock time.

    ``count`` is how many tickets lay in the pot, ``pot`` these, for the appendix.
    """

    ordinal: int
    prize: str
    sponsor: str
    drawn: bool = False
    winner: SheetTicket | None = None
    passed: tuple[SheetTicket, ...] = ()
    count: int = 0
    pot: tuple[SheetTicket, ...] = ()
    turn: int = 0
    at: str = ""
    handed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDraw:
    """A draw; ``sealed`` is when its seed was set, in words, ``left_out`` who may not win."""

    title: str
    pool: DrawPool
    seed: str
    sealed: str
    prizes: tuple[SheetPrize, ...]
    left_out: tuple[str, ...] = ()


def pool_words(pool: DrawPool) -> str:
    """Whose names are in the pot."""
    words = {
        DrawPool.FINISHERS: _("finishers"),
        DrawPool.STARTERS: _("starters"),
        DrawPool.VOLUNTEERS: _("volunteers"),
    }
    return words[pool]


def spot_prizes(
    context: SheetContext, draws: Sequence[SheetDraw], *, appendix: bool = False
) -> Sheet:
    """Every draw with its winners and its seal; with ``appendix`` the tickets by number too.

    While nothing of a draw is drawn its seed is not printed, only the digest that commits to it.
    """
    blocks: list[Block] = []
    for draw in draws:
        blocks.append(Heading(text=draw.title or _("Spot prizes")))
        blocks += _draw_blocks(draw, appendix=appendix)
    if not draws:
        blocks.append(Paragraph(text=_("No draw has been set up."), muted=True))
    elif any(prize.drawn for draw in draws for prize in draw.prizes):
        blocks += _how_to_draw_again(draws)
    plain = before_the_race(context)
    return plain.sheet(SheetKind.SPOT_PRIZES, _("Spot prizes"), blocks)


def _draw_blocks(draw: SheetDraw, *, appendix: bool) -> list[Block]:
    drawn = [prize for prize in draw.prizes if prize.drawn]
    words = _("Among the {pool}; the seed was set {moment}.").format(
        pool=pool_words(draw.pool), moment=draw.sealed
    )
    blocks: list[Block] = [Paragraph(text=words, muted=True)]
    if drawn:
        blocks.append(Paragraph(text=_("Seed: {seed}").format(seed=draw.seed)))
    seal = _("Seal, the SHA-256 of the seed: {digest}").format(digest=digest_of(draw.seed))
    blocks.append(Paragraph(text=seal, muted=bool(drawn)))
    if draw.left_out:
        left_out = _("Left out: {names}").format(names=", ".join(draw.left_out))
        blocks.append(Paragraph(text=left_out, muted=True))
    if draw.prizes:
        blocks.append(_prize_table(draw.prizes))
    else:
        blocks.append(Paragraph(text=_("No prize is on the list yet."), muted=True))
    blocks += [Paragraph(text=_passed_words(prize)) for prize in drawn if prize.passed]
    if appendix and drawn:
        blocks += _tickets(drawn)
    return blocks


def _prize_table(prizes: Sequence[SheetPrize]) -> Table:
    columns = (
        SheetColumn(title=_("No."), kind=CellKind.NUMBER),
        SheetColumn(title=_("Prize"), weight=3),
        SheetColumn(title=_("Winner"), weight=3),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Ticket")),
        SheetColumn(title=_("Drawn")),
        SheetColumn(title=_("Sponsor"), weight=2),
        SheetColumn(title=_("Race"), weight=1),
        SheetColumn(title=_("Handed out")),
    )
    rows = tuple(_prize_cells(prize) for prize in prizes)
    return drop_columns([Table(columns=columns, rows=rows)], 4)[0]


def _prize_cells(prize: SheetPrize) -> tuple[Cell, ...]:
    winner = prize.winner
    said = Cell(text="" if winner is None else winner.name, strong=True)
    if winner is None:
        nobody = _("nobody was left") if prize.drawn else _("not drawn yet")
        said = Cell(text=nobody, muted=True)
    ticket = ""
    if winner is not None:
        ticket = _("{number} of {count}").format(number=winner.number, count=prize.count)
    return (
        Cell(text=str(prize.ordinal), value=prize.ordinal),
        Cell(text=prize.prize),
        said,
        bib_cell("" if winner is None else winner.bib),
        Cell(text=ticket),
        Cell(text=prize.at),
        Cell(text=prize.sponsor),
        Cell(text="" if winner is None else winner.race),
        Cell(text=_("yes") if prize.handed else ""),
    )


def _passed_words(prize: SheetPrize) -> str:
    names = ", ".join(f"{each.bib} {each.name}".strip() for each in prize.passed)
    words = _("Prize {number}: passed over: {names}. Turn {turn} decided.")
    if prize.winner is None:
        words = _("Prize {number}: passed over: {names}. Nobody was left.")
    return words.format(number=prize.ordinal, names=names, turn=prize.turn)


def _how_to_draw_again(draws: Sequence[SheetDraw]) -> list[Block]:
    """The rule in words, and the first winner worked out as an example."""
    draw, prize = next((d, p) for d in draws for p in d.prizes if p.drawn)
    text = turn_text(draw.seed, prize.ordinal, 1)
    digest, count = digest_of(text), prize.count
    example = _(
        "Example: the SHA-256 of {text} is {digest}. As a whole number, divided by {count}, it"
        " leaves {remainder}: ticket {number}."
    )
    rest = int(digest, 16) % count
    return [
        Heading(text=_("How to draw again"), level=2),
        Paragraph(
            text=_(
                "Sort the tickets by bib, numbers by value, and number them from 1; volunteers"
                " stand in the order they were written down. Write seed/prize/turn, the turn"
                " being 1, without a line break behind it, and take the SHA-256 of this text"
                " (sha256sum, certutil or any other tool). Read its 64 digits as one hexadecimal"
                " number and divide it by the number of tickets: the remainder and 1 more is the"
                " number of the ticket."
            )
        ),
        Paragraph(
            text=_(
                "Who is not there is passed over and the next turn is drawn from the same"
                " tickets; a turn that gives somebody passed over already counts for nothing. The"
                " pot of a prize is who was in it when it was drawn: with one ticket more or"
                " less the numbers move and others win."
            )
        ),
        Paragraph(
            text=_(
                "Every ticket is as likely as any other: the remainder of a number of 256 binary"
                " digits favours none by more than one part in 10 to the 70th."
            )
        ),
        Paragraph(
            text=example.format(
                text=text, digest=digest, count=count, remainder=rest, number=rest + 1
            )
        ),
    ]


def _tickets(drawn: Sequence[SheetPrize]) -> list[Block]:
    """The pot of the first prize whole, of the others what was different from the one before."""
    first = drawn[0]
    words = _("The pot of prize {number}").format(number=first.ordinal)
    blocks: list[Block] = [Heading(text=words, level=2), _ticket_table(first.pot)]
    blocks += [Paragraph(text=_changed_words(before, after)) for before, after in pairwise(drawn)]
    return blocks


def _ticket_table(pot: Sequence[SheetTicket]) -> Table:
    one = (
        SheetColumn(title=_("Ticket"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Name"), weight=1),
    )
    empty = (Cell(text=""),) * len(one)
    down = -(-len(pot) // _ACROSS)
    rows = []
    for at in range(down):
        row: tuple[Cell, ...] = ()
        for across in range(_ACROSS):
            place = at * _ACROSS + across
            row += _ticket_cells(pot[place]) if place < len(pot) else empty
        rows.append(row)
    return Table(columns=one * _ACROSS, rows=tuple(rows))


def _ticket_cells(ticket: SheetTicket) -> tuple[Cell, ...]:
    return (
        Cell(text=str(ticket.number), value=ticket.number, muted=True),
        bib_cell(ticket.bib),
        Cell(text=ticket.name),
    )


def _changed_words(before: SheetPrize, after: SheetPrize) -> str:
    old, new = {each.key for each in before.pot}, {each.key for each in after.pot}
    gone = [each.called for each in before.pot if each.key not in new]
    come = [each.called for each in after.pot if each.key not in old]
    said = _("Prize {number}: the pot of prize {before}").format(
        number=after.ordinal, before=before.ordinal
    )
    if gone:
        said += " " + _("without {tickets}").format(tickets=", ".join(gone))
    if come:
        said += " " + _("and with {tickets}").format(tickets=", ".join(come))
    tickets = plural("{count} ticket", "{count} tickets", after.count)
    return f"{said}: {tickets}."
