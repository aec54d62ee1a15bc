"""An index estimated from scores, and what scores and indexes give a right to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.race_class import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.final_rules import (
        DeferralRule,
        ExtensionRule,
        IndexRule,
        LevelRule,
    )
    from trailsdesk.domain.people import Gender

GENERAL = ""
"""The index over all classes; an index of one class is kept under the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedScore:
    """A score of one race, its day and class (empty when not told)."""

    value: Decimal
    day: date
    race_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index; ``estimate`` tells one worked out here from one its owner has given."""

    value: Decimal
    explanation: Note
    estimate: bool


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def estimated_index(scores: Iterable[DatedScore], on: date, rule: IndexRule) -> Index | None:
    """The index on a day, in whole points, half rounded up; None without a recent enough score.

    A further score never lowers it: it is the best of the means over the best 1, 2, … scores.
    """
    used_from = months_before(on, rule.used_months)
    held = [score for score in scores if used_from <= score.day <= on]
    if not any(score.day >= months_before(on, rule.needed_months) for score in held):
        return None
    old = months_before(on, rule.old_months)
    worth = sorted((_worth(score, old, rule) for score in held), reverse=True)
    best, count = max(
        (_mean(worth[:count], rule), count)
        for count in range(1, min(len(worth), len(rule.weights)) + 1)
    )
    value = best.quantize(Decimal(1), ROUND_HALF_UP)
    params: dict[str, str | int] = {
        "value": plain_number(value),
        "count": count,
        "of": len(held),
        "scores": ", ".join(plain_number(each) for each in worth[:count]),
        "weights": ", ".join(plain_number(each) for each in rule.weights[:count]),
        "few": plain_number(_few(count, rule)) if _few(count, rule) != 1 else "",
    }
    code = "finals.index-estimated" if rule.estimate else "finals.index"
    return Index(value=value, explanation=Note(code=code, params=params), estimate=rule.estimate)


def _worth(score: DatedScore, old: date, rule: IndexRule) -> Decimal:
    return score.value * rule.old_factor if score.day < old else score.value


def _few(count: int, rule: IndexRule) -> Decimal:
    """What a mean over so many scores is multiplied with; 1 where the rule says nothing."""
    return rule.few[count - 1] if count <= len(rule.few) else Decimal(1)


def _mean(worth: Sequence[Decimal], rule: IndexRule) -> Decimal:
    weights = list(islice(rule.weights, len(worth)))
    total = sum((w * s for w, s in zip(weights, worth, strict=True)), Decimal(0))
    return _few(len(worth), rule) * total / sum(weights)


def extension(
    scores: Iterable[DatedScore],
    gender: Gender | None,
    asked_on: date,
    finals: int,
    rule: ExtensionRule,
) -> Answer:
    """Whether an injured runner may ask for more time to qualify for the finals of a year.

    Args:
        scores: the runner's scores in the rule's system.
        asked_on: the day of asking; scores count back from it.
    """
    last = rule.apply_by.in_year(finals - 1)
    until = rule.until.in_year(finals)
    params: dict[str, str | int] = {
        "last": last.isoformat(),
        "until": until.isoformat(),
        "year": str(finals),
        "years": rule.within_years,
    }
    if asked_on > last:
        return _answer(Qualifying.NOT_ELIGIBLE, "extension-late", params)
    since = months_before(asked_on, 12 * rule.within_years)
    recent = [score for score in scores if since <= score.day <= asked_on]
    for score in sorted(recent, key=lambda each: (-each.value, each.day, each.race_class)):
        least = rule.table.of(score.race_class, gender)
        if least is not None and score.value >= least:
            params |= {
                "score": plain_number(score.value),
                "label": score.race_class,
                "least": plain_number(least),
                "day": score.day.isoformat(),
            }
            return _answer(Qualifying.MAY_ASK, "extension", params)
    return _answer(Qualifying.NOT_ELIGIBLE, "extension-score", params)


def deferral(
    registered_on: date | None, injured_on: date, finals: int, rule: DeferralRule
) -> Answer:
    """Whether a runner who is hurt may move the priority to later finals."""
    params: dict[str, str | int] = {"year": str(finals), "later": str(finals + rule.years)}
    if registered_on is None or injured_on < registered_on:
        return _answer(Qualifying.NOT_ELIGIBLE, "deferral-unregistered", params)
    return _answer(Qualifying.MAY_ASK, "deferral", params)


def level(
    indexes: Mapping[str, Index],
    gender: Gender | None,
    rule: LevelRule,
    *,
    asked_on: date,
    place_in_final: int | None = None,
    event_day: date | None = None,
) -> Answer:
    """Whether a runner has a right that goes by index.

    Args:
        indexes: the runner's indexes, by class and ``GENERAL``.
        event_day: for a right at an event, its day.
    """
    params: dict[str, str | int] = {"right": rule.label}
    late = _too_late(rule, asked_on, event_day)
    if late is not None:
        return _answer(Qualifying.NOT_ELIGIBLE, "level-late", {**params, "last": late.isoformat()})
    if place_in_final is not None and place_in_final <= rule.top_places:
        params |= {"place": place_in_final, "places": rule.top_places}
        return _answer(Qualifying.MAY_ASK, "level-place", params)
    for race_class, least in _leasts(rule, gender):
        index = indexes.get(race_class)
        if index is not None and index.value >= least:
            params |= {
                "label": race_class,
                "index": plain_number(index.value),
                "least": plain_number(least),
            }
            code = "level-estimated" if index.estimate else "level"
            return _answer(Qualifying.MAY_ASK, code, params)
    wanted = [
        f"{race_class} {plain_number(least)}".strip()
        for race_class, least in _leasts(rule, gender)
    ]
    params["wanted"] = ", ".join(wanted)
    return _answer(Qualifying.NOT_ELIGIBLE, "level-missed", params)


def _too_late(rule: LevelRule, asked_on: date, event_day: date | None) -> date | None:
    """The last day to ask when that is over, else None."""
    if rule.ask_by is not None and asked_on > rule.ask_by:
        return rule.ask_by
    if rule.days_before is None or event_day is None:
        return None
    last = date.fromordinal(event_day.toordinal() - rule.days_before)
    return last if asked_on > last else None


def _leasts(rule: LevelRule, gender: Gender | None) -> list[tuple[str, Decimal]]:
    if gender is None:
        return []
    found = [(GENERAL, rule.general[gender])] if gender in rule.general else []
    found += [(name, own[gender]) for name, own in rule.table.least.items() if gender in own]
    return found


def _answer(status: Qualifying, code: str, params: Mapping[str, str | int]) -> Answer:
    return Answer(status=status, reason=Note(code=f"finals.{code}", params=params))
