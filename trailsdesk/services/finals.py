"""Ways to a final by place, score and age group, and what a runner's scores give a right to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.draw import Finish, Tickets, may_draw, tickets
from trailsdesk.domain.final_places import (
    FinalRule,
    class_of_race,
    closed_to_all,
    final_places,
    race_case,
)
from trailsdesk.domain.final_rules import AgeGroupPlacesRule, ScoreRule
from trailsdesk.domain.one_runner import same_runner
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.race_class import Answer, class_change, finals_year
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.score_index import (
    GENERAL,
    DatedScore,
    Index,
    deferral,
    estimated_index,
    extension,
    level,
)
from trailsdesk.services.more_time import with_more_time
from trailsdesk.services.outside_scores import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.final_rules import FinalsRules, LevelRule
    from trailsdesk.domain.qualification import Qualification
    from trailsdesk.domain.race_field import RaceField
    from trailsdesk.domain.scores import OutsideScore
    from trailsdesk.services.season import Season


def final_rows(
    season: Season, rule: FinalRule, field: RaceField
) -> tuple[tuple[Qualification, ...], tuple[Note, ...]]:
    """What such a rule gives in a race, and what has to be said of the whole."""
    finals = finals_rules(season)
    event_rule = season.rules.event(field.event.code)
    tier = "" if event_rule is None else event_rule.tier
    scores = _scores_of_race(season, rule.system) if isinstance(rule, ScoreRule) else {}
    races = season.data.races_of(field.event.id)
    more_time = with_more_time(season, field.race.id)
    case = race_case(field, races, finals, tier, scores, more_time)
    rows = final_places(case, rule, finals)
    if not rows:
        return (), ()
    notes = [*_notes(rule, field, finals)]
    closed = closed_to_all(case, rule, finals)
    if closed is not None and closed not in notes:
        notes.insert(1, closed)
    return rows, tuple(notes)


def _notes(rule: FinalRule, field: RaceField, finals: FinalsRules) -> Iterator[Note]:
    """The race's class, what a place may be changed into, and the injury rule's other year."""
    found = class_of_race(field.race, finals)
    yield found.explanation
    if isinstance(rule, AgeGroupPlacesRule) or found.label not in finals.classes.finals:
        return
    for label in finals.classes.labels:
        answer = class_change(found.label, label, finals)
        if answer.status is Qualifying.MAY_ASK:
            yield answer.reason
    day = field.event.date
    year = finals_year(day, finals, extended=True)
    if year != finals_year(day, finals):
        yield Note(code="finals.extended-year", params={"year": str(year)})


def finals_rules(season: Season) -> FinalsRules:
    """The rules around the finals; ``Refused`` (finals.none) where the season has none."""
    finals = season.rules.finals
    if finals is None:
        raise Refused("finals.none", name=season.rules.name)
    return finals


def _scores_of_race(season: Season, system: str) -> dict[EntryId, Decimal]:
    """The latest score of a system by entry."""
    found: dict[EntryId, Decimal] = {}
    for score in sorted(season.data.scores.values(), key=lambda each: each.id):
        value = number_of(score.value)
        if score.system == system and score.entry_id is not None and value is not None:
            found[score.entry_id] = value
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerRights:
    """What a runner's scores and finishes give a right to, as far as the file knows them.

    ``indexes`` by class, ``GENERAL`` for all: as their owner gives them, else estimated.
    ``rights`` by the rule's id, ``draws`` by class. ``extension`` is None without such a rule.
    """

    runner_id: RunnerId
    on: date
    year: int
    indexes: dict[str, Index]
    rights: dict[str, Answer]
    extension: Answer | None
    tickets: Tickets | None
    draws: dict[str, Answer]


def runner_rights(season: Season, runner_id: RunnerId, on: date | None = None) -> RunnerRights:
    """Everything the finals' rules say of one runner on a day; all records of the runner count.

    The finals are those that results of the day's year count for. ``Refused`` (finals.none).
    """
    finals = finals_rules(season)
    data = season.data
    day = on or local_date(season.clock.now_ms(), season.data.events_in_order()[0].zone)
    same = same_runner(data)
    own = {each for each, stands in same.items() if stands == same[runner_id]}
    gender = data.runners[runner_id].gender
    year = day.year + finals.years_later
    indexes = _indexes(season, own, day, finals)
    rule, draw = finals.extension, finals.draw
    return RunnerRights(
        runner_id=runner_id,
        on=day,
        year=year,
        indexes=indexes,
        rights={
            right.id: level(
                indexes, gender, right, asked_on=day, event_day=_next(season, day, right)
            )
            for right in finals.levels
        },
        extension=None
        if rule is None
        else extension(_dated(season, own, rule.system), gender, day, year, rule),
        tickets=None if draw is None else tickets(_finishes(season, own), day, year, draw),
        draws={}
        if draw is None
        else {
            label: may_draw(label, [*indexes], draw, finals.classes.finals.get(label, ""))
            for label in draw.opens
        },
    )


def may_defer(season: Season, registered_on: date | None, injured_on: date, year: int) -> Answer:
    """Whether a runner hurt on a day may move the priority for the finals of a year to later ones.

    Args:
        registered_on: the day of registering for those finals, None when never.
    """
    rule = finals_rules(season).deferral
    if rule is None:
        return Answer(status=Qualifying.NOT_ELIGIBLE, reason=Note(code="finals.no-deferral"))
    return deferral(registered_on, injured_on, year, rule)


def _next(season: Season, day: date, right: LevelRule) -> date | None:
    """The next event's day, for rights that end some days before one."""
    if right.days_before is None:
        return None
    held = [event.date for event in season.data.events.values() if event.date >= day]
    return min(held, default=None)


