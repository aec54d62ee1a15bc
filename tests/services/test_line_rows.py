"""The rows of the line out of very many times are those of all times put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.desk import ACTOR, Desk, at
from trailsdesk.domain.chrono import Instant
from trailsdesk.services import line_rows, timing
from trailsdesk.services.finish_desk import line_view
from trailsdesk.services.line_rows import UNSOLVED, LineRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT, WAITING = 6, 3


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.entries(
        *(f"{bib},Given{bib},Made-Up{bib},F,1990-01-0{bib},NZL,long" for bib in range(1, 6))
    )
    made.start()
    yield made
    made.close()


def rows(desk: Desk) -> tuple[LineRow, ...]:
    return line_view(desk.season, desk.event().id, None).rows


def ids(found: tuple[LineRow, ...]) -> list[int]:
    return [int(row.read_id) for row in found]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["1", "2", "3", "9", ""]), st.integers(0, 40)),
        min_size=1,
        max_size=12,
    )
)
def test_the_newest_rows_stand_as_among_all_with_the_same_numbers(
    desk: Desk, taken: list[tuple[str, int]]
) -> None:
    start = at("2026-05-24 10:40:00")
    with pytest.MonkeyPatch.context() as patched:
        for bib, minute in taken:
            moment = Instant(start + minute * 60_000)
            timing.key_finish(desk.season, desk.event().id, None, bib, moment, ACTOR)
        everything = rows(desk)
        patched.setattr(line_rows, "ROWS_KEPT", KEPT)
        patched.setattr(line_rows, "UNSOLVED_KEPT", WAITING)
        few = rows(desk)
    newest, rest = few[:KEPT], few[KEPT:]
    assert newest == everything[:KEPT]
    whole = {row.read_id: row for row in everything}
    assert all(row == whole[row.read_id] for row in rest)
    assert ids(rest) == [i for i in ids(everything) if i in set(ids(rest))], "newest first"
    older = [row for row in everything[KEPT:] if row.fate in UNSOLVED]
    assert set(ids(tuple(older[-WAITING:]))) <= set(ids(rest)), "the oldest blanks stay"


def test_crossings_count_from_one_in_order_of_time(desk: Desk) -> None:
    for bib, clock in (("3", "10:50"), ("1", "10:41"), ("1", "10:42"), ("", "10:45")):
        moment = at(f"2026-05-24 {clock}:00")
        timing.key_finish(desk.season, desk.event().id, None, bib, moment, ACTOR)
    assert [(row.number, row.bib) for row in rows(desk)] == [
        (3, "3"), (2, ""), (None, "1"), (1, "1"),
    ]  # fmt: skip
    assert rows(desk)[2].also == 1
