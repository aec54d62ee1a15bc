"""Files of timing systems from their bytes to the results: days, clocks, points, pieces."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.desk import at, codes_of
from tests.services.logs import (
    ipico,
    plan_file,
    source,
    take_chips,
    take_file,
    take_log,
    take_path,
)
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.problems import InputUnreadable, KnownError
from trailsdesk.i18n import message
from trailsdesk.services import event_setup, history, raceday, timing
from trailsdesk.services.checkpoints import check_code
from trailsdesk.services.chips import is_chip_list, plan_chips, read_pairs
from trailsdesk.services.sources import read_source
from trailsdesk.services.time_import import is_timing, look_at, make_points
from trailsdesk.services.time_words import time_facts, what_it_is

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk
    from trailsdesk.services.time_import import TimePlan

MINUTE = 60_000
HOUR = 60 * MINUTE
STREAM = (
    "CT01_13~1~start~guntime~10:00:00.47~0~0007F0~0",
    "CT01_13~2~finish~A1~11:20:00.10~1~0007F0~1",
    "CT01_13~3~finish~B2~11:21:00.00~1~0007F0~1",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(
        "1,Ada,Rimu,F,1990-03-02,NZL,long",
        "2,Bram,Tawa,M,1985-07-20,NED,long",
        "3,Cleo,Larch,F,1979-12-31,AUS,mid",
    )
    take_chips(desk, "1,A1", "1,0580037000A1", "2,B2", "2,0580037000b2", "3,0580037000c3")
    return desk


def facts(desk: Desk, plan: TimePlan) -> str:
    return " ".join(time_facts(plan, desk.event().zone))


# ------------------------------------------------------------------------------- what it is


def test_a_raw_log_counts_for_its_runners_and_its_bad_lines_are_told_by_number(desk: Desk) -> None:
    desk.start()
    plan = take_log(
        desk,
        [
            ipico("0580037000a1", "2026-05-24 11:20:00.25"),
            "scribble",
            ipico("0580037000b2", "2026-05-24 11:19:00"),
            ipico("0580037000a1", "2026-05-24 11:20:01")[:-2] + "00",
        ],
        "mat.txt",
    )
    assert (plan.format, plan.mapped, plan.added, plan.odd_rows) == ("ipico-raw", None, 2, 2)
    assert what_it_is(plan, "mat.txt") == (
        "mat.txt: ipico raw log, 2 reads, 2 lines not understood"
    )
    assert [(p.row, p.code) for p in plan.problems] == [(2, "raw.foreign"), (4, "raw.checksum")]
    assert [row.bib for row in desk.rows(race="long")][:2] == ["2", "1"]
    (batch,) = desk.season.data.batches.values()
    assert (batch.format, batch.name) == ("ipico-raw", "mat.txt")
    assert {read.chip for read in desk.season.data.reads.values()} == {
        "0580037000A1", "0580037000B2",
    }  # fmt: skip


def test_what_a_person_checks_is_said_in_sentences(desk: Desk) -> None:
    desk.start()
    plan = plan_file(desk, source("\n".join(STREAM)), offset_ms=Duration(12_000))
    assert facts(desk, plan) == (
        "First 11:20:12.1, last 11:21:12 on 24 May 2026, clock corrected by +0:00:12."
        " Times without a date are put on 24 May 2026. 2 chips, all known."
        " It has a gun at 10:00:00.4; no race is given it unless you say so."
    )


def test_a_file_of_another_day_than_the_race_is_told_before_it_is_taken(desk: Desk) -> None:
    log = source(ipico("0580037000a1", "2026-05-10 11:20:00"))
    plan = plan_file(desk, log)
    assert [each.code for each in plan.problems] == ["times.other-day"]
    assert message(plan.problems[0]).startswith("The times in this file are of 10 May 2026, but")
    assert plan.added == 1, "it is told and never refused"
    assert plan_file(desk, log, offset_ms=Duration(14 * 24 * 60 * MINUTE)).problems == ()


def test_a_gun_in_a_file_is_told_and_never_set(desk: Desk) -> None:
    plan = take_log(desk, STREAM)
    assert plan.guns == (at("2026-05-24 10:00:00") + 470,)
    assert raceday.gun_of(desk.season, desk.race("long").id) is None
    assert desk.times_ms()["1"] is None
    raceday.set_gun(desk.season, [desk.race("long").id], plan.guns[0])
    assert desk.times_ms()["1"] == 80 * MINUTE - 1000, "11:20:00.10 less 10:00:00.47, cut down"


def test_a_file_that_holds_no_times_is_refused_with_what_it_is_instead(desk: Desk) -> None:
    people = "Bib,First name,Last name,Born\n1,Ada,Rimu,1990-03-02\n2,Bram,Tawa,1985-07-20\n"
    seen = look_at(source(people, "people.csv"))
    assert not is_timing(seen)
    for content in (b"%PDF-1.7 list", b"<gpx></gpx>", b"\x89PNG\r\n\x1a\n0000"):
        with pytest.raises(InputUnreadable):
            look_at(source(content, "times.csv"))


# ------------------------------------------------------------------------------- days and clocks


def table(*lines: str) -> str:
    return "\n".join(["Bib,Time", *lines, ""])


def test_times_without_a_date_follow_midnight_from_the_gun(desk: Desk) -> None:
    desk.start("20:00:00")
    plan = take_file(desk, source(table("1,23:40:00", "2,00:20:00")), kind="clock")
    assert plan.days == (date(2026, 5, 24), date(2026, 5, 25))
    assert "put on 24 May 2026, past midnight on 25 May 2026" in facts(desk, plan)
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (220 * MINUTE, 260 * MINUTE)


def test_the_day_of_times_without_a_date_is_what_a_person_says(desk: Desk) -> None:
    desk.start("20:00:00")
    file = source(table("1,07:40:00", "2,08:20:00"))
    assert plan_file(desk, file, kind="clock").days == (date(2026, 5, 25), date(2026, 5, 25))
    plan = take_file(desk, file, day=date(2026, 5, 26))
    assert plan.days == (date(2026, 5, 26), date(2026, 5, 26))
    assert desk.times_ms()["1"] == (35 * 60 + 40) * MINUTE, "past a whole day"
    again = plan_file(desk, file, day=date(2026, 5, 27))
    assert (again.added, again.known) == (0, 2), "the same lines on another day are no new reads"


def test_a_log_with_dates_goes_on_past_a_whole_day_and_needs_no_day(desk: Desk) -> None:
    desk.start()
    plan = take_log(
        desk,
        [
            ipico("0580037000a1", "2026-05-25 12:00:00"),
            ipico("0580037000b2", "2026-05-26 09:30:00"),
        ],
    )
    assert plan.days is None
    assert (desk.times_ms()["1"], desk.times_ms()["2"]) == (26 * HOUR, 47 * HOUR + 30 * MINUTE)


def test_a_clock_that_was_behind_is_corrected_for_the_whole_file(desk: Desk) -> None:
    desk.start()
    plan = take_file(desk, source("\n".join(STREAM[1:])), offset_ms=Duration(90_000))
    assert plan.offset_ms == 90_000
    assert desk.times_ms()["1"] == 81 * MINUTE + 30_000
    (batch,) = desk.season.data.batches.values()
    assert batch.offset_ms == 90_000
    assert min(r.instant_ms or 0 for r in desk.season.data.reads.values()) == (
        at("2026-05-24 11:20:00") + 100
    )
    timing.set_offsets(desk.season, [batch.id], Duration(0))
    assert desk.times_ms()["1"] == 80 * MINUTE


def test_a_correction_said_for_times_that_are_in_already_is_told_to_change_nothing(
    desk: Desk,
) -> None:
    desk.start()
    log = source("\n".join(STREAM[1:]))
    take_file(desk, log)
    before = desk.times_ms()
    again = take_file(desk, log, offset_ms=Duration(90_000))
    assert "times.offset-stands" in {each.code for each in again.problems}
    assert desk.times_ms() == before
    assert "times.offset-stands" not in {each.code for each in take_file(desk, log).problems}


@pytest.mark.parametrize(
    ("day", "gun", "clocks", "minutes"),
    [
        # 3:00 in summer time becomes 2:00: an hour is there twice.
        ("2026-04-05", "01:30:00", ("03:10:00", "04:00:00"), (160, 210)),
        ("2026-04-05", "01:30:00", ("01:50:00", "03:30:00"), (20, 180)),
        # 2:00 becomes 3:00: an hour is missing.
        ("2026-09-27", "01:30:00", ("03:10:00", "04:00:00"), (40, 90)),
        ("2026-09-26", "22:00:00", ("23:00:00", "05:00:00"), (60, 360)),
    ],
    ids=["back, after it", "back, before and after", "forward", "forward, over midnight"],
)
def test_results_run_through_the_change_of_the_clocks(
    desk: Desk, day: str, gun: str, clocks: tuple[str, str], minutes: tuple[int, int]
) -> None:
    event_setup.edit_event(desk.season, desk.event().id, day=date.fromisoformat(day))
    desk.start(gun)
    lines = [f"{bib},{clock}" for bib, clock in zip("12", clocks, strict=True)]
    take_file(desk, source(table(*lines)), kind="clock")
    assert [desk.times_ms()[bib] for bib in "12"] == [each * MINUTE for each in minutes]


@pytest.fixture
def autumn(desk: Desk) -> Desk:
    """A race in the night in which 3:00 becomes 2:00, started at half past one."""
    event_setup.edit_event(desk.season, desk.event().id, day=date(2026, 4, 5))
    desk.start("01:30:00")
    return desk


def test_a_time_in_the_hour_that_came_twice_is_told(autumn: Desk) -> None:
    plan = take_file(autumn, source(table("1,02:50:00", "2,03:50:00")), kind="clock")
    assert "times.repeated-first" in codes_of(plan.problems)
    assert autumn.times_ms()["1"] == 80 * MINUTE, "the first of the two"


def test_a_log_that_steps_back_by_an_hour_is_followed_and_the_same_file_adds_nothing(
    autumn: Desk,
) -> None:
    log = source(table("1,02:50:00", "2,02:10:00"))
    plan = take_file(autumn, log, kind="clock")
    assert "times.repeated-told" in codes_of(plan.problems)
    assert [autumn.times_ms()[bib] for bib in "12"] == [80 * MINUTE, 100 * MINUTE]
    for said in (None, "first", "second"):
        assert plan_file(autumn, log, kind="clock", repeated=said).added == 0
    autumn.undo()
    assert take_file(autumn, log, kind="clock").added == 2
    assert [autumn.times_ms()[bib] for bib in "12"] == [80 * MINUTE, 100 * MINUTE]


def test_a_reading_of_the_hour_that_came_twice_stands_until_it_is_retracted(autumn: Desk) -> None:
    log = source(table("1,02:40:00", "2,02:50:00"))
    take_file(autumn, log, kind="clock", repeated="second")
    assert autumn.times_ms()["1"] == 130 * MINUTE
    again = plan_file(autumn, log, kind="clock", repeated="first")
    assert "times.repeated-stands" in codes_of(again.problems)
    assert "times.repeated-stands" not in codes_of(plan_file(autumn, log, kind="clock").problems)
    (batch,) = autumn.season.data.batches
    timing.retract_batch(autumn.season, batch)
    take_file(autumn, log, kind="clock", repeated="first")
    assert autumn.times_ms()["1"] == 70 * MINUTE


def test_a_longer_download_reads_the_hour_that_came_twice_as_the_shorter_one_was_read(
    autumn: Desk,
) -> None:
    take_file(autumn, source(table("1,02:40:00")), kind="clock", repeated="second")
    longer = take_file(autumn, source(table("1,02:40:00", "2,02:50:00"), "b.csv"), kind="clock")
    assert (longer.added, longer.known) == (1, 1)
    assert "times.repeated-second" in codes_of(longer.problems)
    assert [autumn.times_ms()[bib] for bib in "12"] == [130 * MINUTE, 140 * MINUTE]


def test_a_time_the_clocks_never_showed_is_told_with_its_line(desk: Desk) -> None:
    event_setup.edit_event(desk.season, desk.event().id, day=date(2026, 9, 27))
    desk.start("01:30:00")
    plan = take_file(desk, source(table("1,03:50:00", "2,02:50:00")), kind="clock")
    assert [each.row for each in plan.problems if each.code == "times.skipped-hour"] == [3]
    assert plan.added == 2


# ------------------------------------------------------------------------------- points


CHECKPOINTS = (
    "bib,name,status,category,sex,country,Start,Coopers  Knob,Aid 2,Finish\n"
    "1,Ada Rimu,FINISHER,SE,FEMALE,NZ,2026-05-24T10:00:05.000+12:00,2026-05-24T10:31:00.000+12:00,"
    "2026-05-24T11:00:00.000+12:00,2026-05-24T11:20:00.000+12:00\n"
    "2,Bram Tawa,WITHDRAWN,SE,MALE,NL,2026-05-24T10:00:07.000+12:00,2026-05-24T10:33:00.000+12:00,"
    ",\n"
)


def test_each_checkpoint_of_a_table_is_a_batch_and_may_become_a_point(desk: Desk) -> None:
    desk.start()
    plan = take_file(desk, source(CHECKPOINTS, "live.csv"))
    assert plan.format == "livetrail-times"
    assert [(new.point, len(new.reads)) for new in plan.batches] == [
        ("finish", 2), ("start", 2), ("coopers-knob", 2), ("aid-2", 1),
    ]  # fmt: skip
    statuses = {row.bib: row.result.status.value for row in desk.rows(race="long")}
    assert statuses == {"1": "OK", "2": "DNF"}
    assert desk.season.splits(desk.race().id) == {}
    assert make_points(desk.season, plan) == 2
    assert [(p.code, p.label, p.race_id) for p in desk.season.data.points_of(desk.race().id)] == [
        ("coopers-knob", "Coopers Knob", desk.race().id), ("aid-2", "Aid 2", desk.race().id),
    ]  # fmt: skip
    splits = desk.season.splits(desk.race().id)[desk.entry("1").id]
    assert [split.since_ms for split in splits] == [31 * MINUTE, 60 * MINUTE]
    again = plan_file(desk, source(CHECKPOINTS, "live.csv"))
    assert (again.added, again.known, again.points) == (0, 7, ())
    contents = [desk.season.file.batch_content(batch_id) for batch_id in desk.season.data.batches]
    assert sum(content is not None for content in contents) == 1, "the file is kept once"


def test_a_place_of_a_file_can_be_another_point_or_be_left_out(desk: Desk) -> None:
    places = {"Coopers Knob": "cp1", "Aid 2": "-"}
    plan = plan_file(desk, source(CHECKPOINTS), places=places)
    assert [new.point for new in plan.batches] == ["finish", "start", "cp1"]


def test_a_checkpoint_known_by_its_name_keeps_its_code(desk: Desk) -> None:
    plan = plan_file(desk, source(CHECKPOINTS))
    make_points(desk.season, plan)
    renamed = CHECKPOINTS.replace("Coopers  Knob", "coopers-knob").replace("Aid 2", "AID  2")
    again = plan_file(desk, source(renamed))
    assert [new.point for new in again.batches][2:] == ["coopers-knob", "aid-2"]
    assert again.points == ()


def test_places_whose_long_names_begin_alike_stay_two_places(desk: Desk) -> None:
    names = {"Coopers  Knob": "Aid Station North 1", "Aid 2": "Aid Station North 2"}
    text = CHECKPOINTS
    for before, after in names.items():
        text = text.replace(before, after)
    plan = plan_file(desk, source(text))
    codes = [point.code for point in plan.points]
    assert [point.label for point in plan.points] == list(names.values())
    assert len(set(codes)) == 2
    assert all(check_code(code) is None for code in codes)
    make_points(desk.season, plan)
    assert [new.point for new in plan_file(desk, source(text)).batches][2:] == codes


def test_a_column_that_repeats_the_finish_is_no_checkpoint(desk: Desk) -> None:
    text = "Bib,Halfway,Chip time,Finish\n" + "".join(
        f"{bib},0:40:0{bib},1:20:0{bib},1:20:0{bib}\n" for bib in (1, 2)
    )
    plan = plan_file(desk, source(text), kind="elapsed")
    assert "finish" in {new.point for new in plan.batches}
    assert not {"chip-time"} & {new.point for new in plan.batches}


def test_a_log_that_names_one_place_is_about_the_point_it_is_taken_for(desk: Desk) -> None:
    lines = [
        "CT01_13~2~MAT 7~A1~11:20:00.10~1~0007F0~1",
        "CT01_13~3~MAT 7~B2~11:21:00.00~1~0007F0~1",
    ]
    plan = plan_file(desk, source("\n".join(lines)))
    assert [new.point for new in plan.batches] == ["finish"]
    at_cp = plan_file(desk, source("\n".join(lines)), point="cp1")
    assert [new.point for new in at_cp.batches] == ["cp1"]


# ------------------------------------------------------------------------------- in pieces


def _made_log(rng: random.Random) -> list[str]:
    """Reads of three chips over a night and a day, with exact repeats among them."""
    start = datetime.fromisoformat("2026-05-24 10:00:00")
    lines = []
    for _each in range(14):
        when = start + timedelta(seconds=rng.randrange(30 * 3600))
        tag = rng.choice(["0580037000a1", "0580037000b2", "0580037000ff"])
        line = ipico(tag, when.isoformat(" "))
        lines += [line] * rng.choice([1, 1, 1, 2])
    return lines


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_split_of_a_log_into_overlapping_shuffled_parts_ends_with_the_same_reads(
    desk: Desk, data: st.DataObject
) -> None:
    desk.season.secure = lambda _reason: None  # type: ignore[method-assign]  no copies: quicker
    rng = random.Random(data.draw(st.integers(0, 10_000)))
    lines = sorted(set(_made_log(rng)), key=lambda line: line[20:34])
    taken = len(history.history(desk.season))
    take_log(desk, lines, "whole.txt", leads=True)
    whole, results = _reads(desk), desk.fingerprint()
    desk.undo()
    numbers = range(len(lines))
    parts = data.draw(
        st.lists(st.lists(st.sampled_from(numbers), min_size=1, unique=True), max_size=3)
    )
    rest = [number for number in numbers if not any(number in part for part in parts)]
    order = data.draw(st.permutations([*parts, rest, list(numbers)[:5]]))
    for at_part, part in enumerate(order):
        if part:
            take_log(desk, [lines[n] for n in part], f"part-{at_part}.txt", leads=True)
    assert _reads(desk) == whole
    assert desk.fingerprint() == results
    for at_part, part in enumerate(order):
        plan = (
            plan_file(desk, source("\n".join(lines[n] for n in part) or "x", f"{at_part}.txt"))
            if part
            else None
        )
        assert plan is None or plan.added == 0
    while len(history.history(desk.season)) > taken and history.undo(desk.season):
        pass
    assert _reads(desk) == []


def _reads(desk: Desk) -> list[tuple[str, int | None, int]]:
    """What the season holds of live sources, whatever file it came in."""
    live = {b.id for b in desk.season.data.batches.values() if not b.retracted}
    found = [
        (read.chip, read.instant_ms, read.occurrence)
        for read in desk.season.data.reads.values()
        if read.batch_id in live
    ]
    return sorted(found)  # type: ignore[arg-type]  every read of such a log has a time


def test_a_retracted_log_can_be_brought_back_or_taken_again(desk: Desk) -> None:
    desk.start()
    lines = [ipico("0580037000a1", "2026-05-24 11:20:00")]
    take_log(desk, lines)
    (batch,) = desk.season.data.batches.values()
    timing.retract_batch(desk.season, batch.id)
    assert desk.times_ms()["1"] is None
    timing.retract_batch(desk.season, batch.id, retracted=False)
    assert desk.times_ms()["1"] == 80 * MINUTE
    timing.retract_batch(desk.season, batch.id)
    assert take_log(desk, lines).added == 1


# ------------------------------------------------------------------------------- real files


def test_every_real_log_is_taken_or_refused_with_a_plain_reason(
    desk: Desk, shared_data: Path
) -> None:
    taken: dict[str, int] = {}
    for path in sorted((shared_data / "rawtiming").iterdir()):
        file = read_source(path)
        seen = look_at(file)
        if is_chip_list(seen):
            pairs, told = read_pairs(seen, file)
            plan = plan_chips(desk.season, desk.event().id, file.name, pairs, told)
            taken[path.name] = plan.takes
        elif seen.raw is not None:
            taken[path.name] = take_path(desk, path).added
        else:
            assert not is_timing(seen), path.name
    assert taken["ipico-reads-large.txt"] == 100
    assert taken["ipico-bibchip-large.txt"] == 100
    assert taken["mylaps-legacy-store-frame.txt"] == 30
    assert taken["impinj-tag-timestamp.csv"] == 22
    assert len(taken) == 17, sorted(taken)
    assert min(taken.values()) > 0


def test_the_large_real_log_finds_its_runners_through_the_real_chip_list(
    desk: Desk, shared_data: Path
) -> None:
    folder = shared_data / "rawtiming"
    chips = read_source(folder / "ipico-bibchip-large.txt")
    pairs, _told = read_pairs(look_at(chips), chips)
    listed = {pair.chip.upper() for pair in pairs}
    plan = plan_file(desk, read_source(folder / "ipico-reads-large.txt"))
    read = {draft.chip for draft in plan.drafts}
    assert len(read) == 100
    assert len(read & listed) == 100


@pytest.mark.parametrize(
    ("name", "finishes", "points"),
    [
        ("livetrail-style-mtr-2024.csv", 513, 6),
        ("livetrail-style-integrale-2024-two-waves.csv", 722, 8),
        ("livetrail-style-utmb-2025-subset.csv", 183, 22),
    ],
)
def test_real_checkpoint_tables_give_a_batch_for_every_column(
    desk: Desk, shared_data: Path, name: str, finishes: int, points: int
) -> None:
    plan = plan_file(desk, read_source(shared_data / "results" / name), race="long")
    counts = {new.point: len(new.reads) for new in plan.batches}
    assert (counts["finish"], counts["start"], len(counts)) == (finishes, finishes, points + 2)
    assert len(plan.points) == points
    assert plan.refused == 0


def test_each_race_of_a_real_list_of_several_can_be_taken(desk: Desk, shared_data: Path) -> None:
    file = read_source(shared_data / "iof" / "ResultList3.xml")
    first = plan_file(desk, file)
    assert len(first.list_races) == 2
    assert "raw.first-race-taken" in codes_of(first.problems)
    second = plan_file(desk, file, list_race=first.list_races[1])
    assert "raw.first-race-taken" not in codes_of(second.problems)
    assert second.drafts
    assert {d.raw for d in second.drafts} != {d.raw for d in first.drafts}


def test_lists_that_are_no_times_are_refused_by_the_reader(shared_data: Path) -> None:
    for path in sorted((shared_data / "gpx").iterdir())[:3]:
        with pytest.raises(KnownError):
            look_at(read_source(path))
    for path in (shared_data / "results").glob("checkpoints-*.csv"):
        assert not is_timing(look_at(read_source(path))), path.name
