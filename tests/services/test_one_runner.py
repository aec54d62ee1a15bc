"""Records that may be one runner: asked under Problems, answered once, remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, Desk
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import Refused, Severity
from trailsdesk.i18n import message
from trailsdesk.services import one_runner
from trailsdesk.services.fixes import PressFix, fix_words, fixes_for
from trailsdesk.services.problems import concerns
from trailsdesk.services.sheet_request import problems_over
from trailsdesk.services.touched import touched

if TYPE_CHECKING:
    from trailsdesk.domain.problems import Problem


def two_lists(desk: Desk) -> None:
    """Ada spelled in two ways, Ben with and without a birth date at different events."""
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,long", "2,Ben,Tawa,M,1991-01-01,NZL,long",
        "3,Cai,Koru,M,1960-01-01,NZL,long",
    )  # fmt: skip
    desk.entries("7,Ada,Rimo,F,1990-03-02,NZL,long", event="mount-cass")


def asked(desk: Desk, code: str = "runner.doubtful") -> list[Problem]:
    return [each for each in desk.problems() if each.code == code]


def press(desk: Desk, problem: Problem, label: str) -> None:
    (fix,) = [each for each in fixes_for(desk.season, problem, ACTOR) if each.label == label]
    assert isinstance(fix, PressFix)
    fix.act()


def test_a_doubtful_pair_is_asked_once_with_where_and_why(desk: Desk) -> None:
    two_lists(desk)
    (problem,) = asked(desk)
    assert message(problem).startswith(
        "Ada Rimu (Willesden Farms) and Ada Rimo (Mount Cass Station) may be one runner. Born on"
        " the same day"
    )
    assert "…" not in message(problem)
    assert problem.severity is Severity.WARNING
    assert fix_words(problem.code) == "say whether it is one runner"
    rows = touched(desk.season, problem)
    assert [row.bib for row in rows] == ["1", "7"]
    assert rows[1].what == "Mount Cass Station, Long, bib\N{NO-BREAK SPACE}7 · 2 Mar 1990"
    panels = [p for p in ("entries", "categories", "points", "finish") if concerns(problem, p)]
    assert panels == ["entries", "categories", "points"]


@pytest.mark.parametrize(("label", "same"), [("Same runner", True), ("Two runners", False)])
def test_the_answer_is_one_operation_and_stays(desk: Desk, label: str, same: bool) -> None:
    two_lists(desk)
    (problem,) = asked(desk)
    press(desk, problem, label)
    assert asked(desk) == []
    first, second = desk.runner("1").id, desk.runner("7", "mount-cass").id
    joined = desk.season.one_runner().same
    assert (joined[second] == first) is same
    verdict = one_runner.verdict_on(desk.season, second, first)
    assert verdict is not None
    assert verdict.same is same
    desk.reopen()
    assert asked(desk) == []
    one_runner.withdraw_answer(desk.season, verdict.id)
    assert len(asked(desk)) == 1
    desk.undo()
    assert asked(desk) == []


def test_the_pairs_stand_side_by_side_the_open_ones_before_the_answered(desk: Desk) -> None:
    two_lists(desk)
    desk.entries("8,Cai,Kora,M,1960-01-01,NZL,short", event="torlesse")
    ada, cai = one_runner.runner_pairs(desk.season)
    assert ada.first.entries == ("Willesden Farms, Long, bib\N{NO-BREAK SPACE}1",)
    assert ada.second.runner.family_name == "Rimo"
    assert ada.verdict is None
    one_runner.answer(desk.season, ada.first.runner.id, ada.second.runner.id, same=False)
    again, told = one_runner.runner_pairs(desk.season)
    assert again == cai
    assert message(told.why) == "Said to be two runners."
    assert told.verdict is not None


def test_an_answer_can_be_changed_and_the_same_one_changes_nothing(desk: Desk) -> None:
    two_lists(desk)
    first, second = desk.runner("1").id, desk.runner("7", "mount-cass").id
    one_runner.answer(desk.season, second, first, same=True)
    revision = desk.season.data.revision
    one_runner.answer(desk.season, first, second, same=True)
    assert desk.season.data.revision == revision
    one_runner.answer(desk.season, first, second, same=False)
    (verdict,) = desk.season.data.verdicts.values()
    assert (verdict.first_id, verdict.second_id, verdict.same) == (first, second, False)


def test_an_answer_against_two_others_is_told_and_mended(desk: Desk) -> None:
    two_lists(desk)
    desk.entries("9,Ada,Rima,F,1990-03-02,NZL,long", event="torlesse")
    one, two = desk.runner("1").id, desk.runner("7", "mount-cass").id
    three = desk.runner("9", "torlesse").id
    one_runner.answer(desk.season, one, two, same=True)
    one_runner.answer(desk.season, one, three, same=False)
    one_runner.answer(desk.season, two, three, same=True)
    (problem,) = asked(desk, "runner.contradicted")
    assert "stay two" in message(problem)
    labels = [fix.label for fix in fixes_for(desk.season, problem, ACTOR)]
    assert labels == ["They are two runners", "Take this answer back"]
    press(desk, problem, "Take this answer back")
    assert asked(desk, "runner.contradicted") == []
    desk.undo()
    press(desk, problem, "They are two runners")
    assert asked(desk, "runner.contradicted") == []


def test_namesakes_in_one_event_can_be_said_to_be_two(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,,NZL,long", "2,Ada,Rimu,F,,NZL,mid")
    (problem,) = asked(desk, "entry.person-twice")
    press(desk, problem, "Two runners")
    assert asked(desk, "entry.person-twice") == []
    desk.undo()
    assert len(asked(desk, "entry.person-twice")) == 1


def test_rules_that_look_at_one_event_only_ask_nobody(desk: Desk) -> None:
    two_lists(desk)
    series = desk.season.data.series
    start = series.preset_text.index("[standings]")
    end = series.preset_text.index("[awards]")
    options = series.preset_text.index("[[option]]")
    text = series.preset_text[:start] + series.preset_text[end:options]
    with desk.season.change("rules.option", option="", choice="") as writer:
        writer.put(replace(series, preset_text=text, preset_sha256="other"))
    assert desk.season.rules.standings is None
    assert asked(desk) == []
    assert len(one_runner.runner_pairs(desk.season)) == 1


def test_an_open_pair_stands_over_the_standings_and_not_over_an_event(desk: Desk) -> None:
    two_lists(desk)
    here = desk.event().id
    assert "runner.doubtful" in [each.code for each in problems_over(desk.season, None, ())]
    assert "runner.doubtful" not in [each.code for each in problems_over(desk.season, here, ())]


def test_nonsense_is_refused(desk: Desk) -> None:
    two_lists(desk)
    runner = desk.runner("1").id
    for other, code in {runner: "runner.itself", RunnerId(999): "runner.gone"}.items():
        with pytest.raises(Refused) as caught:
            one_runner.answer(desk.season, runner, other, same=True)
        assert caught.value.note.code == code
