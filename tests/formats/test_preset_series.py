"""Points, standings and teams of a preset: what is read, and what is refused with its path."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests import schemes
from trailsdesk.domain.point_rules import GapPoints, PointsBand, RatioPoints, RoundFilter
from trailsdesk.formats.presets import PresetError, check_preset, load_preset

HEAD = """
schema = 1
id = "made-up"
version = "1"
name = "Made up"
season = "test"

[[event]]
code = "a"
name = "A"
date = 2020-01-01
zone = "UTC"
races = [{ code = "x", label = "X" }]

[[event]]
code = "b"
name = "B"
date = 2020-02-01
zone = "UTC"
races = [{ code = "x", label = "X" }]

[categories]
bands = [{ code = "ALL", label = "All", from = 0 }]
"""
POINTS = "[points]\nlinear = { first = '10', step = '1', least = '0' }\n"
STANDINGS = "[standings]\ncount_best = 2\nof = 2\n"


def faults_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(PresetError) as caught:
        load_preset(HEAD + text)
    return [(one.code, str(one.params["path"])) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[points]\nscope = 'gender'\n", ("preset.missing", "points.bands")),
        (
            POINTS + "fixed = { points = '1' }\n",
            ("preset.two-formulas", "points.fixed"),
        ),
        (
            "[points]\nlinear = { first = '1', step = '-1' }\n",
            ("preset.step-direction", "points.linear.step"),
        ),
        (
            "[points]\nbands = [{ from = 1, points = '10', step = '1' }]\n",
            ("preset.step-open", "points.bands[0].step"),
        ),
        (
            "[points]\nbands = [{ from = 1, to = 3, points = '10', step = '2' },"
            " { from = 4, points = '7' }]\n",
            ("preset.points-rise", "points.bands[1].points"),
        ),
        (
            "[points]\ngap = { full = '10', zero_at = '1' }\n",
            ("preset.zero-at", "points.gap.zero_at"),
        ),
        (
            "[points]\ndistance = { steps = [{ each = '1' }, { to = '3', each = '1' }] }\n",
            ("preset.steps-order", "points.distance.steps[0].to"),
        ),
        (
            POINTS + "variant = [{ races = ['y'], fixed = { points = '1' } }]\n",
            ("preset.unknown-race", "points.variant[0].races"),
        ),
        (
            POINTS + "factor = [{ events = ['c'], factor = '2' }]\n",
            ("preset.unknown-event", "points.factor[0].events"),
        ),
        (
            POINTS + "factor = [{ factor = '1/0' }]\n",
            ("preset.type", "points.factor[0].factor"),
        ),
        (
            POINTS + STANDINGS + "at_least = 3\n",
            ("preset.too-many", "standings.at_least"),
        ),
        (
            POINTS + STANDINGS + "quota = [{ label = 'q', at_least = 2, at_most = 1 }]\n",
            ("preset.too-many", "standings.quota[0].at_least"),
        ),
        (
            POINTS + STANDINGS + "must_include = ['c']\n",
            ("preset.unknown-event", "standings.must_include"),
        ),
        (
            POINTS + STANDINGS + "tie_breaks = ['outside-score']\n",
            ("preset.missing", "standings.tie_score"),
        ),
        (
            POINTS + STANDINGS + "ranking = [{ id = 'r', parted_by = ['region'] }]\n",
            ("preset.missing", "standings.region"),
        ),
        (
            POINTS
            + STANDINGS
            + "ranking = [{ id = 'r', leave_out = { ranking = 'q', places = 3 } }]\n",
            ("preset.unknown-ranking", "standings.ranking[0].leave_out.ranking"),
        ),
        (
            POINTS + STANDINGS + "ranking = [{ id = 'r' }, { id = 'r' }]\n",
            ("preset.twice", "standings.ranking[1].id"),
        ),
        (
            POINTS
            + STANDINGS
            + "participation = [{ results = 2, factor = '1' }, { results = 2, factor = '2' }]\n",
            ("preset.steps-order", "standings.participation[1].results"),
        ),
        (
            POINTS + STANDINGS + "[teams]\nraces = ['y']\n",
            ("preset.unknown-race", "teams.races"),
        ),
    ],
)
def test_what_cannot_hold_is_refused_with_its_path(text: str, fault: tuple[str, str]):
    assert fault in faults_of(text)


def test_where_few_points_win_points_may_rise_and_not_fall():
    low = STANDINGS + "direction = 'low'\n"
    assert load_preset(f"{HEAD}[points]\nlinear = {{ first = '1', step = '-1' }}\n{low}").points
    assert faults_of(POINTS + low) == [("preset.step-direction", "points.linear.step")]


def test_the_parts_of_a_formula_are_read_as_they_stand():
    rules = schemes.load("22-hochstift").rules
    gap = rules.points.formula
    assert isinstance(gap, GapPoints)
    assert (gap.full, gap.step_ms, gap.standard_m) == (Decimal(2000), 1000, 10_000)
    rules = schemes.load("10-valley-striders").rules
    assert rules.points.formula == RatioPoints(full=Decimal(100))
    assert rules.points.factors[0].factor == Fraction(11, 10)
    assert rules.points.factors[0].where == RoundFilter(tiers=("A",))
    assert [event.tier for event in rules.events][:3] == ["A", "B", "C"]
    bands = schemes.load("24-mountain-marathon").rules.points.formula.bands
    second = PointsBand(from_rank=2, to_rank=50, points=Decimal(49), step=Decimal(1))
    assert bands[1] == second


def test_examples_of_points_tell_what_is_known_of_one_finisher():
    preset = (schemes.FOLDER / "21-slovak.toml").read_text(encoding="utf-8")
    examples = """
preset = "21-slovak"
[[points]]
rule = "Three times the winner's time has nothing"
event = "c3"
rank = 2
winner = "2:00:00"
time = "6:00:00"
expect = "0"
[[points]]
rule = "Half as long again as the winner"
event = "c3"
rank = 2
winner = "2:00:00"
time = "3:00:00"
expect = "750"
[[points]]
rule = "Without a time nothing is known"
event = "c3"
expect = "none"
[[standing]]
rule = "The best four of five"
points = ["100", "50", "70", "-20", "10"]
expect = "230"
"""
    assert check_preset(preset, examples) == []
    wrong = examples.replace('expect = "750"', 'expect = "751"')
    (failed,) = check_preset(preset, wrong)
    assert (failed.params["path"], failed.params["found"]) == ("points[1]", "750")


def test_an_example_may_say_how_many_rounds_were_held_and_what_the_quotas_ask():
    preset = (schemes.FOLDER / "01-seq-trail.toml").read_text(encoding="utf-8")
    examples = """
preset = "01-seq-trail"
[[standing]]
rule = "Five of eight must be run"
ranks = [1, 1, 1, 1, 0, 0, 0, 0]
expect = "80"
eligible = false
[[standing]]
rule = "After one was called off, four of seven"
ranks = [1, 1, 1, 1, 2, 0, 0]
held = 7
expect = "80"
"""
    assert check_preset(preset, examples) == []
    fell = (schemes.FOLDER / "07-english-fell.toml").read_text(encoding="utf-8")
    examples = """
preset = "07-english-fell"
[[standing]]
rule = "Two short and two medium ones are no championship"
ranks = [1, 1, 1, 1, 0, 0]
expect = "200"
eligible = false
[[standing]]
rule = "A long one must count though it is the worst"
ranks = [1, 1, 1, 1, 20, 0]
expect = "181"
"""
    assert check_preset(fell, examples) == []
