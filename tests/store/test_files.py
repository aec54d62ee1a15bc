"""Making and opening files: what is refused, what is left as it was, what opens read-only."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import sys
from pathlib import Path

import pytest

from tests.builders import a_series
from tests.store.season import Ticking, a_batch, a_file, new_file, raw, reopened, seed, some_reads
from trailsdesk.domain.problems import (
    DiskFull,
    FileDamaged,
    FileReadOnly,
    FileTooNew,
    KnownError,
    Refused,
)
from trailsdesk.i18n import message
from trailsdesk.store import OpenFile, Store, durable, engine, files, lock
from trailsdesk.store.schema import APPLICATION_ID, MAJOR


def patch_header(place: Path, offset: int, value: int) -> None:
    with place.open("r+b") as stream:
        stream.seek(offset)
        stream.write(struct.pack(">i", value))


def fingerprint(place: Path) -> tuple[bytes, int]:
    return place.read_bytes(), place.stat().st_mtime_ns


def names_beside(place: Path) -> set[str]:
    return {path.name for path in place.parent.iterdir()}


# ------------------------------------------------------------------------------ creating


def test_new_file_holds_its_series_and_nothing_else(file: OpenFile) -> None:
    data = file.load()
    assert data.series == a_series()
    assert data.revision == 0
    assert [data.events, data.races, data.runners, data.entries, data.reads] == [{}] * 5
    assert file.history() == ()
    assert file.check() == ()


def test_file_at_rest_is_one_file(file: OpenFile, place: Path) -> None:
    seed(file)
    file.close()
    assert names_beside(place) == {place.name}


def test_new_file_carries_our_mark_and_version(file: OpenFile, place: Path) -> None:
    head = place.read_bytes()[:100]
    assert struct.unpack_from(">i", head, 68)[0] == APPLICATION_ID
    assert struct.unpack_from(">i", head, 60)[0] >> 16 == MAJOR


def test_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    place = tmp_path / "notes.trailsdesk"
    place.write_text("dear diary")
    with pytest.raises(Refused) as refused:
        new_file(place)
    assert refused.value.note.code == "file.exists"
    assert place.read_text() == "dear diary"


def test_name_taken_while_the_file_is_made_is_not_overwritten(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = files._build

    def build_and_lose_the_race(part: Path, series: object) -> None:
        build(part, series)
        place.write_text("somebody was faster")

    monkeypatch.setattr(files, "_build", build_and_lose_the_race)
    with pytest.raises(Refused) as refused:
        new_file(place)
    assert refused.value.note.code == "file.exists"
    assert place.read_text() == "somebody was faster"
    assert names_beside(place) == {place.name}


def test_sticks_without_hard_links_take_new_files(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with new_file(place) as file:
        assert file.load().series.name == a_series().name
    assert names_beside(place) == {place.name}


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        new_file(tmp_path / "nowhere" / "x.trailsdesk")
    assert refused.value.note.code == "file.no-folder"
    assert "nowhere" in message(refused.value)


@pytest.mark.parametrize("number", [13, 30], ids=["no permission", "read-only medium"])
def test_place_that_takes_no_files_is_refused_in_words(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def deny(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "sync_file", deny)
    with pytest.raises(Refused) as refused:
        new_file(place)
    assert refused.value.note.code == "file.cannot-create"
    assert names_beside(place) == set()


def test_failed_making_leaves_nothing_behind(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(files, "sync_file", full)
    with pytest.raises(DiskFull):
        new_file(place)
    assert names_beside(place) == set()


# -------------------------------------------------------------------- refused unread


def empty(place: Path) -> None:
    place.write_bytes(b"")


def text(place: Path) -> None:
    place.write_text("bib;time\n12;0:45:15\n" * 20)


def zeros(place: Path) -> None:
    place.write_bytes(bytes(8192))


def other_program(place: Path) -> None:
    with raw(place) as connection:
        connection.execute("CREATE TABLE t (x)")


def other_mark(place: Path) -> None:
    a_file(place)
    patch_header(place, 68, 0x0F055112)


def header_only(place: Path) -> None:
    place.write_bytes(a_file(place).read_bytes()[:100])


def half(place: Path) -> None:
    whole = a_file(place).read_bytes()
    place.write_bytes(whole[: len(whole) // 2])


def no_version(place: Path) -> None:
    a_file(place)
    patch_header(place, 60, 0)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (empty, "file.empty"),
        (text, "file.foreign"),
        (zeros, "file.foreign"),
        (other_program, "file.foreign"),
        (other_mark, "file.foreign"),
        (no_version, "file.foreign"),
        (header_only, "file.cut-short"),
        (half, "file.cut-short"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_not_a_whole_series_file_is_refused_and_left_as_it_was(
    place: Path, spoil: object, code: str
) -> None:
    spoil(place)
    before, beside = fingerprint(place), names_beside(place)
    with pytest.raises(FileDamaged) as damaged:
        reopened(place)
    assert damaged.value.note.code == code
    assert place.name in message(damaged.value)
    assert fingerprint(place) == before
    assert names_beside(place) == beside


def test_newer_major_version_is_refused_and_left_as_it_was(place: Path) -> None:
    a_file(place)
    patch_header(place, 60, (MAJOR + 1) << 16 | 3)
    before = fingerprint(place)
    with pytest.raises(FileTooNew) as newer:
        reopened(place)
    assert f"{MAJOR + 1}.3" in message(newer.value)
    assert fingerprint(place) == before
    assert names_beside(place) == {place.name}


def test_newer_minor_version_opens(place: Path) -> None:
    a_file(place)
    with raw(place) as connection:
        connection.execute(f"PRAGMA user_version = {MAJOR << 16 | 999}")
        connection.execute("CREATE TABLE added_later (x TEXT) STRICT")
    with reopened(place) as file:
        assert len(file.load().entries) == 1


def test_missing_file_and_folder_are_known_errors(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as missing:
        reopened(tmp_path / "gone.trailsdesk")
    assert missing.value.note.code == "file.missing"
    with pytest.raises(FileDamaged) as folder:
        reopened(tmp_path)
    assert folder.value.note.code == "file.foreign"


def test_unreadable_file_is_a_known_error(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(place)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(KnownError) as unreadable:
        reopened(place)
    assert unreadable.value.note.code == "file.unreadable"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW trap AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)"
        " SELECT * FROM n",
        "CREATE TRIGGER trap AFTER UPDATE ON runner BEGIN DELETE FROM ruling; END",
        "DROP TRIGGER read_not_updated",
        "DROP TRIGGER entry_inserted",
        "ALTER TABLE runner ADD COLUMN nickname TEXT",
    ],
    ids=["view added", "trigger added", "guard dropped", "recorder dropped", "column added"],
)
def test_file_rebuilt_by_another_program_is_refused(place: Path, sql: str) -> None:
    a_file(place)
    with raw(place) as connection:
        connection.execute(sql)
    with pytest.raises(FileDamaged) as rebuilt:
        reopened(place)
    assert rebuilt.value.note.code == "file.rebuilt"


def test_index_added_by_another_program_does_no_harm(place: Path) -> None:
    a_file(place)
    with raw(place) as connection:
        connection.execute("CREATE INDEX by_name ON runner (family_name)")
    with reopened(place) as file:
        assert file.check() == ()


def test_refused_file_is_not_left_locked(place: Path) -> None:
    a_file(place)
    with raw(place) as connection:
        connection.execute("DROP TRIGGER read_not_updated")
    with pytest.raises(FileDamaged):
        reopened(place)
    assert names_beside(place) == {place.name}


# ------------------------------------------------------------------------ read-only


def test_second_opener_reads_only_and_sees_what_the_first_saves(file: OpenFile) -> None:
    seed(file)
    with reopened(file.path) as second:
        assert second.read_only
        assert second.read_only_reason.code == "file.read-only-held"
        with file.operation("reads") as writer:
            writer.add_reads(a_batch(1), some_reads(3))
        assert len(second.load().reads) == 3
        for change in (second.undo, second.redo, lambda: second.operation("x").__enter__()):
            with pytest.raises(FileReadOnly) as refused:
                change()
            assert refused.value.note.code == "file.read-only-held"
    assert not file.read_only
    assert lock.lock_path(file.path).exists()


def test_asked_for_reading_only_makes_nothing_and_changes_nothing(place: Path) -> None:
    a_file(place)
    before = fingerprint(place)
    with reopened(place, read_only=True) as file:
        assert file.read_only
        assert len(file.load().entries) == 1
        assert file.next_undo().name == "setup"
        assert file.check() == ()
        assert names_beside(place) == {place.name}
    assert fingerprint(place) == before


@pytest.mark.parametrize("number", [13, 30], ids=["no permission", "read-only medium"])
def test_place_that_takes_no_lock_opens_for_reading(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    a_file(place)
    before = fingerprint(place)

    def deny(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock, "_write", deny)
    with reopened(place) as file:
        assert file.read_only_reason.code == "file.read-only-place"
        assert len(file.load().runners) == 1
    assert fingerprint(place) == before
    assert names_beside(place) == {place.name}


def test_write_protected_file_opens_for_reading(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(place)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with reopened(place) as file:
        assert file.read_only
        assert file.load().runners
    assert names_beside(place) == {place.name}


def test_full_disk_opens_for_reading(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(place)

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(lock, "_write", full)
    with reopened(place) as file:
        assert file.read_only_reason.code == "file.read-only-full"


def cut_off_in_a_change(place: Path, stick: Path) -> None:
    """Leave at ``stick`` what a desk killed in the middle of a change to ``place`` leaves."""
    a_file(place)
    stick.parent.mkdir()
    # Two pages of cache force the change into the file before it is confirmed.
    with raw(place) as connection:
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE file_state SET operation = 1")
        connection.executemany(
            "INSERT INTO runner VALUES (?, ?, '', NULL, NULL, '', '', '', '', '', '')",
            [(number, "x" * 500) for number in range(100, 200)],
        )
        shutil.copy(place, stick)
        shutil.copy(engine.journal_path(place), engine.journal_path(stick))
        connection.rollback()


def test_unfinished_change_on_a_read_only_medium_is_told(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick" / place.name
    cut_off_in_a_change(place, stick)

    def forbidden(*_: object) -> None:
        raise OSError(30, os.strerror(30))

    with monkeypatch.context() as medium:
        medium.setattr(lock, "_write", forbidden)
        with pytest.raises(FileReadOnly) as unfinished:
            reopened(stick, read_only=True)
    assert unfinished.value.note.code == "file.unfinished"
    with reopened(stick) as file:
        assert [runner.family_name for runner in file.load().runners.values()] == ["Rimu"]
        assert file.check() == ()


def test_a_reader_takes_an_unfinished_change_back_where_it_can(
    place: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick" / place.name
    cut_off_in_a_change(place, stick)
    with reopened(stick, read_only=True) as file:
        assert file.read_only_reason.code == "file.read-only-asked"
        assert [runner.family_name for runner in file.load().runners.values()] == ["Rimu"]
        assert file.check() == ()
    assert names_beside(stick) == {stick.name}


def test_a_reader_leaves_a_change_under_way_at_another_desk_alone(place: Path) -> None:
    a_file(place)
    with reopened(place) as desk, raw(place) as connection:
        assert not desk.read_only
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE file_state SET operation = 1")
        assert engine.journal_path(place).exists()
        with reopened(place, read_only=True) as reader:
            assert reader.load().runners
        assert lock.lock_path(place).exists()
        connection.rollback()


# ------------------------------------------------------------------------- settings


def test_settings_are_in_force_on_every_connection(file: OpenFile) -> None:
    expected = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "journal_mode": "delete",
        "synchronous": 3,
        "busy_timeout": 5000,
    }
    with reopened(file.path) as second:
        for opened in (file, second):
            with opened._reading() as connection:
                found = {
                    name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                    for name in expected
                }
                query_only = connection.exec_driver_sql("PRAGMA query_only").scalar_one()
            assert found == expected
            assert query_only == opened.read_only


def test_writing_begins_with_the_write_lock_reading_without(file: OpenFile) -> None:
    with raw(file.path) as other:
        with file.operation("x") as writer:
            writer.put(a_series(name="Renamed"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("PRAGMA busy_timeout=0").connection.execute("BEGIN IMMEDIATE")
        with file._reading():
            other.execute("BEGIN IMMEDIATE")
            other.rollback()


def test_file_switched_to_a_write_ahead_log_is_brought_back(place: Path) -> None:
    a_file(place)
    with raw(place) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with reopened(place) as file:
        seed_name = file.load().series.name
    assert seed_name
    assert place.read_bytes()[18:20] == b"\x01\x01"
    assert names_beside(place) - {f"{place.name}.backups"} == {place.name}


def test_closed_file_says_so_and_closing_twice_is_fine(file: OpenFile) -> None:
    file.close()
    file.close()
    with pytest.raises(ValueError, match="closed"):
        file.load()
    with pytest.raises(ValueError, match="closed"), file.operation("x"):
        pass


def test_odd_names_of_files_work(tmp_path: Path) -> None:
    for name in ("50% ? #1 (new).trailsdesk", "Tōtara & Ørn.trailsdesk", "no extension"):
        if sys.platform == "win32" and "?" in name:
            continue
        with new_file(tmp_path / name) as file:
            seed(file)
        with reopened(tmp_path / name) as again:
            assert len(again.load().entries) == 1


def test_relative_path_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with new_file(Path("here.trailsdesk")) as file:
        seed(file)
    assert (tmp_path / "here.trailsdesk").exists()


def test_folder_sync_is_quiet_where_folders_do_not_open(tmp_path: Path) -> None:
    durable.sync_folder(tmp_path / "missing")


def test_clock_and_actor_stand_in_the_history(place: Path) -> None:
    clock = Ticking()
    with Store().create(place, a_series(), "Ana (made up)", clock) as file:
        seed(file)
        assert file.history()[0].actor == "Ana (made up)"
        assert file.history()[0].at_ms == Ticking().now_ms()
