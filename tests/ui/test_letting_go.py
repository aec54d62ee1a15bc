"""What many rows are let go with: not at once, and not on the thread of the window."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from trailsdesk.ui.letting_go import let_go


@dataclass(slots=True)
class _Gone:
    """Where and when things went."""

    threads: set[str] = field(default_factory=set)
    count: int = 0


class _Thing:
    def __init__(self, gone: _Gone) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.count += 1
        self._gone.threads.add(threading.current_thread().name)


def test_very_many_things_go_elsewhere_and_all_of_them() -> None:
    gone = _Gone()
    many = tuple(_Thing(gone) for _ in range(6000))
    let_go(many)
    del many
    ends = time.monotonic() + 10
    while gone.count < 6000 and time.monotonic() < ends:
        time.sleep(0.01)
    assert gone.count == 6000
    assert gone.threads == {"letting go"}


def test_few_things_go_at_once_where_they_are_dropped() -> None:
    gone = _Gone()
    many = [_Thing(gone) for _ in range(100)]
    let_go(many)
    assert len(many) == 100, "what is handed over stays as it is"
    del many
    assert gone.count == 100
    assert gone.threads == {threading.current_thread().name}
