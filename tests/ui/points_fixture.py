"""Races of any preset held by made-up runners, for the pages of the points panel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.services import raceday, timing
from trailsdesk.services.entry_desk import save_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.ui.season_fixture import Desk
    from trailsdesk.domain.event import RaceId

BORN = date(1990, 1, 1)


def woman(family: str, given: str = "Ada", nation: str = "NZL", club: str = "") -> Runner:
    """An invented runner."""
    return Runner(family_name=family, given_name=given, gender=Gender.F, birth_date=BORN,
                  nation=nation, club=club)  # fmt: skip


def race_of(desk: Desk, code: str, at: int = 0) -> RaceId:
    """A race of an event, by their order."""
    event = desk.season.data.events_in_order()[at]
    return next(race.id for race in desk.season.data.races_of(event.id) if race.code == code)


def hold_race(
    desk: Desk, code: str, finishers: Sequence[tuple[str, Runner, int | None]], at: int = 0
) -> RaceId:
    """Hold a race: bib, runner and minutes; None has not finished."""
    season = desk.season
    race_id = race_of(desk, code, at)
    event = season.data.events[season.data.races[race_id].event_id]
    raceday.set_gun(season, [race_id], raceday.parse_gun(event, "10:00"))
    for bib, runner, minutes in finishers:
        known = {(kept.family_name, kept.given_name): kept
                 for kept in season.data.runners.values()}  # fmt: skip
        kept = known.get((runner.family_name, runner.given_name), runner)
        save_entry(season, kept, Entry(runner_id=kept.id or RunnerId(0), race_id=race_id, bib=bib))
        if minutes is not None:
            timing.key_paper(season, event.id, race_id, bib, Duration(minutes * 60_000), "tests")
    desk.clock.now += timedelta(days=1)
    return race_id
