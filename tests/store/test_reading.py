"""What is read from an open file: the changed part of a season, contacts, the history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_runner
from tests.store.season import Seeded, a_batch, raw, seed, some_reads
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.services.ports import FieldChange

if TYPE_CHECKING:
    from trailsdesk.store import OpenFile
from tests.store.everything import one_of_each


@pytest.fixture
def seeded(file: OpenFile) -> Seeded:
    return seed(file)


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
            "timing_point": "points",
            "race_course": "courses",
            "bib_range": "bib_ranges",
            "check_in": "check_ins",
            "chip": "chips",
            "printed_sheet": "printed",
            "category_merge": "merges",
            "runner_verdict": "verdicts",
            "outside_score": "scores",
            "slot_answer": "slot_answers",
            "medal_given": "medals_given",
            "waiver": "waivers",
            "till": "tills",
            "till_move": "till_moves",
            "ledger_line": "ledger",
            "question": "questions",
            "question_answer": "answers",
            "award_mark": "award_marks",
            "spot_draw": "spot_draws",
            "spot_prize": "spot_prizes",
            "sheet_art": "sheet_art",
            "publication": "publications",
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
