"""Selection, quotas, tie-breaks, rankings, rounds called off; and what holds for all of them."""

from __future__ import annotations

import gc
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import schemes
from tests.canterbury import a_run_season, a_runner, canterbury
from trailsdesk.domain.event import EventId
from trailsdesk.domain.people import Gender, RunnerVerdict, VerdictId
from trailsdesk.domain.point_rules import LinearPoints, RoundFilter, SharePoints
from trailsdesk.domain.points import (
    Candidate,
    compute_standings,
    explain_score,
    rank_standings,
)
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.selection import RoundQuota, Selection
from trailsdesk.domain.standing_rules import (
    Direction,
    HeldRule,
    Over,
    Part,
    Quota,
    Ranking,
    Region,
    StandingsRule,
    TieBreak,
    TieScore,
)
from trailsdesk.domain.teams import compute_teams
from trailsdesk.i18n import message

DNF = ResultStatus.DNF
RULES = canterbury()
SCHEME = replace(
    RULES.points, formula=LinearPoints(first=Decimal(50), step=Decimal(1), least=Decimal(0))
)


def rules(**standings):
    own = {"count_best": 0, "of": 4, **standings}
    return replace(RULES, points=SCHEME, standings=StandingsRule(**own))


def decimals(*points: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, points))


def ranked(rule: StandingsRule, *lines, outside=()):
    candidates = [
        Candidate(
            id=number,
            name="ABCD"[number],
            points=decimals(*points),
            ranks=ranks,
            outside=Decimal(outside[number]) if outside else None,
        )
        for number, (points, ranks) in enumerate(lines)
    ]
    return {placing.id: placing for placing in rank_standings(candidates, rule)}


# ---------------------------------------------------------------- what counts
def test_a_quota_makes_a_worse_result_count():
    quota = RoundQuota(label="long", rounds=frozenset({3}), at_least=1)
    own = Selection(count_best=2, quotas=(quota,))
    assert own.choose(decimals(9, 8, 7, 1), [True] * 4) == (True, False, False, True)


def test_no_more_of_a_kind_count_than_the_quota_allows():
    quota = RoundQuota(label="first rank", rounds=frozenset({0, 1, 2}), at_most=2)
    own = Selection(count_best=3, quotas=(quota,))
    assert own.choose(decimals(9, 8, 7, 1), [True] * 4) == (True, True, False, True)


def test_where_few_points_win_the_lowest_count():
    own = Selection(count_best=2, low_wins=True)
    assert own.choose(decimals(5, 1, 3, 2), [True] * 4) == (False, True, False, True)
    assert own.choose(decimals(5, 0, 3, 0), [True, False, True, False]) == (
        True,
        False,
        True,
        False,
    )


POINTS = st.lists(st.integers(0, 20), min_size=1, max_size=7)


@settings(max_examples=80, deadline=None)
@given(
    POINTS,
    st.integers(1, 5),
    st.lists(
        st.tuples(st.frozensets(st.integers(0, 6)), st.integers(0, 2), st.integers(2, 4)),
        max_size=2,
    ),
    st.booleans(),
)
def test_nothing_the_quotas_allow_is_better_than_what_is_chosen(points, count, limits, low):
    from itertools import combinations

    quotas = tuple(
        RoundQuota(label="", rounds=rounds, at_least=least, at_most=most)
        for rounds, least, most in limits
    )
    values = decimals(*points)
    own = Selection(count_best=count, low_wins=low, quotas=quotas)
    chosen = own.choose(values, [True] * len(values))

    def key(indices):
        counts = [sum(at in quota.rounds for at in indices) for quota in quotas]
        if any(have > quota.at_most for have, quota in zip(counts, quotas, strict=True)):
            return None
        met = all(have >= quota.at_least for have, quota in zip(counts, quotas, strict=True))
        total = sum(values[at] for at in indices)
        return (met, len(indices), -total if low else total)

    every = [
        found
        for size in range(min(count, len(values)) + 1)
        for indices in combinations(range(len(values)), size)
        if (found := key(indices)) is not None
    ]
    assert key([at for at, is_chosen in enumerate(chosen) if is_chosen]) == max(every)


