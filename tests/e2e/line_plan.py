"""What is typed at the line in a trial run, and whether the file holds it afterwards.

Nothing here opens a window: ``line_under_xvfb.py`` does. Everybody is made up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TOLERANCE_MS = 50
"""How far outside of the time a key was being sent its instant may lie.

The key is pressed at some moment between two looks at the computer's clock, before it was asked
for and after the window system had answered for it. To that come a millisecond for each of three
clocks (the system's, the window system's, the program's) and, on a computer that does other work,
the wait of the program for its turn. Times at the line are shown to the tenth: half of that must
not be exceeded.
"""

KINDS = ("known bib", "no bib", "several bibs", "unknown bib", "repeated bib")
_SHARES = (0.78, 0.08, 0.05, 0.04, 0.05)
_JITTER = 0.6


@dataclass(frozen=True, slots=True)
class Stroke:
    """One act at the line: when it is due, in seconds, what is typed, and the key that ends it."""

    at: float
    kind: str
    bibs: tuple[str, ...]
    key: str

    @property
    def text(self) -> str:
        """What is typed before the key."""
        return ",".join(self.bibs) if self.key == "Return" else ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A stroke that was sent: the computer's clock just before and just after, in milliseconds."""

    stroke: Stroke
    before_ms: float
    after_ms: float


@dataclass(frozen=True, slots=True)
class Held:
    """A time in the file: its bib as keyed, and its instant."""

    bib: str
    instant_ms: int


@dataclass(slots=True)
class Outcome:
    """What became of all that was sent."""

    sent: dict[str, int] = field(default_factory=dict)
    lost: list[Sent] = field(default_factory=list)
    wrong_bib: list[tuple[Sent, Held]] = field(default_factory=list)
    wrong_time: list[tuple[Sent, Held, float]] = field(default_factory=list)
    extra: list[Held] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    outside_ms: list[float] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing wrong, nothing too many."""
        return not (self.lost or self.wrong_bib or self.wrong_time or self.extra)


def plan(*, minutes: float, rate: float, field_bibs: Sequence[str], seed: int) -> list[Stroke]:
    """Strokes at ``rate`` a minute, jittered, mostly bibs of the field that nobody typed yet."""
    dice = random.Random(seed)
    fresh = dice.sample(list(field_bibs), k=len(field_bibs))
    used: list[str] = []
    known = set(field_bibs)
    gap = 60 / rate
    strokes: list[Stroke] = []
    at = gap
    while at < minutes * 60:
        kind = dice.choices(KINDS, _SHARES)[0]
        if kind == "repeated bib" and not used:
            kind = "known bib"
        bibs: tuple[str, ...] = ()
        if kind == "known bib":
            bibs = (fresh.pop(),)
        elif kind == "several bibs":
            bibs = tuple(fresh.pop() for _each in range(dice.randint(2, 3)))
        elif kind == "unknown bib":
            bibs = (_unknown(dice, known),)
        elif kind == "repeated bib":
            bibs = (dice.choice(used),)
        used += bibs if kind in ("known bib", "several bibs") else ()
        key = "space" if kind == "no bib" else "Return"
        strokes.append(Stroke(at, kind, bibs or ("",), key))
        at += gap * dice.uniform(1 - _JITTER, 1 + _JITTER)
    return strokes


def _unknown(dice: random.Random, known: set[str]) -> str:
    while True:
        bib = str(dice.randint(60_000, 99_999))
        if bib not in known:
            return bib


def compare(sent: Iterable[Sent], held: Iterable[Held], tolerance_ms: float) -> Outcome:
    """Put what was sent and what the file holds side by side, in order of time.

    A stroke's times are those nearest to it that carry its bibs. What is left over afterwards on
    one side was lost, on the other is too many; a time in the right place with another bib is a
    wrong bib.
    """
    outcome = Outcome()
    left = sorted(held, key=lambda time: time.instant_ms)
    open_ones: list[tuple[Sent, str]] = []
    for each in sent:
        outcome.sent[each.stroke.kind] = outcome.sent.get(each.stroke.kind, 0) + 1
        for bib in each.stroke.bibs:
            time = _nearest(left, each, bib)
            if time is None:
                open_ones.append((each, bib))
                continue
            left.remove(time)
            outside = max(each.before_ms - time.instant_ms, time.instant_ms - each.after_ms, 0.0)
            outcome.outside_ms.append(outside)
            outcome.late_ms.append(time.instant_ms - each.before_ms)
            if outside > tolerance_ms:
                outcome.wrong_time.append((each, time, outside))
    for each, _bib in open_ones:
        stray = _nearest(left, each, None)
        if stray is None:
            outcome.lost.append(each)
        else:
            left.remove(stray)
            outcome.wrong_bib.append((each, stray))
    outcome.extra = left
    return outcome


_WINDOW_MS = 2_000


def _nearest(held: Sequence[Held], sent: Sent, bib: str | None) -> Held | None:
    """The time nearest to a stroke, of that bib where one is given; none within two seconds."""
    near = [
        time
        for time in held
        if (bib is None or time.bib == bib) and abs(time.instant_ms - sent.before_ms) < _WINDOW_MS
    ]
    return min(near, key=lambda time: abs(time.instant_ms - sent.before_ms), default=None)


def spread(values: Sequence[float]) -> Mapping[str, float]:
    """Smallest, middle, 95th and largest of some figures; empty for none."""
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        "min": ordered[0],
        "median": median_low(ordered),
        "95 %": ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))],
        "max": ordered[-1],
    }
