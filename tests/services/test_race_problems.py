"""Problems of a race under way: told with whom they touch, mended in one act, undone again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.problems import Severity
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.i18n import message
from trailsdesk.services import check_in, checkpoints, results, timing
from trailsdesk.services.evidence_problems import doubts_about
from trailsdesk.services.fixes import BibFix, Fix, PressFix, fix_words, fixes_for
from trailsdesk.services.problems import all_told, concerns, open_counts
from trailsdesk.services.season import Season
from trailsdesk.services.touched import TouchedRow, touched

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.problems import Problem

MINUTE = 60_000
COUNT = 14
CP1, CP2 = 30, 70
"""Minutes after the gun the middle of the field is at the two points; at 100 it is in."""


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Fourteen made-up runners of the long race, 10 km and 20 km out, seen everywhere."""
    desk.entries(
        *(f"{400 + at},Given{at},Family{at},F,1990-03-02,NZL,long" for at in range(COUNT))
    )
    desk.clock.set("2026-05-24 09:00:00")
    for code, km in (("cp1", 8), ("cp2", 18)):
        checkpoints.save_point(desk.season, _point(desk, code, km))
    desk.start("10:00:00")
    desk.clock.set("2026-05-24 13:00:00")
    for point, minutes in (("cp1", CP1), ("cp2", CP2), ("finish", 100)):
        see(desk, point, {400 + at: minutes * (0.9 + at / 50) for at in range(COUNT)})
    return desk


def _point(desk: Desk, code: str, km: float) -> TimingPoint:
    return TimingPoint(
        race_id=desk.race().id, code=code, label=f"Hut {code[-1]}", distance_m=km * 1000
    )


def see(desk: Desk, point: str, minutes: dict[int, float]) -> None:
    """A file of one point: bib to minutes after the gun."""
    lines = []
    for bib, since in minutes.items():
        seconds = 36_000 + round(since * 60)
        day, seconds = 24 + seconds // 86_400, seconds % 86_400
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        lines.append(f"{bib},2026-05-{day} {clock},")
    desk.times(*lines, point=point, name=f"{point}.csv", race="long")


def move(desk: Desk, bib: str, point: str, minutes: float | None) -> None:
    """Strike a runner's read at a point out; and read it at another time."""
    reads = desk.season.event_reads(desk.event().id)
    old = [
        each.read.id
        for each in reads.reads.values()
        if each.entry_id == desk.entry(bib).id and each.point == point
    ]
    for read_id in old:
        timing.ignore_read(desk.season, read_id, "moved by the test")
    if minutes is not None:
        see(desk, point, {int(bib): minutes})


def found(desk: Desk, code: str) -> Problem:
    (problem,) = [each for each in desk.problems() if each.code == code]
    text = message(problem)
    assert "…" not in text.replace("…)", "")
    assert "{" not in text
    assert fix_words(code)
    return problem


def rows(desk: Desk, problem: Problem) -> tuple[TouchedRow, ...]:
    return touched(desk.season, problem)


def offered(desk: Desk, problem: Problem, bib: str = "") -> list[str]:
    return [fix.label for fix in _fixes(desk, problem, bib)]


def _fixes(desk: Desk, problem: Problem, bib: str = "") -> tuple[Fix, ...]:
    chosen = desk.entry(bib).id if bib else None
    return fixes_for(desk.season, problem, ACTOR, chosen)


def press(desk: Desk, problem: Problem, label: str, bib: str = "") -> None:
    """Do what a button does; and see that undo and redo take it back and do it again."""
    (fix,) = [each for each in _fixes(desk, problem, bib) if each.label == label]
    assert isinstance(fix, PressFix)
    before = desk.codes()
    fix.act()
    after = desk.codes()
    desk.undo()
    assert desk.codes() == before
    desk.redo()
    assert desk.codes() == after


def status(desk: Desk, bib: str) -> ResultStatus:
    return desk.by_bib()[bib].result.status


def test_a_clean_race_has_no_problems(desk: Desk) -> None:
    assert desk.codes() == []
    assert all_told(desk.season) == ()


# ------------------------------------------------------------------------------------- legs


def test_an_impossible_leg_is_told_with_its_two_times_and_mended_by_striking_one_out(
    desk: Desk,
) -> None:
    move(desk, "405", "cp2", CP1 + 10)
    problem = found(desk, "result.leg-too-fast")
    assert problem.severity is Severity.WARNING
    assert message(problem).startswith("Bib 405 in the Long went from Hut 1 to Hut 2 in 0:10:00;")
    assert [row.what.split(" · ")[1] for row in rows(desk, problem)] == ["Hut 1", "Hut 2"]
    assert offered(desk, problem) == [
        "Strike the time at Hut 2 out",
        "Strike the time at Hut 1 out",
        "#405 is right as it is",
    ]
    press(desk, problem, "Strike the time at Hut 2 out")
    assert desk.codes() == ["result.point-missing"]
    assert status(desk, "405") is ResultStatus.OK


