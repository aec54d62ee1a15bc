from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests import schemes
from tests.builders import a_result
from tests.documents.made_up import a_context, a_finisher, out_of_the_race
from trailsdesk.documents.lists import (
    ResultGroup,
    StartOrder,
    result_list,
    standings,
    start_list,
)
from trailsdesk.documents.plain_text import as_text
from trailsdesk.documents.sheet import Heading, Notice, Paragraph, Sheet, Table, to_json
from trailsdesk.domain.people import Gender
from trailsdesk.domain.points import Score, Standing, StandingGroup, compute_standings
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def titles(table: Table) -> list[str]:
    return [column.title for column in table.columns]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def headings(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Heading)]


def said(sheet: Sheet) -> str:
    return " ".join(block.text for block in sheet.blocks if isinstance(block, Paragraph))


# ------------------------------------------------------------------------------------ results
def test_runners_without_a_place_follow_with_the_word_instead_of_a_time() -> None:
    rows = (
        a_finisher(1),
        out_of_the_race(2, ResultStatus.DNF),
        out_of_the_race(3, ResultStatus.DSQ),
        out_of_the_race(4, ResultStatus.PENDING),
    )
    sheet = result_list(a_context(), [ResultGroup(race_label="Long", rows=rows)])
    (table,) = tables(sheet)
    place, time = titles(table).index("Place"), titles(table).index("Time")
    assert [(row[place], row[time]) for row in texts(table)] == [
        ("1", "1:18:27"), ("", "DNF"), ("", "DSQ"), ("", "no time yet"),
    ]  # fmt: skip
    assert said(sheet) == "1 finisher · 1 DNF · 1 DSQ · 1 no time yet"


def test_a_shared_place_is_marked_in_each_ranking_it_is_shared_in() -> None:
    tied = {"time_ms": 5_000_000, "gap_ms": 0, "status": ResultStatus.OK, "rank": 1}
    first = a_result(**tied, rank_gender=1, rank_category=1)
    rows = (
        a_finisher(1, result=first, gender=Gender.F, category="F-OPEN"),
        a_finisher(2, result=first, gender=Gender.M, category="M-OPEN"),
    )
    (table,) = tables(result_list(a_context(), [ResultGroup(race_label="Long", rows=rows)]))
    at = titles(table).index
    for row in texts(table):
        shown = row[at("Place")], row[at("Gender place")], row[at("Cat. place")]
        assert shown == ("=1", "1", "1")


def test_races_without_anybody_are_one_sentence_and_not_a_page_each() -> None:
    empty = [ResultGroup(race_label=label, rows=()) for label in ("Long", "Mid", "Short")]
    assert len(result_list(a_context(), empty).blocks) == 1


def test_columns_nobody_filled_in_are_left_out() -> None:
    rows = (a_finisher(1), a_finisher(2, club="Port Hills"))
    with_club = result_list(a_context(), [ResultGroup(race_label="Long", rows=rows)])
    without = result_list(a_context(), [ResultGroup(race_label="Long", rows=rows[:1])])
    assert "Club" in titles(tables(with_club)[0])
    assert "Club" not in titles(tables(without)[0])
    assert "Nation" not in titles(tables(with_club)[0])


def test_by_category_each_category_has_its_own_places_in_the_order_asked_for() -> None:
    rows = tuple(a_finisher(number) for number in range(1, 8))
    nowhere = a_finisher(8, category="", category_label="")
    sheet = result_list(
        a_context(),
        [ResultGroup(race_label="Long", rows=(*rows, nowhere))],
        by_category=True,
        category_order=("F-VETERAN", "F-OPEN", "M-OPEN"),
    )
    assert headings(sheet) == ["Veteran women", "Open women", "Open men", "Without a category"]
    assert [row[0] for row in texts(tables(sheet)[0])] == ["1", "2"]
    assert sum(len(table.rows) for table in tables(sheet)) == 8


def test_each_race_begins_on_a_new_page() -> None:
    groups = [
        ResultGroup(race_label="Long", rows=(a_finisher(1),)),
        ResultGroup(race_label="Short", rows=(a_finisher(1),)),
    ]
    sheet = result_list(a_context(race_names=("Long", "Short")), groups)
    assert sheet.title == "Results"
    pages = [block.new_page for block in sheet.blocks if isinstance(block, Heading)]
    assert pages == [False, True]


@pytest.mark.parametrize(("unit_ms", "shown"), [(1000, "1:18:27"), (100, "1:18:27.3")])
def test_times_are_shown_in_the_unit_of_the_event(unit_ms: int, shown: str) -> None:
    result = a_result(status=ResultStatus.OK, time_ms=4_707_300, rank=1)
    rows = (a_finisher(1, result=result),)
    sheet = result_list(
        a_context(time_unit_ms=unit_ms), [ResultGroup(race_label="Long", rows=rows)]
    )
    assert shown in texts(tables(sheet)[0])[0]


def test_results_without_any_entry_say_so() -> None:
    assert "no entries" in said(result_list(a_context(), []))
    empty = result_list(a_context(), [ResultGroup(race_label="Long", rows=())])
    assert "0 finishers" in said(empty)
    assert tables(empty) == []


def test_what_could_still_change_a_list_stands_at_its_end() -> None:
    group = ResultGroup(race_label="Long", rows=(a_finisher(1),))
    one = result_list(a_context(problems=("Bib 412 is unknown.",)), [group]).blocks[-1]
    assert isinstance(one, Notice)
    assert one.text == "Open problem that could change this list: Bib 412 is unknown."
    many = result_list(
        a_context(problems=tuple(f"Bib {number} is unknown." for number in range(30))), [group]
    ).blocks[-1]
    assert isinstance(many, Notice)
    assert many.items[0] == "Bib 0 is unknown."
    assert many.items[-1] == "and 18 more"
    assert len(many.items) == 13


