"""Times keyed by hand, and what people decide about reads: all kept, all undone again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, at
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchKind, ReadFate, ReadRulingKind
from trailsdesk.services import raceday, timing
from trailsdesk.services.start_effect import gun_effect

if TYPE_CHECKING:
    from tests.services.desk import Desk

MINUTE = 60_000
FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bram,Tawa,M,1985-07-20,NED,long",
    "3,Cleo,Larch,F,1979-12-31,AUS,short",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    desk.start("10:00:00")
    return desk


def fates(desk: Desk) -> dict[int, ReadFate]:
    return dict(desk.season.event_reads(desk.event().id).fates)


def key(desk: Desk, bib: str, clock: str) -> int:
    return timing.key_finish(
        desk.season, desk.event().id, None, bib, at(f"2026-05-24 {clock}"), ACTOR
    )


def back_and_forth(desk: Desk, name: str) -> None:
    """Undo, redo, and the same again over a restart: results before and after are equal."""
    after = desk.fingerprint(), desk.codes()
    assert desk.undo() == name
    before = desk.fingerprint(), desk.codes()
    assert before != after
    assert desk.redo() == name
    assert (desk.fingerprint(), desk.codes()) == after
    desk.reopen()
    assert (desk.fingerprint(), desk.codes()) == after
    desk.undo()
    desk.reopen()
    assert (desk.fingerprint(), desk.codes()) == before
    desk.redo()


# -------------------------------------------------------------------------------- at the line


def test_a_bib_keyed_at_the_line_is_a_finish_at_that_moment(desk: Desk) -> None:
    key(desk, " 1 ", "11:20:00")
    assert desk.times_ms()["1"] == 80 * MINUTE
    (batch,) = desk.season.data.batches.values()
    assert (batch.kind, batch.actor) == (BatchKind.LINE, ACTOR)
    back_and_forth(desk, "finish.key")


def test_a_blank_finish_waits_for_its_bib(desk: Desk) -> None:
    read_id = key(desk, "", "11:20:00")
    assert desk.season.file.history(1)[0].name == "finish.blank"
    assert desk.codes() == ["read.no-bib"]
    timing.assign_bib(desk.season, read_id, " 2 ")
    assert desk.times_ms()["2"] == 80 * MINUTE
    assert desk.codes() == []
    assert desk.season.data.reads[read_id].bib == "", "the read itself stays as it was"
    back_and_forth(desk, "read.assign")


@pytest.mark.parametrize("bib", ["", "   "])
def test_a_read_is_not_assigned_to_nobody(desk: Desk, bib: str) -> None:
    read_id = key(desk, "", "11:20:00")
    with pytest.raises(Refused) as refused:
        timing.assign_bib(desk.season, read_id, bib)
    assert refused.value.note.code == "read.bib-missing"
    assert desk.season.data.read_rulings == {}


def test_unknown_and_repeated_bibs_are_kept_and_listed(desk: Desk) -> None:
    for bib, clock in (("77", "11:19:00"), ("1", "11:20:00"), ("1", "11:30:00")):
        key(desk, bib, clock)
    assert desk.codes() == ["read.repeated", "read.unknown-bib"]
    assert len(desk.season.data.reads) == 3
    assert desk.times_ms()["1"] == 80 * MINUTE


def test_several_together_share_the_moment_and_one_undo(desk: Desk) -> None:
    moment = at("2026-05-24 11:20:00")
    ids = timing.key_together(
        desk.season, desk.event().id, None, ("1", " 2", "", "88"), moment, ACTOR
    )
    assert len(set(ids)) == 4
    rows = desk.by_bib()
    assert [rows[bib].result.rank for bib in "12"] == [1, 1]
    assert desk.codes() == ["read.no-bib", "read.unknown-bib"]
    back_and_forth(desk, "finish.key")


def test_nobody_together_is_no_operation(desk: Desk) -> None:
    before = desk.season.data
    assert timing.key_together(
        desk.season, desk.event().id, None, (), at("2026-05-24 11:20:00"), ACTOR
    ) == ()  # fmt: skip
    assert desk.season.data is before


def test_a_time_from_paper_counts_from_the_gun(desk: Desk) -> None:
    timing.key_paper(
        desk.season, desk.event().id, None, " 1", Duration(81 * MINUTE), ACTOR, "1:21:00"
    )
    assert desk.times_ms()["1"] == 81 * MINUTE
    (read,) = desk.season.data.reads.values()
    assert (read.bib, read.raw) == ("1", "1:21:00")
    back_and_forth(desk, "finish.paper")


# ------------------------------------------------------------------------------ rulings on reads


def test_an_ignored_read_stays_in_the_file_and_out_of_the_results(desk: Desk) -> None:
    first = key(desk, "1", "11:20:00")
    key(desk, "1", "11:30:00")
    timing.ignore_read(desk.season, first, "the sweeper")  # type: ignore[arg-type]
    assert desk.times_ms()["1"] == 90 * MINUTE
    assert fates(desk)[first] is ReadFate.IGNORED
    assert desk.codes() == []
    back_and_forth(desk, "read.ignore")


def test_a_governing_read_wins_over_an_earlier_one(desk: Desk) -> None:
    key(desk, "1", "11:20:00")
    second = key(desk, "1", "11:30:00")
    timing.govern_read(desk.season, second)  # type: ignore[arg-type]
    assert desk.times_ms()["1"] == 90 * MINUTE
    assert desk.codes() == []
    back_and_forth(desk, "read.govern")


def test_a_withdrawn_ruling_is_as_if_never_made(desk: Desk) -> None:
    key(desk, "1", "11:20:00")
    second = key(desk, "1", "11:30:00")
    before = desk.fingerprint()
    timing.govern_read(desk.season, second)  # type: ignore[arg-type]
    (ruling,) = desk.season.data.read_rulings.values()
    assert ruling.kind is ReadRulingKind.GOVERN
    timing.withdraw_ruling(desk.season, ruling.id)
    assert desk.fingerprint() == before
    assert desk.season.data.read_rulings == {}
    back_and_forth(desk, "read.withdraw-ruling")


def test_the_latest_ruling_holds_even_on_a_clock_that_stands_still(desk: Desk) -> None:
    read = key(desk, "", "11:20:00")
    timing.assign_bib(desk.season, read, "1")  # type: ignore[arg-type]
    timing.assign_bib(desk.season, read, "2")  # type: ignore[arg-type]
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (None, 80 * MINUTE)
    timing.ignore_read(desk.season, read, "")  # type: ignore[arg-type]
    assert desk.times_ms()["2"] is None


# ---------------------------------------------------------------------------------- whole batches


def test_a_retracted_file_is_out_and_restored_it_is_back(desk: Desk) -> None:
    desk.times("1,11:20:00,", "2,11:21:00,")
    with_file = desk.fingerprint()
    (batch,) = desk.season.data.batches
    timing.retract_batch(desk.season, batch)
    assert desk.by_bib()["1"].result.status is ResultStatus.PENDING
    assert len(desk.season.data.reads) == 2, "its reads stay in the file"
    back_and_forth(desk, "times.retract")
    timing.retract_batch(desk.season, batch, retracted=False)
    assert desk.fingerprint() == with_file
    back_and_forth(desk, "times.restore")


def test_retracting_twice_is_one_operation(desk: Desk) -> None:
    desk.times("1,11:20:00,")
    (batch,) = desk.season.data.batches
    timing.retract_batch(desk.season, batch)
    operations = len(desk.season.file.history())
    timing.retract_batch(desk.season, batch)
    assert len(desk.season.file.history()) == operations


def test_a_retracted_file_can_be_taken_again(desk: Desk) -> None:
    desk.times("1,11:20:00,")
    timing.retract_batch(desk.season, next(iter(desk.season.data.batches)))
    assert desk.times("1,11:20:00,").added == 1
    assert desk.times_ms()["1"] == 80 * MINUTE


def test_an_offset_moves_the_clock_times_of_its_batch_alone(desk: Desk) -> None:
    desk.times("1,11:20:00,", name="a.csv")
    desk.times("2,11:20:00,", name="b.csv")
    first = next(b.id for b in desk.season.data.batches.values() if b.name == "a.csv")
    timing.set_offsets(desk.season, [first], Duration(-90_000))
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (80 * MINUTE - 90_000, 80 * MINUTE)
    back_and_forth(desk, "times.offset")
    assert desk.plan_times("1,11:20:00,").added == 0, "the same file is still the same file"
    operations = len(desk.season.file.history())
    timing.set_offsets(desk.season, [first], Duration(-90_000))
    assert len(desk.season.file.history()) == operations


def test_an_offset_of_all_line_batches_is_one_operation(desk: Desk) -> None:
    key(desk, "1", "11:20:00")
    key(desk, "2", "11:21:00")
    timing.set_offsets(desk.season, tuple(desk.season.data.batches), Duration(1000))
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (80 * MINUTE + 1000, 81 * MINUTE + 1000)
    back_and_forth(desk, "times.offset")


# --------------------------------------------------------------------------------------- the gun


def test_the_gun_is_set_cleared_and_counted_in_waves(desk: Desk) -> None:
    races = [race.id for race in desk.season.data.races_of(desk.event().id)]
    assert raceday.set_gun(desk.season, races, at("2026-05-24 10:00:00")) == 0
    assert raceday.set_gun(desk.season, races, at("2026-05-24 10:05:00")) == 3
    assert raceday.set_gun(desk.season, races[:1], None) == 1
    assert raceday.gun_of(desk.season, races[0]) is None
    assert desk.season.file.history(1)[0].name == "race.unstart"


@pytest.mark.parametrize(
    "text", ["2026-05-24 10:00:00", "2026-05-24T10:00:00", "10:00:00", " 10:00 ", "10:00:00.000"]
)
def test_a_gun_is_read_on_the_event_s_own_day_and_zone(desk: Desk, text: str) -> None:
    assert raceday.parse_gun(desk.event(), text) == at("2026-05-24 10:00:00")


@pytest.mark.parametrize("text", ["", "ten", "25:61", "2026-05-24", "2026-02-30 10:00", "10"])
def test_a_gun_that_cannot_be_read_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(Refused) as refused:
        raceday.parse_gun(desk.event(), text)
    assert refused.value.note.code == "race.start-unreadable"


def test_a_gun_in_an_hour_the_clocks_skip_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        raceday.parse_gun(desk.event(), "2026-09-27 02:30:00")
    assert refused.value.note.code == "race.start-missing-hour"


def test_what_a_gun_would_move_is_told_before_it_is_set(desk: Desk) -> None:
    desk.times("1,11:20:00,", "2,10:02:00,")
    timing.key_paper(desk.season, desk.event().id, None, "3", Duration(40 * MINUTE), ACTOR)
    before = desk.season.data
    long, short_race = (
        [wave.id for wave in before.waves_of(desk.race(race).id)] for race in ("long", "short")
    )
    effect = gun_effect(desk.season, long, at("2026-05-24 10:05:00"))
    assert (effect.by_ms, effect.moved, effect.before_gun) == (5 * MINUTE, 2, 1)
    short = gun_effect(desk.season, short_race, at("2026-05-24 10:05:00"))
    assert (short.moved, short.from_paper) == (0, 1)
    same = gun_effect(desk.season, long, at("2026-05-24 10:00:00"))
    assert (same.by_ms, same.moved) == (0, 0)
    assert desk.season.data is before


def test_the_field_is_counted_from_the_gun_on(desk: Desk) -> None:
    races = [race.id for race in desk.season.data.races_of(desk.event().id)]
    desk.undo()
    waiting = raceday.field_state(desk.season, races)
    assert (waiting.entered, waiting.started, waiting.on_course, waiting.gun_ms) == (3, 0, 0, None)
    desk.redo()
    desk.times("1,11:20:00,", "2,,DNS")
    state = raceday.field_state(desk.season, races)
    assert (state.entered, state.started, state.finished, state.on_course) == (3, 2, 1, 1)
    assert state.gun_ms == at("2026-05-24 10:00:00")


@pytest.mark.parametrize(
    ("now", "code"),
    [("2026-01-01 00:00:00", "willesden"), ("2026-05-24 23:59:59", "willesden"),
     ("2026-05-25 00:00:00", "mount-cass"), ("2026-08-09 12:00:00", "inverary"),
     ("2027-01-01 00:00:00", "willesden")],
)  # fmt: skip
def test_the_event_at_hand_is_today_s_then_the_next_then_the_last_entered(
    desk: Desk, now: str, code: str
) -> None:
    desk.clock.set(now)
    assert desk.season.data.events[raceday.event_at_hand(desk.season)].code == code
