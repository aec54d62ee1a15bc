"""What formulas earn: the worked examples of published series, and what holds for all of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import schemes
from trailsdesk.domain.point_formula import (
    FieldGroup,
    Performance,
    earned,
    plain_points,
    rounded,
    worked,
)
from trailsdesk.domain.point_rules import (
    Curve,
    DistancePoints,
    DistanceStep,
    Factor,
    FixedPoints,
    GapPoints,
    LinearPoints,
    PointsRounding,
    PointsScheme,
    RankScope,
    RatioPoints,
    Reference,
    RoundFacts,
    RoundFilter,
    RoundMode,
    ShareKind,
    SharePoints,
    SpreadPoints,
)
from trailsdesk.domain.round_scheme import RoundScheme
from trailsdesk.domain.series_ranking import Candidate, rank_standings
from trailsdesk.domain.standing_rules import ParticipationStep, StandingsRule
from trailsdesk.i18n import message

HOUR = 3_600_000
MINUTE = 60_000
TWO = PointsRounding(mode=RoundMode.HALF_UP, places=2)


def one(place: int = 1, time_ms: int | None = None, **more) -> Performance:
    group = more.pop("group", FieldGroup())
    return Performance(place=place, time_ms=time_ms, groups=lambda _scope: group, **more)


def by_place(name: str, *places: int, **facts) -> list[str]:
    own = RoundScheme(schemes.load(name).rules.points, RoundFacts(**facts))
    return [plain_points(own.earn(0, one(place)).points) for place in places]


def test_54_a_share_of_the_starters_not_ahead():
    group = FieldGroup(starters=39, finishers=30)
    scheme = schemes.load("18-ouser").rules.points
    own = RoundScheme(scheme, RoundFacts())
    found = [own.earn(0, one(place, group=group, distance_m=0)).points for place in (1, 2, 27)]
    assert found == [Decimal("100.00"), Decimal("97.44"), Decimal("33.33")]
    fifty = own.earn(0, one(27, group=group, distance_m=50_000))
    assert fifty.points == Decimal("83.33")


def test_55_the_ratio_of_winner_and_own_time():
    found = earned(
        RatioPoints(full=Decimal(500)), one(2, 5 * HOUR, group=FieldGroup(times_ms=[4 * HOUR]))
    )
    assert found == 400


def test_56_the_ratio_times_150_at_the_first_rank():
    scheme = schemes.load("05-world-tour").rules.points
    own = RoundScheme(scheme, RoundFacts(event="s2", tier="series"))
    one_of = one(2, 25 * HOUR, group=FieldGroup(times_ms=[20 * HOUR]))
    assert own.earn(own.variant(""), one_of).points == 120


def test_57_the_overall_winner_the_group_winner_and_ten_for_taking_part():
    groups = {
        RankScope.OVERALL: FieldGroup(times_ms=[175 * MINUTE]),
        RankScope.CATEGORY: FieldGroup(times_ms=[180 * MINUTE]),
    }
    scheme = PointsScheme(
        formula=RatioPoints(full=Decimal(95), among=RankScope.OVERALL),
        plus=(
            RatioPoints(full=Decimal(195), among=RankScope.CATEGORY),
            FixedPoints(points=Decimal(10)),
        ),
        rounding=PointsRounding(mode=RoundMode.HALF_UP),
    )
    runner = Performance(
        place=1, time_ms=180 * MINUTE, groups=lambda scope: groups[scope or RankScope.CATEGORY]
    )
    assert rounded(earned(scheme.formula, runner), TWO) == Decimal("92.36")
    own = RoundScheme(scheme, RoundFacts())
    assert own.earn(0, runner).points == 297
    times = "95 × 2:55:00/3:00:00 + 195 × 3:00:00/3:00:00 + 10"
    assert own.text(0, runner) == times


def test_58_the_share_of_the_field_left_behind():
    formula = SharePoints(kind=ShareKind.BEHIND)
    assert earned(formula, one(15, group=FieldGroup(finishers=100))) == 85
    assert earned(SharePoints(), one(15, group=FieldGroup(finishers=100))) == 86


def test_59_a_quarter_of_the_points_of_the_longest_distance():
    rules = schemes.load("04-auckland").rules
    factors = {each.where.races[0]: each.factor for each in rules.teams.factors}
    assert factors == {"super": Fraction(1, 4), "long": Fraction(1, 3), "mid": Fraction(1, 2)}
    assert 12 * factors["super"] == 3


@pytest.mark.parametrize(("miles", "points"), [(8, 8), (15, 12), (40, 20)])
def test_60_miles_earn_less_the_farther_they_are_and_are_rounded_down(miles: int, points: int):
    formula = schemes.load("20-mid-essex").rules.points.formula
    assert earned(formula, one(distance_m=miles * 1609.344)) == points


def test_61_a_table_with_a_tail():
    assert by_place("01-seq-trail", 1, 4, 9, 10, 57) == ["20", "14", "4", "2", "2"]


def test_62_the_gap_to_three_times_the_winner_s_time():
    formula = GapPoints(full=Decimal(1000), zero_at=Decimal(3))
    field = FieldGroup(times_ms=[2 * HOUR])
    assert earned(formula, one(2, 3 * HOUR, group=field)) == 750
    assert worked(formula, one(2, 3 * HOUR, group=field)) == "1000 × (3 − 3:00:00/2:00:00) / 2"
    assert earned(formula, one(2, 7 * HOUR, group=field)) == 0


def test_53_equals_share_the_points_of_the_places_they_take_up():
    own = RoundScheme(schemes.load("11-urban-league").rules.points, RoundFacts())
    assert own.earn(0, one(1), tied=2).points == 98
    assert own.earn(0, one(2), tied=3).points == Decimal("93.33")
    assert own.text(0, one(2), tied=3) == "(96 + 93 + 91) / 3"


STEPS = tuple(
    ParticipationStep(results=results, factor=Decimal(factor))
    for results, factor in ((1, "1.0"), (2, "1.25"), (3, "1.5"), (4, "1.75"), (5, "2.0"))
)


@pytest.mark.parametrize(
    ("points", "total"),
    [
        ((491, 0, 0, 0), "491"),
        ((200, 150, 100, 41), "859.25"),
        ((200, 166, 100), "699"),
        ((200, 159, 100), "688.5"),
        ((200, 83, 100), "574.5"),
    ],
)
def test_38_and_39_the_sum_is_multiplied_by_how_often_somebody_took_part(points, total: str):
    rule = StandingsRule(count_best=0, of=9, participation=STEPS)
    candidate = Candidate(
        id=1,
        points=tuple(map(Decimal, points)),
        ranks=tuple(1 if each else None for each in points),
    )
    (placing,) = rank_standings([candidate], rule)
    assert placing.total == Decimal(total)


@pytest.mark.parametrize(
    ("base", "factor", "total"), [("698", "2.2", "1535.6"), ("446", "2.4", "1070.4")]
)
def test_40_a_multiplier_beyond_the_last_step_goes_on(base: str, factor: str, total: str):
    steps = (*STEPS, ParticipationStep(results=6, factor=Decimal(factor)))
    rule = StandingsRule(count_best=0, of=9, participation=steps)
    points = (Decimal(base), *[Decimal(0)] * 6)
    (placing,) = rank_standings([Candidate(id=1, points=points, ranks=(1,) * 7)], rule)
    assert (placing.total, placing.factor) == (Decimal(total), Decimal(factor))
    assert message(placing.explanation).startswith(f"{total} points: ({base} + 0")
    assert message(placing.explanation).endswith(f") × {factor}.")


def test_an_even_spread_goes_from_the_first_to_the_last_finisher():
    formula = SpreadPoints(first=Decimal(125), last=Decimal(25))
    field = FieldGroup(finishers=5)
    found = [earned(formula, one(place, group=field)) for place in range(1, 6)]
    assert found == [125, 100, 75, 50, 25]
    assert earned(formula, one(1, group=FieldGroup(finishers=1))) == 125
    fixed = SpreadPoints(first=Decimal(100), last=Decimal(10), places=10)
    assert [earned(fixed, one(place)) for place in (1, 10, 11)] == [100, 10, 10]


def test_factors_multiply_bonuses_add_and_the_sum_is_rounded_once():
    scheme = PointsScheme(
        formula=LinearPoints(first=Decimal(95), step=Decimal(1)),
        factors=(
            Factor(where=RoundFilter(tiers=("gold",)), factor=Fraction(1, 3), bonus=Decimal(10)),
            Factor(factor=Fraction(3, 2)),
            Factor(where=RoundFilter(events=("other",)), factor=Fraction(9)),
        ),
        rounding=TWO,
    )
    own = RoundScheme(scheme, RoundFacts(event="this", tier="gold"))
    assert own.earn(0, one(1)).points == Decimal("57.50")
    assert own.text(0, one(1)) == "95 × 0.5 + 10"
    before = PointsRounding(mode=RoundMode.DOWN, before_factor=True)
    halves = PointsScheme(
        formula=FixedPoints(points=Decimal("12.5")),
        factors=(Factor(factor=Fraction(5, 4)),),
        rounding=before,
    )
    assert RoundScheme(halves, RoundFacts()).earn(0, one(1)).points == 15


def test_what_is_not_known_earns_nothing_and_nothing_is_guessed():
    for formula in (
        RatioPoints(full=Decimal(100), system="itra"),
        GapPoints(full=Decimal(100), standard_m=10_000),
        DistancePoints(steps=(DistanceStep(to=None, each=Decimal(1)),)),
    ):
        field = FieldGroup(times_ms=[HOUR])
        assert earned(formula, one(1, HOUR, group=field)) is None
        assert worked(formula, one(1, HOUR, group=field)) == ""


FIELDS = st.lists(st.integers(HOUR, 9 * HOUR), min_size=2, max_size=40).map(sorted)
FORMULAS = st.sampled_from(
    [
        LinearPoints(first=Decimal(50), step=Decimal(1), least=Decimal(0)),
        SpreadPoints(first=Decimal(200), last=Decimal(35)),
        SharePoints(),
        SharePoints(kind=ShareKind.BEHIND),
        RatioPoints(full=Decimal(500)),
        RatioPoints(full=Decimal(500), curve=Curve.POWER, weight=Decimal(2)),
        RatioPoints(full=Decimal(100), curve=Curve.LOG, weight=Decimal("0.7")),
        RatioPoints(full=Decimal(100), reference=Reference.MEDIAN),
        GapPoints(full=Decimal(1000), zero_at=Decimal(3)),
        GapPoints(full=Decimal(2000), reference=Reference.MEDIAN, below_zero=True),
    ]
)


@settings(max_examples=80, deadline=None)
@given(FIELDS, FORMULAS, st.sampled_from([TWO, PointsRounding()]))
def test_points_never_rise_with_the_place(times, formula, rounding):
    own = RoundScheme(PointsScheme(formula=formula, rounding=rounding), RoundFacts())
    group = FieldGroup(starters=len(times), finishers=len(times), times_ms=times)
    points = [own.earn(0, one(1 + times.index(time), time, group=group)).points for time in times]
    assert points == sorted(points, reverse=True)
