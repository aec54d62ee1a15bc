"""No write passes the journal, no read is ever altered, and undo gives back every bit."""

# ruff: noqa: S608  the statements are made of the own names of the tables

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_race, a_runner, an_event
from tests.store.everything import a_printing, a_publication, one_of_each
from tests.store.season import NOON, Seeded, a_batch, raw, reopened, seed, some_reads
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import FileDamaged
from trailsdesk.domain.timing import ReadRuling, ReadRulingKind
from trailsdesk.store.schema import JOURNALLED, key_of, metadata

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.season import SeasonData
    from trailsdesk.store import OpenFile

TABLES = [table.name for table in JOURNALLED]
TEXTS = (
    "reason",
    "label",
    "name",
    "note",
    "city",
    "phone",
    "prefix",
    "adult",
    "bib",
    "system",
    "actor",
    "value",
    "sponsor",
)
UNDO_STEPS_AWAY = 4


@pytest.fixture
def full(file: OpenFile) -> Path:
    """A closed file with a row in every table."""
    fill(file, seed(file))
    file.close()
    return file.path


def fill(file: OpenFile, seeded: Seeded) -> None:
    one_of_each(file, seeded)
    with file.operation("contact") as writer:
        writer.put(Contact(runner_id=seeded.runner.id, phone="1"))
    a_printing(file)
    a_publication(file)
    file.keep_file(b"<gpx/>")


def sql(place: Path, *statements: str) -> None:
    with raw(place) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA recursive_triggers = ON")
        for statement in statements:
            connection.execute(statement)


def count(place: Path, table: str) -> int:
    with raw(place) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def a_copy_of_a_row(place: Path, table: str) -> str:
    """An INSERT of a row like the first one under another key."""
    key = key_of(metadata.tables[table])
    others = [column.name for column in metadata.tables[table].columns if column.name != key]
    # What is unique besides the key: the one text gets a letter more, the answer's question moves.
    other = {"code": "code || 'x'", "question_id": "question_id + 1000"}
    values = ", ".join(other.get(name, name) for name in others)
    with raw(place) as connection:
        (highest,) = connection.execute(f"SELECT max({key}) FROM {table}").fetchone()
    names = ", ".join([key, *others])
    return f"INSERT INTO {table} ({names}) SELECT {highest + 1000}, {values} FROM {table} LIMIT 1"


# ------------------------------------------------------------- no write passes the journal


def test_every_table_is_journalled_append_only_or_the_journals_own() -> None:
    own = {"operation", "change", "identity", "file_state"}
    append_only = {"read", "batch_content", "batch_seal"}
    printed = {"printed_sheet", "kept_file", "publication"}
    assert set(metadata.tables) == set(TABLES) | append_only | printed | own


@pytest.mark.parametrize("table", [name for name in TABLES if name != "series"])
def test_inserting_past_the_journal_fails(full: Path, table: str) -> None:
    before = count(full, table)
    with pytest.raises(sqlite3.IntegrityError, match=r"change\.operation"):
        sql(full, a_copy_of_a_row(full, table))
    assert count(full, table) == before


@pytest.mark.parametrize("table", TABLES)
def test_updating_past_the_journal_fails(full: Path, table: str) -> None:
    columns = [column.name for column in metadata.tables[table].columns]
    text = next(name for name in (*TEXTS, "same") if name in columns)
    value = "1 - same" if text == "same" else "'rewritten'"
    refusal = "countered, never changed" if table == "ledger_line" else r"change\.operation"
    with pytest.raises(sqlite3.IntegrityError, match=refusal):
        sql(full, f"UPDATE {table} SET {text} = {value}")


@pytest.mark.parametrize("table", TABLES)
def test_deleting_past_the_journal_fails(full: Path, table: str) -> None:
    before = count(full, table)
    with pytest.raises(sqlite3.IntegrityError):
        sql(full, f"DELETE FROM {table}")
    assert count(full, table) == before


