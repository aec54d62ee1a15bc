"""Rules of qualification by place, by score and by age group: the kinds of ``[qualification]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.final_rules import AgeGroupPlacesRule, PodiumRule, ScoreRule
from trailsdesk.domain.people import Gender
from trailsdesk.formats.preset_finals import (
    PLACES_MAX,
    read_numbers_by_name,
    read_score_table,
)
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_BOTH = (Gender.F, Gender.M)


def _podium(table: Table, name: str, _events: tuple[str, ...]) -> PodiumRule:
    return PodiumRule(
        id=name,
        label=table.text("label"),
        places=read_numbers_by_name(table.table("places")),
        genders=table.choices("genders", Gender) or _BOTH,
        qualifying=table.texts("qualifying"),
        one_race_per_class=table.flag("one_race_per_class", default=True),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


def _score(table: Table, name: str, _events: tuple[str, ...]) -> ScoreRule:
    return ScoreRule(
        id=name,
        label=table.text("label"),
        system=table.code("system"),
        table=read_score_table(table),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


def _age_groups(table: Table, name: str, _events: tuple[str, ...]) -> AgeGroupPlacesRule:
    return AgeGroupPlacesRule(
        id=name,
        label=table.text("label"),
        places=table.whole("places", low=1, high=PLACES_MAX),
        first_overall=table.whole("first_overall", high=PLACES_MAX),
        tiers=table.codes("tiers"),
        genders=table.choices("genders", Gender) or _BOTH,
        of_starters=table.flag("of_starters", default=False),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


SCORE_KINDS: dict[
    str,
    Callable[[Table, str, tuple[str, ...]], PodiumRule | ScoreRule | AgeGroupPlacesRule],
] = {
    "podium": _podium,
    "score": _score,
    "age-group-places": _age_groups,
}
"""Readers by ``kind``, to be read as those of ``formats.preset_qualification``."""


def check_score_places(rules: RuleSet, faults: Faults) -> None:
    """Such rules need ``[finals]``; the tiers, classes and races they name must be there."""
    finals = rules.finals
    races = {race.code for event in rules.events for race in event.races}
    for rule in rules.qualification:
        if not isinstance(rule, PodiumRule | ScoreRule | AgeGroupPlacesRule):
            continue
        path = f"qualification.{rule.id}"
        if finals is None:
            fault(faults, "preset.missing", "finals")
            return
        tiers = finals.tier.words
        if isinstance(rule, PodiumRule):
            _check_known(rule.places, tiers, f"{path}.places", faults)
            _check_known(rule.qualifying, races, f"{path}.qualifying", faults)
        elif isinstance(rule, ScoreRule):
            _check_known(rule.table.least, finals.classes.labels, f"{path}.least", faults)
        else:
            _check_known(rule.tiers, tiers, f"{path}.tiers", faults)


def _check_known(found: Iterable[str], known: Iterable[str], path: str, faults: Faults) -> None:
    words = sorted(known)
    for each in found:
        if each not in words:
            fault(faults, "preset.choice", path, found=each[:60], choices=", ".join(words))
