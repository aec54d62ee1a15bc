"""Waivers: missed only where any are kept, told before the gun and at check-in, signed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.problems import Severity
from trailsdesk.i18n import message
from trailsdesk.services.fixes import PressFix, fixes_for
from trailsdesk.services.problems import BEFORE_THE_GUN, concerns
from trailsdesk.services.start import start_view
from trailsdesk.services.waivers import events_with_waivers, is_signed, sign_waivers

from tests.services.desk import ACTOR  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk

FIELD = (
    "401,Ada,Rimu,F,1990-03-02,NZL,long",
    "402,Bea,Tawa,F,1991-07-20,NED,long",
    "201,Cleo,Larch,F,1985-08-01,AUS,mid",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    return desk


def test_nobody_is_missed_while_the_event_keeps_no_waivers(desk: Desk) -> None:
    assert not events_with_waivers(desk.season)
    assert is_signed(desk.season, desk.entry("401").id) is None
    assert "entry.no-waiver" not in desk.codes()
    view = start_view(desk.season, desk.event().id, None)
    assert not any(line.unsigned for line in view.lines)


def test_one_signed_waiver_makes_the_others_of_the_event_missed(desk: Desk) -> None:
    desk.entries("1,Dot,Elsewhere,F,1985-08-01,AUS,long", event="mount-cass")
    assert sign_waivers(desk.season, [desk.entry("401").id], ACTOR) == 1
    assert events_with_waivers(desk.season) == {desk.event().id}
    told = [each for each in desk.problems() if each.code == "entry.no-waiver"]
    assert sorted(str(each.params["who"]) for each in told) == ["201", "402"]
    assert all(each.severity is Severity.WARNING for each in told)
    assert all(concerns(each, BEFORE_THE_GUN) and concerns(each, "start") for each in told)
    view = start_view(desk.season, desk.event().id, None)
    assert [line.runner.bib for line in view.lines if line.unsigned] == ["201", "402"]


def test_it_is_signed_with_one_button_and_taken_back_by_undo(desk: Desk) -> None:
    sign_waivers(desk.season, [desk.entry(bib).id for bib in ("401", "201")], ACTOR)
    (problem,) = (each for each in desk.problems() if each.code == "entry.no-waiver")
    assert message(problem).startswith("No signed waiver in the Long: 1 (402).")
    (fix,) = fixes_for(desk.season, problem, ACTOR)
    assert isinstance(fix, PressFix)
    assert fix.label == "#402 has signed"
    fix.act()
    waiver = desk.season.data.waivers[desk.entry("402").id]
    assert (waiver.signed_by, waiver.actor, waiver.at_ms) == ("", ACTOR, desk.clock.now_ms())
    assert "entry.no-waiver" not in desk.codes()
    assert desk.undo() == "entry.waiver"
    assert "entry.no-waiver" in desk.codes()


def test_who_has_signed_stays_as_they_signed(desk: Desk) -> None:
    ids = [desk.entry(bib).id for bib in ("401", "402")]
    assert sign_waivers(desk.season, ids[:1], ACTOR) == 1
    first = desk.season.data.waivers[ids[0]]
    desk.clock.set("2026-05-20 12:00:00")
    assert sign_waivers(desk.season, ids, ACTOR) == 1
    assert desk.season.data.waivers[ids[0]] is first
    assert sign_waivers(desk.season, ids, ACTOR) == 0
    assert desk.undo() == "entry.waiver"
