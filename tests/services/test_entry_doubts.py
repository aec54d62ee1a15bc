"""Rows that may be about somebody on file: asked, decided, and the answer remembered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.services.entry_doubts import Choice, Decision

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.services.entry_plan import EntryPlan

FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,short",
    "2,Bram,Tawa,M,1985-07-20,NED,mid",
)
SPELLED = "11,Ada,Rymu,F,1990-03-02,NZL,short"
NO_DATE = "11,Ada,Rimu,F,,NZL,short"
NO_BIBS = "First name,Last name,Gender,Birth date,Distance"
SAME = {2: Decision(choice=Choice.SAME)}
OTHER = {2: Decision(choice=Choice.OTHER)}
LEAVE = {2: Decision(choice=Choice.LEAVE)}


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Two runners entered at the first event."""
    desk.entries(*FIELD)
    return desk


def kinds_of(plan: EntryPlan) -> list[str]:
    return [row.kind.value for row in plan.rows]


@pytest.mark.parametrize("line", [SPELLED, NO_DATE, "11,Ada,Rimu,F,1990-02-03,NZL,short"])
def test_a_row_like_somebody_of_another_event_is_doubtful_and_stays_a_runner_of_its_own(
    known: Desk, line: str
) -> None:
    plan = known.entries(line, event="mount-cass")
    assert kinds_of(plan) == ["doubtful"]
    assert known.entry("11", "mount-cass").runner_id != known.entry("1").runner_id
    assert known.runner("1").birth_date == date(1990, 3, 2)
    assert not known.season.data.verdicts, "it is asked about among the runners"
    problem = plan.all_problems()[-1]
    assert (problem.code, problem.row) == ("entry.doubtful-apart", 2)
    assert problem.params["other"] == "Ada Rimu"
    assert "Willesden Farms" in str(problem.params["where"])


@pytest.mark.parametrize("line", ["Ada,Rymu,F,1990-03-02,short", "Ada,Rimu,F,1990-02-03,short"])
def test_a_row_like_somebody_of_this_event_is_doubtful_and_left_out(
    known: Desk, line: str
) -> None:
    before = known.season.data
    plan = known.entries(line, header=NO_BIBS)
    assert kinds_of(plan) == ["doubtful"]
    assert known.season.data is before, "nobody stands in an event twice"
    assert [p.code for p in plan.all_problems()] == ["entry.doubtful"]


def test_born_on_the_same_day_and_alike_is_doubtful_even_under_another_bib(known: Desk) -> None:
    assert kinds_of(known.plan(SPELLED)) == ["doubtful"]


def test_a_namesake_without_a_birth_date_under_another_bib_of_the_event_is_somebody_else(
    known: Desk,
) -> None:
    assert kinds_of(known.plan(NO_DATE)) == ["new"]


def test_the_same_person_of_this_event_is_changed_and_then_known(known: Desk) -> None:
    line = "Ada,Rymu,F,1990-03-02,short"
    plan = known.entries(line, header=NO_BIBS, decisions=SAME)
    assert kinds_of(plan) == ["changed"]
    assert [(d.field, d.before, d.after) for d in plan.rows[0].differences] == [
        ("family_name", "Rimu", "Rymu")
    ]
    assert len(known.season.data.runners) == 2
    assert kinds_of(known.plan(line, header=NO_BIBS)) == ["same"]


def test_the_same_person_without_a_birth_date_gets_the_record_on_file(known: Desk) -> None:
    known.entries(NO_DATE, event="mount-cass", decisions=SAME)
    entry = known.entry("11", "mount-cass")
    assert entry.runner_id == known.entry("1").runner_id
    assert known.runner("1").birth_date == date(1990, 3, 2)
    assert kinds_of(known.plan(NO_DATE, event="mount-cass")) == ["same"]


