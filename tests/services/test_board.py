"""The public board: who is in, who leads, who is due; and nothing that is nobody's business."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.people import Contact
from trailsdesk.services import timing
from trailsdesk.services.board import BoardRow, BoardView, board_view

if TYPE_CHECKING:
    from tests.services.desk import Desk


@pytest.fixture
def raced(desk: Desk) -> Desk:
    desk.entries(
        "401,Ada,Invented,F,1990-04-05,NZL,Long",
        "402,Bea,Invented,F,1991-04-05,NZL,Long",
        "403,Cyd,Invented,M,1970-04-05,NZL,Long",
        "201,Dee,Invented,F,1992-04-05,NZL,Midi",
    )
    desk.start("10:00:00")
    desk.times("401,11:50:00,", "403,11:40:00,", "201,11:00:00,")
    return desk


def view_of(desk: Desk) -> BoardView:
    return board_view(desk.season, desk.event().id)


def test_the_last_ones_in_come_first_with_their_place_in_the_category(raced: Desk) -> None:
    rows = view_of(raced).last_in
    assert [row.bib for row in rows] == ["401", "403", "201"]
    assert [row.place for row in rows] == [1, 1, 1]
    assert rows[0].time_ms == 6_600_000


def test_every_race_shows_its_leaders_and_the_best_of_its_categories(raced: Desk) -> None:
    lists = [each for each in view_of(raced).leaders if each.race == raced.race().label]
    assert [row.bib for row in lists[0].rows] == ["403", "401"]
    assert not lists[0].category
    assert {each.category for each in lists[1:]} == {"Open women", "Classic men"}


def test_somebody_struck_out_or_disqualified_is_not_on_the_board(raced: Desk) -> None:
    read_id = next(iter(raced.season.data.reads))
    timing.ignore_read(raced.season, read_id, "wrong runner")
    assert [row.bib for row in view_of(raced).last_in] == ["403", "201"]


def test_only_who_was_seen_on_the_way_is_expected(raced: Desk) -> None:
    race = raced.race()
    assert view_of(raced).expected == ()
    with raced.season.change("checkpoint.add", race=race.code) as writer:
        writer.put(
            TimingPoint(race_id=race.id, code="cp1", label="Ridge", ordinal=1, distance_m=9_000)
        )
        writer.put(dataclasses.replace(race, distance_m=18_000))
    raced.times("402,11:00:00,", point="cp1", race="long", name="ridge.csv")
    due = view_of(raced).expected
    assert [(row.bib, row.seen) for row in due] == [("402", "Ridge")]
    assert due[0].at_ms is not None


def test_the_board_counts_as_the_status_bar_does(raced: Desk) -> None:
    counts = view_of(raced).counts
    assert (counts.started, counts.finished, counts.on_course) == (4, 3, 1)


def test_nothing_protected_can_reach_the_board(raced: Desk) -> None:
    runner_id = raced.by_bib()["401"].runner_id
    with raced.season.change("contact.edit") as writer:
        writer.put(
            Contact(runner_id=runner_id, emergency_name="Secret Name", emergency_phone="000 123")
        )
    said = repr(view_of(raced))
    for secret in ("Secret Name", "000 123", "1990"):
        assert secret not in said
    fields = {field.name for field in dataclasses.fields(BoardRow)}
    assert fields == {
        "bib", "name", "club", "race", "category", "time_ms", "place", "at_ms", "seen",
    }  # fmt: skip
    assert not any(isinstance(value, date) for row in view_of(raced).last_in
                   for value in dataclasses.astuple(row))  # fmt: skip


def test_an_empty_event_has_an_empty_board(desk: Desk) -> None:
    view = view_of(desk)
    assert (view.last_in, view.leaders, view.expected) == ((), (), ())
    assert view.counts.started == 0
