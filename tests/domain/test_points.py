from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.canterbury import MOVES_UP, a_run_season, a_runner, canterbury, race_id
from trailsdesk.domain.people import Gender
from trailsdesk.domain.point_rules import RankScope
from trailsdesk.domain.points import (
    Candidate,
    compute_standings,
    counted_scores,
    points_for,
    rank_standings,
)
from trailsdesk.domain.results import RaceResults, ResultStatus
from trailsdesk.domain.standing_rules import StandingsRule, TieBreak
from trailsdesk.i18n import message

RULES = canterbury()
SCHEME, RULE = RULES.points, RULES.standings
OK, DNF, DNS, DSQ = ResultStatus.OK, ResultStatus.DNF, ResultStatus.DNS, ResultStatus.DSQ
PENDING = ResultStatus.PENDING


def ranks_of(group):
    return {standing.runner_id: standing.rank for standing in group.standings}


def totals_of(group):
    return {standing.runner_id: int(standing.total) for standing in group.standings}


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_points_never_rise_with_the_place(one: int, other: int):
    better, worse = min(one, other), max(one, other)
    assert points_for(better, SCHEME) >= points_for(worse, SCHEME) > 0


def test_there_is_no_place_before_the_first():
    with pytest.raises(ValueError, match="position 0"):
        points_for(0, SCHEME)


def test_of_equal_points_the_later_event_is_dropped():
    fifty = Decimal(50)
    assert counted_scores([fifty] * 4, 3) == (True, True, True, False)
    assert counted_scores([fifty, Decimal(0), fifty], 3) == (True, False, True)


def test_a_tie_break_that_looks_only_at_counted_results_ignores_the_dropped_one():
    lines = [(15, 15, 15, 11), (15, 15, 15, 15)]
    candidates = [
        Candidate(id=n, name=f"R{n}", ranks=ranks, points=(Decimal(50),) * 4)
        for n, ranks in enumerate(lines)
    ]
    assert [one.rank for one in rank_standings(candidates, RULE)] == [1, 2]
    counted_only = replace(RULE, position_over_counted_only=True)
    assert [one.rank for one in rank_standings(candidates, counted_only)] == [1, 1]


def test_after_two_who_share_the_next_place_is_skipped():
    lines = [(1, 2), (2, 1), (3, 3)]
    candidates = [
        Candidate(
            id=n, name=f"R{n}", ranks=ranks, points=tuple(points_for(r, SCHEME) for r in ranks)
        )
        for n, ranks in enumerate(lines)
    ]
    assert [one.rank for one in rank_standings(candidates, RULE)] == [1, 1, 3]


def test_steps_are_taken_in_their_order_and_the_first_that_parts_is_named():
    rule = StandingsRule(
        count_best=3, of=3, tie_breaks=(TieBreak.BEST_POSITION, TieBreak.COUNTBACK)
    )
    points = (Decimal(50),) * 3
    candidates = [
        Candidate(id=1, name="A", ranks=(12, 15, 20), points=points),
        Candidate(id=2, name="B", ranks=(12, 16, 13), points=points),
        Candidate(id=3, name="C", ranks=(13, 13, 13), points=points),
    ]
    placings = {one.id: one for one in rank_standings(candidates, rule)}
    assert {number: one.rank for number, one in placings.items()} == {2: 1, 1: 2, 3: 3}
    assert placings[2].decided_by is TieBreak.COUNTBACK
    assert "12, 13, 16 against 12, 15, 20 of A" in message(placings[2].explanation)
    assert placings[3].decided_by is TieBreak.BEST_POSITION
    assert "13 against 12 of A" in message(placings[3].explanation)


def test_a_long_tie_names_three_and_counts_the_rest():
    candidates = [
        Candidate(id=n, name=f"R{n}", ranks=(30,), points=(Decimal(45),)) for n in range(6)
    ]
    placings = rank_standings(candidates, RULE)
    assert {one.rank for one in placings} == {1}
    assert placings[0].explanation.params["others"] == "R1, R2, R3 (+2)"
    assert placings[5].explanation.params["others"] == "R0, R1, R2 (+2)"


def test_points_are_for_the_place_within_distance_gender_and_age_group():
    open_man, veteran, woman = a_runner(1), a_runner(2, MOVES_UP), a_runner(3, gender=Gender.F)
    season, results = a_run_season({open_man: (2,) * 4, veteran: (1,) * 4, woman: (3,) * 4})
    groups = compute_standings(season, RULES, results)
    assert [(group.race_code, group.category) for group in groups] == [
        ("short", "F-OPEN"),
        ("short", "M-OPEN"),
        ("short", "M-VETERAN"),
    ]
    assert [group.label for group in groups] == ["Open women", "Open men", "Veteran men"]
    assert all(totals_of(group) == {group.standings[0].runner_id: 300} for group in groups)
    assert groups[0].event_codes == ("willesden", "mount-cass", "torlesse", "inverary")