def _indexes(
    season: Season, own: set[RunnerId], day: date, finals: FinalsRules
) -> dict[str, Index]:
    rule = finals.index
    if rule is None:
        return {}
    found: dict[str, Index] = {}
    scores = _dated(season, own, rule.system)
    for label in (GENERAL, *finals.classes.labels):
        held = [score for score in scores if label in (GENERAL, score.race_class)]
        index = estimated_index(held, day, rule)
        if index is not None:
            found[label] = index
    given = [each for each in _of_system(season, own, rule.index_system) if _known_on(each, day)]
    for score in sorted(given, key=lambda each: (each.day or date.min, each.id)):
        value = number_of(score.value)
        if value is not None:
            found[score.race_class] = _given(score, value)
    return found


def _known_on(score: OutsideScore, day: date) -> bool:
    return score.day is None or score.day <= day


def _given(score: OutsideScore, value: Decimal) -> Index:
    told = "" if score.day is None else score.day.isoformat()
    note = Note(code="finals.index-given", params={"value": score.value, "day": told})
    return Index(value=value, explanation=note, estimate=False)


def _of_system(season: Season, own: set[RunnerId], system: str) -> list[OutsideScore]:
    scores = season.data.scores.values()
    return [each for each in scores if each.system == system and each.runner_id in own]


def _dated(season: Season, own: set[RunnerId], system: str) -> list[DatedScore]:
    """Scores with their days and classes; one of a race in the file takes both from there."""
    found = []
    for score in _of_system(season, own, system):
        value = number_of(score.value)
        day, label = score.day, score.race_class
        if score.entry_id is not None and score.entry_id in season.data.entries:
            race = season.data.races[season.data.entries[score.entry_id].race_id]
            day = season.data.events[race.event_id].date
            label = label or class_of_race(race, finals_rules(season)).label
        if value is not None and day is not None:
            found.append(DatedScore(value=value, day=day, race_class=label))
    return found


def _finishes(season: Season, own: set[RunnerId]) -> list[Finish]:
    """The runner's finishes in this file."""
    finals, data = finals_rules(season), season.data
    found = []
    for entry in data.entries.values():
        if entry.runner_id not in own:
            continue
        result = season.result_of(entry.id)
        if result is None or result.status is not ResultStatus.OK:
            continue
        race = data.races[entry.race_id]
        event = data.events[race.event_id]
        found.append(
            Finish(
                day=event.date,
                race_class=class_of_race(race, finals).label,
                tier=_tier_of(season, event, finals),
            )
        )
    return found


def _tier_of(season: Season, event: Event, finals: FinalsRules) -> str:
    rule = season.rules.event(event.code)
    return (rule.tier if rule is not None else "") or finals.tier.current
