from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.builders import SeasonBuilder, a_rule_set, a_season, by_bib, clock_ms, elapsed_ms
from tests.strategies import seasons
from trailsdesk.domain.chrono import Duration, Rounding
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Severity
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.results import RaceResults, ResultStatus, RulingKind
from trailsdesk.domain.rules import OfficialTime, TieRule, TimingRule
from trailsdesk.domain.timing import BatchKind, ReadRulingKind
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from trailsdesk.domain.season import SeasonData

RACE = RaceId(1)


def computed(
    season: SeasonData, categories: dict[EntryId, str] | None = None, **timing: object
) -> RaceResults:
    rules = a_rule_set(timing=TimingRule(**timing))  # type: ignore[arg-type]
    results = compute_results(season, RACE, rules, categories or {})
    notes = [result.explanation for result in results.results]
    for said in (*results.problems, *notes):
        assert said is not None
        assert "…" not in message(said), "a parameter is missing from the sentence"
        assert message(said) != said.code
    return results


def statuses(season: SeasonData, results: RaceResults) -> dict[str, str]:
    return {bib: result.status.value for bib, result in by_bib(season, results).items()}


def codes(results: RaceResults) -> list[tuple[str, Severity]]:
    return [(problem.code, problem.severity) for problem in results.problems]


def test_finishers_are_ranked_by_time_and_gaps_count_from_the_first() -> None:
    season = a_season({"12": "0:45:15", "14": "0:44:00", "15": "1:02:03"})
    found = by_bib(season, computed(season))
    assert {bib: result.rank for bib, result in found.items()} == {"14": 1, "12": 2, "15": 3}
    assert found["14"].gap_ms == 0
    assert found["12"].gap_ms == elapsed_ms("0:01:15")


def test_equal_official_times_share_the_rank_and_the_next_is_skipped() -> None:
    season = a_season({"1": "0:44:00", "2": "0:45:15.9", "3": "0:45:15", "4": "0:46:00"})
    found = by_bib(season, computed(season))
    assert [found[bib].rank for bib in "1234"] == [1, 2, 2, 4]
    dense = by_bib(season, computed(season, tie=TieRule.SAME_RANK_DENSE))
    assert [dense[bib].rank for bib in "1234"] == [1, 2, 2, 3]


def test_results_come_in_print_order() -> None:
    season = a_season(
        {
            "1": None,
            "2": ResultStatus.DNS,
            "3": ResultStatus.DSQ,
            "4": ResultStatus.DNF,
            "5": ResultStatus.NOT_COMPETING,
            "6": "9:00:00",
            "10": "0:50:00",
            "9": "0:50:00",
            "8": "0:40:00",
        },
        time_limit_ms=elapsed_ms("8:00:00"),
    )
    results = computed(season)
    bibs = [season.entries[result.entry_id].bib for result in results.results]
    assert bibs == ["8", "9", "10", "6", "5", "4", "3", "2", "1"]


def test_gender_and_category_are_ranked_apart_and_unknown_ones_not_at_all() -> None:
    build = SeasonBuilder()
    genders = {"1": Gender.M, "2": Gender.F, "3": None, "4": Gender.F}
    for minute, (bib, gender) in enumerate(genders.items(), 40):
        build.entry(bib, gender=gender)
        build.elapsed(bib, f"0:{minute}:00")
    categories = {build.entry_id("1"): "A", build.entry_id("2"): "B", build.entry_id("4"): "A"}
    found = by_bib(build.season(), computed(build.season(), categories))
    assert [found[bib].rank for bib in "1234"] == [1, 2, 3, 4]
    assert [found[bib].rank_gender for bib in "1234"] == [1, 1, None, 2]
    assert [found[bib].rank_category for bib in "1234"] == [1, 1, None, 2]


def test_a_clock_time_less_the_gun_is_the_time_and_says_so() -> None:
    build = SeasonBuilder()
    build.entry("12")
    read = build.finish("12", "10:45:15.900")
    result = by_bib(build.season(), computed(build.season()))["12"]
    assert result.time_ms == elapsed_ms("0:45:15")
    assert result.gun_time_ms == elapsed_ms("0:45:15.9")
    assert result.finish_ms == clock_ms("10:45:15.900")
    assert result.read_ids == (read.id,)
    assert result.explanation is not None
    assert message(result.explanation) == (
        "Finish 10:45:15 less gun 10:00:00 is 0:45:15.900; official time 0:45:15 (rounding: chop)."
    )