# ---------------------------------------------------------------- ties
def test_meetings_decide_and_say_so():
    rule = StandingsRule(count_best=0, of=3, tie_breaks=(TieBreak.HEAD_TO_HEAD,))
    lines = (((5, 5, 1), (1, 1, 9)), ((1, 1, 9), (2, 2, 1)))
    found = ranked(rule, *lines)
    assert [found[number].rank for number in (0, 1)] == [1, 2]
    assert "won less lost: +1 against -1 of B" in message(found[0].explanation)


def test_the_total_of_all_decides():
    rule = StandingsRule(count_best=1, of=2, tie_breaks=(TieBreak.TOTAL_OF_ALL,))
    found = ranked(rule, ((50, 3), (1, 48)), ((50, 4), (1, 47)))
    assert found[1].rank == 1
    assert "54 against 53 of A" in message(found[1].explanation)


def test_the_latest_event_decides():
    rule = StandingsRule(count_best=0, of=3, tie_breaks=(TieBreak.LATEST,))
    found = ranked(rule, ((1, 2, 3), (9, 8, 7)), ((3, 1, 2), (7, 9, 8)))
    assert found[0].rank == 1
    assert "place 7 against 8 of B" in message(found[0].explanation)


def test_the_score_given_elsewhere_decides_the_higher_or_the_lower():
    lines = (((1,), (1,)), ((1,), (1,)))
    rule = StandingsRule(
        count_best=0, of=1, tie_breaks=(TieBreak.OUTSIDE_SCORE,), tie_score=TieScore(system="x")
    )
    assert ranked(rule, *lines, outside=(880, 905))[1].rank == 1
    low = replace(rule, tie_score=TieScore(system="x", direction=Direction.LOW))
    assert ranked(low, *lines, outside=(880, 905))[0].rank == 1


def test_one_more_result_counts_and_then_another():
    rule = StandingsRule(count_best=1, of=3, tie_breaks=(TieBreak.ONE_MORE,))
    found = ranked(rule, ((9, 5, 1), (1, 5, 9)), ((9, 5, 2), (1, 5, 8)))
    assert found[1].rank == 1
    assert "2 points against 1 of A" in message(found[1].explanation)


def test_who_shares_by_rule_is_not_parted_by_the_steps_after():
    rule = StandingsRule(count_best=0, of=1, tie_breaks=(TieBreak.SHARE, TieBreak.BEST_POSITION))
    found = ranked(rule, ((1,), (1,)), ((1,), (2,)))
    assert [found[number].rank for number in (0, 1)] == [1, 1]


# ---------------------------------------------------------------- who is placed
def test_too_few_results_have_no_place_and_say_which_are_missing():
    own = rules(at_least=3)
    season, results = a_run_season({a_runner(1): (1, 1, 1, 1), a_runner(2): (2, DNF, 2, DNF)})
    (group,) = compute_standings(season, own, results)
    assert [one.rank for one in group.standings] == [1, None]
    assert message(group.standings[1].reason) == (
        "2 of 3 results that count; without one: Mount Cass Station, Inverary Station."
    )


def test_a_quota_that_can_still_be_met_is_still_to_come():
    quota = Quota(label="The last", where=RoundFilter(events=("inverary",)), at_least=1)
    season, results = a_run_season({a_runner(1): (1, 1, 1)})
    (group,) = compute_standings(season, rules(quotas=(quota,)), results)
    assert group.standings[0].rank_so_far == 1
    assert message(group.standings[0].reason) == (
        "The last: 0 of 1 counted; still to come: Inverary Station."
    )


def test_a_cancelled_event_is_no_round_and_other_numbers_hold():
    own = rules(
        count_best=3, must_finish=4, when_held=(HeldRule(held=3, count_best=2, must_finish=3),)
    )
    season, results = a_run_season({a_runner(1): (1, 2, 3, None), a_runner(2): (2, 1, 1, DNF)})
    event = replace(season.events[EventId(4)], cancelled=True)
    season = replace(season, events={**season.events, event.id: event})
    (group,) = compute_standings(season, own, results)
    assert group.event_codes == ("willesden", "mount-cass", "torlesse")
    assert [(one.runner_id, one.rank, one.total) for one in group.standings] == [
        (2, 1, Decimal(100)),
        (1, 2, Decimal(99)),
    ]


