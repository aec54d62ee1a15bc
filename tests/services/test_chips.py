"""Chips: which bib wears which, what contradicts itself is told, and reads wait for their bib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.desk import codes_of
from tests.services.logs import ipico, plan_chip_list, source, take_chips, take_log
from trailsdesk.domain.problems import InputUnreadable, Refused
from trailsdesk.domain.timing import ReadFate
from trailsdesk.services import chips, timing
from trailsdesk.services.chips import ChipFate, chip_lines, give_chip, read_pairs, remove_chips
from trailsdesk.services.time_import import look_at

if TYPE_CHECKING:
    from tests.services.desk import Desk

MINUTE = 60_000
LOG = (
    ipico("0580037000a1", "2026-05-24 11:20:00"),
    ipico("0580037000b2", "2026-05-24 11:21:30.50"),
    ipico("0580037000a1", "2026-05-24 11:20:04"),
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,long",
        "2,Bram,Tawa,M,1985-07-20,NED,long",
        "3,Cleo,Larch,F,1979-12-31,AUS,mid",
    )
    desk.start()
    return desk


def fates(plan: chips.ChipPlan) -> list[tuple[str, str, str]]:
    return [(row.code, row.bib, row.fate.value) for row in plan.rows]


def test_reads_of_a_chip_without_a_bib_are_kept_and_count_once_the_list_is_there(
    desk: Desk,
) -> None:
    plan = take_log(desk, LOG)
    assert (plan.added, plan.known_people.chips_unknown) == (3, 2)
    assert codes_of(plan.problems) == ["times.unknown-chips"]
    assert desk.codes() == ["read.unknown-chips"]
    assert set(desk.season.event_reads(desk.event().id).fates.values()) == {ReadFate.UNKNOWN_CHIP}
    take_chips(desk, "1,0580037000A1", "2,0580037000b2")
    assert desk.times_ms()["1"] == 80 * MINUTE
    assert desk.times_ms()["2"] == 81 * MINUTE + 30_000
    assert "read.unknown-chips" not in desk.codes()


def test_a_list_is_one_operation_that_undo_takes_back(desk: Desk) -> None:
    take_log(desk, LOG)
    take_chips(desk, "1,0580037000A1", "2,0580037000b2")
    info = desk.season.file.history(1)[0]
    assert (info.name, dict(info.params)) == (
        "chips.import", {"count": 2, "name": "chips.csv", "event": "willesden"},
    )  # fmt: skip
    assert desk.undo() == "chips.import"
    assert desk.times_ms()["1"] is None
    assert len(desk.season.data.reads) == 3
    assert desk.redo() == "chips.import"
    desk.reopen()
    assert desk.times_ms()["1"] == 80 * MINUTE


def test_one_chip_with_two_bibs_keeps_the_first_and_tells_both_lines(desk: Desk) -> None:
    plan = plan_chip_list(desk, "1,0580037000A1", "3,058003700777", "2,0580037000A1")
    assert fates(plan) == [
        ("580037000A1", "1", "new"), ("58003700777", "3", "new"), ("580037000A1", "2", "refused"),
    ]  # fmt: skip
    (problem,) = [p for p in plan.problems if p.code == "chips.two-bibs"]
    assert (problem.row, problem.params["line"], problem.params["first"]) == (4, 2, "1")
    assert codes_of(plan.problems) == ["chips.two-bibs"], "told once, not by the reader as well"


def test_a_bib_may_wear_several_chips(desk: Desk) -> None:
    plan = take_chips(desk, "1,0580037000A1", "1,058003700777")
    assert (plan.takes, codes_of(plan.problems)) == (2, [])


def test_an_unknown_bib_is_told_with_its_line_and_taken_all_the_same(desk: Desk) -> None:
    plan = take_chips(desk, "1,0580037000A1", "77,0580037000b2")
    told = [(p.code, p.row, p.params["bib"]) for p in plan.problems]
    assert told == [("chips.unknown-bib", 3, "77")]
    take_log(desk, LOG)
    assert desk.codes() == ["read.repeated", "read.unknown-bib"]
    desk.entries("77,Late,Comer,F,1990-01-01,NZL,long")
    assert desk.times_ms()["77"] == 81 * MINUTE + 30_000


def test_the_same_list_again_changes_nothing_and_a_new_one_updates(desk: Desk) -> None:
    take_chips(desk, "1,0580037000A1", "2,0580037000b2")
    before = desk.season.data
    again = take_chips(desk, "1,580037000a1", "2,0580037000B2")
    assert [row.fate for row in again.rows] == [ChipFate.SAME, ChipFate.SAME]
    assert desk.season.data is before
    newer = take_chips(desk, "3,0580037000A1", "2,0580037000b2")
    assert [(row.fate, row.before) for row in newer.rows] == [
        (ChipFate.CHANGED, "1"), (ChipFate.SAME, ""),
    ]  # fmt: skip
    assert {c.code: c.bib for c in desk.season.data.chips.values()} == {
        "580037000A1": "3", "580037000B2": "2",
    }  # fmt: skip


def test_lines_of_something_else_are_told_by_number_and_the_others_are_taken(desk: Desk) -> None:
    plan = plan_chip_list(desk, "1,0580037000A1", "garbage", "2,", "3,0580037000b2")
    assert [row.fate for row in plan.rows] == [ChipFate.NEW, ChipFate.NEW]
    assert sorted(p.row or 0 for p in plan.problems) == [3, 4]


def test_an_entry_list_with_a_column_of_chips_is_a_list_of_chips_too(desk: Desk) -> None:
    text = "Bib,First name,Last name,Chip\n1,Ada,Rimu,0580037000A1\n2,Bram,Tawa,\n"
    file = source(text, "entries.csv")
    pairs, _told = read_pairs(look_at(file), file)
    assert [(pair.line, pair.bib, pair.chip) for pair in pairs] == [(2, "1", "0580037000A1")]


def test_a_file_without_chips_is_refused_with_what_it_needs(desk: Desk) -> None:
    text = "Bib,Time\n1,1:20:00\n2,1:21:00\n"
    file = source(text, "times.csv")
    with pytest.raises(InputUnreadable) as refused:
        read_pairs(look_at(file), file)
    assert refused.value.note.code == "chips.none"


def test_a_list_made_before_somebody_typed_a_chip_is_compared_anew(desk: Desk) -> None:
    plan = plan_chip_list(desk, "1,0580037000A1")
    give_chip(desk.season, desk.event().id, "0580037000A1", "2")
    assert chips.commit_chips(desk.season, plan) == 1
    assert [c.bib for c in desk.season.data.chips.values()] == ["1"]


# ------------------------------------------------------------------------------- one by one


def test_a_chip_is_given_changed_and_forgotten_each_as_one_operation(desk: Desk) -> None:
    event_id = desk.event().id
    take_log(desk, LOG)
    given = give_chip(desk.season, event_id, " 0580037000a1 ", "1")
    assert (given.code, desk.times_ms()["1"]) == ("580037000A1", 80 * MINUTE)
    give_chip(desk.season, event_id, "580037000A1", "2")
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (None, 80 * MINUTE)
    remove_chips(desk.season, [given.id])
    assert desk.times_ms()["2"] is None
    assert [desk.undo(), desk.undo(), desk.undo()] == ["chips.remove", "chips.give", "chips.give"]
    assert desk.times_ms()["1"] is None
    assert len(desk.season.data.reads) == 3


def test_giving_what_stands_already_is_no_operation(desk: Desk) -> None:
    give_chip(desk.season, desk.event().id, "A1", "1")
    before = desk.season.data
    give_chip(desk.season, desk.event().id, "a1", "1")
    remove_chips(desk.season, [])
    assert desk.season.data is before


@pytest.mark.parametrize(
    ("chip", "bib", "code"), [("", "1", "chips.code-missing"), ("A1", " ", "read.bib-missing")]
)
def test_half_a_pair_is_refused(desk: Desk, chip: str, bib: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        give_chip(desk.season, desk.event().id, chip, bib)
    assert refused.value.note.code == code


def test_chips_without_a_bib_stand_first_with_the_number_of_their_reads(desk: Desk) -> None:
    take_chips(desk, "2,0580037000b2", "77,058003700777")
    take_log(desk, LOG)
    lines = chip_lines(desk.season, desk.event().id)
    assert [(line.code, line.bib, line.name, line.reads) for line in lines] == [
        ("580037000A1", "", "", 2),
        ("580037000B2", "2", "Bram Tawa", 1),
        ("58003700777", "77", "", 0),
    ]
    assert lines[0].chip_id is None


def test_chips_of_one_event_mean_nothing_at_another(desk: Desk) -> None:
    take_chips(desk, "1,0580037000A1")
    assert chip_lines(desk.season, desk.event("mount-cass").id) == ()


def test_a_decision_about_a_read_goes_before_its_chip(desk: Desk) -> None:
    take_log(desk, LOG[:1])
    (read,) = desk.season.data.reads.values()
    timing.assign_bib(desk.season, read.id, "2")
    take_chips(desk, "1,0580037000A1")
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (None, 80 * MINUTE)