def test_worked_example_24_a_time_below_the_hour_starts_with_zeros() -> None:
    season = a_season({"12": "45:15"})
    assert by_bib(season, computed(season))["12"].time_ms == elapsed_ms("00:45:15")


def test_an_elapsed_time_needs_no_gun() -> None:
    season = a_season({"12": "0:45:15"}, gun=None)
    results = computed(season)
    result = by_bib(season, results)["12"]
    assert (result.status, result.rank) == (ResultStatus.OK, 1)
    assert result.finish_ms is None
    assert results.problems == ()


def test_an_elapsed_time_counts_from_the_gun_of_the_wave_when_there_is_one() -> None:
    season = a_season({"12": "0:45:15"})
    assert by_bib(season, computed(season))["12"].finish_ms == clock_ms("10:45:15")


def test_clock_times_without_a_gun_wait_and_are_told_once() -> None:
    build = SeasonBuilder(gun=None)
    for bib in ("12", "14", "15"):
        build.entry(bib)
        build.finish(bib, "10:45:15")
    results = computed(build.season())
    assert set(statuses(build.season(), results).values()) == {"PENDING"}
    assert codes(results) == [("result.no-gun", Severity.ERROR)]
    assert results.problems[0].params["count"] == 3


def test_a_finish_before_the_gun_is_an_error_and_not_ranked() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "09:59:59")
    results = computed(build.season())
    result = results.results[0]
    assert (result.status, result.rank, result.time_ms) == (ResultStatus.PENDING, None, None)
    assert codes(results) == [("result.before-gun", Severity.ERROR)]


def test_the_second_before_the_time_limit_counts_and_the_one_after_does_not() -> None:
    season = a_season({"1": "3:00:00.9", "2": "3:00:01"}, time_limit_ms=elapsed_ms("3:00:00"))
    results = computed(season)
    assert statuses(season, results) == {"1": "OK", "2": "OVER_TIME"}
    over = by_bib(season, results)["2"]
    assert (over.time_ms, over.rank, over.gap_ms) == (elapsed_ms("3:00:01"), None, None)


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [(Rounding.CHOP, "0:45:15"), (Rounding.HALF_UP, "0:45:16"), (Rounding.UP, "0:45:16")],
)
def test_the_official_time_is_rounded_by_the_rules(rounding: Rounding, expected: str) -> None:
    season = a_season({"12": "0:45:15.5"})
    found = by_bib(season, computed(season, rounding=rounding))["12"]
    assert found.time_ms == elapsed_ms(expected)
    assert found.gun_time_ms == elapsed_ms("0:45:15.5")


def test_adjustments_add_up_before_the_one_rounding() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.elapsed("12", "0:45:15.600")
    build.adjust("12", 60_000)
    build.adjust("12", -300)
    result = computed(build.season()).results[0]
    assert result.time_ms == elapsed_ms("0:46:15")
    assert result.gun_time_ms == elapsed_ms("0:45:15.6")
    assert result.explanation is not None
    assert result.explanation.code == "result.explain-elapsed-adjusted"


def test_the_latest_ruling_holds_and_a_reinstatement_clears_those_before_it() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.elapsed("12", "0:45:15")
    build.rule("12", RulingKind.DNF)
    build.rule("12", RulingKind.DSQ)
    result = computed(build.season()).results[0]
    assert (result.status, result.rank, result.time_ms) == (ResultStatus.DSQ, None, None)
    assert result.gun_time_ms == elapsed_ms("0:45:15"), "the evidence stays in sight"
    build.rule("12", RulingKind.REINSTATE)
    assert computed(build.season()).results[0].status is ResultStatus.OK
    build.rule("12", RulingKind.NOT_COMPETING)
    shown = computed(build.season()).results[0]
    assert (shown.status, shown.time_ms) == (ResultStatus.NOT_COMPETING, elapsed_ms("0:45:15"))


def test_a_ruling_goes_before_a_status_word() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.word("12", ResultStatus.DNF)
    build.rule("12", RulingKind.DSQ)
    assert computed(build.season()).results[0].status is ResultStatus.DSQ
    build.rule("12", RulingKind.REINSTATE)
    assert computed(build.season()).results[0].status is ResultStatus.DNF


def test_reinstating_a_runner_only_a_list_put_out_sets_that_list_aside() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.elapsed("12", "0:45:15")
    build.word("12", ResultStatus.DSQ)
    build.rule("12", RulingKind.REINSTATE)
    results = computed(build.season())
    assert (results.results[0].status, results.problems) == (ResultStatus.OK, ())
    build.word("12", ResultStatus.DNF)
    assert computed(build.season()).results[0].status is ResultStatus.DNF


