"""A large import in steps: out of sight until it counts, and never in anybody's way."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.store.season import Seeded, a_batch, raw, reopened, seed, some_reads
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.timing import BatchKind
from trailsdesk.store.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trailsdesk.services.ports import StagedReads
    from trailsdesk.store import OpenFile

READS = 3000
"""More than one step holds."""
SOURCE = b"bib;time\n" * 50_000


@pytest.fixture
def seeded(file: OpenFile) -> Seeded:
    return seed(file)


def stage(
    file: OpenFile, seeded: Seeded, between: Callable[[], object] = lambda: None, take: bool = True
) -> StagedReads:
    """An import in steps; ``take`` makes it count."""
    with file.staging(between) as staging:
        batch = a_batch(seeded.event.id, name="mat.csv")
        staged = staging.add(batch, some_reads(READS), SOURCE)
        if take:
            with file.operation("times.import", {"count": READS}) as writer:
                writer.take_staged(staged)
    return staged


def key(file: OpenFile, seeded: Seeded, bib: str = "7") -> int:
    """A time taken at the line meanwhile."""
    batch = a_batch(seeded.event.id, kind=BatchKind.LINE)
    with file.operation("finish.key", {"bib": bib}) as writer:
        return writer.add_reads(batch, some_reads(1))[1]


def test_nothing_of_an_import_is_seen_before_it_counts(file: OpenFile, seeded: Seeded) -> None:
    before, history = file.load(), file.history()
    steps = []

    def look() -> None:
        steps.append(file.load() == before and file.history() == history)
        assert file.check() == ()

    stage(file, seeded, look, take=False)
    assert len(steps) > 2
    assert all(steps)


def test_an_import_in_steps_is_one_change(file: OpenFile, seeded: Seeded) -> None:
    before = file.load()
    staged = stage(file, seeded)
    assert [info.name for info in file.history()] == ["times.import", "setup"]
    assert file.last_changes.kinds == {
        "read_batch": {staged.batch.id},
        "read": set(range(staged.first, staged.first + READS)),
    }
    after = file.load()
    assert after == file.refresh(before, file.last_changes)
    assert len(after.reads) == READS
    assert after.batches == {staged.batch.id: staged.batch}
    assert {change.action for change in file.changes_of(2)} == {"insert"}
    assert file.batch_content(staged.batch.id) == SOURCE
    assert file.check() == ()


def test_undo_takes_an_import_in_steps_out_and_redo_brings_it_back(
    file: OpenFile, seeded: Seeded
) -> None:
    staged = stage(file, seeded)
    with_it = file.load()
    file.undo()
    assert file.load().batches[staged.batch.id].retracted
    assert file.check() == ()
    file.redo()
    assert file.load().batches == with_it.batches
    assert file.load().reads == with_it.reads
    assert file.check() == ()


def test_times_taken_during_an_import_are_in_the_file_at_once(
    file: OpenFile, seeded: Seeded
) -> None:
    taken: list[int] = []

    def take_one() -> None:
        taken.append(key(file, seeded, str(len(taken))))
        assert list(file.load().reads) == taken

    staged = stage(file, seeded, take_one)
    reads = file.load().reads
    assert len(taken) > 2
    assert list(reads) == sorted([*taken, *range(staged.first, staged.first + READS)])
    assert [info.name for info in file.history()][:2] == ["times.import", "finish.key"]
    assert file.check() == ()


def test_undo_during_an_import_takes_back_the_last_thing_that_counts(
    file: OpenFile, seeded: Seeded
) -> None:
    done: list[str] = []

    def change_mind() -> None:
        if not done:
            key(file, seeded)
            undone = file.undo()
            assert undone is not None
            done.append(undone.operation)

    stage(file, seeded, change_mind)
    assert done == ["finish.key"]
    assert sum(not batch.retracted for batch in file.load().batches.values()) == 1
    assert file.check() == ()


def test_an_import_that_fails_in_the_middle_leaves_nothing(file: OpenFile, seeded: Seeded) -> None:
    before = file.load()
    steps = iter((None, fail))

    def fail_later() -> None:
        step = next(steps, None)
        if step is not None:
            step()

    with pytest.raises(ZeroDivisionError):
        stage(file, seeded, fail_later)
    assert file.load() == before
    assert file.check() == ()
    file.close()
    with raw(file.path) as connection:
        for table in ("read", "read_batch", "batch_content", "batch_seal"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608


def test_ids_of_an_import_that_failed_are_not_given_again(file: OpenFile, seeded: Seeded) -> None:
    staged = stage(file, seeded, take=False)
    assert key(file, seeded) == staged.first + READS
    assert min(file.load().batches) > staged.batch.id


def break_off(file: OpenFile, seeded: Seeded) -> None:
    """End in the middle of an import without any clearing up, as a crash does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Staging, "discard", lambda _self: None)
        with pytest.raises(ZeroDivisionError), file.staging() as staging:
            staging.add(a_batch(seeded.event.id), some_reads(READS), SOURCE, fail)
    file.close()


