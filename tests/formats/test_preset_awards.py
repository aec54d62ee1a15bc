"""The awards of a rules document: the plain depths, the chain, and what is refused."""

from __future__ import annotations

import json

import pytest

from trailsdesk import resource
from trailsdesk.domain.award_rules import (
    AwardOrder,
    AwardScope,
    AwardsRule,
    AwardTime,
    OnePrize,
    StarterBand,
    TeamBy,
)
from trailsdesk.domain.people import Gender
from trailsdesk.formats.preset_awards import TEAM_MAX
from trailsdesk.formats.presets import PresetError, load_preset, preset_text
from trailsdesk.i18n import message
from trailsdesk.services.rule_award_words import awards_section

PRESET = "single-race"


def awards(*rows: str, **values: str) -> AwardsRule:
    """The rules of the neutral preset with a chain written over it."""
    changes = {f"awards.{key}": value for key, value in values.items()}
    if rows:
        changes["awards.award"] = f"[{', '.join(f'{{{row}}}' for row in rows)}]"
    return load_preset(preset_text(PRESET), {}, changes).awards


def refused(*rows: str, **values: str) -> list[str]:
    with pytest.raises(PresetError) as error:
        awards(*rows, **values)
    return [message(fault) for fault in error.value.faults]


def test_depths_alone_mean_what_they_always_meant() -> None:
    rule = awards()
    chain = [(each.id, each.scope, each.places) for each in rule.chain]
    assert chain == [("overall", AwardScope.GENDER, 3), ("category", AwardScope.CATEGORY, 3)]
    assert (rule.one_prize, rule.most_prizes, rule.order) == (
        OnePrize.MOST_PRESTIGIOUS, 1, AwardOrder.YOUNGEST,
    )  # fmt: skip
    none = awards(overall_depth="0", category_depth="0")
    assert none.chain == ()


def test_every_published_preset_keeps_its_plain_awards() -> None:
    for preset in ("canterbury-winter-2026", "itra", "xterra-trail-2026"):
        assert load_preset(preset_text(preset)).awards.awards == ()
    canterbury = load_preset(preset_text("canterbury-winter-2026")).awards
    assert (canterbury.overall_depth, canterbury.series_depth) == (0, 3)


def test_every_value_of_an_award_is_read() -> None:
    (award,) = awards(
        'id = "old", label = "Old hands", scope = "special", races = ["race"], places = 2,'
        ' time = "net", by_gender = true, genders = ["F"], categories = ["F-OPEN"],'
        ' nations = ["NZL"], cities = ["Ōtautahi"], clubs = ["Hills"], from = 60, to = 69,'
        ' from_point = "start", to_point = "top", non_binary = false, combines = true,'
        ' prizes = ["Cup", "Mug"], sponsor = "Bakery", least_starters = 4,'
        " bands = [{ from = 3, places = 1 }, { from = 9, places = 2 }]"
    ).awards
    assert (award.label, award.places, award.time) == ("Old hands", 2, AwardTime.NET)
    assert (award.genders, award.by_gender, award.non_binary) == ((Gender.F,), True, False)
    assert (award.from_age, award.to_age) == (60, 69)
    assert (award.from_point, award.to_point) == ("start", "top")
    assert award.bands == (
        StarterBand(from_starters=3, places=1),
        StarterBand(from_starters=9, places=2),
    )
    assert (award.prizes, award.sponsor, award.combines) == (("Cup", "Mug"), "Bakery", True)