def test_a_status_word_goes_before_a_time_and_the_contradiction_is_told() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.elapsed("12", "0:45:15")
    word = build.word("12", ResultStatus.DNF)
    results = computed(build.season())
    assert results.results[0].status is ResultStatus.DNF
    assert results.results[0].read_ids[0] == word.id
    assert codes(results) == [("result.status-and-time", Severity.WARNING)]
    build.decide(word, ReadRulingKind.IGNORE)
    results = computed(build.season())
    assert (results.results[0].status, results.problems) == (ResultStatus.OK, ())


def test_a_time_out_of_competition_is_no_contradiction() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.elapsed("12", "0:45:15")
    build.word("12", ResultStatus.NOT_COMPETING)
    results = computed(build.season())
    assert results.problems == ()
    assert results.results[0].time_ms == elapsed_ms("0:45:15")


def test_of_two_status_words_the_latest_counts_and_both_are_told() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.word("12", ResultStatus.DNS)
    build.word("12", ResultStatus.DNF)
    results = computed(build.season())
    assert results.results[0].status is ResultStatus.DNF
    assert codes(results) == [("result.two-statuses", Severity.WARNING)]
    assert results.problems[0].params["words"] == "DNS, DNF"


def test_a_withdrawn_entry_is_left_out_unless_it_was_seen() -> None:
    build = SeasonBuilder()
    for bib in ("12", "14", "15"):
        build.entry(bib, status=EntryStatus.WITHDRAWN)
    build.elapsed("12", "0:45:15")
    build.word("14", ResultStatus.DNS)
    results = computed(build.season())
    assert statuses(build.season(), results) == {"12": "OK"}
    assert codes(results) == [("result.withdrawn-but-seen", Severity.WARNING)]


def test_an_impossible_pace_is_told_but_ranked() -> None:
    season = a_season({"1": "0:14:59", "2": "0:15:00"}, distance_m=6000.0)
    results = computed(season)
    assert [result.rank for result in results.results] == [1, 2]
    assert codes(results) == [("result.too-fast", Severity.WARNING)]
    assert results.problems[0].params["bib"] == "1"


def test_net_time_runs_from_the_runners_own_start() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.entry("14")
    build.start("12", "10:00:40")
    build.finish("12", "10:45:40")
    build.finish("14", "10:45:30")
    gun = by_bib(build.season(), computed(build.season()))
    assert [gun["12"].rank, gun["14"].rank] == [2, 1]
    assert gun["12"].net_time_ms == elapsed_ms("0:45:00")
    results = computed(build.season(), official_time=OfficialTime.NET)
    net = by_bib(build.season(), results)
    assert [net["12"].rank, net["14"].rank] == [1, 2]
    assert net["12"].time_ms == elapsed_ms("0:45:00")
    assert net["12"].gun_time_ms == elapsed_ms("0:45:40")
    assert codes(results) == [("result.no-start-read", Severity.INFO)]


def test_a_race_without_a_mat_at_the_start_is_not_told_that_nobody_was_read_there() -> None:
    build = SeasonBuilder()
    build.entry("12")
    build.finish("12", "10:45:40")
    results = computed(build.season(), official_time=OfficialTime.NET)
    assert by_bib(build.season(), results)["12"].time_ms == elapsed_ms("0:45:40")
    assert codes(results) == []


def test_the_start_is_the_last_of_the_first_go_over_the_line_after_the_gun() -> None:
    build = SeasonBuilder()
    build.entry("12")
    for clock in ("09:50:00", "10:00:20", "10:00:40", "10:30:00"):
        build.start("12", clock)
    build.finish("12", "10:45:40")
    result = computed(build.season(), official_time=OfficialTime.NET).results[0]
    assert result.net_time_ms == elapsed_ms("0:45:00")


def test_a_ruling_decides_which_start_counts() -> None:
    build = SeasonBuilder()
    build.entry("12")
    early, after = build.start("12", "09:59:50"), build.start("12", "10:50:00")
    build.start("12", "10:00:40")
    build.finish("12", "10:45:40")
    build.decide(early, ReadRulingKind.GOVERN)
    result = computed(build.season(), official_time=OfficialTime.NET).results[0]
    assert result.net_time_ms == elapsed_ms("0:45:50")
    build.decide(after, ReadRulingKind.GOVERN)
    result = computed(build.season(), official_time=OfficialTime.NET).results[0]
    assert (result.net_time_ms, result.time_ms) == (None, elapsed_ms("0:45:40"))


