"""Series standings as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from trailsdesk.domain.points import StandingGroup
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
