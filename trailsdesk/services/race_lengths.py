"""Races that are shorter or longer than the rules of the series say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.race_length import length_note
from trailsdesk.services.told import Told, race_place

if TYPE_CHECKING:
    from trailsdesk.services.season import Season


def lengths_told(season: Season) -> tuple[Told, ...]:
    """A note for every race whose official distance is outside; nothing depends on it."""
    data, rules = season.data, season.rules

    def tell() -> tuple[Told, ...]:
        found = []
        for race in data.races.values():
            note = length_note(race, rules)
            if note is not None:
                problem = Problem(
                    severity=Severity.INFO,
                    code=note.code,
                    params=note.params,
                    place=race_place(season, race.id),
                )
                found.append(Told(problem=problem))
        return tuple(found)

    return season.keep("race-lengths", (rules, data.races, data.events), tell)
