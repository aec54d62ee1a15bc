"""What is asked about a runner on the way, and of whom nothing is asked."""

from __future__ import annotations

from itertools import pairwise
from math import exp

from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.doubts import CoursePoint, CoursePoints, Doubt, Journey, Question
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.plausible import implausible

MINUTE = 60_000
HOUR = 60 * MINUTE
LEGS = (40, 30, 50, 45, 28)
"""Minutes the middle of the field needs from point to point."""


def course(**fields: object) -> CoursePoints:
    """Start, four points and the finish, 5 km apart with 250 m of climb each."""
    codes = ("start", "cp1", "cp2", "cp3", "cp4", "finish")
    points = tuple(
        CoursePoint(code=code, distance_m=5_000 * at, ascent_m=250 * at)
        for at, code in enumerate(codes)
    )
    return CoursePoints(points=points, **fields)  # type: ignore[arg-type]


def run(number: int, pace: float = 1.0, **legs: float) -> Journey:
    """A runner at ``pace`` times the middle; single legs by number as ``leg3=25`` minutes."""
    times = [legs.get(f"leg{at}", minutes * pace) for at, minutes in enumerate(LEGS, 1)]
    seen: dict[int, int | None] = {0: 0}
    since = 0.0
    for at, minutes in enumerate(times, 1):
        since += minutes * MINUTE
        seen[at] = round(since)
    return Journey(entry_id=EntryId(number), seen=seen, left={})


def field(count: int = 20) -> list[Journey]:
    """An ordinary field, the last half as fast again as the first."""
    return [run(100 + at, 0.75 + 0.75 * at / count) for at in range(count)]


def without(journey: Journey, *positions: int) -> Journey:
    seen = {at: since for at, since in journey.seen.items() if at not in positions}
    return Journey(entry_id=journey.entry_id, seen=seen, left={})


def asked(*journeys: Journey, on: CoursePoints | None = None, among: int = 20) -> list[Doubt]:
    """What is asked about these in the middle of an ordinary field."""
    mine = {journey.entry_id for journey in journeys}
    doubts = implausible(on or course(), [*field(among), *journeys])
    assert all(doubt.entry_id in mine for doubt in doubts), doubts
    return list(doubts)


def questions(
    *journeys: Journey, on: CoursePoints | None = None, among: int = 20
) -> list[Question]:
    return [doubt.question for doubt in asked(*journeys, on=on, among=among)]


def test_of_an_ordinary_field_nothing_is_asked() -> None:
    assert questions() == []


def test_a_clear_winner_and_the_last_by_far_are_no_question() -> None:
    assert questions(run(1, 0.55), run(2, 2.1)) == []


def test_a_leg_faster_than_anybody_can_is_asked_about() -> None:
    (doubt,) = asked(run(1, leg3=10))
    assert doubt.question is Question.LEG_TOO_FAST
    assert (doubt.first, doubt.last) == ("cp2", "cp3")
    assert doubt.usual_ms == 5_000 * 150


def test_a_climb_faster_than_anybody_can_is_asked_about_where_the_distance_is_short() -> None:
    points = (
        CoursePoint(code="start", distance_m=0, ascent_m=0),
        CoursePoint(code="top", distance_m=3_000, ascent_m=1_000),
        CoursePoint(code="finish", distance_m=6_000, ascent_m=1_000),
    )
    journeys = [
        Journey(entry_id=EntryId(1), seen={1: 23 * MINUTE, 2: 60 * MINUTE}, left={}),
        Journey(entry_id=EntryId(2), seen={1: 30 * MINUTE, 2: 60 * MINUTE}, left={}),
    ]
    doubts = implausible(CoursePoints(points=points), journeys)
    assert [(d.entry_id, d.question) for d in doubts] == [(1, Question.LEG_TOO_FAST)]


def test_called_in_whole_minutes_are_allowed_for() -> None:
    """12 minutes from a log of minutes may have been 12:59, and 12:30 is the limit of 5 km."""
    assert implausible(course(), [run(1, leg3=12)]) == ()
    assert len(implausible(course(), [run(1, leg3=11)])) == 1


