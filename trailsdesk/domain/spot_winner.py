"""Who wins a spot prize: a pure function of the seed, the prize, the turn and the tickets.

The rule is public and short, so that anybody can draw again with a tool every computer has: the
SHA-256 of ``seed/prize/turn`` as a whole number, divided by the number of tickets; the remainder,
counted from 0, is the ticket in the stated order. The digest has 256 bits: with a million tickets
the likeliest and the unlikeliest ticket differ by less than one part in 10 to the 70th.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a turn has given: the ticket, its number from 1 in the pot, and the turn it took."""

    ticket: str
    number: int
    turn: int
    explanation: Note


def turn_text(seed: str, ordinal: int, turn: int) -> str:
    """The text whose digest decides: ``seed/prize/turn``."""
    return f"{seed}/{ordinal}/{turn}"


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits in lower case."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def ticket_number(seed: str, ordinal: int, turn: int, count: int) -> int:
    """The number, from 1, of the ticket that wins among ``count``.

    Raises:
        ValueError: there is no ticket.
    """
    if count < 1:
        raise ValueError("no ticket to draw")
    return int(digest_of(turn_text(seed, ordinal, turn)), 16) % count + 1


def draw(
    seed: str, ordinal: int, among: Sequence[str], passed: Iterable[str] = ()
) -> Drawn | None:
    """The winner of a prize; None when everybody in the pot was passed over.

    The pot stays as it is when somebody is passed over: the next turn is drawn from the same
    tickets, and a turn that gives somebody passed over already counts for nothing.

    Args:
        among: the tickets in their order, each once.
        passed: who was drawn before and was not there.
    """
    gone = set(passed)
    if gone.issuperset(among):
        return None
    turn = 0
    while True:
        turn += 1
        number = ticket_number(seed, ordinal, turn, len(among))
        ticket = among[number - 1]
        if ticket not in gone:
            return Drawn(
                ticket=ticket,
                number=number,
                turn=turn,
                explanation=Note(
                    code="draw.why",
                    params={
                        "text": turn_text(seed, ordinal, turn),
                        "digest": digest_of(turn_text(seed, ordinal, turn)),
                        "count": len(among),
                        "remainder": number - 1,
                        "number": number,
                    },
                ),
            )


def tickets_by_bib(tickets: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Tickets in the stated order: by bib as people read it, equal bibs by ticket.

    Args:
        tickets: pairs of ticket and bib.
    """

    def place(each: tuple[str, str]) -> tuple[tuple[int, int, str], int, str]:
        ticket, bib = each
        return bib_sort_key(bib), len(ticket), ticket

    return tuple(ticket for ticket, _bib in sorted(tickets, key=place))
