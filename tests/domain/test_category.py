from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.canterbury import MOVES_UP, a_run_season, a_runner, a_season, an_event, canterbury
from trailsdesk.domain.age_days import AgeDays, age_reference_day, event_age_day, series_age_day
from trailsdesk.domain.age_limits import adult_needed, entry_allowed
from trailsdesk.domain.category import (
    assign_categories,
    assign_category,
    categories_of,
    category_order,
    series_categories,
    series_category,
)
from trailsdesk.domain.category_rules import (
    AgeReference,
    CategoryBand,
    CategoryScheme,
    LeapDayRule,
)
from trailsdesk.domain.entry import CategoryOverride, EntryId
from trailsdesk.domain.people import Gender
from trailsdesk.i18n import message

DAY = date(2026, 5, 24)
SCHEME = canterbury().categories


def on(day: date) -> AgeDays:
    return AgeDays(usual=day)


def test_categories_are_printed_by_age_and_within_it_women_men_and_x():
    assert category_order(SCHEME)[:4] == (
        ("F-JUNIOR", "Junior women"),
        ("M-JUNIOR", "Junior men"),
        ("X-JUNIOR", "Junior non-binary"),
        ("F-OPEN", "Open women"),
    )
    assert len(category_order(SCHEME)) == 12


def test_without_genders_a_category_is_its_age_band_and_needs_no_gender():
    scheme = replace(SCHEME, by_gender=False)
    assert category_order(scheme)[0] == ("JUNIOR", "Junior")
    found = assign_category(a_runner(1, gender=None), on(DAY), scheme)
    assert (found.code, found.label, found.problem) == ("OPEN", "Open", None)


@pytest.mark.parametrize(
    ("runner", "code"),
    [
        (a_runner(1, None), "category.no-birth-date"),
        (a_runner(1, gender=None), "category.no-gender"),
        (a_runner(1, date(2018, 5, 25)), "category.age-outside"),
        (a_runner(1, date(2030, 1, 1)), "category.age-outside"),
    ],
    ids=["no birth date", "no gender", "seven years old", "not yet born"],
)
def test_who_cannot_be_placed_has_no_category_but_a_reason(runner, code: str):
    found = assign_category(runner, on(DAY), SCHEME)
    assert (found.code, found.label) == ("", "")
    assert found.problem is not None
    assert found.problem.code == found.explanation.code == code
    assert found.problem.place is not None
    assert found.problem.place.runner_id == runner.id
    assert "Test Made-Up 1" in message(found.problem)


def test_a_leap_day_birthday_is_kept_on_1_march_or_on_28_february_as_the_rules_say():
    runner, day = a_runner(1, date(2008, 2, 29)), date(2027, 2, 28)
    bands = (
        CategoryBand(code="U19", label="U19", from_age=0, to_age=18),
        CategoryBand(code="SEN", label="Senior", from_age=19),
    )
    march = CategoryScheme(bands=bands, leap_day=LeapDayRule.MARCH_1)
    february = CategoryScheme(bands=bands, leap_day=LeapDayRule.FEBRUARY_28)
    assert assign_category(runner, on(day), march).code == "M-U19"
    assert assign_category(runner, on(day), february).code == "M-SEN"
    assert assign_category(runner, on(day + timedelta(days=1)), march).code == "M-SEN"


DAYS = (date(2026, 6, 14), date(2026, 5, 24), date(2026, 8, 9))


@pytest.mark.parametrize(
    ("reference", "day"),
    [
        (AgeReference.RACE_DAY, date(2026, 6, 14)),
        (AgeReference.FIRST_EVENT, date(2026, 5, 24)),
        (AgeReference.LAST_EVENT, date(2026, 8, 9)),
        (AgeReference.DECEMBER_31, date(2026, 12, 31)),
        (AgeReference.FIXED_DATE, date(2026, 1, 1)),
    ],
)
def test_ages_are_taken_on_the_day_the_rules_name(reference: AgeReference, day: date):
    assert age_reference_day(reference, DAYS[0], DAYS, date(2026, 1, 1)) == day


def test_a_fixed_day_must_be_given():
    with pytest.raises(ValueError, match="needs its date"):
        age_reference_day(AgeReference.FIXED_DATE, DAYS[0], DAYS)


