"""Ways to a final: the worked examples through the preset itself, and what must always hold.

Everybody here is made up.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.age_group_places import age_group_places, shared_out
from trailsdesk.domain.draw import Finish, may_draw, tickets
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.final_rules import AgeGroupPlacesRule, DayOfYear, PodiumRule, ScoreRule
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.race_class import class_change, finals_year, race_class
from trailsdesk.domain.score_index import (
    DatedScore,
    Index,
    estimated_index,
    extension,
    level,
    months_before,
)
from trailsdesk.domain.score_places import Contender, RaceCase, podium_places, score_places
from trailsdesk.formats.presets import load_preset, preset_text
from trailsdesk.i18n import message

PRESET = "utmb-world-series-finals"
IN, OUT, OPEN = Qualifying.QUALIFIED, Qualifying.NOT_ELIGIBLE, Qualifying.NOT_PUBLISHED
UNSAID = Qualifying.NOT_FILLED_IN
ASK = Qualifying.MAY_ASK


@cache
def finals(tier: str = "event"):
    found = load_preset(preset_text(PRESET), {"tier": tier}).finals
    assert found is not None
    return found


def rule_of(kind, tier: str = "event", changes=None):
    found = load_preset(preset_text(PRESET), {"tier": tier}, changes or {})
    return next(rule for rule in found.qualification if isinstance(rule, kind))


def somebody(number: int, gender: Gender | None, place: int | None, group: str = "", score=None):
    return Contender(
        entry_id=EntryId(number),
        runner_id=RunnerId(number),
        gender=gender,
        place=place,
        group=group,
        score=score,
    )


def a_case(*people: Contender, label: str = "50K", tier: str = "event", rivals=("50k",)):
    return RaceCase(
        race="50k",
        race_class=label,
        tier=tier,
        year=2027,
        rivals=tuple(rivals),
        contenders=people,
    )


# ------------------------------------------------------------------ classes and years
@pytest.mark.parametrize(
    ("km", "ascent", "label"),
    [
        (78, 4000, "100K"),  # 45
        (171, 10_000, "100M"),  # 46
        (101, 6100, "100K"),
        (56, 3500, "50K"),
    ],
)
def test_45_46_the_class_is_by_kilometres_and_hundreds_of_metres(km, ascent, label):
    assert race_class(km * 1000, ascent, finals().classes).label == label


def test_an_estimated_border_is_told_as_one():
    told = message(race_class(78_000, 4000, finals().classes).explanation)
    assert "118 km-effort: 100K" in told
    assert "estimate" in told
    published = race_class(171_000, 10_000, finals().classes)
    assert "estimate" not in message(published.explanation)


def test_a_race_without_figures_has_no_class_and_nobody_is_in_or_out():
    assert race_class(None, 4000, finals().classes).label == ""
    assert race_class(78_000, None, finals().classes).label == ""
    (row,) = podium_places(
        a_case(somebody(1, Gender.F, 1), label=""), rule_of(PodiumRule), finals()
    )
    assert (row.status, row.reason.code) == (UNSAID, "finals.no-class")


def test_a_border_may_be_written_over():
    changed = load_preset(
        preset_text(PRESET), None, {"finals.classes.levels[1].below": '"120"'}
    ).finals
    assert changed is not None
    assert race_class(78_000, 4000, changed.classes).label == "50K"


def test_results_count_for_the_finals_of_the_year_after_and_extended_ones_for_their_own():
    assert finals_year(date(2024, 12, 31), finals()) == 2025
    assert finals_year(date(2025, 1, 1), finals()) == 2026
    assert finals_year(date(2025, 6, 30), finals(), extended=True) == 2025
    assert finals_year(date(2025, 7, 1), finals(), extended=True) == 2026


@pytest.mark.parametrize(
    ("origin", "wanted", "status"),
    [
        ("50K", "100K", ASK),
        ("100K", "50K", ASK),
        ("100K", "100K", IN),
        ("50K", "100M", OUT),
        ("20K", "50K", OUT),
        ("50K", "20K", OUT),
        ("50K", "5K", OUT),
    ],
)
def test_one_class_up_or_down_may_be_asked_for_and_20k_never_leads_on(origin, wanted, status):
    answer = class_change(origin, wanted, finals())
    assert answer.status is status
    assert message(answer.reason)


# ------------------------------------------------------------------ places and scores
@pytest.mark.parametrize(
    ("tier", "place", "status"),
    [("event", 3, IN), ("event", 4, OUT), ("major", 10, IN), ("major", 11, OUT)],
)
def test_47_podium_of_three_at_an_event_and_of_ten_at_a_major(tier, place, status):
    case = a_case(somebody(1, Gender.F, place), tier=tier)
    (row,) = podium_places(case, rule_of(PodiumRule, tier), finals(tier))
    assert (row.status, row.place) == (status, place)


def test_who_shares_the_last_podium_place_is_in():
    case = a_case(*(somebody(number, Gender.M, min(number, 3)) for number in range(1, 6)))
    rows = podium_places(case, rule_of(PodiumRule), finals())
    assert [row.status for row in rows] == [IN] * 5


def test_the_podium_is_of_women_and_men_and_no_final_takes_20k():
    (other,) = podium_places(a_case(somebody(1, Gender.X, 1)), rule_of(PodiumRule), finals())
    assert (other.status, other.reason.code) == (OUT, "finals.no-gender-places")
    case = a_case(somebody(1, Gender.F, 1), label="20K")
    (short,) = podium_places(case, rule_of(PodiumRule), finals())
    assert (short.status, short.reason.code) == (OUT, "finals.no-final")


def test_of_two_races_of_a_class_only_the_one_named_gives_places():
    case = a_case(somebody(1, Gender.F, 1), rivals=("50k", "sunrise"))
    (open_row,) = podium_places(case, rule_of(PodiumRule), finals())
    assert (open_row.status, open_row.reason.code) == (UNSAID, "finals.which-race")
    named = rule_of(PodiumRule, changes={"qualification.podium.qualifying": '["50k"]'})
    (row,) = podium_places(case, named, finals())
    assert row.status is IN
    other = rule_of(PodiumRule, changes={"qualification.podium.qualifying": '["100k"]'})
    case = a_case(somebody(1, Gender.F, 1), rivals=("50k", "100k"))
    (row,) = podium_places(case, other, finals())
    assert (row.status, row.reason.code) == (OUT, "finals.other-race")


def test_without_a_published_table_no_score_decides_and_a_table_filled_in_does():
    people = [somebody(1, Gender.F, 1, score=Decimal(701)), somebody(2, Gender.F, 2)]
    rule = rule_of(ScoreRule)
    assert not any(rule.table.least.values()), "the published table is not known"
    rows = score_places(a_case(*people), rule, finals())
    assert [row.status for row in rows] == [OPEN, OPEN]
    assert "not published" in message(rows[0].reason)
    filled = rule_of(ScoreRule, changes={"qualification.score.least.50K.F": '"701"'})
    rows = score_places(a_case(*people), filled, finals())
    assert [row.status for row in rows] == [IN, OUT]
    assert rows[1].reason.code == "finals.score-unknown"
    (man,) = score_places(a_case(somebody(3, Gender.M, 1, score=Decimal(999))), filled, finals())
    assert man.status is OPEN


# ------------------------------------------------------------------ age groups
def a_major(*groups: tuple[str, int]) -> RaceCase:
    """One gender's finishers, groups taking turns from the front until they run out."""
    left = dict(groups)
    people = []
    while any(left.values()):
        for group in left:
            if left[group]:
                left[group] -= 1
                number = len(people) + 1
                people.append(somebody(number, Gender.F, number, group))
    return a_case(*people, tier="major")


