"""Where a runner out there was last seen, and where and when to expect them next.

The rule is simple on purpose, so that a person at the radio can check it by hand:

* **By the runner's own pace.** The time from the gun to the last place they were seen, divided by
  the way to it, carried on evenly to the next place. The way is counted in km-effort (kilometres
  plus hundreds of metres climbed) when distance and climb of every place are known, else in
  kilometres. It is counted on from the moment they left, where that was called in.
* **By the field**, where the runner has no pace yet or the way is not known: the middle time (the
  median) of those who did both places, from one to the other; from the gun for who was not seen
  yet. Where nobody has been, nobody is expected.

The next place is the next one that is not optional and not silent. A place is silent when nobody
was seen there though somebody was further on, or though the first of the field should have been
there long ago: its reader failed, or nobody calls it in. That nobody was seen at a silent place
says nothing of any runner, so no cut-off is missed there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median_low
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    MINUTE_MS,
    Duration,
    Instant,
    format_clock,
    format_elapsed,
)
from trailsdesk.domain.problems import Note
from trailsdesk.domain.timing import FINISH, OUT, START

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Race, TimingPoint
    from trailsdesk.domain.splits import Split
    from trailsdesk.domain.timing import EntryReads

GRACE_LEAST_MS = 10 * MINUTE_MS
GRACE_SHARE = 4
"""People slow down, so an even pace runs early. Overdue is who is late by a quarter of the leg,
and by ten minutes at least: otherwise half the field were overdue all day, and nobody would look.
"""
CUTOFF_NEAR_MS = 30 * MINUTE_MS
EFFORT_PER_M_CLIMBED = 1 / 100
"""A hundred metres climbed count as a kilometre (the usual km-effort)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A place of the course. ``way`` is that from the start in the course's unit."""

    code: str
    label: str
    way: float | None = None
    cutoff_ms: Duration | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The places of a race along the way, the finish last. ``unit`` is km-effort or km."""

    stages: tuple[Stage, ...]
    unit: str = "km"

    def at(self, code: str) -> int | None:
        """The position of a place, None for one that is not on the course."""
        return next((at for at, stage in enumerate(self.stages) if stage.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Where somebody was last seen; ``leaving`` when they were called out of it."""

    code: str
    label: str
    instant_ms: Instant | None
    leaving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Where and when a runner is expected next, and why; overdue ``grace_ms`` later."""

    code: str
    label: str
    instant_ms: Instant
    grace_ms: Duration
    note: Note

    def late_ms(self, now_ms: int) -> int:
        """By how much an overdue runner is late; 0 for one who is not overdue."""
        late = now_ms - self.instant_ms
        return late if late > self.grace_ms else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """The cut-off that matters for a runner: one missed, else the next to come.

    ``missed_ms`` is by how much the runner was seen there too late, 0 while that is to come.
    ``silent_ms`` is from when on the place is silent; None when somebody was seen there.
    """

    code: str
    label: str
    instant_ms: Instant
    missed_ms: int = 0
    silent_ms: Instant | None = None

    def is_silent(self, now_ms: int) -> bool:
        """Whether nobody at all was seen there though it was time: then it tells nothing."""
        return self.silent_ms is not None and now_ms > self.silent_ms

    def is_passed(self, now_ms: int) -> bool:
        """Whether it was missed, or has gone by without the runner being seen there."""
        gone_by = now_ms > self.instant_ms and not self.is_silent(now_ms)
        return bool(self.missed_ms) or gone_by

    def is_near(self, now_ms: int) -> bool:
        """Whether it closes within half an hour."""
        if self.is_passed(now_ms) or self.is_silent(now_ms):
            return False
        return self.instant_ms - now_ms <= CUTOFF_NEAR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What the evidence says of one runner out there; nothing in it depends on the time now.

    ``stage`` is the position on the course of the last place seen, -1 while there is none.
    """

    seen: Sighting | None = None
    stage: int = -1
    due: Due | None = None
    cutoff: CutOff | None = None


