"""Settled, announced, handed out: by who is still out, the clock, and what was said."""

from __future__ import annotations

from typing import Any

from tests.domain.test_award_chain import CATEGORY, OVERALL, ran
from trailsdesk.domain.award_chain import prize_groups
from trailsdesk.domain.award_marks import AwardMark, AwardMarkId, AwardStep
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule, AwardTime, OnePrize
from trailsdesk.domain.award_states import (
    AwardStanding,
    AwardState,
    Moment,
    StillOut,
    award_standings,
    marks_by_award,
)
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.domain.rules import OfficialTime, TimingRule
from trailsdesk.i18n import message

GUN = Instant(1_000_000_000)
EVENT = EventId(1)
FULL = [ran(1, 10), ran(2, 11), ran(3, 12)]


def minutes(count: float) -> Instant:
    return Instant(GUN + round(count * 60_000))


def waiting(bib: int, category: str = "F-OPEN") -> ResultRow:
    return ran(bib, None, category, status=ResultStatus.PENDING)


def states(rows: list[ResultRow], rule: AwardsRule | None = None, **more: Any) -> Any:
    """The states of the awards; ``marks`` and what a ``Moment`` takes by name."""
    marks = marks_by_award(more.pop("marks", ()), EVENT)
    moment = Moment(**{"now_ms": minutes(11), **more})
    return award_standings(prize_groups(rows, rule or AwardsRule()), marks, moment)


def only(rows: list[ResultRow], rule: AwardsRule | None = None, **more: Any) -> AwardStanding:
    (award,) = states(rows, rule, **more)
    return award


def out(**more: Any) -> dict[EntryId, StillOut]:
    return {EntryId(9): StillOut(**{"gun_ms": GUN, **more})}


def mark(step: AwardStep, number: int = 1, **fields: Any) -> AwardMark:
    made: dict[str, Any] = {
        "id": AwardMarkId(number), "event_id": EVENT, "award": "category:short:F-OPEN",
        "step": step, "made_ms": GUN,
    }  # fmt: skip
    return AwardMark(**(made | fields))


SAID = ((1, EntryId(1)), (2, EntryId(2)), (3, EntryId(3)))


def test_an_award_is_settled_when_everybody_of_its_group_has_an_outcome() -> None:
    rows = [*FULL, ran(4, None), waiting(9, "M-OPEN")]
    women, men = states(rows, out=out())
    assert (women.state, message(women.reason)) == (
        AwardState.SETTLED,
        "Nobody still out can change it.",
    )
    assert (men.state, men.out) == (AwardState.PROVISIONAL, 1)
    assert message(men.reason) == "1 runner still out could change it."


def test_the_clock_settles_it_once_the_last_prize_time_has_passed() -> None:
    rows = [*FULL, waiting(9)]
    before = only(rows, out=out(), now_ms=minutes(12) + 999)
    assert before.state is AwardState.PROVISIONAL
    assert message(before.reason) == (
        "1 runner still out could change it; at the latest until the clock has passed 0:12:00."
    )
    after = only(rows, out=out(), now_ms=minutes(12) + 1000)
    assert after.state is AwardState.SETTLED
    assert message(after.reason) == (
        "Nobody can change it any more: 1 runner is still out, and the clock has passed 0:12:00."
    )


def test_a_later_wave_has_its_own_clock() -> None:
    rows = [*FULL, waiting(9)]
    late = out(gun_ms=minutes(5))
    assert not only(rows, out=late, now_ms=minutes(16)).settled
    assert only(rows, out=late, now_ms=minutes(18)).settled


def test_a_gun_that_is_not_known_settles_nothing() -> None:
    rows = [*FULL, waiting(9)]
    assert not only(rows, out=out(gun_ms=None), now_ms=minutes(500)).settled


def test_a_credit_keeps_the_award_open_longer() -> None:
    rows = [*FULL, waiting(9)]
    credit = out(adjusted_ms=-120_000)
    assert not only(rows, out=credit, now_ms=minutes(13.5)).settled
    assert only(rows, out=credit, now_ms=minutes(14.1)).settled


def test_a_place_still_free_stays_open_until_the_time_limit() -> None:
    rows = [*FULL[:2], waiting(9)]
    limit = out(limit_ms=Duration(3_600_000))
    assert not only(rows, out=limit, now_ms=minutes(59)).settled
    assert only(rows, out=limit, now_ms=minutes(60.1)).settled


