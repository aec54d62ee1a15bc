"""Long loops take a breath where somebody asked for it, and nowhere else."""

from __future__ import annotations

import threading

import pytest

from trailsdesk.domain.pace import breathe, breathing, paced


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