def test_who_was_looked_at_is_asked_about_again_only_when_more_comes_in(desk: Desk) -> None:
    move(desk, "405", "cp2", CP1 + 10)
    desk.clock.set("2026-05-24 13:30:00")
    press(desk, found(desk, "result.leg-too-fast"), "#405 is right as it is")
    assert desk.codes() == []
    assert status(desk, "405") is ResultStatus.OK
    desk.clock.set("2026-05-24 13:40:00")
    see(desk, "cp1", {405: CP1 + 2})
    assert "result.leg-too-fast" in desk.codes()


def test_an_impossible_pace_over_the_whole_race_can_be_said_to_be_right(desk: Desk) -> None:
    for point, minutes in (("cp1", 8.0), ("cp2", 18.0), ("finish", 24.0)):
        move(desk, "405", point, minutes)
    desk.clock.set("2026-05-24 13:30:00")
    problem = next(each for each in desk.problems() if each.code == "result.too-fast")
    press(desk, problem, "#405 is right as it is")
    assert desk.codes() == []


def test_out_of_order_names_both_points_with_their_times(desk: Desk) -> None:
    move(desk, "405", "cp2", 20)
    problem = found(desk, "result.out-of-order")
    assert "was at Hut 2 at 10:20:00, and only at 10:30:00 at Hut 1" in message(problem)
    assert problem.place is not None
    assert problem.place.entry_id == desk.entry("405").id
    assert problem.place.read_id is not None


def test_seen_before_the_start_names_the_start(desk: Desk) -> None:
    move(desk, "405", "cp1", -10)
    assert "was at Hut 1 at 09:50:00, and only at 10:00:00 at the start" in message(
        found(desk, "result.out-of-order")
    )


def test_a_finish_of_the_next_day_is_flagged_and_struck_out_at_one_press(desk: Desk) -> None:
    move(desk, "405", "finish", 28 * 60)
    problem = found(desk, "result.too-late")
    assert "came to the finish 28:00:00 after its start, far behind the others" in message(problem)
    press(desk, problem, "Strike the time out")
    assert status(desk, "405") is ResultStatus.PENDING


# ----------------------------------------------------------------------------------- points


def test_a_missed_point_is_told_once_with_all_who_missed_it(desk: Desk) -> None:
    for bib in ("403", "409", "401"):
        move(desk, bib, "cp1", None)
    problem = found(desk, "result.point-missing")
    assert "not seen at Hut 1 but later on: 3 (401, 403, 409)." in message(problem)
    assert [row.bib for row in rows(desk, problem)] == ["401", "403", "409"]
    press(desk, problem, "#403 is right as it is", bib="403")
    assert [row.bib for row in rows(desk, found(desk, "result.point-missing"))] == ["401", "409"]
    press(desk, found(desk, "result.point-missing"), "All 2 are right as they are")
    assert desk.codes() == []


def test_a_point_nobody_was_seen_at_only_tells_and_can_be_made_optional(desk: Desk) -> None:
    for at in range(COUNT):
        move(desk, str(400 + at), "cp1", None)
    problem = found(desk, "result.point-unread")
    assert problem.severity is Severity.INFO
    press(desk, problem, "Nobody has to be seen at Hut 1")
    assert desk.codes() == []


def test_two_points_missed_are_two_problems_that_keep_apart(desk: Desk) -> None:
    move(desk, "403", "cp1", None)
    move(desk, "404", "cp2", None)
    told = [each for each in desk.problems() if each.code == "result.point-missing"]
    assert [each.params["code"] for each in told] == ["cp1", "cp2"]
    assert [row.bib for row in rows(desk, told[1])] == ["404"]


def test_leaving_after_the_cut_off_is_told_with_both_ways_out(desk: Desk) -> None:
    point = next(p for p in desk.season.data.points_of(desk.race().id) if p.code == "cp2")
    cutoff = Duration(round(CP2 * 1.1) * MINUTE)
    checkpoints.save_point(desk.season, _with(point, cutoff_ms=cutoff))
    problem = found(desk, "result.after-cut-off")
    late = [row.bib for row in rows(desk, problem)]
    assert late == ["411", "412", "413"]
    desk.clock.set("2026-05-24 13:30:00")
    press(desk, problem, "#413 is out at Hut 2: DNF", bib="413")
    ruling = next(iter(desk.season.data.rulings.values()))
    assert (ruling.kind, ruling.point) == (RulingKind.DNF, "cp2")
    press(desk, found(desk, "result.after-cut-off"), "All 2 may stay in")
    assert desk.codes() == []
    assert status(desk, "413") is ResultStatus.DNF
    assert status(desk, "411") is ResultStatus.OK


