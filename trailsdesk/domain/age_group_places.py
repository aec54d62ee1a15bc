"""Places in a final shared out over age groups by their share of the runners."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualification, Qualifying
from trailsdesk.domain.score_places import Contender, RaceCase, no_final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.final_rules import AgeGroupPlacesRule, FinalsRules
    from trailsdesk.domain.people import Gender


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A group's part of the places: ``exact`` by its share, ``places`` whole."""

    runners: int
    exact: Fraction
    places: int


def shared_out(
    places: int,
    runners: Mapping[str, int],
    least: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
) -> dict[str, Share]:
    """Whole places for groups in proportion to their runners, by largest remainder.

    A group gets at least its ``least`` and at most its ``most``; what that takes or leaves is
    taken from, or given to, the others in proportion. The places given add up to ``places``, or to
    all ``least`` together when these are more, or to all ``most`` when these are fewer. Equal
    remainders: the group with more runners first, then by name.
    """
    floor = {group: (least or {}).get(group, 0) for group in runners}
    roof = {group: (most or {}).get(group, places) for group in runners}
    total = sum(runners.values())
    exact = {g: Fraction(places * n, total) if total else Fraction(0) for g, n in runners.items()}
    fixed: dict[str, int] = {}
    free = dict(runners)
    while free:
        left = max(0, places - sum(fixed.values()))
        of_all = sum(free.values())
        quota = {g: Fraction(left * n, of_all) if of_all else Fraction(0) for g, n in free.items()}
        low = [group for group in free if quota[group] < floor[group]]
        high = [] if low else [group for group in free if quota[group] > roof[group]]
        if not low and not high:
            fixed.update(_whole(left if of_all else 0, quota, runners, roof))
            break
        for group in low or high:
            fixed[group] = floor[group] if low else roof[group]
            del free[group]
    return {
        group: Share(runners=count, exact=exact[group], places=fixed[group])
        for group, count in runners.items()
    }


def _whole(
    places: int,
    quota: Mapping[str, Fraction],
    runners: Mapping[str, int],
    roof: Mapping[str, int],
) -> dict[str, int]:
    given = {group: int(share) for group, share in quota.items()}
    left = places - sum(given.values())
    order = sorted(quota, key=lambda g: (given[g] - quota[g], -runners[g], g))
    for group in order:
        if left > 0 and given[group] < roof[group]:
            given[group] += 1
            left -= 1
    return given


def age_group_places(
    case: RaceCase, rule: AgeGroupPlacesRule, finals: FinalsRules
) -> tuple[Qualification, ...]:
    """Everybody who finished: in among the first overall, in by the group's share, or not.

    Ties at the last place of a group are all in. A runner in no age group has no place by this
    rule unless among the first overall.
    """
    blocked = no_group_places(case, rule, finals)
    rows: list[Qualification] = []
    if blocked is None:
        for gender in rule.genders:
            rows += _of_gender(case, gender, rule)
    done = {row.entry_id for row in rows}
    for one in case.finishers:
        if one.entry_id not in done:
            status, reason = blocked or (
                Qualifying.NOT_ELIGIBLE,
                Note(code="finals.no-gender-places"),
            )
            rows.append(_row(rule, one, status, reason))
    return tuple(sorted(rows, key=lambda row: (row.place or 0, row.entry_id)))


def no_group_places(
    case: RaceCase, rule: AgeGroupPlacesRule, finals: FinalsRules
) -> tuple[Qualifying, Note] | None:
    """Why the race as a whole gives nobody a place, or why that cannot be told."""
    known = no_final(case, finals)
    if known is not None or case.tier in rule.tiers:
        return known
    params = {"tier": finals.tier.words.get(case.tier, case.tier)}
    return Qualifying.NOT_ELIGIBLE, Note(code="finals.no-tier-places", params=params)


def _of_gender(case: RaceCase, gender: Gender, rule: AgeGroupPlacesRule) -> list[Qualification]:
    own = [one for one in case.contenders if one.gender is gender]
    placed = [one for one in case.finishers if one.gender is gender]
    first = {one.entry_id for one in placed if (one.place or 0) <= rule.first_overall}
    finished = Counter(one.group for one in placed if one.group)
    in_first = Counter(one.group for one in placed if one.entry_id in first and one.group)
    counted = own if rule.of_starters else placed
    runners = Counter(one.group for one in counted if one.group)
    # Runners among the first who are in no group use up places of their own.
    places = max(0, rule.places - sum(1 for o in placed if o.entry_id in first and not o.group))
    shares = shared_out(
        places,
        {group: runners[group] for group in sorted(runners)},
        {group: max(in_first[group], 1 if finished[group] else 0) for group in runners},
        {group: finished[group] for group in runners},
    )
    positions = _positions(placed)
    rows = []
    for one in placed:
        if one.entry_id in first:
            note = Note(
                code="finals.first-overall",
                params={"place": one.place or 0, "first": rule.first_overall},
            )
            rows.append(_row(rule, one, Qualifying.QUALIFIED, note))
        elif not one.group:
            note = Note(code="finals.no-group")
            rows.append(_row(rule, one, Qualifying.NOT_ELIGIBLE, note))
        else:
            position = positions[one.entry_id]
            rows.append(_by_group(one, position, shares[one.group], in_first[one.group], rule))
    return rows


def _positions(placed: Sequence[Contender]) -> dict[EntryId, int]:
    """Everybody's position within the group; equal places are equal positions."""
    seen: Counter[str] = Counter()
    last: dict[str, tuple[int | None, int]] = {}
    found = {}
    for one in placed:
        seen[one.group] += 1
        place, position = last.get(one.group, (None, 0))
        if place != one.place:
            position = seen[one.group]
        last[one.group] = (one.place, position)
        found[one.entry_id] = position
    return found


def _by_group(
    one: Contender,
    position: int,
    share: Share,
    in_first: int,
    rule: AgeGroupPlacesRule,
) -> Qualification:
    params: dict[str, str | int] = {
        "group": one.group,
        "position": position,
        "share": share.places,
        "exact": plain_number(Decimal(share.exact.numerator) / Decimal(share.exact.denominator)),
        "runners": share.runners,
        "places": rule.places,
        "in_first": str(in_first) if in_first else "",
        "first": rule.first_overall,
    }
    if position <= share.places:
        code = "finals.group-winner" if position == 1 else "finals.group-place"
        return _row(rule, one, Qualifying.QUALIFIED, Note(code=code, params=params))
    return _row(rule, one, Qualifying.NOT_ELIGIBLE, Note(code="finals.group-full", params=params))


def _row(
    rule: AgeGroupPlacesRule, one: Contender, status: Qualifying, reason: Note
) -> Qualification:
    return Qualification(
        rule=rule.id,
        entry_id=one.entry_id,
        runner_id=one.runner_id,
        status=status,
        reason=reason,
        group=one.group,
        place=one.place,
    )
