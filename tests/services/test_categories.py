"""Decisions on categories: divisions, small ones merged, and what follows from them."""

from __future__ import annotations

import dataclasses

import pytest

from tests.services.desk import ACTOR, ENTRY_HEADER, Desk
from trailsdesk.domain.award_chain import prize_groups
from trailsdesk.domain.problems import Problem, Refused
from trailsdesk.domain.results import RulingKind
from trailsdesk.i18n import message
from trailsdesk.services import categories, event_setup, standings
from trailsdesk.services.fixes import PressFix, fix_words, fixes_for
from trailsdesk.services.results import rule_on

FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bea,Tawa,F,1991-01-01,NZL,long",
    "3,Cai,Koru,F,1980-01-01,NZL,long",
    "4,Dee,Miro,X,1990-05-05,NZL,long",
)


def a_field(desk: Desk, **changes: str) -> None:
    """Four finishers of the long race, under rules changed so."""
    series = desk.season.data.series
    written = {f"categories.{key}": value for key, value in changes.items()}
    with desk.season.change("rules.change", path="categories") as writer:
        writer.put(dataclasses.replace(series, changes=written))
    desk.entries(*FIELD)
    desk.start("10:00:00")
    desk.times("3,11:00:00,", "4,11:01:00,", "1,11:02:00,", "2,11:03:00,", race="long")


def codes(desk: Desk) -> dict[str, str]:
    return {bib: row.category for bib, row in desk.by_bib().items()}


def places(desk: Desk) -> dict[str, int | None]:
    return {bib: row.result.rank_category for bib, row in desk.by_bib().items()}


def refused(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    sentence = message(caught.value)
    assert "…" not in sentence
    return caught.value.note.code


# Divisions


def test_several_choose_a_division_as_one_change_and_an_unknown_one_is_refused(
    desk: Desk,
) -> None:
    a_field(desk, division='[{ code = "PC", label = "Para" }]')
    chosen = [desk.entry(bib).id for bib in ("1", "3")]
    assert categories.choose_divisions(desk.season, chosen, "PC") == 2
    assert (codes(desk)["1"], codes(desk)["2"], codes(desk)["3"]) == ("F-PC", "F-OPEN", "F-PC")
    assert categories.choose_divisions(desk.season, chosen, "PC") == 0
    assert refused(lambda: categories.choose_divisions(desk.season, chosen, "XX")) == (
        "category.no-division"
    )
    assert codes(desk)["1"] == "F-PC"


def test_a_division_is_chosen_and_given_up_and_undone(desk: Desk) -> None:
    a_field(desk, division='[{ code = "PC", label = "Para" }]')
    entry = desk.entry("2").id
    categories.choose_division(desk.season, entry, "PC")
    assert codes(desk)["2"] == "F-PC"
    assert places(desk) == {"1": 1, "2": 1, "3": 1, "4": 1}
    assert "chosen instead" in message(categories.assignment(desk.season, entry).explanation)
    desk.undo()
    assert codes(desk)["2"] == "F-OPEN"
    assert refused(lambda: categories.choose_division(desk.season, entry, "XX")) == (
        "category.no-division"
    )


def test_a_division_the_rules_no_longer_have_is_a_problem_with_ways_out(desk: Desk) -> None:
    a_field(desk, division='[{ code = "PC", label = "Para" }]')
    categories.choose_division(desk.season, desk.entry("2").id, "PC")
    series = desk.season.data.series
    with desk.season.change("rules.change", path="categories") as writer:
        renamed = {"categories.division": '[{ code = "PARA", label = "Para" }]'}
        writer.put(dataclasses.replace(series, changes=renamed))
    (problem,) = [each for each in desk.problems() if each.code == "category.division-unknown"]
    assert "“PC”" in message(problem)
    assert "PARA" in message(problem)
    assert fix_words(problem.code)
    by_age, para = fixes_for(desk.season, problem, ACTOR)
    assert isinstance(by_age, PressFix)
    assert isinstance(para, PressFix)
    para.act()
    assert codes(desk)["2"] == "F-PARA"
    desk.undo()
    by_age.act()
    assert codes(desk)["2"] == "F-OPEN"
    assert "category.division-unknown" not in desk.codes()


def test_a_list_says_who_has_chosen_a_division_by_its_code_or_label(desk: Desk) -> None:
    a_field(desk, division='[{ code = "PC", label = "Para runners" }]')
    header = ENTRY_HEADER + ",Para division"
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,long,pc",
        "2,Bea,Tawa,F,1991-01-01,NZL,long,para  Runners",
        "3,Cai,Koru,F,1980-01-01,NZL,long,Wheels",
        "4,Dee,Miro,X,1990-05-05,NZL,long,",
        header=header,
    )
    assert codes(desk) == {"1": "F-PC", "2": "F-PC", "3": "", "4": "X-OPEN"}
    (problem,) = [each for each in desk.problems() if each.code == "category.division-unknown"]
    assert "“Wheels”" in message(problem)
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,long,", header=header)
    assert codes(desk)["1"] == "F-PC", "an empty cell takes nothing away"


