"""Whatever bears the name of a copy was proven good; failing to make one stops nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from tests.builders import a_runner
from tests.store.season import NOON, Ticking, a_batch, a_file, raw, reopened, seed, some_reads
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import DiskFull, FileDamaged, KnownError
from trailsdesk.i18n import message
from trailsdesk.store import OpenFile, Store, backups
from trailsdesk.store.backups import KEEP_DAYS, KEEP_NEWEST, folder_of

if TYPE_CHECKING:
    from pathlib import Path


def copies(place: Path) -> list[str]:
    folder = folder_of(place)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_copy_is_a_whole_series_file(file: OpenFile) -> None:
    seeded = seed(file)
    with file.operation("reads") as writer:
        writer.add_reads(a_batch(seeded.event.id), some_reads(50), b"source")
    copy = file.backup("before import")
    assert copy.parent == folder_of(file.path)
    before = copy.read_bytes()
    with reopened(copy, read_only=True) as opened:
        assert opened.load() == file.load()
        assert opened.history() == file.history()
        assert opened.batch_content(1) == b"source"
        assert opened.check() == ()
    assert copy.read_bytes() == before


def test_copy_is_named_by_moment_revision_and_reason(file: OpenFile) -> None:
    seed(file)
    made = datetime.fromtimestamp((NOON + 2000) / 1000, tz=UTC)
    copy = file.backup("Vor dem Import: „Läufer“/../x")
    assert copy.name == f"{made:%Y%m%dT%H%M%SZ}-r000001-vor-dem-import-laufer-x.trailsdesk"
    assert file.last_backup_ms() == NOON + 2000
    assert (
        file.backup("").name == f"{made + timedelta(seconds=1):%Y%m%dT%H%M%SZ}-r000001.trailsdesk"
    )


def test_two_copies_of_one_second_both_stay(place: Path) -> None:
    class Standing:
        def now_ms(self) -> int:
            return NOON

    a_file(place)
    with Store().open(place, "Desk 1", Standing()) as file:
        assert file.backup("x") != file.backup("x")
        assert len(copies(place)) == 3


def test_copy_can_be_worked_in(file: OpenFile) -> None:
    seed(file)
    copy = file.backup("x")
    with reopened(copy) as opened:
        assert not opened.read_only
        assert opened.undo().operation == "setup"
        assert opened.load().entries == {}
    assert len(file.load().entries) == 1


def test_opening_copies_what_changed_since_the_last_copy(place: Path) -> None:
    a_file(place)
    assert copies(place) == []
    for _ in range(2):
        with reopened(place) as file:
            assert len(copies(place)) == 1
            assert file.backup_failure is None
    with reopened(place) as file:
        file.undo()
    reopened(place).close()
    assert len(copies(place)) == 2


def test_unchanged_new_file_and_reading_only_make_no_copy(file: OpenFile, place: Path) -> None:
    file.close()
    reopened(place).close()
    assert copies(place) == []
    with reopened(place) as file:
        seed(file)
    reopened(place, read_only=True).close()
    assert copies(place) == []


def test_newest_copies_stay_older_ones_thin_out_to_one_a_day(file: OpenFile) -> None:
    folder = folder_of(file.path)
    folder.mkdir()
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    moments = [now - timedelta(hours=6 * step) for step in range(4 * (KEEP_DAYS + 10))]
    for moment in moments:
        (folder / f"{moment:%Y%m%dT%H%M%SZ}-r000001-open.trailsdesk").touch()
    (folder / "my own note.txt").touch()
    (folder / "my own copy.trailsdesk").touch()
    backups.thin(file.path, now=now)
    left = [copy.made for copy in backups.copies_of(file.path)]
    assert left[:KEEP_NEWEST] == moments[:KEEP_NEWEST]
    older = left[KEEP_NEWEST:]
    assert len({moment.date() for moment in older}) == len(older) > 20
    assert all(now - moment <= timedelta(days=KEEP_DAYS) for moment in older)
    assert {"my own note.txt", "my own copy.trailsdesk"} <= set(copies(file.path))


def test_making_copies_thins_them(place: Path) -> None:
    a_file(place)
    with Store().open(place, "Desk 1", Ticking()) as file:
        for _ in range(KEEP_NEWEST + 3):
            file.backup("x")
    # The one of the older ones that is its day's last stays as well.
    assert len(copies(place)) == KEEP_NEWEST + 1


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(backups, "sync_file", fail)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (OSError(28, os.strerror(28)), DiskFull, "backup.disk-full"),
        (OSError(5, os.strerror(5)), KnownError, "backup.failed"),
        (OSError(30, os.strerror(30)), KnownError, "backup.failed"),
        (sqlite3.OperationalError("disk I/O error"), KnownError, "backup.failed"),
    ],
    ids=["full", "pulled out", "read-only", "database error"],
)
def test_failing_copy_is_told_and_leaves_no_half_copy(
    file: OpenFile,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    kind: type[KnownError],
    code: str,
) -> None:
    seeded = seed(file)
    with monkeypatch.context() as patched:
        fail_with(patched, error)
        with pytest.raises(kind) as failed:
            file.backup("x")
    assert failed.value.note.code == code
    assert str(folder_of(file.path)) in message(failed.value)
    assert copies(file.path) == []
    with file.operation("goes on") as writer:
        writer.put(replace(seeded.runner, city="Akaroa"))
    assert file.backup("x").exists()


def test_folder_of_copies_that_cannot_be_made_is_told(file: OpenFile) -> None:
    seed(file)
    folder_of(file.path).write_text("a file where the folder should be")
    with pytest.raises(KnownError) as failed:
        file.backup("x")
    assert failed.value.note.code == "backup.failed"


def test_failing_copy_does_not_stop_the_opening(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(place)
    with monkeypatch.context() as patched:
        fail_with(patched, OSError(28, os.strerror(28)))
        with reopened(place) as file:
            assert file.backup_failure.note.code == "backup.disk-full"
            with file.operation("goes on") as writer:
                writer.put(a_runner(id=RunnerId(0)))
            assert len(file.load().runners) == 2


def test_copy_unlike_the_file_is_thrown_away(
    file: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(file)
    verify = backups._verify

    def lose_a_row(connection: object, part: Path) -> None:
        with raw(part) as copy:
            copy.execute("UPDATE file_state SET replaying = 1")
            copy.execute("DELETE FROM entry")
            copy.execute("UPDATE file_state SET replaying = 0")
        verify(connection, part)

    monkeypatch.setattr(backups, "_verify", lose_a_row)
    with pytest.raises(KnownError) as unsound:
        file.backup("x")
    assert unsound.value.note.code == "backup.unsound"
    assert copies(file.path) == []


def test_half_copies_of_a_killed_program_are_cleared_away(file: OpenFile) -> None:
    seed(file)
    folder_of(file.path).mkdir()
    half = folder_of(file.path) / "20260101T000000Z-r000001-open.trailsdesk.part"
    half.write_text("half")
    assert file.last_backup_ms() is None
    file.backup("x")
    assert not half.exists()


def test_damaged_file_names_the_folder_of_the_newest_good_copy(place: Path) -> None:
    a_file(place)
    with reopened(place) as file:
        good = file.backup("good")
        newer = file.backup("newer")
    newer.write_bytes(spoiled(newer.read_bytes()))
    place.write_bytes(spoiled(place.read_bytes()))
    with pytest.raises(FileDamaged) as damaged:
        reopened(place)
    assert damaged.value.note.code == "file.damaged"
    assert damaged.value.note.params["newest"] == good.name
    assert str(good.parent) in message(damaged.value)
    shutil.rmtree(good.parent)
    with pytest.raises(FileDamaged) as damaged:
        reopened(place)
    assert damaged.value.note.code == "file.damaged-no-copy"


def spoiled(data: bytes) -> bytes:
    return data[:4096] + bytes(len(data) - 4096)


def test_reading_only_can_still_make_a_copy_and_change_nothing(place: Path) -> None:
    a_file(place)
    before = place.read_bytes()
    with reopened(place, read_only=True) as file:
        with reopened(file.backup("for the stick"), read_only=True) as copy:
            assert copy.load() == file.load()
        with file._reading() as connection, pytest.raises(DBAPIError):
            connection.exec_driver_sql("UPDATE file_state SET revision = 9")
    assert place.read_bytes() == before


def test_times_taken_while_a_copy_is_made_are_kept_and_the_copy_is_whole(
    file: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_PAGES_AT_ONCE", 8)
    seeded = seed(file)
    with file.operation("reads") as writer:
        writer.add_reads(a_batch(seeded.event.id), some_reads(1000), b"source")
    taken = 0

    def take() -> None:
        nonlocal taken
        if taken < 5:
            taken += 1
            with file.operation("finish.key") as writer:
                writer.add_reads(a_batch(seeded.event.id), some_reads(1))

    copy = file.backup("auto", take)
    assert taken == 5
    assert len(file.load().reads) == 1005
    assert file.check() == ()
    with reopened(copy, read_only=True) as opened:
        assert len(opened.load().reads) == 1005
        assert opened.check() == ()
        assert backups.copies_of(file.path)[0].revision == opened.load().revision


def test_a_copy_begun_while_another_is_made_spoils_neither(
    file: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_PAGES_AT_ONCE", 2)
    seed(file)
    inner: list[Path] = []

    def copy_too() -> None:
        if not inner:
            inner.append(file.backup("inner"))

    outer = file.backup("outer", copy_too)
    for made in (outer, *inner):
        with reopened(made, read_only=True) as opened:
            assert opened.check() == ()
    assert copies(file.path) == sorted([outer.name, inner[0].name])
