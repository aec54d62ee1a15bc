"""The command ``standings``: every ranking of the series, and clubs as teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.domain.people import full_name
from trailsdesk.domain.points import explain_score
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _
from trailsdesk.services.standings import standings, team_standings

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.points import Standing, StandingGroup
    from trailsdesk.domain.teams import TeamGroup
    from trailsdesk.services.season import Season


def show_standings(options: Namespace) -> None:
    """All groups, those of one ranking, or the teams."""
    with opened(options.file, reading=True) as season:
        if options.teams:
            _show_teams(team_standings(season), options)
            return
        groups = _chosen(standings(season, options.race), options.ranking)
        if options.json:
            output.print_json({"rows": _rows(season, groups)})
            return
        for group in groups:
            _show_group(group)


def _chosen(groups: tuple[StandingGroup, ...], ranking: str | None) -> tuple[StandingGroup, ...]:
    if ranking is None:
        return groups
    known = dict.fromkeys(group.ranking for group in groups)
    if ranking not in known:
        raise Refused("standings.no-ranking", ranking=ranking[:80], known=", ".join(known))
    return tuple(group for group in groups if group.ranking == ranking)


def _rows(season: Season, groups: tuple[StandingGroup, ...]) -> list[output.Json]:
    bands, runners = season.band_words(), season.data.runners
    rows: list[output.Json] = []
    for group in groups:
        for standing in group.standings:
            born = runners[standing.runner_id].birth_date
            day = None if born is None else born.isoformat()
            row = output.standing_json(group, standing, day, bands)
            rows.append(row | _how(group, standing))
    return rows


def _how(group: StandingGroup, standing: Standing) -> output.Json:
    """Which ranking it is, and how the total was made of the scores."""
    return {
        "ranking": group.ranking,
        "ranking_label": group.ranking_label,
        "sum": output.number(standing.sum),
        "factor": None if standing.factor is None else output.number(standing.factor),
        "estimate": standing.estimate,
        "scores": [
            {**output.score_json(score), "how": output.in_words(explain_score(standing, score))}
            for score in standing.scores
        ],
    }


def _show_group(group: StandingGroup) -> None:
    head = [group.ranking_label, group.race_code, group.label]
    estimate = _("(with estimates)") if group.estimate else ""
    output.print_lines(["", " ".join(filter(None, (": ".join(filter(None, head)), estimate)))])
    output.print_table(
        ("place", "name", "total", "why"),
        [
            (
                standing.rank or "",
                full_name(standing),
                output.number(standing.total),
                output.in_words(standing.reason or standing.explanation),
            )
            for standing in group.standings
        ],
    )


def _show_teams(groups: tuple[TeamGroup, ...], options: Namespace) -> None:
    if not groups:
        raise Refused("standings.no-teams")
    if options.json:
        output.print_json({"teams": [row for group in groups for row in _team_rows(group)]})
        return
    for group in groups:
        output.print_lines(["", group.label])
        output.print_table(
            ("place", "club", "total", "why"),
            [
                (
                    team.rank,
                    team.club,
                    output.number(team.total),
                    output.in_words(team.explanation),
                )
                for team in group.standings
            ],
        )


def _team_rows(group: TeamGroup) -> list[output.Json]:
    return [
        {
            "list": group.label,
            "gender": group.gender.value if group.gender else None,
            "club": team.club,
            "rank": team.rank,
            "shared": team.shared,
            "total": output.number(team.total),
            "explanation": output.in_words(team.explanation),
            "scores": [
                {
                    "event": score.event_code,
                    "points": output.number(score.points),
                    "counted": score.counted,
                    "how": output.in_words(score.explanation),
                }
                for score in team.scores
            ],
        }
        for team in group.standings
    ]
