"""Who may enter which race by age, and who needs a supervising adult."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import ages_text
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from trailsdesk.domain.category_rules import AgeLimit
    from trailsdesk.domain.rules import RuleSet


def age_limits_at(event_code: str, rules: RuleSet) -> tuple[AgeLimit, ...]:
    """The limits of an event, with its own lowest ages: those that name it, else those without."""
    own = [limit for limit in rules.age_limits if event_code in limit.events]
    limits = own or [limit for limit in rules.age_limits if not limit.events]
    return tuple(
        replace(limit, from_age=limit.from_at[event_code])
        if event_code in limit.from_at
        else limit
        for limit in limits
    )


def entry_allowed(age: int, race_code: str, event_code: str, rules: RuleSet) -> Note | None:
    """Say why somebody of that age may not enter the race of an event; None when they may.

    Notes: ``entry.age-no-race`` (no race takes that age), ``entry.age-other-race``,
    ``entry.not-born``.
    """
    limits = age_limits_at(event_code, rules)
    if not limits:
        return None
    if age < 0:
        return Note(code="entry.not-born")
    limit = _limit(age, limits)
    if limit is None:
        ages = ", ".join(ages_text(one.from_age, one.to_age) for one in limits)
        return Note(code="entry.age-no-race", params={"age": age, "ages": ages})
    if race_code in limit.races:
        return None
    return Note(
        code="entry.age-other-race",
        params={
            "age": age,
            "ages": ages_text(limit.from_age, limit.to_age),
            "race": _race_label(race_code, event_code, rules),
            "races": ", ".join(_race_label(code, event_code, rules) for code in limit.races),
        },
    )


def adult_needed(age: int, event_code: str, rules: RuleSet) -> Note | None:
    """A note when somebody of that age needs a supervising adult (``entry.needs-adult``)."""
    limit = _limit(age, age_limits_at(event_code, rules))
    if limit is None or not limit.needs_adult:
        return None
    return Note(
        code="entry.needs-adult",
        params={"age": age, "ages": ages_text(limit.from_age, limit.to_age)},
    )


def _limit(age: int, limits: tuple[AgeLimit, ...]) -> AgeLimit | None:
    for limit in limits:
        if limit.from_age <= age and (limit.to_age is None or age <= limit.to_age):
            return limit
    return None


def _race_label(race_code: str, event_code: str, rules: RuleSet) -> str:
    """What the event calls the race; what another event calls it where this one has none."""
    own = rules.event(event_code)
    known = [race for event in ((own,) if own else ()) + rules.events for race in event.races]
    known.extend(rules.calendar.races if rules.calendar else ())
    return next((race.label for race in known if race.code == race_code), race_code)