# -------------------------------------------------------------------------------------- start
STARTERS = (
    a_finisher(1, bib="20", family_name="Żak", given_name="Ola"),
    a_finisher(2, bib="3", family_name="Zander", given_name="Zoë"),
    a_finisher(3, bib="A7", family_name="Åkesson", given_name="Bo"),
    a_finisher(4, bib="", family_name="Bird", given_name="Al", race_code="s", race_label="Short"),
)


def test_by_bib_numbers_count_as_numbers_and_races_stay_apart() -> None:
    sheet = start_list(a_context(race_names=("Long", "Short")), STARTERS)
    assert headings(sheet) == ["Long 19 km", "Short"]
    assert [row[0] for row in texts(tables(sheet)[0])] == ["3", "20", "A7"]


def test_by_name_accents_do_not_scatter_the_alphabet_and_the_race_stands_beside() -> None:
    (table,) = tables(start_list(a_context(race_names=()), STARTERS, StartOrder.NAME))
    assert [row[0] for row in texts(table)] == [
        "Åkesson, Bo", "Bird, Al", "Żak, Ola", "Zander, Zoë",
    ]  # fmt: skip
    assert titles(table)[-1] == "Race"


@pytest.mark.parametrize("order", StartOrder)
def test_a_start_list_shows_no_date_of_birth_and_no_version_of_results(order: StartOrder) -> None:
    born = a_finisher(1, birth_date=date(1987, 6, 5))
    sheet = start_list(a_context(), (born,), order)
    assert "1987" not in to_json(sheet)
    assert "PROVISIONAL" not in as_text(sheet)


def test_an_empty_start_list_says_so() -> None:
    assert said(start_list(a_context(), ())) == "Nobody is entered yet."


# ---------------------------------------------------------------------------------- standings
def a_score(points: int, **fields: Any) -> Score:
    made: dict[str, Any] = {
        "event_code": "one",
        "race_id": 1,
        "points": Decimal(points),
        "counted": True,
        "rank": 1,
        "status": ResultStatus.OK,
    }
    return Score(**(made | fields))


def a_standing(name: str, *scores: Score, **fields: Any) -> Standing:
    made: dict[str, Any] = {
        "runner_id": 1,
        "family_name": name,
        "given_name": "",
        "nation": "",
        "club": "Port Hills",
        "total": sum((score.points for score in scores if score.counted), Decimal(0)),
        "rank": None,
        "shared": False,
        "eligible": False,
        "reason": None,
        "rank_so_far": None,
        "scores": scores,
        "explanation": Note(code="made-up"),
    }
    return Standing(**(made | fields))


def a_group(*items: Standing) -> StandingGroup:
    return StandingGroup(
        race_code="long",
        race_label="Long",
        gender=Gender.F,
        category="F-OPEN",
        label="Open women",
        event_codes=("one", "two"),
        standings=items,
    )


def test_dropped_points_stand_in_brackets_and_missing_events_are_said() -> None:
    full = a_standing("A", a_score(100), a_score(72, counted=False), rank=1, eligible=True)
    out = a_standing(
        "B", a_score(0, status=ResultStatus.DNF), a_score(0, status=None), rank=2, eligible=True
    )
    (table,) = tables(standings(a_context(), [a_group(full, out)], {"one": "Willesden"}))
    assert titles(table)[-3:] == ["Willesden", "two", "Total"]
    assert [row[-3:] for row in texts(table)] == [["100", "(72)", "100"], ["DNF", "–", "0"]]


def test_a_shared_place_in_the_series_is_marked() -> None:
    scores = (a_score(9), a_score(8))
    items = [a_standing(name, *scores, rank=3, shared=True, eligible=True) for name in "AB"]
    (table,) = tables(standings(a_context(), [a_group(*items)]))
    assert [row[0] for row in texts(table)] == ["=3", "=3"]


def test_runners_who_are_not_eligible_stand_apart_with_the_reason() -> None:
    good = a_standing("A", a_score(9), a_score(8), rank=1, eligible=True)
    reason = Note(code="one of two finished")
    bad = a_standing("B", a_score(99), a_score(0, status=None), reason=reason)
    placed, others = tables(standings(a_context(), [a_group(good, bad)]))
    assert [row[1] for row in texts(placed)] == ["A"]
    assert texts(others) == [["", "B", "one of two finished", "99", "–", "99"]]
    assert "Not eligible:" in said(standings(a_context(), [a_group(good, bad)]))


def test_in_mid_season_the_places_so_far_are_called_so() -> None:
    item = a_standing("A", a_score(9), a_score(0, status=None), rank_so_far=1)
    sheet = standings(a_context(), [a_group(item)])
    assert said(sheet).startswith("Places so far")
    assert texts(tables(sheet)[0])[0][0] == "1"


def test_standings_with_nobody_say_so() -> None:
    assert said(standings(a_context(), [])) == "Nobody has points yet."
    assert said(standings(a_context(), [a_group()])) == "no finisher"


def test_several_rankings_have_their_own_parts_and_an_estimate_is_called_one() -> None:
    scheme = schemes.load("03-north-shore")
    groups = compute_standings(scheme.season, scheme.rules, scheme.results)
    named = [replace(group, ranking_label=group.ranking.title()) for group in groups]
    sheet = standings(a_context(), named)
    found = headings(sheet)
    assert found.index("Gender, Main") < found.index("Women") < found.index("Age, Main")
    assert said(sheet).endswith("they are an estimate.")
