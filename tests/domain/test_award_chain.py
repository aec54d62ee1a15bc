"""The chain of awards: ties at every cut, one prize in every variant, filters and gaps."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_result, a_result_row
from trailsdesk.domain.award_chain import AwardField, prize_groups
from trailsdesk.domain.award_filter import AwardDetail
from trailsdesk.domain.award_rules import (
    Award,
    AwardScope,
    AwardsRule,
    AwardTime,
    OnePrize,
    StarterBand,
)
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.domain.rules import OfficialTime, TieRule, TimingRule
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from trailsdesk.domain.awards import PrizeGroup

OVERALL = Award(id="overall", scope=AwardScope.GENDER, label="Overall")
CATEGORY = Award(id="category", scope=AwardScope.CATEGORY)
CHAIN = (OVERALL, CATEGORY)


def ran(
    bib: int,
    minutes: int | None,
    category: str = "F-OPEN",
    *,
    net: int | None = None,
    **fields: Any,
) -> ResultRow:
    """Bib ``bib`` in so many minutes, or stopped on the way."""
    status = ResultStatus.DNF if minutes is None else ResultStatus.OK
    time_ms = None if minutes is None else Duration(minutes * 60_000)
    result = a_result(
        entry_id=EntryId(bib),
        status=fields.pop("status", status),
        time_ms=time_ms,
        gun_time_ms=time_ms,
        net_time_ms=None if net is None else Duration(net * 60_000),
    )
    made: dict[str, Any] = {
        "gender": Gender(category[0]),
        "category": category,
        "category_label": category.title(),
        "result": result,
    }
    return a_result_row(str(bib), **(made | fields))


def plan(how: OnePrize, *awards: Award, **more: Any) -> AwardsRule:
    return AwardsRule(one_prize=how, awards=awards or CHAIN, **more)


def called(group: PrizeGroup) -> list[tuple[int, str]]:
    return [(prize.place, prize.row.bib) for prize in group.prizes]


def by_key(groups: tuple[PrizeGroup, ...]) -> dict[str, list[tuple[int, str]]]:
    return {group.key: called(group) for group in groups}


def why(group: PrizeGroup, at: int = 0) -> str:
    prize = group.prizes[at]
    return " ".join(message(note) for note in (prize.explanation, *prize.because))


def noted(group: PrizeGroup) -> list[str]:
    return [message(note) for note in group.notes]


# --------------------------------------------------------------- ties at the cut

_CUTS = [
    pytest.param(AwardScope.OVERALL, id="overall"),
    pytest.param(AwardScope.GENDER, id="gender"),
    pytest.param(AwardScope.CATEGORY, id="category"),
]


@pytest.mark.parametrize("scope", _CUTS)
@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("tied", [2, 3])
def test_all_who_tie_at_the_cut_are_on_the_list_at_every_depth(
    scope: AwardScope, depth: int, tied: int
) -> None:
    minutes = [*range(1, depth), *([depth] * tied), depth + 1]
    rows = [ran(bib, each) for bib, each in enumerate(minutes, 1)]
    award = Award(id="a", scope=scope, places=depth)
    (group,) = prize_groups(rows, AwardsRule(awards=(award,)))
    assert [place for place, _bib in called(group)] == [*range(1, depth), *([depth] * tied)]
    assert [prize.shared for prize in group.prizes][-tied:] == [True] * tied
    assert len(group.prizes) == depth - 1 + tied


def test_a_tie_for_second_says_why_nobody_is_third() -> None:
    rows = [ran(1, 10), ran(2, 11), ran(3, 11), ran(4, 12)]
    (group,) = prize_groups(rows, AwardsRule())
    assert called(group) == [(1, "1"), (2, "2"), (2, "3")]
    assert noted(group) == ["Place 3 is nobody's: 2 share place 2."]


def test_where_no_place_is_skipped_the_runner_behind_a_tie_is_third() -> None:
    rows = [ran(1, 10), ran(2, 11), ran(3, 11), ran(4, 12), ran(5, 13)]
    known = AwardField(timing=TimingRule(tie=TieRule.SAME_RANK_DENSE))
    (group,) = prize_groups(rows, AwardsRule(), known=known)
    assert called(group) == [(1, "1"), (2, "2"), (2, "3"), (3, "4")]
    assert group.cut_ms == 12 * 60_000


# --------------------------------------------------------------- one prize, each variant

# 1 and 2 are first and second overall; both are in F-OLD, so is 3; 4 and 5 follow in F-OLD.
FIELD = [
    ran(1, 10, "F-OLD"),
    ran(2, 11, "F-OLD"),
    ran(9, 12, "F-OPEN"),
    ran(3, 13, "F-OLD"),
    ran(4, 14, "F-OLD"),
    ran(5, 15, "F-OLD"),
]


def old(how: OnePrize, **more: Any) -> PrizeGroup:
    rule = plan(how, Award(id="overall", scope=AwardScope.GENDER, label="Overall", places=2),
                CATEGORY, **more)  # fmt: skip
    return next(group for group in prize_groups(FIELD, rule) if group.category == "F-OLD")


def test_without_the_rule_every_award_stands_on_its_own() -> None:
    assert called(old(OnePrize.NONE)) == [(1, "1"), (2, "2"), (3, "3")]


def test_most_prestigious_only_and_everybody_behind_moves_up() -> None:
    group = old(OnePrize.MOST_PRESTIGIOUS)
    assert called(group) == [(1, "3"), (2, "4"), (3, "5")]
    assert why(group) == (
        "Place 1 of 5 finishers in F-Old, Short, in 0:13:00. Bib 1 Bea Tawa is ahead and has place"
        " 1 of Overall. Bib 2 Cleo Mataī is ahead and has place 2 of Overall."
    )
    assert noted(group)[0] == (
        "Bib 1 Bea Tawa would have place 1 here and has place 1 of Overall."
    )


def test_both_engraved_keeps_the_names_and_passes_the_prizes_on() -> None:
    group = old(OnePrize.BOTH_ENGRAVED)
    assert called(group) == [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")]
    assert [prize.prize_place for prize in group.prizes] == [None, None, 1, 2, 3]
    assert why(group).endswith("The name only: the prize is that of place 1 of Overall.")
    assert "The prize of place 1 passes on." in why(group, 2)


def test_engraved_only_keeps_the_names_and_gives_no_second_prize() -> None:
    group = old(OnePrize.ENGRAVED_ONLY)
    assert called(group) == [(1, "1"), (2, "2"), (3, "3")]
    assert [prize.prize_place for prize in group.prizes] == [None, None, 3]


def test_no_move_leaves_the_places_empty_and_says_whose_they_were() -> None:
    group = old(OnePrize.NO_MOVE)
    assert called(group) == [(3, "3")]
    assert noted(group) == [
        "Place 1 stays empty: bib 1 Bea Tawa has place 1 of Overall, and nobody moves up.",
        "Place 2 stays empty: bib 2 Cleo Mataī has place 2 of Overall, and nobody moves up.",
    ]


def test_two_prizes_a_runner_are_allowed_before_the_rule_speaks() -> None:
    third = Award(id="club", scope=AwardScope.SPECIAL, label="Club", places=1)
    rule = plan(OnePrize.MOST_PRESTIGIOUS, OVERALL, CATEGORY, third, most_prizes=2)
    found = by_key(prize_groups(FIELD, rule))
    assert found["category:short:F-OLD"][0] == (1, "1")
    assert found["club:short"] == [(1, "3")]


def test_an_award_that_combines_neither_takes_nor_is_taken() -> None:
    climb = Award(id="climb", scope=AwardScope.SPECIAL, places=1, combines=True)
    rule = plan(OnePrize.MOST_PRESTIGIOUS, climb, OVERALL)
    found = by_key(prize_groups(FIELD, rule))
    assert found["climb:short"] == [(1, "1")]
    assert found["overall:short:F"] == [(1, "1"), (2, "2"), (3, "9")]


def test_where_everybody_has_a_better_prize_that_is_said() -> None:
    groups = prize_groups([ran(1, 10, "F-OLD")], plan(OnePrize.MOST_PRESTIGIOUS))
    assert noted(groups[1])[0] == "Everybody who finished has a better prize."


def test_who_enters_two_races_has_one_prize_of_the_event() -> None:
    rows = [ran(1, 10), ran(2, 11)]
    other = [
        ran(11, 30, race_code="long", race_label="Long", runner_id=rows[0].runner_id),
        ran(12, 31, race_code="long", race_label="Long"),
    ]
    rule = plan(OnePrize.MOST_PRESTIGIOUS, Award(id="o", scope=AwardScope.OVERALL, places=1))
    assert by_key(prize_groups([*rows, *other], rule)) == {
        "o:short": [(1, "1")],
        "o:long": [(1, "12")],
    }


# --------------------------------------------------------------- depth, filters, times


def test_depth_follows_the_number_of_starters() -> None:
    award = Award(
        id="c",
        scope=AwardScope.CATEGORY,
        bands=(
            StarterBand(from_starters=3, places=1),
            StarterBand(from_starters=5, places=2),
        ),
    )
    for starters, places in ((2, 0), (3, 1), (4, 1), (5, 2), (9, 2)):
        rows = [ran(bib, bib) for bib in range(1, starters + 1)]
        (group,) = prize_groups(rows, AwardsRule(awards=(award,)))
        assert len(group.prizes) == places, starters
    (group,) = prize_groups([ran(1, 1), ran(2, None)], AwardsRule(awards=(award,)))
    assert noted(group) == ["No prizes: 2 starters, and at least 3 are asked for."]


def test_who_stopped_counts_as_a_starter_and_who_never_started_does_not() -> None:
    award = Award(id="c", scope=AwardScope.CATEGORY, places=1, least_starters=3)
    stopped = [ran(1, 10), ran(2, 11), ran(3, None)]
    (group,) = prize_groups(stopped, AwardsRule(awards=(award,)))
    assert called(group) == [(1, "1")]
    absent = [*stopped[:2], ran(3, None, status=ResultStatus.DNS)]
    (group,) = prize_groups(absent, AwardsRule(awards=(award,)))
    assert group.prizes == ()


def test_non_binary_runners_are_in_an_award_or_out_of_it_as_the_plan_says() -> None:
    rows = [ran(1, 10, "X-OPEN"), ran(2, 11), ran(3, 12, "M-OPEN")]
    inside = Award(id="a", scope=AwardScope.OVERALL, places=2)
    outside = Award(id="b", scope=AwardScope.OVERALL, places=2, non_binary=False)
    found = by_key(prize_groups(rows, AwardsRule(awards=(inside, outside))))
    assert found == {"a:short": [(1, "1"), (2, "2")], "b:short": [(1, "2"), (2, "3")]}


def test_who_is_ranked_among_the_women_is_in_their_award() -> None:
    rows = [ran(1, 10, "F-OPEN", gender=Gender.X, among=Gender.F), ran(2, 11)]
    (group,) = prize_groups(rows, plan(OnePrize.NONE, OVERALL))
    assert called(group) == [(1, "1"), (2, "2")]


def test_locals_are_told_by_town_club_or_country_however_they_are_spelt() -> None:
    rows = [ran(1, 10, nation="AUS"), ran(2, 11, club="Port  Hills"), ran(3, 12, nation="FIN")]
    local = Award(
        id="local", scope=AwardScope.FIRST_LOCAL, cities=("Ōtautahi",), clubs=("port hills",),
        places=3,
    )  # fmt: skip
    known = AwardField(details={EntryId(3): AwardDetail(city="OTAUTAHI")})
    (group,) = prize_groups(rows, AwardsRule(awards=(local,)), known=known)
    assert called(group) == [(1, "2"), (2, "3")]


def test_a_region_knows_its_countries_by_any_code_and_keeps_home_nations_apart() -> None:
    rows = [
        ran(1, 10, nation="SCO"), ran(2, 11, nation="New Zealand"), ran(3, 12, nation="NZL"),
        ran(4, 13, nation="ENG"), ran(5, 14, nation=""),
    ]  # fmt: skip
    region = Award(id="r", scope=AwardScope.REGIONAL, nations=("NZ", "ENG"), places=9)
    (group,) = prize_groups(rows, AwardsRule(awards=(region,)))
    assert called(group) == [(1, "2"), (2, "3"), (3, "4")]


def test_first_over_seventy_is_by_age_and_nobody_without_one_is_in_it() -> None:
    over = Award(id="70", scope=AwardScope.SPECIAL, from_age=70, places=1)
    details = {EntryId(2): AwardDetail(age=70), EntryId(3): AwardDetail(age=75)}
    rows = [ran(1, 10), ran(2, 11), ran(3, 9, status=ResultStatus.DNF)]
    (group,) = prize_groups(rows, AwardsRule(awards=(over,)), known=AwardField(details=details))
    assert called(group) == [(1, "2")]


def test_the_fastest_climber_is_ranked_between_two_points() -> None:
    climb = Award(
        id="climb", scope=AwardScope.SPECIAL, from_point="foot", to_point="top", places=1
    )
    details = {
        EntryId(1): AwardDetail(passed_ms={"foot": 60_000, "top": 660_000}),
        EntryId(2): AwardDetail(passed_ms={"foot": 120_000, "top": 600_000}),
        EntryId(3): AwardDetail(passed_ms={"top": 61_000}),
    }
    rows = [ran(1, 20), ran(2, 30), ran(3, 40)]
    (group,) = prize_groups(rows, AwardsRule(awards=(climb,)), known=AwardField(details=details))
    assert called(group) == [(1, "2")]
    assert why(group) == ("Place 1 of 2 finishers in Short from foot to top, in 0:08:00.")


@pytest.mark.parametrize("how", OnePrize)
def test_where_gun_and_net_time_agree_no_rule_of_one_prize_makes_a_warning(how: OnePrize) -> None:
    rows = [ran(bib, 9 + bib, net=8 + bib) for bib in range(1, 6)]
    overall = Award(id="overall", scope=AwardScope.GENDER, places=2)
    groups = prize_groups(rows, plan(how, overall, CATEGORY))
    assert [group.warnings for group in groups] == [(), ()]


def test_gun_and_net_prizes_differ_and_the_list_warns() -> None:
    rows = [ran(1, 10, net=9), ran(2, 11, net=8), ran(3, 12, net=12)]
    gun = Award(id="gun", scope=AwardScope.OVERALL, places=1, time=AwardTime.GUN)
    net = Award(id="net", scope=AwardScope.OVERALL, places=1, time=AwardTime.NET)
    by_gun, by_net = prize_groups(rows, AwardsRule(awards=(gun, net)))
    assert called(by_gun) == [(1, "1")]
    assert called(by_net) == [(1, "2")]
    assert message(by_gun.warnings[0]).startswith(
        "Gun and net time do not agree: by gun time place 1 is bib 1, by net time it would be"
        " bib 2."
    )
    assert by_net.warnings[0].code == "award.not-by-gun"


def test_no_warning_where_the_orders_agree_within_the_prizes() -> None:
    rows = [ran(1, 10, net=9), ran(2, 13, net=12), ran(3, 14, net=10)]
    award = Award(id="o", scope=AwardScope.OVERALL, places=1)
    (group,) = prize_groups(rows, AwardsRule(awards=(award,)))
    assert group.warnings == ()


def test_a_penalty_counts_in_an_award_by_another_time_too() -> None:
    rows = [ran(1, 10, net=9), ran(2, 11, net=10)]
    net = Award(id="n", scope=AwardScope.OVERALL, places=1, time=AwardTime.NET)
    known = AwardField(
        details={EntryId(1): AwardDetail(adjusted_ms=300_000)},
        timing=TimingRule(official_time=OfficialTime.GUN),
    )
    (group,) = prize_groups(rows, AwardsRule(awards=(net,)), known=known)
    assert called(group) == [(1, "2")]


def test_a_merged_category_is_one_list() -> None:
    rows = [ran(1, 10, "F-OLD"), ran(2, 11, "F-OLD")]  # one of them was F-ANCIENT before
    (group,) = prize_groups(rows, AwardsRule())
    assert called(group) == [(1, "1"), (2, "2")]


def test_a_prize_and_its_sponsor_stand_beside_the_place() -> None:
    award = Award(id="o", scope=AwardScope.OVERALL, places=3, prizes=("Cup", "Mug"), sponsor="Bär")
    (group,) = prize_groups([ran(1, 10), ran(2, 11), ran(3, 12)], AwardsRule(awards=(award,)))
    assert [prize.gift for prize in group.prizes] == ["Cup", "Mug", ""]
    assert group.sponsor == "Bär"


# --------------------------------------------------------------- what always holds

_FIELDS = st.lists(
    st.tuples(st.integers(1, 12) | st.none(), st.sampled_from(["F-OPEN", "F-OLD", "M-OPEN"])),
    min_size=1,
    max_size=25,
)


def _rows(field: list[tuple[int | None, str]]) -> list[ResultRow]:
    return [ran(bib, minutes, category) for bib, (minutes, category) in enumerate(field, 1)]


@given(_FIELDS, st.integers(1, 4))
def test_nobody_gets_two_prizes_under_most_prestigious(
    field: list[tuple[int | None, str]], depth: int
) -> None:
    awards = [
        Award(id="all", scope=AwardScope.OVERALL, places=depth),
        Award(id="gender", scope=AwardScope.GENDER, places=depth),
        Award(id="category", scope=AwardScope.CATEGORY, places=depth),
    ]
    groups = prize_groups(_rows(field), plan(OnePrize.MOST_PRESTIGIOUS, *awards))
    bibs = [prize.row.bib for group in groups for prize in group.prizes]
    assert len(bibs) == len(set(bibs))


@given(_FIELDS, st.sampled_from([OnePrize.NONE, OnePrize.MOST_PRESTIGIOUS]))
def test_places_never_skip_without_a_tie(
    field: list[tuple[int | None, str]], how: OnePrize
) -> None:
    for group in prize_groups(_rows(field), plan(how)):
        for at, (place, _bib) in enumerate(called(group)):
            smaller = sum(other < place for other, _other in called(group))
            assert place == smaller + 1
            assert group.prizes[at].shared == ([p for p, _b in called(group)].count(place) > 1)


@given(_FIELDS, st.sampled_from(OnePrize), st.integers(0, 2**20))
def test_the_order_of_the_rows_changes_nothing(
    field: list[tuple[int | None, str]], how: OnePrize, seed: int
) -> None:
    rows = _rows(field)
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)
    assert by_key(prize_groups(rows, plan(how))) == by_key(prize_groups(mixed, plan(how)))


@given(_FIELDS, st.sampled_from(OnePrize), st.integers(1, 14), st.integers(1, 3))
def test_who_comes_in_behind_the_cut_changes_nothing(
    field: list[tuple[int | None, str]], how: OnePrize, late: int, depth: int
) -> None:
    awards = (
        Award(id="o", scope=AwardScope.GENDER, places=depth),
        Award(id="c", scope=AwardScope.CATEGORY, places=depth),
    )
    rows = [*_rows(field), ran(99, None, status=ResultStatus.PENDING)]
    before = prize_groups(rows, plan(how, *awards))
    if any(g.cut_ms is None or late * 60_000 <= g.cut_ms for g in before if 99 in g.pool):
        return
    after = by_key(prize_groups([*rows[:-1], ran(99, late)], plan(how, *awards)))
    assert {group.key: called(group) for group in before} == after
