"""A large timing file lets the times of the line through, and is one change all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, Desk, at
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.timing import BatchKind
from trailsdesk.services import timing
from trailsdesk.services.time_import import commit_times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.services.time_import import TimePlan

RUNNERS = 6
COUNT = 60


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(timing, "AT_ONCE", 20)
    made = Desk(tmp_path)
    made.entries(
        *(f"{bib},Given{bib},Made-Up{bib},F,1990-01-0{bib},NZL,long" for bib in range(1, RUNNERS))
    )
    made.start()
    yield made
    made.close()


def a_file(desk: Desk) -> TimePlan:
    """More reads than are taken in one go, two of three of them repeats."""
    return desk.plan_times(
        *(f"{n % RUNNERS + 1},11:{n // RUNNERS:02d}:{n % 3:02d}," for n in range(COUNT))
    )


def done(desk: Desk) -> list[str]:
    return [info.name for info in desk.season.file.history() if not info.undone]


def test_a_time_taken_while_a_file_is_written_is_in_at_once(desk: Desk) -> None:
    taken: list[bool] = []

    def key() -> None:
        read_id = timing.key_finish(
            desk.season, desk.event().id, None, "5", at("2026-05-24 10:50:00"), ACTOR
        )
        taken.append(list(desk.season.data.reads)[-1] == read_id)

    desk.season.give_way = key
    plan = a_file(desk)
    commit_times(desk.season, plan, ACTOR)
    assert len(taken) > 2, "also while the copy is made"
    assert all(taken)
    data = desk.season.data
    assert data == desk.season.file.load()
    assert len(data.reads) == COUNT + len(taken)
    assert desk.season.file.check() == ()
    assert desk.times_ms()["5"] == 50 * 60_000, "the earlier of the two governs"


def test_taken_in_steps_or_in_one_go_a_file_says_the_same(desk: Desk) -> None:
    commit_times(desk.season, a_file(desk), ACTOR)
    in_one_go = desk.fingerprint()
    names = done(desk)
    assert desk.undo() == "times.import"
    steps: list[int] = []
    desk.season.give_way = lambda: steps.append(1)
    commit_times(desk.season, a_file(desk), ACTOR)
    assert len(steps) > 2
    assert desk.fingerprint() == in_one_go
    assert done(desk) == names
    assert a_file(desk).added == 0, "the same file again adds nothing"
    assert desk.undo() == "times.import"
    assert desk.times_ms() == dict.fromkeys(desk.times_ms())


def test_the_progress_of_a_file_is_told_and_counts_to_its_end(desk: Desk) -> None:
    desk.season.give_way = lambda: None
    told: list[tuple[int, int]] = []
    commit_times(desk.season, a_file(desk), ACTOR, lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (COUNT, COUNT)


def test_a_file_broken_off_by_a_person_leaves_nothing(desk: Desk) -> None:
    desk.season.give_way = lambda: None
    before, history = desk.season.data, desk.season.file.history()

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        commit_times(desk.season, a_file(desk), ACTOR, stop)
    assert desk.season.data is before
    assert desk.season.file.load() == before
    assert desk.season.file.history() == history
    assert desk.season.file.check() == ()
    commit_times(desk.season, a_file(desk), ACTOR)
    assert len(desk.season.data.reads) == COUNT


def test_a_file_for_a_race_taken_back_meanwhile_is_refused_with_a_reason(desk: Desk) -> None:
    steps: list[str] = []

    def take_all_back() -> None:
        while len(steps) < 2:  # the entries and the gun; the events are not in the history
            steps.append(desk.undo())

    desk.season.give_way = take_all_back
    commit_times(desk.season, a_file(desk), ACTOR)
    assert len(desk.season.data.reads) == COUNT, "nobody wears the bibs now; the reads are kept"
    assert all(batch.kind is BatchKind.FILE for batch in desk.season.data.batches.values())


def test_a_file_whose_race_is_gone_is_refused(desk: Desk) -> None:
    plan = desk.plan_times(*(f"{n},11:00:{n % 60:02d}," for n in range(COUNT)), race="long")
    race = desk.race()

    def remove() -> None:
        data = desk.season.data
        if race.id in data.races:
            with desk.season.change("race.remove") as writer:
                for entry in data.entries.values():
                    if entry.race_id == race.id:
                        writer.delete(entry)
                for wave in data.waves_of(race.id):
                    writer.delete(wave)
                writer.delete(race)

    desk.season.give_way = remove
    with pytest.raises(Refused) as refused:
        commit_times(desk.season, plan, ACTOR)
    assert refused.value.note.code == "row.gone"
    assert desk.season.file.check() == ()
    desk.undo()
    assert desk.season.data.reads == {}
