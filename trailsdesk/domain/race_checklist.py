"""Whether a federation takes a race: item by item, with what is known and what is not."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.domain.federation_rules import ChecklistRule


_ALL = 100


class Checked(enum.StrEnum):
    """How an item stands; ``LIMITED`` is taken with less than other races get."""

    OK = "ok"
    LIMITED = "limited"
    NOT = "not"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceFacts:
    """What is known of a race; None (an empty ``kind``) is not known.

    ``natural`` and ``paved`` are shares of the course in per cent. ``fixed_course``: everybody
    runs the same distance and climb; ``same_day``: everybody starts within a set time of one day.
    ``individual_times``: every runner has a time of their own. ``of_several``: it is one race of
    an event of several. ``incomplete`` counts entries without a gender, a birth date or a nation.
    """

    kind: str = ""
    km_effort: Decimal | None = None
    natural: Decimal | None = None
    paved: Decimal | None = None
    fixed_course: bool | None = None
    same_day: bool | None = None
    individual_times: bool | None = None
    of_several: bool = False
    entries: int = 0
    incomplete: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One item: its short name, how it stands, and why in one sentence."""

    id: str
    state: Checked
    note: Note


def check_race(facts: RaceFacts, rule: ChecklistRule) -> tuple[CheckItem, ...]:
    """Every item the rule asks for, in a fixed order."""
    return (
        _kind(facts, rule),
        *_surface(facts, rule),
        _length(facts, rule),
        _told("fixed-course", facts.fixed_course, "fixed-course-not", "fixed-course-unknown"),
        _told("same-day", facts.same_day, "same-day-not", "same-day-unknown"),
        _told(
            "individual-times",
            facts.individual_times,
            "individual-times-not",
            "individual-times-unknown",
        ),
        _people(facts),
    )


def verdict(items: tuple[CheckItem, ...]) -> Checked:
    """All items as one: not taken, else not known, else limited, else all is well."""
    states = {item.state for item in items}
    order = (Checked.NOT, Checked.UNKNOWN, Checked.LIMITED)
    return next((state for state in order if state in states), Checked.OK)


def _item(name: str, state: Checked, code: str, **params: str | int) -> CheckItem:
    return CheckItem(id=name, state=state, note=Note(code=f"checklist.{code}", params=params))


def _kind(facts: RaceFacts, rule: ChecklistRule) -> CheckItem:
    kind = rule.kind(facts.kind)
    if kind is None:
        known = ", ".join(each.id for each in rule.kinds)
        return _item("kind", Checked.UNKNOWN, "kind-unknown", known=known)
    if not kind.accepted:
        return _item("kind", Checked.NOT, "kind-refused", kind=kind.label, says=kind.source.says)
    if kind.points and kind.score and kind.league:
        return _item("kind", Checked.OK, "kind", kind=kind.label, says=kind.source.says)
    return _item(
        "kind",
        Checked.LIMITED,
        "kind-limited",
        kind=kind.label,
        says=kind.source.says,
    )


def _surface(facts: RaceFacts, rule: ChecklistRule) -> Iterator[CheckItem]:
    if rule.least_natural:
        found = facts.natural
        if found is None:
            yield _item("surface", Checked.UNKNOWN, "natural-unknown", least=rule.least_natural)
        else:
            state = Checked.OK if found >= rule.least_natural else Checked.NOT
            code = "natural" if state is Checked.OK else "natural-short"
            share = plain_number(found)
            yield _item("surface", state, code, share=share, least=rule.least_natural)
    if rule.most_paved < _ALL:
        found = facts.paved
        if found is None:
            yield _item("paved", Checked.UNKNOWN, "paved-unknown", most=rule.most_paved)
        else:
            state = Checked.OK if found <= rule.most_paved else Checked.NOT
            code = "paved" if state is Checked.OK else "paved-long"
            yield _item("paved", state, code, share=plain_number(found), most=rule.most_paved)


def _length(facts: RaceFacts, rule: ChecklistRule) -> CheckItem:
    found, least = facts.km_effort, rule.least_km_effort
    if found is None:
        return _item("length", Checked.UNKNOWN, "length-unknown", least=least)
    effort = plain_number(found)
    if found >= least:
        return _item("length", Checked.OK, "length", effort=effort, least=least)
    if facts.of_several:
        return _item("length", Checked.LIMITED, "length-within", effort=effort, least=least)
    return _item("length", Checked.NOT, "length-short", effort=effort, least=least)


def _told(name: str, fact: bool | None, when_not: str, when_unknown: str) -> CheckItem:
    if fact is None:
        return _item(name, Checked.UNKNOWN, when_unknown)
    return _item(name, Checked.OK, name) if fact else _item(name, Checked.NOT, when_not)


def _people(facts: RaceFacts) -> CheckItem:
    """Every result needs gender, birth date and nation; lines without may be sent back."""
    if not facts.entries:
        return _item("people", Checked.UNKNOWN, "people-none")
    if facts.incomplete:
        return _item(
            "people", Checked.NOT, "people-short", count=facts.incomplete, entries=facts.entries
        )
    return _item("people", Checked.OK, "people", entries=facts.entries)
