from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given

from tests.builders import a_runner
from tests.strategies import dates, names
from trailsdesk.domain.people import (
    Likeness,
    PeopleIndex,
    Runner,
    RunnerId,
    age_on,
    fold_name,
    same_person,
)
from trailsdesk.messages import MESSAGES

BORN = date(1990, 3, 1)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("O'Hare", "o hare"),
        ("O\u2019HARE", "o hare"),
        ("Anne-Marie", "anne marie"),
        ("  van  der Berg ", "van der berg"),
        ("Mataī", "matai"),
        ("Żuraw", "zuraw"),
        ("Łąka", "laka"),
        ("Søndergaard", "sondergaard"),
        ("Đorđe", "dorde"),
        ("Weiß", "weiss"),
        ("WEISS", "weiss"),
        ("Cæsar", "caesar"),
        ("Ωραία", "ωραια"),
        ("李", "李"),
        ("St. John", "st john"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(text: str, folded: str) -> None:
    assert fold_name(text) == folded


def test_marks_that_make_another_letter_are_kept() -> None:
    assert fold_name("が") != fold_name("か")
    assert fold_name("กิ") != fold_name("กุ")


@example(name="ꟸ")
@given(names)
def test_folding_twice_changes_nothing(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(folded) == folded


@pytest.mark.parametrize(
    ("known", "likeness"),
    [
        (a_runner(family_name="RIMU", given_name="aroha"), Likeness.SAME),
        (a_runner(family_name="Aroha", given_name="Rimu"), Likeness.SAME),
        (a_runner(birth_date=None), Likeness.PROBABLE),
        (a_runner(birth_date=date(1991, 3, 1)), Likeness.POSSIBLE),
        (a_runner(birth_date=date(1990, 1, 3)), Likeness.POSSIBLE),
        (a_runner(birth_date=date(1987, 11, 9)), Likeness.NO),
        (a_runner(family_name="Rimo"), Likeness.POSSIBLE),
        (a_runner(family_name="Rmiu"), Likeness.POSSIBLE),
        (a_runner(given_name="Aroha Mere"), Likeness.POSSIBLE),
        (a_runner(family_name="Aroha Rimu", given_name=""), Likeness.POSSIBLE),
        (a_runner(family_name="Tawa"), Likeness.NO),
        (a_runner(family_name="", given_name=""), Likeness.NO),
        (a_runner(family_name="Rimo", birth_date=None), Likeness.NO),
    ],
)
def test_two_records_are_one_person_as_far_as_name_and_birth_date_say(
    known: Runner, likeness: Likeness
) -> None:
    match = same_person(a_runner(birth_date=BORN), known)
    assert match.likeness is likeness
    assert match.note.code in MESSAGES


def test_twins_are_two_people() -> None:
    assert same_person(a_runner(given_name="Bea"), a_runner(given_name="Cleo")).likeness is (
        Likeness.NO
    )


def test_records_without_a_name_are_nobodys_match() -> None:
    nobody = a_runner(family_name="", given_name="")
    assert same_person(nobody, nobody).likeness is Likeness.NO
    assert PeopleIndex([nobody]).best(nobody) is None


def test_the_index_gives_the_surest_match() -> None:
    index = PeopleIndex(
        [
            a_runner(id=RunnerId(1), birth_date=None),
            a_runner(id=RunnerId(2), family_name="Rimo", birth_date=BORN),
            a_runner(id=RunnerId(3), birth_date=BORN),
        ]
    )
    draft = a_runner(id=RunnerId(0), birth_date=BORN)
    best = index.best(draft)
    assert best is not None
    assert (best.likeness, best.runner_id) == (Likeness.SAME, RunnerId(3))
    assert [match.runner_id for match in index.matches(draft)] == [3, 1, 2]


def test_a_draft_without_a_birth_date_finds_its_namesakes() -> None:
    index = PeopleIndex([a_runner(id=RunnerId(1)), a_runner("Tawa", id=RunnerId(2))])
    (match,) = index.matches(a_runner(birth_date=None))
    assert (match.likeness, match.runner_id) == (Likeness.PROBABLE, 1)


def test_a_year_cut_short_by_a_slip_is_no_error() -> None:
    slip = a_runner(birth_date=date(190, 3, 1))
    assert same_person(a_runner(birth_date=BORN), slip).likeness is Likeness.NO


def test_the_index_learns_new_people() -> None:
    index = PeopleIndex()
    assert index.best(a_runner()) is None
    index.add(a_runner(id=RunnerId(7)))
    best = index.best(a_runner())
    assert best is not None
    assert best.runner_id == 7


def test_a_placeholder_birth_date_does_not_make_everybody_alike() -> None:
    placeholder = date(1900, 1, 1)
    crowd = [
        a_runner(f"Name{number:04}", "X", id=RunnerId(number), birth_date=placeholder)
        for number in range(1, 400)
    ]
    assert PeopleIndex(crowd).best(a_runner("Name0999", "X", birth_date=placeholder)) is None
    found = PeopleIndex(crowd).best(a_runner("Name0007", "X", birth_date=placeholder))
    assert found is not None
    assert found.likeness is Likeness.SAME


@given(names, names, dates)
def test_everybody_with_a_name_is_themselves(family: str, given_name: str, born: date) -> None:
    runner = a_runner(family, given_name, birth_date=born)
    named = bool(fold_name(family) or fold_name(given_name))
    expected = Likeness.SAME if named else Likeness.NO
    assert same_person(runner, runner).likeness is expected
    swapped = a_runner(given_name, family, birth_date=born)
    assert same_person(runner, swapped).likeness is expected


@given(names, names, dates, names, names, dates)
def test_likeness_does_not_depend_on_who_is_asked(
    family: str, given_name: str, born: date, family_b: str, given_b: str, born_b: date
) -> None:
    a = a_runner(family, given_name, birth_date=born)
    b = a_runner(family_b, given_b, birth_date=born_b)
    assert same_person(a, b).likeness is same_person(b, a).likeness


def test_age_changes_on_the_birthday() -> None:
    assert age_on(date(1986, 8, 1), date(2026, 7, 31)) == 39
    assert age_on(date(1986, 8, 1), date(2026, 8, 1)) == 40


def test_a_leap_day_birthday_is_kept_on_the_day_the_rules_say() -> None:
    born = date(2008, 2, 29)
    assert age_on(born, date(2026, 2, 28)) == 17
    assert age_on(born, date(2026, 3, 1)) == 18
    assert age_on(born, date(2026, 2, 28), leap_day_is_march_1=False) == 18
    assert age_on(born, date(2026, 2, 27), leap_day_is_march_1=False) == 17
    assert age_on(born, date(2028, 2, 28), leap_day_is_march_1=False) == 19
    assert age_on(born, date(2028, 2, 29), leap_day_is_march_1=False) == 20


def test_somebody_not_yet_born_has_a_negative_age() -> None:
    assert age_on(date(2027, 1, 1), date(2026, 6, 1)) == -1


@given(dates)
def test_age_never_falls_as_days_go_by(born: date) -> None:
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2027, 3, 1)]
    for march in (True, False):
        ages = [age_on(born, day, march) for day in days]
        assert ages == sorted(ages)
        assert ages[-1] - ages[-2] == 1
