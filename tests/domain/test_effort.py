"""Km-effort, penalties and points: the worked examples of the rules, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.effort import (
    CourseFigures,
    Evaluation,
    backyard_file,
    backyard_loops,
    evaluate,
    stage_race,
)
from trailsdesk.formats.effort_tables import load_effort_rules, read_effort_rules
from trailsdesk.i18n import message

RULES = load_effort_rules()


def figures(km: str, ascent_m: str, aid: int = 0, **more: object) -> CourseFigures:
    return CourseFigures(
        distance_m=Decimal(km) * 1000, ascent_m=Decimal(ascent_m), aid_stations=aid, **more
    )  # type: ignore[arg-type]


def of(km: str, ascent_m: str, aid: int = 0, **more: object) -> Evaluation:
    return evaluate(figures(km, ascent_m, aid, **more), RULES)


@pytest.mark.parametrize(
    ("km", "ascent", "aid", "effort", "penalty", "net", "points", "category"),
    [
        ("40", "1500", 6, "55", "15", "40", 1, "XS"),  # example 1
        ("65", "3500", 0, "100", "0", "100", 3, "M"),  # 2
        ("50", "2000", 0, "70", "0", "70", 2, "S"),  # 3
        ("100", "5000", 0, "150", "0", "150", 4, "L"),  # 4
        ("40", "2500", 0, "65", "0", "65", 2, "S"),  # 5
        ("40", "1500", 5, "55", "10", "45", 2, "S"),  # 6: both lower bounds belong to their bands
        ("40", "1500", 4, "55", "0", "55", 2, "S"),  # 7
        ("40", "1500", 0, "55", "0", "55", 2, "S"),  # 8: no stations, no penalty
        ("30", "1000", 10, "40", "30", "10", 0, "XXS"),  # 9
        ("50", "2500", 15, "75", "25", "50", 2, "S"),  # 10
        ("100", "5000", 14, "150", "15", "135", 4, "L"),  # 11
        ("80", "2500", 8, "105", "0", "105", 3, "M"),  # 12
        ("168", "9600", 17, "264", "0", "264", 6, "XXL"),  # 14
        ("19", "700", 0, "26", "0", "26", 1, "XS"),  # 37
        ("6", "275", 0, "8.75", "0", "8.75", 0, "XXS"),  # 37
    ],
)
def test_points_of_a_course(
    km: str, ascent: str, aid: int, effort: str, penalty: str, net: str, points: int, category: str
) -> None:
    found = of(km, ascent, aid)
    assert (found.km_effort, found.penalty, found.net) == (
        Decimal(effort),
        Decimal(penalty),
        Decimal(net),
    )
    assert (found.points, found.category) == (points, category)


def test_the_table_of_2014_took_off_ten_where_todays_takes_nothing() -> None:  # example 13
    found = of("168", "9600", 17, day=date(2014, 8, 29))
    assert (found.penalty, found.net) == (10, 254)


@pytest.mark.parametrize(
    ("km", "before", "after"), [("100", 4, 3), ("200", 6, 5)]
)  # examples 15 and 16
def test_points_changed_with_the_year_2019(km: str, before: int, after: int) -> None:
    assert of(km, "0", day=date(2018, 12, 31)).points == before
    assert of(km, "0", day=date(2019, 1, 1)).points == after
    assert of(km, "0").points == after


@pytest.mark.parametrize(("completed", "file"), [(5, None), (7, 6), (9, 9), (40, 12)])
def test_a_backyard_runner_stands_in_the_highest_registered_file(
    completed: int, file: int | None
) -> None:  # example 17
    assert backyard_file([6, 9, 12], completed) == file


def test_loops_of_twelve_give_the_points_of_the_federations_table() -> None:  # example 18
    table = RULES.points_on(None)
    loops = (1, 3, 6, 9, 12, 15, 18)
    assert [table.level(Decimal(12 * each)).points for each in loops] == [0, 1, 2, 3, 4, 5, 6]


def test_loops_needed_are_counted_from_the_real_loop() -> None:  # example 19
    loops = dict(backyard_loops(Decimal(6706), Decimal(100), RULES.points_on(None)))
    assert [loops[points] for points in range(1, 7)] == [4, 6, 10, 15, 21, 28]


def test_a_track_drawn_on_a_map_counts_nine_tenths() -> None:  # example 20
    found = of("65", "3500", drawn=True)
    assert (found.km_effort, found.points) == (90, 3)


def test_a_figure_just_below_a_border_is_told_and_rounding_is_a_choice() -> None:  # example 21
    exact, rounded = of("24.6", "0"), of("24.6", "0", round_first=True)
    assert (exact.points, rounded.points) == (0, 1)
    assert [p.code for p in exact.problems] == ["effort.rounding-decides"]
    assert not of("24.4", "0").problems
    assert not of("25", "0").problems


@pytest.mark.parametrize(
    ("km", "ascent", "label"),
    [
        ("78", "4000", "100K"),  # 45
        ("171", "10000", "100M"),  # 46
        ("101", "6100", "100K"),
        ("56", "3500", "50K"),
        ("170", "0", "100K"),
        ("170.001", "0", "100M"),
    ],
)
def test_class_of_a_course(km: str, ascent: str, label: str) -> None:
    assert of(km, ascent).utmb_class == label


def test_the_sentence_holds_the_whole_sum() -> None:
    assert message(of("40", "1500", 6).explanation) == (
        "40 km + 1500 m / 100 = 55; 6 aid stations, one each 9.16: minus 15; 40: 1 point (XS);"
        " 5.0 more would give 2."
    )
    assert message(of("168", "9600", 17, day=date(2014, 8, 29)).explanation).endswith("6 points.")
    loops = message(of("6.7", "100", loops=3, loop_penalty=Decimal(2)).explanation)
    assert loops.startswith("3 loops of 6.7 km + 100 m / 100 = 23.1; loops: minus 2; 21.1:")


def test_a_stage_race_is_its_longest_stage_with_the_typed_adjustment_never_the_sum() -> None:
    stages = [figures("30", "1500"), figures("42", "2000", stage_adjustment=Decimal(12))]
    assert stage_race(stages, RULES).net == 74


def test_a_race_below_the_least_is_told() -> None:
    assert [p.code for p in of("4", "90").problems] == ["effort.too-small"]
    assert not of("4", "100").problems


_METRES = st.decimals(0, 300_000, places=0)
_FIGURES = st.builds(
    CourseFigures,
    distance_m=_METRES,
    ascent_m=st.decimals(0, 20_000, places=0),
    aid_stations=st.integers(0, 60),
    loops=st.integers(1, 30),
)


@given(figures=_FIGURES)
def test_a_course_is_never_worth_less_than_nothing_and_the_next_level_is_told_right(
    figures: CourseFigures,
) -> None:
    found = evaluate(figures, RULES)
    assert 0 <= found.net <= found.km_effort
    assert "…" not in message(found.explanation)
    if found.to_next is not None:
        table = RULES.points_on(None)
        assert found.to_next > 0
        assert table.level(found.net + found.to_next).points == found.next_points


@given(figures=_FIGURES)
def test_so_much_more_as_the_sentence_says_is_enough(figures: CourseFigures) -> None:
    found = evaluate(figures, RULES)
    if found.enough is None:
        return
    said = Decimal(str(found.explanation.params["more"]))
    longer = replace(figures, distance_m=figures.distance_m + said * 1000)
    assert evaluate(longer, RULES).points > found.points


def test_what_penalties_took_below_zero_has_to_be_made_up_for_too() -> None:
    found = of("4.58", "179", 6)
    assert (found.net, found.to_next) == (0, 25)
    assert message(found.explanation).endswith("0 points (XXS); 48.7 more would give 1.")


@given(figures=_FIGURES, more=st.integers(1, 5000))
def test_more_climb_never_makes_a_course_easier_without_aid_stations(
    figures: CourseFigures, more: int
) -> None:
    plain = replace(figures, aid_stations=0)
    higher = replace(plain, ascent_m=plain.ascent_m + more)
    low, high = evaluate(plain, RULES), evaluate(higher, RULES)
    assert high.km_effort > low.km_effort
    assert high.points >= low.points


def test_bands_that_do_not_rise_are_refused() -> None:
    text = """
schema = 1
id = "x"
minimum_km_effort = "5"
drawn_percent = "90"
[[points]]
edition = "1"
since = 2020-01-01
levels = [{ points = 0, from = "25" }, { points = 1, from = "20" }]
[[penalty]]
edition = "1"
since = 2020-01-01
bands = [{ from = "5", minus = "1" }, { from = "5", minus = "2" }]
[classes]
levels = [{ label = "all" }]
surprise = 1
"""
    _rules, faults = read_effort_rules(text)
    assert [(f.code, f.params["path"]) for f in faults] == [
        ("preset.bands-order", "points[0].levels"),
        ("preset.bands-order", "penalty[0].bands"),
        ("preset.unknown-key", "classes.surprise"),
    ]
