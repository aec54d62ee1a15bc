"""What a crew managed in a rehearsal, from who was shown and what was keyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.rehearsal import (
    CAPACITIES,
    LATE_MS,
    Advice,
    Crossing,
    Keyed,
    Outcome,
    Score,
    advise,
    expected_peak,
    peak_minute,
    score,
    sustained_rate,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def shown(*pairs: tuple[str, float]) -> list[Crossing]:
    return [Crossing(bib=bib, at_ms=Instant(round(at * 1000))) for bib, at in pairs]


def keyed(*pairs: tuple[str, float]) -> list[Keyed]:
    return [Keyed(bib=bib, at_ms=Instant(round(at * 1000))) for bib, at in pairs]


def outcomes(result: Score) -> list[str]:
    return [each.outcome.value for each in result.scored]


def every(seconds: float, count: int) -> list[tuple[str, float]]:
    return [(str(100 + n), 10 + n * seconds) for n in range(count)]


# -- who is who -----------------------------------------------------------------------------------


def test_a_bib_keyed_soon_after_it_was_shown_is_right_and_tells_its_delay() -> None:
    result = score(shown(("214", 10)), keyed(("214", 11.4)))
    assert outcomes(result) == ["RIGHT"]
    assert (result.median_delay_ms, result.worst_delay_ms) == (1_400, 1_400)


def test_leading_zeros_are_no_other_bib() -> None:
    assert outcomes(score(shown(("007", 10)), keyed(("7", 11)))) == ["RIGHT"]


def test_another_bib_in_its_place_is_wrong_and_nobody_is_missed() -> None:
    result = score(shown(("214", 10), ("215", 20)), keyed(("241", 11), ("215", 21)))
    assert outcomes(result) == ["WRONG", "RIGHT"]
    assert result.extra == ()


def test_a_time_that_never_got_its_bib_is_a_blank() -> None:
    assert outcomes(score(shown(("214", 10)), keyed(("", 10.5)))) == ["BLANK"]


def test_a_runner_nobody_keyed_is_missed_and_a_time_of_nobody_is_one_too_many() -> None:
    result = score(shown(("214", 10)), keyed(("999", 300)))
    assert outcomes(result) == ["MISSED"]
    assert [each.bib for each in result.extra] == ["999"]
    assert result.errors == 2


def test_the_same_bib_twice_is_one_too_many() -> None:
    result = score(shown(("214", 10)), keyed(("214", 11), ("214", 12)))
    assert outcomes(result) == ["RIGHT"]
    assert len(result.extra) == 1


def test_the_right_bib_keyed_much_too_late_is_not_that_runners_time() -> None:
    late = 10 + LATE_MS / 1000 + 1
    assert outcomes(score(shown(("214", 10)), keyed(("214", late)))) == ["MISSED"]


def test_a_slip_early_on_does_not_shift_those_after_it() -> None:
    crossings = shown(*every(5, 6))
    times = keyed(("999", 11), *[(bib, at + 1) for bib, at in every(5, 6)[1:]])
    assert outcomes(score(crossings, times)) == ["WRONG", *["RIGHT"] * 5]


BIBS = st.sampled_from(["", "1", "2", "3", "12", "21", "007"])
MOMENTS = st.integers(0, 400).map(lambda second: second / 2)
PAIRS = st.lists(st.tuples(BIBS, MOMENTS), max_size=12)


@settings(max_examples=80)
@given(PAIRS, PAIRS)
def test_everybody_shown_and_everything_keyed_is_accounted_for_once(
    seen: list[tuple[str, float]], done: list[tuple[str, float]]
) -> None:
    seen = [(bib or "9", at) for bib, at in seen]
    result = score(shown(*seen), keyed(*done))
    assert len(result.scored) == len(seen)
    used = [each.keyed for each in result.scored if each.keyed is not None]
    assert len(used) + len(result.extra) == len(done)
    assert sum(map(result.count, Outcome)) == len(seen)
    right = [each for each in result.scored if each.outcome is Outcome.RIGHT]
    assert all(
        each.keyed is not None and each.keyed.bib.lstrip("0") == each.crossing.bib.lstrip("0")
        for each in right
    )


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(1, 500).map(str), MOMENTS), max_size=15, unique_by=lambda p: p[0]
    )
)
def test_a_crew_that_keys_everybody_at_once_makes_no_error(
    seen: list[tuple[str, float]],
) -> None:
    result = score(shown(*seen), keyed(*[(bib, at + 0.8) for bib, at in seen]))
    assert result.errors == 0
    assert not seen or result.kept_up


# -- rates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [2, 6, 15])
def test_an_even_pace_is_sustained_at_its_own_rate(seconds: float) -> None:
    moments = [round(1000 * n * seconds) for n in range(60)]
    assert sustained_rate(moments) == pytest.approx(60 / seconds, rel=0.05)


def test_a_short_burst_is_not_sustained() -> None:
    slow = [n * 20_000 for n in range(30)]
    burst = [300_000 + n * 500 for n in range(5)]
    assert sustained_rate(slow) == pytest.approx(3, rel=0.05)
    assert sustained_rate([*slow, *burst]) < 7


def test_one_alone_is_no_rate() -> None:
    assert sustained_rate([5_000]) == 0


def test_who_is_ten_seconds_behind_at_the_end_did_not_keep_up() -> None:
    crossings = shown(*every(3, 20))
    behind = keyed(*[(bib, at + n * 0.9) for n, (bib, at) in enumerate(every(3, 20))])
    result = score(crossings, behind)
    assert result.error_share == 0
    assert not result.kept_up


# -- the peak -------------------------------------------------------------------------------------


def test_the_busiest_minute_is_found_wherever_it_begins() -> None:
    assert peak_minute([0, 59_999, 60_000, 119_999, 200_000]) == 2
    assert peak_minute([30_000, 31_000, 89_999, 90_000]) == 3
    assert peak_minute([]) == 0


def test_last_years_busiest_minute_grows_with_the_field() -> None:
    before = [n * 30_000 for n in range(40)]
    peak = expected_peak(80, before)
    assert (peak.per_minute, peak.before, peak.finishers) == (4, 2, 40)


def test_too_few_finishers_before_are_no_evidence() -> None:
    assert expected_peak(80, [0] * 19).finishers == 0


@settings(max_examples=60)
@given(st.integers(0, 5_000), st.floats(1, 200))
def test_a_larger_field_or_a_shorter_race_never_has_a_quieter_peak(
    field: int, effort: float
) -> None:
    peak = expected_peak(field, (), effort)
    assert 0 <= peak.per_minute <= field
    assert expected_peak(field + 50, (), effort).per_minute >= peak.per_minute
    assert expected_peak(field, (), effort * 2).per_minute <= peak.per_minute


# -- advice ---------------------------------------------------------------------------------------


def crew(seconds: float, *, wrong: int = 0, lag: Sequence[float] = (1.0,)) -> Score:
    """Forty shown at an even pace, keyed with a lag; the first few of them wrong."""
    pairs = every(seconds, 40)
    times = [
        ("9999" if n < wrong else bib, at + lag[min(n, len(lag) - 1)])
        for n, (bib, at) in enumerate(pairs)
    ]
    return score(shown(*pairs), keyed(*times))


GROWING = tuple(n * 0.6 for n in range(40))


@pytest.mark.parametrize(
    ("result", "peak", "advice"),
    [
        (crew(5), 12, Advice.ENOUGH),
        (crew(10), 9, Advice.FASTER),
        (crew(5, wrong=8), 12, Advice.FEWER_ERRORS),
        (crew(6, lag=GROWING), 14, Advice.SPOTTER),
        (crew(6, lag=GROWING), 25, Advice.TWO_DESKS),
        (crew(5), 31, Advice.CHIPS),
        (score(shown(("1", 1)), []), 10, Advice.NOTHING_KEYED),
    ],
    ids=lambda value: value.value if isinstance(value, Advice) else "",
)
def test_the_advice_fits_what_the_crew_did(result: Score, peak: int, advice: Advice) -> None:
    assert advise(result, peak) is advice


def test_every_capacity_says_where_it_comes_from_and_more_people_manage_more() -> None:
    assert all(each.source for each in CAPACITIES)
    rates = [each.per_minute for each in CAPACITIES]
    assert rates == sorted(rates)