def _with(point: TimingPoint, **fields: object) -> TimingPoint:
    import dataclasses

    return dataclasses.replace(point, **fields)  # type: ignore[arg-type]


def test_a_point_the_race_does_not_have_becomes_one_at_one_press(desk: Desk) -> None:
    see(desk, "top", {400: 60, 401: 61})
    see(desk, "river", {400: 10, 401: 11})
    problem = found(desk, "read.unknown-point")
    assert "(2) were read at points it does not have: river, top." in message(problem)
    press(desk, problem, "Make them 2 points of the race")
    codes = [point.code for point in desk.season.data.points_of(desk.race().id)]
    assert codes == ["cp1", "cp2", "river", "top"]


# -------------------------------------------------------------------------- start, check-in


def test_a_finish_without_a_start_is_told_where_the_others_were_read_there(desk: Desk) -> None:
    see(desk, "start", {400 + at: 0.2 for at in range(COUNT - 1)})
    problem = found(desk, "result.start-missing")
    assert [row.bib for row in rows(desk, problem)] == ["413"]
    assert "result.no-start-read" not in desk.codes()
    press(desk, problem, "#413 is right as it is")
    assert desk.codes() == []


def test_who_was_never_checked_in_and_finished_is_told_once_check_in_was_held(desk: Desk) -> None:
    for at in range(5):
        check_in.check_in(desk.season, desk.entry(str(400 + at)).id, ACTOR)
    assert desk.codes() == []
    for at in range(5, COUNT - 2):
        check_in.check_in(desk.season, desk.entry(str(400 + at)).id, ACTOR)
    problem = found(desk, "result.not-checked-in")
    assert [row.bib for row in rows(desk, problem)] == ["412", "413"]
    press(desk, problem, "Check all 2 in")
    assert desk.codes() == []


# -------------------------------------------------------------------------------- decisions


def test_a_finisher_ruled_dns_is_asked_about_until_somebody_says_which_is_right(
    desk: Desk,
) -> None:
    desk.clock.set("2026-05-24 09:30:00")
    rule(desk, "405", RulingKind.DNS)
    problem = found(desk, "result.ruled-but-seen")
    assert "is DNS by decision and was seen at the finish at 11:40:00" in message(problem)
    desk.clock.set("2026-05-24 13:30:00")
    press(desk, problem, "The time is right")
    assert status(desk, "405") is ResultStatus.OK
    desk.undo()
    press(desk, found(desk, "result.ruled-but-seen"), "DNS is right")
    assert desk.codes() == []
    assert status(desk, "405") is ResultStatus.DNS


def test_a_dns_typed_by_mistake_after_the_finish_is_asked_about_all_the_same(desk: Desk) -> None:
    desk.clock.set("2026-05-24 14:00:00")
    rule(desk, "405", RulingKind.DNS)
    assert "result.ruled-but-seen" in desk.codes()


def test_a_dnf_is_asked_about_when_a_finish_comes_in_after_it(desk: Desk) -> None:
    move(desk, "405", "finish", None)
    desk.clock.set("2026-05-24 13:10:00")
    rule(desk, "405", RulingKind.DNF)
    assert desk.codes() == []
    desk.clock.set("2026-05-24 13:20:00")
    see(desk, "finish", {405: 170})
    problem = found(desk, "result.ruled-but-seen")
    desk.clock.set("2026-05-24 13:30:00")
    press(desk, problem, "DNF is right")
    assert desk.codes() == []


def rule(desk: Desk, bib: str, kind: RulingKind) -> None:
    results.rule_on(desk.season, desk.entry(bib).id, kind, "by the test", ACTOR)


# ------------------------------------------------------------------------------------ reads


def test_a_backup_that_differs_leaves_the_time_until_somebody_chooses(desk: Desk) -> None:
    before = desk.times_ms()["405"]
    desk.clock.set("2026-05-24 13:10:00")
    see(desk, "finish", {405: 140})
    read = max(desk.season.data.reads)
    batch = desk.season.data.batches[desk.season.data.reads[read].batch_id]
    with desk.season.change("times.role", name=batch.name, role="fills") as writer:
        writer.put(_batch_with(batch, fills_gaps=True))
    assert desk.times_ms()["405"] == before
    problem = found(desk, "read.backup-differs")
    assert len(rows(desk, problem)) == 2
    press(desk, problem, "11:40:00 stays")
    assert desk.codes() == []
    desk.undo()
    press(desk, found(desk, "read.backup-differs"), "Let 12:20:00 count")
    assert desk.times_ms()["405"] == 140 * MINUTE