# ---------------------------------------------------------------- rankings
def test_rankings_by_nation_and_region_leave_out_who_represents_none():
    people = [
        replace(a_runner(number), nation=nation)
        for number, nation in enumerate(("NZL", "AUS", "GER", ""), start=1)
    ]
    season, results = a_run_season({one: (place,) * 4 for place, one in enumerate(people, 1)})
    own = rules(
        regions=(Region(code="oceania", label="Oceania", nations=("AUS", "NZL")),),
        rankings=(
            Ranking(id="nation", over=Over.ALL, parted_by=(Part.NATION,)),
            Ranking(id="region", over=Over.ALL, parted_by=(Part.REGION, Part.GENDER)),
            Ranking(id="world", label="World", over=Over.ALL, parted_by=()),
        ),
    )
    groups = compute_standings(season, own, results)
    found = [(one.ranking, one.category, len(one.standings)) for one in groups]
    assert found == [
        ("nation", "AUS", 1),
        ("nation", "GER", 1),
        ("nation", "NZL", 1),
        ("region", "oceania.M", 2),
        ("world", "", 4),
    ]
    assert groups[3].label == "Oceania, Men"
    assert groups[3].gender is Gender.M


def test_over_all_distances_the_better_of_two_races_of_an_event_counts():
    runner = a_runner(1)
    season, results = a_run_season({runner: (3, 1)})
    double, more = a_run_season({runner: (1,)}, race="mid")
    (entry,) = double.entries.values()
    moved = replace(entry, id=type(entry.id)(99))
    season = replace(season, entries={**season.entries, moved.id: moved})
    for where, found in more.items():
        own = tuple(replace(one, entry_id=moved.id) for one in found.results)
        results[where] = replace(found, results=own)
    own = rules(rankings=(Ranking(id="all", over=Over.ALL, parted_by=()),))
    own = replace(own, points=replace(SCHEME, scope=type(SCHEME.scope).OVERALL))
    (group,) = compute_standings(season, own, results)
    assert group.event_codes == ("willesden", "mount-cass", "torlesse", "inverary")
    assert group.standings[0].total == 100


def test_two_records_told_to_be_one_runner_have_one_line():
    first, second = a_runner(1), a_runner(2, family_name="Other-Spelling")
    season, results = a_run_season({first: (1, 1), second: (None, None, 1, 1)})
    verdict = RunnerVerdict(id=VerdictId(1), first_id=first.id, second_id=second.id, same=True)
    joined = replace(season, verdicts={verdict.id: verdict})
    (apart,) = compute_standings(season, RULES, results)
    (group,) = compute_standings(joined, RULES, results)
    assert len(apart.standings) == 2
    assert [(one.runner_id, one.rank, one.total) for one in group.standings] == [
        (first.id, 1, Decimal(300))
    ]


# ---------------------------------------------------------------- in words
def test_every_score_says_how_it_came_about():
    for name in schemes.names():
        scheme = schemes.load(name)
        for group in compute_standings(scheme.season, scheme.rules, scheme.results):
            for standing in group.standings:
                for score in standing.scores:
                    note = explain_score(standing, score)
                    assert (note is None) is (score.status is None)
                    if note is not None:
                        assert message(note)


def test_a_final_that_counts_double_shows_its_arithmetic():
    scheme = schemes.load("14-golden-trail")
    (group,) = compute_standings(scheme.season, scheme.rules, scheme.results)
    kelp = next(one for one in group.standings if one.family_name == "Kelp")
    assert message(kelp.explanation).startswith("102 points: 30 + 30 + (21 × 2).")
    assert message(explain_score(kelp, kelp.scores[3])) == "42 points for place 10: 21 × 2."


def test_a_bonus_for_all_rounds_shows_in_the_total():
    scheme = schemes.load("16-full-moon")
    (group,) = compute_standings(scheme.season, scheme.rules, scheme.results)
    assert message(group.standings[0].explanation) == ("1980 points: 500 + 480 + 500 + 500.")


