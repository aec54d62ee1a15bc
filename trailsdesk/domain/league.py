"""A national league: the best scores of everybody in one country in one calendar year, summed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trailsdesk.domain.federation_rules import LeagueRule


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueScore:
    """A score of one race; ``country`` is where it was held, ISO alpha-3."""

    runner_id: RunnerId
    value: Decimal
    day: date
    country: str
    race: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaguePerson:
    """What a league looks at in a runner; ``group`` is the age group, empty when in none."""

    gender: Gender | None
    group: str = ""


class LeagueRanking(enum.StrEnum):
    """Who is ranked among whom."""

    OVERALL = "overall"
    GENDER = "gender"
    AGE_GROUP = "age-group"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueRow:
    """A runner in a league; ``rank`` is None with too few races. Equal sums share a rank.

    ``counted`` are the scores of the sum, ``dropped`` the others, both best first.
    """

    runner_id: RunnerId
    rank: int | None
    total: Decimal
    counted: tuple[LeagueScore, ...]
    dropped: tuple[LeagueScore, ...]
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueTable:
    """One ranking; ``group`` is the gender's or the age group's code, empty overall."""

    ranking: LeagueRanking
    group: str
    rows: tuple[LeagueRow, ...]


def league(
    scores: Iterable[LeagueScore],
    people: Mapping[RunnerId, LeaguePerson],
    country: str,
    year: int,
    rule: LeagueRule,
) -> tuple[LeagueTable, ...]:
    """All rankings of a league: overall, by gender, by age group; groups by their code.

    Runners with too few races come last, without a rank, so that they see what they lack. In a
    group of its own nobody stands who has no gender or no age group.
    """
    own: dict[RunnerId, list[LeagueScore]] = {}
    for score in scores:
        if score.country == country and score.day.year == year:
            own.setdefault(score.runner_id, []).append(score)
    rows = [_summed(runner_id, held, rule) for runner_id, held in own.items()]
    groupings: tuple[tuple[LeagueRanking, Callable[[LeaguePerson], str]], ...] = (
        (LeagueRanking.OVERALL, lambda _person: ""),
        (LeagueRanking.GENDER, lambda person: person.gender.value if person.gender else "?"),
        (LeagueRanking.AGE_GROUP, lambda person: person.group or "?"),
    )
    tables = []
    for ranking, group_of in groupings:
        groups: dict[str, list[LeagueRow]] = {}
        for row in rows:
            groups.setdefault(group_of(people[row.runner_id]), []).append(row)
        tables += [
            LeagueTable(ranking=ranking, group=group, rows=_ranked(groups[group], rule))
            for group in sorted(groups)
            if group != "?"
        ]
    return tuple(tables)


def _summed(runner_id: RunnerId, held: list[LeagueScore], rule: LeagueRule) -> LeagueRow:
    best = sorted(held, key=lambda score: (-score.value, score.day, score.race))
    counted, dropped = best[: rule.count_best], best[rule.count_best :]
    total = sum((score.value for score in counted), Decimal(0))
    params: dict[str, str | int] = {
        "total": plain_number(total),
        "sum": " + ".join(plain_number(score.value) for score in counted),
        "dropped": ", ".join(plain_number(score.value) for score in dropped),
        "races": len(held),
        "needed": rule.at_least,
    }
    code = "league.row" if len(held) >= rule.at_least else "league.too-few"
    return LeagueRow(
        runner_id=runner_id,
        rank=None,
        total=total,
        counted=tuple(counted),
        dropped=tuple(dropped),
        explanation=Note(code=code, params=params),
    )


def _ranked(rows: list[LeagueRow], rule: LeagueRule) -> tuple[LeagueRow, ...]:
    def races(row: LeagueRow) -> int:
        return len(row.counted) + len(row.dropped)

    able = sorted(
        (row for row in rows if races(row) >= rule.at_least),
        key=lambda row: (-row.total, row.runner_id),
    )
    others = sorted(
        (row for row in rows if races(row) < rule.at_least),
        key=lambda row: (-races(row), -row.total, row.runner_id),
    )
    ranked: list[LeagueRow] = []
    for number, row in enumerate(able, 1):
        rank = number
        if ranked and ranked[-1].total == row.total:
            rank = ranked[-1].rank or number
        ranked.append(
            LeagueRow(
                runner_id=row.runner_id,
                rank=rank,
                total=row.total,
                counted=row.counted,
                dropped=row.dropped,
                explanation=row.explanation,
            )
        )
    return (*ranked, *others)
