"""An event that is called off: kept, no round of the series, and held again when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.problems import Refused, Severity
from trailsdesk.i18n import message
from trailsdesk.services import cancel_event, history

if TYPE_CHECKING:
    from tests.services.desk import Desk


def test_calling_off_needs_a_reason_and_keeps_it(desk: Desk) -> None:
    event = desk.event("torlesse").id
    with pytest.raises(Refused) as caught:
        cancel_event.cancel_event(desk.season, event, "  ")
    assert caught.value.note.code == "event.cancel-reason"
    assert cancel_event.cancel_reason(desk.season, event) == ""
    cancel_event.cancel_event(desk.season, event, " snow on  the tops ")
    assert desk.event("torlesse").cancelled
    assert cancel_event.cancel_reason(desk.season, event) == "snow on the tops"
    last = history.history(desk.season, 1)[0]
    assert history.in_words(last.name, last.params) == (
        "Event torlesse called off: snow on the tops"
    )
    desk.undo()
    assert not desk.event("torlesse").cancelled
    assert cancel_event.cancel_reason(desk.season, event) == ""
    desk.redo()
    cancel_event.restore_event(desk.season, event)
    assert not desk.event("torlesse").cancelled


def test_nothing_is_asked_about_a_cancelled_event_but_that_it_is(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,,NZL,long", "2,Ben,Tawa,,1991-01-01,NZL,long", event="torlesse")
    assert {"category.no-birth-date", "category.no-gender"} <= set(desk.codes())
    cancel_event.cancel_event(desk.season, desk.event("torlesse").id, "snow")
    (problem,) = desk.problems()
    assert (problem.code, problem.severity) == ("event.cancelled", Severity.INFO)
    assert message(problem).startswith("Mount Torlesse Station on 12 Jul 2026 was called off")
    cancel_event.restore_event(desk.season, desk.event("torlesse").id)
    assert "category.no-birth-date" in desk.codes()


def test_an_event_without_entries_is_called_off_without_a_word(desk: Desk) -> None:
    cancel_event.cancel_event(desk.season, desk.event("torlesse").id, "snow")
    assert desk.problems() == ()


def test_ages_for_the_series_are_taken_on_the_last_event_that_is_held(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,1986-08-01,NZL,long")
    runner = desk.runner("1").id
    assert desk.season.series_categories()[runner].code == "F-VETERAN"
    cancel_event.cancel_event(desk.season, desk.event("inverary").id, "snow")
    found = desk.season.series_categories()[runner]
    assert found.code == "F-OPEN"
    assert "12 Jul 2026" in message(found.explanation)