def test_who_moves_up_is_ranked_again_in_the_series_group_and_leaves_a_gap_nowhere():
    mover, open_man = a_runner(1, MOVES_UP), a_runner(2)
    season, results = a_run_season({mover: (1,) * 4, open_man: (2,) * 4})
    groups = {group.category: group for group in compute_standings(season, RULES, results)}
    assert totals_of(groups["M-OPEN"]) == {2: 300}
    assert totals_of(groups["M-VETERAN"]) == {1: 300}


def test_by_the_other_answer_the_points_earned_in_the_event_s_group_are_kept():
    rules = canterbury({"category-change": "keep"})
    mover, open_man = a_runner(1, MOVES_UP), a_runner(2)
    season, results = a_run_season({mover: (1,) * 4, open_man: (2,) * 4})
    groups = {group.category: group for group in compute_standings(season, rules, results)}
    assert totals_of(groups["M-OPEN"]) == {2: 285}
    assert [score.rank for score in groups["M-OPEN"].standings[0].scores] == [2, 2, 2, 2]


def test_points_may_go_by_the_overall_or_the_gender_place():
    first, second = a_runner(1, gender=Gender.F), a_runner(2)
    season, results = a_run_season({first: (1,) * 4, second: (2,) * 4})
    for scope in (RankScope.OVERALL, RankScope.GENDER):
        rules = replace(RULES, points=replace(SCHEME, scope=scope))
        groups = {group.category: group for group in compute_standings(season, rules, results)}
        assert totals_of(groups["M-OPEN"]) == {2: 285}


def test_equal_places_earn_equal_points_and_the_next_place_is_skipped_or_not_as_answered():
    line = {a_runner(1): (1,) * 4, a_runner(2): (1,) * 4, a_runner(3): (3,) * 4}
    season, results = a_run_season(line)
    (group,) = compute_standings(season, RULES, results)
    assert totals_of(group) == {1: 300, 2: 300, 3: 270}
    assert ranks_of(group) == {1: 1, 2: 1, 3: 3}
    (dense,) = compute_standings(season, canterbury({"equal-times": "dense"}), results)
    assert totals_of(dense) == {1: 300, 2: 300, 3: 285}


def test_a_start_without_a_finish_earns_what_the_organiser_answered():
    runner = a_runner(1)
    season, results = a_run_season({runner: (1, 1, DNF, DSQ)})
    (group,) = compute_standings(season, RULES, results)
    assert [int(score.points) for score in group.standings[0].scores] == [100, 100, 0, 0]
    (group,) = compute_standings(season, canterbury({"not-finished": "last"}), results)
    assert [int(score.points) for score in group.standings[0].scores] == [100, 100, 45, 0]
    assert not group.standings[0].eligible


def test_another_distance_at_one_event_makes_the_runner_ineligible_in_both():
    runner, other = a_runner(1), a_runner(2)
    season, results = a_run_season(
        {runner: (1,) * 4, other: (2,) * 4}, races={(runner, "torlesse"): "mid"}
    )
    groups = {group.race_code: group for group in compute_standings(season, RULES, results)}
    short = {standing.runner_id: standing for standing in groups["short"].standings}[1]
    assert (short.eligible, short.total) == (False, Decimal(300))
    assert message(short.reason) == (
        "3 of 4 events finished in this distance; not finished: Mount Torlesse Station."
    )
    mid = groups["mid"].standings[0]
    assert (mid.eligible, mid.rank, mid.total) == (False, None, Decimal(100))


def test_while_events_are_to_come_nobody_is_eligible_but_all_who_can_be_are_ranked_so_far():
    ahead, behind, out = a_runner(1), a_runner(2), a_runner(3)
    season, results = a_run_season({ahead: (1, 1, 1), behind: (2, 2, 2), out: (3, DNF, 3)})
    (group,) = compute_standings(season, RULES, results)
    assert [one.eligible for one in group.standings] == [False] * 3
    assert [one.rank for one in group.standings] == [None] * 3
    assert [(one.runner_id, one.rank_so_far) for one in group.standings] == [
        (1, 1),
        (2, 2),
        (3, None),
    ]
    assert message(group.standings[0].reason) == (
        "3 of 4 events finished in this distance; still to come: Inverary Station."
    )
    assert "not finished: Mount Cass Station" in message(group.standings[2].reason)


def test_a_pending_result_is_still_to_come_for_that_runner_alone():
    done, open_still, absent = a_runner(1), a_runner(2), a_runner(3)
    season, results = a_run_season(
        {done: (1,) * 4, open_still: (2, 2, 2, PENDING), absent: (3, 3, 3, None)}
    )
    (group,) = compute_standings(season, RULES, results)
    found = {one.runner_id: one for one in group.standings}
    assert (found[1].rank, found[1].rank_so_far) == (1, 1)
    assert (found[2].rank, found[2].rank_so_far) == (None, 2)
    assert (found[3].rank, found[3].rank_so_far) == (None, None)


