from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_result_row, a_rule_set, elapsed_ms
from trailsdesk.domain.awards import cut_at, medal_rows, prize_groups
from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import Gender
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.domain.rules import AwardsRule
from trailsdesk.i18n import message


def placed(bib: str, place: int | None, **fields: object) -> ResultRow:
    return a_result_row(
        bib,
        rank=place,
        rank_gender=place,
        rank_category=place,
        time_ms=elapsed_ms("0:40:00") + 1000 * (place or 0),
        **fields,
    )


def test_a_three_way_tie_at_the_last_place_lists_all_three() -> None:
    rows = [placed("5", 3), placed("1", 1), placed("4", 3), placed("2", 2), placed("3", 3)]
    (group,) = prize_groups([*rows, placed("6", 6)], AwardsRule(category_depth=3))
    assert [(prize.place, prize.shared, prize.row.bib) for prize in group.prizes] == [
        (1, False, "1"),
        (2, False, "2"),
        (3, True, "3"),
        (3, True, "4"),
        (3, True, "5"),
    ]
    assert message(group.prizes[4].explanation) == (
        "Place 3 of 6 finishers in the Short, in 0:40:03, shared by bibs 3, 4, 5: equal times"
        " share the place, and all of them are listed."
    )
    assert message(group.prizes[0].explanation) == (
        "Place 1 of 6 finishers in the Short, in 0:40:01."
    )


def test_a_tie_for_second_leaves_no_third_place() -> None:
    rows = [placed("1", 1), placed("2", 2), placed("3", 2), placed("4", 4)]
    (group,) = prize_groups(rows, AwardsRule(category_depth=3))
    assert [prize.row.bib for prize in group.prizes] == ["1", "2", "3"]


def test_groups_follow_the_races_and_the_order_of_categories() -> None:
    rows = [
        placed("1", 1, race_code="mid", race_label="Midi", category="M-OPEN", gender=Gender.M),
        placed("2", 1, race_code="mid", race_label="Midi", category="F-OPEN"),
        placed("3", 1, race_code="short", category="Z-OTHER"),
        placed("4", 1, race_code="short", category="M-OPEN", gender=Gender.M),
    ]
    groups = prize_groups(rows, AwardsRule(), ["F-OPEN", "M-OPEN"])
    assert [(group.race_code, group.category) for group in groups] == [
        ("mid", "F-OPEN"),
        ("mid", "M-OPEN"),
        ("short", "M-OPEN"),
        ("short", "Z-OTHER"),
    ]


def test_a_category_nobody_finished_is_there_without_prizes() -> None:
    rows = [
        placed("1", None, status=ResultStatus.DNF),
        placed("2", None, status=ResultStatus.PENDING),
    ]
    (group,) = prize_groups(rows, AwardsRule())
    assert group.prizes == ()
    assert (group.entered, group.finishers, group.pending) == (2, 0, 1)


def test_a_runner_without_a_category_is_in_no_group() -> None:
    assert prize_groups([placed("1", None, category="", category_label="")], AwardsRule()) == ()


def test_overall_prizes_are_by_gender_when_the_rules_have_them() -> None:
    rows = [
        placed("1", 1, gender=Gender.M, category="M-OPEN"),
        placed("2", 1),
        placed("3", 2),
        placed("4", 9, gender=None, category=""),
    ]
    groups = prize_groups(rows, AwardsRule(category_depth=0, overall_depth=1))
    assert [(group.gender, [prize.row.bib for prize in group.prizes]) for group in groups] == [
        (Gender.F, ["2"]),
        (Gender.M, ["1"]),
    ]
    assert all(group.category == "" for group in groups)


def test_a_depth_of_nothing_makes_no_list() -> None:
    assert prize_groups([placed("1", 1)], AwardsRule(category_depth=0)) == ()


def test_medals_go_to_everybody_who_ordered_one_finished_or_not() -> None:
    build = SeasonBuilder()
    build.entry("12", family_name="Tawa", given_name="Bea", medal=MedalOrder.COLLECT)
    build.entry("14", family_name="Łarch", given_name="Cleo", medal=MedalOrder.POST)
    build.entry("15", family_name="Koromiko", medal=MedalOrder.NONE)
    build.entry("16", family_name="Rimu", medal=MedalOrder.COLLECT, status=EntryStatus.WITHDRAWN)
    build.entry("17", family_name="Matai", medal=MedalOrder.COLLECT, status=EntryStatus.WITHDRAWN)
    build.elapsed("12", "0:45:15")
    build.word("14", ResultStatus.DNF)
    build.elapsed("17", "0:50:00")
    season = build.season()
    results = {RaceId(1): compute_results(season, RaceId(1), a_rule_set(), {})}
    rows = medal_rows(season, EventId(1), results)
    assert [(row.family_name, row.bib, row.order, row.status) for row in rows] == [
        ("Łarch", "14", MedalOrder.POST, ResultStatus.DNF),
        ("Matai", "17", MedalOrder.COLLECT, ResultStatus.OK),
        ("Tawa", "12", MedalOrder.COLLECT, ResultStatus.OK),
    ]


def test_medals_are_listed_before_any_result_is_known() -> None:
    build = SeasonBuilder()
    build.entry("12", medal=MedalOrder.COLLECT)
    (row,) = medal_rows(build.season(), EventId(1), {})
    assert row.status is ResultStatus.PENDING
    assert medal_rows(build.season(), EventId(2), {}) == ()


@given(st.lists(st.one_of(st.none(), st.integers(1, 8)), max_size=20), st.integers(0, 5))
def test_the_cut_never_parts_equal_ranks(ranks: list[int | None], depth: int) -> None:
    inside = cut_at(ranks, lambda place: place, depth)
    assert list(inside) == sorted(place for place in ranks if place is not None and place <= depth)
