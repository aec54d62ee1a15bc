"""Long loops take a breath where somebody asked for it, and nowhere else."""

from __future__ import annotations

import threading
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain import pace
from trailsdesk.domain.pace import breathe, breathing, let_go, paced, paced_sorted


def test_paced_items_are_the_items() -> None:
    breaths: list[int] = []
    for count in (0, 1, 64, 65, 1000):
        assert list(paced(range(count))) == list(range(count))
        with breathing(lambda: breaths.append(1)):
            assert list(paced(range(count))) == list(range(count))
    assert breaths


def test_a_long_loop_takes_a_breath_often() -> None:
    breaths: list[int] = []
    with breathing(lambda: breaths.append(1)):
        sum(paced(range(10_000)))
        breathe()
    assert len(breaths) >= 100


def test_nobody_breathes_unasked_nor_on_another_thread() -> None:
    breaths: list[int] = []
    breathe()
    assert paced([1]) == [1]
    with breathing(lambda: breaths.append(1)):
        other = threading.Thread(target=lambda: sum(paced(range(1000))))
        other.start()
        other.join()
    sum(paced(range(1000)))
    assert breaths == []


def test_what_a_breath_raises_ends_the_work() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), breathing(stop):
        list(paced(range(1000)))


@given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=2)), max_size=30), st.booleans())
def test_sorted_in_pieces_is_sorted_equal_ones_in_their_order(
    items: list[tuple[int, str]], reverse: bool
) -> None:
    expected = sorted(items, key=lambda item: item[0], reverse=reverse)
    breaths: list[int] = []
    with mock.patch.object(pace, "_SORTED_AT_ONCE", 4):
        assert paced_sorted(items, lambda item: item[0], reverse=reverse) == expected
        with breathing(lambda: breaths.append(1)):
            assert paced_sorted(items, lambda item: item[0], reverse=reverse) == expected
    assert len(breaths) >= len(items) // 4 or len(items) <= 4


def test_many_things_are_let_go_a_few_at_a_time() -> None:
    class Thing:
        gone = 0

        def __del__(self) -> None:
            Thing.gone += 1

    many, gone = [Thing() for _ in range(2000)], []
    with breathing(lambda: gone.append(Thing.gone)):
        let_go(many)
    assert many == []
    assert gone[-1] == Thing.gone == 2000
    assert max(b - a for a, b in zip([0, *gone], gone, strict=False)) < 1000
