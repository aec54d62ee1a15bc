"""A rehearsal of the finish line: what was shown, what was keyed, and what the crew can do.

Everything here is reckoned from two lists, who was shown when and what was keyed when; nothing
of it is a race, and nothing is kept.
"""

from __future__ import annotations

import enum
import math
from bisect import bisect_left
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUTE_MS: Final = 60_000
EARLY_MS: Final = 3_000
"""A bib may be keyed a little before it is shown: somebody saw it coming."""
LATE_MS: Final = 90_000
"""What is keyed later than this belongs to nobody any more: the crew has lost the thread."""
SUSTAINED_MS: Final = 120_000
"""A rate counts as sustained when it was held for two minutes, or for all of a shorter time."""
ERRORS_ALLOWED: Final = 0.05
"""Hand timers call one bib in twenty wrong a good day: the usual rate of spurious records is
about as large (https://github.com/Quick-Box/quickevent/issues/571)."""
DELAY_ALLOWED_MS: Final = 10_000
"""Who is ten seconds behind at the end was falling behind."""
_LAST: Final = 5

PEAK_SPREAD: Final = 0.2
"""The middle half of a trail field comes in within a fifth of its middle time."""
PEAK_CROWDING: Final = 6.0
"""Runners come in groups: the busiest minute is the even flow and so many times its root more."""
MINUTES_PER_EFFORT: Final = 7.0
"""The middle of a field takes about so long for a km-effort on an easy course."""
MINUTES_UNKNOWN: Final = 120.0
"""The middle time that is assumed of a race whose length nobody has written down."""
_ENOUGH_BEFORE: Final = 20


class Desks(enum.StrEnum):
    """Ways to key a finish, each with the bibs a minute that people are known to manage."""

    TOUCH = "TOUCH"
    ONE = "ONE"
    TWO = "TWO"
    CHIPS = "CHIPS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What a way of keying manages in a minute at its peak, and who says so."""

    desks: Desks
    per_minute: int
    source: str


CAPACITIES: Final = (
    Capacity(
        desks=Desks.TOUCH,
        per_minute=7,
        source="OpenSplitTime, OST Remote usage: 5 to 7 bibs a minute, 10 to 12 in short bursts",
    ),
    Capacity(
        desks=Desks.ONE,
        per_minute=10,
        source="RACE RESULT guide, https://raceresult.com/en-us/support/kbexport2?id=24",
    ),
    Capacity(
        desks=Desks.TWO,
        per_minute=30,
        source="RACE RESULT guide, https://raceresult.com/en-us/support/kbexport2?id=23",
    ),
)
"""In order; a peak above the last one is more than hands can key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A made-up runner who was shown crossing the line at that moment."""

    bib: str
    at_ms: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A time that was keyed, with its bib as it stands in the end; empty while it has none."""

    bib: str
    at_ms: Instant


class Outcome(enum.StrEnum):
    """What became of somebody who was shown."""

    RIGHT = "RIGHT"
    WRONG = "WRONG"
    BLANK = "BLANK"
    MISSED = "MISSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Somebody who was shown, what was keyed for them, and how long after."""

    crossing: Crossing
    outcome: Outcome
    keyed: Keyed | None = None

    @property
    def delay_ms(self) -> int | None:
        """From shown to keyed; negative when it was keyed just before."""
        return None if self.keyed is None else self.keyed.at_ms - self.crossing.at_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What the crew managed.

    ``extra`` are times that were keyed though nobody crossed. ``sustained`` is how many right bibs
    a minute were held for two minutes. ``kept_up``: few errors, and not behind at the end.
    """

    scored: tuple[Scored, ...] = ()
    extra: tuple[Keyed, ...] = ()
    sustained: float = 0.0
    median_delay_ms: int | None = None
    worst_delay_ms: int | None = None
    kept_up: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many of those shown came out so."""
        return sum(each.outcome is outcome for each in self.scored)

    @property
    def errors(self) -> int:
        """Wrong bibs, times without a bib, runners missed, and times of nobody."""
        return len(self.scored) - self.count(Outcome.RIGHT) + len(self.extra)

    @property
    def error_share(self) -> float:
        """Errors for each runner shown, 0 to 1 and beyond."""
        return self.errors / len(self.scored) if self.scored else 0.0


def score(shown: Iterable[Crossing], keyed: Iterable[Keyed]) -> Score:
    """Compare what was shown with what was keyed.

    A bib is right when it was keyed within three seconds before and a minute and a half after it
    was shown; of several the nearest. What is left over on both sides is put together in order of
    time: a time with another bib is a wrong bib, one without a bib a blank. Then whoever was shown
    and has no time was missed, and a time of nobody is one too many.
    """
    crossings = sorted(shown, key=lambda each: each.at_ms)
    times = sorted(keyed, key=lambda each: each.at_ms)
    own = _own_times(crossings, times)
    left = [time for at, time in enumerate(times) if at not in set(own.values())]
    scored: list[Scored] = []
    for at, crossing in enumerate(crossings):
        if at in own:
            time = times[own[at]]
            scored.append(Scored(crossing=crossing, outcome=Outcome.RIGHT, keyed=time))
            continue
        other = next((each for each in left if _near(crossing, each)), None)
        if other is None:
            scored.append(Scored(crossing=crossing, outcome=Outcome.MISSED))
            continue
        left.remove(other)
        outcome = Outcome.WRONG if other.bib.strip() else Outcome.BLANK
        scored.append(Scored(crossing=crossing, outcome=outcome, keyed=other))
    return _summed(scored, left)


