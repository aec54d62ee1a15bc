"""A runner's season on one page, of the real preset in a real file. Everybody is made up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import Desk
from trailsdesk.documents.plain_text import as_text
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import message
from trailsdesk.services import event_setup
from trailsdesk.services.runner_season import runner_named, runner_season, season_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRESET = "xterra-trail-2026"
FIELD = ("1,Ada,Kauri,F,1990-01-01,NZL,half", "2,Bea,Rimu,F,1985-02-02,FRA,half",
         "3,Cleo,Tawa,F,1970-03-03,FRA,half")  # fmt: skip


@pytest.fixture
def two_races(tmp_path: Path) -> Iterator[Desk]:
    """Ada wins the half at one event and is second of three at the next."""
    desk = Desk(tmp_path, PRESET)
    event_setup.add_events(desk.season, ["snowdonia"])
    for event, times in (
        ("event", ("1,11:00:00,", "2,11:10:00,", "3,11:20:00,")),
        ("snowdonia", ("2,11:00:00,", "1,11:10:00,", "3,,DNF")),
    ):
        desk.entries(*FIELD, event=event)
        desk.start("10:00:00", event)
        desk.times(*times, event=event)
    yield desk
    desk.close()


def test_races_points_times_and_what_counts_stand_on_one_page(two_races: Desk):
    found = runner_season(two_races.season, runner_named(two_races.season, "kauri ADA"))
    assert [(run.event, run.place, run.points, run.counted) for run in found.runs] == [
        ("XTERRA Snowdonia Trail Marathon", 2, Decimal(25), True),
        ("XTERRA trail run", 1, Decimal(125), True),
    ]
    assert found.runs[1].time_ms == 3_600_000
    assert found.category == "35–39 women"
    assert found.estimate


def test_every_list_has_the_total_with_its_arithmetic(two_races: Desk):
    found = runner_season(two_races.season, runner_named(two_races.season, "Ada Kauri"))
    assert [(rank.ranking, rank.group, rank.rank, rank.total) for rank in found.ranks] == [
        ("Age divisions", "35–39 women", 1, Decimal("187.5")),
        ("Countries", "NZL, Women", 1, Decimal("187.5")),
        ("World", "Women", 2, Decimal("187.5")),
    ]
    assert "(25 + 125) × 1.25" in message(found.ranks[0].explanation)


def test_the_next_race_adds_its_points_and_the_higher_factor_on_all(two_races: Desk):
    found = runner_season(two_races.season, runner_named(two_races.season, "Ada Kauri"))
    added = {race.race: (race.least, race.most) for race in found.next_races}
    # (150 + 25) and (150 + 125) times 1.5, less the 187.5 there are; 35 and 200 in a marathon.
    assert added == {
        "Half Marathon": (Decimal("75"), Decimal("225")),
        "Marathon": (Decimal("90"), Decimal("337.5")),
    }


def test_what_the_page_says_of_the_next_race_is_what_happens(two_races: Desk):
    before = runner_season(two_races.season, runner_named(two_races.season, "Ada Kauri"))
    event_setup.add_events(two_races.season, ["european-championship"])
    two_races.entries(*FIELD, event="european-championship")
    two_races.start("10:00:00", "european-championship")
    two_races.times("1,11:00:00,", "2,11:10:00,", event="european-championship")
    after = runner_season(two_races.season, runner_named(two_races.season, "Ada Kauri"))
    half = next(race for race in before.next_races if race.race == "Half Marathon")
    assert after.ranks[0].total - before.ranks[0].total == half.most


def test_a_race_not_finished_stands_there_without_points(two_races: Desk):
    found = runner_season(two_races.season, runner_named(two_races.season, "Cleo Tawa"))
    snowdonia = found.runs[0]
    assert (snowdonia.status, snowdonia.points, snowdonia.counted) == (
        ResultStatus.DNF, Decimal(0), False,
    )  # fmt: skip


def test_places_in_the_final_are_on_the_page(two_races: Desk):
    found = runner_season(two_races.season, runner_named(two_races.season, "Ada Kauri"))
    slots = [place for place in found.places if place.rule == "World Championship slots"]
    assert [(place.event, place.status) for place in slots] == [
        ("XTERRA Snowdonia Trail Marathon", Qualifying.QUALIFIED),
        ("XTERRA trail run", Qualifying.NOT_PUBLISHED),
    ]


def test_the_sheet_marks_every_estimate_and_says_why(two_races: Desk):
    who = runner_named(two_races.season, "Ada Kauri")
    text = as_text(season_sheet(two_races.season, who))
    assert "What is marked * rests on an estimate" in text
    assert "187.5 *" in text
    assert "from +75 points as the last of a hundred to +225 as the first" in text


def test_a_season_without_series_points_has_a_page_all_the_same(tmp_path: Path):
    desk = Desk(tmp_path, "single-race")
    desk.entries("1,Ada,Kauri,F,1990-01-01,NZL,race", event="event")
    found = runner_season(desk.season, runner_named(desk.season, "Ada Kauri"))
    assert (len(found.runs), found.ranks, found.next_races, found.places) == (1, (), (), ())
    assert found.runs[0].status is ResultStatus.PENDING
    assert not found.estimate
    desk.close()


def test_a_name_nobody_has_and_one_that_two_have_are_refused(two_races: Desk):
    with pytest.raises(Refused) as caught:
        runner_named(two_races.season, "Nobody Here")
    assert caught.value.note.code == "runner.unknown"
    event_setup.add_events(two_races.season, ["gozo"])
    two_races.entries("9,Ada,Kauri,F,1955-05-05,NZL,half", event="gozo")
    with pytest.raises(Refused) as caught:
        runner_named(two_races.season, "Ada Kauri")
    assert caught.value.note.code == "runner.several"
