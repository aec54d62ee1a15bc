"""The command ``runner``: one runner's season on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.documents.plain_text import as_text
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.runner_season import runner_named, runner_season, season_sheet
from trailsdesk.services.sheet_files import save_sheet

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.runner_season import RunnerSeason
    from trailsdesk.services.season import Season


def show_runner(options: Namespace) -> None:
    """``runner``: by name, or by event and bib; as text, JSON or a file."""
    with opened(options.file, reading=True) as season:
        runner_id = _asked(season, options)
        if options.output is not None:
            found = save_sheet(season_sheet(season, runner_id, options.paper), options.output)
            lines = [output.problem_line(problem) for problem in found]
            output.print_lines([*lines, _("Wrote {file}.").format(file=options.output.name)])
        elif options.json:
            output.print_json(_document(runner_season(season, runner_id)))
        else:
            output.print_lines(as_text(season_sheet(season, runner_id)).splitlines())


def _asked(season: Season, options: Namespace) -> RunnerId:
    if options.name is not None:
        return runner_named(season, options.name)
    if options.event is None or options.bib is None:
        raise Refused("cli.runner-missing")
    event = season.event(options.event)
    return season.data.entries[find_bib(season, event.id, options.bib)].runner_id


def _document(found: RunnerSeason) -> output.Json:
    return {
        "name": full_name(found.runner),
        "category": found.category,
        "estimate": found.estimate,
        "races": [
            {
                "event": run.event,
                "date": run.day.isoformat(),
                "race": run.race,
                "bib": run.bib,
                "category": run.category,
                "status": run.status.value,
                "time_ms": run.time_ms,
                "time": None if run.time_ms is None else format_elapsed(run.time_ms),
                "rank": run.place,
                "rank_gender": run.place_gender,
                "rank_category": run.place_category,
                "points": None if run.points is None else output.number(run.points),
                "counted": run.counted,
                "estimate": run.estimate,
                "explanation": output.in_words(run.how),
            }
            for run in found.runs
        ],
        "standings": [
            {
                "ranking": rank.ranking,
                "group": rank.group,
                "race": rank.race,
                "rank": rank.rank,
                "shared": rank.shared,
                "of": rank.of,
                "total": output.number(rank.total),
                "estimate": rank.estimate,
                "reason": output.in_words(rank.reason),
                "explanation": message(rank.explanation),
            }
            for rank in found.ranks
        ],
        "next": [
            {
                "race": race.race,
                "least": output.number(race.least),
                "most": output.number(race.most),
                "estimate": race.estimate,
            }
            for race in found.next_races
        ],
        "places": [
            {
                "event": place.event,
                "race": place.race,
                "rule": place.rule,
                "status": place.status.value.replace("-", " "),
                "answer_by": None if place.answer_by is None else place.answer_by.isoformat(),
                "estimate": place.estimate,
                "reason": message(place.reason),
            }
            for place in found.places
        ],
    }
