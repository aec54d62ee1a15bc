"""The class of a race by its km-effort, which finals a result counts for, and another class."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import class_of, km_effort, plain_number
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualifying

if TYPE_CHECKING:
    from datetime import date

    from trailsdesk.domain.final_rules import ClassRules, FinalsRules


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceClass:
    """A race's class; ``label`` is empty while its distance or climb is not known."""

    label: str
    km_effort: Decimal | None
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a rule says to one question about a runner, with the reason in one sentence."""

    status: Qualifying
    reason: Note


def race_class(distance_m: float | None, ascent_m: float | None, rule: ClassRules) -> RaceClass:
    """The class by kilometres plus hundreds of metres of climb; borders as the rules have them."""
    if distance_m is None or ascent_m is None or not rule.borders:
        return RaceClass(label="", km_effort=None, explanation=Note(code="finals.no-class"))
    effort = km_effort(Decimal(str(distance_m)), Decimal(str(ascent_m)))
    label = class_of(rule.borders, effort)
    params = {
        "km": plain_number(Decimal(str(distance_m)) / 1000),
        "ascent": plain_number(Decimal(str(ascent_m))),
        "effort": plain_number(effort),
        "label": label,
    }
    code = "finals.class-estimated" if rule.is_estimate(label) else "finals.class"
    explanation = Note(code=code, params=params)
    return RaceClass(label=label, km_effort=effort, explanation=explanation)


def finals_year(day: date, rule: FinalsRules, *, extended: bool = False) -> int:
    """The year of the finals a result counts for.

    With ``extended`` (an injured runner who was given more time) a result up to the last day of
    the extension counts for the finals of its own year, and for no other.
    """
    extension = rule.extension
    if extended and extension is not None and day <= extension.until.in_year(day.year):
        return day.year
    return day.year + rule.years_later


def class_change(from_class: str, to_class: str, rules: FinalsRules) -> Answer:
    """Whether a runner with a place by one class may ask for the final of another."""
    labels, rule = rules.classes.labels, rules.change
    finals = rules.classes.finals
    params: dict[str, str | int] = {
        "from": from_class,
        "to": to_class,
        "final": finals.get(to_class, ""),
        "steps": 0 if rule is None else rule.steps,
    }
    known = from_class in labels and to_class in labels
    if rule is None or not known or to_class not in finals:
        return Answer(status=Qualifying.NOT_ELIGIBLE, reason=_note("no-change-rule", params))
    if from_class in rule.never:
        return Answer(status=Qualifying.NOT_ELIGIBLE, reason=_note("never-changes", params))
    apart = abs(labels.index(from_class) - labels.index(to_class))
    if apart == 0:
        return Answer(status=Qualifying.QUALIFIED, reason=_note("same-class", params))
    if apart > rule.steps:
        return Answer(status=Qualifying.NOT_ELIGIBLE, reason=_note("too-many-steps", params))
    return Answer(status=Qualifying.MAY_ASK, reason=_note("may-change", params))


def _note(code: str, params: dict[str, str | int]) -> Note:
    return Note(code=f"finals.{code}", params=params)
