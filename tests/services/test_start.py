"""Before and at the start: bibs, check-in, waves, guns, late starters and no-shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, Desk, at
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.timing import START
from trailsdesk.services import bibs, check_in, late, no_shows, raceday, results, timing, waves
from trailsdesk.services.entries import withdraw
from trailsdesk.services.event_setup import choose_option
from trailsdesk.services.late import LateCounts
from trailsdesk.services.no_shows import NoShowsBy
from trailsdesk.services.start_effect import gun_effect
from trailsdesk.services.waves import WaveRule

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId, Wave

FIELD = (
    "401,Ada,Rimu,F,1990-03-02,NZL,long",
    "402,Ben,Tawa,M,1991-07-20,NZL,long",
    "403,Cai,Koru,M,1960-01-01,NZL,long",
    "404,Dee,Miro,F,1985-05-05,NZL,long",
    "201,Eli,Nikau,M,1993-02-02,NZL,mid",
    "1,Fay,Kōwhai,F,2015-01-01,NZL,short",
    "2,Gus,Totara,M,1999-09-09,NZL,short",
)
GUN = "2026-05-24 10:00:00"


@pytest.fixture
def field(desk: Desk) -> Desk:
    """Seven made-up runners; the morning of the first event."""
    desk.entries(*FIELD)
    desk.clock.set("2026-05-24 08:30:00")
    return desk


def race(desk: Desk, code: str = "long") -> RaceId:
    return desk.race(code).id


def wave(desk: Desk, code: str = "long", number: int = 0) -> Wave:
    return desk.season.data.start_groups_of(race(desk, code))[number]


def entry_id(desk: Desk, bib: str) -> EntryId:
    return desk.entry(bib).id


def refusal(act: object) -> str:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    return refused.value.note.code


def gun(desk: Desk, code: str = "long", text: str = GUN, number: int = 0) -> Instant:
    moment = at(text)
    raceday.start_waves(desk.season, [wave(desk, code, number).id], moment)
    return moment


# ------------------------------------------------------------------------------- bib ranges


def test_ranges_are_kept_undone_and_done_again(field: Desk) -> None:
    saved = bibs.set_ranges(field.season, race(field), "401-500, L1-L20")
    assert (saved.text, saved.size, saved.free) == ("401-500, L1-L20", 120, 116)
    field.reopen()
    assert bibs.range_preview(field.season, race(field)).text == "401-500, L1-L20"
    assert field.undo() == "bibs.ranges"
    assert bibs.range_preview(field.season, race(field)).text == ""
    field.redo()
    assert bibs.range_preview(field.season, race(field)).text == "401-500, L1-L20"
    bibs.set_ranges(field.season, race(field), "")
    assert field.season.data.bib_ranges == {}


def test_the_same_ranges_again_are_no_change(field: Desk) -> None:
    bibs.set_ranges(field.season, race(field), "401-500")
    before = field.season.data
    bibs.set_ranges(field.season, race(field), " 401 to 500 ")
    assert field.season.data is before


def test_ranges_with_something_unreadable_are_not_kept_at_all(field: Desk) -> None:
    assert refusal(lambda: bibs.set_ranges(field.season, race(field), "1-9, x2y")) == (
        "bibs.unreadable"
    )
    assert field.season.data.bib_ranges == {}


def test_bibs_two_races_share_and_bibs_worn_outside_are_told_and_not_refused(field: Desk) -> None:
    bibs.set_ranges(field.season, race(field, "mid"), "201-410")
    found = bibs.set_ranges(field.season, race(field), "402-500")
    assert [note.code for note in found.notes] == ["bibs.ranges-overlap", "bibs.worn-outside"]
    assert found.notes[0].params["bibs"] == "402-410"
    assert found.notes[1].params == {"count": 1, "bibs": "401"}


def test_the_next_free_bib_is_the_first_of_the_range_that_nobody_has_or_had(field: Desk) -> None:
    assert bibs.next_free_bib(field.season, race(field)) == "405"
    bibs.set_ranges(field.season, race(field), "400-500")
    assert bibs.next_free_bib(field.season, race(field)) == "400"
    bibs.set_ranges(field.season, race(field), "401-500")
    withdraw(field.season, [entry_id(field, "402")])
    assert bibs.next_free_bib(field.season, race(field)) == "405"
    bibs.set_ranges(field.season, race(field), "401-404")
    assert bibs.next_free_bib(field.season, race(field)) == ""


def test_a_race_without_ranges_takes_nothing_out_of_those_of_another(field: Desk) -> None:
    bibs.set_ranges(field.season, race(field, "mid"), "405-420")
    assert bibs.next_free_bib(field.season, race(field)) == "421"


def test_a_bib_of_another_race_outside_or_twice_is_told_beside_it(field: Desk) -> None:
    bibs.set_ranges(field.season, race(field), "401-500")
    bibs.set_ranges(field.season, race(field, "mid"), "201-300")

    def codes(bib: str) -> list[str]:
        import dataclasses

        entry = dataclasses.replace(field.entry("401"), bib=bib)
        return [note.code for _severity, note in bibs.bib_notes(field.season, entry)]

    assert codes("450") == []
    assert codes("401") == []
    assert codes("402") == ["desk.bib-taken"]
    assert codes("250") == ["bibs.other-race"]
    assert codes("201") == ["desk.bib-taken", "bibs.other-race"]
    assert codes("999") == ["bibs.outside"]
    assert codes("") == []


# ------------------------------------------------------------------------------- giving bibs


BARE = (
    ",Zoe,Ash,F,1990-01-01,NZL,long",
    ",Amy,Beech,F,2008-01-01,NZL,long",
    ",Moe,Cedar,M,1950-01-01,NZL,long",
)


def given(desk: Desk, order: bibs.BibOrder) -> list[tuple[str, str]]:
    plan = bibs.plan_bibs(desk.season, [race(desk)], order)
    data = desk.season.data
    return [
        (data.runners[data.entries[each].runner_id].given_name, bib)
        for each, bib in plan.bibs.items()
    ]


def test_free_bibs_go_out_by_name_by_entry_or_by_category(field: Desk) -> None:
    field.entries(*BARE)
    bibs.set_ranges(field.season, race(field), "400-500")
    by_name = given(field, bibs.BibOrder.NAME)
    assert by_name == [("Zoe", "400"), ("Amy", "405"), ("Moe", "406")]
    by_category = given(field, bibs.BibOrder.CATEGORY)
    assert by_category == [("Amy", "400"), ("Zoe", "405"), ("Moe", "406")]
    assert [name for name, _bib in given(field, bibs.BibOrder.ENTERED)] == ["Zoe", "Amy", "Moe"]


def test_giving_bibs_to_all_is_one_operation_that_undo_takes_back(field: Desk) -> None:
    field.entries(*BARE)
    bibs.set_ranges(field.season, race(field), "400-500")
    plan = bibs.plan_bibs(field.season, [race(field)], bibs.BibOrder.NAME)
    assert bibs.give_bibs(field.season, plan) == 3
    worn = {e.bib for e in field.season.data.entries.values() if e.race_id == race(field)}
    assert {"400", "405", "406"} <= worn
    assert field.undo() == "bibs.give"
    assert sum(not e.bib for e in field.season.data.entries.values()) == 3


def test_bibs_laid_out_before_something_changed_are_refused(field: Desk) -> None:
    field.entries(*BARE)
    plan = bibs.plan_bibs(field.season, [race(field)], bibs.BibOrder.NAME)
    bibs.give_bib(field.season, entry_id(field, "401"), "405")
    assert refusal(lambda: bibs.give_bibs(field.season, plan)) == "bibs.plan-stale"


def test_those_for_whom_no_bib_is_left_are_counted(field: Desk) -> None:
    field.entries(*BARE)
    bibs.set_ranges(field.season, race(field), "401-405")
    plan = bibs.plan_bibs(field.season, [race(field)], bibs.BibOrder.NAME)
    assert list(plan.bibs.values()) == ["405"]
    assert plan.short == {race(field): 2}


def test_two_races_that_share_a_range_never_get_one_bib_twice(field: Desk) -> None:
    field.entries(*BARE, ",Ida,Fern,F,1990-01-01,NZL,mid")
    bibs.set_ranges(field.season, race(field), "600-700")
    bibs.set_ranges(field.season, race(field, "mid"), "600-700")
    both = [race(field), race(field, "mid")]
    plan = bibs.plan_bibs(field.season, both, bibs.BibOrder.NAME)
    assert sorted(plan.bibs.values()) == ["600", "601", "602", "603"]


def test_two_runners_swap_their_bibs_and_their_times_with_them(field: Desk) -> None:
    field.start("10:00:00")
    field.times("401,11:20:00,", "402,11:30:00,")
    ada, ben = entry_id(field, "401"), entry_id(field, "402")
    bibs.swap_bibs(field.season, ada, ben)
    assert field.season.data.entries[ada].bib == "402"
    assert field.times_ms()["402"] == 90 * 60_000
    result = field.season.result_of(ada)
    assert result is not None
    assert result.time_ms == 90 * 60_000
    assert field.undo() == "bibs.swap"
    assert field.season.data.entries[ada].bib == "401"


def test_a_bib_swapped_with_nothing_goes_over(field: Desk) -> None:
    field.entries(*BARE[:1])
    bare = next(e for e in field.season.data.entries.values() if not e.bib)
    ada = entry_id(field, "401")
    bibs.swap_bibs(field.season, ada, bare.id)
    assert field.entry("401").id == bare.id
    assert field.season.data.entries[ada].bib == ""


# ------------------------------------------------------------------------------- check-in


def test_a_check_in_is_counted_kept_and_taken_back(field: Desk) -> None:
    made = check_in.check_in(field.season, entry_id(field, "401"), ACTOR)
    assert (made.at_ms, made.gear_checked, made.actor) == (at("2026-05-24 08:30:00"), None, ACTOR)
    (here,) = check_in.counts_here(field.season, [race(field)])
    assert (here.entered, here.here, here.missing, here.used) == (4, 1, 3, True)
    assert field.undo() == "start.check-in"
    (here,) = check_in.counts_here(field.season, [race(field)])
    assert (here.here, here.used) == (0, False)
    field.redo()
    assert check_in.take_back(field.season, [entry_id(field, "401"), entry_id(field, "402")]) == 1
    assert field.season.data.check_ins == {}


def test_checking_in_twice_keeps_the_first_time_and_is_no_change(field: Desk) -> None:
    check_in.check_in(field.season, entry_id(field, "401"), ACTOR)
    field.clock.set("2026-05-24 08:40:00")
    before = field.season.data
    again = check_in.check_in(field.season, entry_id(field, "401"), ACTOR)
    assert again.at_ms == at("2026-05-24 08:30:00")
    assert field.season.data is before


def test_the_youngest_need_the_name_of_an_adult(field: Desk) -> None:
    fay = entry_id(field, "1")
    with pytest.raises(Refused) as refused:
        check_in.check_in(field.season, fay, ACTOR)
    assert refused.value.note.code == "start.adult-missing"
    assert refused.value.note.params["age"] == 11
    made = check_in.check_in(field.season, fay, ACTOR, adult="  Made-up Parent ")
    assert made.adult == "Made-up Parent"
    assert check_in.check_in(field.season, fay, ACTOR).adult == "Made-up Parent"
    assert check_in.adult_note(field.season, field.entry("2")) is None


def test_gear_is_noted_only_where_the_rules_ask_for_it(field: Desk) -> None:
    ada, ben = entry_id(field, "401"), entry_id(field, "402")
    assert check_in.check_in(field.season, ada, ACTOR, gear=True).gear_checked is None
    choose_option(field.season, "gear-check", "yes")
    assert check_in.check_in(field.season, ben, ACTOR).gear_checked is False
    (here,) = check_in.counts_here(field.season, [race(field)])
    assert here.gear_open == 2
    assert check_in.check_in(field.season, ben, ACTOR, gear=True).gear_checked is True
    assert check_in.check_in(field.season, ben, ACTOR).gear_checked is True
    (here,) = check_in.counts_here(field.season, [race(field)])
    assert here.gear_open == 1


def test_a_withdrawn_entry_is_not_checked_in(field: Desk) -> None:
    ada = entry_id(field, "401")
    withdraw(field.season, [ada])
    assert refusal(lambda: check_in.check_in(field.season, ada, ACTOR)) == "start.entry-withdrawn"


def test_a_bib_nobody_wears_suggests_those_that_look_like_it(field: Desk) -> None:
    event = field.event().id
    assert check_in.find_bib(field.season, event, " 0401 ") == entry_id(field, "401")
    with pytest.raises(Refused) as refused:
        check_in.find_bib(field.season, event, "410")
    assert refused.value.note.params == {"bib": "410", "suggestions": "401"}
    bibs.give_bib(field.season, entry_id(field, "201"), "402")
    assert refusal(lambda: check_in.find_bib(field.season, event, "402")) == "start.bib-shared"
    found = check_in.find_bib(field.season, event, "402", race(field, "mid"))
    assert field.season.data.entries[found].race_id == race(field, "mid")


# ------------------------------------------------------------------------------- waves


def test_a_wave_is_added_named_and_removed(field: Desk) -> None:
    second = waves.add_wave(field.season, race(field))
    assert (second.label, second.ordinal, second.gun_ms) == ("2", 2, None)
    assert refusal(lambda: waves.add_wave(field.season, race(field), "2")) == "wave.name-twice"
    waves.rename_wave(field.season, second.id, "Elite")
    assert refusal(lambda: waves.rename_wave(field.season, second.id, " ")) == "wave.name-missing"
    assert waves.wave_name(field.season.data, wave(field, number=1)) == "Long, Elite"
    assert waves.wave_name(field.season.data, wave(field)) == "Long, wave 1"
    assert waves.wave_named(field.season, race(field), "elite").id == second.id
    assert refusal(lambda: waves.wave_named(field.season, race(field), "9")) == "wave.unknown"
    waves.remove_wave(field.season, second.id)
    assert waves.wave_name(field.season.data, wave(field)) == "Long"
    assert refusal(lambda: waves.remove_wave(field.season, wave(field).id)) == "wave.only"
    assert field.undo() == "wave.remove"
    assert len(field.season.data.start_groups_of(race(field))) == 2


@pytest.mark.parametrize(
    ("rule", "bibs_moved"),
    [
        (WaveRule(genders=frozenset({Gender.F})), {"401", "404"}),
        (WaveRule(categories=frozenset({"M-OPEN", "M-CLASSIC"})), {"402", "403"}),
        (WaveRule(bibs="402-404"), {"402", "403", "404"}),
        (WaveRule(bibs="401, 999, 201"), {"401"}),
        (WaveRule(genders=frozenset({Gender.F}), bibs="402-404"), {"404"}),
        (WaveRule(), {"401", "402", "403", "404"}),
    ],
)
def test_a_rule_puts_those_it_fits_into_a_wave(
    field: Desk, rule: WaveRule, bibs_moved: set[str]
) -> None:
    second = waves.add_wave(field.season, race(field))
    plan = waves.plan_move(field.season, second.id, rule)
    assert {field.season.data.entries[each].bib for each in plan.moving} == bibs_moved
    assert waves.move_entries(field.season, plan) == len(bibs_moved)
    again = waves.plan_move(field.season, second.id, rule)
    assert (again.moving, again.there) == ((), len(bibs_moved))
    assert field.undo() == "wave.move"
    assert all(e.wave_id is None for e in field.season.data.entries.values())


def test_bibs_of_a_rule_that_nobody_of_the_race_wears_are_told(field: Desk) -> None:
    plan = waves.plan_move(field.season, wave(field).id, WaveRule(bibs="401, 999, 201"))
    assert plan.unknown == ("999", "201")


def test_a_removed_wave_leaves_its_runners_with_the_first(field: Desk) -> None:
    second = waves.add_wave(field.season, race(field))
    plan = waves.plan_move(field.season, second.id, WaveRule(bibs="401"))
    waves.move_entries(field.season, plan)
    lines = waves.wave_lines(field.season, field.event().id, race(field))
    assert [(line.name, line.entered, line.first) for line in lines] == [
        ("Long, wave 1", 3, True), ("Long, wave 2", 1, False),
    ]  # fmt: skip
    assert waves.remove_wave(field.season, second.id) == 1
    assert field.entry("401").wave_id is None
    gun(field)
    assert refusal(lambda: waves.remove_wave(field.season, wave(field).id)) == "wave.started"


# ------------------------------------------------------------------------------- the gun


def test_waves_started_together_are_one_operation(field: Desk) -> None:
    moment = at(GUN)
    both = [wave(field).id, wave(field, "mid").id]
    assert raceday.start_waves(field.season, both, moment) == 2
    assert raceday.gun_of(field.season, race(field)) == moment
    assert raceday.gun_of(field.season, race(field, "short")) is None
    assert field.undo() == "race.start"
    assert raceday.gun_of(field.season, race(field)) is None
    field.redo()
    assert raceday.gun_of(field.season, race(field, "mid")) == moment


def test_a_wave_that_was_started_is_never_started_again(field: Desk) -> None:
    first = gun(field)
    both = [wave(field).id, wave(field, "mid").id]
    assert raceday.start_waves(field.season, both, at("2026-05-24 10:20:00")) == 1
    assert raceday.gun_of(field.season, race(field)) == first
    assert raceday.start_waves(field.season, both, at("2026-05-24 10:30:00")) == 0


def test_each_wave_counts_from_its_own_gun(field: Desk) -> None:
    second = waves.add_wave(field.season, race(field))
    plan = waves.plan_move(field.season, second.id, WaveRule(bibs="402"))
    waves.move_entries(field.season, plan)
    gun(field)
    gun(field, text="2026-05-24 10:10:00", number=1)
    field.times("401,11:20:00,", "402,11:25:00,")
    times = field.times_ms()
    assert (times["401"], times["402"]) == (80 * 60_000, 75 * 60_000)
    assert raceday.gun_of(field.season, race(field)) == at(GUN)


def test_a_corrected_gun_says_who_changes_place_before_it_is_set(field: Desk) -> None:
    second = waves.add_wave(field.season, race(field))
    move = waves.plan_move(field.season, second.id, WaveRule(bibs="402, 403"))
    waves.move_entries(field.season, move)
    gun(field)
    gun(field, text="2026-05-24 10:10:00", number=1)
    field.times("401,11:20:00,", "402,11:25:00,", "403,11:35:00,")
    before = field.season.data
    effect = gun_effect(field.season, [second.id], at("2026-05-24 10:02:00"))
    assert field.season.data is before
    assert (effect.by_ms, effect.moved) == (-8 * 60_000, 2)
    said = [(move.bib, move.before, move.after) for move in effect.moves]
    assert said == [("401", 2, 1), ("402", 1, 2)]
    assert (effect.moves[1].time_before, effect.moves[1].time_after) == (75 * 60_000, 83 * 60_000)
    raceday.set_wave_guns(field.season, [second.id], at("2026-05-24 10:02:00"))
    now = {row.bib: row.result.rank for row in field.rows(race="long")}
    assert (now["401"], now["402"], now["403"]) == (1, 2, 3)
    assert field.undo() == "race.start"


def test_a_gun_that_moves_all_alike_changes_no_place(field: Desk) -> None:
    gun(field)
    field.times("401,11:20:00,", "402,11:25:00,")
    effect = gun_effect(field.season, [wave(field).id], at("2026-05-24 10:05:00"))
    assert (effect.moved, effect.moves) == (2, ())
    lost = gun_effect(field.season, [wave(field).id], at("2026-05-24 11:22:00"))
    assert (lost.before_gun, [(m.bib, m.before, m.after) for m in lost.moves]) == (
        1, [("402", 2, 1), ("401", 1, None)],
    )  # fmt: skip


# ------------------------------------------------------------------------------- late starters


def test_a_late_starter_by_the_gun_leaves_evidence_and_keeps_the_gun_time(field: Desk) -> None:
    gun(field)
    late.start_late(
        field.season, entry_id(field, "402"), at("2026-05-24 10:07:12"), LateCounts.GUN, ACTOR
    )
    field.times("402,11:20:00,")
    assert field.times_ms()["402"] == 80 * 60_000
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert (line.bib, line.counts, line.after_ms) == ("402", LateCounts.GUN, 432_000)
    (batch,) = [b for b in field.season.data.batches.values() if b.point == START]
    assert batch.race_id == race(field)
    field.undo()
    assert field.undo() == "start.late"
    assert late.late_lines(field.season, field.event().id, None) == ()


def test_a_late_start_is_that_runner_s_though_somebody_else_wears_the_bib_too(field: Desk) -> None:
    gun(field)
    ada, ben = entry_id(field, "401"), entry_id(field, "402")
    bibs.give_bib(field.season, ada, "402")
    late.start_late(field.season, ben, at("2026-05-24 10:07:00"), LateCounts.GUN, ACTOR)
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert line.entry_id == ben
    bibs.give_bib(field.season, ben, "409")
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert (line.entry_id, line.bib) == (ben, "409"), "the start stays with the runner"


def test_a_late_starter_with_an_own_start_counts_from_it(field: Desk) -> None:
    gun(field)
    ben = entry_id(field, "402")
    late.start_late(field.season, ben, at("2026-05-24 10:07:12"), LateCounts.OWN, ACTOR)
    field.times("401,11:20:00,", "402,11:20:00,")
    assert field.times_ms()["402"] == 80 * 60_000 - 432_000
    own = field.season.data.waves[field.season.data.entries[ben].wave_id]  # type: ignore[index]
    assert (own.label, own.is_own_start) == ("late 10:07:12", True)
    assert raceday.gun_of(field.season, race(field)) == at(GUN)
    lines = waves.wave_lines(field.season, field.event().id, race(field))
    assert [line.entered for line in lines] == [3]
    field.undo()
    assert field.undo() == "start.own"
    assert field.season.data.entries[ben].wave_id is None
    assert [w for w in field.season.data.waves.values() if w.is_own_start] == []


def test_an_own_start_is_corrected_and_taken_back_to_the_wave_it_left(field: Desk) -> None:
    second = waves.add_wave(field.season, race(field))
    ben = entry_id(field, "402")
    plan = waves.plan_move(field.season, second.id, WaveRule(bibs="402"))
    waves.move_entries(field.season, plan)
    gun(field)
    gun(field, text="2026-05-24 10:10:00", number=1)
    late.start_late(field.season, ben, at("2026-05-24 10:15:00"), LateCounts.OWN, ACTOR)
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert line.after_ms == 5 * 60_000
    late.start_late(field.season, ben, at("2026-05-24 10:16:00"), LateCounts.OWN, ACTOR)
    assert sum(w.is_own_start for w in field.season.data.waves.values()) == 1
    assert late.with_the_wave(field.season, ben)
    assert field.season.data.entries[ben].wave_id == second.id
    assert not any(w.is_own_start for w in field.season.data.waves.values())
    assert not late.with_the_wave(field.season, ben)


def test_the_gun_counts_again_for_who_had_an_own_start(field: Desk) -> None:
    gun(field)
    ben, moment = entry_id(field, "402"), at("2026-05-24 10:07:00")
    late.start_late(field.season, ben, moment, LateCounts.OWN, ACTOR)
    late.start_late(field.season, ben, moment, LateCounts.GUN, ACTOR)
    field.times("402,11:20:00,")
    assert field.times_ms()["402"] == 80 * 60_000
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert (line.counts, line.after_ms) == (LateCounts.GUN, 7 * 60_000)
    assert not any(w.is_own_start for w in field.season.data.waves.values())
    field.undo()
    assert field.undo() == "start.late"
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert line.counts is LateCounts.OWN


def test_a_start_read_before_an_own_start_is_told_against_the_gun_of_the_group(
    field: Desk,
) -> None:
    gun(field)
    ben = entry_id(field, "402")
    late.start_late(field.season, ben, at("2026-05-24 10:05:00"), LateCounts.GUN, ACTOR)
    late.start_late(field.season, ben, at("2026-05-24 10:07:00"), LateCounts.OWN, ACTOR)
    lines = late.late_lines(field.season, field.event().id, None)
    assert [line.after_ms for line in lines] == [7 * 60_000, 5 * 60_000]


def test_setting_the_gun_of_a_race_leaves_own_starts_alone(field: Desk) -> None:
    gun(field)
    ben = entry_id(field, "402")
    late.start_late(field.season, ben, at("2026-05-24 10:07:12"), LateCounts.OWN, ACTOR)
    raceday.set_gun(field.season, [race(field)], at("2026-05-24 10:01:00"))
    field.times("401,11:20:00,", "402,11:20:00,")
    times = field.times_ms()
    assert (times["401"], times["402"]) == (79 * 60_000, 80 * 60_000 - 432_000)
    raceday.set_gun(field.season, [race(field)], None)
    assert raceday.gun_of(field.season, race(field)) is None


def test_who_is_let_go_early_has_an_own_start_before_the_gun(field: Desk) -> None:
    cai = entry_id(field, "403")
    late.start_late(field.season, cai, at("2026-05-24 09:30:00"), LateCounts.OWN, ACTOR)
    assert raceday.gun_of(field.season, race(field)) is None
    gun(field)
    late.start_late(field.season, cai, at("2026-05-24 09:31:00"), LateCounts.OWN, ACTOR)
    own = field.season.data.waves[field.season.data.entries[cai].wave_id]  # type: ignore[index]
    assert own.label == "early 09:31:00"


def test_nobody_is_late_by_the_gun_before_there_is_one(field: Desk) -> None:
    moment = at("2026-05-24 10:07:12")
    ben = entry_id(field, "402")
    refused = refusal(lambda: late.start_late(field.season, ben, moment, LateCounts.GUN, ACTOR))
    assert refused == "start.late-no-gun"


@pytest.mark.parametrize("counts", list(LateCounts))
def test_a_late_start_takes_a_did_not_start_back_in_the_same_act(
    field: Desk, counts: LateCounts
) -> None:
    gun(field)
    ben = entry_id(field, "402")
    results.rule_on(field.season, ben, RulingKind.DNS, "not here", ACTOR)
    late.start_late(field.season, ben, at("2026-05-24 10:07:12"), counts, ACTOR)
    result = field.season.result_of(ben)
    assert result is not None
    assert result.status is ResultStatus.PENDING
    field.undo()
    result = field.season.result_of(ben)
    assert result is not None
    assert result.status is ResultStatus.DNS


def test_a_late_starter_without_a_bib_is_known_all_the_same(field: Desk) -> None:
    gun(field)
    ben = entry_id(field, "402")
    bibs.give_bib(field.season, ben, "")
    late.start_late(field.season, ben, at("2026-05-24 10:07:12"), LateCounts.GUN, ACTOR)
    (line,) = late.late_lines(field.season, field.event().id, None)
    assert line.entry_id == ben


def test_an_own_start_says_what_it_would_do_before_it_does(field: Desk) -> None:
    gun(field)
    field.times("401,11:20:00,", "402,11:25:00,")
    ben = entry_id(field, "402")
    effect = late.own_start_effect(field.season, ben, at("2026-05-24 10:07:00"))
    assert effect.after_ms == 7 * 60_000
    assert effect.mine is not None
    assert (effect.mine.before, effect.mine.after) == (2, 1)
    assert [(move.bib, move.after) for move in effect.others] == [("401", 2)]
    assert field.entry("402").wave_id is None


# ------------------------------------------------------------------------------- no-shows


def marked(desk: Desk, by: NoShowsBy, text: str = "", *races: str) -> list[str]:
    ids = [race(desk, code) for code in races or ("short", "mid", "long")]
    plan = no_shows.plan_no_shows(desk.season, ids, by, text)
    return [each.bib for each in plan.marked]


def here(desk: Desk, *wanted: str) -> None:
    for bib in wanted:
        check_in.check_in(desk.season, entry_id(desk, bib), ACTOR, adult="Made-up Parent")


def test_no_shows_by_check_in_are_those_not_here_and_not_seen(field: Desk) -> None:
    here(field, "401", "2")
    field.start("10:00:00", "willesden", "long", "short")
    field.times("402,11:20:00,")
    assert marked(field, NoShowsBy.CHECK_IN) == ["1", "403", "404"]


def test_a_race_without_check_in_or_without_a_gun_is_left_alone(field: Desk) -> None:
    here(field, "401", "201")
    field.start("10:00:00", "willesden", "long", "short")
    plan = no_shows.plan_no_shows(
        field.season, [race(field, code) for code in ("short", "mid", "long")], NoShowsBy.CHECK_IN
    )
    told = {line.label: (line.not_started, line.unused, line.marked) for line in plan.races}
    assert told == {
        "Slope Sprint": (False, True, 0), "Midi": (True, False, 0), "Long": (False, False, 3),
    }  # fmt: skip


def test_a_list_of_who_did_not_start_leaves_those_seen_alone_and_tells_it(field: Desk) -> None:
    field.start("10:00:00", "willesden", "long")
    field.times("402,11:20:00,")
    plan = no_shows.plan_no_shows(
        field.season, [race(field), race(field, "mid")], NoShowsBy.ABSENT, "402-403, 999 201"
    )
    assert [each.bib for each in plan.marked] == ["403"]
    assert (plan.seen, plan.unknown, plan.waiting) == (("402",), ("999",), ("201",))


def test_a_list_of_who_started_marks_all_others_but_never_everybody(field: Desk) -> None:
    field.start("10:00:00", "willesden", "long")
    assert marked(field, NoShowsBy.STARTED, "401, 402", "long") == ["403", "404"]
    assert marked(field, NoShowsBy.STARTED, "", "long") == []
    here(field, "403")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.STARTED, "401, 402")
    assert [each.bib for each in plan.marked] == ["404"]
    assert plan.here == ("403",)


def test_a_late_starter_with_an_own_start_is_no_no_show(field: Desk) -> None:
    here(field, "401", "403", "404")
    field.start("10:00:00", "willesden", "long")
    ben = entry_id(field, "402")
    late.start_late(field.season, ben, at("2026-05-24 10:07:12"), LateCounts.OWN, ACTOR)
    assert marked(field, NoShowsBy.CHECK_IN) == []


def test_marking_is_one_operation_with_its_reason_and_undo_takes_all_back(field: Desk) -> None:
    here(field, "401", "402")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    assert plan.over_half == ()
    assert no_shows.mark_no_shows(field.season, plan, ACTOR, reason="not checked in") == 2
    found = {bib: row.result.status for bib, row in field.by_bib().items()}
    assert (found["403"], found["404"], found["401"]) == (
        ResultStatus.DNS, ResultStatus.DNS, ResultStatus.PENDING,
    )  # fmt: skip
    assert marked(field, NoShowsBy.CHECK_IN) == []
    assert field.undo() == "start.dns"
    assert {row.result.status for row in field.rows(race="long")} == {ResultStatus.PENDING}
    assert field.redo() == "start.dns"


def test_more_than_half_of_a_field_is_marked_only_when_somebody_confirms_it(field: Desk) -> None:
    here(field, "401")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    assert [line.label for line in plan.over_half] == ["Long"]
    assert refusal(lambda: no_shows.mark_no_shows(field.season, plan, ACTOR, reason="")) == (
        "start.dns-too-many"
    )
    assert field.season.data.rulings == {}
    assert no_shows.mark_no_shows(field.season, plan, ACTOR, reason="", confirmed=True) == 3


def test_who_is_seen_while_the_preview_is_looked_at_is_not_marked(field: Desk) -> None:
    here(field, "401", "402")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    field.clock.set("2026-05-24 11:20:00")
    timing.key_finish(
        field.season, field.event().id, race(field), "403", field.clock.now_ms(), ACTOR
    )
    withdraw(field.season, [entry_id(field, "404")])
    assert no_shows.mark_no_shows(field.season, plan, ACTOR, reason="") == 0
    assert field.season.data.rulings == {}


def test_who_is_checked_in_while_the_preview_is_looked_at_is_not_marked(field: Desk) -> None:
    here(field, "401", "402", "403")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    assert [each.bib for each in plan.marked] == ["404"]
    here(field, "404")
    assert no_shows.mark_no_shows(field.season, plan, ACTOR, reason="") == 0
    absent = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.ABSENT, "404")
    assert no_shows.mark_no_shows(field.season, absent, ACTOR, reason="") == 1


def test_who_gets_an_own_start_while_the_preview_is_looked_at_is_not_marked(field: Desk) -> None:
    here(field, "401", "402", "403")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    late.start_late(
        field.season, entry_id(field, "404"), at("2026-05-24 10:07:00"), LateCounts.OWN, ACTOR
    )
    assert no_shows.mark_no_shows(field.season, plan, ACTOR, reason="") == 0


def test_nobody_is_marked_whose_gun_was_taken_back_meanwhile(field: Desk) -> None:
    here(field, "401", "402", "403")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    field.undo()
    assert wave(field).gun_ms is None
    assert no_shows.mark_no_shows(field.season, plan, ACTOR, reason="") == 0


def test_who_was_marked_and_is_seen_later_becomes_a_problem(field: Desk) -> None:
    here(field, "401", "402")
    field.start("10:00:00", "willesden", "long")
    plan = no_shows.plan_no_shows(field.season, [race(field)], NoShowsBy.CHECK_IN)
    no_shows.mark_no_shows(field.season, plan, ACTOR, reason="not checked in")
    before = {(p.code, p.place.entry_id if p.place else None) for p in field.problems()}
    field.times("403,11:20:00,")
    after = {(p.code, p.place.entry_id if p.place else None) for p in field.problems()}
    assert any(entry == entry_id(field, "403") for _code, entry in after - before)


def test_a_withdrawn_runner_is_nobody_s_no_show(field: Desk) -> None:
    here(field, "401", "402")
    withdraw(field.season, [entry_id(field, "404")])
    field.start("10:00:00", "willesden", "long")
    assert marked(field, NoShowsBy.CHECK_IN) == ["403"]
    assert field.entry("404").status is EntryStatus.WITHDRAWN


def test_the_age_that_asks_for_an_adult_is_that_on_the_event_s_day(field: Desk) -> None:
    from trailsdesk.services.entries import edit_runner

    fay = field.entry("1")
    edit_runner(field.season, fay.runner_id, birth_date=date(2013, 5, 24))
    assert check_in.adult_note(field.season, field.entry("1")) is None
    edit_runner(field.season, fay.runner_id, birth_date=date(2013, 5, 25))
    assert check_in.adult_note(field.season, field.entry("1")) is not None
