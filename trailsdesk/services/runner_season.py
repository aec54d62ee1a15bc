"""A runner's season on one page, gathered from results, standings and places in finals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.runner_season import runner_season_sheet
from trailsdesk.documents.sheet import Paper
from trailsdesk.domain.category import series_category
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.one_runner import same_runner
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.point_rules import RoundFacts
from trailsdesk.domain.points import explain_score
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.runner_season import (
    NextRace,
    RunnerSeason,
    SeasonPlace,
    SeasonRank,
    SeasonRun,
    is_of_race,
    next_race,
)
from trailsdesk.domain.standing_rules import Ranking
from trailsdesk.services.qualification import qualify
from trailsdesk.services.sheet_request import SheetRequest, context_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.points import Score, Standing, StandingGroup
    from trailsdesk.services.season import Season

_SHOWN = frozenset({
    Qualifying.QUALIFIED, Qualifying.ROLLS_DOWN, Qualifying.NEXT, Qualifying.MAY_ASK,
    Qualifying.NOT_FILLED_IN, Qualifying.NOT_PUBLISHED,
})  # fmt: skip


def runner_named(season: Season, name: str) -> RunnerId:
    """The runner of that name, given and family name in any order.

    ``Refused``: ``runner.unknown``, or ``runner.several`` when more than one is called so.
    """
    wanted = sorted(fold_name(name).split())
    same = same_runner(season.data)
    found = {
        same[runner.id]
        for runner in season.data.runners.values()
        if sorted(fold_name(full_name(runner)).split()) == wanted
    }
    if not found:
        raise Refused("runner.unknown", name=name.strip()[:80])
    if len(found) > 1:
        raise Refused("runner.several", name=name.strip()[:80], count=len(found))
    return found.pop()


def runner_season(season: Season, runner_id: RunnerId) -> RunnerSeason:
    """Everything of one runner: races by day, lists, what the next race would add, places.

    Records that are one runner are taken together.
    """
    data = season.data
    same = same_runner(data)
    one = same[runner_id]
    entries = sorted(
        (
            entry
            for entry in data.entries.values()
            if same[entry.runner_id] == one and entry.status is not EntryStatus.WITHDRAWN
        ),
        key=lambda entry: (data.events[data.races[entry.race_id].event_id].date, entry.id),
    )
    found = list(_standings(season, one))
    return RunnerSeason(
        runner=data.runners[one],
        category=series_category(data.runners[one], data, season.rules).label,
        runs=tuple(_run(season, entry, found) for entry in entries),
        ranks=tuple(_rank(group, standing) for group, standing in found),
        next_races=tuple(_next_races(season, found)),
        places=tuple(place for entry in entries for place in _places(season, entry)),
    )


def _standings(season: Season, one: RunnerId) -> Iterator[tuple[StandingGroup, Standing]]:
    for group in season.standings():
        for standing in group.standings:
            if standing.runner_id == one:
                yield group, standing


def _run(season: Season, entry: Entry, found: list[tuple[StandingGroup, Standing]]) -> SeasonRun:
    data = season.data
    race = data.races[entry.race_id]
    event = data.events[race.event_id]
    result = season.result_of(entry.id)
    scored = _score(found, entry)
    return SeasonRun(
        event=event.name,
        day=event.date,
        race=race.label,
        bib=entry.bib,
        category=season.categories()[entry.id].label,
        status=ResultStatus.PENDING if result is None else result.status,
        time_ms=None if result is None else result.time_ms,
        place=None if result is None else result.rank,
        place_gender=None if result is None else result.rank_gender,
        place_category=None if result is None else result.rank_category,
        points=None if scored is None else scored[1].points,
        counted=scored is not None and scored[1].counted,
        how=None if scored is None else explain_score(*scored),
        estimate=scored is not None and scored[1].estimate,
    )


def _score(
    found: list[tuple[StandingGroup, Standing]], entry: Entry
) -> tuple[Standing, Score] | None:
    """What a race gave in the first list that has it."""
    for _group, standing in found:
        for score in standing.scores:
            if score.race_id == entry.race_id and score.status is not None:
                return standing, score
    return None


def _rank(group: StandingGroup, standing: Standing) -> SeasonRank:
    return SeasonRank(
        ranking=group.ranking_label,
        group=group.label,
        race=group.race_label,
        rank=standing.rank if standing.eligible else standing.rank_so_far,
        shared=standing.shared,
        of=len(group.standings),
        total=standing.total,
        explanation=standing.explanation,
        reason=standing.reason,
        estimate=standing.estimate,
    )


def _next_races(season: Season, found: list[tuple[StandingGroup, Standing]]) -> Iterator[NextRace]:
    """For each distance of the season, by the first list that it would count in."""
    rules, data = season.rules, season.data
    if rules.points is None or rules.standings is None:
        return
    rankings = {each.id: each for each in rules.standings.rankings or (Ranking(id=""),)}
    labels = {race.code: race.label for race in reversed(tuple(data.races.values()))}
    for code in dict.fromkeys(race.code for race in data.races.values()):
        for group, standing in found:
            ranking = rankings[group.ranking]
            if not is_of_race(ranking, group.race_code, code):
                continue
            facts = RoundFacts(race=code)
            made = next_race(standing, rules.standings, ranking, rules.points, facts, labels[code])
            if made is not None:
                yield made
            break


def _places(season: Season, entry: Entry) -> Iterator[SeasonPlace]:
    if not season.rules.qualification:
        return
    race = season.data.races[entry.race_id]
    for outcome in qualify(season, race.id):
        for row in outcome.rows:
            if row.entry_id == entry.id and row.status in _SHOWN:
                yield SeasonPlace(
                    event=season.data.events[race.event_id].name,
                    race=race.label,
                    rule=outcome.rule.label,
                    status=row.status,
                    reason=row.reason,
                    answer_by=row.answer_by,
                    estimate=row.estimate,
                )


def season_sheet(season: Season, runner_id: RunnerId, paper: str = Paper.A4) -> Sheet:
    """The season of one runner as a sheet to print or save."""
    request = SheetRequest(paper=Paper(paper.upper()))
    return runner_season_sheet(
        context_for(season, request, (), with_results=False), runner_season(season, runner_id)
    )