@pytest.mark.parametrize("table", TABLES)
def test_replacing_past_the_journal_fails(full: Path, table: str) -> None:
    with raw(full) as connection:
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
    with pytest.raises(sqlite3.IntegrityError):
        sql(full, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    with raw(full) as connection:
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize("table", TABLES)
def test_ids_never_change_even_inside_an_operation(full: Path, table: str) -> None:
    key = key_of(metadata.tables[table])
    with pytest.raises(sqlite3.IntegrityError):
        sql(
            full,
            "UPDATE file_state SET operation = 1",
            f"UPDATE {table} SET {key} = {key} + 1000",
        )


@pytest.mark.parametrize("table", ["read", "batch_content", "batch_seal"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET batch_id = batch_id",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_reads_and_their_source_are_never_touched(full: Path, table: str, statement: str) -> None:
    for state in ("operation = 1", "operation = NULL, replaying = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="reads are"):
            sql(full, f"UPDATE file_state SET {state}", statement.format(table=table))


def test_reads_come_only_together_with_their_batch(full: Path) -> None:
    statement = "INSERT INTO read VALUES (900, 1, 1, '12', NULL, NULL, NULL, 0, '', '')"
    for state in ("operation = NULL", "operation = 1", "replaying = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="together with their batch"):
            sql(full, f"UPDATE file_state SET {state}", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change",
        "UPDATE change SET before = NULL",
        "DELETE FROM operation",
        "UPDATE operation SET actor = 'somebody else'",
        "UPDATE operation SET at_ms = 0",
    ],
)
def test_history_is_never_rewritten(full: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="history is never rewritten"):
        sql(full, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE printed_sheet SET title = ''",
        "DELETE FROM printed_sheet",
        "UPDATE kept_file SET sha256 = ''",
        "DELETE FROM kept_file",
        "UPDATE publication SET note = ''",
        "DELETE FROM publication",
    ],
)
def test_what_was_kept_is_never_rewritten(full: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        sql(full, statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_line SET amount_minor = 0", "DELETE FROM ledger_line"]
)
def test_a_line_of_the_ledger_is_countered_never_changed(full: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="countered, never changed"):
        sql(full, "UPDATE file_state SET operation = 1", statement)


def test_undo_takes_back_a_line_of_the_ledger_with_its_operation(file: OpenFile) -> None:
    written = one_of_each(file, seed(file))
    file.undo()
    assert file.load().ledger == {}
    file.redo()
    assert list(file.load().ledger.values()) == [written["ledger"]]


def test_published_results_stay_when_the_event_they_are_of_is_undone(file: OpenFile) -> None:
    one_of_each(file, seed(file))
    published = a_publication(file)
    while file.undo():
        pass
    assert file.load().publications == {published.id: published}


def test_a_printing_is_kept_by_undo_and_does_not_stand_in_its_way(
    file: OpenFile,
) -> None:
    one_of_each(file, seed(file))
    sheet = a_printing(file)
    assert file.last_changes.kinds == {"printed_sheet": {sheet.id}}
    undone = file.undo()
    assert undone is not None
    assert undone.operation == "everything"
    second = a_printing(file)
    redone = file.redo()
    assert redone is not None
    assert redone.operation == "everything"
    assert list(file.load().printed.values()) == [sheet, second]
    assert (sheet.id, second.id) == (1, 2)


def test_a_file_is_kept_once_and_comes_back_as_it_was(file: OpenFile) -> None:
    seed(file)
    first, again = file.keep_file(b"<gpx/>" * 1000), file.keep_file(b"<gpx/>" * 1000)
    assert first == again
    assert file.kept_file(first) == b"<gpx/>" * 1000
    assert file.kept_file("ab") is None
    assert file.check() == ()


def test_file_at_rest_records_nothing(full: Path) -> None:
    with raw(full) as connection:
        row = connection.execute(
            "SELECT operation, open_batch, replaying FROM file_state"
        ).fetchall()
    assert row == [(None, None, 0)]


# --------------------------------------------------------------------------- undo and redo


def states_backwards(file: OpenFile) -> list[SeasonData]:
    states = [file.load()]
    while file.undo() is not None:
        states.append(file.load())
    return states


def same(left: SeasonData, right: SeasonData) -> bool:
    return replace(left, revision=0) == replace(right, revision=0)


def without_reads(data: SeasonData) -> SeasonData:
    return replace(data, revision=0, reads={}, batches={})


def test_undo_and_redo_give_back_everything_also_after_a_restart(file: OpenFile) -> None:
    seeded = seed(file)
    fill(file, seeded)
    with file.operation("edit") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
        writer.delete(file.load().overrides[2])
    full = file.load()
    file.close()
    with reopened(file.path) as again:
        states = states_backwards(again)
        assert len(states) == 1 + UNDO_STEPS_AWAY
        assert again.undo() is None
        assert states[-1].entries == {}
        assert states[-1].series == file_series(full, states)
        assert again.check() == ()
    with reopened(file.path) as again:
        for state in reversed(states[:-1]):
            assert again.redo() is not None
            assert without_reads(again.load()) == without_reads(state)
        assert again.redo() is None
        assert same(again.load(), full)
        assert again.check() == ()


def file_series(full: SeasonData, states: list[SeasonData]) -> object:
    """The series as it was made; the fixture's renaming is undone with the rest."""
    assert full.series != states[-1].series
    return replace(full.series, name="Made-up series", options={}, changes={})


def test_revision_rises_with_every_change_undo_and_redo(file: OpenFile) -> None:
    seed(file)
    assert file.load().revision == 1
    assert file.undo().revision == 2
    assert file.redo().revision == 3
    assert file.last_changes.revision == file.load().revision == 3
    assert file.last_changes.operation == "setup"


def test_undo_is_strictly_last_in_first_out(file: OpenFile) -> None:
    seeded = seed(file)
    for city in ("Akaroa", "Lyttelton", "Oxford"):
        with file.operation(f"to {city}") as writer:
            writer.put(replace(seeded.runner, city=city))
    assert [file.undo().operation for _ in range(2)] == ["to Oxford", "to Lyttelton"]
    assert (file.next_undo().name, file.next_redo().name) == ("to Akaroa", "to Lyttelton")
    assert file.redo().operation == "to Lyttelton"
    assert file.load().runners[1].city == "Lyttelton"
    assert [(info.name, info.undone) for info in file.history()] == [
        ("to Oxford", True),
        ("to Lyttelton", False),
        ("to Akaroa", False),
        ("setup", False),
    ]


def test_new_operation_clears_what_could_be_redone_but_not_the_history(file: OpenFile) -> None:
    seeded = seed(file)
    for city in ("Akaroa", "Lyttelton"):
        with file.operation(f"to {city}") as writer:
            writer.put(replace(seeded.runner, city=city))
    file.undo()
    file.undo()
    with file.operation("to Oxford") as writer:
        writer.put(replace(seeded.runner, city="Oxford"))
    assert file.next_redo() is None
    assert file.redo() is None
    assert [(info.name, info.undone) for info in file.history()] == [
        ("to Oxford", False),
        ("to Lyttelton", True),
        ("to Akaroa", True),
        ("setup", False),
    ]
    assert {change.after for change in file.changes_of(3)} == {"Lyttelton"}
    assert [file.undo().operation for _ in range(2)] == ["to Oxford", "setup"]
    assert [file.redo().operation for _ in range(2)] == ["setup", "to Oxford"]
    assert file.load().runners[1].city == "Oxford"


def test_undoing_reads_retracts_the_batch_and_keeps_every_read(file: OpenFile) -> None:
    seeded = seed(file)
    with file.operation("reads") as writer:
        batch, _ = writer.add_reads(a_batch(seeded.event.id), some_reads(3), b"raw")
    reads = file.load().reads
    undone = file.undo()
    assert undone.kinds == {"read_batch": {batch.id}}
    data = file.load()
    assert data.batches[batch.id].retracted
    assert data.reads == reads
    assert file.batch_content(batch.id) == b"raw"
    file.redo()
    assert file.load().batches[batch.id] == batch


def test_reads_outlive_the_undo_of_their_event_out_of_sight(file: OpenFile) -> None:
    seeded = seed(file)
    with file.operation("reads") as writer:
        writer.add_reads(a_batch(seeded.event.id, race_id=seeded.race.id), some_reads(3))
    before = file.load()
    with file.operation("ruling") as writer:
        writer.put(ReadRuling(read_id=1, kind=ReadRulingKind.IGNORE, made_ms=NOON))
    for _ in range(3):
        file.undo()
    gone = file.load()
    assert (gone.events, gone.batches, gone.reads) == ({}, {}, {})
    assert count(file.path, "read") == 3
    assert file.check() == ()
    assert file.redo().kinds["read"] == {1, 2, 3}
    file.redo()
    assert same(file.load(), before)


def test_new_event_after_such_an_undo_does_not_inherit_the_reads(file: OpenFile) -> None:
    seeded = seed(file)
    with file.operation("reads") as writer:
        writer.add_reads(a_batch(seeded.event.id), some_reads(3))
    file.undo()
    file.undo()
    with file.operation("anew") as writer:
        event = writer.put(an_event(id=EventId(0)))
        writer.put(a_race(id=RaceId(0), event_id=event.id))
    assert event.id != seeded.event.id
    assert (file.load().batches, file.load().reads) == ({}, {})


def test_codes_that_trade_places_can_be_undone(file: OpenFile) -> None:
    with file.operation("two") as writer:
        first, second = writer.put_many([an_event(code, id=EventId(0)) for code in "ab"])
    before = file.load()
    with file.operation("trade") as writer:
        writer.put(replace(first, code="c"))
        writer.put(replace(second, code="a"))
        writer.put(replace(first, code="b"))
    after = file.load()
    file.undo()
    assert same(file.load(), before)
    file.redo()
    assert same(file.load(), after)


def test_failed_undo_leaves_everything_as_it_was(file: OpenFile) -> None:
    seed(file)
    with file.operation("second") as writer:
        runner = writer.put(a_runner(id=RunnerId(0)))
    before = file.load()
    with raw(file.path) as other:  # something no operation did stands in the way
        other.execute("UPDATE file_state SET replaying = 1")
        other.execute(f"INSERT INTO contact VALUES ({runner.id}, '', '', '', '', '', '')")
        other.execute("UPDATE file_state SET replaying = 0")
    with pytest.raises(FileDamaged):
        file.undo()
    assert file.load() == before
    assert file.next_undo().name == "second"
    with file.operation("third") as writer:
        writer.put(replace(runner, city="Akaroa"))


any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
metres = st.floats(min_value=0, allow_nan=False, allow_infinity=False)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=any_text, aliases=st.lists(any_text, max_size=3), metres=metres, ascent=metres)
def test_undo_gives_back_every_bit_of_texts_and_numbers(
    file: OpenFile, label: str, aliases: list[str], metres: float, ascent: float
) -> None:
    while file.undo() is not None:
        pass
    with file.operation("setup") as writer:
        event = writer.put(an_event(id=EventId(0)))
        race = writer.put(
            a_race(
                id=RaceId(0),
                event_id=event.id,
                label=label,
                aliases=tuple(aliases),
                distance_m=metres,
                ascent_m=ascent,
            )
        )
    with file.operation("clear") as writer:
        writer.put(replace(race, label="", aliases=(), distance_m=None, ascent_m=None))
    with file.operation("remove") as writer:
        writer.delete(race)
    file.undo()
    file.undo()
    assert file.load().races[race.id] == race
    file.undo()
    file.redo()
    assert file.load().races[race.id] == race
    told = {change.field: change.after for change in file.changes_of(file.next_undo().number)}
    assert told.get("label", "") == label