def test_a_team_says_who_scored_and_what_taking_part_gave():
    scheme = schemes.load("17-techrun")
    (group,) = compute_teams(scheme.season, scheme.rules, scheme.results)
    dev = group.standings[0]
    assert message(dev.scores[0].explanation) == "84.5 points: (85 + 80) / 2 + 2."
    assert message(dev.explanation) == "175.5 points: 84.5 + 91."


# ---------------------------------------------------------------- what holds for all schemes
@pytest.mark.parametrize("name", schemes.names())
def test_the_order_of_the_input_never_matters(name: str):
    scheme = schemes.load(name)
    mixed = replace(
        scheme.season,
        runners=dict(reversed(scheme.season.runners.items())),
        entries=dict(reversed(scheme.season.entries.items())),
        events=dict(reversed(scheme.season.events.items())),
        races=dict(reversed(scheme.season.races.items())),
        scores=dict(reversed(scheme.season.scores.items())),
    )
    results = {
        where: replace(found, results=tuple(reversed(found.results)))
        for where, found in reversed(scheme.results.items())
    }
    expected = compute_standings(scheme.season, scheme.rules, scheme.results)
    assert compute_standings(mixed, scheme.rules, results) == expected
    teams = compute_teams(scheme.season, scheme.rules, scheme.results)
    assert compute_teams(mixed, scheme.rules, results) == teams


PLACES = st.lists(
    st.tuples(*[st.one_of(st.integers(1, 20), st.sampled_from([None, DNF]))] * 4),
    min_size=1,
    max_size=8,
)
STANDINGS = st.sampled_from(
    [
        {},
        {"count_best": 2, "tie_breaks": tuple(TieBreak)[:5]},
        {"count_best": 3, "at_least": 2, "tie_breaks": (TieBreak.ONE_MORE,)},
        {"count_best": 2, "direction": Direction.LOW, "tie_breaks": (TieBreak.HEAD_TO_HEAD,)},
    ]
)


def places_of(groups):
    return {
        (group.category, one.runner_id): (one.total, one.rank)
        for group in groups
        for one in group.standings
    }


@settings(max_examples=40, deadline=None)
@given(PLACES, STANDINGS)
def test_a_dnf_added_moves_nobody(lines, standings):
    people = {a_runner(number): line for number, line in enumerate(lines, start=1)}
    season, results = a_run_season(people)
    before = places_of(compute_standings(season, rules(**standings), results))
    more, with_dnf = a_run_season({**people, a_runner(99): (DNF,) * 4})
    after = places_of(compute_standings(more, rules(**standings), with_dnf))
    assert {key: after[key] for key in before} == before
    assert after[("M-OPEN", 99)] == (0, None)


@settings(max_examples=40, deadline=None)
@given(PLACES, STANDINGS, st.sampled_from([SCHEME, replace(SCHEME, formula=SharePoints())]))
def test_a_runner_added_elsewhere_moves_nobody(lines, standings, scheme):
    people = {a_runner(number): line for number, line in enumerate(lines, start=1)}
    own = replace(rules(**standings), points=scheme)
    season, results = a_run_season(people)
    before = places_of(compute_standings(season, own, results))
    woman = a_runner(99, gender=Gender.F)
    more, added = a_run_season({**people, woman: (1, 5, 9, 3)})
    after = places_of(compute_standings(more, own, added))
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("name", ["07-english-fell"])
def test_standings_no_longer_needed_go_without_the_collector(name: str):
    scheme = schemes.load(name)
    by_club = Ranking(id="club", over=Over.ALL, parted_by=(Part.CLUB, Part.REGION))
    standings = replace(
        scheme.rules.standings, rankings=(*scheme.rules.standings.rankings, by_club)
    )
    scheme.rules = replace(scheme.rules, standings=standings)
    compute_standings(scheme.season, scheme.rules, scheme.results)
    gc.collect()
    gc.disable()
    try:
        groups = compute_standings(scheme.season, scheme.rules, scheme.results)
        words = [message(one.explanation) for group in groups for one in group.standings]
        assert words
        del groups
        assert gc.collect() == 0
    finally:
        gc.enable()
