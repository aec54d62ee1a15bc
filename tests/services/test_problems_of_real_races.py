"""Real results of real trail races: what is asked about them, and above all what is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, Desk
from trailsdesk.services import entries, event_setup, raceday
from trailsdesk.services.fixes import PressFix, fixes_for
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, plan_times

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.problems import Problem


def held(folder: Path, source: Path, day: date, gun: str, zone: str) -> Desk:
    """A race with everybody of a checkpoint table entered, started and read."""
    desk = Desk(folder, preset="single-race")
    season = desk.season
    event_setup.edit_event(season, season.data.events_in_order()[0].id, day=day, zone=zone)
    event = season.data.events_in_order()[0]
    race = season.data.races_of(event.id)[0]
    opened = read_source(source)
    table = pick_table(open_book(opened), None)
    plan = entries.plan_entries(
        season, event.id, race.id, opened.name, table, entries.guess_columns(table)
    )
    entries.commit_entries(season, plan)
    raceday.set_gun(season, [race.id], raceday.parse_gun(event, f"{day} {gun}"))
    commit_times(season, plan_times(season, event.id, race.id, opened, table), ACTOR)
    return desk


def told(desk: Desk, code: str) -> list[Problem]:
    return [problem for problem in desk.problems() if problem.code == code]


def bibs(desk: Desk, code: str) -> set[str]:
    return {str(problem.params["bib"]) for problem in told(desk, code)}


def with_points(desk: Desk) -> None:
    """Make the columns points of the race, as the inbox offers."""
    (problem,) = told(desk, "read.unknown-point")
    (fix,) = fixes_for(desk.season, problem, ACTOR)
    assert isinstance(fix, PressFix)
    fix.act()


def test_reads_of_another_race_the_next_day_are_flagged_and_late_runners_are_not(
    shared_data: Path, tmp_path: Path
) -> None:
    """Two waves; five bibs were read again a day or two later, two came in after midnight."""
    source = shared_data / "results" / "livetrail-style-integrale-2024-two-waves.csv"
    desk = held(tmp_path, source, date(2024, 10, 18), "06:50:06", "Europe/Paris")
    try:
        five = {"5792", "5038", "5501", "5223", "5457"}
        assert bibs(desk, "result.too-late") == five
        with_points(desk)
        assert bibs(desk, "result.too-late") == five
        race = next(iter(desk.season.data.races))
        assert [point.code for point in desk.season.data.points_of(race)] == [
            "st-andrée", "roquesalte", "la-roque", "la-salvage", "mas-de-bru", "massebiau",
            "cade", "la-pouncho",
        ]  # fmt: skip
        # A first leg quicker than the winner's, by runners far behind on all others.
        assert {"5457", "5285", "5821", "5266"} <= bibs(desk, "result.leg-unlike")
        assert "5003" not in bibs(desk, "result.leg-unlike")
        assert len(bibs(desk, "result.leg-unlike")) < 10
    finally:
        desk.close()


@pytest.mark.parametrize(
    ("name", "day", "gun", "zone", "odd"),
    [
        ("mtr-2024", date(2024, 10, 19), "07:31:52", "Indian/Reunion", {"7087", "7441"}),
        ("utmb-2025-subset", date(2025, 8, 29), "17:45:00", "Europe/Paris", set()),
    ],
)
def test_of_a_clean_field_hardly_anybody_is_asked_about(
    shared_data: Path, tmp_path: Path, name: str, day: date, gun: str, zone: str, odd: set[str]
) -> None:
    """Two who went two legs at half their own time; nobody else of five hundred."""
    source = shared_data / "results" / f"livetrail-style-{name}.csv"
    desk = held(tmp_path, source, day, gun, zone)
    try:
        with_points(desk)
        assert told(desk, "result.too-late") == []
        assert told(desk, "result.leg-too-fast") == []
        assert told(desk, "result.out-of-order") == []
        assert bibs(desk, "result.leg-unlike") == odd
        assert len(bibs(desk, "result.finish-unlike")) <= 1
    finally:
        desk.close()
