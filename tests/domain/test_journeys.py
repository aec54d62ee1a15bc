"""How each runner went along the course, and of whom a person has said that it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_rule_set
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.journeys import (
    Known,
    course_points_of,
    journeys_of,
    looked_at,
    unknown_points,
)
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.splits import splits_of

if TYPE_CHECKING:
    from trailsdesk.domain.doubts import Journey

EVENT, RACE = EventId(1), RaceId(1)
MINUTE = 60_000


def course_day() -> SeasonBuilder:
    build = SeasonBuilder(distance_m=20_000.0, ascent_m=900.0)
    build.point("cp1", distance_m=8_000.0, cutoff_ms=Duration(90 * MINUTE))
    build.point("cp2", distance_m=14_000.0, optional=True)
    return build


def journeys(build: SeasonBuilder, known: Known | None = None) -> dict[str, Journey]:
    """The journeys of everybody, by bib.

    With ``known``, reads of an entry that are as they were are the same object as then: so it is
    in an open season.
    """
    season = build.season()
    reads = resolve_reads(season, EVENT)
    points = season.points_of(RACE)
    entries = {
        entry_id: known[entry_id][0]
        if known and entry_id in known and known[entry_id][0] == seen
        else seen
        for entry_id, seen in reads.entries.items()
    }
    found = journeys_of(
        course_points_of(season, RACE),
        compute_results(season, RACE, a_rule_set(), {}, reads),
        entries,
        {
            entry_id: splits_of(seen, points, Duration(30_000))
            for entry_id, seen in entries.items()
        },
        looked_at(season.rulings.values()),
        build.instant("10:00:00"),
        known,
    )
    return {season.entries[journey.entry_id].bib: journey for journey in found}


def test_a_course_goes_from_the_start_by_its_points_to_the_finish() -> None:
    course = course_points_of(course_day().season(), RACE)
    assert [(p.code, p.distance_m, p.optional) for p in course.points] == [
        ("start", 0, False),
        ("cp1", 8_000.0, False),
        ("cp2", 14_000.0, True),
        ("finish", 20_000.0, False),
    ]
    assert course.last == 3


def test_a_track_is_counted_from_the_own_gun_and_its_cut_offs_from_the_first() -> None:
    build = course_day()
    second = build.wave("short", gun="10:15:00")
    build.entry("12", wave_id=second.id)
    build.passing("12", "cp1", "11:00:00")
    build.finish("12", "12:00:00")
    journey = journeys(build)["12"]
    assert journey.seen == {1: 45 * MINUTE, 3: 105 * MINUTE}
    assert journey.behind_ms == 15 * MINUTE
    assert journey.legs == {(0, 1): 45 * MINUTE, (1, 3): 60 * MINUTE}
    assert journey.furthest == 3


def test_who_stands_on_the_mat_before_the_gun_starts_with_it() -> None:
    build = course_day()
    build.entry("12")
    build.start("12", "09:58:00")
    build.finish("12", "12:00:00")
    assert journeys(build)["12"].seen == {0: 0, 3: 120 * MINUTE}


def test_leaving_a_point_is_kept_and_stands_for_arriving_where_nobody_wrote_that() -> None:
    build = course_day()
    build.entry("12")
    build.passing("12", "cp1", "11:00:00")
    build.passing("12", "cp1/out", "11:10:00")
    build.passing("12", "cp2/out", "11:40:00")
    journey = journeys(build)["12"]
    assert journey.seen == {1: 60 * MINUTE, 2: 100 * MINUTE}
    assert journey.left == {1: 70 * MINUTE, 2: 100 * MINUTE}


def test_without_a_gun_it_is_known_where_they_were_and_not_how_fast() -> None:
    build = SeasonBuilder(gun=None)
    build.point("cp1")
    build.entry("12")
    build.passing("12", "cp1", "11:00:00")
    journey = journeys(build)["12"]
    assert (dict(journey.seen), dict(journey.legs)) == ({1: None}, {})


def test_who_was_not_seen_has_no_track() -> None:
    build = course_day()
    build.entry("12")
    build.word("12", ResultStatus.DNS)
    assert journeys(build) == {}


def test_who_is_out_of_the_race_is_not_asked_about() -> None:
    build = course_day()
    for bib, kind in (("12", None), ("13", RulingKind.DSQ), ("14", RulingKind.DNF)):
        build.entry(bib)
        build.finish(bib, "12:00:00")
        if kind is not None:
            build.rule(bib, kind)
    assert {bib: journey.asked for bib, journey in journeys(build).items()} == {
        "12": True, "13": False, "14": False,
    }  # fmt: skip


def test_what_was_looked_at_is_asked_about_again_once_more_came_in() -> None:
    build = course_day()
    build.entry("12")
    build.finish("12", "12:00:00")
    build.rule("12", RulingKind.REINSTATE)
    assert not journeys(build)["12"].asked
    build.passing("12", "cp1", "11:00:00")
    assert journeys(build)["12"].asked


def test_a_later_ruling_takes_the_look_back() -> None:
    build = course_day()
    build.entry("12")
    build.rule("12", RulingKind.REINSTATE)
    assert list(looked_at(build.season().rulings.values())) == [build.entry_id("12")]
    build.rule("12", RulingKind.DNF)
    assert looked_at(build.season().rulings.values()) == {}


def test_points_nobody_described_are_told_with_who_was_read_there() -> None:
    build = course_day()
    for bib in ("12", "13"):
        build.entry(bib)
        build.passing(bib, "top", "11:00:00")
    build.passing("13", "river/out", "11:30:00")
    build.passing("12", "cp1", "10:40:00")
    season = build.season()
    found = unknown_points(season, RACE, resolve_reads(season, EVENT).entries.values())
    assert {code: len(seen) for code, seen in found.items()} == {"top": 2, "river": 1}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["12", "13", "14"]),
            st.sampled_from(["cp1", "cp2", "finish", "start", "dnf", "right"]),
            st.integers(0, 59),
        ),
        max_size=12,
    )
)
def test_what_was_found_before_is_never_taken_for_what_is_now(
    days: list[tuple[str, str, int]],
) -> None:
    """With the journeys of the last look at hand, each look finds what a first one finds."""
    build = course_day()
    for bib in ("12", "13", "14"):
        build.entry(bib)
    known: Known = {}
    for bib, what, minute in days:
        if what == "dnf":
            build.rule(bib, RulingKind.DNF)
        elif what == "right":
            build.rule(bib, RulingKind.REINSTATE)
        elif what == "finish":
            build.finish(bib, f"12:{minute:02}:00")
        elif what == "start":
            build.start(bib, f"09:{minute:02}:00")
        else:
            build.passing(bib, what, f"11:{minute:02}:00")
        assert journeys(build, known) == journeys(build)