def route_of(race: Race, points: Sequence[TimingPoint], finish_label: str) -> Route:
    """The places of a race; the finish closes it with the race's own distance, climb and limit."""
    own = next((point for point in points if point.code == FINISH), None)
    between = [point for point in points if point.code not in (START, FINISH)]
    distance_m = own.distance_m if own is not None and own.distance_m else race.distance_m
    ascent_m = own.ascent_m if own is not None and own.ascent_m is not None else race.ascent_m
    limit_ms = own.cutoff_ms if own is not None and own.cutoff_ms else race.time_limit_ms
    ways = [(point.distance_m, point.ascent_m) for point in between] + [(distance_m, ascent_m)]
    climbs = all(climb is not None for distance, climb in ways if distance is not None)
    last = Stage(
        code=FINISH,
        label=finish_label,
        way=_way(distance_m, ascent_m, climbs=climbs),
        cutoff_ms=limit_ms,
    )
    stages = [
        Stage(
            code=point.code,
            label=point.label or point.code,
            way=_way(point.distance_m, point.ascent_m, climbs=climbs),
            cutoff_ms=point.cutoff_ms,
            optional=point.optional,
        )
        for point in between
    ]
    return Route(stages=(*stages, last), unit="km-effort" if climbs else "km")


def _way(distance_m: float | None, ascent_m: float | None, *, climbs: bool) -> float | None:
    if distance_m is None:
        return None
    return distance_m / 1000 + (ascent_m or 0) * EFFORT_PER_M_CLIMBED * climbs


@dataclass(frozen=True, slots=True)
class _Passage:
    """A runner at a stage: since the gun, and when they were last there."""

    stage: int
    since_ms: int | None
    last_ms: Instant | None
    leaving: bool


