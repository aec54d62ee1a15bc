"""How far an award is: provisional, settled, announced, handed out; and what changed since.

Settled means that nobody can change it any more: everybody of its group has an outcome, or the
race's clock has passed the time of its last place for all who are still out.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.award_marks import AwardMark, AwardStep
from trailsdesk.domain.award_rules import AwardTime
from trailsdesk.domain.awards import PrizeGroup
from trailsdesk.domain.chrono import Duration, Instant, format_elapsed, round_duration
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.rules import OfficialTime, TimingRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.event import EventId


class AwardState(enum.StrEnum):
    """How far an award is."""

    PROVISIONAL = "PROVISIONAL"
    SETTLED = "SETTLED"
    ANNOUNCED = "ANNOUNCED"
    HANDED_OUT = "HANDED_OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOut:
    """Somebody without an outcome: what their best time can still be.

    ``gun_ms`` is the gun of their wave, ``start_ms`` their own start for net time; None where it
    is not known. ``limit_ms`` is the race's time limit.
    """

    gun_ms: Instant | None
    start_ms: Instant | None = None
    adjusted_ms: int = 0
    limit_ms: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What decides whether an award is settled, beside the award itself.

    ``problems`` counts open problems that could change results, by race code; under the empty code
    those of the whole event. ``doubted`` are entries whose own result is asked about, once for
    each question; ``only_worse`` those whose result can only be taken away or become slower.
    ``one_prize``: awards earlier in the chain bear on later ones.
    """

    now_ms: Instant
    timing: TimingRule = field(default_factory=TimingRule)
    out: Mapping[EntryId, StillOut] = field(default_factory=dict)
    problems: Mapping[str, int] = field(default_factory=dict)
    doubted: tuple[EntryId, ...] = ()
    only_worse: tuple[EntryId, ...] = ()
    one_prize: bool = False
    events_to_come: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardStanding:
    """An award and how far it is.

    ``reason`` says why it is settled or not, whatever was announced. ``out`` counts who could
    still change it. ``announced`` is the announcement that holds. ``said`` and ``now`` are the
    places of it that the results no longer bear out, and what they are now; both are empty while
    it holds. ``handed`` are the entries whose prize is gone, ``wrongly`` those of them without a
    place now, ``misplaced`` those with the prize of another place: (that place, theirs now).
    """

    group: PrizeGroup
    state: AwardState
    settled: bool
    reason: Note
    out: int = 0
    announced: AwardMark | None = None
    said: tuple[tuple[int, EntryId], ...] = ()
    now: tuple[tuple[int, EntryId], ...] = ()
    handed: frozenset[EntryId] = frozenset()
    wrongly: tuple[EntryId, ...] = ()
    misplaced: Mapping[EntryId, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether something was said, or given, that the results no longer bear out."""
        return bool(self.said or self.now or self.wrongly or self.misplaced)


def marks_by_award(
    marks: Iterable[AwardMark], event_id: EventId | None
) -> dict[str, tuple[AwardMark, ...]]:
    """The marks of an event, or of the series, by the award's key, in their order."""
    found: dict[str, list[AwardMark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda each: each.id):
        if mark.event_id == event_id:
            found[mark.award].append(mark)
    return {key: tuple(each) for key, each in found.items()}


def award_standings(
    groups: Sequence[PrizeGroup], marks: Mapping[str, Sequence[AwardMark]], moment: Moment
) -> tuple[AwardStanding, ...]:
    """How far each award is, in the order given: that of the chain."""
    found: list[AwardStanding] = []
    open_before: list[PrizeGroup] = []
    for group in groups:
        reason, settled, out = _settled(group, moment)
        if settled and moment.one_prize:
            waits = next((each for each in open_before if _bears_on(each, group)), None)
            if waits is not None:
                reason, settled = Note(code="award.waits", params={"award": waits.label}), False
        if not settled:
            open_before.append(group)
        found.append(_standing(group, marks.get(group.key, ()), reason, out, settled=settled))
    return tuple(found)


def _standing(
    group: PrizeGroup, marks: Sequence[AwardMark], reason: Note, out: int, *, settled: bool
) -> AwardStanding:
    handed = frozenset(
        mark.entry_id
        for mark in marks
        if mark.step is AwardStep.HANDED_OUT and mark.entry_id is not None
    )
    announced = next((mark for mark in reversed(marks) if mark.step is AwardStep.ANNOUNCED), None)
    given = [prize for prize in group.prizes if prize.prize_place is not None]
    mine = prize_places(group)
    said: tuple[tuple[int, EntryId], ...] = ()
    now: tuple[tuple[int, EntryId], ...] = ()
    if announced is not None:
        said = tuple(each for each in announced.winners if each not in group.winners)
        now = tuple(each for each in group.winners if each not in announced.winners)
    state = AwardState.SETTLED if settled else AwardState.PROVISIONAL
    if announced is not None:
        state = AwardState.ANNOUNCED
    if given and all(handed & set(prize.entry_ids) for prize in given):
        state = AwardState.HANDED_OUT
    return AwardStanding(
        group=group,
        state=state,
        settled=settled,
        reason=reason,
        out=out,
        announced=announced,
        said=said,
        now=now,
        handed=handed,
        wrongly=tuple(sorted(handed - mine.keys())),
        misplaced=_misplaced(marks, mine),
    )


def prize_places(group: PrizeGroup) -> dict[EntryId, int]:
    """Who gets which prize, by the place it is for; who is only named has none."""
    return {
        entry: prize.prize_place
        for prize in group.prizes
        if prize.prize_place is not None
        for entry in prize.entry_ids
    }


def _misplaced(
    marks: Iterable[AwardMark], mine: Mapping[EntryId, int]
) -> dict[EntryId, tuple[int, int]]:
    """Who was handed the prize of another place than theirs: that place, and theirs now."""
    handed = {
        entry: place
        for mark in marks
        if mark.step is AwardStep.HANDED_OUT
        for place, entry in mark.winners
    }
    return {
        entry: (place, mine[entry])
        for entry, place in sorted(handed.items())
        if entry in mine and mine[entry] != place
    }


def _bears_on(earlier: PrizeGroup, later: PrizeGroup) -> bool:
    """Whether who wins the earlier award can be taken out of the later one by it."""
    if earlier.combines or later.combines or earlier.race_code != later.race_code:
        return False
    return bool(earlier.pool & later.pool)


def _settled(group: PrizeGroup, moment: Moment) -> tuple[Note, bool, int]:
    """Why it is settled or not, whether it is, and how many could still change it."""
    if moment.events_to_come:
        params: dict[str, str | int] = {"count": moment.events_to_come}
        return Note(code="award.events-to-come", params=params), False, 0
    out = [moment.out[entry] for entry in group.pool if entry in moment.out]
    able = [each for each in out if _could_change(group, each, moment)]
    if group.by_starters and out:
        return Note(code="award.starters-open", params={"count": len(out)}), False, len(out)
    if able:
        params = {"count": len(able), "time": _at_the_latest(group, able)}
        return Note(code="award.still-out", params=params), False, len(able)
    own = moment.problems.get(group.race_code, 0) if group.race_code else 0
    problems = moment.problems.get("", 0) + own
    problems += sum(entry in group.pool for entry in moment.doubted)
    listed = {entry for _place, entry in group.winners}
    problems += sum(entry in listed for entry in moment.only_worse)
    if problems:
        return Note(code="award.open-problems", params={"count": problems}), False, 0
    if out and group.cut_ms is not None:
        params = {"count": len(out), "time": format_elapsed(group.cut_ms)}
        return Note(code="award.settled-by-clock", params=params), True, 0
    return Note(code="award.settled"), True, 0


def _at_the_latest(group: PrizeGroup, able: Sequence[StillOut]) -> str:
    """The time on the clock that settles it, empty where only the runners themselves do."""
    known = group.cut_ms is not None and not group.by_split
    known = known and all(each.gun_ms is not None for each in able)
    return format_elapsed(group.cut_ms or 0) if known else ""


def _could_change(group: PrizeGroup, out: StillOut, moment: Moment) -> bool:
    """Whether somebody still out could come onto the list, finishing this very moment."""
    timing = moment.timing

    def shown(since: Instant | None) -> int | None:
        if since is None:
            return None
        elapsed = moment.now_ms - since + out.adjusted_ms
        return round_duration(elapsed, timing.unit_ms, timing.rounding)

    official = shown(out.start_ms if timing.official_time is OfficialTime.NET else out.gun_ms)
    if out.limit_ms is not None and official is not None and official > out.limit_ms:
        return False
    if group.cut_ms is None or group.by_split:
        return True
    best = official
    if group.time is AwardTime.GUN:
        best = shown(out.gun_ms)
    elif group.time is AwardTime.NET:
        best = shown(out.start_ms)
    return best is None or best <= group.cut_ms
