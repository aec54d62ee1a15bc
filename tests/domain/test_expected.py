"""Last seen, expected next, and the cut-off that matters: rules a person can check by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_race, clock_ms, elapsed_ms
from trailsdesk.domain.event import PointId, RaceId, TimingPoint
from trailsdesk.domain.expected import (
    CutOff,
    Due,
    Lookout,
    Route,
    Whereabouts,
    route_of,
    urgency,
)
from trailsdesk.domain.problems import Note
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.splits import splits_of

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Duration

MINUTE = 60_000


def a_point(code: str, km: float | None = None, **fields: object) -> TimingPoint:
    number = int("".join(filter(str.isdigit, code)) or 0)
    return TimingPoint(
        **{
            "id": PointId(number),
            "race_id": RaceId(1),
            "code": code,
            "label": code.upper(),
            "ordinal": number,
            "distance_m": None if km is None else km * 1000,
            **fields,
        }
    )


CP1, CP2, CP3 = a_point("cp1", 10), a_point("cp2", 20), a_point("cp3", 30)


class Played:
    """A race of 40 km with checkpoints, its runners called in here and there."""

    def __init__(self, *points: TimingPoint, km: float | None = 40, **race: object) -> None:
        self.points = points
        self.build = SeasonBuilder(distance_m=None if km is None else km * 1000, **race)

    def runner(self, bib: str, **seen: str) -> None:
        """``cp1="11:00:00"``, ``cp1_out=...``, ``finish=...``."""
        self.build.entry(bib)
        for where, clock in seen.items():
            point = where.replace("_", "/")
            batch = self.build.batch(point=point)
            self.build.read(bib, batch=batch, instant_ms=self.build.instant(clock))

    def course(self) -> Route:
        return route_of(self.build.races[RaceId(1)], self.points, "the finish")

    def where(self, bib: str) -> Whereabouts:
        season = self.build.season()
        reads = resolve_reads(season, season.events[next(iter(season.events))].id)
        gap: Duration = elapsed_ms("0:00:30")
        splits = {
            entry_id: found
            for entry_id, seen in reads.entries.items()
            if (found := splits_of(seen, self.points, gap))
        }
        gun = clock_ms("10:00:00")
        look = Lookout(self.course(), splits, reads.entries, gun, self.build.zone)
        return look.of(self.build.entry_id(bib), gun)


def due(where: Whereabouts) -> tuple[str, int] | None:
    """The next place and minutes after 10:00."""
    if where.due is None:
        return None
    return where.due.code, (where.due.instant_ms - clock_ms("10:00:00")) // MINUTE


def test_a_runner_is_expected_by_their_own_pace_carried_on_evenly() -> None:
    race = Played(CP1, CP2)
    race.runner("1", cp1="11:00:00")
    assert due(race.where("1")) == ("cp2", 120)


def test_the_reason_names_every_figure_it_is_made_from() -> None:
    race = Played(CP1, CP2)
    race.runner("1", cp1="11:00:00")
    found = race.where("1").due
    assert found is not None
    assert found.note == Note(
        code="lookout.due-own",
        params={
            "last": "CP1",
            "elapsed": "1:00:00",
            "done": "10.0",
            "unit": "km",
            "pace": "6:00",
            "next": "CP2",
            "more": "10.0",
            "leg": "1:00:00",
            "left": "11:00:00",
        },
    )


def test_a_hundred_metres_of_climb_count_as_a_kilometre_where_every_climb_is_known() -> None:
    points = (a_point("cp1", 10, ascent_m=0.0), a_point("cp2", 20, ascent_m=1000.0))
    race = Played(*points, ascent_m=1000.0)
    race.runner("1", cp1="11:00:00")
    assert race.course().unit == "km-effort"
    assert due(race.where("1")) == ("cp2", 180)
    flat = Played(points[0], a_point("cp2", 20), ascent_m=1000.0)
    flat.runner("1", cp1="11:00:00")
    assert flat.course().unit == "km"
    assert due(flat.where("1")) == ("cp2", 120)


def test_time_spent_at_a_station_is_counted_on_and_does_not_slow_the_pace() -> None:
    race = Played(CP1, CP2)
    race.runner("1", cp1="11:00:00", cp1_out="11:30:00")
    where = race.where("1")
    assert due(where) == ("cp2", 150)
    assert where.seen is not None
    assert (where.seen.code, where.seen.leaving) == ("cp1", True)


def test_who_was_not_seen_yet_is_expected_by_the_middle_of_the_field() -> None:
    race = Played(CP1, CP2)
    for bib, clock in (("1", "10:50:00"), ("2", "11:00:00"), ("3", "12:30:00")):
        race.runner(bib, cp1=clock)
    race.runner("9")
    where = race.where("9")
    assert (due(where), where.seen, where.stage) == (("cp1", 60), None, -1)
    assert where.due is not None
    assert where.due.note.code == "lookout.due-field-start"
    assert where.due.note.params["count"] == 3


def test_without_checkpoints_the_field_s_middle_finish_is_expected() -> None:
    race = Played()
    race.runner("1", finish="12:00:00")
    race.runner("2", finish="13:00:00")
    race.runner("3", finish="17:00:00")
    race.runner("9")
    assert due(race.where("9")) == ("finish", 180)


def test_where_the_way_is_not_known_those_who_did_both_places_say_how_long_it_takes() -> None:
    race = Played(a_point("cp1"), a_point("cp2"), km=None)
    race.runner("1", cp1="10:30:00", cp2="11:00:00")
    race.runner("2", cp1="10:30:00", cp2="11:20:00")
    race.runner("3", cp1="10:30:00", cp2="11:50:00")
    race.runner("9", cp1="11:00:00")
    where = race.where("9")
    assert due(where) == ("cp2", 110)
    assert where.due is not None
    assert where.due.note.code == "lookout.due-field"


def test_where_nobody_has_been_nobody_is_expected() -> None:
    race = Played(CP1)
    race.runner("9")
    assert race.where("9").due is None


def test_an_optional_place_is_not_waited_for() -> None:
    race = Played(CP1, a_point("cp2", 20, optional=True), CP3)
    race.runner("1", cp1="11:00:00")
    assert due(race.where("1")) == ("cp3", 180)


def test_a_place_where_nobody_is_called_in_is_not_waited_for() -> None:
    race = Played(CP1, CP2, CP3)
    race.runner("1", cp1="11:00:00")
    assert due(race.where("1")) == ("cp2", 120)
    race.runner("2", cp1="10:50:00", cp3="12:00:00")
    assert due(race.where("1")) == ("cp3", 180)


def test_last_seen_is_the_latest_sighting_not_the_furthest_place() -> None:
    race = Played(CP1, CP2)
    race.runner("1", cp2="11:00:00", cp1="11:30:00")
    where = race.where("1")
    assert where.seen is not None
    assert (where.seen.code, where.stage) == ("cp1", 0)


def test_a_place_the_course_does_not_know_is_still_where_somebody_was_seen() -> None:
    race = Played(CP1)
    race.runner("1", cp1="11:00:00", hut="11:40:00")
    where = race.where("1")
    assert where.seen is not None
    assert (where.seen.label, where.stage) == ("hut", 0)


def test_a_read_before_the_gun_is_no_sighting() -> None:
    race = Played(CP1)
    race.runner("1", cp1="09:30:00")
    assert race.where("1").seen is None


def test_leaving_before_the_gun_is_no_sighting_nor_is_a_read_at_a_place_nobody_knows() -> None:
    race = Played(CP1)
    race.runner("1", cp1_out="09:30:00")
    race.runner("2", hut="09:30:00")
    race.runner("3", cp1="11:00:00", cp1_out="09:30:00")
    assert race.where("1").seen is None
    assert race.where("2").seen is None
    seen = race.where("3").seen
    assert seen is not None
    assert (seen.instant_ms, seen.leaving) == (clock_ms("11:00:00"), False)


def test_overdue_is_who_is_late_by_a_quarter_of_the_leg_and_ten_minutes_at_least() -> None:
    race = Played(CP1, CP2, CP3, a_point("cp4", 31))
    race.runner("1", cp1="11:00:00")
    long = race.where("1").due
    assert long is not None
    assert long.late_ms(clock_ms("12:15:00")) == 0
    assert long.late_ms(clock_ms("12:15:01")) == 15 * MINUTE + 1000
    race.runner("2", cp3="12:00:00")
    short = race.where("2").due
    assert short is not None
    assert short.code == "cp4"
    assert short.late_ms(clock_ms("12:14:00")) == 0
    assert short.late_ms(clock_ms("12:14:01")) > 0


def test_a_cut_off_counts_from_the_gun_and_the_next_one_matters() -> None:
    points = (
        a_point("cp1", 10, cutoff_ms=elapsed_ms("2:00:00")),
        a_point("cp2", 20),
        a_point("cp3", 30, cutoff_ms=elapsed_ms("5:00:00")),
    )
    race = Played(*points)
    race.runner("1", cp1="11:59:00")
    race.runner("2", cp3="12:30:00")
    found = race.where("1").cutoff
    assert found is not None
    assert (found.code, found.missed_ms) == ("cp3", 0)
    assert found.instant_ms == clock_ms("15:00:00")
    assert not found.is_near(clock_ms("14:29:59"))
    assert found.is_near(clock_ms("14:30:00"))
    assert not found.is_passed(clock_ms("15:00:00"))
    assert found.is_passed(clock_ms("15:00:01"))
    assert not found.is_near(clock_ms("15:00:01"))


def closing_points() -> tuple[TimingPoint, ...]:
    hours = ("2:00:00", "4:00:00", "6:00:00")
    return tuple(
        a_point(f"cp{n}", 10 * n, cutoff_ms=elapsed_ms(each)) for n, each in enumerate(hours, 1)
    )


def test_a_place_where_nobody_was_seen_though_somebody_was_further_on_cuts_nobody_off() -> None:
    race = Played(*closing_points())
    race.runner("1", cp1="11:00:00", cp3="13:00:00")
    race.runner("2", cp1="11:30:00")
    found = race.where("2").cutoff
    assert found is not None
    assert found.code == "cp3", "nothing is known of CP2, so its cut-off says nothing"
    assert not found.is_passed(clock_ms("14:30:00"))
    assert found.is_passed(clock_ms("16:00:01"))


def test_a_place_where_the_first_of_the_field_is_overdue_and_nobody_was_seen_is_silent() -> None:
    race = Played(*closing_points())
    race.runner("1", cp1="11:00:00")
    race.runner("2", cp1="11:50:00")
    found = race.where("2").cutoff
    assert found is not None
    assert found.code == "cp2"
    assert not found.is_silent(clock_ms("12:15:00")), "due at 12:00, overdue a quarter later"
    for clock in ("12:15:01", "13:45:00", "14:30:00"):
        moment = clock_ms(clock)
        assert found.is_silent(moment)
        assert not found.is_near(moment)
        assert not found.is_passed(moment)


def test_a_place_where_nobody_was_seen_until_it_closed_is_silent_also_without_any_pace() -> None:
    race = Played(*closing_points())
    race.runner("1")
    found = race.where("1").cutoff
    assert found is not None
    assert found.code == "cp1"
    assert found.is_near(clock_ms("11:45:00"))
    assert not found.is_passed(clock_ms("12:00:01"))
    assert found.is_silent(clock_ms("12:00:01"))


def test_one_read_at_a_place_is_enough_to_miss_its_cut_off() -> None:
    race = Played(*closing_points())
    race.runner("1", cp1="11:00:00", cp2_out="12:10:00")
    race.runner("2", cp1="11:50:00")
    found = race.where("2").cutoff
    assert found is not None
    assert (found.code, found.silent_ms) == ("cp2", None)
    assert found.is_passed(clock_ms("14:00:01"))


def test_nobody_in_by_the_time_limit_is_over_it_for_the_finish_is_before_the_desk_s_eyes() -> None:
    race = Played(CP1, time_limit_ms=elapsed_ms("4:00:00"))
    race.runner("1", cp1="11:00:00")
    found = race.where("1").cutoff
    assert found is not None
    assert found.is_passed(clock_ms("14:00:01"))


def test_who_left_a_place_after_its_cut_off_missed_it() -> None:
    race = Played(a_point("cp1", 10, cutoff_ms=elapsed_ms("2:00:00")))
    race.runner("1", cp1="11:59:00", cp1_out="12:10:00")
    found = race.where("1").cutoff
    assert found is not None
    assert (found.code, found.missed_ms) == ("cp1", 10 * MINUTE)
    assert found.is_passed(clock_ms("12:10:00"))


def test_the_race_s_time_limit_is_the_cut_off_at_the_finish() -> None:
    race = Played(CP1, time_limit_ms=elapsed_ms("8:00:00"))
    race.runner("1", cp1="11:00:00")
    found = race.where("1").cutoff
    assert found is not None
    assert (found.code, found.instant_ms) == ("finish", clock_ms("18:00:00"))


def test_a_row_for_the_finish_speaks_for_the_finish() -> None:
    own = a_point("finish", 42, cutoff_ms=elapsed_ms("9:00:00"))
    course = route_of(a_race(distance_m=40_000.0), (a_point("start"), CP1, own), "the finish")
    assert [stage.code for stage in course.stages] == ["cp1", "finish"]
    assert (course.stages[-1].way, course.stages[-1].cutoff_ms) == (42, elapsed_ms("9:00:00"))


def test_the_longest_overdue_stand_first_then_cut_offs_then_who_is_due() -> None:
    now = clock_ms("12:00:00")

    def expected(clock: str) -> Due:
        return Due(
            code="cp1",
            label="CP1",
            instant_ms=clock_ms(clock),
            grace_ms=elapsed_ms("0:10:00"),
            note=Note(code="lookout.due-own"),
        )

    def closing(clock: str) -> CutOff:
        return CutOff(code="cp1", label="CP1", instant_ms=clock_ms(clock))

    rows = {
        "very late": Whereabouts(due=expected("10:00:00"), cutoff=closing("11:00:00")),
        "late": Whereabouts(due=expected("11:00:00")),
        "cut": Whereabouts(due=expected("13:00:00"), cutoff=closing("11:30:00")),
        "near": Whereabouts(due=expected("12:05:00"), cutoff=closing("12:20:00")),
        "due": Whereabouts(due=expected("12:02:00")),
        "unknown": Whereabouts(),
    }
    order = sorted(reversed(rows.items()), key=lambda each: urgency(each[1], now))
    assert [name for name, _row in order] == list(rows)
    assert urgency(rows["very late"], now, awaited=True) > urgency(rows["unknown"], now)


@given(
    st.lists(st.integers(1, 500), min_size=2, max_size=6, unique=True).map(sorted),
    st.integers(1, 40 * 60),
    st.data(),
)
def test_a_runner_is_never_expected_before_they_were_last_seen(
    kms: list[int], minutes: int, data: st.DataObject
) -> None:
    points = [a_point(f"cp{number}", km) for number, km in enumerate(kms, 1)]
    last = data.draw(st.integers(0, len(points) - 1))
    race = Played(*points, km=kms[-1] + 5)
    race.build.entry("1")
    seen_ms = clock_ms("10:00:00") + minutes * MINUTE
    race.build.read("1", batch=race.build.batch(point=points[last].code), instant_ms=seen_ms)
    where = race.where("1")
    assert where.due is not None
    assert where.due.instant_ms > seen_ms
    assert where.due.code == (points[last + 1].code if last + 1 < len(points) else "finish")