def test_the_days_are_those_of_the_file_not_of_the_preset_once_an_event_is_moved():
    rules, season = canterbury(), a_season([])
    last = an_event("inverary")
    moved = replace(
        season, events={**season.events, last.id: replace(last, date=date(2026, 9, 1))}
    )
    assert series_age_day(season, rules) == date(2026, 8, 9)
    assert series_age_day(moved, rules) == date(2026, 9, 1)
    assert series_age_day(replace(season, events={}), rules) == date(2026, 8, 9)
    assert event_age_day(last, moved, rules) == date(2026, 8, 9)


def test_every_entry_is_placed_at_its_own_event():
    runner = a_runner(1, MOVES_UP)
    season, _ = a_run_season({runner: (1, 1, 1, 1)})
    codes = [found.code for found in assign_categories(season, canterbury()).values()]
    assert codes == ["M-OPEN", "M-OPEN", "M-OPEN", "M-VETERAN"]


def test_two_runners_without_a_birth_date_are_told_apart():
    season, _ = a_run_season({a_runner(1, None): (1,), a_runner(2, None): (2,)})
    problems = [found.problem for found in assign_categories(season, canterbury()).values()]
    assert [problem.place.runner_id for problem in problems] == [1, 2]
    assert [problem.place.entry_id for problem in problems] == [1, 2]


def test_a_decision_with_its_reason_wins_and_says_what_it_replaced():
    runner = a_runner(1, None)
    season, _ = a_run_season({runner: (1,)})
    decided = CategoryOverride(entry_id=EntryId(1), category="M-OPEN", reason="passport seen")
    season = replace(season, overrides={EntryId(1): decided})
    (found,) = assign_categories(season, canterbury()).values()
    assert (found.code, found.label, found.problem) == ("M-OPEN", "Open men", None)
    assert message(found.explanation) == "Open men by decision, instead of –: passport seen"


def test_a_decision_at_the_last_event_holds_for_the_series_and_an_earlier_one_does_not():
    runner = a_runner(1)
    rules = canterbury()
    first, _ = a_run_season({runner: (1, 1, 1, 1)}, overrides={(runner, "willesden"): "M-CLASSIC"})
    assert series_category(runner, first, rules).code == "M-OPEN"
    last, _ = a_run_season({runner: (1, 1, 1, 1)}, overrides={(runner, "inverary"): "M-CLASSIC"})
    assert series_category(runner, last, rules).code == "M-CLASSIC"
    assert series_categories(last, rules)[runner.id].code == "M-CLASSIC"


@pytest.mark.parametrize(
    ("age", "race", "code"),
    [
        (7, "short", "entry.age-no-race"),
        (8, "short", None),
        (12, "short", None),
        (12, "mid", "entry.age-other-race"),
        (12, "long", "entry.age-other-race"),
        (13, "long", None),
        (99, "long", None),
    ],
)
def test_the_ages_that_may_enter_each_distance(age: int, race: str, code: str | None):
    refused = entry_allowed(age, race, "willesden", canterbury())
    assert (None if refused is None else refused.code) == code


def test_an_adult_is_needed_up_to_twelve():
    rules = canterbury()
    needed = [age for age in range(5, 20) if adult_needed(age, "willesden", rules) is not None]
    assert needed == [8, 9, 10, 11, 12]


def test_without_age_limits_everybody_may_enter():
    assert entry_allowed(3, "long", "willesden", replace(canterbury(), age_limits=())) is None


@given(
    st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.none() | st.sampled_from(Gender),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_every_runner_gets_exactly_one_category_or_one_problem(born, gender, day: date):
    found = assign_category(a_runner(1, born, gender), on(day), SCHEME)
    assert bool(found.code) != (found.problem is not None)
    if found.code:
        fitting = [
            info.code
            for info in categories_of(SCHEME)
            if info.gender == gender
            and info.band.from_age <= found.age <= (info.band.to_age or 999)
        ]
        assert fitting == [found.code]
    assert "…" not in message(found.explanation)


@given(st.dates(date(1950, 1, 1), date(2010, 1, 1)), st.sampled_from(Gender), st.integers(0, 400))
def test_time_never_takes_a_runner_back_to_a_younger_band(born: date, gender, days: int):
    bands = [band.code for band in SCHEME.bands]
    runner = a_runner(1, born, gender)
    first = assign_category(runner, on(DAY), SCHEME)
    later = assign_category(runner, on(DAY + timedelta(days=days)), SCHEME)
    assert bands.index(first.code[2:]) <= bands.index(later.code[2:])
