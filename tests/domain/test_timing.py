from __future__ import annotations

import pytest
from hypothesis import given

from tests.builders import SeasonBuilder, clock_ms
from tests.strategies import seasons
from trailsdesk.domain.bibs import bib_key, suggest_bibs, suggest_known
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.event import EventId
from trailsdesk.domain.problems import Severity
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.season import SeasonData
from trailsdesk.domain.timing import BatchKind, EntryReads, EventReads, ReadFate, ReadRulingKind
from trailsdesk.i18n import message

EVENT = EventId(1)


def resolved(build: SeasonBuilder) -> EventReads:
    reads = resolve_reads(build.season(), EVENT)
    for problem in reads.problems:
        assert "…" not in message(problem), "a parameter is missing from the sentence"
        assert problem.place is not None
        assert problem.place.event_id == EVENT
    return reads


def of(build: SeasonBuilder, reads: EventReads, bib: str) -> EntryReads:
    return reads.entries[build.entry_id(bib)]


def codes(reads: EventReads) -> list[tuple[str, Severity]]:
    return [(problem.code, problem.severity) for problem in reads.problems]


@pytest.mark.parametrize("typed", ["12", " 12 ", "0012"])
def test_a_bib_is_found_without_regard_to_blanks_and_leading_zeros(typed: str) -> None:
    build = SeasonBuilder()
    build.entry("12")
    read = build.finish(typed, "10:45:15")
    reads = resolved(build)
    finish = of(build, reads, "12").finish
    assert finish is not None
    assert finish.read is read
    assert reads.fates[read.id] is ReadFate.GOVERNS
    assert reads.problems == ()


def test_bibs_with_letters_are_found_in_any_case() -> None:
    build = SeasonBuilder()
    build.entry("A7")
    build.finish("a7", "10:45:15")
    assert of(build, resolved(build), "A7").finish is not None
    assert bib_key("000") == "0"
    assert bib_key("A007") == "a007"


def test_the_offset_of_a_batch_moves_its_times() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15", batch=build.batch(offset_ms=Duration(-2000)))
    finish = of(build, resolved(build), "12").finish
    assert finish is not None
    assert finish.instant_ms == clock_ms("10:45:13")


def test_a_retracted_batch_counts_for_nothing() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15", batch=build.batch(retracted=True))
    build.finish("99", "10:45:15", batch=build.batch(retracted=True))
    reads = resolved(build)
    assert (reads.entries, reads.reads, reads.problems) == ({}, {}, ())


def test_reads_of_another_event_are_left_to_it() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.event("mount-cass")
    build.race("other")
    build.entry("12", race="other")
    build.finish("12", "10:45:15", batch=build.batch(event_id=EventId(2)))
    assert resolved(build).reads == {}
    other = resolve_reads(build.season(), EventId(2))
    assert [build.entries[entry].race_id for entry in other.entries] == [2]


def test_an_unknown_bib_is_told_once_with_bibs_that_look_like_it() -> None:
    build = SeasonBuilder()
    for bib in ("124", "142", "800"):
        build.entry(bib)
    batch = build.batch(name="mat.csv")
    first = build.finish("214", "10:45:15", batch=batch)
    build.finish("0214", "10:45:17", batch=batch)
    reads = resolved(build)
    assert codes(reads) == [("read.unknown-bib", Severity.WARNING)]
    problem = reads.problems[0]
    assert problem.params["suggestions"] == "124"
    assert problem.params["count"] == 2
    assert (problem.file, problem.row) == ("mat.csv", first.line)
    assert problem.place is not None
    assert problem.place.read_id == first.id
    assert reads.fates[first.id] is ReadFate.UNKNOWN_BIB


def test_suggestions_for_a_races_reads_come_from_that_race() -> None:
    build = SeasonBuilder()
    build.race("mid")
    build.entry("124")
    build.entry("241", race="mid")
    batch = build.batch(race_id=build.race_id("mid"))
    for bib in ("214", "999"):
        build.finish(bib, "10:45:15", batch=batch)
    suggested = [problem.params["suggestions"] for problem in resolved(build).problems]
    assert suggested == ["241", ""]


