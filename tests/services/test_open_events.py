"""Events added to a season from its rules and their calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import message
from trailsdesk.services import event_setup, history
from trailsdesk.services.calendar import open_events
from trailsdesk.services.clock import SystemClock
from trailsdesk.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.services.season import Season


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    path = tmp_path / "world.trailsdesk"
    made = event_setup.new_season(
        Store(), path, "xterra-trail-2026", "tests", SystemClock(), ["gozo"]
    )
    yield made
    made.file.close()


def held(season: Season) -> list[str]:
    return [event.code for event in season.data.events_in_order()]


def offered(season: Season) -> set[str]:
    return {event.code for event in open_events(season.rules, held(season))}


def test_what_is_held_is_not_offered_and_the_rules_own_event_is(season: Season) -> None:
    assert season.rules.calendar is not None
    every = {event.code for event in season.rules.calendar.events}
    assert offered(season) == {*every, "event"} - {"gozo"}
    event_setup.add_events(season, ["event"])
    assert "event" not in offered(season)


def test_several_events_are_one_change_with_their_races_and_waves(season: Season) -> None:
    added = event_setup.add_events(season, ["west-wind", "argentina", "west-wind"])
    assert [event.code for event in added] == ["west-wind", "argentina"]
    assert held(season) == ["west-wind", "argentina", "gozo"]
    for event in added:
        races = season.data.races_of(event.id)
        assert [race.code for race in races] == ["half", "marathon"]
        waves = [wave.race_id for wave in season.data.waves.values()]
        assert all(waves.count(race.id) == 1 for race in races)
    history.undo(season)
    assert held(season) == ["gozo"]


@pytest.mark.parametrize("codes", [["west-wind", "gozo"], ["west-wind", "nowhere"]])
def test_one_event_that_cannot_be_added_leaves_all_out(season: Season, codes: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        event_setup.add_events(season, codes)
    assert codes[1] in message(caught.value)
    assert held(season) == ["gozo"]


def test_no_events_change_nothing(season: Season) -> None:
    before = len(season.file.history())
    assert event_setup.add_events(season, []) == ()
    assert len(season.file.history()) == before