def test_who_never_started_in_a_distance_is_not_in_its_standings():
    season, results = a_run_season(
        {a_runner(1): (1,), a_runner(2): (DNS,), a_runner(3): (PENDING,)}
    )
    (group,) = compute_standings(season, RULES, results)
    assert [one.runner_id for one in group.standings] == [1]


def test_who_has_no_series_category_is_in_no_group_and_takes_no_place():
    season, results = a_run_season({a_runner(1, None): (1,) * 4, a_runner(2): (2,) * 4})
    (group,) = compute_standings(season, RULES, results)
    assert totals_of(group) == {2: 300}


def test_of_two_results_of_one_runner_in_one_race_the_better_counts():
    runner = a_runner(1)
    season, results = a_run_season({runner: (1, 1, 1, DNF)})
    double, more = a_run_season({runner: (None, None, None, 1)})
    (entry,) = double.entries.values()
    entry = replace(entry, id=type(entry.id)(99))
    where = race_id("inverary")
    results[where] = RaceResults(
        race_id=where,
        results=(*results[where].results, replace(more[where].results[0], entry_id=entry.id)),
    )
    season = replace(season, entries={**season.entries, entry.id: entry})
    (group,) = compute_standings(season, RULES, results)
    assert (group.standings[0].rank, group.standings[0].total) == (1, Decimal(300))


def test_no_more_finishes_are_asked_for_than_there_are_events():
    season, results = a_run_season(
        {a_runner(1): (1,) * 3}, events=("willesden", "mount-cass", "torlesse")
    )
    (group,) = compute_standings(season, RULES, results)
    assert (group.standings[0].eligible, group.standings[0].rank) == (True, 1)


def test_rules_without_points_have_no_standings():
    season, results = a_run_season({a_runner(1): (1,) * 4})
    assert compute_standings(season, replace(RULES, points=None), results) == ()
    assert compute_standings(season, replace(RULES, standings=None), results) == ()


def test_a_category_by_decision_that_the_rules_do_not_know_still_has_its_group():
    runner = a_runner(1)
    season, results = a_run_season({runner: (1,) * 4}, overrides={(runner, "inverary"): "GUEST"})
    (group,) = compute_standings(season, RULES, results)
    assert (group.category, group.label, group.gender) == ("GUEST", "GUEST", None)


PLACES = st.lists(
    st.tuples(*[st.one_of(st.integers(1, 25), st.sampled_from([None, DNF, PENDING]))] * 4),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(PLACES, st.integers(0, 2**32))
def test_standings_do_not_depend_on_the_order_of_the_input(lines, seed: int):
    outcomes = {
        a_runner(number, gender=(Gender.F, Gender.M)[number % 2]): line
        for number, line in enumerate(lines, start=1)
    }
    season, results = a_run_season(outcomes)
    shuffler = random.Random(seed)

    def shuffled(mapping):
        items = list(mapping.items())
        shuffler.shuffle(items)
        return dict(items)

    mixed_results = {
        where: replace(found, results=tuple(shuffler.sample(found.results, len(found.results))))
        for where, found in shuffled(results).items()
    }
    mixed = replace(
        season,
        runners=shuffled(season.runners),
        entries=shuffled(season.entries),
        events=shuffled(season.events),
        races=shuffled(season.races),
    )
    expected = compute_standings(season, RULES, results)
    assert compute_standings(mixed, RULES, mixed_results) == expected


@settings(max_examples=60)
@given(PLACES)
def test_the_total_is_the_sum_of_what_counted_and_never_more_than_three_count(lines):
    outcomes = {a_runner(number): line for number, line in enumerate(lines, start=1)}
    season, results = a_run_season(outcomes)
    for group in compute_standings(season, RULES, results):
        for standing in group.standings:
            counted = [score.points for score in standing.scores if score.counted]
            dropped = [score.points for score in standing.scores if not score.counted]
            assert sum(counted) == standing.total
            assert len(counted) <= RULE.count_best
            assert not counted or not dropped or min(counted) >= max(dropped)
            assert standing.eligible == (sum(s.status is OK for s in standing.scores) == 4)
            assert (standing.rank is not None) == standing.eligible == (standing.reason is None)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(*[st.integers(1, 25)] * 4), min_size=1, max_size=15),
    st.sampled_from([(), (TieBreak.BEST_POSITION,), (TieBreak.COUNTBACK,)]),
)
def test_a_better_total_is_never_behind_and_ranks_count_those_ahead(lines, steps):
    candidates = [
        Candidate(id=n, ranks=ranks, points=tuple(points_for(r, SCHEME) for r in ranks))
        for n, ranks in enumerate(lines)
    ]
    placings = rank_standings(candidates, replace(RULE, tie_breaks=steps))
    for place, placing in enumerate(placings, start=1):
        assert placing.rank <= place
        assert placing.rank == 1 + sum(other.rank < placing.rank for other in placings)
        assert placing.shared == (sum(other.rank == placing.rank for other in placings) > 1)
    assert sorted(placings, key=lambda one: -one.total) == list(placings)
