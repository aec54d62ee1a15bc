"""Full disks, busy files, bad bits: every fault is told in words and no confirmed save is lost."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import a_runner
from tests.store.season import a_batch, a_file, new_file, raw, reopened, seed, some_reads
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import (
    DiskFull,
    FileBusy,
    FileDamaged,
    FileReadOnly,
    KnownError,
)
from trailsdesk.i18n import message
from trailsdesk.store import OpenFile, engine

ROOT = Path(__file__).resolve().parents[2]


# --------------------------------------------------------------------------- full disks


def limit_pages(file: OpenFile, more: int) -> None:
    with file._engine.connect() as plain:
        connection = plain.execution_options(outside=True)
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def test_full_disk_keeps_every_confirmed_save_and_work_goes_on_after_space_is_freed(
    file: OpenFile,
) -> None:
    seeded = seed(file)
    limit_pages(file, 60)
    saved: list[int] = []

    def save_for_ever() -> None:
        while True:
            with file.operation("reads") as writer:
                writer.add_reads(a_batch(seeded.event.id), some_reads(100))
            saved.append(1)

    with pytest.raises(DiskFull) as full:
        save_for_ever()
    assert saved
    assert full.value.note.code == "file.disk-full"
    assert "kept" in message(full.value)
    assert len(file.load().batches) == len(saved)
    assert len(file.history()) == len(saved) + 1
    assert file.check() == ()
    limit_pages(file, 1000)
    with file.operation("reads") as writer:
        writer.add_reads(a_batch(seeded.event.id), some_reads(100))
    assert len(file.load().batches) == len(saved) + 1


def test_full_disk_in_the_middle_of_undo_takes_nothing_back(file: OpenFile) -> None:
    seed(file)
    with file.operation("many") as writer:
        runners = writer.put_many([a_runner("x" * 400, id=RunnerId(0)) for _ in range(300)])
    with file.operation("away") as writer:
        for runner in runners:
            writer.delete(runner)
    before = file.load()
    with file._engine.connect() as plain:
        connection = plain.execution_options(outside=True)
        connection.exec_driver_sql("VACUUM")
    limit_pages(file, 3)
    with pytest.raises(DiskFull):
        file.undo()
    assert file.load() == before
    assert file.next_undo().name == "away"
    limit_pages(file, 1000)
    file.undo()
    assert len(file.load().runners) == 301


if sys.platform != "win32":  # Windows has no limit on the size of files

    def test_disk_that_stops_taking_bytes_is_told_and_the_file_stays_sound(place: Path) -> None:
        a_file(place)
        script = (
            "import resource, sys; from pathlib import Path;"
            "from tests.store.season import reopened, a_batch, some_reads;"
            "from trailsdesk.domain.problems import DiskFull;"
            "file = reopened(Path(sys.argv[1]));"
            "size = Path(sys.argv[1]).stat().st_size;"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20000, size + 20000));\n"
            "try:\n"
            "    with file.operation('reads') as writer:\n"
            "        writer.add_reads(a_batch(1), some_reads(20000))\n"
            "except DiskFull as error:\n"
            "    print(error.note.code, len(file.load().batches), file.check())\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(place)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout.split() == ["file.cannot-write", "0", "()"], done.stderr
        with reopened(place) as file:
            assert file.load().batches == {}
            assert file.check() == ()


def test_full_disk_when_making_a_file_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**engine.SETTINGS, "max_page_count": "3"}
    monkeypatch.setattr(engine, "SETTINGS", settings)
    with pytest.raises(DiskFull):
        new_file(place)
    assert list(place.parent.iterdir()) == []


# --------------------------------------------------------------------------- busy files


@pytest.fixture
def impatient(place: Path, monkeypatch: pytest.MonkeyPatch) -> OpenFile:
    monkeypatch.setattr(engine, "BUSY_MS", 100)
    file = new_file(place)
    seed(file)
    yield file
    file.close()


def test_file_written_to_by_another_program_is_busy_and_free_again_after(
    impatient: OpenFile,
) -> None:
    runner = impatient.load().runners[1]
    with closing(sqlite3.connect(impatient.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        for change in (impatient.undo, lambda: impatient.operation("x").__enter__()):
            with pytest.raises(FileBusy) as busy:
                change()
            assert impatient.path.name in message(busy.value)
        assert len(impatient.load().entries) == 1
    with impatient.operation("x") as writer:
        writer.put(replace(runner, city="Akaroa"))


def test_file_kept_by_a_reader_is_busy_and_the_change_is_not_kept(impatient: OpenFile) -> None:
    runner = impatient.load().runners[1]
    before = impatient.load()
    with closing(sqlite3.connect(impatient.path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM runner").fetchall()
        with pytest.raises(FileBusy), impatient.operation("x") as writer:
            writer.put(replace(runner, city="Akaroa"))
    assert impatient.load() == before
    with impatient.operation("x") as writer:
        writer.put(replace(runner, city="Akaroa"))
    assert impatient.load().runners[1].city == "Akaroa"


def test_file_kept_whole_by_another_program_does_not_open(
    impatient: OpenFile,
) -> None:
    impatient.close()
    with closing(sqlite3.connect(impatient.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FileBusy):
            reopened(impatient.path)
    with reopened(impatient.path) as file:
        assert not file.read_only


# -------------------------------------------------------------------------- broken files


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("sound") / "sound.trailsdesk"
    with new_file(place) as file:
        seeded = seed(file)
        with file.operation("many") as writer:
            writer.put_many([a_runner(f"Runner {n}", id=RunnerId(0)) for n in range(100)])
            writer.put(Contact(runner_id=seeded.runner.id, phone="1"))
        with file.operation("reads") as writer:
            writer.add_reads(a_batch(seeded.event.id), some_reads(300), b"line\n" * 3000)
        file.undo()
    return place.read_bytes()


def change(file: OpenFile) -> None:
    with file.operation("x") as writer:
        writer.put(a_runner(id=RunnerId(0)))


def use(place: Path) -> bool:
    """Do all one can do with a file; whether a fault it has was found out and told in words."""
    try:
        with reopened(place) as file:
            problems = file.check()
            for act in (file.load, file.history, file.undo, file.redo, lambda: change(file)):
                with suppress(KnownError):
                    act()
            with suppress(KnownError):
                file.batch_content(1)
            for number in range(1, 4):
                with suppress(KnownError):
                    file.changes_of(number)
            return bool(problems)
    except KnownError as error:
        return message(error) != error.note.code


@pytest.mark.parametrize("seed_number", range(1000, 2200))
def test_flipped_bytes_never_end_in_a_crash(place: Path, sound: bytes, seed_number: int) -> None:
    chance = random.Random(seed_number)
    data = bytearray(sound)
    for _ in range(chance.choice([1, 1, 8, 64])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    place.write_bytes(data)
    use(place)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_cut_files_are_found_out(place: Path, sound: bytes, kept: float) -> None:
    place.write_bytes(sound[: int(len(sound) * kept)])
    assert use(place)


@pytest.mark.parametrize("page", range(1, 12))
def test_zeroed_pages_are_found_out(place: Path, sound: bytes, page: int) -> None:
    place.write_bytes(sound[: page * 4096] + bytes(4096) + sound[(page + 1) * 4096 :])
    assert use(place)


def test_one_altered_letter_of_a_read_is_found_out(place: Path, sound: bytes) -> None:
    assert sound.count(b"217;12:00") == 1
    place.write_bytes(sound.replace(b"217;12:00", b"217;12:01"))
    with reopened(place) as file:
        (problem,) = file.check()
    assert problem.code == "file.check.reads"
    assert message(problem) != problem.code


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (b"1990-03-01", b"1990-03-0x"),
        (b"Runner 42", b"Runner \xff2"),
        (b'"short"', b'"short\\'),
        (b"setup", b"SETUP"),
        (b'"phone":"1"', b'"phone":"2"'),
    ],
    ids=["no date", "no text", "no JSON", "another word", "another phone"],
)
def test_altered_bytes_are_told_or_harmless_but_never_a_crash(
    place: Path, sound: bytes, there: bytes, instead: bytes
) -> None:
    assert there in sound
    place.write_bytes(sound.replace(there, instead))
    found = use(place)
    assert found or instead == b"SETUP"


@pytest.mark.parametrize("which", [0, 1], ids=["in the history", "in the row"])
def test_one_altered_letter_of_a_name_is_found_out(place: Path, sound: bytes, which: int) -> None:
    at = [found.start() for found in re.finditer(b"Runner 42", sound)]
    assert len(at) == 2
    place.write_bytes(sound[: at[which]] + b"Runner 43" + sound[at[which] + 9 :])
    with reopened(place) as file:
        (problem,) = file.check()
    assert problem.code == "file.check.row"
    assert problem.params["kind"] == "runner"


def test_altered_source_of_reads_is_found_out(place: Path, sound: bytes) -> None:
    place.write_bytes(sound)
    with raw(place) as connection:
        connection.execute("DROP TRIGGER batch_content_not_updated")
        connection.execute("UPDATE batch_content SET zlib = x'00'")
    with pytest.raises(FileDamaged):
        reopened(place)
    with raw(place) as connection:
        connection.execute(f"PRAGMA user_version = {1 << 16 | 1}")  # a newer file is trusted more
    with reopened(place) as file:
        assert "file.check.content" in {problem.code for problem in file.check()}


def test_lost_references_and_lost_reads_are_found_out(place: Path, sound: bytes) -> None:
    place.write_bytes(sound)
    with raw(place) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE file_state SET replaying = 1")
        connection.execute("DELETE FROM race")
        connection.execute("UPDATE read_batch SET retracted = 0")
        connection.execute("DROP TRIGGER event_has_batches")
        connection.execute("DELETE FROM event")
        connection.execute("DROP TRIGGER read_not_deleted")
        connection.execute("DELETE FROM read WHERE id = 5")
        connection.execute("UPDATE identity SET last = 1 WHERE kind = 'runner'")
        connection.execute(f"PRAGMA user_version = {1 << 16 | 1}")
    with reopened(place) as file:
        codes = {problem.code for problem in file.check()}
    assert {"file.check.reference", "file.check.reads", "file.check.form"} <= codes


def test_deleted_personal_data_leaves_no_trace_in_the_rows(file: OpenFile) -> None:
    seeded = seed(file)
    contact = Contact(runner_id=seeded.runner.id, medical="canary-in-a-coal-mine")
    with file.operation("contact") as writer:
        writer.put(contact)
    with file.operation("away") as writer:
        writer.put(replace(contact, medical=""))
    file.close()
    # Undo needs the journal's values; the row itself is overwritten, not merely let go.
    with raw(file.path) as connection:
        in_history = connection.execute(
            "SELECT count(*) FROM change WHERE before LIKE '%canary%' OR after LIKE '%canary%'"
        ).fetchone()[0]
    assert file.path.read_bytes().count(b"canary-in-a-coal-mine") == in_history


# ------------------------------------------------------------------------- in so many words


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFull),
        (sqlite3.SQLITE_IOERR_FSYNC, DiskFull),
        (sqlite3.SQLITE_IOERR_READ, FileDamaged),
        (sqlite3.SQLITE_BUSY, FileBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, FileBusy),
        (sqlite3.SQLITE_LOCKED, FileBusy),
        (sqlite3.SQLITE_READONLY, FileReadOnly),
        (sqlite3.SQLITE_READONLY_DBMOVED, FileReadOnly),
        (sqlite3.SQLITE_CANTOPEN, FileReadOnly),
        (sqlite3.SQLITE_CORRUPT, FileDamaged),
        (sqlite3.SQLITE_CORRUPT_VTAB, FileDamaged),
        (sqlite3.SQLITE_NOTADB, FileDamaged),
    ],
)
def test_what_the_database_says_is_put_in_words(
    place: Path, number: int, kind: type[KnownError]
) -> None:
    error = sqlite3.OperationalError("in the database's words")
    error.sqlite_errorcode = number
    place.touch()
    known = engine.translated(error, place)
    assert type(known) is kind
    assert place.name in message(known) or kind is DiskFull


if sys.platform != "win32":  # Windows keeps open files where they are

    def test_file_taken_away_while_open_is_told(file: OpenFile) -> None:
        seeded = seed(file)
        file.path.rename(file.path.with_name("renamed.trailsdesk"))
        with pytest.raises(KnownError) as gone, file.operation("x") as writer:
            writer.put(replace(seeded.runner, city="Akaroa"))
        assert gone.value.note.code == "file.missing"


def test_faults_of_the_program_stay_faults_of_the_program(place: Path) -> None:
    error = sqlite3.OperationalError("no such table: athlete")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert engine.translated(error, place) is None
    with pytest.raises(sqlite3.OperationalError), engine.known_errors(place):
        raise error
