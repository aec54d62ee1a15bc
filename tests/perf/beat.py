"""How long the event loop stood still, and what kept it: work of its own, or others."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
LATE_S = 0.03
"""A beat that is later than this has it written down what every thread is at."""
DEPTH = 7
SHOWN = 5
"""So many of the longest gaps are told in detail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time between two beats, in seconds.

    ``own_s`` is what the thread of the window worked itself, ``queued_s`` what it waited for a
    processor while other programs had them (0 where the system does not say). What is left is
    waiting for the interpreter, which another thread had.
    """

    wall_s: float
    own_s: float
    queued_s: float
    seen: str = ""

    @property
    def others_s(self) -> float:
        """What another thread of this program held it up."""
        return max(0.0, self.wall_s - self.own_s - self.queued_s)


class Beat(QObject):
    """A timer of 5 ms and the gaps between its beats; ``with`` it ends the watching.

    Args:
        details: whether another thread writes down what all are at when a beat is late. It waits
            for the interpreter as the window does: who had it stands where it gave it up.
    """

    def __init__(self, *, details: bool = False) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._details = details
        self._seen: list[str] = []
        self._over = threading.Event()
        self._queue = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Self:
        self._timer.start(BEAT_MS)
        self.fresh()
        if self._details:
            threading.Thread(target=self._watch, name="watch", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        self._over.set()

    def fresh(self) -> None:
        """Begin anew."""
        self.gaps, self._last = [], self._now()

    def _beat(self) -> None:
        before, now = self._last, self._now()
        wall_s, own_s, queued_s = (b - a for a, b in zip(before, now, strict=True))
        seen, self._seen = "\n".join(self._seen), []
        self.gaps.append(Gap(wall_s=wall_s, own_s=own_s, queued_s=queued_s, seen=seen))
        self._last = self._now()

    def _now(self) -> tuple[float, float, float]:
        queued = int(self._queue.read_text().split()[1]) / 1e9 if self._queue.exists() else 0.0
        return time.perf_counter(), time.thread_time(), queued

    def _watch(self) -> None:
        while not self._over.wait(BEAT_MS / 1000):
            late_s = time.perf_counter() - self._last[0]
            if late_s > LATE_S:
                self._seen.append(f"{late_s * 1000:.0f} ms late" + self._frames())

    def _frames(self) -> str:
        """What the threads are at, but for this one.

        A frame held longer than an instant could be let go here, with the window's objects in it.
        """
        found = []
        interval_s = sys.getswitchinterval()
        sys.setswitchinterval(0.002)
        for ident, frame in sys._current_frames().items():
            at, stack = frame, []
            while at is not None and len(stack) < DEPTH:
                stack.append((at.f_code, at.f_lineno))
                at = at.f_back
            found.append((ident, stack))
        del at, frame
        sys.setswitchinterval(interval_s)
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        told = ""
        for ident, stack in found:
            if "wait" not in stack[0][0].co_name and names.get(ident) != "watch":
                where = " < ".join(
                    f"{Path(c.co_filename).name}:{line} {c.co_name}" for c, line in stack
                )
                told += f"\n   {names.get(ident)}: {where}"
        return told


def percentiles(seconds: list[float]) -> str:
    """The middle, the twentieth from the top of a hundred, and the longest."""
    found = sorted(seconds)
    if not found:
        return "none"
    p50, p95 = (found[int(len(found) * share)] * 1000 for share in (0.5, 0.95))
    return f"p50 {p50:6.1f}  p95 {p95:6.1f}  max {found[-1] * 1000:7.1f} ms ({len(found)})"


def stalls(gaps: list[Gap], most: int = 3, over_s: float = 0.05) -> str:
    """The longest gaps over 50 ms: whose time it was."""
    late = sorted((g for g in gaps if g.wall_s > over_s), key=lambda g: -g.wall_s)
    words = [
        f"{g.wall_s * 1000:.0f} (own {g.own_s * 1000:.0f}, other threads {g.others_s * 1000:.0f},"
        f" other programs {g.queued_s * 1000:.0f})"
        for g in late[:most]
    ]
    return f"{len(late)} over {over_s * 1000:.0f} ms" + (": " + "; ".join(words) if words else "")