class Lookout:
    """Says of runners of one race where they were last seen and when they are due.

    Args:
        splits: of every entry of the race that was seen on the way.
        seen: what was seen of the race's entries.
        gun_ms: the race's first gun, that cut-offs count from.
        zone: whose clock the reasons speak of.
    """

    def __init__(
        self,
        course: Route,
        splits: Mapping[EntryId, Sequence[Split]],
        seen: Mapping[EntryId, EntryReads],
        gun_ms: Instant | None,
        zone: str,
    ) -> None:
        self._course = course
        self._splits = splits
        self._seen = seen
        self._gun_ms = gun_ms
        self._zone = zone
        self._places = {stage.code: at for at, stage in enumerate(course.stages)}
        self._since: list[dict[EntryId, int]] = [{} for _stage in course.stages]
        visited: set[int] = set()
        for entry_id, own in splits.items():
            for split in own:
                at = self._places.get(split.point.code)
                if at is not None:
                    visited.add(at)
                if at is not None and split.since_ms is not None and split.since_ms >= 0:
                    self._since[at][entry_id] = split.since_ms
        for entry_id, reads in seen.items():
            since = reads.finish.since(reads.gun_ms) if reads.finish is not None else None
            if since is not None and since >= 0:
                self._since[-1][entry_id] = since
        reached = [at for at, times in enumerate(self._since) if times]
        furthest = max(reached, default=-1)
        self._silent = [at < furthest and not times for at, times in enumerate(self._since)]
        # The finish line is before the desk's own eyes.
        self._unseen = set(range(len(course.stages) - 1)) - visited
        self._furthest = furthest
        self._legs: dict[tuple[int, int], tuple[int, int] | None] = {}
        self._due_first: Due | None = None
        self._asked_first = False

    def of(self, entry_id: EntryId, gun_ms: Instant | None) -> Whereabouts:
        """One runner; ``gun_ms`` is the gun of their own wave."""
        passages = self._passages(entry_id)
        last = max(passages, key=_moment, default=None)
        stray = self._stray(entry_id)
        stage = last.stage if last is not None else -1
        return Whereabouts(
            seen=_later(self._sighting(last), stray),
            stage=stage,
            due=self._due(last, gun_ms),
            cutoff=self._cutoff(passages, stage),
        )

    def _passages(self, entry_id: EntryId) -> list[_Passage]:
        reads = self._seen.get(entry_id)
        gun_ms = (reads.gun_ms or 0) if reads is not None else 0
        found = []
        for split in self._splits.get(entry_id, ()):
            at = self._places.get(split.point.code)
            out_ms = split.out_ms if (split.out_ms or 0) >= gun_ms else None
            before_gun = split.since_ms is not None and split.since_ms < 0
            only_left = split.since_ms is None and split.instant_ms is None
            if at is None or before_gun or (only_left and out_ms is None):
                continue
            left = out_ms is not None and out_ms >= (split.instant_ms or 0)
            last = out_ms if left else split.instant_ms
            found.append(_Passage(at, split.since_ms, last, left))
        return found

    def _sighting(self, passage: _Passage | None) -> Sighting | None:
        if passage is None:
            return None
        stage = self._course.stages[passage.stage]
        return Sighting(
            code=stage.code,
            label=stage.label,
            instant_ms=passage.last_ms,
            leaving=passage.leaving,
        )

    def _stray(self, entry_id: EntryId) -> Sighting | None:
        """The last sighting at a place the course does not know."""
        reads = self._seen.get(entry_id)
        if reads is None:
            return None
        strays = [
            (each.instant_ms, each.point)
            for each in reads.passings
            if each.point.removesuffix(OUT) not in self._places
            and each.instant_ms is not None
            and (each.since(reads.gun_ms) or 0) >= 0
        ]
        if not strays:
            return None
        instant_ms, point = max(strays)
        code = point.removesuffix(OUT)
        return Sighting(code=code, label=code, instant_ms=instant_ms, leaving=point.endswith(OUT))

    # Expected next

    def _due(self, last: _Passage | None, gun_ms: Instant | None) -> Due | None:
        by_pace = self._by_own_pace(last, gun_ms) if last is not None else None
        return by_pace or self._by_field(last, gun_ms)

    def _targets(self, after: int) -> Iterable[int]:
        stages = self._course.stages
        last = len(stages) - 1
        for at in range(after + 1, last + 1):
            if at == last or not (stages[at].optional or self._silent[at]):
                yield at

    def _by_own_pace(self, last: _Passage, gun_ms: Instant | None) -> Due | None:
        here = self._course.stages[last.stage]
        since = last.since_ms
        if since is None and last.last_ms is not None and gun_ms is not None:
            since = last.last_ms - gun_ms
        if last.last_ms is None or not since or since < 0 or not here.way:
            return None
        for at in self._targets(last.stage):
            there = self._course.stages[at]
            if there.way is None or there.way <= here.way:
                continue
            pace = since / here.way
            leg = round(pace * (there.way - here.way))
            note = Note(
                code="lookout.due-own",
                params={
                    "last": here.label,
                    "elapsed": format_elapsed(since),
                    "done": f"{here.way:.1f}",
                    "unit": self._course.unit,
                    "pace": format_elapsed(round(pace)).removeprefix("0:").removeprefix("0"),
                    "next": there.label,
                    "more": f"{there.way - here.way:.1f}",
                    "leg": format_elapsed(leg),
                    "left": format_clock(last.last_ms, self._zone),
                },
            )
            return _due(there, last.last_ms, leg, note)
        return None

    def _by_field(self, last: _Passage | None, gun_ms: Instant | None) -> Due | None:
        start = gun_ms if last is None else last.last_ms
        if start is None:
            return None
        here = -1 if last is None else last.stage
        for at in self._targets(here):
            leg = self._leg(here, at)
            if leg is None:
                continue
            there = self._course.stages[at]
            params: dict[str, str | int] = {
                "count": leg[1],
                "next": there.label,
                "leg": format_elapsed(leg[0]),
                "left": format_clock(start, self._zone),
            }
            if last is None:
                note = Note(code="lookout.due-field-start", params=params)
            else:
                params["last"] = self._course.stages[here].label
                note = Note(code="lookout.due-field", params=params)
            return _due(there, start, leg[0], note)
        return None

    def _leg(self, here: int, there: int) -> tuple[int, int] | None:
        """The middle time of those who did both places, and how many they are."""
        key = (here, there)
        if key not in self._legs:
            ends = self._since[there]
            if here < 0:
                legs = list(ends.values())
            else:
                begins = self._since[here]
                legs = [ends[who] - begins[who] for who in ends.keys() & begins.keys()]
            legs = [leg for leg in legs if leg > 0]
            self._legs[key] = (median_low(legs), len(legs)) if legs else None
        return self._legs[key]

    # Cut-offs

    def _cutoff(self, passages: Iterable[_Passage], stage: int) -> CutOff | None:
        """The latest one missed, else the next one to come; None while there is no gun."""
        if self._gun_ms is None:
            return None
        for passage in sorted(passages, key=lambda each: -each.stage):
            where = self._course.stages[passage.stage]
            if where.cutoff_ms is None or passage.last_ms is None:
                continue
            closes = Instant(self._gun_ms + where.cutoff_ms)
            if passage.last_ms > closes:
                return CutOff(
                    code=where.code,
                    label=where.label,
                    instant_ms=closes,
                    missed_ms=passage.last_ms - closes,
                )
        spare: CutOff | None = None
        for at in range(stage + 1, len(self._course.stages)):
            where = self._course.stages[at]
            if where.cutoff_ms is None:
                continue
            closes = Instant(self._gun_ms + where.cutoff_ms)
            cutoff = CutOff(code=where.code, label=where.label, instant_ms=closes)
            if at not in self._unseen:
                return cutoff
            if not self._silent[at]:
                return replace(cutoff, silent_ms=self._silent_from(where, closes))
            # Somebody was further on: the next place says more of a runner than this one.
            spare = spare or replace(cutoff, silent_ms=self._gun_ms)
        return spare

    def _silent_from(self, stage: Stage, closes: Instant) -> Instant:
        """When the first of the field is overdue at a place; when it closes at the latest."""
        due = self._first_due()
        if due is None or due.code != stage.code:
            return closes
        return min(closes, Instant(due.instant_ms + due.grace_ms))

    def _first_due(self) -> Due | None:
        """When the first at the furthest place anybody was seen is due at the next."""
        if not self._asked_first:
            self._asked_first = True
            there = self._since[self._furthest] if self._furthest >= 0 else {}
            first = min(there, key=lambda who: (there[who], who), default=None)
            reads = None if first is None else self._seen.get(first)
            if first is not None and reads is not None:
                last = max(self._passages(first), key=_moment, default=None)
                self._due_first = self._due(last, reads.gun_ms)
        return self._due_first


