"""Series standings as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Refused
from trailsdesk.domain.teams import compute_teams

if TYPE_CHECKING:
    from trailsdesk.domain.points import StandingGroup
    from trailsdesk.domain.teams import TeamGroup
    from trailsdesk.services.season import Season


def standings(season: Season, race_code: str | None = None) -> tuple[StandingGroup, ...]:
    """All groups of the series, or those of one distance; ``Refused`` without points rules."""
    if season.rules.points is None or season.rules.standings is None:
        raise Refused("standings.no-points", name=season.rules.name)
    groups = season.standings()
    if race_code is None:
        return groups
    known = dict.fromkeys(race.code for race in season.data.races.values())
    if race_code not in known:
        raise Refused("season.no-race", code=race_code, event="", known=", ".join(known))
    return tuple(group for group in groups if group.race_code == race_code)


def team_standings(season: Season) -> tuple[TeamGroup, ...]:
    """The lists of teams; none where the rules have no teams."""
    data, rules = season.data, season.rules
    if rules.points is None or rules.teams is None:
        return ()
    results, series = season.all_results(), season.series_categories()
    same = season.one_runner().same
    inputs = (
        rules, data.events, data.races, data.runners, data.entries, data.scores, same, series,
        *results.values(),
    )  # fmt: skip
    return season.keep("teams", inputs, lambda: compute_teams(data, rules, results, series, same))
