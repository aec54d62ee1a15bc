"""Who waits for whom: long work makes room for keys and for what is being shown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Room:
    """Room for a key on its way, and for whatever the window does: long work waits for it.

    The interpreter is one for all threads. A computation would not stop a key for good, but take
    turns with it, and the time would stand on the screen late.
    """

    _MOST_S = 0.25
    _LEAST_S = 0.02
    _WORK_S = 0.06
    """As long the window's work is waited for; one that is longer would not end sooner by it."""
    _PAINT_S = 0.02

    def __init__(self) -> None:
        self._until = 0.0
        self._free_until = 0.0
        self._works_until = 0.0
        self._closed = False

    def window_works(self) -> None:
        """What was worked out is being shown."""
        self._works_until = time.monotonic() + self._WORK_S

    def window_paints(self) -> None:
        """It is shown as soon as it is painted."""
        self._works_until = time.monotonic() + self._PAINT_S

    def close(self) -> None:
        """Nobody is to be waited for any more."""
        self._closed = True

    @property
    def quiet_s(self) -> float:
        """How long no room was asked for."""
        return time.monotonic() - self._until

    def hold(self, seconds: float) -> None:
        """Make room from now on, for so long."""
        self._until = max(self._until, time.monotonic() + seconds)

    def release(self, seconds: float) -> None:
        """What room was made for is done; a little more, for what comes of it."""
        self._until = time.monotonic() + seconds

    def wait(self, meanwhile: Callable[[], object] | None = None) -> None:
        """Stand still while there is to be room; with keys without end, not for ever."""
        began = now = time.monotonic()
        if now < self._free_until or not self._is_wanted(now):
            return
        while self._is_wanted(now) and now - began < self._MOST_S:
            time.sleep(0.001)
            if meanwhile is not None:
                meanwhile()
            now = time.monotonic()
        if now - began >= self._MOST_S:
            self._free_until = now + self._LEAST_S

    def _is_wanted(self, now: float) -> bool:
        return now < max(self._until, self._works_until) and not self._closed
