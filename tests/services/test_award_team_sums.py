"""Team awards by sums on a real season file: what keeps them open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.services.awards import award_view
from trailsdesk.services.rule_book import change_rule

if TYPE_CHECKING:
    from tests.services.desk import Desk

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Club,Distance"


def test_a_doubtful_result_off_the_list_keeps_added_places_open_and_no_added_times(
    desk: Desk,
) -> None:
    change_rule(
        desk.season,
        "awards.award",
        '[{id="times", scope="team", team_by="time", team_size=2},'
        ' {id="places", scope="team", team_by="places", team_size=2}]',
    )
    desk.entries(
        "1,Ada,Rimu,F,1995-01-01,NZL,Hill,Long",
        "2,Bea,Tawa,F,1995-01-01,NZL,Hill,Long",
        "3,Cleo,Larch,F,1995-01-01,NZL,,Long",
        header=HEADER,
    )
    desk.start()
    desk.times("1,13:01:00,", "2,13:02:00,", "3,10:05:00,")
    desk.clock.set("2026-05-24 15:00:00")
    assert [code for code in desk.codes() if code.startswith("result.")] == ["result.too-fast"]
    found = {each.group.key: each for each in award_view(desk.season, desk.event().id)}
    assert found["times:long"].settled
    assert found["places:long"].reason.code == "award.open-problems"
    assert found["places:long"].reason.params["count"] == 1
