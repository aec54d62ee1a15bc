"""Awards for clubs: the teams of an event by the points their members earned there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.award_notes import gaps
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule, TeamBy
from trailsdesk.domain.awards import Prize, PrizeGroup
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.domain.teams import TeamGroup, TeamScore


def team_awards(
    teams: Iterable[TeamGroup],
    rule: AwardsRule,
    rows: Sequence[ResultRow],
    event_code: str,
    *,
    low_wins: bool = False,
) -> tuple[PrizeGroup, ...]:
    """The team awards of an event, by the teams' points at it; equal points share a place.

    Args:
        teams: the lists of teams of the series.
        rows: the results of the event, for who ran.
        low_wins: few points are good.
    """
    by_runner: dict[RunnerId, ResultRow] = {}
    for row in rows:
        if row.result.status is ResultStatus.OK or row.runner_id not in by_runner:
            by_runner[row.runner_id] = row
    awards = [
        award
        for award in rule.chain
        if award.scope is AwardScope.TEAM and award.team_by is TeamBy.POINTS
    ]
    return tuple(
        _group(award, team, by_runner, event_code, low_wins=low_wins)
        for award in awards
        for team in teams
        if not award.genders or team.gender in award.genders
    )


def _group(
    award: Award,
    teams: TeamGroup,
    rows: Mapping[RunnerId, ResultRow],
    event_code: str,
    *,
    low_wins: bool,
) -> PrizeGroup:
    scored = _scored(teams, rows, event_code, low_wins=low_wins)
    points = [score.points for _club, score, _members in scored]
    depth = award.places_for(len(scored))
    gender = "" if teams.gender is None else teams.gender.value
    prizes = []
    for club, score, members in scored:
        place = 1 + points.index(score.points)
        if place <= depth:
            shared = points.count(score.points) > 1
            prizes.append(_prize(award, club, score, members, place, len(scored), shared=shared))
    return PrizeGroup(
        race_code="",
        race_label="",
        gender=teams.gender,
        depth=depth,
        entered=len(teams.standings),
        finishers=len(scored),
        pending=sum(row.result.status is ResultStatus.PENDING for row in rows.values()),
        prizes=tuple(prizes),
        key=":".join(filter(None, (award.id, gender))),
        award_id=award.id,
        label=", ".join(dict.fromkeys(filter(None, (award.label, teams.label)))),
        scope=AwardScope.TEAM,
        sponsor=award.sponsor,
        pool=frozenset(row.entry_id for row in rows.values()),
        by_starters=award.by_starters,
        combines=True,
        notes=gaps([prize.place for prize in prizes], depth, len(scored)),
    )


def _scored(
    teams: TeamGroup, rows: Mapping[RunnerId, ResultRow], event_code: str, *, low_wins: bool
) -> list[tuple[str, TeamScore, tuple[ResultRow, ...]]]:
    """The clubs that scored at the event with their members who ran it, best first."""
    scored = [
        (standing.club, score, members)
        for standing in teams.standings
        for score in standing.scores
        if score.event_code == event_code and score.scored
        if (members := tuple(rows[m.runner_id] for m in score.members if m.runner_id in rows))
    ]
    scored.sort(key=lambda each: (each[1].points if low_wins else -each[1].points, each[0]))
    return scored


def _prize(
    award: Award,
    club: str,
    score: TeamScore,
    members: tuple[ResultRow, ...],
    place: int,
    teams: int,
    *,
    shared: bool,
) -> Prize:
    params: dict[str, str | int] = {
        "place": place,
        "teams": teams,
        "points": plain_points(score.points),
        "sum": str(score.explanation.params.get("sum", "")),
    }
    return Prize(
        place=place,
        shared=shared,
        row=members[0],
        explanation=Note(code="award.explain-team", params=params),
        prize_place=place,
        gift=award.prizes[place - 1] if place <= len(award.prizes) else "",
        team=club,
        members=members,
        total=score.points,
    )
