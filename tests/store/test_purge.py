"""Protected data removed for good: not in a row, not in the history, not in a byte of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_runner, an_entry
from tests.store.season import NOON, Seeded, reopened, seed
from trailsdesk.domain.entry import EntryId, Waiver
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.privacy import CONTACT_FIELDS, Protected, purge_of
from trailsdesk.domain.questions import Question, QuestionAnswer

if TYPE_CHECKING:
    from trailsdesk.store import OpenFile

SECRETS = ("Secretkin", "0800-SECRET", "secretasthma", "secret@example.org", "Secret Street 1",
           "Secretguardian", "secret-allergy")  # fmt: skip


@pytest.fixture
def seeded(file: OpenFile) -> Seeded:
    made = seed(file)
    with file.operation("secrets") as writer:
        writer.put(
            Contact(
                runner_id=made.runner.id,
                email="secret@example.org",
                phone="1",
                emergency_name="Secretkin",
                emergency_phone="0800-SECRET",
                medical="secretasthma" * 40,
                address="Secret Street 1",
            )
        )
        writer.put(Waiver(entry_id=made.entry.id, at_ms=NOON, signed_by="Secretguardian"))
        asked = writer.put(Question(label="Allergies", protected=True))
        shirt = writer.put(Question(label="Shirt"))
        writer.put(
            QuestionAnswer(entry_id=made.entry.id, question_id=asked.id, value="secret-allergy")
        )
        writer.put(QuestionAnswer(entry_id=made.entry.id, question_id=shirt.id, value="M"))
    with file.operation("edit") as writer:
        contact = file.contacts([made.runner.id])[made.runner.id]
        writer.put(replace(contact, medical="secretasthma, now better"))
    return made


def remove(file: OpenFile, *classes: Protected) -> None:
    file.purge(purge_of(file.load(), classes), {"count": 1})


def test_no_byte_of_it_is_left_in_the_file(file: OpenFile, seeded: Seeded) -> None:
    before = file.path.read_bytes()
    assert all(secret.encode() in before for secret in SECRETS)
    remove(file, *Protected)
    assert file.check() == ()
    file.close()
    after = file.path.read_bytes()
    assert [secret for secret in SECRETS if secret.encode() in after] == []


def test_undo_and_redo_go_on_and_bring_nothing_back(file: OpenFile, seeded: Seeded) -> None:
    remove(file, *Protected)
    left = file.load()
    undone = []
    while (changes := file.undo()) is not None:
        undone.append(changes.operation)
    assert undone[:2] == ["edit", "secrets"]
    while file.redo() is not None:
        pass
    assert file.load().entries == left.entries
    contact = file.contacts([seeded.runner.id])[seeded.runner.id]
    texts = [name for names in CONTACT_FIELDS.values() for name in names]
    assert not any(getattr(contact, name) for name in texts)
    assert file.check() == ()
    assert {answer.value for answer in file.load().answers.values()} == {"", "M"}
    file.close()
    assert not any(secret.encode() in file.path.read_bytes() for secret in SECRETS)


def test_only_the_classes_named_go(file: OpenFile, seeded: Seeded) -> None:
    remove(file, Protected.MEDICAL)
    contact = file.contacts([seeded.runner.id])[seeded.runner.id]
    assert (contact.medical, contact.emergency_name) == ("", "Secretkin")
    assert [waiver.signed_by for waiver in file.load().waivers.values()] == ["Secretguardian"]
    file.close()
    assert b"secretasthma" not in file.path.read_bytes()


def test_the_purge_stands_in_the_history_and_cannot_be_taken_back(
    file: OpenFile, seeded: Seeded
) -> None:
    remove(file, Protected.MEDICAL)
    assert file.history()[0].name == "privacy.purge"
    following = file.next_undo()
    assert following is not None
    assert following.name == "edit"


def test_history_is_guarded_again_afterwards(file: OpenFile, seeded: Seeded) -> None:
    remove(file, *Protected)
    file.close()
    with reopened(file.path) as again:  # a missing guard would be told as a rebuilt file
        assert not again.read_only


def test_runners_of_later_events_keep_theirs(file: OpenFile, seeded: Seeded) -> None:
    data = file.load()
    event = data.events[data.races[seeded.entry.race_id].event_id]
    with file.operation("later") as writer:
        later = writer.put(replace(event, id=type(event.id)(0), code="later",
                                   date=event.date.replace(year=event.date.year + 1)))  # fmt: skip
        race = data.races[seeded.entry.race_id]
        next_race = writer.put(replace(race, id=type(race.id)(0), event_id=later.id))
        writer.put(an_entry(id=EntryId(0), runner_id=seeded.runner.id, race_id=next_race.id))
        other = writer.put(a_runner("Other", id=RunnerId(0)))
        writer.put(Contact(runner_id=other.id, medical="other"))
    wanted = purge_of(file.load(), [Protected.MEDICAL], event.id)
    assert seeded.runner.id not in wanted.runner_ids
    assert other.id in wanted.runner_ids
