"""Places in a final: how an event's places are shared out, and whom each one goes down to.

Sharing out is exact: the parts always add up to the whole. An event's places go evenly to its
races, a race's evenly to the genders, and a gender's to the age groups by the rule's ``spread``.
What does not divide goes one by one to the parts with the largest field (or, by starters, with
the largest remainder); of equal parts to the one that is printed first. By steps, each age group
has its own number from its starters, and the total is what they come to.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.qualification import SlotReply
from trailsdesk.domain.qualification_rules import PlaceGroups, PlaceSpread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.qualification_rules import SlotRule
    from trailsdesk.domain.race_field import RaceField


def share_evenly(total: int, fields: Mapping[str, int]) -> dict[str, int]:
    """``total`` in equal parts; what is left over, one each, by size of field, largest first."""
    if not fields:
        return {}
    each, left = divmod(total, len(fields))
    order = {key: place for place, key in enumerate(fields)}
    larger = sorted(fields, key=lambda key: (-fields[key], order[key]))
    favoured = set(larger[:left])
    return {key: each + (key in favoured) for key in fields}


def share_by_field(total: int, fields: Mapping[str, int]) -> dict[str, int]:
    """``total`` in proportion to the fields, by largest remainder; evenly when all are empty.

    Of equal remainders the larger field goes first. An empty field gets nothing.
    """
    everybody = sum(fields.values())
    if everybody == 0:
        return share_evenly(total, fields)
    parts = {key: divmod(total * size, everybody) for key, size in fields.items()}
    left = total - sum(whole for whole, _rest in parts.values())
    order = {key: place for place, key in enumerate(fields)}
    first = sorted(fields, key=lambda key: (-parts[key][1], -fields[key], order[key]))
    favoured = set(first[:left])
    return {key: parts[key][0] + (key in favoured) for key in fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """The places of one race: of the event, of the race, and of each age group by its code.

    ``event_total`` is None where the groups have theirs without one.
    """

    event_total: int | None
    race_total: int
    by_group: Mapping[str, int]


def places_of_event(rule: SlotRule, event_code: str) -> int | None:
    """The event's total, None when it is not published."""
    return rule.places.get(event_code, rule.total)


def allot(rule: SlotRule, field: RaceField) -> Allotment | None:
    """The places of a race by age group; None when the event's total is not published.

    Races of the event in which nobody is in the field take no part, unless nobody is in any.
    Before anybody is entered the fields are empty, and the order of printing decides.
    """
    by_gender = _fields(rule, field)
    if rule.spread is PlaceSpread.STEPS:
        steps = {
            code: rule.base + size // rule.step if size else 0
            for groups in by_gender.values()
            for code, size in groups.items()
        }
        return Allotment(event_total=None, race_total=sum(steps.values()), by_group=steps)
    total = places_of_event(rule, field.event.code)
    if total is None:
        return None
    peers = {code: size for code, size in field.peers.items() if code in rule.races}
    held = {code: size for code, size in peers.items() if size} or peers
    of_race = share_evenly(total, held).get(field.race.code, 0)
    fields = {word: sum(groups.values()) for word, groups in by_gender.items() if groups}
    places: dict[str, int] = {}
    for word, count in share_evenly(of_race, fields).items():
        places.update(_over_groups(rule, count, by_gender[word]))
    return Allotment(event_total=total, race_total=of_race, by_group=places)


def _fields(rule: SlotRule, field: RaceField) -> dict[str, dict[str, int]]:
    """How many are in the field of each age group that takes part, by gender.

    Where age groups are not parted by gender, all of them take part as one.
    """
    sizes: dict[str, int] = dict.fromkeys(field.groups, 0)
    for entrant in field.entrants:
        if entrant.in_field and entrant.category in sizes:
            sizes[entrant.category] += 1
    if not any(field.groups.values()):
        return {"": sizes}
    by_gender: dict[str, dict[str, int]] = {gender.value: {} for gender in rule.genders}
    for code, gender in field.groups.items():
        if gender is not None and gender.value in by_gender:
            by_gender[gender.value][code] = sizes[code]
    return by_gender


def _over_groups(rule: SlotRule, count: int, groups: Mapping[str, int]) -> dict[str, int]:
    part = dict(groups)
    if rule.groups is PlaceGroups.STARTED:
        part = {code: size for code, size in groups.items() if size} or part
    share = share_by_field if rule.spread is PlaceSpread.STARTERS else share_evenly
    return {**dict.fromkeys(groups, 0), **share(count, part)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a runner said to a place last, on which day, and what was noted with it."""

    reply: SlotReply
    day: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A place offered to a runner: from whom it came down, until when an answer is awaited.

    ``before`` is who had it last, None for a place of the first hour. ``gone`` is the day it went
    on, None while the runner has it; ``after`` who got it then, None where nobody was left.
    """

    entry_id: EntryId
    answer_by: date
    before: EntryId | None = None
    accepted: bool = False
    gone: date | None = None
    after: EntryId | None = None


def roll_down(
    candidates: Sequence[EntryId],
    places: int,
    first_day: date,
    reply_days: int,
    told: Mapping[EntryId, Told],
    elsewhere: Mapping[EntryId, date] | None = None,
) -> dict[EntryId, Offer]:
    """Who has, or had, one of the ``places`` of a group; nobody is offered two.

    The first candidates are offered a place on ``first_day`` and have ``reply_days`` after it to
    answer. A place that is declined is offered the same way, on that very day, to the next
    candidate. Nobody is passed over, but one who declined beforehand gives the place on at once.
    A day that passes takes no place away: that nobody answered is for a person to say, as a no.

    Args:
        candidates: who may have a place, best first.
        told: the answers that stand.
        elsewhere: who has accepted such a place in another race, and when: that gives it on too.
    """
    taken = elsewhere or {}
    free: list[tuple[date, int, EntryId | None]] = [
        (first_day, number, None) for number in range(places)
    ]
    number = places
    waiting = iter(candidates)
    offers: dict[EntryId, Offer] = {}
    while free:
        day, _order, before = heapq.heappop(free)
        entry_id = next(waiting, None)
        if before is not None:
            offers[before] = replace(offers[before], after=entry_id)
        if entry_id is None:
            continue
        said = told.get(entry_id)
        gone = _gone(day, said, taken.get(entry_id))
        offers[entry_id] = Offer(
            entry_id=entry_id,
            answer_by=day + timedelta(days=reply_days),
            before=before,
            accepted=gone is None and said is not None,
            gone=gone,
        )
        if gone is not None:
            heapq.heappush(free, (gone, number, entry_id))
            number += 1
    return offers


def _gone(day: date, said: Told | None, elsewhere: date | None) -> date | None:
    """The day on which a place offered on ``day`` goes on; None when it stays."""
    days = [] if elsewhere is None else [elsewhere]
    if said is not None and said.reply is SlotReply.DECLINED:
        days.append(said.day)
    return max(day, min(days)) if days else None


def open_places(offers: Iterable[Offer]) -> int:
    """How many of the places offered may still go on: neither accepted nor gone."""
    return sum(1 for offer in offers if offer.gone is None and not offer.accepted)
