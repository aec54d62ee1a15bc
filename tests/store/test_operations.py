"""One operation is one change: all of it or nothing, in the history, seen by every screen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_runner, a_series, an_event
from tests.store.season import Seeded, a_batch, reopened, seed, some_reads
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, RaceId, WaveId
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from trailsdesk.store import OpenFile
from tests.store.everything import a_printing, a_publication, one_of_each
from trailsdesk.store.mapping import KINDS


@pytest.fixture
def seeded(file: OpenFile) -> Seeded:
    return seed(file)


def test_every_type_comes_back_as_it_was_put(file: OpenFile, seeded: Seeded) -> None:
    written = one_of_each(file, seeded)
    written["printed"] = a_printing(file)
    written["publications"] = a_publication(file)
    file.close()
    with reopened(file.path) as again:
        data = again.load()
        for holder, item in written.items():
            if holder == "series":
                assert data.series == item
            elif holder == "reads":
                assert list(data.reads.values()) == item
            else:
                assert item in getattr(data, holder).values(), holder
        assert again.batch_content(written["batches"].id) == b"A7;dnf\r\n"
        assert again.check() == ()


def test_columns_are_the_fields_of_the_types() -> None:
    for kind in KINDS:
        columns = [column.name for column in kind.table.columns]
        assert columns == [field.name for field in fields(kind.type)], kind.name


def test_loaded_mappings_are_keyed_and_ordered_by_id(file: OpenFile, seeded: Seeded) -> None:
    one_of_each(file, seeded)
    data = file.load()
    for holder in ("events", "races", "runners", "entries", "batches", "reads"):
        mapping = getattr(data, holder)
        assert list(mapping) == sorted(item.id for item in mapping.values())
    assert list(data.overrides) == [override.entry_id for override in data.overrides.values()]


def test_exception_inside_rolls_everything_back(file: OpenFile, seeded: Seeded) -> None:
    before, history = file.load(), file.history()

    def doomed() -> None:
        with file.operation("doomed") as writer:
            writer.put(replace(seeded.runner, family_name="Gone"))
            writer.delete(seeded.entry)
            writer.add_reads(a_batch(seeded.event.id), some_reads(5), b"bytes")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        doomed()
    assert file.load() == before
    assert file.history() == history
    assert file.batch_content(1) is None
    assert file.check() == ()


def test_changes_name_every_touched_row(file: OpenFile, seeded: Seeded) -> None:
    assert file.last_changes.kinds == {
        kind: frozenset({1}) for kind in ("event", "race", "wave", "runner", "entry")
    }
    with file.operation("reads") as writer:
        batch, first = writer.add_reads(a_batch(seeded.event.id), some_reads(3))
        writer.put(Contact(runner_id=seeded.runner.id, phone="1"))
    assert file.last_changes.operation == "reads"
    assert file.last_changes.revision == 2
    assert file.last_changes.kinds == {
        "read_batch": {batch.id},
        "read": {first, first + 1, first + 2},
        "contact": {seeded.runner.id},
    }


def test_operation_that_changed_nothing_leaves_no_trace(file: OpenFile, seeded: Seeded) -> None:
    history = file.history()
    file.undo()
    file.redo()
    revision = file.load().revision
    with file.operation("the same again") as writer:
        writer.put(seeded.runner)
        writer.put(a_series())
    with file.operation("nothing at all"):
        pass
    with file.operation("there and back") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
        writer.put(seeded.runner)
        writer.delete(writer.put(a_runner(id=RunnerId(0))))
    assert file.history() == history
    assert file.load().revision == revision
    assert file.last_changes.kinds == {}
    assert file.last_changes.revision == revision


def test_operation_that_changed_nothing_keeps_what_can_be_redone(
    file: OpenFile, seeded: Seeded
) -> None:
    file.undo()
    with file.operation("nothing"):
        pass
    assert file.next_redo().name == "setup"


def test_put_with_an_id_that_is_gone_is_refused(file: OpenFile, seeded: Seeded) -> None:
    with pytest.raises(Refused) as gone, file.operation("edit") as writer:
        writer.put_many([seeded.runner, replace(seeded.runner, id=RunnerId(99))])
    assert gone.value.note.code == "row.gone"
    assert gone.value.note.params["id"] == 99


def test_code_taken_twice_is_refused(file: OpenFile, seeded: Seeded) -> None:
    with pytest.raises(Refused) as twice, file.operation("event") as writer:
        writer.put(an_event(seeded.event.code, id=EventId(0)))
    assert twice.value.note.code == "row.twice"


def test_one_bib_may_stand_twice(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("second") as writer:
        writer.put(replace(seeded.entry, id=EntryId(0)))
    assert [entry.bib for entry in file.load().entries.values()] == ["12", "12"]


@pytest.mark.parametrize(
    "change",
    [
        {"runner_id": RunnerId(99)},
        {"race_id": RaceId(99)},
        {"wave_id": WaveId(99)},
        {"note": "\ud800"},
        {"paid_minor": 2**70},
        {"paid_minor": "twelve"},
    ],
    ids=str,
)
def test_what_no_caller_should_hand_over_is_a_plain_error(
    file: OpenFile, seeded: Seeded, change: dict[str, object]
) -> None:
    before = file.load()
    with pytest.raises((ValueError, OverflowError)), file.operation("bad") as writer:
        writer.put(replace(seeded.entry, **change))
    assert file.load() == before


@pytest.mark.parametrize("metres", [float("nan"), float("inf"), -1.0])
def test_metres_are_a_number_that_can_be_walked(
    file: OpenFile, seeded: Seeded, metres: float
) -> None:
    with pytest.raises(ValueError, match=r"metres|distance_m"), file.operation("bad") as writer:
        writer.put(replace(seeded.race, distance_m=metres))


def test_failed_write_cannot_be_swallowed(file: OpenFile, seeded: Seeded) -> None:
    before = file.load()

    def sly() -> None:
        with file.operation("sly") as writer:
            writer.put(replace(seeded.runner, city="Akaroa"))
            with suppress(Refused):
                writer.put(an_event(seeded.event.code, id=EventId(0)))
            with pytest.raises(ValueError, match="failed already"):
                writer.put(replace(seeded.runner, city="Lyttelton"))

    with pytest.raises(Refused) as twice:
        sly()
    assert twice.value.note.code == "row.twice"
    assert file.load() == before


def test_writer_is_of_no_use_after_its_operation(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("x") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
    with pytest.raises(ValueError, match="ended"):
        writer.put(seeded.runner)


def test_operations_do_not_nest(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("outer") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
        for inner in (file.undo, file.redo, lambda: file.backup("x")):
            with pytest.raises(ValueError, match="under way"):
                inner()
    assert [info.name for info in file.history()] == ["outer", "setup"]


def test_reading_inside_an_operation_sees_what_was_written(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("x") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
        assert file.load().runners[seeded.runner.id].city == "Akaroa"
    with file.operation("y") as writer:
        writer.put(Contact(runner_id=seeded.runner.id, phone="5"))
        assert file.contacts([seeded.runner.id])[seeded.runner.id].phone == "5"


def test_put_many_keeps_the_order_and_mixes_new_with_old(file: OpenFile, seeded: Seeded) -> None:
    new = [a_runner(f"New {n}", id=RunnerId(0)) for n in range(3)]
    changed = replace(seeded.runner, city="Akaroa")
    with file.operation("many") as writer:
        saved = writer.put_many([new[0], changed, new[1], new[2]])
        assert writer.put_many([]) == []
        with pytest.raises(ValueError, match="one type"):
            writer.put_many([changed, seeded.entry])
    assert [runner.family_name for runner in saved] == ["New 0", "Rimu", "New 1", "New 2"]
    assert saved[1] is changed
    assert set(file.load().runners.values()) == set(saved)


def test_ids_are_never_given_twice(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("one") as writer:
        first = writer.put(a_runner(id=RunnerId(0)))
    with file.operation("away") as writer:
        writer.delete(first)
    file.close()
    with reopened(file.path) as again:
        with again.operation("another") as writer:
            second = writer.put(a_runner(id=RunnerId(0)))
        again.undo()
        with again.operation("a third") as writer:
            third = writer.put(a_runner(id=RunnerId(0)))
    assert first.id < second.id < third.id


def test_delete_of_a_row_in_use_is_refused_and_the_operation_goes_on(
    file: OpenFile, seeded: Seeded
) -> None:
    with file.operation("tidy") as writer:
        for item in (seeded.runner, seeded.race, seeded.wave, seeded.event):
            with pytest.raises(Refused) as used:
                writer.delete(item)
            assert used.value.note.code == "row.in-use"
        with pytest.raises(Refused) as gone:
            writer.delete(replace(seeded.runner, id=RunnerId(99)))
        assert gone.value.note.code == "row.gone"
        writer.delete(seeded.entry)
        writer.delete(seeded.runner)
    assert file.load().runners == {}
    assert file.check() == ()


def test_series_and_batches_are_never_deleted(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("reads") as writer:
        batch, _ = writer.add_reads(a_batch(seeded.event.id), some_reads(1))
        for item in (batch, file.load().series):
            with pytest.raises(ValueError, match="never deleted"):
                writer.delete(item)


def test_event_with_counting_reads_is_in_use_with_retracted_ones_it_is_not(
    file: OpenFile, seeded: Seeded
) -> None:
    with file.operation("reads") as writer:
        event = writer.put(an_event("other", id=EventId(0)))
        batch, _ = writer.add_reads(a_batch(event.id), some_reads(2))
    with file.operation("tidy") as writer, pytest.raises(Refused) as used:
        writer.delete(event)
    assert used.value.note.code == "row.in-use"
    with file.operation("retract") as writer:
        writer.put(replace(batch, retracted=True))
        writer.delete(event)
    data = file.load()
    assert (data.batches, data.reads) == ({}, {})
    file.undo()
    assert len(file.load().reads) == 2
    assert file.check() == ()


def test_reads_need_a_new_batch_at_an_event_that_is_there(file: OpenFile, seeded: Seeded) -> None:
    for batch in (
        a_batch(seeded.event.id, id=5),
        a_batch(99),
        a_batch(seeded.event.id, race_id=RaceId(99)),
    ):
        with pytest.raises(ValueError, match="batch"), file.operation("bad") as writer:
            writer.add_reads(batch, some_reads(1))
    assert file.load().batches == {}


def test_content_is_kept_only_when_given_and_empty_content_is_content(
    file: OpenFile, seeded: Seeded
) -> None:
    with file.operation("reads") as writer:
        bare, _ = writer.add_reads(a_batch(seeded.event.id), [])
        void, _ = writer.add_reads(a_batch(seeded.event.id), some_reads(1), b"")
        large, first = writer.add_reads(
            a_batch(seeded.event.id), some_reads(2), b"12;0:45\n" * 9999
        )
    assert file.batch_content(bare.id) is None
    assert file.batch_content(void.id) == b""
    assert file.batch_content(large.id) == b"12;0:45\n" * 9999
    assert [read.batch_id for read in file.load().reads.values()] == [void.id, large.id, large.id]
    assert file.load().reads[first].line == 1
