"""A race as the rules of places, scores and age groups see it, and what each of them gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.age_group_places import age_group_places, no_group_places
from trailsdesk.domain.final_rules import AgeGroupPlacesRule, PodiumRule, ScoreRule
from trailsdesk.domain.race_class import RaceClass, finals_year, race_class
from trailsdesk.domain.score_places import (
    Contender,
    RaceCase,
    no_final,
    no_podium,
    podium_places,
    score_places,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from decimal import Decimal

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Race
    from trailsdesk.domain.final_rules import FinalsRules
    from trailsdesk.domain.problems import Note
    from trailsdesk.domain.qualification import Qualification
    from trailsdesk.domain.race_field import RaceField

FinalRule = PodiumRule | ScoreRule | AgeGroupPlacesRule


def class_of_race(race: Race, finals: FinalsRules) -> RaceClass:
    """The class of a race by its published distance and climb."""
    return race_class(race.distance_m, race.ascent_m, finals.classes)


def race_case(
    field: RaceField,
    races: Iterable[Race],
    finals: FinalsRules,
    tier: str,
    scores: Mapping[EntryId, Decimal],
    more_time: Collection[EntryId] = (),
) -> RaceCase:
    """The field of a race, as the rules of finals ask for it.

    Args:
        races: all races of the event, this one among them.
        tier: the event's, where it has one of its own; else the season's holds.
        scores: the runners' scores of this race in the system the rule names.
        more_time: the entries of injured runners who were given more time.
    """
    label = class_of_race(field.race, finals).label
    rivals = [each.code for each in races if label and class_of_race(each, finals).label == label]
    contenders = tuple(
        Contender(
            entry_id=each.entry.id,
            runner_id=each.runner.id,
            gender=each.gender,
            place=each.result.rank_gender if each.finished else None,
            group=each.category if each.category in field.groups else "",
            score=scores.get(each.entry.id),
            more_time=each.entry.id in more_time,
        )
        for each in field.entrants
        if each.in_field
    )
    usual, extended = (
        finals_year(field.event.date, finals, extended=extended) for extended in (False, True)
    )
    return RaceCase(
        race=field.race.code,
        race_class=label,
        tier=tier or finals.tier.current,
        year=usual,
        extended_year=None if extended == usual else extended,
        rivals=tuple(rivals),
        contenders=contenders,
    )


def closed_to_all(case: RaceCase, rule: FinalRule, finals: FinalsRules) -> Note | None:
    """Why a rule gives nobody of a race a place, or why that cannot be told; None when it does."""
    if isinstance(rule, PodiumRule):
        found = no_podium(case, rule, finals)
    elif isinstance(rule, ScoreRule):
        found = no_final(case, finals)
    else:
        found = no_group_places(case, rule, finals)
    return None if found is None else found[1]


def final_places(
    case: RaceCase, rule: FinalRule, finals: FinalsRules
) -> tuple[Qualification, ...]:
    """What a rule gives everybody who finished; an estimate is marked in every row."""
    if isinstance(rule, PodiumRule):
        rows = podium_places(case, rule, finals)
    elif isinstance(rule, ScoreRule):
        rows = score_places(case, rule, finals)
    else:
        rows = age_group_places(case, rule, finals)
    if not (rule.estimate or finals.classes.is_estimate(case.race_class)):
        return rows
    return tuple(replace(row, estimate=True) for row in rows)