def fail(*_: object) -> None:
    raise ZeroDivisionError


def test_what_a_crash_left_of_an_import_is_swept_when_the_file_is_opened(
    file: OpenFile, place: Path, seeded: Seeded
) -> None:
    kept = key(file, seeded)
    break_off(file, seeded)
    with raw(place) as connection:
        assert connection.execute("SELECT count(*) FROM read").fetchone()[0] > 1
    with reopened(place, read_only=True) as reader:
        assert list(reader.load().reads) == [kept]
        assert reader.check() == ()
    with reopened(place) as again:
        assert list(again.load().reads) == [kept]
        assert again.check() == ()
        assert [info.name for info in again.history()] == ["finish.key", "setup"]
    with raw(place) as connection:
        assert connection.execute("SELECT count(*) FROM read").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM read_batch").fetchone() == (1,)


def test_a_copy_made_during_an_import_is_sound_and_holds_nothing_of_it(
    file: OpenFile, seeded: Seeded
) -> None:
    copies: list[Path] = []

    def copy() -> None:
        if not copies:
            copies.append(file.backup("auto"))

    stage(file, seeded, copy)
    with reopened(copies[0]) as made:
        assert made.load().reads == {}
        assert made.check() == ()


def test_reads_that_count_are_never_deleted(file: OpenFile, place: Path, seeded: Seeded) -> None:
    stage(file, seeded)
    file.close()
    with raw(place) as connection:
        for table in ("read", "read_batch", "batch_content", "batch_seal"):
            with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608


def test_a_batch_without_its_seal_is_a_fault_and_is_not_swept(
    file: OpenFile, place: Path, seeded: Seeded
) -> None:
    """Somebody else took the seal away: what the history knows is no broken off import."""
    stage(file, seeded)
    file.close()
    with raw(place) as connection:
        trigger = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'batch_seal_not_deleted'"
        ).fetchone()[0]
        connection.execute("DROP TRIGGER batch_seal_not_deleted")
        connection.execute("DELETE FROM batch_seal")
        connection.execute(trigger)
    with reopened(place) as again:
        assert len(again.load().reads) == READS
        assert [problem.code for problem in again.check()] == ["file.check.reads"]


def test_an_import_whose_event_is_taken_back_meanwhile_is_refused_and_swept(
    file: OpenFile, seeded: Seeded
) -> None:
    def take_back() -> None:
        if file.next_undo() is not None:
            file.undo()

    with pytest.raises(ValueError, match="refers to no event"):
        stage(file, seeded, take_back)
    file.redo()
    assert file.load().reads == {}
    assert file.check() == ()


def test_a_batch_is_staged_once(file: OpenFile, seeded: Seeded) -> None:
    staged = stage(file, seeded)
    with file.staging() as staging, pytest.raises(ValueError, match="new batch"):
        staging.add(staged.batch, some_reads(1))


def test_what_was_swept_cannot_be_taken(file: OpenFile, seeded: Seeded) -> None:
    staged = stage(file, seeded, take=False)
    with pytest.raises(Refused) as refused, file.operation("late") as writer:
        writer.take_staged(staged)
    assert refused.value.note.code == "row.gone"
    assert file.check() == ()


def test_a_batch_is_not_written_without_its_reads(file: OpenFile, seeded: Seeded) -> None:
    with (
        pytest.raises(ValueError, match="together with its reads"),
        file.operation("bare") as writer,
    ):
        writer.put(a_batch(seeded.event.id))
