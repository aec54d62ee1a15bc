"""Old files open for ever: each is copied, brought up step by step, and ends like a new one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.season import a_file, new_file, raw, reopened
from trailsdesk.domain.problems import DiskFull, FileReadOnly
from trailsdesk.store import backups, migrations, schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILES = Path(__file__).resolve().parents[1] / "data" / "files"
OLD_FILES = sorted(FILES.glob("v*/*.trailsdesk"))


def shape(place: Path) -> dict[tuple[str, str], str]:
    with raw(place) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}


@pytest.fixture
def old_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    place = tmp_path / "old.trailsdesk"
    shutil.copy(request.param, place)
    return place


def test_there_is_an_old_file_of_every_major_version() -> None:
    versions = {path.parent.name for path in OLD_FILES}
    assert versions == {f"v{number}" for number in range(1, schema.MAJOR + 1)}


@pytest.mark.parametrize("old_file", OLD_FILES, indirect=True, ids=lambda p: p.parent.name)
def test_old_file_opens_sound_and_whole(old_file: Path) -> None:
    with reopened(old_file) as file:
        assert not file.read_only
        assert file.check() == ()
        data = file.load()
        assert len(data.entries) == 6
        assert len(data.reads) == 7
        assert {runner.family_name for runner in data.runners.values()} >= {"Mataī", "Żuraw"}
        assert data.races[1].distance_m == 10_450.25
        assert file.batch_content(1).startswith(b"bib;time")
        assert file.contacts([1])[1].phone == "made up 1"
        assert [info.name for info in file.history()] == [
            "retract",
            "reads",
            "edit",
            "import",
            "setup",
        ]
        while file.undo():
            pass
        assert file.load().entries == {}
        while file.redo():
            pass
        assert len(file.load().entries) == 6


@pytest.mark.parametrize("old_file", OLD_FILES, indirect=True, ids=lambda p: p.parent.name)
def test_old_file_brought_up_is_built_like_a_new_one(old_file: Path, place: Path) -> None:
    new_file(place).close()
    reopened(old_file).close()
    assert shape(old_file) == shape(place)
    with raw(old_file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.USER_VERSION


@pytest.mark.parametrize("old_file", OLD_FILES, indirect=True, ids=lambda p: p.parent.name)
def test_old_file_that_may_only_be_read_says_the_same_and_stays_as_it_is(old_file: Path) -> None:
    before = old_file.read_bytes()
    with reopened(old_file, read_only=True) as file:
        assert file.read_only
        assert file.check() == ()
        seen = file.load()
        history = [info.name for info in file.history()]
        with pytest.raises(FileReadOnly):
            file.undo()
    assert old_file.read_bytes() == before
    assert [each.name for each in old_file.parent.iterdir()] == [old_file.name]
    with reopened(old_file) as file:
        assert file.load() == seen
        assert [info.name for info in file.history()] == history


def to_next(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE later (x TEXT) STRICT")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.USER_VERSION + 1}")


def to_the_one_after(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO later VALUES ('filled')")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.USER_VERSION + 2}")


def broken(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO later VALUES ('half')")
    raise ZeroDivisionError


def version(place: Path) -> int:
    with raw(place) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_steps_are_taken_in_order_after_a_copy(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(place)
    first = schema.USER_VERSION
    monkeypatch.setattr(migrations, "STEPS", {first: to_next, first + 1: to_the_one_after})
    with reopened(place) as file:
        assert len(file.load().entries) == 1
    assert version(place) == first + 2
    (copy,) = backups.copies_of(place)
    assert "before-migration" in copy.path.name
    assert version(copy.path) == first


def test_failing_step_leaves_the_file_at_the_step_before(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(place)
    first = schema.USER_VERSION
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", {first: to_next, first + 1: broken})
        with pytest.raises(ZeroDivisionError):
            reopened(place)
    assert version(place) == first + 1
    with raw(place) as connection:
        assert connection.execute("SELECT count(*) FROM later").fetchone()[0] == 0
    with reopened(place) as file:
        assert not file.read_only


def test_no_step_is_taken_when_no_copy_can_be_made(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(place)
    before = place.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "STEPS", {schema.USER_VERSION: to_next})
    monkeypatch.setattr(backups, "sync_file", full)
    with pytest.raises(DiskFull):
        reopened(place)
    assert place.read_bytes() == before


def test_reading_only_takes_no_step(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(place)
    before = place.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", {schema.USER_VERSION: to_next})
    with reopened(place, read_only=True) as file:
        assert len(file.load().entries) == 1
    assert place.read_bytes() == before
