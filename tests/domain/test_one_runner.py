"""Records that are one runner: surely, by an answer, or to be asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.canterbury import OPEN_MAN, a_runner, a_season, canterbury, race_id
from trailsdesk.domain.category import series_categories
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.one_runner import doubtful_pairs, one_runner, same_runner
from trailsdesk.domain.people import Gender, Likeness, RunnerId, RunnerVerdict, VerdictId
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from trailsdesk.domain.people import Runner
    from trailsdesk.domain.season import SeasonData

EVENTS = ("willesden", "mount-cass", "torlesse", "inverary")


def season_of(*runners: Runner, events: tuple[str, ...] = EVENTS) -> SeasonData:
    """Each runner in one event after the other."""
    entries = [
        Entry(id=EntryId(at), runner_id=runner.id, race_id=race_id(event))
        for at, (runner, event) in enumerate(zip(runners, events, strict=False), start=1)
    ]
    return a_season(runners, entries)


def told(season: SeasonData, *answers: tuple[int, int, bool]) -> SeasonData:
    verdicts = {
        VerdictId(at): RunnerVerdict(
            id=VerdictId(at), first_id=RunnerId(first), second_id=RunnerId(second), same=same
        )
        for at, (first, second, same) in enumerate(answers, start=1)
    }
    return replace(season, verdicts=verdicts)


def named(number: int, family: str, given_name: str = "Test", born: date | None = OPEN_MAN):
    return replace(a_runner(number, born, family_name=family), given_name=given_name)


def pairs(season: SeasonData) -> list[tuple[int, int]]:
    return [(each.first_id, each.second_id) for each in doubtful_pairs(season)]


def test_the_same_name_and_birth_date_is_one_runner_without_asking() -> None:
    season = season_of(named(1, "Müller"), named(2, "MUELLER", born=None), named(3, "Muller"))
    assert same_runner(season) == {1: 1, 2: 2, 3: 1}
    assert pairs(season) == []


def test_what_only_looks_alike_is_asked_about_surest_first_with_the_reason() -> None:
    season = season_of(
        named(1, "Rimu"), named(2, "Rimo"), named(3, "Tawa"), named(4, "Tawa", born=None)
    )
    first, second = doubtful_pairs(season)
    assert (first.first_id, first.second_id, first.likeness) == (3, 4, Likeness.PROBABLE)
    assert (second.first_id, second.second_id, second.likeness) == (1, 2, Likeness.POSSIBLE)
    assert "a birth date is missing" in message(first.why)
    assert "the names are much alike" in message(second.why)


def test_an_answer_is_remembered_either_way() -> None:
    season = season_of(named(1, "Rimu"), named(2, "Rimo"))
    one, two = told(season, (1, 2, True)), told(season, (1, 2, False))
    assert (pairs(one), same_runner(one)) == ([], {1: 1, 2: 1})
    assert (pairs(two), same_runner(two)) == ([], {1: 1, 2: 2})


def test_of_one_runner_with_several_records_a_third_is_asked_about_once() -> None:
    season = season_of(named(1, "Rimu"), named(2, "Rimo"), named(3, "Rima"))
    assert pairs(told(season, (1, 2, True))) == [(1, 3)]
    assert pairs(told(season, (1, 2, True), (1, 3, False))) == []
    assert same_runner(told(season, (1, 2, True), (2, 3, True))) == {1: 1, 2: 1, 3: 1}


def test_two_in_one_event_are_two_and_withdrawn_or_cancelled_ones_ask_nothing() -> None:
    first, second = named(1, "Rimu"), named(2, "Rimo")
    together = season_of(first, second, events=("willesden", "willesden"))
    assert pairs(together) == []
    apart = season_of(first, second)
    assert pairs(apart) == [(1, 2)]
    (event, *_others) = apart.events_in_order()
    cancelled = {**apart.events, event.id: replace(event, cancelled=True)}
    assert pairs(replace(apart, events=cancelled)) == []
    gone = replace(apart.entries[EntryId(2)], status=EntryStatus.WITHDRAWN)
    assert pairs(replace(apart, entries={**apart.entries, gone.id: gone})) == []


def test_somebody_told_to_be_two_is_never_joined_by_name_and_birth_date() -> None:
    season = told(season_of(named(1, "Rimu"), named(2, "Rimu")), (1, 2, False))
    assert same_runner(season) == {1: 1, 2: 2}


def test_an_answer_that_contradicts_two_others_is_told_and_not_followed() -> None:
    season = season_of(named(1, "Rimu"), named(2, "Rimo"), named(3, "Rima"))
    contrary = told(season, (1, 2, True), (1, 3, False), (2, 3, True))
    found = one_runner(contrary)
    assert found.same == {1: 1, 2: 1, 3: 3}
    assert [(each.first_id, each.second_id) for each in found.contradicted] == [(2, 3)]
    assert one_runner(told(season, (1, 2, True))).contradicted == ()


def test_an_answer_about_a_record_that_is_gone_changes_nothing() -> None:
    season = told(season_of(named(1, "Rimu")), (1, 9, True))
    assert one_runner(season).same == {1: 1}
    assert one_runner(season).contradicted == ()


def test_the_records_of_one_runner_have_one_series_category_from_all_that_is_known() -> None:
    unknown = replace(named(1, "Rimu", born=None), gender=None)
    known = replace(named(2, "Rimu", born=date(1970, 1, 1)), gender=Gender.F)
    season = told(season_of(unknown, known), (1, 2, True))
    found = series_categories(season, canterbury())
    assert {one.code for one in found.values()} == {"F-CLASSIC"}
    apart = series_categories(told(season, (1, 2, False)), canterbury())
    assert [one.code for one in apart.values()] == ["", "F-CLASSIC"]


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans()), max_size=8),
    st.permutations(range(1, 7)),
)
def test_answers_make_groups_that_no_answer_two_runs_through(answers, order) -> None:
    runners = [named(number, f"Name{'abcdef'[number - 1] * 3}") for number in order]
    season = told(a_season(runners), *[each for each in answers if each[0] != each[1]])
    found = one_runner(season)
    assert sorted(found.same) == list(range(1, 7))
    for runner_id, one in found.same.items():
        assert found.same[one] == one <= runner_id
    for verdict in season.verdicts.values():
        joined = found.same[verdict.first_id] == found.same[verdict.second_id]
        if not verdict.same:
            assert not joined
        else:
            assert joined != (verdict in found.contradicted)
    again = replace(season, runners=dict(sorted(season.runners.items())))
    assert one_runner(again).same == found.same
