"""A fresh series file for every test, and a clock that ticks a second with every look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.season import Ticking, new_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.store import OpenFile


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "Winter 2026.trailsdesk"


@pytest.fixture
def file(place: Path, clock: Ticking) -> Iterator[OpenFile]:
    with new_file(place, clock) as opened:
        yield opened
