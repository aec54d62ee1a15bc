"""Places in a final by the position or the score in one race; each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualification, Qualifying

if TYPE_CHECKING:
    from trailsdesk.domain.final_rules import FinalsRules, PodiumRule, ScoreRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Somebody who started in the race.

    ``place`` is the position within the gender, None without a finish; ``group`` the age group as
    a category code with its gender, empty when the runner is in none. ``score`` is the one given
    elsewhere for this race, None while there is none. ``more_time``: injured, and the series gave
    more time to qualify.
    """

    entry_id: EntryId
    runner_id: RunnerId
    gender: Gender | None
    place: int | None
    group: str = ""
    score: Decimal | None = None
    more_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceCase:
    """A race whose runners are looked at.

    ``race_class`` is empty while not known. ``rivals`` are all races of the event in the same
    class, this one among them. ``tier`` is the event's, ``year`` the finals' the result counts
    for, ``extended_year`` those it counts for with more time, None where that changes nothing.
    """

    race: str
    race_class: str
    tier: str
    year: int
    rivals: tuple[str, ...]
    contenders: tuple[Contender, ...]
    extended_year: int | None = None

    @property
    def finishers(self) -> tuple[Contender, ...]:
        """Those with a place, best first, women and men as they come."""
        placed = [each for each in self.contenders if each.place is not None]
        return tuple(sorted(placed, key=lambda each: (each.place or 0, each.entry_id)))


def podium_places(
    case: RaceCase, rule: PodiumRule, finals: FinalsRules
) -> tuple[Qualification, ...]:
    """Everybody who finished, by place within the gender; ties at the last place are all in.

    Without a class, or while it is open which of two races of a class gives the places, nobody is
    told to be in or out: the status is ``NOT_FILLED_IN`` and says what is missing.
    """
    blocked = no_podium(case, rule, finals)
    places = rule.places.get(case.tier, 0)
    found = []
    for one in case.finishers:
        status, reason = blocked or _podium(case, one, rule, places, finals)
        found.append(_row(rule.id, one, status, reason, place=one.place))
    return tuple(found)


def _podium(
    case: RaceCase, one: Contender, rule: PodiumRule, places: int, finals: FinalsRules
) -> tuple[Qualifying, Note]:
    params: dict[str, str | int] = {
        **_params(case, one, finals),
        "place": one.place or 0,
        "places": places,
        "gender": one.gender.value if one.gender else "",
        "tier": finals.tier.words.get(case.tier, case.tier),
    }
    if one.gender not in rule.genders:
        return Qualifying.NOT_ELIGIBLE, Note(code="finals.no-gender-places", params=params)
    if one.place is not None and one.place <= places:
        return Qualifying.QUALIFIED, Note(code="finals.podium", params=params)
    return Qualifying.NOT_ELIGIBLE, Note(code="finals.podium-missed", params=params)


def no_podium(
    case: RaceCase, rule: PodiumRule, finals: FinalsRules
) -> tuple[Qualifying, Note] | None:
    """Why the race as a whole gives nobody a place, or why that cannot be told."""
    known = no_final(case, finals)
    if known is not None:
        return known
    if case.tier not in rule.places:
        params = {"tier": finals.tier.words.get(case.tier, case.tier)}
        return Qualifying.NOT_ELIGIBLE, Note(code="finals.no-tier-places", params=params)
    if not rule.one_race_per_class or len(case.rivals) < 2 or case.race in rule.qualifying:
        return None
    params = {"label": case.race_class, "races": ", ".join(case.rivals)}
    if any(race in rule.qualifying for race in case.rivals):
        return Qualifying.NOT_ELIGIBLE, Note(code="finals.other-race", params=params)
    return Qualifying.NOT_FILLED_IN, Note(code="finals.which-race", params=params)


def score_places(
    case: RaceCase, rule: ScoreRule, finals: FinalsRules
) -> tuple[Qualification, ...]:
    """Everybody who finished, by the score of this race against the table.

    While the table has nothing for class and gender the status is ``NOT_PUBLISHED``.
    """
    known = no_final(case, finals)
    found = []
    for one in case.finishers:
        status, reason = known or _score(case, one, rule, finals)
        found.append(_row(rule.id, one, status, reason, score=one.score))
    return tuple(found)


def _score(
    case: RaceCase, one: Contender, rule: ScoreRule, finals: FinalsRules
) -> tuple[Qualifying, Note]:
    least = rule.table.of(case.race_class, one.gender)
    params: dict[str, str | int] = {
        **_params(case, one, finals),
        "gender": one.gender.value if one.gender else "",
        "score": "" if one.score is None else plain_number(one.score),
        "least": "" if least is None else plain_number(least),
    }
    if least is None:
        return Qualifying.NOT_PUBLISHED, Note(code="finals.score-unpublished", params=params)
    if one.score is None:
        return Qualifying.NOT_ELIGIBLE, Note(code="finals.score-unknown", params=params)
    if one.score >= least:
        return Qualifying.QUALIFIED, Note(code="finals.score", params=params)
    return Qualifying.NOT_ELIGIBLE, Note(code="finals.score-missed", params=params)


def no_final(case: RaceCase, finals: FinalsRules) -> tuple[Qualifying, Note] | None:
    """Why a race leads to no final, or why that cannot be told; None when it does."""
    if not case.race_class:
        return Qualifying.NOT_FILLED_IN, Note(code="finals.no-class")
    if case.race_class not in finals.classes.finals:
        params = {"label": case.race_class}
        return Qualifying.NOT_ELIGIBLE, Note(code="finals.no-final", params=params)
    return None


def _params(case: RaceCase, one: Contender, finals: FinalsRules) -> dict[str, str | int]:
    extended = case.extended_year if one.more_time else None
    return {
        "label": case.race_class,
        "final": finals.classes.finals.get(case.race_class, ""),
        "year": str(extended or case.year),
        "extended": "" if extended is None else str(extended),
    }


def _row(
    rule: str,
    one: Contender,
    status: Qualifying,
    reason: Note,
    *,
    place: int | None = None,
    score: Decimal | None = None,
) -> Qualification:
    return Qualification(
        rule=rule,
        entry_id=one.entry_id,
        runner_id=one.runner_id,
        status=status,
        reason=reason,
        place=place,
        score=score,
    )