def _own_times(crossings: Sequence[Crossing], times: Sequence[Keyed]) -> dict[int, int]:
    """Position of a crossing to that of the time keyed with its bib."""
    by_bib: dict[str, list[int]] = {}
    for at, time in enumerate(times):
        by_bib.setdefault(bib_key(time.bib), []).append(at)
    found: dict[int, int] = {}
    for at, crossing in enumerate(crossings):
        same = by_bib.get(bib_key(crossing.bib), [])
        near = [each for each in same if _near(crossing, times[each])]
        if near:
            found[at] = min(near, key=lambda each: abs(times[each].at_ms - crossing.at_ms))
            same.remove(found[at])
    return found


def _near(crossing: Crossing, time: Keyed) -> bool:
    return -EARLY_MS <= time.at_ms - crossing.at_ms <= LATE_MS


def _summed(scored: Sequence[Scored], extra: Sequence[Keyed]) -> Score:
    right = [each for each in scored if each.outcome is Outcome.RIGHT]
    delays = [each.delay_ms for each in right if each.delay_ms is not None]
    bare = Score(scored=tuple(scored), extra=tuple(extra))
    last = [max(0, delay) for delay in delays[-_LAST:]]
    in_time = bool(last) and median_low(last) <= DELAY_ALLOWED_MS
    return Score(
        scored=bare.scored,
        extra=bare.extra,
        sustained=sustained_rate([each.keyed.at_ms for each in right if each.keyed is not None]),
        median_delay_ms=median_low(delays) if delays else None,
        worst_delay_ms=max(delays, default=None),
        kept_up=in_time and bare.error_share <= ERRORS_ALLOWED,
    )


def sustained_rate(moments: Iterable[int]) -> float:
    """The most a minute that were held for two minutes on end, or for all of a shorter time."""
    ordered = sorted(moments)
    if len(ordered) < 2:
        return 0.0
    span = ordered[-1] - ordered[0]
    if span <= SUSTAINED_MS:
        return (len(ordered) - 1) * MINUTE_MS / max(span, 1_000)
    best = 0.0
    for first, begin in enumerate(ordered):
        last = bisect_left(ordered, begin + SUSTAINED_MS)
        if last == len(ordered):
            break
        best = max(best, (last - first) * MINUTE_MS / (ordered[last] - begin))
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """How many may come in the busiest minute, and what that rests on.

    ``before`` and ``finishers``: the busiest minute and the finishers of an earlier race of the
    kind; 0 when it is an estimate from ``effort_km``, None when that is not known either.
    """

    per_minute: int
    field: int
    before: int = 0
    finishers: int = 0
    effort_km: float | None = None


def peak_minute(times_ms: Iterable[int]) -> int:
    """The most that came within any minute."""
    ordered = sorted(times_ms)
    return max(
        (bisect_left(ordered, time + MINUTE_MS) - at for at, time in enumerate(ordered)), default=0
    )


def expected_peak(
    field: int, before_ms: Sequence[int] = (), effort_km: float | None = None
) -> Peak:
    """The busiest minute that a field may bring.

    From the finishes of an earlier race of the kind, when at least twenty are known: its busiest
    minute, grown with the field. Otherwise an estimate: half the field within a fifth of the
    middle time, which is seven minutes for each km-effort (two hours where that is not known), and
    six times the root of that flow more, because runners come in groups. Given their middle times
    it met the busiest minute of sixteen public trail results (22 to 690 finishers) to within four
    runners, and was too low for three of them.

    Args:
        field: how many are entered.
        before_ms: finishing times or instants of the earlier race.
        effort_km: kilometres and hundreds of metres climbed.
    """
    if len(before_ms) >= _ENOUGH_BEFORE:
        before = peak_minute(before_ms)
        grown = math.ceil(before * field / len(before_ms))
        return Peak(
            per_minute=min(field, max(grown, 1)) if field else 0,
            field=field,
            before=before,
            finishers=len(before_ms),
        )
    middle = effort_km * MINUTES_PER_EFFORT if effort_km else MINUTES_UNKNOWN
    flow = 0.5 * field / (PEAK_SPREAD * max(middle, 10.0))
    peak = math.ceil(flow + PEAK_CROWDING * math.sqrt(flow))
    return Peak(per_minute=min(field, peak), field=field, effort_km=effort_km)


class Advice(enum.StrEnum):
    """What to do about a peak, after a rehearsal."""

    NOTHING_KEYED = "NOTHING_KEYED"
    ENOUGH = "ENOUGH"
    FASTER = "FASTER"
    FEWER_ERRORS = "FEWER_ERRORS"
    SPOTTER = "SPOTTER"
    TWO_DESKS = "TWO_DESKS"
    CHIPS = "CHIPS"


def advise(result: Score, peak: int) -> Advice:
    """What a crew that did so needs for that peak.

    More than two desks can key asks for chips. Many errors come first: faster would be worse. Who
    kept up below the peak should try it faster; who did not needs a spotter who calls the bibs, or
    from twice the rate on (and above what one keyboard is known for) two desks, one for times and
    one for bibs.
    """
    if not result.count(Outcome.RIGHT):
        return Advice.NOTHING_KEYED
    if peak > CAPACITIES[-1].per_minute:
        return Advice.CHIPS
    if result.error_share > ERRORS_ALLOWED:
        return Advice.FEWER_ERRORS
    if round(result.sustained) >= peak and result.kept_up:
        return Advice.ENOUGH
    if result.kept_up and result.sustained < _one_desk():
        return Advice.FASTER
    too_much = peak > _one_desk() and peak >= 2 * result.sustained
    return Advice.TWO_DESKS if too_much else Advice.SPOTTER


def _one_desk() -> int:
    return next(each.per_minute for each in CAPACITIES if each.desks is Desks.ONE)
