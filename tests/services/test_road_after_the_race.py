"""The end of the road: official results and a counted till."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.domain.till import PayMethod
from trailsdesk.services import results
from trailsdesk.services.awards import announce, award_groups
from trailsdesk.services.publishing import publish
from trailsdesk.services.road import Step, StepState, road
from trailsdesk.services.till import close_till, open_till

from tests.services.desk import ACTOR  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,long", "2,Bea,Tawa,F,1991-07-20,NED,long")
    desk.start("10:00:00")
    desk.times("1,11:20:00,", "2,11:21:00,")
    desk.clock.set("2026-05-24 13:00:00")
    return desk


def step(desk: Desk, key: str) -> Step | None:
    return next((each for each in road(desk.season, desk.event().id) if each.key == key), None)


def state(desk: Desk, key: str) -> tuple[StepState, str]:
    found = step(desk, key)
    assert found is not None
    return found.state, found.note.code


def test_official_results_are_a_step_that_opens_again_when_they_change(desk: Desk) -> None:
    assert state(desk, "published")[1] == "road.published-some"
    publish(desk.season, desk.race("long").id, PublishedAs.OFFICIAL, ACTOR)
    assert state(desk, "published") == (StepState.DONE, "road.published-all")
    results.adjust_time(desk.season, desk.entry("1").id, Duration(90_000), "short cut", ACTOR)
    assert state(desk, "published") == (StepState.LATE, "road.published-changed")


def test_the_till_is_a_step_once_one_is_opened_and_done_when_it_is_counted(desk: Desk) -> None:
    assert step(desk, "till") is None
    till = open_till(desk.season, desk.event().id, "Table 1", 10_000, ACTOR)
    assert state(desk, "till") == (StepState.NONE, "road.till-open")
    desk.clock.set("2026-05-26 09:00:00")
    assert state(desk, "till")[0] is StepState.LATE
    close_till(desk.season, till.id, {PayMethod.CASH: 10_000}, ACTOR)
    assert state(desk, "till") == (StepState.DONE, "road.till-closed")


def test_prizegiving_is_done_once_awards_are_announced_and_says_what_is_in_hand(
    desk: Desk,
) -> None:
    assert state(desk, "prizes")[1] == "road.prizes-ready"
    event_id = desk.event().id
    group = next(each for each in award_groups(desk.season, event_id) if each.prizes)
    for _time in range(2):
        announce(desk.season, event_id, group.key, ACTOR)
    found = step(desk, "prizes")
    assert found is not None
    assert (found.note.code, found.note.params) == (
        "road.prizes-called",
        {"announced": 1, "handed": 0},
    )
