"""One operation is one change: all of it or nothing, in the history, seen by every screen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_race, a_runner, a_series, a_wave, an_entry, an_event
from tests.store.season import NOON, Seeded, a_batch, raw, reopened, seed, some_reads
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import CategoryOverride, EntryId, EntryStatus, MedalOrder
from trailsdesk.domain.event import EventId, RaceId, WaveId
from trailsdesk.domain.people import Contact, Gender, RunnerId
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind, TimeAdjustment
from trailsdesk.domain.timing import BatchKind, Read, ReadRuling, ReadRulingKind
from trailsdesk.services.ports import FieldChange

if TYPE_CHECKING:
    from trailsdesk.store import OpenFile
from trailsdesk.store.mapping import KINDS


@pytest.fixture
def seeded(file: OpenFile) -> Seeded:
    return seed(file)


def one_of_each(file: OpenFile, seeded: Seeded) -> dict[str, object]:
    """Write one more row of every type with nothing left at its default; the holder to the row."""
    with file.operation("everything") as writer:
        event = writer.put(
            an_event(
                "second",
                id=EventId(0),
                venue='Tāne\'s "paddock"',
                date=date(2027, 2, 28),
                ordinal=2,
            )
        )
        race = writer.put(
            a_race(
                "long",
                id=RaceId(0),
                event_id=event.id,
                distance_m=21_097.5 + 0.1 + 0.2,
                ascent_m=1 / 3,
                ordinal=3,
                aliases=("half", 'the "21"', "\\21\\", "21 км"),
                time_limit_ms=Duration(26 * 3_600_000),
                capacity=400,
            )
        )
        wave = writer.put(a_wave(id=WaveId(0), race_id=race.id, ordinal=2, gun_ms=Instant(-1)))
        runner = writer.put(
            a_runner(
                "O'Hare\n\t\x00\x07\"\\",
                "李 🏃",
                id=RunnerId(0),
                gender=Gender.X,
                birth_date=date(2000, 2, 29),
                nation="NZL",
                club="Kākā",
                city="Ōtautahi",
            )
        )
        entry = writer.put(
            an_entry(
                "A7",
                id=EntryId(0),
                runner_id=runner.id,
                race_id=race.id,
                status=EntryStatus.WITHDRAWN,
                wave_id=wave.id,
                entered_ms=NOON,
                series_entry=True,
                medal=MedalOrder.POST,
                paid_minor=4_500,
                note="pays at the gate",
            )
        )
        override = writer.put(
            CategoryOverride(entry_id=entry.id, category="M-OPEN", reason="asked")
        )
        reads = [
            Read(
                line=7,
                bib="A7",
                instant_ms=NOON,
                status=ResultStatus.DNF,
                occurrence=2,
                raw="A7;dnf",
            ),
            Read(line=8, elapsed_ms=Duration(100 * 3_600_000)),
        ]
        batch, first = writer.add_reads(
            a_batch(
                event.id,
                race_id=race.id,
                point="ridge",
                kind=BatchKind.PAPER,
                name="sheet 3",
                sha256="ab",
                actor="Bea",
                offset_ms=Duration(-37_000),
            ),
            reads,
            b"A7;dnf\r\n",
        )
        read_ruling = writer.put(
            ReadRuling(
                read_id=first,
                kind=ReadRulingKind.ASSIGN,
                bib="A8",
                entry_id=entry.id,
                reason="misread",
                made_ms=NOON,
            )
        )
        ruling = writer.put(
            Ruling(
                entry_id=entry.id, kind=RulingKind.DSQ, reason="cut", actor="Jury", made_ms=NOON
            )
        )
        adjustment = writer.put(
            TimeAdjustment(
                entry_id=entry.id,
                delta_ms=Duration(-5000),
                reason="helped",
                actor="Jury",
                made_ms=NOON,
            )
        )
        series = writer.put(a_series(options={"tie": "split", "ä": "ö"}, name="Renamed"))
    kept = [
        replace(read, id=first + number, batch_id=batch.id) for number, read in enumerate(reads)
    ]
    return {
        "series": series,
        "events": event,
        "races": race,
        "waves": wave,
        "runners": runner,
        "entries": entry,
        "overrides": override,
        "batches": batch,
        "reads": kept,
        "read_rulings": read_ruling,
        "rulings": ruling,
        "adjustments": adjustment,
    }


def test_every_type_comes_back_as_it_was_put(file: OpenFile, seeded: Seeded) -> None:
    written = one_of_each(file, seeded)
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


# --------------------------------------------------------------------------- refreshing


def test_refresh_gives_what_a_load_gives_and_keeps_untouched_mappings(
    file: OpenFile, seeded: Seeded
) -> None:
    data = file.load()
    for step in (
        lambda: one_of_each(file, seeded),
        file.undo,
        file.redo,
        file.undo,
        file.undo,
        file.redo,
    ):
        step()
        fresh = file.refresh(data, file.last_changes)
        assert fresh == file.load()
        held = {
            "event": "events",
            "race": "races",
            "wave": "waves",
            "runner": "runners",
            "entry": "entries",
            "category_override": "overrides",
            "read_batch": "batches",
            "read": "reads",
            "read_ruling": "read_rulings",
            "ruling": "rulings",
            "time_adjustment": "adjustments",
        }
        for kind, holder in held.items():
            same = getattr(fresh, holder) is getattr(data, holder)
            assert same == (kind not in file.last_changes.kinds), kind
        data = fresh
    file.undo()
    assert file.refresh(data, file.last_changes).events == {}


def test_refresh_of_far_apart_rows_keeps_the_order_of_ids(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("many") as writer:
        runners = writer.put_many([a_runner(f"R{n}", id=RunnerId(0)) for n in range(5000)])
    data = file.load()
    with file.operation("thin") as writer:
        for runner in runners[::3]:
            writer.delete(runner)
        writer.put_many([replace(runner, city="Akaroa") for runner in runners[1::3]])
    thinned = file.refresh(data, file.last_changes)
    assert thinned == file.load()
    file.undo()
    back = file.refresh(thinned, file.last_changes)
    assert back.runners == data.runners
    assert list(back.runners) == list(data.runners)


def test_refresh_reads_only_what_changed(file: OpenFile, seeded: Seeded) -> None:
    data = file.load()
    with file.operation("one") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
    with raw(file.path) as other:  # a change nobody announced stays unseen
        other.execute("UPDATE file_state SET operation = 1")
        other.execute("UPDATE event SET venue = 'elsewhere'")
        other.execute("UPDATE file_state SET operation = NULL")
    fresh = file.refresh(data, file.last_changes)
    assert fresh.runners[seeded.runner.id].city == "Akaroa"
    assert fresh.events is data.events
    assert fresh.entries is data.entries


def test_refresh_after_missed_changes_reads_everything(file: OpenFile, seeded: Seeded) -> None:
    data = file.load()
    for city in ("Akaroa", "Lyttelton"):
        with file.operation("move") as writer:
            writer.put(replace(seeded.runner, city=city))
            writer.put(replace(seeded.entry, note=city))
    assert file.refresh(data, file.last_changes) == file.load()
    with file.operation("nothing"):
        pass
    fresh = file.load()
    assert file.refresh(fresh, file.last_changes) is fresh


# ------------------------------------------------------------------------------ contacts


def test_contacts_are_given_only_for_the_runners_asked_for(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("many") as writer:
        runners = writer.put_many([a_runner(f"R{n}", id=RunnerId(0)) for n in range(2000)])
        writer.put_many([Contact(runner_id=runner.id, phone=str(runner.id)) for runner in runners])
    assert file.contacts([]) == {}
    assert file.contacts([seeded.runner.id, runners[3].id, RunnerId(99_999)]) == {
        runners[3].id: Contact(runner_id=runners[3].id, phone=str(runners[3].id))
    }
    assert len(file.contacts(runner.id for runner in runners)) == 2000


def test_contact_is_changed_by_putting_it_again_and_can_be_removed(
    file: OpenFile, seeded: Seeded
) -> None:
    contact = Contact(runner_id=seeded.runner.id, phone="1", medical="bee stings")
    with file.operation("first") as writer:
        assert writer.put(contact) == contact
    with file.operation("second") as writer:
        writer.put(replace(contact, phone="2"))
    assert file.contacts([seeded.runner.id])[seeded.runner.id].phone == "2"
    file.undo()
    assert file.contacts([seeded.runner.id])[seeded.runner.id] == contact
    with file.operation("away") as writer:
        writer.delete(contact)
    assert file.contacts([seeded.runner.id]) == {}


# ------------------------------------------------------------------------------- history


def test_history_is_newest_first_with_parameters_and_limit(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("entries.import", {"count": 2, "file": "līst.csv"}) as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
    with file.operation("bib.change", {"bib": "12"}) as writer:
        writer.put(replace(seeded.entry, bib="13"))
    assert [info.name for info in file.history()] == ["bib.change", "entries.import", "setup"]
    assert [info.name for info in file.history(limit=1)] == ["bib.change"]
    assert file.history(limit=0) == ()
    assert file.history()[1].params == {"count": 2, "file": "līst.csv"}
    assert [info.number for info in file.history()] == [3, 2, 1]
    assert file.history()[0].at_ms > file.history()[1].at_ms


def test_changes_of_an_operation_are_told_field_by_field(file: OpenFile, seeded: Seeded) -> None:
    with file.operation("edit") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
        writer.put(replace(seeded.runner, city="Lyttelton", club='Harbour "9"'))
        writer.delete(seeded.entry)
    told = file.changes_of(file.history()[0].number)
    assert told[:2] == (
        FieldChange(
            kind="runner", id=1, action="update", field="club", before="", after='Harbour "9"'
        ),
        FieldChange(
            kind="runner", id=1, action="update", field="city", before="", after="Lyttelton"
        ),
    )
    assert {(c.kind, c.action, c.after) for c in told[2:]} == {("entry", "delete", "")}
    assert {"bib": "12", "status": "ENTERED"}.items() <= {c.field: c.before for c in told}.items()


def test_added_reads_are_told_as_an_insert_retracting_as_one_field(
    file: OpenFile, seeded: Seeded
) -> None:
    with file.operation("reads") as writer:
        batch, _ = writer.add_reads(a_batch(seeded.event.id, name="gate.csv"), some_reads(2))
    told = {c.field: c for c in file.changes_of(2)}
    assert (told["name"].action, told["name"].before, told["name"].after) == (
        "insert",
        "",
        "gate.csv",
    )
    with file.operation("retract") as writer:
        writer.put(replace(batch, retracted=True))
    (change,) = file.changes_of(3)
    assert (change.action, change.field, change.before, change.after) == (
        "update",
        "retracted",
        "0",
        "1",
    )


def test_contact_fields_say_only_that_they_changed(file: OpenFile, seeded: Seeded) -> None:
    contact = Contact(runner_id=seeded.runner.id, phone="0800 83 83 83", medical="asthma")
    with file.operation("contact") as writer:
        writer.put(contact)
    with file.operation("contact") as writer:
        writer.put(replace(contact, medical="none"))
    assert [c.field for c in file.changes_of(2)] == ["phone", "medical"]
    assert [(c.action, c.field) for c in file.changes_of(3)] == [("update", "medical")]
    assert not any(c.before or c.after for c in (*file.changes_of(2), *file.changes_of(3)))
