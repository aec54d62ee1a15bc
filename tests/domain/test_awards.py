from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_result_row, elapsed_ms
from trailsdesk.domain.award_chain import AwardField, prize_groups
from trailsdesk.domain.award_rules import AwardsRule
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultRow, ResultStatus
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


def out(bib: str, **fields: object) -> ResultRow:
    return a_result_row(bib, status=ResultStatus.DNF, **fields)


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
        "Place 3 of 6 finishers in Open women, Short, in 0:40:03, shared by bibs 3, 4, 5: equal"
        " times share the place, and all of them are listed."
    )
    assert message(group.prizes[0].explanation) == (
        "Place 1 of 6 finishers in Open women, Short, in 0:40:01."
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
    groups = prize_groups(rows, AwardsRule(), AwardField(category_order=("F-OPEN", "M-OPEN")))
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


@given(st.lists(st.one_of(st.none(), st.integers(1, 8)), max_size=20), st.integers(1, 5))
def test_the_cut_never_parts_equal_ranks(values: list[int | None], depth: int) -> None:
    rows = [placed(str(n), value) for n, value in enumerate(values, 1)]
    rows = [row if row.result.rank else out(row.bib) for row in rows]
    groups = prize_groups(rows, AwardsRule(category_depth=depth))
    called = [prize.row.result.time_ms for group in groups for prize in group.prizes]
    times = sorted(row.result.time_ms for row in rows if row.result.time_ms is not None)
    wanted = [each for each in times if sum(other < each for other in times) < depth]
    assert called == wanted
