"""What a federation asks: the league, the fee, the list of what a race must be, by the preset."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.league import (
    LeaguePerson,
    LeagueRanking,
    LeagueScore,
    league,
)
from trailsdesk.domain.membership_fee import membership_fee
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.race_checklist import Checked, RaceFacts, check_race, verdict
from trailsdesk.formats.presets import load_preset, preset_text
from trailsdesk.i18n import message


@cache
def federation(**options: str):
    found = load_preset(preset_text("itra"), options).federation
    assert found is not None
    return found


def a_score(runner: int, value: int, day: date = date(2026, 5, 1), country: str = "NZL"):
    return LeagueScore(runner_id=RunnerId(runner), value=Decimal(value), day=day, country=country)


PEOPLE = {
    RunnerId(1): LeaguePerson(gender=Gender.F, group="F-SENIOR"),
    RunnerId(2): LeaguePerson(gender=Gender.M, group="M-SENIOR"),
    RunnerId(3): LeaguePerson(gender=None),
}


def tables(*scores: LeagueScore):
    return league(scores, PEOPLE, "NZL", 2026, federation().league)


# ------------------------------------------------------------------ the league
def test_28_the_best_three_scores_make_the_sum():
    overall, *_others = tables(*(a_score(1, value) for value in (612, 598, 640, 571)))
    (row,) = overall.rows
    assert (row.rank, row.total) == (1, 1850)
    assert message(row.explanation) == "1850: 640 + 612 + 598. Not counted: 571."


def test_two_races_are_too_few_to_be_ranked_and_said_so():
    overall, *_others = tables(a_score(1, 900), a_score(1, 900))
    (row,) = overall.rows
    assert row.rank is None
    assert message(row.explanation) == "2 of 3 races: 900 + 900 = 1800 so far."


def test_only_the_country_and_the_calendar_year_count():
    held = [a_score(1, 500) for _race in range(3)]
    abroad = a_score(1, 999, country="AUS")
    before, last = a_score(1, 999, date(2025, 12, 31)), a_score(1, 600, date(2026, 12, 31))
    overall, *_others = tables(*held, abroad, before, last)
    assert overall.rows[0].total == 1600


def test_equal_sums_share_and_there_is_a_ranking_for_all_genders_and_age_groups():
    held = [a_score(runner, 500) for runner in (1, 2, 3) for _race in range(3)]
    found = tables(*held, a_score(3, 501))
    assert [(t.ranking, t.group) for t in found] == [
        (LeagueRanking.OVERALL, ""),
        (LeagueRanking.GENDER, "F"),
        (LeagueRanking.GENDER, "M"),
        (LeagueRanking.AGE_GROUP, "F-SENIOR"),
        (LeagueRanking.AGE_GROUP, "M-SENIOR"),
    ]
    assert [(row.runner_id, row.rank) for row in found[0].rows] == [(3, 1), (1, 2), (2, 2)]


SCORES = st.lists(
    st.builds(a_score, st.sampled_from([1, 2, 3]), st.integers(100, 900)), max_size=14
)


@settings(max_examples=60)
@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_the_scores_never_matters_to_the_league(scores, chance):
    mixed = list(scores)
    chance.shuffle(mixed)
    one, other = tables(*scores), tables(*mixed)
    assert [[(r.runner_id, r.rank, r.total) for r in t.rows] for t in one] == [
        [(r.runner_id, r.rank, r.total) for r in t.rows] for t in other
    ]


# ------------------------------------------------------------------ the fee
@pytest.mark.parametrize(
    ("base_minor", "fee_minor"),
    [
        (400 * 50_00, 100_00),  # 22
        (20_001_00, 150_00),  # 23
        (75_000_00, 250_00),
        (500_001_00, 550_00),
        (0, 100_00),
        (20_000_50, 150_00),
    ],
)
def test_22_23_the_fee_goes_by_what_the_entries_bring_in(base_minor, fee_minor):
    found = membership_fee(base_minor, federation().membership)
    assert found.fee_minor == fee_minor
    assert "EUR" in message(found.explanation)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_fee_never_falls_as_the_base_rises(one, other):
    low, high = sorted((one, other))
    rule = federation().membership
    assert membership_fee(low, rule).fee_minor <= membership_fee(high, rule).fee_minor


# ------------------------------------------------------------------ the list
GOOD = RaceFacts(
    kind="trail",
    km_effort=Decimal(26),
    natural=Decimal(70),
    paved=Decimal(10),
    fixed_course=True,
    same_day=True,
    individual_times=True,
    entries=100,
)


def state(facts: RaceFacts, **options: str) -> dict[str, Checked]:
    items = check_race(facts, federation(**options).checklist)
    assert all(message(item.note) for item in items)
    return {item.id: item.state for item in items}


def changed(**facts: object) -> RaceFacts:
    from dataclasses import replace

    return replace(GOOD, **facts)  # type: ignore[arg-type]


def test_a_race_with_all_that_is_asked_for_is_taken_and_nothing_told_is_not_known():
    assert set(state(GOOD).values()) == {Checked.OK}
    assert set(state(RaceFacts()).values()) == {Checked.UNKNOWN}


@pytest.mark.parametrize(
    ("facts", "item", "found"),
    [
        ({"natural": Decimal("19.99")}, "surface", Checked.NOT),
        ({"natural": Decimal(20)}, "surface", Checked.OK),
        ({"km_effort": Decimal("4.99")}, "length", Checked.NOT),
        ({"km_effort": Decimal("4.99"), "of_several": True}, "length", Checked.LIMITED),
        ({"km_effort": Decimal(5)}, "length", Checked.OK),
        ({"fixed_course": False}, "fixed-course", Checked.NOT),
        ({"same_day": False}, "same-day", Checked.NOT),
        ({"individual_times": False}, "individual-times", Checked.NOT),
        ({"kind": "relay-total"}, "kind", Checked.NOT),
        ({"kind": "relay"}, "kind", Checked.OK),
        ({"kind": "virtual"}, "kind", Checked.LIMITED),
        ({"kind": "nothing known"}, "kind", Checked.UNKNOWN),
        ({"incomplete": 1}, "people", Checked.NOT),
    ],
)
def test_each_item_stands_for_itself(facts, item, found):
    states = state(changed(**facts))
    assert states.pop(item) is found
    assert set(states.values()) == {Checked.OK}


def test_the_older_definition_of_the_ground_looks_at_paved_road_instead():
    states = state(GOOD, surface="paved")
    assert "surface" not in states
    assert states["paved"] is Checked.OK
    assert state(changed(paved=Decimal(21)), surface="paved")["paved"] is Checked.NOT
    assert state(changed(paved=None), surface="paved")["paved"] is Checked.UNKNOWN


def test_what_is_refused_outweighs_what_is_not_known():
    items = check_race(changed(natural=None, same_day=False), federation().checklist)
    assert verdict(items) is Checked.NOT
    assert verdict(check_race(changed(natural=None), federation().checklist)) is Checked.UNKNOWN
