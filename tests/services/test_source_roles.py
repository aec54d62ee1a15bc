"""Several sources for one point: a second fills gaps and never silently replaces a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.desk import ACTOR, at
from tests.services.logs import ipico, take_chips, take_log
from trailsdesk.domain.timing import BatchKind, ReadFate
from trailsdesk.services import timing
from trailsdesk.services.source_roles import role_effect, set_role
from trailsdesk.services.time_words import effect_words
from trailsdesk.services.timing_desk import source_lines

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.timing import BatchId

MINUTE = 60_000
MAIN = ("1,11:20:00,", "2,11:20:02,", "3,11:30:00,")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,long",
        "2,Bram,Tawa,M,1985-07-20,NED,long",
        "3,Cleo,Larch,F,1979-12-31,AUS,long",
        "4,Dina,Kauri,F,1992-01-15,NZL,long",
    )
    desk.start()
    return desk


def batch(desk: Desk, name: str) -> BatchId:
    return next(b.id for b in desk.season.data.batches.values() if b.name == name)


def places(desk: Desk) -> list[str]:
    return [row.bib for row in desk.rows(race="long") if row.result.rank]


def test_a_backup_mats_later_read_never_replaces_a_good_time(desk: Desk) -> None:
    desk.times(*MAIN, name="main.csv")
    before = desk.times_ms()
    desk.times("1,12:50:00,", "2,11:20:05,", name="backup.csv")
    assert desk.times_ms() == before
    assert places(desk) == ["1", "2", "3"]


def test_a_second_source_that_would_change_a_time_fills_gaps_and_says_what_it_would_do(
    desk: Desk,
) -> None:
    desk.times(*MAIN, name="main.csv")
    before = desk.times_ms()
    plan = desk.times("1,11:20:04,", "2,11:19:58,", "3,11:30:09,", "4,11:40:00,", name="mat.csv")
    effect = plan.effect
    assert plan.fills_gaps
    assert (effect.shared, effect.differing, effect.least_ms, effect.most_ms) == (3, 3, 4000, 9000)
    assert (effect.times, effect.places) == (1, 2)
    moves = [(m.bib, m.before_ms, m.after_ms, m.rank_before, m.rank_after) for m in effect.moves]
    assert moves == [
        ("2", 80 * MINUTE + 2000, 79 * MINUTE + 58_000, 2, 1),
        ("1", 80 * MINUTE, 80 * MINUTE, 1, 2),
    ]
    assert effect_words(effect) == (
        "3 runners have a time already; 3 differ by 4.0 to 9.0 s."
        " 1 time and 2 places would change."
    )
    assert desk.times_ms() == {**before, "4": 100 * MINUTE}, "the gap is filled, nothing replaced"
    assert places(desk) == ["1", "2", "3", "4"]


def test_a_source_leads_only_where_a_person_says_so(desk: Desk) -> None:
    desk.times(*MAIN, name="main.csv")
    plan = desk.times("2,11:19:58,", name="mat.csv", leads=True)
    assert not plan.fills_gaps
    assert places(desk) == ["2", "1", "3"]
    assert plan.effect.places == 2


def test_a_source_that_changes_nothing_leads(desk: Desk) -> None:
    desk.times(*MAIN, name="main.csv")
    plan = desk.plan_times("4,11:40:00,", "1,11:20:01,", name="more.csv")
    assert (plan.fills_gaps, plan.effect.shared, plan.effect.moves) == (False, 1, ())


def test_a_first_source_costs_no_comparison(desk: Desk) -> None:
    plan = desk.plan_times(*MAIN)
    assert (plan.fills_gaps, plan.effect.shared, effect_words(plan.effect)) == (False, 0, "")


def test_what_a_source_would_do_is_what_it_does(desk: Desk) -> None:
    desk.times(*MAIN, name="main.csv")
    plan = desk.plan_times("1,11:25:00,", "3,11:10:00,", "4,11:15:00,", name="mat.csv")
    told = {move.bib: (move.after_ms, move.rank_after) for move in plan.effect.moves}
    desk.times("1,11:25:00,", "3,11:10:00,", "4,11:15:00,", name="mat.csv", leads=False)
    gaps = {row.bib: (row.result.time_ms, row.result.rank) for row in desk.rows(race="long")}
    desk.undo()
    desk.times("1,11:25:00,", "3,11:10:00,", "4,11:15:00,", name="mat.csv", leads=True)
    led = {row.bib: (row.result.time_ms, row.result.rank) for row in desk.rows(race="long")}
    assert {bib: led[bib] for bib in led if led[bib] != gaps[bib]} == told
    assert told, "the example moves somebody"


def test_the_role_of_a_source_is_changed_later_as_one_operation_with_its_effect(
    desk: Desk,
) -> None:
    desk.times(*MAIN, name="main.csv")
    desk.times("2,11:19:58,", "4,11:40:00,", name="mat.csv")
    mat = batch(desk, "mat.csv")
    effect = role_effect(desk.season, [mat], fills_gaps=False)
    assert [(m.bib, m.rank_before, m.rank_after) for m in effect.moves] == [
        ("2", 2, 1), ("1", 1, 2),
    ]  # fmt: skip
    set_role(desk.season, [mat], fills_gaps=False)
    assert places(desk) == ["2", "1", "3", "4"]
    info = desk.season.file.history(1)[0]
    assert (info.name, info.params["leads"]) == ("times.role", "mat.csv")
    back = role_effect(desk.season, [mat], fills_gaps=True)
    assert [(m.bib, m.rank_before, m.rank_after) for m in back.moves] == [
        ("1", 2, 1), ("2", 1, 2),
    ]  # fmt: skip
    assert desk.undo() == "times.role"
    assert places(desk) == ["1", "2", "3", "4"]
    before = desk.season.data
    set_role(desk.season, [mat], fills_gaps=True)
    assert desk.season.data is before, "nothing to change, nothing done"


def test_reads_not_needed_stand_apart_and_one_far_off_is_a_problem(desk: Desk) -> None:
    desk.times(*MAIN, name="main.csv")
    desk.times("1,11:19:50,", "2,11:09:00,", "3,11:29:59,", name="mat.csv")
    fates = desk.season.event_reads(desk.event().id).fates
    assert list(fates.values()).count(ReadFate.BACKUP) == 3
    assert desk.codes() == ["read.backup-differs"]
    lines = {line.name: line for line in source_lines(desk.season, desk.event().id)}
    assert (lines["mat.csv"].fills_gaps, lines["mat.csv"].spare) == (True, 3)
    assert (lines["main.csv"].fills_gaps, lines["main.csv"].used) == (False, 3)


def test_keyed_times_give_way_to_a_mat_when_a_person_says_so_and_go_on_doing_it(
    desk: Desk,
) -> None:
    event_id = desk.event().id
    timing.key_finish(desk.season, event_id, None, "1", at("2026-05-24 11:20:00"), ACTOR)
    plan = desk.times("1,11:19:58,", name="mat.csv")
    assert plan.fills_gaps, "the mat would change a time that was keyed"
    (keyed,) = [
        line for line in source_lines(desk.season, event_id) if line.kind is BatchKind.LINE
    ]
    set_role(desk.season, keyed.batch_ids, fills_gaps=True)
    set_role(desk.season, [batch(desk, "mat.csv")], fills_gaps=False)
    assert desk.times_ms()["1"] == 79 * MINUTE + 58_000
    timing.key_finish(desk.season, event_id, None, "2", at("2026-05-24 11:30:00"), ACTOR)
    assert [b.fills_gaps for b in desk.season.data.batches.values()] == [True, False, True]
    assert desk.times_ms()["2"] == 90 * MINUTE


def test_the_effect_at_a_checkpoint_compares_the_times_there(desk: Desk) -> None:
    desk.times("1,10:30:00,", "2,10:31:00,", name="cp.csv", point="cp1")
    plan = desk.plan_times("1,10:29:58,", name="cp-backup.csv", point="cp1")
    (move,) = plan.effect.moves
    assert (move.bib, move.before_ms, move.after_ms) == (
        "1", 30 * MINUTE, 30 * MINUTE - 2000,
    )  # fmt: skip
    assert (move.rank_before, plan.fills_gaps) == (None, True)


def test_a_start_mat_moves_net_times_only_where_they_are_official(desk: Desk) -> None:
    desk.times(*MAIN, name="main.csv")
    desk.times("1,10:00:05,", name="start.csv", point="start")
    plan = desk.plan_times("1,10:00:09,", name="start-backup.csv", point="start")
    assert (plan.effect.shared, plan.effect.moves, plan.fills_gaps) == (1, (), False)


def test_a_log_that_goes_on_leads_without_asking(desk: Desk) -> None:
    take_chips(desk, "1,0580037000A1", "2,0580037000b2")
    first = [ipico("0580037000a1", "2026-05-24 11:20:00")]
    take_log(desk, first, "mat-1.txt")
    later = [
        *first,
        ipico("0580037000b2", "2026-05-24 11:21:00"),
        ipico("0580037000a1", "2026-05-24 11:25:00"),
    ]
    plan = take_log(desk, later, "mat-2.txt")
    assert (plan.added, plan.known, plan.fills_gaps) == (2, 1, False)
    assert desk.times_ms()["1"] == 80 * MINUTE


TIMES = st.lists(
    st.tuples(st.sampled_from("1234"), st.integers(-30, 60), st.sampled_from(["", "", "", "DNF"])),
    min_size=1,
    max_size=6,
    unique_by=lambda each: (each[0], each[1]),
)


def lines_of(times: list[tuple[str, int, str]]) -> list[str]:
    """Finishes some seconds before or after 11:20, and words beside some of them."""
    return [f"{bib},11:{20 + s // 60:02}:{s % 60:02}," + word for bib, s, word in times]


def standing(desk: Desk) -> dict[str, tuple[int | None, int | None]]:
    return {row.bib: (row.result.time_ms, row.result.rank) for row in desk.rows(race="long")}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=TIMES, second=TIMES, backup=st.booleans())
def test_the_effect_told_is_the_difference_between_the_two_roles(
    desk: Desk,
    first: list[tuple[str, int, str]],
    second: list[tuple[str, int, str]],
    backup: bool,
) -> None:
    desk.season.secure = lambda _reason: None  # type: ignore[method-assign]  no copies: quicker
    desk.times(*lines_of(first), name="first.csv", leads=not backup)
    other = lines_of(second)
    plan = desk.plan_times(*other, name="second.csv")
    told = {move.bib: (move.after_ms, move.rank_after) for move in plan.effect.moves}
    outcomes = []
    for leads in (False, True):
        if plan.added:
            desk.times(*other, name="second.csv", leads=leads)
        outcomes.append(standing(desk))
        if plan.added:
            ids = [max(desk.season.data.batches)]
            effect = role_effect(desk.season, ids, fills_gaps=leads)
            back = {move.bib: (move.after_ms, move.rank_after) for move in effect.moves}
            set_role(desk.season, ids, fills_gaps=leads)
            after = standing(desk)
            changed = {bib: after[bib] for bib in after if after[bib] != outcomes[-1][bib]}
            assert back == changed, "what changing the role tells is what it does"
            assert [desk.undo(), desk.undo()] == ["times.role", "times.import"]
    gaps, led = outcomes
    assert {bib: led[bib] for bib in led if led[bib] != gaps[bib]} == told
    desk.undo()