def test_the_same_person_spelled_otherwise_is_one_runner_with_two_records(known: Desk) -> None:
    known.entries(SPELLED.replace("F,1990", ",1990"), event="mount-cass", decisions=SAME)
    first, second = known.runner("1"), known.runner("11", "mount-cass")
    assert first.id != second.id
    assert (first.family_name, second.family_name) == ("Rimu", "Rymu")
    assert second.gender == first.gender, "what the list leaves out is known of the record"
    (verdict,) = known.season.data.verdicts.values()
    assert (verdict.first_id, verdict.second_id, verdict.same) == (first.id, second.id, True)
    assert known.season.one_runner().same[second.id] == first.id
    for event in ("mount-cass", "torlesse"):
        assert kinds_of(known.plan(SPELLED, event=event))[0] in ("same", "new"), "asked once only"


def test_somebody_else_is_a_runner_of_their_own_and_is_not_asked_about_again(known: Desk) -> None:
    known.entries(SPELLED, event="mount-cass", decisions=OTHER)
    first, second = known.runner("1"), known.runner("11", "mount-cass")
    (verdict,) = known.season.data.verdicts.values()
    assert (verdict.first_id, verdict.second_id, verdict.same) == (first.id, second.id, False)
    assert kinds_of(known.plan(SPELLED, event="mount-cass")) == ["same"]
    assert not [p for p in known.problems() if p.code == "runner.doubtful"]


def test_a_row_left_out_stays_doubtful_and_says_so(known: Desk) -> None:
    plan = known.entries(SPELLED, event="mount-cass", decisions=LEAVE)
    assert kinds_of(plan) == ["doubtful"]
    assert [p.code for p in plan.all_problems()] == ["entry.doubtful-left-out"]
    assert len(known.season.data.entries) == 2


def test_of_several_records_the_one_chosen_is_meant(known: Desk) -> None:
    known.entries(NO_DATE, event="mount-cass", decisions=OTHER)
    line = "7,Ada,Rimu,F,,NZL,short"
    plan = known.plan(line, event="torlesse")
    (row,) = plan.rows
    assert row.doubt is not None
    ids = [each.runner.id for each in row.doubt.candidates]
    assert set(ids) == {known.runner("1").id, known.runner("11", "mount-cass").id}
    for wanted in ids:
        chosen = {2: Decision(choice=Choice.SAME, runner_id=wanted)}
        (taken,) = known.plan(line, event="torlesse", decisions=chosen).rows
        assert taken.runner is not None
        assert taken.runner.id == wanted


def test_one_record_is_given_to_one_row_only(known: Desk) -> None:
    lines = (NO_DATE, "12,Ada,Rimu,F,,NZL,mid")
    both = {2: Decision(choice=Choice.SAME), 3: Decision(choice=Choice.SAME)}
    plan = known.entries(*lines, event="mount-cass", decisions=both)
    assert kinds_of(plan) == ["new", "new"]
    owners = {known.entry(bib, "mount-cass").runner_id for bib in ("11", "12")}
    assert len(owners) == 2


def test_more_namesakes_on_file_than_in_the_list_are_not_guessed_between(desk: Desk) -> None:
    desk.entries("Tom,Evans,M,1970-01-01,long", "Tom,Evans,M,2001-05-05,long", header=NO_BIBS)
    plan = desk.plan("Tom,Evans,M,,long", header=NO_BIBS)
    assert kinds_of(plan) == ["doubtful"]
    assert plan.rows[0].doubt is not None
    assert len(plan.rows[0].doubt.candidates) == 2


def test_a_row_left_out_keeps_no_bib_from_another(known: Desk) -> None:
    plan = known.plan(SPELLED, "11,Cleo,Larch,F,1979-12-31,AUS,long")
    assert kinds_of(plan) == ["doubtful", "new"]
    assert plan.rows[1].entry is not None
    assert plan.rows[1].entry.bib == "11"


def test_an_answer_and_its_import_are_taken_back_together(known: Desk) -> None:
    known.entries(SPELLED, event="mount-cass", decisions=OTHER)
    assert known.undo() == "entries.import"
    assert not known.season.data.verdicts
    assert len(known.season.data.runners) == 2