def test_a_suggested_bib_not_seen_yet_goes_before_one_that_finished() -> None:
    build = SeasonBuilder()
    build.entry("124")
    build.entry("241")
    build.finish("124", "10:40:00")
    build.finish("214", "10:45:15")
    assert resolved(build).problems[0].params["suggestions"] == "241, 124"


def test_a_read_without_a_bib_waits_for_one_each_on_its_own() -> None:
    build = SeasonBuilder()
    build.finish("", "10:45:15", batch=build.batch(kind=BatchKind.LINE, name=""))
    build.finish(" ", "10:45:16", batch=build.batch(kind=BatchKind.LINE, name=""))
    reads = resolved(build)
    assert codes(reads) == [("read.no-bib", Severity.WARNING)] * 2
    assert [problem.params["time"] for problem in reads.problems] == ["10:45:15", "10:45:16"]


def test_a_file_full_of_reads_without_bibs_is_told_once() -> None:
    build = SeasonBuilder()
    batch = build.batch()
    for second in range(10, 40):
        build.finish("", f"10:45:{second}", batch=batch)
    (problem,) = resolved(build).problems
    assert problem.params["count"] == 30


def test_a_bib_of_another_race_than_the_batchs_is_told_and_counts_for_nobody() -> None:
    build = SeasonBuilder()
    build.race("mid")
    build.entry("12", race="mid")
    read = build.finish("12", "10:45:15", batch=build.batch(race_id=build.race_id("short")))
    reads = resolved(build)
    assert codes(reads) == [("read.wrong-race", Severity.WARNING)]
    assert reads.problems[0].params["races"] == "Mid"
    assert reads.entries == {}
    assert reads.fates[read.id] is ReadFate.WRONG_RACE


def test_the_same_bib_in_two_races_is_told_apart_by_the_batchs_race() -> None:
    build = SeasonBuilder()
    build.race("mid")
    short, mid = build.entry("12"), build.entry("12", race="mid")
    build.finish("12", "10:45:15", batch=build.batch(race_id=mid.race_id))
    assert list(resolved(build).entries) == [mid.id]
    unclear = build.finish("12", "10:46:15")
    reads = resolved(build)
    assert codes(reads) == [("read.ambiguous-bib", Severity.WARNING)]
    assert reads.fates[unclear.id] is ReadFate.AMBIGUOUS_BIB
    assert short.id not in reads.entries


def test_a_bib_passed_on_belongs_to_the_standing_entry_not_the_withdrawn_one() -> None:
    build = SeasonBuilder()
    gone = build.entry("12", status=EntryStatus.WITHDRAWN)
    stays = build.entry("12")
    build.finish("12", "10:45:15")
    assert list(resolved(build).entries) == [stays.id]
    assert gone.id != stays.id


def test_the_first_finish_counts_and_one_soon_after_is_only_told() -> None:
    build = SeasonBuilder()
    build.entry("12")
    batch = build.batch()
    later = build.finish("12", "10:45:45", batch=batch)
    first = build.finish("12", "10:45:15", batch=batch)
    reads = resolved(build)
    found = of(build, reads, "12")
    assert found.finish is not None
    assert found.finish.read is first
    assert [repeat.read for repeat in found.repeats] == [later]
    assert codes(reads) == [("read.repeated", Severity.INFO)]
    assert reads.fates == {later.id: ReadFate.REPEAT, first.id: ReadFate.GOVERNS}


def test_a_second_finish_beyond_the_gap_needs_a_look() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15")
    build.finish("12", "10:45:46")
    reads = resolved(build)
    assert codes(reads) == [("read.repeated", Severity.WARNING)]
    assert reads.problems[0].params["time"] == "10:45:15"
    assert reads.problems[0].params["other"] == "10:45:46"


def test_standing_on_the_mat_is_one_finish_however_long() -> None:
    build = SeasonBuilder()
    build.entry("12")
    for clock in ("10:45:15", "10:45:40", "10:46:05", "10:46:30"):
        build.finish("12", clock)
    (problem,) = resolved(build).problems
    assert (problem.severity, problem.params["count"]) == (Severity.INFO, 3)


