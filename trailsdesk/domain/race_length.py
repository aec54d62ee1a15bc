"""Whether a race is as long as the rules of the series say such a race is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from trailsdesk.domain.event import Race
    from trailsdesk.domain.rules import RuleSet


def is_within(distance_m: float, from_m: float, to_m: float) -> bool:
    """Whether a distance lies between two others, both included."""
    return from_m <= distance_m <= to_m


def length_note(race: Race, rules: RuleSet) -> Note | None:
    """A note (race.length-outside) when the official distance is not what the rules say.

    None while there is no distance, or no rule for such a race.
    """
    rule = next((each for each in rules.lengths if each.race == race.code), None)
    if rule is None or race.distance_m is None:
        return None
    if is_within(race.distance_m, rule.from_m, rule.to_m):
        return None
    return Note(
        code="race.length-outside",
        params={
            "race": race.label,
            "distance": _km(race.distance_m),
            "low": _km(rule.from_m),
            "high": _km(rule.to_m),
        },
    )


def _km(metres: float) -> str:
    return f"{metres / 1000:g}"
