"""Tickets for the draw of a final: what finishes are worth, and who may take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.race_class import Answer
from trailsdesk.domain.score_index import months_before

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from trailsdesk.domain.final_rules import DrawRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """A race finished: its day, class and the tier of its event."""

    day: date
    race_class: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickets:
    """All tickets a runner has, and whether they may be used; with the sum in one sentence."""

    count: int
    usable: bool
    explanation: Note


def tickets(finishes: Iterable[Finish], drawn_on: date, finals: int, rule: DrawRule) -> Tickets:
    """The tickets of a runner in the draw of a day for the finals of a year.

    A class or tier without a number gives none. They never expire, but one must be recent.
    """
    closed = rule.counted_until.in_year(finals - 1)
    held = [
        (each, worth)
        for each in sorted(finishes, key=lambda each: (each.day, each.race_class, each.tier))
        if each.day <= min(closed, drawn_on)
        and (worth := rule.tickets.get(each.race_class, {}).get(each.tier, 0))
    ]
    count = sum(worth for _each, worth in held)
    newest = max((each.day for each, _worth in held), default=None)
    recent = months_before(drawn_on, rule.valid_months)
    params: dict[str, str | int] = {
        "name": rule.tickets_label,
        "count": count,
        "sum": " + ".join(str(worth) for _each, worth in held) if len(held) > 1 else "",
        "newest": "" if newest is None else newest.isoformat(),
        "months": rule.valid_months,
    }
    if newest is None:
        return _tickets(count, "no-tickets", params, usable=False)
    if newest < recent:
        return _tickets(count, "tickets-old", params, usable=False)
    return _tickets(count, "tickets", params, usable=True)


def _tickets(count: int, code: str, params: dict[str, str | int], *, usable: bool) -> Tickets:
    note = Note(code=f"finals.{code}", params=params)
    return Tickets(count=count, usable=usable, explanation=note)


def may_draw(
    final_class: str, index_classes: Collection[str], rule: DrawRule, name: str = ""
) -> Answer:
    """Whether an index in one of these classes lets a runner into the draw for a class's final.

    Args:
        name: what that final is called, for the reason.
    """
    wanted = rule.opens.get(final_class, ())
    held = [each for each in wanted if each in index_classes]
    params: dict[str, str | int] = {
        "final": name or final_class,
        "held": ", ".join(held),
        "wanted": ", ".join(wanted),
    }
    if not wanted:
        return Answer(
            status=Qualifying.NOT_PUBLISHED, reason=Note(code="finals.draw-unknown", params=params)
        )
    if held:
        return Answer(status=Qualifying.MAY_ASK, reason=Note(code="finals.draw", params=params))
    return Answer(
        status=Qualifying.NOT_ELIGIBLE, reason=Note(code="finals.draw-closed", params=params)
    )
