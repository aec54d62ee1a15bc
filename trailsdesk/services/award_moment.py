"""What bears on whether an award is settled: who is still out, the clock, and open problems."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trailsdesk.domain.award_states import Moment, StillOut
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.round_field import STARTED
from trailsdesk.domain.waves import guns_by_entry
from trailsdesk.services.sheet_request import problems_over
from trailsdesk.services.stands import race_stands

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.season import Season


_ONLY_WORSE = frozenset({
    "result.after-cut-off", "result.leg-too-fast", "result.not-checked-in",
    "result.point-missing", "result.too-fast", "result.too-late",
})  # fmt: skip
"""Questions whose answer takes a result away, makes it slower, or leaves it as it is."""


def event_moment(season: Season, event_id: EventId, *, one_prize: bool) -> Moment:
    """The moment as far as the awards of an event go."""
    out: dict[EntryId, StillOut] = {}
    for race in season.data.races_of(event_id):
        out |= _still_out(season, race.id)
    codes = {race.id: race.code for race in season.data.races_of(event_id)}
    found: Counter[str] = Counter()
    doubted: list[EntryId] = []
    only_worse: list[EntryId] = []
    for problem in problems_over(season, event_id, ()):
        entry_id = _whose(season, problem)
        if entry_id is not None:
            (only_worse if problem.code in _ONLY_WORSE else doubted).append(entry_id)
            continue
        race_id = None if problem.place is None else problem.place.race_id
        found["" if race_id is None else codes.get(RaceId(race_id), "")] += 1
    return Moment(
        now_ms=season.clock.now_ms(),
        timing=season.rules.timing,
        out=out,
        problems=found,
        doubted=tuple(doubted),
        only_worse=tuple(only_worse),
        one_prize=one_prize,
    )


def _whose(season: Season, problem: Problem) -> EntryId | None:
    """The runner whose own result a problem is about, and nobody else's.

    A doubtful read may be another runner's, and who has no category may come into any.
    """
    if problem.place is None or problem.place.entry_id is None:
        return None
    entry_id = EntryId(problem.place.entry_id)
    known = season.categories().get(entry_id)
    about_result = problem.code.startswith("result.")
    return entry_id if about_result and known is not None and known.code else None


def series_moment(season: Season) -> Moment:
    """The moment as far as the awards of the series go."""
    return Moment(
        now_ms=season.clock.now_ms(),
        timing=season.rules.timing,
        problems={"": len(problems_over(season, None, ()))},
        events_to_come=sum(
            _is_to_come(season, event.id)
            for event in season.data.events_in_order()
            if not event.cancelled
        ),
    )


def _is_to_come(season: Season, event_id: EventId) -> bool:
    """Whether an event can still give points: nobody has started, or somebody is still out."""
    statuses = {
        result.status
        for race in season.data.races_of(event_id)
        for result in season.results(race.id).results
    }
    return ResultStatus.PENDING in statuses or not statuses & STARTED


def _still_out(season: Season, race_id: RaceId) -> dict[EntryId, StillOut]:
    """Everybody of a race without an outcome, and who was seen out there against a decision."""
    data = season.data
    stands = race_stands(season, race_id)
    entries = [
        data.entries[result.entry_id]
        for result in season.results(race_id).results
        if result.status is ResultStatus.PENDING or stands[result.entry_id].stand is Stand.OUT
    ]
    if not entries:
        return {}
    guns = guns_by_entry(data, entries)
    seen = season.event_reads(data.races[race_id].event_id).entries
    adjusted: Counter[EntryId] = Counter()
    for each in data.adjustments.values():
        adjusted[each.entry_id] += each.delta_ms
    limit_ms = data.races[race_id].time_limit_ms
    found = {}
    for entry in entries:
        starts = seen[entry.id].starts if entry.id in seen else ()
        moments = [each.instant_ms for each in starts if each.instant_ms is not None]
        found[entry.id] = StillOut(
            gun_ms=guns[entry.id],
            start_ms=_latest(moments),
            adjusted_ms=adjusted[entry.id],
            limit_ms=limit_ms,
        )
    return found


def _latest(moments: list[Instant]) -> Instant | None:
    """The start that leaves the best time: the last one seen."""
    return max(moments, default=None)
