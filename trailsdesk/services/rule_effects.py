"""What another answer to an open question of the rules would change, tried before it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import assign_categories
from trailsdesk.domain.points import compute_standings
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import evidence_by_event, resolve_reads
from trailsdesk.formats.presets import load_preset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.points import StandingGroup
    from trailsdesk.domain.results import RaceResults
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionEffect:
    """How many results (place, time or status) and standings (place or total) would differ."""

    results: int
    standings: int


def effect_of(season: Season, option_id: str, choice: str) -> OptionEffect:
    """Compute the season as if the question were answered so; nothing is changed."""
    series = season.data.series
    answers = {**series.options, option_id: choice}
    rules = load_preset(series.preset_text, answers, series.changes)
    found = results_under(season, rules)
    standings: tuple[StandingGroup, ...] = ()
    if rules.points is not None and rules.standings is not None:
        standings = compute_standings(season.data, rules, found)
    return OptionEffect(
        results=_different(_places(season.all_results()), _places(found)),
        standings=_different(_totals(season.standings()), _totals(standings)),
    )


def results_under(season: Season, rules: RuleSet) -> dict[RaceId, RaceResults]:
    """The results of every race as other rules would have them."""
    data = season.data
    given = assign_categories(data, rules)
    codes = {entry_id: one.code for entry_id, one in given.items() if one.code}
    reads = {
        event_id: resolve_reads(data, event_id, rules.timing.duplicate_gap_ms, evidence)
        for event_id, evidence in evidence_by_event(data).items()
    }
    return {
        race.id: compute_results(data, race.id, rules, codes, reads[race.event_id])
        for race in data.races.values()
    }


def _places(found: Mapping[RaceId, RaceResults]) -> dict[object, object]:
    return {
        result.entry_id: (result.status, result.time_ms, result.rank, result.rank_category)
        for race in found.values()
        for result in race.results
    }


def _totals(groups: tuple[StandingGroup, ...]) -> dict[object, object]:
    return {
        (group.ranking, group.race_code, group.category, standing.runner_id): (
            standing.rank,
            standing.total,
        )
        for group in groups
        for standing in group.standings
    }


def _different(before: dict[object, object], after: dict[object, object]) -> int:
    return sum(1 for key in before.keys() | after.keys() if before.get(key) != after.get(key))