def test_rules_without_divisions_take_none_from_a_list(desk: Desk) -> None:
    a_field(desk)
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,long,pc", header=ENTRY_HEADER + ",Para division")
    assert codes(desk)["1"] == "F-OPEN"


# Neither women nor men


def test_the_answer_on_who_is_neither_changes_groups_places_and_prizes(desk: Desk) -> None:
    a_field(desk)
    season = desk.season

    def overall() -> list[tuple[str | None, list[str]]]:
        rule = dataclasses.replace(season.rules.awards, overall_depth=3, category_depth=0)
        groups = prize_groups(desk.rows(race="long"), rule)
        return [(g.gender, [prize.row.bib for prize in g.prizes]) for g in groups]

    assert codes(desk)["4"] == "X-OPEN"
    assert {bib: row.result.rank_gender for bib, row in desk.by_bib().items()} == {
        "1": 2, "2": 3, "3": 1, "4": 1,
    }  # fmt: skip
    assert overall() == [("F", ["3", "1", "2"]), ("X", ["4"])]
    event_setup.choose_option(season, "non-binary", "women")
    assert codes(desk)["4"] == "F-OPEN"
    assert {bib: row.result.rank_gender for bib, row in desk.by_bib().items()} == {
        "1": 3, "2": 4, "3": 1, "4": 2,
    }  # fmt: skip
    assert places(desk) == {"1": 2, "2": 3, "3": 1, "4": 1}
    assert overall() == [("F", ["3", "4", "1"])]
    event_setup.choose_option(season, "non-binary", "open")
    assert codes(desk)["4"] == "X"


# Small categories


def test_small_categories_are_proposed_with_their_neighbours(desk: Desk) -> None:
    a_field(desk, merge_below="2")
    race = desk.race("long").id
    veteran, other = categories.small_categories(desk.season, race)
    assert (veteran.category, veteran.label, veteran.starters) == (
        "X-OPEN", "Open non-binary", 1,
    )  # fmt: skip
    assert (other.category, other.within[:2]) == ("F-VETERAN", ("F-OPEN", "F-CLASSIC"))
    rule_on(desk.season, desk.entry("3").id, RulingKind.DNS, "stayed at home", ACTOR)
    assert [each.category for each in categories.small_categories(desk.season, race)] == ["X-OPEN"]


def test_without_a_number_in_the_rules_nothing_is_proposed(desk: Desk) -> None:
    a_field(desk)
    assert categories.small_categories(desk.season, desk.race("long").id) == ()


