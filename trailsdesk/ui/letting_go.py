"""Large things that nobody needs any more, taken apart where nobody waits for it.

A hundred thousand rows that are let go all at once stop every thread for a tenth of a second: no
other comes in between while a list is emptied.
"""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue
from typing import Any

_LARGE = 5_000
"""Fewer are gone before anybody notices."""
_AT_ONCE = 500
_BEFORE_S = 0.1
_REST_S = 0.001

_waiting: SimpleQueue[list[Any]] = SimpleQueue()
_lock = threading.Lock()
_thread: threading.Thread | None = None


def let_go(*many: list[Any] | tuple[Any, ...]) -> None:
    """Let others hold the last reference to what these hold; they themselves stay as they are.

    The caller drops its own right after. Of no effect where there are few.
    """
    for each in many:
        if len(each) >= _LARGE:
            _begin()
            _waiting.put(list(each))


def _begin() -> None:
    global _thread
    with _lock:
        if _thread is None:
            _thread = threading.Thread(target=_run, name="letting go", daemon=True)
            _thread.start()


def _run() -> None:
    while True:
        held = _waiting.get()
        # Whoever handed it over has not dropped it yet: the last reference must be this one.
        time.sleep(_BEFORE_S)
        while held:
            del held[-_AT_ONCE:]
            time.sleep(_REST_S)
        del held