def test_time_spent_at_a_point_is_not_running_time() -> None:
    slow = run(1)
    came, after = slow.seen[2], slow.seen[3]
    assert came is not None
    assert after is not None
    rested = Journey(entry_id=EntryId(1), seen=slow.seen, left={2: came + 42 * MINUTE})
    (doubt,) = asked(rested)
    assert doubt.question is Question.LEG_TOO_FAST


def test_a_leg_far_from_the_own_pace_is_asked_about_though_a_winner_could_run_it() -> None:
    """A slow runner with the leg of the winner was in a car, or wears two bibs."""
    (doubt,) = asked(run(1, 1.4, leg3=50 * 0.72))
    assert doubt.question is Question.LEG_UNLIKE
    assert (doubt.first, doubt.last, doubt.among) == ("cp2", "cp3", 21)
    assert doubt.usual_ms is not None
    assert abs(doubt.usual_ms - 70 * MINUTE) < 6 * MINUTE


def test_a_bad_leg_is_no_question() -> None:
    assert questions(run(1, 1.0, leg3=200)) == []


def test_out_of_order_is_asked_about_with_both_points() -> None:
    (doubt,) = asked(run(1, leg3=-20))
    assert (doubt.question, doubt.first, doubt.last) == (Question.OUT_OF_ORDER, "cp2", "cp3")


def test_before_the_start_is_out_of_order_too() -> None:
    early = Journey(entry_id=EntryId(1), seen={1: -5 * MINUTE}, left={})
    (doubt,) = asked(early)
    assert (doubt.question, doubt.first, doubt.last) == (Question.OUT_OF_ORDER, "start", "cp1")


def test_a_missing_point_is_asked_about_only_once_the_runner_was_seen_later() -> None:
    (doubt,) = asked(without(run(1), 2))
    assert (doubt.question, doubt.first) == (Question.POINT_MISSING, "cp2")
    assert questions(without(run(1), 2, 3, 4, 5)) == []


def test_an_optional_point_may_be_missed() -> None:
    on = course()
    points = [
        CoursePoint(code=point.code, distance_m=point.distance_m, optional=point.code == "cp2")
        for point in on.points
    ]
    assert questions(without(run(1), 2), on=CoursePoints(points=tuple(points))) == []


def test_a_missing_start_is_asked_about_only_where_starts_were_read() -> None:
    assert questions(without(run(1), 0)) == [Question.START_MISSING]
    unread = [without(journey, 0) for journey in (*field(), run(1))]
    assert implausible(course(), unread) == ()


def test_leaving_after_the_cut_off_counts_from_the_first_gun() -> None:
    points = [
        CoursePoint(code=p.code, distance_m=p.distance_m,
                    cutoff_ms=130 * MINUTE if p.code == "cp2" else None)
        for p in course().points
    ]  # fmt: skip
    on = CoursePoints(points=tuple(points))
    in_time, late = run(1, 1.8), run(2, 1.8)
    second_wave = Journey(entry_id=EntryId(2), seen=late.seen, left={}, behind_ms=10 * MINUTE)
    (doubt,) = asked(in_time, second_wave, on=on)
    assert (doubt.entry_id, doubt.question) == (2, Question.AFTER_CUT_OFF)
    assert (doubt.took_ms, doubt.usual_ms) == (136 * MINUTE, 130 * MINUTE)


def test_who_arrived_in_time_and_left_late_is_past_the_cut_off() -> None:
    points = [
        CoursePoint(code=p.code, cutoff_ms=130 * MINUTE if p.code == "cp2" else None)
        for p in course().points
    ]
    base = run(1, 1.8)
    rested = Journey(entry_id=EntryId(1), seen=base.seen, left={2: 131 * MINUTE})
    assert questions(rested, on=CoursePoints(points=tuple(points))) == [Question.AFTER_CUT_OFF]


def test_a_finish_of_another_day_is_asked_about_without_any_limit() -> None:
    """The field needs some three hours; the mat read this bib again at the next day's race."""
    (doubt,) = asked(run(1, leg5=24 * 60))
    assert (doubt.question, doubt.first, doubt.last) == (Question.TOO_LATE, "start", "finish")
    assert doubt.among == 21


def test_a_finish_far_beyond_the_limit_is_asked_about_and_one_just_over_it_is_not() -> None:
    on = course(time_limit_ms=6 * HOUR)
    (doubt,) = asked(run(1, leg5=8 * 60), run(2, 2.1), on=on)
    assert (doubt.entry_id, doubt.question, doubt.usual_ms) == (1, Question.TOO_LATE, 6 * HOUR)