def _due(stage: Stage, start_ms: Instant, leg_ms: int, note: Note) -> Due:
    return Due(
        code=stage.code,
        label=stage.label,
        instant_ms=Instant(start_ms + leg_ms),
        grace_ms=Duration(max(GRACE_LEAST_MS, leg_ms // GRACE_SHARE)),
        note=note,
    )


def _moment(passage: _Passage) -> tuple[int, int]:
    """In order of time; of two at one moment the one further on the course is the later."""
    return (passage.last_ms or 0, passage.stage)


def _later(first: Sighting | None, second: Sighting | None) -> Sighting | None:
    if first is None or second is None:
        return first or second
    return second if (second.instant_ms or 0) > (first.instant_ms or 0) else first


def urgency(whereabouts: Whereabouts, now_ms: int, awaited: bool = False) -> tuple[int, int, int]:
    """The order of the list: the latest first, then cut-offs passed and near, then who is due.

    Those of whom nobody can say when they are due come after, who is only awaited back last.
    """
    due, cutoff = whereabouts.due, whereabouts.cutoff
    late = due.late_ms(now_ms) if due is not None else 0
    if awaited:
        return (5, 0, 0)
    if late:
        return (0, -late, 0)
    if cutoff is not None and cutoff.is_passed(now_ms):
        return (1, cutoff.instant_ms, 0)
    if cutoff is not None and cutoff.is_near(now_ms):
        return (2, cutoff.instant_ms, 0)
    if due is not None:
        return (3, due.instant_ms, 0)
    return (4, 0, 0)
