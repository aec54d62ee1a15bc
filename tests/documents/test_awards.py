from __future__ import annotations

from typing import Any

from tests.builders import a_result
from tests.documents.made_up import a_context, a_finisher, lines, out_of_the_race
from trailsdesk.documents.awards import prize_list
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import Heading, Paragraph, Sheet, Table
from trailsdesk.domain.award_chain import prize_groups
from trailsdesk.domain.award_rules import AwardsRule
from trailsdesk.domain.results import ResultRow, ResultStatus


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def said(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Paragraph)]


def a_place(place: int, bib: str, **fields: Any) -> ResultRow:
    result = a_result(
        status=ResultStatus.OK, time_ms=6_000_000 + place * 60_000, rank=place,
        rank_gender=place, rank_category=place,
    )  # fmt: skip
    made: dict[str, Any] = {"category": "F-VETERAN", "category_label": "Veteran women"}
    return a_finisher(1, bib=bib, result=result, **(made | fields))


def groups(*rows: ResultRow, overall: int = 0) -> Any:
    return prize_groups(rows, AwardsRule(category_depth=3, overall_depth=overall))


def test_three_who_tie_for_third_are_all_on_the_prize_list() -> None:
    names = ("Helen Brown", "Lucía García", "Ana Parata", "Moana Pōtae", "Ruth Lindqvist")
    rows = [
        a_place(place, str(60 + place), given_name=name.split()[0], family_name=name.split()[1])
        for place, name in zip((1, 2, 3, 3, 3), names, strict=True)
    ]
    rows = [
        a_place(row.result.rank, str(bib), given_name=row.given_name, family_name=row.family_name)
        for bib, row in zip((61, 99, 140, 142, 151), rows, strict=True)
    ]
    printed = lines(render_pdf(prize_list(a_context(), groups(*rows))))
    start = printed.index("Veteran women")
    assert printed[start + 1 : start + 6] == [
        "1 61 Helen Brown 1:41:00",
        "2 99 Lucía García 1:42:00",
        "=3 140 Ana Parata 1:43:00",
        "=3 142 Moana Pōtae 1:43:00",
        "=3 151 Ruth Lindqvist 1:43:00",
    ]


def test_a_category_nobody_finished_in_is_called_and_says_so() -> None:
    sheet = prize_list(a_context(), groups(out_of_the_race(1, ResultStatus.DNF)))
    assert tables(sheet) == []
    assert said(sheet) == ["No finisher."]


def test_runners_still_out_are_a_warning_under_their_group() -> None:
    row = out_of_the_race(
        2, ResultStatus.PENDING, category="F-VETERAN", category_label="Veteran women"
    )
    (warning,) = said(prize_list(a_context(), groups(a_place(1, "61"), row)))
    assert warning == "1 runner still without a result: the places above may change."


def test_overall_prizes_are_called_by_gender_and_races_by_name() -> None:
    short = a_place(1, "9", race_code="short", race_label="Short", event_code="x")
    made = groups(a_place(1, "61"), short, overall=1)
    sheet = prize_list(a_context(race_names=("Long", "Short")), made)
    found = [(block.text, block.level) for block in sheet.blocks if isinstance(block, Heading)]
    assert found[0] == ("Long 19 km", 1)
    assert found[1][0].startswith("Overall ")
    assert found[2] == ("Veteran women", 2)
    assert ("Short", 1) in found


def test_clubs_are_printed_when_there_are_any_and_wanted() -> None:
    made = groups(a_place(1, "61", club="Port Hills"))
    assert "Port Hills" in texts(tables(prize_list(a_context(), made))[0])[0]
    without = prize_list(a_context(), made, show_club=False)
    assert "Port Hills" not in texts(tables(without)[0])[0]


def test_a_prize_list_without_anybody_says_so() -> None:
    assert said(prize_list(a_context(), ())) == ["There is nobody to give a prize to yet."]
