"""The awards of a rules document: ``[awards]`` and its chain ``[[awards.award]]``."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.domain.award_rules import (
    Award,
    AwardOrder,
    AwardScope,
    AwardsRule,
    AwardTime,
    OnePrize,
    StarterBand,
    TeamBy,
)
from trailsdesk.domain.category import categories_of
from trailsdesk.domain.people import Gender
from trailsdesk.formats.preset_ages import AGE_MAX
from trailsdesk.formats.preset_calendar import race_codes
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, check_unique, fault

if TYPE_CHECKING:
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

PLACES_MAX = 1000
STARTERS_MAX = 100_000
TEAM_MAX = 100
_USUAL = 3
_NEAR = (AwardScope.FIRST_LOCAL, AwardScope.REGIONAL)
_FIRST_ONLY = (AwardScope.TEAM, *_NEAR, AwardScope.SPECIAL)
"""Awards of which there is one unless the preset says more."""


def read_awards(table: Table | None) -> AwardsRule:
    """The section; without it, and for what it leaves out, the standard plan."""
    if table is None:
        return AwardsRule()
    standard = AwardsRule()
    depths = AwardsRule(
        category_depth=table.whole("category_depth", standard.category_depth, high=PLACES_MAX),
        overall_depth=table.whole("overall_depth", standard.overall_depth, high=PLACES_MAX),
        series_depth=table.whole("series_depth", standard.series_depth, high=PLACES_MAX),
    )
    return AwardsRule(
        category_depth=depths.category_depth,
        overall_depth=depths.overall_depth,
        series_depth=depths.series_depth,
        one_prize=table.choice("one_prize", standard.one_prize),
        most_prizes=table.whole("most_prizes", standard.most_prizes, low=1, high=PLACES_MAX),
        order=table.choice("order", AwardOrder.YOUNGEST),
        awards=tuple(_award(each, depths) for each in table.tables("award")),
        source=read_source(table),
    )


def _award(table: Table, depths: AwardsRule) -> Award:
    award_id, label = table.code("id"), table.text("label", "")
    scope = _scope(table)
    return Award(
        id=award_id,
        label=label,
        scope=scope,
        races=table.texts("races"),
        places=table.whole("places", _usual_places(scope, depths), high=PLACES_MAX),
        bands=tuple(_band(band) for band in table.tables("bands")),
        least_starters=table.whole("least_starters", 0, high=STARTERS_MAX),
        time=table.choice("time", AwardTime.OFFICIAL),
        by_gender=table.flag("by_gender", default=False),
        genders=table.choices("genders", Gender),
        categories=table.texts("categories"),
        nations=table.texts("nations"),
        cities=table.texts("cities"),
        clubs=table.texts("clubs"),
        from_age=table.maybe_whole("from", high=AGE_MAX),
        to_age=table.maybe_whole("to", high=AGE_MAX),
        from_point=table.text("from_point", ""),
        to_point=table.text("to_point", ""),
        non_binary=table.flag("non_binary", default=True),
        combines=table.flag("combines", default=scope is AwardScope.TEAM),
        team_by=_team_by(table, scope),
        team_size=table.whole("team_size", _USUAL, low=1, high=TEAM_MAX),
        prizes=table.texts("prizes"),
        sponsor=table.text("sponsor", ""),
        source=read_source(table),
    )


def _scope(table: Table) -> AwardScope:
    """What the award is over; it has to be said."""
    if not table.has("scope"):
        table.fault("preset.missing", "scope")
    return table.choice("scope", AwardScope.OVERALL)


def _team_by(table: Table, scope: AwardScope) -> TeamBy:
    """What ranks the clubs; only an award for clubs has it, and only sums have a size."""
    team_by = table.choice("team_by", TeamBy.POINTS)
    if scope is not AwardScope.TEAM and table.has("team_by"):
        table.fault("preset.award-no-team", "team_by")
    if team_by is TeamBy.POINTS and table.has("team_size"):
        table.fault("preset.award-team-size", "team_size")
    return team_by


def _usual_places(scope: AwardScope, depths: AwardsRule) -> int:
    """As many as the section says for its kind; one where it says nothing of the kind."""
    if scope is AwardScope.CATEGORY:
        return depths.category_depth
    return 1 if scope in _FIRST_ONLY else depths.overall_depth or _USUAL


def _band(table: Table) -> StarterBand:
    return StarterBand(
        from_starters=table.whole("from", high=STARTERS_MAX),
        places=table.whole("places", high=PLACES_MAX),
    )


def check_awards(rules: RuleSet, faults: Faults) -> None:
    """Races and categories that are named must be there, and each award must be able to be won."""
    awards = rules.awards.awards
    check_unique((award.id for award in awards), "awards.award", "id", faults)
    races = race_codes(rules)
    categories = {info.code for info in categories_of(rules.categories)}
    if rules.awards.one_prize is OnePrize.NONE and rules.awards.most_prizes > 1:
        fault(faults, "preset.award-most", "awards.most_prizes")
    for index, award in enumerate(awards):
        path = f"awards.award[{index}]"
        for race in award.races:
            if race not in races:
                fault(faults, "preset.unknown-race", f"{path}.races", found=race)
        for category in award.categories:
            if category not in categories:
                known = ", ".join(sorted(categories))
                fault(faults, "preset.choice", f"{path}.categories", found=category, choices=known)
        _check_award(award, path, rules, faults)


def _check_award(award: Award, path: str, rules: RuleSet, faults: Faults) -> None:
    # By category none may be meant: how many places those have can be a question of the preset.
    if not award.places and not award.bands and award.scope is not AwardScope.CATEGORY:
        fault(faults, "preset.missing", f"{path}.places")
    for at, (before, band) in enumerate(pairwise(award.bands), start=1):
        if band.from_starters <= before.from_starters or band.places < before.places:
            fault(faults, "preset.award-bands", f"{path}.bands[{at}]")
    if award.scope in _NEAR and not (award.nations or award.cities or award.clubs):
        fault(faults, "preset.award-nowhere", path)
    by_points = award.scope is AwardScope.TEAM and award.team_by is TeamBy.POINTS
    if by_points and rules.teams is None:
        fault(faults, "preset.award-teams", f"{path}.scope")
    if bool(award.from_point) != bool(award.to_point):
        missing = "to_point" if award.from_point else "from_point"
        fault(faults, "preset.missing", f"{path}.{missing}")
    if award.from_age is not None and award.to_age is not None and award.to_age < award.from_age:
        fault(faults, "preset.below", f"{path}.to", found=award.to_age, low=award.from_age)
