"""A season asked by one thread while another changes it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from trailsdesk.services import entries, history, timing
from trailsdesk.services.entries import entry_rows

from tests.services.desk import ACTOR, at  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.desk import Desk

LINES = ("1,Ada,Rimu,F,1990-01-01,NZL,short", "2,Bo,Tawa,M,1985-01-01,NZL,long")


def elsewhere(act: Callable[[], object]) -> None:
    """Let another thread do it, and wait for it."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def test_steady_work_sees_one_moment_though_another_thread_takes_entries_away(desk: Desk) -> None:
    desk.entries(*LINES)

    def work() -> tuple[int, int, int]:
        before = len(desk.season.data.entries)
        elsewhere(lambda: history.undo(desk.season))
        return before, len(desk.season.data.entries), len(entry_rows(desk.season))

    assert desk.season.steadily(work)() == (2, 2, 2)
    assert not desk.season.data.entries
    assert entry_rows(desk.season) == ()


def test_steady_work_that_fails_leaves_the_thread_with_the_season_as_it_is(desk: Desk) -> None:
    def work() -> None:
        elsewhere(lambda: desk.entries(*LINES))
        raise LookupError

    with pytest.raises(LookupError):
        desk.season.steadily(work)()
    assert len(desk.season.data.entries) == 2


def test_steady_work_inside_steady_work_keeps_the_first_moment(desk: Desk) -> None:
    def inner() -> int:
        return len(desk.season.data.entries)

    def outer() -> int:
        elsewhere(lambda: desk.entries(*LINES))
        return desk.season.steadily(inner)()

    assert desk.season.steadily(outer)() == 0


def test_what_is_known_is_had_at_once_while_another_thread_computes(desk: Desk) -> None:
    rules = desk.season.rules
    begun, go_on = threading.Event(), threading.Event()

    def compute() -> int:
        begun.set()
        go_on.wait(10)
        return 1

    busy = threading.Thread(target=lambda: desk.season.keep("slow", (), compute))
    busy.start()
    assert begun.wait(10)
    try:
        had: list[object] = []
        elsewhere(lambda: had.append(desk.season.rules))
        assert had == [rules]
    finally:
        go_on.set()
        busy.join(10)


def test_two_threads_that_ask_the_same_compute_it_once(desk: Desk) -> None:
    counted: list[int] = []
    together = threading.Barrier(2)

    def ask() -> None:
        together.wait(10)
        desk.season.keep("count", (), lambda: counted.append(1))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert counted == [1]


def test_a_finish_leaves_the_conclusions_of_other_events_as_they_are(desk: Desk) -> None:
    desk.entries(*LINES)
    here, other = desk.event("willesden"), desk.event("torlesse")
    desk.entries("7,Cy,Miro,M,1980-01-01,NZL,mid", event="torlesse")
    elsewhere_before = desk.season.event_reads(other.id)
    here_before = desk.season.event_reads(here.id)
    timing.key_finish(desk.season, here.id, None, "1", at("2026-05-24 10:50:00"), ACTOR)
    assert desk.season.event_reads(other.id) is elsewhere_before
    assert len(desk.season.event_reads(here.id).reads) == len(here_before.reads) + 1


def test_a_ruling_and_its_undo_show_in_the_event_they_belong_to(desk: Desk) -> None:
    desk.entries(*LINES)
    event = desk.event("willesden")
    moment = at("2026-05-24 10:50:00")
    read_id = timing.key_finish(desk.season, event.id, None, "1", moment, ACTOR)
    owner = desk.season.event_reads(event.id).reads[read_id].entry_id
    assert owner == desk.entry("1").id
    timing.assign_bib(desk.season, read_id, "2")
    assert desk.season.event_reads(event.id).reads[read_id].entry_id == desk.entry("2").id
    history.undo(desk.season)
    assert desk.season.event_reads(event.id).reads[read_id].entry_id == owner


def test_a_season_of_one_runner_edited_by_another_thread_is_seen_after_the_work(
    desk: Desk,
) -> None:
    desk.entries(*LINES)
    runner_id = desk.entry("1").runner_id

    def work() -> str:
        elsewhere(lambda: entries.edit_runner(desk.season, runner_id, club="Karearea"))
        return desk.season.data.runners[runner_id].club

    assert desk.season.steadily(work)() == ""
    assert desk.season.data.runners[runner_id].club == "Karearea"