def test_a_merging_moves_places_prizes_and_points_and_its_undoing_brings_them_back(
    desk: Desk,
) -> None:
    a_field(desk, merge_below="2")
    season, race = desk.season, desk.race("long").id
    before = desk.fingerprint()
    assert places(desk) == {"1": 1, "2": 2, "3": 1, "4": 1}
    merge = categories.merge_categories(season, race, "F-VETERAN", "F-OPEN", "only one started")
    assert codes(desk)["3"] == "F-OPEN"
    assert places(desk) == {"1": 2, "2": 3, "3": 1, "4": 1}
    prizes = prize_groups(desk.rows(race="long"), season.rules.awards)
    assert [prize.row.bib for prize in prizes[0].prizes] == ["3", "1", "2"]
    said = message(categories.assignment(season, desk.entry("3").id).explanation)
    assert said == (
        "46 on 24 May 2026: Veteran women (40–54), ranked within Open women: only one started."
    )
    event_setup.choose_option(season, "category-change", "keep")
    (group,) = [each for each in standings.standings(season) if each.category == "F-VETERAN"]
    assert [(line.runner_id, line.total) for line in group.standings] == [
        (desk.runner("3").id, 100)
    ]
    (others,) = [each for each in standings.standings(season) if each.category == "F-OPEN"]
    assert [line.total for line in others.standings] == [95, 90]
    desk.undo()
    assert categories.merges_of(season, race) == (merge,)
    assert [each.category for each in categories.small_categories(season, race)] == ["X-OPEN"]
    assert categories.starters_by_category(season, race)["F-VETERAN"] == 1
    categories.unmerge(season, merge.id)
    assert desk.fingerprint() == before
    assert desk.undo() == "category.unmerge"
    assert codes(desk)["3"] == "F-OPEN"
    desk.reopen()
    assert codes(desk)["3"] == "F-OPEN"


def test_a_second_merging_of_a_category_replaces_the_first(desk: Desk) -> None:
    a_field(desk)
    season, race = desk.season, desk.race("long").id
    first = categories.merge_categories(season, race, "F-VETERAN", "F-OPEN", "few")
    again = categories.merge_categories(season, race, "F-VETERAN", "F-OPEN", " few ")
    assert again == first
    other = categories.merge_categories(season, race, "F-VETERAN", "F-CLASSIC", "few")
    assert other.id == first.id
    assert categories.merges_of(season, race) == (other,)


def test_mergings_that_cannot_be_are_refused(desk: Desk) -> None:
    a_field(desk)
    race = desk.race("long").id

    def merge(category: str, within: str, reason: str = "few") -> str:
        return refused(
            lambda: categories.merge_categories(desk.season, race, category, within, reason)
        )

    assert merge("F-GONE", "F-OPEN") == "category.unknown"
    assert merge("F-OPEN", "F-GONE") == "category.unknown"
    assert merge("F-OPEN", "F-OPEN") == "category.merge-itself"
    assert merge("F-VETERAN", "F-OPEN", "  ") == "category.merge-reason"
    categories.merge_categories(desk.season, race, "F-VETERAN", "F-OPEN", "few")
    categories.merge_categories(desk.season, race, "F-CLASSIC", "F-VETERAN", "few")
    assert merge("F-OPEN", "F-CLASSIC") == "category.merge-circle"
    short = desk.race("short").id
    categories.merge_categories(desk.season, short, "F-OPEN", "F-CLASSIC", "another race")


def test_who_cannot_be_placed_is_listed_and_keeps_nobody_from_a_place(desk: Desk) -> None:
    a_field(desk)
    desk.entries("5,Eli,Nikau,,1991-01-01,NZL,long", "6,Flo,Rata,F,,NZL,long")
    listed = [each for each in desk.problems() if each.code.startswith("category.")]
    assert sorted(each.code for each in listed) == [
        "category.no-birth-date", "category.no-gender",
    ]  # fmt: skip
    assert all(isinstance(each, Problem) and each.place for each in listed)
    assert codes(desk)["5"] == codes(desk)["6"] == ""
    assert places(desk)["1"] == 1