def test_an_award_by_net_time_asks_for_the_runners_own_start() -> None:
    rule = AwardsRule(awards=(Award(id="n", scope=AwardScope.CATEGORY, time=AwardTime.NET),))
    rows = [*FULL, waiting(9)]
    assert not only(rows, rule, out=out(), now_ms=minutes(60)).settled
    started = out(start_ms=minutes(5))
    assert not only(rows, rule, out=started, now_ms=minutes(16)).settled
    assert only(rows, rule, out=started, now_ms=minutes(18)).settled


def test_where_net_time_is_official_the_gun_alone_settles_nothing() -> None:
    timing = TimingRule(official_time=OfficialTime.NET)
    rows = [*FULL, waiting(9)]
    assert not only(rows, out=out(), now_ms=minutes(60), timing=timing).settled


def test_open_problems_of_the_race_or_the_event_keep_it_provisional() -> None:
    assert only(FULL, problems={"short": 2}).state is AwardState.PROVISIONAL
    assert message(only(FULL, problems={"": 1}).reason) == (
        "1 open problem could change it: look at Problems first."
    )
    assert only(FULL, problems={"long": 2}).settled


def test_a_question_about_one_runner_concerns_only_the_awards_they_can_be_in() -> None:
    rows = [*FULL, ran(7, 9, "M-OPEN")]
    found = states(rows, doubted=(EntryId(7),))
    assert [each.settled for each in found] == [True, False]


def test_a_result_that_can_only_get_worse_matters_only_on_the_list() -> None:
    rows = [*FULL, ran(4, 13)]
    assert only(rows, only_worse=(EntryId(4),)).settled
    assert not only(rows, only_worse=(EntryId(3),)).settled


def test_depth_by_starters_waits_for_everybody() -> None:
    rule = AwardsRule(awards=(Award(id="c", scope=AwardScope.CATEGORY, least_starters=3),))
    award = only([*FULL, waiting(9)], rule, out=out(), now_ms=minutes(60))
    assert (award.settled, award.reason.code) == (False, "award.starters-open")


def test_under_one_prize_a_lesser_award_waits_for_the_greater() -> None:
    rule = AwardsRule(awards=(OVERALL, CATEGORY), one_prize=OnePrize.MOST_PRESTIGIOUS)
    rows = [ran(1, 10, "F-OLD"), ran(2, 11, "F-OPEN"), waiting(9, "F-OPEN"), ran(3, None, "F-OLD")]
    found = {each.group.key: each for each in states(rows, rule, out=out(), one_prize=True)}
    lesser = found["category:short:F-OLD"]
    assert (lesser.settled, message(lesser.reason)) == (
        False,
        "“Overall” comes first in the chain and is not settled yet.",
    )
    alone = {each.group.key: each for each in states(rows, rule, out=out())}
    assert alone["category:short:F-OLD"].settled


def test_announced_and_then_handed_out_prize_by_prize() -> None:
    said = mark(AwardStep.ANNOUNCED, winners=SAID)
    given = [
        mark(AwardStep.HANDED_OUT, number + 1, entry_id=EntryId(number)) for number in (1, 2, 3)
    ]
    assert only(FULL, marks=[said]).state is AwardState.ANNOUNCED
    some = only(FULL, marks=[said, given[0]])
    assert (some.state, some.handed) == (AwardState.ANNOUNCED, {EntryId(1)})
    assert only(FULL, marks=[said, *given]).state is AwardState.HANDED_OUT


def test_a_late_correction_that_swaps_third_and_fourth_is_a_change() -> None:
    said = mark(AwardStep.ANNOUNCED, winners=SAID)
    swapped = [ran(1, 10), ran(2, 11), ran(4, 12), ran(3, 13)]
    award = only(swapped, marks=[said])
    assert award.is_changed
    assert (award.said, award.now) == (((3, EntryId(3)),), ((3, EntryId(4)),))
    again = mark(AwardStep.ANNOUNCED, 2, winners=award.group.winners)
    assert not only(swapped, marks=[said, again]).is_changed


def test_a_prize_in_the_wrong_hands_is_a_change() -> None:
    given = mark(AwardStep.HANDED_OUT, entry_id=EntryId(3))
    swapped = [ran(1, 10), ran(2, 11), ran(4, 12), ran(3, 13)]
    assert only(swapped, marks=[given]).wrongly == (EntryId(3),)
    assert only(FULL, marks=[given]).wrongly == ()


def test_marks_of_another_event_or_of_the_series_are_left_alone() -> None:
    other = mark(AwardStep.ANNOUNCED, winners=SAID, event_id=None)
    assert only(FULL, marks=[other]).state is AwardState.SETTLED


def test_the_series_waits_for_the_events_to_come() -> None:
    award = only(FULL, events_to_come=2)
    assert (award.settled, message(award.reason)) == (
        False,
        "2 events of the series not run, or with runners still out.",
    )
