"""Awards of the series: the first of every list of the standings who are eligible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.award_notes import gaps
from trailsdesk.domain.award_rules import AwardScope
from trailsdesk.domain.awards import Prize, PrizeGroup
from trailsdesk.domain.people import full_name
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.points import Standing, StandingGroup
    from trailsdesk.domain.results import ResultRow


def series_awards(
    groups: Iterable[StandingGroup],
    depth: int,
    rows: Mapping[tuple[RunnerId, str], ResultRow],
    spoken: Mapping[RunnerId, str],
    *,
    low_wins: bool = False,
) -> tuple[PrizeGroup, ...]:
    """The awards of the series: in every list the first ``depth`` places of those eligible.

    Who has as many points as somebody honoured, and is not eligible, is told with the reason.

    Args:
        rows: a runner's latest row of results at a distance, and with an empty code at any.
        spoken: how names are pronounced.
        low_wins: the lowest total wins.
    """
    if depth <= 0:
        return ()
    return tuple(
        _group(group, depth, rows, spoken, low_wins=low_wins)
        for group in groups
        if group.standings
    )


def _group(
    group: StandingGroup,
    depth: int,
    rows: Mapping[tuple[RunnerId, str], ResultRow],
    spoken: Mapping[RunnerId, str],
    *,
    low_wins: bool,
) -> PrizeGroup:
    placed = [each for each in group.standings if each.rank is not None]
    prizes = []
    for standing in placed:
        row = rows.get((standing.runner_id, group.race_code))
        if row is not None and standing.rank is not None and standing.rank <= depth:
            prizes.append(_prize(standing, standing.rank, row, spoken, placed))
    key = ("series", group.ranking, group.race_code, group.category)
    return PrizeGroup(
        race_code=group.race_code,
        race_label=group.race_label,
        gender=group.gender,
        category=group.category,
        category_label=group.label,
        depth=depth,
        entered=len(group.standings),
        finishers=len(placed),
        pending=0,
        prizes=tuple(prizes),
        key=":".join(filter(None, key)),
        award_id=group.ranking or "series",
        label=", ".join(filter(None, (group.ranking_label, group.label))),
        scope=AwardScope.CATEGORY,
        notes=(
            *_not_eligible(group, prizes, depth, low_wins=low_wins),
            *_gaps(prizes, depth, len(placed)),
        ),
    )


def _prize(
    standing: Standing,
    place: int,
    row: ResultRow,
    spoken: Mapping[RunnerId, str],
    placed: Iterable[Standing],
) -> Prize:
    return Prize(
        place=place,
        shared=sum(each.rank == place for each in placed) > 1,
        row=row,
        explanation=Note(code="award.explain-series", params={"place": place}),
        because=(standing.explanation,),
        prize_place=place,
        spoken=spoken.get(standing.runner_id, ""),
        total=standing.total,
    )


def _gaps(prizes: list[Prize], depth: int, placed: int) -> tuple[Note, ...]:
    if placed >= depth:
        return gaps([prize.place for prize in prizes], depth, placed)
    params: dict[str, str | int] = {"count": placed, "places": depth}
    return (Note(code="award.few-eligible" if placed else "award.none-eligible", params=params),)


def _not_eligible(
    group: StandingGroup, prizes: list[Prize], depth: int, *, low_wins: bool
) -> tuple[Note, ...]:
    """Who would be honoured if they were eligible: the best of them, each with the reason."""
    sign = 1 if low_wins else -1
    totals = [sign * prize.total for prize in prizes if prize.total is not None]
    full = len(prizes) >= depth
    told = [
        (sign * each.total, each.reason, full_name(each), plain_points(each.total))
        for each in group.standings
        if not each.eligible and each.reason is not None and each.total > 0
    ]
    told.sort(key=lambda each: each[0])
    notes: list[Note] = []
    for total, reason, name, points in told[:depth]:
        if not full or total <= max(totals):
            params: dict[str, str | int] = {"name": name, "total": points}
            notes += [Note(code="award.not-eligible", params=params), reason]
    return tuple(notes)
