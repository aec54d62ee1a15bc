"""Who has a file open for writing: locks of the living are respected, of the dead they are not."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.store.season import a_file, reopened
from trailsdesk.domain.problems import FileReadOnly
from trailsdesk.i18n import message
from trailsdesk.store import lock

if TYPE_CHECKING:
    from pathlib import Path


def test_lock_of_a_dead_process_is_taken_over_at_once(place: Path) -> None:
    a_file(place)
    script = (
        "import os, sys; from pathlib import Path; from trailsdesk.store import lock;"
        "assert lock.acquire(Path(sys.argv[1])) is None; os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(place)], check=True, timeout=60)
    assert lock.lock_path(place).exists()
    with reopened(place) as file:
        assert not file.read_only
    assert not lock.lock_path(place).exists()


def write_lock(place: Path, text: str) -> None:
    lock.lock_path(place).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"pid": "x", "host": ""}', '{"pid": 99999999999, "host": "HOST"}']
)
def test_lock_that_names_nobody_alive_is_taken_over(place: Path, text: str) -> None:
    a_file(place)
    write_lock(place, text.replace("HOST", lock.platform.node()))
    with reopened(place) as file:
        assert not file.read_only


def test_lock_left_by_this_process_number_before_a_restart_is_taken_over(place: Path) -> None:
    a_file(place)
    write_lock(place, f'{{"pid": {os.getpid()}, "host": "{lock.platform.node()}"}}')
    with reopened(place) as file:
        assert not file.read_only


def test_lock_whose_process_number_was_given_anew_is_taken_over(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(place)
    monkeypatch.setattr(lock, "_started", lambda pid: "222")
    write_lock(
        place,
        f'{{"pid": {os.getppid()}, "host": "{lock.platform.node()}", "started": "111"}}',
    )
    with reopened(place) as file:
        assert not file.read_only


def test_lock_of_another_living_process_is_respected(place: Path) -> None:
    a_file(place)
    write_lock(place, f'{{"pid": {os.getppid()}, "host": "{lock.platform.node()}"}}')
    with reopened(place, take_over=True) as file:
        assert file.read_only
    assert lock.lock_path(place).exists()


def test_lock_of_another_computer_stays_until_a_person_says_otherwise(place: Path) -> None:
    a_file(place)
    write_lock(place, '{"pid": 1, "host": "the-other-laptop"}')
    with reopened(place) as file:
        assert file.read_only
        assert "the-other-laptop" in message(
            FileReadOnly(file.read_only_reason.code, **file.read_only_reason.params)
        )
    assert lock.lock_path(place).exists()
    with reopened(place, take_over=True) as file:
        assert not file.read_only
    assert not lock.lock_path(place).exists()
