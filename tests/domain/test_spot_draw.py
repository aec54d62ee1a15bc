"""Spot prizes: who wins follows from seed, prize, turn and tickets, and from nothing else."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.spot_winner import digest_of, draw, ticket_number, tickets_by_bib

POT = tuple(str(number) for number in range(101, 151))
pots = st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=40, unique=True).map(tuple)
seeds = st.text(min_size=1, max_size=20)


def test_the_winner_is_what_a_pocket_tool_says() -> None:
    by_hand = int(hashlib.sha256(b"4-2-6-1/3/1").hexdigest(), 16) % 50
    drawn = draw("4-2-6-1", 3, POT)
    assert drawn is not None
    assert drawn.number == by_hand + 1
    assert drawn.ticket == POT[by_hand]
    assert drawn.explanation.params["digest"] == digest_of("4-2-6-1/3/1")
    assert drawn.explanation.params["remainder"] == by_hand


def test_a_known_draw_stays_what_it_was_in_every_version() -> None:
    winners = [draw("DICE 3 1 6", prize, POT) for prize in range(1, 4)]
    assert [each.ticket for each in winners if each] == ["108", "141", "146"]


@given(seeds, st.integers(1, 50), pots)
def test_the_same_seed_and_pot_give_the_same_winner(
    seed: str, prize: int, pot: tuple[str, ...]
) -> None:
    assert draw(seed, prize, pot) == draw(seed, prize, pot)


@given(seeds, st.integers(1, 50), pots)
def test_who_is_passed_over_never_wins_and_everybody_has_a_turn(
    seed: str, prize: int, pot: tuple[str, ...]
) -> None:
    passed: tuple[str, ...] = ()
    turns = []
    while (drawn := draw(seed, prize, pot, passed)) is not None:
        assert drawn.ticket not in passed
        turns.append(drawn.turn)
        passed = (*passed, drawn.ticket)
    assert sorted(passed) == sorted(pot)
    assert turns == sorted(set(turns))


def test_every_ticket_is_as_likely_as_any_other() -> None:
    rounds = 6000
    found = Counter(ticket_number(f"seed {at}", 1, 1, 30) for at in range(rounds))
    assert set(found) == set(range(1, 31))
    expected = rounds / 30
    distance = sum((count - expected) ** 2 / expected for count in found.values())
    assert distance < 58.3  # chi-squared of 29 degrees: more only once in a thousand


def test_another_pot_is_another_draw_even_without_a_ticket_that_did_not_win() -> None:
    """Said on the sheet: numbers move when a ticket goes, so the pot is part of the record."""
    winners = []
    for gone in range(20):
        without = POT[:gone] + POT[gone + 1 :]
        drawn = draw("sealed", 1, without)
        winners.append(drawn and drawn.ticket)
    assert len(set(winners)) > 1


def test_tickets_stand_by_bib_as_people_read_them() -> None:
    tickets = [("5", "A7"), ("9", "100"), ("2", "7"), ("4", ""), ("10", "7"), ("3", "21")]
    assert tickets_by_bib(tickets) == ("2", "10", "3", "9", "5", "4")


def test_there_is_no_winner_in_an_empty_pot() -> None:
    assert draw("seed", 1, ()) is None
    with pytest.raises(ValueError, match="no ticket"):
        ticket_number("seed", 1, 1, 0)
