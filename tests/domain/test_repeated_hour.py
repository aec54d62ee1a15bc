"""Which of two instants a wall time meant, by the order of the lines."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.chrono import HOUR_MS, MINUTE_MS, SECOND_MS, Instant
from trailsdesk.domain.repeated_hour import RepeatedHour, Told, tell_passes

BEGIN = 10 * HOUR_MS
"""When the clocks first show the hour; two hours later they have shown it twice."""


def as_written(
    true: list[int],
) -> tuple[list[Instant | None], dict[int, Instant], frozenset[int]]:
    """A log whose clock was put back: as first understood, the other instants, the second ones."""
    found: list[Instant | None] = []
    again: dict[int, Instant] = {}
    second = set()
    for at, moment in enumerate(true):
        inside = BEGIN <= moment < BEGIN + 2 * HOUR_MS
        later = inside and moment >= BEGIN + HOUR_MS
        found.append(Instant(moment - HOUR_MS if later else moment))
        if inside:
            again[at] = Instant(moment if later else moment + HOUR_MS)
        if later:
            second.add(at)
    return found, again, frozenset(second)


def told(true: list[int]) -> Told:
    found, again, _second = as_written(true)
    return tell_passes(found, again, [""] * len(found), RepeatedHour.BY_ORDER)


@settings(max_examples=60, deadline=None)
@given(
    gaps=st.lists(st.integers(0, 25 * 60), min_size=30, max_size=60),
    seed=st.integers(0, 999),
)
def test_a_log_in_order_without_long_silence_is_always_told_right(
    gaps: list[int], seed: int
) -> None:
    moment, true = BEGIN - HOUR_MS, [BEGIN + 1, BEGIN + HOUR_MS - 1]
    for gap in gaps:
        moment += gap * SECOND_MS
        true.append(moment)
    # Nothing between two lines in the hour is longer than 25 minutes.
    true += range(BEGIN, BEGIN + 2 * HOUR_MS, 25 * MINUTE_MS)
    true.sort()
    for at in random.Random(seed).sample(range(len(true) - 1), 3):
        if true[at + 1] - true[at] < 30 * SECOND_MS:
            true[at], true[at + 1] = true[at + 1], true[at]
    _found, _again, second = as_written(true)
    assert told(true) == Told(second=second)


def test_lines_in_no_order_tell_nothing_and_stay_the_first() -> None:
    true = [BEGIN + minute * MINUTE_MS for minute in range(0, 120, 5)]
    random.Random(7).shuffle(true)
    found = told(true)
    assert found.second == frozenset()
    assert found.unsure == frozenset(range(len(true)))


def test_one_line_that_came_late_does_not_move_an_hour() -> None:
    true = [BEGIN + minute * MINUTE_MS for minute in (5, 10, 15, 40, 22, 45, 50)]
    assert told(true).second == frozenset()


def test_the_hour_of_another_autumn_is_told_by_itself() -> None:
    year = 365 * 24 * HOUR_MS
    minutes = (10, 55, 65, 110)
    found, again, second = as_written([BEGIN + m * MINUTE_MS for m in minutes])
    twice = [*found, *(Instant(m + year) for m in found if m is not None)]
    both = again | {at + 4: Instant(m + year) for at, m in again.items()}
    said = tell_passes(twice, both, [""] * 8, RepeatedHour.BY_ORDER)
    assert said.second == second | {at + 4 for at in second}