def test_a_last_leg_out_of_all_proportion_is_asked_about() -> None:
    """Read again when the bag was fetched in the evening: not late, but not that time either."""
    journeys = [run(100 + at, 3 + 3 * at / 20) for at in range(20)]
    odd = run(1, 3, leg5=600)
    doubts = implausible(course(), [*journeys, odd])
    assert [(d.entry_id, d.question) for d in doubts] == [(1, Question.FINISH_UNLIKE)]


def test_in_a_field_of_a_few_three_times_the_others_is_asked_about() -> None:
    few = [run(2, 1.0), run(3, 1.2), run(4, 1.4)]
    assert implausible(course(), few) == ()
    doubts = implausible(course(), [*few, run(1, leg5=24 * 60)])
    assert [(d.entry_id, d.question) for d in doubts] == [(1, Question.TOO_LATE)]


def test_with_start_and_finish_alone_the_whole_field_is_the_measure() -> None:
    on = CoursePoints(points=(CoursePoint(code="start"), CoursePoint(code="finish")))
    journeys = [
        Journey(entry_id=EntryId(at), seen={1: round((60 + at) * MINUTE)}, left={})
        for at in range(20)
    ]
    winner = Journey(entry_id=EntryId(50), seen={1: 30 * MINUTE}, left={})
    car = Journey(entry_id=EntryId(51), seen={1: 20 * MINUTE}, left={})
    doubts = implausible(on, [*journeys, winner, car])
    assert [(d.entry_id, d.question) for d in doubts] == [(51, Question.LEG_UNLIKE)]


def test_without_a_gun_only_the_points_are_asked_about() -> None:
    seen: dict[int, int | None] = {1: None, 3: None, 5: None}
    doubts = implausible(course(), [Journey(entry_id=EntryId(1), seen=seen, left={})])
    assert [(d.question, d.first) for d in doubts] == [
        (Question.POINT_MISSING, "cp2"),
        (Question.POINT_MISSING, "cp4"),
    ]


def test_who_is_out_of_the_race_is_not_asked_about_but_makes_up_the_field() -> None:
    odd = without(run(1, leg3=10), 1)
    out = Journey(entry_id=odd.entry_id, seen=odd.seen, left={}, asked=False)
    assert questions(out) == []


@given(st.permutations(range(12)), st.floats(0.3, 3.0))
def test_the_order_of_runners_and_the_length_of_the_day_decide_nothing(
    order: list[int], stretch: float
) -> None:
    """Times are compared as ratios: a day twice as slow for all asks the same of the same."""
    plain = CoursePoints(points=tuple(CoursePoint(code=p.code) for p in course().points))
    journeys = [*field(10), run(1, 1.3, leg2=9), without(run(2), 3)]
    usual = {(d.entry_id, d.question, d.first) for d in implausible(plain, journeys)}
    stretched = [
        Journey(
            entry_id=journey.entry_id,
            seen={at: since and round(since * stretch) for at, since in journey.seen.items()},
            left={},
        )
        for journey in (journeys[at] for at in order)
    ]
    found = {(d.entry_id, d.question, d.first) for d in implausible(plain, stretched)}
    assert found == usual


@given(
    st.lists(
        st.tuples(st.floats(-0.3, 0.3), st.lists(st.floats(-0.08, 0.08), min_size=5, max_size=5)),
        min_size=9,
        max_size=30,
    )
)
def test_runners_who_keep_to_their_pace_are_never_asked_about(
    runners: list[tuple[float, list[float]]],
) -> None:
    """However they are spread: 35 % faster or slower than the middle, each leg 8 % up or down."""
    journeys = []
    for number, (pace, swings) in enumerate(runners):
        since, seen = 0.0, {0: 0}
        for at, (minutes, swing) in enumerate(zip(LEGS, swings, strict=True), 1):
            since += minutes * MINUTE * exp(pace + swing)
            seen[at] = round(since)
        assert all(a < b for a, b in pairwise(seen.values()))
        journeys.append(Journey(entry_id=EntryId(number), seen=seen, left={}))
    assert implausible(course(), journeys) == ()