def test_a_ruling_makes_a_later_read_govern_and_ends_the_question() -> None:
    build = SeasonBuilder()
    build.entry("12")
    first = build.finish("12", "10:45:15")
    later = build.finish("12", "10:55:15")
    build.decide(later, ReadRulingKind.GOVERN)
    reads = resolved(build)
    found = of(build, reads, "12")
    assert found.finish is not None
    assert found.finish.read is later
    assert [repeat.read for repeat in found.repeats] == [first]
    assert reads.problems == ()


def test_of_two_reads_made_to_govern_the_latest_decision_holds() -> None:
    build = SeasonBuilder()
    build.entry("12")
    early, middle = build.finish("12", "10:45:15"), build.finish("12", "10:50:15")
    late = build.finish("12", "10:55:15")
    build.decide(late, ReadRulingKind.GOVERN)
    build.decide(middle, ReadRulingKind.GOVERN)
    finish = of(build, resolved(build), "12").finish
    assert finish is not None
    assert finish.read is middle
    assert early.id != middle.id


def test_an_ignored_read_counts_for_nothing_until_a_later_ruling() -> None:
    build = SeasonBuilder()
    build.entry("12")
    read = build.finish("12", "10:45:15")
    build.decide(read, ReadRulingKind.IGNORE)
    reads = resolved(build)
    assert (reads.entries, reads.problems) == ({}, ())
    assert reads.fates[read.id] is ReadFate.IGNORED
    build.decide(read, ReadRulingKind.ASSIGN, bib="12")
    assert of(build, resolved(build), "12").finish is not None


def test_a_read_is_given_to_a_bib_or_to_an_entry() -> None:
    build = SeasonBuilder()
    build.entry("12")
    nobody = build.entry("")
    by_bib = build.finish("99", "10:45:15")
    by_entry = build.finish("", "10:46:15")
    build.decide(by_bib, ReadRulingKind.ASSIGN, bib="012")
    build.decide(by_entry, ReadRulingKind.ASSIGN, entry_id=nobody.id)
    reads = resolved(build)
    assert reads.problems == ()
    assert set(reads.entries) == {build.entry_id("12"), nobody.id}


def test_a_read_given_to_a_bib_of_another_race_is_that_runners() -> None:
    build = SeasonBuilder()
    build.race("mid")
    build.entry("12", race="mid")
    read = build.finish("99", "10:45:15", batch=build.batch(race_id=build.race_id("short")))
    build.decide(read, ReadRulingKind.ASSIGN, bib="12")
    reads = resolved(build)
    assert reads.problems == ()
    assert of(build, reads, "12").finish is not None


def test_a_read_given_to_an_unknown_bib_stays_unknown() -> None:
    build = SeasonBuilder()
    read = build.finish("", "10:45:15")
    build.decide(read, ReadRulingKind.ASSIGN, bib="77")
    assert codes(resolved(build)) == [("read.unknown-bib", Severity.WARNING)]


def test_making_a_given_read_govern_keeps_its_owner() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:15")
    given_read = build.finish("", "10:50:15")
    build.decide(given_read, ReadRulingKind.ASSIGN, bib="12")
    build.decide(given_read, ReadRulingKind.GOVERN)
    finish = of(build, resolved(build), "12").finish
    assert finish is not None
    assert finish.read is given_read


def test_a_finish_before_the_gun_gives_way_to_one_after_it() -> None:
    build = SeasonBuilder()
    build.entry("12")
    warming_up = build.finish("12", "09:55:00")
    build.finish("12", "10:45:15")
    reads = resolved(build)
    assert codes(reads) == [("read.before-gun", Severity.WARNING)]
    assert reads.fates[warming_up.id] is ReadFate.BEFORE_GUN
    finish = of(build, reads, "12").finish
    assert finish is not None
    assert finish.instant_ms == clock_ms("10:45:15")


def test_the_gun_is_that_of_the_entrys_own_wave() -> None:
    build = SeasonBuilder()
    second = build.wave("short", gun="10:30:00")
    build.entry("12", wave_id=second.id)
    build.entry("14")
    build.finish("12", "11:00:00")
    build.finish("14", "11:00:00")
    reads = resolved(build)
    assert of(build, reads, "12").gun_ms == clock_ms("10:30:00")
    assert of(build, reads, "14").gun_ms == clock_ms("10:00:00")


