"""A desk killed at any moment: every confirmed save is there, no half save is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.store.season import a_file, raw, reopened
from trailsdesk.domain.timing import BatchKind
from trailsdesk.store import migrations, schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

KILLS = 12
READS = 200
ROOT = Path(__file__).resolve().parents[2]


def start_desk(place: Path, desk: str = "busy_desk", reads: int = READS) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.store.{desk}", str(place), str(reads)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_no_confirmed_save_is_lost_and_no_half_save_is_found(place: Path) -> None:
    a_file(place)
    chance = random.Random(12)
    for _ in range(KILLS):
        with start_desk(place) as desk:
            confirmed = int(desk.stdout.readline())
            time.sleep(chance.uniform(0, 0.15))
            desk.kill()
            confirmed = max([confirmed, *map(int, desk.stdout.read().split())])
        with reopened(place) as file:
            assert not file.read_only
            data = file.load()
            assert confirmed <= len(data.batches) <= confirmed + 1
            assert len(data.reads) == READS * len(data.batches)
            kept = sum(not batch.retracted for batch in data.batches.values())
            # Killed between an undo and its redo, the last batch waits to be counted again.
            waiting = file.next_redo() is not None
            assert kept == len(data.batches) - waiting
            assert data.runners[1].city == str(kept)
            assert file.check() == ()
            if waiting:
                file.redo()


def test_an_import_killed_between_its_steps_was_never_there(place: Path) -> None:
    a_file(place)
    chance = random.Random(7)
    reads, broken_off = 2500, 0
    held = {"key": 0, "import": 0}
    for _ in range(8):
        with start_desk(place, "busy_importer", reads) as desk:
            # A desk that is killed early has confirmed nothing of its own yet.
            confirmed = dict(held)
            said = [desk.stdout.readline().split()]
            time.sleep(chance.uniform(0, 0.3))
            desk.kill()
            said += [line.split() for line in desk.stdout.read().splitlines()]
        confirmed.update({kind: int(count) for kind, count in filter(_whole, said)})
        with raw(place) as connection:
            rows = connection.execute("SELECT count(*) FROM read").fetchone()[0]
        with reopened(place) as file:
            data = file.load()
            kinds = [batch.kind for batch in data.batches.values()]
            keys, imports = kinds.count(BatchKind.LINE), kinds.count(BatchKind.FILE)
            assert confirmed["key"] <= keys <= confirmed["key"] + 1
            assert confirmed["import"] <= imports <= confirmed["import"] + 1
            assert len(data.reads) == keys + imports * reads
            assert len(file.history()) == 1 + keys + imports
            held = {"key": keys, "import": imports}
            assert file.check() == ()
            broken_off += rows > len(data.reads)
    assert broken_off, "the test must kill in the middle of an import"


def _whole(said: list[str]) -> bool:
    return len(said) == 2


def test_migration_killed_at_any_moment_is_done_or_not_begun(place: Path) -> None:
    a_file(place)
    script = "import sys; from tests.store.test_kill import migrate_slowly as go; go(sys.argv[1])"
    chance = random.Random(5)
    old = 0
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(place)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        ) as desk:
            desk.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            desk.kill()
        with reopened(place, read_only=True) as file, file._reading() as connection:
            tables = connection.exec_driver_sql(
                "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'later_%'"
            ).scalar_one()
            new = migrations.version_of(connection) != schema.USER_VERSION
            assert tables == (40 if new else 0)
            old += not new
    assert old


def migrate_slowly(place: str) -> None:
    """In a process of its own: a step long enough to be killed in the middle."""

    def step(connection: Connection) -> None:
        print("begun", flush=True)
        for number in range(40):
            connection.exec_driver_sql(f"CREATE TABLE later_{number} (x TEXT) STRICT")
            time.sleep(0.01)
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.USER_VERSION + 1}")

    migrations.STEPS = {schema.USER_VERSION: step}
    reopened(Path(place))
