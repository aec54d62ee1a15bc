"""Results on top of the made-up season: runners who finish events, for points and sheets."""

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

BORN = date(1990, 4, 1)
"""Open at every event and for the series."""


def man(family: str, given: str = "Tama") -> Runner:
    """An invented runner of the open men."""
    return Runner(family_name=family, given_name=given, gender=Gender.M, birth_date=BORN)


def hold(desk: Desk, at: int, finishers: Sequence[tuple[str, Runner, int | None]]) -> None:
    """Hold the short race of an event: bib, runner and minutes; None has not finished."""
    season = desk.season
    event = season.data.events_in_order()[at]
    race = next(race for race in season.data.races_of(event.id) if race.code == "short")
    raceday.set_gun(season, [race.id], raceday.parse_gun(event, "10:00"))
    desk.clock.now += timedelta(days=20)
    for bib, runner, minutes in finishers:
        known = {
            (kept.family_name, kept.given_name): kept for kept in season.data.runners.values()
        }
        kept = known.get((runner.family_name, runner.given_name), runner)
        entry = Entry(runner_id=kept.id or RunnerId(0), race_id=race.id, bib=bib)
        save_entry(season, kept, entry)
        if minutes is not None:
            elapsed = Duration(minutes * 60_000)
            timing.key_paper(season, event.id, race.id, bib, elapsed, "tests")
