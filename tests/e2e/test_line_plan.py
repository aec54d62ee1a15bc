"""The trial run at the line judges fairly: it would see a lost, wrong or surplus time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.e2e.line_plan import KINDS, TOLERANCE_MS, Held, Sent, Stroke, compare, plan

BIBS = [str(bib) for bib in range(1, 5_001)]


def typed(strokes: list[Stroke]) -> tuple[list[Sent], list[Held]]:
    """Everything sent at its moment, and a file that took it at once."""
    sent = [Sent(each, each.at * 1000, each.at * 1000 + 15) for each in strokes]
    held = [Held(bib, round(each.before_ms) + 3) for each in sent for bib in each.stroke.bibs]
    return sent, held


@pytest.fixture
def strokes() -> list[Stroke]:
    return plan(minutes=10, rate=30, field_bibs=BIBS, seed=3)


def test_ten_minutes_at_thirty_are_three_hundred_acts_of_every_kind(strokes: list[Stroke]) -> None:
    assert 270 <= len(strokes) <= 330
    counts = Counter(each.kind for each in strokes)
    assert set(counts) == set(KINDS)
    assert counts["known bib"] > 200
    gaps = [late.at - early.at for early, late in pairwise(strokes)]
    assert min(gaps) > 0.5
    assert max(gaps) > 2.5  # jittered, not ticked


def test_an_unknown_bib_is_nobodys_and_a_repeated_one_was_typed_before(
    strokes: list[Stroke],
) -> None:
    seen: set[str] = set()
    for each in strokes:
        if each.kind == "unknown bib":
            assert each.bibs[0] not in BIBS
        if each.kind == "repeated bib":
            assert each.bibs[0] in seen
        seen |= set(each.bibs)


def test_a_file_that_holds_everything_is_clean(strokes: list[Stroke]) -> None:
    outcome = compare(*typed(strokes), TOLERANCE_MS)
    assert outcome.clean
    assert max(outcome.outside_ms) == 0


def test_a_time_that_is_missing_is_lost(strokes: list[Stroke]) -> None:
    sent, held = typed(strokes)
    outcome = compare(sent, held[:100] + held[101:], TOLERANCE_MS)
    assert len(outcome.lost) == 1
    assert held[100].bib in outcome.lost[0].stroke.bibs


def test_a_digit_that_was_swallowed_is_a_wrong_bib(strokes: list[Stroke]) -> None:
    sent, held = typed(strokes)
    held[5] = replace(held[5], bib="x" + held[5].bib)
    outcome = compare(sent, held, TOLERANCE_MS)
    assert (len(outcome.wrong_bib), len(outcome.lost), len(outcome.extra)) == (1, 0, 0)


@pytest.mark.parametrize("shift", [-TOLERANCE_MS - 1, TOLERANCE_MS + 16])
def test_a_time_beside_the_key_press_is_wrong(strokes: list[Stroke], shift: int) -> None:
    sent, held = typed(strokes)
    held[7] = replace(held[7], instant_ms=round(sent[7].before_ms) + shift)
    outcome = compare(sent, held, TOLERANCE_MS)
    assert len(outcome.wrong_time) == 1


def test_a_time_nobody_sent_is_one_too_many(strokes: list[Stroke]) -> None:
    sent, held = typed(strokes)
    assert compare(sent, [*held, Held("", 123_456)], TOLERANCE_MS).extra == [Held("", 123_456)]
