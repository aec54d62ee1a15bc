"""Stages, legs and what more points would take, on made-up tracks."""

from __future__ import annotations

import dataclasses
import hashlib
from decimal import Decimal

import pytest

from tests.course.made import a_trk, gpx
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.services.course_parts import (
    parts_of_file,
    parts_of_kept,
    stage_race_value,
    valued,
)
from trailsdesk.services.courses import (
    Wishes,
    backyard_levels,
    measure_file,
    next_points,
    worth,
)
from trailsdesk.services.sources import Source


def hill(lat, count, climb=6.0):
    """A straight line north over one hill, a point every 100 m or so."""
    return [(lat + at * 0.0009, 172.5, 100 + climb * min(at, count - at)) for at in range(count)]


def flat(lat, count):
    return [(lat + at * 0.0009, 172.5, None) for at in range(count)]


def source(*bodies):
    data = gpx("".join(bodies))
    return Source(name="days.gpx", data=data, sha256=hashlib.sha256(data).hexdigest())


@pytest.fixture(scope="module")
def days():
    return source(a_trk("One", hill(-43.5, 120)), a_trk("", hill(-43.2, 300)))


def test_every_line_of_a_file_is_a_part_with_its_own_figures(days):
    parts = parts_of_file(days, own=True)
    assert [(part.label, part.number) for part in parts] == [("One", 1), ("days.gpx", 2)]
    whole = measure_file(days)
    lengths = [part.course.track.length_m for part in parts]
    assert sum(lengths) == pytest.approx(whole.track.length_m)
    assert {part.number for part in parts_of_file(days, own=False)} == {None}


def test_the_longest_stage_carries_what_the_federation_adds(days):
    parts = parts_of_file(days, own=True)
    part, value = stage_race_value(parts, Decimal(7))
    assert part is parts[1]
    alone = parts[1].value.evaluation
    assert value.evaluation.net == alone.net + 7
    assert value.wishes.stage_adjustment == 7


def test_a_stage_without_heights_cannot_be_the_longest():
    parts = parts_of_file(source(a_trk("Dark", flat(-43.5, 400)), a_trk("Hill", hill(-43, 90))),
                          own=True)  # fmt: skip
    part, _value = stage_race_value(parts, Decimal(0))
    assert part.label == "Hill"
    assert stage_race_value(parts[:1], Decimal(0)) is None


def test_parts_follow_the_wishes_that_hold_for_all_and_no_others(days):
    parts = parts_of_file(days, own=True)
    plain = [part.value.evaluation.km_effort for part in parts]
    wished = Wishes(drawn=True, loops=9, distance_m=Decimal(1), loop_penalty=Decimal(3))
    drawn = [part.value.evaluation for part in valued(parts, wished)]
    assert [each.km_effort for each in drawn] == [each * Decimal("0.9") for each in plain]
    assert [each.net for each in drawn] == [each.km_effort for each in drawn]


def test_a_kept_file_that_is_gone_is_told():
    with pytest.raises(InputUnreadable, match="not-kept"):
        parts_of_kept("days.gpx", None, "0" * 64)


def test_what_more_points_would_take_is_the_most_stations_and_the_fewest_loops(days):
    course = parts_of_file(days, own=True)[1].course
    wishes = Wishes(aid_stations=6, loops=2)
    value = worth(course, wishes)
    stations, loops = next_points(value)
    now = value.evaluation.points

    def points(aid_stations, loops):
        return worth(course, Wishes(aid_stations=aid_stations, loops=loops)).evaluation.points

    assert points(stations, 2) > now == points(stations + 1, 2)
    assert points(6, loops) > now == points(6, loops - 1)


def test_the_loops_of_a_drawn_backyard_are_those_its_evaluation_asks_for(days):
    course = measure_file(days)
    wishes = Wishes(distance_m=Decimal(12_000), ascent_m=Decimal(0), drawn=True)
    levels = backyard_levels(worth(course, wishes))
    assert levels != backyard_levels(worth(course, dataclasses.replace(wishes, drawn=False)))
    for points, loops in levels:
        found = worth(course, dataclasses.replace(wishes, loops=loops)).evaluation
        assert found.points == points


def test_what_no_number_of_stations_or_loops_gives_is_not_proposed(days):
    course = parts_of_file(days, own=True)[0].course
    assert next_points(worth(course, Wishes())) == (None, None)
    assert next_points(worth(course, Wishes(loops=40))) == (None, None)