def qualified(case: RaceCase) -> list[int]:
    rows = age_group_places(case, rule_of(AgeGroupPlacesRule, "major"), finals("major"))
    assert len(rows) == len(case.finishers)
    return [row.entry_id for row in rows if row.status is IN]


def test_a_major_gives_35_places_a_gender_to_the_first_ten_the_first_and_the_shares():
    case = a_major(("F-20-34", 200), ("F-35-39", 100), ("F-80", 1))
    into = qualified(case)
    assert len(into) == 35
    assert set(range(1, 11)) <= set(into)
    by_group = {one.entry_id: one.group for one in case.contenders}
    groups = [by_group[EntryId(number)] for number in into]
    assert groups.count("F-80") == 1
    assert groups.count("F-20-34") == 23
    assert groups.count("F-35-39") == 11


def test_52_places_used_among_the_first_ten_are_taken_off_the_groups_share():
    front = ["F-50-54"] * 2 + ["F-60-64"] * 4 + ["F-20-34"] * 4
    behind = ["F-50-54"] * 48 + ["F-60-64"] * 26 + ["F-20-34"] * 266
    people = [somebody(n, Gender.F, n, group) for n, group in enumerate(front + behind, 1)]
    into = [number for number in qualified(a_case(*people, tier="major")) if number > 10]
    groups = [people[number - 1].group for number in into]
    assert groups.count("F-50-54") == 3  # a share of 5, two of them among the first ten
    assert groups.count("F-60-64") == 0  # a share of 3, four of them there
    assert groups.count("F-20-34") == 22


