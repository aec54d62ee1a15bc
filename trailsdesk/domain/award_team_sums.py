"""Awards for clubs by sums: the times or the places of the first finishers of a club in a race."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.award_chain import AwardField, prize_groups
from trailsdesk.domain.award_notes import gaps
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule, AwardTime, TeamBy
from trailsdesk.domain.awards import Prize, PrizeGroup
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import fold_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.results import ResultRow

_NOBODY = "\N{EM DASH}"
_SHOWN = 8
"""How many clubs that are no team are named."""
_TIME_CODES = {
    AwardTime.OFFICIAL: "award.explain-team-time",
    AwardTime.GUN: "award.explain-team-time-gun",
    AwardTime.NET: "award.explain-team-time-net",
}


def summed_team_awards(
    rows: Sequence[ResultRow], rule: AwardsRule, known: AwardField
) -> tuple[PrizeGroup, ...]:
    """The team awards by added times or places, race by race in the order of the chain.

    A club has one team, of its first ``team_size`` finishers among those the award lets in, for
    each gender apart where the award names genders. Places are those of this list, runners
    without a team counted. Equal sums share a place. A race where nobody is of a club has none.

    Args:
        rows: the results of the event.
        known: what is known beyond the rows, as for the other awards.
    """
    awards = {
        award.id: award
        for award in rule.chain
        if award.scope is AwardScope.TEAM and award.team_by is not TeamBy.POINTS
    }
    everybody = AwardsRule(awards=tuple(_everybody(each, len(rows)) for each in awards.values()))
    if not rows or not awards:
        return ()
    by_entry = {row.entry_id: row for row in rows}
    found = []
    for listed in prize_groups(rows, everybody, known=known):
        members = [by_entry[each] for each in listed.pool if _club(by_entry[each])]
        if members:
            found.append(_group(awards[listed.award_id], listed, members))
    return tuple(found)


def _everybody(award: Award, runners: int) -> Award:
    """The award as a list of all who finished, each with their place and time."""
    apart = award.by_gender or bool(award.genders)
    return dataclasses.replace(
        award,
        scope=AwardScope.GENDER if apart else AwardScope.OVERALL,
        places=runners,
        bands=(),
        least_starters=0,
    )


def _club(row: ResultRow) -> str:
    return fold_name(row.club)


@dataclass(frozen=True, slots=True)
class _Team:
    """The finishers of a club that count, and their sum in milliseconds or places."""

    club: str
    counted: tuple[Prize, ...]
    total: int


def _group(award: Award, listed: PrizeGroup, members: Sequence[ResultRow]) -> PrizeGroup:
    names = _names(members)
    finishers: dict[str, list[Prize]] = defaultdict(list)
    for prize in listed.prizes:
        if _club(prize.row):
            finishers[_club(prize.row)].append(prize)
    teams = _teams(award, finishers, names)
    short = [names[key] for key, own in finishers.items() if len(own) < award.team_size]
    depth = award.places_for(len(teams))
    prizes = _prizes(award, teams, depth)
    pool = frozenset(row.entry_id for row in members)
    return dataclasses.replace(
        listed,
        depth=depth,
        entered=len(names),
        finishers=len(teams),
        # Who has no club adds to no sum, and yet moves the places of all behind.
        pending=listed.pending
        if award.team_by is TeamBy.PLACES
        else sum(row.result.status is ResultStatus.PENDING for row in members),
        pool=listed.pool if award.team_by is TeamBy.PLACES else pool,
        prizes=prizes,
        scope=AwardScope.TEAM,
        cut_ms=None,
        by_starters=award.by_starters,
        combines=True,
        notes=_notes(award, prizes, depth, len(teams), short),
        warnings=(),
    )


def _names(members: Iterable[ResultRow]) -> dict[str, str]:
    """What each club is called: of its spellings always the same one."""
    names: dict[str, str] = {}
    for row in members:
        key, name = _club(row), " ".join(row.club.split())
        names[key] = min(names.get(key, name), name)
    return names


def _teams(
    award: Award, finishers: Mapping[str, Sequence[Prize]], names: Mapping[str, str]
) -> list[_Team]:
    """Every club with finishers enough, the lowest sum first."""
    teams = []
    for key, own in finishers.items():
        if len(own) >= award.team_size:
            counted = tuple(own[: award.team_size])
            teams.append(_Team(names[key], counted, sum(_worth(award, each) for each in counted)))
    return sorted(teams, key=lambda team: (team.total, team.club))


def _worth(award: Award, prize: Prize) -> int:
    """What a finisher adds to the sum."""
    return prize.place if award.team_by is TeamBy.PLACES else prize.value_ms or 0


def _prizes(award: Award, teams: Sequence[_Team], depth: int) -> tuple[Prize, ...]:
    """The teams in the places there are; who shares the last one is in it too."""
    totals = [team.total for team in teams]
    prizes = []
    for team in teams:
        place = 1 + totals.index(team.total)
        if place <= depth:
            sharing = [other.club for other in teams if other.total == team.total]
            prizes.append(_prize(award, team, place, len(teams), sharing))
    return tuple(prizes)


def _prize(award: Award, team: _Team, place: int, teams: int, sharing: Sequence[str]) -> Prize:
    by_places = award.team_by is TeamBy.PLACES
    return Prize(
        place=place,
        shared=len(sharing) > 1,
        row=team.counted[0].row,
        explanation=_explained(award, team, place, teams, sharing),
        prize_place=place,
        value_ms=None if by_places else team.total,
        gift=award.prizes[place - 1] if place <= len(award.prizes) else "",
        team=team.club,
        members=tuple(each.row for each in team.counted),
        total=Decimal(team.total) if by_places else None,
    )


def _explained(award: Award, team: _Team, place: int, teams: int, sharing: Sequence[str]) -> Note:
    """The bibs that count with what each of them adds, and the sum."""
    by_places = award.team_by is TeamBy.PLACES

    def worded(value: int) -> str:
        return str(value) if by_places else format_elapsed(value)

    params: dict[str, str | int] = {
        "place": place,
        "teams": teams,
        "bibs": ", ".join(each.row.bib or _NOBODY for each in team.counted),
        "sum": " + ".join(worded(_worth(award, each)) for each in team.counted),
        "total": worded(team.total),
        "clubs": ", ".join(sharing) if len(sharing) > 1 else "",
    }
    code = "award.explain-team-places" if by_places else _TIME_CODES[award.time]
    return Note(code=code, params=params)


def _notes(
    award: Award, prizes: Sequence[Prize], depth: int, teams: int, short: Sequence[str]
) -> tuple[Note, ...]:
    """Places that are nobody's, and the clubs that have too few finishers for a team."""
    notes = [*gaps([prize.place for prize in prizes], depth, depth)]
    if teams < depth:
        code = "award.few-teams" if teams else "award.no-team"
        params: dict[str, str | int] = {"count": teams, "places": depth, "size": award.team_size}
        notes.append(Note(code=code, params=params))
    if short:
        params = {
            "count": len(short),
            "size": award.team_size,
            "clubs": ", ".join(sorted(short)[:_SHOWN]),
            "more": len(short) - _SHOWN if len(short) > _SHOWN else "",
        }
        notes.append(Note(code="award.team-short", params=params))
    return tuple(notes)