def test_an_award_takes_its_places_from_its_kind_where_it_names_none() -> None:
    rule = awards(
        'id = "a", scope = "category"',
        'id = "b", scope = "gender"',
        'id = "c", scope = "first-local", cities = ["Here"]',
        category_depth="5",
        overall_depth="2",
    )
    assert [award.places for award in rule.awards] == [5, 2, 1]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('id = "a"', "awards.award[0].scope: is missing."),
        ('id = "a", scope = "first"', "awards.award[0].scope: “first” is not offered."),
        ('id = "a", scope = "overall", places = 0', "awards.award[0].places: is missing."),
        ('id = "a", scope = "overall", depth = 3', "awards.award[0].depth"),
        ('id = "a", scope = "overall", races = ["no"]', "no"),
        ('id = "a", scope = "category", categories = ["F-NO"]', "“F-NO” is not offered."),
        ('id = "a", scope = "regional"', "nations, cities or clubs must say who is meant."),
        ('id = "a", scope = "team"', "the rules rank no teams, so there is no team to honour."),
        ('id = "a", scope = "team", team_by = "sum"', "team_by: “sum” is not offered."),
        ('id = "a", scope = "team", team_by = "time", team_size = 0', "team_size"),
        ('id = "a", scope = "team", team_size = 4', "only where times or places are added."),
        ('id = "a", scope = "gender", team_by = "time"', "only an award for clubs says"),
        ('id = "a", scope = "special", to_point = "top"', "from_point: is missing."),
        ('id = "a", scope = "special", from = 70, to = 60', "60 is below 70."),
        (
            'id = "a", scope = "overall", bands = [{from = 5, places = 2},'
            " {from = 3, places = 3}]",
            "each line must begin at more starters than the one before",
        ),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_with_its_place(row: str, told: str) -> None:
    assert any(told in each for each in refused(row)), refused(row)


def test_two_awards_of_one_name_and_a_limit_without_a_rule_are_refused() -> None:
    twice = refused('id = "a", scope = "overall"', 'id = "a", scope = "gender"')
    assert any("awards.award[1].id" in each for each in twice)
    without = refused(one_prize='"none"', most_prizes="2")
    assert any("awards.most_prizes" in each for each in without)


def test_times_or_places_of_clubs_need_no_points_and_three_of_a_club_unless_said() -> None:
    rule = awards(
        'id = "t", scope = "team", team_by = "time"',
        'id = "p", scope = "team", team_by = "places", team_size = 4, places = 2',
    )
    found = [(award.team_by, award.team_size, award.places) for award in rule.awards]
    assert found == [(TeamBy.TIME, 3, 1), (TeamBy.PLACES, 4, 2)]
    assert all(award.combines for award in rule.awards)


def test_what_ranks_the_clubs_is_told() -> None:
    chain = (
        '[{id = "t", scope = "team", team_by = "time", by_gender = true, time = "net"},'
        ' {id = "p", scope = "team", team_by = "places", team_size = 4, label = "Clubs"},'
        ' {id = "q", scope = "team", team_by = "places", team_size = 1}]'
    )
    (table,) = awards_section(load_preset(preset_text(PRESET), {}, {"awards.award": chain})).tables
    assert [row[0] for row in table.rows[:3]] == [
        "Clubs, by the added times of their first 3 finishers",
        "Clubs, clubs, by the added places of their first 4 finishers",
        "Clubs, by the place of their first finisher",
    ]
    assert table.rows[0][2] == "women and men apart · by net time · beside other prizes"


def test_the_schema_offers_the_same_words() -> None:
    schema = json.loads(resource("schema", "preset.schema.json").read_text(encoding="utf-8"))
    section = schema["properties"]["awards"]["properties"]
    one = section["award"]["items"]["properties"]
    assert section["one_prize"]["enum"] == [each.value for each in OnePrize]
    assert section["order"]["enum"] == [each.value for each in AwardOrder]
    assert one["scope"]["enum"] == [each.value for each in AwardScope]
    assert one["time"]["enum"] == [each.value for each in AwardTime]
    assert one["team_by"]["enum"] == [each.value for each in TeamBy]
    assert (one["team_size"]["minimum"], one["team_size"]["maximum"]) == (1, TEAM_MAX)


def test_the_chain_is_told_in_sentences() -> None:
    changes = {
        "awards.award": '[{id = "o", scope = "gender", label = "Overall", sponsor = "Bakery"},'
        ' {id = "l", scope = "first-local", cities = ["Here"], by_gender = true},'
        ' {id = "c", scope = "category", bands = [{from = 3, places = 1}]}]',
        "awards.one_prize": '"most-prestigious"',
        "awards.most_prizes": "2",
    }
    section = awards_section(load_preset(preset_text(PRESET), {}, changes))
    (table,) = section.tables
    assert table.rows == (
        ("Overall, women and men apart", "3", "presented by Bakery"),
        ("Locals", "1", "women and men apart · from Here"),
        ("In each category", "1 from 3 starters", ""),
        ("Series, in each category", "0", ""),
    )
    assert "in the others everybody behind moves up." in " ".join(section.lines)
    assert "That begins with more than 2 prizes for one runner." in section.lines