def test_age_group_places_are_for_majors_only():
    case = a_case(somebody(1, Gender.F, 1, "F-20-34"))
    (row,) = age_group_places(case, rule_of(AgeGroupPlacesRule), finals())
    assert (row.status, row.reason.code) == (OUT, "finals.no-tier-places")


def test_a_runner_in_no_age_group_is_told_so_and_never_guessed_into_one():
    people = [somebody(n, Gender.F, n, "F-20-34") for n in range(1, 12)]
    case = a_case(*people, somebody(12, Gender.F, 12), tier="major")
    rows = age_group_places(case, rule_of(AgeGroupPlacesRule, "major"), finals("major"))
    assert rows[-1].reason.code == "finals.no-group"


FIELDS = st.lists(st.integers(1, 60), min_size=1, max_size=6)


@settings(max_examples=60)
@given(FIELDS, st.randoms(use_true_random=False))
def test_age_group_places_add_up_and_never_depend_on_the_order_of_input(sizes, chance):
    case = a_major(*((f"F-{index}", size) for index, size in enumerate(sizes)))
    into = qualified(case)
    assert len(into) == max(min(35, sum(sizes)), min(10, sum(sizes)), len(sizes))
    mixed = list(case.contenders)
    chance.shuffle(mixed)
    assert qualified(a_case(*mixed, tier="major")) == into
    gone = somebody(9999, Gender.F, None, "F-0")
    assert qualified(a_case(*mixed, gone, tier="major")) == into, "a DNF moves nobody"


@settings(max_examples=100)
@given(
    st.integers(0, 60),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1),
    st.data(),
)
def test_shares_add_up_within_their_bounds(places, runners, data):
    least = {group: data.draw(st.integers(0, count)) for group, count in runners.items()}
    shares = shared_out(places, runners, least, runners)
    given_out = {group: share.places for group, share in shares.items()}
    assert all(least[group] <= given_out[group] <= runners[group] for group in runners)
    total = min(max(places, sum(least.values())), sum(runners.values()))
    assert sum(given_out.values()) == total


# ------------------------------------------------------------------ injury, index, rights
def a_score(value: str, day: date, label: str = "100K") -> DatedScore:
    return DatedScore(value=Decimal(value), day=day, race_class=label)


