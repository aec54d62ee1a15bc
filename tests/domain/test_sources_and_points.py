"""Chips, backup sources, and the rules of single timing points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_rule_set, by_bib, clock_ms
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.event import EventId, Pick
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.rules import OfficialTime, TimingRule
from trailsdesk.domain.splits import Split, splits_of
from trailsdesk.domain.timing import EventReads, ReadFate, ReadRulingKind, chip_key
from trailsdesk.i18n import message

EVENT = EventId(1)


def resolved(build: SeasonBuilder) -> EventReads:
    reads = resolve_reads(build.season(), EVENT)
    for problem in reads.problems:
        assert "…)" in message(problem) or "…" not in message(problem)
    return reads


def finish_of(build: SeasonBuilder, bib: str) -> Instant | None:
    finish = resolved(build).entries[build.entry_id(bib)].finish
    return None if finish is None else finish.instant_ms


def codes(reads: EventReads) -> list[str]:
    return [problem.code for problem in reads.problems]


# ------------------------------------------------------------------------------------ chips


@pytest.mark.parametrize("read", ["00ab12", "AB12", " ab 12"])
def test_a_chip_is_found_without_regard_to_case_blanks_and_leading_zeros(read: str) -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.chip(chip_key("0AB12"), "12")
    build.read("", chip=read, instant_ms=build.instant("10:45:15"))
    assert finish_of(build, "12") == clock_ms("10:45:15")


def test_reads_of_a_chip_wait_for_its_bib_and_are_told_once_for_their_file() -> None:
    build = SeasonBuilder()
    build.entry("12")
    batch = build.batch()
    for chip in ("A1", "A2", "A1"):
        build.read("", batch=batch, chip=chip, instant_ms=build.instant("10:45:15"))
    waiting = resolved(build)
    assert set(waiting.fates.values()) == {ReadFate.UNKNOWN_CHIP}
    assert codes(waiting) == ["read.unknown-chips"]
    assert waiting.problems[0].params["chips"] == 2
    assert waiting.problems[0].params["count"] == 3
    build.chip("A1", "12")
    build.chip("A2", "12")
    assert finish_of(build, "12") == clock_ms("10:45:15")


def test_a_chip_is_never_taken_for_a_bib() -> None:
    build = SeasonBuilder()
    build.entry("52")
    read = build.read("", chip="52", instant_ms=build.instant("10:45:15"))
    assert resolved(build).fates[read.id] is ReadFate.UNKNOWN_CHIP


def test_a_chip_of_a_bib_nobody_wears_is_an_unknown_bib() -> None:
    build = SeasonBuilder()
    build.chip("A1", "99")
    read = build.read("", chip="A1", instant_ms=build.instant("10:45:15"))
    reads = resolved(build)
    assert reads.fates[read.id] is ReadFate.UNKNOWN_BIB
    assert reads.problems[0].params["bib"] == "99"


# ---------------------------------------------------------------------------------- backups


def backup(build: SeasonBuilder, bib: str, clock: str) -> ReadFate:
    read = build.finish(bib, clock, batch=build.batch(name="backup.csv", fills_gaps=True))
    return resolved(build).fates[read.id]


@pytest.mark.parametrize("clock", ["10:44:00", "10:45:14", "10:45:16", "10:50:00"])
def test_a_backup_never_replaces_a_leading_time_be_it_earlier_or_later(clock: str) -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15")
    assert backup(build, "12", clock) is ReadFate.BACKUP
    assert finish_of(build, "12") == clock_ms("10:45:15")


@pytest.mark.parametrize(
    ("clock", "told"), [("10:45:40", []), ("10:48:00", ["read.backup-differs"])]
)
def test_a_backup_that_saw_another_time_is_told_and_one_close_by_is_not(
    clock: str, told: list[str]
) -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15")
    backup(build, "12", clock)
    assert codes(resolved(build)) == told


def test_a_backup_fills_a_gap() -> None:
    build = SeasonBuilder()
    build.entry("12")
    assert backup(build, "12", "10:45:20") is ReadFate.GOVERNS
    assert finish_of(build, "12") == clock_ms("10:45:20")


def test_a_backup_fills_the_gap_of_a_runner_the_leading_source_saw_only_before_the_gun() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "09:59:00")
    assert backup(build, "12", "10:45:20") is ReadFate.GOVERNS


def test_a_person_may_let_a_backup_govern() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15")
    read = build.finish("12", "10:48:00", batch=build.batch(fills_gaps=True))
    build.decide(read, ReadRulingKind.GOVERN)
    assert finish_of(build, "12") == clock_ms("10:48:00")


def test_a_backup_at_a_checkpoint_counts_only_where_the_leading_source_has_nothing() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.passing("12", "cp1", "10:20:00")
    first = build.passing("12", "cp1", "10:19:00", fills_gaps=True)
    second = build.passing("12", "cp2", "10:30:00", fills_gaps=True)
    reads = resolved(build)
    assert reads.fates[first.id] is ReadFate.BACKUP
    assert reads.fates[second.id] is ReadFate.PASSING
    points = [each.point for each in reads.entries[build.entry_id("12")].passings]
    assert points == ["cp1", "cp2"]


_SECONDS = st.lists(st.integers(0, 7200), min_size=1, max_size=6)


@given(leading=_SECONDS, spare=_SECONDS)
def test_no_backup_read_ever_changes_a_time_that_a_leading_source_has(
    leading: list[int], spare: list[int]
) -> None:
    build = SeasonBuilder()
    build.entry("12")
    gun = clock_ms("10:00:00")
    for second in leading:
        build.read("12", instant_ms=Instant(gun + second * 1000))
    before = finish_of(build, "12")
    for second in spare:
        batch = build.batch(fills_gaps=True)
        build.read("12", batch=batch, instant_ms=Instant(gun + second * 1000))
    assert finish_of(build, "12") == before


# ------------------------------------------------------------------------- gap and pick


def test_the_gap_of_the_point_goes_before_that_of_the_rules() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.point("finish", min_gap_ms=Duration(300_000))
    build.finish("12", "10:45:00")
    build.finish("12", "10:49:00")
    (problem,) = resolved(build).problems
    assert (problem.code, problem.severity.value) == ("read.repeated", "info")


@pytest.mark.parametrize(("pick", "clock"), [(Pick.FIRST, "10:45:00"), (Pick.LAST, "10:45:40")])
def test_the_first_or_the_last_read_of_the_first_go_counts_as_the_point_says(
    pick: Pick, clock: str
) -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.point("finish", pick=pick)
    for at in ("10:45:00", "10:45:20", "10:45:40", "10:50:00"):
        build.finish("12", at)
    assert finish_of(build, "12") == clock_ms(clock)


@pytest.mark.parametrize(("pick", "net"), [(None, "10:00:20"), (Pick.FIRST, "10:00:05")])
def test_net_time_runs_from_the_last_start_read_unless_the_point_takes_the_first(
    pick: Pick | None, net: str
) -> None:
    build = SeasonBuilder()
    build.entry("12")
    if pick is not None:
        build.point("start", pick=pick)
    build.start("12", "10:00:05")
    build.start("12", "10:00:20")
    build.finish("12", "10:45:00")
    season = build.season()
    rules = a_rule_set(timing=TimingRule(official_time=OfficialTime.NET))
    results = compute_results(season, build.race_id("short"), rules, {})
    assert by_bib(season, results)["12"].net_time_ms == clock_ms("10:45:00") - clock_ms(net)


# ---------------------------------------------------------------------------------- splits


def splits(build: SeasonBuilder, bib: str) -> tuple[Split, ...]:
    season = build.season()
    seen = resolve_reads(season, EVENT).entries[build.entry_id(bib)]
    return splits_of(seen, season.points_of(build.race_id("short")), Duration(30_000))


def test_splits_come_in_the_order_of_the_course_with_arrival_and_departure() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.point("cp1")
    build.point("cp2")
    build.passing("12", "cp2", "11:00:00")
    build.passing("12", "cp1/out", "10:34:00")
    build.passing("12", "cp1", "10:30:00")
    build.passing("12", "cp1", "10:30:10")
    first, second = splits(build, "12")
    assert (first.point.code, first.since_ms) == ("cp1", 30 * 60_000)
    assert (first.instant_ms, first.out_ms) == (clock_ms("10:30:00"), clock_ms("10:34:00"))
    assert (second.point.code, second.out_ms) == ("cp2", None)


def test_who_only_left_was_there_and_a_point_of_nobody_is_no_split() -> None:
    build = SeasonBuilder()
    build.entry("12")
    for code in ("start", "cp1", "cp2", "finish"):
        build.point(code)
    build.passing("12", "cp2/out", "11:00:00")
    build.passing("12", "elsewhere", "11:10:00")
    (only,) = splits(build, "12")
    assert (only.point.code, only.instant_ms, only.out_ms) == ("cp2", None, clock_ms("11:00:00"))


def test_an_elapsed_split_has_its_time_of_day_by_the_gun() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.point("cp1")
    build.read("12", batch=build.batch(point="cp1"), elapsed_ms=Duration(1_800_000))
    (only,) = splits(build, "12")
    assert (only.instant_ms, only.since_ms) == (clock_ms("10:30:00"), 1_800_000)
