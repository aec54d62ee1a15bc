"""What the points panel shows, gathered off the screen's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.category import categories_of
from trailsdesk.domain.league import LeagueRanking
from trailsdesk.domain.problems import KnownError
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, message
from trailsdesk.services.federation import league_tables, league_years
from trailsdesk.services.standings import standings, team_standings
from trailsdesk.ui.row_model import fold
from trailsdesk.ui.standing_lines import PointsView, league_list, runner_list, team_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trailsdesk.domain.league import LeagueTable
    from trailsdesk.services.season import Season
    from trailsdesk.ui.standing_lines import SeriesList

_STARTED = frozenset({ResultStatus.OK, ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME})


def points_view(season: Season) -> PointsView:
    """The lists of all rankings, of teams and of leagues, as they are now."""
    names = {event.code: event.name for event in season.data.events_in_order()}
    refused = ""
    lists: list[SeriesList] = []
    try:
        lists += (runner_list(at, each) for at, each in enumerate(standings(season)))
    except KnownError as error:
        refused = message(error)
    lists += (team_list(len(lists) + at, each) for at, each in enumerate(team_standings(season)))
    lists += _leagues(season, len(lists))
    return PointsView(
        lists=tuple(lists),
        event_names=names,
        short_names=short_names(names),
        to_come=_to_come(season),
        refused="" if lists else refused,
    )


def _leagues(season: Season, at: int) -> Iterator[SeriesList]:
    federation = season.rules.federation
    rule = None if federation is None else federation.league
    if rule is None:
        return
    for country, year in league_years(season):
        ranking = f"league.{country}.{year}", f"{rule.label} · {country} {year}"
        tables, _problems = league_tables(season, country, year)
        for table in tables:
            label = _league_label(season, table)
            yield league_list(at, table, ranking, label, season.data.runners)
            at += 1


def _league_label(season: Season, table: LeagueTable) -> str:
    if table.ranking is LeagueRanking.OVERALL:
        return _("Everybody")
    scheme = season.rules.categories
    if table.ranking is LeagueRanking.GENDER:
        return scheme.gender_labels.get(table.group, table.group).capitalize()
    labels = {info.code: info.label for info in categories_of(scheme)}
    return labels.get(table.group, table.group)


_ARTICLE = 3
"""Letters of a first word that says nothing by itself: The, Le, Der."""


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names cut to the first words that still tell them apart: ``Mount Cass``, ``Inverary``."""
    found = {}
    for code, name in names.items():
        others = [fold(other) for key, other in names.items() if key != code]
        words = name.split()
        start = code
        for count in range(1, len(words) + 1):
            start = " ".join(words[:count])
            known = not any(other.startswith(fold(start)) for other in others)
            if known and len(start) > _ARTICLE:
                break
        found[code] = start
    return found


def _to_come(season: Season) -> dict[str, frozenset[str]]:
    """For each distance, and for all together, the events nobody has started in yet."""
    found: dict[str, set[str]] = {"": set()}
    for event in season.data.events_in_order():
        begun = False
        for race in season.data.races_of(event.id):
            codes = found.setdefault(race.code, set())
            if any(r.status in _STARTED for r in season.results(race.id).results):
                begun = True
            else:
                codes.add(event.code)
        if not begun:
            found[""].add(event.code)
    return {code: frozenset(codes) for code, codes in found.items()}