@pytest.mark.parametrize(("value", "status"), [("660", ASK), ("659", OUT)])
def test_48_the_injury_rule_asks_for_660_of_a_woman_in_100k(value, status):
    rule = finals().extension
    assert rule is not None
    scores = [a_score(value, date(2023, 6, 10))]
    answer = extension(scores, Gender.F, date(2024, 11, 30), 2025, rule)
    assert answer.status is status
    late = extension(scores, Gender.F, date(2024, 12, 1), 2025, rule)
    assert (late.status, late.reason.code) == (OUT, "finals.extension-late")
    assert extension(scores, None, date(2024, 11, 1), 2025, rule).status is OUT


def an_index(value: int, *, estimate: bool = False) -> Index:
    made = estimated_index([a_score("1", date(2026, 1, 1))], date(2026, 1, 1), _index_rule())
    assert made is not None
    return Index(value=Decimal(value), explanation=made.explanation, estimate=estimate)


def _index_rule():
    rule = finals().index
    assert rule is not None
    return rule


def test_49_a_class_index_opens_what_the_general_index_does_not():
    (top, *_others) = finals().levels
    held = {"": an_index(899), "100M": an_index(875)}
    answer = level(held, Gender.M, top, asked_on=date(2025, 12, 31))
    assert (answer.status, answer.reason.code) == (ASK, "finals.level")
    assert answer.reason.params["label"] == "100M"
    guessed = {"100M": an_index(875, estimate=True)}
    answer = level(guessed, Gender.M, top, asked_on=date(2025, 12, 31))
    assert "estimate" in message(answer.reason)
    assert level({}, Gender.M, top, asked_on=date(2025, 12, 31)).status is OUT


def test_an_index_worked_out_here_is_always_called_an_estimate():
    rule = _index_rule()
    found = estimated_index([a_score("800", date(2026, 5, 1))], date(2026, 6, 1), rule)
    assert found is not None
    assert found.estimate
    assert "estimate" in message(found.explanation)
    assert rule.source.grade == "C"


DAYS = st.integers(0, 1200).map(lambda ago: date(2026, 6, 1) - timedelta(days=ago))
SCORES = st.builds(
    DatedScore, value=st.integers(100, 1000).map(Decimal), day=DAYS, race_class=st.just("50K")
)


@settings(max_examples=80)
@given(st.lists(SCORES, max_size=7), SCORES, st.randoms(use_true_random=False))
def test_a_further_score_never_lowers_the_index_nor_does_the_order_matter(scores, more, chance):
    on, rule = date(2026, 6, 1), _index_rule()
    before = estimated_index(scores, on, rule)
    after = [*scores, more]
    chance.shuffle(after)
    found = estimated_index(after, on, rule)
    if before is not None:
        assert found is not None
        assert found.value >= before.value
        assert found.value <= max(score.value for score in after)


def test_months_are_counted_back_to_the_same_day_or_the_last_of_the_month():
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2024, 5, 31), 3) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert DayOfYear(month=2, day=29).in_year(2025) == date(2025, 3, 1)


# ------------------------------------------------------------------ the draw
def test_50_a_50k_at_a_major_and_a_20k_at_an_event_are_five_tickets():
    rule = finals().draw
    assert rule is not None
    held = [
        Finish(day=date(2024, 7, 1), race_class="50K", tier="major"),
        Finish(day=date(2023, 5, 1), race_class="20K", tier="event"),
        Finish(day=date(2023, 5, 2), race_class="", tier="event"),
    ]
    found = tickets(held, date(2026, 1, 10), 2026, rule)
    assert (found.count, found.usable) == (5, True)
    assert "1 + 4 = 5" in message(found.explanation)
    late = tickets(held, date(2026, 7, 2), 2027, rule)
    assert (late.count, late.usable) == (5, False)
    assert not tickets([], date(2026, 1, 10), 2026, rule).usable


@pytest.mark.parametrize(("final", "status"), [("50K", ASK), ("100K", ASK), ("100M", OUT)])
def test_51_an_index_in_50k_opens_the_two_shorter_finals(final, status):
    rule = finals().draw
    assert rule is not None
    assert may_draw(final, ["50K"], rule).status is status
    assert may_draw("5K", ["50K"], rule).status is OPEN
