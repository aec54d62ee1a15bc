"""Places that follow from a finish: the invitation of a division, and the use in another race."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualification, Qualifying

if TYPE_CHECKING:
    from trailsdesk.domain.qualification_rules import FinisherRule, RaceChangeRule
    from trailsdesk.domain.race_field import Entrant, RaceField


def invited_finishers(rule: FinisherRule, field: RaceField) -> tuple[Qualification, ...]:
    """One row for everybody of the division who started; none for anybody else."""
    if field.race.code not in rule.races:
        return ()
    rows = []
    for entrant in field.entrants:
        if not entrant.in_field or not _is_of(entrant, rule.division):
            continue
        params: dict[str, str | int] = {
            "group": entrant.label,
            "status": entrant.result.status.value,
        }
        found = (Qualifying.NOT_ELIGIBLE, "qualify.not-finished")
        if entrant.finished:
            found = (Qualifying.QUALIFIED, "qualify.invited")
        status, code = found
        rows.append(
            Qualification(
                rule=rule.id,
                entry_id=entrant.entry.id,
                runner_id=entrant.runner.id,
                status=status,
                reason=Note(code=code, params=params),
                group=entrant.category,
                place=entrant.result.rank_category,
                estimate=rule.estimate,
            )
        )
    return tuple(rows)


def _is_of(entrant: Entrant, division: str) -> bool:
    """Whether a category is the division, whichever gender it is parted by."""
    return entrant.category == division or entrant.category.endswith(f"-{division}")


def change_of_race(
    rule: RaceChangeRule, place: int, nearest_km: int | None
) -> tuple[Qualifying, str]:
    """What a place overall allows, and the message code of the reason.

    Args:
        nearest_km: how far the nearest race of the other kind is, None when nobody has said.
    """
    if place <= rule.top:
        return Qualifying.MAY_ASK, "qualify.change-top"
    if place > rule.far_top:
        return Qualifying.NOT_ELIGIBLE, "qualify.change-behind"
    if nearest_km is None:
        return Qualifying.NOT_FILLED_IN, "qualify.change-unknown"
    if nearest_km > rule.far_km:
        return Qualifying.MAY_ASK, "qualify.change-far"
    return Qualifying.NOT_ELIGIBLE, "qualify.change-near"


def changes_of_race(
    rule: RaceChangeRule, field: RaceField, into_label: str
) -> tuple[Qualification, ...]:
    """One row for every finisher of the races the rule names; ``into_label`` words the other."""
    if field.race.code not in rule.races:
        return ()
    nearest = rule.nearest_km.get(field.event.code)
    rows = []
    for entrant in field.finishers:
        place = entrant.result.rank or 0
        status, code = change_of_race(rule, place, nearest)
        params: dict[str, str | int] = {
            "position": place,
            "top": rule.top,
            "far_top": rule.far_top,
            "far_km": rule.far_km,
            "km": "" if nearest is None else nearest,
            "into": into_label,
        }
        rows.append(
            Qualification(
                rule=rule.id,
                entry_id=entrant.entry.id,
                runner_id=entrant.runner.id,
                status=status,
                reason=Note(code=code, params=params),
                place=entrant.result.rank,
                estimate=rule.estimate,
            )
        )
    return tuple(rows)
