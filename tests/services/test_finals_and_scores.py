"""Scores given elsewhere, places in a final, the league and the list, in a season's file.

Everybody here is made up.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import Desk, codes_of
from trailsdesk.domain.event import RaceCourse
from trailsdesk.domain.league import LeagueRanking
from trailsdesk.domain.problems import InputUnreadable, Refused
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.race_checklist import Checked, RaceFacts
from trailsdesk.formats.tables import Row, Table
from trailsdesk.i18n import message
from trailsdesk.services import outside_scores as scores
from trailsdesk.services.course_page import race_wishes
from trailsdesk.services.courses import effort_rules
from trailsdesk.services.event_setup import choose_option, edit_event, edit_race
from trailsdesk.services.federation import (
    checklist,
    fee_of_member,
    league_tables,
    results_due,
)
from trailsdesk.services.finals import runner_rights
from trailsdesk.services.more_time import grant_more_time, strike_more_time, with_more_time
from trailsdesk.services.outside_scores import ScoreFate
from trailsdesk.services.qualification import qualify
from trailsdesk.services.road import StepState, road

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.services.season import Season

UTMB, ITRA = "utmb-world-series-finals", "itra"
DAY = "2026-01-01"


@pytest.fixture
def finals_desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, UTMB)
    races = {race.code: race for race in desk.season.data.races_of(desk.event("event").id)}
    with desk.season.change("race.edit", race="50k") as writer:
        writer.put(dataclasses.replace(races["50k"], distance_m=56_000.0, ascent_m=3500.0))
        writer.put(dataclasses.replace(races["100k"], distance_m=101_000.0, ascent_m=6100.0))
    lines = [f"{n},Given{n},Family{n},F,1990-0{n}-01,NZL,50k" for n in range(1, 6)]
    desk.entries(*lines, "6,Given6,Family6,M,1980-01-01,NZL,50k", event="event")
    desk.start("10:00:00", "event", "50k")
    desk.times(*(f"{n},1{n}:00:00," for n in range(1, 6)), event="event", race="50k")
    yield desk
    desk.close()


@pytest.fixture
def federation_desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, ITRA)
    event = desk.event("event")
    with desk.season.change("event.edit", event="event") as writer:
        writer.put(dataclasses.replace(event, date=date(2026, 5, 24), country="NZL"))
    desk.entries(
        "1,Ada,Weka,F,1990-01-01,NZL,race",
        "2,Bo,Tui,M,1985-01-01,NZL,race",
        "3,Cy,Kea,M,,NZL,race",
        event="event",
    )
    yield desk
    desk.close()


def a_list(*lines: str) -> Table:
    header, *rows = (tuple(line.split(",")) for line in lines)
    return Table(
        name="list",
        header_row=1,
        header=header,
        rows=tuple(Row(number, cells) for number, cells in enumerate(rows, 2)),
    )


def statuses(season: Season, race_id, rule: str) -> dict[str, str]:
    entries = season.data.entries
    (outcome,) = (each for each in qualify(season, race_id) if each.rule.id == rule)
    return {entries[row.entry_id].bib: row.status.value for row in outcome.rows}


# ------------------------------------------------------------------ places
def test_the_first_three_women_of_a_50k_event_have_a_place_and_ten_at_a_major(finals_desk):
    season, race = finals_desk.season, finals_desk.race("50k", "event")
    assert statuses(season, race.id, "podium") == {
        "1": "qualified",
        "2": "qualified",
        "3": "qualified",
        "4": "not-eligible",
        "5": "not-eligible",
    }
    series = dataclasses.replace(season.data.series, options={"tier": "major"})
    with season.change("rules.option", option="tier") as writer:
        writer.put(series)
    assert set(statuses(season, race.id, "podium").values()) == {"qualified"}
    assert set(statuses(season, race.id, "age-group").values()) == {"qualified"}


def test_scores_decide_nothing_until_the_table_is_filled_in(finals_desk):
    season, race = finals_desk.season, finals_desk.race("50k", "event")
    scores.set_score(season, finals_desk.entry("4", "event").id, "utmb", "701")
    assert set(statuses(season, race.id, "score").values()) == {"not-published"}
    changes = {"qualification.score.least.50K.F": '"700"'}
    series = dataclasses.replace(season.data.series, changes=changes)
    with season.change("rules.change", path="x") as writer:
        writer.put(series)
    found = statuses(season, race.id, "score")
    assert found["4"] == "qualified"
    assert set(found.values()) == {"qualified", "not-eligible"}


def test_a_race_without_figures_tells_nobody_in_or_out(finals_desk):
    finals_desk.entries("9,Zoe,Quickbeam,F,1971-05-19,NZL,100m", event="event")
    finals_desk.start("10:00:00", "event", "100m")
    finals_desk.times("9,15:00:00,", event="event", race="100m")
    race = finals_desk.race("100m", "event")
    (row,) = next(o for o in qualify(finals_desk.season, race.id) if o.rule.id == "podium").rows
    assert row.status is Qualifying.NOT_FILLED_IN
    assert "distance and climb" in message(row.reason)


def test_a_race_that_leads_to_no_final_says_so_of_the_whole_once(finals_desk):
    finals_desk.entries("9,Zoe,Quickbeam,F,1971-05-19,NZL,20k", event="event")
    finals_desk.start("10:00:00", "event", "20k")
    finals_desk.times("9,15:00:00,", event="event", race="20k")
    race = finals_desk.race("20k", "event")
    edit_race(finals_desk.season, race.id, distance_m=21_000.0, ascent_m=900.0)
    for tier in ("event", "major"):
        choose_option(finals_desk.season, "tier", tier)
        for outcome in qualify(finals_desk.season, race.id):
            said = [message(note) for note in outcome.notes]
            assert said.count("20K leads to no final.") == 1, outcome.rule.id
            assert [row.status for row in outcome.rows] == [Qualifying.NOT_ELIGIBLE]
    edit_race(finals_desk.season, race.id, distance_m=None)
    (outcome, *_others) = qualify(finals_desk.season, race.id)
    assert [note.code for note in outcome.notes] == ["finals.no-class"], "told once, not twice"


def test_no_places_at_such_an_event_is_said_of_the_whole_race(finals_desk):
    race = finals_desk.race("50k", "event")
    outcomes = {each.rule.id: each for each in qualify(finals_desk.season, race.id)}
    said = [message(note) for note in outcomes["age-group"].notes]
    assert "The rule gives no places at an event of the tier “Event”." in said
    assert "finals.no-tier-places" not in {note.code for note in outcomes["podium"].notes}


def test_more_time_that_was_granted_moves_a_result_to_the_finals_of_its_own_year(finals_desk):
    season, race = finals_desk.season, finals_desk.race("50k", "event")

    def why() -> dict[str, str]:
        (podium,) = (each for each in qualify(season, race.id) if each.rule.id == "podium")
        return {season.data.entries[r.entry_id].bib: message(r.reason) for r in podium.rows}

    assert "OCC 2027" in why()["1"]
    first = finals_desk.entry("1", "event").id
    assert grant_more_time(season, first, "tests") == 2026
    assert "OCC 2026" in why()["1"]
    assert "counts for 2026 only" in why()["1"]
    assert "OCC 2027" in why()["2"], "of nobody else"
    with pytest.raises(Refused) as caught:
        grant_more_time(season, first, "tests")
    assert caught.value.note.code == "finals.extension-noted"
    assert finals_desk.undo() == "finals.extension-grant"
    assert "OCC 2027" in why()["1"]
    grant_more_time(season, first, "tests")
    strike_more_time(season, first)
    assert "OCC 2027" in why()["1"]
    assert season.data.slot_answers == {}


def test_more_time_is_refused_where_it_would_change_nothing(finals_desk):
    season, first = finals_desk.season, finals_desk.entry("1", "event")
    edit_event(season, finals_desk.event("event").id, day=date(2026, 7, 1))
    with pytest.raises(Refused) as caught:
        grant_more_time(season, first.id, "tests")
    assert caught.value.note.code == "finals.extension-no-effect"
    assert with_more_time(season, first.race_id) == frozenset()


def test_a_runners_rights_come_from_scores_and_finishes_and_say_what_is_an_estimate(finals_desk):
    season = finals_desk.season
    entry = finals_desk.entry("1", "event")
    scores.set_score(season, entry.id, "utmb", "800")
    scores.add_score(
        season, entry.runner_id, "utmb", "790", day=date(2025, 9, 1), race_class="100K"
    )
    found = runner_rights(season, entry.runner_id, date(2026, 6, 1))
    assert found.indexes["50K"].estimate
    assert set(found.indexes) == {"", "50K", "100K"}
    assert found.tickets is not None
    assert (found.tickets.count, found.tickets.usable) == (2, True)
    assert found.extension is not None
    assert found.extension.status is Qualifying.MAY_ASK
    assert found.draws["100M"].status is Qualifying.MAY_ASK
    scores.add_score(
        season, entry.runner_id, "utmb-index", "702", day=date(2026, 5, 1), race_class="50K"
    )
    given = runner_rights(season, entry.runner_id, date(2026, 6, 1)).indexes["50K"]
    assert (given.value, given.estimate) == (702, False)


def test_rules_without_finals_say_so(federation_desk):
    runner = federation_desk.runner("1", "event")
    with pytest.raises(Refused) as caught:
        runner_rights(federation_desk.season, runner.id)
    assert caught.value.note.code == "finals.none"


# ------------------------------------------------------------------ scores
def test_a_typed_score_replaces_the_one_before_and_an_empty_one_takes_it_away(federation_desk):
    season, entry = federation_desk.season, federation_desk.entry("1", "event")
    first = scores.set_score(season, entry.id, "ITRA ", "612,5")
    second = scores.set_score(season, entry.id, "itra", "640")
    assert first is not None
    assert second is not None
    assert (first.value, second.value, first.id) == ("612.5", "640", second.id)
    (line,) = scores.score_lines(season, "itra")
    assert (line.name, line.bib, line.value, line.country) == ("Ada Weka", "1", "640", "NZL")
    assert scores.set_score(season, entry.id, "itra", " ") is None
    assert season.data.scores == {}
    assert federation_desk.undo() == "score.remove"
    assert [line.value for line in scores.score_lines(season)] == ["640"]


@pytest.mark.parametrize("text", ["fast", "-3", "1e3", "12 34"])
def test_what_is_no_score_is_refused_and_nothing_changes(federation_desk, text):
    with pytest.raises(Refused):
        scores.set_score(
            federation_desk.season, federation_desk.entry("1", "event").id, "itra", text
        )
    assert federation_desk.season.data.scores == {}


def test_a_list_with_bibs_gives_scores_of_the_race_and_bad_rows_cost_only_themselves(
    federation_desk,
):
    season, event = federation_desk.season, federation_desk.event("event")
    table = a_list("Bib,Score", "1,612", "2,fast", "77,500", "1,613", "3,")
    plan = scores.plan_scores(season, table, "s.csv", "itra", event_id=event.id)
    assert [row.fate for row in plan.rows] == [
        ScoreFate.NEW,
        ScoreFate.REFUSED,
        ScoreFate.REFUSED,
    ]
    assert codes_of(plan.problems) == ["score.bad-value", "score.unknown-bib", "score.twice"]
    assert all(message(problem) for problem in plan.problems)
    assert scores.commit_scores(season, plan) == 1
    again = scores.plan_scores(season, table, "s.csv", "itra", event_id=event.id)
    assert again.count(ScoreFate.SAME) == 1
    assert scores.commit_scores(season, again) == 0
    (score,) = season.data.scores.values()
    assert score.entry_id == federation_desk.entry("1", "event").id


def test_a_list_of_races_elsewhere_finds_people_by_name_and_birth_date(federation_desk):
    season = federation_desk.season
    table = a_list(
        "Name,Birth date,Score,Date,Race,Country",
        "Ada Weka,1990-01-01,640,2026-02-01,Far Hills,nzl",
        "Weka Ada,,598,2026-03-01,Near Hills,NZL",
        "Ada Weka,1990-01-01,571,someday,Lost Hills,NZL",
        "Nobody Known,1990-01-01,900,2026-02-01,Far Hills,NZL",
    )
    plan = scores.plan_scores(season, table, "s.csv", "itra")
    assert [row.fate for row in plan.rows] == [ScoreFate.NEW] * 3 + [ScoreFate.REFUSED]
    assert set(codes_of(plan.problems)) == {
        "score.bad-day",
        "score.country-read",
        "score.no-day",
        "score.unknown-person",
    }
    assert scores.commit_scores(season, plan) == 3
    held = sorted((s.value, s.day, s.race, s.country) for s in season.data.scores.values())
    assert held == [
        ("571", None, "Lost Hills", "NZL"),
        ("598", date(2026, 3, 1), "Near Hills", "NZL"),
        ("640", date(2026, 2, 1), "Far Hills", "NZL"),
    ]
    federation_desk.undo()
    assert season.data.scores == {}


def test_bibs_in_a_list_of_races_elsewhere_are_not_taken_for_those_of_the_event(federation_desk):
    season, event = federation_desk.season, federation_desk.event("event")
    table = a_list("Bib,Name,Score,Date", "2,Ada Weka,640,2026-02-01", "2,,500,2026-02-01")
    plan = scores.plan_scores(season, table, "s.csv", "itra", event_id=event.id)
    assert [row.name for row in plan.rows] == ["Ada Weka", "Bo Tui"]
    assert all(row.item is not None and row.item.entry_id is None for row in plan.rows)


def test_a_list_without_a_column_of_scores_is_refused_in_words(federation_desk):
    table = a_list("Bib,Name", "1,Ada Weka")
    with pytest.raises(InputUnreadable) as caught:
        scores.plan_scores(federation_desk.season, table, "s.csv", "itra")
    assert "s.csv" in message(caught.value)


# ------------------------------------------------------------------ the federation
def test_the_league_counts_scores_here_and_elsewhere_and_tells_of_those_it_cannot(
    federation_desk,
):
    season, entry = federation_desk.season, federation_desk.entry("1", "event")
    scores.set_score(season, entry.id, "itra", "612")
    for value, day in (("598", date(2026, 2, 1)), ("640", date(2026, 3, 1)), ("571", None)):
        scores.add_score(season, entry.runner_id, "itra", value, day=day, country="nzl")
    tables, found = league_tables(season, "nzl", 2026)
    overall = tables[0]
    assert overall.ranking is LeagueRanking.OVERALL
    assert [(row.rank, row.total) for row in overall.rows] == [(1, 1850)]
    assert [table.group for table in tables] == ["", "F", "F-35-39"]
    (problem,) = found
    assert problem.code == "league.no-country"
    assert message(problem).startswith("1 score stands")


def test_the_list_uses_what_the_season_knows_and_asks_for_the_rest(federation_desk):
    season, race = federation_desk.season, federation_desk.race("race", "event")
    items = {item.id: item for item in checklist(season, race.id, RaceFacts(kind="trail"))}
    assert items["people"].state is Checked.NOT
    assert items["people"].note.params["count"] == 1
    assert items["length"].state is Checked.UNKNOWN
    with season.change("race.edit", race="race") as writer:
        writer.put(dataclasses.replace(race, distance_m=4000.0, ascent_m=50.0))
    items = {item.id: item for item in checklist(season, race.id, RaceFacts(kind="trail"))}
    assert items["length"].state is Checked.LIMITED, "it is one of three races"
    with pytest.raises(Refused) as caught:
        checklist(season, race.id, RaceFacts(kind="swimming"))
    assert caught.value.note.code == "checklist.unknown-kind"


def test_the_fee_is_by_a_sum_or_by_what_was_paid(federation_desk):
    season, entry = federation_desk.season, federation_desk.entry("1", "event")
    assert fee_of_member(season, 20_001_00).fee_minor == 150_00
    with season.change("entry.edit", bib="1") as writer:
        writer.put(dataclasses.replace(entry, paid_minor=30_000_00))
    assert fee_of_member(season).base_minor == 30_000_00


def test_results_due_stand_on_the_road_of_the_event_until_they_are_past(federation_desk):
    season, event = federation_desk.season, federation_desk.event("event")
    due = results_due(season, event.id)
    assert due is not None
    assert (due[0].to, due[1]) == ("ITRA", date(2026, 5, 31))

    def step(day: str):
        federation_desk.clock.set(f"{day} 20:00:00")
        found = next(each for each in road(season, event.id) if each.key == "due")
        return found.state, message(found.note)

    assert step("2026-05-01")[0] is StepState.NONE
    state, words = step("2026-05-25")
    assert state in (StepState.OPEN, StepState.NEXT)
    assert "31 May" in words
    assert step("2026-05-29")[0] is StepState.LATE
    assert step("2026-06-02")[0] is StepState.NONE
    with season.change("event.cancel", event="event") as writer:
        writer.put(dataclasses.replace(season.data.events[event.id], cancelled=True))
    assert "due" not in [each.key for each in road(season, event.id)]


def test_seasons_without_such_rules_have_no_such_step(desk):
    keys = [step.key for step in road(desk.season, desk.event().id)]
    assert "due" not in keys
    assert results_due(desk.season, desk.event().id) is None
    for ask in (
        lambda: league_tables(desk.season, "NZL", 2026),
        lambda: checklist(desk.season, desk.race().id, RaceFacts()),
        lambda: fee_of_member(desk.season),
    ):
        with pytest.raises(Refused):
            ask()


def test_a_score_is_a_plain_decimal_number():
    assert scores.number_of("797.5") == Decimal("797.5")
    assert scores.number_of("NaN") is None
    assert scores.number_of("") is None


def test_the_borders_and_the_rounding_of_the_rules_hold_for_courses_too(finals_desk):
    season = finals_desk.season
    assert effort_rules(season).class_of(Decimal(60)) == "50K"
    changes = {"finals.classes.levels[0].below": '"70"'}
    with season.change("rules.change", path="x") as writer:
        writer.put(dataclasses.replace(season.data.series, changes=changes))
    assert effort_rules(season).class_of(Decimal(60)) == "20K"


def test_the_answer_on_rounding_holds_for_the_courses_of_the_season(federation_desk):
    season, race = federation_desk.season, federation_desk.race("race", "event")
    course = RaceCourse(race_id=race.id, name="made-up.gpx", sha256="0" * 64)
    assert not race_wishes(season, race.id, course).round_first
    with season.change("rules.option", option="rounding") as writer:
        writer.put(dataclasses.replace(season.data.series, options={"rounding": "nearest"}))
    assert race_wishes(season, race.id, course).round_first