def test_an_entry_moved_from_another_race_runs_in_wave_one() -> None:
    build = SeasonBuilder()
    build.race("mid", gun="10:15:00")
    build.entry("12", race="mid", wave_id=next(iter(build.waves)))
    build.finish("12", "11:00:00")
    assert of(build, resolved(build), "12").gun_ms == clock_ms("10:15:00")


def test_elapsed_and_clock_reads_of_one_runner_are_compared_by_the_gun() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:20")
    paper = build.elapsed("12", "0:45:15")
    reads = resolved(build)
    finish = of(build, reads, "12").finish
    assert finish is not None
    assert finish.read is paper
    assert codes(reads) == [("read.repeated", Severity.INFO)]


def test_without_a_gun_an_elapsed_read_goes_first() -> None:
    build = SeasonBuilder(gun=None)
    build.entry("12")
    build.finish("12", "10:45:20")
    paper = build.elapsed("12", "0:45:15")
    reads = resolved(build)
    finish = of(build, reads, "12").finish
    assert finish is not None
    assert finish.read is paper
    assert codes(reads) == [("read.repeated", Severity.WARNING)]


def test_reads_at_other_points_are_no_finish() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.start("12", "10:00:05")
    build.read("12", batch=build.batch(point="hut"), instant_ms=clock_ms("10:20:00"))
    found = of(build, resolved(build), "12")
    assert found.finish is None
    assert (len(found.starts), len(found.passings)) == (1, 1)


def test_status_words_are_gathered_and_mere_confirmations_are_not() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.word("12", ResultStatus.DNF)
    silent = build.word("12", ResultStatus.OK)
    reads = resolved(build)
    assert [each.read.status for each in of(build, reads, "12").statuses] == [ResultStatus.DNF]
    assert reads.fates[silent.id] is ReadFate.NOTHING_SAID


@pytest.mark.parametrize(
    ("bib", "known", "first"),
    [
        ("124", ["142"], "142"),
        ("12", ["112", "500"], "112"),
        ("1124", ["124"], "124"),
        ("14", ["214"], "214"),
        ("125", ["124"], "124"),
        ("127", ["124"], "124"),
        ("a12", ["A21"], "A21"),
    ],
    ids=["swapped", "missing", "doubled", "first missing", "key beside", "key above", "letters"],
)
def test_a_misread_bib_suggests_the_one_that_was_meant(
    bib: str, known: list[str], first: str
) -> None:
    assert suggest_bibs(bib, known)[0] == first


def test_two_bibs_run_together_suggest_both() -> None:
    assert suggest_bibs("214215", ["214", "215", "300"]) == ("214", "215")


def test_of_two_bibs_run_together_the_one_still_out_is_suggested():
    assert suggest_known("214215", {"215": "215"}, worn={"214", "215"}) == ("215",)
    assert suggest_known("214215", {"215": "215"}) == ()


def test_suggestions_are_few_known_and_never_the_bib_itself() -> None:
    known = [str(number) for number in range(1, 1000)]
    found = suggest_bibs("123", known)
    assert len(found) == 5
    assert set(found) <= set(known)
    assert "123" not in found
    assert suggest_bibs("zzz", known) == ()


@given(seasons())
def test_every_live_read_has_exactly_one_fate(season: SeasonData) -> None:
    reads = resolve_reads(season, EVENT)
    assert set(reads.fates) == set(reads.reads) == set(season.reads)
    governing = [entry.finish.read.id for entry in reads.entries.values() if entry.finish]
    assert sorted(governing) == sorted(
        read_id for read_id, fate in reads.fates.items() if fate is ReadFate.GOVERNS
    )


@given(seasons())
def test_the_order_of_reads_in_the_file_decides_nothing(season: SeasonData) -> None:
    turned = SeasonData(
        revision=1,
        series=season.series,
        events=season.events,
        races=season.races,
        waves=season.waves,
        runners=season.runners,
        entries=season.entries,
        batches=season.batches,
        reads=dict(reversed(season.reads.items())),
    )
    assert resolve_reads(turned, EVENT) == resolve_reads(season, EVENT)
