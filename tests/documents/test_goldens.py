"""Each sheet as JSON, compared with the file kept beside it.

``--update-golden`` writes the files anew; the difference is then read in review.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.documents.made_up import a_context, a_finisher, out_of_the_race
from tests.documents.test_award_lists import awards
from tests.documents.test_awards import a_place, groups
from tests.documents.test_check_in import EXPECTED
from tests.documents.test_course_lists import LONG, SADDLE, SHORT
from tests.documents.test_lists import STARTERS, a_group, a_score, a_standing
from tests.documents.test_medals import a_medal
from trailsdesk.documents.award_lists import award_pickup, award_reasons, running_order
from trailsdesk.documents.awards import prize_list
from trailsdesk.documents.check_in import check_in_list
from trailsdesk.documents.course_lists import Station, recorder_sheets, sweep_list
from trailsdesk.documents.grids import GridLine, finish_grid
from trailsdesk.documents.key_strip import key_strip
from trailsdesk.documents.lists import (
    ResultGroup,
    StartOrder,
    result_list,
    standings,
    start_list,
)
from trailsdesk.documents.medals import medal_pickup, medal_production
from trailsdesk.documents.sheet import Sheet, to_json
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus

FOLDER = Path(__file__).parent / "goldens"


def race(**fields: Any) -> ResultGroup:
    rows = (
        *(a_finisher(number, **fields) for number in range(1, 7)),
        out_of_the_race(7, ResultStatus.DNF),
        out_of_the_race(8, ResultStatus.DNS),
    )
    return ResultGroup(race_label="Long 19 km", rows=rows)


def the_standings() -> Sheet:
    first = a_standing("Ōriwa", a_score(100), a_score(95, counted=False), rank=1, eligible=True)
    point = replace(first, total=Decimal("87.5"), family_name="Żak", rank=2)
    out = a_standing("Bird", a_score(99), a_score(0, status=None), reason=Note(code="why"))
    return standings(
        a_context(race_names=()), [a_group(first, point, out)], {"one": "One", "two": "Two"}
    )


SHEETS = {
    "result-list": lambda: result_list(a_context(problems=("Bib 4.",)), [race(club="Port Hills")]),
    "result-list-by-category": lambda: result_list(a_context(), [race()], by_category=True),
    "start-list-by-bib": lambda: start_list(a_context(race_names=()), STARTERS),
    "start-list-by-name": lambda: start_list(a_context(race_names=()), STARTERS, StartOrder.NAME),
    "check-in": lambda: check_in_list(a_context(race_names=()), EXPECTED, gear=True),
    "standings": the_standings,
    "prize-list": lambda: prize_list(
        a_context(),
        groups(*(a_place(place, str(60 + n)) for n, place in enumerate((1, 2, 3, 3, 3)))),
    ),
    "running-order": lambda: running_order(a_context(), awards()),
    "award-reasons": lambda: award_reasons(a_context(), awards()),
    "award-pickup": lambda: award_pickup(a_context(), awards()),
    "series-awards": lambda: award_reasons(a_context(), awards(), of_series=True),
    "finish-grid": lambda: finish_grid(
        a_context(),
        rows_a_page=3,
        lines=(
            GridLine(number=1, bib="214", time_ms=6_137_000, note="Zoë Pōtae"),
            GridLine(number=2, bib="", time="at 10:42:17", note="waiting for a bib"),
        ),
        pages=2,
    ),
    "key-strip": lambda: key_strip(
        a_context(race_names=()),
        (("Enter", "in now"), ("Space", "bib later")),
        (("At the line", ((("Num", ""), ("/", "DNF")), (("7", ""), ("8", "")))),),
        (("214 Enter", "bib 214 is in now"),),
    ),
    "sweep": lambda: sweep_list(a_context(race_names=()), [LONG, SHORT]),
    "sweep-phones": lambda: sweep_list(a_context(), [LONG], protected=True),
    "checkpoint": lambda: recorder_sheets(
        a_context(), [Station(label="Saddle", code="cp1", races=(SADDLE,))]
    ),
    "medal-pickup": lambda: medal_pickup(
        a_context(), (a_medal("2", "Bird"), a_medal("1", "Rimu", MedalOrder.POST))
    ),
    "medal-production": lambda: medal_production(
        a_context(),
        (a_medal("2", "Bird"), a_medal("1", "Rimu", MedalOrder.POST)),
        Decimal("12.5"),
        "Orders are closed.",
        ["Long"],
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_says_what_it_said_before(name: str, update_golden: bool) -> None:
    made = to_json(SHEETS[name]())
    path = FOLDER / f"{name}.json"
    if update_golden:
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
