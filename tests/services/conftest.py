"""A fresh season of the real preset for every test, closed at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.close()
