"""Whose row is it: an imported entry list meets what the season knows already."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import codes_of, kinds_of
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.people import Gender
from trailsdesk.services import entries
from trailsdesk.services.entry_doubts import Choice, Decision
from trailsdesk.services.entry_plan import RowKind

if TYPE_CHECKING:
    from tests.services.desk import Desk

FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,short",
    "2,Bram,Tawa,M,1985-07-20,NED,mid",
    "3,Cleo,Larch,X,1979-12-31,AUS,long",
    "4,Dina,Mataī,F,2012-01-15,NZL,short",
)
NO_BIBS = "First name,Last name,Gender,Birth date,Distance"


def count(plan: object) -> tuple[int, ...]:
    return tuple(plan.count(kind) for kind in RowKind)  # type: ignore[attr-defined]


def test_a_first_list_is_all_new(desk: Desk) -> None:
    plan = desk.entries(*FIELD)
    assert count(plan) == (4, 0, 0, 0, 0)
    assert plan.all_problems() == ()
    runner = desk.runner("4")
    assert (runner.family_name, runner.given_name) == ("Mataī", "Dina")
    assert (runner.gender, runner.birth_date) == (Gender.F, date(2012, 1, 15))
    assert runner.nation == "NZL"
    assert desk.entry("4").race_id == desk.race("short").id


def test_the_same_list_again_changes_nothing(desk: Desk) -> None:
    desk.entries(*FIELD)
    before = desk.season.data
    plan = desk.entries(*FIELD)
    assert count(plan) == (0, 0, 4, 0, 0)
    assert desk.season.data is before, "no operation was written"


def test_shuffled_rows_change_nothing(desk: Desk) -> None:
    desk.entries(*FIELD)
    assert kinds_of(desk.plan(*reversed(FIELD))) == ["same"] * 4


def test_a_list_without_bibs_changes_nothing_the_second_time(desk: Desk) -> None:
    lines = ("Ada,Rimu,F,1990-03-02,short", "Bram,Tawa,M,1985-07-20,mid", "Cleo,Larch,,,long")
    assert kinds_of(desk.entries(*lines, header=NO_BIBS)) == ["new"] * 3
    assert kinds_of(desk.plan(*reversed(lines), header=NO_BIBS)) == ["same"] * 3


def test_bibs_given_out_later_reach_the_entries_made_without(desk: Desk) -> None:
    desk.entries("Ada,Rimu,F,1990-03-02,short", "Cleo,Larch,,,long", header=NO_BIBS)
    plan = desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short", "3,Cleo,Larch,X,1979-12-31,AUS,long")
    assert count(plan) == (0, 2, 0, 0, 0)
    assert {entry.bib for entry in desk.season.data.entries.values()} == {"1", "3"}
    assert desk.runner("3").birth_date == date(1979, 12, 31)


def test_a_plan_alone_changes_nothing(desk: Desk) -> None:
    before, operations = desk.season.data, len(desk.season.file.history())
    desk.plan(*FIELD)
    assert desk.season.data is before
    assert len(desk.season.file.history()) == operations


# ------------------------------------------------------------------------------ a changed list


@pytest.mark.parametrize(
    ("line", "field", "before", "after"),
    [
        ("1,Ada,Rimu,F,1990-02-03,NZL,short", "birth_date", "1990-03-02", "1990-02-03"),
        ("1,Ada,Rymu,F,1990-03-02,NZL,short", "family_name", "Rimu", "Rymu"),
        ("1,Adah,Rimu,F,1990-03-02,NZL,short", "given_name", "Ada", "Adah"),
        ("1,Ada,Rimu,X,1990-03-02,NZL,short", "gender", "F", "X"),
        ("1,Ada,Rimu,F,1990-03-02,FRA,short", "nation", "NZL", "FRA"),
        ("1,Ada,Rimu,F,1990-03-02,NZL,mid", "race", "Slope Sprint", "Midi"),
        ("91,Ada,Rimu,F,1990-03-02,NZL,short", "bib", "1", "91"),
    ],
)
def test_a_changed_cell_updates_its_field_and_says_so(
    desk: Desk, line: str, field: str, before: str, after: str
) -> None:
    desk.entries(*FIELD)
    plan = desk.entries(line, *FIELD[1:])
    assert count(plan) == (0, 1, 3, 0, 0)
    said = [(d.field, d.before, d.after) for d in plan.rows[0].differences]
    assert said == [(field, before, after)]
    assert len(desk.season.data.entries) == 4
    assert count(desk.plan(line, *FIELD[1:])) == (0, 0, 4, 0, 0)
    desk.undo()
    assert count(desk.plan(*FIELD)) == (0, 0, 4, 0, 0)


def test_swapped_names_of_one_birth_date_are_the_same_person(desk: Desk) -> None:
    desk.entries("Ada,Rimu,F,1990-03-02,short", header=NO_BIBS)
    plan = desk.plan("Rimu,Ada,F,1990-03-02,short", header=NO_BIBS)
    assert kinds_of(plan) == ["changed"]


def test_a_birth_date_slip_without_bibs_is_asked_about_and_neither_merged_nor_doubled(
    desk: Desk,
) -> None:
    desk.entries("Ada,Rimu,F,1990-03-02,short", header=NO_BIBS)
    plan = desk.entries("Ada,Rimu,F,1990-02-03,short", header=NO_BIBS)
    assert kinds_of(plan) == ["doubtful"]
    assert [r.birth_date for r in desk.season.data.runners.values()] == [date(1990, 3, 2)]


def test_namesakes_with_birth_dates_far_apart_are_two_people(desk: Desk) -> None:
    desk.entries("Ada,Rimu,F,1990-03-02,short", header=NO_BIBS)
    plan = desk.entries("Ada,Rimu,F,1961-11-30,short", header=NO_BIBS)
    assert kinds_of(plan) == ["new"]
    assert len(desk.season.data.runners) == 2


def test_a_namesake_of_one_slip_who_is_in_the_list_too_is_not_overwritten(desk: Desk) -> None:
    twins = ("Ada,Rimu,F,1990-03-02,short", "Ada,Rimu,F,1990-03-12,short")
    desk.entries(*twins, header=NO_BIBS)
    assert len(desk.season.data.runners) == 2
    for order in (twins, twins[::-1]):
        assert kinds_of(desk.plan(*order, header=NO_BIBS)) == ["same", "same"]


def test_bibs_that_changed_hands_in_one_list_are_all_taken(desk: Desk) -> None:
    desk.entries(*FIELD)
    swapped = (
        "2,Ada,Rimu,F,1990-03-02,NZL,short",
        "3,Bram,Tawa,M,1985-07-20,NED,mid",
        "1,Cleo,Larch,X,1979-12-31,AUS,long",
    )
    plan = desk.entries(*swapped)
    assert kinds_of(plan) == ["changed"] * 3
    assert plan.all_problems() == ()
    worn = {bib: desk.runner(bib).given_name for bib in "123"}
    assert worn == {"2": "Ada", "3": "Bram", "1": "Cleo"}
    assert kinds_of(desk.plan(*swapped)) == ["same"] * 3


def test_a_bib_its_holder_only_wants_to_give_up_stays_taken_when_that_fails(desk: Desk) -> None:
    desk.entries(*FIELD)
    plan = desk.entries("4,Ada,Rimu,F,1990-03-02,NZL,short", "1,Bram,Tawa,M,1985-07-20,NED,mid")
    assert codes_of(plan.all_problems()) == ["entry.bib-taken", "entry.bib-taken"]
    assert {bib: desk.runner(bib).given_name for bib in "124"} == {
        "1": "Ada", "2": "Bram", "4": "Dina",
    }  # fmt: skip


def test_a_withdrawal_in_the_list_frees_the_bib_for_another_row(desk: Desk) -> None:
    header = f"{ENTRY},Withdrawn"
    desk.entries(*FIELD)
    for order in (1, -1):
        lines = ["1,Ada,Rimu,F,1990-03-02,NZL,short,yes", "1,Eve,New,F,1991-01-01,NZL,short,no"]
        plan = desk.plan(*lines[::order], header=header)
        assert sorted(kinds_of(plan)) == ["changed", "new"]
        assert plan.all_problems() == ()
        new = next(row.entry for row in plan.rows if row.kind is RowKind.NEW)
        assert new is not None
        assert new.bib == "1"


def test_withdrawn_in_the_list_withdraws_and_entered_reinstates(desk: Desk) -> None:
    header = f"{ENTRY},Status"
    desk.entries(*FIELD)
    plan = desk.entries(f"{FIELD[0]},withdrawn", header=header)
    assert [(d.field, d.after) for d in plan.rows[0].differences] == [("status", "WITHDRAWN")]
    assert desk.entry("1").status is EntryStatus.WITHDRAWN
    assert kinds_of(desk.plan(f"{FIELD[0]},withdrawn", header=header)) == ["same"]
    assert kinds_of(desk.plan(FIELD[0])) == ["same"], "a list without the column says nothing"
    desk.entries(f"{FIELD[0]},entered", header=header)
    assert desk.entry("1").status is EntryStatus.ENTERED


def test_a_blank_cell_never_erases_what_is_known(desk: Desk) -> None:
    desk.entries(*FIELD)
    for line in ("1,Ada,Rimu,,,,", ",Ada,Rimu,F,1990-03-02,,short", "1,,,,,,"):
        assert kinds_of(desk.plan(line)) == ["same"], line


def test_a_blank_distance_keeps_the_race_even_when_the_list_has_a_default(desk: Desk) -> None:
    desk.entries(*FIELD)
    plan = desk.plan("2,Bram,Tawa,M,1985-07-20,NED,", FIELD[0], race="short")
    assert kinds_of(plan) == ["same", "same"]


def test_a_list_of_one_race_moves_an_entry_into_it(desk: Desk) -> None:
    desk.entries(*FIELD)
    plan = desk.plan("Bram,Tawa,1985-07-20", header="First name,Last name,Birth date", race="long")
    assert [d.after for d in plan.rows[0].differences] == ["Long"]


# ------------------------------------------------------------------------- people of one name


def test_two_people_of_one_name_are_told_apart_by_birth_date(desk: Desk) -> None:
    lines = ("Tom,Evans,M,1970-01-01,long", "Tom,Evans,M,2001-05-05,long")
    assert kinds_of(desk.entries(*lines, header=NO_BIBS)) == ["new", "new"]
    assert kinds_of(desk.plan(*reversed(lines), header=NO_BIBS)) == ["same", "same"]


def test_two_people_of_one_name_are_told_apart_by_bib(desk: Desk) -> None:
    lines = ("7,Tom,Evans,M,,,long", "8,Tom,Evans,M,,,long")
    assert kinds_of(desk.entries(*lines)) == ["new", "new"]
    assert kinds_of(desk.plan(*reversed(lines))) == ["same", "same"]


def test_two_rows_of_one_name_without_bib_or_birth_date_stay_two(desk: Desk) -> None:
    lines = ("Tom,Evans,M,,long", "Tom,Evans,M,,long")
    assert kinds_of(desk.entries(*lines, header=NO_BIBS)) == ["new", "new"]
    assert kinds_of(desk.plan(*lines, header=NO_BIBS)) == ["same", "same"]
    assert len(desk.season.data.runners) == 2


def test_a_namesake_with_a_birth_date_beside_one_without(desk: Desk) -> None:
    lines = ("Tom,Evans,M,,long", "Tom,Evans,M,1970-01-01,long")
    assert kinds_of(desk.entries(*lines, header=NO_BIBS)) == ["new", "new"]
    for order in (lines, lines[::-1]):
        assert kinds_of(desk.plan(*order, header=NO_BIBS)) == ["same", "same"]


def test_one_person_twice_in_the_list_is_taken_once_and_told(desk: Desk) -> None:
    lines = (FIELD[0], FIELD[1], "77,Ada,Rimu,F,1990-03-02,NZL,short")
    plan = desk.entries(*lines)
    assert kinds_of(plan) == ["new", "new", "refused"]
    (problem,) = plan.all_problems()
    assert (problem.code, problem.row, problem.params["first"]) == ("entry.row-twice", 4, 2)
    assert kinds_of(desk.plan(*lines)) == ["same", "same", "refused"]
    assert kinds_of(desk.plan(*reversed(lines))) == ["refused", "same", "same"]


# ------------------------------------------------------------------------------- other events


def test_a_runner_of_another_event_is_recognised_without_accents(desk: Desk) -> None:
    desk.entries(*FIELD)
    plan = desk.entries("44,DINA,Matai,F,2012-01-15,NZL,short", event="mount-cass")
    assert kinds_of(plan) == ["new"]
    assert len(desk.season.data.runners) == 4
    assert desk.entry("44", "mount-cass").runner_id == desk.entry("4").runner_id


def test_accents_once_known_are_not_lost_to_a_list_without(desk: Desk) -> None:
    desk.entries(*FIELD)
    plan = desk.entries("4,Dina,Matai,F,2012-01-15,NZL,short")
    assert kinds_of(plan) == ["changed"], "the newest list says how the name is written"
    assert desk.runner("4").family_name == "Matai"


def test_somebody_else_of_that_name_in_another_event_is_a_new_runner(desk: Desk) -> None:
    desk.entries(*FIELD)
    desk.entries("1,Ada,Rimu,F,1961-11-30,NZL,short", event="mount-cass")
    assert len(desk.season.data.runners) == 5


def test_a_missing_birth_date_comes_from_another_event_once_somebody_says_so(desk: Desk) -> None:
    desk.entries(*FIELD)
    line = "5,Ada,Rimu,F,,NZL,short"
    assert kinds_of(desk.plan(line, event="mount-cass")) == ["doubtful"]
    desk.entries(line, event="mount-cass", decisions={2: Decision(choice=Choice.SAME)})
    assert desk.runner("5", "mount-cass").birth_date == date(1990, 3, 2)
    assert len(desk.season.data.runners) == 4


# ----------------------------------------------------------------------------------- contacts


CONTACT = "Bib,First name,Last name,Birth date,Distance,Email,Phone"


def test_contacts_are_kept_apart_and_merged_cell_by_cell(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,1990-03-02,short,ada@example.invalid,", header=CONTACT)
    plan = desk.entries("1,Ada,Rimu,1990-03-02,short,,+64 0000", header=CONTACT)
    assert kinds_of(plan) == ["changed"]
    (told,) = plan.rows[0].differences
    assert (told.field, told.before, told.after) == ("contact", "", ""), "a secret stays one"
    runner_id = desk.entry("1").runner_id
    contact = desk.season.file.contacts([runner_id])[runner_id]
    assert (contact.email, contact.phone) == ("ada@example.invalid", "+64 0000")
    again = desk.plan("1,Ada,Rimu,1990-03-02,short,ada@example.invalid,+64 0000", header=CONTACT)
    assert kinds_of(again) == ["same"]


def test_a_runner_entered_twice_keeps_what_both_rows_say(desk: Desk) -> None:
    desk.entries(*FIELD)
    ada = desk.runner("1")
    other = desk.entry("1")
    entries.add_entry(
        desk.season,
        ada,
        type(other)(runner_id=ada.id, race_id=desk.race("long").id, bib="401"),
        None,
    )
    header = "Bib,First name,Last name,Birth date,Club,City"
    desk.entries(
        "1,Ada,Rimu,1990-03-02,Fell Club,", "401,Ada,Rimu,1990-03-02,,Hilltown", header=header
    )
    runner = desk.runner("1")
    assert (runner.club, runner.city) == ("Fell Club", "Hilltown")


ENTRY = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