def _batch_with(batch: object, **fields: object) -> object:
    import dataclasses

    return dataclasses.replace(batch, **fields)  # type: ignore[type-var]


def test_one_unknown_chip_is_given_its_bib(desk: Desk) -> None:
    move(desk, "405", "finish", None)
    desk.times("AB12,11:40:00", header="Chip,Time", name="chips.csv", race="long")
    problem = found(desk, "read.unknown-chips")
    (typed, _strike) = _fixes(desk, problem)
    assert isinstance(typed, BibFix)
    typed.act("405")
    assert desk.codes() == []
    assert status(desk, "405") is ResultStatus.OK


# -------------------------------------------------------------------------------- the whole


def test_a_problem_counts_on_the_panels_that_show_what_it_is_about(desk: Desk) -> None:
    move(desk, "405", "cp2", 20)
    panels = ("entries", "start", "finish", "timing", "on_course", "results", "sheets", "season")
    race_ids = [desk.race().id]
    counts = open_counts(desk.season, panels, desk.event().id, race_ids)
    assert {key: count for key, count in counts.items() if count} == {
        "on_course": 1, "results": 1, "season": 1,
    }  # fmt: skip
    other = desk.race("mid").id
    assert not any(open_counts(desk.season, panels, desk.event().id, [other]).values())


def test_every_code_of_the_inbox_concerns_a_panel_of_its_own(desk: Desk) -> None:
    """Season and history are about everything; somewhere it has to be told besides."""
    from trailsdesk.messages import MESSAGES

    panels = ("entries", "categories", "timing", "results", "sheets")
    problem = desk.plan("1,A,B,F,1990-01-01,NZL,nowhere").all_problems()[0]
    import dataclasses

    for code in MESSAGES:
        if code.split(".")[0] in ("entry", "category", "read", "result") and fix_words(code):
            one = dataclasses.replace(problem, code=code)
            assert any(concerns(one, panel) for panel in panels), code


def test_who_is_in_doubt_is_known_by_entry(desk: Desk) -> None:
    move(desk, "405", "cp2", 20)
    move(desk, "407", "cp1", None)
    doubts = doubts_about(desk.season, desk.race().id)
    assert {entry_id: [p.code for p in each] for entry_id, each in doubts.items()} == {
        desk.entry("405").id: ["result.out-of-order"],
        desk.entry("407").id: ["result.point-missing"],
    }


def test_what_is_kept_from_before_never_differs_from_what_a_fresh_look_finds(desk: Desk) -> None:
    """One change after another, each compared with the season opened anew."""
    checkpoint = next(p for p in desk.season.data.points_of(desk.race().id) if p.code == "cp2")
    acts = (
        lambda: move(desk, "405", "cp2", 20),
        lambda: see(desk, "cp1", {406: 300}),
        lambda: rule(desk, "405", RulingKind.REINSTATE),
        lambda: desk.start("09:30:00"),
        lambda: see(desk, "cp2", {405: 25}),
        lambda: checkpoints.save_point(desk.season, _with(checkpoint, cutoff_ms=Duration(MINUTE))),
        lambda: rule(desk, "407", RulingKind.DNS),
        lambda: see(desk, "top", {407: 50}),
        desk.undo,
        lambda: rule(desk, "405", RulingKind.DNF),
        lambda: desk.start("10:00:00"),
    )
    all_told(desk.season)
    for minute, act in enumerate(acts):
        desk.clock.set(f"2026-05-24 14:{minute:02}:00")
        act()
        kept = [told.problem for told in all_told(desk.season)]
        fresh = Season(desk.season.file, desk.clock)
        assert kept == [told.problem for told in all_told(fresh)], minute


def test_nothing_is_computed_anew_while_nothing_has_changed(desk: Desk) -> None:
    move(desk, "405", "cp2", 20)
    first = all_told(desk.season)
    assert all_told(desk.season) is first
    desk.entries("700,New,Comer,F,1990-03-02,NZL,mid")
    assert [told.problem for told in all_told(desk.season)] == [told.problem for told in first]


def test_a_finish_before_the_gun_is_told_once(desk: Desk) -> None:
    move(desk, "405", "finish", -5)
    codes = [problem.code for problem in desk.problems()]
    assert codes == ["result.before-gun"]
