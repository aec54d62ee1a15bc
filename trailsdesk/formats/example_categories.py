"""Worked examples of categories and ages: ``category``, ``entry`` and ``age``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import age_days, age_of
from trailsdesk.domain.age_limits import adult_needed, entry_allowed
from trailsdesk.domain.category import assign_category
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.formats.example_event import example_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_NONE = "none"


def _category(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` a category code, or "none"; ``series`` asks for the season's category.

    The day is that of the ``event``, or ``on`` for a race of any other day. ``division`` is the
    one chosen.
    """
    runner = Runner(
        family_name="Example",
        gender=example.choice("gender", Gender.X) if example.has("gender") else None,
        birth_date=example.maybe_day("born"),
    )
    scheme = rules.categories
    held = [event.date for event in rules.events]
    if example.flag("series", default=False):
        days = age_days(scheme, scheme.series_age, max(held), held)
    else:
        on = example.day("on") if example.has("on") else example_event(example, rules).date
        days = age_days(scheme, scheme.event_age, on, held)
    division = example.text("division", "")
    found = assign_category(runner, days, scheme, division=division)
    wanted = example.text("expect")
    age = example.maybe_whole("age")
    code = found.code or _NONE
    return (wanted, code) if age is None else (f"{wanted}, {age}", f"{code}, {found.age}")


def _entry(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` "allowed", "with-adult" or "refused"."""
    event = example_event(example, rules)
    age = age_of(example.day("born"), event.date, rules.categories)
    refused = entry_allowed(age, example.text("race"), event.code, rules)
    with_adult = adult_needed(age, event.code, rules) is not None
    found = "refused" if refused else "with-adult" if with_adult else "allowed"
    return example.text("expect"), found


def _age(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``expect`` the age in whole years of somebody ``born`` then, ``on`` a day."""
    wanted = example.whole("expect")
    age = age_of(example.day("born"), example.day("on"), rules.categories)
    return str(wanted), str(age)


CATEGORY_EXAMPLES: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "category": _category,
    "entry": _entry,
    "age": _age,
}
"""Kind of example to what it expects and what the rules give."""
