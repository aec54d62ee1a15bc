"""What is asked about a runner on the way, from where on, and what is known to ask it of."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.outcomes import FASTEST_MS_PER_M

_HOUR_MS = 3_600_000


class Question(enum.StrEnum):
    """What is odd about a runner on the way."""

    LEG_TOO_FAST = "leg-too-fast"
    LEG_UNLIKE = "leg-unlike"
    OUT_OF_ORDER = "out-of-order"
    POINT_MISSING = "point-missing"
    START_MISSING = "start-missing"
    AFTER_CUT_OFF = "after-cut-off"
    FINISH_UNLIKE = "finish-unlike"
    TOO_LATE = "too-late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on a time is asked about.

    ``fastest_ms_per_m`` and ``climb_ms_per_m``: what nobody does, 2:30 for a kilometre and 1.5 s
    for a metre of climb (the best need about 1.7 s over a vertical kilometre). ``unsure_ms`` is
    allowed for, because times that are called in are whole minutes. ``slowest_ms_per_m``: an hour
    for a kilometre; no cut-off is as slow.

    A field of ``field_least`` is compared with itself, on the scale of ratios (a runner twice as
    slow is twice as slow on every leg). ``own_spreads`` and ``own_ratio``: a leg is asked about
    that took less than the own pace on the other legs says by so many robust spreads of that leg
    and at least by that ratio. ``field_spreads`` and ``field_ratio``: the same against the whole
    field, for runners with fewer than ``own_legs`` other legs; winners are up to 2.4 times as fast
    as the middle of a field. ``late_spreads`` and ``late_ratio``: the same for finishes behind
    everybody's; the last of large trail fields come in at two to three spreads, reads of another
    race on the same mat from six. ``late_leg_ratio`` and ``late_leg_ms``: a last leg so many times
    as long as the own pace says. ``over_limit``: beyond the time limit by that share.
    ``few_ratio``: in a field of 3 or more, so many times as long as the middle of the others.
    """

    fastest_ms_per_m: float = FASTEST_MS_PER_M
    climb_ms_per_m: float = 1_500
    unsure_ms: int = 60_000
    slowest_ms_per_m: float = 3_600
    field_least: int = 8
    own_legs: int = 3
    own_spreads: float = 6
    own_ratio: float = 1.65
    field_spreads: float = 6
    field_ratio: float = 2.7
    late_spreads: float = 4.5
    late_ratio: float = 1.5
    late_leg_ratio: float = 6
    late_leg_ms: int = 3 * _HOUR_MS
    over_limit: float = 0.25
    few_ratio: float = 3


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePoint:
    """A place of the course in its order; ``distance_m`` and ``ascent_m`` are from the start.

    ``cutoff_ms`` is since the race's first gun.
    """

    code: str
    label: str = ""
    distance_m: float | None = None
    ascent_m: float | None = None
    cutoff_ms: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePoints:
    """The points of a race, start first and finish last."""

    points: tuple[CoursePoint, ...]
    time_limit_ms: int | None = None

    @property
    def last(self) -> int:
        """The position of the finish."""
        return len(self.points) - 1


Leg = tuple[int, int]
"""From one point to another, by their positions on the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A runner on the way.

    ``seen`` maps the position of a point to milliseconds since the own gun, None where no gun was
    set; position 0 is there only with a read at the start. ``left`` are known departures.
    ``behind_ms`` is how long after the race's first gun the own one was. ``asked`` is False for
    whom no question matters (out of the race): such runners only make up the field. ``legs`` are
    the times from one point seen to the next, the gun standing for a start that was not read.
    """

    entry_id: EntryId
    seen: Mapping[int, int | None]
    left: Mapping[int, int | None]
    behind_ms: int = 0
    asked: bool = True
    legs: Mapping[Leg, int] = field(init=False)
    furthest: int = field(init=False)

    def __post_init__(self) -> None:
        """Legs and the furthest point are asked for again and again, and follow from the rest."""
        legs: dict[Leg, int] = {}
        before_at, before = 0, self.seen.get(0) or 0
        for at in sorted(self.seen):
            now = self.seen[at]
            if at and now is not None:
                legs[before_at, at] = now - before
                before_at, before = at, now
        object.__setattr__(self, "legs", legs)
        object.__setattr__(self, "furthest", max(self.seen, default=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One question about one runner.

    ``first`` and ``last`` are codes of points: a leg, or the same for a single point. ``took_ms``
    is the time of the leg or since the gun; ``usual_ms`` what the field, the own pace or a limit
    says instead, None where nothing does; ``among`` how many runners that rests on.
    """

    question: Question
    entry_id: EntryId
    first: str
    last: str
    took_ms: Duration | None = None
    usual_ms: Duration | None = None
    among: int = 0