def test_a_clock_start_and_an_elapsed_finish_cannot_be_compared_without_a_gun() -> None:
    build = SeasonBuilder(gun=None)
    build.entry("12")
    build.start("12", "10:00:40")
    build.elapsed("12", "0:45:15")
    result = computed(build.season(), official_time=OfficialTime.NET).results[0]
    assert (result.net_time_ms, result.time_ms) == (None, elapsed_ms("0:45:15"))


def test_a_net_time_needs_no_gun() -> None:
    build = SeasonBuilder(gun=None)
    build.entry("12")
    build.start("12", "10:00:40")
    build.finish("12", "10:45:40")
    results = computed(build.season(), official_time=OfficialTime.NET)
    assert results.results[0].time_ms == elapsed_ms("0:45:00")
    assert results.problems == ()


def test_runners_past_midnight_and_a_day_keep_their_order() -> None:
    season = a_season({"1": "31:07:45", "2": "7:07:45"})
    results = by_bib(season, computed(season))
    assert (results["2"].rank, results["1"].rank) == (1, 2)
    assert results["1"].time_ms == elapsed_ms("31:07:45")


def test_reads_resolved_once_for_the_event_serve_every_race() -> None:
    build = SeasonBuilder()
    build.race("mid", gun="10:30:00")
    build.entry("12")
    build.entry("21", race="mid")
    build.finish("12", "11:00:00")
    build.finish("21", "11:00:00")
    season = build.season()
    reads = resolve_reads(season, season.races[RACE].event_id)
    times = {
        race_id: compute_results(season, race_id, a_rule_set(), {}, reads).results[0].time_ms
        for race_id in season.races
    }
    assert list(times.values()) == [elapsed_ms("1:00:00"), elapsed_ms("0:30:00")]


def test_nobody_entered_is_an_empty_list() -> None:
    assert computed(SeasonBuilder().season()) == RaceResults(race_id=RACE)


@given(seasons())
def test_ranks_do_not_depend_on_the_order_of_entries_or_reads(season: SeasonData) -> None:
    turned = dataclasses.replace(
        season,
        entries=dict(reversed(season.entries.items())),
        reads=dict(reversed(season.reads.items())),
        runners=dict(reversed(season.runners.items())),
    )
    assert computed(turned) == computed(season)


@given(seasons())
def test_somebody_who_does_not_finish_changes_nobodys_rank(season: SeasonData) -> None:
    before = computed(season)
    runner = dataclasses.replace(season.runners[next(iter(season.runners))])
    more = dict(season.entries)
    new_id = EntryId(max(more) + 1)
    more[new_id] = dataclasses.replace(more[EntryId(1)], id=new_id, bib="500", runner_id=runner.id)
    after = computed(dataclasses.replace(season, entries=more))
    assert [r for r in after.results if r.entry_id != new_id] == list(before.results)


@given(seasons())
def test_everybody_has_one_result_and_only_finishers_a_rank(season: SeasonData) -> None:
    results = computed(season).results
    assert sorted(result.entry_id for result in results) == sorted(season.entries)
    ranked = [result for result in results if result.rank is not None]
    assert all((r.status is ResultStatus.OK) == (r.rank is not None) for r in results)
    assert list(results[: len(ranked)]) == ranked
    for result in ranked:
        faster = sum((other.time_ms or 0) < (result.time_ms or 0) for other in ranked)
        assert result.rank == faster + 1


@given(seasons())
def test_no_finish_time_is_ever_lost(season: SeasonData) -> None:
    reads = resolve_reads(season, season.races[RACE].event_id)
    results = {result.entry_id: result for result in computed(season).results}
    for entry_id, seen in reads.entries.items():
        if seen.finish is None:
            continue
        result = results[entry_id]
        assert seen.finish.read.id in result.read_ids
        assert result.gun_time_ms is not None
        assert result.finish_ms == seen.finish.instant_ms


def test_a_finish_keyed_at_the_line_counts_like_one_from_a_file() -> None:
    build = SeasonBuilder()
    build.entry("12")
    line = build.batch(kind=BatchKind.LINE, name="", offset_ms=Duration(0))
    build.finish("12", "10:45:15", batch=line)
    assert computed(build.season()).results[0].time_ms == elapsed_ms("0:45:15")
