"""Taking timing files: once, again, in pieces, in any order; and what cannot be placed is kept."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.desk import codes_of
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import ReadFate
from trailsdesk.services import history, timing

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.services.time_import import TimePlan

MINUTE = 60_000
FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bram,Tawa,M,1985-07-20,NED,long",
    "3,Cleo,Larch,F,1979-12-31,AUS,long",
    "4,Dina,Mataī,F,1992-01-15,NZL,short",
    "5,Tom,Evans,M,1970-01-01,NZL,short",
    "6,Tom,Evans,M,2001-05-05,NZL,mid",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    return desk


def statuses(desk: Desk) -> dict[str, str]:
    return {row.bib: row.result.status.value for row in desk.rows()}


# ----------------------------------------------------------------------------- clock and elapsed


def test_clock_times_count_from_the_gun(desk: Desk) -> None:
    desk.start("10:00:00")
    plan = desk.times("1,11:20:00,", "2,11:19:30,")
    assert (plan.added, plan.known, plan.refused) == (2, 0, 0)
    assert desk.times_ms()["1"] == 80 * MINUTE
    assert [row.bib for row in desk.rows(race="long")][:2] == ["2", "1"]


def test_elapsed_times_need_no_gun(desk: Desk) -> None:
    plan = desk.times("1,1:20:00,", "4,28:10,", kind="elapsed")
    assert plan.added == 2
    assert desk.times_ms()["1"] == 80 * MINUTE
    desk.start("10:30:00")
    assert desk.times_ms()["1"] == 80 * MINUTE, "the gun moves clock times only"


def test_without_a_gun_clock_times_wait_and_say_so(desk: Desk) -> None:
    desk.times("1,11:20:00,")
    assert desk.by_bib()["1"].result.status is ResultStatus.PENDING
    assert "result.no-gun" in desk.codes()
    desk.start("10:00:00")
    assert desk.times_ms()["1"] == 80 * MINUTE
    assert "result.no-gun" not in desk.codes()


def test_a_gun_moved_later_shortens_every_clock_time(desk: Desk) -> None:
    desk.start("10:00:00")
    desk.times("1,11:20:00,", "2,11:30:00,")
    desk.start("10:10:00")
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (70 * MINUTE, 80 * MINUTE)
    desk.start("11:25:00")
    assert desk.by_bib()["1"].result.status is ResultStatus.PENDING
    assert "result.before-gun" in desk.codes()


# ------------------------------------------------------------------------------- the same again


FILE = ("1,11:20:00,", "2,11:21:00,", "3,,DNF", "99,11:22:00,", "1,11:20:00,", ",11:23:00,")


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    desk.start()
    assert desk.times(*FILE).added == 6
    before = desk.season.data
    again = desk.times(*FILE)
    assert (again.added, again.known) == (0, 6)
    assert desk.season.data is before


def test_the_same_file_under_another_name_adds_nothing(desk: Desk) -> None:
    desk.start()
    desk.times(*FILE)
    again = desk.times(*FILE, name="copy of times.csv")
    assert (again.added, again.known) == (0, 6)


def test_the_same_file_before_and_after_the_gun_was_set_adds_nothing(desk: Desk) -> None:
    lines = ("1,11:20:00,", "2,09:30:00,", "3,08:15:00,")
    assert desk.times(*lines).added == 3
    for gun in ("10:00:00", "11:00:00"):
        desk.start(gun)
        again = desk.plan_times(*lines)
        assert (again.added, again.known) == (0, 3), gun


def test_the_same_file_is_read_as_the_first_time_when_nobody_says_how(desk: Desk) -> None:
    lines = ("1,1:20:00,", "2,2:19:30,", "3,11:30:00,")
    first = desk.times(*lines, kind=None)
    for gun in ("10:00:00", "00:30:00"):
        desk.start(gun)
        again = desk.plan_times(*lines, kind=None)
        assert (again.kind, again.added) == (first.kind, 0), gun


def test_an_overlapping_file_adds_only_what_is_new(desk: Desk) -> None:
    desk.start()
    desk.times("1,11:20:00,", "2,11:21:00,", name="first.csv")
    plan = desk.times("2,11:21:00,", "3,11:25:00,", name="second.csv")
    assert (plan.added, plan.known) == (1, 1)
    assert desk.times_ms()["3"] == 85 * MINUTE
    assert desk.codes() == []


def test_exact_repeats_inside_a_file_are_each_kept_once(desk: Desk) -> None:
    desk.start()
    plan = desk.times("1,11:20:00,", "1,11:20:00,", "1,11:20:00,")
    assert plan.added == 3
    assert [read.occurrence for read in desk.season.data.reads.values()] == [0, 1, 2]
    assert desk.plan_times("1,11:20:00,", "1,11:20:00,", "1,11:20:00,").known == 3
    fewer = desk.plan_times("1,11:20:00,", name="other.csv")
    assert (fewer.added, fewer.known) == (0, 1)
    assert desk.codes() == ["read.repeated"]
    assert desk.times_ms()["1"] == 80 * MINUTE


def test_after_an_undo_the_file_can_be_taken_again(desk: Desk) -> None:
    desk.start()
    desk.times(*FILE)
    after = desk.fingerprint()
    assert desk.undo() == "times.import"
    assert desk.times_ms()["1"] is None
    assert desk.times(*FILE).added == 6
    assert desk.fingerprint() == after
    assert desk.plan_times(*FILE).added == 0


def test_redo_after_a_restart_brings_the_file_back(desk: Desk) -> None:
    desk.start()
    desk.times(*FILE)
    after = desk.fingerprint()
    desk.undo()
    desk.reopen()
    assert desk.times_ms()["1"] is None
    assert desk.redo() == "times.import"
    assert desk.fingerprint() == after
    assert desk.plan_times(*FILE).added == 0
    desk.reopen()
    assert desk.fingerprint() == after


def test_a_plan_alone_changes_nothing(desk: Desk) -> None:
    before = desk.season.data
    desk.plan_times(*FILE)
    assert desk.season.data is before
    assert desk.season.file.load() == before


def test_an_import_is_one_operation_with_its_figures(desk: Desk) -> None:
    desk.start()
    desk.times(*FILE)
    info = desk.season.file.history(1)[0]
    assert (info.name, dict(info.params)) == (
        "times.import", {"count": 6, "name": "times.csv", "event": "willesden"},
    )  # fmt: skip
    (batch,) = desk.season.data.batches.values()
    content = desk.season.file.batch_content(batch.id)
    assert content is not None
    assert content.decode().splitlines()[1] == FILE[0], "the file itself is kept"


# ------------------------------------------------------------------------------------ statuses


@pytest.mark.parametrize(
    ("word", "status"),
    [("DNF", "DNF"), ("dns", "DNS"), ("DSQ", "DSQ"), ("DQ", "DSQ"), ("dnf", "DNF"),
     ("did not start", "DNS")],
)  # fmt: skip
def test_status_words_count_in_the_status_and_in_the_time_column(
    desk: Desk, word: str, status: str
) -> None:
    desk.start()
    desk.times(f"1,,{word}", f"2,{word},", "3,11:20:00,")
    assert (statuses(desk)["1"], statuses(desk)["2"]) == (status, status)
    assert desk.by_bib()["3"].result.rank == 1


@pytest.mark.parametrize("header", ["Bib,Place,Time", "Place,Bib,Time"])
def test_status_words_count_in_the_place_column(desk: Desk, header: str) -> None:
    lines = ("1,DNF,", "2,1,11:20:00") if header.startswith("Bib") else ("DNF,1,", "1,2,11:20:00")
    desk.start()
    desk.times(*lines, header=header)
    assert statuses(desk)["1"] == "DNF"
    assert statuses(desk)["2"] == "OK"


def test_a_time_with_did_not_finish_is_a_problem_until_a_person_decides(desk: Desk) -> None:
    desk.start()
    desk.times("1,11:20:00,DNF")
    assert statuses(desk)["1"] == "DNF"
    assert desk.codes() == ["result.status-and-time"]


# -------------------------------------------------------------------------------- names, no bibs


def test_a_list_of_names_finds_its_runners_in_any_order_and_spelling(desk: Desk) -> None:
    desk.start()
    plan = desk.times("RIMU Ada,11:20:00", "Dina Matai,10:45:00", header="Name,Time")
    assert plan.problems == () or {p.severity.value for p in plan.problems} == {"info"}
    assert (desk.times_ms()["1"], desk.times_ms()["4"]) == (80 * MINUTE, 45 * MINUTE)
    again = desk.plan_times("RIMU Ada,11:20:00", "Dina Matai,10:45:00", header="Name,Time")
    assert again.added == 0


def test_an_unknown_name_is_kept_and_can_be_given_a_bib(desk: Desk) -> None:
    desk.start()
    plan = desk.times("Nobody Known,11:20:00", header="Name,Time")
    assert "read.name-unknown" in codes_of(plan.problems)
    (read,) = desk.season.data.reads.values()
    assert "read.no-bib" in desk.codes()
    timing.assign_bib(desk.season, read.id, "1")
    assert desk.times_ms()["1"] == 80 * MINUTE
    assert desk.codes() == []


def test_one_time_for_two_of_a_name_is_given_to_neither(desk: Desk) -> None:
    desk.start()
    plan = desk.times("Tom Evans,11:20:00", header="Name,Time")
    assert "read.name-shared" in codes_of(plan.problems)
    assert (desk.times_ms()["5"], desk.times_ms()["6"]) == (None, None)


def test_the_race_of_the_file_tells_two_of_a_name_apart(desk: Desk) -> None:
    desk.start()
    desk.times("Tom Evans,11:20:00", header="Name,Time", race="mid")
    assert (desk.times_ms()["5"], desk.times_ms()["6"]) == (None, 80 * MINUTE)


# ------------------------------------------------------------------------- points, races, bibs


def test_a_start_and_a_finish_column_become_a_batch_each(desk: Desk) -> None:
    desk.start()
    plan = desk.times("1,10:00:05,11:20:00", header="Bib,Start,Finish")
    assert [(new.point, len(new.reads)) for new in plan.batches] == [("finish", 1), ("start", 1)]
    result = desk.by_bib()["1"].result
    assert (result.gun_time_ms, result.net_time_ms) == (80 * MINUTE, 80 * MINUTE - 5000)
    assert result.time_ms == 80 * MINUTE, "the series counts from the gun"
    assert desk.plan_times("1,10:00:05,11:20:00", header="Bib,Start,Finish").added == 0
    desk.undo()
    assert desk.times_ms()["1"] is None


def test_reads_at_the_start_line_are_no_finish(desk: Desk) -> None:
    desk.start()
    desk.times("1,10:00:05,", point="start")
    assert statuses(desk)["1"] == "PENDING"


def test_a_file_of_one_race_keeps_the_bibs_of_others_aside(desk: Desk) -> None:
    desk.start()
    desk.times("1,11:20:00,", "4,10:45:00,", race="long")
    assert (desk.times_ms()["1"], desk.times_ms()["4"]) == (80 * MINUTE, None)
    assert desk.codes() == ["read.wrong-race"]


def test_an_unknown_bib_is_kept_listed_and_counts_once_it_is_known(desk: Desk) -> None:
    desk.start()
    desk.times("77,11:20:00,", "88,11:21:00,")
    assert desk.codes() == ["read.unknown-bib", "read.unknown-bib"]
    assert len(desk.season.data.reads) == 2
    desk.entries("77,Late,Entry,F,1990-01-01,NZL,long")
    assert desk.times_ms()["77"] == 80 * MINUTE
    assert desk.codes() == ["read.unknown-bib"]


def test_a_repeated_bib_keeps_the_first_time_and_lists_the_other(desk: Desk) -> None:
    desk.start()
    desk.times("1,11:40:00,", "1,11:20:00,")
    assert desk.times_ms()["1"] == 80 * MINUTE
    (problem,) = desk.problems()
    assert (problem.code, problem.severity.value) == ("read.repeated", "warning")
    fates = desk.season.event_reads(desk.event().id).fates
    assert sorted(fates.values()) == [ReadFate.GOVERNS, ReadFate.REPEAT]


def test_a_time_nobody_can_read_is_refused_and_the_rest_is_taken(desk: Desk) -> None:
    desk.start()
    plan = desk.times("1,11:2x:00,", "2,11:21:00,")
    assert (plan.added, plan.refused) == (1, 1)
    unreadable = next(p for p in plan.problems if p.code == "times.unreadable")
    assert (unreadable.row, unreadable.column, unreadable.severity.value) == (2, "Time", "error")


# ------------------------------------------------------------------------- in any order, in pieces


ALL = tuple(f"{bib},11:{minute:02}:00," for bib, minute in (
    (1, 20), (2, 20), (3, 41), (4, 5), (5, 9), (6, 12), (99, 30), (1, 45), (98, 2),
))  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(1, 8), max_size=3))
def test_the_order_and_number_of_files_decide_nothing(
    desk: Desk, seed: int, cuts: list[int]
) -> None:
    desk.season.secure = lambda _reason: None  # type: ignore[method-assign]  no copies: quicker
    while history.undo(desk.season):
        pass
    desk.entries(*FIELD)
    desk.start()
    desk.times(*ALL, "3,,DSQ", name="all.csv")
    whole, problems = desk.fingerprint(), sorted(desk.codes())
    desk.undo()
    lines = [*ALL, "3,,DSQ"]
    random.Random(seed).shuffle(lines)
    edges = [0, *sorted(set(cuts)), len(lines)]
    for number, (first, last) in enumerate(pairwise(edges)):
        desk.times(*lines[first:last], name=f"part-{number}.csv", leads=True)
    assert desk.fingerprint() == whole
    assert sorted(desk.codes()) == problems


# --------------------------------------------------------------------------- told at the import


def told(plan: TimePlan, code: str) -> list[tuple[int | None, dict[str, str | int]]]:
    return [(p.row, dict(p.params)) for p in plan.problems if p.code == code]


def test_unknown_and_repeated_bibs_are_told_with_their_rows_and_taken(desk: Desk) -> None:
    plan = desk.plan_times("1,11:20:00,", "99,11:21:00,", "1,11:22:00,", "099,11:23:00,")
    assert told(plan, "times.unknown-bib") == [(3, {"bib": "99"})]
    assert told(plan, "times.repeated-bib") == [(4, {"bib": "1"})]
    assert plan.added == 4


def test_rows_without_a_bib_are_no_repeated_bib(desk: Desk) -> None:
    plan = desk.plan_times(
        "Ada Rimu,1:20:00", "Bram Tawa,1:21:00", header="Name,Time", kind="elapsed"
    )
    assert plan.added == 2
    assert not [p.code for p in plan.problems if "bib" in p.params or "count" in p.params]


def test_very_many_unknown_bibs_are_told_as_one(desk: Desk) -> None:
    plan = desk.plan_times(*(f"{bib},11:{bib % 60:02}:00," for bib in range(101, 251)))
    assert told(plan, "times.unknown-bibs") == [(None, {"count": 150})]
    assert plan.added == 150
