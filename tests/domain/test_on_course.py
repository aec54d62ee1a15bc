"""One state for every entry on race day; the count turns green only when it is true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_rule_set, clock_ms
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.on_course import EntryStand, Stand, Tally, entry_stands, tally_of
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.results import ResultStatus, RulingKind

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant


def stands(build: SeasonBuilder, race: str = "short") -> dict[str, EntryStand]:
    """Bib to standing in one race."""
    season = build.season()
    race_id = build.race_id(race)
    reads = resolve_reads(season, season.races[race_id].event_id)
    results = compute_results(season, race_id, a_rule_set(), {}, reads)
    found = entry_stands(season, race_id, results.results, reads.entries)
    return {season.entries[entry_id].bib: each for entry_id, each in found.items()}


def stand(build: SeasonBuilder, bib: str = "1", race: str = "short") -> Stand:
    return stands(build, race)[bib].stand


def count(build: SeasonBuilder, race: str = "short") -> Tally:
    return tally_of(stands(build, race).values())


def passing(build: SeasonBuilder, bib: str, point: str, clock: str) -> None:
    build.read(bib, batch=build.batch(point=point), instant_ms=build.instant(clock))


def decide(
    build: SeasonBuilder,
    bib: str,
    kind: RulingKind,
    *,
    made: str = "11:00:00",
    back_ms: Instant | None = None,
    **said: str,
) -> None:
    ruling = build.rule(bib, kind)
    build.rulings[ruling.id] = replace(ruling, made_ms=clock_ms(made), back_ms=back_ms, **said)


@pytest.fixture
def build() -> SeasonBuilder:
    """The short race started at 10:00 with bibs 1 and 2."""
    made = SeasonBuilder()
    made.entry("1")
    made.entry("2")
    return made


def test_every_starter_without_a_finish_is_out_there(build: SeasonBuilder) -> None:
    build.finish("2", "11:00:00")
    assert stand(build, "1") is Stand.OUT
    assert stand(build, "2") is Stand.IN
    assert not count(build).accounted


def test_nobody_is_out_there_before_the_race_has_begun() -> None:
    build = SeasonBuilder(gun=None)
    build.entry("1")
    assert stand(build) is Stand.TO_START
    assert count(build) == Tally(entries=1, to_start=1)
    assert not count(build).accounted


def test_a_gun_nobody_recorded_hides_nobody_once_one_was_seen() -> None:
    build = SeasonBuilder(gun=None)
    build.entry("1")
    build.entry("2")
    build.finish("2", "11:00:00")
    assert stand(build, "1") is Stand.OUT


def test_a_wave_without_a_gun_in_a_race_under_way_keeps_the_green_away(
    build: SeasonBuilder,
) -> None:
    second = build.wave("short", gun=None)
    build.entry("3", wave_id=second.id)
    for bib in ("1", "2"):
        build.finish(bib, "11:00:00")
    assert stand(build, "3") is Stand.WAITING
    assert not count(build).accounted
    build.rule("3", RulingKind.DNS)
    assert count(build).accounted


def test_who_withdrew_before_the_start_is_no_starter(build: SeasonBuilder) -> None:
    build.entry("3", status=EntryStatus.WITHDRAWN)
    assert stand(build, "3") is Stand.CANCELLED
    assert count(build).started == 2


def test_who_withdrew_before_the_start_and_is_seen_all_the_same_is_out_there(
    build: SeasonBuilder,
) -> None:
    build.entry("3", status=EntryStatus.WITHDRAWN)
    passing(build, "3", "cp1", "10:30:00")
    assert stand(build, "3") is Stand.OUT


def test_dns_is_no_starter_but_one_seen_at_a_checkpoint_is_out_there(
    build: SeasonBuilder,
) -> None:
    build.rule("1", RulingKind.DNS)
    assert stand(build, "1") is Stand.DNS
    passing(build, "1", "cp1", "10:30:00")
    found = stands(build)["1"]
    assert (found.stand, found.at_odds) == (Stand.OUT, True)


def test_a_read_before_the_gun_says_nothing_of_the_race(build: SeasonBuilder) -> None:
    build.rule("1", RulingKind.DNS)
    passing(build, "1", "cp1", "09:30:00")
    build.finish("2", "09:45:00")
    assert stand(build, "1") is Stand.DNS
    assert stand(build, "2") is Stand.OUT


@pytest.mark.parametrize("kind", [RulingKind.DSQ, RulingKind.NOT_COMPETING])
def test_whatever_the_jury_says_who_was_seen_at_the_finish_is_in(
    build: SeasonBuilder, kind: RulingKind
) -> None:
    build.finish("1", "11:00:00")
    build.rule("1", kind)
    assert stand(build, "1") is Stand.IN


def test_who_runs_without_competing_is_out_there_once_seen(build: SeasonBuilder) -> None:
    build.rule("1", RulingKind.NOT_COMPETING)
    assert stand(build, "1") is Stand.RULED_OUT
    passing(build, "1", "cp1", "10:30:00")
    assert stand(build, "1") is Stand.OUT


def test_who_stopped_somewhere_is_awaited_until_seen_back(build: SeasonBuilder) -> None:
    build.finish("2", "11:00:00")
    decide(build, "1", RulingKind.DNF, point="cp1", way="car")
    assert stands(build)["1"] == replace(stands(build)["1"], stand=Stand.STOPPED, awaited=True)
    assert not count(build).accounted
    decide(build, "1", RulingKind.DNF, point="cp1", back_ms=clock_ms("12:00:00"))
    assert not stands(build)["1"].awaited
    assert count(build).accounted


def test_who_gave_up_in_person_is_not_awaited(build: SeasonBuilder) -> None:
    decide(build, "1", RulingKind.DNF)
    decide(build, "2", RulingKind.DNF, point="finish")
    assert count(build).accounted


def test_who_was_said_to_have_stopped_and_is_seen_further_on_is_awaited(
    build: SeasonBuilder,
) -> None:
    decide(build, "1", RulingKind.DNF)
    passing(build, "1", "cp2", "11:30:00")
    found = stands(build)["1"]
    assert (found.stand, found.awaited, found.at_odds) == (Stand.STOPPED, True, True)


def test_the_call_that_said_so_is_no_sighting_after_it(build: SeasonBuilder) -> None:
    decide(build, "1", RulingKind.DNF, point="cp1", made="11:00:00")
    passing(build, "1", "cp1", "11:00:00")
    passing(build, "1", "cp1/out", "11:20:00")
    assert not stands(build)["1"].at_odds


def test_who_is_disqualified_out_there_still_has_to_come_back(build: SeasonBuilder) -> None:
    build.finish("2", "11:00:00")
    build.rule("1", RulingKind.DSQ)
    assert (stand(build, "1"), count(build).awaited) == (Stand.RULED_OUT, 1)
    assert not count(build).accounted


def test_a_word_in_a_list_is_the_last_word(build: SeasonBuilder) -> None:
    build.word("1", ResultStatus.DNF)
    build.word("2", ResultStatus.OVER_TIME)
    assert (stand(build, "1"), stand(build, "2")) == (Stand.STOPPED, Stand.RULED_OUT)
    assert count(build).accounted


def test_all_are_accounted_for_only_when_every_race_is(build: SeasonBuilder) -> None:
    build.race("long")
    build.entry("9", race="long")
    for bib in ("1", "2"):
        build.finish(bib, "11:00:00")
    short, long = count(build), count(build, "long")
    assert short.accounted
    assert not long.accounted
    assert not (short + long).accounted


# Properties

CLOCKS = st.sampled_from(("09:30:00", "10:20:00", "10:50:00", "11:30:00"))
ACTS = st.one_of(
    st.tuples(st.just("finish"), CLOCKS),
    st.tuples(st.sampled_from(("cp1", "cp2", "cp2/out")), CLOCKS),
    st.tuples(st.just("rule"), st.sampled_from(list(RulingKind))),
    st.tuples(st.just("stop"), st.sampled_from(("", "cp1", "finish"))),
    st.tuples(st.just("word"), st.sampled_from([ResultStatus.DNF, ResultStatus.DNS])),
)
FIELDS = st.lists(
    st.tuples(st.sampled_from(list(EntryStatus)), st.booleans(), st.lists(ACTS, max_size=3)),
    min_size=1,
    max_size=5,
)


def played(field: list[tuple[EntryStatus, bool, list[tuple[str, object]]]], gun: str | None):
    build = SeasonBuilder(gun=gun)
    second = build.wave("short", gun=None)
    for number, (status, in_second, acts) in enumerate(field, 1):
        bib = str(number)
        build.entry(bib, status=status, wave_id=second.id if in_second else None)
        for act, value in acts:
            if act == "finish":
                build.finish(bib, str(value))
            elif act == "rule":
                build.rule(bib, RulingKind(value))
            elif act == "stop":
                decide(build, bib, RulingKind.DNF, point=str(value))
            elif act == "word":
                build.word(bib, ResultStatus(value))
            else:
                passing(build, bib, act, str(value))
    return build


@given(FIELDS, st.sampled_from([None, "10:00:00"]))
def test_the_states_add_up_to_the_entries(field, gun) -> None:
    tally = count(played(field, gun))
    eight = (
        tally.cancelled + tally.to_start + tally.waiting + tally.dns
        + tally.inside + tally.stopped + tally.ruled_out + tally.out
    )  # fmt: skip
    assert eight == tally.entries == len(field)
    assert tally.awaited <= tally.stopped + tally.ruled_out
    assert not (tally.accounted and (tally.out or tally.awaited or tally.waiting))


@given(FIELDS, st.integers(0, 4))
def test_a_finish_never_makes_more_of_a_race_under_way_be_out_there(field, which) -> None:
    build = played([(status, False, acts) for status, _second, acts in field], "10:00:00")
    before = count(build)
    build.finish(str(1 + which % len(field)), "12:00:00")
    after = count(build)
    assert after.out <= before.out
    assert after.awaited <= before.awaited
    assert after.inside >= before.inside
