"""Worked examples of places in a final that roll down, of titles, changes and lengths.

Kinds: ``slots``, ``roll_down``, ``regional_title``, ``invited``, ``race_change``, ``race_length``.
Where an answer is asked for, ``expect`` is a status such as "qualified" or "may-ask".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from trailsdesk.domain.category import categories_of
from trailsdesk.domain.entry import Entry, EntryId
from trailsdesk.domain.event import Event, EventId, Race, RaceId
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.qualification import Qualifying, SlotReply
from trailsdesk.domain.qualification_rules import (
    FinisherRule,
    PlaceGroups,
    RaceChangeRule,
    RegionalTitleRule,
    SlotRule,
)
from trailsdesk.domain.race_change import change_of_race, invited_finishers
from trailsdesk.domain.race_field import Entrant, RaceField
from trailsdesk.domain.race_length import is_within
from trailsdesk.domain.regional_title import regional_titles
from trailsdesk.domain.results import Result, ResultStatus
from trailsdesk.domain.slot_places import slot_places
from trailsdesk.domain.slots import Told, allot
from trailsdesk.formats.example_event import example_event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.qualification import Qualification
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_Kind = TypeVar("_Kind", SlotRule, FinisherRule, RegionalTitleRule, RaceChangeRule)
_NONE = "none"
_RACE = RaceId(1)
_DAYS_MAX = 1000


def _rule(example: Table, rules: RuleSet, kind: type[_Kind]) -> _Kind | None:
    """The first rule of a kind; a fault at the example when the preset has none."""
    for rule in rules.qualification:
        if isinstance(rule, kind):
            return rule
    example.fault("preset.missing", "qualification")
    return None


def _field(example: Table, rules: RuleSet, entrants: Sequence[Entrant]) -> RaceField:
    event: Event = example_event(example, rules)
    held = rules.event(event.code)
    races = [race.code for race in held.races] if held else []
    code = example.text("race", next(iter(races), ""))
    return RaceField(
        event=event,
        race=Race(id=_RACE, event_id=EventId(1), code=code, label=code),
        today=event.date,
        entrants=tuple(entrants),
        peers=dict.fromkeys(races, 1),
        groups={i.code: i.gender for i in categories_of(rules.categories) if i.band is not None},
    )


def _entrant(
    number: int, place: int, group: str, nation: str = "", *, finished: bool = True
) -> Entrant:
    """Made-up bib ``number``, at ``place`` of the age group."""
    rank = place if finished else None
    gender = Gender(group[0]) if group[:2] in {f"{each.value}-" for each in Gender} else None
    return Entrant(
        entry=Entry(
            id=EntryId(number), runner_id=RunnerId(number), race_id=_RACE, bib=str(number)
        ),
        runner=Runner(id=RunnerId(number), family_name="Example", nation=nation, gender=gender),
        result=Result(
            entry_id=EntryId(number),
            race_id=_RACE,
            status=ResultStatus.OK if finished else ResultStatus.DNF,
            rank=rank,
            rank_gender=rank,
            rank_category=rank,
        ),
        category=group,
        label=group,
        gender=gender,
    )


def _slots(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Fields of ``groups`` with ``starters``; ``expect`` the race's places and theirs: "58: 5, 4".

    ``total`` stands in place of the event's; without either the answer is "none".
    """
    wanted = example.text("expect")
    rule = _rule(example, rules, SlotRule)
    total = example.maybe_whole("total")
    groups = example.texts("groups")
    starters = example.wholes("starters")
    entrants: list[Entrant] = []
    for group, count in zip(groups, starters, strict=False):
        first = len(entrants) + 1
        entrants += [_entrant(first + n, n + 1, group) for n in range(count)]
    field = _field(example, rules, entrants)
    if rule is None:
        return wanted, _NONE
    if total is not None:
        rule = replace(rule, total=total, places={})
    found = allot(rule, field)
    if found is None:
        return wanted, _NONE
    if sum(found.by_group.values()) != found.race_total:
        return wanted, "not the sum"
    parts = ", ".join(str(found.by_group.get(group, 0)) for group in groups)
    return wanted, f"{found.race_total}: {parts}"


def _roll_down(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``places`` for the ``finishers`` of a ``group``; ``expect`` their states in order.

    ``answers`` are tables of place, reply (ACCEPTED or DECLINED) and days after the event; the
    states are those ``after_days``.
    """
    wanted = example.text("expect")
    rule = _rule(example, rules, SlotRule)
    group, places = example.text("group"), example.whole("places")
    finishers = example.whole("finishers", low=1, high=100)
    entrants = [_entrant(n, n, group) for n in range(1, finishers + 1)]
    field = _field(example, rules, entrants)
    later = example.whole("after_days", 0, high=_DAYS_MAX)
    told = {
        EntryId(one.whole("place", low=1)): Told(
            reply=one.choice("reply", SlotReply.ACCEPTED),
            day=field.event.date + timedelta(days=one.whole("after_days", 0, high=_DAYS_MAX)),
        )
        for one in example.tables("answers")
    }
    gender = entrants[0].gender
    if rule is None or gender is None:
        return wanted, _NONE
    alone = replace(rule, total=places, places={}, genders=(gender,), groups=PlaceGroups.STARTED)
    field = replace(
        field,
        today=field.event.date + timedelta(days=later),
        peers={field.race.code: finishers},
    )
    return wanted, _states(slot_places(alone, field, told, {}))


def _states(rows: Sequence[Qualification]) -> str:
    return ", ".join(row.status.value for row in rows)


def _regional_title(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``nations`` in the order of the finish; ``expect`` the place of the champion, or "none"."""
    wanted = example.text("expect")
    rule = _rule(example, rules, RegionalTitleRule)
    nations = example.texts("nations")
    group = example.text("group")
    entrants = [_entrant(n, n, group, nation) for n, nation in enumerate(nations, start=1)]
    field = _field(example, rules, entrants)
    rows = () if rule is None else regional_titles(rule, field)
    taken = [str(row.place) for row in rows if row.status is Qualifying.QUALIFIED]
    return wanted, ", ".join(taken) or _NONE


def _invited(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Somebody of ``group``, ``finished`` or not; ``expect`` a status, or "none" without a row."""
    wanted = example.text("expect")
    rule = _rule(example, rules, FinisherRule)
    finished = example.flag("finished", default=True)
    field = _field(example, rules, [_entrant(1, 1, example.text("group"), finished=finished)])
    rows = () if rule is None else invited_finishers(rule, field)
    return wanted, _states(rows) or _NONE


def _race_change(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A ``place`` overall, the nearest other race ``nearest_km`` away; ``expect`` a status."""
    wanted = example.text("expect")
    rule = _rule(example, rules, RaceChangeRule)
    place, nearest = example.whole("place", low=1), example.maybe_whole("nearest_km")
    return wanted, _NONE if rule is None else change_of_race(rule, place, nearest)[0].value


def _race_length(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A ``race`` of so many ``km``; ``expect`` "inside" or "outside"."""
    code, metres = example.text("race"), float(example.decimal("km") * 1000)
    wanted = example.text("expect")
    rule = next((each for each in rules.lengths if each.race == code), None)
    if rule is None:
        return wanted, _NONE
    return wanted, "inside" if is_within(metres, rule.from_m, rule.to_m) else "outside"


QUALIFICATION_EXAMPLES: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "slots": _slots,
    "roll_down": _roll_down,
    "regional_title": _regional_title,
    "invited": _invited,
    "race_change": _race_change,
    "race_length": _race_length,
}
"""Kind of example to what it expects and what the rules give."""
